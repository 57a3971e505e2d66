//! What lies in a folder of records and is none: wrong names, second copies, other files.
//!
//! What editors and git leave there is passed over in silence; nothing here is ever read as a record.

use crate::change::entry_id::slug;
use crate::model::id::{ID_CHARACTERS_MAX, Id, PERSON_ID_CHARACTERS_MAX, PersonId};
use crate::store::disk::DirectoryEntry;
use crate::store::disk_error::FileKind;
use crate::store::layout;
use crate::store::problem::Problem;
use std::collections::BTreeSet;
use std::path::Path;

/// Whether an editor or git left it: `.#ada.toml`, `ada.toml~`, `.ada.toml.swp`, `4913`.
pub(crate) fn is_leftover(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.ends_with('~')
        || Path::new(name)
            .extension()
            .is_some_and(|ending| ending == "swp")
        || name == "4913"
}

/// A file whose name is no id; `names` are those of its folder.
pub(crate) fn misnamed(folder: &str, stem: &str, names: &BTreeSet<&str>) -> Problem {
    let characters_max = match folder {
        "participants" | "confidential/people" => PERSON_ID_CHARACTERS_MAX,
        _ => ID_CHARACTERS_MAX,
    };
    let error = if characters_max == PERSON_ID_CHARACTERS_MAX {
        PersonId::parse(stem).err()
    } else {
        Id::parse(stem).err()
    };
    let why = error.map_or_else(String::new, |error| format!(": {error}"));
    Problem::of_file(
        &format!("{folder}/{stem}.toml"),
        "file-name",
        format!("the name of the file is its id{why}"),
        Some(better_name(folder, stem, characters_max, names)),
    )
}

fn better_name(folder: &str, stem: &str, characters_max: usize, names: &BTreeSet<&str>) -> String {
    if stem.contains("conflict") {
        return "a synced folder left this second copy: take over what is right, then delete it"
            .to_owned();
    }
    let slug = slug(stem, characters_max);
    let twin = format!("{slug}.toml");
    if slug != stem && names.contains(&twin.as_str()) {
        return format!("`{twin}` is there too: take over what is right, then delete one");
    }
    let legal = [slug.clone(), format!("{slug}-2")];
    legal
        .iter()
        .find(|slug| layout::file_in(folder, slug).is_some())
        .map_or_else(
            || "give it a name of a-z, 0-9 and inner `-`".to_owned(),
            |slug| format!("rename it to `{slug}.toml`"),
        )
}

/// Something that does not end in `.toml`.
pub(crate) fn no_record(folder: &str, entry: &DirectoryEntry) -> Problem {
    let message = if entry.kind == FileKind::Directory {
        "a folder where only records belong"
    } else {
        "no record: it does not end in .toml"
    };
    Problem::of_file(
        &format!("{folder}/{}", entry.name),
        "stray-file",
        message.to_owned(),
        Some("move it elsewhere".to_owned()),
    )
    .warning()
}
