//! How much room a text takes, before it is drawn.
//!
//! Advances come from the bundled fonts; kerning is left out, which errs on the wide side.

use crate::FONTS;
use std::sync::LazyLock;
use ttf_parser::Face;

/// Joins what may not go over two lines.
const NO_BREAK_SPACE: char = '\u{a0}';

/// The two weights that are bundled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// 400.
    Regular,
    /// 600.
    Bold,
}

static FACES: LazyLock<Vec<Face<'static>>> =
    LazyLock::new(|| FONTS.iter().filter_map(|bytes| Face::parse(bytes, 0).ok()).collect());

/// Width of `text` on one line, in em.
#[must_use]
pub fn width(text: &str, weight: Weight) -> f32 {
    text.chars().map(|letter| advance(letter, weight)).sum()
}

/// True where bundled fonts draw this character in both weights: it is never a box.
#[must_use]
pub fn draws(letter: char) -> bool {
    let drawn = |bold| FACES.iter().any(|face| face.is_bold_or_semi() == bold && face.glyph_index(letter).is_some());
    drawn(false) && drawn(true)
}

/// Lines that `text` takes where a line is `room` em wide; `None` where a word is wider than that. A line that the text ends
/// itself ends there.
#[must_use]
pub fn lines(text: &str, weight: Weight, room: f32) -> Option<usize> {
    text.split('\n').map(|line| wrapped(line, weight, room)).sum()
}

fn wrapped(text: &str, weight: Weight, room: f32) -> Option<usize> {
    let space = advance(' ', weight);
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split(|c: char| c.is_whitespace() && c != NO_BREAK_SPACE).filter(|word| !word.is_empty()) {
        let wide = width(word, weight);
        if wide > room {
            return None;
        }
        if used > 0.0 && used + space + wide > room {
            lines += 1;
            used = wide;
        } else {
            used += if used > 0.0 { space + wide } else { wide };
        }
    }
    Some(lines)
}

/// A character that no bundled font has counts as one em: too wide is the safe side.
fn advance(letter: char, weight: Weight) -> f32 {
    FACES
        .iter()
        .filter(|face| face.is_bold_or_semi() == (weight == Weight::Bold))
        .find_map(|face| {
            let glyph = face.glyph_index(letter)?;
            Some(f32::from(face.glyph_hor_advance(glyph)?) / f32::from(face.units_per_em()))
        })
        .unwrap_or(1.0)
}

trait SemiBold {
    fn is_bold_or_semi(&self) -> bool;
}

impl SemiBold for Face<'_> {
    fn is_bold_or_semi(&self) -> bool {
        self.weight().to_number() >= 600
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bold_word_is_wider_and_no_words_are_nothing() {
        assert!(width("Verder", Weight::Bold) > width("Verder", Weight::Regular));
        assert!((2.0..4.0).contains(&width("Verder", Weight::Regular)));
        assert_eq!(width("", Weight::Regular), 0.0);
    }

    #[test]
    fn what_no_font_has_is_known_before_it_is_a_box() {
        assert!("aé ğЩ\u{a0}سሰ€".chars().all(draws));
        assert!(!"א漢→".chars().any(draws));
    }

    #[test]
    fn words_break_between_and_never_inside() {
        let word = width("Brieven", Weight::Regular);
        assert_eq!(lines("Brieven Brieven", Weight::Regular, word * 1.5), Some(2));
        assert_eq!(lines("Brieven", Weight::Regular, word * 0.9), None);
        assert_eq!(lines("Brieven Brieven", Weight::Regular, word * 3.0), Some(1));
        assert_eq!(lines("Brieven\nBrieven Brieven", Weight::Regular, word * 3.0), Some(2));
    }

    #[test]
    fn arabic_and_tigrinya_are_measured_in_their_own_font() {
        for text in ["مرحبا", "ሰላም"] {
            let wide = width(text, Weight::Bold);
            assert!(wide > 0.5 && (wide - text.chars().count() as f32).abs() > 0.01, "{text} is {wide} em");
        }
    }
}
