//! A plan of meetings as one change: new meetings, and with a plan made anew those that move or go.
//!
//! What is planned anew keeps its entries as far as there are enough, so that calendars move what they know instead of
//! showing it twice.

use crate::calendar::plan::intent::{Existing, Intent};
use crate::calendar::plan::outcome::{PairingPlan, Plan, PlannedMeeting};
use crate::change::edit::{Author, Change, Edit};
use crate::change::log::{Another, NewMeeting};
use crate::change::meeting::series::entries;
use crate::change::meeting::settle::{cancel, clear, set};
use crate::change::refusal::Refusal;
use crate::model::id::Id;
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// What a plan changes in the logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Tally {
    /// Meetings that are new.
    pub added: usize,
    /// Meetings that move.
    pub moved: usize,
    /// Meetings that are called off.
    pub cancelled: usize,
}

/// Makes a plan one change.
///
/// # Errors
/// Refuses nothing that a plan of the same program asks for.
pub fn schedule(
    program: &Program,
    intent: &Intent,
    plan: &Plan,
    author: &Author,
) -> Result<(Tally, Change), Refusal> {
    let mut tally = Tally::default();
    let mut edits = Vec::new();
    for one in &plan.pairings {
        let Some(pairing) = program.pairings.get(&one.pairing) else {
            continue;
        };
        edits.extend(edits_of(
            program,
            intent,
            (pairing, one),
            author,
            &mut tally,
        )?);
    }
    let all = tally.added + tally.moved;
    let sentence = format!(
        "scheduled {all} meetings of {} pairings",
        plan.pairings.len()
    );
    Ok((tally, Change { sentence, edits }))
}

fn edits_of(
    program: &Program,
    intent: &Intent,
    (pairing, plan): (&Pairing, &PairingPlan),
    author: &Author,
    tally: &mut Tally,
) -> Result<Vec<Edit>, Refusal> {
    let log = program.log(&pairing.id);
    let mut standing: Vec<&Meeting> = match intent.existing {
        Existing::Kept => Vec::new(),
        Existing::Replanned => log
            .meetings
            .iter()
            .filter(|meeting| {
                meeting.is == MeetingState::Planned && intent.from <= meeting.at.day()
            })
            .collect(),
    };
    standing.sort_by_key(|meeting| (meeting.at, &meeting.id));
    let mut wanted: Vec<&PlannedMeeting> = plan.meetings.iter().collect();
    // What is where it should be stays untouched.
    standing.retain(|meeting| {
        let same = wanted
            .iter()
            .position(|new| meeting.zone.is_none() && new.at == meeting.at);
        same.map(|index| wanted.remove(index)).is_none()
    });
    let mut edits = Vec::new();
    let (moving, going) = standing.split_at(standing.len().min(wanted.len()));
    let new = wanted.split_off(moving.len());
    for (meeting, to) in moving.iter().zip(wanted) {
        edits.extend(moved(&pairing.id, meeting, to));
    }
    for meeting in going {
        edits.extend(cancel(&pairing.id, log, &meeting.id, author)?.edits);
    }
    let new: Vec<NewMeeting> = new
        .into_iter()
        .map(|planned| new_meeting(program, pairing, planned))
        .collect();
    edits.extend(entries(&pairing.id, log, &new, author).1);
    tally.added += new.len();
    tally.moved += moving.len();
    tally.cancelled += going.len();
    Ok(edits)
}

/// A meeting at another time of the program's clocks.
fn moved(pairing: &Id, meeting: &Meeting, to: &PlannedMeeting) -> Vec<Edit> {
    let revision = i64::from(meeting.revision) + 1;
    let mut edits = vec![set(pairing, &meeting.id, "at", to.at.into())];
    if meeting.zone.is_some() {
        edits.push(clear(pairing, &meeting.id, "zone"));
    }
    if let Some(mode) = to.mode.filter(|&mode| meeting.mode != Some(mode)) {
        edits.push(set(pairing, &meeting.id, "mode", mode.as_str().into()));
    }
    edits.push(set(pairing, &meeting.id, "revision", revision.into()));
    edits
}

/// A meeting of a plan; its length is written down where it is not the usual one.
pub(crate) fn new_meeting(
    program: &Program,
    pairing: &Pairing,
    planned: &PlannedMeeting,
) -> NewMeeting {
    let usual = pairing
        .minutes
        .unwrap_or(program.settings.policy.meeting_minutes);
    NewMeeting {
        at: planned.at,
        zone: None,
        minutes: Some(planned.minutes).filter(|&minutes| minutes != usual),
        mode: planned.mode,
        place: None,
        topics: Vec::new(),
        is: MeetingState::Planned,
        another: Another::Allowed,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::plan::make::plan;
    use crate::calendar::sample::{cadence, pair, person, program};
    use crate::change::sample::{day, id, on, written};
    use crate::model::day::{Day, Moment};
    use crate::model::log::Log;
    use chrono_tz::Europe::Berlin;

    /// Kim and Lee, free on Tuesdays from 16:00 to 17:00, with meetings on Thursdays.
    fn scheduled(existing: Existing, thursdays: &[&str], ends: Day) -> (Tally, Vec<String>) {
        let mut program = program();
        for name in ["kim", "lee"] {
            let known = person(name, Berlin, &["Tue 16:00-17:00"]);
            program.participants.insert(known.id.clone(), known);
        }
        let mut pairing = pair("kim", "lee", day("2026-09-07"), ends);
        pairing.every = Some(cadence("week"));
        let sample = crate::change::sample::log(MeetingState::Planned)
            .meetings
            .remove(0);
        let meetings = thursdays.iter().map(|on| Meeting {
            id: id(on),
            at: Moment::at(day(on), 10, 0).unwrap(),
            ..sample.clone()
        });
        let log = Log {
            meetings: meetings.collect(),
            ..Log::default()
        };
        program.logs.insert(pairing.id.clone(), log);
        let intent = Intent {
            pairings: vec![pairing.id.clone()],
            today: day("2026-09-06"),
            from: day("2026-09-07"),
            until: None,
            existing,
        };
        program.pairings.insert(pairing.id.clone(), pairing);
        let plan = plan(&program, &intent);
        let (tally, change) = schedule(&program, &intent, &plan, &on("2026-09-06")).unwrap();
        (tally, written(&change))
    }

    #[test]
    fn nothing_that_a_person_planned_moves_unless_asked() {
        let thursdays = ["2026-09-10", "2026-09-17"];
        let (tally, _) = scheduled(Existing::Kept, &thursdays, day("2026-09-20"));
        assert_eq!(tally, Tally::default());
    }

    #[test]
    fn what_is_planned_anew_moves_and_what_is_too_much_is_called_off() {
        let thursdays = ["2026-09-10", "2026-09-17", "2026-09-18"];
        let (tally, lines) = scheduled(Existing::Replanned, &thursdays, day("2026-09-20"));
        let expected = Tally {
            added: 0,
            moved: 2,
            cancelled: 1,
        };
        assert_eq!(tally, expected);
        let moved = ["at = Moment(2026-09-08T16:00:00)", "revision = Integer(3)"];
        assert_eq!(lines[..2], moved);
        assert_eq!(lines[4], "is = Text(\"cancelled\")");
    }

    #[test]
    fn a_new_plan_is_one_change_of_new_meetings() {
        let (tally, lines) = scheduled(Existing::Kept, &[], day("2026-09-20"));
        assert_eq!(tally.added, 2);
        assert_eq!(lines[1], "id = Text(\"2026-09-06\")");
        assert_eq!(lines[2], "at = Moment(2026-09-08T16:00:00)");
    }
}
