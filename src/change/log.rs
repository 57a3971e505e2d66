//! The log of a pairing: planning meetings, and noting what they brought.

use crate::change::edit::{At, Author, Change, Edit, Fields, FileName, field};
use crate::change::entry_fill::{filled, taken_ids};
use crate::change::entry_id::{EntryKind, entry_id, numbered};
use crate::change::follow_up::{self, NewHomework, NewTried};
use crate::change::refusal::Refusal;
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::log::{Log, Meeting, MeetingState, Visibility};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// A meeting that shall be logged.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMeeting {
    /// Wall-clock time, in the program's zone.
    pub at: Moment,
    /// Its zone, where it is not the program's.
    pub zone: Option<chrono_tz::Tz>,
    /// Its length, where it is not the pairing's.
    pub minutes: Option<u32>,
    /// How.
    pub mode: Option<Mode>,
    /// Where.
    pub place: Option<String>,
    /// What it is about.
    pub topics: Vec<String>,
    /// Planned, or held already.
    pub is: MeetingState,
    /// Whether it may be the second of its day.
    pub another: Another,
}

/// Whether a meeting may be the second of its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Another {
    /// It is refused, so that one meeting is not logged twice.
    Refused,
    /// It is a second one.
    Allowed,
}

/// Adds a meeting to the log of a pairing.
///
/// # Errors
/// Refuses a second meeting of the same day unless allowed.
pub fn add_meeting(
    pairing: &Id,
    log: &Log,
    new: &NewMeeting,
    author: &Author,
) -> Result<(Id, Change), Refusal> {
    if new.another == Another::Refused {
        refuse_second(log, new)?;
    }
    let (id, edit) = meeting_entry(pairing, log, new, author);
    let sentence = format!("{} meeting of {pairing} at {}", new.is, new.at);
    Ok((
        id,
        Change {
            sentence,
            edits: vec![edit],
        },
    ))
}

/// Refuses a meeting on a day that has one.
pub(crate) fn refuse_second(log: &Log, new: &NewMeeting) -> Result<(), Refusal> {
    let is_same_day = |meeting: &&Meeting| meeting.at.day() == new.at.day() && counts(meeting);
    let Some(meeting) = log.meetings.iter().find(is_same_day) else {
        return Ok(());
    };
    let message = format!(
        "there is a meeting on {} already ({}, {})",
        new.at.day(),
        meeting.id,
        meeting.is
    );
    Err(Refusal::refused(message).hint("--another adds a second one"))
}

/// Whether a meeting takes its place in the calendar.
fn counts(meeting: &Meeting) -> bool {
    matches!(meeting.is, MeetingState::Planned | MeetingState::Held)
}

fn meeting_entry(pairing: &Id, log: &Log, new: &NewMeeting, author: &Author) -> (Id, Edit) {
    let is_taken = |id: &Id| log.meetings.iter().any(|meeting| meeting.id == *id);
    let id = numbered(&author.today.to_string(), is_taken);
    let fields = meeting_fields(&id, new, author);
    let file = FileName::Log(pairing.clone());
    let edit = Edit::Append {
        file,
        table: "meeting",
        fields,
    };
    (id, edit)
}

/// The fields of a new meeting.
pub(crate) fn meeting_fields(id: &Id, new: &NewMeeting, author: &Author) -> Fields {
    let mut fields = vec![field("id", id.as_str()), field("at", new.at)];
    fields.extend(new.zone.map(|zone| field("zone", zone.name())));
    fields.extend(
        new.minutes
            .map(|minutes| field("minutes", i64::from(minutes))),
    );
    fields.extend(new.mode.map(|mode| field("mode", mode.as_str())));
    fields.extend(
        new.place
            .as_ref()
            .map(|place| field("place", place.as_str())),
    );
    fields.push(field("is", new.is.as_str()));
    let dated = if new.is == MeetingState::Planned {
        "planned_on"
    } else {
        "settled_on"
    };
    fields.push(field(dated, author.today));
    if !new.topics.is_empty() {
        fields.push(field("topics", new.topics.clone()));
    }
    fields
}

/// What a meeting brought.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Minutes {
    /// The words of the note.
    pub text: Option<String>,
    /// Who may read it.
    pub visible: NoteVisibility,
    /// Advice that was given.
    pub advice: Vec<String>,
    /// Homework that was set.
    pub homework: Vec<NewHomework>,
    /// Questions to bring up next time.
    pub questions: Vec<String>,
    /// What it was about.
    pub topics: Vec<String>,
    /// What the mentor learned.
    pub mentor_learned: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// How they met.
    pub mode: Option<Mode>,
    /// Questions that it answered.
    pub answered: Vec<Id>,
    /// Homework that was done.
    pub done: Vec<Id>,
    /// Advice that was tried since, and what came of it.
    pub tried: Vec<(Id, NewTried)>,
}

impl Minutes {
    /// Whether there is nothing to write down.
    pub fn is_empty(&self) -> bool {
        *self
            == Minutes {
                visible: self.visible,
                ..Minutes::default()
            }
    }
}

/// Who may read a note that is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NoteVisibility {
    /// Those of the pairing: the default.
    #[default]
    Pair,
    /// Reports may quote it.
    Program,
    /// It never leaves this machine.
    Private,
}

/// The meeting that a note belongs to.
#[derive(Debug, Clone, PartialEq)]
pub enum NoteMeeting {
    /// One of the log, with its id.
    Known(Id),
    /// One that nobody planned: it was held at this time.
    New(Moment),
}

/// Finds the meeting that a note without a day means: today's planned one, else the latest unconfirmed one,
/// else one that was held today.
pub fn meeting_meant(log: &Log, today: Day, time_usual: impl Fn(Day) -> Moment) -> NoteMeeting {
    let on_today = log
        .meetings
        .iter()
        .filter(|meeting| meeting.at.day() == today && counts(meeting));
    let unconfirmed = log
        .meetings
        .iter()
        .filter(|meeting| meeting.is_unconfirmed(today));
    let found = on_today
        .max_by_key(|meeting| meeting.at)
        .or_else(|| unconfirmed.max_by_key(|meeting| meeting.at));
    found.map_or_else(
        || NoteMeeting::New(time_usual(today)),
        |meeting| NoteMeeting::Known(meeting.id.clone()),
    )
}

/// Finds the meeting of a day, or says that a new one was held then.
pub fn meeting_on(log: &Log, at: Moment) -> NoteMeeting {
    let of_day = log
        .meetings
        .iter()
        .filter(|meeting| meeting.at.day() == at.day() && counts(meeting));
    let found = of_day.min_by_key(|meeting| (meeting.at != at, meeting.at));
    found.map_or(NoteMeeting::New(at), |meeting| {
        NoteMeeting::Known(meeting.id.clone())
    })
}

/// The time of day at which a pairing usually meets: that of its latest meeting, else noon.
#[expect(clippy::missing_panics_doc, reason = "every day has a noon")]
pub fn time_usual(log: &Log, day: Day) -> Moment {
    const NOON: u32 = 12;
    let latest = log
        .meetings
        .iter()
        .filter(|meeting| counts(meeting))
        .max_by_key(|meeting| meeting.at);
    let time = latest.map(|meeting| meeting.at.datetime().time());
    let usual = time.and_then(|time| Moment::from_datetime(day.date().and_time(time)));
    usual
        .or_else(|| Moment::at(day, NOON, 0))
        .expect("every day has a noon")
}

/// What a note wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted {
    /// The meeting.
    pub meeting: Id,
    /// Its time.
    pub at: Moment,
    /// The note, where there were words.
    pub note: Option<Id>,
    /// The change.
    pub change: Change,
}

/// Notes what a meeting brought; the meeting counts as held from then on.
///
/// # Errors
/// Refuses when there is nothing to write down, and a meeting that lies ahead.
pub fn note(
    pairing: &Pairing,
    log: &Log,
    meeting: &NoteMeeting,
    minutes: &Minutes,
    author: &Author,
) -> Result<Noted, Refusal> {
    let log = &filled(&pairing.id, log);
    let mut edits = Vec::new();
    let (meeting, at) = settle(pairing, log, meeting, minutes, author, &mut edits)?;
    if author.today < at.day() {
        let message = format!(
            "the meeting on {} lies ahead; it cannot be noted yet",
            at.day()
        );
        return Err(Refusal::refused(message));
    }
    let mut entries = Entries {
        pairing: &pairing.id,
        meeting: (&meeting, at.day()),
        author,
        taken: taken_ids(log),
        edits,
    };
    let note = minutes
        .text
        .as_deref()
        .map(|text| entries.note(text, minutes.visible));
    minutes.advice.iter().for_each(|text| entries.advice(text));
    minutes
        .homework
        .iter()
        .for_each(|homework| entries.homework(homework));
    minutes
        .questions
        .iter()
        .for_each(|text| entries.question(text));
    let mut edits = entries.edits;
    edits.extend(settled_since(&pairing.id, log, &meeting, minutes, author)?);
    if edits.is_empty() {
        return Err(
            Refusal::refused("there is nothing to write down").hint("-m \"...\" gives the words")
        );
    }
    let sentence = format!("note on {} of {}", at.day(), pairing.id);
    Ok(Noted {
        meeting,
        at,
        note,
        change: Change { sentence, edits },
    })
}

/// What the meeting settled of what was open before.
fn settled_since(
    pairing: &Id,
    log: &Log,
    meeting: &Id,
    minutes: &Minutes,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = Vec::new();
    for question in &minutes.answered {
        follow_up::refuse_answered(log, question)?;
        edits.extend(follow_up::answer(pairing, question, meeting).edits);
    }
    for homework in &minutes.done {
        edits.extend(follow_up::do_homework(pairing, log, homework, None, author)?.edits);
    }
    for (advice, tried) in &minutes.tried {
        edits.extend(follow_up::try_advice(pairing, log, advice, tried, author)?.edits);
    }
    Ok(edits)
}

/// Makes the meeting held, and logs it first where nobody planned it.
fn settle(
    pairing: &Pairing,
    log: &Log,
    meeting: &NoteMeeting,
    minutes: &Minutes,
    author: &Author,
    edits: &mut Vec<Edit>,
) -> Result<(Id, Moment), Refusal> {
    let id = match meeting {
        NoteMeeting::New(at) => {
            let new = NewMeeting {
                at: *at,
                zone: None,
                minutes: minutes.minutes,
                mode: minutes.mode,
                place: None,
                topics: minutes.topics.clone(),
                is: MeetingState::Held,
                another: Another::Allowed,
            };
            let (id, edit) = meeting_entry(&pairing.id, log, &new, author);
            edits.push(edit);
            if let Some(learned) = &minutes.mentor_learned {
                edits.push(set(
                    &pairing.id,
                    &id,
                    "mentor_learned",
                    learned.as_str().into(),
                ));
            }
            return Ok((id, *at));
        }
        NoteMeeting::Known(id) => id,
    };
    let Some(known) = log.meetings.iter().find(|meeting| meeting.id == *id) else {
        return Err(Refusal::NotFound {
            what: "meeting",
            word: id.to_string(),
            near: Vec::new(),
        });
    };
    if known.is != MeetingState::Held {
        edits.push(set(
            &pairing.id,
            id,
            "is",
            MeetingState::Held.as_str().into(),
        ));
        edits.push(set(&pairing.id, id, "settled_on", author.today.into()));
    }
    if let Some(minutes) = minutes
        .minutes
        .filter(|&minutes| known.minutes != Some(minutes))
    {
        edits.push(set(&pairing.id, id, "minutes", i64::from(minutes).into()));
    }
    if let Some(mode) = minutes.mode.filter(|&mode| known.mode != Some(mode)) {
        edits.push(set(&pairing.id, id, "mode", mode.as_str().into()));
    }
    let is_known = |topic: &&String| known.topics.iter().any(|other| other == *topic);
    if !minutes.topics.iter().all(|topic| is_known(&topic)) {
        let new = minutes.topics.iter().filter(|topic| !is_known(topic));
        let topics = known.topics.iter().map(SmolStr::to_string);
        let topics: Vec<String> = topics.chain(new.cloned()).collect();
        edits.push(set(&pairing.id, id, "topics", topics.into()));
    }
    if let Some(learned) = &minutes.mentor_learned {
        edits.push(set(
            &pairing.id,
            id,
            "mentor_learned",
            learned.as_str().into(),
        ));
    }
    Ok((id.clone(), known.at))
}

fn set(pairing: &Id, meeting: &Id, key: &str, value: crate::model::value::Value) -> Edit {
    let at = At::Entry("meeting", vec![("id", Some(meeting.as_str().into()))]);
    Edit::Set {
        file: FileName::Log(pairing.clone()),
        at,
        key: key.to_owned(),
        value,
    }
}

/// New entries of one meeting, with the ids that are taken.
struct Entries<'a> {
    pairing: &'a Id,
    /// Its id and its day.
    meeting: (&'a Id, Day),
    author: &'a Author,
    taken: BTreeSet<Id>,
    edits: Vec<Edit>,
}

impl Entries<'_> {
    fn note(&mut self, text: &str, visible: NoteVisibility) -> Id {
        let id = self.id(EntryKind::Note, text);
        let mut fields = vec![
            field("id", id.as_str()),
            field("meeting", self.meeting.0.as_str()),
        ];
        fields.extend(self.author.signed());
        let file = match visible {
            NoteVisibility::Pair => FileName::Log(self.pairing.clone()),
            NoteVisibility::Program => {
                fields.push(field("visible", Visibility::Program.as_str()));
                FileName::Log(self.pairing.clone())
            }
            NoteVisibility::Private => FileName::PrivateNotes(self.pairing.clone()),
        };
        // A text of several lines ends with a line end, so that its last line is a line like the others.
        let ends_line = text.contains('\n') && !text.ends_with('\n');
        fields.push(field(
            "text",
            if ends_line {
                format!("{text}\n")
            } else {
                text.to_owned()
            },
        ));
        self.edits.push(Edit::Append {
            file,
            table: "note",
            fields,
        });
        id
    }

    fn advice(&mut self, text: &str) {
        let id = self.id(EntryKind::Advice, text);
        let fields = vec![
            field("id", id.as_str()),
            field("meeting", self.meeting.0.as_str()),
            // It was given when they met, however late somebody writes it down.
            field("on", self.meeting.1),
            field("text", text),
        ];
        self.append("advice", fields);
    }

    fn homework(&mut self, homework: &NewHomework) {
        let id = self.id(EntryKind::Homework, &homework.text);
        let mut fields = vec![
            field("id", id.as_str()),
            field("meeting", self.meeting.0.as_str()),
            field("owner", homework.owner.as_str()),
            field("text", homework.text.as_str()),
        ];
        fields.extend(homework.due.map(|due| field("due", due)));
        self.append("homework", fields);
    }

    fn question(&mut self, text: &str) {
        let id = self.id(EntryKind::Question, text);
        let fields = vec![
            field("id", id.as_str()),
            field("on", self.author.today),
            field("text", text),
        ];
        self.append("question", fields);
    }

    fn append(&mut self, table: &'static str, fields: Fields) {
        self.edits.push(Edit::Append {
            file: FileName::Log(self.pairing.clone()),
            table,
            fields,
        });
    }

    fn id(&mut self, kind: EntryKind, text: &str) -> Id {
        let id = entry_id(
            kind,
            self.pairing.as_str(),
            Some(self.author.today),
            text,
            |id| self.taken.contains(id),
        );
        self.taken.insert(id.clone());
        id
    }
}
