//! Everything that waits for somebody: what it is, whose it is, and since when.
//!
//! It settles nothing; each entry names the command that does. Of what is kept in confidence it tells that it waits,
//! never a word or a score. Its invariant: entries are in order of their day, the longest waiting first, and nothing
//! is in it that nobody can do anything about yet.

mod confidence;
mod consent;
mod contact;
mod ending;
mod learning;
mod program;
mod promises;
mod prospects;

use crate::insights::progress::{Progress, progress_of_all};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// What waits for somebody.
    DueKind {
        /// Nobody said what became of a meeting.
        Unconfirmed = "unconfirmed",
        /// The cadence asks for a meeting, and none is planned in time.
        Meeting = "meeting",
        /// A meeting in person is asked for, and none is planned in time.
        InPerson = "in-person",
        /// Somebody has not said whether they accept a pairing.
        Acceptance = "acceptance",
        /// Somebody has not signed the agreement.
        Signature = "signature",
        /// A pairing waits to begin.
        Stage = "stage",
        /// A pairing is past its last day.
        PastEnd = "past-end",
        /// A pairing says goodbye, and is not closed yet.
        Closing = "closing",
        /// Somebody has not said how it was.
        ExitFeedback = "exit-feedback",
        /// Somebody has not said how it goes.
        Checkin = "check-in",
        /// What was said in confidence gives cause to look.
        Alert = "alert",
        /// A concern is not settled.
        Concern = "concern",
        /// A question that no meeting answered.
        Question = "question",
        /// Homework that is not done.
        Homework = "homework",
        /// Advice that nobody tried.
        Advice = "advice",
        /// A step of the plan that is not done.
        Step = "step",
        /// A goal that is not reached.
        Goal = "goal",
        /// A module that somebody has not taken.
        Training = "training",
        /// An examination that comes, or a certificate that ends.
        Certification = "certification",
        /// A date that everybody should know.
        Milestone = "milestone",
        /// Somebody waits to be made ready.
        Application = "application",
        /// A draft waits to be published.
        Draft = "draft",
        /// A suggestion waits to be decided or done.
        Improvement = "improvement",
        /// Somebody who might become a mentor waits to be asked, reminded or enrolled.
        Prospect = "prospect",
    }
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Due<'a> {
    /// What.
    pub kind: DueKind,
    /// By when it was or is to be done; where nothing says so, since when it waits.
    pub due: Day,
    /// Days since then; negative where it lies ahead.
    pub days: i64,
    /// Who should act; none where it is the coordinator.
    pub owner: Option<&'a PersonId>,
    /// The pairing that it is about.
    pub pairing: Option<&'a Id>,
    /// The meeting that it is about.
    pub meeting: Option<&'a Id>,
    /// The time of that meeting.
    pub at: Option<Moment>,
    /// The id of the question, homework, advice, step, goal, module or the like that it is about.
    pub item: Option<&'a Id>,
    /// In words.
    pub what: String,
    /// The command that settles it.
    pub command: String,
}

/// Everything that waits for somebody on a day, with what becomes due up to a later one.
///
/// Looks at everything that coordinators read; where only a part was read, the rest is silent.
pub fn due(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let mut found = program::due(program, today, until);
    found.extend(learning::due(program, today));
    found.extend(confidence::due(program, today, until));
    found.extend(prospects::due(program, today));
    for one in &progress_of_all(program, today) {
        found.extend(of_pairing(program, one, today));
    }
    let is_erased = |person: &PersonId| {
        let participant = program.participants.get(person);
        participant.is_some_and(|participant| participant.erased.is_some())
    };
    found.retain(|due| due.due <= until && !due.owner.is_some_and(is_erased));
    found.sort_by(|one, other| {
        let key = |due: &Due<'_>| (due.due, due.kind);
        let order = key(one).cmp(&key(other));
        order
            .then_with(|| {
                (one.pairing, one.at, one.item).cmp(&(other.pairing, other.at, other.item))
            })
            .then_with(|| one.owner.cmp(&other.owner))
    });
    found
}

fn of_pairing<'a>(program: &'a Program, one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let pairing = one.pairing;
    let mut found = contact::due(one, today);
    found.extend(consent::due(program, one, today));
    if one.is_running(today) {
        found.extend(promises::due(program, one, today));
    }
    found.extend(ending::due(program, one, today));
    for due in &mut found {
        due.pairing = Some(&pairing.id);
    }
    found
}

fn entry<'a>(kind: DueKind, due: Day, today: Day, what: String, command: String) -> Due<'a> {
    Due {
        kind,
        due,
        days: today.days_since(due),
        owner: None,
        pairing: None,
        meeting: None,
        at: None,
        item: None,
        what,
        command,
    }
}

/// The first line of a text: what a list has room for.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, add_pair, day, first_day, id, program, programs};
    use crate::model::log::{Homework, MeetingState};
    use crate::model::pairing::PairingState;
    use proptest::prelude::*;

    const ACTIVE: (&str, PairingState) = ("2026-01-12", PairingState::Active);

    /// The kinds of contact that are due.
    fn kinds(program: &Program, on: &str) -> Vec<&'static str> {
        let found = due(program, day(on), day(on)).into_iter();
        found
            .map(|due| due.kind)
            .filter(|kind| *kind <= DueKind::InPerson)
            .map(DueKind::as_str)
            .collect()
    }

    #[test]
    fn a_meeting_is_due_when_the_cadence_is_over_and_none_is_planned_in_time() {
        let mut program = program();
        let held = ("2026-02-03", MeetingState::Held);
        add_pair(&mut program, "grace-mentors-ada", ACTIVE, &[held]);
        assert_eq!(kinds(&program, "2026-03-02"), [""; 0]);
        assert_eq!(kinds(&program, "2026-03-03"), ["meeting"]);
        let next = ("2026-03-10", MeetingState::Planned);
        add_pair(&mut program, "grace-mentors-ada", ACTIVE, &[held, next]);
        assert_eq!(kinds(&program, "2026-03-03"), [""; 0]);
        assert_eq!(kinds(&program, "2026-03-11"), ["meeting", "unconfirmed"]);
    }

    #[test]
    fn homework_is_due_with_its_owner() {
        let mut program = program();
        let held = ("2026-02-03", MeetingState::Held);
        add_pair(&mut program, "grace-mentors-ada", ACTIVE, &[held]);
        let homework = Homework {
            evidence: None,
            id: Some(id("h-0wz5d")),
            meeting: None,
            owner: "mentor".into(),
            text: "Send the agenda".to_owned(),
            due: Some(day("2026-02-06")),
            done: None,
        };
        for log in program.logs.values_mut() {
            log.homework = vec![homework.clone()];
        }
        let found = due(&program, day("2026-02-08"), day("2026-02-08"));
        let seen: Vec<_> = found
            .iter()
            .filter(|due| due.kind == DueKind::Homework)
            .map(|due| (due.kind, due.days, due.owner.map(PersonId::as_str)))
            .collect();
        assert_eq!(seen, [(DueKind::Homework, 2, Some("grace"))]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn every_unconfirmed_meeting_is_due_once_and_nothing_comes_later_than_asked(
            program in programs(), ahead in 0_i64..300,
        ) {
            let today = first_day().plus_days(ahead);
            let found = due(&program, today, today);
            prop_assert!(found.iter().all(|due| due.due <= today && 0 <= due.days));
            prop_assert!(found.is_sorted_by_key(|due| due.due));
            let open: usize = program.pairings.values().filter(|pairing| {
                let state = pairing.state(today).unwrap_or(pairing.state_latest());
                !matches!(state, PairingState::Void | PairingState::Withdrawn)
            }).map(|pairing| {
                program.log(&pairing.id).meetings.iter().filter(|meeting| meeting.is_unconfirmed(today)).count()
            }).sum();
            let told = found.iter().filter(|due| due.kind == DueKind::Unconfirmed).count();
            prop_assert_eq!(told, open);
        }

        #[test]
        fn what_is_open_is_due_once_the_next_meeting_is_over(
            program in programs(), ahead in 0_i64..300,
        ) {
            let today = first_day().plus_days(ahead);
            let found = due(&program, today, today);
            for (id, pairing) in &program.pairings {
                let state = pairing.state(today).unwrap_or(pairing.state_latest());
                let runs = matches!(state, PairingState::Active | PairingState::Closing)
                    && pairing.starts.is_none_or(|starts| starts <= today);
                let log = program.log(id);
                for question in log.questions.iter().filter(|asked| asked.answered_in.is_none()) {
                    let met_since = log.held(today).any(|meeting| question.on < meeting.at.day());
                    let told = found.iter().filter(|due| {
                        due.kind == DueKind::Question
                            && due.pairing == Some(id)
                            && due.item == question.id.as_ref()
                            && due.what == question.text
                    });
                    let told = told.count();
                    prop_assert!(told <= 1);
                    if runs && met_since && question.on <= today {
                        prop_assert_eq!(told, 1);
                    }
                    if !runs {
                        prop_assert_eq!(told, 0);
                    }
                }
            }
        }
    }
}
