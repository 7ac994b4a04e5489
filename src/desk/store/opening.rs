//! Opening the file strictly: what only SQLite has stands here and in `backup.rs`.

use super::{Conn, meta};
use crate::clock::{Clock, Luck};
use diesel::connection::SimpleConnection;
use diesel::r2d2::CustomizeConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{Connection, QueryableByName, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fs::{DirBuilder, File, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The store's file in the data folder.
pub const FILE: &str = "desk.sqlite";

/// Locked by whoever writes to the folder.
const LOCK: &str = "desk.lock";

/// How long a connection waits for another's lock, in milliseconds: longer than any commit, shorter than a request.
const BUSY_TIMEOUT_MS: i64 = 5_000;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("src/desk/store/migrations");

/// Why the store could not be opened. Each is one sentence for whoever starts the desk.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder cannot be made or written.
    #[error("the data folder {} cannot be used", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Another desk, or a restore, is at work in the folder.
    #[error("another desk is running on the data folder {}", path.display())]
    InUse {
        /// Which.
        path: PathBuf,
    },
    /// Written by a newer desk. Nothing was touched.
    #[error("{} was written by a newer version of Inloop (schema {found}); this one left it untouched", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The schema's version this program does not know.
        found: String,
    },
    /// Something else stands where the store belongs.
    #[error("{} is not a store of Inloop", path.display())]
    NotAStore {
        /// The file.
        path: PathBuf,
    },
    /// SQLite does not do what durability needs.
    #[error("the store cannot be kept safely here: {setting} is {found}")]
    Unsafe {
        /// Which pragma.
        setting: &'static str,
        /// What it says.
        found: String,
    },
    /// The schema could not be brought up to date.
    #[error("the store could not be brought up to date: {0}")]
    Migration(String),
    /// SQLite refused.
    #[error("the store could not be opened")]
    Query(#[from] diesel::result::Error),
    /// SQLite refused.
    #[error("the store could not be opened")]
    Connection(#[from] diesel::ConnectionError),
    /// The readers could not be opened.
    #[error("the store could not be opened for reading: {0}")]
    Readers(String),
    /// The writing thread could not be started.
    #[error("the store's writing thread could not be started")]
    Thread(#[source] io::Error),
    /// The first row could not be written.
    #[error("the store could not be begun")]
    Begin(#[from] super::StoreError),
}

/// Makes the folder for its owner alone, and locks it for as long as the file is held.
pub(super) fn lock(dir: &Path) -> Result<File, OpenError> {
    let folder = |source| OpenError::Folder { path: dir.to_owned(), source };
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(folder)?;
    let mode = dir.metadata().map_err(folder)?.permissions().mode();
    if mode & 0o077 != 0 {
        tracing::warn!(folder = %dir.display(), "the data folder could be read by others; it is now its owner's alone");
        std::fs::set_permissions(dir, Permissions::from_mode(0o700)).map_err(folder)?;
    }
    let open = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(dir.join(LOCK));
    let file = open.map_err(folder)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(OpenError::InUse { path: dir.to_owned() }),
        Err(TryLockError::Error(error)) => Err(folder(error)),
    }
}

pub(super) fn url(dir: &Path) -> String {
    dir.join(FILE).to_string_lossy().into_owned()
}

#[derive(QueryableByName)]
struct Version {
    #[diesel(sql_type = Text)]
    version: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Looks at the file without changing a byte of it, and refuses what this program does not know. False where there is nothing
/// in it yet.
pub(super) fn inspect(file: &Path) -> Result<bool, OpenError> {
    let not_a_store = || OpenError::NotAStore { path: file.to_owned() };
    match file.metadata() {
        Ok(found) if found.len() > 0 => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(source) => return Err(OpenError::Folder { path: file.to_owned(), source }),
    }
    let mut conn = Conn::establish(&read_only_url(file))?;
    // Patient: a reader of the desk before may just be closing, which is no sign of another sort of file.
    conn.batch_execute(&format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MS};"))?;
    let tables = "SELECT count(*) AS count FROM sqlite_master WHERE type = 'table'";
    let ours = format!("{tables} AND name = '__diesel_schema_migrations'");
    let count = |conn: &mut Conn, sql: &str| sql_query(sql).get_result::<Count>(conn).map(|row| row.count);
    if count(&mut conn, tables).map_err(|_| not_a_store())? == 0 {
        return Ok(false);
    }
    if count(&mut conn, &ours).map_err(|_| not_a_store())? == 0 {
        return Err(not_a_store());
    }
    let applied: Vec<Version> = sql_query("SELECT version FROM __diesel_schema_migrations").load(&mut conn)?;
    let known = known_versions()?;
    match applied.into_iter().find(|row| !known.contains(&row.version)) {
        Some(row) => Err(OpenError::Newer { path: file.to_owned(), found: row.version }),
        None => Ok(true),
    }
}

fn read_only_url(file: &Path) -> String {
    // In a URI, these three would mean something else.
    let path = file.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    format!("file:{path}?mode=ro")
}

fn known_versions() -> Result<Vec<String>, OpenError> {
    use diesel::migration::MigrationSource;
    let all = MigrationSource::<diesel::sqlite::Sqlite>::migrations(&MIGRATIONS);
    let all = all.map_err(|error| OpenError::Migration(error.to_string()))?;
    Ok(all.iter().map(|migration| migration.name().version().to_string()).collect())
}

/// A store as older desks made it: of the schema after the one that it has; of the first where it has none.
#[cfg(test)]
pub(super) fn migrate_to_the_next(conn: &mut Conn) {
    conn.run_next_migration(MIGRATIONS).unwrap();
}

/// The connection that writes: schema up to date, pragmas asserted, the store's name given.
pub(super) fn writing(dir: &Path, clock: &dyn Clock, luck: &dyn Luck) -> Result<Conn, OpenError> {
    let file = dir.join(FILE);
    inspect(&file)?;
    let mut conn = Conn::establish(&url(dir))?;
    // Patient from the first word: a reader of the desk before may just be closing.
    conn.batch_execute(&format!("PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL;"))?;
    set_up(&mut conn)?;
    migrate(&mut conn)?;
    std::fs::set_permissions(&file, Permissions::from_mode(0o600))
        .map_err(|source| OpenError::Folder { path: file.clone(), source })?;
    conn.immediate_transaction(|conn| meta::begin(conn, clock, luck))?;
    Ok(conn)
}

#[derive(QueryableByName)]
struct Checkpoint {
    #[diesel(sql_type = BigInt)]
    busy: i64,
}

/// Moves what was committed into the store and empties the write-ahead log, in which older contents of pages stand until then. False
/// where somebody read meanwhile.
pub(super) fn drop_old_pages(conn: &mut Conn) -> Result<bool, super::StoreError> {
    let row: Checkpoint = sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result(conn)?;
    Ok(row.busy == 0)
}

/// Brings the schema up to date.
pub(super) fn migrate(conn: &mut Conn) -> Result<(), OpenError> {
    conn.run_pending_migrations(MIGRATIONS).map(drop).map_err(|error| OpenError::Migration(error.to_string()))
}

/// As [`writing`], beside a desk that is running: the schema must be up to date already.
pub(super) fn beside(dir: &Path) -> Result<Conn, OpenError> {
    let file = dir.join(FILE);
    if !inspect(&file)? {
        return Err(OpenError::NotAStore { path: file });
    }
    let mut conn = Conn::establish(&url(dir))?;
    set_up(&mut conn)?;
    match conn.has_pending_migration(MIGRATIONS) {
        Ok(false) => Ok(conn),
        Ok(true) => Err(OpenError::InUse { path: dir.to_owned() }),
        Err(error) => Err(OpenError::Migration(error.to_string())),
    }
}

/// Sets on this connection what SQLite forgets with each, and believes none of it unseen.
fn set_up(conn: &mut Conn) -> Result<(), OpenError> {
    conn.batch_execute(&format!(
        "PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; \
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
    ))?;
    assert_set_up(conn)
}

pub(super) fn assert_set_up(conn: &mut Conn) -> Result<(), OpenError> {
    let expected = [
        ("synchronous", "SELECT CAST(synchronous AS TEXT) AS version FROM pragma_synchronous", "2"),
        ("secure_delete", "SELECT CAST(secure_delete AS TEXT) AS version FROM pragma_secure_delete", "1"),
        ("foreign_keys", "SELECT CAST(foreign_keys AS TEXT) AS version FROM pragma_foreign_keys", "1"),
        ("busy_timeout", "SELECT CAST(timeout AS TEXT) AS version FROM pragma_busy_timeout", "5000"),
        ("journal_mode", "SELECT journal_mode AS version FROM pragma_journal_mode", "wal"),
    ];
    for (setting, question, right) in expected {
        let found = sql_query(question).get_result::<Version>(conn)?.version;
        if found != right {
            return Err(OpenError::Unsafe { setting, found });
        }
    }
    Ok(())
}

/// Makes each pooled connection one that cannot write.
#[derive(Debug)]
pub(super) struct Reading;

impl CustomizeConnection<Conn, diesel::r2d2::Error> for Reading {
    fn on_acquire(&self, conn: &mut Conn) -> Result<(), diesel::r2d2::Error> {
        set_up(conn).map_err(|error| match error {
            OpenError::Query(error) => diesel::r2d2::Error::QueryError(error),
            other => diesel::r2d2::Error::ConnectionError(diesel::ConnectionError::BadConnection(other.to_string())),
        })?;
        conn.batch_execute("PRAGMA query_only = ON;").map_err(diesel::r2d2::Error::QueryError)
    }
}
