//! Letters and pictures as smooth ink: how far each pixel is covered, without anything around it.

use std::collections::BTreeSet;

use embedded_graphics::Pixel;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use resvg::tiny_skia::Mask;

use super::Canvas;
use crate::ticket::text::{NoOutline, Paragraph, Setter, Style, Weight};
use crate::ticket::{Direction, Fonts, Picture};
use embedded_graphics::draw_target::DrawTarget;

/// Each try is so much smaller than the one before.
const SHRINK: f32 = 0.94;

/// Height of a digit, in em: Noto Sans's.
const DIGIT: f32 = 0.714;

/// A measure that no word reaches.
const ONE_LINE: u32 = 1 << 20;

/// Em in which words are measured.
const MEASURED: f32 = 100.0;

/// No letter is drawn smaller than this em in pixels: below it is dust.
const DUST: f32 = 2.0;

/// How far each pixel is covered; the outermost rows and columns have some ink.
pub(super) struct Ink {
    pub(super) width: u32,
    pub(super) height: u32,
    cover: Vec<u8>,
}

impl Ink {
    fn trimmed(width: u32, cover: &[u8]) -> Self {
        let inked = cover.iter().enumerate().filter(|(_, covered)| **covered > 0);
        let places = inked.map(|(index, _)| (index as u32 % width.max(1), index as u32 / width.max(1)));
        let edges = places.fold(None, |edges: Option<[u32; 4]>, (x, y)| {
            let [left, top, right, bottom] = edges.unwrap_or([x, y, x, y]);
            Some([left.min(x), top.min(y), right.max(x), bottom.max(y)])
        });
        let Some([left, top, right, bottom]) = edges else { return Self { width: 0, height: 0, cover: Vec::new() } };
        let rows = (top..=bottom).flat_map(|y| &cover[(y * width + left) as usize..=(y * width + right) as usize]);
        Self { width: right - left + 1, height: bottom - top + 1, cover: rows.copied().collect() }
    }

    /// Draws it, its top left corner at `at`, in `ink` over a `ground` of one colour.
    pub(super) fn draw(&self, canvas: &mut Canvas, at: (u32, u32), ink: Rgb888, ground: Rgb888) {
        let covered = self.cover.iter().enumerate().filter(|(_, covered)| **covered > 0);
        let pixel = |(index, covered): (usize, &u8)| {
            let (x, y) = (index as u32 % self.width, index as u32 / self.width);
            Pixel(Point::new((at.0 + x) as i32, (at.1 + y) as i32), mixed(ground, ink, *covered))
        };
        let Ok(()) = canvas.draw_iter(covered.map(pixel));
    }
}

fn mixed(ground: Rgb888, ink: Rgb888, covered: u8) -> Rgb888 {
    let one = |ground: u8, ink: u8| {
        let covered = u32::from(covered);
        ((u32::from(ground) * (255 - covered) + u32::from(ink) * covered + 127) / 255) as u8
    };
    Rgb888::new(one(ground.r(), ink.r()), one(ground.g(), ink.g()), one(ground.b(), ink.b()))
}

/// The picture, at most `side` pixels on a side.
pub(super) fn picture(picture: &Picture, side: u32) -> Ink {
    Ink::trimmed(side, &picture.cover(side))
}

/// Text that has to go into a place.
pub(super) struct Fit {
    pub(super) weight: Weight,
    /// Em that it is tried with first, in pixels.
    pub(super) most: f32,
    /// Em that can be read from where it should be. Down to half of it no word is broken: a whole one reads better than a larger half.
    pub(super) least: f32,
    /// The place's width and height, in pixels.
    pub(super) room: (u32, u32),
}

/// Sets texts.
pub(super) struct Letters<'a> {
    pub(super) fonts: &'a Fonts,
    pub(super) direction: Direction,
    pub(super) language: &'a str,
}

impl<'a> Letters<'a> {
    pub(super) fn in_language(self, language: &'a str) -> Self {
        Self { language, ..self }
    }

    /// The signs of `text` that no font has.
    fn missing(&self, text: &str) -> BTreeSet<char> {
        let mut missing = BTreeSet::new();
        let style = Style { weight: Weight::Strong, size: MEASURED, width: ONE_LINE };
        drop(Setter::new(self.fonts, self.direction, self.language, &mut missing).name(text, style));
        missing
    }

    /// `text` as large as it goes into its place, over as many lines as it takes, each in the middle. Words are broken where they
    /// are far too long for the place; nothing is ever cut off. Signs that no font has are left out.
    pub(super) fn fitted(&self, text: &str, fit: &Fit) -> Result<Ink, NoOutline> {
        let missing = self.missing(text);
        let text: String = text.chars().filter(|sign| !missing.contains(sign)).collect();
        let text = text.trim();
        let mut nothing = BTreeSet::new();
        let mut setter = Setter::new(self.fonts, self.direction, self.language, &mut nothing).centred();
        let style = |size, width| Style { weight: fit.weight, size, width };
        // Letters grow with their em: words are measured once.
        let words = text.split(' ').map(|word| setter.name(word, style(MEASURED, ONE_LINE)).width() / MEASURED);
        let widest = words.fold(0.0, f32::max);
        let mut size = fit.most;
        loop {
            let whole = widest * size <= fit.room.0 as f32 || size < fit.least / 2.0;
            if !whole && size >= DUST {
                size *= SHRINK;
                continue;
            }
            let paragraph = setter.name(text, style(size, fit.room.0));
            if paragraph.height() <= fit.room.1 || size < DUST {
                let ink = ink(&paragraph)?;
                if (ink.width <= fit.room.0 && ink.height <= fit.room.1) || size < DUST {
                    return Ok(ink);
                }
            }
            size *= SHRINK;
        }
    }

    /// Two digits as high as the place, or as its width allows.
    pub(super) fn digits(&self, digits: &str, room: (u32, u32)) -> Result<Ink, NoOutline> {
        let mut nothing = BTreeSet::new();
        let mut setter = Setter::new(self.fonts, self.direction, self.language, &mut nothing);
        let mut size = room.1 as f32 / DIGIT;
        loop {
            let ink = ink(&setter.name(digits, Style { weight: Weight::Strong, size, width: ONE_LINE.min(room.0 * 4) }))?;
            if (ink.width <= room.0 && ink.height <= room.1) || size < DUST {
                return Ok(ink);
            }
            size *= SHRINK.sqrt();
        }
    }
}

fn ink(paragraph: &Paragraph) -> Result<Ink, NoOutline> {
    // Room on every side, because letters may reach out of their line.
    let room = paragraph.height() / 4;
    let (width, height) = (paragraph.measure() + 2 * room, paragraph.height() + 2 * room);
    let Some(mut mask) = Mask::new(width, height) else { return Ok(Ink::trimmed(0, &[])) };
    paragraph.fill(&mut mask, room, room)?;
    Ok(Ink::trimmed(width, mask.data()))
}
