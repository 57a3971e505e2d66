//! Plans of random programs of which a plan is known, judged by a verifier that shares nothing with the planner.

use crate::calendar::plan::intent::{Existing, Intent};
use crate::calendar::plan::make::plan;
use crate::calendar::plan::outcome::{Plan, Reason};
use crate::calendar::sample::{cadence, day, pair, person, program};
use crate::calendar::zone::local_instant;
use crate::model::cadence::Cadence;
use crate::model::day::{Day, Moment};
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, Meeting, MeetingState};
use crate::model::program::Program;
use crate::model::settings::DayRange;
use crate::model::window::Window;
use chrono::{DateTime, Datelike, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::America::New_York;
use chrono_tz::Asia::Kathmandu;
use chrono_tz::Australia::Sydney;
use chrono_tz::Europe::{Berlin, London, Madrid};
use chrono_tz::Tz;
use std::collections::BTreeMap;

const FIRST: &str = "2026-09-07";
const MINUTES: i64 = 45;
const WEEKS: i64 = 26;

/// A small generator of numbers; the same seed gives the same program on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: i64) -> i64 {
        // The constants of Knuth's MMIX.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or(0) % below
    }
}

fn last() -> Day {
    day(FIRST).plus_days(WEEKS * 7 - 1)
}

fn intent(program: &Program) -> Intent {
    Intent {
        pairings: program.pairings.keys().cloned().collect(),
        today: day(FIRST).plus_days(-1),
        from: day(FIRST),
        until: None,
        existing: Existing::Kept,
    }
}

fn window(weekday: i64, from: i64, to: i64) -> String {
    const NAMES: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let name = NAMES[usize::try_from(weekday).unwrap_or(0)];
    format!(
        "{name} {:02}:{:02}-{:02}:{:02}",
        from / 60,
        from % 60,
        to / 60,
        to % 60
    )
}

/// A program in which this many pairs can meet as often as they wish, and how many meetings that makes.
///
/// Each mentor has a block of one day into which the meetings of their mentees fit and fill at most four fifths of it;
/// each mentee has at least their own hour of it, at most all.
fn feasible(seed: u64, pairs: usize) -> (Program, usize) {
    let mut dice = Dice(seed);
    let mut program = program();
    program.settings.policy.meeting_minutes = u32::try_from(MINUTES).unwrap_or(45);
    program.settings.policy.in_person_every = None;
    let (mut made, mut hidden) = (0, 0);
    while made < pairs {
        let mentor = format!("mentor-{made:04}");
        let places = 1 + dice.roll(4);
        let weekday = dice.roll(5);
        let start = 8 * 60 + dice.roll(16) * 15;
        let block = (places * MINUTES * 5 / 4 + 14) / 15 * 15;
        // Clocks of these zones change in the same hour.
        let zone = [Berlin, Madrid, London][usize::try_from(dice.roll(3)).unwrap_or(0)];
        let shown = |minute: i64| if zone == London { minute - 60 } else { minute };
        let every = ["week", "2 weeks", "month"][usize::try_from(dice.roll(3)).unwrap_or(0)];
        let weeks = [1, 2, 4][["week", "2 weeks", "month"]
            .iter()
            .position(|one| *one == every)
            .unwrap_or(0)];
        let words = window(weekday, shown(start), shown(start + block));
        let known = person(&mentor, zone, &[&words]);
        program.participants.insert(known.id.clone(), known);
        for place in 0..places {
            let slot = start + place * MINUTES;
            for phase in 0..weeks {
                if pairs <= made {
                    break;
                }
                let mentee = format!("mentee-{made:04}");
                let early = (slot - dice.roll(5) * 15).max(start);
                let late = (slot + MINUTES + dice.roll(5) * 15).min(start + block);
                let late = late.max((early + 60).min(start + block));
                let early = early.min(late - 60).max(start);
                let known = person(&mentee, Berlin, &[&window(weekday, early, late)]);
                program.participants.insert(known.id.clone(), known);
                let mut pairing = pair(&mentor, &mentee, day(FIRST), last());
                pairing.every = Some(cadence(every));
                program.pairings.insert(pairing.id.clone(), pairing);
                hidden += usize::try_from((WEEKS - phase + weeks - 1) / weeks).unwrap_or(0);
                made += 1;
            }
        }
    }
    (program, hidden)
}

/// A meeting on the verifier's own clock.
struct Seen {
    pairing: Id,
    people: Vec<PersonId>,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

fn seen(program: &Program, plan: &Plan) -> Vec<Seen> {
    let mut all = Vec::new();
    let zone = program.settings.timezone;
    let mut push = |pairing: &Id, at: Moment, minutes: i64| {
        let from = local_instant(at, zone)
            .expect("a planned time is on the clock")
            .instant;
        all.push(Seen {
            pairing: pairing.clone(),
            people: program.pairings[pairing].people().cloned().collect(),
            from,
            to: from + TimeDelta::minutes(minutes),
        });
    };
    for one in &plan.pairings {
        for meeting in &one.meetings {
            push(&one.pairing, meeting.at, i64::from(meeting.minutes));
        }
    }
    for (id, log) in &program.logs {
        let stand = log
            .meetings
            .iter()
            .filter(|meeting| meeting.is == MeetingState::Planned);
        for meeting in stand {
            push(id, meeting.at, meeting.minutes.map_or(MINUTES, i64::from));
        }
    }
    all
}

/// Everything that is wrong with a plan: people in two places, outside of their windows, away; days, gaps.
fn faults(program: &Program, plan: &Plan) -> Vec<String> {
    let mut faults = Vec::new();
    let seen = seen(program, plan);
    let mut by_person: BTreeMap<&PersonId, Vec<&Seen>> = BTreeMap::new();
    for meeting in &seen {
        for person in &meeting.people {
            by_person.entry(person).or_default().push(meeting);
        }
    }
    for (person, meetings) in &mut by_person {
        meetings.sort_by_key(|meeting| meeting.from);
        for two in meetings.windows(2) {
            if two[1].from < two[0].to {
                faults.push(format!("{person} is in two places at {}", two[1].from));
            }
        }
    }
    for one in &plan.pairings {
        let placed: Vec<&Seen> = seen
            .iter()
            .filter(|seen| seen.pairing == one.pairing)
            .collect();
        for meeting in &placed {
            for person in &meeting.people {
                faults.extend(presence_fault(program, person, meeting));
            }
        }
        faults.extend(cadence_faults(program, plan, &one.pairing));
    }
    faults
}

fn presence_fault(program: &Program, person: &PersonId, meeting: &Seen) -> Option<String> {
    let known = &program.participants[person];
    let zone: Tz = known.timezone.unwrap_or(program.settings.timezone);
    let windows: &[Window] = if known.free.is_empty() {
        &program.settings.policy.working_hours
    } else {
        &known.free
    };
    let away = || known.absences.iter().chain(&program.settings.holidays);
    let mut minute = meeting.from;
    while minute < meeting.to {
        let local = zone.from_utc_datetime(&minute.naive_utc()).naive_local();
        let shown = local.hour() * 60 + local.minute();
        let is_free = windows.iter().any(|window| {
            window.falls_on(local.weekday())
                && u32::from(window.start_minute()) <= shown
                && shown < u32::from(window.end_minute())
        });
        let on = Day::from_date(local.date())?;
        let is_away = away().any(|range: &DayRange| range.from <= on && on <= range.to);
        if !is_free || is_away {
            return Some(format!("{person} is not there at {local} in {zone}"));
        }
        minute += TimeDelta::minutes(1);
    }
    None
}

fn cadence_faults(program: &Program, plan: &Plan, id: &Id) -> Vec<String> {
    let Some(one) = plan.pairings.iter().find(|one| one.pairing == *id) else {
        return Vec::new();
    };
    let pairing = &program.pairings[id];
    let longest = |from: Day| {
        let every = pairing.every.map(|every: Cadence| every.after(from));
        program
            .settings
            .policy
            .meeting_longest
            .after(from)
            .max(every.unwrap_or(from))
    };
    let stand = program
        .log(id)
        .meetings
        .iter()
        .map(|meeting| (meeting.at.day(), false));
    let planned = one
        .meetings
        .iter()
        .map(|meeting| (meeting.at.day(), meeting.is_late));
    let mut contacts: Vec<(Day, bool)> = stand.chain(planned).collect();
    contacts.sort_unstable();
    let is_told = |from: Day, to: Day| {
        one.unplanned
            .iter()
            .any(|gap| from < gap.last && gap.first < to)
    };
    let gaps = contacts
        .windows(2)
        .filter(|two| longest(two[0].0) < two[1].0 && !two[1].1 && !is_told(two[0].0, two[1].0));
    let mut faults: Vec<String> = gaps
        .map(|two| format!("{id} is silent from {} to {}", two[0].0, two[1].0))
        .collect();
    let outside = one.meetings.iter().filter(|meeting| {
        let on = meeting.at.day();
        on < day(FIRST) || pairing.ends.is_some_and(|ends| ends < on)
    });
    faults
        .extend(outside.map(|meeting| format!("{id} meets outside of its days at {}", meeting.at)));
    faults
}

fn planned(plan: &Plan) -> usize {
    plan.pairings.iter().map(|one| one.meetings.len()).sum()
}

#[test]
fn where_a_plan_exists_nearly_every_meeting_is_planned_and_nobody_is_in_two_places() {
    for (seed, pairs) in [
        (1, 10),
        (2, 25),
        (3, 60),
        (4, 60),
        (5, 120),
        (6, 120),
        (7, 240),
        (8, 500),
    ] {
        let (program, hidden) = feasible(seed, pairs);
        let plan = plan(&program, &intent(&program));
        assert_eq!(faults(&program, &plan), Vec::<String>::new(), "seed {seed}");
        let planned = planned(&plan);
        assert!(
            hidden * 99 <= planned * 100,
            "seed {seed}: {planned} of {hidden}"
        );
    }
}

#[test]
fn most_meetings_are_at_the_steady_slot_of_their_pairing() {
    let (program, _) = feasible(11, 120);
    let plan = plan(&program, &intent(&program));
    let steady = plan.pairings.iter().flat_map(|one| &one.meetings);
    let steady = steady.filter(|meeting| meeting.is_steady).count();
    assert!(
        planned(&plan) * 9 <= steady * 10,
        "{steady} of {}",
        planned(&plan)
    );
}

#[test]
fn the_same_program_gives_the_same_plan() {
    let (program, _) = feasible(12, 60);
    assert_eq!(
        plan(&program, &intent(&program)),
        plan(&program, &intent(&program))
    );
}

/// Pairs across the world through a year's changes of clocks, with absences and holidays.
#[test]
fn people_of_four_continents_meet_inside_their_own_hours_all_year() {
    let zones = [
        ("berlin", Berlin),
        ("new-york", New_York),
        ("sydney", Sydney),
        ("kathmandu", Kathmandu),
    ];
    for seed in 20..26 {
        let mut dice = Dice(seed);
        let mut program = program();
        program.settings.holidays = vec![range("2026-12-24", "2027-01-01")];
        for (name, zone) in zones {
            let early = 5 + dice.roll(4);
            let words = format!("Mon-Sat {early:02}:15-{:02}:45", early + 15);
            let mut known = person(name, zone, &[&words, "Sun 01:00-04:00"]);
            let away = day(FIRST).plus_days(dice.roll(300));
            known.absences = vec![DayRange {
                from: away,
                to: away.plus_days(dice.roll(20)),
            }];
            program.participants.insert(known.id.clone(), known);
        }
        for (index, (mentor, _)) in zones.iter().enumerate() {
            for (mentee, _) in &zones[index + 1..] {
                let mut pairing = pair(mentor, mentee, day(FIRST), day(FIRST).plus_days(365));
                pairing.every = Some(cadence(
                    ["week", "2 weeks", "month"][usize::try_from(dice.roll(3)).unwrap_or(0)],
                ));
                program.pairings.insert(pairing.id.clone(), pairing);
            }
        }
        let plan = plan(&program, &intent(&program));
        assert_eq!(faults(&program, &plan), Vec::<String>::new(), "seed {seed}");
        assert!(60 < planned(&plan), "seed {seed}: {}", planned(&plan));
    }
}

fn range(from: &str, to: &str) -> DayRange {
    DayRange {
        from: day(from),
        to: day(to),
    }
}

fn two(free: [&[&str]; 2]) -> Program {
    let mut program = program();
    for (name, free) in ["kim", "lee"].into_iter().zip(free) {
        let known = person(name, Berlin, free);
        program.participants.insert(known.id.clone(), known);
    }
    let mut pairing = pair("kim", "lee", day(FIRST), last());
    pairing.every = Some(cadence("week"));
    program.pairings.insert(pairing.id.clone(), pairing);
    program
}

#[test]
fn who_shares_no_hour_is_told_which_window_stands_in_the_way() {
    let program = two([&["Tue 17:00-18:00"], &["Tue 15:00-16:30"]]);
    let plan = plan(&program, &intent(&program));
    let first = &plan.pairings[0].unplanned[0];
    assert_eq!(first.reason, Reason::NoSharedHours);
    assert_eq!(first.because, "kim and lee share no free hour");
    let remedy = first.remedy.as_ref().map(|remedy| remedy.sentence.as_str());
    assert_eq!(
        remedy,
        Some("Tue 15:45 would do if kim's window began at 15:45")
    );
}

#[test]
fn who_is_away_is_told_until_when_and_what_comes_next() {
    let mut program = two([&["Tue 16:00-18:00"], &["Tue 16:00-18:00"]]);
    for known in program.participants.values_mut() {
        known.absences = vec![range("2026-10-04", "2026-10-18")];
    }
    let plan = plan(&program, &intent(&program));
    assert_eq!(faults(&program, &plan), Vec::<String>::new());
    let told = &plan.pairings[0].unplanned;
    assert_eq!(told.len(), 2);
    assert_eq!(told[0].because, "kim is away from 2026-10-04 to 2026-10-18");
    let remedy = told[0]
        .remedy
        .as_ref()
        .map(|remedy| remedy.sentence.as_str());
    assert_eq!(
        remedy,
        Some("the next time that would do is Tue 20 Oct 2026 16:45")
    );
}

#[test]
fn what_a_person_planned_stays_and_counts() {
    let mut program = two([
        &["Tue 16:00-18:00"],
        &["Tue 16:00-18:00", "Thu 10:00-11:00"],
    ]);
    let at = Moment::at(day("2026-09-22"), 17, 0).expect("it is on the clock");
    let stands = Meeting {
        id: crate::calendar::sample::id("2026-09-01"),
        at,
        zone: None,
        minutes: None,
        mode: None,
        place: None,
        is: MeetingState::Planned,
        planned_on: None,
        settled_on: None,
        absent: Vec::new(),
        revision: 0,
        topics: Vec::new(),
        mentor_learned: None,
    };
    let id = program
        .pairings
        .keys()
        .next()
        .cloned()
        .expect("there is a pairing");
    let log = Log {
        meetings: vec![stands],
        ..Log::default()
    };
    program.logs.insert(id, log);
    let kept = plan(&program, &intent(&program));
    assert_eq!(faults(&program, &kept), Vec::<String>::new());
    assert_eq!(planned(&kept), 25);
    let slot = kept.pairings[0].meetings[0].at.datetime().time();
    assert_eq!(slot.hour(), 17, "the usual time is kept");
    let anew = Intent {
        existing: Existing::Replanned,
        ..intent(&program)
    };
    assert_eq!(planned(&plan(&program, &anew)), 26);
}

#[test]
fn who_gave_no_hours_is_planned_at_working_hours_and_marked() {
    let program = two([&["Tue 16:00-18:00"], &[]]);
    let plan = plan(&program, &intent(&program));
    assert_eq!(faults(&program, &plan), Vec::<String>::new());
    let assumed: Vec<&str> = plan.pairings[0]
        .assumed
        .iter()
        .map(PersonId::as_str)
        .collect();
    assert_eq!(assumed, ["lee"]);
}
