//! The outbox beside a model of a few lines, through thousands of random days with crashes, full disks and wrong clocks.

use crate::common::*;
use inloop::clock::{BenchLuck, Luck, Stamp};
use inloop::entry::pieces::SOUND_IN_A_PIECE;
use inloop::entry::{EntryId, Recording, Sequence};
use inloop::outbox::{Counts, Fault, KEPT_AFTER_RECEIPT, LARGEST, Label, Outbox, SoundCounts, WaitingPiece};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

#[test]
fn whatever_happens_each_entry_is_in_the_outbox_or_at_the_desk_and_has_one_form() {
    let mut done = HashMap::new();
    for seed in 0..12 {
        let mut world = World::new(seed);
        for _ in 0..150 {
            let operation = world.pick();
            world.play(operation);
            *done.entry(operation.name()).or_insert(0) += 1;
            world.verify_invariants(operation);
        }
        *done.entry("full").or_insert(0) += world.times_full;
        *done.entry("removed").or_insert(0) += world.times_removed;
        *done.entry("arrived again").or_insert(0) += world.times_again;
    }
    for name in ["Say", "DeliverPiece", "LosePieceAnswer", "ParkPiece", "UnparkPieces"] {
        assert!(done.get(name).is_some_and(|times| *times > 5), "{name} hardly ever happened: {done:?}");
    }
    let operations = ["Keep", "Call", "Deliver", "LoseAnswer", "Park", "Unpark", "Expire", "Crash", "FillDisk", "MakeRoom"];
    for name in operations.iter().chain(&["ClockJumps", "ResendSince", "Tidy", "full", "removed", "arrived again"]) {
        assert!(done.get(name).is_some_and(|times| *times > 5), "{name} hardly ever happened: {done:?}");
    }
}

#[derive(Clone, Copy, Debug)]
enum Operation {
    Keep,
    /// Keep, with something said beside it.
    Say,
    Call,
    /// The desk commits, its receipt arrives.
    Deliver,
    /// The desk commits, its receipt is lost on the way.
    LoseAnswer,
    /// The same of a piece of sound.
    DeliverPiece,
    LosePieceAnswer,
    ParkPiece,
    UnparkPieces,
    Park,
    Unpark,
    Expire,
    /// No close, no goodbye: the files as they are at this moment.
    Crash,
    FillDisk,
    MakeRoom,
    ClockJumps,
    ResendSince,
    Tidy,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Operation::Keep => "Keep",
            Operation::Say => "Say",
            Operation::DeliverPiece => "DeliverPiece",
            Operation::LosePieceAnswer => "LosePieceAnswer",
            Operation::ParkPiece => "ParkPiece",
            Operation::UnparkPieces => "UnparkPieces",
            Operation::Call => "Call",
            Operation::Deliver => "Deliver",
            Operation::LoseAnswer => "LoseAnswer",
            Operation::Park => "Park",
            Operation::Unpark => "Unpark",
            Operation::Expire => "Expire",
            Operation::Crash => "Crash",
            Operation::FillDisk => "FillDisk",
            Operation::MakeRoom => "MakeRoom",
            Operation::ClockJumps => "ClockJumps",
            Operation::ResendSince => "ResendSince",
            Operation::Tidy => "Tidy",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Waiting,
    Parked,
    Delivered(Stamp),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Piece {
    Waiting,
    Parked,
    Delivered,
}

struct Modelled {
    id: EntryId,
    /// What was said with it, piece by piece.
    sound: Vec<(Vec<u8>, Piece)>,
    envelope: Vec<u8>,
    urgent: bool,
    missed: bool,
    state: State,
}

struct World {
    luck: BenchLuck,
    outbox: Option<Outbox>,
    file: PathBuf,
    now: Stamp,
    folders: Vec<tempfile::TempDir>,
    /// The model of the outbox, by sequence.
    model: BTreeMap<u64, Modelled>,
    /// Every entry that was ever kept.
    kept: HashMap<EntryId, Vec<u8>>,
    /// What the desk has, by name.
    desk: HashMap<EntryId, Vec<u8>>,
    /// The pieces of sound that it has.
    heard: HashMap<(EntryId, u8), Vec<u8>>,
    highest: u64,
    full: bool,
    times_full: u32,
    times_removed: u32,
    times_again: u32,
}

impl World {
    fn new(seed: u64) -> Self {
        let folder = folder();
        let file = folder.path().join("outbox.sqlite");
        World {
            luck: BenchLuck::seeded(seed),
            outbox: Some(Outbox::open(&file).unwrap()),
            file,
            now: at(NOW),
            folders: vec![folder],
            model: BTreeMap::new(),
            kept: HashMap::new(),
            desk: HashMap::new(),
            heard: HashMap::new(),
            highest: 0,
            full: false,
            times_full: 0,
            times_removed: 0,
            times_again: 0,
        }
    }

    fn pick(&self) -> Operation {
        use Operation::*;
        let weighted = [
            (12, Keep),
            (3, Call),
            (2, Say),
            (4, DeliverPiece),
            (1, LosePieceAnswer),
            (1, ParkPiece),
            (1, UnparkPieces),
            (7, Deliver),
            (3, LoseAnswer),
            (2, Park),
            (1, Unpark),
            (1, Expire),
            (2, Crash),
            (2, FillDisk),
            (2, MakeRoom),
            (3, ClockJumps),
            (1, ResendSince),
            (3, Tidy),
        ];
        let mut place = self.luck.below(weighted.iter().map(|(weight, _)| weight).sum()).unwrap();
        for (weight, operation) in weighted {
            if place < weight {
                return operation;
            }
            place -= weight;
        }
        Keep
    }

    fn outbox(&mut self) -> &mut Outbox {
        self.outbox.as_mut().unwrap()
    }

    /// The sequence of some entry of the model that `fits`.
    fn some(&self, fits: impl Fn(&Modelled) -> bool) -> Option<u64> {
        let fitting: Vec<u64> = self.model.iter().filter(|(_, entry)| fits(entry)).map(|(sequence, _)| *sequence).collect();
        fitting.get(self.luck.below(fitting.len() as u64).unwrap() as usize).copied()
    }

    /// A change succeeds, or the disk is full and nothing changes.
    fn happened(&mut self, done: Result<(), Fault>) -> bool {
        match done {
            Ok(()) => true,
            Err(Fault::Full(_)) if self.full => {
                self.times_full += 1;
                false
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    fn play(&mut self, operation: Operation) {
        match operation {
            Operation::Keep => self.keep(false, None),
            Operation::Call => self.keep(true, None),
            Operation::Say => {
                let bytes = 1 + self.luck.below(2 * SOUND_IN_A_PIECE as u64).unwrap() as usize;
                self.keep(false, Recording::new(vec![7; bytes].into(), std::time::Duration::from_secs(9)).ok());
            }
            Operation::DeliverPiece => self.send_piece(true),
            Operation::LosePieceAnswer => self.send_piece(false),
            Operation::ParkPiece => {
                let Some(WaitingPiece { entry, n }) = self.first_piece() else { return };
                let done = self.outbox().park_piece(entry, n, "refused");
                if self.happened(done) {
                    *self.piece(entry, n) = Piece::Parked;
                }
            }
            Operation::UnparkPieces => {
                let parked = |entry: &Modelled| entry.sound.iter().any(|(_, state)| *state == Piece::Parked);
                let Some(sequence) = self.some(parked) else { return };
                let id = self.model[&sequence].id;
                let done = self.outbox().unpark_pieces(id).map(drop);
                if self.happened(done) {
                    let sound = &mut self.model.get_mut(&sequence).unwrap().sound;
                    sound.iter_mut().filter(|(_, state)| *state == Piece::Parked).for_each(|(_, state)| *state = Piece::Waiting);
                }
            }
            Operation::Deliver => self.send(true),
            Operation::LoseAnswer => self.send(false),
            Operation::Park => self.change(State::Waiting, State::Parked),
            Operation::Unpark => self.change(State::Parked, State::Waiting),
            Operation::Expire => {
                let Some(sequence) = self.some(|entry| entry.urgent) else { return };
                let id = self.model[&sequence].id;
                let done = self.outbox().expire(id);
                if self.happened(done) {
                    let entry = self.model.get_mut(&sequence).unwrap();
                    (entry.urgent, entry.missed) = (false, true);
                }
            }
            Operation::Crash => {
                let folder = folder();
                let file = folder.path().join("outbox.sqlite");
                copy(&self.file, &file);
                self.outbox = Some(Outbox::open(&file).unwrap());
                (self.file, self.full) = (file, false);
                self.folders.push(folder);
                assert!(self.outbox().set_aside().is_empty());
            }
            Operation::FillDisk => {
                self.outbox().limit(0).unwrap();
                self.full = true;
            }
            Operation::MakeRoom => {
                self.outbox().limit(LARGEST).unwrap();
                self.full = false;
            }
            Operation::ClockJumps => {
                self.now = match self.luck.below(4).unwrap() {
                    0 => untrusted(0),
                    1 => untrusted(NOW + 400 * DAY),
                    _ => at(NOW + self.luck.below(40).unwrap() as i64 * DAY / 2),
                };
            }
            Operation::ResendSince => {
                let since = self.some(|_| true).unwrap_or(0);
                let done = self.outbox().resend_since(Sequence::new(since).unwrap()).map(drop);
                if self.happened(done) {
                    for (_, entry) in self.model.range_mut(since..) {
                        if let State::Delivered(_) = entry.state {
                            entry.state = State::Waiting;
                            entry.sound.iter_mut().for_each(|(_, state)| *state = Piece::Waiting);
                        }
                    }
                }
            }
            Operation::Tidy => self.tidy(),
        }
    }

    fn keep(&mut self, urgent: bool, recording: Option<Recording>) {
        let sequence = match self.outbox().next_sequence() {
            Ok(sequence) => sequence,
            Err(fault) => return assert!(!self.happened(Err(fault))),
        };
        assert!(sequence.get() > self.highest, "{sequence:?} was given before");
        self.highest = sequence.get();
        let (sealed, at) = (sealed_with(sequence, "vraag", recording, &self.luck), self.now);
        let done = self.outbox().keep(&sealed, Label { urgent, teken: None, recognition: None, at }).map(drop);
        if self.happened(done) {
            let (id, envelope) = (sealed.header().id, sealed.envelope().to_bytes());
            self.kept.insert(id, envelope.clone());
            let sound = sealed.pieces().iter().map(|piece| (piece.sealed().to_vec(), Piece::Waiting)).collect();
            let entry = Modelled { id, sound, envelope, urgent, missed: false, state: State::Waiting };
            self.model.insert(sequence.get(), entry);
        }
    }

    fn send(&mut self, answer_arrives: bool) {
        let Some(first) = self.outbox().first_waiting(|_| false).unwrap() else { return };
        let envelope = self.outbox().envelope(first.id).unwrap();
        if let Some(before) = self.desk.insert(first.id, envelope.clone()) {
            assert_eq!(before, envelope, "the desk would answer 409");
            self.times_again += 1;
        }
        if answer_arrives {
            let now = self.now;
            let done = self.outbox().delivered(first.id, b"a receipt of the desk", now);
            if self.happened(done) {
                let entry = self.model.get_mut(&first.sequence.get()).unwrap();
                (entry.state, entry.urgent) = (State::Delivered(now), false);
            }
        }
    }

    fn first_piece(&mut self) -> Option<WaitingPiece> {
        self.outbox().waiting_pieces(1, |_, _| false).unwrap().pop()
    }

    fn piece(&mut self, id: EntryId, n: u8) -> &mut Piece {
        let entry = self.model.values_mut().find(|entry| entry.id == id).unwrap();
        &mut entry.sound[usize::from(n) - 1].1
    }

    fn send_piece(&mut self, answer_arrives: bool) {
        let Some(WaitingPiece { entry: id, n }) = self.first_piece() else { return };
        assert!(self.desk.contains_key(&id), "sound goes before its words");
        let sealed = self.outbox().piece(id, n).unwrap();
        if let Some(before) = self.heard.insert((id, n), sealed.clone()) {
            assert!(before == sealed, "the desk would answer 409");
        }
        if answer_arrives {
            let now = self.now;
            let done = self.outbox().pieces_delivered(&[(id, n, b"a receipt of the desk")], now);
            if self.happened(done) {
                *self.piece(id, n) = Piece::Delivered;
                self.model.values_mut().find(|entry| entry.id == id).unwrap().state = State::Delivered(now);
            }
        }
    }

    fn change(&mut self, from: State, to: State) {
        let Some(sequence) = self.some(|entry| entry.state == from) else { return };
        let id = self.model[&sequence].id;
        let done = if to == State::Parked { self.outbox().park(id, "refused") } else { self.outbox().unpark(id) };
        if self.happened(done) {
            self.model.get_mut(&sequence).unwrap().state = to;
        }
    }

    fn tidy(&mut self) {
        let now = self.now;
        let done = self.outbox().tidy(now).map(drop);
        if !self.happened(done) || !now.trusted {
            return;
        }
        loop {
            match self.outbox().tidy_sound(now) {
                Ok(true) => {}
                Ok(false) => break,
                // As long as the disk is full, what is left is removed another time.
                Err(fault) => {
                    self.happened(Err(fault));
                    break;
                }
            }
        }
        let before = self.model.len();
        let here: Vec<EntryId> =
            self.model.values().map(|entry| entry.id).filter(|id| self.outbox.as_ref().unwrap().envelope(*id).is_ok()).collect();
        let full = self.full;
        self.model.retain(|_, entry| match &mut entry.state {
            State::Delivered(when) if !when.trusted || when.at > now.at => {
                *when = now;
                true
            }
            State::Delivered(when) => {
                let young = now.at - when.at <= chrono::Duration::from_std(KEPT_AFTER_RECEIPT).unwrap();
                let heard = entry.sound.iter().all(|(_, state)| *state == Piece::Delivered);
                // A full disk may have kept what has sound.
                young || !heard || (full && !entry.sound.is_empty() && here.contains(&entry.id))
            }
            State::Waiting | State::Parked => true,
        });
        self.times_removed += (before - self.model.len()) as u32;
    }

    fn verify_invariants(&mut self, after: Operation) {
        let outbox = self.outbox.as_mut().unwrap();
        // Calls first, then the order in which they were left.
        let mut expected: Vec<(&u64, &Modelled)> = self.model.iter().filter(|(_, entry)| entry.state == State::Waiting).collect();
        expected.sort_by_key(|(sequence, entry)| (!entry.urgent, **sequence));
        let found = outbox.waiting(usize::MAX, |_| false).unwrap();
        let shown = |id, urgent, missed| (id, urgent, missed);
        assert_eq!(
            found.iter().map(|entry| shown(entry.id, entry.urgent, entry.missed)).collect::<Vec<_>>(),
            expected.iter().map(|(_, entry)| shown(entry.id, entry.urgent, entry.missed)).collect::<Vec<_>>(),
            "after {after:?}"
        );
        let parked: Vec<EntryId> =
            self.model.values().filter(|entry| entry.state == State::Parked).map(|entry| entry.id).collect();
        assert_eq!(outbox.parked(1000).unwrap().iter().map(|parked| parked.entry.id).collect::<Vec<_>>(), parked);
        let urgent = expected.iter().filter(|(_, entry)| entry.urgent).count() as u64;
        let counts = Counts { waiting: expected.len() as u64, urgent, parked: parked.len() as u64 };
        assert_eq!(outbox.counts().unwrap(), counts, "after {after:?}");
        assert_eq!(outbox.missed_calls().unwrap(), self.model.values().filter(|entry| entry.missed).count() as u64);

        let of = |state| {
            self.model.values().flat_map(move |entry| {
                let sound = entry.sound.iter().zip(1..).filter(move |((_, found), _)| *found == state);
                sound.map(move |(_, n)| (entry, WaitingPiece { entry: entry.id, n }))
            })
        };
        let goes = of(Piece::Waiting).filter(|(entry, _)| matches!(entry.state, State::Delivered(_))).map(|(_, piece)| piece);
        assert_eq!(outbox.waiting_pieces(usize::MAX, |_, _| false).unwrap(), goes.collect::<Vec<_>>(), "after {after:?}");
        let parked = outbox.parked_pieces(1000).unwrap().into_iter().map(|(piece, _)| piece);
        assert!(parked.eq(of(Piece::Parked).map(|(_, piece)| piece)), "after {after:?}");
        let many = |state| of(state).map(|(entry, _)| entry.id).collect::<std::collections::HashSet<_>>().len() as u64;
        let counts = SoundCounts { waiting: many(Piece::Waiting), parked: many(Piece::Parked) };
        assert_eq!(outbox.sound_counts().unwrap(), counts, "after {after:?}");
        for entry in self.model.values() {
            for ((sealed, state), n) in entry.sound.iter().zip(1..) {
                assert!(outbox.piece(entry.id, n).unwrap() == *sealed, "after {after:?}");
                assert!(*state != Piece::Delivered || self.heard.contains_key(&(entry.id, n)), "after {after:?}");
            }
            assert_eq!(outbox.envelope(entry.id).unwrap(), entry.envelope, "after {after:?}");
            assert_eq!(outbox.receipt(entry.id).unwrap().is_some(), matches!(entry.state, State::Delivered(_)));
        }
        // The promise to the resident: what was kept is here, or at the desk in exactly this form.
        for (id, envelope) in &self.kept {
            match outbox.envelope(*id) {
                Ok(_) => {}
                Err(Fault::NotHere(_)) => assert_eq!(self.desk.get(id), Some(envelope), "{id} is lost after {after:?}"),
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}
