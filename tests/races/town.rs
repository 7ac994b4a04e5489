//! A desk, kiosks that are enrolled to it, each behind a proxy of its own, and a worker.

use crate::proxy::{FaultProxy, Pair};
use inloop::clock::{BenchClock, BenchLuck, Clock, Luck};
use inloop::desk::store::appointing::{self, Booked, ByPhone};
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::spreekuren::{self, New};
use inloop::desk::store::{Conn, News, StoreError, workers};
use inloop::desk::{Config, Desk, DeskKeys, Parts, RunningDesk, config, keys};
use inloop::entry::{Body, Booking, Draft, EntryId, Grant, KioskId, Language, SlotId, SpreekuurId, Whom};
use inloop::kiosk::courier::TakeAnswer;
use inloop::kiosk::identity::Identity;
use inloop::kiosk::keeper::{Keeper, KeeperHandle, Why};
use inloop::kiosk::link::tls::Trust;
use inloop::kiosk::link::{Failure, Link, Patience};
use inloop::wire::{KioskKey, Slots, SyncRequest, Take};
use std::collections::HashSet;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Duration;
use zeroize::Zeroizing;

/// Monday 23 November 2026, 12:00 in Lelystad.
pub(crate) const MONDAY_NOON: i64 = 1_795_431_600;

/// More than anything takes here, so that only the proxies decide what fails.
const PATIENCE: Patience =
    Patience { connect: Duration::from_secs(60), whole: Duration::from_secs(60), long_poll: Duration::from_secs(60) };

/// How often one sync may follow another at once: as the courier's.
const SYNCS_AT_ONCE: u32 = 3;

pub(crate) struct Town {
    // In the order in which they are let go.
    pub(crate) kiosks: Vec<Kiosk>,
    desk: RunningDesk,
    pub(crate) clock: Arc<BenchClock>,
    luck: Arc<BenchLuck>,
    worker: i32,
    folder: tempfile::TempDir,
}

impl Town {
    /// A desk with a worker, and so many kiosks.
    pub(crate) fn open(kiosks: u8, seed: u64) -> Self {
        let folder = folder();
        let (clock, luck) = (Arc::new(BenchClock::at(MONDAY_NOON, true)), Arc::new(BenchLuck::seeded(seed)));
        let mut config = Config::parse(config::SAMPLE).unwrap();
        (config.data, config.keys) = (folder.path().join("desk"), folder.path().join("keys"));
        keys::make(&config.keys, &[], &*luck).unwrap();
        let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
        let parts = Parts {
            keys: DeskKeys::load(&config.keys).unwrap(),
            config,
            kiosks: listen(),
            staff: listen(),
            clock: clock.clone(),
            luck: luck.clone(),
            long_poll: Duration::from_millis(50),
        };
        let desk = Desk::start(parts).unwrap();
        let mut town = Town { kiosks: Vec::new(), desk, clock, luck, worker: 0, folder };
        town.worker = town.at_desk(|conn, now| Ok(workers::add(conn, "anna", "unused", false, now)?.unwrap()));
        town.kiosks = (1..=kiosks).map(|number| town.enrolled(number)).collect();
        town
    }

    fn enrolled(&self, number: u8) -> Kiosk {
        let folder = self.folder.path().join(format!("kiosk-{number}"));
        std::fs::create_dir(&folder).unwrap();
        let pair = Pair::of_desk(&self.folder.path().join("keys"));
        let proxy = Arc::new(FaultProxy::before(self.desk.kiosks(), &pair));
        let identity = self.identity(&proxy, [number; 32], None);
        let clock = self.clock.clone() as Arc<dyn Clock>;
        let keeper = start_keeper(&folder, &clock, u64::from(number) << 32);
        let link = Link::to_desk(&identity, &keeper.handle(), clock.clone(), None, PATIENCE).unwrap();
        keeper.handle().enrol(identity.enrolment(), Vec::new()).unwrap();
        Kiosk { id: identity.kiosk, link, keeper: Some(keeper), proxy, folder, clock, identity, store: None, openings: 0 }
    }

    /// A kiosk that was written off is found, and staff take it in again.
    pub(crate) fn takes_in_again(&mut self, place: usize) {
        let (id, proxy) = (self.kiosks[place].id, Arc::clone(&self.kiosks[place].proxy));
        let again = self.identity(&proxy, [100 + place as u8; 32], Some(id));
        self.kiosks[place].is(again);
    }

    /// Takes a kiosk in as staff do: a new one, or `known` with a new key.
    fn identity(&self, proxy: &FaultProxy, seed: [u8; 32], known: Option<KioskId>) -> Identity {
        let key = KioskKey::from_seed(&Zeroizing::new(seed));
        let (luck, public) = (self.luck.clone(), key.public());
        let confirmed = self.at_desk(move |conn, now| {
            let code = enrolment::new_code(conn, &*luck, now)?;
            enrolment::offer(conn, &code, &public, "test", now)?;
            let pending = enrolment::pending(conn, now)?.remove(0);
            enrolment::confirm(conn, pending.id, "hal", known, now)
        });
        let Confirmed::Enrolled(kiosk, epoch) = confirmed else { panic!("{confirmed:?}") };
        let keys = &self.desk.state().keys;
        let certificate = Pair::of_desk(&self.folder.path().join("keys")).certificate;
        Identity {
            key,
            kiosk,
            epoch,
            desk: proxy.url().parse().unwrap(),
            desk_key: keys.signing.public(),
            trust: Trust::Own(certificate.to_vec()),
            recipients: keys.recipients.clone(),
            desk_time: self.desk.state().now(),
        }
    }

    /// The desk as a worker has it, and the kiosks, each for a thread of its own.
    pub(crate) fn everybody(&mut self) -> (Counter<'_>, &mut [Kiosk]) {
        (Counter { desk: &self.desk, luck: &self.luck, worker: self.worker }, &mut self.kiosks)
    }

    /// Does something in the desk's store, as the staff pages do.
    pub(crate) fn at_desk<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn, i64) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        self.counter().does(job)
    }

    pub(crate) fn counter(&self) -> Counter<'_> {
        Counter { desk: &self.desk, luck: &self.luck, worker: self.worker }
    }

    pub(crate) fn spreekuur(&self, whom: Whom, name: &str) -> SpreekuurId {
        let (host, place, feed) = (name.to_owned(), "Kamer 1".to_owned(), name.to_owned());
        self.at_desk(move |conn, now| spreekuren::add(conn, &New { whom, host, place, minutes: 10, feed }, now))
    }

    /// The minute that is running.
    pub(crate) fn minute(&self) -> u32 {
        u32::try_from(self.clock.stamp().at.timestamp() / 60).unwrap()
    }

    /// The first column of what `select` finds.
    pub(crate) fn column(&self, select: String) -> Vec<String> {
        use diesel::RunQueryDsl;
        let read = |conn: &mut Conn| Ok(diesel::sql_query(select).load::<Cell>(conn)?);
        self.desk.state().store.read_waiting(read).unwrap().into_iter().map(|row| row.cell).collect()
    }

    /// How every booking of this time stands, by name.
    pub(crate) fn bookings_of(&self, slot: SlotId) -> Vec<String> {
        let (spreekuur, minute) = (slot.spreekuur().get(), slot.minute());
        self.column(format!(
            "SELECT state || ' ' || hex(id) AS cell FROM booking WHERE spreekuur = {spreekuur} AND minute = {minute} ORDER BY 1"
        ))
    }

    /// How the booking of this name stands, and at which time.
    pub(crate) fn booking(&self, id: EntryId) -> Vec<String> {
        let place = "coalesce(spreekuur || '-' || minute, 'no time')";
        self.column(format!("SELECT state || ' ' || {place} AS cell FROM booking WHERE id = X'{}'", hex(id)))
    }
}

/// The bytes of a name as SQLite writes them.
pub(crate) fn hex(id: EntryId) -> String {
    id.as_bytes().map(|byte| format!("{byte:02X}")).concat()
}

#[derive(diesel::QueryableByName)]
struct Cell {
    #[diesel(sql_type = diesel::sql_types::Text)]
    cell: String,
}

/// A worker with the desk's pages open.
#[derive(Clone, Copy)]
pub(crate) struct Counter<'a> {
    desk: &'a RunningDesk,
    luck: &'a BenchLuck,
    worker: i32,
}

impl Counter<'_> {
    pub(crate) fn does<T: Send + 'static>(self, job: impl FnOnce(&mut Conn, i64) -> Result<T, StoreError> + Send + 'static) -> T {
        let now = self.desk.state().now();
        self.desk.state().store.write_waiting(News::Hall, move |conn| job(conn, now)).unwrap()
    }

    /// Books a time for somebody on the phone, as the page does; the booking's name, or why not.
    pub(crate) fn books(self, slot: SlotId, knowingly: bool) -> Result<EntryId, Booked> {
        let mut random = [0; 10];
        self.luck.fill(&mut random).unwrap();
        let id = EntryId::new(self.desk.state().now() as u64 * 1000, random);
        let by = ByPhone { id, note: None, reaches: false, worker: self.worker };
        match self.does(move |conn, now| appointing::book(conn, slot, &by, knowingly, now)) {
            Booked::Done(_) => Ok(id),
            refused => Err(refused),
        }
    }
}

/// A kiosk's back half, without the courier's own threads and waits: the line, the keeper, and what the courier does with them.
pub(crate) struct Kiosk {
    pub(crate) id: KioskId,
    link: Link,
    keeper: Option<Keeper>,
    pub(crate) proxy: Arc<FaultProxy>,
    folder: PathBuf,
    pub(crate) clock: Arc<dyn Clock>,
    identity: Identity,
    /// The desk's store, as the last answer named it.
    store: Option<String>,
    openings: u64,
}

impl Kiosk {
    pub(crate) fn keeper(&self) -> KeeperHandle {
        self.keeper.as_ref().unwrap().handle()
    }

    /// Says what it holds, and takes up what the desk answers, as the courier does; what the desk said last.
    pub(crate) fn sync(&mut self) -> Result<Slots, Failure> {
        let mut again = 0;
        loop {
            let asked = self.keeper().ask_for_slots().unwrap();
            let request = SyncRequest {
                v: 1,
                store: self.store.clone(),
                returned: asked.returned.clone(),
                holding: asked.holding.clone(),
                booked: asked.booked.clone(),
            };
            let (slots, _) = self.link.sync(&request)?;
            let gives_back = self.keeper().take_up(asked, slots.held.clone(), slots.wanted_back.clone()).unwrap();
            let is_new = self.store.replace(slots.store.clone()).as_ref() != Some(&slots.store);
            again += 1;
            if !(gives_back || is_new) || again == SYNCS_AT_ONCE {
                return Ok(slots);
            }
        }
    }

    /// Asks for one time for the resident at the glass, as the courier does.
    pub(crate) fn take(&self, slot: SlotId) -> TakeAnswer {
        let Ok(taken) = self.link.take(&Take { v: 1, slot }, PATIENCE.whole) else {
            return TakeAnswer::NotNow;
        };
        let Some(grant) = taken.grant else { return TakeAnswer::Lost(taken.instead) };
        let grant = Grant { grant, slot };
        match self.keeper().granted(grant) {
            Ok(()) => TakeAnswer::Granted(grant),
            // Known before: the next sync gives it back.
            Err(trouble) if trouble.is_not_held() => TakeAnswer::NotNow,
            Err(trouble) => panic!("{trouble}"),
        }
    }

    /// The right by which this kiosk may book this time by itself.
    pub(crate) fn holds(&self, slot: SlotId) -> Option<Grant> {
        self.keeper().held().unwrap().into_iter().find(|right| right.slot == slot)
    }

    /// The times that this kiosk may give by itself beside `wanted`, as far as they are to come.
    pub(crate) fn held_after(&self, wanted: SlotId) -> Vec<SlotId> {
        let now = self.clock.stamp().at;
        let held = self.keeper().held().unwrap().into_iter().map(|right| right.slot);
        held.filter(|slot| *slot != wanted && slot.start() > now).collect()
    }

    /// What a resident leaves: an appointment, or a wish.
    pub(crate) fn books(&self, whom: Whom, time: Option<Grant>) -> Result<EntryId, Why> {
        let (answer, answers) = channel();
        let draft = Draft { language: Language::NL, body: Body::Booking(Booking { whom, time, contact: None }), recording: None };
        self.keeper().hand_in(draft, move |kept| {
            answer.send(kept.map(|receipt| receipt.kept().id()).map_err(|refused| refused.why)).unwrap();
        });
        answers.recv().unwrap()
    }

    /// The power goes: what is on the disk at this moment is opened again.
    pub(crate) fn crashes(&mut self) {
        let after = self.copies_files();
        self.folder = after;
        self.opens();
    }

    /// A copy of the database as it is, made by somebody who does not know of the mark beside it.
    pub(crate) fn copies_database(&self) -> PathBuf {
        let copy = self.copies_files();
        std::fs::remove_file(copy.join(MARK)).or_else(not_there).unwrap();
        copy
    }

    fn copies_files(&self) -> PathBuf {
        let copy = tempfile::tempdir_in(self.folder.parent().unwrap()).unwrap().keep();
        copy_files(&self.folder, &copy);
        copy
    }

    /// The kiosk goes on with the database of that folder, and the mark as it is. Where the one it had lies from now on.
    pub(crate) fn goes_on_with(&mut self, copy: &Path) -> PathBuf {
        self.keeper = None;
        let had = self.copies_database();
        for old in ["outbox.sqlite", "outbox.sqlite-wal", "outbox.sqlite-shm"] {
            std::fs::remove_file(self.folder.join(old)).or_else(not_there).unwrap();
        }
        copy_files(copy, &self.folder);
        self.opens();
        had
    }

    /// A written-off kiosk is taken in again by staff, as what it was.
    pub(crate) fn is(&mut self, identity: Identity) {
        self.identity = identity;
        self.keeper().enrol(self.identity.enrolment(), Vec::new()).unwrap();
        self.link = self.to_desk();
    }

    fn opens(&mut self) {
        self.keeper = None;
        self.openings += 1;
        self.keeper = Some(start_keeper(&self.folder, &self.clock, u64::from(self.id.get()) << 32 | self.openings));
        (self.link, self.store) = (self.to_desk(), None);
    }

    fn to_desk(&self) -> Link {
        Link::to_desk(&self.identity, &self.keeper(), self.clock.clone(), None, PATIENCE).unwrap()
    }

    /// Sends what waits, each once; true where nothing waits any more.
    pub(crate) fn deliver(&self) -> bool {
        let waiting = self.keeper().waiting(1_000, HashSet::new()).unwrap();
        waiting.iter().all(|entry| {
            let envelope = self.keeper().envelope(entry.id).unwrap();
            let sent = self.link.send_entry(entry.id, &envelope, Duration::ZERO);
            sent.is_ok_and(|(_, receipt)| self.keeper().delivered(entry.id, receipt).is_ok())
        })
    }
}

const MARK: &str = "outbox.sqlite.rights";

fn copy_files(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
    }
}

fn not_there(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn start_keeper(folder: &Path, clock: &Arc<dyn Clock>, seed: u64) -> Keeper {
    Keeper::start(&folder.join("outbox.sqlite"), clock.clone(), Arc::new(BenchLuck::seeded(seed))).unwrap()
}

/// A folder in memory where there is one: these tests ask much of a disk and nothing about it.
pub(crate) fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}
