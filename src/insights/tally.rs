//! What a log says about meetings, in one pass: how many of each kind, the last of them and the next.
//!
//! It judges nothing. Its invariant: every meeting counts in one place at most, and none of the future counts as held.

use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::log::{Log, Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::settings::Policy;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::ops::AddAssign;

/// How many days lately are, today among them.
pub const RECENT_DAYS: i64 = 30;

words! {
    /// Where a meeting stands on a day.
    MeetingStanding {
        /// Agreed for today or later.
        Planned = "planned",
        /// Its day has passed and nobody has said what became of it.
        Unconfirmed = "unconfirmed",
        /// Took place.
        Held = "held",
        /// Somebody did not come.
        Missed = "missed",
        /// Called off.
        Cancelled = "cancelled",
    }
}

/// Where a meeting stands on a day.
pub fn meeting_standing(meeting: &Meeting, today: Day) -> MeetingStanding {
    match meeting.is {
        MeetingState::Planned if meeting.is_unconfirmed(today) => MeetingStanding::Unconfirmed,
        MeetingState::Planned => MeetingStanding::Planned,
        MeetingState::Held => MeetingStanding::Held,
        MeetingState::Missed => MeetingStanding::Missed,
        MeetingState::Cancelled => MeetingStanding::Cancelled,
    }
}

/// How long a meeting is: as it says, as its pairing says, as the policy says.
///
/// An exchange of e-mails has only the length that somebody wrote down.
pub fn minutes_of(meeting: &Meeting, pairing: &Pairing, policy: &Policy) -> Option<u32> {
    let usual = || pairing.minutes.unwrap_or(policy.meeting_minutes);
    let default = (meeting.mode != Some(Mode::Email)).then(usual);
    meeting.minutes.or(default)
}

/// Numbers of meetings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct MeetingCount {
    /// Planned for today or later.
    pub planned: u32,
    /// Took place.
    pub held: u32,
    /// Somebody did not come.
    pub missed: u32,
    /// Called off.
    pub cancelled: u32,
    /// Their day has passed and nobody has said what became of them.
    pub unconfirmed: u32,
    /// Took place within the last thirty days.
    pub held_last_30_days: u32,
    /// How long those that took place were.
    pub minutes_held: u64,
}

impl AddAssign for MeetingCount {
    fn add_assign(&mut self, other: MeetingCount) {
        self.planned += other.planned;
        self.held += other.held;
        self.missed += other.missed;
        self.cancelled += other.cancelled;
        self.unconfirmed += other.unconfirmed;
        self.held_last_30_days += other.held_last_30_days;
        self.minutes_held += other.minutes_held;
    }
}

/// What a log says about meetings on a day.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct MeetingTally<'a> {
    /// How many.
    pub count: MeetingCount,
    /// The last contact of any kind.
    pub last_held: Option<Day>,
    /// The last meeting in person.
    pub last_in_person: Option<Day>,
    /// The next that is planned.
    pub next: Option<&'a Meeting>,
    /// The next in person that is planned.
    pub next_in_person: Option<&'a Meeting>,
    /// The first of those that nobody has settled.
    pub unconfirmed_first: Option<&'a Meeting>,
}

impl<'a> MeetingTally<'a> {
    /// Reads the log of a pairing once.
    pub fn of(log: &'a Log, pairing: &Pairing, policy: &Policy, today: Day) -> MeetingTally<'a> {
        MeetingTally::counted(log, pairing, policy, (today, None))
    }

    /// The same for one of several: what was held without them they have missed.
    pub fn of_person(
        log: &'a Log,
        pairing: &Pairing,
        policy: &Policy,
        (today, person): (Day, &PersonId),
    ) -> MeetingTally<'a> {
        MeetingTally::counted(log, pairing, policy, (today, Some(person)))
    }

    fn counted(
        log: &'a Log,
        pairing: &Pairing,
        policy: &Policy,
        (today, person): (Day, Option<&PersonId>),
    ) -> MeetingTally<'a> {
        let was_away =
            |meeting: &Meeting| person.is_some_and(|person| meeting.absent.contains(person));
        let mut tally = MeetingTally::default();
        for meeting in &log.meetings {
            match meeting_standing(meeting, today) {
                MeetingStanding::Planned => tally.plan(meeting),
                MeetingStanding::Unconfirmed => {
                    tally.count.unconfirmed += 1;
                    earliest(&mut tally.unconfirmed_first, meeting);
                }
                MeetingStanding::Cancelled => tally.count.cancelled += 1,
                // What is said of a day that has not come is a slip of the pen; it counts from its day on.
                MeetingStanding::Held | MeetingStanding::Missed if today < meeting.at.day() => {}
                MeetingStanding::Missed => tally.count.missed += 1,
                MeetingStanding::Held if was_away(meeting) => tally.count.missed += 1,
                MeetingStanding::Held => {
                    let minutes = minutes_of(meeting, pairing, policy).unwrap_or(0);
                    tally.hold(meeting, minutes, today);
                }
            }
        }
        tally
    }

    fn plan(&mut self, meeting: &'a Meeting) {
        self.count.planned += 1;
        earliest(&mut self.next, meeting);
        if meeting.mode == Some(Mode::InPerson) {
            earliest(&mut self.next_in_person, meeting);
        }
    }

    fn hold(&mut self, meeting: &Meeting, minutes: u32, today: Day) {
        let day = meeting.at.day();
        self.count.held += 1;
        self.count.minutes_held += u64::from(minutes);
        if today.days_since(day) < RECENT_DAYS {
            self.count.held_last_30_days += 1;
        }
        self.last_held = self.last_held.max(Some(day));
        if meeting.mode == Some(Mode::InPerson) {
            self.last_in_person = self.last_in_person.max(Some(day));
        }
    }
}

fn earliest<'a>(found: &mut Option<&'a Meeting>, meeting: &'a Meeting) {
    if found.is_none_or(|found| meeting.at < found.at) {
        *found = Some(meeting);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, meeting, pairing_with, program, programs};
    use proptest::prelude::*;

    fn tally_of(meetings: Vec<Meeting>, today: &str) -> MeetingCount {
        let log = Log {
            meetings,
            ..Log::default()
        };
        let pairing = pairing_with("grace-mentors-ada", &[]);
        MeetingTally::of(&log, &pairing, &program().settings.policy, day(today)).count
    }

    #[test]
    fn nothing_unconfirmed_counts_as_held_or_missed() {
        let count = tally_of(
            vec![meeting("2026-02-03", MeetingState::Planned)],
            "2026-02-04",
        );
        let expected = MeetingCount {
            unconfirmed: 1,
            ..MeetingCount::default()
        };
        assert_eq!(count, expected);
    }

    #[test]
    fn a_meeting_of_today_is_still_planned() {
        let count = tally_of(
            vec![meeting("2026-02-03", MeetingState::Planned)],
            "2026-02-03",
        );
        assert_eq!((count.planned, count.unconfirmed), (1, 0));
    }

    #[test]
    fn the_last_thirty_days_have_thirty_days() {
        let held = |on| tally_of(vec![meeting(on, MeetingState::Held)], "2026-03-31");
        assert_eq!(held("2026-03-02").held_last_30_days, 1);
        assert_eq!(held("2026-03-01").held_last_30_days, 0);
        assert_eq!(held("2026-03-31").held_last_30_days, 1);
    }

    #[test]
    fn an_exchange_of_emails_is_a_contact_without_hours_unless_they_are_written_down() {
        let email = Meeting {
            mode: Some(Mode::Email),
            ..meeting("2026-02-03", MeetingState::Held)
        };
        let timed = Meeting {
            minutes: Some(20),
            ..email.clone()
        };
        let count = tally_of(vec![email, timed], "2026-02-04");
        assert_eq!((count.held, count.minutes_held), (2, 20));
    }

    #[test]
    fn a_meeting_is_as_long_as_its_pairing_says_else_the_policy() {
        let mut pairing = pairing_with("grace-mentors-ada", &[]);
        let policy = program().settings.policy;
        let meeting = meeting("2026-02-03", MeetingState::Held);
        assert_eq!(minutes_of(&meeting, &pairing, &policy), Some(45));
        pairing.minutes = Some(60);
        assert_eq!(minutes_of(&meeting, &pairing, &policy), Some(60));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn a_tally_counts_what_is_in_the_log(program in programs(), days in 0_i64..240) {
            let today = day("2026-01-01").plus_days(days);
            for (id, pairing) in &program.pairings {
                let log = program.log(id);
                let tally = MeetingTally::of(log, pairing, &program.settings.policy, today);
                let of = |is: MeetingState| log.meetings.iter().filter(move |meeting| meeting.is == is);
                let past = |meeting: &&Meeting| meeting.at.day() <= today;
                let held = || of(MeetingState::Held).filter(past);
                let count = tally.count;
                prop_assert_eq!(count.held as usize, held().count());
                prop_assert_eq!(count.missed as usize, of(MeetingState::Missed).filter(past).count());
                prop_assert_eq!(count.cancelled as usize, of(MeetingState::Cancelled).count());
                let unconfirmed = of(MeetingState::Planned).filter(|meeting| meeting.at.day() < today);
                prop_assert_eq!(count.unconfirmed as usize, unconfirmed.count());
                let planned = of(MeetingState::Planned).filter(|meeting| today <= meeting.at.day());
                prop_assert_eq!(count.planned as usize, planned.count());
                let late = held().filter(|meeting| today.plus_days(-30) < meeting.at.day());
                prop_assert_eq!(count.held_last_30_days as usize, late.count());
                let minutes = held().map(|meeting| u64::from(match (meeting.minutes, meeting.mode) {
                    (Some(minutes), _) => minutes,
                    (None, Some(Mode::Email)) => 0,
                    (None, _) => pairing.minutes.unwrap_or(45),
                }));
                prop_assert_eq!(count.minutes_held, minutes.sum::<u64>());
                prop_assert_eq!(tally.last_held, held().map(|meeting| meeting.at.day()).max());
                let in_person = held().filter(|meeting| meeting.mode == Some(Mode::InPerson));
                prop_assert_eq!(tally.last_in_person, in_person.map(|meeting| meeting.at.day()).max());
                prop_assert_eq!(tally.next.map(|meeting| meeting.at), log.next(today).map(|meeting| meeting.at));
            }
        }
    }
}
