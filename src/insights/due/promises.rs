//! Promises: questions to answer, homework to do, advice to try, steps and goals to reach.
//!
//! A question or a piece of advice waits from the meeting after it was written down: then both look at it.

use crate::insights::due::{Due, DueKind, entry, first_line};
use crate::insights::metrics::latest_percents;
use crate::insights::progress::Progress;
use crate::insights::summary::pairing::{advice_untried, homework_open, questions_open};
use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, MeetingState};
use crate::model::pairing::{GoalOf, Pairing};
use crate::model::program::Program;

/// A goal at this many percent is reached.
const REACHED: i64 = 100;

pub(super) fn due<'a>(program: &Program, one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let policy = &program.settings.policy;
    let every = one.pairing.every.unwrap_or(policy.meeting_every);
    let mut found = questions(one, every, today);
    found.extend(homework(one, every, today));
    found.extend(advice(one, every, today));
    found.extend(steps(one.pairing, today));
    found.extend(goals(one.pairing, today));
    found
}

/// The first meeting after a day that was not called off and not missed; without one, when the next should be.
fn next_meeting(log: &Log, after: Day, every: Cadence) -> Day {
    let counts = log.meetings.iter().filter(|meeting| match meeting.is {
        MeetingState::Planned | MeetingState::Held => after < meeting.at.day(),
        MeetingState::Cancelled | MeetingState::Missed => false,
    });
    let next = counts.map(|meeting| meeting.at.day()).min();
    next.unwrap_or_else(|| every.after(after))
}

fn questions<'a>(one: &Progress<'a>, every: Cadence, today: Day) -> Vec<Due<'a>> {
    let id = &one.pairing.id;
    let open = questions_open(one.log, today).into_iter();
    let due = open.map(|question| Due {
        owner: Some(&one.pairing.mentor),
        item: question.id,
        ..entry(
            DueKind::Question,
            next_meeting(one.log, question.on, every),
            today,
            first_line(question.text).to_owned(),
            format!(
                "pleiad note {id} --answered {} -m \"...\"",
                named(question.id, question.text)
            ),
        )
    });
    due.collect()
}

fn homework<'a>(one: &Progress<'a>, every: Cadence, today: Day) -> Vec<Due<'a>> {
    let id = &one.pairing.id;
    let open = homework_open(one.log, today).into_iter();
    let due = open.filter_map(|homework| {
        let next = homework.on.map(|on| next_meeting(one.log, on, every));
        Some(Due {
            owner: owner_of(one.pairing, homework.owner),
            item: homework.id,
            ..entry(
                DueKind::Homework,
                homework.due.or(next)?,
                today,
                first_line(homework.text).to_owned(),
                format!(
                    "pleiad homework done {id} {}",
                    named(homework.id, homework.text)
                ),
            )
        })
    });
    due.collect()
}

fn advice<'a>(one: &Progress<'a>, every: Cadence, today: Day) -> Vec<Due<'a>> {
    let id = &one.pairing.id;
    let untried = advice_untried(one.log, today).into_iter();
    let due = untried.map(|advice| Due {
        owner: one.pairing.mentees.first(),
        item: advice.id,
        ..entry(
            DueKind::Advice,
            next_meeting(one.log, advice.on, every),
            today,
            first_line(advice.text).to_owned(),
            format!(
                "pleiad advice tried {id} {} --how \"...\"",
                named(advice.id, advice.text)
            ),
        )
    });
    due.collect()
}

/// How a command names an entry: by its id, or, where it was written by hand and has none, by its words.
fn named(id: Option<&Id>, text: &str) -> String {
    id.map_or_else(|| format!("{:?}", first_line(text)), ToString::to_string)
}

/// Who a word of homework, of a step or of a goal means; the first of a circle's mentees stands for them.
fn owner_of<'a>(pairing: &'a Pairing, word: &str) -> Option<&'a PersonId> {
    match word {
        "mentor" => Some(&pairing.mentor),
        "mentee" | "both" => pairing.mentees.first(),
        id => pairing.people().find(|person| person.as_str() == id),
    }
}

fn steps(pairing: &Pairing, today: Day) -> Vec<Due<'_>> {
    let open = pairing.steps.iter().filter(|step| step.done.is_none());
    let due = open.filter_map(|step| {
        let text = step.text.as_deref().map(first_line);
        let owner = step.owner.as_deref().unwrap_or("both");
        Some(Due {
            owner: owner_of(pairing, owner),
            item: Some(&step.id),
            ..entry(
                DueKind::Step,
                step.due?,
                today,
                text.map_or_else(|| format!("step {}", step.id), str::to_owned),
                format!("pleiad goal step {} {} --done", pairing.id, step.id),
            )
        })
    });
    due.collect()
}

fn goals(pairing: &Pairing, today: Day) -> Vec<Due<'_>> {
    let latest = latest_percents(pairing, today);
    let open = pairing.goals.iter().filter(|goal| {
        latest
            .get(&goal.id)
            .is_none_or(|&(percent, _)| percent < REACHED)
    });
    let due = open.filter_map(|goal| {
        let owner = match goal.of {
            GoalOf::Mentor => Some(&pairing.mentor),
            GoalOf::Mentee | GoalOf::Both => pairing.mentees.first(),
        };
        Some(Due {
            owner,
            item: Some(&goal.id),
            ..entry(
                DueKind::Goal,
                goal.due?,
                today,
                first_line(&goal.text).to_owned(),
                format!("pleiad goal reading {} 100 --goal {}", pairing.id, goal.id),
            )
        })
    });
    due.collect()
}
