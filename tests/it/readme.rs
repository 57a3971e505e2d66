//! The README tells nobody to type what does not work.

use crate::program::Program;

const README: &str = include_str!("../../README.md");
const MENTORS: &str = include_str!("../transcripts/first-afternoon.in/mentors.csv");
const MENTEES: &str = include_str!("../transcripts/first-afternoon.in/mentees.csv");

/// The blocks of commands that call pleiad: lines that are set in by four spaces, one script each.
fn scripts() -> Vec<String> {
    let mut blocks = vec![String::new()];
    for line in README.lines() {
        match line.strip_prefix("    ") {
            Some(command) => blocks.last_mut().unwrap().extend([command, "\n"]),
            None => blocks.push(String::new()),
        }
    }
    blocks.retain(|block| block.lines().any(|line| line.starts_with("pleiad")));
    blocks
}

/// The calls that are named within sentences.
fn calls() -> impl Iterator<Item = &'static str> {
    let spans = README.split('`').skip(1).step_by(2);
    spans.filter(|span| span.starts_with("pleiad ") && !span.contains('\n'))
}

#[test]
fn every_command_of_the_readme_works() {
    let program = Program::empty();
    program.write("mentors.csv", MENTORS);
    program.write("mentees.csv", MENTEES);
    let scripts = scripts();
    assert!(!scripts.is_empty(), "the README shows no command");
    for script in scripts {
        let output = program.script(&script).run();
        assert_eq!(output.code, Some(0), "{script}\n{output:#?}");
    }
    for call in calls() {
        let output = program.script(&format!("cd spring\n{call}")).run();
        assert_eq!(output.code, Some(0), "{call}\n{output:#?}");
    }
}
