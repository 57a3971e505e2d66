//! One field set or cleared: the bytes of a value, a line more, a line less.

use crate::change::edit::At;
use crate::model::value::Value;
use crate::store::splice::error::SpliceError;
use crate::store::splice::inline::{self, Refusal};
use crate::store::splice::outline::{Block, Outline, Pair};
use crate::store::splice::place::{self, EntriesPlace, TablePlace};
use crate::store::splice::spell::{self, COLUMNS_MAX, Room};
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
            match pair(outline, block, &path)? {
                Some(index) => set_pair(outline, block, index, value),
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
            match pair(outline, block, &path)? {
                Some(index) => clear_pair(outline, block, index),
                None => Ok(()),
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

/// The index of the key in its block.
///
/// # Errors
/// `Shape` where the name stands for a table, by dotted keys or by headers.
fn pair(outline: &Outline, block: usize, path: &[String]) -> Result<Option<usize>, SpliceError> {
    let here = &outline.blocks[block];
    if let Some(index) = here.pairs.iter().position(|pair| pair.path == path) {
        return Ok(Some(index));
    }
    let dotted = here.pairs.iter().find(|pair| pair.path.starts_with(path));
    let position = dotted
        .map(|pair| (block, pair.lines.start))
        .or_else(|| headed(outline, block, path));
    match position {
        None => Ok(None),
        Some(position) => {
            let name = path.last().map_or("", String::as_str);
            Err(place::shape(outline, position, name, "a table", "a field"))
        }
    }
}

/// The header that makes a key of a block a table: `[name.key]` below `[name]`.
fn headed(outline: &Outline, block: usize, path: &[String]) -> Option<(usize, usize)> {
    let header = outline.blocks[block].header.as_ref();
    let own = header.map_or(&[][..], |header| &header.path);
    let full = [own, path].concat();
    let is_entry = header.is_some_and(|_| {
        own.first()
            .is_some_and(|name| outline.blocks[block].is_entry_of(name))
    });
    // What stands above an entry, or below its next sibling, is not its own.
    let candidates = if is_entry { block + 1 } else { 0 };
    outline
        .blocks
        .iter()
        .enumerate()
        .skip(candidates)
        .take_while(|(_, other)| {
            !(is_entry && own.first().is_some_and(|name| other.is_entry_of(name)))
        })
        .find_map(|(index, other)| {
            let header = other.header.as_ref()?;
            header
                .path
                .starts_with(&full)
                .then_some((index, header.line.start))
        })
}

fn set_pair(
    outline: &mut Outline,
    block: usize,
    index: usize,
    value: &Value,
) -> Result<(), SpliceError> {
    let here = &outline.blocks[block];
    let pair = &here.pairs[index];
    let line_start = lines::start(&here.text, pair.value.start);
    let columns_before = here.text[line_start..pair.value.start].chars().count();
    let room = Room::Lines {
        columns_before,
        line_end: outline.line_end(block, line_start),
    };
    let range = pair.value.clone();
    let new = replaced(&here.text[range.clone()], value, room);
    outline.replace(block, range, &new)
}

/// What stands in place of the value `raw`: a list keeps the layout of the elements it keeps.
fn replaced(raw: &str, value: &Value, room: Room) -> String {
    let (
        Value::List(items),
        Room::Lines {
            columns_before,
            line_end,
        },
    ) = (value, room)
    else {
        return spell::value(value, room);
    };
    if !raw.starts_with('[') {
        return spell::value(value, room);
    }
    let new = list::with_items(raw, items, line_end);
    let is_too_long = |text: &str| columns_before + text.chars().count() > COLUMNS_MAX;
    // A long line that was there already is its author's wish.
    if !new.contains('\n') && is_too_long(&new) && !is_too_long(raw) {
        return spell::value(value, room);
    }
    new
}

fn add_pair(
    outline: &mut Outline,
    block: usize,
    path: &[String],
    value: &Value,
) -> Result<(), SpliceError> {
    let here = &outline.blocks[block];
    let (position, is_first_of_file) = place_of_new_key(here, path);
    let line_end = outline.line_end(block, position);
    let indentation = last_sibling(here, path)
        .map(|pair| pair.lines.start)
        .or(here.header.as_ref().map(|header| header.line.start))
        .map_or("", |start| lines::indentation(&here.text, start));
    let names: Vec<String> = path.iter().map(|name| spell::key(name)).collect();
    let mut line = spell::line(
        &format!("{indentation}{}", names.join(".")),
        value,
        line_end,
    );
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

fn clear_pair(outline: &mut Outline, block: usize, index: usize) -> Result<(), SpliceError> {
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
    let range = pair.lines.clone();
    let floor = match index.checked_sub(1) {
        Some(above) => here.pairs[above].lines.end,
        None => here.header.as_ref().map_or(0, |header| header.line.end),
    };
    let has_header_below = range.end == here.text.len() && block + 1 < outline.blocks.len();
    // A comment that stays must not become the comment of the next table.
    let kept = if has_header_below && lines::ends_in_comment(&here.text[floor..range.start]) {
        outline.line_end(block, range.start)
    } else {
        ""
    };
    outline.replace(block, range, kept)
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
