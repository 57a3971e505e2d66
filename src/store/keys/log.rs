//! Keys of `meetings/PAIRING.toml` and of private notes.

use super::{Kind, LINES, MINUTES_MAX, PEOPLE, Shape, Table, key, repeated, required};
use crate::model::log::{Helped, MeetingState, Visibility};
use crate::model::participant::Mode;

pub(crate) const LOG: Shape = Shape {
    name: "meetings",
    path: "meetings/PAIRING.toml",
    about: "the log of a pairing; its name is the pairing's id",
    keys: &[],
    tables: &[
        repeated(
            "meeting",
            &["id"],
            "one meeting",
            &[
                required("id", Kind::Id, "the day of its creation, then -2"),
                required("at", Kind::Moment, "wall-clock time in zone"),
                key("zone", Kind::Zone, "the program's"),
                key("minutes", Kind::Whole(1, MINUTES_MAX), "the pairing's"),
                key("mode", Kind::Word(Mode::WORDS), ""),
                key("place", Kind::Line, "a place or a link"),
                required("is", Kind::Word(MeetingState::WORDS), ""),
                key("planned_on", Kind::Day, ""),
                key(
                    "settled_on",
                    Kind::Day,
                    "when somebody said what became of it",
                ),
                key("absent", PEOPLE, "who missed it"),
                key(
                    "revision",
                    Kind::Whole(0, i64::MAX),
                    "0; raised by every move and cancellation",
                ),
                key("topics", LINES, ""),
                key("mentor_learned", Kind::Text, ""),
            ],
        ),
        note(
            "words on a meeting; never rewritten by a command",
            Visibility::WORDS,
        ),
        repeated(
            "question",
            &["id"],
            "what the mentee wants to ask",
            &[
                key("id", Kind::Id, "filled in by the next command"),
                required("on", Kind::Day, ""),
                required("text", Kind::Text, ""),
                key("answered_in", Kind::Entry("meeting"), ""),
            ],
        ),
        repeated(
            "advice",
            &["id"],
            "what was advised",
            &[
                key("id", Kind::Id, "filled in by the next command"),
                key("meeting", Kind::Entry("meeting"), ""),
                required("on", Kind::Day, ""),
                required("text", Kind::Text, ""),
            ],
        ),
        repeated(
            "tried",
            &["advice", "on"],
            "how advice was tried and what came of it",
            &[
                required("advice", Kind::Entry("advice"), ""),
                required("on", Kind::Day, ""),
                key("how", Kind::Text, ""),
                key("response", Kind::Text, ""),
                key("helped", Kind::Word(Helped::WORDS), ""),
                key("evidence", Kind::Line, ""),
            ],
        ),
        repeated(
            "homework",
            &["id"],
            "what somebody does until the next meeting",
            &[
                key("id", Kind::Id, "filled in by the next command"),
                key("meeting", Kind::Entry("meeting"), "that set it"),
                required("owner", Kind::Line, "mentor, mentee, or an id in a circle"),
                required("text", Kind::Text, ""),
                key("due", Kind::Day, "the next meeting"),
                key("done", Kind::Day, ""),
                key("evidence", Kind::Line, ""),
            ],
        ),
    ],
};

pub(crate) const PRIVATE_NOTES: Shape = Shape {
    name: "private-notes",
    path: "private/notes/PAIRING.toml",
    about: "notes that never leave this machine",
    keys: &[],
    tables: &[note("words for oneself", &["private"])],
};

const fn note(about: &'static str, visible: &'static [&'static str]) -> Table {
    repeated(
        "note",
        &["id"],
        about,
        if visible.len() == 1 {
            PRIVATE_NOTE_KEYS
        } else {
            NOTE_KEYS
        },
    )
}

const NOTE_KEYS: &[super::Key] = &[
    key("id", Kind::Id, "filled in by the next command"),
    key("meeting", Kind::Entry("meeting"), ""),
    required("on", Kind::Day, ""),
    key("by", Kind::Id, "who wrote it"),
    key(
        "visible",
        Kind::Word(Visibility::WORDS),
        "pair; labels that reports obey",
    ),
    required("text", Kind::Text, ""),
];

/// The meeting of a private note stands in another file, so it is only an id here.
const PRIVATE_NOTE_KEYS: &[super::Key] = &[
    key("id", Kind::Id, "filled in by the next command"),
    key("meeting", Kind::Id, ""),
    required("on", Kind::Day, ""),
    key("by", Kind::Id, "who wrote it"),
    required("text", Kind::Text, ""),
];
