//! The bytes of a file, cut into blocks: the fields above the first table, then one block per header.
//!
//! A block starts with the comment lines that touch its header from above and runs to the next block. Glued together
//! again the blocks are the text, byte for byte. It knows positions and names, not values.

use crate::store::splice::error::{Place, SpliceError};
use crate::store::splice::lines;
use std::ops::Range;
use toml_edit::{Document, Item, Key, Table};

/// A file in blocks; the first holds the fields above the first table, and may be empty.
#[derive(Debug)]
pub(in crate::store) struct Outline {
    pub(in crate::store) blocks: Vec<Block>,
}

/// A header with what belongs to it, or the top of the file.
#[derive(Debug)]
pub(in crate::store) struct Block {
    /// Its bytes.
    pub(in crate::store) text: String,
    /// Its header; the top has none.
    pub(in crate::store) header: Option<Header>,
    /// Its keys in file order.
    pub(in crate::store) pairs: Vec<Pair>,
    /// The end of its last line that is no blank line and no comment standing apart.
    pub(in crate::store) body_end: usize,
}

/// `[a.b]` or `[[a.b]]`.
#[derive(Debug)]
pub(in crate::store) struct Header {
    pub(in crate::store) path: Vec<String>,
    pub(in crate::store) kind: HeaderKind,
    /// The line on which it stands.
    pub(in crate::store) line: Range<usize>,
}

/// Whether a header stands for a table or for one of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum HeaderKind {
    Table,
    Entry,
}

/// A key and its value.
#[derive(Debug)]
pub(in crate::store) struct Pair {
    /// The key, several names when dotted, from the block's header on.
    pub(in crate::store) path: Vec<String>,
    /// Its lines, from the start of the first to behind the end of the last.
    pub(in crate::store) lines: Range<usize>,
    /// Its value.
    pub(in crate::store) value: Range<usize>,
}

/// Parses a text.
///
/// # Errors
/// `Syntax`.
pub(in crate::store) fn parse(text: &str) -> Result<Document<&str>, SpliceError> {
    Document::parse(text).map_err(|error| SpliceError::Syntax {
        place: error.span().map(|span| place(text, span.start)),
        message: error.message().trim_end().to_owned(),
    })
}

fn place(text: &str, position: usize) -> Place {
    let before = text.get(..position).unwrap_or(text);
    Place {
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|&it| it != '\n').count() + 1,
    }
}

/// The blocks of a text that pleiad has edited.
fn reparsed(text: &str) -> Result<Vec<Block>, SpliceError> {
    let document = parse(text).map_err(|error| SpliceError::Verification {
        difference: error.to_string(),
    })?;
    Ok(Outline::of(&document).blocks)
}

impl Outline {
    /// The blocks of a parsed text.
    pub(in crate::store) fn of(document: &Document<&str>) -> Outline {
        let text = document.raw();
        let mut sections = vec![Section::default()];
        collect(
            document.as_table(),
            &mut Vec::new(),
            0,
            0,
            text,
            &mut sections,
        );
        sections.sort_by_key(|section| section.header.as_ref().map(|header| header.line.start));
        let mut blocks = Vec::with_capacity(sections.len());
        let mut rest = sections.into_iter().peekable();
        let mut start = 0;
        while let Some(section) = rest.next() {
            let end = rest
                .peek()
                .map_or(text.len(), |next| next.start(text, section.content_end()));
            blocks.push(section.into_block(text, start..end));
            start = end;
        }
        Outline { blocks }
    }

    /// Gives the last line an end where it has none, so that lines can be added and removed alike; whether it had none.
    pub(in crate::store) fn terminate(&mut self) -> bool {
        let last = self.blocks.len() - 1;
        let text = &self.blocks[last].text;
        if text.is_empty() || text.ends_with('\n') {
            return false;
        }
        let line_end = self.line_end(last, text.len());
        let block = &mut self.blocks[last];
        let length = block.text.len();
        block.text.push_str(line_end);
        let ends = block.pairs.iter_mut().map(|pair| &mut pair.lines.end);
        let header = block.header.iter_mut().map(|header| &mut header.line.end);
        for end in ends.chain(header).chain([&mut block.body_end]) {
            if *end == length {
                *end = block.text.len();
            }
        }
        true
    }

    /// The text again.
    pub(in crate::store) fn text(&self) -> String {
        self.blocks.iter().map(Block::text).collect()
    }

    /// The line end in use at a place: that of the line before it, else the next one, else LF.
    pub(in crate::store) fn line_end(&self, block: usize, position: usize) -> &'static str {
        let (before, after) = self.blocks[block].text.split_at(position);
        let above = self.blocks[..block].iter().rev();
        let below = self.blocks[block + 1..].iter();
        lines::last_line_end(before)
            .or_else(|| above.map(Block::text).find_map(lines::last_line_end))
            .or_else(|| lines::first_line_end(after))
            .or_else(|| below.map(Block::text).find_map(lines::first_line_end))
            .unwrap_or("\n")
    }

    /// The line number of a place, from 1.
    pub(in crate::store) fn line_number(&self, block: usize, position: usize) -> usize {
        let before = self.blocks[..block].iter().map(Block::text);
        let inside = &self.blocks[block].text[..position];
        1 + before
            .chain([inside])
            .map(|text| text.matches('\n').count())
            .sum::<usize>()
    }

    /// Replaces bytes of a block.
    ///
    /// # Errors
    /// `Verification` if the block does not parse any more.
    pub(in crate::store) fn replace(
        &mut self,
        block: usize,
        range: Range<usize>,
        new: &str,
    ) -> Result<(), SpliceError> {
        let mut text = std::mem::take(&mut self.blocks[block].text);
        text.replace_range(range, new);
        let blocks = reparsed(&text)?;
        // Alone, a block other than the first parses to itself behind an empty top.
        let top_count = usize::from(block > 0);
        self.blocks
            .splice(block..=block, blocks.into_iter().skip(top_count));
        Ok(())
    }

    /// Comments that open a file are about the file once it has keys of its own, even where they touch a header.
    ///
    /// # Errors
    /// `Verification` if the first headed block does not parse without them.
    pub(in crate::store) fn give_opening_comments_to_top(&mut self) -> Result<(), SpliceError> {
        let [top, first, ..] = self.blocks.as_mut_slice() else {
            return Ok(());
        };
        if lines::is_blank(&top.text) {
            let comments = 0..first.header_start();
            top.text.push_str(&first.text[comments.clone()]);
            top.body_end = top.text.len();
            self.replace(1, comments, "")?;
        }
        Ok(())
    }

    /// Puts a text that starts with a header behind the body of a block, before what stands apart below that body.
    /// `joint` is what comes between.
    ///
    /// # Errors
    /// `Verification` if the text does not parse.
    pub(in crate::store) fn insert(
        &mut self,
        after: usize,
        joint: &str,
        new: &str,
    ) -> Result<(), SpliceError> {
        let above = &mut self.blocks[after];
        let tail = above.text.split_off(above.body_end);
        above.text.push_str(joint);
        let blocks = reparsed(&format!("{new}{tail}"))?;
        self.blocks
            .splice(after + 1..=after, blocks.into_iter().skip(1));
        Ok(())
    }
}

impl Block {
    fn text(&self) -> &str {
        &self.text
    }

    /// The end of its last line that is a key or the header.
    pub(in crate::store) fn content_end(&self) -> usize {
        let header = self.header.as_ref().map_or(0, |header| header.line.end);
        self.pairs.last().map_or(header, |pair| pair.lines.end)
    }

    /// Where the line of its header starts.
    pub(in crate::store) fn header_start(&self) -> usize {
        self.header.as_ref().map_or(0, |header| header.line.start)
    }

    /// Whether its header is `[name...]` or `[[name...]]`.
    pub(in crate::store) fn is_within(&self, name: &str) -> bool {
        self.header
            .as_ref()
            .is_some_and(|header| header.path.first().is_some_and(|first| first == name))
    }

    /// Whether its header is `[[name]]`.
    pub(in crate::store) fn is_entry_of(&self, name: &str) -> bool {
        self.is_within(name)
            && self
                .header
                .as_ref()
                .is_some_and(|header| header.path.len() == 1 && header.kind == HeaderKind::Entry)
    }
}

/// A header and its keys, at positions of the whole text.
#[derive(Debug, Default)]
struct Section {
    header: Option<Header>,
    pairs: Vec<Pair>,
}

impl Section {
    /// The end of its last line that is a key or the header.
    fn content_end(&self) -> usize {
        let header = self.header.iter().map(|header| header.line.end);
        let pairs = self.pairs.iter().map(|pair| pair.lines.end);
        header.chain(pairs).max().unwrap_or(0)
    }

    /// Where the comments start that touch the header from above. Lines above `floor` may look like comments and be
    /// text.
    fn start(&self, text: &str, floor: usize) -> usize {
        let mut start = self.header.as_ref().map_or(0, |header| header.line.start);
        while floor < start {
            let above = lines::start(text, start - 1);
            if !lines::is_comment(&text[above..start]) {
                break;
            }
            start = above;
        }
        start
    }

    fn into_block(self, text: &str, range: Range<usize>) -> Block {
        let body_end = self.body_end(&text[..range.end]) - range.start;
        let shift = |old: &Range<usize>| old.start - range.start..old.end - range.start;
        let header = self.header.map(|header| Header {
            line: shift(&header.line),
            ..header
        });
        let mut pairs: Vec<Pair> = self
            .pairs
            .into_iter()
            .map(|pair| Pair {
                lines: shift(&pair.lines),
                value: shift(&pair.value),
                ..pair
            })
            .collect();
        pairs.sort_by_key(|pair| pair.lines.start);
        Block {
            text: text[range].to_owned(),
            header,
            pairs,
            body_end,
        }
    }

    /// The end of the comment lines that touch the content from below; in a top without keys, of all comments,
    /// or of its blank lines where there are none.
    fn body_end(&self, text: &str) -> usize {
        let mut end = self.content_end();
        if end == 0 {
            let comments = text.trim_end().len();
            let is_blank = comments == 0;
            return if is_blank {
                text.len()
            } else {
                lines::end(text, comments)
            };
        }
        while lines::is_comment(&text[end..]) {
            end = lines::end(text, end);
        }
        end
    }
}

/// Gathers the keys and headers of a table. `depth` is how much of `path` the section's own header names.
fn collect(
    table: &Table,
    path: &mut Vec<String>,
    depth: usize,
    section: usize,
    text: &str,
    sections: &mut Vec<Section>,
) {
    for (name, item) in table {
        path.push(name.to_owned());
        match item {
            Item::Value(value) => {
                let key = table.key(name).and_then(Key::span);
                if let (Some(key), Some(value)) = (key, value.span()) {
                    let lines = lines::start(text, key.start)..lines::end(text, value.end);
                    let path = path[depth..].to_vec();
                    sections[section].pairs.push(Pair { path, lines, value });
                }
            }
            // A table that only dotted keys or the headers below it have made has no header of its own.
            Item::Table(inner) if inner.is_dotted() || inner.is_implicit() => {
                collect(inner, path, depth, section, text, sections);
            }
            Item::Table(inner) => {
                collect_headed(inner, HeaderKind::Table, path, text, sections);
            }
            Item::ArrayOfTables(entries) => {
                for entry in entries {
                    collect_headed(entry, HeaderKind::Entry, path, text, sections);
                }
            }
            Item::None => {}
        }
        path.pop();
    }
}

fn collect_headed(
    table: &Table,
    kind: HeaderKind,
    path: &mut Vec<String>,
    text: &str,
    sections: &mut Vec<Section>,
) {
    let position = table.span().map_or(0, |span| span.start);
    sections.push(Section {
        header: Some(Header {
            path: path.clone(),
            kind,
            line: lines::start(text, position)..lines::end(text, position),
        }),
        pairs: Vec::new(),
    });
    collect(table, path, path.len(), sections.len() - 1, text, sections);
}
