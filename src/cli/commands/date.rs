//! `date`: explain what a date means.

use crate::calendar::clock::Direction;
use crate::calendar::describe::describe;
use crate::calendar::range::parse_range;
use crate::calendar::when::parse_when;
use crate::calendar::zone::local_instant;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::day::Day;
use crate::render::document::{Document, Facts};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Explain what a date means, on the command line of every other command
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad date next fri 3pm
  pleiad date --past fri
  pleiad date 2026-Q1
`pleiad help dates` has the whole grammar.")]
pub(crate) struct Date {
    /// A date, a time or a range
    #[arg(value_name = "DATE", required = true)]
    words: Vec<String>,
    /// A bare weekday looks back, as in commands that log
    #[arg(long)]
    past: bool,
}

/// A day, and a time of day where one was said.
#[derive(Serialize, JsonSchema)]
struct Meant<'a> {
    day: Day,
    /// `16:00`.
    time: Option<String>,
    timezone: &'a str,
    /// `2026-11-27T15:00:00Z`.
    utc: Option<String>,
}

/// Days from one to another; none where it is open.
#[derive(Serialize, JsonSchema)]
struct Days {
    first: Option<Day>,
    last: Option<Day>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[answer::<Meant<'static>>("date"), answer::<Days>("date")];

pub(crate) fn run(date: &Date, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let clock = match context.folder() {
        Ok(_) => context.read(&Extent::Settings)?.1,
        // Dates can be tried anywhere; without a program the day is that of UTC.
        Err(Failure::NoProgram(_)) => context.clock_in(chrono_tz::UTC)?,
        Err(failure) => return Err(failure),
    };
    let text = date.words.join(" ");
    let direction = if date.past {
        Direction::Past
    } else {
        Direction::Future
    };
    match parse_when(&text, &clock, direction) {
        Ok(when) => {
            let instant = when
                .moment()
                .map(|moment| local_instant(moment, clock.zone))
                .transpose();
            let instant = instant.map_err(|skipped| Failure::usage(skipped.to_string()))?;
            let time = when.time.map(|time| time.to_string());
            let utc =
                instant.map(|instant| instant.instant.format("%Y-%m-%dT%H:%M:%SZ").to_string());
            let answer = Meant {
                day: when.day,
                time,
                timezone: clock.zone.name(),
                utc: utc.clone(),
            };
            let facts = Facts::new()
                .fact("means", describe(when, &clock))
                .fact("time zone", clock.zone.name())
                .fact_if("in UTC", utc);
            let mut reply = Reply::new("date", &answer, Document::new().facts(facts));
            reply.sayings.extend(
                instant
                    .and_then(|instant| instant.notice)
                    .map(|notice| notice.to_string()),
            );
            Ok(reply)
        }
        Err(error) => match parse_range(&text, &clock, direction) {
            Ok(range) => {
                let answer = Days {
                    first: range.first(),
                    last: range.last(),
                };
                let facts = Facts::new()
                    .fact_if("first", range.first().map(|day| day.to_string()))
                    .fact_if("last", range.last().map(|day| day.to_string()));
                Ok(Reply::new("date", &answer, Document::new().facts(facts)))
            }
            Err(_) => Err(error.into()),
        },
    }
}
