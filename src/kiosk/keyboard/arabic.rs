//! Arabic and Persian, as on their own keyboards. Neither has capitals; the rows run as they do there, from the left.

use super::layout::{Layout, More, Shift};

/// Vowel signs stand with the rarer letters; so do letters of neighbours, for names.
pub(super) const ARABIC: Layout = Layout {
    columns: 12.0,
    rows: ["ضصثقفغعهخحجد", "شسيبلاتنمكطذ", "أإئءؤرىةوزظ"],
    shift: Shift::None,
    more: Some(More {
        sample: "آپ",
        rows: ["آٱ\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}", "پچژگڤکی\u{670}ـ", "؛«»"],
    }),
    latin: false,
    half_space: false,
    consonants: false,
    before_space: "،",
    after_space: ".؟!",
};

/// With پ چ ژ گ, the Persian ک and ی, and the half space: می‌خواهم is one word.
pub(super) const PERSIAN: Layout = Layout {
    columns: 12.0,
    rows: ["ضصثقفغعهخحجچ", "شسیبلاتنمکگآ", "ظطژزرذدپوئء"],
    more: Some(More {
        sample: "أة",
        rows: ["أإؤةۀيك\u{654}", "\u{64b}\u{64c}\u{64d}\u{64e}\u{64f}\u{650}\u{651}\u{652}", "؛«»"],
    }),
    half_space: true,
    after_space: ".؟",
    ..ARABIC
};
