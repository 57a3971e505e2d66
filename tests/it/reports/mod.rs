//! Reports as scripts and people get them: every format says the same, numbers are those of the raw files, past days
//! answer as they did, and nothing reads badly where there is nothing to tell.

mod formats;
mod past_days;
mod random;
mod records;
mod recount;

use crate::program::Program;
use serde_json::Value;

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn json(program: &Program, line: &str) -> Value {
    let call = [words(line), vec!["--json"]].concat();
    serde_json::from_str(&program.done(&call)).unwrap()
}

fn example() -> Program {
    let program = Program::empty();
    program.done(&["init", "--example", "--timezone", "UTC"]);
    program
}
