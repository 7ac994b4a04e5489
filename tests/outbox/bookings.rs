//! The outbox's rights beside a desk of a few lines, on real files, through thousands of random days with crashes, full disks,
//! lost answers and older copies of the database: a slot has one holder, and no two residents are promised one time.

use super::rights::{booked, copy_database, mark};
use crate::common::*;
use inloop::booking::desk::{Arrival, Claim, Holder};
use inloop::clock::{BenchLuck, Luck};
use inloop::entry::{EntryId, Epoch, Grant, GrantId, KioskId, SlotId, SpreekuurId};
use inloop::outbox::{Fault, LARGEST, Outbox};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

#[test]
fn whatever_happens_to_the_disk_each_time_is_promised_once_and_held_by_one() {
    let mut done = BTreeMap::new();
    for seed in 0..12 {
        let mut world = World::new(seed);
        for _ in 0..200 {
            let operation = world.pick();
            *done.entry(operation.to_owned()).or_insert(0) += 1;
            world.play(operation);
            world.verify_invariants(operation);
        }
        for (name, times) in world.happened {
            *done.entry(name.to_owned()).or_insert(0) += times;
        }
    }
    for name in OPERATIONS.iter().map(|(_, name)| *name).chain(["booked", "full", "doubted", "given to others", "dropped"]) {
        assert!(done.get(name).is_some_and(|times| *times > 5), "{name} hardly ever happened: {done:?}");
    }
}

const OPERATIONS: [(u64, &str); 14] = [
    (8, "Sync"),
    (2, "LoseAnswer"),
    (2, "Overtake"),
    (3, "Take"),
    (8, "Book"),
    (2, "BookAgain"),
    (2, "GiveUp"),
    (6, "Deliver"),
    (3, "GiveToOthers"),
    (3, "Cancel"),
    (2, "Crash"),
    (2, "CopyDatabase"),
    (1, "OlderDatabase"),
    (2, "DiskFillsOrEmpties"),
];

const SLOTS: u32 = 8;

struct World {
    luck: BenchLuck,
    outbox: Option<Outbox>,
    file: PathBuf,
    copy: Option<tempfile::TempDir>,
    folders: Vec<tempfile::TempDir>,
    /// The desk: who holds each slot, and the last grant.
    desk: BTreeMap<SlotId, Holder>,
    last_grant: u64,
    /// Who was promised each slot, and not untold.
    promised: HashMap<SlotId, Vec<EntryId>>,
    /// By which right each booking was made, here or at the desk.
    made_by: HashMap<EntryId, Grant>,
    /// Bookings whose entries are in the outbox, waiting or not.
    full: bool,
    happened: BTreeMap<&'static str, u32>,
}

impl World {
    fn new(seed: u64) -> Self {
        let folder = folder();
        let file = folder.path().join("outbox.sqlite");
        let slot = |place| SlotId::new(SpreekuurId::new(1).unwrap(), 30_000_000 + 30 * place);
        World {
            luck: BenchLuck::seeded(seed),
            outbox: Some(Outbox::open(&file).unwrap()),
            file,
            copy: None,
            folders: vec![folder],
            desk: (0..SLOTS).map(|place| (slot(place), Holder::Desk)).collect(),
            last_grant: 0,
            promised: HashMap::new(),
            made_by: HashMap::new(),
            full: false,
            happened: BTreeMap::new(),
        }
    }

    fn outbox(&mut self) -> &mut Outbox {
        self.outbox.as_mut().unwrap()
    }

    fn pick(&self) -> &'static str {
        let mut place = self.luck.below(OPERATIONS.iter().map(|(weight, _)| weight).sum()).unwrap();
        for (weight, name) in OPERATIONS {
            if place < weight {
                return name;
            }
            place -= weight;
        }
        "Sync"
    }

    fn note(&mut self, name: &'static str) {
        *self.happened.entry(name).or_default() += 1;
    }

    fn one_of<T: Copy>(&self, all: &[T]) -> Option<T> {
        all.get(self.luck.below(all.len() as u64).unwrap() as usize).copied()
    }

    fn slots_in(&self, fits: impl Fn(Holder) -> bool) -> Vec<SlotId> {
        self.desk.iter().filter(|(_, holder)| fits(**holder)).map(|(slot, _)| *slot).collect()
    }

    /// A change succeeds, or the disk is full and nothing changes.
    fn done<T>(&mut self, done: Result<T, Fault>) -> Option<T> {
        match done {
            Ok(done) => Some(done),
            Err(Fault::Full(_)) if self.full => {
                self.note("full");
                None
            }
            Err(other) => panic!("{other:?}"),
        }
    }

    /// The desk gives `slot` to this kiosk, or says what it has.
    fn grant(&mut self, slot: SlotId) -> Option<Grant> {
        let claim = Claim { kiosk: kiosk(), epoch: Epoch::FIRST, grant: GrantId::new(self.last_grant + 1).unwrap() };
        let (holder, grant) = self.desk[&slot].grant(claim).ok()?;
        self.last_grant += u64::from(grant == claim.grant);
        self.desk.insert(slot, holder);
        Some(Grant { grant, slot })
    }

    fn play(&mut self, operation: &'static str) {
        match operation {
            "Sync" => self.sync(true),
            "LoseAnswer" => self.sync(false),
            "Overtake" => {
                let asked = self.outbox().ask_for_slots();
                self.sync(true);
                let late = self.outbox().take_up(&asked, &[], &[]);
                assert!(matches!(late, Err(Fault::Overtaken(_))), "{late:?}");
            }
            "Take" => {
                let Some(slot) = self.one_of(&self.slots_in(|holder| holder == Holder::Desk)) else { return };
                let Some(right) = self.grant(slot) else { return };
                let done = self.outbox().granted(right);
                self.done(done);
            }
            "Book" => self.book(),
            "BookAgain" => {
                let Some(used) = self.one_of(&self.made_by.values().copied().collect::<Vec<_>>()) else { return };
                let Some(sequence) = self.sequence() else { return };
                let sealed = sealed(sequence, "afspraak", &self.luck);
                let again = self.outbox().book(&sealed, label(false), used);
                assert!(matches!(again, Err(Fault::NotHeld(_))), "{again:?}");
            }
            "GiveUp" => {
                let Some(right) = self.one_of(&self.outbox.as_ref().unwrap().held()) else { return };
                let done = self.outbox().give_up(&[right.grant]);
                self.done(done);
            }
            "Deliver" => self.deliver(),
            "GiveToOthers" => {
                let Some(slot) = self.one_of(&self.slots_in(|holder| holder == Holder::Desk)) else { return };
                let entry = self.name();
                self.desk.insert(slot, self.desk[&slot].book_at_desk(entry).unwrap());
                self.promised.entry(slot).or_default().push(entry);
                self.note("given to others");
            }
            "Cancel" => {
                let Some(slot) = self.one_of(&self.slots_in(|holder| matches!(holder, Holder::Booked(_)))) else { return };
                let Holder::Booked(entry) = self.desk[&slot] else { return };
                self.desk.insert(slot, self.desk[&slot].cancelled(entry));
                self.promised.get_mut(&slot).unwrap().retain(|promised| *promised != entry);
            }
            "Crash" => {
                let folder = folder();
                let file = folder.path().join("outbox.sqlite");
                copy(&self.file, &file);
                self.reopen(folder);
            }
            "CopyDatabase" => {
                let folder = folder();
                copy_database(&self.file, folder.path());
                self.copy = Some(folder);
            }
            "OlderDatabase" => {
                let Some(old) = self.copy.take() else { return };
                if mark(&self.file).exists() {
                    std::fs::copy(mark(&self.file), mark(&old.path().join("outbox.sqlite"))).unwrap();
                }
                self.reopen(old);
                let doubted = self.outbox().ask_for_slots().booked.len() > booked(self.outbox.as_ref().unwrap()).len();
                if doubted {
                    self.note("doubted");
                }
            }
            _ => {
                self.full = !self.full;
                let bytes = if self.full { 0 } else { LARGEST };
                self.outbox().limit(bytes).unwrap();
            }
        }
    }

    fn reopen(&mut self, folder: tempfile::TempDir) {
        let file = folder.path().join("outbox.sqlite");
        self.outbox = Some(Outbox::open(&file).unwrap());
        (self.file, self.full) = (file, false);
        self.folders.push(folder);
        assert!(self.outbox().set_aside().is_empty());
    }

    fn sync(&mut self, answer_arrives: bool) {
        let asked = self.outbox().ask_for_slots();
        for grant in &asked.returned {
            for holder in self.desk.values_mut() {
                *holder = holder.returned(kiosk(), *grant);
            }
        }
        if let Some(slot) = self.one_of(&self.slots_in(|holder| holder == Holder::Desk)) {
            self.grant(slot);
        }
        let listed: Vec<Grant> = self
            .desk
            .iter()
            .filter_map(|(slot, holder)| Some(Grant { grant: holder.listed_for(kiosk(), Epoch::FIRST)?, slot: *slot }))
            .collect();
        let back: Vec<GrantId> = listed.iter().map(|right| right.grant).filter(|_| self.luck.below(4).unwrap() == 0).collect();
        if answer_arrives {
            let before = self.outbox().rights().known().count();
            let done = self.outbox().take_up(&asked, &listed, &back);
            self.done(done);
            if self.outbox().rights().known().count() < before {
                self.note("dropped");
            }
        }
    }

    fn sequence(&mut self) -> Option<inloop::entry::Sequence> {
        let next = self.outbox().next_sequence();
        self.done(next)
    }

    fn book(&mut self) {
        let Some(right) = self.one_of(&self.outbox.as_ref().unwrap().held()) else { return };
        let Some(sequence) = self.sequence() else { return };
        let sealed = sealed(sequence, "afspraak", &self.luck);
        let done = self.outbox().book(&sealed, label(false), right);
        if let Some(kept) = self.done(done) {
            self.promised.entry(right.slot).or_default().push(kept.id());
            self.made_by.insert(kept.id(), right);
            self.note("booked");
        }
    }

    fn deliver(&mut self) {
        let Some(first) = self.outbox().first_waiting(|_| false).unwrap() else { return };
        let right = self.made_by[&first.id];
        let claim = Claim { kiosk: kiosk(), epoch: Epoch::FIRST, grant: right.grant };
        let was_promised = self.promised[&right.slot].contains(&first.id);
        let (holder, arrival) = self.desk[&right.slot].arrived(first.id, claim);
        // An older database sends again what was delivered, and cancelled since: the desk knows it by its name.
        if was_promised {
            assert!(matches!(arrival, Arrival::Booked | Arrival::Again), "{arrival:?} of {}", first.id);
            self.desk.insert(right.slot, holder);
        }
        let done = self.outbox().delivered(first.id, b"a receipt of the desk", at(NOW));
        self.done(done);
    }

    fn name(&self) -> EntryId {
        let mut random = [0; 10];
        self.luck.fill(&mut random).unwrap();
        EntryId::new(NOW as u64 * 1000, random)
    }

    fn verify_invariants(&self, after: &str) {
        let outbox = self.outbox.as_ref().unwrap();
        for (slot, promised) in &self.promised {
            assert!(promised.len() <= 1, "{slot} is promised to {promised:?} after {after}");
        }
        for right in outbox.held() {
            let claim = Claim { kiosk: kiosk(), epoch: Epoch::FIRST, grant: right.grant };
            assert_eq!(self.desk[&right.slot], Holder::Kiosk(claim), "held here and not there after {after}");
            assert!(!self.made_by.values().any(|used| *used == right), "{right:?} was used after {after}");
        }
        for (grant, entry) in booked(outbox) {
            assert_eq!(self.made_by[&entry].grant, grant, "after {after}");
            assert!(outbox.envelope(entry).is_ok(), "{entry} has its right and is not here after {after}");
        }
    }
}

fn kiosk() -> KioskId {
    KioskId::new(3).unwrap()
}
