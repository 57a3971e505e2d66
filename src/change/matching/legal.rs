//! Whether a draft may become pairings: drafts are files, and people edit them by hand.
//!
//! It judges a draft against the program as it stands. Its invariant: a draft that a match run made, and nobody touched,
//! breaks nothing here.

use crate::change::edit::{At, FileName};
use crate::change::matching::draft;
use crate::change::matching::rationale::scores;
use crate::change::refusal::Refusal;
use crate::change::rules::Finding;
use crate::matching::absence::{Absence, mentee_absence, mentor_absence};
use crate::matching::demand::{PairingsByPerson, capacity_free, open_requests};
use crate::matching::digest::rules_digest;
use crate::matching::pair::{AskedFacet, PairScore};
use crate::model::day::Day;
use crate::model::draft::{Draft, DraftPair};
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::ForbidKind;
use crate::model::program::Program;
use std::collections::BTreeMap;

/// A draft with the program that it is judged against.
pub(super) struct Case<'a> {
    pub(super) program: &'a Program,
    pub(super) cohort: &'a Id,
    pub(super) draft: &'a Draft,
    pub(super) today: Day,
}

impl Case<'_> {
    /// Whether points and bars come from the program's own rules; else from scores that somebody gave.
    pub(super) fn is_by_rules(&self) -> bool {
        self.draft.rules_digest == rules_digest(&self.program.match_rules)
    }

    /// What the rules say today of a pair of the draft; nothing where somebody is not enrolled.
    pub(super) fn score(&self, pair: &DraftPair) -> Result<Option<PairScore>, Refusal> {
        let mentee = std::slice::from_ref(&pair.mentee);
        let facet = AskedFacet::Of(pair.facet.as_deref());
        let when = (self.cohort, self.today);
        Ok(scores(self.program, &pair.mentor, mentee, facet, when)?.pop())
    }
}

/// Everything that stands against making the pairings of a draft, at its place.
pub(super) fn findings(case: &Case<'_>) -> Result<Vec<Finding>, Refusal> {
    let by_person = case.program.pairings_by_person();
    let mut findings = Vec::new();
    let mut counts = Counts::default();
    for pair in &case.draft.pairs {
        let problems: Vec<String> = if let Some(problem) = persons(case, &by_person, pair) {
            vec![problem]
        } else {
            let counted = counts.problem(case, &by_person, pair);
            counted.into_iter().chain(bars(case, pair)?).collect()
        };
        let problems = problems.iter();
        findings.extend(problems.map(|problem| finding(case.cohort, pair, problem)));
    }
    Ok(findings)
}

fn finding(cohort: &Id, pair: &DraftPair, problem: &str) -> Finding {
    let named = draft::in_words(pair);
    let message = format!("pair {named}: {problem}");
    let at = At::Entry("pair", draft::key(pair));
    Finding::error(FileName::Draft(cohort.clone()), at, "draft", message)
        .key("mentor")
        .hint(format!("pleiad match drop {named}, or a new pleiad match"))
}

/// What stands against the two people themselves.
fn persons(case: &Case<'_>, by_person: &PairingsByPerson<'_>, pair: &DraftPair) -> Option<String> {
    let people = &case.program.participants;
    for person in [&pair.mentor, &pair.mentee] {
        if !people.contains_key(person) {
            return Some(format!("nobody is enrolled as {person}"));
        }
    }
    if pair.mentor == pair.mentee {
        return Some("nobody can mentor themselves".to_owned());
    }
    let when = (case.cohort, case.today);
    let absence = |absence: Absence| format!("{} {}", absence.person, absence.because);
    mentor_absence(case.program, by_person, &people[&pair.mentor], when)
        .or_else(|| mentee_absence(case.program, by_person, &people[&pair.mentee], when))
        .map(absence)
}

/// The rules that forbid a pair; of scores from outside only what was said about single people holds.
fn bars(case: &Case<'_>, pair: &DraftPair) -> Result<Option<String>, Refusal> {
    let Some(score) = case.score(pair)? else {
        return Ok(None);
    };
    if score.already_together {
        return Ok(Some(
            "they are a pair already, or were one in this cohort".to_owned(),
        ));
    }
    let is_by_rules = case.is_by_rules();
    let holds = |rule: &Id| {
        let mut forbids = case.program.match_rules.forbids.iter();
        let by_name = |kind| matches!(kind, ForbidKind::Pair | ForbidKind::Never);
        is_by_rules || forbids.any(|forbid| forbid.id == *rule && by_name(forbid.kind))
    };
    let bar = score.forbidden_by.iter().find(|bar| holds(&bar.rule));
    Ok(bar.map(|bar| format!("rule {} forbids it: {}", bar.rule, bar.because)))
}

/// What the pairs so far have used up.
#[derive(Default)]
struct Counts<'a> {
    taken: BTreeMap<&'a PersonId, u32>,
    served: BTreeMap<(&'a PersonId, Option<&'a str>), u32>,
    met: BTreeMap<(&'a PersonId, &'a PersonId), u32>,
}

impl<'a> Counts<'a> {
    /// Counts a pair; tells what it asks too much of.
    fn problem(
        &mut self,
        case: &Case<'_>,
        by_person: &PairingsByPerson<'_>,
        pair: &'a DraftPair,
    ) -> Option<String> {
        let people = &case.program.participants;
        let met = next(&mut self.met, (&pair.mentee, &pair.mentor));
        if 1 < met {
            return Some("the same mentor twice for one mentee".to_owned());
        }
        let free = capacity_free(by_person, &people[&pair.mentor], case.today);
        if free < next(&mut self.taken, &pair.mentor) {
            let places = if free == 1 {
                "1 place"
            } else {
                &format!("{free} places")
            };
            return Some(format!(
                "{} has {places} free, and all are given",
                pair.mentor
            ));
        }
        let facet = pair.facet.as_deref();
        let served = next(&mut self.served, (&pair.mentee, facet));
        let open = open_requests(by_person, &people[&pair.mentee], case.cohort, case.today);
        let wanted = open
            .iter()
            .find(|request| request.facet.as_deref() == facet);
        let wanted = wanted.map_or(0, |request| request.mentors_wanted);
        let of_facet =
            facet.map_or_else(|| "any facet".to_owned(), |facet| format!("facet {facet}"));
        match wanted {
            0 => Some(format!(
                "{} has no open request for {of_facet}",
                pair.mentee
            )),
            _ if wanted < served => Some(format!(
                "{} wants {wanted} of {of_facet}, and this is one more",
                pair.mentee
            )),
            _ => None,
        }
    }
}

fn next<Key: Ord>(counts: &mut BTreeMap<Key, u32>, key: Key) -> u32 {
    let count = counts.entry(key).or_default();
    *count += 1;
    *count
}
