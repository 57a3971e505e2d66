//! Check-ins: the list of them, whose turn it is, which give cause to look, and self-assessments compared. For
//! coordinators.
//!
//! Alerts tell no scores and no words. Its invariant: a person of a pairing is due once at most.

use crate::insights::history::{begins, standing};
use crate::model::confidential::{Checkin, CheckinKind, Score, Subject};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::program::Program;
use crate::model::settings::{ProgramKind, Settings};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A check-in so many days before its day counts for it.
const EARLY_DAYS: i64 = 14;
/// Scores that give cause to look where they are low.
const WATCHED: [Score; 3] = [Score::Fit, Score::Satisfaction, Score::ListenedTo];

/// A check-in.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct CheckinRow<'a> {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<&'a Id>,
    /// The pairing or the person in whose file it stands; the program where it is neither.
    pub subject: String,
    /// When.
    pub on: Day,
    /// Why somebody was asked.
    pub kind: CheckinKind,
    /// Who answered.
    pub from: Option<&'a PersonId>,
    /// The meeting that is rated.
    pub meeting: Option<&'a Id>,
    /// How well two fit.
    pub fit: Option<i64>,
    /// How far they have come.
    pub progress: Option<i64>,
    /// How content they are.
    pub satisfaction: Option<i64>,
    /// How well they felt listened to.
    pub listened_to: Option<i64>,
    /// How they see themselves, by quality.
    pub readiness: BTreeMap<&'static str, i64>,
    /// Whether one of them is so low that somebody should look.
    pub low: bool,
    /// In their words.
    pub text: Option<&'a str>,
}

/// Somebody who should be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckinDue<'a> {
    /// The pairing.
    pub pairing: &'a Id,
    /// Who.
    pub from: &'a PersonId,
    /// Their name.
    pub name: &'a str,
    /// What for.
    pub kind: CheckinKind,
    /// Since when.
    pub due: Day,
    /// Days past that.
    pub days_over: i64,
}

/// The first and the latest self-assessment of a person.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ReadinessRow<'a> {
    /// Who.
    pub id: &'a PersonId,
    /// How often they were asked.
    pub answers: usize,
    /// The first day.
    pub before: Day,
    /// The latest day.
    pub after: Day,
    /// How they see themselves now, by quality.
    pub now: BTreeMap<&'static str, i64>,
    /// How much that changed since the first day, by quality; nothing where they were asked once.
    pub change: BTreeMap<&'static str, i64>,
}

/// Every check-in by a day, the earliest first.
pub fn checkin_rows(program: &Program, day: Day) -> Vec<CheckinRow<'_>> {
    let mut rows = Vec::new();
    for (subject, kept) in program.all_kept() {
        let by_day = kept.checkins.iter().filter(|checkin| checkin.on <= day);
        rows.extend(by_day.map(|checkin| checkin_row(&program.settings, &subject, checkin)));
    }
    rows.sort_by_key(|row| row.on);
    rows
}

/// One check-in as a row.
pub fn checkin_row<'a>(
    settings: &Settings,
    subject: &Subject,
    checkin: &'a Checkin,
) -> CheckinRow<'a> {
    CheckinRow {
        id: checkin.id.as_ref(),
        subject: subject.as_str().to_owned(),
        on: checkin.on,
        kind: checkin.kind,
        from: checkin.from.as_ref(),
        meeting: checkin.meeting.as_ref(),
        fit: checkin.score(Score::Fit),
        progress: checkin.score(Score::Progress),
        satisfaction: checkin.score(Score::Satisfaction),
        listened_to: checkin.score(Score::ListenedTo),
        readiness: qualities(checkin),
        low: is_low(settings, checkin),
        text: checkin.text.as_deref(),
    }
}

/// How somebody sees themselves, by quality.
fn qualities(checkin: &Checkin) -> BTreeMap<&'static str, i64> {
    let scores = checkin.scores.iter();
    scores
        .filter(|(score, _)| score.is_of_readiness())
        .map(|&(score, given)| (score.as_str(), given))
        .collect()
}

/// Self-assessments of people who gave any by a day, by id.
pub fn readiness_rows(program: &Program, day: Day) -> Vec<ReadinessRow<'_>> {
    let people = program.confidential_people.iter();
    people
        .filter_map(|(id, kept)| readiness_row(id, &kept.checkins, day))
        .collect()
}

fn readiness_row<'a>(id: &'a PersonId, said: &[Checkin], day: Day) -> Option<ReadinessRow<'a>> {
    let is_asked = |checkin: &&Checkin| checkin.kind == CheckinKind::Readiness && checkin.on <= day;
    let mut answers: Vec<&Checkin> = said.iter().filter(is_asked).collect();
    answers.sort_by_key(|checkin| checkin.on);
    let (first, last) = (answers.first()?, answers.last()?);
    let (then, now) = (qualities(first), qualities(last));
    let change = now.iter().filter_map(|(quality, now)| {
        let before = then.get(quality)?;
        (1 < answers.len()).then_some((*quality, now - before))
    });
    Some(ReadinessRow {
        id,
        answers: answers.len(),
        before: first.on,
        after: last.on,
        change: change.collect(),
        now,
    })
}

/// Whether a check-in gives a score so low that somebody should look.
pub fn is_low(settings: &Settings, checkin: &Checkin) -> bool {
    let most = low_score(settings);
    let mut watched = WATCHED.iter().filter_map(|&score| checkin.score(score));
    watched.any(|given| given <= most)
}

/// The highest score that counts as low: as the program says, else that of the lowest quarter of its scale.
pub fn low_score(settings: &Settings) -> i64 {
    let (low, high) = settings.policy.scale;
    let quarter = low + (high - low) / 4;
    settings.health.low_score.unwrap_or(quarter)
}

/// Why somebody should look at a pairing: what each said last gives a low score, or the two see it very differently.
pub fn alert(program: &Program, pairing: &Id, day: Day) -> Option<(Day, &'static str)> {
    let about = Subject::Pairing(pairing.clone());
    let settings = &program.settings;
    let mut latest: BTreeMap<Option<&PersonId>, &Checkin> = BTreeMap::new();
    let recent = i64::from(settings.policy.checkin_every_days) + EARLY_DAYS;
    let said = program.checkins(&about).iter().filter(|checkin| {
        checkin.on <= day && day.days_since(checkin.on) <= recent && !checkin.scores.is_empty()
    });
    for checkin in said {
        let known = latest.entry(checkin.from.as_ref()).or_insert(checkin);
        if known.on <= checkin.on {
            *known = checkin;
        }
    }
    let low = latest
        .values()
        .filter(|checkin| is_low(settings, checkin))
        .map(|checkin| checkin.on)
        .min();
    if let Some(on) = low {
        return Some((on, "a check-in gives a low score"));
    }
    let (lowest, highest) = settings.policy.scale;
    let is_far = |score: &&Score| {
        let given = || latest.values().filter_map(|checkin| checkin.score(**score));
        let far = given().max().zip(given().min());
        far.is_some_and(|(most, least)| highest - lowest <= (most - least) * 2)
    };
    WATCHED.iter().find(is_far)?;
    let on = latest.values().map(|checkin| checkin.on).max()?;
    Some((on, "check-ins of the two differ widely"))
}

/// Everybody whose turn it is, by pairing, the mentor first.
pub fn checkins_due(program: &Program, day: Day) -> Vec<CheckinDue<'_>> {
    let mut due = Vec::new();
    // In one's own folder nobody asks.
    if program.settings.kind == ProgramKind::Personal {
        return due;
    }
    for pairing in program.pairings.values() {
        let Some((kind, since)) = turn(program, pairing, day) else {
            continue;
        };
        let about = Subject::Pairing(pairing.id.clone());
        let said = program.checkins(&about);
        // Who said how it was while they said goodbye has said so.
        let counts_from = match kind {
            CheckinKind::Exit => begins(pairing).unwrap_or(since),
            _ => since.plus_days(-EARLY_DAYS),
        };
        let has_answered = |person: &PersonId| {
            said.iter().any(|checkin| {
                checkin.from.as_ref() == Some(person)
                    && checkin.kind == kind
                    && counts_from <= checkin.on
                    && checkin.on <= day
            })
        };
        let waited_for = pairing.people().filter(|person| !has_answered(person));
        due.extend(waited_for.map(|from| CheckinDue {
            pairing: &pairing.id,
            from,
            name: program.name(from),
            kind,
            due: since,
            days_over: day.days_since(since),
        }));
    }
    due
}

/// What the people of a pairing are asked for on a day, and since when; how it was, as long as they remember.
fn turn(program: &Program, pairing: &Pairing, day: Day) -> Option<(CheckinKind, Day)> {
    let settings = &program.settings;
    let begins = begins(pairing).filter(|&begins| begins <= day)?;
    match standing(pairing, day) {
        PairingState::Active => {}
        PairingState::Closing => return Some((CheckinKind::Exit, pairing.entry(day)?.on)),
        PairingState::Closed => {
            let on = pairing.entry(day)?.on;
            let remembered = i64::from(settings.policy.checkin_every_days);
            let is_fresh = day.days_since(on) <= remembered;
            let have_met = program.log(&pairing.id).held(day).next().is_some();
            return (is_fresh && have_met).then_some((CheckinKind::Exit, on));
        }
        PairingState::Proposed
        | PairingState::Accepted
        | PairingState::Paused
        | PairingState::Declined
        | PairingState::Withdrawn
        | PairingState::Void => return None,
    }
    let regular = rhythm(settings, pairing, begins)
        .into_iter()
        .rfind(|&due| due <= day);
    Some(match regular {
        Some(due) => (CheckinKind::Regular, due),
        None => (CheckinKind::Expectations, begins),
    })
}

/// Years after which no rhythm is looked at.
const DAYS_MAX: i64 = 3_650;

/// The days of regular check-ins: the first, then by the policy, and the middle of the time agreed; days that lie
/// close together are one.
fn rhythm(settings: &Settings, pairing: &Pairing, begins: Day) -> Vec<Day> {
    let policy = &settings.policy;
    let (first, every) = (policy.checkin_first_days, policy.checkin_every_days);
    let offsets = (i64::from(first)..DAYS_MAX).step_by(every.max(1) as usize);
    let mut days: Vec<Day> = offsets.map(|days| begins.plus_days(days)).collect();
    let middle = pairing
        .ends
        .map(|ends| begins.plus_days(ends.days_since(begins) / 2));
    if let Some(middle) = middle.filter(|&middle| begins < middle) {
        let is_near = |day: &Day| day.days_since(middle).abs() <= EARLY_DAYS;
        if !days.iter().any(is_near) {
            days.push(middle);
            days.sort_unstable();
        }
    }
    days
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, day, id, program};
    use crate::model::confidential::Confidential;

    const PAIRING: &str = "grace-mentors-ada";

    fn said(on: &str, kind: CheckinKind, from: &str, fit: i64) -> Checkin {
        Checkin {
            id: None,
            on: day(on),
            kind,
            from: PersonId::parse(from).ok(),
            meeting: None,
            scores: vec![(Score::Fit, fit)],
            text: None,
        }
    }

    fn sample(checkins: Vec<Checkin>) -> Program {
        let mut program = program();
        add_pair(
            &mut program,
            PAIRING,
            ("2026-01-12", PairingState::Active),
            &[],
        );
        let kept = Confidential {
            checkins,
            ..Confidential::default()
        };
        program.confidential_pairings.insert(id(PAIRING), kept);
        program
    }

    fn due(program: &Program, on: &str) -> Vec<(String, CheckinKind, String)> {
        let due = checkins_due(program, day(on)).into_iter();
        due.map(|due| (due.from.to_string(), due.kind, due.due.to_string()))
            .collect()
    }

    #[test]
    fn expectations_are_asked_at_the_start_then_the_rhythm_holds() {
        let program = sample(Vec::new());
        let first = |on: &str| due(&program, on)[0].clone();
        let turn = |kind, on: &str| ("grace".to_owned(), kind, on.to_owned());
        assert!(due(&program, "2026-01-11").is_empty());
        assert_eq!(
            first("2026-01-13"),
            turn(CheckinKind::Expectations, "2026-01-12")
        );
        assert_eq!(
            first("2026-02-11"),
            turn(CheckinKind::Regular, "2026-02-11")
        );
        assert_eq!(
            first("2026-04-20"),
            turn(CheckinKind::Regular, "2026-04-12")
        );
    }

    #[test]
    fn who_answered_within_two_weeks_before_the_day_is_not_asked_again() {
        let answered = said("2026-02-01", CheckinKind::Regular, "ada", 4);
        let program = sample(vec![answered]);
        let names: Vec<String> = due(&program, "2026-02-20")
            .into_iter()
            .map(|due| due.0)
            .collect();
        assert_eq!(names, ["grace"]);
        assert_eq!(due(&program, "2026-04-13").len(), 2);
    }

    #[test]
    fn a_low_score_alerts_until_a_better_one_follows_and_tells_no_number() {
        let low = said("2026-02-11", CheckinKind::Regular, "ada", 2);
        let program = sample(vec![low.clone()]);
        let (on, words) = alert(&program, &id(PAIRING), day("2026-02-12")).unwrap();
        assert_eq!(
            (on, words),
            (day("2026-02-11"), "a check-in gives a low score")
        );
        let better = said("2026-03-01", CheckinKind::Regular, "ada", 4);
        let program = sample(vec![low, better]);
        assert_eq!(alert(&program, &id(PAIRING), day("2026-03-02")), None);
    }

    #[test]
    fn two_who_see_it_very_differently_alert() {
        let scores = [("ada", 3), ("grace", 5)];
        let checkins =
            scores.map(|(from, fit)| said("2026-02-11", CheckinKind::Regular, from, fit));
        let program = sample(checkins.to_vec());
        assert!(alert(&program, &id(PAIRING), day("2026-02-12")).is_some());
    }
}
