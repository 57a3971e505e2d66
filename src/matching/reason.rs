//! Reasons in words: why a pair has its points, what was missing, what forbids it.
//!
//! It reckons nothing: points come from the sheet. Its invariant: one short phrase per rule, without points and without
//! a final stop, so that a caller can put either around it.

use crate::matching::asked::Asked;
use crate::matching::field::{Field, Written};
use crate::matching::hours::{shared_minutes, week};
use crate::matching::lexicon::{Lexicon, plain};
use crate::matching::rules::{Effect, Line, Measure};
use crate::matching::sheet::{Judgement, Sheet};
use crate::model::id::Id;
use crate::model::participant::Participant;
use schemars::JsonSchema;
use serde::Serialize;
use smol_str::{SmolStr, format_smolstr};
use std::borrow::Cow;

/// What one rule says about a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Reason {
    /// The rule, or `weight` where a request matters more or less than the mentee's others.
    pub rule: SmolStr,
    /// Its points for this pair.
    pub points: i64,
    /// Why, in words.
    pub because: SmolStr,
}

impl Reason {
    /// The phrase with its points, as a pairing's rationale keeps it: `skills: routing, kubernetes (+40)`.
    pub fn sentence(&self) -> String {
        format!("{} ({:+})", self.because, self.points)
    }
}

/// The reasons for the points of a pair, in the order of the rules; rules that give nothing are left out.
pub(crate) fn reasons(
    sheet: &Sheet<'_>,
    request: usize,
    mentor: usize,
    judgement: &Judgement,
) -> Vec<Reason> {
    let speaks = |part: &&Option<i64>| part.is_some_and(|points| points != 0);
    let mut reasons = Vec::with_capacity(judgement.parts.iter().filter(speaks).count());
    for (line, part) in sheet.rulebook.lines.iter().zip(&judgement.parts) {
        if let (Effect::Points(_), Some(points)) = (line.effect, part)
            && *points != 0
        {
            reasons.push(Reason {
                rule: line.id.as_str().into(),
                points: *points,
                because: phrase(sheet, line, request, mentor).into(),
            });
        }
    }
    reasons.extend(beside_the_rules(&sheet.asked[request], judgement));
    reasons
}

/// What the weight of the request and the limits of 0 to 9999 add to the sum of the rules.
fn beside_the_rules(asked: &Asked<'_>, judgement: &Judgement) -> Option<Reason> {
    let sum: i64 = judgement.parts.iter().flatten().sum();
    let points = judgement.points - sum;
    (points != 0).then(|| Reason {
        rule: if asked.is_weighed() {
            "weight"
        } else {
            "limit"
        }
        .into(),
        points,
        because: if asked.is_weighed() {
            format_smolstr!(
                "weight {} beside the other requests",
                asked.request.weight.unwrap_or(1)
            )
        } else {
            SmolStr::new_static("a pair has no less than 0 points")
        },
    })
}

/// Rules that could have given more, with what is missing, in the order of the rules.
pub(crate) fn misses(
    sheet: &Sheet<'_>,
    request: usize,
    mentor: usize,
    judgement: &Judgement,
) -> Vec<Reason> {
    let lines = sheet.rulebook.lines.iter().zip(&judgement.parts);
    let missing = lines.filter_map(|(line, part)| {
        let Effect::Points(points_max) = line.effect else {
            return None;
        };
        let because = match part {
            None => not_given(sheet, line, request, mentor),
            Some(points) if *points < points_max => lack(sheet, line, request, mentor)?,
            Some(_) => return None,
        };
        Some(Reason {
            rule: line.id.as_str().into(),
            points: points_max - part.unwrap_or(0),
            because: because.into(),
        })
    });
    missing.collect()
}

/// The rules that forbid a pair, in words.
pub(crate) fn bars(
    sheet: &Sheet<'_>,
    request: usize,
    mentor: usize,
    judgement: &Judgement,
) -> Vec<(Id, String)> {
    let lines = judgement
        .forbidden_by
        .iter()
        .map(|&index| &sheet.rulebook.lines[index]);
    lines
        .map(|line| (line.id.clone(), phrase(sheet, line, request, mentor)))
        .collect()
}

/// What holds between two people, so that the rule gives its points or forbids.
fn phrase(sheet: &Sheet<'_>, line: &Line, request: usize, mentor: usize) -> String {
    let asked = &sheet.asked[request];
    let (mentee, offer) = (asked.participant, &sheet.mentors[mentor]);
    let mentor = offer.participant;
    match &line.measure {
        Measure::Covers {
            mentor: offered,
            mentee: wished,
        } => {
            let words = covered(sheet, asked, mentor, offered, wished, true);
            format!("{wished}: {}", words.join(", "))
        }
        Measure::Overlap {
            mentor: left,
            mentee: right,
        } => {
            let common = common(sheet, asked, mentor, left, right).join(", ");
            match right {
                Field::Languages => format!("both speak {common}"),
                Field::Location => format!("both in {common}"),
                Field::Style => format!("style: {common}"),
                Field::Facets => format!("facet: {common}"),
                _ => format!("same {right}: {common}"),
            }
        }
        Measure::Apart {
            mentee: Field::Languages,
            ..
        } => "no common language".to_owned(),
        Measure::Apart { mentee: field, .. } => format!("other {field}"),
        Measure::GapInside { .. } | Measure::GapOutside { .. } => {
            levels_apart(sheet, mentee, mentor)
        }
        Measure::HoursShared { .. } | Measure::HoursBelow { .. } => {
            format!("{} shared minutes a week", minutes(sheet, mentee, mentor))
        }
        Measure::Preference => preference(mentee, mentor).to_owned(),
        Measure::Waiting { .. } => format!("waited {}", counted(i64::from(asked.waited), "cohort")),
        Measure::Load => {
            let capacity = mentor.mentor.as_ref().map_or(0, |mentor| mentor.capacity);
            format!(
                "{} of {} free",
                offer.places,
                counted(i64::from(capacity), "place")
            )
        }
        Measure::ReportingLine => reporting_line(mentee, mentor),
        Measure::Never => never(mentee, mentor),
        Measure::PastPartner => "they were a pair before".to_owned(),
        Measure::Pair { why: None, .. } => "forbidden by name".to_owned(),
        Measure::Pair { why: Some(why), .. } => format!("forbidden by name: {why}"),
    }
}

/// What is missing for the points of a rule; none where nothing can be said or done.
fn lack(sheet: &Sheet<'_>, line: &Line, request: usize, mentor: usize) -> Option<String> {
    let asked = &sheet.asked[request];
    let (mentee, mentor) = (asked.participant, sheet.mentors[mentor].participant);
    Some(match &line.measure {
        Measure::Covers {
            mentor: offered,
            mentee: wished,
        } => {
            let words = covered(sheet, asked, mentor, offered, wished, false);
            if words.is_empty() {
                return None;
            }
            format!("{wished} not offered: {}", words.join(", "))
        }
        Measure::Overlap {
            mentee: Field::Languages,
            ..
        } => "no common language".to_owned(),
        Measure::Overlap { mentee: field, .. } => format!("other {field}"),
        Measure::Apart {
            mentor: left,
            mentee: right,
        } => {
            format!(
                "same {right}: {}",
                common(sheet, asked, mentor, left, right).join(", ")
            )
        }
        Measure::GapInside { .. } => levels_apart(sheet, mentee, mentor),
        Measure::HoursShared { full, .. } => {
            format!(
                "{} shared minutes a week, {full} give all points",
                minutes(sheet, mentee, mentor)
            )
        }
        Measure::Preference => preference(mentee, mentor).to_owned(),
        Measure::GapOutside { .. }
        | Measure::HoursBelow { .. }
        | Measure::Waiting { .. }
        | Measure::Load
        | Measure::ReportingLine
        | Measure::Never
        | Measure::PastPartner
        | Measure::Pair { .. } => return None,
    })
}

/// Which side has not given what a rule looks at.
fn not_given(sheet: &Sheet<'_>, line: &Line, request: usize, mentor: usize) -> String {
    let asked = &sheet.asked[request];
    let (left, right) = match &line.measure {
        Measure::Covers { mentor, mentee }
        | Measure::Overlap { mentor, mentee }
        | Measure::Apart { mentor, mentee } => (mentor.clone(), mentee.clone()),
        Measure::HoursShared { .. } | Measure::HoursBelow { .. } => {
            let who = silent(
                !asked.participant.free.is_empty(),
                !sheet.mentors[mentor].participant.free.is_empty(),
            );
            return format!("no free hours given by {who}");
        }
        _ => (Field::Level, Field::Level),
    };
    let has = |written: Written<'_>| written != Written::Of(Vec::new());
    let mentee_has = has(right.of_mentee(asked.participant, asked.request));
    let mentor_has = has(left.of_mentor(sheet.mentors[mentor].participant));
    format!("no {right} given by {}", silent(mentee_has, mentor_has))
}

fn silent(mentee_has: bool, mentor_has: bool) -> &'static str {
    match (mentee_has, mentor_has) {
        (false, true) => "the mentee",
        (true, false) => "the mentor",
        // Both have a word, but the vocabulary knows no such level.
        (true, true) => "either in the words of the vocabulary",
        (false, false) => "either",
    }
}

/// The mentee's wishes that the mentor covers, each with the mentor's own word for it where that is another one; or
/// those that are not covered.
fn covered<'a>(
    sheet: &Sheet<'_>,
    asked: &Asked<'a>,
    mentor: &'a Participant,
    left: &Field,
    right: &Field,
    is_covered: bool,
) -> Vec<Cow<'a, str>> {
    let lexicon = sheet.setting.lexicon;
    let wishes = match right.of_mentee(asked.participant, asked.request) {
        Written::Any => Vec::new(),
        Written::Of(wishes) => wishes,
    };
    let offers = match left.of_mentor(mentor) {
        Written::Any => return if is_covered { wishes } else { Vec::new() },
        Written::Of(offers) => offers,
    };
    let offered = |wish: &str| covering(lexicon, (left, &offers), (right, wish));
    if !is_covered {
        return wishes
            .into_iter()
            .filter(|wish| offered(wish).is_none())
            .collect();
    }
    let named = |wish: Cow<'a, str>| {
        let offer = offered(&wish)?;
        // Another word for it, or a part of it: say which, or nobody would find it in the mentor's file.
        if plain(offer) == plain(&wish) {
            Some(wish)
        } else {
            Some(Cow::Owned(format!("{wish} (offered as {offer})")))
        }
    };
    wishes.into_iter().filter_map(named).collect()
}

/// The offer that covers a wish best: the same word, another word for it, a part of it, or what it is a part of.
fn covering<'o>(
    lexicon: &Lexicon,
    (left, offers): (&Field, &'o [Cow<'_, str>]),
    (right, wish): (&Field, &str),
) -> Option<&'o str> {
    let word = right.word(lexicon, wish);
    let of = |offer: &str| left.word(lexicon, offer);
    let is_same = |offer: &&str| plain(offer) == plain(wish);
    let is_alias = |offer: &&str| of(offer) == word;
    let is_part =
        |offer: &&str| *left == Field::Skills && lexicon.wider_skills(&of(offer)).contains(&&word);
    let wider = if *right == Field::Skills {
        lexicon.wider_skills(&word)
    } else {
        Vec::new()
    };
    let is_wider = |offer: &&str| wider.contains(&&of(offer));
    let offers = || offers.iter().map(Cow::as_ref);
    let mut found = offers().find(is_same);
    found = found.or_else(|| offers().find(is_alias));
    found = found.or_else(|| offers().find(is_part));
    found.or_else(|| offers().find(is_wider))
}

/// What both have, as the mentor wrote it.
fn common<'a>(
    sheet: &Sheet<'_>,
    asked: &Asked<'a>,
    mentor: &'a Participant,
    left: &Field,
    right: &Field,
) -> Vec<Cow<'a, str>> {
    let lexicon = sheet.setting.lexicon;
    let mentees = match right.of_mentee(asked.participant, asked.request) {
        Written::Any => Vec::new(),
        Written::Of(written) => written,
    };
    match left.of_mentor(mentor) {
        Written::Any => mentees,
        Written::Of(written) => {
            let words = right.words(lexicon, &mentees);
            written
                .into_iter()
                .filter(|value| words.contains(&left.word(lexicon, value)))
                .collect()
        }
    }
}

fn levels_apart(sheet: &Sheet<'_>, mentee: &Participant, mentor: &Participant) -> String {
    let rank = |person: &Participant| {
        person
            .level
            .as_ref()
            .and_then(|level| sheet.setting.lexicon.level(level))
    };
    match (rank(mentee), rank(mentor)) {
        (Some(low), Some(high)) if low < high => format!("{} above", counted(high - low, "level")),
        (Some(low), Some(high)) if high < low => format!("{} below", counted(low - high, "level")),
        _ => "the same level".to_owned(),
    }
}

fn minutes(sheet: &Sheet<'_>, mentee: &Participant, mentor: &Participant) -> i64 {
    let free = |person: &Participant| {
        week(
            &person.free,
            person.timezone.unwrap_or(sheet.setting.zone),
            sheet.setting.reference,
        )
    };
    shared_minutes(&free(mentee), &free(mentor))
}

fn preference(mentee: &Participant, mentor: &Participant) -> &'static str {
    match (
        mentee.prefer.contains(&mentor.id),
        mentor.prefer.contains(&mentee.id),
    ) {
        (true, true) => "each named the other",
        (true, false) => "named by the mentee",
        (false, true) => "named by the mentor",
        (false, false) => "neither named the other",
    }
}

fn never(mentee: &Participant, mentor: &Participant) -> String {
    let who = match (
        mentee.never.contains(&mentor.id),
        mentor.never.contains(&mentee.id),
    ) {
        (true, true) => "both",
        (false, true) => "the mentor",
        _ => "the mentee",
    };
    format!("{who} said never")
}

fn reporting_line(mentee: &Participant, mentor: &Participant) -> String {
    let names = |person: &Participant, manager: &Participant| {
        person.reports_to.as_ref().is_some_and(|named| {
            let named = named.trim();
            let mut addresses = manager.email.iter().chain(&manager.also);
            named == manager.id.as_str()
                || addresses.any(|address| address.eq_ignore_ascii_case(named))
        })
    };
    if names(mentee, mentor) {
        "the mentee reports to the mentor".to_owned()
    } else {
        "the mentor reports to the mentee".to_owned()
    }
}

fn counted(number: i64, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}
