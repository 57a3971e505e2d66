//! What is the matter with one pairing: its gravest, in words, with the command that settles it.

use crate::calendar::describe::full_day;
use crate::insights::checkins::alert;
use crate::insights::health::{Fired, Health, HealthRule, days};
use crate::insights::needs::{Need, NeedKind, Urgency, numbered};
use crate::insights::progress::Progress;
use crate::insights::summary::pairing::homework_open;
use crate::model::day::Day;
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::program::Program;

/// The most urgent need of a pairing.
pub(super) fn pairing_need<'a>(
    program: &'a Program,
    progress: &Progress<'a>,
    day: Day,
) -> Option<Need<'a>> {
    let assessment = progress.assessment.as_ref()?;
    let id = &progress.pairing.id;
    let is_red = assessment.health == Health::Red;
    let alert = alert(program, id, day).filter(|_| !is_red);
    let (urgency, matter) = match (alert, assessment.fired.first()) {
        (Some((on, words)), _) => (
            Urgency::Now,
            Matter {
                kind: NeedKind::LowScore,
                days_over: day.days_since(on),
                sentence: words.to_owned(),
                command: format!("pleiad checkin list {id}"),
            },
        ),
        (None, None) => (Urgency::Soon, unfired(program, progress, day)?),
        (None, Some(gravest)) => {
            let urgency = match gravest.health {
                Health::Red => Urgency::Now,
                Health::Green | Health::Paused | Health::Amber => Urgency::Soon,
            };
            let expired = expired(program, progress, day);
            let expired = expired.filter(|_| gravest.rule == HealthRule::Stage);
            let matter = expired.unwrap_or_else(|| told(progress, gravest, &assessment.fired));
            (urgency, matter)
        }
    };
    Some(Need {
        urgency,
        kind: matter.kind,
        pairing: Some(id),
        people: progress.names(program),
        last_held: progress.tally.last_held,
        next: progress.tally.next.map(|meeting| meeting.at),
        sentence: matter.sentence,
        days_over: matter.days_over,
        command: matter.command,
    })
}

/// What is the matter with a pairing.
struct Matter {
    kind: NeedKind,
    days_over: i64,
    sentence: String,
    command: String,
}

/// What is the matter where no rule of health fires.
fn unfired(program: &Program, progress: &Progress<'_>, day: Day) -> Option<Matter> {
    expired(program, progress, day)
        .or_else(|| feedback(progress, day))
        .or_else(|| homework_overdue(progress, day))
}

/// A proposal that nobody may accept any more keeps a place and a request from others.
fn expired(program: &Program, progress: &Progress<'_>, day: Day) -> Option<Matter> {
    let pairing = progress.pairing;
    let last = pairing.answer_by(program.settings.policy.acceptance_days);
    let is_proposed = progress.state == PairingState::Proposed;
    let last = last.filter(|last| is_proposed && *last < day)?;
    let awaited = pairing.awaited();
    let names: Vec<&str> = awaited.iter().map(|person| program.name(person)).collect();
    let names = names.join(" and ");
    let verb = if awaited.len() == 1 { "has" } else { "have" };
    Some(Matter {
        kind: NeedKind::Expired,
        days_over: day.days_since(last),
        sentence: format!(
            "the proposal expired on {}; {names} {verb} not accepted",
            full_day(last)
        ),
        command: format!("pleiad pairing withdraw {}", pairing.id),
    })
}

/// One meeting was all there was to be: it closes once somebody says how it was.
fn feedback(progress: &Progress<'_>, day: Day) -> Option<Matter> {
    let is_over =
        progress.pairing.kind == PairingKind::Flash && progress.state == PairingState::Active;
    let met = progress.tally.last_held.filter(|_| is_over)?;
    Some(Matter {
        kind: NeedKind::Feedback,
        days_over: day.days_since(met),
        sentence: format!("they met on {}; nobody said how it was", full_day(met)),
        command: format!("pleiad close {}", progress.pairing.id),
    })
}

fn kind_of(rule: HealthRule) -> NeedKind {
    match rule {
        HealthRule::FirstMeeting => NeedKind::FirstMeeting,
        HealthRule::Silence => NeedKind::Silence,
        HealthRule::Unconfirmed => NeedKind::Unconfirmed,
        HealthRule::Stage => NeedKind::Stage,
        HealthRule::PastEnd => NeedKind::PastEnd,
        HealthRule::InPerson => NeedKind::InPerson,
    }
}

/// What a rule says; a silence may be none once somebody says what became of a meeting.
fn told(progress: &Progress<'_>, gravest: &Fired, fired: &[Fired]) -> Matter {
    let id = &progress.pairing.id;
    let unconfirmed = fired
        .iter()
        .find(|fired| fired.rule == HealthRule::Unconfirmed);
    let is_silent = matches!(gravest.rule, HealthRule::FirstMeeting | HealthRule::Silence);
    let (sentence, command) = match unconfirmed.filter(|_| is_silent) {
        Some(unconfirmed) => (
            format!("{}; {}", unconfirmed.because, without_it(progress)),
            format!("pleiad note {id}"),
        ),
        None => (gravest.because.clone(), cure(progress, gravest.rule)),
    };
    Matter {
        kind: kind_of(gravest.rule),
        days_over: gravest.days_over,
        sentence,
        command,
    }
}

/// The command that settles what a rule found.
fn cure(progress: &Progress<'_>, rule: HealthRule) -> String {
    let id = &progress.pairing.id;
    match rule {
        HealthRule::Unconfirmed => format!("pleiad note {id}"),
        HealthRule::FirstMeeting | HealthRule::Silence => format!("pleiad meeting add {id}"),
        HealthRule::InPerson => format!("pleiad meeting add {id} --mode in-person"),
        HealthRule::PastEnd => format!("pleiad close {id}"),
        HealthRule::Stage => match progress.state {
            PairingState::Proposed => format!("pleiad pairing accept {id}"),
            PairingState::Accepted => format!("pleiad pairing sign {id}"),
            _ => format!("pleiad close {id}"),
        },
    }
}

/// What remains when no unconfirmed meeting counts.
fn without_it(progress: &Progress<'_>) -> String {
    match (progress.tally.last_held, progress.rhythm.contact) {
        (Some(_), Some(clock)) => format!("silent for {}", days(clock.days)),
        (None, _) | (_, None) => "no other meeting yet".to_owned(),
    }
}

/// Homework that is overdue, by the oldest of it.
fn homework_overdue(progress: &Progress<'_>, day: Day) -> Option<Matter> {
    if progress.log.homework.is_empty() || progress.state != PairingState::Active {
        return None;
    }
    let open = homework_open(progress.log, day);
    let overdue: Vec<i64> = open
        .iter()
        .map(|homework| homework.days_over)
        .filter(|&days| 0 < days)
        .collect();
    let oldest = overdue.iter().copied().max()?;
    let pieces = numbered(
        overdue.len(),
        "piece of homework is overdue",
        "pieces of homework are overdue",
    );
    Some(Matter {
        kind: NeedKind::Homework,
        days_over: oldest,
        sentence: format!("{pieces}, the oldest by {}", days(oldest)),
        command: format!("pleiad pairing show {}", progress.pairing.id),
    })
}
