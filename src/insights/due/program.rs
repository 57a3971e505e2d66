//! The program itself: milestones that everybody should know, and what waits for its coordinator.

use crate::insights::due::{Due, DueKind, entry, first_line};
use crate::model::day::Day;
use crate::model::participant::Readiness;
use crate::model::program::Program;

pub(super) fn due(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let mut found = milestones(program, today, until);
    found.extend(applications(program, today));
    found.extend(drafts(program, today));
    found.extend(improvements(program, today));
    found
}

fn milestones(program: &Program, today: Day, until: Day) -> Vec<Due<'_>> {
    let mut found = Vec::new();
    for milestone in &program.settings.milestones {
        let own = milestone.cohort.as_ref();
        let cohorts = program.settings.cohorts.iter();
        let cohorts = cohorts.filter(|cohort| own.is_none_or(|own| *own == cohort.id));
        let mut days: Vec<Day> = cohorts
            .filter_map(|cohort| milestone.on.day(Some(cohort)))
            .chain(milestone.on.day(None))
            .collect();
        days.sort_unstable();
        days.dedup();
        let label = milestone.label.as_deref().unwrap_or(milestone.id.as_str());
        let ahead = days.into_iter().filter(|&on| today <= on && on <= until);
        found.extend(ahead.map(|on| Due {
            item: Some(&milestone.id),
            ..entry(
                DueKind::Milestone,
                on,
                today,
                label.to_owned(),
                "pleiad program show".to_owned(),
            )
        }));
    }
    found
}

/// Applications wait only where people are screened.
fn applications(program: &Program, today: Day) -> Vec<Due<'_>> {
    if !program.settings.policy.screening {
        return Vec::new();
    }
    let applied = program.participants.values().filter_map(|participant| {
        let applied = participant.standing(today) == Readiness::Applied;
        let states = participant.states.iter();
        let since = states.filter(|entry| entry.is == Readiness::Applied && entry.on <= today);
        since
            .map(|entry| entry.on)
            .max()
            .filter(|_| applied)
            .map(|since| (participant, since))
    });
    let due = applied.map(|(participant, since)| {
        let what = format!("{} waits to be made ready", participant.name);
        let command = format!("pleiad participant ready {}", participant.id);
        entry(DueKind::Application, since, today, what, command)
    });
    due.collect()
}

fn drafts(program: &Program, today: Day) -> Vec<Due<'_>> {
    let drafts = program.drafts.iter().filter(|(_, draft)| draft.on <= today);
    let due = drafts.map(|(cohort, draft)| Due {
        item: Some(cohort),
        ..entry(
            DueKind::Draft,
            draft.on,
            today,
            format!("the draft of {cohort} waits to be published"),
            format!("pleiad match publish --cohort {cohort}"),
        )
    });
    due.collect()
}

/// A suggestion waits since it was made; one that was decided, since then.
fn improvements(program: &Program, today: Day) -> Vec<Due<'_>> {
    let open = program.improvements.iter().filter(|improvement| {
        improvement.on <= today && improvement.done.is_none_or(|done| today < done)
    });
    let due = open.map(|improvement| {
        let decided = improvement.decided.filter(|&decided| decided <= today);
        let (since, verb) = decided.map_or((improvement.on, "decide"), |on| (on, "do"));
        Due {
            item: improvement.id.as_ref(),
            ..entry(
                DueKind::Improvement,
                since,
                today,
                format!("{verb}: {}", first_line(&improvement.text)),
                "pleiad improvement list".to_owned(),
            )
        }
    });
    due.collect()
}
