//! Who takes part in an example: mentors and mentees of the first day, late ones, and those who still wait.
//!
//! Its invariant: the roster is the same whenever it is asked for, and everybody whom somebody names is on it.

use crate::change::edit::{Fields, field};
use crate::change::enroll::Profile;
use crate::change::entry_id::slug;
use crate::change::example::brief::{Brief, working_day};
use crate::change::example::dice::Dice;
use crate::change::example::names::Register;
use crate::change::example::offices::{Office, Region, region};
use crate::change::example::trades::{LEVELS, SIDES, TRADES, Trade};
use crate::change::example::voices::{EXPECTATIONS, HOPES, MOTIVATIONS};
use crate::change::init::Template;
use crate::change::objective::number;
use crate::model::day::Day;
use crate::model::id::{PERSON_ID_CHARACTERS_MAX, PersonId};
use crate::model::participant::Style;

/// Mentees of a circle.
const CIRCLE_MENTEES: usize = 3;
/// The place of leadership among the sides of a career.
const LEADERSHIP: usize = 2;

/// When somebody came to the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wave {
    /// Before the cohort began.
    First,
    /// Weeks ago, and matched since.
    Late,
    /// In the last weeks: not matched yet.
    Waiting,
}

/// What somebody came for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Mentor,
    /// The mentor of a circle.
    Circle,
    Mentee,
    Both,
    /// A mentee who has only applied.
    Applicant,
}

/// Somebody who enrols.
#[derive(Debug)]
pub(super) struct Newcomer {
    pub(super) id: PersonId,
    pub(super) wave: Wave,
    pub(super) part: Part,
    pub(super) on: Day,
    pub(super) profile: Profile,
}

/// How many take each part.
struct Parts {
    circles: usize,
    mentors: usize,
    mentees: usize,
    late: usize,
    waiting: usize,
    new_mentors: usize,
    applicants: usize,
}

impl Parts {
    fn of(people: usize, template: Template) -> Parts {
        let from = |least: usize, one_in: usize| {
            if people < least {
                0
            } else {
                (people / one_in).max(1)
            }
        };
        let late = match template {
            // Single meetings are sought all the year round.
            Template::Flash => from(10, 6),
            Template::Cohort | Template::Certification | Template::Constellation => from(10, 16),
        };
        let waiting = from(6, 18);
        let (new_mentors, applicants) = (from(20, 36), from(12, 36));
        let first = people - late - waiting - new_mentors - applicants;
        let circles = match template {
            Template::Cohort => from(30, 60),
            Template::Certification | Template::Flash | Template::Constellation => 0,
        };
        let mentors = match template {
            Template::Constellation => first / 2,
            Template::Cohort | Template::Certification | Template::Flash if first < 8 => {
                first * 2 / 5
            }
            Template::Cohort | Template::Certification | Template::Flash => (first * 2).div_ceil(5),
        };
        let mentors = mentors.max(1);
        Parts {
            circles,
            mentors: mentors - circles,
            mentees: first - mentors,
            late,
            waiting,
            new_mentors,
            applicants,
        }
    }
}

/// A person before anything is said about them.
struct Sketch {
    number: usize,
    name: String,
    id: PersonId,
    wave: Wave,
    part: Part,
    trade: &'static Trade,
    team: &'static str,
    office: &'static Office,
    level: usize,
    /// Facets given, as places in the sides of a career.
    given: Vec<usize>,
    /// Facets asked for.
    asked: Vec<usize>,
}

/// Everybody, in the order in which they were written down.
pub(super) fn roster(brief: &Brief) -> Vec<Newcomer> {
    let sketches = sketches(brief);
    let capacities = capacities(&sketches);
    let newcomer = |(sketch, &capacity): (&Sketch, &i64)| Newcomer {
        id: sketch.id.clone(),
        wave: sketch.wave,
        part: sketch.part,
        on: enrolled_on(brief, sketch),
        profile: profile(brief, sketch, capacity, &sketches),
    };
    sketches.iter().zip(&capacities).map(newcomer).collect()
}

fn sketches(brief: &Brief) -> Vec<Sketch> {
    let parts = Parts::of(brief.people as usize, brief.template);
    let region = region(brief.timezone);
    let mut register = Register::default();
    let mut sketches = Vec::new();
    let groups = [
        (parts.circles, Wave::First, Part::Circle),
        (parts.mentors, Wave::First, Part::Mentor),
        (parts.mentees, Wave::First, Part::Mentee),
        (parts.late, Wave::Late, Part::Mentee),
        (parts.waiting, Wave::Waiting, Part::Mentee),
        (parts.new_mentors, Wave::Waiting, Part::Mentor),
        (parts.applicants, Wave::Waiting, Part::Applicant),
    ];
    for (count, wave, part) in groups {
        for place in 0..count {
            let number = sketches.len();
            // Every sixth mentor asks for a mentor too.
            let part = if part == Part::Mentor && wave == Wave::First && place % 6 == 4 {
                Part::Both
            } else {
                part
            };
            let is_far_away = wave == Wave::Waiting && part == Part::Mentee && place == 1;
            let office = office(region, number, is_far_away);
            let mut sketch = sketch(brief, &mut register, (number, wave, part), office);
            if wave == Wave::First && part == Part::Mentee && place < CIRCLE_MENTEES * parts.circles
            {
                sketch.asked = vec![LEADERSHIP];
            }
            sketches.push(sketch);
        }
    }
    sketches
}

fn office(region: &'static Region, number: usize, is_far_away: bool) -> &'static Office {
    if is_far_away {
        return &region.far_away;
    }
    let mut dice = Dice::about(&["office", &number.to_string()]);
    // The first office is the largest, the last the smallest.
    let place = dice.below(5).min(dice.below(5));
    &region.offices[place]
}

fn sketch(
    brief: &Brief,
    register: &mut Register,
    (number, wave, part): (usize, Wave, Part),
    office: &'static Office,
) -> Sketch {
    let mut dice = Dice::about(&["person", &number.to_string()]);
    let name = register.name(number, office.names);
    let id = PersonId::parse(&slug(&name, PERSON_ID_CHARACTERS_MAX))
        .expect("a given and a family name make an id");
    let trade = dice.pick(&TRADES);
    let team = *dice.pick(&trade.teams);
    let level = match part {
        Part::Circle => 3,
        Part::Mentor => [1, 2, 2, 2, 3, 3][dice.below(6)],
        Part::Both => [1, 2][dice.below(2)],
        Part::Mentee | Part::Applicant => [0, 0, 0, 1, 1, 2][dice.below(6)],
    };
    let given = match part {
        Part::Circle => vec![LEADERSHIP],
        Part::Mentor | Part::Both => given(&mut dice, number, level),
        Part::Mentee | Part::Applicant => Vec::new(),
    };
    let asked = match part {
        Part::Mentor | Part::Circle => Vec::new(),
        Part::Both => vec![LEADERSHIP],
        Part::Mentee | Part::Applicant => asked(&mut dice, brief.template),
    };
    Sketch {
        number,
        name,
        id,
        wave,
        part,
        trade,
        team,
        office,
        level,
        given,
        asked,
    }
}

/// Two facets, spread evenly; who leads people gives leadership.
fn given(dice: &mut Dice, number: usize, level: usize) -> Vec<usize> {
    let first = if level == 3 {
        LEADERSHIP
    } else {
        [0, 1, 0, 3][number % 4]
    };
    let second = [0, 1, 2, 3, 0][dice.below(5)];
    let mut given = vec![first, second];
    given.sort_unstable();
    given.dedup();
    given
}

fn asked(dice: &mut Dice, template: Template) -> Vec<usize> {
    let count = match template {
        Template::Cohort if dice.chance(22) => 2,
        Template::Constellation => 1 + [0, 1, 1, 1, 2][dice.below(5)],
        Template::Cohort | Template::Certification | Template::Flash => 1,
    };
    if template == Template::Certification {
        return vec![0];
    }
    let mut asked: Vec<usize> = Vec::new();
    while asked.len() < count {
        let side = [0, 0, 0, 0, 1, 1, 1, 2, 3, 3][dice.below(10)];
        if !asked.contains(&side) {
            asked.push(side);
        }
    }
    asked
}

/// Places of each person: of the first mentors enough for all who ask, and a few more.
fn capacities(sketches: &[Sketch]) -> Vec<i64> {
    const CAPACITIES: [i64; 6] = [2, 1, 2, 3, 2, 1];
    const CAPACITY_MAX: i64 = 3;
    const PLACES_SPARE: i64 = 2;
    let usual = |sketch: &Sketch| match sketch.part {
        Part::Circle => whole(CIRCLE_MENTEES),
        Part::Mentor | Part::Both => CAPACITIES[sketch.number % CAPACITIES.len()],
        Part::Mentee | Part::Applicant => 0,
    };
    let mut capacities: Vec<i64> = sketches.iter().map(usual).collect();
    let asked: usize = sketches.iter().map(|sketch| sketch.asked.len()).sum();
    let may_grow = |sketch: &Sketch| {
        sketch.wave == Wave::First && matches!(sketch.part, Part::Mentor | Part::Both)
    };
    let mut missing = whole(asked) + PLACES_SPARE - capacities.iter().sum::<i64>();
    for (sketch, capacity) in sketches.iter().zip(&mut capacities) {
        if 0 < missing && may_grow(sketch) {
            missing -= CAPACITY_MAX - *capacity;
            *capacity = CAPACITY_MAX;
        }
    }
    capacities
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Mentors of circles with their mentees.
pub(super) fn circles(brief: &Brief) -> Vec<(PersonId, Vec<PersonId>)> {
    let first: Vec<Sketch> = sketches(brief)
        .into_iter()
        .filter(|sketch| sketch.wave == Wave::First)
        .collect();
    let ids = |part: Part| {
        let of_part = first.iter().filter(move |sketch| sketch.part == part);
        of_part.map(|sketch| sketch.id.clone()).collect::<Vec<_>>()
    };
    let mentees = ids(Part::Mentee);
    let groups = mentees.chunks(CIRCLE_MENTEES).map(<[PersonId]>::to_vec);
    ids(Part::Circle).into_iter().zip(groups).collect()
}

/// The day on which late mentees were matched.
pub(super) fn late_match(brief: &Brief) -> Day {
    brief.at_work(if brief.is_flash() { 14 } else { 33 })
}

fn enrolled_on(brief: &Brief, sketch: &Sketch) -> Day {
    let mut dice = Dice::about(&["enrolled", sketch.id.as_str()]);
    let day = match sketch.wave {
        Wave::First => brief.starts().plus_days(-dice.days(34, 68)),
        Wave::Late => late_match(brief).plus_days(-dice.days(5, 22)),
        Wave::Waiting => brief.ago(dice.days(4, 12)),
    };
    working_day(day)
}

fn profile(brief: &Brief, sketch: &Sketch, capacity: i64, all: &[Sketch]) -> Profile {
    let mut profile = Profile {
        top: top(brief, sketch, all),
        ..Profile::default()
    };
    if !sketch.given.is_empty() {
        profile.mentor = Some(mentor(sketch, capacity));
    }
    if !sketch.asked.is_empty() {
        profile.mentee = Some(mentee(brief, sketch));
        profile.requests = requests(sketch);
    }
    profile
}

fn top(brief: &Brief, sketch: &Sketch, all: &[Sketch]) -> Fields {
    let mut dice = Dice::about(&["top", sketch.id.as_str()]);
    let address = format!("{}@example.org", sketch.id.as_str().replace('-', "."));
    let mut fields = vec![
        field("name", sketch.name.as_str()),
        field("email", address),
        field("title", sketch.trade.titles[sketch.level]),
    ];
    if brief.template == Template::Constellation {
        let organizations = ["Alder & Finch", "Harbour Labs", "Quayside College"];
        fields.push(field("organization", *dice.pick(&organizations)));
    }
    fields.push(field("department", sketch.trade.department));
    fields.push(field("team", sketch.team));
    fields.push(field("location", sketch.office.city));
    fields.push(field("timezone", sketch.office.zone.name()));
    fields.push(field("languages", sketch.office.languages.to_vec()));
    fields.push(field("level", LEVELS[sketch.level]));
    fields.push(field("reports_to", manager(&mut dice, sketch, all)));
    fields.push(field("modes", modes(&mut dice)));
    fields.push(field("free", free(&mut dice, sketch.office)));
    if let Some(wished) = wished(&mut dice, sketch, all) {
        fields.push(field("prefer", vec![wished.id.as_str()]));
    } else if let Some(refused) = refused(&mut dice, sketch, all) {
        fields.push(field("never", vec![refused.id.as_str()]));
    }
    fields.push(field("consented", enrolled_on(brief, sketch)));
    fields
}

/// A lead of the department who is enrolled, else its head, who is not.
fn manager(dice: &mut Dice, sketch: &Sketch, all: &[Sketch]) -> String {
    const LEAD: usize = 3;
    let leads = |other: &&Sketch| {
        other.level == LEAD
            && other.trade.department == sketch.trade.department
            && other.number < sketch.number
    };
    let known = if sketch.level < LEAD && dice.chance(60) {
        // Far more people than a department has would all report to its first lead.
        all.iter().take(sketch.number).rev().take(400).find(leads)
    } else {
        None
    };
    known.map_or_else(
        || format!("head.of.{}@example.org", sketch.trade.head),
        |lead| lead.id.to_string(),
    )
}

fn modes(dice: &mut Dice) -> Vec<&'static str> {
    let all: [&[&str]; 4] = [
        &["video", "in-person"],
        &["video"],
        &["in-person", "video"],
        &["video", "phone"],
    ];
    dice.pick(&all).to_vec()
}

/// Two afternoons or mornings within the hours that all offices share.
fn free(dice: &mut Dice, office: &Office) -> Vec<String> {
    let days = dice.some(&["Mon", "Tue", "Wed", "Thu", "Fri"], 2);
    let window = |day: &&str| {
        let from = office.shared_from_hour + u32::try_from(dice.below(2)).unwrap_or(0);
        let to = from + 2;
        format!("{day} {from:02}:00-{to:02}:00")
    };
    days.into_iter().map(window).collect()
}

/// One mentee in five hopes for a certain mentor.
fn wished<'a>(dice: &mut Dice, sketch: &Sketch, all: &'a [Sketch]) -> Option<&'a Sketch> {
    let is_wished = |mentor: &Sketch| {
        mentor.trade.department != sketch.trade.department
            && sketch.asked.iter().any(|side| mentor.given.contains(side))
    };
    mentor_drawn(dice, sketch, all, 20).filter(|mentor| is_wished(mentor))
}

/// One in fifteen has a reason to keep away from somebody.
fn refused<'a>(dice: &mut Dice, sketch: &Sketch, all: &'a [Sketch]) -> Option<&'a Sketch> {
    mentor_drawn(dice, sketch, all, 7)
}

fn mentor_drawn<'a>(
    dice: &mut Dice,
    sketch: &Sketch,
    all: &'a [Sketch],
    percent: usize,
) -> Option<&'a Sketch> {
    if sketch.part != Part::Mentee || !dice.chance(percent) {
        return None;
    }
    // Mentors of the first wave come first.
    let mentors = all.iter().position(|other| other.given.is_empty())?;
    (0 < mentors).then(|| dice.pick(&all[..mentors]))
}

fn mentor(sketch: &Sketch, capacity: i64) -> Fields {
    let mut dice = Dice::about(&["mentor", sketch.id.as_str()]);
    let facets: Vec<&str> = sketch.given.iter().map(|&side| SIDES[side].facet).collect();
    let mut skills: Vec<&str> = dice
        .some(&sketch.trade.skills, 3)
        .into_iter()
        .copied()
        .collect();
    for &side in &sketch.given {
        skills.extend(dice.some(SIDES[side].skills, 2));
    }
    if dice.chance(40) {
        let other = *dice.pick(&dice_trade(sketch).skills);
        if !skills.contains(&other) {
            skills.push(other);
        }
    }
    let hours = *dice.pick(&[1.0, 1.0, 1.5, 2.0]);
    let mut fields = vec![field("capacity", capacity)];
    if sketch.part == Part::Circle {
        fields.push(field("circle", true));
    }
    fields.extend([
        field("facets", facets),
        field("skills", skills),
        field("style", styles(&mut dice, 2)),
        field("hours_per_week", number(hours)),
        field("motivation", *dice.pick(&MOTIVATIONS)),
        field("hopes", *dice.pick(&HOPES)),
        field("confidence", dice.days(2, 5)),
    ]);
    if dice.chance(85) {
        fields.push(field("volunteered", true));
    }
    fields
}

/// The trade in which somebody worked before.
fn dice_trade(sketch: &Sketch) -> &'static Trade {
    Dice::about(&["former", sketch.id.as_str()]).pick(&TRADES)
}

fn styles(dice: &mut Dice, most: usize) -> Vec<&'static str> {
    let count = 1 + dice.below(most);
    dice.some(Style::WORDS, count)
        .into_iter()
        .copied()
        .collect()
}

fn mentee(brief: &Brief, sketch: &Sketch) -> Fields {
    let mut dice = Dice::about(&["mentee", sketch.id.as_str()]);
    let side = sketch.asked.first().copied().unwrap_or_default();
    let mut fields = vec![field("expectations", *dice.pick(&EXPECTATIONS[side]))];
    if !brief.is_flash() && sketch.wave == Wave::First {
        fields.push(field("commit_until", brief.ends()));
    }
    fields
}

fn requests(sketch: &Sketch) -> Vec<Fields> {
    let mut dice = Dice::about(&["requests", sketch.id.as_str()]);
    let mut requests = Vec::new();
    for (place, &side) in sketch.asked.iter().enumerate() {
        let skills = if SIDES[side].skills.is_empty() {
            let trade = if dice.chance(70) {
                sketch.trade
            } else {
                dice_trade(sketch)
            };
            dice.some(&trade.skills, 2)
        } else {
            dice.some(SIDES[side].skills, 1)
        };
        let skills: Vec<&str> = skills.into_iter().copied().collect();
        let mut fields = vec![field("facet", SIDES[side].facet), field("skills", skills)];
        if dice.chance(45) {
            fields.push(field("style", styles(&mut dice, 1)));
        }
        if place == 0 && 1 < sketch.asked.len() {
            fields.push(field("weight", 2_i64));
        }
        requests.push(fields);
    }
    requests
}
