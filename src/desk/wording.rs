//! What the glass says, as a manager rewords it: which texts may be reworded, what an own wording is held against, and what is
//! told to kiosks.
//!
//! The bundled texts are the desk's too. Fonts are not: here a letter counts where one of the eight languages writes it, and each
//! kiosk looks again, with its fonts, before it says a word of it.

use super::store::own_texts::Own;
use crate::entry::Language;
use crate::texts::{Against, BadTexts, Fault, FaultKind, Findings, Group, Library, entry, groups};
use crate::wire::{MAX_MESSAGE, OwnTexts, Texts, VERSION, signature};
use std::collections::BTreeMap;

/// Code and text of each bundled translation file, in the order of the menu.
pub const BUNDLED: [(&str, &str); 8] = [
    ("nl", include_str!("../../ui/lang/nl.ftl")),
    ("en", include_str!("../../ui/lang/en.ftl")),
    ("ar", include_str!("../../ui/lang/ar.ftl")),
    ("tr", include_str!("../../ui/lang/tr.ftl")),
    ("pl", include_str!("../../ui/lang/pl.ftl")),
    ("uk", include_str!("../../ui/lang/uk.ftl")),
    ("ti", include_str!("../../ui/lang/ti.ftl")),
    ("fa", include_str!("../../ui/lang/fa.ftl")),
];

/// The letters of the longest own wording: the longest bundled text has 130, and a form of a page must hold it in any script.
pub const LONGEST: usize = 400;

/// What is no sentence of the glass: what is said of the file itself, and what only passes on what it is given.
const NOT_A_TEXT: [&str; 4] = ["read-by-native", "direction", "verbatim", "start"];

/// Begins the key of a language's own name, which is in its own script everywhere.
const NAME: &str = "language-";
const QUESTION: &str = "language-question";

/// The bundled texts of that language; none where there are none.
#[must_use]
pub fn bundled(language: Language) -> Option<&'static str> {
    BUNDLED.iter().find(|(code, _)| *code == language.code()).map(|(_, ftl)| *ftl)
}

/// Whether the glass has a text of that name that a site may say otherwise.
#[must_use]
pub fn may_reword(key: &str) -> bool {
    !NOT_A_TEXT.contains(&key) && (!key.starts_with(NAME) || key == QUESTION)
}

/// The texts of that language that may be reworded, by the groups of its file; a group without any is there and empty.
#[must_use]
pub fn texts(language: Language) -> Vec<Group> {
    let mut all = groups(bundled(language).unwrap_or_default());
    all.iter_mut().for_each(|group| group.texts.retain(|(key, _)| may_reword(key)));
    all
}

/// Whether one of the eight languages writes this character, as far as fonts of kiosks can be expected to draw it.
#[must_use]
pub fn draws(letter: char) -> bool {
    let scripts = matches!(letter, '\u{400}'..='\u{52f}' | '\u{620}'..='\u{6ff}' | '\u{1200}'..='\u{137f}');
    let others = matches!(letter,
        ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{17f}'
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{64b}'..='\u{655}' | '\u{66a}'..='\u{66c}' | '\u{1360}'..='\u{1368}'
        | '\u{200c}' | '–' | '—' | '‘' | '’' | '“' | '”' | '„' | '…' | '€' | '‹' | '›');
    others || scripts && letter.is_alphanumeric()
}

/// Looks at an own wording.
#[must_use]
pub fn check(language: Language, key: &str, words: &str) -> Findings {
    Against { bundled: &BUNDLED, draws }.check_one(language.code(), key, words)
}

/// The translation file that kiosks are told of `own`, which was checked.
#[must_use]
pub fn told(language: Language, own: &Own) -> Texts {
    let known = |(key, words): (&String, &String)| may_reword(key).then(|| entry(key, words).ok()).flatten();
    Texts { v: VERSION, language: language.code().to_owned(), ftl: own.iter().filter_map(known).collect() }
}

/// Whether a kiosk can be told all of `own`: it reads no longer answer.
#[must_use]
pub fn fits(language: Language, own: &Own) -> bool {
    serde_json::to_vec(&told(language, own)).is_ok_and(|message| message.len() <= MAX_MESSAGE)
}

/// How the site's data names them; none where there is nothing to say otherwise.
#[must_use]
pub fn named(language: Language, own: &Own) -> Option<OwnTexts> {
    let Texts { language, ftl, .. } = told(language, own);
    (!ftl.is_empty()).then(|| OwnTexts { language, digest: signature::digest(ftl.as_bytes()) })
}

/// What the glass says in these languages and in Dutch, which is said where one of them lacks something.
///
/// # Errors
/// Where the bundled texts cannot be used.
pub fn library(languages: &[Language], own: &BTreeMap<String, Own>) -> Result<Library, BadTexts> {
    let wanted = |code: &str| code == Language::NL.code() || languages.iter().any(|language| language.code() == code);
    let mut library = Library::parse(BUNDLED.iter().copied().filter(|(code, _)| wanted(code)))?;
    for language in library.languages().collect::<Vec<_>>() {
        let Some(own) = own.get(language.code()) else { continue };
        if let Err(error) = library.reword([(language.code(), told(language, own).ftl.as_str())]) {
            tracing::warn!(%error, "own wordings cannot be used, and are said as bundled");
        }
    }
    Ok(library)
}

/// The places of a text, as they have to stay.
#[must_use]
pub fn places(words: &str) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for part in words.split('$').skip(1) {
        let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        if !name.is_empty() && !places.contains(&name) {
            places.push(name);
        }
    }
    places
}

/// What is wrong with an own wording that is longer than a form holds.
#[must_use]
pub fn too_long(key: &str, words: &str) -> Option<Fault> {
    let most = || Fault { kind: FaultKind::TooLong, key: key.to_owned(), detail: LONGEST.to_string() };
    (words.chars().count() > LONGEST).then(most)
}

/// What is wrong with an own wording that [`fits`] no message any more.
#[must_use]
pub fn full(key: &str) -> Fault {
    Fault { kind: FaultKind::Full, key: key.to_owned(), detail: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::{Text, letters};

    #[test]
    fn what_the_bundled_files_write_is_written_by_the_eight_languages() {
        for (code, ftl) in BUNDLED {
            let strange: String = letters(ftl).filter(|letter| *letter != '\n' && !draws(*letter)).collect();
            assert_eq!(strange, "", "{code}");
        }
        assert!(!draws('漢') && !draws('\u{7}') && !draws('\n') && !draws('\u{202e}') && !draws('😀'));
    }

    #[test]
    fn every_group_has_a_title_in_both_languages_of_the_desk_and_no_text_is_longer_than_a_form_holds() {
        let dutch = texts(Language::NL);
        for (code, _) in BUNDLED {
            let all = texts(code.parse().unwrap());
            assert_eq!(all.len(), dutch.len(), "{code}");
            for group in &all {
                assert!(!group.title.is_empty() || group.texts.iter().all(|(key, _)| key.starts_with("list-")), "{code}");
                assert!(group.texts.iter().all(|(_, words)| words.chars().count() < LONGEST / 2), "{code}: {}", group.title);
            }
        }
    }

    #[test]
    fn every_bundled_text_may_be_saved_as_it_is() {
        for (code, _) in BUNDLED {
            let language = code.parse().unwrap();
            for (key, words) in texts(language).into_iter().flat_map(|group| group.texts) {
                assert_eq!(check(language, &key, &words).refused, [], "{code}: {key}");
            }
        }
    }

    #[test]
    fn what_is_told_fits_a_message_and_what_does_not_is_known() {
        let key = |number: usize| format!("key-{number}");
        let own = |many: usize| (0..many).map(|number| (key(number), "ሀ".repeat(LONGEST))).collect::<Own>();
        assert!(fits(Language::NL, &own(50)) && !fits(Language::NL, &own(60)));
        assert_eq!(named(Language::NL, &Own::new()), None);
    }

    #[test]
    fn a_library_says_own_words_and_dutch_for_what_a_language_lacks() {
        let own: Own = [("home-ask".to_owned(), "Ik wil iets vragen".to_owned())].into();
        let english = "en".parse().unwrap();
        let library = library(&[english], &[("nl".to_owned(), own)].into()).unwrap();
        assert_eq!(library.say(Language::NL, &Text::key("home-ask")), "Ik wil iets vragen");
        assert_eq!(library.say(english, &Text::key("home-ask")), "I have a question");
    }
}
