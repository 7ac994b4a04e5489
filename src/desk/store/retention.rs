//! For how many days things are kept, since when, and what residents were promised of it.
//!
//! 1. What counts for something is the smallest number that held since it was left. A longer one holds for what comes after it, a
//!    shorter one for all at once.
//! 2. A kiosk that cannot be heard goes on promising what it was told last. So each is written down with what it was told, and an
//!    entry that arrives takes along the fewest days that its resident can have read.

use super::schema::{entry, retention, retention_told};
use super::{Conn, StoreError, entries::Listed, meta};
use crate::entry::{EntryId, KioskId};
use diesel::dsl::{max, min};
use diesel::prelude::*;

/// Days that something may be kept after its end: a day is the least in which a mistake is seen, and a year is more than any question
/// needs after it was answered.
pub const DAYS: std::ops::RangeInclusive<u16> = 1..=365;

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// From then on, in seconds since 1970, so many days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Since when; 0 for what held from the beginning.
    pub since: i64,
    /// How many.
    pub days: u16,
}

/// What counts for whatever the desk got in a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// The first second of it.
    pub from: i64,
    /// The first second after it.
    pub until: i64,
    /// The fewest days that held since.
    pub days: u16,
}

impl Term {
    /// What ended before this second has been over for long enough at the second `now`.
    #[must_use]
    pub fn over_before(&self, now: i64) -> i64 {
        now - i64::from(self.days) * DAY
    }
}

/// What a site has said since the beginning, the oldest first; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History(Vec<Change>);

impl History {
    /// A desk that never said anything else.
    #[must_use]
    pub fn of(days: u16) -> Self {
        History(vec![Change { since: 0, days }])
    }

    /// What holds now.
    #[must_use]
    pub fn newest(&self) -> Change {
        self.0.last().copied().unwrap_or(Change { since: 0, days: *DAYS.start() })
    }

    /// All of it, the oldest first.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.0
    }

    /// The same with one more change.
    #[must_use]
    pub fn with(mut self, change: Change) -> Self {
        // A clock that was put back changes nothing of what was said before.
        let since = change.since.max(self.newest().since);
        self.0.retain(|before| before.since != since);
        self.0.push(Change { since, ..change });
        self
    }

    /// The fewest days that held at this second or later.
    #[must_use]
    pub fn fewest_since(&self, second: i64) -> u16 {
        let held_later = |(number, _): &(usize, &Change)| self.0.get(number + 1).is_none_or(|next| next.since > second);
        self.0.iter().enumerate().filter(held_later).map(|(_, change)| change.days).min().unwrap_or(self.newest().days)
    }

    /// What counts for what came when; stretches for which the same counts are one.
    #[must_use]
    pub fn terms(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for (number, change) in self.0.iter().enumerate() {
            let until = self.0.get(number + 1).map_or(i64::MAX, |next| next.since);
            let days = self.fewest_since(change.since);
            match terms.last_mut() {
                Some(last) if last.days == days => last.until = until,
                _ => terms.push(Term { from: if number == 0 { i64::MIN } else { change.since }, until, days }),
            }
        }
        terms
    }
}

/// What the site has said; `configured` where it never changed it.
///
/// # Errors
/// Where the store fails.
pub fn history(conn: &mut Conn, configured: u16) -> Result<History, StoreError> {
    let rows: Vec<(i64, i32)> =
        retention::table.order(retention::since.asc()).select((retention::since, retention::days)).load(conn)?;
    if rows.is_empty() {
        return Ok(History::of(configured));
    }
    let read = |(since, days)| Ok(Change { since, days: u16::try_from(days).map_err(|_| StoreError::Odd("retention"))? });
    Ok(History(rows.into_iter().map(read).collect::<Result<_, StoreError>>()?))
}

/// A new desk takes what its configuration says. What was said since stays.
///
/// # Errors
/// Where the store fails.
pub fn begin(conn: &mut Conn, configured: u16) -> Result<(), StoreError> {
    let none = retention::table.count().get_result::<i64>(conn)? == 0;
    if none { write(conn, Change { since: 0, days: configured }) } else { Ok(()) }
}

/// Keeps things for so many days from now on. Kiosks fetch it. False where that is so already.
///
/// # Errors
/// Where the store fails.
pub fn change(conn: &mut Conn, configured: u16, days: u16, now: i64) -> Result<bool, StoreError> {
    begin(conn, configured)?;
    let before = history(conn, configured)?;
    if before.newest().days == days {
        return Ok(false);
    }
    write(conn, before.with(Change { since: now, days }).newest())?;
    meta::raise_site_version(conn)?;
    Ok(true)
}

fn write(conn: &mut Conn, Change { since, days }: Change) -> Result<(), StoreError> {
    diesel::delete(retention::table.find(since)).execute(conn)?;
    let row = (retention::since.eq(since), retention::days.eq(i32::from(days)));
    diesel::insert_into(retention::table).values(row).execute(conn)?;
    Ok(())
}

/// What this kiosk was told last; none where it never was.
///
/// # Errors
/// Where the store fails.
pub fn last_told(conn: &mut Conn, kiosk: KioskId) -> Result<Option<u16>, StoreError> {
    let last = retention_told::table
        .filter(retention_told::kiosk.eq(kiosk.get() as i32))
        .order(retention_told::at.desc())
        .select(retention_told::days)
        .first::<i32>(conn)
        .optional()?;
    last.map(|days| u16::try_from(days).map_err(|_| StoreError::Odd("retention_told"))).transpose()
}

/// This kiosk is told so many days now.
///
/// # Errors
/// Where the store fails.
pub fn note_told(conn: &mut Conn, kiosk: KioskId, days: u16, now: i64) -> Result<(), StoreError> {
    if last_told(conn, kiosk)? == Some(days) {
        return Ok(());
    }
    let key = kiosk.get() as i32;
    let last: Option<i64> =
        retention_told::table.filter(retention_told::kiosk.eq(key)).select(max(retention_told::at)).first(conn)?;
    // Whatever the clock does, the last is the last.
    let at = last.map_or(now, |last| now.max(last + 1));
    let row = (retention_told::kiosk.eq(key), retention_told::at.eq(at), retention_told::days.eq(i32::from(days)));
    diesel::insert_into(retention_told::table).values(row).execute(conn)?;
    Ok(())
}

/// The fewest days that whoever left this can have been promised, as it arrives; none where nothing was ever written down.
pub(super) fn promised(conn: &mut Conn, listed: &Listed) -> Result<Option<i32>, StoreError> {
    let own = || retention_told::table.filter(retention_told::kiosk.eq(listed.kiosk.get() as i32));
    let left = match (listed.left_at.trusted, listed.waited.is_zero()) {
        (true, _) => listed.left_at.at.min(listed.left()).timestamp(),
        (false, false) => listed.left().timestamp(),
        // Nobody knows when: it may be any of them.
        (false, true) => return Ok(own().select(min(retention_told::days)).first(conn)?),
    };
    let then = own().filter(retention_told::at.le(left)).select(max(retention_told::at)).first::<Option<i64>>(conn)?;
    let since = own().filter(retention_told::at.ge(then.unwrap_or(left)));
    let told: Option<i32> = since.select(min(retention_told::days)).first(conn)?;
    let held: Vec<(i64, i32)> =
        retention::table.order(retention::since.asc()).select((retention::since, retention::days)).load(conn)?;
    let held_later = |number: usize| held.get(number + 1).is_none_or(|(next, _)| *next > left);
    let said = held.iter().enumerate().filter(|(number, _)| held_later(*number)).map(|(_, (_, days))| *days).min();
    Ok(told.into_iter().chain(said).min())
}

/// All that a store was ever said and told of this.
#[derive(Debug, Default)]
pub(super) struct Said {
    history: Vec<(i64, i32)>,
    told: Vec<(i32, i64, i32)>,
}

/// What the store of `conn` knows.
pub(super) fn said(conn: &mut Conn) -> Result<Said, StoreError> {
    let history = retention::table.select((retention::since, retention::days)).load(conn)?;
    let told = retention_told::table.select((retention_told::kiosk, retention_told::at, retention_told::days)).load(conn)?;
    Ok(Said { history, told })
}

/// A store out of a backup learns what the one that it replaces was said since: residents were promised that.
pub(super) fn learn(conn: &mut Conn, said: &Said) -> Result<(), StoreError> {
    for (since, days) in &said.history {
        diesel::delete(retention::table.find(since)).execute(conn)?;
        let row = (retention::since.eq(since), retention::days.eq(days));
        diesel::insert_into(retention::table).values(row).execute(conn)?;
    }
    for (kiosk, at, days) in &said.told {
        diesel::delete(retention_told::table.find((kiosk, at))).execute(conn)?;
        let row = (retention_told::kiosk.eq(kiosk), retention_told::at.eq(at), retention_told::days.eq(days));
        diesel::insert_into(retention_told::table).values(row).execute(conn)?;
    }
    Ok(())
}

/// For how many days this is kept after its end.
///
/// # Errors
/// Where the store fails.
pub fn days_of(conn: &mut Conn, id: EntryId, configured: u16) -> Result<u16, StoreError> {
    let history = history(conn, configured)?;
    let found: Option<(i64, Option<i32>)> =
        entry::table.find(id.as_bytes().as_slice()).select((entry::received_at, entry::promised_days)).first(conn).optional()?;
    let Some((received, promised)) = found else { return Ok(history.newest().days) };
    let promised = promised.and_then(|days| u16::try_from(days).ok()).unwrap_or(u16::MAX);
    Ok(history.fewest_since(received).min(promised))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(changes: &[(i64, u16)]) -> History {
        changes
            .iter()
            .skip(1)
            .fold(History::of(changes[0].1), |all, (since, days)| all.with(Change { since: *since, days: *days }))
    }

    fn terms(changes: &[(i64, u16)]) -> Vec<(i64, i64, u16)> {
        said(changes).terms().into_iter().map(|term| (term.from, term.until, term.days)).collect()
    }

    #[test]
    fn a_longer_term_holds_for_what_comes_after_and_a_shorter_one_for_all() {
        assert_eq!(terms(&[(0, 30)]), [(i64::MIN, i64::MAX, 30)]);
        assert_eq!(terms(&[(0, 30), (100, 60)]), [(i64::MIN, 100, 30), (100, i64::MAX, 60)]);
        assert_eq!(terms(&[(0, 30), (100, 10)]), [(i64::MIN, i64::MAX, 10)]);
        assert_eq!(terms(&[(0, 30), (100, 60), (200, 40)]), [(i64::MIN, 100, 30), (100, i64::MAX, 40)]);
        assert_eq!(terms(&[(0, 30), (100, 10), (200, 60)]), [(i64::MIN, 200, 10), (200, i64::MAX, 60)]);
    }

    #[test]
    fn whatever_is_said_in_whatever_order_what_counts_is_the_smallest_that_held_since() {
        let numbers = [1, 7, 30, 31, 365];
        for seed in 0..625_usize {
            let pick = |place: u32| numbers[seed / 5_usize.pow(place) % 5];
            let history = said(&[(0, pick(0)), (10, pick(1)), (20, pick(2)), (30, pick(3))]);
            for second in 0..40_i64 {
                let held = |at: i64| pick(u32::try_from(at / 10).unwrap().min(3));
                let smallest = (second..40).map(held).min().unwrap();
                assert_eq!(history.fewest_since(second), smallest);
                let term = history.terms().into_iter().find(|term| (term.from..term.until).contains(&second)).unwrap();
                assert_eq!(term.days, smallest);
            }
        }
    }

    #[test]
    fn two_changes_in_one_second_and_a_clock_that_was_put_back_leave_the_last_word() {
        assert_eq!(said(&[(0, 30), (100, 60), (100, 20)]).newest(), Change { since: 100, days: 20 });
        assert_eq!(said(&[(0, 30), (100, 60), (50, 20)]).newest(), Change { since: 100, days: 20 });
    }
}
