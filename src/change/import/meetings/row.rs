//! One row of a table of meetings.
//!
//! It does not look at other rows or at meetings that are there.

use crate::calendar::clock::Clock;
use crate::calendar::zone::local_instant;
use crate::change::import::cell::{parts_of, time};
use crate::change::import::cells::Cells;
use crate::change::import::fault::{Fault, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::Directory;
use crate::change::import::meetings::events::is_past;
use crate::change::import::meetings::said::{Certainty, Said, Time};
use crate::change::log::time_usual;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::MeetingState;
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;
use crate::model::value::Value;
use chrono::TimeDelta;
use chrono_tz::Tz;

/// A row on its way to what it says.
pub(super) struct Reading<'a> {
    pub(super) program: &'a Program,
    pub(super) directory: &'a Directory<'a>,
    pub(super) cells: &'a Cells,
    pub(super) clock: &'a Clock,
    /// Whether a column says what became of meetings; a row that leaves it empty says nothing then.
    pub(super) has_state: bool,
    pub(super) faults: Vec<TableFault>,
}

impl<'a> Reading<'a> {
    /// What the row says; none where it says nothing, or where something is wrong with it.
    pub(super) fn row(&mut self) -> Option<Said> {
        let state = self
            .word("state")
            .and_then(|word| MeetingState::parse(&word));
        if self.has_state && state.is_none() {
            return None;
        }
        let zone = self.word("timezone").and_then(|word| word.parse().ok());
        let zone = zone.unwrap_or(self.program.settings.timezone);
        let day = self.day()?;
        let pairing = self.pairing(day.day())?;
        let (at, time) = self.time(day, pairing, zone)?;
        let minutes = self.minutes();
        let (is, certainty) = self.outcome(state, pairing, (at, zone), minutes)?;
        Some(Said {
            origin: format!("row {}", self.cells.number),
            what: None,
            pairing: pairing.id.clone(),
            meeting: self.word("meeting").and_then(|word| self.id(&word)),
            at,
            time,
            zone,
            minutes,
            mode: self.word("mode").and_then(|word| Mode::parse(&word)),
            place: self.word("place"),
            topics: self.words("topics"),
            is,
            certainty,
            absent: self.absent(pairing, is),
            sequence: None,
        })
    }

    fn value(&mut self, name: &str) -> Option<(String, Value)> {
        match self.cells.value(Subject::Meetings.field(name)?) {
            Ok(found) => found.map(|(column, value)| (column.to_owned(), value)),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn words(&mut self, name: &str) -> Vec<String> {
        let value = self.value(name);
        value.map(|(_, value)| parts_of(&value)).unwrap_or_default()
    }

    fn word(&mut self, name: &str) -> Option<String> {
        self.words(name).into_iter().next()
    }

    fn fault(&mut self, column: &str, value: String, expected: String) {
        let fault = Fault::Value { value, expected };
        let number = self.cells.number;
        self.faults.push(TableFault::cell(number, column, fault));
    }

    fn missing(&mut self, what: &'static str) {
        // What cannot be read is there, and told already.
        if self.faults.is_empty() {
            let fault = Fault::Missing { what };
            self.faults.push(TableFault::row(self.cells.number, fault));
        }
    }

    fn id(&mut self, word: &str) -> Option<Id> {
        let id = Id::parse(word).ok();
        if id.is_none() {
            self.fault("meeting", word.to_owned(), "the id of a meeting".to_owned());
        }
        id
    }

    /// The day, with its time where the same cell says that.
    fn day(&mut self) -> Option<Spoken> {
        let both = match (self.value("at"), self.value("on")) {
            (Some((_, Value::Moment(at))), _) => Some(Spoken::Moment(at)),
            (_, Some((_, Value::Day(on)))) => Some(Spoken::Day(on)),
            _ => None,
        };
        if both.is_none() {
            self.missing("day");
        }
        both
    }

    fn time(&mut self, day: Spoken, pairing: &Pairing, zone: Tz) -> Option<(Moment, Time)> {
        let said = self.word("time").and_then(|word| time(&word));
        let (at, time) = match (day, said) {
            (Spoken::Moment(at), _) => (at, Time::Said),
            (Spoken::Day(day), Some(time)) => (time.on(day), Time::Said),
            (Spoken::Day(day), None) => {
                let log = self.program.log(&pairing.id);
                (time_usual(log, day), Time::Unsaid)
            }
        };
        if let Err(skipped) = local_instant(at, zone) {
            self.fault("at", at.to_string(), skipped.to_string());
            return None;
        }
        Some((at, time))
    }

    fn minutes(&mut self) -> Option<u32> {
        match self.value("minutes")? {
            (_, Value::Integer(minutes)) => u32::try_from(minutes).ok(),
            _ => None,
        }
    }

    /// What became of it: what the row says, else what follows from its day.
    fn outcome(
        &mut self,
        state: Option<MeetingState>,
        pairing: &Pairing,
        (at, zone): (Moment, Tz),
        minutes: Option<u32>,
    ) -> Option<(MeetingState, Certainty)> {
        let Some(state) = state else {
            let usual = self.program.settings.policy.meeting_minutes;
            let minutes = minutes.or(pairing.minutes).unwrap_or(usual);
            let end = local_instant(at, zone).ok()?.instant + TimeDelta::minutes(minutes.into());
            let is = if is_past(self.clock, at.day(), end) {
                MeetingState::Held
            } else {
                MeetingState::Planned
            };
            return Some((is, Certainty::Inferred));
        };
        let is_over = matches!(state, MeetingState::Held | MeetingState::Missed);
        if is_over && self.clock.today < at.day() {
            let expected = format!("a day that has come, for a meeting that was {state}");
            self.fault("state", at.day().to_string(), expected);
            return None;
        }
        Some((state, Certainty::Said))
    }

    /// The pairing that the row names, else the one of its mentor and its mentee.
    fn pairing(&mut self, on: Day) -> Option<&'a Pairing> {
        if let Some((column, value)) = self.value("pairing") {
            let word = parts_of(&value).join(" ");
            let id = Id::parse(&word).ok();
            let found = id.and_then(|id| self.program.pairings.get(&id));
            if found.is_none() {
                self.fault(&column, word, "the id of a pairing".to_owned());
            }
            return found;
        }
        let mentors = self.people("mentor");
        let mentees = self.people("mentee");
        let (Some(mentor), false) = (mentors.first(), mentees.is_empty()) else {
            self.missing("pairing");
            return None;
        };
        let is_theirs = |pairing: &&Pairing| {
            pairing.mentor == *mentor && mentees.iter().all(|one| pairing.mentees.contains(one))
        };
        let theirs: Vec<&Pairing> = self.program.pairings.values().filter(is_theirs).collect();
        let is_then = |pairing: &&&Pairing| {
            let starts = pairing.starts.is_none_or(|starts| starts <= on);
            starts && pairing.ends.is_none_or(|ends| on <= ends)
        };
        let then: Vec<&Pairing> = theirs.iter().filter(is_then).copied().collect();
        match if then.is_empty() {
            &theirs[..]
        } else {
            &then[..]
        } {
            [only] => Some(only),
            found => {
                let ids: Vec<&str> = found.iter().map(|pairing| pairing.id.as_str()).collect();
                let expected = if ids.is_empty() {
                    format!("a mentee of {mentor}")
                } else {
                    format!("a column pairing that says which: {}", ids.join(", "))
                };
                let words: Vec<&str> = mentees.iter().map(PersonId::as_str).collect();
                self.fault("mentee", words.join("; "), expected);
                None
            }
        }
    }

    fn people(&mut self, name: &str) -> Vec<PersonId> {
        let Some((column, value)) = self.value(name) else {
            return Vec::new();
        };
        let mut people = Vec::new();
        for word in parts_of(&value) {
            match self.directory.person(&word) {
                Ok(person) => people.push(person),
                Err(fault) => {
                    let number = self.cells.number;
                    self.faults.push(TableFault::cell(number, &column, fault));
                }
            }
        }
        people
    }

    fn absent(&mut self, pairing: &Pairing, is: MeetingState) -> Vec<PersonId> {
        let words = self.words("absent");
        if !words.is_empty() && is != MeetingState::Missed {
            let expected = format!("nobody, for a meeting that is {is}");
            self.fault("absent", words.join("; "), expected);
            return Vec::new();
        }
        let mut people = Vec::new();
        for word in words {
            match word.to_lowercase().as_str() {
                "mentor" => people.push(pairing.mentor.clone()),
                "mentee" => people.extend(pairing.mentees.iter().cloned()),
                _ => match self.directory.person(&word) {
                    Ok(person) if pairing.role_of(&person).is_some() => people.push(person),
                    _ => self.fault("absent", word, format!("somebody of {}", pairing.id)),
                },
            }
        }
        people
    }
}

/// What a row says of its day.
#[derive(Debug, Clone, Copy)]
enum Spoken {
    /// The day alone.
    Day(Day),
    /// The day and the time.
    Moment(Moment),
}

impl Spoken {
    fn day(self) -> Day {
        match self {
            Spoken::Day(day) => day,
            Spoken::Moment(at) => at.day(),
        }
    }
}
