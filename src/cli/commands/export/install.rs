//! `export schema --install`: the schemas of the files go into the program, with a `.taplo.toml` by which editors find
//! them; a `.taplo.toml` of somebody's own is never written over.

use super::schema::{of_file, text};
use crate::change::edit::Author;
use crate::change::refusal::Refusal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::written::Deed;
use crate::render::diff;
use crate::render::document::{Document, Verbatim};
use crate::render::words::{and_list, count};
use crate::store::file_schema;
use crate::store::folder::Folder;
use crate::store::keys::{SHAPES, Shape};
use crate::store::path::RelativePath;
use crate::store::session::Replacement;
use crate::store::store_error::StoreError;

/// The folder of the schemas; it belongs to the program, so that every clone has them.
const SCHEMAS: &str = "schemas";
/// Where editors that know Taplo look for schemas.
const TAPLO: &str = ".taplo.toml";
/// The line by which a file of ours is known.
const MARK: &str = "# Made by `pleiad export schema --install`, which writes it anew.\n";

/// A file as it is and as it should be.
struct Wanted {
    path: RelativePath,
    before: Option<Vec<u8>>,
    after: String,
}

pub(super) fn run(context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let folder = context.folder()?;
    let mut wanted = Vec::new();
    for (shape, _) in patterns() {
        wanted.push(Wanted::of(
            &folder,
            &schema_path(shape),
            text(&of_file(shape)),
        )?);
    }
    let rules = Wanted::of(&folder, TAPLO, rules())?;
    let is_kept = rules.is_of_somebody();
    if is_kept && !context.global.dry_run {
        rules.refuse_without_rules()?;
    } else {
        wanted.push(rules);
    }
    wanted.retain(|file| file.before.as_deref() != Some(file.after.as_bytes()));
    let deed = deed(&wanted, context.global.dry_run);
    if let Some(diff) = &deed.diff {
        let document = Document::new().verbatim(Verbatim::diff(diff.clone()));
        let reply = Reply::new("export-schema", &deed, document);
        let kept = format!("{TAPLO} is somebody's own and stays: add these rules to it by hand");
        let reply = if is_kept { reply.say(kept) } else { reply };
        return Ok(reply.say("nothing was written (--dry-run)"));
    }
    let done = match wanted.len() {
        0 => "Nothing changed.".to_owned(),
        files => format!("Wrote {} for editors.", count(files, "file", "files")),
    };
    write(&folder, wanted, &deed.done, context)?;
    Ok(Reply::new(
        "export-schema",
        &deed,
        Document::new().paragraph(done),
    ))
}

/// The kinds of files that a program holds, each with the pattern of its paths.
fn patterns() -> impl Iterator<Item = (&'static Shape, String)> {
    let shapes = SHAPES.iter().copied();
    shapes.filter_map(|shape| Some((shape, file_schema::pattern(shape)?)))
}

fn schema_path(shape: &Shape) -> String {
    format!("{SCHEMAS}/{}.json", shape.name)
}

/// Which schema each file has, in the words of Taplo.
fn rules() -> String {
    let mut rules = MARK.to_owned();
    for (shape, pattern) in patterns() {
        let path = schema_path(shape);
        let rule =
            format!("\n[[rule]]\ninclude = [\"{pattern}\"]\n[rule.schema]\npath = \"{path}\"\n");
        rules.push_str(&rule);
    }
    rules
}

fn deed(wanted: &[Wanted], dry_run: bool) -> Deed {
    let difference = |file: &Wanted| {
        let before = file.before.as_deref().map(String::from_utf8_lossy);
        diff::unified(file.path.as_str(), before.as_deref(), Some(&file.after))
    };
    Deed {
        done: "write the schemas of the files for editors".to_owned(),
        files: wanted.iter().map(|file| file.path.to_string()).collect(),
        dry_run,
        diff: dry_run.then(|| wanted.iter().map(difference).collect()),
    }
}

fn write(
    folder: &Folder,
    wanted: Vec<Wanted>,
    sentence: &str,
    context: &mut Context<'_, '_>,
) -> Result<(), Failure> {
    if wanted.is_empty() {
        return Ok(());
    }
    let session = context.with_lock(|locking| folder.session(locking))?;
    let clock = context.clock_in(chrono_tz::UTC)?;
    let author = Author {
        today: clock.today,
        by: context.author_named()?,
    };
    let replacements = wanted.into_iter().map(|file| Replacement {
        path: file.path,
        before: file.before,
        after: Some(file.after.into_bytes()),
    });
    let label = context.label(sentence, &author);
    session.replace(replacements.collect(), label, clock.today)?;
    Ok(())
}

impl Wanted {
    fn of(folder: &Folder, path: &str, after: String) -> Result<Wanted, Failure> {
        let path = RelativePath::parse(path).expect("names of schemas lie inside the folder");
        let before = match folder.disk().read(&path) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.is_absent() => None,
            Err(error) => return Err(StoreError::Disk(error).into()),
        };
        Ok(Wanted {
            path,
            before,
            after,
        })
    }

    /// Whether somebody wrote it by hand.
    fn is_of_somebody(&self) -> bool {
        let before = self.before.as_deref();
        before.is_some_and(|text| !text.starts_with(MARK.as_bytes()))
    }

    /// Somebody's own rules stay, and must name the schemas for the schemas to be of use.
    fn refuse_without_rules(&self) -> Result<(), Failure> {
        let text = String::from_utf8_lossy(self.before.as_deref().unwrap_or_default());
        let is_missing = |shape: &Shape| !text.contains(&schema_path(shape));
        let missing = patterns().filter(|(shape, _)| is_missing(shape));
        let missing: Vec<String> = missing.map(|(shape, _)| schema_path(shape)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let missing = and_list(missing);
        let message = format!("{TAPLO} is somebody's own and has no rules for {missing}");
        let hint = "`pleiad export schema --install -n` shows the rules: add them by hand, or move the file away";
        Err(Refusal::refused(message).hint(hint).into())
    }
}
