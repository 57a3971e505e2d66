//! Which meeting of a pairing is meant: by its day, by its exact id, or the only one that can be.
//!
//! A day is looked up in the times of meetings, never in their ids, which are the days of their creation.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_when;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::picked;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Log, Meeting, MeetingState};
use crate::store::read::Extent;
use clap::Args;

/// A meeting of a pairing.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// Day of the meeting, with its time where that day has several
    #[arg(value_name = "DAY")]
    pub(super) day: Vec<String>,
    /// Its exact id instead, as --json shows it
    #[arg(long, value_name = "MEETING", conflicts_with = "day")]
    pub(super) id: Option<String>,
}

/// What is done to it, which says where to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It is looked at or corrected.
    See,
    /// It is moved or called off: planned, and rather ahead.
    Plan,
    /// It is settled: planned, and not ahead.
    Settle,
}

impl Which {
    /// The id of the meeting that is meant.
    pub(super) fn meeting(
        &self,
        pairing: &Id,
        purpose: Purpose,
        context: &mut Context<'_, '_>,
    ) -> Result<Id, Failure> {
        let (program, clock) = context.read(&Extent::Pairing(pairing.clone()))?;
        let log = program.log(pairing);
        if let Some(id) = &self.id {
            let found = log.meetings.iter().find(|known| known.id.as_str() == id);
            return Ok(found
                .map(|known| known.id.clone())
                .ok_or_else(|| not_found(id, log))?);
        }
        if self.day.is_empty() {
            return picked(context, "", |word| match word {
                "" => without_day(log, pairing, purpose, clock.today),
                word => on_day(log, word, purpose, &clock),
            });
        }
        let word = self.day.join(" ");
        let known = parse_when(&word, &clock, purpose.direction());
        known?;
        picked(context, &word, |word| on_day(log, word, purpose, &clock))
    }
}

impl Purpose {
    fn direction(self) -> Direction {
        match self {
            Purpose::See | Purpose::Settle => Direction::Past,
            Purpose::Plan => Direction::Future,
        }
    }

    fn fits(self, meeting: &Meeting, today: Day) -> bool {
        let is_planned = meeting.is == MeetingState::Planned;
        match self {
            Purpose::See => true,
            Purpose::Plan => is_planned && today <= meeting.at.day(),
            Purpose::Settle => is_planned && meeting.at.day() <= today,
        }
    }
}

/// The only meeting that can be meant; the next one where plans change, the nearest where it is looked at.
fn without_day(log: &Log, pairing: &Id, purpose: Purpose, today: Day) -> Result<Id, Refusal> {
    let fitting = log
        .meetings
        .iter()
        .filter(|meeting| purpose.fits(meeting, today));
    let found: Vec<&Meeting> = match purpose {
        Purpose::Settle => fitting.collect(),
        Purpose::Plan => fitting
            .min_by_key(|meeting| meeting.at)
            .into_iter()
            .collect(),
        Purpose::See => {
            let latest = fitting.max_by_key(|meeting| meeting.at);
            log.next(today).or(latest).into_iter().collect()
        }
    };
    let what = match purpose {
        Purpose::See => "meeting",
        Purpose::Plan => "planned meeting ahead",
        Purpose::Settle => "unconfirmed meeting",
    };
    one(&found, &format!("{what} of {pairing}"), || {
        Refusal::refused(format!("{pairing} has no {what}"))
    })
}

fn on_day(log: &Log, word: &str, purpose: Purpose, clock: &Clock) -> Result<Id, Refusal> {
    let when = parse_when(word, clock, purpose.direction());
    let when = when.map_err(|error| Refusal::refused(error.to_string()))?;
    let is_meant = |meeting: &&Meeting| match when.moment() {
        Some(at) => meeting.at == at,
        None => meeting.at.day() == when.day,
    };
    let of_day: Vec<&Meeting> = log.meetings.iter().filter(is_meant).collect();
    let open: Vec<&Meeting> = of_day
        .iter()
        .copied()
        .filter(|meeting| meeting.is == MeetingState::Planned)
        .collect();
    // What is settled already is found too, so that the refusal says so.
    let found = if open.is_empty() { of_day } else { open };
    one(&found, word, || not_found(word, log))
}

fn one(found: &[&Meeting], word: &str, nothing: impl FnOnce() -> Refusal) -> Result<Id, Refusal> {
    match found {
        [] => Err(nothing()),
        [meeting] => Ok(meeting.id.clone()),
        several => Err(Refusal::Ambiguous {
            what: "meetings",
            word: word.to_owned(),
            candidates: several.iter().map(|meeting| time_of(meeting)).collect(),
        }),
    }
}

/// The meetings nearest in the log are the latest ones.
fn not_found(word: &str, log: &Log) -> Refusal {
    const NEAR_MAX: usize = 3;
    let mut times: Vec<String> = log.meetings.iter().map(time_of).collect();
    times.sort();
    let near = times.split_off(times.len().saturating_sub(NEAR_MAX));
    Refusal::NotFound {
        what: "meeting",
        word: word.to_owned(),
        near,
    }
}

/// `2026-02-03 16:00`, which reads back as the same time.
fn time_of(meeting: &Meeting) -> String {
    meeting.at.datetime().format("%Y-%m-%d %H:%M").to_string()
}
