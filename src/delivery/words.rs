//! What the courier is told, and what it says.

use crate::entry::EntryId;
use crate::wire::Refusal;
use std::time::{Duration, Instant};

/// What travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// An entry: its words and choices.
    Words(EntryId),
    /// A piece of what was said with an entry that the desk has; the first is 1.
    Sound(EntryId, u8),
}

impl Item {
    /// The entry, or that of the sound.
    pub fn entry(self) -> EntryId {
        match self {
            Item::Words(id) | Item::Sound(id, _) => id,
        }
    }

    /// Which piece of sound; none of an entry.
    pub fn piece(self) -> Option<u8> {
        match self {
            Item::Words(_) => None,
            Item::Sound(_, n) => Some(n),
        }
    }

    pub(super) fn is_sound(self) -> bool {
        self.piece().is_some()
    }
}

/// What waits, as far as the order needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is.
    pub item: Item,
    /// A call.
    pub urgent: bool,
    /// An entry beside which something was said: sound can go once the desk has it.
    pub spoken: bool,
}

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a step not taken is an entry not delivered"]
pub enum Step {
    /// Ask the outbox for the first [`WINDOW`](super::WINDOW) waiting entries that are not among these, then for the first
    /// [`SOUND_WINDOW`](super::SOUND_WINDOW) pieces of sound that may go, and tell [`Delivery::found`](super::Delivery::found).
    Look {
        /// Those under way, and those that wait longer than others.
        skip: Vec<Item>,
    },
    /// Send this, and tell [`Delivery::handle`](super::Delivery::handle) what came of it.
    Send(Item),
    /// Ask the desk something small, and tell [`Delivery::probed`](super::Delivery::probed).
    Probe,
    /// Nothing to do until then, or until something happens.
    Wait(Option<Instant>, Why),
}

/// Why nothing is sent now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Everything is delivered.
    NothingWaits,
    /// What is under way has to come back first.
    UnderWay,
    /// The road is bad.
    BackingOff(Trouble),
    /// The desk asked for time.
    DeskAsked,
    /// What waits has met weather of its own.
    HeldBack,
    /// The desk does not let this kiosk in.
    Paused(Pause),
}

/// Why the desk does not let this kiosk in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// It knows no such kiosk, or not with this key.
    Unknown,
    /// It has written this kiosk off.
    Revoked,
}

impl Pause {
    /// The pause that a signed refusal means, if it means one.
    pub fn from_refusal(refusal: Refusal) -> Option<Self> {
        match refusal {
            Refusal::Unsigned => Some(Pause::Unknown),
            Refusal::Revoked => Some(Pause::Revoked),
            _ => None,
        }
    }
}

/// The weather that was met last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// No connection: no name, no route, nobody listening, not the desk's certificate.
    Unreached,
    /// The connection broke or took too long; whether the desk has the entry is not known.
    Lost,
    /// Somebody answered with this status, and it was not the desk.
    NotTheDesk(u16),
    /// The desk has trouble of its own, or too much to do.
    DeskBusy,
    /// This kiosk's own disk could not be read or written.
    OwnDisk,
}

impl Trouble {
    pub(super) fn of(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Unreached => Trouble::Unreached,
            Outcome::Lost => Trouble::Lost,
            Outcome::NotTheDesk { status, .. } => Trouble::NotTheDesk(status),
            Outcome::Refused { .. } => Trouble::DeskBusy,
            Outcome::OwnDisk | Outcome::Delivered | Outcome::Gone => Trouble::OwnDisk,
        }
    }
}

/// What came of sending something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The desk's receipt for this very entry is committed in the outbox.
    Delivered,
    /// The desk's signed refusal.
    Refused {
        /// Its reason.
        refusal: Refusal,
        /// Its `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// An answer without the desk's signature, or with a receipt for something else.
    NotTheDesk {
        /// Its status.
        status: u16,
        /// Its `Retry-After`.
        retry_after: Option<Duration>,
    },
    /// Sent, or half sent, and no whole answer came.
    Lost,
    /// Not sent: there was no connection.
    Unreached,
    /// The outbox could not give it, or could not write the receipt down.
    OwnDisk,
    /// It waits no longer in the outbox.
    Gone,
}

/// What to do with the entry an outcome was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an entry that is to be parked is tried again until it is"]
pub enum Verdict {
    /// Nothing: it is delivered, or stays where it is.
    Leave,
    /// Park it, and tell [`Delivery::parked`](super::Delivery::parked) once that is committed.
    Park(Parking),
}

/// Why an entry is parked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Parking {
    /// The desk said so.
    #[error("the desk refuses it: {0:?}")]
    Refused(Refusal),
    /// Something between refuses it.
    #[error("refused on the way, not by the desk (HTTP {0})")]
    OnTheWay(u16),
}

/// How the courier is doing, for the panel and the health report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mood {
    /// Why the queue is paused, if it is.
    pub paused: Option<Pause>,
    /// The weather, if it is bad.
    pub trouble: Option<Trouble>,
    /// How many tries in a row have failed.
    pub failures: u32,
    /// How many entries are under way.
    pub under_way: usize,
    /// How many entries wait longer because of what they met.
    pub held: usize,
}
