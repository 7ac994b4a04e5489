//! What the keeper is asked for a copy that is carried by hand.

use super::{KeeperHandle, Trouble};
use crate::outbox::Copied;

impl KeeperHandle {
    /// The first `limit` entries behind `after`, whatever became of them, as they stand on the disk.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn copied_after(&self, after: u64, limit: usize) -> Result<Vec<Copied>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.copied_after(after, limit)))
    }
}
