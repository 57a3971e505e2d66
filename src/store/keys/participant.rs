//! Keys of `participants/ID.toml`.

use super::{
    COUNT_MAX, Form, HOURS_PER_WEEK_MAX, Kind, LINES, PEOPLE, SCORE_MAX, Shape, Table, in_order,
    key, repeated, required, single,
};
use crate::model::participant::{CertificationState, Mode, Readiness, Role, Style};

const SKILLS: Kind = Kind::List(&Kind::Skill);
const STYLES: Kind = Kind::List(&Kind::Word(Style::WORDS));

pub(crate) const PARTICIPANT: Shape = Shape {
    name: "participant",
    path: "participants/ID.toml",
    about: "one person; the smallest has a name and [mentor], [mentee] or a [[request]]",
    keys: &[
        required("name", Kind::Line, "as they write it"),
        key("email", Kind::Email, ""),
        key("title", Kind::Line, "their job"),
        key("organization", Kind::Line, ""),
        key("department", Kind::Line, ""),
        key("team", Kind::Line, ""),
        key("profession", Kind::Line, "their field: software, medicine"),
        key("location", Kind::Line, ""),
        key("timezone", Kind::Zone, "the program's"),
        key("languages", LINES, ""),
        key("level", Kind::Level, "a word of vocabulary.toml"),
        key(
            "reports_to",
            Kind::PersonOrEmail,
            "their manager, who need not be enrolled",
        ),
        key(
            "modes",
            Kind::List(&Kind::Word(Mode::WORDS)),
            "how they like to meet",
        ),
        key("free", Kind::List(&Kind::Window), "when, each week"),
        in_order("prefer", PEOPLE, "in order"),
        key("never", PEOPLE, "holds either way round"),
        key("consented", Kind::Day, "to the code of conduct"),
        key("erased", Kind::Day, "when `pleiad erase` forgot them"),
        key(
            "may_be_named",
            Kind::Flag,
            "false; whether they agree to stand in statements of others",
        ),
        key("also", Kind::List(&Kind::Email), "other addresses"),
    ],
    tables: &[
        single(
            "mentee",
            "what they say as a mentee",
            &[
                key("expectations", Kind::Text, "what they hope for"),
                key("goals", LINES, "what they want to reach"),
                key("hours_per_week", Kind::Decimal(0, HOURS_PER_WEEK_MAX), ""),
                key("commit_until", Kind::Day, ""),
                key(
                    "offers_to_mentor",
                    Kind::Flag,
                    "what they said when asked to mentor somebody themselves",
                ),
            ],
        ),
        repeated(
            "request",
            &["cohort", "facet"],
            "one mentor wanted, or several",
            &[
                key("facet", Kind::Facet, "any facet"),
                key("skills", SKILLS, "what they want to learn"),
                key("style", STYLES, "how they want to be helped"),
                key(
                    "weight",
                    Kind::Whole(1, 100),
                    "1; how much it matters beside the others",
                ),
                key("mentors", Kind::Whole(1, 100), "1"),
                key("cohort", Kind::Cohort, "the cohort being matched"),
            ],
        ),
        single(
            "mentor",
            "what they offer as a mentor",
            &[
                key(
                    "capacity",
                    Kind::Whole(0, COUNT_MAX),
                    "1; how many mentees at a time",
                ),
                key(
                    "circle",
                    Kind::Flag,
                    "false; true: one group of three to eight",
                ),
                key("facets", Kind::List(&Kind::Facet), "any"),
                key("skills", SKILLS, "what they can teach"),
                key("style", STYLES, "how they help"),
                key("hours_per_week", Kind::Decimal(0, HOURS_PER_WEEK_MAX), ""),
                key("motivation", Kind::Text, "why they mentor"),
                key("hopes", Kind::Text, "what they want to learn"),
                key(
                    "confidence",
                    Kind::Whole(0, SCORE_MAX),
                    "on the program's scale",
                ),
                key("volunteered", Kind::Flag, ""),
                key("cohorts", Kind::List(&Kind::Cohort), "any"),
            ],
        ),
        repeated(
            "training",
            &["module", "on"],
            "a module taken",
            &[
                required("module", Kind::Training, ""),
                required("on", Kind::Day, ""),
            ],
        ),
        repeated(
            "certification",
            &["id", "on"],
            "a step towards a certificate",
            &[
                required("id", Kind::Certification, ""),
                required("is", Kind::Word(CertificationState::WORDS), ""),
                required("on", Kind::Day, ""),
                key(
                    "exam",
                    Kind::Day,
                    "the day of the examination, where it is booked",
                ),
            ],
        ),
        repeated(
            "absence",
            &["from"],
            "when they are away",
            &[
                required("from", Kind::Day, "first day"),
                key("to", Kind::Day, "last day; the same"),
            ],
        ),
        repeated(
            "relief",
            &["on", "what"],
            "work handed over",
            &[
                required("on", Kind::Day, ""),
                required("what", Kind::Line, ""),
                key("hours_per_week", Kind::Decimal(0, HOURS_PER_WEEK_MAX), ""),
                key("taken_by", Kind::Person, ""),
            ],
        ),
        repeated(
            "outcome",
            &["on", "what"],
            "what came of it for them",
            &[
                required("on", Kind::Day, ""),
                required("what", Kind::Line, ""),
            ],
        ),
        Table {
            name: "extra",
            form: Form::Open,
            identity: &[],
            keys: &[],
            about: "anything of one's own, usable in rules and filters",
        },
        repeated(
            "state",
            &["on", "is", "role"],
            "their history of readiness; without any: ready",
            &[
                required("on", Kind::Day, ""),
                required("is", Kind::Word(Readiness::WORDS), ""),
                key("role", Kind::Word(Role::WORDS), "both"),
                key("by", Kind::Id, "who decided"),
                key("why", Kind::Line, ""),
            ],
        ),
    ],
};
