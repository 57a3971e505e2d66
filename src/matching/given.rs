//! What each side of a pair has given for a rule, and what the rule makes of the two.
//!
//! The only place where points come from: the solver's rows, `explain`, `suggest` and the rationale of a pairing all
//! ask here. It knows no list of people. Its invariant: equal values on both sides give equal points, so that values
//! can be compared once for everybody who shares them.

use crate::matching::demand::OpenRequest;
use crate::matching::field::{Field, Written};
use crate::matching::hours::{Week, shared_minutes, week};
use crate::matching::lexicon::Lexicon;
use crate::matching::rules::Measure;
use crate::model::day::Day;
use crate::model::participant::Participant;
use chrono_tz::Tz;
use smol_str::SmolStr;
use std::borrow::Cow;

/// What one side has given for a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Given {
    /// No value.
    Nothing,
    /// Whatever the other side says is right.
    Any,
    /// Words, in order.
    Words(Vec<SmolStr>),
    /// Words that a mentor has, and with them all that these belong to.
    Held {
        /// The words themselves.
        words: Vec<SmolStr>,
        /// The words and everything wider.
        reached: Vec<SmolStr>,
    },
    /// One word that a mentee wishes.
    Wish {
        /// The word.
        word: SmolStr,
        /// Everything wider.
        wider: Vec<SmolStr>,
        /// Its part of the rule's points.
        points: i64,
    },
    /// A place on the ladder of levels.
    Level(i64),
    /// Free time.
    Free(Week),
    /// So much of a whole.
    Part(i64, i64),
}

/// Where the people of a match run are compared: the words and the week that hold for all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Setting<'a> {
    pub(crate) lexicon: &'a Lexicon,
    /// The zone of people who gave none.
    pub(crate) zone: Tz,
    /// A day of the week in which free hours are compared.
    pub(crate) reference: Day,
}

/// What a rule makes of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// One side has not given what it looks at.
    Unknown,
    /// So much of the rule's points; for a rule that forbids, anything above zero forbids.
    Part(i64, i64),
    /// These points exactly.
    Points(i64),
}

impl Verdict {
    const NONE: Verdict = Verdict::Part(0, 1);
    const ALL: Verdict = Verdict::Part(1, 1);

    fn when(holds: bool) -> Verdict {
        if holds { Verdict::ALL } else { Verdict::NONE }
    }

    /// The points, of a rule that gives so many at most.
    pub(crate) fn points(self, points_max: i64) -> i64 {
        match self {
            Verdict::Unknown => 0,
            Verdict::Part(part, whole) => points_max * part / whole,
            Verdict::Points(points) => points,
        }
    }

    /// Whether a rule that forbids forbids.
    pub(crate) fn holds(self) -> bool {
        self.points(1) != 0
    }
}

/// What a mentor has given for a rule; `places` are free of `capacity`.
pub(crate) fn of_mentor(
    setting: &Setting<'_>,
    measure: &Measure,
    person: &Participant,
    places: u32,
) -> Given {
    match measure {
        Measure::Covers { mentor, .. } => match mentor.of_mentor(person) {
            Written::Any => Given::Any,
            Written::Of(written) => held(setting.lexicon, mentor, &written),
        },
        Measure::Overlap { mentor, .. } | Measure::Apart { mentor, .. } => {
            words(setting.lexicon, mentor, mentor.of_mentor(person))
        }
        Measure::GapInside { .. } | Measure::GapOutside { .. } => level(setting.lexicon, person),
        Measure::HoursShared { .. } | Measure::HoursBelow { .. } => free(setting, person),
        Measure::Load => {
            let capacity = person.mentor.as_ref().map_or(0, |mentor| mentor.capacity);
            Given::Part(i64::from(places), i64::from(capacity.max(places).max(1)))
        }
        Measure::Waiting { .. } => Given::Any,
        Measure::Preference
        | Measure::ReportingLine
        | Measure::Never
        | Measure::PastPartner
        | Measure::Pair { .. } => Given::Nothing,
    }
}

/// What a mentee has given for a rule, in one of their requests; `points` are the most that the rule gives.
///
/// A wish of several words is several values, each with its part of the points. Nothing at all means that the mentee
/// leaves it open, which is not the same as not having said.
pub(crate) fn of_mentee(
    setting: &Setting<'_>,
    measure: &Measure,
    points: i64,
    person: &Participant,
    request: &OpenRequest,
    cohorts_waited: u32,
) -> Vec<Given> {
    let one = match measure {
        Measure::Covers { mentee, .. } => {
            return match mentee.of_mentee(person, request) {
                Written::Any => Vec::new(),
                Written::Of(written) => wishes(setting.lexicon, mentee, &written, points),
            };
        }
        Measure::Overlap { mentee, .. } | Measure::Apart { mentee, .. } => {
            words(setting.lexicon, mentee, mentee.of_mentee(person, request))
        }
        Measure::GapInside { .. } | Measure::GapOutside { .. } => level(setting.lexicon, person),
        Measure::HoursShared { .. } | Measure::HoursBelow { .. } => free(setting, person),
        Measure::Load => Given::Part(1, 1),
        Measure::Waiting { full } => Given::Part(i64::from(cohorts_waited).min(*full), *full),
        Measure::Preference
        | Measure::ReportingLine
        | Measure::Never
        | Measure::PastPartner
        | Measure::Pair { .. } => Given::Nothing,
    };
    if one == Given::Any {
        Vec::new()
    } else {
        vec![one]
    }
}

/// What a rule makes of what the mentee and the mentor have given.
pub(crate) fn compare(measure: &Measure, mentee: &Given, mentor: &Given) -> Verdict {
    if *mentee == Given::Nothing || *mentor == Given::Nothing {
        return Verdict::Unknown;
    }
    match (measure, mentee, mentor) {
        (
            Measure::Covers { .. },
            Given::Wish {
                word,
                wider,
                points,
            },
            Given::Held { words, reached },
        ) => {
            if reached.binary_search(word).is_ok() {
                Verdict::Points(*points)
            } else if wider.iter().any(|wide| words.binary_search(wide).is_ok()) {
                // Somebody who knows the wider skill helps, though not as well as somebody who knows this one.
                Verdict::Points(points / 2)
            } else {
                Verdict::NONE
            }
        }
        (Measure::Covers { .. }, Given::Wish { points, .. }, Given::Any) => {
            Verdict::Points(*points)
        }
        (Measure::Overlap { .. }, Given::Words(one), Given::Words(other)) => {
            Verdict::when(overlap(one, other))
        }
        (Measure::Overlap { .. }, _, Given::Any) => Verdict::ALL,
        (Measure::Apart { .. }, Given::Words(one), Given::Words(other)) => {
            Verdict::when(!overlap(one, other))
        }
        (Measure::GapInside { min, max }, Given::Level(low), Given::Level(high)) => {
            Verdict::when((*min..=*max).contains(&(high - low)))
        }
        (Measure::GapOutside { min, max }, Given::Level(low), Given::Level(high)) => {
            Verdict::when(!(*min..=*max).contains(&(high - low)))
        }
        (
            Measure::HoursShared { .. } | Measure::HoursBelow { .. },
            Given::Free(one),
            Given::Free(other),
        ) => of_minutes(measure, shared_minutes(one, other)),
        (Measure::Load, _, Given::Part(part, whole))
        | (Measure::Waiting { .. }, Given::Part(part, whole), _) => Verdict::Part(*part, *whole),
        _ => Verdict::NONE,
    }
}

/// What a rule about hours makes of so many shared minutes a week.
pub(crate) fn of_minutes(measure: &Measure, shared: i64) -> Verdict {
    match measure {
        Measure::HoursShared { min, .. } if shared < *min => Verdict::NONE,
        Measure::HoursShared { full, .. } => Verdict::Part(shared.min(*full), *full),
        Measure::HoursBelow { min } => Verdict::when(shared < *min),
        _ => Verdict::NONE,
    }
}

fn words(lexicon: &Lexicon, field: &Field, written: Written<'_>) -> Given {
    match written {
        Written::Any => Given::Any,
        Written::Of(written) => {
            let words = field.words(lexicon, &written);
            if words.is_empty() {
                Given::Nothing
            } else {
                Given::Words(words)
            }
        }
    }
}

fn held(lexicon: &Lexicon, field: &Field, written: &[Cow<'_, str>]) -> Given {
    let words = field.words(lexicon, written);
    if words.is_empty() {
        return Given::Nothing;
    }
    let mut reached = words.clone();
    if *field == Field::Skills {
        for word in &words {
            reached.extend(lexicon.wider_skills(word).into_iter().cloned());
        }
        reached.sort_unstable();
        reached.dedup();
    }
    Given::Held { words, reached }
}

/// One value for each word wished, in the order in which they were written; the first ones get what does not divide.
fn wishes(lexicon: &Lexicon, field: &Field, written: &[Cow<'_, str>], points: i64) -> Vec<Given> {
    let mut words: Vec<SmolStr> = Vec::new();
    for value in written {
        let word = field.word(lexicon, value);
        if !word.is_empty() && !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() {
        return vec![Given::Nothing];
    }
    let count = i64::try_from(words.len()).unwrap_or(i64::MAX);
    let wish = |(left, word): (i64, SmolStr)| {
        let wider = match field {
            Field::Skills => lexicon.wider_skills(&word).into_iter().cloned().collect(),
            _ => Vec::new(),
        };
        Given::Wish {
            word,
            wider,
            points: points * left / count - points * (left - 1) / count,
        }
    };
    (1..=count).rev().zip(words).map(wish).collect()
}

fn level(lexicon: &Lexicon, person: &Participant) -> Given {
    let rank = person.level.as_ref().and_then(|level| lexicon.level(level));
    rank.map_or(Given::Nothing, Given::Level)
}

fn free(setting: &Setting<'_>, person: &Participant) -> Given {
    if person.free.is_empty() {
        return Given::Nothing;
    }
    Given::Free(week(
        &person.free,
        person.timezone.unwrap_or(setting.zone),
        setting.reference,
    ))
}

/// Whether two sets in order have a word in common.
fn overlap(one: &[SmolStr], other: &[SmolStr]) -> bool {
    one.iter().any(|word| other.binary_search(word).is_ok())
}
