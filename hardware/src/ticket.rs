//! The *briefje*: what a resident takes along, as a raster for a thermal printer.
//!
//! [`render`] is a pure function of the [`Ticket`], the [`Paper`] and the [`Fonts`]. The whole ticket is one picture,
//! because a printer's code pages know neither Arabic nor Ge'ez; its rows are packed as ESC/POS `GS v 0` wants them.
//!
//! A ticket says which picture and number to listen for, when, and what follows. It has no field for a topic, a name or
//! a host: a ticket is left on a table, and what lies there may shame nobody.

mod leaflet;
mod picture;
pub(crate) mod text;

use std::collections::BTreeSet;
use std::fmt;

use resvg::tiny_skia::Mask;

pub use leaflet::{Leaflet, leaflet};
pub use picture::{Picture, PictureProblem};
pub use text::{Direction, Fonts, FontsProblem, NoOutline};
use text::{Paragraph, Setter, Style, Weight};

use crate::Bitmap;
use crate::qr::{self, QrProblem, QrSecret};

/// Signs all lines of a ticket may have together. Three short sentences need 150; longer is a leaflet, not a ticket.
pub const MAX_SIGNS: usize = 600;

/// Length of the longest ticket in dots: 30 cm at 203 dpi. Longer ones eat the roll.
pub const MAX_HEIGHT: u32 = 2400;

/// What parts day and time in Latin and Cyrillic, in Arabic and in Ge'ez script.
const COMMAS: [char; 3] = [',', '،', '፣'];

/// A dot is black where a letter covers at least half of it.
const HALF_COVERED: u8 = 128;

/// Width of the roll. The head of either printer has 8 dots a millimetre (203 dpi).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// 58 mm roll, 48 mm of it printed: 384 dots.
    Mm58,
    /// 80 mm roll, 72 mm of it printed: 576 dots.
    Mm80,
}

impl Paper {
    /// Dots across.
    #[must_use]
    pub fn dots(self) -> u32 {
        match self {
            Self::Mm58 => 384,
            Self::Mm80 => 576,
        }
    }

    fn measures(self) -> Measures {
        match self {
            Self::Mm58 => Measures { margin: 8, picture: 152, between: 24, number: 160.0, strong: 36.0, plain: 32.0, module: 7 },
            Self::Mm80 => {
                Measures { margin: 12, picture: 232, between: 36, number: 244.0, strong: 52.0, plain: 40.0, module: 10 }
            }
        }
    }
}

/// Sizes in dots; 8 dots are a millimetre, and a point is 2.8 dots.
struct Measures {
    /// White left and right, beside the 4 to 5 mm the head does not reach.
    margin: u32,
    /// Side of the teken's picture.
    picture: u32,
    /// Between picture and number, and between the blocks of the ticket.
    between: u32,
    /// Em of the number. Its digits are 0.71 em high: nearly as high as the picture.
    number: f32,
    /// Em of the sentence with the teken: 13 and 18 pt.
    strong: f32,
    /// Em of everything else: 11 and 14 pt.
    plain: f32,
    /// Side of a QR module: 0.9 and 1.2 mm. A phone reads 0.4 mm; thermal paper bleeds and creases.
    module: u32,
}

/// The two digits of a teken, 00 to 99.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TwoDigits(u8);

impl TwoDigits {
    /// `None` above 99.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (number <= 99).then_some(Self(number))
    }

    /// `04`.
    pub(crate) fn written(self) -> String {
        format!("{:02}", self.0)
    }
}

/// All that a ticket says. Every text is already in the resident's language.
pub struct Ticket {
    /// Language of the texts as a BCP 47 tag (`nl`, `ar`): it picks letter forms. An unknown tag picks none.
    pub language: String,
    /// Which way the language reads.
    pub direction: Direction,
    /// Where the machine stands.
    pub site: String,
    /// The teken's picture.
    pub picture: Picture,
    /// The teken's number.
    pub number: TwoDigits,
    /// The teken in words: "Uw teken is Boom 27."
    pub teken: String,
    /// Day and time in words, where one is fixed.
    pub moment: Option<String>,
    /// What happens next, a sentence each.
    pub follows: Vec<String>,
    /// What the QR code holds; none where there is nothing to come back for.
    pub secret: Option<QrSecret>,
}

impl Ticket {
    fn signs(&self) -> usize {
        let texts = [&self.site, &self.teken].into_iter().chain(&self.moment).chain(&self.follows);
        texts.map(|text| text.chars().count()).sum()
    }
}

/// Hides what the ticket says: a teken finds a person in the hall.
impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ticket({}, {} signs)", self.language, self.signs())
    }
}

/// Why a ticket could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum TicketProblem {
    /// No font has these signs. Nothing is printed: an empty box in place of a letter tells a resident nothing.
    #[error("no font for the signs {}", code_points(.0))]
    MissingSigns(BTreeSet<char>),
    /// More than [`MAX_SIGNS`].
    #[error("the ticket has {0} signs, at most {MAX_SIGNS} fit")]
    TooManySigns(usize),
    /// Longer than [`MAX_HEIGHT`].
    #[error("the ticket is {0} dots long, at most {MAX_HEIGHT} are printed")]
    TooLong(u32),
    /// A font is damaged.
    #[error("the ticket's letters cannot be drawn")]
    Letters(#[from] NoOutline),
    /// The code could not be made.
    #[error("the ticket's QR code cannot be drawn")]
    Qr(#[from] QrProblem),
}

fn code_points(signs: &BTreeSet<char>) -> String {
    let named: Vec<_> = signs.iter().map(|&sign| format!("U+{:04X}", u32::from(sign))).collect();
    named.join(" ")
}

/// Draws the ticket, as wide as the paper and as long as it needs.
///
/// # Errors
/// [`TicketProblem`]; then nothing is drawn at all.
pub fn render(ticket: &Ticket, paper: Paper, fonts: &Fonts) -> Result<Bitmap, TicketProblem> {
    let signs = ticket.signs();
    if signs > MAX_SIGNS {
        return Err(TicketProblem::TooManySigns(signs));
    }
    let mut missing = BTreeSet::new();
    let mut setter = Setter::new(fonts, ticket.direction, &ticket.language, &mut missing);
    let measures = paper.measures();
    let width = paper.dots() - 2 * measures.margin;
    let plain = Style { weight: Weight::Plain, size: measures.plain, width };
    let strong = Style { weight: Weight::Strong, size: measures.strong, width };
    let number = Style { weight: Weight::Strong, size: measures.number, width };

    let mut sheet = Sheet::new(paper, &measures);
    sheet.text(setter.name(&ticket.site, plain));
    sheet.space(measures.between);
    sheet.side_by_side(
        ticket.picture.at(measures.picture).trimmed(),
        digits(&setter.name(&ticket.number.written(), number))?,
        ticket.direction,
    );
    sheet.space(measures.between);
    sheet.text(setter.sentence(&ticket.teken, strong));
    if let Some(moment) = &ticket.moment {
        sheet.space(measures.between / 2);
        let (day, time) = day_and_time(moment);
        sheet.text(setter.sentence(day, strong));
        sheet.text(setter.sentence(time, strong));
    }
    sheet.space(measures.between);
    for sentence in &ticket.follows {
        sheet.text(setter.sentence(sentence, plain));
    }
    if let Some(secret) = &ticket.secret {
        sheet.centred(qr::code(secret)?.enlarged(measures.module));
    }
    if missing.is_empty() { sheet.finish() } else { Err(TicketProblem::MissingSigns(missing)) }
}

/// A moment in two: "Monday 23 November," and "ten o'clock.", each from the beginning of a line, so that no line holds half of either.
/// Where no comma parts them there is no second.
fn day_and_time(moment: &str) -> (&str, &str) {
    let comma = moment.char_indices().rfind(|(_, sign)| COMMAS.contains(sign));
    let (day, time) = moment.split_at(comma.map_or(moment.len(), |(at, sign)| at + sign.len_utf8()));
    (day, time.trim_start())
}

/// The number's ink alone, so that it can be centred beside the picture.
fn digits(paragraph: &Paragraph) -> Result<Bitmap, TicketProblem> {
    // Room on every side, because digits may reach out of their line.
    let room = paragraph.height() / 4;
    let size = (paragraph.measure() + 2 * room, paragraph.height() + 2 * room);
    let mut bitmap = Bitmap::new(size.0, size.1);
    if let Some(mut mask) = Mask::new(size.0, size.1) {
        paragraph.fill(&mut mask, room, room)?;
        ink(&mask, &mut bitmap);
    }
    Ok(bitmap.trimmed())
}

/// Sets every dot of `bitmap` that `mask`, of the same size, covers.
fn ink(mask: &Mask, bitmap: &mut Bitmap) {
    for (index, _) in mask.data().iter().enumerate().filter(|&(_, &covered)| covered >= HALF_COVERED) {
        bitmap.set(index as u32 % mask.width(), index as u32 / mask.width(), true);
    }
}

/// A ticket on its way down the paper.
struct Sheet<'a> {
    width: u32,
    measures: &'a Measures,
    y: u32,
    paragraphs: Vec<(Paragraph, u32)>,
    drawings: Vec<(Bitmap, u32, u32)>,
}

impl<'a> Sheet<'a> {
    fn new(paper: Paper, measures: &'a Measures) -> Self {
        Self { width: paper.dots(), measures, y: measures.margin, paragraphs: Vec::new(), drawings: Vec::new() }
    }

    fn space(&mut self, dots: u32) {
        self.y += dots;
    }

    fn text(&mut self, paragraph: Paragraph) {
        let height = paragraph.height();
        self.paragraphs.push((paragraph, self.y));
        self.y += height;
    }

    /// Picture and number in the middle of the paper, in the order they are read.
    fn side_by_side(&mut self, picture: Bitmap, number: Bitmap, direction: Direction) {
        let height = picture.height().max(number.height());
        let (first, second) = match direction {
            Direction::LeftToRight => (picture, number),
            Direction::RightToLeft => (number, picture),
        };
        let mut x = self.width.saturating_sub(first.width() + self.measures.between + second.width()) / 2;
        for drawing in [first, second] {
            let (wide, down) = (drawing.width(), (height - drawing.height()) / 2);
            self.drawings.push((drawing, x, self.y + down));
            x += wide + self.measures.between;
        }
        self.y += height;
    }

    fn centred(&mut self, drawing: Bitmap) {
        let (x, height) = (self.width.saturating_sub(drawing.width()) / 2, drawing.height());
        self.drawings.push((drawing, x, self.y));
        self.y += height;
    }

    /// Puts everything on one sheet. Letters are filled straight onto it, so that no line's box can cut an accent off.
    fn finish(self) -> Result<Bitmap, TicketProblem> {
        let height = self.y + self.measures.margin;
        if height > MAX_HEIGHT {
            return Err(TicketProblem::TooLong(height));
        }
        let mut sheet = Bitmap::new(self.width, height);
        if let Some(mut mask) = Mask::new(self.width, height) {
            for (paragraph, y) in &self.paragraphs {
                paragraph.fill(&mut mask, self.measures.margin, *y)?;
            }
            ink(&mask, &mut sheet);
        }
        for (drawing, x, y) in &self.drawings {
            sheet.stamp(drawing, *x, *y);
        }
        Ok(sheet)
    }
}
