//! Where in a file a table or the entries of an array stand, in whichever of TOML's ways a person wrote them.

use crate::store::splice::error::SpliceError;
use crate::store::splice::outline::{HeaderKind, Outline};

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
    for (index, block) in outline.blocks.iter().enumerate() {
        let Some(header) = &block.header else {
            continue;
        };
        if header.path == [name] {
            return match header.kind {
                HeaderKind::Table => Ok(TablePlace::Block(index)),
                HeaderKind::Entry => Err(shape(
                    outline,
                    (index, header.line.start),
                    name,
                    "an array of tables",
                    "a table",
                )),
            };
        }
    }
    let top = &outline.blocks[0];
    let Some(index) = top.pairs.iter().position(|pair| pair.path[0] == name) else {
        return Ok(TablePlace::Missing);
    };
    let pair = &top.pairs[index];
    if pair.path.len() > 1 {
        Ok(TablePlace::Dotted)
    } else if top.text[pair.value.clone()].starts_with('{') {
        Ok(TablePlace::Inline(index))
    } else {
        Err(shape(
            outline,
            (0, pair.value.start),
            name,
            "a plain value",
            "a table",
        ))
    }
}

/// Finds the entries of `[[name]]`.
///
/// # Errors
/// `Shape` where the name stands for something else.
pub(super) fn entries(outline: &Outline, name: &str) -> Result<EntriesPlace, SpliceError> {
    let top = &outline.blocks[0];
    if let Some(index) = top.pairs.iter().position(|pair| pair.path[0] == name) {
        let pair = &top.pairs[index];
        if pair.path.len() == 1 && is_list_of_tables(&top.text[pair.value.clone()]) {
            return Ok(EntriesPlace::Inline(index));
        }
        let place = (0, pair.lines.start);
        return Err(shape(
            outline,
            place,
            name,
            "a plain value",
            "an array of tables",
        ));
    }
    let mut blocks = Vec::new();
    for (index, block) in outline.blocks.iter().enumerate() {
        if block.is_entry_of(name) {
            blocks.push(index);
        } else if block.is_within(name) && blocks.is_empty() {
            let start = block.header.as_ref().map_or(0, |header| header.line.start);
            return Err(shape(
                outline,
                (index, start),
                name,
                "a table",
                "an array of tables",
            ));
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

fn is_list_of_tables(raw: &str) -> bool {
    raw.starts_with('[')
        && crate::store::splice::list::elements(raw)
            .into_iter()
            .all(|element| raw[element].starts_with('{'))
}
