//! The line to the desk: every request signed, every answer checked, every wait limited.
//!
//! 1. TLS is never loosened: see [`tls`]. No redirect is followed, no cookie kept, and no proxy taken from the environment.
//! 2. An answer counts only with the desk's signature over it and over this very request. Anything else is told as
//!    [`Failure::NotTheDesk`], whatever its status.
//! 3. A request number is on the disk before it is used. Where the desk has seen a higher one (this disk is an older copy), the
//!    numbers are raised and the request is sent again.
//! 4. No request outlasts its time, however slowly its answer drips, and no answer is read beyond [`MAX_ANSWER`].

pub mod address;
pub mod carrier;
pub mod numbers;
pub mod tls;

use super::identity::Identity;
use super::keeper::{KeeperHandle, Trouble};
use crate::clock::Clock;
use crate::entry::{EntryId, Epoch, KioskId, Language};
use crate::wire::signature::{digest, signature_of};
use crate::wire::{
    AnswerHead, CALLS, CARETAKER, Calls, CaretakerAnswer, CaretakerCode, DeskPublicKey, ENTRIES, HEALTH, Health, HealthAnswer,
    KioskKey, LONG_POLL, MAX_MESSAGE, PieceReceipt, Problem, Receipt, Refusal, RequestHead, SITE, SLOTS_SYNC, SLOTS_TAKE, Site,
    Slots, SyncRequest, TEXTS, TODAY, Take, Taken, Texts, Today, attachment,
};
use address::DeskUrl;
use numbers::Numbers;
use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Read;
use std::sync::Arc;
use std::time::Duration;
use tls::{DeskTime, Trust};

/// The longest answer that is read, in bytes.
pub const MAX_ANSWER: usize = MAX_MESSAGE;

/// How often one request is sent again because its number was used before.
const RENUMBERED_AT_MOST: u32 = 3;

/// How many times longer than anything else a piece of sound may take: its 128 KiB need a minute on the slowest mobile link.
const SOUND_TAKES: u32 = 4;

/// Connections kept open: the lanes, a call, sound, and what else is asked.
const IDLE_CONNECTIONS: usize = crate::delivery::LANES + 4;

/// Unused connections are closed before common proxies and desks forget them (60 s and more).
const IDLE_FOR: Duration = Duration::from_secs(45);

/// The name of the fact that holds the desk's time as it was last kept.
pub const DESK_TIME: &str = "desk.time";

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Finding the name, the connection and the TLS handshake: three lost packets in a row on a slow mobile link.
    pub connect: Duration,
    /// A whole request with its answer: the longest entry over the slowest mobile link (GPRS, 20 kbit/s) takes 4 s.
    pub whole: Duration,
    /// The same for a question that the desk may keep open for [`LONG_POLL`].
    pub long_poll: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let whole = Duration::from_secs(30);
        Patience { connect: Duration::from_secs(10), whole, long_poll: LONG_POLL + Duration::from_secs(10) }
    }
}

/// Who asks.
#[derive(Debug)]
pub struct Sender {
    /// Signs.
    pub key: KioskKey,
    /// None while enrolling.
    pub kiosk: Option<KioskId>,
    /// Which enrolment.
    pub epoch: Epoch,
}

/// Who answers.
#[derive(Clone, Debug)]
pub struct Peer {
    /// Where.
    pub url: DeskUrl,
    /// Who vouches for its certificate.
    pub trust: Trust,
    /// What its answers are signed with.
    pub key: DeskPublicKey,
    /// A proxy of the building, `http://host:port`, where there is one.
    pub proxy: Option<String>,
}

/// Why the line could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum NoLink {
    /// The certificate that was agreed at enrolment is damaged.
    #[error("the desk's certificate cannot be used")]
    Certificate(#[source] rustls::Error),
    /// The proxy's address, or the operating system.
    #[error("the connection could not be set up")]
    Client(#[source] reqwest::Error),
    /// The outbox, which knows the desk's time.
    #[error("the outbox does not answer")]
    Keeper(#[source] Trouble),
}

/// Why a request brought nothing.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The desk says no, and signed it.
    #[error("the desk refuses: {refusal:?}")]
    Refused {
        /// Why.
        refusal: Refusal,
        /// When to come back.
        retry_after: Option<Duration>,
    },
    /// An answer that the desk did not sign, or that does not say what was asked.
    #[error("the answer (HTTP {status}) is not the desk's")]
    NotTheDesk {
        /// Its status.
        status: u16,
        /// When to come back, says whoever answered.
        retry_after: Option<Duration>,
    },
    /// No connection.
    #[error("the desk cannot be reached")]
    Unreached(#[source] reqwest::Error),
    /// The connection broke, or took too long.
    #[error("the connection broke or took too long")]
    Lost(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No request number.
    #[error("no request number")]
    OwnDisk(#[source] Trouble),
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) method: &'static str,
    pub(crate) path: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) waited: Duration,
    pub(crate) patience: Duration,
}

/// The latest time of the desk that was kept, in seconds since 1970: that of the enrolment, or a later one.
pub(in crate::kiosk) fn desk_time(keeper: &KeeperHandle, enrolled_at: i64) -> Result<i64, Trouble> {
    let kept = keeper.recall(DESK_TIME)?;
    let kept = kept.and_then(|bytes| String::from_utf8(bytes).ok()).and_then(|text| text.parse().ok()).unwrap_or(0);
    Ok(enrolled_at.max(kept))
}

/// An answer that came off the wire, before its signature is checked.
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// The signature of the request it answers.
    pub(crate) request: String,
}

/// The line to one desk. Threads share it.
pub struct Link {
    client: Client,
    peer: Peer,
    sender: Sender,
    numbers: Box<dyn Numbers>,
    time: Arc<DeskTime>,
    patience: Patience,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("peer", &self.peer).field("sender", &self.sender).finish_non_exhaustive()
    }
}

impl Link {
    /// A line to a desk that is known.
    ///
    /// # Errors
    /// [`NoLink`].
    pub fn new(
        peer: Peer,
        sender: Sender,
        numbers: Box<dyn Numbers>,
        time: Arc<DeskTime>,
        patience: Patience,
    ) -> Result<Self, NoLink> {
        let config = tls::known(&peer.trust, Arc::clone(&time)).map_err(NoLink::Certificate)?;
        let client = client(config, peer.proxy.as_deref(), patience)?;
        Ok(Link { client, peer, sender, numbers, time, patience })
    }

    /// The line of an enrolled kiosk to its desk.
    ///
    /// # Errors
    /// [`NoLink`].
    pub fn to_desk(
        identity: &Identity,
        keeper: &KeeperHandle,
        clock: Arc<dyn Clock>,
        proxy: Option<String>,
        patience: Patience,
    ) -> Result<Self, NoLink> {
        let told = desk_time(keeper, identity.desk_time).map_err(NoLink::Keeper)?;
        let time = Arc::new(DeskTime::new(clock, told));
        let numbers = Box::new(numbers::Reserved::new(keeper.clone()));
        Link::new(identity.peer(proxy), identity.sender(), numbers, time, patience)
    }

    /// Where it leads.
    pub fn desk(&self) -> &DeskUrl {
        &self.peer.url
    }

    /// The time certificates are checked at.
    pub fn time(&self) -> &DeskTime {
        &self.time
    }

    /// How long things may take on it.
    pub fn patience(&self) -> Patience {
        self.patience
    }

    /// Sends an entry; gives the receipt for exactly these bytes, and the answer's body as it came.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn send_entry(&self, id: EntryId, envelope: &[u8], waited: Duration) -> Result<(Receipt, Vec<u8>), Failure> {
        let path = format!("{ENTRIES}/{id}");
        let patience = self.patience.whole;
        let body = self.ask(Question { method: "PUT", path: &path, body: envelope, waited, patience })?;
        let receipt: Receipt = read(&body)?;
        if receipt.id != id || receipt.digest != digest(envelope) {
            return Err(Failure::NotTheDesk { status: 200, retry_after: None });
        }
        Ok((receipt, body))
    }

    /// Sends a piece of what was said with an entry; gives the answer's body as it came, once it is the receipt for these bytes.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn send_piece(&self, id: EntryId, n: u8, sealed: &[u8]) -> Result<Vec<u8>, Failure> {
        let (path, patience) = (attachment(id, n), self.patience.whole * SOUND_TAKES);
        let body = self.ask(Question { method: "PUT", path: &path, body: sealed, waited: Duration::ZERO, patience })?;
        let receipt: PieceReceipt = read(&body)?;
        if (receipt.id, receipt.n) != (id, n) || receipt.digest != digest(sealed) {
            return Err(Failure::NotTheDesk { status: 200, retry_after: None });
        }
        Ok(body)
    }

    /// What the post is told; also the answer's body as it came.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn site(&self) -> Result<(Site, Vec<u8>), Failure> {
        let body = self.get(SITE, self.patience.whole)?;
        Ok((read(&body)?, body))
    }

    /// What the site says otherwise in `language`.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn texts(&self, language: Language) -> Result<Texts, Failure> {
        read(&self.get(&format!("{TEXTS}/{}", language.code()), self.patience.whole)?)
    }

    /// The calls, as soon as they are newer than `version`, or after [`LONG_POLL`].
    ///
    /// # Errors
    /// [`Failure`].
    pub fn calls(&self, version: u64) -> Result<Calls, Failure> {
        read(&self.get(&format!("{CALLS}/{version}"), self.patience.long_poll)?)
    }

    /// Says what this kiosk holds and gives up, and learns what it may book; also the answer's body as it came.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn sync(&self, request: &SyncRequest) -> Result<(Slots, Vec<u8>), Failure> {
        let body = self.post(SLOTS_SYNC, request, self.patience.whole)?;
        Ok((read(&body)?, body))
    }

    /// Asks for one time, for a resident who waits no longer than `patience`.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn take(&self, take: &Take, patience: Duration) -> Result<Taken, Failure> {
        read(&self.post(SLOTS_TAKE, take, patience.min(self.patience.whole))?)
    }

    /// Who is expected today; also the answer's body as it came.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn today(&self) -> Result<(Today, Vec<u8>), Failure> {
        let body = self.get(TODAY, self.patience.whole)?;
        Ok((read(&body)?, body))
    }

    /// Asks whether these are the digits of the post's caretaker, for somebody who waits no longer than `patience`.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn caretaker(&self, code: &CaretakerCode, patience: Duration) -> Result<CaretakerAnswer, Failure> {
        read(&self.post(CARETAKER, code, patience.min(self.patience.whole))?)
    }

    /// Tells how the kiosk is.
    ///
    /// # Errors
    /// [`Failure`].
    pub fn health(&self, health: &Health) -> Result<HealthAnswer, Failure> {
        read(&self.post(HEALTH, health, self.patience.whole)?)
    }

    fn post(&self, path: &str, message: &impl Serialize, patience: Duration) -> Result<Vec<u8>, Failure> {
        // Numbers and plain words: writing them has no way to fail.
        let body = serde_json::to_vec(message).unwrap_or_default();
        self.ask(Question { method: "POST", path, body: &body, waited: Duration::ZERO, patience })
    }

    pub(crate) fn get(&self, path: &str, patience: Duration) -> Result<Vec<u8>, Failure> {
        self.ask(Question { method: "GET", path, body: &[], waited: Duration::ZERO, patience })
    }

    /// Asks, and gives the body of a signed answer that is no refusal.
    fn ask(&self, question: Question<'_>) -> Result<Vec<u8>, Failure> {
        let mut renumbered = 0;
        loop {
            let raw = exchange(&self.client, &self.peer.url, &self.sender, &*self.numbers, question)?;
            let (status, retry_after) = (raw.status, raw.retry_after());
            let Ok(at) = raw.check(&self.peer.key) else { return Err(Failure::NotTheDesk { status, retry_after }) };
            self.time.tell(at);
            if (200..300).contains(&status) {
                return Ok(raw.body);
            }
            let Ok(Problem { refusal, next, .. }) = serde_json::from_slice(&raw.body) else {
                return Err(Failure::NotTheDesk { status, retry_after });
            };
            match (refusal, next) {
                (Refusal::Replayed, next) if renumbered < RENUMBERED_AT_MOST => {
                    renumbered += 1;
                    if let Some(next) = next {
                        self.numbers.raise(next).map_err(Failure::OwnDisk)?;
                    }
                }
                _ => return Err(Failure::Refused { refusal, retry_after }),
            }
        }
    }
}

/// A client that does nothing by itself.
pub(crate) fn client(config: rustls::ClientConfig, proxy: Option<&str>, patience: Patience) -> Result<Client, NoLink> {
    let mut builder = Client::builder()
        .tls_backend_preconfigured(config)
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .https_only(true)
        .connect_timeout(patience.connect)
        .timeout(patience.whole)
        .tcp_nodelay(true)
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
        .pool_idle_timeout(IDLE_FOR);
    if let Some(proxy) = proxy {
        builder = builder.proxy(reqwest::Proxy::https(proxy).map_err(NoLink::Client)?);
    }
    builder.build().map_err(NoLink::Client)
}

/// Signs and sends one request and reads what comes back.
pub(crate) fn exchange(
    client: &Client,
    url: &DeskUrl,
    sender: &Sender,
    numbers: &dyn Numbers,
    question: Question<'_>,
) -> Result<Raw, Failure> {
    let Question { method, path, body, waited, patience } = question;
    let number = numbers.take().map_err(Failure::OwnDisk)?;
    let head = RequestHead { method, path, kiosk: sender.kiosk, epoch: sender.epoch, number, waited, body };
    let headers = head.sign(&sender.key);
    let verb = match method {
        "PUT" => reqwest::Method::PUT,
        "POST" => reqwest::Method::POST,
        _ => reqwest::Method::GET,
    };
    // The time is set for each request, because only then does it hold for the whole of its answer too.
    let mut request = client.request(verb, url.join(path)).timeout(patience);
    for (name, value) in &headers {
        request = request.header(*name, value);
    }
    if !body.is_empty() {
        // Messages and envelopes are JSON objects; a sealed piece begins with age's own name.
        let kind = if body.starts_with(b"{") { "application/json" } else { "application/octet-stream" };
        request = request.header(CONTENT_TYPE, kind).body(body.to_vec());
    }
    let response = request.send().map_err(|error| match error.is_connect() || error.is_builder() {
        true => Failure::Unreached(error),
        false => Failure::Lost(Box::new(error)),
    })?;
    Raw::read(response, signature_of(&headers).to_owned())
}

impl Raw {
    fn read(response: Response, request: String) -> Result<Self, Failure> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        response.take(MAX_ANSWER as u64 + 1).read_to_end(&mut body).map_err(|error| Failure::Lost(Box::new(error)))?;
        let raw = Raw { status, headers, body, request };
        if raw.body.len() > MAX_ANSWER {
            return Err(Failure::NotTheDesk { status, retry_after: raw.retry_after() });
        }
        Ok(raw)
    }

    /// The desk's time, where it signed this answer.
    pub(crate) fn check(&self, key: &DeskPublicKey) -> Result<chrono::DateTime<chrono::Utc>, crate::wire::NotSigned> {
        AnswerHead::check(self.status, &self.body, |name| self.once(name), &self.request, key)
    }

    /// The value of a header that is there exactly once.
    fn once(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.get_all(name).iter();
        let first = all.next()?.to_str().ok();
        if all.next().is_some() { None } else { first }
    }

    /// `Retry-After` in seconds; its form with a date is not read, because the post may not know the day.
    pub(crate) fn retry_after(&self) -> Option<Duration> {
        self.once(RETRY_AFTER.as_str())?.trim().parse().ok().map(Duration::from_secs)
    }
}

/// A signed answer that does not say what was asked is of no more use than an unsigned one.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|_| Failure::NotTheDesk { status: 200, retry_after: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::pieces::MAX_SEALED_PIECE;

    #[test]
    fn a_piece_of_sound_has_time_on_the_slowest_mobile_link_and_as_much_again() {
        const BYTES_A_SECOND: u64 = 20_000 / 8;
        let needed = Duration::from_secs(MAX_SEALED_PIECE as u64 / BYTES_A_SECOND);
        assert!(Patience::default().whole * SOUND_TAKES >= needed * 2, "{needed:?}");
    }
}
