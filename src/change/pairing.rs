//! New pairings, however they come about: by hand, by enrolment, by publishing a draft, by import.

use crate::change::edit::{Author, Change, Edit, Fields, FileName, Part, field};
use crate::change::entry_id::numbered;
use crate::change::refusal::Refusal;
use crate::change::rules::{CIRCLE_MENTEES, commitment_end};
use crate::change::stage::gates::unready_as;
use crate::model::cadence::Cadence;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{PairingKind, PairingState, Rationale};
use crate::model::participant::Role;
use crate::model::program::Program;
use crate::model::settings::StepTemplate;
use crate::model::value::Value;

/// A pairing that shall be made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPairing {
    /// Who gives.
    pub mentor: PersonId,
    /// Who asks.
    pub mentees: Vec<PersonId>,
    /// Its form.
    pub kind: PairingKind,
    /// Its cohort.
    pub cohort: Option<Id>,
    /// What it is for.
    pub facets: Vec<String>,
    /// Objectives that it serves.
    pub serves: Vec<Id>,
    /// The pairing that it takes over.
    pub continues: Option<Id>,
    /// First day; the cohort's, or today where that is later.
    pub starts: Option<Day>,
    /// Last day; the cohort's, else after the shortest commitment; open where none is asked for.
    pub ends: Option<Day>,
    /// Its own rhythm.
    pub every: Option<Cadence>,
    /// Why they were matched.
    pub rationale: Option<Rationale>,
    /// Why it is made, for its history.
    pub why: Option<String>,
    /// Whether it may be shorter than the policy asks for.
    pub short: Short,
}

/// Whether a pairing may be shorter than the policy's commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Short {
    /// It is refused.
    Refused,
    /// It is made, and `check` warns.
    Allowed,
}

impl NewPairing {
    /// An ordinary pair.
    pub fn pair(mentor: PersonId, mentee: PersonId) -> NewPairing {
        NewPairing {
            mentor,
            mentees: vec![mentee],
            kind: PairingKind::Pair,
            cohort: None,
            facets: Vec::new(),
            serves: Vec::new(),
            continues: None,
            starts: None,
            ends: None,
            every: None,
            rationale: None,
            why: None,
            short: Short::Refused,
        }
    }
}

/// Makes one pairing.
///
/// # Errors
/// Refuses a pair that is in force already, a stranger, a cohort that is not declared, and a pairing
/// shorter than the policy's commitment.
pub fn add(program: &Program, new: &NewPairing, author: &Author) -> Result<(Id, Change), Refusal> {
    refuse_unready(program, new, author)?;
    refuse_circle(new)?;
    let (id, edit) = create(program, new, author, &[])?;
    let mentees: Vec<&str> = new.mentees.iter().map(PersonId::as_str).collect();
    let sentence = format!("pair {} with {}", new.mentor, mentees.join(", "));
    Ok((
        id,
        Change {
            sentence,
            edits: vec![edit],
        },
    ))
}

/// The edit that makes one pairing whose id is none of `reserved`, and its id.
///
/// # Errors
/// As [`add`].
pub fn create(
    program: &Program,
    new: &NewPairing,
    author: &Author,
    reserved: &[Id],
) -> Result<(Id, Edit), Refusal> {
    refuse_strangers(program, new)?;
    refuse_twice(program, new)?;
    let (starts, ends) = span(program, new, author.today)?;
    let id = numbered(&stem(new), |id| {
        program.pairings.contains_key(id) || reserved.contains(id)
    });
    let mut parts = vec![Part::Top(head(new, starts, ends))];
    parts.extend(new.rationale.as_ref().map(rationale));
    parts.extend(plan(program, new, starts));
    let policy = &program.settings.policy;
    let state = match (policy.acceptance, policy.signature) {
        (true, _) => PairingState::Proposed,
        (false, true) => PairingState::Accepted,
        (false, false) => PairingState::Active,
    };
    parts.push(Part::Entry(
        "state",
        state_entry(state, author, new.why.as_deref()),
    ));
    Ok((
        id.clone(),
        Edit::Create {
            file: FileName::Pairing(id),
            parts,
        },
    ))
}

/// The fields of an entry of `[[state]]`.
pub(crate) fn state_entry(state: PairingState, author: &Author, why: Option<&str>) -> Fields {
    let mut fields = author.signed();
    fields.insert(1, field("is", state.as_str()));
    fields.extend(why.map(|why| field("why", why)));
    fields
}

/// Who is not ready is paired only where somebody insists.
fn refuse_unready(program: &Program, new: &NewPairing, author: &Author) -> Result<(), Refusal> {
    if new.short == Short::Allowed || new.kind == PairingKind::Peer {
        return Ok(());
    }
    let mentor = (&new.mentor, Role::Mentor);
    let mentees = new.mentees.iter().map(|mentee| (mentee, Role::Mentee));
    for (person, role) in std::iter::once(mentor).chain(mentees) {
        let participant = program.participants.get(person);
        let objection =
            participant.and_then(|participant| unready_as(program, participant, role, author));
        if let Some(objection) = objection {
            return Err(Refusal::refused(objection).hint("--force makes the pairing all the same"));
        }
    }
    Ok(())
}

/// A circle has three to eight mentees, unless somebody insists.
fn refuse_circle(new: &NewPairing) -> Result<(), Refusal> {
    let mentees = new.mentees.len();
    if new.kind != PairingKind::Circle
        || new.short == Short::Allowed
        || CIRCLE_MENTEES.contains(&mentees)
    {
        return Ok(());
    }
    let message = format!("a circle has three to eight mentees, this one has {mentees}");
    Err(Refusal::refused(message).hint("--force makes it all the same, and check warns"))
}

fn refuse_strangers(program: &Program, new: &NewPairing) -> Result<(), Refusal> {
    for person in std::iter::once(&new.mentor).chain(&new.mentees) {
        if !program.participants.contains_key(person) {
            return Err(Refusal::NotFound {
                what: "participant",
                word: person.to_string(),
                near: Vec::new(),
            });
        }
    }
    if new.mentees.contains(&new.mentor) {
        return Err(Refusal::refused(format!(
            "{} cannot mentor themselves",
            new.mentor
        )));
    }
    if let Some(cohort) = new
        .cohort
        .as_ref()
        .filter(|cohort| !program.settings.has_cohort(cohort))
    {
        return Err(Refusal::NotFound {
            what: "cohort",
            word: cohort.to_string(),
            near: Vec::new(),
        });
    }
    Ok(())
}

fn refuse_twice(program: &Program, new: &NewPairing) -> Result<(), Refusal> {
    let in_force = program
        .pairings
        .values()
        .filter(|pairing| pairing.is_in_force() && pairing.mentor == new.mentor);
    for pairing in in_force {
        if let Some(mentee) = new
            .mentees
            .iter()
            .find(|mentee| pairing.mentees.contains(mentee))
        {
            let message = format!("{} mentors {mentee} already, in {}", new.mentor, pairing.id);
            return Err(Refusal::refused(message));
        }
    }
    Ok(())
}

/// First and last day of a new pairing.
fn span(program: &Program, new: &NewPairing, today: Day) -> Result<(Day, Option<Day>), Refusal> {
    let settings = &program.settings;
    let cohort = new.cohort.as_ref().and_then(|id| settings.cohort(id));
    let starts = new.starts.unwrap_or_else(|| {
        cohort
            .and_then(|cohort| cohort.starts)
            .map_or(today, |starts| starts.max(today))
    });
    if new.kind == PairingKind::Flash {
        return Ok((starts, new.ends));
    }
    let months = settings.policy.commitment_months_min;
    let least = commitment_end(starts, months);
    let named = new.ends.or(cohort.and_then(|cohort| cohort.ends));
    let Some(ends) = named.or((0 < months).then_some(least)) else {
        return Ok((starts, None));
    };
    if ends < starts {
        return Err(Refusal::refused(format!(
            "a pairing cannot end on {ends}, before it starts on {starts}"
        )));
    }
    if ends < least && new.short == Short::Refused {
        let message = format!(
            "{starts} to {ends} is shorter than the {months} months that the policy asks for"
        );
        return Err(Refusal::refused(message).hint(format!(
            "--ends {least}, or --force to make it all the same"
        )));
    }
    Ok((starts, Some(ends)))
}

/// `grace-hopper-mentors-ada-lovelace`, `ada-lovelace-and-kim-park`, `circle-grace-hopper`.
pub(crate) fn stem(new: &NewPairing) -> String {
    let first = new.mentees.first().map_or("", |mentee| mentee.as_str());
    match new.kind {
        PairingKind::Circle => format!("circle-{}", new.mentor),
        PairingKind::Peer => {
            let (one, other) = (
                new.mentor.as_str().min(first),
                new.mentor.as_str().max(first),
            );
            format!("{one}-and-{other}")
        }
        PairingKind::Pair | PairingKind::Reverse | PairingKind::Flash => {
            format!("{}-mentors-{first}", new.mentor)
        }
    }
}

/// The fields above the first table.
pub(crate) fn head(new: &NewPairing, starts: Day, ends: Option<Day>) -> Fields {
    let ids = |ids: &[Id]| Value::from(ids.iter().map(Id::as_str).collect::<Vec<_>>());
    let mut fields = vec![
        field("mentor", new.mentor.as_str()),
        field(
            "mentees",
            new.mentees.iter().map(PersonId::as_str).collect::<Vec<_>>(),
        ),
    ];
    if new.kind != PairingKind::Pair {
        fields.push(field("kind", new.kind.as_str()));
    }
    fields.extend(
        new.cohort
            .as_ref()
            .map(|cohort| field("cohort", cohort.as_str())),
    );
    if !new.facets.is_empty() {
        fields.push(field("facets", new.facets.clone()));
    }
    if !new.serves.is_empty() {
        fields.push(field("serves", ids(&new.serves)));
    }
    fields.extend(
        new.continues
            .as_ref()
            .map(|before| field("continues", before.as_str())),
    );
    fields.push(field("starts", starts));
    fields.extend(ends.map(|ends| field("ends", ends)));
    fields.extend(new.every.map(|every| field("every", every.to_string())));
    fields
}

/// The program's plan as this pairing's own, free to change; one that takes over another has its steps from there.
fn plan(program: &Program, new: &NewPairing, starts: Day) -> Vec<Part> {
    if new.kind == PairingKind::Flash || new.continues.is_some() {
        return Vec::new();
    }
    let step = |step: &StepTemplate| {
        let due = step.after.map_or(starts, |after| after.after(starts));
        let mut fields = vec![field("id", step.id.as_str()), field("due", due)];
        fields.extend(step.owner.as_deref().map(|owner| field("owner", owner)));
        fields.extend(step.text.as_deref().map(|text| field("text", text)));
        Part::Entry("step", fields)
    };
    program.settings.steps.iter().map(step).collect()
}

fn rationale(rationale: &Rationale) -> Part {
    let mut fields = Fields::new();
    fields.extend(rationale.points.map(|points| field("points", points)));
    fields.extend(
        rationale
            .rules_digest
            .as_ref()
            .map(|digest| field("rules_digest", digest.as_str())),
    );
    fields.push(field("because", rationale.because.clone()));
    Part::Table("rationale", fields)
}
