//! Latin letters: plain, Turkish and Polish, in the order of the alphabet or as on a computer.

use super::KeyOrder;
use super::layout::{Layout, More, Shift};

/// Letters with marks of the languages around: Dutch é ë ï, German ä ö ü, French ç è, Spanish ñ, Portuguese ã õ.
const MARKED: More = More { sample: "éü", rows: ["áàâäãåæçéè", "êëíìîïñóòô", "öõøúùûü"] };

/// a to z in ten columns: Dutch, English, and every language that has no keys of its own.
pub(super) fn plain(order: KeyOrder) -> Layout {
    Layout {
        columns: 10.0,
        rows: match order {
            KeyOrder::Qwerty => ["qwertyuiop", "asdfghjkl", "zxcvbnm"],
            KeyOrder::Abc => ["abcdefghij", "klmnopqrs", "tuvwxyz"],
        },
        shift: Shift::Third,
        more: Some(MARKED),
        latin: true,
        half_space: false,
        consonants: false,
        before_space: ",",
        after_space: ".?!",
    }
}

/// With dotted and dotless i beside each other's keys, as on a Turkish Q keyboard.
pub(super) fn turkish(order: KeyOrder) -> Layout {
    Layout {
        columns: 12.0,
        rows: match order {
            KeyOrder::Qwerty => ["qwertyuıopğü", "asdfghjklşi", "zxcvbnmöç"],
            KeyOrder::Abc => ["abcçdefgğhıi", "jklmnoöprsş", "tuüvyzqwx"],
        },
        before_space: ",'",
        ..plain(order)
    }
}

/// The nine Polish letters stand among the others: a programmer's keyboard hides them behind a key that has to be held.
pub(super) fn polish(order: KeyOrder) -> Layout {
    Layout {
        columns: 12.0,
        rows: match order {
            KeyOrder::Qwerty => ["qwertyuiopęó", "asdfghjklłąś", "zxcvbnmżźćń"],
            KeyOrder::Abc => ["aąbcćdeęfghi", "jklłmnńoópqr", "sśtuvwxyzźż"],
        },
        shift: Shift::Last,
        ..plain(order)
    }
}
