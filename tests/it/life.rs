//! A program lived through, with every gate and with none; and what is refused on the way.

use crate::program::{Output, Program};
use serde_json::Value;
use std::fmt::Write as _;

/// A program whose days pass.
struct Lived {
    program: Program,
    today: &'static str,
}

impl Lived {
    fn empty(today: &'static str) -> Lived {
        Lived {
            program: Program::empty(),
            today,
        }
    }

    fn run(&self, words: &[&str]) -> Output {
        self.run_with(words, "")
    }

    fn run_with(&self, words: &[&str], input: &str) -> Output {
        let call = self.program.call(words).env("PLEIAD_TODAY", self.today);
        call.input(input).run()
    }

    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.code, Some(0), "{words:?}: {output:#?}");
        output.stdout
    }

    fn json(&self, words: &[&str]) -> Value {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        serde_json::from_str(&self.done(&words)).unwrap()
    }

    /// What a refused command says; nothing is written.
    fn refused(&self, words: &[&str]) -> String {
        let before = self.program.files();
        let output = self.run(words);
        assert_eq!(output.code, Some(1), "{words:?}: {output:#?}");
        assert_eq!(self.program.files(), before, "{words:?} wrote something");
        output.stderr
    }

    /// Pairings by state.
    fn count(&self, state: &str) -> usize {
        let filter = format!("state = {state}");
        let list = self.json(&["pairing", "list", "--where", &filter]);
        list["pairings"].as_array().unwrap().len()
    }

    /// The only error-free word of `check`.
    fn check(&self) {
        let output = self.run(&["check"]);
        assert_eq!(output.code, Some(0), "{output:#?}");
    }
}

/// Twenty mentors, and twenty mentees.
fn people() -> (String, String) {
    let (mut mentors, mut mentees) = (
        "name,email,capacity,facets\n".to_owned(),
        "name,email,facets\n".to_owned(),
    );
    for number in 1..=20 {
        // Two places more than mentees: somebody can go on where a mentor is handed.
        let places = if number <= 18 { 1 } else { 2 };
        writeln!(
            mentors,
            "Mentor {number:02},mentor{number:02}@example.org,{places},career"
        )
        .unwrap();
        writeln!(
            mentees,
            "Mentee {number:02},mentee{number:02}@example.org,career"
        )
        .unwrap();
    }
    (mentors, mentees)
}

#[test]
fn a_program_with_every_gate_is_lived_through_and_undone_to_its_first_day() {
    let mut lived = Lived::empty("2026-01-05");
    lived.done(&["init", "--name", "Gates", "--timezone", "Europe/Berlin"]);
    let gates =
        "screening=true training_gate=true acceptance=true signature=true closing_checklist=true";
    let set: Vec<&str> = ["program", "set"]
        .into_iter()
        .chain(gates.split(' '))
        .collect();
    lived.done(&set);
    lived.done(&[
        "cohort",
        "add",
        "spring",
        "--starts",
        "2026-01-12",
        "--ends",
        "2026-07-31",
    ]);
    lived.done(&[
        "training",
        "add",
        "listening",
        "--role",
        "mentor",
        "--required",
    ]);
    let event = "event add info --kind information-session --at 2026-01-04T12:00";
    lived.done(&event.split(' ').collect::<Vec<_>>());
    recruit(&lived);
    prepare(&lived);
    lived.today = "2026-01-12";
    begin(&lived);
    lived.today = "2026-03-20";
    let heir = lose_a_mentor(&lived);
    lived.today = "2026-07-31";
    end(&lived, &heir);
    undo_everything(&lived);
}

/// Forty people are invited, come, and apply.
fn recruit(lived: &Lived) {
    let (mentors, mentees) = people();
    let addresses: String = [&mentors, &mentees]
        .iter()
        .flat_map(|table| table.lines().skip(1))
        .fold("email,expectations\n".to_owned(), |mut sheet, line| {
            let email = line.split(',').nth(1).unwrap();
            writeln!(sheet, "{email},somebody to talk to").unwrap();
            sheet
        });
    let invited = lived.run_with(
        &["event", "invite", "info", "--from", "-", "-y"],
        &addresses,
    );
    assert_eq!(invited.code, Some(0), "{invited:#?}");
    let came = lived.run_with(
        &["event", "attend", "info", "--from", "-", "-y"],
        &addresses,
    );
    assert_eq!(came.code, Some(0), "{came:#?}");
    for (role, table) in [("mentor", mentors), ("mentee", mentees)] {
        let output = lived.run_with(&["import", "people", "-", "--role", role], &table);
        assert_eq!(output.code, Some(0), "{output:#?}");
    }
    let event = &lived.json(&["event", "list"])["events"][0];
    let funnel = ["invited", "came", "enrolled", "ready"].map(|step| event[step].as_u64().unwrap());
    assert_eq!(
        funnel,
        [40, 40, 40, 0],
        "all came, all applied, nobody is looked at yet"
    );
}

/// All are taken in, and the mentors trained; before that nobody is matched.
fn prepare(lived: &Lived) {
    let ready = [
        "participant",
        "ready",
        "--where",
        "state = applied",
        "--why",
        "talked",
    ];
    let asked = lived.run(&ready);
    assert_eq!(
        asked.code,
        Some(2),
        "forty files want a look first: {asked:#?}"
    );
    lived.done(&[&ready[..], &["-y"]].concat());
    let pool = lived.json(&["pool"]);
    assert_eq!(
        (&pool["mentors"], &pool["mentors_not_ready"]),
        (&0.into(), &20.into())
    );
    lived.done(&[
        "training",
        "done",
        "listening",
        "--where",
        "roles ~ mentor",
        "-y",
    ]);
    let pool = lived.json(&["pool"]);
    assert_eq!(
        (&pool["capacity"], &pool["requests_open"]),
        (&22.into(), &20.into())
    );
}

/// Matched, accepted, signed; one declines and is matched again by nobody.
fn begin(lived: &Lived) {
    lived.done(&["match"]);
    lived.done(&["match", "publish", "-y"]);
    assert_eq!(lived.count("proposed"), 20);
    let ids = lived.done(&["pairing", "list", "--columns", "id"]);
    let first = ids.lines().nth(1).unwrap().to_owned();
    let refusal = lived.refused(&["pairing", "sign", &first]);
    assert!(
        refusal.contains("accept it before it is signed"),
        "{refusal}"
    );
    let half = "state = proposed";
    lived.done(&["pairing", "accept", "--where", half, "--as", "mentor", "-y"]);
    assert_eq!(lived.count("proposed"), 20, "the mentees have not said yes");
    let accepted = lived.run_with(&["pairing", "accept", "-", "--as", "mentee", "-y"], &ids);
    assert_eq!(accepted.code, Some(0), "{accepted:#?}");
    assert_eq!(lived.count("accepted"), 20);
    lived.done(&["pairing", "sign", "--where", "state = accepted", "-y"]);
    assert_eq!(lived.count("active"), 20);
    let agreement = lived.done(&["pairing", "agreement", &first, "--format", "md"]);
    assert!(
        agreement.contains("2026-01-12") && !agreement.contains("____"),
        "{agreement}"
    );
    lived.check();
}

/// One pairing rests for a while, one mentor leaves and another goes on; gives the id of that pairing.
fn lose_a_mentor(lived: &Lived) -> String {
    let listed = lived.json(&["pairing", "list"]);
    let rows = listed["pairings"].as_array().unwrap();
    let resting = rows[0]["id"].as_str().unwrap();
    let pause = [
        "pairing",
        "pause",
        resting,
        "--why",
        "parental leave",
        "--until",
        "2026-05-01",
    ];
    lived.done(&pause);
    let of = |mentor: &Value| rows.iter().filter(|row| row["mentor"] == *mentor).count();
    let row = rows[1..]
        .iter()
        .find(|row| of(&row["mentor"]) == 1)
        .unwrap();
    let (handed, leaver) = (row["id"].as_str().unwrap(), row["mentor"].as_str().unwrap());
    let mentee = row["mentees"][0].as_str().unwrap();
    lived.done(&[
        "goal",
        "add",
        handed,
        "-m",
        "Lead a review",
        "--due",
        "2026-06-30",
    ]);
    lived.done(&[
        "note",
        handed,
        "yesterday",
        "-m",
        "first steps",
        "--question",
        "Who decides?",
    ]);
    let refusal = lived.refused(&["participant", "leave", leaver, "--why", "new job"]);
    assert!(
        refusal.contains(handed) && refusal.contains("--handover"),
        "{refusal}"
    );
    let free = lived.json(&["participant", "list", "--where", "capacity_free > 0"]);
    let heir = free["participants"].as_array().unwrap().iter();
    let mut heirs = heir.map(|row| row["id"].as_str().unwrap());
    let heir = heirs.find(|id| *id != leaver).unwrap();
    let handover = format!("{handed}={heir}");
    lived.done(&[
        "participant",
        "leave",
        leaver,
        "--handover",
        &handover,
        "-y",
    ]);
    let new = format!("{heir}-mentors-{mentee}");
    let shown = lived.program.text(&format!("pairings/{new}.toml"));
    assert!(
        shown.contains(&format!("continues = \"{handed}\"")),
        "{shown}"
    );
    assert!(
        shown.contains("Lead a review") && shown.contains("facets = [\"career\"]"),
        "{shown}"
    );
    let log = lived.program.text(&format!("meetings/{new}.toml"));
    assert!(
        log.contains("Who decides?") && !log.contains("first steps"),
        "{log}"
    );
    assert_eq!(lived.count("closed"), 1);
    lived.done(&["pairing", "accept", &new]);
    lived.done(&["pairing", "sign", &new]);
    lived.done(&["pairing", "resume", resting]);
    lived.check();
    new
}

/// All are closed in one command, with the checklist where they had met; reasons and the cohort add up.
fn end(lived: &Lived, met: &str) {
    let heir = ["note", met, "2026-07-20", "-m", "last steps"];
    lived.done(&heir);
    let close = ["close", "--where", "state = active", "--reason", "time-up"];
    let refusal = lived.refused(&[&close[..], &["-y"]].concat());
    assert!(
        refusal.contains("the checklist of") && refusal.contains("goals-reviewed"),
        "{refusal}"
    );
    let answers = "--goals-reviewed --thanks --next-steps none --waive contact-after,last-meeting --waive-why later -y";
    lived.done(
        &close
            .iter()
            .copied()
            .chain(answers.split(' '))
            .collect::<Vec<_>>(),
    );
    assert_eq!((lived.count("closed"), lived.count("active")), (21, 0));
    let cohorts = lived.json(&["cohort", "list"]);
    let spring = &cohorts["cohorts"][0];
    let counts = ["pairings", "in_force", "closed_well"].map(|key| spring[key].as_u64().unwrap());
    assert_eq!(
        counts,
        [21, 0, 20],
        "twenty ended as planned, one because the mentor left"
    );
    lived.done(&["cohort", "close", "spring", "-y"]);
    let refusal = lived.refused(&["pairing", "reopen", met]);
    assert!(
        refusal.contains("spring is closed since 2026-07-31"),
        "{refusal}"
    );
    lived.check();
}

/// Every command is taken back, the latest first, until the folder is as it was before `init`.
fn undo_everything(lived: &Lived) {
    let history = lived.json(&["history"]);
    let changes = history["operations"].as_array().unwrap().len();
    for _ in 0..changes {
        lived.done(&["undo"]);
    }
    let left: Vec<String> = lived.program.files().keys().cloned().collect();
    assert!(left.is_empty(), "{left:?}");
    for folder in ["participants", "pairings", "meetings", "events"] {
        let stays = lived.program.path(folder).exists();
        assert!(!stays, "{folder} stays behind, with nothing in it");
    }
}

#[test]
fn without_gates_five_commands_lead_from_two_tables_to_pairs_and_one_ends_them_all() {
    let lived = Lived::empty("2026-01-12");
    let (mentors, mentees) = people();
    lived.program.write("mentors.csv", mentors);
    lived.program.write("mentees.csv", mentees);
    lived.done(&["init", "--name", "Simple"]);
    lived.done(&["import", "people", "mentors.csv", "--role", "mentor"]);
    lived.done(&["import", "people", "mentees.csv", "--role", "mentee"]);
    lived.done(&["match"]);
    lived.done(&["match", "publish", "-y"]);
    assert_eq!(lived.count("active"), 20);
    lived.done(&[
        "close",
        "--where",
        "state = active",
        "--reason",
        "goals-met",
        "-y",
    ]);
    assert_eq!(lived.count("closed"), 20);
    lived.check();
}

/// Grace with a place, Ada who asks, and their pairing in a state.
fn small(policy: &str, state: &str) -> Lived {
    let lived = Lived {
        program: Program::small(),
        today: "2026-02-01",
    };
    lived.program.write(
        "program.toml",
        format!("format = 1\nid = \"demo\"\nname = \"Demo\"\n\n[policy]\n{policy}\n"),
    );
    lived.program.write(
        "pairings/grace-hopper-mentors-ada-lovelace.toml",
        format!(
            "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-12\nends = 2026-07-31\n\n\
             [[state]]\non = 2026-01-12\nis = \"{state}\"\n"
        ),
    );
    lived
}

const PAIR: &str = "grace-hopper-mentors-ada-lovelace";

#[test]
fn nobody_accepts_or_signs_for_a_pairing_that_they_are_not_in() {
    let lived = small("acceptance = true", "proposed");
    lived.done(&["enroll", "Kim Park", "--mentee"]);
    for verb in ["accept", "decline"] {
        let refusal = lived.refused(&["pairing", verb, PAIR, "--as", "kim-park"]);
        assert!(refusal.contains("Kim Park is not in"), "{refusal}");
        assert!(
            refusal.contains("Grace Hopper and Ada Lovelace"),
            "{refusal}"
        );
    }
}

#[test]
fn nothing_is_signed_before_it_is_accepted_and_nothing_closed_twice() {
    let lived = small("acceptance = true\nsignature = true", "proposed");
    let refusal = lived.refused(&["pairing", "sign", PAIR]);
    assert!(
        refusal.contains("accept it before it is signed"),
        "{refusal}"
    );
    let lived = small("", "active");
    lived.done(&["close", PAIR, "--reason", "goals-met"]);
    let refusal = lived.refused(&["close", PAIR, "--reason", "goals-met"]);
    assert!(
        refusal.contains("what may follow closed: reopen, void"),
        "{refusal}"
    );
}

#[test]
fn a_proposal_expires_and_gives_its_place_back() {
    let lived = small("acceptance = true\nacceptance_days = 10", "proposed");
    let refusal = lived.refused(&["pairing", "accept", PAIR]);
    assert!(refusal.contains("expired on 2026-01-22"), "{refusal}");
    lived.done(&["pairing", "withdraw", "--expired"]);
    assert_eq!(lived.count("withdrawn"), 1);
    let refusal = lived.refused(&["pairing", "withdraw", "--expired"]);
    assert!(refusal.contains("no proposal has expired"), "{refusal}");
}

#[test]
fn an_end_before_the_start_is_refused_and_a_later_one_keeps_the_first() {
    let lived = small("", "active");
    let refusal = lived.refused(&["pairing", "extend", PAIR, "--to", "2026-01-01"]);
    assert!(refusal.contains("before it starts"), "{refusal}");
    lived.done(&[
        "pairing",
        "extend",
        PAIR,
        "--for",
        "2 months",
        "--why",
        "more to do",
    ]);
    let text = lived.program.text(&format!("pairings/{PAIR}.toml"));
    assert!(text.contains("ends = 2026-09-30"), "{text}");
    assert!(text.contains("was = 2026-07-31\nto = 2026-09-30"), "{text}");
}

#[test]
fn a_pause_moves_the_end_and_what_is_due_by_its_length() {
    let mut lived = small("", "active");
    lived.done(&[
        "goal",
        "add",
        PAIR,
        "-m",
        "Pass the exam",
        "--due",
        "2026-06-01",
    ]);
    lived.done(&["pairing", "pause", PAIR]);
    lived.today = "2026-02-15";
    lived.done(&["pairing", "resume", PAIR]);
    let text = lived.program.text(&format!("pairings/{PAIR}.toml"));
    assert!(
        text.contains("ends = 2026-08-14") && text.contains("due = 2026-06-15"),
        "{text}"
    );
    assert!(text.contains("paused 14 days"), "{text}");
}

#[test]
fn a_circle_of_two_or_of_nine_is_warned_about_and_stays_allowed() {
    for mentees in [2, 9] {
        let lived = Lived::empty("2026-02-01");
        lived.done(&["init", "--name", "Circles"]);
        lived.done(&["enroll", "Grace", "--mentor", "--capacity", "9"]);
        let names: Vec<String> = (1..=mentees)
            .map(|number| format!("mentee-{number}"))
            .collect();
        for name in &names {
            lived.done(&["enroll", name, "--mentee"]);
        }
        let mut words = vec!["pairing", "add", "grace"];
        words.extend(names.iter().map(String::as_str));
        words.extend(["--kind", "circle"]);
        let refusal = lived.refused(&words);
        assert!(
            refusal.contains("three to eight") && refusal.contains("--force"),
            "{refusal}"
        );
        words.push("--force");
        lived.done(&words);
        let checked = lived.run(&["check"]);
        assert!(
            checked
                .stdout
                .contains("a circle has three to eight mentees"),
            "{checked:#?}"
        );
        assert_eq!(checked.code, Some(0));
    }
}

#[test]
fn a_mentor_over_capacity_by_hand_is_found_and_no_command_adds_to_it() {
    let lived = small("", "active");
    lived.program.write(
        "participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\n\n[mentor]\ncapacity = 0\n",
    );
    let checked = lived.run(&["check"]);
    assert_eq!(checked.code, Some(1));
    assert!(
        checked.stdout.contains("has 1 mentee and a capacity of 0"),
        "{checked:#?}"
    );
    lived.done(&["close", PAIR, "--reason", "workload"]);
    let refusal = lived.refused(&["pairing", "reopen", PAIR]);
    assert!(
        refusal.contains("no place left") && refusal.contains("mentor.capacity=1"),
        "{refusal}"
    );
}

#[test]
fn who_is_not_ready_is_paired_only_where_somebody_insists_and_the_history_says_so() {
    let lived = small("", "closed");
    lived.done(&["participant", "pause", "ada-lovelace"]);
    let refusal = lived.refused(&["pairing", "reopen", PAIR]);
    assert!(refusal.contains("Ada Lovelace is paused"), "{refusal}");
    lived.done(&["pairing", "reopen", PAIR, "--force", "--why", "she asked"]);
    let text = lived.program.text(&format!("pairings/{PAIR}.toml"));
    assert!(
        text.contains("why = \"she asked; although Ada Lovelace is paused\""),
        "{text}"
    );
}

#[test]
fn exit_feedback_and_concerns_stay_where_only_coordinators_read_them() {
    let lived = small("", "active");
    lived.done(&[
        "concern",
        "add",
        PAIR,
        "--kind",
        "unanswered",
        "--about",
        "grace-hopper",
        "-m",
        "canary one",
    ]);
    lived.done(&["concern", "step", PAIR, "-m", "canary two", "--settle"]);
    let close = [
        "close",
        PAIR,
        "--reason",
        "mismatch",
        "--mentee-fit",
        "2",
        "--mentee-says",
        "canary three",
    ];
    lived.done(&close);
    for (path, bytes) in lived.program.everything() {
        let holds = String::from_utf8_lossy(&bytes).contains("canary");
        let may_hold = path.starts_with("confidential/") || path.starts_with(".pleiad/ops/");
        assert!(!holds || may_hold, "{path} holds a confidential word");
    }
    let concerns = lived.json(&["concern", "list"]);
    assert_eq!(concerns["concerns"][0]["state"], "settled");
}

#[test]
fn several_refusals_are_told_at_once_and_nothing_is_written() {
    let lived = Lived::empty("2026-01-12");
    let (mentors, mentees) = people();
    lived.program.write("mentors.csv", mentors);
    lived.program.write("mentees.csv", mentees);
    lived.done(&["init", "--name", "Many"]);
    lived.done(&["import", "people", "mentors.csv", "--role", "mentor"]);
    lived.done(&["import", "people", "mentees.csv", "--role", "mentee"]);
    lived.done(&["match"]);
    lived.done(&["match", "publish", "-y"]);
    let ids = lived.done(&["pairing", "list", "--columns", "id", "--limit", "3"]);
    let paused = lived.run_with(&["pairing", "pause", "-", "-y"], &ids);
    assert_eq!(paused.code, Some(0), "{paused:#?}");
    assert_eq!(lived.count("paused"), 3);
    let before = lived.program.files();
    let all = lived.run(&["pairing", "pause", "--where", "mentor ~ mentor", "-y"]);
    assert_eq!(all.code, Some(1), "{all:#?}");
    assert!(all.stderr.contains("3 of 20 refuse to pause"), "{all:#?}");
    assert_eq!(lived.program.files(), before);
    let preview = lived.run(&["pairing", "pause", "--where", "state = active", "-n"]);
    assert_eq!(preview.code, Some(0));
    assert!(preview.stdout.contains("+is = \"paused\""), "{preview:#?}");
    assert_eq!(lived.program.files(), before);
}

#[test]
fn leaving_closes_what_has_begun_and_withdraws_what_has_not() {
    let lived = small("acceptance = true", "proposed");
    lived.done(&[
        "participant",
        "leave",
        "ada-lovelace",
        "--close",
        "left",
        "-y",
    ]);
    assert_eq!(lived.count("withdrawn"), 1);
    lived.check();
    let lived = small("", "active");
    lived.done(&[
        "participant",
        "pause",
        "ada-lovelace",
        "--pairings",
        "pause",
        "-y",
    ]);
    assert_eq!(lived.count("paused"), 1);
    lived.check();
}

#[test]
fn a_letter_is_written_and_never_sent() {
    let lived = small("", "active");
    let text = lived.done(&["letter", "introduction", PAIR]);
    assert!(text.contains("Hello Grace, hello Ada"), "{text}");
    let refusal = lived.refused(&["letter", "nudge", PAIR, "--as", "eml"]);
    assert!(
        refusal.contains("nobody knows the address of Grace Hopper"),
        "{refusal}"
    );
    lived
        .program
        .write("letters/nudge.txt", "Subject: Hi\n\nDear {mentorr}\n");
    let refusal = lived.refused(&["letter", "nudge", PAIR]);
    assert!(refusal.contains("did you mean {mentor}?"), "{refusal}");
    lived
        .program
        .write("letters/nudge.txt", "Subject: Hi\n\nDear {mentor}\n");
    assert!(
        lived
            .done(&["letter", "nudge", PAIR])
            .contains("Dear Grace Hopper")
    );
}

#[test]
fn a_pairing_of_one_meeting_closes_itself_after_it_was_held_and_somebody_told_how_it_was() {
    let lived = small("", "active");
    let flash = format!("pairings/{PAIR}.toml");
    let text = lived.program.text(&flash);
    lived
        .program
        .write(&flash, format!("kind = \"flash\"\n{text}"));
    lived.done(&["checkin", "add", PAIR, "--from", "ada", "fit=4"]);
    assert_eq!(lived.count("active"), 1, "they have not met");
    lived.done(&["note", PAIR, "yesterday", "-m", "one good hour"]);
    assert_eq!(lived.count("active"), 1, "nobody told how it was after it");
    lived.done(&[
        "checkin", "add", PAIR, "--from", "grace", "--kind", "rating", "fit=5",
    ]);
    assert_eq!(lived.count("closed"), 1);
    lived.check();
}

#[test]
fn how_somebody_sees_themselves_is_compared_with_before() {
    let mut lived = small("", "active");
    let asked = ["checkin", "add", "grace", "--kind", "readiness"];
    lived.done(&[&asked[..], &["listens=2", "curious=5"]].concat());
    lived.today = "2026-06-01";
    lived.done(&[&asked[..], &["listens=4", "curious=4"]].concat());
    let compared = lived.json(&["checkin", "readiness"]);
    let change = &compared["participants"][0]["change"];
    assert_eq!(
        (&change["listens"], &change["curious"]),
        (&2.into(), &(-1).into())
    );
}

#[test]
fn outcomes_of_a_table_lie_on_the_pairings_and_are_counted_once() {
    let lived = small("", "closed");
    lived.done(&["cohort", "add", "spring", "--starts", "2026-01-12"]);
    lived.done(&["pairing", "set", PAIR, "cohort=spring"]);
    let table = "cohort,mentors,mentees,status,reason\n\
                 spring,grace-hopper;ada-lovelace,ada-lovelace,not graduated,moved away\n";
    let import = ["import", "outcomes", "-", "--json"];
    let first: Value = serde_json::from_str(&lived.run_with(&import, table).stdout).unwrap();
    assert_eq!(first["set"][0], PAIR);
    assert_eq!(
        first["strangers"].as_array().unwrap().len(),
        1,
        "who mentors themselves is told"
    );
    let again: Value = serde_json::from_str(&lived.run_with(&import, table).stdout).unwrap();
    assert_eq!(
        (&again["unchanged"], &again["files"]),
        (&1.into(), &Value::Array(Vec::new()))
    );
    let cohorts = lived.json(&["cohort", "list"]);
    assert_eq!(cohorts["cohorts"][0]["outcomes"]["not graduated"], 1);
    let report = lived.json(&["report", "outcomes"]);
    assert_eq!(report["endings"][0]["outcome_why"], "moved away");
    let other = table.replace("not graduated", "graduated");
    let kept: Value = serde_json::from_str(&lived.run_with(&import, &other).stdout).unwrap();
    assert_eq!(kept["differing"][0], PAIR);
    let unknown = table.replace("spring,", "autumn,");
    let refused = lived.run_with(&["import", "outcomes", "-"], &unknown);
    assert!(
        refused.stderr.contains("row 2, column cohort"),
        "{refused:#?}"
    );
}
