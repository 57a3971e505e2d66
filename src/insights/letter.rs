//! Letters from templates: to a person, or to both sides of a pairing. Nothing is ever sent.
//!
//! A template is text with a first line `Subject: ...` and names of facts in braces. It can say nothing that is
//! confidential or private: the facts are those of the roster and of the calendar.

use crate::insights::handbook::{Link, links_of_pairing, links_of_person};
use crate::insights::pool::pool;
use crate::insights::progress::{Progress, progress};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::participant::Participant;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// The letters that come with the program, and the words of their templates.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("invitation", include_str!("letters/invitation.txt")),
    ("introduction", include_str!("letters/introduction.txt")),
    ("nudge", include_str!("letters/nudge.txt")),
    ("check-in", include_str!("letters/check-in.txt")),
    ("closing", include_str!("letters/closing.txt")),
    ("certificate", include_str!("letters/certificate.txt")),
    ("certification", include_str!("letters/certification.txt")),
];

/// What may stand in the braces of a template, by name.
pub type Facts = BTreeMap<&'static str, String>;

/// A letter that is ready to be sent by somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Letter {
    /// The pairing or the person it is about.
    pub about: String,
    /// To whom.
    pub to: Vec<Recipient>,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// Somebody who gets a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recipient {
    /// Their name.
    pub name: String,
    /// Their address; null where nobody knows it.
    pub email: Option<String>,
}

/// Why a template gives no letter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// A fact that no letter of this kind has.
    #[error("{{{name}}} stands for nothing here")]
    UnknownFact {
        /// What stands in the braces.
        name: String,
        /// What may.
        known: Vec<String>,
    },
    /// A brace without its partner.
    #[error("line {line}: a brace is not closed; write {{{{ for a brace of your own")]
    OpenBrace {
        /// The number of the line.
        line: usize,
    },
    /// No subject.
    #[error("the first line is `Subject: ...`")]
    NoSubject,
}

/// A letter to one person, with facts of its own kind.
///
/// # Errors
/// A template that asks for what there is not.
pub fn to_person(
    program: &Program,
    template: &str,
    person: &PersonId,
    own: Facts,
    today: Day,
) -> Result<Letter, LetterError> {
    let mut facts = facts_of_program(program, today);
    let name = program.name(person);
    facts.insert("name", name.to_owned());
    facts.insert("first_name", first_word(name));
    let partners: Vec<&str> = program
        .pairings
        .values()
        .filter(|pairing| pairing.is_in_force() && pairing.role_of(person).is_some())
        .flat_map(Pairing::people)
        .filter(|partner| *partner != person)
        .map(|partner| program.name(partner))
        .collect();
    let pairings = program.pairings.values();
    let progress: Vec<Progress<'_>> = pairings
        .filter(|pairing| pairing.role_of(person).is_some())
        .map(|pairing| progress(program, pairing, today))
        .collect();
    let known = program.participants.get(person);
    let roles = known.map(Participant::roles).unwrap_or_default();
    let links = links_of_person(&program.settings, &roles, person, &progress, today);
    facts.insert("handbook", link_lines(&links));
    facts.insert("partners", or_else(partners.join(" and "), "your partner"));
    facts.extend(own);
    let to = vec![recipient(program, person)];
    letter(template, &facts, person.to_string(), to)
}

/// A letter to both sides of a pairing.
///
/// # Errors
/// A template that asks for what there is not.
pub fn to_pairing(
    program: &Program,
    template: &str,
    pairing: &Pairing,
    today: Day,
) -> Result<Letter, LetterError> {
    let mut facts = facts_of_program(program, today);
    let progress = progress(program, pairing, today);
    let mentor = program.name(&pairing.mentor);
    let mentees: Vec<&str> = pairing.mentees.iter().map(|id| program.name(id)).collect();
    let firsts: Vec<String> = mentees.iter().map(|name| first_word(name)).collect();
    let day =
        |day: Option<Day>, unknown: &str| day.map_or(unknown.to_owned(), |day| day.to_string());
    let every = pairing
        .every
        .unwrap_or(program.settings.policy.meeting_every);
    let minutes = pairing
        .minutes
        .unwrap_or(program.settings.policy.meeting_minutes);
    let goals: Vec<&str> = pairing
        .goals
        .iter()
        .map(|goal| goal.text.as_str())
        .collect();
    let held = progress.tally.count.held as usize;
    let links = links_of_pairing(&program.settings, &progress, today);
    facts.extend([
        ("handbook", link_lines(&links)),
        ("form", form(pairing.kind).to_owned()),
        (
            "rhythm_sentence",
            rhythm_sentence(pairing.kind, &every.to_string(), minutes),
        ),
        ("mentor", mentor.to_owned()),
        ("mentor_first", first_word(mentor)),
        ("mentee", mentees.join(" and ")),
        ("mentee_first", firsts.join(" and ")),
        ("starts", day(pairing.starts, "now")),
        ("ends", day(pairing.ends, "an open end")),
        (
            "facets",
            or_else(pairing.facets.join(", "), "whatever the two of you choose"),
        ),
        ("rhythm", every.to_string()),
        ("minutes", minutes.to_string()),
        ("goals", or_else(goals.join("; "), "what did you hope for?")),
        (
            "last_met",
            progress
                .tally
                .last_held
                .map_or("none yet".to_owned(), |day| day.to_string()),
        ),
        (
            "next",
            progress
                .tally
                .next
                .map_or("none yet".to_owned(), |next| next.at.day().to_string()),
        ),
        ("meetings_held", times(held)),
    ]);
    let to = pairing
        .people()
        .map(|person| recipient(program, person))
        .collect();
    letter(template, &facts, pairing.id.to_string(), to)
}

/// What they are together, in a letter to them.
fn form(kind: PairingKind) -> &'static str {
    match kind {
        PairingKind::Pair => "a mentoring pair",
        PairingKind::Circle => "a mentoring circle",
        PairingKind::Peer => "peers who mentor each other",
        PairingKind::Reverse => "a pair in which the junior mentors the senior",
        PairingKind::Flash => "a pair for one meeting",
    }
}

fn rhythm_sentence(kind: PairingKind, every: &str, minutes: u32) -> String {
    match kind {
        PairingKind::Flash => format!("One meeting of {minutes} minutes is all it takes."),
        PairingKind::Pair | PairingKind::Circle | PairingKind::Peer | PairingKind::Reverse => {
            format!("About every {every} for {minutes} minutes has worked well for others.")
        }
    }
}

/// Links of the handbook as lines of a letter; nothing where there are none.
fn link_lines(links: &[Link<'_>]) -> String {
    let line = |link: &Link<'_>| {
        let role = link.role.map(|role| format!("for the {role}: "));
        let title = link.title.unwrap_or(link.id.as_str());
        format!("- {}{title}: {}", role.unwrap_or_default(), link.url)
    };
    if links.is_empty() {
        return String::new();
    }
    let told: Vec<String> = links.iter().map(line).collect();
    format!("In our handbook:\n{}", told.join("\n"))
}

/// How often, in words.
pub(crate) fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        _ => format!("{count} times"),
    }
}

/// What is known whoever gets the letter.
fn facts_of_program(program: &Program, today: Day) -> Facts {
    let settings = &program.settings;
    let policy = &settings.policy;
    Facts::from([
        ("program", settings.name.clone()),
        ("purpose", settings.purpose.clone().unwrap_or_default()),
        (
            "sponsor",
            settings.resources.sponsor.clone().unwrap_or_default(),
        ),
        ("today", today.to_string()),
        ("rhythm", policy.meeting_every.to_string()),
        ("minutes", policy.meeting_minutes.to_string()),
        ("months", policy.commitment_months_min.to_string()),
        ("scale_low", policy.scale.0.to_string()),
        ("scale_high", policy.scale.1.to_string()),
        ("conduct", policy.conduct.clone().unwrap_or_default()),
        ("sentence", pool(program, today).sentence),
    ])
}

fn or_else(text: String, otherwise: &str) -> String {
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        text
    }
}

fn first_word(name: &str) -> String {
    name.split_whitespace().next().unwrap_or(name).to_owned()
}

fn recipient(program: &Program, person: &PersonId) -> Recipient {
    Recipient {
        name: program.name(person).to_owned(),
        email: program
            .participants
            .get(person)
            .and_then(|participant| participant.email.clone()),
    }
}

fn letter(
    template: &str,
    facts: &Facts,
    about: String,
    to: Vec<Recipient>,
) -> Result<Letter, LetterError> {
    let template = template
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n");
    let (subject, text) = template
        .strip_prefix("Subject:")
        .and_then(|rest| rest.split_once('\n'))
        .ok_or(LetterError::NoSubject)?;
    Ok(Letter {
        about,
        to,
        // A fact of several lines must not become a header of its own.
        subject: filled(subject.trim(), facts)?.replace('\n', " "),
        text: without_blank_runs(filled(text, facts)?.trim()),
    })
}

/// The text with each `{fact}` in words; `{{` is a brace.
fn filled(text: &str, facts: &Facts) -> Result<String, LetterError> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            out.push('{');
            rest = after;
            continue;
        }
        let line = 1 + text[..text.len() - rest.len()].matches('\n').count();
        let end = rest.find('}').ok_or(LetterError::OpenBrace { line })?;
        let name = rest[..end].trim();
        let Some(fact) = facts.get(name) else {
            return Err(LetterError::UnknownFact {
                name: name.to_owned(),
                known: facts.keys().map(|&known| known.to_owned()).collect(),
            });
        };
        out.push_str(fact);
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

/// A fact that is not there leaves no hole of blank lines and no trailing spaces.
fn without_blank_runs(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim_end) {
        if !(line.is_empty() && lines.last().is_some_and(|last| last.is_empty())) {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

/// The letter as a draft that mail programs open: nobody has sent it yet.
pub fn as_eml(letter: &Letter) -> String {
    let to: Vec<String> = letter
        .to
        .iter()
        .map(|one| match &one.email {
            Some(email) => format!("{} <{email}>", header_word(&one.name)),
            None => header_word(&one.name),
        })
        .collect();
    let body = letter.text.replace('\n', "\r\n");
    format!(
        "To: {}\r\nSubject: {}\r\nX-Unsent: 1\r\nMIME-Version: 1.0\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}",
        to.join(",\r\n "),
        subject_words(&letter.subject),
    )
}

/// A name as mail headers take it: quoted, or encoded where it is more than ASCII.
fn header_word(name: &str) -> String {
    if name.is_ascii() {
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        format!("\"{quoted}\"")
    } else {
        encoded(name)
    }
}

fn subject_words(subject: &str) -> String {
    if subject.is_ascii() {
        subject.to_owned()
    } else {
        encoded(subject)
    }
}

/// Bytes of an encoded word: with its frame it stays within the 75 characters that a header word may have.
const ENCODED_BYTES_MAX: usize = 42;

/// Words of RFC 2047, each short enough for a header, cut between characters.
fn encoded(text: &str) -> String {
    let mut words = Vec::new();
    let mut current = String::new();
    for character in text.chars() {
        if ENCODED_BYTES_MAX < current.len() + character.len_utf8() {
            words.push(std::mem::take(&mut current));
        }
        current.push(character);
    }
    words.push(current);
    let words: Vec<String> = words
        .iter()
        .map(|word| format!("=?utf-8?B?{}?=", base64(word.as_bytes())))
        .collect();
    words.join("\r\n ")
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0_u8; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from(group[0]) << 16 | u32::from(group[1]) << 8 | u32::from(group[2]);
        for place in 0..4 {
            if place <= chunk.len() {
                let index = (bits >> (18 - 6 * place)) & 63;
                out.push(char::from(LETTERS[index as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{day, pairing_with, participant, program};
    use crate::model::pairing::PairingState;

    fn told() -> Program {
        let mut program = program();
        for id in ["grace", "ada"] {
            let mut one = participant(id);
            one.name = if id == "ada" {
                "Ada Lövelace".to_owned()
            } else {
                "Grace Hopper".to_owned()
            };
            one.email = Some(format!("{id}@example.org"));
            program.participants.insert(one.id.clone(), one);
        }
        let pairing = pairing_with("grace-mentors-ada", &[("2026-01-12", PairingState::Active)]);
        program.pairings.insert(pairing.id.clone(), pairing);
        program
    }

    #[test]
    fn every_letter_that_comes_with_it_can_be_written() {
        let program = told();
        let today = day("2026-02-20");
        let pairing = program.pairings.values().next().unwrap();
        for (name, template) in BUILT_IN {
            let letter = match name {
                "certificate" | "certification" => continue,
                "invitation" | "check-in" => {
                    to_person(&program, template, &pairing.mentor, Facts::new(), today)
                }
                _ => to_pairing(&program, template, pairing, today),
            };
            let letter = letter.unwrap();
            assert!(
                !letter.text.contains('{') && !letter.subject.contains('{'),
                "{name}"
            );
        }
    }

    #[test]
    fn a_template_that_asks_for_what_there_is_not_is_refused_with_what_there_is() {
        let program = told();
        let pairing = program.pairings.values().next().unwrap();
        let write = |template: &str| to_pairing(&program, template, pairing, day("2026-02-20"));
        assert!(matches!(
            write("Subject: x\n{mentorr}"),
            Err(LetterError::UnknownFact { known, .. }) if known.contains(&"mentor".to_owned())
        ));
        assert_eq!(
            write("Subject: x\n\n{oops"),
            Err(LetterError::OpenBrace { line: 2 })
        );
        assert_eq!(write("Hello"), Err(LetterError::NoSubject));
        assert_eq!(write("Subject: x\na {{b}").unwrap().text, "a {b}\n");
    }

    #[test]
    fn names_beyond_ascii_are_encoded_and_no_fact_makes_a_header() {
        let program = told();
        let pairing = program.pairings.values().next().unwrap();
        let template = "Subject: {mentee}\nHello";
        let eml = as_eml(&to_pairing(&program, template, pairing, day("2026-02-20")).unwrap());
        assert!(eml.starts_with("To: \"Grace Hopper\" <grace@example.org>,\r\n =?utf-8?B?"));
        assert!(eml.is_ascii());
        assert_eq!(base64("Ada Lö".as_bytes()), "QWRhIEzDtg==");
    }
}
