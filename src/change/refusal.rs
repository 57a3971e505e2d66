//! Why a change is not made.

use crate::change::rules::Finding;

/// A refusal, with the facts that a person needs to go on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// What was asked for breaks a rule or makes no sense.
    #[error("{message}")]
    Refused {
        /// What and why.
        message: String,
        /// The cure.
        hint: Option<String>,
    },
    /// What was named is not there.
    #[error("there is no {what} `{word}`")]
    NotFound {
        /// The word of the field for it.
        what: &'static str,
        /// What was typed.
        word: String,
        /// The nearest that there are.
        near: Vec<String>,
    },
    /// What was named may be several.
    #[error("`{word}` may be any of {} {what}", .candidates.len())]
    Ambiguous {
        /// The word of the field for them, in the plural.
        what: &'static str,
        /// What was typed.
        word: String,
        /// All that it may be.
        candidates: Vec<String>,
    },
    /// Files that it rests on break rules.
    #[error("{}", .0.first().map_or("", |finding| &finding.message))]
    Broken(Vec<Finding>),
    /// What it rests on has changed.
    #[error("{message}")]
    Stale {
        /// What has changed.
        message: String,
        /// How to go on.
        hint: Option<String>,
    },
}

impl Refusal {
    /// A refusal for a reason.
    pub fn refused(message: impl Into<String>) -> Refusal {
        Refusal::Refused {
            message: message.into(),
            hint: None,
        }
    }

    /// The same with a cure.
    #[must_use]
    pub fn hint(self, cure: impl Into<String>) -> Refusal {
        match self {
            Refusal::Refused { message, .. } => Refusal::Refused {
                message,
                hint: Some(cure.into()),
            },
            Refusal::Stale { message, .. } => Refusal::Stale {
                message,
                hint: Some(cure.into()),
            },
            Refusal::NotFound { .. } | Refusal::Ambiguous { .. } | Refusal::Broken(_) => self,
        }
    }
}
