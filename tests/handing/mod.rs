//! A desk that hands over to a system of others on this machine; time is what the test says.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use crate::team::{self, Left};
use inloop::clock::{BenchClock, BenchLuck, Clock, Luck};
use inloop::desk::connect::mail::Mailman;
use inloop::desk::connect::runner::{Runner, Turn};
use inloop::desk::connect::{self, Connector, Halt, Sort};
use inloop::desk::store::outgoing::{self, Out, Queue};
use inloop::desk::store::{KiosksSince, News, Store, backup, entries, posts, restore};
use inloop::desk::{DeskKeys, DeskState};
use inloop::entry::*;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// Longer than any wait between two tries.
pub const LONG: Duration = Duration::from_secs(60 * 60 + 1);

/// A desk.
pub struct Desk {
    pub state: DeskState,
    pub clock: Arc<BenchClock>,
    pub kiosk: KioskId,
    folder: tempfile::TempDir,
    _closing: watch::Sender<bool>,
}

/// Writes a secret as its owner would.
pub fn secret(folder: &Path, name: &str, text: &str) {
    let file = folder.join("keys").join(name);
    std::fs::write(&file, text).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// What a desk before still reads on another thread, when it dies in the middle of it, has to end first: a process that is killed
/// takes its threads along.
fn opened<T, E: std::fmt::Debug>(mut open: impl FnMut() -> Result<T, E>) -> T {
    for _ in 0..100_000 {
        if let Ok(opened) = open() {
            return opened;
        }
        std::thread::yield_now();
    }
    open().unwrap()
}

impl Desk {
    /// With these sections in its configuration, and these secrets.
    pub fn new(connect: &str, secrets: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        team::config_in(folder.path());
        std::fs::write(folder.path().join("connect.toml"), connect).unwrap();
        secrets.iter().for_each(|(name, text)| secret(folder.path(), name, text));
        let desk = Desk::open(folder, Arc::new(BenchClock::at(team::MONDAY_NOON, true)), 1);
        Desk { kiosk: team::kiosk(&desk.state, 1, "Hal"), ..desk }
    }

    fn open(folder: tempfile::TempDir, clock: Arc<BenchClock>, seed: u64) -> Self {
        let config = team::config_of(folder.path());
        // A desk that starts again does not draw again what it drew before.
        let luck: Arc<dyn Luck> = Arc::new(BenchLuck::seeded(seed + clock.stamp().at.timestamp() as u64));
        let store = opened(|| Store::open(&config.data, &*clock, &*luck));
        let site = config.site.clone();
        store.write_waiting(News::Silent, move |conn| posts::begin(conn, &site, 0)).unwrap();
        let (closing, closed) = watch::channel(false);
        let state = DeskState::new(store, DeskKeys::load(&config.keys).unwrap(), clock.clone(), luck, &config, closed);
        Desk { state, clock, kiosk: KioskId::new(1).unwrap(), folder, _closing: closing }
    }

    /// The same folder, opened again as after a restart.
    pub fn restarted(self) -> Self {
        let Desk { folder, clock, state, .. } = self;
        drop(state);
        Desk::open(folder, clock, 2)
    }

    /// The desk is lost, and comes back as it was at `copy`.
    pub fn restored(self, copy: &Path) -> Self {
        let Desk { folder, clock, state, .. } = self;
        drop(state);
        let data = folder.path().join("data");
        opened(|| restore(&data, copy, true, KiosksSince::None, &*clock, &BenchLuck::seeded(9)));
        Desk::open(folder, clock, 3)
    }

    /// A backup of the desk as it is now.
    pub fn copy(&self) -> std::path::PathBuf {
        let copy = self.folder.path().join("copy.sqlite");
        backup(&self.folder.path().join("data"), &copy, &*self.clock).unwrap();
        copy
    }

    /// Every byte that the desk keeps.
    pub fn bytes(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.folder.path().join("data")).unwrap();
        files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect()
    }

    /// The connectors of the configuration.
    pub fn connectors(&self) -> Vec<Arc<dyn Connector>> {
        self.try_connectors().unwrap()
    }

    /// The connectors, or why there are none.
    pub fn try_connectors(&self) -> Result<Vec<Arc<dyn Connector>>, connect::NoConnector> {
        connect::all(&self.state.connect, &self.folder.path().join("keys"))
    }

    /// What sends mail by the configuration.
    pub fn mailman(&self) -> Mailman {
        Mailman::new(&self.state.connect, &self.folder.path().join("keys")).unwrap().unwrap()
    }

    /// Lets everybody on the machine read a secret.
    pub fn open_to_others(&self, name: &str) {
        let file = self.folder.path().join("keys").join(name);
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o644)).unwrap();
    }

    /// A runner of the first of them, which has asked nothing yet.
    pub fn runner(&self) -> Runner {
        Runner::new(self.state.clone(), self.connectors().remove(0))
    }

    /// What a resident leaves, taken in and queued as the intake does.
    pub fn left(&self, left: Left) -> EntryId {
        let sort = Sort::of(&left.body).unwrap();
        let id = team::arrive(&self.state, self.kiosk, left);
        self.queued(id, sort);
        id
    }

    /// Queues it.
    pub fn queued(&self, id: EntryId, sort: Sort) {
        let (config, now) = (self.state.connect.clone(), self.state.now());
        self.state.store.write_waiting(News::Pages, move |conn| connect::enqueue(conn, &config, sort, id, now)).unwrap();
    }

    /// The line of the queue.
    pub fn out(&self, id: EntryId) -> Option<Out> {
        self.state.store.read_waiting(move |conn| outgoing::of(conn, id)).unwrap().pop().map(|(out, _)| out)
    }

    /// How the queue stands.
    pub fn queue(&self, name: &'static str) -> Queue {
        self.state.store.read_waiting(move |conn| outgoing::queue(conn, name)).unwrap()
    }

    /// The resident's request for another contact, done as the page does it. Whether somebody has to do so by hand elsewhere.
    pub async fn reach_by(&self, id: EntryId, contact: Contact) -> bool {
        let mut entry = self.state.opened(id).await.unwrap().unwrap();
        let Body::Question(question) = &mut entry.draft.body else { panic!("no question") };
        let (word, reaches) = (contact.word(), contact.reaches());
        question.contact = Some(contact);
        let envelope = inloop::seal::seal(&entry, &self.state.keys.recipients).unwrap().envelope().clone();
        let now = self.state.now();
        let changed = self.state.store.write_waiting(News::Pages, move |conn| {
            entries::reseal(conn, &envelope, word, reaches, None)?;
            outgoing::change(conn, id, now)
        });
        changed.unwrap()
    }

    /// Erases it, as the desk's own erasing does.
    pub fn erase(&self, id: EntryId) {
        let now = self.state.now();
        self.state.store.write_waiting(News::Pages, move |conn| connect::erase(conn, id, now)).unwrap();
    }
}

/// One turn, long after everything is due.
pub async fn turn(desk: &Desk, runner: &mut Runner) -> Turn {
    desk.clock.advance(LONG);
    runner.turn().await.unwrap()
}

/// Turns until nothing waits, at most so many; what came of each.
pub async fn until_idle(desk: &Desk, runner: &mut Runner, most: usize) -> Vec<Turn> {
    let mut turns = Vec::new();
    while turns.len() < most {
        match turn(desk, runner).await {
            Turn::Idle(None) => return turns,
            other => turns.push(other),
        }
    }
    panic!("still at work: {turns:?}")
}

/// Why the turn did not do it.
pub fn halt(turn: &Turn) -> &Halt {
    match turn {
        Turn::Carried(Err(halt)) => halt,
        other => panic!("{other:?}"),
    }
}

/// A question with all that can be said.
pub fn question() -> Left {
    let contact = Contact::Call {
        number: PhoneNumber::parse("06 12345678").ok(),
        when: Some(When::Morning),
        voicemail: false,
        safe: Some(false),
    };
    Left::question(
        324,
        Question {
            topic: Some(Topic::Money),
            need: Some(Need::Papers),
            words: Words::new("mijn verwarming doet het niet").ok(),
            spoken: None,
            contact: Some(contact),
            name: Words::new("Fatma").ok(),
            goal: Some(Goal::Own(Words::new("rustig slapen").unwrap())),
        },
    )
}
