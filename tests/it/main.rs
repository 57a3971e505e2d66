//! All integration tests, one module per topic.

#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod folder;
mod store_commit;
mod store_concurrency;
mod store_edits;
mod store_faults;
mod store_undo;
mod edit_properties;
mod edits;
