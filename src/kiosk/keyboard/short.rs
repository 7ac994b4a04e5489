//! The keys in three rows, which is what "Lager" leaves of a glass that lies.
//!
//! What types stands on two pages: the first two rows of four, and what else the others have. The third row is the same on
//! both: a key that turns to the other page, capitals, the space bar, "Verberg" and Backspace, so that none of them is searched.

use super::{Does, Field, Key, Keyboard, WAY, types, wide};

/// Columns of digits: three as on a telephone, and two beside them.
pub(super) const DIGITS_ACROSS: f32 = 5.0;

pub(super) fn rows(keyboard: Keyboard) -> Vec<Vec<Key>> {
    if matches!(keyboard.field, Field::Digits | Field::Teken) {
        return digits(keyboard);
    }
    let mut four = keyboard.four_rows().into_iter();
    let mut next = || four.next().unwrap_or_default();
    let (first, second, third, last) = (next(), next(), next(), next());
    let everywhere = |key: &Key| matches!(key.does, Does::Shift | Does::Backspace | Does::Types(' '));
    let (common, third): (Vec<_>, Vec<_>) = third.into_iter().partition(everywhere);
    let (more_common, last): (Vec<_>, Vec<_>) = last.into_iter().partition(everywhere);
    let has = |does: Does| common.iter().chain(&more_common).any(|key| key.does == does);

    // The forms of one consonant need no second page.
    if third.is_empty() && !has(Does::Types(' ')) {
        return vec![first, second, last.into_iter().chain(keyboard.cover.map(|does| wide(does, WAY))).collect()];
    }
    // "Verberg" at the edge, away from Backspace, which is touched again and again.
    let mut foot: Vec<Key> = keyboard.cover.into_iter().chain([Does::Turn]).map(|does| wide(does, WAY)).collect();
    if has(Does::Shift) {
        foot.push(wide(Does::Shift, WAY));
    }
    let backspace = wide(Does::Backspace, WAY);
    if has(Does::Types(' ')) {
        let taken: f32 = foot.iter().chain([&backspace]).map(|key| key.span).sum();
        foot.push(wide(Does::Types(' '), keyboard.across() - taken));
    }
    foot.push(backspace);
    if keyboard.turned { vec![third, last, foot] } else { vec![first, second, foot] }
}

fn digits(keyboard: Keyboard) -> Vec<Vec<Key>> {
    let row = |digits: &str| digits.chars().map(types).collect::<Vec<_>>();
    let backspace = wide(Does::Backspace, 2.0);
    let Some(cover) = keyboard.cover else {
        return vec![row("12345"), row("67890"), vec![backspace]];
    };
    let zero = if keyboard.field == Field::Teken {
        vec![wide(Does::Types('0'), 2.0)]
    } else {
        vec![types('0'), wide(Does::ZeroSix, 1.0)]
    };
    vec![[row("123"), vec![backspace]].concat(), [row("456"), zero].concat(), [row("789"), vec![wide(cover, 2.0)]].concat()]
}
