//! Where everything stands on the panel. Shares are of the panel; what must not be lost at the edge is in millimetres.

use super::{MOST_SMALL, Panel};
use crate::ticket::Direction;

/// White at the edge, of the shorter side: many televisions leave out a fortieth on each side.
const MARGIN: f32 = 0.05;

/// What the small ones take of a panel that lies, across.
const COLUMN: f32 = 0.40;

/// What they take of one that stands, downwards.
const FOOT: f32 = 0.44;

/// What picture and number of the large one take of its height; its place has the rest.
const TEKEN_DOWN: f32 = 0.58;

/// What picture and number of a small one take of its width.
const TEKEN_ACROSS: f32 = 0.40;

/// Side of the picture, in heights of the number.
pub(super) const PICTURE: f32 = 1.15;

/// Picture, gap and number together are no wider than so many heights of the number.
pub(super) const TEKEN_WIDE: f32 = 3.2;

/// A part of the panel, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Area {
    /// The upper part of that share, and the lower one.
    pub(super) fn split_down(self, share: f32) -> (Self, Self) {
        let upper = (self.height as f32 * share) as u32;
        (Self { height: upper, ..self }, Self { top: self.top + upper, height: self.height - upper, ..self })
    }

    /// The left part of that share, and the right one.
    fn split_across(self, share: f32) -> (Self, Self) {
        let left = (self.width as f32 * share) as u32;
        (Self { width: left, ..self }, Self { left: self.left + left, width: self.width - left, ..self })
    }

    fn without(self, across: u32, down: u32) -> Self {
        Self {
            left: self.left + across,
            top: self.top + down,
            width: self.width.saturating_sub(2 * across),
            height: self.height.saturating_sub(2 * down),
        }
    }
}

/// Where one of the small ones stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub(super) teken: Area,
    pub(super) place: Area,
}

/// Where everything stands.
pub(super) struct Places {
    /// All but the margin.
    pub(super) whole: Area,
    /// The ground of the small ones.
    pub(super) column: Option<Area>,
    pub(super) teken: Area,
    pub(super) place: Area,
    pub(super) rows: Vec<Row>,
}

impl Places {
    pub(super) fn of(panel: Panel, pixels: (u32, u32), beside: bool, direction: Direction) -> Self {
        let margin = panel.mm.0.min(panel.mm.1) * MARGIN;
        let across = (margin * pixels.0 as f32 / panel.mm.0).ceil() as u32;
        let down = (margin * pixels.1 as f32 / panel.mm.1).ceil() as u32;
        let all = Area { left: 0, top: 0, width: pixels.0, height: pixels.1 };
        let lying = panel.mm.0 >= panel.mm.1;
        let (large, column) = match (beside, lying, direction) {
            (false, ..) => (all, None),
            (true, true, Direction::LeftToRight) => {
                let (large, column) = all.split_across(1.0 - COLUMN);
                (large, Some(column))
            }
            (true, true, Direction::RightToLeft) => {
                let (column, large) = all.split_across(COLUMN);
                (large, Some(column))
            }
            (true, false, _) => {
                let (large, column) = all.split_down(1.0 - FOOT);
                (large, Some(column))
            }
        };
        let (teken, place) = large.without(across, down).split_down(TEKEN_DOWN);
        // A little air between the two.
        let place = Area { top: place.top + down / 2, height: place.height - down / 2, ..place };
        let rows = column.map(|column| rows(column.without(across, down), down / 4, direction));
        Self { whole: all.without(across, down), column, teken, place, rows: rows.unwrap_or_default() }
    }
}

/// The rows are as high as if there were all of them, so that nothing jumps when another comes.
fn rows(column: Area, gap: u32, direction: Direction) -> Vec<Row> {
    let height = column.height / MOST_SMALL as u32;
    let row = |at: u32| {
        let row = Area { top: column.top + at * height, height, ..column }.without(0, gap);
        let (teken, place) = match direction {
            Direction::LeftToRight => row.split_across(TEKEN_ACROSS),
            Direction::RightToLeft => {
                let (place, teken) = row.split_across(1.0 - TEKEN_ACROSS);
                (teken, place)
            }
        };
        let place = Area { width: place.width.saturating_sub(gap), ..place };
        let place = if direction == Direction::LeftToRight { Area { left: place.left + gap, ..place } } else { place };
        Row { teken, place }
    };
    (0..MOST_SMALL as u32).map(row).collect()
}
