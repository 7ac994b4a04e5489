//! Who picks a question up: at most two workers, each once.

use super::schema::{claim, worker};
use super::{Conn, StoreError};
use crate::entry::EntryId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

/// Workers who may be on one question: the one who picks it up, and one who comes along.
pub const PLACES: i32 = 2;

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// 1 is "Ik pak dit op", 2 is "Ik ga mee".
    pub place: i32,
    /// The worker's number.
    pub worker: i32,
    /// The worker's name.
    pub name: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// What became of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The worker has this place now.
    Yours(i32),
    /// The worker had this place already.
    Already(i32),
    /// Both places are taken by others.
    Full,
}

/// The worker takes the first free place. Two at once cannot get the same one: the place is the row's key.
///
/// # Errors
/// Where the store fails, or there is no such entry or worker.
pub fn claim(conn: &mut Conn, entry: EntryId, worker: i32, now: i64) -> Result<Outcome, StoreError> {
    // Once for each place that somebody else can take between our look and our insert.
    for _ in 0..=PLACES {
        let taken: Vec<(i32, i32)> =
            claim::table.filter(claim::entry.eq(entry.as_bytes().as_slice())).select((claim::place, claim::worker)).load(conn)?;
        if let Some((place, _)) = taken.iter().find(|(_, holder)| *holder == worker) {
            return Ok(Outcome::Already(*place));
        }
        let Some(place) = (1..=PLACES).find(|place| taken.iter().all(|(other, _)| other != place)) else {
            return Ok(Outcome::Full);
        };
        let row =
            (claim::entry.eq(entry.as_bytes().as_slice()), claim::place.eq(place), claim::worker.eq(worker), claim::at.eq(now));
        let inserted = conn.transaction(|conn| diesel::insert_into(claim::table).values(row).execute(conn));
        match inserted {
            Ok(_) => return Ok(Outcome::Yours(place)),
            Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Outcome::Full)
}

/// The worker gives the place back. True where there was one to give.
///
/// # Errors
/// Where the store fails.
pub fn release(conn: &mut Conn, entry: EntryId, worker: i32) -> Result<bool, StoreError> {
    let mine = claim::table.filter(claim::entry.eq(entry.as_bytes().as_slice())).filter(claim::worker.eq(worker));
    Ok(diesel::delete(mine).execute(conn)? > 0)
}

/// Who is on it, by place.
///
/// # Errors
/// Where the store fails.
pub fn of(conn: &mut Conn, entry: EntryId) -> Result<Vec<Claimed>, StoreError> {
    let rows: Vec<(i32, i32, String, i64)> = claim::table
        .inner_join(worker::table.on(worker::id.eq(claim::worker)))
        .filter(claim::entry.eq(entry.as_bytes().as_slice()))
        .order(claim::place.asc())
        .select((claim::place, claim::worker, worker::name, claim::at))
        .load(conn)?;
    let claimed = |(place, worker, name, at)| Ok(Claimed { place, worker, name, at: super::entries::moment(at)? });
    rows.into_iter().map(claimed).collect()
}
