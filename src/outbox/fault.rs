//! What can go wrong with the outbox: one variant for each thing a caller does differently.

use crate::booking::post::{NotHeld, Overtaken};
use crate::entry::{EntryId, SlotId};
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// Why something could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No room on the disk. Nothing is harmed; it goes on by itself once there is room.
    #[error("the disk of the outbox is full")]
    Full(#[source] rusqlite::Error),
    /// The disk does not read or write. The next try may do better.
    #[error("the disk of the outbox does not work")]
    Broken(#[source] rusqlite::Error),
    /// The file is damaged: open it anew, so that it is checked and set aside.
    #[error("the file of the outbox is damaged")]
    Damaged(#[source] rusqlite::Error),
    /// No such entry here: never kept, or removed days after its receipt.
    #[error("entry {0} is not in the outbox")]
    NotHere(EntryId),
    /// An entry of this name or sequence is kept already.
    #[error("entry {0} is in the outbox already")]
    AlreadyHere(EntryId),
    /// As much sound is kept as may be: words are kept as before.
    #[error("there is no room for another recording")]
    NoRoomForSound,
    /// This kiosk has no right (any more) to book that time.
    #[error(transparent)]
    NotHeld(#[from] NotHeld),
    /// That time has begun, by a clock that is trusted.
    #[error("the time {0} has begun")]
    Begun(SlotId),
    /// The desk's answer is an older one than was taken up already: ask again.
    #[error(transparent)]
    Overtaken(#[from] Overtaken),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as E;
        match (error.sqlite_error_code(), &error) {
            (Some(ErrorCode::DiskFull), _) => Fault::Full(error),
            (Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase), _)
            | (None, E::FromSqlConversionFailure(..) | E::InvalidColumnType(..) | E::IntegralValueOutOfRange(..)) => {
                Fault::Damaged(error)
            }
            _ => Fault::Broken(error),
        }
    }
}

/// Why the outbox could not be opened. The file is as it was before.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// Written by a newer program: install that one.
    #[error("{path} has schema {found}, newer than the {known} this program knows", path = path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest version known here.
        known: i64,
    },
    /// A healthy database of something else.
    #[error("{path} is a database, but not an outbox", path = .0.display())]
    NotOurs(PathBuf),
    /// Another process has it open.
    #[error("{path} is in use by another process", path = .0.display())]
    InUse(PathBuf),
    /// A promise to the resident hangs on this setting, and the disk or the library does not give it.
    #[error("SQLite's {name} is {found:?} where {wanted:?} is needed")]
    Setting {
        /// Name of the pragma.
        name: &'static str,
        /// What it must be.
        wanted: &'static str,
        /// What it is.
        found: String,
    },
    /// The folder or the files beside the outbox cannot be read or written.
    #[error("{path} cannot be used", path = path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The disk.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl NotOpened {
    /// True where trying again is of no use: somebody has to come.
    pub fn is_permanent(&self) -> bool {
        match self {
            NotOpened::Newer { .. } | NotOpened::NotOurs(_) | NotOpened::InUse(_) | NotOpened::Setting { .. } => true,
            NotOpened::Folder { .. } | NotOpened::Fault(_) => false,
        }
    }
}

impl From<rusqlite::Error> for NotOpened {
    fn from(error: rusqlite::Error) -> Self {
        NotOpened::Fault(error.into())
    }
}
