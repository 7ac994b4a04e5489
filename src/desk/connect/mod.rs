//! What the desk hands over to the systems of others, where a site chose so.
//!
//! 1. Everything is off until it stands in the configuration, and what goes along is the site's explicit choice: teken, contact and
//!    link, else also topic and own words ([`config`]). Who reads there is named on the glass.
//! 2. What is to go is queued in the transaction that keeps the entry ([`enqueue`]), waits [`LEAVES_AFTER`] first, and survives
//!    restarts; each system has a task, a back-off and a queue of its own ([`runner`]), so that none holds up intake or another.
//! 3. Content is opened from the sealed entry at the moment of sending ([`content`]); the queue holds names and numbers only.
//! 4. No answer is not "no": whatever went wrong, the next try looks first what is there already.
//! 5. What is erased here is erased there, by the same queue ([`erase`]).
//! 6. A calendar is no queue but a second writer of the same times: it is asked before a time is given ([`caldav`]).

pub mod caldav;
pub mod config;
pub mod content;
pub mod job;
pub mod line;
pub mod mail;
pub mod open_klant;
pub mod runner;
pub mod secrets;
pub mod way;
pub mod webhook;
pub mod why;

pub use crate::desk::store::outgoing::{BY_HAND, HELD_FOR, LEAVES_AFTER};
pub use config::{Choice, ConnectConfig, Sort};
pub use job::Job;
pub use why::Why;

use super::DeskState;
use super::store::{self, Conn, StoreError, outgoing};
use crate::entry::EntryId;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// The name of the municipality's contact register in the store.
pub const OPEN_KLANT: &str = "open-klant";

/// The name of the team's own system in the store.
pub const WEBHOOK: &str = "webhook";

/// Something in the way that passes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What.
    pub why: Why,
    /// What the other system asks to wait.
    pub after: Option<Duration>,
    /// Whether it is the whole road's, and the next entry would meet it too.
    pub whole: bool,
}

/// Why a job is not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Tried again later.
    Later(Trouble),
    /// The other system will never take this: set apart, where staff see it.
    Refused(Why),
    /// The other system lets nobody in: nothing is sent until that changes.
    Paused(Why),
    /// It is not what it was: a worker or an erasure was first.
    Gone,
}

/// It is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// What the other system calls it.
    pub number: Option<String>,
}

/// What comes later.
pub type Coming<'a, T> = Pin<Box<dyn Future<Output = Result<T, Halt>> + Send + 'a>>;

/// Another system.
pub trait Connector: Send + Sync + 'static {
    /// Its name in the store and in texts.
    fn name(&self) -> &'static str;

    /// What goes along.
    fn choice(&self) -> Choice;

    /// Whether the other system is the right one; asked before the first job and where it was paused.
    fn check(&self) -> Coming<'_, ()> {
        Box::pin(async { Ok(()) })
    }

    /// Does one job, from where its progress says. Nothing it did is lost when it is dropped at any point.
    fn carry<'a>(&'a self, job: &'a mut Job) -> Coming<'a, Done>;
}

/// Queues a new entry for every system that takes its sort; in the transaction that keeps it.
///
/// # Errors
/// Where the store fails.
pub fn enqueue(conn: &mut Conn, config: &ConnectConfig, sort: Sort, id: EntryId, now: i64) -> Result<(), StoreError> {
    if config.mail.as_ref().is_some_and(|mail| mail.cards.is_some()) {
        store::mail::card_arrived(conn, now)?;
    }
    config.on().iter().filter(|on| on.send.contains(&sort)).try_for_each(|on| outgoing::enqueue(conn, on.name, id, now))
}

/// Forgets what was queued of an entry, and has erased elsewhere what may be there; in the transaction that erases it here.
///
/// # Errors
/// Where the store fails.
pub fn erase(conn: &mut Conn, id: EntryId, now: i64) -> Result<(), StoreError> {
    outgoing::erase(conn, id, now)
}

/// Why a connector cannot be used. Each is one sentence for whoever starts the desk.
#[derive(Debug, thiserror::Error)]
pub enum NoConnector {
    /// Its secret.
    #[error(transparent)]
    Secret(#[from] secrets::NoSecret),
    /// Its line.
    #[error(transparent)]
    Line(#[from] line::NoLine),
    /// Mail.
    #[error(transparent)]
    Mail(#[from] mail::NoMail),
}

/// The connectors that are turned on, with their secrets from the folder `keys`.
///
/// # Errors
/// [`NoConnector`].
pub fn all(config: &ConnectConfig, keys: &Path) -> Result<Vec<Arc<dyn Connector>>, NoConnector> {
    let mut all: Vec<Arc<dyn Connector>> = Vec::new();
    if let Some(own) = &config.open_klant {
        all.push(Arc::new(open_klant::OpenKlant::new(own, keys)?));
    }
    if let Some(own) = &config.webhook {
        all.push(Arc::new(webhook::Webhook::new(own, keys)?));
    }
    Ok(all)
}

/// Runs each connector and calendar in a task of its own, until the desk goes down.
pub(super) fn start(runtime: &tokio::runtime::Runtime, desk: &DeskState, all: Vec<Arc<dyn Connector>>) {
    caldav::start(runtime, desk);
    for connector in all {
        runtime.spawn(runner::Runner::new(desk.clone(), connector).run());
    }
}
