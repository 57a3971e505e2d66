//! All integration tests, one module per topic.

mod edit_properties;
mod edits;
