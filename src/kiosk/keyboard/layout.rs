//! What a language's keyboard is made of: data that [`super::Keyboard`] turns into rows of keys.

use super::{KeyOrder, arabic, cyrillic, geez, latin};
use crate::entry::Language;

/// The keys of one script, as one language needs them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// Keys in a row: 10 of 16 mm or 12 of 13 mm fit both panels.
    pub(super) columns: f32,
    /// The letters, small where the script has capitals. The third row leaves room for Backspace.
    pub(super) rows: [&'static str; 3],
    /// Where capitals are asked for.
    pub(super) shift: Shift,
    /// Rarer letters, on keys of their own.
    pub(super) more: Option<More>,
    /// Whether these are Latin letters; else a key leads to those, for names.
    pub(super) latin: bool,
    /// A key for the sign that parts two letters without a space.
    pub(super) half_space: bool,
    /// Whether a key opens the forms of a consonant instead of typing it.
    pub(super) consonants: bool,
    /// Signs of a sentence, left of the space bar.
    pub(super) before_space: &'static str,
    /// Those right of it.
    pub(super) after_space: &'static str,
}

/// Where the key for capitals stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shift {
    /// The script has no capitals.
    None,
    /// At the start of the third row, as on every keyboard.
    Third,
    /// At the start of the last row, where the third is full of letters.
    Last,
}

/// Rarer letters: no key has to be held to reach them.
#[derive(Clone, Copy, Debug)]
pub(super) struct More {
    /// What stands on the key that leads to them: two of them.
    pub(super) sample: &'static str,
    /// At most 10, 10 and 7 of them.
    pub(super) rows: [&'static str; 3],
}

/// The letters of `language`, or those of a neighbour in the same script for a language that a site added; Latin ones for all
/// others. The check of a site's texts names what a language then lacks.
pub(super) fn of(language: Language, order: KeyOrder) -> Layout {
    match language.code() {
        "tr" => latin::turkish(order),
        "pl" => latin::polish(order),
        "uk" | "ru" | "be" | "bg" => cyrillic::UKRAINIAN,
        "ar" => arabic::ARABIC,
        "fa" | "ur" | "ps" | "ckb" => arabic::PERSIAN,
        "ti" | "am" => geez::TIGRINYA,
        _ => latin::plain(order),
    }
}
