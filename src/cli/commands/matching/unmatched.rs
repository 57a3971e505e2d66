//! `match unmatched`: requests without a mentor, what stands in their way, and what would help.

use crate::change::refusal::Refusal;
use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::commands::matching::words::{
    asker, closest, counted, difference, gaps, names, obstacles,
};
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::reference::person;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::matching::explain::{Difference, Move};
use crate::matching::outcome::{Gap, Outcome, Unmatched as Open};
use crate::matching::run;
use crate::matching::what_if::{Change, Relaxation, WhatIfError, relaxations, what_if};
use crate::model::draft::Aim;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Column, Table};
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// In a pool of so many requests each run takes its time, and no rule is tried without.
const REQUESTS_LARGE: u64 = 4_000;

/// List requests without a mentor: why, the closest candidates, and what would help
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match unmatched
  pleiad match unmatched --what-if \"grace capacity+1\"
  pleiad match unmatched --what-if \"grace skill+routing\" --what-if \"without same-team\"
  pleiad match unmatched --exit-code --json
Nothing is written: a what-if is tried out on a copy of the program.")]
pub(super) struct Unmatched {
    #[command(flatten)]
    asked: Asked,
    /// Try a change out: \"PERSON capacity+1\", \"PERSON skill+SKILL\", \"PERSON facet+FACET\", \"without RULE\"
    #[arg(long, value_name = "CHANGE")]
    what_if: Vec<String>,
    /// Exit with 1 where anything is listed
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Answer<'a> {
    cohort: &'a Id,
    aim: Aim,
    unmatched: &'a [Open],
    gaps: &'a [Gap],
    relaxations: &'a [Relaxation],
    what_if: Option<WhatIf<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct WhatIf<'a> {
    changes: &'a [String],
    #[serde(flatten)]
    difference: &'a Difference,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("match-unmatched")];

pub(super) fn run(command: &Unmatched, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let question = command.asked.question(&program, &clock, None)?;
    let changes = command.what_if.iter().map(|text| change(&program, text));
    let changes = changes.collect::<Result<Vec<_>, _>>()?;
    let waiting = context.waiting();
    let outcome = waiting.over(|progress| run::run(&program, &question.watched(progress)));
    let outcome = outcome.map_err(|error| failure(&program, error))?;
    let relaxed = if outcome.unmatched.is_empty() || REQUESTS_LARGE <= outcome.requests {
        Vec::new()
    } else {
        let relaxed = waiting.over(|progress| relaxations(&program, &question.watched(progress)));
        relaxed.map_err(|error| failure(&program, error))?
    };
    let tried = if changes.is_empty() {
        None
    } else {
        let tried =
            waiting.over(|progress| what_if(&program, &question.watched(progress), &changes));
        Some(tried.map_err(|error| imagined(&program, error))?)
    };
    let answer = Answer {
        cohort: &outcome.cohort,
        aim: outcome.aim,
        unmatched: &outcome.unmatched,
        gaps: &outcome.gaps,
        relaxations: &relaxed,
        what_if: tried.as_ref().map(|difference| WhatIf {
            changes: &command.what_if,
            difference,
        }),
    };
    let document = document(
        &program,
        (&outcome, &relaxed),
        &command.what_if,
        tried.as_ref(),
    );
    let mut reply = Reply::new("match-unmatched", &answer, document);
    if command.exit_code && !outcome.unmatched.is_empty() {
        reply.code = exit::REFUSED;
    }
    Ok(reply)
}

fn imagined(program: &Program, error: WhatIfError) -> Failure {
    match error {
        WhatIfError::Match(error) => failure(program, error),
        WhatIfError::NoMentor(person) => {
            let message = format!("{person} is no mentor, so nothing can be tried out with them");
            let hint = format!("pleiad enroll {person} --mentor, with -n to write nothing");
            Refusal::refused(message).hint(hint).into()
        }
        WhatIfError::NoRule(rule) => Refusal::NotFound {
            what: "rule",
            word: rule.to_string(),
            near: Vec::new(),
        }
        .into(),
    }
}

/// Reads `grace capacity+1`, `grace skill+routing`, `grace facet+career`, `without same-team`.
fn change(program: &Program, text: &str) -> Result<Change, Failure> {
    let text = text.trim();
    let unknown = || {
        Failure::Usage {
        message: format!("--what-if: `{text}` is no change that can be tried out"),
        hint: Some(
            "\"grace capacity+1\", \"grace skill+routing\", \"grace facet+career\", \"without same-team\""
                .to_owned(),
        ),
    }
    };
    if let Some(rule) = text.strip_prefix("without ") {
        let rule = Id::parse(rule.trim()).map_err(|_| unknown())?;
        return Ok(Change::WithoutRule { rule });
    }
    let split = |word: &str| {
        let (who, what) = text.split_once(word)?;
        Some((who.trim(), what.trim())).filter(|(_, what)| !what.is_empty())
    };
    for (word, sign) in [(" capacity+", 1), (" capacity-", -1)] {
        if let Some((who, number)) = split(word) {
            let number = number.parse::<u16>().map_err(|_| unknown())?;
            return Ok(Change::Capacity {
                mentor: person(program, who)?,
                more: sign * i32::from(number),
            });
        }
    }
    if let Some((who, skill)) = split(" skill+") {
        let (mentor, skill) = (person(program, who)?, skill.to_owned());
        return Ok(Change::Skill { mentor, skill });
    }
    if let Some((who, facet)) = split(" facet+") {
        let (mentor, facet) = (person(program, who)?, facet.to_owned());
        return Ok(Change::Facet { mentor, facet });
    }
    Err(unknown())
}

fn document(
    program: &Program,
    (outcome, relaxed): (&Outcome, &[Relaxation]),
    changes: &[String],
    tried: Option<&Difference>,
) -> Document {
    let mut document = Document::new();
    if let Some(difference) = tried {
        document = document.then(tried_out(program, changes, difference));
    }
    let title = format!("Without a mentor in {}", outcome.cohort);
    document = if outcome.unmatched.is_empty() {
        document.paragraph("Every request has a mentor.")
    } else {
        document
            .section(title)
            .table(table(program, &outcome.unmatched))
    };
    let help: Vec<String> = gaps(&outcome.gaps)
        .into_iter()
        .chain(relaxed.iter().map(relaxation))
        .collect();
    if !help.is_empty() {
        document = document.section("What would help").list(help);
    }
    document
}

/// `without the rule same-team 2 more mentees would have a mentor`.
fn relaxation(relaxation: &Relaxation) -> String {
    let rule = &relaxation.rule;
    match relaxation.more_mentees {
        0 => format!(
            "without the rule {rule} {} would be served",
            counted(relaxation.more_requests, "more request", "more requests")
        ),
        mentees => format!(
            "without the rule {rule} {} would have a mentor",
            counted(mentees, "more mentee", "more mentees")
        ),
    }
}

fn table(program: &Program, unmatched: &[Open]) -> Table {
    let head = [
        Column::text("mentee", "mentee"),
        Column::number("mentors_missing", "missing"),
        Column::text("blocked_by", "what stands in the way"),
        Column::text("closest", "closest"),
    ];
    let rows = unmatched.iter().map(|open| {
        [
            asker(program, &open.mentee, open.facet.as_deref()).into(),
            open.mentors_missing.into(),
            obstacles(open).into(),
            closest(program, open).into(),
        ]
    });
    Table::new(head).rows(rows)
}

fn tried_out(program: &Program, changes: &[String], difference_made: &Difference) -> Document {
    let facts = Facts::new().fact(
        "it brings",
        difference(&difference_made.before, &difference_made.after),
    );
    let moves = &difference_made.moved;
    let mut document = Document::new()
        .section(format!("What if: {}", changes.join("; ")))
        .facts(facts.fact("who would move", count(moves.len(), "request", "requests")));
    if !moves.is_empty() {
        document = document.table(moves_table(program, moves));
    }
    document
}

/// Requests that would have other mentors.
pub(super) fn moves_table(program: &Program, moves: &[Move]) -> Table {
    let head = [
        Column::text("mentee", "mentee"),
        Column::text("before", "now"),
        Column::text("after", "then"),
    ];
    let rows = moves.iter().map(|moved| {
        let mentors =
            |mentors: &[_]| Some(names(program, mentors)).filter(|names| !names.is_empty());
        [
            asker(program, &moved.mentee, moved.facet.as_deref()).into(),
            mentors(&moved.before).into(),
            mentors(&moved.after).into(),
        ]
    });
    Table::new(head).rows(rows)
}
