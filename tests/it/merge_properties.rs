//! Merges of random files against an oracle: a conflict exactly where one field got two different values outside sets,
//! or a deletion met an edit; and nothing lost.
//!
//! The long run is `cargo test --release --test it merge_properties -- --ignored`, 100,000 triples.

use crate::merge_oracle::{Doc, all_comments, expected, in_order, read, said, text};
use crate::merge_random::{Dice, Kind, doc, edited};
use pleiad::change::edit::FileName;
use pleiad::model::id::{Id, PersonId};
use pleiad::store::merge::conflict::{Conflict, Side};
use pleiad::store::merge::three_way::{Merge, Texts, merge};
use std::collections::BTreeSet;

fn file(kind: Kind) -> FileName {
    match kind {
        Kind::Log => FileName::Log(Id::parse("grace-mentors-ada").unwrap()),
        Kind::Person => FileName::Participant(PersonId::parse("ada").unwrap()),
    }
}

fn merged(kind: Kind, texts: [&str; 3], settle: Option<Side>) -> Merge {
    let [base, ours, theirs] = texts;
    let settle = |_: &Conflict| settle;
    let three = Texts {
        base: Some(base),
        ours,
        theirs,
    };
    let outcome = merge(Some(&file(kind)), three, &settle);
    outcome.unwrap_or_else(|error| {
        panic!("{error}\n== base\n{base}\n== ours\n{ours}\n== theirs\n{theirs}")
    })
}

/// A text with other line ends, a mark, or without its last line end.
fn dressed(text: String, dice: &mut Dice) -> String {
    let text = if dice.chance(15) {
        text.replace('\n', "\r\n")
    } else {
        text
    };
    let text = if dice.chance(10) {
        text.trim_end().to_owned()
    } else {
        text
    };
    if dice.chance(5) {
        format!("\u{feff}{text}")
    } else {
        text
    }
}

fn addresses(merge: &Merge) -> BTreeSet<String> {
    merge
        .conflicts
        .iter()
        .map(|it| it.address.to_string())
        .collect()
}

fn triple(seed: u64) {
    let mut dice = Dice::new(seed);
    let kind = if dice.chance(50) {
        Kind::Log
    } else {
        Kind::Person
    };
    let base = doc(kind, &mut dice);
    let ours = edited(kind, &base, "o", &mut dice);
    let theirs = edited(kind, &base, "t", &mut dice);
    let docs = [&base, &ours, &theirs];
    let texts = docs.map(|doc| dressed(text(doc), &mut dice));
    let [was, here, there] = [0, 1, 2].map(|index: usize| texts[index].as_str());
    let shown = format!("seed {seed}\n== base\n{was}\n== ours\n{here}\n== theirs\n{there}");
    let expected = expected(&base, &ours, &theirs);

    let open = merged(kind, [was, here, there], None);
    assert_eq!(
        addresses(&open),
        expected.conflicts,
        "{shown}\n== merged\n{}",
        open.text
    );
    let mirrored = merged(kind, [was, there, here], None);
    assert_eq!(addresses(&mirrored), expected.conflicts, "mirrored {shown}");

    for (side, meant) in [
        (Side::Ours, &expected.ours),
        (Side::Theirs, &expected.theirs),
    ] {
        let settled = merged(kind, [was, here, there], Some(side));
        assert!(settled.conflicts.is_empty());
        let meant = in_order(meant.clone());
        let found = in_order(read(&settled.text));
        assert_eq!(
            found, meant,
            "{side:?} {shown}\n== merged\n{}",
            settled.text
        );
    }
    if open.conflicts.is_empty() {
        assert_eq!(
            in_order(read(&open.text)),
            in_order(read(&mirrored.text)),
            "{shown}"
        );
        for comment in surviving(docs) {
            assert!(
                open.text.contains(&comment),
                "{comment} is lost: {shown}\n== merged\n{}",
                open.text
            );
        }
    } else {
        assert!(open.text.contains("<<<<<<< ours"), "{shown}");
    }
    assert_eq!(merged(kind, [was, here, was], None).text, here);
    assert_eq!(merged(kind, [was, was, there], None).text, there);
    assert_eq!(merged(kind, [was, here, here], None).text, here);
}

/// The comments that no side took away.
fn surviving([base, ours, theirs]: [&Doc; 3]) -> Vec<String> {
    let [was, here, there] = [base, ours, theirs].map(all_comments);
    let all = here.union(&there);
    let is_taken_away =
        |it: &&String| was.contains(*it) && !(here.contains(*it) && there.contains(*it));
    all.filter(|it| !is_taken_away(it)).cloned().collect()
}

#[test]
fn random_merges_are_what_the_oracle_says() {
    for seed in 0..3_000 {
        triple(seed);
    }
}

#[test]
fn meetings_of_one_id_are_one_where_a_side_has_lost_its_day() {
    triple(1_007_869);
}

/// `cargo test --release --test it merge_properties -- --ignored`
#[test]
#[ignore = "takes minutes; run it when the engine changes"]
fn a_hundred_thousand_random_merges_are_what_the_oracle_says() {
    for seed in 0..100_000 {
        triple(1_000_000 + seed);
    }
}

#[test]
fn the_oracle_reads_what_it_writes() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        for kind in [Kind::Log, Kind::Person] {
            let doc = doc(kind, &mut dice);
            assert_eq!(read(&text(&doc)), said(&doc), "{}", text(&doc));
        }
    }
}
