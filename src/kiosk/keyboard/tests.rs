//! What each language's keys can type, and that they fit.

use super::*;

const LANGUAGES: [&str; 8] = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa"];
const ORDERS: [KeyOrder; 2] = [KeyOrder::Qwerty, KeyOrder::Abc];

fn letters(code: &str) -> Keyboard {
    Keyboard::new(Field::Letters, code.parse().unwrap(), KeyOrder::Qwerty)
}

fn shown(keyboard: Keyboard) -> String {
    let keys = keyboard.rows().concat();
    keys.iter().filter_map(|key| if let Does::Types(c) = key.does { Some(c) } else { None }).collect()
}

/// Presses the keys one after the other; each is there when it is pressed. What was typed comes back.
fn press(mut keyboard: Keyboard, keys: &[Does]) -> (String, Keyboard) {
    let mut typed = String::new();
    for does in keys {
        let there = keyboard.rows().concat();
        assert!(there.iter().any(|key| key.does == *does), "{does:?} is not on {there:?}");
        if let Does::Types(c) = does {
            typed.push(*c);
        }
        keyboard = keyboard.after(*does);
    }
    (typed, keyboard)
}

/// Every state that pressing keys leads to.
fn states(keyboard: Keyboard) -> HashSet<Keyboard> {
    let (mut open, mut seen) = (vec![keyboard], HashSet::from([keyboard]));
    while let Some(keyboard) = open.pop() {
        open.extend(keyboard.rows().concat().into_iter().map(|key| keyboard.after(key.does)).filter(|next| seen.insert(*next)));
    }
    seen
}

#[cfg(feature = "glass")]
#[test]
fn every_letter_of_a_languages_own_texts_can_be_typed_in_it() {
    for (code, ftl) in inloop_ui::languages() {
        let needed: BTreeSet<char> = crate::texts::letters(ftl).filter(|c| c.is_alphabetic()).collect();
        assert!(needed.len() > 20, "{code}: only {needed:?}");
        for order in ORDERS {
            let typed = Keyboard::new(Field::Letters, code.parse().unwrap(), order).characters();
            let lacking: Vec<_> = needed.difference(&typed).collect();
            assert!(lacking.is_empty(), "{code} {order:?}: {lacking:?}");
        }
    }
}

#[test]
fn what_a_language_is_known_by_can_be_typed() {
    let known = [
        ("nl", "éëïöüàèç"),
        ("tr", "ğüşıiöçİIĞÜŞÖÇâ"),
        ("pl", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"),
        ("uk", "ґєіїҐЄІЇ’ыэёъ"),
        ("ar", "ءآأؤإئةىًّ"),
        ("fa", "پچژگکی\u{200c}آئؤ"),
        ("ru", "абвгдеёжзийклмнопрстуфхцчшщъыьэюяЁЫЭ"),
        ("am", "ሰላምእንዴትነህ"),
        ("es", "ñáéíóúü"),
        ("ti", "ሀሁሂሃሄህሆቈቘኰዀጐኳ።፣፡"),
    ];
    for (code, wanted) in known {
        let typed = letters(code).characters();
        assert_eq!(wanted.chars().filter(|c| !typed.contains(c)).collect::<String>(), "", "{code}");
    }
}

#[test]
fn latin_letters_digits_and_signs_are_reached_from_every_script_and_left_again() {
    for code in LANGUAGES {
        let typed = letters(code).characters();
        for c in ('a'..='z').chain('A'..='Z').chain('0'..='9').chain("é.,?!@-/:()€+ ".chars()) {
            assert!(typed.contains(&c), "{code}: {c}");
        }
        for state in states(letters(code)) {
            assert!(
                states(state).contains(&Keyboard { shift: false, ended: false, ..letters(code) }),
                "{code}: {state:?} is a trap"
            );
        }
    }
}

#[test]
fn four_rows_hold_every_page_and_none_is_wider_than_its_columns() {
    for field in [Field::Letters, Field::Email, Field::Digits, Field::Teken] {
        for code in LANGUAGES {
            for order in ORDERS {
                for keyboard in states(Keyboard::new(field, code.parse().unwrap(), order)) {
                    let rows = keyboard.rows();
                    assert_eq!(rows.len(), 4, "{keyboard:?}");
                    assert!(keyboard.across() <= 12.0);
                    for row in rows {
                        let wide = row.iter().map(|key| key.span).sum::<f32>();
                        assert!(wide <= keyboard.across(), "{keyboard:?}: {wide} columns");
                        assert!(row.iter().all(|key| key.span >= 1.0), "{keyboard:?}: {row:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn no_key_stands_on_a_page_twice() {
    for code in LANGUAGES {
        for order in ORDERS {
            for keyboard in states(Keyboard::new(Field::Letters, code.parse().unwrap(), order)) {
                let mut keys = keyboard.rows().concat().into_iter().map(|key| format!("{:?}", key.does)).collect::<Vec<_>>();
                let all = keys.len();
                keys.sort();
                keys.dedup();
                assert_eq!(keys.len(), all, "{keyboard:?}");
            }
        }
    }
}

#[test]
fn each_sentence_begins_with_one_capital_where_the_script_has_them() {
    for (code, small, large) in [("nl", 'q', 'Q'), ("tr", 'i', 'İ'), ("tr", 'ı', 'I'), ("pl", 'ł', 'Ł'), ("uk", 'ї', 'Ї')] {
        let fresh = letters(code);
        assert!(shown(fresh).contains(large) && !shown(fresh).contains(small), "{code}");
        let (_, inside) = press(fresh, &[Does::Types(large)]);
        assert!(shown(inside).contains(small), "{code}");
        let (_, next) = press(inside, &[Does::Types('?'), Does::Types(' ')]);
        assert!(shown(next).contains(large), "{code}: the second sentence");
        let (_, within) = press(inside, &[Does::Types(','), Does::Types(' ')]);
        assert!(shown(within).contains(small), "{code}: inside a sentence");
        assert!(shown(fresh.after(Does::Shift)).contains(small), "{code}: a capital can be refused");
    }
    for code in ["ar", "fa", "ti"] {
        assert!(states(letters(code)).iter().all(|state| state.latin || !state.shift), "{code} has no capitals");
    }
}

#[test]
fn a_letter_of_geez_is_chosen_by_its_consonant_and_then_by_its_form() {
    let (typed, after) = press(
        letters("ti"),
        &[Does::Opens('ሰ'), Does::Types('ሰ'), Does::Opens('ለ'), Does::Types('ላ'), Does::Opens('መ'), Does::Types('ም')],
    );
    assert_eq!((typed.as_str(), after.page), ("ሰላም", Page::Letters));
    let opened = letters("ti").after(Does::Opens('ከ'));
    assert_eq!(shown(opened), "ከኩኪካኬክኮኯኰኲኳኴኵ");
    assert_eq!(
        press(opened, &[Does::Back { latin: false }]),
        (String::new(), letters("ti")),
        "the wrong consonant types nothing"
    );
}

#[test]
fn every_consonant_has_seven_forms_or_more_and_is_the_first_of_them() {
    for row in geez::TIGRINYA.rows {
        for consonant in row.chars() {
            let (vowels, with_w) = geez::forms(consonant);
            assert!(vowels.starts_with(consonant) && (7..=8).contains(&vowels.chars().count()), "{consonant}: {vowels}");
            assert!(matches!(with_w.chars().count(), 0 | 5), "{consonant}: {with_w}");
        }
    }
    assert_eq!(geez::forms('x'), ("", ""));
}

#[test]
fn a_rare_letter_is_one_key_away_and_the_letters_come_back() {
    let more = Does::More("éü");
    let (typed, after) = press(letters("nl"), &[Does::Types('C'), more, Does::Types('é'), Does::Types('s')]);
    assert_eq!((typed.as_str(), after.page), ("Cés", Page::Letters));
    let (typed, _) = press(letters("nl"), &[more, Does::Types('É')]);
    assert_eq!(typed, "É", "a sentence may begin with one");
}

#[test]
fn digits_stay_until_a_space_and_give_way_to_the_letters_that_were_left() {
    let keys =
        [Does::Latin, Does::Types('a'), Does::Signs, Does::Types('1'), Does::Types('2'), Does::Types(' '), Does::Types('b')];
    assert_eq!(press(letters("ar"), &keys).0, "a12 b");
}

#[test]
fn the_letters_stand_in_the_order_that_was_asked_for() {
    for code in ["nl", "tr", "pl"] {
        let keyboard = |order| Keyboard::new(Field::Letters, code.parse().unwrap(), order);
        assert!(shown(keyboard(KeyOrder::Qwerty)).starts_with("QWERTY"), "{code}");
        assert!(shown(keyboard(KeyOrder::Abc)).starts_with('A'), "{code}");
        assert_eq!(keyboard(KeyOrder::Qwerty).characters(), keyboard(KeyOrder::Abc).characters(), "{code}");
    }
    let latin = Keyboard::new(Field::Letters, "ar".parse().unwrap(), KeyOrder::Abc).after(Does::Latin);
    assert!(shown(latin).starts_with("abc"));
    let address = Keyboard::new(Field::Email, "ti".parse().unwrap(), KeyOrder::Abc);
    assert!(shown(address).starts_with("abc"));
}

#[test]
fn an_address_is_latin_and_a_number_is_digits_in_every_language() {
    for code in LANGUAGES {
        let language = code.parse().unwrap();
        let all = Keyboard::new(Field::Email, language, KeyOrder::Qwerty).characters();
        for c in ('a'..='z').chain('0'..='9').chain("@.-_+".chars()) {
            assert!(all.contains(&c), "{code}: {c}");
        }
        assert!(all.iter().all(|c| c.is_ascii() || *c == '€'), "{code}: {all:?}");
        let digits = Keyboard::new(Field::Digits, language, KeyOrder::Qwerty).characters();
        assert_eq!(digits.into_iter().collect::<String>(), "0123456789", "{code}");
    }
}

/// The same keys where there is room for three rows.
fn short(keyboard: Keyboard) -> Keyboard {
    let covers = keyboard.field != Field::Teken;
    keyboard.lower(true, covers.then_some(Does::Cover))
}

#[test]
fn three_rows_hold_every_page_and_every_key_of_four() {
    for field in [Field::Letters, Field::Email, Field::Digits, Field::Teken] {
        for code in LANGUAGES {
            let whole = Keyboard::new(field, code.parse().unwrap(), KeyOrder::Qwerty);
            let does = |keyboard: Keyboard| -> HashSet<Does> {
                states(keyboard).into_iter().flat_map(|state| state.rows().concat()).map(|key| key.does).collect()
            };
            let lacking: Vec<_> = does(whole).difference(&does(short(whole))).copied().collect();
            assert!(lacking.is_empty(), "{code} {field:?}: {lacking:?}");
            for keyboard in states(short(whole)) {
                let rows = keyboard.rows();
                assert_eq!(rows.len(), 3, "{keyboard:?}");
                for row in &rows {
                    assert!(row.iter().map(|key| key.span).sum::<f32>() <= keyboard.across() + 0.01, "{keyboard:?}");
                    assert!(row.iter().all(|key| key.span >= 1.0), "{keyboard:?}: {row:?}");
                }
                let keys = rows.concat();
                let different = keys.iter().map(|key| key.does).collect::<HashSet<_>>().len();
                assert!(different == keys.len() || field == Field::Email, "{keyboard:?}");
                assert!(keyboard.cover.is_none_or(|cover| keys.iter().any(|key| key.does == cover)), "{keyboard:?}");
            }
        }
    }
}

#[test]
fn other_rows_stay_until_a_space_or_another_page() {
    let keys = [Does::Types('H'), Does::Turn, Does::Types('n'), Does::Types('b'), Does::Types(' '), Does::Types('q')];
    assert_eq!(press(short(letters("nl")), &keys).0, "Hnb q");
    let keys = [Does::Turn, Does::Signs, Does::Types('1'), Does::Turn, Does::Back { latin: false }, Does::Types('q')];
    assert_eq!(press(short(letters("nl")), &keys).0, "1q");
}
