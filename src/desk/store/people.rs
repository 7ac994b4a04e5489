//! Who may come in: invitations, roles, teams, and who does not come any more.

use super::schema::{invitation, kiosk, second_step, session, team, worker, worker_team};
use super::workers::{self, end_sessions, put_in_teams};
use super::{Conn, StoreError};
use crate::desk::roles::{Role, Roles};
use crate::entry::KioskId;
use crate::followup::TeamId;
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};

/// How long an invitation can be used: over a weekend, and not so long that it lies forgotten in a mailbox.
pub const INVITED_FOR: TimeDelta = TimeDelta::days(3);

/// Somebody who comes in, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their number.
    pub id: i32,
    /// The name to log in with.
    pub name: String,
    /// What they may do.
    pub roles: Roles,
    /// The teams they are in.
    pub teams: Vec<TeamId>,
    /// False where they do not come in any more.
    pub active: bool,
    /// Until when they can choose a password by their invitation, in seconds since 1970.
    pub invited_until: Option<i64>,
    /// Whether they log in by two steps.
    pub steps: bool,
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is so.
    Yes,
    /// It was so before.
    Same,
    /// Nobody would manage the desk any more.
    LastManager,
    /// There is no such person.
    NotThere,
}

/// Everybody, those who come in first, by name.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Person>, StoreError> {
    type Row = (i32, String, String, bool, Option<i64>, Option<i64>);
    let rows: Vec<Row> = worker::table
        .left_join(invitation::table.on(invitation::worker.eq(worker::id)))
        .left_join(second_step::table.on(second_step::worker.eq(worker::id)))
        .order((worker::active.desc(), worker::name.asc()))
        .select((
            worker::id,
            worker::name,
            worker::roles,
            worker::active,
            invitation::expires_at.nullable(),
            second_step::proven_at.nullable(),
        ))
        .load(conn)?;
    let places: Vec<(i32, TeamId)> = worker_team::table.select((worker_team::worker, worker_team::team)).load(conn)?;
    let person = |(id, name, roles, active, invited_until, proven): Row| Person {
        id,
        name,
        roles: Roles::from_words(&roles),
        teams: places.iter().filter(|(worker, _)| *worker == id).map(|(_, team)| *team).collect(),
        active,
        invited_until,
        steps: proven.is_some(),
    };
    Ok(rows.into_iter().map(person).collect())
}

/// One of them.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: i32) -> Result<Option<Person>, StoreError> {
    Ok(all(conn)?.into_iter().find(|person| person.id == id))
}

/// A new invitation takes the place of any before, ends the worker's sessions, and leaves them no password until it is used.
///
/// # Errors
/// Where the store fails.
pub fn invite(conn: &mut Conn, id: i32, code_hash: &[u8], no_password: &str, now: i64) -> Result<(), StoreError> {
    workers::set_password(conn, id, no_password, false)?;
    diesel::delete(invitation::table.find(id)).execute(conn)?;
    let until = now + INVITED_FOR.num_seconds();
    let row = (invitation::worker.eq(id), invitation::code_hash.eq(code_hash), invitation::expires_at.eq(until));
    diesel::insert_into(invitation::table).values(row).execute(conn)?;
    Ok(())
}

/// Uses an invitation up, for the password that was chosen. None where there is none of that code, any more or not yet.
///
/// # Errors
/// Where the store fails.
pub fn join(conn: &mut Conn, code_hash: &[u8], password: &str, now: i64) -> Result<Option<i32>, StoreError> {
    let open = invitation::table
        .inner_join(worker::table.on(worker::id.eq(invitation::worker)))
        .filter(invitation::code_hash.eq(code_hash))
        .filter(invitation::expires_at.gt(now))
        .filter(worker::active.eq(true));
    let Some(id): Option<i32> = open.select(worker::id).first(conn).optional()? else { return Ok(None) };
    diesel::delete(invitation::table.find(id)).execute(conn)?;
    workers::set_password(conn, id, password, false)?;
    Ok(Some(id))
}

fn would_be_last(conn: &mut Conn, id: i32) -> Result<bool, StoreError> {
    Ok(workers::managers(conn)? == [id])
}

/// Gives somebody these roles and teams, and ends their sessions.
///
/// # Errors
/// Where the store fails.
pub fn set_roles(conn: &mut Conn, id: i32, roles: Roles, teams: &[TeamId]) -> Result<Changed, StoreError> {
    let Some(person) = find(conn, id)? else { return Ok(Changed::NotThere) };
    let (mut before, mut after) = (person.teams, teams.to_vec());
    before.sort_unstable();
    after.sort_unstable();
    if person.roles == roles && before == after {
        return Ok(Changed::Same);
    }
    if !roles.has(Role::Manager) && would_be_last(conn, id)? {
        return Ok(Changed::LastManager);
    }
    diesel::update(worker::table.find(id)).set(worker::roles.eq(roles.words())).execute(conn)?;
    put_in_teams(conn, id, teams)?;
    end_sessions(conn, id)?;
    tracing::info!(worker = id, ?roles, "roles were changed");
    Ok(Changed::Yes)
}

/// Lets somebody in again, or no more: then their sessions end, and an invitation with them.
///
/// # Errors
/// Where the store fails.
pub fn set_active(conn: &mut Conn, id: i32, active: bool) -> Result<Changed, StoreError> {
    let Some(person) = find(conn, id)? else { return Ok(Changed::NotThere) };
    if person.active == active {
        return Ok(Changed::Same);
    }
    if !active && would_be_last(conn, id)? {
        return Ok(Changed::LastManager);
    }
    diesel::update(worker::table.find(id)).set(worker::active.eq(active)).execute(conn)?;
    diesel::delete(invitation::table.find(id)).execute(conn)?;
    end_sessions(conn, id)?;
    tracing::info!(worker = id, active, "whether somebody comes in was changed");
    Ok(Changed::Yes)
}

/// Whether somebody has a session now.
///
/// # Errors
/// Where the store fails.
pub fn is_logged_in(conn: &mut Conn, id: i32, now: i64) -> Result<bool, StoreError> {
    let own = session::table.filter(session::worker.eq(id)).filter(session::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(own)).get_result(conn)?)
}

/// Makes a team. None where the name is taken.
///
/// # Errors
/// Where the store fails.
pub fn make_team(conn: &mut Conn, name: &str, now: i64) -> Result<Option<TeamId>, StoreError> {
    let last: Option<i32> = team::table.select(diesel::dsl::max(team::id)).first(conn)?;
    let id = last.unwrap_or(0) + 1;
    let row = (team::id.eq(id), team::name.eq(name), team::made_at.eq(now));
    taken(conn.transaction(|conn| diesel::insert_into(team::table).values(row).execute(conn))).map(|made| made.map(|_| id))
}

/// Gives a team another name. None where the name is taken; false where there is no such team.
///
/// # Errors
/// Where the store fails.
pub fn rename_team(conn: &mut Conn, id: TeamId, name: &str) -> Result<Option<bool>, StoreError> {
    let row = team::name.eq(name);
    let changed = conn.transaction(|conn| diesel::update(team::table.find(id)).set(row).execute(conn));
    Ok(taken(changed)?.map(|rows| rows == 1))
}

fn taken<T>(result: Result<T, Error>) -> Result<Option<T>, StoreError> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What comes from this kiosk is this team's from now on; cards that are there stay where they are. False where there is no such
/// kiosk or team. Write with [`super::News::Hall`].
///
/// # Errors
/// Where the store fails.
pub fn give_kiosk(conn: &mut Conn, id: KioskId, to: TeamId) -> Result<bool, StoreError> {
    let there: bool = diesel::select(diesel::dsl::exists(team::table.find(to))).get_result(conn)?;
    if !there {
        return Ok(false);
    }
    Ok(diesel::update(kiosk::table.find(id.get() as i32)).set(kiosk::team.eq(to)).execute(conn)? == 1)
}
