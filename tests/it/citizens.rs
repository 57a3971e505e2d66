//! Every command is a good citizen of a shell: it never waits for an answer that cannot come, never panics over a full
//! device, and says nothing when its reader has gone.

use crate::program::{Call, Output, Program, SMALL};
use std::collections::BTreeSet;
use std::fs::File;
use std::io;

const DONE: i32 = 0;
const REFUSED: i32 = 1;
const USAGE: i32 = 2;
const NOT_FOUND: i32 = 3;
const UNPRINTED: i32 = 74;

/// A call as one would type it, what was done before, the editor, and the exit code it must end with.
pub(crate) struct Case {
    pub(crate) line: &'static str,
    before: &'static [&'static str],
    pub(crate) editor: &'static str,
    pub(crate) code: i32,
}

const fn case(line: &'static str, code: i32) -> Case {
    after(&[], line, code)
}

const fn after(before: &'static [&'static str], line: &'static str, code: i32) -> Case {
    let editor = "";
    Case {
        line,
        before,
        editor,
        code,
    }
}

const fn edited(editor: &'static str, line: &'static str, code: i32) -> Case {
    Case {
        editor,
        ..case(line, code)
    }
}

/// The one call that answers and fails.
const STRICT: &str = "check --strict";

/// A meeting that is still to come, and one of which nobody said what became.
const AHEAD: &str = "meeting add ada 2026-12-01 16:00";
const BEHIND: &str = "meeting add ada 2026-11-16 16:00";

/// A merge in which nothing differs, and one of two people.
const MERGED: &str = "git merge-driver vocabulary.toml vocabulary.toml vocabulary.toml x.toml";
const DISPUTED: &str = "git merge-driver vocabulary.toml participants/ada-lovelace.toml participants/lin-chen.toml x.toml";

/// Every command at least once; those that would ask a person also without what they would ask for.
pub(crate) const CASES: &[Case] = &[
    case("", DONE),
    case("--version", DONE),
    case("--help", DONE),
    case("nonsense", USAGE),
    case("init", REFUSED),
    case("init other --timezone UTC", DONE),
    case("enroll", USAGE),
    case("enroll 'Kim Park'", REFUSED),
    case("enroll 'Kim Park' --mentee", DONE),
    case("import people people.csv", REFUSED),
    case("import people people.csv --role mentee", DONE),
    case("import people -", REFUSED),
    case("import people nowhere.csv", REFUSED),
    case("import pairings pairings.csv", DONE),
    case("match", DONE),
    case("match -n", DONE),
    case("match scores", DONE),
    case("match explain grace ada", DONE),
    case("match suggest lin", DONE),
    case("match unmatched", DONE),
    case("match pin grace lin", DONE),
    case("match forbid grace lin --why 'too near'", DONE),
    case("match diff", REFUSED),
    after(&["match"], "match diff", DONE),
    after(&["match"], "match drop lin", DONE),
    case("match publish", REFUSED),
    after(&["match"], "match publish", USAGE),
    after(&["match"], "match publish -y", DONE),
    case("note ada", USAGE),
    case("note ada -F -", REFUSED),
    edited("sed -i 1iWords", "note ada", USAGE),
    case("note ada -m 'Walked through the incident'", DONE),
    case("note ada --edit", USAGE),
    edited("sed -i 1iWords", "note ada --edit", DONE),
    edited("true", "note ada --edit", REFUSED),
    case("prep ada", DONE),
    case("prep ada --private --json", DONE),
    case("prep", USAGE),
    case("ask ada", USAGE),
    case("ask ada 'Why?'", DONE),
    case("advice list", DONE),
    case("advice add ada 'Draw it first'", DONE),
    case("advice tried ada --helped yes", REFUSED),
    after(
        &["advice add ada 'Draw it first'"],
        "advice tried ada draw --helped yes",
        DONE,
    ),
    case("homework list", DONE),
    case("homework add ada 'Draw it'", DONE),
    case("homework done ada", REFUSED),
    after(&["homework add ada 'Draw it'"], "homework done ada", DONE),
    case("import checkins feedback.csv", DONE),
    case("import checkins people.csv", REFUSED),
    case("checkin list", DONE),
    case("checkin due", DONE),
    case("checkin add ada fit=4 -m 'Well'", DONE),
    case("checkin add ada fit=9", REFUSED),
    case("checkin add ada fitt=4", USAGE),
    case("checkin add ada+grace fit=4", REFUSED),
    case("checkin add ada", REFUSED),
    case("checkin add ada --from lin fit=4", REFUSED),
    case("checkin add grace --kind readiness listens=9", REFUSED),
    case("checkin readiness", DONE),
    case("improvement list", DONE),
    case("improvement add 'More time'", DONE),
    case("improvement done", NOT_FOUND),
    after(&["improvement add 'More time'"], "improvement done", DONE),
    after(
        &["improvement add 'More time'"],
        "improvement decide time --decision 'an hour'",
        DONE,
    ),
    case("certification list", DONE),
    case("certification add az-900", DONE),
    case("certification plan ada az-104", DONE),
    case("certification plan ada az-900", NOT_FOUND),
    case("certification study ada az", DONE),
    case("certification book ada az-104", DONE),
    case("certification book ada az-104 --exam 2026-12-01", DONE),
    case("certification book ada az-104 --exam yesterday", REFUSED),
    case("certification pass ada az-104", DONE),
    case("certification fail ada az-104", DONE),
    case("certification expire ada az-104", DONE),
    case("report advice", DONE),
    case("report certifications", DONE),
    case("report reciprocity --json", DONE),
    case("report forward", DONE),
    case("report lineage ada", DONE),
    case("report lineage --all --as mermaid", DONE),
    case("report lineage", USAGE),
    case("report load", DONE),
    case("report load --from tomorrow", REFUSED),
    case("report statement ada --from 2026-01-01", DONE),
    case("report statement nobody", NOT_FOUND),
    case("constellation", USAGE),
    case("constellation ada", DONE),
    case("constellation ada --format svg", DONE),
    case("participant wish ada technical --weight 2", DONE),
    case("participant wish ada technical --drop", REFUSED),
    case("prospect list", DONE),
    case("prospect add 'Mira Chen' --met conference", DONE),
    case("prospect add 'Ada Lovelace'", REFUSED),
    after(PROSPECT, "prospect show mira", DONE),
    after(PROSPECT, "prospect set mira next=2026-12-01", DONE),
    after(PROSPECT, "prospect ask mira -m 'by mail'", DONE),
    after(PROSPECT, "prospect answer mira yes", DONE),
    after(PROSPECT, "prospect contact mira", DONE),
    after(PROSPECT, "prospect promote mira --mentors lin", DONE),
    after(PROSPECT, "prospect promote mira", DONE),
    after(PROSPECT, "prospect remove mira", USAGE),
    after(PROSPECT, "prospect remove mira -y", DONE),
    case("prospect ask nobody", NOT_FOUND),
    case("import prospects people.csv", DONE),
    case("import program nowhere", NOT_FOUND),
    after(&["export participant ada own"], "import program own", DONE),
    case("export participant ada own", DONE),
    case("export participant ada --held", DONE),
    case("export participant nobody --held", NOT_FOUND),
    case("export participant ada", USAGE),
    case("export participant ada .", REFUSED),
    case("export man", DONE),
    case("export man match explain", DONE),
    case("export man nonsense", USAGE),
    case("export man -o pages", DONE),
    case("report objectives", DONE),
    case("report funnel", DONE),
    case("report funnel --by-cohort --json", DONE),
    case("report funnel --cohort nowhere", NOT_FOUND),
    case("report pool", DONE),
    case("report hours", DONE),
    case("report hours --per person", DONE),
    case("report outcomes", DONE),
    case("report declines", DONE),
    case("report health", DONE),
    case("report sponsor", DONE),
    case("report sponsor --since 2027-01-01", USAGE),
    case("summary --with .", DONE),
    case("summary ada --with .", USAGE),
    case("find routing", DONE),
    case("find ada --private", DONE),
    case("find ''", USAGE),
    case("summary", DONE),
    case("summary ada", DONE),
    case("summary ada+grace --json", DONE),
    case("check", DONE),
    case("check --strict --json", DONE),
    case("check --format github", DONE),
    after(&["participant set ada level=wizard"], "check", DONE),
    after(&["participant set ada level=wizard"], STRICT, REFUSED),
    case("program show", DONE),
    case("program set name=Other", DONE),
    case("program edit", USAGE),
    edited("sed -i s/Demo/Other/", "program edit", DONE),
    case("program milestone list", DONE),
    case("program milestone add halfway --on midpoint", DONE),
    case("program milestone add halfway --on 01/12/2026", USAGE),
    case("objective list", DONE),
    case("objective show rota", DONE),
    case("objective add 'Another one' --target 3", DONE),
    case("objective set rota target=14", DONE),
    case("objective reading rota 7", DONE),
    case("participant list", DONE),
    case("participant list --json", DONE),
    case("participant show ada", DONE),
    case("participant show nobody", NOT_FOUND),
    case("participant set ada level=senior", DONE),
    case("participant set ada grace team=noc", USAGE),
    case("participant edit ada", USAGE),
    edited("sed -i s/Lovelace/King/", "participant edit ada", DONE),
    edited("true", "participant edit ada", DONE),
    case("participant merge ada lin", USAGE),
    case("participant merge ada lin -y", DONE),
    case("participant pause ada", DONE),
    case("participant pause ada grace", USAGE),
    case("participant pause", USAGE),
    case("participant pause -", USAGE),
    after(&["participant pause ada"], "participant resume ada", DONE),
    after(&["participant hold lin"], "participant ready lin", DONE),
    case("participant hold lin", DONE),
    case("participant decline lin", DONE),
    case("participant leave lin", DONE),
    case("participant leave ada --close left", USAGE),
    case("pairing list", DONE),
    case("pairing show ada", DONE),
    case("pairing add grace lin", DONE),
    case("pairing set ada every=week", DONE),
    case("pairing set ada mentor=lin", USAGE),
    case("pairing edit ada", USAGE),
    edited("sed -i s/2026-01-12/2026-01-13/", "pairing edit ada", DONE),
    case("pairing agreement ada", DONE),
    case("pairing accept ada", REFUSED),
    after(PROPOSED, "pairing accept lin", DONE),
    after(PROPOSED, "pairing accept lin --as kim", NOT_FOUND),
    after(PROPOSED, "pairing decline lin --why 'no time'", DONE),
    after(PROPOSED, "pairing withdraw lin", DONE),
    after(PROPOSED, "pairing sign lin", REFUSED),
    case("pairing withdraw --expired", REFUSED),
    case("pairing sign ada", DONE),
    case("pairing pause ada", DONE),
    case("pairing pause", USAGE),
    case("pairing pause -", USAGE),
    case("pairing pause --where 'state = active'", USAGE),
    after(&["pairing pause ada"], "pairing resume ada --force", DONE),
    case("pairing extend ada --to 2027-12-31", DONE),
    case("pairing extend ada", USAGE),
    case("pairing handover ada lin", REFUSED),
    case("pairing handover ada lin --force", REFUSED),
    after(
        &["enroll 'Kim Park' --mentor"],
        "pairing handover ada kim",
        USAGE,
    ),
    after(
        &["enroll 'Kim Park' --mentor"],
        "pairing handover ada kim -y",
        DONE,
    ),
    after(
        &["close ada"],
        "pairing reopen grace-hopper-mentors-ada-lovelace --force",
        DONE,
    ),
    case("pairing void ada", USAGE),
    case("pairing void ada --why 'entered twice'", DONE),
    case("close ada", DONE),
    case("close ada --reason nonsense", NOT_FOUND),
    case("close", USAGE),
    case("goal list", DONE),
    case("goal add ada", USAGE),
    case("goal add ada -m 'Lead a review'", DONE),
    after(GOAL, "goal set ada due=2026-12-31", DONE),
    after(GOAL, "goal reading ada 40", DONE),
    case("goal reading ada 40", REFUSED),
    case("goal steps", DONE),
    case("goal step ada visit --add -m 'Visit the lab'", DONE),
    case("concern list", DONE),
    case("concern add ada", USAGE),
    case("concern add ada -m 'no answer'", DONE),
    after(CONCERN, "concern show ada", DONE),
    after(CONCERN, "concern step ada -m 'called' --settle", DONE),
    case("cohort list", DONE),
    case("cohort add spring --starts 2026-12-01", DONE),
    after(COHORT, "cohort set spring ends=2027-06-30", DONE),
    after(COHORT, "cohort close spring", USAGE),
    after(COHORT, "cohort close spring -y", DONE),
    case("training list", DONE),
    case("training add listening --role mentor --required", DONE),
    after(MODULE, "training set listening minutes=60", DONE),
    after(MODULE, "training done listening grace", DONE),
    case("training status", DONE),
    case("event list", DONE),
    case("event add info --at '2026-11-20 12:00'", DONE),
    after(EVENT, "event show info", DONE),
    after(EVENT, "event invite info mira@example.org", DONE),
    after(
        EVENT,
        "event invite info mira@example.org tom@example.org",
        USAGE,
    ),
    after(EVENT, "event answer info ada --is yes", DONE),
    after(EVENT, "event attend info ada", DONE),
    case("pool", DONE),
    case("pool --train-first", DONE),
    case("letter introduction ada", DONE),
    case("letter nonsense ada", NOT_FOUND),
    case("letter nudge --template", DONE),
    case("letter check-in ada", DONE),
    case("letter closing ada --as eml", REFUSED),
    after(COMPLETED, "letter certificate grace ada", DONE),
    after(CERTIFIED, "letter certification ada --of az", DONE),
    case("letter certification ada", USAGE),
    case("letter certification ada --of az-900", NOT_FOUND),
    case("letter certificate ada --of az-104", USAGE),
    after(&["close ada"], "import outcomes outcomes.csv", DONE),
    case("import outcomes outcomes.csv", REFUSED),
    case("schedule ada", DONE),
    case("schedule ada --slot 1", DONE),
    case("schedule ada --slot 9 --count 2", USAGE),
    case("schedule ada --at '2026-11-29 03:00'", REFUSED),
    case("schedule ada --to-end", USAGE),
    case("schedule ada --to-end -y", DONE),
    case("schedule", USAGE),
    case("schedule -n", DONE),
    case("schedule -y", DONE),
    case("export csv people", DONE),
    case("export csv checkins", USAGE),
    case("export csv checkins --confidential", DONE),
    case("export csv", USAGE),
    case("export csv -o tables", DONE),
    case("export json", DONE),
    case("export json --confidential", DONE),
    case("export json --as-of yesterday", USAGE),
    case("export html", DONE),
    case("export svg", USAGE),
    case("export svg --figure meetings", DONE),
    case("export schema", DONE),
    case("export schema participant list", DONE),
    case("export schema file-participant", DONE),
    case("export schema --install", DONE),
    case("export schema nothing-like-it", NOT_FOUND),
    case("erase lin-chen -y", DONE),
    case("erase lin-chen -n", DONE),
    case("erase ada -y", REFUSED),
    case("erase nobody -y", NOT_FOUND),
    case("export ics ada", DONE),
    case("export ics --all", DONE),
    case("export ics", USAGE),
    case("export ics nobody", NOT_FOUND),
    case("export vdir calendar", DONE),
    case("import meetings meetings.csv -y", DONE),
    case("import meetings meetings.csv", USAGE),
    case("import meetings people.csv -y", REFUSED),
    case("import meetings meetings.ics -y", DONE),
    case("import meetings nonsense.ics -y", REFUSED),
    case("import meetings nowhere.ics -y", REFUSED),
    case("calendar", DONE),
    case("calendar next month --per week --person ada", DONE),
    case("calendar nonsense", USAGE),
    case("calendar --exit-code", DONE),
    case("due", DONE),
    case("due --kind unconfirmed --format csv", DONE),
    case("due --kind alert,concern,check-in --until 2027-01-31", DONE),
    case("due --kind nonsense", USAGE),
    case("due --format mbox", DONE),
    case("due --format svg", USAGE),
    case("meeting list", DONE),
    case("meeting add ada 2026-12-01 16:00", DONE),
    case("meeting add ada 2026-12-01 16:00 --every '2 weeks'", USAGE),
    case(
        "meeting add ada 2026-12-01 16:00 --every week --times 3",
        DONE,
    ),
    case("meeting show ada", REFUSED),
    after(&[AHEAD], "meeting show ada", DONE),
    after(&[AHEAD], "meeting move ada 2026-12-02", DONE),
    case("meeting move ada 2026-12-02", REFUSED),
    after(&[AHEAD], "meeting cancel ada", DONE),
    after(&[AHEAD], "meeting held ada", REFUSED),
    after(&[BEHIND], "meeting held ada", DONE),
    after(&[BEHIND], "meeting missed ada --absent mentee", DONE),
    after(&[BEHIND], "meeting edit ada --place Cafe", DONE),
    after(&[BEHIND], "meeting edit ada", USAGE),
    after(&[BEHIND], "meeting confirm", USAGE),
    after(&[BEHIND], "meeting confirm --held", USAGE),
    after(&[BEHIND], "meeting confirm --held -y", DONE),
    case("meeting confirm --csv nowhere.csv", REFUSED),
    case("git setup", DONE),
    case("git setup -n --pre-commit", DONE),
    case("git commit", DONE),
    after(&["git commit"], "git commit", REFUSED),
    case("git resolve", DONE),
    case("git resolve nowhere.toml", NOT_FOUND),
    case(MERGED, DONE),
    case(DISPUTED, REFUSED),
    case("history", DONE),
    case("undo", REFUSED),
    after(&["participant pause ada"], "undo", DONE),
    case("redo", REFUSED),
    after(&["participant pause ada", "undo"], "redo", DONE),
    case("date next fri 3pm", DONE),
    case("date 01/12/2026", USAGE),
    case("completions bash", DONE),
    case("help", DONE),
    case("help files", DONE),
    case("help nonsense", USAGE),
];

const FEEDBACK: &str = "date,score\n2026-11-02,5\n";
const CERTIFICATION: &str = "\n[[certification]]\nid = \"az-104\"\n";
/// A pairing of Grace and Lin that waits for answers.
const PROPOSED: &[&str] = &["program set acceptance=true", "pairing add grace lin"];
/// A pairing that met and was closed as planned.
const COMPLETED: &[&str] = &[
    "note ada yesterday -m 'Met'",
    "close ada --reason goals-met",
];
const CERTIFIED: &[&str] = &["certification pass ada az-104"];
const PROSPECT: &[&str] = &["prospect add 'Mira Chen'"];
const GOAL: &[&str] = &["goal add ada -m 'Lead a review'"];
const CONCERN: &[&str] = &["concern add ada -m 'no answer'"];
const COHORT: &[&str] = &["cohort add spring --starts 2026-12-01"];
const MODULE: &[&str] = &["training add listening --role mentor"];
const EVENT: &[&str] = &["event add info --at '2026-11-20 12:00'"];
const OUTCOMES: &str = "mentor,mentee,outcome\ngrace-hopper,ada-lovelace,graduated\n";
const MEETINGS: &str = "mentor,mentee,date\ngrace-hopper,ada-lovelace,2026-11-02\n";
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261102T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
const PEOPLE: &str = "name,email\nKim Park,kim@example.org\nLee Novak,lee@example.org\n";
const PAIRINGS: &str = "mentor,mentee\ngrace-hopper,lin-chen\n";
const OBJECTIVES: &str = "[[objective]]\nid = \"rota\"\ntitle = \"Two on every rota\"\n";
const LIN: &str = "name = \"Lin Chen\"\n\n[mentee]\n";

/// A program in which each case finds what it needs.
pub(crate) fn furnished(case: &Case) -> Program {
    let program = Program::of(&SMALL);
    program.write("people.csv", PEOPLE);
    program.write("pairings.csv", PAIRINGS);
    program.write("meetings.csv", MEETINGS);
    program.write("meetings.ics", CALENDAR);
    program.write("nonsense.ics", "BEGIN:VCALENDAR\nnonsense\n");
    program.write("feedback.csv", FEEDBACK);
    program.write("program.toml", program.text("program.toml") + CERTIFICATION);
    program.write("outcomes.csv", OUTCOMES);
    program.write("objectives.toml", OBJECTIVES);
    program.write("participants/lin-chen.toml", LIN);
    program.write("vocabulary.toml", "levels = [\"entry\", \"senior\"]\n");
    if case.line.starts_with("git ") {
        let script =
            "git init -q . && git config user.name M && git config user.email m@example.org";
        assert_eq!(program.script(script).run().code, Some(DONE));
    }
    for line in case.before {
        program.done(&words(line));
    }
    program
}

fn call(program: &Program, case: &Case) -> Call {
    let call = program.call(&words(case.line));
    call.env("VISUAL", case.editor).env("PATH", "/usr/bin:/bin")
}

pub(crate) fn words(line: &str) -> Vec<String> {
    shlex::split(line).unwrap()
}

fn assert_calm(line: &str, stderr: &str) {
    assert!(!stderr.contains("a bug of ours"), "{line}: {stderr}");
}

/// What a case comes to with nobody to ask and somebody to read, and the files it leaves.
fn undisturbed(case: &Case) -> (Output, Program) {
    let program = furnished(case);
    let output = call(&program, case).run();
    (output, program)
}

/// The words under which a help text lists commands, without their aliases; the overview has them by jobs.
fn listed(help: &str) -> Vec<String> {
    let is_overview = help.contains("\nEvery day:\n");
    let is_head = |line: &&str| *line == "Commands:" || is_overview && *line == "Every day:";
    let below = help.lines().skip_while(|line| !is_head(line)).skip(1);
    let rows = below
        .take_while(|line| line.starts_with("  ") || is_overview && !line.starts_with("Topics"));
    let rows = rows.filter(|line| line.starts_with(' '));
    rows.filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

/// Every command that does something, found by walking from help to help.
fn every_command() -> BTreeSet<String> {
    let program = Program::empty();
    let mut found = BTreeSet::new();
    let mut open = vec![Vec::new()];
    while let Some(command) = open.pop() {
        let help = program.done(&[command.clone(), vec!["--help".to_owned()]].concat());
        let below = listed(&help);
        let usage = format!("Usage: pleiad {} [OPTIONS] <COMMAND>", command.join(" "));
        if !command.is_empty() && !help.contains(&usage) {
            found.insert(command.join(" "));
        }
        open.extend(
            below
                .into_iter()
                .map(|name| [command.clone(), vec![name]].concat()),
        );
    }
    found
}

#[test]
fn no_command_is_left_out_here() {
    let commands = every_command();
    assert!(
        commands.contains("participant list") && commands.contains("match"),
        "{commands:?}"
    );
    for command in commands {
        let is_tried = CASES.iter().any(|case| {
            let rest = case.line.strip_prefix(&command);
            case.code == DONE && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        });
        assert!(is_tried, "no case shows `pleiad {command}` at work");
    }
}

#[test]
fn every_help_shows_the_command_at_work() {
    let program = Program::empty();
    for command in every_command() {
        let help = program.done(&words(&format!("{command} --help")));
        let examples = help.split("\nExamples:\n").nth(1).unwrap_or_default();
        let call = format!("  pleiad {command}");
        assert!(
            examples.lines().any(|line| line.starts_with(&call)),
            "{command}: {examples}"
        );
    }
}

#[test]
fn nothing_is_asked_where_nobody_can_answer() {
    for case in CASES {
        let (output, _) = undisturbed(case);
        assert_calm(case.line, &output.stderr);
        assert_eq!(output.code, Some(case.code), "{}: {output:#?}", case.line);
        if case.code != DONE && case.line != STRICT {
            assert_eq!(output.stdout, "", "{} answered", case.line);
            assert_ne!(output.stderr, "", "{} failed without a word", case.line);
        }
    }
}

#[test]
fn a_full_device_is_told_and_what_was_done_is_done() {
    for case in CASES {
        let (expected, other) = undisturbed(case);
        let program = furnished(case);
        let full = File::options().write(true).open("/dev/full").unwrap();
        let (code, stderr) = call(&program, case).answering_to(full);
        assert_calm(case.line, &stderr);
        let has_answer = !expected.stdout.is_empty();
        let true_code = if has_answer { UNPRINTED } else { case.code };
        assert_eq!(code, Some(true_code), "{}: {stderr}", case.line);
        assert_eq!(program.files(), other.files(), "{}", case.line);
    }
}

#[test]
fn a_reader_that_has_gone_is_no_trouble() {
    for case in CASES {
        let (expected, other) = undisturbed(case);
        let program = furnished(case);
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let (code, stderr) = call(&program, case).answering_to(writer);
        assert_eq!(stderr, expected.stderr, "{}", case.line);
        assert_eq!(code, Some(case.code), "{}", case.line);
        assert_eq!(program.files(), other.files(), "{}", case.line);
    }
}
