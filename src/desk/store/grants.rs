//! The rights of kiosks to book: what each holds, gives back, is given, and takes for the resident at the glass.
//!
//! 1. Everything here may be said twice: a kiosk whose answer was lost asks again and gets the same.
//! 2. A kiosk learns of its own rights alone, and of the spreekuren of its own post.
//! 3. A store that came out of a backup gives nothing before every kiosk that may have been given something since has said what
//!    it holds, or staff accepted the risk ([`may_give`]). Of kiosks that it cannot know it is told ([`strangers`]).

use super::calendars::Gate;
use super::posts::{self, PostId};
use super::schema::{booking, kiosk, slot, spreekuur};
use super::slots::{self, Slot};
use super::{Conn, StoreError, meta};
use crate::booking::desk::{self, Claim, Heard, Holder};
use crate::booking::granting::{DEMAND_DAYS, MOST_HELD, Stock, Time};
use crate::entry::{Epoch, Grant, GrantId, KioskId, SlotId, SpreekuurId, Whom};
use crate::wire::{self, Spreekuur, SyncRequest, Taken};
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Minutes ahead in which kiosks hold times: two weeks, so that a weekly spreekuur is there twice.
const HELD_AHEAD: u32 = 14 * 24 * 60;

/// Minutes ahead in which the desk offers times that nobody holds: the six days of a weekly spreekuur are six weeks.
const OFFERED_AHEAD: u32 = 6 * 7 * 24 * 60;

/// Days with free time that a kiosk is told of, with each sort of people: the glass shows six, and some are gone by then.
const MOST_DAYS: usize = 8;

/// Free times of one day that a kiosk is told of, with each sort of people: the glass shows six. With [`MOST_DAYS`] and six
/// sorts of people an answer names at most 576, about 8 KB of the 64 KB it may have.
const MOST_A_DAY: usize = 12;

/// Times offered in place of one that was lost.
const INSTEAD: usize = 3;

/// The minute that is running.
fn minute(now: i64) -> u32 {
    u32::try_from(now.div_euclid(60)).unwrap_or(0)
}

/// The local day on which a slot begins.
pub(super) fn day(slot: SlotId) -> NaiveDate {
    slot.start().with_timezone(&Amsterdam).date_naive()
}

/// The minutes at which the local day of the moment `now` begins and ends.
pub(super) fn today(now: DateTime<Utc>) -> (u32, u32) {
    let day = now.with_timezone(&Amsterdam).date_naive();
    let begin = |day: Option<NaiveDate>| {
        // In this time zone midnight is there every day.
        let midnight = day.and_then(|day| Amsterdam.from_local_datetime(&day.and_time(chrono::NaiveTime::MIN)).earliest());
        midnight.map_or(0, |midnight| minute(midnight.timestamp()))
    };
    (begin(Some(day)), begin(day.succ_opt()))
}

/// What this store knows of each kiosk's rights; in one that never came out of a backup, all.
///
/// # Errors
/// Where the store fails.
pub fn heard(conn: &mut Conn) -> Result<Vec<(KioskId, Heard)>, StoreError> {
    let (restored, store) = (meta::restored(conn)?, meta::store_id(conn)?);
    type Row = (i32, String, Option<i64>, Option<String>, Option<String>);
    let columns = (kiosk::id, kiosk::state, kiosk::written_off_at, kiosk::slots_store, kiosk::slots_risk);
    // The desk itself and displays hold no times, and never say so.
    let holders = kiosk::table.filter(kiosk::desk.eq(false).and(kiosk::display.eq(false)));
    let rows: Vec<Row> = holders.select(columns).load(conn)?;
    let said = |(id, state, written_off_at, synced, risk): Row| {
        // One that was written off before the restore was given nothing that the backup does not know.
        let was_gone = |restored: meta::Restored| state != "active" && written_off_at.is_some_and(|at| at < restored.at);
        let heard = match restored {
            None => Heard::Synced,
            Some(_) if synced.as_ref() == Some(&store) => Heard::Synced,
            Some(_) if risk.as_ref() == Some(&store) => Heard::RiskAccepted,
            Some(restored) if was_gone(restored) => Heard::Synced,
            Some(_) => Heard::Silent,
        };
        Ok((super::kiosks::id_from(id)?, heard))
    };
    rows.into_iter().map(said).collect()
}

/// What this store knows of the rights of kiosks that were enrolled, or enrolled anew, after the backup was made that it came out
/// of; none where there are none. They never become [`Heard::Synced`]: nobody can tell when the last of them has spoken.
///
/// # Errors
/// Where the store fails.
pub fn strangers(conn: &mut Conn) -> Result<Option<Heard>, StoreError> {
    meta::strangers(conn)
}

/// Staff accept that kiosks which this store cannot know may have promised anything. Write with [`super::News::Hall`].
///
/// # Errors
/// Where the store fails.
pub fn accept_strangers(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    if meta::strangers(conn)? == Some(Heard::Silent) {
        meta::accept_strangers(conn)?;
        meta::raise_slots_version(conn, now)?;
        tracing::warn!("staff accepted that kiosks which this desk cannot know may have promised times");
    }
    Ok(())
}

/// True where the desk may give times away: to kiosks, and to whoever calls.
///
/// # Errors
/// Where the store fails.
pub fn may_give(conn: &mut Conn) -> Result<bool, StoreError> {
    let (known, strangers) = (heard(conn)?, strangers(conn)?);
    Ok(desk::may_give(known.into_iter().map(|(_, heard)| heard).chain(strangers)))
}

/// The kiosk is enrolled anew, and will speak for itself from now on. What it was given before by a desk that has been lost, and
/// never told this one, nobody asks it any more: it may even be another machine.
pub(super) fn enrolled_anew(conn: &mut Conn, id: KioskId) -> Result<(), StoreError> {
    if heard(conn)?.contains(&(id, Heard::Silent)) { meta::note_strangers(conn) } else { Ok(()) }
}

/// A kiosk says what it gives back, holds and has booked, and gets what it may book and what is free.
///
/// # Errors
/// Where the store fails.
pub fn sync(conn: &mut Conn, id: KioskId, epoch: Epoch, request: &SyncRequest, now: i64) -> Result<wire::Slots, StoreError> {
    let mut changed = false;
    for was in slots::granted(conn, id, &request.returned)? {
        let Some(claim) = was.holder.claim() else { continue };
        changed |= slots::keep(conn, was, was.holder.returned(id, claim.grant), now)?;
    }
    changed |= first_word(conn, id, epoch, request, now)?;
    let gives = may_give(conn)?;
    let post = posts::of_kiosk(conn, id)?;
    let spreekuren = spreekuren(conn, post)?;
    let gate = Gate::load(conn, now)?;
    let mut stocks = stocks(conn, (id, epoch, post), &gate, now)?;
    let mut room = MOST_HELD.saturating_sub(stocks.values().map(|stock| stock.held.len()).sum());
    let mut wanted_back = Vec::new();
    for spreekuur in &spreekuren {
        let Some(stock) = stocks.get_mut(&spreekuur.id) else { continue };
        wanted_back.extend(stock.to_ask_back());
        let given = if gives { stock.to_grant(room) } else { Vec::new() };
        let free: Vec<SlotId> = stock.free.iter().map(|time| time.slot).collect();
        let given = gate.ready(conn, id, &free, given, now)?;
        room -= given.len();
        for slot in given {
            let grant = meta::next_grant(conn, now)?;
            changed |= give(conn, Claim { kiosk: id, epoch, grant }, slot, now)?;
        }
    }
    let version = if changed { meta::raise_slots_version(conn, now)? } else { meta::slots_version(conn)? };
    let held = slots::claimed_after(conn, id, minute(now))?.into_iter();
    let held = held.filter_map(|slot| Some(Grant { grant: slot.holder.listed_for(id, epoch)?, slot: slot.id })).collect();
    let free = if gives { offered(conn, post, &spreekuren, &gate, now)? } else { Vec::new() };
    let store = meta::store_id(conn)?;
    Ok(wire::Slots { v: wire::VERSION, store, version, spreekuren, held, free, wanted_back })
}

/// The first thing that a kiosk says to a store that came out of a backup: the store learns what it was given by the lost one.
/// A question that was asked of the lost store is not that, however late it arrives: the kiosk may have been given more since.
/// True where it was the first.
fn first_word(conn: &mut Conn, id: KioskId, epoch: Epoch, request: &SyncRequest, now: i64) -> Result<bool, StoreError> {
    let store = meta::store_id(conn)?;
    let before: Option<String> = kiosk::table.find(id.get() as i32).select(kiosk::slots_store).first(conn)?;
    if before.as_ref() == Some(&store) || request.store.as_ref() != Some(&store) {
        return Ok(false);
    }
    if let Some(restored) = meta::restored(conn)? {
        let used = used_up(conn, id)?;
        let named = request.holding.iter().chain(&request.booked);
        for named in named.filter(|named| named.grant < restored.grants_from && !used.contains(&named.grant)) {
            let was = match slots::find(conn, named.slot)? {
                Some(was) => was,
                None => match slots::remember(conn, named.slot, now)? {
                    Some(was) => was,
                    None => continue,
                },
            };
            slots::keep(conn, was, was.holder.named(Claim { kiosk: id, epoch, grant: named.grant }), now)?;
        }
    }
    diesel::update(kiosk::table.find(id.get() as i32)).set(kiosk::slots_store.eq(Some(store))).execute(conn)?;
    Ok(true)
}

/// The grants by which bookings of this kiosk have arrived.
fn used_up(conn: &mut Conn, id: KioskId) -> Result<Vec<GrantId>, StoreError> {
    let used = booking::table.filter(booking::kiosk.eq(id.get() as i32)).filter(booking::grant_id.is_not_null());
    let used: Vec<Option<i64>> = used.select(booking::grant_id).load(conn)?;
    let grant = |number: i64| u64::try_from(number).ok().and_then(|number| GrantId::new(number).ok());
    Ok(used.into_iter().flatten().filter_map(grant).collect())
}

/// Gives a slot that is the desk's. True where it was.
fn give(conn: &mut Conn, claim: Claim, slot: SlotId, now: i64) -> Result<bool, StoreError> {
    let Some(was) = slots::find(conn, slot)? else { return Ok(false) };
    match was.holder.grant(claim) {
        Ok((holder, _)) => slots::keep(conn, was, holder, now),
        Err(desk::Taken) => Ok(false),
    }
}

/// All spreekuren of the post that are held, by number.
fn spreekuren(conn: &mut Conn, post: PostId) -> Result<Vec<Spreekuur>, StoreError> {
    let own = spreekuur::table.filter(spreekuur::post.eq(post));
    let active = own.filter(spreekuur::active.eq(true)).order(spreekuur::id);
    let rows: Vec<(i32, String, i32)> = active.select((spreekuur::id, spreekuur::whom, spreekuur::minutes)).load(conn)?;
    let odd = || StoreError::Odd("spreekuur");
    let read = |(id, whom, minutes): (i32, String, i32)| {
        Ok(Spreekuur {
            id: slots::spreekuur_from(id)?,
            whom: Whom::from_word(&whom).ok_or_else(odd)?,
            minutes: u16::try_from(minutes).map_err(|_| odd())?,
        })
    };
    rows.into_iter().map(read).collect()
}

/// The times of the coming days of each spreekuur of its post, as this kiosk sees them.
fn stocks(
    conn: &mut Conn,
    (id, epoch, post): (KioskId, Epoch, PostId),
    gate: &Gate,
    now: i64,
) -> Result<BTreeMap<SpreekuurId, Stock>, StoreError> {
    let from = minute(now) + 1;
    let mut stocks: BTreeMap<SpreekuurId, Stock> = BTreeMap::new();
    for Slot { id: slot, holder, offered } in slots::between_in(conn, post, from, from.saturating_add(HELD_AHEAD))? {
        let stock = stocks.entry(slot.spreekuur()).or_default();
        let time = Time { slot, day: day(slot) };
        match (holder, holder.listed_for(id, epoch)) {
            (Holder::Desk, _) if offered && gate.offers(slot) => stock.free.push(time),
            (_, Some(grant)) => stock.held.push((grant, time)),
            (Holder::Kiosk(_) | Holder::Blocked(_), None) => stock.elsewhere += 1,
            (Holder::Desk | Holder::Booked(_) | Holder::Withdrawn(_), None) => {}
        }
    }
    let since = now - DEMAND_DAYS as i64 * 24 * 3600;
    let made = booking::table.filter(booking::kiosk.eq(id.get() as i32)).filter(booking::received_at.gt(since));
    let made: Vec<Option<i32>> = made.select(booking::spreekuur).load(conn)?;
    for number in made.into_iter().flatten() {
        if let Some(stock) = stocks.get_mut(&slots::spreekuur_from(number)?) {
            stock.demand += 1;
        }
    }
    Ok(stocks)
}

/// Every time of the post that is the desk's to give and that no calendar has against it, by time.
fn free(conn: &mut Conn, post: PostId, gate: &Gate, now: i64) -> Result<Vec<SlotId>, StoreError> {
    let from = i64::from(minute(now));
    let times = slot::minute.gt(from).and(slot::minute.le(from + i64::from(OFFERED_AHEAD)));
    let own = spreekuur::table.filter(spreekuur::post.eq(post)).select(spreekuur::id);
    let free = slot::table
        .filter(times)
        .filter(slot::state.eq("free"))
        .filter(slot::spreekuur.eq_any(own))
        .order((slot::minute, slot::spreekuur));
    let rows: Vec<(i32, i64)> = free.select((slot::spreekuur, slot::minute)).load(conn)?;
    let all = rows.into_iter().map(|(spreekuur, minute)| slots::slot_from(spreekuur, minute));
    Ok(all.collect::<Result<Vec<_>, _>>()?.into_iter().filter(|slot| gate.offers(*slot)).collect())
}

/// The free times that a kiosk is told of: with each sort of people some days, and of each day some times, all over the day.
fn offered(conn: &mut Conn, post: PostId, spreekuren: &[Spreekuur], gate: &Gate, now: i64) -> Result<Vec<SlotId>, StoreError> {
    let whom: HashMap<SpreekuurId, Whom> = spreekuren.iter().map(|spreekuur| (spreekuur.id, spreekuur.whom)).collect();
    let mut days: HashMap<Whom, BTreeMap<NaiveDate, Vec<SlotId>>> = HashMap::new();
    for slot in free(conn, post, gate, now)? {
        let Some(whom) = whom.get(&slot.spreekuur()) else { continue };
        let times = days.entry(*whom).or_default().entry(day(slot)).or_default();
        // Two hosts at one time are one time to choose; they come one after another here.
        if times.last().is_none_or(|last| last.minute() != slot.minute()) {
            times.push(slot);
        }
    }
    let spread = |times: Vec<SlotId>| {
        let few = times.len().min(MOST_A_DAY);
        (0..few).map(|place| times[place * times.len() / few]).collect::<Vec<_>>()
    };
    let mut offered: Vec<SlotId> =
        days.into_values().flat_map(|days| days.into_values().take(MOST_DAYS)).flat_map(spread).collect();
    offered.sort_by_key(|slot| (slot.minute(), slot.spreekuur()));
    Ok(offered)
}

/// Whether the slot is of a spreekuur of the kiosk's post. Any other is to the kiosk as if it were not there.
///
/// # Errors
/// Where the store fails.
pub fn is_of_its_post(conn: &mut Conn, id: KioskId, slot: SlotId) -> Result<bool, StoreError> {
    Ok(posts::of_spreekuur(conn, slot.spreekuur())? == Some(posts::of_kiosk(conn, id)?))
}

/// A kiosk takes one slot for the resident at the glass, or hears which others are near.
///
/// # Errors
/// Where the store fails.
pub fn take(conn: &mut Conn, id: KioskId, epoch: Epoch, slot: SlotId, now: i64) -> Result<Taken, StoreError> {
    let none = |instead| Ok(Taken { v: wire::VERSION, grant: None, instead });
    if !may_give(conn)? {
        return none(Vec::new());
    }
    let post = posts::of_kiosk(conn, id)?;
    let spreekuren = spreekuren(conn, post)?;
    let Some(wanted) = spreekuren.iter().find(|known| known.id == slot.spreekuur()) else { return none(Vec::new()) };
    let was = slots::find(conn, slot)?.filter(|was| was.id.minute() > minute(now));
    let gate = Gate::load(conn, now)?;
    if let Some(was) = was
        && (gate.holds(slot) || was.holder != Holder::Desk)
        && has_room(conn, id, epoch, was, now)?
    {
        let grant = meta::next_grant(conn, now)?;
        if let Ok((holder, grant)) = was.holder.grant(Claim { kiosk: id, epoch, grant }) {
            if slots::keep(conn, was, holder, now)? {
                meta::raise_slots_version(conn, now)?;
            }
            return Ok(Taken { v: wire::VERSION, grant: Some(grant), instead: Vec::new() });
        }
    }
    let same: Vec<SpreekuurId> = spreekuren.iter().filter(|other| other.whom == wanted.whom).map(|other| other.id).collect();
    let mut near: Vec<SlotId> =
        free(conn, post, &gate, now)?.into_iter().filter(|free| same.contains(&free.spreekuur())).collect();
    near.sort_by_key(|free| (free.minute().abs_diff(slot.minute()), free.minute(), free.spreekuur()));
    near.dedup_by_key(|free| free.minute());
    near.truncate(INSTEAD);
    none(near)
}

/// A kiosk takes one time for one resident: one that goes on taking beyond all it may hold has gone wild.
fn has_room(conn: &mut Conn, id: KioskId, epoch: Epoch, was: Slot, now: i64) -> Result<bool, StoreError> {
    if was.holder.listed_for(id, epoch).is_some() {
        return Ok(true);
    }
    let ahead = slots::claimed_after(conn, id, minute(now))?;
    let held = ahead.iter().filter(|slot| slot.holder.listed_for(id, epoch).is_some());
    Ok(held.count() < MOST_HELD)
}
