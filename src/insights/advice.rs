//! Whether advice is tried, and whether it helps: of each mentor and of each topic.
//!
//! What was written in a pairing that was a mistake counts for nothing. Its invariant: a share is told from three
//! pieces of advice on; below that there are numbers alone.

use crate::insights::follow_up::{AdviceRow, advice_rows};
use crate::insights::history::standing;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::log::{Helped, Meeting};
use crate::model::pairing::PairingState;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// From how many answers on a share or an average is told.
pub const ANSWERS_MIN: usize = 3;

/// What came of advice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct AdviceTally {
    /// Pieces of advice.
    pub given: usize,
    /// Those that were tried.
    pub tried: usize,
    /// Those of which somebody said whether they helped.
    pub told: usize,
    /// Those that helped, in part too.
    pub helped: usize,
    /// Percent of those given that were tried.
    pub tried_percent: Option<usize>,
    /// Percent of those told that helped.
    pub helped_percent: Option<usize>,
}

/// What came of the advice of a mentor, or about a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AdviceShare {
    /// `mentor` or `topic`.
    pub by: &'static str,
    /// Which.
    pub of: String,
    /// What came of it.
    #[serde(flatten)]
    pub tally: AdviceTally,
}

/// What came of advice in the whole program, by mentor and by topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AdviceReport {
    /// The day.
    pub day: Day,
    /// All of it.
    pub all: AdviceTally,
    /// By mentor, then by topic of the meeting in which it was given, in order of words.
    pub shares: Vec<AdviceShare>,
}

/// Makes the report of a day.
pub fn advice_report(program: &Program, day: Day) -> AdviceReport {
    let mut rows = advice_rows(program, day);
    rows.retain(|row| standing(&program.pairings[row.pairing], day) != PairingState::Void);
    let mut by_mentor: BTreeMap<String, Vec<&AdviceRow<'_>>> = BTreeMap::new();
    let mut by_topic: BTreeMap<String, Vec<&AdviceRow<'_>>> = BTreeMap::new();
    for row in &rows {
        by_mentor
            .entry(row.mentor.to_string())
            .or_default()
            .push(row);
        for topic in topics(program, row) {
            by_topic.entry(topic.to_lowercase()).or_default().push(row);
        }
    }
    let share = |by: &'static str| {
        move |(of, rows): (String, Vec<&AdviceRow<'_>>)| AdviceShare {
            by,
            of,
            tally: tally(rows.into_iter()),
        }
    };
    let shares = by_mentor.into_iter().map(share("mentor"));
    AdviceReport {
        day,
        all: tally(rows.iter()),
        shares: shares
            .chain(by_topic.into_iter().map(share("topic")))
            .collect(),
    }
}

fn topics<'a>(program: &'a Program, row: &AdviceRow<'_>) -> &'a [SmolStr] {
    let is_its = |meeting: &&Meeting| row.meeting.is_some_and(|id: &Id| *id == meeting.id);
    let meeting = program.log(row.pairing).meetings.iter().find(is_its);
    meeting.map_or(&[], |meeting| &meeting.topics)
}

fn tally<'r, 'a: 'r>(rows: impl Iterator<Item = &'r AdviceRow<'a>>) -> AdviceTally {
    let mut tally = AdviceTally::default();
    for row in rows {
        tally.given += 1;
        tally.tried += usize::from(0 < row.tried);
        tally.told += usize::from(row.helped.is_some());
        let has_helped = matches!(row.helped, Some(Helped::Yes | Helped::Partly));
        tally.helped += usize::from(has_helped);
    }
    let percent = |part: usize, whole: usize| (ANSWERS_MIN <= whole).then(|| part * 100 / whole);
    tally.tried_percent = percent(tally.tried, tally.given);
    tally.helped_percent = percent(tally.helped, tally.told);
    tally
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{add_pair, day, id, program};
    use crate::model::log::{Advice, MeetingState, Tried};
    use crate::model::pairing::PairingState;

    #[test]
    fn shares_are_told_from_three_on_and_topics_are_those_of_the_meeting() {
        let mut program = program();
        let held = [("2026-02-03", MeetingState::Held)];
        add_pair(
            &mut program,
            "grace-mentors-ada",
            ("2026-01-12", PairingState::Active),
            &held,
        );
        for log in program.logs.values_mut() {
            log.meetings[0].topics = vec!["Routing".into()];
            for number in 0..3 {
                log.advice.push(Advice {
                    id: Some(id(&format!("a-{number}"))),
                    meeting: (number < 2).then(|| id("2026-02-03")),
                    on: day("2026-02-03"),
                    text: "Draw it".to_owned(),
                });
            }
            log.tried.push(Tried {
                advice: id("a-0"),
                on: day("2026-02-04"),
                how: None,
                response: None,
                helped: Some(Helped::Partly),
                evidence: None,
            });
        }
        let report = advice_report(&program, day("2026-03-01"));
        assert_eq!(
            (report.all.given, report.all.tried, report.all.helped),
            (3, 1, 1)
        );
        assert_eq!(
            (report.all.tried_percent, report.all.helped_percent),
            (Some(33), None)
        );
        let topic = &report.shares[1];
        assert_eq!(
            (topic.by, topic.of.as_str(), topic.tally.given),
            ("topic", "routing", 2)
        );
        assert_eq!(topic.tally.tried_percent, None);
    }
}
