//! A site's own accent colour and logo, as they are configured.

use serde::Deserialize;
use std::path::PathBuf;

/// What a site chose.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// Of pictograms, links and the way on.
    pub accent: Option<Accent>,
    /// A PNG picture for the resting glass.
    pub logo: Option<PathBuf>,
}

/// A colour as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Accent([u8; 3]);

impl Accent {
    /// Red, green and blue.
    #[must_use]
    pub fn parts(self) -> [u8; 3] {
        self.0
    }
}

impl TryFrom<String> for Accent {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, &'static str> {
        const SHAPE: &str = "a colour is written as #rrggbb";
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii()).ok_or(SHAPE)?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| SHAPE);
        Ok(Accent([part(0)?, part(2)?, part(4)?]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_is_six_digits_behind_a_hash() {
        let accent = |text: &str| Accent::try_from(text.to_owned());
        assert_eq!(accent("#7a1F3d").map(Accent::parts), Ok([0x7a, 0x1f, 0x3d]));
        for slip in ["", "#", "7a1f3d", "#7a1f3", "#7a1f3d0", "#7a1f3g", "#é1f3d", "red"] {
            assert!(accent(slip).is_err(), "{slip}");
        }
    }
}
