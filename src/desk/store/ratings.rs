//! "Hoe was het?", counted for each week. Nothing here leads back to an entry, a kiosk, a worker or a day.

use super::schema::rating;
use super::{Conn, StoreError};
use crate::entry::{Face, Mark, Rating};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use chrono_tz::Europe::Amsterdam;
use diesel::prelude::*;
use std::fmt;

/// Weeks that are looked back on, the present one among them.
pub const WEEKS: i64 = 4;

/// Fewer marks than this are not told: each would show too much of what one person gave.
pub const FEWEST: i64 = 5;

/// A week of ISO 8601 in the post's time, as in `2026-W48`. Written so, they sort as they come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week(String);

impl Week {
    /// The week of a moment.
    pub fn of(at: DateTime<Utc>) -> Self {
        Week::with(at.with_timezone(&Amsterdam).date_naive())
    }

    fn with(day: NaiveDate) -> Self {
        let week = day.iso_week();
        Week(format!("{:04}-W{:02}", week.year(), week.week()))
    }

    /// The first of the [`WEEKS`] that end with the week of `now`.
    fn first_looked_at(now: DateTime<Utc>) -> Self {
        let today = now.with_timezone(&Amsterdam).date_naive();
        Week::with(today.checked_sub_signed(TimeDelta::weeks(WEEKS - 1)).unwrap_or(today))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Counts what somebody gave in `week`. Write in the transaction that keeps the entry, and only where the entry is new.
///
/// # Errors
/// Where the store fails.
pub fn count(conn: &mut Conn, week: &Week, given: &Rating) -> Result<(), StoreError> {
    let face = Face::ALL.iter().position(|face| *face == given.face).map_or(0, |place| place as i32 + 1);
    let row = (
        rating::week.eq(&week.0),
        rating::face.eq(face),
        rating::mark.eq(given.mark.map_or(0, |mark| i32::from(Mark::get(mark)))),
        rating::times.eq(1_i64),
    );
    diesel::insert_into(rating::table)
        .values(row)
        .on_conflict((rating::week, rating::face, rating::mark))
        .do_update()
        .set(rating::times.eq(rating::times + 1))
        .execute(conn)?;
    Ok(())
}

/// What residents gave in the last [`WEEKS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mean {
    /// Fewer than [`FEWEST`] marks.
    Few,
    /// Of so many marks, in tenths: 78 is 7.8.
    Of {
        /// How many marks.
        people: i64,
        /// Their mean, rounded, in tenths.
        tenths: i64,
    },
}

/// The mean mark of the last [`WEEKS`].
///
/// # Errors
/// Where the store fails.
pub fn mean(conn: &mut Conn, now: DateTime<Utc>) -> Result<Mean, StoreError> {
    let rows: Vec<(i32, i64)> = rating::table
        .filter(rating::week.ge(Week::first_looked_at(now).0))
        .filter(rating::week.le(Week::of(now).0))
        .filter(rating::mark.gt(0))
        .select((rating::mark, rating::times))
        .load(conn)?;
    Ok(mean_from(&rows))
}

/// The mean mark of these weeks.
///
/// # Errors
/// Where the store fails.
pub(super) fn mean_of(conn: &mut Conn, weeks: &[String]) -> Result<Mean, StoreError> {
    let own = rating::table.filter(rating::week.eq_any(weeks)).filter(rating::mark.gt(0));
    Ok(mean_from(&own.select((rating::mark, rating::times)).load(conn)?))
}

/// The first week in which anybody gave one.
///
/// # Errors
/// Where the store fails.
pub(super) fn first_week(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    Ok(rating::table.select(diesel::dsl::min(rating::week)).first(conn)?)
}

fn mean_from(rows: &[(i32, i64)]) -> Mean {
    let people: i64 = rows.iter().map(|(_, times)| times).sum();
    if people < FEWEST {
        return Mean::Few;
    }
    let sum: i64 = rows.iter().map(|(mark, times)| i64::from(*mark) * times).sum();
    Mean::Of { people, tenths: (sum * 10 + people / 2) / people }
}

/// How often each was given in each week: week, face, mark (0 for none), times; the oldest first.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<(String, i32, i32, i64)>, StoreError> {
    Ok(rating::table.order((rating::week, rating::face, rating::mark)).load(conn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_that_of_the_post_and_its_year_that_of_its_thursday() {
        let week = |text: &str| Week::of(text.parse().unwrap()).to_string();
        assert_eq!(week("2026-11-23T09:00:00Z"), "2026-W48");
        assert_eq!(week("2026-11-22T22:59:00Z"), "2026-W47", "still Sunday");
        assert_eq!(week("2026-11-22T23:30:00Z"), "2026-W48", "Monday in Lelystad, Sunday in Greenwich");
        assert_eq!(week("2027-01-01T12:00:00Z"), "2026-W53");
        assert!(Week::of("2026-12-31T12:00:00Z".parse().unwrap()) < Week::of("2027-01-04T12:00:00Z".parse().unwrap()));
    }

    #[test]
    fn four_weeks_are_this_one_and_the_three_before_it() {
        assert_eq!(Week::first_looked_at("2026-11-23T09:00:00Z".parse().unwrap()).to_string(), "2026-W45");
    }
}
