//! The nearest known words for a mistyped one.

/// Likeness below which a word is no longer near, of 1.
const LIKENESS_MIN: f64 = 0.75;
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

/// The few known words most like `word`, the nearest first.
pub(crate) fn nearest_few<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut near: Vec<(f64, &str)> = known
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|&(likeness, _)| LIKENESS_MIN <= likeness)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(other.1)));
    near.into_iter()
        .take(FEW)
        .map(|(_, candidate)| candidate.to_owned())
        .collect()
}
