//! Fields of people that rules compare: named in `matching.toml`, read here as sets of words.
//!
//! It knows nothing of points. Its invariant: the words of a set are sorted, lower-case, trimmed and not empty, so that
//! two sets compare without another thought.

use crate::matching::demand::OpenRequest;
use crate::matching::lexicon::{Lexicon, plain};
use crate::model::participant::Participant;
use crate::model::value::Value;
use std::collections::BTreeSet;
use std::fmt;

/// The fields that rules can name, besides `extra.KEY`.
pub(crate) const FIELD_WORDS: [&str; 11] = [
    "skills",
    "facets",
    "style",
    "languages",
    "title",
    "organization",
    "department",
    "team",
    "profession",
    "location",
    "level",
];

/// A field of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    /// What a mentor teaches, what a request wants.
    Skills,
    /// For what a mentor is there, what a request is for.
    Facets,
    /// How a mentor helps, how a mentee wants to be helped.
    Style,
    /// What they speak.
    Languages,
    /// Their job.
    Title,
    /// Their employer.
    Organization,
    /// A part of it.
    Department,
    /// A part of that.
    Team,
    /// Their field.
    Profession,
    /// Where they are.
    Location,
    /// Their level.
    Level,
    /// One of the program's own.
    Extra(String),
}

/// What one side of a pair has given for a field, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Written {
    /// Anything will do: a facet that was left out.
    Any,
    /// These; none where nothing was given.
    Of(Vec<String>),
}

impl Field {
    /// The field of a word, if it is one.
    pub(crate) fn parse(text: &str) -> Option<Field> {
        Some(match text {
            "skills" => Field::Skills,
            "facets" => Field::Facets,
            "style" => Field::Style,
            "languages" => Field::Languages,
            "title" => Field::Title,
            "organization" => Field::Organization,
            "department" => Field::Department,
            "team" => Field::Team,
            "profession" => Field::Profession,
            "location" => Field::Location,
            "level" => Field::Level,
            _ => {
                let key = text.strip_prefix("extra.")?;
                if key.is_empty() {
                    return None;
                }
                Field::Extra(key.to_owned())
            }
        })
    }

    /// What a mentor has given.
    pub(crate) fn of_mentor(&self, person: &Participant) -> Written {
        let Some(mentor) = &person.mentor else {
            return self.of_person(person);
        };
        match self {
            Field::Skills => Written::Of(mentor.skills.clone()),
            Field::Facets if mentor.facets.is_empty() => Written::Any,
            Field::Facets => Written::Of(mentor.facets.clone()),
            Field::Style => Written::Of(mentor.style.iter().map(ToString::to_string).collect()),
            _ => self.of_person(person),
        }
    }

    /// What a mentee has given, in a request and beside it.
    pub(crate) fn of_mentee(&self, person: &Participant, request: &OpenRequest) -> Written {
        match self {
            Field::Skills => Written::Of(request.skills.clone()),
            Field::Facets => request
                .facet
                .as_ref()
                .map_or(Written::Any, |facet| Written::Of(vec![facet.clone()])),
            Field::Style => Written::Of(request.style.iter().map(ToString::to_string).collect()),
            _ => self.of_person(person),
        }
    }

    fn of_person(&self, person: &Participant) -> Written {
        let one = |text: &Option<String>| text.iter().cloned().collect();
        Written::Of(match self {
            Field::Skills | Field::Facets | Field::Style => Vec::new(),
            Field::Languages => person.languages.clone(),
            Field::Title => one(&person.title),
            Field::Organization => one(&person.organization),
            Field::Department => one(&person.department),
            Field::Team => one(&person.team),
            Field::Profession => one(&person.profession),
            Field::Location => one(&person.location),
            Field::Level => one(&person.level),
            Field::Extra(key) => person
                .extra
                .get(key)
                .map(texts_of_value)
                .unwrap_or_default(),
        })
    }

    /// The word by which a value of this field compares.
    pub(crate) fn word(&self, lexicon: &Lexicon, written: &str) -> String {
        match self {
            Field::Skills => lexicon.skill(written),
            Field::Facets => lexicon.facet(written),
            _ => plain(written),
        }
    }

    /// The words of what was given, each once, in order.
    pub(crate) fn words(&self, lexicon: &Lexicon, written: &[String]) -> Vec<String> {
        let words: BTreeSet<String> = written
            .iter()
            .map(|value| self.word(lexicon, value))
            .filter(|word| !word.is_empty())
            .collect();
        words.into_iter().collect()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Field::Skills => "skills",
            Field::Facets => "facets",
            Field::Style => "style",
            Field::Languages => "languages",
            Field::Title => "title",
            Field::Organization => "organization",
            Field::Department => "department",
            Field::Team => "team",
            Field::Profession => "profession",
            Field::Location => "location",
            Field::Level => "level",
            Field::Extra(key) => key,
        })
    }
}

fn texts_of_value(value: &Value) -> Vec<String> {
    match value {
        Value::Text(text) => vec![text.trim().to_owned()],
        Value::Integer(number) => vec![number.to_string()],
        Value::Decimal(number) => vec![number.to_string()],
        Value::Flag(flag) => vec![flag.to_string()],
        Value::Day(day) => vec![day.to_string()],
        Value::Moment(moment) => vec![moment.to_string()],
        Value::List(values) => values.iter().flat_map(texts_of_value).collect(),
    }
}
