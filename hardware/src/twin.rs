//! The PNG twin of a picture, for eyes and for tests.

use png::{BitDepth, ColorType, Encoder};

use crate::Bitmap;

/// Largest scale of a twin. A ticket of 30 cm becomes 38 400 pixels long, which viewers still open.
pub const MAX_SCALE: u32 = 16;

/// How the two states of a pixel look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Black ink on white paper.
    Paper,
    /// Light on a dark panel.
    Panel,
}

impl Look {
    /// Red, green and blue of an unset pixel, then of a set one.
    fn palette(self) -> [u8; 6] {
        match self {
            Self::Paper => [0xff, 0xff, 0xff, 0x00, 0x00, 0x00],
            Self::Panel => [0x08, 0x0c, 0x14, 0xd8, 0xf0, 0xff],
        }
    }
}

/// A twin could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the picture cannot be written as PNG")]
pub struct TwinProblem(#[from] png::EncodingError);

/// The picture as a PNG file of one bit a pixel, `scale` times as large (at least 1, at most [`MAX_SCALE`]).
///
/// # Errors
/// [`TwinProblem`] for a picture without any pixels, which PNG cannot hold.
pub fn png(picture: &Bitmap, look: Look, scale: u32) -> Result<Vec<u8>, TwinProblem> {
    let large = picture.enlarged(scale.clamp(1, MAX_SCALE));
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, large.width(), large.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::One);
    encoder.set_palette(look.palette().to_vec());
    let mut writer = encoder.write_header()?;
    writer.write_image_data(large.bytes())?;
    writer.finish()?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twin_shows_every_pixel_as_a_square_of_its_scale() {
        let mut picture = Bitmap::new(11, 3);
        picture.set(0, 0, true);
        picture.set(10, 2, true);
        let file = png(&picture, Look::Paper, 3).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut rows = vec![0; reader.output_buffer_size().unwrap()];
        let frame = reader.next_frame(&mut rows).unwrap();
        assert_eq!((frame.width, frame.height), (33, 9));
        assert_eq!(rows, picture.enlarged(3).bytes());
        assert_eq!(reader.info().palette.as_deref(), Some(Look::Paper.palette().as_slice()));
    }

    #[test]
    fn a_picture_without_pixels_has_no_twin() {
        assert!(png(&Bitmap::new(0, 0), Look::Panel, 1).is_err());
    }
}
