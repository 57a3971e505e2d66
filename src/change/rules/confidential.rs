//! Rules of what is kept in confidence: who answers, on which scale, since when, and about which meeting.
//!
//! Nothing here quotes the words of a check-in.

use crate::change::edit::{At, FileName};
use crate::change::rules::Finding;
use crate::change::rules::finding::entry;
use crate::model::confidential::{Checkin, CheckinKind, Subject};
use crate::model::day::Day;
use crate::model::pairing::Pairing;
use crate::model::program::Program;

pub(super) fn judge(program: &Program, findings: &mut Vec<Finding>) {
    for (subject, kept) in program.all_kept() {
        let pairing = match &subject {
            Subject::Pairing(id) => program.pairings.get(id),
            Subject::Person(_) | Subject::Program => None,
        };
        if let (Subject::Pairing(id), None) = (&subject, pairing) {
            let message = format!("there is no pairing {id}");
            let hint = format!("rename the file to its pairing, or write pairings/{id}.toml");
            let file = FileName::confidential(&subject);
            findings.push(Finding::error(file, At::Top, "dangling", message).hint(hint));
            continue;
        }
        for checkin in &kept.checkins {
            let place = Place {
                subject: &subject,
                checkin,
            };
            scores(program, &place, findings);
            if let Some(pairing) = pairing {
                stranger(pairing, &place, findings);
                meeting(program, pairing, &place, findings);
                early(pairing, &place, findings);
            }
        }
    }
}

/// A check-in and in whose file it stands.
struct Place<'a> {
    subject: &'a Subject,
    checkin: &'a Checkin,
}

impl Place<'_> {
    fn file(&self) -> FileName {
        FileName::confidential(self.subject)
    }

    /// The entry; the file as a whole where it was written by hand and has no id yet.
    fn at(&self) -> At {
        let id = self.checkin.id.as_ref();
        id.map_or(At::Top, |id| entry("checkin", "id", id.as_str()))
    }
}

fn scores(program: &Program, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let (low, high) = program.settings.policy.scale;
    for (score, given) in &place.checkin.scores {
        if !(low..=high).contains(given) {
            let message = format!("{score}: off the scale from {low} to {high}");
            findings.push(
                Finding::error(place.file(), place.at(), "score", message)
                    .key(score.as_str())
                    .hint("[policy] scale in program.toml says what may be given"),
            );
        }
    }
}

fn stranger(pairing: &Pairing, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let from = place.checkin.from.as_ref();
    let Some(from) = from.filter(|from| pairing.role_of(from).is_none()) else {
        return;
    };
    let message = format!("from: {from} is not in this pairing");
    findings.push(
        Finding::error(place.file(), place.at(), "stranger", message)
            .key("from")
            .hint("name somebody in it, or move the entry to confidential/people"),
    );
}

fn meeting(program: &Program, pairing: &Pairing, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let Some(rated) = &place.checkin.meeting else {
        return;
    };
    let mut meetings = program.log(&pairing.id).meetings.iter();
    if meetings.any(|known| known.id == *rated) {
        return;
    }
    let message = format!("meeting: there is no meeting {rated} of this pairing");
    findings.push(
        Finding::error(place.file(), place.at(), "dangling", message)
            .key("meeting")
            .hint(format!("pleiad meeting list {} names them", pairing.id)),
    );
}

/// What they expect may be asked before they begin; how it goes may not.
fn early(pairing: &Pairing, place: &Place<'_>, findings: &mut Vec<Finding>) {
    let checkin = place.checkin;
    let is_before = |begins: &Day| checkin.on < *begins;
    let Some(begins) = begins(pairing).filter(is_before) else {
        return;
    };
    match checkin.kind {
        CheckinKind::Expectations | CheckinKind::Readiness => return,
        CheckinKind::Regular | CheckinKind::Rating | CheckinKind::Exit => {}
    }
    let message = format!("on: before the pairing began on {begins}");
    findings.push(
        Finding::warning(place.file(), place.at(), "order", message)
            .key("on")
            .hint("write the day of the answer, or kind = \"expectations\""),
    );
}

/// The first day of which a pairing knows.
fn begins(pairing: &Pairing) -> Option<Day> {
    let first = pairing.states.iter().map(|entry| entry.on).min();
    match (first, pairing.starts) {
        (Some(first), Some(starts)) => Some(first.min(starts)),
        (first, starts) => first.or(starts),
    }
}
