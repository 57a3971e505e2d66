//! A person on a day: what they are in the program, whom they meet, and how much.
//!
//! Its invariant: pairings are in order of ids, the ones in force first.

use crate::insights::handbook::{Link, links_of_person};
use crate::insights::progress::{Progress, progress};
use crate::insights::requests::Rounds;
use crate::insights::roster::{PairingRow, ParticipantRow, participant_row, row_of_progress};
use crate::insights::tally::{MeetingCount, MeetingTally};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::MeetingState;
use crate::model::pairing::PairingState;
use crate::model::participant::{CertificationState, Participant, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A person on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct PersonSummary<'a> {
    /// The day.
    pub day: Day,
    /// Who they are.
    pub participant: ParticipantRow<'a>,
    /// Whom they mentor.
    pub as_mentor: RoleSummary<'a>,
    /// Who mentors them.
    pub as_mentee: RoleSummary<'a>,
    /// Meetings from which they stayed away.
    pub meetings_missed: usize,
    /// Their next meeting.
    pub next: Option<NextMeeting<'a>>,
    /// Their certifications, by id, each with its latest step.
    pub certifications: Vec<CertificationStanding<'a>>,
    /// Links of the handbook for where they stand.
    pub handbook: Vec<Link<'a>>,
}

/// A person in one role.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct RoleSummary<'a> {
    /// Their pairings, those in force first.
    pub pairings: Vec<PairingRow<'a>>,
    /// Meetings of all of them.
    pub meetings: MeetingCount,
    /// The day of the last that took place.
    pub last_held: Option<Day>,
}

/// A meeting that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NextMeeting<'a> {
    /// Its pairing.
    pub pairing: &'a Id,
    /// Its id within the pairing.
    pub meeting: &'a Id,
    /// Wall-clock time.
    pub at: Moment,
    /// The zone of that time.
    pub timezone: &'static str,
}

/// Where a person stands with a certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CertificationStanding<'a> {
    /// Which.
    pub id: &'a Id,
    /// Where it stands.
    pub is: CertificationState,
    /// Since when.
    pub on: Day,
}

/// Sums up a person on a day; none when they are not enrolled.
pub fn person_summary<'a>(
    program: &'a Program,
    person: &PersonId,
    day: Day,
) -> Option<PersonSummary<'a>> {
    let participant = program.participants.get(person)?;
    let by_person = program.pairings_by_person();
    let rounds = Rounds::on(&program.settings, day);
    let pairings = by_person.get(person).into_iter().flatten();
    let progress: Vec<Progress<'a>> = pairings
        .map(|pairing| progress(program, pairing, day))
        .collect();
    Some(PersonSummary {
        day,
        participant: participant_row(participant, &by_person, &rounds, day),
        as_mentor: role_summary(program, &progress, (person, Role::Mentor), day),
        as_mentee: role_summary(program, &progress, (person, Role::Mentee), day),
        meetings_missed: meetings_missed(program, &progress, person, day),
        next: next(program, &progress),
        certifications: certifications(participant, day),
        handbook: links_of_person(
            &program.settings,
            &participant.roles(),
            person,
            &progress,
            day,
        ),
    })
}

fn role_summary<'a>(
    program: &Program,
    progress: &[Progress<'a>],
    (person, role): (&PersonId, Role),
    day: Day,
) -> RoleSummary<'a> {
    let of_role = || {
        progress
            .iter()
            .filter(|one| one.pairing.role_of(person) == Some(role))
    };
    let (in_force, over): (Vec<_>, Vec<_>) = of_role().partition(|one| one.state.is_in_force());
    let rows = in_force.into_iter().chain(over).map(row_of_progress);
    let mut summary = RoleSummary {
        pairings: rows.collect(),
        ..RoleSummary::default()
    };
    for one in of_role().filter(|one| one.state != PairingState::Void) {
        let policy = &program.settings.policy;
        let own = MeetingTally::of_person(one.log, one.pairing, policy, (day, person));
        summary.meetings += own.count;
        summary.last_held = summary.last_held.max(own.last_held);
    }
    summary
}

/// Meetings from which somebody stayed away, up to a day.
fn meetings_missed(
    program: &Program,
    progress: &[Progress<'_>],
    person: &PersonId,
    day: Day,
) -> usize {
    let real = progress
        .iter()
        .filter(|one| one.state != PairingState::Void);
    let meetings = real.flat_map(|one| &program.log(&one.pairing.id).meetings);
    let missed = meetings.filter(|meeting| {
        let has_come = meeting.at.day() <= day;
        meeting.is == MeetingState::Missed && has_come && meeting.absent.contains(person)
    });
    missed.count()
}

fn next<'a>(program: &Program, progress: &[Progress<'a>]) -> Option<NextMeeting<'a>> {
    let in_force = progress.iter().filter(|one| one.state.is_in_force());
    let planned = in_force.filter_map(|one| Some((one.pairing, one.tally.next?)));
    let (pairing, meeting) = planned.min_by_key(|(pairing, meeting)| (meeting.at, &pairing.id))?;
    Some(NextMeeting {
        pairing: &pairing.id,
        meeting: &meeting.id,
        at: meeting.at,
        timezone: meeting.zone.unwrap_or(program.settings.timezone).name(),
    })
}

fn certifications(participant: &Participant, day: Day) -> Vec<CertificationStanding<'_>> {
    let mut latest: BTreeMap<&Id, CertificationStanding<'_>> = BTreeMap::new();
    let steps = participant.certifications.iter();
    for step in steps.filter(|step| step.on <= day) {
        let standing = CertificationStanding {
            id: &step.id,
            is: step.is,
            on: step.on,
        };
        match latest.get_mut(&step.id) {
            Some(known) if step.on < known.on => {}
            Some(known) => *known = standing,
            None => {
                latest.insert(&step.id, standing);
            }
        }
    }
    latest.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, first_day, id, person_id, programs};
    use crate::model::participant::CertificationStep;
    use proptest::prelude::*;

    #[test]
    fn somebody_unknown_has_no_summary() {
        let program = crate::insights::sample::program();
        assert_eq!(
            person_summary(&program, &person_id("ada"), day("2026-02-20")),
            None
        );
    }

    #[test]
    fn a_certification_stands_where_its_latest_step_says() {
        let mut ada = crate::insights::sample::participant("ada");
        let step = |is, on| CertificationStep {
            id: id("az-104"),
            is,
            on: day(on),
            exam: None,
        };
        ada.certifications = vec![
            step(CertificationState::Passed, "2026-06-01"),
            step(CertificationState::Studying, "2026-02-01"),
        ];
        let standing = |on| {
            certifications(&ada, day(on))
                .first()
                .map(|standing| standing.is)
        };
        assert_eq!(standing("2026-01-31"), None);
        assert_eq!(standing("2026-02-20"), Some(CertificationState::Studying));
        assert_eq!(standing("2026-06-01"), Some(CertificationState::Passed));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn a_person_meets_in_each_role_what_their_pairings_of_it_met(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            for person in program.participants.keys() {
                let Some(summary) = person_summary(&program, person, today) else {
                    return Err(TestCaseError::fail("an enrolled person has a summary"));
                };
                let mentors = program.pairings.values().filter(|pairing| pairing.mentor == *person);
                prop_assert_eq!(summary.as_mentor.pairings.len(), mentors.count());
                let asks = program.pairings.values().filter(|pairing| pairing.mentees.contains(person));
                prop_assert_eq!(summary.as_mentee.pairings.len(), asks.count());
                for role in [&summary.as_mentor, &summary.as_mentee] {
                    let rows = role.pairings.iter().filter(|row| row.state != PairingState::Void);
                    let held: u32 = rows.map(|row| row.meetings_held).sum();
                    prop_assert_eq!(role.meetings.held, held);
                    prop_assert!(role.pairings.is_sorted_by_key(|row| (!row.state.is_in_force(), row.id)));
                }
                let mine = summary.as_mentor.pairings.iter().chain(&summary.as_mentee.pairings);
                let next = mine.filter(|row| row.state.is_in_force()).filter_map(|row| row.next).min();
                prop_assert_eq!(summary.next.map(|next| next.at), next);
            }
        }
    }
}
