//! What needs somebody: in which order, in which words, and the command that settles it.
//!
//! It judges nothing that health has not judged. Its invariant: a pairing has one need at most, its gravest.

use crate::insights::checkins::checkins_due;
use crate::insights::health::days;
use crate::insights::progress::Progress;
use crate::matching::demand::{capacity_free, is_ready};
use crate::model::day::{Day, Moment};
use crate::model::id::Id;
use crate::model::pairing::PairingState;
use crate::model::participant::{Participant, Readiness, Role};
use crate::model::program::Program;
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;
use std::cmp::Reverse;

mod pairing;

use pairing::pairing_need;

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
        /// Nobody is enrolled, or no mentee.
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
        /// A check-in gives cause to look.
        LowScore = "low-score",
        /// Nobody said what became of a meeting.
        Unconfirmed = "unconfirmed",
        /// A proposal was not accepted in time, and holds its place.
        Expired = "expired",
        /// A pairing waits to be accepted, begun or closed.
        Stage = "stage",
        /// A pairing is past its last day.
        PastEnd = "past-end",
        /// No meeting in person for longer than wished.
        InPerson = "in-person",
        /// A pairing of one meeting has met, and nobody said how it was.
        Feedback = "feedback",
        /// Homework is overdue.
        Homework = "homework",
        /// People were asked how it goes, and have not answered.
        Checkin = "check-in",
        /// Pairings have begun, and no meeting of theirs is planned.
        Unplanned = "unplanned",
    }
}

/// Something that needs somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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

/// Everything that needs somebody, the most urgent first.
pub fn needs<'a>(
    program: &'a Program,
    progress: &[Progress<'a>],
    mentees_unmatched: usize,
    day: Day,
) -> Vec<Need<'a>> {
    let mut needs = program_needs(program, mentees_unmatched, day);
    let mut unplanned = Vec::new();
    for one in progress {
        match pairing_need(program, one, day) {
            Some(need) => needs.push(need),
            None => unplanned.extend(is_unplanned(one).then_some(&one.pairing.id)),
        }
    }
    needs.extend(unplanned_need(&unplanned));
    needs.sort_by_key(|need| {
        (
            need.urgency,
            need.kind,
            Reverse(need.days_over),
            need.pairing,
        )
    });
    needs
}

/// What needs somebody beyond single pairings.
fn program_needs(program: &Program, mentees_unmatched: usize, day: Day) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    needs.extend(enroll_need(program));
    for (cohort, draft) in &program.drafts {
        let pairs = numbered(draft.pairs.len(), "pair", "pairs");
        let sentence = format!("the draft of {cohort} proposes {pairs}");
        let command = format!("pleiad match publish --cohort {cohort}");
        needs.push(need_of_program(NeedKind::Draft, sentence, command));
    }
    needs.extend(unmatched_need(program, mentees_unmatched, day));
    needs.extend(applied_need(program, day));
    needs.extend(unanswered_need(program, day));
    needs
}

/// Nothing can be matched before somebody asks; that no mentor is there, unmatched mentees say.
fn enroll_need(program: &Program) -> Option<Need<'_>> {
    let mut people = program.participants.values();
    let is_over = !program.pairings.is_empty() || people.any(Participant::is_mentee);
    let (sentence, command) = match (is_over, program.participants.is_empty()) {
        (true, _) => return None,
        (false, true) => ("nobody is enrolled yet", "pleiad enroll"),
        (false, false) => ("no mentee is enrolled yet", "pleiad enroll --mentee"),
    };
    let kind = NeedKind::Enroll;
    Some(need_of_program(kind, sentence.to_owned(), command))
}

/// Whether a pairing has begun and nothing of it stands in any calendar.
fn is_unplanned(progress: &Progress<'_>) -> bool {
    progress.state == PairingState::Active && progress.log.meetings.is_empty()
}

/// Pairs that were just made meet sooner where the first meeting is planned for them.
fn unplanned_need<'a>(pairings: &[&'a Id]) -> Option<Need<'a>> {
    let (sentence, command) = match pairings {
        [] => return None,
        [id] => (
            format!("{id} has no meeting yet"),
            format!("pleiad meeting add {id}"),
        ),
        _ => (
            format!("{} pairs have no meeting yet", pairings.len()),
            "pleiad schedule".to_owned(),
        ),
    };
    Some(need_of_program(NeedKind::Unplanned, sentence, command))
}

/// With a draft under review the mentees are served already, or cannot be.
fn unmatched_need(program: &Program, mentees: usize, day: Day) -> Option<Need<'_>> {
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

fn places_free(program: &Program, day: Day) -> usize {
    let by_person = program.pairings_by_person();
    let takes_part = |participant: &&Participant| {
        participant.is_mentor() && is_ready(program, participant, Role::Mentor, day)
    };
    let mentors = program.participants.values().filter(takes_part);
    mentors
        .map(|mentor| capacity_free(&by_person, mentor, day) as usize)
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
    let more = waiting.count();
    let sentence = if more == 0 {
        format!("{} waits to be made ready", first.name)
    } else {
        let others = numbered(more, "other", "others");
        format!("{} and {others} wait to be made ready", first.name)
    };
    let command = format!("pleiad participant ready {}", first.id);
    Some(need_of_program(NeedKind::Applied, sentence, command))
}

/// People who were asked how it goes and are silent for longer than the program waits.
fn unanswered_need(program: &Program, day: Day) -> Option<Need<'_>> {
    let patience = i64::from(program.settings.health.silence_days_after_cadence);
    let asked = checkins_due(program, day).into_iter();
    let silent: Vec<i64> = asked
        .map(|asked| asked.days_over)
        .filter(|&days_over| patience < days_over)
        .collect();
    let longest = silent.iter().copied().max()?;
    let who = numbered(silent.len(), "check-in is", "check-ins are");
    let sentence = format!("{who} not answered, the oldest for {}", days(longest));
    Some(Need {
        days_over: longest - patience,
        ..need_of_program(NeedKind::Checkin, sentence, "pleiad checkin due")
    })
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

fn numbered(count: usize, singular: &str, plural: &str) -> String {
    format!("{count} {}", if count == 1 { singular } else { plural })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::health::Health;
    use crate::insights::progress::progress_of_all;
    use crate::insights::sample::{
        PROGRAMS, add_pair, day, enroll_mentee, first_day, id, mentor, participant, program,
        programs,
    };
    use crate::insights::today::{NEEDS_MAX, today};
    use crate::model::draft::{Aim, Draft};
    use crate::model::log::{Homework, MeetingState};
    use crate::model::pairing::PairingKind;
    use crate::model::participant::{Mentee, ReadinessEntry};
    use proptest::prelude::*;

    const HELD: MeetingState = MeetingState::Held;
    const PLANNED: MeetingState = MeetingState::Planned;

    /// What each need is about, with its kind and command.
    fn commands(program: &Program, on: &str) -> Vec<(&'static str, String)> {
        let screen = today(program, day(on));
        let needs = screen.needs_you.into_iter();
        needs
            .map(|need| (need.kind.as_str(), need.command))
            .collect()
    }

    #[test]
    fn an_empty_program_says_what_to_do_first() {
        let needed = commands(&program(), "2026-02-20");
        assert_eq!(needed, [("enroll", "pleiad enroll".to_owned())]);
    }

    #[test]
    fn a_program_that_lacks_mentees_or_mentors_says_so() {
        let mut program = program();
        let mut grace = participant("grace");
        grace.mentor = Some(mentor(1));
        program.participants.insert(grace.id.clone(), grace);
        let needed = commands(&program, "2026-02-20");
        assert_eq!(needed, [("enroll", "pleiad enroll --mentee".to_owned())]);
        program.participants.clear();
        enroll_mentee(&mut program, "ada");
        let needed = commands(&program, "2026-02-20");
        assert_eq!(needed, [("unmatched", "pleiad enroll --mentor".to_owned())]);
    }

    #[test]
    fn pairs_that_have_just_begun_are_told_together_until_a_meeting_is_planned() {
        let mut program = program();
        let active = ("2026-02-18", PairingState::Active);
        add_pair(&mut program, "grace-mentors-kim", active, &[]);
        add_pair(
            &mut program,
            "grace-mentors-lee",
            active,
            &[("2026-02-25", PLANNED)],
        );
        let alone = commands(&program, "2026-02-20");
        assert_eq!(
            alone,
            [(
                "unplanned",
                "pleiad meeting add grace-mentors-kim".to_owned()
            )]
        );
        add_pair(&mut program, "grace-mentors-mia", active, &[]);
        let together = commands(&program, "2026-02-20");
        assert_eq!(together, [("unplanned", "pleiad schedule".to_owned())]);
    }

    #[test]
    fn the_most_urgent_comes_first_and_each_need_names_the_command_that_settles_it() {
        let mut program = program();
        enroll_mentee(&mut program, "ada");
        let active = ("2026-01-12", PairingState::Active);
        add_pair(
            &mut program,
            "grace-mentors-kim",
            active,
            &[("2026-02-19", HELD), ("2026-02-20", PLANNED)],
        );
        add_pair(
            &mut program,
            "grace-mentors-lee",
            ("2026-01-20", PairingState::Proposed),
            &[],
        );
        add_pair(&mut program, "grace-mentors-mia", active, &[]);
        add_pair(
            &mut program,
            "grace-mentors-ola",
            active,
            &[("2026-02-20", HELD)],
        );
        add_pair(
            &mut program,
            "grace-mentors-sam",
            ("2025-11-01", PairingState::Active),
            &[("2025-11-12", HELD)],
        );
        let expected = [
            ("first-meeting", "pleiad meeting add grace-mentors-mia"),
            ("silence", "pleiad meeting add grace-mentors-sam"),
            ("unmatched", "pleiad enroll --mentor"),
            ("unconfirmed", "pleiad note grace-mentors-kim"),
            ("expired", "pleiad pairing withdraw grace-mentors-lee"),
        ];
        let expected = expected.map(|(kind, command)| (kind, command.to_owned()));
        assert_eq!(commands(&program, "2026-02-21"), expected);
    }

    #[test]
    fn a_silence_with_an_unconfirmed_meeting_asks_what_became_of_it() {
        let mut program = program();
        let active = ("2026-01-12", PairingState::Active);
        let meetings = [("2026-01-15", HELD), ("2026-02-12", PLANNED)];
        add_pair(&mut program, "grace-mentors-kim", active, &meetings);
        let screen = today(&program, day("2026-03-20"));
        let need = &screen.needs_you[0];
        assert_eq!((need.urgency, need.kind), (Urgency::Now, NeedKind::Silence));
        assert_eq!(need.command, "pleiad note grace-mentors-kim");
        assert_eq!(
            need.sentence,
            "nobody said what became of the meeting on Thu 12 Feb 2026; silent for 64 days"
        );
    }

    #[test]
    fn each_stage_that_waits_names_the_command_that_ends_the_waiting() {
        for (state, command) in [
            (
                PairingState::Accepted,
                "pleiad pairing sign grace-mentors-kim",
            ),
            (PairingState::Closing, "pleiad close grace-mentors-kim"),
        ] {
            let mut program = program();
            add_pair(
                &mut program,
                "grace-mentors-kim",
                ("2026-01-20", state),
                &[],
            );
            let needed = commands(&program, "2026-02-21");
            assert_eq!(needed, [("stage", command.to_owned())]);
        }
    }

    #[test]
    fn a_proposal_that_expired_is_to_be_taken_back_however_patient_the_program_is() {
        let mut program = program();
        program.settings.health.stage_days = 100;
        let proposed = ("2026-01-20", PairingState::Proposed);
        add_pair(&mut program, "grace-mentors-kim", proposed, &[]);
        assert_eq!(commands(&program, "2026-02-03"), []);
        let screen = today(&program, day("2026-02-04"));
        let need = &screen.needs_you[0];
        assert_eq!(need.kind, NeedKind::Expired);
        assert_eq!(need.command, "pleiad pairing withdraw grace-mentors-kim");
        assert!(
            need.sentence.contains("expired on Tue 3 Feb 2026"),
            "{}",
            need.sentence
        );
    }

    #[test]
    fn one_meeting_that_was_held_waits_for_somebody_to_say_how_it_was() {
        let mut program = program();
        let active = ("2026-01-12", PairingState::Active);
        add_pair(
            &mut program,
            "grace-mentors-kim",
            active,
            &[("2026-01-15", HELD)],
        );
        for pairing in program.pairings.values_mut() {
            pairing.kind = PairingKind::Flash;
        }
        let needed = commands(&program, "2026-01-16");
        assert_eq!(
            needed,
            [("feedback", "pleiad close grace-mentors-kim".to_owned())]
        );
    }

    #[test]
    fn mentees_without_a_mentor_are_matched_where_places_are_free() {
        let mut program = program();
        enroll_mentee(&mut program, "ada");
        let mut grace = participant("grace");
        grace.mentor = Some(mentor(2));
        program.participants.insert(grace.id.clone(), grace);
        let screen = today(&program, day("2026-02-21"));
        assert_eq!(screen.mentees_unmatched, 1);
        assert_eq!(
            screen.needs_you[0].sentence,
            "1 mentee has no mentor; 2 places are free"
        );
        assert_eq!(screen.needs_you[0].command, "pleiad match");
    }

    #[test]
    fn a_draft_under_review_waits_to_be_published() {
        let mut program = program();
        enroll_mentee(&mut program, "ada");
        let draft = Draft {
            on: day("2026-02-01"),
            aim: Aim::Coverage,
            rules_digest: String::new(),
            rests_on: String::new(),
            pairs: Vec::new(),
        };
        program.drafts.insert(id("spring"), draft);
        let needed = commands(&program, "2026-02-21");
        assert_eq!(
            needed,
            [("draft", "pleiad match publish --cohort spring".to_owned())]
        );
    }

    #[test]
    fn applications_wait_where_people_are_screened() {
        let mut program = program();
        program.settings.policy.screening = true;
        for text in ["ada", "ben"] {
            let applied = ReadinessEntry {
                on: day("2026-02-01"),
                is: Readiness::Applied,
                role: None,
                by: None,
                why: None,
            };
            let person = Participant {
                mentee: Some(Mentee::default()),
                states: vec![applied],
                ..participant(text)
            };
            program.participants.insert(person.id.clone(), person);
        }
        let screen = today(&program, day("2026-02-21"));
        assert_eq!(
            screen.needs_you[0].sentence,
            "ADA and 1 other wait to be made ready"
        );
        assert_eq!(screen.needs_you[0].command, "pleiad participant ready ada");
    }

    #[test]
    fn overdue_homework_of_a_green_pair_is_the_least_urgent() {
        let mut program = program();
        let active = ("2026-01-12", PairingState::Active);
        add_pair(
            &mut program,
            "grace-mentors-kim",
            active,
            &[("2026-02-03", HELD), ("2026-02-17", HELD)],
        );
        let homework = |due: Option<&str>| Homework {
            id: None,
            meeting: Some(id("2026-02-03")),
            owner: "mentee".into(),
            text: "send the draft".to_owned(),
            due: due.map(day),
            done: None,
            evidence: None,
        };
        let pieces = vec![homework(None), homework(Some("2026-02-10"))];
        let logs = program.logs.values_mut();
        logs.for_each(|log| log.homework.clone_from(&pieces));
        let screen = today(&program, day("2026-02-21"));
        let need = screen.needs_you.last();
        let sentence = "2 pieces of homework are overdue, the oldest by 11 days";
        assert_eq!(need.map(|need| need.sentence.as_str()), Some(sentence));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(PROGRAMS))]

        #[test]
        fn every_amber_or_red_pair_is_a_need_and_the_red_come_first(program in programs(), days in 0_i64..240) {
            let on = first_day().plus_days(days);
            let screen = today(&program, on);
            let progress = progress_of_all(&program, on);
            let of = |health| progress.iter().filter(|one| one.assessment.as_ref().is_some_and(|found| found.health == health)).count();
            let now = screen.needs_you.iter().filter(|need| need.urgency == Urgency::Now).count();
            prop_assert_eq!(now, of(Health::Red).min(NEEDS_MAX));
            prop_assert!(screen.needs_you.is_sorted_by_key(|need| need.urgency));
            prop_assert!(of(Health::Red) + of(Health::Amber) <= screen.needs_you.len() + screen.needs_more);
            let mut pairings: Vec<&Id> = screen.needs_you.iter().filter_map(|need| need.pairing).collect();
            let all = pairings.len();
            pairings.sort();
            pairings.dedup();
            prop_assert_eq!(pairings.len(), all, "one need for each pairing at most");
        }
    }
}
