//! Choices that look like chance and are none: each is read off a digest of what it is about.
//!
//! Its invariant: a choice depends on nothing but the words it was cast for, so that one more person or meeting leaves
//! the choices about all others as they were.

/// What all choices begin with; another word gives another program.
const SEED: &str = "pleiad example 1";

/// A sequence of choices about one thing.
pub(super) struct Dice(blake3::OutputReader);

impl Dice {
    /// The choices about what these words name.
    pub(super) fn about(words: &[&str]) -> Dice {
        let mut hasher = blake3::Hasher::new();
        hasher.update(SEED.as_bytes());
        for word in words {
            hasher.update(b"\n");
            hasher.update(word.as_bytes());
        }
        Dice(hasher.finalize_xof())
    }

    /// A number below `bound`; 0 where nothing is below it.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        let share = (u64::from(u32::from_le_bytes(bytes)) * (bound as u64)) >> 32;
        usize::try_from(share).unwrap_or(0)
    }

    /// A number of days, both ends included.
    pub(super) fn days(&mut self, least: i64, most: i64) -> i64 {
        let span = usize::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(self.below(span)).unwrap_or(0)
    }

    /// Yes, so many times out of a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(super) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// So many different ones of several, in their order.
    pub(super) fn some<'a, T>(&mut self, all: &'a [T], count: usize) -> Vec<&'a T> {
        let mut places: Vec<usize> = (0..all.len()).collect();
        while count < places.len() {
            places.remove(self.below(places.len()));
        }
        places.into_iter().map(|place| &all[place]).collect()
    }
}

/// The places of several things in an order that looks like chance.
pub(super) fn shuffled<'a>(about: &str, names: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let digest = |name: &str| {
        let mut dice = Dice::about(&[about, name]);
        [dice.below(usize::MAX >> 32), dice.below(usize::MAX >> 32)]
    };
    let mut places: Vec<(usize, [usize; 2])> = names.map(digest).enumerate().collect();
    places.sort_by_key(|&(place, digest)| (digest, place));
    places.into_iter().map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_give_the_same_choices_and_others_give_others() {
        let of = |word: &str| -> Vec<usize> {
            let mut dice = Dice::about(&["test", word]);
            (0..20).map(|_| dice.below(1000)).collect()
        };
        assert_eq!(of("ada"), of("ada"));
        assert_ne!(of("ada"), of("grace"));
    }

    #[test]
    fn choices_keep_their_bounds() {
        let mut dice = Dice::about(&["bounds"]);
        for _ in 0..1000 {
            assert!(dice.below(3) < 3);
            assert!((-2..=5).contains(&dice.days(-2, 5)));
        }
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.some(&[1, 2, 3], 2).len(), 2);
        assert!((0..100).all(|_| dice.chance(100) && !dice.chance(0)));
    }
}
