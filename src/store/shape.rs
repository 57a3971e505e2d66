//! Holds a parsed file against the table of keys and reports every deviation with its place.

use crate::store::expectation::{cure, how_to_add};
use crate::store::fields;
use crate::store::fit::fits;
use crate::store::keys::{Form, Key, Kind, Shape, Table};
use crate::store::known::{Known, People, entries};
use crate::store::nearest::nearest;
use crate::store::problem::Problem;
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use toml::Spanned;

/// Entries that one file may hold.
const ENTRIES_MAX: usize = 100_000;
/// Bytes of one text.
const TEXT_BYTES_MAX: usize = 1_000_000;
/// Errors, and warnings, of one file that are told one by one: nobody reads on past them.
const TOLD_MAX: usize = 100;
/// Characters of a found value that a message repeats.
const FOUND_CHARACTERS_MAX: usize = 40;

/// Checks one file; every problem found is added to `problems`.
pub(crate) fn check(
    shape: &Shape,
    table: &ParsedTable<'_>,
    place: (&str, &str),
    known: &Known,
    problems: &mut Vec<Problem>,
) {
    let has_required = shape.keys.iter().any(|key| key.is_required);
    if table.is_empty() && has_required {
        let hint = "bring its text back from git or a backup, or delete the file";
        let message = "the file is empty".to_owned();
        problems.push(Problem::of_file(
            place.0,
            "empty",
            message,
            Some(hint.to_owned()),
        ));
        return;
    }
    let locals = Locals::of(shape, table);
    let mut walk = Walk {
        shape,
        place,
        known,
        locals,
        problems,
        errors: 0,
        warnings: 0,
    };
    walk.file(table);
    walk.untold();
}

/// Ids of entries that other entries of the same file point to, by table.
struct Locals<'a>(BTreeMap<&'static str, BTreeSet<&'a str>>);

impl<'a> Locals<'a> {
    fn of(shape: &Shape, table: &'a ParsedTable<'_>) -> Locals<'a> {
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
    errors: usize,
    warnings: usize,
}

impl Walk<'_> {
    /// Says how many problems were not told.
    fn untold(&mut self) {
        let of_file = |count: usize, what: &str| {
            let message = format!("{count} more {what} than are shown here");
            let hint = Some("mend those that are shown, then look again".to_owned());
            Problem::of_file(self.place.0, "too-many", message, hint)
        };
        if TOLD_MAX < self.errors {
            self.problems
                .push(of_file(self.errors - TOLD_MAX, "errors"));
        }
        if TOLD_MAX < self.warnings {
            let more = of_file(self.warnings - TOLD_MAX, "warnings");
            self.problems.push(more.warning());
        }
    }

    fn file(&mut self, table: &ParsedTable<'_>) {
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

    fn table(&mut self, of: &Table, value: &Spanned<ParsedValue<'_>>) {
        match (of.form, value.get_ref()) {
            (Form::Single, ParsedValue::Table(table)) => {
                self.entry(of, table, value.span());
            }
            (Form::Open, ParsedValue::Table(table)) => {
                for (name, value) in table {
                    self.value(name.get_ref(), Kind::Any, value);
                }
            }
            (Form::Repeated, ParsedValue::Array(array)) => self.entries(of, array.iter()),
            (Form::Repeated, ParsedValue::Table(_)) => {
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
        values: impl Iterator<Item = &'t Spanned<ParsedValue<'i>>>,
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
            let ParsedValue::Table(table) = value.get_ref() else {
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

    fn entry(&mut self, of: &Table, table: &ParsedTable<'_>, span: Range<usize>) {
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

    fn required(&mut self, keys: &[Key], table: &ParsedTable<'_>, span: Range<usize>) {
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
        let hint = self.near(word, names);
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
        let hint = self.near(word, of.keys.iter().map(|key| key.name));
        self.warn(
            span,
            "unknown-key",
            format!("{word} is no key of [{}]; it is kept as it is", of.name),
            hint,
        );
    }

    fn value(&mut self, name: &str, kind: Kind, value: &Spanned<ParsedValue<'_>>) {
        if let Kind::List(inner) = kind {
            let ParsedValue::Array(array) = value.get_ref() else {
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
        if let ParsedValue::String(text) = value.get_ref() {
            if TEXT_BYTES_MAX < text.len() {
                let message = format!("{name}: the text is longer than {TEXT_BYTES_MAX} bytes");
                let hint = Some("put the rest into a file of its own".to_owned());
                return self.report(value.span(), "too-long", message, hint);
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
            let hint = nearest(text, known.iter().map(String::as_str)).map_or_else(
                || how_to_add(kind, text),
                |near| format!("did you mean `{near}`?"),
            );
            let hint = Some(hint);
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
        let hint = nearest(text, candidates).map_or_else(
            || format!("add a [[{table}]] with id = \"{text}\""),
            |near| format!("did you mean `{near}`?"),
        );
        self.report(
            span,
            "dangling",
            format!("{name}: there is no [[{table}]] `{text}` in this file"),
            Some(hint),
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
            let hint = nearest(&folded, known.iter().map(String::as_str)).map_or_else(
                || "add it to vocabulary.toml, or use a word from there".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let hint = Some(hint);
            self.warn(
                span,
                "unknown-word",
                format!("{name}: the vocabulary has no {what} `{text}`"),
                hint,
            );
        }
    }

    fn wrong(&mut self, name: &str, kind: Kind, value: &Spanned<ParsedValue<'_>>) {
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
            Some(cure(kind, value.get_ref())),
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
        self.errors += 1;
        if self.errors <= TOLD_MAX {
            self.problems
                .push(Problem::at(self.place, span, code, message, hint));
        }
    }

    fn warn(
        &mut self,
        span: Range<usize>,
        code: &'static str,
        message: String,
        hint: Option<String>,
    ) {
        self.warnings += 1;
        if self.warnings <= TOLD_MAX {
            self.problems
                .push(Problem::at(self.place, span, code, message, hint).warning());
        }
    }

    /// The cure that names a word near to this one; looked for only where it will be told.
    fn near<'n>(&self, word: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
        if TOLD_MAX <= self.warnings {
            return None;
        }
        let near = nearest(word, names).map(|near| format!("did you mean `{near}`?"));
        let list = || "`pleiad help files` lists the keys; one of your own belongs into [extra]";
        near.or_else(|| Some(list().to_owned()))
    }
}

/// The key of an entry in words; `None` where it has no key yet, or where several alike are fine.
fn identity(of: &Table, table: &ParsedTable<'_>) -> Option<String> {
    // A person may be paused twice on one day: the later entry holds.
    if of.identity.is_empty() || of.name == "state" {
        return None;
    }
    let part = |key: &&str| table.get(key).map(|value| fields::spelled(value.get_ref()));
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
