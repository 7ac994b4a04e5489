//! The clocks beside times; their words are those of [`crate::texts::times`].

pub(super) use crate::texts::times::{date, date_in_two_lines, start, time};
use chrono::{NaiveTime, Timelike};

/// A clock that shows this time, or any time where none is drawn for it.
pub(super) fn clock(time: NaiveTime) -> &'static str {
    let (hours, minutes) = (time.hour() as usize % 12, time.minute());
    if minutes % 15 == 0 { CLOCKS[hours][(minutes / 15) as usize % 4] } else { "clock" }
}

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
