//! The house rules of the source: which room may name which, what pure rooms do not touch, and who prints.

use crate::source::{Reference, Source, tokens};
use std::path::Path;

/// Every room with the rooms that it may name beside itself.
const ARROWS: [(&str, &[&str]); 8] = [
    ("model", &[]),
    ("calendar", &["model"]),
    ("matching", &["model", "calendar"]),
    ("insights", &["model", "calendar", "matching"]),
    ("change", &["model", "calendar", "matching"]),
    ("store", &["model", "change"]),
    ("render", &[]),
    (
        "cli",
        &[
            "model", "calendar", "matching", "insights", "change", "store", "render",
        ],
    ),
];

/// Rooms whose answers depend on their arguments alone.
const PURE: [&str; 6] = [
    "model", "calendar", "matching", "insights", "change", "render",
];

/// What no pure room may name: the machine, its clock, its environment, chance, and an order that changes by the run.
const IMPURE: [&str; 30] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::collections::HashMap",
    "std::collections::HashSet",
    "std::collections::hash_map",
    "std::hash::RandomState",
    "std::hash::DefaultHasher",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "chrono::Utc",
    "chrono::Local",
    "fs",
    "env",
    "thread",
    "Utc::now",
    "Local::now",
    "Instant::now",
    "SystemTime::now",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "rustix",
    "tempfile",
    "directories",
];

/// Macros that print, and macros that nobody leaves behind.
const MACROS: [&str; 7] = [
    "print",
    "println",
    "eprint",
    "eprintln",
    "dbg",
    "todo",
    "unimplemented",
];

/// Words of unfinished work, in two halves so that this file does not hold them.
const UNFINISHED: [&str; 3] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
];

/// Everything that one file does against the rules, as `path:line: what`.
fn violations(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let mut at = |line: usize, what: String| found.push(format!("{}:{line}: {what}", source.path));
    for reference in source.references() {
        if let Some(what) = wrong_arrow(source.room(), &reference) {
            at(reference.line, what);
        }
        if let Some(what) = wrong_reach(source, &reference) {
            at(reference.line, what);
        }
    }
    let tokens = tokens(&source.text);
    for pair in tokens.windows(2) {
        let is_macro = pair[1].text == "!" && MACROS.contains(&pair[0].text.as_str());
        if is_macro {
            at(pair[0].line, format!("{}!", pair[0].text));
        }
        let is_hidden_module = pair[0].text == "[" && pair[1].text == "path";
        if is_hidden_module || (pair[0].text == "include" && pair[1].text == "!") {
            at(
                pair[0].line,
                "a module that does not lie where its name says".to_owned(),
            );
        }
    }
    for (index, line) in source.text.lines().enumerate() {
        if UNFINISHED.iter().any(|word| line.contains(word)) {
            at(
                index + 1,
                "unfinished work: open an issue in its place".to_owned(),
            );
        }
    }
    found
}

fn wrong_arrow(room: &str, reference: &Reference) -> Option<String> {
    if reference.is_foreign {
        return None;
    }
    let named = reference.segments.first()?;
    let allowed = match room {
        "main" => &["cli"][..],
        "lib" => &[][..],
        room => ARROWS
            .iter()
            .find(|(name, _)| *name == room)
            .map_or(&[][..], |(_, allowed)| allowed),
    };
    let is_fine = named == room || allowed.contains(&named.as_str());
    (!is_fine).then(|| format!("{room} may not name {}", reference.segments.join("::")))
}

/// What a file reaches for in other packages that its room must not.
fn wrong_reach(source: &Source, reference: &Reference) -> Option<String> {
    if !reference.is_foreign || reference.is_test {
        return None;
    }
    let path = reference.segments.join("::");
    let is = |what: &str| path == what || path.starts_with(&format!("{what}::"));
    let room = source.room();
    let is_wrong = if PURE.contains(&room) {
        IMPURE.into_iter().any(is) && !(is("chrono::Utc") && room == "calendar")
            || (is("rayon") && room != "matching")
    } else if room == "cli" {
        is("std::fs") || is("fs") || is("std::env") || is("env") || is("Utc::now") || is("rayon")
    } else if room == "store" {
        is("std::env")
            || is("env")
            || is("Utc::now")
            || is("Local::now")
            || is("io::stdout")
            || is("io::stderr")
            || is("std::io::stdout")
    } else {
        false
    };
    is_wrong.then(|| format!("{room} reaches for {path}"))
}

fn sources() -> Vec<Source> {
    Source::all_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))
}

#[test]
fn every_room_names_only_rooms_above_it_and_pure_rooms_touch_nothing() {
    let sources = sources();
    assert!(100 < sources.len(), "the source was not found");
    let found: Vec<String> = sources.iter().flat_map(violations).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn every_folder_of_the_source_is_a_room_with_its_arrows() {
    for source in sources() {
        let room = source.room();
        let is_known =
            matches!(room, "main" | "lib") || ARROWS.iter().any(|(name, _)| *name == room);
        assert!(is_known, "{room} is no room; DESIGN tells which there are");
    }
}

#[test]
fn arrows_lead_one_way() {
    for (index, (room, allowed)) in ARROWS.iter().enumerate() {
        for named in *allowed {
            let above = ARROWS.iter().position(|(name, _)| name == named);
            assert!(
                above.is_some_and(|above| above < index),
                "{room} -> {named}"
            );
        }
    }
}

fn found_in(path: &str, text: &str) -> Vec<String> {
    violations(&Source {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

#[test]
fn planted_violations_are_found() {
    let planted = [
        ("model/day.rs", "use crate::store::disk::Disk;"),
        ("model/day.rs", "use super::super::store::disk::Disk;"),
        ("model/mod.rs", "use super::store::disk;"),
        (
            "model/day.rs",
            "mod inner { fn f() { super::super::super::cli::run::run(); } }",
        ),
        (
            "model/day.rs",
            "use crate::{model::id::Id, store::{disk::Disk, lock}};",
        ),
        (
            "calendar/zone.rs",
            "fn f() { let x: crate::insights::roster::Row; }",
        ),
        ("store/read.rs", "use pleiad::cli::run::run;"),
        ("store/read.rs", "use crate::calendar::when::parse_day;"),
        ("render/table.rs", "use crate::model::day::Day;"),
        ("matching/run.rs", "use crate::insights::roster;"),
        (
            "model/day.rs",
            "#[cfg(test)] mod tests { use crate::store::disk::Disk; }",
        ),
        ("insights/today.rs", "use std::{fmt, fs};"),
        (
            "insights/today.rs",
            "fn f() { let now = chrono::Utc::now(); }",
        ),
        (
            "insights/today.rs",
            "use std::collections::{BTreeMap, HashMap};",
        ),
        (
            "insights/today.rs",
            "#[cfg(test)] mod tests { }\nfn f() { std::fs::read(\"x\"); }",
        ),
        ("change/log.rs", "use rayon::prelude::*;"),
        ("change/log.rs", "fn f() { println!(\"x\"); }"),
        ("store/read.rs", "fn f() { eprintln!(\"x\"); }"),
        ("cli/run.rs", "fn f() { dbg!(1); }"),
        ("cli/run.rs", "fn f() { std::fs::read(\"x\"); }"),
        ("cli/run.rs", "fn f() { std::env::var(\"x\"); }"),
        ("store/read.rs", "fn f() { let now = Utc::now(); }"),
        ("main.rs", "use pleiad::store::disk::Disk;"),
        ("model/day.rs", "#[path = \"../store/disk.rs\"] mod disk;"),
        ("model/day.rs", concat!("// TO", "DO: later")),
    ];
    for (path, text) in planted {
        assert!(!found_in(path, text).is_empty(), "{path}: {text}");
    }
}

#[test]
fn what_only_looks_like_a_violation_is_none() {
    let innocent = [
        (
            "model/day.rs",
            "// crate::store::disk is none of ours\nuse super::id::Id;",
        ),
        (
            "model/day.rs",
            "const A: &str = \"crate::store println!(x)\"; const B: char = '\"';",
        ),
        (
            "model/day.rs",
            "const A: &str = r#\"a \"quoted\" crate::store::x\"#;",
        ),
        (
            "model/day.rs",
            "/* crate::cli::run /* nested */ std::fs::read */ fn f<'a>(x: &'a str) {}",
        ),
        (
            "model/day.rs",
            "mod tests { use super::*; fn f() { super::super::id::parse(); } }",
        ),
        (
            "model/day.rs",
            "#[cfg(test)] mod tests { use std::collections::HashMap; }",
        ),
        ("matching/run.rs", "use rayon::prelude::*;"),
        (
            "store/read.rs",
            "use rayon::prelude::*; use std::fs; use crate::change::edit::Edit;",
        ),
        (
            "cli/run.rs",
            "use crate::{render::look::Look, store::{disk::Disk}};",
        ),
    ];
    for (path, text) in innocent {
        assert_eq!(found_in(path, text), Vec::<String>::new(), "{path}: {text}");
    }
}
