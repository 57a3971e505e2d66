//! A full disk, at every point of a change: out of blocks, out of inodes, and files that may not grow.

use super::subject::Subject;
use super::tally::{Extent, Tally, each};
use super::verdict::{Disk, Told, judge};
use crate::folder::copy_directory;
use crate::program::Program;

/// Mounts a small disk again and again, each time with a little more room, until the command succeeds.
///
/// The arguments are the kind of room, how much more of it each round has, and the command; what each round comes to lies in `after-N`, told as `N CODE`.
const SWEEP: &str = r#"
kind=$1; step=$2; shift 2
mkdir full
round=0
while test $round -lt 64; do
  mount -t tmpfs -o size=4m tmpfs full
  cp -a inner full/
  case $kind in
    blocks)
      cat /dev/zero > full/fill 2>/dev/null || true
      truncate -s -$((round * step * 4096)) full/fill ;;
    inodes)
      used=$(df --output=iused full | tail -n 1)
      mount -o remount,nr_inodes=$((used + round * step)) full ;;
  esac
  code=0
  if test $kind = length; then
    (cd full/inner; trap '' XFSZ; ulimit -f $((round * step)); exec pleiad "$@" >/dev/null 2>&1) || code=$?
  else
    (cd full/inner; exec pleiad "$@" >/dev/null 2>&1) || code=$?
  fi
  cp -a full/inner after-$round
  umount full
  echo $round $code
  test $code -ne 0 || break
  round=$((round + 1))
done
"#;

/// A block of the small disk.
const BLOCK_BYTES: usize = 4096;
/// The unit of `ulimit -f`.
const LENGTH_BYTES: usize = 1024;
/// Rounds in which a command should have room for what it writes, of those that a sweep has.
const EASY_ROUNDS: usize = 32;

const PROBE: &str = "mkdir probe; mount -t tmpfs tmpfs probe; umount probe; rmdir probe";

/// What there is too little of.
const KINDS: [(&str, &str); 3] = [
    ("blocks", "disks without a free block"),
    ("inodes", "disks without a free inode"),
    ("length", "files that may not grow (RLIMIT_FSIZE)"),
];

/// Sweeps each command through disks of ever more room.
pub(super) fn sweeps(subjects: &[Subject], extent: Extent) -> Tally {
    let probe = Program::empty()
        .script_with_mounts::<&str>(PROBE, &[])
        .run();
    if probe.code != Some(0) {
        let mut tally = Tally::default();
        tally.skip("nothing may be mounted here, so no disk is full");
        return tally;
    }
    let every = match extent {
        Extent::Spread => 40,
        Extent::Whole => 1,
    };
    let some: Vec<&Subject> = subjects.iter().step_by(every).collect();
    each(&some, |subject, tally| {
        for (kind, name) in KINDS {
            sweep(subject, kind, name, tally);
        }
    })
}

/// How much more room each round has, so that a command that writes much succeeds within the rounds too.
fn step_of(subject: &Subject, kind: &str) -> usize {
    let is_new = |(path, bytes): &(&String, &Vec<u8>)| subject.old.get(*path) != Some(bytes);
    let lengths = subject
        .new
        .iter()
        .filter(is_new)
        .map(|(_, bytes)| bytes.len());
    let room = match kind {
        "blocks" => lengths.map(|length| length.div_ceil(BLOCK_BYTES)).sum(),
        "inodes" => lengths.count(),
        _ => lengths.max().unwrap_or(0).div_ceil(LENGTH_BYTES),
    };
    1 + room / EASY_ROUNDS
}

fn sweep(subject: &Subject, kind: &str, name: &'static str, tally: &mut Tally) {
    let outer = Program::empty();
    copy_directory(subject.base.root(), &outer.path("inner"));
    let step = step_of(subject, kind).to_string();
    let words = [&[kind.to_owned(), step], subject.words.as_slice()].concat();
    let output = outer.script_with_mounts(SWEEP, &words).run();
    assert_eq!(output.code, Some(0), "{output:#?}");
    let mut code = -1;
    for line in output.stdout.lines() {
        let (round, ended) = line.split_once(' ').unwrap();
        code = ended.parse().unwrap();
        let program = Program::copied(&outer.path(&format!("after-{round}")));
        let place = format!("with room for {round} more {kind}");
        let verdict = judge(subject, &program, Told::Code(code), Disk::Works, &place);
        if code == 0 {
            // Room enough is no fault, and must be judged all the same.
            verdict.unwrap();
        } else {
            tally.count(name, verdict);
        }
    }
    assert_eq!(
        code, 0,
        "{:?} needs more {kind} than this test has",
        subject.words
    );
}
