//! What residents ask of appointments, as it arrives from the kiosks: booked, wished for, changed, cancelled, checked in.
//!
//! 1. Nobody's booking is dropped: what cannot have its time stands as a conflict, and staff decide, or whoever has the time
//!    cancels.
//! 2. What names an appointment that is not here is kept for staff (`unmatched`), and done when its booking arrives after it.
//! 3. A resident who wants another time keeps the old one until there surely is another.
//!
//! All of it is written in the transaction that keeps the entry itself.

use super::entries::Listed;
use super::posts::PostId;
use super::schema::{booking, spreekuur, unmatched};
use super::slots::{self, Slot};
use super::{Conn, StoreError, grants, messages, meta};
use crate::booking::desk::{Arrival, Claim};
use crate::entry::{EntryId, Grant, Recognition, SlotId, Teken, Whom};
use crate::wire::{self, Expected, OtherDay, Today};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Europe::Amsterdam;
use diesel::prelude::*;
use std::collections::BTreeMap;

const BOOKED: &str = "booked";
const WISH: &str = "wish";
const CONFLICT: &str = "conflict";
const CANCELLED: &str = "cancelled";
const MOVED: &str = "moved";

/// How an appointment stands that somebody may still come for.
const STANDING: [&str; 3] = [BOOKED, WISH, CONFLICT];

/// The most of today that a kiosk is told: about 150 bytes each, 60 KB of the 64 KB that it reads. Forty hosts with ten residents
/// each; where there are more, those whose time is past longest are not named.
pub const MOST_EXPECTED: usize = 400;

/// The most appointments of other days whose codes a kiosk can tell from no code at all: about 16 bytes each, 4 KB beside the
/// list of today. Those that are to come go first, the nearest before all.
pub const MOST_OTHERS: usize = 200;

/// Days back of which the same is told: a ticket is kept no longer than a week.
const DAYS_BACK: i64 = 7;

/// Changes of one appointment that are followed: nobody changes theirs so often.
const MOST_MOVES: usize = 50;

const fn odd() -> StoreError {
    StoreError::Odd("booking")
}

/// An appointment that a resident wants.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// With whom.
    pub whom: Whom,
    /// The time that the kiosk promised; none for a wish.
    pub time: Option<Grant>,
}

/// What an entry asks of an appointment.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// "Ik wil een afspraak".
    Book(Wanted),
    /// "Andere tijd": whose QR code was shown, and what instead.
    Change(Recognition, Wanted),
    /// "Ik kom niet": whose QR code was shown.
    Cancel(Recognition),
    /// "Ik ben er": to which appointment, and by what the glass called the resident.
    CheckIn(EntryId, Option<Teken>),
}

/// Does what a new entry asks. `own` recognises the QR code that its resident was given, `came` is when they were at the glass,
/// as far as anyone knows, in seconds since 1970. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn arrive(
    conn: &mut Conn,
    listed: &Listed,
    own: Option<Recognition>,
    ask: &Ask,
    came: i64,
    now: i64,
) -> Result<(), StoreError> {
    match *ask {
        Ask::Book(wanted) => {
            book(conn, listed, own, listed.teken, wanted, now)?;
            if let Some(own) = own {
                do_what_came_before(conn, listed.id, &own, now)?;
            }
        }
        Ask::Change(of, wanted) => {
            let old = standing(conn, &of)?;
            // Where the resident was given no new code or teken, the old ones stay good.
            let teken = listed.teken.or(old.as_ref().and_then(|old| old.teken));
            book(conn, listed, Some(own.unwrap_or(of)), teken, wanted, now)?;
            match old {
                Some(old) => replace(conn, old.id, listed.id, now)?,
                None => keep_unmatched(conn, listed, "change", Some(&of), listed.teken, now)?,
            }
        }
        Ask::Cancel(of) => match standing(conn, &of)? {
            Some(known) => give_up(conn, known.id, CANCELLED, now)?,
            None if is_over(conn, &of)? => {}
            None => keep_unmatched(conn, listed, "cancel", Some(&of), None, now)?,
        },
        Ask::CheckIn(id, teken) => {
            if !check_in(conn, id, came)? {
                keep_unmatched(conn, listed, "checkin", None, teken, now)?;
            }
        }
    }
    meta::raise_slots_version(conn, now).map(drop)
}

/// Keeps an appointment, with its time where that can be.
fn book(
    conn: &mut Conn,
    listed: &Listed,
    recognition: Option<Recognition>,
    teken: Option<Teken>,
    wanted: Wanted,
    now: i64,
) -> Result<(), StoreError> {
    let id = listed.id.as_bytes().as_slice();
    if booking::table.find(id).count().get_result::<i64>(conn)? > 0 {
        // Only a kiosk that makes up names: one that a worker's booking has.
        tracing::error!(entry = %listed.id, kiosk = listed.kiosk.get(), "an entry has the name of an appointment that is here");
        return Ok(());
    }
    let slot = wanted.time.map(|time| time.slot);
    let asked = listed.contact.as_deref().filter(|way| listed.reaches && slot.is_some() && messages::WAYS.contains(way));
    // Written first, because the slot names it.
    diesel::insert_into(booking::table)
        .values((
            booking::id.eq(id),
            booking::entry.eq(Some(id)),
            booking::spreekuur.eq(slot.and_then(|slot| slots::column(slot.spreekuur()))),
            booking::minute.eq(slot.map(|slot| i64::from(slot.minute()))),
            booking::whom.eq(wanted.whom.word()),
            booking::state.eq(if slot.is_some() { CONFLICT } else { WISH }),
            booking::teken.eq(teken.map(|teken| i32::from(teken.index()))),
            booking::recognition.eq(recognition.as_ref().map(|recognition| recognition.as_bytes().as_slice())),
            booking::language.eq(listed.language.code()),
            booking::contact.eq(listed.contact.as_deref()),
            booking::reaches.eq(listed.reaches),
            booking::kiosk.eq(Some(listed.kiosk.get() as i32)),
            booking::grant_id.eq(wanted.time.map(|time| time.grant.get() as i64)),
            booking::late.eq(listed.late),
            booking::left_at.eq(listed.left_at.at.timestamp()),
            booking::received_at.eq(now),
            booking::message.eq(asked),
            booking::message_entry.eq(asked.map(|_| id)),
        ))
        .execute(conn)?;
    let Some(time) = wanted.time else { return Ok(()) };
    let arrival = claim(conn, listed, time, now)?;
    if !arrival.has_the_slot() {
        tracing::warn!(entry = %listed.id, kiosk = listed.kiosk.get(), slot = %time.slot, "a time was promised twice");
        return Ok(());
    }
    // After a restore everything of the last days comes again: nobody has to look at that.
    let late = listed.late || (arrival == Arrival::Late && !given_by_a_lost_store(conn, time)?);
    let row = (booking::state.eq(BOOKED), booking::late.eq(late));
    diesel::update(booking::table.find(id)).set(row).execute(conn)?;
    Ok(())
}

/// The slot's answer to a booking that arrived.
fn claim(conn: &mut Conn, listed: &Listed, time: Grant, now: i64) -> Result<Arrival, StoreError> {
    let claim = Claim { kiosk: listed.kiosk, epoch: listed.epoch, grant: time.grant };
    let lost = given_by_a_lost_store(conn, time)?;
    let known = match slots::find(conn, time.slot)? {
        // What a lost store gave it learns from a booking as from a sync, whichever comes first.
        Some(known) if lost => Some(Slot { holder: known.holder.named(claim), ..known }),
        Some(known) => Some(known),
        // A store that came out of a backup may have lost the row; any other never had it.
        None if lost => slots::remember(conn, time.slot, now)?,
        None => None,
    };
    let Some(was) = known else { return Ok(Arrival::Conflict) };
    let (holder, arrival) = was.holder.arrived(listed.id, claim);
    slots::keep(conn, was, holder, now)?;
    Ok(arrival)
}

/// True where a store that has been lost since may have given it.
fn given_by_a_lost_store(conn: &mut Conn, time: Grant) -> Result<bool, StoreError> {
    Ok(meta::restored(conn)?.is_some_and(|restored| time.grant < restored.grants_from))
}

/// A slot is free again that was promised twice: whoever was promised it as well has it, the first to arrive first.
pub(super) fn settle_conflict(conn: &mut Conn, slot: SlotId, now: i64) -> Result<(), StoreError> {
    let Some(was) = slots::find(conn, slot)? else { return Ok(()) };
    let promised = booking::table
        .filter(booking::spreekuur.eq(slots::column(slot.spreekuur())))
        .filter(booking::minute.eq(i64::from(slot.minute())))
        .filter(booking::state.eq(CONFLICT))
        .order((booking::received_at, booking::id))
        .select(booking::id);
    let Some(first) = promised.first::<Vec<u8>>(conn).optional()? else { return Ok(()) };
    let Ok(holder) = was.holder.book_at_desk(EntryId::from_bytes(&first).map_err(|_| odd())?) else { return Ok(()) };
    slots::keep(conn, was, holder, now)?;
    diesel::update(booking::table.find(first)).set(booking::state.eq(BOOKED)).execute(conn)?;
    Ok(())
}

/// An appointment that stands.
struct Standing {
    id: EntryId,
    teken: Option<Teken>,
}

/// The appointment whose QR code was shown, or what took its place; none where it is not here or does not stand any more.
fn standing(conn: &mut Conn, of: &Recognition) -> Result<Option<Standing>, StoreError> {
    type Row = (Vec<u8>, String, Option<i32>, Option<Vec<u8>>);
    let columns = (booking::id, booking::state, booking::teken, booking::moved_to);
    let shown = booking::table.filter(booking::recognition.eq(of.as_bytes().as_slice()));
    let mut rows: Vec<Row> = shown.order((booking::received_at.desc(), booking::id.desc())).select(columns).load(conn)?;
    for _ in 0..MOST_MOVES {
        // One that waits for another time that the team agrees on is changed together with what it waits for.
        let stands = |row: &&Row| STANDING.contains(&row.1.as_str());
        if let Some((id, _, teken, _)) = rows.iter().find(|row| stands(row) && row.3.is_none()).or(rows.iter().find(stands)) {
            let teken = teken.and_then(|index| u16::try_from(index).ok()).and_then(|index| Teken::from_index(index).ok());
            return Ok(Some(Standing { id: EntryId::from_bytes(id).map_err(|_| odd())?, teken }));
        }
        let Some(next) = rows.first().and_then(|row| row.3.clone()) else { return Ok(None) };
        rows = booking::table.find(next).select(columns).load(conn)?;
    }
    Ok(None)
}

/// True where the appointment of this code was here, and is cancelled.
fn is_over(conn: &mut Conn, of: &Recognition) -> Result<bool, StoreError> {
    let shown = booking::table.filter(booking::recognition.eq(of.as_bytes().as_slice()));
    Ok(shown.count().get_result::<i64>(conn)? > 0)
}

/// `new` takes the place of `old`, where it has a time; else the old one stands until staff agree on another.
fn replace(conn: &mut Conn, old: EntryId, new: EntryId, now: i64) -> Result<(), StoreError> {
    let state: Option<String> = booking::table.find(new.as_bytes().as_slice()).select(booking::state).first(conn).optional()?;
    diesel::update(booking::table.find(old.as_bytes().as_slice()))
        .set(booking::moved_to.eq(Some(new.as_bytes().as_slice())))
        .execute(conn)?;
    messages::carry(conn, old, new)?;
    if state.as_deref() == Some(BOOKED) { give_up(conn, old, MOVED, now) } else { Ok(()) }
}

/// The appointment does not stand any more, nor does any that only waited for it; their times are the desk's again.
fn give_up(conn: &mut Conn, id: EntryId, state: &str, now: i64) -> Result<(), StoreError> {
    let mut gone = vec![id];
    for _ in 0..MOST_MOVES {
        let Some(id) = gone.pop() else { return Ok(()) };
        let stands = booking::table.find(id.as_bytes().as_slice()).filter(booking::state.eq_any(STANDING));
        diesel::update(stands).set(booking::state.eq(state)).execute(conn)?;
        if state == CANCELLED {
            // The resident said so: nobody has to call them about it.
            diesel::update(booking::table.find(id.as_bytes().as_slice())).set(booking::seen_at.eq(Some(now))).execute(conn)?;
        }
        slots::free(conn, id, now)?;
        let waited = booking::table
            .filter(booking::moved_to.eq(id.as_bytes().as_slice()))
            .filter(booking::state.eq_any(STANDING))
            .select(booking::id);
        for waited in waited.load::<Vec<u8>>(conn)? {
            gone.push(EntryId::from_bytes(&waited).map_err(|_| odd())?);
        }
    }
    Ok(())
}

/// Does to a booking that has just arrived what was asked of it at another kiosk, whose entry arrived first.
fn do_what_came_before(conn: &mut Conn, id: EntryId, own: &Recognition, now: i64) -> Result<(), StoreError> {
    let meant = unmatched::table.filter(unmatched::recognition.eq(own.as_bytes().as_slice()));
    let rows: Vec<(Vec<u8>, String)> = meant.select((unmatched::entry, unmatched::kind)).order(unmatched::at).load(conn)?;
    for (entry, kind) in rows {
        let entry_id = EntryId::from_bytes(&entry).map_err(|_| StoreError::Odd("unmatched"))?;
        match kind.as_str() {
            "change" => replace(conn, id, entry_id, now)?,
            _ => give_up(conn, id, CANCELLED, now)?,
        }
        diesel::delete(unmatched::table.find(entry)).execute(conn)?;
    }
    Ok(())
}

fn keep_unmatched(
    conn: &mut Conn,
    listed: &Listed,
    kind: &str,
    of: Option<&Recognition>,
    teken: Option<Teken>,
    now: i64,
) -> Result<(), StoreError> {
    diesel::insert_into(unmatched::table)
        .values((
            unmatched::entry.eq(listed.id.as_bytes().as_slice()),
            unmatched::kind.eq(kind),
            unmatched::teken.eq(teken.map(|teken| i32::from(teken.index()))),
            unmatched::recognition.eq(of.map(|of| of.as_bytes().as_slice())),
            unmatched::at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The resident is there. The first time counts. False where no appointment of that day stands under this name.
fn check_in(conn: &mut Conn, id: EntryId, came: i64) -> Result<bool, StoreError> {
    let (begin, end) = grants::today(super::entries::moment(came)?);
    let stands = booking::table
        .find(id.as_bytes().as_slice())
        .filter(booking::state.eq_any([BOOKED, CONFLICT]))
        .filter(booking::minute.ge(i64::from(begin)).and(booking::minute.lt(i64::from(end))));
    let known: Option<Option<i64>> = stands.select(booking::checked_in_at).first(conn).optional()?;
    if known == Some(None) {
        let row = booking::checked_in_at.eq(Some(came));
        diesel::update(booking::table.find(id.as_bytes().as_slice())).set(row).execute(conn)?;
    }
    Ok(known.is_some())
}

/// Who may check in today at this post: all that were promised a time there, also where two were promised the same.
///
/// # Errors
/// Where the store fails.
pub fn today(conn: &mut Conn, post: PostId, now: DateTime<Utc>) -> Result<Today, StoreError> {
    let (begin, end) = grants::today(now);
    let own = spreekuur::table.filter(spreekuur::post.eq(post));
    type Row = (Vec<u8>, Option<i32>, Option<i64>, Option<i32>, Option<Vec<u8>>);
    let rows: Vec<Row> = booking::table
        .filter(booking::state.eq_any([BOOKED, CONFLICT]))
        .filter(booking::minute.ge(i64::from(begin)).and(booking::minute.lt(i64::from(end))))
        .filter(booking::spreekuur.eq_any(own.select(spreekuur::id.nullable())))
        .order((booking::minute.desc(), booking::spreekuur.desc(), booking::id.desc()))
        .limit(MOST_EXPECTED as i64)
        .select((booking::id, booking::spreekuur, booking::minute, booking::teken, booking::recognition))
        .load(conn)?;
    let read = |(id, spreekuur, minute, teken, recognition): Row| {
        let (spreekuur, minute) = spreekuur.zip(minute).ok_or(odd())?;
        Ok(Expected {
            id: EntryId::from_bytes(&id).map_err(|_| odd())?,
            slot: slots::slot_from(spreekuur, minute)?,
            teken: teken.and_then(|index| u16::try_from(index).ok()).and_then(|index| Teken::from_index(index).ok()),
            recognition: recognition.map(|bytes| STANDARD.encode(bytes)),
        })
    };
    let expected = rows.into_iter().rev().map(read).collect::<Result<_, StoreError>>()?;
    let others = other_days(conn, post, (i64::from(begin), i64::from(end)))?;
    Ok(Today { v: wire::VERSION, version: meta::slots_version(conn)?, expected, others })
}

/// The codes of this post of the days around the one from minute `begin` to `end`.
fn other_days(conn: &mut Conn, post: PostId, (begin, end): (i64, i64)) -> Result<Vec<OtherDay>, StoreError> {
    type Row = (Option<i64>, Option<Vec<u8>>);
    let own = || spreekuur::table.filter(spreekuur::post.eq(post)).select(spreekuur::id.nullable());
    let here = || booking::table.filter(booking::spreekuur.eq_any(own()));
    let stands = || here().filter(booking::state.eq_any([BOOKED, CONFLICT])).filter(booking::recognition.is_not_null());
    let columns = (booking::minute, booking::recognition);
    let ahead = stands().filter(booking::minute.ge(end)).order((booking::minute.asc(), booking::id.asc()));
    let mut rows: Vec<Row> = ahead.limit(MOST_OTHERS as i64).select(columns).load(conn)?;
    let room = MOST_OTHERS.saturating_sub(rows.len()) as i64;
    let past = stands().filter(booking::minute.lt(begin).and(booking::minute.ge(begin - DAYS_BACK * 24 * 60)));
    let past: Vec<Row> = past.order((booking::minute.desc(), booking::id.asc())).limit(room).select(columns).load(conn)?;
    rows.extend(past);
    let mut days: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    for (minute, recognition) in rows {
        let (minute, recognition) = minute.zip(recognition).ok_or(odd())?;
        let start = super::entries::moment(minute * 60)?;
        let recognition = Recognition::new(recognition.try_into().map_err(|_| odd())?);
        let day = start.with_timezone(&Amsterdam).date_naive();
        days.entry(day).or_default().push(STANDARD.encode(recognition.hint().as_bytes()));
    }
    Ok(days.into_iter().map(|(day, codes)| OtherDay { day, codes }).collect())
}
