//! What pairs of an example want to reach, and how far they are.

use crate::change::certification;
use crate::change::edit::{Author, Edit};
use crate::change::example::brief::Brief;
use crate::change::example::courses::Fate;
use crate::change::example::dice::Dice;
use crate::change::goal::{self, NewGoal};
use crate::change::init::Template;
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::pairing::{GoalOf, Pairing, PairingKind};
use crate::model::participant::CertificationState;
use crate::model::program::Program;

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

/// A goal that is agreed on, before it is written down.
struct Agreed<'a> {
    pairing: &'a Pairing,
    new: NewGoal,
    on: Day,
    /// How far it is, by days.
    readings: Vec<(Day, i64)>,
}

/// The goal of a pairing with its readings, and the mentee's steps towards a certificate.
pub(super) fn edits(
    brief: &Brief,
    program: &Program,
    pairing: &Pairing,
    fate: Fate,
) -> Result<Vec<Edit>, Refusal> {
    let mut edits = plan(brief, pairing, fate);
    let Some(agreed) = agreed(brief, pairing, fate) else {
        return Ok(edits);
    };
    let (id, change) = goal::add(pairing, &agreed.new, &on(agreed.on))?;
    edits.extend(change.edits);
    for &(day, percent) in &agreed.readings {
        edits.extend(goal::reading(pairing, &id, percent, None, &on(day))?.edits);
    }
    edits.extend(steps(program, &agreed)?);
    Ok(edits)
}

/// The steps of the plan that a pairing took, each a few days before or after it was due.
fn plan(brief: &Brief, pairing: &Pairing, fate: Fate) -> Vec<Edit> {
    if fate == Fate::NeverMet {
        return Vec::new();
    }
    let mut dice = Dice::about(&["plan", pairing.id.as_str()]);
    let known_upto = known_upto(brief, fate);
    let taken = pairing.steps.iter().filter_map(|step| {
        let done = step.due?.plus_days(dice.days(0, 9) - 3);
        (done <= known_upto).then(|| goal::step_done(&pairing.id, &step.id, done))
    });
    taken.collect()
}

/// The day until which a pairing wrote down what it did.
fn known_upto(brief: &Brief, fate: Fate) -> Day {
    match fate {
        Fate::Steady | Fate::Unconfirmed => brief.ago(3),
        Fate::Silent | Fate::NeverMet | Fate::Paused | Fate::Ended => brief.ago(60),
    }
}

fn on(today: Day) -> Author {
    Author { today, by: None }
}

fn agreed<'a>(brief: &Brief, pairing: &'a Pairing, fate: Fate) -> Option<Agreed<'a>> {
    let mut dice = Dice::about(&["goals", pairing.id.as_str()]);
    let begins = pairing.since().unwrap_or(brief.today);
    let on = begins.plus_days(dice.days(12, 30));
    let has_none = fate == Fate::NeverMet || pairing.kind == PairingKind::Flash;
    if has_none || brief.today <= on || !dice.chance(GOAL_PERCENT) {
        return None;
    }
    let new = wish(&mut dice, brief, pairing);
    let readings = readings(&mut dice, on, known_upto(brief, fate));
    Some(Agreed {
        pairing,
        new,
        on,
        readings,
    })
}

/// Studying since the goal was agreed on, booked when it is near, passed when it is reached.
fn steps(program: &Program, agreed: &Agreed<'_>) -> Result<Vec<Edit>, Refusal> {
    use CertificationState::{Booked, Passed, Studying};
    let (Some(id), Some(mentee)) = (&agreed.new.certification, agreed.pairing.mentees.first())
    else {
        return Ok(Vec::new());
    };
    let mut steps = vec![(agreed.on, Studying)];
    let near = agreed
        .readings
        .iter()
        .find(|(_, percent)| (60..100).contains(percent));
    steps.extend(near.map(|&(day, _)| (day, Booked)));
    let reached = agreed.readings.iter().find(|(_, percent)| *percent == 100);
    steps.extend(reached.map(|&(day, _)| (day, Passed)));
    let mut edits = Vec::new();
    for (day, is) in steps {
        edits.extend(certification::step(program, mentee, id, (is, None), &on(day))?.edits);
    }
    Ok(edits)
}

fn wish(dice: &mut Dice, brief: &Brief, pairing: &Pairing) -> NewGoal {
    let facet = pairing.facets.first().map(String::as_str);
    let is_certificate = facet.is_none_or(|facet| facet == "technical")
        && dice.chance(match brief.template {
            Template::Certification => 85,
            Template::Cohort | Template::Flash | Template::Constellation => 30,
        });
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
fn readings(dice: &mut Dice, agreed_on: Day, known_upto: Day) -> Vec<(Day, i64)> {
    let is_reached = dice.chance(REACHED_PERCENT);
    let (mut readings, mut percent) = (Vec::new(), 0);
    let mut on = agreed_on.plus_days(dice.days(18, 40));
    while on <= known_upto && percent < 100 {
        percent += 5 * dice.days(2, 6);
        let next = on.plus_days(dice.days(25, 45));
        if is_reached && known_upto < next {
            percent = 100;
        }
        percent = percent.min(if is_reached { 100 } else { 90 });
        readings.push((on, percent));
        on = next;
    }
    readings
}
