//! A picture of full colours, which embedded-graphics draws on.

use core::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::{OriginDimensions, Size};
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use embedded_graphics::primitives::Rectangle;
use png::{BitDepth, ColorType, Encoder};

use crate::twin::TwinProblem;

/// A picture of full colours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canvas {
    width: u32,
    pixels: Vec<Rgb888>,
}

impl Canvas {
    /// All of one colour.
    #[must_use]
    pub fn new(width: u32, height: u32, colour: Rgb888) -> Self {
        Self { width, pixels: vec![colour; width as usize * height as usize] }
    }

    /// Pixels across.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    #[must_use]
    pub fn height(&self) -> u32 {
        (self.pixels.len() / self.width.max(1) as usize) as u32
    }

    /// The rows, from the top.
    pub fn rows(&self) -> impl Iterator<Item = &[Rgb888]> {
        self.pixels.chunks(self.width.max(1) as usize)
    }

    /// As a PNG file.
    ///
    /// # Errors
    /// [`TwinProblem`] for a picture without any pixels, which PNG cannot hold.
    pub fn png(&self) -> Result<Vec<u8>, TwinProblem> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.width(), self.height());
        encoder.set_color(ColorType::Rgb);
        encoder.set_depth(BitDepth::Eight);
        let bytes: Vec<u8> = self.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&bytes)?;
        writer.finish()?;
        Ok(file)
    }
}

impl OriginDimensions for Canvas {
    fn size(&self) -> Size {
        Size::new(self.width(), self.height())
    }
}

impl DrawTarget for Canvas {
    type Color = Rgb888;
    type Error = Infallible;

    fn draw_iter<I>(&mut self, pixels: I) -> Result<(), Infallible>
    where
        I: IntoIterator<Item = Pixel<Rgb888>>,
    {
        let (width, height) = (self.width(), self.height());
        for Pixel(point, colour) in pixels {
            if let (Ok(x), Ok(y)) = (u32::try_from(point.x), u32::try_from(point.y))
                && x < width
                && y < height
            {
                self.pixels[(y * width + x) as usize] = colour;
            }
        }
        Ok(())
    }

    fn fill_solid(&mut self, area: &Rectangle, colour: Rgb888) -> Result<(), Infallible> {
        let whole = Rectangle::new(embedded_graphics::geometry::Point::zero(), self.size());
        let area = area.intersection(&whole);
        let (left, across) = (area.top_left.x as usize, area.size.width as usize);
        let rows = self.pixels.chunks_mut(self.width.max(1) as usize);
        for row in rows.skip(area.top_left.y as usize).take(area.size.height as usize) {
            row[left..left + across].fill(colour);
        }
        Ok(())
    }
}
