//! The weather between the post and the desk: one wait for all entries, and one for all sound.

use super::{FIRST_WAIT, Item, LONGEST_WAIT_FOR_A_CALL, Trouble, Why};
use crate::clock::Luck;
use std::time::{Duration, Instant};

/// The longest wait after `failures` in a row: doubles from [`FIRST_WAIT`], at most `longest`.
pub fn back_off(failures: u32, longest: Duration) -> Duration {
    let doublings = failures.saturating_sub(1).min(20);
    FIRST_WAIT.saturating_mul(1 << doublings).min(longest)
}

/// Anything up to `longest` ("full jitter"), so that the kiosks of a city do not come back as one. Without luck the whole.
pub fn jitter(longest: Duration, luck: &dyn Luck) -> Duration {
    let millis = u64::try_from(longest.as_millis()).unwrap_or(u64::MAX);
    luck.below(millis.saturating_add(1)).map_or(longest, Duration::from_millis)
}

#[derive(Debug)]
pub(super) struct Road {
    failures: u32,
    trouble: Option<Trouble>,
    not_before: Instant,
    /// When the desk asked for time, and until when.
    asked: Option<(Instant, Instant)>,
    last_failed: Option<Item>,
}

impl Road {
    pub(super) fn new(now: Instant) -> Self {
        Road { failures: 0, trouble: None, not_before: now, asked: None, last_failed: None }
    }

    pub(super) fn failures(&self) -> u32 {
        self.failures
    }

    pub(super) fn trouble(&self) -> Option<Trouble> {
        self.trouble
    }

    pub(super) fn not_before(&self) -> Instant {
        self.not_before
    }

    pub(super) fn last_failed(&self) -> Option<Item> {
        self.last_failed
    }

    /// Until when nothing may go, and why; a call bears no longer a wait than its own.
    pub(super) fn closed_until(&self, now: Instant, urgent: bool) -> Option<(Instant, Why)> {
        let weather = (self.not_before, Why::BackingOff(self.trouble.unwrap_or(Trouble::Unreached)));
        let asked = self.asked.map(|(at, until)| {
            let until = if urgent { until.min(at + LONGEST_WAIT_FOR_A_CALL) } else { until };
            (until, Why::DeskAsked)
        });
        [Some(weather), asked].into_iter().flatten().filter(|(until, _)| *until > now).max_by_key(|(until, _)| *until)
    }

    /// A signed answer came.
    pub(super) fn open(&mut self, now: Instant) {
        (self.failures, self.trouble) = (0, None);
        self.try_at_once(now);
    }

    /// An entry got through: nobody has to be let past any more.
    pub(super) fn forget_who_failed(&mut self) {
        self.last_failed = None;
    }

    pub(super) fn try_at_once(&mut self, now: Instant) {
        self.not_before = self.not_before.min(now);
    }

    pub(super) fn failed(&mut self, item: Item) {
        self.last_failed = Some(item);
    }

    /// Weather: one failure more, unless it belongs to a failure that is counted already.
    pub(super) fn bad(
        &mut self,
        trouble: Trouble,
        retry_after: Option<Duration>,
        failures_then: u32,
        longest: Duration,
        now: Instant,
        luck: &dyn Luck,
    ) {
        self.trouble = Some(trouble);
        if failures_then < self.failures {
            return;
        }
        self.failures = self.failures.saturating_add(1);
        let wait = jitter(back_off(self.failures, longest), luck).max(retry_after.unwrap_or_default().min(longest));
        self.not_before = now + wait;
    }

    /// The desk's own word that it wants time. Its `Retry-After` holds also for what is kept meanwhile.
    pub(super) fn desk_asked(
        &mut self,
        retry_after: Option<Duration>,
        failures_then: u32,
        longest: Duration,
        now: Instant,
        luck: &dyn Luck,
    ) {
        self.bad(Trouble::DeskBusy, None, failures_then, longest, now, luck);
        let until = now + retry_after.unwrap_or_default().min(longest);
        self.asked = Some((now, self.asked.map_or(until, |(_, before)| before.max(until))));
    }
}
