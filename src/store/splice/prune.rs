//! Empty tables taken away: the header, and the blank line that parted it.
//!
//! A comment is a person's word: a table that holds one stays.

use crate::change::edit::Edit;
use crate::store::splice::error::SpliceError;
use crate::store::splice::outline::Outline;
use crate::store::splice::place::{self, TablePlace};
use crate::store::splice::{entries, fields};

/// Whether an edit would take a table away in which somebody left a comment.
pub(super) fn is_spared(outline: &Outline, edit: &Edit) -> bool {
    let Edit::Prune { table, .. } = edit else {
        return false;
    };
    let text = match place::table(outline, table) {
        Ok(TablePlace::Block(block)) => {
            let block = &outline.blocks[block];
            &block.text[..block.body_end]
        }
        Ok(TablePlace::Inline(index)) => {
            let top = &outline.blocks[0];
            &top.text[top.pairs[index].lines.clone()]
        }
        Ok(TablePlace::Dotted | TablePlace::Missing) | Err(_) => return true,
    };
    text.contains('#')
}

/// Takes an empty table away.
pub(super) fn prune(outline: &mut Outline, name: &str) -> Result<(), SpliceError> {
    match place::table(outline, name)? {
        TablePlace::Block(block) => entries::remove_run(outline, block..block + 1),
        TablePlace::Inline(index) => fields::clear_pair(outline, 0, index),
        // Without a field there is nothing to take away.
        TablePlace::Dotted | TablePlace::Missing => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test is a panic")]

    use crate::change::edit::{Edit, FileName};
    use crate::store::splice::apply;

    fn pruned(text: &str) -> String {
        let edit = Edit::Prune {
            file: FileName::Program,
            table: "closing",
        };
        apply(text, &[&edit]).unwrap()
    }

    #[test]
    fn an_empty_table_goes_with_the_blank_line_above_it() {
        let text = "a = 1\n\n[closing]\n\n[[state]]\nis = \"active\"\n";
        assert_eq!(pruned(text), "a = 1\n\n[[state]]\nis = \"active\"\n");
        assert_eq!(pruned("a = 1\n\n[closing]\n"), "a = 1\n");
        assert_eq!(pruned("a = 1\nclosing = {}\nb = 2\n"), "a = 1\nb = 2\n");
    }

    #[test]
    fn a_table_with_a_field_or_with_a_comment_stays_byte_for_byte() {
        for text in [
            "a = 1\n[closing]\nfit = 2\n",
            "a = 1\n[closing.more]\nfit = 2\n",
            "a = 1\n[closing] # what remains\n",
            "a = 1\n[closing]\n# what remains\n",
            "# what remains\n[closing]\n",
            "closing = {} # what remains\n",
            "a = 1\n",
        ] {
            assert_eq!(pruned(text), text);
        }
    }
}
