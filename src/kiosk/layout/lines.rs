//! Sentences and the overview's lines, page by page.

use super::tiles::asides_height;
use super::{AsideRow, Grid, Panel, SLACK, TILE_GAP, TextSize, UNIT, leading, text_height};
use inloop_ui::measure::{self, Weight};
use std::ops::Range;

/// The least height of a line of the overview: a finger.
const LINE_MIN: f32 = 13.0;
const LINE_MAX: f32 = 30.0;
/// Above and below the words of a line together.
const LINE_PAD: f32 = 1.0;
const MOST_LINES: usize = 8;

/// How loud sentences are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Voice {
    /// In the size of notes.
    Low,
    /// In that of answers.
    Plain,
    /// In that of the question.
    Loud,
}

impl Voice {
    fn letters(self, size: TextSize) -> (f32, Weight) {
        match self {
            Voice::Low => (size.body(), Weight::Regular),
            Voice::Plain => (size.answer(), Weight::Regular),
            Voice::Loud => (size.question(), Weight::Bold),
        }
    }
}

/// How sentences are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// All of them alike.
    pub voice: Voice,
    /// The sentences of each page; never empty.
    pub pages: Vec<Range<usize>>,
}

/// How `lines` stand in a box of `room` millimetres: as loud as `at_most` where they all fit, else lower, else on pages.
#[must_use]
pub fn sentences(size: TextSize, lines: &[String], room: (f32, f32), at_most: Voice) -> Speech {
    let heights = |voice: Voice| -> Vec<f32> {
        let (em, weight) = voice.letters(size);
        lines.iter().map(|line| text_height(line, em, weight, room.0) + UNIT).collect()
    };
    for voice in [Voice::Loud, Voice::Plain, Voice::Low].into_iter().filter(|voice| *voice <= at_most) {
        if heights(voice).iter().sum::<f32>() - UNIT <= room.1 {
            return Speech { voice, pages: std::iter::once(0..lines.len()).collect() };
        }
    }
    let mut pages = Vec::new();
    let (mut from, mut used) = (0, 0.0);
    for (at, height) in heights(Voice::Low).into_iter().enumerate() {
        if used + height - UNIT > room.1 && at > from {
            pages.push(from..at);
            (from, used) = (at, 0.0);
        }
        used += height;
    }
    pages.push(from..lines.len());
    Speech { voice: Voice::Low, pages }
}

/// Whether a tile of a message needs two lines for one of these labels. The first has the whole width where they are odd.
#[must_use]
pub fn two_lines(panel: Panel, size: TextSize, labels: &[String]) -> bool {
    let half = (panel.body_width() - TILE_GAP) / 2.0;
    let odd = labels.len() % 2 == 1;
    labels.iter().enumerate().any(|(at, label)| {
        let width = if odd && at == 0 { panel.body_width() } else { half };
        let room = width - (width * 0.17).min(15.0) - 4.0 * UNIT - SLACK;
        measure::lines(label, Weight::Bold, room / size.answer()) != Some(1)
    })
}

/// Height of a tile of a message.
fn message_tile(panel: Panel, size: TextSize, two_lines: bool) -> f32 {
    match (panel.stands(), size, two_lines) {
        (true, ..) => 32.0,
        (false, TextSize::Standard, _) => 24.0,
        (false, TextSize::Groter, true) => 29.0,
        (false, TextSize::Groter, false) => 20.0,
    }
}

/// How many tiles of a message stand within reach, two in a row.
#[must_use]
pub fn message_places(panel: Panel, size: TextSize, two_lines: bool) -> usize {
    let rows = ((panel.reach() + TILE_GAP) / (message_tile(panel, size, two_lines) + TILE_GAP)) as usize;
    rows.saturating_mul(2)
}

/// The box for sentences of a message with so many rows of tiles below, in millimetres.
#[must_use]
pub fn message_room(panel: Panel, size: TextSize, title: &str, rows: usize, two_lines: bool, teken: bool) -> (f32, f32) {
    let tile = message_tile(panel, size, two_lines);
    let foot = if rows == 0 { 0.0 } else { rows as f32 * (tile + TILE_GAP) - TILE_GAP + 2.5 * UNIT };
    let height = panel.body_height(size, title, panel.body_width()) - foot;
    if panel.stands() {
        return (panel.body_width() - 6.0 * UNIT, height - 56.0 - 10.0 * UNIT);
    }
    let picture = if teken { 34.0_f32 } else { 42.0 }.min(height - 3.0 * UNIT);
    let sign = if teken { 2.15 * picture } else { picture };
    (panel.body_width() - sign - 8.0 * UNIT, height - UNIT)
}

/// The box for sentences of a receipt with so many tiles below, in millimetres.
#[must_use]
pub fn receipt_room(panel: Panel, size: TextSize, title: &str, tiles: usize, teken: bool, qr: bool) -> (f32, f32) {
    let groter = size == TextSize::Groter;
    let gap = 2.5 * UNIT;
    let tile = match (panel.stands(), groter, tiles > 2) {
        (true, ..) => 30.0,
        (false, false, _) => 22.0,
        (false, true, true) => 28.0,
        (false, true, false) => 20.0,
    };
    let body = panel.body_height(size, title, panel.body_width()) - if tiles > 0 { tile + gap } else { 0.0 };
    let width = panel.body_width();
    let (across, down) = match (panel.stands(), teken) {
        (_, false) => (width, body),
        (true, true) => (width, body - body * 0.42 - gap),
        (false, true) => (width - width * if groter { 0.58 } else { 0.5 } - gap, body),
    };
    let code = if panel.stands() { 64.0 } else { (down * 0.5).min(36.0) };
    (across, if qr { down - code - UNIT } else { down })
}

/// The grid of a page of the overview: as many lines as fit whole.
#[must_use]
pub fn overview<T>(
    panel: Panel,
    size: TextSize,
    question: (&str, f32),
    values: &[String],
    notes: &[String],
    asides: &[AsideRow<T>],
    label: impl Fn(&T) -> String,
) -> Grid {
    let mut height = panel.body_height(size, question.0, panel.body_width() - question.1);
    if !notes.is_empty() {
        height -= 0.75 * UNIT;
    }
    for note in notes {
        height -= text_height(note, size.body(), Weight::Regular, panel.body_width());
    }
    height = height.min(panel.reach());
    if !asides.is_empty() {
        height -= asides_height(panel, size, asides, label) - if panel.lower { 0.0 } else { UNIT };
    }
    let fits = |grid: &Grid| {
        let line = ((height + UNIT) / grid.rows as f32 - UNIT).min(LINE_MAX);
        let width = value_width(panel, size, grid.columns, line);
        line >= LINE_MIN
            && values.iter().all(|value| {
                let lines = measure::lines(value, Weight::Regular, (width - SLACK) / size.body());
                lines.is_some_and(|lines| lines as f32 * size.body() * leading(value) <= line - LINE_PAD)
            })
    };
    let grids = (1..=MOST_LINES).map(|rows| Grid { columns: columns(panel, size), rows }).filter(fits);
    let grids: Vec<_> = grids.collect();
    let whole = grids.iter().copied().find(|grid| grid.places() >= values.len());
    whole.or_else(|| grids.last().copied()).unwrap_or(Grid { columns: 1, rows: 1 })
}

/// Lying, two columns as long as the words are small enough.
fn columns(panel: Panel, size: TextSize) -> usize {
    if panel.stands() || size == TextSize::Groter { 1 } else { 2 }
}

/// Width of the words in a line of the overview.
fn value_width(panel: Panel, size: TextSize, columns: usize, line: f32) -> f32 {
    let cell = (panel.body_width() + 2.0 * UNIT) / columns as f32 - 2.0 * UNIT;
    let picture = (line - UNIT).min(if size == TextSize::Groter { 9.0 } else { 11.0 });
    cell - picture - 1.75 * UNIT - 7.0 - 1.5 * UNIT
}

/// Own words as they are repeated for checking: whole where they fit one line of the narrowest column, else their first words
/// with an ellipsis.
#[must_use]
pub fn shorten(panel: Panel, size: TextSize, words: &str) -> String {
    let room = (value_width(panel, size, columns(panel, size), LINE_MIN + UNIT) - SLACK) / size.body();
    let mut said = String::new();
    for word in words.split_whitespace() {
        let gap = if said.is_empty() { "" } else { " " };
        if measure::width(&format!("{said}{gap}{word} …"), Weight::Regular) > room {
            // A first word that is too long is shown as far as it goes.
            if said.is_empty() {
                said.extend(word.chars().scan(measure::width(" …", Weight::Regular), |used, letter| {
                    *used += measure::width(letter.encode_utf8(&mut [0; 4]), Weight::Regular);
                    (*used <= room).then_some(letter)
                }));
            }
            said.push_str(" …");
            return said;
        }
        said.push_str(gap);
        said.push_str(word);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_that_fit_are_large_and_the_rest_goes_to_more_pages() {
        let few = vec!["Ga maar zitten.".to_owned()];
        for (voice, words) in [(Voice::Loud, &few), (Voice::Plain, &few)] {
            assert_eq!(sentences(TextSize::Standard, words, (140.0, 60.0), voice).voice, voice);
        }
        assert_eq!(sentences(TextSize::Standard, &few, (60.0, 12.0), Voice::Loud).voice, Voice::Plain);
        let many = vec!["Wij bewaren uw vraag niet langer dan nodig is om u te helpen.".to_owned(); 8];
        let speech = sentences(TextSize::Groter, &many, (140.0, 60.0), Voice::Loud);
        assert!(speech.pages.len() > 1);
        assert_eq!(speech.pages.iter().map(Range::len).sum::<usize>(), many.len());
    }

    #[test]
    fn own_words_are_shortened_between_words_and_say_so() {
        let short = shorten(Panel::LANDSCAPE_10, TextSize::Standard, "Mijn huur");
        assert_eq!(short, "Mijn huur");
        let long = shorten(Panel::LANDSCAPE_10, TextSize::Standard, "Ik heb een brief van de gemeente en begrijp die niet");
        assert!(long.starts_with("Ik heb een") && long.ends_with(" …") && long.len() < 40, "{long}");
        let word = shorten(Panel::LANDSCAPE_10, TextSize::Standard, &"a".repeat(100));
        assert!(word.ends_with(" …") && word.len() < 60, "{word}");
    }

    #[test]
    fn eight_lines_take_one_page_standard_and_more_larger() {
        let values = vec!["Brieven en formulieren".to_owned(); 8];
        let whole = |size| {
            let grid = overview::<String>(Panel::LANDSCAPE_10, size, ("Klopt dit?", 40.0), &values, &[], &[], String::clone);
            grid.places() >= values.len()
        };
        assert!(whole(TextSize::Standard));
        assert!(!whole(TextSize::Groter));
    }
}
