//! The signs between a key and its value.

use std::cmp::Ordering;

/// How a row's value must stand to the value of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    Contains,
}

impl Operator {
    /// Whether it has a meaning for what has no order.
    pub(super) fn is_textual(self) -> bool {
        matches!(self, Operator::Equal | Operator::Contains)
    }

    /// Whether two values in this order pass.
    pub(super) fn fits(self, order: Ordering) -> bool {
        match self {
            Operator::Equal | Operator::Contains => order.is_eq(),
            Operator::NotEqual => order.is_ne(),
            Operator::Less => order.is_lt(),
            Operator::AtMost => order.is_le(),
            Operator::Greater => order.is_gt(),
            Operator::AtLeast => order.is_ge(),
        }
    }

    /// As it is written.
    pub(super) fn sign(self) -> &'static str {
        match self {
            Operator::Equal => "=",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::AtMost => "<=",
            Operator::Greater => ">",
            Operator::AtLeast => ">=",
            Operator::Contains => "~",
        }
    }
}
