//! Tables of a program's records, in the columns that imports read back without a mapping.
//!
//! A row holds what a row can: of a person who asks for several mentors with other skills for each, the skills stay
//! out, and of one who offers other facets than they ask for, the requests. Its invariant: a table that is imported where it came from changes nothing.

use crate::change::edit::{Fields, FileName};
use crate::change::import::cell::{BOTH, parts_of};
use crate::change::transfer::records::{Entry, Files, Records, value};
use crate::model::participant::Role;
use std::collections::BTreeSet;

/// A table: the kind of records, its header and its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The word by which `import` knows it.
    pub kind: &'static str,
    /// The names of its columns.
    pub header: Vec<String>,
    /// Its cells.
    pub rows: Vec<Vec<String>>,
}

/// The kinds of tables; the last holds what only coordinators read.
pub const KINDS: [&str; 5] = ["people", "pairings", "meetings", "prospects", CHECKINS_KIND];
/// The kind that is kept in confidence.
pub const CHECKINS_KIND: &str = "checkins";

const PEOPLE: [&str; 26] = [
    "id",
    "name",
    "email",
    "role",
    "title",
    "organization",
    "department",
    "team",
    "location",
    "timezone",
    "languages",
    "level",
    "reports_to",
    "modes",
    "free",
    "expectations",
    "goals",
    "wants",
    "capacity",
    "facets",
    "mentor_skills",
    "mentee_skills",
    "hours_per_week",
    "motivation",
    "hopes",
    "confidence",
];
const PAIRINGS: [&str; 10] = [
    "mentor", "mentee", "kind", "cohort", "facets", "serves", "starts", "ends", "state", "reason",
];
const MEETINGS: [&str; 10] = [
    "pairing", "meeting", "at", "timezone", "minutes", "mode", "place", "state", "absent", "topics",
];
const PROSPECTS: [&str; 11] = [
    "name",
    "email",
    "source",
    "place",
    "title",
    "organization",
    "facets",
    "next",
    "is",
    "on",
    "text",
];
const CHECKINS: [&str; 15] = [
    "on",
    "pairing",
    "from",
    "kind",
    "fit",
    "progress",
    "satisfaction",
    "listened_to",
    "curious",
    "trusted",
    "listens",
    "non_judgmental",
    "supportive",
    "volunteers",
    "text",
];

/// The table of a kind; none where the kind is unknown.
pub fn sheet(kind: &str, files: &Files) -> Option<Sheet> {
    Some(match kind {
        "people" => people(files),
        "pairings" => rows("pairings", &PAIRINGS, files, |file, records| match file {
            FileName::Pairing(_) => vec![PAIRINGS.map(|column| pairing(records, column))],
            _ => Vec::new(),
        }),
        "meetings" => rows("meetings", &MEETINGS, files, |file, records| match file {
            FileName::Log(id) => {
                let meetings = records.of("meeting");
                let row =
                    |entry: &Entry| MEETINGS.map(|column| meeting(id.as_str(), entry, column));
                meetings.map(row).collect()
            }
            _ => Vec::new(),
        }),
        "prospects" => rows("prospects", &PROSPECTS, files, |_, records| {
            let prospects = records.of("prospect");
            let row = |entry: &Entry| PROSPECTS.map(|column| prospect(records, entry, column));
            prospects.map(row).collect()
        }),
        CHECKINS_KIND => rows(CHECKINS_KIND, &CHECKINS, files, |file, records| {
            let pairing = match file {
                FileName::ConfidentialPairing(id) => id.as_str(),
                _ => "",
            };
            let checkins = records.of("checkin");
            let row = |entry: &Entry| {
                CHECKINS.map(|column| match column {
                    "pairing" => pairing.to_owned(),
                    column => cell(&entry.fields, column),
                })
            };
            checkins.map(row).collect()
        }),
        _ => return None,
    })
}

fn rows<const N: usize>(
    kind: &'static str,
    header: &[&str; N],
    files: &Files,
    of: impl Fn(&FileName, &Records) -> Vec<[String; N]>,
) -> Sheet {
    let rows = files.iter().flat_map(|(file, records)| of(file, records));
    Sheet {
        kind,
        header: header.map(str::to_owned).to_vec(),
        rows: rows.map(Vec::from).collect(),
    }
}

/// One person a row; what the program asks beyond the usual has columns of its own.
fn people(files: &Files) -> Sheet {
    let everybody = || {
        files.iter().filter_map(|(file, records)| match file {
            FileName::Participant(id) => Some((id.as_str(), records)),
            _ => None,
        })
    };
    let extra = everybody().filter_map(|(_, records)| table(records, "extra"));
    let extra: BTreeSet<&str> = extra.flatten().map(|(key, _)| key.as_str()).collect();
    let row = |(id, records): (&str, &Records)| {
        let known = PEOPLE.iter().map(|column| person(id, records, column));
        let own = extra.iter().map(|key| of_table(records, "extra", key));
        known.chain(own).collect()
    };
    let header = PEOPLE.iter().chain(&extra);
    Sheet {
        kind: "people",
        header: header.map(|&column| column.to_owned()).collect(),
        rows: everybody().map(row).collect(),
    }
}

fn person(id: &str, records: &Records, column: &str) -> String {
    let mentor = || table(records, "mentor").is_some();
    let mentee = || table(records, "mentee").is_some() || records.of("request").next().is_some();
    let of_both = |mentors: String, mentees: String| match (mentor(), mentee()) {
        (true, false) => mentors,
        (false, true) => mentees,
        _ if mentors == mentees => mentors,
        _ => String::new(),
    };
    // One column names the facets of both roles: where they differ, the requests stay out as a whole.
    let is_askable = !mentor() || of_table(records, "mentor", "facets") == facets(records);
    match column {
        "id" => id.to_owned(),
        "role" => match (mentor(), mentee()) {
            (true, true) => BOTH.to_owned(),
            (true, false) => Role::Mentor.to_string(),
            _ => Role::Mentee.to_string(),
        },
        "expectations" | "goals" => of_table(records, "mentee", column),
        "capacity" | "motivation" | "hopes" | "confidence" => of_table(records, "mentor", column),
        "mentor_skills" => of_table(records, "mentor", "skills"),
        "mentee_skills" if is_askable => shared_skills(records),
        "wants" if is_askable => wants(records),
        "mentee_skills" | "wants" => String::new(),
        "facets" => of_both(of_table(records, "mentor", "facets"), facets(records)),
        "hours_per_week" => of_both(
            of_table(records, "mentor", column),
            of_table(records, "mentee", column),
        ),
        column => cell(&records.top, column),
    }
}

/// The facets of the requests, each named once.
fn facets(records: &Records) -> String {
    let facets = records.of("request");
    let facets = facets.filter_map(|request| value(&request.fields, "facet"));
    let facets: Vec<String> = facets.flat_map(parts_of).collect();
    facets.join(";")
}

/// The skills that all requests ask for alike.
fn shared_skills(records: &Records) -> String {
    let skills = records.of("request");
    let skills: BTreeSet<String> = skills.map(|one| cell(&one.fields, "skills")).collect();
    match skills.len() {
        1 => skills.into_iter().collect(),
        _ => String::new(),
    }
}

/// How many mentors are wanted; nothing where no request says so.
fn wants(records: &Records) -> String {
    let requests: Vec<&Entry> = records.of("request").collect();
    if requests.is_empty() {
        return String::new();
    }
    let mentors = |request: &&Entry| cell(&request.fields, "mentors").parse().unwrap_or(1_u64);
    requests.iter().map(mentors).sum::<u64>().to_string()
}

fn pairing(records: &Records, column: &str) -> String {
    match column {
        "mentee" => cell(&records.top, "mentees"),
        "reason" => of_table(records, "closing", "reason"),
        "state" => latest(records.of("state"), "is"),
        column => cell(&records.top, column),
    }
}

fn meeting(pairing: &str, entry: &Entry, column: &str) -> String {
    match column {
        "pairing" => pairing.to_owned(),
        "meeting" => cell(&entry.fields, "id"),
        "timezone" => cell(&entry.fields, "zone"),
        "state" => cell(&entry.fields, "is"),
        column => cell(&entry.fields, column),
    }
}

/// A prospect with the latest that was said.
fn prospect(records: &Records, entry: &Entry, column: &str) -> String {
    let id = cell(&entry.fields, "id");
    let said = records.of("contact");
    let said = said.filter(|contact| cell(&contact.fields, "prospect") == id);
    match column {
        "is" | "on" | "text" => latest(said, column),
        column => cell(&entry.fields, column),
    }
}

/// A field of the entry with the latest day; of equal days, of the later in the file.
fn latest<'a>(entries: impl Iterator<Item = &'a Entry>, key: &str) -> String {
    let latest = entries.max_by_key(|entry| cell(&entry.fields, "on"));
    latest.map_or_else(String::new, |entry| cell(&entry.fields, key))
}

fn table<'a>(records: &'a Records, name: &str) -> Option<&'a Fields> {
    let mut tables = records.tables.iter();
    let found = tables.find(|(table, _)| *table == name);
    found.map(|(_, fields)| fields)
}

fn of_table(records: &Records, name: &str, key: &str) -> String {
    table(records, name).map_or_else(String::new, |fields| cell(fields, key))
}

fn cell(fields: &Fields, key: &str) -> String {
    value(fields, key).map_or_else(String::new, |value| parts_of(value).join(";"))
}
