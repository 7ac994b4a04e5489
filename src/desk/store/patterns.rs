//! What was counted of cards that ended, and what is told of a period that is over: see [`crate::desk::patterns`].
//!
//! A card counts once: when the week in which it ended is over and the end can no longer be taken back, or when it is erased before
//! that. Whoever opens it again later changes nothing of what was told, and its second end does not count. Nothing here knows a
//! worker; whether a team is large enough to be told of is the only thing asked of them.

use super::cards;
use super::entries;
use super::ratings;
use super::schema::{card, pattern_cell, pattern_mark, pattern_open, team, worker, worker_team};
use super::{Conn, StoreError, meta};
use crate::desk::calendar;
use crate::desk::patterns::{self, ALL, FEWEST, FEWEST_WORKERS, Period, TABLES, Told, UNSAID};
use crate::entry::{EntryId, Kind, Topic};
use crate::followup::{Card, Reached, TeamId, UNDO_WITHIN, Wanted};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;
use diesel::prelude::*;
use std::collections::BTreeMap;

const ODD: StoreError = StoreError::Odd("pattern");

/// Midnight at which a day begins in the post's time.
fn begin(day: NaiveDate) -> Option<DateTime<Utc>> {
    Amsterdam.from_local_datetime(&day.and_time(NaiveTime::MIN)).earliest().map(|at| at.with_timezone(&Utc))
}

/// Counts an ended card that was not counted yet; nothing where there is none.
///
/// # Errors
/// Where the store fails.
pub(super) fn count_one(conn: &mut Conn, id: EntryId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let key = id.as_bytes().as_slice();
    let uncounted = card::table.find(key).filter(card::stage.eq("closed")).filter(card::counted.eq(false));
    let those: i64 = uncounted.count().get_result(conn)?;
    if those == 0 {
        return Ok(());
    }
    let (Some((opened, events)), Some(listed)) = (cards::life(conn, id)?, entries::listed(conn, id)?) else { return Ok(()) };
    let card = Card::fold(opened, &events);
    let Some(closed) = card.closed else { return Ok(()) };
    let days = |at: DateTime<Utc>| (calendar::day_of(at) - calendar::day_of(card.opened.at)).num_days();
    let topic = match listed.kind {
        Kind::Worry => "worry",
        Kind::Offering => "offering",
        _ => listed.topic.map_or(UNSAID, Topic::word),
    };
    // A clock that was set back may name a week that was told already.
    let ended = Period::of(calendar::day_of(closed.at.min(now)));
    let week = match meta::patterns_told(conn)?.and_then(|told| Period::parse(&told)) {
        Some(told) if ended <= told => told.next().to_string(),
        _ => patterns::week_of(calendar::day_of(closed.at.min(now))),
    };
    let words = [
        ("topic", topic),
        ("language", patterns::language(listed.language.code())),
        ("contact", patterns::contact(card.first_contact.map(days))),
        ("outcome", closed.closing.outcome.word()),
        ("wanted", closed.closing.wanted.map_or(UNSAID, Wanted::word)),
        ("reached", closed.closing.reached.map_or(UNSAID, Reached::word)),
    ];
    for (what, word) in words {
        let row = (
            pattern_open::team.eq(card.opened.team),
            pattern_open::week.eq(&week),
            pattern_open::what.eq(what),
            pattern_open::word.eq(word),
            pattern_open::times.eq(1_i64),
        );
        diesel::insert_into(pattern_open::table)
            .values(row)
            .on_conflict((pattern_open::team, pattern_open::week, pattern_open::what, pattern_open::word))
            .do_update()
            .set(pattern_open::times.eq(pattern_open::times + 1))
            .execute(conn)?;
    }
    diesel::update(card::table.find(key)).set(card::counted.eq(true)).execute(conn)?;
    Ok(())
}

/// Counts every card that ended in a week that is over, and tells of each period that is.
///
/// # Errors
/// Where the store fails.
pub fn settle(conn: &mut Conn, now: DateTime<Utc>) -> Result<(), StoreError> {
    // An end of Sunday night can be taken back until Monday has begun.
    let sure = now - UNDO_WITHIN;
    let monday = begin(patterns::monday(calendar::day_of(sure))).ok_or(ODD)?;
    let ended: Vec<Vec<u8>> = card::table
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>("card.stage = 'closed' AND NOT card.counted"))
        .filter(card::closed_at.lt(monday.timestamp()))
        .select(card::entry)
        .load(conn)?;
    for id in ended {
        count_one(conn, EntryId::from_bytes(&id).map_err(|_| ODD)?, now)?;
    }
    let running = Period::of(calendar::day_of(sure));
    let Some(mut next) = first_untold(conn)? else { return Ok(()) };
    while next < running {
        tell(conn, next)?;
        meta::note_patterns_told(conn, &next.to_string())?;
        next = next.next();
    }
    Ok(())
}

/// The first period that nothing was told of; none where nothing was ever counted.
fn first_untold(conn: &mut Conn) -> Result<Option<Period>, StoreError> {
    if let Some(told) = meta::patterns_told(conn)? {
        return Ok(Some(Period::parse(&told).ok_or(ODD)?.next()));
    }
    let counted: Option<String> = pattern_open::table.select(diesel::dsl::min(pattern_open::week)).first(conn)?;
    let rated = ratings::first_week(conn)?;
    let first = counted.into_iter().chain(rated).min();
    first.map(|week| Period::parse(&week).ok_or(ODD)).transpose()
}

/// Writes what is told of one period, of every team, and forgets what was counted of it.
fn tell(conn: &mut Conn, period: Period) -> Result<(), StoreError> {
    let teams: Vec<TeamId> = team::table.select(team::id).load(conn)?;
    for team in teams {
        let rows: Vec<(String, String, String, i64)> = pattern_open::table
            .filter(pattern_open::team.eq(team).and(pattern_open::week.eq_any(period.weeks())))
            .select((pattern_open::week, pattern_open::what, pattern_open::word, pattern_open::times))
            .load(conn)?;
        let mut counted: BTreeMap<(String, String), i64> = BTreeMap::new();
        for (week, what, word, times) in rows {
            if what == "outcome" {
                *counted.entry(("week".into(), week)).or_default() += times;
            }
            *counted.entry((what, word)).or_default() += times;
        }
        let all: i64 = counted.iter().filter(|((what, _), _)| what == "outcome").map(|(_, times)| times).sum();
        let few = workers(conn, team)? < FEWEST_WORKERS;
        let told = match all {
            _ if few => Told::Nothing,
            all if all < FEWEST => Told::Few,
            all => Told::Number(all),
        };
        keep(conn, team, period, ALL, "", told)?;
        if matches!(told, Told::Number(_)) {
            for what in TABLES {
                let words = patterns::words(what, period);
                let times = |word: &String| counted.get(&(what.to_owned(), word.clone())).copied().unwrap_or_default();
                let cells: Vec<i64> = words.iter().map(times).collect();
                for (word, told) in words.iter().zip(patterns::hide(&cells)) {
                    keep(conn, team, period, what, word, told)?;
                }
            }
        }
    }
    diesel::delete(pattern_open::table.filter(pattern_open::week.eq_any(period.weeks()))).execute(conn)?;
    let mean = ratings::mean_of(conn, &period.weeks())?;
    let (people, tenths) = match mean {
        ratings::Mean::Few => (None, None),
        ratings::Mean::Of { people, tenths } => (Some(people), Some(tenths)),
    };
    let row = (pattern_mark::period.eq(period.to_string()), pattern_mark::people.eq(people), pattern_mark::tenths.eq(tenths));
    diesel::insert_into(pattern_mark::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

/// How many workers a team has: only whether they are enough is used.
fn workers(conn: &mut Conn, team: TeamId) -> Result<i64, StoreError> {
    let there = worker_team::table.inner_join(worker::table.on(worker::id.eq(worker_team::worker)));
    Ok(there.filter(worker_team::team.eq(team)).filter(worker::active.eq(true)).count().get_result(conn)?)
}

fn keep(conn: &mut Conn, team: TeamId, period: Period, what: &str, word: &str, told: Told) -> Result<(), StoreError> {
    let (mark, times) = match told {
        Told::Number(times) => ("number", Some(times)),
        Told::Few => ("few", None),
        Told::More => ("more", None),
        Told::Nothing => ("nothing", None),
    };
    let row = (
        pattern_cell::team.eq(team),
        pattern_cell::period.eq(period.to_string()),
        pattern_cell::what.eq(what),
        pattern_cell::word.eq(word),
        pattern_cell::told.eq(mark),
        pattern_cell::times.eq(times),
    );
    diesel::insert_into(pattern_cell::table).values(row).on_conflict_do_nothing().execute(conn)?;
    Ok(())
}

/// One cell, as it is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Whose.
    pub team: TeamId,
    /// Of which table.
    pub what: String,
    /// Its word there.
    pub word: String,
    /// What is told.
    pub told: Told,
}

/// The periods that are told of, the latest first.
///
/// # Errors
/// Where the store fails.
pub fn periods(conn: &mut Conn) -> Result<Vec<Period>, StoreError> {
    let all: Vec<String> = pattern_mark::table.select(pattern_mark::period).order(pattern_mark::period.desc()).load(conn)?;
    all.iter().map(|text| Period::parse(text).ok_or(ODD)).collect()
}

/// All that is told of a period to these teams.
///
/// # Errors
/// Where the store fails.
pub fn cells(conn: &mut Conn, teams: &[TeamId], period: Period) -> Result<Vec<Cell>, StoreError> {
    let rows: Vec<(TeamId, String, String, String, Option<i64>)> = pattern_cell::table
        .filter(pattern_cell::team.eq_any(teams).and(pattern_cell::period.eq(period.to_string())))
        .select((pattern_cell::team, pattern_cell::what, pattern_cell::word, pattern_cell::told, pattern_cell::times))
        .load(conn)?;
    let read = |(team, what, word, told, times): (TeamId, String, String, String, Option<i64>)| {
        let told = match (told.as_str(), times) {
            ("number", Some(times)) => Told::Number(times),
            ("few", None) => Told::Few,
            ("more", None) => Told::More,
            ("nothing", None) => Told::Nothing,
            _ => return Err(ODD),
        };
        Ok(Cell { team, what, word, told })
    };
    rows.into_iter().map(read).collect()
}

/// The mean mark of a period that is over, as it is told.
///
/// # Errors
/// Where the store fails.
pub fn mark(conn: &mut Conn, period: Period) -> Result<ratings::Mean, StoreError> {
    let row: Option<(Option<i64>, Option<i64>)> = pattern_mark::table
        .find(period.to_string())
        .select((pattern_mark::people, pattern_mark::tenths))
        .first(conn)
        .optional()?;
    Ok(match row {
        Some((Some(people), Some(tenths))) => ratings::Mean::Of { people, tenths },
        _ => ratings::Mean::Few,
    })
}
