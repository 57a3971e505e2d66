//! `init`: make a program.

use crate::change::example::brief::{Brief, PEOPLE_USUAL};
use crate::change::example::chapters::chapter;
use crate::change::example::setting;
use crate::change::init::{self, NewProgram, Template, files, settings};
use crate::cli::ask::{self, Asking};
use crate::cli::context::{Context, diff_text};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::cli::written::Deed;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::model::settings::ProgramKind;
use crate::render::document::{Document, Verbatim};
use crate::render::words::count;
use crate::store::disk::Disk;
use crate::store::folder::Folder;
use crate::store::outside;
use crate::store::splice;
use crate::store::workspace::Workspace;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Make a program in a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad init                               (in this folder)
  pleiad init spring --name \"Spring 2026\" --timezone Europe/Berlin
  pleiad init demo --example                (one that lives, to look around in)
  pleiad init ~/mentors --personal --me \"Ada Lovelace\"     (yours, your default)
Templates: cohort (rounds with an end), certification (gates on: training, acceptance,
signature), flash (single meetings), constellation (several mentors each).")]
pub(crate) struct Init {
    /// The folder; made with its parents
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// What it is like: cohort, certification, flash or constellation
    #[arg(long, value_name = "TEMPLATE")]
    template: Option<String>,
    /// Your own folder, your default program from then on
    #[arg(long)]
    personal: bool,
    /// Your name, for your own folder: who @me is
    #[arg(long, value_name = "NAME", requires = "personal")]
    me: Option<String>,
    /// Its name; the folder's otherwise
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Its time zone; the system's otherwise
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// A made-up program that lives: people, pairings, months of meetings up to today
    #[arg(long, conflicts_with = "personal")]
    example: bool,
    /// How many people the example has: 2 to 20000
    #[arg(long, value_name = "COUNT", requires = "example", default_value_t = PEOPLE_USUAL)]
    people: u32,
}

/// A program that was made.
#[derive(Serialize, JsonSchema)]
struct Made<'a> {
    program: MadeProgram<'a>,
    #[serde(flatten)]
    deed: Deed,
}

#[derive(Serialize, JsonSchema)]
struct MadeProgram<'a> {
    id: &'a Id,
    name: &'a str,
    folder: &'a Path,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Made<'static>>("init")];

pub(crate) fn run(init: &Init, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let root = context.invocation.directory.join(&init.folder);
    let disk = context.disk(&root);
    refuse_program(&disk, &init.folder)?;
    let (mut new, notice) = new_program(init, &root, context)?;
    new.me = owner(init, context)?;
    let clock = context.clock_in(new.timezone)?;
    let brief = brief(init, &new, clock.today)?;
    let workspace = workspace(&new, brief.as_ref(), &disk, clock.today)?;
    let author = context.author(&workspace.program().settings, &clock)?;
    let sentence = sentence(&new, brief.as_ref());
    let files: Vec<String> = workspace.staged().map(|(path, _)| path).collect();
    let answer = Made {
        program: MadeProgram {
            id: &workspace.program().settings.id,
            name: &new.name,
            folder: &init.folder,
        },
        deed: Deed {
            done: sentence.clone(),
            files: files.clone(),
            dry_run: context.global.dry_run,
            diff: context.global.dry_run.then(|| diff_text(&workspace)),
        },
    };
    let mut reply = if let Some(diff) = &answer.deed.diff {
        let document = Document::new().verbatim(Verbatim::diff(diff.clone()));
        Reply::new("init", &answer, document).say("nothing was written (--dry-run)")
    } else {
        let folder = Folder::create(disk.clone())?;
        let session = context.with_lock(|locking| folder.session(locking))?;
        refuse_program(&disk, &init.folder)?;
        session.commit(&workspace, context.label(&sentence, &author), clock.today)?;
        if init.personal {
            make_default(&root, context)?;
        }
        let made = format!(
            "Made {} in {} ({}).",
            new.name,
            init.folder.display(),
            count(files.len(), "file", "files")
        );
        Reply::new("init", &answer, Document::new().paragraph(made))
    };
    reply.sayings.extend(notice);
    if init.personal {
        return Ok(personal(reply, workspace.program()));
    }
    let place = if init.folder == Path::new(".") {
        String::new()
    } else {
        format!(" -C {}", init.folder.display())
    };
    Ok(reply.next(format!(
        "pleiad{place} objective add \"What shall come of it\""
    )))
}

/// Whose folder it is: asked where nobody said.
fn owner(init: &Init, context: &Context<'_, '_>) -> Result<Option<String>, Failure> {
    if !init.personal || init.me.is_some() || context.asking() == Asking::Impossible {
        return Ok(init.me.clone());
    }
    let name = ask::line("Your name", None)?;
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// What to do next in one's own folder.
fn personal(reply: Reply, program: &Program) -> Reply {
    if program.settings.me.is_some() {
        return reply.next("pleiad enroll \"Grace Hopper\" --mentors @me --facet technical");
    }
    reply.say(
        "nobody is @me yet: pleiad enroll \"Your Name\" --mentee, then pleiad program set me=your-name",
    )
}

/// A folder holds one program.
fn refuse_program(disk: &Disk, folder: &Path) -> Result<(), Failure> {
    if Folder::has_program(disk)? {
        let message = format!("there is a program in {} already", folder.display());
        return Err(crate::change::refusal::Refusal::refused(message)
            .hint("pleiad init DIR makes one elsewhere")
            .into());
    }
    Ok(())
}

/// What shall be made, and what had to be assumed.
fn new_program(
    init: &Init,
    root: &Path,
    context: &Context<'_, '_>,
) -> Result<(NewProgram, Option<String>), Failure> {
    let word = init.template.as_deref().unwrap_or(if init.personal {
        "constellation"
    } else {
        "cohort"
    });
    let template = Template::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no template `{word}`"),
        hint: Some(format!("one of {}", Template::WORDS.join(", "))),
    })?;
    let (timezone, notice) = timezone(init, context)?;
    let folder_name = || {
        let whole = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        let name = whole.file_name()?.to_string_lossy().into_owned();
        Some(name).filter(|name| !name.is_empty())
    };
    // An example has a name of its own, so that its files do not depend on the folder.
    let name_usual = || {
        if init.example {
            Some(setting::NAME.to_owned())
        } else {
            folder_name()
        }
    };
    let name = init
        .name
        .clone()
        .or_else(name_usual)
        .unwrap_or_else(|| "Mentoring".to_owned());
    let kind = if init.personal {
        ProgramKind::Personal
    } else {
        ProgramKind::Program
    };
    Ok((
        NewProgram {
            name,
            kind,
            template,
            timezone,
            me: None,
        },
        notice,
    ))
}

/// The zone of the flag, else the system's, else UTC with a word about it.
fn timezone(
    init: &Init,
    context: &Context<'_, '_>,
) -> Result<(chrono_tz::Tz, Option<String>), Failure> {
    if let Some(name) = &init.timezone {
        let zone = name.parse().map_err(|_| Failure::Usage {
            message: format!("there is no time zone `{name}`"),
            hint: crate::store::nearest::nearest(
                name,
                chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()),
            )
            .map(|near| format!("did you mean `{near}`?")),
        })?;
        return Ok((zone, None));
    }
    let named = context
        .variable("TZ")
        .map(|name| name.trim_start_matches(':').to_owned());
    match named
        .or_else(outside::system_timezone)
        .and_then(|name| name.parse().ok())
    {
        Some(zone) => Ok((zone, None)),
        None => Ok((
            chrono_tz::UTC,
            Some(
                "the time zone is taken to be UTC; pleiad program set timezone=ZONE changes it"
                    .to_owned(),
            ),
        )),
    }
}

/// What the example shall be, where one is asked for.
fn brief(init: &Init, new: &NewProgram, today: Day) -> Result<Option<Brief>, Failure> {
    if !init.example {
        return Ok(None);
    }
    Ok(Some(Brief::new(
        new.template,
        init.people,
        today,
        new.timezone,
    )?))
}

fn sentence(new: &NewProgram, brief: Option<&Brief>) -> String {
    match brief {
        Some(brief) => format!(
            "make program {}, an example of {} people",
            new.name, brief.people
        ),
        None => format!("make program {}", new.name),
    }
}

fn workspace(
    new: &NewProgram,
    brief: Option<&Brief>,
    disk: &Disk,
    today: Day,
) -> Result<Workspace, Failure> {
    let parts = brief.map_or_else(|| settings(new), |brief| setting::parts(new, brief));
    let text = splice::create(&parts).map_err(|error| {
        Failure::from(crate::change::refusal::Refusal::refused(error.to_string()))
    })?;
    let mut workspace = Workspace::new(&text).map_err(Failure::Problems)?;
    workspace.apply(disk, &files(new))?;
    if let Some(name) = &new.me {
        let change = init::owner(workspace.program(), name, today)?;
        workspace.apply(disk, &change)?;
    }
    if let Some(brief) = brief {
        let mut number = 0;
        while let Some(change) = chapter(brief, number, workspace.program())? {
            workspace.apply(disk, &change)?;
            number += 1;
        }
    }
    Ok(workspace)
}

fn make_default(root: &Path, context: &Context<'_, '_>) -> Result<(), Failure> {
    let Some(config) = context.config_path() else {
        return Ok(());
    };
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
    outside::set_default_program(&config, &root).map_err(|error| {
        Failure::Outside(
            anyhow::anyhow!(error).context(format!("cannot write {}", config.display())),
        )
    })
}
