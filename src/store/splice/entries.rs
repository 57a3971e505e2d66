//! Whole tables and entries added and removed: a block more, a block less, and the blank lines between them.

use crate::change::edit::{EntryKey, Fields};
use crate::store::splice::error::SpliceError;
use crate::store::splice::outline::{Block, Outline};
use crate::store::splice::place::{self, EntriesPlace};
use crate::store::splice::tree::Tree;
use crate::store::splice::{lines, list, spell};
use std::ops::Range;

/// The history of a record, which stays last in its file (FORMAT.md, rules for every file).
const HISTORY: &str = "state";

/// Adds an entry behind its last sibling; the first of its kind goes before the history, else to the end.
pub(super) fn append(
    outline: &mut Outline,
    name: &str,
    fields: &Fields,
) -> Result<(), SpliceError> {
    let blocks = match place::entries(outline, name)? {
        EntriesPlace::Blocks(blocks) => blocks,
        EntriesPlace::Inline(pair) => return append_inline(outline, pair, fields),
    };
    let Some(&last) = blocks.last() else {
        return add_first(outline, &spell::entry_header(name), name, fields);
    };
    // Tables below the last entry, `[name.more]`, are its own.
    let after = outline
        .blocks
        .iter()
        .rposition(|block| block.is_within(name))
        .unwrap_or(last);
    let has_gap = has_gap_between_siblings(outline, &blocks, after);
    add_block(outline, after, has_gap, &spell::entry_header(name), fields)
}

/// Adds `[name]` before the history, else at the end.
pub(super) fn add_table(
    outline: &mut Outline,
    name: &str,
    fields: &Fields,
) -> Result<(), SpliceError> {
    add_first(outline, &spell::table_header(name), name, fields)
}

/// Removes an entry with the comments that touch it, the tables below it and one blank line.
pub(super) fn remove(
    outline: &mut Outline,
    tree: &Tree,
    name: &str,
    key: &EntryKey,
) -> Result<(), SpliceError> {
    let place = place::entries(outline, name)?;
    let index = tree
        .entry_index(name, key)
        .ok_or_else(|| no_entry(name, key))?;
    match place {
        EntriesPlace::Inline(pair) => {
            let top = &outline.blocks[0];
            let range = top.pairs[pair].value.clone();
            let new = list::without_element(&top.text[range.clone()], index);
            outline.replace(0, range, &new)
        }
        EntriesPlace::Blocks(blocks) => {
            let end = blocks
                .get(index + 1)
                .copied()
                .unwrap_or(outline.blocks.len());
            for run in runs_within(outline, blocks[index]..end, name)
                .into_iter()
                .rev()
            {
                remove_run(outline, run)?;
            }
            Ok(())
        }
    }
}

/// The error that no entry has the key.
pub(super) fn no_entry(name: &str, key: &EntryKey) -> SpliceError {
    let fields: Vec<String> = key
        .iter()
        .map(|(field, value)| match value {
            Some(value) => spell::inline_pair(field, value),
            None => format!("no {field}"),
        })
        .collect();
    SpliceError::NoEntry {
        table: name.to_owned(),
        entry: fields.join(", "),
    }
}

fn append_inline(outline: &mut Outline, pair: usize, fields: &Fields) -> Result<(), SpliceError> {
    let top = &outline.blocks[0];
    let range = top.pairs[pair].value.clone();
    let raw = &top.text[range.clone()];
    let line_end = outline.line_end(0, range.start);
    let count = list::elements(raw).len();
    let new = list::with_element(raw, count, &spell::inline_table(fields), line_end);
    outline.replace(0, range, &new)
}

fn add_first(
    outline: &mut Outline,
    header: &str,
    name: &str,
    fields: &Fields,
) -> Result<(), SpliceError> {
    let history = outline
        .blocks
        .iter()
        .position(|block| block.is_entry_of(HISTORY));
    match history {
        Some(history) if name != HISTORY => {
            let after = history - 1;
            let has_gap = lines::ends_blank(&outline.blocks[after].text);
            add_block(outline, after, has_gap, header, fields)
        }
        _ => add_block(outline, outline.blocks.len() - 1, true, header, fields),
    }
}

/// Adds a block behind the body of the block `after`; comments that stand apart below that body stay below.
fn add_block(
    outline: &mut Outline,
    after: usize,
    has_gap: bool,
    header: &str,
    fields: &Fields,
) -> Result<(), SpliceError> {
    let above = &outline.blocks[after];
    let line_end = outline.line_end(after, above.body_end);
    let body = &above.text[..above.body_end];
    let is_first_of_file = after == 0 && lines::is_blank(body);
    // A comment that ends the body would become the comment of the new block.
    let needs_gap = has_gap || lines::ends_in_comment(&body[above.content_end()..]);
    let joint = if needs_gap && !is_first_of_file {
        line_end
    } else {
        ""
    };
    let mut text = format!("{header}{line_end}{}", spell::lines(fields, line_end));
    if is_first_of_file && after + 1 < outline.blocks.len() {
        text.push_str(line_end);
    }
    outline.insert(after, joint, &text)
}

/// Whether a new entry is parted from the one before it: as the last two are, else as its neighbours are.
fn has_gap_between_siblings(outline: &Outline, siblings: &[usize], after: usize) -> bool {
    let has_gap_above = |block: usize| lines::ends_blank(&outline.blocks[block - 1].text);
    let last = siblings[siblings.len() - 1];
    let is_first_of_file = last == 1 && lines::is_blank(&outline.blocks[0].text);
    if siblings.len() > 1 {
        has_gap_above(last)
    } else if after + 1 < outline.blocks.len() {
        has_gap_above(after + 1)
    } else {
        is_first_of_file || has_gap_above(last)
    }
}

/// The runs of neighbouring blocks in `range` whose headers start with `name`.
fn runs_within(outline: &Outline, range: Range<usize>, name: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for index in range {
        if !outline.blocks[index].is_within(name) {
            continue;
        }
        match runs.last_mut() {
            Some(run) if run.end == index => run.end = index + 1,
            _ => runs.push(index..index + 1),
        }
    }
    runs
}

/// Removes neighbouring blocks, and the blank line above them; at the start of the file, the one below.
pub(super) fn remove_run(outline: &mut Outline, run: Range<usize>) -> Result<(), SpliceError> {
    let last = &outline.blocks[run.end - 1];
    let tail = last.text[last.body_end..].to_owned();
    let above = run.start - 1;
    outline.blocks.drain(run.clone());
    let is_first_of_file = above == 0 && lines::is_blank(&outline.blocks[0].text);
    let has_block_below = run.start < outline.blocks.len();
    let block = &outline.blocks[above];
    let text = if is_first_of_file {
        format!("{}{}", block.text, &tail[lines::blank_prefix(&tail)..])
    } else {
        let shorter = without_last_blank_line(block, has_block_below && tail.is_empty());
        format!("{shorter}{tail}")
    };
    outline.replace(above, 0..block.text.len(), &text)
}

/// The block's text without the blank line at its end. Where another header follows at once, the line stays if a
/// comment stands above it, which would else become that header's.
fn without_last_blank_line(block: &Block, is_header_below: bool) -> &str {
    let text = &block.text;
    if !lines::ends_blank(text) {
        return text;
    }
    let shorter = &text[..text.len() - lines::last(text).len()];
    let apart = shorter.get(block.content_end()..).unwrap_or_default();
    if is_header_below && lines::ends_in_comment(apart) {
        text
    } else {
        shorter
    }
}
