//! Words found again: in notes, questions, advice, homework, goals and people. One pass over what was read.
//!
//! All words must stand in one text; a word may be the part of a longer one, and case does not count. Its invariant:
//! what is found is in the order of people, then of pairings and of days.

use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Log, Note, Visibility};
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;

/// Characters on either side of the first word that was found.
const AROUND_CHARACTERS: usize = 40;

words! {
    /// What a text is.
    FoundKind {
        /// What somebody says of themselves.
        Person = "person",
        /// A goal of a pairing.
        Goal = "goal",
        /// A meeting: what it was about, what the mentor learned.
        Meeting = "meeting",
        /// A note.
        Note = "note",
        /// A question.
        Question = "question",
        /// Advice.
        Advice = "advice",
        /// How advice was tried.
        Tried = "tried",
        /// Homework.
        Homework = "homework",
        /// A note that never leaves this machine.
        PrivateNote = "private-note",
    }
}

/// A text that holds every word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Found<'a> {
    /// What it is.
    pub kind: FoundKind,
    /// The person or the pairing that it belongs to.
    pub of: &'a str,
    /// Its id within that.
    pub id: Option<&'a Id>,
    /// When it was written.
    pub on: Option<Day>,
    /// The first word that was found, with what stands around it on one line.
    pub context: String,
}

/// Words that are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(Vec<String>);

impl Wanted {
    /// Each argument is a word or a phrase; none of them may be empty, nor all.
    pub fn new<Word: AsRef<str>>(arguments: &[Word]) -> Option<Wanted> {
        let words: Vec<String> = arguments
            .iter()
            .map(|word| {
                let words: Vec<&str> = word.as_ref().split_whitespace().collect();
                words.join(" ").to_lowercase()
            })
            .collect();
        let is_sound = !words.is_empty() && words.iter().all(|word| !word.is_empty());
        is_sound.then_some(Wanted(words))
    }

    /// The words, for marking them where they are shown.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// The words one by one, phrases taken apart, in lower case: whatever holds the wanted holds each of them.
    pub fn single_words(&self) -> Vec<String> {
        let words = self.0.iter().flat_map(|word| word.split(' '));
        words.map(str::to_owned).collect()
    }

    /// What stands around the first word, where the text holds all of them.
    fn context(&self, text: &str) -> Option<String> {
        // Most texts hold none: the whole is made lower case once, and put on one line only where something is found.
        let lower = text.to_lowercase();
        let is_in_lines = |word: &String| lower.contains(word.split(' ').next().unwrap_or(word));
        if !self.0.iter().all(is_in_lines) {
            return None;
        }
        let line: Vec<&str> = text.split_whitespace().collect();
        let line = line.join(" ");
        let lower = line.to_lowercase();
        let at = lower.find(self.0.first()?)?;
        if !self.0.iter().all(|word| lower.contains(word)) {
            return None;
        }
        Some(around(
            &line,
            lower[..at].chars().count(),
            self.0[0].chars().count(),
        ))
    }
}

/// The characters around some of a line, cut at words.
fn around(line: &str, at: usize, length: usize) -> String {
    let characters: Vec<char> = line.chars().collect();
    // Lower case may have more characters than the line itself.
    let at = at.min(characters.len());
    let is_gap = |index: &usize| characters[*index] == ' ';
    let from = at.saturating_sub(AROUND_CHARACTERS);
    let from = match from {
        0 => 0,
        from => (from..at).find(is_gap).map_or(from, |gap| gap + 1),
    };
    let end = (at + length).min(characters.len());
    let to = (end + AROUND_CHARACTERS).min(characters.len());
    let to = if to == characters.len() {
        to
    } else {
        (end..to).rfind(is_gap).unwrap_or(to)
    };
    let cut: String = characters[from..to].iter().collect();
    let before = if from == 0 { "" } else { "… " };
    let after = if to == characters.len() { "" } else { " …" };
    format!("{before}{cut}{after}")
}

/// Every text of a program that holds all words.
pub fn find<'a>(program: &'a Program, wanted: &Wanted, day: Day) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for participant in program.participants.values() {
        found.extend(in_person(participant, wanted));
    }
    for pairing in program.pairings.values() {
        let goals = pairing.goals.iter();
        found.extend(goals.filter_map(|goal| {
            Some(Found {
                kind: FoundKind::Goal,
                of: pairing.id.as_str(),
                id: Some(&goal.id),
                on: None,
                context: wanted.context(&goal.text)?,
            })
        }));
        let before = found.len();
        in_log(&pairing.id, program.log(&pairing.id), wanted, &mut found);
        found[before..].sort_by_key(|one| one.on);
    }
    found.retain(|one| one.on.is_none_or(|on| on <= day));
    found
}

/// Private notes of a pairing that hold all words.
pub fn find_private<'a>(pairing: &'a Id, notes: &'a [Note], wanted: &Wanted) -> Vec<Found<'a>> {
    let found = notes.iter().filter_map(|note| {
        Some(Found {
            kind: FoundKind::PrivateNote,
            of: pairing.as_str(),
            id: note.id.as_ref(),
            on: Some(note.on),
            context: wanted.context(&note.text)?,
        })
    });
    found.collect()
}

/// The words of a person, those of all fields together.
fn in_person<'a>(participant: &'a Participant, wanted: &Wanted) -> Option<Found<'a>> {
    let mut texts: Vec<&str> = vec![&participant.name];
    let fields = [
        &participant.email,
        &participant.title,
        &participant.organization,
        &participant.department,
        &participant.team,
        &participant.profession,
        &participant.location,
    ];
    texts.extend(fields.into_iter().flatten().map(String::as_str));
    for request in &participant.requests {
        texts.extend(request.facet.as_deref());
        texts.extend(request.skills.iter().map(String::as_str));
    }
    if let Some(mentee) = &participant.mentee {
        texts.extend(mentee.expectations.as_deref());
        texts.extend(mentee.goals.iter().map(String::as_str));
    }
    if let Some(mentor) = &participant.mentor {
        texts.extend(mentor.facets.iter().map(String::as_str));
        texts.extend(mentor.skills.iter().map(String::as_str));
        texts.extend(mentor.motivation.as_deref());
        texts.extend(mentor.hopes.as_deref());
    }
    Some(Found {
        kind: FoundKind::Person,
        of: participant.id.as_str(),
        id: None,
        on: None,
        context: wanted.context(&texts.join(", "))?,
    })
}

fn in_log<'a>(pairing: &'a Id, log: &'a Log, wanted: &Wanted, found: &mut Vec<Found<'a>>) {
    let mut add = |kind, id: Option<&'a Id>, on: Option<Day>, text: &str| {
        found.extend(wanted.context(text).map(|context| Found {
            kind,
            of: pairing.as_str(),
            id,
            on,
            context,
        }));
    };
    for meeting in &log.meetings {
        let learned = meeting.mentor_learned.as_deref();
        let texts: Vec<&str> = meeting
            .topics
            .iter()
            .map(SmolStr::as_str)
            .chain(learned)
            .collect();
        if !texts.is_empty() {
            let on = Some(meeting.at.day());
            add(FoundKind::Meeting, Some(&meeting.id), on, &texts.join(", "));
        }
    }
    for note in &log.notes {
        match note.visible {
            Visibility::Pair | Visibility::Program => {
                add(FoundKind::Note, note.id.as_ref(), Some(note.on), &note.text);
            }
        }
    }
    for question in &log.questions {
        let (id, on) = (question.id.as_ref(), Some(question.on));
        add(FoundKind::Question, id, on, &question.text);
    }
    for advice in &log.advice {
        let (id, on) = (advice.id.as_ref(), Some(advice.on));
        add(FoundKind::Advice, id, on, &advice.text);
    }
    for tried in &log.tried {
        let texts = [&tried.how, &tried.response, &tried.evidence];
        let texts: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
        let (id, on) = (Some(&tried.advice), Some(tried.on));
        add(FoundKind::Tried, id, on, &texts.join(" — "));
    }
    for homework in &log.homework {
        add(
            FoundKind::Homework,
            homework.id.as_ref(),
            None,
            &homework.text,
        );
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use proptest::prelude::*;

    fn context(words: &[&str], text: &str) -> Option<String> {
        Wanted::new(words).unwrap().context(text)
    }

    #[test]
    fn all_words_must_stand_in_one_text_and_a_phrase_stands_across_lines() {
        let text = "Offer two\ndates, never a bare no.";
        assert_eq!(
            context(&["TWO dates"], text).as_deref(),
            Some("Offer two dates, never a bare no.")
        );
        assert!(context(&["bare", "offer"], text).is_some());
        assert!(context(&["bare", "yes"], text).is_none());
        assert!(context(&["dates two"], text).is_none());
        assert!(Wanted::new::<&str>(&[]).is_none() && Wanted::new(&[" "]).is_none());
    }

    #[test]
    fn what_stands_around_is_cut_at_words() {
        let text = "word ".repeat(40) + "needle" + &" word".repeat(40);
        let context = context(&["needle"], &text).unwrap();
        assert!(
            context.starts_with("… word") && context.ends_with("word …"),
            "{context}"
        );
        assert!(context.chars().count() < 100);
    }

    proptest! {
        #[test]
        fn any_text_is_searched_without_harm(text in ".{0,200}", word in "[a-zßİéλ]{1,4}") {
            if let Some(wanted) = Wanted::new(&[word]) {
                wanted.context(&text);
            }
        }
    }
}
