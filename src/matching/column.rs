//! What one rule knows of everybody: the value of each mentor and of each request, equal values once.
//!
//! It judges no pair by itself and knows no other rule. Its invariant: equal values have one number, given in the order
//! in which they first came, so that nothing depends on how they are looked up.

use crate::matching::asked::Asked;
use crate::matching::demand::Offer;
use crate::matching::given::{self, Given, Setting, Verdict};
use crate::matching::groups::Groups;
use crate::matching::rules::{Effect, Line, Measure};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// What a rule that forbids adds; no sum of points comes near it.
pub(crate) const FORBIDDEN: i32 = i32::MIN / 4;

/// What one rule knows of everybody.
#[derive(Debug)]
pub(crate) enum Column {
    /// Equal values stand once.
    Values {
        /// Of mentors, each once.
        offers: Vec<Given>,
        /// For each mentor their value.
        offer_of: Vec<u32>,
        /// Of requests, each once.
        wants: Vec<Given>,
        /// For each request its values.
        wants_of: Groups,
        /// Values of mentors by word, where the rule compares words.
        index: Option<Index>,
    },
    /// For each mentee the mentors whom the rule concerns by name, with the part of the points in halves of a list.
    Names {
        /// By mentee, in the order of mentors.
        of: Vec<Vec<Named>>,
        /// By mentee: whether they have not given what the rule looks at.
        is_unknown: Vec<bool>,
    },
}

/// A mentor whom a rule concerns by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Named {
    /// Who.
    pub(crate) mentor: usize,
    /// The part of the rule's points, and of what it is a part.
    pub(crate) part: (i64, i64),
}

/// Values of mentors by word, so that a wish is compared with those alone that it could concern.
#[derive(Debug)]
pub(crate) struct Index {
    by_word: BTreeMap<SmolStr, Vec<u32>>,
    /// Values that are not words.
    others: Vec<u32>,
    /// What stands for every value that shares no word.
    stranger: Given,
}

impl Index {
    fn new(measure: &Measure, offers: &[Given]) -> Option<Index> {
        let stranger = match measure {
            Measure::Covers { .. } => Given::Held {
                words: Vec::new(),
                reached: Vec::new(),
            },
            Measure::Overlap { .. } | Measure::Apart { .. } => Given::Words(Vec::new()),
            Measure::GapInside { .. }
            | Measure::GapOutside { .. }
            | Measure::HoursShared { .. }
            | Measure::HoursBelow { .. }
            | Measure::Preference
            | Measure::Waiting { .. }
            | Measure::Load
            | Measure::ReportingLine
            | Measure::Never
            | Measure::PastPartner
            | Measure::Pair { .. } => return None,
        };
        let mut index = Index {
            by_word: BTreeMap::new(),
            others: Vec::new(),
            stranger,
        };
        for (place, offer) in (0_u32..).zip(offers) {
            match offer {
                Given::Words(words) | Given::Held { reached: words, .. } => {
                    for word in words {
                        index.by_word.entry(word.clone()).or_default().push(place);
                    }
                }
                _ => index.others.push(place),
            }
        }
        Some(index)
    }

    /// The values that a wish could concern, each once.
    fn concerned(&self, want: &Given) -> Vec<u32> {
        let mut concerned = self.others.clone();
        let mut add =
            |word: &SmolStr| concerned.extend(self.by_word.get(word).into_iter().flatten());
        match want {
            Given::Words(words) => words.iter().for_each(&mut add),
            Given::Wish { word, wider, .. } => {
                add(word);
                wider.iter().for_each(&mut add);
            }
            _ => {}
        }
        concerned.sort_unstable();
        concerned.dedup();
        concerned
    }
}

/// What one value of a mentee adds for every value of the mentors: one number for most, others for some.
#[derive(Debug)]
pub(crate) struct Table {
    /// For every value that is not listed.
    pub(crate) base: i32,
    /// Values of mentors and what the wish adds for them, where it is not the base.
    pub(crate) exceptions: Vec<(u32, i32)>,
}

impl Table {
    /// Compares a wish with the values of the mentors; `weights` are how many mentors have each.
    pub(crate) fn new(
        line: &Line,
        want: &Given,
        offers: &[Given],
        index: Option<&Index>,
        weights: &[u32],
    ) -> Table {
        if let Some(index) = index {
            let base = row_points(line, want, &index.stranger);
            let points = |&offer: &u32| (offer, row_points(line, want, &offers[offer as usize]));
            let concerned = index.concerned(want);
            let exceptions = concerned
                .iter()
                .map(points)
                .filter(|(_, points)| *points != base);
            return Table {
                base,
                exceptions: exceptions.collect(),
            };
        }
        let points: Vec<i32> = offers
            .iter()
            .map(|offer| row_points(line, want, offer))
            .collect();
        let base = commonest(&points, weights);
        let exceptions = (0_u32..).zip(points).filter(|(_, points)| *points != base);
        Table {
            base,
            exceptions: exceptions.collect(),
        }
    }
}

/// The points that most mentors have, the least of equally common ones.
fn commonest(points: &[i32], weights: &[u32]) -> i32 {
    let mut sorted: Vec<(i32, u32)> = points
        .iter()
        .copied()
        .zip(weights.iter().copied())
        .collect();
    sorted.sort_unstable();
    let groups = sorted.chunk_by(|one, other| one.0 == other.0);
    let counted = groups.map(|group| {
        (
            group
                .iter()
                .map(|(_, weight)| u64::from(*weight))
                .sum::<u64>(),
            group[0].0,
        )
    });
    counted
        .max_by_key(|&(weight, points)| (weight, std::cmp::Reverse(points)))
        .map_or(0, |(_, points)| points)
}

/// What one value of a mentee adds for one value of a mentor; `FORBIDDEN` where the rule forbids.
pub(crate) fn row_points(line: &Line, want: &Given, offer: &Given) -> i32 {
    effect_points(line.effect, given::compare(&line.measure, want, offer))
}

/// What a verdict adds to a row.
pub(crate) fn effect_points(effect: Effect, verdict: Verdict) -> i32 {
    match effect {
        Effect::Points(points) => narrow(verdict.points(points)),
        Effect::Forbid if verdict.holds() => FORBIDDEN,
        Effect::Forbid => 0,
    }
}

/// The column of a rule that compares values.
pub(crate) fn values_column(
    setting: &Setting<'_>,
    line: &Line,
    mentors: &[Offer<'_>],
    asked: &[Asked<'_>],
) -> Column {
    let points = match line.effect {
        Effect::Points(points) => points,
        Effect::Forbid => 1,
    };
    let of_mentors = || {
        let mut offers = Register::default();
        let value = |offer: &Offer<'_>| {
            given::of_mentor(setting, &line.measure, offer.participant, offer.places)
        };
        let offer_of = mentors.iter().map(|offer| offers.place(value(offer)));
        let offer_of: Vec<u32> = offer_of.collect();
        let offers = offers.values();
        let index = Index::new(&line.measure, &offers);
        (offers, offer_of, index)
    };
    let of_requests = || {
        let mut wants = Register::default();
        let mut wants_of = Groups::default();
        for asked in asked {
            let values = given::of_mentee(
                setting,
                &line.measure,
                points,
                asked.participant,
                asked.request,
                asked.waited,
            );
            wants_of.push(values.into_iter().map(|value| wants.place(value)));
        }
        (wants.values(), wants_of)
    };
    let ((offers, offer_of, index), (wants, wants_of)) = rayon::join(of_mentors, of_requests);
    Column::Values {
        offers,
        offer_of,
        wants,
        wants_of,
        index,
    }
}

/// Values, each under the number at which it first came.
#[derive(Default)]
struct Register {
    places: BTreeMap<Given, u32>,
}

impl Register {
    fn place(&mut self, value: Given) -> u32 {
        let next = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        *self.places.entry(value).or_insert(next)
    }

    fn values(self) -> Vec<Given> {
        let mut values: Vec<(u32, Given)> = self
            .places
            .into_iter()
            .map(|(value, place)| (place, value))
            .collect();
        values.sort_unstable_by_key(|(place, _)| *place);
        values.into_iter().map(|(_, value)| value).collect()
    }
}

/// How many mentors have each value.
pub(crate) fn weights(offer_of: &[u32], offers: usize) -> Vec<u32> {
    let mut weights = vec![0; offers];
    for &offer in offer_of {
        weights[offer as usize] += 1;
    }
    weights
}

/// Points in a row; the rulebook keeps every sum far within.
pub(crate) fn narrow(points: i64) -> i32 {
    i32::try_from(points).unwrap_or(FORBIDDEN)
}
