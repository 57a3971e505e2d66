//! Learning: modules that somebody has not taken, examinations that come, certificates that end.

use crate::insights::certifications::{CertificationStanding, certification_standings};
use crate::insights::due::{Due, DueKind, entry};
use crate::insights::training::{is_here, standing_rows};
use crate::model::day::Day;
use crate::model::participant::CertificationState;
use crate::model::program::Program;

/// Days before its last day from which a certificate waits to be renewed.
const NEAR_DAYS: i64 = 30;

pub(super) fn due(program: &Program, today: Day) -> Vec<Due<'_>> {
    let mut found = trainings(program, today);
    let standings = certification_standings(program, today).into_iter();
    let here = standings.filter(|standing| is_here(&program.participants[standing.person], today));
    found.extend(here.filter_map(|standing| certification(&standing, today)));
    found
}

/// A module waits since the first day of whoever should take it.
fn trainings(program: &Program, today: Day) -> Vec<Due<'_>> {
    let mut found = Vec::new();
    for row in standing_rows(program, None, today) {
        let participant = &program.participants[row.id];
        let since = participant.states.iter().map(|entry| entry.on).min();
        found.extend(row.missing.into_iter().map(|module| {
            let modules = program.settings.trainings.iter();
            let title = modules
                .filter(|known| known.id == *module)
                .find_map(|known| known.title.as_deref());
            Due {
                owner: Some(row.id),
                item: Some(module),
                ..entry(
                    DueKind::Training,
                    since.unwrap_or(today),
                    today,
                    format!("take {}", title.unwrap_or(module.as_str())),
                    format!("pleiad training done {module} {}", row.id),
                )
            }
        }));
    }
    found
}

fn certification<'a>(standing: &CertificationStanding<'a>, today: Day) -> Option<Due<'a>> {
    let (id, person) = (standing.certification, standing.person);
    let (due, what, verb) = match standing.state {
        CertificationState::Booked => {
            let exam = standing.exam?;
            (
                exam,
                format!("the examination of {id} is on {exam}"),
                "pass",
            )
        }
        CertificationState::Passed => {
            let expires = standing.expires?;
            let near = expires.plus_days(-NEAR_DAYS);
            (near, format!("{id} holds until {expires}"), "study")
        }
        CertificationState::Expired => (standing.since, format!("{id} holds no longer"), "study"),
        CertificationState::Planned | CertificationState::Studying | CertificationState::Failed => {
            return None;
        }
    };
    Some(Due {
        owner: Some(person),
        item: Some(id),
        ..entry(
            DueKind::Certification,
            due,
            today,
            what,
            format!("pleiad certification {verb} {person} {id}"),
        )
    })
}
