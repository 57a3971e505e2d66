//! Rounds of the program: added, with whoever goes on from an earlier one, and closed for good.

use crate::change::edit::{At, Author, Change, Edit, FileName, field};
use crate::change::refusal::Refusal;
use crate::change::stage::ending::{NewClosing, close};
use crate::change::stage::rest::extend;
use crate::matching::demand::open_requests;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{Participant, Readiness};
use crate::model::program::Program;
use std::collections::BTreeMap;

/// A cohort that shall be added.
#[derive(Debug, Clone, PartialEq)]
pub struct NewCohort {
    /// Its id.
    pub id: Id,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
    /// The cohort whose people go on.
    pub carry_over: Option<Id>,
}

/// Adds a cohort; whoever goes on from an earlier one takes part in it.
///
/// # Errors
/// Refuses an id that is taken, an end before the start, and a cohort to carry over from that there is not.
pub fn add(program: &Program, new: &NewCohort, author: &Author) -> Result<Change, Refusal> {
    if program.settings.cohort(&new.id).is_some() {
        return Err(Refusal::refused(format!(
            "there is a cohort {} already",
            new.id
        )));
    }
    if let (Some(starts), Some(ends)) = (new.starts, new.ends)
        && ends < starts
    {
        let message = format!("a cohort cannot end on {ends}, before it starts on {starts}");
        return Err(Refusal::refused(message));
    }
    let mut fields = vec![field("id", new.id.as_str())];
    fields.extend(new.starts.map(|starts| field("starts", starts)));
    fields.extend(new.ends.map(|ends| field("ends", ends)));
    let mut edits = vec![Edit::Append {
        file: FileName::Program,
        table: "cohort",
        fields,
    }];
    if let Some(from) = &new.carry_over {
        refuse_unknown(program, from)?;
        for participant in program.participants.values() {
            edits.extend(carried(program, participant, from, &new.id, author));
        }
    }
    Ok(Change {
        sentence: format!("add cohort {}", new.id),
        edits,
    })
}

fn refuse_unknown(program: &Program, cohort: &Id) -> Result<(), Refusal> {
    if program.settings.has_cohort(cohort) {
        return Ok(());
    }
    let known = program.settings.cohorts.iter();
    Err(Refusal::NotFound {
        what: "cohort",
        word: cohort.to_string(),
        near: known.map(|known| known.id.to_string()).collect(),
    })
}

/// A person of one cohort in the next: mentors who take part in named ones only, and requests that nobody served.
///
/// Who names no cohort takes part in each, and needs no edit.
fn carried(
    program: &Program,
    participant: &Participant,
    from: &Id,
    to: &Id,
    author: &Author,
) -> Vec<Edit> {
    let standing = participant.standing(author.today);
    if matches!(standing, Readiness::Left | Readiness::Declined) {
        return Vec::new();
    }
    let file = || FileName::Participant(participant.id.clone());
    let mut edits = Vec::new();
    if let Some(mentor) = &participant.mentor
        && mentor.cohorts.contains(from)
        && !mentor.cohorts.contains(to)
    {
        let cohorts: Vec<&str> = mentor.cohorts.iter().chain([to]).map(Id::as_str).collect();
        edits.push(Edit::Set {
            file: file(),
            at: At::Table("mentor"),
            key: "cohorts".to_owned(),
            value: cohorts.into(),
        });
    }
    let by_person = program.pairings_by_person();
    let open = open_requests(&by_person, participant, from, author.today);
    let wishes = participant.wishes();
    for request in open {
        let wish = &wishes[request.index];
        if wish.cohort.as_ref() != Some(from) {
            continue;
        }
        let mut fields = Vec::new();
        fields.extend(wish.facet.as_deref().map(|facet| field("facet", facet)));
        if !wish.skills.is_empty() {
            fields.push(field("skills", wish.skills.clone()));
        }
        if !wish.style.is_empty() {
            let style: Vec<&str> = wish.style.iter().map(|style| style.as_str()).collect();
            fields.push(field("style", style));
        }
        fields.extend(wish.weight.map(|weight| field("weight", weight)));
        if request.mentors_wanted != 1 {
            fields.push(field("mentors", i64::from(request.mentors_wanted)));
        }
        fields.push(field("cohort", to.as_str()));
        edits.push(Edit::Append {
            file: file(),
            table: "request",
            fields,
        });
    }
    edits
}

/// What becomes of a pairing that is in force when its cohort is closed.
#[derive(Debug, Clone, PartialEq)]
pub enum AtClosing {
    /// It ends.
    Close(Box<NewClosing>),
    /// It goes on in another cohort, until that ends.
    CarryOver(Id),
}

/// What becomes of pairings in force when their cohort is closed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AtClosingOfAll {
    /// Of those that are named.
    pub named: BTreeMap<Id, AtClosing>,
    /// Of all others; refused when absent.
    pub others: Option<AtClosing>,
}

/// Closes a cohort for good; nothing of it may be in force afterwards.
///
/// # Errors
/// Refuses a cohort that is closed, and one with pairings in force unless it is said what becomes of each.
pub fn shut(
    program: &Program,
    cohort: &Id,
    at_closing: &AtClosingOfAll,
    author: &Author,
) -> Result<Change, Refusal> {
    let Some(known) = program.settings.cohort(cohort) else {
        refuse_unknown(program, cohort)?;
        let message = format!("{cohort} stands for the whole program and is not closed");
        return Err(Refusal::refused(message).hint("pleiad cohort add declares one"));
    };
    if let Some(closed) = known.closed {
        return Err(Refusal::refused(format!(
            "{cohort} is closed since {closed}"
        )));
    }
    let open = in_force(program, cohort);
    let unsaid: Vec<&str> = open
        .iter()
        .filter(|pairing| {
            at_closing.others.is_none() && !at_closing.named.contains_key(&pairing.id)
        })
        .map(|pairing| pairing.id.as_str())
        .collect();
    if !unsaid.is_empty() {
        return Err(unsettled(cohort, &unsaid));
    }
    let mut edits = Vec::new();
    for pairing in open {
        let fate = at_closing
            .named
            .get(&pairing.id)
            .or(at_closing.others.as_ref());
        edits.extend(match fate {
            Some(AtClosing::Close(closing)) => ended(program, pairing, closing, author)?,
            Some(AtClosing::CarryOver(next)) => {
                carried_over(program, pairing, cohort, next, author)?
            }
            None => Vec::new(),
        });
    }
    edits.push(Edit::Set {
        file: FileName::Program,
        at: At::Entry("cohort", vec![("id", Some(cohort.as_str().into()))]),
        key: "closed".to_owned(),
        value: author.today.into(),
    });
    Ok(Change {
        sentence: format!("close cohort {cohort}"),
        edits,
    })
}

/// Pairings of a cohort that are in force.
pub fn in_force<'a>(program: &'a Program, cohort: &Id) -> Vec<&'a Pairing> {
    let of_it = |pairing: &&Pairing| pairing.cohort.as_ref() == Some(cohort);
    let in_force = program.pairings.values().filter(of_it);
    in_force.filter(|pairing| pairing.is_in_force()).collect()
}

/// A closing list of ids is still read to its end, not beyond.
const TOLD_MAX: usize = 8;

fn unsettled(cohort: &Id, open: &[&str]) -> Refusal {
    let told: Vec<&str> = open.iter().take(TOLD_MAX).copied().collect();
    let more = open.len() - told.len();
    let more = if more == 0 {
        String::new()
    } else {
        format!(" and {more} more")
    };
    let message = format!(
        "{cohort} has {} in force: {}{more}",
        if open.len() == 1 {
            "a pairing".to_owned()
        } else {
            format!("{} pairings", open.len())
        },
        told.join(", ")
    );
    Refusal::refused(message).hint(
        "--reason time-up closes them; --carry-over COHORT lets them go on there; --continue PAIRING names those that do",
    )
}

fn ended(
    program: &Program,
    pairing: &Pairing,
    closing: &NewClosing,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    if matches!(
        pairing.state_latest(),
        PairingState::Proposed | PairingState::Accepted
    ) {
        let why = Some("its cohort was closed");
        return Ok(crate::change::stage::reversal::withdraw(program, pairing, why, author)?.edits);
    }
    Ok(close(program, pairing, closing, author)?.edits)
}

fn carried_over(
    program: &Program,
    pairing: &Pairing,
    from: &Id,
    next: &Id,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    refuse_unknown(program, next)?;
    let known = program.settings.cohort(next);
    if next == from || known.is_some_and(|known| known.closed.is_some()) {
        return Err(Refusal::refused(format!(
            "{} cannot go on in {next}",
            pairing.id
        )));
    }
    let mut edits = vec![Edit::Set {
        file: FileName::Pairing(pairing.id.clone()),
        at: At::Top,
        key: "cohort".to_owned(),
        value: next.as_str().into(),
    }];
    let ends = known.and_then(|known| known.ends);
    let is_later = |to: &Day| pairing.ends.is_none_or(|ends| ends < *to);
    let may_extend = matches!(
        pairing.state_latest(),
        PairingState::Active | PairingState::Paused
    );
    if let Some(to) = ends.filter(is_later).filter(|_| may_extend) {
        let why = format!("goes on in {next}");
        edits.extend(extend(pairing, to, Some(&why), author)?.edits);
    }
    Ok(edits)
}
