//! What each side says at the end: flags for two, `--exit` for one of several, and the questions of the wizard.

use crate::change::refusal::Refusal;
use crate::change::stage::exit::Exit;
use crate::cli::ask;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reference::{person, picked};
use crate::model::id::PersonId;
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use crate::render::words::nearest;
use crate::store::read::Extent;
use clap::Args;

/// What the mentor says; kept where only coordinators read it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Feedback of the mentor")]
pub(super) struct MentorExit {
    /// How well the two fitted
    #[arg(id = "mentor_fit", long = "mentor-fit", value_name = "SCORE")]
    fit: Option<i64>,
    /// How content the mentor is
    #[arg(
        id = "mentor_satisfaction",
        long = "mentor-satisfaction",
        value_name = "SCORE"
    )]
    satisfaction: Option<i64>,
    /// In words
    #[arg(id = "mentor_says", long = "mentor-says", value_name = "TEXT")]
    says: Option<String>,
    /// Whether the mentor would take another mentee: yes or no
    #[arg(id = "mentor_rematch", long = "mentor-rematch", value_name = "YES|NO", value_parser = yes_no)]
    rematch: Option<bool>,
    /// Why
    #[arg(
        id = "mentor_rematch_why",
        long = "mentor-rematch-why",
        value_name = "TEXT"
    )]
    rematch_why: Option<String>,
}

/// What the mentee says; kept where only coordinators read it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Feedback of the mentee")]
pub(super) struct MenteeExit {
    /// How well the two fitted
    #[arg(id = "mentee_fit", long = "mentee-fit", value_name = "SCORE")]
    fit: Option<i64>,
    /// How content the mentee is
    #[arg(
        id = "mentee_satisfaction",
        long = "mentee-satisfaction",
        value_name = "SCORE"
    )]
    satisfaction: Option<i64>,
    /// In words
    #[arg(id = "mentee_says", long = "mentee-says", value_name = "TEXT")]
    says: Option<String>,
    /// Whether the mentee would like another mentor: yes or no
    #[arg(id = "mentee_rematch", long = "mentee-rematch", value_name = "YES|NO", value_parser = yes_no)]
    rematch: Option<bool>,
    /// Why
    #[arg(
        id = "mentee_rematch_why",
        long = "mentee-rematch-why",
        value_name = "TEXT"
    )]
    rematch_why: Option<String>,
}

impl MentorExit {
    /// The same for the change.
    pub(super) fn exit(&self) -> Exit {
        Exit {
            fit: self.fit,
            satisfaction: self.satisfaction,
            text: self.says.clone(),
            rematch: self.rematch,
            rematch_why: self.rematch_why.clone(),
            offered_to_mentor: None,
        }
    }
}

impl MenteeExit {
    /// The same for the change.
    pub(super) fn exit(&self) -> Exit {
        Exit {
            fit: self.fit,
            satisfaction: self.satisfaction,
            text: self.says.clone(),
            rematch: self.rematch,
            rematch_why: self.rematch_why.clone(),
            offered_to_mentor: None,
        }
    }
}

pub(super) fn yes_no(word: &str) -> Result<bool, String> {
    match word {
        "yes" | "y" | "true" => Ok(true),
        "no" | "n" | "false" => Ok(false),
        _ => Err("yes or no".to_owned()),
    }
}

/// The keys of `--exit`.
const KEYS: [&str; 6] = [
    "fit",
    "satisfaction",
    "rematch",
    "because",
    "offers",
    "says",
];

/// What `--exit` says of each person.
pub(super) fn members(
    words: &[String],
    context: &mut Context<'_, '_>,
) -> Result<Vec<(PersonId, Exit)>, Failure> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let (program, _) = context.read(&Extent::Roster)?;
    let mut members = Vec::new();
    for text in words {
        let (name, rest) = text
            .trim()
            .split_once(char::is_whitespace)
            .ok_or_else(|| usage(text, "it says nothing", "--exit \"kim fit=4 rematch=yes\""))?;
        let id = picked(context, name, |word| person(&program, word))?;
        members.push((id, member(text, rest)?));
    }
    Ok(members)
}

/// `fit=4 rematch=yes says=more of it`: a text goes on until the next key.
fn member(whole: &str, rest: &str) -> Result<Exit, Failure> {
    let mut values: Vec<(&str, String)> = Vec::new();
    for word in rest.split_whitespace() {
        let pair = word.split_once('=');
        match (pair, values.last_mut()) {
            (Some((key, value)), _) if KEYS.contains(&key) => {
                values.push((key, value.to_owned()));
            }
            (_, Some((key, text))) if matches!(*key, "says" | "because") => {
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(word);
            }
            (pair, _) => {
                let near = pair.and_then(|(key, _)| nearest(key, KEYS.iter().copied()));
                let hint = near.map_or_else(
                    || format!("one of {}, each with = and a value", KEYS.join(", ")),
                    |near| format!("did you mean `{near}=`?"),
                );
                return Err(usage(whole, &format!("`{word}` is no part of it"), &hint));
            }
        }
    }
    let mut exit = Exit::default();
    for (key, value) in values {
        let flag = || yes_no(&value).map_err(|wanted| usage(whole, key, &wanted));
        let score = || {
            let wrong = |_| usage(whole, key, "a whole number on the program's scale");
            value.parse::<i64>().map_err(wrong)
        };
        match key {
            "fit" => exit.fit = Some(score()?),
            "satisfaction" => exit.satisfaction = Some(score()?),
            "rematch" => exit.rematch = Some(flag()?),
            "because" => exit.rematch_why = Some(value),
            "offers" => exit.offered_to_mentor = Some(flag()?),
            _ => exit.text = Some(value),
        }
    }
    Ok(exit)
}

fn usage(whole: &str, message: &str, hint: &str) -> Failure {
    Failure::Usage {
        message: format!("--exit \"{whole}\": {message}"),
        hint: Some(hint.to_owned()),
    }
}

/// Asks everybody in a pairing; in a circle only those who want to say something.
pub(super) fn ask(program: &Program, pairing: &Pairing) -> Result<Vec<(PersonId, Exit)>, Failure> {
    let mut members = Vec::new();
    for person in pairing.people() {
        let who = format!("{}, the {}", program.name(person), pairing.called(person));
        if pairing.kind == PairingKind::Circle
            && !ask::confirm(&format!("{who}: do they say something?"))?
        {
            continue;
        }
        let mut exit = ask_one(program, &who)?;
        if pairing.mentor != *person {
            let name = program.name(person);
            exit.offered_to_mentor = Some(ask::confirm(&format!(
                "Does {name} offer to mentor somebody?"
            ))?);
        }
        members.push((person.clone(), exit));
    }
    Ok(members)
}

fn ask_one(program: &Program, who: &str) -> Result<Exit, Failure> {
    let (low, high) = program.settings.policy.scale;
    let score = ask::line(
        &format!("{who}: how well did they fit, {low} to {high} (empty: unsaid)"),
        None,
    )?;
    let fit = match score.as_str() {
        "" => None,
        score => Some(
            score
                .parse()
                .map_err(|_| Refusal::refused(format!("`{score}` is no whole number")))?,
        ),
    };
    let said = |question: &str| -> Result<Option<String>, Failure> {
        Ok(Some(ask::line(question, None)?).filter(|text| !text.is_empty()))
    };
    let text = said(&format!("{who}: what do they say (empty: unsaid)"))?;
    let rematch = ask::confirm(&format!("{who}: would they like to be matched again?"))?;
    let rematch_why = if rematch {
        said("Why (empty: unsaid)")?
    } else {
        None
    };
    Ok(Exit {
        fit,
        text,
        rematch: Some(rematch),
        rematch_why,
        ..Exit::default()
    })
}
