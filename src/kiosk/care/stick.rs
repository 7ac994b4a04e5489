//! A USB stick for as long as a copy takes: asked for, waited for, written on, and let go.

use super::Places;
use crate::caretaker::{NotCopied, Said};
use crate::clock::Clock;
use crate::kiosk::copy::{self, Kept};
use crate::kiosk::identity::Identity;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;

/// How long somebody may take to put the stick in.
const PUT_IN_WITHIN: Duration = Duration::from_secs(60);

/// How often it is looked for.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The request for a stick, in the folder of requests.
const WANTED: &str = "stick.wanted";

/// Copies everything to the stick that appears within a minute.
pub(super) fn copy(places: &Places, identity: Option<&Identity>, kept: &dyn Kept, clock: &dyn Clock) -> Said {
    let Some(identity) = identity else { return Said::NotCopied(NotCopied::NotEnrolled) };
    let Some(stick) = &places.stick else { return Said::NotCopied(NotCopied::NoPlace) };
    let request = places.requests.as_ref().map(|folder| folder.join(WANTED));
    if let Some(request) = &request
        && let Err(error) = fs::write(request, b"")
    {
        tracing::error!(%error, "no stick can be asked for");
        return Said::NotCopied(NotCopied::NoPlace);
    }
    let said = if is_in(stick, clock) { written(stick, identity, kept, clock) } else { Said::NotCopied(NotCopied::NoStick) };
    // Taking the request away lets the stick go.
    if let Some(request) = &request
        && let Err(error) = fs::remove_file(request)
        && error.kind() != std::io::ErrorKind::NotFound
    {
        tracing::error!(%error, "the stick cannot be let go");
    }
    said
}

fn is_in(stick: &Path, clock: &dyn Clock) -> bool {
    let end = clock.now() + PUT_IN_WITHIN;
    loop {
        if is_another_file_system(stick) {
            return true;
        }
        if clock.now() >= end {
            return false;
        }
        std::thread::sleep(LOOK_EVERY);
    }
}

/// What is written into the folder itself would stay on the machine's own disk.
fn is_another_file_system(stick: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    let beside = stick.parent().and_then(device);
    device(stick).is_some_and(|device| Some(device) != beside)
}

fn written(stick: &Path, identity: &Identity, kept: &dyn Kept, clock: &dyn Clock) -> Said {
    match copy::write(stick, identity, kept, clock) {
        Ok(made) => {
            tracing::info!(entries = made.entries, pieces = made.pieces, "everything was copied to a stick");
            Said::Copied(u32::try_from(made.entries).unwrap_or(u32::MAX))
        }
        Err(why) => {
            tracing::warn!(error = &why as &dyn std::error::Error, "nothing was copied to the stick");
            Said::NotCopied(match why {
                copy::NotCopied::Full => NotCopied::Full,
                copy::NotCopied::ReadOnly => NotCopied::ReadOnly,
                copy::NotCopied::NoFolder(_) | copy::NotCopied::Gone(_) => NotCopied::Gone,
                copy::NotCopied::Outbox(_) => NotCopied::NotRead,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machines_own_disk_is_no_stick() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("stick")).unwrap();
        assert!(!is_another_file_system(&folder.path().join("stick")));
        assert!(!is_another_file_system(&folder.path().join("none")));
        assert!(is_another_file_system(Path::new("/proc")));
    }
}
