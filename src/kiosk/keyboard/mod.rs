//! The keys on the glass: which characters stand where, for which field and language.
//!
//! Ten columns, so that a key is 16 mm wide on the small panel too. A physical keyboard needs none of this.

use crate::entry::Language;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Types this character.
    Types(char),
    /// Types "06", with which every Dutch mobile number begins.
    ZeroSix,
    /// Takes the last character away.
    Backspace,
    /// Capitals for one character.
    Shift,
    /// Digits and signs, or letters again.
    Turn,
}

/// A key and its width in columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Key {
    /// What it does.
    pub does: Does,
    /// In columns.
    pub span: f32,
}

/// Which field the keys are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Own words.
    Letters,
    /// A phone number.
    Digits,
    /// The two digits of a teken.
    Teken,
    /// An e-mail address.
    Email,
}

/// The state of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keyboard {
    /// The field.
    pub field: Field,
    /// The language of the letters.
    pub language: Language,
    /// Capitals.
    pub shift: bool,
    /// Digits and signs instead of letters.
    pub turned: bool,
}

const QWERTY: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const SIGNS: [&str; 3] = ["1234567890", "-/:;()€&@\"", "'+=%*_#"];

impl Keyboard {
    /// Fresh keys for a field; own words begin with a capital.
    #[must_use]
    pub fn new(field: Field, language: Language) -> Self {
        Keyboard { field, language, shift: field == Field::Letters, turned: false }
    }

    /// Keys in the longest row.
    #[must_use]
    pub fn across(self) -> f32 {
        if matches!(self.field, Field::Digits | Field::Teken) { 3.0 } else { 10.0 }
    }

    /// Row by row.
    #[must_use]
    pub fn rows(self) -> Vec<Vec<Key>> {
        let types = |c| Key { does: Does::Types(c), span: 1.0 };
        let wide = |does, span| Key { does, span };
        if matches!(self.field, Field::Digits | Field::Teken) {
            let mut rows: Vec<Vec<Key>> = ["123", "456", "789"].iter().map(|row| row.chars().map(types).collect()).collect();
            rows.push(match self.field {
                Field::Teken => vec![wide(Does::Types('0'), 2.0), wide(Does::Backspace, 1.0)],
                _ => vec![wide(Does::ZeroSix, 1.0), types('0'), wide(Does::Backspace, 1.0)],
            });
            return rows;
        }
        let letters = if self.turned { SIGNS } else { QWERTY };
        let cased = |c: char| if self.shift && !self.turned { c.to_ascii_uppercase() } else { c };
        let mut rows: Vec<Vec<Key>> = letters.iter().map(|row| row.chars().map(|c| types(cased(c))).collect()).collect();
        // Addresses are written small; the place of Shift goes to the sign they need.
        let first = match (self.field, self.turned) {
            (Field::Email, _) => wide(Does::Types('_'), 1.5),
            (_, true) => wide(Does::Types('$'), 1.5),
            (_, false) => wide(Does::Shift, 1.5),
        };
        if let Some(row) = rows.last_mut() {
            row.insert(0, first);
            row.push(wide(Does::Backspace, 1.5));
        }
        rows.push(match self.field {
            Field::Email => {
                vec![wide(Does::Turn, 2.0), wide(Does::Types('@'), 3.0), wide(Does::Types('.'), 3.0), wide(Does::Types('-'), 2.0)]
            }
            _ => vec![wide(Does::Turn, 1.5), types(','), wide(Does::Types(' '), 4.5), types('.'), types('?'), types('!')],
        });
        rows
    }

    /// The keys after one was pressed.
    #[must_use]
    pub fn after(self, does: Does) -> Self {
        match does {
            Does::Shift => Keyboard { shift: !self.shift, ..self },
            Does::Turn => Keyboard { turned: !self.turned, ..self },
            // A capital is for one letter; after a space the digits give way to letters.
            Does::Types(' ') => Keyboard { turned: false, ..self },
            Does::Types(_) => Keyboard { shift: false, ..self },
            Does::ZeroSix | Does::Backspace => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keyboard: Keyboard) -> String {
        let keys = keyboard.rows().concat();
        keys.iter().filter_map(|key| if let Does::Types(c) = key.does { Some(c) } else { None }).collect()
    }

    #[test]
    fn no_row_is_wider_than_ten_columns_and_none_is_higher_than_four() {
        for field in [Field::Letters, Field::Email, Field::Digits, Field::Teken] {
            for turned in [false, true] {
                let keyboard = Keyboard { turned, ..Keyboard::new(field, Language::NL) };
                let rows = keyboard.rows();
                assert_eq!(rows.len(), 4);
                for row in rows {
                    assert!(row.iter().map(|key| key.span).sum::<f32>() <= keyboard.across());
                }
            }
        }
    }

    #[test]
    fn a_sentence_begins_with_one_capital() {
        let keyboard = Keyboard::new(Field::Letters, Language::NL);
        assert!(typed(keyboard).contains('Q'));
        assert!(typed(keyboard.after(Does::Types('I'))).contains('q'));
        assert!(typed(keyboard.after(Does::Shift)).contains('q'));
    }

    #[test]
    fn every_digit_and_every_sign_of_an_address_can_be_typed() {
        let email = Keyboard::new(Field::Email, Language::NL);
        let all = typed(email) + &typed(email.after(Does::Turn));
        for c in ('a'..='z').chain('0'..='9').chain("@.-_+".chars()) {
            assert!(all.contains(c), "{c}");
        }
        let digits = typed(Keyboard::new(Field::Digits, Language::NL));
        assert!(('0'..='9').all(|c| digits.contains(c)));
    }
}
