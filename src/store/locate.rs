//! Where in a file's text a broken rule shows.

use crate::change::edit::{At, EntryKey};
use crate::change::rules::{Finding, Gravity};
use crate::model::value::Value;
use crate::store::known::entries;
use crate::store::problem::Problem;
use crate::store::syntax;
use crate::store::syntax::parsed::{ParsedTable, ParsedValue};
use crate::store::{fields, layout};
use std::ops::Range;
use toml::Spanned;

/// A broken rule as a problem; the file as a whole is named where its text is not at hand.
pub(crate) fn problem(finding: &Finding, text: Option<&str>) -> Problem {
    let path = layout::path(&finding.file);
    let span = text.and_then(|text| Some((text, span(finding, text)?)));
    let problem = match span {
        Some((text, span)) => Problem::at(
            (&path, text),
            span,
            finding.code,
            finding.message.clone(),
            finding.hint.clone(),
        ),
        None => Problem::of_file(
            &path,
            finding.code,
            finding.message.clone(),
            finding.hint.clone(),
        ),
    };
    if finding.gravity == Gravity::Warning {
        problem.warning()
    } else {
        problem
    }
}

fn span(finding: &Finding, text: &str) -> Option<Range<usize>> {
    let table = syntax::table(text)?;
    match &finding.at {
        At::Top => key_span(&table, finding.key?),
        At::Table(name) => {
            let value = table.get(name)?;
            let inner = value.get_ref().as_table()?;
            finding
                .key
                .and_then(|key| key_span(inner, key))
                .or_else(|| Some(value.span()))
        }
        At::Entry(name, identity) => {
            let entry = entries(&table, name)
                .filter(|entry| has_identity(entry, identity))
                .last()?;
            let first_key = entry.keys().next().map(Spanned::span);
            finding
                .key
                .and_then(|key| key_span(entry, key))
                .or(first_key)
        }
    }
}

fn key_span(table: &ParsedTable<'_>, key: &str) -> Option<Range<usize>> {
    table.get(key).map(Spanned::span)
}

fn has_identity(entry: &ParsedTable<'_>, identity: &EntryKey) -> bool {
    identity
        .iter()
        .all(|(key, wanted)| match (entry.get(key), wanted) {
            (None, None) => true,
            (Some(value), Some(wanted)) => means(value.get_ref(), wanted),
            (None, Some(_)) | (Some(_), None) => false,
        })
}

fn means(value: &ParsedValue<'_>, wanted: &Value) -> bool {
    fields::value(value).as_ref() == Some(wanted)
}
