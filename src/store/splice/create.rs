//! The text of a file that is made anew.

use crate::change::edit::Part;
use crate::store::splice::error::SpliceError;
use crate::store::splice::spell;
use crate::store::splice::tree::{self, Tree};

/// The text of a new file: its parts in their order, a blank line between them, LF line ends, no boilerplate.
///
/// # Errors
/// Numbers that are not finite, and parts that contradict each other (two tables of one name).
pub fn create(parts: &[Part]) -> Result<String, SpliceError> {
    for part in parts {
        let (Part::Top(fields) | Part::Table(_, fields) | Part::Entry(_, fields)) = part;
        tree::check_finite(fields)?;
    }
    let texts: Vec<String> = parts
        .iter()
        .map(part_text)
        .filter(|text| !text.is_empty())
        .collect();
    let text = texts.join("\n");
    tree::verify(&text, &Tree::of_parts(parts))?;
    Ok(text)
}

fn part_text(part: &Part) -> String {
    let (header, fields) = match part {
        Part::Top(fields) => (String::new(), fields),
        Part::Table(name, fields) => (spell::table_header(name) + "\n", fields),
        Part::Entry(name, fields) => (spell::entry_header(name) + "\n", fields),
    };
    header + &spell::lines(fields, "\n")
}
