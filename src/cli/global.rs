//! Flags that every command takes, and what they and the environment come to.

use crate::cli::invocation::Invocation;
use crate::render::look::Look;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// Columns where nothing tells.
const WIDTH: usize = 80;
/// The narrowest that anything is laid out for.
const WIDTH_MIN: usize = 20;

/// Flags that every command takes, anywhere on the line.
#[derive(Debug, Clone, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Folder of the program; else `PLEIAD_PROGRAM`, else the nearest one upwards, else your default
    #[arg(short = 'C', long = "program", global = true, value_name = "DIR")]
    pub(crate) program: Option<PathBuf>,
    /// Answer as one JSON document
    #[arg(long, global = true, conflicts_with = "format")]
    pub(crate) json: bool,
    /// How the answer is written
    #[arg(long, global = true, value_name = "FORMAT")]
    pub(crate) format: Option<Format>,
    /// With --format svg, which picture; all below each other otherwise
    #[arg(long, global = true, value_name = "FIGURE")]
    pub(crate) figure: Option<String>,
    /// Write the answer to a file; - is standard output
    #[arg(short = 'o', long, global = true, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Show what would change and write nothing
    #[arg(short = 'n', long, global = true)]
    pub(crate) dry_run: bool,
    /// Answer yes to every question
    #[arg(short = 'y', long, global = true)]
    pub(crate) yes: bool,
    /// Never ask
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// Say nothing but the answer and errors
    #[arg(short = 'q', long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say which files were written
    #[arg(short = 'v', long, global = true)]
    pub(crate) verbose: bool,
    /// Colours: auto, always or never
    #[arg(long, global = true, value_name = "WHEN")]
    pub(crate) color: Option<ColorChoice>,
    /// Columns to lay the answer out for
    #[arg(long, global = true, value_name = "COLUMNS")]
    pub(crate) width: Option<usize>,
    /// Draw with ASCII alone
    #[arg(long, global = true)]
    pub(crate) ascii: bool,
    /// Print long answers as they are, without a pager
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// The day to take for today; else `PLEIAD_TODAY`, else the clock
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) today: Option<String>,
    /// Leave out every record dated after this day; `pleiad help as-of` says what that cannot know
    #[arg(long, global = true, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// Who you are, for the history of records; else `PLEIAD_ME`
    #[arg(long, global = true, value_name = "PERSON")]
    pub(crate) by: Option<String>,
    /// Give up at once where somebody else is writing
    #[arg(long, global = true)]
    pub(crate) no_wait: bool,
    /// Go on where the file system has no locks
    #[arg(long, global = true)]
    pub(crate) no_lock: bool,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, laid out for a terminal
    Table,
    /// Tabs between cells
    Tsv,
    /// Commas between cells
    Csv,
    /// One JSON document
    Json,
    /// One line of JSON for each row of a list
    Jsonl,
    /// Markdown
    Md,
    /// A web page
    Html,
    /// A picture
    Svg,
    /// A calendar
    Ics,
    /// Mails
    Mbox,
    /// Notes at the lines of a pull request, for a workflow on GitHub
    Github,
    /// For people, without colours
    Text,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that wants them
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Global {
    /// The look of answers: flags, then the environment, then the terminal.
    pub(crate) fn look(&self, invocation: &Invocation<'_>, is_terminal: bool) -> Look {
        let variable = |name: &str| {
            invocation
                .variables
                .get(name)
                .map(String::as_str)
                .filter(|text| !text.is_empty())
        };
        let is_dumb = variable("TERM") == Some("dumb");
        let columns = variable("COLUMNS").and_then(|columns| columns.parse().ok());
        let width = self.width.or(columns).or(invocation.width).unwrap_or(WIDTH);
        let color = match self.color.unwrap_or(ColorChoice::Auto) {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if variable("NO_COLOR").is_some() => false,
            ColorChoice::Auto if variable("CLICOLOR_FORCE").is_some_and(|value| value != "0") => {
                true
            }
            ColorChoice::Auto => is_terminal && !is_dumb,
        };
        // Only a locale that says so is taken to know no Unicode; none at all is the rule for scripts.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .find_map(variable);
        let is_unicode =
            locale.is_none_or(|locale| locale.to_lowercase().replace('-', "").contains("utf8"));
        Look {
            width: width.max(WIDTH_MIN),
            color,
            ascii: self.ascii || is_dumb || (is_terminal && !is_unicode),
        }
    }

    /// The file that an answer goes to; none for standard output.
    pub(crate) fn output_file(&self) -> Option<&Path> {
        self.output
            .as_deref()
            .filter(|path| *path != Path::new("-"))
    }

    /// Whether scripts read the answer, and errors too, as JSON.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.format(), Some(Format::Json | Format::Jsonl))
    }

    /// The format of an answer: what was asked for, else a table for people and TSV of lists for programs.
    pub(crate) fn format(&self) -> Option<Format> {
        if self.json {
            Some(Format::Json)
        } else {
            self.format
        }
    }
}
