//! The pictograms, embedded by name and decoded once per thread.

use slint::{Image, SharedPixelBuffer};
use std::cell::RefCell;
use std::collections::HashMap;

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

thread_local! {
    // Slint's own empty image differs from itself, and everything that holds one would be drawn anew each time.
    static NOTHING: Image = Image::from_rgba8(SharedPixelBuffer::new(0, 0));
    static DECODED: RefCell<HashMap<&'static str, Image>> = RefCell::default();
}

/// The pictogram of this name; an empty image (width 0, drawn as nothing) where there is none.
///
/// Names are the file names in `icons/` without `.svg`.
#[must_use]
pub fn icon(name: &str) -> Image {
    let Ok(at) = ICONS.binary_search_by(|(known, _)| (*known).cmp(name)) else {
        return NOTHING.with(Clone::clone);
    };
    let (known, bytes) = ICONS[at];
    DECODED.with_borrow_mut(|decoded| {
        decoded.entry(known).or_insert_with(|| Image::load_from_svg_data(bytes).unwrap_or_default()).clone()
    })
}

/// The SVG file of that pictogram, for who draws it elsewhere than on the glass.
#[must_use]
pub fn icon_file(name: &str) -> Option<&'static [u8]> {
    ICONS.binary_search_by(|(known, _)| (*known).cmp(name)).ok().map(|at| ICONS[at].1)
}

/// Every name there is, in alphabetical order.
pub fn icon_names() -> impl Iterator<Item = &'static str> {
    ICONS.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pictogram_can_be_drawn() {
        assert!(icon_names().count() > 80, "the set is embedded");
        for name in icon_names() {
            assert!(icon(name).size().width > 0, "{name} is an empty picture");
        }
    }

    #[test]
    fn an_unknown_name_is_no_picture() {
        assert_eq!(icon("no-such-picture").size().width, 0);
        assert!(icon("") == icon("no-such-picture"), "nothing equals nothing");
    }
}
