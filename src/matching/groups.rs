//! Many short lists of numbers, kept in one piece: a list of its own for each request would cost more than it holds.

/// Lists of numbers, each under the number at which it came.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    /// Where each list ends; the next begins there.
    ends: Vec<u32>,
    numbers: Vec<u32>,
}

impl Groups {
    /// Adds a list.
    pub(crate) fn push(&mut self, numbers: impl IntoIterator<Item = u32>) {
        self.numbers.extend(numbers);
        let end = u32::try_from(self.numbers.len()).expect("fewer numbers than fit into memory");
        self.ends.push(end);
    }

    /// The list of this number.
    pub(crate) fn get(&self, group: usize) -> &[u32] {
        let start = group.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start as usize..self.ends[group] as usize]
    }

    /// All lists, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..self.ends.len()).map(|group| self.get(group))
    }

    /// The numbers of all lists.
    pub(crate) fn numbers(&self) -> &[u32] {
        &self.numbers
    }
}
