//! One field set or cleared: the bytes of a value, a line more, a line less.

use crate::change::edit::At;
use crate::model::value::Value;
use crate::store::splice::error::SpliceError;
use crate::store::splice::inline::{self, Refusal};
use crate::store::splice::outline::{Block, Outline, Pair};
use crate::store::splice::place::{self, EntriesPlace, TablePlace};
use crate::store::splice::spell::{self, Lines, Room};
use crate::store::splice::tree::Tree;
use crate::store::splice::{entries, lines, list};
use std::ops::Range;

/// Where the keys of the table stand in which a field is wanted.
enum Home {
    /// In a block, each with these names before its own.
    Block(usize, Vec<String>),
    /// In an inline table in these bytes of the top.
    Inline(Range<usize>),
    /// The table is to be made.
    Missing(&'static str),
}

/// Gives a field a value: the bytes of the value change, or a line is added behind the last key of the table.
pub(super) fn set(
    outline: &mut Outline,
    tree: &Tree,
    at: &At,
    key: &str,
    value: &Value,
) -> Result<(), SpliceError> {
    match home(outline, tree, at)? {
        Home::Block(block, mut path) => {
            path.push(key.to_owned());
            match pair(outline, block, &path) {
                Some(index) => set_pair(outline, block, index, value),
                None if tree.has_field(at, key) => Err(is_table(outline, block, &path)),
                None => add_pair(outline, block, &path, value),
            }
        }
        Home::Inline(range) => set_inline(outline, range, key, |raw| {
            inline::with_field(raw, key, value)
        }),
        Home::Missing(name) => {
            let field = vec![(key.to_owned(), value.clone())];
            entries::add_table(outline, name, &field)
        }
    }
}

/// Takes a field away: its lines with their comment go, comments on lines of their own stay.
pub(super) fn clear(
    outline: &mut Outline,
    tree: &Tree,
    at: &At,
    key: &str,
) -> Result<(), SpliceError> {
    match home(outline, tree, at)? {
        Home::Block(block, mut path) => {
            path.push(key.to_owned());
            match pair(outline, block, &path) {
                Some(index) => clear_pair(outline, block, index),
                None => Err(is_table(outline, block, &path)),
            }
        }
        Home::Inline(range) => {
            set_inline(outline, range, key, |raw| inline::without_field(raw, key))
        }
        Home::Missing(_) => Ok(()),
    }
}

fn home(outline: &Outline, tree: &Tree, at: &At) -> Result<Home, SpliceError> {
    match at {
        At::Top => Ok(Home::Block(0, Vec::new())),
        At::Table(name) => Ok(match place::table(outline, name)? {
            TablePlace::Block(block) => Home::Block(block, Vec::new()),
            TablePlace::Inline(index) => Home::Inline(outline.blocks[0].pairs[index].value.clone()),
            TablePlace::Dotted => Home::Block(0, vec![(*name).to_owned()]),
            TablePlace::Missing => Home::Missing(name),
        }),
        At::Entry(name, key) => {
            let place = place::entries(outline, name)?;
            let index = tree
                .entry_index(name, key)
                .ok_or_else(|| entries::no_entry(name, key))?;
            Ok(match place {
                EntriesPlace::Blocks(blocks) => Home::Block(blocks[index], Vec::new()),
                EntriesPlace::Inline(pair) => {
                    let top = &outline.blocks[0];
                    let value = top.pairs[pair].value.clone();
                    let element = list::elements(&top.text[value.clone()])[index].clone();
                    Home::Inline(value.start + element.start..value.start + element.end)
                }
            })
        }
    }
}

fn pair(outline: &Outline, block: usize, path: &[String]) -> Option<usize> {
    let pairs = &outline.blocks[block].pairs;
    pairs.iter().position(|pair| pair.path == path)
}

/// The error that a name stands for a table, made by dotted keys or by headers.
fn is_table(outline: &Outline, block: usize, path: &[String]) -> SpliceError {
    let here = &outline.blocks[block];
    let dotted = here.pairs.iter().find(|pair| pair.path.starts_with(path));
    let own = here.header.as_ref().map_or(&[][..], |header| &header.path);
    let full = [own, path].concat();
    // A table of an entry stands below it; that of a table may stand above.
    let headed = (block..outline.blocks.len())
        .chain(0..block)
        .find_map(|index| {
            let header = outline.blocks[index].header.as_ref()?;
            let is_it = header.path.starts_with(&full);
            is_it.then_some((index, header.line.start))
        });
    let position = dotted
        .map(|pair| (block, pair.lines.start))
        .or(headed)
        .unwrap_or_default();
    let name = path.last().map_or("", String::as_str);
    place::shape(outline, position, name, "a table", "a field")
}

fn set_pair(
    outline: &mut Outline,
    block: usize,
    index: usize,
    value: &Value,
) -> Result<(), SpliceError> {
    let here = &outline.blocks[block];
    let range = here.pairs[index].value.clone();
    let line_start = lines::start(&here.text, range.start);
    let room = Lines {
        before: &here.text[line_start..range.start],
        line_end: outline.line_end(block, line_start),
    };
    let new = replaced(&here.text[range.clone()], value, room);
    outline.replace(block, range, &new)
}

/// What stands in place of the value `raw`: a list keeps the layout of the elements it keeps.
fn replaced(raw: &str, value: &Value, room: Lines) -> String {
    match value {
        Value::List(items) if raw.starts_with('[') => {
            let new = list::with_items(raw, items, room.line_end);
            // A long line that was there already is its author's wish.
            if new.contains('\n') || !room.are_exceeded_by(&new) || room.are_exceeded_by(raw) {
                new
            } else {
                spell::value(value, Room::Lines(room))
            }
        }
        _ => spell::value(value, Room::Lines(room)),
    }
}

fn add_pair(
    outline: &mut Outline,
    block: usize,
    path: &[String],
    value: &Value,
) -> Result<(), SpliceError> {
    if block == 0 && outline.blocks[0].pairs.is_empty() {
        outline.give_opening_comments_to_top()?;
    }
    let here = &outline.blocks[block];
    let (position, is_first_of_file) = place_of_new_key(here, path);
    let line_end = outline.line_end(block, position);
    let indentation = last_sibling(here, path)
        .map(|pair| pair.lines.start)
        .or(here.header.as_ref().map(|header| header.line.start))
        .map_or("", |start| lines::indentation(&here.text, start));
    let names: Vec<String> = path.iter().map(|name| spell::key(name)).collect();
    let key = format!("{indentation}{}", names.join("."));
    let mut line = spell::line(&key, value, line_end);
    let has_more = position < here.text.len() || block + 1 < outline.blocks.len();
    if is_first_of_file && has_more && !lines::starts_blank(&here.text[position..]) {
        line.push_str(line_end);
    }
    outline.replace(block, position..position, &line)
}

/// Behind the last key of the table; without keys at the end of its block's body, at the top below the comments that
/// open the file.
fn place_of_new_key(block: &Block, path: &[String]) -> (usize, bool) {
    if let Some(pair) = last_sibling(block, path) {
        (pair.lines.end, false)
    } else if block.header.is_some() {
        (block.body_end, false)
    } else {
        (lines::opening(&block.text), true)
    }
}

/// The last key of the block, among dotted keys the last of their table.
fn last_sibling<'a>(block: &'a Block, path: &[String]) -> Option<&'a Pair> {
    let parent = &path[..path.len() - 1];
    block
        .pairs
        .iter()
        .rfind(|pair| pair.path.starts_with(parent))
}

pub(super) fn clear_pair(
    outline: &mut Outline,
    block: usize,
    index: usize,
) -> Result<(), SpliceError> {
    let here = &outline.blocks[block];
    let pair = &here.pairs[index];
    if pair.path.len() > 1 && is_last_of_its_table(outline, pair) {
        // The table stays, as an empty `[table]` would.
        let line_start = pair.lines.start;
        let start = line_start + lines::indentation(&here.text, line_start).len();
        let range = start..pair.value.end;
        let empty = format!("{} = {{}}", spell::key(&pair.path[0]));
        return outline.replace(block, range, &empty);
    }
    let mut range = pair.lines.clone();
    let floor = match index.checked_sub(1) {
        Some(above) => here.pairs[above].lines.end,
        None => here.header.as_ref().map_or(0, |header| header.line.end),
    };
    let has_header_below = range.end == here.text.len() && block + 1 < outline.blocks.len();
    // A comment that stays must not become the comment of the next table: the line goes blank instead.
    if has_header_below && lines::ends_in_comment(&here.text[floor..range.start]) {
        range.end = range.start + lines::without_line_end(&here.text[range.clone()]).len();
    }
    outline.replace(block, range, "")
}

fn is_last_of_its_table(outline: &Outline, pair: &Pair) -> bool {
    let name = &pair.path[0];
    let siblings = outline.blocks[0]
        .pairs
        .iter()
        .filter(|it| it.path[0] == *name);
    siblings.count() == 1 && !outline.blocks.iter().any(|block| block.is_within(name))
}

fn set_inline(
    outline: &mut Outline,
    range: Range<usize>,
    key: &str,
    edit: impl Fn(&str) -> Result<String, Refusal>,
) -> Result<(), SpliceError> {
    let refused = |refusal| match refusal {
        Refusal::IsTable => place::shape(outline, (0, range.start), key, "a table", "a field"),
        Refusal::SeveralLines => place::shape(
            outline,
            (0, range.start),
            key,
            "in an inline table of several lines",
            "in one on a single line",
        ),
    };
    let new = edit(&outline.blocks[0].text[range.clone()]).map_err(refused)?;
    outline.replace(0, range, &new)
}
