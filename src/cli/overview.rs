//! The overview of all commands, by the job that one has in mind; and the command line with it.

use crate::cli::arguments::CommandLine;
use crate::cli::commands::help;
use clap::{Command, CommandFactory};

/// How much of the command line is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// One screen: what is done every day, and the names of the rest.
    Short,
    /// Every command with what it does, and every flag.
    Full,
}

/// A job, and the commands for it.
struct Job {
    title: &'static str,
    commands: &'static [&'static str],
}

const fn job(title: &'static str, commands: &'static [&'static str]) -> Job {
    Job { title, commands }
}

/// What is done again and again.
const EVERY_DAY: Job = job(
    "Every day",
    &[
        "enroll", "import", "match", "schedule", "note", "prep", "due", "summary", "report",
        "close", "check",
    ],
);

/// Everything else; a command that nobody names here belongs to the folder.
const JOBS: [Job; 7] = [
    job(
        "Set up",
        &[
            "init",
            "program",
            "objective",
            "training",
            "event",
            "cohort",
        ],
    ),
    job("People", &["participant", "pool", "prospect"]),
    job("Pairings", &["pairing", "goal", "concern"]),
    job(
        "Meetings",
        &["meeting", "ask", "advice", "homework", "calendar"],
    ),
    job(
        "Follow up",
        &["checkin", "certification", "letter", "improvement"],
    ),
    job("See", &["constellation", "find"]),
    FOLDER,
];

const FOLDER: Job = job("Folder", &[]);

/// Columns of a title in the short overview.
const TITLE_COLUMNS: usize = 11;

/// The command line, whose own help is the overview.
pub(crate) fn command_line(detail: Detail) -> Command {
    let command = CommandLine::command();
    let template = match detail {
        Detail::Short => short(&command),
        Detail::Full => full(&command),
    };
    command.help_template(template)
}

fn short(command: &Command) -> String {
    let mut text = String::from("{about-with-newline}\n{usage-heading} {usage}\n\n");
    text.push_str(&rows(command, EVERY_DAY.commands));
    text.push('\n');
    for job in &JOBS {
        let names = names(command, job).join(" ");
        text.push_str(&line(job.title, &names));
    }
    let topics: Vec<&str> = help::topics().map(|(name, _)| name).collect();
    text.push_str(&line(
        "Topics",
        &format!("{} (pleiad help TOPIC)", topics.join(" ")),
    ));
    text.push_str("pleiad COMMAND --help has examples; pleiad help all tells everything.");
    text
}

fn line(title: &str, words: &str) -> String {
    format!("{title:TITLE_COLUMNS$}{words}\n")
}

fn full(command: &Command) -> String {
    let mut text = String::from("{about-with-newline}\n{usage-heading} {usage}\n\n");
    for job in std::iter::once(&EVERY_DAY).chain(&JOBS) {
        let rows = rows(command, &names(command, job));
        text.extend([job.title, ":\n", &rows, "\n"]);
    }
    text.push_str("Topics of `pleiad help`:\n");
    let topics: Vec<_> = help::topics().collect();
    text.push_str(&columns(&topics));
    text.push_str("\nEverywhere:\n{options}{after-help}");
    text
}

/// The commands of a job, in the order in which they are told.
fn names<'a>(command: &'a Command, job: &Job) -> Vec<&'a str> {
    let told = command
        .get_subcommands()
        .filter(|below| !below.is_hide_set());
    let all: Vec<&str> = told.map(Command::get_name).collect();
    if job.title == FOLDER.title {
        let is_elsewhere = |name: &&str| {
            EVERY_DAY.commands.contains(name) || JOBS.iter().any(|job| job.commands.contains(name))
        };
        return all.into_iter().filter(|name| !is_elsewhere(name)).collect();
    }
    let known = job.commands.iter();
    known
        .filter_map(|name| all.iter().find(|known| *known == name).copied())
        .collect()
}

fn rows(command: &Command, names: &[&str]) -> String {
    let about = |name: &&str| {
        let below = command.find_subcommand(name)?;
        let about = below
            .get_about()
            .map(ToString::to_string)
            .unwrap_or_default();
        let aliases: Vec<&str> = below.get_visible_aliases().collect();
        if aliases.is_empty() {
            return Some(about);
        }
        Some(format!("{about} [alias: {}]", aliases.join(", ")))
    };
    let abouts: Vec<String> = names
        .iter()
        .map(|name| about(name).unwrap_or_default())
        .collect();
    let rows: Vec<(&str, &str)> = names
        .iter()
        .copied()
        .zip(abouts.iter().map(String::as_str))
        .collect();
    columns(&rows)
}

/// Columns of a name in lists of names with what they are.
const NAME_COLUMNS: usize = 15;

fn columns(rows: &[(&str, &str)]) -> String {
    let row = |(name, about): &(&str, &str)| format!("  {name:NAME_COLUMNS$}{about}\n");
    rows.iter().map(row).collect::<Vec<_>>().concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_job_and_every_job_its_commands() {
        let command = CommandLine::command();
        let mut told: Vec<&str> = EVERY_DAY.commands.to_vec();
        for job in &JOBS {
            told.extend(names(&command, job));
        }
        told.sort_unstable();
        let mut all: Vec<&str> = command
            .get_subcommands()
            .filter(|below| !below.is_hide_set())
            .map(Command::get_name)
            .collect();
        all.sort_unstable();
        assert_eq!(told, all);
    }

    #[test]
    fn the_short_overview_fits_on_a_screen_of_any_terminal() {
        let text = command_line(Detail::Short).render_help().to_string();
        assert!(text.lines().count() <= 25, "{text}");
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}
