//! `report pool`: places against requests, and where they are missing.

use super::assert_same;
use super::requests::wishes;
use crate::reports::records::{Records, entries, flag, has_role, list, mentees, said, whole, word};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value as Raw};

pub(super) fn recount(records: &Records<'_>) {
    let mentors: Vec<&String> = records.mentors().map(|(id, _)| id).collect();
    let all = records
        .people
        .iter()
        .filter(|(_, person)| has_role(person, "mentor"));
    let overloaded = |id: &&String| places(records, id) < mentees_of(records, id);
    let waiting: Vec<&String> = all
        .map(|(id, _)| id)
        .filter(|id| !mentors.contains(id))
        .collect();
    let sum = |count: &dyn Fn(&str) -> i64| mentors.iter().map(|id| count(id)).sum::<i64>();
    let capacity = sum(&|id| places(records, id));
    let taken = sum(&|id| mentees_of(records, id));
    let free = sum(&|id| free(records, id));
    let asked = asked(records);
    let requests: i64 = asked.iter().map(|wish| wish.all).sum();
    let open: i64 = asked.iter().map(|wish| wish.open_now).sum();
    let gaps = gaps(records, &asked, &mentors);
    let widest = gaps
        .first()
        .map_or(0, |gap| gap["missing"].as_i64().unwrap());
    let missing = (open - free).max(widest).max(0);
    let percent = |part: i64, whole: i64| (part * 100).checked_div(whole);
    let mut told = records.told("report pool");
    let sentence = told.as_object_mut().unwrap().remove("sentence").unwrap();
    assert_sentence(sentence.as_str().unwrap(), missing, widest);
    let both = mentors.iter().chain(&waiting).copied();
    let counted = json!({
        "mentors": mentors.len(), "mentors_not_ready": waiting.len(), "capacity": capacity, "taken": taken,
        "free": free, "requests": requests, "requests_open": open, "coverage_percent": percent(capacity, requests),
        "utilisation_percent": percent(taken, capacity), "missing": missing, "gaps": gaps,
        "idle": mentors.iter().filter(|id| mentees_of(records, id) == 0).collect::<Vec<_>>(),
        "overloaded": both.filter(overloaded).collect::<Vec<_>>(), "train_first": train_first(records),
    });
    assert_same("report pool", &told, &counted);
}

fn assert_sentence(sentence: &str, missing: i64, widest: i64) {
    let numbers = sentence.split(|letter: char| !letter.is_ascii_digit());
    let mut numbers = numbers.filter_map(|word| word.parse::<i64>().ok());
    assert_eq!(numbers.next().unwrap_or(0), missing, "{sentence}");
    // Of several, how many of them, unless it is all.
    if 0 < widest && widest < missing {
        assert_eq!(numbers.next(), Some(widest), "{sentence}");
    }
}

/// Requests of mentees who take part.
fn asked(records: &Records<'_>) -> Vec<super::requests::Wish> {
    let people = records.people.iter();
    let asking = people
        .filter(|(_, person)| has_role(person, "mentee") && records.is_ready(person, "mentee"));
    asking
        .flat_map(|(id, person)| wishes(records, id, person))
        .collect()
}

pub(super) fn places(records: &Records<'_>, id: &str) -> i64 {
    let mentor = records.people[id]["mentor"].as_table().unwrap();
    whole(mentor, "capacity").unwrap_or(1)
}

/// Mentees whom a mentor has now; peers are none.
pub(super) fn mentees_of(records: &Records<'_>, id: &str) -> i64 {
    let own = records.pairings.values().filter(|pairing| {
        word(pairing, "mentor") == id
            && word(pairing, "kind") != "peer"
            && records.is_in_force(pairing)
    });
    let mentees: usize = own.map(|pairing| mentees(pairing).len()).sum();
    i64::try_from(mentees).unwrap()
}

pub(super) fn free(records: &Records<'_>, id: &str) -> i64 {
    (places(records, id) - mentees_of(records, id)).max(0)
}

/// Facets and skills that are wanted more often than there are free places with who offers them.
fn gaps(records: &Records<'_>, asked: &[super::requests::Wish], mentors: &[&String]) -> Vec<Value> {
    let mut wanted: BTreeMap<(&str, String), i64> = BTreeMap::new();
    for wish in asked.iter().filter(|wish| 0 < wish.open_now) {
        if let Some(facet) = &wish.facet {
            *wanted.entry(("facet", facet.to_lowercase())).or_default() += wish.open_now;
        }
        let skills: BTreeSet<String> = wish
            .skills
            .iter()
            .map(|skill| proper(records, skill))
            .collect();
        for skill in skills {
            *wanted.entry(("skill", skill)).or_default() += wish.open_now;
        }
    }
    let mut gaps = Vec::new();
    for ((kind, value), wanted) in wanted {
        let offers = |id: &&&String| {
            let mentor = records.people[**id]["mentor"].as_table().unwrap();
            let facets = list(mentor, "facets");
            match kind {
                "facet" => {
                    facets.is_empty() || facets.iter().any(|facet| facet.to_lowercase() == value)
                }
                _ => list(mentor, "skills")
                    .iter()
                    .any(|skill| narrows(records, skill, &value)),
            }
        };
        let places: i64 = mentors
            .iter()
            .filter(offers)
            .map(|id| free(records, id))
            .sum();
        if places < wanted {
            gaps.push((wanted - places, json!({
                "kind": kind, "value": value, "wanted": wanted, "places": places, "missing": wanted - places,
            })));
        }
    }
    gaps.sort_by_key(|(missing, _)| Reverse(*missing));
    gaps.into_iter().map(|(_, gap)| gap).collect()
}

fn skill_of<'a>(records: &'a Records<'_>, word_written: &str) -> Option<&'a Table> {
    let written = word_written.to_lowercase();
    entries(&records.vocabulary, "skill").find(|skill| {
        let aliases = list(skill, "aliases").into_iter();
        aliases
            .chain([word(skill, "id")])
            .any(|known| known.to_lowercase() == written)
    })
}

/// The id of a skill, whatever alias was written.
fn proper(records: &Records<'_>, written: &str) -> String {
    let known = skill_of(records, written).map(|skill| word(skill, "id"));
    known.unwrap_or(written).to_lowercase()
}

/// Whether a skill is another one or belongs to it.
fn narrows(records: &Records<'_>, skill: &str, wider: &str) -> bool {
    let parent = skill_of(records, skill).and_then(|skill| said(skill, "parent"));
    proper(records, skill) == wider || parent.is_some_and(|parent| narrows(records, parent, wider))
}

/// Mentors whose history lets them take part, the least sure first, then who lacks most modules.
fn train_first(records: &Records<'_>) -> Vec<Value> {
    let people = records.people.iter();
    let ready = people
        .filter(|(_, person)| has_role(person, "mentor") && records.is_ready(person, "mentor"));
    let mut list: Vec<(i64, Reverse<usize>, Value)> = ready
        .map(|(id, person)| {
            let mentor = person.get("mentor").and_then(Raw::as_table).unwrap();
            let missing = records.modules_missing(person);
            let confidence = whole(mentor, "confidence");
            let row = json!({
                "id": id, "name": records.name(id), "confidence": confidence, "modules_missing": missing,
                "volunteered": flag(mentor, "volunteered"), "hopes": said(mentor, "hopes"),
            });
            (confidence.unwrap_or(i64::MAX), Reverse(missing.len()), row)
        })
        .collect();
    list.sort_by_key(|(confidence, missing, _)| (*confidence, *missing));
    list.into_iter().map(|(.., row)| row).collect()
}
