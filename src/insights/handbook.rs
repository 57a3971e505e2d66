//! Links of the handbook at the right moment: by role, and by how far a pairing is on its way.

use crate::insights::progress::Progress;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingState;
use crate::model::participant::Role;
use crate::model::settings::{HandbookLink, Settings};
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

/// Days before its last on which a pairing comes to its end.
const NEAR_DAYS: i64 = 30;
/// Meetings of which the beginning of a pairing consists.
const MEETINGS_OF_START: u32 = 2;

words! {
    /// How far a pairing is on its way.
    Stage {
        /// They get to know each other: until their second meeting.
        Start = "start",
        /// They work together.
        Middle = "middle",
        /// They say goodbye: the last month, or closing.
        End = "end",
    }
}

/// A link of the handbook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link<'a> {
    /// Its id.
    pub id: &'a Id,
    /// For whom; both when absent.
    pub role: Option<Role>,
    /// What it is.
    pub title: Option<&'a str>,
    /// Where it is.
    pub url: &'a str,
}

/// How far a pairing is on its way.
pub(crate) fn stage(progress: &Progress<'_>, day: Day) -> Stage {
    let ends = progress.pairing.ends;
    let ends_soon = ends.is_some_and(|ends| ends.days_since(day) <= NEAR_DAYS);
    match progress.state {
        PairingState::Closing | PairingState::Closed => Stage::End,
        _ if ends_soon => Stage::End,
        _ if progress.tally.count.held < MEETINGS_OF_START => Stage::Start,
        _ => Stage::Middle,
    }
}

/// The links for both sides of a pairing where it stands; none when it has ended.
pub(crate) fn links_of_pairing<'a>(
    settings: &'a Settings,
    progress: &Progress<'_>,
    day: Day,
) -> Vec<Link<'a>> {
    if progress.state.is_in_force() {
        links(
            settings,
            stage(progress, day),
            &[Role::Mentor, Role::Mentee],
        )
    } else {
        Vec::new()
    }
}

/// The links for a person: at the stage of each of their pairings in force, in their role there; before any, those of
/// the beginning.
pub(crate) fn links_of_person<'a>(
    settings: &'a Settings,
    roles: &[Role],
    person: &PersonId,
    progress: &[Progress<'_>],
    day: Day,
) -> Vec<Link<'a>> {
    let in_force = progress.iter().filter(|one| one.state.is_in_force());
    let mut moments: Vec<(Stage, Vec<Role>)> = in_force
        .filter_map(|one| Some((stage(one, day), vec![one.pairing.role_of(person)?])))
        .collect();
    if moments.is_empty() {
        moments.push((Stage::Start, roles.to_vec()));
    }
    let is_now = |link: &&HandbookLink| {
        moments
            .iter()
            .any(|(stage, roles)| is_meant(link, *stage, roles))
    };
    settings.handbook.iter().filter(is_now).map(link).collect()
}

/// The links for people of some roles at a stage, in file order.
pub(crate) fn links<'a>(settings: &'a Settings, stage: Stage, roles: &[Role]) -> Vec<Link<'a>> {
    let is_for = |link: &&HandbookLink| is_meant(link, stage, roles);
    settings.handbook.iter().filter(is_for).map(link).collect()
}

fn is_meant(link: &HandbookLink, stage: Stage, roles: &[Role]) -> bool {
    link.role.is_none_or(|role| roles.contains(&role)) && is_of_stage(link, stage)
}

/// A link without a stage, or with one of the program's own words, is shown at every meeting.
fn is_of_stage(link: &HandbookLink, stage: Stage) -> bool {
    let word = link.stage.as_deref().map(|word| match word {
        "midpoint" | "halfway" => Stage::Middle.as_str(),
        "closing" => Stage::End.as_str(),
        word => word,
    });
    word.and_then(Stage::parse).is_none_or(|its| its == stage)
}

fn link(link: &HandbookLink) -> Link<'_> {
    Link {
        id: &link.id,
        role: link.role,
        title: link.title.as_deref(),
        url: &link.url,
    }
}
