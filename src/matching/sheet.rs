//! Everybody who takes part, compared by every rule: points of any pair at once, without a table of all pairs.
//!
//! It holds one column per rule, in which equal values stand once. It chooses nobody. Its invariant: what it
//! holds is enough to judge any pair of a request and a mentor.

use crate::matching::demand::{Demand, Offer, OpenRequest, PairingsByPerson, cohorts_waited};
use crate::matching::given::{self, Given, Setting, Verdict};
use crate::matching::lexicon::Lexicon;
use crate::matching::names::Names;
use crate::matching::rules::{Effect, Line, Measure, POINTS_MAX, Rulebook};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::participant::Participant;
use crate::model::program::Program;
use std::collections::{BTreeMap, BTreeSet};

/// What a rule that forbids adds; no sum of points comes near it.
pub(crate) const FORBIDDEN: i32 = i32::MIN / 4;

/// A request of somebody who takes part.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) participant: &'a Participant,
    pub(crate) request: &'a OpenRequest,
    /// Its place among the mentees of the sheet.
    pub(crate) mentee: usize,
    /// How many cohorts the mentee waited.
    pub(crate) waited: u32,
    /// What the request matters beside the mentee's others: points are multiplied by the first, divided by the second.
    weight: (i64, i64),
}

/// Where and when a sheet is made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) program: &'a Program,
    pub(crate) by_person: &'a PairingsByPerson<'a>,
    pub(crate) cohort: &'a Id,
    pub(crate) today: Day,
}

/// Everybody who takes part, compared by every rule.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) mentors: &'a [Offer<'a>],
    pub(crate) asked: Vec<Asked<'a>>,
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) setting: Setting<'a>,
    pub(crate) columns: Vec<Column>,
    /// For each mentee the mentors whom they must not get whatever the rules say: themselves, partners of now.
    pub(crate) apart: Vec<BTreeSet<usize>>,
}

/// Which rules are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effects {
    /// All.
    All,
    /// Those that give points, as though nothing forbade.
    PointsOnly,
}

impl Effects {
    /// Whether a rule of this effect is meant.
    pub(crate) fn include(self, effect: Effect) -> bool {
        match self {
            Effects::All => true,
            Effects::PointsOnly => effect != Effect::Forbid,
        }
    }
}

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
        wants_of: Vec<Vec<u32>>,
        /// Values of mentors by word, where the rule compares words.
        index: Option<Index>,
    },
    /// For each mentee the mentors whom the rule concerns by name, with the part of the points in halves of a list.
    Names {
        /// By mentee: mentor, and the part.
        of: Vec<BTreeMap<usize, (i64, i64)>>,
        /// By mentee: whether they have not given what the rule looks at.
        is_unknown: Vec<bool>,
    },
}

/// Values of mentors by word, so that a wish is compared with those alone that it could concern.
#[derive(Debug)]
pub(crate) struct Index {
    by_word: BTreeMap<String, Vec<u32>>,
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
            |word: &String| concerned.extend(self.by_word.get(word).into_iter().flatten());
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

/// What the rules say about one pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    /// The sum of the parts, 0 to 9999, whether or not the pair is allowed.
    pub(crate) points: i64,
    /// Points of each rule of the book, in its order; none where a side has not given what it looks at.
    pub(crate) parts: Vec<Option<i64>>,
    /// Places in the book of the rules that forbid the pair.
    pub(crate) forbidden_by: Vec<usize>,
    /// They are one person, or a pair already.
    pub(crate) is_apart: bool,
}

impl Judgement {
    /// Whether nothing forbids the pair.
    pub(crate) fn is_allowed(&self) -> bool {
        !self.is_apart && self.forbidden_by.is_empty()
    }
}

impl<'a> Sheet<'a> {
    /// Compares the requests of the mentees with the mentors.
    pub(crate) fn new(
        frame: &Frame<'a>,
        rulebook: &'a Rulebook,
        lexicon: &'a Lexicon,
        mentors: &'a [Offer<'a>],
        mentees: &'a [Demand<'a>],
    ) -> Sheet<'a> {
        let settings = &frame.program.settings;
        let starts = settings
            .cohort(frame.cohort)
            .and_then(|cohort| cohort.starts);
        let setting = Setting {
            lexicon,
            zone: settings.timezone,
            reference: starts.unwrap_or(frame.today),
        };
        let waits = rulebook
            .lines
            .iter()
            .any(|line| matches!(line.measure, Measure::Waiting { .. }));
        let mut asked = Vec::new();
        for (mentee, demand) in mentees.iter().enumerate() {
            let waited = if waits {
                cohorts_waited(
                    frame.program,
                    frame.by_person,
                    demand.participant,
                    frame.cohort,
                    frame.today,
                )
            } else {
                0
            };
            for request in &demand.requests {
                let weight = weight_beside(request, &demand.requests);
                asked.push(Asked {
                    participant: demand.participant,
                    request,
                    mentee,
                    waited,
                    weight,
                });
            }
        }
        let names = Names::new(frame, mentors, mentees);
        let columns = rulebook
            .lines
            .iter()
            .map(|line| match line.measure {
                Measure::Preference
                | Measure::ReportingLine
                | Measure::Never
                | Measure::PastPartner
                | Measure::Pair { .. } => names.column(&line.measure),
                _ => values_column(&setting, line, mentors, &asked),
            })
            .collect();
        let apart = mentees
            .iter()
            .map(|demand| names.apart(demand.participant))
            .collect();
        Sheet {
            mentors,
            asked,
            rulebook,
            setting,
            columns,
            apart,
        }
    }

    /// Gives what rules about single people add, mentor by mentor.
    pub(crate) fn add_names(
        &self,
        request: usize,
        effects: Effects,
        mut add: impl FnMut(usize, i32),
    ) {
        let mentee = self.asked[request].mentee;
        let lines = self.rulebook.lines.iter().zip(&self.columns);
        for (line, column) in lines.filter(|(line, _)| effects.include(line.effect)) {
            if let Column::Names { of, .. } = column {
                for (&mentor, &(part, whole)) in &of[mentee] {
                    add(
                        mentor,
                        match line.effect {
                            Effect::Points(points) => narrow(points * part / whole),
                            Effect::Forbid => FORBIDDEN,
                        },
                    );
                }
            }
        }
    }

    /// What the rules say about one request with one mentor.
    pub(crate) fn judge(&self, request: usize, mentor: usize) -> Judgement {
        let asked = &self.asked[request];
        let mut judgement = Judgement {
            points: 0,
            parts: Vec::with_capacity(self.columns.len()),
            forbidden_by: Vec::new(),
            is_apart: self.apart[asked.mentee].contains(&mentor),
        };
        for (index, line) in self.rulebook.lines.iter().enumerate() {
            let part = self.part(index, request, mentor);
            match line.effect {
                Effect::Points(_) => {
                    judgement.points += part.unwrap_or(0);
                    judgement.parts.push(part);
                }
                Effect::Forbid => {
                    judgement.parts.push(part.map(|_| 0));
                    if part.is_some_and(|part| part != 0) {
                        judgement.forbidden_by.push(index);
                    }
                }
            }
        }
        judgement.points = asked.weighed(judgement.points);
        judgement
    }

    /// Points of one rule; of a rule that forbids, whether it does; none where a side has not given what it looks at.
    fn part(&self, index: usize, request: usize, mentor: usize) -> Option<i64> {
        let line = &self.rulebook.lines[index];
        let points_max = match line.effect {
            Effect::Points(points) => points,
            Effect::Forbid => 1,
        };
        match &self.columns[index] {
            Column::Values {
                offers,
                offer_of,
                wants,
                wants_of,
                ..
            } => {
                let offer = &offers[offer_of[mentor] as usize];
                let mut sum = 0;
                for &want in &wants_of[request] {
                    match given::compare(&line.measure, &wants[want as usize], offer) {
                        Verdict::Unknown => return None,
                        verdict => sum += verdict.points(points_max),
                    }
                }
                Some(sum)
            }
            Column::Names { of, is_unknown } => {
                let mentee = self.asked[request].mentee;
                match of[mentee].get(&mentor) {
                    Some(&(part, whole)) => Some(points_max * part / whole),
                    None if is_unknown[mentee] => None,
                    None => Some(0),
                }
            }
        }
    }

    /// For each rule with how many pairs of request and mentor it had nothing to say, a side not having given a value.
    pub(crate) fn unknown_counts(&self) -> Vec<u64> {
        let mentor_count = count(self.mentors.len());
        let of_column = |column: &Column| match column {
            Column::Values {
                offers,
                offer_of,
                wants,
                wants_of,
                ..
            } => {
                let silent = |class: u32| offers[class as usize] == Given::Nothing;
                let mentors_silent = count(offer_of.iter().filter(|&&class| silent(class)).count());
                wants_of
                    .iter()
                    .map(|values| match values.first() {
                        None => 0,
                        Some(&value) if wants[value as usize] == Given::Nothing => mentor_count,
                        Some(_) => mentors_silent,
                    })
                    .sum()
            }
            Column::Names { of, is_unknown } => self
                .asked
                .iter()
                .filter(|asked| is_unknown[asked.mentee])
                .map(|asked| mentor_count - count(of[asked.mentee].len()))
                .sum(),
        };
        self.columns.iter().map(of_column).collect()
    }

    /// How many mentors each rule that forbids keeps from each request.
    pub(crate) fn exclusions(&self) -> Exclusions {
        let lines = self.rulebook.lines.iter().zip(&self.columns);
        let of_rule = lines.enumerate().map(|(index, (line, column))| {
            if line.effect != Effect::Forbid {
                return vec![0; self.asked.len()];
            }
            let by_request: Vec<u64> = match column {
                Column::Values {
                    offers,
                    offer_of,
                    wants,
                    wants_of,
                    index,
                } => {
                    let weights = weights(offer_of, offers.len());
                    let all: u64 = weights.iter().map(|&weight| u64::from(weight)).sum();
                    let keeps = |want: &Given| {
                        let table = Table::new(line, want, offers, index.as_ref(), &weights);
                        let listed = |forbids: bool| -> u64 {
                            let listed = table
                                .exceptions
                                .iter()
                                .filter(|(_, points)| (*points == FORBIDDEN) == forbids);
                            listed
                                .map(|(offer, _)| u64::from(weights[*offer as usize]))
                                .sum()
                        };
                        if table.base == FORBIDDEN {
                            all - listed(false)
                        } else {
                            listed(true)
                        }
                    };
                    let forbidden: Vec<u64> = wants.iter().map(keeps).collect();
                    let of_request =
                        |wants: &Vec<u32>| wants.iter().map(|&want| forbidden[want as usize]).sum();
                    wants_of.iter().map(of_request).collect()
                }
                Column::Names { of, .. } => self
                    .asked
                    .iter()
                    .map(|asked| count(of[asked.mentee].len()))
                    .collect(),
            };
            let with_oneself = |(request, count): (usize, u64)| {
                count - u64::from(self.is_forbidden_with_oneself(index, request))
            };
            by_request
                .into_iter()
                .enumerate()
                .map(with_oneself)
                .collect()
        });
        Exclusions {
            of_rule: of_rule.collect(),
        }
    }

    // Somebody who asks and gives shares every value with themselves; no rule is to be blamed for that.
    fn is_forbidden_with_oneself(&self, index: usize, request: usize) -> bool {
        let own = &self.asked[request].participant.id;
        let mentor = self
            .mentors
            .binary_search_by(|offer| offer.participant.id.cmp(own));
        mentor.is_ok_and(|mentor| {
            self.part(index, request, mentor)
                .is_some_and(|part| part != 0)
        })
    }

    /// Mentors of this sheet whom the mentee has, or had in this cohort.
    pub(crate) fn partners(&self, request: usize) -> impl Iterator<Item = usize> {
        let asked = &self.asked[request];
        let others = self.apart[asked.mentee].iter().copied();
        others.filter(|&mentor| self.mentors[mentor].participant.id != asked.participant.id)
    }
}

/// How many mentors each rule that forbids keeps from each request.
#[derive(Debug)]
pub(crate) struct Exclusions {
    of_rule: Vec<Vec<u64>>,
}

impl Exclusions {
    /// By one rule from one request.
    pub(crate) fn of_request(&self, index: usize, request: usize) -> u64 {
        self.of_rule[index][request]
    }

    /// By each rule from all requests.
    pub(crate) fn totals(&self) -> Vec<u64> {
        self.of_rule
            .iter()
            .map(|of_request| of_request.iter().sum())
            .collect()
    }
}

impl Asked<'_> {
    /// The points of a pair for this request: what the rules sum up to, weighed, 0 to 9999.
    pub(crate) fn weighed(&self, sum: i64) -> i64 {
        (sum * self.weight.0 / self.weight.1).clamp(0, POINTS_MAX)
    }

    /// Whether the mentee gave this request another weight than their others.
    pub(crate) fn is_weighed(&self) -> bool {
        self.weight.0 != self.weight.1
    }
}

/// What a request matters beside the others of the same mentee: its weight against their mean.
///
/// Against the mean, so that nobody gains on others by writing greater numbers.
fn weight_beside(request: &OpenRequest, requests: &[OpenRequest]) -> (i64, i64) {
    let weight = |request: &OpenRequest| request.weight.unwrap_or(1).clamp(1, 100);
    let total: i64 = requests.iter().map(weight).sum();
    (
        weight(request) * i64::try_from(requests.len()).unwrap_or(1),
        total,
    )
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

fn values_column(
    setting: &Setting<'_>,
    line: &Line,
    mentors: &[Offer<'_>],
    asked: &[Asked<'_>],
) -> Column {
    let points = match line.effect {
        Effect::Points(points) => points,
        Effect::Forbid => 1,
    };
    let mut offers = Register::default();
    let offer_of = mentors
        .iter()
        .map(|offer| {
            offers.place(given::of_mentor(
                setting,
                &line.measure,
                offer.participant,
                offer.places,
            ))
        })
        .collect();
    let mut wants = Register::default();
    let wants_of = asked
        .iter()
        .map(|asked| {
            let values = given::of_mentee(
                setting,
                &line.measure,
                points,
                asked.participant,
                asked.request,
                asked.waited,
            );
            values.into_iter().map(|value| wants.place(value)).collect()
        })
        .collect();
    let offers = offers.values();
    let index = Index::new(&line.measure, &offers);
    Column::Values {
        offers,
        offer_of,
        wants: wants.values(),
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
fn narrow(points: i64) -> i32 {
    i32::try_from(points).unwrap_or(FORBIDDEN)
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
