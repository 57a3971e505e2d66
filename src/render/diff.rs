//! The unified diff of one file, as `git diff` and `patch` write it, safe on a terminal.

use super::escape::visible;
use similar::{ChangeTag, TextDiff};

const CONTEXT_LINES: usize = 3;

/// The difference between a file before and after; `None` where there is no such file.
///
/// Empty when nothing differs. Carriage returns at line ends show only where the line ends
/// themselves differ, so that files from Windows read like all others.
///
/// ```
/// use pleiad::render::diff::unified;
/// let text = unified("a.toml", Some("x = 1\n"), Some("x = 2\n"));
/// assert_eq!(text, "--- a/a.toml\n+++ b/a.toml\n@@ -1 +1 @@\n-x = 1\n+x = 2\n");
/// ```
pub fn unified(path: &str, before: Option<&str>, after: Option<&str>) -> String {
    if before == after {
        return String::new();
    }
    let old_lines = lines(before);
    let new_lines = lines(after);
    let is_windows = has_windows_ends_only(&old_lines) && has_windows_ends_only(&new_lines);
    let mut out = header(path, before.is_some(), after.is_some());
    let diff = TextDiff::from_slices(&old_lines, &new_lines);
    for hunk in diff
        .unified_diff()
        .context_radius(CONTEXT_LINES)
        .iter_hunks()
    {
        out.push_str(&hunk.header().to_string());
        out.push('\n');
        for change in hunk.iter_changes() {
            push_line(&mut out, change.tag(), change.value(), is_windows);
        }
    }
    out
}

fn header(path: &str, is_before: bool, is_after: bool) -> String {
    let path = visible(path);
    let side = |is_there: bool, letter: char| {
        if is_there {
            format!("{letter}/{path}")
        } else {
            "/dev/null".to_owned()
        }
    };
    format!(
        "--- {}\n+++ {}\n",
        side(is_before, 'a'),
        side(is_after, 'b')
    )
}

fn lines(text: Option<&str>) -> Vec<&str> {
    text.unwrap_or("").split_inclusive('\n').collect()
}

fn has_windows_ends_only(lines: &[&str]) -> bool {
    lines
        .iter()
        .all(|line| line.ends_with("\r\n") || !line.ends_with('\n'))
}

fn push_line(out: &mut String, tag: ChangeTag, line: &str, is_windows: bool) {
    let sign = match tag {
        ChangeTag::Equal => ' ',
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
    };
    let text = line.strip_suffix('\n').unwrap_or(line);
    let shown = if is_windows {
        text.strip_suffix('\r').unwrap_or(text)
    } else {
        text
    };
    let pieces: Vec<_> = shown.split('\t').map(visible).collect();
    out.push(sign);
    out.push_str(&pieces.join("\t"));
    out.push('\n');
    if text.len() == line.len() {
        out.push_str("\\ No newline at end of file\n");
    }
}
