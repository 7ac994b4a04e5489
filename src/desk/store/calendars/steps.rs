//! What a calendar still has to be told, one step at a time; each is written down before it is done.

use super::{Claim, Row, State, claims, told};
use crate::desk::store::schema::{calendar, calendar_busy, calendar_claim, slot};
use crate::desk::store::slots::spreekuur_column;
use crate::desk::store::{Conn, StoreError, grants};
use crate::entry::{SlotId, SpreekuurId};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// How long after its beginning a time's claim is still looked after, in minutes: a day.
const LOOKS_BACK: i64 = 24 * 60;

/// What is to be done at the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Our event has to be there.
    Claim(SlotId),
    /// Our event, of this version where that is known, has to be gone.
    Release(SlotId, Option<String>),
}

/// The minutes of the times that somebody holds or has booked, or may have: our event has to stand there.
pub(super) fn needed(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<HashSet<i64>, StoreError> {
    let promised =
        slot::state.eq_any(["granted", "blocked", "booked"]).or(slot::state.eq("withdrawn").and(slot::grant_id.is_not_null()));
    let own = slot::table
        .filter(slot::spreekuur.eq(spreekuur_column(id)?))
        .filter(slot::minute.gt(now.div_euclid(60) - LOOKS_BACK))
        .filter(promised);
    Ok(own.select(slot::minute).load::<i64>(conn)?.into_iter().collect())
}

/// What follows from how times and claims stand.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plan {
    /// Somebody has it, and nothing was asked.
    ask: Vec<i64>,
    /// Nobody wants it any more, and nothing was sent.
    forget: Vec<i64>,
    /// Nobody wants it any more, and it may be there.
    leave: Vec<i64>,
    /// It was being taken away, and somebody has it.
    stay: Vec<i64>,
    /// What is to be done first.
    first: Option<i64>,
}

impl Plan {
    /// `all_known`: no kiosk may hold anything that this store does not know. Until then nothing is taken away.
    fn of(needed: &HashSet<i64>, claims: &HashMap<i64, Claim>, all_known: bool, now: i64) -> Self {
        let minute = now.div_euclid(60);
        let mut plan = Plan {
            ask: needed.iter().filter(|time| **time >= minute && !claims.contains_key(time)).copied().collect(),
            ..Plan::default()
        };
        let mut first: Option<(u8, i64)> = None;
        for (time, claim) in claims {
            let has = needed.contains(time);
            let wanted = has || claim.wanted_until > now;
            let over = *time <= minute - LOOKS_BACK;
            let rank = match claim.state {
                // What was kept stays in the host's calendar as what it was.
                State::Held | State::Taken if over => {
                    plan.forget.push(*time);
                    continue;
                }
                State::Asked if !wanted || over => {
                    plan.forget.push(*time);
                    continue;
                }
                State::Sending | State::Held if !wanted && all_known => {
                    plan.leave.push(*time);
                    2
                }
                State::Leaving if has => {
                    plan.stay.push(*time);
                    1
                }
                State::Leaving if !all_known => continue,
                // Somebody waits for the one, nobody for the other.
                State::Asked | State::Sending => 1,
                State::Leaving => 2,
                State::Held | State::Taken => continue,
            };
            first = first.into_iter().chain([(rank, *time)]).min();
        }
        let new = plan.ask.iter().map(|time| (1, *time));
        plan.first = first.into_iter().chain(new).min().map(|(_, time)| time);
        plan
    }

    fn is_idle(&self) -> bool {
        self.first.is_none() && self.forget.is_empty()
    }
}

fn plan(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<Plan, StoreError> {
    let all_known = grants::may_give(conn)?;
    Ok(Plan::of(&needed(conn, id, now)?, &claims(conn, id)?, all_known, now))
}

/// True where nothing is to be done: a look costs no write.
///
/// # Errors
/// Where the store fails.
pub fn is_idle(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<bool, StoreError> {
    Ok(plan(conn, id, now)?.is_idle())
}

/// The next step, written down as begun.
///
/// # Errors
/// Where the store fails.
pub fn next(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<Option<Step>, StoreError> {
    let (column, plan) = (spreekuur_column(id)?, plan(conn, id, now)?);
    for time in &plan.ask {
        let asked: Row = (column, *time, State::Asked.word().to_owned(), 0, None, None);
        insert(conn, asked)?;
    }
    for time in &plan.forget {
        diesel::delete(calendar_claim::table.find((column, time))).execute(conn)?;
    }
    for time in &plan.leave {
        set(conn, (column, *time), State::Leaving)?;
    }
    for time in &plan.stay {
        set(conn, (column, *time), State::Sending)?;
    }
    let Some(slot) = plan.first.and_then(|minute| u32::try_from(minute).ok()).map(|minute| SlotId::new(id, minute)) else {
        return Ok(None);
    };
    begin(conn, slot)
}

/// What is to be done about this very time, written down as begun.
///
/// # Errors
/// Where the store fails.
pub fn begin(conn: &mut Conn, slot: SlotId) -> Result<Option<Step>, StoreError> {
    let name = (spreekuur_column(slot.spreekuur())?, i64::from(slot.minute()));
    let claim = claims(conn, slot.spreekuur())?.remove(&name.1);
    Ok(match claim {
        Some(Claim { state: State::Asked | State::Sending, .. }) => {
            set(conn, name, State::Sending)?;
            Some(Step::Claim(slot))
        }
        Some(Claim { state: State::Leaving, etag, .. }) => Some(Step::Release(slot, etag)),
        Some(Claim { state: State::Held | State::Taken, .. }) | None => None,
    })
}

fn insert(conn: &mut Conn, (spreekuur, minute, state, wanted, kiosk, etag): Row) -> Result<(), StoreError> {
    let row = (
        calendar_claim::spreekuur.eq(spreekuur),
        calendar_claim::minute.eq(minute),
        calendar_claim::state.eq(state),
        calendar_claim::wanted_until.eq(wanted),
        calendar_claim::kiosk.eq(kiosk),
        calendar_claim::etag.eq(etag),
    );
    diesel::insert_into(calendar_claim::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

fn set(conn: &mut Conn, name: (i32, i64), state: State) -> Result<(), StoreError> {
    diesel::update(calendar_claim::table.find(name)).set(calendar_claim::state.eq(state.word())).execute(conn)?;
    Ok(())
}

/// What became of a claim that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Our event is there, and nobody else is in that time.
    Held(Option<String>),
    /// Our event is there, and the host was busy in that time already: from and until which minute.
    Beside(Option<String>, Vec<(i64, i64)>),
    /// Somebody else has the name.
    Taken,
}

/// Writes down what became of it.
///
/// # Errors
/// Where the store fails.
pub fn sent(conn: &mut Conn, slot: SlotId, sent: &Sent, now: i64) -> Result<(), StoreError> {
    let name = (spreekuur_column(slot.spreekuur())?, i64::from(slot.minute()));
    let own = calendar_claim::table.find(name).filter(calendar_claim::state.eq(State::Sending.word()));
    let (state, etag) = match sent {
        Sent::Held(etag) => (State::Held, etag.as_deref()),
        // Who was promised it comes all the same: then it stays, and the page says so.
        Sent::Beside(etag, busy) => {
            for (from, until) in busy {
                keep_busy(conn, name.0, *from, *until)?;
            }
            let promised = needed(conn, slot.spreekuur(), now)?.contains(&name.1);
            (if promised { State::Held } else { State::Leaving }, etag.as_deref())
        }
        Sent::Taken => (State::Taken, None),
    };
    let wanted = if state == State::Leaving { 0 } else { now + super::WANTED_FOR };
    let set = (calendar_claim::state.eq(state.word()), calendar_claim::etag.eq(etag), calendar_claim::wanted_until.eq(wanted));
    diesel::update(own).set(set).execute(conn)?;
    told(conn, now)
}

/// Our event is gone there. Who asked meanwhile is served anew.
///
/// # Errors
/// Where the store fails.
pub fn gone(conn: &mut Conn, slot: SlotId, now: i64) -> Result<(), StoreError> {
    let name = (spreekuur_column(slot.spreekuur())?, i64::from(slot.minute()));
    let own = || calendar_claim::table.find(name).filter(calendar_claim::state.eq(State::Leaving.word()));
    let none: Option<&str> = None;
    let again = (calendar_claim::state.eq(State::Asked.word()), calendar_claim::etag.eq(none));
    diesel::update(own().filter(calendar_claim::wanted_until.gt(now))).set(again).execute(conn)?;
    diesel::delete(own()).execute(conn)?;
    told(conn, now)
}

fn keep_busy(conn: &mut Conn, spreekuur: i32, from: i64, until: i64) -> Result<(), StoreError> {
    let row =
        (calendar_busy::spreekuur.eq(spreekuur), calendar_busy::from_minute.eq(from), calendar_busy::until_minute.eq(until));
    diesel::insert_into(calendar_busy::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

/// What was read of a whole calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// From which minute to which.
    pub span: (i64, i64),
    /// When the host is busy, without us.
    pub busy: Vec<(i64, i64)>,
    /// Our own events, by the minute of their time.
    pub ours: HashMap<i64, Option<String>>,
}

/// A calendar was read while nothing of ours was under way there. An event of ours that is missing is put there again where it is
/// needed; one that nobody here knows, as after a restore, is taken away once every kiosk has said what it holds.
///
/// # Errors
/// Where the store fails.
pub fn read(conn: &mut Conn, id: SpreekuurId, reading: &Reading, now: i64) -> Result<(), StoreError> {
    let column = spreekuur_column(id)?;
    let own = calendar_busy::table.filter(calendar_busy::spreekuur.eq(column));
    let before: Vec<(i64, i64)> = own.select((calendar_busy::from_minute, calendar_busy::until_minute)).load(conn)?;
    let (before, busy): (HashSet<_>, HashSet<_>) = (before.into_iter().collect(), reading.busy.iter().copied().collect());
    if before != busy {
        diesel::delete(own).execute(conn)?;
        for (from, until) in busy {
            keep_busy(conn, column, from, until)?;
        }
        told(conn, now)?;
    }
    let (needed, claims) = (needed(conn, id, now)?, claims(conn, id)?);
    for (time, claim) in &claims {
        let name = (column, *time);
        match claim.state {
            State::Held if reading.ours.get(time).is_some_and(|etag| *etag != claim.etag) => {
                let etag = calendar_claim::etag.eq(reading.ours.get(time).cloned().flatten());
                diesel::update(calendar_claim::table.find(name)).set(etag).execute(conn)?;
            }
            // Somebody took it away there.
            State::Held if (reading.span.0..reading.span.1).contains(time) && !reading.ours.contains_key(time) => {
                set(conn, name, State::Sending)?;
            }
            State::Taken if needed.contains(time) => set(conn, name, State::Sending)?,
            State::Taken => drop(diesel::delete(calendar_claim::table.find(name)).execute(conn)?),
            State::Held | State::Asked | State::Sending | State::Leaving => {}
        }
    }
    if grants::may_give(conn)? {
        let unknown = reading.ours.iter().filter(|(time, _)| !claims.contains_key(time) && !needed.contains(time));
        for (time, etag) in unknown.filter(|(time, _)| **time > now.div_euclid(60)) {
            insert(conn, (column, *time, State::Leaving.word().to_owned(), 0, None, etag.clone()))?;
        }
    }
    diesel::update(calendar::table.find(column)).set(calendar::read_at.eq(Some(now))).execute(conn)?;
    Ok(())
}
