//! Who took which module, and who lacks one.

use crate::insights::pool::modules_missing;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// A module with how many took it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ModuleRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Who takes it; both when null.
    pub role: Option<Role>,
    /// Its title.
    pub title: Option<&'a str>,
    /// Whether the gate asks for it.
    pub required: bool,
    /// Its length.
    pub minutes: Option<u32>,
    /// People who took it.
    pub taken: usize,
    /// People of its role who did not.
    pub missing: usize,
}

/// A person with their modules.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct StandingRow<'a> {
    /// Who.
    pub id: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// Their roles.
    pub roles: Vec<Role>,
    /// Modules with the day on which they took each, as `listening-101 2026-01-09`.
    pub taken: Vec<String>,
    /// Required modules of their roles that they have not taken.
    pub missing: Vec<&'a Id>,
    /// Whether none is missing.
    pub trained: bool,
}

/// Every module, in file order.
pub fn module_rows(program: &Program, today: Day) -> Vec<ModuleRow<'_>> {
    let row = |module: &'_ crate::model::settings::TrainingModule| {
        let of_role = program.participants.values().filter(|participant| {
            is_here(participant, today)
                && participant
                    .roles()
                    .iter()
                    .any(|role| module.role.is_none_or(|of| of == *role))
        });
        let (taken, missing): (Vec<_>, Vec<_>) =
            of_role.partition(|participant| day_taken(participant, &module.id, today).is_some());
        (taken.len(), missing.len())
    };
    program
        .settings
        .trainings
        .iter()
        .map(|module| {
            let (taken, missing) = row(module);
            ModuleRow {
                id: &module.id,
                role: module.role,
                title: module.title.as_deref(),
                required: module.required,
                minutes: module.minutes,
                taken,
                missing,
            }
        })
        .collect()
}

/// Everybody of a role who has not left, by id.
pub fn standing_rows(program: &Program, of: Option<Role>, today: Day) -> Vec<StandingRow<'_>> {
    let is_meant = |participant: &&Participant| {
        is_here(participant, today) && of.is_none_or(|of| participant.roles().contains(&of))
    };
    program
        .participants
        .values()
        .filter(is_meant)
        .map(|participant| standing(program, participant, of, today))
        .collect()
}

fn standing<'a>(
    program: &'a Program,
    participant: &'a Participant,
    of: Option<Role>,
    today: Day,
) -> StandingRow<'a> {
    let roles = participant.roles();
    let mut missing: Vec<&Id> = roles
        .iter()
        .filter(|role| of.is_none_or(|of| of == **role))
        .flat_map(|&role| modules_missing(program, participant, role, today))
        .collect();
    missing.sort();
    missing.dedup();
    let taken = program.settings.trainings.iter().filter_map(|module| {
        let on = day_taken(participant, &module.id, today)?;
        Some(format!("{} {on}", module.id))
    });
    StandingRow {
        id: &participant.id,
        name: &participant.name,
        roles: roles.clone(),
        taken: taken.collect(),
        trained: missing.is_empty(),
        missing,
    }
}

/// Whether somebody takes part: they are neither gone nor declined.
pub(crate) fn is_here(participant: &Participant, today: Day) -> bool {
    !matches!(
        participant.standing(today),
        Readiness::Left | Readiness::Declined
    )
}

/// The last day on which somebody took a module.
fn day_taken(participant: &Participant, module: &Id, today: Day) -> Option<Day> {
    participant
        .trainings
        .iter()
        .filter(|taken| taken.module == *module && taken.on <= today)
        .map(|taken| taken.on)
        .max()
}
