//! The pieces of the date grammar, each reading its words from the front and leaving the rest.

pub(in crate::calendar) mod date;
pub(in crate::calendar) mod iso;
pub(in crate::calendar) mod period;
pub(in crate::calendar) mod span;
pub(in crate::calendar) mod time;
pub(in crate::calendar) mod words;
