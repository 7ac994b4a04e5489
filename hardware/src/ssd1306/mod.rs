//! The caretaker's panel on an SSD1306: 128x64 pixels on I2C.
//!
//! 1. Only pages that changed are sent; after anything went wrong, and now and then anyway, all of them.
//! 2. It is lit only once its memory holds a whole picture: nobody sees noise.
//! 3. One that does not answer is an error with a name. It is looked for anew with the next picture.

pub mod bytes;

use std::fmt;
use std::io;
use std::path::PathBuf;

use i2cdev::core::I2CDevice;
use i2cdev::linux::LinuxI2CDevice;

use crate::Bitmap;
use crate::panel::{HEIGHT, Panel, PanelProblem, WIDTH};
use bytes::{PAGES, Page};

/// Pictures after which all is sent anew: a display that lost its power for a moment answers as before and shows nothing.
/// With a picture a minute that is an hour.
pub const WHOLE_EVERY: u32 = 60;

/// Where the display is: `/dev/i2c-1`, or `/dev/i2c-1@3d` where a resistor was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    bus: PathBuf,
    address: u16,
}

/// No place of a display.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no panel: /dev/i2c-1, or with its address /dev/i2c-1@3c or /dev/i2c-1@3d")]
pub struct BadPlace(String);

impl std::str::FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let (bus, address) = text.split_once('@').unwrap_or((text, "3c"));
        // An SSD1306 has one pin for its address.
        let address = match address {
            "3c" | "3C" => 0x3C,
            "3d" | "3D" => 0x3D,
            _ => return Err(BadPlace(text.to_owned())),
        };
        if bus.starts_with('/') { Ok(Self { bus: bus.into(), address }) } else { Err(BadPlace(text.to_owned())) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{:x}", self.bus.display(), self.address)
    }
}

/// A way to one device on a bus.
pub trait Bus: Send {
    /// Writes one message, from its start condition to its stop.
    ///
    /// # Errors
    /// Whatever the bus says, also that nobody acknowledged.
    fn write(&mut self, message: &[u8]) -> io::Result<()>;
}

impl Bus for LinuxI2CDevice {
    fn write(&mut self, message: &[u8]) -> io::Result<()> {
        I2CDevice::write(self, message).map_err(io::Error::from)
    }
}

type Open = Box<dyn FnMut() -> io::Result<Box<dyn Bus>> + Send>;

/// An SSD1306 of 128x64 pixels.
pub struct Ssd1306 {
    place: String,
    open: Open,
    /// The way to it, and what it shows. None before the first picture and after anything went wrong.
    lit: Option<(Box<dyn Bus>, [Page; PAGES])>,
    /// Pictures since all was sent.
    since_whole: u32,
}

impl Ssd1306 {
    /// The display at `place`. Nothing is asked of it yet; it may be plugged in later.
    #[must_use]
    pub fn new(place: Place) -> Self {
        let name = place.to_string();
        Self::by(name, move || {
            let device = LinuxI2CDevice::new(&place.bus, place.address).map_err(io::Error::from)?;
            Ok(Box::new(device) as Box<dyn Bus>)
        })
    }

    /// The display that `open` finds; `name` is what an error calls its place.
    #[must_use]
    pub fn by(name: String, open: impl FnMut() -> io::Result<Box<dyn Bus>> + Send + 'static) -> Self {
        Self { place: name, open: Box::new(open), lit: None, since_whole: 0 }
    }

    fn whole(&mut self, pages: &[Page; PAGES]) -> io::Result<Box<dyn Bus>> {
        let mut bus = (self.open)()?;
        bus.write(&bytes::SET_UP)?;
        for (number, page) in pages.iter().enumerate() {
            send(bus.as_mut(), number, page)?;
        }
        bus.write(&bytes::LIT)?;
        self.since_whole = 0;
        Ok(bus)
    }

    fn put(&mut self, pages: &[Page; PAGES]) -> io::Result<()> {
        self.since_whole += 1;
        let lit = self.lit.take().filter(|_| self.since_whole < WHOLE_EVERY);
        let bus = match lit {
            None => self.whole(pages)?,
            Some((mut bus, before)) => {
                for (number, (page, before)) in pages.iter().zip(&before).enumerate() {
                    if page != before {
                        send(bus.as_mut(), number, page)?;
                    }
                }
                bus
            }
        };
        self.lit = Some((bus, *pages));
        Ok(())
    }
}

fn send(bus: &mut dyn Bus, number: usize, page: &Page) -> io::Result<()> {
    bytes::put(number, page).iter().try_for_each(|message| bus.write(message))
}

impl fmt::Debug for Ssd1306 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ssd1306").field("place", &self.place).field("lit", &self.lit.is_some()).finish_non_exhaustive()
    }
}

impl Panel for Ssd1306 {
    fn show(&mut self, picture: &Bitmap) -> Result<(), PanelProblem> {
        if (picture.width(), picture.height()) != (WIDTH, HEIGHT) {
            return Err(PanelProblem::WrongSize { width: picture.width(), height: picture.height() });
        }
        self.put(&bytes::pages(picture)).map_err(|source| PanelProblem::Silent { place: self.place.clone(), source })
    }
}
