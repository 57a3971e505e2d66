//! Meetings from elsewhere, written down: rows of a table, events of a calendar.

pub mod events;
mod owner;
mod placing;
pub mod report;
mod row;
mod said;
pub mod table;
