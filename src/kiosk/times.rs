//! What the desk last told about times that can be booked, and about who is expected: kept for the days without a desk.
//!
//! Which times this kiosk may give by itself is not here but in the outbox: a file that is a little old must not be able to give
//! one away twice.

use super::files::{self, FileError};
use crate::wire::{MAX_MESSAGE, Slots, Today, VERSION};
use serde::de::DeserializeOwned;
use std::path::Path;

/// The file of [`Slots`] in the data folder.
pub const SLOTS: &str = "slots.json";

/// The file of [`Today`] in the data folder: tekens and times, no names, topics or hosts.
pub const TODAY: &str = "today.json";

/// Why what the desk told is not taken over. The last good one stays.
#[derive(Debug, thiserror::Error)]
pub enum BadTimes {
    /// Of a version this program does not know.
    #[error("what the desk tells about times is of version {0}, which this program does not know")]
    Newer(u32),
    /// Not the JSON of it.
    #[error("{0} is damaged; the desk is asked again")]
    Damaged(&'static str),
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Looks whether an authenticated answer is of a version we know.
///
/// # Errors
/// [`BadTimes::Newer`].
pub fn check_slots(slots: &Slots) -> Result<(), BadTimes> {
    if slots.v == VERSION { Ok(()) } else { Err(BadTimes::Newer(slots.v)) }
}

/// As [`check_slots`].
///
/// # Errors
/// [`BadTimes::Newer`].
pub fn check_today(today: &Today) -> Result<(), BadTimes> {
    if today.v == VERSION { Ok(()) } else { Err(BadTimes::Newer(today.v)) }
}

/// Keeps the body of an answer that was checked as `file`.
///
/// # Errors
/// [`BadTimes::File`]; the one before stays.
pub fn keep(folder: &Path, file: &'static str, body: &[u8]) -> Result<(), BadTimes> {
    Ok(files::replace(&folder.join(file), body)?)
}

/// The last good slots; none where there never were any.
///
/// # Errors
/// [`BadTimes`]: as good as none, but somebody is to be told.
pub fn last_slots(folder: &Path) -> Result<Option<Slots>, BadTimes> {
    let Some(slots) = read(folder, SLOTS)? else { return Ok(None) };
    check_slots(&slots)?;
    Ok(Some(slots))
}

/// The last good list of who is expected; of which day, its slots tell.
///
/// # Errors
/// As [`last_slots`].
pub fn last_today(folder: &Path) -> Result<Option<Today>, BadTimes> {
    let Some(today) = read(folder, TODAY)? else { return Ok(None) };
    check_today(&today)?;
    Ok(Some(today))
}

fn read<T: DeserializeOwned>(folder: &Path, file: &'static str) -> Result<Option<T>, BadTimes> {
    let Some(bytes) = files::read(&folder.join(file), MAX_MESSAGE)? else { return Ok(None) };
    serde_json::from_slice(&bytes).map(Some).map_err(|_| BadTimes::Damaged(file))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots() -> Slots {
        Slots { v: 1, store: "store".into(), version: 3, spreekuren: vec![], held: vec![], free: vec![], wanted_back: vec![] }
    }

    #[test]
    fn the_last_good_times_are_there_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last_slots(folder.path()).unwrap(), None);
        keep(folder.path(), SLOTS, &serde_json::to_vec(&slots()).unwrap()).unwrap();
        assert_eq!(last_slots(folder.path()).unwrap(), Some(slots()));
        std::fs::write(folder.path().join(SLOTS), b"{").unwrap();
        assert!(matches!(last_slots(folder.path()), Err(BadTimes::Damaged(SLOTS))));
        std::fs::write(folder.path().join(TODAY), br#"{"v":2,"version":1,"expected":[],"others":[]}"#).unwrap();
        assert!(matches!(last_today(folder.path()), Err(BadTimes::Newer(2))));
    }
}
