//! The page that shows every picture of a run, with filters.

use serde::Serialize;
use std::path::Path;

/// Where the pictures are listed in the page.
const PLACE: &str = "/*shots*/[]";
const PAGE: &str = include_str!("page.html");

/// One picture: which screen, in which dress.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shot {
    pub(crate) panel: &'static str,
    pub(crate) size: &'static str,
    pub(crate) language: String,
    pub(crate) theme: &'static str,
    pub(crate) screen: &'static str,
}

impl Shot {
    /// The file's name; the page knows it too.
    pub(crate) fn file(&self) -> String {
        format!("{}-{}-{}-{}-{}.png", self.panel, self.size, self.language, self.theme, self.screen)
    }
}

/// Writes `index.html` beside the pictures.
pub(crate) fn write(folder: &Path, shots: &[Shot]) -> anyhow::Result<()> {
    anyhow::ensure!(PAGE.contains(PLACE), "the page has no place for the pictures");
    std::fs::write(folder.join("index.html"), PAGE.replace(PLACE, &serde_json::to_string(shots)?))?;
    Ok(())
}
