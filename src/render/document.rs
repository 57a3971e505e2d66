//! What a command has to say, in blocks. It knows nothing about where it will be shown.

use super::figure::Figure;
use super::table::{Cell, Column, Table};
use super::text::Text;

/// What a command has to say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "a document says nothing until it is rendered"]
pub struct Document {
    /// The parts, from the top.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A title, a section or a subsection begins.
    Heading(Level, Text),
    /// A text to be wrapped.
    Paragraph(Text),
    /// Labels and their values.
    Facts(Facts),
    /// Rows under columns.
    Table(Table),
    /// Items with bullets.
    List(Vec<Text>),
    /// How far things have come.
    Meters(Vec<Meter>),
    /// Lines to be kept as they are.
    Verbatim(Verbatim),
    /// A picture of numbers.
    Figure(Box<Figure>),
}

/// How high a heading stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Over the whole document.
    Title,
    /// Over a part of it.
    Section,
    /// Over a part of a part.
    Subsection,
}

impl Document {
    /// A document that says nothing yet.
    pub fn new() -> Document {
        Document::default()
    }

    /// Goes on with a title.
    pub fn heading(self, text: impl Into<Text>) -> Document {
        self.with(Block::Heading(Level::Title, text.into()))
    }

    /// Goes on with a section.
    pub fn section(self, text: impl Into<Text>) -> Document {
        self.with(Block::Heading(Level::Section, text.into()))
    }

    /// Goes on with a subsection.
    pub fn subsection(self, text: impl Into<Text>) -> Document {
        self.with(Block::Heading(Level::Subsection, text.into()))
    }

    /// Goes on with a paragraph.
    pub fn paragraph(self, text: impl Into<Text>) -> Document {
        self.with(Block::Paragraph(text.into()))
    }

    /// Goes on with facts.
    pub fn facts(self, facts: Facts) -> Document {
        self.with(Block::Facts(facts))
    }

    /// Goes on with a table.
    pub fn table(self, table: Table) -> Document {
        self.with(Block::Table(table))
    }

    /// Goes on with a list.
    pub fn list<Item: Into<Text>>(self, items: impl IntoIterator<Item = Item>) -> Document {
        self.with(Block::List(items.into_iter().map(Into::into).collect()))
    }

    /// Goes on with meters.
    pub fn meters(self, meters: impl IntoIterator<Item = Meter>) -> Document {
        self.with(Block::Meters(meters.into_iter().collect()))
    }

    /// Goes on with lines that are kept as they are.
    pub fn verbatim(self, verbatim: Verbatim) -> Document {
        self.with(Block::Verbatim(verbatim))
    }

    /// Goes on with a picture.
    pub fn figure(self, figure: Figure) -> Document {
        self.with(Block::Figure(Box::new(figure)))
    }

    /// Goes on with all that another document says.
    pub fn then(mut self, other: Document) -> Document {
        self.blocks.extend(other.blocks);
        self
    }

    /// The first of its tables: the one that scripts read.
    pub fn first_table(&self) -> Option<&Table> {
        self.blocks.iter().find_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Its pictures, in order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Figure(figure) => Some(figure.as_ref()),
            _ => None,
        })
    }

    fn with(mut self, block: Block) -> Document {
        self.blocks.push(block);
        self
    }
}

/// Labels and their values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "facts show only in a document"]
pub struct Facts {
    /// Each label with its value, from the top.
    pub rows: Vec<(String, Cell)>,
}

impl Facts {
    /// No facts yet.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// The same facts and one more.
    pub fn fact(mut self, label: impl Into<String>, value: impl Into<Cell>) -> Facts {
        self.rows.push((label.into(), value.into()));
        self
    }

    /// The same facts and, where there is a value, one more.
    pub fn fact_if(self, label: impl Into<String>, value: Option<impl Into<Cell>>) -> Facts {
        match value {
            Some(value) => self.fact(label, value),
            None => self,
        }
    }
}

/// How far something has come.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a meter shows only in a document"]
pub struct Meter {
    /// What is measured.
    pub label: Text,
    /// How much is done.
    pub value: u64,
    /// How much there is to do.
    pub total: u64,
    /// How much should be done by now.
    pub expected: Option<u64>,
    /// What is said behind the bar.
    pub note: Text,
}

impl Meter {
    /// A meter that stands at `value` of `total`.
    pub fn new(label: impl Into<Text>, value: u64, total: u64) -> Meter {
        Meter {
            label: label.into(),
            value,
            total,
            expected: None,
            note: Text::new(),
        }
    }

    /// The same meter with a mark where it should stand.
    pub fn expected(self, expected: u64) -> Meter {
        Meter {
            expected: Some(expected),
            ..self
        }
    }

    /// The same meter with something said behind the bar.
    pub fn note(self, note: impl Into<Text>) -> Meter {
        Meter {
            note: note.into(),
            ..self
        }
    }

    /// The meters as a table, for formats that draw no bars.
    pub(super) fn table(meters: &[Meter]) -> Table {
        let columns = [
            Column::text("label", "what"),
            Column::number("value", "done"),
            Column::number("total", "of"),
            Column::number("expected", "expected"),
            Column::text("note", "note"),
        ];
        Table::new(columns).rows(meters.iter().map(|meter| {
            [
                meter.label.clone().into(),
                meter.value.into(),
                meter.total.into(),
                meter.expected.into(),
                meter.note.clone().into(),
            ]
        }))
    }
}

/// Lines that are kept as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a text shows only in a document"]
pub struct Verbatim {
    /// What the lines are.
    pub kind: VerbatimKind,
    /// The lines.
    pub text: String,
}

/// What the lines of a verbatim text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerbatimKind {
    /// Any text, such as a letter.
    Text,
    /// A unified diff.
    Diff,
}

impl Verbatim {
    /// Any text, such as a letter.
    pub fn text(text: impl Into<String>) -> Verbatim {
        Verbatim {
            kind: VerbatimKind::Text,
            text: text.into(),
        }
    }

    /// A unified diff, whose added and removed lines are coloured.
    pub fn diff(text: impl Into<String>) -> Verbatim {
        Verbatim {
            kind: VerbatimKind::Diff,
            text: text.into(),
        }
    }
}
