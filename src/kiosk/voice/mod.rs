//! The voice: the site's own recordings first, else espeak-ng, each on a thread that the glass never waits for.
//!
//! espeak-ng may be absent, slow or crash: an utterance that cannot be made ends at once, one that takes too long is cut off,
//! and the glass hears of the end each time. What is said goes in through a pipe, never through arguments, which any process
//! may read; sound stays in memory and is wiped.

mod played;
mod synth;
mod wav;

pub(in crate::kiosk) use wav::Sound;

pub use played::PlayedSound;

use super::listening::{Ear, Utterance, Voice};
use crate::entry::Language;
use crate::visit::Loudness;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Nothing that is said takes longer: the longest text of the glass takes espeak-ng 20 s.
pub const LONGEST: Duration = Duration::from_secs(60);

/// How often a sound that plays looks whether it should stop: quicker than an ear notices.
const LOOK: Duration = Duration::from_millis(20);

/// Plays sounds.
pub trait Sounder: Send + 'static {
    /// Plays a WAV file (PCM, 16 bits) to its end, or until `stopped`; false where nothing sounded.
    fn play(&mut self, wav: &[u8], length: Duration, ear: Ear, stopped: &dyn Fn() -> bool) -> bool;
}

/// What a voice is made of.
pub struct Parts {
    /// What plays.
    pub sounder: Box<dyn Sounder>,
    /// The folder of the site's own recordings, `<code>/<key>.wav`.
    pub recordings: Option<PathBuf>,
    /// The program that speaks.
    pub program: PathBuf,
}

impl Parts {
    /// With Debian's espeak-ng, where it is installed.
    #[must_use]
    pub fn new(sounder: Box<dyn Sounder>, recordings: Option<PathBuf>) -> Self {
        Parts { sounder, recordings, program: PathBuf::from("espeak-ng") }
    }
}

/// Speaks on a thread of its own.
pub struct Speaker {
    speak: Option<Sender<Utterance>>,
    /// The id of what is to be heard now; 0 for nothing. What has another id stops by itself.
    now: Arc<AtomicU64>,
}

impl Speaker {
    /// Starts the thread. It first finds out which languages can be spoken and tells `knows`, then tells `ended` the id of each
    /// utterance that has ended.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        parts: Parts,
        knows: impl FnOnce(Vec<Language>) + Send + 'static,
        ended: impl Fn(u64) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (speak, wanted) = channel();
        let now = Arc::new(AtomicU64::new(0));
        let heard = Arc::clone(&now);
        std::thread::Builder::new().name("voice".into()).spawn(move || {
            knows(languages(&parts));
            work(parts, &wanted, &heard, &ended);
        })?;
        Ok(Speaker { speak: Some(speak), now })
    }
}

impl Voice for Speaker {
    fn say(&mut self, utterance: Utterance) {
        self.now.store(utterance.id, Ordering::SeqCst);
        let sent = self.speak.as_ref().is_some_and(|speak| speak.send(utterance).is_ok());
        if !sent {
            tracing::warn!("the voice has ended; nothing is read aloud any more");
        }
    }

    fn hush(&mut self) {
        self.now.store(0, Ordering::SeqCst);
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.hush();
        self.speak = None;
    }
}

fn work(mut parts: Parts, wanted: &Receiver<Utterance>, now: &AtomicU64, ended: &dyn Fn(u64)) {
    for utterance in wanted {
        let stopped = || now.load(Ordering::SeqCst) != utterance.id;
        if stopped() {
            continue;
        }
        let sound = recorded(&parts, &utterance).or_else(|| spoken(&parts, &utterance, &stopped));
        if let Some(sound) = sound.and_then(|sound| sound.at(gain(utterance.loudness)))
            && !stopped()
            && !parts.sounder.play(&sound.wav, sound.length.min(LONGEST), utterance.ear, &stopped)
        {
            tracing::warn!("something was to be read aloud and nothing sounded");
        }
        if !stopped() {
            ended(utterance.id);
        }
    }
}

/// Part of full scale: 20 dB below it, 10 dB below it, and all of it.
fn gain(loudness: Loudness) -> f32 {
    match loudness {
        Loudness::Plain => 0.1,
        Loudness::Loud => 0.316,
        Loudness::Loudest => 1.0,
    }
}

/// The site's own recording of this text.
fn recorded(parts: &Parts, utterance: &Utterance) -> Option<Sound> {
    let (folder, key) = (parts.recordings.as_ref()?, utterance.key.as_ref()?);
    let file = folder.join(utterance.language.code()).join(format!("{key}.wav"));
    let bytes = std::fs::read(&file).ok()?;
    let sound = Sound::read(&bytes);
    if sound.is_none() {
        tracing::warn!(file = %file.display(), "this recording is no WAV file of 16 bits; the machine speaks instead");
    }
    sound
}

fn spoken(parts: &Parts, utterance: &Utterance, stopped: &dyn Fn() -> bool) -> Option<Sound> {
    match synth::speak(&parts.program, utterance.language, &utterance.words, stopped) {
        Ok(bytes) => Sound::read(&bytes),
        Err(error) => {
            tracing::warn!(%error, "a text could not be read aloud");
            None
        }
    }
}

/// Those that espeak-ng has a voice for, and those that the site recorded.
fn languages(parts: &Parts) -> Vec<Language> {
    let mut known = synth::languages(&parts.program).unwrap_or_else(|error| {
        tracing::info!(%error, "the machine has no voice; only what the site recorded is read aloud");
        Vec::new()
    });
    let folders = parts.recordings.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let recorded = folders.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<Language>().ok());
    for language in recorded {
        if !known.contains(&language) {
            known.push(language);
        }
    }
    known
}

#[cfg(test)]
mod tests;
