//! The thinking thread: asks [`Delivery`] what to do, and does it with the keeper and the lanes.

use super::errands::Errand;
use super::lanes::{Back, Load};
use super::{News, Shared, Word, Words, spawn};
use crate::delivery::{Candidate, Delivery, Item, Mood, Outcome, SOUND_WINDOW, Step, Verdict, WINDOW};
use crate::entry::{EntryId, Sequence};
use crate::kiosk::keeper::Trouble;
use crate::kiosk::link::Failure;
use crate::outbox::{Waiting, WaitingPiece};
use crate::wire::Receipt;
use std::collections::{HashMap, HashSet};
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
                Step::Send(item) => self.send(item, now),
                Step::Probe => {
                    if self.errands.send(Errand::Probe).is_err() {
                        self.delivery.probed(None, now);
                    }
                }
                Step::Wait(until, _) => return until.map(|until| until.saturating_duration_since(now)),
            }
        }
    }

    fn look(&mut self, skip: Vec<Item>, now: Instant) {
        match self.found(&skip) {
            Ok((words, sound)) => {
                let words_of = |w: &Waiting| Candidate { item: Item::Words(w.id), urgent: w.urgent, spoken: w.spoken };
                let sound_of = |p: WaitingPiece| Candidate { item: Item::Sound(p.entry, p.n), urgent: false, spoken: false };
                self.delivery.found(words.iter().map(words_of).chain(sound.into_iter().map(sound_of)).collect(), now);
                self.window = words.into_iter().map(|waiting| (waiting.id, waiting)).collect();
            }
            // The keeper has told staff; it repairs itself, and this thread asks again.
            Err(_) => self.disk_again = Some(now + ASK_DISK_EVERY),
        }
    }

    /// What waits, sound where there are no more words than can be looked at.
    fn found(&self, skip: &[Item]) -> Result<(Vec<Waiting>, Vec<WaitingPiece>), Trouble> {
        let (mut words, mut sound) = (HashSet::new(), HashSet::new());
        for item in skip {
            match *item {
                Item::Words(id) => words.insert(id),
                Item::Sound(id, n) => sound.insert((id, n)),
            };
        }
        let keeper = &self.shared.keeper;
        let words = keeper.waiting(WINDOW, words)?;
        let sound = if words.len() < WINDOW { keeper.waiting_pieces(SOUND_WINDOW, sound)? } else { Vec::new() };
        Ok((words, sound))
    }

    fn send(&mut self, item: Item, now: Instant) {
        let keeper = &self.shared.keeper;
        let given = match item {
            Item::Words(id) => keeper.envelope(id).map(|envelope| (envelope, self.waited(id, now))),
            // Nothing is promised by when it was said: its entry told that.
            Item::Sound(id, n) => keeper.piece(id, n).map(|sealed| (sealed, Duration::ZERO)),
        };
        let outcome = match given {
            Ok((sealed, waited)) => match self.lanes.send(Load { item, sealed, waited }) {
                Ok(()) => return,
                Err(_) => Outcome::OwnDisk,
            },
            Err(trouble) => not_given(&trouble),
        };
        self.settle(item, outcome, now);
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
        let (mut receipts, mut pieces) = (Vec::new(), Vec::new());
        let now = self.shared.clock.now();
        for Back { item, result } in back {
            match (item, result) {
                (_, Ok((Some(receipt), answer))) => receipts.push((receipt, answer)),
                (Item::Sound(id, n), Ok((None, answer))) => pieces.push((id, n, answer)),
                // A lane gives a receipt with every entry; should it not, the entry is sent again.
                (Item::Words(_), Ok((None, _))) => self.settle(item, Outcome::Lost, now),
                (_, Err(failure)) => {
                    tracing::info!(entry = %item.entry(), piece = item.piece(), error = %failure, "something was not delivered");
                    self.note(&failure);
                    self.settle(item, outcome(&failure), now);
                }
            }
        }
        if !(receipts.is_empty() && pieces.is_empty()) {
            self.shared.heard();
        }
        if !receipts.is_empty() {
            self.write_down(receipts, now);
        }
        if !pieces.is_empty() {
            self.write_down_sound(pieces, now);
        }
    }

    /// As [`Mind::write_down`], of sound; the glass is told nothing of it.
    fn write_down_sound(&mut self, pieces: Vec<(EntryId, u8, Vec<u8>)>, now: Instant) {
        let items: Vec<Item> = pieces.iter().map(|(id, n, _)| Item::Sound(*id, *n)).collect();
        let outcome = match self.shared.keeper.pieces_delivered(pieces) {
            Ok(()) => Outcome::Delivered,
            Err(trouble) => not_given(&trouble),
        };
        items.into_iter().for_each(|item| self.settle(item, outcome, now));
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
            self.settle(Item::Words(id), outcome, now);
            if outcome == Outcome::Delivered {
                self.shared.listener.hear(News::Delivered { id, before });
            }
        }
    }

    fn settle(&mut self, item: Item, outcome: Outcome, now: Instant) {
        if let (Item::Words(id), Outcome::Delivered | Outcome::Gone) = (item, outcome) {
            self.kept_at.remove(&id);
        }
        let Verdict::Park(why) = self.delivery.handle(item, outcome, now, &*self.shared.luck) else { return };
        let (keeper, id, piece) = (&self.shared.keeper, item.entry(), item.piece());
        let parked = match item {
            Item::Words(id) => keeper.park(id, why.to_string()),
            Item::Sound(id, n) => keeper.park_piece(id, n, why.to_string()),
        };
        match parked {
            Ok(()) => {
                tracing::warn!(entry = %id, piece, %why, "parked for staff");
                self.delivery.parked(item);
                if let Item::Words(id) = item {
                    self.kept_at.remove(&id);
                    self.shared.listener.hear(News::Parked { id });
                }
            }
            // It stays in the queue, and is parked after its next refusal.
            Err(trouble) => tracing::warn!(entry = %id, piece, error = %trouble, "it could not be parked"),
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
