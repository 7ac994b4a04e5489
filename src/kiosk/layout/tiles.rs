//! Pages of tiles, and the smaller answers below them.

use super::{Panel, SLACK, TILE_GAP, TextSize, UNIT, leading, text_height};
use inloop_ui::measure::{self, Weight};

const TILE_MIN: f32 = 20.0;
const TILE_MAX: f32 = 44.0;
/// Few rows on a standing panel may be taller.
const TILE_MAX_FEW: f32 = 58.0;
/// One row alone may be taller: its pictures stand above the words.
const TILE_MAX_ALONE: f32 = 66.0;
const PAD: f32 = 1.25 * UNIT;
/// What a tile without a picture keeps free on either side, for the tick.
const TICK: f32 = 12.0;
/// The most rows a page has; more would be a list to search.
const MOST_ROWS: usize = 6;
/// The most columns a page has: words need the width.
const MOST_COLUMNS: usize = 2;
/// The same where nothing but numbers stands in the tiles.
const MOST_COLUMNS_OF_NUMBERS: usize = 5;
/// Characters of a number, as in "10".
const SHORT: usize = 2;
/// Between smaller answers, and between their rows.
const ASIDE_GAP: f32 = 1.25 * UNIT;
/// The least width of a smaller answer.
const LINK_MIN: f32 = 16.0;

/// Columns and rows of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Beside each other.
    pub columns: usize,
    /// Below each other.
    pub rows: usize,
}

impl Grid {
    /// Places on a page.
    #[must_use]
    pub fn places(self) -> usize {
        self.columns * self.rows
    }
}

/// A row of smaller answers. `T` is whatever stands for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AsideRow<T> {
    /// What they answer, at the reading start; the answers then stand at the end.
    pub question: Option<String>,
    /// Ways out, at the reading start.
    pub start: Vec<T>,
    /// Answers to the question, or "Meer", at the reading end.
    pub end: Vec<T>,
}

/// What stands on a screen of answers besides the answers.
#[derive(Clone, Debug)]
pub struct Around<'a, T> {
    /// The question at the top.
    pub question: &'a str,
    /// Sentences under it.
    pub notes: &'a [String],
    /// Rows below the tiles.
    pub asides: &'a [AsideRow<T>],
}

/// Rows of smaller answers that fit the width: questions with their answers first, ways out next, `more` at the end.
#[must_use]
pub fn pack<T: Clone>(
    panel: Panel,
    size: TextSize,
    asked: Vec<(String, Vec<T>)>,
    ways_out: Vec<T>,
    more: Option<T>,
    label: impl Fn(&T) -> String,
) -> Vec<AsideRow<T>> {
    let mut rows: Vec<_> =
        asked.into_iter().map(|(question, end)| AsideRow { question: Some(question), start: Vec::new(), end }).collect();
    let room = panel.body_width();
    let wide = |answer: &T| link_width(size, &label(answer));
    let mut row = AsideRow { question: None, start: Vec::new(), end: Vec::new() };
    let mut used = 0.0;
    for answer in ways_out {
        let width = wide(&answer) + ASIDE_GAP;
        if used + width > room + ASIDE_GAP && !row.start.is_empty() {
            rows.push(std::mem::replace(&mut row, AsideRow { question: None, start: Vec::new(), end: Vec::new() }));
            used = 0.0;
        }
        used += width;
        row.start.push(answer);
    }
    if let Some(more) = more {
        if used + wide(&more) > room && !row.start.is_empty() {
            rows.push(std::mem::replace(&mut row, AsideRow { question: None, start: Vec::new(), end: Vec::new() }));
        }
        row.end.push(more);
    }
    if !row.start.is_empty() || !row.end.is_empty() {
        rows.push(row);
    }
    rows
}

fn link_width(size: TextSize, label: &str) -> f32 {
    // Pictures are as good as always there; without one the answer is narrower.
    let picture = size.link() * 0.62;
    (measure::width(label, Weight::Regular) * size.body() + picture + 3.8 * UNIT + SLACK).max(LINK_MIN)
}

/// Height of the rows below, with the space above them; 0 where there are none.
pub(super) fn asides_height<T>(panel: Panel, size: TextSize, asides: &[AsideRow<T>], label: impl Fn(&T) -> String) -> f32 {
    if asides.is_empty() {
        return 0.0;
    }
    let row = |row: &AsideRow<T>| match &row.question {
        None => size.link(),
        Some(question) => {
            let answers: f32 = row.end.iter().map(|answer| link_width(size, &label(answer)) + ASIDE_GAP).sum();
            let room = panel.body_width() - answers + ASIDE_GAP - UNIT;
            size.link().max(text_height(question, size.body(), Weight::Regular, room))
        }
    };
    let above = if panel.lower { UNIT } else { 2.0 * UNIT };
    asides.iter().map(row).sum::<f32>() + (asides.len() - 1) as f32 * ASIDE_GAP + above
}

/// Whether these rows alone stand within reach.
#[must_use]
pub fn has_room<T>(panel: Panel, size: TextSize, asides: &[AsideRow<T>], label: impl Fn(&T) -> String) -> bool {
    asides_height(panel, size, asides, label) <= panel.reach()
}

/// The smallest grid that shows all of `labels` whole on one page; none where no grid does.
///
/// Lying, answers stand beside each other first; standing, below each other first.
#[must_use]
pub fn grid<T>(
    panel: Panel,
    size: TextSize,
    labels: &[String],
    pictures: bool,
    around: &Around<'_, T>,
    label: impl Fn(&T) -> String,
) -> Option<Grid> {
    let mut height = panel.body_height(size, around.question, panel.body_width());
    if !around.notes.is_empty() {
        height -= UNIT;
    }
    for note in around.notes {
        height -= text_height(note, size.body(), Weight::Regular, panel.body_width());
    }
    height = height.min(panel.reach()) - asides_height(panel, size, around.asides, label);
    let taste = |grid: &Grid| if panel.stands() { grid.columns } else { grid.rows };
    let short = !pictures && labels.iter().all(|label| label.chars().count() <= SHORT);
    (1..=if short { MOST_COLUMNS_OF_NUMBERS } else { MOST_COLUMNS })
        .flat_map(|columns| (1..=MOST_ROWS).map(move |rows| Grid { columns, rows }))
        .filter(|grid| grid.places() >= labels.len() && fits(size, labels, pictures, (panel.body_width(), height), *grid))
        .min_by_key(|grid| (grid.places(), taste(grid)))
}

/// Whether every label stands whole in a tile of this grid.
fn fits(size: TextSize, labels: &[String], pictures: bool, room: (f32, f32), grid: Grid) -> bool {
    let width = (room.0 + TILE_GAP) / grid.columns as f32 - TILE_GAP;
    let tallest = match grid.rows {
        1..=3 if room.1 > room.0 => TILE_MAX_FEW,
        1 => TILE_MAX_ALONE,
        _ => TILE_MAX,
    };
    let height = ((room.1 + TILE_GAP) / grid.rows as f32 - TILE_GAP).min(tallest);
    if height < TILE_MIN {
        return false;
    }
    let em = size.answer();
    let line = em * labels.iter().map(|label| leading(label)).fold(0.0, f32::max);
    let stacked = height > 0.5 * width && height > 48.0;
    let share = if size == TextSize::Groter { 0.17 } else { 0.24 };
    let (across, down) = match (pictures, stacked) {
        (false, _) => (width - 2.0 * TICK, height),
        (true, true) => {
            let picture = (height - 2.5 * PAD - 2.0 * line).min(34.0);
            (width - 2.0 * PAD, height - picture - 1.75 * PAD)
        }
        (true, false) => {
            let picture = (height - 2.0 * PAD).min(34.0).min(width * share);
            (width - picture - 3.2 * PAD, height)
        }
    };
    labels
        .iter()
        .all(|label| measure::lines(label, Weight::Bold, (across - SLACK) / em).is_some_and(|lines| lines as f32 * line <= down))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn fit(panel: Panel, size: TextSize, labels: &[&str], question: &str, ways_out: &[&str]) -> Option<Grid> {
        let asides = pack(panel, size, Vec::new(), words(ways_out), None, String::clone);
        grid(panel, size, &words(labels), true, &Around { question, notes: &[], asides: &asides }, String::clone)
    }

    const TOPICS: [&str; 12] = [
        "Geld en schulden",
        "Brieven en formulieren",
        "Werk of uitkering",
        "Taal en leren",
        "Wonen",
        "Buren en buurt",
        "Thuis en relatie",
        "Kinderen",
        "Gezondheid en hulp",
        "Hoe ik me voel",
        "Mensen ontmoeten",
        "Iets anders",
    ];
    const ASKED: &str = "Waar gaat het over?";
    const WAYS: [&str; 2] = ["Zeg ik liever niet", "Meer"];

    #[test]
    fn twelve_topics_take_one_page_standing_and_two_lying() {
        let lying = |n| fit(Panel::LANDSCAPE_10, TextSize::Standard, &TOPICS[..n], ASKED, &WAYS);
        assert_eq!(lying(6), Some(Grid { columns: 2, rows: 3 }));
        assert_eq!(lying(7), None);
        let standing = fit(Panel::PORTRAIT_15, TextSize::Standard, &TOPICS, ASKED, &WAYS);
        assert_eq!(standing, Some(Grid { columns: 2, rows: 6 }));
    }

    #[test]
    fn ten_numbers_stand_on_one_page() {
        let marks: Vec<String> = (1..=10).map(|mark| mark.to_string()).collect();
        for (panel, size, columns) in [
            (Panel::LANDSCAPE_10, TextSize::Standard, 5),
            (Panel::LANDSCAPE_10, TextSize::Groter, 5),
            (Panel::PORTRAIT_15, TextSize::Standard, 2),
        ] {
            let around = Around { question: "Welk cijfer geeft u?", notes: &[], asides: &[] };
            let grid = grid(panel, size, &marks, false, &around, String::clone).unwrap();
            assert_eq!((grid.columns, grid.places() >= 10), (columns, true), "{panel:?} {size:?}");
        }
    }

    #[test]
    fn larger_words_take_fewer_places() {
        let lying = |n| fit(Panel::LANDSCAPE_10, TextSize::Groter, &TOPICS[..n], ASKED, &WAYS);
        assert_eq!(lying(6), None);
        assert!(lying(3).is_some());
    }

    #[test]
    fn two_answers_stand_beside_each_other_lying_and_below_each_other_standing() {
        let two = |panel| fit(panel, TextSize::Standard, &["Ja", "Nee"], "Is dit uw BSN?", &[]);
        assert_eq!(two(Panel::LANDSCAPE_10), Some(Grid { columns: 2, rows: 1 }));
        assert_eq!(two(Panel::PORTRAIT_15), Some(Grid { columns: 1, rows: 2 }));
    }

    #[test]
    fn a_word_wider_than_any_tile_fits_nowhere() {
        let long = "Kindercarnavalsoptochtvoorbereidingswerkzaamhedenplan";
        assert_eq!(fit(Panel::LANDSCAPE_10, TextSize::Groter, &[long], ASKED, &[]), None);
    }

    #[test]
    fn smaller_answers_that_do_not_fit_beside_each_other_go_below() {
        let ways = words(&["Wie kan mij helpen?", "Hoe was het?"]);
        let more = Some("Meer".to_owned());
        let standard = pack(Panel::LANDSCAPE_10, TextSize::Standard, vec![], ways.clone(), more.clone(), String::clone);
        assert_eq!(standard.len(), 1);
        let larger = pack(Panel::LANDSCAPE_10, TextSize::Groter, vec![], ways, more, String::clone);
        assert_eq!(larger.len(), 2);
    }
}
