//! The one way to change a program: read, plan, look, commit.

use crate::calendar::clock::Clock;
use crate::change::edit::{Author, Change};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::context::{Context, Looking, Written, diff_text};
use crate::cli::failure::{Failure, problems_text};
use crate::model::day::Day;
use crate::model::program::Program;
use crate::render::diff;
use crate::render::document::{Document, Verbatim};
use crate::render::escape::visible;
use crate::render::terminal;
use crate::store::disk::Disk;
use crate::store::erase::plan::{ErasePlan, Texts, mentions};
use crate::store::folder::Folder;
use crate::store::manifest::OperationLabel;
use crate::store::operations::OperationNumber;
use crate::store::read::Extent;
use crate::store::session::Session;
use crate::store::store_error::StoreError;
use crate::store::workspace::Workspace;

/// Files of a change whose warnings are told at once.
const WARNED_FILES_MAX: usize = 3;

/// Lines that are shown before a question.
const GLANCE_LINES_MAX: usize = 40;

impl Context<'_, '_> {
    /// Changes a program.
    ///
    /// `plan` is pure and may be asked twice: once for a person to look at, once under the lock.
    pub(crate) fn change<T>(
        &mut self,
        extent: &Extent,
        looking: Looking,
        plan: impl Fn(&Program, &Clock, &Author) -> Result<(T, Change), Failure>,
    ) -> Result<Written<T>, Failure> {
        let work: &Work<'_, T> = &|workspace, disk, clock, author| {
            let (answer, change) = plan(workspace.program(), clock, author)?;
            workspace.apply(disk, &change)?;
            Ok((answer, change))
        };
        self.carry_out(extent, looking, work, &commit)
    }

    /// Erases what speaks of a person; no undo brings it back.
    ///
    /// `plan` is pure, as that of [`Context::change`], and sees every text.
    pub(crate) fn forget(
        &mut self,
        plan: impl Fn(&Program, &Texts, &Clock) -> Result<ErasePlan, Failure>,
    ) -> Result<Written<ErasePlan>, Failure> {
        let work: &Work<'_, ErasePlan> = &|workspace, disk, clock, _| {
            let texts = workspace.texts(disk)?;
            let mut plan = plan(workspace.program(), &texts, clock)?;
            workspace.apply(disk, &plan.change)?;
            plan.mentions = mentions(&workspace.texts(disk)?, &plan.needles);
            let change = plan.change.clone();
            Ok((plan, change))
        };
        let commit: &Commit<'_, ErasePlan> = &|session, workspace, plan, mut label, today| {
            // Whoever erases themselves leaves no name behind either.
            if plan.needles.is_person(&label.by) {
                label.by.clear();
            }
            session.forget(workspace, &plan.needles, label, today)
        };
        self.carry_out(&Extent::Everything, Looking::First, work, commit)
    }

    /// Makes two changes as one, of which the second rests on what the first has made.
    ///
    /// Both are pure, as that of [`Context::change`].
    pub(crate) fn change_in_two<A, T>(
        &mut self,
        extent: &Extent,
        first: impl Fn(&Program, &Clock, &Author) -> Result<(A, Change), Failure>,
        second: impl Fn(&Program, &Clock, &Author, A) -> Result<(T, Change), Failure>,
    ) -> Result<Written<T>, Failure> {
        let work: &Work<'_, T> = &|workspace, disk, clock, author| {
            let (made, mut whole) = first(workspace.program(), clock, author)?;
            workspace.apply(disk, &whole)?;
            let (answer, change) = second(workspace.program(), clock, author, made)?;
            workspace.apply(disk, &change)?;
            whole.sentence = match whole.sentence.as_str() {
                "" => change.sentence,
                first => format!("{first} and {}", change.sentence),
            };
            whole.edits.extend(change.edits);
            Ok((answer, whole))
        };
        self.carry_out(extent, Looking::Away, work, &commit)
    }

    fn carry_out<T>(
        &mut self,
        extent: &Extent,
        looking: Looking,
        work: &Work<'_, T>,
        commit: &Commit<'_, T>,
    ) -> Result<Written<T>, Failure> {
        if self.global.as_of.is_some() {
            return Err(Failure::usage(
                "--as-of looks at a past day; nothing can be written then",
            ));
        }
        let folder = self.folder()?;
        if self.global.dry_run {
            return self.preview(&folder, extent, work);
        }
        let seen = if looking == Looking::First && !self.global.yes {
            Some(self.look_first(&folder, extent, work)?)
        } else {
            None
        };
        let session = self.with_lock(|locking| folder.session(locking))?;
        let mut workspace = session.open(extent)?;
        let clock = self.clock(&workspace.program().settings)?;
        let author = self.author(&workspace.program().settings, &clock)?;
        let (answer, change) = work(&mut workspace, session.disk(), &clock, &author)?;
        if seen.is_some_and(|seen| seen != change) {
            let message = "the program changed while you looked; nothing was written";
            return Err(Refusal::Stale {
                message: message.to_owned(),
                hint: Some("look again".to_owned()),
            }
            .into());
        }
        let label = self.label(&change.sentence, &author);
        commit(&session, &workspace, &answer, label, clock.today)?;
        self.warn(&workspace);
        Ok(written(answer, &workspace, clock, change))
    }

    /// Says what somebody should look at in what was written: a skill that nobody knows, with the nearest.
    ///
    /// A change of many files, an import, has a report of its own.
    fn warn(&mut self, workspace: &Workspace) {
        let is_small = workspace.staged().count() <= WARNED_FILES_MAX;
        if is_small && !self.global.is_json() && !workspace.warnings().is_empty() {
            let text = problems_text(workspace.warnings(), &self.talk_look());
            self.talk(&text);
        }
    }

    fn preview<T>(
        &mut self,
        folder: &Folder,
        extent: &Extent,
        work: &Work<'_, T>,
    ) -> Result<Written<T>, Failure> {
        let mut workspace = self.with_lock(|locking| folder.preview(extent, locking))?;
        let clock = self.clock(&workspace.program().settings)?;
        let author = self.author(&workspace.program().settings, &clock)?;
        let (answer, change) = work(&mut workspace, folder.disk(), &clock, &author)?;
        let broken = workspace.newly_broken();
        if !broken.is_empty() {
            return Err(Failure::Problems(broken));
        }
        let diff = diff_text(&workspace);
        let mut written = written(answer, &workspace, clock, change);
        written.diff = Some(diff);
        Ok(written)
    }

    /// Shows a change to a person and asks; gives the change that they agreed to.
    fn look_first<T>(
        &mut self,
        folder: &Folder,
        extent: &Extent,
        work: &Work<'_, T>,
    ) -> Result<Change, Failure> {
        let mut workspace = self.with_lock(|locking| folder.preview(extent, locking))?;
        let clock = self.clock(&workspace.program().settings)?;
        let author = self.author(&workspace.program().settings, &clock)?;
        let (_, change) = work(&mut workspace, folder.disk(), &clock, &author)?;
        let files = workspace.staged().count();
        if files == 0 {
            return Ok(change);
        }
        if self.asking() == Asking::Impossible {
            return Err(Failure::Usage {
                message: format!(
                    "this changes {}; without a terminal it needs -y",
                    files_in_words(files)
                ),
                hint: Some("-n shows what would change".to_owned()),
            });
        }
        let document = Document::new().verbatim(Verbatim::diff(glance(&workspace)));
        let text = terminal::render(&document, &self.talk_look());
        self.talk(&text);
        if ask::confirm(&format!(
            "{}: change {}?",
            change.sentence,
            files_in_words(files)
        ))? {
            Ok(change)
        } else {
            Err(Failure::Cancelled)
        }
    }
}

/// Plans a change and applies it to what is in memory; gives the answer and the change.
type Work<'a, T> =
    dyn Fn(&mut Workspace, &Disk, &Clock, &Author) -> Result<(T, Change), Failure> + 'a;

/// Writes what is in memory, under a label, on a day.
type Commit<'a, T> = dyn Fn(&Session, &Workspace, &T, OperationLabel, Day) -> Result<Option<OperationNumber>, StoreError>
    + 'a;

/// Writes it so that it can be undone.
fn commit<T>(
    session: &Session,
    workspace: &Workspace,
    _: &T,
    label: OperationLabel,
    today: Day,
) -> Result<Option<OperationNumber>, StoreError> {
    session.commit(workspace, label, today)
}

fn files_in_words(count: usize) -> String {
    crate::render::words::count(count, "file", "files")
}

/// What is shown before a question: a line for each file that comes or goes, the difference of each that stays, no
/// more than somebody reads.
fn glance(workspace: &Workspace) -> String {
    let text: String = workspace
        .staged()
        .map(|(path, staged)| match (&staged.before, &staged.after) {
            (None, Some(_)) => format!("+ {}\n", visible(&path)),
            (Some(_), None) => format!("- {}\n", visible(&path)),
            (before, after) => diff::unified(&path, before.as_deref(), after.as_deref()),
        })
        .collect();
    let more = text.lines().count().saturating_sub(GLANCE_LINES_MAX);
    if more == 0 {
        return text;
    }
    let shown = text.split_inclusive('\n').take(GLANCE_LINES_MAX);
    let more = crate::render::words::count(more, "more line", "more lines");
    format!("{}{more}; -n shows all\n", shown.collect::<String>())
}

fn written<T>(answer: T, workspace: &Workspace, clock: Clock, change: Change) -> Written<T> {
    Written {
        answer,
        program: workspace.program().clone(),
        clock,
        sentence: change.sentence,
        files: workspace.staged().map(|(path, _)| path).collect(),
        diff: None,
    }
}
