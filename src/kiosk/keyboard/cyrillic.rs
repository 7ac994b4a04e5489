//! Ukrainian, as on its own keyboards.

use super::layout::{Layout, More, Shift};

/// ЙЦУКЕН with ґ, and with the apostrophe that Ukrainian writes inside words. Who speaks Russian finds ы, э, ё and ъ too.
pub(super) const UKRAINIAN: Layout = Layout {
    columns: 12.0,
    rows: ["йцукенгшщзхї", "фівапролджєґ", "ячсмитьбю’"],
    shift: Shift::Third,
    more: Some(More { sample: "ыэ", rows: ["ыэёъ", "«»–№", ""] }),
    latin: false,
    half_space: false,
    consonants: false,
    before_space: ",",
    after_space: ".?!",
};
