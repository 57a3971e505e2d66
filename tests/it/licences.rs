//! Every package that pleiad is built with is listed with its licence, and each may be used for anything.

use serde_json::Value;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::Command;

const LICENSE: &str = include_str!("../../LICENSE");
const LOCK: &str = include_str!("../../Cargo.lock");

/// Licences that ask for nothing but their notice, or for changes of the package's own files to stay open.
const ALLOWED: [&str; 12] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unlicense",
    "CC0-1.0",
    "BSL-1.0",
    "Unicode-3.0",
];

/// Packages whose files may be used and not changed without showing how: fine for one that is used as it is.
const USED_AS_THEY_ARE: [(&str, &str); 1] = [("option-ext", "MPL-2.0")];

/// The list at the foot of LICENSE: a package and its licence; two versions of one may differ in it.
fn listed() -> BTreeSet<(&'static str, &'static str)> {
    let (_, list) = LICENSE
        .split_once("None of their code lies here.\n\n")
        .unwrap();
    let rows = list.lines().filter_map(|line| line.split_once("  "));
    rows.map(|(name, licence)| (name, licence.trim())).collect()
}

/// Whether one of the licences that may be chosen from is allowed, with everything that it asks for beside.
fn is_allowed(licence: &str) -> bool {
    let licence = licence.replace(['(', ')'], "");
    let parts = licence.split(" AND ");
    let choices = |part: &str| {
        let part = part.replace(" OR ", "/");
        part.split('/')
            .any(|choice| ALLOWED.contains(&choice.trim()))
    };
    parts.into_iter().all(choices)
}

#[test]
fn every_package_of_the_lock_file_is_listed_and_no_other() {
    let names = LOCK
        .lines()
        .filter_map(|line| line.strip_prefix("name = \""));
    let locked: BTreeSet<&str> = names.map(|name| name.trim_end_matches('"')).collect();
    let mut listed: BTreeSet<&str> = listed().into_iter().map(|(name, _)| name).collect();
    listed.insert(env!("CARGO_PKG_NAME"));
    let missing: Vec<_> = locked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "missing: {missing:?}, gone: {gone:?}"
    );
}

#[test]
fn every_licence_is_one_that_lets_people_use_pleiad_as_they_like() {
    for (name, licence) in listed() {
        let is_fine = is_allowed(licence) || USED_AS_THEY_ARE.contains(&(name, licence));
        assert!(is_fine, "{name}: {licence}");
    }
}

#[test]
fn the_listed_licences_are_those_that_the_packages_name() {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = ["metadata", "--format-version", "1", "--offline", "--locked"];
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    if !output.status.success() {
        let skipped = "SKIPPED: packages for other systems are not here, and no network is asked\n";
        std::io::stderr().write_all(skipped.as_bytes()).unwrap();
        return;
    }
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let listed = listed();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if name != env!("CARGO_PKG_NAME") {
            let licence = package["license"].as_str().unwrap();
            assert!(listed.contains(&(name, licence)), "{name}: {licence}");
        }
    }
}
