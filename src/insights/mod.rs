//! How it goes: progress, health, what needs attention. Pure.
//!
//! Everything holds as of a day, which is an argument; [`progress`] looks at each pairing once, and the lists,
//! the summaries and the morning screen are made from what it found.

pub mod advice;
pub mod agenda;
pub mod certificate;
pub mod certifications;
pub mod chain;
pub mod checkins;
pub mod cohorts;
pub mod concerns;
pub mod constellation;
pub mod declines;
pub mod due;
pub mod events;
pub mod find;
pub mod follow_up;
pub mod forward;
pub mod funnel;
pub mod goals;
pub mod handbook;
pub mod health;
pub mod health_report;
pub mod hours;
pub mod improvements;
pub mod letter;
pub mod lineage;
pub mod load;
pub mod match_points;
pub mod metrics;
pub mod milestones;
pub mod needs;
pub mod objective_report;
pub mod objectives;
pub mod one_cohort;
pub mod outcomes;
pub mod pool;
pub mod prep;
pub mod progress;
pub mod prospects;
pub mod reciprocity;
pub mod requests;
pub mod rhythm;
pub mod roster;
pub mod several;
pub mod sponsor;
pub mod statement;
pub mod summary;
pub mod tally;
pub mod today;
pub mod training;

mod history;
#[cfg(test)]
mod past_days;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
pub(crate) mod sample_reports;
