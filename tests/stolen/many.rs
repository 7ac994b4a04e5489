//! A thousand residents: what each leaves, and every word of it, none of which stands anywhere else.

use inloop::clock::{BenchLuck, Luck};
use inloop::entry::*;
use std::time::Duration;

/// Syllables from which words are made, in the scripts of the glass.
const SYLLABLES: [&[&str]; 4] = [
    &["ka", "lo", "mi", "tu", "re", "sna", "vo", "ghi", "pel", "dro"],
    &["ба", "ло", "ми", "ту", "ре", "сна", "во", "ги", "пел", "дро"],
    &["با", "لو", "مي", "تو", "ري", "سنا", "فو", "غي", "پل", "درو"],
    &["በላ", "ሎሚ", "ሚት", "ቱረ", "ሬስ", "ስና", "ቮግ", "ጊፔ", "ፔል", "ድሮ"],
];
/// What is made of six of ten: none of these comes twice by chance.
const LONG: usize = 6;
/// Of so many residents one speaks.
const SPEAKS_ONE_OF: usize = 25;
/// Bytes of what they say: two pieces.
const SOUND: usize = 200_000;

/// One resident.
pub(crate) struct Resident {
    pub(crate) body: Body,
    pub(crate) recording: Option<Recording>,
    /// Every word that is theirs.
    pub(crate) words: Vec<String>,
}

struct Source(BenchLuck, usize);

impl Source {
    fn word(&mut self) -> String {
        let syllables = SYLLABLES[self.1 % SYLLABLES.len()];
        (0..LONG).map(|_| syllables[self.0.below(syllables.len() as u64).unwrap() as usize]).collect()
    }

    fn digits(&mut self) -> String {
        format!("06{:08}", 10_000_000 + self.0.below(89_999_999).unwrap())
    }
}

/// The resident of this number; the same each time.
pub(crate) fn resident(number: usize) -> Resident {
    let mut source = Source(BenchLuck::seeded(number as u64), number);
    let mut words = Vec::new();
    let mut own = |word: String| {
        words.push(word.clone());
        word
    };
    let contact = match number % 4 {
        0 => {
            let number = own(source.digits());
            let number = PhoneNumber::parse(&number).ok();
            assert!(number.is_some());
            Some(Contact::Call { number, when: None, voicemail: false, safe: Some(false) })
        }
        1 => {
            let plain = format!("{}@voorbeeld.nl", own(format!("adres{:09}", source.0.below(999_999_999).unwrap())));
            Some(Contact::Email { address: EmailAddress::parse(&plain).ok() })
        }
        _ => Some(Contact::VisitUs),
    };
    let name = Words::new(&own(source.word())).ok();
    let text = format!("{} {}, {}", own(source.word()), own(source.word()), own(source.word()));
    let mut recording = None;
    let body = if number % 5 == 4 {
        let about = About::ALL[number % About::ALL.len()];
        Body::Worry(Worry {
            danger: Some(number.is_multiple_of(2)),
            about: Some(about),
            words: Words::new(&text).ok(),
            contact,
            name,
            ..Worry::default()
        })
    } else {
        if number.is_multiple_of(SPEAKS_ONE_OF) {
            let said = own(format!("gezegd{:012}", source.0.below(999_999_999_999).unwrap()));
            recording = Recording::new(
                said.as_bytes().iter().copied().cycle().take(SOUND).collect::<Vec<_>>().into(),
                Duration::from_secs(9),
            )
            .ok();
            assert!(recording.is_some());
        }
        let goal = Some(Goal::Own(Words::new(&own(source.word())).unwrap()));
        let topic = Some(Topic::ALL[number % Topic::ALL.len()]);
        let need = Some(Need::ALL[number % Need::ALL.len()]);
        Body::Question(Question { topic, need, words: Words::new(&text).ok(), contact, name, goal, ..Question::default() })
    };
    Resident { body, recording, words }
}
