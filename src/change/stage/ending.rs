//! Endings: why and by whom, the checklist where the policy asks for it, what each side says, and whether they would
//! like to be matched again.

use crate::change::edit::{Author, Change, Edit, Fields, field};
use crate::change::refusal::Refusal;
use crate::change::stage::entry::{cancel_ahead, enter, refuse_illegal, set_in};
use crate::change::stage::exit::{self, Exit, Voice, rematches, voices};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::log::{Log, MeetingState};
use crate::model::pairing::{EndedBy, Pairing, PairingState};
use crate::model::program::Program;
use crate::model::transition::Transition;

/// Reasons that mean an ending as planned, where nobody says otherwise.
const PLANNED_REASONS: [&str; 2] = ["goals-met", "time-up"];
/// The reason where two never met and nobody gives another.
const NO_CONTACT: &str = "no-contact";
/// What a checklist asks for, in order.
pub const CHECKLIST: [&str; 5] = [
    "last-meeting",
    "goals-reviewed",
    "thanks",
    "next-steps",
    "contact-after",
];

/// How a pairing ends.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NewClosing {
    /// Whether as planned; what the reason tells when absent.
    pub planned: Option<bool>,
    /// Who ended it.
    pub by: Option<EndedBy>,
    /// A word of the vocabulary; may be left out where they never met.
    pub reason: Option<String>,
    /// What the program calls the result.
    pub outcome: Option<String>,
    /// How well the two fitted.
    pub fit: Option<i64>,
    /// Their last meeting; the last one that was held when absent.
    pub last_meeting: Option<Day>,
    /// Whether they went through their goals.
    pub goals_reviewed: bool,
    /// Whether each thanked the other.
    pub thanks: bool,
    /// What comes next.
    pub next_steps: Option<String>,
    /// How they stay in touch.
    pub contact_after: Option<String>,
    /// Points of the checklist that are left out.
    pub waived: Vec<String>,
    /// Why they are.
    pub waived_why: Option<String>,
    /// What the mentor says.
    pub mentor: Exit,
    /// What the only mentee says.
    pub mentee: Exit,
    /// What others say, by name: mentees of a circle, peers.
    pub members: Vec<(PersonId, Exit)>,
    /// In words, for its history.
    pub why: Option<String>,
}

/// Whether two had any contact that was held, which decides whether the short form is enough.
pub fn had_contact(log: &Log) -> bool {
    log.meetings
        .iter()
        .any(|meeting| meeting.is == MeetingState::Held)
}

/// Points of the checklist that an ending neither answers nor waives; none where the policy asks for none, or where
/// they never met.
pub fn open_points(program: &Program, pairing: &Pairing, new: &NewClosing) -> Vec<&'static str> {
    let log = program.log(&pairing.id);
    if !program.settings.policy.closing_checklist || !had_contact(log) {
        return Vec::new();
    }
    let is_answered = |point: &str| match point {
        "goals-reviewed" => new.goals_reviewed,
        "thanks" => new.thanks,
        "next-steps" => new.next_steps.is_some(),
        "contact-after" => new.contact_after.is_some(),
        _ => new.last_meeting.is_some(),
    };
    CHECKLIST
        .into_iter()
        .filter(|point| !is_answered(point) && !is_waived(new, point))
        .collect()
}

fn is_waived(new: &NewClosing, point: &str) -> bool {
    new.waived
        .iter()
        .any(|waived| waived == point || waived == "all")
}

/// Ends a pairing.
///
/// # Errors
/// Refuses a pairing that cannot be closed from where it stands, a reason that the vocabulary does not have, a score
/// outside the scale, whoever speaks twice or is not in it, a last meeting that lies outside its days, and an open point of the checklist.
pub fn close(
    program: &Program,
    pairing: &Pairing,
    new: &NewClosing,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Close, author)?;
    let log = program.log(&pairing.id);
    let reason = reason(program, pairing, log, new)?;
    let voices = voices(program, pairing, new)?;
    refuse_scores(program, new, &voices)?;
    refuse_last_meeting(pairing, new, author)?;
    refuse_open_points(program, pairing, new)?;
    let planned = new
        .planned
        .unwrap_or_else(|| PLANNED_REASONS.contains(&reason.as_str()));
    let mut edits = facts(pairing, log, new, &voices, (&reason, planned));
    edits.extend(exit::edits(program, pairing, &voices, author));
    edits.extend(enter(
        pairing,
        PairingState::Closed,
        new.why.as_deref(),
        author,
    ));
    edits.extend(cancel_ahead(log, pairing, author));
    Ok(Change {
        sentence: format!("close {} ({reason})", pairing.id),
        edits,
    })
}

/// Ends a pairing with a reason and nothing else.
///
/// # Errors
/// Refuses a pairing that cannot be closed from where it stands.
pub fn close_plainly(
    pairing: &Pairing,
    reason: &str,
    planned: bool,
    why: Option<&str>,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    refuse_illegal(pairing, Transition::Close, author)?;
    let mut edits = vec![
        set_in(pairing, "closing", "planned", planned),
        set_in(pairing, "closing", "reason", reason),
    ];
    edits.extend(enter(pairing, PairingState::Closed, why, author));
    Ok(edits)
}

/// Says that two are saying goodbye; the ending itself comes later.
///
/// # Errors
/// Refuses a pairing that is neither active nor paused.
pub fn begin_closing(
    pairing: &Pairing,
    why: Option<&str>,
    author: &Author,
) -> Result<Change, Refusal> {
    refuse_illegal(pairing, Transition::Close, author)?;
    if pairing.state_latest() == PairingState::Closing {
        return Err(Refusal::refused(format!(
            "{} is closing already",
            pairing.id
        )));
    }
    Ok(Change {
        sentence: format!("{} is closing", pairing.id),
        edits: enter(pairing, PairingState::Closing, why, author),
    })
}

/// Lets go of a pairing because somebody goes away: what has begun is closed, what has not is withdrawn.
pub(crate) fn end_for(
    program: &Program,
    pairing: &Pairing,
    reason: &str,
    why: &str,
    author: &Author,
) -> Result<Vec<Edit>, Refusal> {
    if matches!(
        pairing.state_latest(),
        PairingState::Proposed | PairingState::Accepted
    ) {
        refuse_illegal(pairing, Transition::Withdraw, author)?;
        return Ok(enter(pairing, PairingState::Withdrawn, Some(why), author));
    }
    let mut edits = close_plainly(pairing, reason, false, Some(why), author)?;
    edits.extend(cancel_ahead(program.log(&pairing.id), pairing, author));
    Ok(edits)
}

fn reason(
    program: &Program,
    pairing: &Pairing,
    log: &Log,
    new: &NewClosing,
) -> Result<String, Refusal> {
    let known = program.vocabulary.reasons();
    match new.reason.as_deref() {
        Some(reason) if known.contains(&reason) => Ok(reason.to_owned()),
        Some(reason) => Err(Refusal::NotFound {
            what: "closing reason",
            word: reason.to_owned(),
            near: known.into_iter().map(str::to_owned).collect(),
        }),
        None if !had_contact(log) && known.contains(&NO_CONTACT) => Ok(NO_CONTACT.to_owned()),
        None => Err(Refusal::refused(format!("why does {} end?", pairing.id))
            .hint(format!("--reason takes one of {}", known.join(", ")))),
    }
}

fn refuse_scores(program: &Program, new: &NewClosing, voices: &[Voice<'_>]) -> Result<(), Refusal> {
    let (low, high) = program.settings.policy.scale;
    let given = voices
        .iter()
        .flat_map(|(_, exit)| [exit.fit, exit.satisfaction]);
    let mut scores = std::iter::once(new.fit).chain(given).flatten();
    match scores.find(|score| !(low..=high).contains(score)) {
        Some(score) => Err(Refusal::refused(format!(
            "{score} is no score from {low} to {high}"
        ))),
        None => Ok(()),
    }
}

fn refuse_last_meeting(
    pairing: &Pairing,
    new: &NewClosing,
    author: &Author,
) -> Result<(), Refusal> {
    let Some(last) = new.last_meeting else {
        return Ok(());
    };
    if author.today < last {
        return Err(Refusal::refused(format!(
            "the last meeting on {last} lies ahead"
        )));
    }
    match pairing.starts.filter(|starts| last < *starts) {
        Some(starts) => Err(Refusal::refused(format!(
            "the last meeting on {last} lies before the start of {} on {starts}",
            pairing.id
        ))),
        None => Ok(()),
    }
}

fn refuse_open_points(
    program: &Program,
    pairing: &Pairing,
    new: &NewClosing,
) -> Result<(), Refusal> {
    let unknown = |point: &&String| *point != "all" && !CHECKLIST.contains(&point.as_str());
    if let Some(word) = new.waived.iter().find(unknown) {
        return Err(Refusal::NotFound {
            what: "point of the checklist",
            word: word.clone(),
            near: CHECKLIST.iter().map(|&point| point.to_owned()).collect(),
        });
    }
    if !new.waived.is_empty() && new.waived_why.is_none() {
        return Err(
            Refusal::refused("a point is left out for a reason").hint("--waive-why says why")
        );
    }
    let open = open_points(program, pairing, new);
    if open.is_empty() {
        return Ok(());
    }
    let flags: Vec<String> = open.iter().map(|point| format!("--{point}")).collect();
    let message = format!(
        "the checklist of {} is open: {}",
        pairing.id,
        open.join(", ")
    );
    Err(Refusal::refused(message).hint(format!(
        "answer with {}, or --waive {} --waive-why TEXT",
        flags.join(", "),
        open.join(",")
    )))
}

/// The fields of `[closing]`.
fn facts(
    pairing: &Pairing,
    log: &Log,
    new: &NewClosing,
    voices: &[Voice<'_>],
    (reason, planned): (&str, bool),
) -> Vec<Edit> {
    let held = log
        .meetings
        .iter()
        .filter(|meeting| meeting.is == MeetingState::Held)
        .map(|meeting| meeting.at.day());
    let last_meeting = new.last_meeting.or_else(|| held.max());
    let mut fields: Fields = vec![field("planned", planned)];
    fields.extend(new.by.map(|by| field("by", by.as_str())));
    fields.push(field("reason", reason));
    let text = |key: &str, text: &Option<String>| text.as_deref().map(|text| field(key, text));
    fields.extend(text("outcome", &new.outcome));
    fields.extend(new.fit.map(|fit| field("fit", fit)));
    fields.extend(last_meeting.map(|day| field("last_meeting", day)));
    fields.extend(new.goals_reviewed.then(|| field("goals_reviewed", true)));
    fields.extend(new.thanks.then(|| field("thanks", true)));
    fields.extend(text("next_steps", &new.next_steps));
    fields.extend(text("contact_after", &new.contact_after));
    fields.extend(rematches(pairing, voices));
    let waived: Vec<&str> = CHECKLIST
        .into_iter()
        .filter(|point| is_waived(new, point))
        .collect();
    if !waived.is_empty() {
        fields.push(field("waived", waived));
    }
    fields.extend(text("waived_why", &new.waived_why));
    fields
        .into_iter()
        .map(|(key, value)| set_in(pairing, "closing", &key, value))
        .collect()
}
