//! What the caretaker's screen asks of the machine: the code, how it is, the stick, and an end.

mod asks;
pub(in crate::kiosk) mod remembered;

#[cfg(feature = "glass")]
mod machine;
#[cfg(feature = "glass")]
mod stick;

#[cfg(feature = "glass")]
pub use machine::{Caring, Parts, let_in, teller};

pub use asks::Asks;

use std::path::PathBuf;

/// Where the machine takes a stick, and is asked to switch off. Without them the screen says that it cannot.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Places {
    /// Where a stick appears: a folder that another file system is put on.
    pub stick: Option<PathBuf>,
    /// The folder in which this program asks for a stick (`stick.wanted`) and to be switched off (`off.wanted`).
    pub requests: Option<PathBuf>,
}

impl Places {
    /// Where the units of the package wait (`hardware/deploy/systemd/inloop-kiosk-stick.path`, `-off.path`). Where they are not there, what is
    /// asked for does not come, and the screen says so.
    pub fn of_the_package() -> Self {
        Places { stick: Some("/run/inloop/stick".into()), requests: Some("/run/inloop-kiosk".into()) }
    }
}
