//! Which touches count: through the toolkit's own handling of fingers.

use crate::bench::fits::edges;
use crate::bench::{Bench, stations};
use i_slint_core::input::TouchPhase;
use i_slint_core::platform::InternalEvent;
use inloop::kiosk::fingers::CALM_AFTER;
use inloop::kiosk::layout::Panel;
use inloop::visit::Event;
use slint::platform::WindowEvent;
use slint::{ComponentHandle, LogicalPosition};
use std::time::Duration;

const A_MOMENT: Duration = Duration::from_millis(200);

impl Bench {
    fn middle_of(&self, label: &str) -> LogicalPosition {
        let button = self.button(label).unwrap_or_else(|| panic!("nothing is called {label}, only {:?}", self.labels()));
        let (left, top, right, bottom) = edges(&button);
        LogicalPosition::new((left + right) / 2.0, (top + bottom) / 2.0)
    }

    fn finger(&self, id: i32, at: LogicalPosition, phase: TouchPhase) {
        let position = i_slint_core::lengths::LogicalPoint::new(at.x, at.y);
        self.app.window().dispatch_event(WindowEvent::internal(InternalEvent::Touch { id, position, phase }));
    }

    fn finger_taps(&self, id: i32, at: LogicalPosition) {
        self.finger(id, at, TouchPhase::Started);
        self.finger(id, at, TouchPhase::Ended);
    }
}

#[test]
fn a_touch_that_was_meant_for_the_screen_before_does_nothing() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.glass.deliver(Event::Touch);
    bench.calm();
    let twice = bench.middle_of("Ik heb een vraag");
    bench.press_and_lift(twice);
    assert_eq!(bench.question(), "Waar gaat het over?");
    bench.press_and_lift(twice);
    bench.wait(CALM_AFTER - A_MOMENT);
    bench.press_and_lift(twice);
    assert_eq!(bench.question(), "Waar gaat het over?", "the second touch of a hand that trembles was taken for an answer");
    bench.wait(A_MOMENT);
    bench.press_and_lift(twice);
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
}

#[test]
fn a_touch_that_began_before_the_tiles_changed_chooses_none_of_the_new_ones() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.glass.deliver(Event::Touch);
    bench.calm();
    let at = bench.middle_of("Ik maak me zorgen om iemand");
    bench.finger(0, at, TouchPhase::Started);
    bench.glass.deliver(Event::Site(crate::bench::site_with_spreekuren()));
    assert!(bench.button("Ik wil een afspraak").is_some());
    bench.finger(0, at, TouchPhase::Ended);
    assert_eq!(bench.question(), "Wat wilt u doen?");
    bench.calm();
    bench.finger_taps(0, bench.middle_of("Ik wil een afspraak"));
    assert_eq!(bench.question(), "Wie wilt u spreken?");
}

#[test]
fn letters_follow_each_other_as_fast_as_they_are_typed() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing-empty");
    bench.calm();
    for key in ["H", "o", "i"] {
        bench.press_and_lift(bench.middle_of(key));
    }
    // Two thumbs: the second is down before the first is lifted.
    let (one, other) = (bench.middle_of("j"), bench.middle_of("a"));
    bench.finger(0, one, TouchPhase::Started);
    bench.finger(1, other, TouchPhase::Started);
    bench.finger(0, one, TouchPhase::Ended);
    bench.finger(1, other, TouchPhase::Ended);
    assert_eq!(bench.app.global::<inloop_ui::TypingAdapter<'_>>().get_words(), "Hoija");
}

#[test]
fn stop_and_hulp_answer_at_once_on_every_screen() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.glass.deliver(Event::Touch);
    bench.press_and_lift(bench.middle_of("Hulp"));
    assert_eq!(bench.question(), "Wij roepen iemand.");
    bench.press_and_lift(bench.middle_of("Stop"));
    assert_eq!(bench.screen(), inloop_ui::Screen::Rest);
}

#[test]
fn a_palm_beside_the_finger_chooses_nothing() {
    let bench = Bench::new(Panel::PORTRAIT_15);
    stations::go(&bench, "topic");
    bench.calm();
    let (palm, finger) = (bench.middle_of("Kinderen"), bench.middle_of("Wonen"));
    for first_up in [0, 1] {
        bench.finger(0, palm, TouchPhase::Started);
        bench.finger(1, finger, TouchPhase::Started);
        let (up, left) = if first_up == 0 { ((0, palm), (1, finger)) } else { ((1, finger), (0, palm)) };
        bench.finger(up.0, up.1, TouchPhase::Ended);
        bench.finger(left.0, left.1, TouchPhase::Ended);
        assert_eq!(bench.question(), "Waar gaat het over?");
    }
    bench.finger_taps(0, finger);
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
}
