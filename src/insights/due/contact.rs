//! Contact: meetings of which nobody said what became, and the two clocks.

use crate::insights::due::{Due, DueKind, entry};
use crate::insights::progress::Progress;
use crate::insights::rhythm::Clock;
use crate::model::day::Day;
use crate::model::pairing::PairingState;

pub(super) fn due<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let mut found = unconfirmed(one, today);
    if one.is_running(today) {
        found.extend(contact(one, today));
        found.extend(in_person(one, today));
    }
    found
}

fn unconfirmed<'a>(one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    if matches!(one.state, PairingState::Void | PairingState::Withdrawn) {
        return Vec::new();
    }
    let open = one
        .log
        .meetings
        .iter()
        .filter(|meeting| meeting.is_unconfirmed(today));
    let due = open.map(|meeting| Due {
        owner: Some(&one.pairing.mentor),
        meeting: Some(&meeting.id),
        at: Some(meeting.at),
        ..entry(
            DueKind::Unconfirmed,
            meeting.at.day(),
            today,
            "nobody said what became of the meeting".to_owned(),
            format!(
                "pleiad meeting held {} {}",
                one.pairing.id,
                meeting.at.day()
            ),
        )
    });
    due.collect()
}

/// Whether a clock waits for a meeting: none is planned before its longest interval is over.
fn is_waiting(clock: &Clock, next: Option<Day>) -> bool {
    match (clock.latest, next) {
        (Some(latest), Some(next)) => latest < next,
        (_, None) => true,
        (None, Some(_)) => false,
    }
}

fn contact<'a>(one: &Progress<'a>, today: Day) -> Option<Due<'a>> {
    let clock = one.rhythm.contact?;
    let next = one.tally.next.map(|meeting| meeting.at.day());
    let due = clock.due.filter(|_| is_waiting(&clock, next))?;
    let what = match clock.last {
        None => format!("no meeting yet, {}", days(clock.days)),
        Some(last) => format!("last met on {last}, every {}", clock.every),
    };
    let command = format!("pleiad schedule {}", one.pairing.id);
    Some(Due {
        owner: Some(&one.pairing.mentor),
        ..entry(DueKind::Meeting, due, today, what, command)
    })
}

fn in_person<'a>(one: &Progress<'a>, today: Day) -> Option<Due<'a>> {
    let clock = one.rhythm.in_person?;
    let next = one.tally.next_in_person.map(|meeting| meeting.at.day());
    let due = clock.due.filter(|_| is_waiting(&clock, next))?;
    let what = match clock.last {
        None => "never met in person".to_owned(),
        Some(last) => format!("last met in person on {last}, every {}", clock.every),
    };
    let command = format!("pleiad meeting add {} --mode in-person", one.pairing.id);
    Some(Due {
        owner: Some(&one.pairing.mentor),
        ..entry(DueKind::InPerson, due, today, what, command)
    })
}

fn days(count: i64) -> String {
    match count {
        1 => "1 day after the start".to_owned(),
        _ => format!("{count} days after the start"),
    }
}
