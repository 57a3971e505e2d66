//! `export html` and `export svg`: other words for `summary --format html` and `summary --format svg`.

use crate::cli::commands::summary::Summary;
use crate::cli::global::Format;
use clap::Args;

/// Write the page of a program, a person or a pairing; the same as `summary --format html`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export html -o program.html
  pleiad export html ada -o ada.html
The page needs nothing but itself: no network, no other file.")]
pub(crate) struct ExportHtml {
    #[command(flatten)]
    pub(crate) summary: Summary,
}

/// Write a picture of a program; the same as `summary --format svg`
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad export svg --figure calendar -o calendar.svg
  pleiad export svg --figure funnel
Without --figure it says which pictures there are.")]
pub(crate) struct ExportSvg {
    #[command(flatten)]
    pub(crate) summary: Summary,
}

impl super::ExportCommand {
    /// The format that the name of the command stands for.
    pub(crate) fn format(&self) -> Option<Format> {
        match self {
            super::ExportCommand::Csv(_) => Some(Format::Csv),
            super::ExportCommand::Html(_) => Some(Format::Html),
            super::ExportCommand::Svg(_) => Some(Format::Svg),
            _ => None,
        }
    }
}
