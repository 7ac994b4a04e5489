//! From the weekly hours of a spreekuur to times that can be booked. Pure: the rules and a moment in, minutes out.
//!
//! 1. A rule (RFC 5545) says on which *days* there is a spreekuur; from when until when is local time on those days. So the
//!    clock's change is met in one place, [`instant`], and never by the rule.
//! 2. On the last Sunday of March the hour from 2 to 3 does not exist, and neither does a time in it. On that of October it
//!    comes twice, and a time in it is the first of the two.
//! 3. No two times of a spreekuur overlap, whatever its rules say.
//! 4. A day's times are the same whenever they are asked for: the walk begins with the day, and what is past is left out of it at
//!    the end. A time that shifted during the day would stand beside the one that was promised in the morning.
//! 5. A holiday has no times, unless somebody added that day by hand.

use super::calendar;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Europe::Amsterdam;
use rrule::{Frequency, NWeekday, RRule, Tz, Unvalidated};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// How far ahead times are made: residents are offered the next six days with room, and a plan for after that is made by phone.
/// Longer would fill kiosks and calendars with times nobody looks at.
pub const HORIZON: TimeDelta = TimeDelta::weeks(6);

/// The shortest time that can be booked, in minutes.
pub const SHORTEST: u16 = 5;

/// The longest time that can be booked, in minutes.
pub const LONGEST: u16 = 240;

/// Minutes in a day: the latest `until`.
pub const DAY: u16 = 24 * 60;

/// The longest rule, in bytes: four times what the pages write.
const LONGEST_RULE: usize = 200;

/// The most days one rule gives. A rule that has run for longer than this gives no more days, and a new one has to be made.
const MOST_DAYS: u16 = 10_000;

/// On which days: an RFC 5545 rule that names no time of day, with its own spelling: the crate writes "1MO" as "MO".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    rule: RRule<Unvalidated>,
    text: String,
}

/// Not a rule that days can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRule {
    /// Not the text of a rule.
    #[error("not a rule of RFC 5545")]
    NotARule,
    /// Names hours, minutes or seconds, or repeats within a day.
    #[error("the rule repeats within a day")]
    WithinADay,
}

/// The weekdays of RFC 5545, from Monday.
const BYDAY: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

/// How often, as staff choose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Often {
    /// Every week.
    Weekly,
    /// Every other week.
    Fortnightly,
    /// The first to fourth of the month.
    Nth(u8),
    /// The last of the month.
    Last,
}

impl Often {
    /// All, in the order in which they are offered.
    pub const ALL: [Often; 7] =
        [Often::Weekly, Often::Fortnightly, Often::Nth(1), Often::Nth(2), Often::Nth(3), Often::Nth(4), Often::Last];

    /// The word in forms and texts.
    pub fn word(self) -> &'static str {
        match self {
            Often::Weekly => "weekly",
            Often::Fortnightly => "fortnightly",
            Often::Nth(1) => "first",
            Often::Nth(2) => "second",
            Often::Nth(3) => "third",
            Often::Nth(_) => "fourth",
            Often::Last => "last",
        }
    }

    /// Which of the month, the last being -1.
    fn nth(self) -> Option<i16> {
        match self {
            Often::Weekly | Often::Fortnightly => None,
            Often::Nth(n) => Some(i16::from(n.clamp(1, 4))),
            Often::Last => Some(-1),
        }
    }

    /// From that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Often::ALL.into_iter().find(|often| often.word() == word)
    }
}

impl Rule {
    /// On this weekday, so often.
    pub fn on(weekday: Weekday, often: Often) -> Self {
        let rule = match often.nth() {
            Some(n) => RRule::new(Frequency::Monthly).by_weekday(vec![NWeekday::Nth(n, weekday)]),
            None => RRule::new(Frequency::Weekly).by_weekday(vec![NWeekday::Every(weekday)]),
        };
        let day = BYDAY[weekday.num_days_from_monday() as usize];
        match often {
            Often::Fortnightly => Rule { rule: rule.interval(2), text: format!("FREQ=WEEKLY;INTERVAL=2;BYDAY={day}") },
            often => {
                let text = match often.nth() {
                    Some(n) => format!("FREQ=MONTHLY;BYDAY={n}{day}"),
                    None => format!("FREQ=WEEKLY;BYDAY={day}"),
                };
                Rule { rule, text }
            }
        }
    }

    /// The weekday and how often, where it is a rule that [`Rule::on`] makes.
    pub fn as_chosen(&self) -> Option<(Weekday, Often)> {
        let [NWeekday::Every(weekday) | NWeekday::Nth(_, weekday)] = *self.rule.get_by_weekday() else { return None };
        Often::ALL.into_iter().find(|often| Rule::on(weekday, *often).rule == self.rule).map(|often| (weekday, often))
    }

    /// The days from `first` to `last`, both among them, on which it falls, where it began to count at `since`.
    fn days(&self, since: NaiveDate, first: NaiveDate, last: NaiveDate) -> BTreeSet<NaiveDate> {
        // Days have no zone; they are counted as midnights of one that never changes its clock.
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc().with_timezone(&Tz::UTC);
        match self.rule.clone().build(midnight(since)) {
            Ok(set) => {
                let found = set.after(midnight(first)).before(midnight(last)).all(MOST_DAYS);
                found.dates.iter().map(DateTime::date_naive).collect()
            }
            // Parsing has built the rule once; what is left to be wrong is a day far outside the calendar.
            Err(error) => {
                tracing::warn!(%error, rule = %self, "a rule gives no days");
                BTreeSet::new()
            }
        }
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    fn from_str(text: &str) -> Result<Self, BadRule> {
        // The crate cuts words at bytes: a letter of two would end it.
        if text.len() > LONGEST_RULE || !text.is_ascii() || text.contains(['\n', '\r', ':']) {
            return Err(BadRule::NotARule);
        }
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| BadRule::NotARule)?;
        let daily = matches!(rule.get_freq(), Frequency::Daily | Frequency::Weekly | Frequency::Monthly | Frequency::Yearly);
        let timed = !(rule.get_by_hour().is_empty() && rule.get_by_minute().is_empty() && rule.get_by_second().is_empty());
        if timed || !daily {
            return Err(BadRule::WithinADay);
        }
        let start = DateTime::UNIX_EPOCH.with_timezone(&Tz::UTC);
        rule.clone().build(start).map_err(|_| BadRule::NotARule)?;
        Ok(Rule { rule, text: text.to_owned() })
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A part of a day, in minutes of local time after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    from: u16,
    until: u16,
}

impl Span {
    /// None where it would be empty or longer than the day.
    pub fn new(from: u16, until: u16) -> Option<Self> {
        (from < until && until <= DAY).then_some(Span { from, until })
    }

    /// Where it begins.
    pub fn from(self) -> u16 {
        self.from
    }

    /// Where it ends.
    pub fn until(self) -> u16 {
        self.until
    }

    fn holds(self, minute: u16) -> bool {
        (self.from..self.until).contains(&minute)
    }
}

/// One line of the weekly hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// On which days.
    pub rule: Rule,
    /// When on those days.
    pub span: Span,
    /// The first day on which it may be; "every other week" counts from this day's week.
    pub first: NaiveDate,
    /// The last; none where nobody has said.
    pub last: Option<NaiveDate>,
}

/// A day on which it is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exception {
    /// No times, on the whole day or in a part of it.
    Closed(NaiveDate, Option<Span>),
    /// Times beside those of the rules, also on a holiday.
    Extra(NaiveDate, Span),
}

/// When there is a spreekuur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How long a time is.
    pub minutes: u16,
    /// The weekly hours.
    pub hours: Vec<Hours>,
    /// The days on which it is otherwise.
    pub exceptions: Vec<Exception>,
}

impl Plan {
    /// The first minutes (since 1970, UTC) of all times that begin from `from` on and before `until`, in order. At most those of
    /// a year: a longer stretch is cut.
    pub fn starts(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<u32> {
        let until = until.min(from + TimeDelta::days(366));
        let days = |at: DateTime<Utc>| at.with_timezone(&Amsterdam).date_naive();
        let mut all = BTreeSet::new();
        for hours in &self.hours {
            let (first, last) = (days(from).max(hours.first), days(until).min(hours.last.unwrap_or(NaiveDate::MAX)));
            for day in hours.rule.days(hours.first, first, last) {
                if calendar::holiday(day).is_none() {
                    all.extend(self.of_day(day, hours.span));
                }
            }
        }
        for exception in &self.exceptions {
            if let Exception::Extra(day, span) = *exception {
                all.extend(self.of_day(day, span));
            }
        }
        let wanted = minute(from)..minute(until);
        // Whole days were gathered, and no time reaches into the next day: so none depends on the moment of asking.
        let mut free_from = 0;
        all.retain(|start| {
            let apart = *start >= free_from;
            if apart {
                free_from = start.saturating_add(u32::from(self.minutes));
            }
            apart
        });
        all.into_iter().filter(|start| wanted.contains(&i64::from(*start))).collect()
    }

    /// The times of one stretch of one day.
    fn of_day(&self, day: NaiveDate, span: Span) -> impl Iterator<Item = u32> {
        let step = self.minutes.clamp(SHORTEST, LONGEST);
        let fits = move |at: &u16| at + step <= span.until;
        let starts = (span.from..span.until).step_by(usize::from(step)).filter(fits);
        starts.filter(move |at| !self.is_closed(day, *at, step)).filter_map(move |at| instant(day, at))
    }

    /// True where any minute of the time that begins at `at` is closed.
    fn is_closed(&self, day: NaiveDate, at: u16, step: u16) -> bool {
        self.exceptions.iter().any(|exception| match *exception {
            Exception::Closed(that, None) => that == day,
            Exception::Closed(that, Some(part)) => {
                that == day && (part.holds(at) || (at < part.from() && at + step > part.from()))
            }
            Exception::Extra(..) => false,
        })
    }
}

fn minute(at: DateTime<Utc>) -> i64 {
    // A time that has begun is over: round up.
    at.timestamp().div_euclid(60) + i64::from(at.timestamp().rem_euclid(60) > 0)
}

/// The minute since 1970 (UTC) at which the post's clocks show `at` minutes after midnight of `day`: none where they skip it, the
/// first where they show it twice.
pub fn instant(day: NaiveDate, at: u16) -> Option<u32> {
    let time = NaiveTime::from_hms_opt(u32::from(at) / 60, u32::from(at) % 60, 0)?;
    let local = day.and_time(time).and_local_timezone(Amsterdam).earliest()?;
    u32::try_from(local.timestamp() / 60).ok()
}

#[cfg(test)]
mod tests;
