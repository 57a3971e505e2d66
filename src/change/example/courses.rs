//! The course that a pairing takes: how often they meet, which meetings come off, and whether they drift apart.
//!
//! Its invariant: meetings of a course are in order of days, and the last may lie ahead.

use crate::change::example::brief::Brief;
use crate::change::example::dice::{Dice, shuffled};
use crate::change::example::slot::Slot;
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::program::Program;
use std::collections::BTreeMap;

/// What becomes of a pairing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// They meet.
    Steady,
    /// They meet, and nobody said what became of the last meeting.
    Unconfirmed,
    /// They have not met for weeks.
    Silent,
    /// They have never met.
    NeverMet,
    /// They rest.
    Paused,
    /// They ended early.
    Ended,
}

/// What became of a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    Held,
    Missed,
    Cancelled,
    /// It lies ahead, or nobody said.
    Open,
}

/// One meeting of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Visit {
    pub(super) at: Moment,
    /// The day on which it was planned.
    pub(super) planned_on: Day,
    /// The day on which somebody said what became of it.
    pub(super) settled_on: Day,
    pub(super) became: Became,
    pub(super) is_in_person: bool,
}

/// Days before today on which a paused pairing began to rest.
pub(super) const PAUSED_DAYS_AGO: i64 = 26;
/// Days before today on which a pairing ended early.
pub(super) const ENDED_DAYS_AGO: i64 = 40;

/// The fates of all pairings, dealt out so that every kind that there is room for occurs.
pub(super) fn fates<'a>(brief: &Brief, program: &'a Program) -> BTreeMap<&'a Id, Fate> {
    let late_since = brief.ago(60);
    let (late, first): (Vec<&Pairing>, Vec<&Pairing>) = program
        .pairings
        .values()
        .partition(|pairing| pairing.since().is_some_and(|since| late_since < since));
    let mut fates = BTreeMap::new();
    let order = shuffled("fates", first.iter().map(|pairing| pairing.id.as_str()));
    for (rank, place) in order.into_iter().enumerate() {
        let pairing = first[place];
        // A single meeting of months ago is long settled.
        let fate = match pairing.kind {
            PairingKind::Flash => Fate::Steady,
            PairingKind::Pair | PairingKind::Circle | PairingKind::Peer | PairingKind::Reverse => {
                fate(rank, first.len())
            }
        };
        fates.insert(&pairing.id, fate);
    }
    for (place, pairing) in late.iter().enumerate() {
        fates.insert(&pairing.id, fate_of_late(pairing.kind, place));
    }
    fates
}

/// One late pairing in four has not met yet.
fn fate_of_late(kind: PairingKind, place: usize) -> Fate {
    match (kind, place % 4) {
        (PairingKind::Flash, 0) => Fate::NeverMet,
        (PairingKind::Flash, 1) => Fate::Unconfirmed,
        (PairingKind::Flash, _) => Fate::Steady,
        (_, 0) => Fate::NeverMet,
        (_, _) => Fate::Steady,
    }
}

/// The fate of the pairing of a rank among so many.
fn fate(rank: usize, count: usize) -> Fate {
    let share = |least: usize, one_in: usize| {
        if count < least {
            0
        } else {
            (count / one_in).max(1)
        }
    };
    let shares = [
        (Fate::Silent, share(5, 11)),
        (Fate::Unconfirmed, share(6, 9)),
        (Fate::Paused, share(9, 24)),
        (Fate::Ended, share(14, 30)),
    ];
    let mut upto = 0;
    for (fate, share) in shares {
        upto += share;
        if rank < upto {
            return fate;
        }
    }
    Fate::Steady
}

/// Weeks from one meeting of a pairing to the next.
pub(super) fn weeks_between(pairing: &Id) -> i64 {
    let mut dice = Dice::about(&["rhythm", pairing.as_str()]);
    *dice.pick(&[2, 2, 2, 3, 3, 4, 4])
}

/// Whether both work at one place.
pub(super) fn is_of_one_office(program: &Program, pairing: &Pairing) -> bool {
    let place = |person| {
        program
            .participants
            .get(person)
            .and_then(|participant| participant.location.as_deref())
    };
    let mentor = place(&pairing.mentor);
    mentor.is_some() && pairing.mentees.iter().all(|mentee| place(mentee) == mentor)
}

/// The meetings of a pairing.
pub(super) fn visits(
    brief: &Brief,
    program: &Program,
    pairing: &Pairing,
    (fate, slot): (Fate, Slot),
) -> Vec<Visit> {
    let Some(begins) = pairing.since().max(pairing.starts) else {
        return Vec::new();
    };
    let mut course = Course {
        dice: Dice::about(&["course", pairing.id.as_str()]),
        brief,
        slot,
        fate,
        weeks: weeks_between(&pairing.id),
        is_of_one_office: is_of_one_office(program, pairing),
        visits: Vec::new(),
    };
    match (fate, pairing.kind) {
        (Fate::NeverMet, _) => {}
        (_, PairingKind::Flash) => course.meet_once(begins),
        (_, PairingKind::Pair | PairingKind::Circle | PairingKind::Peer | PairingKind::Reverse) => {
            course.run(begins);
        }
    }
    course.visits
}

struct Course<'a> {
    dice: Dice,
    brief: &'a Brief,
    slot: Slot,
    fate: Fate,
    weeks: i64,
    is_of_one_office: bool,
    visits: Vec<Visit>,
}

impl Course<'_> {
    fn run(&mut self, begins: Day) {
        let mut planned_on = begins.plus_days(self.dice.days(0, 2));
        let mut at = self.slot.from(planned_on.plus_days(self.dice.days(1, 6)));
        let last = self.last_day();
        while at.day() <= last {
            let became = self.became();
            let settled_on = self.settled_on(at, planned_on, became);
            self.push(at, planned_on, settled_on, became);
            // What was called off is made up for a week later.
            let weeks = if became == Became::Held {
                self.weeks
            } else {
                1
            };
            planned_on = settled_on;
            at = self.next(at, weeks);
        }
        self.end(at, planned_on);
    }

    /// The last day on which this course still knows what became of a meeting.
    fn last_day(&mut self) -> Day {
        match self.fate {
            Fate::Steady | Fate::Unconfirmed => self.brief.ago(1),
            Fate::Silent => self.brief.ago(self.dice.days(50, 80)),
            Fate::Paused => self.brief.ago(PAUSED_DAYS_AGO),
            Fate::Ended => self.brief.ago(ENDED_DAYS_AGO),
            Fate::NeverMet => Day::FIRST,
        }
    }

    /// What comes after the last meeting that somebody settled.
    fn end(&mut self, at: Moment, planned_on: Day) {
        match self.fate {
            Fate::Unconfirmed => self.forget_the_last(),
            Fate::Steady if self.dice.chance(80) => {
                self.push(at, planned_on, at.day(), Became::Open);
            }
            Fate::Silent if self.dice.chance(50) => {
                // One more was planned, and somebody had to call it off.
                let settled_on = at.day().plus_days(-1);
                if planned_on <= settled_on {
                    self.push(at, planned_on, settled_on, Became::Cancelled);
                }
            }
            Fate::Steady | Fate::Silent | Fate::NeverMet | Fate::Paused | Fate::Ended => {}
        }
    }

    fn forget_the_last(&mut self) {
        if let Some(last) = self.visits.last_mut() {
            last.became = Became::Open;
        }
    }

    fn became(&mut self) -> Became {
        if self.visits.is_empty() {
            return Became::Held;
        }
        match self.dice.below(100) {
            0..84 => Became::Held,
            84..90 => Became::Missed,
            _ => Became::Cancelled,
        }
    }

    fn settled_on(&mut self, at: Moment, planned_on: Day, became: Became) -> Day {
        let days = match became {
            Became::Held => *self.dice.pick(&[0, 0, 0, 0, 1, 2]),
            Became::Missed => 1,
            Became::Cancelled => -self.dice.days(0, 2),
            Became::Open => 0,
        };
        let day = at.day().plus_days(days);
        day.clamp(planned_on.min(self.brief.today), self.brief.today)
    }

    /// The next meeting: mostly at the usual time, sometimes a little later.
    fn next(&mut self, at: Moment, weeks: i64) -> Moment {
        let late = if self.dice.chance(12) { 7 } else { 0 };
        self.slot.from(at.day().plus_days(weeks * 7 + late))
    }

    fn push(&mut self, at: Moment, planned_on: Day, settled_on: Day, became: Became) {
        let is_in_person = self.is_of_one_office && self.visits.len().is_multiple_of(3);
        self.visits.push(Visit {
            at,
            planned_on,
            settled_on,
            became,
            is_in_person,
        });
    }

    /// A flash pairing meets once, within some weeks; the meetings of the latest lie ahead.
    fn meet_once(&mut self, begins: Day) {
        let planned_on = begins.plus_days(self.dice.days(0, 3)).min(self.brief.today);
        let at = self.slot.from(planned_on.plus_days(self.dice.days(2, 20)));
        let became = if self.brief.today <= at.day() || self.fate == Fate::Unconfirmed {
            Became::Open
        } else {
            Became::Held
        };
        let settled_on = self.settled_on(at, planned_on, became);
        self.push(at, planned_on, settled_on, became);
    }
}
