//! `note`: write down what a meeting brought.

mod sheet;

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::describe::describe;
use crate::calendar::length::parse_minutes;
use crate::calendar::when::{parse_day, parse_when};
use crate::change::entry_fill::filled;
use crate::change::follow_up::{NewHomework, refuse_stranger};
use crate::change::log::{self, Minutes, NoteMeeting, NoteVisibility, Noted};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::commands::meeting::{mode, pairing_named, when_of};
use crate::cli::commands::note::sheet::Sheet;
use crate::cli::context::{Context, Looking};
use crate::cli::editor;
use crate::cli::entry::{EntryNoun, entry_named};
use crate::cli::failure::Failure;
use crate::cli::list::row_json;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::log::Log;
use crate::render::escape::visible;
use crate::store::outside;
use crate::store::read::Extent;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use std::path::PathBuf;

/// Write down what a meeting brought; the meeting counts as held from then on
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad note ada -m \"Walked through the routing incident\"
  pleiad note ada yesterday 45m -m \"...\" --advice \"Offer two dates\" --homework \"send the draft\"
  pleiad note ada+grace 2026-02-03 -F notes.txt
  pleiad note ada --answered scope --done draft -m \"...\"
  pleiad note ada                       (opens your editor)
The editor shows what is open; an empty note is no note. A note of a day goes with the meeting
of that day; --another logs a second one.
Without a day: today's planned meeting, else the latest unconfirmed one, else today.
`--private` keeps the words on this machine.")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches of the command line, each under its own name"
)]
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
    /// A question that was answered, by words of it (repeat for more)
    #[arg(long, value_name = "WORDS")]
    answered: Vec<String>,
    /// Homework that is done, by words of it (repeat for more)
    #[arg(long, value_name = "WORDS")]
    done: Vec<String>,
    /// How they met: video, in-person, phone or email
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// Keep the words on this machine, in no report and no export
    #[arg(long, conflicts_with = "public")]
    private: bool,
    /// Let reports quote the words
    #[arg(long = "program-wide")]
    public: bool,
    /// It was a second meeting of that day
    #[arg(long)]
    another: bool,
    /// Open the editor; with -F it begins with the words of the file
    #[arg(short = 'e', long, conflicts_with = "message")]
    edit: bool,
}

/// A note that was taken.
#[derive(Serialize, JsonSchema)]
struct Written<'a> {
    /// None where the note is private or has no words.
    id: Option<&'a Id>,
    pairing: &'a Id,
    meeting: &'a Id,
    at: Moment,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[written::<Written<'static>>("note", "note")];

pub(crate) fn run(note: &Note, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &note.pairing)?;
    // Before an editor opens: a word that names nothing must not cost the words that somebody writes there.
    let settled = settled(note, &pairing, context)?;
    let words = words(note, &pairing, context)?;
    let sheet = words.sheet.clone().with(settled);
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
        let (meeting, said) = meeting_of(note, log, clock)?;
        let minutes = minutes(note, &sheet, clock)?;
        for homework in &minutes.homework {
            refuse_stranger(known, &homework.owner)?;
        }
        let noted = log::note(known, log, &meeting, &minutes, author)?;
        let change = noted.change.clone();
        Ok(((noted, said), change))
    });
    let written = match written {
        Ok(written) => written,
        Err(failure) => {
            words.keep(context);
            return Err(failure);
        }
    };
    let (noted, said) = &written.answer;
    let Noted {
        meeting,
        at,
        note: id,
        ..
    } = noted;
    let record = Written {
        id: id.as_ref(),
        pairing: &pairing,
        meeting,
        at: *at,
    };
    let done = format!(
        "Noted {pairing}: meeting of {} ({meeting}).",
        describe(when_of(*at), &written.clock)
    );
    let next = format!("pleiad meeting add {pairing} \"next tue 16:00\"");
    let reply =
        written::reply("note", &written, ("note", row_json(&record).into()), done).next(next);
    Ok(match said.filter(|said| said != at) {
        Some(said) => reply.say(format!(
            "it goes with the meeting of that day; --another logs a second one at {}",
            said.datetime().format("%H:%M")
        )),
        None => reply,
    })
}

/// What flags say is settled.
#[derive(Debug, Default)]
struct Settled {
    answered: Vec<Id>,
    done: Vec<Id>,
}

impl Sheet {
    /// The sheet with what flags say is settled.
    fn with(mut self, settled: Settled) -> Sheet {
        self.answered.extend(settled.answered);
        self.done.extend(settled.done);
        self
    }
}

/// What a note says, and the text of an editor that exists nowhere but here.
struct Words {
    sheet: Sheet,
    from_editor: Option<String>,
}

impl Words {
    fn given(text: Option<String>) -> Words {
        Words {
            sheet: Sheet {
                text,
                ..Sheet::default()
            },
            from_editor: None,
        }
    }

    /// Keeps what somebody wrote in an editor where it could not be noted, and says where.
    fn keep(self, context: &mut Context<'_, '_>) {
        if let Some(text) = self.from_editor {
            keep(&text, context);
        }
    }
}

/// Keeps a text that could not be noted, and says how to go on with it.
fn keep(text: &str, context: &mut Context<'_, '_>) {
    let place = editor::keep(text);
    context.talk(&format!(
        "{place}\n`pleiad note ... --edit -F FILE` goes on with it\n"
    ));
}

/// The words of the note: by flag, from a file or a pipe, or from an editor where nothing else is said.
fn words(note: &Note, pairing: &Id, context: &mut Context<'_, '_>) -> Result<Words, Failure> {
    if note.message.is_some() {
        return Ok(Words::given(note.message.clone()));
    }
    let file = note.file.as_ref();
    let file = file.map(|file| read_words(file, context)).transpose()?;
    if note.edit {
        return edited(file, pairing, context);
    }
    if file.is_some() || says_something(note) {
        return Ok(Words::given(file));
    }
    if context.asking() == Asking::Possible {
        return edited(None, pairing, context);
    }
    Err(Failure::Usage {
        message: "there are no words to write down".to_owned(),
        hint: Some("-m \"...\" gives them, -F FILE or -F - reads them".to_owned()),
    })
}

/// Whether flags alone are a note.
fn says_something(note: &Note) -> bool {
    let lists = [
        &note.advice,
        &note.homework,
        &note.question,
        &note.answered,
        &note.done,
    ];
    lists.iter().any(|list| !list.is_empty()) || note.learned.is_some()
}

/// The sheet that a person left in an editor; one with a slip is offered again, and kept where they give up.
fn edited(
    begun: Option<String>,
    pairing: &Id,
    context: &mut Context<'_, '_>,
) -> Result<Words, Failure> {
    let (program, clock) = context.read(&Extent::Pairing(pairing.clone()))?;
    let log = filled(pairing, program.log(pairing));
    let mut text = match begun {
        Some(words) => sheet::with_words(&words, &log, clock.today),
        None => sheet::template(&log, clock.today),
    };
    loop {
        text = editor::edit(&context.invocation.variables, &text, ".txt")?;
        let slip = match sheet::read(&text, &log) {
            // Nothing written is a change of mind.
            Ok(sheet) if sheet == Sheet::default() => return Err(Failure::Cancelled),
            Ok(sheet) => {
                return Ok(Words {
                    sheet,
                    from_editor: Some(text),
                });
            }
            Err(slip) => slip,
        };
        if context.asking() == Asking::Impossible {
            keep(&text, context);
            return Err(Refusal::refused(slip.to_string()).into());
        }
        context.talk(&format!("pleiad: {}\n", visible(&slip.to_string())));
        if !matches!(ask::confirm("Edit it again?"), Ok(true)) {
            keep(&text, context);
            return Err(Failure::Cancelled);
        }
    }
}

/// What flags name: questions that were answered, homework that is done.
fn settled(note: &Note, pairing: &Id, context: &mut Context<'_, '_>) -> Result<Settled, Failure> {
    let mut settled = Settled::default();
    for words in &note.answered {
        let question = entry_named(context, pairing, EntryNoun::Question, words)?;
        settled.answered.push(question);
    }
    for words in &note.done {
        let homework = entry_named(context, pairing, EntryNoun::Homework, words)?;
        settled.done.push(homework);
    }
    Ok(settled)
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

/// The meeting that is meant, and the time that was said, if one was.
fn meeting_of(
    note: &Note,
    log: &Log,
    clock: &Clock,
) -> Result<(NoteMeeting, Option<Moment>), Failure> {
    let (when, _) = split_length(&note.when);
    if when.is_empty() {
        let usual = |day| time_past(log, day, clock);
        return Ok(if note.another {
            (NoteMeeting::New(usual(clock.today)), None)
        } else {
            (log::meeting_meant(log, clock.today, usual), None)
        });
    }
    let when = parse_when(&when.join(" "), clock, Direction::Past)?;
    let at = when.moment();
    let time = at.unwrap_or_else(|| time_past(log, when.day, clock));
    Ok(if note.another {
        (NoteMeeting::New(time), None)
    } else {
        (log::meeting_on(log, time), at)
    })
}

/// What the meeting brought: by flags, and on the sheet of the editor.
fn minutes(note: &Note, sheet: &Sheet, clock: &Clock) -> Result<Minutes, Failure> {
    let due = note
        .due
        .as_deref()
        .map(|text| parse_day(text, clock, Direction::Future))
        .transpose()?;
    let of_flags = note.homework.iter().map(|text| (None, text));
    let of_sheet = sheet
        .homework
        .iter()
        .map(|(owner, text)| (owner.as_ref(), text));
    let homework = of_flags.chain(of_sheet).map(|(owner, text)| NewHomework {
        owner: owner.unwrap_or(&note.owner).clone(),
        text: text.clone(),
        due,
    });
    let both = |one: &[String], other: &[String]| [one, other].concat();
    Ok(Minutes {
        text: sheet.text.clone(),
        visible: match (note.private, note.public) {
            (true, _) => NoteVisibility::Private,
            (false, true) => NoteVisibility::Program,
            (false, false) => NoteVisibility::Pair,
        },
        advice: both(&note.advice, &sheet.advice),
        homework: homework.collect(),
        questions: both(&note.question, &sheet.questions),
        topics: note.topic.clone(),
        mentor_learned: note.learned.clone(),
        minutes: split_length(&note.when).1,
        mode: note.mode.as_deref().map(mode).transpose()?,
        answered: sheet.answered.clone(),
        done: sheet.done.clone(),
        tried: sheet.tried.clone(),
    })
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
