//! `erase`: a person is forgotten.

use crate::change::participant::pairings_to_settle;
use crate::change::refusal::Refusal;
use crate::cli::ask::Asking;
use crate::cli::context::{Context, Written};
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked, prospect_named};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::model::id::{Id, PersonId};
use crate::model::participant::Readiness;
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::erase::elsewhere::elsewhere;
use crate::store::erase::plan::{self, ErasePlan, Mention};
use crate::store::git::run::Git;
use crate::store::read::Extent;
use crate::store::store_error::StoreError;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Forget a person: their words and names go, counts stay; no undo
///
/// One change, which no undo takes back: `erased-1f3a` stands in their place; their file keeps its
/// roles, states and days, and says that they left; the pairings with one other keep their days, ratings and hours and lose
/// every text, for it is about them; private notes on these go. In the files of others references,
/// addresses and the whole name are replaced; lines in which a part of the name is left are listed
/// and not touched, because it may be somebody else's. Old versions in .pleiad that speak of the
/// person are dropped. What git, clones, backups, exports and mails hold stays, and is told.
///
/// Pairings that go on are closed first: `participant leave`. A prospect is forgotten likewise: what counts of the
/// asking stays.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad erase ada -n                        (shows what would change)
  pleiad erase ada
  pleiad erase ada -y --json
  pleiad erase mira                          (a prospect, too)
  pleiad export participant ada --held       (first, where they asked for what is held about them)")]
pub(crate) struct Erase {
    /// Id or the beginning of it, e-mail, name, @me
    #[arg(value_name = "PERSON")]
    person: String,
}

/// What git still holds after an erasure, and the commands that take it from there.
#[derive(Debug, Serialize, JsonSchema)]
struct InGit {
    /// Files of the person, else those that were changed, as git knows them.
    paths: Vec<String>,
    commands: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Answer<'a> {
    /// Who stands in their place.
    stand_in: &'a PersonId,
    /// Pairings that lost their words.
    pairings: usize,
    /// Lines that may speak of them still.
    mentions: Vec<Line>,
    git: Option<InGit>,
    done: &'a str,
    files: &'a [String],
    dry_run: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'a str>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Line {
    file: String,
    line: usize,
}

/// What this command replies.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("erase")];

/// Lines that are shown one by one.
const LINES_SHOWN_MAX: usize = 20;

pub(crate) fn run(erase: &Erase, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Prospects)?;
    let who = picked(context, &erase.person, |word| who(&program, word))?;
    if context.asking() == Asking::Possible && !context.global.yes && !context.global.dry_run {
        context.talk(
            "No undo takes this back: old versions that speak of the person are dropped as well.\n",
        );
    }
    let written = context.forget(|program, texts, clock| {
        let gone = || Refusal::refused("they are gone meanwhile; nothing was written");
        let plan = match &who {
            Who::Person(id) => {
                refuse_at_work(program, id)?;
                plan::plan(program, texts, id, clock.today)
            }
            Who::Prospect(id) => {
                refuse_enrolled(program, id)?;
                plan::plan_of_prospect(program, texts, id)
            }
        };
        plan.ok_or_else(|| gone().into())
    })?;
    let looked =
        mentions(&written, context).and_then(|mentions| Ok((mentions, in_git(&written, context)?)));
    let is_looked_through = looked.is_ok();
    let (mentions, git) = match looked {
        Ok(looked) => looked,
        Err(failure) if written.diff.is_some() => return Err(failure),
        // The person is gone: what fails from here on is no reason to say that nothing was changed.
        Err(_) => (written.answer.mentions.clone(), None),
    };
    let answer = Answer {
        stand_in: &written.answer.stand_in,
        pairings: written.answer.pairings.len(),
        mentions: mentions.iter().map(line).collect(),
        git,
        done: &written.sentence,
        files: &written.files,
        dry_run: written.diff.is_some(),
        diff: written.diff.as_deref(),
    };
    let mut reply = Reply::new("erase", &answer, document(&answer));
    if !is_looked_through {
        reply = reply.say("not every other file could be looked through, nor git: look for the name there yourself");
    }
    Ok(if answer.dry_run {
        reply.say("nothing was written (--dry-run)")
    } else {
        reply
    })
}

/// Whoever can be forgotten.
enum Who {
    /// Somebody enrolled.
    Person(PersonId),
    /// Somebody who might become a mentor.
    Prospect(Id),
}

/// Finds who is meant among the people enrolled, else among the prospects.
fn who(program: &Program, word: &str) -> Result<Who, Refusal> {
    match person(program, word) {
        Err(Refusal::NotFound { what, word, near }) => match prospect_named(program, &word) {
            Err(Refusal::NotFound { .. }) => Err(Refusal::NotFound { what, word, near }),
            outcome => outcome.map(Who::Prospect),
        },
        outcome => outcome.map(Who::Person),
    }
}

/// Refuses a prospect who was enrolled since: with the person goes the prospect.
fn refuse_enrolled(program: &Program, id: &Id) -> Result<(), Refusal> {
    let enrolled = program
        .prospects
        .get(id)
        .and_then(|one| one.participant.as_ref());
    match enrolled.filter(|person| program.participants.contains_key(person)) {
        Some(person) => Err(Refusal::refused(format!("{id} was enrolled as {person}"))
            .hint(format!("pleiad erase {person}"))),
        None => Ok(()),
    }
}

/// Refuses while somebody is in a pairing that goes on: nobody would meet there.
fn refuse_at_work(program: &Program, id: &PersonId) -> Result<(), Refusal> {
    let open = pairings_to_settle(program, id, Readiness::Left);
    let Some(pairing) = open.first() else {
        return Ok(());
    };
    let message = format!(
        "{id} is in {}: {}",
        count(open.len(), "pairing that goes on", "pairings that go on"),
        pairing.id
    );
    Err(Refusal::refused(message).hint(format!("pleiad participant leave {id} --close left")))
}

fn line(mention: &Mention) -> Line {
    Line {
        file: mention.file.clone(),
        line: mention.line,
    }
}

/// Lines that may speak of the person still, in records of others and in files that are no records.
fn mentions(
    written: &Written<ErasePlan>,
    context: &Context<'_, '_>,
) -> Result<Vec<Mention>, Failure> {
    let folder = context.folder()?;
    let plan = &written.answer;
    let elsewhere = elsewhere(folder.disk(), &plan.needles).map_err(StoreError::from)?;
    let mut mentions = [plan.mentions.clone(), elsewhere].concat();
    mentions.sort();
    Ok(mentions)
}

/// What git still holds; nothing where the folder lies in no repository.
fn in_git(
    written: &Written<ErasePlan>,
    context: &Context<'_, '_>,
) -> Result<Option<InGit>, Failure> {
    let folder = context.folder()?;
    let Ok(git) = Git::of(folder.root()) else {
        return Ok(None);
    };
    let own = &written.answer.own_paths;
    let known = if own.is_empty() { &written.files } else { own };
    let known = known.iter().map(|file| format!("{}{file}", git.prefix()));
    let paths: Vec<String> = known.collect();
    let mut commands = vec![format!("git log --all --oneline -- {}", paths.join(" "))];
    if !own.is_empty() {
        let listed: Vec<String> = paths.iter().map(|path| format!(" --path {path}")).collect();
        commands.push(format!("git filter-repo --invert-paths{}", listed.concat()));
    }
    commands.push("git filter-repo --replace-text FILE        (FILE: a line NAME==>erased for the name and each address)".to_owned());
    Ok(Some(InGit { paths, commands }))
}

fn document(answer: &Answer<'_>) -> Document {
    let mut document = match answer.diff {
        Some(diff) => Document::new().verbatim(Verbatim::diff(diff.to_owned())),
        None => Document::new().paragraph(format!(
            "Erased: {} stands in their place ({}, {} without words).",
            answer.stand_in,
            count(answer.files.len(), "file", "files"),
            count(answer.pairings, "pairing", "pairings"),
        )),
    };
    if !answer.mentions.is_empty() {
        let shown = answer.mentions.iter().take(LINES_SHOWN_MAX);
        let mut lines: Vec<String> = shown
            .map(|line| format!("  {}:{}", line.file, line.line))
            .collect();
        let more = answer.mentions.len().saturating_sub(LINES_SHOWN_MAX);
        if 0 < more {
            lines.push(format!("  and {more} more; --json has all"));
        }
        document = document
            .paragraph(
                "These lines may speak of them still; look at each, for it may be another's name:",
            )
            .verbatim(listed(&lines));
    }
    document = document.paragraph(
        "Clones, backups, exported files and letters that were sent hold what they held: only who keeps them can erase it there.",
    );
    if let Some(git) = &answer.git {
        let lines: Vec<String> = git
            .commands
            .iter()
            .map(|line| format!("  {line}"))
            .collect();
        document = document
            .paragraph("Git's history holds what was committed. To see it, and to rewrite it for good (every clone has to be made anew then):")
            .verbatim(listed(&lines));
    }
    document
}

fn listed(lines: &[String]) -> Verbatim {
    Verbatim::text(lines.join("\n") + "\n")
}
