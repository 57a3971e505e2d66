//! The value of one field out of three versions.

use crate::store::merge::version::Piece;
use crate::store::splice::list;
use crate::store::splice::node::Node;

/// A value as it is spelled, and what it means.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    pub(super) raw: String,
    pub(super) node: Node,
}

impl Chosen {
    /// The value of a version.
    pub(super) fn of(piece: &Piece) -> Chosen {
        Chosen {
            raw: piece.value.clone(),
            node: piece.node.clone(),
        }
    }
}

/// The value that both sides together give a field; none where they disagree.
pub(super) fn merged(
    is_set: bool,
    base: Option<&Piece>,
    ours: &Piece,
    theirs: &Piece,
) -> Option<Chosen> {
    let is_spelled_as_before = base.is_some_and(|base| base.value == ours.value);
    let is_unchanged = |side: &Piece| base.is_some_and(|base| base.node == side.node);
    if ours.node == theirs.node {
        // A new spelling of the same value is an edit, too.
        let newer = if is_spelled_as_before { theirs } else { ours };
        Some(Chosen::of(newer))
    } else if is_unchanged(ours) {
        Some(Chosen::of(theirs))
    } else if is_unchanged(theirs) {
        Some(Chosen::of(ours))
    } else if is_set {
        united(base, ours, theirs)
    } else {
        None
    }
}

/// Our list without what they took out, and with what they added.
fn united(base: Option<&Piece>, ours: &Piece, theirs: &Piece) -> Option<Chosen> {
    let none = Vec::new();
    let before = match base.map(|base| &base.node) {
        Some(Node::List(items)) => items,
        Some(_) => return None,
        None => &none,
    };
    let (Node::List(here), Node::List(there)) = (&ours.node, &theirs.node) else {
        return None;
    };
    let mut raw = ours.value.clone();
    let mut items = here.clone();
    for index in (0..here.len()).rev() {
        if before.contains(&here[index]) && !there.contains(&here[index]) {
            raw = list::without_element(&raw, index);
            items.remove(index);
        }
    }
    for (range, node) in list::parts(&theirs.value) {
        if !before.contains(&node) && !items.contains(&node) {
            raw = list::with_element(&raw, items.len(), &theirs.value[range], "\n");
            items.push(node);
        }
    }
    Some(Chosen {
        raw,
        node: Node::List(items),
    })
}
