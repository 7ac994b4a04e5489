//! The glass: what is shown, never what is decided.
//!
//! Texts, pictures and verdicts come in through one `...Adapter` global per screen; callbacks say what the resident did.
//! Sizes come from [`Theme`]'s `mm`, the logical pixels in one millimetre of the panel.

mod fonts;
mod icons;
pub mod measure;

/// What the Slint compiler makes of `app.slint`.
#[allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod screens {
    slint::include_modules!();
}

mod languages {
    include!(concat!(env!("OUT_DIR"), "/lang.rs"));

    /// The bundled translation files: code and Fluent text.
    pub fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
        LANGUAGES.iter().copied()
    }
}

pub use fonts::{FONTS, FontError, register_fonts};
pub use icons::{icon, icon_file, icon_names};
pub use languages::languages;
pub use screens::*;
