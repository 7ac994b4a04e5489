//! Whether digits are the caretaker's code: the desk is asked, and where it cannot be asked, what it called right before.

use super::remembered;
use crate::caretaker::{Checked, Remembered};
use crate::clock::{Clock, Luck};
use crate::kiosk::keeper::KeeperHandle;
use crate::kiosk::link::{Failure, Link};
use crate::wire::{CaretakerCode, Refusal, VERSION};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long somebody who pressed eight digits waits for the desk before what this machine remembers is asked.
const DESK_ANSWERS_WITHIN: Duration = Duration::from_secs(8);

/// Who is asked.
pub struct Asks {
    keeper: KeeperHandle,
    link: Option<Arc<Link>>,
    clock: Arc<dyn Clock>,
    luck: Arc<dyn Luck>,
    began: Instant,
}

impl Asks {
    /// The program starts; without a `link` the kiosk is not enrolled.
    pub fn begin(keeper: KeeperHandle, link: Option<Arc<Link>>, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Self {
        remembered::started(&keeper);
        Asks { began: clock.now(), keeper, link, clock, luck }
    }

    /// The desk is asked first; what it calls right is remembered.
    pub fn check(&self, digits: &str) -> Checked {
        let Some(link) = &self.link else { return self.check_here(digits) };
        let code = CaretakerCode { v: VERSION, digits: digits.to_owned() };
        match link.caretaker(&code, DESK_ANSWERS_WITHIN) {
            Ok(answer) if answer.right => {
                self.remember(digits, answer.which);
                Checked::Right
            }
            Ok(_) => Checked::Wrong,
            Err(Failure::Refused { refusal: Refusal::Busy, .. }) => Checked::TooOften,
            Err(failure) => {
                tracing::warn!(error = %failure, "the desk cannot be asked about a caretaker's code");
                self.check_here(digits)
            }
        }
    }

    fn remember(&self, digits: &str, which: u64) {
        let one = match remembered::hash(digits, &*self.luck) {
            Ok(Some(hash)) => Remembered::now(which, hash, self.clock.stamp()),
            Ok(None) => return tracing::error!("the caretaker's code cannot be remembered"),
            Err(error) => return tracing::error!(%error, "the caretaker's code cannot be remembered"),
        };
        if let Err(trouble) = remembered::keep(&self.keeper, Some(&one)) {
            tracing::warn!(error = %trouble, "the caretaker's code cannot be remembered");
        }
    }

    /// A try is written down before it is made.
    fn check_here(&self, digits: &str) -> Checked {
        let running = self.clock.now().saturating_duration_since(self.began);
        let tried = match remembered::load(&self.keeper) {
            Ok(Some(one)) => one.before_a_try(self.clock.stamp(), running),
            Ok(None) | Err(_) => None,
        };
        let Some(tried) = tried else { return Checked::NoDesk };
        if remembered::keep(&self.keeper, Some(&tried)).is_err() {
            return Checked::NoDesk;
        }
        if !remembered::is(digits, &tried.hash) {
            return Checked::Wrong;
        }
        if let Err(trouble) = remembered::keep(&self.keeper, Some(&tried.after_a_right_try())) {
            tracing::warn!(error = %trouble, "a right try is not written down");
        }
        Checked::Right
    }
}

impl std::fmt::Debug for Asks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Asks")
    }
}
