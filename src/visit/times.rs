//! Days and times in words: "maandag 23 november", "half elf". Digits with a colon are read aloud as two numbers.

use super::promises::day_key;
use crate::texts::{Arg, Text};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

/// From this hour on a time is said to be in the evening: on a clock face it looks like one in the morning.
const EVENING: u32 = 18;

/// "maandag 23 november".
pub(super) fn date(date: NaiveDate) -> Text {
    in_words("date", date)
}

/// The same in two lines: so that all tiles of days look alike, however long a weekday is called.
pub(super) fn date_in_two_lines(date: NaiveDate) -> Text {
    in_words("date-tile", date)
}

fn in_words(key: &'static str, date: NaiveDate) -> Text {
    Text::key(key)
        .with("day", Arg::Text(Text::key(day_key(date.weekday()))))
        .with("number", Arg::Plain(date.day().to_string()))
        .with("month", Arg::Text(Text::key(MONTHS[date.month0() as usize % 12])))
}

/// "tien uur", "kwart over tien", "half elf".
pub(super) fn time(time: NaiveTime) -> Text {
    let hour = |hours: u32| Arg::Text(Text::key(HOURS[(hours + 11) as usize % 12]));
    // For languages in which an hour has more than one form: "onu çeyrek geçe".
    let at = |hours: u32| Arg::Count((hours + 11) % 12 + 1);
    let (hours, minutes) = (time.hour(), time.minute());
    let text = match MINUTES.get((minutes / 5) as usize).filter(|_| minutes % 5 == 0) {
        Some(key) => Text::key(*key),
        None => Text::key("time-other").with("minutes", Arg::Count(minutes)),
    };
    let text = text.with("hour", hour(hours)).with("next", hour(hours + 1)).with("at", at(hours));
    if hours >= EVENING { Text::key("time-evening").with("time", Arg::Text(text)).with("at", at(hours)) } else { text }
}

/// With a capital, where a sentence or an answer begins with it.
pub(super) fn start(text: Text) -> Text {
    Text::key("start").with("text", Arg::Text(text))
}

/// A clock that shows this time, or any time where none is drawn for it.
pub(super) fn clock(time: NaiveTime) -> &'static str {
    let (hours, minutes) = (time.hour() as usize % 12, time.minute());
    if minutes % 15 == 0 { CLOCKS[hours][(minutes / 15) as usize % 4] } else { "clock" }
}

const MONTHS: [&str; 12] = [
    "month-january",
    "month-february",
    "month-march",
    "month-april",
    "month-may",
    "month-june",
    "month-july",
    "month-august",
    "month-september",
    "month-october",
    "month-november",
    "month-december",
];

const HOURS: [&str; 12] =
    ["hour-1", "hour-2", "hour-3", "hour-4", "hour-5", "hour-6", "hour-7", "hour-8", "hour-9", "hour-10", "hour-11", "hour-12"];

const MINUTES: [&str; 12] = [
    "time-00", "time-05", "time-10", "time-15", "time-20", "time-25", "time-30", "time-35", "time-40", "time-45", "time-50",
    "time-55",
];

const CLOCKS: [[&str; 4]; 12] = [
    ["clock-12-00", "clock-12-15", "clock-12-30", "clock-12-45"],
    ["clock-01-00", "clock-01-15", "clock-01-30", "clock-01-45"],
    ["clock-02-00", "clock-02-15", "clock-02-30", "clock-02-45"],
    ["clock-03-00", "clock-03-15", "clock-03-30", "clock-03-45"],
    ["clock-04-00", "clock-04-15", "clock-04-30", "clock-04-45"],
    ["clock-05-00", "clock-05-15", "clock-05-30", "clock-05-45"],
    ["clock-06-00", "clock-06-15", "clock-06-30", "clock-06-45"],
    ["clock-07-00", "clock-07-15", "clock-07-30", "clock-07-45"],
    ["clock-08-00", "clock-08-15", "clock-08-30", "clock-08-45"],
    ["clock-09-00", "clock-09-15", "clock-09-30", "clock-09-45"],
    ["clock-10-00", "clock-10-15", "clock-10-30", "clock-10-45"],
    ["clock-11-00", "clock-11-15", "clock-11-30", "clock-11-45"],
];
