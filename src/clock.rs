//! The only file that asks the machine for time or randomness.
//!
//! Waiting uses the monotonic clock. Wall time only labels things, and says whether anyone may believe it: a board without a
//! battery starts in 1970. Everything else in Inloop is handed a [`Clock`] and a [`Luck`], so that a test can be any moment of
//! any year and can be played again.
#![allow(clippy::disallowed_methods)]

use chrono::{DateTime, TimeZone, Utc};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

/// No clock that shows less than this is believed: 1 November 2026, when this was written.
pub const NO_EARLIER_THAN: i64 = 1_793_491_200;

/// A label in wall time, with the word of the clock that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The moment, to the second.
    pub at: DateTime<Utc>,
    /// False where the clock has not been set by anything we believe: then a day must not be promised from it.
    pub trusted: bool,
}

/// Where time comes from.
pub trait Clock: Send + Sync {
    /// For waiting: never goes back, not even when the wall clock does.
    fn now(&self) -> Instant;
    /// For labels.
    fn stamp(&self) -> Stamp;
    /// Something that is believed says it is `at`: the desk, over an authenticated connection, or a clock on a battery that the desk found
    /// right. Later stamps are trusted, and never before it.
    fn learn(&self, at: DateTime<Utc>);
}

/// Where randomness comes from.
pub trait Luck: Send + Sync {
    /// Fills `bytes` from the operating system's generator.
    ///
    /// # Errors
    /// Where the operating system has no randomness to give: nothing that needs a secret may go on then.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoLuck>;

    /// A number below `end`, evenly spread to within one part in 2^32; 0 where `end` is 0.
    ///
    /// # Errors
    /// As [`Luck::fill`].
    fn below(&self, end: u64) -> Result<u64, NoLuck> {
        let mut bytes = [0; 16];
        self.fill(&mut bytes)?;
        let wide = u128::from_le_bytes(bytes);
        Ok((wide.checked_rem(u128::from(end)).unwrap_or(0)) as u64)
    }
}

/// The operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random numbers")]
pub struct NoLuck;

/// The machine's own clock. Trusted once it has learned the time; what the system shows never is, because a board without a battery
/// starts with the time of its last shutdown.
#[derive(Debug)]
pub struct MachineClock {
    /// What was last learned, and when.
    learned: Mutex<Option<(DateTime<Utc>, Instant)>>,
}

impl MachineClock {
    /// A clock that has heard nothing yet.
    pub fn new() -> Self {
        MachineClock { learned: Mutex::new(None) }
    }
}

impl Default for MachineClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for MachineClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn stamp(&self) -> Stamp {
        let learned = *self.learned.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match learned {
            // What was said plus what has passed since: right whatever the board believes.
            Some((at, heard)) => Stamp { at: at + heard.elapsed(), trusted: true },
            None => Stamp { at: system_time(), trusted: false },
        }
    }

    fn learn(&self, at: DateTime<Utc>) {
        let mut learned = self.learned.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *learned = Some((at, Instant::now()));
    }
}

fn system_time() -> DateTime<Utc> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Utc.timestamp_opt(since.as_secs() as i64, 0).single().unwrap_or_default()
}

/// A server's clock: kept by the operating system's time service, so always trusted once it is past [`NO_EARLIER_THAN`].
#[derive(Debug, Default)]
pub struct ServerClock;

impl Clock for ServerClock {
    fn now(&self) -> Instant {
        Instant::now()
    }
    fn stamp(&self) -> Stamp {
        let at = system_time();
        Stamp { at, trusted: at.timestamp() >= NO_EARLIER_THAN }
    }
    fn learn(&self, _: DateTime<Utc>) {}
}

/// The operating system's generator.
#[derive(Debug, Default)]
pub struct MachineLuck;

impl Luck for MachineLuck {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoLuck> {
        getrandom::fill(bytes).map_err(|_| NoLuck)
    }
}

/// A clock that a test sets. It starts at an instant of its own and only moves when told.
#[derive(Debug)]
pub struct BenchClock {
    start: Instant,
    state: Mutex<(Duration, Stamp)>,
}

impl BenchClock {
    /// A clock that shows `at` (seconds since 1970), trusted or not.
    pub fn at(seconds: i64, trusted: bool) -> Self {
        let at = Utc.timestamp_opt(seconds, 0).single().unwrap_or_default();
        BenchClock { start: Instant::now(), state: Mutex::new((Duration::ZERO, Stamp { at, trusted })) }
    }

    /// Lets `time` pass on both clocks.
    pub fn advance(&self, time: Duration) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.0 += time;
        state.1.at += time;
    }

    /// Sets the wall clock, as a hand or a bad battery does; the monotonic clock does not notice.
    pub fn jump(&self, seconds: i64, trusted: bool) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.1 = Stamp { at: Utc.timestamp_opt(seconds, 0).single().unwrap_or_default(), trusted };
    }
}

impl Clock for BenchClock {
    fn now(&self) -> Instant {
        let state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        self.start + state.0
    }
    fn stamp(&self) -> Stamp {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner).1
    }
    fn learn(&self, at: DateTime<Utc>) {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.1 = Stamp { at, trusted: true };
    }
}

/// Luck that a test can foresee: a SHA-256 counter stream from a seed.
#[derive(Debug)]
pub struct BenchLuck(Mutex<(u64, u64)>);

impl BenchLuck {
    /// The same seed gives the same numbers.
    pub fn seeded(seed: u64) -> Self {
        BenchLuck(Mutex::new((seed, 0)))
    }
}

impl Luck for BenchLuck {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoLuck> {
        use sha2::{Digest, Sha256};
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::digest([state.0.to_le_bytes(), state.1.to_le_bytes()].concat());
            state.1 += 1;
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_desk_says_is_believed_over_the_board() {
        let clock = MachineClock::new();
        assert!(!clock.stamp().trusted);
        let said = Utc.timestamp_opt(4_000_000_000, 0).unwrap();
        clock.learn(said);
        assert!(clock.stamp().trusted);
        assert!(clock.stamp().at >= said);
    }

    #[test]
    fn a_wall_clock_jump_does_not_touch_waiting() {
        let clock = BenchClock::at(NO_EARLIER_THAN, true);
        let before = clock.now();
        clock.jump(0, false);
        clock.advance(Duration::from_secs(5));
        assert_eq!(clock.now() - before, Duration::from_secs(5));
        assert_eq!(clock.stamp().at.timestamp(), 5);
    }

    #[test]
    fn bench_luck_repeats_itself_and_a_limit_holds() {
        let (one, two) = (BenchLuck::seeded(7), BenchLuck::seeded(7));
        for _ in 0..100 {
            let n = one.below(12).unwrap();
            assert!(n < 12);
            assert_eq!(n, two.below(12).unwrap());
        }
        assert_eq!(one.below(0).unwrap(), 0);
    }
}
