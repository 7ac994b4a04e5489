//! What kiosk and desk say about whoever looks after the machine.

use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize;

/// How many digits a caretaker's code has.
pub const CARETAKER_DIGITS: usize = 8;

/// Somebody pressed these digits on the caretaker's screen. They do not print.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaretakerCode {
    /// [`super::VERSION`].
    pub v: u32,
    /// Eight digits.
    pub digits: String,
}

impl Drop for CaretakerCode {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

impl fmt::Debug for CaretakerCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CaretakerCode(..)")
    }
}

/// What the desk answers to that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaretakerAnswer {
    /// [`super::VERSION`].
    pub v: u32,
    /// Whether they are the post's code.
    pub right: bool,
    /// Which code that is, where they are; else 0. As [`super::HealthAnswer::caretaker`].
    pub which: u64,
}
