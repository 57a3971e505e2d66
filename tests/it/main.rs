//! All integration tests, one module per topic.

mod edit_oracle;
mod edit_properties;
mod edits;
mod random_files;
