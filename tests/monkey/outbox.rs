//! A real keeper on a real disk that fills up, and everything that is logged meanwhile.

use crate::bench::dice::Dice;
use crate::hand::MARKS;
use inloop::clock::{BenchClock, MachineLuck};
use inloop::entry::{Draft, EntryId, Epoch, Grant, GrantId, KioskId, SlotId, TekenBlock};
use inloop::kiosk::glass;
use inloop::kiosk::keeper::{Enrolment, Keeper, KeeperHandle, NotKept, Why};
use inloop::seal::Recipients;
use inloop::visit::{Event, HandIn, KeptReceipt, Offer};

use std::cell::{Cell, OnceCell, RefCell};
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

/// Room for everything that a run leaves.
const ROOM: u64 = 1 << 30;

pub struct Outbox {
    folder: tempfile::TempDir,
    keeper: OnceCell<Keeper>,
    seen: Rc<Seen>,
}

/// What was answered.
#[derive(Default)]
struct Seen {
    kept: Cell<u64>,
    given_back: Cell<u64>,
    /// The last that were kept, for news about them.
    last: RefCell<Vec<EntryId>>,
}

impl Outbox {
    pub fn new() -> Self {
        Outbox { folder: tempfile::tempdir().unwrap(), keeper: OnceCell::new(), seen: Rc::default() }
    }

    /// Enrolled, with tekens, and seeded as what the desk answers.
    pub fn keeper(&self, clock: Arc<BenchClock>, seed: u64) -> Box<dyn glass::Keeper> {
        let file = self.folder.path().join("outbox.sqlite");
        let keeper = self.keeper.get_or_init(|| Keeper::start(&file, clock, Arc::new(MachineLuck)).unwrap());
        let handle = keeper.handle();
        // Two public keys whose private halves nobody has.
        let recipients = Recipients::parse(
            "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8",
            "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw",
        )
        .unwrap();
        handle.enrol(Enrolment { kiosk: KioskId::new(7).unwrap(), epoch: Epoch::new(1), recipients }, Vec::new()).unwrap();
        handle.grant_tekens(vec![TekenBlock { first: 24, count: 300 }]).unwrap();
        Box::new(Port { handle, seen: self.seen.clone(), dice: Dice::new(seed ^ 0xdead), grants: 1_000 })
    }

    pub fn kept(&self) -> u64 {
        self.seen.kept.get()
    }

    pub fn given_back(&self) -> u64 {
        self.seen.given_back.get()
    }

    /// One of the last that were kept.
    pub fn one_of_the_last(&self, dice: &mut Dice) -> Option<EntryId> {
        let last = self.seen.last.borrow();
        (!last.is_empty()).then(|| dice.of(&last))
    }

    /// Entries that wait on the disk.
    pub fn counts(&self) -> u64 {
        self.handle().counts().unwrap().waiting
    }

    pub fn fill(&self, full: bool) {
        self.handle().limit(if full { 0 } else { ROOM }).unwrap();
    }

    fn handle(&self) -> KeeperHandle {
        self.keeper.get().unwrap().handle()
    }

    /// No word stands in what the outbox wrote last: its journal, which holds every page before the file has it.
    pub fn is_sealed(&self) {
        for file in self.files() {
            let bytes = std::fs::read(&file).unwrap();
            for mark in MARKS {
                let found = memchr::memmem::find(&bytes, mark.as_bytes());
                assert!(found.is_none(), "{mark:?} stands in {}", file.display());
            }
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        let all = std::fs::read_dir(self.folder.path()).unwrap();
        all.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
    }
}

/// The keeper as the glass has it; its answers come at once, so that a run is the same each time.
struct Port {
    handle: KeeperHandle,
    seen: Rc<Seen>,
    dice: Dice,
    grants: u64,
}

impl glass::Keeper for Port {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        let (answer, answers) = channel();
        self.handle.hand_in(draft, move |kept| answer.send(kept).unwrap());
        Some(match answers.recv().unwrap() {
            Ok(receipt) => {
                let (kept, qr) = receipt.into_parts();
                let (entry, teken) = (kept.id(), kept.teken());
                self.seen.kept.set(self.seen.kept.get() + 1);
                let mut last = self.seen.last.borrow_mut();
                last.push(entry);
                let old = last.len().saturating_sub(4);
                last.drain(..old);
                Event::Kept(hand_in, KeptReceipt { entry, teken, qr })
            }
            Err(NotKept { draft, why }) => {
                self.seen.given_back.set(self.seen.given_back.get() + 1);
                match why {
                    Why::NotHeld => Event::NotHeld(hand_in, *draft),
                    Why::Full(_) => Event::NotKept(hand_in, *draft),
                    other => panic!("{other:?}"),
                }
            }
        })
    }

    /// The desk gives the time, is out of reach, or has given it to somebody else.
    fn take(&mut self, hand_in: HandIn, slot: SlotId) -> Option<Event> {
        let none: Vec<Offer> = Vec::new();
        self.grants += 1;
        let right = Grant { grant: GrantId::new(self.grants).unwrap(), slot };
        match self.dice.below(3) {
            0 => Some(Event::Lost(hand_in, none)),
            1 => Some(Event::NotTaken(hand_in)),
            _ => Some(match self.handle.granted(right) {
                Ok(()) => Event::Taken(hand_in, right),
                Err(_) => Event::NotTaken(hand_in),
            }),
        }
    }
}

/// Everything that is logged, at every level.
#[derive(Clone, Default)]
pub struct Records(Arc<Mutex<Vec<u8>>>);

impl Records {
    pub fn of_everything() -> Self {
        let records = Records::default();
        let to = records.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || to.clone());
        tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
        tracing::info!("the records are written");
        assert!(!records.0.lock().unwrap().is_empty());
        records
    }

    pub fn hold_no_words(&self) {
        let mut said = self.0.lock().unwrap();
        let text = String::from_utf8_lossy(&said);
        for mark in MARKS {
            assert!(!text.contains(mark), "{mark:?} was logged");
        }
        drop(text);
        said.clear();
    }
}

impl Write for Records {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
