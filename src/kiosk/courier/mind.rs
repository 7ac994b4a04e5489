//! The thinking thread: asks [`Delivery`] what to do, and does it with the keeper and the lanes.

use super::errands::Errand;
use super::lanes::{Back, Load};
use super::{News, Shared, Word, Words, spawn};
use crate::delivery::{Candidate, Delivery, Mood, Outcome, Step, Verdict, WINDOW};
use crate::entry::{EntryId, Sequence};
use crate::kiosk::keeper::Trouble;
use crate::kiosk::link::Failure;
use crate::outbox::Waiting;
use crate::wire::Receipt;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, TryRecvError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// While the disk does not give what waits, it is asked again this often.
const ASK_DISK_EVERY: Duration = Duration::from_secs(5);

/// The name of the fact that holds the name of the desk's store.
const STORE: &str = "desk.store";

/// How many entries' own waiting is measured exactly; for others the wall clock says it.
const MEASURED: usize = 1024;

pub(super) fn start(
    shared: Arc<Shared>,
    words: Words,
    lanes: Sender<Load>,
    errands: Sender<Errand>,
) -> io::Result<JoinHandle<()>> {
    spawn("courier", move || {
        let now = shared.clock.now();
        let (kept_at, window) = (HashMap::new(), HashMap::new());
        Mind { delivery: Delivery::new(now), shared, lanes, errands, kept_at, window, told: None, disk_again: None }.run(&words);
    })
}

struct Mind {
    delivery: Delivery,
    shared: Arc<Shared>,
    lanes: Sender<Load>,
    errands: Sender<Errand>,
    /// When entries were kept, by the clock that never jumps.
    kept_at: HashMap<EntryId, Instant>,
    /// What the outbox said of those it gave last.
    window: HashMap<EntryId, Waiting>,
    told: Option<Mood>,
    /// When to ask the disk again, where it did not answer.
    disk_again: Option<Instant>,
}

impl Mind {
    fn run(mut self, words: &Words) {
        loop {
            let wait = self.act();
            self.tell_mood();
            let first = match wait {
                None => words.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(wait) => words.recv_timeout(wait),
            };
            let mut next = match first {
                Ok(word) => Some(word),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            // All that is there at once, so that receipts which came together are written down together.
            let mut back = Vec::new();
            while let Some(word) = next {
                match word {
                    Word::Stop => return,
                    Word::Back(one) => back.push(one),
                    Word::Store(store) => {
                        // Receipts of the old store first: what they are about is to be sent again.
                        self.came_back(std::mem::take(&mut back));
                        self.note_store(&store);
                    }
                    other => self.hear(other),
                }
                next = match words.try_recv() {
                    Ok(word) => Some(word),
                    Err(TryRecvError::Empty) => None,
                    Err(TryRecvError::Disconnected) => return,
                };
            }
            self.came_back(back);
        }
    }

    /// Does what there is to do; answers how long there is nothing more, if that is known.
    fn act(&mut self) -> Option<Duration> {
        loop {
            let now = self.shared.clock.now();
            if let Some(again) = self.disk_again {
                if again > now {
                    return Some(again - now);
                }
                self.disk_again = None;
            }
            match self.delivery.next(now) {
                Step::Look { skip } => self.look(skip, now),
                Step::Send(id) => self.send(id, now),
                Step::Probe => {
                    if self.errands.send(Errand::Probe).is_err() {
                        self.delivery.probed(None, now);
                    }
                }
                Step::Wait(until, _) => return until.map(|until| until.saturating_duration_since(now)),
            }
        }
    }

    fn look(&mut self, skip: Vec<EntryId>, now: Instant) {
        match self.shared.keeper.waiting(WINDOW, skip.into_iter().collect()) {
            Ok(found) => {
                self.delivery.found(found.iter().map(|w| Candidate { id: w.id, urgent: w.urgent }).collect(), now);
                self.window = found.into_iter().map(|waiting| (waiting.id, waiting)).collect();
            }
            // The keeper has told staff; it repairs itself, and this thread asks again.
            Err(_) => self.disk_again = Some(now + ASK_DISK_EVERY),
        }
    }

    fn send(&mut self, id: EntryId, now: Instant) {
        let outcome = match self.shared.keeper.envelope(id) {
            Ok(envelope) => match self.lanes.send(Load { id, envelope, waited: self.waited(id, now) }) {
                Ok(()) => return,
                Err(_) => Outcome::OwnDisk,
            },
            Err(trouble) => not_given(&trouble),
        };
        self.settle(id, outcome, now);
    }

    /// How long an entry has waited since it was kept: measured where it was kept since this start; by the wall clock where
    /// both moments are to be believed; else since nobody knows when, which is said as zero.
    fn waited(&self, id: EntryId, now: Instant) -> Duration {
        if let Some(kept) = self.kept_at.get(&id) {
            return now.saturating_duration_since(*kept);
        }
        let today = self.shared.clock.stamp();
        match self.window.get(&id) {
            Some(waiting) if waiting.kept_at.trusted && today.trusted => {
                (today.at - waiting.kept_at.at).to_std().unwrap_or_default()
            }
            _ => Duration::ZERO,
        }
    }

    fn hear(&mut self, word: Word) {
        let now = self.shared.clock.now();
        match word {
            Word::Kept(id) => {
                if self.kept_at.len() < MEASURED {
                    self.kept_at.insert(id, now);
                }
                self.disk_again = None;
                self.delivery.kept(now);
            }
            Word::LookAgain => self.delivery.kept(now),
            Word::Answered => self.delivery.desk_answered(now),
            Word::LinkUp => self.delivery.link_came_up(now),
            Word::TurnedAway(why) => self.delivery.turned_away(why, now),
            Word::Probed(let_in) => self.delivery.probed(let_in, now),
            Word::Back(_) | Word::Store(_) | Word::Stop => {}
        }
    }

    /// A desk that came back from a backup has lost what it got since: everything of the last days is sent again. It knows what
    /// it still has by its name.
    fn note_store(&mut self, store: &str) {
        let keeper = &self.shared.keeper;
        let note = || {
            let before = keeper.recall(STORE)?;
            if before.as_deref() == Some(store.as_bytes()) {
                return Ok(None);
            }
            let again = match (before, Sequence::new(0)) {
                (Some(_), Ok(from_the_first)) => Some(keeper.resend_since(from_the_first)?),
                _ => None,
            };
            keeper.remember(vec![(STORE.to_owned(), Some(store.as_bytes().to_vec()))])?;
            Ok::<_, Trouble>(again)
        };
        match note() {
            Ok(None) => {}
            Ok(Some(again)) => {
                tracing::warn!(again, "the desk came back from a backup; what it had of the last days is sent again");
                self.delivery.kept(self.shared.clock.now());
            }
            // The next health report asks again.
            Err(trouble) => tracing::warn!(error = %trouble, "the name of the desk's store was not written down"),
        }
    }

    fn came_back(&mut self, back: Vec<Back>) {
        let mut receipts = Vec::new();
        let now = self.shared.clock.now();
        for Back { id, result } in back {
            match result {
                Ok((receipt, answer)) => receipts.push((receipt, answer)),
                Err(failure) => {
                    tracing::info!(entry = %id, error = %failure, "an entry was not delivered");
                    self.note(&failure);
                    self.settle(id, outcome(&failure), now);
                }
            }
        }
        if !receipts.is_empty() {
            self.shared.heard();
            self.write_down(receipts, now);
        }
    }

    /// Only what is committed counts as delivered. Where that fails, the desk is asked again and gives the same receipt.
    fn write_down(&mut self, receipts: Vec<(Receipt, Vec<u8>)>, now: Instant) {
        let (receipts, answers): (Vec<Receipt>, Vec<_>) =
            receipts.into_iter().map(|(receipt, answer)| (receipt.clone(), (receipt.id, answer))).unzip();
        let outcome = match self.shared.keeper.delivered_all(answers) {
            Ok(()) => Outcome::Delivered,
            Err(trouble) => not_given(&trouble),
        };
        for Receipt { id, before, .. } in receipts {
            self.settle(id, outcome, now);
            if outcome == Outcome::Delivered {
                self.shared.listener.hear(News::Delivered { id, before });
            }
        }
    }

    fn settle(&mut self, id: EntryId, outcome: Outcome, now: Instant) {
        if matches!(outcome, Outcome::Delivered | Outcome::Gone) {
            self.kept_at.remove(&id);
        }
        let Verdict::Park(why) = self.delivery.handle(id, outcome, now, &*self.shared.luck) else { return };
        match self.shared.keeper.park(id, why.to_string()) {
            Ok(()) => {
                tracing::warn!(entry = %id, %why, "an entry is parked for staff");
                self.kept_at.remove(&id);
                self.delivery.parked(id);
                self.shared.listener.hear(News::Parked { id });
            }
            // It stays in the queue, and is parked after its next refusal.
            Err(trouble) => tracing::warn!(entry = %id, error = %trouble, "an entry could not be parked"),
        }
    }

    fn note(&self, failure: &Failure) {
        match failure {
            Failure::Refused { .. } => self.shared.heard(),
            Failure::Unreached(_) => self.shared.set_online(false),
            // It may have been this entry alone: the question about calls knows better.
            Failure::NotTheDesk { .. } | Failure::Lost(_) | Failure::OwnDisk(_) => {}
        }
    }

    fn tell_mood(&mut self) {
        let mood = self.delivery.mood();
        if self.told.replace(mood) != Some(mood) {
            self.shared.set_mood(mood);
        }
    }
}

fn not_given(trouble: &Trouble) -> Outcome {
    if trouble.is_not_here() { Outcome::Gone } else { Outcome::OwnDisk }
}

fn outcome(failure: &Failure) -> Outcome {
    match failure {
        Failure::Refused { refusal, retry_after } => Outcome::Refused { refusal: *refusal, retry_after: *retry_after },
        Failure::NotTheDesk { status, retry_after } => Outcome::NotTheDesk { status: *status, retry_after: *retry_after },
        Failure::Unreached(_) => Outcome::Unreached,
        Failure::Lost(_) => Outcome::Lost,
        Failure::OwnDisk(_) => Outcome::OwnDisk,
    }
}
