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
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Assessment {
    /// That of the gravest rule.
    pub health: Health,
    /// Rules that fired, the gravest first.
    pub fired: Vec<Fired>,
}

/// A rule that fired.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
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

fn days(count: i64) -> String {
    if count == 1 {
        "1 day".to_owned()
    } else {
        format!("{count} days")
    }
}
