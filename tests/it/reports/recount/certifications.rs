//! `report certifications`: how many stand where with each certificate of the catalogue.

use super::assert_same;
use crate::reports::records::{Records, date, day, entries, said, whole, word};
use chrono::{Days, Months};
use serde_json::{Value, json};
use toml::Table;

pub(super) fn recount(records: &Records<'_>) {
    let catalogue = entries(&records.settings, "certification");
    let rows: Vec<Value> = catalogue.map(|one| row(records, one)).collect();
    let counted = json!({ "day": records.today, "certifications": rows });
    assert_same(
        "report certifications",
        &records.told("report certifications"),
        &counted,
    );
}

fn row(records: &Records<'_>, certification: &Table) -> Value {
    let mut row = json!({
        "certification": word(certification, "id"), "authority": said(certification, "authority"),
        "contact": said(certification, "contact"), "planned": 0, "studying": 0, "booked": 0, "passed": 0,
        "failed": 0, "expired": 0, "examinations": 0, "examinations_passed": 0, "days_to_pass": null,
    });
    let mut add = |key: &str| row[key] = json!(row[key].as_i64().unwrap() + 1);
    let mut days_to_pass = Vec::new();
    for person in records.people.values() {
        let mut steps: Vec<(String, &str)> = entries(person, "certification")
            .filter(|step| {
                word(step, "id") == word(certification, "id") && records.is_past(step, "on")
            })
            .map(|step| (day(step, "on"), word(step, "is")))
            .collect();
        // Stable: of two on a day, the later in the file is the later.
        steps.sort_by_key(|(on, _)| on.clone());
        for (_, is) in &steps {
            match *is {
                "passed" => {
                    add("examinations");
                    add("examinations_passed");
                }
                "failed" => add("examinations"),
                _ => {}
            }
        }
        let (Some((first, _)), Some((_, last))) = (steps.first(), steps.last()) else {
            continue;
        };
        let passed = steps
            .iter()
            .rfind(|(_, is)| *is == "passed")
            .map(|(on, _)| on);
        if let Some(passed) = passed {
            days_to_pass.push((date(passed) - date(first)).num_days());
        }
        let months =
            whole(certification, "valid_months").map(|months| u32::try_from(months).unwrap());
        let is_over = passed.zip(months).is_some_and(|(passed, months)| {
            let last_day = date(passed) + Months::new(months) - Days::new(1);
            last_day < date(&records.today)
        });
        add(if *last == "passed" && is_over {
            "expired"
        } else {
            last
        });
    }
    days_to_pass.sort_unstable();
    if let Some(middle) = days_to_pass.len().checked_sub(1) {
        row["days_to_pass"] = json!(days_to_pass[middle / 2]);
    }
    row
}
