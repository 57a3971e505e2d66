//! The morning screen: what needs somebody, what is on this week, what goes well.
//!
//! It settles nothing; each need names the command that does. Its invariant: needs are in the order of their urgency,
//! one for each pairing at most, and what does not fit on a screen of 24 lines is counted.

use crate::insights::health::{Fired, Health, HealthRule};
use crate::insights::progress::{Progress, progress_of_all};
use crate::insights::requests::Rounds;
use crate::insights::summary::pairing::homework_open;
use crate::insights::summary::program::{
    Share, mentees_asking, mentees_with_mentor, met_last_30_days,
};
use crate::insights::tally::{MeetingStanding, meeting_standing};
use crate::matching::demand::{PairingsByPerson, capacity_free, is_ready};
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::pairing::PairingState;
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::word::words;
use std::cmp::Reverse;

/// Needs that fit on the screen.
pub const NEEDS_MAX: usize = 8;
/// Meetings that fit on the screen.
pub const MEETINGS_MAX: usize = 5;
/// Days of the week that lies ahead, today among them.
const WEEK_DAYS: i64 = 7;

words! {
    /// How soon somebody should act.
    Urgency {
        /// Now.
        Now = "now",
        /// In the next days.
        Soon = "soon",
    }
}

words! {
    /// What is needed, the most urgent first among needs as urgent.
    NeedKind {
        /// Nobody is enrolled.
        Enroll = "enroll",
        /// A draft waits to be published.
        Draft = "draft",
        /// Mentees wait for a mentor.
        Unmatched = "unmatched",
        /// People wait to be made ready.
        Applied = "applied",
        /// The first meeting has not come.
        FirstMeeting = "first-meeting",
        /// No contact for longer than the cadence.
        Silence = "silence",
        /// Nobody said what became of a meeting.
        Unconfirmed = "unconfirmed",
        /// A pairing waits to be accepted, begun or closed.
        Stage = "stage",
        /// A pairing is past its last day.
        PastEnd = "past-end",
        /// No meeting in person for longer than wished.
        InPerson = "in-person",
        /// Homework is overdue.
        Homework = "homework",
    }
}

/// The morning screen.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Today<'a> {
    /// The name people know.
    pub name: &'a str,
    /// The day.
    pub day: Day,
    /// Where the day lies in the round that runs; none when none or several run.
    pub week: Option<CohortWeek<'a>>,
    /// People enrolled.
    pub people: u32,
    /// Pairings in force.
    pub pairings: u32,
    /// Mentees who take part, ask in a round that is open, and have no mentor.
    pub mentees_unmatched: u32,
    /// What needs somebody, the most urgent first.
    pub needs_you: Vec<Need<'a>>,
    /// How many more there are.
    pub needs_more: u32,
    /// Meetings of the next seven days, today among them, by time.
    pub this_week: Vec<WeekMeeting<'a>>,
    /// How many more there are.
    pub this_week_more: u32,
    /// Pairings that run, and those of them that met within the last thirty days.
    pub going_well: Share,
}

/// A week of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct CohortWeek<'a> {
    /// The round.
    pub cohort: &'a Id,
    /// Which week it is, from 1.
    pub week: i64,
    /// How many weeks there are; unknown for a round without end.
    pub weeks: Option<i64>,
}

/// Something that needs somebody.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Need<'a> {
    /// How soon.
    pub urgency: Urgency,
    /// What.
    pub kind: NeedKind,
    /// The pairing it is about; none when it is about the program.
    pub pairing: Option<&'a Id>,
    /// Names of those in the pairing, the mentor first.
    pub people: Vec<&'a str>,
    /// The day of their last meeting.
    pub last_held: Option<Day>,
    /// The time of their next meeting.
    pub next: Option<Moment>,
    /// What is the matter, in words.
    pub sentence: String,
    /// Days past the point at which it became a need.
    pub days_over: i64,
    /// The command that settles it.
    pub command: String,
}

/// A meeting of this week.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WeekMeeting<'a> {
    /// When.
    pub at: Moment,
    /// The zone of that time.
    pub timezone: &'static str,
    /// Its pairing.
    pub pairing: &'a Id,
    /// Its id within the pairing.
    pub meeting: &'a Id,
    /// Names of those in the pairing, the mentor first.
    pub people: Vec<&'a str>,
}

/// Makes the morning screen of a day.
pub fn today(program: &Program, day: Day) -> Today<'_> {
    let progress = progress_of_all(program, day);
    let mentees_unmatched = mentees_unmatched(program, &progress, day);
    let mut needs_you = program_needs(program, mentees_unmatched, day);
    needs_you.extend(
        progress
            .iter()
            .filter_map(|one| pairing_need(program, one, day)),
    );
    needs_you.sort_by_key(|need| {
        (
            need.urgency,
            need.kind,
            Reverse(need.days_over),
            need.pairing,
        )
    });
    let mut this_week = this_week(program, &progress, day);
    let in_force = progress.iter().filter(|one| one.state.is_in_force());
    Today {
        name: &program.settings.name,
        day,
        week: cohort_week(program, day),
        people: count(program.participants.len()),
        pairings: count(in_force.count()),
        mentees_unmatched,
        needs_more: cut(&mut needs_you, NEEDS_MAX),
        needs_you,
        this_week_more: cut(&mut this_week, MEETINGS_MAX),
        this_week,
        going_well: met_last_30_days(&progress, day),
    }
}

/// Keeps what fits and counts the rest.
fn cut<T>(items: &mut Vec<T>, most: usize) -> u32 {
    let more = items.len().saturating_sub(most);
    items.truncate(most);
    count(more)
}

fn count(records: usize) -> u32 {
    u32::try_from(records).unwrap_or(u32::MAX)
}

fn cohort_week(program: &Program, day: Day) -> Option<CohortWeek<'_>> {
    let mut running = program.settings.cohorts.iter().filter_map(|cohort| {
        let starts = cohort.starts.filter(|&starts| starts <= day)?;
        let is_over = cohort.ends.is_some_and(|ends| ends < day);
        (!is_over).then_some((cohort, starts))
    });
    let (cohort, starts) = running.next()?;
    if running.next().is_some() {
        return None;
    }
    let week_of = |day: Day| day.days_since(starts) / WEEK_DAYS + 1;
    Some(CohortWeek {
        cohort: &cohort.id,
        week: week_of(day),
        weeks: cohort.ends.map(week_of),
    })
}

fn mentees_unmatched(program: &Program, progress: &[Progress<'_>], day: Day) -> u32 {
    let by_person = program.pairings_by_person();
    let rounds = Rounds::on(&program.settings, day);
    let with_mentor = mentees_with_mentor(progress);
    let unmatched = mentees_asking(program, day).filter(|mentee| {
        !with_mentor.contains(&mentee.id) && 0 < rounds.count(&by_person, mentee, day).open_now
    });
    count(unmatched.count())
}

/// What needs somebody beyond single pairings.
fn program_needs(program: &Program, mentees_unmatched: u32, day: Day) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    if program.participants.is_empty() {
        let sentence = "nobody is enrolled yet".to_owned();
        needs.push(need_of_program(NeedKind::Enroll, sentence, "pleiad enroll"));
    }
    for (cohort, draft) in &program.drafts {
        let pairs = numbered(count(draft.pairs.len()), "pair", "pairs");
        let sentence = format!("the draft of {cohort} proposes {pairs}");
        let command = format!("pleiad match publish --cohort {cohort}");
        needs.push(need_of_program(NeedKind::Draft, sentence, command));
    }
    needs.extend(unmatched_need(program, mentees_unmatched, day));
    needs.extend(applied_need(program, day));
    needs
}

/// With a draft under review the mentees are served already, or cannot be.
fn unmatched_need(program: &Program, mentees: u32, day: Day) -> Option<Need<'_>> {
    if mentees == 0 || !program.drafts.is_empty() {
        return None;
    }
    let who = numbered(mentees, "mentee has no mentor", "mentees have no mentor");
    let (sentence, command) = match places_free(program, day) {
        0 => (
            format!("{who}, and no mentor has a free place"),
            "pleiad enroll --mentor",
        ),
        free => (
            format!(
                "{who}; {}",
                numbered(free, "place is free", "places are free")
            ),
            "pleiad match",
        ),
    };
    Some(need_of_program(NeedKind::Unmatched, sentence, command))
}

fn places_free(program: &Program, day: Day) -> u32 {
    let by_person: PairingsByPerson<'_> = program.pairings_by_person();
    let takes_part = |participant: &&Participant| {
        participant.is_mentor() && is_ready(program, participant, Role::Mentor, day)
    };
    let mentors = program.participants.values().filter(takes_part);
    mentors
        .map(|mentor| capacity_free(&by_person, mentor, day))
        .sum()
}

/// Applications wait only where people are screened.
fn applied_need(program: &Program, day: Day) -> Option<Need<'_>> {
    if !program.settings.policy.screening {
        return None;
    }
    let applied = |participant: &&Participant| participant.standing(day) == Readiness::Applied;
    let mut waiting = program.participants.values().filter(applied);
    let first = waiting.next()?;
    let more = count(waiting.count());
    let sentence = if more == 0 {
        format!("{} waits to be made ready", first.name)
    } else {
        let others = numbered(more, "other waits", "others wait");
        format!("{} and {others} to be made ready", first.name)
    };
    let command = format!("pleiad participant ready {}", first.id);
    Some(need_of_program(NeedKind::Applied, sentence, command))
}

fn need_of_program<'a>(kind: NeedKind, sentence: String, command: impl Into<String>) -> Need<'a> {
    Need {
        urgency: Urgency::Soon,
        kind,
        pairing: None,
        people: Vec::new(),
        last_held: None,
        next: None,
        sentence,
        days_over: 0,
        command: command.into(),
    }
}

/// The most urgent need of a pairing.
fn pairing_need<'a>(program: &'a Program, progress: &Progress<'a>, day: Day) -> Option<Need<'a>> {
    let assessment = progress.assessment.as_ref()?;
    let id = &progress.pairing.id;
    let (urgency, kind, days_over, sentence, command) = match assessment.fired.first() {
        None => {
            let (days_over, sentence) = homework_overdue(progress, day)?;
            let command = format!("pleiad homework list {id}");
            (
                Urgency::Soon,
                NeedKind::Homework,
                days_over,
                sentence,
                command,
            )
        }
        Some(gravest) => {
            let urgency = match gravest.health {
                Health::Red => Urgency::Now,
                Health::Green | Health::Paused | Health::Amber => Urgency::Soon,
            };
            let (sentence, command) = told(progress, gravest, &assessment.fired);
            let kind = kind_of(gravest.rule);
            (urgency, kind, gravest.days_over, sentence, command)
        }
    };
    Some(Need {
        urgency,
        kind,
        pairing: Some(id),
        people: names(program, progress),
        last_held: progress.tally.last_held,
        next: progress.tally.next.map(|meeting| meeting.at),
        sentence,
        days_over,
        command,
    })
}

fn kind_of(rule: HealthRule) -> NeedKind {
    match rule {
        HealthRule::FirstMeeting => NeedKind::FirstMeeting,
        HealthRule::Silence => NeedKind::Silence,
        HealthRule::Unconfirmed => NeedKind::Unconfirmed,
        HealthRule::Stage => NeedKind::Stage,
        HealthRule::PastEnd => NeedKind::PastEnd,
        HealthRule::InPerson => NeedKind::InPerson,
    }
}

/// The sentence and the command; a silence may be none once somebody says what became of a meeting.
fn told(progress: &Progress<'_>, gravest: &Fired, fired: &[Fired]) -> (String, String) {
    let id = &progress.pairing.id;
    let unconfirmed = fired
        .iter()
        .find(|fired| fired.rule == HealthRule::Unconfirmed);
    let command = match (gravest.rule, unconfirmed) {
        (HealthRule::FirstMeeting | HealthRule::Silence, Some(unconfirmed)) => {
            let sentence = format!("{}; {}", gravest.because, unconfirmed.because);
            return (sentence, format!("pleiad note {id}"));
        }
        (HealthRule::Unconfirmed, _) => format!("pleiad note {id}"),
        (HealthRule::FirstMeeting | HealthRule::Silence, None) => {
            format!("pleiad meeting add {id}")
        }
        (HealthRule::InPerson, _) => format!("pleiad meeting add {id} --mode in-person"),
        (HealthRule::PastEnd, _) => format!("pleiad close {id}"),
        (HealthRule::Stage, _) => match progress.state {
            PairingState::Proposed => format!("pleiad pairing accept {id}"),
            PairingState::Accepted => format!("pleiad pairing sign {id}"),
            PairingState::Active
            | PairingState::Paused
            | PairingState::Closing
            | PairingState::Closed
            | PairingState::Declined
            | PairingState::Withdrawn
            | PairingState::Void => format!("pleiad close {id}"),
        },
    };
    (gravest.because.clone(), command)
}

/// Days of the oldest overdue homework, and a sentence about all of it.
fn homework_overdue(progress: &Progress<'_>, day: Day) -> Option<(i64, String)> {
    if progress.log.homework.is_empty() || progress.state != PairingState::Active {
        return None;
    }
    let open = homework_open(progress.log, day);
    let overdue: Vec<i64> = open
        .iter()
        .map(|homework| homework.days_over)
        .filter(|&days| 0 < days)
        .collect();
    let oldest = overdue.iter().copied().max()?;
    let pieces = numbered(
        count(overdue.len()),
        "piece of homework is overdue",
        "pieces of homework are overdue",
    );
    let days = numbered(u32::try_from(oldest).unwrap_or(u32::MAX), "day", "days");
    Some((oldest, format!("{pieces}, the oldest by {days}")))
}

fn numbered(count: u32, singular: &str, plural: &str) -> String {
    format!("{count} {}", if count == 1 { singular } else { plural })
}

fn names<'a>(program: &'a Program, progress: &Progress<'a>) -> Vec<&'a str> {
    let people = progress.pairing.people();
    people.map(|person| program.name(person)).collect()
}

fn this_week<'a>(
    program: &'a Program,
    progress: &[Progress<'a>],
    day: Day,
) -> Vec<WeekMeeting<'a>> {
    let mut meetings = Vec::new();
    for one in progress.iter().filter(|one| one.state.is_in_force()) {
        // Most logs have nothing ahead: one look at the tally spares another pass.
        let is_near = |at: Moment| at.day().days_since(day) < WEEK_DAYS;
        if !one.tally.next.is_some_and(|next| is_near(next.at)) {
            continue;
        }
        let ahead = one.log.meetings.iter().filter(|meeting| {
            meeting_standing(meeting, day) == MeetingStanding::Planned && is_near(meeting.at)
        });
        meetings.extend(ahead.map(|meeting| WeekMeeting {
            at: meeting.at,
            timezone: meeting.zone.unwrap_or(program.settings.timezone).name(),
            pairing: &one.pairing.id,
            meeting: &meeting.id,
            people: names(program, one),
        }));
    }
    meetings.sort_by_key(|meeting| (meeting.at, meeting.pairing, meeting.meeting));
    meetings
}
