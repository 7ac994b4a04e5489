//! How the courier is doing, in one picture for the caretaker's panel.

use super::{News, Shared};
use crate::clock::Stamp;
use crate::delivery::{Mood, Pause, Trouble};
use crate::kiosk::keeper::{Disk, Health};
use std::sync::PoisonError;
use std::time::Duration;

/// One picture.
#[derive(Clone, Debug)]
pub struct Status {
    /// Where the desk is.
    pub desk: String,
    /// Whether the desk answers; none before the first try has ended.
    pub online: Option<bool>,
    /// Entries not yet at the desk; none while the disk cannot be read.
    pub waiting: Option<u64>,
    /// Entries refused for good; none while the disk cannot be read.
    pub parked: Option<u64>,
    /// The disk, and what is wrong with it.
    pub disk: (Disk, Option<String>),
    /// When the desk last gave a signed answer, by the post's clock.
    pub last_contact: Option<Stamp>,
    /// How long ago that is.
    pub silent_for: Option<Duration>,
    /// The post's clock.
    pub clock: Stamp,
    /// Why the queue is paused, if it is.
    pub paused: Option<Pause>,
    /// The weather, if it is bad.
    pub trouble: Option<Trouble>,
    /// How many tries in a row have failed.
    pub failures: u32,
}

/// What the threads write down.
pub(super) struct Board {
    desk: String,
    online: Option<bool>,
    contact: Option<(Stamp, std::time::Instant)>,
    mood: Option<Mood>,
}

impl Board {
    pub(super) fn new(desk: String) -> Self {
        Board { desk, online: None, contact: None, mood: None }
    }
}

/// Asks the keeper too, so that it takes as long as the disk does.
pub(super) fn read(shared: &Shared) -> Status {
    let health = shared.keeper.health();
    let (disk, words, counts) = match health {
        Ok(Health { disk, words, counts, .. }) => (disk, words, counts),
        Err(trouble) => (Disk::Broken, Some(trouble.to_string()), None),
    };
    let board = shared.status.lock().unwrap_or_else(PoisonError::into_inner);
    let now = shared.clock.now();
    Status {
        desk: board.desk.clone(),
        online: board.online,
        waiting: counts.map(|counts| counts.waiting),
        parked: counts.map(|counts| counts.parked),
        disk: (disk, words),
        last_contact: board.contact.map(|(stamp, _)| stamp),
        silent_for: board.contact.map(|(_, at)| now.saturating_duration_since(at)),
        clock: shared.clock.stamp(),
        paused: board.mood.and_then(|mood| mood.paused),
        trouble: board.mood.and_then(|mood| mood.trouble),
        failures: board.mood.map_or(0, |mood| mood.failures),
    }
}

impl Shared {
    /// The desk gave a signed answer.
    pub(super) fn heard(&self) {
        let contact = (self.clock.stamp(), self.clock.now());
        self.status.lock().unwrap_or_else(PoisonError::into_inner).contact = Some(contact);
        self.set_online(true);
    }

    /// Tells the glass only what has changed.
    pub(super) fn set_online(&self, online: bool) {
        let changed = self.status.lock().unwrap_or_else(PoisonError::into_inner).online.replace(online) != Some(online);
        if changed {
            tracing::info!(online, "the line to the desk");
            self.listener.hear(News::Online(online));
        }
    }

    pub(super) fn set_mood(&self, mood: Mood) {
        let before = self.status.lock().unwrap_or_else(PoisonError::into_inner).mood.replace(mood);
        let was = before.and_then(|mood| mood.paused);
        if was != mood.paused {
            match mood.paused {
                Some(why) => tracing::warn!(?why, "the desk does not let this kiosk in; nothing is sent"),
                None => tracing::info!("the desk lets this kiosk in again"),
            }
            self.listener.hear(News::Paused(mood.paused));
        }
    }
}
