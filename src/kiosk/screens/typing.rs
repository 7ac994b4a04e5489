//! Own words, a number or an address, and the keys for them.

use super::{COVER, MORE, Sheet, strings};
use crate::kiosk::keyboard::{Does, Field, HALF_SPACE, Key, Keyboard};
use crate::texts::Text;
use crate::visit::{Keys, Own, Typing};
use inloop_ui as ui;
use slint::{ComponentHandle, Model, ModelRc, SharedString, VecModel};

/// Shows the words; what goes to the top of the glass comes back.
pub(super) fn show(sheet: &Sheet<'_>, typing: &Typing<'_>, keyboard: Keyboard) -> String {
    let adapter = sheet.global::<ui::TypingAdapter<'_>>();
    let (words, covered) = own(typing.words);
    let mut notes = sheet.say_all(&typing.notes);
    let (question, mut hint) = first_sentence(sheet.say(&typing.question));
    // Lying, the keyboard leaves no line for a note: it stands in the empty field.
    if !sheet.panel.stands() && hint.is_empty() && !notes.is_empty() {
        hint = notes.remove(0);
    }
    adapter.set_words(words);
    adapter.set_covered(covered);
    adapter.set_hint(hint.into());
    adapter.set_counter(typing.counter.as_ref().map(|text| sheet.say(text)).unwrap_or_default().into());
    adapter.set_ltr(matches!(typing.keys, Keys::Email | Keys::Address));
    adapter.set_notes(strings(adapter.get_notes(), notes));
    adapter.set_across(keyboard.across());
    adapter.set_rows(rows(sheet, adapter.get_rows(), keyboard));
    question
}

pub(super) fn show_number(sheet: &Sheet<'_>, typing: &Typing<'_>, keyboard: Keyboard) {
    let adapter = sheet.global::<ui::NumberAdapter<'_>>();
    let (digits, covered) = own(typing.words);
    adapter.set_digits(in_pairs(&digits).into());
    adapter.set_covered(covered);
    adapter.set_notes(strings(adapter.get_notes(), sheet.say_all(&typing.notes)));
    adapter.set_across(keyboard.across());
    adapter.set_rows(rows(sheet, adapter.get_rows(), keyboard));
}

pub(super) fn forget(app: &ui::App) {
    let adapter = app.global::<ui::TypingAdapter<'_>>();
    adapter.set_words(SharedString::new());
    adapter.set_counter(SharedString::new());
    adapter.set_hint(SharedString::new());
    adapter.set_covered(false);
    adapter.set_rows(ModelRc::default());
}

pub(super) fn forget_number(app: &ui::App) {
    let adapter = app.global::<ui::NumberAdapter<'_>>();
    adapter.set_digits(SharedString::new());
    adapter.set_covered(false);
    adapter.set_rows(ModelRc::default());
}

fn own(words: Own<'_>) -> (SharedString, bool) {
    match words {
        Own::Shown(words) => (words.into(), false),
        Own::Covered(_) => (SharedString::new(), true),
    }
}

/// A Dutch mobile number as it is read aloud: 06 12 34 56 78. Others stay as they were typed.
pub(super) fn in_pairs(digits: &str) -> String {
    if !digits.starts_with("06") {
        return digits.to_owned();
    }
    let letters: Vec<char> = digits.chars().collect();
    letters.chunks(2).map(|pair| pair.iter().collect::<String>()).collect::<Vec<_>>().join("\u{a0}")
}

/// "Typ hier uw vraag. Kort is goed.": the first sentence is the question, the rest stands in the empty field.
fn first_sentence(text: String) -> (String, String) {
    match text.find(". ") {
        Some(end) => (text[..=end].to_owned(), text[end + 2..].to_owned()),
        None => (text, String::new()),
    }
}

fn rows(sheet: &Sheet<'_>, shown: ModelRc<ui::KeyRow>, keyboard: Keyboard) -> ModelRc<ui::KeyRow> {
    let wanted: Vec<Vec<ui::Key>> =
        keyboard.rows().into_iter().map(|row| row.into_iter().map(|key| face(sheet, keyboard, key)).collect()).collect();
    let same = |old: &ui::KeyRow, new: &Vec<ui::Key>| old.keys.iter().eq(new.iter().cloned());
    if shown.row_count() == wanted.len() && shown.iter().zip(&wanted).all(|(old, new)| same(&old, new)) {
        return shown;
    }
    let row = |keys| ui::KeyRow { keys: ModelRc::new(VecModel::from(keys)) };
    ModelRc::new(VecModel::from(wanted.into_iter().map(row).collect::<Vec<_>>()))
}

/// What stands on a key, and what it is called.
fn face(sheet: &Sheet<'_>, keyboard: Keyboard, key: Key) -> ui::Key {
    let named = |name: &str| sheet.say(&Text::key(format!("key-{name}")));
    let same = |name: &str| (named(name), named(name), "");
    let pictured = |name: &str, icon| (String::new(), named(name), icon);
    let (label, spoken, icon) = match key.does {
        Does::Types(' ') => pictured("space", "space"),
        Does::Types(HALF_SPACE) => pictured("half-space", "half-space"),
        Does::Types(c) => (on_its_own(c), name_of(c).map_or_else(|| c.to_string(), named), ""),
        Does::Opens(c) => (c.to_string(), c.to_string(), ""),
        Does::ZeroSix => same("zero-six"),
        Does::Backspace => pictured("backspace", "backspace"),
        Does::Shift => pictured("shift", "shift"),
        Does::Signs => same("digits"),
        Does::Turn => (String::new(), sheet.say(&Text::key(MORE)), "more"),
        Does::Cover => (String::new(), sheet.say(&Text::key("bar-cover")), "hide"),
        Does::Uncover => (String::new(), sheet.say(&Text::key("bar-uncover")), "show"),
        Does::More(sample) => (sample.to_owned(), named("more-letters"), ""),
        Does::Latin | Does::Back { latin: true } => (LATIN.to_owned(), named("latin"), ""),
        Does::Own | Does::Back { latin: false } => same("letters"),
    };
    ui::Key {
        id: id(key.does).into(),
        em: ui::measure::width(&label, ui::measure::Weight::Bold),
        label: label.into(),
        spoken: spoken.into(),
        icon: ui::icon(icon),
        span: key.span,
        marked: match key.does {
            Does::Shift => keyboard.shift,
            Does::Types(_) | Does::Opens(_) | Does::ZeroSix => false,
            _ => true,
        },
    }
}

/// What stands on the key that leads to Latin letters, whatever the language.
const LATIN: &str = "ABC";

/// Carries a mark that stands above or below the letter before it.
const CARRIER: char = '\u{640}';

/// A character as it can stand alone on a key.
fn on_its_own(c: char) -> String {
    if matches!(c, '\u{64b}'..='\u{655}' | '\u{670}') { String::from_iter([CARRIER, c]) } else { c.to_string() }
}

/// The word for a sign that is not its own name.
fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '@' => "at",
        '.' | '።' => "dot",
        '-' => "dash",
        '_' => "underscore",
        '+' => "plus",
        ',' | '،' | '፣' => "comma",
        '?' | '؟' => "question-mark",
        '!' => "exclamation-mark",
        '\'' | '’' => "apostrophe",
        '/' => "slash",
        _ => return None,
    })
}

fn id(does: Does) -> String {
    match does {
        Does::Types(c) => c.to_string(),
        Does::Opens(c) => format!("{OPENS}{c}"),
        Does::ZeroSix => "zero-six".to_owned(),
        Does::Backspace => "backspace".to_owned(),
        Does::Shift => "shift".to_owned(),
        Does::Signs => "signs".to_owned(),
        Does::More(_) => "more-letters".to_owned(),
        Does::Turn => "turn".to_owned(),
        Does::Cover | Does::Uncover => COVER.to_owned(),
        Does::Latin => "latin".to_owned(),
        Does::Own => "own".to_owned(),
        Does::Back { .. } => "back".to_owned(),
    }
}

const OPENS: &str = "forms-";

/// What the key of this id does; none for an id of no key.
pub(in crate::kiosk) fn does(id: &str) -> Option<Does> {
    let letter = |text: &str| {
        let mut letters = text.chars();
        letters.next().filter(|_| letters.next().is_none())
    };
    Some(match id {
        "zero-six" => Does::ZeroSix,
        "backspace" => Does::Backspace,
        "shift" => Does::Shift,
        "signs" => Does::Signs,
        "more-letters" => Does::More(""),
        "turn" => Does::Turn,
        COVER => Does::Cover,
        "latin" => Does::Latin,
        "own" => Does::Own,
        "back" => Does::Back { latin: false },
        _ => match id.strip_prefix(OPENS) {
            Some(consonant) => Does::Opens(letter(consonant)?),
            None => Does::Types(letter(id)?),
        },
    })
}

/// The field that these keys are for.
impl From<Keys> for Field {
    fn from(keys: Keys) -> Self {
        match keys {
            Keys::Letters => Field::Letters,
            Keys::Digits => Field::Digits,
            Keys::Teken => Field::Teken,
            Keys::Email => Field::Email,
            Keys::Address => Field::Address,
        }
    }
}
