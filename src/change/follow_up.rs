//! What follows a meeting: questions for the next one and their answers, advice that was tried, homework that is done.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, field};
use crate::change::entry_fill::taken_ids;
use crate::change::entry_id::{EntryKind, entry_id};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Advice, Helped, Homework, Log, Question, Tried};
use crate::model::pairing::Pairing;
use crate::model::value::Value;

/// Writes down a question for the next meeting.
///
/// # Errors
/// Refuses a question without words.
pub fn ask(pairing: &Id, log: &Log, text: &str, author: &Author) -> Result<(Id, Change), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::refused("a question needs words"));
    }
    let is_taken = |id: &Id| {
        log.questions
            .iter()
            .any(|question| question.id.as_ref() == Some(id))
    };
    let id = entry_id(
        EntryKind::Question,
        pairing.as_str(),
        Some(author.today),
        text,
        is_taken,
    );
    let fields = vec![
        field("id", id.as_str()),
        field("on", author.today),
        field("text", text),
    ];
    let edits = vec![Edit::Append {
        file: FileName::Log(pairing.clone()),
        table: "question",
        fields,
    }];
    let sentence = format!("question {id} of {pairing}");
    Ok((id, Change { sentence, edits }))
}

/// Says which meeting answered a question.
pub fn answer(pairing: &Id, question: &Id, meeting: &Id) -> Change {
    let edit = set(
        pairing,
        ("question", question),
        "answered_in",
        meeting.as_str().into(),
    );
    Change {
        sentence: format!("question {question} of {pairing} was answered"),
        edits: vec![edit],
    }
}

/// Refuses a question that is not there, and one that was answered before.
///
/// # Errors
/// Both.
pub fn refuse_answered(log: &Log, question: &Id) -> Result<(), Refusal> {
    let known = find(&log.questions, question, "question", |known: &Question| {
        known.id.as_ref()
    })?;
    match &known.answered_in {
        None => Ok(()),
        Some(earlier) => Err(Refusal::refused(format!(
            "the question was answered in the meeting {earlier}"
        ))),
    }
}

/// Writes down advice, of a meeting or between two.
///
/// # Errors
/// Refuses advice without words.
pub fn advise(
    pairing: &Id,
    log: &Log,
    text: &str,
    meeting: Option<&Id>,
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::refused("advice needs words"));
    }
    let taken = taken_ids(log);
    let id = entry_id(
        EntryKind::Advice,
        pairing.as_str(),
        Some(author.today),
        text,
        |id| taken.contains(id),
    );
    let mut fields = vec![field("id", id.as_str())];
    fields.extend(meeting.map(|meeting| field("meeting", meeting.as_str())));
    fields.extend([field("on", author.today), field("text", text)]);
    let sentence = format!("advice {id} of {pairing}");
    Ok((id, append(pairing, "advice", fields, sentence)))
}

/// Homework that shall be set.
#[derive(Debug, Clone, PartialEq)]
pub struct NewHomework {
    /// `mentor`, `mentee`, or an id in a circle.
    pub owner: String,
    /// What.
    pub text: String,
    /// By when; the next meeting when absent.
    pub due: Option<Day>,
}

/// Sets homework, in a meeting or between two.
///
/// # Errors
/// Refuses homework without words, and an owner who is not in the pairing.
pub fn set_homework(
    pairing: &Pairing,
    log: &Log,
    new: &NewHomework,
    meeting: Option<&Id>,
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    if new.text.trim().is_empty() {
        return Err(Refusal::refused("homework needs words"));
    }
    refuse_stranger(pairing, &new.owner)?;
    let taken = taken_ids(log);
    let id = entry_id(
        EntryKind::Homework,
        pairing.id.as_str(),
        Some(author.today),
        &new.text,
        |id| taken.contains(id),
    );
    let mut fields = vec![field("id", id.as_str())];
    fields.extend(meeting.map(|meeting| field("meeting", meeting.as_str())));
    fields.push(field("owner", new.owner.as_str()));
    fields.push(field("text", new.text.as_str()));
    fields.extend(new.due.map(|due| field("due", due)));
    let sentence = format!("homework {id} of {}", pairing.id);
    Ok((id, append(&pairing.id, "homework", fields, sentence)))
}

/// Refuses an owner of homework who is not in the pairing.
///
/// # Errors
/// Anything but `mentor`, `mentee`, `both` and the ids of its people.
pub fn refuse_stranger(pairing: &Pairing, owner: &str) -> Result<(), Refusal> {
    let is_role = matches!(owner, "mentor" | "mentee" | "both");
    if is_role || pairing.people().any(|person| person.as_str() == owner) {
        return Ok(());
    }
    let cure = "--owner mentor, mentee, or the id of somebody in it";
    Err(Refusal::refused(format!("{owner} is not in {}", pairing.id)).hint(cure))
}

fn append(pairing: &Id, table: &'static str, fields: Fields, sentence: String) -> Change {
    let edits = vec![Edit::Append {
        file: FileName::Log(pairing.clone()),
        table,
        fields,
    }];
    Change { sentence, edits }
}

/// How advice was tried and what came of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewTried {
    /// How.
    pub how: Option<String>,
    /// What others did then.
    pub response: Option<String>,
    /// Whether it helped.
    pub helped: Option<Helped>,
    /// What shows it.
    pub evidence: Option<String>,
}

/// Says how advice was tried.
///
/// # Errors
/// Refuses advice that is not there, and a day before it was given.
pub fn try_advice(
    pairing: &Id,
    log: &Log,
    advice: &Id,
    tried: &NewTried,
    author: &Author,
) -> Result<Change, Refusal> {
    let known = find(&log.advice, advice, "advice", |known: &Advice| {
        known.id.as_ref()
    })?;
    if author.today < known.on {
        let message = format!(
            "the advice was given on {}; it cannot have been tried before",
            known.on
        );
        return Err(Refusal::refused(message).hint("--on DATE says when it was tried"));
    }
    let is_of_today = |tried: &Tried| tried.advice == *advice && tried.on == author.today;
    if log.tried.iter().any(is_of_today) {
        let message = format!("it was tried on {} already", author.today);
        return Err(Refusal::refused(message).hint("--on DATE says on which other day"));
    }
    let mut fields = vec![field("advice", advice.as_str()), field("on", author.today)];
    let texts = [("how", &tried.how), ("response", &tried.response)];
    fields.extend(
        texts
            .iter()
            .filter_map(|(key, text)| Some(field(key, text.as_deref()?))),
    );
    fields.extend(tried.helped.map(|helped| field("helped", helped.as_str())));
    fields.extend(
        tried
            .evidence
            .as_deref()
            .map(|evidence| field("evidence", evidence)),
    );
    let edits = vec![Edit::Append {
        file: FileName::Log(pairing.clone()),
        table: "tried",
        fields,
    }];
    Ok(Change {
        sentence: format!("advice {advice} of {pairing} was tried"),
        edits,
    })
}

/// Says that homework is done, and what shows it.
///
/// # Errors
/// Refuses homework that is not there, and homework that is done already.
pub fn do_homework(
    pairing: &Id,
    log: &Log,
    homework: &Id,
    evidence: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    let known = find(&log.homework, homework, "homework", |known: &Homework| {
        known.id.as_ref()
    })?;
    if let Some(done) = known.done {
        return Err(Refusal::refused(format!("it is done since {done}")));
    }
    let entry = ("homework", homework);
    let mut edits = vec![set(pairing, entry, "done", author.today.into())];
    edits.extend(evidence.map(|evidence| set(pairing, entry, "evidence", evidence.into())));
    Ok(Change {
        sentence: format!("homework {homework} of {pairing} is done"),
        edits,
    })
}

fn find<'a, T>(
    entries: &'a [T],
    id: &Id,
    what: &'static str,
    id_of: impl Fn(&T) -> Option<&Id>,
) -> Result<&'a T, Refusal> {
    let known = entries.iter().find(|entry| id_of(entry) == Some(id));
    known.ok_or_else(|| Refusal::NotFound {
        what,
        word: id.to_string(),
        near: Vec::new(),
    })
}

fn set(pairing: &Id, (table, id): (&'static str, &Id), key: &str, value: Value) -> Edit {
    Edit::Set {
        file: FileName::Log(pairing.clone()),
        at: At::Entry(table, vec![("id", Some(id.as_str().into()))]),
        key: key.to_owned(),
        value,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::change::sample::{id, log, on, written};
    use crate::model::log::MeetingState;

    #[test]
    fn advice_cannot_be_tried_before_it_is_given() {
        let log = log(MeetingState::Held);
        let tried = NewTried {
            how: Some("drew it".to_owned()),
            helped: Some(Helped::Partly),
            ..NewTried::default()
        };
        let try_on = |day: &str| try_advice(&id("pair"), &log, &id("a-7k3f2"), &tried, &on(day));
        assert!(try_on("2026-02-02").is_err());
        let change = try_on("2026-02-03").unwrap();
        assert_eq!(written(&change)[4], "helped = Text(\"partly\")");
    }

    #[test]
    fn homework_is_done_once_and_says_what_shows_it() {
        let mut log = log(MeetingState::Held);
        let author = on("2026-02-05");
        let done =
            |log: &Log| do_homework(&id("pair"), log, &id("h-0wz5d"), Some("page.pdf"), &author);
        assert_eq!(
            written(&done(&log).unwrap()),
            ["done = Day(2026-02-05)", "evidence = Text(\"page.pdf\")"]
        );
        log.homework[0].done = Some(author.today);
        assert!(done(&log).is_err());
        assert!(do_homework(&id("pair"), &log, &id("h-00000"), None, &author).is_err());
    }

    #[test]
    fn the_same_question_twice_on_a_day_gets_two_ids() {
        let mut log = log(MeetingState::Held);
        let (first, _) = ask(&id("pair"), &log, "Why?", &on("2026-02-05")).unwrap();
        log.questions.push(crate::model::log::Question {
            id: Some(first.clone()),
            on: on("2026-02-05").today,
            text: "Why?".to_owned(),
            answered_in: None,
        });
        let (second, _) = ask(&id("pair"), &log, "Why?", &on("2026-02-05")).unwrap();
        assert_ne!(first, second);
        assert!(ask(&id("pair"), &log, " ", &on("2026-02-05")).is_err());
    }
}
