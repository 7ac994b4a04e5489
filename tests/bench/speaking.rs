//! A microphone on the bench: it hears what the bench says, and says what became of it.

use super::{Bench, Log};
use inloop::entry::Recording;
use inloop::kiosk::recorder::Recorder;
use inloop::visit::{Event, Level, Tape};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use zeroize::Zeroizing;

/// What a recording's file holds here: it stands nowhere else, and cannot come about by chance.
pub const SAID: &str = "geheimzq, zei een stem";

/// What the recorder was told.
#[derive(Default)]
pub struct Taped {
    /// The tape for which the microphone is on.
    pub on: Cell<Option<Tape>>,
    /// The last that was begun.
    pub last: Cell<Option<Tape>>,
    /// What sounds in the handset.
    pub plays: Cell<Option<Tape>>,
    /// The files that were handed in beside a question.
    pub kept: RefCell<Vec<Vec<u8>>>,
}

pub(super) struct BenchRecorder(pub(super) Rc<Log>);

impl Recorder for BenchRecorder {
    fn record(&mut self, tape: Tape) -> Option<Event> {
        assert_eq!(self.0.taped.on.replace(Some(tape)), None, "it is on already");
        self.0.taped.last.set(Some(tape));
        None
    }

    fn halt(&mut self, tape: Tape) {
        // One that ended by itself in the same moment is off already.
        assert!(self.0.taped.on.take().is_none_or(|on| on == tape));
    }

    fn play(&mut self, tape: Tape, flac: Zeroizing<Vec<u8>>) -> Option<Event> {
        assert_eq!(*flac, SAID.as_bytes());
        self.0.taped.plays.set(Some(tape));
        None
    }

    fn discard(&mut self) {
        self.0.taped.on.set(None);
        self.0.taped.plays.set(None);
    }
}

pub fn recording(seconds: u64) -> Recording {
    Recording::new(Zeroizing::new(SAID.as_bytes().to_vec()), Duration::from_secs(seconds)).expect("a recording")
}

impl Bench {
    /// The microphone hears somebody, who has spoken for so long now.
    pub fn hears_somebody(&self, seconds: u64, loudness: u8) {
        let tape = self.log.taped.on.get().expect("the microphone is on");
        self.glass.deliver(Event::Level(tape, Level { length: Duration::from_secs(seconds), loudness }));
    }

    /// The recorder hands over what was asked for last.
    pub fn hands_over(&self, seconds: u64) {
        self.log.taped.on.set(None);
        if let Some(tape) = self.log.taped.last.get() {
            self.glass.deliver(Event::Recorded(tape, recording(seconds)));
        }
    }

    pub fn microphone_fails(&self, until_then: Option<Recording>) {
        self.log.taped.on.set(None);
        if let Some(tape) = self.log.taped.last.get() {
            self.glass.deliver(Event::RecordingFailed(tape, until_then));
        }
    }

    /// What plays has come to its end.
    pub fn playing_ends(&self) {
        if let Some(tape) = self.log.taped.plays.take() {
            self.glass.deliver(Event::Played(tape));
        }
    }
}
