//! Switches in the hall: three keys for hands that do not use the glass, the hook of the handset, whether somebody is there, and whether
//! the case is open.
//!
//! 1. [`Hands`] is pure: edges with their times go in, what happened comes out. It asks nobody what time it is.
//! 2. A switch is believed once it has been quiet for [`SETTLES`]: a bounce, or a spark on a long wire, is nothing that happened.
//! 3. A key that is held, or stuck since before the start, is no second press and no first one.
//! 4. Times are those that the kernel gave the edges (`CLOCK_MONOTONIC`), however late this program reads them.

mod lines;
mod wiring;

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

pub use lines::GpioPins;
pub use wiring::{BadPin, Bias, Pin, Wiring};

/// For a switch to come to rest. Of the switches that J. Ganssle measured (A Guide to Debouncing) all but one did so within 6.2 ms; the
/// hook of a handset is heavier. It stays far below the 100 ms in which a press is answered.
pub const SETTLES: Duration = Duration::from_millis(20);

/// What a line is wired to; in brackets what it means that the line is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The key that goes back (down).
    Previous,
    /// The key that goes on (down).
    Next,
    /// The key that chooses (down).
    Choose,
    /// The hook (the handset is lifted).
    Hook,
    /// The sensor that sees people (somebody is there).
    Presence,
    /// The switch in the case (it is open).
    Case,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Previous, Self::Next, Self::Choose, Self::Hook, Self::Presence, Self::Case];

    fn is_key(self) -> bool {
        matches!(self, Self::Previous | Self::Next | Self::Choose)
    }
}

/// A line changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// Which.
    pub role: Role,
    /// What it is now.
    pub active: bool,
    /// When, since the machine started.
    pub at: Duration,
}

/// One of the three keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Back.
    Previous,
    /// On.
    Next,
    /// This one.
    Choose,
}

/// What happened in the hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A key went down, once.
    Pressed(Key),
    /// The handset is at somebody's ear.
    HandsetLifted,
    /// It hangs again.
    HandsetLaid,
    /// Somebody came to where nobody was.
    SomebodyCame,
    /// Nobody has been seen for so long.
    NobodyFor(Duration),
    /// Somebody opened the case.
    CaseOpened,
    /// It is closed again.
    CaseClosed,
}

/// Why [`Hands`] wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// This switch will have come to rest.
    Settles(Role),
    /// Nobody will have been seen for long enough.
    Empty,
}

#[derive(Debug)]
struct Switch {
    role: Role,
    raw: bool,
    /// Its last edge.
    since: Duration,
    believed: bool,
}

/// What is known of all switches.
#[derive(Debug)]
pub struct Hands {
    switches: Vec<Switch>,
    empty_after: Duration,
    somebody: bool,
    /// Since when the sensor sees nobody, until that was said.
    unseen_since: Option<Duration>,
}

impl Hands {
    /// Switches as they are at `now`. What is open, lifted or seen already is told once it has been so for [`SETTLES`]; a key that is
    /// down already is told of when it goes down anew. `empty_after` is how long nobody is seen before that is told.
    #[must_use]
    pub fn new(levels: &[(Role, bool)], now: Duration, empty_after: Duration) -> Self {
        let switch = |&(role, active): &(Role, bool)| Switch { role, raw: active, since: now, believed: role.is_key() && active };
        let unseen = levels.contains(&(Role::Presence, false));
        Self { switches: levels.iter().map(switch).collect(), empty_after, somebody: false, unseen_since: unseen.then_some(now) }
    }

    /// When to call [`Hands::pass`] if nothing changes before, and why.
    #[must_use]
    pub fn wake_at(&self) -> Option<(Duration, Why)> {
        let moving = self.switches.iter().filter(|switch| switch.raw != switch.believed);
        let settles = moving.map(|switch| (switch.since + SETTLES, Why::Settles(switch.role)));
        let empty = self.unseen_since.map(|since| (since + self.empty_after, Why::Empty));
        settles.chain(empty).min_by_key(|(at, _)| *at)
    }

    /// A line changed: what that ends, and what came to rest before.
    #[must_use = "each event happened once"]
    pub fn handle(&mut self, edge: Edge) -> Vec<Event> {
        let events = self.pass(edge.at);
        if let Some(switch) = self.switches.iter_mut().find(|switch| switch.role == edge.role) {
            switch.raw = edge.active;
            // Lines are read one after the other: an edge may come a little later than one that was younger.
            switch.since = switch.since.max(edge.at);
        }
        events
    }

    /// It is `now`, and no line changed since the last edge.
    #[must_use = "each event happened once"]
    pub fn pass(&mut self, now: Duration) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some((at, why)) = self.wake_at().filter(|(at, _)| *at <= now) {
            events.extend(match why {
                Why::Settles(role) => self.settle(role, at),
                Why::Empty => {
                    self.unseen_since = None;
                    self.somebody = false;
                    Some(Event::NobodyFor(self.empty_after))
                }
            });
        }
        events
    }

    fn settle(&mut self, role: Role, at: Duration) -> Option<Event> {
        let switch = self.switches.iter_mut().find(|switch| switch.role == role)?;
        switch.believed = switch.raw;
        match (role, switch.believed) {
            (Role::Previous, true) => Some(Event::Pressed(Key::Previous)),
            (Role::Next, true) => Some(Event::Pressed(Key::Next)),
            (Role::Choose, true) => Some(Event::Pressed(Key::Choose)),
            (Role::Previous | Role::Next | Role::Choose, false) => None,
            (Role::Hook, lifted) => Some(if lifted { Event::HandsetLifted } else { Event::HandsetLaid }),
            (Role::Case, open) => Some(if open { Event::CaseOpened } else { Event::CaseClosed }),
            (Role::Presence, true) => {
                self.unseen_since = None;
                (!std::mem::replace(&mut self.somebody, true)).then_some(Event::SomebodyCame)
            }
            (Role::Presence, false) => {
                self.unseen_since = Some(at);
                None
            }
        }
    }

    /// Waits for whatever comes next, an edge or a moment, and tells what happened. Often that is nothing yet.
    ///
    /// # Errors
    /// [`PinProblem`] when the lines cannot be read; the glass goes on without.
    pub fn wait(&mut self, pins: &mut dyn Pins) -> Result<Vec<Event>, PinProblem> {
        let wake = self.wake_at().map(|(at, _)| at);
        Ok(match (pins.next(wake)?, wake) {
            (Some(edge), _) => self.handle(edge),
            // Not the clock: an edge of after this moment may lie unread.
            (None, Some(at)) => self.pass(at),
            (None, None) => Vec::new(),
        })
    }
}

/// Lines that can be waited for.
pub trait Pins: Send {
    /// How all lines are, and when that was.
    ///
    /// # Errors
    /// [`PinProblem`].
    fn levels(&mut self) -> Result<(Vec<(Role, bool)>, Duration), PinProblem>;

    /// The next edge; none where there was none before `until`, since the machine started.
    ///
    /// # Errors
    /// [`PinProblem`].
    fn next(&mut self, until: Option<Duration>) -> Result<Option<Edge>, PinProblem>;
}

/// Why the lines say nothing.
#[derive(Debug, thiserror::Error)]
pub enum PinProblem {
    /// The chip or one of its lines is not to be had.
    #[error("the lines of {chip} cannot be used: are they there, free, and may this user use them?")]
    Lines {
        /// The chip's device.
        chip: String,
        /// What the kernel says.
        source: gpiocdev::Error,
    },
    /// Whoever moved the bench twin's switches has gone.
    #[error("nobody moves the switches of the bench twin any more")]
    Gone,
}

/// How long the machine has been running: the clock by which the kernel times edges.
#[must_use]
pub fn since_start() -> Duration {
    Duration::try_from(clock_gettime(ClockId::Monotonic)).unwrap_or_default()
}

/// Switches without switches: whoever has the other end moves them.
#[derive(Debug)]
pub struct BenchPins {
    hand: Receiver<Edge>,
}

impl BenchPins {
    /// Switches at rest, and the hand that moves them.
    #[must_use]
    pub fn new() -> (Sender<Edge>, Self) {
        let (sender, hand) = channel();
        (sender, Self { hand })
    }
}

impl Pins for BenchPins {
    fn levels(&mut self) -> Result<(Vec<(Role, bool)>, Duration), PinProblem> {
        Ok((Role::ALL.map(|role| (role, false)).to_vec(), since_start()))
    }

    fn next(&mut self, until: Option<Duration>) -> Result<Option<Edge>, PinProblem> {
        let Some(until) = until else { return self.hand.recv().map(Some).map_err(|_| PinProblem::Gone) };
        match self.hand.recv_timeout(until.saturating_sub(since_start())) {
            Ok(edge) => Ok(Some(edge)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(PinProblem::Gone),
        }
    }
}
