//! One call from arguments to exit code: parse, run the command, print the reply.

use crate::cli::arguments::{Command, CommandLine, redacted};
use crate::cli::commands::export::ExportCommand;
use crate::cli::commands::{
    advice, ask, calendar, certification, check, checkin, close, cohort, complete, completions,
    concern, constellation, date, due, enroll, erase, event, export, find, git, goal, help,
    history, homework, import, improvement, init, letter, matching, meeting, note, objective,
    pairing, participant, pool, prep, program, prospect, report, schedule, summary, today,
    training, undo,
};
use crate::cli::context::Context;
use crate::cli::exit;
use crate::cli::failure::Failure;
use crate::cli::global::{Format, Global};
use crate::cli::invocation::Invocation;
use crate::cli::overview::{Detail, command_line};
use crate::cli::pager;
use crate::cli::reply::Reply;
use crate::render::document::Document;
use crate::render::escape::visible;
use crate::render::figure::Figure;
use crate::render::look::Look;
use crate::render::text::Span;
use crate::render::words::or_list;
use crate::render::{delimited, html, markdown, terminal};
use crate::store::outside;
use clap::FromArgMatches;
use serde_json::Value;
use std::ffi::OsString;
use std::io;

/// The exit code of a bug of ours.
pub const EXIT_BUG: u8 = exit::BUG;

/// Wider than any line that is told.
const LINE_COLUMNS: usize = 10_000;

/// Runs one call and gives its exit code.
pub fn run(mut invocation: Invocation<'_>) -> u8 {
    let mut line = match parse(&invocation.arguments) {
        Ok(line) => line,
        Err(error) => return refuse_line(&error, &mut invocation),
    };
    if let (None, Some(Command::Export(export))) = (line.global.format(), &line.command) {
        line.global.format = export.format();
    }
    let command_line = redacted(&invocation.arguments);
    let mut context = Context {
        global: &line.global,
        invocation: &mut invocation,
        command_line,
    };
    let outcome = refuse_format(&line)
        .and_then(|()| dispatch(line.command.as_ref(), &mut context))
        .and_then(|reply| refuse_picture(&line.global, reply))
        .map_err(|failure| context.placed(failure));
    match outcome {
        Ok(mut reply) => answer(&mut reply, &line.global, &mut invocation),
        Err(failure) => {
            fail(&failure, &line.global, &mut invocation);
            failure.code()
        }
    }
}

/// Reads the command line; whoever asks with `-h` gets one screen.
fn parse(arguments: &[OsString]) -> Result<CommandLine, clap::Error> {
    let is_short = arguments.iter().any(|argument| argument == "-h");
    let detail = if is_short {
        Detail::Short
    } else {
        Detail::Full
    };
    let mut command = command_line(detail);
    let matches = command.try_get_matches_from_mut(arguments)?;
    CommandLine::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn dispatch(command: Option<&Command>, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    match command {
        None => today::run(context),
        Some(Command::Init(init)) => init::run(init, context),
        Some(Command::Enroll(enroll)) => enroll::run(enroll, context),
        Some(Command::Match(command)) => matching::command::run(command, context),
        Some(Command::Import(command)) => import::run(command, context),
        Some(Command::Schedule(schedule)) => schedule::run(schedule, context),
        Some(Command::Note(note)) => note::run(note, context),
        Some(Command::Calendar(calendar)) => calendar::run(calendar, context),
        Some(Command::Due(due)) => due::run(due, context),
        Some(Command::Export(export)) => export::run(export, context),
        Some(Command::Prep(prep)) => prep::run(prep, context),
        Some(Command::Ask(ask)) => ask::run(ask, context),
        Some(Command::Advice(command)) => advice::run(command, context),
        Some(Command::Homework(command)) => homework::run(command, context),
        Some(Command::Summary(summary)) => summary::run(summary, context),
        Some(Command::Constellation(arguments)) => constellation::run(arguments, context),
        Some(Command::Checkin(command)) => checkin::run(command, context),
        Some(Command::Improvement(command)) => improvement::run(command, context),
        Some(Command::Certification(command)) => certification::run(command, context),
        Some(Command::Report(command)) => report::run(command, context),
        Some(Command::Find(find)) => find::run(find, context),
        Some(Command::Close(close)) => close::run(close, context),
        Some(Command::Check(check)) => check::run(check, context),
        Some(Command::Erase(erase)) => erase::run(erase, context),
        Some(Command::Program(command)) => program::run(command, context),
        Some(Command::Objective(command)) => objective::run(command, context),
        Some(Command::Participant(command)) => participant::run(command, context),
        Some(Command::Goal(command)) => goal::run(command, context),
        Some(Command::Concern(command)) => concern::run(command, context),
        Some(Command::Cohort(command)) => cohort::run(command, context),
        Some(Command::Event(command)) => event::run(command, context),
        Some(Command::Training(command)) => training::run(command, context),
        Some(Command::Pool(flags)) => pool::run(flags, context),
        Some(Command::Prospect(command)) => prospect::run(command, context),
        Some(Command::Pairing(command)) => pairing::run(command, context),
        Some(Command::Meeting(command)) => meeting::run(command, context),
        Some(Command::Letter(flags)) => letter::run(flags, context),
        Some(Command::Git(command)) => git::run(command, context),
        Some(Command::History(history)) => history::run(history, context),
        Some(Command::Undo(undo)) => undo::run_undo(undo, context),
        Some(Command::Redo(redo)) => undo::run_redo(redo, context),
        Some(Command::Date(date)) => date::run(date, context),
        Some(Command::Completions(completions)) => completions::run(completions, context),
        Some(Command::Complete(complete)) => Ok(complete::run(complete, context)),
        Some(Command::Help(help)) => help::run(help, context),
    }
}

/// Refuses, before anything is written, a format in which no command answers yet.
fn refuse_format(line: &CommandLine) -> Result<(), Failure> {
    match line.global.format() {
        Some(Format::Mbox)
            if matches!(line.command, Some(Command::Due(_) | Command::Letter(_))) =>
        {
            Ok(())
        }
        Some(Format::Ics) if matches!(line.command, Some(Command::Export(_))) => Ok(()),
        Some(Format::Github) if matches!(line.command, Some(Command::Check(_))) => Ok(()),
        Some(Format::Svg) if line.command.as_ref().is_some_and(draws) => Ok(()),
        Some(format @ (Format::Svg | Format::Ics | Format::Mbox | Format::Github)) => {
            let name = format!("{format:?}").to_lowercase();
            Err(Failure::Usage {
                message: format!("this command does not answer as {name}"),
                hint: Some("one of table, tsv, csv, json, jsonl, md, html, text".to_owned()),
            })
        }
        _ => Ok(()),
    }
}

/// Whether a command's answer may hold pictures; none of these commands writes.
fn draws(command: &Command) -> bool {
    matches!(
        command,
        Command::Report(_)
            | Command::Summary(_)
            | Command::Constellation(_)
            | Command::Export(ExportCommand::Svg(_))
    )
}

/// Refuses a picture that the answer does not hold, and one of several that was not named.
fn refuse_picture(global: &Global, reply: Reply) -> Result<Reply, Failure> {
    if global.format() != Some(Format::Svg) || picture(&reply, global).is_some() {
        return Ok(reply);
    }
    let keys: Vec<&str> = reply.document.figures().map(|figure| figure.key).collect();
    let message = match &global.figure {
        Some(name) => format!("there is no picture `{name}` here"),
        None if keys.is_empty() => "there is nothing to draw here".to_owned(),
        None => format!(
            "there are {} pictures here, and one file holds one",
            keys.len()
        ),
    };
    let hint = (!keys.is_empty()).then(|| format!("--figure {}", or_list(keys)));
    Err(Failure::Usage { message, hint })
}

/// The picture that was asked for, or the only one.
fn picture<'a>(reply: &'a Reply, global: &Global) -> Option<&'a Figure> {
    let mut figures = reply.document.figures();
    match &global.figure {
        Some(name) => figures.find(|figure| figure.key == *name),
        None => figures.next().filter(|_| figures.next().is_none()),
    }
}

/// A line that clap cannot read; help and version are answers.
fn refuse_line(error: &clap::Error, invocation: &mut Invocation<'_>) -> u8 {
    let is_help = !error.use_stderr();
    let wants_json = invocation
        .arguments
        .iter()
        .any(|argument| argument == "--json");
    let text = error.render().to_string();
    let outcome = if is_help {
        invocation
            .output
            .write_all(text.as_bytes())
            .and_then(|()| invocation.output.flush())
    } else if wants_json {
        let message = text
            .lines()
            .next()
            .unwrap_or_default()
            .trim_start_matches("error: ")
            .to_owned();
        let json = Failure::Usage {
            message,
            hint: None,
        }
        .json();
        writeln!(invocation.talk, "{json:#}")
    } else {
        invocation.talk.write_all(visible_lines(&text).as_bytes())
    };
    match outcome {
        _ if !is_help => exit::USAGE,
        Err(error) if !is_reader_gone(&error) => exit::UNPRINTED,
        Ok(()) | Err(_) => exit::DONE,
    }
}

/// Text with its line ends, and everything else that could steer a terminal made visible.
fn visible_lines(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| match line.strip_suffix('\n') {
            Some(line) => format!("{}\n", visible(line)),
            None => visible(line).into_owned(),
        })
        .collect()
}

fn fail(failure: &Failure, global: &Global, invocation: &mut Invocation<'_>) {
    let text = if global.is_json() {
        format!("{:#}\n", failure.json())
    } else {
        failure.text(&global.look(invocation, invocation.terminals.talk))
    };
    // The exit code tells the same where nobody reads the words.
    let _ = invocation.talk.write_all(text.as_bytes());
}

fn answer(reply: &mut Reply, global: &Global, invocation: &mut Invocation<'_>) -> u8 {
    let printed = match reply.printed.take() {
        Some(printed) => printed,
        None => print(reply, global, invocation),
    };
    if !global.quiet && !global.is_json() {
        talk(reply, global, invocation);
    }
    match printed {
        Err(error) if !is_reader_gone(&error) => {
            let _ = writeln!(
                invocation.talk,
                "pleiad: done, but the answer could not be printed: {error}"
            );
            exit::UNPRINTED
        }
        Ok(()) | Err(_) => reply.code,
    }
}

/// Prints an answer where it shall go.
fn print(reply: &Reply, global: &Global, invocation: &mut Invocation<'_>) -> io::Result<()> {
    let file = global
        .output_file()
        .filter(|_| !reply.is_for_standard_output);
    let is_terminal = invocation.terminals.output && file.is_none();
    let look = global.look(invocation, is_terminal);
    let text = formatted(reply, global, is_terminal, &look);
    if let Some(path) = file {
        return outside::write_output(&invocation.directory.join(path), text.as_bytes());
    }
    let pager = pager::command(&text, global, invocation);
    if pager.is_some_and(|command| pager::show(&text, &command).is_ok()) {
        return Ok(());
    }
    let written = invocation.output.write_all(text.as_bytes());
    written.and_then(|()| invocation.output.flush())
}

/// A line for each row of a list; of any other answer, the answer on a line.
fn json_lines(reply: &Reply) -> String {
    let fields = reply.json.as_object().filter(|_| reply.is_list);
    let rows = fields.and_then(|fields| fields.values().find_map(Value::as_array));
    match rows {
        Some(rows) => rows
            .iter()
            .map(|row| format!("{row}\n"))
            .collect::<Vec<_>>()
            .concat(),
        None => format!("{}\n", reply.json),
    }
}

/// A reader that went away has read what it wanted: no failure, and no other verdict.
fn is_reader_gone(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::BrokenPipe
}

fn formatted(reply: &Reply, global: &Global, is_terminal: bool, look: &Look) -> String {
    match global.format() {
        None | Some(Format::Ics) if reply.ics.is_some() => reply.ics.clone().unwrap_or_default(),
        Some(Format::Json) => format!("{:#}\n", reply.json),
        Some(Format::Jsonl) => json_lines(reply),
        Some(Format::Mbox) => reply.mbox.clone().unwrap_or_default(),
        Some(Format::Github) => reply.github.clone().unwrap_or_default(),
        Some(Format::Tsv) => delimited::tsv(&reply.document),
        Some(Format::Csv) => delimited::csv(&reply.document),
        Some(Format::Md) => markdown::render(&reply.document),
        Some(Format::Html) => html::render(&reply.document, "pleiad"),
        Some(Format::Svg) => picture(reply, global).map(Figure::svg).unwrap_or_default(),
        Some(Format::Text) => terminal::render(
            &reply.document,
            &Look {
                color: false,
                ..*look
            },
        ),
        None if reply.is_list && !is_terminal => delimited::tsv(&reply.document),
        Some(Format::Table | Format::Ics) | None => terminal::render(&reply.document, look),
    }
}

/// Talk beside the answer: how it came about, and on a terminal the next useful command.
fn talk(reply: &Reply, global: &Global, invocation: &mut Invocation<'_>) {
    let files = reply.json["files"]
        .as_array()
        .filter(|_| global.verbose && reply.json["dry_run"] == false);
    for file in files.into_iter().flatten().filter_map(Value::as_str) {
        let _ = writeln!(invocation.talk, "wrote {}", visible(file));
    }
    for saying in &reply.sayings {
        let _ = writeln!(invocation.talk, "{}", visible(saying));
    }
    if let Some(next) = reply.next.as_ref().filter(|_| invocation.terminals.talk) {
        let look = Look {
            // A command that is broken into lines cannot be copied.
            width: LINE_COLUMNS,
            ..global.look(invocation, true)
        };
        let hint = Span::dim(format!("next: {next}"));
        let text = terminal::render(&Document::new().paragraph(hint), &look);
        let _ = invocation.talk.write_all(text.as_bytes());
    }
}
