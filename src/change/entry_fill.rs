//! The ids that entries written by hand without one are going to have.
//!
//! The store writes them with the next change of the file; here is what a command needs to name such an entry before
//! that. Its invariant: they are the ids that the store gives.

use crate::change::entry_id::{EntryKind, entry_id};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::Log;
use std::collections::BTreeSet;

/// The log with an id for every entry.
pub fn filled(pairing: &Id, log: &Log) -> Log {
    let mut taken = taken_ids(log);
    let mut fill = |kind: EntryKind, id: &mut Option<Id>, day: Option<Day>, text: &str| {
        if id.is_none() {
            let new = entry_id(kind, pairing.as_str(), day, text, |id| taken.contains(id));
            taken.insert(new.clone());
            *id = Some(new);
        }
    };
    let mut log = log.clone();
    for note in &mut log.notes {
        fill(EntryKind::Note, &mut note.id, Some(note.on), &note.text);
    }
    for question in &mut log.questions {
        let kind = EntryKind::Question;
        fill(kind, &mut question.id, Some(question.on), &question.text);
    }
    for advice in &mut log.advice {
        fill(
            EntryKind::Advice,
            &mut advice.id,
            Some(advice.on),
            &advice.text,
        );
    }
    for homework in &mut log.homework {
        let set_in = homework.meeting.as_ref();
        let mut meetings = log.meetings.iter();
        let day = meetings
            .find(|meeting| set_in == Some(&meeting.id))
            .map(|meeting| meeting.at.day());
        fill(EntryKind::Homework, &mut homework.id, day, &homework.text);
    }
    log
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::sample::{day, id, log};
    use crate::model::log::{MeetingState, Question};

    #[test]
    fn what_was_written_by_hand_has_an_id_and_what_has_one_keeps_it() {
        let mut log = log(MeetingState::Held);
        let question = Question {
            id: None,
            on: day("2026-02-01"),
            text: "Why?".to_owned(),
            answered_in: None,
        };
        log.questions = vec![question.clone(), question];
        let filled = filled(&id("pair"), &log);
        let ids: BTreeSet<_> = filled.questions.iter().map(|entry| &entry.id).collect();
        assert_eq!(ids.len(), 2);
        assert!(!ids.contains(&None));
        assert_eq!(filled.advice, log.advice);
    }
}
