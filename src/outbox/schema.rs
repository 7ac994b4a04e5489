//! How a connection is set, and how an older file becomes one of today.

use super::NotOpened;
use rusqlite::{Connection, TransactionBehavior, config::DbConfig};
use std::path::Path;

/// "Inlp": tells an outbox from any other database.
const APPLICATION: i64 = 0x496e_6c70;

/// Numbered from 1; append only. Each runs once, in one transaction with its number.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001.sql"),
    include_str!("migrations/0002.sql"),
    include_str!("migrations/0003.sql"),
    include_str!("migrations/0004.sql"),
];

/// The newest schema version this program knows.
pub(super) const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Name, what is asked, and what must be read back afterwards.
const SETTINGS: &[(&str, &str, &str)] = &[
    // One process alone, from the first read to the end; it also spares the shared-memory file.
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    // A commit appends to one file and syncs it once.
    ("journal_mode", "WAL", "wal"),
    // FULL: a commit that returned survives a power cut. NORMAL loses acknowledged entries.
    ("synchronous", "FULL", "2"),
    // What is removed is overwritten.
    ("secure_delete", "ON", "1"),
    ("foreign_keys", "ON", "1"),
    // A file from a stolen and returned board may hold a schema that calls functions; they are not trusted.
    ("trusted_schema", "OFF", "0"),
    ("cell_size_check", "ON", "1"),
    // No temporary files beside the outbox.
    ("temp_store", "MEMORY", "2"),
    // Bytes. After a long outage the journal shrinks again: 4 MiB is what 1000 pages of normal use take.
    ("journal_size_limit", "4194304", "4194304"),
];

/// Reads what a file is without writing a byte to it or to its journal.
///
/// True where it is new and empty.
pub(super) fn recognise(connection: &Connection, path: &Path) -> Result<bool, NotOpened> {
    // Closing would otherwise move the journal into a file that may turn out to be a newer program's.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    set(connection, &SETTINGS[..1])?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (version, application) = (number("user_version")?, number("application_id")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    match (application, version) {
        (0, 0) if tables == 0 => Ok(true),
        (APPLICATION, 1..=NEWEST) => Ok(false),
        (APPLICATION, found) if found > NEWEST => Err(NotOpened::Newer { path: path.to_owned(), found, known: NEWEST }),
        _ => Err(NotOpened::NotOurs(path.to_owned())),
    }
}

/// Whether a file that was recognised needs nothing done to it.
pub(super) fn is_of_today(connection: &Connection) -> Result<bool, NotOpened> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? == NEWEST)
}

/// Sets every setting, reads each back, and brings the schema up to date.
pub(super) fn prepare(connection: &mut Connection) -> Result<(), NotOpened> {
    set(connection, SETTINGS)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    for (migration, number) in MIGRATIONS.iter().zip(1..).skip(version as usize) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        step.execute_batch(migration)?;
        step.pragma_update(None, "application_id", APPLICATION)?;
        step.pragma_update(None, "user_version", number)?;
        step.commit()?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

fn set(connection: &Connection, settings: &[(&'static str, &'static str, &'static str)]) -> Result<(), NotOpened> {
    for &(name, asked, wanted) in settings {
        // Some pragmas answer when set and some do not: only what is read back afterwards counts.
        connection.pragma_update_and_check(None, name, asked, |_| Ok(())).or_else(|error| match error {
            rusqlite::Error::QueryReturnedNoRows => Ok(()),
            other => Err(other),
        })?;
        let found = connection.pragma_query_value(None, name, |row| {
            Ok(match row.get_ref(0)? {
                rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                other => other.as_str().unwrap_or_default().to_owned(),
            })
        })?;
        if found != wanted {
            return Err(NotOpened::Setting { name, wanted, found });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_the_journal_cannot_be_had_nothing_is_opened() {
        // A database in memory has no write-ahead log, like some network file systems.
        let mut connection = Connection::open_in_memory().unwrap();
        let refused = prepare(&mut connection).unwrap_err();
        assert!(matches!(refused, NotOpened::Setting { name: "journal_mode", .. }), "{refused:?}");
        assert!(refused.is_permanent());
    }
}
