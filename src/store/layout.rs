//! Where each file of a program lies: the only place with paths.

use crate::change::edit::FileName;
use crate::model::id::{Id, PersonId};
use crate::store::keys::{self, Shape};
use crate::store::path::RelativePath;

/// Folders whose files are records, with what their stem means.
pub(crate) const FOLDERS: [&str; 7] = [
    "participants",
    "pairings",
    "meetings",
    "drafts",
    "confidential/people",
    "confidential/pairings",
    "private/notes",
];

/// Files of which there is one; those that every answer may rest on first.
pub(crate) const SINGLE_FILES: [FileName; 8] = [
    FileName::Program,
    FileName::Objectives,
    FileName::Vocabulary,
    FileName::Matching,
    FileName::Events,
    FileName::Prospects,
    FileName::Improvements,
    FileName::ConfidentialProgram,
];

/// The path of a file below the program's folder, with `/` between its parts.
pub(crate) fn path(file: &FileName) -> String {
    match file {
        FileName::Program => "program.toml".to_owned(),
        FileName::Objectives => "objectives.toml".to_owned(),
        FileName::Vocabulary => "vocabulary.toml".to_owned(),
        FileName::Matching => "matching.toml".to_owned(),
        FileName::Events => "events.toml".to_owned(),
        FileName::Prospects => "prospects.toml".to_owned(),
        FileName::Improvements => "improvements.toml".to_owned(),
        FileName::Participant(id) => format!("participants/{id}.toml"),
        FileName::Pairing(id) => format!("pairings/{id}.toml"),
        FileName::Log(id) => format!("meetings/{id}.toml"),
        FileName::Letter(id) => format!("letters/{id}.txt"),
        FileName::Draft(id) => format!("drafts/{id}.toml"),
        FileName::ConfidentialProgram => "confidential/program.toml".to_owned(),
        FileName::ConfidentialPerson(id) => format!("confidential/people/{id}.toml"),
        FileName::ConfidentialPairing(id) => format!("confidential/pairings/{id}.toml"),
        FileName::PrivateNotes(id) => format!("private/notes/{id}.toml"),
    }
}

/// The same path as the disk takes it.
pub(crate) fn relative(file: &FileName) -> RelativePath {
    RelativePath::parse(&path(file)).expect("paths made from ids lie inside the folder")
}

/// The path of one of [`FOLDERS`].
pub(crate) fn folder(name: &str) -> RelativePath {
    RelativePath::parse(name).expect("the folders of a program lie inside it")
}

/// The file of a stem in one of [`FOLDERS`]; `None` where the stem is no id.
pub(crate) fn file_in(folder: &str, stem: &str) -> Option<FileName> {
    match folder {
        "participants" => PersonId::parse(stem).ok().map(FileName::Participant),
        "pairings" => Id::parse(stem).ok().map(FileName::Pairing),
        "meetings" => Id::parse(stem).ok().map(FileName::Log),
        "drafts" => Id::parse(stem).ok().map(FileName::Draft),
        "confidential/people" => PersonId::parse(stem).ok().map(FileName::ConfidentialPerson),
        "confidential/pairings" => Id::parse(stem).ok().map(FileName::ConfidentialPairing),
        "private/notes" => Id::parse(stem).ok().map(FileName::PrivateNotes),
        _ => None,
    }
}

/// The file that lies at a path of the program's folder; none where no record does.
pub(crate) fn file_at(text: &str) -> Option<FileName> {
    if let Some(file) = SINGLE_FILES.into_iter().find(|file| path(file) == text) {
        return Some(file);
    }
    let (folder, name) = text.rsplit_once('/')?;
    file_in(folder, name.strip_suffix(".toml")?)
}

/// The file of a program that lies somewhere below, such as `programs/it/participants/ada.toml`.
pub(crate) fn file_below(path: &str) -> Option<FileName> {
    let ends = path.match_indices('/').map(|(at, _)| at + 1);
    std::iter::once(0)
        .chain(ends)
        .find_map(|start| file_at(&path[start..]))
}

/// Whether only its owner may read a file.
pub(crate) fn is_private(file: &FileName) -> bool {
    matches!(file, FileName::PrivateNotes(_))
}

/// The shape of a file; `None` for letters, which are free text.
pub(crate) fn shape(file: &FileName) -> Option<&'static Shape> {
    Some(match file {
        FileName::Program => &keys::PROGRAM,
        FileName::Objectives => &keys::OBJECTIVES,
        FileName::Vocabulary => &keys::VOCABULARY,
        FileName::Matching => &keys::MATCHING,
        FileName::Participant(_) => &keys::PARTICIPANT,
        FileName::Pairing(_) => &keys::PAIRING,
        FileName::Log(_) => &keys::LOG,
        FileName::Events => &keys::EVENTS,
        FileName::Prospects => &keys::PROSPECTS,
        FileName::Improvements => &keys::IMPROVEMENTS,
        FileName::Draft(_) => &keys::DRAFT,
        FileName::ConfidentialProgram => &keys::CONFIDENTIAL_PROGRAM,
        FileName::ConfidentialPerson(_) => &keys::CONFIDENTIAL_PERSON,
        FileName::ConfidentialPairing(_) => &keys::CONFIDENTIAL_PAIRING,
        FileName::PrivateNotes(_) => &keys::PRIVATE_NOTES,
        FileName::Letter(_) => return None,
    })
}
