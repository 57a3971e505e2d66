//! A text cut into what a merge can move: a section per header, and in each the pieces that hold one field.
//!
//! Glued together again the sections are the text, byte for byte. It knows what each piece means, but not which is
//! newer.

use crate::change::edit::FileName;
use crate::store::merge::identity::{Entries, Identity};
use crate::store::merge::trivia;
use crate::store::splice::SpliceError;
use crate::store::splice::node::{self, Node};
use crate::store::splice::outline::{self, Block, HeaderKind, Outline};
use std::collections::BTreeMap;

/// A text in sections; the first holds the fields above the first table, and may be empty.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) sections: Vec<Section>,
    /// Blank lines behind the last section.
    pub(super) end: String,
    places: BTreeMap<SectionKey, usize>,
}

/// The fields of one table, or of the top.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) key: SectionKey,
    /// Whether nothing but blank lines stands above it in its text.
    pub(super) is_opening: bool,
    /// Blank lines above it.
    pub(super) gap: String,
    /// Comments that touch its header from above.
    pub(super) lead: String,
    /// The line of its header; the top has none.
    pub(super) header: String,
    pub(super) pieces: Vec<Piece>,
    /// Comments below its last field.
    pub(super) tail: String,
    /// Tables inside an entry, which go with it, each as one.
    pub(super) children: Vec<Piece>,
}

/// What tells a section from the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SectionKey {
    pub(super) path: Vec<String>,
    /// Which of the entries; none for a single table.
    pub(super) entry: Option<Identity>,
}

/// A field with its lines.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) path: Vec<String>,
    /// Comments and blank lines above it.
    pub(super) lead: String,
    /// What its first line holds before the value.
    pub(super) before: String,
    pub(super) value: String,
    /// What its last line holds behind the value, with the line end.
    pub(super) after: String,
    pub(super) node: Node,
}

impl Version {
    /// Cuts a text; every line of it has an end.
    ///
    /// # Errors
    /// Where it is not TOML.
    pub(super) fn parse(file: Option<&FileName>, text: &str) -> Result<Version, SpliceError> {
        let document = outline::parse(text)?;
        let blocks = Outline::of(&document).blocks;
        let mut entries = Entries::of(file, text);
        let mut sections: Vec<Section> = Vec::with_capacity(blocks.len());
        let mut gap = String::new();
        let mut is_opening = true;
        for block in &blocks {
            let end = end_of_content(block);
            let next_gap = block.text[end..].to_owned();
            match parent(&mut sections, block) {
                Some(parent) => parent.add_child(&gap, block, end)?,
                None => sections.push(section(block, end, gap, is_opening, &mut entries)?),
            }
            is_opening &= end == 0;
            gap = next_gap;
        }
        let keys = sections.iter().map(|section| section.key.clone());
        Ok(Version {
            places: keys.zip(0..).collect(),
            sections,
            end: gap,
        })
    }

    /// The section of a key.
    pub(super) fn section(&self, key: &SectionKey) -> Option<&Section> {
        self.places.get(key).map(|&place| &self.sections[place])
    }
}

impl Section {
    /// A field of it.
    pub(super) fn piece(&self, path: &[String]) -> Option<&Piece> {
        self.pieces.iter().find(|piece| piece.path == path)
    }

    /// A table inside it.
    pub(super) fn child(&self, path: &[String]) -> Option<&Piece> {
        self.children.iter().find(|piece| piece.path == path)
    }

    /// The value of a field of one name.
    pub(super) fn node(&self, name: &str) -> Option<&Node> {
        let mut pieces = self.pieces.iter();
        let piece = pieces.find(|piece| piece.path.len() == 1 && piece.path[0] == name)?;
        Some(&piece.node)
    }

    /// Its lines, but for the blank ones above it.
    pub(super) fn text(&self) -> String {
        let mut text = format!("{}{}", self.lead, self.header);
        self.pieces
            .iter()
            .for_each(|piece| text.push_str(&piece.text()));
        text.push_str(&self.tail);
        self.children
            .iter()
            .for_each(|child| text.push_str(&child.text()));
        text
    }

    /// Its comments, each without its place.
    pub(super) fn comments(&self) -> impl Iterator<Item = &str> {
        let pieces = self.pieces.iter();
        let inner = pieces
            .flat_map(|piece| trivia::comments(&piece.lead).chain(trivia::comments(&piece.after)));
        trivia::comments(&self.lead)
            .chain(inner)
            .chain(trivia::comments(&self.tail))
    }

    fn add_child(&mut self, gap: &str, block: &Block, end: usize) -> Result<(), SpliceError> {
        let path = block.header.as_ref().map(|header| header.path.clone());
        let path = path.unwrap_or_default();
        let text = format!("{gap}{}", &block.text[..end]);
        match self.children.iter_mut().find(|child| child.path == path) {
            Some(child) => {
                child.value.push_str(&text);
                child.node = table_node(&child.value)?;
            }
            None => self.children.push(Piece {
                path,
                lead: String::new(),
                before: String::new(),
                node: table_node(&text)?,
                value: text,
                after: String::new(),
            }),
        }
        Ok(())
    }
}

impl Piece {
    /// Its lines with the comments above.
    pub(super) fn text(&self) -> String {
        format!("{}{}", self.lead, self.line())
    }

    /// Its lines alone.
    pub(super) fn line(&self) -> String {
        format!("{}{}{}", self.before, self.value, self.after)
    }
}

/// Where the blank lines begin that part a block from the next one.
fn end_of_content(block: &Block) -> usize {
    let floor = block.content_end();
    let mut end = block.text.len();
    while floor < end {
        let start = block.text[..end - 1]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        if start < floor || !block.text[start..end].trim().is_empty() {
            break;
        }
        end = start;
    }
    end
}

/// The entry inside which a block stands.
fn parent<'a>(sections: &'a mut [Section], block: &Block) -> Option<&'a mut Section> {
    let path = &block.header.as_ref()?.path;
    sections.iter_mut().rev().find(|section| {
        let own = &section.key.path;
        section.key.entry.is_some() && own.len() < path.len() && path.starts_with(own)
    })
}

fn section(
    block: &Block,
    end: usize,
    gap: String,
    is_opening: bool,
    entries: &mut Entries,
) -> Result<Section, SpliceError> {
    let header = block.header.as_ref();
    let mut start = header.map_or(0, |header| header.line.end);
    let mut pieces = Vec::with_capacity(block.pairs.len());
    for pair in &block.pairs {
        let text = |from: usize, to: usize| block.text[from..to].to_owned();
        let value = text(pair.value.start, pair.value.end);
        pieces.push(Piece {
            path: pair.path.clone(),
            lead: text(start, pair.lines.start),
            before: text(pair.lines.start, pair.value.start),
            node: value_node(&value)?,
            value,
            after: text(pair.value.end, pair.lines.end),
        });
        start = pair.lines.end;
    }
    let mut section = Section {
        key: SectionKey {
            path: header.map_or_else(Vec::new, |header| header.path.clone()),
            entry: None,
        },
        is_opening,
        gap,
        lead: block.text[..block.header_start()].to_owned(),
        header: header
            .map_or("", |header| &block.text[header.line.clone()])
            .to_owned(),
        pieces,
        tail: block.text[start..end].to_owned(),
        children: Vec::new(),
    };
    if header.is_some_and(|header| header.kind == HeaderKind::Entry) {
        section.key.entry = Some(entries.identity(&section));
    }
    Ok(section)
}

/// What a value means, parsed in the only document that it can be parsed in: behind a key.
fn value_node(raw: &str) -> Result<Node, SpliceError> {
    let text = format!("x={raw}");
    let document = outline::parse(&text)?;
    let value = document.get("x").and_then(toml_edit::Item::as_value);
    let value = value.expect("a value that was parsed in its file");
    Ok(Node::of_value(value, &text))
}

fn table_node(raw: &str) -> Result<Node, SpliceError> {
    let document = outline::parse(raw)?;
    Ok(Node::Table(node::table_of(document.as_table(), raw)))
}
