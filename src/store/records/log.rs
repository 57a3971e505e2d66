//! `meetings/PAIRING.toml`.

use crate::model::log::{
    Advice, Helped, Homework, Log, Meeting, MeetingState, Note, Question, Tried, Visibility,
};
use crate::model::participant::Mode;
use crate::store::fields::Fields;

/// Reads the log of a pairing.
pub(crate) fn read(fields: Fields<'_>) -> Log {
    Log {
        meetings: fields.entries("meeting").map(meeting).collect(),
        notes: fields.entries("note").map(note).collect(),
        questions: fields.entries("question").map(question).collect(),
        advice: fields.entries("advice").map(advice).collect(),
        tried: fields.entries("tried").map(tried).collect(),
        homework: fields.entries("homework").map(homework).collect(),
    }
}

/// Reads private notes.
pub(crate) fn private_notes(fields: Fields<'_>) -> Vec<Note> {
    fields.entries("note").map(note).collect()
}

fn meeting(fields: Fields<'_>) -> Meeting {
    Meeting {
        id: fields.required_id("id"),
        at: fields.required_moment("at"),
        zone: fields.zone("zone"),
        minutes: fields.count("minutes"),
        mode: fields.word("mode", Mode::parse),
        place: fields.line("place"),
        is: fields.required_word("is", MeetingState::parse),
        planned_on: fields.day("planned_on"),
        settled_on: fields.day("settled_on"),
        absent: fields.people("absent"),
        revision: fields.count("revision").unwrap_or(0),
        topics: fields.names("topics"),
        mentor_learned: fields.text("mentor_learned"),
    }
}

fn note(fields: Fields<'_>) -> Note {
    Note {
        id: fields.id("id"),
        meeting: fields.id("meeting"),
        on: fields.required_day("on"),
        by: fields.name("by"),
        visible: fields
            .word("visible", Visibility::parse)
            .unwrap_or(Visibility::Pair),
        text: fields.required_text("text"),
    }
}

fn question(fields: Fields<'_>) -> Question {
    Question {
        id: fields.id("id"),
        on: fields.required_day("on"),
        text: fields.required_text("text"),
        answered_in: fields.id("answered_in"),
    }
}

fn advice(fields: Fields<'_>) -> Advice {
    Advice {
        id: fields.id("id"),
        meeting: fields.id("meeting"),
        on: fields.required_day("on"),
        text: fields.required_text("text"),
    }
}

fn tried(fields: Fields<'_>) -> Tried {
    Tried {
        advice: fields.required_id("advice"),
        on: fields.required_day("on"),
        how: fields.text("how"),
        response: fields.text("response"),
        helped: fields.word("helped", Helped::parse),
        evidence: fields.line("evidence"),
    }
}

fn homework(fields: Fields<'_>) -> Homework {
    Homework {
        id: fields.id("id"),
        meeting: fields.id("meeting"),
        owner: fields.name("owner").unwrap_or_default(),
        text: fields.required_text("text"),
        due: fields.day("due"),
        done: fields.day("done"),
        evidence: fields.line("evidence"),
    }
}
