//! When the cadence asks for a meeting: the turns of a pairing between what was held and what is planned already.

use crate::calendar::plan::grid::Grid;

/// One meeting that the cadence asks for, or one that stands already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Turn {
    /// The number of the day on which it is due, or stands.
    pub(super) due: i64,
    /// The first day on which it may be.
    pub(super) first: i64,
    /// The last.
    pub(super) last: i64,
    /// Where it stands.
    pub(super) at: Standing,
}

/// Where a turn stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is no business of the plan: it is past, or a person planned it.
    Fixed,
    /// It has no place yet.
    Open,
    /// The plan put it on this minute of UTC, which lies on this day.
    Placed {
        /// The minute.
        utc: i64,
        /// The number of the day in the program's zone.
        day: i64,
        /// Whether it is later than the longest interval allows.
        is_late: bool,
    },
}

impl Turn {
    /// The day on which it is, as far as is known.
    pub(super) fn day(&self) -> i64 {
        match self.at {
            Standing::Fixed | Standing::Open => self.due,
            Standing::Placed { day, .. } => day,
        }
    }

    fn fixed(day: i64) -> Turn {
        Turn {
            due: day,
            first: day,
            last: day,
            at: Standing::Fixed,
        }
    }
}

/// What a line of turns begins with and ends at, in numbers of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The last contact.
    pub(super) last_contact: Option<i64>,
    /// Days on which something is planned already, in order, after the last contact.
    pub(super) planned: &'a [i64],
    /// The first day that may get a meeting.
    pub(super) from: i64,
    /// The last.
    pub(super) until: i64,
}

/// The turns of a pairing, in order of time.
pub(super) fn turns(grid: Grid, line: Line<'_>) -> Vec<Turn> {
    let mut turns: Vec<Turn> = line.last_contact.map(Turn::fixed).into_iter().collect();
    let mut due = line
        .last_contact
        .map_or(line.from, |day| (day + grid.days).max(line.from));
    let mut planned = line.planned.iter().copied().peekable();
    loop {
        let near = near(grid, turns.last(), due, line.from);
        if let Some(day) = planned.next_if(|&day| day <= near || line.until < due) {
            turns.push(Turn::fixed(day));
            due = (day + grid.days).max(line.from);
        } else if due <= line.until {
            turns.push(Turn {
                due,
                first: due,
                last: due,
                at: Standing::Open,
            });
            due += grid.days;
        } else {
            return turns;
        }
    }
}

/// The last day on which something planned is what the cadence asks for on a due day.
///
/// The longest interval ends it, but for whoever is late already: they meet when they can.
fn near(grid: Grid, last: Option<&Turn>, due: i64, from: i64) -> i64 {
    match last {
        Some(last) if from < last.due + grid.days => {
            (due + grid.late()).min(grid.latest_after(last.due))
        }
        _ => due + grid.days - 1,
    }
}

/// Moves the open turns of the first run by some days, those of later runs to the same weekday, and gives each the days
/// around it that are no neighbour's.
pub(super) fn settle(turns: &mut Vec<Turn>, grid: Grid, shift: i64, line: Line<'_>) {
    let weekday = first_open(turns).map(|first| (turns[first].due + shift).rem_euclid(7));
    let mut run_shift = shift;
    let mut is_first_run = true;
    for index in 0..turns.len() {
        if turns[index].at == Standing::Open {
            turns[index].due += run_shift;
            is_first_run = false;
            continue;
        }
        let next = turns.get(index + 1).map(|next| next.due);
        if let (false, Some(next), Some(weekday)) = (is_first_run, next, weekday) {
            run_shift = if grid.is_weekly() {
                to_weekday(next, weekday)
            } else {
                0
            };
        }
    }
    let mut free_from = line.from;
    for index in 0..turns.len() {
        let next = turns.get(index + 1);
        let before_next = next
            .filter(|next| next.at == Standing::Fixed)
            .map_or(line.until, |next| next.due - 1);
        let turn = &mut turns[index];
        if turn.at == Standing::Fixed {
            free_from = free_from.max(turn.due + 1);
            continue;
        }
        turn.first = (turn.due - grid.early()).max(free_from);
        turn.last = (turn.due + grid.late()).min(before_next).min(line.until);
        free_from = turn.last.max(turn.due) + 1;
    }
    // What is due beyond the end is not asked for.
    turns.retain(|turn| {
        turn.at == Standing::Fixed || (turn.due <= line.until && turn.first <= turn.last)
    });
}

/// The first open turn.
pub(super) fn first_open(turns: &[Turn]) -> Option<usize> {
    turns.iter().position(|turn| turn.at == Standing::Open)
}

/// Days from a day to the nearest one of a weekday.
fn to_weekday(day: i64, weekday: i64) -> i64 {
    let ahead = (weekday - day).rem_euclid(7);
    if 3 < ahead { ahead - 7 } else { ahead }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::sample::cadence;

    fn dues(turns: &[Turn]) -> Vec<i64> {
        turns.iter().map(|turn| turn.due).collect()
    }

    fn fortnight() -> Grid {
        Grid::new(cadence("2 weeks"), cadence("6 weeks"))
    }

    #[test]
    fn turns_follow_the_last_contact_and_leave_what_is_planned() {
        let line = Line {
            last_contact: Some(100),
            planned: &[130],
            from: 105,
            until: 175,
        };
        assert_eq!(
            dues(&turns(fortnight(), line)),
            [100, 114, 130, 144, 158, 172]
        );
    }

    #[test]
    fn a_pairing_that_has_not_met_or_not_for_long_is_due_at_once() {
        let line = |last_contact| Line {
            last_contact,
            planned: &[],
            from: 105,
            until: 120,
        };
        assert_eq!(dues(&turns(fortnight(), line(None))), [105, 119]);
        assert_eq!(dues(&turns(fortnight(), line(Some(50)))), [50, 105, 119]);
    }

    #[test]
    fn places_of_turns_do_not_overlap_and_stay_in_the_days_of_the_plan() {
        let line = Line {
            last_contact: Some(100),
            planned: &[130],
            from: 105,
            until: 175,
        };
        let mut turns = turns(fortnight(), line);
        settle(&mut turns, fortnight(), 2, line);
        assert_eq!(dues(&turns), [100, 116, 130, 144, 158, 172]);
        let places: Vec<(i64, i64)> = turns.iter().map(|turn| (turn.first, turn.last)).collect();
        let expected = [
            (100, 100),
            (110, 123),
            (130, 130),
            (138, 151),
            (152, 165),
            (166, 175),
        ];
        assert_eq!(places, expected);
    }
}
