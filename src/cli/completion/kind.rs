//! What a value may be, by the name that help gives it: `PERSON`, `COHORT`, `PAIRING|PERSON`.

use crate::change::init::Template;
use crate::change::stage::ending::CHECKLIST;
use crate::insights::due::DueKind;
use crate::model::confidential::{CheckinKind, ConcernKind, Score};
use crate::model::draft::Aim;
use crate::model::event::{EventKind, Rsvp};
use crate::model::log::Helped;
use crate::model::objective::Metric;
use crate::model::pairing::{EndedBy, GoalOf, PairingKind};
use crate::model::participant::{Mode, Style};
use crate::model::prospect::{ContactState, Source};
use crate::store::keys::{self, Key, Kind, Shape};
use clap::Arg;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum ValueKind {
    /// A word of a closed set.
    Word(&'static [&'static str]),
    /// A person enrolled.
    Person,
    /// A pairing.
    Pairing,
    /// A pair of the draft.
    DraftPair,
    /// An entry of a table of a file that holds for all: `[[cohort]]` of program.toml.
    Entry {
        /// The file.
        path: &'static str,
        /// The table.
        table: &'static str,
        /// The key that says more than the id.
        about: &'static str,
    },
    /// An entry in the log, or in the file, of the pairing that the line names.
    OfPairing {
        /// The folder of the file.
        folder: &'static str,
        /// The table.
        table: &'static str,
        /// The key that says more than the id.
        about: &'static str,
    },
    /// A word of a list of vocabulary.toml.
    Vocabulary(&'static str),
    /// Why pairings end.
    Reason,
    /// A letter that comes with pleiad, or one of the program's own.
    Letter,
    /// A time zone.
    Zone,
    /// `KEY=VALUE` of a file of this shape; of one of its tables where it has a name.
    Assignment(&'static Shape, Option<&'static str>),
    /// `PAIRING=MENTOR`.
    Handover,
    /// A command or a topic of `help`.
    Topic,
    /// A file.
    File,
    /// A folder.
    Folder,
}

const COHORT: ValueKind = of_all("program.toml", "cohort", "");
const FACET: ValueKind = of_all("vocabulary.toml", "facet", "title");
const SKILL: ValueKind = of_all("vocabulary.toml", "skill", "");
const OBJECTIVE: ValueKind = of_all("objectives.toml", "objective", "title");
const MODULE: ValueKind = of_all("program.toml", "training", "title");
const CERTIFICATION: ValueKind = of_all("program.toml", "certification", "authority");
const LEVEL: ValueKind = ValueKind::Vocabulary("levels");
const ROLES: ValueKind = ValueKind::Word(&["mentor", "mentee", "both"]);
/// Days that need no quotes.
const DAYS: ValueKind = ValueKind::Word(&[
    "today",
    "tomorrow",
    "yesterday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "eow",
    "eom",
    "eoq",
    "eoy",
]);
const RANGES: ValueKind = ValueKind::Word(&["today", "tomorrow", "this", "next", "last"]);
const RHYTHMS: ValueKind = ValueKind::Word(&["week", "2w", "3w", "month", "quarter"]);

const fn of_all(path: &'static str, table: &'static str, about: &'static str) -> ValueKind {
    ValueKind::Entry { path, table, about }
}

const fn in_log(table: &'static str, about: &'static str) -> ValueKind {
    ValueKind::OfPairing {
        folder: "meetings",
        table,
        about,
    }
}

const fn in_pairing(table: &'static str, about: &'static str) -> ValueKind {
    ValueKind::OfPairing {
        folder: "pairings",
        table,
        about,
    }
}

/// Names of values that are new, or free, or numbers: nothing can be offered for them.
const FREE: [&str; 36] = [
    "TEXT",
    "NAME",
    "ID",
    "TITLE",
    "LABEL",
    "ADDRESS",
    "AUTHORITY",
    "CONTACT",
    "COUNT",
    "NUMBER",
    "SCORE",
    "PERCENT",
    "WEIGHT",
    "HOURS",
    "MINUTES",
    "LENGTH",
    "SPAN",
    "URL",
    "PLACE",
    "TEAM",
    "DEPARTMENT",
    "ORGANIZATION",
    "LOCATION",
    "PROFESSION",
    "LANGUAGE",
    "RESULT",
    "EXPRESSION",
    "COLUMNS",
    "COLUMN",
    "FIGURE",
    "FIELD",
    "PATH",
    "CHANGE",
    "ID=ID",
    "COMMAND",
    "VALUE",
];

/// What a value of an argument may be; empty where anything may.
///
/// `None` where nobody has said so: a name that stands neither here nor among those that are free.
pub(crate) fn kinds(path: &[&str], arg: &Arg) -> Option<Vec<ValueKind>> {
    if !arg.get_possible_values().is_empty() {
        return Some(Vec::new());
    }
    let names = arg.get_value_names().unwrap_or_default();
    let [name] = names else {
        return None;
    };
    let name = name.replace("...", "");
    let (id, first) = (arg.get_id().as_str(), path.first().copied().unwrap_or(""));
    if let Some(kind) = of_command(first, path.get(1).copied().unwrap_or(""), id, &name) {
        return Some(vec![kind]);
    }
    let parts = name.split(['|', ' ']).map(|name| {
        if FREE.contains(&name) {
            return Some(None);
        }
        of_name(first, name).map(Some)
    });
    let kinds: Option<Vec<Option<ValueKind>>> = parts.collect();
    Some(kinds?.into_iter().flatten().collect())
}

/// Values whose name alone does not say what they are.
fn of_command(first: &str, second: &str, id: &str, name: &str) -> Option<ValueKind> {
    Some(match (first, second, name) {
        ("checkin", _, "KIND") => ValueKind::Word(CheckinKind::WORDS),
        ("event", _, "KIND") => ValueKind::Word(EventKind::WORDS),
        ("concern", _, "KIND") => ValueKind::Word(ConcernKind::WORDS),
        ("pairing", _, "KIND") => ValueKind::Word(PairingKind::WORDS),
        ("due", _, "KIND") => ValueKind::Word(DueKind::WORDS),
        ("event", _, "ANSWER") => ValueKind::Word(Rsvp::WORDS),
        ("prospect", _, "ANSWER") => ValueKind::Word(&["yes", "no"]),
        ("close", _, "WHO") => ValueKind::Word(EndedBy::WORDS),
        ("goal", _, "WHO") => ValueKind::Word(GoalOf::WORDS),
        ("meeting", _, "WHO") => ValueKind::Word(&["mentor", "mentee"]),
        ("homework", "done", "WORDS") => in_log("homework", "text"),
        ("advice", "tried", "WORDS") => in_log("advice", "text"),
        ("note", _, "WORDS") if id == "answered" => in_log("question", "text"),
        ("note", _, "WORDS") if id == "done" => in_log("homework", "text"),
        ("goal", _, "WORDS") => in_pairing("goal", "text"),
        ("goal", _, "STEP") => in_pairing("step", "text"),
        ("improvement", _, "WORDS") => of_all("improvements.toml", "improvement", "text"),
        ("report", "lineage", "FORM") => ValueKind::Word(&["tree", "graphviz", "mermaid"]),
        ("help", _, "TOPIC") | ("export", "man", "COMMAND") => ValueKind::Topic,
        (_, _, "WORDS" | "TOPIC") => ValueKind::Word(&[]),
        _ => return None,
    })
}

fn of_name(first: &str, name: &str) -> Option<ValueKind> {
    Some(match name {
        "PERSON" | "MENTOR" | "MENTEE" => ValueKind::Person,
        "PAIRING" | "CONCERN" => ValueKind::Pairing,
        "PAIR" => ValueKind::DraftPair,
        "PAIRING=MENTOR" => ValueKind::Handover,
        "COHORT" => COHORT,
        "FACET" => FACET,
        "SKILL" => SKILL,
        "OBJECTIVE" => OBJECTIVE,
        "MODULE" => MODULE,
        "CERTIFICATION" => CERTIFICATION,
        "MILESTONE" => of_all("program.toml", "milestone", "label"),
        "EVENT" => of_all("events.toml", "event", "title"),
        "PROSPECT" => of_all("prospects.toml", "prospect", "name"),
        "MEETING" => in_log("meeting", "planned"),
        "LEVEL" => LEVEL,
        "REASON" => ValueKind::Reason,
        "LETTER" => ValueKind::Letter,
        "ZONE" => ValueKind::Zone,
        "ROLE" => ROLES,
        "OWNER" => ValueKind::Word(GoalOf::WORDS),
        "STYLE" => ValueKind::Word(Style::WORDS),
        "MODE" => ValueKind::Word(Mode::WORDS),
        "AIM" => ValueKind::Word(Aim::WORDS),
        "METRIC" => ValueKind::Word(Metric::WORDS),
        "SOURCE" => ValueKind::Word(Source::WORDS),
        "STATE" => ValueKind::Word(ContactState::WORDS),
        "HELPED" => ValueKind::Word(Helped::WORDS),
        "TEMPLATE" => ValueKind::Word(Template::WORDS),
        "SCORE=NUMBER" => ValueKind::Word(Score::WORDS),
        "DATE" | "DAY" | "WHEN" => DAYS,
        "ANCHOR" => ValueKind::Word(&["starts", "midpoint", "ends"]),
        "RANGE" => RANGES,
        "RHYTHM" => RHYTHMS,
        "YES" => ValueKind::Word(&["yes"]),
        "NO" => ValueKind::Word(&["no"]),
        "POINT" => ValueKind::Word(&CHECKLIST),
        "KEY=VALUE" => assignment(first),
        "FILE" | "OLD" | "NEW" | "BASE" | "OURS" | "THEIRS" => ValueKind::File,
        "DIR" => ValueKind::Folder,
        _ => return None,
    })
}

/// What `KEY=VALUE` sets under a command.
fn assignment(first: &str) -> ValueKind {
    match first {
        "program" => ValueKind::Assignment(&keys::PROGRAM, None),
        "pairing" => ValueKind::Assignment(&keys::PAIRING, None),
        "objective" => ValueKind::Assignment(&keys::OBJECTIVES, Some("objective")),
        "cohort" => ValueKind::Assignment(&keys::PROGRAM, Some("cohort")),
        "training" => ValueKind::Assignment(&keys::PROGRAM, Some("training")),
        "prospect" => ValueKind::Assignment(&keys::PROSPECTS, Some("prospect")),
        "goal" => ValueKind::Assignment(&keys::PAIRING, Some("goal")),
        "close" => ValueKind::Word(&[
            "fit",
            "satisfaction",
            "rematch",
            "because",
            "offers",
            "says",
        ]),
        _ => ValueKind::Assignment(&keys::PARTICIPANT, None),
    }
}

/// What a key of a file may hold.
pub(crate) fn of_key(key: &Key) -> Option<ValueKind> {
    of_kind(key.kind)
}

fn of_kind(kind: Kind) -> Option<ValueKind> {
    Some(match kind {
        Kind::Flag => ValueKind::Word(&["true", "false"]),
        Kind::Day => DAYS,
        Kind::Zone => ValueKind::Zone,
        Kind::Cadence | Kind::CadenceOrNone => RHYTHMS,
        Kind::Word(words) => ValueKind::Word(words),
        Kind::Person | Kind::PersonOrEmail => ValueKind::Person,
        Kind::Cohort => COHORT,
        Kind::Objective => OBJECTIVE,
        Kind::Training => MODULE,
        Kind::Certification => CERTIFICATION,
        Kind::Facet => FACET,
        Kind::Skill => SKILL,
        Kind::Level => LEVEL,
        Kind::List(kind) => return of_kind(*kind),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::arguments::CommandLine;
    use clap::{Command, CommandFactory};

    fn nobody_knows(command: &Command, path: &mut Vec<&'static str>, found: &mut Vec<String>) {
        for arg in command.get_arguments() {
            if arg.get_action().takes_values() && kinds(path, arg).is_none() {
                let names = arg.get_value_names().unwrap_or_default();
                found.push(format!("{path:?} {} {names:?}", arg.get_id()));
            }
        }
        for below in command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
        {
            path.push(Box::leak(below.get_name().to_owned().into_boxed_str()));
            nobody_knows(below, path, found);
            path.pop();
        }
    }

    #[test]
    fn of_every_value_somebody_has_said_what_it_may_be() {
        let mut found = Vec::new();
        nobody_knows(&CommandLine::command(), &mut Vec::new(), &mut found);
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}
