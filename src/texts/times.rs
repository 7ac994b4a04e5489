//! Days and times in words: "maandag 23 november", "half elf". Digits with a colon are read aloud as two numbers, and in a message
//! a word is harder to get wrong.

use super::{Arg, Text};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike, Weekday};

/// From this hour on a time is said to be in the evening: on a clock face it looks like one in the morning.
const EVENING: u32 = 18;

/// "maandag 23 november".
pub fn date(date: NaiveDate) -> Text {
    in_words("date", date)
}

/// The same in two lines: so that all tiles of days look alike, however long a weekday is called.
pub fn date_in_two_lines(date: NaiveDate) -> Text {
    in_words("date-tile", date)
}

fn in_words(key: &'static str, date: NaiveDate) -> Text {
    Text::key(key)
        .with("day", Arg::Text(weekday(date.weekday())))
        .with("number", Arg::Plain(date.day().to_string()))
        .with("month", Arg::Text(Text::key(MONTHS[date.month0() as usize % 12])))
}

/// "tien uur", "kwart over tien", "half elf".
pub fn time(time: NaiveTime) -> Text {
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

/// "maandag".
pub fn weekday(day: Weekday) -> Text {
    Text::key(match day {
        Weekday::Mon => "day-monday",
        Weekday::Tue => "day-tuesday",
        Weekday::Wed => "day-wednesday",
        Weekday::Thu => "day-thursday",
        Weekday::Fri => "day-friday",
        Weekday::Sat => "day-saturday",
        Weekday::Sun => "day-sunday",
    })
}

/// With a capital, where a sentence or an answer begins with it.
pub fn start(text: Text) -> Text {
    Text::key("start").with("text", Arg::Text(text))
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
