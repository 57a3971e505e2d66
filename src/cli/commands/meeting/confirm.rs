//! `meeting confirm`: everything that is past and unconfirmed, settled in a minute.
//!
//! On a terminal one key for each meeting; from a script one flag for all, or a CSV file with a word for each.

use super::mode;
use super::settle::absent_people;
use crate::calendar::describe::describe;
use crate::calendar::length::parse_minutes;
use crate::change::import::csv;
use crate::change::meeting::confirmations::{BadRow, confirmations};
use crate::change::meeting::settle::{Held, Outcome, Settlement, settle_all};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{parse_filter, row_json};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::{MeetingRow, meeting_rows};
use crate::insights::tally::MeetingStanding;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::words::count;
use crate::store::outside;
use crate::store::problem::Problem;
use crate::store::read::Extent;
use clap::Args;
use std::path::{Path, PathBuf};

/// Settle everything that is past and unconfirmed: one key each, or all at once by a flag or a CSV file
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting confirm                           (asks about each: one key)
  pleiad meeting confirm --held -y
  pleiad meeting confirm ada+grace --missed --absent mentee
  pleiad due --kind unconfirmed --format csv -o open.csv
  pleiad meeting confirm --csv open.csv -y         (its column `is` filled in)
All of them are one change; `pleiad undo` takes it back.")]
pub(crate) struct MeetingConfirm {
    /// Only meetings of these pairings
    #[arg(value_name = "PAIRING", conflicts_with = "csv")]
    pairings: Vec<String>,
    /// Only meetings for which this holds, by the columns of `meeting list`
    #[arg(long = "where", value_name = "EXPRESSION", conflicts_with = "csv")]
    filter: Option<String>,
    /// Read from a file what became of each; - is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["held", "missed", "cancelled"])]
    csv: Option<PathBuf>,
    /// All of them took place
    #[arg(long, conflicts_with_all = ["missed", "cancelled"])]
    held: bool,
    /// All of them were missed
    #[arg(long, conflicts_with = "cancelled")]
    missed: bool,
    /// All of them were called off
    #[arg(long)]
    cancelled: bool,
    /// Who stayed away, with --missed: mentor or mentee
    #[arg(long, value_name = "WHO", requires = "missed")]
    absent: Option<String>,
    /// How long each took, with --held: 45m, 1h30
    #[arg(long, value_name = "LENGTH", requires = "held")]
    minutes: Option<String>,
    /// How they met, with --held: video, in-person, phone or email
    #[arg(long, value_name = "MODE", requires = "held")]
    mode: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Vec<MeetingRow<'static>>>(
    "meeting-confirm",
    "meetings",
)];

pub(super) fn run(
    confirm: &MeetingConfirm,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    if let Some(file) = &confirm.csv {
        return run_file(file, context);
    }
    if confirm.held || confirm.missed || confirm.cancelled {
        return run_flag(confirm, context);
    }
    if context.asking() == Asking::Possible {
        return run_keys(confirm, context);
    }
    let open = open_meetings(confirm, context)?.len();
    Err(Failure::Usage {
        message: format!(
            "{} wait to be confirmed, and nobody can be asked",
            count(open, "meeting", "meetings")
        ),
        hint: Some("--held, --missed or --cancelled says it of all, --csv FILE of each".to_owned()),
    })
}

/// The references that ambiguous words were settled to.
fn pairings_meant(
    confirm: &MeetingConfirm,
    context: &mut Context<'_, '_>,
) -> Result<Vec<Id>, Failure> {
    if confirm.pairings.is_empty() {
        return Ok(Vec::new());
    }
    let (program, _) = context.read(&Extent::Roster)?;
    let words = confirm.pairings.iter();
    words
        .map(|word| picked(context, word, |word| reference::pairing(&program, word)))
        .collect()
}

/// What is open among the meetings that are meant, the oldest first.
fn open_rows<'a>(
    confirm: &MeetingConfirm,
    pairings: &[Id],
    program: &'a Program,
    clock: &crate::calendar::clock::Clock,
) -> Result<Vec<MeetingRow<'a>>, Failure> {
    let filter = confirm.filter.as_deref();
    let filter = filter
        .map(|text| parse_filter(text, &super::COLUMNS, clock))
        .transpose()?;
    let mut rows = meeting_rows(program, clock.today);
    rows.retain(|row| {
        row.state == MeetingStanding::Unconfirmed
            && (pairings.is_empty() || pairings.contains(row.pairing))
            && filter
                .as_ref()
                .is_none_or(|filter| filter.matches(&row_json(row)))
    });
    rows.sort_by_key(|row| (row.at, row.pairing, row.id));
    Ok(rows)
}

fn open_meetings(
    confirm: &MeetingConfirm,
    context: &mut Context<'_, '_>,
) -> Result<Vec<(Id, Id, String)>, Failure> {
    let pairings = pairings_meant(confirm, context)?;
    let (program, clock) = context.read(&Extent::Program)?;
    let rows = open_rows(confirm, &pairings, &program, &clock)?;
    let told = rows.iter().map(|row| {
        let people = program.pairings[row.pairing].people();
        let names: Vec<&str> = people.map(|person| program.name(person)).collect();
        let when = describe(super::when_of(row.at), &clock);
        let line = format!("{when}  {}", names.join(", "));
        (row.pairing.clone(), row.id.clone(), line)
    });
    Ok(told.collect())
}

fn run_flag(confirm: &MeetingConfirm, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairings = pairings_meant(confirm, context)?;
    let minutes = confirm.minutes.as_deref().map(parse_minutes).transpose();
    let held = Held {
        minutes: minutes.map_err(|error| Failure::usage(format!("--minutes: {error}")))?,
        mode: confirm.mode.as_deref().map(mode).transpose()?,
        absent: Vec::new(),
    };
    let written = context.change(
        &Extent::Program,
        Looking::First,
        |program, clock, author| {
            let rows = open_rows(confirm, &pairings, program, clock)?;
            let settled = rows.iter().map(|row| {
                let outcome = if confirm.held {
                    Outcome::Held(held.clone())
                } else if confirm.missed {
                    let word = confirm.absent.iter();
                    let people = word.map(|word| absent_people(program, row.pairing, word));
                    Outcome::Missed(people.collect::<Result<Vec<_>, _>>()?.concat())
                } else {
                    Outcome::Cancelled
                };
                Ok(settlement(row, outcome))
            });
            let settled = settled.collect::<Result<Vec<_>, Refusal>>()?;
            let change = settle_all(program, &settled, author)?;
            Ok((settled, change))
        },
    )?;
    Ok(reply(&written))
}

fn settlement(row: &MeetingRow<'_>, outcome: Outcome) -> Settlement {
    Settlement {
        pairing: row.pairing.clone(),
        meeting: row.id.clone(),
        outcome,
    }
}

/// Asks about each meeting; whoever stops keeps what they said so far.
fn run_keys(confirm: &MeetingConfirm, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    const KEYS: [(char, &str); 5] = [
        ('h', "held"),
        ('m', "missed"),
        ('c', "cancelled"),
        ('s', "skip"),
        ('q', "quit"),
    ];
    let open = open_meetings(confirm, context)?;
    let (program, _) = context.read(&Extent::Program)?;
    let mut settled = Vec::new();
    for (pairing, meeting, line) in open {
        let outcome = match ask::key(&line, &KEYS)? {
            0 => Outcome::Held(Held::default()),
            1 => Outcome::Missed(who_was_absent(&program, &pairing)?),
            2 => Outcome::Cancelled,
            3 => continue,
            _ => break,
        };
        settled.push(Settlement {
            pairing,
            meeting,
            outcome,
        });
    }
    let written = context.change(&Extent::Program, Looking::Away, |program, _, author| {
        let change = settle_all(program, &settled, author)?;
        Ok((settled.clone(), change))
    })?;
    Ok(reply(&written))
}

fn who_was_absent(
    program: &Program,
    pairing: &Id,
) -> Result<Vec<crate::model::id::PersonId>, Failure> {
    const KEYS: [(char, &str); 4] = [
        ('m', "mentor"),
        ('e', "mentee"),
        ('b', "both"),
        ('n', "not known"),
    ];
    if program.pairings[pairing].mentees.len() != 1 {
        let names = ask::line("  Who stayed away (commas; empty: not known)", None)?;
        let words = names
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty());
        let people = words.map(|word| absent_people(program, pairing, word));
        return Ok(people.collect::<Result<Vec<_>, _>>()?.concat());
    }
    let index = ask::key("  Who stayed away?", &KEYS)?;
    match KEYS[index].1 {
        "not known" => Ok(Vec::new()),
        word => Ok(absent_people(program, pairing, word)?),
    }
}

fn run_file(file: &Path, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let name = if file.as_os_str() == "-" {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    };
    let bytes = if file.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(file))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {name}")))
    })?;
    let table = csv::read(&bytes).map_err(|error| {
        let problem = Problem::of_file(&name, "confirm", error.to_string(), None);
        Failure::Problems(vec![problem])
    })?;
    let written = context.change(&Extent::Program, Looking::First, |program, _, author| {
        let settled = confirmations(program, &table).map_err(|bad| bad_rows(&name, &bad))?;
        let change = settle_all(program, &settled, author)?;
        Ok((settled, change))
    })?;
    Ok(reply(&written))
}

fn bad_rows(name: &str, bad: &[BadRow]) -> Failure {
    let problem = |bad: &BadRow| {
        let message = format!("row {}: {}", bad.row, bad.message);
        Problem::of_file(name, "confirm", message, None)
    };
    let mut problems: Vec<Problem> = bad.iter().map(problem).collect();
    if let Some(last) = problems.last_mut() {
        last.hint = Some("nothing was confirmed; mend the file and confirm it again".to_owned());
    }
    Failure::Problems(problems)
}

/// The settled meetings, as a list shows them.
fn reply(written: &Written<Vec<Settlement>>) -> Reply {
    let settled = written.answer.iter();
    let records = settled.filter_map(|one| super::record(written, &one.pairing, &one.meeting));
    let records = records.collect();
    let of = |is: fn(&Outcome) -> bool| {
        let outcomes = written.answer.iter();
        outcomes.filter(|one| is(&one.outcome)).count()
    };
    let held = of(|outcome| matches!(outcome, Outcome::Held(_)));
    let missed = of(|outcome| matches!(outcome, Outcome::Missed(_)));
    let cancelled = of(|outcome| matches!(outcome, Outcome::Cancelled));
    let all = count(written.answer.len(), "meeting", "meetings");
    let done = format!("Confirmed {all}: {held} held, {missed} missed, {cancelled} cancelled.");
    written::reply("meeting-confirm", written, ("meetings", records), done)
}
