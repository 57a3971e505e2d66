//! `import meetings`: what happened, from a calendar or a CSV file.

use super::report::meetings_document;
use super::{Input, failure, name_of, read, reply, table};
use crate::calendar::icalendar::fault::LineFault;
use crate::calendar::icalendar::read::{ReadEvent, read as read_calendar};
use crate::change::import::fields::Subject;
use crate::change::import::meetings::events::events;
use crate::change::import::meetings::table::table as table_of_meetings;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::store::problem::Problem;
use crate::store::read::Extent;
use clap::Args;
use std::path::{Path, PathBuf};

/// How a calendar begins, whatever its file is called.
const CALENDAR: &[u8] = b"BEGIN:VCALENDAR";

/// Log the meetings of a calendar (.ics) or CSV file: what is past was held, what lies ahead is planned
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import meetings calendar.ics
  pleiad import meetings calendar.ics -n                 (shows what it would do)
  pleiad import meetings log.csv --map log.toml -y
Calendars: an event that `export ics` wrote settles, moves or calls off the meeting it came from;
any other finds its pairing by the e-mails of who was to come. Times in UTC, in IANA zones, or on
the program's clocks; an event that comes again (RRULE) is as many meetings, up to the last day of its
pairing, or to today where that has none.
CSV columns: pairing (its id), or mentor and mentee (id or e-mail); at (when, start), or on (date) and
time; meeting (id), timezone, minutes (duration), mode, place (location), state (is, status), absent,
topics. Without a column state, what is past was held; where there is one, an empty cell says nothing.
What has no place is listed with its reason; what is settled stays settled; importing again changes
nothing. `pleiad help files` explains mapping files (MAPPING.toml).")]
pub(crate) struct Meetings {
    /// The calendar or CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A mapping file for CSV: what the columns mean
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

/// What the file turned out to be.
enum Source {
    Calendar(Vec<ReadEvent>),
    Table(Box<Input>),
}

pub(super) fn run(command: &Meetings, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let source = source(command, context)?;
    let extent = Extent::Program;
    let written = context.change(&extent, Looking::First, |program, clock, author| {
        let import = match &source {
            Source::Calendar(read) => events(program, read, clock, author),
            Source::Table(input) => {
                let mapping = input.mapping.as_ref();
                table_of_meetings(program, &input.table, mapping, clock, author)
                    .map_err(|refusal| failure(&input.name, &refusal))?
            }
        };
        Ok((import.report, import.change))
    })?;
    let report = &written.answer;
    let noun = match &source {
        Source::Calendar(_) => ("event", "events"),
        Source::Table(_) => ("row", "rows"),
    };
    let document = meetings_document(report, noun);
    let reply = reply("import-meetings", &written, document, &report.warnings);
    Ok(if written.files.is_empty() {
        reply
    } else {
        reply.next("pleiad meeting list")
    })
}

fn source(command: &Meetings, context: &mut Context<'_, '_>) -> Result<Source, Failure> {
    let name = name_of(&command.file);
    let bytes = read(&command.file, context)?;
    if !is_calendar(&command.file, &bytes) {
        let map = command.map.as_deref();
        let input = table(name, &bytes, map, Subject::Meetings, context)?;
        return Ok(Source::Table(Box::new(input)));
    }
    if command.map.is_some() {
        return Err(Failure::usage("--map is for CSV files; this is a calendar"));
    }
    let events = read_calendar(&bytes);
    let events = events.map_err(|faults| Failure::Problems(problems(&name, &bytes, &faults)))?;
    Ok(Source::Calendar(events))
}

fn is_calendar(file: &Path, bytes: &[u8]) -> bool {
    let is_named = file
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ics"));
    let begins = bytes.trim_ascii_start().get(..CALENDAR.len());
    is_named || begins.is_some_and(|begins| begins.eq_ignore_ascii_case(CALENDAR))
}

/// Every line at fault, with the line itself.
fn problems(name: &str, bytes: &[u8], faults: &[LineFault]) -> Vec<Problem> {
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    let problem = |fault: &LineFault| {
        let line = lines.get(fault.line - 1).copied().unwrap_or_default();
        let text = String::from_utf8_lossy(line);
        let text = text.trim_start_matches('\u{feff}').trim_end_matches('\r');
        let shown: String = text.chars().take(LINE_CHARACTERS_MAX).collect();
        Problem {
            line: fault.line,
            column: 1,
            width: shown.chars().count(),
            source_line: Some(shown),
            ..Problem::of_file(name, "import", fault.fault.to_string(), None)
        }
    };
    let mut problems: Vec<Problem> = faults.iter().map(problem).collect();
    if let Some(last) = problems.last_mut() {
        last.hint = Some("nothing was imported; mend the file, or export it again".to_owned());
    }
    problems
}

/// Characters of a line that a message repeats.
const LINE_CHARACTERS_MAX: usize = 80;
