//! Who makes a program: its people, its rounds, and the dice.

use super::day;
use crate::merge_random::Dice;
use crate::program::Program;
use chrono::NaiveDate;
use std::collections::BTreeMap;

const NAMES: [&str; 12] = [
    "ada", "ben", "cleo", "dev", "eva", "finn", "gus", "hal", "ida", "jo", "kim", "lee",
];

/// Makes the files of one program.
pub(super) struct Maker {
    pub(super) dice: Dice,
    pub(super) people: Vec<&'static str>,
    pub(super) cohorts: Vec<&'static str>,
    /// Mentees in force of each mentor, as the last words of histories say.
    pub(super) mentees: BTreeMap<&'static str, usize>,
    files: Vec<(String, String)>,
}

impl Maker {
    pub(super) fn new(seed: u64) -> Maker {
        let mut dice = Dice::new(seed);
        let people = NAMES[..4 + dice.below(9)].to_vec();
        let cohorts = ["spring", "autumn"][..dice.below(3)].to_vec();
        Maker {
            dice,
            people,
            cohorts,
            mentees: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    pub(super) fn write(&mut self, path: impl Into<String>, text: String) {
        self.files.push((path.into(), text));
    }

    pub(super) fn made(mut self) -> Program {
        self.settings();
        self.objectives();
        self.events();
        for pair in self.pairings() {
            self.log(&pair);
            self.checkins(&pair);
        }
        for person in self.people.clone() {
            self.person(person);
        }
        let files: Vec<(&str, &str)> = self
            .files
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        Program::of(&files)
    }

    /// A line of the file, now and then.
    pub(super) fn maybe(&mut self, text: &mut String, percent: usize, line: &str) {
        if self.dice.chance(percent) {
            text.push_str(line);
            text.push('\n');
        }
    }

    pub(super) fn some(&mut self, all: &[&'static str], percent: usize) -> Vec<&'static str> {
        let all = all.iter().copied();
        all.filter(|_| self.dice.chance(percent)).collect()
    }

    pub(super) fn cohort(&mut self, text: &mut String, percent: usize) {
        if !self.cohorts.is_empty() {
            let line = format!("cohort = \"{}\"", self.dice.pick(&self.cohorts));
            self.maybe(text, percent, &line);
        }
    }

    /// Some days, each once, in no order.
    pub(super) fn days(&mut self, most: usize, from: usize, until: usize) -> Vec<NaiveDate> {
        let mut found: Vec<usize> = Vec::new();
        for _ in 0..self.dice.below(most + 1) {
            let next = from + self.dice.below(until - from);
            if !found.contains(&next) {
                found.push(next);
            }
        }
        found.into_iter().map(day).collect()
    }
}
