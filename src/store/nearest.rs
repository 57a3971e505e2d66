//! The nearest known word for a mistyped one.

/// Likeness below which a word is no longer near, of 1.
const LIKENESS_MIN: f64 = 0.75;

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
