//! A bar for those who wait for a long run: on a terminal, on standard error, and only after a while.

use crate::matching::progress::{Progress, Standing};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// Nobody waits for what is done before.
const PATIENCE: Duration = Duration::from_millis(300);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Whether somebody waits who can see a bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// Standard error is a terminal.
    Seen,
    /// Nobody looks.
    Unseen,
}

impl Waiting {
    /// Runs a work and shows how far it is.
    pub(crate) fn over<T>(self, work: impl FnOnce(&Progress) -> T) -> T {
        let progress = Progress::default();
        if self == Waiting::Unseen {
            return work(&progress);
        }
        thread::scope(|scope| {
            let (work_goes_on, ended) = channel::<()>();
            let progress = &progress;
            scope.spawn(move || draw(progress, &ended));
            let answer = work(progress);
            drop(work_goes_on);
            answer
        })
    }
}

/// Draws until the other end of the channel is gone; the bar goes with it.
fn draw(progress: &Progress, ended: &Receiver<()>) {
    if ended.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
        return;
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    loop {
        let Standing {
            search,
            done,
            total,
        } = progress.standing();
        // A run searches more than once: for the fair aim, for the other aim, for what would help.
        bar.set_message(format!("matching, search {search}"));
        bar.set_length(total);
        bar.set_position(done);
        if ended.recv_timeout(LOOK_EVERY) != Err(RecvTimeoutError::Timeout) {
            break;
        }
    }
    bar.finish_and_clear();
}
