//! A document as one page of HTML that needs nothing but itself: no network, no script, light, dark and on paper.
//!
//! No data can become markup, and the page's own policy forbids whatever is not in it. Every picture has a title, a
//! description and its numbers as a table.

use super::document::{Block, Document, Facts, Level, Meter};
use super::figure::Figure;
use super::svg::{self, escaped};
use super::table::{Align, Cell, Column, Table};
use super::text::{Span, Text, Tone};
use std::fmt::Write;

/// The looks of a page; those of its pictures come with them.
const PAGE_STYLE: &str = include_str!("page.css");

/// What a browser may load or run for a page: its own style, known by this digest of it, and nothing else.
const STYLE_DIGEST: &str = "sha256-c9I4jIXWT1LpW/AjhqEN7n6tE+C7cfWgTyk+T+v4PJs=";

/// The document as a page; `title` names it where it does not begin with a heading of its own.
pub fn render(document: &Document, title: &str) -> String {
    let mut page = Page::default();
    let has_title = matches!(document.blocks.first(), Some(Block::Heading(..)));
    if !has_title {
        page.element("h1", &escaped(title));
    }
    for block in &document.blocks {
        page.block(block);
    }
    let name = match document.blocks.first() {
        Some(Block::Heading(_, text)) => text.to_plain(),
        _ => title.to_owned(),
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '{STYLE_DIGEST}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style>\n</head>\n\
         <body>\n<main>\n{}</main>\n</body>\n</html>\n",
        escaped(&name),
        style(),
        page.body
    )
}

fn style() -> String {
    format!("{PAGE_STYLE}{}", svg::STYLE)
}

/// A page that is being written.
#[derive(Debug, Default)]
struct Page {
    body: String,
    /// Pictures so far: each has names of its own.
    figures: usize,
    has_title: bool,
}

impl Page {
    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, text) => self.heading(*level, text),
            Block::Paragraph(text) => self.element("p", &inline(text)),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::List(items) => {
                let items = items.iter().map(|item| format!("<li>{}", inline(item)));
                self.element("ul", &items.collect::<String>());
            }
            Block::Meters(meters) => self.table(&Meter::table(meters)),
            Block::Verbatim(verbatim) => {
                let lines = verbatim.text.lines().map(escaped_line);
                self.element("pre", &lines.collect::<Vec<String>>().join("\n"));
            }
            Block::Figure(figure) => self.figure(figure),
        }
    }

    /// One title stands over the page; what would be another is a section, and no level is left out.
    fn heading(&mut self, level: Level, text: &Text) {
        let name = match level {
            _ if !self.has_title && self.body.is_empty() => "h1",
            Level::Title | Level::Section => "h2",
            Level::Subsection => "h3",
        };
        self.has_title = true;
        self.element(name, &inline(text));
    }

    fn facts(&mut self, facts: &Facts) {
        let fact = |(label, cell): &(String, Cell)| {
            format!("<dt>{}<dd>{}", escaped(label), inline(cell.text()))
        };
        self.element("dl", &facts.rows.iter().map(fact).collect::<String>());
    }

    fn table(&mut self, table: &Table) {
        self.body.push_str(&table_text(table));
        self.body.push('\n');
    }

    fn figure(&mut self, figure: &Figure) {
        self.figures += 1;
        let id = format!("figure-{}", self.figures);
        let picture = figure
            .drawn()
            .inline(&id, &figure.title, &figure.description);
        let (title, description) = (escaped(&figure.title), escaped(&figure.description));
        writeln!(
            self.body,
            "<figure>\n<figcaption><b>{title}</b><span>{description}</span></figcaption>\n{picture}\n\
             <details><summary>The numbers</summary>{}</details>\n</figure>",
            table_text(&figure.table())
        )
        .expect("a text takes whatever is written");
    }

    fn element(&mut self, name: &str, content: &str) {
        writeln!(self.body, "<{name}>{content}</{name}>")
            .expect("a text takes whatever is written");
    }
}

/// A table; HTML does not ask for the ends of rows and cells, and hundreds of them weigh.
///
/// Where numbers follow words, the table says once from which column on.
fn table_text(table: &Table) -> String {
    let numbers_from = numbers_from(table.columns());
    let class = |column: &Column| match column.align {
        Align::Right if numbers_from.is_none() => " class=n",
        Align::Left | Align::Right => "",
    };
    let mut out = match numbers_from {
        Some(from) => format!("<table class=n{from}><thead><tr>"),
        None => String::from("<table><thead><tr>"),
    };
    out.extend(
        table
            .columns()
            .iter()
            .map(|column| format!("<th scope=col{}>{}", class(column), escaped(&column.title))),
    );
    out.push_str("<tbody>");
    for row in table.body() {
        out.push_str("<tr>");
        for (column, cell) in table.columns().iter().zip(row) {
            out.push_str("<td");
            out.push_str(class(column));
            out.push('>');
            out.push_str(&inline(cell.text()));
        }
    }
    out + "</table>"
}

/// The column from which on all hold numbers, where the style of the page knows it.
fn numbers_from(columns: &[Column]) -> Option<usize> {
    let words = columns
        .iter()
        .take_while(|column| column.align == Align::Left)
        .count();
    let are_numbers = columns[words..]
        .iter()
        .all(|column| column.align == Align::Right);
    (are_numbers && (1..=2).contains(&words) && words < columns.len()).then_some(words)
}

fn inline(text: &Text) -> String {
    text.spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let lines: Vec<String> = span.text.split('\n').map(escaped).collect();
    let text = lines.join("<br>");
    match class(span.tone) {
        Some(class) if !text.is_empty() => format!("<span class={class}>{text}</span>"),
        _ => text,
    }
}

fn class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain | Tone::Underlined => None,
        Tone::Strong => Some("strong"),
        Tone::Dim => Some("dim"),
        Tone::Good => Some("good"),
        Tone::Warning => Some("warning"),
        Tone::Bad => Some("bad"),
    }
}

/// A line that is kept as it is, its tabs too.
fn escaped_line(line: &str) -> String {
    line.split('\t')
        .map(escaped)
        .collect::<Vec<String>>()
        .join("\t")
}

#[cfg(test)]
mod tests {
    use super::{STYLE_DIGEST, render, style};
    use crate::render::document::{Document, Facts, Meter, Verbatim};
    use crate::render::figure::bars::{Bar, Bars};
    use crate::render::figure::matrix::{Matrix, MatrixRow};
    use crate::render::figure::{Drawing, Figure};
    use crate::render::table::{Column, Table};
    use crate::render::text::Tone;
    use sha2::{Digest, Sha256};

    /// RFC 4648, section 4.
    fn base64(bytes: &[u8]) -> String {
        const SYMBOLS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut out = String::new();
        for chunk in bytes.chunks(3) {
            let number = (0..3).fold(0_usize, |number, place| {
                number << 8 | usize::from(chunk.get(place).copied().unwrap_or(0))
            });
            for place in 0..4 {
                let is_there = place <= chunk.len();
                let symbol = SYMBOLS[number >> (18 - 6 * place) & 63];
                out.push(if is_there { char::from(symbol) } else { '=' });
            }
        }
        out
    }

    fn hostile() -> Document {
        let evil = "<script>alert(1)</script>\u{1b}[31m";
        let bar = Bar {
            label: evil.to_owned(),
            value: 3,
            ..Bar::default()
        };
        let bars = Bars {
            labels: evil.to_owned(),
            values: evil.to_owned(),
            rows: vec![bar],
        };
        Document::new()
            .heading(evil)
            .paragraph(evil)
            .facts(Facts::new().fact(evil, evil))
            .table(Table::new([Column::text(evil, evil)]).row([evil.into()]))
            .list([evil])
            .meters([Meter::new(evil, 1, 2).note(evil)])
            .verbatim(Verbatim::text(evil))
            .figure(Figure::new("load", evil, evil, Drawing::Bars(bars)))
    }

    #[test]
    fn the_policy_of_a_page_knows_its_style_and_nothing_else() {
        let digest = base64(&Sha256::digest(style()));
        assert_eq!(STYLE_DIGEST, format!("sha256-{digest}"));
        assert!(!style().contains("</") && !style().contains("url("));
    }

    #[test]
    fn a_name_that_looks_like_markup_stays_text_wherever_it_stands() {
        let page = render(&hostile(), "<script>");
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains('\u{1b}'));
        assert!(page.contains("<h1>&lt;script&gt;alert(1)&lt;/script&gt;"));
    }

    #[test]
    fn a_page_needs_nothing_from_elsewhere() {
        let page = render(&hostile(), "report");
        for word in ["http://", "https://", "src=", "href=", "@import"] {
            let page = page.replace("http-equiv", "");
            assert!(!page.contains(word), "{word}");
        }
    }

    #[test]
    fn five_hundred_rows_of_a_year_leave_room_on_a_page_of_200_kilobytes() {
        let row = |number: u64| MatrixRow {
            label: format!("Achieng Kiptoo {number}, Bram de Groot"),
            note: "amber".to_owned(),
            tone: Tone::Warning,
            cells: (0..12).map(|month| Some((number * month) % 4)).collect(),
        };
        let matrix = Matrix {
            labels: "pair".to_owned(),
            columns: (1..=12).map(|month| format!("2026-{month:02}")).collect(),
            rows: (0..500).map(row).collect(),
        };
        let figure = Figure::new("pairs", "Pairs", "Month by month.", Drawing::Matrix(matrix));
        let page = render(&Document::new().figure(figure), "summary");
        assert!(page.len() < 170_000, "{}", page.len());
    }

    #[test]
    fn headings_begin_with_one_title_and_leave_out_no_level() {
        let document = Document::new()
            .section("First")
            .heading("Another")
            .subsection("Deeper");
        let page = render(&document, "report");
        assert_eq!(page.matches("<h1>").count(), 1);
        assert!(page.contains("<h1>First</h1>\n<h2>Another</h2>\n<h3>Deeper</h3>"));
        assert!(render(&Document::new(), "empty").contains("<title>empty</title>"));
    }
}
