//! The morning screen: what needs somebody, what is on this week, what goes well.
//!
//! It settles nothing; each need names the command that does. Its invariant: what does not fit on a screen of 24 lines
//! is counted.

use crate::insights::metrics::goals_reached;
use crate::insights::needs::{Need, needs};
use crate::insights::progress::{Progress, progress_of_all};
use crate::insights::requests::Rounds;
use crate::insights::summary::program::{
    Share, mentees_asking, mentees_with_mentor, met_last_30_days,
};
use crate::insights::tally::{MeetingStanding, RECENT_DAYS, meeting_standing};
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::log::Helped;
use crate::model::pairing::PairingState;
use crate::model::participant::CertificationState;
use crate::model::program::Program;
use crate::model::settings::Cohort;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeSet;

/// Needs that fit on the screen.
pub const NEEDS_MAX: usize = 5;
/// Meetings that fit on the screen.
pub const MEETINGS_MAX: usize = 4;
/// Days of the week that lies ahead, today among them.
const WEEK_DAYS: i64 = 7;

/// The morning screen.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Today<'a> {
    /// The name people know.
    pub name: &'a str,
    /// The day.
    pub day: Day,
    /// Where the day lies in the round that runs; none when none or several run.
    pub week: Option<CohortWeek<'a>>,
    /// The round that begins next or ended last, where none runs.
    pub season: Option<Season<'a>>,
    /// People enrolled.
    pub people: usize,
    /// Pairings in force.
    pub pairings: usize,
    /// Mentees who take part, ask in a round that is open, and have no mentor.
    pub mentees_unmatched: usize,
    /// What needs somebody, the most urgent first.
    pub needs_you: Vec<Need<'a>>,
    /// How many more there are.
    pub needs_more: usize,
    /// Meetings of the next seven days, today among them, by time.
    pub this_week: Vec<WeekMeeting<'a>>,
    /// How many more there are.
    pub this_week_more: usize,
    /// Pairings that run, and those of them that met within the last thirty days.
    pub going_well: Share,
    /// What came about within the last thirty days.
    pub good_news: GoodNews,
}

/// A round that does not run, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Season<'a> {
    /// The round.
    pub cohort: &'a Id,
    /// Whether it lies ahead or is over.
    pub is: SeasonKind,
    /// Its first day where it lies ahead, else its last.
    pub on: Day,
}

words! {
    /// Why a round does not run.
    SeasonKind {
        /// It has not begun.
        Ahead = "ahead",
        /// It has ended.
        Over = "over",
    }
}

/// What came about within the last thirty days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct GoodNews {
    /// Certifications that were passed.
    pub certifications_passed: usize,
    /// Goals that were reached.
    pub goals_reached: usize,
    /// Pairings that ended as planned.
    pub pairings_closed_well: usize,
    /// Advice that helped, in part too.
    pub advice_helped: usize,
}

/// A week of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CohortWeek<'a> {
    /// The round.
    pub cohort: &'a Id,
    /// Which week it is, from 1.
    pub week: i64,
    /// How many weeks there are; unknown for a round without end.
    pub weeks: Option<i64>,
}

/// A meeting of this week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
    let mut needs_you = needs(program, &progress, mentees_unmatched, day);
    let mut this_week = this_week(program, &progress, day);
    let in_force = progress.iter().filter(|one| one.state.is_in_force());
    Today {
        name: &program.settings.name,
        day,
        week: cohort_week(program, day),
        season: season(program, day),
        people: program.participants.len(),
        pairings: in_force.count(),
        mentees_unmatched,
        needs_more: cut(&mut needs_you, NEEDS_MAX),
        needs_you,
        this_week_more: cut(&mut this_week, MEETINGS_MAX),
        this_week,
        going_well: met_last_30_days(&progress, day),
        good_news: good_news(program, &progress, day),
    }
}

/// Keeps what fits and counts the rest.
fn cut<T>(items: &mut Vec<T>, most: usize) -> usize {
    let more = items.len().saturating_sub(most);
    items.truncate(most);
    more
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

/// The round that begins next, else the one that ended last; none where one runs or none is dated.
fn season(program: &Program, day: Day) -> Option<Season<'_>> {
    let cohorts = || program.settings.cohorts.iter();
    let is_over = |cohort: &Cohort| cohort.ends.is_some_and(|ends| ends < day);
    let is_ahead = |cohort: &Cohort| cohort.starts.is_some_and(|starts| day < starts);
    if cohorts().any(|cohort| !is_over(cohort) && !is_ahead(cohort)) {
        return None;
    }
    let ahead = cohorts().filter(|cohort| is_ahead(cohort));
    let ahead = ahead.filter_map(|cohort| Some((cohort.starts?, cohort)));
    let over = cohorts().filter_map(|cohort| Some((cohort.ends?, cohort)));
    let (is, (on, cohort)) = match ahead.min_by_key(|(starts, _)| *starts) {
        Some(next) => (SeasonKind::Ahead, next),
        None => (SeasonKind::Over, over.max_by_key(|(ends, _)| *ends)?),
    };
    Some(Season {
        cohort: &cohort.id,
        is,
        on,
    })
}

fn good_news(program: &Program, progress: &[Progress<'_>], day: Day) -> GoodNews {
    let is_new = |on: Day| on <= day && day.days_since(on) < RECENT_DAYS;
    let people = program.participants.values();
    let passed = people
        .flat_map(|person| &person.certifications)
        .filter(|step| step.is == CertificationState::Passed && is_new(step.on));
    let closed = progress.iter().filter(|one| {
        let entry = one.pairing.entry(day);
        let closing = one.pairing.closing.as_ref();
        one.state == PairingState::Closed
            && entry.is_some_and(|entry| is_new(entry.on))
            && closing.is_some_and(|closing| closing.planned == Some(true))
    });
    let real = progress
        .iter()
        .filter(|one| one.state != PairingState::Void);
    let tried = real.flat_map(|one| &one.log.tried);
    let helped = tried.filter(|tried| {
        is_new(tried.on) && matches!(tried.helped, Some(Helped::Yes | Helped::Partly))
    });
    let reached = goals_reached(program, day);
    let before = goals_reached(program, day.plus_days(-RECENT_DAYS));
    GoodNews {
        certifications_passed: passed.count(),
        goals_reached: reached.saturating_sub(before),
        pairings_closed_well: closed.count(),
        advice_helped: helped
            .map(|tried| &tried.advice)
            .collect::<BTreeSet<_>>()
            .len(),
    }
}

fn mentees_unmatched(program: &Program, progress: &[Progress<'_>], day: Day) -> usize {
    let by_person = program.pairings_by_person();
    let rounds = Rounds::on(&program.settings, day);
    let with_mentor = mentees_with_mentor(progress);
    let unmatched = mentees_asking(program, day).filter(|mentee| {
        !with_mentor.contains(&mentee.id) && 0 < rounds.count(&by_person, mentee, day).open_now
    });
    unmatched.count()
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
            people: one.names(program),
        }));
    }
    meetings.sort_by_key(|meeting| (meeting.at, meeting.pairing, meeting.meeting));
    meetings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{add_pair, day, enroll_mentee, id, program};
    use crate::model::log::MeetingState;

    const HELD: MeetingState = MeetingState::Held;
    const PLANNED: MeetingState = MeetingState::Planned;

    #[test]
    fn the_next_seven_days_are_this_week_even_on_a_sunday() {
        let mut program = program();
        let active = ("2026-11-01", PairingState::Active);
        let meetings = [
            ("2026-11-22", PLANNED),
            ("2026-11-28", PLANNED),
            ("2026-11-29", PLANNED),
            ("2026-11-21", HELD),
        ];
        add_pair(&mut program, "grace-mentors-kim", active, &meetings);
        let screen = today(&program, day("2026-11-22"));
        let days: Vec<Day> = screen
            .this_week
            .iter()
            .map(|meeting| meeting.at.day())
            .collect();
        assert_eq!(days, [day("2026-11-22"), day("2026-11-28")]);
        assert_eq!(screen.going_well, Share { count: 1, all: 1 });
    }

    #[test]
    fn the_week_of_the_round_is_counted_from_its_start() {
        let mut program = program();
        program.settings.cohorts = vec![Cohort {
            id: id("spring"),
            starts: Some(day("2026-01-12")),
            ends: Some(day("2026-06-28")),
            closed: None,
        }];
        let week = |on: &str| {
            today(&program, day(on))
                .week
                .map(|week| (week.week, week.weeks))
        };
        assert_eq!(week("2026-01-11"), None);
        assert_eq!(week("2026-01-18"), Some((1, Some(24))));
        assert_eq!(week("2026-01-19"), Some((2, Some(24))));
        assert_eq!(week("2026-06-28"), Some((24, Some(24))));
        assert_eq!(week("2026-06-29"), None);
    }

    #[test]
    fn where_no_round_runs_it_tells_the_next_or_the_last() {
        let mut program = program();
        let cohort = |text: &str, starts: &str, ends: &str| Cohort {
            id: id(text),
            starts: Some(day(starts)),
            ends: Some(day(ends)),
            closed: None,
        };
        program.settings.cohorts = vec![
            cohort("spring", "2026-01-12", "2026-06-28"),
            cohort("autumn", "2026-09-01", "2026-12-31"),
        ];
        let season = |on: &str| {
            let season = today(&program, day(on)).season;
            season.map(|season| (season.cohort.as_str().to_owned(), season.is, season.on))
        };
        let spring = |is, on: &str| Some(("spring".to_owned(), is, day(on)));
        let autumn = |is, on: &str| Some(("autumn".to_owned(), is, day(on)));
        assert_eq!(
            season("2026-01-01"),
            spring(SeasonKind::Ahead, "2026-01-12")
        );
        assert_eq!(season("2026-02-01"), None);
        assert_eq!(
            season("2026-07-01"),
            autumn(SeasonKind::Ahead, "2026-09-01")
        );
        assert_eq!(season("2027-01-01"), autumn(SeasonKind::Over, "2026-12-31"));
    }

    #[test]
    fn what_does_not_fit_on_the_screen_is_counted() {
        let mut program = program();
        enroll_mentee(&mut program, "ada");
        for number in 10..30 {
            let state = ("2026-01-12", PairingState::Active);
            add_pair(
                &mut program,
                &format!("m{number}-mentors-ada"),
                state,
                &[("2026-02-22", PLANNED)],
            );
        }
        let screen = today(&program, day("2026-02-21"));
        assert_eq!((screen.needs_you.len(), screen.needs_more), (NEEDS_MAX, 15));
        assert_eq!(
            (screen.this_week.len(), screen.this_week_more),
            (MEETINGS_MAX, 16)
        );
    }
}
