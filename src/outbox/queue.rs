//! The courier's side: what waits, what it looks like on the wire, and what became of it.

use super::{Fault, Outbox, begin};
use crate::clock::Stamp;
use crate::entry::{EntryId, Epoch, Sequence};
use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, Row, params};

/// The longest reason that is written down for a parked entry, in characters: one line on the staff page.
pub(super) const LONGEST_REASON: usize = 200;

/// An entry that the desk has not confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its name.
    pub id: EntryId,
    /// Its place in the kiosk's count.
    pub sequence: Sequence,
    /// The enrolment it was left under.
    pub epoch: Epoch,
    /// A call that still goes first.
    pub urgent: bool,
    /// A call that expired before the desk had it: it arrives as missed.
    pub missed: bool,
    /// When it was kept, by the post's clock.
    pub kept_at: Stamp,
    /// Whether something was said beside it.
    pub spoken: bool,
}

/// An entry that the desk refused for good; staff decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parked {
    /// The entry.
    pub entry: Waiting,
    /// Why, in words for staff.
    pub reason: String,
}

/// How many of each there are. Delivered ones that are still kept are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// To be sent.
    pub waiting: u64,
    /// Of those waiting: calls that still go first.
    pub urgent: u64,
    /// Refused for good.
    pub parked: u64,
}

/// The columns of a [`Waiting`].
const WAITING: &str = "id, sequence, epoch, urgent, missed, kept_at, kept_trusted,
    EXISTS (SELECT 1 FROM piece WHERE piece.entry = sequence)";

const NEXT: &str = "FROM entry INDEXED BY entry_waiting WHERE state = 0 ORDER BY urgent DESC, sequence";

impl Outbox {
    /// What to send next, calls first and then in the order left; entries of which `skip` says true are passed over.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn first_waiting(&self, skip: impl Fn(EntryId) -> bool) -> Result<Option<Waiting>, Fault> {
        Ok(self.waiting(1, skip)?.pop())
    }

    /// The first `limit` of what [`Outbox::first_waiting`] would give.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn waiting(&self, limit: usize, skip: impl Fn(EntryId) -> bool) -> Result<Vec<Waiting>, Fault> {
        let mut select = self.connection.prepare_cached(&format!("SELECT {WAITING} {NEXT}"))?;
        let mut rows = select.query([])?;
        let mut found = Vec::new();
        while found.len() < limit {
            let Some(row) = rows.next()? else { break };
            let waiting = read(row)?;
            if !skip(waiting.id) {
                found.push(waiting);
            }
        }
        Ok(found)
    }

    /// The bytes to send: the same on every try.
    ///
    /// # Errors
    /// [`Fault::NotHere`] for an entry that was never kept or is removed already.
    pub fn envelope(&self, id: EntryId) -> Result<Vec<u8>, Fault> {
        let mut select = self.connection.prepare_cached("SELECT envelope FROM entry WHERE id = ?1")?;
        select.query_row(params![id.as_bytes()], |row| row.get(0)).optional()?.ok_or(Fault::NotHere(id))
    }

    /// The desk's receipt as it came, where there is one.
    ///
    /// # Errors
    /// [`Fault::NotHere`].
    pub fn receipt(&self, id: EntryId) -> Result<Option<Vec<u8>>, Fault> {
        let mut select = self.connection.prepare_cached("SELECT receipt FROM entry WHERE id = ?1")?;
        select.query_row(params![id.as_bytes()], |row| row.get(0)).optional()?.ok_or(Fault::NotHere(id))
    }

    /// Writes down the desk's `receipt`, whose signature the caller has checked. The entry is not sent again, and removed
    /// [`super::KEPT_AFTER_RECEIPT`] later. A second receipt for the same entry changes nothing.
    ///
    /// # Errors
    /// [`Fault`]; then it is still waiting and is sent again: the desk knows it by its name.
    pub fn delivered(&mut self, id: EntryId, receipt: &[u8], at: Stamp) -> Result<(), Fault> {
        self.delivered_all(&[(id, receipt)], at)
    }

    /// [`Outbox::delivered`] for several in one commit, which costs little more than for one. Entries that are not here (any
    /// more) are passed over, unless none of them is.
    ///
    /// # Errors
    /// [`Fault`]; then none is written down.
    pub fn delivered_all(&mut self, receipts: &[(EntryId, &[u8])], at: Stamp) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        let (mut gone, mut changed) = (None, Counts::default());
        for (id, receipt) in receipts {
            let Some((state, urgent)) = state_of(&step, *id)? else {
                gone = Some(*id);
                continue;
            };
            match state {
                State::Waiting => {
                    changed.waiting += 1;
                    changed.urgent += u64::from(urgent);
                }
                State::Parked => changed.parked += 1,
                State::Delivered => continue,
            }
            step.prepare_cached(
                "UPDATE entry SET state = 2, urgent = 0, reason = NULL, receipt = ?2, delivered_at = ?3, delivered_trusted = ?4
                 WHERE id = ?1",
            )?
            .execute(params![id.as_bytes(), receipt, at.at.timestamp(), at.trusted])?;
        }
        if let (Some(id), true) = (gone, receipts.len() == 1) {
            return Err(Fault::NotHere(id));
        }
        step.commit()?;
        self.count(|counts| {
            counts.waiting -= changed.waiting;
            counts.urgent -= changed.urgent;
            counts.parked -= changed.parked;
        });
        Ok(())
    }

    /// Takes an entry out of the queue because the desk refused it for good. It stays until staff decide. `reason` is words
    /// for staff, cut at 200 characters. What is parked or delivered already stays as it is.
    ///
    /// # Errors
    /// [`Fault::NotHere`], or the disk.
    pub fn park(&mut self, id: EntryId, reason: &str) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        let (state, urgent) = state_of(&step, id)?.ok_or(Fault::NotHere(id))?;
        if state != State::Waiting {
            return Ok(());
        }
        let reason: String = reason.chars().take(LONGEST_REASON).collect();
        step.prepare_cached("UPDATE entry SET state = 1, reason = ?2 WHERE id = ?1")?.execute(params![id.as_bytes(), reason])?;
        step.commit()?;
        self.count(|counts| {
            counts.waiting -= 1;
            counts.urgent -= u64::from(urgent);
            counts.parked += 1;
        });
        Ok(())
    }

    /// Puts a parked entry back at its old place in the queue. Nothing changes for one that is not parked.
    ///
    /// # Errors
    /// [`Fault::NotHere`], or the disk.
    pub fn unpark(&mut self, id: EntryId) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        let (state, urgent) = state_of(&step, id)?.ok_or(Fault::NotHere(id))?;
        if state != State::Parked {
            return Ok(());
        }
        step.prepare_cached("UPDATE entry SET state = 0, reason = NULL WHERE id = ?1")?.execute(params![id.as_bytes()])?;
        step.commit()?;
        self.count(|counts| {
            counts.waiting += 1;
            counts.urgent += u64::from(urgent);
            counts.parked -= 1;
        });
        Ok(())
    }

    /// The first `limit` parked entries, oldest first.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn parked(&self, limit: usize) -> Result<Vec<Parked>, Fault> {
        let mut select = self.connection.prepare_cached(&format!(
            "SELECT {WAITING}, reason FROM entry INDEXED BY entry_parked WHERE state = 1 ORDER BY sequence LIMIT ?1"
        ))?;
        let parked = select.query_map(params![limit as i64], |row| Ok(Parked { entry: read(row)?, reason: row.get(8)? }))?;
        Ok(parked.collect::<Result<_, _>>()?)
    }

    /// How many wait and how many are parked. The first call walks an index (1 ms for 100 000); later ones cost nothing.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn counts(&mut self) -> Result<Counts, Fault> {
        if let Some(counts) = self.counts {
            return Ok(counts);
        }
        let number = |sql: &str| self.connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map(|n| n as u64);
        let counts = Counts {
            waiting: number("SELECT count(*) FROM entry INDEXED BY entry_waiting WHERE state = 0")?,
            urgent: number("SELECT count(*) FROM entry INDEXED BY entry_waiting WHERE state = 0 AND urgent = 1")?,
            parked: number("SELECT count(*) FROM entry INDEXED BY entry_parked WHERE state = 1")?,
        };
        self.counts = Some(counts);
        Ok(counts)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Parked,
    Delivered,
}

fn state_of(connection: &rusqlite::Connection, id: EntryId) -> rusqlite::Result<Option<(State, bool)>> {
    connection
        .prepare_cached("SELECT state, urgent FROM entry WHERE id = ?1")?
        .query_row(params![id.as_bytes()], |row| {
            let state = match row.get(0)? {
                0 => State::Waiting,
                1 => State::Parked,
                2 => State::Delivered,
                other => return Err(rusqlite::Error::IntegralValueOutOfRange(0, other)),
            };
            Ok((state, row.get(1)?))
        })
        .optional()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Waiting> {
    let id: [u8; 16] = row.get(0)?;
    let bad = |column| rusqlite::Error::IntegralValueOutOfRange(column, 0);
    let sequence = u64::try_from(row.get::<_, i64>(1)?).map_err(|_| bad(1))?;
    Ok(Waiting {
        id: EntryId::from_bytes(&id).map_err(|_| bad(0))?,
        sequence: Sequence::new(sequence).map_err(|_| bad(1))?,
        epoch: Epoch::new(row.get(2)?),
        urgent: row.get(3)?,
        missed: row.get(4)?,
        kept_at: stamp(row.get(5)?, row.get(6)?),
        spoken: row.get(7)?,
    })
}

/// A moment that no calendar can show was never a trusted one: it reads as 1970.
pub(super) fn stamp(seconds: i64, trusted: bool) -> Stamp {
    match DateTime::<Utc>::from_timestamp(seconds, 0) {
        Some(at) => Stamp { at, trusted },
        None => Stamp { at: DateTime::UNIX_EPOCH, trusted: false },
    }
}
