//! Tokens of other systems: a file each in the desk's keys folder, or a credential of systemd; read once, at the start.

use crate::desk::given::Given;
use crate::desk::keys::KeyError;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Why there is no secret. Holds no part of one.
#[derive(Debug, thiserror::Error)]
pub enum NoSecret {
    /// It is nowhere.
    #[error("a connector is turned on, and its secret is neither in {} nor a systemd credential of that name", .0.display())]
    Missing(PathBuf),
    /// The file cannot be used.
    #[error(transparent)]
    File(#[from] KeyError),
    /// It is empty, or not what belongs there.
    #[error("{} does not hold {what}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What belongs there.
        what: &'static str,
    },
}

/// A secret as text. It does not print.
pub struct Secret(pub Zeroizing<String>);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The secret `name`: from `keys`, else from the credentials of the service.
///
/// # Errors
/// [`NoSecret`].
pub fn read(keys: &Path, name: &str) -> Result<Secret, NoSecret> {
    given(&Given::to_this_service(keys), name)
}

fn given(from: &Given<'_>, name: &str) -> Result<Secret, NoSecret> {
    let place = from.place(name);
    if !from.has(name) {
        return Err(NoSecret::Missing(place));
    }
    let text = from.private(name)?;
    let text = Zeroizing::new(text.trim().to_owned());
    // It goes into a header: one line of visible signs.
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(NoSecret::Malformed { path: place, what: "a secret on one line" });
    }
    Ok(Secret(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_comes_from_the_keys_folder_or_as_a_credential_of_the_service() {
        let (keys, credentials) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let from = Given::new(keys.path(), Some(credentials.path().to_owned()));
        let read = || given(&from, "open-klant.token");
        assert!(matches!(read(), Err(NoSecret::Missing(_))));
        std::fs::write(credentials.path().join("open-klant.token"), "van-systemd\n").unwrap();
        assert_eq!(*read().unwrap().0, "van-systemd");
        crate::desk::keys::write(&keys.path().join("open-klant.token"), 0o600, "uit-de-map").unwrap();
        assert_eq!(*read().unwrap().0, "uit-de-map");
        assert!(!format!("{:?}", read().unwrap()).contains("map"));
        std::fs::write(credentials.path().join("odd"), "twee woorden").unwrap();
        assert!(matches!(given(&from, "odd"), Err(NoSecret::Malformed { .. })));
    }
}
