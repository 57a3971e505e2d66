//! One pair under the rules: the same points, reasons and bars as in a match run.
//!
//! For `explain`, `suggest` and the rationale of a pairing made by hand. It asks nobody whether they take part: whoever
//! is named is compared. Its invariant: a pair that a match run proposes has the same points here.

use crate::matching::demand::{
    Demand, Offer, OpenRequest, PairingsByPerson, capacity_free, open_requests,
};
use crate::matching::digest::rules_digest;
use crate::matching::frame::Frame;
use crate::matching::lexicon::Lexicon;
use crate::matching::reason::{Reason, bars, misses, reasons};
use crate::matching::rules::{RuleFinding, Rulebook};
use crate::matching::sheet::Sheet;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Participant;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;

/// Two people, and for what.
#[derive(Debug, Clone, Copy)]
pub struct PairQuestion<'a> {
    /// Who gives.
    pub mentor: &'a Participant,
    /// Who asks.
    pub mentee: &'a Participant,
    /// For what.
    pub facet: AskedFacet<'a>,
    /// In which cohort.
    pub cohort: &'a Id,
    /// On which day.
    pub today: Day,
}

/// For which of a mentee's requests a pair is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AskedFacet<'a> {
    /// The first that is open, else the first that there is.
    First,
    /// The request for this facet; for any facet when absent.
    Of(Option<&'a str>),
}

impl AskedFacet<'_> {
    fn is_of(self, facet: Option<&str>) -> bool {
        match self {
            AskedFacet::First => true,
            AskedFacet::Of(asked) => asked == facet,
        }
    }
}

/// What the rules say about one pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PairScore {
    /// The facet that was scored; any when absent.
    pub facet: Option<String>,
    /// The points, whether or not the pair is allowed.
    pub points: i64,
    /// Why it has them.
    pub rules: Vec<Reason>,
    /// Rules that could have given more, with the points that are missing and why.
    pub missing: Vec<Reason>,
    /// Rules that forbid the pair.
    pub forbidden_by: Vec<Bar>,
    /// They are a pair already, or were one in this cohort.
    pub already_together: bool,
    /// The digest of the rules.
    pub rules_digest: String,
}

/// A rule that forbids a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Bar {
    /// The rule.
    pub rule: Id,
    /// Why, in words.
    pub because: String,
}

/// Scores one pair by the program's rules.
///
/// # Errors
/// Mistakes in the rules.
pub fn score_pair(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    question: &PairQuestion<'_>,
) -> Result<PairScore, Vec<RuleFinding>> {
    let rulebook = Rulebook::compile(&program.match_rules, &program.vocabulary)?;
    let lexicon = Lexicon::new(&program.vocabulary);
    let offers = [Offer {
        participant: question.mentor,
        places: capacity_free(by_person, question.mentor, question.today),
    }];
    // The mentee's other requests stay beside the one that is scored: its weight means something only among them.
    let (requests, request) = requests_around(by_person, question);
    let facet = requests[request].facet.clone();
    let demands = [Demand {
        participant: question.mentee,
        requests,
    }];
    let frame = Frame {
        program,
        by_person,
        cohort: question.cohort,
        today: question.today,
    };
    let sheet = Sheet::new(&frame, &rulebook, &lexicon, &offers, &demands);
    let judgement = sheet.judge(request, 0);
    let bars = bars(&sheet, request, 0, &judgement);
    Ok(PairScore {
        facet,
        points: judgement.points,
        rules: reasons(&sheet, request, 0, &judgement),
        missing: misses(&sheet, request, 0, &judgement),
        forbidden_by: bars
            .into_iter()
            .map(|(rule, because)| Bar { rule, because })
            .collect(),
        already_together: sheet.partners(request).next().is_some(),
        rules_digest: rules_digest(&program.match_rules),
    })
}

/// The mentee's open requests and which of them is meant; where none is, one is made up as they would have asked it.
fn requests_around(
    by_person: &PairingsByPerson<'_>,
    question: &PairQuestion<'_>,
) -> (Vec<OpenRequest>, usize) {
    let mut requests = open_requests(by_person, question.mentee, question.cohort, question.today);
    let is_meant = |request: &OpenRequest| question.facet.is_of(request.facet.as_deref());
    if let Some(place) = requests.iter().position(is_meant) {
        return (requests, place);
    }
    let wishes = question.mentee.wishes();
    let wish = wishes
        .iter()
        .position(|wish| question.facet.is_of(wish.facet.as_deref()));
    let index = wish.unwrap_or(wishes.len());
    let wish = wish.map(|place| wishes[place].clone()).unwrap_or_default();
    requests.push(OpenRequest {
        index,
        facet: match question.facet {
            AskedFacet::First => wish.facet,
            AskedFacet::Of(facet) => facet.map(str::to_owned),
        },
        skills: wish.skills,
        style: wish.style,
        weight: wish.weight,
        mentors_wanted: 1,
    });
    let place = requests.len() - 1;
    (requests, place)
}

/// Somebody who would be good for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Suggestion {
    /// The mentor, where a mentee was asked about; else the mentee.
    pub person: PersonId,
    /// For what; any facet when absent.
    pub facet: Option<String>,
    /// Points of the pair.
    pub points: i64,
    /// Why it has them.
    pub rules: Vec<Reason>,
    /// Free places of the mentor.
    pub places: u32,
}
