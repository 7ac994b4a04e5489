//! What a display is told of its television.

use serde::Deserialize;
use std::path::PathBuf;

/// What is seen of a television is no smaller and no larger than this on a side, in millimetres: what is outside was measured in
/// another unit.
const MILLIMETRES: std::ops::RangeInclusive<f32> = 100.0..=2500.0;

/// The section `[display]`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// The framebuffer.
    #[serde(default = "first")]
    pub device: PathBuf,
    /// What is seen of it across, in millimetres.
    pub width_mm: f32,
    /// What is seen of it downwards, in millimetres.
    pub height_mm: f32,
    /// Whether a chime sounds and a voice says who is called.
    #[serde(default = "yes")]
    pub sound: bool,
}

fn first() -> PathBuf {
    PathBuf::from("/dev/fb0")
}

fn yes() -> bool {
    true
}

impl Settings {
    pub(in crate::kiosk) fn check(&self) -> Result<(), &'static str> {
        let fits = [self.width_mm, self.height_mm].iter().all(|side| MILLIMETRES.contains(side));
        fits.then_some(()).ok_or("width-mm and height-mm are what is seen of it in millimetres, between 100 and 2500")
    }
}

#[cfg(test)]
mod tests {
    use crate::kiosk::config::{BadConfig, Config};

    fn configured(display: &str) -> Result<Config, BadConfig> {
        let desk = "[desk]\nurl = \"https://desk.example.nl:8443\"\n";
        Config::parse(&format!("data = \"/var/lib/inloop-kiosk\"\nlanguages = [\"nl\"]\n{desk}{display}"))
    }

    #[test]
    fn a_display_needs_no_panel_and_a_kiosk_does() {
        let display = configured("[display]\nwidth-mm = 708.0\nheight-mm = 398.0\n").unwrap().display.unwrap();
        assert_eq!((display.device.to_str(), display.sound), (Some("/dev/fb0"), true));
        assert!(!configured("").unwrap().panel.is_measured(), "it is measured at the glass");
    }

    #[test]
    fn a_slip_of_the_pen_is_said() {
        for slip in ["width-mm = 70.8\nheight-mm = 39.8", "width-mm = 708.0\nheight-mm = 0.0"] {
            let said = configured(&format!("[display]\n{slip}\n")).unwrap_err().to_string();
            assert!(said.starts_with("[display] width-mm"), "{said}");
        }
        assert!(configured("[display]\nwidth-mm = 708.0\nheight-mm = 398.0\nsond = true\n").is_err());
        assert!(configured("[display]\nwidth-mm = 708.0\n").is_err());
    }
}
