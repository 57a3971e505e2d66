//! Random files of a program and random edits of them, the same for the same seed.

use crate::merge_oracle::{Doc, Field, Section, Value, identity};

/// Numbers that look like chance (`SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap()
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A table with its fields; what tells entries apart comes first.
type Table = (&'static str, bool, &'static [&'static str]);

const LOG: [Table; 5] = [
    ("", false, &[]),
    (
        "meeting",
        true,
        &[
            "id",
            "at",
            "minutes",
            "place",
            "topics",
            "absent",
            "mentor_learned",
        ],
    ),
    ("question", true, &["id", "on", "text", "answered_in"]),
    ("tried", true, &["advice", "on", "how", "helped"]),
    ("homework", true, &["id", "owner", "text", "due", "done"]),
];

const PERSON: [Table; 7] = [
    (
        "",
        false,
        &["name", "email", "title", "languages", "prefer", "free"],
    ),
    (
        "mentee",
        false,
        &["expectations", "goals", "hours_per_week"],
    ),
    ("mentor", false, &["capacity", "skills", "motivation"]),
    ("extra", false, &["badge", "tags"]),
    ("request", true, &["cohort", "facet", "skills", "weight"]),
    ("absence", true, &["from", "to"]),
    ("state", true, &["on", "is", "role", "by", "why"]),
];

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Log,
    Person,
}

impl Kind {
    fn tables(self) -> &'static [Table] {
        match self {
            Kind::Log => &LOG,
            Kind::Person => &PERSON,
        }
    }
}

/// A file to start from.
pub(crate) fn doc(kind: Kind, dice: &mut Dice) -> Doc {
    let mut doc = Doc::new();
    let mut names = Names::new("b");
    for table in kind.tables() {
        let count = match table {
            ("", ..) => 1,
            (_, false, _) => dice.below(2),
            (_, true, _) => dice.below(4),
        };
        for _ in 0..count {
            let section = section(table, dice, &mut names);
            add(&mut doc, section, dice);
        }
    }
    doc
}

/// The file as a side leaves it after some edits.
pub(crate) fn edited(kind: Kind, base: &Doc, side: &'static str, dice: &mut Dice) -> Doc {
    let mut doc = base.clone();
    let mut names = Names::new(side);
    for _ in 0..dice.below(5) {
        edit(kind, &mut doc, dice, &mut names);
    }
    doc
}

/// Names for comments that nobody has given yet.
struct Names {
    side: &'static str,
    count: usize,
}

impl Names {
    fn new(side: &'static str) -> Names {
        Names { side, count: 0 }
    }

    fn comment(&mut self) -> String {
        self.count += 1;
        format!("# {}{}.", self.side, self.count)
    }
}

fn edit(kind: Kind, doc: &mut Doc, dice: &mut Dice, names: &mut Names) {
    let at = dice.below(doc.len());
    match dice.below(10) {
        0 | 1 => {
            let table = dice.pick(kind.tables());
            if !table.0.is_empty() {
                let section = section(table, dice, names);
                add(doc, section, dice);
            }
        }
        2 if 0 < at => drop(doc.remove(at)),
        3 => add_field(kind, &mut doc[at], dice, names),
        4 => remove_field(&mut doc[at], dice),
        5 => comment(&mut doc[at], dice, names),
        _ => change_field(&mut doc[at], dice),
    }
}

fn section(&(name, is_entry, keys): &Table, dice: &mut Dice, names: &mut Names) -> Section {
    let mut section = Section {
        table: name.to_owned(),
        is_entry,
        above: Vec::new(),
        fields: Vec::new(),
    };
    if dice.chance(10) && !name.is_empty() {
        section.above.push(names.comment());
    }
    for key in keys {
        let optional = ["cohort", "facet", "role"];
        let is_needed = identity(name).contains(key) && !optional.contains(key);
        if is_needed || *key == "name" || dice.chance(60) {
            section.fields.push(field(name, key, dice, names));
        }
    }
    settle_day(&mut section);
    section
}

/// Entries of one id are of one day: what else two entries of one id may be is not this test's to say.
fn settle_day(section: &mut Section) {
    let id = section.fields.iter().find(|field| field.key == "id");
    let Some(Value::Plain(id)) = id.map(|field| field.value.clone()) else {
        return;
    };
    for field in &mut section.fields {
        if field.key == "at" {
            field.value = Value::Plain(format!("{}T16:00:00", id.trim_matches('"')));
        }
        if field.key == "on" {
            field.value = Value::Plain("2026-03-01".to_owned());
        }
    }
}

fn field(table: &str, key: &str, dice: &mut Dice, names: &mut Names) -> Field {
    Field {
        key: key.to_owned(),
        value: value(table, key, dice),
        above: if dice.chance(10) {
            vec![names.comment()]
        } else {
            Vec::new()
        },
        behind: dice.chance(10).then(|| names.comment()),
    }
}

fn value(table: &str, key: &str, dice: &mut Dice) -> Value {
    let number = dice.below(6);
    let day = || format!("2026-02-0{}", number + 1);
    Value::Plain(match (table, key) {
        ("meeting", "id") => format!("\"{}\"", day()),
        (_, "id") => format!("\"x-{number}\""),
        ("meeting", "at") => format!("{}T16:00:00", day()),
        (_, "on" | "from" | "to" | "due" | "done") => day(),
        (_, "minutes" | "capacity" | "weight" | "hours_per_week") => (number + 1).to_string(),
        (_, "cohort" | "facet" | "role" | "is" | "advice") => format!("\"{key}{}\"", number % 3),
        (
            _,
            "topics" | "absent" | "languages" | "prefer" | "free" | "goals" | "skills" | "tags",
        ) => {
            let all = ["a", "b", "c", "d", "e"].into_iter();
            let some = all
                .filter(|_| dice.chance(50))
                .map(|it| format!("\"{it}\""));
            return Value::List(some.collect());
        }
        _ => format!("\"{key} {number}\""),
    })
}

/// Adds a section behind its siblings, unless there is one of the same key.
fn add(doc: &mut Doc, section: Section, dice: &mut Dice) {
    let key = |it: &Section| {
        crate::merge_oracle::said(&vec![it.clone()])
            .into_keys()
            .next()
    };
    if doc.iter().any(|known| key(known) == key(&section)) {
        return;
    }
    let last = doc.iter().rposition(|known| known.table == section.table);
    let place = match last {
        Some(last) if dice.chance(80) => last + 1,
        _ if doc.is_empty() => 0,
        _ => 1 + dice.below(doc.len()),
    };
    doc.insert(place, section);
}

fn add_field(kind: Kind, section: &mut Section, dice: &mut Dice, names: &mut Names) {
    let table = kind.tables().iter().find(|table| table.0 == section.table);
    let keys = table.unwrap().2;
    if keys.is_empty() {
        return;
    }
    let key = *dice.pick(keys);
    let is_taken = section.fields.iter().any(|field| field.key == key);
    if is_taken || identity(&section.table).contains(&key) {
        return;
    }
    let place = dice.below(section.fields.len() + 1);
    section
        .fields
        .insert(place, field(&section.table, key, dice, names));
    settle_day(section);
}

fn remove_field(section: &mut Section, dice: &mut Dice) {
    if let Some(at) = free_field(section, dice) {
        section.fields.remove(at);
    }
}

fn change_field(section: &mut Section, dice: &mut Dice) {
    if let Some(at) = free_field(section, dice) {
        let field = &mut section.fields[at];
        field.value = value(&section.table, &field.key, dice);
        settle_day(section);
    }
}

/// A field that does not tell the section from its siblings.
fn free_field(section: &Section, dice: &mut Dice) -> Option<usize> {
    let identity = identity(&section.table);
    let is_free = |at: &usize| !identity.contains(&section.fields[*at].key.as_str());
    let free: Vec<usize> = (0..section.fields.len()).filter(is_free).collect();
    (!free.is_empty()).then(|| *dice.pick(&free))
}

fn comment(section: &mut Section, dice: &mut Dice, names: &mut Names) {
    if section.fields.is_empty() {
        return;
    }
    let at = dice.below(section.fields.len());
    match dice.below(5) {
        0 if !section.table.is_empty() => section.above.push(names.comment()),
        1 => section.fields[at].behind = Some(names.comment()),
        2 => section.fields[at].above.clear(),
        3 => section.above.clear(),
        _ => section.fields[at].above.push(names.comment()),
    }
}
