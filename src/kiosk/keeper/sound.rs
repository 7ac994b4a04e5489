//! What the keeper is asked about what was said beside entries.

use super::{KeeperHandle, Trouble};
use crate::entry::EntryId;
use crate::outbox::WaitingPiece;
use std::collections::HashSet;

impl KeeperHandle {
    /// Whether another recording of any length would be kept. To be asked before somebody begins to speak; costs less than a
    /// millisecond.
    ///
    /// # Errors
    /// [`Trouble`]; then nobody is asked to speak.
    pub fn room_for_sound(&self) -> Result<bool, Trouble> {
        self.ask(|work| work.room_for_sound())
    }

    /// The first `limit` pieces to send, of entries that the desk has; those in `skip` are passed over.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn waiting_pieces(&self, limit: usize, skip: HashSet<(EntryId, u8)>) -> Result<Vec<WaitingPiece>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.waiting_pieces(limit, |entry, n| skip.contains(&(entry, n)))))
    }

    /// The bytes of a piece, the same on every try.
    ///
    /// # Errors
    /// [`Trouble`]; [`Trouble::is_not_here`] for a piece that is gone.
    pub fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.piece(id, n)))
    }

    /// The desk has all of these pieces; each comes with its answer, whose signature the caller has checked.
    ///
    /// # Errors
    /// [`Trouble`]; then all are sent again.
    pub fn pieces_delivered(&self, receipts: Vec<(EntryId, u8, Vec<u8>)>) -> Result<(), Trouble> {
        self.ask(move |work| {
            let receipts: Vec<_> = receipts.iter().map(|(id, n, receipt)| (*id, *n, receipt.as_slice())).collect();
            work.write(|outbox, now| outbox.pieces_delivered(&receipts, now))
        })
    }

    /// The desk refused this piece for good; `reason` is for staff.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn park_piece(&self, id: EntryId, n: u8, reason: impl Into<String>) -> Result<(), Trouble> {
        let reason = reason.into();
        self.ask(move |work| work.write(|outbox, _| outbox.park_piece(id, n, &reason)))
    }

    /// Staff want the parked pieces of this entry tried again; answers how many there are.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn unpark_pieces(&self, id: EntryId) -> Result<u64, Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.unpark_pieces(id)))
    }

    /// The first `limit` parked pieces, with why.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn parked_pieces(&self, limit: usize) -> Result<Vec<(WaitingPiece, String)>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.parked_pieces(limit)))
    }
}
