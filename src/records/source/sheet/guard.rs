//! The library that reads spreadsheet files stops short on some broken ones: that is a fault of the file, and no end of the program.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Mutex, PoisonError};

use super::Failure;

/// One file at a time: whoever is told of a stop is common to all threads.
static ONE: Mutex<()> = Mutex::new(());

/// What `read` comes to; where it stops short, a broken file, and nobody else is told.
pub(super) fn guarded<T>(read: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let told = take_hook();
    set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(read));
    set_hook(told);
    done.unwrap_or_else(|_| Err(Failure::Broken("…".to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_is_a_broken_file() {
        let stopped: Result<(), Failure> = guarded(|| panic!("short"));
        assert!(matches!(stopped, Err(Failure::Broken(_))));
        assert!(guarded(|| Ok(1)).is_ok_and(|one| one == 1));
    }
}
