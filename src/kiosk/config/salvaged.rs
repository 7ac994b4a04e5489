//! What is good of a configuration that is not: enough to light the screen as it is mounted, and to find what the kiosk keeps.

use super::{Config, Told};
use crate::kiosk::config::BadConfig;
use std::path::Path;

/// Where not even its lines can be read: a light that was left dark is lit, and one that is not there does no harm.
const NOTHING: &str = "[backlight]\n";

impl Config {
    /// What is good of the file at `path`, and what the glass was told; as if nobody had said the rest.
    ///
    /// # Errors
    /// None that a file could bring about.
    pub fn salvaged(path: &Path) -> Result<Self, BadConfig> {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        match text.parse::<toml::Table>() {
            Ok(table) => Ok(Self::good_of(table)?.with_told()),
            Err(_) => {
                let mut config = Self::parse(NOTHING)?;
                let told = Told::load(&config.data).unwrap_or_default();
                config.panel.rotation = told.panel.map(|panel| panel.rotation).unwrap_or_default();
                Ok(config.with_told())
            }
        }
    }

    /// Each key that is good with those before it.
    fn good_of(table: toml::Table) -> Result<Self, BadConfig> {
        let (mut good, mut config) = (toml::Table::new(), Self::parse("")?);
        for (key, value) in table {
            let mut more = good.clone();
            more.insert(key, value);
            if let Ok(read) = Self::parse(&more.to_string()) {
                (good, config) = (more, read);
            }
        }
        Ok(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Language;
    use crate::kiosk::config::{Measured, Rotation};

    fn salvaged(text: &str) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("inloop-kiosk.toml");
        std::fs::write(&file, text).unwrap();
        Config::salvaged(&file).unwrap()
    }

    #[test]
    fn one_wrong_line_takes_nothing_else_with_it() {
        let good = "data = \"/srv/kiosk\"\nlanguages = [\"en\"]\n[panel]\nrotation = 90\n[backlight]\nfull = 80\n";
        for wrong in ["colour = \"red\"\n", "scanner = 3\n"] {
            let config = salvaged(&format!("{wrong}{good}"));
            assert!(Config::parse(&format!("{wrong}{good}")).is_err(), "{wrong}");
            assert_eq!(config.data, Path::new("/srv/kiosk"), "{wrong}");
            assert_eq!(config.languages, [Language::EN], "{wrong}");
            assert_eq!((config.panel.rotation, config.backlight.unwrap().full), (Rotation::Quarter, 80), "{wrong}");
        }
    }

    #[test]
    fn where_no_line_can_be_read_or_no_file_is_there_is_a_light_and_a_language() {
        for config in [salvaged("data = \"/srv"), Config::salvaged(Path::new("/nowhere/inloop-kiosk.toml")).unwrap()] {
            assert_eq!(config.languages.first(), Some(&Language::NL));
            assert_eq!(config.data, Path::new("/var/lib/inloop-kiosk"));
        }
        assert!(salvaged("data = \"/srv").backlight.is_some());
    }

    #[test]
    fn what_was_measured_at_the_glass_holds_as_it_is_mounted() {
        let folder = tempfile::tempdir().unwrap();
        let panel = Measured { width_mm: 100.0, height_mm: 160.0, width_px: 800, height_px: 1280, rotation: Rotation::Quarter };
        Told { panel: Some(panel), ..Told::default() }.store(folder.path()).unwrap();
        let config = salvaged(&format!("data = {:?}\nscanner = 3\n[panel]\nrotation = 90\n", folder.path()));
        assert_eq!((config.panel.width_px, config.panel.rotation), (800, Rotation::Quarter));
    }
}
