//! A glance at a folder for who types: names of files, and single words of few files, without a lock and without a rule.
//!
//! What cannot be read is not there: no error leaves this file, and nothing is ever written. It may show what an
//! interrupted change has left; no decision rests on it.

use crate::model::id::{Id, PersonId};
use crate::store::disk::Disk;
use crate::store::path::RelativePath;
use crate::store::syntax;
use crate::store::syntax::parsed::ParsedTable;
use crate::store::{layout, stray};

/// A folder that somebody glances at.
#[derive(Debug, Clone)]
pub struct Glance {
    disk: Disk,
}

impl Glance {
    /// A glance at the program on a disk.
    pub fn new(disk: Disk) -> Glance {
        Glance { disk }
    }

    /// Ids of the people, in order, from the names of their files.
    pub fn people(&self) -> Vec<String> {
        self.stems("participants", ".toml", |stem| {
            PersonId::parse(stem).is_ok()
        })
    }

    /// Ids of the pairings, in order, from the names of their files.
    pub fn pairings(&self) -> Vec<String> {
        self.stems("pairings", ".toml", |stem| Id::parse(stem).is_ok())
    }

    /// Cohorts of which there is a draft, in order.
    pub fn drafts(&self) -> Vec<String> {
        self.stems("drafts", ".toml", |stem| Id::parse(stem).is_ok())
    }

    /// Names of the program's own letters, in order.
    pub fn letters(&self) -> Vec<String> {
        self.stems("letters", ".txt", |stem| Id::parse(stem).is_ok())
    }

    fn stems(&self, folder: &str, suffix: &str, is_id: impl Fn(&str) -> bool) -> Vec<String> {
        let entries = self.disk.list(&layout::folder(folder)).unwrap_or_default();
        let names = entries.into_iter().map(|entry| entry.name);
        let stem = |mut name: String| {
            name.truncate(name.strip_suffix(suffix)?.len());
            (is_id(&name) && !stray::is_leftover(&name)).then_some(name)
        };
        names.filter_map(stem).collect()
    }

    /// The full name of a person, from the first lines of their file.
    pub fn name(&self, person: &str) -> Option<String> {
        let text = self.text(&format!("participants/{person}.toml"))?;
        let lines = text
            .lines()
            .take_while(|line| !line.trim_start().starts_with('['));
        let line = lines.into_iter().find(|line| {
            let rest = line.trim_start().strip_prefix("name");
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        })?;
        let table = syntax::table(line)?;
        Some(table.get("name")?.get_ref().as_str()?.to_owned())
    }

    /// The entries of `[[table]]` in a file, each as the texts of these keys; a key that is missing is empty.
    pub fn entries(&self, path: &str, table: &str, keys: &[&str]) -> Vec<Vec<String>> {
        let Some(text) = self.text(path) else {
            return Vec::new();
        };
        // What is broken hides itself alone.
        let document = syntax::recovered(&text);
        let entries = document.get(table);
        let Some(entries) = entries.and_then(|value| value.get_ref().as_array()) else {
            return Vec::new();
        };
        let row = |entry: &ParsedTable<'_>| {
            let of_key = |key: &&str| entry.get(key)?.get_ref().as_str().map(str::to_owned);
            keys.iter()
                .map(|key| of_key(key).unwrap_or_default())
                .collect()
        };
        let tables = entries
            .iter()
            .filter_map(|entry| entry.get_ref().as_table());
        tables.map(row).collect()
    }

    /// The texts of a list above the first table of a file.
    pub fn words(&self, path: &str, key: &str) -> Vec<String> {
        let Some(text) = self.text(path) else {
            return Vec::new();
        };
        let document = syntax::recovered(&text);
        let list = document.get(key);
        let list = list.and_then(|value| value.get_ref().as_array());
        let texts = list.into_iter().flat_map(|list| list.iter());
        texts
            .filter_map(|text| text.get_ref().as_str().map(str::to_owned))
            .collect()
    }

    fn text(&self, path: &str) -> Option<String> {
        let bytes = self.disk.read(&RelativePath::parse(path).ok()?).ok()?;
        String::from_utf8(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use std::fs;

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Glance) {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let glance = Glance::new(Disk::real(folder.path()));
        (folder, glance)
    }

    #[test]
    fn names_of_files_are_ids_and_everything_else_is_none() {
        let (_folder, glance) = folder(&[
            ("participants/ada-lovelace.toml", "broken"),
            ("participants/Ada.toml", ""),
            ("participants/ada.toml~", ""),
            ("participants/notes.txt", ""),
        ]);
        assert_eq!(glance.people(), ["ada-lovelace"]);
        assert_eq!(glance.pairings(), [""; 0]);
    }

    #[test]
    fn a_name_is_read_without_the_rest_of_the_file() {
        let (_folder, glance) = folder(&[
            (
                "participants/ada.toml",
                "# name = \"Not she\"\nname = 'Ada \"Countess\"' # hers\n[mentee\n",
            ),
            (
                "participants/kim.toml",
                "[mentor]\nname = \"Not a person's\"\n",
            ),
        ]);
        assert_eq!(glance.name("ada").as_deref(), Some("Ada \"Countess\""));
        assert_eq!(glance.name("kim"), None);
        assert_eq!(glance.name("nobody"), None);
        assert_eq!(glance.name("../../etc/passwd"), None);
    }

    #[test]
    fn what_is_broken_in_a_file_hides_itself_alone() {
        let text = "levels = [\"entry\", 3]\n[[facet]]\nid = \"technical\"\n\n[[facet]]\nid = 5\n[[facet]]\nid = \"career\"\ntitle = \"Career\"\nbroken";
        let (_folder, glance) = folder(&[("vocabulary.toml", text)]);
        let rows = glance.entries("vocabulary.toml", "facet", &["id", "title"]);
        assert_eq!(rows[0], ["technical", ""]);
        assert_eq!(rows[2], ["career", "Career"]);
        assert_eq!(glance.words("vocabulary.toml", "levels"), ["entry"]);
        assert_eq!(glance.words("nowhere.toml", "levels"), [""; 0]);
    }
}
