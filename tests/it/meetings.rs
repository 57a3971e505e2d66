//! Meetings after they are planned: moved, repeated, confirmed; as a user types it and finds it in the file.

use crate::program::Program;
use serde_json::Value;

const LOG: &str = "meetings/grace-hopper-mentors-ada-lovelace.toml";

fn json(program: &Program, line: &str) -> Value {
    let words = shlex::split(line).unwrap();
    serde_json::from_str(&program.done(&words)).unwrap()
}

fn done(program: &Program, line: &str) -> String {
    program.done(&shlex::split(line).unwrap())
}

fn code(program: &Program, line: &str) -> Option<i32> {
    program.run(&shlex::split(line).unwrap()).code
}

/// Three meetings of which nobody said what became.
fn unconfirmed() -> Program {
    let program = Program::small();
    for day in ["2026-11-02", "2026-11-09", "2026-11-16"] {
        done(&program, &format!("meeting add ada {day} 16:00"));
    }
    program
}

#[test]
fn a_meeting_that_moves_keeps_its_id_and_its_time_of_day_and_counts_its_revision() {
    let program = Program::small();
    done(&program, "meeting add ada 2026-12-01 16:00");
    let moved = json(&program, "meeting move ada 2026-12-03 --json");
    assert_eq!(moved["meeting"]["at"], "2026-12-03T16:00:00");
    assert_eq!(moved["meeting"]["revision"], 1);
    assert_eq!(moved["meeting"]["id"], "2026-11-23");
    let moved = json(
        &program,
        "meeting move ada '2026-12-04 9:30' --from 2026-12-03 --json",
    );
    assert_eq!(moved["meeting"]["at"], "2026-12-04T09:30:00");
    assert_eq!(moved["meeting"]["revision"], 2);
}

#[test]
fn a_series_keeps_the_wall_clock_and_ends_with_the_count() {
    let program = Program::small();
    let series = json(
        &program,
        "meeting add ada 2027-03-16 16:00 --every '2 weeks' --times 3 --json",
    );
    let times: Vec<&str> = series["meetings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|meeting| meeting["at"].as_str().unwrap())
        .collect();
    let expected = [
        "2027-03-16T16:00:00",
        "2027-03-30T16:00:00",
        "2027-04-13T16:00:00",
    ];
    assert_eq!(times, expected);
    done(&program, "undo");
    assert!(!program.path(LOG).exists());
}

#[test]
fn a_series_without_an_end_and_a_cadence_of_zero_are_refused() {
    let program = Program::small();
    assert_eq!(
        code(&program, "meeting add ada 2027-03-16 16:00 --every week"),
        Some(2)
    );
    assert_eq!(
        code(
            &program,
            "meeting add ada 2027-03-16 16:00 --every '0 weeks' --times 2"
        ),
        Some(2)
    );
    assert_eq!(
        code(
            &program,
            "meeting add ada 2027-03-16 16:00 --zone Mars/Olympus"
        ),
        Some(2)
    );
    assert_eq!(code(&program, "meeting add ada 2027-03-28 02:30"), Some(2));
}

#[test]
fn a_meeting_outside_of_its_pairing_is_allowed_with_a_warning() {
    let program = Program::small();
    let output = program.run(&shlex::split("meeting add ada 2026-01-05 16:00 --held").unwrap());
    assert_eq!(output.code, Some(0));
    assert!(output.stderr.contains("lies before"), "{}", output.stderr);
}

#[test]
fn who_missed_a_meeting_is_kept_and_counted() {
    let program = unconfirmed();
    let missed = json(
        &program,
        "meeting missed ada 2026-11-09 --absent mentee --json",
    );
    assert_eq!(missed["meeting"]["state"], "missed");
    assert_eq!(missed["meeting"]["absent"][0], "ada-lovelace");
    assert!(program.text(LOG).contains("absent = [\"ada-lovelace\"]"));
    let list = json(
        &program,
        "meeting list --where 'absent = ada-lovelace' --json",
    );
    assert_eq!(list["meetings"].as_array().unwrap().len(), 1);
    for line in ["participant show ada --json", "summary ada-lovelace --json"] {
        assert_eq!(json(&program, line)["meetings_missed"], 1, "{line}");
    }
    let grace = json(&program, "participant show grace --json");
    assert_eq!(grace["meetings_missed"], 0);
    assert!(done(&program, "participant show ada --format text").contains("from 1 meeting"));
}

#[test]
fn a_time_that_clashes_is_allowed_and_told_in_words_and_in_json() {
    let program = Program::small();
    let ada = "participants/ada-lovelace.toml";
    let away = "[[absence]]\nfrom = 2026-12-08\nto = 2026-12-11\n";
    let text = program.text(ada);
    program.write(ada, format!("free = [\"Tue 16:00-18:00\"]\n{text}\n{away}"));
    program.done(&["pairing", "set", "ada", "ends=2027-01-31"]);
    let kinds = |line: &str| -> Vec<String> {
        let warnings = json(&program, line)["warnings"].clone();
        let warnings = warnings.as_array().unwrap().clone();
        warnings
            .iter()
            .map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(
        kinds("meeting add ada '2026-12-01 16:00' --json"),
        Vec::<String>::new()
    );
    assert_eq!(
        kinds("meeting move ada '2026-12-08 16:00' --json"),
        ["away"]
    );
    assert_eq!(
        kinds("meeting move ada '2026-12-02 16:00' --json"),
        ["not-free"]
    );
    let twice = kinds("meeting add ada '2026-12-02 16:30' --another --json");
    assert!(twice.contains(&"elsewhere".to_owned()), "{twice:?}");
    let output = program.run(&[
        "meeting",
        "move",
        "ada",
        "2029-12-04 16:00",
        "--from",
        "2026-12-02 16:30",
    ]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    assert!(output.stderr.contains("lies after"), "{}", output.stderr);
}

#[test]
fn several_unconfirmed_meetings_are_never_guessed() {
    let program = unconfirmed();
    let before = program.files();
    assert_eq!(code(&program, "meeting held ada"), Some(4));
    assert_eq!(code(&program, "meeting held ada 2026-11-10"), Some(3));
    assert_eq!(program.files(), before);
    assert_eq!(code(&program, "meeting held ada 2026-11-16"), Some(0));
}

#[test]
fn everything_past_is_confirmed_at_once_and_undone_at_once() {
    let program = unconfirmed();
    let before = program.files();
    let confirmed = json(&program, "meeting confirm --held --minutes 50m -y --json");
    assert_eq!(confirmed["meetings"].as_array().unwrap().len(), 3);
    assert_eq!(confirmed["meetings"][0]["minutes"], 50);
    let open = json(
        &program,
        "meeting list --where 'state = unconfirmed' --json",
    );
    assert_eq!(open["meetings"].as_array().unwrap().len(), 0);
    done(&program, "undo");
    assert_eq!(program.files(), before);
}

#[test]
fn a_file_confirms_each_as_it_says_or_nothing_at_all() {
    let program = unconfirmed();
    let pair = "grace-hopper-mentors-ada-lovelace";
    let rows = format!(
        "pairing;meeting;is;absent\n{pair};2026-11-23;held;\n{pair};2026-11-23-2;missed;mentor\n{pair};2026-11-23-3;;\n"
    );
    program.write(
        "bad.csv",
        rows.replace("held", "perhaps").replace("mentor\n", "kim\n"),
    );
    let before = program.files();
    let output = program.run(&["meeting", "confirm", "--csv", "bad.csv", "-y"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("row 2") && output.stderr.contains("row 3"),
        "{}",
        output.stderr
    );
    assert_eq!(program.files(), before);
    program.write("good.csv", &rows);
    let confirmed = json(&program, "meeting confirm --csv good.csv -y --json");
    let states: Vec<&Value> = confirmed["meetings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["state"])
        .collect();
    assert_eq!(states, ["held", "missed"]);
}

#[test]
fn the_file_that_due_writes_confirms_once_it_is_filled_in() {
    let program = unconfirmed();
    assert_eq!(
        code(&program, "due --kind unconfirmed --exit-code"),
        Some(1)
    );
    done(&program, "due --kind unconfirmed --format csv -o open.csv");
    let text = program.text("open.csv");
    let mut filled = String::new();
    for (number, line) in text.lines().enumerate() {
        // The last two columns are `is` and `absent`.
        let line = match number {
            0 => line.to_owned(),
            1 => format!("{}missed,mentee", line.strip_suffix(',').unwrap()),
            _ => format!("{}held,", line.strip_suffix(',').unwrap()),
        };
        filled.push_str(&line);
        filled.push('\n');
    }
    program.write("open.csv", filled);
    done(&program, "meeting confirm --csv open.csv -y");
    assert_eq!(
        code(&program, "due --kind unconfirmed --exit-code"),
        Some(0)
    );
    let log = program.text(LOG);
    assert_eq!(log.matches("is = \"held\"").count(), 2);
    assert_eq!(log.matches("is = \"missed\"").count(), 1);
}
