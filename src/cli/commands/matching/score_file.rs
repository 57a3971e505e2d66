//! Scores from a CSV file: columns in any order, `facet` optional, every wrong row named.
//!
//! Rows are read one by one and kept as numbers, so that a table may be greater than memory would hold as text.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::matching::scores::{ScoreFinding, ScoreTable, ScoreTableBuilder};
use crate::model::program::Program;
use crate::render::delimited;
use crate::store::outside;
use crate::store::problem::Problem;
use std::io::{BufReader, Read};
use std::path::Path;

/// Problems beyond these are not told: a file of something else would have one in every row.
const PROBLEMS_MAX: usize = 1_000;

/// Reads a table of scores from a file, or from standard input where the path is `-`.
pub(super) fn read_scores(
    path: &Path,
    program: &Program,
    context: &mut Context<'_, '_>,
) -> Result<ScoreTable, Failure> {
    let name = path.display().to_string();
    let problems = |problems: Vec<Problem>| Failure::Problems(problems);
    if name == "-" {
        return table(&name, &mut context.invocation.input, program).map_err(problems);
    }
    let file = outside::open_input(&context.invocation.directory.join(path)).map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {name}")))
    })?;
    table(&name, BufReader::new(file), program).map_err(problems)
}

/// Where the columns stand.
struct Columns {
    mentor: usize,
    mentee: usize,
    points: usize,
    facet: Option<usize>,
}

fn table(name: &str, input: impl Read, program: &Program) -> Result<ScoreTable, Vec<Problem>> {
    let problem = |line: u32, message: String| {
        let mut problem = Problem::of_file(name, "scores", message, None);
        problem.line = usize::try_from(line).unwrap_or(usize::MAX);
        problem.column = 1;
        problem
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(input);
    let broken = |error: &csv::Error| problem(line_of(error.position()), error.to_string());
    let header = reader.headers().map_err(|error| vec![broken(&error)])?;
    let columns = columns(header).map_err(|message| vec![problem(1, message)])?;
    let mut builder = ScoreTableBuilder::new(program);
    let (mut problems, mut record) = (Vec::new(), csv::StringRecord::new());
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.push(broken(&error));
                break;
            }
        }
        let line = line_of(record.position());
        let points = &record[columns.points];
        let Ok(points) = points.parse::<i64>() else {
            if problems.len() < PROBLEMS_MAX {
                let message = format!("row {line}: `{points}` is no whole number");
                problems.push(problem(line, message));
            }
            continue;
        };
        let facet = columns.facet.map(|facet| delimited::armed(&record[facet]));
        let (mentor, mentee) = (&record[columns.mentor], &record[columns.mentee]);
        builder.push(line, mentor, mentee, facet, points);
    }
    let table = builder.finish();
    let findings = table.as_ref().err().map_or(&[][..], Vec::as_slice);
    problems.extend(
        findings
            .iter()
            .map(|finding| problem(row_of(finding), finding.to_string())),
    );
    problems.sort();
    match table {
        Ok(table) if problems.is_empty() => Ok(table),
        _ => Err(problems),
    }
}

fn columns(header: &csv::StringRecord) -> Result<Columns, String> {
    let column = |wanted: &str| {
        header.iter().position(|title| {
            title
                .trim_start_matches('\u{feff}')
                .trim()
                .eq_ignore_ascii_case(wanted)
        })
    };
    let needed = |wanted: &str| {
        column(wanted).ok_or_else(|| {
            format!("there is no column `{wanted}`; the header is mentor,mentee,facet,points")
        })
    };
    Ok(Columns {
        mentor: needed("mentor")?,
        mentee: needed("mentee")?,
        points: needed("points")?,
        facet: column("facet"),
    })
}

fn line_of(position: Option<&csv::Position>) -> u32 {
    position.map_or(0, |position| {
        u32::try_from(position.line()).unwrap_or(u32::MAX)
    })
}

fn row_of(finding: &ScoreFinding) -> u32 {
    match finding {
        ScoreFinding::Stranger { line, .. }
        | ScoreFinding::PointsOutOfRange { line, .. }
        | ScoreFinding::Repeated { line, .. } => *line,
        ScoreFinding::TooMany => 0,
    }
}
