//! `summary` of a program: people, places, requests, pairings and meetings.

use super::pool::{free, places};
use super::requests::wishes;
use super::{assert_same, objectives};
use crate::reports::records::{Records, day, days_before, has_role, mentees, word};
use serde_json::{Value, json};
use toml::Table;

pub(super) fn recount(records: &Records<'_>) {
    let told = records.told("summary");
    for (key, counted) in [
        ("people", people(records)),
        ("capacity", capacity(records)),
        ("requests", requests(records)),
        ("pairings", pairings(records)),
        ("meetings", meetings(records)),
        ("met_last_30_days", met_lately(records)),
    ] {
        assert_same(&format!("summary {key}"), &told[key], &counted);
    }
    let health = records.told("report health");
    for color in ["green", "amber", "red", "paused"] {
        let rows = health["pairings"].as_array().unwrap().iter();
        let counted = rows.filter(|row| row["health"] == color).count();
        assert_eq!(told["health"][color], counted, "{color}");
        assert_eq!(health[color], counted, "{color}");
    }
}

/// How many of some words there are, for each of the words that may be.
fn tally(words: &[String], known: &[&str]) -> Value {
    let mut tally = json!({ "all": words.len() });
    for key in known {
        tally[key] = json!(words.iter().filter(|word| word == key).count());
    }
    tally
}

fn people(records: &Records<'_>) -> Value {
    let of = |role: &str| -> Vec<String> {
        let people = records
            .people
            .values()
            .filter(|person| has_role(person, role));
        people
            .map(|person| records.readiness(person, role))
            .collect()
    };
    let known = ["applied", "ready", "waiting", "paused", "left", "declined"];
    let both = |person: &&Table| has_role(person, "mentor") && has_role(person, "mentee");
    json!({
        "all": records.people.len(), "both": records.people.values().filter(both).count(),
        "mentors": tally(&of("mentor"), &known), "mentees": tally(&of("mentee"), &known),
    })
}

fn capacity(records: &Records<'_>) -> Value {
    let sum = |count: &dyn Fn(&str) -> i64| records.mentors().map(|(id, _)| count(id)).sum::<i64>();
    let (all, free) = (sum(&|id| places(records, id)), sum(&|id| free(records, id)));
    json!({ "places": all, "used": all - free, "free": free })
}

fn requests(records: &Records<'_>) -> Value {
    let (mut all, mut open, mut unmatched) = (0, 0, 0);
    let people = records.people.iter();
    let asking = people
        .filter(|(_, person)| has_role(person, "mentee") && records.is_ready(person, "mentee"));
    for (id, person) in asking {
        let wishes = wishes(records, id, person);
        let own: i64 = wishes.iter().map(|wish| wish.open).sum();
        let has_mentor = records.pairings.values().any(|pairing| {
            mentees(pairing).contains(&id.as_str())
                && word(pairing, "kind") != "peer"
                && records.is_in_force(pairing)
        });
        all += wishes.iter().map(|wish| wish.all).sum::<i64>();
        open += own;
        unmatched += i64::from(0 < own && !has_mentor);
    }
    json!({ "all": all, "served": all - open, "open": open, "mentees_unmatched": unmatched })
}

fn pairings(records: &Records<'_>) -> Value {
    let states = records
        .pairings
        .values()
        .map(|pairing| records.standing(pairing));
    let known = [
        "proposed",
        "accepted",
        "active",
        "paused",
        "closing",
        "closed",
        "declined",
        "withdrawn",
        "void",
    ];
    tally(&states.collect::<Vec<_>>(), &known)
}

fn meetings(records: &Records<'_>) -> Value {
    let lately = days_before(&records.today, 29);
    let mut count = json!({
        "planned": 0, "held": 0, "missed": 0, "cancelled": 0, "unconfirmed": 0, "held_last_30_days": 0,
        "minutes_held": 0,
    });
    let mut add =
        |key: &str, number: i64| count[key] = json!(count[key].as_i64().unwrap() + number);
    for (id, pairing) in records.real() {
        for meeting in records.meetings(id) {
            let (on, is_past) = (day(meeting, "at"), records.is_past(meeting, "at"));
            match word(meeting, "is") {
                "planned" if on < records.today => add("unconfirmed", 1),
                "planned" => add("planned", 1),
                "cancelled" => add("cancelled", 1),
                "missed" if is_past => add("missed", 1),
                "held" if is_past => {
                    add("held", 1);
                    add("minutes_held", records.minutes(meeting, pairing));
                    add("held_last_30_days", i64::from(lately <= on));
                }
                _ => {}
            }
        }
    }
    count
}

fn met_lately(records: &Records<'_>) -> Value {
    let (_, running) = objectives::met_lately(records);
    let met = running.iter().filter(|&&meetings| 0 < meetings);
    json!({ "count": met.count(), "all": running.len() })
}
