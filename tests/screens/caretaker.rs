//! The caretaker's screen: opened by the four corners of the resting glass and by nothing else, and away from every visit.

use crate::bench::Bench;
use crate::bench::stations::care::{Machine, corners, keys};
use inloop::caretaker::{LEFT_ALONE_AFTER, NEXT_CORNER_WITHIN};
use inloop::kiosk::layout::Panel;
use inloop::visit::Event;
use inloop_ui::{MessageAdapter, Screen};
use slint::{ComponentHandle, LogicalPosition, Model};
use std::time::Duration;

/// Longer than timers round down.
const A_BIT: Duration = Duration::from_millis(300);

fn bench() -> (Bench, Machine) {
    let (bench, machine) = (Bench::new(Panel::LANDSCAPE_10), Machine::default());
    bench.glass.let_caretakers_in(Box::new(machine.clone()));
    (bench, machine)
}

#[test]
fn the_four_corners_of_the_resting_glass_and_the_right_digits_open_it() {
    let (b, machine) = bench();
    corners(&b);
    assert_eq!(b.screen(), Screen::Number);
    keys(&b, "11111111");
    assert_eq!((b.screen(), machine.0.borrow().clone()), (Screen::Number, vec!["Check 11111111".to_owned()]));
    keys(&b, "12345678");
    assert_eq!(b.screen(), Screen::Choices);
    b.choose("health");
    let lines: Vec<String> = b.app.global::<MessageAdapter>().get_lines().iter().map(|line| line.to_string()).collect();
    assert!(lines.iter().any(|line| line.contains("antwoordt niet")), "{lines:?}");
    b.glass.deliver(Event::Stop);
    assert_eq!(b.screen(), Screen::Rest);
    assert!(b.app.global::<MessageAdapter>().get_lines().iter().next().is_none(), "nothing of it stays on the glass");
}

#[test]
fn a_touch_anywhere_else_and_a_corner_alone_begin_a_visit() {
    let (b, _) = bench();
    b.press_and_lift(LogicalPosition::new(600.0, 300.0));
    assert_eq!(b.screen(), Screen::Choices);
    b.glass.deliver(Event::Stop);
    b.calm();
    b.press_and_lift(LogicalPosition::new(3.0, 3.0));
    assert_eq!(b.screen(), Screen::Rest, "it may be the first of four");
    b.wait(NEXT_CORNER_WITHIN + A_BIT);
    assert_eq!(b.screen(), Screen::Choices);
}

#[test]
fn no_visit_leads_to_it_and_it_leads_to_no_visit() {
    let (b, machine) = bench();
    b.glass.deliver(Event::Touch);
    let (width, height) = b.panel.pixels;
    for (x, y) in [(3, 3), (width - 3, 3), (width - 3, height - 90), (3, height - 90)] {
        b.calm();
        b.press_and_lift(LogicalPosition::new(x as f32, y as f32));
    }
    assert!(machine.0.borrow().is_empty() && b.screen() != Screen::Number);
    b.glass.deliver(Event::Stop);
    b.calm();
    corners(&b);
    assert_eq!(b.screen(), Screen::Number);
    for event in [Event::Help, Event::Languages, Event::Touch, Event::Next, Event::Choose("question".into())] {
        b.glass.deliver(event);
        assert_eq!(b.screen(), Screen::Number);
    }
    assert!(b.log.kept.borrow().is_empty() && b.log.rung.borrow().is_empty(), "no call and no entry");
    keys(&b, "12345678");
    b.glass.deliver(Event::Choose("question".into()));
    assert_eq!(b.screen(), Screen::Choices);
    b.wait(LEFT_ALONE_AFTER + A_BIT);
    assert_eq!(b.screen(), Screen::Rest, "it ends by itself");
    b.glass.deliver(Event::Touch);
    assert_eq!(b.screen(), Screen::Choices, "and the next resident finds the glass as ever");
}

#[test]
fn the_test_slip_says_nothing_of_anybody() {
    let (b, _) = bench();
    corners(&b);
    keys(&b, "12345678");
    b.choose("print");
    let order = b.log.leaflets.borrow().last().cloned().unwrap();
    assert_eq!((order.title.as_str(), order.place.as_str(), order.page), ("Proef", "Inloop", None));
    b.glass.deliver(Event::LeafletPrinted(true));
    assert_eq!(b.screen(), Screen::Message);
}

#[test]
fn where_nobody_is_let_in_a_corner_is_a_touch_as_any_other() {
    let b = Bench::new(Panel::LANDSCAPE_10);
    b.press_and_lift(LogicalPosition::new(3.0, 3.0));
    assert_eq!(b.screen(), Screen::Choices);
}
