//! What fits on a page: pure functions of the panel, the size of the text and the words themselves.
//!
//! 1. Sizes are millimetres; pixels appear only in [`Panel::px_per_mm`].
//! 2. The figures repeat those of `ui/theme.slint` and the parts. `tests/screens/` measures the drawn elements, so that a
//!    difference shows.
//! 3. What does not fit whole goes to the next page. Nothing is made smaller or cut; only own words are shortened, and only
//!    where they are repeated for checking.

mod lines;
mod tiles;

pub use lines::{Speech, Voice, message_places, message_room, overview, receipt_room, sentences, shorten, two_lines};
pub use tiles::{Around, AsideRow, Grid, grid, has_room, pack};

use inloop_ui::measure::{self, Weight};

/// A panel as it hangs there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// Width and height in pixels.
    pub pixels: (u32, u32),
    /// Width and height of the visible picture in millimetres.
    pub mm: (f32, f32),
    /// "Lager": what can be touched stands in the lower part only.
    pub lower: bool,
}

impl Panel {
    /// The small reference panel: 10.1 inch, lying.
    pub const LANDSCAPE_10: Panel = Panel { pixels: (1280, 800), mm: (217.0, 136.0), lower: false };
    /// The large reference panel: 15.6 inch, standing.
    pub const PORTRAIT_15: Panel = Panel { pixels: (1080, 1920), mm: (194.0, 345.0), lower: false };

    /// The same, or one of `pixels` that nobody has measured yet where it has no pixels: all on it can be read and touched, and is as
    /// large as it should be once somebody has measured it.
    #[must_use]
    pub fn or_unmeasured(self, pixels: (u32, u32)) -> Panel {
        if self.pixels.0 > 0 {
            return self;
        }
        let pixels = if pixels.0 > 0 && pixels.1 > 0 { pixels } else { Panel::LANDSCAPE_10.pixels };
        Panel { pixels, mm: (pixels.0 as f32 / UNMEASURED, pixels.1 as f32 / UNMEASURED), lower: self.lower }
    }

    /// Pixels in one millimetre, from the width.
    #[must_use]
    pub fn px_per_mm(self) -> f32 {
        self.pixels.0 as f32 / self.mm.0
    }

    /// The same panel in fewer pixels: everything on it keeps its place.
    #[must_use]
    pub fn no_higher_than(self, pixels: u32) -> Panel {
        let (width, height) = self.pixels;
        if height <= pixels {
            return self;
        }
        Panel { pixels: ((width * pixels).div_ceil(height), pixels), ..self }
    }

    /// True where it is taller than wide.
    #[must_use]
    pub fn stands(self) -> bool {
        self.mm.1 > self.mm.0
    }

    /// True where the lower part has no room for four rows of keys, nor for smaller answers below tiles.
    #[must_use]
    pub fn is_short(self) -> bool {
        self.lower && !self.stands()
    }

    /// How far above the foot of the body whatever can be touched may begin, in millimetres.
    #[must_use]
    pub fn reach(self) -> f32 {
        if self.lower { self.height() * LOWER_PART - BAR - self.foot() } else { f32::INFINITY }
    }

    /// Between the body and the bar.
    fn foot(self) -> f32 {
        if self.stands() { 2.0 * UNIT } else { UNIT }
    }

    /// Height in millimetres at the pixels' own scale: what the screens have to share out.
    fn height(self) -> f32 {
        self.pixels.1 as f32 / self.px_per_mm()
    }

    fn body_width(self) -> f32 {
        self.mm.0 - 2.0 * MARGIN
    }

    /// What is left between the question and the bar.
    fn body_height(self, size: TextSize, question: &str, question_width: f32) -> f32 {
        let (top, under) = if self.stands() { (6.0, 4.0) } else { (1.0, 1.25) };
        self.height()
            - BAR
            - (top + under) * UNIT
            - self.foot()
            - text_height(question, size.question(), Weight::Bold, question_width)
    }
}

/// Pixels in a millimetre of a panel that nobody has measured: between a 7 inch one of 800 pixels and a 15 inch one of 1 920.
const UNMEASURED: f32 = 5.5;

/// How large the text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TextSize {
    /// For most.
    #[default]
    Standard,
    /// For whoever touches "Aa".
    Groter,
}

// The figures of ui/theme.slint, in millimetres.
const CAP: f32 = 0.714;
/// Noto Sans lines are 1.362 em apart, times `Theme.leading`.
const LEADING: f32 = 1.362 * 0.91;
/// The same where the words are in Arabic letters, which reach further above and below the line.
const LEADING_ARABIC: f32 = 1.362;
const UNIT: f32 = 2.0;
const MARGIN: f32 = 3.0 * UNIT;
const TILE_GAP: f32 = 3.0 * UNIT;
const BAR: f32 = 17.0;
/// The part of the glass, from its lower edge, in which "Lager" keeps whatever can be touched.
pub const LOWER_PART: f32 = 0.55;
/// One pixel either way is rounding, not room.
const SLACK: f32 = 0.2;

/// Sizes of type in millimetres for one em.
impl TextSize {
    fn question(self) -> f32 {
        if self == TextSize::Groter { 9.0 / CAP } else { 7.4 / CAP }
    }
    fn answer(self) -> f32 {
        if self == TextSize::Groter { 7.4 / CAP } else { 5.5 / CAP }
    }
    fn body(self) -> f32 {
        if self == TextSize::Groter { 7.4 / CAP } else { 4.8 / CAP }
    }
    /// Height of a smaller answer.
    fn link(self) -> f32 {
        if self == TextSize::Groter { 15.0 } else { 13.0 }
    }
}

/// Height of a line of this text, in em.
fn leading(text: &str) -> f32 {
    if text.chars().any(|letter| ('\u{600}'..='\u{6ff}').contains(&letter)) { LEADING_ARABIC } else { LEADING }
}

/// Height of a text that wraps at `width`; words that are too wide count as a line each.
fn text_height(text: &str, em: f32, weight: Weight, width: f32) -> f32 {
    let lines = measure::lines(text, weight, (width - SLACK) / em).unwrap_or_else(|| text.split_whitespace().count());
    lines as f32 * em * leading(text) + SLACK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arabic_letters_stand_on_taller_lines() {
        let height = |text| text_height(text, 10.0, Weight::Bold, 500.0);
        assert!(height("سؤال") > height("Vraag"));
        assert_eq!(height("ሕቶ"), height("Питання"));
    }

    #[test]
    fn a_panel_in_a_window_keeps_its_shape() {
        let shape = |panel: Panel| panel.pixels.0 as f32 / panel.pixels.1 as f32;
        for panel in [Panel::LANDSCAPE_10, Panel::PORTRAIT_15] {
            let small = panel.no_higher_than(660);
            assert!(small.pixels.1 == 660 && (shape(small) - shape(panel)).abs() < 0.01, "{small:?}");
            assert_eq!(panel.no_higher_than(2000), panel);
        }
    }
}
