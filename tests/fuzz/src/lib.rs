//! What is fuzzed, one function for each target: whatever the bytes, nothing panics or hangs, and what always holds, holds.
//!
//! `tests/fuzz/run` lets cargo-fuzz look for bytes that break them (nightly); `tests/it/fuzz.rs` feeds them the seeds
//! and some thousand mutations of these with every `cargo test` (stable), so that they never rot.

use chrono::{DateTime, Utc};
use pleiad::calendar::clock::{Clock, Direction};
use pleiad::calendar::icalendar::read::read;
use pleiad::calendar::icalendar::write::{Event, EventTime, icalendar};
use pleiad::calendar::when::{parse_day, parse_when};
use pleiad::change::edit::{At, Edit, FileName};
use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::model::cadence::Cadence;
use pleiad::model::day::Day;
use pleiad::model::id::{Id, PersonId};
use pleiad::model::value::Value;
use pleiad::model::window::Window;
use pleiad::render::document::{Document, Facts, Verbatim};
use pleiad::render::html;
use pleiad::render::table::{Cell, Column, Table};
use pleiad::store::merge::three_way::{Merge, MergeError, Texts, merge as merged};
use pleiad::store::path::RelativePath;
use pleiad::store::splice;
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, thread_local};
use tempfile::TempDir;

const TODAY: &str = "2026-11-23";

/// Between the three texts of a merge.
const BETWEEN: &str = "\n~~~~\n";

/// A program that every call finds again.
const PROGRAM: [(&str, &str); 4] = [
    (
        "program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n",
    ),
    (
        "participants/ada.toml",
        "name = \"Ada Lovelace\"\nemail = \"ada@example.org\"\n[mentee]\n",
    ),
    (
        "participants/grace.toml",
        "name = \"Grace Hopper\"\nemail = \"grace@example.org\"\n[mentor]\n",
    ),
    (
        "pairings/grace-mentors-ada.toml",
        "mentor = \"grace\"\nmentees = [\"ada\"]\nstarts = 2026-01-12\n\n[[state]]\non = 2026-01-12\nis = \"active\"\n",
    ),
];

/// Places of a file, by the first byte.
const PLACES: [&str; 12] = [
    "participants/x.toml",
    "pairings/x.toml",
    "meetings/grace-mentors-ada.toml",
    "private/notes/grace-mentors-ada.toml",
    "events/x.toml",
    "drafts/x.toml",
    "matching.toml",
    "vocabulary.toml",
    "objectives.toml",
    "prospects.toml",
    "improvements.toml",
    "program.toml",
];

thread_local! {
    static FOLDER: TempDir = folder();
}

fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() {
        memory.to_path_buf()
    } else {
        std::env::temp_dir()
    };
    let folder = tempfile::tempdir_in(place).expect("a folder for the program");
    for (path, text) in PROGRAM {
        write(folder.path(), path, text.as_bytes());
    }
    folder
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a path below the folder")).expect("a folder");
    fs::write(path, bytes).expect("a file");
}

/// Runs a command in the program; its exit code is one of those that scripts rely on, and nothing steers a terminal.
fn call(folder: &Path, words: &[&str], input: &[u8]) {
    let (mut output, mut talk) = (Vec::new(), Vec::new());
    let code = pleiad::cli::run::run(Invocation {
        arguments: std::iter::once("pleiad")
            .chain(words.iter().copied())
            .map(Into::into)
            .collect(),
        variables: BTreeMap::from([("PLEIAD_TODAY".to_owned(), TODAY.to_owned())]),
        directory: folder.to_path_buf(),
        now: present(),
        terminals: Terminals::default(),
        width: None,
        input: &mut &*input,
        output: &mut output,
        talk: &mut talk,
        faults: None,
    });
    assert!(code <= 5, "{words:?} ends with {code}");
    for told in [output, talk] {
        let told = String::from_utf8(told).expect("answers are UTF-8");
        assert_eq!(
            told.chars().find(|letter| steers(*letter)),
            None,
            "{words:?}: {told:?}"
        );
    }
}

fn present() -> DateTime<Utc> {
    "2026-11-23T09:00:00Z".parse().expect("a time")
}

/// Whether a character must not reach a terminal.
fn steers(letter: char) -> bool {
    (letter.is_control() && letter != '\n' && letter != '\t')
        || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn day() -> Day {
    Day::parse_iso(TODAY).expect("a day")
}

/// Any bytes as any file of a program: `check` says all that is wrong, and nothing else.
pub fn parse(data: &[u8]) {
    let Some((&place, bytes)) = data.split_first() else {
        return;
    };
    let place = PLACES[usize::from(place) % PLACES.len()];
    FOLDER.with(|folder| {
        write(folder.path(), place, bytes);
        call(folder.path(), &["check"], &[]);
        call(folder.path(), &["summary", "--format", "table"], &[]);
        match PROGRAM.iter().find(|(path, _)| *path == place) {
            Some((_, text)) => write(folder.path(), place, text.as_bytes()),
            None => fs::remove_file(folder.path().join(place)).expect("the file is there"),
        }
    });
}

/// A field set in any file: exactly that value, nothing else changed, and the same bytes the second time.
pub fn edit(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let (head, before) = text.split_once('\n').unwrap_or((text, ""));
    let (key, value) = head.split_once('=').unwrap_or((head, "x"));
    if key.is_empty() {
        return;
    }
    let (table, key) = match key.strip_prefix('.') {
        Some(key) => (Some("mentor"), key),
        None => (None, key),
    };
    let edit = Edit::Set {
        file: FileName::Program,
        at: table.map_or(At::Top, At::Table),
        key: key.to_owned(),
        value: Value::from(value.to_owned()),
    };
    let Ok(after) = splice::apply(before, &[&edit]) else {
        return;
    };
    let [was, mut is] = [before, after.as_str()].map(|text| {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        toml::from_str::<toml::Table>(text).expect("what was edited is TOML, before and after")
    });
    let found = taken(&mut is, table, key);
    assert_eq!(
        found,
        Some(toml::Value::String(value.to_owned())),
        "{after:?}"
    );
    let mut rest = was;
    taken(&mut rest, table, key);
    assert_eq!(
        without_empty(is).to_string(),
        without_empty(rest).to_string(),
        "{before:?} {after:?}"
    );
    let again = splice::apply(&after, &[&edit]).expect("it could be set once");
    assert_eq!(again, after);
}

fn taken(file: &mut toml::Table, table: Option<&str>, key: &str) -> Option<toml::Value> {
    match table {
        None => file.remove(key),
        Some(name) => file.get_mut(name)?.as_table_mut()?.remove(key),
    }
}

/// A table that was made for a field is nothing without it.
fn without_empty(mut file: toml::Table) -> toml::Table {
    file.retain(|_, value| value.as_table().is_none_or(|table| !table.is_empty()));
    file
}

/// Three texts: what one side left alone is the other's, and what is merged without a conflict is a file again.
pub fn merge(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut texts = text.splitn(3, BETWEEN);
    let (Some(base), Some(ours), Some(theirs)) = (texts.next(), texts.next(), texts.next()) else {
        return;
    };
    let log = FileName::Log(Id::parse("grace-mentors-ada").expect("an id"));
    let person = FileName::Participant(PersonId::parse("ada").expect("an id"));
    for file in [Some(&log), Some(&person), None] {
        for [base, ours, theirs] in [[base, ours, theirs], [base, theirs, ours]] {
            if let Ok(merge) = three(file, Some(base), ours, theirs) {
                // What one side alone changed is that side's, byte for byte, be it broken.
                let are_toml = [base, ours, theirs].into_iter().all(is_toml);
                assert!(
                    !are_toml || !merge.conflicts.is_empty() || is_toml(&merge.text),
                    "{:?}",
                    merge.text
                );
                same(three(file, Some(base), ours, base), ours);
                same(three(file, Some(base), base, theirs), theirs);
                same(three(file, Some(base), ours, ours), ours);
            }
            drop(three(file, None, ours, theirs));
        }
    }
}

fn three(
    file: Option<&FileName>,
    base: Option<&str>,
    ours: &str,
    theirs: &str,
) -> Result<Merge, MergeError> {
    merged(file, Texts { base, ours, theirs }, &|_| None)
}

fn same(merge: Result<Merge, MergeError>, expected: &str) {
    let merge = merge.expect("texts that could be merged once can be again");
    assert_eq!((merge.text.as_str(), merge.conflicts.len()), (expected, 0));
}

fn is_toml(text: &str) -> bool {
    toml::from_str::<toml::Table>(text.strip_prefix('\u{feff}').unwrap_or(text)).is_ok()
}

/// Any text as an id: what is taken is one plain name of a file, and no path leads out.
pub fn ids(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let parsed = [
        Id::parse(text).map(|id| id.to_string()),
        PersonId::parse(text).map(|id| id.to_string()),
    ];
    for id in parsed.into_iter().flatten() {
        assert_eq!(id, text);
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        assert!(
            id.bytes().all(is_plain) && !id.starts_with('-') && !id.is_empty(),
            "{id:?}"
        );
        let path =
            RelativePath::parse(&format!("participants/{id}.toml")).expect("an id names a file");
        assert_eq!(path.as_path().components().count(), 2);
    }
    if let Ok(path) = RelativePath::parse(text) {
        let is_name = |part| matches!(part, std::path::Component::Normal(_));
        assert!(path.as_path().components().all(is_name), "{path}");
    }
}

/// Any text as a date: what is understood reads back as the same.
pub fn dates(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let clock = Clock {
        today: day(),
        now: None,
        zone: chrono_tz::Europe::Berlin,
    };
    for direction in [Direction::Past, Direction::Future] {
        if let Ok(when) = parse_when(text, &clock, direction) {
            assert_eq!(
                parse_when(&when.to_string(), &clock, direction).ok(),
                Some(when),
                "{text:?}"
            );
        }
        if let Ok(day) = parse_day(text, &clock, direction) {
            assert_eq!(Day::parse_iso(&day.to_string()), Some(day), "{text:?}");
        }
    }
    drop((Window::parse(text), Cadence::parse(text)));
}

/// Any bytes as a table of people, of pairings and of meetings.
pub fn csv_in(data: &[u8]) {
    FOLDER.with(|folder| {
        for words in [
            &["import", "people", "-", "--role", "mentee", "-n", "-q"][..],
            &["import", "pairings", "-", "-n", "-q"],
            &["import", "checkins", "-", "-n", "-q"],
        ] {
            call(folder.path(), words, data);
        }
    });
}

/// Any bytes as a calendar.
pub fn ics_in(data: &[u8]) {
    drop(read(data));
    FOLDER.with(|folder| {
        write(folder.path(), "x.ics", data);
        call(
            folder.path(),
            &["import", "meetings", "x.ics", "-n", "-q"],
            &[],
        );
    });
}

/// Any text in a calendar: lines as the standard has them, and another reader finds the text again.
pub fn ics_out(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let event = Event {
        uid: "2026-11-23.grace-mentors-ada@demo".to_owned(),
        time: EventTime::Span(present(), present() + chrono::TimeDelta::minutes(30)),
        sequence: 1,
        summary: text.to_owned(),
        location: Some(text.to_owned()),
        description: Some(text.to_owned()),
        is_cancelled: false,
    };
    let file = icalendar(text, &[event], day());
    assert!(file.ends_with("\r\n"));
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{line:?}");
        assert!(
            !line
                .chars()
                .any(|letter| letter.is_control() && letter != '\t'),
            "{line:?}"
        );
    }
    let events = read(file.as_bytes()).expect("our own calendars can be read");
    assert_eq!(events.len(), 1);
    if !text.chars().any(char::is_control) && text.trim() == text && !text.is_empty() {
        assert_eq!(events[0].summary.as_deref(), Some(text));
        assert_eq!(events[0].location.as_deref(), Some(text));
    }
}

/// Any text in a page: never markup.
pub fn html_out(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    assert_eq!(tags(&page(text)), tags(&page("x")), "{text:?}");
}

fn page(text: &str) -> String {
    let table = Table::new([Column::text(text, text)]).row([Cell::from(text).with_value(text)]);
    let document = Document::new()
        .heading(text)
        .section(text)
        .paragraph(text)
        .facts(Facts::new().fact(text, text))
        .table(table)
        .list([text])
        .verbatim(Verbatim::text(text.replace(['\n', '\r'], " ")));
    html::render(&document, text)
}

/// The names of all tags of a page, in order; without line breaks, which stand for those of a text.
fn tags(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1);
    let names = tags.map(|tag| tag.split([' ', '>']).next().unwrap_or_default());
    names.filter(|name| *name != "br").collect()
}
