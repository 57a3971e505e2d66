//! `participant wish`: what somebody wants to learn, and how much it matters beside their other wishes.

use super::changed;
use crate::change::edit::{Fields, field};
use crate::change::wish::{self, Wish};
use crate::cli::context::{Context, Looking};
use crate::cli::failure::Failure;
use crate::cli::reference::{self, person, picked};
use crate::cli::reply::Reply;
use crate::model::participant::Style;
use crate::store::read::Extent;
use clap::Args;

/// Say what somebody wants to learn, and how much it matters beside their other wishes
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  pleiad participant wish @me leadership --weight 3
  pleiad participant wish @me technical --style challenger --skill routing
  pleiad participant wish ada career --mentors 2 --cohort 2026-spring
  pleiad participant wish @me leadership --drop
A wish is a [[request]]: what is named is written, what is not stays as it is.")]
pub(crate) struct ParticipantWish {
    /// Id or the beginning of it, e-mail, name, @me
    #[arg(value_name = "PERSON")]
    person: String,
    /// For what: a facet
    #[arg(value_name = "FACET")]
    facet: String,
    /// How much it matters beside the others: 1 to 100
    #[arg(long, value_name = "WEIGHT")]
    weight: Option<i64>,
    /// How many mentors
    #[arg(long, value_name = "COUNT")]
    mentors: Option<i64>,
    /// challenger, supporter, advocate, teacher (several: commas)
    #[arg(long, value_name = "STYLE", value_delimiter = ',')]
    style: Vec<String>,
    /// What they want to learn (several: commas)
    #[arg(long, value_name = "SKILL", value_delimiter = ',')]
    skill: Vec<String>,
    /// In which cohort
    #[arg(long, value_name = "COHORT")]
    cohort: Option<String>,
    /// Take the wish away
    #[arg(long, conflicts_with_all = ["weight", "mentors", "style", "skill"])]
    drop: bool,
}

pub(super) fn run(
    asked: &ParticipantWish,
    context: &mut Context<'_, '_>,
) -> Result<Reply, Failure> {
    let (program, _) = context.read(&Extent::Roster)?;
    let id = picked(context, &asked.person, |word| person(&program, word))?;
    let fields = fields(asked)?;
    let written = context.change(&Extent::Roster, Looking::Away, |program, _, _| {
        let cohort = asked.cohort.as_deref();
        let cohort = cohort.map(|word| reference::cohort(program, word));
        let new = Wish {
            facet: asked.facet.clone(),
            cohort: cohort.transpose()?,
            fields: (!asked.drop).then(|| fields.clone()),
        };
        let change = wish::wish(program, &id, &new)?;
        Ok((vec![id.clone()], change))
    })?;
    Ok(changed("participant-wish", &written).next(format!("pleiad constellation {id}")))
}

fn fields(wish: &ParticipantWish) -> Result<Fields, Failure> {
    if let Some(word) = wish.style.iter().find(|word| Style::parse(word).is_none()) {
        return Err(Failure::Usage {
            message: format!("there is no style `{word}`"),
            hint: Some(format!("one of {}", Style::WORDS.join(", "))),
        });
    }
    let mut fields = Fields::new();
    let lists = [("skills", &wish.skill), ("style", &wish.style)];
    for (key, list) in lists {
        if !list.is_empty() {
            fields.push(field(key, list.clone()));
        }
    }
    fields.extend(wish.weight.map(|weight| field("weight", weight)));
    fields.extend(wish.mentors.map(|mentors| field("mentors", mentors)));
    Ok(fields)
}
