//! Bad input through the command line: a clear error with its place and its cure, the exit code as documented, and not a
//! byte changed anywhere. Hostile files are in `hostile`, disks that refuse in `bad_disks`.

use crate::program::{Program, SMALL};
use std::collections::BTreeMap;

pub(crate) const REFUSED: i32 = 1;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;

/// What no id may be: ways out of the folder, names that some system or program reads otherwise, and nothing at all.
const NO_IDS: [&str; 24] = [
    "",
    " ",
    ".",
    "..",
    "../x",
    "../../x",
    "/etc/x",
    "a/b",
    "a/../b",
    "./x",
    "a\\b",
    "C:x",
    "-rf",
    "x-",
    "%2e%2e%2fx",
    "ada.",
    "x.toml",
    "con",
    "nul",
    "lpt1",
    "zoë",
    "a\nb",
    "a\u{202e}b",
    "~",
];

/// The small program in a folder of a folder, so that whoever climbs is seen.
pub(crate) fn nested() -> Program {
    let outer = Program::empty();
    for (path, text) in SMALL {
        outer.write(&format!("inner/{path}"), text);
    }
    outer.write(
        "inner/objectives.toml",
        "[[objective]]\nid = \"rota\"\ntitle = \"Rota\"\n",
    );
    outer.write("x.toml", "name = \"X\"\n[mentor]\n");
    outer
}

/// Runs a command in the inner folder, which must refuse with a code and words, and change nothing.
fn assert_refused(outer: &Program, words: &[&str], input: &str, code: i32, told: &[&str]) {
    let before = outer.everything();
    let arguments = [&["-C", "inner"], words].concat();
    let output = outer.call(&arguments).input(input).run();
    assert_eq!(output.code, Some(code), "{words:?}: {output:#?}");
    assert_eq!(output.stdout, "", "{words:?}");
    for told in told {
        assert!(
            output.stderr.contains(told),
            "{words:?} without `{told}`: {}",
            output.stderr
        );
    }
    assert_eq!(
        without_lock(outer.everything()),
        without_lock(before),
        "{words:?}"
    );
}

/// What `check` must find in the inner folder.
fn assert_found(outer: &Program, told: &[&str]) {
    let before = outer.everything();
    let output = outer.run(&["-C", "inner", "check"]);
    assert_eq!(output.code, Some(REFUSED), "{output:#?}");
    for told in told {
        assert!(
            output.stdout.contains(told),
            "without `{told}`: {}",
            output.stdout
        );
    }
    assert_eq!(without_lock(outer.everything()), without_lock(before));
}

/// The folder without the lock, which whoever wants to write takes.
pub(crate) fn without_lock(mut everything: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    everything.retain(|path, _| !path.contains(".pleiad"));
    everything
}

/// Runs a line that must be refused so; `told` stands in what it says.
fn refused(line: &str, code: i32, told: &[&str]) {
    let words = shlex::split(line).unwrap();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    assert_refused(&nested(), &words, "", code, told);
}

#[test]
fn no_id_leads_out_of_the_folder() {
    let outer = nested();
    for id in NO_IDS {
        let (new, flag, by) = (
            format!("--id={id}"),
            format!("--cohort={id}"),
            format!("--by={id}"),
        );
        assert_refused(
            &outer,
            &["enroll", "New One", "--mentee", &new],
            "",
            USAGE,
            &["pleiad: "],
        );
        assert_refused(
            &outer,
            &["objective", "add", "Title", &new],
            "",
            USAGE,
            &["pleiad: "],
        );
        assert_refused(
            &outer,
            &["enroll", "New One", "--mentee", &by],
            "",
            USAGE,
            &["--by"],
        );
        let missing: [&[&str]; 12] = [
            &["participant", "show", "--", id],
            &["participant", "pause", "-y", "--", id],
            &["participant", "merge", "-y", "--", "ada", id],
            &["pairing", "show", "--", id],
            &["pairing", "add", "--", id, "ada"],
            &["pairing", "add", "--", "grace", id],
            &["note", "-m", "hello", "--", id],
            &["meeting", "add", "--", id, "2026-12-01 16:00"],
            &["objective", "set", "--", id, "target=1"],
            &["objective", "reading", "--", id, "1"],
            &["match", &flag],
            &["match", "publish", "-y", &flag],
        ];
        for words in missing {
            assert_refused(&outer, words, "", NOT_FOUND, &["there is no "]);
        }
    }
}

#[test]
fn no_id_of_a_table_leads_out_of_the_folder() {
    let outer = nested();
    let import = ["import", "people", "-", "--role", "mentee"];
    for id in NO_IDS
        .iter()
        .filter(|id| !id.trim().is_empty())
        .chain(&["a\0b"])
    {
        let table = format!("name,id\nKim Park,\"{id}\"\n");
        assert_refused(&outer, &import, &table, REFUSED, &["standard input: row 2"]);
        let table = format!("mentor,mentee\ngrace-hopper,\"{id}\"\n");
        assert_refused(
            &outer,
            &["import", "pairings", "-"],
            &table,
            REFUSED,
            &["row 2, column mentee"],
        );
    }
}

#[test]
fn no_id_within_a_file_leads_out_of_the_folder() {
    for id in NO_IDS {
        let id = id
            .escape_default()
            .to_string()
            .replace("\\u{202e}", "\\u202e")
            .replace("\\u{eb}", "\\u00eb");
        let files = [
            (
                "participants/ada-lovelace.toml",
                format!("name = \"Ada\"\nprefer = [\"{id}\"]\n[mentee]\n"),
                "2:11",
            ),
            (
                "pairings/grace-hopper-mentors-ada-lovelace.toml",
                format!("mentor = \"{id}\"\nmentees = [\"ada-lovelace\"]\n"),
                "1:10",
            ),
            (
                "meetings/grace-hopper-mentors-ada-lovelace.toml",
                format!("[[meeting]]\nid = \"{id}\"\nat = 2026-11-03T16:00:00\n"),
                "2:6",
            ),
        ];
        for (path, text, place) in files {
            let outer = nested();
            outer.write(&format!("inner/{path}"), &text);
            let place = format!("{path}:{place}: ");
            assert_found(&outer, &[&place, "hint: "]);
        }
    }
}

#[test]
fn nobody_is_enrolled_twice() {
    let here = "is enrolled already";
    refused(
        "enroll 'Ada Lovelace' --mentee",
        REFUSED,
        &[here, "ada-lovelace", "--another"],
    );
    refused(
        "enroll 'ada  LOVELACE' --mentee",
        REFUSED,
        &[here, "ada-lovelace", "--another"],
    );
    refused(
        "enroll 'Ada King' --mentee --email ADA@example.org",
        REFUSED,
        &["belongs to Ada Lovelace"],
    );
    refused(
        "enroll 'Ada King' --mentee --id ada-lovelace",
        REFUSED,
        &["taken by Ada Lovelace"],
    );
    refused(
        "enroll ada-lovelace --mentee",
        REFUSED,
        &["has that role already", "participant set"],
    );
    let import = ["import", "people", "-", "--role", "mentee"];
    for table in [
        "name,email\nKim,kim@example.org\nLee,KIM@example.org\n",
        "name,id\nKim,kim\nLee,kim\n",
    ] {
        assert_refused(
            &nested(),
            &import,
            table,
            REFUSED,
            &["row 3: row 2 has the same", "nothing was imported"],
        );
    }
}

#[test]
fn a_person_who_stands_in_two_files_is_told_with_both() {
    let outer = nested();
    outer.write(
        "inner/participants/ada-king.toml",
        "name = \"Ada King\"\nemail = \"ada@example.org\"\n[mentee]\n",
    );
    assert_found(&outer, &["participants/ada-lovelace.toml:2:9", "ada-king"]);
}

#[test]
fn capacity_is_never_below_zero() {
    let told = [
        "capacity: expected a whole number 0..10000, found -1",
        ".toml:4:12",
    ];
    refused("enroll Kim --mentor --capacity=-1", REFUSED, &told);
    refused("enroll Kim --mentor --capacity -1", REFUSED, &told);
    refused("participant set grace capacity=-1", REFUSED, &told);
    refused("participant set grace mentor.capacity=-1", REFUSED, &told);
    let import = ["import", "people", "-", "--role", "mentor"];
    let told = ["row 2, column seats: expected a whole number 0..10000, found `-1`"];
    assert_refused(&nested(), &import, "name,seats\nKim,-1\n", REFUSED, &told);
    let outer = nested();
    outer.write(
        "inner/participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\n[mentor]\ncapacity = -1\n",
    );
    let told = ["participants/grace-hopper.toml:3:12: capacity: expected a whole number 0..10000"];
    for words in [
        &["match"][..],
        &["participant", "set", "grace", "team=noc"],
        &["enroll", "Kim", "--mentee"],
    ] {
        assert_refused(&outer, words, "", REFUSED, &told);
    }
}

#[test]
fn a_pairing_names_people_who_are_there() {
    refused(
        "pairing add grace nobody",
        NOT_FOUND,
        &["there is no participant `nobody`"],
    );
    refused(
        "pairing add nobody ada",
        NOT_FOUND,
        &["there is no participant `nobody`"],
    );
    refused(
        "pairing add grace grcae",
        NOT_FOUND,
        &["did you mean grace-hopper"],
    );
    refused("pairing add grace", USAGE, &["MENTEE"]);
    refused("pairing add grace grace", REFUSED, &["themselves"]);
    refused(
        "enroll Kim --mentee --mentored-by nobody",
        NOT_FOUND,
        &["there is no participant `nobody`"],
    );
    let tables = [
        ("grace-hopper,nobody", "row 2, column mentee"),
        ("nobody,ada-lovelace", "row 2, column mentor"),
        ("grace-hopper,", "the mentee is missing"),
    ];
    for (row, told) in tables {
        let table = format!("mentor,mentee\n{row}\n");
        assert_refused(
            &nested(),
            &["import", "pairings", "-"],
            &table,
            REFUSED,
            &[told, "nothing was imported"],
        );
    }
    let pairing = "pairings/grace-hopper-mentors-ada-lovelace.toml";
    let files = [
        (
            "mentor = \"nobody\"\nmentees = [\"ada-lovelace\"]\n",
            "1:10",
        ),
        (
            "mentor = \"grace-hopper\"\nmentees = [\"nobody\"]\n",
            "2:12",
        ),
        ("mentor = \"grace-hopper\"\nmentees = []\n", "2:11"),
        ("mentor = \"grace-hopper\"\n", "1:1"),
        ("mentees = [\"ada-lovelace\"]\n", "1:1"),
    ];
    for (text, place) in files {
        let outer = nested();
        outer.write(&format!("inner/{pairing}"), text);
        let told = format!("{pairing}:{place}: ");
        assert_found(&outer, &[&told, "hint: "]);
    }
}

#[test]
fn a_time_zone_is_one_of_the_world() {
    let nowhere = "Mars/Olympus";
    refused("init ../other --timezone Mars/Olympus", USAGE, &[nowhere]);
    refused(
        "init ../other --timezone europe/berlin",
        USAGE,
        &["did you mean `Europe/Berlin`?"],
    );
    refused(
        "meeting add ada 2026-12-01 16:00 --zone Mars/Olympus",
        USAGE,
        &[nowhere],
    );
    refused(
        "program set timezone=Mars/Olympus",
        REFUSED,
        &["program.toml:4:12: timezone: ", nowhere],
    );
    refused(
        "enroll Kim --mentee --timezone Mars/Olympus",
        REFUSED,
        &["timezone: ", nowhere],
    );
    refused(
        "participant set ada timezone=Mars/Olympus",
        REFUSED,
        &["timezone: ", nowhere],
    );
    let import = ["import", "people", "-", "--role", "mentee"];
    assert_refused(
        &nested(),
        &import,
        "name,timezone\nKim,Mars/Olympus\n",
        REFUSED,
        &["row 2, column timezone", nowhere],
    );
    let outer = nested();
    outer.write(
        "inner/program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Mars/Olympus\"\n",
    );
    assert_refused(
        &outer,
        &["summary"],
        "",
        REFUSED,
        &["program.toml:4:12: timezone: ", nowhere],
    );
}

#[test]
fn a_date_that_does_not_exist_is_refused_wherever_one_may_be_said() {
    let days = [
        ("2026-02-30", "28 days"),
        ("2025-02-29", "28 days"),
        ("'31 feb'", "29 days"),
        ("2026-13-01", "no month 13"),
        ("01/12/2026", "`2026-12-01` or `2026-01-12`"),
        ("2026-W54", "2026-w54"),
        ("0000-01-01", "1 to 9999"),
        ("10000-01-01", "year-month-day"),
        ("nonsense", "no word of a date"),
        ("''", "a date is missing"),
    ];
    let places = [
        "meeting add ada DAY 16:00",
        "note ada DAY -m hello",
        "objective add Title --due DAY",
        "objective set rota due=DAY",
        "objective reading rota 1 --on DAY",
        "pairing add grace ada --starts DAY",
        "pairing add grace ada --ends DAY",
        "enroll Kim --mentee --commit-until DAY",
        "enroll Kim --mentee --consented DAY",
        "participant set ada mentee.commit_until=DAY",
        "note ada -m hello --homework draft --due DAY",
        "summary --as-of DAY",
        "note ada -m hello --today DAY",
        "date DAY",
    ];
    for place in places {
        for (day, told) in days {
            // Nothing behind `=` takes the field away, and nothing before a time leaves the time.
            if day != "''" || !(place.contains('=') || place.contains("16:00")) {
                refused(&place.replace("DAY", day), USAGE, &[told]);
            }
        }
    }
}

#[test]
fn a_time_that_no_clock_shows_is_refused() {
    refused(
        "meeting add ada 2026-12-01 24:30",
        USAGE,
        &["24:30", "00:00 to 23:59"],
    );
    refused("meeting add ada 2026-12-01 13pm", USAGE, &["13pm"]);
    let told = ["set forward", "2027-03-28 01:59 or 2027-03-28 03:00"];
    refused("meeting add ada 2027-03-28 02:30", USAGE, &told);
    refused(
        "meeting add ada 2026-12-01 16:00 --minutes 0",
        USAGE,
        &["between 1 minute and 1440"],
    );
    refused(
        "meeting add ada 2026-12-01",
        USAGE,
        &["no time of day", "16:00"],
    );
}

#[test]
fn dates_in_files_and_tables_are_dates_too() {
    let pairings = "mentor,mentee,starts\ngrace-hopper,ada-lovelace,2026-02-30\n";
    assert_refused(
        &nested(),
        &["import", "pairings", "-"],
        pairings,
        REFUSED,
        &["row 2, column starts", "2026-02-30"],
    );
    let outer = nested();
    outer.write(
        "inner/participants/ada-lovelace.toml",
        "name = \"Ada\"\nconsented = 2026-02-30\n[mentee]\n",
    );
    assert_refused(
        &outer,
        &["summary"],
        "",
        REFUSED,
        &["participants/ada-lovelace.toml:2:"],
    );
}

#[test]
fn a_folder_of_a_newer_format_is_not_touched() {
    let outer = nested();
    outer.done(&["-C", "inner", "participant", "pause", "ada"]);
    outer.done(&["-C", "inner", "participant", "pause", "grace"]);
    outer.done(&["-C", "inner", "undo"]);
    let text = outer
        .text("inner/program.toml")
        .replace("format = 1", "format = 2");
    outer.write("inner/program.toml", text);
    let told = ["program.toml:1:10: format: ", "install a newer pleiad"];
    let commands: [&[&str]; 14] = [
        &[],
        &["summary"],
        &["participant", "list"],
        &["participant", "show", "ada"],
        &["pairing", "list"],
        &["enroll", "Kim", "--mentee"],
        &["note", "ada", "-m", "hello"],
        &["note", "grace-hopper-mentors-ada-lovelace", "-m", "hello"],
        &["match"],
        &["program", "set", "name=Other"],
        &["objective", "add", "Title"],
        &["undo"],
        &["redo"],
        &["undo", "-n"],
    ];
    for words in commands {
        assert_refused(&outer, words, "", REFUSED, &told);
    }
}
