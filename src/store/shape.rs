//! Holds a parsed file against the table of keys and reports every deviation with its place.

use crate::model::cadence::Cadence;
use crate::model::id::{Id, PersonId};
use crate::model::settings::Anchor;
use crate::model::window::Window;
use crate::store::fields;
use crate::store::keys::{Form, Key, Kind, Shape, Table};
use crate::store::known::{Known, People, entries};
use crate::store::nearest::nearest;
use crate::store::problem::Problem;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Entries that one file may hold.
const ENTRIES_MAX: usize = 100_000;
/// Bytes of one text.
const TEXT_BYTES_MAX: usize = 1_000_000;
/// Characters of a found value that a message repeats.
const FOUND_CHARACTERS_MAX: usize = 40;

/// Checks one file; every problem found is added to `problems`.
pub(crate) fn check(
    shape: &Shape,
    table: &DeTable<'_>,
    place: (&str, &str),
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    let locals = Locals::of(shape, table);
    let mut walk = Walk {
        shape,
        place,
        known,
        locals,
        problems,
    };
    walk.file(table);
}

/// Ids of entries that other entries of the same file point to, by table.
struct Locals<'a>(BTreeMap<&'static str, BTreeSet<&'a str>>);

impl<'a> Locals<'a> {
    fn of(shape: &Shape, table: &'a DeTable<'_>) -> Locals<'a> {
        let mut locals = BTreeMap::new();
        let keys = shape.tables.iter().flat_map(|table| table.keys);
        for target in keys.filter_map(|key| {
            if let Kind::Entry(target) = key.kind {
                Some(target)
            } else {
                None
            }
        }) {
            locals.entry(target).or_insert_with(|| {
                entries(table, target)
                    .filter_map(|entry| entry.get("id")?.get_ref().as_str())
                    .collect()
            });
        }
        Locals(locals)
    }
}

struct Walk<'a> {
    shape: &'a Shape,
    place: (&'a str, &'a str),
    known: &'a Known,
    locals: Locals<'a>,
    problems: &'a mut Vec<Problem>,
}

impl Walk<'_> {
    fn file(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let word: &str = name.get_ref();
            if let Some(key) = self.shape.keys.iter().find(|key| key.name == word) {
                self.value(key.name, key.kind, value);
            } else if let Some(of) = self.shape.tables.iter().find(|table| table.name == word) {
                self.table(of, value);
            } else {
                self.unknown_at_top(word, name.span());
            }
        }
        self.required(self.shape.keys, table, 0..0);
    }

    fn table(&mut self, of: &Table, value: &Spanned<DeValue<'_>>) {
        match (of.form, value.get_ref()) {
            (Form::Single, DeValue::Table(table)) => {
                self.entry(of, table, value.span());
            }
            (Form::Open, DeValue::Table(table)) => {
                for (name, value) in table {
                    self.value(name.get_ref(), Kind::Any, value);
                }
            }
            (Form::Repeated, DeValue::Array(array)) => self.entries(of, array.iter()),
            (Form::Repeated, DeValue::Table(_)) => {
                let hint = format!("write [[{0}]] in place of [{0}]", of.name);
                self.report(
                    value.span(),
                    "wrong-type",
                    format!("{}: there may be several", of.name),
                    Some(hint),
                );
            }
            (Form::Single | Form::Open, _) => {
                let hint = format!("write [{}] on a line of its own", of.name);
                self.report(
                    value.span(),
                    "wrong-type",
                    format!("{}: expected a table", of.name),
                    Some(hint),
                );
            }
            (Form::Repeated, _) => {
                let hint = format!("write [[{}]] on a line of its own", of.name);
                self.report(
                    value.span(),
                    "wrong-type",
                    format!("{}: expected tables", of.name),
                    Some(hint),
                );
            }
        }
    }

    fn entries<'t, 'i: 't>(
        &mut self,
        of: &Table,
        values: impl Iterator<Item = &'t Spanned<DeValue<'i>>>,
    ) {
        let mut seen: BTreeMap<String, Range<usize>> = BTreeMap::new();
        for (index, value) in values.enumerate() {
            if index == ENTRIES_MAX {
                let message = format!("more than {ENTRIES_MAX} entries of [[{}]]", of.name);
                self.report(
                    value.span(),
                    "too-many",
                    message,
                    Some("split the file".to_owned()),
                );
                return;
            }
            let DeValue::Table(table) = value.get_ref() else {
                let hint = format!("write [[{}]] on a line of its own", of.name);
                self.report(
                    value.span(),
                    "wrong-type",
                    format!("{}: expected tables", of.name),
                    Some(hint),
                );
                continue;
            };
            self.entry(of, table, value.span());
            let Some(identity) = identity(of, table) else {
                continue;
            };
            if let Some(first) = seen.get(&identity) {
                let line = self.line(first.start);
                let message = format!(
                    "[[{}]] {identity} stands here a second time (first at line {line})",
                    of.name
                );
                self.report(
                    value.span(),
                    "duplicate",
                    message,
                    Some("remove one, or give it another key".to_owned()),
                );
            } else {
                seen.insert(identity, value.span());
            }
        }
    }

    fn entry(&mut self, of: &Table, table: &DeTable<'_>, span: Range<usize>) {
        for (name, value) in table {
            let word: &str = name.get_ref();
            if let Some(key) = of.key(word) {
                self.value(key.name, key.kind, value);
            } else {
                self.unknown_in_table(of, word, name.span());
            }
        }
        self.required(of.keys, table, span);
    }

    fn required(&mut self, keys: &[Key], table: &DeTable<'_>, span: Range<usize>) {
        for key in keys.iter().filter(|key| key.is_required) {
            if !table.contains_key(key.name) {
                let hint = format!(
                    "add a line `{} = ...`: {}",
                    key.name,
                    key.kind.expectation()
                );
                self.report(
                    span.clone(),
                    "missing-key",
                    format!("{} is missing", key.name),
                    Some(hint),
                );
            }
        }
    }

    fn unknown_at_top(&mut self, word: &str, span: Range<usize>) {
        let names = self
            .shape
            .keys
            .iter()
            .map(|key| key.name)
            .chain(self.shape.tables.iter().map(|table| table.name));
        let hint = nearest(word, names).map(|near| format!("did you mean `{near}`?"));
        self.warn(
            span,
            "unknown-key",
            format!("{word} is no key of this file; it is kept as it is"),
            hint,
        );
    }

    fn unknown_in_table(&mut self, of: &Table, word: &str, span: Range<usize>) {
        if self.shape.keys.iter().any(|key| key.name == word) {
            let hint = Some(format!(
                "move the line up, above the first [table]; here it belongs to [{}]",
                of.name
            ));
            self.report(
                span,
                "misplaced-key",
                format!("{word} belongs above the first [table]"),
                hint,
            );
            return;
        }
        let hint = nearest(word, of.keys.iter().map(|key| key.name))
            .map(|near| format!("did you mean `{near}`?"));
        self.warn(
            span,
            "unknown-key",
            format!("{word} is no key of [{}]; it is kept as it is", of.name),
            hint,
        );
    }

    fn value(&mut self, name: &str, kind: Kind, value: &Spanned<DeValue<'_>>) {
        if let Kind::List(inner) = kind {
            let DeValue::Array(array) = value.get_ref() else {
                return self.wrong(name, kind, value);
            };
            for item in array {
                self.value(name, *inner, item);
            }
            return;
        }
        if !fits(kind, value.get_ref()) {
            return self.wrong(name, kind, value);
        }
        if let DeValue::String(text) = value.get_ref() {
            if TEXT_BYTES_MAX < text.len() {
                let message = format!("{name}: the text is longer than {TEXT_BYTES_MAX} bytes");
                return self.report(value.span(), "too-long", message, None);
            }
            self.reference(name, kind, text, value.span());
        }
    }

    /// Checks that what a text names is there.
    fn reference(&mut self, name: &str, kind: Kind, text: &str, span: Range<usize>) {
        let (what, known) = match kind {
            Kind::Person => match &self.known.people {
                People::Listed(people) => ("participant", people),
                People::Unknown => return,
            },
            Kind::Cohort => ("cohort", &self.known.cohorts),
            Kind::Objective => ("objective", &self.known.objectives),
            Kind::Training => ("training module", &self.known.trainings),
            Kind::Certification => ("certification", &self.known.certifications),
            Kind::Entry(table) => return self.local_reference(name, table, text, span),
            Kind::Facet => return self.word(name, "facet", &self.known.facets, text, span),
            Kind::Skill => return self.word(name, "skill", &self.known.skills, text, span),
            Kind::Level => return self.word(name, "level", &self.known.levels, text, span),
            _ => return,
        };
        if !known.contains(text) {
            let hint = nearest(text, known.iter().map(String::as_str))
                .map(|near| format!("did you mean `{near}`?"));
            self.report(
                span,
                "dangling",
                format!("{name}: there is no {what} `{text}`"),
                hint,
            );
        }
    }

    fn local_reference(&mut self, name: &str, table: &'static str, text: &str, span: Range<usize>) {
        let ids = self.locals.0.get(table);
        if ids.is_some_and(|ids| ids.contains(text)) {
            return;
        }
        let candidates = ids.into_iter().flatten().copied();
        let hint = nearest(text, candidates).map(|near| format!("did you mean `{near}`?"));
        self.report(
            span,
            "dangling",
            format!("{name}: there is no [[{table}]] `{text}` in this file"),
            hint,
        );
    }

    /// Warns about a word that the vocabulary lacks, where it has any of its kind.
    fn word(
        &mut self,
        name: &str,
        what: &str,
        known: &BTreeSet<String>,
        text: &str,
        span: Range<usize>,
    ) {
        let folded = text.to_lowercase();
        if !known.is_empty() && !known.contains(&folded) {
            let hint = nearest(&folded, known.iter().map(String::as_str))
                .map(|near| format!("did you mean `{near}`?"));
            self.warn(
                span,
                "unknown-word",
                format!("{name}: the vocabulary has no {what} `{text}`"),
                hint,
            );
        }
    }

    fn wrong(&mut self, name: &str, kind: Kind, value: &Spanned<DeValue<'_>>) {
        let span = value.span();
        let found: String = self.place.1[span.clone()]
            .chars()
            .take(FOUND_CHARACTERS_MAX)
            .collect();
        let found = found.lines().next().unwrap_or_default();
        let message = format!("{name}: expected {}, found {found}", kind.expectation());
        self.report(
            span,
            "wrong-value",
            message,
            refusal_reason(kind, value.get_ref()),
        );
    }

    fn line(&self, offset: usize) -> usize {
        self.place.1[..offset]
            .bytes()
            .filter(|&byte| byte == b'\n')
            .count()
            + 1
    }

    fn report(
        &mut self,
        span: Range<usize>,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) {
        self.problems
            .push(Problem::at(self.place, span, code, message, hint));
    }

    fn warn(
        &mut self,
        span: Range<usize>,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) {
        self.problems
            .push(Problem::at(self.place, span, code, message, hint).warning());
    }
}

/// The key of an entry in words; `None` where it has no key yet, or where several alike are fine.
fn identity(of: &Table, table: &DeTable<'_>) -> Option<String> {
    // A person may be paused twice on one day: the later entry holds.
    if of.identity.is_empty() || of.name == "state" {
        return None;
    }
    let part = |key: &&str| {
        table
            .get(*key)
            .map(|value| fields::spelled(value.get_ref()))
    };
    if let [key] = of.identity {
        return part(key);
    }
    Some(
        of.identity
            .iter()
            .map(|key| part(key).unwrap_or_else(|| format!("without {key}")))
            .collect::<Vec<_>>()
            .join(", "),
    )
}

/// Whether a value is of a kind, references aside.
fn fits(kind: Kind, value: &DeValue<'_>) -> bool {
    match (kind, value) {
        (Kind::Line, DeValue::String(text)) => is_line(text),
        (Kind::Facet | Kind::Skill | Kind::Level, DeValue::String(text)) => {
            is_line(text) && !text.trim().is_empty()
        }
        (Kind::Text, DeValue::String(text)) => !text.chars().any(is_forbidden_in_text),
        (Kind::Whole(least, most), DeValue::Integer(_)) => {
            fields::whole(value).is_some_and(|number| least <= number && number <= most)
        }
        (Kind::Decimal(least, most), DeValue::Integer(_) | DeValue::Float(_)) => {
            fields::decimal(value).is_some_and(|number| is_between(number, least, most))
        }
        (Kind::Flag, DeValue::Boolean(_)) => true,
        (Kind::Day | Kind::Anchor, DeValue::Datetime(_)) => fields::day(value).is_some(),
        (Kind::Moment, DeValue::Datetime(_)) => fields::moment(value).is_some(),
        (Kind::Anchor, DeValue::String(text)) => Anchor::parse(text).is_some(),
        (Kind::Zone, DeValue::String(text)) => text.parse::<chrono_tz::Tz>().is_ok(),
        (Kind::Cadence, DeValue::String(text)) => Cadence::parse(text).is_ok(),
        (Kind::CadenceOrNone, DeValue::String(text)) => {
            text.is_empty() || Cadence::parse(text).is_ok()
        }
        (Kind::Window, DeValue::String(text)) => Window::parse(text).is_ok(),
        (Kind::Word(words), DeValue::String(text)) => words.contains(&&**text),
        (Kind::Person, DeValue::String(text)) => PersonId::parse(text).is_ok(),
        (Kind::PersonOrEmail, DeValue::String(text)) => {
            PersonId::parse(text).is_ok() || is_email(text)
        }
        (Kind::Email, DeValue::String(text)) => is_email(text),
        (Kind::Link, DeValue::String(text)) => is_link(text),
        (
            Kind::Id
            | Kind::Cohort
            | Kind::Objective
            | Kind::Training
            | Kind::Certification
            | Kind::Entry(_),
            DeValue::String(text),
        ) => Id::parse(text).is_ok(),
        (Kind::Any, value) => fields::value(value).is_some(),
        _ => false,
    }
}

#[expect(clippy::cast_precision_loss, reason = "limits are far below 2^53")]
fn is_between(number: f64, least: i64, most: i64) -> bool {
    least as f64 <= number && number <= most as f64
}

fn is_line(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn is_forbidden_in_text(character: char) -> bool {
    character.is_control() && !matches!(character, '\n' | '\r' | '\t')
}

/// Whether a text can be an address: something, one `@`, something with no space in it.
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_fine = |part: &str| {
        !part.is_empty()
            && !part.contains('@')
            && !part.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    is_fine(local) && is_fine(domain)
}

fn is_link(text: &str) -> bool {
    is_line(text)
        && ["http://", "https://", "mailto:"]
            .iter()
            .any(|scheme| text.starts_with(scheme))
}

/// Why a value of the right type is refused, where its kind can tell more than what it expects.
fn refusal_reason(kind: Kind, value: &DeValue<'_>) -> Option<String> {
    let DeValue::String(text) = value else {
        return match (kind, value) {
            (Kind::Line | Kind::Text, _) => Some("put it in quotes".to_owned()),
            _ => None,
        };
    };
    match kind {
        Kind::Cadence | Kind::CadenceOrNone => {
            Cadence::parse(text).err().map(|error| error.to_string())
        }
        Kind::Window => Window::parse(text).err().map(|error| error.to_string()),
        Kind::Zone => nearest(text, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()))
            .map(|near| format!("did you mean `{near}`?")),
        Kind::Word(words) => {
            nearest(text, words.iter().copied()).map(|near| format!("did you mean `{near}`?"))
        }
        Kind::Day | Kind::Moment | Kind::Whole(..) | Kind::Decimal(..) | Kind::Flag => {
            Some("write it without quotes".to_owned())
        }
        Kind::Id | Kind::Person | Kind::Cohort => {
            Id::parse(text).err().map(|error| error.to_string())
        }
        _ => None,
    }
}

impl Kind {
    /// What a value of this kind looks like, in words.
    pub(crate) fn expectation(&self) -> String {
        match self {
            Kind::Line => "one line of text in quotes".to_owned(),
            Kind::Text => "text in quotes".to_owned(),
            Kind::Whole(i64::MIN, i64::MAX) => "a whole number".to_owned(),
            Kind::Whole(least, i64::MAX) => format!("a whole number from {least}"),
            Kind::Whole(least, most) => format!("a whole number {least}..{most}"),
            Kind::Decimal(least, most) if *most < 1_000_000 => format!("a number {least}..{most}"),
            Kind::Decimal(..) => "a number".to_owned(),
            Kind::Flag => "true or false".to_owned(),
            Kind::Day => "a day such as 2026-02-03".to_owned(),
            Kind::Moment => "a time such as 2026-02-03T16:00:00".to_owned(),
            Kind::Anchor => "a day, or \"starts+2w\", \"midpoint\", \"ends-1w\"".to_owned(),
            Kind::Zone => "a time zone such as \"Europe/Berlin\"".to_owned(),
            Kind::Cadence => "a rhythm such as \"2 weeks\"".to_owned(),
            Kind::CadenceOrNone => "a rhythm such as \"quarter\", or \"\" for none".to_owned(),
            Kind::Window => "hours such as \"Tue 16:00-18:00\"".to_owned(),
            Kind::Word(words) => format!("one of {}", words.join(", ")),
            Kind::Id => "an id of a-z, 0-9 and inner `-`".to_owned(),
            Kind::Email => "an address such as \"ada@example.org\"".to_owned(),
            Kind::Link => "a link (http, https or mailto)".to_owned(),
            Kind::Person => "the id of a participant".to_owned(),
            Kind::PersonOrEmail => "the id of a participant, or an address".to_owned(),
            Kind::Cohort => "the id of a cohort".to_owned(),
            Kind::Objective => "the id of an objective".to_owned(),
            Kind::Training => "the id of a training module".to_owned(),
            Kind::Certification => "the id of a certification".to_owned(),
            Kind::Facet => "a facet".to_owned(),
            Kind::Skill => "a skill".to_owned(),
            Kind::Level => "a level".to_owned(),
            Kind::Entry(table) => format!("the id of a [[{table}]] of this file"),
            Kind::Any => "a value, or a list of values".to_owned(),
            Kind::List(inner) => format!("a list [...] of: {}", inner.expectation()),
        }
    }
}
