//! The kiosk's own chime: two tones that call somebody, also when the network is down.
//!
//! [`samples`] makes the sound from nothing, so that no sound file has to be there for a call for help to be heard.

use std::f32::consts::TAU;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

/// Samples a second: what the sound hardware of a Raspberry Pi and every HDMI display run at without resampling.
pub const SAMPLE_RATE: u32 = 48_000;

/// Loudest sample: half of full scale (-6 dB). The loudspeaker's own volume sets how loud the hall hears it; the margin
/// keeps a cheap amplifier from clipping, which sounds like an alarm.
pub const PEAK: i16 = i16::MAX / 2;

/// Length of the chime in milliseconds: both tones ring out, and a second touch on Hulp is not drowned by the first.
pub const LENGTH_MS: u32 = 1_600;

/// First tone in hertz, E5. Both lie well below 2 kHz, from where hearing fades first with age.
pub const HIGH_HZ: f32 = 659.26;

/// Second tone in hertz, C5: a third lower, the interval a doorbell has taught everybody.
pub const LOW_HZ: f32 = 523.25;

/// When the second tone starts, in milliseconds.
const SECOND_AT_MS: u32 = 550;

/// A tone swells for so long, in seconds: a step from silence would click.
const ATTACK: f32 = 0.006;

/// A tone falls to 1/e in so many seconds, like a struck bar.
const DECAY: f32 = 0.38;

/// Length of the tone that says "now" in milliseconds.
pub const TONE_MS: u32 = 220;

/// The last so many milliseconds fade to silence, so that the end does not click either.
const FADE_MS: u32 = 60;

/// The chime as signed 16-bit samples, one channel, [`SAMPLE_RATE`] a second, none louder than [`PEAK`].
#[must_use]
pub fn samples() -> Vec<i16> {
    let total = at_ms(LENGTH_MS);
    let (second, fade) = (at_ms(SECOND_AT_MS), at_ms(FADE_MS));
    let wave: Vec<f32> = (0..total)
        .map(|now| {
            let low = now.checked_sub(second).map_or(0.0, |since| tone(LOW_HZ, since));
            let left = (total - 1 - now) as f32 / fade as f32;
            (tone(HIGH_HZ, now) + low) * left.min(1.0)
        })
        .collect();
    let loudest = wave.iter().fold(f32::MIN_POSITIVE, |loudest, sample| loudest.max(sample.abs()));
    let gain = f32::from(PEAK) / loudest;
    wave.into_iter().map(|sample| (sample * gain) as i16).collect()
}

fn at_ms(milliseconds: u32) -> u32 {
    milliseconds * (SAMPLE_RATE / 1000)
}

/// One struck tone, `since` samples after its start: the fundamental with two soft overtones that die away sooner.
fn tone(hertz: f32, since: u32) -> f32 {
    let time = since as f32 / SAMPLE_RATE as f32;
    let swell = (time / ATTACK).min(1.0);
    [(1.0, 1.0), (2.0, 0.35), (3.0, 0.12)]
        .into_iter()
        .map(|(harmonic, share)| share * (-time * harmonic / DECAY).exp() * (TAU * hertz * harmonic * time).sin())
        .sum::<f32>()
        * swell
}

/// One short tone that says "now": a quarter of the chime's loudness (-12 dB), because the microphone hears it too.
#[must_use]
pub fn tone_samples() -> Vec<i16> {
    let (total, fade) = (at_ms(TONE_MS), at_ms(FADE_MS));
    let gain = f32::from(PEAK) / 4.0;
    let left = |now: u32| ((total - 1 - now) as f32 / fade as f32).min(1.0);
    (0..total).map(|now| (tone(HIGH_HZ, now) * left(now) * gain) as i16).collect()
}

/// The chime as a WAV file: RIFF, PCM, 16 bits, one channel.
#[must_use]
pub fn wav() -> Vec<u8> {
    file_of(&samples())
}

/// [`tone_samples`] as such a file.
#[must_use]
pub fn tone_wav() -> Vec<u8> {
    file_of(&tone_samples())
}

fn file_of(samples: &[i16]) -> Vec<u8> {
    const HEADER: u32 = 36;
    const FORMAT_LENGTH: u32 = 16;
    const PCM: u16 = 1;
    const CHANNELS: u16 = 1;
    const BYTES: u16 = 2;
    let length = samples.len() as u32 * u32::from(BYTES);
    let mut file = Vec::with_capacity(8 + (HEADER + length) as usize);
    file.extend_from_slice(b"RIFF");
    file.extend((HEADER + length).to_le_bytes());
    file.extend_from_slice(b"WAVEfmt ");
    file.extend(FORMAT_LENGTH.to_le_bytes());
    file.extend(PCM.to_le_bytes());
    file.extend(CHANNELS.to_le_bytes());
    file.extend(SAMPLE_RATE.to_le_bytes());
    file.extend((SAMPLE_RATE * u32::from(BYTES)).to_le_bytes());
    file.extend(BYTES.to_le_bytes());
    file.extend((8 * BYTES).to_le_bytes());
    file.extend_from_slice(b"data");
    file.extend(length.to_le_bytes());
    file.extend(samples.iter().copied().flat_map(i16::to_le_bytes));
    file
}

/// Something that can ring.
pub trait Chime: Send {
    /// Starts the chime and returns at once, while it sounds.
    ///
    /// # Errors
    /// [`ChimeProblem`] when nothing sounds: then the glass must not say that somebody was called by sound.
    fn ring(&mut self) -> Result<(), ChimeProblem>;
}

/// Why nothing rings.
#[derive(Debug, thiserror::Error)]
pub enum ChimeProblem {
    /// There is no sound device, or it is busy or gone.
    #[error("no loudspeaker answers")]
    Silent,
}

/// A chime without a loudspeaker: it counts. A clone is the same chime, so that a test can look while a kiosk holds it.
#[derive(Clone, Debug, Default)]
pub struct BenchChime {
    rings: Arc<AtomicU32>,
    broken: Arc<AtomicBool>,
}

impl BenchChime {
    /// How often it rang.
    #[must_use]
    pub fn rings(&self) -> u32 {
        self.rings.load(Ordering::SeqCst)
    }

    /// Pulls the loudspeaker's plug, or puts it back.
    pub fn unplug(&self, unplugged: bool) {
        self.broken.store(unplugged, Ordering::SeqCst);
    }
}

impl Chime for BenchChime {
    fn ring(&mut self) -> Result<(), ChimeProblem> {
        if self.broken.load(Ordering::SeqCst) {
            return Err(ChimeProblem::Silent);
        }
        self.rings.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How strongly `hertz` sounds in `part`: its Fourier coefficient.
    fn strength(part: &[i16], hertz: f32) -> f32 {
        let (mut re, mut im) = (0.0, 0.0);
        for (index, &sample) in part.iter().enumerate() {
            let angle = TAU * hertz * index as f32 / SAMPLE_RATE as f32;
            re += f32::from(sample) * angle.cos();
            im += f32::from(sample) * angle.sin();
        }
        re.hypot(im) / part.len() as f32
    }

    #[test]
    fn the_high_tone_comes_first_and_the_low_one_after_it() {
        let samples = samples();
        let (first, second) = samples.split_at(at_ms(SECOND_AT_MS) as usize);
        assert!(strength(first, HIGH_HZ) > 10.0 * strength(first, LOW_HZ));
        assert!(strength(second, LOW_HZ) > 2.0 * strength(second, HIGH_HZ));
    }

    #[test]
    fn it_is_as_loud_and_as_long_as_it_says() {
        let samples = samples();
        assert_eq!(samples.len() as u32, LENGTH_MS * SAMPLE_RATE / 1000);
        let loudest = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!(loudest.abs_diff(PEAK.unsigned_abs()) <= 1, "{loudest}");
    }

    #[test]
    fn nothing_clicks_at_either_end() {
        let samples = samples();
        let quiet = PEAK / 100;
        assert!(samples[..5].iter().all(|sample| sample.abs() < quiet));
        assert!(samples[samples.len() - 5..].iter().all(|sample| sample.abs() < quiet));
        let steepest = samples.windows(2).map(|pair| (i32::from(pair[1]) - i32::from(pair[0])).abs()).max().unwrap();
        assert!(steepest < i32::from(PEAK) / 4, "{steepest}");
    }

    #[test]
    fn an_independent_reader_takes_the_wav_file() {
        let file = wav();
        let mut reader = hound::WavReader::new(file.as_slice()).unwrap();
        let format = reader.spec();
        assert_eq!((format.channels, format.sample_rate, format.bits_per_sample), (1, SAMPLE_RATE, 16));
        let read: Vec<i16> = reader.samples().map(Result::unwrap).collect();
        assert_eq!(read, samples());
    }

    #[test]
    fn the_tone_that_says_now_is_short_and_softer_than_the_chime() {
        let tone = tone_samples();
        assert_eq!(tone.len() as u32, TONE_MS * SAMPLE_RATE / 1000);
        let loudest = tone.iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!((PEAK.unsigned_abs() / 8..PEAK.unsigned_abs() / 2).contains(&loudest), "{loudest}");
        assert_eq!(hound::WavReader::new(tone_wav().as_slice()).unwrap().into_samples::<i16>().count(), tone.len());
    }

    #[test]
    fn every_ring_is_counted_and_a_dead_loudspeaker_does_not_pass_for_one() {
        let mut chime = BenchChime::default();
        let seen = chime.clone();
        chime.ring().unwrap();
        chime.ring().unwrap();
        assert_eq!(seen.rings(), 2);
        seen.unplug(true);
        assert!(matches!(chime.ring(), Err(ChimeProblem::Silent)));
        assert_eq!(seen.rings(), 2);
    }
}
