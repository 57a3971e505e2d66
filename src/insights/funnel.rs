//! From the invitation to the good end: how many people came how far, and how long they took from step to step.
//!
//! It names nobody. A step is counted where a record says that somebody took it, whether or not those before it are
//! recorded too. Its invariant: a person counts once in a row.

use crate::insights::events::Directory;
use crate::insights::history::standing;
use crate::insights::metrics::{hundredths, whole};
use crate::insights::one_cohort::of_cohort;
use crate::matching::demand::training_missing;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::{Participant, Readiness, ReadinessEntry, Role};
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

words! {
    /// How far somebody came.
    FunnelStep {
        /// Was invited to an event of the program.
        Invited = "invited",
        /// Takes part or asked to.
        Enrolled = "enrolled",
        /// May be matched, trained where the gate asks for it.
        Ready = "ready",
        /// Is or was in a pairing that both accepted.
        Matched = "matched",
        /// Came to a meeting that took place.
        Met = "met",
        /// Ended a pairing as planned.
        ClosedWell = "closed-well",
    }
}

/// The steps from the first to the last.
pub const STEPS: [FunnelStep; 6] = [
    FunnelStep::Invited,
    FunnelStep::Enrolled,
    FunnelStep::Ready,
    FunnelStep::Matched,
    FunnelStep::Met,
    FunnelStep::ClosedWell,
];

/// How far people came, by role, and by cohort where that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Funnel<'a> {
    /// The day.
    pub day: Day,
    /// One row for each step of everybody, of mentors, of mentees.
    pub steps: Vec<FunnelRow<'a>>,
}

/// A step of some people.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct FunnelRow<'a> {
    /// Their cohort; none where it is the whole program.
    pub cohort: Option<&'a Id>,
    /// Their role; none where it is everybody.
    pub role: Option<Role>,
    /// The step.
    pub step: FunnelStep,
    /// How many took it; none where nobody's invitation was written down.
    pub people: Option<usize>,
    /// Those of them who had taken the step before.
    pub of_those_before: Option<usize>,
    /// The same of a hundred who had taken the step before, rounded down.
    pub percent: Option<usize>,
    /// The median of days since the step before, where both days are known.
    pub days_median: Option<f64>,
    /// Of how many people.
    pub days_n: usize,
}

/// That a step was taken, and when, where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// When.
    pub(crate) on: Option<Day>,
}

/// The steps of one person.
type Journey = [Option<Taken>; STEPS.len()];

/// Makes the funnel of the whole program.
pub fn funnel(program: &Program, today: Day) -> Funnel<'_> {
    Funnel {
        day: today,
        steps: rows(program, None, today),
    }
}

/// Makes the funnel of the whole program and of each of its cohorts.
pub fn funnel_by_cohort(program: &Program, today: Day) -> Funnel<'_> {
    let mut funnel = funnel(program, today);
    for cohort in &program.settings.cohorts {
        let part = of_cohort(program.clone(), &cohort.id);
        funnel
            .steps
            .extend(rows(&part, None, today).into_iter().map(|row| FunnelRow {
                cohort: Some(&cohort.id),
                ..row
            }));
    }
    funnel
}

fn rows<'a>(program: &Program, cohort: Option<&'a Id>, today: Day) -> Vec<FunnelRow<'a>> {
    let travellers = Travellers::of(program, today);
    let groups = [None, Some(Role::Mentor), Some(Role::Mentee)];
    groups
        .into_iter()
        .flat_map(|role| {
            let journeys = travellers.journeys(role);
            STEPS.into_iter().enumerate().map(move |(index, step)| {
                let row = counted(&journeys, index);
                FunnelRow {
                    cohort,
                    role,
                    step,
                    ..row
                }
            })
        })
        .collect()
}

/// Counts one step of some people.
fn counted<'a>(journeys: &[Journey], index: usize) -> FunnelRow<'a> {
    let at = |index: usize| {
        journeys
            .iter()
            .filter(move |journey| journey[index].is_some())
    };
    let is_recorded = |index: usize| 0 < index || 0 < at(index).count();
    let mut row = FunnelRow {
        cohort: None,
        role: None,
        step: STEPS[index],
        people: is_recorded(index).then(|| at(index).count()),
        of_those_before: None,
        percent: None,
        days_median: None,
        days_n: 0,
    };
    let Some(before) = index.checked_sub(1).filter(|&before| is_recorded(before)) else {
        return row;
    };
    let both = || at(index).filter(|journey| journey[before].is_some());
    row.of_those_before = Some(both().count());
    row.percent = (both().count() * 100).checked_div(at(before).count());
    let days = both().filter_map(|journey| {
        let (from, to) = (journey[before]?.on?, journey[index]?.on?);
        (from <= to).then(|| to.days_since(from))
    });
    let days: Vec<i64> = days.collect();
    row.days_n = days.len();
    row.days_median = median(days);
    row
}

/// The middle of some days; of an even number, halfway between the two in the middle.
fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let (low, high) = (
        days.get(days.len().checked_sub(1)? / 2)?,
        days[days.len() / 2],
    );
    let sum = usize::try_from(low + high).ok()?;
    Some(hundredths(whole(sum) / 2.0))
}

/// Who is on the way, and in which roles.
struct Travellers<'a> {
    program: &'a Program,
    by_person: BTreeMap<&'a PersonId, Vec<&'a Pairing>>,
    /// When each was invited first; of strangers by the word of their invitation.
    invited: BTreeMap<String, Day>,
    today: Day,
}

impl<'a> Travellers<'a> {
    fn of(program: &'a Program, today: Day) -> Travellers<'a> {
        let directory = Directory::of(program);
        let mut invited: BTreeMap<String, Day> = BTreeMap::new();
        for attendance in &program.attendances {
            let Some(on) = attendance.invited.filter(|&on| on <= today) else {
                continue;
            };
            let who = match directory.find(&attendance.person) {
                Some(participant) => participant.id.to_string(),
                None => attendance.person.to_lowercase(),
            };
            let first = invited.entry(who).or_insert(on);
            *first = on.min(*first);
        }
        Travellers {
            program,
            by_person: program.pairings_by_person(),
            invited,
            today,
        }
    }

    /// The journeys of everybody, strangers who were invited too, or of those who have a role.
    fn journeys(&self, role: Option<Role>) -> Vec<Journey> {
        let people = self.program.participants.values();
        let enrolled = people.filter_map(|participant| self.journey(participant, role));
        let is_stranger = |who: &&String| {
            let participants = &self.program.participants;
            PersonId::parse(who).map_or(true, |id| !participants.contains_key(&id))
        };
        let strangers = self
            .invited
            .keys()
            .filter(|who| role.is_none() && is_stranger(who));
        let stranger = |who: &String| {
            let mut journey = [None; STEPS.len()];
            journey[0] = self.invitation(who);
            journey
        };
        enrolled.chain(strangers.map(stranger)).collect()
    }

    fn invitation(&self, who: &str) -> Option<Taken> {
        let on = self.invited.get(who)?;
        Some(Taken { on: Some(*on) })
    }

    /// The journey of a person in a role, or in all roles they have; none for who has not that role.
    fn journey(&self, participant: &Participant, role: Option<Role>) -> Option<Journey> {
        let roles = participant.roles();
        let roles: Vec<Role> = match role {
            Some(role) => roles.into_iter().filter(|&of| of == role).collect(),
            None => roles,
        };
        if role.is_some() && roles.is_empty() {
            return None;
        }
        let earliest =
            |step: &dyn Fn(Role) -> Option<Taken>| earliest(roles.iter().map(|&role| step(role)));
        Some([
            self.invitation(participant.id.as_str()),
            earliest(&|role| self.enrolled(participant, role)),
            earliest(&|role| self.ready(participant, role)),
            earliest(&|role| {
                self.in_pairings(participant, role, |pairing| matched(pairing, self.today))
            }),
            earliest(&|role| {
                self.in_pairings(participant, role, |pairing| {
                    self.met(pairing, &participant.id)
                })
            }),
            earliest(&|role| {
                self.in_pairings(participant, role, |pairing| {
                    closed_well(pairing, self.today)
                })
            }),
        ])
    }

    fn enrolled(&self, participant: &Participant, role: Role) -> Option<Taken> {
        first_entry(participant, role, self.today, |_| true)
    }

    fn ready(&self, participant: &Participant, role: Role) -> Option<Taken> {
        let is_screened = self.program.settings.policy.screening;
        let is_ready = |entry: &ReadinessEntry| match entry.is {
            Readiness::Ready => true,
            Readiness::Applied => !is_screened,
            Readiness::Waiting | Readiness::Paused | Readiness::Left | Readiness::Declined => false,
        };
        let ready = first_entry(participant, role, self.today, is_ready)?;
        if role == Role::Mentee || !self.program.settings.policy.training_gate {
            return Some(ready);
        }
        if !training_missing(self.program, participant, self.today).is_empty() {
            return None;
        }
        Some(Taken {
            on: ready
                .on
                .map(|on| on.max(self.trained_on(participant).unwrap_or(on))),
        })
    }

    /// When a mentor had taken the last of the modules that the gate asks for.
    fn trained_on(&self, participant: &Participant) -> Option<Day> {
        let modules = self.program.settings.trainings.iter();
        let asked = modules.filter(|module| {
            module.required && module.role.is_none_or(|role| role == Role::Mentor)
        });
        let first = |module: &Id| {
            let taken = participant.trainings.iter();
            taken
                .filter(|taken| taken.module == *module)
                .map(|taken| taken.on)
                .min()
        };
        asked.filter_map(|module| first(&module.id)).max()
    }

    fn in_pairings(
        &self,
        participant: &Participant,
        role: Role,
        step: impl Fn(&Pairing) -> Option<Taken>,
    ) -> Option<Taken> {
        let pairings = self.by_person.get(&participant.id).into_iter().flatten();
        // Peers are both to each other.
        let is_in_role = |pairing: &&&Pairing| {
            pairing.kind == PairingKind::Peer || pairing.role_of(&participant.id) == Some(role)
        };
        earliest(pairings.filter(is_in_role).map(|pairing| step(pairing)))
    }

    fn met(&self, pairing: &Pairing, person: &PersonId) -> Option<Taken> {
        if standing(pairing, self.today) == PairingState::Void {
            return None;
        }
        let held = self.program.log(&pairing.id).held(self.today);
        let came = held.filter(|meeting| !meeting.absent.contains(person));
        let first = came.map(|meeting| meeting.at.day()).min()?;
        Some(Taken { on: Some(first) })
    }
}

/// The first of several days; that a step was taken counts even where no day is known.
pub(crate) fn earliest(taken: impl Iterator<Item = Option<Taken>>) -> Option<Taken> {
    taken.flatten().reduce(|one, other| Taken {
        on: match (one.on, other.on) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        },
    })
}

/// The first entry of a person's history in a role for which something holds; who has no history is ready all along.
fn first_entry(
    participant: &Participant,
    role: Role,
    today: Day,
    holds: impl Fn(&ReadinessEntry) -> bool,
) -> Option<Taken> {
    let is_its = |entry: &&ReadinessEntry| entry.role.is_none_or(|of| of == role);
    let mut entries = participant.states.iter().filter(is_its).peekable();
    if entries.peek().is_none() {
        return Some(Taken { on: None });
    }
    let past = entries.filter(|entry| entry.on <= today && holds(entry));
    let first = past.map(|entry| entry.on).min()?;
    Some(Taken { on: Some(first) })
}

/// Whether and when both had accepted a pairing that was no mistake: since then they took part in the program.
pub(crate) fn matched(pairing: &Pairing, today: Day) -> Option<Taken> {
    if standing(pairing, today) == PairingState::Void {
        return None;
    }
    if pairing.states.is_empty() {
        let has_begun = pairing.starts.is_none_or(|starts| starts <= today);
        return has_begun.then_some(Taken { on: pairing.starts });
    }
    let both = |state: PairingState| match state {
        PairingState::Accepted
        | PairingState::Active
        | PairingState::Paused
        | PairingState::Closing
        | PairingState::Closed => true,
        PairingState::Proposed
        | PairingState::Declined
        | PairingState::Withdrawn
        | PairingState::Void => false,
    };
    let entries = pairing.states.iter();
    let accepted = entries.filter(|entry| entry.on <= today && both(entry.is));
    let first = accepted.map(|entry| entry.on).min()?;
    Some(Taken { on: Some(first) })
}

fn closed_well(pairing: &Pairing, today: Day) -> Option<Taken> {
    let entry = pairing.entry(today)?;
    let was_planned = pairing.closing.as_ref()?.planned == Some(true);
    (entry.is == PairingState::Closed && was_planned).then_some(Taken { on: Some(entry.on) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{PROGRAMS, day, first_day, id, program};
    use crate::insights::sample_reports::reported_programs;
    use crate::model::log::MeetingState;
    use proptest::prelude::*;

    /// On which days somebody took a step in a role, by one loop over the records for each; a day may be unknown.
    fn days_slowly(
        program: &Program,
        person: &Participant,
        role: Role,
        step: FunnelStep,
        today: Day,
    ) -> Vec<Option<Day>> {
        let mut days = Vec::new();
        let entries: Vec<&ReadinessEntry> = person
            .states
            .iter()
            .filter(|entry| entry.role != Some(other(role)))
            .collect();
        match step {
            FunnelStep::Invited => {
                for attendance in &program.attendances {
                    if attendance.person.to_lowercase() == person.id.as_str()
                        && attendance.invited.is_some_and(|on| on <= today)
                    {
                        days.push(attendance.invited);
                    }
                }
            }
            FunnelStep::Enrolled | FunnelStep::Ready => {
                if entries.is_empty() {
                    days.push(None);
                }
                for entry in entries {
                    let is_ready = entry.is.as_str() == "ready"
                        || (entry.is.as_str() == "applied" && !program.settings.policy.screening);
                    if entry.on <= today && (step == FunnelStep::Enrolled || is_ready) {
                        days.push(Some(entry.on));
                    }
                }
            }
            FunnelStep::Matched | FunnelStep::Met | FunnelStep::ClosedWell => {
                for pairing in program.pairings.values() {
                    let mine = match role {
                        Role::Mentor => pairing.mentor == person.id,
                        Role::Mentee => pairing.mentees.contains(&person.id),
                    };
                    let peers = pairing.kind == PairingKind::Peer
                        && (pairing.mentor == person.id || pairing.mentees.contains(&person.id));
                    let state = pairing.state(today).unwrap_or(pairing.state_latest());
                    if !(mine || peers) {
                        continue;
                    }
                    if step == FunnelStep::ClosedWell {
                        let planned = pairing.closing.as_ref().and_then(|closing| closing.planned);
                        let last = pairing.states.iter().filter(|entry| entry.on <= today);
                        let last = last.max_by_key(|entry| entry.on);
                        if let Some(last) = last
                            && last.is == PairingState::Closed
                            && planned == Some(true)
                        {
                            days.push(Some(last.on));
                        }
                        continue;
                    }
                    if state == PairingState::Void {
                        continue;
                    }
                    if step == FunnelStep::Matched {
                        let begun = ["accepted", "active", "paused", "closing", "closed"];
                        for entry in &pairing.states {
                            if entry.on <= today && begun.contains(&entry.is.as_str()) {
                                days.push(Some(entry.on));
                            }
                        }
                        let is_undated = pairing.states.is_empty();
                        if is_undated && pairing.starts.is_none_or(|starts| starts <= today) {
                            days.push(pairing.starts);
                        }
                    } else {
                        for meeting in &program.log(&pairing.id).meetings {
                            let on = meeting.at.day();
                            let came = !meeting.absent.contains(&person.id);
                            if meeting.is == MeetingState::Held && on <= today && came {
                                days.push(Some(on));
                            }
                        }
                    }
                }
            }
        }
        days
    }

    fn other(role: Role) -> Role {
        match role {
            Role::Mentor => Role::Mentee,
            Role::Mentee => Role::Mentor,
        }
    }

    /// The first known day of a step in any of the roles, where it was taken.
    fn first_slowly(
        program: &Program,
        person: &Participant,
        role: Option<Role>,
        step: FunnelStep,
        today: Day,
    ) -> Option<Taken> {
        let mut days = Vec::new();
        for one in [Role::Mentor, Role::Mentee] {
            let has = match one {
                Role::Mentor => person.mentor.is_some(),
                Role::Mentee => person.mentee.is_some() || !person.requests.is_empty(),
            };
            let is_person_step = step == FunnelStep::Invited;
            if (has && role.is_none_or(|role| role == one)) || (is_person_step && role.is_none()) {
                days.extend(days_slowly(program, person, one, step, today));
            }
        }
        let is_taken = !days.is_empty();
        is_taken.then(|| Taken {
            on: days.into_iter().flatten().min(),
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn each_step_is_counted_by_hand(program in reported_programs(), days in 0_i64..260) {
            let today = first_day().plus_days(days);
            for row in funnel(&program, today).steps {
                let has_role = |person: &&Participant| match row.role {
                    None => true,
                    Some(Role::Mentor) => person.mentor.is_some(),
                    Some(Role::Mentee) => person.mentee.is_some() || !person.requests.is_empty(),
                };
                let people: Vec<&Participant> = program.participants.values().filter(has_role).collect();
                let taken = |person: &Participant, step| first_slowly(&program, person, row.role, step, today);
                let mut count = people.iter().filter(|person| taken(person, row.step).is_some()).count();
                if row.step == FunnelStep::Invited {
                    let mut strangers: Vec<String> = program.attendances.iter()
                        .filter(|one| row.role.is_none() && one.invited.is_some_and(|on| on <= today))
                        .map(|one| one.person.to_lowercase())
                        .filter(|who| !program.participants.keys().any(|id| id.as_str() == who))
                        .collect();
                    strangers.sort();
                    strangers.dedup();
                    count += strangers.len();
                    prop_assert_eq!(row.people, (0 < count).then_some(count));
                    continue;
                }
                prop_assert_eq!(row.people, Some(count), "{:?} {}", row.role, row.step);
                let index = STEPS.iter().position(|step| *step == row.step).unwrap_or_default();
                let before = STEPS[index - 1];
                let mut both = 0;
                let mut between = Vec::new();
                for person in &people {
                    if let (Some(from), Some(to)) = (taken(person, before), taken(person, row.step)) {
                        both += 1;
                        if let (Some(from), Some(to)) = (from.on, to.on) && from <= to {
                            between.push(to.days_since(from));
                        }
                    }
                }
                if row.of_those_before.is_some() {
                    prop_assert_eq!(row.of_those_before, Some(both));
                }
                prop_assert_eq!(row.days_n, between.len());
                // The median by its meaning: no more than half lie below it, no more than half above.
                if let Some(median) = row.days_median {
                    let below = between.iter().filter(|&&days| whole(usize::try_from(days).unwrap_or(0)) < median).count();
                    let above = between.iter().filter(|&&days| median < whole(usize::try_from(days).unwrap_or(0))).count();
                    prop_assert!(below * 2 <= between.len() && above * 2 <= between.len());
                } else {
                    prop_assert!(between.is_empty());
                }
            }
        }
    }

    #[test]
    fn a_program_with_nobody_in_it_has_a_funnel_of_nobody() {
        let program = program();
        let funnel = funnel(&program, day("2026-02-01"));
        assert_eq!(funnel.steps.len(), 3 * STEPS.len());
        assert!(funnel.steps.iter().all(|row| row.people.unwrap_or(0) == 0));
        assert!(funnel.steps.iter().all(|row| row.percent.is_none()));
    }

    #[test]
    fn each_cohort_has_its_own_funnel() {
        let mut program = program();
        program
            .settings
            .cohorts
            .push(crate::model::settings::Cohort {
                id: id("spring"),
                starts: None,
                ends: None,
                closed: None,
            });
        let rows = funnel_by_cohort(&program, day("2026-02-01")).steps;
        let spring = rows.iter().filter(|row| row.cohort == Some(&id("spring")));
        assert_eq!((rows.len(), spring.count()), (36, 18));
    }
}
