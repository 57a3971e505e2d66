//! `note`: write down what a meeting brought.

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::describe;
use crate::calendar::length::parse_minutes;
use crate::calendar::when::{parse_day, parse_when};
use crate::change::log::{self, Minutes, NewHomework, NoteMeeting, NoteVisibility, Noted};
use crate::change::refusal::Refusal;
use crate::cli::ask::Asking;
use crate::cli::commands::meeting::{mode, pairing_named, when_of};
use crate::cli::context::{Context, Looking};
use crate::cli::editor;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::written;
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::log::Log;
use crate::model::program::Program;
use crate::store::outside;
use crate::store::read::Extent;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Write down what a meeting brought; the meeting counts as held from then on
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad note ada -m \"Walked through the routing incident\"
  pleiad note ada yesterday 45m -m \"...\" --advice \"Offer two dates\" --homework \"send the draft\"
  pleiad note ada+grace 2026-02-03 -F notes.txt
  pleiad note ada                       (opens your editor)
Without a day: today's planned meeting, else the latest unconfirmed one, else today.
`--private` keeps the words on this machine.")]
pub(crate) struct Note {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    /// Day and time of the meeting, and its length: yesterday 45m
    #[arg(value_name = "WHEN")]
    when: Vec<String>,
    /// The words
    #[arg(short = 'm', long, value_name = "TEXT", conflicts_with = "file")]
    message: Option<String>,
    /// Read the words from a file; - is standard input
    #[arg(short = 'F', long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Advice that was given (repeat for more)
    #[arg(long, value_name = "TEXT")]
    advice: Vec<String>,
    /// Homework that was set (repeat for more)
    #[arg(long, value_name = "TEXT")]
    homework: Vec<String>,
    /// Whose homework it is: mentor, mentee, or an id in a circle
    #[arg(long, value_name = "OWNER", default_value = "mentee")]
    owner: String,
    /// When the homework is due; the next meeting otherwise
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
    /// A question for the next meeting (repeat for more)
    #[arg(long, value_name = "TEXT")]
    question: Vec<String>,
    /// What the mentor learned
    #[arg(long, value_name = "TEXT")]
    learned: Option<String>,
    /// What the meeting was about (several: commas)
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    topic: Vec<String>,
    /// How they met: video, in-person, phone or email
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// Keep the words on this machine, in no report and no export
    #[arg(long, conflicts_with = "public")]
    private: bool,
    /// Let reports quote the words
    #[arg(long = "program-wide")]
    public: bool,
}

pub(crate) fn run(note: &Note, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &note.pairing)?;
    let words = words(note, context)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, clock, author| {
        let known = program
            .pairings
            .get(&pairing)
            .ok_or_else(|| Refusal::NotFound {
                what: "pairing",
                word: pairing.to_string(),
                near: Vec::new(),
            })?;
        let log = program.log(&pairing);
        let (meeting, minutes) = meant(note, log, words.text.clone(), clock)?;
        refuse_stranger(program, &pairing, &note.owner)?;
        let noted = log::note(known, log, &meeting, &minutes, author)?;
        let change = noted.change.clone();
        Ok((noted, change))
    });
    let written = match written {
        Ok(written) => written,
        Err(failure) => {
            words.keep(context);
            return Err(failure);
        }
    };
    let Noted {
        meeting,
        at,
        note: id,
        ..
    } = &written.answer;
    let record = json!({ "id": id, "pairing": pairing, "meeting": meeting, "at": at });
    let done = format!(
        "Noted {pairing}: meeting of {} ({meeting}).",
        describe(when_of(*at), &written.clock)
    );
    let next = format!("pleiad meeting add {pairing} \"next tue 16:00\"");
    Ok(written::reply("note", &written, ("note", record), done).next(next))
}

/// The words of a note.
struct Words {
    text: Option<String>,
    /// Whether they exist nowhere but here.
    is_from_editor: bool,
}

impl Words {
    fn given(text: Option<String>) -> Words {
        Words {
            text,
            is_from_editor: false,
        }
    }

    /// Keeps what somebody wrote in an editor where it could not be noted, and says where.
    fn keep(self, context: &mut Context<'_, '_>) {
        if let Some(text) = self.text
            && self.is_from_editor
        {
            let place = editor::keep(&text);
            context.talk(&format!("{place}\n"));
        }
    }
}

/// The words of the note: by flag, from a file or a pipe, or from an editor where nothing else is said.
fn words(note: &Note, context: &mut Context<'_, '_>) -> Result<Words, Failure> {
    if note.message.is_some() {
        return Ok(Words::given(note.message.clone()));
    }
    if let Some(file) = &note.file {
        return Ok(Words::given(Some(read_words(file, context)?)));
    }
    let says_something = !note.advice.is_empty()
        || !note.homework.is_empty()
        || !note.question.is_empty()
        || note.learned.is_some();
    if says_something {
        return Ok(Words::given(None));
    }
    if context.asking() == Asking::Possible {
        let text = editor::edit(&context.invocation.variables, "", ".txt")?;
        // An empty text is a change of mind.
        return if text.trim().is_empty() {
            Err(Failure::Cancelled)
        } else {
            Ok(Words {
                text: Some(text.trim_end().to_owned()),
                is_from_editor: true,
            })
        };
    }
    Err(Failure::Usage {
        message: "there are no words to write down".to_owned(),
        hint: Some("-m \"...\" gives them, -F FILE or -F - reads them".to_owned()),
    })
}

fn read_words(file: &std::path::Path, context: &mut Context<'_, '_>) -> Result<String, Failure> {
    let bytes = if file.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(file))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {}", file.display())))
    })?;
    let text = String::from_utf8(bytes);
    let text = text
        .map_err(|_| Failure::from(Refusal::refused(format!("{} is not UTF-8", file.display()))))?;
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Err(Refusal::refused(format!("{} holds no words", file.display())).into());
    }
    Ok(text.trim_end().to_owned())
}

/// The meeting that is meant, and what it brought.
fn meant(
    note: &Note,
    log: &Log,
    text: Option<String>,
    clock: &Clock,
) -> Result<(NoteMeeting, Minutes), Failure> {
    let (when, length) = split_length(&note.when);
    let meeting = if when.is_empty() {
        log::meeting_meant(log, clock.today, |day| time_past(log, day, clock))
    } else {
        let when = parse_when(&when.join(" "), clock, Direction::Past)?;
        match when.moment() {
            Some(at) => log::meeting_on(log, at),
            None => log::meeting_on(log, time_past(log, when.day, clock)),
        }
    };
    let due = note
        .due
        .as_deref()
        .map(|text| parse_day(text, clock, Direction::Future))
        .transpose()?;
    let homework = |text: &String| NewHomework {
        owner: note.owner.clone(),
        text: text.clone(),
        due,
    };
    let minutes = Minutes {
        text,
        visible: match (note.private, note.public) {
            (true, _) => NoteVisibility::Private,
            (false, true) => NoteVisibility::Program,
            (false, false) => NoteVisibility::Pair,
        },
        advice: note.advice.clone(),
        homework: note.homework.iter().map(homework).collect(),
        questions: note.question.clone(),
        topics: note.topic.clone(),
        mentor_learned: note.learned.clone(),
        minutes: length,
        mode: note.mode.as_deref().map(mode).transpose()?,
    };
    Ok((meeting, minutes))
}

/// The time at which a pairing usually meets; what is noted today has not happened later than now.
fn time_past(log: &Log, day: Day, clock: &Clock) -> Moment {
    let usual = log::time_usual(log, day);
    match clock.now {
        Some(now) if day == clock.today => usual.min(now.on(day)),
        _ => usual,
    }
}

/// Splits `yesterday 45m` into the day and the length of the meeting.
fn split_length(words: &[String]) -> (&[String], Option<u32>) {
    let has_unit = |word: &str| word.ends_with(['m', 'h', 'n']) || word.contains('h');
    match words.split_last() {
        Some((last, day)) if last.starts_with(|c: char| c.is_ascii_digit()) && has_unit(last) => {
            match parse_minutes(last) {
                Ok(minutes) => (day, Some(minutes)),
                Err(_) => (words, None),
            }
        }
        _ => (words, None),
    }
}

fn refuse_stranger(program: &Program, pairing: &Id, owner: &str) -> Result<(), Refusal> {
    let is_role = matches!(owner, "mentor" | "mentee" | "both");
    let is_member = || {
        program
            .pairings
            .get(pairing)
            .is_some_and(|known| known.people().any(|person| person.as_str() == owner))
    };
    if is_role || is_member() {
        return Ok(());
    }
    Err(Refusal::refused(format!("{owner} is not in {pairing}"))
        .hint("--owner mentor, mentee, or the id of somebody in it"))
}
