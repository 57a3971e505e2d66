//! Edits of random files against a second, independent reading of what each edit means.
//!
//! The files are what people write: every line end, byte order marks, comments everywhere, odd spacing, quoted keys,
//! inline and dotted tables. The oracle knows values only; the bytes are judged through the `toml` package's own spans.
//! `PROPTEST_CASES=20000 cargo test --test it edit_properties` looks harder.

#![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

use crate::edit_oracle::{self as oracle, Outcome};
use crate::random_files::{
    ARRAYS, LineEnds, edits, entry_keys, fields, keys, new_values, places, random_file,
};
use pleiad::change::edit::{At, Edit, FileName, Part};
use pleiad::model::value::Value;
use pleiad::store::splice::{self, SpliceError};
use proptest::prelude::*;
use proptest::sample::select;

fn apply(text: &str, edit: &Edit) -> Result<String, SpliceError> {
    splice::apply(text, &[edit])
}

fn assert_values(text: &str, expected: toml::Table) -> Result<(), TestCaseError> {
    let found = oracle::without_empty_entries(oracle::read(text), &ARRAYS);
    let expected = oracle::without_empty_entries(expected, &ARRAYS);
    prop_assert_eq!(found, expected);
    Ok(())
}

fn common_prefix(left: &str, right: &str) -> usize {
    left.bytes()
        .zip(right.bytes())
        .take_while(|(l, r)| l == r)
        .count()
}

fn common_suffix(left: &str, right: &str) -> usize {
    left.bytes()
        .rev()
        .zip(right.bytes().rev())
        .take_while(|(l, r)| l == r)
        .count()
}

/// Whether `longer` is `shorter` with one piece put in.
fn is_one_insertion(shorter: &str, longer: &str) -> bool {
    shorter.len() <= longer.len()
        && common_prefix(shorter, longer) + common_suffix(shorter, longer) >= shorter.len()
}

fn comments(text: &str) -> Vec<&str> {
    let starts = text.match_indices("# [c").map(|(start, _)| start);
    starts
        .map(|start| &text[start..start + text[start..].find(']').unwrap()])
        .collect()
}

fn is_sublist(part: &[&str], whole: &[&str]) -> bool {
    let mut rest = whole.iter();
    part.iter().all(|comment| rest.any(|it| it == comment))
}

proptest! {
    #[test]
    fn an_edit_means_what_it_says_and_nothing_else(file in random_file(), edit in edits()) {
        let before = file.text();
        let after = apply(&before, &edit);
        match (oracle::outcome(&oracle::read(&before), &edit), after) {
            (Outcome::Same, Ok(after)) => prop_assert_eq!(before, after),
            (Outcome::Becomes(expected) | Outcome::BecomesOrRefused(expected), Ok(after)) => {
                assert_values(&after, expected)?;
            }
            (
                Outcome::Refused | Outcome::BecomesOrRefused(_),
                Err(SpliceError::NoEntry { .. } | SpliceError::Shape { .. }),
            ) => {}
            (_, outcome) => prop_assert!(false, "{outcome:?}\n{before}"),
        }
    }

    #[test]
    fn a_new_value_takes_the_bytes_of_the_old_one_and_no_others(file in random_file(), pick: prop::sample::Index, value in new_values()) {
        let before = file.text();
        let body = before.strip_prefix('\u{feff}').unwrap_or(&before);
        let parsed = toml::de::DeTable::parse(body).unwrap();
        let fields: Vec<_> = parsed.get_ref().iter()
            .filter(|(_, value)| !value.get_ref().is_table() && !value.get_ref().is_array())
            .collect();
        if fields.is_empty() {
            return Ok(());
        }
        let (key, old) = &fields[pick.index(fields.len())];
        let edit = Edit::Set { file: FileName::Program, at: At::Top, key: key.get_ref().to_string(), value };
        let after = apply(&before, &edit).unwrap();
        let mark = before.len() - body.len();
        prop_assert!(after.starts_with(&before[..mark + old.span().start]));
        prop_assert!(after.ends_with(&before[mark + old.span().end..]));
    }

    #[test]
    fn what_is_added_is_one_piece(file in random_file(), at in places(), name in select(&ARRAYS[..]), value in new_values(), fields in fields()) {
        let before = file.text();
        let new_field = Edit::Set { file: FileName::Program, at, key: "brand new".to_owned(), value };
        let entry = Edit::Append { file: FileName::Program, table: name, fields };
        for edit in [new_field, entry] {
            if let Ok(after) = apply(&before, &edit) {
                prop_assert!(comments(&after) == comments(&before));
                let is_replaced = ["request = []", "request = [  ]", "mentor = {}"].iter().any(|it| before.contains(it));
                prop_assert!(is_replaced || is_one_insertion(&before, &after), "{before}\n---\n{after}");
            }
        }
    }

    #[test]
    fn what_is_taken_away_is_one_piece(file in random_file(), at in places(), key in keys(), name in select(&ARRAYS[..]), entry in entry_keys()) {
        let before = file.text();
        let cleared = Edit::Clear { file: FileName::Program, at, key };
        let removed = Edit::Remove { file: FileName::Program, table: name, entry };
        for edit in [cleared, removed] {
            if let Ok(after) = apply(&before, &edit) {
                prop_assert!(is_sublist(&comments(&after), &comments(&before)));
                let is_emptied = after.contains("mentor = {}");
                prop_assert!(is_emptied || is_one_insertion(&after, &before), "{before}\n---\n{after}");
            }
        }
    }

    #[test]
    fn a_field_set_and_set_back_leaves_no_trace(file in random_file(), at in places(), key in keys(), first in new_values(), second in new_values()) {
        // One list from another keeps layout, and `1` for `1.0` is no change: neither is undone byte for byte.
        if matches!(
            (&first, &second),
            (Value::List(_), Value::List(_)) | (Value::Decimal(_), Value::Integer(_)) | (Value::Integer(_), Value::Decimal(_))
        ) {
            return Ok(());
        }
        let set = |value| Edit::Set { file: FileName::Program, at: at.clone(), key: key.clone(), value };
        let Ok(before) = apply(&file.text(), &set(first.clone())) else { return Ok(()); };
        // The first text holds a list or a number in its author's spelling where that meant the same.
        let start = apply(&before, &set(Value::Flag(true))).and_then(|it| apply(&it, &set(first.clone())));
        let Ok(start) = start else { return Ok(()); };
        let Ok(changed) = apply(&start, &set(second)) else { return Ok(()); };
        prop_assert_eq!(apply(&changed, &set(first)).unwrap(), start);
    }

    #[test]
    fn a_new_field_cleared_leaves_no_trace(file in random_file(), at in places(), value in new_values()) {
        let before = file.text();
        let set = Edit::Set { file: FileName::Program, at: at.clone(), key: "brand new".to_owned(), value };
        let clear = Edit::Clear { file: FileName::Program, at: at.clone(), key: "brand new".to_owned() };
        let is_new_table = matches!(at, At::Table(name) if !oracle::read(&before).contains_key(name));
        // A first key at the top is parted from what follows.
        let is_first = matches!(at, At::Top) && file.top.keys.is_empty();
        if let Ok(after) = apply(&before, &set) && !is_new_table && !is_first {
            let back = apply(&after, &clear).unwrap();
            prop_assert!(back == before || before.contains('{'), "{before}\n---\n{back}");
        }
    }

    #[test]
    fn an_entry_appended_and_removed_leaves_no_trace(file in random_file(), name in select(&ARRAYS[..]), mut fields in fields()) {
        let before = file.text();
        fields.insert(0, ("id".to_owned(), "q-newer".into()));
        let append = Edit::Append { file: FileName::Program, table: name, fields };
        let entry = vec![("id", Some("q-newer".into()))];
        let remove = Edit::Remove { file: FileName::Program, table: name, entry };
        if let Ok(after) = apply(&before, &append) {
            let back = apply(&after, &remove).unwrap();
            prop_assert_eq!(&back.replace("request = []", "request = [  ]"), &before, "via\n{}", after);
        }
    }

    #[test]
    fn several_edits_at_once_are_the_same_edits_one_by_one(file in random_file(), edits in prop::collection::vec(edits(), 0..8)) {
        let before = file.text();
        let mut text = before.clone();
        let mut possible = Vec::new();
        for edit in &edits {
            if let Ok(after) = apply(&text, edit) {
                text = after;
                possible.push(edit);
            }
        }
        let at_once = splice::apply(&before, &possible).unwrap();
        if before.ends_with('\n') {
            prop_assert_eq!(at_once, text);
        } else {
            // A last line without an end has lost it when the next edit comes: it ends as the line above it does, and
            // a blank line that is left ends the file.
            let normal = |text: &str| text.trim_end().replace("\r\n", "\n");
            prop_assert_eq!(normal(&at_once), normal(&text));
        }
    }

    #[test]
    fn a_refused_edit_refuses_its_whole_group(file in random_file(), edits in prop::collection::vec(edits(), 1..5)) {
        let before = file.text();
        let all: Vec<&Edit> = edits.iter().collect();
        let mut text = before.clone();
        let one_by_one = edits.iter().try_for_each(|edit| {
            text = apply(&text, edit)?;
            Ok::<(), SpliceError>(())
        });
        prop_assert_eq!(splice::apply(&before, &all).is_ok(), one_by_one.is_ok());
    }

    #[test]
    fn new_text_has_the_line_ends_of_its_file(mut file in random_file(), edit in edits(), is_crlf: bool) {
        file.line_ends = if is_crlf { LineEnds::CrLf } else { LineEnds::Lf };
        let before = file.text();
        if !before.contains('\n') {
            return Ok(());
        }
        if let Ok(after) = apply(&before, &edit) {
            let foreign = if is_crlf {
                after.replace("\r\n", "").contains('\n')
            } else {
                after.contains('\r')
            };
            prop_assert!(!foreign, "{after:?}");
            prop_assert_eq!(before.starts_with('\u{feff}'), after.starts_with('\u{feff}'));
            if !after.trim_start_matches('\u{feff}').is_empty() {
                let has_kept_its_end = before.ends_with('\n') == after.ends_with('\n');
                // What comes last when the last line is gone may be a blank line.
                let may_end_blank = matches!(edit, Edit::Remove { .. } | Edit::Clear { .. });
                prop_assert!(has_kept_its_end || (may_end_blank && after.trim_end_matches(['\r', ' ']).ends_with('\n')));
            }
        }
    }

    #[test]
    fn any_text_is_edited_or_refused(text in "\\PC{0,60}|[\\[\\]{}=\"'#,.a\n\r\t 0-9]{0,60}", edit in edits()) {
        if let Ok(after) = apply(&text, &edit) {
            oracle::read(&after);
        }
    }

    #[test]
    fn a_damaged_file_is_edited_or_refused(file in random_file(), at: prop::sample::Index, piece in "[\\[\\]{}=\"'#,.a\n\r\t 0-9\u{feff}]{0,3}", length in 0usize..4, edit in edits()) {
        let mut characters: Vec<char> = file.text().chars().collect();
        let start = at.index(characters.len() + 1);
        let end = (start + length).min(characters.len());
        characters.splice(start..end, piece.chars());
        let text: String = characters.into_iter().collect();
        match apply(&text, &edit) {
            Ok(after) => { oracle::read(&after); }
            Err(SpliceError::Verification { difference }) => prop_assert!(false, "{difference}\n{text}"),
            Err(_) => {}
        }
    }

    #[test]
    fn a_new_file_holds_its_parts_in_order(top in fields(), table in fields(), entries in prop::collection::vec(fields(), 0..4)) {
        let mut parts = vec![Part::Top(top.clone()), Part::Table("mentor", table.clone())];
        parts.extend(entries.iter().map(|fields| Part::Entry("note", fields.clone())));
        let text = splice::create(&parts).unwrap();
        let values = |fields: &[(String, Value)]| -> toml::Table {
            fields.iter().map(|(key, value)| (key.clone(), oracle::toml_of(value))).collect()
        };
        let mut expected = values(&top);
        expected.insert("mentor".to_owned(), toml::Value::Table(values(&table)));
        let entries: Vec<_> = entries.iter().map(|fields| toml::Value::Table(values(fields))).collect();
        expected.insert("note".to_owned(), toml::Value::Array(entries));
        assert_values(&text, expected)?;
        prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n") && !text.starts_with('\n'));
    }
}
