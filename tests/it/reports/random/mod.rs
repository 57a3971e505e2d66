//! Programs made by chance, written as a person would write them, in which every number is counted anew.

mod logs;
mod maker;
mod pairings;
mod people;
mod settings;

use super::json;
use super::recount::assert_recounted;
use crate::merge_random::Dice;
use chrono::{Days, NaiveDate};
use maker::Maker;
use serde_json::Value;
use std::collections::BTreeMap;
use std::thread;

/// How many programs are made.
const PROGRAMS: u64 = 30;
const THREADS: u64 = 3;
const FACETS: [&str; 3] = ["technical", "career", "leadership"];

/// A day of the program, the first of January being 0.
fn day(number: usize) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + Days::new(number as u64)
}

/// Remembers of each number whether it was ever anything but nothing.
fn remember(key: &str, told: &Value, seen: &mut BTreeMap<String, bool>) {
    match told {
        Value::Object(keys) => {
            seen.insert(key.to_owned(), true);
            for (name, told) in keys {
                remember(&format!("{key} {name}"), told, seen);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| remember(key, row, seen)),
        Value::Number(number) => {
            *seen.entry(key.to_owned()).or_default() |= number.as_f64() != Some(0.0);
        }
        Value::Null => {
            seen.entry(key.to_owned()).or_default();
        }
        Value::Bool(_) | Value::String(_) => {
            seen.insert(key.to_owned(), true);
        }
    }
}

fn assert_program_recounted(seed: u64) -> BTreeMap<String, bool> {
    let mut dice = Dice::new(seed ^ 0x5eed);
    let program = Maker::new(seed).made();
    let check = json(&program, "check");
    let problems = check["problems"].as_array().unwrap().iter();
    let errors: Vec<&Value> = problems
        .filter(|problem| problem["severity"] == "error")
        .collect();
    assert!(errors.is_empty(), "seed {seed}: {errors:#?}");
    let today = day(90 + dice.below(270)).to_string();
    let answers = assert_recounted(&program, &today);
    let mut known = BTreeMap::new();
    for (line, told) in &answers {
        let line = line.split(" --").next().unwrap();
        remember(line, told, &mut known);
    }
    known
}

#[test]
fn numbers_of_programs_made_by_chance_are_those_of_their_files() {
    let seeds = |first: u64| (first..PROGRAMS).step_by(usize::try_from(THREADS).unwrap());
    let seen = thread::scope(|scope| {
        let recount = |first: u64| {
            move || {
                seeds(first)
                    .map(assert_program_recounted)
                    .collect::<Vec<_>>()
            }
        };
        let threads: Vec<_> = (0..THREADS)
            .map(|first| scope.spawn(recount(first)))
            .collect();
        let all = threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap());
        let mut seen: BTreeMap<String, bool> = BTreeMap::new();
        for (key, was_something) in all.flatten() {
            *seen.entry(key).or_default() |= was_something;
        }
        seen
    });
    // A number that is nothing in every program would be counted rightly by anybody.
    let never: Vec<&String> = seen
        .iter()
        .filter(|(key, was)| !**was && !key.ends_with("funnel steps cohort"))
        .map(|(key, _)| key)
        .collect();
    assert!(never.is_empty(), "{never:?}");
}
