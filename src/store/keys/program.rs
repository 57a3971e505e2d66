//! Keys of `program.toml`.

use super::{
    COUNT_MAX, DAYS_MAX, HOURS_PER_WEEK_MAX, Kind, LINES, MINUTES_MAX, SCORE_MAX, Shape, in_order,
    key, repeated, required, single,
};
use crate::model::participant::Role;
use crate::model::settings::{Confidential, ProgramKind};

pub(crate) const PROGRAM: Shape = Shape {
    name: "program",
    path: "program.toml",
    about: "what the program is; the only file that must exist",
    keys: &[
        required(
            "format",
            Kind::Whole(1, i64::MAX),
            "1; a newer one is refused",
        ),
        required("id", Kind::Id, "frozen at init; part of calendar ids"),
        required("name", Kind::Line, "the name people know"),
        key("kind", Kind::Word(ProgramKind::WORDS), "program"),
        key("purpose", Kind::Text, "why it exists"),
        key(
            "timezone",
            Kind::Zone,
            "UTC; the zone of days and of meetings that name none",
        ),
        key("me", Kind::Person, "who @me is; for personal folders"),
    ],
    tables: &[
        single(
            "audience",
            "whom it is for",
            &[
                key(
                    "levels",
                    Kind::List(&Kind::Level),
                    "levels that it addresses",
                ),
                key("outcome", Kind::Line, "what they should reach"),
            ],
        ),
        single(
            "resources",
            "what it may use",
            &[
                key("sponsor", Kind::Line, "who pays for it"),
                key("budget", Kind::Whole(0, i64::MAX), "whole units of money"),
                key("currency", Kind::Line, "of the budget: \"EUR\""),
                key(
                    "hours_per_week",
                    Kind::Decimal(0, HOURS_PER_WEEK_MAX),
                    "planned per mentor",
                ),
            ],
        ),
        single(
            "policy",
            "gates and rhythms; every gate is off unless switched on",
            &[
                key(
                    "screening",
                    Kind::Flag,
                    "false; people wait as applied until made ready",
                ),
                key(
                    "training_gate",
                    Kind::Flag,
                    "false; untrained mentors stay out of matching",
                ),
                key(
                    "acceptance",
                    Kind::Flag,
                    "false; published pairings wait for both sides",
                ),
                key("acceptance_days", Kind::Whole(1, DAYS_MAX), "14"),
                key("signature", Kind::Flag, "false; an agreement is asked for"),
                key("closing_checklist", Kind::Flag, "false"),
                key("confidential", Kind::Word(Confidential::WORDS), "ignored"),
                key(
                    "commitment_months_min",
                    Kind::Whole(0, 120),
                    "6; 0 in a personal folder",
                ),
                key(
                    "meeting_every",
                    Kind::Cadence,
                    "month; ideal interval between contacts",
                ),
                key("meeting_longest", Kind::Cadence, "6 weeks"),
                key(
                    "in_person_every",
                    Kind::CadenceOrNone,
                    "quarter; \"\" switches the second clock off",
                ),
                key("meeting_minutes", Kind::Whole(1, MINUTES_MAX), "45"),
                key(
                    "working_hours",
                    Kind::List(&Kind::Window),
                    "Mon-Fri 09:00-17:00; where a person gave none",
                ),
                key("checkin_first_days", Kind::Whole(1, DAYS_MAX), "30"),
                key("checkin_every_days", Kind::Whole(1, DAYS_MAX), "60"),
                in_order(
                    "scale",
                    Kind::List(&Kind::Whole(0, SCORE_MAX)),
                    "[1, 5]; lowest and highest score",
                ),
                key(
                    "keep_people",
                    Kind::Cadence,
                    "for ever; how long after people left, or a prospect was last spoken to, check reminds to erase them",
                ),
                key(
                    "conduct",
                    Kind::Text,
                    "the code of conduct, shown at enrolment",
                ),
            ],
        ),
        single(
            "health",
            "when a pairing needs attention",
            &[
                key("first_meeting_days", Kind::Whole(0, DAYS_MAX), "10"),
                key("silence_days_after_cadence", Kind::Whole(0, DAYS_MAX), "14"),
                key("stage_days", Kind::Whole(0, DAYS_MAX), "21"),
                key(
                    "low_score",
                    Kind::Whole(0, SCORE_MAX),
                    "the lowest quarter of the scale; check-ins as low give cause to look",
                ),
            ],
        ),
        repeated(
            "cohort",
            &["id"],
            "one round; without any there is one open-ended cohort, main",
            &[
                required("id", Kind::Id, ""),
                key("starts", Kind::Day, "first day"),
                key("ends", Kind::Day, "last day"),
                key("closed", Kind::Day, "since then nothing of it changes"),
            ],
        ),
        repeated(
            "milestone",
            &["id"],
            "a date everybody should know",
            &[
                required("id", Kind::Id, ""),
                required(
                    "on",
                    Kind::Anchor,
                    "its day, or where it lies in its cohort",
                ),
                key("cohort", Kind::Cohort, "every cohort"),
                key("label", Kind::Line, "what"),
            ],
        ),
        repeated(
            "holiday",
            &["from"],
            "days on which nobody is expected to meet",
            &[
                required("from", Kind::Day, "first day"),
                key("to", Kind::Day, "last day; the same"),
                key("label", Kind::Line, "what"),
            ],
        ),
        repeated(
            "training",
            &["id"],
            "a training module",
            &[
                required("id", Kind::Id, ""),
                key("role", Kind::Word(Role::WORDS), "both"),
                key("title", Kind::Line, ""),
                key(
                    "required",
                    Kind::Flag,
                    "false; whether the gate asks for it",
                ),
                key("minutes", Kind::Whole(1, 60_000), "its length"),
                key("url", Kind::Link, "where it is"),
            ],
        ),
        repeated(
            "certification",
            &["id"],
            "a certificate that people may work for",
            &[
                required("id", Kind::Id, ""),
                key("authority", Kind::Line, "who gives it"),
                key("contact", Kind::Line, "whom to ask there"),
                key("valid_months", Kind::Whole(1, 1_200), "for ever"),
            ],
        ),
        repeated(
            "agenda",
            &["meeting"],
            "points of the first, second ... meeting of a pairing",
            &[
                required(
                    "meeting",
                    Kind::Whole(0, COUNT_MAX),
                    "its number; 0: any other",
                ),
                in_order("points", LINES, "in order"),
            ],
        ),
        repeated(
            "step",
            &["id"],
            "template of a pairing's plan",
            &[
                required("id", Kind::Id, ""),
                required(
                    "after",
                    Kind::Span,
                    "time after the pairing's start: \"2w\"",
                ),
                key("owner", Kind::Word(&["mentor", "mentee", "both"]), "both"),
                key("text", Kind::Line, "what"),
            ],
        ),
        repeated(
            "comparison",
            &["outcome"],
            "how often an outcome comes about without the program",
            &[
                required(
                    "outcome",
                    Kind::Line,
                    "the word of an [[outcome]] of people: \"promoted\"",
                ),
                required("percent", Kind::Decimal(0, 100), "of those compared with"),
                key("n", Kind::Whole(1, COUNT_MAX), "how many those are"),
                key("source", Kind::Line, "where the number comes from"),
            ],
        ),
        repeated(
            "eligibility",
            &["id"],
            "who may take part; enrolling warns, check lists",
            &[
                required("id", Kind::Id, ""),
                key("role", Kind::Word(Role::WORDS), "both"),
                key("levels", Kind::List(&Kind::Level), "any"),
                key("departments", LINES, "any"),
                key("organizations", LINES, "any"),
            ],
        ),
        repeated(
            "resource",
            &["id"],
            "a link of the handbook",
            &[
                required("id", Kind::Id, ""),
                key("role", Kind::Word(Role::WORDS), "both"),
                key("stage", Kind::Line, "when it is shown"),
                required("url", Kind::Link, ""),
                key("title", Kind::Line, ""),
            ],
        ),
    ],
};
