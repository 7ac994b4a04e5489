//! Keeps sealed entries on the post's disk until the desk has them.
//!
//! 1. What [`Outbox::keep`] has answered with [`Kept`] survives a power cut at any later moment: it is committed and synced.
//! 2. An entry leaves only after the desk's receipt for it is committed here, and then stays [`KEPT_AFTER_RECEIPT`] longer.
//! 3. One process, one connection, one thread. A second opener is told so.
//! 4. Nothing here is ever deleted because it is odd: a damaged file is set aside (what can be read of it waits again in the new one), a
//!    newer one is left untouched, a refused entry is parked.
//! 5. No cost grows with the number of entries waiting: every statement names the index it walks, and `benches/outbox.rs`
//!    measures it with 100 000.
//! 6. Order comes from the sequence, never from a clock.
//! 7. A right to book a time is used up in one commit with the entry that books it, and a file that comes back older than it
//!    was books by none that may have been used since: the mark beside it tells.
//!
//! 8. What was said beside an entry is kept in its commit, all of it or nothing, and never takes the room of words: see
//!    [`MOST_PIECES`].
//!
//! The file holds no plain word or sound of a resident: [`Sealed`] is the only thing that can be kept.

mod copied;
mod fault;
mod file;
mod mark_file;
mod queue;
mod rescue;
mod rights;
mod schema;
mod sound;
mod tekens;
mod upkeep;

pub use copied::Copied;
pub use fault::{Fault, NotOpened};
pub use queue::{Counts, Parked, Waiting};
pub use rights::Promised;
pub use sound::{MOST_PIECES, SoundCounts, WaitingPiece};
pub use upkeep::{KEPT_AFTER_RECEIPT, TIDY_AT_ONCE};

use crate::clock::Stamp;
use crate::entry::{EntryId, Recognition, Sequence, Teken, TekenBlock};
use crate::seal::Sealed;
use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// How many sequences one commit reserves. A crash leaves at most that many unused: gaps are allowed, a second use is not.
const SEQUENCES_AT_ONCE: u64 = 64;

/// How large the file may grow, in bytes, before the disk counts as full: about a quarter of a million entries, and most of
/// an 8 GB card is left for the system.
pub const LARGEST: u64 = 1 << 30;

/// Numbers that must never be used twice by this kiosk, each with a count of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// The sequence in an entry's header.
    Entries,
    /// The sequence in a signed request.
    Requests,
}

impl Count {
    fn name(self) -> &'static str {
        match self {
            Count::Entries => "entries",
            Count::Requests => "requests",
        }
    }
}

/// What the outbox must know of an entry that its sealed form does not tell.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    /// A call: goes before everything else.
    pub urgent: bool,
    /// What the resident is given; its use is written in the same commit.
    pub teken: Option<Teken>,
    /// Recognises the QR code that the resident is given.
    pub recognition: Option<Recognition>,
    /// When it is kept, by the post's clock.
    pub at: Stamp,
}

/// Proof that an entry is on the disk. Only [`Outbox::keep`] makes one: no receipt and no ticket without it.
#[derive(Debug, PartialEq, Eq)]
pub struct Kept {
    id: EntryId,
    sequence: Sequence,
    teken: Option<Teken>,
    at: Stamp,
}

impl Kept {
    /// The entry.
    pub fn id(&self) -> EntryId {
        self.id
    }

    /// Its place in the kiosk's count.
    pub fn sequence(&self) -> Sequence {
        self.sequence
    }

    /// What the resident may be told to be called by.
    pub fn teken(&self) -> Option<Teken> {
        self.teken
    }

    /// When, by the post's clock.
    pub fn at(&self) -> Stamp {
        self.at
    }
}

/// The post's outbox, open. Dropping it closes the file; not dropping it (a crash) loses nothing.
pub struct Outbox {
    connection: Connection,
    path: PathBuf,
    set_aside: Vec<PathBuf>,
    tekens: tekens::Tekens,
    held: rights::Held,
    sequences: Range<u64>,
    /// Counted once, then kept by hand with every commit.
    counts: Option<Counts>,
    /// Declared last, so that the lock is let go after the connection is closed.
    _lock: std::fs::File,
}

impl std::fmt::Debug for Outbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outbox").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Outbox {
    /// Opens the outbox at `path`, or starts one there; the folder must exist.
    ///
    /// A file that is no healthy database is set aside under another name and a new one is started, with everything that can
    /// still be read in the old one: see [`Outbox::set_aside`], which staff must be shown.
    ///
    /// # Errors
    /// [`NotOpened`]; the file is as it was.
    pub fn open(path: &Path) -> Result<Self, NotOpened> {
        Self::start(path, false)
    }

    /// As [`Outbox::open`], after reading every page: for when [`Fault::Damaged`] was met. Takes a second per 400 MB or so.
    ///
    /// # Errors
    /// As [`Outbox::open`].
    pub fn open_checked(path: &Path) -> Result<Self, NotOpened> {
        Self::start(path, true)
    }

    /// Whether this program can open the outbox at `path`, found out without changing a byte of it: one that it would have to bring
    /// up to date first is opened as a copy in the folder `scratch`. Nobody else may have it open meanwhile.
    ///
    /// # Errors
    /// [`NotOpened`], as [`Outbox::open`] would answer it.
    pub fn rehearse(path: &Path, scratch: &Path) -> Result<(), NotOpened> {
        match file::copy_if_older(path, scratch)? {
            Some(copy) => Self::start(&copy, true).map(drop),
            None => Ok(()),
        }
    }

    fn start(path: &Path, check: bool) -> Result<Self, NotOpened> {
        let file::Opened { mut connection, lock, set_aside } = file::open(path, check)?;
        rescue::rescue(&mut connection, &set_aside);
        // Every statement of the outbox at once, so that none is compiled twice.
        connection.set_prepared_statement_cache_capacity(64);
        let tekens = tekens::Tekens::load(&connection)?;
        let held = rights::Held::load(&mut connection, path, set_aside.is_empty())?;
        let path = path.to_owned();
        let mut outbox = Outbox { connection, path, set_aside, tekens, held, sequences: 0..0, counts: None, _lock: lock };
        outbox.limit(LARGEST)?;
        Ok(outbox)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Damaged files that lie beside it, oldest first. They are reported until somebody takes them away.
    pub fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }

    /// Lets the file grow to `bytes` (it starts with [`LARGEST`]), or not at all where it is larger already. Beyond that, the
    /// disk counts as full.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn limit(&mut self, bytes: u64) -> Result<(), Fault> {
        let page: i64 = self.connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = (i64::try_from(bytes).unwrap_or(i64::MAX) / page.max(1)).max(1);
        self.connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
        Ok(())
    }

    /// The next entry's place in the count. It is reserved on the disk before it is given out, so it is never given again.
    ///
    /// # Errors
    /// Where it could not be reserved: nothing is given out.
    pub fn next_sequence(&mut self) -> Result<Sequence, Fault> {
        if self.sequences.is_empty() {
            self.sequences = self.reserve(Count::Entries, SEQUENCES_AT_ONCE)?;
        }
        let next = self.sequences.start;
        let sequence = Sequence::new(next).map_err(|_| full_count())?;
        self.sequences.start += 1;
        Ok(sequence)
    }

    /// Reserves the next `many` numbers of `count` for ever, also if none is used. Numbers start at 1.
    ///
    /// # Errors
    /// [`Fault`]; then none is reserved.
    pub fn reserve(&mut self, count: Count, many: u64) -> Result<Range<u64>, Fault> {
        let step = begin(&mut self.connection)?;
        let many = i64::try_from(many).map_err(|_| full_count())?;
        let end: i64 = step
            .prepare_cached(
                "INSERT INTO counter (name, next) VALUES (?1, 1 + ?2) ON CONFLICT (name) DO UPDATE SET next = next + ?2
                 RETURNING next",
            )?
            .query_row(params![count.name(), many], |row| row.get(0))?;
        step.commit()?;
        Ok((end - many) as u64..end as u64)
    }

    /// Makes sure that no number of `count` below `next` is given from now on: for a disk that is a copy of an older one.
    ///
    /// # Errors
    /// [`Fault`]; then the count is as it was.
    pub fn raise(&mut self, count: Count, next: u64) -> Result<(), Fault> {
        let next = i64::try_from(next).map_err(|_| full_count())?;
        let step = begin(&mut self.connection)?;
        step.prepare_cached(
            "INSERT INTO counter (name, next) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET next = max(next, ?2)",
        )?
        .execute(params![count.name(), next])?;
        step.commit()?;
        if count == Count::Entries {
            self.sequences = 0..0;
        }
        Ok(())
    }

    /// The teken to give next at the moment `at`: the one given longest ago that nobody comes back with to a time booked here;
    /// none where the desk has granted none. Its use counts from `keep` on.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn draw_teken(&mut self, at: Stamp) -> Result<Option<Teken>, Fault> {
        let taken = rights::tekens_after(&self.connection, at)?;
        Ok(self.tekens.draw(|teken| taken.contains(&teken.index())))
    }

    /// How many tekens this post may give.
    pub fn tekens(&self) -> usize {
        self.tekens.count()
    }

    /// Makes `blocks` the tekens this post may give. Those it had already keep their place in the row.
    ///
    /// # Errors
    /// [`Fault`]; then the old ones hold.
    pub fn grant_tekens(&mut self, blocks: &[TekenBlock]) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        tekens::grant(&step, blocks)?;
        let tekens = tekens::Tekens::load(&step)?;
        step.commit()?;
        self.tekens = tekens;
        Ok(())
    }

    /// Writes a sealed entry, with what was said beside it, and syncs the disk. From `Ok` on nothing can lose it, and its words may be wiped.
    ///
    /// # Errors
    /// [`Fault`]: then it is not kept, and whoever holds the words must give them back. (Where the disk failed during the
    /// sync it may yet be there after a restart. It is then sent: one too many is better than one too few.)
    pub fn keep(&mut self, sealed: &Sealed, label: Label) -> Result<Kept, Fault> {
        let transaction = begin(&mut self.connection)?;
        insert(&transaction, sealed, &label)?;
        transaction.commit()?;
        Ok(self.note_kept(sealed, label))
    }

    /// It is committed.
    fn note_kept(&mut self, sealed: &Sealed, label: Label) -> Kept {
        self.count(|counts| {
            counts.waiting += 1;
            counts.urgent += u64::from(label.urgent);
        });
        let header = sealed.header();
        Kept { id: header.id, sequence: header.sequence, teken: label.teken, at: label.at }
    }

    /// What was remembered under `name`.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn recall(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        use rusqlite::OptionalExtension;
        let mut recall = self.connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
        Ok(recall.query_row(params![name], |row| row.get(0)).optional()?)
    }

    /// Remembers every fact, or forgets it where there is no value, in one commit: all of them or none.
    ///
    /// # Errors
    /// [`Fault`]; then all are as before.
    pub fn remember(&mut self, facts: &[(&str, Option<&[u8]>)]) -> Result<(), Fault> {
        let step = begin(&mut self.connection)?;
        remember(&step, facts)?;
        Ok(step.commit()?)
    }

    fn count(&mut self, change: impl FnOnce(&mut Counts)) {
        if let Some(counts) = &mut self.counts {
            change(counts);
        }
    }
}

fn begin(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn remember(into: &Transaction<'_>, facts: &[(&str, Option<&[u8]>)]) -> rusqlite::Result<()> {
    for (name, value) in facts {
        match value {
            Some(value) => into
                .prepare_cached("INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
                .execute(params![name, value])?,
            None => into.prepare_cached("DELETE FROM fact WHERE name = ?1")?.execute(params![name])?,
        };
    }
    Ok(())
}

fn insert(into: &Transaction<'_>, sealed: &Sealed, label: &Label) -> Result<(), Fault> {
    let header = sealed.header();
    let here = |error: rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => Fault::AlreadyHere(header.id),
        _ => error.into(),
    };
    into.prepare_cached(
        "INSERT INTO entry (sequence, id, epoch, urgent, kept_at, kept_trusted, envelope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        header.sequence.get() as i64,
        header.id.as_bytes(),
        header.epoch.get(),
        label.urgent,
        label.at.at.timestamp(),
        label.at.trusted,
        sealed.envelope().to_bytes(),
    ])
    .map_err(here)?;
    if let Some(teken) = label.teken {
        into.prepare_cached("UPDATE teken SET last_used = ?1 WHERE place = ?2")?
            .execute(params![header.sequence.get() as i64, teken.index()])?;
    }
    sound::insert(into, header.sequence, sealed.pieces())
}

/// A count that has reached 2^63: only a damaged file can hold one.
fn full_count() -> Fault {
    Fault::Damaged(rusqlite::Error::IntegralValueOutOfRange(0, i64::MAX))
}
