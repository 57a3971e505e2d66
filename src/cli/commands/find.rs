//! `find`: words found again in notes, questions, advice, homework, goals and people.

use crate::cli::commands::advice::counted;
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, usual};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::insights::find::{Found, Wanted, find, find_private};
use crate::store::read::Extent;
use clap::Args;

const NOUN: Noun = Noun {
    one: "place",
    many: "found",
};

const COLUMNS: [ListColumn; 5] = [
    usual("kind"),
    usual("of"),
    usual("id"),
    usual("on"),
    usual("context"),
];

/// Find words in notes, questions, advice, homework, goals and people
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad find routing
  pleiad find \"two dates\" sponsor           (a phrase and a word, both in one text)
  pleiad find backup --where \"kind = advice\"
  pleiad find scope --private               (in your private notes too)
--exit-code makes scripts hear it: 1 when anything is found. Check-ins are not searched.")]
pub(crate) struct Find {
    /// Words or phrases, all of which must stand in one text
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Search your private notes too
    #[arg(long)]
    private: bool,
    /// End with 1 when anything is found
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    list: ListFlags,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<Found<'static>>("find", NOUN)];

pub(crate) fn run(command: &Find, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let wanted = Wanted::new(&command.words)
        .ok_or_else(|| Failure::usage("an empty word is found everywhere"))?;
    let (program, clock) = context.read(&Extent::Holding(wanted.single_words()))?;
    let notes = if command.private {
        let folder = context.folder()?;
        context.with_lock(|locking| folder.private_notes(None, locking))?
    } else {
        std::collections::BTreeMap::new()
    };
    let mut found = find(&program, &wanted, clock.today);
    for (pairing, notes) in &notes {
        found.extend(find_private(pairing, notes, &wanted));
    }
    let list = List::new(NOUN, &COLUMNS, &found, &command.list, &clock)?;
    let words = ("found", "place", "places");
    let mut reply = counted(Reply::list("find", &list), words);
    let is_any = reply.json["found"]
        .as_array()
        .is_some_and(|rows| !rows.is_empty());
    if command.exit_code && is_any {
        reply.code = exit::REFUSED;
    }
    Ok(reply)
}
