//! A past day is answered for as it was answered for on that day.

use super::words;
use crate::program::{Program, SMALL};

/// What was entered on which day.
const HISTORY: [(&str, &str); 14] = [
    ("2026-01-12", "enroll 'Ben Okri' --mentee"),
    ("2026-01-13", "enroll 'Lin Chen' --mentor --capacity 2"),
    ("2026-01-20", "pairing add lin ben"),
    ("2026-01-22", "meeting add ben 2026-02-03 16:00"),
    ("2026-02-04", "meeting held ben"),
    ("2026-02-05", "advice add ben 'Draw it first'"),
    ("2026-02-20", "checkin add ben fit=4 satisfaction=5"),
    ("2026-02-26", "meeting add ben 2026-03-10 16:00"),
    ("2026-03-01", "advice tried ben draw --helped yes"),
    ("2026-03-12", "meeting missed ben --absent mentee"),
    ("2026-03-20", "pairing pause ben"),
    ("2026-04-20", "pairing resume ben --force"),
    ("2026-05-02", "meeting add ben 2026-05-12 16:00"),
    ("2026-06-01", "participant leave ben --close left"),
];
const ASKED: [&str; 8] = [
    "",
    "summary",
    "due",
    "report funnel",
    "report health",
    "report hours",
    "report outcomes",
    "report declines",
];

#[test]
fn a_past_day_answers_as_it_did_on_that_day() {
    let program = Program::of(&SMALL[..1]);
    let answers = |flag: &str, on: &str| -> Vec<String> {
        let ask = |line: &&str| {
            let call = [words(line), vec!["--json", flag, on]].concat();
            program.done(&call)
        };
        ASKED.iter().map(ask).collect()
    };
    let mut then = Vec::new();
    for (on, line) in HISTORY {
        let mut call = shlex::split(line).unwrap();
        call.extend(["-y", "--today", on].map(str::to_owned));
        program.done(&call);
        then.push((on, answers("--today", on)));
    }
    for (on, then) in then {
        for (line, (then, now)) in ASKED
            .iter()
            .zip(then.into_iter().zip(answers("--as-of", on)))
        {
            assert_eq!(then, now, "`{line}` on {on}");
        }
    }
}
