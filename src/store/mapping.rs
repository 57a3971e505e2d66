//! Reading a mapping file: what the columns of a table mean, with every mistake at its place.
//!
//! It reads no table; it is given the header. Its invariant: a mapping that it returns fits that header.

use crate::change::import::csv::folded;
use crate::change::import::fields::Subject;
use crate::change::import::mapping::{
    Condition, Constant, MappedColumn, Mapping, Skip, Target, Translation,
};
use crate::model::settings::Cohort;
use crate::store::fields::{self, Fields};
use crate::store::keys::MAPPING;
use crate::store::known::{Known, entries};
use crate::store::nearest::nearest;
use crate::store::problem::Problem;
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use crate::store::{shape, syntax};
use std::ops::Range;
use toml::Spanned;

/// How keys of `[extra]` are written.
const EXTRA: &str = "extra.";
/// What may tell people apart beside e-mail and id.
const KEY_FIELD: &str = "name";

/// Reads a mapping for a table of a subject with this header.
///
/// # Errors
/// Every problem of the file: syntax, keys and values of the wrong kind, columns that the table lacks, fields
/// that there are not.
pub fn read(
    path: &str,
    bytes: Vec<u8>,
    subject: Subject,
    header: &[String],
) -> Result<Mapping, Vec<Problem>> {
    let text = syntax::text(path, bytes).map_err(|problem| vec![*problem])?;
    let table = syntax::parse(path, &text)?;
    let place = (path, text.as_str());
    let mut problems = Vec::new();
    shape::check(&MAPPING, &table, place, &Known::default(), &mut problems);
    // In a file of the program an unknown key is somebody's own; here it is a word that would do nothing.
    problems.retain(Problem::is_error);
    unknown_keys(&table, place, &mut problems);
    if problems.is_empty() {
        let mut reading = Reading {
            place,
            subject,
            header,
            problems,
        };
        let mapping = reading.mapping(&table);
        if reading.problems.is_empty() {
            return Ok(mapping);
        }
        problems = reading.problems;
    }
    problems.sort();
    Err(problems)
}

fn unknown_keys(table: &ParsedTable<'_>, place: (&str, &str), problems: &mut Vec<Problem>) {
    let mut report = |name: &str, span: Range<usize>, of: &str, known: Vec<&str>| {
        let hint = nearest(name, known.into_iter()).map(|near| format!("did you mean `{near}`?"));
        problems.push(Problem::at(
            place,
            span,
            "unknown-key",
            format!("{name} is no key of {of}"),
            hint,
        ));
    };
    let tables = || MAPPING.tables.iter().map(|table| table.name);
    for name in table.keys() {
        let known = || MAPPING.keys.iter().map(|key| key.name).chain(tables());
        if known().all(|key| key != name.get_ref()) {
            report(
                name.get_ref(),
                name.span(),
                "a mapping file",
                known().collect(),
            );
        }
    }
    for of in MAPPING.tables {
        for name in entries(table, of.name).flat_map(ParsedTable::keys) {
            if of.key(name.get_ref()).is_none()
                && MAPPING.keys.iter().all(|key| key.name != name.get_ref())
            {
                let known = of.keys.iter().map(|key| key.name).collect();
                report(
                    name.get_ref(),
                    name.span(),
                    &format!("[[{}]]", of.name),
                    known,
                );
            }
        }
    }
}

struct Reading<'a> {
    place: (&'a str, &'a str),
    subject: Subject,
    header: &'a [String],
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn mapping(&mut self, table: &ParsedTable<'_>) -> Mapping {
        let columns = entries(table, "column").filter_map(|entry| self.column(entry));
        let mut columns: Vec<MappedColumn> = columns.collect();
        columns.extend(entries(table, "join").filter_map(|entry| self.join(entry)));
        Mapping {
            key: table.get("key").and_then(|value| self.key(value)),
            columns,
            translations: entries(table, "value")
                .filter_map(|entry| self.translation(entry))
                .collect(),
            constants: entries(table, "constant")
                .filter_map(|entry| self.constant(entry))
                .collect(),
            skips: entries(table, "skip")
                .map(|entry| self.skip(entry))
                .collect(),
            cohorts: entries(table, "cohort")
                .filter_map(|entry| self.cohort(entry))
                .collect(),
        }
    }

    fn problem(&mut self, span: Range<usize>, message: String, hint: Option<String>) {
        self.problems
            .push(Problem::at(self.place, span, "mapping", message, hint));
    }

    fn key(&mut self, value: &Spanned<ParsedValue<'_>>) -> Option<Target> {
        match self.target("key", value)? {
            Target::Field(field) if field.name != KEY_FIELD => {
                let message = format!("key: {} cannot tell people apart", field.name);
                let hint = "name or extra.KEY; email and id always do".to_owned();
                self.problem(value.span(), message, Some(hint));
                None
            }
            key => Some(key),
        }
    }

    fn column(&mut self, entry: &ParsedTable<'_>) -> Option<MappedColumn> {
        let given = Fields(entry);
        let from = self.index(entry.get("from")?)?;
        let is_ignored = given.flag("ignore").unwrap_or(false);
        let to = match (entry.get("to"), is_ignored) {
            (None, true) => None,
            (Some(value), false) => Some(self.target("to", value)?),
            (Some(value), true) => {
                self.problem(
                    value.span(),
                    "to: the column is ignored".to_owned(),
                    Some("leave one out".to_owned()),
                );
                return None;
            }
            (None, false) => {
                let span = entry.get("from").map(Spanned::span)?;
                let hint = "say what it fills with to, or ignore = true".to_owned();
                self.problem(span, "from: it fills nothing".to_owned(), Some(hint));
                return None;
            }
        };
        let part = given
            .whole("part")
            .and_then(|part| usize::try_from(part).ok());
        self.check_separator(entry, to.as_ref(), part);
        Some(MappedColumn {
            from: vec![from],
            with: String::new(),
            to,
            separator: given.text("separator"),
            part,
            when: self.conditions(entry),
        })
    }

    fn check_separator(
        &mut self,
        entry: &ParsedTable<'_>,
        to: Option<&Target>,
        part: Option<usize>,
    ) {
        let Some(separator) = entry.get("separator") else {
            return;
        };
        if separator.get_ref().as_str() == Some("") {
            self.problem(separator.span(), "separator: it is empty".to_owned(), None);
        }
        if let (Some(Target::Field(field)), None) = (to, part)
            && !field.kind.is_list()
        {
            let message = format!("separator: {} is one value", field.name);
            self.problem(
                separator.span(),
                message,
                Some("say which part is meant: part = 1".to_owned()),
            );
        }
    }

    fn join(&mut self, entry: &ParsedTable<'_>) -> Option<MappedColumn> {
        let listed = entry.get("from")?.get_ref().as_array()?;
        let from: Vec<usize> = listed.iter().filter_map(|name| self.index(name)).collect();
        Some(MappedColumn {
            from,
            with: Fields(entry).text("with").unwrap_or_else(|| " ".to_owned()),
            to: Some(self.target("to", entry.get("to")?)?),
            separator: None,
            part: None,
            when: self.conditions(entry),
        })
    }

    fn translation(&mut self, entry: &ParsedTable<'_>) -> Option<Translation> {
        let fields = Fields(entry);
        let column = self.index(entry.get("column")?)?;
        Some(Translation {
            column,
            from: fields.line("from")?,
            to: fields.line("to")?,
        })
    }

    fn constant(&mut self, entry: &ParsedTable<'_>) -> Option<Constant> {
        let to = self.target("to", entry.get("to")?)?;
        let given = entry.get("value")?;
        let value = fields::value(given.get_ref())?;
        if let Err(fault) = to.accepts(&value) {
            self.problem(given.span(), format!("value: {fault}"), None);
        }
        Some(Constant {
            to,
            value,
            when: self.conditions(entry),
        })
    }

    fn skip(&mut self, entry: &ParsedTable<'_>) -> Skip {
        let when = self.conditions(entry);
        if when.is_empty()
            && let Some(span) = entry.get("when").map(Spanned::span)
        {
            self.problem(
                span,
                "when: no condition, so every row would be left out".to_owned(),
                None,
            );
        }
        Skip {
            when,
            because: Fields(entry).line("because").unwrap_or_default(),
        }
    }

    fn cohort(&mut self, entry: &ParsedTable<'_>) -> Option<Cohort> {
        let fields = Fields(entry);
        let cohort = Cohort {
            id: fields.id("id")?,
            starts: fields.day("starts"),
            ends: fields.day("ends"),
            closed: None,
        };
        if let (Some(starts), Some(ends), Some(value)) =
            (cohort.starts, cohort.ends, entry.get("ends"))
            && ends < starts
        {
            self.problem(
                value.span(),
                format!("ends: {ends} is before the start on {starts}"),
                None,
            );
        }
        Some(cohort)
    }

    fn conditions(&mut self, entry: &ParsedTable<'_>) -> Vec<Condition> {
        let listed = entry
            .get("when")
            .and_then(|value| value.get_ref().as_array());
        let mut conditions = Vec::new();
        for item in listed.into_iter().flat_map(|array| array.iter()) {
            let text = item.get_ref().as_str().unwrap_or_default();
            match Condition::parse(text, |name| position(self.header, name)) {
                Ok(condition) => conditions.push(condition),
                Err(error) => self.problem(item.span(), format!("when: {error}"), None),
            }
        }
        conditions
    }

    /// The index of the column that a text names.
    fn index(&mut self, value: &Spanned<ParsedValue<'_>>) -> Option<usize> {
        let name = value.get_ref().as_str()?;
        let found = position(self.header, name);
        if found.is_none() {
            let hint = nearest(name, self.header.iter().map(String::as_str)).map_or_else(
                || format!("it has {}", self.header.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            self.problem(
                value.span(),
                format!("the table has no column `{name}`"),
                Some(hint),
            );
        }
        found
    }

    fn target(&mut self, key: &str, value: &Spanned<ParsedValue<'_>>) -> Option<Target> {
        let name = value.get_ref().as_str()?;
        let own = name
            .strip_prefix(EXTRA)
            .filter(|_| self.subject == Subject::People);
        if let Some(own) = own.filter(|own| is_bare_key(own)) {
            return Some(Target::Extra(own.to_owned()));
        }
        let found = self.subject.field(name).map(Target::Field);
        if found.is_none() {
            let names = self.subject.fields().iter().map(|field| field.name);
            let hint = nearest(name, names).map(|near| format!("did you mean `{near}`?"));
            let own = if self.subject == Subject::People {
                "; a key of one's own is extra.KEY"
            } else {
                ""
            };
            self.problem(
                value.span(),
                format!("{key}: there is no field `{name}`{own}"),
                hint,
            );
        }
        found
    }
}

fn position(header: &[String], name: &str) -> Option<usize> {
    let name = folded(name);
    header
        .iter()
        .position(|known| !known.is_empty() && folded(known) == name)
}

/// Whether a key needs no quotes in TOML.
fn is_bare_key(key: &str) -> bool {
    !key.is_empty()
        && key
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}
