//! What is kept in confidence: whose answer is awaited, and what coordinators should look at.
//!
//! It tells neither scores nor words, nor about whom a concern is.

use crate::insights::checkins::{CheckinDue, alert, checkins_due};
use crate::insights::due::{Due, DueKind, entry};
use crate::model::confidential::CheckinKind;
use crate::model::day::Day;
use crate::model::pairing::PairingState;
use crate::model::program::Program;

pub(super) fn due(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let now = checkins_due(program, today).into_iter();
    let later = checkins_due(program, until).into_iter();
    let asked = now.chain(later.filter(|asked| today < asked.due));
    let mut found: Vec<Due<'_>> = asked.map(|asked| answer(&asked, today)).collect();
    found.extend(alerts(program, today));
    found.extend(concerns(program, today));
    found
}

fn answer<'a>(asked: &CheckinDue<'a>, today: Day) -> Due<'a> {
    let &CheckinDue {
        pairing,
        from,
        kind,
        ..
    } = asked;
    let (due_kind, what) = match kind {
        CheckinKind::Exit => (DueKind::ExitFeedback, "say how it was"),
        CheckinKind::Expectations => (DueKind::Checkin, "say what you expect"),
        CheckinKind::Readiness | CheckinKind::Regular | CheckinKind::Rating => {
            (DueKind::Checkin, "say how it goes")
        }
    };
    let flag = match kind {
        CheckinKind::Regular => String::new(),
        other => format!(" --kind {other}"),
    };
    let command = format!("pleiad checkin add {pairing} --from {from}{flag}");
    Due {
        owner: Some(from),
        pairing: Some(pairing),
        ..entry(due_kind, asked.due, today, what.to_owned(), command)
    }
}

fn alerts(program: &Program, today: Day) -> Vec<Due<'_>> {
    let in_force = program
        .pairings
        .values()
        .filter(|pairing| pairing.state(today).is_some_and(PairingState::is_in_force));
    let due = in_force.filter_map(|pairing| {
        let (on, words) = alert(program, &pairing.id, today)?;
        let command = format!("pleiad checkin list {}", pairing.id);
        Some(Due {
            pairing: Some(&pairing.id),
            ..entry(DueKind::Alert, on, today, words.to_owned(), command)
        })
    });
    due.collect()
}

/// Not even the pairing is told: `concern list` does, to those who may read it.
fn concerns(program: &Program, today: Day) -> Vec<Due<'_>> {
    let mut found = Vec::new();
    let kept = program.confidential_pairings.values();
    let kept = kept.chain(program.confidential_people.values());
    for kept in kept.chain([&program.confidential_program]) {
        let open = kept.concerns.iter().filter(|concern| {
            concern.on <= today && !concern.id.as_ref().is_some_and(|id| kept.is_settled(id))
        });
        found.extend(open.map(|concern| Due {
            item: concern.id.as_ref(),
            ..entry(
                DueKind::Concern,
                concern.on,
                today,
                "a concern is open".to_owned(),
                "pleiad concern list".to_owned(),
            )
        }));
    }
    found
}
