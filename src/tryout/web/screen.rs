//! The picture, shared between the event loop, which paints, and the viewers, who copy.

use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// A viewer with more unsent rectangles than this gets one that holds them all.
const MAX_RECTANGLES: usize = 8;

/// A part of the picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rectangle {
    /// From the left.
    pub x: usize,
    /// From the top.
    pub y: usize,
    /// To the right.
    pub width: usize,
    /// Downwards.
    pub height: usize,
}

impl Rectangle {
    fn around(self, other: Rectangle) -> Rectangle {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        Rectangle { x, y, width: right - x, height: bottom - y }
    }
}

struct Pixels {
    data: Vec<PremultipliedRgbaColor>,
    /// What each viewer lacks. A slow viewer skips frames; nothing piles up.
    unsent: HashMap<u64, Vec<Rectangle>>,
}

/// The picture of one glass.
pub struct Screen {
    width: usize,
    height: usize,
    pixels: Mutex<Pixels>,
    frames: watch::Sender<u64>,
}

impl Screen {
    pub(super) fn new(size: slint::PhysicalSize) -> Self {
        let (width, height) = (size.width as usize, size.height as usize);
        let data = vec![PremultipliedRgbaColor::default(); width * height];
        Screen { width, height, pixels: Mutex::new(Pixels { data, unsent: HashMap::new() }), frames: watch::Sender::new(0) }
    }

    fn pixels(&self) -> MutexGuard<'_, Pixels> {
        self.pixels.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn paint(&self, window: &MinimalSoftwareWindow) {
        let painted = window.draw_if_needed(|renderer| {
            let pixels = &mut *self.pixels();
            let region = renderer.render(&mut pixels.data, self.width);
            for (at, size) in region.iter() {
                let changed =
                    Rectangle { x: at.x as usize, y: at.y as usize, width: size.width as usize, height: size.height as usize };
                for unsent in pixels.unsent.values_mut() {
                    unsent.push(changed);
                    if unsent.len() > MAX_RECTANGLES {
                        *unsent = unsent.drain(..).reduce(Rectangle::around).into_iter().collect();
                    }
                }
            }
        });
        if painted {
            self.frames.send_modify(|frames| *frames += 1);
        }
    }

    /// Frames painted so far; also the signal to wait on.
    pub fn frames(&self) -> watch::Receiver<u64> {
        self.frames.subscribe()
    }

    /// A new viewer lacks the whole picture.
    pub(super) fn join(&self, viewer: u64) {
        let all = Rectangle { x: 0, y: 0, width: self.width, height: self.height };
        self.pixels().unsent.insert(viewer, vec![all]);
    }

    pub(super) fn leave(&self, viewer: u64) {
        self.pixels().unsent.remove(&viewer);
    }

    /// The rectangles this viewer lacks, each with its RGBA bytes row by row.
    pub(super) fn take(&self, viewer: u64) -> Vec<(Rectangle, Vec<u8>)> {
        let pixels = &mut *self.pixels();
        let unsent = pixels.unsent.get_mut(&viewer).map(std::mem::take).unwrap_or_default();
        let copy = |part: Rectangle| {
            let mut bytes = Vec::with_capacity(part.width * part.height * 4);
            for row in pixels.data.chunks_exact(self.width).skip(part.y).take(part.height) {
                for pixel in &row[part.x..part.x + part.width] {
                    bytes.extend_from_slice(&[pixel.red, pixel.green, pixel.blue, pixel.alpha]);
                }
            }
            (part, bytes)
        };
        unsent.into_iter().map(copy).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_viewer_gets_the_whole_picture_once() {
        let screen = Screen::new(slint::PhysicalSize::new(3, 2));
        screen.join(1);
        let parts = screen.take(1);
        assert_eq!(parts.len(), 1);
        assert_eq!(parts[0].1.len(), 3 * 2 * 4);
        assert!(screen.take(1).is_empty());
        assert!(screen.take(2).is_empty());
    }

    #[test]
    fn one_rectangle_around_two_holds_both() {
        let one = Rectangle { x: 1, y: 1, width: 2, height: 2 };
        let two = Rectangle { x: 5, y: 0, width: 1, height: 1 };
        assert_eq!(one.around(two), Rectangle { x: 1, y: 0, width: 5, height: 3 });
    }
}
