//! `meeting move`: a planned meeting at another time.

use super::clashes::Warned;
use super::clashes::warn;
use super::which::{Purpose, Which};
use super::{pairing_named, reply_of_one, when_of};
use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::describe;
use crate::calendar::when::parse_when;
use crate::calendar::zone::local_instant;
use crate::change::meeting::reschedule::reschedule;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::insights::roster::MeetingRow;
use crate::model::day::Moment;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::Args;

/// Move a meeting to another time: the next one unless --from says which; without a time of day it keeps its own
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting move ada \"fri 15:00\"
  pleiad meeting move ada+grace \"next wed\" --from 2026-12-01
The meeting keeps its id, and calendars that know it move it too.")]
pub(crate) struct MeetingMove {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// The new day and time: "fri 15:00"
    #[arg(value_name = "WHEN", required = true)]
    when: Vec<String>,
    /// The day on which it was to be, with its time where that day has several
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Its exact id instead, as --json shows it
    #[arg(long, value_name = "MEETING", conflicts_with = "from")]
    id: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] =
    &[written::<Option<MeetingRow<'static>>>("meeting-move", "meeting").with::<Warned>()];

pub(super) fn run(to: &MeetingMove, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &to.pairing)?;
    let which = Which {
        day: to.from.iter().cloned().collect(),
        id: to.id.clone(),
    };
    let meeting = which.meeting(&pairing, Purpose::Plan, context)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let (at, notice) = new_time(to, program, clock, (&pairing, &meeting))?;
        let change = reschedule(&pairing, program.log(&pairing), &meeting, at, author)?;
        Ok(((at, notice), change))
    })?;
    let (at, notice) = written.answer.clone();
    let done = format!(
        "Moved {pairing} to {}.",
        describe(when_of(at), &written.clock)
    );
    let written = written.map(|_| (pairing, meeting));
    let mut reply = reply_of_one("meeting-move", &written, done);
    reply.sayings.extend(notice);
    let (pairing, meeting) = &written.answer;
    let log = written.program.log(pairing);
    let moved = log.meetings.iter().find(|known| known.id == *meeting);
    let moved = moved.map_or(&[][..], std::slice::from_ref);
    Ok(warn(reply, pairing, moved, context))
}

/// The time to which it moves, and what clocks do then.
fn new_time(
    to: &MeetingMove,
    program: &Program,
    clock: &Clock,
    (pairing, meeting): (&Id, &Id),
) -> Result<(Moment, Option<String>), Failure> {
    let when = parse_when(&to.when.join(" "), clock, Direction::Future)?;
    let log = program.log(pairing);
    let known = log.meetings.iter().find(|known| known.id == *meeting);
    let time = when
        .time
        .or_else(|| known.and_then(|known| when_of(known.at).time));
    let at = time
        .map(|time| time.on(when.day))
        .ok_or_else(|| Failure::usage("the new time needs a time of day"))?;
    let zone = known
        .and_then(|known| known.zone)
        .unwrap_or(program.settings.timezone);
    let instant = local_instant(at, zone).map_err(|skipped| Failure::usage(skipped.to_string()))?;
    Ok((at, instant.notice.map(|notice| notice.to_string())))
}
