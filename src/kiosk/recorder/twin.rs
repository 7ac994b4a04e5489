//! A microphone for the bench: it hears a sound file, as fast as anybody listens.

use super::{Microphone, NoSound, Opened, Ready};
use crate::entry::RECORDING_RATE;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use zeroize::Zeroizing;

/// Samples that come at once: a tenth of a second.
const PIECE: usize = RECORDING_RATE as usize / 10;

/// What becomes of it after the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// It stays on, and nothing comes from it any more.
    Hangs,
    /// It is pulled out.
    Ends,
    /// It was never there.
    Absent,
}

/// A sound file as a microphone.
#[derive(Clone, Debug)]
pub struct SoundFile {
    samples: Arc<Vec<i16>>,
    then: Then,
    on: Arc<AtomicUsize>,
}

impl SoundFile {
    /// Hears these samples, [`RECORDING_RATE`] a second.
    #[must_use]
    pub fn of(samples: Vec<i16>, then: Then) -> Self {
        SoundFile { samples: Arc::new(samples), then, on: Arc::default() }
    }

    /// Hears a WAV file of one channel, 16 bits and [`RECORDING_RATE`]; none where it is not one.
    #[must_use]
    pub fn read(wav: &[u8], then: Then) -> Option<Self> {
        let reader = hound::WavReader::new(wav).ok()?;
        let spec = reader.spec();
        let fits = spec.channels == 1 && spec.bits_per_sample == 16 && spec.sample_rate == RECORDING_RATE;
        let samples = reader.into_samples().collect::<Result<_, _>>().ok()?;
        fits.then(|| SoundFile::of(samples, then))
    }

    /// How often it is turned on now: never more than once.
    #[must_use]
    pub fn is_on(&self) -> usize {
        self.on.load(Ordering::SeqCst)
    }
}

impl Microphone for SoundFile {
    fn watch(&mut self, ready: Ready) {
        ready(self.then != Then::Absent);
    }

    fn open(&mut self) -> Result<Opened, NoSound> {
        if self.then == Then::Absent {
            return Err(NoSound::Ended);
        }
        let (heard, samples) = channel();
        for piece in self.samples.chunks(PIECE) {
            let _heard = heard.send(Zeroizing::new(piece.to_vec()));
        }
        self.on.fetch_add(1, Ordering::SeqCst);
        let stays = (self.then == Then::Hangs).then_some(heard);
        Ok(Opened { samples, on: Box::new((stays, On(Arc::clone(&self.on)))) })
    }
}

struct On(Arc<AtomicUsize>);

impl Drop for On {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}
