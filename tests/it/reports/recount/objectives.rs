//! `report objectives`: what is counted or was entered, and where it should be today.

use super::assert_same;
use super::reciprocity::checkins;
use crate::reports::records::{
    Records, average, closing, date, day, days_before, entries, flag, has_role, hundredths, list,
    mentees, number, said, since, whole, word,
};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use toml::Table;

pub(super) fn recount(records: &Records<'_>) {
    let lanes: Vec<Value> = entries(&records.objectives, "objective")
        .map(|one| lane(records, one))
        .collect();
    let counted = json!({ "day": records.today, "objectives": lanes });
    let told = records.told("report objectives");
    assert_same("report objectives", &told, &counted);
    let summary = records.told("summary");
    for (lane, row) in told["objectives"]
        .as_array()
        .unwrap()
        .iter()
        .zip(summary["objectives"].as_array().unwrap())
    {
        for (key, value) in row.as_object().unwrap() {
            assert_eq!(*value, lane[key], "{key}");
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "days and thousandths are few"
)]
fn lane(records: &Records<'_>, objective: &Table) -> Value {
    let id = word(objective, "id");
    let metric = said(objective, "metric").unwrap_or("entered");
    let (baseline, target) = (number(objective, "baseline"), number(objective, "target"));
    let due = said_day(objective, "due");
    let readings = readings(records, id);
    let first_day = due.as_ref().and_then(|due| {
        let year = days_before(due, 366);
        let cohorts = entries(&records.settings, "cohort").map(|cohort| day(cohort, "starts"));
        let starts = cohorts.filter(|starts| year <= *starts && starts < due);
        starts
            .chain(readings.iter().map(|(on, _)| on.clone()))
            .min()
    });
    let actual = match metric {
        "entered" => readings.last().map(|(_, value)| *value),
        "satisfaction" => satisfaction(records)
            .1
            .or(readings.last().map(|(_, value)| *value)),
        metric => measured(records, metric),
    };
    let way = baseline.zip(target);
    let expected = way.zip(due.clone()).and_then(|((baseline, target), due)| {
        if due <= records.today {
            return Some(target);
        }
        let first = first_day.clone()?;
        if records.today <= first {
            return Some(baseline);
        }
        let days = |to: &str| (date(to) - date(&first)).num_days() as f64;
        Some(hundredths(
            baseline + (target - baseline) * (days(&records.today) / days(&due)),
        ))
    });
    let permille = |value: Option<f64>| {
        let (baseline, target) =
            way.filter(|(baseline, target)| (baseline - target).abs() > f64::EPSILON)?;
        Some(((value? - baseline) * 1000.0 / (target - baseline)).floor() as i64)
    };
    let is_less_wanted = way.is_some_and(|(baseline, target)| target < baseline);
    let gap = actual.zip(expected).map(|(actual, expected)| {
        hundredths(if is_less_wanted {
            actual - expected
        } else {
            expected - actual
        })
    });
    let serving = records
        .pairings
        .values()
        .filter(|pairing| records.is_in_force(pairing) && list(pairing, "serves").contains(&id));
    let entered = readings
        .iter()
        .map(|(on, value)| json!({ "on": on, "value": value }));
    json!({
        "id": id, "title": word(objective, "title"), "metric": metric, "baseline": baseline, "target": target,
        "due": due, "owner": said(objective, "owner"), "actual": actual, "expected": expected, "gap": gap,
        "first_day": first_day, "actual_permille": permille(actual), "expected_permille": permille(expected),
        "pairings": serving.count(), "readings": entered.collect::<Vec<Value>>(),
    })
}

fn said_day(table: &Table, key: &str) -> Option<String> {
    Some(day(table, key)).filter(|day| !day.is_empty())
}

/// What was entered by today, the earliest first.
fn readings(records: &Records<'_>, objective: &str) -> Vec<(String, f64)> {
    let mut readings: Vec<(String, f64)> = entries(&records.objectives, "reading")
        .filter(|reading| word(reading, "objective") == objective && records.is_past(reading, "on"))
        .map(|reading| (day(reading, "on"), number(reading, "value").unwrap()))
        .collect();
    readings.sort_by_key(|(on, _)| on.clone());
    readings
}

#[expect(clippy::cast_precision_loss, reason = "counts are small")]
fn measured(records: &Records<'_>, metric: &str) -> Option<f64> {
    let count = match metric {
        "match-rate" => return match_rate(records),
        "meetings-per-month" => {
            let (met, running) = met_lately(records);
            return (!running.is_empty()).then(|| hundredths(met as f64 / running.len() as f64));
        }
        "goals-reached" => goals_reached(records),
        "certifications-passed" => certifications_passed(records),
        "mentors-ready" => records.mentors().count(),
        "paid-forward" => paid_forward(records),
        metric => panic!("{metric}"),
    };
    Some(count as f64)
}

/// Of a hundred mentees who are here, those with a mentor, or with one to the planned end.
#[expect(clippy::cast_precision_loss, reason = "counts are small")]
pub(super) fn match_rate(records: &Records<'_>) -> Option<f64> {
    let has_mentor = |id: &str| {
        records.pairings.values().any(|pairing| {
            let is_over = match records.standing(pairing).as_str() {
                "closed" => flag(&closing(pairing), "planned") == Some(false),
                _ => !records.is_in_force(pairing),
            };
            word(pairing, "kind") != "peer" && mentees(pairing).contains(&id) && !is_over
        })
    };
    let here: Vec<&String> = records
        .people
        .iter()
        .filter(|(_, person)| {
            has_role(person, "mentee")
                && !["left", "declined"].contains(&records.readiness(person, "mentee").as_str())
        })
        .map(|(id, _)| id)
        .collect();
    let served = here.iter().filter(|id| has_mentor(id)).count();
    (!here.is_empty()).then(|| hundredths(served as f64 * 100.0 / here.len() as f64))
}

/// Meetings of the last thirty days, today among them, in pairings that run; and those of each such pairing.
pub(super) fn met_lately(records: &Records<'_>) -> (usize, Vec<usize>) {
    let first = days_before(&records.today, 29);
    let runs = |pairing: &Table| {
        ["active", "closing"].contains(&records.standing(pairing).as_str())
            && day(pairing, "starts") <= records.today
    };
    let running = records.pairings.iter().filter(|(_, pairing)| runs(pairing));
    let met: Vec<usize> = running
        .map(|(id, _)| {
            records
                .held(id)
                .filter(|meeting| first <= day(meeting, "at"))
                .count()
        })
        .collect();
    (met.iter().sum(), met)
}

/// Goals whose last percentage is the whole.
fn goals_reached(records: &Records<'_>) -> usize {
    let mut reached = 0;
    for (_, pairing) in records.real() {
        for goal in entries(pairing, "goal") {
            let mut percents: Vec<(String, i64)> = entries(pairing, "reading")
                .filter(|reading| {
                    word(reading, "goal") == word(goal, "id") && records.is_past(reading, "on")
                })
                .filter_map(|reading| Some((day(reading, "on"), whole(reading, "percent")?)))
                .collect();
            percents.sort_by_key(|(on, _)| on.clone());
            reached += usize::from(percents.last().is_some_and(|(_, percent)| *percent == 100));
        }
    }
    reached
}

fn certifications_passed(records: &Records<'_>) -> usize {
    let passed = records.people.iter().flat_map(|(id, person)| {
        let steps = entries(person, "certification").filter(|step| records.is_past(step, "on"));
        steps
            .filter(|step| word(step, "is") == "passed")
            .map(move |step| (id, word(step, "id")))
    });
    passed.collect::<BTreeSet<_>>().len()
}

/// People who began to mentor after they had begun with a mentor of their own.
fn paid_forward(records: &Records<'_>) -> usize {
    let mut begun: BTreeMap<String, Vec<&Table>> = BTreeMap::new();
    for pairing in records.pairings.values() {
        let has_been =
            ["active", "paused", "closing", "closed"].contains(&records.standing(pairing).as_str());
        let on = since(pairing).filter(|on| *on <= records.today);
        if let Some(on) = on.filter(|_| has_been && word(pairing, "kind") != "peer") {
            begun.entry(on).or_default().push(pairing);
        }
    }
    let (mut were_mentees, mut paid) = (BTreeSet::new(), BTreeSet::new());
    // Day by day: of one day, mentors first.
    for pairings in begun.values() {
        let mentors = pairings.iter().map(|pairing| word(pairing, "mentor"));
        paid.extend(mentors.filter(|mentor| were_mentees.contains(mentor)));
        were_mentees.extend(pairings.iter().flat_map(|pairing| mentees(pairing)));
    }
    paid.len()
}

/// How many say how content they are, and their average: each person's latest word on each pairing.
pub(super) fn satisfaction(records: &Records<'_>) -> (usize, Option<f64>) {
    let mut given = Vec::new();
    for (id, _) in records.real() {
        let mut latest: BTreeMap<&str, i64> = BTreeMap::new();
        for checkin in checkins(records, id) {
            if let Some(score) = whole(checkin, "satisfaction") {
                match word(checkin, "from") {
                    "" => given.push(score),
                    from => drop(latest.insert(from, score)),
                }
            }
        }
        given.extend(latest.into_values());
    }
    (given.len(), average(&given))
}
