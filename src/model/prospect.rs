//! People who might become mentors: where one met them, what was asked, what they said.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::word::words;

words! {
    /// Where one came across a prospect.
    Source {
        /// At a conference.
        Conference = "conference",
        /// On a stage.
        Speaker = "speaker",
        /// At a college.
        College = "college",
        /// At an incubator.
        Incubator = "incubator",
        /// At another site of one's own organization.
        Site = "site",
        /// Through somebody who knows both.
        Introduction = "introduction",
        /// Anywhere else.
        Other = "other",
    }
}

words! {
    /// How far one is with a prospect.
    ContactState {
        /// A name on a list.
        Idea = "idea",
        /// They were asked.
        Asked = "asked",
        /// They met.
        Met = "met",
        /// They will.
        Yes = "yes",
        /// They will not.
        No = "no",
    }
}

/// Days that an answer may take before one follows up, where no day was set.
pub const ANSWER_DAYS: i64 = 14;

/// Somebody who might become a mentor.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// Frozen when they were added.
    pub id: Id,
    /// As they write it.
    pub name: String,
    /// Their address.
    pub email: Option<String>,
    /// Where one came across them.
    pub source: Source,
    /// Which conference, whose introduction.
    pub place: Option<String>,
    /// Their job.
    pub title: Option<String>,
    /// Their employer.
    pub organization: Option<String>,
    /// What one could learn from them.
    pub facets: Vec<String>,
    /// When to follow up.
    pub next: Option<Day>,
    /// Who they are since they were enrolled.
    pub participant: Option<PersonId>,
}

/// What was said on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// With whom.
    pub prospect: Id,
    /// When.
    pub on: Day,
    /// How far one is since then.
    pub is: ContactState,
    /// The words.
    pub text: Option<String>,
}

/// Prospects and what was said to them, in file order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prospects {
    /// Who.
    pub people: Vec<Prospect>,
    /// What was said.
    pub contacts: Vec<Contact>,
}

impl Prospects {
    /// The prospect of an id.
    pub fn get(&self, id: &Id) -> Option<&Prospect> {
        self.people.iter().find(|prospect| prospect.id == *id)
    }

    /// What was said to a prospect by a day, in file order.
    pub fn contacts_of(&self, id: &Id, day: Day) -> impl Iterator<Item = &Contact> {
        let of_them = move |contact: &&Contact| contact.prospect == *id && contact.on <= day;
        self.contacts.iter().filter(of_them)
    }

    /// The latest contact by a day; of equal days the later in the file.
    pub fn last_contact(&self, id: &Id, day: Day) -> Option<&Contact> {
        self.contacts_of(id, day).max_by_key(|contact| contact.on)
    }
}
