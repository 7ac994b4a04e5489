//! What staff of each team say about whether somebody is there.

use super::schema::presence;
use super::{Conn, StoreError};
use crate::followup::TeamId;
use crate::wire::Presence;
use diesel::prelude::*;

/// What staff of this team last said; [`Presence::Unknown`] where nobody ever did.
///
/// # Errors
/// Where the store fails.
pub fn current(conn: &mut Conn, team: TeamId) -> Result<Presence, StoreError> {
    let state: Option<String> = presence::table.find(team).select(presence::state).first(conn).optional()?;
    match state.as_deref() {
        None => Ok(Presence::Unknown),
        Some("present") => Ok(Presence::Present),
        Some("nobody") => Ok(Presence::Nobody),
        Some(_) => Err(StoreError::Odd("presence")),
    }
}

/// Staff of this team say it. Write with [`super::News::Hall`]. [`Presence::Unknown`] takes back what was said.
///
/// # Errors
/// Where the store fails.
pub fn say(conn: &mut Conn, team: TeamId, said: Presence, worker: i32, now: i64) -> Result<(), StoreError> {
    let state = match said {
        Presence::Present => "present",
        Presence::Nobody => "nobody",
        Presence::Unknown => {
            diesel::delete(presence::table.find(team)).execute(conn)?;
            return Ok(());
        }
    };
    let row = (presence::state.eq(state), presence::worker.eq(Some(worker)), presence::at.eq(now));
    if diesel::update(presence::table.find(team)).set(row).execute(conn)? == 0 {
        diesel::insert_into(presence::table).values((presence::team.eq(team), row)).execute(conn)?;
    }
    Ok(())
}
