//! People who are kept longer than the program says: they left, or were asked long ago, and nothing binds them any more.
//!
//! The one rule that depends on the day, so it stands apart from the others and no change is ever refused for it.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::model::day::Day;
use crate::model::participant::{Participant, Readiness};
use crate::model::program::Program;
use crate::model::prospect::Prospect;

/// Warnings about people who left, and prospects who were spoken to, so long ago that they are to be erased; none where
/// the program keeps them for ever.
pub fn kept_too_long(program: &Program, today: Day) -> Vec<Finding> {
    let Some(keep) = program.settings.policy.keep_people else {
        return Vec::new();
    };
    let warning = |person: &Participant| {
        let since = left_since(program, person, today)?;
        (keep.after(since) <= today).then(|| {
            let message = format!(
                "{} left on {since}; the program keeps people for {keep} after that",
                person.id
            );
            let file = FileName::Participant(person.id.clone());
            Finding::warning(file, At::Top, "retention", message)
                .key("name")
                .hint(format!("pleiad erase {}", person.id))
        })
    };
    let of_prospect = |prospect: &Prospect| {
        let since = spoken_to(program, prospect, today)?;
        (keep.after(since) <= today).then(|| {
            let message = format!(
                "{} was last spoken to on {since}; the program keeps people for {keep} after that",
                prospect.id
            );
            let at = At::Entry("prospect", vec![("id", Some(prospect.id.as_str().into()))]);
            Finding::warning(FileName::Prospects, at, "retention", message)
                .key("name")
                .hint(format!("pleiad erase {}", prospect.id))
        })
    };
    let people = program.participants.values().filter_map(warning);
    let prospects = program.prospects.people.iter().filter_map(of_prospect);
    people.chain(prospects).collect()
}

/// The day of the last word with a prospect who was not enrolled since.
fn spoken_to(program: &Program, prospect: &Prospect, today: Day) -> Option<Day> {
    // Whoever was erased has no name but the id that stands for them.
    let is_somebody = prospect.name != prospect.id.as_str();
    let last = program.prospects.last_contact(&prospect.id, today)?;
    (is_somebody && prospect.participant.is_none()).then_some(last.on)
}

/// The day since which nothing of a person goes on: they left, and their last pairing is over.
fn left_since(program: &Program, person: &Participant, today: Day) -> Option<Day> {
    let is_gone = matches!(
        person.standing(today),
        Readiness::Left | Readiness::Declined
    );
    if person.erased.is_some() || !is_gone {
        return None;
    }
    let mut latest = person.states.iter().map(|state| state.on).max()?;
    let theirs = program.pairings.values();
    for pairing in theirs.filter(|pairing| pairing.role_of(&person.id).is_some()) {
        if pairing.is_in_force() {
            return None;
        }
        let ended = pairing.states.iter().map(|state| state.on).max();
        latest = ended.map_or(latest, |ended| latest.max(ended));
    }
    Some(latest)
}
