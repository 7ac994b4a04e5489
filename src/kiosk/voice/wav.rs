//! Sound in memory, made as loud as somebody wants it.

use std::io::Cursor;
use std::time::Duration;
use zeroize::Zeroizing;

/// The longest sound that is taken, in samples of one channel: a minute at 48 kHz.
const MOST_SAMPLES: usize = 60 * 48_000;

/// One channel or two of 16 bits. Wiped when dropped: it may be somebody's own words.
pub(in crate::kiosk) struct Sound {
    spec: hound::WavSpec,
    samples: Zeroizing<Vec<i16>>,
}

/// A WAV file ready to be played.
pub(in crate::kiosk) struct Ready {
    pub(in crate::kiosk) wav: Zeroizing<Vec<u8>>,
    pub(in crate::kiosk) length: Duration,
}

impl Sound {
    /// One channel of so many samples a second.
    pub(in crate::kiosk) fn of(samples: Zeroizing<Vec<i16>>, rate: u32) -> Sound {
        let (bits_per_sample, sample_format) = (16, hound::SampleFormat::Int);
        Sound { spec: hound::WavSpec { channels: 1, sample_rate: rate, bits_per_sample, sample_format }, samples }
    }

    /// None where it is no WAV file of 16 bits, or silent. A file that ends before its header says so (espeak-ng does not know
    /// the length when it begins) counts as far as it goes.
    pub(super) fn read(bytes: &[u8]) -> Option<Sound> {
        let reader = hound::WavReader::new(bytes).ok()?;
        let spec = reader.spec();
        let known = spec.bits_per_sample == 16 && spec.sample_format == hound::SampleFormat::Int;
        if !known || !(1..=2).contains(&spec.channels) || spec.sample_rate == 0 {
            return None;
        }
        let mut samples = Zeroizing::new(Vec::with_capacity((bytes.len() / 2).min(MOST_SAMPLES)));
        samples.extend(reader.into_samples::<i16>().map_while(Result::ok).take(MOST_SAMPLES));
        (!samples.is_empty()).then_some(Sound { spec, samples })
    }

    /// The same at this part of its loudness.
    pub(in crate::kiosk) fn at(self, gain: f32) -> Option<Ready> {
        const HEADER: usize = 64;
        let mut file = Cursor::new(Vec::with_capacity(HEADER + 2 * self.samples.len()));
        let mut writer = hound::WavWriter::new(&mut file, self.spec).ok()?;
        for sample in self.samples.iter() {
            writer.write_sample((f32::from(*sample) * gain) as i16).ok()?;
        }
        writer.finalize().ok()?;
        let frames = self.samples.len() as f64 / f64::from(self.spec.channels);
        let length = Duration::from_secs_f64(frames / f64::from(self.spec.sample_rate));
        Some(Ready { wav: Zeroizing::new(file.into_inner()), length })
    }
}
