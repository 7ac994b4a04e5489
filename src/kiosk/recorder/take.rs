//! One recording while it is made: its sound, its length, and how loud it is now.

use super::flac::{Encoder, NotEncoded};
use crate::entry::{LONGEST_RECORDING, RECORDING_RATE, Recording};
use crate::visit::Level;
use std::time::Duration;

/// Samples of which the loudness is told: a tenth of a second.
const STEP: usize = RECORDING_RATE as usize / 10;
/// The most samples of a recording.
const MOST: usize = LONGEST_RECORDING.as_secs() as usize * RECORDING_RATE as usize;
/// Quieter than so many decibels below full scale is nothing: an empty hall.
const FLOOR: f64 = 60.0;
/// So many decibels make one step of [`Level::loudness`]; all of them end at 10 dB below full scale, where speech is loud.
const DECIBELS: f64 = 5.0;

/// One recording while it is made.
#[derive(Default)]
pub(super) struct Take {
    encoder: Option<Encoder>,
    samples: usize,
    /// The squares of the samples since loudness was told last, and how many.
    squares: (f64, usize),
}

impl Take {
    pub(super) fn is_full(&self) -> bool {
        self.samples >= MOST
    }

    /// Adds what was heard, as far as there is room; how loud each tenth of a second was that came to its end.
    pub(super) fn add(&mut self, heard: &[i16]) -> Result<Vec<Level>, NotEncoded> {
        let mut levels = Vec::new();
        let mut encoder = match self.encoder.take() {
            Some(encoder) => encoder,
            None => Encoder::new()?,
        };
        for sample in heard.iter().take(MOST - self.samples) {
            encoder.add(*sample)?;
            self.samples += 1;
            self.squares.0 += f64::from(*sample).powi(2);
            self.squares.1 += 1;
            if self.squares.1 == STEP {
                let (squares, _) = std::mem::take(&mut self.squares);
                levels.push(Level { length: self.length(), loudness: loudness((squares / STEP as f64).sqrt()) });
            }
        }
        self.encoder = Some(encoder);
        Ok(levels)
    }

    fn length(&self) -> Duration {
        Duration::from_secs(self.samples as u64) / RECORDING_RATE
    }

    /// None where nothing was heard.
    pub(super) fn finish(self) -> Result<Option<Recording>, NotEncoded> {
        let length = self.length();
        let Some(encoder) = self.encoder else { return Ok(None) };
        let file = encoder.finish()?;
        Ok(file.and_then(|file| Recording::new(file, length).ok()))
    }
}

/// Of the root mean square of samples of 16 bits: 0 to [`Level::MOST`].
pub fn loudness(rms: f64) -> u8 {
    let below = 20.0 * (rms.max(1.0) / f64::from(i16::MAX)).log10();
    ((below + FLOOR) / DECIBELS).round().clamp(0.0, f64::from(Level::MOST)) as u8
}
