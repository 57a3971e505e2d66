//! References: the words by which people, pairings and cohorts are named on the command line.
//!
//! Nothing is guessed: what may be several is picked from a list on a terminal, or refused with all of them.

use crate::change::refusal::Refusal;
use crate::change::rules::normalised;
use crate::cli::ask::{self, Asking};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::settings::COHORT_MAIN;
use crate::store::nearest::nearest_few;

/// Finds a person: exact id, unique prefix of an id, e-mail, unique words of a name, `@me`.
pub(crate) fn person(program: &Program, word: &str) -> Result<PersonId, Refusal> {
    if word == "@me" {
        let nobody = || {
            Refusal::refused("this program does not say who @me is")
                .hint("pleiad program set me=ID")
        };
        return program.settings.me.clone().ok_or_else(nobody);
    }
    let people = &program.participants;
    if let Some(id) = PersonId::parse(word)
        .ok()
        .filter(|id| people.contains_key(id))
    {
        return Ok(id);
    }
    let prefixed = people.keys().filter(|id| is_beginning(word, id.as_str()));
    let by_email = people.values().filter(|participant| {
        participant
            .email
            .iter()
            .chain(&participant.also)
            .any(|email| email.eq_ignore_ascii_case(word))
    });
    let wanted = normalised(word);
    let by_name = people
        .values()
        .filter(|participant| has_words(&participant.name, &wanted));
    for found in [
        prefixed.collect::<Vec<_>>(),
        by_email.map(|participant| &participant.id).collect(),
        by_name.map(|participant| &participant.id).collect(),
    ] {
        match found[..] {
            [] => {}
            [id] => return Ok(id.clone()),
            _ => {
                return Err(ambiguous(
                    "participants",
                    word,
                    found.iter().map(ToString::to_string),
                ));
            }
        }
    }
    let ids = people.keys().map(PersonId::as_str);
    let names = people.values().map(|participant| participant.name.as_str());
    let mut near = nearest_few(word, ids);
    if near.is_empty() {
        near = nearest_few(word, names);
    }
    Err(Refusal::NotFound {
        what: "participant",
        word: word.to_owned(),
        near,
    })
}

/// Whether a word is the beginning of an id; nothing at all, a script's unset variable, begins none.
pub(crate) fn is_beginning(word: &str, id: &str) -> bool {
    !word.is_empty() && id.starts_with(word)
}

/// Whether each wanted word is a word of the name.
fn has_words(name: &str, wanted: &str) -> bool {
    let name = normalised(name);
    let words: Vec<&str> = name.split_whitespace().collect();
    !wanted.is_empty() && wanted.split_whitespace().all(|word| words.contains(&word))
}

fn ambiguous(what: &'static str, word: &str, candidates: impl Iterator<Item = String>) -> Refusal {
    Refusal::Ambiguous {
        what,
        word: word.to_owned(),
        candidates: candidates.collect(),
    }
}

/// Finds a pairing: exact id, `ada+grace` for theirs in force, a person who has one in force, unique prefix of an id.
pub(crate) fn pairing(program: &Program, word: &str) -> Result<Id, Refusal> {
    if let Some(id) = Id::parse(word)
        .ok()
        .filter(|id| program.pairings.contains_key(id))
    {
        return Ok(id);
    }
    if let Some((one, other)) = word.split_once('+') {
        let (one, other) = (person(program, one)?, person(program, other)?);
        let both = |people: &[&PersonId]| people.contains(&&one) && people.contains(&&other);
        return one_in_force(program, word, both);
    }
    match person(program, word) {
        Ok(person) => one_in_force(program, word, |people| people.contains(&&person)),
        Err(Refusal::NotFound { .. }) => by_prefix(program, word),
        Err(refusal) => Err(refusal),
    }
}

fn one_in_force(
    program: &Program,
    word: &str,
    is_meant: impl Fn(&[&PersonId]) -> bool,
) -> Result<Id, Refusal> {
    let meant = |people: Vec<&PersonId>| is_meant(&people);
    let all: Vec<_> = program
        .pairings
        .values()
        .filter(|pairing| meant(pairing.people().collect()))
        .collect();
    let in_force: Vec<&Id> = all
        .iter()
        .filter(|pairing| pairing.is_in_force())
        .map(|pairing| &pairing.id)
        .collect();
    match in_force[..] {
        [id] => Ok(id.clone()),
        [] => {
            let near = all.iter().map(|pairing| pairing.id.to_string()).collect();
            Err(Refusal::NotFound {
                what: "pairing in force of",
                word: word.to_owned(),
                near,
            })
        }
        _ => Err(ambiguous(
            "pairings",
            word,
            in_force.iter().map(ToString::to_string),
        )),
    }
}

fn by_prefix(program: &Program, word: &str) -> Result<Id, Refusal> {
    let found: Vec<&Id> = program
        .pairings
        .keys()
        .filter(|id| is_beginning(word, id.as_str()))
        .collect();
    match found[..] {
        [id] => Ok(id.clone()),
        [] => {
            let people = program.participants.keys().map(PersonId::as_str);
            let near = nearest_few(word, people.chain(program.pairings.keys().map(Id::as_str)));
            Err(Refusal::NotFound {
                what: "pairing",
                word: word.to_owned(),
                near,
            })
        }
        _ => Err(ambiguous(
            "pairings",
            word,
            found.iter().map(ToString::to_string),
        )),
    }
}

/// Finds an entry of a file: its id or the beginning of it, unique words of its text, or the only open one where no
/// word is given.
pub(crate) fn entry(
    (one, many): (&'static str, &'static str),
    all: &[(&Id, &str)],
    open: &[(&Id, &str)],
    words: Option<&str>,
) -> Result<Id, Refusal> {
    let told = |found: &[(&Id, &str)]| {
        let tell = |(id, text): &(&Id, &str)| format!("{id} {text}").trim().to_owned();
        found.iter().map(tell).collect::<Vec<_>>()
    };
    let Some(words) = words else {
        return match open {
            [(id, _)] => Ok((*id).clone()),
            [] => Err(Refusal::refused(format!("there is no open {one}"))),
            _ => Err(Refusal::Ambiguous {
                what: many,
                word: format!("the open {one}"),
                candidates: told(open),
            }),
        };
    };
    if let Some((id, _)) = all.iter().find(|(id, _)| id.as_str() == words) {
        return Ok((*id).clone());
    }
    let wanted = normalised(words);
    let prefixed = all.iter().filter(|(id, _)| id.as_str().starts_with(words));
    let spoken = all.iter().filter(|(_, text)| has_words(text, &wanted));
    for found in [
        prefixed.copied().collect::<Vec<_>>(),
        spoken.copied().collect(),
    ] {
        match found[..] {
            [] => {}
            [(id, _)] => return Ok(id.clone()),
            _ => {
                return Err(Refusal::Ambiguous {
                    what: many,
                    word: words.to_owned(),
                    candidates: told(&found),
                });
            }
        }
    }
    Err(Refusal::NotFound {
        what: one,
        word: words.to_owned(),
        near: told(all),
    })
}

/// Finds a cohort by its id.
pub(crate) fn cohort(program: &Program, word: &str) -> Result<Id, Refusal> {
    if let Some(id) = Id::parse(word)
        .ok()
        .filter(|id| program.settings.has_cohort(id))
    {
        return Ok(id);
    }
    let known = program
        .settings
        .cohorts
        .iter()
        .map(|cohort| cohort.id.as_str());
    Err(Refusal::NotFound {
        what: "cohort",
        word: word.to_owned(),
        near: nearest_few(word, known),
    })
}

/// The cohort that a command means when it names none: the only open one, or the whole program.
pub(crate) fn cohort_meant(
    program: &Program,
    today: crate::model::day::Day,
) -> Result<Id, Refusal> {
    let main = || Id::parse(COHORT_MAIN).map_err(|error| Refusal::refused(error.to_string()));
    if program.settings.cohorts.is_empty() {
        return main();
    }
    match program.settings.cohorts_open(today)[..] {
        [cohort] => Ok(cohort.id.clone()),
        [] => Err(Refusal::refused("no cohort is open").hint("--cohort ID names one")),
        ref open => Err(ambiguous(
            "cohorts",
            "--cohort",
            open.iter().map(|cohort| cohort.id.to_string()),
        )),
    }
}

/// Finds a prospect: exact id, beginning of an id, e-mail, words of a name.
pub(crate) fn prospect_named(program: &Program, word: &str) -> Result<Id, Refusal> {
    let people = &program.prospects.people;
    let ids = || people.iter().map(|one| &one.id);
    if let Some(id) = ids().find(|id| id.as_str() == word) {
        return Ok(id.clone());
    }
    let wanted = word.to_lowercase();
    let by_email = people.iter().filter(|one| {
        let email = one.email.as_deref();
        email.is_some_and(|email| email.eq_ignore_ascii_case(word))
    });
    let by_name = people.iter().filter(|one| {
        let name = one.name.to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        !wanted.is_empty() && wanted.split_whitespace().all(|word| words.contains(&word))
    });
    for found in [
        ids()
            .filter(|id| is_beginning(word, id.as_str()))
            .collect::<Vec<_>>(),
        by_email.map(|one| &one.id).collect(),
        by_name.map(|one| &one.id).collect(),
    ] {
        match found[..] {
            [] => {}
            [id] => return Ok(id.clone()),
            _ => {
                return Err(Refusal::Ambiguous {
                    what: "prospects",
                    word: word.to_owned(),
                    candidates: found.iter().map(ToString::to_string).collect(),
                });
            }
        }
    }
    let names = people.iter().map(|one| one.name.as_str());
    Err(Refusal::NotFound {
        what: "prospect",
        word: word.to_owned(),
        near: nearest_few(word, ids().map(Id::as_str).chain(names)),
    })
}

/// Lets a person pick where a reference may be several things; a script gets the refusal.
pub(crate) fn picked<T>(
    context: &Context<'_, '_>,
    word: &str,
    find: impl Fn(&str) -> Result<T, Refusal>,
) -> Result<T, Failure> {
    match find(word) {
        Err(Refusal::Ambiguous { candidates, .. }) if context.asking() == Asking::Possible => {
            let index = ask::pick(&format!("Which `{word}`?"), &candidates)?;
            Ok(find(&candidates[index])?)
        }
        outcome => Ok(outcome?),
    }
}
