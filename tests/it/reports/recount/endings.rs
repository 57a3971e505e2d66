//! `report outcomes`, `report declines` and the number of rows of `report health`: how it ended, and what came of it.

use super::assert_same;
use crate::reports::records::{
    Records, Taken, both_sides, closing, day, entries, first, flag, has_role, hundredths, latest,
    number, said, whole, word,
};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value as Raw};

pub(super) fn recount(records: &Records<'_>) {
    let counted = outcomes(records);
    assert_same(
        "report outcomes",
        &records.told("report outcomes"),
        &counted,
    );
    let counted = json!({ "day": records.today, "declines": declines(records) });
    assert_same(
        "report declines",
        &records.told("report declines"),
        &counted,
    );
    let health = records.told("report health");
    let in_force = records
        .pairings
        .values()
        .filter(|pairing| records.is_in_force(pairing));
    assert_eq!(
        health["pairings"].as_array().unwrap().len(),
        in_force.count()
    );
}

/// Who really was in a pairing, and since when where that is known.
fn taking_part<'a>(records: &'a Records<'_>) -> BTreeMap<&'a str, Taken> {
    let mut found: BTreeMap<&str, Taken> = BTreeMap::new();
    for pairing in records.pairings.values() {
        let Some(since) = records.matched(pairing) else {
            continue;
        };
        let enrolled = both_sides(pairing).into_iter();
        for person in enrolled.filter(|id| records.people.contains_key(*id)) {
            let known = found.get(person).cloned();
            let first = first([known, Some(since.clone())].into_iter());
            found.extend(first.map(|first| (person, first)));
        }
    }
    found
}

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn outcomes(records: &Records<'_>) -> Value {
    let taking_part = taking_part(records);
    let mut people: BTreeMap<String, usize> = entries(&records.settings, "comparison")
        .map(|known| (plain(word(known, "outcome")).to_lowercase(), 0))
        .collect();
    for (id, since) in &taking_part {
        let person = &records.people[*id];
        let counts = |entry: &&Table| {
            records.is_past(entry, "on")
                && since
                    .on
                    .as_ref()
                    .is_none_or(|since| *since <= day(entry, "on"))
        };
        let written = entries(person, "outcome").filter(counts);
        let mut own: BTreeSet<String> = written
            .map(|one| plain(word(one, "what")).to_lowercase())
            .collect();
        let passed = entries(person, "certification")
            .filter(counts)
            .any(|step| word(step, "is") == "passed");
        own.extend(passed.then(|| "certified".to_owned()));
        for outcome in own {
            *people.entry(outcome).or_default() += 1;
        }
    }
    let all = taking_part.len();
    let row = |(outcome, n): (String, usize)| {
        let percent = (3 <= all).then(|| hundredths(n as f64 * 100.0 / all as f64));
        let compared = entries(&records.settings, "comparison")
            .filter(|known| plain(word(known, "outcome")).to_lowercase() == outcome)
            .last();
        let there = compared.and_then(|known| number(known, "percent"));
        json!({
            "outcome": outcome, "n": n, "of": all, "percent": percent, "comparison_percent": there,
            "comparison_n": compared.and_then(|known| whole(known, "n")),
            "comparison_source": compared.and_then(|known| said(known, "source")),
            "difference": percent.zip(there).map(|(here, there)| hundredths(here - there)),
        })
    };
    let outcomes: Vec<Value> = people.into_iter().map(row).collect();
    let ended: Vec<&Table> = records
        .pairings
        .values()
        .filter(|pairing| {
            records.standing(pairing) == "closed" && records.matched(pairing).is_some()
        })
        .collect();
    json!({
        "day": records.today, "took_part": all, "outcomes": outcomes, "ended": ended.len(),
        "endings": endings(&ended), "cost": cost(records, all, &ended),
    })
}

fn endings(ended: &[&Table]) -> Vec<Value> {
    type Ending = (Option<String>, Option<String>, Option<bool>, Option<String>);
    let mut counts: BTreeMap<Ending, usize> = BTreeMap::new();
    for pairing in ended {
        let closing = closing(pairing);
        let text = |key: &str| said(&closing, key).map(str::to_owned);
        let ending = (
            text("outcome"),
            text("outcome_why"),
            flag(&closing, "planned"),
            text("reason"),
        );
        *counts.entry(ending).or_default() += 1;
    }
    let mut rows: Vec<(usize, Ending)> =
        counts.into_iter().map(|(ending, n)| (n, ending)).collect();
    rows.sort_by_key(|(n, _)| Reverse(*n));
    let row = |(n, (outcome, why, planned, reason)): (usize, Ending)| {
        json!({
            "outcome": outcome, "outcome_why": why, "planned": planned, "reason": reason, "n": n,
            "percent": (3 <= ended.len()).then(|| n * 100 / ended.len()),
        })
    };
    rows.into_iter().map(row).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn cost(records: &Records<'_>, people: usize, ended: &[&Table]) -> Value {
    let resources = records.settings.get("resources").and_then(Raw::as_table);
    let Some(budget) = resources.and_then(|resources| whole(resources, "budget")) else {
        return Value::Null;
    };
    let planned = ended
        .iter()
        .filter(|pairing| flag(&closing(pairing), "planned") == Some(true))
        .count();
    let minutes = records.minutes_held();
    let each = |count: f64| (0.0 < count).then(|| hundredths(budget as f64 / count));
    json!({
        "budget": budget, "currency": resources.and_then(|resources| said(resources, "currency")),
        "per_person": each(people as f64), "per_ending_planned": each(planned as f64),
        "per_hour": each(minutes as f64 / 60.0),
    })
}

const KINDS: [&str; 5] = [
    "pairing-declined",
    "pairing-withdrawn",
    "pairing-broken-off",
    "person-declined",
    "person-left",
];

/// What did not work, why, and by whom.
fn declines(records: &Records<'_>) -> Vec<Value> {
    // Place of the kind, reason; by the mentor, by a mentee, by others.
    let mut rows: BTreeMap<(usize, Option<String>), [usize; 3]> = BTreeMap::new();
    let mut add = |kind: &str, reason: Option<String>, by: &str| {
        let kind = KINDS.iter().position(|known| *known == kind).unwrap();
        let by = ["mentor", "mentee"]
            .iter()
            .position(|role| *role == by)
            .unwrap_or(2);
        rows.entry((kind, reason)).or_default()[by] += 1;
    };
    for pairing in records.pairings.values() {
        let closing = closing(pairing);
        let why = why(records, pairing);
        match records.standing(pairing).as_str() {
            "declined" => add("pairing-declined", why, who_said_no(pairing)),
            "withdrawn" => add("pairing-withdrawn", why, ""),
            "closed" if flag(&closing, "planned") == Some(false) => {
                let reason = said(&closing, "reason").map(plain).or(why);
                add("pairing-broken-off", reason, word(&closing, "by"));
            }
            _ => {}
        }
    }
    for person in records.people.values() {
        let roles = ["mentor", "mentee"]
            .into_iter()
            .filter(|role| has_role(person, role));
        let roles: Vec<&str> = roles.collect();
        let standings: Vec<String> = roles
            .iter()
            .map(|role| records.readiness(person, role))
            .collect();
        let by = if roles.len() == 1 { roles[0] } else { "" };
        // Who waits in one role is still there.
        if standings.iter().all(|is| is == "left") {
            add("person-left", why(records, person), by);
        } else if standings
            .iter()
            .all(|is| ["left", "declined"].contains(&is.as_str()))
        {
            add("person-declined", why(records, person), by);
        }
    }
    let mut rows: Vec<_> = rows.into_iter().collect();
    rows.sort_by_key(|((kind, _), by)| (*kind, Reverse(by.iter().sum::<usize>())));
    let row = |((kind, reason), by): ((usize, Option<String>), [usize; 3])| {
        json!({
            "what": KINDS[kind], "reason": reason, "n": by.iter().sum::<usize>(), "by_mentor": by[0],
            "by_mentee": by[1], "by_others": by[2],
        })
    };
    rows.into_iter().map(row).collect()
}

fn why(records: &Records<'_>, table: &Table) -> Option<String> {
    let entry = latest(table, |entry| records.is_past(entry, "on"))?;
    said(entry, "why").map(plain)
}

/// The role of who said no last.
fn who_said_no(pairing: &Table) -> &'static str {
    let mut no: Vec<&Table> = entries(pairing, "answer")
        .filter(|answer| word(answer, "is") == "no")
        .collect();
    no.sort_by_key(|answer| day(answer, "on"));
    match no.last().map(|answer| word(answer, "person")) {
        Some(person) if person == word(pairing, "mentor") => "mentor",
        Some(_) => "mentee",
        None => "",
    }
}
