//! A copy of the store while it is in use, and a store out of such a copy. Only SQLite.

use super::meta::Loss;
use super::opening::{self, FILE, OpenError};
use super::{Conn, StoreError, audit, erasing, kiosks, meta, retention, slots};
use crate::clock::{Clock, Luck};
use diesel::connection::SimpleConnection;
use diesel::sql_types::Text;
use diesel::{Connection, QueryableByName, RunQueryDsl, sql_query};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Why there is no copy, or no store out of one. Nothing was lost.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The file cannot be made, or is there already.
    #[error("{} cannot be written", path.display())]
    Target {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// There is no store to copy.
    #[error("there is no store at {}", .0.display())]
    NoStore(PathBuf),
    /// The copy is damaged.
    #[error("{} is damaged: {found}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        found: String,
    },
    /// The data folder holds a store.
    #[error("{} holds a store already; say --replace to set it aside and use the backup", .0.display())]
    NotEmpty(PathBuf),
    /// The folder or the copy could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The copy could not be opened.
    #[error("the copy could not be opened")]
    Connection(#[from] diesel::ConnectionError),
    /// SQLite refused.
    #[error("the copy could not be made")]
    Query(#[from] diesel::result::Error),
    /// The copy could not be given its name.
    #[error("the copy could not be given its name")]
    Name(#[from] StoreError),
}

/// What whoever restores a backup says of the time since it was made: the backup itself cannot know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum KiosksSince {
    /// No kiosk was enrolled, or enrolled anew, after the backup was made
    None,
    /// One was, or nobody is sure: no times are given until staff accept the risk on the page Kiosken
    Some,
}

/// A store that came out of a backup.
#[derive(Debug)]
pub struct Back {
    /// Where the store is now that was there before.
    pub aside: Option<PathBuf>,
    /// What it lacks.
    pub loss: Option<Loss>,
    /// How many things were erased again, by the log of the store that was there before; none where no such log could be read: then
    /// nobody knows what was erased after the backup was made.
    pub erased: Option<usize>,
}

/// Copies the store of the folder `dir`, as it is at one moment and while a desk may be writing, into the new file `target`,
/// readable for its owner alone. The copy says when it was made. Keys are no part of it.
///
/// # Errors
/// [`BackupError`]; a file that was there already is left as it is.
pub fn backup(dir: &Path, target: &Path, clock: &dyn Clock) -> Result<(), BackupError> {
    let file = dir.join(FILE);
    if !file.is_file() || !opening::inspect(&file)? {
        return Err(BackupError::NoStore(file));
    }
    let mine = OpenOptions::new().write(true).create_new(true).mode(0o600).open(target).map_err(failed(target))?;
    // Before it begins: what comes while it is copied may be in it or not.
    let now = clock.stamp().at.timestamp();
    let copied =
        copy_into(&file, target).and_then(|()| say_when(target, now)).and_then(|()| mine.sync_all().map_err(failed(target)));
    if copied.is_err() {
        // It is ours, new and incomplete. Where it cannot be removed either, the first error is the one to report.
        let _ = std::fs::remove_file(target);
    }
    copied
}

fn failed(path: &Path) -> impl Fn(io::Error) -> BackupError {
    let path = path.to_owned();
    move |source| BackupError::Target { path: path.clone(), source }
}

fn copy_into(file: &Path, target: &Path) -> Result<(), BackupError> {
    let mut conn = Conn::establish(&file.to_string_lossy())?;
    conn.batch_execute("PRAGMA busy_timeout = 5000;")?;
    sql_query("VACUUM INTO ?").bind::<Text, _>(target.to_string_lossy()).execute(&mut conn)?;
    Ok(())
}

fn say_when(copy: &Path, now: i64) -> Result<(), BackupError> {
    let mut conn = Conn::establish(&copy.to_string_lossy())?;
    conn.batch_execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;")?;
    Ok(meta::note_backed_up(&mut conn, now)?)
}

#[derive(QueryableByName)]
struct Verdict {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// Makes a store in the folder `dir` out of the backup `source`, under a new name, so that kiosks send their last days again.
/// With `replace`, a store that is there is set aside, never deleted.
///
/// A kiosk that the backup knows is waited for by itself; of the others only `since` tells.
///
/// # Errors
/// [`BackupError`]; a store that was there is as it was.
pub fn restore(
    dir: &Path,
    source: &Path,
    replace: bool,
    since: KiosksSince,
    clock: &dyn Clock,
    luck: &dyn Luck,
) -> Result<Back, BackupError> {
    if !source.is_file() || !opening::inspect(source)? {
        return Err(BackupError::NoStore(source.to_owned()));
    }
    let _lock = opening::lock(dir)?;
    let file = dir.join(FILE);
    if file.exists() && !replace {
        return Err(BackupError::NotEmpty(dir.to_owned()));
    }
    let fresh = dir.join("desk.sqlite.restoring");
    let (log, said) = (erased_before(&file), said_before(&file));
    let loss = prepare(source, &fresh, since, clock, luck)?;
    let erased = log.map(|log| erase_again(&fresh, &log, &said)).transpose()?;
    let aside = if file.exists() { Some(set_aside(dir, clock)?) } else { None };
    std::fs::rename(&fresh, &file).map_err(failed(&file))?;
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(failed(dir))?;
    Ok(Back { aside, loss, erased })
}

/// What the store that is to be replaced says was erased; none where there is none, or where it cannot be read any more.
fn erased_before(file: &Path) -> Option<Vec<erasing::Line>> {
    if !file.exists() {
        return None;
    }
    let mut conn = Conn::establish(&file.to_string_lossy()).ok()?;
    let log = erasing::log(&mut conn, 0, i64::MAX);
    log.inspect_err(|error| tracing::warn!(%error, "what the store that was there erased cannot be read")).ok()
}

/// For how long that store kept things, and what it promised of it; nothing where it cannot be read, or knew nothing of it yet.
fn said_before(file: &Path) -> retention::Said {
    if !file.exists() {
        return retention::Said::default();
    }
    let read = Conn::establish(&file.to_string_lossy()).ok().map(|mut conn| retention::said(&mut conn));
    let warned = |error: &StoreError| tracing::warn!(%error, "for how long the store that was there kept things cannot be read");
    read.and_then(|said| said.inspect_err(warned).ok()).unwrap_or_default()
}

/// Erases in the new store what the old one had erased, and knows of what may still come again.
fn erase_again(fresh: &Path, log: &[erasing::Line], said: &retention::Said) -> Result<usize, BackupError> {
    let mut conn = Conn::establish(&fresh.to_string_lossy())?;
    conn.batch_execute("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;")?;
    let erased = conn.transaction(|conn| {
        retention::learn(conn, said)?;
        erasing::erase_as(conn, log)
    })?;
    drop(conn);
    File::open(fresh).and_then(|file| file.sync_all()).map_err(failed(fresh))?;
    Ok(erased)
}

/// The backup's content in a file of its own, whole, up to date and renamed.
fn prepare(
    source: &Path,
    fresh: &Path,
    since: KiosksSince,
    clock: &dyn Clock,
    luck: &dyn Luck,
) -> Result<Option<Loss>, BackupError> {
    if fresh.exists() {
        // Left by a restore that was cut off.
        std::fs::remove_file(fresh).map_err(failed(fresh))?;
    }
    let mine = OpenOptions::new().write(true).create_new(true).mode(0o600).open(fresh).map_err(failed(fresh))?;
    copy_into(source, fresh)?;
    let mut conn = Conn::establish(&fresh.to_string_lossy())?;
    let damaged = |found: String| BackupError::Damaged { path: source.to_owned(), found };
    let verdict: Verdict = sql_query("PRAGMA integrity_check").get_result(&mut conn)?;
    if verdict.integrity_check != "ok" {
        return Err(damaged(verdict.integrity_check));
    }
    opening::migrate(&mut conn)?;
    let loss = conn.transaction(|conn| {
        kiosks::leave_a_gap(conn)?;
        slots::leave_a_gap(conn)?;
        meta::leave_a_gap_in_site(conn)?;
        meta::note_restored(conn, clock.stamp().at.timestamp())?;
        // What an earlier restore left in doubt, a backup made since has in it, and `None` does not settle that.
        if since == KiosksSince::Some {
            meta::note_strangers(conn)?;
        }
        meta::rename(conn, clock, luck)?;
        let loss = meta::loss(conn)?;
        audit::leave_a_gap(conn, loss.and_then(|loss| loss.made_at))?;
        Ok::<_, StoreError>(loss)
    })?;
    drop(conn);
    mine.sync_all().map_err(failed(fresh))?;
    Ok(loss)
}

/// The main file last: until it moves, the old store is still where the next restore looks for it.
fn set_aside(dir: &Path, clock: &dyn Clock) -> Result<PathBuf, BackupError> {
    let stamp = clock.stamp().at.format("%Y%m%dT%H%M%SZ");
    let aside = dir.join(format!("{FILE}.replaced-{stamp}"));
    for ending in ["-wal", "-shm", ""] {
        let from = dir.join(format!("{FILE}{ending}"));
        let to = PathBuf::from(format!("{}{ending}", aside.display()));
        if from.exists() {
            std::fs::rename(&from, &to).map_err(failed(&to))?;
        }
    }
    Ok(aside)
}
