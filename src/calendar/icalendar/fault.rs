//! What keeps an iCalendar file from being read: every line at fault, in words.

use crate::calendar::icalendar::line::{FILE_BYTES_MAX, LINE_BYTES_MAX};
use crate::calendar::icalendar::read::{DEPTH_MAX, EVENTS_MAX};

/// Characters of a value that a message repeats.
const SHOWN_CHARACTERS_MAX: usize = 60;

/// Something wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFault {
    /// From 1: the line, or the first of those that a folded line spans.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a line or with the whole.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More bytes than are read.
    #[error("the file is longer than {} MB; export fewer days", FILE_BYTES_MAX / 1024 / 1024)]
    TooLong,
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// Something else than a calendar.
    #[error("this is no calendar file: it has to begin with BEGIN:VCALENDAR")]
    NoCalendar,
    /// A line past the limit.
    #[error("the line is longer than {LINE_BYTES_MAX} bytes")]
    LongLine,
    /// Bytes that are no text.
    #[error("the line is not UTF-8; save the file as UTF-8")]
    NotUtf8,
    /// A character that no line may hold.
    #[error("the line holds the control character U+{:04X}; remove it", u32::from(*.0))]
    Control(char),
    /// A line that goes on with nothing.
    #[error("the line goes on with the one before (it begins with a space), but there is none")]
    Orphan,
    /// No `NAME:VALUE`.
    #[error("expected NAME:VALUE, found `{}`", shown(.0))]
    NoValue(String),
    /// A name of other letters than a name has.
    #[error("`{}` is no name of a property; it has letters, digits and `-`", shown(.0))]
    Name(String),
    /// A parameter without a value.
    #[error("`{}` is no parameter; expected NAME=VALUE", shown(.0))]
    Parameter(String),
    /// A quote without its end.
    #[error("a quote opens and does not close")]
    OpenQuote,
    /// An end of something that did not begin.
    #[error("END:{} ends nothing that began", shown(.0))]
    StrayEnd(String),
    /// An end of another part than the one that is open.
    #[error("END:{}, but {open}, which began in line {begun}, is open", shown(.end))]
    CrossedEnd {
        /// What ends.
        end: String,
        /// What is open.
        open: String,
        /// Where that began.
        begun: usize,
    },
    /// A part that never ends: the file was cut.
    #[error("{0} begins here and never ends; the file was cut off")]
    NoEnd(String),
    /// Parts within parts past the limit.
    #[error("parts lie in each other deeper than {DEPTH_MAX}")]
    TooDeep,
    /// More events than are read.
    #[error("there are more than {EVENTS_MAX} events; export fewer days")]
    TooManyEvents,
    /// A line outside of any calendar.
    #[error("the line stands outside of BEGIN:VCALENDAR and END:VCALENDAR")]
    Outside,
    /// A property that may be there once.
    #[error("{name} is there twice, first in line {first}")]
    Twice {
        /// Its name.
        name: &'static str,
        /// The line of the first.
        first: usize,
    },
    /// An event without a beginning.
    #[error("the event has no DTSTART")]
    NoStart,
    /// A length given twice.
    #[error("the event has both DTEND and DURATION")]
    EndAndDuration,
    /// An end that does not come after the beginning.
    #[error("the event ends before it begins")]
    EndsBeforeStart,
    /// A value of the wrong kind.
    #[error("{name}: expected {expected}, found `{}`", shown(.value))]
    Value {
        /// The property.
        name: &'static str,
        /// What should stand there.
        expected: &'static str,
        /// What stands there.
        value: String,
    },
}

fn shown(value: &str) -> String {
    if value.chars().count() <= SHOWN_CHARACTERS_MAX {
        return value.to_owned();
    }
    let start: String = value.chars().take(SHOWN_CHARACTERS_MAX).collect();
    format!("{start}...")
}
