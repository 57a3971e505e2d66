//! `participant`: show and change people.

use crate::change::edit::{Change, FileName};
use crate::change::participant::{self, OpenPairings};
use crate::change::refusal::Refusal;
use crate::cli::assignment::Assignment;
use crate::cli::commands::summary::with_logs;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{
    List, ListColumn, ListFlags, Noun, further, number, parse_filter, row_json, usual,
};
use crate::cli::reference::{person, picked};
use crate::cli::reply::Reply;
use crate::cli::{editing, written};
use crate::insights::roster::participant_rows;
use crate::insights::summary::person::person_summary;
use crate::model::id::PersonId;
use crate::model::participant::Readiness;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::outside;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::Value;

/// The word of the field, once and several times.
pub(crate) const NOUN: Noun = Noun {
    one: "participant",
    many: "participants",
};

/// Columns of a list of people.
pub(crate) const COLUMNS: [ListColumn; 15] = [
    usual("id"),
    usual("name"),
    further("email"),
    usual("roles"),
    usual("state"),
    number("capacity"),
    number("capacity_free"),
    number("requests"),
    number("requests_open"),
    further("organization"),
    further("department"),
    usual("level"),
    further("location"),
    further("timezone"),
    further("extra"),
];

/// Show and change people
#[derive(Debug, Subcommand)]
pub(crate) enum ParticipantCommand {
    /// List people
    #[command(visible_alias = "ls")]
    List(ParticipantList),
    /// Show one person
    Show(ParticipantShow),
    /// Change fields: `participant set ada level=senior mentor.capacity=2`
    Set(ParticipantSet),
    /// Open a person's file in your editor
    Edit(ParticipantEdit),
    /// Make two records of one person one
    Merge(ParticipantMerge),
    /// Say that people are away for a while
    #[command(
        after_help = "Examples:\n  pleiad participant pause ada --why \"parental leave\"\n  pleiad participant pause --where \"team = noc\" -y"
    )]
    Pause(ReadinessFlags),
    /// Say that people are back
    #[command(after_help = "Examples:\n  pleiad participant resume ada")]
    Resume(ReadinessFlags),
    /// Take people who applied or waited into matching
    #[command(
        after_help = "Examples:\n  pleiad participant ready ada\n  pleiad participant ready --where \"state = applied\" -y"
    )]
    Ready(ReadinessFlags),
    /// Keep people for a later round
    #[command(
        after_help = "Examples:\n  pleiad participant hold ada --why \"no mentor for routing yet\""
    )]
    Hold(ReadinessFlags),
    /// Say that people are not taken
    #[command(after_help = "Examples:\n  pleiad participant decline ada --why \"works elsewhere\"")]
    Decline(ReadinessFlags),
    /// Say that people have left
    Leave(ParticipantLeave),
}

/// List people
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad participant list --where \"capacity_free > 0\"
  pleiad participant list --columns id,email --sort name
  pleiad participant list --json")]
pub(crate) struct ParticipantList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one person
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad participant show ada\n  pleiad participant show ada@example.org --json"
)]
pub(crate) struct ParticipantShow {
    /// Id or its beginning, e-mail, name, or @me
    #[arg(value_name = "PERSON")]
    person: String,
}

/// Change fields of people; `KEY=` takes a field away
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad participant set ada level=senior
  pleiad participant set grace mentor.capacity=2 extra.badge=blue
  pleiad participant set --where \"team = noc\" department=Networks
Lists are separated by commas. `pleiad help files` lists the keys.")]
pub(crate) struct ParticipantSet {
    /// People, then KEY=VALUE
    #[arg(value_name = "PERSON... KEY=VALUE", required = true)]
    words: Vec<String>,
    /// Everybody for whom this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
}

/// Open a person's file in your editor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad participant edit ada
What you leave is checked as any change is; with errors in it, nothing is written and your text is kept.")]
pub(crate) struct ParticipantEdit {
    /// Id or its beginning, e-mail, name, or @me
    #[arg(value_name = "PERSON")]
    person: String,
}

/// Make two records of one person one: the first stays and takes over what only the second has
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad participant merge ada-lovelace ada-lovelace-2")]
pub(crate) struct ParticipantMerge {
    /// Who stays
    #[arg(value_name = "PERSON")]
    keep: String,
    /// Whose records are taken over
    #[arg(value_name = "PERSON")]
    other: String,
}

/// Whose readiness changes, and why
#[derive(Debug, Args)]
pub(crate) struct ReadinessFlags {
    #[command(flatten)]
    people: People,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
}

/// Say that people have left; their open pairings are closed for a reason
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad participant leave ada --why \"new job\"\n  pleiad participant leave ada --close left -y"
)]
pub(crate) struct ParticipantLeave {
    #[command(flatten)]
    people: People,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Close their open pairings for this reason: left, workload, mismatch ...
    #[arg(long, value_name = "REASON")]
    close: Option<String>,
}

/// People named by references, a filter, or ids on standard input.
#[derive(Debug, Args)]
struct People {
    /// Ids or their beginnings, e-mails, names; - reads ids from standard input
    #[arg(value_name = "PERSON")]
    people: Vec<String>,
    /// Everybody for whom this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
}

pub(crate) fn run(
    command: &ParticipantCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ParticipantCommand::List(list) => run_list(list, context),
        ParticipantCommand::Show(show) => run_show(show, context),
        ParticipantCommand::Set(set) => run_set(set, context),
        ParticipantCommand::Edit(edit) => run_edit(edit, context),
        ParticipantCommand::Merge(merge) => run_merge(merge, context),
        ParticipantCommand::Pause(flags) => {
            run_readiness("pause", Readiness::Paused, flags, context)
        }
        ParticipantCommand::Resume(flags) => {
            run_readiness("resume", Readiness::Ready, flags, context)
        }
        ParticipantCommand::Ready(flags) => {
            run_readiness("ready", Readiness::Ready, flags, context)
        }
        ParticipantCommand::Hold(flags) => {
            run_readiness("hold", Readiness::Waiting, flags, context)
        }
        ParticipantCommand::Decline(flags) => {
            run_readiness("decline", Readiness::Declined, flags, context)
        }
        ParticipantCommand::Leave(leave) => run_leave(leave, context),
    }
}

fn run_list(list: &ParticipantList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let rows = participant_rows(&program, clock.today);
    let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
    Ok(Reply::list("participant-list", &list))
}

fn run_show(show: &ParticipantShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = picked(context, &show.person, |word| person(&program, word))?;
    let program = with_logs(context, program, &id)?;
    let summary = person_summary(&program, &id, clock.today);
    let document = document(&program, &id, &clock);
    Ok(Reply::new("participant-show", &summary, document))
}

fn run_set(set: &ParticipantSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (assignments, words): (Vec<&String>, Vec<&String>) =
        set.words.iter().partition(|word| word.contains('='));
    if assignments.is_empty() {
        return Err(Failure::usage("nothing to set: give KEY=VALUE"));
    }
    let people = People {
        people: words.into_iter().cloned().collect(),
        filter: set.filter.clone(),
    };
    let meant = people.meant(context)?;
    let written = context.change(&Extent::Roster, looking(&meant), |program, clock, _| {
        let meant = meant.resolve(program, clock)?;
        let mut edits = Vec::new();
        for words in &assignments {
            let assignment = Assignment::parse(&keys::PARTICIPANT, words, clock)?;
            edits.extend(
                meant
                    .iter()
                    .map(|id| assignment.edit(FileName::Participant(id.clone()))),
            );
        }
        let keys: Vec<&str> = assignments
            .iter()
            .filter_map(|words| words.split('=').next())
            .collect();
        let sentence = format!("set {} of {}", and_list(&keys), names(&meant));
        Ok((meant, Change { sentence, edits }))
    })?;
    Ok(reply("participant-set", &written))
}

fn run_edit(edit: &ParticipantEdit, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &edit.person, |word| person(&program, word))?;
    let file = FileName::Participant(id.clone());
    let written = editing::edit_file(context, &file, &format!("edit {id}"))?;
    let written = written.map(|()| vec![id]);
    Ok(reply("participant-edit", &written))
}

fn run_merge(merge: &ParticipantMerge, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let keep = picked(context, &merge.keep, |word| person(&program, word))?;
    let other = picked(context, &merge.other, |word| person(&program, word))?;
    let folder = context.folder()?;
    let written = context.change(&Extent::Program, Looking::First, |program, _, _| {
        let parts = folder.parts(&other, &keep)?;
        let change = participant::merge(program, &keep, &other, &parts)?;
        Ok((vec![keep.clone()], change))
    })?;
    Ok(reply("participant-merge", &written))
}

fn run_readiness(
    command: &str,
    is: Readiness,
    flags: &ReadinessFlags,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = flags.people.meant(context)?;
    let written = context.change(
        &Extent::Roster,
        looking(&meant),
        |program, clock, author| {
            let people = meant.resolve(program, clock)?;
            let why = flags.why.as_deref();
            let change = participant::set_readiness(
                program,
                &people,
                is,
                why,
                &OpenPairings::Refuse,
                author,
            )?;
            Ok((people, change))
        },
    )?;
    Ok(reply(&format!("participant-{command}"), &written))
}

fn run_leave(leave: &ParticipantLeave, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let meant = leave.people.meant(context)?;
    let open = leave
        .close
        .clone()
        .map_or(OpenPairings::Refuse, OpenPairings::Close);
    let looks = if leave.close.is_some() {
        Looking::First
    } else {
        looking(&meant)
    };
    let written = context.change(&Extent::Roster, looks, |program, clock, author| {
        refuse_unknown_reason(program, leave.close.as_deref())?;
        let people = meant.resolve(program, clock)?;
        let why = leave.why.as_deref();
        let change =
            participant::set_readiness(program, &people, Readiness::Left, why, &open, author)?;
        Ok((people, change))
    })?;
    Ok(reply("participant-leave", &written))
}

/// Reasons for an ending are the vocabulary's words.
fn refuse_unknown_reason(program: &Program, reason: Option<&str>) -> Result<(), Refusal> {
    let known = program.vocabulary.reasons();
    match reason {
        Some(reason) if !known.contains(&reason) => Err(Refusal::NotFound {
            what: "closing reason",
            word: reason.to_owned(),
            near: known.into_iter().map(str::to_owned).collect(),
        }),
        _ => Ok(()),
    }
}

/// Who is meant, once ambiguous words are settled.
struct Meant {
    words: Vec<String>,
    filter: Option<String>,
}

impl People {
    fn meant(&self, context: &mut Context<'_, '_>) -> Result<Meant, Failure> {
        let mut words = Vec::new();
        for word in &self.people {
            if word == "-" {
                let bytes = outside::read_stream(context.invocation.input)
                    .map_err(anyhow::Error::from)
                    .map_err(Failure::Outside)?;
                words.extend(
                    String::from_utf8_lossy(&bytes)
                        .split_whitespace()
                        .map(str::to_owned),
                );
            } else {
                words.push(word.clone());
            }
        }
        if words.is_empty() && self.filter.is_none() {
            return Err(Failure::usage(
                "nobody is named: give a PERSON, --where or -",
            ));
        }
        let (program, _) = context.read(&Extent::Roster)?;
        let settled = words
            .iter()
            .map(|word| picked(context, word, |word| person(&program, word)));
        let words = settled
            .map(|id| id.map(|id| id.to_string()))
            .collect::<Result<_, _>>()?;
        Ok(Meant {
            words,
            filter: self.filter.clone(),
        })
    }
}

impl Meant {
    fn resolve(
        &self,
        program: &Program,
        clock: &crate::calendar::clock::Clock,
    ) -> Result<Vec<PersonId>, Failure> {
        let mut people = self
            .words
            .iter()
            .map(|word| person(program, word))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(filter) = &self.filter {
            let filter = parse_filter(filter, &COLUMNS, clock)?;
            let rows = participant_rows(program, clock.today);
            people.extend(
                rows.iter()
                    .filter(|row| filter.matches(&row_json(row)))
                    .map(|row| row.id.clone()),
            );
        }
        people.sort();
        people.dedup();
        if people.is_empty() {
            return Err(
                Refusal::refused("nobody is meant: --where holds for no participant").into(),
            );
        }
        Ok(people)
    }
}

fn looking(meant: &Meant) -> Looking {
    if meant.filter.is_some() || 1 < meant.words.len() {
        Looking::First
    } else {
        Looking::Away
    }
}

fn names(people: &[PersonId]) -> String {
    let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    and_list(&ids)
}

/// The changed people, as a list shows them.
fn reply(command: &str, written: &Written<Vec<PersonId>>) -> Reply {
    let rows = participant_rows(&written.program, written.clock.today);
    let changed: Vec<Value> = rows
        .iter()
        .filter(|row| written.answer.contains(row.id))
        .map(|row| row_json(row).into())
        .collect();
    let mut done = written.sentence.clone();
    done.get_mut(..1)
        .into_iter()
        .for_each(str::make_ascii_uppercase);
    written::reply(
        command,
        written,
        ("participants", changed.into()),
        format!("{done}."),
    )
}

/// What a person reads about a person.
fn document(program: &Program, id: &PersonId, clock: &crate::calendar::clock::Clock) -> Document {
    let Some(participant) = program.participants.get(id) else {
        return Document::new();
    };
    let roles: Vec<&str> = participant
        .roles()
        .iter()
        .map(|role| role.as_str())
        .collect();
    let rows = participant_rows(program, clock.today);
    let row = rows.iter().find(|row| row.id == id);
    let list = |items: &[String]| Some(items.join(", ")).filter(|text| !text.is_empty());
    let mut facts = Facts::new()
        .fact("id", id.as_str())
        .fact("roles", and_list(roles))
        .fact("state", participant.standing(clock.today).as_str())
        .fact_if("email", participant.email.as_deref())
        .fact_if("title", participant.title.as_deref())
        .fact_if("organization", participant.organization.as_deref())
        .fact_if("department", participant.department.as_deref())
        .fact_if("level", participant.level.as_deref())
        .fact_if("location", participant.location.as_deref())
        .fact_if("timezone", participant.timezone.map(chrono_tz::Tz::name))
        .fact_if("languages", list(&participant.languages));
    if let (Some(mentor), Some(row)) = (&participant.mentor, row) {
        let free = row.capacity_free.unwrap_or_default();
        facts = facts
            .fact("capacity", format!("{} ({free} free)", mentor.capacity))
            .fact_if("mentors in", list(&mentor.facets))
            .fact_if("can teach", list(&mentor.skills));
    }
    for request in participant.wishes() {
        let facet = request
            .facet
            .clone()
            .unwrap_or_else(|| "any facet".to_owned());
        let skills = if request.skills.is_empty() {
            String::new()
        } else {
            format!(": {}", request.skills.join(", "))
        };
        let several = if request.mentors == 1 {
            String::new()
        } else {
            format!(" ({} mentors)", request.mentors)
        };
        facts = facts.fact("wants", format!("{facet}{several}{skills}"));
    }
    let pairings: Vec<_> = program
        .pairings
        .values()
        .filter(|pairing| pairing.role_of(id).is_some())
        .collect();
    let mut document = Document::new()
        .heading(participant.name.as_str())
        .facts(facts);
    if !pairings.is_empty() {
        let items = pairings
            .iter()
            .map(|pairing| format!("{} ({})", pairing.id, pairing.state_latest()));
        document = document.section("Pairings").list(items);
    }
    document
}
