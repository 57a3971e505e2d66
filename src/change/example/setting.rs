//! The stage of an example: its settings, its words, its objectives.

use crate::change::edit::{Author, Change, Edit, Fields, FileName, Part, field};
use crate::change::example::brief::{Brief, working_day};
use crate::change::example::trades::{CRAFT, EVERYWHERE};
use crate::change::init::{NewProgram, Template, settings, trainings};
use crate::change::objective::{self, NewObjective, number};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::objective::Metric;
use crate::model::program::Program;

/// The name of an example where nobody gives one.
pub const NAME: &str = "Alder & Finch mentoring";

/// Who runs the program; the coordinator takes part neither as mentor nor as mentee.
pub(super) const COORDINATOR: &str = "marta-ruiz";

/// The parts of `program.toml`, in order.
pub fn parts(new: &NewProgram, brief: &Brief) -> Vec<Part> {
    let mut parts = Vec::new();
    for part in settings(new) {
        match part {
            Part::Top(fields) => {
                parts.push(Part::Top(with_purpose(fields)));
                parts.extend(frame());
            }
            Part::Table("policy", fields) => {
                parts.push(Part::Table("policy", policy(fields)));
                parts.extend(calendar(brief));
            }
            other => parts.push(other),
        }
    }
    if new.template != Template::Certification {
        parts.extend(trainings());
    }
    parts.extend(guides());
    parts
}

fn with_purpose(mut fields: Fields) -> Fields {
    let after_kind = fields.iter().position(|(key, _)| key == "kind");
    let purpose = "Keep what our people know when they move on, and help newcomers find their feet";
    fields.insert(
        after_kind.map_or(fields.len(), |place| place + 1),
        field("purpose", purpose),
    );
    fields
}

fn frame() -> Vec<Part> {
    vec![
        Part::Table(
            "audience",
            vec![
                field("levels", vec!["entry", "professional"]),
                field("outcome", "on the rota, or a step further, within a year"),
            ],
        ),
        Part::Table(
            "resources",
            vec![
                field("sponsor", "Office of the CIO"),
                field("budget", 12_000_i64),
                field("hours_per_week", number(1.5)),
            ],
        ),
    ]
}

/// Offices lie far apart, so that only pairs of one office are asked to meet in person.
fn policy(mut fields: Fields) -> Fields {
    fields.push(field("in_person_every", ""));
    fields
}

fn calendar(brief: &Brief) -> Vec<Part> {
    let cohort = brief.cohort();
    let milestone = |id: &str, on: &str, label: &str| {
        let fields = vec![
            field("id", id),
            field("cohort", cohort.as_str()),
            field("on", on),
            field("label", label),
        ];
        Part::Entry("milestone", fields)
    };
    vec![
        Part::Entry(
            "cohort",
            vec![
                field("id", cohort.as_str()),
                field("starts", brief.starts()),
                field("ends", brief.ends()),
            ],
        ),
        milestone("kickoff", "starts", "Kick-off for everybody"),
        milestone(
            "halfway",
            "midpoint",
            "Half-way lunch: what would you change?",
        ),
        milestone("farewell", "ends-1w", "Stories and thanks"),
    ]
}

fn guides() -> Vec<Part> {
    let certification = |id: &str, authority: &str, valid_months: i64| {
        let fields = vec![
            field("id", id),
            field("authority", authority),
            field("valid_months", valid_months),
        ];
        Part::Entry("certification", fields)
    };
    let agenda = |meeting: i64, points: &[&str]| {
        let fields = vec![field("meeting", meeting), field("points", points.to_vec())];
        Part::Entry("agenda", fields)
    };
    let step = |id: &str, after: &str, owner: &str, text: &str| {
        let fields = vec![
            field("id", id),
            field("after", after),
            field("owner", owner),
            field("text", text),
        ];
        Part::Entry("step", fields)
    };
    vec![
        certification("network-associate", "Institute of Network Engineers", 36),
        certification("cloud-practitioner", "Open Cloud Academy", 24),
        agenda(
            1,
            &[
                "What each of us hopes for",
                "How we work together",
                "A first goal",
            ],
        ),
        agenda(
            0,
            &[
                "Since last time",
                "Your questions",
                "What you tried",
                "Homework",
            ],
        ),
        step("first-goal", "2w", "mentee", "Agree the first goal"),
        step("halfway", "3mo", "both", "Look back: keep, change, stop"),
        step(
            "farewell",
            "5mo",
            "both",
            "Plan how to go on without the program",
        ),
    ]
}

/// The skills that people ask for and offer.
pub(super) fn vocabulary() -> Change {
    let skill = |(id, aliases, parent): &(&str, &[&str], Option<&str>)| {
        let mut fields = vec![field("id", *id)];
        if !aliases.is_empty() {
            fields.push(field("aliases", aliases.to_vec()));
        }
        fields.extend(parent.map(|parent| field("parent", parent)));
        Edit::Append {
            file: FileName::Vocabulary,
            table: "skill",
            fields,
        }
    };
    Change {
        sentence: "name the skills".to_owned(),
        edits: CRAFT.iter().chain(&EVERYWHERE).map(skill).collect(),
    }
}

/// What the program wants to reach, and how far the one objective is that somebody counts by hand.
pub(super) fn objectives(brief: &Brief, program: &Program) -> Result<Change, Refusal> {
    let new = |(id, title, metric, baseline, target): Aim| NewObjective {
        id: Id::parse(id).ok(),
        title: title.to_owned(),
        metric,
        baseline: Some(baseline),
        target: Some(target),
        due: Some(brief.ends()),
        owner: Id::parse(COORDINATOR).ok(),
    };
    let counted = (
        COUNTED,
        "Two people for every critical system",
        Metric::Entered,
        SYSTEMS.0,
        SYSTEMS.1,
    );
    let matched = (
        "everybody-has-a-mentor",
        "Everybody who asks has a mentor",
        Metric::MatchRate,
        60.0,
        95.0,
    );
    let mut edits = Vec::new();
    for aim in [counted, matched, own_aim(brief)] {
        edits.extend(objective::add(program, &new(aim))?.1.edits);
    }
    edits.extend(readings(brief, program));
    Ok(Change {
        sentence: "set the objectives".to_owned(),
        edits,
    })
}

/// Id, title, metric, baseline and target of an objective.
type Aim = (&'static str, &'static str, Metric, f64, f64);

/// The objective that is counted by hand.
pub(super) const COUNTED: &str = "two-for-every-system";
/// Systems that two people know, at the start and as wished.
const SYSTEMS: (f64, f64) = (3.0, 12.0);

/// What a program of this kind wants beside what all want.
fn own_aim(brief: &Brief) -> Aim {
    let share = |part: f64| (f64::from(brief.people) * part).ceil();
    match brief.template {
        Template::Cohort | Template::Constellation => (
            "goals-reached",
            "Goals that mentees set themselves are reached",
            Metric::GoalsReached,
            0.0,
            share(0.2),
        ),
        Template::Certification => (
            "certificates",
            "Certificates that count outside of the house",
            Metric::CertificationsPassed,
            0.0,
            share(0.25),
        ),
        Template::Flash => (
            "mentors-to-ask",
            "Mentors whom anybody may ask for an hour",
            Metric::MentorsReady,
            share(0.2),
            share(0.4),
        ),
    }
}

/// A reading in every month since the start.
fn readings(brief: &Brief, program: &Program) -> Vec<Edit> {
    const STEPS: [f64; 5] = [0.0, 1.0, 2.0, 1.0, 2.0];
    let counted = Id::parse(COUNTED).expect("the words above are an id");
    let (mut edits, mut systems) = (Vec::new(), SYSTEMS.0);
    for (months, step) in (0..).zip(STEPS) {
        let on = working_day(brief.starts().plus_days(months * 30));
        systems += step;
        edits.extend(objective::reading(program, &counted, on, systems).edits);
    }
    edits
}

/// The coordinator at work on a day, or on the Friday before a weekend.
pub(super) fn coordinator(day: Day) -> Author {
    Author {
        today: working_day(day),
        by: Id::parse(COORDINATOR).ok(),
    }
}
