//! The command line: every subcommand with its flags, and what the history keeps of a call.

use crate::cli::commands::{
    advice, ask, calendar, certification, check, checkin, close, cohort, complete, completions,
    concern, constellation, date, due, enroll, erase, event, export, find, git, goal, help,
    history, homework, import, improvement, init, letter, matching, meeting, note, objective,
    pairing, participant, pool, prep, program, prospect, report, schedule, summary, training, undo,
};
use crate::cli::global::Global;
use clap::{CommandFactory, Parser, Subcommand};
use std::collections::BTreeSet;
use std::ffi::OsString;

/// Runs a mentoring program from a folder of plain TOML files
#[derive(Debug, Parser)]
#[command(
    name = "pleiad",
    version,
    disable_help_subcommand = true,
    max_term_width = 100
)]
#[command(after_help = "Examples:
  pleiad                             (what needs you)
  pleiad init demo --example         (a program that lives, to look around in)
  pleiad --json participant list     (flags may stand anywhere)
Exit codes: pleiad help exit-codes. pleiad COMMAND --help has examples.")]
pub(crate) struct CommandLine {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Every subcommand, daily jobs first.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a program
    Init(init::Init),
    /// Enrol a person, or give somebody a further role
    #[command(visible_alias = "enrol")]
    Enroll(Box<enroll::Enroll>),
    /// Import people, pairings, meetings and check-ins
    #[command(subcommand)]
    Import(import::ImportCommand),
    /// Match mentees with mentors: a draft for review
    Match(Box<matching::command::Match>),
    /// Plan meetings at times when all are free
    Schedule(schedule::Schedule),
    /// Write down what a meeting brought
    Note(note::Note),
    /// List everything that waits for somebody
    Due(due::DueList),
    /// Show what to talk about at the next meeting
    Prep(prep::PrepArgs),
    /// Write down a question for the next meeting
    Ask(ask::Ask),
    /// Write down advice, and what came of it
    #[command(subcommand)]
    Advice(advice::AdviceCommand),
    /// Set homework, and say that it is done
    #[command(subcommand)]
    Homework(homework::HomeworkCommand),
    /// Sum up the program, a person or a pairing
    Summary(summary::Summary),
    /// Show somebody's mentors: what they cover, how near they stand, and what is missing
    Constellation(constellation::ConstellationArgs),
    /// Ask how it goes, and see whose turn it is
    #[command(subcommand)]
    Checkin(checkin::CheckinCommand),
    /// Keep suggestions for the program, and what became of them
    #[command(subcommand)]
    Improvement(improvement::ImprovementCommand),
    /// Plan certifications, and say how far people are
    #[command(subcommand)]
    Certification(certification::CertificationCommand),
    /// Report how the program fares in one respect
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// Find words in notes, questions, advice, homework, goals and people
    Find(find::Find),
    Close(Box<close::Close>),
    /// Look at every file and every rule
    Check(check::Check),
    /// Show and change what the program is
    #[command(subcommand)]
    Program(program::ProgramCommand),
    /// Show and change what the program wants to reach
    #[command(subcommand)]
    Objective(objective::ObjectiveCommand),
    /// Show and change people
    #[command(subcommand, visible_alias = "person")]
    Participant(participant::ParticipantCommand),
    /// Rounds of the program
    #[command(subcommand)]
    Cohort(cohort::CohortCommand),
    /// Information sessions, trainings, kick-offs, and the funnel that they give
    #[command(subcommand)]
    Event(event::EventCommand),
    /// Modules that prepare people, who took them and who lacks them
    #[command(subcommand)]
    Training(training::TrainingCommand),
    /// See whether there are mentors enough, and where they are missing
    Pool(pool::PoolFlags),
    /// People who might become mentors: where you met, what you asked, what they said
    #[command(subcommand)]
    Prospect(prospect::ProspectCommand),
    /// Show and make pairings
    #[command(subcommand, visible_alias = "pair")]
    Pairing(pairing::PairingCommand),
    /// What pairings want to reach, how far they are, and the steps of their plan
    #[command(subcommand)]
    Goal(goal::GoalCommand),
    /// What needs care, and what was done about it; for coordinators
    #[command(subcommand)]
    Concern(concern::ConcernCommand),
    /// Show and plan meetings
    #[command(subcommand)]
    Meeting(meeting::MeetingCommand),
    /// Show what is on: meetings, events, milestones, absences, holidays
    Calendar(calendar::CalendarArgs),
    /// Write letters from templates; nothing is ever sent
    Letter(letter::LetterFlags),
    /// Write the program for other programs
    #[command(subcommand)]
    Export(export::ExportCommand),
    /// Work on one program through git, several people at once
    #[command(subcommand)]
    Git(git::GitCommand),
    Erase(erase::Erase),
    /// List what was done to this program
    History(history::History),
    Undo(undo::Undo),
    /// Do again what was undone last
    Redo(undo::Redo),
    /// Explain what a date means
    Date(date::Date),
    /// Print completions for a shell
    Completions(completions::Completions),
    /// What a shell may offer at the cursor; the scripts of `completions` ask it
    #[command(name = "__complete", hide = true)]
    Complete(complete::Complete),
    /// Explain a command or a topic
    Help(help::Help),
}

/// The command line for the history: texts are left out, so that no word of a note lies in a log.
pub(crate) fn redacted(arguments: &[OsString]) -> String {
    let text_flags = text_flags(&CommandLine::command());
    let texts = texts_without_flag(arguments);
    let mut words = vec!["pleiad".to_owned()];
    let mut is_text_next = false;
    for argument in arguments.iter().skip(1) {
        let word = argument.to_string_lossy();
        if std::mem::take(&mut is_text_next) {
            words.push(ELLIPSIS.to_owned());
            continue;
        }
        if texts.contains(argument) {
            words.push(ELLIPSIS.to_owned());
            continue;
        }
        let flag = word.split_once('=').map_or(&*word, |(flag, _)| flag);
        let is_attached =
            |flag: &String| flag.len() == 2 && word.starts_with(flag.as_str()) && word.len() > 2;
        if text_flags.iter().any(|text_flag| text_flag == flag) {
            is_text_next = !word.contains('=');
            words.push(if is_text_next {
                word.into_owned()
            } else {
                format!("{flag}={ELLIPSIS}")
            });
        } else if !word.starts_with("--") && text_flags.iter().any(is_attached) {
            words.push(format!("{}{ELLIPSIS}", &word[..2]));
        } else if word.contains('=') && !word.starts_with('-') {
            words.push(format!("{flag}={ELLIPSIS}"));
        } else {
            words.push(
                shlex::try_quote(&word).map_or(ELLIPSIS.to_owned(), std::borrow::Cow::into_owned),
            );
        }
    }
    words.join(" ")
}

/// What stands for a text that is left out.
const ELLIPSIS: &str = "...";

/// The names of values that are free text, or words of one.
const TEXT_NAMES: [&str; 2] = ["TEXT", "WORDS"];

fn is_text(argument: &clap::Arg) -> bool {
    let names = argument.get_value_names().unwrap_or_default();
    names.iter().any(|name| TEXT_NAMES.contains(&name.as_str()))
}

/// The words of the line that are free text of a verb: `ask ada "..."`.
fn texts_without_flag(arguments: &[OsString]) -> BTreeSet<OsString> {
    let mut command = CommandLine::command();
    let Ok(matches) = command.try_get_matches_from_mut(arguments) else {
        return BTreeSet::new();
    };
    let (mut command, mut matches) = (&command, &matches);
    while let Some((name, below)) = matches.subcommand() {
        let Some(named) = command.find_subcommand(name) else {
            break;
        };
        (command, matches) = (named, below);
    }
    // Whom an erasure forgot must not stand in the record of the erasure.
    let is_forgetful = command.get_name() == "erase";
    let texts = command
        .get_positionals()
        .filter(|argument| is_forgetful || is_text(argument));
    texts
        .filter_map(|argument| matches.get_raw(argument.get_id().as_str()))
        .flatten()
        .map(OsString::from)
        .collect()
}

/// The flags whose value is free text, in every subcommand.
fn text_flags(command: &clap::Command) -> Vec<String> {
    let mut flags = Vec::new();
    for argument in command.get_arguments().filter(|argument| is_text(argument)) {
        flags.extend(argument.get_long().map(|long| format!("--{long}")));
        flags.extend(argument.get_short().map(|short| format!("-{short}")));
    }
    flags.extend(command.get_subcommands().flat_map(text_flags));
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history_of(words: &[&str]) -> String {
        redacted(&words.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_command_line_is_sound() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn no_word_of_a_text_reaches_the_history() {
        let calls: [&[&str]; 7] = [
            &["pleiad", "note", "ada", "-m", "canary"],
            &["pleiad", "note", "ada", "-mcanary"],
            &["pleiad", "note", "ada", "--message=canary", "yesterday"],
            &[
                "pleiad",
                "note",
                "ada",
                "--advice",
                "canary",
                "--homework",
                "canary",
            ],
            &[
                "pleiad",
                "participant",
                "set",
                "ada",
                "mentee.expectations=canary",
            ],
            &["pleiad", "ask", "ada", "canary"],
            &[
                "pleiad", "advice", "tried", "ada", "the", "canary", "--helped", "no",
            ],
        ];
        for call in calls {
            assert!(!history_of(call).contains("canary"), "{}", history_of(call));
        }
        assert_eq!(history_of(calls[0]), "pleiad note ada -m ...");
    }
}
