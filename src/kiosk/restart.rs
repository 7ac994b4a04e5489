//! An update waits for the glass: whoever is at it finishes, and then the program ends, and systemd starts the new one.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the package's script puts into the runtime folder once a new program is on the disk.
pub const WANTED: &str = "restart-when-idle";

/// How often a resting glass looks for it.
pub const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Names the runtime folder of the service (`RuntimeDirectory=`).
const FOLDER: &str = "RUNTIME_DIRECTORY";

/// A restart that may be wanted.
#[derive(Clone, Debug)]
pub struct WhenIdle {
    file: PathBuf,
}

impl WhenIdle {
    /// Where systemd gave this service a runtime folder.
    pub fn of_this_service() -> Option<Self> {
        std::env::var_os(FOLDER).map(|folder| Self::in_folder(Path::new(&folder)))
    }

    /// Wanted by a file in `folder`.
    pub fn in_folder(folder: &Path) -> Self {
        WhenIdle { file: folder.join(WANTED) }
    }

    /// Whether to end now. The wish is used up by that; one that cannot be taken away is left alone, because the program would end
    /// again and again.
    pub fn is_due(&self, resting: bool) -> bool {
        if !resting {
            return false;
        }
        match std::fs::remove_file(&self.file) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::NotFound => false,
            Err(error) => {
                tracing::warn!(%error, "a restart is wanted, and its file cannot be taken away");
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_waits_for_whoever_is_at_the_glass_and_is_done_once() {
        let folder = tempfile::tempdir().unwrap();
        let when = WhenIdle::in_folder(folder.path());
        assert!(!when.is_due(true), "nobody asked for one");
        std::fs::write(folder.path().join(WANTED), "").unwrap();
        assert!(!when.is_due(false), "somebody is at the glass");
        assert!(when.is_due(true));
        assert!(!when.is_due(true), "once");
    }

    #[test]
    fn a_wish_that_cannot_be_used_up_restarts_nothing_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(WANTED)).unwrap();
        assert!(!WhenIdle::in_folder(folder.path()).is_due(true));
    }
}
