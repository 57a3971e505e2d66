//! A heat map of days: how much there was on each, a column for each week.

use super::scale::{WIDTH, boxed, shade, shade_character, shade_class, shade_starts};
use crate::render::look::Look;
use crate::render::svg::{Anchor, Svg};
use crate::render::table::{Cell, Column, Table};

/// Before the weeks on a terminal: `Mon `.
const NAME_WIDTH: usize = 4;
/// Before the weeks in a picture, and over them.
const LEFT: i64 = 36;
const TOP: i64 = 18;
/// The widest that a day is drawn.
const DAY_MAX: i64 = 15;

/// Days in weeks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Days {
    /// What is counted.
    pub counts: String,
    /// The weeks, in order.
    pub weeks: Vec<Week>,
    /// The names of the days, as the weeks run.
    pub names: [String; 7],
}

/// A week.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Week {
    /// Its first day.
    pub from: String,
    /// The month that begins in it.
    pub month: Option<String>,
    /// How much there was on each day; none on days that do not count.
    pub days: [Option<u64>; 7],
}

impl Days {
    fn most(&self) -> u64 {
        let days = self.weeks.iter().flat_map(|week| week.days);
        days.flatten().max().unwrap_or(0)
    }

    pub(super) fn table(&self) -> Table {
        let mut columns = vec![Column::text("week", "week of")];
        columns.extend(
            self.names
                .iter()
                .map(|name| Column::number(name.to_lowercase(), name.as_str())),
        );
        let row = |week: &Week| {
            let mut cells: Vec<Cell> = vec![week.from.as_str().into()];
            cells.extend(week.days.map(Cell::from));
            cells
        };
        Table::new(columns).rows(self.weeks.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        let room = look.width.saturating_sub(NAME_WIDTH).max(1);
        let hidden = self.weeks.len().saturating_sub(room);
        let weeks = &self.weeks[hidden..];
        let most = self.most();
        let mut lines = vec![months(weeks, room)];
        for (day, name) in self.names.iter().enumerate() {
            let cell = |week: &Week| {
                week.days[day].map_or(" ", |value| shade_character(shade(value, most), look))
            };
            let cells: String = weeks.iter().map(cell).collect();
            lines.push(format!("{name:<NAME_WIDTH$}{cells}").trim_end().to_owned());
        }
        lines.push(legend(most, look));
        if let (true, Some(week)) = (0 < hidden, weeks.first()) {
            lines.push(format!("from {}; earlier weeks find no room", week.from));
        }
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    pub(super) fn svg(&self) -> Svg {
        let weeks = i64::try_from(self.weeks.len()).unwrap_or(0).max(1);
        let size = ((WIDTH - LEFT) / weeks).clamp(2, DAY_MAX);
        let mut svg = Svg::new(WIDTH, TOP + 7 * size);
        let most = self.most();
        for (place, name) in (0..).zip(&self.names) {
            if place % 2 == 0 {
                let base = TOP + place * size + size * 3 / 4;
                svg.text((LEFT - 6, base), Anchor::End, "q", name);
            }
        }
        let mut paths = vec![String::new(); 5];
        for (column, week) in (0..).zip(&self.weeks) {
            let x = LEFT + column * size;
            if let Some(month) = &week.month {
                svg.text((x, TOP - 6), Anchor::Start, "q", month);
            }
            for (row, value) in (0..).zip(week.days) {
                if let Some(value) = value {
                    let y = TOP + row * size;
                    paths[shade(value, most)].push_str(&boxed((x, y), (size - 1, size - 1)));
                }
            }
        }
        for (shade, path) in paths.iter().enumerate() {
            svg.path(path, shade_class(shade));
        }
        svg
    }
}

/// The months over the weeks in which they begin, where there is room between them.
fn months(weeks: &[Week], room: usize) -> String {
    let mut line = " ".repeat(NAME_WIDTH);
    for (column, week) in weeks.iter().enumerate() {
        let Some(month) = &week.month else {
            continue;
        };
        let start = NAME_WIDTH + column;
        let used = line.trim_end().chars().count();
        let fits = start + month.chars().count() <= NAME_WIDTH + room;
        if fits && (used == 0 || used < start) {
            line = format!("{line:<start$}{month}");
        }
    }
    line.trim_end().to_owned()
}

/// `· 0  ░ 1  ▒ 2`: what the shades mean.
pub(super) fn legend(most: u64, look: &Look) -> String {
    let starts = shade_starts(most);
    let range = |(place, &(shade, least)): (usize, &(usize, u64))| {
        let greatest = starts.get(place + 1).map_or(most, |(_, next)| next - 1);
        let character = shade_character(shade, look);
        if least == greatest {
            format!("{character} {least}")
        } else {
            format!("{character} {least}-{greatest}")
        }
    };
    let mut told = vec![format!("{} 0", shade_character(0, look))];
    told.extend(starts.iter().enumerate().map(range));
    told.join("  ")
}

#[cfg(test)]
mod tests {
    use super::{Days, Week};
    use crate::render::look::Look;

    fn days(weeks: usize) -> Days {
        let week = |number: usize| Week {
            from: format!("week {number}"),
            month: number
                .is_multiple_of(4)
                .then(|| ["Jan", "Feb", "Mar"][number / 4 % 3].to_owned()),
            days: [0, 1, 2, 3, 4, 5, 6].map(|day| (day < 5).then_some((number as u64 * day) % 3)),
        };
        Days {
            counts: "meetings".to_owned(),
            weeks: (0..weeks).map(week).collect(),
            names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map(str::to_owned),
        }
    }

    #[test]
    fn a_column_for_each_week_and_a_row_for_each_day() {
        assert_eq!(
            days(9).lines(&Look::plain(40)),
            [
                "    Jan Feb Mar",
                "Mon ·········",
                "Tue ·░▒·░▒·░▒",
                "Wed ·▒░·▒░·▒░",
                "Thu ·········",
                "Fri ·░▒·░▒·░▒",
                "Sat",
                "Sun",
                "· 0  ░ 1  ▒ 2",
            ]
        );
    }

    #[test]
    fn where_there_is_no_room_the_latest_weeks_stay() {
        let lines = days(60).lines(&Look {
            ascii: true,
            ..Look::plain(40)
        });
        assert!(
            lines.iter().all(|line| line.chars().count() <= 40),
            "{lines:#?}"
        );
        assert_eq!(
            lines.last().map(String::as_str),
            Some("from week 24; earlier weeks find no room")
        );
    }
}
