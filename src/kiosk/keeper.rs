//! The thread that owns the outbox: turns a draft into an entry, seals it, and answers only when it is on the disk.
//!
//! 1. Words and sound are wiped after `Kept` and not before: whatever goes wrong, [`NotKept`] holds the draft, recording and all.
//! 2. Everything that touches the outbox goes through here, one thing at a time, so that a slow disk never stops the glass.
//! 3. It repairs itself: a full disk is tried again at the next entry, a damaged file is set aside and a new one started.
//!    It says so in [`Health`], in words for staff.

mod copied;
mod sound;
mod work;

use crate::booking::post::Asked;
use crate::clock::{Clock, Luck};
use crate::entry::{Draft, EntryId, Epoch, Grant, GrantId, KioskId, Sequence, Teken, TekenBlock, Unarrived};
use crate::outbox::{Counts, Fault, Kept, NotOpened, Parked, Promised, SoundCounts, Waiting};
use crate::seal::Recipients;
use std::collections::HashSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;
use zeroize::Zeroizing;

/// How long a call may wait for the desk; then it is missed and no longer goes first. Whoever called has been sent to the
/// counter nine minutes before.
pub const CALL_EXPIRES_AFTER: Duration = Duration::from_secs(10 * 60);

/// How often delivered entries are looked at for removal; they stay for days, so an hour is often enough.
pub const TIDY_EVERY: Duration = Duration::from_secs(60 * 60);

/// How many requests may wait for the disk. A hall produces one at a time and the courier one more: a queue this long means
/// that the disk does not answer.
pub const QUEUE: usize = 64;

/// Who this kiosk is, and whom it seals to.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Its number at the desk.
    pub kiosk: KioskId,
    /// Which enrolment of that number.
    pub epoch: Epoch,
    /// The team's key and the recovery key.
    pub recipients: Recipients,
}

/// What the resident gets. It exists only for an entry that is kept.
pub struct Receipt {
    kept: Kept,
    code: Option<Zeroizing<String>>,
}

impl Receipt {
    /// The proof that a ticket and a receipt ask for.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// What to be called by; none for a cry for help, or where the desk has granted none.
    pub fn teken(&self) -> Option<Teken> {
        self.kept.teken()
    }

    /// The text of the QR code; none for a call, which nobody comes back for.
    pub fn code(&self) -> Option<&str> {
        self.code.as_ref().map(|code| code.as_str())
    }

    /// The proof, and the text of the QR code.
    pub fn into_parts(self) -> (Kept, Option<Zeroizing<String>>) {
        (self.kept, self.code)
    }
}

impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("kept", &self.kept).finish_non_exhaustive()
    }
}

/// It is not kept: here are the words back.
#[derive(Debug, thiserror::Error)]
#[error("not kept")]
pub struct NotKept {
    /// What was handed in, untouched.
    pub draft: Box<Draft>,
    /// Why; the resident never reads it.
    #[source]
    pub why: Why,
}

/// Why an entry was not kept.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// This kiosk has no team to seal to yet.
    #[error("this kiosk is not enrolled")]
    NotEnrolled,
    /// The right to book that time is used, given back or dropped, or the time has begun: other times have to be offered.
    #[error("this kiosk cannot book this time any more")]
    NotHeld,
    /// No room on the disk, or none for another recording.
    #[error("the disk is full")]
    Full(#[source] Trouble),
    /// The disk, or its file, cannot be used.
    #[error("the disk cannot be used")]
    Broken(#[source] Trouble),
    /// No random numbers, or an entry no seal has room for.
    #[error("the entry could not be sealed")]
    NotSealed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why the keeper cannot answer.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    /// Reading or writing failed.
    #[error(transparent)]
    Fault(#[from] Arc<Fault>),
    /// The outbox is not open. Each request tries to open it again.
    #[error(transparent)]
    NotOpened(#[from] Arc<NotOpened>),
    /// The disk has not answered for [`QUEUE`] requests, or the keeper has ended.
    #[error("the keeper does not answer")]
    Silent,
}

impl Trouble {
    /// True for an entry that is not in the outbox.
    pub fn is_not_here(&self) -> bool {
        matches!(self, Trouble::Fault(fault) if matches!(**fault, Fault::NotHere(_)))
    }

    /// True for a time that this kiosk has no right to book.
    pub fn is_not_held(&self) -> bool {
        matches!(self, Trouble::Fault(fault) if matches!(**fault, Fault::NotHeld(_)))
    }
}

/// What the disk did when it was last used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// Worked.
    Fine,
    /// Had no room.
    Full,
    /// Did not read or write.
    Broken,
    /// Holds a file this program must not touch (a newer one, another program's, one in use).
    Refused,
}

/// What staff and the caretaker are told.
#[derive(Clone, Debug)]
pub struct Health {
    /// The disk.
    pub disk: Disk,
    /// What is wrong with it, in one sentence.
    pub words: Option<String>,
    /// How much waits and is parked; none while the disk cannot be read.
    pub counts: Option<Counts>,
    /// How many recordings wait and are parked; none while the disk cannot be read.
    pub sound: Option<SoundCounts>,
    /// How many entries the desk does not have, each once; none while the disk cannot be read.
    pub unarrived: Option<Unarrived>,
    /// Whether another recording would be kept: while not, nobody is asked to speak.
    pub room_for_sound: bool,
    /// Calls that expired before the desk had them.
    pub missed_calls: u64,
    /// Damaged files beside the outbox, for somebody to look at.
    pub set_aside: Vec<PathBuf>,
    /// How many tekens the desk has granted.
    pub tekens: usize,
}

type Answer = Box<dyn FnOnce(Result<Receipt, NotKept>) + Send>;
type Bell = Arc<dyn Fn(&Kept, bool) + Send + Sync>;

enum Request {
    HandIn { draft: Box<Draft>, answer: Answer },
    Do(Box<dyn FnOnce(&mut work::Work) + Send>),
    End,
}

/// The running keeper. Dropping it finishes what was asked before and closes the outbox.
#[derive(Debug)]
pub struct Keeper {
    handle: KeeperHandle,
    thread: Option<JoinHandle<()>>,
}

/// How glass, courier and enrolment reach the keeper. Clones reach the same one.
#[derive(Clone)]
pub struct KeeperHandle(SyncSender<Request>);

impl std::fmt::Debug for KeeperHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeeperHandle")
    }
}

impl Keeper {
    /// Opens the outbox at `path` and starts the thread. A disk that is full or broken now does not stop it: the glass has to
    /// work, and the next entry tries again.
    ///
    /// # Errors
    /// What trying again does not mend: see [`NotOpened::is_permanent`].
    pub fn start(path: &Path, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<Self, NotOpened> {
        let work = work::Work::begin(path, clock, luck)?;
        let (sender, requests) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name("keeper".into())
            .spawn(move || work.run(&requests))
            .map_err(|source| NotOpened::Folder { path: path.to_owned(), source })?;
        Ok(Keeper { handle: KeeperHandle(sender), thread: Some(thread) })
    }

    /// A way to reach it.
    pub fn handle(&self) -> KeeperHandle {
        self.handle.clone()
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // Both fail only where the thread has ended already.
        let _ = self.handle.0.send(Request::End);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl KeeperHandle {
    /// Hands a draft in. `answer` is called on the keeper's thread, some milliseconds later, once: with a receipt when the
    /// entry is on the disk, else with the draft. It is called at once, on this thread, where the keeper does not answer.
    pub fn hand_in(&self, draft: Draft, answer: impl FnOnce(Result<Receipt, NotKept>) + Send + 'static) {
        let request = Request::HandIn { draft: draft.into(), answer: Box::new(answer) };
        if let Err(TrySendError::Full(request) | TrySendError::Disconnected(request)) = self.0.try_send(request)
            && let Request::HandIn { draft, answer } = request
        {
            answer(Err(NotKept { draft, why: Why::Broken(Trouble::Silent) }));
        }
    }

    /// Calls `bell` on the keeper's thread after each entry that is kept, and says whether it is a call: the courier tries at
    /// once. It replaces the bell before it.
    ///
    /// # Errors
    /// [`Trouble::Silent`].
    pub fn on_kept(&self, bell: impl Fn(&Kept, bool) + Send + Sync + 'static) -> Result<(), Trouble> {
        let bell: Bell = Arc::new(bell);
        self.ask(move |work| {
            work.set_bell(bell);
            Ok(())
        })
    }

    /// What to send next, calls first, then in the order left; those in `skip` are passed over.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn first_waiting(&self, skip: HashSet<EntryId>) -> Result<Option<Waiting>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.first_waiting(|id| skip.contains(&id))))
    }

    /// The first `limit` of those.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn waiting(&self, limit: usize, skip: HashSet<EntryId>) -> Result<Vec<Waiting>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.waiting(limit, |id| skip.contains(&id))))
    }

    /// The bytes to send, the same on every try.
    ///
    /// # Errors
    /// [`Trouble`]; [`Trouble::is_not_here`] for an entry that is gone.
    pub fn envelope(&self, id: EntryId) -> Result<Vec<u8>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.envelope(id)))
    }

    /// The desk has it: `receipt` is its answer, whose signature the caller has checked.
    ///
    /// # Errors
    /// [`Trouble`]; then it is sent again.
    pub fn delivered(&self, id: EntryId, receipt: Vec<u8>) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, now| outbox.delivered(id, &receipt, now)))
    }

    /// The desk has all of these; one commit for all.
    ///
    /// # Errors
    /// [`Trouble`]; then all are sent again.
    pub fn delivered_all(&self, receipts: Vec<(EntryId, Vec<u8>)>) -> Result<(), Trouble> {
        self.ask(move |work| {
            let receipts: Vec<(EntryId, &[u8])> = receipts.iter().map(|(id, receipt)| (*id, receipt.as_slice())).collect();
            work.write(|outbox, now| outbox.delivered_all(&receipts, now))
        })
    }

    /// The desk refused it for good; `reason` is for staff.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn park(&self, id: EntryId, reason: impl Into<String>) -> Result<(), Trouble> {
        let reason = reason.into();
        self.ask(move |work| work.write(|outbox, _| outbox.park(id, &reason)))
    }

    /// Staff want it tried again.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn unpark(&self, id: EntryId) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.unpark(id)))
    }

    /// The first `limit` parked ones.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn parked(&self, limit: usize) -> Result<Vec<Parked>, Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.parked(limit)))
    }

    /// How many of each there are.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn counts(&self) -> Result<Counts, Trouble> {
        self.ask(|work| work.read(|outbox| outbox.counts()))
    }

    /// The desk was restored from a backup: what it had after `sequence` waits again. Answers how many.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn resend_since(&self, sequence: Sequence) -> Result<u64, Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.resend_since(sequence)))
    }

    /// The next `many` request numbers, never given again.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn reserve_requests(&self, many: u64) -> Result<Range<u64>, Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.reserve(crate::outbox::Count::Requests, many)))
    }

    /// The desk takes no request number below `next` (this disk is a copy of an older one): none below is given from now on.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn raise_requests(&self, next: u64) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.raise(crate::outbox::Count::Requests, next)))
    }

    /// The desk grants these tekens, and no others.
    ///
    /// # Errors
    /// [`Trouble`]; then the old ones hold.
    pub fn grant_tekens(&self, blocks: Vec<TekenBlock>) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.grant_tekens(&blocks)))
    }

    /// What this kiosk may book by itself. A hand-in of a booking by one of these uses it up in the same commit.
    ///
    /// # Errors
    /// [`Trouble`]; then nothing may be offered as held.
    pub fn held(&self) -> Result<Vec<Grant>, Trouble> {
        self.ask(|work| work.read(|outbox| Ok(outbox.held())))
    }

    /// The times that were booked here, for as long as their entries are here.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn promised(&self) -> Result<Vec<Promised>, Trouble> {
        self.ask(|work| work.read(|outbox| outbox.promised()))
    }

    /// What to tell the desk about rights. Ask, and take the answer up, one after another: the answer to an older question
    /// counts no more, and no time is to be taken for a resident meanwhile.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn ask_for_slots(&self) -> Result<Asked, Trouble> {
        self.ask(|work| work.read(|outbox| Ok(outbox.ask_for_slots())))
    }

    /// Takes up the desk's answer to `asked`, whose signature the caller has checked: what it says this kiosk holds, and what
    /// it asks back. True where rights were given back by it: tell the desk.
    ///
    /// # Errors
    /// [`Trouble`]; then everything is as before.
    pub fn take_up(&self, asked: Asked, listed: Vec<Grant>, wanted_back: Vec<GrantId>) -> Result<bool, Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.take_up(&asked, &listed, &wanted_back)))
    }

    /// The desk gave this right for the resident at the glass.
    ///
    /// # Errors
    /// [`Trouble`]; [`Trouble::is_not_held`] for one that was known before, which is no right to book.
    pub fn granted(&self, right: Grant) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.granted(right)))
    }

    /// Gives rights back to the desk; those that are not held are passed over.
    ///
    /// # Errors
    /// [`Trouble`]; then they are held as before.
    pub fn give_up(&self, back: Vec<GrantId>) -> Result<(), Trouble> {
        self.ask(move |work| work.write(|outbox, _| outbox.give_up(&back)))
    }

    /// Lets the outbox grow to `bytes` on the disk, from now until it is opened again.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn limit(&self, bytes: u64) -> Result<(), Trouble> {
        self.ask(move |work| work.read(|outbox| outbox.limit(bytes)))
    }

    /// What was remembered under `name`.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn recall(&self, name: impl Into<String>) -> Result<Option<Vec<u8>>, Trouble> {
        let name = name.into();
        self.ask(move |work| work.read(|outbox| outbox.recall(&name)))
    }

    /// Remembers these facts, or forgets those without a value: all or none.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn remember(&self, facts: Vec<(String, Option<Vec<u8>>)>) -> Result<(), Trouble> {
        self.ask(move |work| {
            let facts: Vec<(&str, Option<&[u8]>)> = facts.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
            work.write(|outbox, _| outbox.remember(&facts))
        })
    }

    /// Makes `enrolment` this kiosk's, with `facts` of the enrolment's own, in one commit. Entries are sealed to its
    /// recipients from now on.
    ///
    /// # Errors
    /// [`Trouble`]; then everything is as before.
    pub fn enrol(&self, enrolment: Enrolment, facts: Vec<(String, Option<Vec<u8>>)>) -> Result<(), Trouble> {
        self.ask(move |work| work.enrol(enrolment, &facts))
    }

    /// Who this kiosk is; none before it is enrolled.
    ///
    /// # Errors
    /// [`Trouble`], where the outbox that knows it has not been opened yet.
    pub fn enrolment(&self) -> Result<Option<Enrolment>, Trouble> {
        self.ask(work::Work::enrolment)
    }

    /// How the disk is, and what waits. A full disk counts as full until something could be written again.
    ///
    /// # Errors
    /// [`Trouble::Silent`].
    pub fn health(&self) -> Result<Health, Trouble> {
        self.ask(|work| Ok(work.health()))
    }

    fn ask<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&mut work::Work) -> Result<T, Trouble> + Send + 'static,
    ) -> Result<T, Trouble> {
        let (answer, answers) = sync_channel(1);
        // A caller that no longer listens is no trouble of the keeper's.
        let job = Box::new(move |work: &mut work::Work| drop(answer.send(ask(work))));
        self.0.send(Request::Do(job)).map_err(|_| Trouble::Silent)?;
        answers.recv().map_err(|_| Trouble::Silent)?
    }
}
