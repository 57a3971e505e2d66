//! Scores from a CSV file: columns in any order, `facet` optional, every wrong row named.

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::matching::scores::{ScoreFinding, ScoreTable, ScoreTableBuilder};
use crate::model::program::Program;
use crate::store::outside;
use crate::store::problem::Problem;
use std::path::Path;

/// Reads a table of scores: columns in any order, `facet` optional.
pub(super) fn read_scores(
    path: &Path,
    program: &Program,
    context: &mut Context<'_, '_>,
) -> Result<ScoreTable, Failure> {
    let name = path.display().to_string();
    let bytes = if path.as_os_str() == "-" {
        outside::read_stream(context.invocation.input)
    } else {
        outside::read_input(&context.invocation.directory.join(path))
    };
    let bytes = bytes.map_err(|error| {
        Failure::Outside(anyhow::anyhow!(error).context(format!("cannot read {name}")))
    })?;
    let refused =
        |message: String| Failure::Problems(vec![Problem::of_file(&name, "scores", message, None)]);
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(&bytes[..]);
    let headers = reader
        .headers()
        .map_err(|error| refused(error.to_string()))?
        .clone();
    let column = |wanted: &str| {
        headers.iter().position(|header| {
            header
                .trim_start_matches('\u{feff}')
                .eq_ignore_ascii_case(wanted)
        })
    };
    let needed = |wanted: &str| {
        column(wanted).ok_or_else(|| refused(format!("there is no column `{wanted}`")))
    };
    let (mentor, mentee, points, facet) = (
        needed("mentor")?,
        needed("mentee")?,
        needed("points")?,
        column("facet"),
    );
    let mut builder = ScoreTableBuilder::new(program);
    for record in reader.records() {
        let record = record.map_err(|error| refused(error.to_string()))?;
        let line = record.position().map_or(0, |position| {
            u32::try_from(position.line()).unwrap_or(u32::MAX)
        });
        let number = record[points].parse::<i64>();
        let number = number.map_err(|_| {
            refused(format!(
                "row {line}: `{}` is no whole number",
                &record[points]
            ))
        })?;
        builder.push(
            line,
            &record[mentor],
            &record[mentee],
            facet.map(|facet| &record[facet]),
            number,
        );
    }
    let wrong = |findings: Vec<ScoreFinding>| {
        Failure::Problems(
            findings
                .iter()
                .map(|finding| Problem::of_file(&name, "scores", finding.to_string(), None))
                .collect(),
        )
    };
    builder.finish().map_err(wrong)
}
