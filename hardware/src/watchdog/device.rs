//! The board's own watchdog: `/dev/watchdog`. Opening it starts it, any byte feeds it, and 'V' before the end lets go of it
//! (Linux, `Documentation/watchdog/watchdog-api.rst`).

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use super::{Feed, Watchdog, WatchdogProblem};

/// Any byte but [`LET_GO`].
const FED: &[u8] = b"\0";

/// The magic close.
const LET_GO: &[u8] = b"V";

/// The board's watchdog. It runs from its first feed on; its period is the driver's (`heartbeat` or `timeout` of its module).
#[derive(Debug)]
pub struct DeviceDog {
    path: PathBuf,
    device: Option<File>,
}

impl DeviceDog {
    /// The watchdog at `path`, such as `/dev/watchdog`. It is not started yet.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { path, device: None }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let device = match &mut self.device {
            Some(device) => device,
            none => none.insert(OpenOptions::new().write(true).open(&self.path)?),
        };
        device.write_all(bytes)
    }

    fn problem(&self, source: io::Error) -> WatchdogProblem {
        WatchdogProblem::Device { device: self.path.display().to_string(), source }
    }
}

impl Watchdog for DeviceDog {
    fn feed(&mut self, _: &Feed) -> Result<(), WatchdogProblem> {
        self.write(FED).map_err(|source| self.problem(source))
    }

    fn end(mut self: Box<Self>) -> Result<(), WatchdogProblem> {
        // One that was never started needs no letting go, and would be started by it.
        if self.device.is_none() {
            return Ok(());
        }
        self.write(LET_GO).map_err(|source| self.problem(source))
    }
}
