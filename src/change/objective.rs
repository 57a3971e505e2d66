//! Objectives of the program and their readings.

use crate::change::edit::{At, Change, Edit, FileName, field};
use crate::change::entry_id::{numbered, slug};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::objective::Metric;
use crate::model::program::Program;
use crate::model::value::Value;

/// Characters of an id made from a title.
const ID_CHARACTERS_MAX: usize = 40;

/// An objective that shall be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewObjective {
    /// Its id; made from the title when absent.
    pub id: Option<Id>,
    /// In one line.
    pub title: String,
    /// How the actual value comes about.
    pub metric: Metric,
    /// The value at the start.
    pub baseline: Option<f64>,
    /// The value wished.
    pub target: Option<f64>,
    /// By when.
    pub due: Option<Day>,
    /// Who answers for it.
    pub owner: Option<Id>,
}

/// A number as a person writes it: whole where it is whole.
#[expect(
    clippy::cast_possible_truncation,
    reason = "only whole numbers within the safe range are cast"
)]
pub(crate) fn number(value: f64) -> Value {
    const WHOLE_MAX: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < WHOLE_MAX {
        Value::Integer(value as i64)
    } else {
        Value::Decimal(value)
    }
}

/// Adds an objective.
///
/// # Errors
/// Refuses an id that is taken.
pub fn add(program: &Program, new: &NewObjective) -> Result<(Id, Change), Refusal> {
    let is_taken = |id: &Id| {
        program
            .objectives
            .iter()
            .any(|objective| objective.id == *id)
    };
    if let Some(id) = new.id.as_ref().filter(|id| is_taken(id)) {
        let cure = format!("to change it: pleiad objective set {id} KEY=VALUE");
        return Err(Refusal::refused(format!("there is an objective {id} already")).hint(cure));
    }
    let stem = slug(&new.title, ID_CHARACTERS_MAX);
    let stem = if stem.is_empty() { "objective" } else { &stem };
    let id = new.id.clone().unwrap_or_else(|| numbered(stem, is_taken));
    let mut fields = vec![
        field("id", id.as_str()),
        field("title", new.title.as_str()),
        field("metric", new.metric.as_str()),
    ];
    fields.extend(
        new.baseline
            .map(|baseline| field("baseline", number(baseline))),
    );
    fields.extend(new.target.map(|target| field("target", number(target))));
    fields.extend(new.due.map(|due| field("due", due)));
    fields.extend(
        new.owner
            .as_ref()
            .map(|owner| field("owner", owner.as_str())),
    );
    let edits = vec![Edit::Append {
        file: FileName::Objectives,
        table: "objective",
        fields,
    }];
    Ok((
        id.clone(),
        Change {
            sentence: format!("add objective {id}"),
            edits,
        },
    ))
}

/// Enters a value of an objective on a day; a second one on the same day replaces the first.
pub fn reading(program: &Program, objective: &Id, on: Day, value: f64) -> Change {
    let known = program
        .readings
        .iter()
        .any(|reading| reading.objective == *objective && reading.on == on);
    let edit = if known {
        let key = vec![
            ("objective", Some(objective.as_str().into())),
            ("on", Some(on.into())),
        ];
        Edit::Set {
            file: FileName::Objectives,
            at: At::Entry("reading", key),
            key: "value".to_owned(),
            value: number(value),
        }
    } else {
        let fields = vec![
            field("objective", objective.as_str()),
            field("on", on),
            field("value", number(value)),
        ];
        Edit::Append {
            file: FileName::Objectives,
            table: "reading",
            fields,
        }
    };
    Change {
        sentence: format!("reading of {objective} on {on}"),
        edits: vec![edit],
    }
}
