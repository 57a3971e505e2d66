//! Measures that all pictures share: how wide they are, how long a bar is, how dark a cell.

use crate::render::look::Look;
use crate::render::svg::Point;

/// The width of every picture, in its own pixels.
pub(super) const WIDTH: i64 = 720;
/// Where bars begin, behind their labels.
pub(super) const LABEL_WIDTH: i64 = 200;
/// The height of one row with its gap.
pub(super) const ROW_HEIGHT: i64 = 24;
/// How far the base line of a row's text lies below its top.
pub(super) const BASE_LINE: i64 = 16;
/// Characters that surely fit before the bars.
pub(super) const LABEL_CHARACTERS: usize = 26;

/// Columns of a bar on a terminal.
const CELLS: usize = 10;
const CELLS_WIDE: usize = 20;
/// From this width on bars are drawn twice as long.
const WIDE: usize = 100;

/// Characters from nothing to very much.
const SHADES: [&str; 5] = ["·", "░", "▒", "▓", "█"];
const SHADES_ASCII: [&str; 5] = [".", ":", "+", "*", "#"];

/// Columns of a bar on this terminal.
pub(super) fn cells(look: &Look) -> usize {
    if look.width < WIDE { CELLS } else { CELLS_WIDE }
}

/// The part of a length that a value is of the greatest, rounded down; nothing where there is nothing to compare with.
pub(super) fn part(value: u64, most: u64, length: i64) -> i64 {
    let length = u64::try_from(length).unwrap_or(0);
    let part = u128::from(value.min(most)) * u128::from(length) / u128::from(most.max(1));
    i64::try_from(part).unwrap_or(0)
}

/// `██████░░░░`, with as many full cells as the value fills of the greatest; a begun one shows, so that 1 is not 0.
pub(super) fn bar(value: u64, most: u64, cells: usize, look: &Look) -> String {
    let length = i64::try_from(cells).unwrap_or(i64::MAX);
    let full = usize::try_from(part(value, most, length)).unwrap_or(0);
    let full = full.max(usize::from(0 < value));
    look.choose("█", "#").repeat(full) + &look.choose("░", "-").repeat(cells - full)
}

/// How dark a value is from 0 (nothing) to 4: itself where none passes 4, else by quarters of the greatest.
pub(super) fn shade(value: u64, most: u64) -> usize {
    let shade = if most <= 4 {
        value
    } else {
        (value * 4).div_ceil(most)
    };
    usize::try_from(shade).unwrap_or(4).min(4)
}

/// A box as a piece of a path, so that hundreds of one shade are one element.
pub(super) fn boxed((x, y): Point, (width, height): (i64, i64)) -> String {
    format!("M{x} {y}h{width}v{height}h-{width}z")
}

/// The character of a shade.
pub(super) fn shade_character(shade: usize, look: &Look) -> &'static str {
    look.choose(SHADES[shade], SHADES_ASCII[shade])
}

/// The class of a shade.
pub(super) fn shade_class(shade: usize) -> &'static str {
    ["h0", "h1", "h2", "h3", "h4"][shade]
}

/// The least value of each shade but the first, where any value has it.
pub(super) fn shade_starts(most: u64) -> Vec<(usize, u64)> {
    let first = |wanted: usize| {
        // The least value with `value * 4 > most * (wanted - 1)`.
        let least = if most <= 4 {
            wanted as u64
        } else {
            most * (wanted as u64 - 1) / 4 + 1
        };
        (least <= most && shade(least, most) == wanted).then_some((wanted, least))
    };
    (1..=4).filter_map(first).collect()
}

/// The beginning of a text, cut where it is longer than so many characters.
pub(super) fn cut(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::{bar, cut, shade, shade_starts};
    use crate::render::look::Look;

    #[test]
    fn a_value_that_is_there_shows() {
        let look = Look::plain(80);
        assert_eq!(bar(0, 100, 5, &look), "░░░░░");
        assert_eq!(bar(1, 100, 5, &look), "█░░░░");
        assert_eq!(bar(100, 100, 5, &look), "█████");
        assert_eq!(bar(0, 0, 5, &look), "░░░░░");
    }

    #[test]
    fn every_shade_begins_where_the_legend_says() {
        for most in 0..60 {
            for value in 0..=most {
                let starts = shade_starts(most);
                let told = starts.iter().rev().find(|(_, least)| *least <= value);
                assert_eq!(
                    told.map_or(0, |(shade, _)| *shade),
                    shade(value, most),
                    "{value} of {most}"
                );
            }
        }
    }

    #[test]
    fn a_long_label_ends_with_an_ellipsis() {
        assert_eq!(cut("Ada Lovelace", 12), "Ada Lovelace");
        assert_eq!(cut("Ada Lovelace", 5), "Ada…");
    }
}
