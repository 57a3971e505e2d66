//! `participants/ID.toml`.

use crate::model::id::PersonId;
use crate::model::participant::{
    CAPACITY, CertificationState, CertificationStep, Mentee, Mentor, Mode, Outcome, Participant,
    Readiness, ReadinessEntry, Relief, Request, Role, Style, TrainingTaken,
};
use crate::store::fields::Fields;

/// Reads one person.
pub(crate) fn read(id: PersonId, fields: Fields<'_>) -> Participant {
    Participant {
        id,
        name: fields.required_text("name"),
        email: fields.line("email"),
        also: fields.lines("also"),
        title: fields.line("title"),
        organization: fields.line("organization"),
        department: fields.line("department"),
        team: fields.line("team"),
        profession: fields.line("profession"),
        location: fields.line("location"),
        timezone: fields.zone("timezone"),
        languages: fields.lines("languages"),
        level: fields.line("level"),
        reports_to: fields.line("reports_to"),
        modes: fields.words("modes", Mode::parse),
        free: fields.windows("free").unwrap_or_default(),
        prefer: fields.people("prefer"),
        never: fields.people("never"),
        consented: fields.day("consented"),
        erased: fields.day("erased"),
        may_be_named: fields.flag("may_be_named"),
        mentee: fields.table("mentee").map(mentee),
        requests: fields.entries("request").map(request).collect(),
        mentor: fields.table("mentor").map(mentor),
        trainings: fields.entries("training").map(training).collect(),
        certifications: fields.entries("certification").map(certification).collect(),
        absences: fields.entries("absence").map(Fields::day_range).collect(),
        reliefs: fields.entries("relief").map(relief).collect(),
        outcomes: fields.entries("outcome").map(outcome).collect(),
        extra: fields
            .table("extra")
            .map(|extra| extra.values().collect())
            .unwrap_or_default(),
        states: fields.entries("state").map(state).collect(),
    }
}

fn mentee(fields: Fields<'_>) -> Mentee {
    Mentee {
        expectations: fields.text("expectations"),
        goals: fields.lines("goals"),
        minutes_per_week: fields.minutes_per_week(),
        commit_until: fields.day("commit_until"),
        offers_to_mentor: fields.flag("offers_to_mentor"),
    }
}

fn request(fields: Fields<'_>) -> Request {
    Request {
        facet: fields.line("facet"),
        skills: fields.lines("skills"),
        style: fields.words("style", Style::parse),
        weight: fields.whole("weight"),
        mentors: fields.count("mentors").unwrap_or(1),
        cohort: fields.id("cohort"),
    }
}

fn mentor(fields: Fields<'_>) -> Mentor {
    Mentor {
        capacity: fields.count("capacity").unwrap_or(CAPACITY),
        circle: fields.flag("circle").unwrap_or(false),
        facets: fields.lines("facets"),
        skills: fields.lines("skills"),
        style: fields.words("style", Style::parse),
        minutes_per_week: fields.minutes_per_week(),
        motivation: fields.text("motivation"),
        hopes: fields.text("hopes"),
        confidence: fields.whole("confidence"),
        volunteered: fields.flag("volunteered"),
        cohorts: fields.ids("cohorts"),
    }
}

fn training(fields: Fields<'_>) -> TrainingTaken {
    TrainingTaken {
        module: fields.required_id("module"),
        on: fields.required_day("on"),
    }
}

fn certification(fields: Fields<'_>) -> CertificationStep {
    CertificationStep {
        id: fields.required_id("id"),
        is: fields.required_word("is", CertificationState::parse),
        on: fields.required_day("on"),
        exam: fields.day("exam"),
    }
}

fn relief(fields: Fields<'_>) -> Relief {
    Relief {
        on: fields.required_day("on"),
        what: fields.required_text("what"),
        minutes_per_week: fields.minutes_per_week(),
        taken_by: fields.person("taken_by"),
    }
}

fn outcome(fields: Fields<'_>) -> Outcome {
    Outcome {
        on: fields.required_day("on"),
        what: fields.required_text("what"),
    }
}

fn state(fields: Fields<'_>) -> ReadinessEntry {
    ReadinessEntry {
        on: fields.required_day("on"),
        is: fields.required_word("is", Readiness::parse),
        role: fields.word("role", Role::parse),
        by: fields.line("by"),
        why: fields.line("why"),
    }
}
