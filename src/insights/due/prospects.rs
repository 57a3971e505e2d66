//! People who might become mentors: whom to ask, to remind, to enrol.

use crate::insights::due::{Due, DueKind, entry};
use crate::insights::prospects::{ProspectRow, ProspectState, prospect_rows};
use crate::model::day::Day;
use crate::model::program::Program;

pub(super) fn due(program: &Program, today: Day) -> Vec<Due<'_>> {
    let rows = prospect_rows(program, today).into_iter();
    let due = rows.filter_map(|row| {
        let next = row.next?;
        let (what, verb) = waits(&row)?;
        Some(Due {
            // In one's own folder nobody else will do it.
            owner: program.settings.me.as_ref(),
            item: Some(row.id),
            ..entry(
                DueKind::Prospect,
                next,
                today,
                what,
                format!("pleiad prospect {verb}"),
            )
        })
    });
    due.collect()
}

fn waits(row: &ProspectRow<'_>) -> Option<(String, String)> {
    let (name, id) = (row.name, row.id);
    Some(match row.state {
        ProspectState::Idea | ProspectState::Met => (format!("ask {name}"), format!("ask {id}")),
        ProspectState::Asked => {
            let since = row.since?;
            let what = format!("{name} was asked on {since}");
            (what, format!("answer {id} yes"))
        }
        ProspectState::Yes => (
            format!("enrol {name}, who said yes"),
            format!("promote {id}"),
        ),
        ProspectState::No | ProspectState::Enrolled => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{day, id, program};
    use crate::model::prospect::{Contact, ContactState, Prospect, Source};

    #[test]
    fn a_prospect_is_followed_up_until_they_answered_and_are_enrolled() {
        let mut program = program();
        program.prospects.people = vec![Prospect {
            id: id("mira-chen"),
            name: "Mira Chen".to_owned(),
            email: None,
            source: Source::Conference,
            place: None,
            title: None,
            organization: None,
            facets: Vec::new(),
            next: None,
            participant: None,
        }];
        let told = |program: &Program| {
            let found = due(program, day("2026-12-10"));
            found
                .into_iter()
                .map(|due| (due.due.to_string(), due.command))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            told(&program),
            [],
            "an idea without a day waits for nothing"
        );
        let say = |program: &mut Program, on: &str, is| {
            program.prospects.contacts.push(Contact {
                prospect: id("mira-chen"),
                on: day(on),
                is,
                text: None,
            });
        };
        say(&mut program, "2026-11-20", ContactState::Asked);
        let asked = (
            "2026-12-04".to_owned(),
            "pleiad prospect answer mira-chen yes".to_owned(),
        );
        assert_eq!(told(&program), [asked]);
        say(&mut program, "2026-12-05", ContactState::Yes);
        let yes = (
            "2026-12-05".to_owned(),
            "pleiad prospect promote mira-chen".to_owned(),
        );
        assert_eq!(told(&program), [yes]);
        say(&mut program, "2026-12-06", ContactState::No);
        assert_eq!(told(&program), []);
    }
}
