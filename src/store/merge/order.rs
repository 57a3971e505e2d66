//! Where what only one side has goes: our order stands, their additions follow what they follow there.
//!
//! Entries that lie by date on both sides go on lying by date.

use crate::store::merge::version::{Piece, Section, SectionKey, Version};
use crate::store::splice::node::Node;

/// The fields of both sides in their order.
pub(super) fn of_fields<'a>(ours: &'a [Piece], theirs: &'a [Piece]) -> Vec<&'a [String]> {
    let paths = |pieces: &'a [Piece]| -> Vec<&'a [String]> {
        pieces.iter().map(|piece| piece.path.as_slice()).collect()
    };
    let (mut order, theirs) = (paths(ours), paths(theirs));
    for (index, path) in theirs.iter().enumerate() {
        if order.contains(path) {
            continue;
        }
        let mut before = theirs[..index].iter().rev();
        let place = before.find_map(|path| order.iter().position(|it| it == path));
        let mut place = place.map_or(0, |place| place + 1);
        // What we added at the same place comes first.
        while order.get(place).is_some_and(|path| !theirs.contains(path)) {
            place += 1;
        }
        order.insert(place, path);
    }
    order
}

/// The sections of both sides in their order.
pub(super) fn of_sections<'a>(ours: &'a Version, theirs: &'a Version) -> Vec<&'a SectionKey> {
    let mut order: Vec<&Section> = ours.sections.iter().collect();
    for (index, section) in theirs.sections.iter().enumerate() {
        if ours.section(&section.key).is_some() {
            continue;
        }
        let siblings = siblings(&order, section);
        let place = match siblings.as_slice() {
            [] => behind_predecessor(&order, theirs, index),
            _ => among(&order, &siblings, section, theirs),
        };
        order.insert(place, section);
    }
    order.into_iter().map(|section| &section.key).collect()
}

/// The places of the entries of the same array.
fn siblings(order: &[&Section], section: &Section) -> Vec<usize> {
    let is_sibling =
        |known: &&Section| known.key.entry.is_some() && known.key.path == section.key.path;
    let places = order
        .iter()
        .enumerate()
        .filter(|(_, known)| is_sibling(known));
    match section.key.entry {
        Some(_) => places.map(|(place, _)| place).collect(),
        None => Vec::new(),
    }
}

/// Behind the last sibling; where all lie by date, behind the last that is not later.
fn among(order: &[&Section], siblings: &[usize], section: &Section, theirs: &Version) -> usize {
    let last = siblings[siblings.len() - 1];
    let here = siblings.iter().map(|&place| order[place]);
    let is_sibling = |it: &&Section| it.key.entry.is_some() && it.key.path == section.key.path;
    let there = theirs.sections.iter().filter(is_sibling);
    let day = date(section).filter(|_| are_by_date(here) && are_by_date(there));
    let Some(day) = day else { return last + 1 };
    let earlier = siblings.iter().rev();
    let earlier = earlier
        .filter(|&&place| date(order[place]).is_some_and(|known| known <= day))
        .max();
    earlier.map_or(siblings[0], |place| place + 1)
}

fn are_by_date<'a>(sections: impl Iterator<Item = &'a Section>) -> bool {
    let dates: Option<Vec<String>> = sections.map(date).collect();
    dates.is_some_and(|dates| dates.is_sorted())
}

/// The day or time of an entry, in a form that sorts.
fn date(section: &Section) -> Option<String> {
    let node = ["at", "on", "from"]
        .iter()
        .find_map(|name| section.node(name));
    match node {
        Some(Node::Datetime(datetime)) => Some(datetime.to_string()),
        _ => None,
    }
}

/// Behind what it follows on their side; among entries of an array, behind all of them. Tables that we added at the same
/// place come first.
fn behind_predecessor(order: &[&Section], theirs: &Version, index: usize) -> usize {
    let above = theirs.sections[..index].iter().rev();
    let mut known = above.filter_map(|above| {
        let place = order.iter().position(|known| known.key == above.key)?;
        Some(siblings(order, above).last().copied().unwrap_or(place))
    });
    let mut place = known.next().map_or(order.len(), |place| place + 1);
    let is_ours =
        |section: &&Section| section.key.entry.is_none() && theirs.section(&section.key).is_none();
    while order.get(place).is_some_and(is_ours) {
        place += 1;
    }
    place
}
