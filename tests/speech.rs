//! The voice that Debian brings: espeak-ng itself. Needs it installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::entry::Language;
use inloop::kiosk::listening::{Ear, Utterance, Voice};
use inloop::kiosk::voice::{Parts, Sounder, Speaker};
use inloop::texts::{Library, Text};
use inloop::visit::Loudness;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use zeroize::Zeroizing;

const PATIENCE: Duration = Duration::from_secs(60);
/// The languages of the glass that espeak-ng 1.51 can speak: all but Tigrinya.
const SPOKEN: [&str; 7] = ["nl", "en", "ar", "tr", "pl", "uk", "fa"];

/// Tells how long each sound is, and how loud its loudest sample.
struct Measured(Sender<(Duration, i16)>);

impl Sounder for Measured {
    fn play(&mut self, wav: &[u8], length: Duration, _: Ear, _: &dyn Fn() -> bool) -> bool {
        let samples = hound::WavReader::new(wav).unwrap().into_samples::<i16>().map(Result::unwrap);
        self.0.send((length, samples.map(i16::saturating_abs).max().unwrap())).is_ok()
    }
}

#[test]
fn debians_voice_speaks_seven_of_our_languages_in_whole_sentences() {
    let (heard, sounds) = channel();
    let (knows, known) = channel();
    let (ended, ends) = channel();
    let parts = Parts::new(Box::new(Measured(heard)), None);
    let mut speaker =
        Speaker::start(parts, move |languages| knows.send(languages).unwrap(), move |id| ended.send(id).unwrap()).unwrap();
    let known: Vec<Language> = known.recv_timeout(PATIENCE).unwrap();
    for code in SPOKEN {
        assert!(known.contains(&code.parse().unwrap()), "{code} is not spoken, only {known:?}");
    }
    assert!(!known.contains(&"ti".parse().unwrap()), "Tigrinya is spoken now: then the README can say so");

    let texts = Library::parse(inloop_ui::languages()).unwrap();
    for (id, code) in (1..).zip(SPOKEN) {
        let language: Language = code.parse().unwrap();
        let words = Zeroizing::new(texts.say(language, &Text::key("topic-question")));
        speaker.say(Utterance { id, language, key: None, words, ear: Ear::Loudspeaker, loudness: Loudness::Loudest });
        assert_eq!(ends.recv_timeout(PATIENCE), Ok(id));
        let (length, loudest) = sounds.recv_timeout(PATIENCE).unwrap();
        assert!(length > Duration::from_millis(500) && length < Duration::from_secs(10), "{code}: {length:?}");
        assert!(loudest > 1_000, "{code} is silent");
    }
}
