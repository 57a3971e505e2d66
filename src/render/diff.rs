//! The unified diff of one file, as `git diff` and `patch` write it, safe on a terminal.

use super::escape::{visible, visible_line};
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
    out.push(sign);
    out.push_str(&visible_line(shown));
    out.push('\n');
    if text.len() == line.len() {
        out.push_str("\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::unified;

    #[test]
    fn three_lines_around_a_change_are_shown() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let after = before.replace("5\n", "five\n");
        let expected = "\
--- a/meetings/ada-ben.toml
+++ b/meetings/ada-ben.toml
@@ -2,7 +2,7 @@
 2
 3
 4
-5
+five
 6
 7
 8
";
        assert_eq!(
            unified("meetings/ada-ben.toml", Some(before), Some(&after)),
            expected
        );
    }

    #[test]
    fn a_file_that_is_made_or_removed_has_no_other_side() {
        assert_eq!(
            unified("a", None, Some("x\n")),
            "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n"
        );
        assert_eq!(
            unified("a", Some("x\n"), None),
            "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
        );
        assert_eq!(unified("a", None, Some("")), "--- /dev/null\n+++ b/a\n");
    }

    #[test]
    fn nothing_changed_is_no_diff() {
        assert_eq!(unified("a", Some("x"), Some("x")), "");
        assert_eq!(unified("a", None, None), "");
    }

    #[test]
    fn a_missing_line_feed_at_the_end_is_marked() {
        assert_eq!(
            unified("a", Some("x"), Some("x\n")),
            "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n"
        );
    }

    #[test]
    fn what_would_act_on_the_terminal_is_shown_and_tabs_are_kept() {
        assert_eq!(
            unified("a\u{1b}", Some(""), Some("\tx\u{1b}[2J\n")),
            "--- a/a\\u{1b}\n+++ b/a\\u{1b}\n@@ -0,0 +1 @@\n+\tx\\u{1b}[2J\n"
        );
    }

    #[test]
    fn carriage_returns_show_only_where_line_ends_differ() {
        let windows = unified("a", Some("x\r\ny\r\n"), Some("x\r\nz\r\n"));
        assert_eq!(windows, "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n");
        let changed = unified("a", Some("x\r\n"), Some("x\n"));
        assert_eq!(changed, "--- a/a\n+++ b/a\n@@ -1 +1 @@\n-x\\u{d}\n+x\n");
    }
}
