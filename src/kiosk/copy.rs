//! A copy of what this kiosk keeps, sealed as it stands on the disk, on a USB stick: for when the network stays away.
//!
//! It is written under another name, synced, and only then given its own: a stick that is full or is pulled out leaves no file that
//! could be taken for a whole one. Reading changes nothing in the outbox. The form is [`crate::wire::copy`].

use super::identity::Identity;
use super::keeper::{KeeperHandle, Trouble};
use crate::clock::{Clock, Stamp};
use crate::entry::EntryId;
use crate::outbox::{Copied, Outbox};
use crate::wire::copy::{CopyHead, CopyWriter};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many entries are read at once, so that no resident waits behind them: a fraction of a millisecond.
const AT_ONCE: usize = 32;

/// How many copies made in one second get names of their own.
const NAMES: u32 = 100;

/// What a file is called while it is not whole.
const NOT_WHOLE: &str = "part";

/// Where entries are read from.
pub trait Kept {
    /// The next entries behind this place.
    ///
    /// # Errors
    /// [`Trouble`].
    fn copied_after(&self, after: u64) -> Result<Vec<Copied>, Trouble>;

    /// A piece of what was said with one.
    ///
    /// # Errors
    /// [`Trouble`].
    fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Trouble>;
}

impl Kept for KeeperHandle {
    fn copied_after(&self, after: u64) -> Result<Vec<Copied>, Trouble> {
        KeeperHandle::copied_after(self, after, AT_ONCE)
    }

    fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Trouble> {
        KeeperHandle::piece(self, id, n)
    }
}

impl Kept for Outbox {
    fn copied_after(&self, after: u64) -> Result<Vec<Copied>, Trouble> {
        Ok(Outbox::copied_after(self, after, AT_ONCE).map_err(Arc::new)?)
    }

    fn piece(&self, id: EntryId, n: u8) -> Result<Vec<u8>, Trouble> {
        Ok(Outbox::piece(self, id, n).map_err(Arc::new)?)
    }
}

/// What was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub file: PathBuf,
    /// How many entries are in it.
    pub entries: u64,
    /// How many pieces of what was said.
    pub pieces: u64,
}

/// Why there is no copy. Nothing is lost: all of it is kept here as before.
#[derive(Debug, thiserror::Error)]
pub enum NotCopied {
    /// No room.
    #[error("the stick is full: nothing was copied, and everything is kept here as before")]
    Full,
    /// It takes no writing.
    #[error("the stick cannot be written on: nothing was copied, and everything is kept here as before")]
    ReadOnly,
    /// There is no such folder.
    #[error("{} is not there: is the stick in?", .0.display())]
    NoFolder(PathBuf),
    /// It was pulled out, or fails.
    #[error("the stick was pulled out or does not work: nothing was copied, and everything is kept here as before")]
    Gone(#[source] io::Error),
    /// The outbox cannot be read.
    #[error("what is kept here cannot be read now")]
    Outbox(#[from] Trouble),
}

impl NotCopied {
    fn of(error: io::Error, folder: &Path) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => NotCopied::Full,
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => NotCopied::ReadOnly,
            ErrorKind::NotFound | ErrorKind::NotADirectory => NotCopied::NoFolder(folder.to_owned()),
            _ => NotCopied::Gone(error),
        }
    }
}

/// Writes everything that is kept to one new file in `folder`, signed by this kiosk.
///
/// # Errors
/// [`NotCopied`]; then no whole file was made, and `kept` is as it was.
pub fn write(folder: &Path, identity: &Identity, kept: &dyn Kept, clock: &dyn Clock) -> Result<Made, NotCopied> {
    let wrong = |error| NotCopied::of(error, folder);
    clear(folder, identity).map_err(wrong)?;
    let now = clock.stamp();
    let (file, aside, out) = begin(folder, identity, now).map_err(wrong)?;
    let made = fill(out, identity, kept, now, &wrong).and_then(|count| {
        fs::rename(&aside, &file).and_then(|()| File::open(folder)?.sync_all()).map_err(wrong)?;
        Ok(count)
    });
    match made {
        Ok((entries, pieces)) => Ok(Made { file, entries, pieces }),
        Err(why) => {
            // Where the stick is gone there is nothing to take away; where it is full this makes room again.
            let _ = fs::remove_file(&aside);
            Err(why)
        }
    }
}

fn name(identity: &Identity) -> String {
    format!("inloop-kiosk-{}-", identity.kiosk)
}

/// Takes away what an earlier copy of this kiosk left half written.
fn clear(folder: &Path, identity: &Identity) -> io::Result<()> {
    let own = name(identity);
    for file in fs::read_dir(folder)? {
        let file = file?;
        let called = file.file_name();
        if called.to_str().is_some_and(|called| called.starts_with(&own) && called.ends_with(&format!(".{NOT_WHOLE}"))) {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// A new file beside those that are there; never one of them.
fn begin(folder: &Path, identity: &Identity, now: Stamp) -> io::Result<(PathBuf, PathBuf, File)> {
    let stem = format!("{}{}", name(identity), now.at.format("%Y%m%d-%H%M%S"));
    for again in 0..NAMES {
        let stem = if again == 0 { stem.clone() } else { format!("{stem}-{again}") };
        let (file, aside) = (folder.join(format!("{stem}.copy")), folder.join(format!("{stem}.copy.{NOT_WHOLE}")));
        if file.try_exists()? {
            continue;
        }
        let out = OpenOptions::new().write(true).create_new(true).open(&aside)?;
        return Ok((file, aside, out));
    }
    Err(io::Error::from(ErrorKind::AlreadyExists))
}

fn fill(
    out: File,
    identity: &Identity,
    kept: &dyn Kept,
    now: Stamp,
    wrong: &impl Fn(io::Error) -> NotCopied,
) -> Result<(u64, u64), NotCopied> {
    let mut out = BufWriter::new(out);
    let made_at = u64::try_from(now.at.timestamp()).unwrap_or(0);
    let head = CopyHead { kiosk: identity.kiosk, epoch: identity.epoch, made_at, trusted: now.trusted };
    let (mut writer, first) = CopyWriter::begin(&head);
    out.write_all(&first).map_err(wrong)?;
    let mut after = 0;
    loop {
        let next = kept.copied_after(after)?;
        let Some(last) = next.last() else { break };
        after = last.sequence;
        for one in next {
            let believed = now.trusted && one.kept_at.trusted;
            let waited = if believed { (now.at - one.kept_at.at).to_std().unwrap_or_default() } else { Default::default() };
            out.write_all(&writer.entry(waited, &one.envelope)).map_err(wrong)?;
            for n in one.pieces {
                match kept.piece(one.id, n) {
                    Ok(sealed) => out.write_all(&writer.piece(n, &sealed)).map_err(wrong)?,
                    // The desk has had it for seven days, and it went while this was written.
                    Err(trouble) if trouble.is_not_here() => {}
                    Err(trouble) => return Err(trouble.into()),
                }
            }
        }
    }
    let count = writer.count();
    out.write_all(&writer.end(&identity.key)).map_err(wrong)?;
    let file = out.into_inner().map_err(|error| wrong(error.into_error()))?;
    file.sync_all().map_err(wrong)?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_full_a_locked_and_a_broken_stick_say_is_a_sentence_each() {
        // What the kernel really says where there is no room.
        let full = OpenOptions::new().write(true).open("/dev/full").and_then(|mut full| full.write_all(b"x")).unwrap_err();
        let cases = [
            (full, "the stick is full"),
            (io::Error::from(ErrorKind::ReadOnlyFilesystem), "cannot be written on"),
            (io::Error::from_raw_os_error(5), "was pulled out or does not work"),
            (io::Error::from(ErrorKind::NotFound), "is the stick in?"),
        ];
        for (error, sentence) in cases {
            let said = NotCopied::of(error, Path::new("/media/stick")).to_string();
            assert!(said.contains(sentence), "{said}");
        }
    }
}
