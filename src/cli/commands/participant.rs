//! `participant`: show and change people.

mod wish;

use crate::change::edit::{Change, FileName};
use crate::change::participant::{self, Fate, Fates};
use crate::change::refusal::Refusal;
use crate::cli::ask::{self, Asking};
use crate::cli::assignment::Assignment;
use crate::cli::columns;
use crate::cli::commands::summary::person::stayed_away;
use crate::cli::commands::summary::{with_handbook, with_logs};
use crate::cli::context::{Context, Looking, Written};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListFlags, Noun, row_json};
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::Nothing;
use crate::cli::reply_schema::{ReplySchema, answer, list, written};
use crate::cli::several::{Meant, People};
use crate::cli::{editing, written};
use crate::insights::roster::ParticipantRow;
use crate::insights::roster::participant_rows;
use crate::insights::summary::person::PersonSummary;
use crate::insights::summary::person::person_summary;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::Readiness;
use crate::model::program::Program;
use crate::render::document::{Document, Facts};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use serde_json::Value;

/// The word of the field, once and several times.
pub(crate) const NOUN: Noun = Noun {
    one: "participant",
    many: "participants",
};

/// Show and change people
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad participant list --where \"capacity_free > 0\"
  pleiad participant show ada
  pleiad participant set ada level=senior
  pleiad participant leave kim --why \"new job\"")]
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
    /// Say what somebody wants to learn, and how much it matters
    Wish(wish::ParticipantWish),
    /// Make two records of one person one
    Merge(ParticipantMerge),
    /// Say that people are away for a while
    ///
    /// On a terminal each open pairing is asked about; a script says by flags what becomes of it.
    Pause(ParticipantAway),
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
    ///
    /// On a terminal each open pairing is asked about; a script says by flags what becomes of it.
    Leave(ParticipantAway),
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
  pleiad participant set --where \"department = NOC\" department=Networks
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

/// People who go away, and what becomes of their open pairings
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad participant leave ada --why \"new job\"
  pleiad participant leave grace --handover ada+grace=lee --close left -y
  pleiad participant pause ada --why \"parental leave\" --pairings pause -y")]
pub(crate) struct ParticipantAway {
    #[command(flatten)]
    people: People,
    /// The reason
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Close their open pairings for this reason: left, workload, mismatch ...
    #[arg(long, value_name = "REASON")]
    close: Option<String>,
    /// Let another mentor go on with a pairing (may be repeated)
    #[arg(long, value_name = "PAIRING=MENTOR")]
    handover: Vec<String>,
    /// What becomes of the pairings that are not named: pause lets them rest, keep leaves them
    #[arg(long, value_name = "pause|keep", value_parser = ["pause", "keep"], conflicts_with = "close")]
    pairings: Option<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ParticipantRow<'static>>("participant-list", NOUN),
    answer::<PersonSummary<'static>>("participant-show"),
    answer::<Nothing>("participant-show"),
    written::<Vec<ParticipantRow<'static>>>("participant-set", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-edit", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-merge", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-wish", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-ready", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-hold", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-decline", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-pause", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-resume", "participants"),
    written::<Vec<ParticipantRow<'static>>>("participant-leave", "participants"),
];

pub(crate) fn run(
    command: &ParticipantCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ParticipantCommand::List(list) => run_list(list, context),
        ParticipantCommand::Show(show) => run_show(show, context),
        ParticipantCommand::Set(set) => run_set(set, context),
        ParticipantCommand::Edit(edit) => run_edit(edit, context),
        ParticipantCommand::Wish(wish) => wish::run(wish, context),
        ParticipantCommand::Merge(merge) => run_merge(merge, context),
        ParticipantCommand::Pause(away) => run_away("pause", Readiness::Paused, away, context),
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
        ParticipantCommand::Leave(away) => run_away("leave", Readiness::Left, away, context),
    }
}

fn run_list(list: &ParticipantList, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let rows = participant_rows(&program, clock.today);
    let list = List::new(NOUN, &columns::PARTICIPANT, &rows, &list.list, &clock)?;
    Ok(Reply::list("participant-list", &list))
}

fn run_show(show: &ParticipantShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    let id = picked(context, &show.person, |word| person(&program, word))?;
    let program = with_logs(context, program, &id)?;
    let summary = person_summary(&program, &id, clock.today);
    let missed = summary
        .as_ref()
        .map_or(0, |summary| summary.meetings_missed);
    let document = document(&program, &id, missed, &clock);
    let links = summary
        .as_ref()
        .map_or(&[][..], |summary| &summary.handbook);
    let document = with_handbook(document, links);
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
    let written = context.change(&Extent::Roster, meant.looking(), |program, clock, _| {
        let meant = meant.people(program, clock)?;
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
    Ok(changed("participant-set", &written))
}

fn run_edit(edit: &ParticipantEdit, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &edit.person, |word| person(&program, word))?;
    let file = FileName::Participant(id.clone());
    let written = editing::edit_file(context, &file, &format!("edit {id}"))?;
    let written = written.map(|()| vec![id]);
    Ok(changed("participant-edit", &written))
}

fn run_merge(merge: &ParticipantMerge, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let keep = picked(context, &merge.keep, |word| person(&program, word))?;
    let other = picked(context, &merge.other, |word| person(&program, word))?;
    let folder = context.folder()?;
    let written = context.change(&Extent::Confidential, Looking::First, |program, _, _| {
        let parts = folder.parts(&other, &keep)?;
        let change = participant::merge(program, &keep, &other, &parts)?;
        Ok((vec![keep.clone()], change))
    })?;
    Ok(changed("participant-merge", &written))
}

fn run_readiness(
    command: &str,
    is: Readiness,
    flags: &ReadinessFlags,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = flags.people.meant(context)?;
    let why = flags.why.as_deref();
    let written = context.change(
        &Extent::Roster,
        meant.looking(),
        |program, clock, author| {
            let people = meant.people(program, clock)?;
            let fates = Fates::default();
            let change = participant::set_readiness(program, &people, is, why, &fates, author)?;
            Ok((people, change))
        },
    )?;
    let paused = paused_pairings(&written);
    let reply = changed(&format!("participant-{command}"), &written);
    Ok(match paused {
        Some(pairing) if is == Readiness::Ready => {
            reply.next(format!("pleiad pairing resume {pairing}"))
        }
        _ => reply,
    })
}

/// A pairing that rests although everybody in it is back.
fn paused_pairings(written: &Written<Vec<PersonId>>) -> Option<Id> {
    let rests = |pairing: &&Pairing| {
        pairing.state_latest() == PairingState::Paused
            && written
                .answer
                .iter()
                .any(|person| pairing.role_of(person).is_some())
    };
    let pairing = written.program.pairings.values().find(rests)?;
    Some(pairing.id.clone())
}

/// People go away: each of their open pairings is settled by flags, or asked about.
fn run_away(
    command: &str,
    is: Readiness,
    away: &ParticipantAway,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let meant = away.people.meant(context)?;
    let fates = fates(away, is, &meant, context)?;
    let looks = if fates == Fates::default() {
        meant.looking()
    } else {
        Looking::First
    };
    let why = away.why.as_deref();
    let written = context.change(&Extent::Program, looks, |program, clock, author| {
        let people = meant.people(program, clock)?;
        let change = participant::set_readiness(program, &people, is, why, &fates, author)?;
        Ok((people, change))
    })?;
    let reply = changed(&format!("participant-{command}"), &written);
    Ok(match left_open(&written, is, &fates) {
        Some(pairing) => reply
            .say(format!(
                "{pairing} and what else they are in stays as it is"
            ))
            .next(format!("pleiad pairing pause {pairing}")),
        None => reply,
    })
}

/// A pairing that goes on although somebody in it is away, and nobody said whether it should.
fn left_open(written: &Written<Vec<PersonId>>, is: Readiness, fates: &Fates) -> Option<Id> {
    if is != Readiness::Paused || fates.others.is_some() {
        return None;
    }
    let mut open = written
        .answer
        .iter()
        .flat_map(|person| participant::pairings_to_settle(&written.program, person, is));
    open.find(|pairing| !fates.named.contains_key(&pairing.id))
        .map(|pairing| pairing.id.clone())
}

/// What becomes of open pairings, by flags, else asked one by one.
fn fates(
    away: &ParticipantAway,
    is: Readiness,
    meant: &Meant,
    context: &mut Context<'_, '_>,
) -> Result<Fates, Failure> {
    let (program, clock) = context.read(&Extent::Roster)?;
    refuse_unknown_reason(&program, away.close.as_deref())?;
    let mut fates = Fates::default();
    for word in &away.handover {
        let (pairing, mentor) = word.split_once('=').ok_or_else(|| Failure::Usage {
            message: format!("--handover {word}: who goes on with it?"),
            hint: Some("--handover PAIRING=MENTOR".to_owned()),
        })?;
        let pairing = picked(context, pairing, |word| reference::pairing(&program, word))?;
        let mentor = picked(context, mentor, |word| person(&program, word))?;
        fates.named.insert(pairing, Fate::HandOver(mentor));
    }
    fates.others = match (&away.close, away.pairings.as_deref()) {
        (Some(reason), _) => Some(Fate::Close(reason.clone())),
        (None, Some("pause")) => Some(Fate::Pause),
        (None, Some("keep")) => Some(Fate::Keep),
        (None, _) => None,
    };
    if fates.others.is_none() && context.asking() == Asking::Possible {
        for id in meant.people(&program, &clock)? {
            ask_fates(&program, &id, is, &mut fates)?;
        }
    }
    Ok(fates)
}

fn ask_fates(
    program: &Program,
    id: &PersonId,
    is: Readiness,
    fates: &mut Fates,
) -> Result<(), Failure> {
    for pairing in participant::pairings_to_settle(program, id, is) {
        if fates.named.contains_key(&pairing.id) {
            continue;
        }
        let mut choices = vec!["close it", "hand it over to another mentor"];
        if is == Readiness::Paused {
            choices = vec!["let it rest", "leave it as it is", choices[0], choices[1]];
        }
        let choices: Vec<String> = choices.into_iter().map(str::to_owned).collect();
        let question = format!("{} ({})", pairing.id, pairing.state_latest());
        let fate = match choices[ask::pick(&question, &choices)?].as_str() {
            "close it" => {
                let reasons = program.vocabulary.reasons();
                let words: Vec<String> = reasons.iter().map(|&word| word.to_owned()).collect();
                Fate::Close(words[ask::pick("Why does it end?", &words)?].clone())
            }
            "let it rest" => Fate::Pause,
            "leave it as it is" => Fate::Keep,
            _ => Fate::HandOver(person(program, &ask::line("Which mentor goes on?", None)?)?),
        };
        fates.named.insert(pairing.id.clone(), fate);
    }
    Ok(())
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

fn names(people: &[PersonId]) -> String {
    let ids: Vec<&str> = people.iter().map(PersonId::as_str).collect();
    and_list(&ids)
}

/// The changed people, as a list shows them.
pub(crate) fn changed(command: &str, written: &Written<Vec<PersonId>>) -> Reply {
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
fn document(
    program: &Program,
    id: &PersonId,
    missed: usize,
    clock: &crate::calendar::clock::Clock,
) -> Document {
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
        .fact_if("languages", list(&participant.languages))
        .fact_if("stayed away", stayed_away(missed));
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
