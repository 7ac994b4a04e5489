//! The caretaker's panel: 128x64 pixels of one colour, behind the machine's door.
//!
//! [`draw`] is a pure function of the [`PanelState`] onto any [`DrawTarget`], so that a display driver is a [`Panel`] of
//! a few lines. The words are Dutch, for whoever has the key: what waits, what was set apart, since when nobody
//! answered, whether the clock can be believed, and the address to type.
//!
//! What asks for somebody, entries set apart, a clock that is not trusted, paper, disk and lock, is shown in reverse.

use std::convert::Infallible;
use std::fs;
use std::io;
use std::path::PathBuf;

use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::mono_font::ascii::{FONT_4X6, FONT_5X7, FONT_5X8, FONT_6X10, FONT_9X18_BOLD};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{Drawable, Point, Primitive, Size};
use embedded_graphics::primitives::{Line, PrimitiveStyle, Rectangle};
use embedded_graphics::text::{Baseline, Text};

use crate::Bitmap;
use crate::twin::{self, Look, TwinProblem};

/// Width of the panel in pixels.
pub const WIDTH: u32 = 128;

/// Height of the panel in pixels.
pub const HEIGHT: u32 = 64;

/// The largest count shown as it is; more reads "9999+". Five signs fit half the panel.
pub const LARGEST_COUNT: u32 = 9999;

/// Left edge of what is set apart: the right half.
const RIGHT_HALF: i32 = WIDTH as i32 / 2;

/// Where lines of text begin, off the edge of the glass.
const LEFT: i32 = 1;

/// What the panel shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelState {
    /// Entries that wait for the desk.
    pub waiting: u32,
    /// Entries the desk refused for good, set apart for somebody to look at.
    pub parked: u32,
    /// When the desk last answered.
    pub last_contact: LastContact,
    /// Whether the clock has been confirmed since the machine started.
    pub clock_trusted: bool,
    /// Network address or name of this machine; `None` without a network.
    pub address: Option<String>,
    /// What asks for whoever has the key, the most urgent first; the first two are shown.
    pub troubles: Vec<Trouble>,
}

/// Something that a pair of hands mends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The case was opened, and nobody is served until staff have looked.
    Locked,
    /// The disk keeps nothing more.
    DiskFull,
    /// The disk cannot be used.
    DiskBroken,
    /// The roll of the printer is empty.
    PaperOut,
    /// The printer needs a look.
    Printer,
}

impl Trouble {
    /// At most 25 signs, the width of the panel.
    fn words(self) -> &'static str {
        match self {
            Trouble::Locked => "Op slot: kast was open",
            Trouble::DiskFull => "Schijf vol",
            Trouble::DiskBroken => "Schijf kapot",
            Trouble::PaperOut => "Papier op",
            Trouble::Printer => "Kijk naar de printer",
        }
    }
}

/// When the desk last answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastContact {
    /// Not since the machine was set up.
    Never,
    /// So many whole minutes ago.
    MinutesAgo(u32),
}

/// Draws the state onto a display of at least [`WIDTH`] by [`HEIGHT`] pixels; every pixel is written.
///
/// # Errors
/// Whatever the display says.
pub fn draw<D: DrawTarget<Color = BinaryColor>>(state: &PanelState, display: &mut D) -> Result<(), D::Error> {
    display.clear(BinaryColor::Off)?;
    count(display, LEFT, "wacht", state.waiting, BinaryColor::On)?;
    if state.parked > 0 {
        fill(display, Rectangle::new(Point::new(RIGHT_HALF, 0), Size::new(WIDTH / 2, 27)))?;
        count(display, RIGHT_HALF + 3, "apart", state.parked, BinaryColor::Off)?;
    } else {
        count(display, RIGHT_HALF + 3, "apart", 0, BinaryColor::On)?;
    }
    rule(display, 27)?;
    write(display, &FONT_5X8, Point::new(LEFT, 29), &contact(state.last_contact), BinaryColor::On)?;
    if state.clock_trusted {
        write(display, &FONT_5X8, Point::new(LEFT, 38), "Klok klopt", BinaryColor::On)?;
    } else {
        fill(display, Rectangle::new(Point::new(0, 38), Size::new(WIDTH, 9)))?;
        write(display, &FONT_5X8, Point::new(LEFT, 38), "Klok klopt niet", BinaryColor::Off)?;
    }
    rule(display, 48)?;
    if !state.troubles.is_empty() {
        return troubles(display, &state.troubles);
    }
    address(display, state.address.as_deref().unwrap_or("Geen netwerk"))
}

/// The panel as a picture.
#[must_use]
pub fn picture(state: &PanelState) -> Bitmap {
    let mut bitmap = Bitmap::new(WIDTH, HEIGHT);
    let drawn: Result<(), Infallible> = draw(state, &mut bitmap);
    match drawn {
        Ok(()) => bitmap,
    }
}

fn count<D: DrawTarget<Color = BinaryColor>>(
    display: &mut D,
    left: i32,
    word: &str,
    number: u32,
    colour: BinaryColor,
) -> Result<(), D::Error> {
    let digits = if number > LARGEST_COUNT { format!("{LARGEST_COUNT}+") } else { number.to_string() };
    write(display, &FONT_5X8, Point::new(left, 1), word, colour)?;
    write(display, &FONT_9X18_BOLD, Point::new(left, 9), &digits, colour)
}

/// At most 25 signs, the width of the panel in the 5x8 font.
fn contact(last: LastContact) -> String {
    const HOUR: u32 = 60;
    const DAY: u32 = 24 * HOUR;
    match last {
        LastContact::Never => "Nog geen contact".to_owned(),
        LastContact::MinutesAgo(0) => "Contact: zojuist".to_owned(),
        LastContact::MinutesAgo(minutes) if minutes < HOUR => {
            format!("Contact: {minutes} min geleden")
        }
        LastContact::MinutesAgo(minutes) if minutes < 2 * DAY => {
            format!("Contact: {} uur geleden", minutes / HOUR)
        }
        LastContact::MinutesAgo(minutes) if minutes < 100 * DAY => {
            format!("Contact: {} dagen geleden", minutes / DAY)
        }
        LastContact::MinutesAgo(_) => "Contact: lang geleden".to_owned(),
    }
}

/// In place of the address: who looks for it has something to do first.
fn troubles<D: DrawTarget<Color = BinaryColor>>(display: &mut D, troubles: &[Trouble]) -> Result<(), D::Error> {
    fill(display, Rectangle::new(Point::new(0, 49), Size::new(WIDTH, HEIGHT - 49)))?;
    let top = if troubles.len() == 1 { 53 } else { 50 };
    for (line, trouble) in (0..2).zip(troubles) {
        write(display, &FONT_5X7, Point::new(LEFT, top + line * 7), trouble.words(), BinaryColor::Off)?;
    }
    Ok(())
}

/// The address in the largest of four sizes that shows it whole, on one line or two. Beyond 62 signs its middle gives
/// way to two dots: the start names the machine, the end the network.
fn address<D: DrawTarget<Color = BinaryColor>>(display: &mut D, address: &str) -> Result<(), D::Error> {
    // The fonts hold ASCII; whatever else reaches here is shown as a question mark rather than as nothing.
    let signs: Vec<char> = address.chars().map(|sign| if sign.is_ascii_graphic() || sign == ' ' { sign } else { '?' }).collect();
    let (font, top): (&MonoFont<'_>, i32) = match signs.len() {
        0..=21 => (&FONT_6X10, 52),
        22..=25 => (&FONT_5X8, 53),
        26..=50 => (&FONT_5X7, 50),
        _ => (&FONT_4X6, 51),
    };
    let a_line = ((WIDTH - LEFT as u32) / font.character_size.width) as usize;
    let lines: [String; 2] = if signs.len() <= 2 * a_line {
        let (first, second) = signs.split_at(break_at(&signs, a_line));
        [first.iter().collect(), second.iter().collect()]
    } else {
        let (start, end) = (&signs[..a_line], &signs[signs.len() - (a_line - 2)..]);
        [start.iter().collect(), format!("..{}", end.iter().collect::<String>())]
    };
    for (line, text) in (0..).zip(&lines) {
        write(display, font, Point::new(LEFT, top + line * font.character_size.height as i32), text, BinaryColor::On)?;
    }
    Ok(())
}

/// Where the first line ends: after a dot, colon or hyphen, if the rest then still fits the second.
fn break_at(signs: &[char], a_line: usize) -> usize {
    if signs.len() <= a_line {
        return signs.len();
    }
    let least = signs.len() - a_line;
    let after = (least..=a_line).rev().find(|&end| end > 0 && ".:-".contains(signs[end - 1]));
    after.unwrap_or(a_line)
}

fn write<D: DrawTarget<Color = BinaryColor>>(
    display: &mut D,
    font: &MonoFont<'_>,
    place: Point,
    text: &str,
    colour: BinaryColor,
) -> Result<(), D::Error> {
    Text::with_baseline(text, place, MonoTextStyle::new(font, colour), Baseline::Top).draw(display).map(|_| ())
}

fn fill<D: DrawTarget<Color = BinaryColor>>(display: &mut D, area: Rectangle) -> Result<(), D::Error> {
    area.into_styled(PrimitiveStyle::with_fill(BinaryColor::On)).draw(display)
}

fn rule<D: DrawTarget<Color = BinaryColor>>(display: &mut D, y: i32) -> Result<(), D::Error> {
    let line = Line::new(Point::new(0, y), Point::new(WIDTH as i32 - 1, y));
    line.into_styled(PrimitiveStyle::with_stroke(BinaryColor::On, 1)).draw(display)
}

/// A panel that can show a picture.
pub trait Panel: Send {
    /// Shows the picture until the next one.
    ///
    /// # Errors
    /// [`PanelProblem`] when the panel does not take it; the post goes on without.
    fn show(&mut self, picture: &Bitmap) -> Result<(), PanelProblem>;
}

/// Why a panel shows nothing new.
#[derive(Debug, thiserror::Error)]
pub enum PanelProblem {
    /// Bus or file did not take the picture.
    #[error("the panel does not take a picture")]
    Write(#[source] io::Error),
    /// Nobody answers there; it is looked for again with the next picture.
    #[error("no panel answers at {place}: is it plugged in, and is I2C switched on?")]
    Silent {
        /// Bus and address.
        place: String,
        /// What the bus says.
        source: io::Error,
    },
    /// The picture is not of the panel's size, and nothing of it was sent.
    #[error("a picture of {width}x{height} is not of the panel's {WIDTH}x{HEIGHT}")]
    WrongSize {
        /// Width of the picture, in pixels.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The bench twin could not make its PNG.
    #[error("the panel's picture cannot be made")]
    Twin(#[from] TwinProblem),
}

/// A panel without a panel: each picture replaces a PNG.
#[derive(Debug)]
pub struct BenchPanel {
    file: PathBuf,
}

impl BenchPanel {
    /// Shows its pictures in `file`.
    #[must_use]
    pub fn new(file: PathBuf) -> Self {
        Self { file }
    }
}

impl Panel for BenchPanel {
    fn show(&mut self, picture: &Bitmap) -> Result<(), PanelProblem> {
        fs::write(&self.file, twin::png(picture, Look::Panel, 4)?).map_err(PanelProblem::Write)
    }
}
