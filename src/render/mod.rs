//! How it looks: a document on a terminal, as Markdown, as a web page, as TSV and CSV. Knows no word of mentoring.
//!
//! A caller says what there is, once, and each format is a function of it:
//!
//! ```
//! use pleiad::render::document::Document;
//! use pleiad::render::look::Look;
//! use pleiad::render::table::{Cell, Column, Table};
//! use pleiad::render::{delimited, markdown, terminal};
//!
//! let table = Table::new([Column::text("id", "id"), Column::number("capacity", "capacity")])
//!     .row([Cell::id("ada", 1), 3.into()])
//!     .row([Cell::id("grace", 1), Cell::none()]);
//! let document = Document::new().heading("Spring 2026").table(table);
//!
//! let look = Look { width: 80, color: false, ascii: false };
//! assert_eq!(
//!     terminal::render(&document, &look),
//!     "Spring 2026\n\nid     capacity\nada           3\ngrace         —\n"
//! );
//! assert_eq!(delimited::tsv(&document), "id\tcapacity\nada\t3\ngrace\t\n");
//! assert!(markdown::render(&document).starts_with("# Spring 2026\n"));
//! ```
//!
//! What there is: [`text`] (words and their tone), [`table`] (columns and cells), [`figure`]
//! (pictures of numbers), [`document`] (all other blocks), [`diff`] (one file before and after), [`excerpt`] (where an error is).
//! How it is shown: [`look`] (what the caller knows of the terminal), [`terminal`], [`markdown`],
//! [`html`], [`delimited`], [`roff`] (for manuals). Helping hands: [`words`] (counts, lists and durations in English), [`escape`]
//! (the one way from data to a screen).
//!
//! The room is pure: it asks no terminal and no environment, and every text from outside leaves it
//! through [`escape::visible`].

pub mod delimited;
pub mod diff;
pub mod document;
pub mod escape;
pub mod excerpt;
pub mod figure;
pub mod html;
pub mod look;
pub mod markdown;
pub mod mbox;
pub mod roff;
pub mod table;
pub mod terminal;
pub mod text;
pub mod words;

mod gauge;
mod grid;
mod meter;
mod paint;
mod svg;
mod wrap;
