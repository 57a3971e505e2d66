//! Several of one noun at once: references, a filter, or ids on standard input; the same on every verb.
//!
//! What may be several things is settled once, before a change is planned; the plan itself never asks.

use crate::calendar::clock::Clock;
use crate::change::refusal::Refusal;
use crate::cli::columns;
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{parse_filter, row_json};
use crate::cli::reference::{self, person, picked};
use crate::insights::roster::{pairing_rows, participant_rows};
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::store::outside;
use crate::store::read::Extent;
use clap::Args;

/// People named by references, a filter, or ids on standard input.
#[derive(Debug, Clone, Args)]
pub(crate) struct People {
    /// Ids or their beginnings, e-mails, names; - reads ids from standard input
    #[arg(value_name = "PERSON")]
    pub(crate) people: Vec<String>,
    /// Everybody for whom this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub(crate) filter: Option<String>,
}

/// Pairings named by references, a filter, or ids on standard input.
#[derive(Debug, Clone, Args)]
pub(crate) struct Pairings {
    /// Ids or their beginnings, MENTOR+MENTEE, or people with one pairing in force; - reads ids from standard input
    #[arg(value_name = "PAIRING")]
    pub(crate) pairings: Vec<String>,
    /// Every pairing for which this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    pub(crate) filter: Option<String>,
}

/// Who or what is meant, once ambiguous words are settled.
#[derive(Debug, Clone)]
pub(crate) struct Meant {
    words: Vec<String>,
    filter: Option<String>,
}

impl People {
    /// Settles who is meant.
    pub(crate) fn meant(&self, context: &mut Context<'_, '_>) -> Result<Meant, Failure> {
        let words = words(context, &self.people)?;
        if words.is_empty() && self.filter.is_none() {
            return Err(Failure::usage(
                "nobody is named: give a PERSON, --where or -",
            ));
        }
        let (program, _) = context.read(&Extent::Roster)?;
        let settled = words
            .iter()
            .map(|word| picked(context, word, |word| person(&program, word)));
        let words = settled
            .map(|id| id.map(|id| id.to_string()))
            .collect::<Result<_, _>>()?;
        Ok(Meant {
            words,
            filter: self.filter.clone(),
        })
    }
}

impl Pairings {
    /// Settles which are meant.
    pub(crate) fn meant(&self, context: &mut Context<'_, '_>) -> Result<Meant, Failure> {
        let words = words(context, &self.pairings)?;
        if words.is_empty() && self.filter.is_none() {
            return Err(Failure::usage(
                "no pairing is named: give a PAIRING, --where or -",
            ));
        }
        let (program, _) = context.read(&Extent::Roster)?;
        let settled = words
            .iter()
            .map(|word| picked(context, word, |word| reference::pairing(&program, word)));
        let words = settled
            .map(|id| id.map(|id| id.to_string()))
            .collect::<Result<_, _>>()?;
        Ok(Meant {
            words,
            filter: self.filter.clone(),
        })
    }
}

impl Meant {
    /// The people, in order of ids.
    pub(crate) fn people(
        &self,
        program: &Program,
        clock: &Clock,
    ) -> Result<Vec<PersonId>, Failure> {
        let mut people = self
            .words
            .iter()
            .map(|word| person(program, word))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(filter) = &self.filter {
            people.extend(people_where(filter, program, clock)?);
        }
        people.sort();
        people.dedup();
        if people.is_empty() {
            return Err(
                Refusal::refused("nobody is meant: --where holds for no participant").into(),
            );
        }
        Ok(people)
    }

    /// The pairings, in order of ids.
    pub(crate) fn pairings(&self, program: &Program, clock: &Clock) -> Result<Vec<Id>, Failure> {
        let mut pairings = self
            .words
            .iter()
            .map(|word| reference::pairing(program, word))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(filter) = &self.filter {
            let filter = parse_filter(filter, &columns::PAIRING, clock)?;
            let rows = pairing_rows(program, clock.today);
            pairings.extend(
                rows.iter()
                    .filter(|row| filter.matches(&row_json(row)))
                    .map(|row| row.id.clone()),
            );
        }
        pairings.sort();
        pairings.dedup();
        if pairings.is_empty() {
            return Err(Refusal::refused("no pairing is meant: --where holds for none").into());
        }
        Ok(pairings)
    }

    /// Pairings that a command found by itself.
    pub(crate) fn pairings_named(ids: &[Id]) -> Meant {
        Meant {
            words: ids.iter().map(Id::to_string).collect(),
            filter: None,
        }
    }

    /// Whether a filter says who or what is meant, which may look at logs.
    pub(crate) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    /// Whether a person looks first: where one word may have meant many.
    pub(crate) fn looking(&self) -> Looking {
        if self.is_several() {
            Looking::First
        } else {
            Looking::Away
        }
    }

    /// Whether more than one may be meant.
    pub(crate) fn is_several(&self) -> bool {
        self.filter.is_some() || 1 < self.words.len()
    }
}

/// Everybody for whom an expression holds, in order of ids.
pub(crate) fn people_where(
    filter: &str,
    program: &Program,
    clock: &Clock,
) -> Result<Vec<PersonId>, Failure> {
    let filter = parse_filter(filter, &columns::PARTICIPANT, clock)?;
    let rows = participant_rows(program, clock.today);
    let held = rows.iter().filter(|row| filter.matches(&row_json(row)));
    Ok(held.map(|row| row.id.clone()).collect())
}

/// The words of a command line, with those of standard input in place of `-`.
pub(crate) fn words(
    context: &mut Context<'_, '_>,
    words: &[String],
) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for word in words {
        if word == "-" {
            let bytes = outside::read_stream(context.invocation.input)
                .map_err(anyhow::Error::from)
                .map_err(Failure::Outside)?;
            all.extend(ids(&String::from_utf8_lossy(&bytes)));
        } else {
            all.push(word.clone());
        }
    }
    Ok(all)
}

/// Ids in a text: one or several a line, or the first column of a list as another command printed it.
fn ids(text: &str) -> Vec<String> {
    let lines = text.trim_start_matches('\u{feff}').lines();
    let of_line = |line: &str| -> Vec<String> {
        match line.split_once('\t') {
            Some((first, _)) => vec![first.trim().to_owned()],
            None => line.split_whitespace().map(str::to_owned).collect(),
        }
    };
    let mut ids: Vec<String> = lines.flat_map(of_line).collect();
    // The head of a list names its column.
    if ids.first().is_some_and(|first| first == "id") {
        ids.remove(0);
    }
    ids.retain(|id| !id.is_empty());
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_another_command_printed_names_its_ids() {
        assert_eq!(ids("id\tname\r\nada\tAda L\nkim\tKim\n"), ["ada", "kim"]);
        assert_eq!(ids("\u{feff}ada kim\n\nlee\n"), ["ada", "kim", "lee"]);
        assert_eq!(ids("id\nada\n"), ["ada"]);
        assert!(ids("").is_empty());
    }
}
