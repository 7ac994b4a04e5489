//! Which touches count: one finger at a time, and none that was meant for what stood there before.
//!
//! The toolkit makes one pointer of many fingers. When a second finger lands it lifts the first one, under the number of the
//! second, where the first one lies; when one of the two is lifted it puts the other down again. Neither was meant.

use std::time::Duration;

/// For so long after what can be touched has changed, touches on it are ignored: somebody whose hand trembles touches twice
/// within 0.3 s, and what appears under a finger that is on its way cannot have been meant. Long enough to see that
/// something else stands there, short enough not to be waited for.
pub const CALM_AFTER: Duration = Duration::from_millis(500);

/// A finger that rests on an answer for so long wants to hear it and not choose it: longer than the touch of an unsure hand,
/// which is about half a second.
pub const HOLD_TO_HEAR: Duration = Duration::from_millis(800);

/// The fingers on the glass.
#[derive(Debug, Default)]
pub struct Fingers {
    /// The one that is down and counts.
    down: Option<i32>,
    /// Two were down at once: the next that goes down is the one that stayed.
    two: bool,
}

impl Fingers {
    /// Finger `id` went down. 0 is a mouse; the others are numbered from 1 and used again.
    pub fn down(&mut self, id: i32) {
        self.down = if self.two { None } else { Some(id) };
        self.two = false;
    }

    /// A finger was lifted, under the number `id`: whether it is a touch. On a `key` the first of two thumbs is one too.
    pub fn up(&mut self, id: i32, key: bool) -> bool {
        match self.down.take() {
            None => false,
            Some(down) if down == id => true,
            Some(_) => {
                // Between keys the other thumb is meant as well, and comes down as a finger of its own.
                self.two = !key;
                key
            }
        }
    }

    /// The finger rests where it is: lifting it is no touch any more. False where none is down.
    pub fn holds(&mut self) -> bool {
        self.down.take().is_some()
    }

    /// What was under the finger went away.
    pub fn gone(&mut self) {
        self.down = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finger_that_is_lifted_where_it_went_down_counts() {
        let mut fingers = Fingers::default();
        for id in [0, 1, 2, 1] {
            fingers.down(id);
            assert!(fingers.up(id, false));
        }
    }

    #[test]
    fn a_palm_and_the_finger_beside_it_choose_nothing_whichever_is_lifted_first() {
        let mut fingers = Fingers::default();
        fingers.down(1);
        assert!(!fingers.up(2, false), "lifted by the toolkit, because a second one landed");
        fingers.down(2);
        assert!(!fingers.up(2, false), "put down again by the toolkit");
        fingers.down(1);
        assert!(fingers.up(1, false), "the next touch counts");
    }

    #[test]
    fn thumbs_take_turns_on_keys() {
        let mut fingers = Fingers::default();
        fingers.down(1);
        assert!(fingers.up(2, true));
        fingers.down(2);
        assert!(fingers.up(2, true));
    }

    #[test]
    fn what_went_away_under_the_finger_is_not_touched() {
        let mut fingers = Fingers::default();
        fingers.down(1);
        fingers.gone();
        assert!(!fingers.up(1, false));
    }
}
