//! How long ago, in as few words as a list has room for, and moments in the post's own time.

use super::say::Say;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::{Europe::Amsterdam, Tz};

/// A moment in the post's time.
pub(crate) fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Amsterdam)
}

/// `just now`, `12 min`, `3 h`, `yesterday`, `4 days`. A moment that has yet to come is just now: clocks differ.
pub(crate) fn age(say: Say, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let passed = now - at;
    let days = (local(now).date_naive() - local(at).date_naive()).num_days();
    match (passed.num_minutes(), days) {
        (..1, _) => say.get("age-now"),
        (minutes @ 1..60, _) => say.with("age-minutes", "n", minutes),
        // The night before is "4 h" until it is half a day ago.
        (_, ..1) => say.with("age-hours", "n", passed.num_hours()),
        (_, 1) if passed < TimeDelta::hours(12) => say.with("age-hours", "n", passed.num_hours()),
        (_, 1) => say.get("age-yesterday"),
        (_, days) => say.with("age-days", "n", days),
    }
}

/// Whole minutes since, at least 0.
pub(crate) fn minutes(at: DateTime<Utc>, now: DateTime<Utc>) -> i64 {
    (now - at).num_minutes().max(0)
}

/// `14:05`.
pub(crate) fn time(at: DateTime<Utc>) -> String {
    let at = local(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `zondag 22 november`, in the post's time.
pub(crate) fn date(say: Say, at: DateTime<Utc>) -> String {
    day(say, local(at).date_naive())
}

/// `zondag 22 november`.
pub(crate) fn day(say: Say, day: NaiveDate) -> String {
    let (weekdays, months) = match say {
        Say::Dutch => (&WEEKDAYS_NL, &MONTHS_NL),
        Say::English => (&WEEKDAYS_EN, &MONTHS_EN),
    };
    format!("{} {} {}", weekdays[day.weekday().num_days_from_monday() as usize], day.day(), months[day.month0() as usize])
}

/// `do 26 nov`, where a line has little room.
pub(crate) fn short_day(say: Say, day: NaiveDate) -> String {
    let (weekdays, months) = match say {
        Say::Dutch => (&WEEKDAYS_NL, &MONTHS_NL),
        Say::English => (&WEEKDAYS_EN, &MONTHS_EN),
    };
    let letters = if say == Say::Dutch { 2 } else { 3 };
    let weekday = &weekdays[day.weekday().num_days_from_monday() as usize][..letters];
    // Dutch shortens March to its consonants.
    let month = if say == Say::Dutch && day.month() == 3 { "mrt" } else { &months[day.month0() as usize][..3] };
    format!("{weekday} {} {month}", day.day())
}

/// `maandag`.
pub(crate) fn weekday(say: Say, day: chrono::Weekday) -> &'static str {
    let names = if say == Say::Dutch { &WEEKDAYS_NL } else { &WEEKDAYS_EN };
    names[day.num_days_from_monday() as usize]
}

/// For a `datetime` attribute.
pub(crate) fn machine(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

const WEEKDAYS_NL: [&str; 7] = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_NL: [&str; 12] =
    ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn an_age_is_said_in_the_words_of_the_hall() {
        let now = at("2026-11-23T09:00:00Z");
        for (then, said) in [
            ("2026-11-23T09:00:30Z", "zojuist"),
            ("2026-11-23T08:59:10Z", "zojuist"),
            ("2026-11-23T08:48:00Z", "12 min"),
            ("2026-11-23T06:30:00Z", "2 uur"),
            ("2026-11-22T22:30:00Z", "10 uur"),
            ("2026-11-22T12:30:00Z", "gisteren"),
            ("2026-11-19T09:00:00Z", "4 dagen"),
        ] {
            assert_eq!(age(Say::Dutch, at(then), now), said, "{then}");
        }
    }

    #[test]
    fn moments_are_told_in_the_time_of_the_post() {
        assert_eq!(time(at("2026-07-01T12:05:00Z")), "14:05");
        assert_eq!(time(at("2026-12-01T12:05:00Z")), "13:05");
        assert_eq!(date(Say::Dutch, at("2026-11-22T23:30:00Z")), "maandag 23 november");
        assert_eq!(short_day(Say::Dutch, "2026-11-26".parse().unwrap()), "do 26 nov");
        assert_eq!(short_day(Say::Dutch, "2027-03-01".parse().unwrap()), "ma 1 mrt");
        assert_eq!(date(Say::English, at("2026-11-22T09:00:00Z")), "Sunday 22 November");
    }
}
