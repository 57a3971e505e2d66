//! A pairing as a plan sees it: its people, the hours that they share, its turns.

use crate::calendar::free_time::{Clocks, Days};
use crate::calendar::plan::agenda::{Agenda, time_of};
use crate::calendar::plan::grid::{Grid, number_of};
use crate::calendar::plan::intent::{Existing, HORIZON_DAYS_MAX, Intent, OPEN_DAYS};
use crate::calendar::plan::turns::{Line, Turn, turns};
use crate::calendar::stretch::{Stretch, shared};
use crate::calendar::zone_clock::{DAY_MINUTES, local_minute_of};
use crate::model::day::Day;
use crate::model::id::PersonId;
use crate::model::log::{Log, MeetingState};
use crate::model::pairing::{Pairing, PairingKind, PairingState};
use crate::model::participant::Readiness;
use crate::model::program::Program;
use std::collections::BTreeMap;

/// Times of a day that are tried, about.
const TIMES_PER_DAY: usize = 8;

/// A pairing as a plan sees it.
#[derive(Debug)]
pub(super) struct Pair<'a> {
    pub(super) pairing: &'a Pairing,
    /// Places of its people in the agenda, the mentor first.
    pub(super) people: Vec<usize>,
    pub(super) minutes: u32,
    pub(super) grid: Grid,
    pub(super) from: i64,
    pub(super) until: Day,
    /// The time that all have free, without meetings that stand already.
    pub(super) open: Vec<Stretch>,
    /// The turns as the cadence asks for them, whatever the slot.
    pub(super) asked: Vec<Turn>,
    /// The turns as they stand in the plan.
    pub(super) turns: Vec<Turn>,
    last_contact: Option<i64>,
    planned: Vec<i64>,
    /// The weekday and minute of the day at which they usually meet, as clocks of the program's zone show it.
    pub(super) usual: Option<Slot>,
    /// The slot that the plan gave it.
    pub(super) slot: Option<Slot>,
}

/// A time of the week: a weekday, counted in days since 1970 modulo seven, and a minute of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) weekday: i64,
    pub(super) minute: i64,
}

impl Slot {
    /// The slot of a time that clocks show, in minutes since 1970.
    pub(super) fn of(local_minute: i64) -> Slot {
        Slot {
            weekday: local_minute.div_euclid(DAY_MINUTES).rem_euclid(7),
            minute: local_minute.rem_euclid(DAY_MINUTES),
        }
    }
}

impl Pair<'_> {
    /// The time of a meeting that begins at a minute of UTC.
    pub(super) fn time(&self, from: i64) -> Stretch {
        Stretch {
            from,
            to: from + i64::from(self.minutes),
        }
    }

    /// About how many times are looked at for one of its turns: what looking costs.
    pub(super) fn looks(&self) -> usize {
        let days = usize::try_from(self.grid.days).unwrap_or(usize::MAX);
        days.saturating_mul(TIMES_PER_DAY)
    }

    /// What its line of turns begins with and ends at.
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            last_contact: self.last_contact,
            planned: &self.planned,
            from: self.from,
            until: number_of(self.until),
        }
    }
}

/// Why a pairing takes no part in a plan; none where it does.
pub(super) fn absence(program: &Program, pairing: &Pairing, intent: &Intent) -> Option<String> {
    let today = intent.today;
    let last = last_day(program, pairing, intent);
    if last < intent.from {
        return Some(format!("it ended on {last}"));
    }
    let state = pairing.state(today).unwrap_or(pairing.state_latest());
    match state {
        PairingState::Active | PairingState::Accepted => {}
        other => return Some(format!("it is {other}")),
    }
    let log = program.log(&pairing.id);
    if pairing.kind == PairingKind::Flash && log.held(today).next().is_some() {
        return Some("a flash pairing meets once, and has met".to_owned());
    }
    let is_away = |person: &&PersonId| {
        let known = program.participants.get(*person);
        known.is_some_and(|known| {
            matches!(
                known.standing(today),
                Readiness::Paused | Readiness::Left | Readiness::Declined
            )
        })
    };
    let person = pairing.people().find(is_away)?;
    let standing = program.participants[person].standing(today);
    Some(format!("{} is {standing}", program.name(person)))
}

/// The last day that is planned for a pairing.
pub(super) fn last_day(program: &Program, pairing: &Pairing, intent: &Intent) -> Day {
    let cohort = pairing.cohort.as_ref();
    let cohort = cohort.and_then(|id| program.settings.cohort(id));
    let own = pairing.ends.or_else(|| cohort?.ends);
    let until = match (intent.until, own) {
        (Some(asked), Some(own)) => asked.min(own),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => intent.from.plus_days(OPEN_DAYS - 1),
    };
    until.min(intent.from.plus_days(HORIZON_DAYS_MAX))
}

/// All pairings of the program by their people, for looking up what stands in somebody's way.
pub(super) type ByPerson<'a> = BTreeMap<&'a PersonId, Vec<&'a Pairing>>;

/// What is asked of the program when pairs are made.
pub(super) struct Source<'a> {
    pub(super) program: &'a Program,
    pub(super) intent: &'a Intent,
    pub(super) by_person: ByPerson<'a>,
    /// Pairings whose planned meetings are planned anew.
    pub(super) replanned: Vec<&'a crate::model::id::Id>,
    pub(super) days: Days,
}

/// Makes the pair of a pairing.
pub(super) fn pair<'a>(
    source: &Source<'a>,
    pairing: &'a Pairing,
    agenda: &mut Agenda<'a>,
    clocks: &mut Clocks,
) -> Pair<'a> {
    let (program, intent) = (source.program, source.intent);
    let policy = &program.settings.policy;
    let place = |id: &'a PersonId| agenda.person(program, id, clocks, || source.busy(id));
    let people: Vec<usize> = pairing.people().map(place).collect();
    let every = pairing.every.unwrap_or(policy.meeting_every);
    let log = program.log(&pairing.id);
    let from = pairing
        .starts
        .map_or(intent.from, |starts| starts.max(intent.from));
    let mut pair = Pair {
        pairing,
        minutes: pairing.minutes.unwrap_or(policy.meeting_minutes),
        grid: Grid::new(every, pairing.longest.unwrap_or(policy.meeting_longest)),
        from: number_of(from),
        until: last_day(program, pairing, intent),
        open: open(agenda, &people),
        people,
        asked: Vec::new(),
        turns: Vec::new(),
        last_contact: None,
        planned: Vec::new(),
        usual: usual(log),
        slot: None,
    };
    pair.last_contact = source.last_contact(pairing);
    pair.planned = source.planned(pairing);
    pair.asked = turns(pair.grid, pair.line());
    if pairing.kind == PairingKind::Flash {
        pair.asked.truncate(1);
    }
    pair.turns.clone_from(&pair.asked);
    pair
}

/// The time that all of these people have open.
fn open(agenda: &Agenda<'_>, people: &[usize]) -> Vec<Stretch> {
    let mut all = people.iter().map(|&place| &agenda.people[place].open);
    let first = all.next().cloned().unwrap_or_default();
    all.fold(first, |both, open| shared(&both, open))
}

/// The slot of the latest meeting that was held or is planned.
fn usual(log: &Log) -> Option<Slot> {
    let counts = |is| matches!(is, MeetingState::Held | MeetingState::Planned);
    let meetings = log.meetings.iter().filter(|meeting| counts(meeting.is));
    let latest = meetings.max_by_key(|meeting| meeting.at)?;
    Some(Slot::of(local_minute_of(latest.at)))
}

impl Source<'_> {
    fn is_replanned(&self, pairing: &Pairing, on: Day) -> bool {
        self.intent.existing == Existing::Replanned
            && self.intent.from <= on
            && self.replanned.binary_search(&&pairing.id).is_ok()
    }

    /// Meetings that stand in somebody's way.
    fn busy(&self, person: &PersonId) -> Vec<Stretch> {
        let pairings = self.by_person.get(person).into_iter().flatten();
        let mut busy = Vec::new();
        for pairing in pairings {
            for meeting in &self.program.log(&pairing.id).meetings {
                let day = meeting.at.day();
                let is_near =
                    self.days.first.plus_days(-1) <= day && day <= self.days.last.plus_days(1);
                if is_near && !self.is_replanned(pairing, day) {
                    busy.extend(time_of(self.program, pairing, meeting));
                }
            }
        }
        busy
    }

    /// The day of the last contact before the plan: held, or planned before its first day and not over yet.
    fn last_contact(&self, pairing: &Pairing) -> Option<i64> {
        let meetings = self.program.log(&pairing.id).meetings.iter();
        let counts = meetings.filter(|meeting| match meeting.is {
            MeetingState::Held => meeting.at.day() <= self.intent.today,
            MeetingState::Planned => {
                self.intent.today <= meeting.at.day() && meeting.at.day() < self.intent.from
            }
            MeetingState::Cancelled | MeetingState::Missed => false,
        });
        counts.map(|meeting| number_of(meeting.at.day())).max()
    }

    /// The days of meetings that stand in the days of the plan.
    fn planned(&self, pairing: &Pairing) -> Vec<i64> {
        let meetings = self.program.log(&pairing.id).meetings.iter();
        let stand = meetings.filter(|meeting| {
            meeting.is == MeetingState::Planned
                && self.intent.from <= meeting.at.day()
                && !self.is_replanned(pairing, meeting.at.day())
        });
        let mut days: Vec<i64> = stand.map(|meeting| number_of(meeting.at.day())).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}
