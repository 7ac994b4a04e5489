//! The lock that an opened case leaves: a file in the data folder, so that it outlives a restart.
//!
//! Each has a number that is never used twice. What staff end at the desk, or a caretaker at the glass, is the lock that they saw.

use super::State;
use crate::clock::Luck;
use crate::kiosk::files;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the file in the data folder.
pub const FILE: &str = "locked";

/// The longest file that is read, in bytes: a number in digits.
const MAX_FILE: usize = 32;

/// Numbers are below this: every reader of JSON takes them whole.
const BELOW: u64 = 1 << 53;

/// Who looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Staff, at the desk.
    Staff,
    /// The caretaker, at the glass.
    Caretaker,
}

/// The lock of this machine.
pub struct Lock {
    path: PathBuf,
    luck: Arc<dyn Luck>,
    state: State,
    number: Mutex<Option<u64>>,
}

impl Lock {
    /// As the machine was left. A file that cannot be read is a lock too, with a number that staff will be told.
    #[must_use]
    pub fn in_folder(folder: &Path, luck: Arc<dyn Luck>, state: State) -> Self {
        let path = folder.join(FILE);
        let number = match files::read(&path, MAX_FILE) {
            Ok(None) => None,
            Ok(Some(text)) => Some(String::from_utf8_lossy(&text).trim().parse().ok().filter(|number| *number < BELOW)),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "how this machine was left cannot be read: it is locked"
                );
                Some(None)
            }
        };
        let lock = Lock { path, luck, state, number: Mutex::default() };
        match number {
            None => {}
            Some(Some(number)) => lock.take(number),
            Some(None) => lock.take(lock.new_number()),
        }
        lock
    }

    /// Whether nobody is served.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.number.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Somebody opened the case. A second time it is another lock: whoever looked before has not seen this.
    pub fn shut(&self) {
        let number = self.new_number();
        tracing::warn!("the case was opened: nobody is served until staff have looked");
        if let Err(error) = files::replace(&self.path, number.to_string().as_bytes()) {
            tracing::error!(error = &error as &dyn std::error::Error, "that the machine is locked will not outlive a restart");
        }
        self.take(number);
    }

    /// Somebody looked, and ended the lock of this number. True where it was the one that stood.
    pub fn open(&self, number: u64, who: Who) -> bool {
        let mut now = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        if *now != Some(number) {
            return false;
        }
        if let Err(error) = files::remove(&self.path) {
            tracing::error!(error = &error as &dyn std::error::Error, "after a restart the machine will be locked again");
        }
        *now = None;
        drop(now);
        tracing::info!(?who, "somebody has looked into the case: residents are served again");
        self.state.locked(None);
        true
    }

    fn take(&self, number: u64) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = Some(number);
        self.state.locked(Some(number));
    }

    /// Without randomness one that was seldom used will do: whoever guesses it has to be staff as well.
    fn new_number(&self) -> u64 {
        let old = self.number.lock().unwrap_or_else(PoisonError::into_inner).unwrap_or_default();
        self.luck.below(BELOW).unwrap_or(old.wrapping_add(1) % BELOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MachineLuck;

    fn lock(folder: &Path) -> (Lock, State) {
        let state = State::default();
        (Lock::in_folder(folder, Arc::new(MachineLuck), state.clone()), state)
    }

    #[test]
    fn it_outlives_a_restart_and_only_its_own_number_ends_it() {
        let folder = tempfile::tempdir().unwrap();
        let (first, state) = lock(folder.path());
        assert!(!first.stands());
        first.shut();
        let before = state.machine().lock.unwrap();
        first.shut();
        let number = state.machine().lock.unwrap();
        assert_ne!(before, number, "whoever looked at the first has not seen the second");

        let (second, state) = lock(folder.path());
        assert_eq!((second.stands(), state.machine().lock), (true, Some(number)));
        assert!(!second.open(before, Who::Staff) && second.stands());
        assert!(second.open(number, Who::Staff) && !second.stands());
        assert!(!second.open(number, Who::Staff), "once");
        assert!(!lock(folder.path()).0.stands());
        assert_eq!(state.machine().lock, None);
    }

    #[test]
    fn a_file_that_says_nothing_is_a_lock_too_and_staff_can_end_it() {
        let folder = tempfile::tempdir().unwrap();
        for odd in ["", "x", "99999999999999999999", &"9".repeat(100)] {
            std::fs::write(folder.path().join(FILE), odd).unwrap();
            let (lock, state) = lock(folder.path());
            assert!(lock.stands(), "{odd}");
            assert!(lock.open(state.machine().lock.unwrap(), Who::Staff));
        }
    }

    #[test]
    fn a_folder_that_takes_no_file_locks_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let (lock, state) = lock(&folder.path().join("gone"));
        lock.shut();
        assert!(lock.stands() && state.machine().lock.is_some());
    }
}
