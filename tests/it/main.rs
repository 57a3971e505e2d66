//! All integration tests, one module per topic.

#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod bad_disks;
mod bad_input;
mod by_hand;
mod citizens;
mod command_faults;
mod corpus;
mod due;
mod edit_oracle;
mod edit_properties;
mod edits;
mod entry_ids;
mod example;
mod flow;
mod folder;
mod gallery;
mod hostile;
mod import;
mod life;
mod life_random;
mod line_ends;
mod many_writers;
mod matching;
mod matching_review;
mod meeting_loop;
mod meetings;
mod private_words;
mod program;
mod random_commands;
mod random_files;
mod readme;
mod reports;
mod rooms;
mod schedule;
mod source;
mod store_access;
mod store_commit;
mod store_concurrency;
mod store_edits;
mod store_faults;
mod store_power_cuts;
mod store_undo;
mod toml_suite;
mod transcripts;
mod wizards;
