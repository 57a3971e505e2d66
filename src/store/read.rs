//! Reading a program: every file that a command asks for, in parallel, with every problem at once.

use crate::change::edit::FileName;
use crate::model::id::{Id, PersonId};
use crate::model::log::Note;
use crate::model::program::Program;
use crate::store::digest::Digest;
use crate::store::disk_error::DiskError;
use crate::store::pending_view::PendingView;

use crate::store::disk::Disk;
use crate::store::interpret::{self, Record};
use crate::store::known::{Known, People};
use crate::store::layout;
use crate::store::path::RelativePath;
use crate::store::problem::Problem;
use crate::store::stray;
use crate::store::syntax;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How much of a program a command needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Extent {
    /// Every file, the confidential and private ones too.
    Everything,
    /// Everything that answers are made from.
    Program,
    /// The same without the logs in which one of these lower-case words does not stand.
    Holding(Vec<String>),
    /// The same with events and prospects, and with what coordinators keep: check-ins, concerns, suggestions.
    Confidential,
    /// People and pairings without their logs.
    Roster,
    /// The same with prospects.
    Prospects,
    /// One pairing with its log, and what holds for all.
    Pairing(Id),
    /// These people, and what holds for all.
    People(BTreeSet<PersonId>),
    /// What holds for all, without any person.
    Settings,
}

/// What a program is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// An answer.
    Answer,
    /// A change, which is made only where the files are still as they were seen.
    Change,
}

/// A program as read, with all that is wrong with its files.
#[derive(Debug)]
pub(crate) struct Reading {
    /// `None` where `program.toml` itself cannot be read.
    pub(crate) program: Option<Program>,
    pub(crate) problems: Vec<Problem>,
    /// Every file that was read, with the digest of its bytes; none where only an answer is wanted.
    pub(crate) seen: BTreeMap<FileName, Digest>,
    pub(crate) known: Known,
}

/// Reads a program.
///
/// # Errors
/// What the disk refuses as a whole; files that cannot be read one by one are problems.
pub(crate) fn read(
    view: &PendingView,
    extent: &Extent,
    purpose: Purpose,
) -> Result<Reading, DiskError> {
    let mut listing = list(view, extent)?;
    let mut known = Known {
        people: listing.people(extent),
        ..Known::default()
    };
    let mut problems = std::mem::take(&mut listing.problems);
    let mut seen = BTreeMap::new();
    let mut commons = Vec::new();
    for file in commons_of(extent) {
        let path = layout::relative(&file);
        let bytes = view.read(&path);
        let Some((text, digest)) = text_of(&path, bytes, purpose, &mut problems) else {
            continue;
        };
        seen.extend(digest.map(|digest| (file.clone(), digest)));
        commons.extend(
            interpret::interpret(&file, &text, &mut known, &mut problems)
                .map(|record| (file, record)),
        );
    }
    let mut program = None;
    for (file, record) in commons {
        match (record, &mut program) {
            (Record::Settings(settings), _) => program = Some(Program::new(*settings)),
            (record, Some(program)) => interpret::put(program, &file, record),
            (_, None) => {}
        }
    }
    for files in listing.files.chunks(FILES_AT_ONCE) {
        let outcomes = records((view, extent, purpose), files, &known);
        for (file, outcome) in files.iter().zip(outcomes) {
            problems.extend(outcome.problems);
            seen.extend(outcome.digest.map(|digest| (file.clone(), digest)));
            if let (Some(program), Some(record)) = (&mut program, outcome.record) {
                interpret::put(program, file, record);
            }
        }
    }
    problems.sort();
    Ok(Reading {
        program,
        problems,
        seen,
        known,
    })
}

/// The files that hold for all, those that others refer to first.
fn commons_of(extent: &Extent) -> Vec<FileName> {
    let all = layout::SINGLE_FILES;
    match extent {
        Extent::Everything | Extent::Confidential => all.to_vec(),
        // What no answer of it needs cannot keep anybody from it either.
        Extent::Prospects => all
            .into_iter()
            .take_while(|file| *file != FileName::Events)
            .chain([FileName::Prospects])
            .collect(),
        Extent::Program | Extent::Holding(_) | Extent::Roster | Extent::Settings => all
            .into_iter()
            .take_while(|file| *file != FileName::Events)
            .collect(),
        Extent::Pairing(_) | Extent::People(_) => vec![
            FileName::Program,
            FileName::Objectives,
            FileName::Vocabulary,
        ],
    }
}

/// The text of a file and, for a change, the digest of its bytes; `None` where it is not there, or is no text.
fn text_of(
    path: &RelativePath,
    bytes: Result<Vec<u8>, DiskError>,
    purpose: Purpose,
    problems: &mut Vec<Problem>,
) -> Option<(String, Option<Digest>)> {
    let path = path.as_str();
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(error) if error.is_absent() => return None,
        Err(error) => {
            let hint = Some("put a file there that you may read, or move it elsewhere".to_owned());
            let message = error.to_string();
            problems.push(Problem::of_file(path, "unreadable", message, hint));
            return None;
        }
    };
    let digest = (purpose == Purpose::Change).then(|| Digest::of(&bytes));
    match syntax::text(path, bytes) {
        Ok(text) => Some((text, digest)),
        Err(problem) => {
            problems.push(*problem);
            None
        }
    }
}

/// What became of reading one file.
struct Outcome {
    record: Option<Record>,
    digest: Option<Digest>,
    problems: Vec<Problem>,
}

/// A handful of files is read sooner than a second thread has started.
const PARALLEL_FROM: usize = 16;
/// Files that are read before any of them goes into the program: enough to keep every thread busy, few enough that
/// what is read once and held twice stays small.
const FILES_AT_ONCE: usize = 512;

fn records(
    (view, extent, purpose): (&PendingView, &Extent, Purpose),
    files: &[FileName],
    known: &Known,
) -> Vec<Outcome> {
    let is_listed = !matches!(extent, Extent::Pairing(_) | Extent::People(_));
    let one = |file: &FileName| {
        let mut problems = Vec::new();
        let path = layout::relative(file);
        let bytes = if is_listed {
            view.read_listed(&path)
        } else {
            view.read(&path)
        };
        let Some((text, digest)) = text_of(&path, bytes, purpose, &mut problems) else {
            return Outcome {
                record: None,
                digest: None,
                problems,
            };
        };
        let record = match (extent, file) {
            (Extent::Holding(words), FileName::Log(_)) if !holds(&text, words) => None,
            _ => interpret::interpret_record(file, (path.as_str(), &text), known, &mut problems),
        };
        Outcome {
            record,
            digest,
            problems,
        }
    };
    if files.len() < PARALLEL_FROM {
        return files.iter().map(one).collect();
    }
    files.par_iter().map(one).collect()
}

/// Whether every word may stand in a text of the file; one that is written with escapes shows only when it is parsed.
fn holds(file: &str, words: &[String]) -> bool {
    if file.contains('\\') {
        return true;
    }
    let lower = file.to_lowercase();
    words.iter().all(|word| lower.contains(word.as_str()))
}

/// The record files of a program, and what lies about that is none.
#[derive(Default)]
struct Listing {
    files: Vec<FileName>,
    problems: Vec<Problem>,
}

impl Listing {
    /// Who is enrolled, as far as file names tell.
    fn people(&self, extent: &Extent) -> People {
        if matches!(
            extent,
            Extent::Pairing(_) | Extent::People(_) | Extent::Settings
        ) {
            return People::Unknown;
        }
        let ids = self.files.iter().filter_map(|file| match file {
            FileName::Participant(id) => Some(id.to_string()),
            _ => None,
        });
        People::Listed(ids.collect::<BTreeSet<String>>())
    }
}

/// The folders of what a coordinator's answers are made from: all but private notes.
const CONFIDENTIAL: [&str; 6] = [
    "participants",
    "pairings",
    "meetings",
    "drafts",
    "confidential/people",
    "confidential/pairings",
];

fn list(view: &PendingView, extent: &Extent) -> Result<Listing, DiskError> {
    let folders: &[&str] = match extent {
        Extent::Everything => &layout::FOLDERS,
        Extent::Confidential => &CONFIDENTIAL,
        Extent::Program | Extent::Holding(_) => &["participants", "pairings", "meetings", "drafts"],
        Extent::Roster | Extent::Prospects => &["participants", "pairings", "drafts"],
        Extent::Settings => &[],
        Extent::People(people) => {
            let files = people.iter().cloned().map(FileName::Participant);
            return Ok(Listing {
                files: files.collect(),
                problems: Vec::new(),
            });
        }
        Extent::Pairing(id) => {
            let files = vec![FileName::Pairing(id.clone()), FileName::Log(id.clone())];
            return Ok(Listing {
                files,
                problems: Vec::new(),
            });
        }
    };
    let mut listing = Listing::default();
    for folder in folders {
        list_folder(view, folder, &mut listing)?;
    }
    listing.files.sort();
    Ok(listing)
}

fn list_folder(view: &PendingView, folder: &str, listing: &mut Listing) -> Result<(), DiskError> {
    let entries = match view.list(&layout::folder(folder)) {
        Ok(entries) => entries,
        Err(error) if error.is_absent() => return Ok(()),
        Err(error) => return Err(error),
    };
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    for entry in &entries {
        if stray::is_leftover(&entry.name) {
            continue;
        }
        let stem = entry.name.strip_suffix(".toml");
        let problem = match stem.map(|stem| (stem, layout::file_in(folder, stem))) {
            Some((_, Some(file))) => {
                listing.files.push(file);
                continue;
            }
            Some((stem, None)) => stray::misnamed(folder, stem, &names),
            None => stray::no_record(folder, entry),
        };
        listing.problems.push(problem);
    }
    Ok(())
}

/// Private notes by pairing.
pub(crate) type PrivateNotes = BTreeMap<Id, Vec<Note>>;

/// Private notes by pairing, of one or of all, and what is wrong with their files.
///
/// # Errors
/// What the disk refuses as a whole.
pub(crate) fn private_notes(
    view: &PendingView,
    pairing: Option<&Id>,
) -> Result<(PrivateNotes, Vec<Problem>), DiskError> {
    let mut listing = Listing::default();
    match pairing {
        Some(id) => listing.files.push(FileName::PrivateNotes(id.clone())),
        None => list_folder(view, "private/notes", &mut listing)?,
    }
    let extent = pairing.map_or(Extent::Everything, |id| Extent::Pairing(id.clone()));
    let wanted = (view, &extent, Purpose::Answer);
    let outcomes = records(wanted, &listing.files, &Known::default());
    let mut notes = BTreeMap::new();
    for (file, outcome) in listing.files.iter().zip(outcomes) {
        listing
            .problems
            .extend(outcome.problems.into_iter().filter(Problem::is_error));
        if let (FileName::PrivateNotes(id), Some(Record::PrivateNotes(of_pairing))) =
            (file, outcome.record)
        {
            notes.insert(id.clone(), of_pairing);
        }
    }
    Ok((notes, listing.problems))
}

/// Ids of the files in a folder of records, in order, without reading any.
///
/// # Errors
/// What the disk refuses.
pub(crate) fn stems(view: &PendingView, folder: &str) -> Result<Vec<String>, DiskError> {
    let mut listing = Listing::default();
    list_folder(view, folder, &mut listing)?;
    let stem = |file: &FileName| {
        let path = layout::path(file);
        path[folder.len() + 1..]
            .trim_end_matches(".toml")
            .to_owned()
    };
    let mut stems: Vec<String> = listing.files.iter().map(stem).collect();
    stems.sort();
    Ok(stems)
}

/// Whether a record is there, without reading it.
///
/// # Errors
/// What the disk refuses.
pub(crate) fn exists(disk: &Disk, file: &FileName) -> Result<bool, DiskError> {
    Ok(disk.inspect(&layout::relative(file))?.is_some())
}
