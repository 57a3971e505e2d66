//! What follows meetings, across the program: advice with what came of it, homework with how late it is.
//!
//! Its invariant: rows are in the order of pairings, and within a pairing in file order.

use crate::insights::summary::pairing::due_of_homework;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Advice, Helped, Homework, Log, Tried};
use crate::model::pairing::Pairing;
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// Where homework stands.
    HomeworkState {
        /// To be done.
        Open = "open",
        /// Its day has passed.
        Overdue = "overdue",
        /// Done.
        Done = "done",
    }
}

/// A piece of advice and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AdviceRow<'a> {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<&'a Id>,
    /// Its pairing.
    pub pairing: &'a Id,
    /// Who gave it.
    pub mentor: &'a PersonId,
    /// When it was given.
    pub on: Day,
    /// Its meeting.
    pub meeting: Option<&'a Id>,
    /// The words.
    pub text: &'a str,
    /// Days since then.
    pub days: i64,
    /// How often it was tried.
    pub tried: usize,
    /// When it was tried last.
    pub tried_on: Option<Day>,
    /// How it was tried last.
    pub how: Option<&'a str>,
    /// What others did then.
    pub response: Option<&'a str>,
    /// Whether it helped, as said last.
    pub helped: Option<Helped>,
    /// What shows it.
    pub evidence: Option<&'a str>,
}

/// A piece of homework.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct HomeworkRow<'a> {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<&'a Id>,
    /// Its pairing.
    pub pairing: &'a Id,
    /// `mentor`, `mentee`, or an id in a circle.
    pub owner: &'a str,
    /// What.
    pub text: &'a str,
    /// The meeting that set it.
    pub meeting: Option<&'a Id>,
    /// The day of that meeting.
    pub on: Option<Day>,
    /// By when: as it says, else the meeting after the one that set it.
    pub due: Option<Day>,
    /// When it was done.
    pub done: Option<Day>,
    /// Where it stands.
    pub state: HomeworkState,
    /// Days past its day; 0 once it is done.
    pub days_over: i64,
    /// What shows it.
    pub evidence: Option<&'a str>,
}

/// Advice of every pairing whose log was read.
pub fn advice_rows(program: &Program, day: Day) -> Vec<AdviceRow<'_>> {
    let of_pairing = |pairing| advice_of(program, pairing, day);
    program.pairings.values().flat_map(of_pairing).collect()
}

fn advice_of<'a>(
    program: &'a Program,
    pairing: &'a Pairing,
    day: Day,
) -> impl Iterator<Item = AdviceRow<'a>> {
    let log = program.log(&pairing.id);
    let given = log.advice.iter().filter(move |advice| advice.on <= day);
    given.map(move |advice| advice_row(pairing, log, advice, day))
}

/// One piece of advice as a row.
pub fn advice_row<'a>(
    pairing: &'a Pairing,
    log: &'a Log,
    advice: &'a Advice,
    day: Day,
) -> AdviceRow<'a> {
    let is_of_it = |tried: &&Tried| advice.id.as_ref() == Some(&tried.advice) && tried.on <= day;
    let last = log
        .tried
        .iter()
        .filter(is_of_it)
        .max_by_key(|tried| tried.on);
    AdviceRow {
        id: advice.id.as_ref(),
        pairing: &pairing.id,
        mentor: &pairing.mentor,
        on: advice.on,
        meeting: advice.meeting.as_ref(),
        text: &advice.text,
        days: day.days_since(advice.on),
        tried: log.tried.iter().filter(is_of_it).count(),
        tried_on: last.map(|tried| tried.on),
        how: last.and_then(|tried| tried.how.as_deref()),
        response: last.and_then(|tried| tried.response.as_deref()),
        helped: last.and_then(|tried| tried.helped),
        evidence: last.and_then(|tried| tried.evidence.as_deref()),
    }
}

/// Homework of every pairing whose log was read.
pub fn homework_rows(program: &Program, day: Day) -> Vec<HomeworkRow<'_>> {
    let of_pairing = |pairing: &'_ Pairing| {
        let log = program.log(&pairing.id);
        let id = &program.pairings[&pairing.id].id;
        log.homework
            .iter()
            .map(move |homework| homework_row(id, log, homework, day))
    };
    program.pairings.values().flat_map(of_pairing).collect()
}

/// One piece of homework as a row.
pub fn homework_row<'a>(
    pairing: &'a Id,
    log: &'a Log,
    homework: &'a Homework,
    day: Day,
) -> HomeworkRow<'a> {
    let (on, due) = due_of_homework(log, homework);
    let done = homework.done.filter(|&done| done <= day);
    let days_over = match (done, due) {
        (None, Some(due)) => day.days_since(due).max(0),
        (Some(_), _) | (None, None) => 0,
    };
    let state = match (done, days_over) {
        (Some(_), _) => HomeworkState::Done,
        (None, 0) => HomeworkState::Open,
        (None, _) => HomeworkState::Overdue,
    };
    HomeworkRow {
        id: homework.id.as_ref(),
        pairing,
        owner: &homework.owner,
        text: &homework.text,
        meeting: homework.meeting.as_ref(),
        on,
        due,
        done,
        state,
        days_over,
        evidence: homework.evidence.as_deref(),
    }
}
