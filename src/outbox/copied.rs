//! Everything that is here, for a copy that somebody carries to the desk. Reading changes nothing.

use super::queue::stamp;
use super::{Fault, Outbox};
use crate::clock::Stamp;
use crate::entry::EntryId;
use rusqlite::params;

/// An entry as it stands on the disk: waiting, parked, or delivered and still kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Its place in the kiosk's count.
    pub sequence: u64,
    /// Its name.
    pub id: EntryId,
    /// When it was kept, by the post's clock.
    pub kept_at: Stamp,
    /// Its bytes.
    pub envelope: Vec<u8>,
    /// Which pieces of sound belong to it.
    pub pieces: Vec<u8>,
}

impl Outbox {
    /// The first `limit` entries behind `after` in the order in which they were left, whatever became of them; from the beginning
    /// where that is 0.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn copied_after(&self, after: u64, limit: usize) -> Result<Vec<Copied>, Fault> {
        let mut select = self.connection.prepare_cached(
            "SELECT sequence, id, kept_at, kept_trusted, envelope FROM entry WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
        )?;
        let mut pieces = self.connection.prepare_cached("SELECT n FROM piece WHERE entry = ?1 ORDER BY n")?;
        let mut rows = select.query(params![i64::try_from(after).unwrap_or(i64::MAX), limit as i64])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (sequence, id): (i64, [u8; 16]) = (row.get(0)?, row.get(1)?);
            found.push(Copied {
                sequence: u64::try_from(sequence).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, sequence))?,
                id: EntryId::from_bytes(&id).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(1, 0))?,
                kept_at: stamp(row.get(2)?, row.get(3)?),
                envelope: row.get(4)?,
                pieces: pieces.query_map(params![sequence], |row| row.get(0))?.collect::<Result<_, _>>()?,
            });
        }
        Ok(found)
    }
}
