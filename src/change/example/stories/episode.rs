//! One meeting's worth of talk: what was asked, said, advised, tried and set as homework.

use crate::model::log::Helped;

/// One meeting's worth of talk; how much of it is written down is the pair's affair.
#[derive(Debug, PartialEq)]
pub(in crate::change::example) struct Episode {
    pub(in crate::change::example) topic: &'static str,
    /// What the mentee had on their mind beforehand.
    pub(in crate::change::example) question: &'static str,
    /// The note, in the words of the mentee.
    pub(in crate::change::example) note: &'static str,
    pub(in crate::change::example) advice: &'static str,
    /// How the advice was tried.
    pub(in crate::change::example) how: &'static str,
    /// What others did then.
    pub(in crate::change::example) response: &'static str,
    pub(in crate::change::example) helped: Helped,
    pub(in crate::change::example) homework: &'static str,
    pub(in crate::change::example) evidence: &'static str,
    pub(in crate::change::example) mentor_learned: &'static str,
}
