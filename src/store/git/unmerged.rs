//! What a merge has left: files of which git keeps three versions until somebody settles them.
//!
//! They are merged again from those versions by the engine, so that it does not matter who merged them first: a server,
//! git without the driver, or the driver. What a person has settled by hand already is never touched.

use crate::change::edit::FileName;
use crate::store::git::run::{Git, GitError, text};
use crate::store::layout;
use crate::store::merge::conflict::{Conflict, Side};
use crate::store::merge::three_way::{Merge, MergeError, Texts, merge};
use crate::store::path::RelativePath;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::process::Command;

/// A file of which git keeps several versions.
#[derive(Debug, Clone)]
pub struct Unmerged {
    /// Where it lies in the program.
    pub path: RelativePath,
    /// What it is; none where it is no record.
    file: Option<FileName>,
    /// What lies in the folder; none where nothing does.
    pub present: Option<Vec<u8>>,
    stages: [Option<Vec<u8>>; 3],
}

/// How a file can be settled.
#[derive(Debug)]
pub enum Standing {
    /// By fields.
    Fields(Merge),
    /// As a whole: one side deleted it, the other changed it.
    Whole {
        /// Our version.
        ours: Option<Vec<u8>>,
        /// Theirs.
        theirs: Option<Vec<u8>>,
    },
    /// A person has settled it already.
    ByHand,
    /// Only by hand, for this reason.
    OnlyByHand(String),
}

/// Every file of the program that a merge has left open, in order.
///
/// # Errors
/// What git refuses.
pub fn list(git: &Git) -> Result<Vec<Unmerged>, GitError> {
    let listed = text(&git.run(&["ls-files", "--unmerged", "-z"])?);
    let mut objects: BTreeMap<RelativePath, [Option<String>; 3]> = BTreeMap::new();
    for record in listed.split('\0') {
        // Mode, object and stage, then a tab and the path.
        let Some((head, path)) = record.split_once('\t') else {
            continue;
        };
        let mut words = head.split(' ').skip(1);
        let (object, stage) = (words.next(), words.next());
        let stage = stage.and_then(|stage| stage.parse::<usize>().ok());
        let (Some(object), Some(stage @ 1..=3)) = (object, stage) else {
            continue;
        };
        if let Ok(path) = RelativePath::parse(path) {
            objects.entry(path).or_default()[stage - 1] = Some(object.to_owned());
        }
    }
    let read = |(path, objects): (RelativePath, [Option<String>; 3])| {
        let mut stages = [None, None, None];
        for (stage, object) in stages.iter_mut().zip(objects) {
            *stage = match object {
                Some(object) => Some(git.run(&["cat-file", "blob", &object])?),
                None => None,
            };
        }
        let place = git.root().join(path.as_path());
        let present = match fs::read(&place) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(GitError::File { path: place, error }),
        };
        let file = layout::file_at(path.as_str());
        Ok(Unmerged {
            path,
            file,
            present,
            stages,
        })
    };
    objects.into_iter().map(read).collect()
}

impl Unmerged {
    /// How it can be settled; `settle` is asked about every field. With `drops_edits` what was half settled by hand is
    /// given up.
    ///
    /// # Errors
    /// What git refuses.
    pub fn standing(
        &self,
        settle: &dyn Fn(&Conflict) -> Option<Side>,
        drops_edits: bool,
    ) -> Result<Standing, GitError> {
        if self.file.is_none() {
            let why = "it is no record of the program";
            return Ok(Standing::OnlyByHand(why.to_owned()));
        }
        let [base, ours, theirs] = &self.stages;
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return Ok(self.whole());
        };
        let base = base.as_deref();
        let versions = [base.unwrap_or_default(), ours, theirs].map(std::str::from_utf8);
        let [Ok(base_text), Ok(ours), Ok(theirs)] = versions else {
            let why = "one of the versions is not UTF-8";
            return Ok(Standing::OnlyByHand(why.to_owned()));
        };
        let texts = Texts {
            base: base.map(|_| base_text),
            ours,
            theirs,
        };
        if !drops_edits && !self.has_markers() {
            return Ok(Standing::ByHand);
        }
        let as_driven = merge(self.file.as_ref(), texts, &|_| None);
        if !drops_edits && !self.is_untouched(as_driven.as_ref().ok(), texts)? {
            let why = "it was half settled by hand: settle the rest and `git add` it, or start afresh with --afresh";
            return Ok(Standing::OnlyByHand(why.to_owned()));
        }
        match merge(self.file.as_ref(), texts, settle) {
            Ok(merge) => Ok(Standing::Fields(merge)),
            Err(error @ (MergeError::Unreadable { .. } | MergeError::Misfit(_))) => {
                Ok(Standing::OnlyByHand(error.to_string()))
            }
        }
    }

    fn whole(&self) -> Standing {
        let [_, ours, theirs] = self.stages.clone();
        if ours.is_none() && theirs.is_none() {
            return Standing::OnlyByHand("both sides gave it another name".to_owned());
        }
        Standing::Whole { ours, theirs }
    }

    fn has_markers(&self) -> bool {
        let present = text(self.present.as_deref().unwrap_or_default());
        present.lines().any(|line| line.starts_with("<<<<<<< "))
    }

    /// Whether the file is as whoever merged it has left it.
    fn is_untouched(&self, driven: Option<&Merge>, texts: Texts<'_>) -> Result<bool, GitError> {
        let present = without_labels(&text(self.present.as_deref().unwrap_or_default()));
        if driven.is_some_and(|merge| without_labels(&merge.text) == present) {
            return Ok(true);
        }
        for style in ["--no-diff3", "--diff3", "--zdiff3"] {
            if without_labels(&by_lines(texts, style)?) == present {
                return Ok(true);
            }
        }
        // The strategy of merge, rebase and cherry-pick compares in another way than a merge of single files.
        for style in ["merge", "diff3", "zdiff3"] {
            let by_strategy = by_strategy(texts, style)?;
            if by_strategy.is_some_and(|text| without_labels(&text) == present) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Whom the markers of a conflict name differs from merge to merge.
fn without_labels(text: &str) -> String {
    let bare = |line: &str| {
        let is_marker = ["<<<<<<< ", "||||||| ", ">>>>>>> "]
            .iter()
            .any(|mark| line.starts_with(mark));
        if is_marker {
            line[..7].to_owned()
        } else {
            line.to_owned()
        }
    };
    let mut lines: Vec<String> = text.lines().map(bare).collect();
    // Without a label the marker of the base stands alone.
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines.join("\n")
}

/// What git's own strategy for whole commits leaves, done once more in a repository of its own; none where this git
/// is too old to tell.
fn by_strategy(texts: Texts<'_>, style: &str) -> Result<Option<String>, GitError> {
    let folder = tempfile::tempdir().map_err(in_folder)?;
    let elsewhere = Command::new("git")
        .args(["init", "--quiet"])
        .arg(folder.path())
        .output();
    elsewhere.map_err(GitError::Missing)?;
    let git = Git::of(folder.path())?;
    let base = commit(&git, texts.base, None)?;
    let ours = commit(&git, Some(texts.ours), Some(&base))?;
    let theirs = commit(&git, Some(texts.theirs), Some(&base))?;
    let style = format!("merge.conflictStyle={style}");
    let merge = ["-c", &style, "merge-tree", "--write-tree", &ours, &theirs];
    let Ok(merged) = git.yes_or_no(&merge) else {
        return Ok(None);
    };
    let tree = text(&merged);
    let file = format!("{}:file", tree.lines().next().unwrap_or_default());
    Ok(git
        .answer(&["cat-file", "blob", &file])?
        .map(|it| text(&it)))
}

/// A commit of one file, or of nothing.
fn commit(git: &Git, content: Option<&str>, parent: Option<&str>) -> Result<String, GitError> {
    let id = |output: Vec<u8>| text(&output).trim().to_owned();
    let entry = match content {
        Some(content) => {
            let blob = git.feed(
                &["hash-object", "-w", "--no-filters", "--stdin"],
                content.as_bytes(),
            )?;
            format!("100644 blob {}\tfile\n", id(blob))
        }
        None => String::new(),
    };
    let tree = id(git.feed(&["mktree"], entry.as_bytes())?);
    let author = [
        "-c",
        "user.name=pleiad",
        "-c",
        "user.email=pleiad@localhost",
    ];
    let made = ["commit-tree", "--no-gpg-sign", "-m", "one side", &tree];
    let parent: Vec<&str> = parent.into_iter().flat_map(|it| ["-p", it]).collect();
    git.run(&[&author[..], &made, &parent].concat()).map(id)
}

fn in_folder(error: io::Error) -> GitError {
    GitError::File {
        path: "a temporary folder".into(),
        error,
    }
}

/// What git's own merge of lines leaves.
fn by_lines(texts: Texts<'_>, style: &str) -> Result<String, GitError> {
    let folder = tempfile::tempdir().map_err(in_folder)?;
    let names = ["ours", "base", "theirs"];
    let contents = [texts.ours, texts.base.unwrap_or_default(), texts.theirs];
    for (name, content) in names.iter().zip(contents) {
        fs::write(folder.path().join(name), content).map_err(in_folder)?;
    }
    let mut command = Command::new("git");
    command
        .current_dir(folder.path())
        .args(["merge-file", "-p"]);
    if style != "--no-diff3" {
        command.arg(style);
    }
    let output = command.args(names).output().map_err(GitError::Missing)?;
    Ok(text(&output.stdout))
}
