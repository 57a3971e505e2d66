//! Stars as SVG.

use super::place::place;
use super::{Size, Star, Stars};
use crate::render::figure::scale::cut;
use crate::render::svg::{Anchor, Point, Svg};
use crate::render::text::Tone;

/// The height for few stars, and for many.
const HEIGHT: i64 = 420;
const HEIGHT_MANY: i64 = 620;
/// From so many stars on the picture is higher.
const MANY: usize = 13;
/// Room for names beside the outermost stars, and for the legend below.
const SIDE: i64 = 190;
const FOOT: i64 = 60;
/// Characters that surely fit beside a star.
const NAME_CHARACTERS: usize = 24;
/// The height of a line of words.
const LINE: i64 = 15;
/// Rings about the middle, in thousandths of the way to the rim.
const RINGS: [i64; 3] = [333, 667, 1_000];
/// The corners of a star with five points, in thousandths of its radius.
const CORNERS: [Point; 10] = [
    (0, -1_000),
    (235, -324),
    (951, -309),
    (380, 124),
    (588, 809),
    (0, 400),
    (-588, 809),
    (-380, 124),
    (-951, -309),
    (-235, -324),
];

pub(super) fn drawn(stars: &Stars, width: i64) -> Svg {
    let height = if stars.stars.len() < MANY {
        HEIGHT
    } else {
        HEIGHT_MANY
    };
    let mut svg = Svg::new(width, height);
    let middle = (width / 2, (height - FOOT) / 2);
    let half = (width / 2 - SIDE, (height - FOOT) / 2 - LINE);
    for ring in RINGS {
        svg.path(
            &ellipse(middle, (half.0 * ring / 1_000, half.1 * ring / 1_000)),
            "axis",
        );
    }
    let count = stars.stars.len();
    let at = |(index, star): (usize, &Star)| {
        let (right, down) = place(index, count, star.far_permille);
        (
            middle.0 + right * half.0 / 1_000,
            middle.1 + down * half.1 / 1_000,
        )
    };
    let places: Vec<Point> = stars.stars.iter().enumerate().map(at).collect();
    for (star, at) in stars.stars.iter().zip(&places) {
        svg.line(middle, *at, if star.is_dashed { "plan" } else { "axis" });
    }
    for (star, at) in stars.stars.iter().zip(&places) {
        svg.path(&corners(*at, radius(star.size)), class(star));
    }
    names(stars, &places, middle, &mut svg);
    svg.path(&ellipse(middle, (5, 5)), "a");
    let centre = cut(&stars.centre, NAME_CHARACTERS);
    svg.text((middle.0, middle.1 + 20), Anchor::Middle, "l", &centre);
    legend(stars, height, &mut svg);
    svg
}

/// Each name beside its star, away from the middle, moved down or up until it lies on no other.
fn names(stars: &Stars, places: &[Point], middle: Point, svg: &mut Svg) {
    let mut taken: Vec<(bool, Point)> = Vec::new();
    for (star, at) in stars.stars.iter().zip(places) {
        let is_left = at.0 < middle.0;
        let (x, anchor) = if is_left {
            (at.0 - 16, Anchor::End)
        } else {
            (at.0 + 16, Anchor::Start)
        };
        let is_taken = |y: i64| {
            taken.iter().any(|(side, other)| {
                *side == is_left && (other.1 - y).abs() < LINE && (other.0 - x).abs() < SIDE
            })
        };
        let tries = (0..40_i64).map(|step| {
            let way = (step + 1) / 2 * LINE;
            at.1 + 5 + if step % 2 == 0 { way } else { -way }
        });
        let mut tries = tries.filter(|y| (LINE..=svg.height - FOOT + LINE).contains(y));
        let y = tries.find(|&y| !is_taken(y)).unwrap_or(at.1 + 5);
        taken.push((is_left, (x, y)));
        let name = cut(&star.label, NAME_CHARACTERS);
        svg.text((x, y), anchor, "l", &name);
    }
}

fn legend(stars: &Stars, height: i64, svg: &mut Svg) {
    if stars.stars.is_empty() {
        let middle = svg.width / 2;
        svg.text((middle, height - 16), Anchor::Middle, "q", &stars.empty);
        return;
    }
    let (near, far) = &stars.near_and_far;
    let mut told = format!(
        "middle: {near} · rim: {far} · greater star: more {}",
        stars.greatness
    );
    if stars.stars.iter().any(|star| star.is_dashed) {
        told = format!("{told} · dashed: {}", stars.dashed);
    }
    svg.text((svg.width / 2, height - 16), Anchor::Middle, "q", &told);
}

fn radius(size: Size) -> i64 {
    match size {
        Size::Small => 6,
        Size::Middle => 9,
        Size::Great => 13,
    }
}

fn class(star: &Star) -> &'static str {
    match (star.is_dashed, star.tone) {
        (true, _) => "outline",
        (false, Tone::Bad) => "bad",
        (false, Tone::Warning) => "warning",
        (false, Tone::Good) => "good",
        (false, Tone::Plain | Tone::Strong | Tone::Dim | Tone::Underlined) => "a",
    }
}

fn corners(at: Point, radius: i64) -> String {
    let corner = |&(right, down): &Point| {
        let (x, y) = (at.0 + right * radius / 1_000, at.1 + down * radius / 1_000);
        format!("{x} {y}")
    };
    let corners: Vec<String> = CORNERS.iter().map(corner).collect();
    format!("M{}z", corners.join("L"))
}

fn ellipse(middle: Point, half: Point) -> String {
    let (x, y) = (middle.0 - half.0, middle.1);
    let (rx, ry) = half;
    format!(
        "M{x} {y}a{rx} {ry} 0 1 0 {} 0a{rx} {ry} 0 1 0 -{} 0",
        2 * rx,
        2 * rx
    )
}
