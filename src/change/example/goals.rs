//! What pairs of an example want to reach, and how far they are.

use crate::change::edit::{Author, Edit};
use crate::change::example::brief::Brief;
use crate::change::example::courses::Fate;
use crate::change::example::dice::Dice;
use crate::change::goal::{self, NewGoal};
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{GoalOf, Pairing, PairingKind};

/// A goal with how one will know.
type Wish = (&'static str, &'static str);

const TECHNICAL: [Wish; 6] = [
    (
        "Take a week on call alone",
        "a week without waking the mentor",
    ),
    ("Lead one incident review", "review published"),
    (
        "Bring one design from idea to rollout",
        "running for two weeks",
    ),
    (
        "Be the second person who knows the billing link",
        "a restore done alone",
    ),
    (
        "Understand the scheduler well enough to teach it",
        "one lesson given",
    ),
    (
        "Send changes that are reviewed within a day",
        "median of a month",
    ),
];
const CAREER: [Wish; 5] = [
    (
        "Decide between the specialist and the manager path",
        "decision told to the manager",
    ),
    ("Apply for a senior position", "application sent"),
    (
        "Be known outside the own department",
        "asked for advice by three people",
    ),
    ("Have a plan for two years", "one page, discussed"),
    ("Talk about pay without dread", "talk held"),
];
const LEADERSHIP: [Wish; 5] = [
    ("Lead a small project to its end", "handed over on time"),
    ("Give feedback within a day", "four times in a row"),
    (
        "Hand over the release to somebody else",
        "two releases without me",
    ),
    (
        "Run one-to-ones that people look forward to",
        "asked in the team survey",
    ),
    ("Fill the open position", "first day at work"),
];
const COMMUNICATION: [Wish; 5] = [
    ("Give a talk of twenty minutes", "talk given"),
    ("Speak in every architecture round", "four rounds in a row"),
    ("Write proposals of one page", "three decided in one round"),
    ("Moderate a retrospective", "done, and asked to do it again"),
    ("Take difficult calls without help", "ten calls"),
];
const CERTIFICATES: [(&str, Wish); 2] = [
    (
        "network-associate",
        ("Pass the network associate exam", "certificate"),
    ),
    (
        "cloud-practitioner",
        ("Pass the cloud practitioner exam", "certificate"),
    ),
];

/// Pairs out of a hundred that agree on a goal.
const GOAL_PERCENT: usize = 80;
/// Those out of a hundred who reach it by now.
const REACHED_PERCENT: usize = 24;

/// The goals of a pairing with their readings.
pub(super) fn edits(brief: &Brief, pairing: &Pairing, fate: Fate) -> Result<Vec<Edit>, Refusal> {
    let mut dice = Dice::about(&["goals", pairing.id.as_str()]);
    let begins = pairing.since().unwrap_or(brief.today);
    let agreed_on = begins.plus_days(dice.days(12, 30));
    let has_none = fate == Fate::NeverMet || pairing.kind == PairingKind::Flash;
    if has_none || brief.today <= agreed_on || !dice.chance(GOAL_PERCENT) {
        return Ok(Vec::new());
    }
    let new = wish(&mut dice, brief, pairing);
    let author = Author {
        today: agreed_on,
        by: None,
    };
    let (id, change) = goal::add(pairing, &new, &author)?;
    let mut edits = change.edits;
    let known_upto = match fate {
        Fate::Steady | Fate::Unconfirmed => brief.ago(3),
        Fate::Silent | Fate::NeverMet | Fate::Paused | Fate::Ended => brief.ago(60),
    };
    edits.extend(readings(&mut dice, pairing, &id, agreed_on, known_upto)?);
    Ok(edits)
}

fn wish(dice: &mut Dice, brief: &Brief, pairing: &Pairing) -> NewGoal {
    let facet = pairing.facets.first().map(String::as_str);
    let is_certificate = facet.is_none_or(|facet| facet == "technical") && dice.chance(30);
    let (certification, (text, measure)) = if is_certificate {
        let (certification, wish) = *dice.pick(&CERTIFICATES);
        (Id::parse(certification).ok(), wish)
    } else {
        let wishes: &[Wish] = match facet {
            Some("career") => &CAREER,
            Some("leadership") => &LEADERSHIP,
            Some("communication") => &COMMUNICATION,
            _ => &TECHNICAL,
        };
        (None, *dice.pick(wishes))
    };
    NewGoal {
        of: GoalOf::Mentee,
        text: text.to_owned(),
        measure: Some(measure.to_owned()),
        certification,
        due: Some(brief.ends().plus_days(-dice.days(0, 40))),
    }
}

/// A reading every five weeks or so, each a little further; some goals are reached.
fn readings(
    dice: &mut Dice,
    pairing: &Pairing,
    goal: &Id,
    agreed_on: Day,
    known_upto: Day,
) -> Result<Vec<Edit>, Refusal> {
    let is_reached = dice.chance(REACHED_PERCENT);
    let (mut edits, mut percent) = (Vec::new(), 0);
    let mut on = agreed_on.plus_days(dice.days(18, 40));
    while on <= known_upto && percent < 100 {
        percent += 5 * dice.days(2, 6);
        let next = on.plus_days(dice.days(25, 45));
        if is_reached && known_upto < next {
            percent = 100;
        }
        percent = percent.min(if is_reached { 100 } else { 90 });
        let author = Author {
            today: on,
            by: None,
        };
        edits.extend(goal::reading(pairing, goal, percent, None, &author)?.edits);
        on = next;
    }
    Ok(edits)
}
