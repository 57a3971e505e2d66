//! The chapters of an example: one change after the other, each told from the program as the ones before left it.
//!
//! Its invariant: every chapter is made by the functions that the commands use, each on the day on which somebody
//! would have given the command.

use crate::change::edit::{At, Change, Edit, FileName};
use crate::change::enroll::{Namesake, enroll};
use crate::change::example::brief::Brief;
use crate::change::example::courses::{
    Became, ENDED_DAYS_AGO, Fate, PAUSED_DAYS_AGO, fates, is_of_one_office, visits, weeks_between,
};
use crate::change::example::dice::Dice;
use crate::change::example::goals;
use crate::change::example::people::{Newcomer, Part, Wave, circles, late_match, roster};
use crate::change::example::setting::{COUNTED, coordinator, objectives, vocabulary};
use crate::change::example::slot::{Slot, slots};
use crate::change::example::turns::Turn;
use crate::change::init::Template;
use crate::change::matching::draft::keep;
use crate::change::matching::publish::publish;
use crate::change::pairing::{NewPairing, Short, create};
use crate::change::refusal::Refusal;
use crate::change::rules::commitment_end;
use crate::change::stage::ending::close_plainly;
use crate::change::stage::entry::enter;
use crate::change::stage::signature::signatures;
use crate::change::{pairing, participant, training};
use crate::matching::question::{MatchError, Question};
use crate::matching::run::run;
use crate::model::cadence::{Cadence, Unit};
use crate::model::day::Day;
use crate::model::draft::Aim;
use crate::model::id::Id;
use crate::model::pairing::{Pairing, PairingKind, PairingState, Rationale};
use crate::model::participant::Readiness;
use crate::model::program::Program;
use crate::model::value::Value;

/// What a chapter comes to: a change, or nothing to do.
type Told = Result<Change, Refusal>;

/// The chapters before the meetings, in the order of their days.
const OPENING: [fn(&Brief, &Program) -> Told; 15] = [
    |_, _| Ok(vocabulary()),
    objectives,
    |brief, program| enrolled(brief, program, Wave::First),
    |brief, program| trained(brief, program, Wave::First),
    gathered,
    |brief, program| matched(brief, program, first_match(brief)),
    |brief, program| published(brief, program, first_match(brief)),
    |brief, program| Ok(begun(brief, program)),
    |brief, program| enrolled(brief, program, Wave::Late),
    |brief, program| matched(brief, program, late_match(brief)),
    |brief, program| published(brief, program, late_match(brief)),
    |brief, program| Ok(begun(brief, program)),
    |brief, program| enrolled(brief, program, Wave::Waiting),
    |brief, program| trained(brief, program, Wave::Waiting),
    aims,
];

/// The change of a chapter; `None` after the last one.
///
/// # Errors
/// Refuses as the commands do, should they come to refuse what an example does.
pub fn chapter(brief: &Brief, number: usize, program: &Program) -> Result<Option<Change>, Refusal> {
    if let Some(told) = OPENING.get(number) {
        return told(brief, program).map(Some);
    }
    turns(brief, program, number - OPENING.len())
}

/// The day of the first match run.
fn first_match(brief: &Brief) -> Day {
    brief.starts().plus_days(-5)
}

fn as_one(sentence: &str, edits: Vec<Edit>) -> Change {
    Change {
        sentence: sentence.to_owned(),
        edits,
    }
}

fn newcomers(brief: &Brief, wave: Wave) -> Vec<Newcomer> {
    let mut newcomers = roster(brief);
    newcomers.retain(|newcomer| newcomer.wave == wave);
    newcomers
}

fn enrolled(brief: &Brief, program: &Program, wave: Wave) -> Told {
    let mut edits = Vec::new();
    for newcomer in newcomers(brief, wave) {
        let id = Some(newcomer.id.clone());
        let author = coordinator(newcomer.on);
        let (_, change) = enroll(program, &newcomer.profile, id, Namesake::Allowed, &author)?;
        edits.extend(change.edits);
    }
    Ok(as_one("enroll everybody", edits))
}

/// Mentors take both modules before the first match run; a new one has taken the first.
fn trained(brief: &Brief, program: &Program, wave: Wave) -> Told {
    let modules = &program.settings.trainings;
    let mut edits = Vec::new();
    for newcomer in newcomers(brief, wave) {
        let id = &newcomer.id;
        if newcomer.part == Part::Applicant {
            let people = [id.clone()];
            let why = Some("asked by mail, first talk next week");
            let author = coordinator(newcomer.on);
            let fates = participant::Fates::default();
            let is = Readiness::Applied;
            edits.extend(
                participant::set_readiness(program, &people, is, why, &fates, &author)?.edits,
            );
        }
        if !matches!(newcomer.part, Part::Mentor | Part::Circle | Part::Both) {
            continue;
        }
        let mut dice = Dice::about(&["training", id.as_str()]);
        let taken = if wave == Wave::First {
            modules.len()
        } else {
            1
        };
        for (place, module) in modules.iter().take(taken).enumerate() {
            // Each module was given on a few days, in one week after the other.
            let weeks_before = if place == 0 { 3 } else { 1 };
            let on = match wave {
                Wave::First => {
                    first_match(brief).plus_days(*dice.pick(&[-1, 0, 1]) - weeks_before * 7)
                }
                Wave::Late | Wave::Waiting => brief.at_work(2),
            };
            edits.extend(training::take(program, id, &module.id, &coordinator(on))?.edits);
        }
    }
    Ok(as_one("train the mentors", edits))
}

/// Circles are made by hand, before anybody else is matched.
fn gathered(brief: &Brief, program: &Program) -> Told {
    let mut edits = Vec::new();
    for (mentor, mentees) in circles(brief) {
        let new = NewPairing {
            mentees,
            kind: PairingKind::Circle,
            cohort: Some(brief.cohort()),
            facets: vec!["leadership".to_owned()],
            why: Some("asked to learn together".to_owned()),
            ..NewPairing::pair(mentor.clone(), mentor)
        };
        let author = coordinator(first_match(brief).plus_days(-1));
        edits.extend(pairing::add(program, &new, &author)?.1.edits);
    }
    Ok(as_one("gather the circles", edits))
}

fn matched(brief: &Brief, program: &Program, today: Day) -> Told {
    let question = Question {
        cohort: brief.cohort(),
        aim: Aim::Coverage,
        today,
        scores: None,
        progress: None,
    };
    let outcome = run(program, &question).map_err(|error| refusal(&error))?;
    if outcome.pairs.is_empty() {
        return Ok(as_one("nobody is left to match", Vec::new()));
    }
    if !brief.is_flash() {
        return Ok(keep(program, &outcome, &coordinator(today)));
    }
    let (mut edits, mut ids) = (Vec::new(), Vec::new());
    for pair in &outcome.pairs {
        let mut new = NewPairing::pair(pair.mentor.clone(), pair.mentee.clone());
        new.kind = PairingKind::Flash;
        new.cohort = Some(brief.cohort());
        new.facets = pair.facet.iter().cloned().collect();
        new.rationale = Some(Rationale {
            points: Some(pair.points),
            rules_digest: Some(outcome.rules_digest.clone()),
            because: pair
                .rules
                .iter()
                .map(crate::matching::reason::Reason::sentence)
                .collect(),
        });
        new.short = Short::Allowed;
        let (id, edit) = create(program, &new, &coordinator(today), &ids)?;
        ids.push(id);
        edits.push(edit);
    }
    Ok(as_one("pair for one meeting each", edits))
}

/// The rules of a new program have no mistakes, so this is only ever said of a bug.
fn refusal(error: &MatchError) -> Refusal {
    Refusal::refused(error.to_string())
}

fn published(brief: &Brief, program: &Program, today: Day) -> Told {
    if program.drafts.is_empty() {
        return Ok(as_one("nothing to publish", Vec::new()));
    }
    let (_, change) = publish(program, &brief.cohort(), None, &coordinator(today))?;
    Ok(change)
}

/// New pairings agree on their rhythm, and sign where the policy asks for it.
fn begun(brief: &Brief, program: &Program) -> Change {
    let mut edits = Vec::new();
    let objective = Id::parse(COUNTED).ok();
    for pairing in program
        .pairings
        .values()
        .filter(|pairing| pairing.every.is_none())
    {
        if pairing.kind == PairingKind::Flash {
            continue;
        }
        let set = |key: &str, value: Value| Edit::Set {
            file: FileName::Pairing(pairing.id.clone()),
            at: At::Top,
            key: key.to_owned(),
            value,
        };
        if let Some(objective) = objective.as_ref().filter(|_| {
            pairing
                .facets
                .first()
                .is_some_and(|facet| facet == "technical")
        }) {
            edits.push(set("serves", vec![objective.as_str()].into()));
        }
        edits.extend(lasts(program, pairing).map(|ends| set("ends", ends.into())));
        let weeks = u16::try_from(weeks_between(&pairing.id)).unwrap_or(1);
        edits.extend(
            Cadence::new(weeks, Unit::Weeks).map(|every| set("every", every.to_string().into())),
        );
        if is_of_one_office(program, pairing) {
            edits.push(set("in_person_every", "quarter".into()));
        }
        edits.extend(signed(brief, pairing));
    }
    as_one("agree on the rhythm", edits)
}

/// The last day of a pairing that began too late to end with the cohort.
fn lasts(program: &Program, pairing: &Pairing) -> Option<Day> {
    let months = program.settings.policy.commitment_months_min;
    let least = commitment_end(pairing.starts?, months);
    (pairing.ends? < least).then_some(least)
}

/// With acceptance and signature asked for: accepted after a day or two, signed and begun after a few more.
fn signed(brief: &Brief, pairing: &Pairing) -> Vec<Edit> {
    if brief.template != Template::Certification {
        return Vec::new();
    }
    let proposed_on = pairing.states.first().map_or(brief.today, |entry| entry.on);
    let mut dice = Dice::about(&["signed", pairing.id.as_str()]);
    let accepted_on = proposed_on.plus_days(dice.days(1, 2));
    let begun_on = accepted_on
        .plus_days(dice.days(1, 2))
        .max(pairing.starts.unwrap_or(accepted_on));
    let begun = coordinator(begun_on);
    let everybody: Vec<_> = pairing.people().collect();
    let mut edits = enter(
        pairing,
        PairingState::Accepted,
        None,
        &coordinator(accepted_on),
    );
    edits.extend(signatures(pairing, &everybody, &begun));
    edits.extend(enter(pairing, PairingState::Active, None, &begun));
    edits
}

/// Goals, and pairings that rest or ended early.
fn aims(brief: &Brief, program: &Program) -> Told {
    let mut edits = Vec::new();
    let slots = slots(program);
    for (id, fate) in fates(brief, program) {
        let pairing = &program.pairings[id];
        edits.extend(goals::edits(brief, program, pairing, fate)?);
        if pairing.kind == PairingKind::Flash {
            let course = slots.get(id).map(|&slot| (fate, slot));
            edits.extend(said_goodbye(brief, program, pairing, course)?);
            continue;
        }
        match fate {
            Fate::Paused => {
                let author = coordinator(brief.ago(PAUSED_DAYS_AGO));
                let why = Some("parental leave until the end of next month");
                edits.extend(enter(pairing, PairingState::Paused, why, &author));
            }
            Fate::Ended => {
                let author = coordinator(brief.ago(ENDED_DAYS_AGO));
                let why = Some("the mentor took over another team");
                edits.extend(close_plainly(pairing, "workload", false, why, &author)?);
            }
            Fate::Steady | Fate::Unconfirmed | Fate::Silent | Fate::NeverMet => {}
        }
    }
    Ok(as_one("set goals", edits))
}

/// A pairing of one meeting is closed some days after it.
fn said_goodbye(
    brief: &Brief,
    program: &Program,
    pairing: &Pairing,
    course: Option<(Fate, Slot)>,
) -> Result<Vec<Edit>, Refusal> {
    let mut dice = Dice::about(&["goodbye", pairing.id.as_str()]);
    let visits = course.map_or_else(Vec::new, |course| visits(brief, program, pairing, course));
    let held = visits.iter().find(|visit| visit.became == Became::Held);
    let closed_on = held.map(|visit| visit.settled_on.plus_days(dice.days(2, 9)));
    match closed_on.filter(|&day| day <= brief.today) {
        Some(day) => {
            let author = coordinator(day);
            let why = Some("met as planned");
            close_plainly(pairing, "goals-met", true, why, &author)
        }
        None => Ok(Vec::new()),
    }
}

/// A turn of every pairing; `None` when all have taken their last.
fn turns(brief: &Brief, program: &Program, number: usize) -> Result<Option<Change>, Refusal> {
    let mut edits = Vec::new();
    let fates = fates(brief, program);
    for (id, slot) in slots(program) {
        let pairing = &program.pairings[id];
        let turn = Turn {
            brief,
            pairing,
            log: program.log(id),
            visits: &visits(brief, program, pairing, (fates[id], slot)),
            number,
        };
        edits.extend(turn.edits()?);
    }
    Ok((!edits.is_empty()).then(|| as_one("meet", edits)))
}
