//! The nearest known words for a mistyped one.

/// Likeness below which a word is no longer near, of 1.
const LIKENESS_MIN: f64 = 0.75;
/// Likeness below which a part of a word is not near: short words are soon a little alike.
const PART_LIKENESS_MIN: f64 = 0.88;
/// Most words that are suggested.
const FEW: usize = 3;

/// The known word most like `word`; the first of equals; `None` where none is near.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(word, candidate);
        if LIKENESS_MIN <= likeness && best.is_none_or(|(most, _)| most < likeness) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// How like a word is to another, or to a part of it: people are known by one of their names.
fn likeness(word: &str, known: &str) -> f64 {
    let parts = known.split(['-', ' ']).filter(|part| *part != known);
    let of_parts = parts.map(|part| {
        let likeness = strsim::jaro_winkler(word, &part.to_lowercase());
        if PART_LIKENESS_MIN <= likeness {
            likeness
        } else {
            0.0
        }
    });
    of_parts.fold(strsim::jaro_winkler(word, known), f64::max)
}

/// The few known words most like `word`, the nearest first.
pub(crate) fn nearest_few<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut near: Vec<(f64, &str)> = known
        .map(|candidate| (likeness(word, candidate), candidate))
        .filter(|&(likeness, _)| LIKENESS_MIN <= likeness)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    near.into_iter()
        .take(FEW)
        .map(|(_, candidate)| candidate.to_owned())
        .collect()
}
