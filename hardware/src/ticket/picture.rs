//! The teken's picture: a single-colour SVG, parsed once and drawn at any size.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use crate::Bitmap;

/// A dot is black where the picture covers at least half of it. Colours do not matter, only where there is any.
const HALF_COVERED: u8 = 128;

/// Side in pixels of the trial drawing that tells whether a picture shows anything.
const TRIAL_SIDE: u32 = 48;

/// One of the twelve pictures a teken can have.
#[derive(Clone)]
pub struct Picture(Arc<Tree>);

/// Why an SVG is no picture for a ticket.
#[derive(Debug, thiserror::Error)]
pub enum PictureProblem {
    /// It is not SVG.
    #[error("the picture is no SVG that can be read")]
    Unreadable(#[source] resvg::usvg::Error),
    /// It is SVG and shows nothing.
    #[error("the picture is empty")]
    Empty,
}

impl Picture {
    /// Parses an SVG. Files and addresses named inside it are not followed.
    ///
    /// # Errors
    /// [`PictureProblem`] when it cannot be read or leaves every dot white.
    pub fn from_svg(svg: &[u8]) -> Result<Self, PictureProblem> {
        let alone = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
        let options = Options { image_href_resolver: alone, ..Options::default() };
        let picture = Self(Arc::new(Tree::from_data(svg, &options).map_err(PictureProblem::Unreadable)?));
        if picture.at(TRIAL_SIDE).set_pixels().next().is_none() {
            return Err(PictureProblem::Empty);
        }
        Ok(picture)
    }

    /// The picture in a square of `side` dots, centred, its proportions kept.
    #[must_use]
    pub fn at(&self, side: u32) -> Bitmap {
        let mut bitmap = Bitmap::new(side, side);
        for (index, covered) in self.cover(side).into_iter().enumerate() {
            bitmap.set(index as u32 % side, index as u32 / side, covered >= HALF_COVERED);
        }
        bitmap
    }

    /// How far each dot of that square is covered, row by row: 255 is wholly. Empty where there is no such square.
    pub(crate) fn cover(&self, side: u32) -> Vec<u8> {
        let Some(mut pixels) = Pixmap::new(side, side) else { return Vec::new() };
        let size = self.0.size();
        let scale = side as f32 / size.width().max(size.height());
        let (left, top) = ((side as f32 - size.width() * scale) / 2.0, (side as f32 - size.height() * scale) / 2.0);
        resvg::render(&self.0, Transform::from_row(scale, 0.0, 0.0, scale, left, top), &mut pixels.as_mut());
        pixels.pixels().iter().map(|pixel| pixel.alpha()).collect()
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({}x{})", self.0.size().width(), self.0.size().height())
    }
}
