//! Takes out of a damaged file what can still be read, so that the kiosk goes on as itself and no resident waits for nothing.
//!
//! The damaged file is only read. What comes out of it waits again in the new one; an entry that was taken out twice, or that
//! the desk has already, is known by its name there. All of it and the mark that it is done are one commit.

use super::{Count, SEQUENCES_AT_ONCE, begin};
use crate::entry::pieces::{MAX_SEALED_PIECE, PIECE};
use crate::entry::{EntryId, Envelope};
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, config::DbConfig, params};
use std::path::Path;

/// Facts of this name say which damaged files have been read.
const MARK: &str = "rescued.";

/// After so many sequences in a row that cannot be read, the steps over the hole grow: a damaged page of the tree above the
/// rows hides some four hundred.
const SMALL_STEPS: u32 = 1000;

/// How every sealed piece begins.
const AGE: &[u8] = b"age-encryption.org/v1\n";

const COLUMNS: &str =
    "sequence, id, epoch, state, urgent, missed, kept_at, kept_trusted, delivered_at, delivered_trusted, reason,
    receipt, envelope";

/// Reads each of `files` that has not been read yet.
pub(super) fn rescue(into: &mut Connection, files: &[impl AsRef<Path>]) {
    for file in files {
        let file = file.as_ref();
        match rescue_one(into, file) {
            Ok(Some(entries)) => tracing::warn!(file = %file.display(), entries, "took entries out of a damaged outbox"),
            Ok(None) => {}
            // The next opening tries again: nothing is marked.
            Err(error) => tracing::warn!(file = %file.display(), %error, "could not take entries out of a damaged outbox yet"),
        }
    }
}

fn rescue_one(into: &mut Connection, file: &Path) -> rusqlite::Result<Option<usize>> {
    let mark = format!("{MARK}{}", file.file_name().unwrap_or_default().display());
    let step = begin(into)?;
    if step.query_row("SELECT count(*) FROM fact WHERE name = ?1", params![mark], |row| row.get::<_, i64>(0))? > 0 {
        return Ok(None);
    }
    let mut entries = 0;
    if let Ok(from) = open_to_read(file) {
        // Who the kiosk is and how far it has counted belong together: both or neither.
        if let Ok(own) = Own::read(&from) {
            own.write(&step)?;
        }
        entries = copy_entries(&from, &step)?;
        copy_sound(&from, &step)?;
    }
    step.execute("INSERT INTO fact (name, value) VALUES (?1, x'')", params![mark])?;
    step.commit()?;
    Ok(Some(entries))
}

fn open_to_read(file: &Path) -> rusqlite::Result<Connection> {
    // Only a connection that may write can read a journal without a shared-memory file; this one is told not to.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON",
    )?;
    Ok(connection)
}

/// What is the kiosk's own, apart from the entries.
struct Own {
    facts: Vec<(String, Vec<u8>)>,
    counts: Vec<(String, i64)>,
    tekens: Vec<(u16, i64)>,
}

impl Own {
    fn read(from: &Connection) -> rusqlite::Result<Self> {
        fn all<A: rusqlite::types::FromSql, B: rusqlite::types::FromSql>(
            from: &Connection,
            sql: &str,
        ) -> rusqlite::Result<Vec<(A, B)>> {
            from.prepare(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        }
        let mut facts: Vec<(String, Vec<u8>)> = all(from, "SELECT name, value FROM fact")?;
        facts.retain(|(name, _)| !name.starts_with(MARK));
        let counts = all(from, "SELECT name, next FROM counter")?;
        let tekens = all(from, "SELECT place, last_used FROM teken")?;
        Ok(Own { facts, counts, tekens })
    }

    fn write(&self, into: &Connection) -> rusqlite::Result<()> {
        let known = "SELECT count(*) FROM fact WHERE substr(name, 1, length(?1)) <> ?1";
        if into.query_row(known, params![MARK], |row| row.get::<_, i64>(0))? > 0 {
            // Enrolled anew since: that holds.
            return Ok(());
        }
        for (name, value) in &self.facts {
            into.execute("INSERT INTO fact (name, value) VALUES (?1, ?2)", params![name, value])?;
        }
        for (name, next) in &self.counts {
            raise(into, name, *next)?;
        }
        for (place, last_used) in &self.tekens {
            into.execute("INSERT OR IGNORE INTO teken (place, last_used) VALUES (?1, ?2)", params![place, last_used])?;
        }
        Ok(())
    }
}

fn raise(into: &Connection, count: &str, next: i64) -> rusqlite::Result<()> {
    // A block further: the page with the count may be an older one than those with the entries.
    let next = next.saturating_add(SEQUENCES_AT_ONCE as i64);
    let raise = "INSERT INTO counter (name, next) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET next = max(next, ?2)";
    into.execute(raise, params![count, next]).map(drop)
}

fn copy_entries(from: &Connection, into: &Connection) -> rusqlite::Result<usize> {
    let read = format!("SELECT {COLUMNS} FROM entry NOT INDEXED WHERE sequence >= ?1 ORDER BY sequence LIMIT 1");
    let mut copied = 0;
    let mut write = into.prepare(&format!(
        "INSERT OR IGNORE INTO entry ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
    ))?;
    walk(from, &read, |row| {
        if is_whole(&row) {
            copied += or_odd(write.execute(rusqlite::params_from_iter(row)))?;
        }
        Ok(())
    })?;
    let last: Option<i64> = into.query_row("SELECT max(sequence) FROM entry", [], |row| row.get(0))?;
    if let Some(last) = last {
        raise(into, Count::Entries.name(), last.saturating_add(1))?;
    }
    Ok(copied)
}

/// What was said beside the entries that were taken out. A piece whose state cannot be read waits again: the desk knows it by its
/// bytes. A file of before there was sound has none.
fn copy_sound(from: &Connection, into: &Connection) -> rusqlite::Result<()> {
    let read = "SELECT rowid, entry, n, sealed FROM sound NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid LIMIT 1";
    if from.prepare_cached(read).is_err() {
        return Ok(());
    }
    let mut piece = into.prepare("INSERT OR IGNORE INTO piece (entry, n, state, reason, receipt) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut sound = into.prepare("INSERT OR IGNORE INTO sound (entry, n, sealed) VALUES (?1, ?2, ?3)")?;
    walk(from, read, |row| {
        let [_, Value::Integer(entry), Value::Integer(n), Value::Blob(sealed)] = row.as_slice() else { return Ok(()) };
        if !sealed.starts_with(AGE) || !(PIECE..=MAX_SEALED_PIECE).contains(&sealed.len()) {
            return Ok(());
        }
        let state = from
            .prepare_cached("SELECT state, reason, receipt FROM piece WHERE entry = ?1 AND n = ?2")
            .and_then(|mut state| state.query_row(params![entry, n], values));
        let state = state.unwrap_or_else(|_| vec![Value::Integer(0), Value::Null, Value::Null]);
        let row = [Value::Integer(*entry), Value::Integer(*n)].into_iter().chain(state);
        or_odd(piece.execute(rusqlite::params_from_iter(row)))?;
        or_odd(sound.execute(params![entry, n, sealed])).map(drop)
    })
}

/// Rows that are not as they must be are left where they are.
fn or_odd(written: rusqlite::Result<usize>) -> rusqlite::Result<usize> {
    match written {
        Err(odd) if odd.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Ok(0),
        other => other,
    }
}

/// Every row that `read` can give from a number on, which stands first in it; over what cannot be read it steps.
fn walk(from: &Connection, read: &str, mut take: impl FnMut(Vec<Value>) -> rusqlite::Result<()>) -> rusqlite::Result<()> {
    let (mut next, mut misses, mut hop) = (1_i64, 0, 1_i64);
    loop {
        match from.prepare_cached(read).and_then(|mut read| read.query_row(params![next], values)) {
            Ok(row) => {
                let Some(Value::Integer(number)) = row.first() else { return Ok(()) };
                (next, misses, hop) = (number.saturating_add(1), 0, 1);
                take(row)?;
            }
            Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(()),
            Err(_) => {
                misses += 1;
                hop = if misses > SMALL_STEPS { hop.saturating_mul(2) } else { 1 };
                let Some(further) = next.checked_add(hop) else { return Ok(()) };
                next = further;
            }
        }
    }
}

fn values(row: &Row<'_>) -> rusqlite::Result<Vec<Value>> {
    (0..row.as_ref().column_count()).map(|column| row.get(column)).collect()
}

/// True where the bytes to send are an envelope, and that of this row.
fn is_whole(row: &[Value]) -> bool {
    let (Some(Value::Integer(sequence)), Some(Value::Blob(id)), Some(Value::Blob(envelope))) =
        (row.first(), row.get(1), row.last())
    else {
        return false;
    };
    let Ok(header) = Envelope::parse(envelope).map(|envelope| envelope.header()) else { return false };
    EntryId::from_bytes(id).is_ok_and(|id| id == header.id) && header.sequence.get() as i64 == *sequence
}
