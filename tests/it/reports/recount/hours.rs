//! `report hours`: meetings and minutes of everybody, each pairing, month and day.

use super::{assert_same, wanted};
use crate::reports::records::{Records, both_sides, came, date, day, said, word};
use chrono::Months;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Meetings and minutes.
type Sum = (i64, i64);

fn add(sum: &mut Sum, minutes: i64) {
    sum.0 += 1;
    sum.1 += minutes;
}

pub(super) fn recount(records: &Records<'_>) {
    let mut all = (0, 0);
    let mut pairings = Vec::new();
    let mut days: BTreeMap<String, Sum> = BTreeMap::new();
    for (id, pairing) in records.real() {
        let mut own = (0, 0);
        for meeting in records.held(id) {
            let minutes = records.minutes(meeting, pairing);
            add(&mut all, minutes);
            add(&mut own, minutes);
            add(days.entry(day(meeting, "at")).or_default(), minutes);
        }
        let on = || records.held(id).map(|meeting| day(meeting, "at"));
        if 0 < own.0 {
            pairings.push(json!({
                "pairing": id, "cohort": said(pairing, "cohort"), "meetings": own.0, "minutes": own.1,
                "first": on().min(), "last": on().max(),
            }));
        }
    }
    let days_told = days
        .iter()
        .map(|(on, sum)| json!({ "on": on, "meetings": sum.0, "minutes": sum.1 }));
    let counted = json!({
        "day": records.today, "meetings": all.0, "minutes": all.1, "pairings": pairings,
        "days": days_told.collect::<Vec<Value>>(), "months": months(records, &days), "people": people(records),
    });
    assert_same("report hours", &records.told("report hours"), &counted);
}

fn people(records: &Records<'_>) -> Vec<Value> {
    // All of it, as the mentor, as a mentee.
    let mut people: BTreeMap<&str, [Sum; 3]> = BTreeMap::new();
    for (id, pairing) in records.real() {
        for meeting in records.held(id) {
            let minutes = records.minutes(meeting, pairing);
            for person in both_sides(pairing) {
                if came(meeting, person) {
                    let sums = people.entry(person).or_default();
                    add(&mut sums[0], minutes);
                    let place = if person == word(pairing, "mentor") {
                        1
                    } else {
                        2
                    };
                    add(&mut sums[place], minutes);
                }
            }
        }
    }
    let sum = |sum: Sum| json!({ "meetings": sum.0, "minutes": sum.1 });
    let row = |(person, sums): (&str, [Sum; 3])| {
        json!({
            "person": person, "name": records.name(person), "meetings": sums[0].0, "minutes": sums[0].1,
            "as_mentor": sum(sums[1]), "as_mentee": sum(sums[2]),
        })
    };
    people.into_iter().map(row).collect()
}

/// Every month from that of the first meeting to that of the last.
fn months(records: &Records<'_>, days: &BTreeMap<String, Sum>) -> Vec<Value> {
    let wanted = wanted::by_month(records);
    let mut months = Vec::new();
    let month_of = |day: &String| day[..7].to_owned();
    let (Some(first), Some(last)) = (days.keys().next(), days.keys().next_back()) else {
        return months;
    };
    let mut month = month_of(first);
    while month <= month_of(last) {
        let its = days.iter().filter(|(on, _)| month_of(on) == month);
        let sum = its.fold((0, 0), |sum, (_, day)| (sum.0 + day.0, sum.1 + day.1));
        let meets = |id: &String| {
            records
                .held(id)
                .any(|meeting| month_of(&day(meeting, "at")) == month)
        };
        let pairings: BTreeSet<&String> = records
            .real()
            .map(|(id, _)| id)
            .filter(|id| meets(id))
            .collect();
        months.push(json!({
            "month": month, "meetings": sum.0, "minutes": sum.1, "pairings": pairings.len(),
            "wanted": wanted.get(&month).copied().unwrap_or(0),
        }));
        month = month_of(&(date(&format!("{month}-01")) + Months::new(1)).to_string());
    }
    months
}
