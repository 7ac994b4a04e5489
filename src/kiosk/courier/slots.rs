//! Times that can be booked: what this kiosk may give by itself, what the desk could give it now, and who is expected today.
//!
//! One thread asks, one question after another: what an older answer says must never be taken up after a newer one.

use super::{News, Shared, Word, spawn};
use crate::delivery::Pause;
use crate::entry::{Grant, SlotId};
use crate::kiosk::keeper::Trouble;
use crate::kiosk::link::Failure;
use crate::kiosk::times::{self, BadTimes};
use crate::outbox::Promised;
use crate::wire::{Slots, SyncRequest, Take, Taken, Today, VERSION};
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

/// How long a resident who chose a time waits for the desk's word: longer feels like a broken machine, and the times that this
/// kiosk holds are still there.
pub const A_RESIDENT_WAITS: Duration = Duration::from_secs(6);

/// How often one sync may follow another at once, because the answer came from another store or asked for something back. One of
/// each is enough; a desk that never has enough does not get more.
const SYNCS_AT_ONCE: u32 = 3;

/// What became of the question for one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakeAnswer {
    /// This kiosk has the right to book it, and that is on its disk.
    Granted(Grant),
    /// Somebody else was faster; these are the nearest that are free.
    Lost(Vec<SlotId>),
    /// The desk gave no answer in time, or the disk does not work.
    NotNow,
}

/// What this thread is told.
pub(super) enum Ask {
    /// Ask the desk, if what it has is newer than this; none asks anyhow.
    Sync(Option<u64>),
    /// Something was booked here: the glass has to know what is left.
    Booked,
    /// A resident wants this time.
    Take(SlotId, Box<dyn FnOnce(TakeAnswer) + Send>),
    /// The courier stops.
    Stop,
}

/// How the glass asks for one time.
#[derive(Clone)]
pub struct Taker(pub(super) Sender<Ask>);

impl std::fmt::Debug for Taker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Taker")
    }
}

impl Taker {
    /// Asks the desk for the right to book `slot`. `answer` is called once, on another thread, about [`A_RESIDENT_WAITS`] later
    /// at the most; at once where the courier has stopped.
    pub fn take(&self, slot: SlotId, answer: impl FnOnce(TakeAnswer) + Send + 'static) {
        if let Err(std::sync::mpsc::SendError(Ask::Take(_, answer))) = self.0.send(Ask::Take(slot, Box::new(answer))) {
            answer(TakeAnswer::NotNow);
        }
    }
}

pub(super) fn start(shared: Arc<Shared>, mind: Sender<Word>, asks: Receiver<Ask>) -> io::Result<()> {
    let thread = Thread { shared, mind, store: None, synced: None, told: None };
    spawn("slots", move || thread.run(&asks)).map(drop)
}

/// In place of [`start`] where nothing is booked.
pub(super) fn ask_nothing(asks: Receiver<Ask>) -> io::Result<()> {
    spawn("slots", move || {
        for ask in asks {
            match ask {
                Ask::Take(_, answer) => answer(TakeAnswer::NotNow),
                Ask::Stop => return,
                Ask::Sync(_) | Ask::Booked => {}
            }
        }
    })
    .map(drop)
}

struct Thread {
    shared: Arc<Shared>,
    mind: Sender<Word>,
    /// The store that last answered.
    store: Option<String>,
    /// The version of what the desk last told.
    synced: Option<u64>,
    /// What the glass last heard of the times that this kiosk holds and has promised.
    told: Option<(Vec<Grant>, Vec<Promised>)>,
}

/// Why a sync brought nothing.
#[derive(Debug, thiserror::Error)]
enum NotSynced {
    #[error(transparent)]
    Line(#[from] Failure),
    #[error(transparent)]
    Disk(#[from] Trouble),
    #[error(transparent)]
    Times(#[from] BadTimes),
}

impl Thread {
    fn run(mut self, asks: &Receiver<Ask>) {
        self.tell_own();
        while let Ok(ask) = asks.recv() {
            match ask {
                Ask::Sync(Some(version)) if self.synced == Some(version) => {}
                Ask::Sync(_) => self.sync(),
                Ask::Booked => self.tell_own(),
                Ask::Take(slot, answer) => answer(self.take(slot)),
                Ask::Stop => return,
            }
        }
    }

    fn sync(&mut self) {
        match self.try_sync() {
            Ok(version) => self.synced = Some(version),
            Err(NotSynced::Line(failure)) => self.note(&failure),
            // The next health report asks again.
            Err(error) => tracing::warn!(%error, "what can be booked was not written down"),
        }
        self.tell_own();
    }

    fn try_sync(&mut self) -> Result<u64, NotSynced> {
        let mut again = 0;
        let version = loop {
            let asked = self.shared.keeper.ask_for_slots()?;
            let request = SyncRequest {
                v: VERSION,
                store: self.store.clone(),
                returned: asked.returned.clone(),
                holding: asked.holding.clone(),
                booked: asked.booked.clone(),
            };
            let (slots, body) = self.shared.link.sync(&request)?;
            times::check_slots(&slots)?;
            let gives_back = self.shared.keeper.take_up(asked, slots.held.clone(), slots.wanted_back.clone())?;
            let version = slots.version;
            let is_new = self.store.replace(slots.store.clone()).as_ref() != Some(&slots.store);
            self.keep(slots, &body)?;
            again += 1;
            if !(gives_back || is_new) || again >= SYNCS_AT_ONCE {
                break version;
            }
        };
        let (today, body): (Today, Vec<u8>) = self.shared.link.today()?;
        times::check_today(&today)?;
        times::keep(&self.shared.folder, times::TODAY, &body)?;
        self.shared.heard();
        self.shared.listener.hear(News::Today(Arc::new(today)));
        Ok(version)
    }

    fn keep(&self, slots: Slots, body: &[u8]) -> Result<(), NotSynced> {
        times::keep(&self.shared.folder, times::SLOTS, body)?;
        self.shared.listener.hear(News::Slots(Arc::new(slots)));
        Ok(())
    }

    fn take(&mut self, slot: SlotId) -> TakeAnswer {
        let taken = match self.shared.link.take(&Take { v: VERSION, slot }, A_RESIDENT_WAITS) {
            Ok(taken) => taken,
            Err(failure) => {
                self.note(&failure);
                return TakeAnswer::NotNow;
            }
        };
        let Taken { grant: Some(grant), .. } = taken else { return TakeAnswer::Lost(taken.instead) };
        let grant = Grant { grant, slot };
        match self.shared.keeper.granted(grant) {
            Ok(()) => {
                self.tell_own();
                TakeAnswer::Granted(grant)
            }
            Err(trouble) => {
                // The desk lists it as ours at the next sync, and it is given back then.
                tracing::warn!(%slot, error = %trouble, "a time that the desk gave was not written down");
                TakeAnswer::NotNow
            }
        }
    }

    /// Tells the glass what this kiosk may give by itself and what it has promised, where that has changed.
    fn tell_own(&mut self) {
        let keeper = &self.shared.keeper;
        let own = keeper.held().and_then(|held| Ok((held, keeper.promised()?))).unwrap_or_else(|trouble| {
            tracing::warn!(error = %trouble, "the times of this kiosk cannot be read; none is offered");
            Default::default()
        });
        if self.told.as_ref() != Some(&own) {
            self.shared.listener.hear(News::Held(own.0.clone()));
            self.shared.listener.hear(News::Promised(own.1.clone()));
            self.told = Some(own);
        }
    }

    fn note(&self, failure: &Failure) {
        tracing::debug!(error = %failure, "the desk told nothing about times");
        if let Failure::Refused { refusal, .. } = failure
            && let Some(why) = Pause::from_refusal(*refusal)
        {
            // It fails only where the courier has stopped.
            let _ = self.mind.send(Word::TurnedAway(why));
        }
    }
}
