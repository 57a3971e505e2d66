//! The rows of the lists: people, pairings, meetings, with exactly the keys that scripts rely on.
//!
//! It chooses and sorts nothing: filters and orders are the command line's. Its invariant: rows are in order of ids,
//! and the time grows with the records, not with their square.

use crate::insights::health::Health;
use crate::insights::progress::{Progress, progress, progress_of_all};
use crate::insights::requests::Rounds;
use crate::insights::tally::{MeetingStanding, meeting_standing, minutes_of};
use crate::matching::demand::{PairingsByPerson, capacity_free};
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::Meeting;
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{Mode, Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::value::Value;
use std::collections::BTreeMap;

/// A person in a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ParticipantRow<'a> {
    /// Their id.
    pub id: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: Option<&'a str>,
    /// Mentor, mentee or both.
    pub roles: Vec<Role>,
    /// Where they stand: the best of their roles.
    pub state: Readiness,
    /// Mentees they take at a time; none for who is no mentor.
    pub capacity: Option<u32>,
    /// Places that are free; none for who is no mentor.
    pub capacity_free: Option<u32>,
    /// Mentors they asked for.
    pub requests: u32,
    /// Of them, those still wanted.
    pub requests_open: u32,
    /// Where they work.
    pub organization: Option<&'a str>,
    /// Their department.
    pub department: Option<&'a str>,
    /// Their level.
    pub level: Option<&'a str>,
    /// Where they are.
    pub location: Option<&'a str>,
    /// Their own zone.
    pub timezone: Option<&'static str>,
    /// What the program asks beyond that.
    pub extra: &'a BTreeMap<String, Value>,
}

/// A pairing in a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct PairingRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// Its form.
    pub kind: PairingKind,
    /// Its cohort.
    pub cohort: Option<&'a Id>,
    /// Who gives.
    pub mentor: &'a PersonId,
    /// Who asks.
    pub mentees: &'a [PersonId],
    /// What it is about.
    pub facets: &'a [String],
    /// Where it stands.
    pub state: PairingState,
    /// When it became active; its first day where that is not known.
    pub since: Option<Day>,
    /// Its first day.
    pub starts: Option<Day>,
    /// Its last day.
    pub ends: Option<Day>,
    /// Meetings that took place.
    pub meetings_held: u32,
    /// The day of the last of them.
    pub last_held: Option<Day>,
    /// The time of the next that is planned.
    pub next: Option<Moment>,
    /// How it goes; none when it has ended.
    pub health: Option<Health>,
}

/// A meeting in a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct MeetingRow<'a> {
    /// Its pairing.
    pub pairing: &'a Id,
    /// Its id within the pairing.
    pub id: &'a Id,
    /// Wall-clock time.
    pub at: Moment,
    /// The zone of that time.
    pub timezone: &'static str,
    /// Its length, usual where it says none; none for e-mails that say none.
    pub minutes: Option<u32>,
    /// How.
    pub mode: Option<Mode>,
    /// Where.
    pub place: Option<&'a str>,
    /// Where it stands.
    pub state: MeetingStanding,
    /// What it is about.
    pub topics: &'a [String],
}

/// Everybody, by id.
pub fn participant_rows(program: &Program, today: Day) -> Vec<ParticipantRow<'_>> {
    let by_person = program.pairings_by_person();
    let rounds = Rounds::on(&program.settings, today);
    let row = |participant| participant_row(participant, &by_person, &rounds, today);
    program.participants.values().map(row).collect()
}

/// One person.
pub fn participant_row<'a>(
    participant: &'a Participant,
    by_person: &PairingsByPerson<'_>,
    rounds: &Rounds,
    today: Day,
) -> ParticipantRow<'a> {
    let mentor = participant.mentor.as_ref();
    let requests = rounds.count(by_person, participant, today);
    ParticipantRow {
        id: &participant.id,
        name: &participant.name,
        email: participant.email.as_deref(),
        roles: participant.roles(),
        state: participant.standing(today),
        capacity: mentor.map(|mentor| mentor.capacity),
        capacity_free: mentor.map(|_| capacity_free(by_person, participant, today)),
        requests: requests.all,
        requests_open: requests.open,
        organization: participant.organization.as_deref(),
        department: participant.department.as_deref(),
        level: participant.level.as_deref(),
        location: participant.location.as_deref(),
        timezone: participant.timezone.map(chrono_tz::Tz::name),
        extra: &participant.extra,
    }
}

/// Every pairing, by id.
pub fn pairing_rows(program: &Program, today: Day) -> Vec<PairingRow<'_>> {
    progress_of_all(program, today)
        .iter()
        .map(row_of_progress)
        .collect()
}

/// One pairing.
pub fn pairing_row<'a>(program: &'a Program, pairing: &'a Pairing, today: Day) -> PairingRow<'a> {
    row_of_progress(&progress(program, pairing, today))
}

/// The row of a pairing that was looked at already.
pub(crate) fn row_of_progress<'a>(progress: &Progress<'a>) -> PairingRow<'a> {
    let pairing = progress.pairing;
    PairingRow {
        id: &pairing.id,
        kind: pairing.kind,
        cohort: pairing.cohort.as_ref(),
        mentor: &pairing.mentor,
        mentees: &pairing.mentees,
        facets: &pairing.facets,
        state: progress.state,
        since: pairing.since(),
        starts: pairing.starts,
        ends: pairing.ends,
        meetings_held: progress.tally.count.held,
        last_held: progress.tally.last_held,
        next: progress.tally.next.map(|meeting| meeting.at),
        health: progress.assessment.as_ref().map(|found| found.health),
    }
}

/// Every meeting, by pairing and time.
pub fn meeting_rows(program: &Program, today: Day) -> Vec<MeetingRow<'_>> {
    let rows = program.pairings.values().map(|pairing| {
        let log = program.log(&pairing.id);
        let mut meetings: Vec<&Meeting> = log.meetings.iter().collect();
        meetings.sort_by_key(|meeting| (meeting.at, &meeting.id));
        let row = |meeting| meeting_row(program, pairing, meeting, today);
        meetings.into_iter().map(row).collect::<Vec<_>>()
    });
    rows.flatten().collect()
}

/// One meeting.
pub fn meeting_row<'a>(
    program: &Program,
    pairing: &'a Pairing,
    meeting: &'a Meeting,
    today: Day,
) -> MeetingRow<'a> {
    MeetingRow {
        pairing: &pairing.id,
        id: &meeting.id,
        at: meeting.at,
        timezone: meeting.zone.unwrap_or(program.settings.timezone).name(),
        minutes: minutes_of(meeting, pairing, &program.settings.policy),
        mode: meeting.mode,
        place: meeting.place.as_deref(),
        state: meeting_standing(meeting, today),
        topics: &meeting.topics,
    }
}
