//! `schedule`: times for one pairing to choose from, or a whole plan for some or all.

pub(crate) mod choose;
pub(crate) mod whole;

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::plan::intent::{Existing, Intent};
use crate::calendar::when::parse_day;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::store::outside;
use crate::store::read::Extent;
use clap::Args;

/// Plan meetings at times when all are free: times to choose from for one pairing, a whole plan for several or all
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad schedule ada                              (times for the next meeting)
  pleiad schedule ada --slot 1                     (plans the first of them)
  pleiad schedule ada --at \"tue 16:00\"
  pleiad schedule -n                               (all pairings to their end, to look at)
  pleiad schedule -y
  pleiad schedule --where \"cohort = 2026-spring\" --until 2026-06-30
  pleiad schedule ada --to-end --replan -y
Nobody is in two places; absences, holidays and each pairing's rhythm are kept, and a steady weekday and time is
preferred. What a person planned stays, unless --replan. One change: `pleiad undo` takes it back.")]
pub(crate) struct Schedule {
    /// Pairings: ids or their beginnings, MENTOR+MENTEE, people; - reads them from standard input; all when left out
    #[arg(value_name = "PAIRING")]
    pairings: Vec<String>,
    /// Pairings for which this holds, by the columns of `pairing list`
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
    /// The first day that may get a meeting; tomorrow otherwise
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// The last day; the end of the pairing or its cohort otherwise
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Plan a single pairing to its end too, instead of showing times
    #[arg(long, conflicts_with_all = ["slot", "at"])]
    to_end: bool,
    /// Plan anew what is planned already
    #[arg(long, conflicts_with_all = ["slot", "at"])]
    replan: bool,
    /// Of a single pairing, plan this of the times that are shown
    #[arg(long, value_name = "NUMBER", conflicts_with = "at", value_parser = clap::value_parser!(u16).range(1..))]
    slot: Option<u16>,
    /// Of a single pairing, plan this time, if all are free then
    #[arg(long, value_name = "WHEN")]
    at: Option<String>,
    /// How many times to show
    #[arg(long, value_name = "COUNT", default_value = "8", value_parser = clap::value_parser!(u16).range(1..=200))]
    count: u16,
}

/// Days of a plan, as they were asked for.
#[derive(Debug, Clone, Copy)]
struct Asked {
    from: Day,
    until: Option<Day>,
}

pub(crate) fn run(schedule: &Schedule, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let words = words(schedule, context)?;
    let is_whole = schedule.to_end || schedule.replan;
    match (&words[..], &schedule.filter) {
        ([word], None) if !is_whole => choose::run(schedule, word, context),
        _ if schedule.slot.is_some() || schedule.at.is_some() => Err(Failure::usage(
            "--slot and --at choose a time for one pairing: name one",
        )),
        _ => {
            let named = named(&words, context)?;
            whole::run(schedule, &named, context)
        }
    }
}

/// The words that name pairings, those of standard input among them.
fn words(schedule: &Schedule, context: &mut Context<'_, '_>) -> Result<Vec<String>, Failure> {
    let mut words = Vec::new();
    for word in &schedule.pairings {
        if word == "-" {
            let bytes = outside::read_stream(context.invocation.input)
                .map_err(anyhow::Error::from)
                .map_err(Failure::Outside)?;
            let text = String::from_utf8_lossy(&bytes);
            words.extend(text.split_whitespace().map(str::to_owned));
        } else {
            words.push(word.clone());
        }
    }
    if words.is_empty() && !schedule.pairings.is_empty() {
        return Err(Failure::usage("standard input names no pairing"));
    }
    Ok(words)
}

fn named(words: &[String], context: &mut Context<'_, '_>) -> Result<Vec<Id>, Failure> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (program, _) = context.read(&Extent::Roster)?;
    let ids = words
        .iter()
        .map(|word| picked(context, word, |word| reference::pairing(&program, word)));
    ids.collect()
}

impl Schedule {
    fn asked(&self, clock: &Clock) -> Result<Asked, Failure> {
        let day = |text: &Option<String>| {
            text.as_deref()
                .map(|text| parse_day(text, clock, Direction::Future))
                .transpose()
        };
        let tomorrow = clock.today.plus_days(1);
        let from = day(&self.from)?.unwrap_or(tomorrow);
        if from < clock.today {
            return Err(Failure::usage(format!(
                "--from {from} has passed; nobody can meet then"
            )));
        }
        let until = day(&self.until)?;
        if let Some(until) = until.filter(|&until| until < from) {
            return Err(Failure::usage(format!(
                "--until {until} lies before the first day, {from}"
            )));
        }
        Ok(Asked { from, until })
    }

    fn intent(&self, pairings: Vec<Id>, clock: &Clock) -> Result<Intent, Failure> {
        let Asked { from, until } = self.asked(clock)?;
        Ok(Intent {
            pairings,
            today: clock.today,
            from,
            until,
            existing: if self.replan {
                Existing::Replanned
            } else {
                Existing::Kept
            },
        })
    }
}
