//! What staff say about whether somebody is there.

use super::schema::presence;
use super::{Conn, StoreError};
use crate::wire::Presence;
use diesel::prelude::*;

const THE_ROW: i32 = 1;

/// What staff last said; [`Presence::Unknown`] where nobody ever did.
///
/// # Errors
/// Where the store fails.
pub fn current(conn: &mut Conn) -> Result<Presence, StoreError> {
    let state: Option<String> = presence::table.find(THE_ROW).select(presence::state).first(conn).optional()?;
    match state.as_deref() {
        None => Ok(Presence::Unknown),
        Some("present") => Ok(Presence::Present),
        Some("nobody") => Ok(Presence::Nobody),
        Some(_) => Err(StoreError::Odd("presence")),
    }
}

/// Staff say it. Write with [`super::News::Hall`]. [`Presence::Unknown`] takes back what was said.
///
/// # Errors
/// Where the store fails.
pub fn say(conn: &mut Conn, said: Presence, worker: i32, now: i64) -> Result<(), StoreError> {
    let state = match said {
        Presence::Present => "present",
        Presence::Nobody => "nobody",
        Presence::Unknown => {
            diesel::delete(presence::table.find(THE_ROW)).execute(conn)?;
            return Ok(());
        }
    };
    let row = (presence::state.eq(state), presence::worker.eq(Some(worker)), presence::at.eq(now));
    if diesel::update(presence::table.find(THE_ROW)).set(row).execute(conn)? == 0 {
        diesel::insert_into(presence::table).values((presence::id.eq(THE_ROW), row)).execute(conn)?;
    }
    Ok(())
}
