//! Endings: pairings that wait to begin or to end.

use crate::insights::due::consent::is_awaited;
use crate::insights::due::{Due, DueKind, entry};
use crate::insights::health::HealthRule;
use crate::insights::progress::Progress;
use crate::model::day::Day;
use crate::model::pairing::PairingState;
use crate::model::program::Program;

pub(super) fn due<'a>(program: &Program, one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    if one.state == PairingState::Closing {
        return closing(program, one, today).into_iter().collect();
    }
    stages(program, one, today)
}

/// Two who say goodbye wait for somebody to close: with the checklist, where the policy asks for it.
fn closing<'a>(program: &Program, one: &Progress<'a>, today: Day) -> Option<Due<'a>> {
    let since = one.pairing.entry(today)?.on;
    let what = if program.settings.policy.closing_checklist && one.tally.last_held.is_some() {
        "go through the checklist and close it"
    } else {
        "close it"
    };
    let command = format!("pleiad close {}", one.pairing.id);
    Some(entry(
        DueKind::Closing,
        since,
        today,
        what.to_owned(),
        command,
    ))
}

/// What health found about the stage of a pairing; the coordinator's to settle.
fn stages<'a>(program: &Program, one: &Progress<'a>, today: Day) -> Vec<Due<'a>> {
    let id = &one.pairing.id;
    let is_awaited = is_awaited(program, one.pairing, today);
    let fired = one
        .assessment
        .iter()
        .flat_map(|assessment| &assessment.fired);
    let due = fired.filter_map(|fired| {
        let (kind, command) = match fired.rule {
            HealthRule::Stage if !is_awaited => {
                (DueKind::Stage, format!("pleiad pairing show {id}"))
            }
            HealthRule::PastEnd => (DueKind::PastEnd, format!("pleiad close {id}")),
            HealthRule::Stage
            | HealthRule::FirstMeeting
            | HealthRule::Silence
            | HealthRule::Unconfirmed
            | HealthRule::InPerson => return None,
        };
        let since = today.plus_days(-fired.days_over);
        Some(entry(kind, since, today, fired.because.clone(), command))
    });
    due.collect()
}
