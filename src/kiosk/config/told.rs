//! What the glass was told when it was set up: languages, the size of the panel, the address of the desk. A file of its own in the data
//! folder, because the configuration belongs to whoever administers the machine. What that says goes first.

use super::{BadConfig, Config, Panel, Rotation};
use crate::entry::Language;
use crate::kiosk::files::{self, FileError};
use crate::kiosk::link::address::DeskUrl;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The name of the file in the data folder.
pub const FILE: &str = "set-up.toml";

/// The version of the file.
const VERSION: u32 = 1;

/// The longest file that is read, in bytes.
const MAX_FILE: usize = 4 * 1024;

/// What was told; anything may be missing.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Told {
    /// The version of the file; [`Told::store`] fills it in.
    #[serde(default)]
    pub v: u32,
    /// The languages of the glass until the desk has told which.
    pub languages: Option<Vec<Language>>,
    /// Where the desk is.
    pub desk: Option<DeskUrl>,
    /// What was measured.
    pub panel: Option<Measured>,
}

/// A panel that somebody held a card against.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Measured {
    /// Visible width in millimetres, as mounted.
    pub width_mm: f32,
    /// Visible height in millimetres, as mounted.
    pub height_mm: f32,
    /// Pixels across, as mounted.
    pub width_px: u32,
    /// Pixels down, as mounted.
    pub height_px: u32,
    /// How the picture was turned then.
    #[serde(default)]
    pub rotation: Rotation,
}

impl Measured {
    /// The same panel with its picture turned like this: a quarter makes its width its height.
    fn turned(self, rotation: Rotation) -> Panel {
        let Measured { width_mm, height_mm, width_px, height_px, rotation: before } = self;
        let quarters = (rotation.degrees() + 360 - before.degrees()) / 90;
        if quarters.is_multiple_of(2) {
            Panel { width_mm, height_mm, width_px, height_px, rotation }
        } else {
            Panel { width_mm: height_mm, height_mm: width_mm, width_px: height_px, height_px: width_px, rotation }
        }
    }
}

/// Why the file is of no use. Each is one sentence.
#[derive(Debug, thiserror::Error)]
pub enum BadTold {
    /// It cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is none.
    #[error("{FILE} is damaged ({0}): set this kiosk up again")]
    Damaged(String),
    /// Written by a newer program.
    #[error("{FILE} is of version {0}, which this program does not know: install the newer one")]
    Newer(u32),
}

impl Told {
    /// Reads the file in `folder`; nothing was told where there is none.
    ///
    /// # Errors
    /// [`BadTold`].
    pub fn load(folder: &Path) -> Result<Self, BadTold> {
        let Some(bytes) = files::read(&folder.join(FILE), MAX_FILE)? else { return Ok(Told::default()) };
        let text = String::from_utf8(bytes).map_err(|_| BadTold::Damaged("no text".into()))?;
        let version = text.parse::<toml::Table>().ok().and_then(|table| table.get("v")?.as_integer());
        if let Some(newer) = version.and_then(|v| u32::try_from(v).ok()).filter(|v| *v > VERSION) {
            return Err(BadTold::Newer(newer));
        }
        let told: Told = toml::from_str(&text).map_err(|error| BadTold::Damaged(error.message().replace('\n', ", ")))?;
        if let Some(panel) = told.panel {
            panel.turned(panel.rotation).check().map_err(|error| BadTold::Damaged(error.to_string()))?;
        }
        if told.languages.as_ref().is_some_and(Vec::is_empty) {
            return Err(BadTold::Damaged(BadConfig::NoLanguage.to_string()));
        }
        Ok(told)
    }

    /// Writes the file in `folder`: whole or not at all.
    ///
    /// # Errors
    /// [`BadTold`].
    pub fn store(&self, folder: &Path) -> Result<(), BadTold> {
        let told = Told { v: VERSION, ..self.clone() };
        let text = toml::to_string(&told).map_err(|error| BadTold::Damaged(error.to_string()))?;
        Ok(files::replace(&folder.join(FILE), text.as_bytes())?)
    }
}

/// What the configuration itself says, so that nobody is asked for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// The languages.
    pub languages: bool,
    /// The size of the panel.
    pub panel: bool,
    /// Where the desk is.
    pub desk: bool,
}

impl Config {
    /// The same with what the glass was told, wherever this says nothing itself. A file that is of no use is told in the log: the machine
    /// shows what it can without it.
    #[must_use]
    pub fn with_told(mut self) -> Self {
        let told = Told::load(&self.data).unwrap_or_else(|error| {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "what this machine was told when it was set up cannot be used"
            );
            Told::default()
        });
        if let Some(languages) = told.languages.filter(|_| !self.said.languages) {
            self.languages = languages;
        }
        if let Some(panel) = told.panel.filter(|_| !self.said.panel) {
            self.panel = panel.turned(self.panel.rotation);
        }
        if self.desk.url.is_none() {
            self.desk.url = told.desk;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kiosk::config::SAMPLE;

    fn told() -> Told {
        let (width_mm, height_mm, rotation) = (154.0, 92.4, Rotation::Upright);
        let panel = Measured { width_mm, height_mm, width_px: 800, height_px: 480, rotation };
        let desk = "https://balie.example.nl:8443".parse().unwrap();
        Told { v: VERSION, languages: Some(vec![Language::EN, Language::NL]), desk: Some(desk), panel: Some(panel) }
    }

    #[test]
    fn what_the_glass_was_told_fills_what_the_configuration_leaves_out_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        told().store(folder.path()).unwrap();
        let data = format!("data = {:?}\n", folder.path());
        let empty = Config::parse(&format!("{data}[panel]\nrotation = 90\n")).unwrap();
        assert_eq!(empty.said, Said::default());
        assert!(!empty.panel.is_measured());
        let full = empty.with_told();
        assert_eq!(full.languages, [Language::EN, Language::NL]);
        assert_eq!((full.panel.width_px, full.panel.height_mm, full.panel.rotation.degrees()), (480, 154.0, 90), "turned since");
        assert_eq!(full.desk.url.unwrap().to_string(), "https://balie.example.nl:8443");

        let sample = SAMPLE.replace("data = \"/var/lib/inloop-kiosk\"\n", &data);
        let said = Config::parse(&sample).unwrap().with_told();
        assert_eq!(said.said, Said { languages: true, panel: true, desk: true });
        assert_eq!((said.languages, said.panel.width_px), (vec![Language::NL, Language::EN], 1280));
        assert_eq!(said.desk.url.unwrap().to_string(), "https://desk.example.nl:8443");
    }

    #[test]
    fn it_is_there_again_and_a_damaged_or_newer_file_is_none() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Told::load(folder.path()).unwrap(), Told::default());
        told().store(folder.path()).unwrap();
        assert_eq!(Told::load(folder.path()).unwrap(), told());
        let path = folder.path().join(FILE);
        let good = std::fs::read_to_string(&path).unwrap();
        let cases = [
            (good.replace("v = 1", "v = 2\nnew = 0"), "version 2"),
            (good.replace("154.0", "15.0"), "damaged"),
            (good.replace("https", "http"), "damaged"),
            (good.replace("languages = [\"en\", \"nl\"]", "languages = []"), "damaged"),
            (good[..good.len() / 2].to_owned(), "damaged"),
        ];
        for (text, word) in cases {
            std::fs::write(&path, &text).unwrap();
            let said = Told::load(folder.path()).unwrap_err().to_string();
            assert!(said.contains(word), "{text}: {said}");
            let config = Config::parse(&format!("data = {:?}\n", folder.path())).unwrap().with_told();
            assert!(!config.panel.is_measured() && config.desk.url.is_none(), "a kiosk starts without it");
        }
    }
}
