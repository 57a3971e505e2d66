//! Whether it goes both ways: what mentors learned, whether both felt listened to, and what changed from start to end.
//!
//! It tells no words and nobody's single score: averages are made of three answers at least. Pairings that were a mistake
//! count for nothing.

use crate::insights::history::standing;
use crate::insights::metrics::{Average, kept_of_real};
use crate::model::confidential::{Checkin, CheckinKind, Score};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::PairingState;
use crate::model::participant::Role;
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Whether it goes both ways.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Reciprocity<'a> {
    /// The day.
    pub day: Day,
    /// Meetings that took place.
    pub meetings_held: usize,
    /// Those of them after which the mentor said what they learned.
    pub mentor_learned: usize,
    /// Pairings that met, by id.
    pub pairings: Vec<PairingReciprocity<'a>>,
    /// How far mentors felt listened to.
    pub listened_to_mentors: Average,
    /// How far mentees felt listened to.
    pub listened_to_mentees: Average,
    /// What changed for those who were asked at the start and later.
    pub changes: Vec<ScoreChange>,
}

/// What the mentor of a pairing learned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PairingReciprocity<'a> {
    /// The pairing.
    pub pairing: &'a Id,
    /// Meetings that took place.
    pub meetings_held: usize,
    /// Those of them after which the mentor said what they learned.
    pub mentor_learned: usize,
}

/// What changed in one score.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ScoreChange {
    /// The score.
    pub score: Score,
    /// People who gave it at the start and later.
    pub n: usize,
    /// Its average at the start; none of fewer than three.
    pub before: Option<f64>,
    /// Its latest average.
    pub after: Option<f64>,
    /// The average of what changed for each.
    pub difference: Option<f64>,
}

/// Makes the report of a day.
pub fn reciprocity(program: &Program, day: Day) -> Reciprocity<'_> {
    let pairings: Vec<PairingReciprocity<'_>> = program
        .pairings
        .keys()
        .filter(|pairing| !is_void(program, pairing, day))
        .filter_map(|pairing| of_pairing(program, pairing, day))
        .collect();
    Reciprocity {
        day,
        meetings_held: pairings.iter().map(|one| one.meetings_held).sum(),
        mentor_learned: pairings.iter().map(|one| one.mentor_learned).sum(),
        pairings,
        listened_to_mentors: listened_to(program, Role::Mentor, day),
        listened_to_mentees: listened_to(program, Role::Mentee, day),
        changes: changes(program, day),
    }
}

/// Whether a pairing was a mistake.
fn is_void(program: &Program, pairing: &Id, day: Day) -> bool {
    let known = program.pairings.get(pairing);
    known.is_some_and(|pairing| standing(pairing, day) == PairingState::Void)
}

fn of_pairing<'a>(
    program: &'a Program,
    pairing: &'a Id,
    day: Day,
) -> Option<PairingReciprocity<'a>> {
    let held = || program.log(pairing).held(day);
    let meetings_held = held().count();
    (0 < meetings_held).then(|| PairingReciprocity {
        pairing,
        meetings_held,
        mentor_learned: held()
            .filter(|meeting| meeting.mentor_learned.is_some())
            .count(),
    })
}

fn listened_to(program: &Program, role: Role, day: Day) -> Average {
    let mut given = Vec::new();
    let kept = program.confidential_pairings.iter();
    for (pairing, kept) in kept.filter(|(pairing, _)| !is_void(program, pairing, day)) {
        let known = program.pairings.get(pairing);
        let speaks = |checkin: &&Checkin| {
            let from = checkin.from.as_ref();
            let its = known
                .zip(from)
                .and_then(|(known, from)| known.role_of(from));
            its == Some(role) && checkin.on <= day
        };
        let said = kept.checkins.iter().filter(speaks);
        given.extend(said.filter_map(|checkin| checkin.score(Score::ListenedTo)));
    }
    Average::of(&given)
}

/// First and latest score of each person about each subject, where the first was given at the start.
fn changes(program: &Program, day: Day) -> Vec<ScoreChange> {
    let mut spans: BTreeMap<Score, Vec<(i64, i64)>> = BTreeMap::new();
    for (_, kept) in kept_of_real(program, day) {
        let mut by_person: BTreeMap<&PersonId, Vec<&Checkin>> = BTreeMap::new();
        for checkin in kept.checkins.iter().filter(|checkin| checkin.on <= day) {
            if let Some(from) = &checkin.from {
                by_person.entry(from).or_default().push(checkin);
            }
        }
        for mut said in by_person.into_values() {
            said.sort_by_key(|checkin| checkin.on);
            for score in Score::ALL {
                let span = span(&said, score);
                spans.entry(score).or_default().extend(span);
            }
        }
    }
    let spans = spans.into_iter().filter(|(_, spans)| !spans.is_empty());
    spans
        .map(|(score, spans)| {
            let of = |part: fn(&(i64, i64)) -> i64| {
                Average::of(&spans.iter().map(part).collect::<Vec<i64>>()).average
            };
            ScoreChange {
                score,
                n: spans.len(),
                before: of(|span| span.0),
                after: of(|span| span.1),
                difference: of(|span| span.1 - span.0),
            }
        })
        .collect()
}

fn span(said: &[&Checkin], score: Score) -> Option<(i64, i64)> {
    let is_start = |checkin: &&&Checkin| {
        matches!(
            checkin.kind,
            CheckinKind::Expectations | CheckinKind::Readiness
        )
    };
    let first = said.iter().filter(is_start);
    let first = first
        .filter(|checkin| checkin.score(score).is_some())
        .min_by_key(|checkin| checkin.on)?;
    let later = said.iter().filter(|checkin| first.on < checkin.on);
    let last = later
        .filter_map(|checkin| checkin.score(score))
        .next_back()?;
    Some((first.score(score)?, last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{add_pair, day, id, program};
    use crate::model::confidential::Confidential;
    use crate::model::pairing::PairingState;

    fn said(on: &str, kind: CheckinKind, score: Score, given: i64) -> Checkin {
        Checkin {
            id: None,
            on: day(on),
            kind,
            from: PersonId::parse("ada").ok(),
            meeting: None,
            scores: vec![(score, given)],
            text: Some("in confidence".to_owned()),
        }
    }

    fn sample(checkins: &[Checkin], people: &[&str]) -> Program {
        let mut program = program();
        for person in people {
            let pairing = format!("grace-mentors-{person}");
            add_pair(
                &mut program,
                &pairing,
                ("2026-01-12", PairingState::Active),
                &[],
            );
            let of_person = checkins.iter().map(|checkin| Checkin {
                from: PersonId::parse(person).ok(),
                ..checkin.clone()
            });
            let kept = Confidential {
                checkins: of_person.collect(),
                ..Confidential::default()
            };
            program.confidential_pairings.insert(id(&pairing), kept);
        }
        program
    }

    #[test]
    fn an_average_is_made_of_three_answers_at_least() {
        let checkins = [said(
            "2026-02-01",
            CheckinKind::Regular,
            Score::ListenedTo,
            4,
        )];
        let two = sample(&checkins, &["ada", "ben"]);
        let two = reciprocity(&two, day("2026-03-01")).listened_to_mentees;
        assert_eq!((two.n, two.average), (2, None));
        let three = sample(&checkins, &["ada", "ben", "kim"]);
        let report = reciprocity(&three, day("2026-03-01"));
        assert_eq!(report.listened_to_mentees.average, Some(4.0));
        assert_eq!(report.listened_to_mentors.n, 0);
    }

    #[test]
    fn what_changed_is_compared_for_each_person_who_was_asked_twice() {
        let checkins = [
            said(
                "2026-01-12",
                CheckinKind::Expectations,
                Score::Satisfaction,
                2,
            ),
            said("2026-02-12", CheckinKind::Regular, Score::Satisfaction, 3),
            said("2026-04-12", CheckinKind::Exit, Score::Satisfaction, 5),
        ];
        let program = sample(&checkins, &["ada", "ben", "kim"]);
        let changes = reciprocity(&program, day("2026-05-01")).changes;
        let change = &changes[0];
        assert_eq!(
            (change.n, change.before, change.after),
            (3, Some(2.0), Some(5.0))
        );
        assert_eq!(change.difference, Some(3.0));
        assert_eq!(reciprocity(&program, day("2026-02-01")).changes, []);
    }
}
