//! Lists as they stand in a file: elements come and go, the layout and the comments of the others stay.

use crate::model::value::Value;
use crate::store::splice::node::Node;
use crate::store::splice::{lines, outline, spell};
use similar::{Algorithm, DiffOp};
use std::ops::Range;
use toml_edit::Item;

/// A list in the only document that it can be parsed in: behind a key.
const KEY: &str = "x=";

/// Makes the list `raw` hold `items`: what both hold stays as it is, by the shortest list of edits.
pub(super) fn with_items(raw: &str, items: &[Value], line_end: &str) -> String {
    let new: Vec<String> = items
        .iter()
        .map(|item| spell::value(item, spell::Room::OneLine))
        .collect();
    let mut text = raw.to_owned();
    // From the end, so that indexes of the old list stay right.
    for operation in operations(&List::parse(raw).nodes, items).into_iter().rev() {
        let (old, added) = match operation {
            DiffOp::Equal { .. } => continue,
            DiffOp::Delete {
                old_index, old_len, ..
            } => (old_index..old_index + old_len, 0..0),
            DiffOp::Insert {
                old_index,
                new_index,
                new_len,
            } => (old_index..old_index, new_index..new_index + new_len),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => (
                old_index..old_index + old_len,
                new_index..new_index + new_len,
            ),
        };
        for item in new[added].iter().rev() {
            text = with_element(&text, old.end, item, line_end);
        }
        for index in old.rev() {
            text = without_element(&text, index);
        }
    }
    text
}

/// Puts a spelled element before the one at `index`, or behind the last.
pub(in crate::store) fn with_element(
    raw: &str,
    index: usize,
    spelled: &str,
    line_end: &str,
) -> String {
    let list = List::parse(raw);
    let mut text = list.text.clone();
    match (index.checked_sub(1), list.elements.first()) {
        (_, None) => list.insert_only(&mut text, spelled, line_end),
        (None, Some(first)) => {
            let line_start = lines::start(&text, first.start);
            if lines::is_blank(&text[line_start..first.start]) {
                let indentation = &list.text[line_start..first.start];
                text.insert_str(line_start, &format!("{indentation}{spelled},{line_end}"));
            } else {
                text.insert_str(first.start, &format!("{spelled}, "));
            }
        }
        (Some(before), Some(_)) => list.insert_after(before, &mut text, spelled, line_end),
    }
    text.split_off(KEY.len())
}

/// Takes the element at `index` out: its whole line where it has one for itself.
pub(in crate::store) fn without_element(raw: &str, index: usize) -> String {
    let list = List::parse(raw);
    let mut text = list.text.clone();
    for range in list.ranges_of(index).into_iter().rev() {
        text.replace_range(range, "");
    }
    text.split_off(KEY.len())
}

/// Where the elements of a list stand in its text.
pub(super) fn elements(raw: &str) -> Vec<Range<usize>> {
    let list = List::parse(raw);
    list.elements
        .iter()
        .map(|range| range.start - KEY.len()..range.end - KEY.len())
        .collect()
}

/// The elements of a list: where each stands in its text, and what it means.
pub(in crate::store) fn parts(raw: &str) -> Vec<(Range<usize>, Node)> {
    elements(raw)
        .into_iter()
        .zip(List::parse(raw).nodes)
        .collect()
}

/// The shortest way from one list to the other.
fn operations(old: &[Node], new: &[Value]) -> Vec<DiffOp> {
    let mut known: Vec<Node> = Vec::new();
    let mut number = |node: Node| {
        let place = known.iter().position(|it| *it == node);
        place.unwrap_or_else(|| {
            known.push(node);
            known.len() - 1
        })
    };
    let old: Vec<usize> = old.iter().cloned().map(&mut number).collect();
    let new: Vec<usize> = new.iter().map(|item| number(Node::from(item))).collect();
    similar::capture_diff_slices(Algorithm::Myers, &old, &new)
}

/// A list that stands alone, and where its elements are.
struct List {
    /// The list behind `KEY`.
    text: String,
    elements: Vec<Range<usize>>,
    nodes: Vec<Node>,
    /// The closing bracket.
    close: usize,
}

/// What follows an element on its line when it is the last there.
struct LineTail {
    comma: Option<usize>,
    /// Behind the line end.
    line_end: usize,
}

impl List {
    fn parse(raw: &str) -> List {
        let text = format!("{KEY}{raw}");
        let document = outline::parse(&text).expect("a list that was parsed in its file");
        let array = document
            .get("x")
            .and_then(Item::as_array)
            .expect("only lists are edited as lists");
        let elements = array.iter().filter_map(toml_edit::Value::span).collect();
        let nodes = array
            .iter()
            .map(|element| Node::of_value(element, &text))
            .collect();
        List {
            close: text.len() - 1,
            elements,
            nodes,
            text,
        }
    }

    fn insert_only(&self, text: &mut String, spelled: &str, line_end: &str) {
        let line_start = lines::start(text, self.close);
        if line_start == 0 {
            text.replace_range(KEY.len() + 1..self.close, spelled);
        } else {
            let indentation = lines::indentation(&self.text, self.close);
            let line = format!("{indentation}    {spelled},{line_end}");
            text.insert_str(line_start, &line);
        }
    }

    fn insert_after(&self, before: usize, text: &mut String, spelled: &str, line_end: &str) {
        let element = &self.elements[before];
        let Some(tail) = self.line_tail(before) else {
            text.insert_str(element.end, &format!(", {spelled}"));
            return;
        };
        let indentation = self.indentation(before);
        let comma = if tail.comma.is_some() { "," } else { "" };
        text.insert_str(
            tail.line_end,
            &format!("{indentation}{spelled}{comma}{line_end}"),
        );
        if tail.comma.is_none() {
            text.insert(element.end, ',');
        }
    }

    /// The indentation of the element's line, or of the next element's where it shares its line.
    fn indentation(&self, index: usize) -> &str {
        self.elements[index..]
            .iter()
            .take(2)
            .map(|element| &self.text[lines::start(&self.text, element.start)..element.start])
            .find(|before| lines::is_blank(before))
            .unwrap_or("    ")
    }

    /// The bytes that go when an element goes, in order.
    fn ranges_of(&self, index: usize) -> Vec<Range<usize>> {
        let element = self.elements[index].clone();
        if self.elements.len() == 1 && !self.text.contains('\n') {
            return std::iter::once(KEY.len() + 1..self.close).collect();
        }
        let before = index.checked_sub(1).map(|before| &self.elements[before]);
        let after = self.elements.get(index + 1);
        let line_start = lines::start(&self.text, element.start);
        let is_first_on_line = lines::is_blank(&self.text[line_start..element.start]);
        if is_first_on_line && let Some(tail) = self.line_tail(index) {
            let dangling = match (tail.comma, before) {
                (None, Some(before)) => self.comma(before.end),
                _ => None,
            };
            let line = line_start..tail.line_end;
            let comma = dangling.map(|comma| comma..comma + 1);
            return comma.into_iter().chain(Some(line)).collect();
        }
        let is_one_line = |range: &Range<usize>| !self.text[range.clone()].contains('\n');
        let with_comma_before = before.map(|before| before.end..element.end);
        let with_comma_after = after.map(|after| element.start..after.start);
        if let Some(range) = with_comma_before.filter(is_one_line) {
            return vec![range];
        }
        if let (None, Some(range)) = (before, with_comma_after.filter(is_one_line)) {
            return vec![range];
        }
        self.bare_ranges_of(&element, before)
    }

    /// The element and one comma, nothing of the space and the comments around them.
    fn bare_ranges_of(
        &self,
        element: &Range<usize>,
        before: Option<&Range<usize>>,
    ) -> Vec<Range<usize>> {
        let comma_after = self.comma(element.end);
        let comma = comma_after.or_else(|| before.and_then(|before| self.comma(before.end)));
        let mut ranges: Vec<Range<usize>> = comma
            .into_iter()
            .map(|comma| comma..comma + 1)
            .chain([element.clone()])
            .collect();
        ranges.sort_by_key(|range| range.start);
        ranges
    }

    /// The comma that ends the element that ends at `position`.
    fn comma(&self, position: usize) -> Option<usize> {
        let mut start = position;
        loop {
            let rest = &self.text[start..];
            let token = start + rest.len() - rest.trim_start().len();
            match self.text.as_bytes()[token] {
                b',' => return Some(token),
                b'#' => start = lines::end(&self.text, token),
                _ => return None,
            }
        }
    }

    /// What follows the element on its line, if no other element and no bracket does.
    fn line_tail(&self, index: usize) -> Option<LineTail> {
        let end = self.elements[index].end;
        let line_end = lines::end(&self.text, end);
        let comma = self.comma(end);
        let is_last = index + 1 == self.elements.len();
        let rest = match comma {
            Some(comma) if comma < line_end => &self.text[comma + 1..line_end],
            None if is_last => &self.text[end..line_end],
            _ => return None,
        };
        let is_tail = rest.ends_with('\n') && (lines::is_blank(rest) || lines::is_comment(rest));
        is_tail.then_some(LineTail { comma, line_end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn with(raw: &str, items: &[&str]) -> String {
        let items: Vec<Value> = items.iter().map(|item| Value::from(*item)).collect();
        with_items(raw, &items, "\n")
    }

    #[test]
    fn a_list_on_one_line_stays_there_with_its_spacing() {
        assert_eq!(
            with("[ 'a',\"b\" ]", &["a", "b", "c"]),
            "[ 'a',\"b\", \"c\" ]"
        );
        assert_eq!(
            with("['a', 'b', ]", &["a", "x", "b"]),
            "['a', \"x\", 'b', ]"
        );
        assert_eq!(with("['a','b']", &["x", "a", "b"]), "[\"x\", 'a','b']");
        assert_eq!(with("[ 'a','b', 'c' ]", &["b", "c"]), "[ 'b', 'c' ]");
        assert_eq!(with("['a', 'b', 'c',]", &["a", "b"]), "['a', 'b',]");
        assert_eq!(with("[ 'a' ]", &[]), "[]");
        assert_eq!(with("[ ]", &["a"]), "[\"a\"]");
        assert_eq!(with("['a']", &["b"]), "[\"b\"]");
    }

    #[test]
    fn a_list_with_a_line_for_each_gains_and_loses_lines() {
        let raw = "[\n  'a', # first\n  # second\n  'b'\n]";
        assert_eq!(
            with(raw, &["a", "b", "c"]),
            "[\n  'a', # first\n  # second\n  'b',\n  \"c\"\n]"
        );
        assert_eq!(
            with(raw, &["z", "a", "b"]),
            "[\n  \"z\",\n  'a', # first\n  # second\n  'b'\n]"
        );
        assert_eq!(with(raw, &["a"]), "[\n  'a' # first\n  # second\n]");
        assert_eq!(with(raw, &["b"]), "[\n  # second\n  'b'\n]");
        assert_eq!(with(raw, &[]), "[\n  # second\n]");
        assert_eq!(
            with("[\n  # none yet\n]", &["a"]),
            "[\n  # none yet\n    \"a\",\n]"
        );
        assert_eq!(with("[\n]", &["a"]), "[\n    \"a\",\n]");
    }

    #[test]
    fn lists_laid_out_freely_keep_their_layout() {
        let pairs = "[ 'a', 'b', # two\n  'c', 'd', ]";
        assert_eq!(with(pairs, &["a", "c", "d"]), "[ 'a', # two\n  'c', 'd', ]");
        assert_eq!(
            with(pairs, &["a", "b", "x", "c", "d", "y"]),
            "[ 'a', 'b', # two\n  \"x\",\n  'c', 'd', \"y\", ]"
        );
        let leading = "[\n  'a' # one\n  , 'b' # two\n  ]";
        assert_eq!(with(leading, &["b"]), "[\n   # one\n   'b' # two\n  ]");
        assert_eq!(
            with(leading, &["a", "x", "b"]),
            "[\n  'a', \"x\" # one\n  , 'b' # two\n  ]"
        );
    }

    fn layouts() -> impl Strategy<Value = (Vec<u8>, String)> {
        let gap = prop::sample::select(vec!["", " ", "\n", "\n  ", " # [n]\n", "\n  # [n]\n  "]);
        let element = (0u8..6, gap.clone(), gap.clone());
        (prop::collection::vec(element, 0..6), gap, any::<bool>()).prop_map(
            |(elements, end, has_trailing_comma)| {
                let mut raw = "[".to_owned();
                let count = elements.len();
                for (index, (element, before, behind)) in elements.iter().enumerate() {
                    let comma = if index + 1 < count || has_trailing_comma {
                        ","
                    } else {
                        ""
                    };
                    raw.extend([before, &*element.to_string(), behind, comma]);
                }
                raw.extend([end, "]"]);
                let numbered =
                    raw.split("[n]")
                        .enumerate()
                        .fold(String::new(), |text, (index, part)| match index {
                            0 => part.to_owned(),
                            _ => format!("{text}<{index}>{part}"),
                        });
                (
                    elements.iter().map(|(element, ..)| *element).collect(),
                    numbered,
                )
            },
        )
    }

    fn values(numbers: &[u8]) -> Vec<Value> {
        numbers
            .iter()
            .map(|number| Value::Integer(i64::from(*number)))
            .collect()
    }

    proptest! {
        #[test]
        fn any_layout_takes_any_items((_, raw) in layouts(), new in prop::collection::vec(0u8..6, 0..7)) {
            let list = List::parse(&with_items(&raw, &values(&new), "\n"));
            let expected: Vec<Node> = values(&new).iter().map(Node::from).collect();
            prop_assert_eq!(list.nodes, expected);
        }

        #[test]
        fn a_list_that_says_the_same_stays_as_it_is((old, raw) in layouts()) {
            prop_assert_eq!(with_items(&raw, &values(&old), "\n"), raw);
        }

        #[test]
        fn elements_that_come_and_go_leave_no_trace((old, raw) in layouts(), at: prop::sample::Index) {
            prop_assume!(!old.is_empty());
            let mut longer = old.clone();
            longer.insert(at.index(old.len() + 1), 9);
            let there = with_items(&raw, &values(&longer), "\n");
            prop_assert_eq!(with_items(&there, &values(&old), "\n"), raw, "via {}", there);
        }

        #[test]
        fn elements_that_come_take_no_comment_along((old, raw) in layouts(), at: prop::sample::Index) {
            let mut longer = old.clone();
            longer.insert(at.index(old.len() + 1), 9);
            let there = with_items(&raw, &values(&longer), "\n");
            for comment in raw.split('#').skip(1) {
                let number = comment.split_inclusive('>').next().unwrap_or_default();
                prop_assert!(there.contains(number), "{number} of {raw} in {there}");
            }
        }
    }
}
