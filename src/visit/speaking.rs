//! "Ja, ik wil spreken": a recording that is made, heard again and deleted at the glass.
//!
//! 1. The microphone is on only while the glass says so: whatever takes the resident away from that screen turns it off.
//! 2. What was said stands in one place, [`super::answers::Answers`], and leaves with the entry or is wiped with the visit.
//! 3. A microphone that fails takes nothing away: what was recorded until then stays, and typing is offered.

use super::event::{Effect, Level, Tape};
use super::step::Step;
use super::tiles::tile;
use super::view::{Doing, Screen, Speaking, Tile};
use super::{Visit, Why};
use crate::entry::{LONGEST_RECORDING, Recording};
use crate::texts::{Arg, Text};
use std::time::{Duration, Instant};

/// A microphone that has not begun, or a recording that has not come, after so long will not: the resident waits no longer.
pub const RECORDER_ANSWERS_WITHIN: Duration = Duration::from_secs(10);
/// Whoever has not been heard for so long is told to speak louder: longer than anybody looks for a first word.
pub const UNHEARD_AFTER: Duration = Duration::from_secs(4);
/// The last seconds are counted aloud in writing: long enough to come to an end.
pub const LAST_SECONDS: Duration = Duration::from_secs(20);

/// What the microphone and the recording are doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing.
    #[default]
    Still,
    /// The microphone is on, or is being turned on.
    Records {
        tape: Tape,
        since: Instant,
        level: Option<Level>,
    },
    /// It is off; what was said is being put together.
    Ends {
        tape: Tape,
        until: Instant,
        level: Option<Level>,
    },
    Plays(Tape),
}

/// What is known of speaking beside the recording itself.
#[derive(Debug, Default)]
pub(super) struct Speech {
    phase: Phase,
    /// Something has been heard since the recording began.
    heard: bool,
    /// In what was recorded nothing could be heard.
    unheard: bool,
    /// The microphone failed.
    failed: bool,
}

impl Speech {
    /// The microphone is on, or a recording sounds: nobody is away.
    pub(super) fn is_live(&self) -> bool {
        self.phase != Phase::Still
    }

    pub(super) fn records(&self) -> bool {
        matches!(self.phase, Phase::Records { .. } | Phase::Ends { .. })
    }

    /// When time alone changes something, and why.
    pub(super) fn due(&self) -> Option<(Instant, Why)> {
        match self.phase {
            Phase::Still | Phase::Plays(_) => None,
            Phase::Records { since, level: None, .. } => Some((since + RECORDER_ANSWERS_WITHIN, Why::RecorderSilent)),
            Phase::Records { since, .. } => Some((since + LONGEST_RECORDING, Why::SpokenLongEnough)),
            Phase::Ends { until, .. } => Some((until, Why::RecorderSilent)),
        }
    }
}

impl Visit {
    /// What was said and has not been handed in: for whoever plays it.
    pub fn recording(&self) -> Option<&Recording> {
        self.answers.recording.as_ref()
    }

    /// Here is a microphone, and room for what is said; or something was said already, which can be heard and deleted.
    pub(super) fn offers_speaking(&self) -> bool {
        self.site.may_speak || self.answers.recording.is_some()
    }

    pub(super) fn choose_about_speaking(&mut self, id: &str, now: Instant, effects: &mut Vec<Effect>) {
        if !self.speaking_tiles().iter().any(|tile| tile.id == id) {
            return;
        }
        match id {
            "speak-start" | "speak-again" => self.record(now, effects),
            "speak-stop" => self.halt(now, effects),
            "speak-play" => {
                let tape = self.new_tape();
                self.speech.phase = Phase::Plays(tape);
                effects.push(Effect::PlayBack(tape));
            }
            "speak-play-stop" => self.fall_quiet(effects),
            "speak-delete" => {
                self.fall_quiet(effects);
                self.answers.recording = None;
                self.speech = Speech::default();
            }
            "tell-type" => self.go_to(Step::Typing),
            _ => {}
        }
    }

    fn new_tape(&mut self) -> Tape {
        self.next_tape += 1;
        Tape(self.next_tape)
    }

    /// The recording before is kept until this one is there.
    fn record(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        self.fall_quiet(effects);
        let tape = self.new_tape();
        let phase = Phase::Records { tape, since: now, level: None };
        self.speech = Speech { phase, ..Speech::default() };
        effects.push(Effect::Record(tape));
    }

    /// The microphone off; what was said comes with [`super::Event::Recorded`].
    pub(super) fn halt(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if let Phase::Records { tape, level, .. } = self.speech.phase {
            self.speech.phase = Phase::Ends { tape, until: now + RECORDER_ANSWERS_WITHIN, level };
            effects.push(Effect::Halt(tape));
        }
    }

    /// The microphone off, and nothing sounds. What was being said is dropped.
    pub(super) fn fall_quiet(&mut self, effects: &mut Vec<Effect>) {
        if self.speech.is_live() {
            self.speech.phase = Phase::Still;
            effects.push(Effect::Discard);
        }
    }

    /// After every event: the microphone is on, and a recording sounds, on its own screen only.
    pub(super) fn speak_only_there(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        if self.step == Step::Speaking && self.over.is_empty() {
            return;
        }
        match self.speech.phase {
            // Hulp and Taal come back to what was said until then.
            Phase::Records { level: Some(_), .. } if self.step == Step::Speaking => self.halt(now, effects),
            Phase::Ends { .. } if self.step == Step::Speaking => {}
            _ => self.fall_quiet(effects),
        }
    }

    pub(super) fn level(&mut self, of: Tape, heard: Level, effects: &mut Vec<Effect>) {
        if let Phase::Records { tape, level, .. } = &mut self.speech.phase
            && *tape == of
        {
            if level.replace(heard).is_none() {
                effects.push(Effect::MaySpeak);
            }
            self.speech.heard |= heard.loudness >= Level::SPEECH;
        }
    }

    pub(super) fn recorded(&mut self, of: Tape, recording: Recording, now: Instant) {
        if self.recording_ends(of, now) {
            self.answers.recording = Some(recording);
        }
    }

    pub(super) fn recording_failed(&mut self, of: Tape, until_then: Option<Recording>, now: Instant) {
        if self.recording_ends(of, now) {
            self.speech.failed = true;
            if until_then.is_some() {
                self.answers.recording = until_then;
            }
        }
    }

    /// The recorder has not answered in time.
    pub(super) fn recorder_is_silent(&mut self, now: Instant, effects: &mut Vec<Effect>) {
        self.fall_quiet(effects);
        self.speech.failed = true;
        self.somebody_is_there(now);
    }

    pub(super) fn played(&mut self, of: Tape, now: Instant) {
        if self.speech.phase == Phase::Plays(of) {
            self.speech.phase = Phase::Still;
            self.somebody_is_there(now);
        }
    }

    /// False where it is not the recording that this resident makes now.
    fn recording_ends(&mut self, of: Tape, now: Instant) -> bool {
        let is_this = match self.speech.phase {
            Phase::Records { tape, .. } | Phase::Ends { tape, .. } => tape == of,
            Phase::Still | Phase::Plays(_) => false,
        };
        if is_this {
            (self.speech.phase, self.speech.unheard) = (Phase::Still, !self.speech.heard);
            self.somebody_is_there(now);
        }
        is_this
    }

    /// "Uw opname is 12 seconden."
    pub(super) fn length_of(recording: &Recording) -> Text {
        Text::key("speak-kept").with("seconds", Arg::Count(recording.spoken().seconds.into()))
    }

    fn speaking_tiles(&self) -> Vec<Tile> {
        let again = self.site.may_speak.then(|| tile("speak-again", "speak-again", Some("again")));
        let delete = tile("speak-delete", "speak-delete", Some("delete"));
        let type_instead = tile("tell-type", "tell-type", Some("tell-type"));
        match (self.speech.phase, &self.answers.recording) {
            (Phase::Records { .. } | Phase::Ends { .. }, _) => vec![tile("speak-stop", "speak-stop", Some("halt"))],
            (Phase::Plays(_), _) => {
                let stop = tile("speak-play-stop", "speak-play-stop", Some("pause"));
                [stop].into_iter().chain(again).chain([delete]).collect()
            }
            (Phase::Still, Some(_)) => {
                let play = self.site.handset.then(|| tile("speak-play", "speak-play", Some("play")));
                let instead = self.microphone_is_gone().then_some(type_instead);
                play.into_iter().chain(again).chain([delete]).chain(instead).collect()
            }
            (Phase::Still, None) => {
                let start = self.site.may_speak.then(|| tile("speak-start", "speak-start", Some("record")));
                let instead = self.microphone_is_gone().then_some(type_instead);
                start.into_iter().chain(instead).collect()
            }
        }
    }

    fn microphone_is_gone(&self) -> bool {
        self.speech.failed || !self.site.may_speak
    }

    pub(super) fn speaking_screen(&self) -> Screen<'_> {
        let recording = self.answers.recording.as_ref();
        let seconds = |level: Option<Level>| level.map_or(0, |level| level.length.as_secs() as u16);
        let (question, line, doing, seconds, loudness) = match (self.speech.phase, recording) {
            (Phase::Records { level, .. } | Phase::Ends { level, .. }, _) => {
                let records = matches!(self.speech.phase, Phase::Records { .. });
                let loudness = level.filter(|_| records).map_or(0, |level| level.loudness);
                let line = Some(self.line_while_recording(level));
                (Text::key("speak-recording"), line, Doing::Records, seconds(level), loudness.min(Level::MOST))
            }
            (phase, Some(recording)) => {
                let line = if self.microphone_is_gone() {
                    Some(Text::key("speak-no-microphone"))
                } else if self.speech.unheard {
                    Some(Text::key("speak-nothing-heard"))
                } else {
                    self.site.handset.then(|| Text::key("spoken-take-handset"))
                };
                let doing = if phase == Phase::Still { Doing::Holds } else { Doing::Plays };
                (Visit::length_of(recording), line, doing, recording.spoken().seconds, 0)
            }
            (_, None) if self.microphone_is_gone() => {
                let instead = Some(Text::key("speak-type-instead"));
                (Text::key("speak-no-microphone"), instead, Doing::Waits, 0, 0)
            }
            (_, None) => (Text::key("speak-question"), Some(Text::key("speak-limit")), Doing::Waits, 0, 0),
        };
        let lines = line.into_iter().collect();
        Screen::Speaking(Speaking { question, lines, doing, seconds, loudness, tiles: self.speaking_tiles() })
    }

    fn line_while_recording(&self, level: Option<Level>) -> Text {
        let length = level.map_or(Duration::ZERO, |level| level.length);
        let left = LONGEST_RECORDING.saturating_sub(length);
        if left <= LAST_SECONDS {
            Text::key("speak-time-left").with("seconds", Arg::Count(left.as_secs_f64().ceil() as u32))
        } else if !self.speech.heard && length >= UNHEARD_AFTER {
            Text::key("speak-nothing-heard")
        } else {
            Text::key("speak-limit")
        }
    }
}
