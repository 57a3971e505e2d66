//! `report reciprocity`: what mentors learned, who felt listened to, what changed; of pairings that were no mistake.

use super::assert_same;
use crate::reports::records::{Records, average, both_sides, day, entries, whole, word};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use toml::Table;

const SCORES: [&str; 10] = [
    "fit",
    "progress",
    "satisfaction",
    "listened_to",
    "curious",
    "trusted",
    "listens",
    "non_judgmental",
    "supportive",
    "volunteers",
];

pub(super) fn recount(records: &Records<'_>) {
    let (mut met, mut learned) = (0, 0);
    let mut pairings = Vec::new();
    for (id, _) in records.real() {
        let held = records.held(id).count();
        let told = records
            .held(id)
            .filter(|meeting| meeting.contains_key("mentor_learned"))
            .count();
        met += held;
        learned += told;
        if held != 0 {
            pairings.push(json!({ "pairing": id, "meetings_held": held, "mentor_learned": told }));
        }
    }
    let counted = json!({
        "day": records.today, "meetings_held": met, "mentor_learned": learned, "pairings": pairings,
        "listened_to_mentors": listened_to(records, true), "listened_to_mentees": listened_to(records, false),
        "changes": changes(records),
    });
    assert_same(
        "report reciprocity",
        &records.told("report reciprocity"),
        &counted,
    );
}

/// Check-ins about a pairing that was no mistake, by today, the earliest first.
pub(super) fn checkins<'a>(records: &'a Records<'_>, pairing: &str) -> Vec<&'a Table> {
    let kept = records.kept.get(pairing).into_iter();
    let mut said: Vec<&Table> = kept
        .flat_map(|kept| entries(kept, "checkin"))
        .filter(|checkin| records.is_past(checkin, "on"))
        .collect();
    said.sort_by_key(|checkin| day(checkin, "on"));
    said
}

fn listened_to(records: &Records<'_>, is_mentor: bool) -> Value {
    let mut given = Vec::new();
    for (id, pairing) in records.real() {
        for checkin in checkins(records, id) {
            let from = word(checkin, "from");
            if both_sides(pairing).contains(&from) && (from == word(pairing, "mentor")) == is_mentor
            {
                given.extend(whole(checkin, "listened_to"));
            }
        }
    }
    json!({ "n": given.len(), "average": average(&given) })
}

/// Of each person and pairing, the first answer at the start and the last after it.
fn changes(records: &Records<'_>) -> Vec<Value> {
    let mut rows = Vec::new();
    for score in SCORES {
        let (mut before, mut after, mut differences) = (Vec::new(), Vec::new(), Vec::new());
        for (id, _) in records.real() {
            let said = checkins(records, id);
            let people: BTreeSet<&str> = said.iter().map(|checkin| word(checkin, "from")).collect();
            for person in people.into_iter().filter(|person| !person.is_empty()) {
                let own = || {
                    said.iter().filter(|checkin| {
                        word(checkin, "from") == person && checkin.contains_key(score)
                    })
                };
                let first = own()
                    .find(|checkin| ["expectations", "readiness"].contains(&word(checkin, "kind")));
                let last = own().next_back();
                if let Some((first, last)) = first.zip(last)
                    && day(first, "on") < day(last, "on")
                {
                    let (first, last) = (whole(first, score).unwrap(), whole(last, score).unwrap());
                    before.push(first);
                    after.push(last);
                    differences.push(last - first);
                }
            }
        }
        if !before.is_empty() {
            rows.push(json!({
                "score": score, "n": before.len(), "before": average(&before), "after": average(&after),
                "difference": average(&differences),
            }));
        }
    }
    rows
}
