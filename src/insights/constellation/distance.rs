//! How far somebody stands from somebody else, by what both have said of themselves.
//!
//! Its invariant: it is the same both ways, and what one of them has not said is not guessed.

use crate::model::participant::Participant;
use crate::model::word::words;

words! {
    /// How far somebody stands, the nearest first.
    Distance {
        /// In the same team.
        Team = "team",
        /// In another team of the same department.
        Department = "department",
        /// In another department of the same organization.
        Organization = "organization",
        /// In another organization.
        Outside = "outside",
        /// In another field.
        Field = "field",
    }
}

impl Distance {
    /// As people say it.
    pub fn in_words(self) -> &'static str {
        match self {
            Distance::Team => "same team",
            Distance::Department => "same department",
            Distance::Organization => "same organization",
            Distance::Outside => "outside",
            Distance::Field => "another field",
        }
    }
}

/// How far two people stand from each other; none where they have not said enough.
pub fn distance(one: &Participant, other: &Participant) -> Option<Distance> {
    if compare(one.profession.as_ref(), other.profession.as_ref()) == Some(Same::No) {
        return Some(Distance::Field);
    }
    let department = compare(one.department.as_ref(), other.department.as_ref());
    let team = compare(one.team.as_ref(), other.team.as_ref());
    match compare(one.organization.as_ref(), other.organization.as_ref()) {
        Some(Same::No) => return Some(Distance::Outside),
        Some(Same::Yes) => {}
        // A program within one organization need not say which.
        None if one.organization.is_none() && other.organization.is_none() => {
            department.or(team)?;
        }
        None => return None,
    }
    Some(match (department, team) {
        (Some(Same::No), _) => Distance::Organization,
        (_, Some(Same::Yes)) => Distance::Team,
        (Some(Same::Yes), _) => Distance::Department,
        (None, _) => Distance::Organization,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Same {
    Yes,
    No,
}

/// Whether two words are one, whatever their case; unknown where one is missing.
fn compare(one: Option<&String>, other: Option<&String>) -> Option<Same> {
    let (one, other) = (one?.trim(), other?.trim());
    if one.to_lowercase() == other.to_lowercase() {
        Some(Same::Yes)
    } else {
        Some(Same::No)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::participant;
    use proptest::option::of;
    use proptest::prelude::*;
    use proptest::sample::select;

    fn person(fields: [Option<&str>; 4]) -> Participant {
        let [organization, department, team, profession] =
            fields.map(|text| text.map(str::to_owned));
        Participant {
            organization,
            department,
            team,
            profession,
            ..participant("ada")
        }
    }

    #[test]
    fn the_nearest_that_two_share_is_how_far_they_stand() {
        let ada = person([
            Some("Acme"),
            Some("Networks"),
            Some("noc"),
            Some("software"),
        ]);
        let to = |fields| distance(&ada, &person(fields));
        let org = Some("ACME ");
        assert_eq!(
            to([org, Some("networks"), Some("noc"), None]),
            Some(Distance::Team)
        );
        assert_eq!(
            to([org, Some("Networks"), Some("wan"), None]),
            Some(Distance::Department)
        );
        assert_eq!(
            to([org, Some("Sales"), Some("noc"), None]),
            Some(Distance::Organization)
        );
        assert_eq!(to([org, None, None, None]), Some(Distance::Organization));
        assert_eq!(
            to([Some("Other"), None, None, Some("Software")]),
            Some(Distance::Outside)
        );
        assert_eq!(
            to([org, Some("Networks"), Some("noc"), Some("medicine")]),
            Some(Distance::Field)
        );
        assert_eq!(to([None, Some("Networks"), None, None]), None);
    }

    #[test]
    fn within_one_organization_nobody_has_to_name_it() {
        let ada = person([None, Some("Networks"), None, None]);
        assert_eq!(
            distance(&ada, &person([None, Some("Networks"), None, None])),
            Some(Distance::Department)
        );
        assert_eq!(
            distance(&ada, &person([None, Some("Sales"), None, None])),
            Some(Distance::Organization)
        );
        assert_eq!(distance(&ada, &person([None; 4])), None);
    }

    fn words() -> impl Strategy<Value = Option<String>> {
        of(select(vec!["a".to_owned(), "A".to_owned(), "b".to_owned()]))
    }

    proptest! {
        #[test]
        fn it_is_as_far_there_as_back(one in [words(), words(), words(), words()], other in [words(), words(), words(), words()]) {
            let one = person(one.each_ref().map(Option::as_deref));
            let other = person(other.each_ref().map(Option::as_deref));
            prop_assert_eq!(distance(&one, &other), distance(&other, &one));
        }
    }
}
