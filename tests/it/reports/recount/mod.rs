//! Each number of a report counted anew from the raw files, one module for each report.
//!
//! The counts are slow and plain on purpose; they share no code with the program.

mod advice;
mod certifications;
mod endings;
mod funnel;
mod hours;
mod load;
mod objectives;
mod pool;
mod reciprocity;
mod requests;
mod sponsor;
mod summary;
mod wanted;

use super::records::Records;
use super::{example, json};
use crate::program::{Program, SMALL, TODAY};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Fails where a number of any report is not that of the files on a day.
///
/// Gives every answer that was looked at.
pub(super) fn assert_recounted(program: &Program, today: &str) -> BTreeMap<String, Value> {
    let records = Records::of(program, today);
    advice::recount(&records);
    certifications::recount(&records);
    endings::recount(&records);
    funnel::recount(&records);
    hours::recount(&records);
    load::recount(&records);
    objectives::recount(&records);
    pool::recount(&records);
    reciprocity::recount(&records);
    sponsor::recount(&records);
    summary::recount(&records);
    records.answers()
}

/// Two answers with the first difference told, for whole answers are long.
fn assert_same(what: &str, told: &Value, counted: &Value) {
    match (told, counted) {
        (Value::Object(ours), Value::Object(theirs)) => {
            let keys =
                |one: &serde_json::Map<String, Value>| one.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(keys(ours), keys(theirs), "{what}: {told} {counted}");
            for (key, told) in ours {
                assert_same(&format!("{what} {key}"), told, &theirs[key]);
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (index, (told, counted)) in ours.iter().zip(theirs).enumerate() {
                assert_same(&format!("{what} {index}"), told, counted);
            }
        }
        (Value::Number(ours), Value::Number(theirs)) => {
            assert_eq!(ours.as_f64(), theirs.as_f64(), "{what}");
        }
        _ => assert_eq!(told, counted, "{what}"),
    }
}

#[test]
fn numbers_of_the_example_are_those_of_its_files() {
    assert_recounted(&example(), TODAY);
}

/// OLS: the cut that lies here, and the whole data where it lies beside the repository.
#[test]
fn numbers_of_real_data_are_those_of_its_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cut = ("tests/data/ols-people.csv", "tests/data/ols-pairings.csv");
    let whole = (
        "../shared/data/ols/people.csv",
        "../shared/data/ols/pairings.csv",
    );
    for (people, pairings) in [cut, whole] {
        if !root.join(people).is_file() {
            continue;
        }
        let program = Program::of(&SMALL[..1]);
        for (subject, table, map) in [
            ("people", people, "ols-people"),
            ("pairings", pairings, "ols-pairings"),
        ] {
            let table = root.join(table).display().to_string();
            let map = root
                .join(format!("examples/imports/{map}.toml"))
                .display()
                .to_string();
            program.done(&["import", subject, &table, "--map", &map]);
        }
        assert_recounted(&program, TODAY);
        let cohorts = json(&program, "cohort list");
        for cohort in cohorts["cohorts"].as_array().unwrap() {
            let id = cohort["id"].as_str().unwrap();
            let outcomes = json(&program, &format!("report outcomes --cohort {id}"));
            assert_eq!(outcomes["cohort"], id);
            assert!(
                outcomes["ended"].as_u64() <= cohort["pairings"].as_u64(),
                "{id}"
            );
        }
    }
}
