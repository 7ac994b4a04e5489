//! The resident's voice, from the microphone into a FLAC file in memory, and from there into the handset.
//!
//! 1. The microphone is on between [`Recorder::record`] and the end of that recording, and at no other time.
//! 2. Sound is packed as it comes, so that there is one copy of it, in memory that is wiped; it never touches a disk.
//! 3. A microphone may be absent, slow, hang or vanish: each ends in an answer within a time that is named here, and what was
//!    recorded until then is handed over with it.
//! 4. What a recording sounds like is not changed: how loud somebody wants the voice is another matter.

mod alsa;
mod flac;
mod take;
mod twin;

pub use alsa::AlsaMicrophone;
pub use flac::{NotEncoded, decode};
pub use take::loudness;
pub use twin::{SoundFile, Then};

use super::listening::Ear;
use super::voice::{Sound, Sounder};
use crate::entry::RECORDING_RATE;
use crate::visit::{Event, Tape};
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use take::Take;
use zeroize::Zeroizing;

/// How often the recorder looks whether somebody wants it to stop: quicker than a finger.
const LOOK: Duration = Duration::from_millis(20);
/// A microphone of which nothing came for so long is gone; one that was just turned on may need a second.
const SILENT_FOR: Duration = Duration::from_secs(3);
/// After a failure the microphone is not offered for so long: then somebody may have plugged it in again.
pub const TRY_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// Records and plays, on threads of its own: the glass never waits for it.
pub trait Recorder {
    /// Turns the microphone on. Answers come through a [`super::glass::GlassHandle`]: [`Event::Level`] while it is on, then
    /// [`Event::Recorded`] or [`Event::RecordingFailed`]; returned where it is known at once that there is none.
    fn record(&mut self, tape: Tape) -> Option<Event>;

    /// Turns it off, and hands over what was said.
    fn halt(&mut self, tape: Tape);

    /// Plays a FLAC file into the handset and tells [`Event::Played`]; returned where it cannot be.
    fn play(&mut self, tape: Tape, flac: Zeroizing<Vec<u8>>) -> Option<Event>;

    /// Off and silent at once; what was not handed over is wiped. No answer.
    fn discard(&mut self);
}

/// A machine without a microphone.
#[derive(Debug)]
pub struct NoRecorder;

impl Recorder for NoRecorder {
    fn record(&mut self, tape: Tape) -> Option<Event> {
        Some(Event::RecordingFailed(tape, None))
    }
    fn halt(&mut self, _: Tape) {}
    fn play(&mut self, tape: Tape, _: Zeroizing<Vec<u8>>) -> Option<Event> {
        Some(Event::Played(tape))
    }
    fn discard(&mut self) {}
}

/// Hears whether there is a microphone.
pub type Ready = Arc<dyn Fn(bool) + Send + Sync>;

/// Where sound comes in.
pub trait Microphone: Send + 'static {
    /// Tells whether there is one, now and whenever that changes. It is not turned on for that. Asked again after a failure.
    fn watch(&mut self, ready: Ready);

    /// Turns it on.
    ///
    /// # Errors
    /// Where it cannot be.
    fn open(&mut self) -> Result<Opened, NoSound>;
}

/// A microphone that is on, until this is dropped.
pub struct Opened {
    /// What it hears: one channel of 16 bits, [`RECORDING_RATE`] a second. It ends where the microphone does.
    pub samples: Receiver<Zeroizing<Vec<i16>>>,
    /// Dropped after `samples`: turns it off.
    pub on: Box<dyn Any + Send>,
}

/// Why nothing is recorded. For the log; a resident reads another sentence.
#[derive(Debug, thiserror::Error)]
pub enum NoSound {
    /// The program that records.
    #[error("{0} cannot be started")]
    NotStarted(String, #[source] std::io::Error),
    /// The device.
    #[error("the microphone ended by itself")]
    Ended,
    /// The device hangs.
    #[error("nothing came from the microphone for {SILENT_FOR:?}")]
    Silent,
    /// Nobody is there who has one.
    #[error("no page with a microphone is open")]
    NoPage,
    /// The encoder.
    #[error(transparent)]
    NotEncoded(#[from] NotEncoded),
}

/// What a recorder is made of.
pub struct Parts {
    /// Where sound comes in.
    pub microphone: Box<dyn Microphone>,
    /// What plays; only ever into the handset.
    pub sounder: Box<dyn Sounder>,
}

enum Wanted {
    Record(Tape),
    Play(Tape, Zeroizing<Vec<u8>>),
}

/// What is wanted now, seen at once by whoever records or plays.
#[derive(Default)]
struct Wish {
    /// The number of the tape that is wanted; 0 for none. What has another stops by itself.
    tape: AtomicU64,
    halt: AtomicBool,
}

impl Wish {
    fn begin(&self, tape: Tape) {
        self.halt.store(false, Ordering::SeqCst);
        self.tape.store(tape.number(), Ordering::SeqCst);
    }

    fn is(&self, tape: Tape) -> bool {
        self.tape.load(Ordering::SeqCst) == tape.number()
    }
}

/// Records and plays on a thread of its own.
pub struct TapeRecorder {
    wanted: Option<Sender<Wanted>>,
    wish: Arc<Wish>,
}

impl TapeRecorder {
    /// Starts the thread. It tells `ready` whether there is a microphone, and `tell` its answers.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(
        parts: Parts,
        ready: impl Fn(bool) + Send + Sync + 'static,
        tell: impl Fn(Event) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (wanted, to_do) = channel();
        let wish = Arc::new(Wish::default());
        let mut work = Work { parts, ready: Arc::new(ready), tell: Box::new(tell), wish: Arc::clone(&wish), failed: false };
        std::thread::Builder::new().name("recorder".into()).spawn(move || work.go_on(&to_do))?;
        Ok(TapeRecorder { wanted: Some(wanted), wish })
    }

    /// False where the thread has ended.
    fn want(&self, tape: Tape, wanted: Wanted) -> bool {
        self.wish.begin(tape);
        let sent = self.wanted.as_ref().is_some_and(|to| to.send(wanted).is_ok());
        if !sent {
            tracing::error!("the recorder has ended; nothing is recorded or played any more");
        }
        sent
    }
}

impl Recorder for TapeRecorder {
    fn record(&mut self, tape: Tape) -> Option<Event> {
        (!self.want(tape, Wanted::Record(tape))).then_some(Event::RecordingFailed(tape, None))
    }

    fn halt(&mut self, tape: Tape) {
        if self.wish.is(tape) {
            self.wish.halt.store(true, Ordering::SeqCst);
        }
    }

    fn play(&mut self, tape: Tape, flac: Zeroizing<Vec<u8>>) -> Option<Event> {
        (!self.want(tape, Wanted::Play(tape, flac))).then_some(Event::Played(tape))
    }

    fn discard(&mut self) {
        self.wish.tape.store(0, Ordering::SeqCst);
    }
}

impl Drop for TapeRecorder {
    fn drop(&mut self) {
        self.discard();
        self.wanted = None;
    }
}

struct Work {
    parts: Parts,
    ready: Ready,
    tell: Box<dyn Fn(Event) + Send>,
    wish: Arc<Wish>,
    failed: bool,
}

impl Work {
    fn go_on(&mut self, to_do: &Receiver<Wanted>) {
        self.parts.microphone.watch(Arc::clone(&self.ready));
        loop {
            let wanted = if self.failed {
                match to_do.recv_timeout(TRY_AGAIN_AFTER) {
                    Err(RecvTimeoutError::Timeout) => {
                        self.failed = false;
                        self.parts.microphone.watch(Arc::clone(&self.ready));
                        continue;
                    }
                    wanted => wanted.ok(),
                }
            } else {
                to_do.recv().ok()
            };
            match wanted {
                None => return,
                Some(Wanted::Record(tape)) => self.record(tape),
                Some(Wanted::Play(tape, flac)) => self.play(tape, &flac),
            }
        }
    }

    fn record(&mut self, tape: Tape) {
        let mut take = Take::default();
        let ended = self.listen(tape, &mut take);
        // The microphone is off.
        if !self.wish.is(tape) {
            return;
        }
        let recording = take.finish();
        let event = match (ended, recording) {
            (Ok(()), Ok(Some(recording))) => Event::Recorded(tape, recording),
            // Halted before anything came: nobody has to be told of a microphone that does not work.
            (Ok(()), Ok(None)) => Event::RecordingFailed(tape, None),
            (Err(why), until_then) => {
                self.fails(&why);
                Event::RecordingFailed(tape, until_then.ok().flatten())
            }
            (Ok(()), Err(why)) => {
                self.fails(&why.into());
                Event::RecordingFailed(tape, None)
            }
        };
        (self.tell)(event);
    }

    fn fails(&mut self, why: &NoSound) {
        tracing::warn!(%why, "a recording could not be made; the microphone is not offered for a while");
        self.failed = true;
        (self.ready)(false);
    }

    /// Until it is halted, unwanted, as long as may be, or the microphone fails.
    fn listen(&mut self, tape: Tape, take: &mut Take) -> Result<(), NoSound> {
        if !self.wish.is(tape) {
            return Ok(());
        }
        let opened = self.parts.microphone.open()?;
        let mut silent = Duration::ZERO;
        while self.wish.is(tape) && !self.wish.halt.load(Ordering::SeqCst) && !take.is_full() {
            match opened.samples.recv_timeout(LOOK) {
                Ok(samples) => {
                    silent = Duration::ZERO;
                    self.hear(tape, take, &samples)?;
                }
                Err(RecvTimeoutError::Timeout) if silent >= SILENT_FOR => return Err(NoSound::Silent),
                Err(RecvTimeoutError::Timeout) => silent += LOOK,
                Err(RecvTimeoutError::Disconnected) => return Err(NoSound::Ended),
            }
        }
        // What was said before the finger came down belongs to it.
        for samples in opened.samples.try_iter() {
            self.hear(tape, take, &samples)?;
        }
        Ok(())
    }

    fn hear(&self, tape: Tape, take: &mut Take, samples: &[i16]) -> Result<(), NotEncoded> {
        for level in take.add(samples)? {
            (self.tell)(Event::Level(tape, level));
        }
        Ok(())
    }

    fn play(&mut self, tape: Tape, flac: &[u8]) {
        let stopped = || !self.wish.is(tape);
        let sound = decode(flac).and_then(|samples| Sound::of(samples, RECORDING_RATE).at(1.0));
        let played =
            sound.is_some_and(|sound| stopped() || self.parts.sounder.play(&sound.wav, sound.length, Ear::Handset, &stopped));
        if !played {
            tracing::warn!("a recording was to be played into the handset, and nothing sounded");
        }
        if !stopped() {
            (self.tell)(Event::Played(tape));
        }
    }
}

#[cfg(test)]
mod tests;
