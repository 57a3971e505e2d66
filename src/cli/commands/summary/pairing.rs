//! A pairing's summary as people read it.

use crate::calendar::describe::{distance, full_day};
use crate::insights::health::{Assessment, Health};
use crate::insights::rhythm::Clock;
use crate::insights::summary::pairing::{
    GoalStanding, Member, OpenEntry, OpenHomework, PairingSummary,
};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Role;
use crate::render::document::{Document, Facts, Meter};
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Text;
use crate::render::words::{and_list, day_span};

pub(super) fn document(summary: &PairingSummary<'_>) -> Document {
    let mut document = Document::new()
        .heading(title(summary))
        .facts(facts(summary));
    if let Some(health) = summary
        .health
        .as_ref()
        .filter(|health| !health.fired.is_empty())
    {
        document = document.section("Needs attention").list(reasons(health));
    }
    if !summary.goals.is_empty() {
        document = document
            .section("Goals")
            .meters(summary.goals.iter().map(goal));
    }
    if !summary.questions_open.is_empty() {
        document = document
            .section("Open questions")
            .table(entries(&summary.questions_open, summary.day));
    }
    if !summary.homework_open.is_empty() {
        document = document
            .section("Homework")
            .table(homework(&summary.homework_open, summary.day));
    }
    if !summary.advice_untried.is_empty() {
        document = document
            .section("Advice not tried yet")
            .table(entries(&summary.advice_untried, summary.day));
    }
    super::with_handbook(document, &summary.handbook)
}

/// `Grace Hopper mentors Ada Lovelace`; peers stand side by side.
fn title(summary: &PairingSummary<'_>) -> String {
    let names = |role: Role| {
        let members = summary
            .people
            .iter()
            .filter(move |member| member.role == role);
        and_list(members.map(|member: &Member<'_>| member.name))
    };
    let (mentor, mentees) = (names(Role::Mentor), names(Role::Mentee));
    summary.pairing.kind.sentence(&mentor, &mentees)
}

fn facts(summary: &PairingSummary<'_>) -> Facts {
    let (row, day) = (&summary.pairing, summary.day);
    let since = summary
        .state_since
        .map(|since| format!(" since {}", full_day(since)));
    let when = |shown: Option<Day>| {
        shown.map(|shown| format!("{} ({})", full_day(shown), distance(shown, day)))
    };
    let next = row.next.map(|at| {
        let time = at.datetime().format("%H:%M");
        format!(
            "{} {time} ({})",
            full_day(at.day()),
            distance(at.day(), day)
        )
    });
    Facts::new()
        .fact("id", row.id.as_str())
        .fact("kind", row.kind.as_str())
        .fact_if("cohort", row.cohort.map(Id::as_str))
        .fact_if(
            "facets",
            (!row.facets.is_empty()).then(|| row.facets.join(", ")),
        )
        .fact(
            "state",
            format!("{}{}", row.state, since.unwrap_or_default()),
        )
        .fact_if("starts", when(row.starts))
        .fact_if("ends", when(row.ends))
        .fact_if("signed", signed(summary))
        .fact("meetings", super::meetings(&summary.meetings))
        .fact_if("last met", when(row.last_held))
        .fact_if("next", next)
        .fact_if("contact", summary.rhythm.contact.as_ref().map(clock))
        .fact_if("in person", summary.rhythm.in_person.as_ref().map(clock))
        .fact_if("health", row.health.map(super::health_word))
}

fn signed(summary: &PairingSummary<'_>) -> Option<String> {
    let agreement = &summary.agreement;
    let who = summary
        .people
        .first()
        .map_or("mentor", |first| first.id.as_str());
    let mentor = agreement
        .signed_mentor
        .map(|on| format!("{who} on {}", full_day(on)));
    let mentees = agreement.signed_mentees_on.map(|on| {
        let ids = agreement.signed_mentees.iter().map(PersonId::as_str);
        format!("{} on {}", and_list(ids), full_day(on))
    });
    let signed: Vec<String> = mentor.into_iter().chain(mentees).collect();
    (!signed.is_empty()).then(|| signed.join(", "))
}

/// `every month, due Tue 3 Mar 2026`.
fn clock(clock: &Clock) -> String {
    let due = match (clock.due, clock.days_over) {
        (_, over @ 1..) => format!("{} over", day_span(over.unsigned_abs())),
        (Some(due), _) => format!("due {}", full_day(due)),
        (None, _) => "stands still".to_owned(),
    };
    format!("every {}, {due}", clock.every)
}

fn reasons(assessment: &Assessment) -> impl Iterator<Item = Text> + '_ {
    let grave = |health: Health| Text::from(super::health_word(health));
    let fired = assessment.fired.iter();
    fired.map(move |fired| grave(fired.health).with(format!(": {}", fired.because)))
}

fn goal(goal: &GoalStanding<'_>) -> Meter {
    let percent = u64::try_from(goal.percent.unwrap_or(0)).unwrap_or(0);
    let due = goal.due.map(|due| format!("due {}", full_day(due)));
    Meter::new(goal.text, percent, 100).note(due.unwrap_or_default())
}

fn entries(entries: &[OpenEntry<'_>], day: Day) -> Table {
    let columns = [
        Column::text("id", "id"),
        Column::text("on", "since"),
        Column::text("text", "text"),
    ];
    Table::new(columns).rows(entries.iter().map(|entry| {
        [
            entry.id.map(Id::as_str).into(),
            Cell::from(distance(entry.on, day)).with_value(entry.on.to_string()),
            entry.text.into(),
        ]
    }))
}

fn homework(homework: &[OpenHomework<'_>], day: Day) -> Table {
    let columns = [
        Column::text("id", "id"),
        Column::text("owner", "whose"),
        Column::text("due", "due"),
        Column::text("text", "text"),
    ];
    Table::new(columns).rows(homework.iter().map(|piece| {
        let due = piece
            .due
            .map(|due| Cell::from(distance(due, day)).with_value(due.to_string()));
        [
            piece.id.map(Id::as_str).into(),
            piece.owner.into(),
            due.into(),
            piece.text.into(),
        ]
    }))
}
