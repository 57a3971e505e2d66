//! The table of keys: every key of every file, with its kind and its meaning.
//!
//! Reading, checking, the help and the manual are all made from it. A key that is not here is kept,
//! and `check` warns about it.

mod log;
mod mapping;
mod others;
mod pairing;
mod participant;
mod program;

/// What a key may hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// One line without control characters.
    Line,
    /// Text of several lines.
    Text,
    /// A whole number between two.
    Whole(i64, i64),
    /// A finite number between two.
    Decimal(i64, i64),
    /// true or false.
    Flag,
    /// A calendar day.
    Day,
    /// A wall-clock time on a day.
    Moment,
    /// A day, or an anchor such as `midpoint+7d`.
    Anchor,
    /// A time zone of the IANA list.
    Zone,
    /// `"2 weeks"`.
    Cadence,
    /// `"quarter"`, or `""` for never.
    CadenceOrNone,
    /// `"2w"`, counted from a start.
    Span,
    /// `"Tue 16:00-18:00"`.
    Window,
    /// One word of a closed set.
    Word(&'static [&'static str]),
    /// An id of its own.
    Id,
    /// An address for mail.
    Email,
    /// A link: http, https or mailto.
    Link,
    /// A person enrolled.
    Person,
    /// A person enrolled, or the address of somebody.
    PersonOrEmail,
    /// A cohort of the program.
    Cohort,
    /// An objective of the program.
    Objective,
    /// A training module of the program.
    Training,
    /// A certification of the program.
    Certification,
    /// A word of the vocabulary; an unknown one is a warning.
    Facet,
    /// A skill or its alias; an unknown one is a warning.
    Skill,
    /// A level; an unknown one is a warning.
    Level,
    /// The key of an entry of this table in the same file.
    Entry(&'static str),
    /// Anything that is a value or a list of values.
    Any,
    /// Several of a kind.
    List(&'static Kind),
}

/// One key of a table.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) is_required: bool,
    /// Whether the order of its list says something; any other list is a set, which a merge unites.
    pub(crate) is_in_order: bool,
    pub(crate) about: &'static str,
}

/// How often a table occurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `[name]`, at most once.
    Single,
    /// `[[name]]`, any number of times.
    Repeated,
    /// `[name]` whose keys are the program's own.
    Open,
}

/// A table of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) form: Form,
    /// The keys that tell entries apart; empty for a single table and where several alike are fine.
    pub(crate) identity: &'static [&'static str],
    pub(crate) keys: &'static [Key],
    pub(crate) about: &'static str,
}

/// The shape of a kind of file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    /// What a file of the kind is called.
    pub(crate) name: &'static str,
    /// Its path, with the variable part in capitals.
    pub(crate) path: &'static str,
    pub(crate) about: &'static str,
    /// Keys above the first table.
    pub(crate) keys: &'static [Key],
    pub(crate) tables: &'static [Table],
}

/// Every shape, in the order in which they are explained.
pub(crate) const SHAPES: &[&Shape] = &[
    &program::PROGRAM,
    &others::OBJECTIVES,
    &others::VOCABULARY,
    &others::MATCHING,
    &participant::PARTICIPANT,
    &pairing::PAIRING,
    &log::LOG,
    &others::EVENTS,
    &others::PROSPECTS,
    &others::IMPROVEMENTS,
    &others::DRAFT,
    &others::CONFIDENTIAL_PERSON,
    &others::CONFIDENTIAL_PAIRING,
    &others::CONFIDENTIAL_PROGRAM,
    &log::PRIVATE_NOTES,
    &mapping::MAPPING,
];

pub(crate) use log::{LOG, PRIVATE_NOTES};
pub(crate) use mapping::MAPPING;
pub(crate) use others::{
    CONFIDENTIAL_PAIRING, CONFIDENTIAL_PERSON, CONFIDENTIAL_PROGRAM, DRAFT, EVENTS, IMPROVEMENTS,
    MATCHING, OBJECTIVES, PROSPECTS, VOCABULARY,
};
pub(crate) use pairing::PAIRING;
pub(crate) use participant::PARTICIPANT;
pub(crate) use program::PROGRAM;

impl Table {
    /// The key of a name.
    pub(crate) fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// A key that may be left out.
const fn key(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key {
        name,
        kind,
        is_required: false,
        is_in_order: false,
        about,
    }
}

/// A list that may be left out and whose order says something.
const fn in_order(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key {
        name,
        kind,
        is_required: false,
        is_in_order: true,
        about,
    }
}

/// A key that must be given.
const fn required(name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key {
        name,
        kind,
        is_required: true,
        is_in_order: false,
        about,
    }
}

/// `[name]`.
const fn single(name: &'static str, about: &'static str, keys: &'static [Key]) -> Table {
    Table {
        name,
        form: Form::Single,
        identity: &[],
        keys,
        about,
    }
}

/// `[[name]]`, told apart by `identity`.
const fn repeated(
    name: &'static str,
    identity: &'static [&'static str],
    about: &'static str,
    keys: &'static [Key],
) -> Table {
    Table {
        name,
        form: Form::Repeated,
        identity,
        keys,
        about,
    }
}

const LINES: Kind = Kind::List(&Kind::Line);
const PEOPLE: Kind = Kind::List(&Kind::Person);
/// The most of anything that is counted per person.
const COUNT_MAX: i64 = 10_000;
/// Minutes of a day.
const MINUTES_MAX: i64 = 1_440;
/// Hours of a week.
const HOURS_PER_WEEK_MAX: i64 = 168;
/// Days that a threshold may span: ten years.
const DAYS_MAX: i64 = 3_650;
/// The widest scale of scores.
const SCORE_MAX: i64 = 100;

/// The text of `help files`: every file, every key.
pub(crate) fn help() -> String {
    let mut text = String::from(HELP_OPENING);
    for shape in SHAPES {
        text.extend(["\n", shape.path, "\n    ", shape.about, "\n"]);
        shape.keys.iter().for_each(|key| text.push_str(&key.help()));
        for table in shape.tables {
            text.push_str(&table.help());
        }
    }
    text
}

/// What there is to know before the first file.
pub(crate) const HELP_OPENING: &str = "\
The files of a program

A program is a folder of TOML files that people read and edit by hand. Only program.toml
must be there. Keys marked * must be given; everything else may be left out. An id is the
name of its file, without .toml. States are history: the entry with the latest day holds.
pleiad changes nothing but what a command is about: comments, order and spacing stay.
Keys that are not listed here are kept, and check warns about them.
`pleiad export schema --install` lets editors complete keys and words.

Texts, words, ids and hours stand in quotes; numbers, days, times, true and false do not.

The smallest program, program.toml:
    format = 1
    id = \"spring\"
    name = \"Spring 2026\"
The smallest people, participants/ada-lovelace.toml:
    name = \"Ada Lovelace\"
    [mentee]
and participants/grace-hopper.toml:
    name = \"Grace Hopper\"
    [mentor]
The smallest pairing, pairings/grace-hopper-mentors-ada-lovelace.toml:
    mentor = \"grace-hopper\"
    mentees = [\"ada-lovelace\"]
";

/// Columns of a key's name and mark.
const NAME_COLUMNS: usize = 25;
/// Columns of a table's name, which stands less far in.
const HEAD_COLUMNS: usize = NAME_COLUMNS + 2;

impl Table {
    fn help(&self) -> String {
        let head = match self.form {
            Form::Single | Form::Open => format!("[{}]", self.name),
            Form::Repeated => format!("[[{}]]", self.name),
        };
        let mut text = format!("  {head:HEAD_COLUMNS$} {}\n", self.about);
        self.keys.iter().for_each(|key| text.push_str(&key.help()));
        text
    }
}

impl Key {
    /// Whether it holds a set: what two sides add to it belongs together.
    pub(crate) fn is_set(&self) -> bool {
        matches!(self.kind, Kind::List(_)) && !self.is_in_order
    }

    fn help(&self) -> String {
        let name = format!("{}{}", self.name, if self.is_required { " *" } else { "" });
        let about = if self.about.is_empty() {
            String::new()
        } else {
            format!("; {}", self.about)
        };
        format!(
            "    {name:NAME_COLUMNS$} {}{about}\n",
            self.kind.expectation()
        )
    }
}
