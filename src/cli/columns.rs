//! The columns of the two lists that every filter of several people or pairings is about.

use crate::cli::list::{ListColumn, further, number, usual};

/// Columns of a list of people.
pub(crate) const PARTICIPANT: [ListColumn; 15] = [
    usual("id"),
    usual("name"),
    further("email"),
    usual("roles"),
    usual("state"),
    number("capacity"),
    number("capacity_free"),
    number("requests"),
    number("requests_open"),
    further("organization"),
    further("department"),
    usual("level"),
    further("location"),
    further("timezone"),
    further("extra"),
];

/// Columns of a list of pairings.
pub(crate) const PAIRING: [ListColumn; 14] = [
    usual("id"),
    further("kind"),
    usual("cohort"),
    further("mentor"),
    further("mentees"),
    usual("facets"),
    usual("state"),
    further("since"),
    further("starts"),
    usual("ends"),
    number("meetings_held"),
    usual("last_held"),
    usual("next"),
    usual("health"),
];
