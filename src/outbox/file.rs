//! The files of the outbox: one opener, closed to others, and set aside rather than deleted.

use super::{Fault, NotOpened, schema};
use rusqlite::{Connection, OpenFlags};
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Read and write for the kiosk's user, nothing for anybody else.
const OWNER_ONLY: u32 = 0o600;

/// An open connection, and what its file has been through.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) lock: File,
    /// Damaged files that lie beside this one, oldest first.
    pub(super) set_aside: Vec<PathBuf>,
}

/// Opens `path`, or starts it. With `check` every page is read first.
pub(super) fn open(path: &Path, check: bool) -> Result<Opened, NotOpened> {
    // Made absolute, because SQLite gives some relative names (":memory:") a meaning of their own.
    let path = &std::path::absolute(path).map_err(at(path))?;
    let lock = lock(path)?;
    let connection = match open_as_it_is(path, check) {
        Err(NotOpened::Fault(Fault::Damaged(_))) => {
            set_aside(path)?;
            open_as_it_is(path, false)?
        }
        other => other?,
    };
    Ok(Opened { connection, lock, set_aside: find_set_aside(path)? })
}

/// A copy of `path` with its journal in `folder`, where a newer program has to change the file; none where it is not there or is as this
/// program wants it.
pub(super) fn copy_if_older(path: &Path, folder: &Path) -> Result<Option<PathBuf>, NotOpened> {
    let path = &std::path::absolute(path).map_err(at(path))?;
    if !path.exists() {
        return Ok(None);
    }
    let _lock = lock(path)?;
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    let known = match schema::recognise(&connection, path) {
        Err(NotOpened::Fault(Fault::Damaged(_))) => true,
        other => other.map_err(|error| in_use(error, path))? || schema::is_of_today(&connection)?,
    };
    drop(connection);
    if known {
        return Ok(None);
    }
    let copy = folder.join("rehearsed.sqlite");
    for end in ["", "-wal"] {
        let from = beside(path, end);
        if from.exists() {
            fs::copy(&from, beside(&copy, end)).map_err(at(&from))?;
        }
    }
    Ok(Some(copy))
}

fn open_as_it_is(path: &Path, check: bool) -> Result<Connection, NotOpened> {
    make(path)?;
    // No URI names, no symbolic tricks, no mutex: one thread owns it.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let mut connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let fresh = schema::recognise(&connection, path).map_err(|error| in_use(error, path))?;
    if check && !fresh {
        let found: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        if found != "ok" {
            let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT);
            return Err(Fault::Damaged(rusqlite::Error::SqliteFailure(code, Some(found))).into());
        }
    }
    schema::prepare(&mut connection)?;
    Ok(connection)
}

fn in_use(error: NotOpened, path: &Path) -> NotOpened {
    match error {
        NotOpened::Fault(Fault::Broken(e)) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy) => {
            NotOpened::InUse(path.to_owned())
        }
        other => other,
    }
}

/// Starts an empty file that a power cut cannot take away again, readable by nobody else.
fn make(path: &Path) -> Result<(), NotOpened> {
    match OpenOptions::new().write(true).create_new(true).mode(OWNER_ONLY).open(path) {
        Ok(_) => {
            // A journal without its database is what a power cut leaves of setting both aside: SQLite would delete it.
            let orphan = beside(path, "-wal");
            if orphan.exists() {
                let name = find_set_aside(path)?.pop().unwrap_or_else(|| beside(path, ".set-aside-1"));
                rename(&orphan, &beside(&name, "-wal"))?;
            }
            sync_folder(path)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let mode = fs::metadata(path).map_err(at(path))?.permissions().mode();
            if mode & 0o077 != 0 {
                fs::set_permissions(path, fs::Permissions::from_mode(OWNER_ONLY)).map_err(at(path))?;
            }
            Ok(())
        }
        Err(source) => Err(NotOpened::Folder { path: path.to_owned(), source }),
    }
}

/// Held for as long as the outbox is open, also while the file itself is being replaced.
fn lock(path: &Path) -> Result<File, NotOpened> {
    let name = beside(path, ".lock");
    let mut options = OpenOptions::new();
    let lock = options.write(true).create(true).truncate(false).mode(OWNER_ONLY).open(&name).map_err(at(&name))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(NotOpened::InUse(path.to_owned())),
        Err(TryLockError::Error(source)) => Err(NotOpened::Folder { path: name, source }),
    }
}

/// Gives the file and its journal another name, so that whoever repairs it later finds both.
fn set_aside(path: &Path) -> Result<PathBuf, NotOpened> {
    let mut number = 1_u32;
    let name = loop {
        let name = beside(path, &format!(".set-aside-{number}"));
        if !name.exists() && !beside(&name, "-wal").exists() {
            break name;
        }
        number += 1;
    };
    rename(path, &name)?;
    let journal = beside(path, "-wal");
    if journal.exists() {
        rename(&journal, &beside(&name, "-wal"))?;
    }
    sync_folder(path)?;
    Ok(name)
}

/// The damaged files beside `path`, oldest first, without their journals.
fn find_set_aside(path: &Path) -> Result<Vec<PathBuf>, NotOpened> {
    let stem = path.file_name().map(|name| format!("{}.set-aside-", name.to_string_lossy())).unwrap_or_default();
    let folder = folder_of(path);
    let mut found = Vec::new();
    for file in fs::read_dir(folder).map_err(at(folder))? {
        let name = file.map_err(at(folder))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(&stem)).and_then(|number| number.parse::<u32>().ok());
        found.extend(number.map(|number| (number, folder.join(&name))));
    }
    found.sort();
    Ok(found.into_iter().map(|(_, path)| path).collect())
}

fn rename(from: &Path, to: &Path) -> Result<(), NotOpened> {
    fs::rename(from, to).map_err(at(from))
}

fn sync_folder(path: &Path) -> Result<(), NotOpened> {
    let folder = folder_of(path);
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(at(folder))
}

fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("/"))
}

/// `path` with `suffix` behind its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> NotOpened {
    let path = path.to_owned();
    move |source| NotOpened::Folder { path, source }
}
