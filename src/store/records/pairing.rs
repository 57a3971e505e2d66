//! `pairings/ID.toml`.

use crate::change::entry_id::{EntryKind, entry_id};
use crate::model::id::Id;
use crate::model::pairing::{
    Agreement, Answer, Assent, Closing, EndedBy, Extension, Goal, GoalOf, GoalReading, Pairing,
    PairingEntry, PairingKind, PairingState, Rationale, Step, Wish,
};
use crate::store::fields::Fields;

/// Reads one pairing.
pub(crate) fn read(id: Id, fields: Fields<'_>) -> Pairing {
    Pairing {
        mentor: fields.required_person("mentor"),
        mentees: fields.people("mentees"),
        kind: fields
            .word("kind", PairingKind::parse)
            .unwrap_or(PairingKind::Pair),
        cohort: fields.id("cohort"),
        facets: fields.lines("facets"),
        serves: fields.ids("serves"),
        continues: fields.id("continues"),
        starts: fields.day("starts"),
        ends: fields.day("ends"),
        every: fields.cadence("every"),
        longest: fields.cadence("longest"),
        in_person_every: fields.cadence("in_person_every"),
        minutes: fields.count("minutes"),
        answers: fields.entries("answer").map(answer).collect(),
        extensions: fields.entries("extension").map(extension).collect(),
        agreement: fields.table("agreement").map(agreement),
        rationale: fields.table("rationale").map(rationale),
        goals: fields
            .entries("goal")
            .map(|entry| goal(&id, entry))
            .collect(),
        readings: fields.entries("reading").map(reading).collect(),
        steps: fields.entries("step").map(step).collect(),
        closing: fields.table("closing").map(|closed| Closing {
            wishes: fields.entries("wish").map(wish).collect(),
            ..closing(closed)
        }),
        states: fields.entries("state").map(state).collect(),
        id,
    }
}

fn answer(fields: Fields<'_>) -> Answer {
    Answer {
        person: fields.required_person("person"),
        on: fields.required_day("on"),
        is: fields.required_word("is", Assent::parse),
    }
}

fn extension(fields: Fields<'_>) -> Extension {
    Extension {
        on: fields.required_day("on"),
        was: fields.day("was"),
        to: fields.required_day("to"),
    }
}

fn agreement(fields: Fields<'_>) -> Agreement {
    Agreement {
        frequency: fields.line("frequency"),
        contact: fields.line("contact"),
        confidentiality: fields.text("confidentiality"),
        no_fault_exit: fields.flag("no_fault_exit"),
        signed_mentor: fields.day("signed_mentor"),
        signed_mentees: fields.people("signed_mentees"),
        signed_mentees_on: fields.day("signed_mentees_on"),
    }
}

fn rationale(fields: Fields<'_>) -> Rationale {
    Rationale {
        points: fields.whole("points"),
        rules_digest: fields.line("rules_digest"),
        because: fields.lines("because"),
    }
}

fn goal(pairing: &Id, fields: Fields<'_>) -> Goal {
    let text = fields.required_text("text");
    // Written by hand without an id, it goes by the one that the next command fills in.
    let given = || entry_id(EntryKind::Goal, pairing.as_str(), None, &text, |_| false);
    Goal {
        id: fields.id("id").unwrap_or_else(given),
        of: fields.word("of", GoalOf::parse).unwrap_or(GoalOf::Mentee),
        measure: fields.line("measure"),
        due: fields.day("due"),
        certification: fields.id("certification"),
        text,
    }
}

fn reading(fields: Fields<'_>) -> GoalReading {
    GoalReading {
        goal: fields.required_id("goal"),
        on: fields.required_day("on"),
        percent: fields.whole("percent"),
    }
}

fn step(fields: Fields<'_>) -> Step {
    Step {
        id: fields.required_id("id"),
        text: fields.line("text"),
        owner: fields.line("owner"),
        due: fields.day("due"),
        done: fields.day("done"),
    }
}

fn closing(fields: Fields<'_>) -> Closing {
    Closing {
        planned: fields.flag("planned"),
        by: fields.word("by", EndedBy::parse),
        reason: fields.line("reason"),
        rematch_mentor: fields.flag("rematch_mentor"),
        rematch_mentee: fields.flag("rematch_mentee"),
        outcome: fields.line("outcome"),
        outcome_why: fields.line("outcome_why"),
        fit: fields.whole("fit"),
        last_meeting: fields.day("last_meeting"),
        thanks: fields.flag("thanks"),
        contact_after: fields.line("contact_after"),
        offered_to_mentor: fields.flag("offered_to_mentor"),
        wishes: Vec::new(),
    }
}

fn wish(fields: Fields<'_>) -> Wish {
    Wish {
        person: fields.required_person("person"),
        rematch: fields.flag("rematch"),
        offered_to_mentor: fields.flag("offered_to_mentor"),
    }
}

fn state(fields: Fields<'_>) -> PairingEntry {
    PairingEntry {
        on: fields.required_day("on"),
        is: fields.required_word("is", PairingState::parse),
        by: fields.line("by"),
        why: fields.line("why"),
    }
}
