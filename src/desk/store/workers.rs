//! The people of the team: how they log in, and how long they stay so.

use super::schema::{session, team, worker, worker_team};
use super::{Conn, StoreError};
use crate::desk::roles::{Role, Roles};
use crate::followup::TeamId;
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

/// The team that every desk begins with.
pub const FIRST_TEAM: TeamId = 1;

/// One worker.
#[derive(Clone, PartialEq, Eq)]
pub struct Worker {
    /// The worker's number.
    pub id: i32,
    /// The name to log in with, and what colleagues see.
    pub name: String,
    /// The password's Argon2id hash, in PHC form.
    pub password: String,
    /// True while the password is the one somebody else made.
    pub must_change: bool,
    /// What they may do.
    pub roles: Roles,
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Worker({}, {})", self.id, self.name)
    }
}

/// One log-in.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub worker: Worker,
    /// What forms must carry.
    pub csrf: String,
    /// When it began.
    pub made_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Session(of {:?})", self.worker)
    }
}

type Columns = (worker::id, worker::name, worker::password, worker::must_change, worker::roles);
const COLUMNS: Columns = (worker::id, worker::name, worker::password, worker::must_change, worker::roles);

type Row = (i32, String, String, bool, String);

fn from_row((id, name, password, must_change, roles): Row) -> Worker {
    Worker { id, name, password, must_change, roles: Roles::from_words(&roles) }
}

/// Adds a worker of the first team. None where the name is taken. Where nobody manages the desk yet, they do that too: no desk is
/// without a manager.
///
/// # Errors
/// Where the store fails.
pub fn add(conn: &mut Conn, name: &str, password: &str, must_change: bool, now: i64) -> Result<Option<i32>, StoreError> {
    let roles = if managers(conn)?.is_empty() { &[Role::Worker, Role::Manager][..] } else { &[Role::Worker] };
    add_as(conn, name, password, must_change, Roles::of(roles), &[FIRST_TEAM], now)
}

/// Adds somebody with these roles, in these teams. None where the name is taken.
///
/// # Errors
/// Where the store fails.
pub fn add_as(
    conn: &mut Conn,
    name: &str,
    password: &str,
    must_change: bool,
    roles: Roles,
    teams: &[TeamId],
    now: i64,
) -> Result<Option<i32>, StoreError> {
    let last: Option<i32> = worker::table.select(diesel::dsl::max(worker::id)).first(conn)?;
    let id = last.unwrap_or(0) + 1;
    let row = (
        worker::id.eq(id),
        worker::name.eq(name),
        worker::password.eq(password),
        worker::must_change.eq(must_change),
        worker::active.eq(true),
        worker::made_at.eq(now),
        worker::roles.eq(roles.words()),
    );
    match conn.transaction(|conn| diesel::insert_into(worker::table).values(row).execute(conn)) {
        Ok(_) => {
            put_in_teams(conn, id, teams)?;
            tracing::info!(worker = id, ?roles, "a worker was added");
            Ok(Some(id))
        }
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Puts a worker in these teams and no others.
pub(super) fn put_in_teams(conn: &mut Conn, id: i32, teams: &[TeamId]) -> Result<(), StoreError> {
    diesel::delete(worker_team::table.filter(worker_team::worker.eq(id))).execute(conn)?;
    let rows: Vec<_> = teams.iter().map(|team| (worker_team::worker.eq(id), worker_team::team.eq(*team))).collect();
    diesel::insert_into(worker_team::table).values(rows).execute(conn)?;
    Ok(())
}

/// The active workers who manage the desk.
///
/// # Errors
/// Where the store fails.
pub fn managers(conn: &mut Conn) -> Result<Vec<i32>, StoreError> {
    Ok(all(conn)?.into_iter().filter(|worker| worker.roles.has(Role::Manager)).map(|worker| worker.id).collect())
}

/// The active worker of this name.
///
/// # Errors
/// Where the store fails.
pub fn by_name(conn: &mut Conn, name: &str) -> Result<Option<Worker>, StoreError> {
    let active = worker::table.filter(worker::name.eq(name)).filter(worker::active.eq(true));
    Ok(active.select(COLUMNS).first(conn).optional()?.map(from_row))
}

/// All active workers by name.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Worker>, StoreError> {
    let rows = worker::table.filter(worker::active.eq(true)).order(worker::name.asc()).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The teams that a worker is in.
///
/// # Errors
/// Where the store fails.
pub fn teams(conn: &mut Conn, id: i32) -> Result<Vec<TeamId>, StoreError> {
    Ok(worker_team::table.filter(worker_team::worker.eq(id)).select(worker_team::team).load(conn)?)
}

/// All teams, by name.
///
/// # Errors
/// Where the store fails.
pub fn all_teams(conn: &mut Conn) -> Result<Vec<(TeamId, String)>, StoreError> {
    Ok(team::table.select((team::id, team::name)).order(team::name.asc()).load(conn)?)
}

/// The active workers of these teams who see their cards, by name.
///
/// # Errors
/// Where the store fails.
pub fn colleagues(conn: &mut Conn, teams: &[TeamId]) -> Result<Vec<(i32, String)>, StoreError> {
    let there = worker_team::table.inner_join(worker::table.on(worker::id.eq(worker_team::worker)));
    let active = there.filter(worker_team::team.eq_any(teams)).filter(worker::active.eq(true));
    let all = active.select((worker::id, worker::name, worker::roles)).distinct().order(worker::name.asc());
    let rows: Vec<(i32, String, String)> = all.load(conn)?;
    let sees = |(id, name, roles): (i32, String, String)| Roles::from_words(&roles).sees_cards().then_some((id, name));
    Ok(rows.into_iter().filter_map(sees).collect())
}

/// Sets a password hash, and ends all sessions of the worker.
///
/// # Errors
/// Where the store fails.
pub fn set_password(conn: &mut Conn, id: i32, password: &str, must_change: bool) -> Result<(), StoreError> {
    let row = (worker::password.eq(password), worker::must_change.eq(must_change));
    diesel::update(worker::table.find(id)).set(row).execute(conn)?;
    end_sessions(conn, id)?;
    tracing::info!(worker = id, "a password was set");
    Ok(())
}

/// Ends all sessions of a worker.
///
/// # Errors
/// Where the store fails.
pub fn end_sessions(conn: &mut Conn, id: i32) -> Result<(), StoreError> {
    diesel::delete(session::table.filter(session::worker.eq(id))).execute(conn)?;
    Ok(())
}

/// Whether a log-in opens pages, or waits for its second step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opens {
    /// The pages.
    Pages,
    /// Nothing yet.
    Nothing,
}

/// Begins a session. `token_hash` is the hash of what the browser holds.
///
/// # Errors
/// Where the store fails.
pub fn begin_session(
    conn: &mut Conn,
    token_hash: &[u8],
    worker: i32,
    csrf: &str,
    opens: Opens,
    now: i64,
    expires_at: i64,
) -> Result<(), StoreError> {
    diesel::delete(session::table.filter(session::expires_at.le(now))).execute(conn)?;
    diesel::insert_into(session::table)
        .values((
            session::token_hash.eq(token_hash),
            session::worker.eq(worker),
            session::csrf.eq(csrf),
            session::made_at.eq(now),
            session::expires_at.eq(expires_at),
            session::waits.eq(opens == Opens::Nothing),
        ))
        .execute(conn)?;
    Ok(())
}

/// The session of this token that opens so much, where it has not ended and its worker is active.
///
/// # Errors
/// Where the store fails.
pub fn session(conn: &mut Conn, token_hash: &[u8], opens: Opens, now: i64) -> Result<Option<Session>, StoreError> {
    let found: Option<(String, i64, i64, Row)> = session::table
        .inner_join(worker::table.on(worker::id.eq(session::worker)))
        .filter(session::token_hash.eq(token_hash))
        .filter(session::waits.eq(opens == Opens::Nothing))
        .filter(session::expires_at.gt(now))
        .filter(worker::active.eq(true))
        .select((session::csrf, session::made_at, session::expires_at, COLUMNS))
        .first(conn)
        .optional()?;
    found
        .map(|(csrf, made_at, expires_at, row)| {
            let moment = super::entries::moment;
            Ok(Session { worker: from_row(row), csrf, made_at: moment(made_at)?, expires_at: moment(expires_at)? })
        })
        .transpose()
}

/// Moves the end of a session.
///
/// # Errors
/// Where the store fails.
pub fn extend_session(conn: &mut Conn, token_hash: &[u8], expires_at: i64) -> Result<(), StoreError> {
    diesel::update(session::table.find(token_hash)).set(session::expires_at.eq(expires_at)).execute(conn)?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// Where the store fails.
pub fn end_session(conn: &mut Conn, token_hash: &[u8]) -> Result<(), StoreError> {
    diesel::delete(session::table.find(token_hash)).execute(conn)?;
    Ok(())
}
