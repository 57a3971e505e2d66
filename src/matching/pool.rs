//! Everybody who takes part in a match run, with the rules that hold for them, made ready for the solver.
//!
//! It chooses nobody. Its invariant: mentors and mentees stand in the order of their ids, and a number is the same
//! person in the sheet, in the rows of points and in the solver.

use crate::matching::asked::Asked;
use crate::matching::demand::{Demand, Offer, PairingsByPerson, demands, offers};
use crate::matching::digest::rules_digest;
use crate::matching::frame::Frame;
use crate::matching::lexicon::Lexicon;
use crate::matching::outcome::{IdlePin, IdleReason};
use crate::matching::point_rows::PointRows;
use crate::matching::question::{ForbiddenPin, MatchError, Question};
use crate::matching::rules::{Measure, Rulebook};
use crate::matching::scores::ScoreTable;
use crate::matching::sheet::{Effects, Judgement, Sheet};
use crate::matching::solver::instance::{Giver, Instance, Points, Wanted};
use crate::matching::solver::kernel::{NOT_ALLOWED, width};
use crate::matching::tie;
use crate::model::id::PersonId;
use crate::model::match_rules::Pin;
use crate::model::program::Program;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::BTreeSet;

/// Everybody who takes part, and the rules that hold.
pub(crate) struct Pool<'a> {
    pub(crate) program: &'a Program,
    pub(crate) by_person: &'a PairingsByPerson<'a>,
    pub(crate) question: &'a Question<'a>,
    pub(crate) offers: Vec<Offer<'a>>,
    pub(crate) demands: Vec<Demand<'a>>,
    pub(crate) rulebook: Rulebook,
    pub(crate) lexicon: Lexicon,
}

/// Pins that take part, by mentee and mentor, and those that do not.
pub(crate) struct Pins {
    pub(crate) kept: BTreeSet<(u32, u32)>,
    pub(crate) idle: Vec<IdlePin>,
}

impl<'a> Pool<'a> {
    /// Gathers who takes part, and checks the rules.
    pub(crate) fn new(
        program: &'a Program,
        by_person: &'a PairingsByPerson<'a>,
        question: &'a Question<'a>,
    ) -> Result<Pool<'a>, MatchError> {
        let mut rulebook = Rulebook::compile(&program.match_rules, &program.vocabulary)
            .map_err(MatchError::Rules)?;
        if question.scores.is_some() {
            // Scores replace the rules, save what was said about one pair by name.
            rulebook
                .lines
                .retain(|line| matches!(line.measure, Measure::Pair { .. } | Measure::Never));
        }
        let (cohort, today) = (&question.cohort, question.today);
        let (offers, demands) = rayon::join(
            || offers(program, by_person, cohort, today),
            || demands(program, by_person, cohort, today),
        );
        Ok(Pool {
            program,
            by_person,
            question,
            offers,
            demands,
            rulebook,
            lexicon: Lexicon::new(&program.vocabulary),
        })
    }

    /// Compares everybody by the rules.
    pub(crate) fn sheet(&self) -> Sheet<'_> {
        let frame = Frame {
            program: self.program,
            by_person: self.by_person,
            cohort: &self.question.cohort,
            today: self.question.today,
        };
        Sheet::new(
            &frame,
            &self.rulebook,
            &self.lexicon,
            &self.offers,
            &self.demands,
        )
    }

    /// The pool as numbers.
    pub(crate) fn instance<'r>(
        &self,
        sheet: &Sheet<'_>,
        rows: &'r PointRows<'r>,
        pins: &Pins,
    ) -> Instance<'r>
    where
        'a: 'r,
    {
        let wanted = sheet.asked.par_iter().map(|asked| Wanted {
            mentee: narrow(asked.mentee),
            mentors: asked.request.mentors_wanted,
            tie: tie::of_request(&asked.participant.id, asked.request.facet.as_deref()),
        });
        let giver = |offer: &Offer<'_>| Giver {
            places: offer.places,
            tie: tie::of_mentor(&offer.participant.id),
        };
        Instance {
            wanted: wanted.collect(),
            givers: self.offers.par_iter().map(giver).collect(),
            mentee_count: self.demands.len(),
            points: match self.question.scores {
                None => Points::Rules(rows),
                Some(scores) => Points::Listed(self.scored(sheet, rows, scores, pins)),
            },
            pins: pins.kept.clone(),
            newcomer: None,
            progress: self.question.progress,
        }
    }

    /// Points from outside, for pairs that nothing forbids; a pin holds though the scores leave it out.
    fn scored(
        &self,
        sheet: &Sheet<'_>,
        rows: &PointRows<'_>,
        scores: &ScoreTable,
        pins: &Pins,
    ) -> Vec<Vec<(u32, i16)>> {
        let mut place_of = vec![None; self.program.participants.len()];
        for (place, offer) in (0_u32..).zip(&self.offers) {
            if let Some(number) = scores.number(&offer.participant.id) {
                place_of[number as usize] = Some(place);
            }
        }
        let asks_for_any: BTreeSet<usize> = sheet
            .asked
            .iter()
            .filter(|asked| asked.request.facet.is_none())
            .map(|asked| asked.mentee)
            .collect();
        let mut row = vec![NOT_ALLOWED; width(self.offers.len())];
        let mut of_request = |(request, asked): (usize, &Asked<'_>)| {
            rows.fill(request, &mut row);
            let given = scores.of_request(
                &asked.participant.id,
                asked.request.facet.as_deref(),
                asks_for_any.contains(&asked.mentee),
            );
            let taking_part = given
                .into_iter()
                .filter_map(|(person, points)| Some((place_of[person as usize]?, points)));
            let mut listed: Vec<(u32, i16)> = taking_part
                .filter(|&(mentor, _)| row[mentor as usize] != NOT_ALLOWED)
                .collect();
            let mentee = narrow(asked.mentee);
            for &(_, mentor) in pins.kept.range((mentee, 0)..=(mentee, u32::MAX)) {
                if listed.iter().all(|&(known, _)| known != mentor) {
                    listed.push((mentor, 0));
                }
            }
            listed.sort_unstable();
            listed
        };
        sheet
            .asked
            .iter()
            .enumerate()
            .map(&mut of_request)
            .collect()
    }

    /// Which pins take part.
    pub(crate) fn pins(&self, sheet: &Sheet<'_>) -> Result<Pins, MatchError> {
        let mut pins = Pins {
            kept: BTreeSet::new(),
            idle: Vec::new(),
        };
        let mut forbidden = Vec::new();
        for pin in &self.program.match_rules.pins {
            match self.pin(sheet, pin) {
                Ok(pair) => {
                    pins.kept.insert(pair);
                }
                Err(Unpinned::Idle(why)) => {
                    pins.idle.push(IdlePin {
                        mentor: pin.mentor.clone(),
                        mentee: pin.mentee.clone(),
                        why,
                    });
                }
                Err(Unpinned::Forbidden(rule)) => forbidden.push(ForbiddenPin {
                    mentor: pin.mentor.clone(),
                    mentee: pin.mentee.clone(),
                    rule: sheet.rulebook.lines[rule].id.clone(),
                }),
            }
        }
        if forbidden.is_empty() {
            Ok(pins)
        } else {
            Err(MatchError::PinsForbidden(forbidden))
        }
    }

    fn pin(&self, sheet: &Sheet<'_>, pin: &Pin) -> Result<(u32, u32), Unpinned> {
        let mentor = self
            .mentor(&pin.mentor)
            .ok_or(Unpinned::Idle(IdleReason::NoMentor))?;
        let mentee = self
            .mentee(&pin.mentee)
            .ok_or(Unpinned::Idle(IdleReason::NoRequest))?;
        let requests =
            (0..sheet.asked.len()).filter(|&request| sheet.asked[request].mentee == mentee);
        let judgements: Vec<Judgement> = requests
            .map(|request| sheet.judge(request, mentor))
            .collect();
        if judgements.iter().any(|judgement| judgement.is_apart) {
            return Err(Unpinned::Idle(IdleReason::AlreadyTogether));
        }
        if judgements.iter().any(Judgement::is_allowed) {
            return Ok((narrow(mentee), narrow(mentor)));
        }
        let rule = judgements
            .iter()
            .find_map(|judgement| judgement.forbidden_by.first());
        Err(rule.map_or(Unpinned::Idle(IdleReason::NoRequest), |&rule| {
            Unpinned::Forbidden(rule)
        }))
    }

    /// The number of a mentor who takes part.
    pub(crate) fn mentor(&self, person: &PersonId) -> Option<usize> {
        self.offers
            .binary_search_by(|offer| offer.participant.id.cmp(person))
            .ok()
    }

    /// The number of a mentee who takes part.
    pub(crate) fn mentee(&self, person: &PersonId) -> Option<usize> {
        self.demands
            .binary_search_by(|demand| demand.participant.id.cmp(person))
            .ok()
    }

    /// The digest of the rules, or of the scores that replace them.
    pub(crate) fn digest(&self) -> String {
        match self.question.scores {
            Some(scores) => scores.digest(),
            None => rules_digest(&self.program.match_rules),
        }
    }
}

/// A pool made ready for the solver.
pub(crate) struct Ready<'a> {
    pub(crate) pool: &'a Pool<'a>,
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) instance: Instance<'a>,
    pub(crate) pins: Pins,
}

/// Makes a program ready for the solver and hands it to what comes next.
///
/// # Errors
/// Mistakes in the rules, pins that they forbid, and what comes next.
pub(crate) fn prepare<T>(
    program: &Program,
    question: &Question<'_>,
    then: impl FnOnce(Ready<'_>) -> Result<T, MatchError>,
) -> Result<T, MatchError> {
    let by_person = program.pairings_by_person();
    let pool = Pool::new(program, &by_person, question)?;
    let sheet = pool.sheet();
    let rows = PointRows::new(&sheet, Effects::All);
    let pins = pool.pins(&sheet)?;
    let instance = pool.instance(&sheet, &rows, &pins);
    then(Ready {
        pool: &pool,
        sheet: &sheet,
        instance,
        pins,
    })
}

/// Why a pin takes no part.
enum Unpinned {
    Idle(IdleReason),
    /// By the rule at this place of the book.
    Forbidden(usize),
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
