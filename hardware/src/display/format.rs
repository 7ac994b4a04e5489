//! How the kernel's framebuffer holds a picture: which byte is which pixel.

use embedded_graphics::pixelcolor::{Rgb888, RgbColor};

use super::Canvas;

/// More pixels on a side than any panel here has: what says more is not read right.
const MOST_PIXELS: u32 = 16_384;

/// How a pixel is held. Both are what the kernel's own drivers of displays have; the lowest byte comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// 16 bits: five of red, six of green, five of blue.
    Rgb565,
    /// 32 bits: eight unused, then red, green, blue.
    Xrgb8888,
}

impl Depth {
    /// Bytes of a pixel.
    #[must_use]
    pub fn bytes(self) -> usize {
        match self {
            Self::Rgb565 => 2,
            Self::Xrgb8888 => 4,
        }
    }

    fn put(self, colour: Rgb888, into: &mut [u8]) {
        match self {
            Self::Rgb565 => {
                let (red, green, blue) = (u16::from(colour.r()), u16::from(colour.g()), u16::from(colour.b()));
                into.copy_from_slice(&(red >> 3 << 11 | green >> 2 << 5 | blue >> 3).to_le_bytes());
            }
            Self::Xrgb8888 => into.copy_from_slice(&[colour.b(), colour.g(), colour.r(), 0]),
        }
    }

    /// The colour as the panel shows it: of five bits the highest are repeated below, so that white stays white.
    fn get(self, from: &[u8]) -> Rgb888 {
        match (self, from) {
            (Self::Rgb565, &[low, high]) => {
                let both = u16::from_le_bytes([low, high]);
                let (red, green, blue) = ((both >> 11) as u8, (both >> 5 & 0x3f) as u8, (both & 0x1f) as u8);
                Rgb888::new(red << 3 | red >> 2, green << 2 | green >> 4, blue << 3 | blue >> 2)
            }
            (Self::Xrgb8888, &[blue, green, red, _]) => Rgb888::new(red, green, blue),
            _ => Rgb888::BLACK,
        }
    }
}

/// Where a framebuffer shows which pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// Pixels across that are seen.
    pub width: u32,
    /// Pixels down that are seen.
    pub height: u32,
    /// Bytes from one row to the next.
    pub stride: usize,
    /// How a pixel is held.
    pub depth: Depth,
    /// Pixels before the first that is seen, across and down.
    pub offset: (u32, u32),
}

/// Why nothing can be drawn into a framebuffer.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum GeometryProblem {
    /// A file of sysfs does not say what it should.
    #[error("{file} says {said:?}")]
    Odd {
        /// Which.
        file: &'static str,
        /// What it says.
        said: String,
    },
    /// Pixels of another size.
    #[error("its pixels have {0} bits; 16 and 32 can be drawn")]
    Depth(u32),
    /// A row is longer than the way to the next.
    #[error("a row of {0} pixels does not fit into its {1} bytes")]
    Stride(u32, usize),
}

/// What sysfs says of a framebuffer, file by file.
#[derive(Clone, Copy, Debug)]
pub struct Sysfs<'a> {
    /// `virtual_size`: `1920,1080`.
    pub virtual_size: &'a str,
    /// `stride`: bytes of a row.
    pub stride: &'a str,
    /// `bits_per_pixel`.
    pub bits_per_pixel: &'a str,
    /// `mode`, where there is one: `U:1920x1080p-60`. What is seen may be less than what there is.
    pub mode: Option<&'a str>,
    /// `pan`, where there is one: `0,0`.
    pub pan: Option<&'a str>,
}

impl Geometry {
    /// Reads what sysfs says.
    ///
    /// # Errors
    /// [`GeometryProblem`].
    pub fn read(sysfs: Sysfs<'_>) -> Result<Self, GeometryProblem> {
        let odd = |file, said: &str| GeometryProblem::Odd { file, said: said.trim().to_owned() };
        let pair = |text: &str, between: char| -> Option<(u32, u32)> {
            let (one, other) = text.trim().split_once(between)?;
            Some((one.parse().ok()?, other.parse().ok()?))
        };
        let sized = |&(width, height): &(u32, u32)| (1..=MOST_PIXELS).contains(&width) && (1..=MOST_PIXELS).contains(&height);
        let whole = pair(sysfs.virtual_size, ',').filter(sized).ok_or_else(|| odd("virtual_size", sysfs.virtual_size))?;
        let bits = sysfs.bits_per_pixel.trim().parse().map_err(|_| odd("bits_per_pixel", sysfs.bits_per_pixel))?;
        let depth = match bits {
            16 => Depth::Rgb565,
            32 => Depth::Xrgb8888,
            other => return Err(GeometryProblem::Depth(other)),
        };
        let stride: usize = sysfs.stride.trim().parse().map_err(|_| odd("stride", sysfs.stride))?;
        // Where the mode says nothing that can be read, all there is is seen.
        let (width, height) = sysfs.mode.and_then(mode).filter(sized).unwrap_or(whole);
        let offset = sysfs.pan.and_then(|pan| pair(pan, ',')).unwrap_or((0, 0));
        let fits = |at: u32, size: u32, all: u32| at.checked_add(size).is_some_and(|end| end <= all);
        if !fits(offset.0, width, whole.0) || !fits(offset.1, height, whole.1) {
            return Err(odd("pan", sysfs.pan.or(sysfs.mode).unwrap_or_default()));
        }
        if (whole.0 as usize) * depth.bytes() > stride {
            return Err(GeometryProblem::Stride(whole.0, stride));
        }
        Ok(Self { width, height, stride, depth, offset })
    }

    /// The byte at which the first row begins that is seen.
    #[must_use]
    pub fn begin(&self) -> u64 {
        u64::from(self.offset.1) * self.stride as u64
    }

    /// The bytes of all rows that are seen, [`Geometry::stride`] bytes each. What is left of the picture and right of it is black.
    #[must_use]
    pub fn bytes(&self, picture: &Canvas) -> Vec<u8> {
        let mut bytes = vec![0; self.stride * self.height as usize];
        let left = self.offset.0 as usize * self.depth.bytes();
        for (row, into) in picture.rows().zip(bytes.chunks_mut(self.stride)) {
            let places = into.get_mut(left..).into_iter().flat_map(|into| into.chunks_exact_mut(self.depth.bytes()));
            for (colour, into) in row.iter().take(self.width as usize).zip(places) {
                self.depth.put(*colour, into);
            }
        }
        bytes
    }

    /// The picture that these bytes show.
    #[must_use]
    pub fn picture(&self, bytes: &[u8]) -> Canvas {
        use embedded_graphics::Pixel;
        use embedded_graphics::draw_target::DrawTarget;
        use embedded_graphics::geometry::Point;
        let mut picture = Canvas::new(self.width, self.height, Rgb888::BLACK);
        let left = self.offset.0 as usize * self.depth.bytes();
        let rows = bytes.chunks(self.stride).take(self.height as usize).enumerate();
        let pixels = rows.flat_map(|(y, row)| {
            let pixels = row.get(left..).into_iter().flat_map(|row| row.chunks_exact(self.depth.bytes()));
            let colour = move |(x, bytes)| Pixel(Point::new(x as i32, y as i32), self.depth.get(bytes));
            pixels.take(self.width as usize).enumerate().map(colour)
        });
        let Ok(()) = picture.draw_iter(pixels);
        picture
    }
}

/// The size in `U:1920x1080p-60`.
fn mode(text: &str) -> Option<(u32, u32)> {
    let (_, size) = text.lines().next()?.split_once(':')?;
    let (width, rest) = size.split_once('x')?;
    let height: String = rest.chars().take_while(char::is_ascii_digit).collect();
    Some((width.parse().ok()?, height.parse().ok()?))
}
