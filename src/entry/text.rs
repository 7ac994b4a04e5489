//! A resident's own words, numbers and addresses. None of these prints itself, is copied by accident, or outlives its owner.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Range;
use zeroize::Zeroizing;

/// Own words of at most `MAX` characters (Unicode scalar values).
///
/// Room for the longest is taken at once, so that growing never leaves a copy behind in freed memory.
pub struct Words<const MAX: usize>(Zeroizing<String>);

/// More characters than the field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("longer than the {max} characters this field takes")]
pub struct TooLong {
    /// The field's limit.
    pub max: usize,
}

impl<const MAX: usize> Words<MAX> {
    /// The most characters the field takes.
    pub const MAX: usize = MAX;

    /// Nothing yet.
    pub fn empty() -> Self {
        Words(Zeroizing::new(String::with_capacity(MAX * 4)))
    }

    /// From outside. Characters that cannot be shown are left out: controls other than a new line, and those that turn the
    /// direction of what follows (they could make a worker read something else than was written).
    ///
    /// # Errors
    /// Where more than `MAX` characters remain.
    pub fn new(text: &str) -> Result<Self, TooLong> {
        let mut words = Self::empty();
        for c in text.chars() {
            words.push(c)?;
        }
        Ok(words)
    }

    /// Adds one character at the end; one that cannot be shown is left out.
    ///
    /// # Errors
    /// Where the field is full.
    pub fn push(&mut self, c: char) -> Result<(), TooLong> {
        if !may_stand_in_words(c) {
            return Ok(());
        }
        if self.count() >= MAX {
            return Err(TooLong { max: MAX });
        }
        self.0.push(c);
        Ok(())
    }

    /// Takes the last character away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many characters.
    pub fn count(&self) -> usize {
        self.0.chars().count()
    }

    /// True without anything but white space.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// The words, to show to the resident or to a worker who opened the card.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// Whether a character can be shown as it is, and leaves what follows it as it is. A new line is none.
pub fn may_be_shown(c: char) -> bool {
    c != '\n' && may_stand_in_words(c)
}

fn may_stand_in_words(c: char) -> bool {
    let turns_direction = matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unseen = matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    (!c.is_control() || c == '\n') && !turns_direction && !unseen
}

impl<const MAX: usize> fmt::Debug for Words<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} chars)", self.count())
    }
}

impl<const MAX: usize> Serialize for Words<MAX> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.reveal())
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Words<MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        Words::new(&text).map_err(serde::de::Error::custom)
    }
}

/// A number to call back on, as dialled: 10 digits from 0, or international with + or 00.
///
/// The three forms are those the municipal contact register takes: `0[1-9]` and 8 digits, `+` and 9 to 15, `00` and 7 to 13.
pub struct PhoneNumber(Zeroizing<String>);

/// Not a number that can be dialled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a phone number")]
pub struct NotAPhoneNumber;

impl PhoneNumber {
    /// Spaces, dashes, dots and brackets are left out.
    ///
    /// # Errors
    /// Where what remains is none of the three forms.
    pub fn parse(text: &str) -> Result<Self, NotAPhoneNumber> {
        let mut number = Zeroizing::new(String::with_capacity(32));
        for c in text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')) {
            if number.len() >= 16 {
                return Err(NotAPhoneNumber);
            }
            number.push(c);
        }
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let right = match number.strip_prefix('+') {
            Some(rest) => digits(rest) && (9..=15).contains(&rest.len()),
            None if !digits(&number) => false,
            None => match number.as_bytes() {
                [b'0', b'0', rest @ ..] => (7..=13).contains(&rest.len()),
                [b'0', _, rest @ ..] => rest.len() == 8,
                _ => false,
            },
        };
        if right { Ok(PhoneNumber(number)) } else { Err(NotAPhoneNumber) }
    }

    /// The number, without spaces.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// An address to write to; checked for shape only, at most [`EmailAddress::MAX`] characters.
pub struct EmailAddress(Zeroizing<String>);

/// Not an address that mail can be sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct NotAnEmailAddress;

impl EmailAddress {
    /// The municipal contact register takes 80 characters.
    pub const MAX: usize = 80;

    /// One `@`, something before it, a domain with a dot behind it, plain ASCII without spaces.
    ///
    /// # Errors
    /// For anything else: better to ask again at the glass than to write to nobody.
    pub fn parse(text: &str) -> Result<Self, NotAnEmailAddress> {
        let text = text.trim();
        let (name, domain) = text.split_once('@').ok_or(NotAnEmailAddress)?;
        let plain = text.len() <= Self::MAX && text.bytes().all(|b| b.is_ascii_graphic() && !b"\"(),:;<>[]\\".contains(&b));
        let dots = |part: &str| part.split('.').all(|piece| !piece.is_empty());
        let label = |piece: &str| {
            !piece.starts_with('-') && !piece.ends_with('-') && piece.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let host = domain.contains('.') && domain.split('.').all(|piece| !piece.is_empty() && label(piece));
        if plain && dots(name) && host { Ok(EmailAddress(Zeroizing::new(text.to_owned()))) } else { Err(NotAnEmailAddress) }
    }

    /// The address.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

macro_rules! secret_text {
    ($name:ident) => {
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = Zeroizing::new(String::deserialize(from)?);
                $name::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
secret_text!(PhoneNumber);
secret_text!(EmailAddress);

/// A language of the glass by its ISO 639 code of two or three small letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

impl Language {
    /// Dutch: what the glass starts in.
    pub const NL: Language = Language(*b"nl\0");
    /// English.
    pub const EN: Language = Language(*b"en\0");

    /// The code.
    pub fn code(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(3);
        std::str::from_utf8(&self.0[..end]).unwrap_or("nl")
    }
}

impl std::str::FromStr for Language {
    type Err = super::BadId;
    fn from_str(code: &str) -> Result<Self, super::BadId> {
        let bytes = code.as_bytes();
        if !(2..=3).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_lowercase) {
            return Err(super::BadId);
        }
        let mut language = [0; 3];
        language[..bytes.len()].copy_from_slice(bytes);
        Ok(Language(language))
    }
}

impl TryFrom<String> for Language {
    type Error = super::BadId;
    fn try_from(code: String) -> Result<Self, super::BadId> {
        code.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> String {
        language.code().to_owned()
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

/// True where the words hold what [`find_bsn`] finds.
pub fn looks_like_bsn(words: &str) -> bool {
    find_bsn(words).is_some()
}

/// The bytes of the first number of nine digits that passes the *elfproef* of a burgerservicenummer: weights 9 to 2 and -1, sum
/// divisible by 11. Its digits stand together or in groups with spaces, dots and dashes between them ("1234.56.782"); a group is
/// taken whole, so that no part of a phone number is one, and other numbers may stand beside it.
pub fn find_bsn(words: &str) -> Option<Range<usize>> {
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, c) in words.char_indices() {
        match (c, groups.last_mut()) {
            ('0'..='9', Some(group)) if group.end == at => group.end = at + 1,
            ('0'..='9', _) => groups.push(at..at + 1),
            (' ' | '.' | '-', _) => {}
            // Nothing goes on over a letter.
            (_, _) => match in_groups(words, &groups) {
                None => groups.clear(),
                found => return found,
            },
        }
    }
    in_groups(words, &groups)
}

fn in_groups(words: &str, groups: &[Range<usize>]) -> Option<Range<usize>> {
    (0..groups.len()).find_map(|first| {
        let mut digits = 0;
        let last = groups[first..].iter().position(|group| {
            digits += group.len();
            digits >= 9
        })?;
        let whole = groups[first].start..groups[first + last].end;
        (digits == 9 && passes_elfproef(&words[whole.clone()])).then_some(whole)
    })
}

fn passes_elfproef(number: &str) -> bool {
    let digits = || number.chars().filter_map(|c| c.to_digit(10));
    let sum: i64 = digits().zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(digit, weight)| i64::from(digit) * weight).sum();
    sum % 11 == 0 && digits().any(|digit| digit != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_resident_prints_itself() {
        let shown = format!(
            "{:?} {:?} {:?}",
            Words::<280>::new("mijn geheim").unwrap(),
            PhoneNumber::parse("06 12345678").unwrap(),
            EmailAddress::parse("jan@example.nl").unwrap()
        );
        for secret in ["geheim", "12345678", "jan", "example"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn controls_and_direction_tricks_are_left_out_and_emoji_stay() {
        let words = Words::<20>::new("a\u{0}b\u{202e}c\u{2066}\u{7f}\n😀").unwrap();
        assert_eq!(words.reveal(), "abc\n😀");
        assert_eq!(words.count(), 5);
    }

    #[test]
    fn a_full_field_takes_no_more_and_never_moves_in_memory() {
        let mut words = Words::<3>::empty();
        let place = words.reveal().as_ptr();
        for c in "😀😀😀".chars() {
            words.push(c).unwrap();
        }
        assert_eq!(words.push('a'), Err(TooLong { max: 3 }));
        assert_eq!(words.reveal().as_ptr(), place);
        assert!(Words::<280>::new(&"x".repeat(10_000_000)).is_err());
    }

    #[test]
    fn phone_numbers_that_can_be_dialled_pass_and_others_do_not() {
        for good in ["0612345678", "06 12 34 56 78", "020-1234567", "+31612345678", "0031612345678", "+90 (532) 123.45.67"] {
            assert!(PhoneNumber::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "112",
            "06123",
            "06123456789",
            "1612345678",
            "06a2345678",
            "+31",
            "٠٦١٢٣٤٥٦٧٨",
            "00",
            "++31612345678",
            &"0".repeat(10_000),
        ] {
            assert!(PhoneNumber::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn e_mail_addresses_that_can_be_written_to_pass_and_others_do_not() {
        for good in ["jan@example.nl", "j.de-vries+buurt@mail.example.org"] {
            assert!(EmailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "jan",
            "jan@",
            "@example.nl",
            "jan@example",
            "jan@@example.nl",
            "ja n@example.nl",
            "jan@exam\nple.nl",
            "jan@-a.nl",
            "jan@a..nl",
            "<jan@a.nl>",
            "jan@é.nl",
        ] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad}");
        }
        assert!(EmailAddress::parse(&format!("{}@example.nl", "a".repeat(80))).is_err());
    }

    #[test]
    fn a_number_that_passes_the_elfproef_is_noticed_wherever_it_stands() {
        // 111222333 and 123456782 pass the elfproef; both are published as test numbers.
        for bsn in ["111222333", "mijn bsn is 123456782.", "1234 56 782", "123.456.782", "huis 3 123456782"] {
            assert!(looks_like_bsn(bsn), "{bsn}");
        }
        for other in ["", "123456789", "0612345678", "1112223334", "000000000", "elf"] {
            assert!(!looks_like_bsn(other), "{other}");
        }
    }

    #[test]
    fn a_language_is_two_or_three_small_letters() {
        assert_eq!("ti".parse::<Language>().unwrap().code(), "ti");
        assert!("../x".parse::<Language>().is_err());
        assert!("NL".parse::<Language>().is_err());
    }
}
