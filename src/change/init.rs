//! A new program: its settings, vocabulary and rules, from a template.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, Part, field};
use crate::change::enroll::{Namesake, Profile, enroll};
use crate::change::entry_id::slug;
use crate::change::refusal::Refusal;
use crate::matching::defaults::{RuleSet, default_rules};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::match_rules::MatchRules;
use crate::model::program::Program;
use crate::model::settings::{FORMAT, ProgramKind};
use crate::model::value::Value;
use crate::model::word::words;

words! {
    /// What a new program is like.
    Template {
        /// Rounds with a beginning and an end.
        Cohort = "cohort",
        /// Towards certificates; every gate is on.
        Certification = "certification",
        /// Single meetings.
        Flash = "flash",
        /// Several mentors each, one for every facet.
        Constellation = "constellation",
    }
}

/// A program that shall be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewProgram {
    /// The name people know.
    pub name: String,
    /// A program, or one's own folder.
    pub kind: ProgramKind,
    /// What it is like.
    pub template: Template,
    /// Its time zone.
    pub timezone: chrono_tz::Tz,
    /// The name of its owner, for one's own folder.
    pub me: Option<String>,
}

/// Characters of an id made from a name.
const ID_CHARACTERS_MAX: usize = 40;
/// The id of a program whose name has no letter that ASCII can show.
const NAMELESS: &str = "program";

/// The parts of `program.toml`, in order.
pub fn settings(new: &NewProgram) -> Vec<Part> {
    let slug = slug(&new.name, ID_CHARACTERS_MAX);
    let id = Id::parse(&slug).map_or_else(|_| NAMELESS.to_owned(), |id| id.to_string());
    let top = vec![
        field("format", FORMAT),
        field("id", id),
        field("name", new.name.as_str()),
        field("kind", new.kind.as_str()),
        field("timezone", new.timezone.name()),
    ];
    let mut parts = vec![Part::Top(top)];
    let policy = policy(new.template);
    if new.kind == ProgramKind::Program && !policy.is_empty() {
        parts.push(Part::Table("policy", policy));
    }
    if new.template == Template::Certification {
        parts.extend(trainings());
    }
    parts
}

/// What the template's policy says beyond the defaults; every program carries the six-month minimum.
fn policy(template: Template) -> Fields {
    match template {
        Template::Cohort | Template::Constellation => vec![field("commitment_months_min", 6)],
        Template::Certification => vec![
            field("training_gate", true),
            field("acceptance", true),
            field("signature", true),
            field("commitment_months_min", 6),
        ],
        Template::Flash => vec![
            field("commitment_months_min", 6),
            field("meeting_minutes", 30),
        ],
    }
}

/// Training modules that mentors of every kind of program can use.
pub(super) fn trainings() -> Vec<Part> {
    let module = |id: &str, title: &str, minutes: i64| {
        Part::Entry(
            "training",
            vec![
                field("id", id),
                field("role", "mentor"),
                field("title", title),
                field("required", true),
                field("minutes", minutes),
            ],
        )
    };
    vec![
        module("listening", "Listening and asking", 90),
        module("boundaries", "Boundaries and trust", 60),
    ]
}

/// The change that makes every file besides `program.toml`.
pub fn files(new: &NewProgram) -> Change {
    let mut edits = vec![Edit::Create {
        file: FileName::Vocabulary,
        parts: vocabulary(),
    }];
    // In one's own folder nobody is matched, and no rule stands between two people.
    if new.kind == ProgramKind::Program {
        edits.push(Edit::Create {
            file: FileName::Matching,
            parts: rules(&default_rules(rule_set(new.template))),
        });
    }
    Change {
        sentence: format!("make program {}", new.name),
        edits,
    }
}

/// The change that enrols the owner of one's own folder, who is `@me` from then on.
///
/// # Errors
/// Refuses a name without letters.
pub fn owner(program: &Program, name: &str, today: Day) -> Result<Change, Refusal> {
    let profile = Profile {
        top: vec![field("name", name)],
        mentee: Some(Fields::new()),
        ..Profile::default()
    };
    let author = Author { today, by: None };
    let (id, mut change) = enroll(program, &profile, None, Namesake::Refused, &author)?;
    change.edits.push(Edit::Set {
        file: FileName::Program,
        at: At::Top,
        key: "me".to_owned(),
        value: id.as_str().into(),
    });
    Ok(change)
}

fn rule_set(template: Template) -> RuleSet {
    match template {
        Template::Cohort => RuleSet::Cohort,
        Template::Certification => RuleSet::Certification,
        Template::Flash => RuleSet::Flash,
        Template::Constellation => RuleSet::Constellation,
    }
}

fn vocabulary() -> Vec<Part> {
    let levels = ["entry", "professional", "senior", "lead"];
    let facet =
        |id: &str, title: &str| Part::Entry("facet", vec![field("id", id), field("title", title)]);
    vec![
        Part::Top(vec![field("levels", levels.to_vec())]),
        facet("technical", "Technical depth"),
        facet("career", "Career and next steps"),
        facet("leadership", "Leading people"),
        facet("communication", "Speaking, writing, asking"),
    ]
}

/// Rules of matching as the parts of their file.
pub fn rules(rules: &MatchRules) -> Vec<Part> {
    let mut parts = Vec::new();
    for rule in &rules.rules {
        let mut fields = vec![
            field("id", rule.id.as_str()),
            field("kind", rule.kind.as_str()),
        ];
        fields.extend(rule.field.as_deref().map(|name| field("field", name)));
        fields.extend(
            rule.mentee_field
                .as_deref()
                .map(|name| field("mentee_field", name)),
        );
        fields.push(field("points", rule.points));
        fields.extend(bounds(rule.min, rule.max));
        parts.push(Part::Entry("rule", fields));
    }
    for forbid in &rules.forbids {
        let mut fields = vec![
            field("id", forbid.id.as_str()),
            field("kind", forbid.kind.as_str()),
        ];
        fields.extend(forbid.field.as_deref().map(|name| field("field", name)));
        fields.extend(bounds(forbid.min, forbid.max));
        parts.push(Part::Entry("forbid", fields));
    }
    parts
}

fn bounds(min: Option<i64>, max: Option<i64>) -> Fields {
    let bound =
        |key: &str, bound: Option<i64>| bound.map(|bound| (key.to_owned(), Value::Integer(bound)));
    [bound("min", min), bound("max", max)]
        .into_iter()
        .flatten()
        .collect()
}
