//! The transcripts in `tests/transcripts`: a manual that people read, of which every line is true.
//!
//! `NAME.in` is the folder in which a transcript begins; the files of `NAME.out` are those that must lie there at the
//! end. After a change that is meant, `TRYCMD=overwrite cargo test --test it transcripts` writes them anew.

use crate::program::TODAY;
use std::path::Path;

#[test]
fn every_transcript_is_true() {
    let cases = trycmd::TestCases::new();
    // Whatever the caller's shell says, a transcript says the same.
    for name in [
        "PLEIAD_PROGRAM",
        "PLEIAD_ME",
        "CLICOLOR_FORCE",
        "TERM",
        "VISUAL",
        "EDITOR",
    ] {
        cases.env(name, "");
    }
    cases
        .register_bin("cat", Path::new("/bin/cat"))
        .register_bin("sed", Path::new("/bin/sed"))
        .env("PLEIAD_TODAY", TODAY)
        // Below the folder of each transcript: the default program of one is not that of another.
        .env("PLEIAD_CONFIG", ".config/pleiad.toml")
        .env("TZ", "UTC")
        .env("COLUMNS", "80")
        .case("tests/transcripts/*.md");
}
