//! Random days at the desk: whatever was done, undone one by one it was never done, and redone it is there again.

use crate::folder::Files;
use crate::program::{Program, SMALL};

/// Commands of one run.
const COMMANDS: usize = 50;

const NAMES: [&str; 10] = [
    "Ada", "Grace", "Kim", "Lee", "Mia", "Noor", "Ola", "Per", "Ravi", "Sam",
];
const DAYS: [&str; 6] = [
    "today",
    "yesterday",
    "3d ago",
    "last fri",
    "2026-11-02",
    "12 oct",
];
const TEXTS: [&str; 5] = [
    "Walked through the incident",
    "Two lines\nand \"quotes\"",
    "Zoë sagt: \u{1f680} \\ #",
    "=1+1",
    "  spaces at both ends  ",
];

/// The same numbers for the same seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % end as u64).unwrap()
    }

    fn of<'a>(&mut self, among: &[&'a str]) -> &'a str {
        among[self.below(among.len())]
    }

    fn count(&mut self, end: usize) -> String {
        self.below(end).to_string()
    }
}

/// A command, some of which make sense at the time, and what stands on its standard input.
fn command(dice: &mut Dice) -> (Vec<String>, String) {
    let person = dice.of(&NAMES).to_lowercase();
    let other = dice.of(&NAMES).to_lowercase();
    let name = format!(
        "{} {}",
        dice.of(&NAMES),
        dice.of(&["Park", "Novak", "Chen"])
    );
    let (day, text) = (dice.of(&DAYS), dice.of(&TEXTS));
    let number = dice.count(40);
    let words: Vec<&str> = match dice.below(24) {
        0 | 1 => vec![
            "enroll",
            &name,
            "--mentor",
            "--capacity",
            "3",
            "--skill",
            "routing",
        ],
        2 | 3 => vec!["enroll", &name, "--mentee", "--facet", "career"],
        4 => vec!["enroll", &name, "--mentee", "--mentored-by", &other],
        5 => vec![
            "import",
            "people",
            "-",
            "--role",
            dice.of(&["mentor", "mentee", "both"]),
        ],
        6 => vec!["import", "people", "-", "--role", "mentee", "--update"],
        7 => vec![
            "participant",
            "set",
            &person,
            "level=senior",
            "extra.badge=blue",
        ],
        8 => vec!["participant", "set", &person, "languages=en,fr", "email="],
        9 => vec![
            "participant",
            dice.of(&["pause", "resume", "hold", "ready"]),
            &person,
        ],
        10 => vec!["participant", "leave", &person, "--close", "left", "-y"],
        11 => vec!["participant", "merge", &person, &other, "-y"],
        12 => vec![
            "program",
            "set",
            "acceptance_days=7",
            "purpose=Keep the know-how",
        ],
        13 => vec!["objective", "add", text, "--target", &number],
        14 => vec!["objective", "reading", "two", &number, "--on", day],
        15 => vec!["match"],
        16 => vec!["match", "publish", "-y"],
        17 | 18 => vec!["pairing", "add", &person, &other, "--force"],
        19 => vec![
            "meeting",
            "add",
            &person,
            "next tue 16:00",
            "--topic",
            "routing,career",
        ],
        20 | 21 => vec![
            "note",
            &person,
            day,
            "45m",
            "-m",
            text,
            "--advice",
            "Offer two dates",
        ],
        22 => vec!["note", &person, day, "-m", text, "--private"],
        _ => vec![
            "note",
            &person,
            "-m",
            text,
            "--homework",
            "the draft",
            "--question",
            "Why?",
        ],
    };
    let words = words.into_iter().map(str::to_owned).collect();
    let rows = format!("name;email;team\n{name};{person}@example.org;{number}\n");
    (words, rows.replace(';', ","))
}

/// A program whose files a person wrote.
fn handwritten() -> Program {
    let program = Program::of(&SMALL);
    let kim =
        "# written by hand\r\nname = \"Kim Park\" # as she likes it\r\n\r\n[mentor]\r\ncapacity=2";
    program.write("participants/kim-park.toml", kim);
    let objectives =
        "\u{feff}[[objective]]\nid = 'two-people'\ntitle = 'Two on every rota'\n# the end\n";
    program.write("objectives.toml", objectives);
    program
}

/// Every file but the store's own: its log, and what keeps git away from private notes, which stays once it is there.
fn folder(program: &Program) -> Files {
    let mut files = program.files();
    files.remove("private/.gitignore");
    files
}

/// Runs the commands of a seed; gives the folder before and after each that changed something.
fn worked(program: &Program, seed: u64) -> Vec<Files> {
    let mut dice = Dice(seed);
    let mut folders = vec![folder(program)];
    for _ in 0..COMMANDS {
        let (words, rows) = command(&mut dice);
        let output = program.call(&words).input(rows).run();
        assert!(matches!(output.code, Some(0..=5)), "{words:?}: {output:#?}");
        let after = folder(program);
        if output.code != Some(0) {
            assert!(folders.last() == Some(&after), "{words:?}: {output:#?}");
        } else if folders.last() != Some(&after) {
            folders.push(after);
        }
    }
    folders
}

/// Names the files that differ; their bytes would fill the screen.
fn assert_same(found: &Files, expected: &Files, what: &str) {
    let places = found.keys().chain(expected.keys());
    let different: Vec<_> = places
        .filter(|place| found.get(*place) != expected.get(*place))
        .collect();
    assert!(different.is_empty(), "{what}: {different:?}");
}

fn history_len(program: &Program) -> usize {
    let history: serde_json::Value =
        serde_json::from_str(&program.done(&["history", "--json"])).unwrap();
    history["operations"].as_array().unwrap().len()
}

fn undone_and_redone(seed: u64) {
    let program = handwritten();
    let folders = worked(&program, seed);
    let changes = folders.len() - 1;
    assert!(
        changes > COMMANDS / 3,
        "seed {seed}: only {changes} commands did something"
    );
    assert_eq!(
        history_len(&program),
        changes,
        "seed {seed}: what changed something is in the history"
    );
    for (step, before) in folders.iter().enumerate().take(changes).rev() {
        program.done(&["undo"]);
        assert_same(
            &folder(&program),
            before,
            &format!("seed {seed}: undone to {step}"),
        );
    }
    assert_eq!(program.run(&["undo"]).code, Some(1), "seed {seed}");
    for (step, after) in folders.iter().enumerate().skip(1) {
        program.done(&["redo"]);
        assert_same(
            &folder(&program),
            after,
            &format!("seed {seed}: redone to {step}"),
        );
    }
    assert_eq!(program.run(&["redo"]).code, Some(1), "seed {seed}");
}

#[test]
fn fifty_commands_undone_give_the_first_bytes_and_redone_the_last() {
    for seed in 1..=3 {
        undone_and_redone(seed);
    }
}

#[test]
fn fifty_other_commands_undone_give_the_first_bytes_and_redone_the_last() {
    for seed in 4..=6 {
        undone_and_redone(seed);
    }
}
