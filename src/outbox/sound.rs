//! What was said beside entries: kept in their commit, sent after them, removed with them.

use super::{Fault, Outbox, begin};
use crate::clock::Stamp;
use crate::entry::pieces::{MAX_PIECES, MAX_SEALED_PIECE};
use crate::entry::{EntryId, Sequence, Unarrived};
use crate::seal::SealedPiece;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::queue::LONGEST_REASON;

/// How many sealed pieces the outbox holds at most: 256 MiB, a quarter of what its file may grow to, so that sound never takes the
/// room that words need. That is 64 of the longest recordings, or a week without network in which somebody speaks for half a
/// minute every quarter of an hour.
pub const MOST_PIECES: u64 = (256 << 20) / MAX_SEALED_PIECE as u64;

/// A piece that the desk has not confirmed, of an entry that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingPiece {
    /// Its entry.
    pub entry: EntryId,
    /// Which piece; the first is 1.
    pub n: u8,
}

/// How many recordings have a piece that waits, and one that the desk refused for good.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SoundCounts {
    /// Not yet, or not wholly, at the desk.
    pub waiting: u64,
    /// In part refused; staff decide.
    pub parked: u64,
}

impl Outbox {
    /// Whether another recording of any length would be kept: asked before somebody begins to speak.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn room_for_sound(&self) -> Result<bool, Fault> {
        let number = |pragma| self.connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
        let free = number("max_page_count")? - number("page_count")? + number("freelist_count")?;
        let longest = i64::from(MAX_PIECES) * MAX_SEALED_PIECE as i64;
        Ok(room(&self.connection, usize::from(MAX_PIECES))? && free * number("page_size")? > longest)
    }

    /// How many recordings wait and are parked.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn sound_counts(&self) -> Result<SoundCounts, Fault> {
        let number = |sql| self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0)).map(|n| n as u64);
        Ok(SoundCounts {
            waiting: number("SELECT count(DISTINCT entry) FROM piece INDEXED BY piece_waiting WHERE state = 0")?,
            parked: number("SELECT count(DISTINCT entry) FROM piece INDEXED BY piece_parked WHERE state = 1")?,
        })
    }

    /// How many entries the desk does not have, or not wholly.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn unarrived(&self) -> Result<Unarrived, Fault> {
        let number = |sql| self.connection.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0)).map(|n| n as u64);
        Ok(Unarrived {
            waiting: number(
                "SELECT (SELECT count(*) FROM entry INDEXED BY entry_waiting WHERE state = 0)
                 + (SELECT count(DISTINCT p.entry) FROM piece p INDEXED BY piece_waiting JOIN entry e ON e.sequence = p.entry
                    WHERE p.state = 0 AND e.state = 2)",
            )?,
            parked: number(
                "SELECT (SELECT count(*) FROM entry WHERE state = 1)
                 + (SELECT count(DISTINCT p.entry) FROM piece p INDEXED BY piece_parked JOIN entry e ON e.sequence = p.entry
                    WHERE p.state = 1 AND e.state = 2
                    AND NOT EXISTS (SELECT 1 FROM piece w WHERE w.entry = p.entry AND w.state = 0))",
            )?,
        })
    }

    /// The first `limit` pieces to send, in the order in which they were said; those of which `skip` says true are passed over, and
    /// so is every piece whose entry the desk does not have.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn waiting_pieces(&self, limit: usize, skip: impl Fn(EntryId, u8) -> bool) -> Result<Vec<WaitingPiece>, Fault> {
        let mut select = self.connection.prepare_cached(
            "SELECT e.id, p.n FROM piece p INDEXED BY piece_waiting CROSS JOIN entry e ON e.sequence = p.entry
             WHERE p.state = 0 AND e.state = 2 ORDER BY p.entry, p.n",
        )?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let id: [u8; 16] = row.get(0)?;
            let entry = EntryId::from_bytes(&id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, 0))?;
            let n = row.get(1)?;
            if !skip(entry, n) {
                found.push(WaitingPiece { entry, n });
            }
        }
        Ok(found)
    }

    /// The bytes of a piece: the same on every try.
    ///
    /// # Errors
    /// [`Fault::NotHere`] where there is no such piece (any more).
    pub fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Fault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT sealed FROM sound WHERE entry = (SELECT sequence FROM entry WHERE id = ?1) AND n = ?2")?;
        select.query_row(params![id.as_bytes(), n], |row| row.get(0)).optional()?.ok_or(Fault::NotHere(id))
    }

    /// Writes down the desk's receipts for pieces, whose signatures the caller has checked, in one commit. The days that their
    /// entries stay count from now. Pieces that are not here (any more) are passed over.
    ///
    /// # Errors
    /// [`Fault`]; then none is written down, and all are sent again.
    pub fn pieces_delivered(&mut self, receipts: &[(EntryId, u8, &[u8])], at: Stamp) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        for (id, n, receipt) in receipts {
            let changed = step
                .prepare_cached(
                    "UPDATE piece SET state = 2, reason = NULL, receipt = ?3
                     WHERE entry = (SELECT sequence FROM entry WHERE id = ?1) AND n = ?2 AND state <> 2",
                )?
                .execute(params![id.as_bytes(), n, receipt])?;
            if changed > 0 {
                step.prepare_cached("UPDATE entry SET delivered_at = ?2, delivered_trusted = ?3 WHERE id = ?1 AND state = 2")?
                    .execute(params![id.as_bytes(), at.at.timestamp(), at.trusted])?;
            }
        }
        Ok(step.commit()?)
    }

    /// Takes a piece out of the queue because the desk refused it for good. It stays, with its entry, until staff decide; its
    /// entry's other pieces go on. `reason` is words for staff, cut at 200 characters.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn park_piece(&mut self, id: EntryId, n: u8, reason: &str) -> Result<(), Fault> {
        let reason: String = reason.chars().take(LONGEST_REASON).collect();
        let step = begin(&mut self.connection)?;
        step.prepare_cached(
            "UPDATE piece SET state = 1, reason = ?3
             WHERE entry = (SELECT sequence FROM entry WHERE id = ?1) AND n = ?2 AND state = 0",
        )?
        .execute(params![id.as_bytes(), n, reason])?;
        Ok(step.commit()?)
    }

    /// Puts the parked pieces of an entry back in the queue; answers how many.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn unpark_pieces(&mut self, id: EntryId) -> Result<u64, Fault> {
        let step = begin(&mut self.connection)?;
        let back = step
            .prepare_cached(
                "UPDATE piece SET state = 0, reason = NULL
                 WHERE entry = (SELECT sequence FROM entry WHERE id = ?1) AND state = 1",
            )?
            .execute(params![id.as_bytes()])?;
        step.commit()?;
        Ok(back as u64)
    }

    /// The first `limit` parked pieces, with why.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn parked_pieces(&self, limit: usize) -> Result<Vec<(WaitingPiece, String)>, Fault> {
        let mut select = self.connection.prepare_cached(
            "SELECT e.id, p.n, p.reason FROM piece p INDEXED BY piece_parked CROSS JOIN entry e ON e.sequence = p.entry
             WHERE p.state = 1 ORDER BY p.entry, p.n LIMIT ?1",
        )?;
        let parked = select.query_map(params![limit as i64], |row| {
            let id: [u8; 16] = row.get(0)?;
            let entry = EntryId::from_bytes(&id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, 0))?;
            Ok((WaitingPiece { entry, n: row.get(1)? }, row.get(2)?))
        })?;
        Ok(parked.collect::<Result<_, _>>()?)
    }

    /// As [`Outbox::tidy`], of entries with sound, which it passes over: at most one, because its 4 MB are overwritten. True where
    /// one was removed. An entry stays as long as a piece of it waits or is parked.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is removed.
    pub fn tidy_sound(&mut self, now: Stamp) -> Result<bool, Fault> {
        if !now.trusted {
            return Ok(false);
        }
        let before = now.at.timestamp().saturating_sub(super::KEPT_AFTER_RECEIPT.as_secs() as i64);
        let step = begin(&mut self.connection)?;
        let removed = step
            .prepare_cached(
                "DELETE FROM entry WHERE sequence IN (
                     SELECT sequence FROM entry INDEXED BY entry_delivered
                     WHERE state = 2 AND delivered_trusted = 1 AND delivered_at < ?1
                         AND EXISTS (SELECT 1 FROM piece WHERE piece.entry = sequence)
                         AND NOT EXISTS (SELECT 1 FROM piece WHERE piece.entry = sequence AND piece.state <> 2)
                     ORDER BY delivered_at LIMIT 1)",
            )?
            .execute(params![before])?;
        if removed == 0 {
            return Ok(false);
        }
        step.commit()?;
        self.held.reload(&self.connection)?;
        Ok(true)
    }
}

/// Whether so many more pieces fit.
fn room(connection: &Connection, more: usize) -> Result<bool, Fault> {
    let here: i64 = connection.prepare_cached("SELECT count(*) FROM piece")?.query_row([], |row| row.get(0))?;
    Ok(here as u64 + more as u64 <= MOST_PIECES)
}

/// In the transaction that keeps their entry.
pub(super) fn insert(into: &Transaction<'_>, sequence: Sequence, pieces: &[SealedPiece]) -> Result<(), Fault> {
    if !pieces.is_empty() && !room(into, pieces.len())? {
        return Err(Fault::NoRoomForSound);
    }
    for piece in pieces {
        let key = params![sequence.get() as i64, piece.place().n];
        into.prepare_cached("INSERT INTO piece (entry, n) VALUES (?1, ?2)")?.execute(key)?;
        into.prepare_cached("INSERT INTO sound (entry, n, sealed) VALUES (?1, ?2, ?3)")?.execute(params![
            sequence.get() as i64,
            piece.place().n,
            piece.sealed()
        ])?;
    }
    Ok(())
}

/// The desk lost what came from `sequence` on: what it had of these waits again, behind their entries; and what it refused before
/// is shown to it once more.
pub(super) fn resend(step: &Transaction<'_>, sequence: Sequence) -> rusqlite::Result<()> {
    step.prepare_cached(
        "UPDATE piece SET state = 0, receipt = NULL, reason = NULL WHERE state <> 0 AND entry IN (
             SELECT sequence FROM entry INDEXED BY entry_delivered WHERE state = 2 AND sequence >= ?1)",
    )?
    .execute(params![sequence.get() as i64])
    .map(drop)
}
