//! Planning an import of people: every row is somebody new, or somebody who is there.
//!
//! All or nothing: one fault refuses the table. Its invariant: a table that was imported gives no edit when it
//! is imported again.

use crate::change::edit::{Author, Change, Edit, Fields, FileName, field};
use crate::change::enroll::{Profile, create};
use crate::change::import::cells::Cells;
use crate::change::import::columns::Columns;
use crate::change::import::csv::{CsvTable, Row};
use crate::change::import::fault::{Fault, ImportRefusal, TableFault};
use crate::change::import::fields::Subject;
use crate::change::import::identity::{Claim, Directory, Who, identify};
use crate::change::import::mapping::Mapping;
use crate::change::import::person::{Cell, Frame, PersonRow, read};
use crate::change::import::report::{PeopleReport, Skipped};
use crate::change::import::requests::request_fields;
use crate::change::import::there::{Screening, Update, cohorts_field, compare};
use crate::change::import::warnings;
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Participant, Role};
use crate::model::program::Program;
use crate::model::settings::Cohort;
use std::collections::BTreeMap;

/// What an import was told beside the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeopleOptions {
    /// The roles of rows that name none, mentor first.
    pub roles: Vec<Role>,
    /// The cohort of rows that name none.
    pub cohort: Option<Id>,
    /// What happens to cells that differ.
    pub update: Update,
}

/// An import of people that can be written.
#[derive(Debug, Clone, PartialEq)]
pub struct PeopleImport {
    /// Without edits where nothing is new.
    pub change: Change,
    /// What it does.
    pub report: PeopleReport,
}

/// Plans the import of a table of people.
///
/// # Errors
/// Everything that is wrong with the table: columns that mean the same, cells of the wrong kind, people without
/// a name or a role, people twice, cohorts that nobody declared.
pub fn people(
    program: &Program,
    table: &CsvTable,
    mapping: Option<&Mapping>,
    options: &PeopleOptions,
    author: &Author,
) -> Result<PeopleImport, ImportRefusal> {
    let columns =
        Columns::of(Subject::People, table, mapping).map_err(|faults| ImportRefusal { faults })?;
    let mut faults: Vec<TableFault> = table
        .uneven
        .iter()
        .map(|row| TableFault::uneven(row, table.header.len()))
        .collect();
    let (rows, skipped) = kept(table, mapping);
    let cells: Vec<Cells> = rows.iter().map(|row| columns.cells(row)).collect();
    let directory = Directory::of(program, mapping.and_then(|mapping| mapping.key.as_ref()));
    let identified = identify(&directory, &cells, &mut faults);
    without_name_column(&columns, &mut faults);
    let frame = Frame {
        program,
        directory: &directory,
        addresses: addresses(&identified),
        cohorts: cohorts(program, mapping),
        roles: &options.roles,
        cohort: options.cohort.as_ref(),
    };
    let mut people = Vec::with_capacity(cells.len());
    for (cells, (claim, who)) in cells.iter().zip(&identified) {
        let Some(who) = who else { continue };
        people.push(read(&frame, cells, claim, who, &mut faults));
    }
    ImportRefusal::of(faults)?;
    let mut report = PeopleReport {
        rows: table.rows.len(),
        skipped,
        extra_columns: columns.extra.clone(),
        ignored_columns: columns.ignored.clone(),
        warnings: warnings::of_people(program, mapping, &directory, &people, (&cells, &identified)),
        ..PeopleReport::default()
    };
    let mut edits = cohort_edits(program, mapping);
    report.cohorts_added = added_cohorts(program, mapping)
        .map(|cohort| cohort.id.clone())
        .collect();
    for row in &people {
        edits.extend(person_edits(
            program,
            row,
            options.update,
            author,
            &mut report,
        ));
    }
    let change = Change {
        sentence: sentence(&report),
        edits,
    };
    Ok(PeopleImport { change, report })
}

/// Says once that no column holds names, in place of saying of each row that it has none.
fn without_name_column(columns: &Columns, faults: &mut Vec<TableFault>) {
    let of_names = ["name", "first_name", "last_name"];
    let is_nameless = |fault: &Fault| matches!(fault, Fault::Missing { what: "name" });
    let is_told = faults.iter().any(|fault| is_nameless(&fault.fault));
    if !is_told || of_names.iter().any(|name| columns.has(name)) {
        return;
    }
    faults.retain(|fault| !is_nameless(&fault.fault));
    faults.insert(
        0,
        TableFault {
            row: None,
            column: None,
            fault: Fault::NoColumn { field: "name" },
        },
    );
}

/// The rows that the mapping keeps, and those that it leaves out.
pub(super) fn kept<'a>(
    table: &'a CsvTable,
    mapping: Option<&Mapping>,
) -> (Vec<&'a Row>, Vec<Skipped>) {
    let skips = mapping.map_or(&[][..], |mapping| &mapping.skips);
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    for row in &table.rows {
        match skips
            .iter()
            .find(|skip| skip.when.iter().all(|condition| condition.holds(row)))
        {
            None => rows.push(row),
            Some(skip) => skipped.push(Skipped {
                row: row.number,
                because: skip.because.clone(),
            }),
        }
    }
    (rows, skipped)
}

fn addresses(identified: &[(Claim, Option<Who>)]) -> BTreeMap<String, PersonId> {
    let mut addresses = BTreeMap::new();
    for (claim, who) in identified {
        if let (Some(email), Some(Who::There(id) | Who::New(id))) = (&claim.email, who) {
            addresses.insert(email.to_lowercase(), id.clone());
            addresses.insert(id.to_string(), id.clone());
        }
    }
    addresses
}

/// Cohorts of the program, and those that only the mapping declares.
pub(super) fn cohorts(program: &Program, mapping: Option<&Mapping>) -> BTreeMap<Id, Cohort> {
    let declared = program
        .settings
        .cohorts
        .iter()
        .chain(added_cohorts(program, mapping));
    declared
        .map(|cohort| (cohort.id.clone(), cohort.clone()))
        .collect()
}

/// Cohorts that the mapping declares and the program does not.
pub(super) fn added_cohorts<'a>(
    program: &'a Program,
    mapping: Option<&'a Mapping>,
) -> impl Iterator<Item = &'a Cohort> {
    let declared = mapping.map_or(&[][..], |mapping| &mapping.cohorts);
    declared
        .iter()
        .filter(|cohort| program.settings.cohort(&cohort.id).is_none())
}

/// The edits that declare them.
pub(super) fn cohort_edits(program: &Program, mapping: Option<&Mapping>) -> Vec<Edit> {
    let append = |cohort: &Cohort| {
        let mut fields = vec![field("id", cohort.id.as_str())];
        fields.extend(cohort.starts.map(|day| field("starts", day)));
        fields.extend(cohort.ends.map(|day| field("ends", day)));
        Edit::Append {
            file: FileName::Program,
            table: "cohort",
            fields,
        }
    };
    added_cohorts(program, mapping).map(append).collect()
}

fn person_edits(
    program: &Program,
    row: &PersonRow,
    update: Update,
    author: &Author,
    report: &mut PeopleReport,
) -> Vec<Edit> {
    let there = match &row.who {
        Who::New(_) => None,
        Who::There(id) => program.participants.get(id),
    };
    let Some(person) = there else {
        let (Who::New(id) | Who::There(id)) = &row.who;
        report.added.push(id.clone());
        return vec![newcomer(program, row, id, author)];
    };
    known_person(program, person, row, update, author, report)
}

fn known_person(
    program: &Program,
    person: &Participant,
    row: &PersonRow,
    update: Update,
    author: &Author,
    report: &mut PeopleReport,
) -> Vec<Edit> {
    let screening = if program.settings.policy.screening {
        Screening::On
    } else {
        Screening::Off
    };
    let outcome = compare(person, row, update, screening, author);
    if outcome.edits.is_empty() {
        report.unchanged += 1;
    }
    if outcome.is_updated {
        report.updated.push(person.id.clone());
    }
    report.roles_added.extend(outcome.roles_added);
    report.differing.extend(outcome.differing);
    outcome.edits
}

/// The edit that makes the file of somebody new.
fn newcomer(program: &Program, row: &PersonRow, id: &PersonId, author: &Author) -> Edit {
    let fields = |cells: &[Cell]| -> Fields {
        cells
            .iter()
            .map(|cell| (cell.key.clone(), cell.value.clone()))
            .collect()
    };
    let mut mentor = fields(&row.mentor);
    mentor.extend(cohorts_field(&row.mentor_cohorts));
    let is_mentee = row.roles.contains(&Role::Mentee);
    let profile = Profile {
        top: fields(&row.top),
        mentor: row.roles.contains(&Role::Mentor).then_some(mentor),
        mentee: (is_mentee && (!row.mentee.is_empty() || row.requests.is_empty()))
            .then(|| fields(&row.mentee)),
        requests: row.requests.iter().map(request_fields).collect(),
        extra: fields(&row.extra),
    };
    let since = row.since.map_or(author.today, |day| day.min(author.today));
    create(
        program,
        &profile,
        id,
        &Author {
            today: since,
            by: author.by.clone(),
        },
    )
}

fn sentence(report: &PeopleReport) -> String {
    let mut parts = vec![format!("{} added", report.added.len())];
    for (count, what) in [
        (report.roles_added.len(), "roles added"),
        (report.updated.len(), "updated"),
    ] {
        if 0 < count {
            parts.push(format!("{count} {what}"));
        }
    }
    format!("import people: {}", parts.join(", "))
}
