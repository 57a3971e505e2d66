//! Which of the planned meetings are in person, so that the second clock is kept where places allow.

use crate::calendar::plan::outcome::PlannedMeeting;
use crate::model::day::Day;
use crate::model::log::{Log, MeetingState};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::participant::{Mode, Participant};
use crate::model::program::Program;

/// Gives the planned meetings their modes; says why the quota in person cannot be met, where it cannot.
pub(super) fn give_modes(
    program: &Program,
    pairing: &Pairing,
    meetings: &mut [PlannedMeeting],
    (from, until): (Day, Day),
) -> Option<String> {
    let people: Vec<&Participant> = pairing
        .people()
        .filter_map(|person| program.participants.get(person))
        .collect();
    let usual = usual_mode(&people);
    for meeting in meetings.iter_mut() {
        meeting.mode = usual;
    }
    let every = match pairing.kind {
        PairingKind::Flash => None,
        _ => pairing
            .in_person_every
            .or(program.settings.policy.in_person_every),
    }?;
    if let Some(because) = obstacle(&people) {
        return Some(because);
    }
    let log = program.log(&pairing.id);
    let mut last = last_in_person(log, from).or(pairing.starts).unwrap_or(from);
    let standing = standing_in_person(log, from);
    loop {
        let due = every.after(last);
        if until < due {
            return None;
        }
        // What a person planned in person serves as well.
        if let Some(&day) = standing.iter().rev().find(|&&day| last < day && day <= due) {
            last = day;
            continue;
        }
        last = choose(meetings, last, due)?;
    }
}

/// Makes the last meeting before a day one in person, else the first after it; gives its day.
fn choose(meetings: &mut [PlannedMeeting], last: Day, due: Day) -> Option<Day> {
    let is_after = |meeting: &PlannedMeeting| last < meeting.at.day();
    let in_time = meetings
        .iter()
        .rposition(|meeting| is_after(meeting) && meeting.at.day() <= due);
    let chosen = in_time.or_else(|| meetings.iter().position(is_after))?;
    meetings[chosen].mode = Some(Mode::InPerson);
    Some(meetings[chosen].at.day())
}

/// Why people cannot meet in one room; none where they can.
fn obstacle(people: &[&Participant]) -> Option<String> {
    let refuses = |person: &&&Participant| {
        !person.modes.is_empty() && !person.modes.contains(&Mode::InPerson)
    };
    if let Some(person) = people.iter().find(refuses) {
        return Some(format!("{} does not meet in person", person.name));
    }
    let mut places = people
        .iter()
        .map(|person| person.location.as_deref().map(str::trim));
    let first = places.next().flatten();
    let Some(first) = first else {
        return Some("nobody says where they are".to_owned());
    };
    for place in places {
        match place {
            None => return Some("nobody says where they all are".to_owned()),
            Some(place) if !place.eq_ignore_ascii_case(first) => {
                return Some(format!("they are in {first} and {place}"));
            }
            Some(_) => {}
        }
    }
    None
}

/// The first mode of the mentor's that all like, other than in person; none where nobody says.
fn usual_mode(people: &[&Participant]) -> Option<Mode> {
    let all = |mode: &Mode| {
        *mode != Mode::InPerson
            && *mode != Mode::Email
            && people
                .iter()
                .all(|person| person.modes.is_empty() || person.modes.contains(mode))
    };
    let said = people.iter().find(|person| !person.modes.is_empty())?;
    said.modes.iter().copied().find(all)
}

fn last_in_person(log: &Log, from: Day) -> Option<Day> {
    let meetings = log.meetings.iter().filter(|meeting| {
        meeting.mode == Some(Mode::InPerson)
            && meeting.is == MeetingState::Held
            && meeting.at.day() < from
    });
    meetings.map(|meeting| meeting.at.day()).max()
}

fn standing_in_person(log: &Log, from: Day) -> Vec<Day> {
    let meetings = log.meetings.iter().filter(|meeting| {
        meeting.mode == Some(Mode::InPerson)
            && meeting.is == MeetingState::Planned
            && from <= meeting.at.day()
    });
    let mut days: Vec<Day> = meetings.map(|meeting| meeting.at.day()).collect();
    days.sort_unstable();
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::{day, pair, person, program};
    use crate::model::day::Moment;
    use chrono_tz::Europe::Berlin;

    fn planned(on: &str) -> PlannedMeeting {
        PlannedMeeting {
            at: Moment::at(day(on), 16, 0).unwrap_or_else(|| unreachable!("it is on the clock")),
            minutes: 45,
            mode: None,
            is_steady: true,
            is_late: false,
        }
    }

    fn modes(places: [&str; 2]) -> (Vec<Option<Mode>>, Option<String>) {
        let mut program = program();
        for (name, place) in ["kim", "lee"].into_iter().zip(places) {
            let mut known = person(name, Berlin, &[]);
            known.location = Some(place.to_owned());
            known.modes = vec![Mode::Video, Mode::InPerson];
            program.participants.insert(known.id.clone(), known);
        }
        let (from, until) = (day("2026-01-05"), day("2026-07-31"));
        let pairing = pair("kim", "lee", from, until);
        let days = [
            "2026-01-06",
            "2026-02-03",
            "2026-03-31",
            "2026-04-28",
            "2026-06-23",
            "2026-07-21",
        ];
        let mut meetings = days.map(planned);
        let because = give_modes(&program, &pairing, &mut meetings, (from, until));
        (meetings.map(|meeting| meeting.mode).to_vec(), because)
    }

    #[test]
    fn people_in_one_place_meet_in_person_every_quarter() {
        let (video, room) = (Some(Mode::Video), Some(Mode::InPerson));
        let expected = vec![video, video, room, video, room, video];
        assert_eq!(modes(["Berlin", "berlin "]), (expected, None));
    }

    #[test]
    fn people_in_two_places_are_not_sent_to_one() {
        let (modes, because) = modes(["Berlin", "London"]);
        assert!(modes.iter().all(|mode| *mode == Some(Mode::Video)));
        assert_eq!(because.as_deref(), Some("they are in Berlin and London"));
    }
}
