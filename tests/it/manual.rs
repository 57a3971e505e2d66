//! The manual tells nobody to type what does not work: every example of every help runs in a program that has what it
//! names.

use crate::program::Program;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A program in its tenth month in which the people of the examples live.
const FILES: &[(&str, &str)] = &[
    (
        "program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\nme = \"ada-lovelace\"\n\n\
         [[cohort]]\nid = \"2026-spring\"\nstarts = 2026-01-12\nends = 2027-06-30\n\n\
         [[certification]]\nid = \"az-104\"\n\n\
         [[training]]\nid = \"listening-101\"\nrole = \"mentor\"\ntitle = \"Listening\"\n\n\
         [[step]]\nid = \"first-goal\"\ntitle = \"Set a goal\"\nafter = \"4w\"\n\n\
         [[step]]\nid = \"halfway\"\ntitle = \"Look back\"\nafter = \"4w\"\n\n\
         [[step]]\nid = \"farewell\"\ntitle = \"Say goodbye\"\nafter = \"4w\"\n",
    ),
    (
        "vocabulary.toml",
        "levels = [\"entry\", \"senior\"]\n\n[[facet]]\nid = \"technical\"\n\n[[facet]]\nid = \"career\"\n\n\
         [[facet]]\nid = \"leadership\"\n",
    ),
    (
        "objectives.toml",
        "[[objective]]\nid = \"retain-knowledge\"\ntitle = \"Two people for every system\"\n",
    ),
    (
        "matching.toml",
        "[[rule]]\nid = \"same-team\"\nkind = \"equal\"\nfield = \"team\"\npoints = 5\n",
    ),
    (
        "participants/ada-lovelace.toml",
        "name = \"Ada Lovelace\"\nemail = \"ada@example.org\"\nfree = [\"Tue 15:00-18:00\", \"Fri 12:00-17:00\"]\n\n\
         [mentee]\n\n[[request]]\nfacet = \"career\"\n\n[[request]]\nfacet = \"technical\"\n\n[mentor]\n",
    ),
    (
        "participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\nemail = \"grace@example.org\"\nfree = [\"Tue 15:00-18:00\", \"Fri 12:00-17:00\"]\n\n\
         [mentor]\ncapacity = 5\nskills = [\"routing\"]\n",
    ),
    (
        "participants/kim-park.toml",
        "name = \"Kim Park\"\nemail = \"kim@example.org\"\n\n[mentee]\n\n[[request]]\nfacet = \"technical\"\n",
    ),
    (
        "participants/lee-novak.toml",
        "name = \"Lee Novak\"\nemail = \"lee@example.org\"\nteam = \"noc\"\n\n[mentor]\ncapacity = 2\n\n[mentee]\n\n\
         [[request]]\nfacet = \"technical\"\n",
    ),
    (
        "pairings/grace-hopper-mentors-ada-lovelace.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\ncohort = \"2026-spring\"\nfacets = [\"technical\"]\n\
         starts = 2026-01-12\n\n[[step]]\nid = \"first-goal\"\n\n[[step]]\nid = \"halfway\"\n\n\
         [[step]]\nid = \"farewell\"\n\n[[state]]\non = 2026-01-12\nis = \"active\"\n",
    ),
    ("survey.csv", "Day,Mark\n2026-11-02,5\n"),
    (
        "survey.toml",
        "[[column]]\nfrom = \"Day\"\nto = \"on\"\n\n[[column]]\nfrom = \"Mark\"\nto = \"satisfaction\"\n",
    ),
    ("past.csv", "Mentor,Mentee\ngrace-hopper,lee-novak\n"),
    (
        "past.toml",
        "[[column]]\nfrom = \"Mentor\"\nto = \"mentor\"\n\n[[column]]\nfrom = \"Mentee\"\nto = \"mentee\"\n\n\
         [[cohort]]\nid = \"2025-fall\"\nstarts = 2025-09-01\nends = 2026-02-28\n",
    ),
    ("badge-scans.csv", "Badge\nMary Keller\n"),
    (
        "badges.toml",
        "[[column]]\nfrom = \"Badge\"\nto = \"name\"\n",
    ),
    (
        "projects.csv",
        "mentor,mentee,outcome\ngrace-hopper,ada-lovelace,graduated\n",
    ),
    (
        "results.csv",
        "mentor,mentee,outcome\ngrace-hopper,ada-lovelace,graduated\n",
    ),
    (
        "log.csv",
        "Mentor,Mentee,Day\ngrace-hopper,ada-lovelace,2026-11-02 16:00\n",
    ),
    (
        "log.toml",
        "[[column]]\nfrom = \"Mentor\"\nto = \"mentor\"\n\n[[column]]\nfrom = \"Mentee\"\nto = \"mentee\"\n\n\
         [[column]]\nfrom = \"Day\"\nto = \"at\"\n",
    ),
    (
        "calendar.ics",
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261102T150000Z\r\n\
         ATTENDEE:mailto:ada@example.org\r\nATTENDEE:mailto:grace@example.org\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    ("notes.txt", "Walked through the incident\n"),
    ("mentors.csv", "name,email\nIda Rhodes,ida@example.org\n"),
    ("mentees.csv", "name,email\nMary Keller,mary@example.org\n"),
    ("signups.csv", "Who,Mail\nIda Rhodes,ida@example.org\n"),
    (
        "signups.toml",
        "[[column]]\nfrom = \"Who\"\nto = \"name\"\n\n[[column]]\nfrom = \"Mail\"\nto = \"email\"\n\n\
         [[constant]]\nto = \"role\"\nvalue = \"mentee\"\n",
    ),
    ("pairings.csv", "mentor,mentee\ngrace-hopper,kim-park\n"),
    ("feedback.csv", "date,score\n2026-11-02,5\n"),
    ("speakers.csv", "name,email\nMary Keller,mary@example.org\n"),
    ("addresses.csv", "email\nmira@example.org\n"),
    ("sign-in-sheet.csv", "email\nlee@example.org\n"),
    (
        "scores.csv",
        "mentor,mentee,points\ngrace-hopper,kim-park,12\nlee-novak,kim-park,3\n",
    ),
];

/// What happened in that program so far.
const STORY: &str = "
pleiad meeting add ada+grace 2026-02-03 16:00 --held
pleiad meeting add ada+grace 2026-02-10 16:00 --held
pleiad prospect add 'Mira Chen'
pleiad prospect add 'Omar Haddad'
pleiad event add info-1 --at '2026-11-20 12:00'
pleiad event add training-1 --kind training --at '2026-11-21 12:00' --module listening-101
pleiad event invite info-1 mira@example.org
pleiad advice add ada 'Offer two dates, never a bare no'
pleiad homework add ada 'Send the draft agenda'
pleiad goal add ada -m 'Publish an incident review'
pleiad improvement add 'An agenda for the third meeting'
pleiad match
mkdir letters ../nurses ../engineers
pleiad init ../nurses --name Nurses --timezone UTC
pleiad init ../engineers --name Engineers --timezone UTC
";

/// Every example of every help, each once, without what is said about it.
fn examples() -> BTreeSet<String> {
    let program = Program::empty();
    let mut found = BTreeSet::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    while let Some(command) = open.pop() {
        let help = program.done(&[command.clone(), vec!["--help".to_owned()]].concat());
        let (before, after) = help.split_once("\nExamples:\n").unwrap_or((&help, ""));
        let lines = after.lines().filter_map(|line| line.strip_prefix("  "));
        let examples = lines.filter(|line| line.starts_with("pleiad"));
        // Two spaces part a call from what is said about it.
        found.extend(examples.map(|line| line.split("  ").next().unwrap().to_owned()));
        let is_group = before.contains("COMMAND>") || before.contains("[COMMAND]");
        let heads = before
            .lines()
            .skip_while(|line| !line.ends_with("ommands:") && *line != "Every day:");
        let rows =
            heads.take_while(|line| !line.starts_with("Options") && !line.starts_with("Topics"));
        let names =
            rows.filter(|line| is_group && line.starts_with("  ") && !line.starts_with("   "));
        for name in names.filter_map(|line| line.split_whitespace().next()) {
            open.push([command.clone(), vec![name.to_owned()]].concat());
        }
    }
    found
}

/// What has to be so before an example makes sense: the beginning of the example, and how it comes about.
const BEFORE: &[(&str, &str)] = &[
    (
        "pleiad certification add",
        "sed -i '/certification/,/^$/d' program.toml",
    ),
    (
        "pleiad cohort close 2026-spring --reason time-up --carry",
        "pleiad cohort add 2026-autumn --starts 2026-09-01",
    ),
    (
        "pleiad completions",
        "mkdir -p ~/.local/share/bash-completion/completions ~/.config/fish/completions ~/.zfunc",
    ),
    (
        "pleiad concern",
        "pleiad concern add ada+grace -m 'no answer'",
    ),
    ("pleiad due --format mbox", "formail() { cat >/dev/null; }"),
    (
        "pleiad erase ada",
        "pleiad participant leave ada --close left -y",
    ),
    (
        "pleiad enroll \"Ada",
        "rm -r participants pairings meetings drafts; sed -i '/^me/d' program.toml",
    ),
    (
        "pleiad enroll \"Grace",
        "rm -r participants/grace* pairings meetings drafts",
    ),
    (
        "pleiad enroll @me",
        "sed -i '/request/,/^$/d' participants/ada-lovelace.toml",
    ),
    (
        "pleiad enroll ada",
        "sed -i '/^.mentor.$/d' participants/ada-lovelace.toml",
    ),
    ("pleiad event add", "rm events.toml"),
    (
        "pleiad git merge-driver",
        "cp vocabulary.toml base.toml; cp base.toml ours.toml; cp base.toml theirs.toml",
    ),
    ("pleiad git", REPOSITORY),
    (
        "pleiad import outcomes",
        "pleiad close ada+grace --reason goals-met",
    ),
    (
        "pleiad import program",
        "pleiad export participant ada ~/mentoring",
    ),
    (
        "pleiad -C ~/mentoring",
        "pleiad export participant ada ~/mentoring",
    ),
    ("pleiad letter certificat", PASSED),
    (
        "pleiad match diff old.toml",
        "cp drafts/*.toml old.toml; cp old.toml new.toml",
    ),
    ("pleiad match drop", DRAFT),
    ("pleiad match publish", DRAFT),
    (
        "pleiad match forbid grace ada --remove",
        "pleiad match forbid grace ada --why 'a reason'",
    ),
    (
        "pleiad match pin grace ada --remove",
        "rm -r pairings meetings; pleiad match pin grace ada",
    ),
    ("pleiad match pin", "rm -r pairings meetings"),
    ("pleiad meeting add", "rm -r meetings"),
    (
        "pleiad meeting cancel",
        "pleiad meeting add ada 'fri 16:00'",
    ),
    (
        "pleiad meeting move ada+grace",
        "pleiad meeting add ada 2026-12-01 16:00",
    ),
    ("pleiad meeting move", "pleiad meeting add ada 'fri 16:00'"),
    ("pleiad meeting confirm --csv", CONFIRMATIONS),
    ("pleiad meeting confirm", OPEN),
    ("pleiad meeting held circle-grace", CIRCLE),
    ("pleiad meeting held", OPEN),
    (
        "pleiad meeting edit ada 2026-02-10",
        "rm -r meetings; pleiad meeting add ada 2026-02-10 16:00; pleiad meeting missed ada",
    ),
    ("pleiad meeting missed", OPEN),
    (
        "pleiad meeting show ada yesterday",
        "pleiad meeting add ada yesterday 15:00 --held",
    ),
    (
        "pleiad note ada --answered",
        "pleiad ask ada 'How do I say no to scope?'",
    ),
    ("pleiad pairing accept", PROPOSED),
    ("pleiad pairing add", "rm -r pairings meetings"),
    ("pleiad pairing decline", PROPOSED),
    (
        "pleiad pairing extend --where",
        "pleiad pairing set ada ends=2026-11-29",
    ),
    (
        "pleiad pairing list --where \"state = closed\"",
        "pleiad close ada --reason goals-met",
    ),
    (
        "pleiad pairing reopen",
        "pleiad close ada --reason goals-met",
    ),
    ("pleiad pairing resume", "pleiad pairing pause ada"),
    ("pleiad pairing pause", "export PLEIAD_TODAY=2026-02-20"),
    ("pleiad pairing sign --where", ACCEPTED),
    ("pleiad pairing void", "rm -r meetings"),
    ("pleiad pairing withdraw --expired", EXPIRED),
    ("pleiad pairing withdraw", PROPOSED),
    (
        "pleiad participant leave ada",
        "pleiad close ada --reason goals-met",
    ),
    (
        "pleiad participant merge",
        "printf 'name = \"Ada Lovelace\"\\n\\n[mentee]\\n' >participants/ada-lovelace-2.toml",
    ),
    (
        "pleiad participant ready --where",
        "pleiad program set screening=true; pleiad enroll X --mentee",
    ),
    ("pleiad participant ready", "pleiad participant hold ada"),
    (
        "pleiad participant resume",
        "pleiad participant pause ada --pairings keep -y",
    ),
    (
        "pleiad participant set --where",
        "pleiad participant set kim department=NOC",
    ),
    (
        "pleiad participant wish @me leadership --drop",
        "pleiad participant wish @me leadership",
    ),
    ("pleiad prospect add", "rm prospects.toml"),
    ("pleiad redo", "pleiad undo"),
    ("pleiad schedule --where", "export PLEIAD_TODAY=2026-02-20"),
    (
        "pleiad training add listening-101",
        "rm events.toml; sed -i '/training/,/^$/d' program.toml",
    ),
];

const REPOSITORY: &str =
    "git init -q .; git config user.name M; git config user.email m@example.org";
const PASSED: &str = "pleiad close ada --reason goals-met; pleiad certification pass ada az-104";
const DRAFT: &str = "sed -i '/request/{N;/career/d}' participants/ada-lovelace.toml; rm -r pairings meetings drafts; pleiad match pin grace ada; pleiad match pin lee kim; pleiad match";
const OPEN: &str = "rm -r meetings; pleiad meeting add ada 2026-02-03 16:00";
const CONFIRMATIONS: &str = "rm -r meetings; pleiad meeting add ada 2026-02-03 16:00
pleiad due --kind unconfirmed --format csv -o open.csv
sed -i '2s/unconfirmed/held/' open.csv";
const CIRCLE: &str = "rm -r pairings meetings; pleiad participant set grace circle=true
pleiad pairing add grace ada kim lee --kind circle
for file in pairings/*.toml; do mv \"$file\" pairings/circle-grace.toml; done
pleiad meeting add circle-grace yesterday 16:00";
const PROPOSED: &str = "rm -r pairings meetings; pleiad program set acceptance=true; pleiad pairing add grace ada --cohort 2026-spring";
const ACCEPTED: &str = "rm -r pairings meetings; pleiad program set acceptance=true signature=true
pleiad pairing add grace ada; pleiad pairing accept ada --as ada; pleiad pairing accept ada --as grace";
const EXPIRED: &str = "rm -r pairings meetings; pleiad program set acceptance=true
PLEIAD_TODAY=2026-10-01 pleiad pairing add grace ada";

/// Examples that end otherwise here, with the exit code that says why.
const OTHERWISE: &[(&str, i32)] = &[
    // There is a program in this folder already.
    ("pleiad init|", 1),
    // Something is at risk, and --exit-code says so.
    ("pleiad report health --exit-code", 1),
    ("pleiad due --exit-code", 1),
    // These ask a person, or open their editor.
    ("pleiad note ada|", 2),
    ("pleiad meeting confirm|", 2),
    ("pleiad close ada+grace|", 1),
    ("pleiad cohort close 2026-spring|", 1),
    // Other people, other ids.
    ("pleiad concern show c-9h2ma", 3),
    ("pleiad concern step c-9h2ma", 3),
    ("pleiad import program ~/mentoring --as", 3),
    // No merge has left anything open here.
    ("pleiad git resolve --theirs 'meeting", 3),
    // Something is missing, and it is said what.
    ("pleiad letter certificate ada", 1),
    ("pleiad check --strict", 1),
];

/// Whether an example begins with these words; a bar says that it is the whole.
fn is_meant(example: &str, words: &str) -> bool {
    match words.strip_suffix('|') {
        Some(whole) => example == whole,
        None => example.starts_with(words),
    }
}

#[test]
fn every_example_of_every_help_works() {
    let world = Program::of(&[("program/.keep", "")]);
    for (path, text) in FILES {
        world.write(&format!("program/{path}"), text);
    }
    let story = world.script(&format!("cd program{STORY}")).run();
    assert_eq!(story.code, Some(0), "{story:#?}");
    let examples = examples();
    assert!(350 < examples.len(), "{} examples", examples.len());
    let mut wrong = String::new();
    for example in &examples {
        let before = BEFORE.iter().find(|(words, _)| is_meant(example, words));
        let before = before.map_or("", |(_, before)| before);
        let copy = Program::empty();
        let root = world.root().display();
        let script = format!("cp -a {root}/. .\ncd program\n{before}\n{example}");
        let run = |script: &str| copy.script(script).env("VISUAL", "true").run();
        let mut output = run(&script);
        // What a person would be asked about.
        if output.stderr.contains("without a terminal it needs -y") {
            let copy = Program::empty();
            let script = copy.script(&format!("{script} -y"));
            output = script.env("VISUAL", "true").run();
        }
        let known = OTHERWISE.iter().find(|(words, _)| is_meant(example, words));
        let expected = known.map_or(0, |(_, code)| *code);
        if output.code != Some(expected) {
            writeln!(
                wrong,
                "{example}\n    {:?} {}",
                output.code,
                output.stderr.trim()
            )
            .unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// The second paragraph of what the source says of each command's arguments, as far as one line goes.
fn second_paragraphs() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.extend(second_paragraphs_in(&fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

fn second_paragraphs_in(source: &str) -> Vec<String> {
    let lines: Vec<&str> = source.lines().collect();
    let is_of_arguments = |from: usize| {
        let behind = lines[from..].iter().find(|line| !line.starts_with("///"));
        behind.is_some_and(|line| *line == "#[derive(Debug, Args)]")
    };
    let of_line = |(number, line): (usize, &&str)| {
        let is_first = line.starts_with("/// ") && 0 < number && lines[number - 1] == "///";
        (is_first && is_of_arguments(number)).then(|| line.trim_start_matches("/// ").to_owned())
    };
    lines.iter().enumerate().filter_map(of_line).collect()
}

#[test]
fn what_a_command_tells_at_length_stands_in_its_help() {
    let program = Program::small();
    program.done(&["export", "man", "-o", "manual"]);
    let pages: String = program
        .everything()
        .iter()
        .filter(|(path, _)| path.starts_with("manual/man1/"))
        .map(|(_, bytes)| {
            String::from_utf8_lossy(bytes)
                .replace('\\', "")
                .replace("*(Aq", "'")
        })
        .collect();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let pages = words(&pages);
    let told = second_paragraphs();
    assert!(8 < told.len(), "{told:?}");
    for line in told {
        let line = words(&line.replace('`', ""));
        let pages = pages.replace('`', "");
        assert!(pages.contains(&line), "nobody is told: {line}");
    }
}
