//! `report advice`: what was advised, tried, and of help; of pairings that were no mistake.

use super::assert_same;
use crate::reports::records::{Records, day, entries, list, word};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use toml::Table;

/// Given, tried, told, helped.
pub(super) type Tally = [usize; 4];

pub(super) fn recount(records: &Records<'_>) {
    let mut all: Tally = [0; 4];
    let mut by_mentor: BTreeMap<String, Tally> = BTreeMap::new();
    let mut by_topic: BTreeMap<String, Tally> = BTreeMap::new();
    for (id, pairing) in records.real() {
        let Some(log) = records.logs.get(id) else {
            continue;
        };
        for advice in entries(log, "advice").filter(|advice| records.is_past(advice, "on")) {
            let came = came_of(records, log, advice);
            add(&mut all, came);
            add(
                by_mentor
                    .entry(word(pairing, "mentor").to_owned())
                    .or_default(),
                came,
            );
            let meeting = word(advice, "meeting");
            let its = records
                .meetings(id)
                .filter(|known| word(known, "id") == meeting);
            for topic in its.flat_map(|meeting| list(meeting, "topics")) {
                add(by_topic.entry(topic.to_lowercase()).or_default(), came);
            }
        }
    }
    let share = |by: &'static str| {
        move |(of, tally): (String, Tally)| {
            let mut row = told(tally);
            row["by"] = json!(by);
            row["of"] = json!(of);
            row
        }
    };
    let shares: Vec<Value> = by_mentor
        .into_iter()
        .map(share("mentor"))
        .chain(by_topic.into_iter().map(share("topic")))
        .collect();
    let counted = json!({ "day": records.today, "all": told(all), "shares": shares });
    assert_same("report advice", &records.told("report advice"), &counted);
    let summary = records.told("summary");
    let counted = json!({ "given": all[0], "tried": all[1], "helped": all[3] });
    assert_same("summary advice", &summary["advice"], &counted);
}

fn add(tally: &mut Tally, came: Tally) {
    for (sum, one) in tally.iter_mut().zip(came) {
        *sum += one;
    }
}

/// Whether one piece was tried, and whether it helped, as said last.
fn came_of(records: &Records<'_>, log: &Table, advice: &Table) -> Tally {
    let mut tries: Vec<&Table> = entries(log, "tried")
        .filter(|tried| word(tried, "advice") == word(advice, "id") && records.is_past(tried, "on"))
        .collect();
    tries.sort_by_key(|tried| day(tried, "on"));
    let helped = tries.last().map_or("", |tried| word(tried, "helped"));
    let yes = ["yes", "partly"].contains(&helped);
    [
        1,
        usize::from(!tries.is_empty()),
        usize::from(!helped.is_empty()),
        usize::from(yes),
    ]
}

fn told([given, tried, told, helped]: Tally) -> Value {
    let percent = |part: usize, whole: usize| (3 <= whole).then(|| part * 100 / whole);
    json!({
        "given": given, "tried": tried, "told": told, "helped": helped,
        "tried_percent": percent(tried, given), "helped_percent": percent(helped, told),
    })
}
