//! `pleiad` alone: what needs you, what is on this week, what goes well.

use crate::calendar::describe::full_day;
use crate::cli::commands::help;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::insights::needs::{Need, Urgency};
use crate::insights::today::{Today, WeekMeeting, today};
use crate::model::day::Moment;
use crate::render::document::{Document, Meter};
use crate::render::text::{Span, Text};
use crate::render::words::count;
use crate::store::read::Extent;

pub(crate) fn run(context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = match context.read(&Extent::Confidential) {
        // Nobody named a program: that there is none is where one begins.
        Err(Failure::NoProgram(_)) => return Ok(help::welcome()),
        outcome => outcome?,
    };
    let screen = today(&program, clock.today);
    let reply = Reply::new("today", &screen, document(&screen));
    Ok(match screen.needs_you.first() {
        Some(need) => reply.next(need.command.clone()),
        None => reply,
    })
}

fn document(screen: &Today<'_>) -> Document {
    let needs = if screen.needs_you.is_empty() {
        vec![Span::good("nothing").into()]
    } else {
        with_more(screen.needs_you.iter().map(need), screen.needs_more)
    };
    let document = Document::new()
        .heading(title(screen))
        .section("Needs you")
        .list(needs);
    let document = if screen.this_week.is_empty() {
        document
    } else {
        let meetings = with_more(screen.this_week.iter().map(meeting), screen.this_week_more);
        document.section("This week").list(meetings)
    };
    let well = screen.going_well;
    if well.all == 0 {
        return document;
    }
    let note = format!(
        "{} of {} met in the last 30 days",
        well.count,
        count(well.all as usize, "pair", "pairs")
    );
    let meter = Meter::new("Going well", well.count.into(), well.all.into());
    document.meters([meter.note(note)])
}

/// `IT mentoring · Sun 22 Nov 2026 · week 9 of 24 · 48 pairings · 3 mentees unmatched`.
fn title(screen: &Today<'_>) -> Text {
    let mut parts = vec![screen.name.to_owned(), full_day(screen.day)];
    if let Some(week) = screen.week {
        let all = week.weeks.map(|weeks| format!(" of {weeks}"));
        parts.push(format!("week {}{}", week.week, all.unwrap_or_default()));
    }
    parts.push(count(screen.pairings, "pairing", "pairings"));
    if 0 < screen.mentees_unmatched {
        let mentees = count(screen.mentees_unmatched, "mentee", "mentees");
        parts.push(format!("{mentees} unmatched"));
    }
    let mut title = Text::new();
    for (index, part) in parts.into_iter().enumerate() {
        if 0 < index {
            title = title.with(Span::drawn(" · ", " - "));
        }
        title = title.with(part);
    }
    title
}

fn with_more(items: impl Iterator<Item = Text>, more: usize) -> Vec<Text> {
    let more = (0 < more).then(|| Span::dim(format!("and {more} more")).into());
    items.chain(more).collect()
}

fn need(need: &Need<'_>) -> Text {
    let urgency = match need.urgency {
        Urgency::Now => Span::bad("now"),
        Urgency::Soon => Span::warning("soon"),
    };
    let command = Span::dim(format!("\n{}", need.command));
    Text::from(urgency)
        .with(format!(": {}", need.sentence))
        .with(command)
}

fn meeting(meeting: &WeekMeeting<'_>) -> Text {
    let people = meeting.people.iter().copied();
    let mut line = Text::from(format!("{} ", time_of_week(meeting.at)));
    for (index, name) in people.enumerate() {
        if 0 < index {
            line = line.with(Span::drawn(" · ", " - "));
        }
        line = line.with(name);
    }
    line
}

/// `Tue 24 Nov 16:00`: the year of a day this week is known.
fn time_of_week(at: Moment) -> String {
    at.datetime().format("%a %-d %b %H:%M").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::insights::sample::{add_pair, day, enroll_mentee, program};
    use crate::model::log::MeetingState;
    use crate::model::pairing::PairingState;
    use crate::model::program::Program;
    use crate::render::look::Look;
    use crate::render::terminal;

    fn screen(program: &Program, on: &str) -> String {
        let look = Look {
            width: 80,
            color: false,
            ascii: true,
        };
        terminal::render(&document(&today(program, day(on))), &look)
    }

    #[test]
    fn the_morning_screen_fits_on_24_lines_however_much_there_is_to_do() {
        let mut program = program();
        enroll_mentee(&mut program, "mira-chen");
        for number in 10..60 {
            let pairing = format!("grace-hopper-{number}-mentors-ada-lovelace-{number}");
            let state = ("2026-01-12", PairingState::Active);
            let planned = [("2026-02-24", MeetingState::Planned)];
            add_pair(&mut program, &pairing, state, &planned);
        }
        let text = screen(&program, "2026-02-21");
        assert!(text.lines().count() <= 24, "{text}");
        assert!(text.contains("and 46 more"), "{text}");
    }

    #[test]
    fn each_need_stands_over_the_command_that_settles_it() {
        let mut program = program();
        let state = ("2026-01-12", PairingState::Active);
        let held = [
            ("2026-02-19", MeetingState::Held),
            ("2026-02-24", MeetingState::Planned),
        ];
        add_pair(&mut program, "grace-mentors-ada", state, &held);
        add_pair(&mut program, "grace-mentors-ben", state, &[]);
        let expected = "\
IT mentoring - Sat 21 Feb 2026 - 2 pairings

Needs you
* now: no meeting yet, 40 days after the start on Mon 12 Jan 2026
  pleiad meeting add grace-mentors-ben

This week
* Tue 24 Feb 16:00 grace - ada

Going well  #####----- 50%  1 of 2 pairs met in the last 30 days
";
        assert_eq!(screen(&program, "2026-02-21"), expected);
    }

    #[test]
    fn where_nothing_is_to_do_it_says_so() {
        let mut program = program();
        let state = ("2026-01-12", PairingState::Active);
        let held = [("2026-02-19", MeetingState::Held)];
        add_pair(&mut program, "grace-mentors-ada", state, &held);
        assert!(screen(&program, "2026-02-21").contains("Needs you\n* nothing\n"));
    }
}
