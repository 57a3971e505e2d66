//! `checkin`: how it goes, asked of one person, kept in confidence.

use crate::change::checkin::{self, NewCheckin};
use crate::change::refusal::Refusal;
use crate::cli::commands::advice::counted;
use crate::cli::context::{Context, Looking};
use crate::cli::dated::author_on;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list, written};
use crate::cli::written;
use crate::insights::checkins::{
    CheckinDue, CheckinRow, ReadinessRow, checkin_row, checkin_rows, checkins_due, readiness_rows,
};
use crate::model::confidential::{CheckinKind, Score, Subject};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::words::nearest;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "check-in",
    many: "checkins",
};

const COLUMNS: [ListColumn; 13] = [
    further("id"),
    usual("subject"),
    usual("on"),
    usual("kind"),
    usual("from"),
    further("meeting"),
    number("fit"),
    number("progress"),
    number("satisfaction"),
    number("listened_to"),
    further("readiness"),
    usual("low"),
    usual("text"),
];

const DUE_COLUMNS: [ListColumn; 6] = [
    usual("pairing"),
    usual("from"),
    further("name"),
    usual("kind"),
    usual("due"),
    number("days_over"),
];

const DUE_NOUN: Noun = Noun {
    one: "check-in",
    many: "due",
};

const READINESS: Noun = Noun {
    one: "participant",
    many: "participants",
};

const READINESS_COLUMNS: [ListColumn; 6] = [
    usual("id"),
    number("answers"),
    usual("before"),
    usual("after"),
    usual("now"),
    usual("change"),
];

/// Ask how it goes, and see whose turn it is; for coordinators
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad checkin due
  pleiad checkin add ada+grace --from ada fit=4 progress=3
  pleiad checkin list --where \"low = true\"")]
pub(crate) enum CheckinCommand {
    /// List check-ins
    #[command(visible_alias = "ls")]
    List(CheckinList),
    /// Write down a check-in
    Add(CheckinAdd),
    /// List whose turn it is
    Due(CheckinTurns),
    /// Compare how people saw themselves before and see themselves now
    Readiness(CheckinReadiness),
}

/// List check-ins with their scores; low ones are marked
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad checkin list
  pleiad checkin list ada+grace
  pleiad checkin list --where \"fit < 3\"
  pleiad checkin list --where \"low = true\"
Check-ins lie under confidential/ and are for coordinators alone.")]
pub(crate) struct CheckinList {
    /// Only those about this pairing or person
    #[arg(value_name = "PAIRING|PERSON")]
    about: Option<String>,
    #[command(flatten)]
    list: ListFlags,
}

/// Write down what somebody says of their pairing, or of themselves
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad checkin add ada+grace --from ada fit=4 progress=3 listened_to=5
  pleiad checkin add ada -m \"Wants to meet more often\"
  pleiad checkin add grace --kind readiness curious=5 listens=4 volunteers=5
  pleiad checkin add ada --kind expectations satisfaction=3 -m \"Lead an incident review\"
Scores: fit, progress, satisfaction, listened_to; of readiness: curious, trusted, listens,
non_judgmental, supportive, volunteers. A person who has one pairing in force speaks of it;
readiness is about the person alone. A pairing of one meeting (flash) closes itself with the
first check-in after it was held.")]
pub(crate) struct CheckinAdd {
    /// A pairing, or a person
    #[arg(value_name = "PAIRING|PERSON")]
    about: String,
    /// Scores on the program's scale: fit=4 progress=3
    #[arg(value_name = "SCORE=NUMBER")]
    scores: Vec<String>,
    /// Who answered; the person who is named
    #[arg(long, value_name = "PERSON")]
    from: Option<String>,
    /// expectations, readiness, regular, rating or exit
    #[arg(long, value_name = "KIND", default_value = "regular")]
    kind: String,
    /// The meeting that is rated: its id
    #[arg(long, value_name = "MEETING")]
    meeting: Option<String>,
    /// In their words
    #[arg(short = 'm', long, value_name = "TEXT")]
    message: Option<String>,
    /// When they said so; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// List whose turn it is: expectations at the start, then by the program's rhythm
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad checkin due
  pleiad checkin due --where \"days_over > 14\"")]
pub(crate) struct CheckinTurns {
    #[command(flatten)]
    list: ListFlags,
}

/// Compare how people saw themselves before and see themselves now
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad checkin readiness
  pleiad checkin readiness --json")]
pub(crate) struct CheckinReadiness {
    #[command(flatten)]
    list: ListFlags,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<CheckinRow<'static>>("checkin-list", NOUN),
    list::<CheckinDue<'static>>("checkin-due", DUE_NOUN),
    list::<ReadinessRow<'static>>("checkin-readiness", READINESS),
    written::<Option<CheckinRow<'static>>>("checkin-add", "checkin"),
];

pub(crate) fn run(
    command: &CheckinCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        CheckinCommand::List(list) => run_list(list, context),
        CheckinCommand::Add(add) => run_add(add, context),
        CheckinCommand::Due(due) => run_due(due, context),
        CheckinCommand::Readiness(readiness) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let rows = readiness_rows(&program, clock.today);
            let flags = &readiness.list;
            let list = List::new(READINESS, &READINESS_COLUMNS, &rows, flags, &clock)?;
            Ok(Reply::list("checkin-readiness", &list))
        }
    }
}

fn run_due(due: &CheckinTurns, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let rows = checkins_due(&program, clock.today);
    let list = List::new(DUE_NOUN, &DUE_COLUMNS, &rows, &due.list, &clock)?;
    Ok(counted(
        Reply::list("checkin-due", &list),
        ("due", "check-in is due", "check-ins are due"),
    ))
}

fn run_list(list: &CheckinList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Confidential)?;
    let mut rows = checkin_rows(&program, clock.today);
    if let Some(word) = &list.about {
        let about = picked(context, word, |word| about(&program, word))?;
        rows.retain(|row| match &about {
            About::Pairing(id) => row.subject == id.as_str(),
            About::Person(id) => row.subject == id.as_str() || row.from == Some(id),
        });
    }
    let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
    Ok(Reply::list("checkin-list", &list))
}

fn run_add(add: &CheckinAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let kind = CheckinKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind of check-in `{}`", add.kind),
        hint: Some(format!("one of {}", CheckinKind::WORDS.join(", "))),
    })?;
    let scores = scores(&add.scores)?;
    let meeting = add.meeting.as_deref().map(Id::parse).transpose();
    let meeting = meeting.map_err(|error| Failure::usage(format!("--meeting: {error}")))?;
    let (program, _) = context.read(&Extent::Confidential)?;
    let about = picked(context, &add.about, |word| about(&program, word))?;
    let named = add.from.as_deref();
    let from = named.map(|word| picked(context, word, |word| reference::person(&program, word)));
    let (subject, from) = subject(&program, &add.about, kind, about, from.transpose()?)?;
    let new = NewCheckin {
        subject,
        kind,
        from,
        meeting,
        scores,
        text: add.message.clone(),
    };
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, clock, author| {
            let author = author_on(add.on.as_deref(), clock, author)?;
            Ok(checkin::add(program, &new, &author)?)
        },
    )?;
    let id = &written.answer;
    let mut said = written.program.checkins(&new.subject).iter();
    let said = said.find(|checkin| checkin.id.as_ref() == Some(id));
    let row =
        said.map(|said| row_json(&checkin_row(&written.program.settings, &new.subject, said)));
    let done = format!("Check-in {id} of {}.", checkin::told(&new.subject));
    let record = ("checkin", row.into());
    Ok(written::reply("checkin-add", &written, record, done).next("pleiad checkin due"))
}

/// What a word names.
enum About {
    Person(PersonId),
    Pairing(Id),
}

/// A pairing where the word is its id or joins two people, else a person.
fn about(program: &Program, word: &str) -> Result<About, Refusal> {
    let is_pairing =
        word.contains('+') || Id::parse(word).is_ok_and(|id| program.pairings.contains_key(&id));
    if is_pairing {
        reference::pairing(program, word).map(About::Pairing)
    } else {
        reference::person(program, word).map(About::Person)
    }
}

/// What a check-in is about and who speaks: a person speaks of their pairing in force, but of readiness for themselves.
fn subject(
    program: &Program,
    word: &str,
    kind: CheckinKind,
    about: About,
    from: Option<PersonId>,
) -> Result<(Subject, Option<PersonId>), Refusal> {
    match about {
        About::Pairing(id) if from.is_none() => {
            let cure = "--from names who answered";
            Err(Refusal::refused(format!("nobody is named who speaks of {id}")).hint(cure))
        }
        About::Pairing(id) => Ok((Subject::Pairing(id), from)),
        About::Person(person) => {
            let is_alone = || {
                let mut pairings = program.pairings.values();
                !pairings.any(|one| one.is_in_force() && one.role_of(&person).is_some())
            };
            let subject = if kind == CheckinKind::Readiness || is_alone() {
                Subject::Person(person.clone())
            } else {
                Subject::Pairing(reference::pairing(program, word)?)
            };
            Ok((subject, from.or(Some(person))))
        }
    }
}

/// `fit=4 progress=3`, in the order in which they are written.
fn scores(words: &[String]) -> Result<Vec<(Score, i64)>, Failure> {
    let mut scores = Vec::new();
    for word in words {
        let (key, value) = word.split_once('=').ok_or_else(|| Failure::Usage {
            message: format!("`{word}` is no score"),
            hint: Some("fit=4".to_owned()),
        })?;
        let score = Score::parse(key).ok_or_else(|| Failure::Usage {
            message: format!("there is no score `{key}`"),
            hint: Some(match nearest(key, Score::WORDS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("one of {}", Score::WORDS.join(", ")),
            }),
        })?;
        let given = value
            .parse::<i64>()
            .map_err(|_| Failure::usage(format!("{key}: `{value}` is no whole number")))?;
        if scores.iter().any(|&(known, _)| known == score) {
            return Err(Failure::usage(format!("{key} is given twice")));
        }
        scores.push((score, given));
    }
    scores.sort_unstable();
    Ok(scores)
}
