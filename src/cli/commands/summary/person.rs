//! A person's summary as people read it.

use crate::calendar::describe::{distance, full_day};
use crate::insights::roster::PairingRow;
use crate::insights::summary::person::{PersonSummary, RoleSummary};
use crate::model::id::PersonId;
use crate::model::pairing::PairingKind;
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::{and_list, count};

pub(super) fn document(program: &Program, summary: &PersonSummary<'_>) -> Document {
    let document = Document::new()
        .heading(summary.participant.name)
        .facts(facts(summary));
    let rows = [
        (&summary.as_mentee, Role::Mentee),
        (&summary.as_mentor, Role::Mentor),
    ];
    let pairings: Vec<(&PairingRow<'_>, Role)> = rows
        .into_iter()
        .flat_map(|(role, as_role)| role.pairings.iter().map(move |row| (row, as_role)))
        .collect();
    let document = if pairings.is_empty() {
        document
    } else {
        document
            .section("Pairings")
            .table(table(program, &pairings, summary))
    };
    super::with_handbook(document, &summary.handbook)
}

fn facts(summary: &PersonSummary<'_>) -> Facts {
    let person = &summary.participant;
    let roles: Vec<&str> = person.roles.iter().map(|role| role.as_str()).collect();
    let places = person.capacity.zip(person.capacity_free);
    let places = places.map(|(all, free)| format!("{all}, {free} free"));
    let requests = (0 < person.requests).then(|| {
        format!(
            "{} wanted, {} open",
            count(person.requests as usize, "mentor", "mentors"),
            person.requests_open
        )
    });
    let certifications: Vec<String> = summary
        .certifications
        .iter()
        .map(|standing| {
            format!(
                "{} {} since {}",
                standing.id,
                standing.is,
                full_day(standing.on)
            )
        })
        .collect();
    let next = summary.next.as_ref().map(|next| {
        let time = next.at.datetime().format("%H:%M");
        format!(
            "{} {time} ({})",
            full_day(next.at.day()),
            distance(next.at.day(), summary.day)
        )
    });
    Facts::new()
        .fact("id", person.id.as_str())
        .fact_if("roles", (!roles.is_empty()).then(|| and_list(roles)))
        .fact("state", person.state.as_str())
        .fact_if("places", places)
        .fact_if("requests", requests)
        .fact_if("as mentee", held(&summary.as_mentee))
        .fact_if("as mentor", held(&summary.as_mentor))
        .fact_if("stayed away", stayed_away(summary.meetings_missed))
        .fact_if("next meeting", next)
        .fact_if(
            "certifications",
            (!certifications.is_empty()).then(|| certifications.join(", ")),
        )
}

/// From how many meetings somebody stayed away; nothing for none.
pub(crate) fn stayed_away(meetings: usize) -> Option<String> {
    (0 < meetings).then(|| format!("from {}", count(meetings, "meeting", "meetings")))
}

/// The meetings of a role in which there is a pairing.
fn held(role: &RoleSummary<'_>) -> Option<String> {
    (!role.pairings.is_empty()).then(|| super::meetings(&role.meetings))
}

fn table(
    program: &Program,
    pairings: &[(&PairingRow<'_>, Role)],
    summary: &PersonSummary<'_>,
) -> Table {
    let columns = [
        Column::text("id", "with"),
        Column::text("role", "as"),
        Column::text("state", "state"),
        Column::number("meetings_held", "met"),
        Column::text("last_held", "last met"),
        Column::text("next", "next"),
        Column::text("health", "health"),
    ];
    let person = summary.participant.id;
    Table::new(columns).rows(pairings.iter().map(|(row, role)| {
        let last = row
            .last_held
            .map(|day| Cell::from(distance(day, summary.day)).with_value(day.to_string()));
        let next = row
            .next
            .map(|at| Cell::from(distance(at.day(), summary.day)).with_value(at.to_string()));
        [
            // The names say it to people, the id to scripts.
            Cell::from(partners(program, row, person)).with_value(row.id.as_str()),
            called(row, *role).into(),
            row.state.as_str().into(),
            row.meetings_held.into(),
            last.into(),
            next.into(),
            row.health.map(super::health_word).into(),
        ]
    }))
}

/// What a person is in a pairing; in one of peers both are the same.
fn called(row: &PairingRow<'_>, role: Role) -> &'static str {
    match row.kind {
        PairingKind::Peer => "peer",
        PairingKind::Pair | PairingKind::Circle | PairingKind::Reverse | PairingKind::Flash => {
            role.as_str()
        }
    }
}

/// The others in a pairing, by name.
fn partners(program: &Program, row: &PairingRow<'_>, person: &PersonId) -> String {
    let people = std::iter::once(row.mentor).chain(row.mentees);
    let others = people.filter(|other| *other != person);
    and_list(others.map(|other| program.name(other)))
}
