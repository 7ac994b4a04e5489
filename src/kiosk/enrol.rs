//! Enrolment, from the kiosk's side: nobody is trusted until two people have compared four words.
//!
//! [`ask`] makes a key and shows the desk a code; the desk answers with its own keys. Nothing of that is believed yet: whoever
//! sits between may have answered. An [`Offer`] gives the four words. Only [`Offer::words_are_the_same`], said by the person at
//! the kiosk, makes a [`Compared`], and only staff at the desk, who see the same words, make it come back with an [`Identity`].

use super::identity::Identity;
use super::link::address::DeskUrl;
use super::link::numbers::Fresh;
use super::link::tls::{DeskTime, Meeting, Trust, first_time};
use super::link::{Failure, Link, NoLink, Patience, Peer, Question, Sender, client, exchange};
use crate::clock::{Clock, Luck, NoLuck};
use crate::entry::Epoch;
use crate::seal::{BadRecipients, Recipients};
use crate::wire::words::{NoWords, four_words};
use crate::wire::{
    DeskPublicKey, ENROL, ENROL_STATE, EnrolAnswer, EnrolCode, EnrolRequest, EnrolState, KioskKey, Problem, Refusal, Sort,
    VERSION,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// How often to look whether staff have compared the words; they stand beside the kiosk, waiting.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Why enrolment stopped. Each is one sentence for the person at the kiosk.
#[derive(Debug, thiserror::Error)]
pub enum NotEnrolled {
    /// The code.
    #[error("the desk does not know this code: ask for a new one, it lives for ten minutes")]
    BadCode,
    /// Too many tries.
    #[error("the desk has had too many tries: wait a minute")]
    TooManyTries,
    /// Staff said no, or did not say yes in time.
    #[error("staff did not accept this kiosk in time, or said that the words differ")]
    Refused,
    /// No connection.
    #[error("the desk cannot be reached at {url}")]
    Unreached {
        /// Where it was looked for.
        url: DeskUrl,
        /// Why not.
        #[source]
        source: Failure,
    },
    /// Somebody answered, and not a desk.
    #[error("what answers at {url} is no desk of Inloop (HTTP {status})")]
    NoDesk {
        /// Where.
        url: DeskUrl,
        /// What it said.
        status: u16,
    },
    /// Another desk than the only one that may.
    #[error("this is another desk than the one that this kiosk belongs to")]
    OtherDesk,
    /// The desk speaks of another certificate than the connection had.
    #[error("the connection does not have the certificate that the desk speaks of: somebody sits between")]
    OtherCertificate,
    /// The desk says that a public authority vouches for it, and none does.
    #[error("no public authority vouches for this desk's certificate (is the clock of this kiosk right?)")]
    NotPublic(#[source] rustls::Error),
    /// Another version of the program.
    #[error("the desk speaks version {0} of enrolment, which this program does not know")]
    Newer(u32),
    /// The desk's keys.
    #[error("the desk named no two keys to seal to")]
    Recipients(#[from] BadRecipients),
    /// The words.
    #[error(transparent)]
    Words(#[from] NoWords),
    /// No random numbers for a key.
    #[error(transparent)]
    Luck(#[from] NoLuck),
    /// The line.
    #[error(transparent)]
    Link(#[from] NoLink),
    /// The desk said something else than was asked.
    #[error("the desk did not answer the question")]
    Odd(#[source] Failure),
}

/// What the desk offers, believed by nobody yet.
#[derive(Debug)]
pub struct Offer {
    words: [&'static str; 4],
    link: Link,
    key: KioskKey,
    desk: DeskUrl,
    desk_key: DeskPublicKey,
    trust: Trust,
    recipients: Recipients,
}

/// The person at the kiosk has seen the same words at the desk.
#[derive(Debug)]
pub struct Compared(Box<Offer>);

/// How far it is.
#[derive(Debug)]
pub enum Progress {
    /// Staff have not said yes yet: look again after [`LOOK_EVERY`].
    Waiting(Compared),
    /// Taken in. Store it, and tell the keeper.
    Enrolled(Box<Identity>),
}

/// How to reach the desk.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where.
    pub desk: DeskUrl,
    /// What the only desk signs with that is believed; none: any is, once two people have compared the words.
    pub only: Option<DeskPublicKey>,
    /// A proxy of the building, where there is one.
    pub proxy: Option<String>,
    /// How long to wait.
    pub patience: Patience,
    /// What asks to be taken in.
    pub sort: Sort,
}

/// Asks the desk to take this kiosk in.
///
/// # Errors
/// [`NotEnrolled`].
pub fn ask(way: &Way, code: EnrolCode, clock: Arc<dyn Clock>, luck: &dyn Luck) -> Result<Offer, NotEnrolled> {
    let mut seed = Zeroizing::new([0; 32]);
    luck.fill(&mut *seed)?;
    let key = KioskKey::from_seed(&seed);
    let sender = Sender { key, kiosk: None, epoch: Epoch::FIRST };
    let software = env!("CARGO_PKG_VERSION").to_owned();
    let request = EnrolRequest { v: VERSION, code, key: sender.key.public().to_text(), software, sort: way.sort };
    // Short texts: writing them has no way to fail.
    let body = Zeroizing::new(serde_json::to_vec(&request).unwrap_or_default());

    let time = Arc::new(DeskTime::new(clock, 0));
    let meeting = Arc::new(Meeting::new().map_err(NoLink::Certificate)?);
    let config = first_time(Arc::clone(&meeting), Arc::clone(&time)).map_err(NoLink::Certificate)?;
    let client = client(config, way.proxy.as_deref(), way.patience)?;
    let numbers = Fresh::new();
    let question = Question { method: "POST", path: ENROL, body: &body, waited: Duration::ZERO, patience: way.patience.whole };
    let raw = exchange(&client, &way.desk, &sender, &numbers, question)
        .map_err(|source| NotEnrolled::Unreached { url: way.desk.clone(), source })?;

    let no_desk = || NotEnrolled::NoDesk { url: way.desk.clone(), status: raw.status };
    if !(200..300).contains(&raw.status) {
        let problem: Problem = serde_json::from_slice(&raw.body).map_err(|_| no_desk())?;
        // The desk's key is not known yet, so that nobody can have signed this for us: it is only shown to a person.
        return Err(match problem.refusal {
            Refusal::BadCode => NotEnrolled::BadCode,
            Refusal::Busy => NotEnrolled::TooManyTries,
            refusal => NotEnrolled::Odd(Failure::Refused { refusal, retry_after: raw.retry_after() }),
        });
    }
    let answer: EnrolAnswer = serde_json::from_slice(&raw.body).map_err(|_| no_desk())?;
    if answer.v != VERSION {
        return Err(NotEnrolled::Newer(answer.v));
    }
    let desk_key = DeskPublicKey::parse(&answer.desk_key).map_err(|_| no_desk())?;
    // Whoever answers holds the key that the words are about.
    let at = raw.check(&desk_key).map_err(|_| no_desk())?;
    if way.only.is_some_and(|only| only != desk_key) {
        return Err(NotEnrolled::OtherDesk);
    }
    let trust = vouched(&meeting, &answer)?;
    let words = four_words(&sender.key.public(), &answer)?;
    let recipients = Recipients::parse(&answer.team, &answer.recovery)?;

    // The desk's time holds for its own certificate only; the post's clock learns it once the words were compared.
    let peer = Peer { url: way.desk.clone(), trust: trust.clone(), key: desk_key, proxy: way.proxy.clone() };
    let time = Arc::new(DeskTime::new(time.clock(), at.timestamp()));
    let link = Link::new(peer, sender, Box::new(numbers), time, way.patience)?;
    Ok(Offer { words, link, key: KioskKey::from_seed(&seed), desk: way.desk.clone(), desk_key, trust, recipients })
}

/// Who vouches for the desk: what the answer says must be what the connection showed.
fn vouched(meeting: &Meeting, answer: &EnrolAnswer) -> Result<Trust, NotEnrolled> {
    let met = meeting.met().ok_or(NotEnrolled::OtherCertificate)?;
    match (&answer.certificate, met.not_public) {
        (Some(said), _) if STANDARD.decode(said).is_ok_and(|der| der == met.certificate) => Ok(Trust::Own(met.certificate)),
        (Some(_), _) => Err(NotEnrolled::OtherCertificate),
        (None, None) => Ok(Trust::Public),
        (None, Some(why)) => Err(NotEnrolled::NotPublic(why)),
    }
}

impl Offer {
    /// What to show, large, and to be read out to whoever stands at the desk.
    pub fn words(&self) -> [&'static str; 4] {
        self.words
    }

    /// A person has compared them with the desk's. (Where they differ, the offer is dropped and the key with it.)
    pub fn words_are_the_same(self) -> Compared {
        Compared(Box::new(self))
    }
}

impl Compared {
    /// Asks once whether staff have said yes.
    ///
    /// # Errors
    /// [`NotEnrolled`]. Where the line failed, the question comes back with it and may be asked again.
    pub fn look(self) -> Result<Progress, (NotEnrolled, Option<Compared>)> {
        let offer = &self.0;
        let asked = offer.link.get(ENROL_STATE, offer.link.patience().whole).and_then(|body| super::link::read(&body));
        match asked {
            Ok(EnrolState::Waiting) => Ok(Progress::Waiting(self)),
            Ok(EnrolState::Refused) => Err((NotEnrolled::Refused, None)),
            Ok(EnrolState::Enrolled { kiosk, epoch }) => {
                let desk_time = offer.link.time().told();
                let Offer { key, desk, desk_key, trust, recipients, .. } = *self.0;
                let identity = Identity { key, kiosk, epoch, desk, desk_key, trust, recipients, desk_time };
                Ok(Progress::Enrolled(Box::new(identity)))
            }
            Err(Failure::Refused { refusal: Refusal::Busy | Refusal::Later, .. }) => Ok(Progress::Waiting(self)),
            Err(failure @ Failure::Refused { .. }) => Err((NotEnrolled::Odd(failure), None)),
            Err(source) => {
                let error = NotEnrolled::Unreached { url: offer.desk.clone(), source };
                Err((error, Some(self)))
            }
        }
    }
}
