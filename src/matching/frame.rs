//! Where and when people are compared: the program, its pairings by person, the cohort and the day.

use crate::matching::demand::PairingsByPerson;
use crate::model::day::Day;
use crate::model::id::Id;
use crate::model::program::Program;

/// Where and when people are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) program: &'a Program,
    pub(crate) by_person: &'a PairingsByPerson<'a>,
    pub(crate) cohort: &'a Id,
    pub(crate) today: Day,
}
