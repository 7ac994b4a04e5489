//! A USB scanner is a keyboard: it types what it read, faster than anybody, and ends with Enter.
//!
//! Keys are held back for the moment it takes to tell the two apart, so that a scanned code never stands in a field.

use crate::entry::Secret;
use crate::visit::Scan;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Keys of a scanner follow each other within so long: they come at 1 to 20 ms, a fast typist's at 60 ms and more. A
/// person's own key is shown this much later.
pub const APART: Duration = Duration::from_millis(35);

/// Fewer quick keys before an Enter are a person's.
pub const SHORTEST: usize = 6;

/// Keys that are held of one run; more than are looked at come from no person, and are dropped.
const HELD: usize = Scan::MAX;

/// What a run of keys turned out to be.
#[derive(Debug)]
pub enum Run {
    /// A scanner's.
    Scan(Scan),
    /// A person's, in order.
    Typed(Zeroizing<String>),
}

/// The keys of the run that is not over.
#[derive(Default)]
pub struct Wedge {
    held: Zeroizing<String>,
    count: usize,
    last: Option<Instant>,
}

impl Wedge {
    /// A key with a character, at `now`. What comes back was typed before and is over.
    pub fn key(&mut self, c: char, now: Instant) -> Option<Run> {
        let over = if self.is_over(now) { self.quiet() } else { None };
        if self.held.capacity() == 0 {
            // Once and for all, so that no copy is left behind by growing.
            self.held.reserve_exact(HELD * c.len_utf8().max(4));
        }
        if self.count < HELD {
            self.held.push(c);
        }
        self.count += 1;
        self.last = Some(now);
        over
    }

    /// Enter, at `now`. A run that it ends is a scan; else what was held is a person's, and so is the Enter.
    pub fn enter(&mut self, now: Instant) -> Option<Run> {
        if self.count >= SHORTEST && !self.is_over(now) { Some(Run::Scan(self.take_scan())) } else { self.quiet() }
    }

    /// No key came for [`APART`], or something else happened. Without an Enter only one of our own codes is a scan.
    pub fn quiet(&mut self) -> Option<Run> {
        if self.count == 0 {
            return None;
        }
        if Secret::from_code(&self.held).is_ok() {
            return Some(Run::Scan(self.take_scan()));
        }
        (self.count, self.last) = (0, None);
        Some(Run::Typed(std::mem::take(&mut self.held)))
    }

    /// True while something is held.
    pub fn is_holding(&self) -> bool {
        self.count > 0
    }

    fn is_over(&self, now: Instant) -> bool {
        self.last.is_some_and(|last| now.saturating_duration_since(last) > APART)
    }

    fn take_scan(&mut self) -> Scan {
        (self.count, self.last) = (0, None);
        let held = std::mem::take(&mut self.held);
        Scan::from(held.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, Clock, NO_EARLIER_THAN};

    const QUICK: Duration = Duration::from_millis(5);
    const SLOW: Duration = Duration::from_millis(60);

    /// What comes out of keys that follow each other after `pause`; `\n` is Enter.
    fn play(keys: &str, pause: Duration) -> (Vec<String>, Wedge) {
        let clock = BenchClock::at(NO_EARLIER_THAN, true);
        let mut wedge = Wedge::default();
        let mut out = Vec::new();
        for c in keys.chars() {
            clock.advance(pause);
            let run = if c == '\n' { wedge.enter(clock.now()) } else { wedge.key(c, clock.now()) };
            out.extend(run.map(said));
        }
        out.extend(wedge.quiet().map(said));
        (out, wedge)
    }

    fn said(run: Run) -> String {
        match run {
            Run::Scan(_) => "scan".to_owned(),
            Run::Typed(words) => words.to_string(),
        }
    }

    #[test]
    fn quick_keys_that_end_with_enter_are_a_scan_and_nothing_of_them_is_typed() {
        assert_eq!(play("00000000000000000000000001\n", QUICK).0, ["scan"]);
        assert_eq!(play("8710398500977\n", QUICK).0, ["scan"]);
        assert_eq!(play(&format!("{}\n", "x".repeat(5_000)), QUICK).0, ["scan"]);
    }

    #[test]
    fn what_a_person_types_is_typed_also_with_enter() {
        assert_eq!(play("mijn huur\n", SLOW).0.concat(), "mijn huur");
        assert_eq!(play("06\n", QUICK).0.concat(), "06", "two keys at once are two fingers");
    }

    #[test]
    fn our_own_code_is_a_scan_without_an_enter_too() {
        assert_eq!(play(&Secret::new([7; 16]).to_code(), QUICK).0, ["scan"]);
    }

    #[test]
    fn a_run_that_nothing_ends_is_typed_as_far_as_a_scan_is_looked_at() {
        let (out, wedge) = play(&"é".repeat(1_000), QUICK);
        assert_eq!(out.concat().chars().count(), Scan::MAX);
        assert!(!wedge.is_holding());
    }

    #[test]
    fn a_pause_ends_a_run() {
        let clock = BenchClock::at(NO_EARLIER_THAN, true);
        let mut wedge = Wedge::default();
        for c in "abcdefgh".chars() {
            assert!(wedge.key(c, clock.now()).is_none());
        }
        clock.advance(SLOW);
        assert!(matches!(wedge.enter(clock.now()), Some(Run::Typed(words)) if *words == "abcdefgh"));
        assert!(wedge.enter(clock.now()).is_none());
    }

    #[test]
    fn what_was_scanned_does_not_print() {
        let clock = BenchClock::at(NO_EARLIER_THAN, true);
        let mut wedge = Wedge::default();
        for c in "SECRET123".chars() {
            wedge.key(c, clock.now());
        }
        assert!(!format!("{:?}", wedge.enter(clock.now())).contains("SECRET"));
    }
}
