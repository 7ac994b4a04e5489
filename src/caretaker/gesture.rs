//! How the caretaker's screen is opened: the four corners of the resting glass, one after another.
//!
//! The first corner is held back for [`NEXT_CORNER_WITHIN`]: whoever only touched the glass there is let in after that, and whoever
//! touches anywhere else meanwhile is let in at once. Nothing shows that it is there.

use std::time::{Duration, Instant};

/// How soon the next corner has to follow: an unhurried hand crosses a glass of 15 inch in half of it. So long does a resident wait at
/// most who touches the first corner to begin.
pub const NEXT_CORNER_WITHIN: Duration = Duration::from_secs(2);

/// How far a corner reaches, in millimetres: a thumb, and less than a tenth of the smallest glass.
pub const CORNER: f32 = 20.0;

/// The corners in their order: whether at the right, and whether below.
const ORDER: [(bool, bool); 4] = [(false, false), (true, false), (true, true), (false, true)];

/// Where the resting glass was touched, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
    /// How wide what can be touched is.
    pub width: f32,
    /// How high.
    pub height: f32,
}

impl Place {
    fn corner(&self) -> Option<(bool, bool)> {
        let side = |at: f32, whole: f32| match (at <= CORNER, at >= whole - CORNER) {
            (true, false) => Some(false),
            (false, true) => Some(true),
            _ => None,
        };
        Some((side(self.x, self.width)?, side(self.y, self.height)?))
    }
}

/// What a touch means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touched {
    /// As any other: a visit begins.
    Begins,
    /// It may be a corner of the four: nothing yet.
    Waits,
    /// It was the last of the four.
    Opens,
}

/// The corners that were touched until now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Corners {
    next: usize,
    until: Option<Instant>,
}

impl Corners {
    /// The resting glass was touched.
    pub fn touch(&mut self, place: Place, now: Instant) -> Touched {
        let late = self.until.is_some_and(|until| until < now);
        let fits = !late && place.corner() == ORDER.get(self.next).copied();
        if !fits {
            *self = Corners::default();
            return Touched::Begins;
        }
        self.next += 1;
        if self.next == ORDER.len() {
            *self = Corners::default();
            return Touched::Opens;
        }
        self.until = Some(now + NEXT_CORNER_WITHIN);
        Touched::Waits
    }

    /// When a touch that was held back becomes one as any other.
    pub fn due(&self) -> Option<Instant> {
        self.until
    }

    /// True once, when that moment has come.
    pub fn is_over(&mut self, now: Instant) -> bool {
        let over = self.until.is_some_and(|until| until <= now);
        if over {
            *self = Corners::default();
        }
        over
    }

    /// Somebody is at the glass.
    pub fn forget(&mut self) {
        *self = Corners::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, Clock};
    use proptest::prelude::*;

    fn at(x: f32, y: f32) -> Place {
        Place { x, y, width: 217.0, height: 115.0 }
    }

    fn corners() -> [Place; 4] {
        [at(3.0, 3.0), at(214.0, 19.0), at(200.0, 112.0), at(0.0, 115.0)]
    }

    #[test]
    fn four_corners_clockwise_open_it_and_nothing_else_does() {
        let (clock, mut seen) = (BenchClock::at(0, false), Corners::default());
        let all: Vec<Touched> = corners().iter().map(|place| seen.touch(*place, clock.now())).collect();
        assert_eq!(all, [Touched::Waits, Touched::Waits, Touched::Waits, Touched::Opens]);
        assert_eq!(seen.due(), None);
        // Anticlockwise.
        let wrong: Vec<Touched> = [0, 3, 2, 1].iter().map(|n| seen.touch(corners()[*n], clock.now())).collect();
        assert_eq!(wrong, [Touched::Waits, Touched::Begins, Touched::Begins, Touched::Begins]);
    }

    #[test]
    fn a_resident_who_touches_the_first_corner_waits_two_seconds_at_most() {
        let (clock, mut seen) = (BenchClock::at(0, false), Corners::default());
        assert_eq!(seen.touch(corners()[0], clock.now()), Touched::Waits);
        assert!(!seen.is_over(clock.now()));
        clock.advance(NEXT_CORNER_WITHIN);
        assert!(seen.is_over(clock.now()) && !seen.is_over(clock.now()), "once");
        assert_eq!(seen.touch(corners()[0], clock.now()), Touched::Waits);
        assert_eq!(seen.touch(at(100.0, 50.0), clock.now()), Touched::Begins, "anywhere else is a touch at once");
        assert_eq!(seen.touch(corners()[1], clock.now()), Touched::Begins, "and the row begins anew");
    }

    #[test]
    fn a_hand_that_takes_too_long_opens_nothing() {
        let (clock, mut seen) = (BenchClock::at(0, false), Corners::default());
        for place in &corners()[..3] {
            seen.touch(*place, clock.now());
        }
        clock.advance(NEXT_CORNER_WITHIN + Duration::from_millis(1));
        assert_eq!(seen.touch(corners()[3], clock.now()), Touched::Begins);
    }

    proptest! {
        /// Only those four, in that order, right after one another.
        #[test]
        fn whatever_is_touched_it_opens_after_those_four_alone(touches in proptest::collection::vec((0_f32..217.0, 0_f32..115.0, any::<bool>()), 1..60)) {
            let (clock, mut seen) = (BenchClock::at(0, false), Corners::default());
            let mut row = Vec::new();
            for (x, y, corner) in touches {
                let place = if corner { at(if x > 108.0 { 217.0 } else { 0.0 }, if y > 57.0 { 115.0 } else { 0.0 }) } else { at(x, y) };
                row.push(place.corner());
                let opens = seen.touch(place, clock.now()) == Touched::Opens;
                let right = row.ends_with(&ORDER.map(Some));
                prop_assert!(!opens || right);
            }
        }
    }
}
