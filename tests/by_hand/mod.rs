//! A desk to test, and a kiosk that is worked by hand: it can say anything.
#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "openapi.rs"]
pub mod openapi;

use axum::body::Body as HttpBody;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use inloop::clock::{BenchClock, BenchLuck, Clock, Stamp};
use inloop::desk::config::{Config, SAMPLE, SiteConfig};
use inloop::desk::connect::caldav::Calendars;
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::{Conn, News, Store, StoreError, posts};
use inloop::desk::{DeskKeys, DeskState, intake, keys};
use inloop::entry::*;
use inloop::seal::{Recipients, Sealed, seal};
use inloop::wire::{self, *};
use serde::de::DeserializeOwned;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::watch;
use tower::ServiceExt;
use zeroize::Zeroizing;

/// Monday 23 November 2026, 12:00 in Lelystad.
pub const MONDAY_NOON: i64 = 1_795_431_600;

/// Where every request comes from.
const SOMEWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 40_000);

/// A desk without sockets, in a folder of its own. Time is what the test says.
pub struct Bench {
    pub folder: tempfile::TempDir,
    pub clock: Arc<BenchClock>,
    pub state: DeskState,
    pub config: Config,
    router: axum::Router,
    runtime: tokio::runtime::Runtime,
    _closing: watch::Sender<bool>,
}

/// What the desk said.
#[derive(Debug)]
pub struct Said {
    pub status: u16,
    pub body: Vec<u8>,
    pub headers: HeaderMap,
    /// Whether the desk signed it, bound to the request.
    pub signed: bool,
}

impl Said {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The refusal, after checking that it travels under its own status.
    pub fn refusal(&self) -> Refusal {
        let problem: Problem = self.json();
        assert_eq!(problem.refusal.status(), self.status);
        problem.refusal
    }

    pub fn receipt(&self) -> Receipt {
        assert!(self.signed, "a receipt without the desk's signature is none");
        self.json()
    }
}

/// The folders and keys of a desk.
pub fn config_in(folder: &Path) -> Config {
    let mut config = match std::fs::read_to_string(folder.join("connect.toml")) {
        // Where others read along, the site names its own team too.
        Ok(connect) => {
            let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
            Config::parse(&format!("{named}\n{connect}")).unwrap()
        }
        Err(_) => Config::parse(SAMPLE).unwrap(),
    };
    config.data = folder.join("data");
    config.keys = folder.join("keys");
    config
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        keys::make(&folder.path().join("keys"), &[], &BenchLuck::seeded(1)).unwrap();
        Bench::open(folder, Arc::new(BenchClock::at(MONDAY_NOON, true)))
    }

    /// A desk with these sections of `[connect]` in its configuration.
    pub fn connected(connect: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        keys::make(&folder.path().join("keys"), &[], &BenchLuck::seeded(1)).unwrap();
        std::fs::write(folder.path().join("connect.toml"), connect).unwrap();
        Bench::open(folder, Arc::new(BenchClock::at(MONDAY_NOON, true)))
    }

    fn open(folder: tempfile::TempDir, clock: Arc<BenchClock>) -> Self {
        let config = config_in(folder.path());
        let luck = Arc::new(BenchLuck::seeded(clock.stamp().at.timestamp() as u64));
        let store = Store::open(&config.data, &*clock, &*luck).unwrap();
        let site = config.site.clone();
        store.write_waiting(News::Silent, move |conn| posts::begin(conn, &site, MONDAY_NOON)).unwrap();
        let keys = DeskKeys::load(&config.keys).unwrap();
        let (closing, closed) = watch::channel(false);
        let state = DeskState::new(store, keys, clock.clone(), luck, &config, closed);
        let router = intake::router(state.clone(), Duration::from_millis(50));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        Bench { folder, clock, state, config, router, runtime, _closing: closing }
    }

    /// With the calendars of its configuration, as a desk starts; their passwords are these files of the keys folder.
    pub fn bound(mut self, secrets: &[(&str, &str)]) -> Self {
        for (name, text) in secrets {
            let file = self.config.keys.join(name);
            std::fs::write(&file, text).unwrap();
            std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        let calendars = Calendars::new(&self.config.connect, &self.config.keys).unwrap();
        calendars.bind(&self.state.store).unwrap();
        self.state.calendars = Arc::new(calendars);
        self.router = intake::router(self.state.clone(), Duration::from_millis(50));
        self
    }

    /// The same desk, whose first post a manager changed like this.
    pub fn saying(self, change: impl FnOnce(&mut SiteConfig)) -> Self {
        let mut post = self.read(|conn| posts::find(conn, posts::FIRST)).unwrap();
        change(&mut post.site);
        assert_eq!(self.write(move |conn| posts::change(conn, post.id, post.version, &post.site)), posts::Changed::Yes);
        self
    }

    /// The same folder, opened again as after a restart.
    pub fn restarted(self) -> Self {
        self.closed().opened()
    }

    pub fn closed(self) -> Closed {
        let Bench { folder, clock, .. } = self;
        Closed { folder, clock }
    }

    pub fn data(&self) -> PathBuf {
        self.config.data.clone()
    }

    pub fn read<T: Send + 'static>(&self, query: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> T {
        self.state.store.read_waiting(query).unwrap()
    }

    pub fn write<T: Send + 'static>(&self, job: impl FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static) -> T {
        self.state.store.write_waiting(News::Hall, job).unwrap()
    }

    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn now(&self) -> i64 {
        self.state.now()
    }

    /// Enrols a kiosk as staff and caretaker do: code, offer, words, confirmation.
    pub fn enrol(&self, seed: u8) -> Kiosk {
        match self.enrolled_in(posts::FIRST, seed) {
            Ok(kiosk) => kiosk,
            Err(other) => panic!("{other:?}"),
        }
    }

    /// The same with a code for this post, where there is room.
    pub fn enrolled_in(&self, post: posts::PostId, seed: u8) -> Result<Kiosk, Confirmed> {
        self.enrolled_as(Sort::Kiosk, post, seed)
    }

    /// The same of something that says what it is.
    pub fn enrolled_as(&self, sort: Sort, post: posts::PostId, seed: u8) -> Result<Kiosk, Confirmed> {
        let key = KioskKey::from_seed(&Zeroizing::new([seed; 32]));
        let code = self.new_code_in(post);
        let said = self.offer_as(sort, &key, &code, 1);
        assert_eq!(said.status, 200, "{said:?}");
        let now = self.now();
        let pending = self.read(move |conn| enrolment::pending(conn, now)).pop().unwrap();
        match self.write(move |conn| enrolment::confirm(conn, pending.id, "hal", None, now)) {
            Confirmed::Enrolled(id, epoch) => Ok(Kiosk { key, id, epoch, number: AtomicU64::new(0) }),
            other => Err(other),
        }
    }

    pub fn new_code(&self) -> EnrolCode {
        self.new_code_in(posts::FIRST)
    }

    pub fn new_code_in(&self, post: posts::PostId) -> EnrolCode {
        let (now, luck) = (self.now(), self.state.luck.clone());
        self.write(move |conn| enrolment::new_code_in(conn, post, &*luck, now))
    }

    pub fn offer(&self, key: &KioskKey, code: &EnrolCode, number: u64) -> Said {
        self.offer_as(Sort::Kiosk, key, code, number)
    }

    pub fn offer_as(&self, sort: Sort, key: &KioskKey, code: &EnrolCode, number: u64) -> Said {
        let body = EnrolRequest { v: 1, code: code.clone(), key: key.public().to_text(), software: "0.1.0".into(), sort };
        let body = serde_json::to_vec(&body).unwrap();
        let request = Signed::enrolling(key, "POST", ENROL, number, body);
        self.ask(request)
    }

    pub fn enrol_state(&self, key: &KioskKey, number: u64) -> Said {
        self.ask(Signed::enrolling(key, "GET", ENROL_STATE, number, Vec::new()))
    }

    /// Sends a request through the router, and checks the answer's signature.
    pub fn ask(&self, request: Signed) -> Said {
        self.wait(self.asked(request))
    }

    pub async fn asked(&self, request: Signed) -> Said {
        let (signature, method, path) = (request.signature(), request.method.clone(), request.path.clone());
        let asked = request.body.clone();
        let response = self.router.clone().oneshot(request.into_http()).await.unwrap();
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        openapi::holds(&method, &path, &asked, head.status.as_u16(), &body);
        let get = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
        let key = self.state.keys.signing.public();
        let signed = AnswerHead::check(head.status.as_u16(), &body, get, &signature, &key).is_ok() && !signature.is_empty();
        Said { status: head.status.as_u16(), body, headers: head.headers, signed }
    }

    /// What anybody gets who asks without a signature.
    pub fn fetched(&self, path: &str) -> (u16, serde_json::Value) {
        self.wait(async {
            let request = Request::builder().uri(path).extension(ConnectInfo(SOMEWHERE)).body(HttpBody::empty()).unwrap();
            let response = self.router.clone().oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            (status, serde_json::from_slice(&body).unwrap())
        })
    }

    pub fn recipients(&self) -> Recipients {
        self.state.keys.recipients.clone()
    }
}

/// A desk that is down.
pub struct Closed {
    folder: tempfile::TempDir,
    clock: Arc<BenchClock>,
}

impl Closed {
    pub fn opened(self) -> Bench {
        Bench::open(self.folder, self.clock)
    }
}

/// A request with its headers, to be spoiled before it is sent.
#[derive(Clone)]
pub struct Signed {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Signed {
    pub fn new(head: &RequestHead<'_>, key: &KioskKey) -> Self {
        let headers = head.sign(key).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Signed { method: head.method.into(), path: head.path.into(), headers, body: head.body.to_vec() }
    }

    fn enrolling(key: &KioskKey, method: &str, path: &str, number: u64, body: Vec<u8>) -> Self {
        let head = RequestHead {
            method,
            path,
            kiosk: None,
            epoch: Epoch::new(0),
            number: RequestNumber(number),
            waited: Duration::ZERO,
            body: &body,
        };
        Signed::new(&head, key)
    }

    pub fn signature(&self) -> String {
        let value = self.headers.iter().find(|(name, _)| name == "signature").map_or("", |(_, value)| value);
        value.trim_start_matches("sig=:").trim_end_matches(':').to_owned()
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    fn into_http(self) -> Request<HttpBody> {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.extension(ConnectInfo(SOMEWHERE)).body(HttpBody::from(self.body)).unwrap()
    }

    /// As HTTP/1.1 bytes for a socket.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\nhost: localhost\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", self.body.len());
        [head.into_bytes(), self.body.clone()].concat()
    }
}

/// A kiosk that is worked by hand.
pub struct Kiosk {
    pub key: KioskKey,
    pub id: KioskId,
    pub epoch: Epoch,
    pub number: AtomicU64,
}

impl Kiosk {
    pub fn next_number(&self) -> u64 {
        self.number.fetch_add(1, Ordering::Relaxed) + 1
    }

    pub fn sign(&self, method: &str, path: &str, body: &[u8], waited: Duration) -> Signed {
        self.sign_numbered(method, path, body, waited, self.next_number())
    }

    pub fn sign_numbered(&self, method: &str, path: &str, body: &[u8], waited: Duration, number: u64) -> Signed {
        let (kiosk, epoch, number) = (Some(self.id), self.epoch, RequestNumber(number));
        Signed::new(&RequestHead { method, path, kiosk, epoch, number, waited, body }, &self.key)
    }

    pub fn get(&self, path: &str) -> Signed {
        self.sign("GET", path, b"", Duration::ZERO)
    }

    pub fn put(&self, envelope: &Envelope) -> Signed {
        self.sign("PUT", &entry_path(envelope.header().id), &envelope.to_bytes(), Duration::ZERO)
    }

    /// The `n`th entry of this kiosk, left at the moment `left_at`.
    pub fn entry(&self, n: u64, left_at: Stamp, body: Body) -> Entry {
        let mut random = [0; 10];
        random[..8].copy_from_slice(&n.to_be_bytes());
        random[8..].copy_from_slice(&(self.id.get() as u16).to_be_bytes());
        let id = EntryId::new(1_795_431_600_000 + n, random);
        let header = Header { id, kiosk: self.id, epoch: self.epoch, sequence: Sequence::new(n).unwrap() };
        let draft = Draft { language: Language::NL, body, recording: None };
        Entry { header, left_at, teken: Teken::from_index(27).ok(), recognition: None, draft }
    }

    pub fn question(&self, n: u64, bench: &Bench) -> Sealed {
        let question = Question {
            topic: Some(Topic::Home),
            words: Words::new("mijn verwarming doet het niet").ok(),
            contact: Some(Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: None }),
            ..Question::default()
        };
        let entry = self.entry(n, bench.clock.stamp(), Body::Question(question));
        seal(&entry, &bench.recipients()).unwrap()
    }

    /// A question of which this was said.
    pub fn said(&self, n: u64, bench: &Bench, flac: &[u8]) -> Sealed {
        let mut entry = self.entry(n, bench.clock.stamp(), Body::Question(Question::default()));
        entry.draft.recording = Recording::new(flac.to_vec().into(), Duration::from_secs(9)).ok();
        entry.draft.tell_of_recording().unwrap();
        seal(&entry, &bench.recipients()).unwrap()
    }

    pub fn call(&self, n: u64, bench: &Bench) -> Sealed {
        let entry = self.entry(n, bench.clock.stamp(), Body::Call(CallReason::Help));
        seal(&entry, &bench.recipients()).unwrap()
    }
}

pub fn entry_path(id: EntryId) -> String {
    format!("{}/{id}", wire::ENTRIES)
}
