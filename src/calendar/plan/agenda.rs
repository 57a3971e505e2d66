//! Who is where in a plan: each person's free time without what stands already, and what the plan put into it.
//!
//! Its invariant: what the plan put into somebody's time does not overlap.

use crate::calendar::free_time::{Clocks, FreeTime, free_time};
use crate::calendar::stretch::{Stretch, united, without};
use crate::calendar::zone::local_instant;
use crate::model::id::PersonId;
use crate::model::log::{Meeting, MeetingState};
use crate::model::pairing::Pairing;
use crate::model::participant::Mode;
use crate::model::program::Program;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// A turn of a pairing, by their places in the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TurnAt {
    pub(super) pair: usize,
    pub(super) turn: usize,
}

/// Somebody in a plan.
#[derive(Debug)]
pub(super) struct Person<'a> {
    pub(super) id: &'a PersonId,
    pub(super) free: FreeTime,
    /// Meetings that stand already.
    pub(super) busy: Vec<Stretch>,
    /// Free time without those.
    pub(super) open: Vec<Stretch>,
    /// What the plan put into it, by its first minute.
    planned: BTreeMap<i64, (i64, TurnAt)>,
}

/// Everybody in a plan.
#[derive(Debug, Default)]
pub(super) struct Agenda<'a> {
    pub(super) people: Vec<Person<'a>>,
    places: BTreeMap<&'a PersonId, usize>,
}

impl<'a> Agenda<'a> {
    /// The place of somebody, who is looked up the first time; `busy` gives the meetings that stand already.
    pub(super) fn person(
        &mut self,
        program: &Program,
        id: &'a PersonId,
        clocks: &mut Clocks,
        busy: impl FnOnce() -> Vec<Stretch>,
    ) -> usize {
        if let Some(&place) = self.places.get(id) {
            return place;
        }
        let free = free_time(program, id, clocks);
        let busy = united(busy());
        let place = self.people.len();
        self.people.push(Person {
            id,
            open: without(&free.open, &busy),
            free,
            busy,
            planned: BTreeMap::new(),
        });
        self.places.insert(id, place);
        place
    }

    /// Whether the plan has put nothing into this time of these people.
    pub(super) fn is_clear(&self, people: &[usize], wanted: Stretch) -> bool {
        people.iter().all(|&place| {
            let before = self.people[place].planned.range(..wanted.to).next_back();
            before.is_none_or(|(_, &(to, _))| to <= wanted.from)
        })
    }

    /// What the plan has put into this time of these people, each turn once.
    pub(super) fn in_the_way(&self, people: &[usize], wanted: Stretch) -> Vec<TurnAt> {
        let mut found = Vec::new();
        for &place in people {
            let planned = self.people[place].planned.range(..wanted.to).rev();
            let overlapping = planned.take_while(|(_, (to, _))| wanted.from < *to);
            found.extend(overlapping.map(|(_, &(_, turn))| turn));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Where what the plan has put into these people's time begins and ends, within some time.
    pub(super) fn edges(&self, people: &[usize], bounds: Stretch) -> Vec<Stretch> {
        let mut found = Vec::new();
        for &place in people {
            let planned = self.people[place].planned.range(bounds.from..bounds.to);
            found.extend(planned.map(|(&from, &(to, _))| Stretch { from, to }));
        }
        found
    }

    /// Puts a turn into the time of its people.
    pub(super) fn take(&mut self, people: &[usize], time: Stretch, turn: TurnAt) {
        for &place in people {
            self.people[place]
                .planned
                .insert(time.from, (time.to, turn));
        }
    }

    /// Takes a turn out of the time of its people again.
    pub(super) fn release(&mut self, people: &[usize], from: i64) {
        for &place in people {
            self.people[place].planned.remove(&from);
        }
    }
}

/// The time of a planned meeting; none for one that takes no time, or that no clock shows.
pub(super) fn time_of(program: &Program, pairing: &Pairing, meeting: &Meeting) -> Option<Stretch> {
    if meeting.is != MeetingState::Planned || meeting.mode == Some(Mode::Email) {
        return None;
    }
    let zone: Tz = meeting.zone.unwrap_or(program.settings.timezone);
    let instant = local_instant(meeting.at, zone).ok()?.instant;
    let from = instant.timestamp().div_euclid(60);
    let usual = pairing
        .minutes
        .unwrap_or(program.settings.policy.meeting_minutes);
    let minutes = i64::from(meeting.minutes.unwrap_or(usual));
    Some(Stretch {
        from,
        to: from + minutes,
    })
}
