//! Fields of people that rules compare: named in `matching.toml`, read here as sets of words.
//!
//! It knows nothing of points. Its invariant: the words of a set are sorted, lower-case, trimmed and not empty, so that
//! two sets compare without another thought.

use crate::matching::demand::OpenRequest;
use crate::matching::lexicon::{Lexicon, plain};
use crate::model::participant::{Participant, Style};
use crate::model::value::Value;
use smol_str::SmolStr;
use std::borrow::Cow;
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
pub(crate) enum Written<'a> {
    /// Anything will do: a facet that was left out.
    Any,
    /// These; none where nothing was given.
    Of(Vec<Cow<'a, str>>),
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
    pub(crate) fn of_mentor<'a>(&self, person: &'a Participant) -> Written<'a> {
        let Some(mentor) = &person.mentor else {
            return self.of_person(person);
        };
        match self {
            Field::Skills => borrowed(&mentor.skills),
            Field::Facets if mentor.facets.is_empty() => Written::Any,
            Field::Facets => borrowed(&mentor.facets),
            Field::Style => named(&mentor.style),
            _ => self.of_person(person),
        }
    }

    /// What a mentee has given, in a request and beside it.
    pub(crate) fn of_mentee<'a>(
        &self,
        person: &'a Participant,
        request: &'a OpenRequest,
    ) -> Written<'a> {
        match self {
            Field::Skills => borrowed(&request.skills),
            Field::Facets => match &request.facet {
                None => Written::Any,
                Some(facet) => borrowed(std::slice::from_ref(facet)),
            },
            Field::Style => named(&request.style),
            _ => self.of_person(person),
        }
    }

    fn of_person<'a>(&self, person: &'a Participant) -> Written<'a> {
        let one = |text: &'a Option<String>| borrowed(text.as_slice());
        match self {
            Field::Skills | Field::Facets | Field::Style => Written::Of(Vec::new()),
            Field::Languages => borrowed(&person.languages),
            Field::Title => one(&person.title),
            Field::Organization => one(&person.organization),
            Field::Department => one(&person.department),
            Field::Team => one(&person.team),
            Field::Profession => one(&person.profession),
            Field::Location => one(&person.location),
            Field::Level => one(&person.level),
            Field::Extra(key) => {
                let texts = person.extra.get(key).map(texts_of_value);
                let texts = texts.unwrap_or_default().into_iter();
                Written::Of(texts.map(Cow::Owned).collect())
            }
        }
    }

    /// The word by which a value of this field compares.
    pub(crate) fn word(&self, lexicon: &Lexicon, written: &str) -> SmolStr {
        match self {
            Field::Skills => lexicon.skill(written),
            Field::Facets => lexicon.facet(written),
            _ => plain(written),
        }
    }

    /// The words of what was given, each once, in order.
    pub(crate) fn words(&self, lexicon: &Lexicon, written: &[Cow<'_, str>]) -> Vec<SmolStr> {
        let words = written.iter().map(|value| self.word(lexicon, value));
        let mut words: Vec<SmolStr> = words.filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        words.dedup();
        words
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

fn borrowed(texts: &[String]) -> Written<'_> {
    Written::Of(texts.iter().map(|text| text.as_str().into()).collect())
}

fn named(styles: &[Style]) -> Written<'static> {
    Written::Of(styles.iter().map(|style| style.as_str().into()).collect())
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
