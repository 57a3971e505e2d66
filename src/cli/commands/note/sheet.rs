//! The sheet that the editor shows for a note: words above a line, what is open below it.
//!
//! It reads what a person left, and refuses what it does not understand instead of dropping it: a slip of the pen
//! never loses a word.

use crate::change::follow_up::NewTried;
use crate::insights::summary::pairing::{advice_untried, homework_open, questions_open};
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Helped, Log};
use crate::render::words::{ago, excerpt};

/// The line between the words and what is open.
const LINE: &str = "-------- words of the note above this line, what is open below --------";
/// What else stands there to be read.
const HELP: [&str; 2] = [
    "Mark what is settled between the brackets; begin a line with + for something new.",
    "Without words, marks and new lines nothing is written.",
];
const QUESTIONS: &str = "Questions: [x] answered";
const HOMEWORK: &str = "Homework: [x] done; + mentor: ... for the mentor's";
const ADVICE: &str = "Advice: tried, and it helped [y], partly [p], not [n]";
/// What begins the line that says how advice was tried.
const HOW: &str = "how:";
/// Characters of an entry that are shown.
const SHOWN_CHARACTERS: usize = 90;

/// What a person left on a sheet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sheet {
    /// The words of the note.
    pub(super) text: Option<String>,
    /// Questions that were answered.
    pub(super) answered: Vec<Id>,
    /// Homework that was done.
    pub(super) done: Vec<Id>,
    /// Advice that was tried.
    pub(super) tried: Vec<(Id, NewTried)>,
    /// New questions.
    pub(super) questions: Vec<String>,
    /// New homework with its owner, where one is named.
    pub(super) homework: Vec<(Option<String>, String)>,
    /// New advice.
    pub(super) advice: Vec<String>,
}

/// A line that a sheet cannot hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Slip {
    /// What is open stands there, but not the line above it.
    #[error("the line of dashes above what is open is gone; put it back: {LINE}")]
    NoLine,
    /// Neither an entry nor something new.
    #[error(
        "line {line}: `{text}` is neither marked nor new; write words above the line of dashes, or begin with +"
    )]
    Words {
        /// From 1.
        line: usize,
        /// What stands there.
        text: String,
    },
    /// A mark that means nothing here.
    #[error("line {line}: [{mark}] means nothing here; {cure}")]
    Mark {
        /// From 1.
        line: usize,
        /// What stands between the brackets.
        mark: String,
        /// What may.
        cure: &'static str,
    },
    /// An entry that the log does not have.
    #[error("line {line}: there is no `{id}` here")]
    Unknown {
        /// From 1.
        line: usize,
        /// What stands behind the brackets.
        id: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    Questions,
    Homework,
    Advice,
}

/// The sheet of a pairing: an empty place for words, and everything that is open.
pub(super) fn template(log: &Log, day: Day) -> String {
    let mut lines = vec![String::new(), LINE.to_owned()];
    lines.extend(HELP.map(str::to_owned));
    let shown = |text: &str| excerpt(text, SHOWN_CHARACTERS);
    lines.extend([String::new(), QUESTIONS.to_owned()]);
    for question in questions_open(log, day) {
        if let Some(id) = question.id {
            let (text, age) = (shown(question.text), ago(question.days));
            lines.push(format!("[ ] {id} {text} ({age})"));
        }
    }
    lines.extend([String::new(), HOMEWORK.to_owned()]);
    for piece in homework_open(log, day) {
        if let Some(id) = piece.id {
            lines.push(format!("[ ] {id} {}: {}", piece.owner, shown(piece.text)));
        }
    }
    lines.extend([String::new(), ADVICE.to_owned()]);
    for advice in advice_untried(log, day) {
        if let Some(id) = advice.id {
            let (text, age) = (shown(advice.text), ago(advice.days));
            lines.push(format!("[ ] {id} {text} ({age})"));
            lines.push(format!("    {HOW}"));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A sheet that begins with words already written; a sheet that was kept stays as it is.
pub(super) fn with_words(words: &str, log: &Log, day: Day) -> String {
    if words.lines().any(is_line) {
        words.to_owned()
    } else {
        format!("{}\n{}", words.trim_end(), template(log, day))
    }
}

fn is_line(line: &str) -> bool {
    line.trim_end() == LINE
}

/// Reads what a person left.
///
/// # Errors
/// The first line that it does not understand.
pub(super) fn read(text: &str, log: &Log) -> Result<Sheet, Slip> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let Some(cut) = lines.iter().position(|line| is_line(line)) else {
        let is_left = |line: &&str| [QUESTIONS, HOMEWORK, ADVICE].contains(line);
        if lines.iter().any(is_left) {
            return Err(Slip::NoLine);
        }
        return Ok(Sheet {
            text: words(&lines),
            ..Sheet::default()
        });
    };
    let mut sheet = Sheet {
        text: words(&lines[..cut]),
        ..Sheet::default()
    };
    let mut section = None;
    for (index, line) in lines.iter().enumerate().skip(cut + 1) {
        section = below(&mut sheet, section, (index + 1, line.trim()), log)?;
    }
    // Advice that is neither marked nor told about was not tried.
    sheet
        .tried
        .retain(|(_, tried)| *tried != NewTried::default());
    Ok(sheet)
}

fn words(lines: &[&str]) -> Option<String> {
    let text = lines.join("\n");
    let text = text.trim_matches('\n').trim_end();
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Reads one line below the line of dashes; gives the section that the next one stands in.
fn below(
    sheet: &mut Sheet,
    section: Option<Section>,
    (number, line): (usize, &str),
    log: &Log,
) -> Result<Option<Section>, Slip> {
    match line {
        "" => return Ok(section),
        QUESTIONS => return Ok(Some(Section::Questions)),
        HOMEWORK => return Ok(Some(Section::Homework)),
        ADVICE => return Ok(Some(Section::Advice)),
        line if HELP.contains(&line) => return Ok(section),
        _ => {}
    }
    let slip = || Slip::Words {
        line: number,
        text: excerpt(line, SHOWN_CHARACTERS),
    };
    let Some(here) = section else {
        return Err(slip());
    };
    if let Some(new) = line.strip_prefix('+') {
        add(sheet, here, new.trim());
    } else if let Some((mark, rest)) = bracketed(line) {
        settle(sheet, here, number, (mark, rest), log)?;
    } else if let (Section::Advice, Some(how), Some((_, tried))) =
        (here, line.strip_prefix(HOW), sheet.tried.last_mut())
    {
        tried.how = (!how.trim().is_empty()).then(|| how.trim().to_owned());
    } else {
        return Err(slip());
    }
    Ok(section)
}

/// `[x] q-4m1ct How ...`: the mark, and what stands behind it.
fn bracketed(line: &str) -> Option<(&str, &str)> {
    let (mark, rest) = line.strip_prefix('[')?.split_once(']')?;
    Some((mark.trim(), rest.trim()))
}

fn add(sheet: &mut Sheet, section: Section, text: &str) {
    if text.is_empty() {
        return;
    }
    match section {
        Section::Questions => sheet.questions.push(text.to_owned()),
        Section::Advice => sheet.advice.push(text.to_owned()),
        Section::Homework => {
            let named = text.split_once(':').filter(|(owner, _)| {
                let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
                !owner.is_empty() && owner.chars().all(is_id)
            });
            sheet.homework.push(match named {
                Some((owner, text)) => (Some(owner.to_owned()), text.trim().to_owned()),
                None => (None, text.to_owned()),
            });
        }
    }
}

fn settle(
    sheet: &mut Sheet,
    section: Section,
    number: usize,
    (mark, rest): (&str, &str),
    log: &Log,
) -> Result<(), Slip> {
    let id = known(section, rest, log).ok_or_else(|| Slip::Unknown {
        line: number,
        id: rest.split(' ').next().unwrap_or_default().to_owned(),
    })?;
    let wrong = |cure| Slip::Mark {
        line: number,
        mark: mark.to_owned(),
        cure,
    };
    let marked = mark.to_lowercase();
    match section {
        Section::Advice => {
            let helped = match marked.as_str() {
                "" => None,
                "y" => Some(Helped::Yes),
                "p" => Some(Helped::Partly),
                "n" => Some(Helped::No),
                _ => return Err(wrong("[y] it helped, [p] partly, [n] not, [ ] not tried")),
            };
            let tried = NewTried {
                helped,
                ..NewTried::default()
            };
            sheet.tried.push((id, tried));
        }
        Section::Questions | Section::Homework => match marked.as_str() {
            "" => {}
            "x" if section == Section::Questions => sheet.answered.push(id),
            "x" => sheet.done.push(id),
            _ => return Err(wrong("[x] settled, [ ] still open")),
        },
    }
    Ok(())
}

/// The entry of the section that a line begins with.
fn known(section: Section, rest: &str, log: &Log) -> Option<Id> {
    let id = Id::parse(rest.split(' ').next()?).ok()?;
    let is_known = match section {
        Section::Questions => log
            .questions
            .iter()
            .any(|entry| entry.id.as_ref() == Some(&id)),
        Section::Homework => log
            .homework
            .iter()
            .any(|entry| entry.id.as_ref() == Some(&id)),
        Section::Advice => log
            .advice
            .iter()
            .any(|entry| entry.id.as_ref() == Some(&id)),
    };
    is_known.then_some(id)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::model::log::{Advice, Homework, Question};

    const TODAY: (i32, u32, u32) = (2026, 2, 10);

    fn today() -> Day {
        Day::new(TODAY.0, TODAY.1, TODAY.2).unwrap()
    }

    fn id(text: &str) -> Id {
        Id::parse(text).unwrap()
    }

    fn log() -> Log {
        let on = Day::new(2026, 2, 3).unwrap();
        Log {
            questions: vec![Question {
                id: Some(id("q-4m1ct")),
                on,
                text: "How do I say no?".to_owned(),
                answered_in: None,
            }],
            advice: vec![Advice {
                id: Some(id("a-7k3f2")),
                meeting: None,
                on,
                text: "Offer two dates.".to_owned(),
            }],
            homework: vec![Homework {
                id: Some(id("h-0wz5d")),
                meeting: None,
                owner: "mentee".into(),
                text: "Send the draft".to_owned(),
                due: None,
                done: None,
                evidence: None,
            }],
            ..Log::default()
        }
    }

    fn filled_in(changes: &[(&str, &str)]) -> String {
        let mut text = template(&log(), today());
        for (from, to) in changes {
            assert!(text.contains(from), "{text}");
            text = text.replacen(from, to, 1);
        }
        text
    }

    #[test]
    fn a_sheet_left_as_it_was_says_nothing() {
        let text = template(&log(), today());
        assert_eq!(read(&text, &log()), Ok(Sheet::default()));
        assert_eq!(read("", &log()), Ok(Sheet::default()));
    }

    #[test]
    fn words_marks_and_new_lines_are_read() {
        let text = filled_in(&[
            (LINE, &format!("# Talked\n\n- a list [x]\n{LINE}")),
            ("[ ] q-4m1ct", "[x] q-4m1ct"),
            ("[ ] h-0wz5d", "[X] h-0wz5d"),
            ("[ ] a-7k3f2", "[p] a-7k3f2"),
            ("    how:", "    how: asked twice\n+ Sleep on it: always"),
            (
                HOMEWORK,
                &format!("{HOMEWORK}\n+ mentor: old contract\n+ Note: why"),
            ),
        ]);
        let sheet = read(&text, &log()).unwrap();
        assert_eq!(sheet.text.as_deref(), Some("# Talked\n\n- a list [x]"));
        assert_eq!(
            (sheet.answered, sheet.done),
            (vec![id("q-4m1ct")], vec![id("h-0wz5d")])
        );
        assert_eq!(sheet.tried[0].1.helped, Some(Helped::Partly));
        assert_eq!(sheet.tried[0].1.how.as_deref(), Some("asked twice"));
        assert_eq!(sheet.advice, ["Sleep on it: always"]);
        let homework = [
            (Some("mentor".to_owned()), "old contract".to_owned()),
            (None, "Note: why".to_owned()),
        ];
        assert_eq!(sheet.homework, homework);
    }

    #[test]
    fn what_is_not_understood_is_refused_and_never_dropped() {
        let slips = [
            filled_in(&[(ADVICE, &format!("words in the wrong place\n{ADVICE}"))]),
            filled_in(&[("[ ] q-4m1ct", "[?] q-4m1ct")]),
            filled_in(&[("q-4m1ct", "q-4m1cx")]),
            filled_in(&[("[ ] a-7k3f2", "[x] a-7k3f2")]),
            filled_in(&[(LINE, "")]),
        ];
        for text in slips {
            assert!(read(&text, &log()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_kept_sheet_is_offered_as_it_was_and_plain_words_get_one() {
        let kept = filled_in(&[(LINE, &format!("Words\n{LINE}"))]);
        assert_eq!(with_words(&kept, &log(), today()), kept);
        let new = with_words("Words\n", &log(), today());
        assert_eq!(read(&new, &log()).unwrap().text.as_deref(), Some("Words"));
    }
}
