//! One file's text becomes a record of the program, or problems with their places.

use crate::change::edit::FileName;
use crate::model::confidential::Confidential;
use crate::model::draft::Draft;
use crate::model::event::{Attendance, Event};
use crate::model::improvement::Improvement;
use crate::model::log::{Log, Note};
use crate::model::match_rules::MatchRules;
use crate::model::objective::{Objective, ObjectiveReading};
use crate::model::pairing::Pairing;
use crate::model::participant::Participant;
use crate::model::program::Program;
use crate::model::prospect::Prospects;
use crate::model::settings::{FORMAT, Settings};
use crate::model::vocabulary::Vocabulary;
use crate::store::fields::{self, Fields};
use crate::store::known::Known;
use crate::store::problem::Problem;
use crate::store::records::{
    confidential, event, improvements, log, pairing, participant, prospects, settings, small,
};
use crate::store::syntax::parsed::ParsedTable;
use crate::store::{layout, shape, syntax};

/// What a file says.
#[derive(Debug)]
pub(crate) enum Record {
    /// `program.toml`.
    Settings(Box<Settings>),
    /// `objectives.toml`.
    Objectives(Vec<Objective>, Vec<ObjectiveReading>),
    /// `vocabulary.toml`.
    Vocabulary(Vocabulary),
    /// `matching.toml`.
    MatchRules(MatchRules),
    /// One person.
    Participant(Box<Participant>),
    /// One pairing.
    Pairing(Box<Pairing>),
    /// The log of a pairing.
    Log(Log),
    /// A match run under review.
    Draft(Draft),
    /// `improvements.toml`.
    Improvements(Vec<Improvement>),
    /// `prospects.toml`.
    Prospects(Prospects),
    /// Private notes on a pairing, which no program holds.
    PrivateNotes(Vec<Note>),
    /// Events and attendance.
    Events(Vec<Event>, Vec<Attendance>),
    /// What only coordinators read.
    Confidential(Confidential),
    /// A file whose shape is known but whose content no answer needs yet.
    Checked,
}

/// Reads a file's text; `None` where it has an error.
///
/// `known` learns from the files that others refer to before anything is checked against it.
pub(crate) fn interpret(
    file: &FileName,
    text: &str,
    known: &mut Known,
    problems: &mut Vec<Problem>,
) -> Option<Record> {
    let before = problems.len();
    let record = interpret_common(file, text, known, problems);
    hushed(file, &mut problems[before..]);
    record
}

fn interpret_common(
    file: &FileName,
    text: &str,
    known: &mut Known,
    problems: &mut Vec<Problem>,
) -> Option<Record> {
    let path = layout::path(file);
    let table = match syntax::parse(&path, text) {
        Ok(table) => table,
        Err(errors) => {
            problems.extend(errors);
            return None;
        }
    };
    if *file == FileName::Program
        && let Some(problem) = newer_format(&path, text, &table)
    {
        problems.push(problem);
        return None;
    }
    learn(file, &table, known);
    record(file, (&path, text), &table, known, problems)
}

/// Problems of a file whose words stay private say where, and not a word of what stands there.
fn hushed(file: &FileName, problems: &mut [Problem]) {
    if !layout::is_private(file) {
        return;
    }
    for problem in problems {
        problem.source_line = None;
        problem.message = format!("something is wrong here ({})", problem.code);
        problem.hint = Some("open the file: private words are not shown".to_owned());
    }
}

/// Reads the text of a file that others do not refer to.
pub(crate) fn interpret_record(
    file: &FileName,
    (path, text): (&str, &str),
    known: &Known,
    problems: &mut Vec<Problem>,
) -> Option<Record> {
    let before = problems.len();
    let record = match syntax::parse(path, text) {
        Ok(table) => record(file, (path, text), &table, known, problems),
        Err(errors) => {
            problems.extend(errors);
            None
        }
    };
    hushed(file, &mut problems[before..]);
    record
}

fn learn(file: &FileName, table: &ParsedTable<'_>, known: &mut Known) {
    match file {
        FileName::Program => known.learn_program(table),
        FileName::Objectives => known.learn_objectives(table),
        FileName::Vocabulary => known.learn_vocabulary(table),
        _ => {}
    }
}

fn record(
    file: &FileName,
    place: (&str, &str),
    table: &ParsedTable<'_>,
    known: &Known,
    problems: &mut Vec<Problem>,
) -> Option<Record> {
    let before = problems.len();
    shape::check(layout::shape(file)?, table, place, known, problems);
    if problems[before..].iter().any(Problem::is_error) {
        return None;
    }
    let fields = Fields(table);
    Some(match file {
        FileName::Program => Record::Settings(Box::new(settings::read(fields))),
        FileName::Objectives => {
            let (objectives, readings) = small::objectives(fields);
            Record::Objectives(objectives, readings)
        }
        FileName::Vocabulary => Record::Vocabulary(small::vocabulary(fields)),
        FileName::Matching => Record::MatchRules(small::match_rules(fields)),
        FileName::Participant(id) => {
            Record::Participant(Box::new(participant::read(id.clone(), fields)))
        }
        FileName::Pairing(id) => Record::Pairing(Box::new(pairing::read(id.clone(), fields))),
        FileName::Log(_) => Record::Log(log::read(fields)),
        FileName::Draft(_) => Record::Draft(small::draft(fields)),
        FileName::Improvements => Record::Improvements(improvements::read(fields)),
        FileName::Prospects => Record::Prospects(prospects::read(fields)),
        FileName::PrivateNotes(_) => Record::PrivateNotes(log::private_notes(fields)),
        FileName::Events => {
            let (events, attendances) = event::read(fields);
            Record::Events(events, attendances)
        }
        FileName::ConfidentialPerson(_)
        | FileName::ConfidentialPairing(_)
        | FileName::ConfidentialProgram => Record::Confidential(confidential::read(fields)),
        FileName::Letter(_) => Record::Checked,
    })
}

/// A folder written by a newer version is not touched: what it means is unknown here.
fn newer_format(path: &str, text: &str, table: &ParsedTable<'_>) -> Option<Problem> {
    let value = table.get("format")?;
    let format = fields::whole(value.get_ref())?;
    (FORMAT < format).then(|| {
        let message =
            format!("format: this folder has format {format}; this pleiad knows {FORMAT}");
        let hint = Some("install a newer pleiad".to_owned());
        Problem::at((path, text), value.span(), "newer-format", message, hint)
    })
}

/// Whether a problem says that the folder was written by a newer version.
pub(crate) fn is_newer_format(problem: &Problem) -> bool {
    problem.code == "newer-format"
}

/// Puts a record in its place in the program.
pub(crate) fn put(program: &mut Program, file: &FileName, record: Record) {
    match (file, record) {
        (_, Record::Settings(settings)) => program.settings = *settings,
        (_, Record::Objectives(objectives, readings)) => {
            program.objectives = objectives;
            program.readings = readings;
        }
        (_, Record::Vocabulary(vocabulary)) => program.vocabulary = vocabulary,
        (_, Record::MatchRules(rules)) => program.match_rules = rules,
        (_, Record::Participant(participant)) => {
            program
                .participants
                .insert(participant.id.clone(), *participant);
        }
        (_, Record::Pairing(pairing)) => {
            program.pairings.insert(pairing.id.clone(), *pairing);
        }
        (FileName::Log(id), Record::Log(log)) => {
            program.logs.insert(id.clone(), log);
        }
        (FileName::Draft(id), Record::Draft(draft)) => {
            program.drafts.insert(id.clone(), draft);
        }
        (_, Record::Improvements(improvements)) => program.improvements = improvements,
        (_, Record::Prospects(prospects)) => program.prospects = prospects,
        (_, Record::Events(events, attendances)) => {
            program.events = events;
            program.attendances = attendances;
        }
        (FileName::ConfidentialPairing(id), Record::Confidential(kept)) => {
            program.confidential_pairings.insert(id.clone(), kept);
        }
        (FileName::ConfidentialPerson(id), Record::Confidential(kept)) => {
            program.confidential_people.insert(id.clone(), kept);
        }
        (FileName::ConfidentialProgram, Record::Confidential(kept)) => {
            program.confidential_program = kept;
        }
        (
            _,
            Record::Log(_)
            | Record::Draft(_)
            | Record::Confidential(_)
            | Record::PrivateNotes(_)
            | Record::Checked,
        ) => {}
    }
}

/// Takes a file's record out of the program.
pub(crate) fn take(program: &mut Program, file: &FileName) {
    match file {
        FileName::Objectives => {
            program.objectives.clear();
            program.readings.clear();
        }
        FileName::Vocabulary => program.vocabulary = Vocabulary::default(),
        FileName::Matching => program.match_rules = MatchRules::default(),
        FileName::Participant(id) => drop(program.participants.remove(id)),
        FileName::Pairing(id) => drop(program.pairings.remove(id)),
        FileName::Log(id) => drop(program.logs.remove(id)),
        FileName::Draft(id) => drop(program.drafts.remove(id)),
        FileName::Improvements => program.improvements.clear(),
        FileName::Prospects => program.prospects = Prospects::default(),
        FileName::Events => {
            program.events.clear();
            program.attendances.clear();
        }
        FileName::ConfidentialPairing(id) => drop(program.confidential_pairings.remove(id)),
        FileName::ConfidentialPerson(id) => drop(program.confidential_people.remove(id)),
        FileName::ConfidentialProgram => program.confidential_program = Confidential::default(),
        _ => {}
    }
}
