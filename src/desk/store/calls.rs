//! Calls from the hall: somebody is wanted, now.

use super::schema::{hall_call, kiosk, worker};
use super::{Conn, StoreError};
use crate::entry::{CallReason, EntryId, KioskId};
use crate::followup::TeamId;
use crate::wire::{CallState, KnownCall};
use chrono::{DateTime, Duration, Utc};
use diesel::prelude::*;

/// A call that nobody took is missed after this: whoever called has walked to the counter, or home.
pub const RINGS_FOR: Duration = Duration::minutes(10);

/// Kiosks are told of their calls for this long: until the last screen of the visit that made it is surely gone.
pub const TOLD_FOR: Duration = Duration::minutes(15);

/// One call, as staff see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HallCall {
    /// The entry that made it.
    pub id: EntryId,
    /// From which kiosk.
    pub kiosk: KioskId,
    /// Why.
    pub reason: CallReason,
    /// Since when somebody waits, as far as anyone knows.
    pub since: DateTime<Utc>,
    /// How it is doing at the moment that was asked about.
    pub state: CallState,
    /// Who comes, by name.
    pub worker: Option<String>,
    /// Whether somebody has seen that it was missed.
    pub seen: bool,
}

fn word(state: CallState) -> &'static str {
    match state {
        CallState::Ringing => "ringing",
        CallState::Coming => "coming",
        CallState::Missed => "missed",
    }
}

/// The state now: a ringing call becomes a missed one by itself, whether or not a row says so yet.
fn state_at(state: &str, since: i64, now: i64) -> Result<CallState, StoreError> {
    match state {
        "ringing" if now.saturating_sub(since) > RINGS_FOR.num_seconds() => Ok(CallState::Missed),
        "ringing" => Ok(CallState::Ringing),
        "coming" => Ok(CallState::Coming),
        "missed" => Ok(CallState::Missed),
        _ => Err(StoreError::Odd("hall_call")),
    }
}

/// A call arrived: it rings, or is missed already where it began longer ago than [`RINGS_FOR`].
///
/// # Errors
/// Where the store fails.
pub fn arrive(
    conn: &mut Conn,
    id: EntryId,
    kiosk: KioskId,
    reason: CallReason,
    since: i64,
    now: i64,
) -> Result<CallState, StoreError> {
    let state = state_at("ringing", since, now)?;
    diesel::insert_into(hall_call::table)
        .values((
            hall_call::entry.eq(id.as_bytes().as_slice()),
            hall_call::kiosk.eq(kiosk.get() as i32),
            hall_call::reason.eq(reason.word()),
            hall_call::since.eq(since),
            hall_call::state.eq(word(state)),
            hall_call::at.eq(now),
        ))
        .execute(conn)?;
    Ok(state)
}

/// "Ik kom". True where the call was still ringing and is now this worker's; false where another was first or it was missed.
/// Write with [`super::News::Hall`].
///
/// # Errors
/// Where the store fails.
pub fn come(conn: &mut Conn, id: EntryId, worker: i32, now: i64) -> Result<bool, StoreError> {
    let ringing = hall_call::table
        .find(id.as_bytes().as_slice())
        .filter(hall_call::state.eq(word(CallState::Ringing)))
        .filter(hall_call::since.ge(now - RINGS_FOR.num_seconds()));
    let row = (hall_call::state.eq(word(CallState::Coming)), hall_call::worker.eq(Some(worker)), hall_call::at.eq(now));
    Ok(diesel::update(ringing).set(row).execute(conn)? == 1)
}

/// Somebody has seen that the call was missed: it leaves the page.
///
/// # Errors
/// Where the store fails.
pub fn seen(conn: &mut Conn, id: EntryId, now: i64) -> Result<bool, StoreError> {
    let call = hall_call::table.find(id.as_bytes().as_slice()).filter(hall_call::seen_at.is_null());
    Ok(diesel::update(call).set(hall_call::seen_at.eq(Some(now))).execute(conn)? == 1)
}

/// Writes down which calls were missed by now. How many: where there are any, tell it with [`super::News::Hall`].
///
/// # Errors
/// Where the store fails.
pub fn expire(conn: &mut Conn, now: i64) -> Result<usize, StoreError> {
    let over = hall_call::table
        .filter(hall_call::state.eq(word(CallState::Ringing)))
        .filter(hall_call::since.lt(now - RINGS_FOR.num_seconds()));
    Ok(diesel::update(over).set((hall_call::state.eq(word(CallState::Missed)), hall_call::at.eq(now))).execute(conn)?)
}

/// Whether [`expire`] has anything to do.
///
/// # Errors
/// Where the store fails.
pub fn any_over(conn: &mut Conn, now: i64) -> Result<bool, StoreError> {
    let over = hall_call::table
        .filter(hall_call::state.eq(word(CallState::Ringing)))
        .filter(hall_call::since.lt(now - RINGS_FOR.num_seconds()));
    Ok(diesel::select(diesel::dsl::exists(over)).get_result(conn)?)
}

/// What one kiosk is told: its calls of the last [`TOLD_FOR`].
///
/// # Errors
/// Where the store fails.
pub fn of_kiosk(conn: &mut Conn, kiosk: KioskId, now: i64) -> Result<Vec<KnownCall>, StoreError> {
    let rows: Vec<(Vec<u8>, String, i64)> = hall_call::table
        .filter(hall_call::kiosk.eq(kiosk.get() as i32))
        .filter(hall_call::since.ge(now - TOLD_FOR.num_seconds()))
        .order((hall_call::since.asc(), hall_call::entry.asc()))
        .select((hall_call::entry, hall_call::state, hall_call::since))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, state, since)| {
            let id = EntryId::from_bytes(&id).map_err(|_| StoreError::Odd("hall_call"))?;
            Ok(KnownCall { id, state: state_at(&state, since, now)? })
        })
        .collect()
}

/// Whether it is a call from a kiosk of these teams.
///
/// # Errors
/// Where the store fails.
pub fn is_of(conn: &mut Conn, teams: &[TeamId], id: EntryId) -> Result<bool, StoreError> {
    let call = hall_call::table.inner_join(kiosk::table.on(kiosk::id.eq(hall_call::kiosk)));
    let call = call.filter(hall_call::entry.eq(id.as_bytes().as_slice()));
    let of: Option<TeamId> = call.select(kiosk::team).first(conn).optional()?;
    let is = of.is_some_and(|team| teams.contains(&team));
    if of.is_some() && !is {
        tracing::warn!(%id, "a call of another team was asked for");
    }
    Ok(is)
}

/// What staff of these teams see of their kiosks: everything that rings, who is coming to whom in the last [`TOLD_FOR`], and missed
/// calls nobody has seen. Oldest first, at most `most`.
///
/// # Errors
/// Where the store fails.
pub fn open(conn: &mut Conn, teams: &[TeamId], now: i64, most: i64) -> Result<Vec<HallCall>, StoreError> {
    type Row = (Vec<u8>, i32, String, i64, String, Option<i64>, Option<String>);
    let fresh = hall_call::since.ge(now - TOLD_FOR.num_seconds()).and(hall_call::state.eq(word(CallState::Coming)));
    let unseen = hall_call::seen_at.is_null().and(hall_call::state.ne(word(CallState::Coming)));
    let rows: Vec<Row> = hall_call::table
        .inner_join(kiosk::table.on(kiosk::id.eq(hall_call::kiosk)))
        .left_join(worker::table.on(hall_call::worker.eq(worker::id.nullable())))
        .filter(kiosk::team.eq_any(teams))
        .filter(fresh.or(unseen))
        .order((hall_call::since.asc(), hall_call::entry.asc()))
        .limit(most)
        .select((
            hall_call::entry,
            hall_call::kiosk,
            hall_call::reason,
            hall_call::since,
            hall_call::state,
            hall_call::seen_at,
            worker::name.nullable(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, kiosk, reason, since, state, seen, worker)| {
            let odd = || StoreError::Odd("hall_call");
            Ok(HallCall {
                id: EntryId::from_bytes(&id).map_err(|_| odd())?,
                kiosk: super::kiosks::id_from(kiosk)?,
                reason: CallReason::from_word(&reason).ok_or_else(odd)?,
                since: super::entries::moment(since)?,
                state: state_at(&state, since, now)?,
                worker,
                seen: seen.is_some(),
            })
        })
        .collect()
}
