//! What a command works with: the folder, the clock, and the one way to read and to change a program.

use crate::calendar::clock::{Clock, Direction, TimeOfDay};
use crate::calendar::when::parse_day;
use crate::change::edit::Author;
use crate::change::refusal::Refusal;
use crate::cli::ask::Asking;
use crate::cli::failure::Failure;
use crate::cli::global::Global;
use crate::cli::invocation::Invocation;
use crate::cli::waiting::Waiting;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::model::settings::Settings;
use crate::render::diff;
use crate::render::escape::visible;
use crate::render::look::Look;
use crate::store::disk::Disk;
use crate::store::folder::{Folder, Locking, is_private_path};
use crate::store::lock::{LockRequest, WAIT_MAX, WithoutLocks};
use crate::store::manifest::OperationLabel;
use crate::store::outside;
use crate::store::read::Extent;
use crate::store::recovery::Recovered;
use crate::store::workspace::Workspace;
use chrono::{NaiveDate, Timelike};
use std::path::{Path, PathBuf};
use std::time::Duration;

mod changing;

/// What a command works with.
pub(crate) struct Context<'a, 'i> {
    pub(crate) global: &'a Global,
    pub(crate) invocation: &'a mut Invocation<'i>,
    /// The command line for the history, without the content of text flags.
    pub(crate) command_line: String,
}

/// Whether a change is shown and asked about before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Looking {
    /// It touches what was named, and nothing else.
    Away,
    /// It touches several records: a person looks first, a script says `-y`.
    First,
}

/// A change that was made, or would be.
#[derive(Debug)]
pub(crate) struct Written<T> {
    /// What the plan answered.
    pub(crate) answer: T,
    /// The program afterwards.
    pub(crate) program: Program,
    /// The clock of the change.
    pub(crate) clock: Clock,
    /// What it did, as one sentence.
    pub(crate) sentence: String,
    /// The files that changed.
    pub(crate) files: Vec<String>,
    /// The difference, for `--dry-run`; nothing was written then.
    pub(crate) diff: Option<String>,
}

impl Context<'_, '_> {
    /// The folder of the program: `-C`, else `PLEIAD_PROGRAM`, else the nearest upwards, else the user's default.
    pub(crate) fn folder(&self) -> Result<Folder, Failure> {
        let root = self.root()?;
        Ok(Folder::open(self.disk(&root))?)
    }

    fn root(&self) -> Result<PathBuf, Failure> {
        self.root_of(self.global.program.as_deref())
    }

    /// The folder of the program where `-C` says this.
    pub(crate) fn root_of(&self, named: Option<&Path>) -> Result<PathBuf, Failure> {
        if let Some(program) = named {
            return Ok(self.invocation.directory.join(program));
        }
        if let Some(program) = self.variable("PLEIAD_PROGRAM") {
            return Ok(self.invocation.directory.join(program));
        }
        let nearest = Folder::find(&self.invocation.directory);
        let default = || {
            self.config_path()
                .and_then(|config| outside::default_program(&config))
        };
        nearest.or_else(default).ok_or_else(|| {
            let place = self.invocation.directory.display();
            Failure::NoProgram(format!("there is no program in {place} or above"))
        })
    }

    /// The disk below a folder.
    pub(crate) fn disk(&self, root: &Path) -> Disk {
        match &self.invocation.faults {
            Some(faults) => Disk::with_faults(root, faults),
            None => Disk::real(root),
        }
    }

    /// The user's configuration file.
    pub(crate) fn config_path(&self) -> Option<PathBuf> {
        let named = self.variable("PLEIAD_CONFIG").map(PathBuf::from);
        named.or_else(|| {
            let folders = directories::ProjectDirs::from("", "", "pleiad")?;
            Some(folders.config_dir().join("config.toml"))
        })
    }

    /// An environment variable that is not empty.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.invocation
            .variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether somebody is there to answer.
    pub(crate) fn asking(&self) -> Asking {
        let terminals = self.invocation.terminals;
        let may_ask = !self.global.no_input
            && self.variable("PLEIAD_NO_INPUT").is_none()
            && self.variable("CI").is_none();
        if may_ask && !self.global.is_json() && terminals.input && terminals.talk {
            Asking::Possible
        } else {
            Asking::Impossible
        }
    }

    /// Whether somebody waits who can see a bar.
    pub(crate) fn waiting(&self) -> Waiting {
        let is_seen =
            self.invocation.terminals.talk && !self.global.quiet && !self.global.is_json();
        if is_seen {
            Waiting::Seen
        } else {
            Waiting::Unseen
        }
    }

    /// The look of talk.
    pub(crate) fn talk_look(&self) -> Look {
        self.global
            .look(self.invocation, self.invocation.terminals.talk)
    }

    /// Says something beside the answer.
    pub(crate) fn talk(&mut self, text: &str) {
        if !self.global.quiet {
            // Nothing is lost when nobody listens.
            let _ = self.invocation.talk.write_all(text.as_bytes());
        }
    }

    /// The clock in a zone: `--today`, else `PLEIAD_TODAY`, else the system's.
    pub(crate) fn clock_in(&self, zone: chrono_tz::Tz) -> Result<Clock, Failure> {
        let local = self.invocation.now.with_timezone(&zone).naive_local();
        let out_of_calendar = || Failure::usage("the system's clock shows no day of the calendar");
        let today = Day::from_date(local.date()).ok_or_else(out_of_calendar)?;
        let system = Clock {
            today,
            now: TimeOfDay::new(local.hour(), local.minute()),
            zone,
        };
        let named = self
            .global
            .today
            .as_deref()
            .or_else(|| self.variable("PLEIAD_TODAY"));
        let fixed = match named {
            Some(text) => Clock {
                today: parse_day(text, &system, Direction::Past)?,
                now: None,
                zone,
            },
            None => system,
        };
        match &self.global.as_of {
            Some(text) => Ok(Clock {
                today: parse_day(text, &fixed, Direction::Past)?,
                now: None,
                zone,
            }),
            None => Ok(fixed),
        }
    }

    /// The clock of a program.
    pub(crate) fn clock(&self, settings: &Settings) -> Result<Clock, Failure> {
        self.clock_in(settings.timezone)
    }

    /// Who changes something on the clock's day.
    pub(crate) fn author(&self, settings: &Settings, clock: &Clock) -> Result<Author, Failure> {
        let me = || Id::parse(settings.me.as_ref()?.as_str()).ok();
        Ok(Author {
            today: clock.today,
            by: self.author_named()?.or_else(me),
        })
    }

    /// Who changes something, as the command line or the environment says.
    pub(crate) fn author_named(&self) -> Result<Option<Id>, Failure> {
        let (named, origin) = match (&self.global.by, self.variable("PLEIAD_ME")) {
            (Some(text), _) => (text.as_str(), "--by"),
            (None, Some(text)) => (text, "PLEIAD_ME"),
            (None, None) => return Ok(None),
        };
        let id = Id::parse(named);
        id.map(Some)
            .map_err(|error| Failure::usage(format!("{origin}: `{named}`: {error}")))
    }

    /// Reads a program, as it was on the day of `--as-of` where one is given.
    pub(crate) fn read(&mut self, extent: &Extent) -> Result<(Program, Clock), Failure> {
        let folder = self.folder()?;
        self.read_from(&folder, extent)
    }

    /// Reads another program, as it was on the day of `--as-of` where one is given.
    pub(crate) fn read_in(
        &mut self,
        directory: &Path,
        extent: &Extent,
    ) -> Result<(Program, Clock), Failure> {
        let root = self.invocation.directory.join(directory);
        let folder = Folder::open(self.disk(&root))?;
        self.read_from(&folder, extent)
    }

    fn read_from(&mut self, folder: &Folder, extent: &Extent) -> Result<(Program, Clock), Failure> {
        let program = self.with_lock(|locking| folder.read(extent, locking))?;
        let clock = self.clock(&program.settings)?;
        let program = if self.global.as_of.is_some() {
            program.as_of(clock.today)
        } else {
            program
        };
        Ok((program, clock))
    }

    /// A failure with the places of the rules that files break: every one with its line.
    pub(crate) fn placed(&self, failure: Failure) -> Failure {
        let Failure::Refused(Refusal::Broken(findings)) = &failure else {
            return failure;
        };
        match self.folder() {
            Ok(folder) => Failure::Problems(folder.problems(findings)),
            // Whatever it is, the refusal itself says more.
            Err(_) => failure,
        }
    }

    /// Runs something that takes the lock, telling who holds it when it has to wait.
    pub(crate) fn with_lock<T>(
        &mut self,
        work: impl FnOnce(&mut Locking<'_>) -> Result<T, crate::store::store_error::StoreError>,
    ) -> Result<T, Failure> {
        let request = LockRequest {
            holder: self.holder(),
            wait_max: if self.global.no_wait {
                Duration::ZERO
            } else {
                WAIT_MAX
            },
            without_locks: if self.global.no_lock {
                WithoutLocks::GoOn
            } else {
                WithoutLocks::Refuse
            },
        };
        let (talk, is_quiet) = (&mut self.invocation.talk, self.global.quiet);
        let mut on_wait = |holder: &str| {
            if !is_quiet {
                let _ = writeln!(talk, "pleiad: waiting for {}", visible(holder));
            }
        };
        let mut locking = Locking {
            request,
            on_wait: &mut on_wait,
            recovered: Recovered::default(),
        };
        let outcome = work(&mut locking);
        for notice in notices(&locking.recovered) {
            self.talk(&format!("{}\n", visible(&notice)));
        }
        Ok(outcome?)
    }

    /// Who holds the lock, for the messages of others.
    fn holder(&self) -> String {
        let host = rustix::system::uname()
            .nodename()
            .to_string_lossy()
            .into_owned();
        format!(
            "{} {host} {} {}",
            std::process::id(),
            self.command_line,
            self.now_text()
        )
    }

    fn now_text(&self) -> String {
        self.invocation.now.format("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// What the history says of a change.
    pub(crate) fn label(&self, sentence: &str, author: &Author) -> OperationLabel {
        let clock_day = self.invocation.now.date_naive();
        let today = author.today.date();
        // A fixed day is a test or a script that replays: its history must not depend on the clock either.
        let at = if is_near(clock_day, today) {
            self.now_text()
        } else {
            author.today.to_string()
        };
        OperationLabel {
            sentence: sentence.to_owned(),
            command: self.command_line.clone(),
            by: author
                .by
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            at,
        }
    }
}

fn is_near(one: NaiveDate, other: NaiveDate) -> bool {
    // Time zones lie up to a day apart.
    (one - other).num_days().abs() <= 1
}

/// What a crash had left, in words.
fn notices(recovered: &Recovered) -> Vec<String> {
    let finished = recovered
        .finished
        .map(|number| format!("an interrupted change was finished first (operation {number})"));
    let merged = recovered.merged.iter().map(|path| {
        format!("{path} was edited meanwhile; both are in it now, the edit and the change")
    });
    let late = recovered.late_edits.iter().map(|kept| {
        format!(
            "{} was edited in the very moment of writing; that version is kept as {}",
            kept.path, kept.kept_as
        )
    });
    finished.into_iter().chain(merged).chain(late).collect()
}

/// The difference that a workspace would make, file by file.
pub(crate) fn diff_text(workspace: &Workspace) -> String {
    let files = workspace.staged();
    files
        .map(|(path, staged)| match (&staged.before, &staged.after) {
            (Some(_), None) if is_private_path(&path) => {
                format!("{path} goes; private words are not shown\n")
            }
            (before, after) => diff::unified(&path, before.as_deref(), after.as_deref()),
        })
        .collect()
}

impl<T> Written<T> {
    /// The same with another answer.
    pub(crate) fn map<U>(self, answer: impl FnOnce(T) -> U) -> Written<U> {
        Written {
            answer: answer(self.answer),
            program: self.program,
            clock: self.clock,
            sentence: self.sentence,
            files: self.files,
            diff: self.diff,
        }
    }
}
