//! All integration tests, one module per topic.

mod folder;
mod store_commit;
mod store_concurrency;
mod store_edits;
mod store_faults;
mod store_undo;
