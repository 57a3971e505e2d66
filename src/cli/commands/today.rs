//! `pleiad` alone: what needs you, what is on this week, what goes well.

use crate::calendar::describe::{distance, full_day};
use crate::cli::commands::help;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::reply_schema::{ReplySchema, answer};
use crate::insights::needs::{Need, Urgency};
use crate::insights::today::{GoodNews, SeasonKind, Today, WeekMeeting, today};
use crate::model::day::Moment;
use crate::render::document::{Document, Meter};
use crate::render::look::Look;
use crate::render::terminal;
use crate::render::text::{Span, Text};
use crate::render::words::{and_list, count};
use crate::store::read::Extent;

/// Lines of a terminal that nobody has made larger.
const LINES_MAX: usize = 24;
/// Meetings that stay on a full screen.
const MEETINGS_MIN: usize = 2;

/// What the commands of this file reply.
pub(crate) const REPLIES: &[ReplySchema] = &[answer::<Today<'static>>("today")];

pub(crate) fn run(context: &mut Context<'_, '_>) -> Result<Reply, Failure> {
    let (program, clock) = match context.read(&Extent::Confidential) {
        // Nobody named a program: that there is none is where one begins.
        Err(Failure::NoProgram(_)) => return Ok(help::welcome()),
        outcome => outcome?,
    };
    let screen = today(&program, clock.today);
    let is_terminal = context.invocation.terminals.output;
    let look = context.global.look(context.invocation, is_terminal);
    let reply = Reply::new("today", &screen, fitting(&screen, &look));
    Ok(match screen.needs_you.first() {
        Some(need) => reply.next(need.command.clone()),
        None => reply,
    })
}

/// How much of the screen is shown.
#[derive(Clone, Copy)]
struct Shown {
    needs: usize,
    meetings: usize,
}

impl Shown {
    /// Less of it: meetings go first, but two of them stay as long as there are several needs.
    fn less(self) -> Option<Shown> {
        let Shown { needs, meetings } = self;
        if MEETINGS_MIN < meetings || needs <= 1 {
            let meetings = meetings.checked_sub(1)?;
            return Some(Shown { needs, meetings });
        }
        let needs = needs - 1;
        Some(Shown { needs, meetings })
    }
}

/// As much of the screen as fits: long sentences take several lines.
fn fitting(screen: &Today<'_>, look: &Look) -> Document {
    let mut shown = Shown {
        needs: screen.needs_you.len(),
        meetings: screen.this_week.len(),
    };
    loop {
        let document = document(screen, shown);
        let lines = terminal::render(&document, look).lines().count();
        match shown.less() {
            Some(less) if LINES_MAX < lines => shown = less,
            _ => return document,
        }
    }
}

fn document(screen: &Today<'_>, shown: Shown) -> Document {
    let needs = if screen.needs_you.is_empty() {
        vec![Span::good("nothing").into()]
    } else {
        let more = screen.needs_more + screen.needs_you.len() - shown.needs;
        with_more(screen.needs_you.iter().take(shown.needs).map(need), more)
    };
    let document = Document::new()
        .heading(title(screen))
        .section("Needs you")
        .list(needs);
    let document = if screen.this_week.is_empty() {
        document
    } else {
        let more = screen.this_week_more + screen.this_week.len() - shown.meetings;
        let meetings = screen.this_week.iter().take(shown.meetings).map(meeting);
        document
            .section("This week")
            .list(with_more(meetings, more))
    };
    let well = screen.going_well;
    let document = if well.all == 0 {
        document
    } else {
        let note = format!(
            "{} of {} met in the last 30 days",
            well.count,
            count(well.all as usize, "pair", "pairs")
        );
        let meter = Meter::new("Going well", well.count.into(), well.all.into());
        document.meters([meter.note(note)])
    };
    match good_news(screen.good_news) {
        Some(news) => document.paragraph(news),
        None => document,
    }
}

/// `Lately: 2 goals reached and 1 certification passed.`.
fn good_news(news: GoodNews) -> Option<String> {
    let parts = [
        (news.goals_reached, "goal reached", "goals reached"),
        (
            news.certifications_passed,
            "certification passed",
            "certifications passed",
        ),
        (
            news.pairings_closed_well,
            "pairing ended as planned",
            "pairings ended as planned",
        ),
        (
            news.advice_helped,
            "piece of advice helped",
            "pieces of advice helped",
        ),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| 0 < *number);
    let told: Vec<String> = parts
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    (!told.is_empty()).then(|| format!("Lately: {}.", and_list(told)))
}

/// `IT mentoring · Sun 22 Nov 2026 · week 9 of 24 · 48 pairings · 3 mentees unmatched`.
fn title(screen: &Today<'_>) -> Text {
    let mut parts = vec![screen.name.to_owned(), full_day(screen.day)];
    if let Some(week) = screen.week {
        let all = week.weeks.map(|weeks| format!(" of {weeks}"));
        parts.push(format!("week {}{}", week.week, all.unwrap_or_default()));
    }
    if let Some(season) = screen.season {
        let (word, far) = match season.is {
            SeasonKind::Ahead => ("begins", distance(season.on, screen.day)),
            SeasonKind::Over => ("ended", distance(season.on, screen.day)),
        };
        parts.push(format!("{} {word} {far}", season.cohort));
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
    use crate::insights::sample::{add_pair, day, enroll_mentee, first_day, id, program, programs};
    use crate::model::log::MeetingState;
    use crate::model::pairing::PairingState;
    use crate::model::program::Program;
    use proptest::prelude::*;

    fn screen(program: &Program, on: &str) -> String {
        let look = Look {
            width: 80,
            color: false,
            ascii: true,
        };
        terminal::render(&fitting(&today(program, day(on)), &look), &look)
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]

        #[test]
        fn whatever_there_is_fits_on_24_lines_of_80_columns(program in programs(), days in 0_i64..300, length in 1_usize..120) {
            let mut program = program;
            program.settings.name = "A rather long name of a program ".repeat(length / 20);
            for participant in program.participants.values_mut() {
                participant.name = format!("{} {}", participant.name, "Longname ".repeat(length / 9));
            }
            let text = screen(&program, &first_day().plus_days(days).to_string());
            prop_assert!(text.lines().count() <= 24, "{}", text);
            prop_assert!(text.lines().all(|line| line.chars().count() <= 80), "{}", text);
        }
    }

    #[test]
    fn a_program_without_anybody_ahead_or_over_reads_well() {
        let mut program = program();
        program.settings.cohorts = vec![crate::model::settings::Cohort {
            id: id("spring"),
            starts: Some(day("2026-01-12")),
            ends: Some(day("2026-06-28")),
            closed: None,
        }];
        let ahead = screen(&program, "2026-01-05");
        let title = "IT mentoring - Mon 5 Jan 2026 - spring begins in 7 days - 0 pairings\n";
        assert!(ahead.starts_with(title), "{ahead}");
        assert!(
            ahead.contains("nobody is enrolled yet\n  pleiad enroll\n"),
            "{ahead}"
        );
        let over = screen(&program, "2026-08-01");
        assert!(over.contains("spring ended 4 weeks ago"), "{over}");
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
