//! Two coordinators on two branches, with git itself: set up, merge, settle, commit.

use crate::program::{Output, Program};

/// A program in a repository, with one commit on `main`.
fn repository() -> Program {
    let program = Program::small();
    sh(
        &program,
        "git init -q -b main . && git config user.name Marta && git config user.email m@example.org",
    );
    sh(
        &program,
        "printf '/.pleiad/\\n/private/\\n' > .gitignore && git add -A && git commit -qm begin",
    );
    program
}

fn sh(program: &Program, script: &str) -> String {
    let output = tried(program, script);
    assert_eq!(output.code, Some(0), "{script}: {output:#?}");
    output.stdout
}

fn tried(program: &Program, script: &str) -> Output {
    program.script(script).env("GIT_EDITOR", "true").run()
}

/// What a call shows that leaves something to settle.
fn left_open(program: &Program, words: &[&str]) -> String {
    let output = program.run(words);
    assert_eq!(output.code, Some(1), "{output:#?}");
    output.stdout
}

const ADA: &str = "participants/ada-lovelace.toml";

/// A branch `other` and `main`, after one script on each.
fn branches(program: &Program, main: &str, other: &str) {
    sh(
        program,
        &format!("git checkout -qb other && {other} && git commit -qam other"),
    );
    sh(
        program,
        &format!("git checkout -q main && {main} && git commit -qam main"),
    );
}

const TEAM: &str = "pleiad -q participant set ada-lovelace team=noc";
const TITLE: &str = "pleiad -q participant set ada-lovelace title=Engineer";

#[test]
fn without_a_repository_setup_names_the_cure() {
    let output = Program::small().run(&["git", "setup"]);
    assert_eq!(output.code, Some(1));
    assert!(
        output.stderr.contains("is not in a git repository") && output.stderr.contains("git init"),
        "{output:#?}"
    );
}

#[test]
fn setup_shows_then_does_and_a_second_time_does_nothing() {
    let program = repository();
    let before = program.everything();
    let shown = program.done(&["git", "setup", "-n", "--pre-commit"]);
    assert!(
        shown.contains("+/participants/*.toml merge=pleiad") && shown.contains("pre-commit"),
        "{shown}"
    );
    assert_eq!(program.everything(), before);
    program.done(&["git", "setup", "--pre-commit"]);
    let after = program.everything();
    assert!(
        program
            .done(&["git", "setup", "--pre-commit"])
            .contains("already")
    );
    assert_eq!(program.everything(), after);
    assert_eq!(
        sh(&program, "git check-attr merge participants/x.toml"),
        "participants/x.toml: merge: pleiad\n"
    );
}

#[test]
fn a_hook_of_somebody_else_stays() {
    let program = repository();
    program.write(".git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let output = program.run(&["git", "setup", "--pre-commit"]);
    assert_eq!(output.code, Some(1), "{output:#?}");
    assert!(output.stderr.contains("by hand"), "{output:#?}");
    assert_eq!(program.text(".git/hooks/pre-commit"), "#!/bin/sh\nexit 0\n");
}

#[test]
fn the_hook_keeps_errors_out_of_commits() {
    let program = repository();
    program.done(&["git", "setup", "--pre-commit"]);
    program.write("participants/kim.toml", "name = \n");
    let output = tried(&program, "git add -A && git commit -qm broken");
    assert_ne!(output.code, Some(0), "{output:#?}");
    assert!(
        output.stdout.contains("participants/kim.toml:1:")
            || output.stderr.contains("participants/kim.toml:1:"),
        "{output:#?}"
    );
}

#[test]
fn check_warns_until_git_merges_by_field() {
    let program = repository();
    let warned = |program: &Program| program.done(&["check", "--json"]).contains("git-driver");
    assert!(warned(&program));
    let in_ci = program.call(&["check", "--json"]).env("CI", "true").run();
    assert!(!in_ci.stdout.contains("git-driver"));
    program.done(&["git", "setup"]);
    assert!(!warned(&program));
    sh(&program, "git config --unset merge.pleiad.driver");
    assert!(warned(&program));
}

#[test]
fn check_warns_of_private_and_confidential_files_that_git_tracks() {
    let program = repository();
    let private = "private/notes/grace-mentors-ada.toml";
    let confidential = "confidential/people/ada.toml";
    program.write(private, "[[note]]\non = 2026-02-03\ntext = \"words\"\n");
    program.write(confidential, "");
    let tracked = |program: &Program| -> Vec<String> {
        let told = program.run(&["check", "--json"]).stdout;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        let problems = told["problems"].as_array().unwrap().iter();
        let tracked = problems.filter(|problem| problem["code"] == "tracked");
        tracked
            .map(|problem| problem["file"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(tracked(&program), Vec::<String>::new());
    sh(&program, "git add -f private confidential");
    assert_eq!(tracked(&program), [confidential, private]);
    program.done(&["program", "set", "policy.confidential=tracked"]);
    assert_eq!(tracked(&program), [private]);
    sh(
        &program,
        "git rm -q --cached private/notes/grace-mentors-ada.toml",
    );
    assert_eq!(tracked(&program), Vec::<String>::new());
}

#[test]
fn neighbouring_edits_on_two_branches_merge_by_themselves() {
    let program = repository();
    program.done(&["git", "setup"]);
    sh(&program, "pleiad -q git commit");
    branches(&program, TEAM, TITLE);
    sh(&program, "git merge -q --no-edit other");
    let text = program.text(ADA);
    assert!(
        text.contains("team = \"noc\"") && text.contains("title = \"Engineer\""),
        "{text}"
    );
    program.done(&["check"]);
}

#[test]
fn without_the_driver_resolve_settles_what_only_seemed_a_conflict() {
    let program = repository();
    branches(&program, TEAM, TITLE);
    assert_eq!(tried(&program, "git merge -q other").code, Some(1));
    let told = program.run(&["check"]);
    assert!(
        told.stdout.contains("unresolved git conflict")
            && told.stdout.contains(&format!("{ADA}:3:1")),
        "{told:#?}"
    );
    assert_eq!(program.run(&["git", "commit"]).code, Some(1));
    program.done(&["git", "resolve"]);
    sh(&program, "pleiad -q git commit && git diff --quiet HEAD");
    let text = program.text(ADA);
    assert!(
        text.contains("team = \"noc\"") && text.contains("title = \"Engineer\""),
        "{text}"
    );
    assert_eq!(
        sh(&program, "git log --format=%p -1")
            .split_whitespace()
            .count(),
        2
    );
}

const TEAM_TOO: &str = "pleiad -q participant set ada-lovelace team=core";

#[test]
fn one_field_with_two_values_waits_for_a_word() {
    for is_driven in [true, false] {
        let program = repository();
        if is_driven {
            program.done(&["git", "setup"]);
            sh(&program, "pleiad -q git commit");
        }
        branches(&program, TEAM, TEAM_TOO);
        assert_eq!(tried(&program, "git merge -q other").code, Some(1));
        let shown = left_open(&program, &["git", "resolve"]);
        assert!(
            shown.contains("team") && shown.contains("\"noc\"") && shown.contains("\"core\""),
            "{shown}"
        );
        let marked = program.text(ADA);
        program.done(&["git", "resolve", "-n", "--theirs", "team"]);
        assert_eq!(program.text(ADA), marked);
        program.done(&["git", "resolve", "--theirs", "team"]);
        assert!(program.text(ADA).contains("team = \"core\""));
        sh(&program, "pleiad -q git commit");
        program.done(&["check"]);
    }
}

#[test]
fn what_was_settled_by_hand_is_handed_to_git_as_it_is() {
    let program = repository();
    branches(&program, TEAM, TEAM_TOO);
    tried(&program, "git merge -q other");
    let settled = program.text("program.toml");
    let by_hand =
        "name = \"Ada Lovelace\"\nemail = \"ada@example.org\"\nteam = \"both\"\n\n[mentee]\n";
    program.write(ADA, by_hand);
    program.done(&["git", "resolve"]);
    assert_eq!(program.text(ADA), by_hand);
    assert_eq!(program.text("program.toml"), settled);
    assert_eq!(sh(&program, "git ls-files --unmerged"), "");
}

#[test]
fn what_was_half_settled_by_hand_is_never_overwritten_unasked() {
    let program = repository();
    branches(&program, TEAM, TEAM_TOO);
    tried(&program, "git merge -q other");
    let half = program.text(ADA) + "# a thought\n";
    program.write(ADA, &half);
    let shown = left_open(&program, &["git", "resolve", "--theirs", "all"]);
    assert!(shown.contains("half settled by hand"), "{shown}");
    assert_eq!(program.text(ADA), half);
    program.done(&["git", "resolve", "--theirs", "all", "--afresh"]);
    assert!(program.text(ADA).contains("team = \"core\""));
}

#[test]
fn a_file_deleted_here_and_changed_there_is_settled_as_a_whole() {
    for (side, is_there) in [("--ours", false), ("--theirs", true)] {
        let program = repository();
        program.write("participants/lin.toml", "name = \"Lin\"\n\n[mentee]\n");
        sh(&program, "git add -A && git commit -qm lin");
        branches(
            &program,
            "git rm -q participants/lin.toml",
            "pleiad -q participant set lin team=noc",
        );
        assert_eq!(tried(&program, "git merge -q other").code, Some(1));
        assert!(left_open(&program, &["git", "resolve"]).contains("the whole file"));
        program.done(&["git", "resolve", side, "participants/lin.toml"]);
        sh(&program, "pleiad -q git commit");
        assert_eq!(
            program.path("participants/lin.toml").exists(),
            is_there,
            "{side}"
        );
    }
}

#[test]
fn a_program_below_the_top_of_its_repository_merges_alike() {
    let program = repository();
    sh(
        &program,
        "mkdir it && git mv program.toml participants pairings it/ && git commit -qam moved",
    );
    sh(
        &program,
        "pleiad -C it -q git setup && pleiad -C it -q git commit",
    );
    let set = |field: &str| format!("pleiad -C it -q participant set ada-lovelace {field}");
    branches(&program, &set("team=noc"), &set("team=core languages=de"));
    assert_eq!(tried(&program, "git merge -q other").code, Some(1));
    sh(
        &program,
        "pleiad -C it -q git resolve --ours all && pleiad -C it -q git commit",
    );
    let text = program.text("it/participants/ada-lovelace.toml");
    assert!(
        text.contains("team = \"noc\"") && text.contains("languages = [\"de\"]"),
        "{text}"
    );
}

#[test]
fn a_commit_says_what_was_done_and_what_was_undone_is_not_said() {
    let program = repository();
    sh(&program, TEAM);
    sh(&program, TITLE);
    sh(&program, "pleiad -q undo");
    sh(&program, "pleiad -q enroll 'Kim Park' --mentor");
    sh(
        &program,
        "printf '\\n# by hand\\n' >> participants/grace-hopper.toml && echo x > notes.txt",
    );
    sh(&program, "pleiad -q git commit");
    let message = sh(&program, "git log --format=%B -1");
    assert!(
        message.contains("kim-park") && message.contains("by hand"),
        "{message}"
    );
    assert!(
        message.contains("team") && !message.contains("title"),
        "{message}"
    );
    assert_eq!(sh(&program, "git status --porcelain"), "?? notes.txt\n");
    let output = program.run(&["git", "commit"]);
    assert_eq!(output.code, Some(1), "{output:#?}");
}

#[test]
fn the_driver_falls_back_to_lines_where_a_version_is_no_toml() {
    let program = Program::of(&[
        ("base", "name = \"A\"\n\nteam = \"a\"\n"),
        ("ours", "name = \"B\"\n\nteam = \"a\"\n"),
        ("theirs", "name = \"A\"\n\nteam = \n"),
    ]);
    let output = program.run(&[
        "git",
        "merge-driver",
        "base",
        "ours",
        "theirs",
        "participants/a.toml",
    ]);
    assert_eq!(
        (output.code, output.stdout.as_str()),
        (Some(0), ""),
        "{output:#?}"
    );
    assert!(output.stderr.contains("merged by lines"), "{output:#?}");
}

#[test]
fn undo_leaves_what_was_changed_since_in_other_fields() {
    let program = Program::small();
    sh(&program, TEAM);
    sh(&program, TITLE);
    let by_hand = program
        .text(ADA)
        .replace("[mentee]", "location = \"London\"  # moved\n\n[mentee]");
    program.write(ADA, &by_hand);
    program.done(&["undo", "1"]);
    assert_eq!(program.text(ADA), by_hand.replace("team = \"noc\"\n", ""));
    program.done(&["redo"]);
    assert_eq!(program.text(ADA), by_hand);
}

#[test]
fn undo_refuses_and_names_the_field_that_was_changed_since() {
    let program = Program::small();
    sh(&program, TEAM);
    sh(&program, TEAM_TOO);
    let before = program.files();
    let output = program.run(&["undo", "1"]);
    assert_eq!(output.code, Some(5), "{output:#?}");
    assert!(
        output
            .stderr
            .contains(&format!("team in `{ADA}` changed since")),
        "{output:#?}"
    );
    assert_eq!(program.files(), before);
}

#[test]
fn undo_refuses_to_take_away_what_something_else_rests_on() {
    let program = Program::small();
    sh(&program, "pleiad -q meeting add ada '2026-11-16 16:00'");
    sh(&program, "pleiad -q meeting add ada '2026-11-09 16:00'");
    let log = "meetings/grace-hopper-mentors-ada-lovelace.toml";
    let note =
        "\n[[note]]\nid = \"n-1\"\nmeeting = \"2026-11-23\"\non = 2026-11-23\ntext = \"a\"\n";
    program.write(log, program.text(log) + note);
    let before = program.files();
    let output = program.run(&["undo", "1"]);
    assert_ne!(output.code, Some(0), "{output:#?}");
    assert_eq!(program.files(), before);
    program.done(&["undo", "2"]);
    assert!(program.text(log).contains(note) && !program.text(log).contains("2026-11-09"));
}
