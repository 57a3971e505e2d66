//! Stretches of time and what they have in common.
//!
//! It knows no days and no zones: time is counted in minutes since 1970 in UTC. Its invariant: a list of stretches is in
//! order, and its stretches neither overlap nor touch.

/// From a first minute to before a last one, in minutes since 1970-01-01T00:00 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// The first minute of it.
    pub from: i64,
    /// The first minute after it.
    pub to: i64,
}

impl Stretch {
    /// How long it is; never negative.
    pub fn minutes(self) -> i64 {
        (self.to - self.from).max(0)
    }

    /// Whether all of another lies within it.
    pub fn holds(self, other: Stretch) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// What it has in common with another; may be empty.
    #[must_use]
    pub fn cut(self, other: Stretch) -> Stretch {
        Stretch {
            from: self.from.max(other.from),
            to: self.to.min(other.to),
        }
    }
}

/// Makes a list of any stretches: in order, what overlaps or touches made one, what is empty left out.
pub fn united(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|stretch| stretch.from < stretch.to);
    stretches.sort_unstable();
    stretches.dedup_by(|next, last| {
        let is_joined = next.from <= last.to;
        if is_joined {
            last.to = last.to.max(next.to);
        }
        is_joined
    });
    stretches
}

/// What two lists have in common.
pub fn shared(one: &[Stretch], other: &[Stretch]) -> Vec<Stretch> {
    let (mut at_one, mut at_other) = (0, 0);
    let mut found = Vec::new();
    while let (Some(&left), Some(&right)) = (one.get(at_one), other.get(at_other)) {
        let both = left.cut(right);
        if both.from < both.to {
            found.push(both);
        }
        if left.to <= right.to {
            at_one += 1;
        } else {
            at_other += 1;
        }
    }
    found
}

/// What is in the first list and not in the second.
pub fn without(all: &[Stretch], taken: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(all.len());
    let mut taken = taken.iter().copied().peekable();
    for &stretch in all {
        let mut from = stretch.from;
        while taken.next_if(|gone| gone.to <= from).is_some() {}
        while let Some(&gone) = taken.peek() {
            if stretch.to <= gone.from {
                break;
            }
            if from < gone.from {
                left.push(Stretch {
                    from,
                    to: gone.from,
                });
            }
            from = from.max(gone.to);
            if stretch.to < gone.to {
                break;
            }
            taken.next();
        }
        if from < stretch.to {
            left.push(Stretch {
                from,
                to: stretch.to,
            });
        }
    }
    left
}

/// The stretch of a list that holds all of another, if one does.
pub fn holding(stretches: &[Stretch], wanted: Stretch) -> Option<Stretch> {
    let after = stretches.partition_point(|stretch| stretch.from <= wanted.from);
    let found = stretches.get(after.checked_sub(1)?)?;
    found.holds(wanted).then_some(*found)
}

/// The stretches of a list that have something in common with another stretch, cut to it.
pub fn within(stretches: &[Stretch], bounds: Stretch) -> impl Iterator<Item = Stretch> + '_ {
    let first = stretches.partition_point(|stretch| stretch.to <= bounds.from);
    stretches[first..]
        .iter()
        .take_while(move |stretch| stretch.from < bounds.to)
        .map(move |stretch| stretch.cut(bounds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::prelude::*;

    const END: i64 = 60;

    fn lists() -> impl Strategy<Value = Vec<Stretch>> {
        let one = (0..END, 0..12_i64).prop_map(|(from, minutes)| Stretch {
            from,
            to: (from + minutes).min(END),
        });
        vec(one, 0..8).prop_map(united)
    }

    /// Every minute of a list, the slow and plain way.
    fn minutes(stretches: &[Stretch]) -> Vec<bool> {
        (0..END)
            .map(|minute| {
                let holds = |stretch: &Stretch| (stretch.from..stretch.to).contains(&minute);
                stretches.iter().any(holds)
            })
            .collect()
    }

    fn is_list(stretches: &[Stretch]) -> bool {
        stretches.iter().all(|stretch| stretch.from < stretch.to)
            && stretches.windows(2).all(|two| two[0].to < two[1].from)
    }

    proptest! {
        #[test]
        fn lists_are_what_their_minutes_are(one in lists(), other in lists()) {
            let (left, right) = (minutes(&one), minutes(&other));
            let both: Vec<bool> = left.iter().zip(&right).map(|(&one, &other)| one && other).collect();
            let rest: Vec<bool> = left.iter().zip(&right).map(|(&one, &other)| one && !other).collect();
            prop_assert!(is_list(&one));
            prop_assert_eq!(minutes(&shared(&one, &other)), both);
            prop_assert_eq!(minutes(&without(&one, &other)), rest);
            prop_assert!(is_list(&without(&one, &other)));
        }

        #[test]
        fn what_is_held_is_free_minute_by_minute(list in lists(), from in 0..END, length in 1..10_i64) {
            let wanted = Stretch { from, to: from + length };
            let is_free = (from..from + length).all(|minute| {
                list.iter().any(|stretch| (stretch.from..stretch.to).contains(&minute))
            });
            prop_assert_eq!(holding(&list, wanted).is_some(), is_free);
            let cut: Vec<Stretch> = within(&list, wanted).collect();
            prop_assert_eq!(cut, shared(&list, &[wanted]));
        }
    }
}
