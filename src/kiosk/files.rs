//! Small files that are whole or not there: written aside, synced, renamed; for the kiosk's user alone.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// Read and write for the owner, nothing for anybody else.
const OWNER_ONLY: u32 = 0o600;

/// A file that could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be {what}", path = path.display())]
pub struct FileError {
    path: PathBuf,
    what: &'static str,
    #[source]
    source: io::Error,
}

/// Makes `bytes` the content of `path`. After a power cut the file is the old one or the new one.
///
/// # Errors
/// [`FileError`]; the old file is still there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    let write = || {
        let aside = aside(path);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(OWNER_ONLY).open(&aside)?;
        // `mode` holds for a new file only; one left by a power cut may have another.
        file.set_permissions(Permissions::from_mode(OWNER_ONLY))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()
    };
    write().map_err(|source| FileError { path: path.to_owned(), what: "written", source })
}

/// The content of `path`, at most `limit` bytes; none where there is no such file.
///
/// # Errors
/// [`FileError`], also where it is longer.
pub fn read(path: &Path, limit: usize) -> Result<Option<Vec<u8>>, FileError> {
    let read = || {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            other => other?,
        };
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > limit {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("more than {limit} bytes")));
        }
        Ok(Some(bytes))
    };
    read().map_err(|source| FileError { path: path.to_owned(), what: "read", source })
}

/// Takes `path` away, for good; nothing where it is not there.
///
/// # Errors
/// [`FileError`]; it may be there after a restart.
pub fn remove(path: &Path) -> Result<(), FileError> {
    let remove = || match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
        Ok(()) => {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            File::open(folder)?.sync_all()
        }
    };
    remove().map_err(|source| FileError { path: path.to_owned(), what: "taken away", source })
}

fn aside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        assert_eq!(read(&path, 10).unwrap(), None);
        fs::write(aside(&path), "half of a file that a power cut left").unwrap();
        fs::set_permissions(aside(&path), Permissions::from_mode(0o644)).unwrap();
        replace(&path, b"one").unwrap();
        replace(&path, b"two").unwrap();
        assert_eq!(read(&path, 3).unwrap().unwrap(), b"two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, OWNER_ONLY);
        assert!(!aside(&path).exists());
    }

    #[test]
    fn a_long_file_and_a_missing_folder_are_said_in_words() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        replace(&path, b"four").unwrap();
        assert!(read(&path, 3).unwrap_err().to_string().ends_with("a.json cannot be read"));
        assert!(replace(&folder.path().join("no/a.json"), b"").unwrap_err().to_string().ends_with("cannot be written"));
    }
}
