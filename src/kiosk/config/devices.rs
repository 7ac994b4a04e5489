//! The devices of the machine, as they are named: what each name means is the business of whoever opens it.

use serde::Deserialize;
use std::path::PathBuf;

/// Switches on the lines of a GPIO chip.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pins {
    /// The chip, such as `/dev/gpiochip0`.
    pub chip: PathBuf,
    /// What is wired to which line: `choose=17:low:up`.
    pub lines: Vec<String>,
}

/// The board's own watchdog.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watchdog {
    /// Its device.
    pub device: PathBuf,
    /// After how many seconds it bites: what its driver was loaded with.
    pub seconds: u64,
}

/// The light behind the glass.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Backlight {
    /// The folder of the kernel's backlights.
    #[serde(default = "class")]
    pub folder: PathBuf,
    /// Which of them; the first by name where none is given.
    pub name: Option<String>,
    /// When quiet hours begin, `20:00`; without them it is never dark.
    pub from: Option<String>,
    /// When they are over, `07:30`.
    pub until: Option<String>,
    /// How light it is while somebody is there, of a hundred.
    #[serde(default = "full")]
    pub full: u8,
    /// And while nobody is.
    #[serde(default = "dim")]
    pub dim: u8,
}

/// The caretaker's panel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaretakerPanel {
    /// Where it is: `/dev/i2c-1`, or `/dev/i2c-1@3d`.
    pub place: String,
}

fn class() -> PathBuf {
    PathBuf::from("/sys/class/backlight")
}

fn full() -> u8 {
    100
}

/// Still to be read in a hall by day.
fn dim() -> u8 {
    40
}
