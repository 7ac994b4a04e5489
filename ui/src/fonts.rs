//! The bundled fonts, made the families every text falls back to.

use slint::fontique_011::{fontique, shared_collection};
use std::sync::Arc;

/// The files, in the order in which a character is looked for: of each script the regular weight, then the semi-bold.
pub const FONTS: [&[u8]; 6] = [
    include_bytes!("../fonts/NotoSans-Regular.ttf"),
    include_bytes!("../fonts/NotoSans-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansArabic-SemiBold.ttf"),
    include_bytes!("../fonts/NotoSansEthiopic-Regular.ttf"),
    include_bytes!("../fonts/NotoSansEthiopic-SemiBold.ttf"),
];

/// A bundled font that cannot be read: the build is broken.
#[derive(Debug, PartialEq, Eq)]
pub struct FontError {
    /// Its place in [`FONTS`].
    pub index: usize,
}

impl std::fmt::Display for FontError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "bundled font {} cannot be read", self.index)
    }
}

impl std::error::Error for FontError {}

/// Makes the bundled fonts the ones all text is drawn with, for this thread's Slint.
///
/// Call it after the platform is set and before the first component is made. A board without any system font then
/// shows every language: fonts imported in `.slint` would be no fallback for each other.
///
/// # Errors
/// [`FontError`] names the first file that is no font.
pub fn register_fonts() -> Result<(), FontError> {
    use fontique::GenericFamily;
    let mut collection = shared_collection();
    let mut families = Vec::new();
    for (index, &bytes) in FONTS.iter().enumerate() {
        let added = collection.register_fonts(fontique::Blob::new(Arc::new(bytes)), None);
        if added.is_empty() {
            return Err(FontError { index });
        }
        for (family, _) in added {
            if !families.contains(&family) {
                families.push(family);
            }
        }
    }
    for generic in [GenericFamily::SansSerif, GenericFamily::SystemUi, GenericFamily::UiSansSerif] {
        collection.set_generic_families(generic, families.iter().copied());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ttf_parser::Face;

    /// The two weights of the script that a language is written in.
    fn own(code: &str) -> [usize; 2] {
        match code {
            "ar" | "fa" => [2, 3],
            "ti" => [4, 5],
            _ => [0, 1],
        }
    }

    /// Every character that a translation can show is in both weights of its own font: words are not drawn half in one design
    /// and half in another, and none is a box. The names of languages are in their own script everywhere.
    #[test]
    fn every_letter_of_every_translation_is_in_its_font() {
        let faces: Vec<_> = FONTS.iter().map(|bytes| Face::parse(bytes, 0).expect("a font")).collect();
        let mut seen = 0;
        for (code, ftl) in crate::languages() {
            for line in ftl.lines().filter(|line| !line.starts_with('#') && !line.starts_with("language-")) {
                for letter in line.chars() {
                    let lacking = own(code).into_iter().find(|at| faces[*at].glyph_index(letter).is_none());
                    assert_eq!(lacking, None, "{code}: {letter:?} (U+{:04X}) in {line:?}", u32::from(letter));
                    seen += 1;
                }
            }
        }
        for (_, ftl) in crate::languages() {
            let names = ftl.lines().filter_map(|line| line.strip_prefix("language-")?.split_once(" = "));
            for letter in names.flat_map(|(_, name)| name.chars()) {
                let drawn = |weight: usize| [0, 2, 4].iter().any(|at| faces[at + weight].glyph_index(letter).is_some());
                assert!(drawn(0) && drawn(1), "{letter:?}");
            }
        }
        assert!(seen > 50_000, "only {seen} letters were looked at");
    }
}
