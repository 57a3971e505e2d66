//! `report funnel`: who took which step, and how long each took.

use super::assert_same;
use crate::reports::records::{
    Records, Taken, both_sides, came, closing, date, day, entries, first, flag, has_role,
    hundredths, list, mentees, word,
};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use toml::Table;

const STEPS: [&str; 6] = [
    "invited",
    "enrolled",
    "ready",
    "matched",
    "met",
    "closed-well",
];

/// Which steps were taken, and when.
type Journey = [Option<Taken>; 6];

pub(super) fn recount(records: &Records<'_>) {
    let mut steps = Vec::new();
    for role in ["", "mentor", "mentee"] {
        let people = records.people.iter();
        let people = people.filter(|(_, person)| has_role(person, role));
        let mut journeys: Vec<Journey> = people
            .map(|(id, person)| journey(records, id, person, role))
            .collect();
        if role.is_empty() {
            journeys.extend(strangers(records));
        }
        for index in 0..STEPS.len() {
            steps.push(row(role, index, &journeys));
        }
    }
    let counted = json!({ "day": records.today, "steps": steps });
    assert_same("report funnel", &records.told("report funnel"), &counted);
}

fn row(role: &str, index: usize, journeys: &[Journey]) -> Value {
    let took = |index: usize| {
        journeys
            .iter()
            .filter(|steps| steps[index].is_some())
            .count()
    };
    let is_known = |index: usize| index != 0 || took(0) != 0;
    let mut row = json!({
        "cohort": null, "role": Some(role).filter(|role| !role.is_empty()), "step": STEPS[index],
        "people": is_known(index).then(|| took(index)),
        "of_those_before": null, "percent": null, "days_median": null, "days_n": 0,
    });
    if index == 0 || !is_known(index - 1) {
        return row;
    }
    let both: Vec<&Journey> = journeys
        .iter()
        .filter(|steps| steps[index].is_some() && steps[index - 1].is_some())
        .collect();
    let mut days: Vec<i64> = Vec::new();
    for steps in &both {
        let on = |step: usize| steps[step].as_ref().and_then(|taken| taken.on.as_ref());
        if let (Some(from), Some(to)) = (on(index - 1), on(index))
            && from <= to
        {
            days.push((date(to) - date(from)).num_days());
        }
    }
    days.sort_unstable();
    let percent = (both.len() * 100).checked_div(took(index - 1));
    row["of_those_before"] = json!(both.len());
    row["percent"] = json!(percent);
    row["days_n"] = json!(days.len());
    row["days_median"] = json!(median(&days));
    row
}

#[expect(clippy::cast_precision_loss, reason = "days are few")]
fn median(days: &[i64]) -> Option<f64> {
    let (low, high) = (
        days.get(days.len().checked_sub(1)? / 2)?,
        days.get(days.len() / 2)?,
    );
    Some(hundredths((low + high) as f64 / 2.0))
}

fn journey(records: &Records<'_>, id: &str, person: &Table, role: &str) -> Journey {
    let roles = ["mentor", "mentee"].into_iter();
    let roles: Vec<&str> = roles
        .filter(|one| has_role(person, one) && ["", one].contains(&role))
        .collect();
    let of_roles =
        |step: &dyn Fn(&str) -> Option<Taken>| first(roles.iter().map(|role| step(role)));
    let in_pairings = |step: &dyn Fn(&String, &Table) -> Option<Taken>| {
        of_roles(&|role| {
            let pairings = records.pairings.iter();
            let its = pairings.filter(|(_, pairing)| is_in(pairing, id, role));
            first(its.map(|(id, pairing)| step(id, pairing)))
        })
    };
    let met = |pairing: &String, table: &Table| {
        let came = records.held(pairing).filter(|meeting| came(meeting, id));
        let first = came.map(|meeting| day(meeting, "at")).min();
        first.filter(|_| !records.is_void(table)).map(taken)
    };
    [
        invited(records, id, person),
        of_roles(&|role| {
            entered(
                records,
                person,
                role,
                &["applied", "ready", "waiting", "paused", "left", "declined"],
            )
        }),
        of_roles(&|role| ready(records, person, role)),
        in_pairings(&|_, pairing| records.matched(pairing)),
        in_pairings(&met),
        in_pairings(&|_, pairing| closed_well(records, pairing)),
    ]
}

/// Peers are both to each other.
fn is_in(pairing: &Table, person: &str, role: &str) -> bool {
    match (word(pairing, "kind"), role) {
        ("peer", _) => both_sides(pairing).contains(&person),
        (_, "mentor") => word(pairing, "mentor") == person,
        _ => word(pairing, "mentor") != person && mentees(pairing).contains(&person),
    }
}

fn invited(records: &Records<'_>, id: &str, person: &Table) -> Option<Taken> {
    let mut names = vec![id.to_owned(), word(person, "email").to_lowercase()];
    names.extend(list(person, "also").iter().map(|also| also.to_lowercase()));
    let own =
        invitations(records).filter(|entry| names.contains(&word(entry, "person").to_lowercase()));
    own.map(|entry| day(entry, "invited")).min().map(taken)
}

fn invitations<'a>(records: &'a Records<'_>) -> impl Iterator<Item = &'a Table> {
    entries(&records.events, "attendance").filter(|entry| records.is_past(entry, "invited"))
}

/// Those invited who never enrolled.
fn strangers(records: &Records<'_>) -> Vec<Journey> {
    let is_known = |who: &String| {
        let people = records.people.iter();
        people.into_iter().any(|(id, person)| {
            id == who
                || word(person, "email").to_lowercase() == *who
                || list(person, "also")
                    .iter()
                    .any(|also| also.to_lowercase() == *who)
        })
    };
    let who = invitations(records).map(|entry| word(entry, "person").to_lowercase());
    let strangers: BTreeSet<String> = who.filter(|who| !is_known(who)).collect();
    let journey = |_| [Some(Taken { on: None }), None, None, None, None, None];
    strangers.into_iter().map(journey).collect()
}

/// The first entry of a history in a role that says one of these words; who has no history was there all along.
fn entered(records: &Records<'_>, person: &Table, role: &str, words: &[&str]) -> Option<Taken> {
    let is_its = |entry: &&Table| ["", role].contains(&word(entry, "role"));
    let own: Vec<&Table> = entries(person, "state").filter(is_its).collect();
    if own.is_empty() {
        return Some(Taken { on: None });
    }
    let past = own.into_iter().filter(|entry| records.is_past(entry, "on"));
    let fitting = past.filter(|entry| words.contains(&word(entry, "is")));
    fitting.map(|entry| day(entry, "on")).min().map(taken)
}

fn ready(records: &Records<'_>, person: &Table, role: &str) -> Option<Taken> {
    let words: &[&str] = if records.is_on("screening") {
        &["ready"]
    } else {
        &["ready", "applied"]
    };
    let ready = entered(records, person, role, words)?;
    if role == "mentee" || !records.is_on("training_gate") {
        return Some(ready);
    }
    if !records.modules_missing(person).is_empty() {
        return None;
    }
    let required = entries(&records.settings, "training").filter(|module| {
        flag(module, "required") == Some(true) && word(module, "role") != "mentee"
    });
    let all = required.filter_map(|module| {
        let own =
            entries(person, "training").filter(|taken| word(taken, "module") == word(module, "id"));
        own.map(|taken| day(taken, "on")).min()
    });
    let trained = all.max();
    let on = ready
        .on
        .map(|on| trained.map_or(on.clone(), |trained| trained.max(on)));
    Some(Taken { on })
}

fn taken(on: String) -> Taken {
    Taken { on: Some(on) }
}

fn closed_well(records: &Records<'_>, pairing: &Table) -> Option<Taken> {
    let past = entries(pairing, "state").filter(|entry| records.is_past(entry, "on"));
    let last = past.map(|entry| day(entry, "on")).max()?;
    let is_well =
        records.standing(pairing) == "closed" && flag(&closing(pairing), "planned") == Some(true);
    is_well.then_some(taken(last))
}
