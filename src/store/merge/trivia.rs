//! Comments and blank lines: what nobody reads by a key, and nobody may lose.
//!
//! Lines that one side added stand in the result, lines that one side took away are gone. Two sides never disagree about
//! a comment: both stay, ours first.

use similar::{Algorithm, DiffOp};

/// The lines of three versions as one.
pub(super) fn merged(base: &str, ours: &str, theirs: &str) -> String {
    if ours == theirs || base == theirs {
        return ours.to_owned();
    }
    if base == ours {
        return theirs.to_owned();
    }
    let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
    let here = Diff::of(&base, &ours);
    let there = Diff::of(&base, &theirs);
    let mut out = String::new();
    for place in 0..=base.len() {
        let added = &here.added[place];
        out.extend(added.iter().copied());
        // Where both part something from its neighbour, one blank line is enough.
        let is_new = |line: &&&str| {
            if line.trim().is_empty() {
                added.is_empty()
            } else {
                !added.contains(line)
            }
        };
        out.extend(there.added[place].iter().filter(is_new).copied());
        if let Some(line) = base
            .get(place)
            .filter(|_| here.kept[place] && there.kept[place])
        {
            out.push_str(line);
        }
    }
    out
}

/// What stands behind a value on its line, of three versions as one.
pub(super) fn merged_behind(base: &str, ours: &str, theirs: &str) -> String {
    if ours == theirs || base == theirs || theirs.trim().is_empty() {
        return ours.to_owned();
    }
    if base == ours || ours.trim().is_empty() {
        return theirs.to_owned();
    }
    format!("{}  {}", ours.trim_end(), theirs.trim_start())
}

/// The comment lines of a text, without their indentation.
pub(super) fn comments(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| line.starts_with('#'))
}

fn lines(text: &str) -> Vec<&str> {
    text.split_inclusive('\n').collect()
}

/// How a text came from another one.
struct Diff<'a> {
    /// Lines that came before each line of the old text, and behind its last.
    added: Vec<Vec<&'a str>>,
    /// Whether each line of the old text is still there.
    kept: Vec<bool>,
}

impl<'a> Diff<'a> {
    fn of(old: &[&'a str], new: &[&'a str]) -> Diff<'a> {
        let mut diff = Diff {
            added: vec![Vec::new(); old.len() + 1],
            kept: vec![true; old.len()],
        };
        for operation in similar::capture_diff_slices(Algorithm::Myers, old, new) {
            if matches!(operation, DiffOp::Equal { .. }) {
                continue;
            }
            let (gone, come) = (operation.old_range(), operation.new_range());
            diff.kept[gone.clone()].fill(false);
            diff.added[gone.start].extend(&new[come]);
        }
        diff
    }
}
