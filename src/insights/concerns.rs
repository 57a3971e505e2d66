//! Concerns and where they stand.

use crate::model::confidential::{Concern, ConcernKind, ConcernStep, Confidential, Subject};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// A concern with how far it is.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ConcernRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// The pairing or the person in whose file it stands.
    pub subject: String,
    /// When it was raised.
    pub on: Day,
    /// What it is about.
    pub kind: ConcernKind,
    /// Who it is about.
    pub about: Option<&'a PersonId>,
    /// Where it stands: open or settled.
    pub state: &'static str,
    /// How often something was done about it.
    pub steps: usize,
    /// The last day on which something was done.
    pub last_step: Option<Day>,
    /// In words.
    pub text: Option<&'a str>,
    /// Whose file it stands in.
    #[serde(skip)]
    pub of: Subject,
}

/// Every concern that has an id, the open ones first, then by day.
pub fn concern_rows(program: &Program) -> Vec<ConcernRow<'_>> {
    let mut rows: Vec<ConcernRow<'_>> = program
        .all_kept()
        .flat_map(|(subject, kept)| {
            kept.concerns
                .iter()
                .filter_map(move |concern| row(&subject, kept, concern))
        })
        .collect();
    rows.sort_by_key(|row| (row.state != OPEN, row.on, row.id));
    rows
}

const OPEN: &str = "open";
const SETTLED: &str = "settled";

fn row<'a>(
    subject: &Subject,
    kept: &'a Confidential,
    concern: &'a Concern,
) -> Option<ConcernRow<'a>> {
    let id = concern.id.as_ref()?;
    let steps = kept.steps.iter().filter(|step| step.concern == *id);
    Some(ConcernRow {
        id,
        subject: subject.as_str().to_owned(),
        on: concern.on,
        kind: concern.kind,
        about: concern.about.as_ref(),
        state: if kept.is_settled(id) { SETTLED } else { OPEN },
        steps: steps.clone().count(),
        last_step: steps.map(|step| step.on).max(),
        text: concern.text.as_deref(),
        of: subject.clone(),
    })
}

/// What was done about a concern, in file order.
pub fn steps_of<'a>(program: &'a Program, subject: &Subject, concern: &Id) -> Vec<&'a ConcernStep> {
    let kept = program.kept(subject);
    let steps = kept.map_or(&[][..], |kept| &kept.steps[..]);
    steps
        .iter()
        .filter(|step| step.concern == *concern)
        .collect()
}
