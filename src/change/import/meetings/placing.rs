//! Putting what was said of meetings into the logs.
//!
//! Its invariant: what was settled stays settled, a meeting is in its log once, and what was placed before is placed again
//! without a change.

use crate::calendar::clash::against_dates;
use crate::calendar::zone::{Instant, local_instant};
use crate::change::edit::{Author, Change, Edit, FileName, field};
use crate::change::entry_id::numbered;
use crate::change::import::meetings::report::{MeetingsImport, MeetingsReport, Placed, Unplaced};
use crate::change::import::meetings::said::{Certainty, Said, Time};
use crate::change::log::{Another, NewMeeting, meeting_fields};
use crate::change::meeting::settle::set;
use crate::model::day::Moment;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, Meeting, MeetingState};
use crate::model::program::Program;
use crate::model::value::Value;
use chrono_tz::Tz;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Logs on their way to what a file says.
pub(super) struct Placing<'a> {
    program: &'a Program,
    author: &'a Author,
    /// As they are after everything that was placed.
    logs: BTreeMap<Id, Log>,
    edits: Vec<Edit>,
    /// What was done.
    pub(super) report: MeetingsReport,
}

impl<'a> Placing<'a> {
    /// Nothing is placed yet.
    pub(super) fn new(program: &'a Program, author: &'a Author) -> Placing<'a> {
        Placing {
            program,
            author,
            logs: BTreeMap::new(),
            edits: Vec::new(),
            report: MeetingsReport::default(),
        }
    }

    /// Leaves something out, with its reason.
    pub(super) fn leave(&mut self, origin: String, what: Option<String>, because: String) {
        self.report.unplaced.push(Unplaced {
            origin,
            what,
            because,
        });
    }

    /// Writes down what was said of a meeting, or leaves it out with a reason.
    pub(super) fn place(&mut self, said: &Said) {
        let home = self.program.settings.timezone;
        let log = self.program.log(&said.pairing);
        let log = self
            .logs
            .entry(said.pairing.clone())
            .or_insert_with(|| log.clone());
        let outcome = match find(log, said, home) {
            Ok(None) => {
                self.add(said);
                Ok(())
            }
            Ok(Some(index)) => self.update(said, index),
            Err(because) => Err(because),
        };
        if let Err(because) = outcome {
            self.leave(said.origin.clone(), said.what.clone(), because);
        }
    }

    /// The import of everything that was placed.
    pub(super) fn finish(self) -> MeetingsImport {
        let sentence = self.report.sentence();
        MeetingsImport {
            change: Change {
                sentence,
                edits: self.edits,
            },
            report: self.report,
        }
    }

    fn add(&mut self, said: &Said) {
        let pairing = &said.pairing;
        let usual = self.minutes_usual(pairing);
        let home = self.program.settings.timezone;
        let new = NewMeeting {
            at: said.at,
            zone: Some(said.zone).filter(|zone| *zone != home),
            minutes: said.minutes.filter(|minutes| *minutes != usual),
            mode: said.mode,
            place: said.place.clone(),
            topics: said.topics.clone(),
            is: said.is,
            another: Another::Allowed,
        };
        let log = self.logs.entry(pairing.clone()).or_default();
        let id = numbered(&self.author.today.to_string(), |id| {
            log.meetings.iter().any(|meeting| meeting.id == *id)
        });
        let mut fields = meeting_fields(&id, &new, self.author);
        if !said.absent.is_empty() {
            fields.push(field("absent", absent(&said.absent)));
        }
        log.meetings.push(added(&id, &new, said));
        self.edits.push(Edit::Append {
            file: FileName::Log(pairing.clone()),
            table: "meeting",
            fields,
        });
        self.report.added.push(placed(said, &id));
        self.warn_of_dates(said);
    }

    fn minutes_usual(&self, pairing: &Id) -> u32 {
        let own = self.program.pairings.get(pairing);
        let own = own.and_then(|pairing| pairing.minutes);
        own.unwrap_or(self.program.settings.policy.meeting_minutes)
    }

    fn warn_of_dates(&mut self, said: &Said) {
        let Some(pairing) = self.program.pairings.get(&said.pairing) else {
            return;
        };
        let clashes = against_dates(pairing, said.at.day()).into_iter();
        let told = clashes.map(|clash| format!("{}: {clash}", said.origin));
        self.report.warnings.extend(told);
    }

    fn update(&mut self, said: &Said, index: usize) -> Result<(), String> {
        let home = self.program.settings.timezone;
        let usual = self.minutes_usual(&said.pairing);
        let Some(log) = self.logs.get_mut(&said.pairing) else {
            return Ok(());
        };
        let meeting = &mut log.meetings[index];
        let time = new_time(meeting, said, home)?;
        if meeting.is != MeetingState::Planned {
            refuse_settled(meeting, said, time)?;
            self.report.unchanged += 1;
            return Ok(());
        }
        refuse_stale(meeting, said, time)?;
        let known_minutes = meeting.minutes.unwrap_or(usual);
        let minutes = said.minutes.filter(|minutes| *minutes != known_minutes);
        let news = News { time, minutes };
        if said.is == MeetingState::Planned && news.is_nothing() {
            self.report.unchanged += 1;
            return Ok(());
        }
        let fields = news.fields(meeting, said, self.author);
        let id = meeting.id.clone();
        let edit = |(key, value): (&'static str, Value)| set(&said.pairing, &id, key, value);
        self.edits.extend(fields.into_iter().map(edit));
        let told = match said.is {
            MeetingState::Planned => &mut self.report.moved,
            MeetingState::Held | MeetingState::Missed | MeetingState::Cancelled => {
                &mut self.report.settled
            }
        };
        told.push(placed(said, &id));
        Ok(())
    }
}

fn placed(said: &Said, meeting: &Id) -> Placed {
    Placed {
        pairing: said.pairing.clone(),
        meeting: meeting.clone(),
        at: said.at,
        state: said.is.as_str(),
    }
}

fn absent(people: &[PersonId]) -> Vec<&str> {
    people.iter().map(PersonId::as_str).collect()
}

fn added(id: &Id, new: &NewMeeting, said: &Said) -> Meeting {
    Meeting {
        id: id.clone(),
        at: new.at,
        zone: new.zone,
        minutes: new.minutes,
        mode: new.mode,
        place: new.place.clone(),
        is: new.is,
        planned_on: None,
        settled_on: None,
        absent: said.absent.clone(),
        revision: 0,
        topics: new.topics.iter().map(SmolStr::new).collect(),
        mentor_learned: None,
    }
}

/// The place in a log of the meeting that is meant.
///
/// # Errors
/// An id that is not there; another meeting of the same day, in words.
fn find(log: &Log, said: &Said, home: Tz) -> Result<Option<usize>, String> {
    let mut meetings = log.meetings.iter();
    if let Some(id) = &said.meeting {
        let found = meetings.position(|meeting| meeting.id == *id);
        return found
            .map(Some)
            .ok_or_else(|| format!("{} has no meeting {id}", said.pairing));
    }
    let instant = instant(said.at, said.zone);
    let is_same_day = |meeting: &Meeting| meeting.at.day() == said.at.day();
    let is_it = |meeting: &Meeting| match said.time {
        Time::Said => instant_of(meeting, home) == instant,
        Time::Unsaid => is_same_day(meeting),
    };
    if let Some(index) = meetings.position(is_it) {
        return Ok(Some(index));
    }
    let counts = |meeting: &&Meeting| {
        matches!(meeting.is, MeetingState::Planned | MeetingState::Held) && is_same_day(meeting)
    };
    match log.meetings.iter().find(counts) {
        None => Ok(None),
        Some(other) => Err(format!(
            "there is a meeting on that day already, at {} ({}, {})",
            other.at.datetime().format("%H:%M"),
            other.id,
            other.is
        )),
    }
}

fn instant(at: Moment, zone: Tz) -> Option<Instant> {
    local_instant(at, zone).ok().map(|found| found.instant)
}

fn instant_of(meeting: &Meeting, home: Tz) -> Option<Instant> {
    instant(meeting.at, meeting.zone.unwrap_or(home))
}

/// The time to which a meeting moves, on the clocks of its own zone; none where it stays.
fn new_time(meeting: &Meeting, said: &Said, home: Tz) -> Result<Option<Moment>, String> {
    let zone = meeting.zone.unwrap_or(home);
    let new = instant(said.at, said.zone);
    if said.time == Time::Unsaid || instant_of(meeting, home) == new {
        return Ok(None);
    }
    let moment = new.and_then(|new| crate::calendar::icalendar::stamp::wall_time(new, zone));
    moment
        .map(Some)
        .ok_or_else(|| format!("there is no {} on the clocks of {}", said.at, said.zone))
}

/// What was settled stays settled, and an event of the past says nothing against it.
fn refuse_settled(meeting: &Meeting, said: &Said, time: Option<Moment>) -> Result<(), String> {
    let is_same = said.is == meeting.is || said.certainty == Certainty::Inferred;
    if is_same && time.is_none() {
        return Ok(());
    }
    let told = if is_same {
        format!("at {}", said.at)
    } else {
        said.is.to_string()
    };
    Err(format!(
        "the meeting of {} is {} already, not {told}; what is settled stays settled",
        meeting.at, meeting.is
    ))
}

/// A calendar that has not heard of the latest move must not undo it.
fn refuse_stale(meeting: &Meeting, said: &Said, time: Option<Moment>) -> Result<(), String> {
    let is_older = said
        .sequence
        .is_some_and(|sequence| sequence < meeting.revision);
    let changes = time.is_some() || said.is == MeetingState::Cancelled;
    if !(is_older && changes) {
        return Ok(());
    }
    Err(format!(
        "it is older than what the folder says: the meeting was moved to {} since",
        meeting.at
    ))
}

/// What is new about a planned meeting beside what became of it.
struct News {
    time: Option<Moment>,
    minutes: Option<u32>,
}

impl News {
    fn is_nothing(&self) -> bool {
        self.time.is_none() && self.minutes.is_none()
    }

    /// Writes it into the meeting; gives the fields that the file needs.
    fn fields(
        &self,
        meeting: &mut Meeting,
        said: &Said,
        author: &Author,
    ) -> Vec<(&'static str, Value)> {
        let mut fields: Vec<(&'static str, Value)> = Vec::new();
        if let Some(at) = self.time {
            meeting.at = at;
            fields.push(("at", at.into()));
        }
        if let Some(minutes) = self.minutes {
            meeting.minutes = Some(minutes);
            fields.push(("minutes", i64::from(minutes).into()));
        }
        if let Some(mode) = said.mode.filter(|mode| meeting.mode != Some(*mode)) {
            meeting.mode = Some(mode);
            fields.push(("mode", mode.as_str().into()));
        }
        if said.is != MeetingState::Planned {
            meeting.is = said.is;
            fields.push(("is", said.is.as_str().into()));
            fields.push(("settled_on", author.today.into()));
        }
        if !said.absent.is_empty() {
            meeting.absent.clone_from(&said.absent);
            fields.push(("absent", absent(&said.absent).into()));
        }
        let is_shown = said.is == MeetingState::Planned && !self.is_nothing();
        if is_shown || self.time.is_some() || said.is == MeetingState::Cancelled {
            // Calendars take a change only where its number is higher than that of what they know.
            meeting.revision = (meeting.revision + 1).max(said.sequence.unwrap_or_default());
            fields.push(("revision", i64::from(meeting.revision).into()));
        }
        fields
    }
}
