//! The prep sheet of a meeting: what to talk about, what is open, what is due. Both sides may see it.
//!
//! Nothing confidential and nothing private is in it. Its invariant: what is open is in the order of its age, the
//! oldest first, and rolls over by itself until somebody settles it.

use crate::insights::certifications::{CertificationStanding, standings_of};
use crate::insights::handbook::{Link, Stage, links, stage};
use crate::insights::progress::progress;
use crate::insights::summary::pairing::{
    GoalStanding, Member, OpenEntry, OpenHomework, advice_untried, goals, homework_open, people,
    questions_open,
};
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::pairing::Pairing;
use crate::model::participant::{CertificationState, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// Days before its day on which a goal, a certification or an end comes near.
const NEAR_DAYS: i64 = 30;
/// A goal at this many percent is reached.
const PERCENT_REACHED: i64 = 100;

/// The prep sheet of a meeting.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Prep<'a> {
    /// The day on which it was made.
    pub day: Day,
    /// The pairing.
    pub pairing: &'a Id,
    /// Who is in it, the mentor first.
    pub people: Vec<Member<'a>>,
    /// Which meeting of theirs it is, from 1.
    pub number: u32,
    /// When it is; none where nothing is planned.
    pub next: Option<Moment>,
    /// The day of the one before.
    pub last_held: Option<Day>,
    /// How far they are on their way.
    pub stage: Stage,
    /// What to talk about.
    pub agenda: &'a [String],
    /// Questions that no meeting answered.
    pub questions_open: Vec<OpenEntry<'a>>,
    /// Homework that is not done.
    pub homework_open: Vec<OpenHomework<'a>>,
    /// Advice that nobody tried.
    pub advice_untried: Vec<OpenEntry<'a>>,
    /// Goals that are due soon, or were.
    pub goals_due: Vec<GoalStanding<'a>>,
    /// Certifications that mentees work for, and those that expire soon.
    pub certifications: Vec<CertificationStanding<'a>>,
    /// Links of the handbook for this stage.
    pub handbook: Vec<Link<'a>>,
}

/// Makes the prep sheet of a pairing's next meeting; none when there is no such pairing.
pub fn prep<'a>(program: &'a Program, pairing: &Id, day: Day) -> Option<Prep<'a>> {
    let pairing = program.pairings.get(pairing)?;
    let progress = progress(program, pairing, day);
    let log = progress.log;
    let held = progress.tally.count.held;
    let stage = stage(&progress, day);
    let mentees = pairing.mentees.iter();
    let mentees = mentees.filter_map(|mentee| program.participants.get(mentee));
    let standings = mentees.flat_map(|mentee| standings_of(&program.settings, mentee, day));
    let standings: Vec<CertificationStanding<'_>> = standings.collect();
    Some(Prep {
        day,
        pairing: &pairing.id,
        people: people(program, pairing),
        number: held + 1,
        next: progress.tally.next.map(|meeting| meeting.at),
        last_held: progress.tally.last_held,
        stage,
        agenda: program.settings.agenda(held + 1),
        questions_open: questions_open(log, day),
        homework_open: homework_open(log, day),
        advice_untried: advice_untried(log, day),
        goals_due: goals(pairing, day)
            .into_iter()
            .filter(|goal| is_goal_near(goal, day) && !is_passed(pairing, goal.id, &standings))
            .collect(),
        certifications: standings
            .into_iter()
            .filter(|standing| is_worked_for(standing, day))
            .collect(),
        handbook: links(&program.settings, stage, &[Role::Mentor, Role::Mentee]),
    })
}

fn is_goal_near(goal: &GoalStanding<'_>, day: Day) -> bool {
    let is_reached = goal
        .percent
        .is_some_and(|percent| PERCENT_REACHED <= percent);
    !is_reached && goal.due.is_some_and(|due| due.days_since(day) <= NEAR_DAYS)
}

/// A goal that is a certification is reached when it is passed, whether or not somebody read how far it is.
fn is_passed(pairing: &Pairing, goal: &Id, standings: &[CertificationStanding<'_>]) -> bool {
    let mut goals = pairing.goals.iter();
    let goal = goals.find(|known| known.id == *goal);
    let Some(wanted) = goal.and_then(|goal| goal.certification.as_ref()) else {
        return false;
    };
    standings
        .iter()
        .any(|standing| standing.certification == wanted && standing.passed.is_some())
}

fn is_worked_for(standing: &CertificationStanding<'_>, day: Day) -> bool {
    match standing.state {
        CertificationState::Passed => standing
            .expires
            .is_some_and(|expires| expires.days_since(day) <= NEAR_DAYS),
        CertificationState::Planned
        | CertificationState::Studying
        | CertificationState::Booked
        | CertificationState::Failed
        | CertificationState::Expired => true,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, day, id, program};
    use crate::model::log::MeetingState;
    use crate::model::pairing::PairingState;
    use crate::model::settings::{Agenda, HandbookLink};

    const HELD: MeetingState = MeetingState::Held;

    fn sample(held: &[(&str, MeetingState)]) -> Program {
        let mut program = program();
        let active = ("2026-01-12", PairingState::Active);
        add_pair(&mut program, "grace-mentors-ada", active, held);
        let agenda = |meeting, point: &str| Agenda {
            meeting,
            points: vec![point.to_owned()],
        };
        program.settings.agendas = vec![agenda(0, "Since last time"), agenda(1, "First goal")];
        let link = |text: &str, stage: Option<&str>| HandbookLink {
            id: id(text),
            role: None,
            stage: stage.map(str::to_owned),
            url: "https://example.org".to_owned(),
            title: None,
        };
        program.settings.handbook = vec![
            link("first", Some("start")),
            link("always", None),
            link("ours", Some("onboarding")),
            link("last", Some("closing")),
        ];
        program
    }

    fn links(program: &Program, on: &str) -> Vec<String> {
        let prep = prep(program, &id("grace-mentors-ada"), day(on)).unwrap();
        prep.handbook
            .iter()
            .map(|link| link.id.to_string())
            .collect()
    }

    #[test]
    fn the_agenda_is_that_of_the_meetings_number_else_that_of_any_other() {
        let points = |held: &[(&str, MeetingState)]| {
            let program = sample(held);
            let prep = prep(&program, &id("grace-mentors-ada"), day("2026-03-01")).unwrap();
            (prep.number, prep.agenda.to_vec())
        };
        assert_eq!(points(&[]), (1, vec!["First goal".to_owned()]));
        let once = points(&[("2026-02-03", HELD)]);
        assert_eq!(once, (2, vec!["Since last time".to_owned()]));
    }

    #[test]
    fn the_handbook_shows_what_fits_the_stage_and_what_names_none() {
        let begun = sample(&[]);
        assert_eq!(links(&begun, "2026-01-20"), ["first", "always", "ours"]);
        let on = sample(&[("2026-01-20", HELD), ("2026-02-03", HELD)]);
        assert_eq!(links(&on, "2026-03-01"), ["always", "ours"]);
        let mut ending = sample(&[]);
        for pairing in ending.pairings.values_mut() {
            pairing.ends = Some(day("2026-03-20"));
        }
        assert_eq!(links(&ending, "2026-03-01"), ["always", "ours", "last"]);
    }
}
