//! Lines of text in every script of the post, as outlines filled into dots.
//!
//! parley shapes, orders both directions and breaks lines; skrifa reads the outlines; tiny-skia fills them. The machine's
//! own fonts are never asked: a ticket looks the same on every post, and a missing sign is found, not guessed.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions, FontInfoOverride, SourceCache};
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, GlyphRun, Language, Layout, LayoutContext, LineHeight,
    OverflowWrap, PositionedLayoutItem, StyleProperty,
};
use resvg::tiny_skia::{FillRule, Mask, PathBuilder, Transform};
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// The fonts a ticket may use. A sign is drawn from the first font of its weight that has it.
#[derive(Clone)]
pub struct Fonts {
    context: FontContext,
    plain: Vec<String>,
    strong: Vec<String>,
}

/// Why a set of fonts cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FontsProblem {
    /// One of the two weights has no font at all.
    #[error("a ticket needs at least one plain and one strong font")]
    None,
    /// The bytes are no font that can be read.
    #[error("font {place} of the {weight} fonts cannot be read")]
    Unreadable {
        /// `plain` or `strong`.
        weight: &'static str,
        /// Position in the list handed in, from 0.
        place: usize,
    },
}

impl Fonts {
    /// Takes the bytes of TTF or OTF files, the preferred first: `plain` for running text, `strong` for the teken.
    ///
    /// # Errors
    /// [`FontsProblem`] when a list is empty or holds something that is no font.
    pub fn new(plain: &[&'static [u8]], strong: &[&'static [u8]]) -> Result<Self, FontsProblem> {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let mut context = FontContext { collection, source_cache: SourceCache::default() };
        let plain = register(&mut context.collection, "plain", plain)?;
        let strong = register(&mut context.collection, "strong", strong)?;
        Ok(Self { context, plain, strong })
    }
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({} plain, {} strong)", self.plain.len(), self.strong.len())
    }
}

/// Registers each file under a name of its own, so that the order handed in decides and not the names inside the files.
fn register(collection: &mut Collection, weight: &'static str, files: &[&'static [u8]]) -> Result<Vec<String>, FontsProblem> {
    if files.is_empty() {
        return Err(FontsProblem::None);
    }
    files
        .iter()
        .enumerate()
        .map(|(place, bytes)| {
            let name = format!("{weight} {place}");
            let named = FontInfoOverride { family_name: Some(&name), ..FontInfoOverride::default() };
            let found = collection.register_fonts(Blob::new(Arc::new(*bytes)), Some(named));
            if found.is_empty() { Err(FontsProblem::Unreadable { weight, place }) } else { Ok(name) }
        })
        .collect()
}

/// Lines stand so many em apart: Noto Sans's own distance, for every script. Noto Sans Arabic asks for 2 em, to leave
/// room for marks that no text of a ticket carries.
const LINE_HEIGHT: f32 = 1.36;

/// A last word of at most so many signs, with its full stop, does not stand on a line of its own.
const SHORT_WORD: usize = 5;

/// The last two words stay together up to so many signs, which fit a line of either paper.
const SHORT_PAIR: usize = 14;

/// Which way a ticket reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Dutch, English, Turkish, Polish, Ukrainian, Tigrinya.
    LeftToRight,
    /// Arabic, Persian. Digits stay left to right within it.
    RightToLeft,
}

/// Heavier or lighter letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Plain,
    Strong,
}

/// How one paragraph is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    pub(crate) weight: Weight,
    /// Em size in dots.
    pub(crate) size: f32,
    /// Measure in dots; longer lines wrap.
    pub(crate) width: u32,
}

/// Sets paragraphs in one language.
pub(crate) struct Setter<'a> {
    fonts: Fonts,
    scratch: LayoutContext<()>,
    direction: Direction,
    /// Every line in the middle of its measure, and not at the side that is read from.
    centred: bool,
    language: Option<Language>,
    missing: &'a mut BTreeSet<char>,
}

/// One paragraph, broken into lines.
pub(crate) struct Paragraph {
    layout: Layout<()>,
    measure: u32,
    /// Of an empty text a space is set, as high as a line.
    empty: bool,
}

impl<'a> Setter<'a> {
    /// Signs no font has are gathered in `missing`.
    pub(crate) fn new(fonts: &Fonts, direction: Direction, tag: &str, missing: &'a mut BTreeSet<char>) -> Self {
        let (scratch, language) = (LayoutContext::new(), Language::parse(tag).ok());
        Self { fonts: fonts.clone(), scratch, direction, centred: false, language, missing }
    }

    /// The same, with every line in the middle of its measure.
    pub(crate) fn centred(self) -> Self {
        Self { centred: true, ..self }
    }

    /// Shapes a sentence and breaks it to the style's measure; a word longer than a line is broken inside.
    ///
    /// An invisible mark makes the ticket's direction the sentence's, also where it opens with a name of another script.
    pub(crate) fn sentence(&mut self, text: &str, style: Style) -> Paragraph {
        let mark = match self.direction {
            Direction::LeftToRight => '\u{200e}',
            Direction::RightToLeft => '\u{200f}',
        };
        let text = if text.is_empty() { String::new() } else { format!("{mark}{}", last_words_together(text)) };
        self.set(&text, style)
    }

    /// Like a sentence, for a proper name: it keeps its own script's direction, on the side the ticket reads from.
    pub(crate) fn name(&mut self, text: &str, style: Style) -> Paragraph {
        self.set(text, style)
    }

    fn set(&mut self, text: &str, style: Style) -> Paragraph {
        let alignment = match self.direction {
            _ if self.centred => Alignment::Center,
            Direction::LeftToRight => Alignment::Left,
            Direction::RightToLeft => Alignment::Right,
        };
        let names = match style.weight {
            Weight::Plain => &self.fonts.plain,
            Weight::Strong => &self.fonts.strong,
        };
        let families: Vec<_> = names.iter().map(|name| FontFamilyName::named(name)).collect();
        let mut builder = self.scratch.ranged_builder(&mut self.fonts.context, text, 1.0, true);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(&families))));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(StyleProperty::Locale(self.language));
        builder.push_default(StyleProperty::LineHeight(LineHeight::FontSizeRelative(LINE_HEIGHT)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        let mut layout = builder.build(text);
        layout.break_all_lines(Some(style.width as f32));
        layout.align(alignment, AlignmentOptions::default());
        note_missing(&layout, text, self.missing);
        Paragraph { layout, measure: style.width, empty: text.is_empty() }
    }
}

/// Ties a short last word to the one before it, so that "27." is read together with its picture's name.
fn last_words_together(text: &str) -> String {
    if let Some((rest, last)) = text.rsplit_once(' ') {
        let before = rest.rsplit(' ').next().unwrap_or(rest);
        let (last_signs, before_signs) = (last.chars().count(), before.chars().count());
        if last_signs <= SHORT_WORD && before_signs + 1 + last_signs <= SHORT_PAIR {
            return format!("{rest}\u{a0}{last}");
        }
    }
    text.to_owned()
}

/// Adds every sign of `text` that was shaped to the empty box, or that no run took up.
fn note_missing(layout: &Layout<()>, text: &str, missing: &mut BTreeSet<char>) {
    let mut drawn = vec![false; text.len()];
    for line in layout.lines() {
        for run in line.runs() {
            for cluster in run.clusters() {
                // Of an empty text a space is set, which is no part of it.
                if let Some(signs) = drawn.get_mut(cluster.text_range()) {
                    signs.fill(cluster.glyphs().all(|glyph| glyph.id != 0));
                }
            }
        }
    }
    missing.extend(text.char_indices().filter(|&(at, _)| !drawn[at]).map(|(_, sign)| sign));
}

impl Paragraph {
    /// Height of all lines together, in whole dots; no text takes none.
    pub(crate) fn height(&self) -> u32 {
        if self.empty { 0 } else { self.layout.height().ceil() as u32 }
    }

    /// How wide its widest line is, in dots.
    pub(crate) fn width(&self) -> f32 {
        self.layout.width()
    }

    /// The measure it was set to, in dots.
    pub(crate) fn measure(&self) -> u32 {
        self.measure
    }

    /// Fills the letters into `sheet`, the paragraph's top left corner at (`left`, `top`) dots.
    pub(crate) fn fill(&self, sheet: &mut Mask, left: u32, top: u32) -> Result<(), NoOutline> {
        for line in self.layout.lines() {
            for item in line.items() {
                if let PositionedLayoutItem::GlyphRun(glyphs) = item {
                    fill_run(&glyphs, sheet, left as f32, top as f32)?;
                }
            }
        }
        Ok(())
    }
}

/// A font promised a sign and cannot draw it: it is damaged, or holds pictures in place of outlines.
#[derive(Debug, thiserror::Error)]
#[error("a font has a sign that it cannot draw")]
pub struct NoOutline;

fn fill_run(glyphs: &GlyphRun<'_, ()>, sheet: &mut Mask, left: f32, top: f32) -> Result<(), NoOutline> {
    let run = glyphs.run();
    let font = FontRef::from_index(run.font().data.as_ref(), run.font().index).map_err(|_| NoOutline)?;
    let coords: Vec<_> = run.normalized_coords().iter().map(|&bits| NormalizedCoord::from_bits(bits)).collect();
    let outlines = font.outline_glyphs();
    for glyph in glyphs.positioned_glyphs() {
        let outline = outlines.get(GlyphId::new(glyph.id)).ok_or(NoOutline)?;
        let mut pen = Pen(PathBuilder::new());
        let settings = DrawSettings::unhinted(Size::new(run.font_size()), LocationRef::new(&coords));
        outline.draw(settings, &mut pen).map_err(|_| NoOutline)?;
        // A space has no path to fill.
        if let Some(path) = pen.0.finish() {
            // Fonts count upwards, paper downwards.
            let place = Transform::from_row(1.0, 0.0, 0.0, -1.0, left + glyph.x, top + glyph.y);
            sheet.fill_path(&path, FillRule::Winding, true, place);
        }
    }
    Ok(())
}

/// Hands a font's outline on to tiny-skia.
struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}
