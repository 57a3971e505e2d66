//! Constellations as people see them, kept as files in `tests/constellations`, and what they say.
//!
//! After a change that is meant, `TRYCMD=overwrite cargo test --test it constellations` writes them anew: look at them.

use crate::program::Program;
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;

const MINE: &str = "format = 1\nid = \"mine\"\nname = \"Mine\"\nkind = \"personal\"\ntimezone = \"UTC\"\n\
                    me = \"ada-lovelace\"\n";
const ADA: &str = "name = \"Ada Lovelace\"\n\n[mentee]\n\n[[request]]\nfacet = \"leadership\"\nweight = 3\n\n\
                   [[request]]\nfacet = \"technical\"\n";
const NAMES: [&str; 8] = [
    "Grace Hopper",
    "Kim Park",
    "Ólafur Ny",
    "Mira Chen",
    "Omar Haddad",
    "王小明",
    "Maximiliane Featherstonehaugh",
    "Bo",
];
/// Days before today on which each met last.
const LAST: [u32; 6] = [1, 37, 9, 58, 19, 4];

/// Ada with so many mentors, no two alike; each eighth never met her, each seventh rests.
fn constellation(mentors: usize) -> Program {
    let program = Program::of(&[
        ("program.toml", MINE),
        ("participants/ada-lovelace.toml", ADA),
    ]);
    for number in 0..mentors {
        let round = number / NAMES.len() + 1;
        let name = match round {
            1 => NAMES[number].to_owned(),
            _ => format!("{} {round}", NAMES[number % NAMES.len()]),
        };
        let facet = ["technical", "career", "leadership"][number % 3];
        let style = ["supporter", "teacher"][number % 2];
        let id = format!("mentor-{number:02}");
        program.write(
            &format!("participants/{id}.toml"),
            format!(
                "name = \"{name}\"\n\n[mentor]\nfacets = [\"{facet}\"]\nstyle = [\"{style}\"]\n"
            ),
        );
        let pairing = format!("{id}-mentors-ada-lovelace");
        let rests = if number % 7 == 3 {
            "\n[[state]]\non = 2026-11-01\nis = \"paused\"\n"
        } else {
            ""
        };
        program.write(
            &format!("pairings/{pairing}.toml"),
            format!(
                "mentor = \"{id}\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-05\n\n\
                 [[state]]\non = 2026-01-05\nis = \"active\"\n{rests}"
            ),
        );
        if number % NAMES.len() != 7 {
            program.write(&format!("meetings/{pairing}.toml"), log(number));
        }
    }
    program
}

/// Meetings once a month, the last so many days ago.
fn log(number: usize) -> String {
    let last = chrono_day(LAST[number % LAST.len()] + u32::try_from(number).unwrap() / 6 * 23);
    let mut log = String::new();
    for back in 0..=(number * 5 % 9) {
        let day = last - chrono::Days::new(30 * back as u64);
        if day < chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap() {
            break;
        }
        writeln!(
            log,
            "[[meeting]]\nid = \"{day}\"\nat = {day}T16:00:00\nminutes = 90\nis = \"held\"\n"
        )
        .unwrap();
    }
    log
}

fn chrono_day(days_ago: u32) -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap() - chrono::Days::new(u64::from(days_ago))
}

/// Compares with the file of that name, or writes it where that is asked for.
fn assert_kept(name: &str, shown: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/constellations")
        .join(name);
    if std::env::var_os("TRYCMD").is_some_and(|word| word == "overwrite") {
        std::fs::write(&path, shown).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(shown, kept, "{}", path.display());
}

#[test]
fn constellations_look_as_they_were_looked_at() {
    for mentors in [0, 1, 8, 30] {
        let program = constellation(mentors);
        for width in ["40", "80", "160"] {
            for (alphabet, flag) in [("unicode", None), ("ascii", Some("--ascii"))] {
                let mut words = vec!["constellation", "--format", "text", "--width", width];
                words.extend(flag);
                let shown = program.done(&words);
                assert_eq!(shown, program.done(&words), "the same picture on every run");
                assert_kept(&format!("{mentors:02}-{width}-{alphabet}.txt"), &shown);
            }
        }
        let svg = program.done(&["constellation", "--format", "svg"]);
        // The looks are those of all pictures and change with them.
        let (head, rest) = svg.split_once("<style>").unwrap();
        let (_, body) = rest.split_once("</style>").unwrap();
        assert_kept(&format!("{mentors:02}.svg"), &format!("{head}{body}"));
    }
}

#[test]
fn who_meets_less_stands_farther_and_who_rests_is_dashed() {
    let program = constellation(8);
    let answer: Value = serde_json::from_str(&program.done(&["--json", "constellation"])).unwrap();
    let mentors = answer["mentors"].as_array().unwrap();
    let contact = |name: &str| {
        let one = mentors.iter().find(|one| one["name"] == name).unwrap();
        (one["contact"].as_str().unwrap(), one["days"].as_u64())
    };
    assert_eq!(contact("Grace Hopper"), ("steady", Some(1)));
    assert_eq!(contact("Kim Park"), ("due", Some(37)));
    assert_eq!(contact("Mira Chen").0, "paused");
    assert_eq!(contact("Bo").0, "drifting");
    assert_eq!(answer["facets"][0]["facet"], "leadership");
    let told: Vec<&str> = answer["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["sentence"].as_str().unwrap())
        .collect();
    assert!(told.contains(&"nobody challenges you"), "{told:?}");
}

#[test]
fn a_facet_that_nobody_knows_is_warned_of_and_kept() {
    let program = constellation(1);
    program.write(
        "vocabulary.toml",
        "[[facet]]\nid = \"leadership\"\n\n[[facet]]\nid = \"technical\"\n",
    );
    program.done(&["participant", "wish", "@me", "leadershp"]);
    let answer: Value = serde_json::from_str(&program.done(&["--json", "check"])).unwrap();
    let problems = answer["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["severity"], "warning");
    assert!(
        problems[0]["hint"].as_str().unwrap().contains("leadership"),
        "{problems:?}"
    );
    assert!(program.done(&["constellation"]).contains("leadershp"));
}

#[test]
fn nobody_is_their_own_mentor() {
    let program = constellation(0);
    for words in [
        &["enroll", "@me", "--mentors", "@me"][..],
        &["enroll", "@me", "--mentored-by", "@me"],
        &["pairing", "add", "@me", "@me"],
    ] {
        let output = program.run(words);
        assert_eq!(output.code, Some(1), "{words:?}: {output:?}");
        assert!(
            output.stderr.contains("cannot mentor themselves"),
            "{output:?}"
        );
    }
    assert_eq!(program.run(&["constellation", "grace"]).code, Some(3));
}

#[test]
fn without_an_owner_a_program_asks_whose() {
    let output = Program::small().run(&["constellation"]);
    assert_eq!(output.code, Some(2));
    assert!(output.stderr.contains("whose constellation?"), "{output:?}");
}
