//! How many meetings the rhythms of pairings ask for, found by walking from day to day.

use crate::reports::records::{Records, date, day, entries, since, word};
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;
use toml::{Table, Value as Raw};

/// Meetings wanted in each month: a pairing meets again after its rhythm, and days on which it stands still do not
/// count.
pub(super) fn by_month(records: &Records<'_>) -> BTreeMap<String, usize> {
    let mut months = BTreeMap::new();
    for (_, pairing) in records.real() {
        for on in days(records, pairing) {
            let month = on.format("%Y-%m").to_string();
            *months.entry(month).or_default() += 1;
        }
    }
    months
}

fn days(records: &Records<'_>, pairing: &Table) -> Vec<NaiveDate> {
    let Some(begins) = since(pairing).max(Some(day(pairing, "starts"))) else {
        return Vec::new();
    };
    if begins.is_empty() {
        return Vec::new();
    }
    let today = date(&records.today);
    let ends = day(pairing, "ends");
    let last = if ends.is_empty() {
        today
    } else {
        date(&ends).min(today)
    };
    let mut days = Vec::new();
    let mut from = date(&begins);
    while from <= last {
        let mut missing = (after(records, pairing, from) - from).num_days();
        let mut on = from;
        while 0 < missing && on <= last {
            missing -= i64::from(runs(records, pairing, on));
            on = on + Days::new(1);
        }
        if 0 < missing || last < on {
            break;
        }
        days.push(on);
        from = on;
        if word(pairing, "kind") == "flash" {
            break;
        }
    }
    days
}

/// The day on which the next meeting is wanted where nothing stands still.
fn after(records: &Records<'_>, pairing: &Table, from: NaiveDate) -> NaiveDate {
    let own = pairing.get("every");
    let every = own.or_else(|| records.policy("meeting_every"));
    let every = every.and_then(Raw::as_str).unwrap_or("month");
    let (count, unit) = every.split_once(' ').unwrap_or(("1", every));
    let count: u32 = count.parse().unwrap();
    match unit.trim_end_matches('s') {
        "day" => from + Days::new(count.into()),
        "week" => from + Days::new(u64::from(count) * 7),
        "month" => from + Months::new(count),
        "quarter" => from + Months::new(count * 3),
        unit => panic!("{unit}"),
    }
}

/// Whether a day counts, as is known today: before its history begins, and where that says that it runs.
fn runs(records: &Records<'_>, pairing: &Table, on: NaiveDate) -> bool {
    let on = on.to_string();
    let mut last = (String::new(), "active");
    for entry in entries(pairing, "state").filter(|entry| records.is_past(entry, "on")) {
        let since = day(entry, "on");
        if since <= on && last.0 <= since {
            last = (since, word(entry, "is"));
        }
    }
    ["active", "closing"].contains(&last.1)
}
