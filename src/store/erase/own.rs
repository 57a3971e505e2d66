//! A file that is about the person as a whole: what of it counts, written anew for who stands in.

use super::needles::Needles;
use crate::change::edit::{Fields, FileName, Part};
use crate::change::transfer::records::Records;
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::participant::{Participant, Readiness};
use crate::model::program::Program;
use crate::model::value::Value;
use crate::store::keys::{Form, Key, Kind};
use crate::store::layout;
use std::collections::BTreeSet;

/// What stands where a text must stand.
pub(super) const ERASED: &str = "erased";

/// Tables of a person's own file that tell when and where they are, and count for nobody.
const ABOUT_THEIR_DAYS: [&str; 1] = ["absence"];

/// What a file may keep beside days, numbers and words of closed sets.
pub(super) struct Keeping<'a> {
    pub(super) needles: &'a Needles,
    /// People enrolled.
    people: BTreeSet<&'a str>,
    /// Lines that reports count by and that say nothing of one person: reasons of endings, outcomes of others.
    counted: BTreeSet<&'a str>,
    facets: BTreeSet<String>,
    /// The state that says that they left, unless they said so before.
    left: Option<Fields>,
    today: Day,
}

impl<'a> Keeping<'a> {
    pub(super) fn new(
        program: &'a Program,
        person: &Participant,
        needles: &'a Needles,
        today: Day,
    ) -> Keeping<'a> {
        let others = program
            .participants
            .values()
            .filter(|person| person.id.as_str() != needles.id.as_str());
        let outcomes = others.flat_map(|person| &person.outcomes);
        let pairings = program.pairings.values();
        let other_pairings = pairings.filter(|pairing| !needles.pairings.contains_key(&pairing.id));
        let closings =
            other_pairings.filter_map(|pairing| pairing.closing.as_ref()?.outcome.as_deref());
        let mut counted: BTreeSet<&str> = ["mentor", "mentee"].into();
        counted.extend(program.vocabulary.reasons());
        counted.extend(outcomes.map(|outcome| outcome.what.as_str()));
        counted.extend(closings);
        Keeping {
            needles,
            people: program.participants.keys().map(PersonId::as_str).collect(),
            counted,
            facets: program
                .vocabulary
                .facets
                .keys()
                .map(|facet| facet.to_lowercase())
                .collect(),
            left: (person.standing(today) != Readiness::Left).then(|| {
                let is = Readiness::Left.as_str().into();
                vec![("on".to_owned(), today.into()), ("is".to_owned(), is)]
            }),
            today,
        }
    }

    /// What a field of words about the person holds afterwards; nothing where it goes.
    fn value(&self, kind: Kind, value: &Value, is_required: bool) -> Option<Value> {
        if let (Kind::List(inner), Value::List(items)) = (kind, value) {
            let kept = items
                .iter()
                .filter_map(|item| self.value(*inner, item, false));
            let kept: Vec<Value> = kept.collect();
            return (is_required || !kept.is_empty()).then_some(Value::List(kept));
        }
        let Value::Text(text) = value else {
            return (kind != Kind::Any).then(|| value.clone());
        };
        if self.needles.is_person(text) {
            return Some(self.needles.stand_in.as_str().into());
        }
        let erased = || is_required.then(|| ERASED.into());
        match kind {
            Kind::Line if self.counted.contains(text.as_str()) => Some(value.clone()),
            Kind::Line if self.people.contains(text.as_str()) => Some(value.clone()),
            Kind::Facet if self.facets.contains(&text.to_lowercase()) => Some(value.clone()),
            Kind::Line | Kind::Text | Kind::Facet | Kind::Skill | Kind::Level => erased(),
            Kind::Email | Kind::Link | Kind::Zone | Kind::Window | Kind::Any => None,
            _ => Some(match self.needles.replaced(text) {
                Some(replaced) => Value::Text(replaced),
                None => value.clone(),
            }),
        }
    }

    fn fields(&self, fields: &Fields, keys: &[Key]) -> Fields {
        let kept = fields.iter().filter_map(|(name, value)| {
            let key = keys.iter().find(|key| key.name == name)?;
            Some((name.clone(), self.value(key.kind, value, key.is_required)?))
        });
        kept.collect()
    }

    /// The parts of a file that is about the person, without a word about them.
    pub(super) fn parts(&self, file: &FileName, records: &Records) -> Vec<Part> {
        let Some(shape) = layout::shape(file) else {
            return Vec::new();
        };
        let is_person = matches!(file, FileName::Participant(_));
        let top = if is_person {
            let name = self.needles.stand_in.as_str().into();
            vec![
                ("name".to_owned(), name),
                ("erased".to_owned(), self.today.into()),
            ]
        } else {
            self.fields(&records.top, shape.keys)
        };
        let mut parts: Vec<Part> = Vec::new();
        if !top.is_empty() {
            parts.push(Part::Top(top));
        }
        for table in shape.tables {
            if table.form == Form::Open || is_person && ABOUT_THEIR_DAYS.contains(&table.name) {
                continue;
            }
            let tables = records
                .tables
                .iter()
                .filter(|(name, _)| *name == table.name);
            parts.extend(
                tables.map(|(name, fields)| Part::Table(name, self.fields(fields, table.keys))),
            );
            let mut known = Vec::new();
            for entry in records.of(table.name) {
                let fields = self.fields(&entry.fields, table.keys);
                let fields = apart(fields, table.identity, &mut known);
                parts.push(Part::Entry(table.name, fields));
            }
        }
        if is_person {
            let left = self.left.iter().cloned();
            parts.extend(left.map(|fields| Part::Entry("state", fields)));
        }
        parts
    }
}

/// The fields of an entry, numbered where words that are gone were all that told it from one before.
fn apart(mut fields: Fields, identity: &[&str], known: &mut Vec<Fields>) -> Fields {
    let key = |fields: &Fields| -> Fields {
        let of_identity = fields
            .iter()
            .filter(|(name, _)| identity.contains(&name.as_str()));
        of_identity.cloned().collect()
    };
    let mut number = 1;
    while !identity.is_empty() && known.contains(&key(&fields)) {
        number += 1;
        let words = fields.iter_mut().find(|(name, value)| {
            let is_erased = matches!(value, Value::Text(text) if text.starts_with(ERASED));
            identity.contains(&name.as_str()) && is_erased
        });
        let Some((_, words)) = words else {
            break;
        };
        *words = Value::Text(format!("{ERASED} {number}"));
    }
    known.push(key(&fields));
    fields
}
