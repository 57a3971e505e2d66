//! Everything that waits for somebody: what it is, whose it is, and since when.
//!
//! It settles nothing; each entry names the command that does. Its invariant: entries are in order of their day, the
//! longest overdue first, and nothing is in it that nobody can do anything about yet.

use crate::insights::health::HealthRule;
use crate::insights::metrics::latest_percents;
use crate::insights::progress::{Progress, progress_of_all};
use crate::insights::rhythm::Clock;
use crate::insights::summary::pairing::homework_open;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{GoalOf, Pairing, PairingState};
use crate::model::program::Program;
use crate::model::word::words;

words! {
    /// What waits for somebody.
    DueKind {
        /// Nobody said what became of a meeting.
        Unconfirmed = "unconfirmed",
        /// The cadence asks for a meeting, and none is planned in time.
        Meeting = "meeting",
        /// A meeting in person is asked for, and none is planned in time.
        InPerson = "in-person",
        /// A pairing waits to be accepted, begun or closed.
        Stage = "stage",
        /// A pairing is past its last day.
        PastEnd = "past-end",
        /// Homework that is not done.
        Homework = "homework",
        /// A step of the plan that is not done.
        Step = "step",
        /// A goal that is not reached.
        Goal = "goal",
        /// A date that everybody should know.
        Milestone = "milestone",
    }
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Due<'a> {
    /// What.
    pub kind: DueKind,
    /// By when it was or is to be done.
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
    /// The id of the homework, step, goal or milestone that it is about.
    pub item: Option<&'a Id>,
    /// In words.
    pub what: String,
    /// The command that settles it.
    pub command: String,
}

/// Everything that waits for somebody on a day, with what becomes due up to a later one.
pub fn due(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let progress = progress_of_all(program, today);
    let mut found = milestones(program, today, until);
    for one in &progress {
        found.extend(of_pairing(one, today));
    }
    found.retain(|due| due.due <= until);
    found.sort_by(|one, other| {
        let key = |due: &Due<'_>| (due.due, due.kind);
        let order = key(one).cmp(&key(other));
        order
            .then_with(|| one.pairing.cmp(&other.pairing))
            .then_with(|| (one.at, one.item).cmp(&(other.at, other.item)))
    });
    found
}

fn milestones(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let mut found = Vec::new();
    for milestone in &program.settings.milestones {
        let own = milestone.cohort.as_ref();
        let cohorts = program.settings.cohorts.iter();
        let cohorts = cohorts.filter(|cohort| own.is_none_or(|own| *own == cohort.id));
        let mut days: Vec<Day> = cohorts
            .filter_map(|cohort| milestone.on.day(Some(cohort)))
            .chain(milestone.on.day(None))
            .collect();
        days.sort_unstable();
        days.dedup();
        let label = milestone.label.as_deref().unwrap_or(milestone.id.as_str());
        let ahead = days.into_iter().filter(|&on| today <= on && on <= until);
        found.extend(ahead.map(|on| Due {
            item: Some(&milestone.id),
            ..entry(
                DueKind::Milestone,
                on,
                today,
                label.to_owned(),
                "pleiad program show".to_owned(),
            )
        }));
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

fn of_pairing<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let pairing = one.pairing;
    let mut found = unconfirmed(one, today);
    if one.is_running(today) {
        found.extend(contact(one, today));
        found.extend(in_person(one, today));
        found.extend(homework(one, today));
        found.extend(steps(pairing, today));
        found.extend(goals(pairing, today));
    }
    found.extend(stages(one, today));
    for due in &mut found {
        due.pairing = Some(&pairing.id);
    }
    found
}

fn unconfirmed<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    if matches!(one.state, PairingState::Void | PairingState::Withdrawn) {
        return Vec::new();
    }
    let open = one
        .log
        .meetings
        .iter()
        .filter(|meeting| meeting.is_unconfirmed(today));
    let due = open.map(|meeting| Due {
        owner: Some(&one.pairing.mentor),
        meeting: Some(&meeting.id),
        at: Some(meeting.at),
        ..entry(
            DueKind::Unconfirmed,
            meeting.at.day(),
            today,
            "nobody said what became of the meeting".to_owned(),
            format!(
                "pleiad meeting held {} {}",
                one.pairing.id,
                meeting.at.day()
            ),
        )
    });
    due.collect()
}

/// Whether a clock waits for a meeting: none is planned before its longest interval is over.
fn is_waiting(clock: &Clock, next: Option<Day>) -> bool {
    match (clock.latest, next) {
        (Some(latest), Some(next)) => latest < next,
        (_, None) => true,
        (None, Some(_)) => false,
    }
}

fn contact<'a>(one: &Progress<'a>, today: Day) -> Option<Due<'a>> {
    let clock = one.rhythm.contact?;
    let next = one.tally.next.map(|meeting| meeting.at.day());
    let due = clock.due.filter(|_| is_waiting(&clock, next))?;
    let what = match clock.last {
        None => format!("no meeting yet, {}", days(clock.days)),
        Some(last) => format!("last met on {last}, every {}", clock.every),
    };
    let command = format!("pleiad schedule {}", one.pairing.id);
    Some(Due {
        owner: Some(&one.pairing.mentor),
        ..entry(DueKind::Meeting, due, today, what, command)
    })
}

fn in_person<'a>(one: &Progress<'a>, today: Day) -> Option<Due<'a>> {
    let clock = one.rhythm.in_person?;
    let next = one.tally.next_in_person.map(|meeting| meeting.at.day());
    let due = clock.due.filter(|_| is_waiting(&clock, next))?;
    let what = match clock.last {
        None => "never met in person".to_owned(),
        Some(last) => format!("last met in person on {last}, every {}", clock.every),
    };
    let command = format!("pleiad meeting add {} --mode in-person", one.pairing.id);
    Some(Due {
        owner: Some(&one.pairing.mentor),
        ..entry(DueKind::InPerson, due, today, what, command)
    })
}

fn homework<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let open = homework_open(one.log, today).into_iter();
    let due = open.filter_map(|homework| {
        let text = homework.text.lines().next().unwrap_or_default();
        let command = format!("pleiad pairing show {}", one.pairing.id);
        Some(Due {
            owner: owner_of(one.pairing, homework.owner),
            item: homework.id,
            ..entry(
                DueKind::Homework,
                homework.due?,
                today,
                text.to_owned(),
                command,
            )
        })
    });
    due.collect()
}

/// Who a word of homework or of a goal means; the first of a circle's mentees stands for them.
fn owner_of<'a>(pairing: &'a Pairing, word: &str) -> Option<&'a PersonId> {
    match word {
        "mentor" => Some(&pairing.mentor),
        "mentee" | "both" => pairing.mentees.first(),
        id => pairing.people().find(|person| person.as_str() == id),
    }
}

fn steps(pairing: &Pairing, today: Day) -> Vec<Due<'_>> {
    let open = pairing.steps.iter().filter(|step| step.done.is_none());
    let due = open.filter_map(|step| {
        let command = format!("pleiad pairing show {}", pairing.id);
        Some(Due {
            owner: pairing.mentees.first(),
            item: Some(&step.id),
            ..entry(
                DueKind::Step,
                step.due?,
                today,
                format!("step {}", step.id),
                command,
            )
        })
    });
    due.collect()
}

fn goals(pairing: &Pairing, today: Day) -> Vec<Due<'_>> {
    const REACHED: i64 = 100;
    let latest = latest_percents(pairing, today);
    let open = pairing.goals.iter().filter(|goal| {
        latest
            .get(&goal.id)
            .is_none_or(|&(percent, _)| percent < REACHED)
    });
    let due = open.filter_map(|goal| {
        let owner = match goal.of {
            GoalOf::Mentor => Some(&pairing.mentor),
            GoalOf::Mentee | GoalOf::Both => pairing.mentees.first(),
        };
        let text = goal.text.lines().next().unwrap_or_default();
        let command = format!("pleiad pairing show {}", pairing.id);
        Some(Due {
            owner,
            item: Some(&goal.id),
            ..entry(DueKind::Goal, goal.due?, today, text.to_owned(), command)
        })
    });
    due.collect()
}

/// What health found about the stage of a pairing; the coordinator's to settle.
fn stages<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let fired = one
        .assessment
        .iter()
        .flat_map(|assessment| &assessment.fired);
    let due = fired.filter_map(|fired| {
        let kind = match fired.rule {
            HealthRule::Stage => DueKind::Stage,
            HealthRule::PastEnd => DueKind::PastEnd,
            HealthRule::FirstMeeting
            | HealthRule::Silence
            | HealthRule::Unconfirmed
            | HealthRule::InPerson => return None,
        };
        let command = format!("pleiad pairing show {}", one.pairing.id);
        let since = today.plus_days(-fired.days_over);
        Some(entry(kind, since, today, fired.because.clone(), command))
    });
    due.collect()
}

fn days(count: i64) -> String {
    match count {
        1 => "1 day after the start".to_owned(),
        _ => format!("{count} days after the start"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, add_pair, day, first_day, id, program, programs};
    use crate::model::log::{Homework, MeetingState};
    use proptest::prelude::*;

    const ACTIVE: (&str, PairingState) = ("2026-01-12", PairingState::Active);

    fn kinds(program: &Program, on: &str) -> Vec<&'static str> {
        let found = due(program, day(on), day(on));
        found.iter().map(|due| due.kind.as_str()).collect()
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
            owner: "mentor".to_owned(),
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
    }
}
