//! Events and the funnel they give: invited, came, enrolled, ready.

use crate::matching::demand::is_ready;
use crate::model::day::{Day, Moment};
use crate::model::event::{Attendance, Event, EventKind, Rsvp};
use crate::model::id::{Id, PersonId};
use crate::model::participant::{Participant, Role};
use crate::model::program::Program;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// An event with its funnel.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct EventRow<'a> {
    /// Its id.
    pub id: &'a Id,
    /// What for.
    pub kind: EventKind,
    /// When.
    pub at: Moment,
    /// Its title.
    pub title: Option<&'a str>,
    /// Where.
    pub place: Option<&'a str>,
    /// The module that attending completes.
    pub module: Option<&'a Id>,
    /// People who were invited.
    pub invited: usize,
    /// Of all, those who said that they come.
    pub accepted: usize,
    /// Of all, those who came.
    pub came: usize,
    /// Of those who came, those who are enrolled.
    pub enrolled: usize,
    /// Of those, the ones who take part.
    pub ready: usize,
}

/// A person and an event.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct AttendanceRow<'a> {
    /// The event.
    pub event: &'a Id,
    /// Id or address, as it was invited.
    pub person: &'a str,
    /// Who that is, once enrolled.
    pub participant: Option<&'a PersonId>,
    /// When they were invited.
    pub invited: Option<Day>,
    /// What they answered.
    pub answered: Option<Rsvp>,
    /// Whether they came; null where nobody said.
    pub came: Option<bool>,
    /// What they expect of the program.
    pub expectations: Option<&'a str>,
    /// What they want to reach.
    pub goals: Option<&'a str>,
}

/// Who is enrolled, by id and by every address.
pub(crate) struct Directory<'a>(BTreeMap<String, &'a Participant>);

impl<'a> Directory<'a> {
    pub(crate) fn of(program: &'a Program) -> Directory<'a> {
        let mut known = BTreeMap::new();
        for participant in program.participants.values() {
            known.insert(participant.id.to_string(), participant);
            for address in participant.email.iter().chain(&participant.also) {
                known.insert(address.to_lowercase(), participant);
            }
        }
        Directory(known)
    }

    pub(crate) fn find(&self, person: &str) -> Option<&'a Participant> {
        self.0.get(&person.to_lowercase()).copied()
    }
}

/// Every event in order of time.
pub fn event_rows(program: &Program, today: Day) -> Vec<EventRow<'_>> {
    let directory = Directory::of(program);
    let mut rows: Vec<EventRow<'_>> = program
        .events
        .iter()
        .map(|event| event_row(program, &directory, event, today))
        .collect();
    rows.sort_by_key(|row| (row.at, row.id));
    rows
}

fn event_row<'a>(
    program: &'a Program,
    directory: &Directory<'a>,
    event: &'a Event,
    today: Day,
) -> EventRow<'a> {
    let there: Vec<&Attendance> = program
        .attendances
        .iter()
        .filter(|there| there.event == event.id)
        .collect();
    let count =
        |holds: &dyn Fn(&Attendance) -> bool| there.iter().filter(|there| holds(there)).count();
    let enrolled = |there: &Attendance| directory.find(&there.person);
    let came = |there: &Attendance| there.came == Some(true);
    let takes_part = |participant: &Participant| {
        [Role::Mentor, Role::Mentee].into_iter().any(|role| {
            participant.roles().contains(&role) && is_ready(program, participant, role, today)
        })
    };
    EventRow {
        id: &event.id,
        kind: event.kind,
        at: event.at,
        title: event.title.as_deref(),
        place: event.place.as_deref(),
        module: event.module.as_ref(),
        invited: count(&|there| there.invited.is_some()),
        accepted: count(&|there| there.answered == Some(Rsvp::Yes)),
        came: count(&came),
        enrolled: count(&|there| came(there) && enrolled(there).is_some()),
        ready: count(&|there| came(there) && enrolled(there).is_some_and(takes_part)),
    }
}

/// Everybody who was invited to an event or came, in file order.
pub fn attendance_rows<'a>(program: &'a Program, event: &Id) -> Vec<AttendanceRow<'a>> {
    let directory = Directory::of(program);
    program
        .attendances
        .iter()
        .filter(|there| there.event == *event)
        .map(|there| AttendanceRow {
            event: &there.event,
            person: &there.person,
            participant: directory.find(&there.person).map(|known| &known.id),
            invited: there.invited,
            answered: there.answered,
            came: there.came,
            expectations: there.expectations.as_deref(),
            goals: there.goals.as_deref(),
        })
        .collect()
}
