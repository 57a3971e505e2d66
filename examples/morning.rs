//! What the library gives to a program of one's own: reads a folder, writes nothing, and says who needs attention and
//! whom a match run would bring together.
//!
//!     cargo run --example morning -- examples/spring 2026-spring 2026-06-15

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program of its own speaks for itself"
)]

use pleiad::insights::today::today;
use pleiad::matching::question::Question;
use pleiad::matching::run::run;
use pleiad::model::day::Day;
use pleiad::model::draft::Aim;
use pleiad::model::id::Id;
use pleiad::store::disk::Disk;
use pleiad::store::folder::{Folder, Locking};
use pleiad::store::lock::{LockRequest, WAIT_MAX, WithoutLocks};
use pleiad::store::read::Extent;
use pleiad::store::recovery::Recovered;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, cohort, day] = arguments.as_slice() else {
        return Err("usage: morning FOLDER COHORT DAY".into());
    };
    let day = Day::parse_iso(day).ok_or("the day is not like 2026-06-15")?;
    let folder = Folder::open(Disk::real(Path::new(folder)))?;
    let program = folder.read(
        &Extent::Program,
        &mut Locking {
            request: LockRequest {
                holder: "the example morning".to_owned(),
                wait_max: WAIT_MAX,
                without_locks: WithoutLocks::Refuse,
            },
            on_wait: &mut |holder| eprintln!("waiting for {holder}"),
            recovered: Recovered::default(),
        },
    )?;
    for need in today(&program, day).needs_you {
        println!("{}\n    {}", need.sentence, need.command);
    }
    let question = Question {
        cohort: Id::parse(cohort)?,
        aim: Aim::Coverage,
        today: day,
        scores: None,
        progress: None,
    };
    for pair in run(&program, &question)?.pairs {
        println!(
            "{} could mentor {}: {} points",
            pair.mentor, pair.mentee, pair.points
        );
    }
    Ok(())
}
