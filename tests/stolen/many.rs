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
    let mut recording = None;
    let body = match number % 10 {
        4 | 9 => Body::Worry(Worry {
            danger: Some(number.is_multiple_of(2)),
            about: Some(About::ALL[number % About::ALL.len()]),
            contact: contact(number, &mut source, &mut own),
            name: Words::new(&own(source.word())).ok(),
            words: Words::new(&text(&mut source, &mut own)).ok(),
            ..Worry::default()
        }),
        // No kiosk promises a time here: each is a wish, which says how to reach them.
        3 => Body::Booking(wish(&mut source, &mut own)),
        8 => {
            let mut random = [0; 16];
            random[..8].copy_from_slice(&source.0.below(u64::MAX).unwrap().to_be_bytes());
            let code = Secret::new(random);
            own(code.to_code().to_string());
            Body::Change(Change { code, to: wish(&mut source, &mut own) })
        }
        6 => Body::Offering(Offering {
            deeds: vec![Deed::ALL[number % Deed::ALL.len()]],
            contact: Some(call(&mut source, &mut own)),
            name: Words::new(&own(source.word())).ok(),
            ..Offering::default()
        }),
        _ => {
            if number.is_multiple_of(SPEAKS_ONE_OF) {
                let said = own(format!("gezegd{:012}", source.0.below(999_999_999_999).unwrap()));
                let sound: Vec<u8> = said.as_bytes().iter().copied().cycle().take(SOUND).collect();
                recording = Recording::new(sound.into(), Duration::from_secs(9)).ok();
                assert!(recording.is_some());
            }
            Body::Question(Question {
                topic: Some(Topic::ALL[number % Topic::ALL.len()]),
                need: Some(Need::ALL[number % Need::ALL.len()]),
                contact: contact(number, &mut source, &mut own),
                name: Words::new(&own(source.word())).ok(),
                words: Words::new(&text(&mut source, &mut own)).ok(),
                goal: Some(Goal::Own(Words::new(&own(source.word())).unwrap())),
                ..Question::default()
            })
        }
    };
    Resident { body, recording, words }
}

/// One in four is called, one in four written to; the others come by.
fn contact(number: usize, source: &mut Source, own: &mut impl FnMut(String) -> String) -> Option<Contact> {
    match number % 4 {
        0 => Some(call(source, own)),
        1 => {
            let plain = format!("{}@voorbeeld.nl", own(format!("adres{:09}", source.0.below(999_999_999).unwrap())));
            Some(Contact::Email { address: EmailAddress::parse(&plain).ok() })
        }
        _ => Some(Contact::VisitUs),
    }
}

fn call(source: &mut Source, own: &mut impl FnMut(String) -> String) -> Contact {
    let number = PhoneNumber::parse(&own(source.digits())).ok();
    assert!(number.is_some());
    Contact::Call { number, when: None, voicemail: false, safe: Some(false) }
}

fn wish(source: &mut Source, own: &mut impl FnMut(String) -> String) -> Booking {
    Booking { whom: Whom::Team, time: None, contact: Some(call(source, own)) }
}

fn text(source: &mut Source, own: &mut impl FnMut(String) -> String) -> String {
    format!("{} {}, {}", own(source.word()), own(source.word()), own(source.word()))
}
