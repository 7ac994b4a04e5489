//! Word of appointments that residents asked for: a worker sends it by hand, and says so.
//!
//! 1. A message is due as long as what stands is not what the resident was told last. So whatever moves or cancels an appointment
//!    brings it back by itself.
//! 2. What is in doubt is not told: two that were promised one time, what came late, and what has no host any more, until staff
//!    have settled it.
//! 3. Who cancelled, or was told so by a worker, is sent nothing.

use super::appointments::{Appointment, BOOKED, CANCELLED, MOST, Row, State, read};
use super::schema::{booking, slot};
use super::{Conn, StoreError};
use crate::entry::EntryId;
use diesel::dsl::exists;
use diesel::prelude::*;

/// The ways by which word can be sent, as [`crate::entry::Contact::word`] names them.
pub const WAYS: [&str; 2] = ["sms", "email"];

/// A message that is due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Of which appointment.
    pub one: Appointment,
    /// The entry whose seal holds the number or address.
    pub from: EntryId,
    /// The minute (since 1970) that the last message told.
    pub told: Option<i64>,
}

/// Every appointment that a message is due of, by `way`, by time.
///
/// # Errors
/// Where the store fails.
pub fn due(conn: &mut Conn, way: &str, now: i64) -> Result<Vec<Appointment>, StoreError> {
    let known = booking::message_told.eq(booking::minute);
    let offered = slot::table.filter(slot::booking.eq(booking::id.nullable())).filter(slot::offered.eq(true));
    let stands = booking::state
        .eq(BOOKED)
        .and(booking::late.eq(false).or(booking::seen_at.is_not_null()))
        .and(booking::message_told.is_null().or(diesel::dsl::not(known)))
        .and(exists(offered));
    let cancelled = booking::state.eq(CANCELLED).and(booking::seen_at.is_null());
    let those = booking::table
        .filter(booking::message.eq(way))
        .filter(booking::minute.gt(now.div_euclid(60)))
        .filter(stands.or(cancelled))
        .order((booking::minute.asc(), booking::id.asc()))
        .limit(MOST);
    read(those.select(Row::as_select()).load(conn)?)
}

/// The message that is due of this appointment.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: EntryId, now: i64) -> Result<Option<Due>, StoreError> {
    type Columns = (Option<String>, Option<Vec<u8>>, Option<i64>);
    let columns = (booking::message, booking::message_entry, booking::message_told);
    let row: Option<Columns> = booking::table.find(id.as_bytes().as_slice()).select(columns).first(conn).optional()?;
    let Some((Some(way), Some(from), told)) = row else { return Ok(None) };
    let from = EntryId::from_bytes(&from).map_err(|_| StoreError::Odd("booking"))?;
    Ok(due(conn, &way, now)?.into_iter().find(|one| one.id == id).map(|one| Due { one, from, told }))
}

/// A worker sent the message that said how the appointment stood: `state`, at `minute`. False where that is not due any more.
///
/// # Errors
/// Where the store fails.
pub fn sent(conn: &mut Conn, id: EntryId, state: State, minute: u32, now: i64) -> Result<bool, StoreError> {
    let Some(due) = find(conn, id, now)? else { return Ok(false) };
    if due.one.state != state || due.one.slot.is_none_or(|slot| slot.minute() != minute) {
        return Ok(false);
    }
    let own = booking::table.find(id.as_bytes().as_slice());
    if state == State::Cancelled {
        // Where it gets a time after all, even the same, that is news again.
        let told = (booking::message_told.eq(None::<i64>), booking::seen_at.eq(Some(now)));
        diesel::update(own).set(told).execute(conn)?;
    } else {
        diesel::update(own).set(booking::message_told.eq(Some(i64::from(minute)))).execute(conn)?;
    }
    Ok(true)
}

/// `new` takes the place of `old`: who asked for word of the one is sent word of the other, unless they asked anew.
pub(super) fn carry(conn: &mut Conn, old: EntryId, new: EntryId) -> Result<(), StoreError> {
    type Columns = (Option<String>, Option<Vec<u8>>, Option<i64>);
    let columns = (booking::message, booking::message_entry, booking::message_told);
    let row: Option<Columns> = booking::table.find(old.as_bytes().as_slice()).select(columns).first(conn).optional()?;
    let Some((Some(way), from, told)) = row else { return Ok(()) };
    let new = booking::table.find(new.as_bytes().as_slice()).filter(booking::message.is_null());
    let row = (booking::message.eq(Some(way)), booking::message_entry.eq(from), booking::message_told.eq(told));
    diesel::update(new).set(row).execute(conn)?;
    Ok(())
}
