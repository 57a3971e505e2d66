//! `import prospects`: people who might become mentors, from a CSV file.

use super::{input, reply};
use crate::change::import::fields::Subject;
use crate::change::import::prospects::{ProspectsReport, prospects};
use crate::cli::commands::import::report::{done, ignored, skipped};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::render::document::Document;
use crate::render::words::count;
use crate::store::read::Extent;
use clap::Args;
use std::path::PathBuf;

/// Write down the people of a CSV file who might become mentors
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad import prospects speakers.csv
  pleiad import prospects badge-scans.csv --map badges.toml -n     (shows what it would do)
Columns: name, email, source (met: conference, speaker, college, incubator, site, introduction,
other), place (event, introduced by), title, organization (company), facets (topics), next
(follow up), and the last that was said: is (idea, asked, met, yes, no), on (date), text (note).
Who is there already, by e-mail or else by name, is left alone: importing again changes nothing.
`pleiad help files` explains mapping files (MAPPING.toml).")]
pub(crate) struct Prospects {
    /// The CSV file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A mapping file: what the columns mean
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
}

pub(super) fn run(command: &Prospects, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let map = command.map.as_deref();
    let input = input(&command.file, map, Subject::Prospects, context)?;
    let extent = Extent::Prospects;
    let written = context.change(&extent, Looking::Away, |program, clock, _| {
        let mapping = input.mapping.as_ref();
        prospects(program, &input.table, mapping, clock.today)
            .map_err(|refusal| super::failure(&input.name, &refusal))
    })?;
    let reply = reply("import-prospects", &written, document(&written.answer), &[]);
    Ok(if written.answer.added.is_empty() {
        reply
    } else {
        reply.next("pleiad prospect list")
    })
}

fn document(report: &ProspectsReport) -> Document {
    let mut lines = vec![format!("{} read.", count(report.rows, "row", "rows"))];
    let counts = [
        ("written down", report.added.len()),
        ("there already and left alone", report.unchanged),
        ("enrolled already and left alone", report.enrolled),
    ];
    lines.extend(
        counts
            .iter()
            .filter_map(|&(what, number)| done(what, number, "prospect", "prospects")),
    );
    lines.extend(skipped(&report.skipped));
    lines.extend(ignored(&report.ignored_columns));
    Document::new().list(lines)
}
