//! A constellation as a picture: how long ago one met is how far a star stands, hours are how great it is.

use crate::calendar::describe::distance;
use crate::insights::constellation::map::Constellation;
use crate::insights::constellation::star::{Contact, Star};
use crate::model::day::Day;
use crate::render::figure::stars::{self, Size, Stars};
use crate::render::figure::{Drawing, Figure};
use crate::render::text::Tone;
use crate::render::words::hours;

/// How far out a star stands after so many days: a week counts more while one still meets.
const SCALE: [(i64, i64); 7] = [
    (0, 230),
    (7, 340),
    (14, 430),
    (30, 560),
    (60, 720),
    (120, 860),
    (365, 1_000),
];
/// From so many minutes on a star is of middle size, and great.
const MINUTES_MIDDLE: u64 = 3 * 60;
const MINUTES_GREAT: u64 = 10 * 60;

/// The picture of a constellation.
pub(super) fn figure(found: &Constellation<'_>) -> Figure {
    let shining = found.mentors.iter().filter(|star| star.has_begun());
    let stars: Vec<stars::Star> = shining.map(|one| star(one, found.day)).collect();
    let description = if stars.is_empty() {
        "Nobody mentors them yet.".to_owned()
    } else {
        let told = stars
            .iter()
            .map(|star| format!("{}: {}", star.label, star.far));
        format!("{}.", told.collect::<Vec<_>>().join("; "))
    };
    let drawing = Stars {
        centre: found.name.to_owned(),
        empty: "no star yet".to_owned(),
        stars,
        near_and_far: ("met lately".to_owned(), "a year ago or never".to_owned()),
        greatness: "hours".to_owned(),
        dashed: "paused".to_owned(),
    };
    let title = format!("Constellation of {}", found.name);
    Figure::new("stars", title, description, Drawing::Stars(drawing))
}

fn star(star: &Star<'_>, today: Day) -> stars::Star {
    let minutes = u32::try_from(star.minutes_held).unwrap_or(u32::MAX);
    let size = match star.minutes_held {
        MINUTES_GREAT.. => Size::Great,
        MINUTES_MIDDLE.. => Size::Middle,
        _ => Size::Small,
    };
    let tone = match star.contact {
        Contact::Drifting => Tone::Bad,
        Contact::Due => Tone::Warning,
        Contact::Steady | Contact::Paused | Contact::Waiting => Tone::Plain,
    };
    stars::Star {
        label: star.name.to_owned(),
        far: star
            .last
            .map_or("never met".to_owned(), |last| distance(last, today)),
        far_permille: star.last.map_or(1_000, |last| far(today.days_since(last))),
        great: hours(minutes),
        size,
        is_dashed: star.contact == Contact::Paused,
        tone,
        note: star.contact.to_string(),
    }
}

/// How far out so many days are, between the points of the scale in proportion.
fn far(days: i64) -> i64 {
    let (mut before, mut out) = SCALE[0];
    for (after, far) in SCALE {
        if days <= after {
            let span = (after - before).max(1);
            return out + (far - out) * (days - before).max(0) / span;
        }
        (before, out) = (after, far);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::far;

    #[test]
    fn the_longer_ago_the_farther_out() {
        assert_eq!(
            [0, 7, 10, 30, 365, 9_999].map(far),
            [230, 340, 378, 560, 1_000, 1_000]
        );
        assert!((0..400).all(|days| far(days) <= far(days + 1)));
    }
}
