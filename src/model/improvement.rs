//! Suggestions for the program, and what became of them.

use crate::model::day::Day;
use crate::model::id::Id;

/// A suggestion and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Improvement {
    /// Its id; absent when written by hand and not yet filled in.
    pub id: Option<Id>,
    /// When it was made.
    pub on: Day,
    /// The words.
    pub text: String,
    /// When it was decided.
    pub decided: Option<Day>,
    /// What was decided.
    pub decision: Option<String>,
    /// When it was done.
    pub done: Option<Day>,
}

impl Improvement {
    /// Takes back what was decided and done after a day.
    pub(crate) fn as_of(&mut self, day: Day) {
        self.decided = self.decided.filter(|&decided| decided <= day);
        self.done = self.done.filter(|&done| done <= day);
    }
}
