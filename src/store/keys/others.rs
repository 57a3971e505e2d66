//! Keys of the remaining files.

use super::{
    HOURS_PER_WEEK_MAX, Kind, LINES, MINUTES_MAX, SCORE_MAX, Shape, Table, in_order, key, repeated,
    required,
};
use crate::model::confidential::{CheckinKind, ConcernKind};
use crate::model::draft::Aim;
use crate::model::event::{EventKind, Rsvp};
use crate::model::match_rules::{ForbidKind, RuleKind};
use crate::model::objective::Metric;
use crate::model::prospect::{ContactState, Source};

/// More than any metric of a program will be.
const METRIC_MAX: i64 = 1_000_000_000_000;

pub(crate) const OBJECTIVES: Shape = Shape {
    name: "objectives",
    path: "objectives.toml",
    about: "what the program wants to reach, and how far it is",
    keys: &[],
    tables: &[
        repeated(
            "objective",
            &["id"],
            "one objective",
            &[
                required("id", Kind::Id, ""),
                required("title", Kind::Line, ""),
                key(
                    "metric",
                    Kind::Word(Metric::WORDS),
                    "entered; any other word is computed",
                ),
                key(
                    "baseline",
                    Kind::Decimal(-METRIC_MAX, METRIC_MAX),
                    "the value at the start",
                ),
                key(
                    "target",
                    Kind::Decimal(-METRIC_MAX, METRIC_MAX),
                    "the value wished",
                ),
                key("due", Kind::Day, ""),
                key("owner", Kind::Id, "who answers for it"),
            ],
        ),
        repeated(
            "reading",
            &["objective", "on"],
            "a value entered by hand",
            &[
                required("objective", Kind::Entry("objective"), ""),
                required("on", Kind::Day, ""),
                required("value", Kind::Decimal(-METRIC_MAX, METRIC_MAX), ""),
            ],
        ),
    ],
};

pub(crate) const VOCABULARY: Shape = Shape {
    name: "vocabulary",
    path: "vocabulary.toml",
    about: "the program's own words",
    keys: &[
        in_order("levels", LINES, "from the lowest to the highest"),
        key(
            "closing_reasons",
            LINES,
            "goals-met, time-up, left, no-contact, mismatch, workload, conduct, other",
        ),
    ],
    tables: &[
        repeated(
            "facet",
            &["id"],
            "a side of a career",
            &[required("id", Kind::Line, ""), key("title", Kind::Line, "")],
        ),
        repeated(
            "skill",
            &["id"],
            "something one can learn",
            &[
                required("id", Kind::Line, ""),
                key("aliases", LINES, "other words for it"),
                key("parent", Kind::Line, "the wider skill it belongs to"),
            ],
        ),
    ],
};

pub(crate) const MATCHING: Shape = Shape {
    name: "matching",
    path: "matching.toml",
    about: "the rules of matching",
    keys: &[],
    tables: &[
        repeated(
            "rule",
            &["id"],
            "gives points",
            &[
                required("id", Kind::Id, ""),
                required("kind", Kind::Word(RuleKind::WORDS), ""),
                key(
                    "field",
                    Kind::Line,
                    "what it compares: skills, department, extra.KEY ...",
                ),
                key(
                    "mentee_field",
                    Kind::Line,
                    "the mentee's field where it differs",
                ),
                required("points", Kind::Whole(-9_999, 9_999), "the most it gives"),
                key(
                    "min",
                    Kind::Whole(-1_000, 10_080),
                    "least levels above, or shared minutes a week",
                ),
                key(
                    "max",
                    Kind::Whole(-1_000, 10_080),
                    "most levels above, or minutes that give all points",
                ),
            ],
        ),
        repeated(
            "forbid",
            &["id"],
            "forbids a pair",
            &[
                required("id", Kind::Id, ""),
                required("kind", Kind::Word(ForbidKind::WORDS), ""),
                key("field", Kind::Line, "what it compares"),
                key(
                    "min",
                    Kind::Whole(-1_000, 10_080),
                    "least levels above, or shared minutes a week",
                ),
                key("max", Kind::Whole(-1_000, 10_080), "most levels above"),
                key("mentor", Kind::Person, "of one pair"),
                key("mentee", Kind::Person, "of one pair"),
                key("why", Kind::Line, "of one pair"),
            ],
        ),
        repeated(
            "pin",
            &["mentor", "mentee"],
            "a pair that is settled beforehand",
            &[
                required("mentor", Kind::Person, ""),
                required("mentee", Kind::Person, ""),
                key("why", Kind::Line, ""),
            ],
        ),
    ],
};

pub(crate) const EVENTS: Shape = Shape {
    name: "events",
    path: "events.toml",
    about: "information sessions, trainings, kick-offs",
    keys: &[],
    tables: &[
        repeated(
            "event",
            &["id"],
            "one event",
            &[
                required("id", Kind::Id, ""),
                key("kind", Kind::Word(EventKind::WORDS), "other"),
                required("at", Kind::Moment, ""),
                key("zone", Kind::Zone, "the program's"),
                key("minutes", Kind::Whole(1, MINUTES_MAX), ""),
                key("place", Kind::Line, ""),
                key("title", Kind::Line, ""),
                key("module", Kind::Training, "attending completes it"),
            ],
        ),
        repeated(
            "attendance",
            &["event", "person"],
            "who was invited and who came",
            &[
                required("event", Kind::Entry("event"), ""),
                required("person", Kind::PersonOrEmail, ""),
                key("invited", Kind::Day, ""),
                key("answered", Kind::Word(Rsvp::WORDS), ""),
                key("came", Kind::Flag, ""),
                key("expectations", Kind::Text, ""),
                key("goals", Kind::Text, ""),
            ],
        ),
    ],
};

pub(crate) const PROSPECTS: Shape = Shape {
    name: "prospects",
    path: "prospects.toml",
    about: "people who might become mentors",
    keys: &[],
    tables: &[
        repeated(
            "prospect",
            &["id"],
            "one person",
            &[
                required("id", Kind::Id, ""),
                required("name", Kind::Line, ""),
                key("email", Kind::Email, ""),
                key(
                    "source",
                    Kind::Word(Source::WORDS),
                    "other; where one came across them",
                ),
                key("place", Kind::Line, "which conference, whose introduction"),
                key("title", Kind::Line, "their job"),
                key("organization", Kind::Line, ""),
                key(
                    "facets",
                    Kind::List(&Kind::Facet),
                    "what one could learn from them",
                ),
                key("next", Kind::Day, "when to follow up"),
                key(
                    "participant",
                    Kind::Person,
                    "who they are since they were enrolled",
                ),
            ],
        ),
        repeated(
            "contact",
            &["prospect", "on", "is"],
            "what was said",
            &[
                required("prospect", Kind::Entry("prospect"), ""),
                required("on", Kind::Day, ""),
                required("is", Kind::Word(ContactState::WORDS), ""),
                key("text", Kind::Text, ""),
            ],
        ),
    ],
};

pub(crate) const IMPROVEMENTS: Shape = Shape {
    name: "improvements",
    path: "improvements.toml",
    about: "suggestions and what became of them",
    keys: &[],
    tables: &[repeated(
        "improvement",
        &["id"],
        "one suggestion",
        &[
            key("id", Kind::Id, "filled in by the next command"),
            required("on", Kind::Day, ""),
            required("text", Kind::Text, ""),
            key("decided", Kind::Day, ""),
            key("decision", Kind::Line, ""),
            key("done", Kind::Day, ""),
        ],
    )],
};

pub(crate) const DRAFT: Shape = Shape {
    name: "draft",
    path: "drafts/COHORT.toml",
    about: "the match run under review; gone when published",
    keys: &[
        required("on", Kind::Day, "when it was made"),
        required("aim", Kind::Word(Aim::WORDS), "what it strove for"),
        required("rules_digest", Kind::Line, "of the rules it used"),
        required(
            "rests_on",
            Kind::Line,
            "digest of people, pairings and rules; publish refuses when it changed",
        ),
    ],
    tables: &[repeated(
        "pair",
        &["mentee", "facet", "mentor"],
        "a pair that it proposes",
        &[
            required("mentee", Kind::Person, ""),
            key("facet", Kind::Facet, "any"),
            required("mentor", Kind::Person, ""),
            required("points", Kind::Whole(0, i64::MAX), ""),
            in_order("because", LINES, "reasons in words"),
        ],
    )],
};

const CHECKIN: Table = repeated(
    "checkin",
    &["id"],
    "how it goes, asked of one person",
    &[
        key("id", Kind::Id, "filled in by the next command"),
        required("on", Kind::Day, ""),
        key("kind", Kind::Word(CheckinKind::WORDS), "regular"),
        key("from", Kind::Person, "who answered"),
        key("meeting", Kind::Id, "the meeting that is rated"),
        key("fit", Kind::Whole(0, SCORE_MAX), "on the program's scale"),
        key("progress", Kind::Whole(0, SCORE_MAX), ""),
        key("satisfaction", Kind::Whole(0, SCORE_MAX), ""),
        key("listened_to", Kind::Whole(0, SCORE_MAX), ""),
        key(
            "curious",
            Kind::Whole(0, SCORE_MAX),
            "how they see themselves",
        ),
        key("trusted", Kind::Whole(0, SCORE_MAX), ""),
        key("listens", Kind::Whole(0, SCORE_MAX), ""),
        key("non_judgmental", Kind::Whole(0, SCORE_MAX), ""),
        key("supportive", Kind::Whole(0, SCORE_MAX), ""),
        key("volunteers", Kind::Whole(0, SCORE_MAX), ""),
        key("hours_per_week", Kind::Decimal(0, HOURS_PER_WEEK_MAX), ""),
        key("text", Kind::Text, ""),
    ],
);

const CONCERN: Table = repeated(
    "concern",
    &["id"],
    "something that needs care",
    &[
        key("id", Kind::Id, "filled in by the next command"),
        required("on", Kind::Day, ""),
        key("kind", Kind::Word(ConcernKind::WORDS), "other"),
        key("about", Kind::Person, ""),
        key("text", Kind::Text, ""),
    ],
);

const CONCERN_STEP: Table = repeated(
    "concern_step",
    &["concern", "on"],
    "what was done about it",
    &[
        required("concern", Kind::Entry("concern"), ""),
        required("on", Kind::Day, ""),
        key("text", Kind::Text, ""),
        key("closed", Kind::Flag, "false"),
    ],
);

pub(crate) const CONFIDENTIAL_PERSON: Shape = Shape {
    name: "confidential-person",
    path: "confidential/people/ID.toml",
    about: "what coordinators keep about a person",
    keys: &[],
    tables: &[CHECKIN, CONCERN, CONCERN_STEP],
};

pub(crate) const CONFIDENTIAL_PAIRING: Shape = Shape {
    name: "confidential-pairing",
    path: "confidential/pairings/PAIRING.toml",
    about: "what coordinators keep about a pairing",
    keys: &[],
    tables: &[CHECKIN, CONCERN, CONCERN_STEP],
};

pub(crate) const CONFIDENTIAL_PROGRAM: Shape = Shape {
    name: "confidential-program",
    path: "confidential/program.toml",
    about: "check-ins about the program in which nobody is named",
    keys: &[],
    tables: &[CHECKIN],
};
