//! The texts themselves: complete, short, and without the words that send people away.

mod files;
mod site;

use super::*;
use files::{FILES, all_places, all_said, keys_and_places};
use std::collections::{BTreeMap, BTreeSet};

/// What stops an A2 reader, accuses, or makes a file of a person: a file that is not valid, something mandatory, a problem, a
/// client, a report. The beginnings of words, where a language bends them.
const NEVER_SAID: [(&str, &[&str]); 8] = [
    ("nl", &["ongeldig", "verplicht", "probleem", "cliënt", "melding"]),
    ("en", &["invalid", "mandatory", "required", "problem", "client", "report"]),
    ("ar", &["غير صالح", "إلزامي", "إجباري", "مشكلة", "عميل", "بلاغ", "خطأ"]),
    ("tr", &["geçersiz", "zorunlu", "mecbur", "problem", "sorun ", "danışan", "müşteri", "ihbar", "şikâyet"]),
    ("pl", &["nieprawidłow", "obowiązkow", "problem", "klient", "zgłosz", "skarg", "błąd"]),
    ("uk", &["недійсн", "обов’язков", "проблем", "клієнт", "скарг", "заяв", "помилк"]),
    ("ti", &["ግዴታ", "ጸገም", "ዓሚል", "ጸብጻብ", "ጌጋ"]),
    ("fa", &["نامعتبر", "اجباری", "الزامی", "مشکل", "مشتری", "مراجع", "گزارش", "خطا"]),
];

/// What may be the same as in Dutch: names, signs, places alone, and words that two languages share.
const SAME_AS_DUTCH: [&str; 14] = [
    "called-now",
    "verbatim",
    "list-comma",
    "start",
    "date",
    "date-tile",
    "hours-day",
    "missed-time",
    "booked-when",
    "bar-size",
    "key-letters",
    "key-digits",
    "key-zero-six",
    "key-plus",
];

/// The rest of those words, language by language.
const SHARED_WORDS: [(&str, &str); 11] = [
    ("en", "bar-stop"),
    ("en", "line-contact"),
    ("en", "bar-contrast"),
    ("en", "offer-when-weekend"),
    ("en", "month-april"),
    ("en", "month-september"),
    ("en", "month-november"),
    ("en", "month-december"),
    ("pl", "bar-stop"),
    ("pl", "key-apostrophe"),
    ("pl", "offer-when-weekend"),
];

/// The most words of a sentence at A2.
const WORDS: usize = 10;

#[test]
fn no_language_lacks_a_text_or_a_place_that_dutch_has() {
    let dutch = keys_and_places(FILES[0].1);
    for (code, ftl) in FILES {
        let own = keys_and_places(ftl);
        let keys = |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(keys(&own).symmetric_difference(&keys(&dutch)).collect::<Vec<_>>(), [""; 0], "{code}");
        for (key, places) in &dutch {
            assert_eq!(own.get(key), Some(places), "{code}: {key}");
        }
    }
}

#[test]
fn every_minute_of_the_day_can_be_said_in_every_language() {
    for (code, ftl) in FILES {
        let times = all_places(ftl).into_iter().filter(|(key, _)| key.starts_with("time-") && key != "time-question");
        for (key, places) in times {
            // "half elf" names the hour that comes, "half past ten" the one that is, "onu çeyrek geçe" bends it.
            let filled = ["hour", "next", "at", "minutes", "time"];
            assert!(!places.is_empty() && places.iter().all(|place| filled.contains(&place.as_str())), "{code}: {key}");
        }
    }
}

#[test]
fn nothing_is_left_in_dutch() {
    let dutch = all_said("nl", FILES[0].1);
    for (code, ftl) in &FILES[1..] {
        for (key, said) in all_said(code, ftl) {
            let may = is_language_name(&key)
                || SAME_AS_DUTCH.contains(&key.as_str())
                || SHARED_WORDS.contains(&(*code, key.as_str()))
                || ["read-by-native", "direction"].contains(&key.as_str());
            assert!(may || dutch.get(&key) != Some(&said), "{code}: {key} is still {said:?}");
        }
    }
}

#[test]
fn whoever_turns_a_language_on_can_be_told_that_no_native_reader_has_read_it() {
    let library = Library::parse(FILES).unwrap();
    for (code, ftl) in FILES {
        let said = all_said(code, ftl).remove("read-by-native");
        assert!(matches!(said.as_deref(), Some("yes" | "no")), "{code}: {said:?}");
        assert_eq!(library.read_by_native(code.parse().unwrap()), said.as_deref() == Some("yes"), "{code}");
    }
    assert!(library.read_by_native(Language::NL));
    assert!(!library.read_by_native("ti".parse().unwrap()));
    assert!(!library.read_by_native("xx".parse().unwrap()), "nobody has read what is not there");
    let of_a_site = Library::parse([("nl", "a = Ja"), ("fr", "read-by-native = Yes, on Sunday")]).unwrap();
    assert!(!of_a_site.read_by_native(Language::NL) && !of_a_site.read_by_native("fr".parse().unwrap()));
}

#[test]
fn a_choice_begins_with_a_capital_where_the_script_has_them() {
    let library = Library::parse([("nl", "start = { START($text) }\na = maandag\nb = élan"), ("ar", "a = الاثنين")]).unwrap();
    let begin = |key| Text::key("start").with("text", Arg::Text(Text::key(key)));
    assert_eq!(library.say(Language::NL, &begin("a")), "Maandag");
    assert_eq!(library.say(Language::NL, &begin("b")), "Élan");
    assert_eq!(library.say(Language::NL, &Text::key("start").with("text", Arg::Plain(String::new()))), "");
    let turkish = Library::parse(FILES).unwrap();
    let start = |time| Text::key("start").with("text", Arg::Text(Text::key(time)));
    assert_eq!(turkish.say("tr".parse().unwrap(), &start("hour-2")), "İki");
    assert_eq!(turkish.say("uk".parse().unwrap(), &start("day-friday")), "П’ятниця");
    assert_eq!(turkish.say("ar".parse().unwrap(), &start("day-monday")), "الاثنين");
}

#[test]
fn dutch_sentences_are_short() {
    for (key, said) in all_said("nl", FILES[0].1) {
        for sentence in said.split_inclusive(['.', '?', '!', ':']) {
            let words = sentence.split_whitespace().count();
            assert!(words <= WORDS, "{key}: {words} words in {sentence:?}");
        }
    }
}

#[test]
fn no_language_has_a_word_that_sends_people_away() {
    for ((code, ftl), (of, never)) in FILES.into_iter().zip(NEVER_SAID) {
        assert_eq!(code, of);
        for (key, said) in all_said(code, ftl) {
            let small = said.to_lowercase();
            assert!(!never.iter().any(|word| small.contains(word)), "{code}: {key}: {said}");
        }
    }
}

#[test]
fn one_and_five_are_counted_as_the_language_counts() {
    let library = Library::parse(FILES).unwrap();
    let said = |code: &str, days| library.say(code.parse().unwrap(), &Text::key("privacy-forget").with("days", Arg::Count(days)));
    assert!(said("pl", 30).ends_with("po 30 dniach."));
    for (days, words) in [(1, "через 1 день."), (3, "через 3 дні."), (21, "через 21 день."), (30, "через 30 днів.")]
    {
        assert!(said("uk", days).ends_with(words), "{}", said("uk", days));
    }
    for (days, words) in [(2, "بعد يومين."), (7, "بعد 7 أيام."), (30, "بعد 30 يومًا.")] {
        assert!(said("ar", days).ends_with(words), "{}", said("ar", days));
    }
}

#[test]
fn english_sentences_are_short_too() {
    for (key, said) in all_said("en", FILES[1].1) {
        for sentence in said.split_inclusive(['.', '?', '!', ':']) {
            assert!(sentence.split_whitespace().count() <= WORDS, "{key}: {sentence:?}");
        }
    }
}

#[test]
fn the_name_of_a_language_is_in_its_own_script_everywhere() {
    let dutch: BTreeMap<_, _> = all_said("nl", FILES[0].1).into_iter().filter(|(key, _)| is_language_name(key)).collect();
    assert_eq!(dutch.get("language-uk").map(String::as_str), Some("Українська"));
    for (code, ftl) in FILES {
        let own: BTreeMap<_, _> = all_said(code, ftl).into_iter().filter(|(key, _)| is_language_name(key)).collect();
        assert_eq!(own, dutch, "{code}");
    }
}

#[test]
fn places_are_filled_without_marks_and_texts_say_texts() {
    let library = Library::parse(FILES).unwrap();
    let teken = Text::key("teken-zon").with("number", Arg::Plain("08".to_owned()));
    let said = Text::key("receipt-teken").with("teken", Arg::Text(teken));
    assert_eq!(library.say(Language::NL, &said), "Uw teken is Zon 08.");
    assert_eq!(library.say(Language::EN, &said), "Your sign is Sun 08.");
    let both = Text::key("readers-these").with("names", Arg::List(vec!["A".to_owned(), "B".to_owned(), "C".to_owned()]));
    assert_eq!(library.say(Language::NL, &both), "Dit lezen: A, B en C.");
    assert_eq!(library.say(Language::EN, &both), "This is read by: A, B and C.");
    assert_eq!(library.say("ar".parse().unwrap(), &both), "يقرأ هذا: A، B وC.");
    let one = Text::key("readers-these").with("names", Arg::List(vec!["A".to_owned()]));
    assert_eq!(library.say(Language::NL, &one), "Dit lezen: A.");
}

#[test]
fn what_a_language_lacks_is_said_in_dutch() {
    let library = Library::parse([("nl", "a = Ja\nb = { $x } en"), ("tr", "b = { $y }")]).unwrap();
    let turkish = "tr".parse().unwrap();
    assert_eq!(library.say(turkish, &Text::key("a")), "Ja");
    assert_eq!(library.say(turkish, &Text::key("b").with("x", Arg::Plain("1".to_owned()))), "1 en");
    assert_eq!(library.say(turkish, &Text::key("c")), "c");
    assert!(!library.can_say(turkish, &Text::key("a")));
    assert_eq!(library.languages().map(|l| l.code().to_owned()).collect::<Vec<_>>(), ["nl", "tr"]);
}

#[test]
fn a_file_that_cannot_be_used_says_where() {
    let bad = Texts::parse(Language::NL, "a = Ja\n\nb = { $x\n").unwrap_err();
    assert_eq!((bad.language.as_str(), bad.line > 1), ("nl", true), "{bad}");
    assert!(Texts::parse(Language::NL, "a = Ja\na = Nee\n").is_err(), "a key said twice");
    assert!(Library::parse([("en", "a = Yes")]).is_err(), "without Dutch nobody can fall back");
    assert!(Library::parse([("nl", "a = Ja"), ("../x", "a = Yes")]).is_err());
}

fn is_language_name(key: &str) -> bool {
    key.starts_with("language-") && key != "language-question"
}
