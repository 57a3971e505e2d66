//! Random lives of pairings against a small model: what is illegal is refused with the legal ones named, nothing breaks
//! the capacity of a mentor, and `check` agrees with all of it.
//!
//! The model is written from the words of the field, not from the table of the program: a mistake in that table shows
//! here. Commands run in process, whole, from their words to their exit code.

use crate::folder::Folder;
use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::cli::run::run;
use pleiad::model::day::Day;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Places of the only mentor; one mentee more wants one.
const CAPACITY: usize = 2;
const MENTEES: [&str; 3] = ["ada", "kim", "lee"];
const ACCEPTANCE_DAYS: i64 = 14;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Deed {
    AcceptAll,
    AcceptAsMentor,
    Decline,
    Withdraw,
    Sign,
    Pause,
    Resume,
    Extend,
    Close,
    BeginClosing,
    Reopen,
    Void,
}

const DEEDS: [Deed; 12] = [
    Deed::AcceptAll,
    Deed::AcceptAsMentor,
    Deed::Decline,
    Deed::Withdraw,
    Deed::Sign,
    Deed::Pause,
    Deed::Resume,
    Deed::Extend,
    Deed::Close,
    Deed::BeginClosing,
    Deed::Reopen,
    Deed::Void,
];

impl Deed {
    fn words(self, pairing: &str) -> Vec<&str> {
        let mut words: Vec<&str> = match self {
            Deed::Close => vec!["close", pairing, "--reason", "other"],
            Deed::BeginClosing => vec!["close", pairing, "--begin"],
            Deed::AcceptAll => vec!["pairing", "accept", pairing],
            Deed::AcceptAsMentor => vec!["pairing", "accept", pairing, "--as", "mentor"],
            Deed::Decline => vec!["pairing", "decline", pairing],
            Deed::Withdraw => vec!["pairing", "withdraw", pairing],
            Deed::Sign => vec!["pairing", "sign", pairing],
            Deed::Pause => vec!["pairing", "pause", pairing],
            Deed::Resume => vec!["pairing", "resume", pairing],
            Deed::Extend => vec!["pairing", "extend", pairing, "--for", "2 weeks"],
            Deed::Reopen => vec!["pairing", "reopen", pairing],
            Deed::Void => vec!["pairing", "void", pairing, "--why", "a mistake"],
        };
        words.push("-y");
        words
    }
}

/// One pairing as the model sees it.
#[derive(Debug, Clone)]
struct Life {
    state: &'static str,
    proposed_on: Day,
    mentor_agreed: bool,
    is_signed: bool,
}

impl Life {
    fn is_in_force(&self) -> bool {
        ["proposed", "accepted", "active", "paused", "closing"].contains(&self.state)
    }

    /// What a deed makes of it; nothing where it is refused.
    fn after(&self, deed: Deed, today: Day, has_place: bool) -> Option<Life> {
        let becomes = |state| {
            Some(Life {
                state,
                ..self.clone()
            })
        };
        let is_expired = self.proposed_on.plus_days(ACCEPTANCE_DAYS) < today;
        match (self.state, deed) {
            ("proposed", Deed::AcceptAll | Deed::AcceptAsMentor) if is_expired => None,
            ("proposed", Deed::AcceptAll) => becomes("accepted"),
            ("proposed", Deed::AcceptAsMentor) if !self.mentor_agreed => Some(Life {
                mentor_agreed: true,
                ..self.clone()
            }),
            ("proposed" | "accepted", Deed::Decline) => becomes("declined"),
            ("proposed" | "accepted", Deed::Withdraw) => becomes("withdrawn"),
            ("accepted", Deed::Sign) if !self.is_signed => Some(Life {
                state: "active",
                is_signed: true,
                ..self.clone()
            }),
            ("active" | "paused", Deed::Extend) => becomes(self.state),
            ("active", Deed::Pause) => becomes("paused"),
            ("paused", Deed::Resume) | ("closing", Deed::Reopen) => becomes("active"),
            ("active" | "paused", Deed::BeginClosing) => becomes("closing"),
            ("active" | "paused" | "closing", Deed::Close) => becomes("closed"),
            ("closed", Deed::Reopen) if has_place => becomes("active"),
            ("declined" | "withdrawn", Deed::Reopen) if has_place => Some(Life {
                state: "proposed",
                proposed_on: today,
                // Said before it was proposed again; on the same day it still stands.
                mentor_agreed: self.mentor_agreed && self.proposed_on == today,
                ..self.clone()
            }),
            ("void", _) => None,
            (_, Deed::Void) => becomes("void"),
            _ => None,
        }
    }

    fn legal(&self) -> &'static str {
        match self.state {
            "proposed" => "accept, decline, withdraw, void",
            "accepted" => "sign, decline, withdraw, void",
            "active" => "sign, pause, extend, handover, close, void",
            "paused" => "sign, resume, extend, handover, close, void",
            "closing" => "reopen, handover, close, void",
            "closed" | "declined" | "withdrawn" => "reopen, void",
            _ => "",
        }
    }
}

struct Call {
    code: u8,
    output: String,
    talk: String,
}

fn call(folder: &Folder, today: Day, words: &[&str]) -> Call {
    let (mut output, mut talk) = (Vec::new(), Vec::new());
    let code = run(Invocation {
        arguments: std::iter::once("pleiad")
            .chain(words.iter().copied())
            .map(Into::into)
            .collect(),
        variables: BTreeMap::from([("PLEIAD_TODAY".to_owned(), today.to_string())]),
        directory: folder.root().to_path_buf(),
        now: "2026-11-23T09:00:00Z".parse().unwrap(),
        terminals: Terminals::default(),
        width: None,
        input: &mut std::io::empty(),
        output: &mut output,
        talk: &mut talk,
        faults: None,
    });
    Call {
        code,
        output: String::from_utf8(output).unwrap(),
        talk: String::from_utf8(talk).unwrap(),
    }
}

fn begin(today: Day) -> (Folder, Vec<Life>) {
    let folder = Folder::new();
    folder.write(
        "program.toml",
        b"format = 1\nid = \"demo\"\nname = \"Demo\"\n\n[policy]\nacceptance = true\nsignature = true\n",
    );
    folder.write(
        "participants/grace.toml",
        format!("name = \"Grace\"\n\n[mentor]\ncapacity = {CAPACITY}\n").as_bytes(),
    );
    let mut lives = Vec::new();
    for (index, mentee) in MENTEES.iter().enumerate() {
        folder.write(
            &format!("participants/{mentee}.toml"),
            format!("name = \"{mentee}\"\n\n[mentee]\n").as_bytes(),
        );
        let state = if index < CAPACITY {
            "proposed"
        } else {
            "withdrawn"
        };
        let text = format!(
            "mentor = \"grace\"\nmentees = [\"{mentee}\"]\nstarts = {today}\nends = 2027-01-31\n\n\
             [[state]]\non = {}\nis = \"proposed\"\n",
            today.plus_days(-1)
        );
        let rest = format!("\n[[state]]\non = {today}\nis = \"withdrawn\"\n");
        let rest = if state == "withdrawn" {
            rest.as_str()
        } else {
            ""
        };
        folder.write(
            &format!("pairings/grace-mentors-{mentee}.toml"),
            format!("{text}{rest}").as_bytes(),
        );
        lives.push(Life {
            state,
            proposed_on: today.plus_days(-1),
            mentor_agreed: false,
            is_signed: false,
        });
    }
    (folder, lives)
}

fn state_of(folder: &Folder, today: Day, pairing: &str) -> String {
    let shown = call(folder, today, &["pairing", "list", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&shown.output).unwrap();
    let rows = json["pairings"].as_array().unwrap();
    let row = rows.iter().find(|row| row["id"] == pairing).unwrap();
    row["state"].as_str().unwrap().to_owned()
}

fn live(steps: &[(usize, Deed, i64)]) -> Result<(), TestCaseError> {
    let mut today = Day::new(2026, 1, 12).unwrap();
    let (folder, mut lives) = begin(today);
    for (step, &(which, deed, days)) in steps.iter().enumerate() {
        today = today.plus_days(days);
        let pairing = format!("grace-mentors-{}", MENTEES[which]);
        let in_force = lives.iter().filter(|life| life.is_in_force()).count();
        let expected = lives[which].after(deed, today, in_force < CAPACITY);
        let told = call(&folder, today, &deed.words(&pairing));
        let context = format!(
            "step {step}: {deed:?} of {pairing} ({:?}) on {today}: {}",
            lives[which], told.talk
        );
        if let Some(life) = expected {
            prop_assert_eq!(told.code, 0, "{}", context);
            lives[which] = life;
        } else {
            prop_assert_eq!(told.code, 1, "{}", context);
            if told.talk.contains("cannot follow") {
                let legal = lives[which].legal();
                prop_assert!(told.talk.contains(legal), "{} lacks `{}`", context, legal);
            }
        }
        prop_assert_eq!(
            state_of(&folder, today, &pairing),
            lives[which].state,
            "{}",
            context
        );
        let taken = lives.iter().filter(|life| life.is_in_force()).count();
        prop_assert!(taken <= CAPACITY);
        let checked = call(&folder, today, &["check"]);
        prop_assert_eq!(
            checked.code,
            0,
            "{}{}{}",
            context,
            checked.output,
            checked.talk
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn random_lives_of_pairings_follow_the_model(
        steps in prop::collection::vec((0_usize..3, prop::sample::select(&DEEDS[..]), 0_i64..6), 1..24),
    ) {
        live(&steps)?;
    }
}
