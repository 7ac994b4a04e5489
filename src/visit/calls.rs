//! Calls into the hall: what was set going, what is known of it, and when it is late.

use super::event::{HandIn, KeptReceipt};
use crate::entry::{CallReason, EntryId, Teken};
use std::time::{Duration, Instant};

/// After this long without "Ik kom" the resident is told where to go.
pub const NOBODY_CAME_AFTER: Duration = Duration::from_secs(60);

/// The desk forgets a call that nobody answered after ten minutes; then the same touch is a new call.
pub const A_CALL_LIVES: Duration = Duration::from_secs(10 * 60);

/// So long after "Ik kom" another touch only rings again; later it is a new call, because nobody came after all.
pub const COMING_LASTS: Duration = Duration::from_secs(2 * 60);

#[derive(Debug)]
pub(super) struct Call {
    pub(super) reason: CallReason,
    hand_in: HandIn,
    entry: Option<EntryId>,
    pub(super) teken: Option<Teken>,
    raised: Instant,
    pub(super) delivered: bool,
    coming: Option<Instant>,
    /// The minute is over, or it could not even be kept.
    pub(super) late: bool,
    lost: bool,
}

impl Call {
    pub(super) fn is_coming(&self) -> bool {
        self.coming.is_some()
    }

    pub(super) fn entry(&self) -> Option<EntryId> {
        self.entry
    }

    /// When the resident has to be told that nobody came.
    pub(super) fn late_at(&self) -> Option<Instant> {
        (!self.late && self.coming.is_none()).then(|| self.raised + NOBODY_CAME_AFTER)
    }

    fn lives(&self, now: Instant) -> bool {
        match self.coming {
            Some(said) => now < said + COMING_LASTS,
            None => !self.lost && now < self.raised + A_CALL_LIVES,
        }
    }
}

/// At most one for each reason.
#[derive(Debug, Default)]
pub(super) struct Calls(Vec<Call>);

impl Calls {
    pub(super) fn of(&self, reason: CallReason) -> Option<&Call> {
        self.0.iter().find(|call| call.reason == reason)
    }

    /// False where one for the same reason is still under way.
    pub(super) fn needs_raising(&self, reason: CallReason, now: Instant) -> bool {
        !self.of(reason).is_some_and(|call| call.lives(now))
    }

    pub(super) fn raise(&mut self, reason: CallReason, hand_in: HandIn, now: Instant) {
        self.0.retain(|call| call.reason != reason);
        let (entry, teken, coming) = (None, None, None);
        self.0.push(Call { reason, hand_in, entry, teken, raised: now, delivered: false, coming, late: false, lost: false });
    }

    /// True where it is one of ours.
    pub(super) fn kept(&mut self, hand_in: HandIn, receipt: &KeptReceipt) -> bool {
        match self.0.iter_mut().find(|call| call.hand_in == hand_in) {
            Some(call) => {
                (call.entry, call.teken) = (Some(receipt.entry), receipt.teken);
                true
            }
            None => false,
        }
    }

    /// The chime has rung, but no worker will see it: the resident is told at once, and the next touch tries again.
    pub(super) fn not_kept(&mut self, hand_in: HandIn) -> Option<CallReason> {
        let call = self.0.iter_mut().find(|call| call.hand_in == hand_in)?;
        (call.late, call.lost) = (true, true);
        Some(call.reason)
    }

    pub(super) fn delivered(&mut self, entry: EntryId) {
        if let Some(call) = self.0.iter_mut().find(|call| call.entry == Some(entry)) {
            call.delivered = true;
        }
    }

    /// The reason of the call that somebody comes for.
    pub(super) fn comes(&mut self, entry: EntryId, now: Instant) -> Option<CallReason> {
        let call = self.0.iter_mut().find(|call| call.entry == Some(entry))?;
        call.coming = Some(now);
        Some(call.reason)
    }

    pub(super) fn next_late(&self) -> Option<Instant> {
        self.0.iter().filter_map(Call::late_at).min()
    }

    /// The reasons of those that are late by `moment` and were not before.
    pub(super) fn become_late(&mut self, moment: Instant) -> Vec<CallReason> {
        let due = |call: &&mut Call| call.late_at().is_some_and(|at| at <= moment);
        self.0
            .iter_mut()
            .filter(due)
            .map(|call| {
                call.late = true;
                call.reason
            })
            .collect()
    }
}
