//! Keys of `pairings/ID.toml`.

use super::{
    Kind, LINES, MINUTES_MAX, PEOPLE, SCORE_MAX, Shape, in_order, key, repeated, required, single,
};
use crate::model::pairing::{Assent, EndedBy, GoalOf, PairingKind, PairingState};

pub(crate) const PAIRING: Shape = Shape {
    name: "pairing",
    path: "pairings/ID.toml",
    about: "a mentor with a mentee (X-mentors-Y), a circle (circle-NAME), peers (X-and-Y)",
    keys: &[
        required("mentor", Kind::Person, ""),
        required("mentees", PEOPLE, "one; three to eight in a circle"),
        key("kind", Kind::Word(PairingKind::WORDS), "pair"),
        key("cohort", Kind::Cohort, "the whole program"),
        key("facets", Kind::List(&Kind::Facet), "any"),
        key(
            "serves",
            Kind::List(&Kind::Objective),
            "objectives of the program",
        ),
        key(
            "continues",
            Kind::Id,
            "the pairing that it took over from another mentor",
        ),
        key("starts", Kind::Day, "first day"),
        key("ends", Kind::Day, "last day as planned"),
        key("every", Kind::Cadence, "the policy's meeting_every"),
        key("longest", Kind::Cadence, "the policy's meeting_longest"),
        key("in_person_every", Kind::CadenceOrNone, "the policy's"),
        key(
            "minutes",
            Kind::Whole(1, MINUTES_MAX),
            "the policy's meeting_minutes",
        ),
    ],
    tables: &[
        repeated(
            "answer",
            &["person", "on"],
            "what each side said to the proposal",
            &[
                required("person", Kind::Person, ""),
                required("on", Kind::Day, ""),
                required("is", Kind::Word(Assent::WORDS), ""),
                key("by", Kind::Id, "who wrote it down"),
                key("why", Kind::Line, ""),
            ],
        ),
        repeated(
            "extension",
            &["on"],
            "how its end was moved",
            &[
                required("on", Kind::Day, ""),
                key("was", Kind::Day, "the end before"),
                required("to", Kind::Day, "the end since then"),
                key("by", Kind::Id, "who decided"),
                key("why", Kind::Line, ""),
            ],
        ),
        single(
            "agreement",
            "what both agreed",
            &[
                key("frequency", Kind::Line, "how often they meet"),
                key(
                    "contact",
                    Kind::Line,
                    "how they reach each other in between",
                ),
                key("confidentiality", Kind::Text, "what stays between them"),
                key(
                    "no_fault_exit",
                    Kind::Flag,
                    "either may end it without blame",
                ),
                key("signed_mentor", Kind::Day, ""),
                key("signed_mentees", PEOPLE, "who signed"),
                key("signed_mentees_on", Kind::Day, "when the last of them did"),
            ],
        ),
        single(
            "rationale",
            "why they were matched; frozen when published",
            &[
                key("points", Kind::Whole(i64::MIN, i64::MAX), ""),
                key("rules_digest", Kind::Line, ""),
                in_order("because", LINES, "reasons in words"),
            ],
        ),
        repeated(
            "goal",
            &["id"],
            "what they want to reach",
            &[
                key("id", Kind::Id, "filled in by the next command"),
                key("of", Kind::Word(GoalOf::WORDS), "mentee"),
                required("text", Kind::Text, ""),
                key("measure", Kind::Line, "how one will know"),
                key(
                    "certification",
                    Kind::Certification,
                    "the certificate it is",
                ),
                key("due", Kind::Day, ""),
            ],
        ),
        repeated(
            "reading",
            &["goal", "on"],
            "how far a goal is",
            &[
                required("goal", Kind::Entry("goal"), ""),
                required("on", Kind::Day, ""),
                key("percent", Kind::Whole(0, 100), ""),
                key("note", Kind::Text, ""),
            ],
        ),
        repeated(
            "step",
            &["id"],
            "their own copy of the plan, free to change",
            &[
                required("id", Kind::Id, ""),
                key("due", Kind::Day, ""),
                key("done", Kind::Day, ""),
                key("owner", Kind::Word(&["mentor", "mentee", "both"]), ""),
                key("text", Kind::Line, ""),
            ],
        ),
        single(
            "closing",
            "how it ended",
            &[
                key("planned", Kind::Flag, ""),
                key("by", Kind::Word(EndedBy::WORDS), "who ended it"),
                key(
                    "reason",
                    Kind::Line,
                    "a word of closing_reasons in vocabulary.toml",
                ),
                key("fit", Kind::Whole(0, SCORE_MAX), "on the program's scale"),
                key("last_meeting", Kind::Day, ""),
                key("goals_reviewed", Kind::Flag, ""),
                key("thanks", Kind::Flag, "each thanked the other"),
                key("next_steps", Kind::Text, ""),
                key("contact_after", Kind::Line, ""),
                key("rematch_mentor", Kind::Flag, ""),
                key("rematch_mentor_why", Kind::Line, ""),
                key("rematch_mentee", Kind::Flag, ""),
                key("rematch_mentee_why", Kind::Line, ""),
                key("waived", LINES, "points of the checklist left out"),
                key("waived_why", Kind::Line, ""),
                key("outcome", Kind::Line, "what the program calls the result"),
                key("outcome_why", Kind::Line, "why that is the result"),
                key(
                    "offered_to_mentor",
                    Kind::Flag,
                    "the mentee offered to mentor",
                ),
            ],
        ),
        repeated(
            "wish",
            &["person"],
            "what each of a circle, or each peer, wishes afterwards",
            &[
                required("person", Kind::Person, ""),
                key("rematch", Kind::Flag, "would like to be matched again"),
                key("rematch_why", Kind::Line, ""),
                key("offered_to_mentor", Kind::Flag, ""),
            ],
        ),
        repeated(
            "state",
            &["on", "is"],
            "its history; without any: active from its start",
            &[
                required("on", Kind::Day, ""),
                required("is", Kind::Word(PairingState::WORDS), ""),
                key("by", Kind::Id, "who decided"),
                key("why", Kind::Line, ""),
                key("until", Kind::Day, "when a pause is meant to end"),
            ],
        ),
    ],
};
