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
        .register_bin("git", Path::new("/usr/bin/git"))
        // Git calls pleiad, and nobody's own configuration changes what is shown.
        .env("PATH", path_with_pleiad())
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "Marta Ruiz")
        .env("GIT_AUTHOR_EMAIL", "marta@example.org")
        .env("GIT_COMMITTER_NAME", "Marta Ruiz")
        .env("GIT_COMMITTER_EMAIL", "marta@example.org")
        .env("PLEIAD_TODAY", TODAY)
        // Below the folder of each transcript: the default program of one is not that of another.
        .env("PLEIAD_CONFIG", ".config/pleiad.toml")
        .env("TZ", "UTC")
        .env("COLUMNS", "80")
        .case("tests/transcripts/*.md");
}

fn path_with_pleiad() -> String {
    let own = Path::new(env!("CARGO_BIN_EXE_pleiad")).parent().unwrap();
    format!("{}:/usr/bin:/bin", own.display())
}
