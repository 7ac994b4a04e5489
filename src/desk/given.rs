//! Where a key or a secret comes from: a file in the desk's keys folder, else a credential that systemd hands to this service.

use super::keys::KeyError;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Names the folder of credentials (`LoadCredential=`). It stands in memory and is readable for this service alone.
const CREDENTIALS: &str = "CREDENTIALS_DIRECTORY";

/// The two places where keys and secrets are looked for.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    keys: &'a Path,
    credentials: Option<PathBuf>,
}

impl<'a> Given<'a> {
    /// The folder `keys`, and the credentials of this service where it has any.
    pub fn to_this_service(keys: &'a Path) -> Self {
        Self::new(keys, std::env::var_os(CREDENTIALS).map(PathBuf::from))
    }

    /// The folder `keys`, and the folder `credentials` where there is one.
    pub fn new(keys: &'a Path, credentials: Option<PathBuf>) -> Self {
        Self { keys, credentials }
    }

    /// Where `name` stands, or would stand: in the keys folder, unless only a credential has that name.
    pub fn place(&self, name: &str) -> PathBuf {
        self.credential(name).unwrap_or_else(|| self.keys.join(name))
    }

    /// Whether `name` is given in one of the two places.
    pub fn has(&self, name: &str) -> bool {
        self.place(name).exists()
    }

    /// What anybody may read.
    ///
    /// # Errors
    /// [`KeyError::File`] where it is nowhere.
    pub fn public(&self, name: &str) -> Result<Zeroizing<String>, KeyError> {
        read(&self.place(name))
    }

    /// What nobody else may read. Of a credential systemd sees to that, with modes and lists of its own.
    ///
    /// # Errors
    /// [`KeyError::Open`] where others on this machine can read the file; [`KeyError::File`] where it is nowhere.
    pub fn private(&self, name: &str) -> Result<Zeroizing<String>, KeyError> {
        if let Some(credential) = self.credential(name) {
            return read(&credential);
        }
        let own = self.keys.join(name);
        let mode = own.metadata().map_err(|source| KeyError::File { path: own.clone(), source })?.permissions().mode();
        if mode & 0o077 == 0 { read(&own) } else { Err(KeyError::Open(own)) }
    }

    /// The credential, where no file of the keys folder goes first.
    fn credential(&self, name: &str) -> Option<PathBuf> {
        let credential = self.credentials.as_ref().map(|folder| folder.join(name)).filter(|file| file.exists());
        credential.filter(|_| !self.keys.join(name).exists())
    }
}

pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, KeyError> {
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(|source| KeyError::File { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;

    fn put(folder: &Path, mode: u32, text: &str) {
        std::fs::write(folder.join("team.key"), text).unwrap();
        std::fs::set_permissions(folder.join("team.key"), Permissions::from_mode(mode)).unwrap();
    }

    #[test]
    fn the_keys_folder_goes_first_and_what_it_has_is_the_desks_alone() {
        let (keys, credentials) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let given = Given::new(keys.path(), Some(credentials.path().to_owned()));
        assert!(!given.has("team.key"));
        assert!(matches!(given.private("team.key"), Err(KeyError::File { path, .. }) if path == keys.path().join("team.key")));
        // As Debian 13 hands it over: root's file, with a list that names the service.
        put(credentials.path(), 0o440, "van systemd");
        assert_eq!(*given.private("team.key").unwrap(), "van systemd");
        put(keys.path(), 0o640, "uit de map");
        assert!(matches!(given.private("team.key"), Err(KeyError::Open(path)) if path == keys.path().join("team.key")));
        put(keys.path(), 0o600, "uit de map");
        assert_eq!(*given.private("team.key").unwrap(), "uit de map");
        assert!(Given::new(credentials.path(), None).private("team.key").is_err(), "without systemd a mode is a mode");
    }
}
