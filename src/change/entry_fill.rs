//! Ids for entries that people wrote by hand without one: the next change of their file gives them theirs.

use crate::change::edit::{At, Edit, EntryKey, FileName};
use crate::change::entry_id::{EntryKind, entry_id};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::Log;
use crate::model::value::Value;
use std::collections::BTreeSet;

/// The log with an id for every entry, and the edits that write those which were missing.
pub fn filled(pairing: &Id, log: &Log) -> (Log, Vec<Edit>) {
    let mut filling = Filling {
        pairing,
        taken: taken_ids(log),
        edits: Vec::new(),
    };
    let mut log = log.clone();
    // An edit names an entry by its words; where several are alike it means the last, so the last comes first.
    for note in log.notes.iter_mut().rev() {
        filling.fill(EntryKind::Note, &mut note.id, note.on, &note.text);
    }
    for question in log.questions.iter_mut().rev() {
        let kind = EntryKind::Question;
        filling.fill(kind, &mut question.id, question.on, &question.text);
    }
    for advice in log.advice.iter_mut().rev() {
        filling.fill(EntryKind::Advice, &mut advice.id, advice.on, &advice.text);
    }
    let days: Vec<(Id, Day)> = log
        .meetings
        .iter()
        .map(|meeting| (meeting.id.clone(), meeting.at.day()))
        .collect();
    for homework in log.homework.iter_mut().rev() {
        let set_at = days
            .iter()
            .find(|(id, _)| homework.meeting.as_ref() == Some(id));
        let day = set_at.map(|&(_, day)| day).or(homework.due);
        filling.fill_undated(&mut homework.id, day, &homework.text);
    }
    (log, filling.edits)
}

/// The ids that entries of a log have.
pub(crate) fn taken_ids(log: &Log) -> BTreeSet<Id> {
    let notes = log.notes.iter().map(|entry| &entry.id);
    let questions = log.questions.iter().map(|entry| &entry.id);
    let advice = log.advice.iter().map(|entry| &entry.id);
    let homework = log.homework.iter().map(|entry| &entry.id);
    notes
        .chain(questions)
        .chain(advice)
        .chain(homework)
        .flatten()
        .cloned()
        .collect()
}

struct Filling<'a> {
    pairing: &'a Id,
    taken: BTreeSet<Id>,
    edits: Vec<Edit>,
}

impl Filling<'_> {
    fn fill(&mut self, kind: EntryKind, id: &mut Option<Id>, on: Day, text: &str) {
        if id.is_some() {
            return;
        }
        let new = self.new_id(kind, on, text);
        let key = vec![
            ("id", None),
            ("on", Some(on.into())),
            ("text", Some(text.into())),
        ];
        self.write(kind, key, &new);
        *id = Some(new);
    }

    /// Homework has no day of its own: that of its meeting stands in for it.
    fn fill_undated(&mut self, id: &mut Option<Id>, day: Option<Day>, text: &str) {
        if id.is_some() {
            return;
        }
        let new = self.new_id(EntryKind::Homework, day.unwrap_or(Day::FIRST), text);
        let key = vec![("id", None), ("text", Some(text.into()))];
        self.write(EntryKind::Homework, key, &new);
        *id = Some(new);
    }

    fn new_id(&mut self, kind: EntryKind, day: Day, text: &str) -> Id {
        let id = entry_id(kind, self.pairing, day, text, |id| self.taken.contains(id));
        self.taken.insert(id.clone());
        id
    }

    fn write(&mut self, kind: EntryKind, key: EntryKey, id: &Id) {
        self.edits.push(Edit::Set {
            file: FileName::Log(self.pairing.clone()),
            at: At::Entry(kind.table(), key),
            key: "id".to_owned(),
            value: Value::from(id.as_str()),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::sample::{day, id, log};
    use crate::model::log::{MeetingState, Question};

    #[test]
    fn what_was_written_by_hand_gets_an_id_and_what_has_one_keeps_it() {
        let mut log = log(MeetingState::Held);
        let question = Question {
            id: None,
            on: day("2026-02-01"),
            text: "Why?".to_owned(),
            answered_in: None,
        };
        log.questions = vec![question.clone(), question];
        let (filled, edits) = filled(&id("pair"), &log);
        let ids: BTreeSet<_> = filled.questions.iter().map(|entry| &entry.id).collect();
        assert_eq!((edits.len(), ids.len()), (2, 2));
        assert!(!ids.contains(&None));
        assert_eq!(filled.advice, log.advice);
    }
}
