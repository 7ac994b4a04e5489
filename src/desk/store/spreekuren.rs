//! The spreekuren of the posts: with whom, where, for how long, and in which hours. What changes here changes what can be booked,
//! in the same transaction ([`refresh`]).

use super::posts::{self, PostId};
use super::schema::{post, slot, spreekuur, spreekuur_exception, spreekuur_hours, worker, worker_spreekuur};
use super::{Conn, StoreError, meta, slots};
use crate::desk::hours::{Exception, HORIZON, Hours, Plan, Span};
use crate::desk::roles::{Role, Roles};
use crate::entry::{SpreekuurId, Whom};
use chrono::NaiveDate;
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// The longest name of a host or a place, in characters: what fits a line of a phone.
pub const LONGEST_NAME: usize = 60;

/// The most lines of weekly hours, and of exceptions, one spreekuur has: more than any week has mornings and afternoons.
pub const MOST_LINES: i64 = 100;

const CLOSED: &str = "closed";
const EXTRA: &str = "extra";

const fn odd() -> StoreError {
    StoreError::Odd("spreekuur")
}

/// One spreekuur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spreekuur {
    /// Its number.
    pub id: SpreekuurId,
    /// With whom, as residents choose.
    pub whom: Whom,
    /// The organisation, for staff.
    pub host: String,
    /// Where, for staff.
    pub place: String,
    /// How long a time is. Never changes: the times that were given out have this length.
    pub minutes: u16,
    /// The secret part of its calendar's address.
    pub feed: String,
    /// False while it pauses: it has no times then.
    pub active: bool,
    /// Seconds since 1970.
    pub made_at: i64,
    /// In which post it is held. Never changes: the kiosks of that post alone give its times.
    pub post: PostId,
    /// The name of that post, where the desk has several.
    pub at: Option<String>,
}

/// What a new spreekuur is made of.
#[derive(Clone, Debug)]
pub struct New {
    /// With whom.
    pub whom: Whom,
    /// The organisation.
    pub host: String,
    /// Where.
    pub place: String,
    /// How long a time is.
    pub minutes: u16,
    /// The secret part of its calendar's address.
    pub feed: String,
}

type Row = (i32, String, String, String, i32, String, bool, i64, PostId);

fn from_row(
    names: &HashMap<PostId, String>,
    (id, whom, host, place, minutes, feed, active, made_at, post): Row,
) -> Result<Spreekuur, StoreError> {
    Ok(Spreekuur {
        id: slots::spreekuur_from(id)?,
        whom: Whom::from_word(&whom).ok_or(odd())?,
        host,
        place,
        minutes: u16::try_from(minutes).map_err(|_| odd())?,
        feed,
        active,
        made_at,
        post,
        at: names.get(&post).cloned(),
    })
}

/// The names of all posts, where there are several.
fn names(conn: &mut Conn) -> Result<HashMap<PostId, String>, StoreError> {
    let names: Vec<(PostId, String)> = post::table.select((post::id, post::name)).load(conn)?;
    Ok(if names.len() > 1 { names.into_iter().collect() } else { HashMap::new() })
}

/// All, those that pause last.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Spreekuur>, StoreError> {
    let order = (spreekuur::active.desc(), spreekuur::whom.asc(), spreekuur::host.asc(), spreekuur::id.asc());
    let rows: Vec<Row> = spreekuur::table.order(order).load(conn)?;
    let names = names(conn)?;
    rows.into_iter().map(|row| from_row(&names, row)).collect()
}

/// The one with this number.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: SpreekuurId) -> Result<Option<Spreekuur>, StoreError> {
    let row: Option<Row> = spreekuur::table.find(slots::spreekuur_column(id)?).first(conn).optional()?;
    let names = names(conn)?;
    row.map(|row| from_row(&names, row)).transpose()
}

/// The one whose calendar's address holds this secret.
///
/// # Errors
/// Where the store fails.
pub fn by_feed(conn: &mut Conn, feed: &str) -> Result<Option<Spreekuur>, StoreError> {
    let row: Option<Row> = spreekuur::table.filter(spreekuur::feed.eq(feed)).first(conn).optional()?;
    let names = names(conn)?;
    row.map(|row| from_row(&names, row)).transpose()
}

/// Makes one in the first post, without hours.
///
/// # Errors
/// Where the store fails.
pub fn add(conn: &mut Conn, new: &New, now: i64) -> Result<SpreekuurId, StoreError> {
    add_in(conn, posts::FIRST, new, now)
}

/// Makes one in this post, without hours.
///
/// # Errors
/// Where the store fails.
pub fn add_in(conn: &mut Conn, post: PostId, new: &New, now: i64) -> Result<SpreekuurId, StoreError> {
    let id = slots::next_spreekuur(conn)?;
    diesel::insert_into(spreekuur::table)
        .values((
            spreekuur::id.eq(slots::spreekuur_column(id)?),
            spreekuur::whom.eq(new.whom.word()),
            spreekuur::host.eq(&new.host),
            spreekuur::place.eq(&new.place),
            spreekuur::minutes.eq(i32::from(new.minutes)),
            spreekuur::feed.eq(&new.feed),
            spreekuur::active.eq(true),
            spreekuur::made_at.eq(now),
            spreekuur::post.eq(post),
        ))
        .execute(conn)?;
    meta::raise_slots_version(conn, now)?;
    tracing::info!(spreekuur = id.get(), "a spreekuur was made");
    Ok(id)
}

/// Writes down another organisation or place.
///
/// # Errors
/// Where the store fails.
pub fn describe(conn: &mut Conn, id: SpreekuurId, host: &str, place: &str) -> Result<bool, StoreError> {
    let row = (spreekuur::host.eq(host), spreekuur::place.eq(place));
    Ok(diesel::update(spreekuur::table.find(slots::spreekuur_column(id)?)).set(row).execute(conn)? == 1)
}

/// Pauses it, or goes on: its times follow.
///
/// # Errors
/// Where the store fails.
pub fn set_active(conn: &mut Conn, id: SpreekuurId, active: bool, now: i64) -> Result<(), StoreError> {
    diesel::update(spreekuur::table.find(slots::spreekuur_column(id)?)).set(spreekuur::active.eq(active)).execute(conn)?;
    refresh(conn, id, now)
}

/// Gives its calendar another address: whoever had the old one sees no more.
///
/// # Errors
/// Where the store fails.
pub fn set_feed(conn: &mut Conn, id: SpreekuurId, feed: &str) -> Result<(), StoreError> {
    diesel::update(spreekuur::table.find(slots::spreekuur_column(id)?)).set(spreekuur::feed.eq(feed)).execute(conn)?;
    Ok(())
}

/// A line of weekly hours or an exception, with its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<T> {
    /// Its number in the store.
    pub id: i32,
    /// The line.
    pub line: T,
}

/// An exception, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Otherwise {
    /// What is otherwise.
    pub exception: Exception,
    /// Why, for staff.
    pub reason: Option<String>,
}

/// Its weekly hours.
///
/// # Errors
/// Where the store fails.
pub fn hours(conn: &mut Conn, id: SpreekuurId) -> Result<Vec<Line<Hours>>, StoreError> {
    type Row = (i32, i32, String, i32, i32, String, Option<String>);
    let own = spreekuur_hours::table.filter(spreekuur_hours::spreekuur.eq(slots::spreekuur_column(id)?));
    let rows: Vec<Row> = own.order(spreekuur_hours::id.asc()).load(conn)?;
    rows.into_iter()
        .map(|(id, _, rule, from, until, first, last)| {
            let rule = rule.parse().map_err(|_| odd())?;
            let last = last.map(|day| day_from(&day)).transpose()?;
            Ok(Line { id, line: Hours { rule, span: span_from(from, until)?, first: day_from(&first)?, last } })
        })
        .collect()
}

/// Its exceptions from the day `since` on, in order.
///
/// # Errors
/// Where the store fails.
pub fn exceptions(conn: &mut Conn, id: SpreekuurId, since: NaiveDate) -> Result<Vec<Line<Otherwise>>, StoreError> {
    type Row = (i32, i32, String, String, Option<i32>, Option<i32>, Option<String>);
    let own = spreekuur_exception::table.filter(spreekuur_exception::spreekuur.eq(slots::spreekuur_column(id)?));
    let own = own.filter(spreekuur_exception::day.ge(since.to_string()));
    let rows: Vec<Row> = own.order((spreekuur_exception::day.asc(), spreekuur_exception::id.asc())).load(conn)?;
    rows.into_iter()
        .map(|(id, _, day, kind, from, until, reason)| {
            let day = day_from(&day)?;
            let span = from.zip(until).map(|(from, until)| span_from(from, until)).transpose()?;
            let exception = match (kind.as_str(), span) {
                (CLOSED, span) => Exception::Closed(day, span),
                (EXTRA, Some(span)) => Exception::Extra(day, span),
                _ => return Err(odd()),
            };
            Ok(Line { id, line: Otherwise { exception, reason } })
        })
        .collect()
}

fn day_from(text: &str) -> Result<NaiveDate, StoreError> {
    text.parse().map_err(|_| odd())
}

fn span_from(from: i32, until: i32) -> Result<Span, StoreError> {
    let both = u16::try_from(from).ok().zip(u16::try_from(until).ok());
    both.and_then(|(from, until)| Span::new(from, until)).ok_or(odd())
}

/// Adds a line of weekly hours; its times follow. False where there are [`MOST_LINES`] already.
///
/// # Errors
/// Where the store fails.
pub fn add_hours(conn: &mut Conn, id: SpreekuurId, hours: &Hours, now: i64) -> Result<bool, StoreError> {
    let column = slots::spreekuur_column(id)?;
    let own: i64 = spreekuur_hours::table.filter(spreekuur_hours::spreekuur.eq(column)).count().get_result(conn)?;
    if own >= MOST_LINES {
        return Ok(false);
    }
    let last: Option<i32> = spreekuur_hours::table.select(diesel::dsl::max(spreekuur_hours::id)).first(conn)?;
    diesel::insert_into(spreekuur_hours::table)
        .values((
            spreekuur_hours::id.eq(last.unwrap_or(0) + 1),
            spreekuur_hours::spreekuur.eq(column),
            spreekuur_hours::rrule.eq(hours.rule.to_string()),
            spreekuur_hours::from_minute.eq(i32::from(hours.span.from())),
            spreekuur_hours::until_minute.eq(i32::from(hours.span.until())),
            spreekuur_hours::first_day.eq(hours.first.to_string()),
            spreekuur_hours::last_day.eq(hours.last.map(|day| day.to_string())),
        ))
        .execute(conn)?;
    refresh(conn, id, now)?;
    Ok(true)
}

/// Takes a line of weekly hours away; its times follow.
///
/// # Errors
/// Where the store fails.
pub fn remove_hours(conn: &mut Conn, id: SpreekuurId, line: i32, now: i64) -> Result<bool, StoreError> {
    let own = spreekuur_hours::table.find(line).filter(spreekuur_hours::spreekuur.eq(slots::spreekuur_column(id)?));
    if diesel::delete(own).execute(conn)? == 0 {
        return Ok(false);
    }
    refresh(conn, id, now).map(|()| true)
}

/// Adds an exception; its times follow. False where there are [`MOST_LINES`] already from its day on.
///
/// # Errors
/// Where the store fails.
pub fn add_exception(conn: &mut Conn, id: SpreekuurId, otherwise: &Otherwise, now: i64) -> Result<bool, StoreError> {
    let column = slots::spreekuur_column(id)?;
    let (day, kind, span) = match otherwise.exception {
        Exception::Closed(day, span) => (day, CLOSED, span),
        Exception::Extra(day, span) => (day, EXTRA, Some(span)),
    };
    let ahead = spreekuur_exception::table.filter(spreekuur_exception::spreekuur.eq(column));
    let ahead: i64 = ahead.filter(spreekuur_exception::day.ge(day.to_string())).count().get_result(conn)?;
    if ahead >= MOST_LINES {
        return Ok(false);
    }
    let last: Option<i32> = spreekuur_exception::table.select(diesel::dsl::max(spreekuur_exception::id)).first(conn)?;
    diesel::insert_into(spreekuur_exception::table)
        .values((
            spreekuur_exception::id.eq(last.unwrap_or(0) + 1),
            spreekuur_exception::spreekuur.eq(column),
            spreekuur_exception::day.eq(day.to_string()),
            spreekuur_exception::kind.eq(kind),
            spreekuur_exception::from_minute.eq(span.map(|span| i32::from(span.from()))),
            spreekuur_exception::until_minute.eq(span.map(|span| i32::from(span.until()))),
            spreekuur_exception::reason.eq(&otherwise.reason),
        ))
        .execute(conn)?;
    refresh(conn, id, now)?;
    Ok(true)
}

/// Takes an exception away; its times follow.
///
/// # Errors
/// Where the store fails.
pub fn remove_exception(conn: &mut Conn, id: SpreekuurId, line: i32, now: i64) -> Result<bool, StoreError> {
    let own = spreekuur_exception::table.find(line).filter(spreekuur_exception::spreekuur.eq(slots::spreekuur_column(id)?));
    if diesel::delete(own).execute(conn)? == 0 {
        return Ok(false);
    }
    refresh(conn, id, now).map(|()| true)
}

/// Offers the times that the hours have within [`HORIZON`], and withdraws the others.
///
/// # Errors
/// Where the store fails.
pub fn refresh(conn: &mut Conn, id: SpreekuurId, now: i64) -> Result<(), StoreError> {
    let Some(found) = find(conn, id)? else { return Ok(()) };
    let from = super::entries::moment(now)?;
    let wanted = if found.active {
        let since = from.with_timezone(&chrono_tz::Europe::Amsterdam).date_naive();
        let hours = hours(conn, id)?.into_iter().map(|line| line.line).collect();
        let exceptions = exceptions(conn, id, since)?.into_iter().map(|line| line.line.exception).collect();
        Plan { minutes: found.minutes, hours, exceptions }.starts(from, from + HORIZON)
    } else {
        Vec::new()
    };
    let wanted = beside_what_is_held(conn, &found, wanted, now)?;
    slots::offer(conn, id, &wanted, now)?;
    let next = u32::try_from(now.div_euclid(60) + 1).map_err(|_| odd())?;
    slots::withdraw_others(conn, id, next, &wanted, now)?;
    Ok(())
}

/// Leaves out what would overlap a time that somebody holds or has booked under earlier hours.
fn beside_what_is_held(conn: &mut Conn, own: &Spreekuur, wanted: Vec<u32>, now: i64) -> Result<Vec<u32>, StoreError> {
    let long = i64::from(own.minutes);
    let held: Vec<i64> = slot::table
        .filter(slot::spreekuur.eq(slots::spreekuur_column(own.id)?))
        .filter(slot::minute.gt(now.div_euclid(60) - long))
        // One that was withdrawn from a kiosk may have been promised before it heard of that.
        .filter(
            slot::state
                .eq_any(["granted", "blocked", "booked"])
                .or(slot::state.eq("withdrawn").and(slot::grant_id.is_not_null())),
        )
        .order(slot::minute.asc())
        .select(slot::minute)
        .load(conn)?;
    let apart = |start: &u32| {
        let start = i64::from(*start);
        let before = held.partition_point(|minute| *minute <= start - long);
        held.get(before).is_none_or(|minute| *minute == start || *minute >= start + long)
    };
    Ok(wanted.into_iter().filter(apart).collect())
}

/// [`refresh`] for all.
///
/// # Errors
/// Where the store fails.
pub fn refresh_all(conn: &mut Conn, now: i64) -> Result<(), StoreError> {
    for one in all(conn)? {
        refresh(conn, one.id, now)?;
    }
    Ok(())
}

/// A host's spreekuren.
///
/// # Errors
/// Where the store fails.
pub fn of_host(conn: &mut Conn, worker: i32) -> Result<HashSet<SpreekuurId>, StoreError> {
    let own = worker_spreekuur::table.filter(worker_spreekuur::worker.eq(worker)).select(worker_spreekuur::spreekuur);
    own.load(conn)?.into_iter().map(slots::spreekuur_from).collect()
}

/// The names of its hosts who can log in.
///
/// # Errors
/// Where the store fails.
pub fn hosts(conn: &mut Conn, id: SpreekuurId) -> Result<Vec<String>, StoreError> {
    let own = worker_spreekuur::table
        .inner_join(worker::table.on(worker::id.eq(worker_spreekuur::worker)))
        .filter(worker_spreekuur::spreekuur.eq(slots::spreekuur_column(id)?))
        .filter(worker::active.eq(true));
    Ok(own.order(worker::name.asc()).select(worker::name).load(conn)?)
}

/// Makes a worker a host of this spreekuur, who sees its day list and nothing else. False where there is no such spreekuur.
///
/// # Errors
/// Where the store fails.
pub fn make_host(conn: &mut Conn, worker: i32, id: SpreekuurId) -> Result<bool, StoreError> {
    if find(conn, id)?.is_none() {
        return Ok(false);
    }
    let roles = Roles::of(&[Role::Host]);
    diesel::update(worker::table.find(worker)).set(worker::roles.eq(roles.words())).execute(conn)?;
    super::workers::put_in_teams(conn, worker, &[])?;
    let column = slots::spreekuur_column(id)?;
    let row = (worker_spreekuur::worker.eq(worker), worker_spreekuur::spreekuur.eq(column));
    diesel::insert_into(worker_spreekuur::table).values(row).execute(conn)?;
    tracing::info!(worker, spreekuur = id.get(), "a worker is a host");
    Ok(true)
}
