//! Stars on a terminal: a grid of cells with rays, stars and names, or numbers where names would lie on each other.

use super::place::{place, ray};
use super::{Star, Stars};
use crate::render::escape::visible;
use crate::render::figure::scale::cut;
use crate::render::look::Look;
use crate::render::paint;
use crate::render::text::Tone;
use crate::render::wrap::Words;
use unicode_width::UnicodeWidthChar;

/// A sky does not grow beyond so many columns: the eye loses the way.
const WIDTH_MAX: usize = 110;
/// The longest name beside a star.
const NAME_CHARACTERS: usize = 22;
/// Up to so many stars there is room for rays.
const RAYS_MAX: usize = 12;
/// Every so many cells of a ray have a point; of a dashed one fewer.
const RAY_STEP: usize = 2;
const RAY_STEP_DASHED: usize = 5;

pub(super) fn lines(stars: &Stars, look: &Look) -> Vec<String> {
    let mut lines = named(stars, look).unwrap_or_else(|| numbered(stars, look));
    lines.extend(legend(stars, look));
    lines
}

/// With a name beside each star; nothing where they would lie on each other.
fn named(stars: &Stars, look: &Look) -> Option<Vec<String>> {
    let mut sky = Sky::new(stars, look);
    let places = sky.shine(stars);
    for (star, at) in stars.stars.iter().zip(&places) {
        let name = shortened(&star.label, look);
        if !sky.name(&name, star.tone, *at) {
            return None;
        }
    }
    sky.centre(&stars.centre);
    Some(sky.lines())
}

/// With a number beside each star, and who it is below.
fn numbered(stars: &Stars, look: &Look) -> Vec<String> {
    let mut sky = Sky::new(stars, look);
    let places = sky.shine(stars);
    for (number, (star, at)) in (1..).zip(stars.stars.iter().zip(&places)) {
        let number: usize = number;
        // Where even a number finds no room the list below still has it.
        sky.name(&number.to_string(), star.tone, *at);
    }
    let mut lines = sky.lines();
    let names: Vec<String> = (1..)
        .zip(&stars.stars)
        .map(|(number, star): (usize, &Star)| format!("{number} {}", star.label))
        .collect();
    let words = Words::of(Tone::Plain, &names.join(", "), look);
    lines.extend(words.fill(look.width));
    lines
}

fn legend(stars: &Stars, look: &Look) -> Vec<String> {
    let (near, far) = &stars.near_and_far;
    let sizes = [
        look.choose("⋆", "+"),
        look.choose("✦", "*"),
        look.choose("★", "#"),
    ];
    let mut told = format!(
        "middle: {near}, rim: {far}; {}: more {}",
        sizes.join(" "),
        stars.greatness
    );
    if stars.stars.iter().any(|star| star.is_dashed) {
        told = format!("{told}; {}: {}", look.choose("◦ ✧ ☆", "o O"), stars.dashed);
    }
    Words::of(Tone::Dim, &told, look).fill(look.width)
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Blank,
    /// A point of a ray, which gives way to anything.
    Ray,
    /// A character, with what has no width after it.
    Shown(String, Tone),
    /// The second column of a wide character.
    Covered,
}

/// A grid of cells.
struct Sky<'l> {
    look: &'l Look,
    width: usize,
    cells: Vec<Vec<Cell>>,
}

impl<'l> Sky<'l> {
    fn new(stars: &Stars, look: &'l Look) -> Sky<'l> {
        let width = look.width.min(WIDTH_MAX);
        let height = match stars.stars.len() {
            0..=4 => 13,
            5..=12 => 19,
            13..=40 => 25,
            _ => 31,
        };
        Sky {
            look,
            width,
            cells: vec![vec![Cell::Blank; width]; height],
        }
    }

    fn middle(&self) -> (i64, i64) {
        let half = |length: usize| i64::try_from(length / 2).unwrap_or(0);
        (half(self.width), half(self.cells.len()))
    }

    /// Draws every ray and every star; gives where the stars came to stand.
    fn shine(&mut self, stars: &Stars) -> Vec<(i64, i64)> {
        let (middle, count) = (self.middle(), stars.stars.len());
        // Names stand beside the outermost stars.
        let room = i64::try_from(self.width / 4).unwrap_or(0);
        let half = (middle.0 - room, middle.1 - 1);
        self.set(middle, self.look.choose("◉", "@"), Tone::Strong);
        let mut places = Vec::new();
        for (index, star) in stars.stars.iter().enumerate() {
            let (right, down) = place(index, count, star.far_permille);
            let wanted = (
                middle.0 + right * half.0 / 1_000,
                middle.1 + down * half.1 / 1_000,
            );
            let at = self.free(wanted);
            self.set(at, star.character(self.look), star.tone);
            places.push(at);
        }
        if count <= RAYS_MAX {
            for (star, at) in stars.stars.iter().zip(&places) {
                let step = if star.is_dashed {
                    RAY_STEP_DASHED
                } else {
                    RAY_STEP
                };
                for point in ray(middle, *at).into_iter().step_by(step) {
                    if let Some(cell @ Cell::Blank) = self.cell(point) {
                        *cell = Cell::Ray;
                    }
                }
            }
        }
        places
    }

    /// The nearest free cell, first along the row, then in rows about it.
    fn free(&mut self, wanted: (i64, i64)) -> (i64, i64) {
        let reach = i64::try_from(self.width).unwrap_or(0);
        let mut near: Vec<(i64, i64)> = Vec::new();
        for down in -3..=3_i64 {
            for right in -reach..=reach {
                near.push((right, down));
            }
        }
        near.sort_by_key(|(right, down)| (right * right + 8 * down * down, *right, *down));
        let at = near
            .into_iter()
            .map(|(right, down)| (wanted.0 + right, wanted.1 + down));
        let is_free = |sky: &mut Self, at| matches!(sky.cell(at), Some(Cell::Blank));
        for at in at {
            if is_free(self, at) {
                return at;
            }
        }
        wanted
    }

    fn cell(&mut self, (right, down): (i64, i64)) -> Option<&mut Cell> {
        let row = usize::try_from(down).ok()?;
        let column = usize::try_from(right).ok()?;
        self.cells.get_mut(row)?.get_mut(column)
    }

    fn set(&mut self, at: (i64, i64), character: &str, tone: Tone) {
        if let Some(cell) = self.cell(at) {
            *cell = Cell::Shown(character.to_owned(), tone);
        }
    }

    /// Writes a name beside a star, away from the middle; else below or above it.
    fn name(&mut self, name: &str, tone: Tone, (right, down): (i64, i64)) -> bool {
        let characters = columns(name);
        let width = characters.iter().map(|(_, width)| width).sum::<usize>();
        let width = i64::try_from(width).unwrap_or(i64::MAX);
        let (after, before) = (right + 2, right - 1 - width);
        let sides = if right < self.middle().0 {
            [before, after]
        } else {
            [after, before]
        };
        let over = right - width / 2;
        let places = [
            (sides[0], down),
            (sides[1], down),
            (over, down + 1),
            (over, down - 1),
        ];
        for (from, row) in places {
            if self.has_room(from, row, width) {
                self.write(&characters, tone, (from, row));
                return true;
            }
        }
        false
    }

    /// Whether nothing but rays lies there, with a blank before and after.
    fn has_room(&mut self, from: i64, row: i64, width: i64) -> bool {
        let is_inside = 0 <= from && from + width <= i64::try_from(self.width).unwrap_or(0);
        let mut columns = from - 1..=from + width;
        let last = from + width;
        is_inside
            && columns.all(|column| match self.cell((column, row)) {
                Some(cell) => matches!(cell, Cell::Blank | Cell::Ray),
                // The blank before the first column and after the last may lie outside.
                None => column < from || column == last,
            })
    }

    fn write(&mut self, characters: &[(String, usize)], tone: Tone, (from, row): (i64, i64)) {
        let mut column = from;
        for (character, width) in characters {
            self.set((column, row), character, tone);
            if *width == 2
                && let Some(cell) = self.cell((column + 1, row))
            {
                *cell = Cell::Covered;
            }
            column += i64::try_from(*width).unwrap_or(1);
        }
    }

    /// Names the middle, where there is room below or above it.
    fn centre(&mut self, name: &str) {
        let at = self.middle();
        let name = shortened(name, self.look);
        self.name(&name, Tone::Strong, at);
    }

    fn lines(&self) -> Vec<String> {
        let rows = self.cells.iter();
        let lines: Vec<String> = rows.map(|row| line(row, self.look)).collect();
        let is_empty = |line: &String| line.is_empty();
        let first = lines.iter().position(|line| !is_empty(line)).unwrap_or(0);
        let last = lines.iter().rposition(|line| !is_empty(line)).unwrap_or(0);
        lines[first..=last].to_vec()
    }
}

/// The beginning of a name that is too long to stand beside a star.
fn shortened(name: &str, look: &Look) -> String {
    let name = cut(name, NAME_CHARACTERS);
    match name.strip_suffix('…') {
        Some(begin) if look.ascii => format!("{begin}~"),
        _ => name,
    }
}

/// A row without the blanks at its end; what stands side by side in one tone is one piece.
fn line(row: &[Cell], look: &Look) -> String {
    let mut pieces: Vec<(Tone, String)> = Vec::new();
    for cell in row {
        let (text, tone) = match cell {
            Cell::Blank => (" ", Tone::Plain),
            Cell::Covered => continue,
            Cell::Ray => (look.choose("·", "."), Tone::Dim),
            Cell::Shown(text, tone) => (text.as_str(), *tone),
        };
        match pieces.last_mut() {
            Some((last, piece)) if *last == tone => piece.push_str(text),
            _ => pieces.push((tone, text.to_owned())),
        }
    }
    let mut line = String::new();
    for (tone, piece) in &pieces {
        paint::push(&mut line, *tone, piece);
    }
    line.trim_end().to_owned()
}

/// The characters of a name, escaped, each with its columns; what has none stands with the one before.
fn columns(name: &str) -> Vec<(String, usize)> {
    let mut columns: Vec<(String, usize)> = Vec::new();
    for character in visible(name).chars() {
        match (character.width().unwrap_or(0), columns.last_mut()) {
            (0, Some((text, _))) => text.push(character),
            (0, None) => {}
            (width, _) => columns.push((character.to_string(), width)),
        }
    }
    columns
}
