//! The program's summary as people read it.

use crate::calendar::describe::full_day;
use crate::cli::commands::report::objectives;
use crate::insights::summary::program::{
    CohortDates, HealthCount, PairingCount, ProgramSummary, ReadinessCount,
};
use crate::model::day::Day;
use crate::render::document::{Document, Facts, Meter};
use crate::render::text::{Span, Text};
use crate::render::words::{and_list, count};

pub(super) fn document(summary: &ProgramSummary<'_>) -> Document {
    let title = Text::from(summary.name)
        .with(Span::drawn(" · ", " - "))
        .with(full_day(summary.day));
    let document = Document::new().heading(title).facts(facts(summary));
    let document = document.meters(meters(summary));
    if summary.objectives.is_empty() {
        return document;
    }
    document
        .section("Objectives")
        .table(objectives::table(summary.objectives.iter()))
}

fn facts(summary: &ProgramSummary<'_>) -> Facts {
    let cohorts: Vec<String> = summary.cohorts.iter().map(cohort).collect();
    let people = &summary.people;
    let both = (0 < people.both).then(|| format!(", {} of them both", people.both));
    let people = format!(
        "{}: {}, {}{}",
        people.all,
        role("mentor", "mentors", &people.mentors),
        role("mentee", "mentees", &people.mentees),
        both.unwrap_or_default()
    );
    let (capacity, requests, advice) = (summary.capacity, summary.requests, summary.advice);
    Facts::new()
        .fact_if("cohorts", some(cohorts))
        .fact("people", people)
        .fact(
            "places",
            format!("{} used, {} free", capacity.used, capacity.free),
        )
        .fact(
            "requests",
            format!("{} served, {} open", requests.served, requests.open),
        )
        .fact(
            "unmatched",
            count(requests.mentees_unmatched as usize, "mentee", "mentees"),
        )
        .fact("pairings", pairings(&summary.pairings))
        .fact("health", health(summary.health))
        .fact("meetings", super::meetings(&summary.meetings))
        .fact(
            "advice",
            format!(
                "{} given, {} tried, {} of help",
                advice.given, advice.tried, advice.helped
            ),
        )
}

fn some(texts: Vec<String>) -> Option<String> {
    (!texts.is_empty()).then(|| and_list(texts))
}

/// `2026-spring (12 Jan 2026 to 31 Jul 2026)`.
fn cohort(cohort: &CohortDates<'_>) -> String {
    match (cohort.starts, cohort.ends) {
        (Some(starts), Some(ends)) => format!(
            "{} ({} to {})",
            cohort.id,
            short_day(starts),
            short_day(ends)
        ),
        (Some(starts), None) => format!("{} (from {})", cohort.id, short_day(starts)),
        (None, Some(ends)) => format!("{} (to {})", cohort.id, short_day(ends)),
        (None, None) => cohort.id.to_string(),
    }
}

fn short_day(day: Day) -> String {
    day.date().format("%-d %b %Y").to_string()
}

/// `14 mentors (12 ready, 2 paused)`.
fn role(one: &str, many: &str, people: &ReadinessCount) -> String {
    let all = count(people.all as usize, one, many);
    let others = parts(&[
        (people.applied, "applied"),
        (people.ready, "ready"),
        (people.waiting, "waiting"),
        (people.paused, "paused"),
        (people.left, "left"),
        (people.declined, "declined"),
    ]);
    if people.ready == people.all {
        all
    } else {
        format!("{all} ({others})")
    }
}

fn pairings(pairings: &PairingCount) -> String {
    let told = parts(&[
        (pairings.proposed, "proposed"),
        (pairings.accepted, "accepted"),
        (pairings.active, "active"),
        (pairings.paused, "paused"),
        (pairings.closing, "closing"),
        (pairings.closed, "closed"),
        (pairings.declined, "declined"),
        (pairings.withdrawn, "withdrawn"),
        (pairings.void, "void"),
    ]);
    if told.is_empty() {
        "none".to_owned()
    } else {
        told
    }
}

/// Those that there are, `18 active, 2 paused`.
fn parts(counts: &[(u32, &str)]) -> String {
    let told = counts.iter().filter(|(count, _)| 0 < *count);
    let told: Vec<String> = told
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    told.join(", ")
}

fn health(health: HealthCount) -> Text {
    let spans = [
        (health.red, Span::bad(format!("{} red", health.red))),
        (
            health.amber,
            Span::warning(format!("{} amber", health.amber)),
        ),
        (health.green, Span::good(format!("{} green", health.green))),
        (
            health.paused,
            Span::dim(format!("{} paused", health.paused)),
        ),
    ];
    let mut text = Text::new();
    for (_, span) in spans.into_iter().filter(|(count, _)| 0 < *count) {
        if !text.is_empty() {
            text = text.with(", ");
        }
        text = text.with(span);
    }
    if text.is_empty() {
        "no pairing in force".into()
    } else {
        text
    }
}

/// What there is nothing of has no bar.
fn meters(summary: &ProgramSummary<'_>) -> Vec<Meter> {
    let (met, requests, advice) = (summary.met_last_30_days, summary.requests, summary.advice);
    let shares = [
        ("pairs met in the last 30 days", met.count, met.all),
        ("requests served", requests.served, requests.all),
        (
            "places used",
            summary.capacity.used,
            summary.capacity.places,
        ),
        ("advice tried", advice.tried, advice.given),
    ];
    let shares = shares.into_iter().filter(|(.., all)| 0 < *all);
    let meter = |(label, part, all): (&str, u32, u32)| {
        Meter::new(label, part.into(), all.into()).note(format!("{part} of {all}"))
    };
    shares.map(meter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, program, programs};
    use crate::insights::summary::program::program_summary;
    use crate::render::look::Look;
    use crate::render::terminal;
    use proptest::prelude::*;

    #[test]
    fn a_program_with_nobody_in_it_reads_well() {
        let program = program();
        let summary = program_summary(&program, day("2026-02-20"));
        let expected = "\
IT mentoring - Fri 20 Feb 2026

people     0: 0 mentors, 0 mentees
places     0 used, 0 free
requests   0 served, 0 open
unmatched  0 mentees
pairings   none
health     no pairing in force
meetings   0 held (0.0 h)
advice     0 given, 0 tried, 0 of help
";
        let look = Look {
            width: 80,
            color: false,
            ascii: true,
        };
        assert_eq!(terminal::render(&document(&summary), &look), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn no_line_is_longer_than_the_terminal(program in programs(), days in 0_i64..240, width in 60_usize..160) {
            let summary = program_summary(&program, day("2026-01-01").plus_days(days));
            let look = Look { width, color: false, ascii: true };
            let text = terminal::render(&document(&summary), &look);
            prop_assert!(text.lines().all(|line| line.len() <= width), "{}", text);
        }
    }
}
