//! The keys of every script on the real screens: measured, read, and typed on.

use super::*;
use inloop::kiosk::glass::Settings;
use inloop::kiosk::keyboard::KeyOrder;

fn words(bench: &Bench) -> String {
    bench.app.global::<TypingAdapter<'_>>().get_words().into()
}

fn says(bench: &Bench, key: &str) -> String {
    let language = bench.glass.with_visit(|visit| visit.view().language);
    let library = inloop::texts::Library::parse(inloop_ui::languages()).unwrap();
    library.say(language, &inloop::texts::Text::key(key.to_owned()))
}

/// An empty field for own words in this language.
fn typing(panel: Panel, language: &str, larger: bool) -> Bench {
    let bench = Bench::new(panel);
    bench.dress(language, larger);
    stations::go(&bench, "typing-empty");
    bench
}

/// Touches the keys of these characters, one after the other.
fn touch(bench: &Bench, keys: &str) {
    keys.chars().for_each(|c| bench.tap(&c.to_string()));
}

fn looks_well(bench: &Bench, place: &str) {
    large_enough_for_a_finger(bench, place);
    far_enough_apart(bench, place);
    on_the_glass_and_apart(bench, place);
    assert_eq!(fits::complaints(bench), [""; 0], "{place}");
    let labels = bench.labels();
    assert_eq!(labels.iter().collect::<std::collections::BTreeSet<_>>().len(), labels.len(), "{place}: {labels:?}");
}

#[test]
fn every_page_of_every_keyboard_is_large_enough_whole_and_says_its_keys() {
    for (name, panel) in PANELS {
        for larger in [false, true] {
            for language in LANGUAGES {
                let bench = typing(panel, language, larger);
                let place = format!("{language} ({name}, groter {larger})");
                let pages: &[&str] = match language {
                    "nl" | "en" | "tr" | "pl" => &["key-more-letters"],
                    "ti" => &["ከ", "key-latin"],
                    _ => &["key-more-letters", "key-latin"],
                };
                looks_well(&bench, &place);
                for page in ["key-digits"].iter().chain(pages) {
                    let key = if page.starts_with("key-") { says(&bench, page) } else { (*page).to_owned() };
                    bench.tap(&key);
                    looks_well(&bench, &format!("{place}: {page}"));
                    bench.tap(&says(&bench, "key-letters"));
                }
            }
        }
    }
}

#[test]
fn each_language_is_typed_in_its_own_letters() {
    let typed = [
        ("nl", "Hoi", "Hoi"),
        ("tr", "İ", "İ"),
        ("pl", "Łó", "Łó"),
        ("uk", "Їжа", "Їжа"),
        ("ar", "سؤال", "سؤال"),
        ("fa", "پژ", "پژ"),
        ("ti", "ሰሰለላመም", "ሰላም"),
    ];
    for (language, keys, wanted) in typed {
        for (_, panel) in PANELS {
            let bench = typing(panel, language, false);
            touch(&bench, keys);
            assert_eq!(words(&bench), wanted, "{language}");
        }
    }
}

#[test]
fn a_half_space_parts_two_letters_of_a_persian_word() {
    let bench = typing(Panel::LANDSCAPE_10, "fa", false);
    touch(&bench, "می");
    bench.tap("نیم‌فاصله");
    touch(&bench, "خو");
    assert_eq!(words(&bench), "می\u{200c}خو");
}

#[test]
fn another_language_keeps_the_words_and_changes_the_keys() {
    let bench = typing(Panel::LANDSCAPE_10, "nl", false);
    touch(&bench, "Hoi");
    for (language, letter) in [("uk", "ї"), ("ti", "ሰ"), ("ar", "ض"), ("pl", "ł")] {
        bench.glass.deliver(Event::Languages);
        bench.choose(language);
        assert_eq!(words(&bench), "Hoi", "{language}");
        assert!(bench.button(letter).is_some(), "{language}: {:?}", bench.labels());
    }
}

#[test]
fn an_address_has_latin_keys_in_every_language() {
    for language in LANGUAGES {
        let bench = Bench::new(Panel::LANDSCAPE_10);
        bench.dress(language, false);
        stations::go(&bench, "email");
        touch(&bench, "jan");
        bench.tap(&says(&bench, "key-at"));
        assert_eq!(words(&bench), "jan@", "{language}");
        assert!(bench.app.global::<TypingAdapter<'_>>().get_ltr());
    }
}

#[test]
fn a_second_touch_on_a_consonant_chooses_no_form_that_appeared_under_the_finger() {
    let bench = typing(Panel::LANDSCAPE_10, "ti", false);
    bench.calm();
    let (left, top, right, bottom) = edges(&bench.button("ለ").expect("a consonant"));
    let middle = LogicalPosition::new((left + right) / 2.0, (top + bottom) / 2.0);
    bench.press_and_lift(middle);
    bench.press_and_lift(middle);
    assert_eq!(words(&bench), "");
    assert!(bench.button("ላ").is_some());
    bench.tap("ላ");
    assert_eq!(words(&bench), "ላ");
    let (left, top, right, bottom) = edges(&bench.button("መ").expect("the consonants are back"));
    bench.press_and_lift(LogicalPosition::new((left + right) / 2.0, (top + bottom) / 2.0));
    assert!(bench.button("ም").is_some(), "who types on waits for nothing");
}

#[test]
fn the_second_sentence_begins_with_a_capital_too() {
    let bench = typing(Panel::LANDSCAPE_10, "nl", false);
    for key in ["H", "o", "i", "punt", "spatie", "J", "a"] {
        bench.tap(key);
    }
    assert_eq!(words(&bench), "Hoi. Ja");
}

#[test]
fn a_site_may_have_the_letters_in_the_order_of_the_alphabet() {
    let settings = Settings { keys: KeyOrder::Abc, ..Panel::LANDSCAPE_10.into() };
    let bench = Bench::with_settings(settings, bench::site());
    stations::go(&bench, "typing-empty");
    let left = |label: &str| edges(&bench.button(label).expect("a letter")).0;
    assert!(left("A") < left("B") && left("B") < left("C") && left("C") < left("D"));
}

#[test]
fn other_words_are_shown_at_once_without_a_restart() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    assert!(bench.glass.is_resting());
    let mut library = inloop::texts::Library::parse(inloop_ui::languages()).unwrap();
    library.reword([("nl", "rest = Kom binnen.\n")]).unwrap();
    bench.glass.reword(library);
    assert!(bench.button("Kom binnen.").is_some(), "{:?}", bench.labels());
    stations::go(&bench, "home");
    assert!(!bench.glass.is_resting());
}

/// The leftmost and the rightmost thing that is written in the field, as parts of its width.
fn ink(bench: &Bench) -> (f32, f32) {
    let field = ElementHandle::find_by_element_type_name(&bench.app, "Field").next().expect("a field");
    let (left, top, right, bottom) = edges(&field);
    let inset = 2.0 * bench.panel.px_per_mm();
    let picture = bench.picture();
    let ground = picture.as_slice()[(top + inset) as usize * picture.width() as usize + ((left + right) / 2.0) as usize];
    let written = |x: usize| {
        // The counter stands at the bottom.
        let rows = (top + inset) as usize..((top + bottom) / 2.0) as usize;
        rows.into_iter().any(|y| picture.as_slice()[y * picture.width() as usize + x] != ground)
    };
    let columns: Vec<usize> = ((left + inset) as usize..(right - inset) as usize).filter(|x| written(*x)).collect();
    let part = |x: Option<&usize>| (*x.expect("something is written") as f32 - left) / (right - left);
    (part(columns.first()), part(columns.last()))
}

#[test]
fn words_from_the_right_begin_at_the_right_edge_of_the_field() {
    for language in ["ar", "fa"] {
        let bench = typing(Panel::PORTRAIT_15, language, false);
        bench.types("سلام");
        let (from, until) = ink(&bench);
        assert!(from > 0.7 && until > 0.95, "{language}: {from} to {until}");
    }
    for language in ["nl", "uk", "ti"] {
        let bench = typing(Panel::PORTRAIT_15, language, false);
        bench.types("Hoi");
        let (from, until) = ink(&bench);
        assert!(from < 0.05 && until < 0.3, "{language}: {from} to {until}");
    }
}
