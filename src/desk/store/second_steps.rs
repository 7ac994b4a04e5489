//! The second step of logging in: a secret on a worker's own device, locked here, and codes on paper for when that is lost.

use super::schema::{recovery_code, second_step};
use super::{Conn, StoreError};
use diesel::prelude::*;

/// A worker's second step.
#[derive(Clone, PartialEq, Eq, Queryable)]
pub struct Step {
    /// The secret, locked.
    pub locked: Vec<u8>,
    /// When it was turned on; none before a first code.
    pub proven_at: Option<i64>,
}

/// Whether the worker logs in by two steps.
///
/// # Errors
/// Where the store fails.
pub fn is_on(conn: &mut Conn, worker: i32) -> Result<bool, StoreError> {
    Ok(find(conn, worker)?.is_some_and(|step| step.proven_at.is_some()))
}

/// The worker's second step, on or not yet.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, worker: i32) -> Result<Option<Step>, StoreError> {
    Ok(second_step::table.find(worker).select((second_step::locked, second_step::proven_at)).first(conn).optional()?)
}

/// A new secret that is not on yet. False where one is on: that has to go first.
///
/// # Errors
/// Where the store fails.
pub fn begin(conn: &mut Conn, worker: i32, locked: &[u8]) -> Result<bool, StoreError> {
    if is_on(conn, worker)? {
        return Ok(false);
    }
    forget(conn, worker)?;
    let row = (second_step::worker.eq(worker), second_step::locked.eq(locked), second_step::last_step.eq(0));
    diesel::insert_into(second_step::table).values(row).execute(conn)?;
    Ok(true)
}

/// Turns it on, after a code of `step`. False where it is on already, or another secret was made since.
///
/// # Errors
/// Where the store fails.
pub fn prove(
    conn: &mut Conn,
    worker: i32,
    locked: &[u8],
    step: i64,
    recovery: &[[u8; 32]],
    now: i64,
) -> Result<bool, StoreError> {
    let own = second_step::table.find(worker).filter(second_step::locked.eq(locked)).filter(second_step::proven_at.is_null());
    let row = (second_step::proven_at.eq(Some(now)), second_step::last_step.eq(step));
    if diesel::update(own).set(row).execute(conn)? == 0 {
        return Ok(false);
    }
    let rows: Vec<_> =
        recovery.iter().map(|hash| (recovery_code::worker.eq(worker), recovery_code::hash.eq(hash.as_slice()))).collect();
    diesel::insert_into(recovery_code::table).values(rows).execute(conn)?;
    tracing::info!(worker, "two steps were turned on");
    Ok(true)
}

/// Takes the code of `step`. False where it, or a later one, was taken before.
///
/// # Errors
/// Where the store fails.
pub fn take(conn: &mut Conn, worker: i32, step: i64) -> Result<bool, StoreError> {
    let own = second_step::table.find(worker).filter(second_step::last_step.lt(step));
    Ok(diesel::update(own).set(second_step::last_step.eq(step)).execute(conn)? == 1)
}

/// Uses a recovery code up. False where it is none of what is left.
///
/// # Errors
/// Where the store fails.
pub fn use_recovery(conn: &mut Conn, worker: i32, hash: &[u8]) -> Result<bool, StoreError> {
    Ok(diesel::delete(recovery_code::table.find((worker, hash))).execute(conn)? == 1)
}

/// How many recovery codes are left: only ever told to the worker.
///
/// # Errors
/// Where the store fails.
pub fn recovery_left(conn: &mut Conn, worker: i32) -> Result<i64, StoreError> {
    Ok(recovery_code::table.filter(recovery_code::worker.eq(worker)).count().get_result(conn)?)
}

/// Takes it away, with its recovery codes. False where there was none on.
///
/// # Errors
/// Where the store fails.
pub fn forget(conn: &mut Conn, worker: i32) -> Result<bool, StoreError> {
    let was = is_on(conn, worker)?;
    diesel::delete(recovery_code::table.filter(recovery_code::worker.eq(worker))).execute(conn)?;
    diesel::delete(second_step::table.find(worker)).execute(conn)?;
    Ok(was)
}
