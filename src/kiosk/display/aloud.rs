//! What the hall hears: a chime, then who is called and to where, in the languages of the post that the machine can speak.
//!
//! One call after another, each to its end: where the next one waits already, the second language of this one is left out.

use crate::entry::Language;
use crate::kiosk::listening::{Ear, Utterance, Voice};
use crate::kiosk::voice::{self, LONGEST, Sounder, Speaker};
use crate::visit::Loudness;
use inloop_hardware::chime;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use zeroize::Zeroizing;

/// What sounds.
pub struct Sounders {
    /// Plays the chime.
    pub chime: Box<dyn Sounder>,
    /// Plays what is said.
    pub voice: Box<dyn Sounder>,
    /// The program that speaks.
    pub program: PathBuf,
}

/// One call, in each of these languages.
type Said = Vec<(Language, String)>;

/// Says calls, on threads of its own.
pub(super) struct Aloud(Sender<Said>);

impl Aloud {
    pub(super) fn start(sounders: Sounders) -> std::io::Result<Self> {
        let Sounders { chime, voice, program } = sounders;
        let known = Arc::new(Mutex::new(Vec::new()));
        let (learns, (tell_ended, ended)) = (Arc::clone(&known), channel());
        let parts = voice::Parts { sounder: voice, recordings: None, program };
        let knows = move |languages| *learns.lock().unwrap_or_else(PoisonError::into_inner) = languages;
        // It fails only where nobody waits for the end.
        let speaker = Speaker::start(parts, knows, move |id| _ = tell_ended.send(id))?;
        let (announce, calls) = channel();
        let hall = Hall { chime, speaker, known, ended, said: 0 };
        std::thread::Builder::new().name("aloud".into()).spawn(move || hall.run(&calls))?;
        Ok(Aloud(announce))
    }

    /// Says it after everything that was to be said before.
    pub(super) fn announce(&self, said: Said) {
        if self.0.send(said).is_err() {
            tracing::warn!("nothing is said aloud any more");
        }
    }
}

struct Hall {
    chime: Box<dyn Sounder>,
    speaker: Speaker,
    known: Arc<Mutex<Vec<Language>>>,
    ended: Receiver<u64>,
    /// The id of what was said last.
    said: u64,
}

impl Hall {
    fn run(mut self, calls: &Receiver<Said>) {
        let mut waiting = VecDeque::new();
        while let Some(said) = waiting.pop_front().or_else(|| calls.recv().ok()) {
            self.ring();
            for (place, (language, words)) in said.into_iter().enumerate() {
                waiting.extend(calls.try_iter());
                if place > 0 && !waiting.is_empty() {
                    break;
                }
                if self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(&language) {
                    self.say(language, words);
                }
            }
        }
    }

    fn ring(&mut self) {
        let length = Duration::from_millis(chime::LENGTH_MS.into());
        if !self.chime.play(&chime::wav(), length, Ear::Loudspeaker, &|| false) {
            tracing::warn!("the chime could not be heard: no player of sound worked");
        }
    }

    fn say(&mut self, language: Language, words: String) {
        self.said += 1;
        let (id, words) = (self.said, Zeroizing::new(words));
        // A recording is of one text as it stands; every call is another.
        let key = None;
        self.speaker.say(Utterance { id, language, key, words, ear: Ear::Loudspeaker, loudness: Loudness::Loud });
        while self.ended.recv_timeout(LONGEST).is_ok_and(|ended| ended != id) {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    const PATIENCE: Duration = Duration::from_secs(20);

    /// Tells what sounds, by its name and how long it is.
    struct Heard(&'static str, Sender<&'static str>);

    impl Sounder for Heard {
        fn play(&mut self, _: &[u8], _: Duration, ear: Ear, _: &dyn Fn() -> bool) -> bool {
            assert_eq!(ear, Ear::Loudspeaker);
            self.1.send(self.0).is_ok()
        }
    }

    /// A program that knows Dutch and English, writes down what it is to say, and says a chime.
    fn program(folder: &std::path::Path) -> PathBuf {
        let (file, sound, said) = (folder.join("speaks"), folder.join("sound.wav"), folder.join("said"));
        std::fs::write(&sound, chime::wav()).unwrap();
        let voices = "Pty Language Age/Gender VoiceName\n 5  nl  --/M  Dutch\n 2  en-gb  --/M  English";
        let (sound, said) = (sound.display(), said.display());
        let says = format!("(echo \"$2\"; cat; echo) >> {said}; cat {sound}");
        std::fs::write(&file, format!("#!/bin/sh\nif [ \"$1\" = --voices ]; then echo '{voices}'; exit; fi\n{says}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o700)).unwrap();
        file
    }

    #[test]
    fn a_chime_comes_first_and_each_call_is_said_in_the_languages_that_the_machine_can_speak() {
        let folder = tempfile::tempdir().unwrap();
        let (tell, heard) = channel();
        let (chime, voice) = (Box::new(Heard("chime", tell.clone())), Box::new(Heard("voice", tell)));
        let aloud = Aloud::start(Sounders { chime, voice, program: program(folder.path()) }).unwrap();
        let of = |code: &str, words: &str| (code.parse().unwrap(), words.to_owned());
        aloud.announce(vec![of("nl", "Boom 27: Kamer 2"), of("ti", "?"), of("en", "Tree 27: Kamer 2")]);
        let all: Vec<_> = (0..3).map(|_| heard.recv_timeout(PATIENCE).unwrap()).collect();
        assert_eq!(all, ["chime", "voice", "voice"]);
        let said = std::fs::read_to_string(folder.path().join("said")).unwrap();
        assert_eq!(said, "nl\nBoom 27: Kamer 2\nen\nTree 27: Kamer 2\n");
    }

    #[test]
    fn where_nothing_speaks_the_chime_is_heard() {
        let (tell, heard) = channel();
        let (chime, voice) = (Box::new(Heard("chime", tell.clone())), Box::new(Heard("voice", tell)));
        let aloud = Aloud::start(Sounders { chime, voice, program: PathBuf::from("/nowhere/espeak-ng") }).unwrap();
        for _ in 0..2 {
            aloud.announce(vec![(Language::NL, "Boom 27: Kamer 2".to_owned())]);
        }
        assert_eq!([heard.recv_timeout(PATIENCE), heard.recv_timeout(PATIENCE)], [Ok("chime"), Ok("chime")]);
        drop(aloud);
        assert!(heard.recv_timeout(PATIENCE).is_err(), "and nothing else");
    }
}
