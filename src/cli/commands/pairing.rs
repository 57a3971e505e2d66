//! `pairing`: show and make pairings, and lead them through their life.

pub(crate) mod agreement;
pub(crate) mod handover;
pub(crate) mod reply;
pub(crate) mod stages;

use crate::calendar::clock::{Clock, Direction};
use crate::calendar::when::parse_day;
use crate::change::edit::{Change, FileName};
use crate::change::matching::rationale::by_the_rules;
use crate::change::pairing::{self, NewPairing, Short};
use crate::cli::assignment::Assignment;
use crate::cli::columns;
use crate::cli::commands::summary::{pairing_reply, with_log};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::list::{List, ListFlags, Noun, row_json};
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::cli::reply_schema::Nothing;
use crate::cli::reply_schema::{ReplySchema, answer, list, written};
use crate::cli::several::Pairings;
use crate::cli::{editing, written};
use crate::insights::roster::PairingRow;
use crate::insights::roster::pairing_rows;
use crate::insights::summary::pairing::PairingSummary;
use crate::model::cadence::Cadence;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingKind;
use crate::model::program::Program;
use crate::render::words::and_list;
use crate::store::keys;
use crate::store::read::Extent;
use clap::{Args, Subcommand};

/// The word of the field, once and several times.
pub(crate) const NOUN: Noun = Noun {
    one: "pairing",
    many: "pairings",
};

/// Show and make pairings
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  pleiad pairing add grace lee --facet technical
  pleiad pairing list --where \"health = red\"
  pleiad pairing pause ada+grace --why \"parental leave\" --until 2027-05-01
  pleiad pairing show ada")]
pub(crate) enum PairingCommand {
    /// List pairings
    #[command(visible_alias = "ls")]
    List(PairingList),
    /// Show one pairing
    Show(PairingShow),
    /// Make a pairing by hand
    Add(PairingAdd),
    /// Change fields: `pairing set ada+grace every="2 weeks"`
    Set(PairingSet),
    /// Open a pairing's file in your editor
    Edit(PairingEdit),
    /// Say that people accept what was proposed
    Accept(stages::PairingAccept),
    /// Say that one side declines what was proposed
    Decline(stages::PairingDecline),
    /// Print the agreement of a pairing
    Agreement(agreement::PairingAgreement),
    /// Say that people signed the agreement
    Sign(stages::PairingSign),
    /// Let pairings rest
    Pause(stages::PairingPause),
    /// Go on after a pause
    Resume(stages::PairingResume),
    /// Move the end to a later day
    Extend(stages::PairingExtend),
    /// Let another mentor go on
    Handover(handover::PairingHandover),
    /// Take back what has not begun
    Withdraw(stages::PairingWithdraw),
    /// Take up again what has ended
    Reopen(stages::PairingReopen),
    /// Say that a pairing was a mistake
    Void(stages::PairingVoid),
}

/// List pairings
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing list --where \"health = red\"
  pleiad pairing list --where \"last_held < 6 weeks ago\" --columns id,last_held,next
  pleiad pairing list --json")]
pub(crate) struct PairingList {
    #[command(flatten)]
    list: ListFlags,
}

/// Show one pairing: people, rhythm, open questions, homework, advice not tried yet
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  pleiad pairing show ada+grace\n  pleiad pairing show ada --json"
)]
pub(crate) struct PairingShow {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
}

/// Make a pairing by hand, under the same rules as a match
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing add grace ada --facet technical
  pleiad pairing add grace ada kim lee --kind circle
  pleiad pairing add grace ada --starts 2026-01-19 --every \"2 weeks\"")]
pub(crate) struct PairingAdd {
    /// Who gives
    #[arg(value_name = "MENTOR")]
    mentor: String,
    /// Who asks; three to eight in a circle
    #[arg(value_name = "MENTEE", required = true)]
    mentees: Vec<String>,
    /// pair, circle, peer, reverse or flash
    #[arg(long, value_name = "KIND", default_value = "pair")]
    kind: String,
    /// For what: technical, career ... (several: commas)
    #[arg(long, value_name = "FACET", value_delimiter = ',')]
    facet: Vec<String>,
    /// Its cohort; the one that is open otherwise
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Objectives of the program that it serves (several: commas)
    #[arg(long, value_name = "OBJECTIVE", value_delimiter = ',')]
    serves: Vec<String>,
    /// First day
    #[arg(long, value_name = "DATE")]
    starts: Option<String>,
    /// Last day
    #[arg(long, value_name = "DATE")]
    ends: Option<String>,
    /// Its own rhythm: "2 weeks"
    #[arg(long, value_name = "RHYTHM")]
    every: Option<String>,
    /// Why it is made, for its history
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Make it although a rule of matching forbids it, it is shorter than the policy asks for, somebody is not ready, or a
    /// circle is too small or large
    #[arg(long)]
    force: bool,
}

/// Change fields of pairings; `KEY=` takes a field away
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad pairing set ada+grace every=\"2 weeks\" minutes=60
  pleiad pairing set ada+grace agreement.contact=\"chat between meetings\"
  pleiad pairing set --where \"cohort = 2026-spring\" in_person_every=quarter
Who is in it does not change: another mentor goes on by `pleiad pairing handover`.")]
pub(crate) struct PairingSet {
    /// Pairings, then KEY=VALUE
    #[arg(value_name = "PAIRING... KEY=VALUE", required = true)]
    words: Vec<String>,
    /// Every pairing for which this holds
    #[arg(long = "where", value_name = "EXPRESSION")]
    filter: Option<String>,
}

/// Open a pairing's file in your editor
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  pleiad pairing edit ada+grace")]
pub(crate) struct PairingEdit {
    /// Id or its beginning, MENTOR+MENTEE, or a person who has one pairing in force
    #[arg(value_name = "PAIRING")]
    pairing: String,
}

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[
    list::<PairingRow<'static>>("pairing-list", NOUN),
    answer::<PairingSummary<'static>>("pairing-show"),
    answer::<Nothing>("pairing-show"),
    written::<Option<PairingRow<'static>>>("pairing-add", "pairing"),
    written::<Vec<PairingRow<'static>>>("pairing-set", "pairings"),
    written::<Vec<PairingRow<'static>>>("pairing-edit", "pairings"),
];

pub(crate) fn run(
    command: &PairingCommand,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    match command {
        PairingCommand::List(list) => {
            let (program, clock) = context.read(&Extent::Program)?;
            let rows = pairing_rows(&program, clock.today);
            Ok(Reply::list(
                "pairing-list",
                &List::new(NOUN, &columns::PAIRING, &rows, &list.list, &clock)?,
            ))
        }
        PairingCommand::Show(show) => {
            let (program, clock) = context.read(&Extent::Roster)?;
            let id = picked(context, &show.pairing, |word| {
                reference::pairing(&program, word)
            })?;
            let program = with_log(context, program, &id)?;
            Ok(pairing_reply("pairing-show", &program, &id, clock.today))
        }
        PairingCommand::Add(add) => run_add(add, context),
        PairingCommand::Set(set) => run_set(set, context),
        PairingCommand::Edit(edit) => run_edit(edit, context),
        PairingCommand::Accept(flags) => stages::accept(flags, context),
        PairingCommand::Decline(flags) => stages::decline(flags, context),
        PairingCommand::Agreement(flags) => agreement::run(flags, context),
        PairingCommand::Sign(flags) => stages::sign(flags, context),
        PairingCommand::Pause(flags) => stages::pause(flags, context),
        PairingCommand::Resume(flags) => stages::resume(flags, context),
        PairingCommand::Extend(flags) => stages::extend(flags, context),
        PairingCommand::Handover(flags) => handover::run(flags, context),
        PairingCommand::Withdraw(flags) => stages::withdraw(flags, context),
        PairingCommand::Reopen(flags) => stages::reopen(flags, context),
        PairingCommand::Void(flags) => stages::void(flags, context),
    }
}

fn run_add(add: &PairingAdd, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let mentor = picked(context, &add.mentor, |word| person(&program, word))?;
    let mentees = add
        .mentees
        .iter()
        .map(|word| picked(context, word, |word| person(&program, word)));
    let mentees = mentees.collect::<Result<Vec<_>, _>>()?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, clock, author| {
        let new = new_pairing(add, program, clock, (mentor.clone(), mentees.clone()))?;
        let new = by_the_rules(program, new, author.today)?;
        Ok(pairing::add(program, &new, author)?)
    })?;
    let id = &written.answer;
    let rows = pairing_rows(&written.program, written.clock.today);
    let record = rows.iter().find(|row| row.id == id).map(row_json);
    let names: Vec<&str> = mentees
        .iter()
        .map(|mentee| written.program.name(mentee))
        .collect();
    let pairing = &written.program.pairings[id];
    let done = format!(
        "{}: {id}.",
        pairing
            .kind
            .sentence(written.program.name(&mentor), &and_list(names))
    );
    let next = format!("pleiad meeting add {id} \"next tue 16:00\"");
    Ok(written::reply("pairing-add", &written, ("pairing", record.into()), done).next(next))
}

fn run_set(set: &PairingSet, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (assignments, words): (Vec<&String>, Vec<&String>) =
        set.words.iter().partition(|word| word.contains('='));
    if assignments.is_empty() {
        return Err(Failure::usage("nothing to set: give KEY=VALUE"));
    }
    let key = |words: &&String| words.split('=').next().unwrap_or_default().to_owned();
    let keys: Vec<String> = assignments.iter().map(key).collect();
    if let Some(fixed) = keys.iter().find(|key| FIXED.contains(&key.as_str())) {
        return Err(Failure::Usage {
            message: format!("{fixed} of a pairing does not change"),
            hint: Some("another mentor goes on by `pleiad pairing handover`".to_owned()),
        });
    }
    let pairings = Pairings {
        pairings: words.into_iter().cloned().collect(),
        filter: set.filter.clone(),
    };
    let meant = pairings.meant(context)?;
    let written = context.change(&Extent::Program, meant.looking(), |program, clock, _| {
        let ids = meant.pairings(program, clock)?;
        let mut edits = Vec::new();
        for words in &assignments {
            let assignment = Assignment::parse(&keys::PAIRING, words, clock)?;
            edits.extend(
                ids.iter()
                    .map(|id| assignment.edit(FileName::Pairing(id.clone()))),
            );
        }
        let names: Vec<&str> = ids.iter().map(Id::as_str).collect();
        let sentence = format!("set {} of {}", and_list(&keys), and_list(names));
        Ok((ids, Change { sentence, edits }))
    })?;
    Ok(reply::changed("pairing-set", &written))
}

/// What names a pairing, and so stays.
const FIXED: [&str; 3] = ["mentor", "mentees", "kind"];

fn run_edit(edit: &PairingEdit, context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &edit.pairing, |word| {
        reference::pairing(&program, word)
    })?;
    let file = FileName::Pairing(id.clone());
    let written = editing::edit_file(context, &file, &format!("edit {id}"))?;
    Ok(reply::changed("pairing-edit", &written.map(|()| vec![id])))
}

fn new_pairing(
    add: &PairingAdd,
    program: &Program,
    clock: &Clock,
    (mentor, mentees): (PersonId, Vec<PersonId>),
) -> Result<NewPairing, Failure> {
    let kind = PairingKind::parse(&add.kind).ok_or_else(|| Failure::Usage {
        message: format!("there is no kind `{}`", add.kind),
        hint: Some(format!("one of {}", PairingKind::WORDS.join(", "))),
    })?;
    let day = |text: &Option<String>| {
        text.as_deref()
            .map(|text| parse_day(text, clock, Direction::Future))
            .transpose()
    };
    let cohort = match &add.cohort {
        Some(word) => Some(reference::cohort(program, word)?),
        None => sole_cohort(program, clock),
    };
    let every = add.every.as_deref().map(Cadence::parse).transpose();
    let serves = add
        .serves
        .iter()
        .map(|word| Id::parse(word))
        .collect::<Result<_, _>>();
    Ok(NewPairing {
        mentor,
        mentees,
        kind,
        cohort,
        facets: add.facet.clone(),
        serves: serves.map_err(|error| Failure::usage(format!("--serves: {error}")))?,
        continues: None,
        starts: day(&add.starts)?,
        ends: day(&add.ends)?,
        every: every.map_err(|error| Failure::usage(format!("--every: {error}")))?,
        rationale: None,
        why: add.why.clone(),
        short: if add.force {
            Short::Allowed
        } else {
            Short::Refused
        },
    })
}

/// The only open cohort; a pairing by hand may stand outside of all.
pub(crate) fn sole_cohort(program: &Program, clock: &Clock) -> Option<Id> {
    match program.settings.cohorts_open(clock.today)[..] {
        [cohort] => Some(cohort.id.clone()),
        _ => None,
    }
}
