//! Calendars both ways: what an export says to a reader that knows nothing of this program, and what an import makes of
//! the calendars of others.

use crate::program::Program;
use serde_json::Value;
use std::collections::BTreeMap;

const PAIR: &str = "grace-hopper-mentors-ada-lovelace";
const LOG: &str = "meetings/grace-hopper-mentors-ada-lovelace.toml";

fn json(program: &Program, line: &str) -> Value {
    let words = shlex::split(line).unwrap();
    serde_json::from_str(&program.done(&words)).unwrap()
}

/// A calendar program: it keeps one event for each UID and takes another only where that is not older.
#[derive(Default)]
struct Reader {
    events: BTreeMap<String, BTreeMap<String, String>>,
}

impl Reader {
    fn import(&mut self, text: &str) {
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
        let unfolded = text.replace("\r\n ", "");
        let mut event = BTreeMap::new();
        for line in unfolded.split_terminator("\r\n") {
            let (name, value) = line.split_once(':').unwrap();
            match line {
                "BEGIN:VEVENT" => event.clear(),
                "END:VEVENT" => self.take(std::mem::take(&mut event)),
                _ => {
                    event.insert(name.to_owned(), value.to_owned());
                }
            }
        }
    }

    fn take(&mut self, event: BTreeMap<String, String>) {
        let sequence = |event: &BTreeMap<String, String>| event["SEQUENCE"].parse::<u32>().unwrap();
        let known = self.events.get(&event["UID"]);
        if known.is_none_or(|known| sequence(known) <= sequence(&event)) {
            self.events.insert(event["UID"].clone(), event);
        }
    }

    /// What stands in it, in order of times: `20261201T160000Z CONFIRMED`.
    fn shown(&self) -> Vec<String> {
        let shown = |event: &BTreeMap<String, String>| {
            let start = event
                .get("DTSTART")
                .or(event.get("DTSTART;VALUE=DATE"))
                .unwrap();
            format!("{start} {}", event["STATUS"])
        };
        let mut all: Vec<String> = self.events.values().map(shown).collect();
        all.sort();
        all
    }
}

#[test]
fn a_second_export_moves_and_cancels_what_a_calendar_knows_and_duplicates_nothing() {
    let program = Program::small();
    program.done(&["meeting", "add", "ada", "2026-12-01 16:00"]);
    program.done(&["meeting", "add", "ada", "2026-12-08 16:00"]);
    let mut calendar = Reader::default();
    let first = program.done(&["export", "ics", "ada"]);
    calendar.import(&first);
    let before = calendar.shown();
    assert_eq!(before.len(), 2, "{before:?}");
    program.done(&["meeting", "move", "ada", "2026-12-03 10:00"]);
    program.done(&["meeting", "cancel", "ada", "2026-12-08"]);
    calendar.import(&program.done(&["export", "ics", "ada"]));
    let after = calendar.shown();
    assert_eq!(after.len(), 2, "{after:?}");
    assert!(
        after[0].starts_with("20261203") && after[0].ends_with("CONFIRMED"),
        "{after:?}"
    );
    assert!(
        after[1].starts_with("20261208") && after[1].ends_with("CANCELLED"),
        "{after:?}"
    );
    // An old file that comes late takes nothing back.
    calendar.import(&first);
    assert_eq!(calendar.shown(), after);
}

#[test]
fn events_and_milestones_are_in_a_calendar_too() {
    let program = Program::small();
    program.done(&["cohort", "add", "spring", "--starts", "2026-12-01"]);
    program.done(&["program", "milestone", "add", "kickoff", "--on", "starts"]);
    program.done(&[
        "event",
        "add",
        "hello",
        "--at",
        "2026-12-02 12:00",
        "--title",
        "Welcome, all",
    ]);
    let mut calendar = Reader::default();
    calendar.import(&program.done(&["export", "ics", "--all"]));
    assert_eq!(calendar.shown().len(), 2);
    assert_eq!(
        calendar.events["event.hello@demo"]["SUMMARY"],
        "Welcome\\, all"
    );
    // A person's calendar has the events to which they are invited.
    let own = |program: &Program| {
        json(program, "export ics ada --json")["events"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(own(&program), 1);
    program.done(&["event", "invite", "hello", "ada"]);
    assert_eq!(own(&program), 2);
}

#[test]
fn a_folder_of_calendar_files_holds_what_the_program_holds_and_what_is_not_ours() {
    let program = Program::small();
    program.done(&["meeting", "add", "ada", "2026-12-01 16:00"]);
    program.done(&["export", "vdir", "calendar"]);
    program.write("calendar/own.ics", "mine");
    program.done(&["meeting", "add", "ada", "2026-12-08 16:00"]);
    program.done(&["export", "vdir", "calendar"]);
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(program.path("calendar")).unwrap();
        let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = entries
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    let (first, second) = (
        format!("2026-11-23.{PAIR}@demo.ics"),
        format!("2026-11-23-2.{PAIR}@demo.ics"),
    );
    assert_eq!(names(), [second.as_str(), first.as_str(), "own.ics"]);
    // What is taken back is no meeting any more.
    program.done(&["undo"]);
    program.done(&["export", "vdir", "calendar"]);
    assert_eq!(names(), [first.as_str(), "own.ics"]);
}

fn event(lines: &str) -> String {
    let lines = lines.replace('\n', "\r\n");
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

#[test]
fn our_own_events_settle_move_and_cancel_their_meetings_and_a_second_import_changes_nothing() {
    let program = Program::small();
    for day in ["2026-11-20", "2026-12-01", "2026-12-08"] {
        program.done(&["meeting", "add", "ada", &format!("{day} 16:00")]);
    }
    let exported = program.done(&["export", "ics", "--all"]);
    // What a person did in their calendar: one moved, one called off.
    let moved = exported
        .replace("20261201T16", "20261202T16")
        .replace("20261201T", "20261202T");
    let (head, tail) = moved.split_at(moved.rfind("STATUS:CONFIRMED").unwrap());
    let changed = format!("{head}{}", tail.replacen("CONFIRMED", "CANCELLED", 1));
    program.write("back.ics", changed);
    assert_eq!(
        program.run(&["import", "meetings", "back.ics"]).code,
        Some(2)
    );
    let report = json(&program, "import meetings back.ics -y --json");
    let counts = (&report["settled"], &report["moved"]);
    assert_eq!(counts.0.as_array().unwrap().len(), 2, "{report}");
    assert_eq!(counts.1.as_array().unwrap().len(), 1, "{report}");
    let log = program.text(LOG);
    assert!(log.contains("2026-12-02T16:00:00"), "{log}");
    assert_eq!(log.matches("is = \"held\"").count(), 1, "{log}");
    assert_eq!(log.matches("is = \"cancelled\"").count(), 1, "{log}");
    let after = program.files();
    json(&program, "import meetings back.ics -y --json");
    assert_eq!(program.files(), after);
    program.done(&["check", "--strict"]);
    // The first export is older than what the folder says by now.
    program.write("old.ics", exported);
    let report = json(&program, "import meetings old.ics -y --json");
    assert_eq!(program.files().get(LOG), after.get(LOG), "{report}");
    assert!(
        report["unplaced"][0]["because"]
            .as_str()
            .unwrap()
            .contains("older"),
        "{report}"
    );
}

#[test]
fn events_of_others_find_their_pairing_by_who_was_to_come() {
    let program = Program::small();
    for (id, address) in [
        ("ada-lovelace", "ada@example.org"),
        ("grace-hopper", "grace@example.org"),
    ] {
        program.done(&["participant", "set", id, &format!("email={address}")]);
    }
    program.done(&["pairing", "set", PAIR, "ends=2027-01-31"]);
    let guests = "ATTENDEE:mailto:Ada@example.org\nORGANIZER;CN=Grace:mailto:grace@example.org";
    program.write(
        "weekly.ics",
        event(&format!(
            "UID:1@elsewhere\nDTSTART;TZID=Europe/Berlin:20261103T160000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=4\n{guests}"
        )),
    );
    let report = json(&program, "import meetings weekly.ics -y --json");
    let states: Vec<&str> = report["added"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect();
    assert_eq!(states, ["held", "held", "held", "planned"], "{report}");
    let after = program.files();
    let again = json(&program, "import meetings weekly.ics -y --json");
    assert_eq!(
        (again["unchanged"].as_u64(), &program.files()),
        (Some(4), &after)
    );
    for (lines, because) in [
        ("DTSTART;VALUE=DATE:20261103", "all day"),
        ("DTSTART;TZID=Our Office:20261103T160000", "no time zone"),
        ("DTSTART:20261103T150000Z\nSTATUS:CANCELLED", "called off"),
        ("DTSTART:20261110T190000Z", "on that day already"),
        ("DTSTART;TZID=Europe/Berlin:20260329T023000", "set forward"),
        (
            "DTSTART:20261103T150000Z\nRRULE:FREQ=OFTEN",
            "cannot be read",
        ),
    ] {
        program.write("odd.ics", event(&format!("{lines}\n{guests}")));
        let report = json(&program, "import meetings odd.ics -y --json");
        let told = report["unplaced"][0]["because"]
            .as_str()
            .unwrap_or_default();
        assert!(told.contains(because), "{lines}: {report}");
    }
    let stranger = event(
        "DTSTART:20261103T150000Z\nATTENDEE:mailto:ada@example.org\nATTENDEE:mailto:kim@example.org",
    );
    program.write("odd.ics", stranger);
    let report = json(&program, "import meetings odd.ics -y --json");
    let told = report["unplaced"][0]["because"].as_str().unwrap();
    assert_eq!(
        told,
        "of those who were to come only Ada Lovelace is enrolled"
    );
    assert_eq!(program.files().get(LOG), after.get(LOG));
}

#[test]
fn a_calendar_full_of_nonsense_is_refused_with_its_lines_and_nothing_is_written() {
    let program = Program::small();
    let before = program.files();
    program.write("bad.ics", event("DTSTART:tomorrow\nSEQUENCE:many"));
    let output = program.run(&["import", "meetings", "bad.ics", "-y"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("bad.ics:4:1: DTSTART: expected"),
        "{}",
        output.stderr
    );
    program.write("bad.ics", [0_u8, 159, 146, 150, b'\n', 255]);
    let output = program.run(&["import", "meetings", "bad.ics", "-y"]);
    assert!(
        output.stderr.contains("no calendar file"),
        "{}",
        output.stderr
    );
    let mut after = program.files();
    after.remove("bad.ics");
    assert_eq!(after, before);
}

#[test]
fn a_table_logs_what_happened_and_every_bad_row_is_named() {
    let program = Program::small();
    program.write(
        "log.csv",
        "Pairing;Date;Start time;Duration;Mode;Status;No-show;Topic\n".to_owned()
            + PAIR
            + ";2026-11-03;15:00;1h;In person;held;;reviews\n"
            + PAIR
            + ";2026-11-10;15:00;;;missed;mentee;\n"
            + PAIR
            + ";2026-11-17;15:00;;;;;\n",
    );
    let report = json(&program, "import meetings log.csv -y --json");
    assert_eq!(report["added"].as_array().unwrap().len(), 2, "{report}");
    assert_eq!(report["silent"], 1, "{report}");
    let log = program.text(LOG);
    for fact in [
        "minutes = 60",
        "mode = \"in-person\"",
        "absent = [\"ada-lovelace\"]",
        "reviews",
    ] {
        assert!(log.contains(fact), "{fact} is missing: {log}");
    }
    let after = program.files();
    json(&program, "import meetings log.csv -y --json");
    assert_eq!(program.files(), after);
    program.write(
        "bad.csv",
        format!("pairing,at,state\nnobody,2026-11-03 15:00,held\n{PAIR},soon,held\n{PAIR},2026-12-03 15:00,held\n{PAIR},2026-11-03 15:00,perhaps\n"),
    );
    let output = program.run(&["import", "meetings", "bad.csv", "-y"]);
    assert_eq!(output.code, Some(1));
    for row in ["row 2", "row 3", "row 4", "row 5"] {
        assert!(output.stderr.contains(row), "{row}: {}", output.stderr);
    }
}

#[test]
fn a_mapping_file_says_what_the_columns_of_a_table_of_meetings_mean() {
    let program = Program::small();
    program.write(
        "log.csv",
        format!("who,when it was,what\n{PAIR},2026-11-03 15:00,chat\n"),
    );
    program.write(
        "log.toml",
        "[[column]]\nfrom = \"who\"\nto = \"pairing\"\n\n[[column]]\nfrom = \"when it was\"\nto = \"at\"\n\n\
         [[column]]\nfrom = \"what\"\nto = \"topics\"\n",
    );
    let report = json(&program, "import meetings log.csv --map log.toml -y --json");
    assert_eq!(report["added"][0]["at"], "2026-11-03T15:00:00", "{report}");
    assert!(program.text(LOG).contains("chat"));
}

#[test]
fn what_is_on_stands_on_the_clocks_of_whoever_looks() {
    let program = Program::small();
    let ada = "participants/ada-lovelace.toml";
    let away = "[[absence]]\nfrom = 2026-11-30\nto = 2026-12-04\n";
    let text = program.text(ada);
    program.write(
        ada,
        format!("timezone = \"Asia/Kathmandu\"\n{text}\n{away}"),
    );
    program.done(&["meeting", "add", "ada", "2026-11-24 16:00"]);
    let list = json(&program, "calendar --person ada --json");
    let entries = list["entries"].as_array().unwrap();
    let kinds: Vec<&str> = entries
        .iter()
        .map(|one| one["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["meeting", "absence"]);
    assert_eq!(entries[0]["timezone"], "Asia/Kathmandu");
    assert_ne!(entries[0]["at"], "2026-11-24T16:00:00");
    assert!(
        entries[0]["local"][0]
            .as_str()
            .unwrap()
            .starts_with("16:00 ")
    );
    let narrow = program.done(&["calendar", "--format", "text", "--width", "40"]);
    assert!(
        narrow.lines().all(|line| line.chars().count() <= 40),
        "{narrow}"
    );
    assert!(narrow.contains("Tue 24 Nov 2026"), "{narrow}");
    assert_eq!(program.run(&["calendar", "--exit-code"]).code, Some(1));
    let csv = program.done(&["calendar", "--format", "csv"]);
    assert!(csv.starts_with("on,until,at,"), "{csv}");
}
