//! `export man`: the manual, as pages for `man`.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::manual::{Page, pages};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::render::document::{Document, Verbatim};
use crate::render::words::{count, nearest};
use crate::store::outside;
use anyhow::Context as _;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::Path;

/// Write the manual as pages for man: one for every command, one for the files, one for each topic of help
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export man -o ~/.local/share/man       (and man pleiad-match-explain finds its page)
  pleiad export man match explain | man -l -
  pleiad export man files | man -l -
With -o the pages lie in man1, man5 and man7 below that folder. Without it one page is printed.")]
pub(crate) struct ExportMan {
    /// A command, or a topic of help; pleiad itself otherwise
    #[arg(value_name = "COMMAND")]
    words: Vec<String>,
}

/// One page.
#[derive(Serialize, JsonSchema)]
struct OnePage<'a> {
    page: &'a str,
    /// The section of the manual.
    section: u8,
    /// As `man -l` reads it.
    text: &'a str,
}

/// All pages, written below a folder.
#[derive(Serialize, JsonSchema)]
struct AllPages<'a> {
    files: &'a [String],
    dry_run: bool,
}

/// What this command replies.
pub(crate) const REPLIES: &[ReplySchema] = &[
    answer::<OnePage<'static>>("export-man"),
    answer::<AllPages<'static>>("export-man"),
];

pub(super) fn run(man: &ExportMan, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match context.global.output_file().map(Path::to_path_buf) {
        None => one(man),
        Some(_) if !man.words.is_empty() => {
            Err(Failure::usage("-o takes the folder for all pages"))
        }
        Some(folder) => all(&context.invocation.directory.join(folder), context),
    }
}

fn one(man: &ExportMan) -> Result<Reply, Failure> {
    let wanted = [&["pleiad".to_owned()], &man.words[..]].concat().join("-");
    let pages = pages();
    let known = || pages.iter().map(|page| page.name.as_str());
    let page = pages
        .iter()
        .find(|page| page.name == wanted)
        .ok_or_else(|| Failure::Usage {
            message: format!("there is no page `{wanted}`"),
            hint: nearest(&wanted, known()).map(|near| format!("did you mean `{near}`?")),
        })?;
    let answer = OnePage {
        page: &page.name,
        section: page.section,
        text: &page.text,
    };
    let document = Document::new().verbatim(Verbatim::text(page.text.clone()));
    Ok(Reply::new("export-man", &answer, document))
}

fn all(folder: &Path, context: &Context<'_, '_>) -> Result<Reply, Failure> {
    let pages = pages();
    let files: Vec<String> = pages.iter().map(file_of).collect();
    if !context.global.dry_run {
        let texts = files.iter().zip(&pages);
        let texts = texts.map(|(file, page)| (&**file, &*page.text));
        outside::write_outputs(folder, texts)
            .with_context(|| format!("cannot write {}", folder.display()))
            .map_err(Failure::Outside)?;
    }
    let (word, dry_run) = if context.global.dry_run {
        ("Would write", true)
    } else {
        ("Wrote", false)
    };
    let pages = count(files.len(), "page", "pages");
    let done = format!("{word} {pages} below {}.", folder.display());
    let answer = AllPages {
        files: &files,
        dry_run,
    };
    let document = Document::new().paragraph(done);
    Ok(Reply::new("export-man", &answer, document).past_output_file())
}

/// `man1/pleiad-due.1`.
fn file_of(page: &Page) -> String {
    let Page { name, section, .. } = page;
    format!("man{section}/{name}.{section}")
}
