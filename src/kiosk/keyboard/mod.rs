//! The keys on the glass: which characters stand where, for which field and language.
//!
//! 1. Four rows, whatever the script: what the lying panel leaves beside the text field.
//! 2. Ten columns, so that a key is 16 mm wide on the small panel too, or twelve of 13 mm where a script has more letters.
//! 3. No key has to be held: what does not fit has a key that leads to it, and one that leads back.
//!
//! 4. Where "Lager" leaves room for three rows, what stood in four takes two pages: `short`.
//!
//! A physical keyboard needs none of this.

mod arabic;
mod cyrillic;
mod geez;
mod latin;
mod layout;
mod short;

use crate::entry::Language;
use layout::{Layout, More, Shift};
use serde::Deserialize;
use std::collections::{BTreeSet, HashSet};

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Does {
    /// Types this character.
    Types(char),
    /// Shows the forms of this consonant; nothing is typed yet.
    Opens(char),
    /// Types "06", with which every Dutch mobile number begins.
    ZeroSix,
    /// Takes the last character away.
    Backspace,
    /// Capitals for one character.
    Shift,
    /// Leads to digits and signs.
    Signs,
    /// Leads to the rarer letters; two of them stand on it.
    More(&'static str),
    /// Leads to the Latin letters, from another script.
    Latin,
    /// Leads to the letters of the language.
    Own,
    /// Turns to the other rows, where three are shown at a time.
    Turn,
    /// "Verberg", where it stands among the keys.
    Cover,
    /// "Laat zien".
    Uncover,
    /// Leads back to the letters that were left, which are Latin or not.
    Back {
        /// True where they are Latin ones.
        latin: bool,
    },
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Own words.
    Letters,
    /// A phone number.
    Digits,
    /// The two digits of a teken.
    Teken,
    /// An e-mail address.
    Email,
    /// A machine's address, or a code.
    Address,
}

/// The order of Latin letters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyOrder {
    /// As on a computer.
    #[default]
    Qwerty,
    /// As in the alphabet, for whoever never typed.
    Abc,
}

/// Which keys of a keyboard are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Page {
    /// The letters.
    Letters,
    /// Digits and signs.
    Signs,
    /// Rarer letters.
    More,
    /// The forms of this consonant.
    Forms(char),
}

/// The state of the keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Keyboard {
    /// The field.
    pub field: Field,
    /// The language of the letters.
    pub language: Language,
    /// The order of Latin letters.
    pub order: KeyOrder,
    /// Capitals.
    pub shift: bool,
    /// What is shown.
    pub page: Page,
    /// Three rows are all there is room for.
    pub short: bool,
    /// The rows that [`Does::Turn`] leads to.
    pub turned: bool,
    /// [`Does::Cover`] or [`Does::Uncover`], where that is one of the keys.
    pub cover: Option<Does>,
    /// Latin letters, though the language has others.
    latin: bool,
    /// The last character ended a sentence.
    ended: bool,
}

/// Columns of digits, signs, rarer letters and addresses: the widest keys.
const FEW: f32 = 10.0;
/// Columns of the forms of a consonant: eight of them, wider still.
const OF_FORMS: f32 = 8.0;
/// A key that leads somewhere, in columns.
const WAY: f32 = 1.5;
const SIGNS: [&str; 3] = ["1234567890", "-/:;()€&@\"", "'+=%*_#"];
/// What ends a sentence, where the next begins with a capital.
const ENDS: [char; 3] = ['.', '?', '!'];

fn types(c: char) -> Key {
    wide(Does::Types(c), 1.0)
}

fn wide(does: Does, span: f32) -> Key {
    Key { does, span }
}

impl Keyboard {
    /// Fresh keys for a field; own words begin with a capital where the script has them.
    #[must_use]
    pub fn new(field: Field, language: Language, order: KeyOrder) -> Self {
        let fresh = Keyboard {
            field,
            language,
            order,
            shift: false,
            page: Page::Letters,
            short: false,
            turned: false,
            cover: None,
            latin: false,
            ended: true,
        };
        Keyboard { shift: fresh.begins_with_a_capital(), ..fresh }
    }

    /// The same in the middle of words that stand there already.
    #[must_use]
    pub fn within_words(self) -> Self {
        Keyboard { shift: false, ended: false, ..self }
    }

    /// Keys in the longest row.
    #[must_use]
    pub fn across(self) -> f32 {
        match (self.field, self.page) {
            (Field::Digits | Field::Teken, _) if self.short => short::DIGITS_ACROSS,
            (Field::Digits | Field::Teken, _) => 3.0,
            (Field::Letters, Page::Letters) => self.layout().columns,
            (Field::Letters, Page::Forms(_)) => OF_FORMS,
            _ => FEW,
        }
    }

    /// The same keys as "Lager" has them: three rows of them where that is `short`, and what covers own words among them.
    #[must_use]
    pub fn lower(self, short: bool, cover: Option<Does>) -> Self {
        Keyboard { short, cover, turned: self.turned && short, ..self }
    }

    /// Row by row: four, or three where those are all there is room for; the key that covers own words alone before the four.
    #[must_use]
    pub fn rows(self) -> Vec<Vec<Key>> {
        if self.short {
            return short::rows(self);
        }
        let cover = self.cover.map(|does| vec![wide(does, 2.0 * WAY)]);
        cover.into_iter().chain(self.four_rows()).collect()
    }

    fn four_rows(self) -> Vec<Vec<Key>> {
        match (self.field, self.page) {
            (Field::Digits | Field::Teken, _) => self.pad(),
            (Field::Email, _) => self.address(),
            (Field::Address, _) => self.machine_address(),
            (Field::Letters, Page::Letters) => self.letters(self.layout()),
            (Field::Letters, Page::Signs) => self.signs(),
            (Field::Letters, Page::More) => self.more(self.layout().more),
            (Field::Letters, Page::Forms(consonant)) => self.forms(consonant),
        }
    }

    /// The keys after one was pressed.
    #[must_use]
    pub fn after(self, does: Does) -> Self {
        let shows = |page| Keyboard { page, turned: false, ..self };
        match does {
            Does::Turn => Keyboard { turned: !self.turned, ..self },
            Does::Shift => Keyboard { shift: !self.shift, ..self },
            Does::Signs => shows(Page::Signs),
            Does::More(_) => shows(Page::More),
            Does::Opens(consonant) => shows(Page::Forms(consonant)),
            Does::Back { .. } => shows(Page::Letters),
            Does::Latin => Keyboard { latin: true, shift: false, ..shows(Page::Letters) },
            Does::Own => Keyboard { latin: false, shift: false, ..shows(Page::Letters) },
            // After a space everything gives way to letters.
            Does::Types(' ') => {
                let letters = shows(Page::Letters);
                Keyboard { shift: self.shift || letters.begins_with_a_capital(), ..letters }
            }
            // A capital is for one letter, and so are the keys of rarer letters.
            Does::Types(c) => {
                let page = if self.page == Page::Signs { Page::Signs } else { Page::Letters };
                let turned = self.turned && page == self.page;
                Keyboard { shift: false, page, turned, ended: ENDS.contains(&c), ..self }
            }
            Does::ZeroSix | Does::Cover | Does::Uncover => self,
            Does::Backspace => Keyboard { ended: false, ..self },
        }
    }

    /// Every character that can be typed into this field with these keys, on whatever page it stands.
    #[must_use]
    pub fn characters(self) -> BTreeSet<char> {
        let (mut open, mut seen, mut found) = (vec![self], HashSet::from([self]), BTreeSet::new());
        while let Some(keyboard) = open.pop() {
            for key in keyboard.rows().concat() {
                if let Does::Types(c) = key.does {
                    found.insert(c);
                }
                let next = keyboard.after(key.does);
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        found
    }

    fn begins_with_a_capital(self) -> bool {
        self.field == Field::Letters && self.ended && self.layout().shift != Shift::None && !self.latin
    }

    /// The letters that are typed now: those of the language, or Latin ones instead.
    fn layout(self) -> Layout {
        if self.latin { latin::plain(self.order) } else { layout::of(self.language, self.order) }
    }

    fn cased(self, c: char) -> char {
        if !self.shift {
            return c;
        }
        match c {
            // In Turkish i and ı are two letters, each with its own capital.
            'i' if self.language.code() == "tr" => 'İ',
            'ß' => c,
            _ => c.to_uppercase().next().unwrap_or(c),
        }
    }

    fn row(self, letters: &str) -> Vec<Key> {
        letters.chars().map(|c| types(self.cased(c))).collect()
    }

    fn pad(self) -> Vec<Vec<Key>> {
        let mut rows: Vec<Vec<Key>> = ["123", "456", "789"].iter().map(|row| row.chars().map(types).collect()).collect();
        rows.push(match self.field {
            Field::Teken => vec![wide(Does::Types('0'), 2.0), wide(Does::Backspace, 1.0)],
            _ => vec![wide(Does::ZeroSix, 1.0), types('0'), wide(Does::Backspace, 1.0)],
        });
        rows
    }

    fn letters(self, layout: Layout) -> Vec<Vec<Key>> {
        let key = |c| if layout.consonants { wide(Does::Opens(c), 1.0) } else { types(self.cased(c)) };
        let [first, second, third] = layout.rows.map(|row| row.chars().map(key).collect::<Vec<_>>());
        let third = ended(third, layout.columns, layout.shift == Shift::Third);
        vec![first, second, third, self.last(layout)]
    }

    /// The row of the space bar, which takes what the others leave.
    fn last(self, layout: Layout) -> Vec<Key> {
        let mut before = Vec::new();
        if layout.shift == Shift::Last {
            before.push(wide(Does::Shift, WAY));
        }
        before.push(wide(Does::Signs, WAY));
        if self.latin {
            before.push(wide(Does::Own, WAY));
        } else if !layout.latin {
            before.push(wide(Does::Latin, WAY));
        }
        before.extend(layout.more.map(|more| wide(Does::More(more.sample), WAY)));
        before.extend(layout.before_space.chars().map(types));
        if layout.half_space {
            before.push(wide(Does::Types(HALF_SPACE), WAY));
        }
        with_space(before, layout.after_space, layout.columns)
    }

    fn signs(self) -> Vec<Vec<Key>> {
        let [first, second, third] = SIGNS.map(|row| row.chars().map(types).collect::<Vec<_>>());
        let mut third = ended(third, FEW, true);
        if let Some(key) = third.first_mut() {
            key.does = Does::Types('$');
        }
        vec![first, second, third, self.way_back()]
    }

    fn more(self, more: Option<More>) -> Vec<Vec<Key>> {
        let [first, second, third] = more.map(|more| more.rows).unwrap_or_default().map(|row| self.row(row));
        let third = ended(third, FEW, self.layout().shift != Shift::None);
        vec![first, second, third, self.way_back()]
    }

    fn forms(self, consonant: char) -> Vec<Vec<Key>> {
        let (vowels, with_w) = geez::forms(consonant);
        vec![self.row(vowels), self.row(with_w), Vec::new(), vec![wide(Does::Back { latin: false }, OF_FORMS / 2.0)]]
    }

    /// The last row of a page that was gone to.
    fn way_back(self) -> Vec<Key> {
        let layout = self.layout();
        let mut before = vec![wide(Does::Back { latin: self.latin }, 2.0 * WAY)];
        before.extend(layout.before_space.chars().take(1).map(types));
        with_space(before, layout.after_space, FEW)
    }

    /// Latin in every language, and digits above them: nobody turns a page in the middle of a code.
    fn machine_address(self) -> Vec<Vec<Key>> {
        let [first, second, third] = latin::plain(self.order).rows;
        let [digits, first, second, mut third] =
            [SIGNS[0], first, second, third].map(|row| row.chars().map(types).collect::<Vec<_>>());
        let second = second.into_iter().chain([types('-')]).collect();
        third.extend([types('.'), types(':'), wide(Does::Backspace, 1.0)]);
        vec![digits, first, second, third]
    }

    /// Latin in every language. Addresses are written small; the place of Shift goes to the sign they need.
    fn address(self) -> Vec<Vec<Key>> {
        let turned = self.page == Page::Signs;
        let rows = if turned { SIGNS } else { latin::plain(self.order).rows };
        let [first, second, third] = rows.map(|row| row.chars().map(types).collect::<Vec<_>>());
        let mut third = ended(third, FEW, true);
        if let Some(key) = third.first_mut() {
            key.does = Does::Types('_');
        }
        let turn = if turned { Does::Back { latin: true } } else { Does::Signs };
        let last = vec![wide(turn, 2.0), wide(Does::Types('@'), 3.0), wide(Does::Types('.'), 3.0), wide(Does::Types('-'), 2.0)];
        vec![first, second, third, last]
    }
}

/// Parts two letters of one word that would join.
pub const HALF_SPACE: char = '\u{200c}';

/// The third row: Backspace at its end and, where asked, Shift at its start, which share the room that the letters leave.
fn ended(mut row: Vec<Key>, columns: f32, with_shift: bool) -> Vec<Key> {
    let room = (columns - row.len() as f32).min(2.0 * 2.0);
    if with_shift {
        row.insert(0, wide(Does::Shift, room / 2.0));
        row.push(wide(Does::Backspace, room / 2.0));
    } else {
        row.push(wide(Does::Backspace, room.min(2.0)));
    }
    row
}

fn with_space(mut row: Vec<Key>, after: &str, columns: f32) -> Vec<Key> {
    let after: Vec<Key> = after.chars().map(types).collect();
    let taken: f32 = row.iter().chain(&after).map(|key| key.span).sum();
    row.push(wide(Does::Types(' '), columns - taken));
    row.extend(after);
    row
}

#[cfg(test)]
mod tests;
