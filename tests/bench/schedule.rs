//! How long a whole plan takes: `cargo bench --bench schedule`.
//!
//! Weekly pairs over 26 weeks, in two zones, with mentors of several mentees. The claim: 500 pairs in under a second,
//! and a pair of a large program costs no more than one of a small. The last column is what a pair costs beside one of the
//! smallest program.

use pleiad::calendar::plan::intent::{Existing, Intent};
use pleiad::calendar::plan::make::plan;
use pleiad::model::day::Day;
use pleiad::model::id::{Id, PersonId};
use pleiad::model::program::Program;
use pleiad::store::disk::Disk;
use pleiad::store::folder::{Folder, Locking};
use pleiad::store::lock::{LockRequest, WithoutLocks};
use pleiad::store::read::Extent;
use pleiad::store::recovery::Recovered;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const PAIRS: [usize; 3] = [50, 500, 5_000];
/// The program of the claim, and how long its plan may take.
const GOAL: (usize, Duration) = (500, Duration::from_secs(1));
const RUNS: usize = 5;
const MENTEES_PER_MENTOR: usize = 3;

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(
        output,
        "{:>6} {:>10} {:>12} {:>9} {:>8}",
        "pairs", "ms", "us per pair", "meetings", "per pair"
    )?;
    let mut smallest = None;
    for pairs in PAIRS {
        let folder = tempfile::tempdir()?;
        write_program(folder.path(), pairs)?;
        let program = read(folder.path());
        let intent = intent(&program);
        let mut times = Vec::new();
        let mut meetings = 0;
        for _ in 0..RUNS {
            let started = Instant::now();
            let plan = plan(&program, &intent);
            times.push(started.elapsed());
            meetings = plan.pairings.iter().map(|one| one.meetings.len()).sum();
        }
        times.sort_unstable();
        let median: Duration = times[RUNS / 2];
        let per_pair = median.as_secs_f64() * 1e6 / f64::from(u32::try_from(pairs).unwrap_or(1));
        let milliseconds = median.as_secs_f64() * 1e3;
        let ratio = per_pair / *smallest.get_or_insert(per_pair);
        writeln!(
            output,
            "{pairs:>6} {milliseconds:>10.1} {per_pair:>12.1} {meetings:>9} {ratio:>7.2}x"
        )?;
        if pairs == GOAL.0 {
            let verdict = if median < GOAL.1 { "met" } else { "missed" };
            let seconds = GOAL.1.as_secs();
            writeln!(
                output,
                "       goal: {pairs} pairs over 26 weeks in under {seconds} s: {verdict}"
            )?;
        }
    }
    Ok(())
}

fn intent(program: &Program) -> Intent {
    let today = Day::new(2026, 9, 6).expect("a day of the calendar");
    Intent {
        pairings: program.pairings.keys().cloned().collect::<Vec<Id>>(),
        today,
        from: today.plus_days(1),
        until: Some(today.plus_days(26 * 7)),
        existing: Existing::Kept,
    }
}

fn write_program(root: &Path, pairs: usize) -> io::Result<()> {
    fs::create_dir_all(root.join("participants"))?;
    fs::create_dir_all(root.join("pairings"))?;
    let settings = "format = 1\nid = \"bench\"\nname = \"Bench\"\ntimezone = \"Europe/Berlin\"\n\n[policy]\nmeeting_every = \"week\"\n";
    fs::write(root.join("program.toml"), settings)?;
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri"];
    for pair in 0..pairs {
        let mentor = pair / MENTEES_PER_MENTOR;
        let (one, other) = (days[mentor % 5], days[(mentor + 2) % 5]);
        let hour = 8 + mentor % 6;
        let free = format!(
            "free = [\"{one} {hour:02}:00-{:02}:00\", \"{other} {hour:02}:00-{:02}:30\"]",
            hour + 3,
            hour + 2
        );
        let person = |name: &str, zone: &str, table: &str| {
            let text = format!("name = \"{name}\"\ntimezone = \"{zone}\"\n{free}\n\n{table}\n");
            fs::write(root.join(format!("participants/{name}.toml")), text)
        };
        let (mentor, mentee) = (format!("mentor-{mentor}"), format!("mentee-{pair}"));
        person(&mentor, "Europe/Berlin", "[mentor]\ncapacity = 3")?;
        person(&mentee, "Europe/Madrid", "[mentee]")?;
        let text = format!(
            "mentor = \"{mentor}\"\nmentees = [\"{mentee}\"]\nstarts = 2026-09-01\n\n[[state]]\non = 2026-09-01\nis = \"active\"\n"
        );
        fs::write(
            root.join(format!("pairings/{mentor}-mentors-{mentee}.toml")),
            text,
        )?;
    }
    Ok(())
}

fn read(root: &Path) -> Program {
    let folder = Folder::open(Disk::real(root)).expect("the folder was just written");
    let mut on_wait = |_: &str| {};
    let mut locking = Locking {
        request: LockRequest {
            holder: "bench".to_owned(),
            wait_max: Duration::ZERO,
            without_locks: WithoutLocks::GoOn,
        },
        on_wait: &mut on_wait,
        recovered: Recovered::default(),
    };
    let program = folder.read(&Extent::Program, &mut locking);
    let program = program.expect("the folder was just written");
    assert!(
        program
            .participants
            .contains_key(&PersonId::parse("mentor-0").expect("it is an id"))
    );
    program
}
