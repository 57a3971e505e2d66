//! A person on a day: what they are in the program, whom they meet, and how much.
//!
//! Its invariant: pairings are in order of ids, the ones in force first.

use crate::insights::progress::{Progress, progress};
use crate::insights::requests::Rounds;
use crate::insights::roster::{PairingRow, ParticipantRow, participant_row, row_of_progress};
use crate::insights::tally::MeetingCount;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingState;
use crate::model::participant::{CertificationState, Participant, Role};
use crate::model::program::Program;
use std::collections::BTreeMap;

/// A person on a day.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PersonSummary<'a> {
    /// The day.
    pub day: Day,
    /// Who they are.
    pub participant: ParticipantRow<'a>,
    /// Whom they mentor.
    pub as_mentor: RoleSummary<'a>,
    /// Who mentors them.
    pub as_mentee: RoleSummary<'a>,
    /// Their next meeting.
    pub next: Option<NextMeeting<'a>>,
    /// Their certifications, by id, each with its latest step.
    pub certifications: Vec<CertificationStanding<'a>>,
}

/// A person in one role.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct RoleSummary<'a> {
    /// Their pairings, those in force first.
    pub pairings: Vec<PairingRow<'a>>,
    /// Meetings of all of them.
    pub meetings: MeetingCount,
    /// The day of the last that took place.
    pub last_held: Option<Day>,
}

/// A meeting that is planned.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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
        as_mentor: role_summary(&progress, person, Role::Mentor),
        as_mentee: role_summary(&progress, person, Role::Mentee),
        next: next(program, &progress),
        certifications: certifications(participant, day),
    })
}

fn role_summary<'a>(progress: &[Progress<'a>], person: &PersonId, role: Role) -> RoleSummary<'a> {
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
        summary.meetings += one.tally.count;
        summary.last_held = summary.last_held.max(one.tally.last_held);
    }
    summary
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
