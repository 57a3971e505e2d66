//! The entrance: edits of one file, one after the other, checked at the end.

use crate::change::edit::Edit;
use crate::store::splice::error::{Place, SpliceError};
use crate::store::splice::outline::{self, Outline};
use crate::store::splice::tree::{self, Tree};
use crate::store::splice::{entries, fields, lines, prune};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a file after edits, made one after the other; each may rest on those before it.
///
/// Set, Clear, Append, Remove and Prune are edits of a text; whose file they name is the caller's to know. An edit that
/// changes nothing leaves the text as it is, byte for byte.
///
/// # Errors
/// Text that is not TOML, an entry that is not there, a name that stands for something else than the edit needs, a
/// number that is not finite, Create and Delete; and `Verification`, which is a bug of ours.
pub fn apply(source: &str, edits: &[&Edit]) -> Result<String, SpliceError> {
    let (mark, body) = source.split_at(mark_length(source));
    if body.starts_with(BYTE_ORDER_MARK) {
        // The parser would take the second mark for the first.
        return Err(SpliceError::Syntax {
            place: Some(Place { line: 1, column: 2 }),
            message: "a second byte order mark".to_owned(),
        });
    }
    let document = outline::parse(body)?;
    let mut tree = Tree::of(&document);
    let mut outline = Outline::of(&document);
    let was_terminated = !outline.terminate();
    for edit in edits {
        check(edit)?;
        if !tree.is_settled(edit) && !prune::is_spared(&outline, edit) {
            splice(&mut outline, &tree, edit)?;
            tree.apply(edit);
        }
    }
    let edited = outline.text();
    let kept = if was_terminated {
        edited.as_str()
    } else {
        lines::without_line_end(&edited)
    };
    let text = format!("{mark}{kept}");
    tree::verify(&text, &tree)?;
    Ok(text)
}

fn mark_length(source: &str) -> usize {
    let body = source.strip_prefix(BYTE_ORDER_MARK).unwrap_or(source);
    source.len() - body.len()
}

fn check(edit: &Edit) -> Result<(), SpliceError> {
    match edit {
        Edit::Set { key, value, .. } => tree::check_finite_value(key, value),
        Edit::Append { fields, .. } => tree::check_finite(fields),
        Edit::Clear { .. } | Edit::Remove { .. } | Edit::Prune { .. } => Ok(()),
        Edit::Create { .. } | Edit::Rewrite { .. } | Edit::Delete { .. } => {
            Err(SpliceError::WholeFile)
        }
    }
}

fn splice(outline: &mut Outline, tree: &Tree, edit: &Edit) -> Result<(), SpliceError> {
    match edit {
        Edit::Set { at, key, value, .. } => fields::set(outline, tree, at, key, value),
        Edit::Clear { at, key, .. } => fields::clear(outline, tree, at, key),
        Edit::Append { table, fields, .. } => entries::append(outline, table, fields),
        Edit::Remove { table, entry, .. } => entries::remove(outline, tree, table, entry),
        Edit::Prune { table, .. } => prune::prune(outline, table),
        Edit::Create { .. } | Edit::Rewrite { .. } | Edit::Delete { .. } => {
            Err(SpliceError::WholeFile)
        }
    }
}
