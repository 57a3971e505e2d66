//! Goals of a pairing, and readings of how far they are.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, field};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{GoalOf, Pairing};

/// The most that a goal can be reached.
const PERCENT_MAX: i64 = 100;

/// A goal that shall be set.
#[derive(Debug, Clone, PartialEq)]
pub struct NewGoal {
    /// Whose.
    pub of: GoalOf,
    /// What.
    pub text: String,
    /// How one will know.
    pub measure: Option<String>,
    /// The certification it is.
    pub certification: Option<Id>,
    /// By when.
    pub due: Option<Day>,
}

/// Sets a goal.
///
/// # Errors
/// Refuses a goal without words.
pub fn add(pairing: &Pairing, new: &NewGoal, author: &Author) -> Result<(Id, Change), Refusal> {
    if new.text.trim().is_empty() {
        return Err(Refusal::refused("a goal needs words"));
    }
    let is_taken = |id: &Id| pairing.goals.iter().any(|goal| goal.id == *id);
    let id = entry_id(
        EntryKind::Goal,
        pairing.id.as_str(),
        Some(author.today),
        &new.text,
        is_taken,
    );
    let mut fields = vec![
        field("id", id.as_str()),
        field("of", new.of.as_str()),
        field("text", new.text.as_str()),
    ];
    fields.extend(
        new.measure
            .as_deref()
            .map(|measure| field("measure", measure)),
    );
    fields.extend(
        new.certification
            .as_ref()
            .map(|certification| field("certification", certification.as_str())),
    );
    fields.extend(new.due.map(|due| field("due", due)));
    let edits = vec![Edit::Append {
        file: FileName::Pairing(pairing.id.clone()),
        table: "goal",
        fields,
    }];
    let sentence = format!("set goal {id} of {}", pairing.id);
    Ok((id, Change { sentence, edits }))
}

/// Says how far a goal is; a second reading of the same day replaces the first.
///
/// # Errors
/// Refuses more than a hundred percent, and less than none.
pub fn reading(
    pairing: &Pairing,
    goal: &Id,
    percent: i64,
    note: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    if !(0..=PERCENT_MAX).contains(&percent) {
        return Err(Refusal::refused(format!(
            "{percent} is no percentage from 0 to {PERCENT_MAX}"
        )));
    }
    let file = || FileName::Pairing(pairing.id.clone());
    let is_known = pairing
        .readings
        .iter()
        .any(|reading| reading.goal == *goal && reading.on == author.today);
    let mut read = vec![field("percent", percent)];
    read.extend(note.map(|note| field("note", note)));
    let edits = if is_known {
        let identity = vec![
            ("goal", Some(goal.as_str().into())),
            ("on", Some(author.today.into())),
        ];
        let set = |(key, value)| Edit::Set {
            file: file(),
            at: At::Entry("reading", identity.clone()),
            key,
            value,
        };
        read.into_iter().map(set).collect()
    } else {
        let mut fields = vec![field("goal", goal.as_str()), field("on", author.today)];
        fields.append(&mut read);
        vec![Edit::Append {
            file: file(),
            table: "reading",
            fields,
        }]
    };
    let sentence = format!("goal {goal} of {} is at {percent} %", pairing.id);
    Ok(Change { sentence, edits })
}

/// What is said about a step of a plan; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StepWord {
    /// By when.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// What.
    pub text: Option<String>,
    /// Whose it is.
    pub owner: Option<String>,
}

impl StepWord {
    fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        fields.extend(self.due.map(|due| field("due", due)));
        fields.extend(self.owner.as_deref().map(|owner| field("owner", owner)));
        fields.extend(self.text.as_deref().map(|text| field("text", text)));
        fields.extend(self.done.map(|done| field("done", done)));
        fields
    }
}

/// Adds a step to the plan of a pairing.
///
/// # Errors
/// Refuses an id that is taken.
pub fn add_step(pairing: &Pairing, id: &Id, word: &StepWord) -> Result<Change, Refusal> {
    if pairing.steps.iter().any(|step| step.id == *id) {
        let message = format!("{} has a step {id} already", pairing.id);
        return Err(Refusal::refused(message));
    }
    let mut fields = vec![field("id", id.as_str())];
    fields.extend(word.fields());
    Ok(Change {
        sentence: format!("add step {id} to {}", pairing.id),
        edits: vec![Edit::Append {
            file: FileName::Pairing(pairing.id.clone()),
            table: "step",
            fields,
        }],
    })
}

/// Changes a step of the plan of a pairing.
///
/// # Errors
/// Refuses when nothing is said.
pub fn set_step(pairing: &Pairing, id: &Id, word: &StepWord) -> Result<Change, Refusal> {
    let fields = word.fields();
    if fields.is_empty() {
        return Err(Refusal::refused("nothing is said about this step")
            .hint("--done, --due DATE, -m TEXT, --owner WHO or --drop"));
    }
    let edits = fields.into_iter().map(|(key, value)| Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: At::Entry("step", vec![("id", Some(id.as_str().into()))]),
        key,
        value,
    });
    Ok(Change {
        sentence: format!("set step {id} of {}", pairing.id),
        edits: edits.collect(),
    })
}

/// The edit that says when a step of the plan was done.
pub fn step_done(pairing: &Id, step: &Id, on: Day) -> Edit {
    Edit::Set {
        file: FileName::Pairing(pairing.clone()),
        at: At::Entry("step", vec![("id", Some(step.as_str().into()))]),
        key: "done".to_owned(),
        value: on.into(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{day, id, on, pairing, written};
    use crate::model::pairing::{GoalReading, PairingState};

    #[test]
    fn a_goal_is_written_with_its_measure_and_day() {
        let new = NewGoal {
            of: GoalOf::Mentee,
            text: "Lead one incident review".to_owned(),
            measure: Some("review published".to_owned()),
            certification: None,
            due: Some(day("2026-06-30")),
        };
        let pairing = pairing(PairingState::Active);
        let (goal, change) = add(&pairing, &new, &on("2026-02-03")).unwrap();
        let lines = written(&change);
        assert!(goal.as_str().starts_with("g-"));
        assert_eq!(lines[0], "[[goal]]");
        assert!(lines.iter().any(|line| line.starts_with("measure")));
        let nameless = NewGoal {
            text: "  ".to_owned(),
            ..new
        };
        assert!(add(&pairing, &nameless, &on("2026-02-03")).is_err());
    }

    #[test]
    fn a_second_reading_of_a_day_replaces_the_first() {
        let mut pairing = pairing(PairingState::Active);
        let goal = id("g-2m9xk");
        let author = on("2026-03-01");
        let first = reading(&pairing, &goal, 40, None, &author).unwrap();
        assert_eq!(written(&first)[0], "[[reading]]");
        pairing.readings.push(GoalReading {
            goal: goal.clone(),
            on: author.today,
            percent: Some(40),
        });
        let second = reading(&pairing, &goal, 55, Some("mock exam"), &author).unwrap();
        assert_eq!(
            written(&second),
            ["percent = Integer(55)", "note = Text(\"mock exam\")"]
        );
    }

    #[test]
    fn a_goal_cannot_be_reached_more_than_whole() {
        let pairing = pairing(PairingState::Active);
        for percent in [-1, 101] {
            assert!(reading(&pairing, &id("g-2m9xk"), percent, None, &on("2026-03-01")).is_err());
        }
    }
}
