//! People who might become mentors: how far one is with each, and whom to follow up.
//!
//! Its invariant: nobody who is enrolled or said no waits to be followed up.

use crate::model::day::Day;
use crate::model::id::{Id, PersonId};
use crate::model::program::Program;
use crate::model::prospect::{ANSWER_DAYS, Contact, ContactState, Prospect, Source};
use crate::model::word::words;
use schemars::JsonSchema;
use serde::Serialize;

words! {
    /// How far one is with a prospect.
    ProspectState {
        /// A name on a list.
        Idea = "idea",
        /// They were asked.
        Asked = "asked",
        /// They met.
        Met = "met",
        /// They will, and are not enrolled yet.
        Yes = "yes",
        /// They will not.
        No = "no",
        /// They are enrolled.
        Enrolled = "enrolled",
    }
}

/// Somebody who might become a mentor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ProspectRow<'a> {
    /// Their id.
    pub id: &'a Id,
    /// Their name.
    pub name: &'a str,
    /// Their address.
    pub email: Option<&'a str>,
    /// Where one came across them.
    pub source: Source,
    /// Which conference, whose introduction.
    pub place: Option<&'a str>,
    /// Their job.
    pub title: Option<&'a str>,
    /// Their employer.
    pub organization: Option<&'a str>,
    /// What one could learn from them.
    pub facets: &'a [String],
    /// How far one is.
    pub state: ProspectState,
    /// Since when; none before the first contact.
    pub since: Option<Day>,
    /// When they were asked first.
    pub asked: Option<Day>,
    /// When they said yes or no last.
    pub answered: Option<Day>,
    /// When to follow up: the day that was set, else two weeks after asking without an answer.
    pub next: Option<Day>,
    /// Who they are since they were enrolled.
    pub participant: Option<&'a PersonId>,
}

/// Prospects by a day, in file order.
pub fn prospect_rows(program: &Program, day: Day) -> Vec<ProspectRow<'_>> {
    let people = program.prospects.people.iter();
    people.map(|one| prospect_row(program, one, day)).collect()
}

/// One prospect.
pub fn prospect_row<'a>(program: &'a Program, prospect: &'a Prospect, day: Day) -> ProspectRow<'a> {
    let contacts: Vec<&Contact> = program.prospects.contacts_of(&prospect.id, day).collect();
    let last = contacts.iter().max_by_key(|contact| contact.on);
    let state = state(prospect, last.map(|contact| contact.is));
    let asked = contacts.iter().filter(|one| one.is == ContactState::Asked);
    let answers = contacts
        .iter()
        .filter(|one| matches!(one.is, ContactState::Yes | ContactState::No));
    let next = match state {
        ProspectState::No | ProspectState::Enrolled => None,
        ProspectState::Asked => prospect
            .next
            .or_else(|| last.map(|last| last.on.plus_days(ANSWER_DAYS))),
        // Who said yes should not wait for a day that nobody set.
        ProspectState::Yes => prospect.next.or_else(|| last.map(|last| last.on)),
        ProspectState::Idea | ProspectState::Met => prospect.next,
    };
    ProspectRow {
        id: &prospect.id,
        name: &prospect.name,
        email: prospect.email.as_deref(),
        source: prospect.source,
        place: prospect.place.as_deref(),
        title: prospect.title.as_deref(),
        organization: prospect.organization.as_deref(),
        facets: &prospect.facets,
        state,
        since: last.map(|contact| contact.on),
        asked: asked.map(|contact| contact.on).min(),
        answered: answers.map(|contact| contact.on).max(),
        next,
        participant: prospect.participant.as_ref(),
    }
}

fn state(prospect: &Prospect, last: Option<ContactState>) -> ProspectState {
    if prospect.participant.is_some() {
        return ProspectState::Enrolled;
    }
    match last {
        None | Some(ContactState::Idea) => ProspectState::Idea,
        Some(ContactState::Asked) => ProspectState::Asked,
        Some(ContactState::Met) => ProspectState::Met,
        Some(ContactState::Yes) => ProspectState::Yes,
        Some(ContactState::No) => ProspectState::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, id, person_id, program};

    fn prospect(next: Option<&str>) -> Prospect {
        Prospect {
            id: id("mira-chen"),
            name: "Mira Chen".to_owned(),
            email: None,
            source: Source::Conference,
            place: None,
            title: None,
            organization: None,
            facets: Vec::new(),
            next: next.map(day),
            participant: None,
        }
    }

    fn told(prospect: Prospect, contacts: &[(&str, ContactState)]) -> (ProspectState, Option<Day>) {
        let mut program = program();
        let contact = |&(on, is): &(&str, ContactState)| Contact {
            prospect: id("mira-chen"),
            on: day(on),
            is,
            text: None,
        };
        program.prospects.people = vec![prospect];
        program.prospects.contacts = contacts.iter().map(contact).collect();
        let row = &prospect_rows(&program, day("2026-11-23"))[0];
        (row.state, row.next)
    }

    #[test]
    fn who_was_asked_is_followed_up_after_two_weeks_unless_a_day_was_set() {
        let asked = [("2026-11-20", ContactState::Asked)];
        assert_eq!(
            told(prospect(None), &asked),
            (ProspectState::Asked, Some(day("2026-12-04")))
        );
        assert_eq!(
            told(prospect(Some("2026-11-24")), &asked),
            (ProspectState::Asked, Some(day("2026-11-24")))
        );
    }

    #[test]
    fn who_said_no_or_is_enrolled_is_left_in_peace() {
        let no = [
            ("2026-11-20", ContactState::Asked),
            ("2026-11-21", ContactState::No),
        ];
        let set = Some("2026-11-24");
        assert_eq!(told(prospect(set), &no), (ProspectState::No, None));
        let enrolled = Prospect {
            participant: Some(person_id("mira-chen")),
            ..prospect(set)
        };
        assert_eq!(told(enrolled, &no[..1]), (ProspectState::Enrolled, None));
    }

    #[test]
    fn of_one_day_the_later_word_in_the_file_holds() {
        let both = [
            ("2026-11-20", ContactState::Asked),
            ("2026-11-20", ContactState::Yes),
        ];
        assert_eq!(told(prospect(None), &both).0, ProspectState::Yes);
    }
}
