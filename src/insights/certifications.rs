//! How far people are with certifications: where each stands, when it expires, and how the program fares.
//!
//! Its invariant: a person has one standing for each certification, that of their latest step; of two on a day, the
//! later in the file.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::{CertificationState, CertificationStep, Participant};
use crate::model::program::Program;
use crate::model::settings::{Certification, Settings};
use chrono::Months;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a person stands with a certification.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CertificationStanding<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// The certification.
    pub certification: &'a Id,
    /// Who gives it.
    pub authority: Option<&'a str>,
    /// Whom to ask there.
    pub contact: Option<&'a str>,
    /// Where they stand; what has passed its last day is expired, whether or not somebody said so.
    pub state: CertificationState,
    /// Since when.
    pub since: Day,
    /// The day of the examination, while it is booked.
    pub exam: Option<Day>,
    /// The first step they took.
    pub first: Day,
    /// How often they failed.
    pub failed: usize,
    /// When it was passed last.
    pub passed: Option<Day>,
    /// The last day on which it holds; none where it holds for ever.
    pub expires: Option<Day>,
}

/// Where everybody stands, by person and certification.
pub fn certification_standings(program: &Program, day: Day) -> Vec<CertificationStanding<'_>> {
    let people = program.participants.values();
    people
        .flat_map(|participant| standings_of(&program.settings, participant, day))
        .collect()
}

/// Where a person stands, by certification.
pub fn standings_of<'a>(
    settings: &'a Settings,
    participant: &'a Participant,
    day: Day,
) -> Vec<CertificationStanding<'a>> {
    let mut steps: BTreeMap<&Id, Vec<&CertificationStep>> = BTreeMap::new();
    for step in participant
        .certifications
        .iter()
        .filter(|step| step.on <= day)
    {
        steps.entry(&step.id).or_default().push(step);
    }
    for steps in steps.values_mut() {
        steps.sort_by_key(|step| step.on);
    }
    let standing = |(id, steps): (&'a Id, Vec<&CertificationStep>)| {
        standing(participant, (id, settings.certification(id)), &steps, day)
    };
    steps.into_iter().filter_map(standing).collect()
}

fn standing<'a>(
    participant: &'a Participant,
    (id, certification): (&'a Id, Option<&'a Certification>),
    steps: &[&CertificationStep],
    day: Day,
) -> Option<CertificationStanding<'a>> {
    let (first, last) = (steps.first()?, steps.last()?);
    let of = |is: CertificationState| steps.iter().filter(move |step| step.is == is);
    let passed = of(CertificationState::Passed).map(|step| step.on).max();
    let months = certification.and_then(|certification| certification.valid_months);
    let expires = passed.and_then(|passed| last_day(passed, months?));
    let overdue = expires.filter(|&expires| last.is == CertificationState::Passed && expires < day);
    let (state, since) = match overdue {
        Some(expires) => (CertificationState::Expired, expires.plus_days(1)),
        None => (last.is, last.on),
    };
    Some(CertificationStanding {
        person: &participant.id,
        name: &participant.name,
        certification: id,
        authority: certification.and_then(|known| known.authority.as_deref()),
        contact: certification.and_then(|known| known.contact.as_deref()),
        state,
        since,
        exam: last.exam.filter(|_| state == CertificationState::Booked),
        first: first.on,
        failed: of(CertificationState::Failed).count(),
        passed,
        expires,
    })
}

/// The last day on which something holds that began on a day.
fn last_day(from: Day, months: u32) -> Option<Day> {
    let end = from.date().checked_add_months(Months::new(months))?;
    Some(Day::from_date(end)?.plus_days(-1))
}

/// How the program fares with one certification.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CertificationPipeline<'a> {
    /// The certification.
    pub certification: &'a Id,
    /// Who gives it.
    pub authority: Option<&'a str>,
    /// Whom to ask there.
    pub contact: Option<&'a str>,
    /// People who wish for it.
    pub planned: usize,
    /// People who learn for it.
    pub studying: usize,
    /// People whose examination has a day.
    pub booked: usize,
    /// People who hold it.
    pub passed: usize,
    /// People whose last examination failed.
    pub failed: usize,
    /// People who held it.
    pub expired: usize,
    /// Examinations taken.
    pub examinations: usize,
    /// Those of them that were passed.
    pub examinations_passed: usize,
    /// The middle number of days from the first step to passing, of everybody who passed.
    pub days_to_pass: Option<i64>,
}

/// How the program fares with each certification of its catalogue, in file order.
pub fn certification_pipeline(program: &Program, day: Day) -> Vec<CertificationPipeline<'_>> {
    let standings = certification_standings(program, day);
    let catalogue = program.settings.certifications.iter();
    catalogue
        .map(|certification| pipeline(program, certification, &standings, day))
        .collect()
}

fn pipeline<'a>(
    program: &Program,
    certification: &'a Certification,
    standings: &[CertificationStanding<'_>],
    day: Day,
) -> CertificationPipeline<'a> {
    let of_it = || {
        standings
            .iter()
            .filter(|standing| *standing.certification == certification.id)
    };
    let count = |state| of_it().filter(|standing| standing.state == state).count();
    let steps = program
        .participants
        .values()
        .flat_map(|participant| &participant.certifications)
        .filter(|step| step.id == certification.id && step.on <= day);
    let (mut passed, mut failed) = (0, 0);
    for step in steps {
        passed += usize::from(step.is == CertificationState::Passed);
        failed += usize::from(step.is == CertificationState::Failed);
    }
    let days = of_it().filter_map(|standing| Some(standing.passed?.days_since(standing.first)));
    CertificationPipeline {
        certification: &certification.id,
        authority: certification.authority.as_deref(),
        contact: certification.contact.as_deref(),
        planned: count(CertificationState::Planned),
        studying: count(CertificationState::Studying),
        booked: count(CertificationState::Booked),
        passed: count(CertificationState::Passed),
        failed: count(CertificationState::Failed),
        expired: count(CertificationState::Expired),
        examinations: passed + failed,
        examinations_passed: passed,
        days_to_pass: median(days.collect()),
    }
}

/// The middle of several numbers, the lower one of two.
fn median(mut numbers: Vec<i64>) -> Option<i64> {
    numbers.sort_unstable();
    let middle = numbers.len().checked_sub(1)? / 2;
    numbers.get(middle).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, id, participant, program};

    fn step(is: CertificationState, on: &str) -> CertificationStep {
        CertificationStep {
            id: id("az-104"),
            is,
            on: day(on),
            exam: None,
        }
    }

    fn sample() -> Program {
        let mut program = program();
        program.settings.certifications = vec![Certification {
            id: id("az-104"),
            authority: Some("Microsoft".to_owned()),
            contact: None,
            valid_months: Some(12),
        }];
        let mut ada = participant("ada");
        ada.certifications = vec![
            step(CertificationState::Studying, "2026-01-01"),
            step(CertificationState::Failed, "2026-02-01"),
            step(CertificationState::Passed, "2026-03-01"),
        ];
        program.participants.insert(ada.id.clone(), ada);
        program
    }

    #[test]
    fn what_has_passed_its_last_day_is_expired_whether_or_not_somebody_said_so() {
        let program = sample();
        let state = |on: &str| {
            let standings = certification_standings(&program, day(on));
            (standings[0].state, standings[0].expires)
        };
        let last = Some(day("2027-02-28"));
        assert_eq!(state("2027-02-28"), (CertificationState::Passed, last));
        assert_eq!(state("2027-03-01"), (CertificationState::Expired, last));
        assert_eq!(state("2026-02-15"), (CertificationState::Failed, None));
    }

    #[test]
    fn the_pass_rate_counts_examinations_and_the_days_count_from_the_first_step() {
        let program = sample();
        let pipeline = &certification_pipeline(&program, day("2026-04-01"))[0];
        assert_eq!(
            (pipeline.examinations_passed, pipeline.examinations),
            (1, 2)
        );
        assert_eq!(pipeline.days_to_pass, Some(59));
        assert_eq!((pipeline.passed, pipeline.failed), (1, 0));
    }
}
