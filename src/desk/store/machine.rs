//! How the machines in the halls are, and the lock that an opened case leaves.
//!
//! A lock has a number of its own. What staff end is the lock that they saw: one that came after it stands.

use super::schema::kiosk;
use super::{Conn, StoreError};
use crate::entry::KioskId;
use crate::wire::{Machine, Part, PrinterState};
use diesel::prelude::*;

/// The columns of a kiosk that tell of its machine.
#[derive(Queryable, Selectable)]
#[diesel(table_name = kiosk)]
pub(super) struct Row {
    printer: Option<String>,
    case_open: Option<bool>,
    machine_lock: Option<i64>,
    machine_unlock: Option<i64>,
    silent: Option<String>,
}

impl Row {
    /// What the kiosk last said of it; none where it never did.
    pub(super) fn machine(&self) -> Option<Machine> {
        let word = self.printer.as_deref()?;
        let printer = PrinterState::ALL.into_iter().find(|(_, known)| *known == word).map_or(PrinterState::Unknown, |(is, _)| is);
        let words: Vec<&str> = self.silent.iter().flat_map(|words| words.split(' ')).collect();
        let silent = Part::ALL.into_iter().filter(|(_, word)| words.contains(word)).map(|(part, _)| part).collect();
        Some(Machine { printer, case_open: self.case_open, lock: self.lock(), silent })
    }

    fn lock(&self) -> Option<u64> {
        self.machine_lock.and_then(|lock| u64::try_from(lock).ok())
    }

    /// Staff ended the lock that stands, and the kiosk has not said yet that it is open.
    pub(super) fn opens(&self) -> bool {
        self.machine_lock.is_some() && self.machine_lock == self.machine_unlock
    }
}

/// Whether what a kiosk says now ends a lock that no staff ended: its caretaker did, at the glass.
///
/// # Errors
/// Where the store fails.
pub fn ends_by_itself(conn: &mut Conn, id: KioskId, machine: Option<&Machine>) -> Result<bool, StoreError> {
    if machine.is_none_or(|machine| machine.lock.is_some()) {
        return Ok(false);
    }
    let row: Option<Row> = kiosk::table.find(id.get() as i32).select(Row::as_select()).first(conn).optional()?;
    Ok(row.is_some_and(|row| row.machine_lock.is_some() && !row.opens()))
}

/// Keeps what a kiosk says of its machine.
pub(super) fn keep(conn: &mut Conn, id: KioskId, machine: Option<&Machine>) -> Result<(), StoreError> {
    let row = kiosk::table.find(id.get() as i32);
    let Some(machine) = machine else {
        let nothing = (kiosk::printer.eq(None::<String>), kiosk::case_open.eq(None::<bool>), kiosk::silent.eq(None::<String>));
        diesel::update(row).set(nothing).execute(conn)?;
        return Ok(());
    };
    let word = PrinterState::ALL.into_iter().find(|(state, _)| *state == machine.printer).map(|(_, word)| word);
    let silent: Vec<&str> =
        Part::ALL.into_iter().filter(|(part, _)| machine.silent.contains(part)).map(|(_, word)| word).collect();
    // A number that no column holds is none of ours, and no lock that staff could end.
    let lock = machine.lock.map(|lock| i64::try_from(lock).unwrap_or(i64::MAX));
    diesel::update(row)
        .set((
            kiosk::printer.eq(word),
            kiosk::case_open.eq(machine.case_open),
            kiosk::machine_lock.eq(lock),
            kiosk::silent.eq(silent.join(" ")),
        ))
        .execute(conn)?;
    Ok(())
}

/// Staff looked at the machine: the lock of this number ends. False where it is locked by another, or not at all.
///
/// # Errors
/// Where the store fails.
pub fn unlock(conn: &mut Conn, id: KioskId, lock: u64) -> Result<bool, StoreError> {
    let Ok(lock) = i64::try_from(lock) else { return Ok(false) };
    let that = kiosk::table.find(id.get() as i32).filter(kiosk::machine_lock.eq(Some(lock)));
    Ok(diesel::update(that).set(kiosk::machine_unlock.eq(Some(lock))).execute(conn)? == 1)
}

/// The lock of this kiosk that staff ended; none where none stands, or another.
///
/// # Errors
/// Where the store fails.
pub fn ended_lock(conn: &mut Conn, id: KioskId) -> Result<Option<u64>, StoreError> {
    let row: Option<Row> = kiosk::table.find(id.get() as i32).select(Row::as_select()).first(conn).optional()?;
    Ok(row.filter(Row::opens).and_then(|row| row.lock()))
}
