//! The files of a program, each read by itself as plain tables, and the few words that every count needs.
//!
//! Nothing of the program under test is called here: what a history says and how long a meeting was is found anew.

use super::json;
use crate::program::Program;
use chrono::{Days, NaiveDate};
use serde_json::Value;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use toml::{Table, Value as Raw};

/// A program's folder on a day.
pub(super) struct Records<'a> {
    program: &'a Program,
    pub(super) today: String,
    pub(super) settings: Table,
    pub(super) vocabulary: Table,
    pub(super) objectives: Table,
    pub(super) events: Table,
    pub(super) people: BTreeMap<String, Table>,
    pub(super) pairings: BTreeMap<String, Table>,
    pub(super) logs: BTreeMap<String, Table>,
    /// What coordinators keep about pairings.
    pub(super) kept: BTreeMap<String, Table>,
    /// Answers that were asked for already.
    answers: RefCell<BTreeMap<String, Value>>,
}

impl<'a> Records<'a> {
    pub(super) fn of(program: &'a Program, today: &str) -> Records<'a> {
        let tables = |folder: &str| tables(&program.path(folder));
        let table = |path: &str| {
            let text = fs::read_to_string(program.path(path)).unwrap_or_default();
            toml::from_str(&text).unwrap()
        };
        Records {
            program,
            today: today.to_owned(),
            settings: table("program.toml"),
            vocabulary: table("vocabulary.toml"),
            objectives: table("objectives.toml"),
            events: table("events.toml"),
            people: tables("participants"),
            pairings: tables("pairings"),
            logs: tables("meetings"),
            kept: tables("confidential/pairings"),
            answers: RefCell::default(),
        }
    }

    /// What the program answers on this day, without the frame that every answer has.
    pub(super) fn told(&self, line: &str) -> Value {
        let known = self.answers.borrow().get(line).cloned();
        if let Some(known) = known {
            return known;
        }
        let on = if line.contains("--as-of") {
            String::new()
        } else {
            format!(" --today {}", self.today)
        };
        let mut told = json(self.program, &format!("{line}{on}"));
        let keys = told.as_object_mut().unwrap();
        assert!(keys.remove("schema").is_some(), "{line}");
        if line.starts_with("report") {
            keys.remove("cohort");
        }
        self.answers
            .borrow_mut()
            .insert(line.to_owned(), told.clone());
        told
    }

    /// Every answer that was asked for.
    pub(super) fn answers(self) -> BTreeMap<String, Value> {
        self.answers.into_inner()
    }

    pub(super) fn policy(&self, key: &str) -> Option<&Raw> {
        self.settings.get("policy")?.get(key)
    }

    pub(super) fn is_on(&self, gate: &str) -> bool {
        self.policy(gate).and_then(Raw::as_bool) == Some(true)
    }

    /// A day not after today.
    pub(super) fn is_past(&self, entry: &Table, key: &str) -> bool {
        let day = day(entry, key);
        !day.is_empty() && day <= self.today
    }

    /// Where a pairing stands: what its history says by today; dated ahead, as it will stand; without any, active.
    pub(super) fn standing(&self, pairing: &Table) -> String {
        let now = latest(pairing, |entry| self.is_past(entry, "on"));
        let ever = || latest(pairing, |_| true);
        let entry = now.or_else(ever);
        entry.map_or("active", |entry| word(entry, "is")).to_owned()
    }

    pub(super) fn is_void(&self, pairing: &Table) -> bool {
        self.standing(pairing) == "void"
    }

    pub(super) fn is_in_force(&self, pairing: &Table) -> bool {
        let ended = ["closed", "declined", "withdrawn", "void"];
        !ended.contains(&self.standing(pairing).as_str())
    }

    /// Pairings that were no mistake, by id.
    pub(super) fn real(&self) -> impl Iterator<Item = (&String, &Table)> {
        let pairings = self.pairings.iter();
        pairings.filter(|(_, pairing)| !self.is_void(pairing))
    }

    /// What the latest entry of a person's history in a role says by today; without any: ready.
    pub(super) fn readiness(&self, person: &Table, role: &str) -> String {
        let is_its = |entry: &Table| ["", role].contains(&word(entry, "role"));
        let now = latest(person, |entry| self.is_past(entry, "on") && is_its(entry));
        now.map_or("ready", |entry| word(entry, "is")).to_owned()
    }

    /// Whether somebody may be matched in a role.
    pub(super) fn is_ready(&self, person: &Table, role: &str) -> bool {
        match self.readiness(person, role).as_str() {
            "ready" => true,
            "applied" => !self.is_on("screening"),
            _ => false,
        }
    }

    /// Required modules of mentors that a person has not taken by today.
    pub(super) fn modules_missing(&self, person: &Table) -> Vec<&str> {
        let taken: Vec<&str> = entries(person, "training")
            .filter(|taken| self.is_past(taken, "on"))
            .map(|taken| word(taken, "module"))
            .collect();
        let required = entries(&self.settings, "training")
            .filter(|module| flag(module, "required") == Some(true))
            .filter(|module| ["", "mentor"].contains(&word(module, "role")));
        let modules = required.map(|module| word(module, "id"));
        modules.filter(|module| !taken.contains(module)).collect()
    }

    /// Mentors who take part: ready, and trained where the gate asks for it.
    pub(super) fn mentors(&self) -> impl Iterator<Item = (&String, &Table)> {
        let is_trained = |person: &Table| {
            !self.is_on("training_gate") || self.modules_missing(person).is_empty()
        };
        let people = self.people.iter();
        people.filter(move |(_, person)| {
            has_role(person, "mentor") && self.is_ready(person, "mentor") && is_trained(person)
        })
    }

    /// Since when both had said yes to a pairing that was no mistake; without any history, since it starts.
    pub(super) fn matched(&self, pairing: &Table) -> Option<Taken> {
        if self.is_void(pairing) {
            return None;
        }
        if entries(pairing, "state").count() == 0 {
            let starts = day(pairing, "starts");
            let has_begun = starts <= self.today;
            let on = Some(starts).filter(|starts| !starts.is_empty());
            return has_begun.then_some(Taken { on });
        }
        let yes = ["accepted", "active", "paused", "closing", "closed"];
        let past = entries(pairing, "state").filter(|entry| self.is_past(entry, "on"));
        let agreed = past.filter(|entry| yes.contains(&word(entry, "is")));
        let first = agreed.map(|entry| day(entry, "on")).min();
        first.map(|on| Taken { on: Some(on) })
    }

    pub(super) fn meetings(&self, pairing: &str) -> impl Iterator<Item = &Table> {
        let log = self.logs.get(pairing);
        log.into_iter().flat_map(|log| entries(log, "meeting"))
    }

    /// Meetings that took place by today.
    pub(super) fn held(&self, pairing: &str) -> impl Iterator<Item = &Table> {
        let meetings = self.meetings(pairing);
        meetings.filter(|meeting| word(meeting, "is") == "held" && self.is_past(meeting, "at"))
    }

    /// Minutes of all meetings that were held, but for pairings that were a mistake.
    pub(super) fn minutes_held(&self) -> i64 {
        let of_pairing = |(id, pairing): (&String, &Table)| -> i64 {
            let held = self.held(id);
            held.map(|meeting| self.minutes(meeting, pairing)).sum()
        };
        self.real().map(of_pairing).sum()
    }

    /// As it says, else as its pairing says, else as the program says; mails are as long as somebody wrote.
    pub(super) fn minutes(&self, meeting: &Table, pairing: &Table) -> i64 {
        let usual = self.policy("meeting_minutes").and_then(Raw::as_integer);
        let default = match word(meeting, "mode") {
            "email" => 0,
            _ => whole(pairing, "minutes").or(usual).unwrap_or(45),
        };
        whole(meeting, "minutes").unwrap_or(default)
    }

    /// What somebody is called; their id where they are not enrolled.
    pub(super) fn name<'b>(&'b self, person: &'b str) -> &'b str {
        self.people
            .get(person)
            .map_or(person, |person| word(person, "name"))
    }
}

/// That something came about, and on which day; of some nobody knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Taken {
    pub(super) on: Option<String>,
}

/// The first of several days, a day that is known before one that is not.
pub(super) fn first(taken: impl Iterator<Item = Option<Taken>>) -> Option<Taken> {
    let taken: Vec<Taken> = taken.flatten().collect();
    let on = taken.iter().filter_map(|one| one.on.clone()).min();
    (!taken.is_empty()).then_some(Taken { on })
}

fn tables(folder: &Path) -> BTreeMap<String, Table> {
    let mut found = BTreeMap::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return found;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        found.insert(stem, toml::from_str(&text).unwrap());
    }
    found
}

pub(super) fn entries<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a Table> {
    let entries = table.get(key).and_then(Raw::as_array);
    entries.into_iter().flatten().filter_map(Raw::as_table)
}

/// The day of a date or a time, as it is written; nothing where there is none.
pub(super) fn day(table: &Table, key: &str) -> String {
    let text = table.get(key).map(ToString::to_string).unwrap_or_default();
    text.chars().take(10).collect()
}

pub(super) fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// So many days before.
pub(super) fn days_before(day: &str, days: u64) -> String {
    (date(day) - Days::new(days)).to_string()
}

pub(super) fn word<'a>(table: &'a Table, key: &str) -> &'a str {
    table.get(key).and_then(Raw::as_str).unwrap_or_default()
}

/// The same, or nothing.
pub(super) fn said<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).and_then(Raw::as_str)
}

pub(super) fn whole(table: &Table, key: &str) -> Option<i64> {
    table.get(key).and_then(Raw::as_integer)
}

pub(super) fn flag(table: &Table, key: &str) -> Option<bool> {
    table.get(key).and_then(Raw::as_bool)
}

pub(super) fn number(table: &Table, key: &str) -> Option<f64> {
    let value = table.get(key)?;
    value.as_float().or_else(|| value.to_string().parse().ok())
}

pub(super) fn list<'a>(table: &'a Table, key: &str) -> Vec<&'a str> {
    let list = table.get(key).and_then(Raw::as_array);
    list.into_iter().flatten().filter_map(Raw::as_str).collect()
}

/// The latest entry of a history that counts; of equal days, the later in the file.
pub(super) fn latest(table: &Table, counts: impl Fn(&Table) -> bool) -> Option<&Table> {
    let mut found: Option<&Table> = None;
    for entry in entries(table, "state").filter(|entry| counts(entry)) {
        if found.is_none_or(|known| day(known, "on") <= day(entry, "on")) {
            found = Some(entry);
        }
    }
    found
}

/// A key of how a pairing ended.
pub(super) fn closing(pairing: &Table) -> Table {
    let closing = pairing.get("closing").and_then(Raw::as_table);
    closing.cloned().unwrap_or_default()
}

pub(super) fn mentees(pairing: &Table) -> Vec<&str> {
    list(pairing, "mentees")
}

/// Everybody in a pairing, the mentor first.
pub(super) fn both_sides(pairing: &Table) -> Vec<&str> {
    let mut all = vec![word(pairing, "mentor")];
    all.extend(mentees(pairing));
    all
}

pub(super) fn has_role(person: &Table, role: &str) -> bool {
    match role {
        "mentor" => person.contains_key("mentor"),
        "mentee" => person.contains_key("mentee") || person.contains_key("request"),
        _ => true,
    }
}

pub(super) fn came(meeting: &Table, person: &str) -> bool {
    !list(meeting, "absent").contains(&person)
}

/// The first of the day on which a pairing became active; of one that never did, its start.
pub(super) fn since(pairing: &Table) -> Option<String> {
    let active = entries(pairing, "state").filter(|entry| word(entry, "is") == "active");
    let first = active.map(|entry| day(entry, "on")).min();
    first.or_else(|| Some(day(pairing, "starts")).filter(|day| !day.is_empty()))
}

/// A value in hundredths.
pub(super) fn hundredths(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The average of some numbers in hundredths; of fewer than three none, which would tell who said what.
#[expect(clippy::cast_precision_loss, reason = "scores are small")]
pub(super) fn average(numbers: &[i64]) -> Option<f64> {
    let sum: i64 = numbers.iter().sum();
    (3 <= numbers.len()).then(|| hundredths(sum as f64 / numbers.len() as f64))
}
