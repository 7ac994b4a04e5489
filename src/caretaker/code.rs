//! By which digits the caretaker's screen opens while the desk cannot be asked: those that it called right before, for a while.

use crate::clock::Stamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long they are believed without the desk: as long as a volunteer's holiday, and a line that stays away longer has been noticed.
pub const BELIEVED_FOR: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// How many starts of the program they outlive where the clock cannot be believed: a board that is switched off at night has a week.
pub const BELIEVED_STARTS: u32 = 7;

/// How many wrong tries in a row end it: then only the desk says what is right. Of 10^8 that is none worth trying.
pub const WRONG_AT_MOST: u32 = 5;

/// What the machine keeps of a code that the desk called right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remembered {
    /// Which code, as the desk names it.
    pub which: u64,
    /// Its Argon2id hash, with a salt of its own.
    pub hash: String,
    /// When it was right, in seconds since 1970, where the clock was believed.
    right_at: Option<i64>,
    /// How many starts it has left.
    starts_left: u32,
    /// How many tries in a row may still be wrong.
    tries_left: u32,
}

impl Remembered {
    /// The desk has just called it right.
    pub fn now(which: u64, hash: String, at: Stamp) -> Self {
        let right_at = at.trusted.then(|| at.at.timestamp());
        Remembered { which, hash, right_at, starts_left: BELIEVED_STARTS, tries_left: WRONG_AT_MOST }
    }

    /// The program started once more; none where it is over.
    #[must_use]
    pub fn after_a_start(mut self) -> Option<Self> {
        self.starts_left = self.starts_left.checked_sub(1)?;
        Some(self)
    }

    /// Before digits are held against it: what has to be on the disk first. None where no try is left, or it is too long ago;
    /// `running` is how long the program has run.
    #[must_use]
    pub fn before_a_try(&self, at: Stamp, running: Duration) -> Option<Self> {
        let tries_left = self.tries_left.checked_sub(1)?;
        let believed = match self.right_at.filter(|_| at.trusted) {
            Some(right_at) => (0..=BELIEVED_FOR.as_secs() as i64).contains(&(at.at.timestamp() - right_at)),
            None => running <= BELIEVED_FOR,
        };
        believed.then(|| Remembered { tries_left, ..self.clone() })
    }

    /// The digits were right.
    #[must_use]
    pub fn after_a_right_try(mut self) -> Self {
        self.tries_left = WRONG_AT_MOST;
        self
    }

    /// What is left of it now that the desk says which code holds.
    #[must_use]
    pub fn heard(self, which: u64) -> Option<Self> {
        (self.which == which).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    const RIGHT_AT: i64 = 1_795_431_600;

    fn at(seconds: i64, trusted: bool) -> Stamp {
        Stamp { at: DateTime::from_timestamp(seconds, 0).unwrap(), trusted }
    }

    fn remembered(trusted: bool) -> Remembered {
        Remembered::now(7, "hash".into(), at(RIGHT_AT, trusted))
    }

    #[test]
    fn it_is_believed_for_fourteen_days_by_a_clock_that_is_trusted() {
        let days = |days: i64| remembered(true).before_a_try(at(RIGHT_AT + days * 24 * 60 * 60, true), Duration::ZERO);
        assert!(days(0).is_some() && days(14).is_some());
        assert_eq!(days(15), None);
        assert_eq!(days(-1), None, "a clock that was set back");
    }

    #[test]
    fn without_a_clock_it_outlives_a_few_starts_and_no_fortnight_of_running() {
        let starts = std::iter::successors(Some(remembered(false)), |one| one.clone().after_a_start());
        // One too many is enough to see that there is no end.
        let outlived: Vec<Remembered> = starts.take(BELIEVED_STARTS as usize + 2).collect();
        for still in &outlived {
            assert!(still.before_a_try(at(0, false), BELIEVED_FOR).is_some());
            assert_eq!(still.before_a_try(at(0, false), BELIEVED_FOR + Duration::from_secs(1)), None);
        }
        assert_eq!(outlived.len(), BELIEVED_STARTS as usize + 1);
    }

    #[test]
    fn five_wrong_tries_in_a_row_end_it_and_a_right_one_begins_the_row_anew() {
        let mut one = remembered(true);
        for _ in 0..WRONG_AT_MOST - 1 {
            one = one.before_a_try(at(RIGHT_AT, true), Duration::ZERO).unwrap();
        }
        let right = one.before_a_try(at(RIGHT_AT, true), Duration::ZERO).unwrap().after_a_right_try();
        let mut wrong = right;
        for _ in 0..WRONG_AT_MOST {
            wrong = wrong.before_a_try(at(RIGHT_AT, true), Duration::ZERO).unwrap();
        }
        assert_eq!(wrong.before_a_try(at(RIGHT_AT, true), Duration::ZERO), None);
    }

    #[test]
    fn another_code_or_none_at_the_desk_ends_it() {
        assert!(remembered(true).heard(7).is_some());
        assert_eq!(remembered(true).heard(8), None);
        assert_eq!(remembered(true).heard(0), None);
    }
}
