//! Where in a file a table or the entries of an array stand, in whichever of TOML's ways a person wrote them.

use crate::store::splice::error::SpliceError;
use crate::store::splice::list;
use crate::store::splice::outline::{Block, Outline, Pair};
use std::ops::Range;

/// Where a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TablePlace {
    /// Under the header of a block.
    Block(usize),
    /// As `name = { ... }`: a key of the top.
    Inline(usize),
    /// As `name.key = ...` at the top.
    Dotted,
    /// Nowhere.
    Missing,
}

/// Where the entries of an array of tables stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EntriesPlace {
    /// Under these blocks' headers; none where there are no entries.
    Blocks(Vec<usize>),
    /// As `name = [{ ... }]`: a key of the top.
    Inline(usize),
}

/// Finds the table `name`.
///
/// # Errors
/// `Shape` where the name stands for something else.
pub(super) fn table(outline: &Outline, name: &str) -> Result<TablePlace, SpliceError> {
    let mut headers = outline.blocks.iter().map(|block| block.header.as_ref());
    let headed = headers.position(|header| header.is_some_and(|header| header.path == [name]));
    if let Some(index) = headed {
        return if outline.blocks[index].is_entry_of(name) {
            let place = (index, outline.blocks[index].header_start());
            Err(shape(outline, place, name, "an array of tables", "a table"))
        } else {
            Ok(TablePlace::Block(index))
        };
    }
    let top = &outline.blocks[0];
    let Some(index) = top.pairs.iter().position(|pair| pair.path[0] == name) else {
        return Ok(TablePlace::Missing);
    };
    let pair = &top.pairs[index];
    match kind_of(top, pair) {
        Kind::Dotted => Ok(TablePlace::Dotted),
        Kind::InlineTable => Ok(TablePlace::Inline(index)),
        Kind::ListOfTables | Kind::Plain => {
            let place = (0, pair.lines.start);
            Err(shape(outline, place, name, "a plain value", "a table"))
        }
    }
}

/// Finds the entries of `[[name]]`.
///
/// # Errors
/// `Shape` where the name stands for something else.
pub(super) fn entries(outline: &Outline, name: &str) -> Result<EntriesPlace, SpliceError> {
    let needed = "an array of tables";
    let top = &outline.blocks[0];
    if let Some(index) = top.pairs.iter().position(|pair| pair.path[0] == name) {
        let pair = &top.pairs[index];
        let found = match kind_of(top, pair) {
            Kind::ListOfTables => return Ok(EntriesPlace::Inline(index)),
            Kind::Dotted | Kind::InlineTable => "a table",
            Kind::Plain => "a plain value",
        };
        return Err(shape(outline, (0, pair.lines.start), name, found, needed));
    }
    let mut blocks = Vec::new();
    for (index, block) in outline.blocks.iter().enumerate() {
        if block.is_entry_of(name) {
            blocks.push(index);
        } else if block.is_within(name) && blocks.is_empty() {
            let place = (index, block.header_start());
            return Err(shape(outline, place, name, "a table", needed));
        }
    }
    Ok(EntriesPlace::Blocks(blocks))
}

/// The error that something stands at a position of a block which is not what an edit needs.
pub(super) fn shape(
    outline: &Outline,
    (block, position): (usize, usize),
    name: &str,
    found: &'static str,
    needed: &'static str,
) -> SpliceError {
    SpliceError::Shape {
        name: name.to_owned(),
        line: outline.line_number(block, position),
        found,
        needed,
    }
}

/// What the value of a pair at the top says about the pair's first name.
enum Kind {
    Dotted,
    InlineTable,
    /// Or an empty list.
    ListOfTables,
    Plain,
}

fn kind_of(top: &Block, pair: &Pair) -> Kind {
    let raw = &top.text[pair.value.clone()];
    let is_table = |element: Range<usize>| raw[element].starts_with('{');
    if pair.path.len() > 1 {
        Kind::Dotted
    } else if raw.starts_with('{') {
        Kind::InlineTable
    } else if raw.starts_with('[') && list::elements(raw).into_iter().all(is_table) {
        Kind::ListOfTables
    } else {
        Kind::Plain
    }
}
