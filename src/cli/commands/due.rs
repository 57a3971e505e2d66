//! `due`: everything that waits for somebody.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::list::{
    List, ListColumn, ListFlags, Noun, further, number, parse_filter, row_json, usual,
};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::insights::due::{Due, DueKind, due};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::mbox::{Mail, mbox};
use crate::render::words::{ago, count, nearest};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

const NOUN: Noun = Noun {
    one: "due",
    many: "due",
};

const COLUMNS: [ListColumn; 10] = [
    usual("kind"),
    usual("due"),
    number("days"),
    usual("owner"),
    usual("pairing"),
    further("meeting"),
    further("at"),
    further("item"),
    usual("what"),
    further("command"),
];

/// The columns of a file in which somebody says what became of each meeting.
const UNCONFIRMED_COLUMNS: [ListColumn; 7] = [
    usual("pairing"),
    usual("meeting"),
    usual("at"),
    usual("owner"),
    number("days"),
    usual("is"),
    usual("absent"),
];

/// List everything that waits for somebody, with owner and age, the longest overdue first
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad due
  pleiad due --until \"next fri\"
  pleiad due --kind homework,goal --where \"owner = ada-lovelace\"
  pleiad due --kind acceptance,signature,check-in
  pleiad due --exit-code -q                        (for cron: 1 when anything is due)
  pleiad due --format mbox | formail -s sendmail -t
  pleiad due --kind unconfirmed --format csv -o open.csv
A question and a piece of advice wait from the meeting after they were written down. Entries without
an owner wait for the coordinator. What was said in confidence is counted, never told.
Fill in the column `is` of that file, and `pleiad meeting confirm --csv open.csv` settles them all.")]
pub(crate) struct DueList {
    /// Only these kinds: unconfirmed, meeting, in-person, acceptance, signature, stage, past-end,
    /// closing, exit-feedback, check-in, alert, concern, question, homework, advice, step, goal,
    /// training, certification, milestone, application, draft, improvement
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    kind: Vec<String>,
    /// Also what becomes due up to this day; today otherwise
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Exit with 1 when anything is listed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// An unconfirmed meeting, with room for what became of it.
#[derive(Serialize, JsonSchema)]
struct Unconfirmed<'a> {
    #[serde(flatten)]
    due: &'a Due<'a>,
    is: &'static str,
    absent: &'static str,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<Due<'static>>("due", NOUN),
    list::<Unconfirmed<'static>>("due", NOUN),
];

pub(crate) fn run(list: &DueList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let kinds = list.kinds()?;
    let (program, clock) = context.read(&Extent::Confidential)?;
    let until = list.until(&clock)?;
    let mut rows = due(&program, clock.today, until);
    rows.retain(|row| kinds.is_empty() || kinds.contains(&row.kind));
    if let Some(filter) = &list.list.filter {
        let filter = parse_filter(filter, &COLUMNS, &clock)?;
        rows.retain(|row| filter.matches(&row_json(row)));
    }
    let flags = ListFlags {
        filter: None,
        ..list.list.clone()
    };
    let shown = if kinds == [DueKind::Unconfirmed] {
        let rows: Vec<Unconfirmed<'_>> = rows.iter().map(with_room).collect();
        List::new(NOUN, &UNCONFIRMED_COLUMNS, &rows, &flags, &clock)?
    } else {
        List::new(NOUN, &COLUMNS, &rows, &flags, &clock)?
    };
    let is_anything = shown
        .rows_json()
        .as_array()
        .is_some_and(|rows| !rows.is_empty());
    let mut reply = Reply::list("due", &shown);
    let (mails, silent) = mails(&program, &rows, &clock);
    reply.mbox = Some(mbox(&mails));
    if 0 < silent && context.global.format() == Some(crate::cli::global::Format::Mbox) {
        let without = count(silent, "entry has", "entries have");
        reply
            .sayings
            .push(format!("{without} no owner with an e-mail address"));
    }
    if list.exit_code && is_anything {
        reply.code = exit::REFUSED;
    }
    Ok(reply)
}

impl DueList {
    fn kinds(&self) -> Result<Vec<DueKind>, Failure> {
        let kind = |word: &String| {
            DueKind::parse(word).ok_or_else(|| Failure::Usage {
                message: format!("there is no kind `{word}`"),
                hint: Some(nearest(word, DueKind::WORDS.iter().copied()).map_or_else(
                    || format!("one of {}", DueKind::WORDS.join(", ")),
                    |near| format!("did you mean `{near}`?"),
                )),
            })
        };
        self.kind.iter().map(kind).collect()
    }

    fn until(&self, clock: &Clock) -> Result<Day, Failure> {
        let until = self.until.as_deref();
        let until = until.map(|text| parse_day(text, clock, Direction::Future));
        Ok(until
            .transpose()?
            .map_or(clock.today, |until| until.max(clock.today)))
    }
}

fn with_room<'a>(due: &'a Due<'a>) -> Unconfirmed<'a> {
    Unconfirmed {
        due,
        is: "",
        absent: "",
    }
}

/// A mail to each owner with an address, and how many entries reach nobody.
fn mails(program: &Program, rows: &[Due<'_>], clock: &Clock) -> (Vec<Mail>, usize) {
    let mut by_owner: BTreeMap<&PersonId, Vec<&Due<'_>>> = BTreeMap::new();
    let mut silent = 0;
    for row in rows {
        let known = row.owner.and_then(|owner| program.participants.get(owner));
        match known.filter(|known| known.email.is_some()) {
            Some(known) => by_owner.entry(&known.id).or_default().push(row),
            None => silent += 1,
        }
    }
    let mail = |(owner, rows): (&PersonId, Vec<&Due<'_>>)| {
        let known = &program.participants[owner];
        let things = count(rows.len(), "thing waits", "things wait");
        Mail {
            to: known.email.clone().unwrap_or_default(),
            subject: format!("{}: {things} for you", program.settings.name),
            on: clock.today.date(),
            lines: rows.iter().flat_map(|row| lines(program, row)).collect(),
        }
    };
    (by_owner.into_iter().map(mail).collect(), silent)
}

fn lines(program: &Program, row: &Due<'_>) -> Vec<String> {
    let people = row.pairing.and_then(|id| program.pairings.get(id));
    let people = people.map(|pairing| {
        let names: Vec<&str> = pairing
            .people()
            .map(|person| program.name(person))
            .collect();
        format!("  {}", names.join(", "))
    });
    let first = format!(
        "- {} ({}, {}): {}",
        row.kind,
        row.due,
        ago(row.days),
        row.what
    );
    std::iter::once(first).chain(people).collect()
}
