//! Certificates: who has completed the program, who has passed a certification, and what is missing otherwise.
//!
//! Whoever was in a pairing that met and was closed as planned has completed the program, once its plan is done, its
//! agreement is signed where the program asks for that, and the modules of their role are taken. Nothing confidential
//! decides. Its invariant: either there are facts for a letter, or at least one thing is missing.

use crate::insights::certifications::standings_of;
use crate::insights::history::standing;
use crate::insights::letter::{Facts, times};
use crate::insights::pool::modules_missing;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{CertificationState, Participant, Role};
use crate::model::program::Program;
use crate::model::settings::TrainingModule;

/// What a certificate of the program says about a person.
///
/// # Errors
/// What is missing, each as a clause; of several pairings, that of the one that lacks least.
pub fn completion(
    program: &Program,
    person: &Participant,
    today: Day,
) -> Result<Facts, Vec<String>> {
    let own = program.pairings.values().filter_map(|pairing| {
        let role = pairing.role_of(&person.id)?;
        let state = standing(pairing, today);
        let is_any = state.is_in_force() || state == PairingState::Closed;
        is_any.then_some((pairing, role))
    });
    let judged = own.map(|(pairing, role)| {
        let lacks = lacks(program, pairing, (person, role), today);
        (lacks, pairing, role)
    });
    // Of two that lack as little, the later one: it is what the person did last.
    let best = judged.min_by_key(|(lacks, pairing, _)| {
        (lacks.len(), std::cmp::Reverse(pairing.starts), &pairing.id)
    });
    match best {
        None => Err(vec!["a pairing".to_owned()]),
        Some((lacks, _, _)) if !lacks.is_empty() => Err(lacks),
        Some((_, pairing, _)) => Ok(facts(program, pairing, person, today)),
    }
}

/// What a certificate of a certification says about a person.
///
/// # Errors
/// What is missing, as a clause.
pub fn certification(
    program: &Program,
    person: &Participant,
    certification: &Id,
    today: Day,
) -> Result<Facts, Vec<String>> {
    let mut standings = standings_of(&program.settings, person, today).into_iter();
    let Some(its) = standings.find(|its| its.certification == certification) else {
        return Err(vec![format!("{certification} is not begun")]);
    };
    let (CertificationState::Passed, Some(passed)) = (its.state, its.passed) else {
        return Err(vec![format!(
            "{certification} is {} since {}",
            its.state, its.since
        )]);
    };
    let holds = its.expires.map(|day| format!("It holds until {day}."));
    Ok(Facts::from([
        ("certification", certification.to_string()),
        (
            "authority",
            its.authority.unwrap_or("its authority").to_owned(),
        ),
        ("passed", passed.to_string()),
        ("holds", holds.unwrap_or_default()),
    ]))
}

/// What a pairing and a person in it lack.
fn lacks(
    program: &Program,
    pairing: &Pairing,
    (person, role): (&Participant, Role),
    today: Day,
) -> Vec<String> {
    let id = &pairing.id;
    let mut lacks = Vec::new();
    let closing = pairing.closing.as_ref();
    if standing(pairing, today) != PairingState::Closed {
        lacks.push(format!("{id} is {}, not closed", standing(pairing, today)));
    } else if closing.and_then(|closing| closing.planned) != Some(true) {
        lacks.push(format!("{id} did not end as planned"));
    }
    if program.log(id).held(today).next().is_none() {
        lacks.push(format!("{id} has no meeting that was held"));
    }
    let policy = &program.settings.policy;
    if policy.signature && pairing.unsigned().contains(&&person.id) {
        lacks.push(format!("the agreement of {id} is not signed"));
    }
    let open = pairing
        .steps
        .iter()
        .filter(|step| is_asked_of(step.owner.as_deref(), role));
    let open = open.filter(|step| step.done.is_none_or(|done| today < done));
    lacks.extend(open.map(|step| format!("step {} of {id} is not done", step.id)));
    let modules = modules_missing(program, person, role, today);
    lacks.extend(
        modules
            .into_iter()
            .map(|module| format!("module {module} is not taken")),
    );
    lacks
}

/// Whether a step is asked of a role: steps of both are.
fn is_asked_of(owner: Option<&str>, role: Role) -> bool {
    owner.is_none_or(|owner| Role::parse(owner).is_none_or(|own| own == role))
}

fn facts(program: &Program, pairing: &Pairing, person: &Participant, today: Day) -> Facts {
    let partners: Vec<&str> = pairing
        .people()
        .filter(|partner| **partner != person.id)
        .map(|partner| program.name(partner))
        .collect();
    let held = program.log(&pairing.id).held(today).count();
    let last = pairing.entry(today).map(|entry| entry.on);
    let day = |day: Option<Day>| day.map_or("an open day".to_owned(), |day| day.to_string());
    let reached = pairing
        .goals
        .iter()
        .filter(|goal| pairing.is_reached(&goal.id));
    let reached: Vec<&str> = reached.map(|goal| goal.text.as_str()).collect();
    Facts::from([
        ("role", pairing.called(&person.id).to_owned()),
        ("partners", partners.join(" and ")),
        ("starts", day(pairing.since())),
        ("ends", day(last)),
        ("meetings_held", times(held)),
        (
            "modules",
            listed("Modules taken", &modules_taken(program, &person.id, today)),
        ),
        ("goals", listed("Goals reached", &reached)),
    ])
}

fn modules_taken<'a>(program: &'a Program, person: &PersonId, today: Day) -> Vec<&'a str> {
    let taken = |module: &&TrainingModule| {
        let person = program.participants.get(person);
        let mut trainings = person.into_iter().flat_map(|person| &person.trainings);
        trainings.any(|taken| taken.module == module.id && taken.on <= today)
    };
    let modules = program.settings.trainings.iter().filter(taken);
    modules
        .map(|module| module.title.as_deref().unwrap_or(module.id.as_str()))
        .collect()
}

/// `Goals reached: one; two.`; nothing where there are none.
fn listed(label: &str, entries: &[&str]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    format!("{label}: {}.", entries.join("; "))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{add_pair, day, id, participant, program};
    use crate::model::log::MeetingState;
    use crate::model::pairing::{Closing, PairingEntry, Step};
    use crate::model::participant::CertificationStep;
    use crate::model::settings::Certification;

    const PAIR: &str = "grace-mentors-ada";

    fn ended(held: &[(&str, MeetingState)]) -> Program {
        let mut program = program();
        for name in ["grace", "ada"] {
            let one = participant(name);
            program.participants.insert(one.id.clone(), one);
        }
        add_pair(
            &mut program,
            PAIR,
            ("2026-01-12", PairingState::Active),
            held,
        );
        let pairing = program.pairings.get_mut(&id(PAIR)).unwrap();
        pairing.states.push(PairingEntry {
            on: day("2026-11-20"),
            is: PairingState::Closed,
            by: None,
            why: None,
        });
        pairing.closing = Some(Closing {
            planned: Some(true),
            ..Closing::default()
        });
        program
    }

    fn of(program: &Program, name: &str, on: &str) -> Result<Facts, Vec<String>> {
        let person = PersonId::parse(name).unwrap();
        completion(program, &program.participants[&person], day(on))
    }

    #[test]
    fn both_have_completed_it_once_they_met_and_closed_as_planned() {
        let program = ended(&[("2026-02-03", MeetingState::Held)]);
        let mentee = of(&program, "ada", "2026-11-23").unwrap();
        assert_eq!(
            (mentee["role"].as_str(), mentee["partners"].as_str()),
            ("mentee", "GRACE")
        );
        assert_eq!(
            (mentee["ends"].as_str(), mentee["meetings_held"].as_str()),
            ("2026-11-20", "once")
        );
        assert_eq!(
            of(&program, "grace", "2026-11-23").unwrap()["role"],
            "mentor"
        );
        let before = of(&program, "ada", "2026-11-19").unwrap_err();
        assert_eq!(before, ["grace-mentors-ada is active, not closed"]);
    }

    #[test]
    fn everything_that_is_missing_is_said_at_once_to_whom_it_is_asked_of() {
        let mut program = ended(&[]);
        program.settings.policy.signature = true;
        let pairing = program.pairings.get_mut(&id(PAIR)).unwrap();
        pairing.closing = None;
        let step = |name: &str, owner: Option<&str>| Step {
            id: id(name),
            text: None,
            owner: owner.map(str::to_owned),
            due: None,
            done: None,
        };
        pairing.steps = vec![step("first-goal", Some("mentee")), step("farewell", None)];
        assert_eq!(
            of(&program, "grace", "2026-11-23").unwrap_err(),
            [
                "grace-mentors-ada did not end as planned",
                "grace-mentors-ada has no meeting that was held",
                "the agreement of grace-mentors-ada is not signed",
                "step farewell of grace-mentors-ada is not done",
            ]
        );
        assert_eq!(of(&program, "ada", "2026-11-23").unwrap_err().len(), 5);
    }

    #[test]
    fn a_certification_that_is_not_passed_or_holds_no_longer_gives_none() {
        let mut program = ended(&[]);
        let known = id("az-104");
        program.settings.certifications = vec![Certification {
            id: known.clone(),
            authority: None,
            contact: None,
            valid_months: Some(12),
        }];
        let ada = PersonId::parse("ada").unwrap();
        let write = |program: &Program, on: &str| {
            certification(program, &program.participants[&ada], &known, day(on))
        };
        assert_eq!(
            write(&program, "2026-02-01").unwrap_err(),
            ["az-104 is not begun"]
        );
        let step = |is, on| CertificationStep {
            id: known.clone(),
            is,
            on: day(on),
            exam: None,
        };
        program.participants.get_mut(&ada).unwrap().certifications = vec![
            step(CertificationState::Studying, "2026-01-20"),
            step(CertificationState::Passed, "2026-03-01"),
        ];
        let early = write(&program, "2026-02-01").unwrap_err();
        assert_eq!(early, ["az-104 is studying since 2026-01-20"]);
        let facts = write(&program, "2026-04-01").unwrap();
        assert_eq!(facts["holds"], "It holds until 2027-02-28.");
        let late = write(&program, "2027-03-01").unwrap_err();
        assert_eq!(late, ["az-104 is expired since 2027-03-01"]);
    }
}
