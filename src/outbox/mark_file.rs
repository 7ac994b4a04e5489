//! The mark's own file, beside the outbox: replaced whole, and on the disk before anything that it protects.

use super::file::beside;
use super::{Fault, NotOpened};
use crate::booking::mark::Mark;
use rusqlite::ffi;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Behind the name of the outbox.
const SUFFIX: &str = ".rights";

/// Bytes of a mark that are read at most: three times what the longest one takes.
const LONGEST: u64 = 64 * 1024;

/// The mark of the outbox at `path`; none where there is no whole one.
pub(super) fn read(path: &Path) -> Result<Option<Mark>, NotOpened> {
    let name = beside(path, SUFFIX);
    let mut text = String::new();
    match File::open(&name).and_then(|file| file.take(LONGEST).read_to_string(&mut text)) {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // Bytes that are no text.
        Err(error) if error.kind() == io::ErrorKind::InvalidData => text.clear(),
        Err(source) => return Err(NotOpened::Folder { path: name, source }),
    }
    let mark = Mark::parse(&text);
    if mark.is_none() {
        tracing::warn!(file = %name.display(), "the mark of the rights is damaged: none that was held is booked any more");
    }
    Ok(mark)
}

/// Puts `mark` on the disk. From `Ok` on a power cut leaves this one; before, it may leave the one before.
pub(super) fn write(path: &Path, mark: &Mark) -> Result<(), Fault> {
    let (name, new) = (beside(path, SUFFIX), beside(path, ".rights-new"));
    let replace = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(mark.to_text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&new, &name)?;
        File::open(name.parent().unwrap_or(Path::new("/")))?.sync_all()
    };
    replace().map_err(fault)
}

/// As SQLite would say it: a full disk is a full disk.
fn fault(error: io::Error) -> Fault {
    let code = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ffi::SQLITE_FULL,
        _ => ffi::SQLITE_IOERR,
    };
    rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(format!("the mark of the rights: {error}"))).into()
}
