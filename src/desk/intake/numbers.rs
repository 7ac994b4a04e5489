//! The request numbers of one kiosk: each counts once, in any order within a window, so that parallel requests pass and a
//! replayed one does not.

/// How far behind the highest number one may arrive: far more than a kiosk has requests under way.
const WINDOW: u64 = 4096;

/// Numbers are written down as spent this many ahead, so that a restart costs one refused request and not a write each.
const AHEAD: u64 = 1024;

const WORDS: usize = (WINDOW / 64) as usize;

/// What a number met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    /// It was free, and is spent now. Before anything is done for it, all numbers up to `reserve` must be kept as spent.
    Fresh {
        /// None where a reservation covers it already.
        reserve: Option<u64>,
    },
    /// It was used before, or is too old to know.
    Spent {
        /// This one is free.
        next: u64,
    },
}

/// Which numbers are spent.
pub(super) struct Window {
    /// The highest number spent; everything [`WINDOW`] or more below it is spent too.
    top: u64,
    /// One bit a number, at its remainder.
    spent: [u64; WORDS],
    /// All numbers up to here are spent after a restart.
    reserved: u64,
}

impl Window {
    /// All numbers up to and including `spent` are gone.
    pub(super) fn after(spent: u64) -> Self {
        Window { top: spent, spent: [u64::MAX; WORDS], reserved: spent }
    }

    /// Spends `number`, if it is free.
    pub(super) fn take(&mut self, number: u64) -> Taken {
        let next = self.top.saturating_add(1);
        if number > self.top {
            for between in self.top + 1..=number.min(self.top.saturating_add(WINDOW)) {
                *self.word(between) &= !bit(between);
            }
            self.top = number;
        } else if self.top - number >= WINDOW || *self.word(number) & bit(number) != 0 {
            return Taken::Spent { next };
        }
        *self.word(number) |= bit(number);
        Taken::Fresh { reserve: (number > self.reserved).then(|| number.saturating_add(AHEAD)) }
    }

    /// It is kept that all numbers up to `number` are spent.
    pub(super) fn reserved_up_to(&mut self, number: u64) {
        self.reserved = self.reserved.max(number);
    }

    fn word(&mut self, number: u64) -> &mut u64 {
        let place = (number % WINDOW / 64) as usize;
        &mut self.spent[place]
    }
}

fn bit(number: u64) -> u64 {
    1 << (number % 64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn is_fresh(window: &mut Window, number: u64) -> bool {
        matches!(window.take(number), Taken::Fresh { .. })
    }

    #[test]
    fn a_number_counts_once_in_any_order() {
        let mut window = Window::after(10);
        for number in [12, 11, 14, 13] {
            assert!(is_fresh(&mut window, number), "{number}");
            assert_eq!(window.take(number), Taken::Spent { next: window.top + 1 });
        }
    }

    #[test]
    fn what_was_spent_before_the_restart_stays_spent() {
        let mut window = Window::after(5000);
        for old in [0, 1, 904, 905, 4999, 5000] {
            assert_eq!(window.take(old), Taken::Spent { next: 5001 }, "{old}");
        }
        assert_eq!(window.take(5001), Taken::Fresh { reserve: Some(5001 + AHEAD) });
    }

    #[test]
    fn a_reservation_is_asked_for_until_it_is_kept() {
        let mut window = Window::after(0);
        assert_eq!(window.take(1), Taken::Fresh { reserve: Some(1 + AHEAD) });
        assert_eq!(window.take(2), Taken::Fresh { reserve: Some(2 + AHEAD) }, "the first is not on the disk yet");
        window.reserved_up_to(1 + AHEAD);
        assert_eq!(window.take(3), Taken::Fresh { reserve: None });
    }

    #[test]
    fn the_highest_number_there_is_breaks_nothing() {
        let mut window = Window::after(0);
        assert!(is_fresh(&mut window, u64::MAX));
        assert_eq!(window.take(u64::MAX), Taken::Spent { next: u64::MAX });
        assert_eq!(window.take(1), Taken::Spent { next: u64::MAX });
        assert!(is_fresh(&mut window, u64::MAX - 1));
    }

    proptest! {
        /// Against the plainest model: a set. The window may refuse what it is too old to know, never take one twice.
        #[test]
        fn no_number_is_ever_taken_twice(numbers in proptest::collection::vec(0u64..20_000, 1..400)) {
            let (mut window, mut seen, mut top) = (Window::after(0), HashSet::new(), 0);
            for number in numbers {
                let expected = number > 0 && !seen.contains(&number) && (number > top || top - number < WINDOW);
                prop_assert_eq!(is_fresh(&mut window, number), expected, "{} after {}", number, top);
                if expected {
                    seen.insert(number);
                    top = top.max(number);
                }
            }
        }
    }
}
