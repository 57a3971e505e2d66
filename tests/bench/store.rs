//! What the store costs, as ratios within one run: `cargo bench --bench store`.
//!
//! Programs are written straight to files, so that their shape does not depend on what is measured. Every figure is
//! the median of several runs; a whole process is measured from start to end, as its user waits for it.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
#![expect(
    clippy::unwrap_used,
    reason = "a benchmark that meets an error has failed"
)]

use rayon::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each figure.
const RUNS: usize = 7;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let small = folder.path().join("small");
    let large = folder.path().join("large");
    write_program(&small, 100, 50, 12);
    write_program(&large, 10_000, 5_000, 12);

    let start = median(|| run(&small, &["--version"]));
    println!("process start                        {}", shown(start));
    println!(
        "participant list, 10,000 people      {}",
        shown(median(|| run(&large, &["participant", "list"])))
    );
    note_by_id(&small, &large);
    let empty = folder.path().join("empty");
    write_program(&empty, 2, 1, 0);
    long_log(&empty, &large);
    find(&large);
    page(&folder.path().join("pairs"));
    summary(&large);
}

/// A pairing of many years.
const LONG_MEETINGS: usize = 200;

/// A call of pleiad in a folder about a pairing, and how long it took.
type Call<'a> = &'a mut dyn FnMut(&Path, &str) -> Duration;

/// Note and prep by the id of a pairing of many meetings among many people, against one that has just begun alone.
fn long_log(empty: &Path, large: &Path) {
    let id = "p09999-mentors-p09998";
    let path = large.join(format!("meetings/{id}.toml"));
    fs::write(&path, log(LONG_MEETINGS)).unwrap();
    let mut number = 0;
    let mut note = |program: &Path, id: &str| {
        number += 1;
        let words = format!("words number {number}");
        run(program, &["note", id, "-m", &words])
    };
    let mut prep = |program: &Path, id: &str| run(program, &["prep", id]);
    let calls: [(&str, Call<'_>); 2] = [("note", &mut note), ("prep", &mut prep)];
    for (name, call) in calls {
        let (mut in_empty, mut in_large) = (Vec::new(), Vec::new());
        for _ in 0..RUNS * 2 {
            in_empty.push(call(empty, "p00001-mentors-p00000"));
            in_large.push(call(large, id));
        }
        let (in_empty, in_large) = (middle(in_empty), middle(in_large));
        println!("{name} in an empty program             {}", shown(in_empty));
        println!(
            "{name}, {LONG_MEETINGS} meetings, 10,000 people    {}, {:.2} times that",
            shown(in_large),
            ratio(in_large, in_empty)
        );
    }
    fs::write(&path, log(12)).unwrap();
}

/// The page of a program of 500 pairs, with every picture.
fn page(program: &Path) {
    write_program(program, 1_000, 500, 12);
    let mut bytes = 0;
    let time = median(|| {
        let begin = Instant::now();
        let mut command = command(program, &["summary", "--format", "html"]);
        let output = command.stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success());
        bytes = output.stdout.len();
        begin.elapsed()
    });
    println!(
        "summary as a page, 500 pairs         {}, {} KB",
        shown(time),
        bytes / 1_000
    );
}

/// What is found among the notes of 60,000 meetings, against reading the bytes of everything that is searched.
fn find(large: &Path) {
    let paths = files(large);
    let reading = median(|| {
        let begin = Instant::now();
        let bytes = paths.iter().map(|path| fs::read(path).unwrap().len());
        std::hint::black_box(bytes.sum::<usize>());
        begin.elapsed()
    });
    let words = ["find", "nowhere at all"];
    let found = median(|| run(large, &words));
    println!("find: reading the bytes              {}", shown(reading));
    println!(
        "  pleiad find, 60,000 meetings       {}, {:.2} times that",
        shown(found),
        ratio(found, reading)
    );
}

/// A note by the id of its pairing must not get slower with the number of people.
fn note_by_id(small: &Path, large: &Path) {
    let mut number = 0;
    let mut note = |program: &Path| {
        number += 1;
        let words = format!("note number {number}");
        run(program, &["note", "p00001-mentors-p00000", "-m", &words])
    };
    let (mut in_small, mut in_large) = (Vec::new(), Vec::new());
    for _ in 0..RUNS * 2 {
        in_small.push(note(small));
        in_large.push(note(large));
    }
    let (in_small, in_large) = (middle(in_small), middle(in_large));
    println!("note by id, 100 people               {}", shown(in_small));
    println!(
        "note by id, 10,000 people            {}, {:.2} times that",
        shown(in_large),
        ratio(in_large, in_small)
    );
}

/// The summary of 5,000 pairings with 60,000 meetings, against bare reading and parsing of the same files with the
/// `toml` crate on as many threads.
fn summary(large: &Path) {
    let paths = files(large);
    let bytes = paths.iter().map(|path| fs::read(path).unwrap().len()).sum();
    println!("summary: {} files, {:.1} MB", paths.len(), megabytes(bytes));
    for (threads, name) in [(1, "one thread "), (2, "two threads")] {
        let bare = bare(&paths, threads);
        let variables = [("RAYON_NUM_THREADS", &*threads.to_string())];
        let summary = median(|| run_with(large, &["summary"], &variables));
        println!("  bare parsing, {name}          {}", shown(bare));
        println!(
            "  pleiad summary, {name}        {}, {:.2} times that",
            shown(summary),
            ratio(summary, bare)
        );
    }
    if let Some(kilobytes) = peak_kilobytes(large, &["summary"]) {
        println!(
            "  peak memory                        {} MB",
            kilobytes / 1024
        );
    }
}

/// Reading and parsing files, and nothing else.
fn bare(paths: &[PathBuf], threads: usize) -> Duration {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let length = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        toml::de::DeTable::parse(&text).unwrap().get_ref().len()
    };
    pool.build().unwrap().install(|| {
        median(|| {
            let begin = Instant::now();
            std::hint::black_box(paths.par_iter().map(length).sum::<usize>());
            begin.elapsed()
        })
    })
}

fn run(program: &Path, words: &[&str]) -> Duration {
    run_with(program, words, &[])
}

fn run_with(program: &Path, words: &[&str], variables: &[(&str, &str)]) -> Duration {
    let begin = Instant::now();
    let status = command(program, words)
        .envs(variables.iter().copied())
        .status()
        .unwrap();
    assert!(status.success(), "pleiad {words:?} failed");
    begin.elapsed()
}

fn command(program: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pleiad"));
    command
        .current_dir(program)
        .args(words)
        .env("PLEIAD_TODAY", "2026-11-23");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// The most memory that a run held, where the system tells.
fn peak_kilobytes(program: &Path, words: &[&str]) -> Option<u64> {
    let mut child = command(program, words).spawn().ok()?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    while child.try_wait().ok()?.is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()));
        std::thread::sleep(Duration::from_millis(1));
    }
    peak
}

fn median(mut figure: impl FnMut() -> Duration) -> Duration {
    figure();
    middle((0..RUNS).map(|_| figure()).collect())
}

fn middle(mut figures: Vec<Duration>) -> Duration {
    figures.sort();
    figures[figures.len() / 2]
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}

fn shown(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1_000.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sizes of files are far below 2^53"
)]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1_000_000.0
}

/// Every file that a summary reads.
fn files(program: &Path) -> Vec<PathBuf> {
    let mut paths = vec![program.join("program.toml")];
    for folder in ["participants", "pairings", "meetings"] {
        let entries = fs::read_dir(program.join(folder)).unwrap();
        paths.extend(entries.map(|entry| entry.unwrap().path()));
    }
    paths.sort();
    paths
}

/// A program of so many people, of whom each odd one mentors the one before, with a log of so many meetings each.
fn write_program(program: &Path, people: usize, pairings: usize, meetings: usize) {
    for folder in ["participants", "pairings", "meetings"] {
        fs::create_dir_all(program.join(folder)).unwrap();
    }
    let settings = "format = 1\nid = \"bench\"\nname = \"Bench\"\ntimezone = \"Europe/Berlin\"\n";
    fs::write(program.join("program.toml"), settings).unwrap();
    for person in 0..people {
        fs::write(
            program.join(format!("participants/p{person:05}.toml")),
            participant(person),
        )
        .unwrap();
    }
    for pairing in 0..pairings {
        let (mentee, mentor) = (pairing * 2, pairing * 2 + 1);
        let id = format!("p{mentor:05}-mentors-p{mentee:05}");
        let text = format!(
            "mentor = \"p{mentor:05}\"\nmentees = [\"p{mentee:05}\"]\nfacets = [\"technical\"]\nstarts = 2026-01-12\nends = 2026-12-31\n\n[[state]]\non = 2026-01-12\nis = \"active\"\n"
        );
        fs::write(program.join(format!("pairings/{id}.toml")), text).unwrap();
        fs::write(program.join(format!("meetings/{id}.toml")), log(meetings)).unwrap();
    }
}

fn participant(person: usize) -> String {
    let role = if person.is_multiple_of(2) {
        "[[request]]\nfacet = \"technical\"\nskills = [\"routing\", \"kubernetes\"]\n"
    } else {
        "[mentor]\ncapacity = 2\nfacets = [\"technical\"]\nskills = [\"routing\", \"analysis\"]\n"
    };
    format!(
        "name = \"Person Number{person}\"\nemail = \"p{person}@example.org\"\ndepartment = \"Networks\"\nlocation = \"London\"\nlanguages = [\"en\", \"fr\"]\nlevel = \"entry\"\nfree = [\"Tue 16:00-18:00\", \"Thu 09:00-10:30\"]\n\n{role}\n[[state]]\non = 2026-01-05\nis = \"ready\"\n"
    )
}

/// The log of a year: about 650 bytes a meeting, as people write them.
fn log(meetings: usize) -> String {
    let mut text = String::new();
    for meeting in 0..meetings {
        let (month, year) = (meeting % 12 + 1, 2026 - (meetings - 1 - meeting) / 12);
        let id = format!("{year}-{month:02}-03");
        write!(
            text,
            "[[meeting]]\nid = \"{id}\"\nat = {id}T16:00:00\nminutes = 45\nmode = \"video\"\nplace = \"https://meet.example.org/room-{meeting}\"\nis = \"held\"\nplanned_on = 2026-01-02\nsettled_on = {id}\ntopics = [\"routing\", \"reviews\"]\n\n\
             [[note]]\nid = \"n-{meeting:05}\"\nmeeting = \"{id}\"\non = {id}\ntext = \"\"\"\nWalked through the incident of the week and drew the routes on paper.\nAgreed to try it alone next time and to write down what was surprising.\n\"\"\"\n\n\
             [[advice]]\nid = \"a-{meeting:05}\"\nmeeting = \"{id}\"\non = {id}\ntext = \"Offer two dates, never a bare no.\"\n\n\
             [[homework]]\nid = \"h-{meeting:05}\"\nmeeting = \"{id}\"\nowner = \"mentee\"\ntext = \"Send the draft agenda\"\ndue = {year}-{month:02}-10\ndone = {year}-{month:02}-09\n\n"
        )
        .unwrap();
    }
    text
}
