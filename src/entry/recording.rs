//! What a resident said instead of typing: a FLAC file in memory, and what the entry tells of it.

use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};
use std::time::Duration;
use zeroize::Zeroizing;

/// Nothing longer is recorded: two minutes is a long message on an answering machine.
pub const LONGEST_RECORDING: Duration = Duration::from_secs(120);
/// Samples a second; one channel of 16 bits. Enough for speech, and what a telephone's wide band has.
pub const RECORDING_RATE: u32 = 16_000;
/// The largest FLAC file in bytes: [`LONGEST_RECORDING`] of noise, which does not get smaller, and 160 kB for frame headers.
pub const MAX_RECORDING: usize = 4_000_000;

/// A resident's voice. It does not print itself, is copied by nobody by accident, and is wiped when dropped.
pub struct Recording {
    flac: Zeroizing<Vec<u8>>,
    spoken: Spoken,
}

/// More bytes or a longer time than [`MAX_RECORDING`] and [`LONGEST_RECORDING`], or nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a recording of {bytes} bytes and {length:?} is not taken")]
pub struct NotARecording {
    /// Of the file.
    pub bytes: usize,
    /// Of the sound.
    pub length: Duration,
}

impl Recording {
    /// From a FLAC file of [`RECORDING_RATE`], one channel, 16 bits; `length` is that of its sound.
    ///
    /// # Errors
    /// [`NotARecording`].
    pub fn new(flac: Zeroizing<Vec<u8>>, length: Duration) -> Result<Self, NotARecording> {
        let bytes = flac.len();
        if bytes == 0 || bytes > MAX_RECORDING || length.is_zero() || length > LONGEST_RECORDING {
            return Err(NotARecording { bytes, length });
        }
        let seconds = length.as_millis().div_ceil(1000) as u16;
        let digest = Sha256::digest(&*flac).into();
        Ok(Recording { flac, spoken: Spoken { seconds, bytes: bytes as u32, digest } })
    }

    /// The FLAC file.
    pub fn flac(&self) -> &[u8] {
        &self.flac
    }

    /// What the entry tells of it.
    pub fn spoken(&self) -> Spoken {
        self.spoken
    }
}

impl std::fmt::Debug for Recording {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Recording").finish_non_exhaustive()
    }
}

/// What stands in the entry, inside its seal, of the recording that travels beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// How long it is, rounded up: 1 to 120.
    #[serde(deserialize_with = "seconds")]
    pub seconds: u16,
    /// How large the FLAC file is: 1 to [`MAX_RECORDING`].
    #[serde(deserialize_with = "bytes")]
    pub bytes: u32,
    /// SHA-256 of the FLAC file: nobody can put another's voice in its place.
    pub digest: [u8; 32],
}

impl Spoken {
    /// True where `flac` is the very file.
    pub fn is_of(&self, flac: &[u8]) -> bool {
        flac.len() == self.bytes as usize && self.digest == <[u8; 32]>::from(Sha256::digest(flac))
    }

    /// How many pieces it travels in.
    pub fn pieces(&self) -> u8 {
        super::pieces::pieces_of(self.bytes as usize)
    }
}

fn seconds<'de, D: Deserializer<'de>>(from: D) -> Result<u16, D::Error> {
    let seconds = u16::deserialize(from)?;
    let fits = (1..=LONGEST_RECORDING.as_secs()).contains(&u64::from(seconds));
    fits.then_some(seconds).ok_or_else(|| serde::de::Error::custom("not a length of a recording"))
}

fn bytes<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let bytes = u32::deserialize(from)?;
    let fits = (1..=MAX_RECORDING).contains(&(bytes as usize));
    fits.then_some(bytes).ok_or_else(|| serde::de::Error::custom("not a size of a recording"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(bytes: usize, length: Duration) -> Result<Recording, NotARecording> {
        Recording::new(Zeroizing::new(vec![7; bytes]), length)
    }

    #[test]
    fn what_is_too_long_too_large_or_nothing_is_no_recording() {
        assert_eq!(recording(1000, Duration::from_millis(1_001)).unwrap().spoken().seconds, 2);
        assert!(recording(MAX_RECORDING, LONGEST_RECORDING).is_ok());
        assert!(recording(MAX_RECORDING + 1, LONGEST_RECORDING).is_err());
        assert!(recording(1000, LONGEST_RECORDING + Duration::from_millis(1)).is_err());
        assert!(recording(0, LONGEST_RECORDING).is_err());
        assert!(recording(1000, Duration::ZERO).is_err());
    }

    #[test]
    fn what_the_entry_tells_of_it_is_checked_when_read() {
        let spoken = recording(1000, Duration::from_secs(3)).unwrap().spoken();
        let json = serde_json::to_string(&spoken).unwrap();
        assert_eq!(serde_json::from_str::<Spoken>(&json).unwrap(), spoken);
        for (right, wrong) in
            [("\"seconds\":3", "\"seconds\":121"), ("\"seconds\":3", "\"seconds\":0"), ("\"bytes\":1000", "\"bytes\":0")]
        {
            assert!(json.contains(right));
            assert!(serde_json::from_str::<Spoken>(&json.replace(right, wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_recording_does_not_print_itself() {
        assert_eq!(format!("{:?}", recording(3, Duration::from_secs(1)).unwrap()), "Recording { .. }");
    }
}
