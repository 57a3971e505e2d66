//! `match`: who with whom, reviewed as a draft before it counts.

use crate::calendar::clock::Clock;
use crate::change::edit::Author;
use crate::change::matching::{draft, publish};
use crate::change::refusal::Refusal;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, number, row_json, usual};
use crate::cli::reference::{cohort, cohort_meant};
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::insights::roster::pairing_rows;
use crate::matching::outcome::{Outcome, Unmatched};
use crate::matching::run::{self, MatchError, Question};
use crate::matching::scores::{ScoreFinding, ScoreTable, ScoreTableBuilder};
use crate::model::draft::Aim;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Column, Table};
use crate::render::words::{and_list, count};
use crate::store::outside;
use crate::store::problem::Problem;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Reasons that are shown beside a pair.
const REASONS_MAX: usize = 3;

/// Match mentees with mentors: the best pairs by the rules, kept as a draft for review
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  pleiad match
  pleiad match --aim fair --cohort 2026-spring
  pleiad match -n                    (shows the draft it would write)
  pleiad match --scores scores.csv
  pleiad match publish -y
The draft lies in drafts/ and is made for git diff. Rules stand in matching.toml.")]
pub(crate) struct Match {
    #[command(subcommand)]
    command: Option<MatchCommand>,
    #[command(flatten)]
    run: Run,
}

#[derive(Debug, Subcommand)]
enum MatchCommand {
    /// Make the pairings of the draft
    Publish(Publish),
    /// List every allowed pair with its points
    Scores(Scores),
}

#[derive(Debug, Args)]
struct Run {
    #[command(flatten)]
    asked: Asked,
    /// CSV of mentor,mentee,facet,points in place of the rules; - is standard input
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
}

#[derive(Debug, Clone, Args)]
struct Asked {
    /// The cohort; the one that is open otherwise
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,
    /// coverage (most mentees served), quality (most points) or fair (the best worst pair)
    #[arg(long, value_name = "AIM", default_value = "coverage")]
    aim: String,
}

/// Make the pairings of the draft, in one change
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad match publish\n  pleiad match publish -y --cohort 2026-spring"
)]
struct Publish {
    /// The cohort; the one that is open otherwise
    #[arg(long, value_name = "ID")]
    cohort: Option<String>,
}

/// List every allowed pair with its points
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad match scores --format csv > scores.csv\n  pleiad match scores --where \"mentee = ada-lovelace\" --sort -points"
)]
struct Scores {
    #[command(flatten)]
    asked: Asked,
    #[command(flatten)]
    list: ListFlags,
}

pub(crate) fn run(command: &Match, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match &command.command {
        None => run_match(&command.run, context),
        Some(MatchCommand::Publish(publish)) => run_publish(publish, context),
        Some(MatchCommand::Scores(scores)) => run_scores(scores, context),
    }
}

fn run_match(run: &Run, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let aim = aim(&run.asked.aim)?;
    let scores = match &run.scores {
        Some(path) => {
            let (program, _) = context.read(&Extent::Roster)?;
            Some(read_scores(path, &program, context)?)
        }
        None => None,
    };
    let written = context.change(
        &Extent::Roster,
        Looking::Away,
        |program, clock, author: &Author| {
            let question = Question {
                cohort: cohort_of(run.asked.cohort.as_deref(), program, clock)?,
                aim,
                today: clock.today,
                scores: scores.as_ref(),
            };
            let outcome = run::run(program, &question).map_err(failure)?;
            let change = draft(program, &outcome, author);
            Ok((outcome, change))
        },
    )?;
    Ok(match_reply(&written))
}

fn match_reply(written: &Written<Outcome>) -> Reply {
    let outcome = &written.answer;
    let mut fields = Map::new();
    for (key, value) in row_json(outcome) {
        fields.insert(key.clone(), value);
        if key == "cohort" {
            fields.insert(
                "draft".to_owned(),
                json!(format!("drafts/{}.toml", outcome.cohort)),
            );
        }
    }
    if let Some(diff) = &written.diff {
        fields.insert("diff".to_owned(), json!(diff));
    }
    let reply = Reply::new("match", &fields, document(&written.program, outcome));
    if written.diff.is_some() {
        return reply.say("nothing was written (--dry-run)");
    }
    let kept = format!("kept as drafts/{}.toml for review", outcome.cohort);
    reply.say(kept).next("pleiad match publish")
}

fn document(program: &Program, outcome: &Outcome) -> Document {
    let served = |served: u64, all: u64| format!("{served} of {all}");
    let facts = Facts::new()
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
        .fact_if(
            "worst pair",
            outcome.worst.as_ref().map(|worst| {
                format!(
                    "{} with {}, {} points",
                    worst.mentee, worst.mentor, worst.points
                )
            }),
        );
    let mut document = Document::new()
        .heading(format!("Match of {}", outcome.cohort))
        .facts(facts);
    if !outcome.pairs.is_empty() {
        document = document
            .section("Pairs")
            .table(pairs_table(program, outcome));
    }
    if !outcome.unmatched.is_empty() {
        let items = outcome
            .unmatched
            .iter()
            .map(|unmatched| unmatched_sentence(program, unmatched));
        document = document.section("Without a mentor").list(items);
    }
    let silent = outcome
        .unknown_values
        .iter()
        .filter(|&(_, count)| 0 < *count);
    let silent: Vec<String> = silent
        .map(|(rule, count)| format!("{rule}: not known for {count} pairs"))
        .collect();
    if !silent.is_empty() {
        document = document.section("Values that nobody gave").list(silent);
    }
    document
}

fn pairs_table(program: &Program, outcome: &Outcome) -> Table {
    let head = [
        Column::text("mentee", "mentee"),
        Column::text("facet", "facet"),
        Column::text("mentor", "mentor"),
        Column::number("points", "points"),
        Column::text("because", "because"),
    ];
    let mut table = Table::new(head);
    for pair in &outcome.pairs {
        let mut reasons: Vec<_> = pair.rules.iter().collect();
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        let reasons: Vec<String> = reasons
            .iter()
            .take(REASONS_MAX)
            .map(|reason| reason.sentence())
            .collect();
        table.push([
            program.name(&pair.mentee).into(),
            pair.facet.as_deref().into(),
            program.name(&pair.mentor).into(),
            pair.points.into(),
            reasons.join(", ").into(),
        ]);
    }
    table
}

fn unmatched_sentence(program: &Program, unmatched: &Unmatched) -> String {
    let facet = unmatched
        .facet
        .as_deref()
        .map(|facet| format!(" ({facet})"))
        .unwrap_or_default();
    let blocked: Vec<String> = unmatched
        .blocked_by
        .iter()
        .map(|obstacle| {
            format!(
                "{} keeps {} away",
                obstacle.rule,
                count(
                    usize::try_from(obstacle.mentors).unwrap_or(usize::MAX),
                    "mentor",
                    "mentors"
                )
            )
        })
        .collect();
    let blocked = if blocked.is_empty() {
        "every place is taken".to_owned()
    } else {
        and_list(&blocked)
    };
    format!("{}{facet}: {blocked}", program.name(&unmatched.mentee))
}

fn run_publish(command: &Publish, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let written = context.change(&Extent::Roster, Looking::First, |program, clock, author| {
        let cohort = cohort_of(command.cohort.as_deref(), program, clock)?;
        Ok(publish(program, &cohort, author)?)
    })?;
    let rows = pairing_rows(&written.program, written.clock.today);
    let made = rows
        .iter()
        .filter(|row| written.answer.contains(row.id))
        .map(|row| Value::from(row_json(row)));
    let made: Vec<Value> = made.collect();
    let done = format!("Made {}.", count(made.len(), "pairing", "pairings"));
    Ok(
        written::reply("match-publish", &written, ("pairings", made.into()), done)
            .next("pleiad pairing list"),
    )
}

const SCORE_NOUN: Noun = Noun {
    one: "pair",
    many: "pairs",
};
const SCORE_COLUMNS: [ListColumn; 4] = [
    usual("mentor"),
    usual("mentee"),
    usual("facet"),
    number("points"),
];

#[derive(Debug, Serialize)]
struct ScoreRow {
    mentor: String,
    mentee: String,
    facet: Option<String>,
    points: i64,
}

fn run_scores(scores: &Scores, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let question = Question {
        cohort: cohort_of(scores.asked.cohort.as_deref(), &program, &clock)?,
        aim: aim(&scores.asked.aim)?,
        today: clock.today,
        scores: None,
    };
    let mut rows = Vec::new();
    let each = |pair: run::AllowedPair<'_>| {
        rows.push(ScoreRow {
            mentor: pair.mentor.to_string(),
            mentee: pair.mentee.to_string(),
            facet: pair.facet.map(str::to_owned),
            points: pair.points,
        });
    };
    run::each_allowed_pair(&program, &question, each).map_err(failure)?;
    Ok(Reply::list(
        "match-scores",
        &List::new(SCORE_NOUN, &SCORE_COLUMNS, &rows, &scores.list, &clock)?,
    ))
}

fn cohort_of(word: Option<&str>, program: &Program, clock: &Clock) -> Result<Id, Refusal> {
    word.map_or_else(
        || cohort_meant(program, clock.today),
        |word| cohort(program, word),
    )
}

fn aim(word: &str) -> Result<Aim, Failure> {
    Aim::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no aim `{word}`"),
        hint: Some(format!("one of {}", Aim::WORDS.join(", "))),
    })
}

fn failure(error: MatchError) -> Failure {
    match error {
        MatchError::Rules(findings) => {
            let hint = Some("pleiad check shows the place".to_owned());
            let problem = |finding: &crate::matching::rules::RuleFinding| {
                let message = format!("{}: {}", finding.rule, finding.problem);
                Problem::of_file("matching.toml", "match-rule", message, hint.clone())
            };
            Failure::Problems(findings.iter().map(problem).collect())
        }
        MatchError::PinsForbidden(pins) => {
            let problem = |pin: &run::ForbiddenPin| {
                Problem::of_file("matching.toml", "pin", pin.to_string(), None)
            };
            Failure::Problems(pins.iter().map(problem).collect())
        }
        MatchError::Solve(error) => Refusal::refused(error.to_string()).into(),
    }
}

/// Reads a table of scores: columns in any order, `facet` optional.
fn read_scores(
    path: &Path,
    program: &Program,
    context: &mut Context<'_, '_>,
) -> Result<ScoreTable, Failure> {
    let name = path.display().to_string();
    let bytes = if path.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(path))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {name}")))
    })?;
    let refused =
        |message: String| Failure::Problems(vec![Problem::of_file(&name, "scores", message, None)]);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(&bytes[..]);
    let headers = reader
        .headers()
        .map_err(|error| refused(error.to_string()))?
        .clone();
    let column = |wanted: &str| {
        headers.iter().position(|header| {
            header
                .trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(wanted)
        })
    };
    let needed = |wanted: &str| {
        column(wanted).ok_or_else(|| refused(format!("there is no column `{wanted}`")))
    };
    let (mentor, mentee, points, facet) = (
        needed("mentor")?,
        needed("mentee")?,
        needed("points")?,
        column("facet"),
    );
    let mut builder = ScoreTableBuilder::new(program);
    for record in reader.records() {
        let record = record.map_err(|error| refused(error.to_string()))?;
        let line = record.position().map_or(0, |position| {
            u32::try_from(position.line()).unwrap_or(u32::MAX)
        });
        let number = record[points].parse::<i64>();
        let number = number.map_err(|_| {
            refused(format!(
                "row {line}: `{}` is no whole number",
                &record[points]
            ))
        })?;
        builder.push(
            line,
            &record[mentor],
            &record[mentee],
            facet.map(|facet| &record[facet]),
            number,
        );
    }
    let wrong = |findings: Vec<ScoreFinding>| {
        Failure::Problems(
            findings
                .iter()
                .map(|finding| Problem::of_file(&name, "scores", finding.to_string(), None))
                .collect(),
        )
    };
    builder.finish().map_err(wrong)
}
