//! The long question about calls: who comes, who is there. It is asked all the time, so that it is also the first to notice
//! that the desk answers no longer, and that it does again.

use super::errands::Errand;
use super::{News, Shared, Word, spawn};
use crate::delivery::{LONGEST_WAIT, Pause, back_off, jitter};
use crate::entry::EntryId;
use crate::kiosk::link::{Failure, carrier};
use crate::wire::{CallState, CalledNow, Calls, Presence};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError};
use std::time::Duration;

/// No longer wait between two tries: what the glass says about help must not be older than this.
pub const CALLS_LONGEST_WAIT: Duration = Duration::from_secs(20);

/// While the line is down, this often it is looked whether a cable or an access point has come back.
pub const GLANCE_EVERY: Duration = Duration::from_secs(2);

/// A desk that answers at once without news is asked no faster than this.
const NO_FASTER_THAN: Duration = Duration::from_secs(1);

/// What this thread is told.
pub(super) enum Nudge {
    /// Try now, whatever the wait.
    TryNow,
    /// The courier stops.
    Stop,
}

pub(super) fn start(shared: Arc<Shared>, mind: Sender<Word>, errands: Sender<Errand>, nudges: Receiver<Nudge>) -> io::Result<()> {
    let hall = Hall {
        shared,
        mind,
        errands,
        nudges,
        calls: HashMap::new(),
        presence: None,
        called: None,
        unlock: None,
        version: 0,
        failures: 0,
    };
    spawn("calls", move || hall.run()).map(drop)
}

struct Hall {
    shared: Arc<Shared>,
    mind: Sender<Word>,
    errands: Sender<Errand>,
    nudges: Receiver<Nudge>,
    /// What the glass has been told.
    calls: HashMap<EntryId, CallState>,
    presence: Option<Presence>,
    /// None where it may have changed unheard.
    called: Option<Vec<CalledNow>>,
    unlock: Option<u64>,
    version: u64,
    failures: u32,
}

/// The courier has stopped.
struct Stopped;

impl Hall {
    fn run(mut self) {
        while self.ask().is_ok() {}
    }

    fn ask(&mut self) -> Result<(), Stopped> {
        let asked_at = self.shared.clock.now();
        let answer = self.shared.link.calls(self.version);
        // Whatever came meanwhile is older than this answer.
        loop {
            match self.nudges.try_recv() {
                Ok(Nudge::TryNow) => {}
                Err(TryRecvError::Empty) => break,
                Ok(Nudge::Stop) | Err(TryRecvError::Disconnected) => return Err(Stopped),
            }
        }
        match answer {
            Ok(calls) => {
                let quick = self.shared.clock.now().saturating_duration_since(asked_at) < NO_FASTER_THAN;
                let news = self.version != calls.version;
                self.answered(calls)?;
                if quick && !news { self.wait(NO_FASTER_THAN) } else { Ok(()) }
            }
            Err(failure) => self.failed(&failure),
        }
    }

    fn answered(&mut self, calls: Calls) -> Result<(), Stopped> {
        self.shared.heard();
        if std::mem::take(&mut self.failures) > 0 {
            self.say(Word::LinkUp)?;
            self.errands.send(Errand::Health).map_err(|_| Stopped)?;
        }
        self.say(Word::Answered)?;
        let listener = &self.shared.listener;
        for call in &calls.calls {
            if self.calls.get(&call.id) != Some(&call.state) {
                listener.hear(News::Call { id: call.id, state: call.state });
            }
        }
        if self.presence.replace(calls.presence) != Some(calls.presence) {
            listener.hear(News::Presence(calls.presence));
        }
        if self.called.as_ref() != Some(&calls.called) {
            self.called = Some(calls.called.clone());
            listener.hear(News::Called(calls.called));
        }
        if let Some(unlock) = calls.unlock.filter(|unlock| self.unlock.replace(*unlock) != Some(*unlock)) {
            listener.hear(News::Unlock(unlock));
        }
        self.calls = calls.calls.into_iter().map(|call| (call.id, call.state)).collect();
        self.version = calls.version;
        Ok(())
    }

    fn failed(&mut self, failure: &Failure) -> Result<(), Stopped> {
        self.failures = self.failures.saturating_add(1);
        if self.failures == 1 {
            tracing::info!(error = %failure, "the desk does not tell about calls");
        }
        self.called = None;
        self.shared.set_online(false);
        let pause = match failure {
            Failure::Refused { refusal, .. } => Pause::from_refusal(*refusal),
            _ => None,
        };
        if let Some(why) = pause {
            self.say(Word::TurnedAway(why))?;
            return self.wait(LONGEST_WAIT);
        }
        // A signed `Retry-After` is not longer than a resident may be left in the dark.
        self.wait(jitter(back_off(self.failures, CALLS_LONGEST_WAIT), &*self.shared.luck))
    }

    /// Waits, unless a cable or an access point comes back, or somebody knows better.
    fn wait(&self, wait: Duration) -> Result<(), Stopped> {
        let until = self.shared.clock.now() + wait;
        let before = carrier::up();
        loop {
            let left = until.saturating_duration_since(self.shared.clock.now());
            if left.is_zero() {
                return Ok(());
            }
            match self.nudges.recv_timeout(left.min(GLANCE_EVERY)) {
                Ok(Nudge::TryNow) => return Ok(()),
                Ok(Nudge::Stop) | Err(RecvTimeoutError::Disconnected) => return Err(Stopped),
                Err(RecvTimeoutError::Timeout) => {
                    if carrier::up().difference(&before).next().is_some() {
                        return self.say(Word::LinkUp);
                    }
                }
            }
        }
    }

    fn say(&self, word: Word) -> Result<(), Stopped> {
        self.mind.send(word).map_err(|_| Stopped)
    }
}
