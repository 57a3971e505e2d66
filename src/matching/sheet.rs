//! Everybody who takes part, compared by every rule: points of any pair at once, without a table of all pairs.
//!
//! It holds one column per rule, in which equal values stand once. It chooses nobody. Its invariant: what it
//! holds is enough to judge any pair of a request and a mentor.

use crate::matching::asked::{Asked, asked};
use crate::matching::column::{Column, FORBIDDEN, Named, Table, narrow, values_column, weights};
use crate::matching::demand::{Demand, Offer};
use crate::matching::frame::Frame;
use crate::matching::given::{self, Given, Setting, Verdict};
use crate::matching::lexicon::Lexicon;
use crate::matching::names::Names;
use crate::matching::rules::{Effect, Line, Measure, Rulebook};
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

/// Everybody who takes part, compared by every rule.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    pub(crate) mentors: &'a [Offer<'a>],
    pub(crate) asked: Vec<Asked<'a>>,
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) setting: Setting<'a>,
    pub(crate) columns: Vec<Column>,
    /// For each mentee the mentors whom they must not get whatever the rules say: themselves, partners of now.
    pub(crate) apart: Vec<Vec<usize>>,
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
        let asked = asked(frame, rulebook, mentees);
        let names = Names::new(frame, mentors, mentees);
        let columns = rulebook
            .lines
            .par_iter()
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
            .par_iter()
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
                for &Named {
                    mentor,
                    part: (part, whole),
                } in &of[mentee]
                {
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
                for &want in wants_of.get(request) {
                    match given::compare(&line.measure, &wants[want as usize], offer) {
                        Verdict::Unknown => return None,
                        verdict => sum += verdict.points(points_max),
                    }
                }
                Some(sum)
            }
            Column::Names { of, is_unknown } => {
                let mentee = self.asked[request].mentee;
                let named = of[mentee].iter().find(|named| named.mentor == mentor);
                match named.map(|named| named.part) {
                    Some((part, whole)) => Some(points_max * part / whole),
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
        let lines = self.rulebook.lines.par_iter().zip(&self.columns);
        let of_rule = |(index, (line, column)): (usize, (&Line, &Column))| {
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
                        |wants: &[u32]| wants.iter().map(|&want| forbidden[want as usize]).sum();
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
        };
        Exclusions {
            of_rule: lines.enumerate().map(of_rule).collect(),
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

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
