//! `report load`: what mentoring costs each person in the eight weeks up to today.

use super::assert_same;
use crate::reports::records::{
    Records, both_sides, came, date, day, days_before, entries, latest, mentees, number, since,
    whole, word,
};
use serde_json::{Value, json};
use toml::{Table, Value as Raw};

const DAYS: u64 = 56;

pub(super) fn recount(records: &Records<'_>) {
    let from = days_before(&records.today, DAYS - 1);
    let people: Vec<Value> = records
        .people
        .keys()
        .filter_map(|id| row(records, id, &from))
        .collect();
    let mut told = records.told("report load");
    for row in told["people"].as_array_mut().unwrap() {
        // Words; of them there are some where somebody carries too much.
        let because = row.as_object_mut().unwrap().remove("because").unwrap();
        assert_eq!(
            !because.as_array().unwrap().is_empty(),
            row["overloaded"],
            "{row}"
        );
    }
    assert_same("report load", &told, &json!({ "people": people }));
}

/// Whether a pairing ran on some of the days.
fn ran(records: &Records<'_>, pairing: &Table, from: &str) -> bool {
    let has_begun = since(pairing).is_none_or(|since| since <= records.today);
    let over = latest(pairing, |entry| records.is_past(entry, "on")).map(|entry| day(entry, "on"));
    has_begun
        && match records.standing(pairing).as_str() {
            "active" | "paused" | "closing" => true,
            "closed" => over.is_none_or(|over| from <= over.as_str()),
            _ => false,
        }
}

fn row(records: &Records<'_>, id: &str, from: &str) -> Option<Value> {
    let own: Vec<(&String, &Table)> = records
        .pairings
        .iter()
        .filter(|(_, pairing)| both_sides(pairing).contains(&id) && ran(records, pairing, from))
        .collect();
    if own.is_empty() {
        return None;
    }
    let (mut meetings, mut minutes) = (0, 0);
    for (pairing_id, pairing) in &own {
        let held = records
            .held(pairing_id)
            .filter(|meeting| from <= day(meeting, "at").as_str());
        for meeting in held.filter(|meeting| came(meeting, id)) {
            meetings += 1;
            minutes += records.minutes(meeting, pairing);
        }
    }
    let is_peer = |pairing: &Table| word(pairing, "kind") == "peer";
    let gives = own
        .iter()
        .any(|(_, pairing)| is_peer(pairing) || word(pairing, "mentor") == id);
    let asks = own
        .iter()
        .any(|(_, pairing)| is_peer(pairing) || mentees(pairing).contains(&id));
    let mentees: usize = own
        .iter()
        .filter(|(_, pairing)| {
            word(pairing, "mentor") == id && !is_peer(pairing) && records.is_in_force(pairing)
        })
        .map(|(_, pairing)| mentees(pairing).len())
        .sum();
    let person = &records.people[id];
    let mentor = person.get("mentor").and_then(Raw::as_table);
    let capacity = mentor.map(|mentor| whole(mentor, "capacity").unwrap_or(1));
    let planned = planned(records, person, gives, asks);
    let spent = minutes * 7 / days(records, &own, from).max(7);
    let (handed, taken) = reliefs(records, id);
    let overloaded = capacity.is_some_and(|capacity| capacity < i64::try_from(mentees).unwrap())
        || planned.is_some_and(|planned| planned * 125 < spent * 100)
        || (gives && handed < taken);
    let roles = [("mentor", gives), ("mentee", asks)];
    let roles: Vec<&str> = roles
        .iter()
        .filter(|(_, has)| *has)
        .map(|(role, _)| *role)
        .collect();
    Some(json!({
        "id": id, "name": records.name(id), "roles": roles, "mentees": mentees, "capacity": capacity,
        "meetings": meetings, "minutes": minutes, "planned_minutes_per_week": planned,
        "spent_minutes_per_week": spent, "handed_over_minutes_per_week": handed,
        "taken_over_minutes_per_week": taken, "overloaded": overloaded,
    }))
}

/// Days from the first on which any of the pairings was active.
fn days(records: &Records<'_>, own: &[(&String, &Table)], from: &str) -> i64 {
    let first = own.iter().filter_map(|(_, pairing)| since(pairing)).min();
    let first = first.map_or(from.to_owned(), |first| first.max(from.to_owned()));
    (date(&records.today) - date(&first)).num_days() + 1
}

fn planned(records: &Records<'_>, person: &Table, gives: bool, asks: bool) -> Option<i64> {
    let own = |role: &str| person.get(role).and_then(Raw::as_table).and_then(weekly);
    let resources = records.settings.get("resources").and_then(Raw::as_table);
    let as_mentor = own("mentor")
        .or_else(|| resources.and_then(weekly))
        .filter(|_| gives);
    let as_mentee = own("mentee").filter(|_| asks);
    let known = [as_mentor, as_mentee];
    known
        .iter()
        .any(Option::is_some)
        .then(|| known.into_iter().flatten().sum())
}

/// Hours of a week in minutes.
#[expect(clippy::cast_possible_truncation, reason = "a week has few minutes")]
fn weekly(table: &Table) -> Option<i64> {
    number(table, "hours_per_week").map(|hours| (hours * 60.0).round() as i64)
}

/// Work handed over by somebody, and taken over from others, by today.
fn reliefs(records: &Records<'_>, id: &str) -> (i64, i64) {
    let (mut handed, mut taken) = (0, 0);
    for (person, table) in &records.people {
        for relief in entries(table, "relief").filter(|relief| records.is_past(relief, "on")) {
            let minutes = weekly(relief).unwrap_or(0);
            handed += if person == id { minutes } else { 0 };
            taken += if word(relief, "taken_by") == id {
                minutes
            } else {
                0
            };
        }
    }
    (handed, taken)
}
