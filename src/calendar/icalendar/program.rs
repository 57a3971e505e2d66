//! What a program has for calendars: meetings, milestones, events of the program.
//!
//! It writes no file. Its invariant: the same meeting always has the same UID, and a higher SEQUENCE whenever it moved or
//! was called off.

use crate::calendar::icalendar::write::{Event, EventTime};
use crate::calendar::zone::local_instant;
use crate::model::day::Day;
use crate::model::event;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;
use crate::model::settings::{Cohort, Milestone};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// The length of an event that says none, in minutes.
const EVENT_MINUTES_USUAL: u32 = 60;

/// Whose calendar it is.
#[derive(Debug, Clone, Copy)]
pub enum Whose<'a> {
    /// Everybody's.
    Program,
    /// A person's: their pairings, and events to which they are invited.
    Person(&'a PersonId),
    /// A pairing's: its meetings, and events to which anybody of it is invited.
    Pairing(&'a Pairing),
}

impl Whose<'_> {
    /// Whether a pairing's meetings belong to it.
    pub(crate) fn has(self, pairing: &Pairing) -> bool {
        match self {
            Whose::Program => true,
            Whose::Person(person) => pairing.role_of(person).is_some(),
            Whose::Pairing(own) => own.id == pairing.id,
        }
    }

    /// Whether an event of the program belongs to it.
    pub(crate) fn is_invited(self, program: &Program, event: &event::Event) -> bool {
        let mut attendances = program.attendances.iter();
        let mut invites = |person: &PersonId| {
            attendances.any(|one| one.event == event.id && is_address(program, person, &one.person))
        };
        match self {
            Whose::Program => true,
            Whose::Person(person) => invites(person),
            Whose::Pairing(pairing) => pairing.people().any(&mut invites),
        }
    }
}

/// Whether an id or an address is that of a person.
fn is_address(program: &Program, person: &PersonId, word: &str) -> bool {
    let participant = program.participants.get(person);
    let mut addresses = participant
        .into_iter()
        .flat_map(|known| known.email.iter().chain(&known.also));
    person.as_str() == word || addresses.any(|address| address.eq_ignore_ascii_case(word))
}

/// The events of a calendar on the day of its export, by time.
///
/// A milestone and an event of the program keep no count of their changes: the day stands for it, so that every later
/// export goes before an earlier one.
pub fn events(program: &Program, whose: Whose<'_>, today: Day) -> Vec<Event> {
    let own = program.pairings.values();
    let own: Vec<&Pairing> = own.filter(|pairing| whose.has(pairing)).collect();
    let mut found: Vec<Event> = Vec::new();
    for pairing in &own {
        let meetings = program.log(&pairing.id).meetings.iter();
        found.extend(meetings.filter_map(|meeting| meeting_event(program, pairing, meeting)));
    }
    let cohorts: BTreeSet<&Id> = own
        .iter()
        .filter_map(|pairing| pairing.cohort.as_ref())
        .collect();
    let mut uncounted = milestones(program, whose, &cohorts);
    let invited = program.events.iter();
    let invited = invited.filter(|event| whose.is_invited(program, event));
    uncounted.extend(invited.filter_map(|event| program_event(program, event)));
    let days = u32::try_from(today.days_since(Day::FIRST)).unwrap_or(0);
    found.extend(uncounted.into_iter().map(|event| Event {
        sequence: days,
        ..event
    }));
    found.sort_by(|one, other| (start(one), &one.uid).cmp(&(start(other), &other.uid)));
    found
}

/// The event of a meeting; none for an exchange of e-mails, and none at a time that no clock shows.
fn meeting_event(program: &Program, pairing: &Pairing, meeting: &Meeting) -> Option<Event> {
    if meeting.mode == Some(Mode::Email) {
        return None;
    }
    let settings = &program.settings;
    let zone = meeting.zone.unwrap_or(settings.timezone);
    let from = local_instant(meeting.at, zone).ok()?.instant;
    let usual = pairing.minutes.unwrap_or(settings.policy.meeting_minutes);
    let minutes = i64::from(meeting.minutes.unwrap_or(usual));
    let names: Vec<&str> = pairing
        .people()
        .map(|person| program.name(person))
        .collect();
    let how = meeting.mode.map(Mode::as_str);
    Some(Event {
        uid: format!("{}.{}@{}", meeting.id, pairing.id, settings.id),
        time: EventTime::Span(from, from + TimeDelta::minutes(minutes)),
        sequence: meeting.revision,
        summary: names.join(" / "),
        location: meeting.place.clone().or_else(|| how.map(str::to_owned)),
        description: (!meeting.topics.is_empty()).then(|| meeting.topics.join(", ")),
        is_cancelled: meeting.is == MeetingState::Cancelled,
    })
}

/// The milestones of cohorts; all of them in the calendar of the program.
fn milestones(program: &Program, whose: Whose<'_>, cohorts: &BTreeSet<&Id>) -> Vec<Event> {
    let settings = &program.settings;
    let is_meant = |cohort: &&Cohort| {
        matches!(whose, Whose::Program) || cohorts.is_empty() || cohorts.contains(&cohort.id)
    };
    let mut found = Vec::new();
    for milestone in &settings.milestones {
        if milestone.cohort.is_none() && settings.cohorts.is_empty() {
            found.extend(milestone_event(program, milestone, None));
        }
        let is_own = |cohort: &&Cohort| {
            let of = milestone.cohort.as_ref();
            of.is_none_or(|own| *own == cohort.id)
        };
        let of_cohorts = settings.cohorts.iter().filter(is_own).filter(is_meant);
        found.extend(
            of_cohorts.filter_map(|cohort| milestone_event(program, milestone, Some(cohort))),
        );
    }
    found
}

fn milestone_event(
    program: &Program,
    milestone: &Milestone,
    cohort: Option<&Cohort>,
) -> Option<Event> {
    let of = cohort.map_or_else(String::new, |cohort| format!(".{}", cohort.id));
    let label = milestone.label.as_deref();
    Some(Event {
        uid: format!("{}{of}@{}", milestone.id, program.settings.id),
        time: EventTime::Day(milestone.on.day(cohort)?),
        sequence: 0,
        summary: label.unwrap_or(milestone.id.as_str()).to_owned(),
        location: None,
        description: None,
        is_cancelled: false,
    })
}

/// An event of the program; none at a time that no clock shows.
fn program_event(program: &Program, event: &event::Event) -> Option<Event> {
    let settings = &program.settings;
    let zone = event.zone.unwrap_or(settings.timezone);
    let from = local_instant(event.at, zone).ok()?.instant;
    let minutes = i64::from(event.minutes.unwrap_or(EVENT_MINUTES_USUAL));
    let title = event.title.as_deref();
    Some(Event {
        uid: format!("event.{}@{}", event.id, settings.id),
        time: EventTime::Span(from, from + TimeDelta::minutes(minutes)),
        sequence: 0,
        summary: title.unwrap_or(event.kind.as_str()).to_owned(),
        location: event.place.clone(),
        description: title.map(|_| event.kind.as_str().to_owned()),
        is_cancelled: false,
    })
}

fn start(event: &Event) -> DateTime<Utc> {
    match event.time {
        EventTime::Span(from, _) => from,
        EventTime::Day(day) => day.date().and_time(chrono::NaiveTime::MIN).and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::icalendar::write::icalendar;
    use crate::calendar::icalendar::write::tests::read;
    use crate::calendar::sample::{day, id, pair, program};
    use crate::model::day::Moment;
    use crate::model::log::Log;
    use crate::model::settings::Anchor;
    use std::collections::BTreeMap;

    fn planned(at: &str, revision: u32, is: MeetingState) -> Program {
        let mut program = program();
        let mut pairing = pair("kim", "lee", day("2026-01-12"), day("2026-07-31"));
        pairing.cohort = Some(id("spring"));
        program.settings.cohorts = vec![Cohort {
            id: id("spring"),
            starts: Some(day("2026-01-12")),
            ends: Some(day("2026-07-31")),
            closed: None,
        }];
        program.settings.milestones = vec![Milestone {
            id: id("kickoff"),
            cohort: None,
            on: Anchor::Starts(0),
            label: Some("Kick-off".to_owned()),
        }];
        let at = Moment::at(day(at), 16, 0);
        let meetings = at.into_iter().map(|at| Meeting {
            mentor_learned: None,
            id: id("2026-01-20"),
            at,
            zone: None,
            minutes: None,
            mode: None,
            place: Some("Café; Berlin, left".to_owned()),
            is,
            planned_on: None,
            settled_on: None,
            absent: Vec::new(),
            revision,
            topics: Vec::new(),
        });
        let log = Log {
            meetings: meetings.collect(),
            ..Log::default()
        };
        program.logs.insert(pairing.id.clone(), log);
        program.pairings.insert(pairing.id.clone(), pairing);
        program
    }

    fn exported(program: &Program) -> Vec<BTreeMap<String, String>> {
        exported_on(program, day("2026-02-01"))
    }

    fn exported_on(program: &Program, today: Day) -> Vec<BTreeMap<String, String>> {
        let events = events(program, Whose::Program, today);
        read(&icalendar("IT", &events, today))
    }

    #[test]
    fn a_meeting_is_one_event_in_utc_that_keeps_its_uid_when_it_moves() {
        let before = exported(&planned("2026-02-03", 0, MeetingState::Planned));
        let after = exported(&planned("2026-04-07", 1, MeetingState::Planned));
        assert_eq!(before[1]["UID"], "2026-01-20.kim-mentors-lee@it-mentoring");
        assert_eq!(before[1]["UID"], after[1]["UID"]);
        assert_eq!(
            (
                before[1]["DTSTART"].as_str(),
                before[1]["SEQUENCE"].as_str()
            ),
            ("20260203T150000Z", "0")
        );
        // Summer time by then.
        assert_eq!(
            (after[1]["DTSTART"].as_str(), after[1]["SEQUENCE"].as_str()),
            ("20260407T140000Z", "1")
        );
        assert_eq!(before[1]["LOCATION"], "Café; Berlin, left");
    }

    #[test]
    fn what_was_called_off_stays_as_cancelled() {
        let events = exported(&planned("2026-02-03", 1, MeetingState::Cancelled));
        assert_eq!(events[1]["STATUS"], "CANCELLED");
    }

    #[test]
    fn what_counts_no_changes_of_its_own_goes_before_what_was_exported_earlier() {
        let program = planned("2026-02-03", 0, MeetingState::Planned);
        let sequence = |today: &str, event: usize| -> u32 {
            exported_on(&program, day(today))[event]["SEQUENCE"]
                .parse()
                .expect("a whole number")
        };
        assert!(sequence("2026-02-01", 0) < sequence("2026-02-02", 0));
        assert_eq!(sequence("2026-02-01", 1), sequence("2026-02-02", 1));
    }

    #[test]
    fn a_milestone_lasts_all_day_and_ends_on_the_next() {
        let events = exported(&planned("2026-02-03", 0, MeetingState::Planned));
        assert_eq!(events[0]["DTSTART;VALUE=DATE"], "20260112");
        assert_eq!(events[0]["DTEND;VALUE=DATE"], "20260113");
    }
}
