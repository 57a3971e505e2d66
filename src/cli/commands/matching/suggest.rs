//! `match suggest`: who would be good for one person, in either direction.

use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::commands::matching::words::reasons;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, number, usual};
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, list};
use crate::matching::absence::{mentee_absence, mentor_absence};
use crate::matching::pair::Suggestion;
use crate::matching::question::Question;
use crate::matching::reason::Reason;
use crate::matching::suggest::suggest;
use crate::model::id::PersonId;
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "suggestion",
    many: "suggestions",
};
const COLUMNS: [ListColumn; 6] = [
    further("person"),
    usual("name"),
    usual("facet"),
    number("points"),
    number("places"),
    usual("because"),
];

/// Suggestions where nobody says how many.
const SUGGESTIONS: usize = 10;

/// Rank who would be good for one person: mentors for a mentee, mentees for a mentor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match suggest ada                       (mentors for Ada)
  pleiad match suggest grace --as mentor         (mentees for Grace)
  pleiad match suggest ada --where \"facet = career\" --limit 3
Places are those that the mentor has free. Nobody is kept for anybody: `pleiad match` weighs all wishes.")]
pub(super) struct Suggest {
    /// Id or its beginning, e-mail, name, or @me
    #[arg(value_name = "PERSON")]
    person: String,
    /// In which role, for somebody who has both: mentor or mentee
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    list: ListFlags,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Row<'a> {
    person: &'a PersonId,
    name: &'a str,
    facet: Option<&'a str>,
    points: i64,
    places: u32,
    because: String,
    rules: &'a [Reason],
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[list::<Row<'static>>("match-suggest", NOUN)];

pub(super) fn run(command: &Suggest, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = picked(context, &command.person, |word| person(&program, word))?;
    let question = command.asked.question(&program, &clock, None)?;
    let role = role(command, &program, &question, &id)?;
    let ranked =
        suggest(&program, &question, &id, role).map_err(|error| failure(&program, error))?;
    let row = |suggestion| row(&program, suggestion);
    let rows: Vec<Row<'_>> = ranked.iter().map(row).collect();
    let mut flags = command.list.clone();
    flags.limit = flags.limit.or(Some(SUGGESTIONS));
    let list = List::new(NOUN, &COLUMNS, &rows, &flags, &clock)?;
    let reply = Reply::list("match-suggest", &list);
    Ok(said(
        reply,
        command,
        (&program, &question),
        (&id, role),
        rows.len(),
    ))
}

fn row<'a>(program: &'a Program, suggestion: &'a Suggestion) -> Row<'a> {
    Row {
        person: &suggestion.person,
        name: program.name(&suggestion.person),
        facet: suggestion.facet.as_deref(),
        points: suggestion.points,
        places: suggestion.places,
        because: reasons(&suggestion.rules),
        rules: &suggestion.rules,
    }
}

/// The role in which somebody is asked about: as said, else as a mentee where something is open, else as a mentor.
fn role(
    command: &Suggest,
    program: &Program,
    question: &Question<'_>,
    id: &PersonId,
) -> Result<Role, Failure> {
    if let Some(word) = &command.role {
        return Role::parse(word).ok_or_else(|| Failure::Usage {
            message: format!("there is no role `{word}`"),
            hint: Some(format!("one of {}", Role::WORDS.join(", "))),
        });
    }
    let when = (&question.cohort, question.today);
    let participant = &program.participants[id];
    let asks = mentee_absence(program, &program.pairings_by_person(), participant, when).is_none();
    Ok(if asks || participant.mentor.is_none() {
        Role::Mentee
    } else {
        Role::Mentor
    })
}

/// The reply with what the list alone does not tell: why it is empty, or that it goes on.
fn said(
    reply: Reply,
    command: &Suggest,
    (program, question): (&Program, &Question<'_>),
    (id, role): (&PersonId, Role),
    all: usize,
) -> Reply {
    let when = (&question.cohort, question.today);
    let (participant, by_person) = (&program.participants[id], program.pairings_by_person());
    let absence = match role {
        Role::Mentee => mentee_absence(program, &by_person, participant, when),
        Role::Mentor => mentor_absence(program, &by_person, participant, when),
    };
    let name = program.name(id);
    if let Some(absence) = absence {
        return reply.say(format!("{name} {}", absence.because));
    }
    if all == 0 {
        let rules = "a rule keeps everybody away who takes part; pleiad match unmatched says which";
        return reply.say(format!("nobody for {name}: {rules}"));
    }
    if command.list.limit.is_none() && SUGGESTIONS < all {
        let all = count(all, "suggestion", "suggestions");
        return reply.say(format!("the best of {all}; --limit shows more"));
    }
    reply
}
