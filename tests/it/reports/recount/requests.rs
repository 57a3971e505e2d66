//! Which mentors are still wanted: each request, and what serves it.

use crate::reports::records::{
    Records, closing, day, entries, flag, list, mentees, said, whole, word,
};
use toml::Table;

/// One request of a person.
pub(super) struct Wish {
    pub(super) facet: Option<String>,
    pub(super) skills: Vec<String>,
    cohort: Option<String>,
    /// Mentors asked for.
    pub(super) all: i64,
    /// Those still wanted.
    pub(super) open: i64,
    /// Those still wanted in a round that is not over.
    pub(super) open_now: i64,
}

/// What a person asks for; who only says that they are a mentee asks for one mentor of any facet.
pub(super) fn wishes(records: &Records<'_>, id: &str, person: &Table) -> Vec<Wish> {
    let mut wishes: Vec<Wish> = entries(person, "request").map(wish).collect();
    if wishes.is_empty() && person.contains_key("mentee") {
        wishes.push(wish(&Table::new()));
    }
    let (rounds, is_open) = rounds(records);
    for index in 0..wishes.len() {
        let own = wishes[index].cohort.clone();
        let looked_at = own.clone().map_or(rounds.clone(), |cohort| vec![cohort]);
        let open = looked_at
            .iter()
            .map(|cohort| open_in(records, id, &wishes, cohort)[index]);
        let open = open.min().unwrap();
        let is_now = is_open && own.is_none_or(|cohort| rounds.contains(&cohort));
        wishes[index].open = open;
        wishes[index].open_now = if is_now { open } else { 0 };
    }
    wishes
}

fn wish(request: &Table) -> Wish {
    let skills = list(request, "skills").into_iter();
    Wish {
        facet: said(request, "facet").map(str::to_owned),
        skills: skills.map(str::to_owned).collect(),
        cohort: said(request, "cohort").map(str::to_owned),
        all: whole(request, "mentors").unwrap_or(1),
        open: 0,
        open_now: 0,
    }
}

/// Rounds that are not over, else the last of them; whether any is not over.
fn rounds(records: &Records<'_>) -> (Vec<String>, bool) {
    let cohorts: Vec<&Table> = entries(&records.settings, "cohort").collect();
    if cohorts.is_empty() {
        return (vec!["main".to_owned()], true);
    }
    let is_over = |cohort: &Table| {
        let (ends, closed) = (day(cohort, "ends"), day(cohort, "closed"));
        (!ends.is_empty() && ends < records.today)
            || (!closed.is_empty() && closed <= records.today)
    };
    let id = |cohort: &Table| word(cohort, "id").to_owned();
    let open: Vec<String> = cohorts
        .iter()
        .filter(|cohort| !is_over(cohort))
        .map(|cohort| id(cohort))
        .collect();
    if !open.is_empty() {
        return (open, true);
    }
    let last = cohorts.iter().max_by_key(|cohort| day(cohort, "ends"));
    (vec![id(last.unwrap())], false)
}

/// Mentors wanted still by each wish in one round: each pairing serves a wish of each of its facets; one that served
/// none of these serves a wish for any facet; one of no facet serves whatever is left.
fn open_in(records: &Records<'_>, id: &str, wishes: &[Wish], cohort: &str) -> Vec<i64> {
    let is_its = |of: Option<&str>| of.is_none_or(|of| of == cohort);
    let mut open: Vec<i64> = wishes
        .iter()
        .map(|wish| {
            if is_its(wish.cohort.as_deref()) {
                wish.all
            } else {
                0
            }
        })
        .collect();
    let mut take = |fits: &dyn Fn(&Wish) -> bool| {
        let mut found = (0..wishes.len()).filter(|&index| 0 < open[index] && fits(&wishes[index]));
        let found = found.next();
        if let Some(index) = found {
            open[index] -= 1;
        }
        found.is_some()
    };
    let serving: Vec<&Table> = records
        .pairings
        .values()
        .filter(|pairing| is_its(said(pairing, "cohort")) && serves(records, pairing, id))
        .collect();
    let mut left = Vec::new();
    for pairing in serving {
        let facets = list(pairing, "facets").into_iter();
        let taken = facets.filter(|facet| take(&|wish| wish.facet.as_deref() == Some(*facet)));
        if taken.count() == 0 {
            left.push(pairing);
        }
    }
    for pairing in left {
        if !take(&|wish| wish.facet.is_none()) && list(pairing, "facets").is_empty() {
            take(&|_| true);
        }
    }
    open
}

/// Whether a pairing gives a person a mentor: in force, ended as planned, or broken off by who wants no other.
fn serves(records: &Records<'_>, pairing: &Table, id: &str) -> bool {
    if word(pairing, "kind") == "peer" || !mentees(pairing).contains(&id) {
        return false;
    }
    let closing = closing(pairing);
    let wish = entries(pairing, "wish").find(|wish| word(wish, "person") == id);
    let rematch = match wish {
        Some(wish) => flag(wish, "rematch"),
        None => flag(&closing, "rematch_mentee"),
    };
    match records.standing(pairing).as_str() {
        "closed" => flag(&closing, "planned") != Some(false) || rematch == Some(false),
        "declined" | "withdrawn" | "void" => false,
        _ => true,
    }
}
