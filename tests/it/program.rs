//! The binary, called as a user or a script calls it: a folder of its own, and nothing inherited from the machine.
//!
//! Every call is fixed in day, zone and environment, so that the same test gives the same bytes everywhere. A call
//! that has not ended after a minute is ended and fails the test: no command may hang.

use crate::folder::{Files, Folder, copy_directory};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// The day of every test.
pub(crate) const TODAY: &str = "2026-11-23";

/// After this a command counts as hanging.
const HANG: Duration = Duration::from_mins(1);

/// A small program that several tests start from.
pub(crate) const SMALL: [(&str, &str); 4] = [
    (
        "program.toml",
        "format = 1\nid = \"demo\"\nname = \"Demo\"\ntimezone = \"Europe/Berlin\"\n",
    ),
    (
        "participants/ada-lovelace.toml",
        "name = \"Ada Lovelace\"\nemail = \"ada@example.org\"\n\n[mentee]\n",
    ),
    (
        "participants/grace-hopper.toml",
        "name = \"Grace Hopper\"\n\n[mentor]\ncapacity = 3\n",
    ),
    (
        "pairings/grace-hopper-mentors-ada-lovelace.toml",
        "mentor = \"grace-hopper\"\nmentees = [\"ada-lovelace\"]\nstarts = 2026-01-12\n\n\
         [[state]]\non = 2026-01-12\nis = \"active\"\n",
    ),
];

/// A program's folder, and a home that holds nothing.
pub(crate) struct Program {
    folder: Folder,
    home: Folder,
}

/// What a call came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Output {
    /// `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Program {
    /// A folder without a program.
    pub(crate) fn empty() -> Program {
        Program {
            folder: Folder::new(),
            home: Folder::new(),
        }
    }

    /// A folder with these files.
    pub(crate) fn of<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Program {
        let program = Program::empty();
        for (path, bytes) in files {
            program.write(path, bytes);
        }
        program
    }

    /// Ada, Grace and their pairing.
    pub(crate) fn small() -> Program {
        Program::of(&SMALL)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.root()
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.folder.write(path, bytes.as_ref());
    }

    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The same files in a folder of their own.
    pub(crate) fn copy(&self) -> Program {
        Program::copied(self.root())
    }

    /// Everything below a folder, in a folder of its own.
    pub(crate) fn copied(root: &Path) -> Program {
        let program = Program::empty();
        copy_directory(root, program.root());
        program
    }

    /// The home of whoever calls.
    pub(crate) fn home(&self) -> &Path {
        self.home.root()
    }

    /// Every file that belongs to the user.
    pub(crate) fn files(&self) -> Files {
        self.folder.files()
    }

    /// Everything below the folder, the store's own files, folders and links too, but for the lock, which every
    /// reader takes.
    pub(crate) fn everything(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        everything_below(self.root(), "", &mut found);
        found.remove(".pleiad/lock");
        // Whoever takes the lock makes its place.
        for own in [".pleiad", ".pleiad/.gitignore"] {
            found.remove(own);
        }
        found
    }

    /// Runs a command to its end.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Output {
        self.call(arguments).run()
    }

    /// Runs a command that must succeed; gives what it answered.
    pub(crate) fn done<S: AsRef<OsStr>>(&self, arguments: &[S]) -> String {
        let output = self.run(arguments);
        let words: Vec<_> = arguments.iter().map(AsRef::as_ref).collect();
        assert_eq!(output.code, Some(0), "{words:?}: {output:#?}");
        output.stdout
    }

    /// A command that is about to run.
    pub(crate) fn call<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Call {
        let mut command = Command::new(env!("CARGO_BIN_EXE_pleiad"));
        command.args(arguments);
        self.prepared(command)
    }

    /// A command about to run with a stack of 1 MB for each of its threads.
    pub(crate) fn with_a_small_stack<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Call {
        let mut command = Command::new("/bin/sh");
        let script = "ulimit -s 1024; exec \"$0\" \"$@\"";
        command
            .args(["-c", script, env!("CARGO_BIN_EXE_pleiad")])
            .args(arguments);
        self.prepared(command).env("RUST_MIN_STACK", "1048576")
    }

    /// A command that is about to run under `strace`, which is given these flags.
    pub(crate) fn traced(&self, flags: &[String], arguments: &[String]) -> Call {
        let mut command = Command::new("strace");
        command
            .args(flags)
            .arg(env!("CARGO_BIN_EXE_pleiad"))
            .args(arguments);
        self.prepared(command)
    }

    /// A shell script about to run, which stops at its first failure and finds the binary as `pleiad`.
    pub(crate) fn script(&self, script: &str) -> Call {
        let mut command = Command::new("/bin/sh");
        command.args(["-euc", script]);
        self.with_tools(command)
    }

    /// A shell script that may mount what it likes, seen by itself alone; `words` are its arguments.
    pub(crate) fn script_with_mounts<S: AsRef<OsStr>>(&self, script: &str, words: &[S]) -> Call {
        let mut command = Command::new("/usr/bin/unshare");
        command
            .args(["--user", "--map-root-user", "--mount"])
            .args(["/bin/sh", "-euc", script, "sh"])
            .args(words);
        self.with_tools(command)
    }

    fn with_tools(&self, command: Command) -> Call {
        let own = Path::new(env!("CARGO_BIN_EXE_pleiad")).parent().unwrap();
        let path = format!("{}:/usr/sbin:/usr/bin:/sbin:/bin", own.display());
        self.prepared(command).env("PATH", path)
    }

    fn prepared(&self, mut command: Command) -> Call {
        command
            .current_dir(self.root())
            .env_clear()
            .env("HOME", self.home.root())
            .env("PLEIAD_CONFIG", self.home.root().join("config.toml"))
            .env("PLEIAD_TODAY", TODAY)
            .env("TZ", "UTC");
        Call {
            command,
            input: Vec::new(),
        }
    }
}

/// A command that is about to run.
pub(crate) struct Call {
    command: Command,
    input: Vec<u8>,
}

impl Call {
    /// With these bytes on standard input; without any it is `/dev/null`.
    pub(crate) fn input(mut self, bytes: impl Into<Vec<u8>>) -> Call {
        self.input = bytes.into();
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Call {
        self.command.env(name, value);
        self
    }

    /// From another working folder.
    pub(crate) fn within(mut self, folder: &Path) -> Call {
        self.command.current_dir(folder);
        self
    }

    /// Starts it and lets it run, unheard.
    pub(crate) fn start(mut self) -> Child {
        let silent = self.command.stdin(Stdio::null()).stdout(Stdio::null());
        silent.stderr(Stdio::null()).spawn().unwrap()
    }

    /// Runs it to its end with its answer going elsewhere; gives its exit code and its talk.
    pub(crate) fn answering_to(mut self, stdout: impl Into<Stdio>) -> (Option<i32>, String) {
        self.command.stdout(stdout);
        let output = self.end();
        (output.code, output.stderr)
    }

    /// Runs it to its end.
    pub(crate) fn run(mut self) -> Output {
        self.command.stdout(Stdio::piped());
        self.end()
    }

    fn end(mut self) -> Output {
        let input = std::mem::take(&mut self.input);
        let stdin = if input.is_empty() {
            Stdio::null()
        } else {
            Stdio::piped()
        };
        let spawned = self.command.stdin(stdin).stderr(Stdio::piped()).spawn();
        let mut child = spawned.unwrap();
        let writer = feed(child.stdin.take(), input);
        let stdout = drain(child.stdout.take());
        let stderr = drain(child.stderr.take());
        let code = wait(&mut child, &self.command);
        writer.join().unwrap();
        Output {
            code,
            stdout: stdout.join().unwrap(),
            stderr: stderr.join().unwrap(),
        }
    }
}

fn feed(stream: Option<impl Write + Send + 'static>, input: Vec<u8>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        if let Some(mut stream) = stream {
            // A command that does not read its input closes it; that is its right.
            drop(stream.write_all(&input));
        }
    })
}

fn drain(stream: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            stream.read_to_end(&mut bytes).unwrap();
        }
        String::from_utf8(bytes).unwrap()
    })
}

fn wait(child: &mut Child, command: &Command) -> Option<i32> {
    let started = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        if HANG < started.elapsed() {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} hangs");
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn everything_below(folder: &Path, prefix: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.insert(path.clone(), b"(folder)".to_vec());
            everything_below(&entry.path(), &format!("{path}/"), found);
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).unwrap_or_else(|error| error.to_string().into());
            found.insert(path, bytes);
        } else {
            found.insert(path, format!("{kind:?}").into_bytes());
        }
    }
}
