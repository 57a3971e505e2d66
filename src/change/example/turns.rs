//! A turn of a pairing: what a meeting brought, what was done since the one before, and the plan of the next.

use crate::change::edit::{Author, Edit};
use crate::change::example::brief::Brief;
use crate::change::example::courses::{Became, Visit};
use crate::change::example::dice::Dice;
use crate::change::example::stories::episode::Episode;
use crate::change::example::stories::select;
use crate::change::follow_up::{self, NewHomework, NewTried};
use crate::change::log::{
    Another, Minutes, NewMeeting, NoteMeeting, NoteVisibility, add_meeting, note,
};
use crate::change::meeting::settle;
use crate::change::refusal::Refusal;
use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::log::{Log, MeetingState};
use crate::model::pairing::{Pairing, PairingKind};
use crate::model::participant::Mode;

/// Where pairs of one office sit down.
const PLACES: [&str; 6] = [
    "Canteen, by the window",
    "Meeting room Ada",
    "Coffee bar on the ground floor",
    "Small library",
    "A walk around the block",
    "Roof terrace",
];

/// A pairing at one of its turns.
pub(super) struct Turn<'a> {
    pub(super) brief: &'a Brief,
    pub(super) pairing: &'a Pairing,
    /// Its log up to the turn before.
    pub(super) log: &'a Log,
    pub(super) visits: &'a [Visit],
    /// Its number from 0: the visit that is planned, one after the visit that is settled.
    pub(super) number: usize,
}

impl Turn<'_> {
    /// Everything that this turn writes down.
    pub(super) fn edits(&self) -> Result<Vec<Edit>, Refusal> {
        let mut edits = Vec::new();
        if let Some(before) = self.number.checked_sub(1)
            && let (Some(visit), Some(meeting)) =
                (self.visits.get(before), self.log.meetings.get(before))
        {
            edits.extend(self.settle(visit, &meeting.id)?);
        }
        if let Some(visit) = self.visits.get(self.number) {
            edits.extend(self.plan(visit)?);
        }
        Ok(edits)
    }

    fn dice(&self, about: &str) -> Dice {
        Dice::about(&[about, self.pairing.id.as_str(), &self.number.to_string()])
    }

    fn plan(&self, visit: &Visit) -> Result<Vec<Edit>, Refusal> {
        let mut dice = self.dice("plan");
        let usual = if dice.chance(12) {
            Mode::Phone
        } else {
            Mode::Video
        };
        let new = NewMeeting {
            at: visit.at,
            zone: None,
            minutes: dice.chance(15).then_some(60),
            mode: Some(if visit.is_in_person {
                Mode::InPerson
            } else {
                usual
            }),
            place: visit.is_in_person.then(|| (*dice.pick(&PLACES)).to_owned()),
            topics: Vec::new(),
            is: MeetingState::Planned,
            another: Another::Allowed,
        };
        let author = author(visit.planned_on, None);
        let (_, change) = add_meeting(&self.pairing.id, self.log, &new, &author)?;
        Ok(change.edits)
    }

    fn settle(&self, visit: &Visit, meeting: &Id) -> Result<Vec<Edit>, Refusal> {
        let author = author(visit.settled_on, None);
        let id = &self.pairing.id;
        let change = match visit.became {
            Became::Held => return self.hold(visit, meeting),
            Became::Open => return self.wonder(visit),
            Became::Cancelled => settle::cancel(id, self.log, meeting, &author)?,
            Became::Missed => settle::miss(id, self.log, meeting, &[self.absent()], &author)?,
        };
        Ok(change.edits)
    }

    /// Who did not come: rather one of the mentees than the mentor.
    fn absent(&self) -> PersonId {
        let mut dice = self.dice("absent");
        if dice.chance(60) {
            dice.pick(&self.pairing.mentees).clone()
        } else {
            self.pairing.mentor.clone()
        }
    }

    /// A meeting that took place, with what was done before it.
    fn hold(&self, visit: &Visit, meeting: &Id) -> Result<Vec<Edit>, Refusal> {
        let held = self.log.held(self.brief.today).count();
        let episode = select::episode(self.pairing, held);
        let mut edits = self.homework_done(visit, meeting)?;
        edits.extend(self.advice_tried(visit)?);
        let mut dice = self.dice("hold");
        if dice.chance(40) {
            let asked_on = self.between(visit.planned_on, visit, dice.days(1, 4));
            let (question, change) = self.ask(episode, asked_on)?;
            edits.extend(change);
            if dice.chance(85) {
                edits.extend(follow_up::answer(&self.pairing.id, &question, meeting).edits);
            }
        }
        let mentee = dice.pick(&self.pairing.mentees);
        let author = author(visit.settled_on, Some(mentee));
        let known = NoteMeeting::Known(meeting.clone());
        let owner = match self.pairing.kind {
            PairingKind::Circle => mentee.as_str(),
            PairingKind::Pair | PairingKind::Peer | PairingKind::Reverse | PairingKind::Flash => {
                "mentee"
            }
        };
        let minutes = minutes(&mut dice, episode, visit, owner);
        edits.extend(
            note(self.pairing, self.log, &known, &minutes, &author)?
                .change
                .edits,
        );
        Ok(edits)
    }

    /// A meeting that is still to come may have a question waiting for it.
    fn wonder(&self, visit: &Visit) -> Result<Vec<Edit>, Refusal> {
        let mut dice = self.dice("wonder");
        if !dice.chance(45) {
            return Ok(Vec::new());
        }
        let held = self.log.held(self.brief.today).count();
        let episode = select::episode(self.pairing, held);
        let asked_on = self.brief.ago(dice.days(0, 6)).max(visit.planned_on);
        Ok(self.ask(episode, asked_on)?.1)
    }

    fn ask(&self, episode: &Episode, on: Day) -> Result<(Id, Vec<Edit>), Refusal> {
        let author = author(on, None);
        let (id, change) = follow_up::ask(&self.pairing.id, self.log, episode.question, &author)?;
        Ok((id, change.edits))
    }

    /// So many days before a visit, but not before the day from which it was awaited.
    fn between(&self, from: Day, visit: &Visit, days_before: i64) -> Day {
        visit
            .at
            .day()
            .plus_days(-days_before)
            .max(from)
            .min(self.brief.today)
    }

    fn homework_done(&self, visit: &Visit, meeting: &Id) -> Result<Vec<Edit>, Refusal> {
        let mut dice = self.dice("homework");
        let mut edits = Vec::new();
        for homework in self
            .log
            .homework
            .iter()
            .filter(|homework| homework.done.is_none())
        {
            let (Some(id), Some(of)) = (&homework.id, &homework.meeting) else {
                continue;
            };
            let set_by = self.log.meetings.iter().rev().find(|known| known.id == *of);
            let is_old =
                set_by.is_none_or(|set_by| 40 < visit.at.day().days_since(set_by.at.day()));
            if meeting == of || !dice.chance(if is_old { 92 } else { 72 }) {
                continue;
            }
            let from = set_by.and_then(|set_by| set_by.settled_on);
            let on = self.between(from.unwrap_or(visit.planned_on), visit, dice.days(0, 6));
            let evidence = self.evidence(&homework.text).filter(|_| dice.chance(50));
            let author = author(on, None);
            let change = follow_up::do_homework(&self.pairing.id, self.log, id, evidence, &author)?;
            edits.extend(change.edits);
        }
        Ok(edits)
    }

    fn evidence(&self, homework: &str) -> Option<&'static str> {
        let of_mentor = select::MENTOR_HOMEWORK
            .iter()
            .find(|(text, _)| *text == homework);
        let is_it = |episode: &&Episode| episode.homework == homework;
        let of_mentee = || select::all(self.pairing).find(is_it);
        of_mentor
            .map(|(_, evidence)| *evidence)
            .or_else(|| Some(of_mentee()?.evidence))
    }

    fn advice_tried(&self, visit: &Visit) -> Result<Vec<Edit>, Refusal> {
        let mut dice = self.dice("tried");
        let is_tried = |id: &Id| self.log.tried.iter().any(|tried| tried.advice == *id);
        let Some(advice) = self.log.advice.last() else {
            return Ok(Vec::new());
        };
        let Some(id) = advice.id.as_ref().filter(|id| !is_tried(id)) else {
            return Ok(Vec::new());
        };
        let given = select::all(self.pairing).find(|episode| episode.advice == advice.text);
        let Some(episode) = given.filter(|_| dice.chance(70)) else {
            return Ok(Vec::new());
        };
        let on = self.between(advice.on, visit, dice.days(1, 8));
        let (how, response, helped) = if dice.chance(22) {
            *dice.pick(&select::TRIED_IN_VAIN)
        } else {
            (episode.how, episode.response, episode.helped)
        };
        let tried = NewTried {
            how: Some(how.to_owned()),
            response: dice.chance(75).then(|| response.to_owned()),
            helped: Some(helped),
            evidence: None,
        };
        let author = author(on, None);
        let change = follow_up::try_advice(&self.pairing.id, self.log, id, &tried, &author)?;
        Ok(change.edits)
    }
}

/// How much of an episode a pair writes down.
fn minutes(dice: &mut Dice, episode: &Episode, visit: &Visit, mentee: &str) -> Minutes {
    let says = |dice: &mut Dice, percent, text: &str| dice.chance(percent).then(|| text.to_owned());
    Minutes {
        text: dice.chance(88).then(|| lines(episode.note)),
        visible: if dice.chance(8) {
            NoteVisibility::Program
        } else {
            NoteVisibility::Pair
        },
        advice: says(dice, 60, episode.advice).into_iter().collect(),
        homework: homework(dice, episode, visit, mentee).into_iter().collect(),
        questions: Vec::new(),
        topics: vec![episode.topic.to_owned()],
        mentor_learned: says(dice, 16, episode.mentor_learned),
        ..Minutes::default()
    }
}

/// A long note as a person types it: each sentence on a line of its own.
fn lines(note: &str) -> String {
    const LINE_CHARACTERS_MAX: usize = 100;
    if note.len() <= LINE_CHARACTERS_MAX {
        note.to_owned()
    } else {
        note.replace(". ", ".\n").replace("? ", "?\n")
    }
}

fn homework(
    dice: &mut Dice,
    episode: &Episode,
    visit: &Visit,
    mentee: &str,
) -> Option<NewHomework> {
    if !dice.chance(52) {
        return None;
    }
    let (owner, text) = if dice.chance(14) {
        ("mentor", dice.pick(&select::MENTOR_HOMEWORK).0)
    } else {
        (mentee, episode.homework)
    };
    let due = dice
        .chance(45)
        .then(|| visit.settled_on.plus_days(dice.days(6, 14)));
    Some(NewHomework {
        owner: owner.to_owned(),
        text: text.to_owned(),
        due,
    })
}

fn author(today: Day, by: Option<&PersonId>) -> Author {
    Author {
        today,
        by: by.and_then(|by| Id::parse(by.as_str()).ok()),
    }
}
