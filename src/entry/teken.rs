//! The *teken*: one of twelve pictures and two digits. It finds and calls; it never authorises.

use serde::{Deserialize, Serialize};
use std::fmt;

/// The twelve pictures, each nameable by a child in any language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Picture {
    Boom,
    Vis,
    Zon,
    Huis,
    Fiets,
    Ster,
    Bloem,
    Vogel,
    Boot,
    Sleutel,
    Hart,
    Appel,
}

impl Picture {
    /// All, in the order in which the glass offers them.
    pub const ALL: [Picture; 12] = [
        Picture::Boom,
        Picture::Vis,
        Picture::Zon,
        Picture::Huis,
        Picture::Fiets,
        Picture::Ster,
        Picture::Bloem,
        Picture::Vogel,
        Picture::Boot,
        Picture::Sleutel,
        Picture::Hart,
        Picture::Appel,
    ];

    /// Its Dutch word in lower case: the name in texts (`teken-boom`), of the icon, and on the wire.
    pub fn word(self) -> &'static str {
        match self {
            Picture::Boom => "boom",
            Picture::Vis => "vis",
            Picture::Zon => "zon",
            Picture::Huis => "huis",
            Picture::Fiets => "fiets",
            Picture::Ster => "ster",
            Picture::Bloem => "bloem",
            Picture::Vogel => "vogel",
            Picture::Boot => "boot",
            Picture::Sleutel => "sleutel",
            Picture::Hart => "hart",
            Picture::Appel => "appel",
        }
    }
}

/// A picture and a number from 0 to 99, shown with two digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Teken(u16);

/// Twelve pictures times a hundred numbers.
pub const TEKENS: u16 = 1200;

impl Teken {
    /// From its place among the 1200. Neighbouring places have different pictures, so that a block of them looks mixed.
    ///
    /// # Errors
    /// From 1200 up.
    pub fn from_index(index: u16) -> Result<Self, super::BadId> {
        if index < TEKENS { Ok(Teken(index)) } else { Err(super::BadId) }
    }

    /// Its place among the 1200.
    pub fn index(self) -> u16 {
        self.0
    }

    /// The picture.
    pub fn picture(self) -> Picture {
        Picture::ALL[usize::from(self.0 % 12)]
    }

    /// The number, 0 to 99.
    pub fn number(self) -> u8 {
        (self.0 / 12) as u8
    }
}

impl TryFrom<u16> for Teken {
    type Error = super::BadId;
    fn try_from(index: u16) -> Result<Self, super::BadId> {
        Teken::from_index(index)
    }
}

impl From<Teken> for u16 {
    fn from(teken: Teken) -> u16 {
        teken.0
    }
}

impl fmt::Display for Teken {
    /// As staff read it: `boom 07`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:02}", self.picture().word(), self.number())
    }
}

impl fmt::Debug for Teken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Teken({self})")
    }
}

/// A run of tekens that one kiosk may give out, also offline; the desk gives no other kiosk of the post any of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TekenBlock {
    /// Place of the first.
    pub first: u16,
    /// How many.
    pub count: u16,
}

impl TekenBlock {
    /// The tekens of the block; a block that reaches past the end gives those that exist.
    pub fn tekens(self) -> impl Iterator<Item = Teken> {
        (self.first..self.first.saturating_add(self.count)).filter_map(|i| Teken::from_index(i).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn there_are_twelve_hundred_different_ones() {
        let all: HashSet<String> = (0..TEKENS).map(|i| Teken::from_index(i).unwrap().to_string()).collect();
        assert_eq!(all.len(), 1200);
        assert!(all.contains("boom 27"));
        assert!(Teken::from_index(TEKENS).is_err());
    }

    #[test]
    fn a_block_past_the_end_gives_only_what_exists() {
        assert_eq!(TekenBlock { first: 1190, count: 100 }.tekens().count(), 10);
        assert_eq!(TekenBlock { first: u16::MAX, count: u16::MAX }.tekens().count(), 0);
    }
}
