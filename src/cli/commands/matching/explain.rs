//! `match explain`: why two people were matched or not.

use crate::cli::commands::matching::asked::{Asked, failure};
use crate::cli::commands::matching::two::Two;
use crate::cli::commands::matching::unmatched::moves_table;
use crate::cli::commands::matching::words::{asker, difference};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::matching::absence::{Absence, mentee_absence, mentor_absence};
use crate::matching::explain::{Difference, Explanation, explain};
use crate::matching::pair::{AskedFacet, Bar, PairQuestion};
use crate::matching::reason::Reason;
use crate::model::draft::Aim;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Column, Table};
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;

/// Say why two people were matched or not: points per rule, what is missing, what forcing them would cost
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad match explain grace ada
  pleiad match explain grace ada --facet career
  pleiad match explain grace ada --aim quality --json
The mentor stands first; where only the other one mentors, they are taken the other way round.")]
pub(super) struct Explain {
    #[command(flatten)]
    two: Two,
    /// For what; the mentee's first open request otherwise
    #[arg(long, value_name = "FACET")]
    facet: Option<String>,
    #[command(flatten)]
    asked: Asked,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Answer<'a> {
    mentor: &'a PersonId,
    mentee: &'a PersonId,
    facet: Option<&'a str>,
    cohort: &'a Id,
    aim: Aim,
    points: i64,
    is_matched: bool,
    matched_facet: Option<&'a str>,
    rules: &'a [Reason],
    missing: &'a [Reason],
    forbidden_by: &'a [Bar],
    already_together: bool,
    absent: &'a [Absence],
    forced: Option<&'a Difference>,
    rules_digest: &'a str,
}

/// Two people in their roles.
type Pair = (PersonId, PersonId);

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Answer<'static>>("match-explain")];

pub(super) fn run(command: &Explain, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let pair = command.two.people(&program, context)?;
    let (mentor, mentee) = &pair;
    let question = command.asked.question(&program, &clock, None)?;
    let asked = PairQuestion {
        mentor: &program.participants[mentor],
        mentee: &program.participants[mentee],
        facet: command
            .facet
            .as_deref()
            .map_or(AskedFacet::First, |facet| AskedFacet::Of(Some(facet))),
        cohort: &question.cohort,
        today: question.today,
    };
    let explanation = context
        .waiting()
        .over(|progress| explain(&program, &question.watched(progress), &asked));
    let explanation = explanation.map_err(|error| failure(&program, error))?;
    let (by_person, when) = (
        program.pairings_by_person(),
        (&question.cohort, question.today),
    );
    let absent: Vec<Absence> = [
        mentor_absence(&program, &by_person, asked.mentor, when),
        mentee_absence(&program, &by_person, asked.mentee, when),
    ]
    .into_iter()
    .flatten()
    .collect();
    let score = &explanation.score;
    let answer = Answer {
        mentor,
        mentee,
        facet: score.facet.as_deref(),
        cohort: &question.cohort,
        aim: question.aim,
        points: score.points,
        is_matched: explanation.is_matched,
        matched_facet: explanation.matched_facet.as_deref(),
        rules: &score.rules,
        missing: &score.missing,
        forbidden_by: &score.forbidden_by,
        already_together: score.already_together,
        absent: &absent,
        forced: explanation.forced.as_ref(),
        rules_digest: &score.rules_digest,
    };
    let document = document(&program, &pair, &explanation, &absent);
    let reply = Reply::new("match-explain", &answer, document);
    let wishes = asked.mentee.wishes();
    let is_wished = |facet: &str| {
        let mut facets = wishes.iter().filter_map(|wish| wish.facet.as_deref());
        facets.any(|wished| wished == facet)
    };
    Ok(
        match command.facet.as_deref().filter(|&facet| !is_wished(facet)) {
            Some(facet) => reply.say(format!(
                "{} asks for nobody under `{facet}`; this is how it would be",
                program.name(mentee)
            )),
            None => reply,
        },
    )
}

fn document(
    program: &Program,
    (mentor, mentee): &Pair,
    explanation: &Explanation,
    absent: &[Absence],
) -> Document {
    let score = &explanation.score;
    let with = asker(program, mentee, score.facet.as_deref());
    let facts = Facts::new()
        .fact("points", score.points)
        .fact("matched", verdict(explanation, absent));
    let mut document = Document::new()
        .heading(format!("{} with {with}", program.name(mentor)))
        .facts(facts);
    let bars = score
        .forbidden_by
        .iter()
        .map(|bar| format!("{}: {}", bar.rule, bar.because));
    let absences = absent
        .iter()
        .map(|absence| format!("{} {}", program.name(&absence.person), absence.because));
    let against: Vec<String> = bars.chain(absences).collect();
    if !against.is_empty() {
        document = document.section("What stands against it").list(against);
    }
    if !(score.rules.is_empty() && score.missing.is_empty()) {
        document = document
            .section("Points by rule")
            .table(rules_table(&score.rules, &score.missing));
    }
    if let Some(forced) = &explanation.forced {
        document = document.then(forced_document(program, forced));
    }
    document
}

/// Whether the best result pairs them, in words.
fn verdict(explanation: &Explanation, absent: &[Absence]) -> String {
    let score = &explanation.score;
    let verdict = if explanation.is_matched {
        let facet = explanation.matched_facet.as_deref();
        return match facet.filter(|_| explanation.matched_facet != score.facet) {
            Some(facet) => format!("yes, but for {facet}"),
            None => "yes, in the best result".to_owned(),
        };
    } else if score.already_together {
        "no: they are a pair already, or were one in this cohort"
    } else if !score.forbidden_by.is_empty() {
        "no: a rule forbids it"
    } else if !absent.is_empty() {
        "no: one of them takes no part"
    } else if let Some(forced) = &explanation.forced {
        if forced.before == forced.after {
            "no: of equally good results another one is taken"
        } else {
            "no: other pairs serve more, or have more points"
        }
    } else {
        "no: pins of others leave no room"
    };
    verdict.to_owned()
}

/// Each rule once: what it gives, what it could give more, and why.
fn rules_table(rules: &[Reason], missing: &[Reason]) -> Table {
    let head = [
        Column::text("rule", "rule"),
        Column::number("points", "points"),
        Column::number("missing", "missing"),
        Column::text("because", "because"),
    ];
    let mut table = Table::new(head);
    for given in rules {
        let miss = missing.iter().find(|miss| miss.rule == given.rule);
        let because = match miss {
            Some(miss) if miss.because != given.because => {
                format!("{}; {}", given.because, miss.because)
            }
            _ => given.because.to_string(),
        };
        table.push([
            given.rule.as_str().into(),
            given.points.into(),
            miss.map(|miss| miss.points).into(),
            because.into(),
        ]);
    }
    let silent = |miss: &&Reason| rules.iter().all(|given| given.rule != miss.rule);
    for miss in missing.iter().filter(silent) {
        table.push([
            miss.rule.as_str().into(),
            0_i64.into(),
            miss.points.into(),
            miss.because.as_str().into(),
        ]);
    }
    table
}

fn forced_document(program: &Program, forced: &Difference) -> Document {
    let cost = if forced.before == forced.after {
        "It would cost nothing; others would have other mentors.".to_owned()
    } else {
        format!(
            "It would cost: {}.",
            difference(&forced.before, &forced.after)
        )
    };
    Document::new()
        .section("If they were forced together")
        .paragraph(cost)
        .table(moves_table(program, &forced.moved))
}
