//! Which line of which chip is wired to what.

use std::path::PathBuf;

use super::Role;

/// What holds a line where its switch leaves it open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bias {
    /// The board pulls it up.
    Up,
    /// The board pulls it down.
    Down,
    /// A resistor on the wire does.
    None,
}

/// A line and its switch. As text: `choose=17`, `hook=22:low:up`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pin {
    /// What it is wired to.
    pub role: Role,
    /// The line's number on its chip.
    pub offset: u32,
    /// It is active while it is low: a switch that closes to ground.
    pub active_low: bool,
    /// What holds it otherwise.
    pub bias: Bias,
}

/// No wiring.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPin {
    /// Not of that form.
    #[error(
        "{0:?} is no pin: previous, next, choose, hook, presence or case, its line, then low or high, and up, down or none: choose=17:low:up"
    )]
    Text(String),
    /// One switch on two lines, or two on one.
    #[error("{role:?} and {other:?} share line {offset}, or are the same switch twice")]
    Twice {
        /// One.
        role: Role,
        /// The other.
        other: Role,
        /// The line of the latter.
        offset: u32,
    },
    /// Not a single line.
    #[error("no line is wired to anything")]
    Nothing,
}

impl std::str::FromStr for Pin {
    type Err = BadPin;

    fn from_str(text: &str) -> Result<Self, BadPin> {
        let bad = || BadPin::Text(text.to_owned());
        let (role, line) = text.split_once('=').ok_or_else(bad)?;
        let role = match role {
            "previous" => Role::Previous,
            "next" => Role::Next,
            "choose" => Role::Choose,
            "hook" => Role::Hook,
            "presence" => Role::Presence,
            "case" => Role::Case,
            _ => return Err(bad()),
        };
        let mut parts = line.split(':');
        let offset = parts.next().and_then(|offset| offset.parse().ok()).ok_or_else(bad)?;
        let active_low = match parts.next() {
            Some("low") => true,
            Some("high") | None => false,
            Some(_) => return Err(bad()),
        };
        let bias = match parts.next() {
            Some("up") => Bias::Up,
            Some("down") => Bias::Down,
            Some("none") | None => Bias::None,
            Some(_) => return Err(bad()),
        };
        if parts.next().is_some() { Err(bad()) } else { Ok(Self { role, offset, active_low, bias }) }
    }
}

/// All switches of a kiosk. Each has a line of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wiring {
    chip: PathBuf,
    pins: Vec<Pin>,
}

impl Wiring {
    /// Switches on `chip`, such as `/dev/gpiochip0`.
    ///
    /// # Errors
    /// [`BadPin`].
    pub fn new(chip: PathBuf, pins: Vec<Pin>) -> Result<Self, BadPin> {
        for (place, pin) in pins.iter().enumerate() {
            if let Some(other) = pins[..place].iter().find(|other| other.role == pin.role || other.offset == pin.offset) {
                return Err(BadPin::Twice { role: other.role, other: pin.role, offset: pin.offset });
            }
        }
        if pins.is_empty() { Err(BadPin::Nothing) } else { Ok(Self { chip, pins }) }
    }

    /// The chip's device.
    #[must_use]
    pub fn chip(&self) -> &std::path::Path {
        &self.chip
    }

    /// The switches.
    #[must_use]
    pub fn pins(&self) -> &[Pin] {
        &self.pins
    }
}
