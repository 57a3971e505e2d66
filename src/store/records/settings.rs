//! `program.toml`.

use crate::model::cadence::Cadence;
use crate::model::participant::Role;
use crate::model::settings::{
    Agenda, Anchor, Audience, Certification, Cohort, Comparison, Confidential, Eligibility,
    HandbookLink, HealthThresholds, Milestone, Policy, ProgramKind, Resources, Settings,
    StepTemplate, TrainingModule, span,
};
use crate::model::window::Window;
use crate::store::fields::Fields;
use crate::store::records::settings::defaults as d;

/// What holds where the file says nothing.
mod defaults {
    pub(super) const ACCEPTANCE_DAYS: u32 = 14;
    pub(super) const COMMITMENT_MONTHS_MIN: u32 = 6;
    pub(super) const MEETING_EVERY: &str = "month";
    pub(super) const MEETING_LONGEST: &str = "6 weeks";
    pub(super) const IN_PERSON_EVERY: &str = "quarter";
    pub(super) const MEETING_MINUTES: u32 = 45;
    pub(super) const WORKING_HOURS: &str = "Mon-Fri 09:00-17:00";
    pub(super) const CHECKIN_FIRST_DAYS: u32 = 30;
    pub(super) const CHECKIN_EVERY_DAYS: u32 = 60;
    pub(super) const SCALE: (i64, i64) = (1, 5);
    pub(super) const FIRST_MEETING_DAYS: u32 = 10;
    pub(super) const SILENCE_DAYS_AFTER_CADENCE: u32 = 14;
    pub(super) const STAGE_DAYS: u32 = 21;
}

/// Reads what the program is.
pub(crate) fn read(fields: Fields<'_>) -> Settings {
    let kind = fields
        .word("kind", ProgramKind::parse)
        .unwrap_or(ProgramKind::Program);
    Settings {
        format: fields.whole("format").unwrap_or_default(),
        id: fields.required_id("id"),
        name: fields.required_text("name"),
        kind,
        purpose: fields.text("purpose"),
        timezone: fields.zone("timezone").unwrap_or(chrono_tz::UTC),
        me: fields.person("me"),
        audience: fields.table("audience").map(audience).unwrap_or_default(),
        resources: fields.table("resources").map(resources).unwrap_or_default(),
        policy: policy(kind, fields.table("policy")),
        health: health(fields.table("health")),
        cohorts: fields.entries("cohort").map(cohort).collect(),
        milestones: fields.entries("milestone").filter_map(milestone).collect(),
        holidays: fields.entries("holiday").map(Fields::day_range).collect(),
        trainings: fields.entries("training").map(training).collect(),
        certifications: fields.entries("certification").map(certification).collect(),
        agendas: fields.entries("agenda").map(agenda).collect(),
        handbook: fields.entries("resource").map(handbook_link).collect(),
        steps: fields.entries("step").map(step).collect(),
        eligibility: fields.entries("eligibility").map(eligibility).collect(),
        comparisons: fields
            .entries("comparison")
            .filter_map(comparison)
            .collect(),
    }
}

fn audience(fields: Fields<'_>) -> Audience {
    Audience {
        levels: fields.lines("levels"),
        outcome: fields.line("outcome"),
    }
}

fn resources(fields: Fields<'_>) -> Resources {
    Resources {
        sponsor: fields.line("sponsor"),
        budget: fields.whole("budget"),
        currency: fields.line("currency"),
        minutes_per_week: fields.minutes_per_week(),
    }
}

fn policy(kind: ProgramKind, fields: Option<Fields<'_>>) -> Policy {
    let flag = |key| fields.and_then(|fields| fields.flag(key)).unwrap_or(false);
    let count = |key, default| {
        fields
            .and_then(|fields| fields.count(key))
            .unwrap_or(default)
    };
    let cadence = |key, default| {
        fields
            .and_then(|fields| fields.cadence(key))
            .unwrap_or_else(|| constant(default))
    };
    let scale = fields
        .map(|fields| fields.wholes("scale"))
        .unwrap_or_default();
    Policy {
        screening: flag("screening"),
        training_gate: flag("training_gate"),
        acceptance: flag("acceptance"),
        acceptance_days: count("acceptance_days", d::ACCEPTANCE_DAYS),
        signature: flag("signature"),
        closing_checklist: flag("closing_checklist"),
        confidential: fields
            .and_then(|fields| fields.word("confidential", Confidential::parse))
            .unwrap_or(Confidential::Ignored),
        // Nobody has to keep one's own mentors for so long.
        commitment_months_min: match kind {
            ProgramKind::Program => count("commitment_months_min", d::COMMITMENT_MONTHS_MIN),
            ProgramKind::Personal => count("commitment_months_min", 0),
        },
        meeting_every: cadence("meeting_every", d::MEETING_EVERY),
        meeting_longest: cadence("meeting_longest", d::MEETING_LONGEST),
        in_person_every: match fields.and_then(|fields| fields.str("in_person_every")) {
            Some("") => None,
            _ => Some(cadence("in_person_every", d::IN_PERSON_EVERY)),
        },
        meeting_minutes: count("meeting_minutes", d::MEETING_MINUTES),
        working_hours: fields
            .and_then(|fields| fields.windows("working_hours"))
            .unwrap_or_else(|| {
                vec![Window::parse(d::WORKING_HOURS).expect("the default hours are hours")]
            }),
        checkin_first_days: count("checkin_first_days", d::CHECKIN_FIRST_DAYS),
        checkin_every_days: count("checkin_every_days", d::CHECKIN_EVERY_DAYS),
        scale: match scale[..] {
            [] => d::SCALE,
            [low, high] => (low, high),
            // One score, or three, make no scale: the rule of scales refuses this.
            [first, ..] => (first, first),
        },
        keep_people: fields.and_then(|fields| fields.cadence("keep_people")),
        conduct: fields.and_then(|fields| fields.text("conduct")),
    }
}

fn constant(words: &str) -> Cadence {
    Cadence::parse(words).expect("the default rhythms are rhythms")
}

fn health(fields: Option<Fields<'_>>) -> HealthThresholds {
    let count = |key, default| {
        fields
            .and_then(|fields| fields.count(key))
            .unwrap_or(default)
    };
    HealthThresholds {
        first_meeting_days: count("first_meeting_days", d::FIRST_MEETING_DAYS),
        silence_days_after_cadence: count(
            "silence_days_after_cadence",
            d::SILENCE_DAYS_AFTER_CADENCE,
        ),
        stage_days: count("stage_days", d::STAGE_DAYS),
        low_score: fields.and_then(|fields| fields.whole("low_score")),
    }
}

fn cohort(fields: Fields<'_>) -> Cohort {
    Cohort {
        id: fields.required_id("id"),
        starts: fields.day("starts"),
        ends: fields.day("ends"),
        closed: fields.day("closed"),
    }
}

fn step(fields: Fields<'_>) -> StepTemplate {
    StepTemplate {
        id: fields.required_id("id"),
        after: fields.str("after").and_then(span),
        owner: fields.line("owner"),
        text: fields.line("text"),
    }
}

fn comparison(fields: Fields<'_>) -> Option<Comparison> {
    Some(Comparison {
        outcome: fields.required_text("outcome"),
        percent: fields.decimal("percent")?,
        n: fields.count("n"),
        source: fields.line("source"),
    })
}

fn eligibility(fields: Fields<'_>) -> Eligibility {
    Eligibility {
        id: fields.required_id("id"),
        role: fields.word("role", Role::parse),
        levels: fields.lines("levels"),
        departments: fields.lines("departments"),
        organizations: fields.lines("organizations"),
    }
}

fn milestone(fields: Fields<'_>) -> Option<Milestone> {
    let anchor = fields
        .day("on")
        .map(Anchor::Day)
        .or_else(|| fields.str("on").and_then(Anchor::parse));
    Some(Milestone {
        id: fields.required_id("id"),
        cohort: fields.id("cohort"),
        on: anchor?,
        label: fields.line("label"),
    })
}

fn certification(fields: Fields<'_>) -> Certification {
    Certification {
        id: fields.required_id("id"),
        authority: fields.line("authority"),
        contact: fields.line("contact"),
        valid_months: fields.count("valid_months"),
    }
}

fn agenda(fields: Fields<'_>) -> Agenda {
    Agenda {
        meeting: fields.count("meeting").unwrap_or_default(),
        points: fields.lines("points"),
    }
}

fn handbook_link(fields: Fields<'_>) -> HandbookLink {
    HandbookLink {
        id: fields.required_id("id"),
        role: fields.word("role", Role::parse),
        stage: fields.line("stage"),
        url: fields.required_text("url"),
        title: fields.line("title"),
    }
}

fn training(fields: Fields<'_>) -> TrainingModule {
    TrainingModule {
        id: fields.required_id("id"),
        role: fields.word("role", Role::parse),
        title: fields.line("title"),
        required: fields.flag("required").unwrap_or(false),
        minutes: fields.count("minutes"),
    }
}
