//! `export participant --held`: everything that a program holds about a person, for whoever asks what that is.

use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::model::id::PersonId;
use crate::model::program::Program;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::erase::elsewhere::elsewhere;
use crate::store::erase::needles::Needles;
use crate::store::erase::plan::{Mention, Texts, files_about, mentions};
use crate::store::folder::{is_private_path, path_of};
use crate::store::read::Extent;
use crate::store::store_error::StoreError;
use schemars::JsonSchema;
use serde::Serialize;

/// What is held about a person.
#[derive(Serialize, JsonSchema)]
pub(super) struct Held<'a> {
    person: &'a PersonId,
    /// Files that are about them, or about them and others.
    files: Vec<HeldFile<'a>>,
    /// Lines elsewhere that name them, or may.
    mentions: Vec<Place>,
}

#[derive(Serialize, JsonSchema)]
struct HeldFile<'a> {
    file: String,
    /// As it stands; absent where the words are private to whoever keeps the folder.
    text: Option<&'a str>,
}

#[derive(Serialize, JsonSchema)]
struct Place {
    file: String,
    line: usize,
    /// As it stands; absent where it is private, or in a file that is no record.
    text: Option<String>,
}

/// Answers with everything that is held about a person.
pub(super) fn run(id: &PersonId, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let mut workspace =
        context.with_lock(|locking| folder.preview(&Extent::Everything, locking))?;
    let texts = workspace.texts(folder.disk())?;
    let program = workspace.program();
    let gone = || Refusal::refused(format!("{id} is gone meanwhile"));
    let participant = program.participants.get(id).ok_or_else(gone)?;
    // Nobody is replaced here: the signs alone are of use.
    let needles = Needles::new(program, participant, id);
    let elsewhere = elsewhere(folder.disk(), &needles).map_err(StoreError::from)?;
    let held = held(program, &texts, &needles, id, elsewhere);
    let document = document(&held, program.name(id));
    let files = count(held.files.len(), "file", "files");
    let lines = count(held.mentions.len(), "line elsewhere", "lines elsewhere");
    Ok(Reply::new("export-participant", &held, document).say(format!("{files}, {lines}")))
}

fn held<'a>(
    program: &Program,
    texts: &'a Texts,
    needles: &Needles,
    id: &'a PersonId,
    elsewhere: Vec<Mention>,
) -> Held<'a> {
    let about = files_about(program, texts, id);
    let shown = |path: &str, text: &'a str| (!is_private_path(path)).then_some(text);
    let files = about.iter().filter_map(|file| {
        let (path, text) = (path_of(file), texts.get(file)?);
        Some(HeldFile {
            text: shown(&path, text),
            file: path,
        })
    });
    let files: Vec<HeldFile<'_>> = files.collect();
    let others: Texts = texts
        .iter()
        .filter(|(file, _)| !about.contains(file))
        .map(|(file, text)| (file.clone(), text.clone()))
        .collect();
    let in_records = mentions(&others, needles).into_iter().map(|mention| {
        let text = others
            .iter()
            .find(|(file, _)| path_of(file) == mention.file);
        let line = text.and_then(|(_, text)| text.lines().nth(mention.line - 1));
        Place {
            text: line
                .filter(|_| !is_private_path(&mention.file))
                .map(str::to_owned),
            file: mention.file,
            line: mention.line,
        }
    });
    let in_others = elsewhere.into_iter().map(|mention| Place {
        file: mention.file,
        line: mention.line,
        text: None,
    });
    Held {
        person: id,
        files,
        mentions: in_records.chain(in_others).collect(),
    }
}

fn document(held: &Held<'_>, name: &str) -> Document {
    let mut document = Document::new().heading(format!("What is held about {name}"));
    for file in &held.files {
        document = document.section(file.file.clone());
        document = match file.text {
            Some(text) => document.verbatim(Verbatim::text(text)),
            None => document.paragraph("Private to whoever keeps this folder; not shown."),
        };
    }
    if held.mentions.is_empty() {
        return document;
    }
    let lines = held.mentions.iter().map(|line| match &line.text {
        Some(text) => format!("{}:{}: {}", line.file, line.line, text.trim()),
        None => format!("{}:{}", line.file, line.line),
    });
    document
        .section("Lines elsewhere that name them, or may")
        .list(lines)
}
