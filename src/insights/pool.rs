//! The pool of mentors: places against requests, where the gaps are, and whom to prepare first.
//!
//! A request is open where matching says so; a place is free where matching would fill it. It counts words of the
//! vocabulary, not pairs: whether two fit is matching's to say.

use crate::insights::requests::Rounds;
use crate::matching::demand::{PairingsByPerson, capacity_free, is_ready, training_missing};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingKind;
use crate::model::participant::{Mentor, Participant, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The pool on a day.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Pool<'a> {
    /// Mentors who take part.
    pub mentors: u32,
    /// Mentors who are enrolled and do not take part: not ready, or not trained where the gate asks for it.
    pub mentors_not_ready: u32,
    /// Their places.
    pub capacity: u32,
    /// Of them, those that are taken.
    pub taken: u32,
    /// Of them, those that are free.
    pub free: u32,
    /// Mentors wanted by mentees who take part.
    pub requests: u32,
    /// Of them, those who are still wanted in a round that is not over.
    pub requests_open: u32,
    /// Places of a hundred requests.
    pub coverage_percent: Option<u32>,
    /// Taken of a hundred places.
    pub utilisation_percent: Option<u32>,
    /// Places that are missing whatever the words.
    pub missing: u32,
    /// Where places are missing, the widest gap first.
    pub gaps: Vec<Gap>,
    /// Mentors without a mentee.
    pub idle: Vec<&'a PersonId>,
    /// Mentors with more mentees than places.
    pub overloaded: Vec<&'a PersonId>,
    /// Mentors in the order in which they want preparing.
    pub train_first: Vec<ToTrain<'a>>,
    /// What to write to those who can send mentors.
    pub sentence: String,
}

/// A facet or a skill for which there are fewer free places than open requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// `facet` or `skill`.
    pub kind: &'static str,
    /// The word of the vocabulary.
    pub value: String,
    /// Mentors still wanted for it.
    pub wanted: u32,
    /// Free places of mentors who offer it.
    pub places: u32,
    /// What is missing.
    pub missing: u32,
}

/// A mentor who wants preparing.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ToTrain<'a> {
    /// Who.
    pub id: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// How sure they feel, on the program's scale.
    pub confidence: Option<i64>,
    /// Required modules that they have not taken.
    pub modules_missing: Vec<&'a Id>,
    /// Whether they came of their own will.
    pub volunteered: Option<bool>,
    /// What they hope to learn.
    pub hopes: Option<&'a str>,
}

/// Counts the pool.
pub fn pool(program: &Program, today: Day) -> Pool<'_> {
    let by_person = program.pairings_by_person();
    let mentors: Vec<(&Participant, &Mentor)> = program
        .participants
        .values()
        .filter_map(|participant| Some((participant, participant.mentor.as_ref()?)))
        .collect();
    let (ready, waiting): (Vec<_>, Vec<_>) = mentors
        .into_iter()
        .partition(|(participant, _)| takes_part(program, participant, today));
    let (requests, requests_open) = requests(program, &by_person, today);
    let capacity = ready.iter().map(|(_, mentor)| mentor.capacity).sum();
    let frees = ready
        .iter()
        .map(|(participant, _)| capacity_free(&by_person, participant, today));
    let free: u32 = frees.sum();
    let taken = |participant: &Participant| mentees_now(&by_person, participant, today);
    let taken_all = ready
        .iter()
        .map(|(participant, _)| taken(participant))
        .sum();
    let gaps = gaps(program, &by_person, &ready, today);
    let widest = gaps.first().map_or(0, |gap| gap.missing);
    let missing = requests_open.saturating_sub(free).max(widest);
    let idle = ready
        .iter()
        .filter(|(participant, _)| taken(participant) == 0);
    let overloaded = ready
        .iter()
        .chain(&waiting)
        .filter(|(participant, mentor)| mentor.capacity < taken(participant));
    Pool {
        mentors: count(ready.len()),
        mentors_not_ready: count(waiting.len()),
        capacity,
        taken: taken_all,
        free,
        requests,
        requests_open,
        coverage_percent: percent(capacity, requests),
        utilisation_percent: percent(taken_all, capacity),
        missing,
        idle: idle.map(|(participant, _)| &participant.id).collect(),
        overloaded: overloaded.map(|(participant, _)| &participant.id).collect(),
        train_first: train_first(program, today),
        sentence: sentence(missing, gaps.first()),
        gaps,
    }
}

fn takes_part(program: &Program, participant: &Participant, today: Day) -> bool {
    is_ready(program, participant, Role::Mentor, today)
        && training_missing(program, participant, today).is_empty()
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Rounded down, so that a hundred means all.
fn percent(part: u32, whole: u32) -> Option<u32> {
    let percent = (u64::from(part) * 100).checked_div(u64::from(whole))?;
    u32::try_from(percent).ok()
}

/// Mentors wanted by mentees who take part, and those still wanted in a round that is not over.
fn requests(program: &Program, by_person: &PairingsByPerson<'_>, today: Day) -> (u32, u32) {
    let rounds = Rounds::on(&program.settings, today);
    let asking = program
        .participants
        .values()
        .filter(|participant| is_ready(program, participant, Role::Mentee, today));
    asking.fold((0, 0), |(all, open), participant| {
        let count = rounds.count(by_person, participant, today);
        (all + count.all, open + count.open_now)
    })
}

/// Mentees whom somebody has now.
fn mentees_now(by_person: &PairingsByPerson<'_>, participant: &Participant, today: Day) -> u32 {
    let pairings = by_person.get(&participant.id).into_iter().flatten();
    let now = pairings.filter(|pairing| {
        pairing.mentor == participant.id
            && pairing.kind != PairingKind::Peer
            && pairing
                .state(today)
                .unwrap_or(pairing.state_latest())
                .is_in_force()
    });
    now.map(|pairing| count(pairing.mentees.len())).sum()
}

/// Facets and skills with fewer free places than open requests, the widest gap first.
fn gaps(
    program: &Program,
    by_person: &PairingsByPerson<'_>,
    ready: &[(&Participant, &Mentor)],
    today: Day,
) -> Vec<Gap> {
    let mut wanted: BTreeMap<(&'static str, String), u32> = BTreeMap::new();
    let rounds = Rounds::on(&program.settings, today);
    for participant in program
        .participants
        .values()
        .filter(|participant| is_ready(program, participant, Role::Mentee, today))
    {
        if rounds.count(by_person, participant, today).open_now == 0 {
            continue;
        }
        for wish in participant.wishes() {
            let open = rounds.open_of(by_person, participant, &wish, today);
            if open == 0 {
                continue;
            }
            if let Some(facet) = &wish.facet {
                *wanted.entry(("facet", plain(facet))).or_default() += open;
            }
            let skills: BTreeSet<String> = wish
                .skills
                .iter()
                .map(|skill| known(program, skill))
                .collect();
            for skill in skills {
                *wanted.entry(("skill", skill)).or_default() += open;
            }
        }
    }
    let places = |kind: &str, value: &str| {
        let offering = ready.iter().filter(|(_, mentor)| match kind {
            "facet" => {
                mentor.facets.is_empty() || mentor.facets.iter().any(|facet| plain(facet) == value)
            }
            _ => mentor
                .skills
                .iter()
                .any(|skill| covers(program, skill, value)),
        });
        offering
            .map(|(participant, _)| capacity_free(by_person, participant, today))
            .sum::<u32>()
    };
    let mut gaps: Vec<Gap> = wanted
        .into_iter()
        .map(|((kind, value), wanted)| {
            let places = places(kind, &value);
            let missing = wanted.saturating_sub(places);
            Gap {
                kind,
                value,
                wanted,
                places,
                missing,
            }
        })
        .filter(|gap| 0 < gap.missing)
        .collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.missing));
    gaps
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase()
}

/// The id of a skill, whatever alias was written.
fn known(program: &Program, word: &str) -> String {
    let word = plain(word);
    let is_it = |(id, skill): &(&String, &crate::model::vocabulary::Skill)| {
        plain(id) == word || skill.aliases.iter().any(|alias| plain(alias) == word)
    };
    let found = program.vocabulary.skills.iter().find(is_it);
    found.map_or(word, |(id, _)| plain(id))
}

/// Whether who can teach one skill can teach another: the same, or a narrower one of it.
fn covers(program: &Program, taught: &str, wanted: &str) -> bool {
    let mut current = known(program, taught);
    let mut seen = BTreeSet::new();
    loop {
        if current == wanted {
            return true;
        }
        let skills = &program.vocabulary.skills;
        let parent = skills
            .iter()
            .find(|(id, _)| plain(id) == current)
            .and_then(|(_, skill)| skill.parent.as_deref());
        match parent {
            Some(parent) if seen.insert(current.clone()) => current = known(program, parent),
            _ => return false,
        }
    }
}

/// Mentors by confidence, the least first; who says nothing comes last, and of equals who lacks most modules first.
fn train_first(program: &Program, today: Day) -> Vec<ToTrain<'_>> {
    let mut list: Vec<ToTrain<'_>> = program
        .participants
        .values()
        .filter(|participant| is_ready(program, participant, Role::Mentor, today))
        .filter_map(|participant| {
            let mentor = participant.mentor.as_ref()?;
            Some(ToTrain {
                id: &participant.id,
                name: &participant.name,
                confidence: mentor.confidence,
                modules_missing: modules_missing(program, participant, Role::Mentor, today),
                volunteered: mentor.volunteered,
                hopes: mentor.hopes.as_deref(),
            })
        })
        .collect();
    list.sort_by_key(|one| {
        let unsure = one.confidence.unwrap_or(i64::MAX);
        (unsure, usize::MAX - one.modules_missing.len())
    });
    list
}

/// Required modules of a role that a person has not taken by a day, whether or not a gate asks for them.
pub fn modules_missing<'a>(
    program: &'a Program,
    participant: &Participant,
    role: Role,
    today: Day,
) -> Vec<&'a Id> {
    let taken = |module: &Id| {
        participant
            .trainings
            .iter()
            .any(|taken| taken.module == *module && taken.on <= today)
    };
    program
        .settings
        .trainings
        .iter()
        .filter(|module| module.required && module.role.is_none_or(|of| of == role))
        .map(|module| &module.id)
        .filter(|module| !taken(module))
        .collect()
}

/// "6 more places with mentors are needed, 3 of them in security."
fn sentence(missing: u32, widest: Option<&Gap>) -> String {
    let places = match missing {
        0 => return "There are places enough for every open request.".to_owned(),
        1 => "1 more place with a mentor is needed".to_owned(),
        _ => format!("{missing} more places with mentors are needed"),
    };
    match widest {
        Some(gap) if missing == 1 => format!("{places}, in {}.", gap.value),
        Some(gap) if gap.missing == missing => format!("{places}, all of them in {}.", gap.value),
        Some(gap) => format!("{places}, {} of them in {}.", gap.missing, gap.value),
        None => format!("{places}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, mentor, pairing_with, participant, person_id, program};
    use crate::model::pairing::PairingState;
    use crate::model::participant::{Mentee, Request};

    fn add(program: &mut Program, participant: Participant) {
        program
            .participants
            .insert(participant.id.clone(), participant);
    }

    fn mentee(id: &str, facet: &str, skills: &[&str]) -> Participant {
        Participant {
            mentee: Some(Mentee::default()),
            requests: vec![Request {
                facet: Some(facet.to_owned()),
                skills: skills.iter().map(|&skill| skill.to_owned()).collect(),
                mentors: 1,
                ..Request::default()
            }],
            ..participant(id)
        }
    }

    fn teacher(id: &str, places: u32, facets: &[&str]) -> Participant {
        let mut offer = mentor(places);
        offer.facets = facets.iter().map(|&facet| facet.to_owned()).collect();
        Participant {
            mentor: Some(offer),
            ..participant(id)
        }
    }

    fn wanting() -> Program {
        let mut program = program();
        add(&mut program, teacher("grace", 2, &["career"]));
        for id in ["ada", "kim", "lee", "mia"] {
            add(&mut program, mentee(id, "security", &[]));
        }
        add(&mut program, mentee("ola", "career", &[]));
        program
    }

    #[test]
    fn the_sentence_names_what_is_missing_and_where() {
        let program = wanting();
        let pool = pool(&program, day("2026-02-20"));
        assert_eq!((pool.capacity, pool.free, pool.requests_open), (2, 2, 5));
        assert_eq!(
            pool.sentence,
            "4 more places with mentors are needed, all of them in security."
        );
        assert_eq!(pool.gaps.len(), 1);
        assert_eq!(pool.coverage_percent, Some(40));
    }

    #[test]
    fn a_mentor_is_idle_without_a_mentee_and_overloaded_with_too_many() {
        let mut program = wanting();
        let today = day("2026-02-20");
        assert_eq!(pool(&program, today).idle, [&person_id("grace")]);
        for mentee in ["ada", "kim", "lee"] {
            let mut pairing = pairing_with(
                &format!("grace-mentors-{mentee}"),
                &[("2026-01-12", PairingState::Active)],
            );
            pairing.mentor = person_id("grace");
            pairing.mentees = vec![person_id(mentee)];
            program.pairings.insert(pairing.id.clone(), pairing);
        }
        let pool = pool(&program, today);
        assert_eq!(pool.overloaded, [&person_id("grace")]);
        assert!(pool.idle.is_empty());
        assert_eq!((pool.taken, pool.free), (3, 0));
    }

    #[test]
    fn the_least_confident_are_trained_first_and_the_silent_last() {
        let mut program = program();
        for (id, confidence) in [("ada", Some(4)), ("kim", None), ("lee", Some(1))] {
            let mut one = teacher(id, 1, &[]);
            one.mentor = one.mentor.map(|mentor| Mentor {
                confidence,
                ..mentor
            });
            add(&mut program, one);
        }
        let pool = pool(&program, day("2026-02-20"));
        let order: Vec<&str> = pool.train_first.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(order, ["lee", "ada", "kim"]);
    }

    #[test]
    fn who_teaches_the_narrower_skill_can_serve_the_wider_wish() {
        let mut program = program();
        let skill = |aliases: &[&str], parent: Option<&str>| crate::model::vocabulary::Skill {
            aliases: aliases.iter().map(|&alias| alias.to_owned()).collect(),
            parent: parent.map(str::to_owned),
        };
        program
            .vocabulary
            .skills
            .insert("cloud".to_owned(), skill(&[], None));
        program
            .vocabulary
            .skills
            .insert("kubernetes".to_owned(), skill(&["k8s"], Some("cloud")));
        let mut grace = teacher("grace", 1, &[]);
        grace.mentor = grace.mentor.map(|mentor| Mentor {
            skills: vec!["K8s".to_owned()],
            ..mentor
        });
        add(&mut program, grace);
        add(&mut program, mentee("ada", "technical", &["cloud"]));
        assert!(pool(&program, day("2026-02-20")).gaps.is_empty());
    }
}
