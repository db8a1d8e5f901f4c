//! How much of the records has been read, for whoever waits at a terminal; nothing in a pipe.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use chibo::words::{Lang, Word, fill};

/// Nobody wonders before.
const PATIENCE: Duration = Duration::from_secs(2);
const PACE: Duration = Duration::from_millis(250);
const MIB: u64 = 1024 * 1024;

static SHOWN: Mutex<Option<(Sender<()>, JoinHandle<()>)>> = Mutex::new(None);

/// Shows what `read` counts of `total` bytes, from two seconds on, until [`end`]; only on a terminal.
pub(crate) fn start(read: &Arc<AtomicU64>, total: u64, lang: Lang) {
    if !io::stderr().is_terminal() || total == 0 {
        return;
    }
    let read = Arc::clone(read);
    let (stop, stopped) = channel();
    let shown = std::thread::spawn(move || {
        let mut wait = PATIENCE;
        let mut said = false;
        while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
            wait = PACE;
            // A file that is read twice counts twice, but nobody reads more than there is.
            let done = read.load(Ordering::Relaxed).min(total);
            let values = [
                ("done", (done / MIB).to_string()),
                ("total", total.div_ceil(MIB).to_string()),
                ("percent", (100 * done / total).to_string()),
            ];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K{}", fill(Word::ReadSoFar.text(lang), &values));
            said = true;
        }
        if said {
            let _ = write!(io::stderr().lock(), "\r\u{1b}[K");
        }
    });
    *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = Some((stop, shown));
}

/// Clears what is shown, before anything else is said.
pub(crate) fn end() {
    let shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some((stop, shown)) = shown {
        drop(stop);
        let _ = shown.join();
    }
}
