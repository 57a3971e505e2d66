//! The manual: a page for every command, one for the files, and one for each topic, all from what help says.

use crate::cli::commands::help;
use crate::cli::overview::{Detail, command_line};
use crate::render::roff::Roff;
use crate::store::keys::{self, Form, Key};
use clap::Command;
use clap_mangen::Man;

/// The day of this manual.
const DAY: &str = "2026-11-23";
/// Where commands are told of.
const COMMANDS: u8 = 1;
/// Where files are told of.
const FILES: u8 = 5;
/// Where everything else is told of.
const TOPICS: u8 = 7;

/// A page of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// `pleiad-match-explain`.
    pub(crate) name: String,
    /// Of the manual.
    pub(crate) section: u8,
    /// In roff.
    pub(crate) text: String,
}

/// Every page.
pub(crate) fn pages() -> Vec<Page> {
    let mut command = command_line(Detail::Full);
    command.build();
    let mut pages = Vec::new();
    command_pages(&command, true, &mut pages);
    pages.push(files_page());
    let topics = help::topics().filter(|(name, _)| *name != "files");
    pages.extend(topics.map(|(name, about)| topic_page(name, about)));
    pages
}

fn source() -> String {
    format!("pleiad {}", env!("CARGO_PKG_VERSION"))
}

fn command_pages(command: &Command, is_first: bool, pages: &mut Vec<Page>) {
    pages.push(command_page(command, is_first));
    let told = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set());
    for below in told {
        command_pages(below, false, pages);
    }
}

fn command_page(command: &Command, is_first: bool) -> Page {
    let name = command.get_display_name().unwrap_or("pleiad").to_owned();
    let mut shown = command.clone().after_help("").after_long_help("");
    if !is_first {
        // Flags that every command takes are told once.
        shown = shown.mut_args(|arg| {
            let is_everywhere = arg.is_global_set();
            if is_everywhere { arg.hide(true) } else { arg }
        });
    }
    let mut roff = Roff::page(&name.to_uppercase(), COMMANDS, DAY, &source());
    roff.raw(&described(&Man::new(shown)));
    let after = command.get_after_help().map(ToString::to_string);
    let (notes, examples) = parted(after.as_deref().unwrap_or_default());
    if !notes.is_empty() {
        roff.heading("NOTES");
        for note in notes {
            match note {
                Note::Words(words) => roff.paragraph(&words),
                Note::Lines(lines) => roff.verbatim(&lines),
            }
        }
    }
    commands_below(command, &mut roff);
    if !examples.is_empty() {
        roff.heading("EXAMPLES");
        roff.verbatim(&examples);
    }
    if !is_first {
        roff.heading("FLAGS OF EVERY COMMAND");
        roff.paragraph("Those for the folder, the format and the clock stand in pleiad(1).");
    }
    roff.heading("SEE ALSO");
    roff.paragraph(
        "pleiad(1), pleiad-files(5), pleiad-dates(7), pleiad-ids(7), pleiad-exit-codes(7)",
    );
    Page {
        name,
        section: COMMANDS,
        text: roff.into_text(),
    }
}

/// The commands below a command, each with its page.
fn commands_below(command: &Command, roff: &mut Roff) {
    let mut told = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .peekable();
    if told.peek().is_some() {
        roff.heading("COMMANDS");
    }
    for below in told {
        let page = format!("{}(1)", below.get_display_name().unwrap_or_default());
        let about = below.get_about().map(ToString::to_string);
        roff.item(&page, &about.unwrap_or_default());
    }
}

/// Name, usage, description and flags.
fn described(man: &Man) -> String {
    let mut bytes = Vec::new();
    let written = man
        .render_name_section(&mut bytes)
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| man.render_description_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes));
    debug_assert!(written.is_ok(), "memory takes every byte");
    // Lines that a list of values opens with, of which the breaks are one too many.
    String::from_utf8_lossy(&bytes).replace(".br\n\n.br\n", ".IP\n")
}

/// What is said after the flags, beside examples.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Note {
    /// In lines as they fit.
    Words(String),
    /// As it stands.
    Lines(String),
}

/// What stands below the flags, parted into notes and examples.
fn parted(text: &str) -> (Vec<Note>, String) {
    let (mut notes, mut examples): (Vec<Note>, String) = (Vec::new(), String::new());
    let mut is_example = false;
    for line in text.lines() {
        if line == "Examples:" {
            is_example = true;
            continue;
        }
        let is_set_in = line.starts_with(' ');
        is_example &= is_set_in;
        if is_example {
            examples.extend([line, "\n"]);
            continue;
        }
        match (notes.last_mut(), is_set_in) {
            (Some(Note::Words(words)), false) => words.extend(["\n", line]),
            (Some(Note::Lines(lines)), true) => lines.extend(["\n", line]),
            (_, true) => notes.push(Note::Lines(line.to_owned())),
            (_, false) => notes.push(Note::Words(line.to_owned())),
        }
    }
    (notes, examples)
}

fn files_page() -> Page {
    let name = "pleiad-files";
    let mut roff = Roff::page(&name.to_uppercase(), FILES, DAY, &source());
    roff.heading("NAME");
    roff.paragraph(&format!("{name} - the files of a mentoring program"));
    roff.heading("DESCRIPTION");
    roff.verbatim(keys::HELP_OPENING);
    for shape in keys::SHAPES {
        roff.heading(&shape.path.to_uppercase());
        roff.paragraph(&format!("{}: {}.", shape.path, shape.about));
        keys_of(shape.keys, &mut roff);
        for table in shape.tables {
            let head = match table.form {
                Form::Single | Form::Open => format!("[{}]", table.name),
                Form::Repeated => format!("[[{}]]", table.name),
            };
            roff.subheading(&head);
            roff.paragraph(table.about);
            keys_of(table.keys, &mut roff);
        }
    }
    roff.heading("SEE ALSO");
    roff.paragraph("pleiad(1), pleiad-check(1), pleiad-ids(7), pleiad-dates(7)");
    Page {
        name: name.to_owned(),
        section: FILES,
        text: roff.into_text(),
    }
}

fn keys_of(keys: &[Key], roff: &mut Roff) {
    for key in keys {
        let about = if key.about.is_empty() {
            String::new()
        } else {
            format!("; {}", key.about)
        };
        let must = if key.is_required {
            " Must be given (*)."
        } else {
            ""
        };
        let expected = key.kind.expectation();
        roff.item(
            &format!("{} = {}", key.name, key.kind.example()),
            &format!("{expected}{about}.{must}"),
        );
    }
}

fn topic_page(topic: &str, about: &str) -> Page {
    let name = format!("pleiad-{topic}");
    let mut roff = Roff::page(&name.to_uppercase(), TOPICS, DAY, &source());
    roff.heading("NAME");
    roff.paragraph(&format!("{name} - {about}"));
    roff.heading("DESCRIPTION");
    roff.verbatim(&help::topic_text(topic).unwrap_or_default());
    roff.heading("SEE ALSO");
    roff.paragraph("pleiad(1), pleiad-files(5)");
    Page {
        name,
        section: TOPICS,
        text: roff.into_text(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_stand_apart_from_what_is_said_about_them() {
        let text = "Examples:\n  pleiad due\n  pleiad due -q\nA note.\nMore of it.\n  a list";
        let (notes, examples) = parted(text);
        assert_eq!(examples, "  pleiad due\n  pleiad due -q\n");
        let words = Note::Words("A note.\nMore of it.".to_owned());
        assert_eq!(notes, [words, Note::Lines("  a list".to_owned())]);
    }
}
