//! `checkin`: what people answer when they are asked how it goes, and how they see themselves.

use crate::change::checkin::{self, NewCheckin};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, row_json, usual};
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::checkins::{checkin_rows, readiness_rows};
use crate::model::confidential::{CheckinKind, QUALITIES, Subject};
use crate::store::read::Extent;
use clap::{Args, Subcommand};

const NOUN: Noun = Noun {
    one: "check-in",
    many: "checkins",
};

const COLUMNS: [ListColumn; 10] = [
    further("id"),
    usual("subject"),
    usual("on"),
    usual("kind"),
    usual("from"),
    number("fit"),
    number("progress"),
    number("satisfaction"),
    number("listened_to"),
    further("text"),
];

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

/// What people answer when they are asked how it goes; kept where only coordinators read it
#[derive(Debug, Subcommand)]
pub(crate) enum CheckinCommand {
    /// List check-ins
    #[command(visible_alias = "ls")]
    List(CheckinList),
    /// Write a check-in down
    Add(Box<CheckinAdd>),
    /// Compare how people saw themselves before and see themselves now
    Readiness(CheckinReadiness),
}

/// List check-ins
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad checkin list\n  pleiad checkin list --where \"fit < 3\""
)]
pub(crate) struct CheckinList {
    #[command(flatten)]
    list: ListFlags,
}

/// Compare how people saw themselves before and see themselves now
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad checkin readiness\n  pleiad checkin readiness --json")]
pub(crate) struct CheckinReadiness {
    #[command(flatten)]
    list: ListFlags,
}

/// Write down what somebody answered: about a pairing, or about themselves
///
/// A pairing of one meeting (flash) closes itself with the first check-in after it was held.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad checkin add ada+grace --from ada --fit 4 --progress 3 -m \"the pace is right\"
  pleiad checkin add --person grace --kind readiness --curious 4 --trusted 5 --listens 3
Scores are on the program's scale.")]
pub(crate) struct CheckinAdd {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING", required_unless_present = "person")]
    pairing: Option<String>,
    /// A person, about themselves
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["pairing", "from"])]
    person: Option<String>,
    /// expectations, readiness, regular, rating or exit
    #[arg(long, value_name = "KIND", default_value = "regular")]
    kind: String,
    /// Who answered
    #[arg(long, value_name = "PERSON")]
    from: Option<String>,
    /// How well the two fit
    #[arg(long, value_name = "SCORE")]
    fit: Option<i64>,
    /// How far they have come
    #[arg(long, value_name = "SCORE")]
    progress: Option<i64>,
    /// How content they are
    #[arg(long, value_name = "SCORE")]
    satisfaction: Option<i64>,
    /// How well they felt listened to
    #[arg(long, value_name = "SCORE")]
    listened_to: Option<i64>,
    /// How curious they are (this and the next: how they see themselves)
    #[arg(long, value_name = "SCORE")]
    curious: Option<i64>,
    /// How trusted
    #[arg(long, value_name = "SCORE")]
    trusted: Option<i64>,
    /// How well they listen
    #[arg(long, value_name = "SCORE")]
    listens: Option<i64>,
    /// How free of judgement
    #[arg(long, value_name = "SCORE")]
    non_judgmental: Option<i64>,
    /// How supportive
    #[arg(long, value_name = "SCORE")]
    supportive: Option<i64>,
    /// How gladly they do it
    #[arg(long, value_name = "SCORE")]
    volunteers: Option<i64>,
    /// In words
    #[arg(short = 'm', long, value_name = "TEXT")]
    text: Option<String>,
}

pub(crate) fn run(
    command: &CheckinCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        CheckinCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let rows = checkin_rows(&program);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("checkin-list", &list))
        }
        CheckinCommand::Readiness(readiness) => {
            let (program, clock) = context.read(&Extent::Confidential)?;
            let rows = readiness_rows(&program);
            let list = List::new(
                READINESS,
                &READINESS_COLUMNS,
                &rows,
                &readiness.list,
                &clock,
            )?;
            Ok(Reply::list("checkin-readiness", &list))
        }
        CheckinCommand::Add(add) => run_add(add, context),
    }
}

fn run_add(add: &CheckinAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let subject = match (&add.pairing, &add.person) {
        (Some(word), _) => Subject::Pairing(picked(context, word, |word| {
            reference::pairing(&program, word)
        })?),
        (None, word) => {
            let word = word.as_deref().unwrap_or_default();
            Subject::Person(picked(context, word, |word| person(&program, word))?)
        }
    };
    let kind = CheckinKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind of check-in `{}`", add.kind),
        hint: Some(format!("one of {}", CheckinKind::WORDS.join(", "))),
    })?;
    let from = match (&add.from, &subject) {
        (Some(word), _) => Some(picked(context, word, |word| person(&program, word))?),
        (None, Subject::Person(id)) => Some(id.clone()),
        (None, Subject::Pairing(_)) => None,
    };
    let new = NewCheckin {
        kind,
        from,
        scores: add.scores(),
        text: add.text.clone(),
    };
    let written = context.change(
        &Extent::Confidential,
        Looking::Away,
        |program, _, author| Ok(checkin::add(program, &subject, &new, author)?),
    )?;
    let rows = checkin_rows(&written.program);
    let record = rows
        .iter()
        .find(|row| row.id == Some(&written.answer) && row.subject == subject.as_str())
        .map(row_json)
        .unwrap_or_default();
    let done = format!("Noted check-in {} of {}.", written.answer, subject.as_str());
    Ok(written::reply(
        "checkin-add",
        &written,
        ("checkin", record.into()),
        done,
    ))
}

impl CheckinAdd {
    /// The scores that were given, by their keys.
    fn scores(&self) -> Vec<(&'static str, i64)> {
        let [
            curious,
            trusted,
            listens,
            non_judgmental,
            supportive,
            volunteers,
        ] = QUALITIES;
        let given = [
            ("fit", self.fit),
            ("progress", self.progress),
            ("satisfaction", self.satisfaction),
            ("listened_to", self.listened_to),
            (curious, self.curious),
            (trusted, self.trusted),
            (listens, self.listens),
            (non_judgmental, self.non_judgmental),
            (supportive, self.supportive),
            (volunteers, self.volunteers),
        ];
        given
            .into_iter()
            .filter_map(|(key, score)| Some((key, score?)))
            .collect()
    }
}
