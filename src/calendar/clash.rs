//! What speaks against a meeting at a time: other meetings, absences, holidays, hours, the dates of its pairing.
//!
//! It forbids nothing: people know more than their calendars. Its invariant: what a plan of the program would choose
//! clashes with nothing.

use crate::calendar::free_time::{Basis, Clocks, Days, free_time, zone_of};
use crate::calendar::icalendar::stamp::wall_time;
use crate::calendar::stretch::Stretch;
use crate::calendar::zone::local_instant;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;
use crate::model::settings::DayRange;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Something that speaks against a time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Clash {
    /// The pairing has not begun.
    #[error("{day} lies before {pairing} starts on {starts}")]
    BeforeStart {
        /// The pairing.
        pairing: Id,
        /// The day of the meeting.
        day: Day,
        /// The first day of the pairing.
        starts: Day,
    },
    /// The pairing is over.
    #[error("{day} lies after {pairing} ends on {ends}")]
    AfterEnd {
        /// The pairing.
        pairing: Id,
        /// The day of the meeting.
        day: Day,
        /// The last day of the pairing.
        ends: Day,
    },
    /// Nobody works.
    #[error("{day} is a holiday")]
    Holiday {
        /// The day.
        day: Day,
    },
    /// Somebody is away.
    #[error("{name} is away from {from} to {to}")]
    Away {
        /// Who.
        name: String,
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
    },
    /// Somebody has no hours then.
    #[error("{name} is not free {} ({zone}){}", at.datetime().format("%a %-d %b %H:%M"), because(*basis))]
    NotFree {
        /// Who.
        name: String,
        /// The time on their clocks.
        at: Moment,
        /// Their zone.
        zone: &'static str,
        /// Whose hours are meant.
        basis: HoursOf,
    },
    /// Somebody would be in two places.
    #[error("{name} is in another meeting at {at}, of {pairing}")]
    Elsewhere {
        /// Who.
        name: String,
        /// The other pairing, or the same.
        pairing: Id,
        /// The time of the other meeting.
        at: Moment,
    },
}

/// Whose hours a time is outside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HoursOf {
    /// Their own.
    Own,
    /// The program's working hours, for they gave none.
    Program,
}

fn because(basis: HoursOf) -> &'static str {
    match basis {
        HoursOf::Own => "",
        HoursOf::Program => ": it is outside of working hours, and they gave none",
    }
}

impl Clash {
    /// A short stable name of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Clash::BeforeStart { .. } => "before-start",
            Clash::AfterEnd { .. } => "after-end",
            Clash::Holiday { .. } => "holiday",
            Clash::Away { .. } => "away",
            Clash::NotFree { .. } => "not-free",
            Clash::Elsewhere { .. } => "elsewhere",
        }
    }
}

/// What speaks against a meeting, which may be in its log already.
///
/// A meeting that took place, and an exchange of e-mails, are judged by the dates of the pairing alone.
pub fn clashes(program: &Program, pairing: &Pairing, meeting: &Meeting) -> Vec<Clash> {
    let mut found = against_dates(pairing, meeting.at.day());
    if meeting.is != MeetingState::Planned || meeting.mode == Some(Mode::Email) {
        return found;
    }
    let Some(time) = Time::of(program, pairing, meeting) else {
        return found;
    };
    let day = meeting.at.day();
    let is_off = |range: &DayRange| range.from <= day && day <= range.to;
    let is_holiday = program.settings.holidays.iter().any(is_off);
    found.extend(is_holiday.then_some(Clash::Holiday { day }));
    let people: BTreeSet<&PersonId> = pairing.people().collect();
    for person in pairing.people() {
        found.extend(against_hours(program, person, time, is_holiday));
    }
    for other in program.pairings.values() {
        let shared: Vec<&PersonId> = other.people().filter(|one| people.contains(one)).collect();
        if !shared.is_empty() {
            let is_it = |known: &Meeting| other.id == pairing.id && known.id == meeting.id;
            let known = program.log(&other.id).meetings.iter();
            let elsewhere = known.filter(|known| !is_it(known));
            found.extend(elsewhere.flat_map(|known| twice(program, other, known, &shared, time)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The time of a meeting.
#[derive(Debug, Clone, Copy)]
struct Time {
    instant: DateTime<Utc>,
    stretch: Stretch,
}

impl Time {
    /// None for a time that no clock shows.
    fn of(program: &Program, pairing: &Pairing, meeting: &Meeting) -> Option<Time> {
        let settings = &program.settings;
        let zone = meeting.zone.unwrap_or(settings.timezone);
        let instant = local_instant(meeting.at, zone).ok()?.instant;
        let from = instant.timestamp().div_euclid(60);
        let usual = pairing.minutes.unwrap_or(settings.policy.meeting_minutes);
        let minutes = i64::from(meeting.minutes.unwrap_or(usual));
        let to = from + minutes;
        Some(Time {
            instant,
            stretch: Stretch { from, to },
        })
    }
}

/// What the dates of a pairing say against a day.
pub fn against_dates(pairing: &Pairing, day: Day) -> Vec<Clash> {
    let id = || pairing.id.clone();
    let early = pairing.starts.filter(|starts| day < *starts);
    let early = early.map(|starts| Clash::BeforeStart {
        pairing: id(),
        day,
        starts,
    });
    let late = pairing.ends.filter(|ends| *ends < day);
    let late = late.map(|ends| Clash::AfterEnd {
        pairing: id(),
        day,
        ends,
    });
    early.into_iter().chain(late).collect()
}

/// What somebody's absences and hours say; a holiday is told once and not for each.
fn against_hours(
    program: &Program,
    person: &PersonId,
    time: Time,
    is_holiday: bool,
) -> Option<Clash> {
    let participant = program.participants.get(person);
    let zone = zone_of(&program.settings, participant);
    let at = wall_time(time.instant, zone)?;
    let name = program.name(person).to_owned();
    let mut absences = participant.iter().flat_map(|known| &known.absences);
    let away = absences.find(|range| range.from <= at.day() && at.day() <= range.to);
    if let Some(DayRange { from, to }) = away.copied() {
        return Some(Clash::Away { name, from, to });
    }
    let around = Days {
        first: at.day().plus_days(-1),
        last: at.day().plus_days(1),
    };
    let free = free_time(program, person, &mut Clocks::new(around));
    let hours = if is_holiday { &free.weekly } else { &free.open };
    let is_free = hours.iter().any(|stretch| stretch.holds(time.stretch));
    (!is_free).then_some(Clash::NotFree {
        name,
        at,
        zone: zone.name(),
        basis: match free.basis {
            Basis::Own => HoursOf::Own,
            Basis::WorkingHours => HoursOf::Program,
        },
    })
}

/// Those who would be in another meeting at the time.
fn twice(
    program: &Program,
    other: &Pairing,
    known: &Meeting,
    shared: &[&PersonId],
    time: Time,
) -> Vec<Clash> {
    let takes_time = known.is == MeetingState::Planned && known.mode != Some(Mode::Email);
    let there = Time::of(program, other, known).filter(|_| takes_time);
    let both = there.map(|there| there.stretch.cut(time.stretch).minutes());
    if both.unwrap_or_default() == 0 {
        return Vec::new();
    }
    let clash = |person: &&PersonId| Clash::Elsewhere {
        name: program.name(person).to_owned(),
        pairing: other.id.clone(),
        at: known.at,
    };
    shared.iter().map(clash).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::calendar::sample::{day, id, pair, person, program};
    use crate::model::log::Log;
    use chrono_tz::Asia::Kathmandu;
    use chrono_tz::Europe::Berlin;

    fn meeting(name: &str, on: &str, hour: u32) -> Meeting {
        Meeting {
            id: id(name),
            at: Moment::at(day(on), hour, 0).unwrap(),
            zone: None,
            minutes: None,
            mode: None,
            place: None,
            is: MeetingState::Planned,
            planned_on: None,
            settled_on: None,
            absent: Vec::new(),
            revision: 0,
            topics: Vec::new(),
            mentor_learned: None,
        }
    }

    /// Kim mentors Lee and Mia; Kim and Lee share Tuesdays from 10 to 12 in Berlin.
    fn sample() -> Program {
        let mut program = program();
        let mut lee = person("lee", Kathmandu, &["Tue 13:45-16:45"]);
        lee.absences = vec![DayRange {
            from: day("2026-03-10"),
            to: day("2026-03-12"),
        }];
        let people = [
            person("kim", Berlin, &["Tue 10:00-12:00"]),
            lee,
            person("mia", Berlin, &[]),
        ];
        for person in people {
            program.participants.insert(person.id.clone(), person);
        }
        for mentee in ["lee", "mia"] {
            let pairing = pair("kim", mentee, day("2026-01-12"), day("2026-07-31"));
            program.pairings.insert(pairing.id.clone(), pairing);
        }
        let other = meeting("2026-01-20", "2026-03-03", 10);
        let log = Log {
            meetings: vec![other],
            ..Log::default()
        };
        program.logs.insert(id("kim-mentors-mia"), log);
        program.settings.holidays = vec![DayRange {
            from: day("2026-04-06"),
            to: day("2026-04-07"),
        }];
        program
    }

    fn told(on: &str, hour: u32) -> Vec<String> {
        let program = sample();
        let pairing = &program.pairings[&id("kim-mentors-lee")];
        let found = clashes(&program, pairing, &meeting("2026-01-21", on, hour));
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_time_at_which_all_are_free_clashes_with_nothing() {
        assert_eq!(told("2026-02-03", 10), Vec::<String>::new());
    }

    #[test]
    fn nobody_is_in_two_places_without_a_word() {
        let expected = "kim is in another meeting at 2026-03-03T10:00:00, of kim-mentors-mia";
        assert_eq!(told("2026-03-03", 10), [expected]);
    }

    #[test]
    fn hours_absences_and_holidays_speak_on_the_clocks_of_each() {
        assert_eq!(
            told("2026-02-03", 12),
            [
                "kim is not free Tue 3 Feb 12:00 (Europe/Berlin)",
                "lee is not free Tue 3 Feb 16:45 (Asia/Kathmandu)",
            ]
        );
        assert_eq!(
            told("2026-03-10", 10),
            ["lee is away from 2026-03-10 to 2026-03-12"]
        );
        assert_eq!(told("2026-04-07", 10), ["2026-04-07 is a holiday"]);
    }

    #[test]
    fn days_outside_of_the_pairing_are_told() {
        let early = "2026-01-06 lies before kim-mentors-lee starts on 2026-01-12";
        assert_eq!(told("2026-01-06", 10), [early]);
        let late = "2026-08-04 lies after kim-mentors-lee ends on 2026-07-31";
        assert!(told("2026-08-04", 10).contains(&late.to_owned()));
    }
}
