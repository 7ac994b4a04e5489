//! What a worker changes of appointments: books on the phone, moves, cancels, and cancels a whole day.
//!
//! A worker books and moves in one transaction with the time's holder, as a kiosk does; a time that a kiosk holds is never taken
//! from it here. What may have been promised twice is booked only where somebody said that they know.

use super::appointments::{BOOKED, CANCELLED, CONFLICT, Holder, State, WISH, expected, find, time};
use super::calendars::Gate;
use super::elsewhere::Elsewhere;
use super::posts::{self, PostId};
use super::schema::{booking, kiosk, spreekuur, unmatched};
use super::spreekuren::{self, Otherwise};
use super::{Conn, StoreError, grants, kiosks, meta, slots};
use crate::desk::hours::Exception;
use crate::entry::{EntryId, Language, SlotId, SpreekuurId, TEKENS, Teken};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::HashSet;

/// A teken is not given again until this long after its appointment, in minutes: a day.
const TEKEN_RESTS: i64 = 24 * 60;

/// What a worker books for somebody on the phone.
#[derive(Clone, Debug)]
pub struct ByPhone {
    /// Its name, made as that of an entry.
    pub id: EntryId,
    /// What the worker wrote down, sealed.
    pub note: Option<Vec<u8>>,
    /// Whether the note holds a number.
    pub reaches: bool,
    /// Who books.
    pub worker: i32,
}

/// What became of a time that a worker asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Booked {
    /// It is booked; with the teken to say, none where all are given out.
    Done(Option<Teken>),
    /// Somebody else has it now.
    Taken,
    /// The host's calendar has something else then, or did not answer.
    Calendar,
    /// A kiosk may have promised it, or its host has an appointment elsewhere then, and nobody said that they know.
    MayBeDouble,
}

/// Books a time for somebody on the phone. `knowingly`: the worker said that it may be double.
///
/// # Errors
/// Where the store fails.
pub fn book(conn: &mut Conn, slot: SlotId, by: &ByPhone, knowingly: bool, now: i64) -> Result<Booked, StoreError> {
    let Some(own) = spreekuren::find(conn, slot.spreekuur())? else { return Ok(Booked::Taken) };
    let refused = may_take(conn, slot, None, knowingly, now)?;
    if let Some(refused) = refused {
        return Ok(refused);
    }
    let teken = free_teken(conn, own.post, now)?;
    diesel::insert_into(booking::table)
        .values((
            booking::id.eq(by.id.as_bytes().as_slice()),
            booking::spreekuur.eq(Some(slots::spreekuur_column(slot.spreekuur())?)),
            booking::minute.eq(Some(i64::from(slot.minute()))),
            booking::whom.eq(own.whom.word()),
            booking::state.eq(BOOKED),
            booking::teken.eq(teken.map(|teken| i32::from(teken.index()))),
            booking::language.eq(Language::NL.code()),
            booking::contact.eq(by.reaches.then_some("call")),
            booking::reaches.eq(by.reaches),
            booking::late.eq(false),
            booking::left_at.eq(now),
            booking::received_at.eq(now),
            booking::note.eq(by.note.as_deref()),
            booking::made_by.eq(Some(by.worker)),
        ))
        .execute(conn)?;
    take(conn, slot, by.id, now)?;
    tracing::info!(worker = by.worker, id = %by.id, %slot, "a worker booked a time");
    Ok(Booked::Done(teken))
}

/// Gives an appointment, a wish or one of two that were promised the same time another time; its own becomes free.
///
/// # Errors
/// Where the store fails.
pub fn settle(conn: &mut Conn, id: EntryId, slot: SlotId, knowingly: bool, now: i64) -> Result<Booked, StoreError> {
    let Some(one) = find(conn, id)?.filter(|one| !matches!(one.state, State::Moved)) else { return Ok(Booked::Taken) };
    let refused = may_take(conn, slot, Some(id), knowingly, now)?;
    if let Some(refused) = refused {
        return Ok(refused);
    }
    // Elsewhere somebody else may have the same teken today.
    let there = posts::of_spreekuur(conn, slot.spreekuur())?;
    let teken = match (one.teken, there) {
        (Some(teken), there) if posts::of_appointment(conn, &one)? == there => Some(teken),
        (_, Some(there)) => free_teken(conn, there, now)?,
        (teken, None) => teken,
    };
    slots::free(conn, id, now)?;
    diesel::update(booking::table.find(id.as_bytes().as_slice()))
        .set((
            booking::spreekuur.eq(Some(slots::spreekuur_column(slot.spreekuur())?)),
            booking::minute.eq(Some(i64::from(slot.minute()))),
            booking::state.eq(BOOKED),
            booking::teken.eq(teken.map(|teken| i32::from(teken.index()))),
            booking::seen_at.eq(Some(now)),
        ))
        .execute(conn)?;
    take(conn, slot, id, now)?;
    has_moved_to(conn, id, now)?;
    Ok(Booked::Done(teken))
}

/// Why a time cannot be booked by a worker, or get the appointment `moving`; none where it can.
fn may_take(
    conn: &mut Conn,
    slot: SlotId,
    moving: Option<EntryId>,
    knowingly: bool,
    now: i64,
) -> Result<Option<Booked>, StoreError> {
    let Some(time) = time(conn, slot)? else { return Ok(Some(Booked::Taken)) };
    if i64::from(slot.minute()) * 60 <= now || !time.offered {
        return Ok(Some(Booked::Taken));
    }
    let unsure = match time.holder {
        Holder::Free if !Gate::load(conn, now)?.holds(slot) => return Ok(Some(Booked::Calendar)),
        Holder::Free => is_unsure(conn)?,
        Holder::Blocked(_) => true,
        Holder::Kiosk(_) | Holder::Booked(_) | Holder::Withdrawn => return Ok(Some(Booked::Taken)),
    };
    if knowingly {
        return Ok(None);
    }
    let host_is_elsewhere = match spreekuren::find(conn, slot.spreekuur())? {
        Some(own) => Elsewhere::of(conn, &own, moving, now)?.during(slot).is_some(),
        None => false,
    };
    Ok((unsure || host_is_elsewhere).then_some(Booked::MayBeDouble))
}

/// True where this store came out of a backup and a kiosk that may hold times has not spoken since.
///
/// # Errors
/// Where the store fails.
pub fn is_unsure(conn: &mut Conn) -> Result<bool, StoreError> {
    Ok(!grants::may_give(conn)?)
}

/// The time is this booking's, which stands in its table already. The caller has seen that it may be.
fn take(conn: &mut Conn, slot: SlotId, id: EntryId, now: i64) -> Result<(), StoreError> {
    let odd = || StoreError::Odd("slot");
    let was = slots::find(conn, slot)?.ok_or_else(odd)?;
    // In one step: between two of them it would be whoever's the time was promised to as well.
    let holder = was.holder.risk_accepted().book_at_desk(id).map_err(|_| odd())?;
    slots::keep(conn, was, holder, now)?;
    meta::raise_slots_version(conn, now).map(drop)
}

/// What waited for this one to get a time has been moved to it, and what waited for that.
fn has_moved_to(conn: &mut Conn, id: EntryId, now: i64) -> Result<(), StoreError> {
    let mut settled = vec![id.as_bytes().to_vec()];
    while let Some(new) = settled.pop() {
        let waiting = booking::table.filter(booking::moved_to.eq(&new)).filter(booking::state.eq_any([BOOKED, WISH, CONFLICT]));
        for old in waiting.select(booking::id).load::<Vec<u8>>(conn)? {
            // Never again: a chain that bites its tail ends here.
            diesel::update(booking::table.find(&old)).set(booking::state.eq("moved")).execute(conn)?;
            slots::free(conn, EntryId::from_bytes(&old).map_err(|_| StoreError::Odd("booking"))?, now)?;
            settled.push(old);
        }
    }
    Ok(())
}

/// Cancels an appointment, or takes a wish off the list. `told`: the resident knows.
///
/// # Errors
/// Where the store fails.
pub fn cancel(conn: &mut Conn, id: EntryId, told: bool, now: i64) -> Result<bool, StoreError> {
    let standing = booking::table.find(id.as_bytes().as_slice()).filter(booking::state.eq_any([BOOKED, WISH, CONFLICT]));
    let row = (booking::state.eq(CANCELLED), booking::seen_at.eq(told.then_some(now)));
    if diesel::update(standing).set(row).execute(conn)? == 0 {
        return Ok(false);
    }
    slots::free(conn, id, now)?;
    Ok(true)
}

/// Cancels a whole day of a spreekuur: no times, and everybody who had one stands under
/// [`super::appointments::ToDo::to_tell`]. How many; none where there are too many exceptions for another.
///
/// # Errors
/// Where the store fails.
pub fn cancel_day(
    conn: &mut Conn,
    spreekuur: SpreekuurId,
    day: NaiveDate,
    (from, until): (i64, i64),
    reason: Option<String>,
    now: i64,
) -> Result<Option<usize>, StoreError> {
    let closed = Otherwise { exception: Exception::Closed(day, None), reason };
    // Hours that somebody added for this day by hand go too: `closed` counts for them as well.
    if !spreekuren::add_exception(conn, spreekuur, &closed, now)? {
        return Ok(None);
    }
    let those = expected(conn, Some(&HashSet::from([spreekuur])), from.max(now.div_euclid(60)), until)?;
    for one in &those {
        cancel(conn, one.id, false, now)?;
    }
    Ok(Some(those.len()))
}

/// A worker has seen what was odd about an appointment, or has told the resident. False where there is no such thing.
///
/// # Errors
/// Where the store fails.
pub fn seen(conn: &mut Conn, id: EntryId, now: i64) -> Result<bool, StoreError> {
    let id = id.as_bytes().as_slice();
    let own = booking::table.find(id).filter(booking::erased_at.is_null());
    let booked = diesel::update(own).set(booking::seen_at.eq(Some(now))).execute(conn)?;
    let odd = diesel::update(unmatched::table.find(id)).set(unmatched::seen_at.eq(Some(now))).execute(conn)?;
    Ok(booked + odd > 0)
}

/// A teken that no active kiosk of the post gives out and no appointment there of today or later has, from the end that kiosks get
/// last.
fn free_teken(conn: &mut Conn, post: PostId, now: i64) -> Result<Option<Teken>, StoreError> {
    let given: HashSet<u16> = kiosks::all(conn)?
        .into_iter()
        .filter(|kiosk| kiosk.active && kiosk.post == post)
        .flat_map(|kiosk| kiosk.tekens.tekens().map(Teken::index).collect::<Vec<_>>())
        .collect();
    let held = spreekuur::table.filter(spreekuur::post.eq(post)).select(spreekuur::id.nullable());
    let wished = kiosk::table.filter(kiosk::post.eq(post)).select(kiosk::id.nullable());
    let here = booking::spreekuur.eq_any(held).or(booking::spreekuur.is_null().and(booking::kiosk.eq_any(wished)));
    let used: Vec<Option<i32>> = booking::table
        .filter(here)
        .filter(booking::minute.is_null().or(booking::minute.ge(now.div_euclid(60) - TEKEN_RESTS)))
        .filter(booking::teken.is_not_null())
        .select(booking::teken)
        .load(conn)?;
    let used: HashSet<u16> = used.into_iter().flatten().filter_map(|index| u16::try_from(index).ok()).collect();
    let free = (0..TEKENS).rev().find(|index| !given.contains(index) && !used.contains(index));
    Ok(free.and_then(|index| Teken::from_index(index).ok()))
}
