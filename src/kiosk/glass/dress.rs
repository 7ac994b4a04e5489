//! A site's own accent colour and logo, where they can be seen by everybody.
//!
//! What cannot is not used: the log says which of its contrasts is too low, and the glass looks as it does without.

use crate::kiosk::look::{Accent, Look};
use inloop_ui as ui;
use slint::{Color, ComponentHandle, Image};
use std::path::{Path, PathBuf};

/// What is read: WCAG 2.2, 1.4.6 (AAA).
pub const TEXT: f32 = 7.0;
/// What is looked at: WCAG 2.2, 1.4.11.
pub const PICTURE: f32 = 3.0;
/// So much of a logo has to stand out: the rest may be its soft edges and a light part of it.
const OF_A_LOGO: f32 = 0.5;
/// The largest logo, in pixels on a side; what is shown is smaller.
const MOST_PIXELS: u32 = 2_000;
/// How much of the accent is in the ground behind pictograms, and in that of what is chosen.
const TINT: f32 = 0.09;
const PICKED: f32 = 0.13;

/// The colour itself.
fn whole(accent: Accent) -> Color {
    let [red, green, blue] = accent.parts();
    Color::from_rgb_u8(red, green, blue)
}

/// This much of it in white.
fn in_white(accent: Accent, part: f32) -> Color {
    let [red, green, blue] = accent.parts().map(|own| (255.0 - part * (255.0 - f32::from(own))).round() as u8);
    Color::from_rgb_u8(red, green, blue)
}

/// Why a choice is not used. Each is one sentence for whoever made it.
#[derive(Debug, thiserror::Error)]
pub enum BadLook {
    /// Somebody could not read it.
    #[error("the accent colour is not used: {pair} has {found:.1}:1 and needs {needed}:1; a darker one will do")]
    TooPale {
        /// What stands on what.
        pair: &'static str,
        /// Its contrast.
        found: f32,
        /// What it needs.
        needed: f32,
    },
    /// No picture.
    #[error("the logo {0} is not used: it is no PNG picture of at most {MOST_PIXELS} pixels on a side")]
    NoPicture(PathBuf),
    /// Nobody would see it.
    #[error("the logo {path} is not used: {part:.0} % of it stands out from the ground, and half of it should", path = path.display())]
    Pale {
        /// Which.
        path: PathBuf,
        /// How much.
        part: f32,
    },
}

/// Gives the glass what the site chose; what cannot be used is left out and told.
pub fn dress(app: &ui::App, look: &Look) -> Vec<BadLook> {
    let accent = look.accent.and_then(|accent| colour(app, accent).err());
    let logo =
        look.logo.as_ref().and_then(|path| logo(app, path).map(|logo| app.global::<ui::RestAdapter<'_>>().set_logo(logo)).err());
    accent.into_iter().chain(logo).collect()
}

fn colour(app: &ui::App, accent: Accent) -> Result<(), BadLook> {
    let theme = app.global::<ui::Theme<'_>>();
    theme.set_site_accent(whole(accent));
    theme.set_site_tint(in_white(accent, TINT));
    theme.set_site_picked(in_white(accent, PICKED));
    theme.set_has_accent(true);
    let palette = theme.get_warm();
    let pairs = [
        ("the accent on the ground", palette.accent, palette.ground),
        ("the accent on a tile", palette.accent, palette.tile),
        ("the accent behind pictograms", palette.accent, palette.tint),
        ("white words on the accent", palette.on_accent, palette.accent),
        ("words on what is chosen", palette.ink, palette.picked),
    ];
    match pairs.into_iter().map(|(pair, one, other)| (pair, contrast(one, other))).find(|(_, found)| *found < TEXT) {
        None => Ok(()),
        Some((pair, found)) => {
            theme.set_has_accent(false);
            Err(BadLook::TooPale { pair, found, needed: TEXT })
        }
    }
}

fn logo(app: &ui::App, path: &Path) -> Result<Image, BadLook> {
    let no_picture = || BadLook::NoPicture(path.to_owned());
    let image = Image::load_from_path(path).map_err(|_| no_picture())?;
    let size = image.size();
    if size.width > MOST_PIXELS || size.height > MOST_PIXELS {
        return Err(no_picture());
    }
    let pixels = image.to_rgba8().ok_or_else(no_picture)?;
    let ground = app.global::<ui::Theme<'_>>().get_warm().ground;
    /// Below it a pixel is part of an edge, or not there.
    const THERE: u8 = 128;
    let drawn: Vec<_> = pixels.as_slice().iter().filter(|pixel| pixel.a >= THERE).collect();
    let seen = drawn.iter().filter(|pixel| contrast(Color::from_rgb_u8(pixel.r, pixel.g, pixel.b), ground) >= PICTURE).count();
    let part = seen as f32 / drawn.len().max(1) as f32;
    if part < OF_A_LOGO { Err(BadLook::Pale { path: path.to_owned(), part: part * 100.0 }) } else { Ok(image) }
}

/// The contrast of two colours as WCAG 2.2 computes it, from 1 to 21.
#[must_use]
pub fn contrast(one: Color, other: Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: Color) -> f32 {
    let linear = |part: u8| {
        let part = f32::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.red()) + 0.7152 * linear(colour.green()) + 0.0722 * linear(colour.blue())
}
