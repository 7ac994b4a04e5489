//! Working days in the Netherlands, so that a day can be named on which somebody is at work.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};

/// A question is answered within three working days.
pub const ANSWERED_WITHIN: usize = 3;

/// The day before which the team is in touch: the third working day after the one on which it was left, in Dutch local time.
/// None at the ends of time, where there is no such day.
pub fn promised_before(left_at: DateTime<Utc>) -> Option<NaiveDate> {
    left_at.checked_add_days(chrono::Days::new(366))?;
    let day = day_of(left_at);
    let later = day.iter_days().skip(1);
    later.filter(|day| is_working_day(*day)).nth(ANSWERED_WITHIN - 1)
}

/// The days between which a team gets in touch about what was left at `left_at`: from the first it is amber (the second working day
/// after it), on the second it is late (the third). None at the ends of time.
pub fn in_touch(left_at: DateTime<Utc>) -> Option<(NaiveDate, NaiveDate)> {
    let due = promised_before(left_at)?;
    let before = |day: NaiveDate| std::iter::successors(day.pred_opt(), NaiveDate::pred_opt).find(|day| is_working_day(*day));
    Some((before(due)?, due))
}

/// The post's own day at a moment.
pub fn day_of(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}

/// The moment that lies so many working days before `at`, at the same time of day; `at` itself at the ends of time.
pub fn working_days_before(at: DateTime<Utc>, days: usize) -> DateTime<Utc> {
    let today = day_of(at);
    let before = std::iter::successors(today.pred_opt(), NaiveDate::pred_opt)
        .filter(|day| is_working_day(*day))
        .nth(days.saturating_sub(1));
    before.map_or(at, |day| at - (today - day))
}

/// The first working day that is not before `day`; `day` itself at the end of time.
pub fn working_day_from(day: NaiveDate) -> NaiveDate {
    day.iter_days().find(|day| is_working_day(*day)).unwrap_or(day)
}

/// Monday to Friday, and no holiday of the Algemene termijnenwet, article 3: the days on which no term of the law ends.
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

fn is_holiday(day: NaiveDate) -> bool {
    holiday(day).is_some()
}

/// A day on which the Netherlands rest: those of the Algemene termijnenwet, article 3, and the two Sundays among their feasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Holiday {
    NewYear,
    GoodFriday,
    Easter,
    KingsDay,
    LiberationDay,
    Ascension,
    Whitsun,
    Christmas,
}

impl Holiday {
    /// The end of its key in texts.
    pub fn word(self) -> &'static str {
        match self {
            Holiday::NewYear => "new-year",
            Holiday::GoodFriday => "good-friday",
            Holiday::Easter => "easter",
            Holiday::KingsDay => "kings-day",
            Holiday::LiberationDay => "liberation-day",
            Holiday::Ascension => "ascension",
            Holiday::Whitsun => "whitsun",
            Holiday::Christmas => "christmas",
        }
    }
}

/// Which holiday `day` is.
pub fn holiday(day: NaiveDate) -> Option<Holiday> {
    match (day.month(), day.day()) {
        (1, 1) => return Some(Holiday::NewYear),
        (5, 5) => return Some(Holiday::LiberationDay),
        (12, 25 | 26) => return Some(Holiday::Christmas),
        _ if is_kings_day(day) => return Some(Holiday::KingsDay),
        _ => {}
    }
    match easter_sunday(day.year()).map(|easter| (day - easter).num_days())? {
        -2 => Some(Holiday::GoodFriday),
        0 | 1 => Some(Holiday::Easter),
        39 => Some(Holiday::Ascension),
        49 | 50 => Some(Holiday::Whitsun),
        _ => None,
    }
}

/// 27 April; the day before where that is a Sunday.
fn is_kings_day(day: NaiveDate) -> bool {
    match (day.month(), day.day()) {
        (4, 27) => day.weekday() != Weekday::Sun,
        (4, 26) => day.weekday() == Weekday::Sat,
        _ => false,
    }
}

/// Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(n / 31).ok()?, u32::try_from(n % 31 + 1).ok()?)
}

/// True where a kiosk's clock, though it says it is right, is a day or more ahead of the desk's: no day is promised from it.
pub fn is_ahead(left_at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    left_at - now > TimeDelta::days(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// What is promised to somebody who leaves something at noon (UTC) of `text`.
    fn promised(text: &str) -> NaiveDate {
        promised_before(day(text).and_hms_opt(12, 0, 0).unwrap().and_utc()).unwrap()
    }

    #[test]
    fn a_weekend_does_not_count() {
        assert_eq!(promised("2026-11-23"), day("2026-11-26"), "Monday gives Thursday");
        assert_eq!(promised("2026-11-26"), day("2026-12-01"), "Thursday gives Tuesday");
        assert_eq!(promised("2026-11-28"), day("2026-12-02"), "Saturday gives Wednesday");
    }

    #[test]
    fn christmas_and_new_year_do_not_count() {
        // 24 December 2026 is a Thursday; 25 is a holiday, 26 a Saturday.
        assert_eq!(promised("2026-12-24"), day("2026-12-30"));
        assert_eq!(promised("2026-12-30"), day("2027-01-05"));
    }

    #[test]
    fn easter_moves_four_days_along() {
        for (year, easter) in [(2024, "2024-03-31"), (2026, "2026-04-05"), (2027, "2027-03-28"), (2038, "2038-04-25")] {
            assert_eq!(easter_sunday(year), Some(day(easter)));
        }
        for holiday in ["2026-04-03", "2026-04-06", "2026-05-14", "2026-05-25"] {
            assert!(!is_working_day(day(holiday)), "{holiday}");
        }
        assert_eq!(promised("2026-04-02"), day("2026-04-09"), "Good Friday and Easter Monday lie between");
    }

    #[test]
    fn kings_day_makes_way_for_a_sunday() {
        assert!(!is_working_day(day("2026-04-27")), "a Monday");
        assert!(is_holiday(day("2025-04-26")) && !is_holiday(day("2025-04-27")), "27 April 2025 is a Sunday");
        assert!(!is_working_day(day("2026-05-05")));
    }

    #[test]
    fn the_day_is_the_posts_own_and_not_that_of_greenwich() {
        // Half past midnight on Tuesday in Lelystad is still Monday in UTC.
        let just_tuesday = Utc.with_ymd_and_hms(2026, 11, 23, 23, 30, 0).unwrap();
        assert_eq!(promised_before(just_tuesday), Some(day("2026-11-27")));
    }

    #[test]
    fn a_card_is_amber_on_the_working_day_before_the_promised_one() {
        for (left, amber, due) in [("2026-11-23", "2026-11-25", "2026-11-26"), ("2026-12-24", "2026-12-29", "2026-12-30")] {
            let at = day(left).and_hms_opt(12, 0, 0).unwrap().and_utc();
            assert_eq!(in_touch(at), Some((day(amber), day(due))), "{left}");
        }
        assert_eq!(working_day_from(day("2026-12-25")), day("2026-12-28"));
        assert_eq!(working_day_from(day("2026-12-28")), day("2026-12-28"));
    }

    #[test]
    fn the_end_of_time_promises_nothing() {
        assert_eq!(promised_before(DateTime::<Utc>::MAX_UTC), None);
    }
}
