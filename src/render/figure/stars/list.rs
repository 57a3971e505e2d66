//! Stars where there is no room for a sky: one below the other, the nearest first.

use super::{Star, Stars};
use crate::render::look::Look;
use crate::render::text::{Span, Text, Tone};
use crate::render::wrap::Words;

/// The character and a blank.
const HEAD: usize = 2;

pub(super) fn lines(stars: &Stars, look: &Look) -> Vec<String> {
    if stars.stars.is_empty() {
        return Words::of(Tone::Dim, &stars.empty, look).fill(look.width);
    }
    let mut sorted: Vec<&Star> = stars.stars.iter().collect();
    // Stable: of stars as far the order stays.
    sorted.sort_by_key(|star| star.far_permille);
    let line = |star: &&Star| {
        let mut told = format!(" · {}, {} {}", star.far, star.great, stars.greatness);
        if star.is_dashed {
            told = format!("{told}, {}", stars.dashed);
        }
        let ascii = told.replace('·', "-");
        let words = Text::from([
            Span::new(star.tone, star.label.as_str()),
            Span::drawn(told, ascii),
        ]);
        let head = format!("{} ", star.character(look));
        Words::new(&words, look)
            .joined()
            .fill_behind(&head, HEAD, look.width)
    };
    sorted.iter().flat_map(line).collect()
}
