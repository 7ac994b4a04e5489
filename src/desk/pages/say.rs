//! What the team reads, in Dutch or English: the worker's choice, kept in a cookie that says nothing else.

use crate::entry::Language;
use crate::texts::Texts;
use std::sync::LazyLock;

const NL: &str = concat!(
    include_str!("../lang/nl.ftl"),
    include_str!("../lang/followup.nl.ftl"),
    include_str!("../lang/people.nl.ftl"),
    include_str!("../lang/patterns.nl.ftl"),
    include_str!("../lang/outside.nl.ftl"),
    include_str!("../lang/wording.nl.ftl"),
    include_str!("../lang/keeping.nl.ftl"),
    include_str!("../lang/posts.nl.ftl"),
    include_str!("../lang/machine.nl.ftl"),
    include_str!("../lang/caretaker.nl.ftl"),
);
const EN: &str = concat!(
    include_str!("../lang/en.ftl"),
    include_str!("../lang/followup.en.ftl"),
    include_str!("../lang/people.en.ftl"),
    include_str!("../lang/patterns.en.ftl"),
    include_str!("../lang/outside.en.ftl"),
    include_str!("../lang/wording.en.ftl"),
    include_str!("../lang/keeping.en.ftl"),
    include_str!("../lang/posts.en.ftl"),
    include_str!("../lang/machine.en.ftl"),
    include_str!("../lang/caretaker.en.ftl"),
);

static DUTCH: LazyLock<Option<Texts>> = LazyLock::new(|| load(Language::NL, NL));
static ENGLISH: LazyLock<Option<Texts>> = LazyLock::new(|| load(Language::EN, EN));

fn load(language: Language, ftl: &str) -> Option<Texts> {
    // The files are part of the program and a test reads them: this cannot be logged in a released desk.
    Texts::parse(language, ftl).inspect_err(|error| tracing::error!(%error, "the desk's texts")).ok()
}

/// One of the two languages of the team's pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Say {
    /// What a desk starts in.
    #[default]
    Dutch,
    /// The other.
    English,
}

impl Say {
    /// From the code in the cookie; anything unknown is Dutch.
    pub(crate) fn from_code(code: &str) -> Self {
        if code == "en" { Say::English } else { Say::Dutch }
    }

    /// The code of the `lang` attribute and of the cookie.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Say::Dutch => "nl",
            Say::English => "en",
        }
    }

    /// The language that the button in the head of the page changes to.
    pub(crate) fn other(self) -> Self {
        match self {
            Say::Dutch => Say::English,
            Say::English => Say::Dutch,
        }
    }

    /// The text of a key.
    pub(crate) fn get(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// The text of a key with one place filled.
    pub(crate) fn with(self, key: &str, place: &'static str, value: impl ToString) -> String {
        self.fill(key, &[(place, value.to_string())])
    }

    /// The text of a key with two places filled.
    pub(crate) fn with_two(self, key: &str, one: (&'static str, &str), two: (&'static str, &str)) -> String {
        self.fill(key, &[(one.0, one.1.to_owned()), (two.0, two.1.to_owned())])
    }

    /// The text of a key with three places filled.
    pub(crate) fn with_three(self, key: &str, places: [(&'static str, &str); 3]) -> String {
        self.fill(key, &places.map(|(place, value)| (place, value.to_owned())))
    }

    /// The text of an answer: `kiosk-state-` and `fine`.
    pub(crate) fn choice(self, prefix: &str, word: &str) -> String {
        self.get(&format!("{prefix}{word}"))
    }

    /// The name of a resident's language; its code where the desk has no name for it.
    pub(crate) fn language(self, language: Language) -> String {
        let key = format!("language-{}", language.code());
        self.try_fill(&key, &[]).unwrap_or_else(|| self.with("language-other", "code", language.code()))
    }

    fn try_fill(self, key: &str, places: &[(&'static str, String)]) -> Option<String> {
        let texts = match self {
            Say::Dutch => &DUTCH,
            Say::English => &ENGLISH,
        };
        texts.as_ref()?.get(key, places)
    }

    fn fill(self, key: &str, places: &[(&'static str, String)]) -> String {
        self.try_fill(key, places).unwrap_or_else(|| {
            tracing::error!(key, language = self.code(), "the desk has no text for this key");
            key.to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{About, Contact, Deed, Free, Need, Picture, Sign, Topic, When};
    use std::collections::BTreeSet;

    fn keys(ftl: &str) -> BTreeSet<&str> {
        ftl.lines()
            .filter_map(|line| line.split_once(" = "))
            .map(|(key, _)| key)
            .filter(|key| !key.starts_with([' ', '#']))
            .collect()
    }

    /// Every `get("key")`, `with("key"` and `key: "key"` of the templates and the pages' own source.
    fn used() -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        for folder in ["src/desk/templates", "src/desk/pages"] {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
            for file in std::fs::read_dir(folder).unwrap() {
                let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
                for call in [".get(\"", ".with(\"", "key(\""] {
                    for rest in text.split(call).skip(1) {
                        let key = rest.split('"').next().unwrap();
                        if key.contains('-') || key == "brand" {
                            used.insert(key.to_owned());
                        }
                    }
                }
            }
        }
        used
    }

    #[test]
    fn both_languages_say_the_same_keys_and_the_same_places() {
        let (nl, en) = (NL, EN);
        assert_eq!(keys(nl), keys(en));
        assert!(keys(nl).len() > 150);
        let places = |ftl: &str, key: &str| -> BTreeSet<String> {
            let line = ftl.lines().find(|line| line.starts_with(&format!("{key} = "))).unwrap().to_owned();
            line.split("{ $").skip(1).map(|rest| rest.split([' ', '}']).next().unwrap().to_owned()).collect()
        };
        for key in keys(nl) {
            assert_eq!(places(nl, key), places(en, key), "{key}");
        }
    }

    #[test]
    fn every_key_that_a_page_uses_is_there() {
        let there = keys(NL);
        let used = used();
        assert!(used.len() > 80, "the search finds the keys: {}", used.len());
        let missing: Vec<_> = used.iter().filter(|key| !there.contains(key.as_str())).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn every_answer_of_a_resident_has_a_name_in_both_languages() {
        let mut words: Vec<String> = Vec::new();
        words.extend(Topic::ALL.iter().map(|topic| format!("topic-{}", topic.word())));
        words.extend(Need::ALL.iter().map(|need| format!("need-{}", need.word())));
        words.extend(When::ALL.iter().map(|when| format!("when-{}", when.word())));
        words.extend(About::ALL.iter().map(|about| format!("about-{}", about.word())));
        words.extend(Sign::ALL.iter().map(|sign| format!("sign-{}", sign.word())));
        words.extend(Deed::ALL.iter().map(|deed| format!("deed-{}", deed.word())));
        words.extend(Free::ALL.iter().map(|free| format!("free-{}", free.word())));
        words.extend(Picture::ALL.iter().map(|picture| format!("teken-{}", picture.word())));
        words.extend(
            [Contact::VisitUs, Contact::Wait, Contact::Email { address: None }]
                .iter()
                .map(|way| format!("contact-{}", way.word())),
        );
        for say in [Say::Dutch, Say::English] {
            for key in &words {
                assert!(say.try_fill(key, &[]).is_some(), "{key} in {}", say.code());
            }
        }
    }

    #[test]
    fn a_language_without_a_name_is_shown_by_its_code() {
        assert_eq!(Say::Dutch.language("so".parse().unwrap()), "Taal: so");
        assert_eq!(Say::English.language("ar".parse().unwrap()), "Arabic");
    }
}
