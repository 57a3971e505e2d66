//! The binary: hands arguments, environment, clock and streams to the library, and returns its exit code.

use pleiad::cli::invocation::{Invocation, Terminals};
use pleiad::cli::run::run;
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write;
        // A panic is a bug of ours: say so shortly, and that the store is made to survive it.
        let mut talk = std::io::stderr();
        let _ = writeln!(
            talk,
            "pleiad: a bug of ours: {panic}\nyour files are whole: a change is written as one or not at all"
        );
    }));
    // The main thread works with the others instead of waiting for them. Where it cannot, one more thread is started.
    let _ = rayon::ThreadPoolBuilder::new()
        .use_current_thread()
        .build_global();
    let code = std::panic::catch_unwind(|| {
        let (mut input, mut output, mut talk) =
            (std::io::stdin(), std::io::stdout(), std::io::stderr());
        let screen = terminal_size::terminal_size();
        run(Invocation {
            arguments: std::env::args_os().collect(),
            variables: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            directory: std::env::current_dir().unwrap_or_default(),
            now: chrono::Utc::now(),
            terminals: Terminals {
                input: input.is_terminal(),
                output: output.is_terminal(),
                talk: talk.is_terminal(),
                rows: screen.map(|(_, height)| usize::from(height.0)),
            },
            width: screen.map(|(width, _)| usize::from(width.0)),
            input: &mut input,
            output: &mut output,
            talk: &mut talk,
            faults: None,
        })
    });
    ExitCode::from(code.unwrap_or(pleiad::cli::run::EXIT_BUG))
}
