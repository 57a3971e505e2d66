//! Pairs that are settled before a run, in `matching.toml`: pinned together, or kept apart by name.

use crate::change::edit::{Change, Edit, EntryKey, Fields, FileName, field};
use crate::change::entry_id::numbered;
use crate::change::matching::rationale::scores;
use crate::change::refusal::Refusal;
use crate::matching::pair::AskedFacet;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::match_rules::{Forbid, ForbidKind};
use crate::model::program::Program;

/// Two people and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// Who would give.
    pub mentor: PersonId,
    /// Who would ask.
    pub mentee: PersonId,
    /// The reason.
    pub why: Option<String>,
}

/// Pins a pair: a run keeps it together whatever it costs. Nothing where it is pinned already.
///
/// # Errors
/// Refuses somebody who is no mentor, a pair that is together, and one that a rule forbids.
pub fn pin(program: &Program, pair: &Settled, when: (&Id, Day)) -> Result<Change, Refusal> {
    let Settled { mentor, mentee, .. } = pair;
    let sentence = format!("pin {mentor} with {mentee}");
    if is_pinned(program, pair) {
        return Ok(nothing(sentence));
    }
    if program.participants[mentor].mentor.is_none() {
        let hint = format!("pleiad enroll {mentor} --mentor");
        return Err(Refusal::refused(format!("{mentor} is no mentor")).hint(hint));
    }
    let mentees = std::slice::from_ref(mentee);
    let score = scores(program, mentor, mentees, AskedFacet::First, when)?.pop();
    if let Some(bar) = score.as_ref().and_then(|score| score.forbidden_by.first()) {
        let message = format!(
            "rule {} forbids {mentor} with {mentee}: {}",
            bar.rule, bar.because
        );
        let hint = if is_forbidden(program, pair).is_some() {
            format!("pleiad match forbid {mentor} {mentee} --remove")
        } else {
            format!("pleiad pairing add {mentor} {mentee} --force makes the pairing all the same")
        };
        return Err(Refusal::refused(message).hint(hint));
    }
    if score.is_some_and(|score| score.already_together) {
        let message =
            format!("{mentor} and {mentee} are a pair already, or were one in this cohort");
        return Err(Refusal::refused(message));
    }
    let mut fields = people(pair);
    fields.extend(pair.why.as_deref().map(|why| field("why", why)));
    Ok(append(sentence, "pin", fields))
}

/// Takes a pin away.
///
/// # Errors
/// Refuses where the pair is not pinned.
pub fn unpin(program: &Program, pair: &Settled) -> Result<Change, Refusal> {
    if !is_pinned(program, pair) {
        let message = format!("{} with {} is not pinned", pair.mentor, pair.mentee);
        return Err(Refusal::refused(message).hint("matching.toml has every [[pin]]"));
    }
    let entry = vec![
        ("mentor", Some(pair.mentor.as_str().into())),
        ("mentee", Some(pair.mentee.as_str().into())),
    ];
    Ok(remove(
        format!("unpin {} with {}", pair.mentor, pair.mentee),
        "pin",
        entry,
    ))
}

/// Forbids a pair by name. Nothing where it is forbidden so already.
///
/// # Errors
/// Refuses a pair that is pinned.
pub fn forbid(program: &Program, pair: &Settled) -> Result<Change, Refusal> {
    let Settled { mentor, mentee, .. } = pair;
    let sentence = format!("forbid {mentor} with {mentee}");
    if is_forbidden(program, pair).is_some() {
        return Ok(nothing(sentence));
    }
    if is_pinned(program, pair) {
        let message = format!("{mentor} with {mentee} is pinned");
        let hint = format!("first pleiad match pin {mentor} {mentee} --remove");
        return Err(Refusal::refused(message).hint(hint));
    }
    let rules = &program.match_rules;
    let is_taken = |id: &Id| {
        let ids = rules.rules.iter().map(|rule| &rule.id);
        ids.chain(rules.forbids.iter().map(|forbid| &forbid.id))
            .any(|known| known == id)
    };
    let id = numbered(&format!("{mentor}-not-{mentee}"), is_taken);
    let mut fields = vec![
        field("id", id.as_str()),
        field("kind", ForbidKind::Pair.as_str()),
    ];
    fields.extend(people(pair));
    fields.extend(pair.why.as_deref().map(|why| field("why", why)));
    Ok(append(sentence, "forbid", fields))
}

/// Allows a pair that was forbidden by name.
///
/// # Errors
/// Refuses where it is not.
pub fn allow(program: &Program, pair: &Settled) -> Result<Change, Refusal> {
    let Some(forbid) = is_forbidden(program, pair) else {
        let message = format!(
            "{} with {} is not forbidden by name",
            pair.mentor, pair.mentee
        );
        let hint = format!(
            "pleiad match explain {} {} says what keeps them apart",
            pair.mentor, pair.mentee
        );
        return Err(Refusal::refused(message).hint(hint));
    };
    let entry = vec![("id", Some(forbid.id.as_str().into()))];
    Ok(remove(
        format!("allow {} with {}", pair.mentor, pair.mentee),
        "forbid",
        entry,
    ))
}

fn is_pinned(program: &Program, pair: &Settled) -> bool {
    let mut pins = program.match_rules.pins.iter();
    pins.any(|pin| pin.mentor == pair.mentor && pin.mentee == pair.mentee)
}

fn is_forbidden<'a>(program: &'a Program, pair: &Settled) -> Option<&'a Forbid> {
    let mut forbids = program.match_rules.forbids.iter();
    forbids.find(|forbid| {
        forbid.kind == ForbidKind::Pair
            && forbid.mentor.as_ref() == Some(&pair.mentor)
            && forbid.mentee.as_ref() == Some(&pair.mentee)
    })
}

fn people(pair: &Settled) -> Fields {
    vec![
        field("mentor", pair.mentor.as_str()),
        field("mentee", pair.mentee.as_str()),
    ]
}

fn nothing(sentence: String) -> Change {
    Change {
        sentence,
        edits: Vec::new(),
    }
}

fn append(sentence: String, table: &'static str, fields: Fields) -> Change {
    let edit = Edit::Append {
        file: FileName::Matching,
        table,
        fields,
    };
    Change {
        sentence,
        edits: vec![edit],
    }
}

fn remove(sentence: String, table: &'static str, entry: EntryKey) -> Change {
    let edit = Edit::Remove {
        file: FileName::Matching,
        table,
        entry,
    };
    Change {
        sentence,
        edits: vec![edit],
    }
}
