//! A picture of one bit a pixel: a set bit is ink on paper, or light on the panel.
//!
//! Rows are packed eight pixels to a byte, the leftmost in the highest bit, each row padded to a whole byte. That is
//! the order ESC/POS `GS v 0` and one-bit PNG both want, so neither has to turn a bit around.

use core::convert::Infallible;
use core::fmt;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Size};
use embedded_graphics::pixelcolor::BinaryColor;
use zeroize::Zeroize;

/// A picture of one bit a pixel. A ticket's bitmap holds the resident's QR code, so the bits are wiped when it is dropped.
#[derive(PartialEq, Eq)]
pub struct Bitmap {
    width: u32,
    height: u32,
    bits: Vec<u8>,
}

impl Bitmap {
    /// An empty picture of `width` by `height` pixels, nothing set.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        let bytes = width.div_ceil(8) as usize * height as usize;
        Self { width, height, bits: vec![0; bytes] }
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Bytes a row takes.
    #[must_use]
    pub fn stride(&self) -> usize {
        self.width.div_ceil(8) as usize
    }

    /// All rows from the top, [`Bitmap::stride`] bytes each; padding bits are zero.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bits
    }

    /// Whether the pixel is set. Outside the picture nothing is.
    #[must_use]
    pub fn get(&self, x: u32, y: u32) -> bool {
        self.place(x, y).is_some_and(|(byte, mask)| self.bits[byte] & mask != 0)
    }

    /// Sets or clears a pixel. Outside the picture there is nothing to set.
    pub fn set(&mut self, x: u32, y: u32, on: bool) {
        if let Some((byte, mask)) = self.place(x, y) {
            if on {
                self.bits[byte] |= mask;
            } else {
                self.bits[byte] &= !mask;
            }
        }
    }

    /// Adds the set pixels of `other`, its top left corner at (`left`, `top`).
    pub fn stamp(&mut self, other: &Self, left: u32, top: u32) {
        for (x, y) in other.set_pixels() {
            self.set(left + x, top + y, true);
        }
    }

    /// The part that starts at (`left`, `top`); what lies outside this picture is empty.
    #[must_use]
    pub fn cut(&self, left: u32, top: u32, width: u32, height: u32) -> Self {
        let mut part = Self::new(width, height);
        for y in 0..height {
            for x in 0..width {
                part.set(x, y, self.get(left + x, top + y));
            }
        }
        part
    }

    /// The smallest part that holds every set pixel; nothing at all of an empty picture.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let mut edges: Option<[u32; 4]> = None;
        for (x, y) in self.set_pixels() {
            let [left, top, right, bottom] = edges.unwrap_or([x, y, x, y]);
            edges = Some([left.min(x), top.min(y), right.max(x), bottom.max(y)]);
        }
        edges.map_or(Self::new(0, 0), |[left, top, right, bottom]| self.cut(left, top, right - left + 1, bottom - top + 1))
    }

    /// The same picture with every pixel a square of `factor` by `factor`.
    #[must_use]
    pub fn enlarged(&self, factor: u32) -> Self {
        let mut large = Self::new(self.width * factor, self.height * factor);
        for (x, y) in self.set_pixels() {
            for dy in 0..factor {
                for dx in 0..factor {
                    large.set(x * factor + dx, y * factor + dy, true);
                }
            }
        }
        large
    }

    /// The set pixels, row by row.
    pub fn set_pixels(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        (0..self.height).flat_map(move |y| (0..self.width).filter(move |&x| self.get(x, y)).map(move |x| (x, y)))
    }

    fn place(&self, x: u32, y: u32) -> Option<(usize, u8)> {
        (x < self.width && y < self.height).then(|| (y as usize * self.stride() + x as usize / 8, 0x80 >> (x % 8)))
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.bits.zeroize();
    }
}

/// Says how large the picture is, never what is on it: a ticket must not end up in a log.
impl fmt::Debug for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bitmap({}x{})", self.width, self.height)
    }
}

/// The picture as text: `#` for a set pixel and `.` for any other, a line a row.
impl fmt::Display for Bitmap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for y in 0..self.height {
            let row: String = (0..self.width).map(|x| if self.get(x, y) { '#' } else { '.' }).collect();
            writeln!(f, "{row}")?;
        }
        Ok(())
    }
}

impl OriginDimensions for Bitmap {
    fn size(&self) -> Size {
        Size::new(self.width, self.height)
    }
}

impl DrawTarget for Bitmap {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<BinaryColor>>,
    {
        for Pixel(point, colour) in pixels {
            if let (Ok(x), Ok(y)) = (u32::try_from(point.x), u32::try_from(point.y)) {
                self.set(x, y, colour.is_on());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_leftmost_pixel_is_the_highest_bit_as_the_printer_wants_it() {
        let mut bitmap = Bitmap::new(12, 2);
        bitmap.set(0, 0, true);
        bitmap.set(11, 1, true);
        assert_eq!(bitmap.bytes(), [0b1000_0000, 0, 0, 0b0001_0000]);
        assert_eq!(bitmap.to_string(), "#...........\n...........#\n");
    }

    #[test]
    fn a_pixel_outside_the_picture_sets_nothing() {
        let mut bitmap = Bitmap::new(8, 1);
        bitmap.set(8, 0, true);
        bitmap.set(0, 1, true);
        assert_eq!(bitmap.set_pixels().count(), 0);
        assert!(!bitmap.get(8, 0));
    }

    #[test]
    fn a_stamped_picture_can_be_cut_out_again() {
        let mut small = Bitmap::new(3, 3);
        small.set(1, 2, true);
        let mut sheet = Bitmap::new(20, 20);
        sheet.stamp(&small, 9, 5);
        assert!(sheet.get(10, 7));
        assert_eq!(sheet.cut(9, 5, 3, 3), small);
    }

    #[test]
    fn trimming_keeps_every_set_pixel() {
        let mut bitmap = Bitmap::new(20, 10);
        bitmap.set(3, 7, true);
        bitmap.set(5, 6, true);
        assert_eq!(bitmap.trimmed().to_string(), "..#\n#..\n");
        assert_eq!(Bitmap::new(20, 10).trimmed(), Bitmap::new(0, 0));
    }

    #[test]
    fn what_is_on_the_picture_stays_out_of_the_log() {
        assert_eq!(format!("{:?}", Bitmap::new(384, 10)), "Bitmap(384x10)");
    }
}
