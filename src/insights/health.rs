//! Green, amber or red: how a pairing in force goes, and the rule that says so.
//!
//! It looks at rhythm, stage and open ends, never at what people wrote. Its invariant: the health of a pairing is
//! that of the gravest rule that fired, and green where none did.

use crate::calendar::describe::{distance, full_day};
use crate::insights::history::{begins, standing};
use crate::insights::rhythm::Rhythm;
use crate::insights::tally::MeetingTally;
use crate::model::day::Day;
use crate::model::pairing::{Pairing, PairingState};
use crate::model::settings::HealthThresholds;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// How a pairing goes.
    Health {
        /// Nothing to do.
        Green = "green",
        /// It stands still because they said so.
        Paused = "paused",
        /// Somebody should look soon.
        Amber = "amber",
        /// Somebody should look now.
        Red = "red",
    }
}

words! {
    /// The rules, by what they look at.
    HealthRule {
        /// The first meeting has not come.
        FirstMeeting = "first-meeting",
        /// No contact for longer than the cadence.
        Silence = "silence",
        /// Meetings whose day has passed, of which nobody has said what became.
        Unconfirmed = "unconfirmed",
        /// Waiting to be accepted, begun or closed.
        Stage = "stage",
        /// Still active after its last day.
        PastEnd = "past-end",
        /// No meeting in person for longer than wished.
        InPerson = "in-person",
    }
}

/// How a pairing goes and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Assessment {
    /// That of the gravest rule.
    pub health: Health,
    /// Rules that fired, the gravest first.
    pub fired: Vec<Fired>,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fired {
    /// Which.
    pub rule: HealthRule,
    /// How grave.
    pub health: Health,
    /// Days past the point at which it began to fire.
    pub days_over: i64,
    /// In words.
    pub because: String,
}

/// Judges a pairing on a day; one that has ended has no health.
pub fn assess(
    thresholds: &HealthThresholds,
    pairing: &Pairing,
    tally: &MeetingTally<'_>,
    rhythm: &Rhythm,
    today: Day,
) -> Option<Assessment> {
    let state = standing(pairing, today);
    if !state.is_in_force() {
        return None;
    }
    if state == PairingState::Paused {
        return Some(Assessment {
            health: Health::Paused,
            fired: Vec::new(),
        });
    }
    let case = Case {
        thresholds,
        pairing,
        tally,
        rhythm,
        state,
        today,
    };
    let rules = [
        case.first_meeting(),
        case.silence(),
        case.unconfirmed(),
        case.stage(),
        case.past_end(),
        case.in_person(),
    ];
    let mut fired: Vec<Fired> = rules.into_iter().flatten().collect();
    // Stable: of rules as grave, the order above.
    fired.sort_by_key(|fired| std::cmp::Reverse(fired.health));
    let health = fired.first().map_or(Health::Green, |fired| fired.health);
    Some(Assessment { health, fired })
}

/// What the rules look at.
struct Case<'a> {
    thresholds: &'a HealthThresholds,
    pairing: &'a Pairing,
    tally: &'a MeetingTally<'a>,
    rhythm: &'a Rhythm,
    state: PairingState,
    today: Day,
}

impl Case<'_> {
    /// No contact at all: amber after `first_meeting_days`, red after `silence_days_after_cadence` more.
    fn first_meeting(&self) -> Option<Fired> {
        if self.state != PairingState::Active || self.tally.last_held.is_some() {
            return None;
        }
        let Some(clock) = self.rhythm.contact else {
            return self.first_meeting_of_no_date();
        };
        let days_over = clock.days - i64::from(self.thresholds.first_meeting_days);
        let because = || {
            let start = full_day(clock.counted_from);
            format!(
                "no meeting yet, {} after the start on {start}",
                days(clock.days)
            )
        };
        graded(
            HealthRule::FirstMeeting,
            days_over,
            self.silence_days(),
            because,
        )
    }

    /// Nothing says when it started, so only a planned meeting shows that it goes on.
    fn first_meeting_of_no_date(&self) -> Option<Fired> {
        let is_silent = begins(self.pairing).is_none() && self.tally.next.is_none();
        is_silent.then(|| Fired {
            rule: HealthRule::FirstMeeting,
            health: Health::Amber,
            days_over: 0,
            because: "no meeting yet, and none is planned".to_owned(),
        })
    }

    /// Contact is due: amber unless a meeting is planned in time, red `silence_days_after_cadence` later.
    fn silence(&self) -> Option<Fired> {
        let clock = self.rhythm.contact?;
        if self.state != PairingState::Active || self.tally.last_held.is_none() {
            return None;
        }
        let is_red = self.silence_days() < clock.days_over && 0 < clock.days_over_longest;
        let is_planned = match (self.tally.next, clock.latest) {
            (Some(next), Some(latest)) => next.at.day() <= latest,
            _ => false,
        };
        if clock.days_over == 0 || (is_planned && !is_red) {
            return None;
        }
        let plan = match self.tally.next {
            Some(next) => format!("the next is {}", distance(next.at.day(), self.today)),
            None => "none is planned".to_owned(),
        };
        Some(Fired {
            rule: HealthRule::Silence,
            health: if is_red { Health::Red } else { Health::Amber },
            days_over: clock.days_over,
            because: format!(
                "no contact for {}, wanted every {}; {plan}",
                days(clock.days),
                clock.every
            ),
        })
    }

    fn unconfirmed(&self) -> Option<Fired> {
        let first = self.tally.unconfirmed_first?;
        let (day, count) = (full_day(first.at.day()), self.tally.count.unconfirmed);
        let because = if count == 1 {
            format!("nobody said what became of the meeting on {day}")
        } else {
            format!("nobody said what became of {count} meetings, the first on {day}")
        };
        Some(Fired {
            rule: HealthRule::Unconfirmed,
            health: Health::Amber,
            days_over: self.today.days_since(first.at.day()),
            because,
        })
    }

    /// Waiting in a stage: amber after `stage_days`, red after twice as long.
    fn stage(&self) -> Option<Fired> {
        let waits_for = match self.state {
            PairingState::Proposed => "proposed, and not accepted",
            PairingState::Accepted => "accepted, and not begun",
            PairingState::Closing => "closing, and not closed",
            PairingState::Active
            | PairingState::Paused
            | PairingState::Closed
            | PairingState::Declined
            | PairingState::Withdrawn
            | PairingState::Void => return None,
        };
        let since = self.pairing.entry(self.today)?.on;
        let waited = self.today.days_since(since);
        let stage_days = i64::from(self.thresholds.stage_days);
        let because = || format!("{waits_for} for {}", days(waited));
        graded(HealthRule::Stage, waited - stage_days, stage_days, because)
    }

    fn past_end(&self) -> Option<Fired> {
        let ends = self.pairing.ends?;
        let is_late = self.state == PairingState::Active && ends < self.today;
        is_late.then(|| Fired {
            rule: HealthRule::PastEnd,
            health: Health::Amber,
            days_over: self.today.days_since(ends),
            because: format!("was to end on {}", full_day(ends)),
        })
    }

    /// Nothing to do where a meeting in person is planned.
    fn in_person(&self) -> Option<Fired> {
        let clock = self.rhythm.in_person?;
        let is_late = self.state == PairingState::Active
            && 0 < clock.days_over
            && self.tally.next_in_person.is_none();
        let since = if clock.last.is_some() {
            ""
        } else {
            " since the start"
        };
        is_late.then(|| Fired {
            rule: HealthRule::InPerson,
            health: Health::Amber,
            days_over: clock.days_over,
            because: format!(
                "no meeting in person for {}{since}, wanted every {}",
                days(clock.days),
                clock.every
            ),
        })
    }

    fn silence_days(&self) -> i64 {
        i64::from(self.thresholds.silence_days_after_cadence)
    }
}

/// Amber from the first day over, red after so many more.
fn graded(
    rule: HealthRule,
    days_over: i64,
    days_to_red: i64,
    because: impl FnOnce() -> String,
) -> Option<Fired> {
    (0 < days_over).then(|| Fired {
        rule,
        health: if days_to_red < days_over {
            Health::Red
        } else {
            Health::Amber
        },
        days_over,
        because: because(),
    })
}

/// A number of days in words.
pub(crate) fn days(count: i64) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

    use super::*;
    use crate::insights::rhythm::rhythm;
    use crate::insights::sample::{
        PROGRAMS, day, first_day, meeting, pairing_with, program, programs,
    };
    use crate::model::log::{Log, Meeting, MeetingState};
    use crate::model::pairing::PairingKind;
    use crate::model::participant::Mode;
    use crate::model::program::Program;
    use proptest::prelude::*;

    const ACTIVE: [(&str, PairingState); 1] = [("2026-01-12", PairingState::Active)];
    const HELD: MeetingState = MeetingState::Held;
    const PLANNED: MeetingState = MeetingState::Planned;

    fn assess_in(
        program: &Program,
        pairing: &Pairing,
        log: &Log,
        today: Day,
    ) -> Option<Assessment> {
        let policy = &program.settings.policy;
        let tally = MeetingTally::of(log, pairing, policy, today);
        let rhythm = rhythm(policy, pairing, &tally, today);
        assess(&program.settings.health, pairing, &tally, &rhythm, today)
    }

    fn assessed(
        pairing: &Pairing,
        meetings: &[(&str, MeetingState)],
        today: &str,
    ) -> Option<Assessment> {
        let meetings = meetings.iter().map(|&(on, is)| meeting(on, is));
        let log = Log {
            meetings: meetings.collect(),
            ..Log::default()
        };
        assess_in(&program(), pairing, &log, day(today))
    }

    /// The health and the rule that gave it.
    fn verdict(meetings: &[(&str, MeetingState)], today: &str) -> (Health, Option<HealthRule>) {
        let assessment =
            assessed(&pairing_with("grace-mentors-ada", &ACTIVE), meetings, today).unwrap();
        (
            assessment.health,
            assessment.fired.first().map(|fired| fired.rule),
        )
    }

    #[test]
    fn a_pair_without_a_first_meeting_is_amber_after_ten_days_and_red_after_two_weeks_more() {
        let rule = Some(HealthRule::FirstMeeting);
        assert_eq!(verdict(&[], "2026-01-22"), (Health::Green, None));
        assert_eq!(verdict(&[], "2026-01-23"), (Health::Amber, rule));
        assert_eq!(verdict(&[], "2026-02-05"), (Health::Amber, rule));
        assert_eq!(verdict(&[], "2026-02-06"), (Health::Red, rule));
    }

    #[test]
    fn a_pair_is_silent_when_its_cadence_is_over_and_red_two_weeks_later() {
        let rule = Some(HealthRule::Silence);
        let met = [("2026-02-03", HELD)];
        assert_eq!(verdict(&met, "2026-03-03"), (Health::Green, None));
        assert_eq!(verdict(&met, "2026-03-04"), (Health::Amber, rule));
        assert_eq!(verdict(&met, "2026-03-17"), (Health::Amber, rule));
        assert_eq!(verdict(&met, "2026-03-18"), (Health::Red, rule));
    }

    #[test]
    fn a_meeting_planned_within_the_longest_interval_keeps_a_pair_green() {
        let met = ("2026-02-03", HELD);
        assert_eq!(
            verdict(&[met, ("2026-03-17", PLANNED)], "2026-03-10"),
            (Health::Green, None)
        );
        let late = verdict(&[met, ("2026-03-18", PLANNED)], "2026-03-10");
        assert_eq!(late, (Health::Amber, Some(HealthRule::Silence)));
    }

    #[test]
    fn a_planned_meeting_does_not_hide_a_long_silence() {
        let meetings = [("2026-02-03", HELD), ("2026-04-02", PLANNED)];
        assert_eq!(
            verdict(&meetings, "2026-04-01"),
            (Health::Red, Some(HealthRule::Silence))
        );
    }

    #[test]
    fn an_unconfirmed_meeting_is_amber() {
        let meetings = [("2026-02-03", HELD), ("2026-02-17", PLANNED)];
        assert_eq!(verdict(&meetings, "2026-02-17"), (Health::Green, None));
        let unconfirmed = (Health::Amber, Some(HealthRule::Unconfirmed));
        assert_eq!(verdict(&meetings, "2026-02-18"), unconfirmed);
    }

    #[test]
    fn a_quarter_without_a_meeting_in_person_is_amber_unless_one_is_planned() {
        let pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        let in_person = |on, is| Meeting {
            mode: Some(Mode::InPerson),
            ..meeting(on, is)
        };
        let mut log = Log {
            meetings: vec![in_person("2026-01-15", HELD), meeting("2026-04-10", HELD)],
            ..Log::default()
        };
        let fired = |log: &Log, today| {
            let assessment = assess_in(&program(), &pairing, log, day(today)).unwrap();
            assessment.fired.first().map(|fired| fired.because.clone())
        };
        assert_eq!(fired(&log, "2026-04-15"), None);
        let because = "no meeting in person for 91 days, wanted every quarter";
        assert_eq!(fired(&log, "2026-04-16").unwrap(), because);
        log.meetings.push(in_person("2026-05-01", PLANNED));
        assert_eq!(fired(&log, "2026-04-16"), None);
    }

    #[test]
    fn waiting_in_a_stage_is_amber_after_three_weeks_and_red_after_six() {
        for state in [
            PairingState::Proposed,
            PairingState::Accepted,
            PairingState::Closing,
        ] {
            let pairing = pairing_with("grace-mentors-ada", &[("2026-01-12", state)]);
            let health = |today| assessed(&pairing, &[], today).unwrap().health;
            assert_eq!(health("2026-02-02"), Health::Green, "{state}");
            assert_eq!(health("2026-02-03"), Health::Amber, "{state}");
            assert_eq!(health("2026-02-23"), Health::Amber, "{state}");
            assert_eq!(health("2026-02-24"), Health::Red, "{state}");
        }
    }

    #[test]
    fn a_pair_past_its_last_day_is_amber() {
        let mut pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        pairing.ends = Some(day("2026-02-10"));
        let met = [("2026-02-09", HELD)];
        assert_eq!(
            assessed(&pairing, &met, "2026-02-10").unwrap().health,
            Health::Green
        );
        let fired = &assessed(&pairing, &met, "2026-02-11").unwrap().fired;
        assert_eq!(fired[0].because, "was to end on Tue 10 Feb 2026");
    }

    #[test]
    fn a_paused_pair_is_neither_good_nor_bad_and_an_ended_one_has_no_health() {
        let paused = pairing_with("grace-mentors-ada", &[("2026-01-12", PairingState::Paused)]);
        let assessment = assessed(&paused, &[], "2026-06-30").unwrap();
        assert_eq!(
            (assessment.health, assessment.fired.len()),
            (Health::Paused, 0)
        );
        for state in [
            PairingState::Closed,
            PairingState::Declined,
            PairingState::Withdrawn,
            PairingState::Void,
        ] {
            let ended = pairing_with("grace-mentors-ada", &[("2026-01-12", state)]);
            assert_eq!(assessed(&ended, &[], "2026-06-30"), None);
        }
    }

    #[test]
    fn a_hand_written_pair_without_dates_is_not_silently_green() {
        let pairing = pairing_with("grace-mentors-ada", &[]);
        let health = |meetings: &[_]| assessed(&pairing, meetings, "2026-06-30").unwrap().health;
        assert_eq!(health(&[]), Health::Amber);
        assert_eq!(health(&[("2026-07-02", PLANNED)]), Health::Green);
        assert_eq!(health(&[("2026-06-20", HELD)]), Health::Green);
    }

    #[test]
    fn the_rule_that_fired_is_told_in_words() {
        let pairing = pairing_with("grace-mentors-ada", &ACTIVE);
        let because = |meetings: &[_], today| {
            assessed(&pairing, meetings, today).unwrap().fired[0]
                .because
                .clone()
        };
        assert_eq!(
            because(&[], "2026-01-23"),
            "no meeting yet, 11 days after the start on Mon 12 Jan 2026"
        );
        assert_eq!(
            because(&[("2026-02-03", HELD)], "2026-03-04"),
            "no contact for 29 days, wanted every month; none is planned"
        );
        assert_eq!(
            because(
                &[("2026-02-03", HELD), ("2026-04-02", PLANNED)],
                "2026-04-01"
            ),
            "no contact for 57 days, wanted every month; the next is tomorrow"
        );
        assert_eq!(
            because(
                &[("2026-02-03", HELD), ("2026-02-10", PLANNED)],
                "2026-02-11"
            ),
            "nobody said what became of the meeting on Tue 10 Feb 2026"
        );
    }

    /// The colour of a pairing, from its records and the rules as the documents tell them.
    fn colour_slowly(program: &Program, pairing: &Pairing, today: Day) -> Option<Health> {
        let log = program.log(&pairing.id);
        let of = |is| log.meetings.iter().filter(move |meeting| meeting.is == is);
        let state = pairing.state(today).unwrap_or(pairing.state_latest());
        let entered = pairing
            .states
            .iter()
            .filter(|entry| entry.on <= today)
            .map(|entry| entry.on)
            .max();
        match state {
            PairingState::Paused => return Some(Health::Paused),
            PairingState::Proposed
            | PairingState::Accepted
            | PairingState::Active
            | PairingState::Closing => {}
            _ => return None,
        }
        let is_past = |meeting: &&Meeting| meeting.at.day() < today;
        let mut worst = Health::Green;
        if of(PLANNED).any(|meeting| is_past(&meeting)) {
            worst = Health::Amber;
        }
        if state != PairingState::Active {
            let waited = entered.map_or(0, |on| today.days_since(on));
            return Some(worst.max(if 42 < waited {
                Health::Red
            } else if 21 < waited {
                Health::Amber
            } else {
                Health::Green
            }));
        }
        if pairing.ends.is_some_and(|ends| ends < today) {
            worst = Health::Amber;
        }
        let running = |from: Day| {
            let days = (0..600)
                .map(|ahead| from.plus_days(ahead))
                .take_while(|&at| at < today);
            let counts = days.filter(|&at| {
                let known = pairing.states.iter().filter(|entry| entry.on <= at);
                let latest = known.max_by_key(|entry| entry.on).map(|entry| entry.is);
                matches!(
                    latest,
                    None | Some(PairingState::Active | PairingState::Closing)
                )
            });
            i64::try_from(counts.count()).unwrap()
        };
        let held = || of(HELD).filter(|meeting| meeting.at.day() <= today);
        let ahead = || of(PLANNED).filter(|meeting| today <= meeting.at.day());
        let active = pairing
            .states
            .iter()
            .filter(|entry| entry.is == PairingState::Active);
        let start = active.map(|entry| entry.on).min().max(pairing.starts);
        let policy = &program.settings.policy;
        match (held().map(|meeting| meeting.at.day()).max(), start) {
            (None, None) if ahead().next().is_none() => worst = worst.max(Health::Amber),
            (None, Some(start)) if 24 < running(start) => worst = Health::Red,
            (None, Some(start)) if 10 < running(start) => worst = worst.max(Health::Amber),
            (None, None | Some(_)) => {}
            (Some(_), _) if pairing.kind == PairingKind::Flash => {}
            (Some(last), start) => {
                let from = start.map_or(last, |start| start.max(last));
                let every = pairing.every.unwrap_or(policy.meeting_every);
                let ideal = every.after(from).days_since(from);
                let six_weeks = if every.to_string() == "quarter" {
                    ideal
                } else {
                    42
                };
                let days = running(from);
                let planned = ahead().map(|meeting| meeting.at.day()).min();
                // Ahead lies no halt that anybody knows of: days of the calendar are running days.
                let is_in_time =
                    planned.is_some_and(|next| days + next.days_since(today) <= six_weeks);
                if ideal + 14 < days && six_weeks < days {
                    worst = Health::Red;
                } else if ideal < days && !is_in_time {
                    worst = worst.max(Health::Amber);
                }
            }
        }
        let in_person = pairing.in_person_every.or(policy.in_person_every);
        if let (Some(every), false) = (in_person, pairing.kind == PairingKind::Flash) {
            let is_in_person = |meeting: &&Meeting| meeting.mode == Some(Mode::InPerson);
            let last = held()
                .filter(is_in_person)
                .map(|meeting| meeting.at.day())
                .max();
            if let Some(from) = last.max(start)
                && every.after(from).days_since(from) < running(from)
                && !ahead().any(|meeting| is_in_person(&meeting))
            {
                worst = worst.max(Health::Amber);
            }
        }
        Some(worst)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn a_colour_follows_from_the_records_by_the_rules(program in programs(), days in 0_i64..300) {
            let today = first_day().plus_days(days);
            for pairing in program.pairings.values() {
                let assessment = assess_in(&program, pairing, program.log(&pairing.id), today);
                let colour = assessment.as_ref().map(|assessment| assessment.health);
                prop_assert_eq!(colour, colour_slowly(&program, pairing, today), "{:?}", assessment);
            }
        }
    }
}
