//! The rights to book times, as [`crate::booking::post`] decides about them: here is only what stands where.
//!
//! All are held in memory (some hundred) and written step by step. A step that uses a right up is written to the mark first and
//! then, with the entry that used it, in one commit.

use super::{Fault, Kept, Label, NotOpened, Outbox, begin, mark_file, remember};
use crate::booking::mark::Mark;
use crate::booking::post::{Asked, Right, Rights, State, Step};
use crate::clock::Stamp;
use crate::entry::{EntryId, Grant, GrantId, Recognition, SlotId, SpreekuurId, Teken};
use crate::seal::Sealed;
use rusqlite::{Connection, Row, Transaction, params};
use std::collections::HashSet;
use std::path::Path;

/// Minutes of a day: who came this morning is still in the hall's memory this afternoon.
const A_DAY: i64 = 24 * 60;

/// The rights of an open outbox.
pub(super) struct Held {
    rights: Rights,
    /// The database's number.
    generation: u64,
    /// As it is on the disk.
    mark: Mark,
}

impl Held {
    /// Reads the rights of the outbox at `path`, and doubts them where the database is older than its mark. `fresh` says that no
    /// damaged outbox lies beside it.
    pub(super) fn load(connection: &mut Connection, path: &Path, fresh: bool) -> Result<Self, NotOpened> {
        let (rights, generation) = stored(connection)?;
        let found = mark_file::read(path)?;
        let mut held = Held { rights, generation, mark: found.clone().unwrap_or_default() };
        let Some(step) = held.rights.found(generation, found.as_ref(), fresh) else { return Ok(held) };
        tracing::warn!(
            generation,
            mark = held.mark.generation(),
            "this outbox is older than it was: rights to book are in doubt"
        );
        if found.is_none() || held.mark.generation() < generation {
            held.mark = Mark::anew(generation + 1, held.rights.highest().max(held.mark.highest()));
            mark_file::write(path, &held.mark)?;
        }
        let transaction = begin(connection)?;
        write(&transaction, &step, held.mark.generation())?;
        transaction.commit()?;
        held.generation = held.mark.generation();
        held.rights.apply(&step);
        Ok(held)
    }

    /// Reads them again: entries that booked some have been removed.
    pub(super) fn reload(&mut self, connection: &Connection) -> Result<(), Fault> {
        // The count of questions asked is not stored.
        for (grant, right) in stored(connection)?.0.known() {
            let mut step = self.rights.give_up([]);
            step.changes.push((grant, Some(right)));
            self.rights.apply(&step);
        }
        Ok(())
    }
}

/// A time that was booked here, and by what its resident is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promised {
    /// The entry that booked it.
    pub id: EntryId,
    /// The time.
    pub slot: SlotId,
    /// What the resident is called by.
    pub teken: Option<Teken>,
    /// Recognises the resident's QR code.
    pub recognition: Option<Recognition>,
    /// True once the desk has the entry.
    pub delivered: bool,
}

impl Outbox {
    /// What this kiosk may book by itself, lowest grant first.
    pub fn held(&self) -> Vec<Grant> {
        self.held.rights.held().collect()
    }

    /// All rights it knows.
    pub fn rights(&self) -> &Rights {
        &self.held.rights
    }

    /// The times that were booked here and whose entries are still here, by time.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn promised(&self) -> Result<Vec<Promised>, Fault> {
        let mut select = self.connection.prepare_cached(
            "SELECT entry.id, spreekuur, minute, teken, recognition, entry.state = 2
             FROM slot_right JOIN entry ON entry.id = slot_right.entry ORDER BY minute, spreekuur",
        )?;
        Ok(select.query_map([], promised)?.collect::<Result<_, _>>()?)
    }

    /// What to tell the desk about them; the answer to any question before counts no more.
    pub fn ask_for_slots(&mut self) -> Asked {
        self.held.rights.ask()
    }

    /// Takes up the desk's answer, whose signature the caller has checked. True where something was given back by it, of which
    /// the desk should hear.
    ///
    /// # Errors
    /// [`Fault::Overtaken`], or the disk; then everything is as before.
    pub fn take_up(&mut self, asked: &Asked, listed: &[Grant], wanted_back: &[GrantId]) -> Result<bool, Fault> {
        let step = self.held.rights.take_up(asked, listed, wanted_back)?;
        self.step(&step, |_| Ok(()))?;
        Ok(step.changes.iter().any(|(_, right)| right.is_some_and(|right| right.state == State::Returning)))
    }

    /// Takes up a right that the desk gave for the resident at the glass.
    ///
    /// # Errors
    /// [`Fault::NotHeld`] for one that was known before, or the disk.
    pub fn granted(&mut self, right: Grant) -> Result<(), Fault> {
        let step = self.held.rights.granted(right)?;
        self.step(&step, |_| Ok(()))
    }

    /// Gives rights back; those that are not held are passed over.
    ///
    /// # Errors
    /// [`Fault`]; then they are held as before.
    pub fn give_up(&mut self, back: &[GrantId]) -> Result<(), Fault> {
        let step = self.held.rights.give_up(back.iter().copied());
        self.step(&step, |_| Ok(()))
    }

    /// Remembers the facts of a new enrolment, and gives back every right of the one before, in one commit.
    ///
    /// # Errors
    /// [`Fault`]; then everything is as before.
    pub fn enrol(&mut self, facts: &[(&str, Option<&[u8]>)]) -> Result<(), Fault> {
        let step = self.held.rights.enrolled_anew();
        self.step(&step, |transaction| Ok(remember(transaction, facts)?))
    }

    /// [`Outbox::keep`] for an entry that books a time: the right is used up in the same commit.
    ///
    /// # Errors
    /// [`Fault::NotHeld`] where this kiosk does not hold the right (any more), [`Fault::Begun`] for a time that nobody can come to
    /// any more; else as there. Nothing is kept and nothing used.
    pub fn book(&mut self, sealed: &Sealed, label: Label, by: Grant) -> Result<Kept, Fault> {
        if label.at.trusted && by.slot.start() < label.at.at {
            return Err(Fault::Begun(by.slot));
        }
        let step = self.held.rights.book(by, sealed.header().id)?;
        self.step(&step, |transaction| {
            super::insert(transaction, sealed, &label)?;
            Ok(note_whose(transaction, by.grant, &label)?)
        })?;
        Ok(self.note_kept(sealed, label))
    }

    /// Writes a step and whatever belongs to it: the mark first, then all of it or nothing.
    fn step(&mut self, step: &Step, within: impl FnOnce(&Transaction<'_>) -> Result<(), Fault>) -> Result<(), Fault> {
        if !step.uses_up.is_empty() {
            let mark = self.held.mark.next(&step.uses_up);
            mark_file::write(&self.path, &mark)?;
            self.held.mark = mark;
        }
        let generation = if step.uses_up.is_empty() { self.held.generation } else { self.held.mark.generation() };
        let transaction = begin(&mut self.connection)?;
        within(&transaction)?;
        if !step.is_empty(&self.held.rights) {
            write(&transaction, step, generation)?;
        }
        transaction.commit()?;
        self.held.rights.apply(step);
        self.held.generation = generation;
        Ok(())
    }
}

/// Writes by what the resident is known who was promised the time.
fn note_whose(transaction: &Transaction<'_>, by: GrantId, label: &Label) -> rusqlite::Result<()> {
    let (teken, recognition) = (label.teken.map(Teken::index), label.recognition.as_ref().map(Recognition::as_bytes));
    transaction
        .prepare_cached("UPDATE slot_right SET teken = ?2, recognition = ?3 WHERE grant_id = ?1")?
        .execute(params![by.get() as i64, teken, recognition])
        .map(drop)
}

/// The tekens of those who come to a time booked here that has not been yet, by the clock as it is.
pub(super) fn tekens_after(connection: &Connection, at: Stamp) -> rusqlite::Result<HashSet<u16>> {
    let mut select = connection.prepare_cached("SELECT teken FROM slot_right WHERE teken IS NOT NULL AND minute >= ?1")?;
    let today = at.at.timestamp().div_euclid(60) - A_DAY;
    select.query_map(params![today], |row| row.get(0))?.collect()
}

fn promised(row: &Row<'_>) -> rusqlite::Result<Promised> {
    let bad = |column| rusqlite::Error::IntegralValueOutOfRange(column, 0);
    let (id, recognition): (Vec<u8>, Option<[u8; 32]>) = (row.get(0)?, row.get(4)?);
    let teken: Option<u16> = row.get(3)?;
    Ok(Promised {
        id: EntryId::from_bytes(&id).map_err(|_| bad(0))?,
        slot: SlotId::new(SpreekuurId::new(row.get(1)?).map_err(|_| bad(1))?, row.get(2)?),
        teken: teken.map(Teken::from_index).transpose().map_err(|_| bad(3))?,
        recognition: recognition.map(Recognition::new),
        delivered: row.get(5)?,
    })
}

/// The rights as they stand in the database, and its number.
fn stored(connection: &Connection) -> rusqlite::Result<(Rights, u64)> {
    let mut select = connection.prepare_cached("SELECT grant_id, spreekuur, minute, state, entry FROM slot_right")?;
    let known = select.query_map([], read)?.collect::<Result<Vec<_>, _>>()?;
    let mut count = connection.prepare_cached("SELECT generation, highest, doubt FROM right_count")?;
    let (generation, highest, doubt) = count.query_row([], |row| {
        let grant = |column| row.get::<_, Option<i64>>(column)?.map(|number| grant(column, number)).transpose();
        Ok((number(0, row.get(0)?)?, grant(1)?, grant(2)?))
    })?;
    Ok((Rights::stored(known, highest, doubt), generation))
}

fn write(transaction: &Transaction<'_>, step: &Step, generation: u64) -> rusqlite::Result<()> {
    for (grant, right) in &step.changes {
        let grant = grant.get() as i64;
        let Some(Right { slot, state }) = right else {
            transaction.prepare_cached("DELETE FROM slot_right WHERE grant_id = ?1")?.execute(params![grant])?;
            continue;
        };
        let (state, entry) = match state {
            State::Held => (0, None),
            State::Booked(entry) => (1, entry.as_ref().map(EntryId::as_bytes)),
            State::Returning => (2, None),
            State::Unsure => (3, None),
        };
        transaction
            .prepare_cached(
                "INSERT INTO slot_right (grant_id, spreekuur, minute, state, entry) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (grant_id) DO UPDATE SET state = ?4, entry = ?5",
            )?
            .execute(params![grant, slot.spreekuur().get(), slot.minute(), state, entry])?;
    }
    let grant = |grant: Option<GrantId>| grant.map(|grant| grant.get() as i64);
    let generation = i64::try_from(generation).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::MAX))?;
    transaction.prepare_cached("UPDATE right_count SET generation = ?1, highest = ?2, doubt = ?3")?.execute(params![
        generation,
        grant(step.highest),
        grant(step.doubt)
    ])?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<(GrantId, Right)> {
    let bad = |column| rusqlite::Error::IntegralValueOutOfRange(column, 0);
    let spreekuur = SpreekuurId::new(row.get(1)?).map_err(|_| bad(1))?;
    let entry: Option<Vec<u8>> = row.get(4)?;
    let state = match row.get(3)? {
        0 => State::Held,
        1 => State::Booked(entry.map(|id| EntryId::from_bytes(&id).map_err(|_| bad(4))).transpose()?),
        2 => State::Returning,
        3 => State::Unsure,
        other => return Err(rusqlite::Error::IntegralValueOutOfRange(3, other)),
    };
    Ok((grant(0, row.get(0)?)?, Right { slot: SlotId::new(spreekuur, row.get(2)?), state }))
}

fn grant(column: usize, stored: i64) -> rusqlite::Result<GrantId> {
    GrantId::new(number(column, stored)?).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, stored))
}

fn number(column: usize, stored: i64) -> rusqlite::Result<u64> {
    u64::try_from(stored).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, stored))
}
