//! `report sponsor`: each key figure, and that its change is the one from what the earlier day told.

use super::{assert_same, objectives};
use crate::reports::records::{Records, closing, day, entries, flag, hundredths, word};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn recount(records: &Records<'_>) {
    let told = records.told("report sponsor --names");
    let figures = figures(&told);
    assert_figures(records, &figures);
    let since = told["since"].as_str().unwrap();
    let then = records.told(&format!("report sponsor --names --as-of {since}"));
    for (key, before) in self::figures(&then) {
        let row = &figures[&key];
        assert_eq!(row["before"], before["value"], "{key} on {since}");
        let change = row["value"].as_f64().zip(row["before"].as_f64());
        let change = change.map(|(value, before)| hundredths(value - before));
        assert_eq!(row["change"].as_f64(), change, "{key} since {since}");
    }
    assert_same("report sponsor names", &told["names"], &names(records));
    for part in ["objectives", "funnel", "outcomes"] {
        let mut counted = records.told(&format!("report {part}"));
        if part == "outcomes" {
            // Reasons are words of people.
            counted["endings"] = json!([]);
        }
        assert_same(&format!("report sponsor {part}"), &told[part], &counted);
    }
}

fn figures(told: &Value) -> BTreeMap<String, Value> {
    let rows = told["figures"].as_array().unwrap().iter();
    rows.map(|row| (row["figure"].as_str().unwrap().to_owned(), row.clone()))
        .collect()
}

/// Mentors of pairings in force, and whose outcomes are written down.
fn names(records: &Records<'_>) -> Value {
    let in_force = records
        .pairings
        .values()
        .filter(|pairing| records.is_in_force(pairing));
    let mentors: BTreeSet<&str> = in_force
        .map(|pairing| records.name(word(pairing, "mentor")))
        .collect();
    let mut outcomes = Vec::new();
    for (id, person) in &records.people {
        for outcome in entries(person, "outcome").filter(|outcome| records.is_past(outcome, "on")) {
            let (on, what) = (day(outcome, "on"), word(outcome, "what"));
            outcomes.push(json!({ "name": records.name(id), "outcome": what, "on": on }));
        }
    }
    json!({ "mentors": mentors, "outcomes": outcomes })
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn assert_figures(records: &Records<'_>, figures: &BTreeMap<String, Value>) {
    let percent =
        |part: usize, all: usize| (3 <= all).then(|| hundredths(part as f64 * 100.0 / all as f64));
    let summary = records.told("summary");
    let all =
        |part: &str, key: &str| usize::try_from(summary[part][key].as_u64().unwrap()).unwrap();
    let in_force = records
        .pairings
        .values()
        .filter(|pairing| records.is_in_force(pairing))
        .count();
    let planned = records.pairings.values().filter(|pairing| {
        records.standing(pairing) == "closed" && flag(&closing(pairing), "planned") == Some(true)
    });
    let minutes = records.minutes_held();
    let (_, running) = objectives::met_lately(records);
    let met = running.iter().filter(|&&meetings| 0 < meetings).count();
    let (answers, content) = objectives::satisfaction(records);
    let counted = [
        (
            "took-part",
            records.told("report outcomes")["took_part"].as_f64(),
            None,
        ),
        ("pairings", Some(in_force as f64), None),
        ("ended-as-planned", Some(planned.count() as f64), None),
        ("match-rate", objectives::match_rate(records), None),
        ("meetings", Some(all("meetings", "held") as f64), None),
        ("hours", Some(hundredths(minutes as f64 / 60.0)), None),
        (
            "met-lately",
            percent(met, running.len()),
            Some(running.len()),
        ),
        (
            "advice-tried",
            percent(all("advice", "tried"), all("advice", "given")),
            Some(all("advice", "given")),
        ),
        ("satisfaction", content, Some(answers)),
    ];
    assert_eq!(figures.len(), counted.len());
    for (key, value, n) in counted {
        assert_eq!(figures[key]["value"].as_f64(), value, "{key}");
        assert_eq!(figures[key]["n"], json!(n), "{key}");
    }
}
