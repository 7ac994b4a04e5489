//! A whole post: a real desk, a proxy before it, and a kiosk that was enrolled through both.

use crate::proxy::{DEADLINE, FaultProxy, Pair};
use inloop::clock::{Clock, Luck, MachineClock, MachineLuck, ServerClock};
use inloop::desk::store::enrolment::Confirmed;
use inloop::desk::store::{Conn, KiosksSince, News as DeskNews, StoreError, backup, enrolment, entries, restore};
use inloop::desk::{Config, Desk, DeskKeys, Parts as DeskParts, RunningDesk, config, keys};
use inloop::entry::{Body, CallReason, Draft, EntryId, Language, Question, Recording, Words};
use inloop::kiosk::courier::{Courier, News, Parts};
use inloop::kiosk::enrol::{self, Offer, Progress, Way};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::keeper::{Keeper, KeeperHandle};
use inloop::kiosk::link::{Link, Patience};
use inloop::kiosk::told_texts::Check;
use inloop::wire::words::four_words;
use inloop::wire::{EnrolCode, Sort};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Short enough that a test sees it, long enough for a busy machine.
pub(crate) const PATIENCE: Patience =
    Patience { connect: Duration::from_secs(10), whole: Duration::from_secs(10), long_poll: Duration::from_secs(10) };

/// How long the desk keeps the question about calls open here.
const LONG_POLL: Duration = Duration::from_millis(500);

/// As a glass looks at texts.
#[cfg(feature = "glass")]
const CHECK_TEXTS: Option<Check> = Some(inloop::kiosk::wording::refuses);
#[cfg(not(feature = "glass"))]
const CHECK_TEXTS: Option<Check> = None;

pub(crate) struct Post {
    // In the order in which they are let go.
    courier: Option<Courier>,
    keeper: Option<Keeper>,
    pub(crate) proxy: FaultProxy,
    desk: Option<RunningDesk>,
    news: (Sender<News>, Receiver<News>),
    pub(crate) clock: Arc<dyn Clock>,
    folder: tempfile::TempDir,
}

impl Post {
    /// Everything runs, and the kiosk is enrolled.
    pub(crate) fn open() -> Self {
        let mut post = Post::unenrolled(Arc::new(MachineClock::new()));
        post.enrol();
        post.carry(PATIENCE);
        post
    }

    /// A desk and a kiosk that do not know one another.
    pub(crate) fn unenrolled(clock: Arc<dyn Clock>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        keys::make(&folder.path().join("keys"), &[], &MachineLuck).unwrap();
        let desk = start_desk(&folder);
        let proxy = FaultProxy::before(desk.kiosks(), &Pair::of_desk(&folder.path().join("keys")));
        std::fs::create_dir(folder.path().join("kiosk")).unwrap();
        let keeper = Some(start_keeper(&folder, &clock));
        Post { courier: None, keeper, proxy, desk: Some(desk), news: channel(), clock, folder }
    }

    pub(crate) fn way(&self) -> Way {
        Way { desk: self.proxy.url().parse().unwrap(), only: None, proxy: None, patience: PATIENCE, sort: Sort::Kiosk }
    }

    pub(crate) fn code(&self) -> EnrolCode {
        self.at_desk(|conn, now| enrolment::new_code(conn, &MachineLuck, now))
    }

    pub(crate) fn offer(&self) -> Offer {
        enrol::ask(&self.way(), self.code(), Arc::clone(&self.clock), &MachineLuck).unwrap()
    }

    /// The words that the desk shows for whoever waits there.
    pub(crate) fn words_at_the_desk(&self) -> [&'static str; 4] {
        let pending = self.at_desk(enrolment::pending);
        assert_eq!(pending.len(), 1);
        four_words(&pending[0].key, &self.desk().state().enrol_answer).unwrap()
    }

    /// Staff say that the words are the same.
    pub(crate) fn confirm(&self) {
        let confirmed = self.at_desk(|conn, now| {
            let pending = enrolment::pending(conn, now)?;
            enrolment::confirm(conn, pending[0].id, "hal", None, now)
        });
        assert!(matches!(confirmed, Confirmed::Enrolled(..)));
    }

    pub(crate) fn enrol(&mut self) {
        let offer = self.offer();
        assert_eq!(offer.words(), self.words_at_the_desk());
        let Ok(Progress::Waiting(compared)) = offer.words_are_the_same().look() else { panic!("staff were not asked") };
        self.confirm();
        let Ok(Progress::Enrolled(identity)) = compared.look() else { panic!("the kiosk was not taken in") };
        identity.store(&self.kiosk_folder()).unwrap();
        self.keeper().enrol(identity.enrolment(), Vec::new()).unwrap();
    }

    pub(crate) fn identity(&self) -> Identity {
        Identity::load(&self.kiosk_folder()).unwrap().unwrap()
    }

    pub(crate) fn link(&self, identity: &Identity, patience: Patience) -> Link {
        Link::to_desk(identity, &self.keeper(), Arc::clone(&self.clock), None, patience).unwrap()
    }

    /// Starts the courier, in place of the one before.
    pub(crate) fn carry(&mut self, patience: Patience) {
        self.courier = None;
        let news = std::sync::Mutex::new(self.news.0.clone());
        let parts = Parts {
            link: Arc::new(self.link(&self.identity(), patience)),
            keeper: self.keeper(),
            folder: self.kiosk_folder(),
            clock: Arc::clone(&self.clock),
            luck: Arc::new(MachineLuck) as Arc<dyn Luck>,
            listener: Arc::new(move |told| news.lock().unwrap().send(told).unwrap()),
            check_texts: CHECK_TEXTS,
        };
        self.courier = Some(Courier::start(parts).unwrap());
    }

    pub(crate) fn courier(&self) -> &Courier {
        self.courier.as_ref().unwrap()
    }

    pub(crate) fn keeper(&self) -> KeeperHandle {
        self.keeper.as_ref().unwrap().handle()
    }

    pub(crate) fn desk(&self) -> &RunningDesk {
        self.desk.as_ref().unwrap()
    }

    pub(crate) fn kiosk_folder(&self) -> PathBuf {
        self.folder.path().join("kiosk")
    }

    /// Does something in the desk's store, as staff would.
    pub(crate) fn at_desk<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Conn, i64) -> Result<T, StoreError> + Send + 'static,
    ) -> T {
        let now = self.desk().state().now();
        self.desk().state().store.write_waiting(DeskNews::Hall, move |conn| job(conn, now)).unwrap()
    }

    /// How many entries the desk has; each has a name of its own.
    pub(crate) fn entries_at_desk(&self) -> i64 {
        self.at_desk(|conn, _| entries::count(conn))
    }

    pub(crate) fn question(&self) -> EntryId {
        self.hand_in(Body::Question(Question { words: Words::new("mijn verwarming is stuk").ok(), ..Question::default() }))
    }

    pub(crate) fn call(&self) -> EntryId {
        self.hand_in(Body::Call(CallReason::Help))
    }

    /// A question of which this was said.
    pub(crate) fn said(&self, flac: &[u8]) -> EntryId {
        let recording = Recording::new(flac.to_vec().into(), Duration::from_secs(9)).unwrap();
        self.leave(Body::Question(Question::default()), Some(recording))
    }

    pub(crate) fn hand_in(&self, body: Body) -> EntryId {
        self.leave(body, None)
    }

    pub(crate) fn leave(&self, body: Body, recording: Option<Recording>) -> EntryId {
        let (answer, answers) = channel();
        let draft = Draft { language: Language::NL, body, recording };
        self.keeper().hand_in(draft, move |kept| answer.send(kept.map(|receipt| receipt.kept().id())).unwrap());
        answers.recv().unwrap().unwrap()
    }

    /// Waits for the first news that `pick` picks.
    pub(crate) fn until<T>(&self, what: &str, mut pick: impl FnMut(News) -> Option<T>) -> T {
        loop {
            let told = self.news.1.recv_timeout(DEADLINE).unwrap_or_else(|_| panic!("{what} did not come"));
            if let Some(picked) = pick(told) {
                return picked;
            }
        }
    }

    /// Waits until the courier has told of the receipts for all of these.
    pub(crate) fn until_delivered(&self, ids: &[EntryId]) {
        let mut left = ids.to_vec();
        if left.is_empty() {
            return;
        }
        self.until(&format!("{} receipts", left.len()), |told| {
            if let News::Delivered { id, .. } = told {
                left.retain(|waiting| *waiting != id);
            }
            left.is_empty().then_some(())
        });
    }

    /// Everything left at the post is at the desk, once; nothing waits and nothing is parked.
    pub(crate) fn is_all_there(&self, many: i64) {
        let counts = self.keeper().counts().unwrap();
        assert_eq!((counts.waiting, counts.parked), (0, 0));
        assert_eq!(self.entries_at_desk(), many);
    }

    pub(crate) fn backup(&self) -> PathBuf {
        let target = self.folder.path().join("backup.sqlite");
        backup(&self.folder.path().join("desk"), &target, &ServerClock).unwrap();
        target
    }

    /// The desk breaks down and comes back from `source`.
    pub(crate) fn restore(&mut self, source: &std::path::Path) {
        self.desk.take().unwrap().shutdown();
        restore(&self.folder.path().join("desk"), source, true, KiosksSince::None, &ServerClock, &MachineLuck).unwrap();
        let desk = start_desk(&self.folder);
        self.proxy.lead_to(desk.kiosks());
        self.desk = Some(desk);
    }

    /// The kiosk's process stops and starts again, without its courier.
    pub(crate) fn restart_kiosk(&mut self) {
        self.courier = None;
        self.keeper = None;
        self.keeper = Some(start_keeper(&self.folder, &self.clock));
    }
}

fn start_keeper(folder: &tempfile::TempDir, clock: &Arc<dyn Clock>) -> Keeper {
    let outbox = folder.path().join("kiosk/outbox.sqlite");
    Keeper::start(&outbox, Arc::clone(clock), Arc::new(MachineLuck)).unwrap()
}

fn start_desk(folder: &tempfile::TempDir) -> RunningDesk {
    let mut config = Config::parse(config::SAMPLE).unwrap();
    config.data = folder.path().join("desk");
    config.keys = folder.path().join("keys");
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let keys = DeskKeys::load(&config.keys).unwrap();
    let (clock, luck) = (Arc::new(ServerClock), Arc::new(MachineLuck));
    Desk::start(DeskParts { config, keys, kiosks: listen(), staff: listen(), clock, luck, long_poll: LONG_POLL }).unwrap()
}
