//! Pairings of every kind, with histories that may be.

use super::maker::Maker;
use super::{FACETS, day};
use std::collections::BTreeSet;
use std::fmt::Write;

const REASONS: [&str; 3] = ["workload", "time-up", "goals-met"];
/// States of a pairing, and what may follow each.
const FOLLOWS: [(&str, &[&str]); 9] = [
    (
        "proposed",
        &["accepted", "active", "declined", "withdrawn", "void"],
    ),
    ("accepted", &["active", "active", "declined", "withdrawn"]),
    (
        "active",
        &[
            "paused", "paused", "closing", "closed", "closed", "closed", "void",
        ],
    ),
    ("paused", &["active", "active", "closed"]),
    ("closing", &["active", "closed", "closed"]),
    ("closed", &["active", "void"]),
    ("declined", &["proposed"]),
    ("withdrawn", &["proposed"]),
    ("void", &[]),
];

/// A pairing as far as its log needs it.
pub(super) struct Pair {
    pub(super) id: String,
    pub(super) people: Vec<&'static str>,
}

impl Maker {
    pub(super) fn pairings(&mut self) -> Vec<Pair> {
        let mut made = Vec::new();
        let mut known = BTreeSet::new();
        for number in 0..2 + self.dice.below(14) {
            let kind = *self.dice.pick(&[
                "pair", "pair", "pair", "reverse", "flash", "peer", "peer", "circle",
            ]);
            let count = if kind == "circle" { 3 } else { 1 };
            let mut people: Vec<&'static str> = Vec::new();
            while people.len() <= count {
                let person = *self.dice.pick(&self.people);
                if !people.contains(&person) {
                    people.push(person);
                }
            }
            if kind == "peer" {
                people.sort_unstable();
            }
            if people[1..]
                .iter()
                .any(|mentee| known.contains(&(people[0], *mentee)))
            {
                continue;
            }
            known.extend(people[1..].iter().map(|mentee| (people[0], *mentee)));
            let id = match kind {
                "circle" => format!("circle-{number}"),
                "peer" => format!("{}-and-{}", people[0], people[1]),
                _ => format!("{}-mentors-{}", people[0], people[1]),
            };
            self.pairing(&id, kind, &people);
            made.push(Pair { id, people });
        }
        made
    }

    fn pairing(&mut self, id: &str, kind: &str, people: &[&'static str]) {
        let mentees = &people[1..];
        let mut text = format!(
            "mentor = \"{}\"\nmentees = {mentees:?}\nkind = \"{kind}\"\n",
            people[0]
        );
        let facets = self.some(&FACETS, 40);
        let serves = self.some(&["entered", "goals-reached"], 40);
        writeln!(text, "facets = {facets:?}\nserves = {serves:?}").unwrap();
        self.cohort(&mut text, 60);
        let begins = self.dice.below(220);
        let starts = day(begins + self.dice.below(20));
        self.maybe(&mut text, 60, &format!("starts = {starts}"));
        let ends = day(begins + 60 + self.dice.below(200));
        self.maybe(&mut text, 50, &format!("ends = {ends}"));
        let every = *self
            .dice
            .pick(&["week", "2 weeks", "month", "2 months", "5 days"]);
        self.maybe(&mut text, 50, &format!("every = \"{every}\""));
        self.maybe(&mut text, 50, "minutes = 30");
        self.goals(&mut text, begins);
        let states = self.history(&mut text, begins);
        let last = states.last().copied().unwrap_or("active");
        if states.contains(&"closed") {
            self.closing(&mut text);
        }
        let is_over = ["closed", "declined", "withdrawn", "void"].contains(&last);
        if kind != "peer" && !is_over {
            *self.mentees.entry(people[0]).or_default() += mentees.len();
        }
        self.write(format!("pairings/{id}.toml"), text);
    }

    /// A history that may be, in days that rise or stand still; gives its words.
    fn history(&mut self, text: &mut String, begins: usize) -> Vec<&'static str> {
        let mut states = Vec::new();
        if self.dice.chance(10) {
            return states;
        }
        let mut state = *self.dice.pick(&["proposed", "active", "active"]);
        let mut on = begins;
        for _ in 0..=self.dice.below(6) {
            writeln!(text, "\n[[state]]\non = {}\nis = \"{state}\"", day(on)).unwrap();
            self.maybe(text, 30, "why = \"no  time\"");
            states.push(state);
            on += 1 + self.dice.below(50);
            let next = FOLLOWS.iter().find(|(from, _)| *from == state).unwrap().1;
            let stays = if state == "closed" { 80 } else { 5 };
            if next.is_empty() || self.dice.chance(stays) {
                break;
            }
            state = *self.dice.pick::<&str>(next);
        }
        states
    }

    fn closing(&mut self, text: &mut String) {
        text.push_str("\n[closing]\n");
        let is_planned = self.dice.chance(50);
        self.maybe(text, 85, &format!("planned = {is_planned}"));
        let by = *self.dice.pick(&["mentor", "mentee", "both", "coordinator"]);
        self.maybe(text, 70, &format!("by = \"{by}\""));
        let reason = *self.dice.pick(&REASONS);
        self.maybe(text, 70, &format!("reason = \"{reason}\""));
        let is_again = self.dice.chance(50);
        self.maybe(text, 60, &format!("rematch_mentee = {is_again}"));
        self.maybe(
            text,
            40,
            "outcome = \"on the rota\"\noutcome_why = \"knows it\"",
        );
    }

    fn goals(&mut self, text: &mut String, begins: usize) {
        for goal in self.some(&["g-1", "g-2"], 50) {
            writeln!(text, "\n[[goal]]\nid = \"{goal}\"\ntext = \"Learn {goal}\"").unwrap();
            for on in self.days(3, begins, begins + 100) {
                let percent = *self.dice.pick(&[20, 60, 100, 100]);
                writeln!(text, "\n[[reading]]\ngoal = \"{goal}\"\non = {on}").unwrap();
                self.maybe(text, 85, &format!("percent = {percent}"));
            }
        }
    }
}
