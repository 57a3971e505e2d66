//! What is on: meetings, events, milestones, absences and holidays of some days, on the clocks of whoever looks.
//!
//! It settles nothing. Its invariant: entries are in order of their first moment, and each is there once however many days
//! it lasts.

use crate::calendar::free_time::zone_of;
use crate::calendar::icalendar::program::Whose;
use crate::calendar::icalendar::stamp::wall_time;
use crate::calendar::range::DayRange;
use crate::calendar::zone::{Instant, local_instant};
use crate::insights::milestones::milestone_rows;
use crate::insights::tally::{MeetingStanding, meeting_standing, minutes_of};
use crate::model::day::{Day, Moment};
use crate::model::event::Event;
use crate::model::id::{Id, PersonId};
use crate::model::log::Meeting;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::participant::{Mode, Participant};
use crate::model::program::Program;
use crate::model::settings;
use crate::model::word::words;
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What an entry of an agenda is.
    AgendaKind {
        /// Days on which nobody works.
        Holiday = "holiday",
        /// Days on which somebody is away.
        Absence = "absence",
        /// A date everybody should know.
        Milestone = "milestone",
        /// An event of the program.
        Event = "event",
        /// A meeting of a pairing.
        Meeting = "meeting",
    }
}

/// An entry of an agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AgendaEntry<'a> {
    /// Its day, the first of several.
    pub on: Day,
    /// The last of several days.
    pub until: Option<Day>,
    /// Its time, on the clocks of whoever looks; none for what lasts all day.
    pub at: Option<Moment>,
    /// The zone of those clocks.
    pub timezone: &'static str,
    /// How long it lasts.
    pub minutes: Option<u32>,
    /// What it is.
    pub kind: AgendaKind,
    /// Its title.
    pub what: String,
    /// What became of a meeting.
    pub state: Option<MeetingStanding>,
    /// The pairing of a meeting.
    pub pairing: Option<&'a Id>,
    /// Its id.
    pub id: Option<&'a Id>,
    /// Who is concerned.
    pub people: Vec<&'a PersonId>,
    /// How they meet.
    pub mode: Option<Mode>,
    /// Where.
    pub place: Option<&'a str>,
    /// The same time on the clocks of others, where those show another.
    pub local: Vec<String>,
}

/// Who looks at which days.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Whose entries.
    pub whose: Whose<'a>,
    /// The days.
    pub days: DayRange,
    /// The zone of whoever looks.
    pub zone: Tz,
    /// The day on which they look.
    pub today: Day,
}

/// The entries of some days, by time, what lasts all day first.
pub fn agenda<'a>(program: &'a Program, view: View<'a>) -> Vec<AgendaEntry<'a>> {
    let mut found: Vec<AgendaEntry<'a>> = holidays(program, view).collect();
    found.extend(absences(program, view));
    found.extend(milestones(program, view));
    let invited = program.events.iter();
    let invited = invited.filter(|event| view.whose.is_invited(program, event));
    found.extend(invited.filter_map(|event| event_entry(program, event, view)));
    for pairing in program.pairings.values().filter(|one| is_meant(one, view)) {
        let meetings = program.log(&pairing.id).meetings.iter();
        found.extend(meetings.filter_map(|meeting| meeting_entry(program, pairing, meeting, view)));
    }
    found.retain(|entry| is_within(entry, view.days));
    found.sort_by(|one, other| {
        let key = |entry: &AgendaEntry<'_>| (entry.on, entry.at, entry.kind as u8);
        (key(one), &one.what, one.id).cmp(&(key(other), &other.what, other.id))
    });
    found
}

fn is_meant(pairing: &Pairing, view: View<'_>) -> bool {
    pairing.state_latest() != PairingState::Void && view.whose.has(pairing)
}

/// Whether any day of an entry is one of those asked for.
fn is_within(entry: &AgendaEntry<'_>, days: DayRange) -> bool {
    let last = entry.until.unwrap_or(entry.on);
    days.first().is_none_or(|first| first <= last) && days.last().is_none_or(|end| entry.on <= end)
}

/// An entry that lasts all day and says no more than its title.
fn plain(kind: AgendaKind, on: Day, what: String, zone: Tz) -> AgendaEntry<'static> {
    AgendaEntry {
        on,
        until: None,
        at: None,
        timezone: zone.name(),
        minutes: None,
        kind,
        what,
        state: None,
        pairing: None,
        id: None,
        people: Vec::new(),
        mode: None,
        place: None,
        local: Vec::new(),
    }
}

fn of_days(
    kind: AgendaKind,
    days: settings::DayRange,
    what: String,
    zone: Tz,
) -> AgendaEntry<'static> {
    AgendaEntry {
        until: Some(days.to).filter(|to| days.from < *to),
        ..plain(kind, days.from, what, zone)
    }
}

fn holidays<'a>(program: &'a Program, view: View<'a>) -> impl Iterator<Item = AgendaEntry<'a>> {
    let holidays = program.settings.holidays.iter();
    let of = move |days: &settings::DayRange| {
        of_days(AgendaKind::Holiday, *days, "holiday".to_owned(), view.zone)
    };
    holidays.map(of)
}

fn absences<'a>(program: &'a Program, view: View<'a>) -> Vec<AgendaEntry<'a>> {
    let is_meant = |participant: &&Participant| match view.whose {
        Whose::Program => true,
        Whose::Person(person) => participant.id == *person,
        Whose::Pairing(pairing) => pairing.role_of(&participant.id).is_some(),
    };
    let mut found = Vec::new();
    for participant in program.participants.values().filter(is_meant) {
        let entry = |days: &settings::DayRange| AgendaEntry {
            people: vec![&participant.id],
            ..of_days(
                AgendaKind::Absence,
                *days,
                format!("{} is away", participant.name),
                view.zone,
            )
        };
        found.extend(participant.absences.iter().map(entry));
    }
    found
}

fn milestones<'a>(program: &'a Program, view: View<'a>) -> Vec<AgendaEntry<'a>> {
    let own = program.pairings.values().filter(|one| is_meant(one, view));
    let cohorts: BTreeSet<&Id> = own.filter_map(|pairing| pairing.cohort.as_ref()).collect();
    let is_own = |cohort: Option<&Id>| match view.whose {
        Whose::Program => true,
        Whose::Person(_) | Whose::Pairing(_) => {
            cohort.is_none_or(|cohort| cohorts.contains(cohort))
        }
    };
    let mut found: BTreeMap<(Day, &Id), AgendaEntry<'a>> = BTreeMap::new();
    for row in milestone_rows(program, view.today) {
        let Some(on) = row.on.filter(|_| is_own(row.cohort)) else {
            continue;
        };
        let label = row.label.unwrap_or(row.id.as_str());
        // A day of several cohorts is one day.
        let entry = found.entry((on, row.id)).or_insert_with(|| AgendaEntry {
            id: Some(row.id),
            ..plain(AgendaKind::Milestone, on, label.to_owned(), view.zone)
        });
        if let Some(cohort) = row.cohort {
            let joint = if entry.what == label { ": " } else { ", " };
            entry.what = format!("{}{joint}{cohort}", entry.what);
        }
    }
    found.into_values().collect()
}

fn instant(at: Moment, zone: Option<Tz>, program: &Program) -> Option<Instant> {
    let zone = zone.unwrap_or(program.settings.timezone);
    local_instant(at, zone).ok().map(|found| found.instant)
}

/// An event; none at a time that no clock shows.
fn event_entry<'a>(
    program: &'a Program,
    event: &'a Event,
    view: View<'a>,
) -> Option<AgendaEntry<'a>> {
    let instant = instant(event.at, event.zone, program)?;
    let at = wall_time(instant, view.zone)?;
    let title = event.title.as_deref().unwrap_or(event.kind.as_str());
    let held = event.zone.unwrap_or(program.settings.timezone);
    Some(AgendaEntry {
        at: Some(at),
        minutes: event.minutes,
        id: Some(&event.id),
        place: event.place.as_deref(),
        local: elsewhere(instant, at, [held]),
        ..plain(AgendaKind::Event, at.day(), title.to_owned(), view.zone)
    })
}

/// A meeting; none that was called off, and none at a time that no clock shows.
fn meeting_entry<'a>(
    program: &'a Program,
    pairing: &'a Pairing,
    meeting: &'a Meeting,
    view: View<'a>,
) -> Option<AgendaEntry<'a>> {
    let state = meeting_standing(meeting, view.today);
    if state == MeetingStanding::Cancelled {
        return None;
    }
    let instant = instant(meeting.at, meeting.zone, program)?;
    let at = wall_time(instant, view.zone)?;
    let settings = &program.settings;
    let names: Vec<&str> = pairing
        .people()
        .map(|person| program.name(person))
        .collect();
    let zones = pairing
        .people()
        .map(|person| zone_of(settings, program.participants.get(person)));
    Some(AgendaEntry {
        at: Some(at),
        minutes: minutes_of(meeting, pairing, &settings.policy),
        state: Some(state),
        pairing: Some(&pairing.id),
        id: Some(&meeting.id),
        people: pairing.people().collect(),
        mode: meeting.mode,
        place: meeting.place.as_deref(),
        local: elsewhere(instant, at, zones),
        ..plain(AgendaKind::Meeting, at.day(), names.join(" / "), view.zone)
    })
}

/// What the clocks of other zones show, each zone once, where they show another time.
fn elsewhere(instant: Instant, at: Moment, zones: impl IntoIterator<Item = Tz>) -> Vec<String> {
    let mut told: Vec<(Moment, Vec<&str>)> = Vec::new();
    for zone in zones {
        let Some(local) = wall_time(instant, zone).filter(|local| *local != at) else {
            continue;
        };
        match told.iter_mut().find(|(known, _)| *known == local) {
            Some((_, zones)) if zones.contains(&zone.name()) => {}
            Some((_, zones)) => zones.push(zone.name()),
            None => told.push((local, vec![zone.name()])),
        }
    }
    let words = |(local, zones): (Moment, Vec<&str>)| {
        let format = if local.day() == at.day() {
            "%H:%M"
        } else {
            "%a %H:%M"
        };
        let time = local.datetime().format(format);
        format!("{time} {}", zones.join(" and "))
    };
    told.into_iter().map(words).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::sample::{day, meeting, mentor, pairing_with, participant, program};
    use crate::model::log::{Log, MeetingState};

    fn sample() -> Program {
        let mut program = program();
        let mut grace = participant("grace");
        grace.mentor = Some(mentor(2));
        grace.timezone = Some(chrono_tz::Asia::Kathmandu);
        grace.absences = vec![settings::DayRange {
            from: day("2026-01-28"),
            to: day("2026-02-03"),
        }];
        program.participants.insert(grace.id.clone(), grace);
        let pairing = pairing_with("grace-mentors-ada", &[("2026-01-12", PairingState::Active)]);
        let meetings = vec![
            meeting("2026-03-03", MeetingState::Planned),
            meeting("2026-02-03", MeetingState::Held),
            meeting("2026-02-04", MeetingState::Cancelled),
        ];
        let log = Log {
            meetings,
            ..Log::default()
        };
        program.logs.insert(pairing.id.clone(), log);
        program.pairings.insert(pairing.id.clone(), pairing);
        program
    }

    fn seen(program: &Program, whose: Whose<'_>, zone: Tz) -> Vec<String> {
        let days = DayRange::new(Some(day("2026-02-01")), Some(day("2026-02-28")));
        let view = View {
            whose,
            days: days.unwrap(),
            zone,
            today: day("2026-02-20"),
        };
        let entries = agenda(program, view);
        let told = |entry: &AgendaEntry<'_>| {
            let at = entry.at.map_or(String::new(), |at| at.to_string());
            format!("{} {at} {} {}", entry.on, entry.what, entry.local.join("+"))
        };
        entries.iter().map(told).collect()
    }

    #[test]
    fn a_meeting_stands_on_the_clocks_of_whoever_looks_and_of_those_who_meet() {
        let program = sample();
        let berlin = seen(&program, Whose::Program, chrono_tz::Europe::Berlin);
        assert_eq!(berlin.len(), 2, "{berlin:?}");
        assert!(
            berlin[1].starts_with("2026-02-03 2026-02-03T16:00:00"),
            "{berlin:?}"
        );
        assert!(berlin[1].ends_with("20:45 Asia/Kathmandu"), "{berlin:?}");
        let kathmandu = seen(&program, Whose::Program, chrono_tz::Asia::Kathmandu);
        assert!(
            kathmandu[1].contains("2026-02-03T20:45:00"),
            "{kathmandu:?}"
        );
    }

    #[test]
    fn an_absence_that_began_before_the_days_is_there_once() {
        let program = sample();
        let seen = seen(&program, Whose::Program, chrono_tz::Europe::Berlin);
        let away: Vec<&String> = seen
            .iter()
            .filter(|line| line.contains("is away"))
            .collect();
        assert_eq!(away.len(), 1, "{seen:?}");
        assert!(away[0].starts_with("2026-01-28"), "{seen:?}");
    }

    #[test]
    fn whose_agenda_it_is_narrows_it() {
        let program = sample();
        let ada = crate::insights::sample::person_id("nobody");
        assert_eq!(
            seen(&program, Whose::Person(&ada), chrono_tz::Europe::Berlin),
            Vec::<String>::new()
        );
    }
}
