//! The fields that a column of a table may fill, and the headers by which they are known without a mapping.
//!
//! It knows nothing of a table at hand. The order of a list is the order in which a new file is written.

use crate::change::import::cell::CellKind;
use crate::change::import::csv::folded;
use crate::model::confidential::CheckinKind;
use crate::model::log::MeetingState;
use crate::model::pairing::{PairingKind, PairingState};
use crate::model::participant::{Mode, Role};
use crate::model::prospect::{ContactState, Source};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One person a row.
    People,
    /// One pairing a row.
    Pairings,
    /// One check-in a row.
    Checkins,
    /// One meeting a row.
    Meetings,
    /// One prospect a row.
    Prospects,
}

/// A field that cells can fill.
#[derive(Debug, PartialEq)]
pub struct Field {
    /// Its name: a header, a word of mapping files, and where it is kept under the same name, a key of the file.
    pub name: &'static str,
    /// Further headers that mean it.
    pub aliases: &'static [&'static str],
    /// What its cells hold.
    pub kind: CellKind,
    /// Where it is kept.
    pub place: Place,
    /// Whether a header means it without a mapping.
    pub known: Known,
}

/// Where the value of a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Above the first table, under its own name.
    Top,
    /// In `[mentor]`, under its own name.
    Mentor,
    /// In `[mentee]`, under its own name.
    Mentee,
    /// Wherever its meaning says.
    Special(Option<Role>),
}

/// Whether a header means a field without a mapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// By its name and aliases.
    Guessed,
    /// Only where a mapping says so.
    Mapped,
}

impl Subject {
    /// The fields of such a table.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Subject::People => PEOPLE,
            Subject::Pairings => PAIRINGS,
            Subject::Checkins => CHECKINS,
            Subject::Meetings => MEETINGS,
            Subject::Prospects => PROSPECTS,
        }
    }

    /// The field of a name, as mapping files write it.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }

    /// The field that a header means without a mapping.
    pub fn guess(self, header: &str) -> Option<&'static Field> {
        let header = folded(header);
        self.fields()
            .iter()
            .filter(|field| field.known == Known::Guessed)
            .find(|field| {
                folded(field.name) == header
                    || field.aliases.iter().any(|alias| folded(alias) == header)
            })
    }
}

impl Field {
    /// The only role that has such a field; `None` where both have it or none is needed.
    pub(super) fn role(&self) -> Option<Role> {
        match self.place {
            Place::Top => None,
            Place::Mentor => Some(Role::Mentor),
            Place::Mentee => Some(Role::Mentee),
            Place::Special(role) => role,
        }
    }
}

const fn guessed(
    name: &'static str,
    aliases: &'static [&'static str],
    kind: CellKind,
    place: Place,
) -> Field {
    Field {
        name,
        aliases,
        kind,
        place,
        known: Known::Guessed,
    }
}

const fn mapped(name: &'static str, kind: CellKind, place: Place) -> Field {
    Field {
        name,
        aliases: &[],
        kind,
        place,
        known: Known::Mapped,
    }
}

const ANY_ROLE: Place = Place::Special(None);
const OF_MENTOR: Place = Place::Special(Some(Role::Mentor));
const OF_MENTEE: Place = Place::Special(Some(Role::Mentee));
const FACET_HEADERS: &[&str] = &["facet", "topics", "areas", "focus"];

const PEOPLE: &[Field] = &[
    guessed("name", &["full name"], CellKind::Line, Place::Top),
    guessed("first_name", &[], CellKind::Line, ANY_ROLE),
    guessed("last_name", &[], CellKind::Line, ANY_ROLE),
    guessed("email", &["email address"], CellKind::Email, Place::Top),
    guessed("id", &[], CellKind::PersonId, ANY_ROLE),
    guessed("role", &[], CellKind::Roles, ANY_ROLE),
    guessed("cohort", &[], CellKind::Cohorts, ANY_ROLE),
    guessed("title", &["job title"], CellKind::Line, Place::Top),
    guessed(
        "organization",
        &["organisation"],
        CellKind::Line,
        Place::Top,
    ),
    guessed("department", &[], CellKind::Line, Place::Top),
    guessed("team", &[], CellKind::Line, Place::Top),
    mapped("profession", CellKind::Line, Place::Top),
    guessed("location", &[], CellKind::Line, Place::Top),
    guessed("timezone", &[], CellKind::Zone, Place::Top),
    guessed("languages", &["language"], CellKind::Languages, Place::Top),
    guessed("level", &["grade"], CellKind::Line, Place::Top),
    guessed(
        "reports_to",
        &["manager"],
        CellKind::PersonOrEmail,
        Place::Top,
    ),
    guessed("modes", &[], CellKind::Modes, Place::Top),
    guessed("free", &[], CellKind::Windows, Place::Top),
    mapped("prefer", CellKind::People, Place::Top),
    mapped("never", CellKind::People, Place::Top),
    mapped("consented", CellKind::Day, Place::Top),
    mapped("also", CellKind::Emails, Place::Top),
    guessed("expectations", &[], CellKind::Text, Place::Mentee),
    guessed("goals", &[], CellKind::Lines, Place::Mentee),
    mapped("commit_until", CellKind::Day, Place::Mentee),
    guessed("wants", &[], CellKind::Whole(1, 100), OF_MENTEE),
    guessed(
        "capacity",
        &["seats", "max mentees"],
        CellKind::Whole(0, 10_000),
        Place::Mentor,
    ),
    mapped("circle", CellKind::Flag, Place::Mentor),
    guessed("facets", FACET_HEADERS, CellKind::Lines, ANY_ROLE),
    mapped("mentor_facets", CellKind::Lines, OF_MENTOR),
    mapped("mentee_facets", CellKind::Lines, OF_MENTEE),
    guessed("skills", &["skill", "expertise"], CellKind::Lines, ANY_ROLE),
    guessed("mentor_skills", &[], CellKind::Lines, OF_MENTOR),
    guessed("mentee_skills", &[], CellKind::Lines, OF_MENTEE),
    mapped("style", CellKind::Styles, ANY_ROLE),
    guessed("hours_per_week", &[], CellKind::Hours, ANY_ROLE),
    guessed("motivation", &[], CellKind::Text, Place::Mentor),
    guessed("hopes", &[], CellKind::Text, Place::Mentor),
    guessed("confidence", &[], CellKind::Whole(0, 100), Place::Mentor),
    mapped("volunteered", CellKind::Flag, Place::Mentor),
    mapped("mentor_cohorts", CellKind::Cohorts, ANY_ROLE),
    mapped("mentee_cohorts", CellKind::Cohorts, ANY_ROLE),
    mapped("since", CellKind::Since, ANY_ROLE),
];

const PAIRINGS: &[Field] = &[
    guessed("mentor", &[], CellKind::Line, ANY_ROLE),
    guessed("mentee", &["mentees"], CellKind::Lines, ANY_ROLE),
    guessed("kind", &[], CellKind::Word(PairingKind::WORDS), ANY_ROLE),
    guessed("cohort", &[], CellKind::Cohorts, ANY_ROLE),
    guessed("facets", FACET_HEADERS, CellKind::Lines, ANY_ROLE),
    guessed("serves", &[], CellKind::Lines, ANY_ROLE),
    guessed("starts", &[], CellKind::Day, ANY_ROLE),
    guessed("ends", &[], CellKind::Day, ANY_ROLE),
    guessed(
        "state",
        &["status"],
        CellKind::Word(PairingState::WORDS),
        ANY_ROLE,
    ),
    guessed("why", &[], CellKind::Line, ANY_ROLE),
    guessed("reason", &[], CellKind::Line, ANY_ROLE),
    guessed("planned", &[], CellKind::Flag, ANY_ROLE),
];

/// A score of any scale that a program may have; which are on its own, the import says.
const SCORE: CellKind = CellKind::Whole(0, 100);

const CHECKINS: &[Field] = &[
    guessed("on", &["date", "day"], CellKind::Day, ANY_ROLE),
    guessed("pairing", &[], CellKind::Line, ANY_ROLE),
    guessed(
        "from",
        &["person", "participant", "email"],
        CellKind::Line,
        ANY_ROLE,
    ),
    guessed("kind", &[], CellKind::Word(CheckinKind::WORDS), ANY_ROLE),
    guessed("fit", &[], SCORE, ANY_ROLE),
    guessed("progress", &[], SCORE, ANY_ROLE),
    guessed("satisfaction", &["score", "rating"], SCORE, ANY_ROLE),
    guessed("listened_to", &[], SCORE, ANY_ROLE),
    guessed("curious", &[], SCORE, ANY_ROLE),
    guessed("trusted", &[], SCORE, ANY_ROLE),
    guessed("listens", &[], SCORE, ANY_ROLE),
    guessed("non_judgmental", &[], SCORE, ANY_ROLE),
    guessed("supportive", &[], SCORE, ANY_ROLE),
    guessed("volunteers", &[], SCORE, ANY_ROLE),
    guessed(
        "text",
        &["comment", "comments", "feedback"],
        CellKind::Text,
        ANY_ROLE,
    ),
];

const MEETINGS: &[Field] = &[
    guessed("pairing", &["pair"], CellKind::Line, ANY_ROLE),
    guessed("mentor", &[], CellKind::Line, ANY_ROLE),
    guessed("mentee", &["mentees"], CellKind::Lines, ANY_ROLE),
    guessed("meeting", &["id"], CellKind::Line, ANY_ROLE),
    guessed(
        "at",
        &["when", "start", "starts"],
        CellKind::Moment,
        ANY_ROLE,
    ),
    guessed("on", &["date", "day"], CellKind::Day, ANY_ROLE),
    guessed("time", &["start time"], CellKind::Time, ANY_ROLE),
    guessed("timezone", &["zone"], CellKind::Zone, ANY_ROLE),
    guessed(
        "minutes",
        &["duration", "length"],
        CellKind::Length,
        ANY_ROLE,
    ),
    guessed("mode", &["how"], CellKind::Word(Mode::WORDS), ANY_ROLE),
    guessed(
        "place",
        &["location", "where", "link"],
        CellKind::Line,
        ANY_ROLE,
    ),
    guessed(
        "state",
        &["is", "status"],
        CellKind::Word(MeetingState::WORDS),
        ANY_ROLE,
    ),
    guessed(
        "absent",
        &["no-show", "no-shows"],
        CellKind::Lines,
        ANY_ROLE,
    ),
    guessed("topics", &["topic", "subject"], CellKind::Lines, ANY_ROLE),
];

const PROSPECTS: &[Field] = &[
    guessed("name", &["full name"], CellKind::Line, ANY_ROLE),
    guessed("email", &["email address"], CellKind::Email, ANY_ROLE),
    guessed(
        "source",
        &["where met", "met"],
        CellKind::Word(Source::WORDS),
        ANY_ROLE,
    ),
    guessed(
        "place",
        &["event", "introduced by"],
        CellKind::Line,
        ANY_ROLE,
    ),
    guessed("title", &["job title"], CellKind::Line, ANY_ROLE),
    guessed(
        "organization",
        &["organisation", "company"],
        CellKind::Line,
        ANY_ROLE,
    ),
    guessed("facets", FACET_HEADERS, CellKind::Lines, ANY_ROLE),
    guessed("next", &["follow up"], CellKind::Day, ANY_ROLE),
    guessed(
        "is",
        &["state", "status"],
        CellKind::Word(ContactState::WORDS),
        ANY_ROLE,
    ),
    guessed("on", &["date", "day"], CellKind::Day, ANY_ROLE),
    guessed(
        "text",
        &["note", "notes", "comment"],
        CellKind::Text,
        ANY_ROLE,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headers_mean_their_field_whatever_their_case_and_spacing() {
        for (header, name) in [
            ("Name", "name"),
            ("First Name", "first_name"),
            ("last-name", "last_name"),
            ("E-Mail", "email"),
            ("Full name", "name"),
            ("Email Address", "email"),
            ("Facet", "facets"),
            ("Skill", "skills"),
            ("Language", "languages"),
            ("ID", "id"),
            ("role", "role"),
            ("seats", "capacity"),
            ("Max Mentees", "capacity"),
            ("max_mentees", "capacity"),
            ("wants", "wants"),
            ("Topics", "facets"),
            ("areas", "facets"),
            ("focus", "facets"),
            ("Expertise", "skills"),
            ("mentor skills", "mentor_skills"),
            ("mentee-skills", "mentee_skills"),
            ("Grade", "level"),
            ("Job Title", "title"),
            ("Organisation", "organization"),
            ("ORGANIZATION", "organization"),
            ("Time Zone", "timezone"),
            ("Manager", "reports_to"),
            ("Reports to", "reports_to"),
            ("hours per week", "hours_per_week"),
        ] {
            assert_eq!(
                Subject::People.guess(header).map(|field| field.name),
                Some(name),
                "{header}"
            );
        }
    }

    #[test]
    fn every_other_header_is_no_field() {
        for header in ["biography", "volunteered", "since", "profession", ""] {
            assert_eq!(Subject::People.guess(header), None, "{header}");
        }
        assert_eq!(Subject::Pairings.guess("project"), None);
    }

    #[test]
    fn no_header_means_two_fields() {
        for subject in [
            Subject::People,
            Subject::Pairings,
            Subject::Checkins,
            Subject::Meetings,
            Subject::Prospects,
        ] {
            let mut seen = std::collections::BTreeSet::new();
            let headers = subject.fields().iter().flat_map(|field| {
                std::iter::once(&field.name)
                    .chain(field.aliases)
                    .map(|name| folded(name))
            });
            headers.for_each(|header| assert!(seen.insert(header.clone()), "{header}"));
        }
    }
}
