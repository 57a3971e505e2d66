//! All integration tests, one module per topic.

mod folder;
mod store_commit;
mod store_undo;
