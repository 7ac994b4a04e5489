//! What starts the machine anew when the glass has stopped: systemd's watchdog, and the board's own.
//!
//! 1. A watchdog is fed by the glass completing a turn. There is no other way to a [`Feed`]: it is made of a [`TurnDone`], which is made
//!    of a [`Turn`] that was begun, and each is used up. A timer that goes on while the glass hangs has nothing to feed with.
//! 2. Nothing starts before the first turn: systemd is told `READY=1` with it, and the board's watchdog is opened by it. A kiosk whose
//!    glass never comes is systemd's to end (`TimeoutStartSec`).
//! 3. The board's watchdog is let go of ('V') only by [`Watchdog::end`]. Whatever else ends the program leaves it running.
//!
//! An idle glass makes no turns by itself: whoever wires this asks it for one more often than [`Keeper::every`].

mod device;
mod systemd;

use std::io;
use std::sync::mpsc::Sender;
use std::time::Duration;

pub use device::DeviceDog;
pub use systemd::{BadSocket, Status, Systemd, period};

/// A watchdog is fed four times in its period: systemd asks for twice, and one byte may be lost.
const FEEDS_IN_A_PERIOD: u32 = 4;

/// The turns of one glass, from its start.
#[derive(Debug, Default)]
pub struct Turns {
    begun: u64,
}

impl Turns {
    /// The glass begins a turn of its loop.
    #[must_use = "a turn that is not completed feeds nothing"]
    pub fn begin(&mut self) -> Turn {
        self.begun += 1;
        Turn { number: self.begun }
    }
}

/// A turn that was begun.
#[derive(Debug)]
#[must_use = "a turn that is not completed feeds nothing"]
pub struct Turn {
    number: u64,
}

impl Turn {
    /// The glass has shown what it had to show, and waits for hands again. `at` is since the machine started.
    #[must_use = "it feeds the watchdog"]
    pub fn done(self, at: Duration) -> TurnDone {
        TurnDone { number: self.number, at }
    }
}

/// A turn of the glass that was completed. It feeds once: there is no copy of it.
///
/// ```compile_fail
/// use inloop_hardware::watchdog::{Keeper, Turns};
/// let mut keeper = Keeper::new(std::time::Duration::from_secs(10));
/// let done = Turns::default().begin().done(std::time::Duration::ZERO);
/// keeper.fed_by(done);
/// keeper.fed_by(done);
/// ```
///
/// Nor is there another way to one:
///
/// ```compile_fail
/// let done = inloop_hardware::watchdog::TurnDone { number: 1, at: std::time::Duration::ZERO };
/// ```
#[derive(Debug)]
pub struct TurnDone {
    number: u64,
    at: Duration,
}

/// What a watchdog takes. Only [`Keeper::fed_by`] makes one.
#[derive(Debug, PartialEq, Eq)]
pub struct Feed {
    turn: u64,
}

impl Feed {
    /// The turn that it comes from.
    #[must_use]
    pub fn turn(&self) -> u64 {
        self.turn
    }
}

/// Decides which turns feed: a glass that fades turns sixty times a second.
#[derive(Debug)]
pub struct Keeper {
    every: Duration,
    /// The number and time of the turn that fed last.
    fed: Option<(u64, Duration)>,
}

impl Keeper {
    /// For a watchdog that bites when it was not fed for `period`.
    #[must_use]
    pub fn new(period: Duration) -> Self {
        Self { every: period / FEEDS_IN_A_PERIOD, fed: None }
    }

    /// How often it feeds.
    #[must_use]
    pub fn every(&self) -> Duration {
        self.every
    }

    /// A turn was completed: what it feeds with, where that is due. The first turn always feeds; one that is older than what fed before
    /// never does.
    #[must_use = "a watchdog that is not fed bites"]
    pub fn fed_by(&mut self, turn: TurnDone) -> Option<Feed> {
        let due = match self.fed {
            None => true,
            Some((number, at)) => turn.number > number && turn.at >= at + self.every,
        };
        due.then(|| {
            self.fed = Some((turn.number, turn.at));
            Feed { turn: turn.number }
        })
    }
}

/// Something that starts the machine anew when it is not fed.
pub trait Watchdog: Send {
    /// Feeds it.
    ///
    /// # Errors
    /// [`WatchdogProblem`]: it will bite if that goes on.
    fn feed(&mut self, feed: &Feed) -> Result<(), WatchdogProblem>;

    /// The program ends in order, and is not to be started anew for that.
    ///
    /// # Errors
    /// [`WatchdogProblem`]: it may bite.
    fn end(self: Box<Self>) -> Result<(), WatchdogProblem>;
}

/// Why a watchdog was not fed, or not let go of.
#[derive(Debug, thiserror::Error)]
pub enum WatchdogProblem {
    /// The board's own.
    #[error("the watchdog at {device} cannot be used: is it there, free, and may this user use it?")]
    Device {
        /// Its path.
        device: String,
        /// What the kernel says.
        source: io::Error,
    },
    /// systemd's.
    #[error("systemd does not hear how the glass is")]
    Systemd(#[source] io::Error),
    /// The bench twin's.
    #[error("nobody listens to the bench twin any more")]
    Gone,
}

/// A watchdog that bites nobody: it tells which turns fed it.
#[derive(Debug)]
pub struct BenchDog(pub Sender<u64>);

impl Watchdog for BenchDog {
    fn feed(&mut self, feed: &Feed) -> Result<(), WatchdogProblem> {
        self.0.send(feed.turn).map_err(|_| WatchdogProblem::Gone)
    }

    fn end(self: Box<Self>) -> Result<(), WatchdogProblem> {
        Ok(())
    }
}
