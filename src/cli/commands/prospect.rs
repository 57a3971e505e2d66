//! `prospect`: people who might become mentors, what was said to them, and their enrolment.

mod promote;

use crate::calendar::clock::Clock;
use crate::change::edit::{At, Change, FileName};
use crate::change::prospect::{self, NewContact, NewProspect};
use crate::change::refusal::Refusal;
use crate::cli::assignment::parse_entry;
use crate::cli::commands::prospect::promote::ProspectPromote;
use crate::cli::context::{Context, Looking, Written};
use crate::cli::dated::{day_ahead, day_past};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListColumn, ListFlags, Noun, further, row_json, usual};
use crate::cli::reference::{picked, prospect_named};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer, list, written};
use crate::cli::written;
use crate::insights::prospects::{ProspectRow, prospect_rows};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::prospect::{ContactState, Source};
use crate::render::document::{Document, Facts};
use crate::render::table::{Cell, Column, Table};
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};
use schemars::JsonSchema;
use serde::Serialize;

const NOUN: Noun = Noun {
    one: "prospect",
    many: "prospects",
};

const COLUMNS: [ListColumn; 13] = [
    usual("id"),
    usual("name"),
    usual("state"),
    usual("since"),
    usual("next"),
    usual("facets"),
    usual("source"),
    usual("place"),
    further("email"),
    further("title"),
    further("organization"),
    further("asked"),
    further("answered"),
];

/// People who might become mentors: where you met, what you asked, what they said
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad prospect add \"Omar Haddad\" --met introduction --next \"in 2 weeks\"
  pleiad prospect ask mira
  pleiad prospect answer mira yes
  pleiad prospect promote mira")]
pub(crate) enum ProspectCommand {
    /// List prospects
    #[command(visible_alias = "ls")]
    List(ProspectList),
    /// Show one prospect with everything that was said
    Show(ProspectShow),
    /// Write down somebody who might become a mentor
    Add(Box<ProspectAdd>),
    /// Change fields: `prospect set mira next=2026-12-01`
    Set(ProspectSet),
    /// Say that you asked them
    Ask(ProspectAsk),
    /// Say what they answered
    Answer(ProspectAnswer),
    /// Say that you met or thought of them
    Contact(ProspectContact),
    /// Enrol them as a mentor; in a personal folder, as yours
    Promote(Box<ProspectPromote>),
    /// Take away somebody who was entered by mistake
    Remove(ProspectRemove),
}

/// List prospects: who is asked, who answered, whom to follow up
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect list
  pleiad prospect list --where \"state = asked\"
  pleiad prospect list --sort next --json
The state is that of the latest contact: idea, asked, met, yes, no; enrolled once promoted.
Who was asked and has not answered is followed up after two weeks unless `next` says when.")]
pub(crate) struct ProspectList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one prospect with everything that was said
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad prospect show mira")]
pub(crate) struct ProspectShow {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
}

/// Write down somebody who might become a mentor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect add \"Mira Chen\" --met conference --place PyCon --facet leadership
  pleiad prospect add \"Omar Haddad\" --met introduction --place \"through Grace\" --next \"in 2 weeks\"
  pleiad prospect add \"Ines Weber\" --met speaker -m \"asked the hardest question of the evening\"
Look where you are not: conferences, speakers, colleges, incubators, other sites.")]
pub(crate) struct ProspectAdd {
    /// Their name
    #[arg(value_name = "NAME")]
    name: String,
    /// Their id; made from the name otherwise
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// conference, speaker, college, incubator, site, introduction or other
    #[arg(long, value_name = "SOURCE")]
    met: Option<String>,
    /// Which conference, whose introduction
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// Their address
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Their job
    #[arg(long, value_name = "TITLE")]
    title: Option<String>,
    /// Their employer
    #[arg(long, alias = "organisation")]
    organization: Option<String>,
    /// What you could learn from them (several: commas)
    #[arg(long, value_name = "FACET", value_delimiter = ',')]
    facet: Vec<String>,
    /// When to follow up
    #[arg(long, value_name = "DATE")]
    next: Option<String>,
    /// What was said when you met
    #[arg(short = 'm', long, value_name = "TEXT")]
    message: Option<String>,
    /// When you met; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
}

/// Change fields of a prospect; `KEY=` takes one away
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad prospect set mira next=2026-12-01 facets=leadership")]
pub(crate) struct ProspectSet {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
    /// What to set
    #[arg(value_name = "KEY=VALUE", required = true)]
    assignments: Vec<String>,
}

/// What is said of every contact.
#[derive(Debug, Args)]
struct Said {
    /// What was said
    #[arg(short = 'm', long, value_name = "TEXT")]
    message: Option<String>,
    /// When; today otherwise
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// When to follow up
    #[arg(long, value_name = "DATE")]
    next: Option<String>,
}

/// Say that you asked somebody to mentor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect ask mira
  pleiad prospect ask mira --on yesterday -m \"by mail: half an hour a month?\" --next \"in 1 week\"
Without --next you are reminded after two weeks.")]
pub(crate) struct ProspectAsk {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
    #[command(flatten)]
    said: Said,
}

/// Say what somebody answered
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect answer mira yes
  pleiad prospect answer omar no -m \"after the summer, perhaps\" --next 2027-09-01")]
pub(crate) struct ProspectAnswer {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
    /// yes or no
    #[arg(value_name = "ANSWER", value_parser = ["yes", "no"])]
    answer: String,
    #[command(flatten)]
    said: Said,
}

/// Say that you met somebody, or thought of them
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad prospect contact mira -m \"coffee after her talk\"
  pleiad prospect contact mira --is idea -m \"Grace says she hires across the field\"")]
pub(crate) struct ProspectContact {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
    /// idea, asked, met, yes or no
    #[arg(long, value_name = "STATE", default_value = "met")]
    is: String,
    #[command(flatten)]
    said: Said,
}

/// Take away somebody who was entered by mistake, with everything said to them
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad prospect remove mira\nWho said no is better kept.")]
pub(crate) struct ProspectRemove {
    /// Its id or the beginning of it, an e-mail, a name
    #[arg(value_name = "PROSPECT")]
    prospect: String,
}

/// A prospect with what was said.
#[derive(Serialize, JsonSchema)]
struct Shown<'a> {
    prospect: &'a ProspectRow<'a>,
    contacts: Vec<Told<'a>>,
}

/// What was said once.
#[derive(Serialize, JsonSchema)]
struct Told<'a> {
    on: Day,
    is: ContactState,
    text: Option<&'a str>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<ProspectRow<'static>>("prospect-list", NOUN),
    answer::<Shown<'static>>("prospect-show"),
    written::<Option<ProspectRow<'static>>>("prospect-add", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-set", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-ask", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-answer", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-contact", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-remove", "prospect"),
    written::<Option<ProspectRow<'static>>>("prospect-promote", "prospect"),
];

pub(crate) fn run(
    command: &ProspectCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        ProspectCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Prospects)?;
            let rows = prospect_rows(&program, clock.today);
            let list = List::new(NOUN, &COLUMNS, &rows, &list.list, &clock)?;
            Ok(Reply::list("prospect-list", &list))
        }
        ProspectCommand::Show(show) => run_show(show, context),
        ProspectCommand::Add(add) => run_add(add, context),
        ProspectCommand::Set(set) => run_set(set, context),
        ProspectCommand::Ask(ask) => {
            let line = ("prospect-ask", ask.prospect.as_str());
            say(line, ContactState::Asked, &ask.said, context)
        }
        ProspectCommand::Answer(answer) => {
            let line = ("prospect-answer", answer.prospect.as_str());
            let is = contact_state(&answer.answer)?;
            say(line, is, &answer.said, context)
        }
        ProspectCommand::Contact(contact) => {
            let line = ("prospect-contact", contact.prospect.as_str());
            say(line, contact_state(&contact.is)?, &contact.said, context)
        }
        ProspectCommand::Promote(command) => promote::run(command, context),
        ProspectCommand::Remove(remove) => run_remove(remove, context),
    }
}

fn contact_state(word: &str) -> Result<ContactState, Failure> {
    ContactState::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("there is no state `{word}`"),
        hint: Some(format!("one of {}", ContactState::WORDS.join(", "))),
    })
}

/// Settles which prospect is meant, once.
fn settled(context: &mut Context<'_, '_>, word: &str) -> Result<Id, Failure> {
    let (program, _) = context.read(&Extent::Prospects)?;
    picked(context, word, |word| prospect_named(&program, word))
}

fn run_show(show: &ProspectShow, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = context.read(&Extent::Prospects)?;
    let id = picked(context, &show.prospect, |word| {
        prospect_named(&program, word)
    })?;
    let rows = prospect_rows(&program, clock.today);
    let Some(row) = rows.iter().find(|row| *row.id == id) else {
        return Err(Refusal::refused(format!("{id} is gone")).into());
    };
    let contacts: Vec<_> = program.prospects.contacts_of(&id, clock.today).collect();
    let columns = [
        Column::text("on", "on"),
        Column::text("is", "is"),
        Column::text("text", "text"),
    ];
    let table = Table::new(columns).rows(contacts.iter().map(|contact| {
        [
            Cell::from(contact.on.to_string()),
            contact.is.as_str().into(),
            contact.text.as_deref().into(),
        ]
    }));
    let said: Vec<_> = contacts
        .iter()
        .map(|contact| Told {
            on: contact.on,
            is: contact.is,
            text: contact.text.as_deref(),
        })
        .collect();
    let document = Document::new().heading(row.name).facts(facts(row));
    let document = if contacts.is_empty() {
        document
    } else {
        document.section("Said").table(table)
    };
    let answer = Shown {
        prospect: row,
        contacts: said,
    };
    Ok(Reply::new("prospect-show", &answer, document))
}

fn facts(row: &ProspectRow<'_>) -> Facts {
    let met = match row.place {
        Some(place) => format!("{}: {place}", row.source),
        None => row.source.to_string(),
    };
    let state = match row.since {
        Some(since) => format!("{} since {since}", row.state),
        None => row.state.to_string(),
    };
    Facts::new()
        .fact("id", row.id.as_str())
        .fact("state", state)
        .fact("met", met)
        .fact_if(
            "facets",
            (!row.facets.is_empty()).then(|| and_list(row.facets)),
        )
        .fact_if("title", row.title)
        .fact_if("organization", row.organization)
        .fact_if("email", row.email)
        .fact_if("follow up", row.next.map(|next| next.to_string()))
        .fact_if("participant", row.participant.map(PersonId::as_str))
}

fn run_add(add: &ProspectAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = add.id.as_deref().map(Id::parse).transpose();
    let id = id.map_err(|error| Failure::usage(format!("--id: {error}")))?;
    let source = add.met.as_deref().map(source).transpose()?;
    let written = context.change(&Extent::Prospects, Looking::Away, |program, clock, _| {
        let on = day_past(add.on.as_deref(), clock)?;
        let next = day_ahead(add.next.as_deref(), clock)?;
        let is_met = add.message.is_some() || add.on.is_some();
        let contact = NewContact {
            on,
            is: if is_met {
                ContactState::Met
            } else {
                ContactState::Idea
            },
            text: add.message.clone(),
            next,
        };
        let new = NewProspect {
            name: add.name.clone(),
            id: id.clone(),
            email: add.email.clone(),
            source,
            place: add.place.clone(),
            title: add.title.clone(),
            organization: add.organization.clone(),
            facets: add.facet.clone(),
            next,
            contact: Some(contact),
        };
        Ok(prospect::add(program, &new)?)
    })?;
    let id = written.answer.clone();
    let done = format!("Wrote down {} ({id}).", add.name.trim());
    Ok(reply("prospect-add", &written, &id, done).next(format!("pleiad prospect ask {id}")))
}

fn source(word: &str) -> Result<Source, Failure> {
    Source::parse(word).ok_or_else(|| Failure::Usage {
        message: format!("`{word}` is no place to meet people"),
        hint: Some(format!("one of {}", Source::WORDS.join(", "))),
    })
}

fn run_set(set: &ProspectSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = settled(context, &set.prospect)?;
    let written = context.change(&Extent::Prospects, Looking::Away, |_, clock, _| {
        let at = || At::Entry("prospect", vec![("id", Some(id.as_str().into()))]);
        let mut edits = Vec::new();
        let mut keys = Vec::new();
        for words in &set.assignments {
            let assignment = parse_entry(&keys::PROSPECTS, "prospect", words, clock)?;
            if assignment.key == "id" {
                return Err(Failure::usage("an id is frozen when it is made"));
            }
            edits.push(assignment.edit_at(FileName::Prospects, at()));
            keys.push(assignment.key);
        }
        let sentence = format!("set {} of prospect {id}", and_list(&keys));
        Ok(((), Change { sentence, edits }))
    })?;
    let done = format!("Changed prospect {id}.");
    Ok(reply("prospect-set", &written, &id, done))
}

fn say(
    (command, word): (&str, &str),
    is: ContactState,
    said: &Said,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let id = settled(context, word)?;
    let written = context.change(&Extent::Prospects, Looking::Away, |program, clock, _| {
        let contact = contact_of(is, said, clock)?;
        Ok(((), prospect::contact(program, &id, &contact)?))
    })?;
    let rows = prospect_rows(&written.program, written.clock.today);
    let row = rows.iter().find(|row| *row.id == id);
    let next = row
        .and_then(|row| row.next)
        .filter(|_| is != ContactState::Yes);
    let follow_up = next.map(|next| format!(" Follow up on {next}."));
    let done = format!("{id}: {is}.{}", follow_up.unwrap_or_default());
    let reply = reply(command, &written, &id, done);
    Ok(match is {
        ContactState::Yes => reply.next(format!("pleiad prospect promote {id}")),
        ContactState::Idea | ContactState::Met => reply.next(format!("pleiad prospect ask {id}")),
        ContactState::Asked => reply.next(format!("pleiad prospect answer {id} yes")),
        ContactState::No => reply,
    })
}

fn contact_of(is: ContactState, said: &Said, clock: &Clock) -> Result<NewContact, Failure> {
    Ok(NewContact {
        on: day_past(said.on.as_deref(), clock)?,
        is,
        text: said.message.clone(),
        next: day_ahead(said.next.as_deref(), clock)?,
    })
}

fn run_remove(remove: &ProspectRemove, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let id = settled(context, &remove.prospect)?;
    let written = context.change(&Extent::Prospects, Looking::First, |program, _, _| {
        Ok(((), prospect::remove(program, &id)?))
    })?;
    let done = format!("Removed prospect {id}.");
    Ok(reply("prospect-remove", &written, &id, done))
}

fn reply<T>(command: &str, written: &Written<T>, id: &Id, done: String) -> Reply {
    let rows = prospect_rows(&written.program, written.clock.today);
    let record = rows.iter().find(|row| row.id == id).map(row_json);
    written::reply(command, written, ("prospect", record.into()), done)
}
