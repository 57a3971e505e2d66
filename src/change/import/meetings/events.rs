//! Events of a calendar as meetings: our own update the meeting from which they came, those of others find their pairing by
//! who was to come.
//!
//! Its invariant: what is past was held, what lies ahead is planned, and an event that has no place changes nothing.

use crate::calendar::clock::Clock;
use crate::calendar::icalendar::read::ReadEvent;
use crate::calendar::icalendar::repeat::beginnings;
use crate::calendar::icalendar::stamp::wall_time;
use crate::calendar::zone::{Instant, local_instant};
use crate::change::edit::Author;
use crate::change::import::identity::Directory;
use crate::change::import::meetings::owner::{Owner, owner, pairing_of_guests};
use crate::change::import::meetings::placing::Placing;
use crate::change::import::meetings::report::MeetingsImport;
use crate::change::import::meetings::said::{Certainty, Said, Time};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::MeetingState;
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use chrono::NaiveTime;
use std::collections::BTreeSet;

/// The longest meeting, in minutes: a day.
const MINUTES_MAX: u32 = 24 * 60;

/// Plans the import of the events of a calendar; what has no place is told, and nothing is refused.
pub fn events(
    program: &Program,
    events: &[ReadEvent],
    clock: &Clock,
    author: &Author,
) -> MeetingsImport {
    let directory = Directory::of(program, None);
    let reading = Reading {
        program,
        directory: &directory,
        clock,
        replaced: replaced(events, clock),
    };
    let mut placing = Placing::new(program, author);
    placing.report.read = events.len();
    for event in events {
        match reading.said(event) {
            Ok(None) => placing.report.others += 1,
            Ok(Some(all)) => all.iter().for_each(|said| placing.place(said)),
            Err(because) => placing.leave(origin(event), event.summary.clone(), because),
        }
    }
    placing.finish()
}

fn origin(event: &ReadEvent) -> String {
    format!("line {}", event.line)
}

/// Occurrences in whose place another event stands.
fn replaced<'a>(events: &'a [ReadEvent], clock: &Clock) -> BTreeSet<(&'a str, Instant)> {
    let occurrence = |event: &'a ReadEvent| {
        let instead_of = event.instead_of.as_ref()?;
        Some((event.uid.as_deref()?, instead_of.instant(clock.zone).ok()?))
    };
    events.iter().filter_map(occurrence).collect()
}

struct Reading<'a> {
    program: &'a Program,
    directory: &'a Directory<'a>,
    clock: &'a Clock,
    replaced: BTreeSet<(&'a str, Instant)>,
}

impl Reading<'_> {
    /// What an event says of meetings; none where it is no meeting of this program's.
    fn said(&self, event: &ReadEvent) -> Result<Option<Vec<Said>>, String> {
        match owner(self.program, event)? {
            Owner::Other => Ok(None),
            Owner::Meeting { pairing, meeting } => {
                let pairing = &self.program.pairings[&pairing];
                self.refuse_declined(event, pairing)?;
                let instant = event.start.instant(self.clock.zone);
                let instant = instant.map_err(|error| error.to_string())?;
                let mut said = self.of_occurrence(event, pairing, instant)?;
                said.meeting = Some(meeting);
                said.sequence = Some(event.sequence);
                // Where and about what the folder knows best.
                said.place = None;
                Ok(Some(vec![said]))
            }
            Owner::Stranger => self.of_stranger(event).map(Some),
        }
    }

    fn of_stranger(&self, event: &ReadEvent) -> Result<Vec<Said>, String> {
        let home = self.clock.zone;
        let first = event
            .start
            .instant(home)
            .map_err(|error| error.to_string())?;
        let on = wall_time(first, home).ok_or("its year is out of the calendar")?;
        let pairing = pairing_of_guests(self.program, self.directory, event, on.day())?;
        if event.is_cancelled {
            return Err("it was called off".to_owned());
        }
        self.refuse_declined(event, pairing)?;
        let until = self.last_instant(pairing).max(first);
        let found = beginnings(event, home, until).map_err(|error| error.to_string())?;
        let is_own = |instant: &Instant| {
            let uid = event.uid.as_deref().unwrap_or_default();
            event.instead_of.is_some() || !self.replaced.contains(&(uid, *instant))
        };
        let found = found.into_iter().filter(is_own);
        found
            .map(|instant| self.of_occurrence(event, pairing, instant))
            .collect()
    }

    /// Somebody who had declined did not come.
    fn refuse_declined(&self, event: &ReadEvent, pairing: &Pairing) -> Result<(), String> {
        let mut declined = event.guests.iter().filter(|guest| guest.has_declined);
        let who = declined.find_map(|guest| {
            let person = self.directory.by_email(&guest.email)?;
            pairing.role_of(person).map(|_| person)
        });
        match who {
            None => Ok(()),
            Some(person) => Err(format!("{} had declined", self.program.name(person))),
        }
    }

    /// The end of what may be planned: of the pairing, today where it has none.
    fn last_instant(&self, pairing: &Pairing) -> Instant {
        let last = pairing
            .ends
            .unwrap_or(self.clock.today)
            .max(self.clock.today);
        last.plus_days(1).date().and_time(NaiveTime::MIN).and_utc()
    }

    fn of_occurrence(
        &self,
        event: &ReadEvent,
        pairing: &Pairing,
        instant: Instant,
    ) -> Result<Said, String> {
        let zone = self.clock.zone;
        let at = wall_time(instant, zone).ok_or("its year is out of the calendar")?;
        if event.minutes.is_some_and(|minutes| MINUTES_MAX < minutes) {
            return Err("it lasts longer than a day".to_owned());
        }
        let minutes = event.minutes.filter(|minutes| 0 < *minutes);
        let usual = self.program.settings.policy.meeting_minutes;
        let end = instant + chrono::TimeDelta::minutes(minutes.unwrap_or(usual).into());
        let (is, certainty) = if event.is_cancelled {
            (MeetingState::Cancelled, Certainty::Said)
        } else if is_past(self.clock, at.day(), end) {
            (MeetingState::Held, Certainty::Inferred)
        } else {
            (MeetingState::Planned, Certainty::Inferred)
        };
        Ok(Said {
            origin: origin(event),
            what: event.summary.clone(),
            pairing: Id::clone(&pairing.id),
            meeting: None,
            at,
            time: Time::Said,
            zone,
            minutes,
            mode: None,
            place: event.location.clone().map(one_line),
            topics: Vec::new(),
            is,
            certainty,
            absent: Vec::new(),
            sequence: None,
        })
    }
}

fn one_line(text: String) -> String {
    if text.contains(char::is_control) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text
}

/// Whether something is over: by the clock where its time is known, else once its day is over.
pub(super) fn is_past(clock: &Clock, on: Day, end: Instant) -> bool {
    let now = clock.now.map(|time| time.on(clock.today));
    let now = now.and_then(|now| local_instant(now, clock.zone).ok());
    match now {
        Some(now) => end <= now.instant,
        None => on < clock.today,
    }
}
