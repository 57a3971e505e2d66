//! What a constellation lacks, in words.
//!
//! It judges no mentor: it looks at who is there for what, how they help, how far they stand, and when one met. Its
//! invariant: nothing is said of what nobody has told.

use crate::insights::constellation::distance::Distance;
use crate::insights::constellation::facet::{Coverage, FacetCover};
use crate::insights::constellation::star::{Contact, Star};
use crate::model::id::PersonId;
use crate::model::participant::{Participant, Style};
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// What is amiss.
    Lack {
        /// Nobody mentors them.
        NoMentor = "no-mentor",
        /// A wished facet is empty.
        EmptyFacet = "empty-facet",
        /// Several facets hang on one person.
        HangsOnOne = "hangs-on-one",
        /// Nobody asks hard questions.
        NoChallenger = "no-challenger",
        /// A wished style is missing.
        StyleMissing = "style-missing",
        /// Nobody said how they help.
        StyleUnknown = "style-unknown",
        /// All are near.
        AllNear = "all-near",
        /// A mentor is their own manager.
        Manager = "manager",
        /// Contact has lapsed.
        Drifting = "drifting",
    }
}

/// Something amiss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Warning<'a> {
    /// What.
    pub lack: Lack,
    /// The facets that it is about.
    pub facets: Vec<&'a str>,
    /// The people whom it is about.
    pub people: Vec<&'a PersonId>,
    /// In words.
    pub sentence: String,
}

/// How a person is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voice<'a> {
    /// To themselves.
    You,
    /// To somebody else, by name.
    Named(&'a str),
}

impl Voice<'_> {
    fn object(self) -> String {
        match self {
            Voice::You => "you".to_owned(),
            Voice::Named(name) => name.to_owned(),
        }
    }

    fn whose(self) -> &'static str {
        match self {
            Voice::You => "your",
            Voice::Named(_) => "their",
        }
    }
}

/// From how many mentors on it is said that all stand near.
const NEAR_MIN: usize = 2;

/// Everything amiss, the gravest kind first.
pub fn warnings<'a>(
    person: &Participant,
    voice: Voice<'_>,
    facets: &[FacetCover<'a>],
    stars: &[Star<'a>],
) -> Vec<Warning<'a>> {
    let shining: Vec<&Star<'a>> = stars.iter().filter(|star| star.has_begun()).collect();
    let mut found = Vec::new();
    if shining.is_empty() {
        let sentence = format!("nobody mentors {}", voice.object());
        found.push(warning(Lack::NoMentor, sentence));
    }
    found.extend(facets.iter().filter_map(empty));
    if shining.is_empty() {
        return found;
    }
    found.extend(hanging(facets, &shining));
    found.extend(challenger(voice, &shining));
    found.extend(facets.iter().filter_map(|facet| style(facet, &shining)));
    found.extend(near(voice, &shining));
    found.extend(
        shining
            .iter()
            .filter_map(|star| manager(person, voice, star)),
    );
    found.extend(shining.iter().filter_map(|star| drifting(star)));
    found
}

fn warning<'a>(lack: Lack, sentence: String) -> Warning<'a> {
    Warning {
        lack,
        facets: Vec::new(),
        people: Vec::new(),
        sentence,
    }
}

fn empty<'a>(facet: &FacetCover<'a>) -> Option<Warning<'a>> {
    let is_missing = facet.weight.is_some() && facet.coverage == Coverage::Empty;
    is_missing.then(|| Warning {
        facets: vec![facet.facet],
        ..warning(Lack::EmptyFacet, format!("nobody for {}", facet.facet))
    })
}

/// People who alone hold several facets that were wished.
fn hanging<'a>(facets: &[FacetCover<'a>], shining: &[&Star<'a>]) -> Vec<Warning<'a>> {
    let mut alone: BTreeMap<&PersonId, Vec<&str>> = BTreeMap::new();
    for facet in facets.iter().filter(|facet| facet.weight.is_some()) {
        if let [only] = facet.mentors[..] {
            alone.entry(only).or_default().push(facet.facet);
        }
    }
    let several = alone.into_iter().filter(|(_, facets)| 1 < facets.len());
    let told = several.map(|(person, facets)| {
        let star = shining.iter().find(|star| star.person == person);
        let name = star.map_or(person.as_str(), |star| star.name);
        let sentence = format!("{} hang on {name} alone", listed(&facets));
        Warning {
            facets,
            people: vec![person],
            ..warning(Lack::HangsOnOne, sentence)
        }
    });
    told.collect()
}

fn challenger<'a>(voice: Voice<'_>, shining: &[&Star<'a>]) -> Option<Warning<'a>> {
    let mut styles = shining.iter().flat_map(|star| star.style).peekable();
    if styles.peek().is_none() {
        let sentence = "nobody said how they help (challenger, supporter, advocate, teacher)";
        return Some(warning(Lack::StyleUnknown, sentence.to_owned()));
    }
    let challenges = styles.any(|&style| style == Style::Challenger);
    (!challenges).then(|| {
        let sentence = format!("nobody challenges {}", voice.object());
        warning(Lack::NoChallenger, sentence)
    })
}

/// A style that was wished in a facet and that nobody there has, where they said how they help.
fn style<'a>(facet: &FacetCover<'a>, shining: &[&Star<'a>]) -> Option<Warning<'a>> {
    let there = shining.iter().filter(|star| star.covers(facet.facet));
    let given: Vec<Style> = there.flat_map(|star| star.style).copied().collect();
    let missing: Vec<&str> = facet
        .style
        .iter()
        .filter(|style| !given.contains(style))
        .map(|style| style.as_str())
        .collect();
    let is_missing = !missing.is_empty() && !given.is_empty();
    is_missing.then(|| {
        let sentence = format!("no {} for {}", missing.join(" and no "), facet.facet);
        Warning {
            facets: vec![facet.facet],
            ..warning(Lack::StyleMissing, sentence)
        }
    })
}

/// All stand near, as far as it is known.
fn near<'a>(voice: Voice<'_>, shining: &[&Star<'a>]) -> Option<Warning<'a>> {
    let known: Vec<Distance> = shining.iter().filter_map(|star| star.distance).collect();
    if known.len() < NEAR_MIN || known.len() < shining.len() {
        return None;
    }
    let farthest = known.into_iter().max()?;
    let whose = voice.whose();
    let sentence = match farthest {
        Distance::Team => format!("all from {whose} own team"),
        Distance::Department => format!("all from {whose} own department"),
        Distance::Organization => format!("all from {whose} own organization"),
        Distance::Outside | Distance::Field => return None,
    };
    Some(warning(Lack::AllNear, sentence))
}

fn manager<'a>(person: &Participant, voice: Voice<'_>, star: &Star<'a>) -> Option<Warning<'a>> {
    let is_manager = person.reports_to.as_deref() == Some(star.person.as_str());
    is_manager.then(|| Warning {
        people: vec![star.person],
        ..warning(
            Lack::Manager,
            format!("{} is {} own manager", star.name, voice.whose()),
        )
    })
}

fn drifting<'a>(star: &Star<'a>) -> Option<Warning<'a>> {
    let days = star.days.filter(|_| star.contact == Contact::Drifting)?;
    let since = match star.last {
        Some(_) => format!("no contact with {} for {days} days", star.name),
        None => format!("never met {}, {days} days after the start", star.name),
    };
    let sentence = format!(
        "{since}; wanted every {}, at the longest {}",
        star.every, star.longest
    );
    Some(Warning {
        people: vec![star.person],
        ..warning(Lack::Drifting, sentence)
    })
}

fn listed(words: &[&str]) -> String {
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
