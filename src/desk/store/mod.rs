//! What the desk keeps, in one SQLite file.
//!
//! 1. Queries are written once, in diesel, in files by subject; they take a [`Conn`] and use nothing that only SQLite has, so
//!    that PostgreSQL can become a second variant of [`Conn`]. What only SQLite has stands in `opening.rs` and `backup.rs`.
//! 2. All writing is done by one thread that commits in groups ([`Store::write`]); an answer means that it is on the disk.
//! 3. Reading uses a small pool of connections that cannot write ([`Store::read`]).
//! 4. What a resident left stays sealed here. Only what lists need stands in the clear.

pub mod appointing;
pub mod appointments;
pub mod audit;
mod backup;
pub mod bookings;
pub mod calendars;
pub mod calls;
pub mod cards;
pub mod caretaker;
pub mod copies;
pub mod elsewhere;
pub mod enrolment;
pub mod entries;
pub mod erasing;
pub mod grants;
pub mod kiosks;
pub mod machine;
pub mod mail;
pub mod messages;
pub mod meta;
mod opening;
pub mod outgoing;
pub mod own_texts;
pub mod patterns;
pub mod people;
pub mod posts;
pub mod presence;
pub mod ratings;
pub mod recordings;
pub mod retention;
pub mod roads;
mod schema;
pub mod second_steps;
pub(super) mod seeding;
pub mod slots;
pub mod spreekuren;
pub mod workers;
mod writer;

pub use backup::{Back, BackupError, KiosksSince, backup, restore};
pub use opening::{FILE, OpenError};

use crate::clock::{Clock, Luck};
use diesel::r2d2::{ConnectionManager, Pool};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{oneshot, watch};
use writer::{Counters, Writer};

/// The connection all queries take. Becomes an enum of back ends when PostgreSQL comes.
pub type Conn = diesel::SqliteConnection;

/// Readers at once: enough to keep two processors busy, few enough that their caches stay small.
const READERS: u32 = 4;

/// How long a reader waits for a free connection before the caller is told to come back.
const READER_PATIENCE: Duration = Duration::from_secs(5);

/// Who has to hear of a change once it is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// Nobody: book-keeping.
    Silent,
    /// The staff pages.
    Pages,
    /// The staff pages, and the kiosks that ask about calls and presence.
    Hall,
}

/// Why the store could not do what was asked.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused or failed.
    #[error("the store failed")]
    Query(#[source] Arc<diesel::result::Error>),
    /// Too much is waiting, or no reader was free: come back.
    #[error("the store is too busy")]
    Busy,
    /// The writing thread has ended: the desk is shutting down.
    #[error("the store is closed")]
    Stopped,
    /// A row holds what no program of ours writes.
    #[error("a row of {0} holds what does not belong there")]
    Odd(&'static str),
    /// No randomness for a code or a token.
    #[error(transparent)]
    NoLuck(Arc<crate::clock::NoLuck>),
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        StoreError::Query(Arc::new(error))
    }
}

impl From<crate::clock::NoLuck> for StoreError {
    fn from(error: crate::clock::NoLuck) -> Self {
        StoreError::NoLuck(Arc::new(error))
    }
}

/// The open store. Cheap to clone; the last clone to go waits until everything given is written.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    writer: Writer,
    readers: Pool<ConnectionManager<Conn>>,
    counters: Counters,
    /// Held for as long as the store is open: no second desk writes to the same folder.
    _lock: std::fs::File,
}

impl Store {
    /// Opens the store in the folder `dir`, making both where they are not there, and brings an older schema up to date.
    ///
    /// # Errors
    /// [`OpenError`]; a store of a newer version is left untouched.
    pub fn open(dir: &Path, clock: &dyn Clock, luck: &dyn Luck) -> Result<Self, OpenError> {
        let lock = opening::lock(dir)?;
        let conn = opening::writing(dir, clock, luck)?;
        let readers = Pool::builder()
            .max_size(READERS)
            .min_idle(Some(1))
            .connection_timeout(READER_PATIENCE)
            .test_on_check_out(false)
            .connection_customizer(Box::new(opening::Reading))
            .build(ConnectionManager::new(opening::url(dir)))
            .map_err(|error| OpenError::Readers(error.to_string()))?;
        // Versions go up across restarts too: a kiosk that asks for what is newer than yesterday's is answered.
        let first = (clock.stamp().at.timestamp().max(0) as u64) << 16;
        let counters = Counters { pages: watch::Sender::new(first), hall: watch::Sender::new(first) };
        let writer = Writer::start(conn, counters.clone()).map_err(OpenError::Thread)?;
        Ok(Store(Arc::new(Inner { writer, readers, counters, _lock: lock })))
    }

    /// Runs `job` in the writing thread, in a savepoint of its own, and answers after the commit. Where it returns an error,
    /// nothing of it is kept. `news` goes out after the commit where the job succeeded.
    ///
    /// # Errors
    /// What the job returns; [`StoreError::Busy`], [`StoreError::Stopped`], or why the commit failed.
    pub async fn write<T, F>(&self, news: News, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        // Whoever asked may have gone away; the write stands.
        self.0.writer.give(news, job, move |result| drop(answer.send(result)))?;
        answered.await.unwrap_or(Err(StoreError::Stopped))
    }

    /// As [`Store::write`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Store::write`].
    pub fn write_waiting<T, F>(&self, news: News, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        let (answer, answered) = std::sync::mpsc::sync_channel(1);
        self.0.writer.give(news, job, move |result| drop(answer.send(result)))?;
        answered.recv().unwrap_or(Err(StoreError::Stopped))
    }

    /// Runs `query` on a connection that cannot write, on a thread that may wait.
    ///
    /// # Errors
    /// What the query returns, or [`StoreError::Busy`].
    pub async fn read<T, F>(&self, query: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, StoreError> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read_waiting(query)).await.unwrap_or(Err(StoreError::Stopped))
    }

    /// As [`Store::read`], for threads that may wait.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn read_waiting<T>(&self, query: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut conn = self.0.readers.get().map_err(|error| {
            tracing::error!(%error, "no reader of the store was free");
            StoreError::Busy
        })?;
        query(&mut conn)
    }

    /// Takes out of the file beside the store what was overwritten in the store itself: after this, what was erased stands nowhere
    /// in the folder. False where somebody was reading; try again later.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn drop_old_pages(&self) -> Result<bool, StoreError> {
        self.read_waiting(opening::drop_old_pages)
    }

    /// A number that goes up with every change that staff pages show.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.0.counters.pages.subscribe()
    }

    /// A number that goes up with every change of a call or of presence.
    pub fn hall_news(&self) -> watch::Receiver<u64> {
        self.0.counters.hall.subscribe()
    }
}

/// Runs `job` in one transaction on the store of the folder `dir`, also while a desk is running on it: for the command line.
///
/// # Errors
/// What the job returns, or why the store could not be opened.
pub fn once<T>(
    dir: &Path,
    clock: &dyn Clock,
    luck: &dyn Luck,
    job: impl FnOnce(&mut Conn) -> Result<T, StoreError>,
) -> Result<T, OpenError> {
    Ok(AtHand::open(dir, clock, luck)?.step(job)?)
}

/// The store of a folder at the command line, also while a desk is running on it, for work in several transactions.
pub struct AtHand {
    conn: Conn,
    _lock: Option<std::fs::File>,
}

impl AtHand {
    /// Opens it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(dir: &Path, clock: &dyn Clock, luck: &dyn Luck) -> Result<Self, OpenError> {
        match opening::lock(dir) {
            Ok(lock) => Ok(AtHand { conn: opening::writing(dir, clock, luck)?, _lock: Some(lock) }),
            Err(OpenError::InUse { .. }) => Ok(AtHand { conn: opening::beside(dir)?, _lock: None }),
            Err(error) => Err(error),
        }
    }

    /// Runs `job` in a transaction of its own. Where it returns an error, nothing of it is kept.
    ///
    /// # Errors
    /// What the job returns, or why the commit failed.
    pub fn step<T>(&mut self, job: impl FnOnce(&mut Conn) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.conn.immediate_transaction(job)
    }
}

impl std::fmt::Debug for AtHand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AtHand(..)")
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store(..)")
    }
}

#[cfg(test)]
mod tests;
