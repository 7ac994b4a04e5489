//! Fingers: many, fast, long, and from the edge.

use crate::PLACES;
use crate::bench::Bench;
use crate::bench::dice::Dice;
use i_slint_core::input::TouchPhase;
use i_slint_core::platform::InternalEvent;
use inloop::kiosk::layout::Panel;
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition};
use std::time::Duration;

/// As fast as a nail drums.
const DRUM: Duration = Duration::from_millis(20);
/// Longer than anybody rests a finger to hear an answer.
const HELD: Duration = Duration::from_secs(10);
const BUTTONS: [PointerEventButton; 4] =
    [PointerEventButton::Right, PointerEventButton::Middle, PointerEventButton::Back, PointerEventButton::Forward];
/// Pixels of the edge that gestures of desktops begin in.
const EDGE: f32 = 1.0;

impl Bench {
    fn finger(&self, id: i32, at: LogicalPosition, phase: TouchPhase) {
        let position = i_slint_core::lengths::LogicalPoint::new(at.x, at.y);
        self.app.window().dispatch_event(WindowEvent::internal(InternalEvent::Touch { id, position, phase }));
    }

    fn size(&self) -> (f32, f32) {
        (self.panel.pixels.0 as f32, self.panel.pixels.1 as f32)
    }

    fn anywhere(&self, dice: &mut Dice) -> LogicalPosition {
        let (width, height) = self.panel.pixels;
        LogicalPosition::new(dice.below(width as usize) as f32, dice.below(height as usize) as f32)
    }
}

#[test]
fn two_or_ten_fingers_at_once_open_nothing_and_leave_nothing() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let mut dice = Dice::new(7);
    for place in PLACES {
        for fingers in [2, 3, 10] {
            bench.somebody_at(place);
            let mut down: Vec<_> = (0..fingers).map(|id| (id, bench.anywhere(&mut dice))).collect();
            down.iter().for_each(|(id, at)| bench.finger(*id, *at, TouchPhase::Started));
            for _ in 0..5 {
                let (id, _) = down[dice.below(down.len())];
                let at = bench.anywhere(&mut dice);
                bench.finger(id, at, TouchPhase::Moved);
            }
            while !down.is_empty() {
                let (id, at) = down.swap_remove(dice.below(down.len()));
                bench.finger(id, at, if dice.one_in(5) { TouchPhase::Cancelled } else { TouchPhase::Ended });
            }
            bench.ends_with_nothing_left(&format!("{fingers} fingers at {place}"));
        }
    }
}

#[test]
fn a_second_finger_while_one_is_down_is_never_a_way_out() {
    let bench = Bench::new(Panel::PORTRAIT_15);
    let mut dice = Dice::new(8);
    for place in PLACES {
        bench.somebody_at(place);
        let first = bench.anywhere(&mut dice);
        bench.finger(0, first, TouchPhase::Started);
        for tap in 0..20 {
            let at = bench.anywhere(&mut dice);
            bench.finger(1, at, TouchPhase::Started);
            bench.wait(DRUM);
            bench.finger(1, at, TouchPhase::Ended);
            bench.shows_only_itself(&format!("tap {tap} beside a finger at {place}"));
        }
        // It is never lifted: the cloth wiped it over the edge.
        bench.ends_with_nothing_left(&format!("a finger that was never lifted at {place}"));
    }
}

#[test]
fn a_swipe_from_any_edge_does_nothing() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let (width, height) = bench.size();
    for place in PLACES.into_iter().filter(|place| *place != "rest") {
        bench.somebody_at(place);
        let (asked, written) = (bench.question(), bench.written());
        for part in 1..10 {
            let (x, y) = (width * part as f32 / 10.0, height * part as f32 / 10.0);
            for (from, to) in [
                ((EDGE, y), (width / 2.0, y)),
                ((width - EDGE, y), (width / 2.0, y)),
                ((x, EDGE), (x, height * 0.7)),
                ((x, height - EDGE), (x, height * 0.3)),
            ] {
                let (from, to) = (LogicalPosition::new(from.0, from.1), LogicalPosition::new(to.0, to.1));
                bench.finger(0, from, TouchPhase::Started);
                for step in 1..=8 {
                    let share = step as f32 / 8.0;
                    let at = LogicalPosition::new(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share);
                    bench.finger(0, at, TouchPhase::Moved);
                    bench.wait(Duration::from_millis(8));
                }
                bench.finger(0, to, TouchPhase::Ended);
                if place != "idle" {
                    assert_eq!((bench.question(), bench.written()), (asked.clone(), written.clone()), "{place} from {from:?}");
                }
            }
        }
        bench.ends_with_nothing_left(&format!("swipes at {place}"));
    }
}

#[test]
fn a_finger_that_stays_opens_no_menu() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let (width, height) = bench.size();
    for place in PLACES {
        for (x, y) in [(0.5, 0.5), (0.2, 0.4), (0.98, 0.98)] {
            bench.somebody_at(place);
            let at = LogicalPosition::new(width * x, height * y);
            bench.finger(0, at, TouchPhase::Started);
            bench.wait(HELD);
            bench.shows_only_itself(&format!("a finger that stays at {place}"));
            bench.finger(0, at, TouchPhase::Ended);
            bench.ends_with_nothing_left(&format!("a finger that stayed at {place}"));
            // The other buttons of a mouse that somebody plugged in: each is a touch, and no more.
            for button in BUTTONS {
                bench.somebody_at(place);
                bench.app.window().dispatch_event(WindowEvent::PointerPressed { position: at, button });
                bench.app.window().dispatch_event(WindowEvent::PointerReleased { position: at, button });
                bench.ends_with_nothing_left(&format!("{button:?} of a mouse at {place}"));
            }
        }
    }
}

#[test]
fn taps_as_fast_as_a_nail_drums_go_one_step_at_most() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let (width, height) = bench.size();
    for place in PLACES {
        for taps in [2, 3, 10] {
            bench.somebody_at(place);
            let asked = bench.question();
            let mut seen = vec![asked];
            for _ in 0..taps {
                let at = LogicalPosition::new(width * 0.3, height * 0.5);
                bench.finger(0, at, TouchPhase::Started);
                bench.finger(0, at, TouchPhase::Ended);
                bench.wait(DRUM);
                if seen.last() != Some(&bench.question()) {
                    seen.push(bench.question());
                }
            }
            assert!(seen.len() <= 2, "{taps} taps at {place} went through {seen:?}");
            bench.ends_with_nothing_left(&format!("{taps} taps at {place}"));
        }
    }
}
