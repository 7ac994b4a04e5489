//! What may be told of many: periods of four weeks, and numbers in which nobody can be found again. PURE.
//!
//! 1. A period is told once it is over, and never changes after that. So no two papers say different things of it, and nothing can
//!    be had by taking one from the other.
//! 2. Each table of a period adds up to the same number of cards, which is taken as known. A cell under [`FEWEST`] is not told, nor
//!    is any other that it could be computed from ([`hide`]); of a table in which that cannot be had, nothing is told.
//! 3. Teams are told apart and never together, and a team of fewer than [`FEWEST_WORKERS`] is not told of: its numbers would be
//!    those of one of them.

use crate::entry::Topic;
use crate::followup::{Outcome, Reached, Wanted};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::fmt;

/// A smaller number is not told.
pub const FEWEST: i64 = 5;

/// A team of fewer workers is not told of: of two, each could take away what was their own.
pub const FEWEST_WORKERS: i64 = 3;

/// Weeks of a period: a team of a city with 35 000 questions a year over 18 teams ends about 150 cards in four weeks, so that most
/// topics can be told; in one week hardly any could.
pub const WEEKS: u32 = 4;

/// Periods of a year; the last has five weeks where the year has 53.
const PERIODS: u32 = 13;

/// Values that a hidden cell must at least still be able to have, for whoever computes with all that is told.
const LEFT_OPEN: i64 = 3;

/// Four weeks of ISO 8601, by the first of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    year: i32,
    number: u32,
}

/// As weeks are written: `2026-W48`. Written so, they sort as they come.
fn week(year: i32, week: u32) -> String {
    format!("{year:04}-W{week:02}")
}

/// The week of a day.
pub fn week_of(day: NaiveDate) -> String {
    week(day.iso_week().year(), day.iso_week().week())
}

/// The Monday of the week of a day.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))).unwrap_or(day)
}

impl Period {
    /// That of a day.
    pub fn of(day: NaiveDate) -> Self {
        Period { year: day.iso_week().year(), number: ((day.iso_week().week() - 1) / WEEKS).min(PERIODS - 1) }
    }

    /// From one of its weeks; none where it is no week.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, week) = text.split_once("-W")?;
        let day = NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)?;
        Some(Period::of(day))
    }

    /// Its weeks, in order.
    pub fn weeks(self) -> Vec<String> {
        let first = self.number * WEEKS + 1;
        let has_53 = NaiveDate::from_isoywd_opt(self.year, 53, Weekday::Mon).is_some();
        let last = if self.number + 1 == PERIODS { 52 + u32::from(has_53) } else { first + WEEKS - 1 };
        (first..=last).map(|number| week(self.year, number)).collect()
    }

    /// The one after it.
    pub fn next(self) -> Self {
        if self.number + 1 == PERIODS {
            Period { year: self.year + 1, number: 0 }
        } else {
            Period { number: self.number + 1, ..self }
        }
    }

    /// Its first and last day; none at the ends of time.
    pub fn days(self) -> Option<(NaiveDate, NaiveDate)> {
        let begin = |period: Period| NaiveDate::from_isoywd_opt(period.year, period.number * WEEKS + 1, Weekday::Mon);
        Some((begin(self)?, begin(self.next())?.pred_opt()?))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&week(self.year, self.number * WEEKS + 1))
    }
}

/// The tables of a period, in the order in which they are shown. Each card stands in each once.
pub const TABLES: [&str; 7] = ["week", "topic", "language", "contact", "outcome", "wanted", "reached"];

/// The name of the table with nothing but the number of cards.
pub const ALL: &str = "all";

/// What is told of languages: those of the glass, and all others together.
pub const LANGUAGES: [&str; 9] = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa", "other"];

/// Days from what was left to the first contact, by their upper ends, and what stands for none.
pub const CONTACT: [(&str, i64); 6] =
    [("same-day", 0), ("next-day", 1), ("three-days", 3), ("a-week", 7), ("later", i64::MAX), ("never", i64::MIN)];

/// The word of what was not said.
pub const UNSAID: &str = "unsaid";

/// All words of a table: also those that nobody had stand in it, so that a line's being there tells nothing.
pub fn words(table: &str, period: Period) -> Vec<String> {
    let own = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect();
    match table {
        "week" => period.weeks(),
        "topic" => own(Topic::ALL.iter().map(|topic| topic.word()).chain(["worry", "offering", UNSAID]).collect()),
        "language" => own(LANGUAGES.to_vec()),
        "contact" => own(CONTACT.iter().map(|(word, _)| *word).collect()),
        "outcome" => own(Outcome::ALL.iter().map(|outcome| outcome.word()).collect()),
        "wanted" => own(Wanted::ALL.iter().map(|wanted| wanted.word()).chain([UNSAID]).collect()),
        "reached" => own(Reached::ALL.iter().map(|reached| reached.word()).chain([UNSAID]).collect()),
        _ => Vec::new(),
    }
}

/// The word of a language.
pub fn language(code: &str) -> &'static str {
    LANGUAGES.into_iter().find(|known| *known == code).unwrap_or("other")
}

/// The word of so many days to the first contact.
pub fn contact(days: Option<i64>) -> &'static str {
    let upto = |days: i64| CONTACT.iter().find(|(_, end)| days <= *end).map(|(word, _)| *word);
    days.and_then(upto).unwrap_or("never")
}

/// What is told of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The number.
    Number(i64),
    /// "< 5".
    Few,
    /// "5 of meer": the number would give another cell away.
    More,
    /// Nothing at all.
    Nothing,
}

/// What is told of a table with these cells, so that none that is hidden can be computed from the others and their sum.
pub fn hide(cells: &[i64]) -> Vec<Told> {
    let mut hidden: Vec<bool> = cells.iter().map(|cell| *cell < FEWEST).collect();
    while !is_open(cells, &hidden) {
        let shown = (0..cells.len()).filter(|place| !hidden[*place]);
        let Some(smallest) = shown.min_by_key(|place| cells[*place]) else { return vec![Told::Nothing; cells.len()] };
        hidden[smallest] = true;
    }
    let told = |(cell, hidden): (&i64, &bool)| match (hidden, *cell < FEWEST) {
        (false, _) => Told::Number(*cell),
        (true, true) => Told::Few,
        (true, false) => Told::More,
    };
    cells.iter().zip(&hidden).map(told).collect()
}

/// Whether each hidden cell can still be [`LEFT_OPEN`] numbers, for whoever knows the sum of them and how each is marked.
fn is_open(cells: &[i64], hidden: &[bool]) -> bool {
    /// More than any team ends in a period.
    const MANY: i64 = 1 << 40;
    let bounds = |cell: i64| if cell < FEWEST { (0, FEWEST - 1) } else { (FEWEST, MANY) };
    let own: Vec<i64> = cells.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(cell, _)| *cell).collect();
    let sum: i64 = own.iter().sum();
    let (low, high) = own.iter().fold((0, 0), |(low, high), cell| (low + bounds(*cell).0, high + bounds(*cell).1));
    own.iter().all(|cell| {
        let (least, most) = bounds(*cell);
        let (least, most) = (least.max(sum - (high - most)), most.min(sum - (low - least)));
        most - least + 1 >= LEFT_OPEN
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn periods_follow_on_each_other_without_a_gap_also_over_a_year_of_53_weeks() {
        let mut period = Period::of(day("2019-12-31"));
        for _ in 0..200 {
            let (first, last) = period.days().unwrap();
            assert_eq!((Period::of(first), Period::of(last)), (period, period));
            assert_eq!(week_of(first), period.to_string());
            assert_eq!(&week_of(last), period.weeks().last().unwrap());
            assert_eq!(period.next().days().unwrap().0, last.succ_opt().unwrap());
            assert!(period.weeks().iter().all(|week| Period::parse(week) == Some(period)));
            assert!(period < period.next() && period.to_string() < period.next().to_string());
            period = period.next();
        }
        assert_eq!(Period::of(day("2027-01-03")).weeks().len(), 5, "2026 has 53 weeks");
    }

    /// All numbers that a cell can have, for somebody who tries every table that would be told so.
    fn possible(cells: &[i64], told: &[Told]) -> Vec<Vec<i64>> {
        let sum: i64 = cells.iter().sum();
        let mut found = vec![Vec::new(); cells.len()];
        let ranges: Vec<Vec<i64>> = told
            .iter()
            .map(|told| match told {
                Told::Number(number) => vec![*number],
                Told::Few => (0..FEWEST).collect(),
                Told::More => (FEWEST..=sum).collect(),
                Told::Nothing => (0..=sum).collect(),
            })
            .collect();
        let mut tables: Vec<Vec<i64>> = vec![vec![]];
        for range in &ranges {
            tables = tables.iter().flat_map(|table| range.iter().map(|n| [table.as_slice(), &[*n]].concat())).collect();
            tables.retain(|table| table.iter().sum::<i64>() <= sum);
        }
        for table in tables.iter().filter(|table| table.iter().sum::<i64>() == sum) {
            for (place, number) in table.iter().enumerate() {
                if !found[place].contains(number) {
                    found[place].push(*number);
                }
            }
        }
        found
    }

    #[test]
    fn no_hidden_cell_can_be_computed_from_what_is_told_whatever_the_numbers() {
        let values = [0, 1, 4, 5, 6, 11];
        let tables = (0..values.len().pow(4)).map(|n| [n, n / 6, n / 36, n / 216].map(|place| values[place % 6]));
        for cells in tables.filter(|cells| cells.iter().sum::<i64>() >= FEWEST) {
            let told = hide(&cells);
            for (place, numbers) in possible(&cells, &told).iter().enumerate() {
                assert!(numbers.contains(&cells[place]), "{cells:?} {told:?}");
                let number = matches!(told[place], Told::Number(_));
                assert!(number || numbers.len() >= 3, "{cells:?} {told:?}: cell {place} is one of {numbers:?}");
                assert!(!number || cells[place] >= FEWEST, "{cells:?} {told:?}");
            }
        }
    }

    #[test]
    fn what_gives_nobody_away_is_told() {
        use Told::{Few, More, Number};
        assert_eq!(hide(&[12, 7, 30]), [Number(12), Number(7), Number(30)]);
        assert_eq!(hide(&[12, 3, 30, 2]), [Number(12), Few, Number(30), Few]);
        assert_eq!(hide(&[12, 3, 30]), [More, Few, Number(30)], "one alone would be what is left of the sum");
        assert_eq!(hide(&[5, 0]), [Told::Nothing, Told::Nothing]);
    }

    #[test]
    fn days_to_the_first_contact_have_one_word_each() {
        let words: Vec<_> = [Some(-1), Some(0), Some(1), Some(3), Some(4), Some(8), None].into_iter().map(contact).collect();
        assert_eq!(words, ["same-day", "same-day", "next-day", "three-days", "a-week", "later", "never"]);
    }
}
