//! Planning an import of pairings, past and present: a history for each row, ended ones closed on their last day.
//!
//! All or nothing, like people. The key is mentor, mentees and cohort, so that the same two may meet again in a
//! later cohort and a second import changes nothing.

use crate::change::edit::{At, Author, Change, Edit, FileName, Part};
use crate::change::entry_id::numbered;
use crate::change::import::cells::Cells;
use crate::change::import::columns::Columns;
use crate::change::import::csv::CsvTable;
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::Directory;
use crate::change::import::mapping::Mapping;
use crate::change::import::pairing_row::{Frame, PairingRow, read};
use crate::change::import::people::{added_cohorts, cohort_edits, cohorts, kept};
use crate::change::import::report::{Differing, PairingsReport, spelled};
use crate::change::import::there::Update;
use crate::change::import::warnings::of_pairings;
use crate::change::pairing::{head, stem};
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use crate::model::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What an import was told beside the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairingsOptions {
    /// The cohort of rows that name none.
    pub cohort: Option<Id>,
    /// What happens to cells that differ.
    pub update: Update,
}

/// An import of pairings that can be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PairingsImport {
    /// Without edits where nothing is new.
    pub change: Change,
    /// What it does.
    pub report: PairingsReport,
}

/// Plans the import of a table of pairings.
///
/// # Errors
/// Everything that is wrong with the table: people who are not enrolled or mentor themselves, pairings twice,
/// cohorts that nobody declared, days that are missing or the wrong way round, mentors beyond their capacity.
pub fn pairings(
    program: &Program,
    table: &CsvTable,
    mapping: Option<&Mapping>,
    options: &PairingsOptions,
    author: &Author,
) -> Result<PairingsImport, ImportRefusal> {
    let columns = columns(table, mapping)?;
    let (rows, skipped) = kept(table, mapping);
    let cells: Vec<Cells> = rows.iter().map(|row| columns.cells(row)).collect();
    let mut faults: Vec<TableFault> = table
        .uneven
        .iter()
        .map(|row| TableFault::uneven(row, table.header.len()))
        .collect();
    let directory = Directory::of(program, mapping.and_then(|mapping| mapping.key.as_ref()));
    let frame = Frame {
        program,
        directory: &directory,
        cohorts: &cohorts(program, mapping),
        cohort: options.cohort.as_ref(),
        today: author.today,
    };
    let rows: Vec<PairingRow> = cells
        .iter()
        .filter_map(|cells| read(&frame, cells, &mut faults))
        .collect();
    let there = There::of(program);
    let rows = there.told_apart(&rows, &mut faults);
    ImportRefusal::of(faults)?;
    let mut report = PairingsReport {
        rows: table.rows.len(),
        skipped,
        ignored_columns: columns.ignored.clone(),
        cohorts_added: added_cohorts(program, mapping)
            .map(|cohort| cohort.id.clone())
            .collect(),
        warnings: of_pairings(program, mapping, &rows),
        ..PairingsReport::default()
    };
    let mut edits = cohort_edits(program, mapping);
    let mut reserved = BTreeSet::new();
    for (row, pairing) in &rows {
        match pairing {
            None => edits.push(newcomer(program, row, author, &mut reserved, &mut report)),
            Some(pairing) => edits.extend(known_pairing(
                pairing,
                row,
                options.update,
                author,
                &mut report,
            )),
        }
    }
    let change = Change {
        sentence: sentence(&report),
        edits,
    };
    Ok(PairingsImport { change, report })
}

fn columns(table: &CsvTable, mapping: Option<&Mapping>) -> Result<Columns, ImportRefusal> {
    let columns = Columns::of(Subject::Pairings, table, mapping)
        .map_err(|faults| ImportRefusal { faults })?;
    let missing = ["mentor", "mentee"]
        .into_iter()
        .filter(|name| !columns.has(name));
    let faults = missing.map(|field| TableFault {
        row: None,
        column: None,
        fault: Fault::NoColumn { field },
    });
    ImportRefusal::of(faults.collect())?;
    Ok(columns)
}

/// Mentor, mentees in order, cohort.
type Key<'a> = (&'a PersonId, Vec<&'a PersonId>, Option<&'a Id>);

/// The pairings that are there, by what tells them apart.
struct There<'a> {
    program: &'a Program,
    by_key: BTreeMap<Key<'a>, &'a Pairing>,
    in_force: BTreeMap<(&'a PersonId, &'a PersonId), &'a Id>,
    mentees: BTreeMap<&'a PersonId, u32>,
}

fn key<'a>(mentor: &'a PersonId, mentees: &'a [PersonId], cohort: Option<&'a Id>) -> Key<'a> {
    let mut mentees: Vec<&PersonId> = mentees.iter().collect();
    mentees.sort_unstable();
    (mentor, mentees, cohort)
}

impl<'a> There<'a> {
    fn of(program: &'a Program) -> There<'a> {
        let mut there = There {
            program,
            by_key: BTreeMap::new(),
            in_force: BTreeMap::new(),
            mentees: BTreeMap::new(),
        };
        for pairing in program.pairings.values() {
            there.by_key.insert(
                key(&pairing.mentor, &pairing.mentees, pairing.cohort.as_ref()),
                pairing,
            );
            if !pairing.is_in_force() {
                continue;
            }
            for mentee in &pairing.mentees {
                there
                    .in_force
                    .insert((&pairing.mentor, mentee), &pairing.id);
            }
            if pairing.kind != PairingKind::Peer {
                let count = u32::try_from(pairing.mentees.len()).unwrap_or(u32::MAX);
                *there.mentees.entry(&pairing.mentor).or_default() += count;
            }
        }
        there
    }

    /// Each row with its pairing, if it is there; rows that are one pairing or one too many are faults.
    fn told_apart<'r>(
        &self,
        rows: &'r [PairingRow],
        faults: &mut Vec<TableFault>,
    ) -> Vec<(&'r PairingRow, Option<&'a Pairing>)> {
        let mut seen: BTreeMap<Key<'_>, usize> = BTreeMap::new();
        let mut in_force: BTreeMap<(&PersonId, &PersonId), usize> = BTreeMap::new();
        let mut mentees: BTreeMap<&PersonId, u32> = BTreeMap::new();
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let new = &row.pairing;
            let key = key(&new.mentor, &new.mentees, new.cohort.as_ref());
            let pairing = self.by_key.get(&key).copied();
            if let Some(first) = seen.insert(key, row.number) {
                faults.push(TableFault::row(row.number, Fault::SamePairing { first }));
            }
            told.push((row, pairing));
            if pairing.is_some() || !row.state.is_in_force() {
                continue;
            }
            for mentee in &new.mentees {
                let earlier = in_force.insert((&new.mentor, mentee), row.number);
                faults.extend(self.twice(row, mentee, earlier));
            }
            if new.kind != PairingKind::Peer {
                let count = mentees
                    .entry(&new.mentor)
                    .or_insert_with(|| self.mentees.get(&new.mentor).copied().unwrap_or(0));
                *count += u32::try_from(new.mentees.len()).unwrap_or(u32::MAX);
                faults.extend(self.beyond_capacity(row, *count));
            }
        }
        told
    }

    fn twice(
        &self,
        row: &PairingRow,
        mentee: &PersonId,
        earlier: Option<usize>,
    ) -> Option<TableFault> {
        let mentor = &row.pairing.mentor;
        let (owner, mate) = (mentor.clone(), mentee.clone());
        let fault = match (self.in_force.get(&(mentor, mentee)), earlier) {
            (Some(pairing), _) => Fault::InForce {
                mentor: owner,
                mentee: mate,
                pairing: (*pairing).clone(),
            },
            (None, Some(first)) => Fault::SamePairing { first },
            (None, None) => return None,
        };
        Some(TableFault::row(row.number, fault))
    }

    fn beyond_capacity(&self, row: &PairingRow, mentees: u32) -> Option<TableFault> {
        let mentor = &row.pairing.mentor;
        let offer = self.program.participants.get(mentor)?.mentor.as_ref();
        let capacity = offer.map_or(0, |mentor| mentor.capacity);
        let fault = Fault::Capacity {
            mentor: mentor.clone(),
            mentees,
            capacity,
        };
        (capacity < mentees).then(|| TableFault::row(row.number, fault))
    }
}

/// The edit that makes a new pairing.
fn newcomer(
    program: &Program,
    row: &PairingRow,
    author: &Author,
    reserved: &mut BTreeSet<Id>,
    report: &mut PairingsReport,
) -> Edit {
    let is_taken = |id: &Id| program.pairings.contains_key(id) || reserved.contains(id);
    let id = numbered(&stem(&row.pairing), is_taken);
    reserved.insert(id.clone());
    report.added.push(id.clone());
    let mut parts = vec![Part::Top(head(&row.pairing, row.starts, row.ends))];
    parts.extend(row.closing().map(|fields| Part::Table("closing", fields)));
    parts.extend(
        row.history(author)
            .into_iter()
            .map(|fields| Part::Entry("state", fields)),
    );
    Edit::Create {
        file: FileName::Pairing(id),
        parts,
    }
}

/// Shows or writes what a row says otherwise of a pairing that is there; what it leaves open is no difference.
fn known_pairing(
    pairing: &Pairing,
    row: &PairingRow,
    update: Update,
    author: &Author,
    report: &mut PairingsReport,
) -> Vec<Edit> {
    let file = || FileName::Pairing(pairing.id.clone());
    let mut edits = Vec::new();
    for (key, there, cell) in other_cells(pairing, row) {
        match update {
            Update::LeaveAlone => {
                report
                    .differing
                    .push(differing(pairing, row, key, there.as_ref(), &cell));
            }
            Update::Write => edits.push(Edit::Set {
                file: file(),
                at: At::Top,
                key: key.to_owned(),
                value: cell,
            }),
        }
    }
    let (latest, said) = (
        pairing.state_latest(),
        row.said.unwrap_or(pairing.state_latest()),
    );
    if latest != said {
        let is_legal = latest.may_become(said);
        if update == Update::LeaveAlone || !is_legal {
            let there = Value::from(latest.as_str());
            report.differing.push(differing(
                pairing,
                row,
                "state",
                Some(&there),
                &said.as_str().into(),
            ));
        } else {
            let closing = row.closing().into_iter().flatten();
            edits.extend(closing.map(|(key, value)| Edit::Set {
                file: file(),
                at: At::Table("closing"),
                key,
                value,
            }));
            let fields = row.history(author).pop().unwrap_or_default();
            edits.push(Edit::Append {
                file: file(),
                table: "state",
                fields,
            });
        }
    }
    if edits.is_empty() {
        report.unchanged += 1;
    } else {
        report.updated.push(pairing.id.clone());
    }
    edits
}

/// Facets and days that the row gives and that are not those of the pairing.
fn other_cells(pairing: &Pairing, row: &PairingRow) -> Vec<(&'static str, Option<Value>, Value)> {
    let new = &row.pairing;
    let mut cells = Vec::new();
    let is_other = |one: &[String], other: &[String]| {
        one.iter().collect::<BTreeSet<_>>() != other.iter().collect::<BTreeSet<_>>()
    };
    if !new.facets.is_empty() && is_other(&pairing.facets, &new.facets) {
        let there = (!pairing.facets.is_empty()).then(|| pairing.facets.clone().into());
        cells.push(("facets", there, new.facets.clone().into()));
    }
    for (key, there, day) in [
        ("starts", pairing.starts, new.starts),
        ("ends", pairing.ends, new.ends),
    ] {
        if let Some(day) = day.filter(|day| there != Some(*day)) {
            cells.push((key, there.map(Value::Day), day.into()));
        }
    }
    cells
}

fn differing(
    pairing: &Pairing,
    row: &PairingRow,
    key: &str,
    there: Option<&Value>,
    cell: &Value,
) -> Differing {
    Differing {
        row: row.number,
        id: pairing.id.to_string(),
        column: key.to_owned(),
        there: there.map(spelled),
        cell: spelled(cell),
    }
}

fn sentence(report: &PairingsReport) -> String {
    let mut parts = vec![format!("{} added", report.added.len())];
    if !report.updated.is_empty() {
        parts.push(format!("{} updated", report.updated.len()));
    }
    format!("import pairings: {}", parts.join(", "))
}
