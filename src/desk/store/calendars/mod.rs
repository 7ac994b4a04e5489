//! Times that a calendar elsewhere decides about too. The desk's event stands there before the time is given to anybody.
//!
//! 1. A time of such a spreekuur is given to a kiosk, or booked by staff, only while its claim is held ([`Gate::holds`]).
//! 2. It is offered only where the calendar was read lately and the host is not busy then ([`Gate::offers`]).
//! 3. What is asked for, sent and taken away is written down before it is done ([`steps`]), so that a desk that dies goes on.
//!
//! Whoever holds a time or has booked it needs the event there; nobody else does. That is all a claim follows.

pub mod steps;

use super::schema::{calendar, calendar_busy, calendar_claim, connector};
use super::slots::{spreekuur_column, spreekuur_from};
use super::{Conn, StoreError, grants, meta, slots, spreekuren};
use crate::booking::desk::Holder;
use crate::entry::{KioskId, SlotId, SpreekuurId};
use diesel::prelude::*;
use std::collections::HashMap;

/// How old what was read of a calendar may be, in seconds, for its times to be offered: three readings that failed.
pub const FRESH: i64 = 15 * 60;

/// How long a time stays claimed for whoever asked and has not got it yet, in seconds: a kiosk asks again within minutes.
pub const WANTED_FOR: i64 = 15 * 60;

/// The name of a calendar's road in the store.
pub fn road_name(id: SpreekuurId) -> String {
    format!("caldav-{}", id.get())
}

/// Where our event of a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Somebody wants it; nothing was sent.
    Asked,
    /// It may be there.
    Sending,
    /// It is there.
    Held,
    /// Somebody else has the time there.
    Taken,
    /// It is being taken away.
    Leaving,
}

impl State {
    fn word(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Sending => "sending",
            State::Held => "held",
            State::Taken => "taken",
            State::Leaving => "leaving",
        }
    }
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Where it is.
    pub state: State,
    /// Until when whoever asked wants it.
    pub wanted_until: i64,
    /// For which kiosk.
    pub kiosk: Option<i32>,
    /// Which version of the event is ours.
    pub etag: Option<String>,
}

type Row = (i32, i64, String, i64, Option<i32>, Option<String>);

/// The claims of a spreekuur by minute.
///
/// # Errors
/// Where the store fails.
pub fn claims(conn: &mut Conn, id: SpreekuurId) -> Result<HashMap<i64, Claim>, StoreError> {
    let rows: Vec<Row> = calendar_claim::table.filter(calendar_claim::spreekuur.eq(spreekuur_column(id)?)).load(conn)?;
    let states = [State::Asked, State::Sending, State::Held, State::Taken, State::Leaving];
    let read = |(_, minute, state, wanted_until, kiosk, etag): Row| {
        let state = states.into_iter().find(|known| known.word() == state).ok_or(StoreError::Odd("calendar_claim"))?;
        Ok((minute, Claim { state, wanted_until, kiosk, etag }))
    };
    rows.into_iter().map(read).collect()
}

/// The calendars of the configuration, at every start: these and no others.
///
/// # Errors
/// Where the store fails.
pub fn bind(conn: &mut Conn, ids: &[SpreekuurId]) -> Result<(), StoreError> {
    let ids: Vec<i32> = ids.iter().map(|id| spreekuur_column(*id)).collect::<Result<_, _>>()?;
    diesel::delete(calendar::table.filter(calendar::spreekuur.ne_all(&ids))).execute(conn)?;
    for id in ids {
        diesel::insert_into(calendar::table).values(calendar::spreekuur.eq(id)).on_conflict_do_nothing().execute(conn)?;
    }
    Ok(())
}

/// When a calendar was last read whole; the outer none where it is not bound.
///
/// # Errors
/// Where the store fails.
pub fn read_at(conn: &mut Conn, id: SpreekuurId) -> Result<Option<Option<i64>>, StoreError> {
    Ok(calendar::table.find(spreekuur_column(id)?).select(calendar::read_at).first(conn).optional()?)
}

/// What calendars say of times.
#[derive(Debug, Default)]
pub struct Gate(HashMap<SpreekuurId, Bound>);

#[derive(Debug)]
struct Bound {
    fresh: bool,
    minutes: i64,
    busy: Vec<(i64, i64)>,
    claims: HashMap<i64, Claim>,
}

impl Bound {
    fn is_busy(&self, minute: u32) -> bool {
        let (from, until) = (i64::from(minute), i64::from(minute) + self.minutes);
        self.busy.iter().any(|(begins, ends)| *begins < until && from < *ends)
    }
}

impl Gate {
    /// As it is now.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn load(conn: &mut Conn, now: i64) -> Result<Self, StoreError> {
        let bound: Vec<(i32, Option<i64>)> = calendar::table.load(conn)?;
        let mut gate = HashMap::new();
        for (column, read_at) in bound {
            let id = spreekuur_from(column)?;
            let road = connector::table.find(road_name(id)).select((connector::paused, connector::why));
            let road: Option<(Option<String>, Option<String>)> = road.first(conn).optional()?;
            let open = road.is_none_or(|(paused, why)| paused.is_none() && why.is_none());
            // One that lies ahead was written under a clock that was set back since.
            let lately = read_at.is_some_and(|at| (0..=FRESH).contains(&(now - at)));
            let minutes = spreekuren::find(conn, id)?.map_or(0, |own| i64::from(own.minutes));
            let own = calendar_busy::table.filter(calendar_busy::spreekuur.eq(column));
            let busy = own.select((calendar_busy::from_minute, calendar_busy::until_minute)).load(conn)?;
            gate.insert(id, Bound { fresh: open && lately, minutes, busy, claims: claims(conn, id)? });
        }
        Ok(Gate(gate))
    }

    /// True where no calendar decides about anything.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True where a calendar decides about this spreekuur too.
    pub fn binds(&self, id: SpreekuurId) -> bool {
        self.0.contains_key(&id)
    }

    /// True where the time may be offered, as far as its calendar is concerned; before it is given it has to be claimed.
    pub fn offers(&self, slot: SlotId) -> bool {
        let Some(bound) = self.0.get(&slot.spreekuur()) else { return true };
        match bound.claims.get(&i64::from(slot.minute())).map(|claim| claim.state) {
            Some(State::Held) => !bound.is_busy(slot.minute()),
            Some(State::Taken | State::Leaving) => false,
            Some(State::Asked | State::Sending) | None => bound.fresh && !bound.is_busy(slot.minute()),
        }
    }

    /// True where the time may be given now, as far as its calendar is concerned.
    pub fn holds(&self, slot: SlotId) -> bool {
        let Some(bound) = self.0.get(&slot.spreekuur()) else { return true };
        let held = bound.claims.get(&i64::from(slot.minute())).is_some_and(|claim| claim.state == State::Held);
        held && !bound.is_busy(slot.minute())
    }

    /// Whether the host is busy there at this time.
    pub fn is_busy(&self, slot: SlotId) -> bool {
        self.0.get(&slot.spreekuur()).is_some_and(|bound| bound.is_busy(slot.minute()))
    }

    /// Of the times that a kiosk would be given, those that it gets now; the others are asked of the calendar first, for it alone.
    /// `free` are all that the desk has.
    pub(super) fn ready(
        &self,
        conn: &mut Conn,
        kiosk: KioskId,
        free: &[SlotId],
        wanted: Vec<SlotId>,
        now: i64,
    ) -> Result<Vec<SlotId>, StoreError> {
        let Some(bound) = wanted.first().and_then(|slot| self.0.get(&slot.spreekuur())) else { return Ok(wanted) };
        let own =
            |slot: &SlotId| bound.claims.get(&i64::from(slot.minute())).filter(|claim| claim.kiosk == Some(kiosk.get() as i32));
        let ready = free.iter().filter(|slot| own(slot).is_some() && self.holds(**slot));
        let ready: Vec<SlotId> = ready.copied().take(wanted.len()).collect();
        let on_the_way = |claim: &&Claim| matches!(claim.state, State::Asked | State::Sending);
        let coming = free.iter().filter_map(own).filter(on_the_way).count();
        let more = wanted.len().saturating_sub(ready.len() + coming);
        let new = wanted.into_iter().filter(|slot| !bound.claims.contains_key(&i64::from(slot.minute())));
        for slot in new.take(more) {
            ask(conn, self, slot, Some(kiosk), now)?;
        }
        Ok(ready)
    }
}

/// Somebody wants the time `slot`: the calendar is asked for it, where it may be offered at all. True where there is something to
/// wait for, or it is held already.
///
/// # Errors
/// Where the store fails.
pub fn ask(conn: &mut Conn, gate: &Gate, slot: SlotId, kiosk: Option<KioskId>, now: i64) -> Result<bool, StoreError> {
    let free = slots::find(conn, slot)?.is_some_and(|known| known.holder == Holder::Desk && known.offered);
    if !free || !gate.binds(slot.spreekuur()) || !gate.offers(slot) || !grants::may_give(conn)? {
        return Ok(false);
    }
    let (until, kiosk) = (now + WANTED_FOR, kiosk.map(|kiosk| kiosk.get() as i32));
    let name = (spreekuur_column(slot.spreekuur())?, i64::from(slot.minute()));
    let wanted = calendar_claim::wanted_until.eq(until);
    if diesel::update(calendar_claim::table.find(name)).set(wanted).execute(conn)? == 0 {
        let asked = (calendar_claim::state.eq(State::Asked.word()), calendar_claim::kiosk.eq(kiosk));
        let row = (calendar_claim::spreekuur.eq(name.0), calendar_claim::minute.eq(name.1), wanted, asked);
        diesel::insert_into(calendar_claim::table).values(row).execute(conn)?;
    }
    Ok(true)
}

/// How a calendar stands, for the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// When it was last read.
    pub read_at: Option<i64>,
    /// How many of our events are there.
    pub held: usize,
    /// How many wait to be put there or taken away.
    pub waiting: usize,
    /// Times that are promised here and somebody else's there.
    pub clashes: Vec<SlotId>,
}

/// How the calendar of a spreekuur stands; none where it is not bound, or there is no such spreekuur.
///
/// # Errors
/// Where the store fails.
pub fn standing(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<Option<Standing>, StoreError> {
    let Some(read_at) = read_at(conn, id)? else { return Ok(None) };
    let Some(own) = spreekuren::find(conn, id)? else { return Ok(None) };
    let gate = Gate::load(conn, now)?;
    let claims = claims(conn, id)?;
    let taken = |slot: &SlotId| {
        gate.is_busy(*slot) || claims.get(&i64::from(slot.minute())).is_some_and(|claim| claim.state == State::Taken)
    };
    let needed = steps::needed(conn, id, now)?;
    let ahead = needed.into_iter().filter(|minute| (*minute + i64::from(own.minutes)) * 60 > now);
    let ahead = ahead.filter_map(|minute| u32::try_from(minute).ok()).map(|minute| SlotId::new(id, minute));
    let mut clashes: Vec<SlotId> = ahead.filter(taken).collect();
    clashes.sort_unstable_by_key(|slot| slot.minute());
    let count = |states: &[State]| claims.values().filter(|claim| states.contains(&claim.state)).count();
    let (held, waiting) = (count(&[State::Held]), count(&[State::Asked, State::Sending, State::Leaving]));
    Ok(Some(Standing { read_at, held, waiting, clashes }))
}

/// A calendar's events change what kiosks are told.
fn told(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    meta::raise_slots_version(conn, now).map(drop)
}
