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
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
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
    pub topics: &'a [SmolStr],
    /// Who missed it.
    pub absent: &'a [PersonId],
    /// How often it was moved or called off.
    pub revision: u32,
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
        absent: &meeting.absent,
        revision: meeting.revision,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{
        PROGRAMS, day, first_day, meeting, mentor, pairing_with, participant, person_id, program,
        programs,
    };
    use crate::model::log::{Log, MeetingState};
    use proptest::prelude::*;
    use serde_json::{Value as Json, json};

    fn keys(row: &impl serde::Serialize) -> Vec<String> {
        match serde_json::to_value(row).unwrap() {
            Json::Object(fields) => fields.keys().cloned().collect(),
            other => vec![other.to_string()],
        }
    }

    fn small_program() -> Program {
        let mut program = program();
        let mut grace = participant("grace");
        grace.mentor = Some(mentor(2));
        grace.timezone = Some(chrono_tz::Europe::London);
        grace.extra.insert("badge".to_owned(), "blue".into());
        grace
            .extra
            .insert("since".to_owned(), day("2020-02-29").into());
        grace
            .extra
            .insert("floors".to_owned(), vec![1_i64, 3].into());
        program.participants.insert(grace.id.clone(), grace);
        let state = [("2026-01-12", PairingState::Active)];
        let pairing = pairing_with("grace-mentors-ada", &state);
        let meetings = vec![
            meeting("2026-03-03", MeetingState::Planned),
            meeting("2026-02-03", MeetingState::Held),
            meeting("2026-02-17", MeetingState::Planned),
        ];
        let log = Log {
            meetings,
            ..Log::default()
        };
        program.logs.insert(pairing.id.clone(), log);
        program.pairings.insert(pairing.id.clone(), pairing);
        program
    }

    #[test]
    fn rows_have_the_keys_of_the_contract_in_its_order() {
        let program = small_program();
        let today = day("2026-02-20");
        let participants = "id name email roles state capacity capacity_free requests requests_open \
            organization department level location timezone extra";
        let rows = participant_rows(&program, today);
        assert_eq!(keys(&rows[0]).join(" "), participants);
        let pairings = "id kind cohort mentor mentees facets state since starts ends meetings_held \
            last_held next health";
        assert_eq!(keys(&pairing_rows(&program, today)[0]).join(" "), pairings);
    }

    #[test]
    fn values_of_ones_own_are_plain_json() {
        let program = small_program();
        let rows = participant_rows(&program, day("2026-02-20"));
        let extra = serde_json::to_value(rows[0].extra).unwrap();
        let expected = json!({"badge": "blue", "floors": [1, 3], "since": "2020-02-29"});
        assert_eq!(extra, expected);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let program = small_program();
        let row = serde_json::to_value(&participant_rows(&program, day("2026-02-20"))[0]).unwrap();
        assert_eq!(row["email"], Json::Null);
        assert_eq!(row["capacity_free"], json!(1));
        assert_eq!(row["timezone"], json!("Europe/London"));
    }

    #[test]
    fn a_pairing_shows_its_last_and_its_next_meeting() {
        let program = small_program();
        let row = serde_json::to_value(&pairing_rows(&program, day("2026-02-20"))[0]).unwrap();
        assert_eq!(row["meetings_held"], json!(1));
        assert_eq!(row["last_held"], json!("2026-02-03"));
        assert_eq!(row["next"], json!("2026-03-03T16:00:00"));
        assert_eq!(row["health"], json!("amber"));
    }

    #[test]
    fn meetings_are_listed_by_time_and_unsettled_ones_are_unconfirmed() {
        let program = small_program();
        let rows = meeting_rows(&program, day("2026-02-20"));
        let seen: Vec<(&str, &str)> = rows
            .iter()
            .map(|row| (row.id.as_str(), row.state.as_str()))
            .collect();
        let expected = [
            ("2026-02-03", "held"),
            ("2026-02-17", "unconfirmed"),
            ("2026-03-03", "planned"),
        ];
        assert_eq!(seen, expected);
        assert_eq!(
            (rows[0].minutes, rows[0].timezone),
            (Some(45), "Europe/Berlin")
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn everybody_and_every_pairing_has_one_row_in_order_of_ids(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            let people = participant_rows(&program, today);
            prop_assert!(people.iter().map(|row| row.id).eq(program.participants.keys()));
            let pairings = pairing_rows(&program, today);
            prop_assert!(pairings.iter().map(|row| row.id).eq(program.pairings.keys()));
            let meetings: usize = program.logs.values().map(|log| log.meetings.len()).sum();
            prop_assert_eq!(meeting_rows(&program, today).len(), meetings);
        }

        #[test]
        fn a_mentor_has_as_many_free_places_as_no_mentee_takes(program in programs(), days in 0_i64..240) {
            let today = first_day().plus_days(days);
            for row in participant_rows(&program, today) {
                let mut taken = 0;
                for pairing in program.pairings.values().filter(|pairing| pairing.mentor == *row.id) {
                    let state = pairing.state(today).unwrap_or(pairing.state_latest());
                    let takes = match pairing.kind {
                        PairingKind::Peer => 0,
                        PairingKind::Circle => pairing.mentees.len(),
                        _ => 1,
                    };
                    taken += if state.is_in_force() { takes } else { 0 };
                }
                let free = row.capacity.map(|capacity| (capacity as usize).saturating_sub(taken));
                prop_assert_eq!(row.capacity_free.map(|free| free as usize), free);
            }
        }
    }

    #[test]
    fn a_person_who_is_no_mentor_has_no_capacity_to_show() {
        let mut program = program();
        program
            .participants
            .insert(person_id("ada"), participant("ada"));
        let rows = participant_rows(&program, day("2026-02-20"));
        assert_eq!((rows[0].capacity, rows[0].capacity_free), (None, None));
    }
}
