//! What happens to entries as time passes: calls expire, delivered rows are removed, a restored desk gets them again.

use super::{Fault, Outbox, begin, sound};
use crate::clock::Stamp;
use crate::entry::{EntryId, Sequence};
use rusqlite::params;

pub use crate::entry::KEPT_AFTER_RECEIPT;

/// How many rows one [`Outbox::tidy`] removes at most, so that no resident waits behind it: about 10 ms of work.
pub const TIDY_AT_ONCE: usize = 256;

impl Outbox {
    /// Removes what was delivered more than [`KEPT_AFTER_RECEIPT`] ago, at most [`TIDY_AT_ONCE`]; answers how many. What has sound is
    /// left to [`Outbox::tidy_sound`].
    ///
    /// Only a trusted clock removes. What was delivered under a clock that was not trusted, or that ran ahead of today's,
    /// counts from now.
    ///
    /// # Errors
    /// [`Fault`]; then nothing is removed.
    pub fn tidy(&mut self, now: Stamp) -> Result<usize, Fault> {
        if !now.trusted {
            return Ok(0);
        }
        let now = now.at.timestamp();
        let before = now.saturating_sub(KEPT_AFTER_RECEIPT.as_secs() as i64);
        let step = begin(&mut self.connection)?;
        let restarted = step
            .prepare_cached(
                "UPDATE entry SET delivered_at = ?1, delivered_trusted = 1 WHERE sequence IN (
                     SELECT sequence FROM entry INDEXED BY entry_delivered WHERE state = 2 AND delivered_trusted = 0 LIMIT ?2)",
            )?
            .execute(params![now, TIDY_AT_ONCE as i64])?
            + step
                .prepare_cached(
                    "UPDATE entry SET delivered_at = ?1 WHERE sequence IN (
                         SELECT sequence FROM entry INDEXED BY entry_delivered
                         WHERE state = 2 AND delivered_trusted = 1 AND delivered_at > ?1 LIMIT ?2)",
                )?
                .execute(params![now, TIDY_AT_ONCE as i64])?;
        let removed = step
            .prepare_cached(
                "DELETE FROM entry WHERE sequence IN (
                     SELECT sequence FROM entry INDEXED BY entry_delivered
                     WHERE state = 2 AND delivered_trusted = 1 AND delivered_at < ?1
                         AND NOT EXISTS (SELECT 1 FROM piece WHERE piece.entry = sequence)
                     ORDER BY delivered_at LIMIT ?2)",
            )?
            .execute(params![before, TIDY_AT_ONCE as i64])?;
        if restarted + removed == 0 {
            return Ok(0);
        }
        step.commit()?;
        if removed > 0 {
            self.held.reload(&self.connection)?;
        }
        Ok(removed)
    }

    /// The desk has lost what came after `sequence` (it was restored from a backup): every delivered entry from there on that
    /// is still here waits again, and behind it what was said with it. Answers how many.
    ///
    /// # Errors
    /// [`Fault`]; then nothing changes.
    pub fn resend_since(&mut self, sequence: Sequence) -> Result<u64, Fault> {
        let step = begin(&mut self.connection)?;
        sound::resend(&step, sequence)?;
        let again = step
            .prepare_cached(
                "UPDATE entry SET state = 0, receipt = NULL, delivered_at = NULL, delivered_trusted = NULL
                 WHERE sequence IN (SELECT sequence FROM entry INDEXED BY entry_delivered WHERE state = 2 AND sequence >= ?1)",
            )?
            .execute(params![sequence.get() as i64])? as u64;
        step.commit()?;
        self.count(|counts| counts.waiting += again);
        Ok(again)
    }

    /// A call that nobody could be told of in time: it no longer goes first, and is missed. Nothing changes for one that the
    /// desk has, or that is no call.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn expire(&mut self, id: EntryId) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        let (waiting, parked) = step
            .prepare_cached("SELECT state = 0, state = 1 FROM entry WHERE id = ?1 AND urgent = 1")?
            .query_map(params![id.as_bytes()], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?)))?
            .next()
            .transpose()?
            .unwrap_or((false, false));
        if waiting || parked {
            step.prepare_cached("UPDATE entry SET urgent = 0, missed = 1 WHERE id = ?1")?.execute(params![id.as_bytes()])?;
        }
        step.commit()?;
        self.count(|counts| counts.urgent -= u64::from(waiting));
        Ok(())
    }

    /// How many calls expired before the desk had them, for as long as they are here.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn missed_calls(&self) -> Result<u64, Fault> {
        let mut count = self.connection.prepare_cached("SELECT count(*) FROM entry INDEXED BY entry_missed WHERE missed = 1")?;
        Ok(count.query_row([], |row| row.get::<_, i64>(0))? as u64)
    }
}
