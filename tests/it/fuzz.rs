//! The fuzz targets on a stable compiler: their seeds, and some thousand mutations of these, the same in every run.
//!
//! `FUZZ_ROUNDS=100000 cargo test --release --test it fuzz` looks harder; `tests/fuzz/run` looks with cargo-fuzz.

use crate::merge_random::Dice;
use std::fs;
use std::path::Path;

#[expect(unreachable_pub, reason = "a crate of its own for cargo-fuzz")]
#[path = "../fuzz/src/lib.rs"]
mod targets;

/// Pieces that mean something to one of the readers.
const TOKENS: [&str; 40] = [
    "\n",
    "\r\n",
    "\"",
    "\"\"\"",
    "'",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ";",
    ":",
    ".",
    "#",
    "\\",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{feff}",
    "é",
    "👩\u{200d}💻",
    "-1",
    "9223372036854775808",
    "1e400",
    "nan",
    "2026-02-30",
    "2026-11-23T09:00:00Z",
    "next fri",
    "00",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "RRULE:FREQ=DAILY",
    "id = \"x\"",
    "[[meeting]]\n",
    "<<<<<<< ours\n",
    "</script>",
    "\n~~~~\n",
];

/// Mutations of each target's seeds; `slow` where each takes a whole command.
fn rounds(usual: usize) -> usize {
    let named = std::env::var("FUZZ_ROUNDS").ok();
    named.and_then(|count| count.parse().ok()).unwrap_or(usual)
}

/// Feeds a target its seeds and mutations of them.
fn fed(name: &str, target: fn(&[u8]), usual: usize) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fuzz/seeds")
        .join(name);
    let mut paths: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(3 <= seeds.len(), "{name} has only {} seeds", seeds.len());
    target(&[]);
    for seed in &seeds {
        target(seed);
    }
    let mut dice = Dice::new(seeds.len() as u64);
    for _ in 0..rounds(usual) {
        let mut bytes = seeds[dice.below(seeds.len())].clone();
        for _ in 0..=dice.below(4) {
            mutate(&mut bytes, &seeds, &mut dice);
        }
        target(&bytes);
    }
}

/// Changes a few bytes as fuzzers do: flips, cuts, doubles, foreign pieces.
fn mutate(bytes: &mut Vec<u8>, seeds: &[Vec<u8>], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    let end = (at + dice.below(40)).min(bytes.len());
    match dice.below(6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
        1 => drop(bytes.drain(at..end)),
        2 => {
            let piece = bytes[at..end].to_vec();
            bytes.splice(at..at, piece);
        }
        3 => {
            let other = &seeds[dice.below(seeds.len())];
            let from = dice.below(other.len() + 1);
            bytes.truncate(at);
            bytes.extend_from_slice(&other[from..]);
        }
        _ => {
            let token = TOKENS[dice.below(TOKENS.len())].bytes();
            bytes.splice(at..at, token);
        }
    }
}

#[test]
fn any_bytes_as_a_file_are_judged() {
    fed("parse", targets::parse, 400);
}

#[test]
fn an_edit_of_any_file_changes_what_it_says() {
    fed("edit", targets::edit, 3_000);
}

#[test]
fn any_three_texts_are_merged_or_refused() {
    fed("merge", targets::merge, 1_000);
}

#[test]
fn any_text_as_an_id_leads_nowhere_else() {
    fed("ids", targets::ids, 5_000);
}

#[test]
fn any_text_as_a_date_reads_back_as_the_same() {
    fed("dates", targets::dates, 5_000);
}

#[test]
fn any_bytes_as_a_table_are_judged() {
    fed("csv_in", targets::csv_in, 300);
}

#[test]
fn any_bytes_as_a_calendar_are_judged() {
    fed("ics_in", targets::ics_in, 600);
}

#[test]
fn any_text_in_a_calendar_is_found_again() {
    fed("ics_out", targets::ics_out, 2_000);
}

#[test]
fn no_text_in_a_page_becomes_markup() {
    fed("html_out", targets::html_out, 2_000);
}
