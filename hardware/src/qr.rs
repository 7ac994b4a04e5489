//! The resident's secret as a QR code: the same on the ticket and on the glass.
//!
//! The code holds 128 random bits and nothing else. Whoever drew them spells them as 26 digits and capital letters, five
//! bits a sign, because a reader in the hall hands a code on as if it were typed, and QR packs exactly these signs tightly.

use core::fmt;

use qrcode::{EcLevel, QrCode};
use zeroize::Zeroize;

use crate::Bitmap;

/// White modules around a code that a reader needs to find it (ISO/IEC 18004).
pub const QUIET_MODULES: u32 = 4;

/// How much of a code may be lost: a quarter. A ticket is folded and carried in a pocket.
const CORRECTION: EcLevel = EcLevel::Q;

/// Signs in a spelled secret: 128 bits, five a sign.
pub const SIGNS: usize = 26;

/// The random 128 bits that let a resident change or erase what they left, as spelled. Wiped when dropped; never
/// printed in a log. An address, a name or a sentence does not pass for one.
pub struct QrSecret([u8; SIGNS]);

/// What was handed in is no spelled secret.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a secret is spelled with {SIGNS} digits and capital letters")]
pub struct NotASecret;

impl QrSecret {
    /// Takes a spelled secret.
    ///
    /// # Errors
    /// [`NotASecret`] for anything but [`SIGNS`] digits and capital letters of the Latin alphabet.
    pub fn new(spelled: &str) -> Result<Self, NotASecret> {
        let signs = <[u8; SIGNS]>::try_from(spelled.as_bytes()).map_err(|_| NotASecret)?;
        let secret = Self(signs);
        let fits = signs.iter().all(|sign| sign.is_ascii_digit() || sign.is_ascii_uppercase());
        if fits { Ok(secret) } else { Err(NotASecret) }
    }
}

impl Drop for QrSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for QrSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QrSecret(..)")
    }
}

/// The code could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the QR code could not be made")]
pub struct QrProblem(#[from] qrcode::types::QrError);

/// The code for `secret`, one pixel a module, with its quiet zone of [`QUIET_MODULES`] on every side.
///
/// # Errors
/// Fails only when the encoder refuses, which it has no reason to for [`SIGNS`] signs.
pub fn code(secret: &QrSecret) -> Result<Bitmap, QrProblem> {
    Ok(drawn(&QrCode::with_error_correction_level(secret.0, CORRECTION)?))
}

/// The code for the address of a page, one pixel a module, with its quiet zone. Nothing of a resident is in it, and the longer
/// it is the finer its modules get: it may lose less.
///
/// # Errors
/// An address longer than any code takes.
pub fn page(address: &str) -> Result<Bitmap, QrProblem> {
    Ok(drawn(&QrCode::with_error_correction_level(address, EcLevel::M)?))
}

fn drawn(code: &QrCode) -> Bitmap {
    let side = code.width() as u32;
    let mut bitmap = Bitmap::new(side + 2 * QUIET_MODULES, side + 2 * QUIET_MODULES);
    for (index, colour) in code.to_colors().into_iter().enumerate() {
        let (x, y) = (index as u32 % side, index as u32 / side);
        bitmap.set(QUIET_MODULES + x, QUIET_MODULES + y, colour == qrcode::Color::Dark);
    }
    bitmap
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPELLED: &str = "1VKW7T4MF8CJN0H67D5VV4B640";

    fn secret() -> QrSecret {
        QrSecret::new(SPELLED).unwrap()
    }

    #[test]
    fn an_independent_reader_reads_the_secret_and_nothing_else() {
        let large = code(&secret()).unwrap().enlarged(4);
        let (width, height) = (large.width() as usize, large.height() as usize);
        let mut seen =
            rqrr::PreparedImage::prepare_from_greyscale(
                width,
                height,
                |x, y| {
                    if large.get(x as u32, y as u32) { 0 } else { 255 }
                },
            );
        let grids = seen.detect_grids();
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].decode().unwrap().1, SPELLED);
    }

    #[test]
    fn nothing_but_a_spelled_secret_gets_into_a_code() {
        for other in ["", "https://example.nl/boom/27", "1vkw7t4mf8cjn0h67d5vv4b640", "1VKW7T4MF8CJN0H67D5VV4B6400"] {
            assert_eq!(QrSecret::new(other).unwrap_err(), NotASecret, "{other}");
        }
    }

    #[test]
    fn the_quiet_zone_is_empty() {
        let code = code(&secret()).unwrap();
        let inside = QUIET_MODULES..code.width() - QUIET_MODULES;
        assert!(code.set_pixels().all(|(x, y)| inside.contains(&x) && inside.contains(&y)));
    }

    #[test]
    fn the_secret_does_not_print() {
        assert_eq!(format!("{:?}", secret()), "QrSecret(..)");
    }
}
