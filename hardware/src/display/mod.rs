//! The *now-calling display*: a television in the hall that shows who is called, and to where.
//!
//! 1. [`Queue`] decides from what the desk tells and the time who is large, for how long, and what goes.
//! 2. [`render`] is a pure function of what is [`Showing`], the [`Panel`] and the [`Fonts`]. Every size is in millimetres: what is
//!    large can be read from [`READ_FROM`], what is small from half of it, also on a panel of 10 inches.
//! 3. [`Geometry`] says which byte of the framebuffer is which pixel; a thin port, [`Framebuffer`], carries them out.
//!
//! A call has no field for a name or a topic: it hangs where everybody looks.

mod canvas;
mod format;
mod framebuffer;
mod ink;
mod places;
mod queue;

pub use canvas::Canvas;
pub use format::{Depth, Geometry, GeometryProblem, Sysfs};
pub use framebuffer::{BenchFramebuffer, Framebuffer, FramebufferProblem, LinuxFramebuffer};
pub use queue::{ANNOUNCED_WITHIN, GOES_AFTER, LARGE_FOR, Large, Look, MOST_SMALL, Queue, Told};

use embedded_graphics::Drawable;
use embedded_graphics::geometry::{Point, Size};
use embedded_graphics::pixelcolor::Rgb888;
use embedded_graphics::primitives::{Primitive, PrimitiveStyle, Rectangle};

use crate::ticket::text::Weight;
use crate::ticket::{Direction, Fonts, NoOutline, Picture, TwoDigits};
use ink::{Fit, Ink, Letters};
use places::{Area, Places};

/// From so far everybody in the hall reads what is large, in millimetres: three metres, the depth of the waiting room of a house.
/// What stands small is read from half of that. On a television everything is larger, and is read from further.
pub const READ_FROM: f32 = 3_000.0;

/// A letter is read from so many times its height: what signs in public buildings are made with.
const READ_PER_HEIGHT: f32 = 200.0;

/// Height of a capital, in em: Noto Sans's.
const CAPITAL: f32 = 0.714;

/// Letters higher than this part of the panel look like a mistake.
const TALLEST: f32 = 0.22;

/// What the post's name takes of the height while nobody is called.
const NAME_DOWN: f32 = 0.45;

/// A panel is no smaller and no larger than this on a side, in millimetres: what is outside was measured in another unit.
const MILLIMETRES: core::ops::RangeInclusive<f32> = 100.0..=2_500.0;

/// What everything is drawn in. Each ink has at least 7:1 on each ground that it is drawn on.
pub mod colours {
    use embedded_graphics::pixelcolor::Rgb888;

    /// Behind the one that is large.
    pub const PAPER: Rgb888 = Rgb888::new(0xff, 0xff, 0xff);
    /// The same while it is new: whoever does not hear the chime sees that something changed. It does not flash.
    pub const FRESH: Rgb888 = Rgb888::new(0xff, 0xdd, 0x66);
    /// On both.
    pub const INK: Rgb888 = Rgb888::new(0x10, 0x1c, 0x22);
    /// Behind the small ones, and while nobody is called: a hall is not lit by it in the evening.
    pub const DARK: Rgb888 = Rgb888::new(0x0d, 0x32, 0x36);
    /// On it.
    pub const LIGHT: Rgb888 = Rgb888::new(0xff, 0xff, 0xff);
}

/// The panel, as it was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panel {
    /// What is seen of it, across and down, in millimetres.
    mm: (f32, f32),
}

/// Not a panel for a hall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what is seen of a display is between 100 and 2500 mm on each side")]
pub struct NoPanel;

impl Panel {
    /// Of its visible width and height in millimetres.
    ///
    /// # Errors
    /// [`NoPanel`].
    pub fn new(width: f32, height: f32) -> Result<Self, NoPanel> {
        let fits = MILLIMETRES.contains(&width) && MILLIMETRES.contains(&height);
        if fits { Ok(Self { mm: (width, height) }) } else { Err(NoPanel) }
    }
}

/// Somebody who is called.
#[derive(Clone)]
pub struct Call {
    /// The teken's picture.
    pub picture: Picture,
    /// The teken's number.
    pub number: TwoDigits,
    /// To where in the house, in the staff's own words.
    pub place: String,
}

/// Says where to, never who: a teken finds a person in the hall.
impl core::fmt::Debug for Call {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Call(to {:?})", self.place)
    }
}

/// Some words of the post, in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Their language as a BCP 47 tag.
    pub language: String,
    /// Which way it reads.
    pub direction: Direction,
}

/// What is seen.
#[derive(Clone, Debug)]
pub enum Showing {
    /// Somebody is called.
    Called {
        /// The latest.
        large: Call,
        /// It has just become large.
        fresh: bool,
        /// Those before, the latest first; at most [`MOST_SMALL`].
        small: Vec<Call>,
        /// Which way the post's first language reads: from there it begins.
        direction: Direction,
    },
    /// Nobody is called, or nobody knows.
    Rest {
        /// The post's name; none before the desk has told it.
        name: Option<Words>,
        /// What holds now, in one language or two.
        words: Vec<Words>,
    },
}

/// Draws what is seen, as many pixels as the framebuffer has.
///
/// # Errors
/// Where a font is damaged.
pub fn render(showing: &Showing, panel: Panel, pixels: (u32, u32), fonts: &Fonts) -> Result<Canvas, NoOutline> {
    match showing {
        Showing::Called { large, fresh, small, direction } => {
            let places = Places::of(panel, pixels, !small.is_empty(), *direction);
            let ground = if *fresh { colours::FRESH } else { colours::PAPER };
            let mut sheet = Sheet { canvas: Canvas::new(pixels.0, pixels.1, ground), fonts, panel, direction: *direction };
            if let Some(column) = places.column {
                sheet.fill(column, colours::DARK);
            }
            sheet.large(large, &places, ground)?;
            for (call, row) in small.iter().zip(&places.rows) {
                sheet.small(call, *row)?;
            }
            Ok(sheet.canvas)
        }
        Showing::Rest { name, words } => {
            let canvas = Canvas::new(pixels.0, pixels.1, colours::DARK);
            let mut sheet = Sheet { canvas, fonts, panel, direction: Direction::LeftToRight };
            sheet.rest(name.as_ref(), words, Places::of(panel, pixels, false, Direction::LeftToRight).whole)?;
            Ok(sheet.canvas)
        }
    }
}

struct Sheet<'a> {
    canvas: Canvas,
    fonts: &'a Fonts,
    panel: Panel,
    direction: Direction,
}

impl Sheet<'_> {
    fn fill(&mut self, area: Area, colour: Rgb888) {
        let corner = Point::new(area.left as i32, area.top as i32);
        let area = Rectangle::new(corner, Size::new(area.width, area.height));
        let Ok(()) = area.into_styled(PrimitiveStyle::with_fill(colour)).draw(&mut self.canvas);
    }

    /// Pixels of so many millimetres downwards.
    fn down(&self, mm: f32) -> f32 {
        mm * self.canvas.height() as f32 / self.panel.mm.1
    }

    /// The em in which a capital can be read from so far.
    fn em_from(&self, distance: f32) -> f32 {
        self.down(distance / READ_PER_HEIGHT) / CAPITAL
    }

    /// The em of the tallest letters.
    fn tallest(&self) -> f32 {
        self.canvas.height() as f32 * TALLEST / CAPITAL
    }

    fn large(&mut self, call: &Call, places: &Places, ground: Rgb888) -> Result<(), NoOutline> {
        self.teken(call, places.teken, (colours::INK, ground), Stand::Middle)?;
        let fit = Fit {
            weight: Weight::Strong,
            most: self.tallest(),
            least: self.em_from(READ_FROM),
            room: (places.place.width, places.place.height),
        };
        let ink = self.letters(self.direction).fitted(&call.place, &fit)?;
        self.put(&ink, places.place, (colours::INK, ground), Stand::Middle);
        Ok(())
    }

    fn small(&mut self, call: &Call, row: places::Row) -> Result<(), NoOutline> {
        let colour = (colours::LIGHT, colours::DARK);
        let stand = if self.direction == Direction::LeftToRight { Stand::Left } else { Stand::Right };
        self.teken(call, row.teken, colour, stand)?;
        let fit = Fit {
            weight: Weight::Strong,
            most: self.tallest() / 3.0,
            least: self.em_from(READ_FROM / 2.0),
            room: (row.place.width, row.place.height),
        };
        let ink = self.letters(self.direction).fitted(&call.place, &fit)?;
        self.put(&ink, row.place, colour, stand);
        Ok(())
    }

    fn rest(&mut self, name: Option<&Words>, words: &[Words], whole: Area) -> Result<(), NoOutline> {
        let colour = (colours::LIGHT, colours::DARK);
        let (upper, lower) = whole.split_down(NAME_DOWN);
        if let Some(name) = name {
            let room = (upper.width, upper.height);
            let (most, least) = (self.tallest(), self.em_from(READ_FROM));
            let ink = self.letters(name.direction).fitted(&name.text, &Fit { weight: Weight::Strong, most, least, room })?;
            self.put(&ink, upper, colour, Stand::Middle);
        }
        let many = words.len().max(1) as u32;
        let gap = self.down(READ_FROM / READ_PER_HEIGHT / 3.0) as u32;
        for (place, words) in (0..).zip(words) {
            let height = lower.height / many;
            let area = Area { top: lower.top + place * height + gap, height: height.saturating_sub(gap), ..lower };
            let (most, least) = (self.tallest() / 3.0, self.em_from(READ_FROM / 2.0));
            let fit = Fit { weight: Weight::Plain, most, least, room: (area.width, area.height) };
            let ink = self.letters(words.direction).in_language(&words.language).fitted(&words.text, &fit)?;
            self.put(&ink, area, colour, Stand::Middle);
        }
        Ok(())
    }

    /// Picture and number beside one another, in the order in which they are read.
    fn teken(&mut self, call: &Call, area: Area, colour: (Rgb888, Rgb888), stand: Stand) -> Result<(), NoOutline> {
        let high = area.height.min((area.width as f32 / places::TEKEN_WIDE) as u32).max(1);
        let number = self.letters(Direction::LeftToRight).digits(&call.number.written(), (2 * high, high))?;
        let picture = ink::picture(&call.picture, (high as f32 * places::PICTURE) as u32);
        let gap = high / 4;
        let (first, second) = match self.direction {
            Direction::LeftToRight => (picture, number),
            Direction::RightToLeft => (number, picture),
        };
        let width = first.width + gap + second.width;
        let mut left = area.left + stand.before(area.width, width);
        for ink in [first, second] {
            let own = Area { left, width: ink.width, ..area };
            left += ink.width + gap;
            self.put(&ink, own, colour, Stand::Left);
        }
        Ok(())
    }

    fn put(&mut self, ink: &Ink, area: Area, (colour, ground): (Rgb888, Rgb888), stand: Stand) {
        let left = area.left + stand.before(area.width, ink.width);
        let top = area.top + area.height.saturating_sub(ink.height) / 2;
        ink.draw(&mut self.canvas, (left, top), colour, ground);
    }

    fn letters(&self, direction: Direction) -> Letters<'_> {
        Letters { fonts: self.fonts, direction, language: "" }
    }
}

/// Where something narrower stands in its place.
#[derive(Clone, Copy, Debug)]
enum Stand {
    Left,
    Middle,
    Right,
}

impl Stand {
    fn before(self, room: u32, width: u32) -> u32 {
        let spare = room.saturating_sub(width);
        match self {
            Self::Left => 0,
            Self::Middle => spare / 2,
            Self::Right => spare,
        }
    }
}
