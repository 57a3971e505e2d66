//! `match`: a fresh run, kept as the draft of its cohort.

use crate::change::matching::draft::keep;
use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::commands::matching::diff::of_outcome;
use crate::cli::commands::matching::score_file::read_scores;
use crate::cli::commands::matching::words::{
    asker, closest, counted, difference, gaps, names, obstacles, points, reasons,
};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::matching::absence::{Absence, AbsenceKind};
use crate::matching::outcome::{IdlePin, IdleReason, Outcome, Unmatched};
use crate::matching::revision::{Revision, proposed, revisions};
use crate::matching::run;
use crate::model::draft::{Aim, Draft};
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::document::{Document, Facts, Verbatim};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Fresh {
    #[command(flatten)]
    asked: Asked,
    /// CSV of mentor,mentee,facet,points in place of the rules; - is standard input
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
}

/// A run and where it is kept for review.
#[derive(Serialize, JsonSchema)]
struct Drafted<'a> {
    #[serde(flatten)]
    outcome: &'a Outcome,
    /// The file of the draft.
    draft: String,
    /// What would be written to it, as a unified difference.
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'a str>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Drafted<'static>>("match")];

pub(super) fn run(fresh: &Fresh, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let scores = match &fresh.scores {
        Some(path) => {
            let (program, _) = context.read(&Extent::Roster)?;
            Some(read_scores(path, &program, context)?)
        }
        None => None,
    };
    let waiting = context.waiting();
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let question = fresh.asked.question(program, clock, scores.as_ref())?;
        let outcome = waiting.over(|progress| run::run(program, &question.watched(progress)));
        let outcome = outcome.map_err(|error| failure(program, error))?;
        let change = keep(program, &outcome, author);
        let before = program.drafts.get(&outcome.cohort).cloned();
        Ok((Ran { outcome, before }, change))
    })?;
    Ok(reply(&written))
}

/// A fresh run and the draft that stood before.
struct Ran {
    outcome: Outcome,
    before: Option<Draft>,
}

fn reply(written: &Written<Ran>) -> Reply {
    let Ran { outcome, before } = &written.answer;
    let path = format!("drafts/{}.toml", outcome.cohort);
    let answer = Drafted {
        outcome,
        draft: path.clone(),
        diff: written.diff.as_deref(),
    };
    let mut document = document(&written.program, outcome);
    let before = before.as_ref().map(proposed);
    let differs = before
        .as_ref()
        .map(|before| revisions(before, &of_outcome(outcome)));
    if let Some(diff) = &written.diff {
        if let Some(differs) = &differs {
            document = document
                .section(format!("Against {path} as it stands"))
                .then(against(&written.program, differs, diff));
        }
        return Reply::new("match", &answer, document).say("nothing was written (--dry-run)");
    }
    let kept = match &differs {
        None => format!("kept as {path} for review"),
        Some(_) if written.files.is_empty() => format!("{path} stands as it was: the same run"),
        Some(differs) if differs.is_empty() => format!("kept as {path}: the same pairs"),
        Some(differs) => format!(
            "kept as {path}: {} in place of the draft before; pleiad undo brings that back",
            count(differs.len(), "change", "changes")
        ),
    };
    Reply::new("match", &answer, document)
        .say(kept)
        .next("pleiad match publish")
}

/// What a fresh run would change in the draft that stands: request by request, and line by line.
fn against(program: &Program, differs: &[Revision<'_>], diff: &str) -> Document {
    if diff.is_empty() {
        return Document::new().paragraph("Nothing differs.");
    }
    let document = if differs.is_empty() {
        Document::new().paragraph("The same pairs.")
    } else {
        let head = [
            Column::text("mentee", "mentee"),
            Column::text("before", "now"),
            Column::text("after", "then"),
            Column::number("points", "points"),
        ];
        let rows = differs.iter().map(|revision| {
            let name =
                |person: Option<&PersonId>| person.map(|person| program.name(person).to_owned());
            let points = revision.points_after.unwrap_or(0) - revision.points_before.unwrap_or(0);
            [
                asker(program, revision.mentee, revision.facet).into(),
                name(revision.before).into(),
                name(revision.after).into(),
                Cell::from(format!("{points:+}")).with_number(points),
            ]
        });
        Document::new().table(Table::new(head).rows(rows))
    };
    document.verbatim(Verbatim::diff(diff))
}

fn document(program: &Program, outcome: &Outcome) -> Document {
    let mut document = Document::new()
        .heading(format!("Match of {}", outcome.cohort))
        .facts(facts(program, outcome));
    if !outcome.pairs.is_empty() {
        let table = pairs_table(program, outcome);
        document = document.section("Pairs").table(table);
    }
    let sections = [
        ("Without a mentor", unmatched(program, outcome)),
        ("What the mentor pool lacks", gaps(&outcome.gaps)),
        ("Pins that could not be kept", pins_idle(program, outcome)),
        (
            "Circles that are too small",
            circles_small(program, outcome),
        ),
        ("Mentors who take no part", mentors_out(program, outcome)),
        (
            "Pairs that a rule excludes",
            per_rule(&outcome.excluded_by_rule, |pairs| pairs),
        ),
        (
            "Values that nobody gave",
            per_rule(&outcome.unknown_values, |pairs| {
                format!("not known for {pairs}")
            }),
        ),
    ];
    for (title, items) in sections {
        if !items.is_empty() {
            document = document.section(title).list(items);
        }
    }
    document
}

fn facts(program: &Program, outcome: &Outcome) -> Facts {
    let served = |served: u64, all: u64| format!("{served} of {all}");
    let worst = outcome.worst.as_ref().map(|worst| {
        format!(
            "{} with {}, {}",
            asker(program, &worst.mentee, worst.facet.as_deref()),
            program.name(&worst.mentor),
            points(worst.points)
        )
    });
    Facts::new()
        .fact("aim", outcome.aim.as_str())
        .fact(
            "mentees with a mentor",
            served(outcome.mentees_served, outcome.mentees),
        )
        .fact(
            "requests served",
            served(outcome.requests_served, outcome.requests),
        )
        .fact("points", outcome.points.to_string())
        .fact(
            "proven the best",
            if outcome.optimal { "yes" } else { "no" },
        )
        .fact_if("worst pair", worst)
        .fact(
            "would both rather have each other",
            counted(outcome.blocking_pairs, "pair", "pairs"),
        )
        .fact_if(
            other_aim(outcome.price.map(|price| price.aim)),
            price(outcome),
        )
}

fn other_aim(aim: Option<Aim>) -> String {
    aim.map_or_else(String::new, |aim| format!("--aim {aim} instead"))
}

/// What the other aim would change.
fn price(outcome: &Outcome) -> Option<String> {
    let price = outcome.price?;
    let words = difference(&outcome.bound, &price.reaches);
    let least = outcome.worst.as_ref().map(|worst| worst.points);
    Some(match price.points_least {
        Some(other) if outcome.aim == Aim::Fair && least != Some(other) => {
            format!("{words}; the worst pair with {}", points(other))
        }
        _ => words,
    })
}

fn pairs_table(program: &Program, outcome: &Outcome) -> Table {
    let head = [
        Column::text("mentee", "mentee"),
        Column::text("facet", "facet"),
        Column::text("mentor", "mentor"),
        Column::number("points", "points"),
        Column::text("because", "because"),
    ];
    let rows = outcome.pairs.iter().map(|pair| {
        [
            program.name(&pair.mentee).into(),
            pair.facet.as_deref().into(),
            program.name(&pair.mentor).into(),
            pair.points.into(),
            reasons(&pair.rules).into(),
        ]
    });
    Table::new(head).rows(rows)
}

fn unmatched(program: &Program, outcome: &Outcome) -> Vec<String> {
    let sentence = |open: &Unmatched| {
        let who = asker(program, &open.mentee, open.facet.as_deref());
        let missing = match open.mentors_missing {
            1 => String::new(),
            missing => format!(", {missing} mentors missing"),
        };
        let closest = match closest(program, open) {
            nobody if nobody.is_empty() => nobody,
            closest => format!("; closest: {closest}"),
        };
        format!("{who}{missing}: {}{closest}", obstacles(open))
    };
    outcome.unmatched.iter().map(sentence).collect()
}

fn pins_idle(program: &Program, outcome: &Outcome) -> Vec<String> {
    let sentence = |pin: &IdlePin| {
        let why = match pin.why {
            IdleReason::NoMentor => "the mentor takes no part or has no free place",
            IdleReason::NoRequest => "the mentee takes no part or asks for nobody",
            IdleReason::AlreadyTogether => "they are a pair already",
            IdleReason::OtherPins => "other pins took the place or the request",
        };
        let (mentor, mentee) = (program.name(&pin.mentor), program.name(&pin.mentee));
        format!("{mentor} with {mentee}: {why}")
    };
    outcome.pins_idle.iter().map(sentence).collect()
}

fn circles_small(program: &Program, outcome: &Outcome) -> Vec<String> {
    let circles = outcome.circles_small.iter();
    circles
        .map(|circle| {
            format!(
                "{}: {}, and a circle needs three",
                program.name(&circle.mentor),
                counted(circle.mentees, "mentee", "mentees")
            )
        })
        .collect()
}

/// One line for each reason with the names; what is said of a single person stands for itself.
fn mentors_out(program: &Program, outcome: &Outcome) -> Vec<String> {
    let mut by_reason: BTreeMap<(AbsenceKind, &str), Vec<&Absence>> = BTreeMap::new();
    for absence in &outcome.mentors_out {
        by_reason
            .entry((absence.why, &absence.because))
            .or_default()
            .push(absence);
    }
    let line = |((_, because), absences): (&(AbsenceKind, &str), &Vec<&Absence>)| {
        let people = absences.iter().map(|absence| &absence.person);
        format!("{because}: {}", names(program, people))
    };
    by_reason.iter().map(line).collect()
}

fn per_rule(counts: &BTreeMap<String, u64>, words: impl Fn(String) -> String) -> Vec<String> {
    let counts = counts.iter().filter(|&(_, count)| 0 < *count);
    counts
        .map(|(rule, count)| format!("{rule}: {}", words(counted(*count, "pair", "pairs"))))
        .collect()
}
