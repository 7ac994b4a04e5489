//! Times that can be booked: one row each, with exactly one holder.
//!
//! 1. A row is made when the weekly hours have the time ([`offer`]) and is never deleted, so that no right to it is forgotten.
//! 2. What may follow on what is decided by [`crate::booking::desk`]; here it is only read and written.
//! 3. A time that the hours do not have any more is withdrawn wherever it comes back: it is never free again by itself.

use super::posts::PostId;
use super::schema::{kiosk, slot, spreekuur};
use super::{Conn, StoreError, bookings, kiosks, meta};
use crate::booking::desk::{Claim, Holder, Taken};
use crate::entry::{EntryId, Epoch, GrantId, KioskId, SlotId, SpreekuurId};
use diesel::prelude::*;
use std::collections::HashSet;

/// More spreekuren than anyone makes between a backup and its restore.
const GIVEN_SINCE_A_BACKUP: i32 = 1_000;

/// Slots that are written in one statement: SQLite takes 32 766 values in one.
const AT_ONCE: usize = 1_000;

/// One slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name: spreekuur and first minute.
    pub id: SlotId,
    /// Whose it is.
    pub holder: Holder,
    /// Whether the weekly hours still have it.
    pub offered: bool,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = slot)]
pub(super) struct Row {
    spreekuur: i32,
    minute: i64,
    state: String,
    kiosk: Option<i32>,
    epoch: Option<i32>,
    grant_id: Option<i64>,
    booking: Option<Vec<u8>>,
    offered: bool,
}

/// What stands in the columns of a holder.
#[derive(AsChangeset, Insertable)]
#[diesel(table_name = slot, treat_none_as_null = true)]
struct HolderRow {
    state: &'static str,
    kiosk: Option<i32>,
    epoch: Option<i32>,
    grant_id: Option<i64>,
    booking: Option<Vec<u8>>,
}

const fn odd() -> StoreError {
    StoreError::Odd("slot")
}

/// A spreekuur's number in its column; none where it is higher than any that is ever given.
pub(super) fn column(id: SpreekuurId) -> Option<i32> {
    i32::try_from(id.get()).ok()
}

/// A spreekuur's number in its column.
pub(super) fn spreekuur_column(id: SpreekuurId) -> Result<i32, StoreError> {
    column(id).ok_or(odd())
}

/// A spreekuur's number from its column.
pub(super) fn spreekuur_from(column: i32) -> Result<SpreekuurId, StoreError> {
    u32::try_from(column).ok().and_then(|number| SpreekuurId::new(number).ok()).ok_or(odd())
}

/// A slot's name from its columns.
pub(super) fn slot_from(spreekuur: i32, minute: i64) -> Result<SlotId, StoreError> {
    Ok(SlotId::new(spreekuur_from(spreekuur)?, u32::try_from(minute).map_err(|_| odd())?))
}

fn claim_from(row: &Row) -> Result<Option<Claim>, StoreError> {
    let (Some(kiosk), Some(epoch), Some(grant)) = (row.kiosk, row.epoch, row.grant_id) else { return Ok(None) };
    Ok(Some(Claim {
        kiosk: kiosks::id_from(kiosk)?,
        epoch: Epoch::new(u32::try_from(epoch).map_err(|_| odd())?),
        grant: u64::try_from(grant).ok().and_then(|grant| GrantId::new(grant).ok()).ok_or(odd())?,
    }))
}

impl TryFrom<Row> for Slot {
    type Error = StoreError;
    fn try_from(row: Row) -> Result<Self, StoreError> {
        let claim = claim_from(&row)?;
        let holder = match (row.state.as_str(), claim, &row.booking) {
            ("free", None, None) => Holder::Desk,
            ("granted", Some(claim), None) => Holder::Kiosk(claim),
            ("blocked", Some(claim), None) => Holder::Blocked(claim),
            ("booked", None, Some(id)) => Holder::Booked(EntryId::from_bytes(id).map_err(|_| odd())?),
            ("withdrawn", claim, None) => Holder::Withdrawn(claim),
            _ => return Err(odd()),
        };
        Ok(Slot { id: slot_from(row.spreekuur, row.minute)?, holder, offered: row.offered })
    }
}

impl From<Holder> for HolderRow {
    fn from(holder: Holder) -> Self {
        let (state, booking) = match holder {
            Holder::Desk => ("free", None),
            Holder::Kiosk(_) => ("granted", None),
            Holder::Blocked(_) => ("blocked", None),
            Holder::Booked(id) => ("booked", Some(id.as_bytes().to_vec())),
            Holder::Withdrawn(_) => ("withdrawn", None),
        };
        let claim = holder.claim();
        HolderRow {
            state,
            kiosk: claim.map(|claim| claim.kiosk.get() as i32),
            epoch: claim.map(|claim| claim.epoch.get() as i32),
            // A grant's number fits by its type.
            grant_id: claim.map(|claim| claim.grant.get() as i64),
            booking,
        }
    }
}

fn slots(rows: Vec<Row>) -> Result<Vec<Slot>, StoreError> {
    rows.into_iter().map(Slot::try_from).collect()
}

/// The slot of this name.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: SlotId) -> Result<Option<Slot>, StoreError> {
    let Some(spreekuur) = column(id.spreekuur()) else { return Ok(None) };
    let row = slot::table.find((spreekuur, i64::from(id.minute()))).select(Row::as_select()).first(conn).optional()?;
    row.map(Slot::try_from).transpose()
}

/// The slots that begin in the minutes `from` up to but not including `until`, by spreekuur and time: of one spreekuur, or all.
///
/// # Errors
/// Where the store fails.
pub fn between(conn: &mut Conn, of: Option<SpreekuurId>, from: u32, until: u32) -> Result<Vec<Slot>, StoreError> {
    let times = slot::minute.ge(i64::from(from)).and(slot::minute.lt(i64::from(until)));
    let mut rows = slot::table.filter(times).order((slot::spreekuur, slot::minute)).select(Row::as_select()).into_boxed();
    if let Some(of) = of {
        rows = rows.filter(slot::spreekuur.eq(spreekuur_column(of)?));
    }
    slots(rows.load(conn)?)
}

/// The slots of the spreekuren of this post that begin in those minutes, by spreekuur and time.
pub(super) fn between_in(conn: &mut Conn, post: PostId, from: u32, until: u32) -> Result<Vec<Slot>, StoreError> {
    let times = slot::minute.ge(i64::from(from)).and(slot::minute.lt(i64::from(until)));
    let own = spreekuur::table.filter(spreekuur::post.eq(post)).select(spreekuur::id);
    let rows = slot::table.filter(times).filter(slot::spreekuur.eq_any(own)).order((slot::spreekuur, slot::minute));
    slots(rows.select(Row::as_select()).load(conn)?)
}

/// Every slot with a claim of this kiosk, of whatever strength and time.
pub(super) fn claimed_by(conn: &mut Conn, id: KioskId) -> Result<Vec<Slot>, StoreError> {
    slots(slot::table.filter(slot::kiosk.eq(id.get() as i32)).select(Row::as_select()).load(conn)?)
}

/// Those of them that begin after `minute`: what is over stays in the table, and grows with the years.
pub(super) fn claimed_after(conn: &mut Conn, id: KioskId, minute: u32) -> Result<Vec<Slot>, StoreError> {
    let claimed = slot::table.filter(slot::kiosk.eq(id.get() as i32)).filter(slot::minute.gt(i64::from(minute)));
    slots(claimed.select(Row::as_select()).load(conn)?)
}

/// The slots that these grants of a kiosk are rights to.
pub(super) fn granted(conn: &mut Conn, id: KioskId, grants: &[GrantId]) -> Result<Vec<Slot>, StoreError> {
    let grants: Vec<i64> = grants.iter().map(|grant| grant.get() as i64).collect();
    let rows = slot::table.filter(slot::kiosk.eq(id.get() as i32)).filter(slot::grant_id.eq_any(grants));
    slots(rows.select(Row::as_select()).load(conn)?)
}

/// Gives the slot the holder that it has from now on. What comes back and is not in the hours any more is withdrawn. True where
/// anything changed.
pub(super) fn keep(conn: &mut Conn, was: Slot, holder: Holder, now: i64) -> Result<bool, StoreError> {
    let holder = if was.offered { holder } else { back_outside_the_hours(holder) };
    if holder == was.holder {
        return Ok(false);
    }
    let name = (spreekuur_column(was.id.spreekuur())?, i64::from(was.id.minute()));
    diesel::update(slot::table.find(name)).set((HolderRow::from(holder), slot::changed_at.eq(now))).execute(conn)?;
    if holder == Holder::Desk {
        // Before anybody else gets it: whoever was promised it as well.
        bookings::settle_conflict(conn, was.id, now)?;
    }
    Ok(true)
}

fn back_outside_the_hours(holder: Holder) -> Holder {
    if holder == Holder::Desk { holder.withdrawn() } else { holder }
}

/// A worker books the slot for whoever the booking `id` is, which stands in its table already. [`Taken`] where it is not the
/// desk's; ask [`super::grants::may_give`] first. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn book(conn: &mut Conn, slot: SlotId, id: EntryId, now: i64) -> Result<Result<(), Taken>, StoreError> {
    let Some(was) = find(conn, slot)? else { return Ok(Err(Taken)) };
    let Ok(holder) = was.holder.book_at_desk(id) else { return Ok(Err(Taken)) };
    keep(conn, was, holder, now)?;
    meta::raise_slots_version(conn, now)?;
    Ok(Ok(()))
}

/// The booking `id` has its time no more, if it had one: that is the desk's again where the hours still have it, or whoever's it
/// was promised to as well. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn free(conn: &mut Conn, id: EntryId, now: i64) -> Result<(), StoreError> {
    let own = slot::table.filter(slot::booking.eq(id.as_bytes().as_slice())).select(Row::as_select());
    for was in slots(own.load(conn)?)? {
        keep(conn, was, was.holder.cancelled(id), now)?;
    }
    meta::raise_slots_version(conn, now)?;
    Ok(())
}

/// A slot of which this store lost the row: not in the hours until they say so. None where there is no such spreekuur.
pub(super) fn remember(conn: &mut Conn, id: SlotId, now: i64) -> Result<Option<Slot>, StoreError> {
    let Some(number) = column(id.spreekuur()) else { return Ok(None) };
    let known: i64 = spreekuur::table.filter(spreekuur::id.eq(number)).count().get_result(conn)?;
    if known == 0 {
        return Ok(None);
    }
    let holder = Holder::Withdrawn(None);
    let name = (slot::spreekuur.eq(number), slot::minute.eq(i64::from(id.minute())));
    diesel::insert_into(slot::table)
        .values((name, HolderRow::from(holder), slot::offered.eq(false), slot::changed_at.eq(now)))
        .execute(conn)?;
    Ok(Some(Slot { id, holder, offered: false }))
}

/// The number for a new spreekuur: never given before, also not by a desk whose backup this store came out of.
///
/// # Errors
/// Where the store fails.
pub fn next_spreekuur(conn: &mut Conn) -> Result<SpreekuurId, StoreError> {
    let next = last_given(conn)? + 1;
    meta::note_spreekuren_given(conn, next)?;
    spreekuur_from(next)
}

fn last_given(conn: &mut Conn) -> Result<i32, StoreError> {
    let last: Option<i32> = spreekuur::table.select(diesel::dsl::max(spreekuur::id)).first(conn)?;
    Ok(last.unwrap_or(0).max(meta::spreekuren_given(conn)?))
}

/// A store that comes out of a backup does not know which numbers were given since: it leaves a gap.
pub(super) fn leave_a_gap(conn: &mut Conn) -> Result<(), StoreError> {
    let gap = last_given(conn)?.saturating_add(GIVEN_SINCE_A_BACKUP);
    meta::note_spreekuren_given(conn, gap)
}

/// The weekly hours have the times `minutes` (since 1970, UTC): makes what is not there, and offers again what was withdrawn.
/// Whoever holds one keeps it. How many are new or offered again. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails, as for a spreekuur that is not there.
pub fn offer(conn: &mut Conn, spreekuur: SpreekuurId, minutes: &[u32], now: i64) -> Result<usize, StoreError> {
    let number = spreekuur_column(spreekuur)?;
    let mut changed = 0;
    for part in minutes.chunks(AT_ONCE) {
        let part: HashSet<i64> = part.iter().map(|minute| i64::from(*minute)).collect();
        let named = slot::table.filter(slot::spreekuur.eq(number)).filter(slot::minute.eq_any(part.clone()));
        let known = slots(named.select(Row::as_select()).load(conn)?)?;
        for again in known.iter().filter(|slot| !slot.offered) {
            changed += 1;
            offer_again(conn, *again, now)?;
        }
        let known: HashSet<i64> = known.iter().map(|slot| i64::from(slot.id.minute())).collect();
        let new = part.into_iter().filter(|minute| !known.contains(minute));
        let row = |minute: i64| {
            let name = (slot::spreekuur.eq(number), slot::minute.eq(minute));
            (name, slot::state.eq("free"), slot::offered.eq(true), slot::changed_at.eq(now))
        };
        let rows: Vec<_> = new.map(row).collect();
        if !rows.is_empty() {
            changed += diesel::insert_into(slot::table).values(&rows).execute(conn)?;
        }
    }
    if changed > 0 {
        meta::raise_slots_version(conn, now)?;
    }
    Ok(changed)
}

fn offer_again(conn: &mut Conn, was: Slot, now: i64) -> Result<(), StoreError> {
    let speaks = match was.holder.claim() {
        None => true,
        Some(claim) => kiosks::still_speaks(conn, claim.kiosk, claim.epoch)?,
    };
    note_offered(conn, was.id, true)?;
    keep(conn, Slot { offered: true, ..was }, was.holder.offered(|_| !speaks), now)?;
    Ok(())
}

fn note_offered(conn: &mut Conn, id: SlotId, offered: bool) -> Result<(), StoreError> {
    let name = (spreekuur_column(id.spreekuur())?, i64::from(id.minute()));
    diesel::update(slot::table.find(name)).set(slot::offered.eq(offered)).execute(conn)?;
    Ok(())
}

/// The weekly hours have, from the minute `from` on, no other times than `minutes`: withdraws the others. One that a kiosk holds
/// is not listed to it any more; one that is booked stays booked, and goes nowhere else when that is cancelled. How many were
/// withdrawn. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn withdraw_others(
    conn: &mut Conn,
    spreekuur: SpreekuurId,
    from: u32,
    minutes: &[u32],
    now: i64,
) -> Result<usize, StoreError> {
    let kept: HashSet<u32> = minutes.iter().copied().collect();
    let offered = slot::table
        .filter(slot::spreekuur.eq(spreekuur_column(spreekuur)?))
        .filter(slot::minute.ge(i64::from(from)))
        .filter(slot::offered.eq(true));
    let offered = slots(offered.select(Row::as_select()).load(conn)?)?;
    let mut withdrawn = 0;
    for other in offered.into_iter().filter(|slot| !kept.contains(&slot.id.minute())) {
        withdrawn += 1;
        note_offered(conn, other.id, false)?;
        keep(conn, Slot { offered: false, ..other }, other.holder.withdrawn(), now)?;
    }
    if withdrawn > 0 {
        meta::raise_slots_version(conn, now)?;
    }
    Ok(withdrawn)
}

/// What a kiosk that was written off, or enrolled anew, may have promised stays blocked.
pub(super) fn written_off(conn: &mut Conn, id: KioskId, now: i64) -> Result<(), StoreError> {
    let mut changed = false;
    for was in claimed_by(conn, id)? {
        changed |= keep(conn, was, was.holder.written_off(id), now)?;
    }
    if changed {
        meta::raise_slots_version(conn, now)?;
    }
    Ok(())
}

/// How many of a kiosk's slots are blocked since it was written off, from the minute `from` on.
///
/// # Errors
/// Where the store fails.
pub fn blocked(conn: &mut Conn, id: KioskId, from: u32) -> Result<usize, StoreError> {
    let claimed = claimed_by(conn, id)?;
    Ok(claimed.iter().filter(|slot| slot.id.minute() >= from && matches!(slot.holder, Holder::Blocked(_))).count())
}

/// Staff accept that a silent kiosk may have promised anything: its blocked slots are free, and a desk that came back from a
/// backup does not wait for it any more. How many slots came free. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn accept_risk(conn: &mut Conn, id: KioskId, now: i64) -> Result<usize, StoreError> {
    let store = meta::store_id(conn)?;
    diesel::update(kiosk::table.find(id.get() as i32)).set(kiosk::slots_risk.eq(Some(store))).execute(conn)?;
    let mut freed = 0;
    for was in claimed_by(conn, id)? {
        freed += usize::from(keep(conn, was, was.holder.risk_accepted(), now)?);
    }
    tracing::warn!(kiosk = id.get(), freed, "staff accepted that two residents may come at one time");
    meta::raise_slots_version(conn, now)?;
    Ok(freed)
}
