//! Slows down whoever guesses passwords: failed tries are counted per name and address together, per name, and per address.
//!
//! A try is counted before the password is looked at, so that a hundred at once do not all slip through; a right password
//! takes its own count back. Right answers never count: a whole team shares one address.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a failed try counts. Long enough to make guessing hopeless, short enough that a worker who mistyped gets a coffee.
pub(crate) const COUNTS_FOR: Duration = Duration::from_secs(10 * 60);
/// Failed tries of one name from one address.
pub(crate) const TRIES_HERE: u32 = 5;
/// Failed tries of one name from anywhere: more, so that a stranger elsewhere does not lock a worker out with five.
pub(crate) const TRIES_OF_NAME: u32 = 30;
/// Failed tries of any name from one address: more, because a team shares one.
pub(crate) const TRIES_OF_ADDRESS: u32 = 30;
/// The most counts kept, about 64 bytes each. Beyond it every try is refused until the old ones have run out.
const MAX_COUNTS: usize = 50_000;

/// Counts failed tries.
#[derive(Debug, Default)]
pub(crate) struct Limiter(Mutex<HashMap<u64, Count>>);

#[derive(Clone, Copy, Debug)]
struct Count {
    tries: u32,
    since: Instant,
}

/// A try that has been counted.
#[derive(Debug)]
pub(crate) struct Try([u64; 3]);

/// Too many tries; try again after this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooOften(pub(crate) Duration);

impl Limiter {
    /// Counts one try.
    pub(crate) fn begin(&self, name: &str, address: Option<IpAddr>, now: Instant) -> Result<Try, TooOften> {
        let name = name.to_lowercase();
        let keys = [
            (hash(&(0, &name, address)), TRIES_HERE),
            (hash(&(1, &name)), TRIES_OF_NAME),
            (hash(&(2, address)), TRIES_OF_ADDRESS),
        ];
        let mut counts = self.lock();
        if counts.len() + keys.len() > MAX_COUNTS {
            counts.retain(|_, count| now.duration_since(count.since) < COUNTS_FOR);
            if counts.len() + keys.len() > MAX_COUNTS {
                return Err(TooOften(COUNTS_FOR));
            }
        }
        for (key, limit) in keys {
            if let Some(count) = counts.get(&key) {
                let left = COUNTS_FOR.saturating_sub(now.duration_since(count.since));
                if count.tries >= limit && !left.is_zero() {
                    return Err(TooOften(left));
                }
            }
        }
        for (key, _) in keys {
            let count = counts.entry(key).or_insert(Count { tries: 0, since: now });
            if now.duration_since(count.since) >= COUNTS_FOR {
                *count = Count { tries: 0, since: now };
            }
            count.tries += 1;
        }
        Ok(Try(keys.map(|(key, _)| key)))
    }

    /// The password was right: the try does not count, and what this name did wrong here is forgotten.
    pub(crate) fn forgive(&self, right: &Try) {
        let mut counts = self.lock();
        counts.remove(&right.0[0]);
        for key in &right.0[1..] {
            if let Some(count) = counts.get_mut(key) {
                count.tries = count.tries.saturating_sub(1);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Count>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, Clock, NO_EARLIER_THAN};

    fn clock() -> BenchClock {
        BenchClock::at(NO_EARLIER_THAN, true)
    }

    #[test]
    fn the_sixth_wrong_try_waits_and_is_let_in_again_later() {
        let (limiter, clock) = (Limiter::default(), clock());
        let home = Some("192.0.2.1".parse().unwrap());
        for _ in 0..TRIES_HERE {
            limiter.begin("Fatma", home, clock.now()).unwrap();
        }
        assert_eq!(limiter.begin("fatma", home, clock.now()).unwrap_err(), TooOften(COUNTS_FOR));
        // Somebody else at the same address is not held up.
        limiter.begin("Bram", home, clock.now()).unwrap();
        clock.advance(COUNTS_FOR);
        limiter.begin("Fatma", home, clock.now()).unwrap();
    }

    #[test]
    fn right_passwords_never_count() {
        let (limiter, clock) = (Limiter::default(), clock());
        for _ in 0..10 * TRIES_OF_ADDRESS {
            let right = limiter.begin("Fatma", None, clock.now()).unwrap();
            limiter.forgive(&right);
        }
    }

    #[test]
    fn many_names_from_one_address_and_one_name_from_many_addresses_are_slowed_too() {
        let (limiter, clock) = (Limiter::default(), clock());
        let far = Some("198.51.100.7".parse().unwrap());
        let let_in = (0..100).filter(|i| limiter.begin(&format!("name{i}"), far, clock.now()).is_ok()).count();
        assert_eq!(let_in, TRIES_OF_ADDRESS as usize);
        let let_in = (0..100u8).filter(|i| limiter.begin("Fatma", Some([10, 0, 0, *i].into()), clock.now()).is_ok()).count();
        assert_eq!(let_in, TRIES_OF_NAME as usize);
    }
}
