//! The keeper's own thread.

use super::{Bell, CALL_EXPIRES_AFTER, Disk, Enrolment, Health, NotKept, Receipt, Request, TIDY_EVERY, Trouble, Why};
use crate::clock::{Clock, Luck, Stamp};
use crate::entry::{Body, CallReason, Draft, Entry, EntryId, Epoch, Header, KioskId, Secret};
use crate::outbox::{Fault, Label, NotOpened, Outbox, TIDY_AT_ONCE};
use crate::seal::{Recipients, seal};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Instant;
use zeroize::Zeroizing;

/// Names of the facts an enrolment is remembered by.
const KIOSK: &str = "enrolment.kiosk";
const EPOCH: &str = "enrolment.epoch";
const TEAM: &str = "enrolment.team";
const RECOVERY: &str = "enrolment.recovery";

/// How many calls are watched for expiry: more than a hall can hold people.
const CALLS_WATCHED: usize = 100;

pub(super) struct Work {
    path: PathBuf,
    clock: Arc<dyn Clock>,
    luck: Arc<dyn Luck>,
    outbox: Option<Outbox>,
    enrolment: Option<Enrolment>,
    /// What the disk last did, and why.
    disk: (Disk, Option<Trouble>),
    /// After damage the next opening reads every page.
    damaged: bool,
    /// Calls that wait, with the moment at which each expires.
    calls: Vec<(EntryId, Instant)>,
    tidy_at: Instant,
    bell: Option<Bell>,
}

impl Work {
    pub(super) fn begin(path: &Path, clock: Arc<dyn Clock>, luck: Arc<dyn Luck>) -> Result<Self, NotOpened> {
        let mut work = Work {
            path: path.to_owned(),
            tidy_at: clock.now(),
            clock,
            luck,
            outbox: None,
            enrolment: None,
            disk: (Disk::Fine, None),
            damaged: false,
            calls: Vec::new(),
            bell: None,
        };
        match work.open() {
            Err(refused) if refused.is_permanent() => Err(refused),
            Err(passing) => {
                work.note_not_opened(passing);
                Ok(work)
            }
            Ok(()) => Ok(work),
        }
    }

    pub(super) fn run(mut self, requests: &Receiver<Request>) {
        loop {
            self.keep_house();
            let wait = self.next_deadline().saturating_duration_since(self.clock.now());
            match requests.recv_timeout(wait) {
                Ok(request) => {
                    // Whoever waited on a slow disk, or on a clock that a test moved, finds the house kept.
                    self.keep_house();
                    match request {
                        Request::HandIn { draft, answer } => answer(self.hand_in(*draft)),
                        Request::Do(job) => job(&mut self),
                        Request::End => return,
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    pub(super) fn set_bell(&mut self, bell: Bell) {
        self.bell = Some(bell);
    }

    /// Reads from the outbox, opening it again where it is closed. Success says nothing about room on the disk.
    pub(super) fn read<T>(&mut self, job: impl FnOnce(&mut Outbox) -> Result<T, Fault>) -> Result<T, Trouble> {
        let done = job(self.outbox()?);
        done.map_err(|fault| self.note_fault(fault))
    }

    /// Writes to it, and notes that the disk works where that succeeds.
    pub(super) fn write<T>(&mut self, job: impl FnOnce(&mut Outbox, Stamp) -> Result<T, Fault>) -> Result<T, Trouble> {
        let now = self.clock.stamp();
        self.read(|outbox| job(outbox, now)).inspect(|_| self.disk = (Disk::Fine, None))
    }

    pub(super) fn enrol(&mut self, enrolment: Enrolment, facts: &[(String, Option<Vec<u8>>)]) -> Result<(), Trouble> {
        let (kiosk, epoch) = (enrolment.kiosk.to_string(), enrolment.epoch.get().to_string());
        let (team, recovery) = (enrolment.recipients.team(), enrolment.recipients.recovery());
        let own = [(KIOSK, &kiosk), (EPOCH, &epoch), (TEAM, &team), (RECOVERY, &recovery)];
        let all: Vec<(&str, Option<&[u8]>)> = own
            .into_iter()
            .map(|(name, value)| (name, Some(value.as_bytes())))
            .chain(facts.iter().map(|(name, value)| (name.as_str(), value.as_deref())))
            .collect();
        self.write(|outbox, _| outbox.enrol(&all))?;
        self.enrolment = Some(enrolment);
        Ok(())
    }

    pub(super) fn enrolment(&mut self) -> Result<Option<Enrolment>, Trouble> {
        self.outbox()?;
        Ok(self.enrolment.clone())
    }

    pub(super) fn health(&mut self) -> Health {
        let told = self.read(|outbox| {
            let counts = (outbox.counts()?, outbox.sound_counts()?, outbox.unarrived()?, outbox.missed_calls()?);
            Ok((counts, outbox.set_aside().to_vec(), outbox.tekens()))
        });
        let room_for_sound = self.room_for_sound().unwrap_or(false);
        let (disk, trouble) = &self.disk;
        let (disk, words) = (*disk, trouble.as_ref().map(ToString::to_string));
        match told {
            Ok(((counts, sound, unarrived, missed_calls), set_aside, tekens)) => {
                let (counts, sound, unarrived) = (Some(counts), Some(sound), Some(unarrived));
                Health { disk, words, counts, sound, unarrived, room_for_sound, missed_calls, set_aside, tekens }
            }
            Err(_) => {
                let set_aside = Vec::new();
                let (counts, sound, unarrived) = (None, None, None);
                Health { disk, words, counts, sound, unarrived, room_for_sound, missed_calls: 0, set_aside, tekens: 0 }
            }
        }
    }

    /// A disk that had no room for the last words has none for sound, which is larger.
    pub(super) fn room_for_sound(&mut self) -> Result<bool, Trouble> {
        Ok(self.read(|outbox| outbox.room_for_sound())? && self.disk.0 == Disk::Fine)
    }

    fn hand_in(&mut self, draft: Draft) -> Result<Receipt, NotKept> {
        match self.try_hand_in(draft) {
            // The damaged file is set aside by now: once more, into a new one.
            Err(NotKept { draft, .. }) if self.damaged => self.try_hand_in(*draft),
            other => other,
        }
    }

    fn try_hand_in(&mut self, mut draft: Draft) -> Result<Receipt, NotKept> {
        if let Err(untold) = draft.tell_of_recording() {
            return Err(NotKept { draft: draft.into(), why: Why::NotSealed(untold.into()) });
        }
        let (recipients, header, secret, label) = match self.prepare(&draft) {
            Ok(prepared) => prepared,
            Err(why) => return Err(NotKept { draft: draft.into(), why }),
        };
        let Label { teken, recognition, .. } = label;
        let entry = Entry { header, left_at: label.at, teken, recognition, draft };
        let sealed = match seal(&entry, &recipients) {
            Ok(sealed) => sealed,
            Err(error) => return Err(NotKept { draft: entry.draft.into(), why: Why::NotSealed(error.into()) }),
        };
        let right = match &entry.draft.body {
            Body::Booking(booking) => booking.time,
            Body::Change(change) => change.to.time,
            Body::Question(_) | Body::Call(_) | Body::Cancel(_) | Body::CheckIn(_) => None,
            Body::Worry(_) | Body::Offering(_) | Body::Rating(_) => None,
        };
        match self.write(|outbox, _| match right {
            Some(right) => outbox.book(&sealed, label, right),
            None => outbox.keep(&sealed, label),
        }) {
            Ok(kept) => {
                // On the disk: only now are words and sound wiped.
                drop(entry);
                if label.urgent {
                    self.watch(header.id, self.clock.now() + CALL_EXPIRES_AFTER);
                }
                if let Some(bell) = &self.bell {
                    bell(&kept, label.urgent);
                }
                Ok(Receipt { kept, code: secret.map(|secret| secret.to_code()) })
            }
            Err(trouble) => Err(NotKept { draft: entry.draft.into(), why: self.why(trouble) }),
        }
    }

    /// Everything an entry needs beside its words.
    fn prepare(&mut self, draft: &Draft) -> Result<(Recipients, Header, Option<Secret>, Label), Why> {
        let opened = self.outbox().map(|_| ());
        opened.map_err(|trouble| self.why(trouble))?;
        let enrolment = self.enrolment.clone().ok_or(Why::NotEnrolled)?;
        let mut random = Zeroizing::new([0; 26]);
        self.luck.fill(&mut *random).map_err(|error| Why::NotSealed(error.into()))?;
        let (mut name, mut bits) = ([0; 10], Zeroizing::new([0; 16]));
        name.copy_from_slice(&random[..10]);
        bits.copy_from_slice(&random[10..]);

        let at = self.clock.stamp();
        // Who asks, worries, offers or books is called and comes back by the QR code; who wants to speak to somebody now is only
        // called; a rating is nobody's.
        let (called, comes_back, urgent) = match &draft.body {
            Body::Question(_) | Body::Worry(_) | Body::Offering(_) | Body::Booking(_) | Body::Change(_) => (true, true, false),
            Body::Cancel(_) | Body::CheckIn(_) | Body::Rating(_) => (false, false, false),
            Body::Call(CallReason::TalkNow) => (true, false, true),
            Body::Call(CallReason::Help | CallReason::Urgent | CallReason::Waiting) => (false, false, true),
        };
        let sequence = self.write(|outbox, _| outbox.next_sequence()).map_err(|trouble| self.why(trouble))?;
        let teken = if called { self.read(|outbox| outbox.draw_teken(at)).map_err(|trouble| self.why(trouble))? } else { None };
        let id = EntryId::new(u64::try_from(at.at.timestamp_millis()).unwrap_or(0), name);
        let header = Header { id, kiosk: enrolment.kiosk, epoch: enrolment.epoch, sequence };
        let secret = comes_back.then(|| Secret::new(*bits));
        let recognition = secret.as_ref().map(Secret::recognition);
        Ok((enrolment.recipients, header, secret, Label { urgent, teken, recognition, at }))
    }

    fn why(&self, trouble: Trouble) -> Why {
        if matches!(&trouble, Trouble::Fault(fault) if matches!(**fault, Fault::NotHeld(_) | Fault::Begun(_))) {
            return Why::NotHeld;
        }
        if matches!(&trouble, Trouble::Fault(fault) if matches!(**fault, Fault::NoRoomForSound)) {
            return Why::Full(trouble);
        }
        match self.disk.0 {
            Disk::Full => Why::Full(trouble),
            Disk::Fine | Disk::Broken | Disk::Refused => Why::Broken(trouble),
        }
    }

    fn outbox(&mut self) -> Result<&mut Outbox, Trouble> {
        if self.outbox.is_none()
            && let Err(refused) = self.open()
        {
            return Err(self.note_not_opened(refused));
        }
        self.outbox.as_mut().ok_or(Trouble::Silent)
    }

    fn open(&mut self) -> Result<(), NotOpened> {
        match self.open_once() {
            // It opened, and the first look inside found damage: once more, with every page read and the file set aside.
            Err(NotOpened::Fault(Fault::Damaged(_))) if !self.damaged => {
                self.damaged = true;
                self.open_once()
            }
            other => other,
        }
    }

    fn open_once(&mut self) -> Result<(), NotOpened> {
        let outbox = if self.damaged { Outbox::open_checked(&self.path)? } else { Outbox::open(&self.path)? };
        let enrolment = recall_enrolment(&outbox)?;
        let calls = outbox.waiting(CALLS_WATCHED, |_| false)?;
        let (now, at) = (self.clock.now(), self.clock.stamp());
        self.calls.clear();
        for call in calls.into_iter().take_while(|entry| entry.urgent) {
            let believed = at.trusted && call.kept_at.trusted;
            let age = if believed { (at.at - call.kept_at.at).to_std().unwrap_or_default() } else { Default::default() };
            self.watch(call.id, now + CALL_EXPIRES_AFTER.saturating_sub(age));
        }
        (self.outbox, self.enrolment, self.damaged) = (Some(outbox), enrolment, false);
        self.disk = (Disk::Fine, None);
        Ok(())
    }

    fn watch(&mut self, call: EntryId, expires: Instant) {
        if self.calls.len() < CALLS_WATCHED {
            self.calls.push((call, expires));
        }
    }

    fn note_not_opened(&mut self, refused: NotOpened) -> Trouble {
        let disk = match &refused {
            NotOpened::Fault(Fault::Full(_)) => Disk::Full,
            NotOpened::Folder { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => Disk::Full,
            refused if refused.is_permanent() => Disk::Refused,
            _ => Disk::Broken,
        };
        let trouble = Trouble::NotOpened(Arc::new(refused));
        self.disk = (disk, Some(trouble.clone()));
        trouble
    }

    fn note_fault(&mut self, fault: Fault) -> Trouble {
        let disk = match &fault {
            Fault::Full(_) => Disk::Full,
            Fault::Broken(_) => Disk::Broken,
            Fault::Damaged(_) => {
                self.outbox = None;
                self.damaged = true;
                Disk::Broken
            }
            // An answer about one entry or right, not about the disk.
            Fault::NotHere(_) | Fault::AlreadyHere(_) | Fault::NotHeld(_) | Fault::Begun(_) | Fault::Overtaken(_) => {
                return Trouble::Fault(Arc::new(fault));
            }
            Fault::NoRoomForSound => return Trouble::Fault(Arc::new(fault)),
        };
        tracing::warn!(error = %fault, "the outbox failed");
        let trouble = Trouble::Fault(Arc::new(fault));
        self.disk = (disk, Some(trouble.clone()));
        trouble
    }

    fn next_deadline(&self) -> Instant {
        self.calls.iter().map(|(_, expires)| *expires).fold(self.tidy_at, Instant::min)
    }

    fn keep_house(&mut self) {
        let now = self.clock.now();
        let expired: Vec<EntryId> = self.calls.extract_if(.., |(_, expires)| *expires <= now).map(|(id, _)| id).collect();
        for id in expired {
            // Not now is soon: the fault is noted for staff, and the call is tried again with the tidying.
            if self.write(|outbox, _| outbox.expire(id)).is_err() {
                self.watch(id, now + TIDY_EVERY);
            }
        }
        if self.tidy_at <= now {
            let removed = self.write(|outbox, at| Ok((outbox.tidy(at)?, outbox.tidy_sound(at)?)));
            // More of the same waits: go on after whoever asked something meanwhile.
            let more = matches!(removed, Ok((entries, sound)) if entries == TIDY_AT_ONCE || sound);
            self.tidy_at = if more { now } else { now + TIDY_EVERY };
        }
    }
}

fn recall_enrolment(outbox: &Outbox) -> Result<Option<Enrolment>, Fault> {
    let text = |name| Ok::<_, Fault>(outbox.recall(name)?.and_then(|bytes| String::from_utf8(bytes).ok()));
    let (Some(kiosk), Some(epoch), Some(team), Some(recovery)) = (text(KIOSK)?, text(EPOCH)?, text(TEAM)?, text(RECOVERY)?)
    else {
        return Ok(None);
    };
    let (Ok(kiosk), Ok(epoch), Ok(recipients)) = (kiosk.parse::<KioskId>(), epoch.parse(), Recipients::parse(&team, &recovery))
    else {
        return Ok(None);
    };
    Ok(Some(Enrolment { kiosk, epoch: Epoch::new(epoch), recipients }))
}
