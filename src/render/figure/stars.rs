//! Stars about a centre: how far each stands, how great it is, and whether its line is dashed.

mod list;
mod place;
mod sky;
mod vector;

use super::scale::WIDTH;
use crate::render::look::Look;
use crate::render::svg::Svg;
use crate::render::table::{Cell, Column, Table};
use crate::render::text::Tone;

/// Below so many columns a sky would be a heap of words: a list says the same.
const SKY_MIN: usize = 60;

/// Stars about a centre.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stars {
    /// What stands in the middle.
    pub centre: String,
    /// What is said where there is no star.
    pub empty: String,
    /// The stars, clockwise from the top.
    pub stars: Vec<Star>,
    /// What being near means, and being at the rim.
    pub near_and_far: (String, String),
    /// What greatness means.
    pub greatness: String,
    /// What a dashed line means.
    pub dashed: String,
}

/// One star.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Star {
    /// What it is.
    pub label: String,
    /// How far it stands, in words.
    pub far: String,
    /// How far it stands, from 0 in the middle to 1000 at the rim.
    pub far_permille: i64,
    /// How great it is, in words.
    pub great: String,
    /// How great it is.
    pub size: Size,
    /// Whether its line is dashed.
    pub is_dashed: bool,
    /// How it is meant.
    pub tone: Tone,
    /// What is said of it beside.
    pub note: String,
}

/// How great a star is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Size {
    /// Little.
    #[default]
    Small,
    /// Some.
    Middle,
    /// Much.
    Great,
}

impl Stars {
    pub(super) fn table(&self) -> Table {
        let columns = [
            Column::text("star", "star"),
            Column::text("far", "far"),
            Column::number("great", self.greatness.as_str()),
            Column::text("dashed", self.dashed.as_str()),
            Column::text("note", "note"),
        ];
        let row = |star: &Star| {
            let dashed = if star.is_dashed { "yes" } else { "no" };
            [
                star.label.as_str().into(),
                star.far.as_str().into(),
                Cell::number(&star.great),
                dashed.into(),
                star.note.as_str().into(),
            ]
        };
        Table::new(columns).rows(self.stars.iter().map(row))
    }

    pub(super) fn lines(&self, look: &Look) -> Vec<String> {
        if self.stars.is_empty() || look.width < SKY_MIN {
            list::lines(self, look)
        } else {
            sky::lines(self, look)
        }
    }

    pub(super) fn svg(&self) -> Svg {
        vector::drawn(self, WIDTH)
    }
}

impl Star {
    /// Its character: full where its line is whole, hollow where it is dashed.
    fn character(&self, look: &Look) -> &'static str {
        let (unicode, ascii) = match (self.size, self.is_dashed) {
            (Size::Small, false) => ("⋆", "+"),
            (Size::Middle, false) => ("✦", "*"),
            (Size::Great, false) => ("★", "#"),
            (Size::Small, true) => ("◦", "o"),
            (Size::Middle, true) => ("✧", "o"),
            (Size::Great, true) => ("☆", "O"),
        };
        look.choose(unicode, ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::{Size, Star, Stars};
    use crate::render::figure::shown;
    use crate::render::look::Look;

    /// So many stars, no two alike.
    pub(super) fn stars(count: usize) -> Stars {
        const NAMES: [&str; 8] = [
            "Grace Hopper",
            "Kim Park",
            "Ólafur Ny",
            "Mira Chen",
            "Omar Haddad",
            "王小明",
            "Maximiliane Featherstonehaugh-Cholmondeley",
            "Bo",
        ];
        let star = |number: usize| Star {
            label: match number / NAMES.len() {
                0 => NAMES[number].to_owned(),
                round => format!("{} {}", NAMES[number % NAMES.len()], round + 1),
            },
            far: format!("{} weeks ago", number % 9),
            far_permille: i64::try_from(150 + number * 271 % 851).unwrap_or(0),
            great: format!("{}.0", number % 13),
            size: [Size::Great, Size::Small, Size::Middle][number % 3],
            is_dashed: number % 7 == 3,
            ..Star::default()
        };
        Stars {
            centre: "Ada Lovelace".to_owned(),
            empty: "nobody yet".to_owned(),
            stars: (0..count).map(star).collect(),
            near_and_far: ("lately".to_owned(), "a year ago".to_owned()),
            greatness: "hours".to_owned(),
            dashed: "paused".to_owned(),
        }
    }

    #[test]
    fn no_line_is_wider_than_the_terminal_and_everybody_is_named() {
        for count in [0, 1, 2, 8, 30, 100] {
            for width in [20, 40, 60, 80, 160, 300] {
                for ascii in [false, true] {
                    let look = Look {
                        ascii,
                        ..Look::plain(width)
                    };
                    let stars = stars(count);
                    let lines = shown(&stars.lines(&look));
                    for line in &lines {
                        let wide = unicode_width::UnicodeWidthStr::width(line.as_str());
                        // A word that is longer than the terminal cannot be broken.
                        assert!(wide <= width.max(32), "{count} at {width}: {line}");
                    }
                    let all = lines.join(" ");
                    for star in &stars.stars {
                        let word = star.label.split(' ').next().unwrap_or_default();
                        let begin: String = word.chars().take(12).collect();
                        assert!(all.contains(&begin), "{count} at {width}: {begin}\n{all}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_only_draws_keeps_to_ascii() {
        let look = Look {
            ascii: true,
            ..Look::plain(80)
        };
        let mut stars = stars(8);
        stars.stars.retain(|star| star.label.is_ascii());
        let lines = shown(&stars.lines(&look)).join("\n");
        assert!(lines.is_ascii(), "{lines}");
    }
}
