//! The facets of a person: what they want to learn, how much it matters, and who is there for it.
//!
//! Its invariant: wished facets come first, the weightiest before the others; then those that somebody covers unasked.

use crate::insights::constellation::star::Star;
use crate::model::id::PersonId;
use crate::model::participant::{Participant, Style};
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// How well a facet is covered.
    Coverage {
        /// By nobody.
        Empty = "empty",
        /// By one person alone.
        One = "one",
        /// By several.
        Several = "several",
    }
}

/// A facet and who is there for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FacetCover<'a> {
    /// Its word.
    pub facet: &'a str,
    /// As the vocabulary calls it.
    pub title: Option<&'a str>,
    /// How much it matters beside the others; none where it was not wished.
    pub weight: Option<i64>,
    /// Mentors wished.
    pub wanted: u32,
    /// How they want to be helped in it.
    pub style: Vec<Style>,
    /// Who is there for it, by id.
    pub mentors: Vec<&'a PersonId>,
    /// How well that covers it.
    pub coverage: Coverage,
}

/// The facets of a person.
///
/// Who named none is shown those of the vocabulary: that is what there is to wish.
pub fn facet_map<'a>(
    program: &'a Program,
    person: &'a Participant,
    stars: &[Star<'a>],
) -> Vec<FacetCover<'a>> {
    let mut facets = wished(person);
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.weight));
    if facets.is_empty() {
        let known = program.vocabulary.facets.keys();
        facets.extend(known.map(|facet| unwished(facet)));
    }
    let mut further: Vec<&str> = stars
        .iter()
        .flat_map(|star| star.facets)
        .map(String::as_str)
        .collect();
    further.sort_unstable();
    further.dedup();
    for facet in further {
        if !facets.iter().any(|known| known.facet == facet) {
            facets.push(unwished(facet));
        }
    }
    for facet in &mut facets {
        cover(program, stars, facet);
    }
    facets
}

/// Wishes by facet; those of several cohorts are one.
fn wished(person: &Participant) -> Vec<FacetCover<'_>> {
    let mut facets: Vec<FacetCover<'_>> = Vec::new();
    for request in &person.requests {
        let Some(facet) = request.facet.as_deref() else {
            continue;
        };
        let weight = request.weight.unwrap_or(1);
        match facets.iter_mut().find(|known| known.facet == facet) {
            Some(known) => {
                known.weight = known.weight.max(Some(weight));
                known.wanted = known.wanted.max(request.mentors);
                known.style.extend(&request.style);
            }
            None => facets.push(FacetCover {
                weight: Some(weight),
                wanted: request.mentors,
                style: request.style.clone(),
                ..unwished(facet)
            }),
        }
    }
    facets
}

fn unwished(facet: &str) -> FacetCover<'_> {
    FacetCover {
        facet,
        title: None,
        weight: None,
        wanted: 0,
        style: Vec::new(),
        mentors: Vec::new(),
        coverage: Coverage::Empty,
    }
}

fn cover<'a>(program: &'a Program, stars: &[Star<'a>], facet: &mut FacetCover<'a>) {
    let title = program.vocabulary.facets.get(facet.facet);
    facet.title = title.and_then(Option::as_deref);
    facet.style.sort_unstable();
    facet.style.dedup();
    let there = stars.iter().filter(|star| star.covers(facet.facet));
    facet.mentors = there.map(|star| star.person).collect();
    facet.mentors.dedup();
    facet.coverage = match facet.mentors[..] {
        [] => Coverage::Empty,
        [_] => Coverage::One,
        _ => Coverage::Several,
    };
}
