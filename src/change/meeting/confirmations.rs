//! What became of many meetings, as rows of a CSV file say it.
//!
//! The file is the one that `due --kind unconfirmed --format csv` writes, with its column `is` filled in. A row whose
//! `is` is empty says nothing. All rows or none: every bad row is named.

use crate::change::import::csv::{CsvTable, Row, folded};
use crate::change::meeting::settle::{Held, Outcome, Settlement};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;

/// The words of the column `is`.
pub const OUTCOMES: [&str; 3] = ["held", "missed", "cancelled"];

/// The longest meeting, in minutes: a day.
const MINUTES_MAX: u32 = 24 * 60;

/// Why a row cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its number in a spreadsheet; 1 for the header.
    pub row: usize,
    /// What is wrong with it.
    pub message: String,
}

/// The columns by their places.
struct Columns {
    pairing: usize,
    meeting: usize,
    is: usize,
    absent: Option<usize>,
    minutes: Option<usize>,
    mode: Option<usize>,
}

/// Reads what became of meetings.
///
/// # Errors
/// Every row that cannot be taken, in file order.
pub fn confirmations(program: &Program, table: &CsvTable) -> Result<Vec<Settlement>, Vec<BadRow>> {
    let columns = Columns::of(table)?;
    let mut found = Vec::new();
    let mut bad: Vec<BadRow> = Vec::new();
    for uneven in &table.uneven {
        let (cells, columns) = (uneven.cells, table.header.len());
        let message = format!("{cells} cells, but the header has {columns}");
        bad.push(BadRow {
            row: uneven.number,
            message,
        });
    }
    for row in &table.rows {
        match columns.settlement(program, row) {
            Ok(Some(settlement)) if is_there(&found, &settlement) => bad.push(BadRow {
                row: row.number,
                message: format!("{} stands in the file twice", settlement.meeting),
            }),
            Ok(settlement) => found.extend(settlement),
            Err(message) => bad.push(BadRow {
                row: row.number,
                message,
            }),
        }
    }
    bad.sort_by_key(|bad| bad.row);
    if bad.is_empty() { Ok(found) } else { Err(bad) }
}

/// Two answers for one meeting are none.
fn is_there(found: &[Settlement], new: &Settlement) -> bool {
    found
        .iter()
        .any(|known| known.pairing == new.pairing && known.meeting == new.meeting)
}

impl Columns {
    fn of(table: &CsvTable) -> Result<Columns, Vec<BadRow>> {
        let place = |name: &str| table.header.iter().position(|known| folded(known) == name);
        let needed = |name: &str| {
            place(name).ok_or_else(|| BadRow {
                row: 1,
                message: format!("there is no column `{name}`"),
            })
        };
        match (needed("pairing"), needed("meeting"), needed("is")) {
            (Ok(pairing), Ok(meeting), Ok(is)) => Ok(Columns {
                pairing,
                meeting,
                is,
                absent: place("absent"),
                minutes: place("minutes"),
                mode: place("mode"),
            }),
            (pairing, meeting, is) => Err([pairing, meeting, is]
                .into_iter()
                .filter_map(Result::err)
                .collect()),
        }
    }

    fn settlement(&self, program: &Program, row: &Row) -> Result<Option<Settlement>, String> {
        let is = row.cell(self.is);
        if is.is_empty() {
            return Ok(None);
        }
        let name = row.cell(self.pairing);
        let pairing = Id::parse(name)
            .ok()
            .and_then(|id| program.pairings.get(&id))
            .ok_or_else(|| format!("there is no pairing `{name}`"))?;
        let name = row.cell(self.meeting);
        let mut meetings = program.log(&pairing.id).meetings.iter();
        let meeting = meetings
            .find(|meeting| meeting.id.as_str() == name)
            .ok_or_else(|| format!("{} has no meeting `{name}`", pairing.id))?;
        Ok(Some(Settlement {
            pairing: pairing.id.clone(),
            meeting: meeting.id.clone(),
            outcome: self.outcome(pairing, is, row)?,
        }))
    }

    fn outcome(&self, pairing: &Pairing, is: &str, row: &Row) -> Result<Outcome, String> {
        let absent = self.absent.map_or("", |column| row.cell(column));
        let word = is.to_lowercase();
        // A circle meets without one of its members.
        let may_be_absent = word == "missed" || (word == "held" && 1 < pairing.mentees.len());
        if !absent.is_empty() && !may_be_absent {
            return Err(format!("somebody is absent, so `is` is missed, not `{is}`"));
        }
        match word.as_str() {
            "held" => Ok(Outcome::Held(Held {
                minutes: self.minutes(row)?,
                mode: self.mode(row)?,
                absent: people(pairing, absent)?,
            })),
            "missed" => Ok(Outcome::Missed(people(pairing, absent)?)),
            "cancelled" | "canceled" => Ok(Outcome::Cancelled),
            _ => Err(format!(
                "`is` is one of {}, not `{is}`",
                OUTCOMES.join(", ")
            )),
        }
    }

    fn minutes(&self, row: &Row) -> Result<Option<u32>, String> {
        let text = self.minutes.map_or("", |column| row.cell(column));
        if text.is_empty() {
            return Ok(None);
        }
        let minutes = text.parse().ok();
        let minutes = minutes.filter(|minutes| (1..=MINUTES_MAX).contains(minutes));
        minutes
            .map(Some)
            .ok_or_else(|| format!("`{text}` is no number of minutes"))
    }

    fn mode(&self, row: &Row) -> Result<Option<Mode>, String> {
        match self.mode.map_or("", |column| row.cell(column)) {
            "" => Ok(None),
            text => Mode::parse(text)
                .map(Some)
                .ok_or_else(|| format!("there is no mode `{text}`")),
        }
    }
}

/// Ids of a cell, split at `;`; `mentor` and `mentee` stand for those who are that.
fn people(pairing: &Pairing, cell: &str) -> Result<Vec<PersonId>, String> {
    let words = cell
        .split(';')
        .map(str::trim)
        .filter(|word| !word.is_empty());
    let mut people = Vec::new();
    for word in words {
        match word {
            "mentor" => people.push(pairing.mentor.clone()),
            "mentee" => people.extend(pairing.mentees.iter().cloned()),
            _ => {
                let found = pairing.people().find(|person| person.as_str() == word);
                let person = found.ok_or_else(|| format!("{word} is not in {}", pairing.id))?;
                people.push(person.clone());
            }
        }
    }
    Ok(people)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::program;
    use crate::change::import::csv;
    use crate::change::sample::{log, pairing, person};
    use crate::model::log::MeetingState;
    use crate::model::pairing::PairingState;

    const PAIR: &str = "grace-hopper-mentors-ada-lovelace,2026-01-20";

    fn read(rows: &str) -> Result<Vec<Outcome>, Vec<String>> {
        let mut program = program();
        let pair = pairing(PairingState::Active);
        program
            .logs
            .insert(pair.id.clone(), log(MeetingState::Planned));
        program.pairings.insert(pair.id.clone(), pair);
        let text = format!("pairing,meeting,is,absent,minutes\n{rows}\n");
        let table = csv::read(text.as_bytes()).expect("the rows are a table");
        let found = confirmations(&program, &table);
        let found = found.map(|all| all.into_iter().map(|one| one.outcome).collect());
        found.map_err(|bad| {
            bad.into_iter()
                .map(|bad| format!("{}: {}", bad.row, bad.message))
                .collect()
        })
    }

    #[test]
    fn a_row_says_what_became_of_a_meeting() {
        let held = Held {
            minutes: Some(50),
            ..Held::default()
        };
        assert_eq!(
            read(&format!("{PAIR},held,,50")),
            Ok(vec![Outcome::Held(held)])
        );
        let missed = Outcome::Missed(vec![person("ada-lovelace")]);
        assert_eq!(
            read(&format!("{PAIR},missed,mentee,")),
            Ok(vec![missed.clone()])
        );
        assert_eq!(
            read(&format!("{PAIR},Missed,ada-lovelace,")),
            Ok(vec![missed])
        );
        assert_eq!(read(&format!("{PAIR},,,")), Ok(Vec::new()));
    }

    #[test]
    fn every_bad_row_is_named() {
        let rows = format!(
            "nobody,2026-01-20,held,,\n{PAIR},perhaps,,\n{PAIR},held,mentor,\n{PAIR},held,,soon\n{PAIR},held,,\n{PAIR},held,,"
        );
        let bad = [
            "2: there is no pairing `nobody`",
            "3: `is` is one of held, missed, cancelled, not `perhaps`",
            "4: somebody is absent, so `is` is missed, not `held`",
            "5: `soon` is no number of minutes",
            "7: 2026-01-20 stands in the file twice",
        ];
        assert_eq!(read(&rows), Err(bad.map(str::to_owned).to_vec()));
    }
}
