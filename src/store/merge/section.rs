//! One table, entry or top out of three versions: field by field, or as a whole where a side took it away.

use crate::store::keys::Shape;
use crate::store::merge::conflict::{Address, Conflict, Ledger, Side, marked};
use crate::store::merge::form::newer;
use crate::store::merge::value::{self, Chosen};
use crate::store::merge::version::{Piece, Section, SectionKey};
use crate::store::merge::{order, trivia};
use crate::store::splice::node::Node;
use std::collections::BTreeMap;

/// What a section holds, by field.
pub(super) type Facts = BTreeMap<Vec<String>, Node>;

/// A section as it was and as the sides have it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Three<'a> {
    pub(super) base: Option<&'a Section>,
    pub(super) ours: Option<&'a Section>,
    pub(super) theirs: Option<&'a Section>,
}

/// A section of the result.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) is_opening: bool,
    pub(super) gap: String,
    /// Its lines, with markers where something is left to settle.
    pub(super) text: String,
    pub(super) facts: Facts,
}

/// The section that both sides together make; none where it is gone.
pub(super) fn merged(
    shape: Option<&Shape>,
    key: &SectionKey,
    three: Three<'_>,
    ledger: &mut Ledger<'_>,
) -> Option<Merged> {
    match (three.ours, three.theirs) {
        (Some(ours), Some(theirs)) => {
            Some(field_by_field(shape, (three.base, ours, theirs), ledger))
        }
        (Some(left), None) | (None, Some(left)) => match three.base {
            None => Some(whole(left)),
            Some(base) if is_same(base, left) => None,
            Some(base) => gone_and_edited(key, base, three, ledger),
        },
        (None, None) => None,
    }
}

/// What a section holds.
pub(super) fn facts(section: &Section) -> Facts {
    let pieces = section.pieces.iter().chain(&section.children);
    pieces
        .map(|piece| (piece.path.clone(), piece.node.clone()))
        .collect()
}

fn whole(section: &Section) -> Merged {
    Merged {
        is_opening: section.is_opening,
        gap: section.gap.clone(),
        text: section.text(),
        facts: facts(section),
    }
}

/// Whether a side left a section as it was; an id that a command filled in is no edit, a new comment is one.
fn is_same(base: &Section, side: &Section) -> bool {
    let id = vec!["id".to_owned()];
    let (before, mut after) = (facts(base), facts(side));
    if !before.contains_key(&id) {
        after.remove(&id);
    }
    let known: Vec<&str> = base.comments().collect();
    before == after && side.comments().all(|comment| known.contains(&comment))
}

/// A section that one side took away and the other edited.
fn gone_and_edited(
    key: &SectionKey,
    base: &Section,
    three: Three<'_>,
    ledger: &mut Ledger<'_>,
) -> Option<Merged> {
    let text = |section: Option<&Section>| section.map(Section::text);
    let (ours, theirs) = (text(three.ours), text(three.theirs));
    let conflict = Conflict {
        address: address(key, &[]),
        base: Some(base.text()),
        ours: ours.clone(),
        theirs: theirs.clone(),
    };
    match ledger.side(conflict) {
        Some(Side::Ours) => three.ours.map(whole),
        Some(Side::Theirs) => three.theirs.map(whole),
        None => {
            let left = three.ours.or(three.theirs)?;
            Some(Merged {
                text: marked(
                    Some(&base.text()),
                    &ours.unwrap_or_default(),
                    &theirs.unwrap_or_default(),
                ),
                ..whole(left)
            })
        }
    }
}

fn field_by_field(
    shape: Option<&Shape>,
    (base, ours, theirs): (Option<&Section>, &Section, &Section),
    ledger: &mut Ledger<'_>,
) -> Merged {
    let of_base = |part: fn(&Section) -> &String| base.map_or("", |base| part(base).as_str());
    let mut facts = Facts::new();
    let mut text = trivia::merged(of_base(|it| &it.lead), &ours.lead, &theirs.lead);
    text.push_str(newer(
        of_base(|it| &it.header),
        &ours.header,
        &theirs.header,
    ));
    // Comments of a field that is gone, which only the other side knew.
    let mut orphans = String::new();
    for path in order::of_fields(&ours.pieces, &theirs.pieces) {
        let pieces = Pieces {
            base: base.and_then(|base| base.piece(path)),
            ours: ours.piece(path),
            theirs: theirs.piece(path),
        };
        let is_set = is_set(shape, &ours.key, path);
        match pieces.merged(is_set, &address(&ours.key, path), ledger) {
            Field::Kept { lead, line, node } => {
                text.push_str(&std::mem::take(&mut orphans));
                text.extend([lead, line]);
                facts.extend(node.map(|node| (path.to_vec(), node)));
            }
            Field::Gone { comments } => orphans.push_str(&comments),
        }
    }
    text.push_str(&orphans);
    text.push_str(&trivia::merged(
        of_base(|it| &it.tail),
        &ours.tail,
        &theirs.tail,
    ));
    for path in order::of_fields(&ours.children, &theirs.children) {
        let pieces = Pieces {
            base: base.and_then(|base| base.child(path)),
            ours: ours.child(path),
            theirs: theirs.child(path),
        };
        if let Field::Kept { line, node, .. } = pieces.merged(
            false,
            &address(&ours.key, &path[ours.key.path.len()..]),
            ledger,
        ) {
            text.push_str(&line);
            facts.extend(node.map(|node| (path.to_vec(), node)));
        }
    }
    Merged {
        is_opening: ours.is_opening || theirs.is_opening,
        gap: newer(of_base(|it| &it.gap), &ours.gap, &theirs.gap).to_owned(),
        text,
        facts,
    }
}

/// What became of a field.
enum Field {
    Kept {
        /// The comments above it.
        lead: String,
        /// Its own lines.
        line: String,
        /// What it means, where that is settled.
        node: Option<Node>,
    },
    Gone {
        /// Lines that would be lost with it.
        comments: String,
    },
}

/// A field as it was and as the sides have it.
struct Pieces<'a> {
    base: Option<&'a Piece>,
    ours: Option<&'a Piece>,
    theirs: Option<&'a Piece>,
}

impl Pieces<'_> {
    fn merged(&self, is_set: bool, address: &Address, ledger: &mut Ledger<'_>) -> Field {
        match (self.ours, self.theirs) {
            (Some(ours), Some(theirs)) => match value::merged(is_set, self.base, ours, theirs) {
                Some(chosen) => self.composed(ours, theirs, chosen),
                None => self.disputed(address, ledger),
            },
            (Some(left), None) | (None, Some(left)) => match self.base {
                None => kept(left),
                Some(base) if base.node == left.node => Field::Gone {
                    comments: new_comments(base, left),
                },
                Some(_) => self.disputed(address, ledger),
            },
            (None, None) => Field::Gone {
                comments: String::new(),
            },
        }
    }

    fn composed(&self, ours: &Piece, theirs: &Piece, chosen: Chosen) -> Field {
        let of_base =
            |part: fn(&Piece) -> &String| self.base.map_or("", |base| part(base).as_str());
        let before = newer(of_base(|it| &it.before), &ours.before, &theirs.before);
        let after = trivia::merged_behind(of_base(|it| &it.after), &ours.after, &theirs.after);
        Field::Kept {
            lead: trivia::merged(of_base(|it| &it.lead), &ours.lead, &theirs.lead),
            line: format!("{before}{}{after}", chosen.raw),
            node: Some(chosen.node),
        }
    }

    fn disputed(&self, address: &Address, ledger: &mut Ledger<'_>) -> Field {
        let value = |piece: Option<&Piece>| piece.map(|piece| piece.value.clone());
        let conflict = Conflict {
            address: address.clone(),
            base: value(self.base),
            ours: value(self.ours),
            theirs: value(self.theirs),
        };
        let settled = ledger.side(conflict).map(|side| match side {
            Side::Ours => (self.ours, self.theirs),
            Side::Theirs => (self.theirs, self.ours),
        });
        match (settled, self.ours, self.theirs) {
            (Some((Some(won), Some(_))), Some(ours), Some(theirs)) => {
                self.composed(ours, theirs, Chosen::of(won))
            }
            (Some((Some(won), _)), ..) => kept(won),
            (Some((None, lost)), ..) => Field::Gone {
                comments: match (self.base, lost) {
                    (Some(base), Some(lost)) => new_comments(base, lost),
                    _ => String::new(),
                },
            },
            (None, ..) => self.left_open(),
        }
    }

    fn left_open(&self) -> Field {
        let lead = |piece: Option<&Piece>| piece.map_or("", |piece| piece.lead.as_str()).to_owned();
        let line = |piece: Option<&Piece>| piece.map(Piece::line);
        let lead = match (self.ours, self.theirs) {
            (Some(ours), Some(theirs)) => {
                trivia::merged(&lead(self.base), &ours.lead, &theirs.lead)
            }
            (ours, theirs) => lead(ours.or(theirs)),
        };
        let (ours, theirs) = (line(self.ours), line(self.theirs));
        Field::Kept {
            lead,
            line: marked(
                line(self.base).as_deref(),
                &ours.unwrap_or_default(),
                &theirs.unwrap_or_default(),
            ),
            node: None,
        }
    }
}

fn kept(piece: &Piece) -> Field {
    Field::Kept {
        lead: piece.lead.clone(),
        line: piece.line(),
        node: Some(piece.node.clone()),
    }
}

/// The comments that a side gave a field, as lines of their own.
fn new_comments(base: &Piece, side: &Piece) -> String {
    let of = |piece: &Piece| -> Vec<String> {
        let all = trivia::comments(&piece.lead).chain(trivia::comments(&piece.after));
        all.map(str::to_owned).collect()
    };
    let known = of(base);
    let new = of(side).into_iter().filter(|line| !known.contains(line));
    new.map(|line| line + "\n").collect()
}

fn address(key: &SectionKey, field: &[String]) -> Address {
    Address {
        table: key.path.clone(),
        entry: key.entry.as_ref().map(|entry| entry.values.clone()),
        field: field.to_vec(),
    }
}

/// Whether a field holds a set, as the table of keys says.
fn is_set(shape: Option<&Shape>, key: &SectionKey, field: &[String]) -> bool {
    let Some(shape) = shape else { return false };
    let full: Vec<&str> = key.path.iter().chain(field).map(String::as_str).collect();
    let known = match full.as_slice() {
        [name] => shape.keys.iter().find(|key| key.name == *name),
        [table, name] => {
            let table = shape.tables.iter().find(|known| known.name == *table);
            table.and_then(|table| table.key(name))
        }
        _ => None,
    };
    known.is_some_and(crate::store::keys::Key::is_set)
}
