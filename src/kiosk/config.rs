//! The kiosk's configuration: one TOML file; a key that is not known is refused. Loading never writes.

mod devices;
mod salvaged;
mod told;

pub use devices::{Backlight, CaretakerPanel, Pins, Watchdog};
pub use told::{BadTold, FILE as TOLD_FILE, Measured, Said, Told};

use super::care::Places;
use super::display::config as display;
use super::keyboard::KeyOrder;
use super::link::address::DeskUrl;
use super::look::Look;
use crate::entry::Language;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The commented sample that `inloop-kiosk default-config` prints.
pub const SAMPLE: &str = include_str!("inloop-kiosk.toml");

/// A panel is no smaller and no larger than this, in millimetres: what is outside was measured in another unit.
const MILLIMETRES: std::ops::RangeInclusive<f32> = 50.0..=1500.0;

/// A panel has no fewer and no more pixels than this on a side.
const PIXELS: std::ops::RangeInclusive<u32> = 200..=8192;

/// The largest difference between the two directions of a panel's pixels: more is a slip of the pen, or two swapped sides.
const NOT_SQUARE: f32 = 1.15;

/// Everything the kiosk is told.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The folder for everything the kiosk keeps.
    #[serde(default = "data")]
    pub data: PathBuf,
    /// The languages of the glass until the desk has told which.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Where the desk is.
    #[serde(default)]
    pub desk: Desk,
    /// The panel; a display has none.
    #[serde(default)]
    pub panel: Panel,
    /// Whether a scanner for residents' codes stands at the glass.
    #[serde(default)]
    pub scanner: bool,
    /// The order of Latin letters on the glass.
    #[serde(default)]
    pub keys: KeyOrder,
    /// The folder of what the site says otherwise than the bundled texts.
    pub texts: Option<PathBuf>,
    /// What is heard.
    #[serde(default)]
    pub sound: Sound,
    /// The ticket printer; none where nothing is said of tickets.
    pub printer: Option<TicketPrinter>,
    /// Keys, hook, sensor and the switch of the case, where they are wired to pins.
    pub pins: Option<Pins>,
    /// The board's own watchdog, where it has one.
    pub watchdog: Option<Watchdog>,
    /// The light behind the glass, where it is to follow the hours.
    pub backlight: Option<Backlight>,
    /// The caretaker's panel behind the door.
    pub caretaker_panel: Option<CaretakerPanel>,
    /// The site's own colour and logo.
    #[serde(default)]
    pub look: Look,
    /// The television of a display; a kiosk has none.
    pub display: Option<display::Settings>,
    /// What the caretaker's screen can do with the machine; where nothing is said, as the package has it.
    #[serde(default = "Places::of_the_package")]
    pub caretaker: Places,
    /// What of all this the text itself says.
    #[serde(skip)]
    pub said: Said,
}

/// Where the package keeps it.
fn data() -> PathBuf {
    PathBuf::from("/var/lib/inloop-kiosk")
}

/// Of a glass that nobody was asked about yet.
const LANGUAGES: [Language; 2] = [Language::NL, Language::EN];

/// What is heard.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sound {
    /// The folder of the site's own recordings of texts, `<language>/<key>.wav`.
    pub recordings: Option<PathBuf>,
    /// The sound device of chime and voice for the hall, as ALSA names it; none: the machine's own choice.
    pub loudspeaker: Option<String>,
    /// The handset's sound device, as ALSA names it; none where no handset hangs beside the glass.
    pub handset: Option<String>,
    /// The microphone's sound device, as ALSA names it; none where nobody is asked to speak.
    pub microphone: Option<String>,
}

/// The ticket printer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketPrinter {
    /// Where it is: a USB device, a serial line with its rate, or an address with a port.
    pub place: String,
    /// The width of its roll in millimetres.
    pub paper: Roll,
}

/// The width of a printer's roll, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "u16")]
pub enum Roll {
    /// 58.
    Mm58,
    /// 80.
    Mm80,
}

impl TryFrom<u16> for Roll {
    type Error = &'static str;
    fn try_from(width: u16) -> Result<Self, &'static str> {
        match width {
            58 => Ok(Roll::Mm58),
            80 => Ok(Roll::Mm80),
            _ => Err("a roll is 58 or 80 mm wide"),
        }
    }
}

/// Where the desk is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// Its address; none where nobody has said it yet.
    pub url: Option<DeskUrl>,
    /// The proxy of the building, `http://host:port`.
    pub proxy: Option<String>,
}

/// The panel; all sizes are 0 where nobody has measured it yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Panel {
    /// Visible width in millimetres, as mounted.
    pub width_mm: f32,
    /// Visible height in millimetres, as mounted.
    pub height_mm: f32,
    /// Pixels across, as mounted.
    pub width_px: u32,
    /// Pixels down, as mounted.
    pub height_px: u32,
    /// How the picture is turned.
    pub rotation: Rotation,
}

/// How the picture is turned, clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u16", into = "u16")]
pub enum Rotation {
    /// Not.
    #[default]
    Upright,
    /// 90 degrees.
    Quarter,
    /// 180 degrees.
    Half,
    /// 270 degrees.
    ThreeQuarters,
}

impl Rotation {
    /// In degrees.
    pub fn degrees(self) -> u16 {
        match self {
            Rotation::Upright => 0,
            Rotation::Quarter => 90,
            Rotation::Half => 180,
            Rotation::ThreeQuarters => 270,
        }
    }
}

impl From<Rotation> for u16 {
    fn from(rotation: Rotation) -> u16 {
        rotation.degrees()
    }
}

impl TryFrom<u16> for Rotation {
    type Error = &'static str;
    fn try_from(degrees: u16) -> Result<Self, &'static str> {
        match degrees {
            0 => Ok(Rotation::Upright),
            90 => Ok(Rotation::Quarter),
            180 => Ok(Rotation::Half),
            270 => Ok(Rotation::ThreeQuarters),
            _ => Err("a panel is turned by 0, 90, 180 or 270 degrees"),
        }
    }
}

/// Why the configuration cannot be used. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// The file.
    #[error("{path} cannot be read", path = path.display())]
    NotRead {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Something in it: a key that is not known, or a value that is none.
    #[error("line {line}: {what}")]
    Wrong {
        /// Where.
        line: usize,
        /// What.
        what: String,
    },
    /// What the keys say together.
    #[error("[panel] {0}")]
    Panel(&'static str),
    /// The same of a television.
    #[error("[display] {0}")]
    Display(&'static str),
    /// No language.
    #[error("languages names none: the glass needs one to rest in")]
    NoLanguage,
}

impl Config {
    /// Reads the file at `path`, and what the glass was told where that leaves something out.
    ///
    /// # Errors
    /// [`BadConfig`].
    pub fn load(path: &Path) -> Result<Self, BadConfig> {
        let text = std::fs::read_to_string(path).map_err(|source| BadConfig::NotRead { path: path.to_owned(), source })?;
        Self::parse(&text).map(Config::with_told)
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// [`BadConfig`].
    pub fn parse(text: &str) -> Result<Self, BadConfig> {
        let mut config: Config = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start.min(text.len())].matches('\n').count() + 1);
            BadConfig::Wrong { line, what: error.message().trim().replace('\n', ", ") }
        })?;
        // It was read a moment ago.
        let names: toml::Table = text.parse().unwrap_or_default();
        config.said = Said {
            languages: names.contains_key("languages"),
            panel: config.panel.is_measured(),
            desk: config.desk.url.is_some(),
        };
        match (config.said.languages, config.languages.is_empty()) {
            (true, true) => return Err(BadConfig::NoLanguage),
            (false, _) => config.languages = LANGUAGES.to_vec(),
            (true, false) => {}
        }
        match &config.display {
            Some(display) => display.check().map_err(BadConfig::Display)?,
            None if config.said.panel => config.panel.check()?,
            None => {}
        }
        Ok(config)
    }
}

impl Panel {
    /// Whether anything is said of its size.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        let Panel { width_mm, height_mm, width_px, height_px, rotation: _ } = *self;
        width_mm != 0.0 || height_mm != 0.0 || width_px != 0 || height_px != 0
    }

    /// As the glass knows it; without pixels where nobody has measured it.
    #[cfg(feature = "glass")]
    #[must_use]
    pub fn of_the_glass(&self) -> super::layout::Panel {
        super::layout::Panel { pixels: (self.width_px, self.height_px), mm: (self.width_mm, self.height_mm), lower: false }
    }

    fn check(&self) -> Result<(), BadConfig> {
        if ![self.width_mm, self.height_mm].iter().all(|side| MILLIMETRES.contains(side)) {
            return Err(BadConfig::Panel("width-mm and height-mm are in millimetres, between 50 and 1500"));
        }
        if ![self.width_px, self.height_px].iter().all(|side| PIXELS.contains(side)) {
            return Err(BadConfig::Panel("width-px and height-px are pixels, between 200 and 8192"));
        }
        let (across, down) = (self.width_px as f32 / self.width_mm, self.height_px as f32 / self.height_mm);
        if across.max(down) / across.min(down) > NOT_SQUARE {
            return Err(BadConfig::Panel("millimetres and pixels do not have the same shape: are width and height swapped?"));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
