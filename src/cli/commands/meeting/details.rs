//! `meeting edit`: the details of a meeting by flags, or the whole log in an editor.

use super::settle::absent_people;
use super::which::{Purpose, Which};
use super::{mode, pairing_named, reply_of_one};
use crate::calendar::length::parse_minutes;
use crate::change::edit::FileName;
use crate::change::meeting::details::{Details, change_details};
use crate::cli::context::{Context, Looking};
use crate::cli::editing;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, written};
use crate::cli::written;
use crate::insights::roster::MeetingRow;
use crate::model::id::Id;
use crate::model::program::Program;
use crate::store::read::Extent;
use clap::Args;

/// Change the length, mode, place or topics of a meeting; without a flag, open the pairing's log in your editor
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad meeting edit ada --place https://meet.example.org/ga
  pleiad meeting edit ada+grace 2026-02-03 --minutes 1h --topic routing,scope
  pleiad meeting edit ada 2026-02-10 --absent mentor
  pleiad meeting edit ada                       (opens your editor)
`pleiad meeting move` changes its time.")]
pub(crate) struct MeetingEdit {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
    #[command(flatten)]
    which: Which,
    /// Its length: 45m, 1h30
    #[arg(long, value_name = "LENGTH")]
    minutes: Option<String>,
    /// video, in-person, phone or email
    #[arg(long, value_name = "MODE")]
    mode: Option<String>,
    /// A place or a link; \"\" takes it away
    #[arg(long, value_name = "PLACE")]
    place: Option<String>,
    /// What it is about (several: commas)
    #[arg(long, value_name = "TOPIC", value_delimiter = ',')]
    topic: Vec<String>,
    /// Who missed it: mentor, mentee, or people (several: commas)
    #[arg(long, value_name = "WHO", value_delimiter = ',')]
    absent: Vec<String>,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    written::<Option<MeetingRow<'static>>>("meeting-edit", "meeting"),
    written::<Id>("meeting-edit", "pairing"),
];

pub(super) fn run(edit: &MeetingEdit, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let pairing = pairing_named(context, &edit.pairing)?;
    if edit.is_for_the_editor() {
        return run_editor(&pairing, context);
    }
    let meeting = edit.which.meeting(&pairing, Purpose::See, context)?;
    let extent = Extent::Pairing(pairing.clone());
    let written = context.change(&extent, Looking::Away, |program, _, _| {
        let details = details(edit, program, &pairing)?;
        let change = change_details(&pairing, program.log(&pairing), &meeting, &details)?;
        Ok(((pairing.clone(), meeting.clone()), change))
    })?;
    let done = super::sentence(&written.sentence);
    Ok(reply_of_one("meeting-edit", &written, done))
}

impl MeetingEdit {
    fn is_for_the_editor(&self) -> bool {
        let says_nothing = self.minutes.is_none() && self.mode.is_none() && self.place.is_none();
        says_nothing && self.topic.is_empty() && self.absent.is_empty()
    }
}

fn run_editor(pairing: &Id, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let file = FileName::Log(pairing.clone());
    let written = editing::edit_file(context, &file, &format!("edit meetings of {pairing}"))?;
    let done = super::sentence(&written.sentence);
    Ok(written::reply(
        "meeting-edit",
        &written,
        ("pairing", pairing.as_str().into()),
        done,
    ))
}

fn details(edit: &MeetingEdit, program: &Program, pairing: &Id) -> Result<Details, Failure> {
    let minutes = edit.minutes.as_deref().map(parse_minutes).transpose();
    let absent = edit.absent.iter();
    let absent = absent.map(|word| absent_people(program, pairing, word));
    let absent: Vec<_> = absent.collect::<Result<Vec<_>, _>>()?.concat();
    Ok(Details {
        minutes: minutes.map_err(|error| Failure::usage(format!("--minutes: {error}")))?,
        mode: edit.mode.as_deref().map(mode).transpose()?,
        place: edit.place.clone(),
        topics: Some(edit.topic.clone()).filter(|topics| !topics.is_empty()),
        absent: Some(absent).filter(|absent| !absent.is_empty()),
    })
}
