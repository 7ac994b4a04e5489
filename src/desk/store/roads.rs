//! How the road to each other system is, and how the queue to it stands.

use super::outgoing::{FAR_AHEAD, State};
use super::schema::{connector, outgoing};
use super::{Conn, StoreError};
use diesel::prelude::*;

/// How the queue to one system stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// How many wait.
    pub waiting: i64,
    /// Since when the oldest of them waits, in seconds since 1970.
    pub oldest: Option<i64>,
    /// How many are set apart.
    pub parked: i64,
    /// When something was handed over last.
    pub last_done: Option<i64>,
    /// How the road is.
    pub road: Road,
}

/// How the road to a system is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Road {
    /// Why nothing is sent until somebody has looked.
    pub paused: Option<String>,
    /// Since when.
    pub paused_at: Option<i64>,
    /// Nothing is tried before.
    pub not_before: i64,
    /// Failures of the whole road in a row.
    pub failures: i32,
    /// What the last of them was.
    pub why: Option<String>,
}

impl Road {
    /// Until when nothing is tried; none where the road is open now.
    pub fn closed_until(&self, now: i64) -> Option<i64> {
        (self.not_before > now && self.not_before <= now + FAR_AHEAD).then_some(self.not_before)
    }
}

/// How the road to `name` is.
///
/// # Errors
/// Where the store fails.
pub fn road(conn: &mut Conn, name: &str) -> Result<Road, StoreError> {
    use connector::{failures, not_before, paused, paused_at, why};
    let row = connector::table.find(name).select((paused, paused_at, not_before, failures, why)).first(conn).optional()?;
    Ok(row.unwrap_or_default())
}

/// Keeps how the road to `name` is.
///
/// # Errors
/// Where the store fails.
pub fn keep_road(conn: &mut Conn, name: &str, road: &Road) -> Result<(), StoreError> {
    let row = || {
        (
            connector::paused.eq(road.paused.clone()),
            connector::paused_at.eq(road.paused_at),
            connector::not_before.eq(road.not_before),
            connector::failures.eq(road.failures),
            connector::why.eq(road.why.clone()),
        )
    };
    if diesel::update(connector::table.find(name)).set(row()).execute(conn)? == 0 {
        diesel::insert_into(connector::table).values((connector::name.eq(name), row())).execute(conn)?;
    }
    Ok(())
}

/// How the queue to `name` stands.
///
/// # Errors
/// Where the store fails.
pub fn queue(conn: &mut Conn, name: &str) -> Result<Queue, StoreError> {
    let in_state = |state: State| outgoing::table.filter(outgoing::connector.eq(name)).filter(outgoing::state.eq(state.word()));
    Ok(Queue {
        waiting: in_state(State::Waiting).count().get_result(conn)?,
        oldest: in_state(State::Waiting).select(diesel::dsl::min(outgoing::made_at)).first(conn)?,
        parked: in_state(State::Parked).count().get_result(conn)?,
        last_done: in_state(State::Done).select(diesel::dsl::max(outgoing::done_at)).first(conn)?,
        road: road(conn, name)?,
    })
}
