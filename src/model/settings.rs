//! What `program.toml` says: names, policy, cohorts and everything else that holds for all.

use crate::model::cadence::{Cadence, Unit};
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::participant::Role;
use crate::model::window::Window;
use crate::model::word::words;
use chrono_tz::Tz;

/// The format of files that this version reads and writes.
pub const FORMAT: i64 = 1;

/// The cohort that stands for the whole program where none is declared.
pub const COHORT_MAIN: &str = "main";

words! {
    /// Who a folder belongs to.
    ProgramKind {
        /// A coordinator's.
        Program = "program",
        /// One person's constellation.
        Personal = "personal",
    }
}

words! {
    /// What git does with confidential files.
    Confidential {
        /// They stay out of git.
        Ignored = "ignored",
        /// Git keeps them: for repositories that only coordinators read.
        Tracked = "tracked",
    }
}

/// What the program is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The format of the files.
    pub format: i64,
    /// Frozen at `init`; part of calendar ids.
    pub id: Id,
    /// The name people know.
    pub name: String,
    /// A program, or one's own folder.
    pub kind: ProgramKind,
    /// Why it exists.
    pub purpose: Option<String>,
    /// The zone of days and of meetings that name none.
    pub timezone: Tz,
    /// Who `@me` is.
    pub me: Option<PersonId>,
    /// Whom it is for.
    pub audience: Audience,
    /// What it may use.
    pub resources: Resources,
    /// Gates and rhythms.
    pub policy: Policy,
    /// When a pairing needs attention.
    pub health: HealthThresholds,
    /// Rounds of the program, in file order.
    pub cohorts: Vec<Cohort>,
    /// Dates everybody should know.
    pub milestones: Vec<Milestone>,
    /// Days on which nobody is expected to meet.
    pub holidays: Vec<DayRange>,
    /// Training modules.
    pub trainings: Vec<TrainingModule>,
    /// The catalogue of certifications.
    pub certifications: Vec<Certification>,
    /// Points of the first, second ... meeting of a pairing.
    pub agendas: Vec<Agenda>,
    /// Links of the handbook.
    pub handbook: Vec<HandbookLink>,
    /// The plan that pairings get a copy of.
    pub steps: Vec<StepTemplate>,
    /// Who may take part.
    pub eligibility: Vec<Eligibility>,
    /// How often outcomes come about without the program.
    pub comparisons: Vec<Comparison>,
}

/// Whom a program is for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Audience {
    /// Levels that it addresses.
    pub levels: Vec<String>,
    /// What they should reach.
    pub outcome: Option<String>,
}

/// What a program may use.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Resources {
    /// Who pays for it.
    pub sponsor: Option<String>,
    /// Money, in whole units of the sponsor's currency.
    pub budget: Option<i64>,
    /// The currency of that money.
    pub currency: Option<String>,
    /// Planned time of a mentor, in minutes a week.
    pub minutes_per_week: Option<u32>,
}

/// Gates and rhythms; every gate is off unless switched on.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "five independent switches of the file, each under its own name"
)]
pub struct Policy {
    /// People wait as applied until made ready.
    pub screening: bool,
    /// Untrained mentors stay out of matching.
    pub training_gate: bool,
    /// Published pairings wait for both sides.
    pub acceptance: bool,
    /// How long they wait, in days.
    pub acceptance_days: u32,
    /// An agreement is asked for.
    pub signature: bool,
    /// Closing asks for its checklist.
    pub closing_checklist: bool,
    /// Whether git keeps confidential files.
    pub confidential: Confidential,
    /// The shortest pairing, in months.
    pub commitment_months_min: u32,
    /// Ideal interval between contacts.
    pub meeting_every: Cadence,
    /// Longest interval between contacts.
    pub meeting_longest: Cadence,
    /// Interval of meetings in person; `None` when the second clock is off.
    pub in_person_every: Option<Cadence>,
    /// Usual length of a meeting.
    pub meeting_minutes: u32,
    /// Free time of people who gave none.
    pub working_hours: Vec<Window>,
    /// Days from the start to the first check-in.
    pub checkin_first_days: u32,
    /// Days between later check-ins.
    pub checkin_every_days: u32,
    /// Lowest and highest score.
    pub scale: (i64, i64),
    /// How long people who left are kept before `check` reminds; for ever when absent.
    pub keep_people: Option<Cadence>,
    /// The code of conduct.
    pub conduct: Option<String>,
}

/// When a pairing needs attention, in days.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthThresholds {
    /// From the start to the first meeting.
    pub first_meeting_days: u32,
    /// Silence beyond the cadence.
    pub silence_days_after_cadence: u32,
    /// Waiting in one stage.
    pub stage_days: u32,
    /// The highest score of a check-in that is low; that of the scale's lowest quarter when absent.
    pub low_score: Option<i64>,
}

/// One round of the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Its id.
    pub id: Id,
    /// First day.
    pub starts: Option<Day>,
    /// Last day.
    pub ends: Option<Day>,
    /// Since when it is closed: nothing of it changes any more.
    pub closed: Option<Day>,
}

/// A step of the plan that every pairing gets a copy of.
#[derive(Debug, Clone, PartialEq)]
pub struct StepTemplate {
    /// Its id.
    pub id: Id,
    /// How long after the pairing's start; on its first day when absent.
    pub after: Option<Cadence>,
    /// Whose it is; of both when absent.
    pub owner: Option<String>,
    /// What.
    pub text: Option<String>,
}

/// How often an outcome comes about without the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The outcome, in the word of the records.
    pub outcome: String,
    /// Of a hundred of those compared with.
    pub percent: f64,
    /// How many those are.
    pub n: Option<u32>,
    /// Where the number comes from.
    pub source: Option<String>,
}

/// A rule about who may take part.
#[derive(Debug, Clone, PartialEq)]
pub struct Eligibility {
    /// Its id.
    pub id: Id,
    /// Whom it is about; everybody when absent.
    pub role: Option<Role>,
    /// Levels that may; any when empty.
    pub levels: Vec<String>,
    /// Departments that may; any when empty.
    pub departments: Vec<String>,
    /// Organizations that may; any when empty.
    pub organizations: Vec<String>,
}

/// A date everybody should know.
#[derive(Debug, Clone, PartialEq)]
pub struct Milestone {
    /// Its id.
    pub id: Id,
    /// The cohort it belongs to; every cohort when absent.
    pub cohort: Option<Id>,
    /// When.
    pub on: Anchor,
    /// What.
    pub label: Option<String>,
}

/// A day, or a place in a cohort that gives one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Anchor {
    /// A calendar day.
    Day(Day),
    /// Days after (before, when negative) the first day.
    Starts(i64),
    /// Days after the middle.
    Midpoint(i64),
    /// Days after the last day.
    Ends(i64),
}

impl Anchor {
    /// Reads `starts+2w`, `midpoint`, `ends-1w`, `midpoint+7d`.
    pub fn parse(text: &str) -> Option<Anchor> {
        let split = text.find(['+', '-']).unwrap_or(text.len());
        let (base, offset) = text.split_at(split);
        let days = if offset.is_empty() {
            0
        } else {
            anchor_offset_days(offset)?
        };
        match base {
            "starts" => Some(Anchor::Starts(days)),
            "midpoint" => Some(Anchor::Midpoint(days)),
            "ends" => Some(Anchor::Ends(days)),
            _ => None,
        }
    }

    /// The day it means in a cohort; `None` where the cohort lacks the end it counts from.
    pub fn day(self, cohort: Option<&Cohort>) -> Option<Day> {
        let starts = cohort.and_then(|cohort| cohort.starts);
        let ends = cohort.and_then(|cohort| cohort.ends);
        match self {
            Anchor::Day(day) => Some(day),
            Anchor::Starts(days) => Some(starts?.plus_days(days)),
            Anchor::Ends(days) => Some(ends?.plus_days(days)),
            Anchor::Midpoint(days) => {
                let starts = starts?;
                Some(starts.plus_days(ends?.days_since(starts) / 2 + days))
            }
        }
    }
}

/// A span as steps of a plan write it: `10d`, `2w`, `3mo`.
pub fn span(text: &str) -> Option<Cadence> {
    let text = text.trim();
    let split = text.find(|character: char| !character.is_ascii_digit())?;
    let (count, unit) = text.split_at(split);
    let unit = match unit.trim() {
        "d" | "day" | "days" => Unit::Days,
        "w" | "week" | "weeks" => Unit::Weeks,
        "mo" | "month" | "months" => Unit::Months,
        _ => return None,
    };
    Cadence::new(count.parse().ok()?, unit)
}

/// Whether a text is a span; one of no length is the start itself.
pub fn is_span(text: &str) -> bool {
    span(text).is_some() || matches!(text.trim(), "0d" | "0w" | "0mo")
}

/// Days of `+2w`, `-1w`, `+7d`.
fn anchor_offset_days(offset: &str) -> Option<i64> {
    let (sign, rest) = offset.split_at(1);
    let unit = rest.chars().last()?;
    let count: u16 = rest.strip_suffix(unit)?.parse().ok()?;
    let days = match unit {
        'd' => i64::from(count),
        'w' => i64::from(count) * 7,
        _ => return None,
    };
    Some(if sign == "-" { -days } else { days })
}

/// Days from a first to a last one, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayRange {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

/// A certificate that people may work for.
#[derive(Debug, Clone, PartialEq)]
pub struct Certification {
    /// Its id.
    pub id: Id,
    /// Who gives it.
    pub authority: Option<String>,
    /// Whom to ask there.
    pub contact: Option<String>,
    /// How long it holds; for ever when absent.
    pub valid_months: Option<u32>,
}

/// What to talk about at a meeting.
#[derive(Debug, Clone, PartialEq)]
pub struct Agenda {
    /// Which meeting of a pairing, from 1; 0 for any other.
    pub meeting: u32,
    /// The points, in order.
    pub points: Vec<String>,
}

/// A link of the handbook.
#[derive(Debug, Clone, PartialEq)]
pub struct HandbookLink {
    /// Its id.
    pub id: Id,
    /// For whom; both when absent.
    pub role: Option<Role>,
    /// When it is shown; always when absent.
    pub stage: Option<String>,
    /// Where it is.
    pub url: String,
    /// What it is.
    pub title: Option<String>,
}

/// A training module.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingModule {
    /// Its id.
    pub id: Id,
    /// Who takes it; both when absent.
    pub role: Option<Role>,
    /// Its title.
    pub title: Option<String>,
    /// Whether the gate asks for it.
    pub required: bool,
    /// Its length.
    pub minutes: Option<u32>,
}

impl Settings {
    /// The certification of an id.
    pub fn certification(&self, id: &Id) -> Option<&Certification> {
        let mut catalogue = self.certifications.iter();
        catalogue.find(|certification| certification.id == *id)
    }

    /// What a pairing talks about at its meeting of a number: its own agenda, else that of any other meeting.
    pub fn agenda(&self, number: u32) -> &[String] {
        let of = |number: u32| {
            let mut agendas = self.agendas.iter();
            agendas.find(|agenda| agenda.meeting == number)
        };
        of(number)
            .or_else(|| of(0))
            .map_or(&[], |agenda| &agenda.points)
    }

    /// The cohort of an id.
    pub fn cohort(&self, id: &Id) -> Option<&Cohort> {
        self.cohorts.iter().find(|cohort| cohort.id == *id)
    }

    /// Whether the id names a cohort: a declared one, or `main` where none is declared.
    pub fn has_cohort(&self, id: &Id) -> bool {
        self.cohort(id).is_some() || (self.cohorts.is_empty() && id.as_str() == COHORT_MAIN)
    }

    /// Cohorts that are not closed and whose last day has not passed, in file order.
    pub fn cohorts_open(&self, today: Day) -> Vec<&Cohort> {
        let open = |cohort: &&Cohort| {
            cohort.ends.is_none_or(|ends| today <= ends)
                && cohort.closed.is_none_or(|closed| today < closed)
        };
        self.cohorts.iter().filter(open).collect()
    }
}
