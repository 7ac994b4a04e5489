//! The caretaker's screen: opened by the four corners of the resting or the locked glass and by nothing else, and away from every visit.

use crate::bench::Bench;
use crate::bench::stations::care::{Machine, corners, corners_locked, facts, keys};
use inloop::caretaker::{Facts, LEFT_ALONE_AFTER, NEXT_CORNER_WITHIN};
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
fn it_opens_over_the_locked_glass_and_ends_the_lock_for_whoever_looked() {
    let (b, machine) = bench();
    *machine.1.borrow_mut() = Facts { lock: Some(7), case_open: true, ..facts() };
    corners_locked(&b);
    assert_eq!(b.screen(), Screen::Number);
    keys(&b, "12345678");
    b.choose("unlock");
    let lines = || b.app.global::<MessageAdapter>().get_lines().iter().map(|line| line.to_string()).collect::<Vec<_>>();
    assert!(lines().iter().any(|line| line.contains("De kast is nog open.")), "{:?}", lines());
    b.choose("yes");
    assert!(!machine.0.borrow().iter().any(|asked| asked.starts_with("Unlock")), "{:?}", machine.0.borrow());
    machine.1.borrow_mut().case_open = false;
    b.choose("health");
    b.glass.deliver(Event::Back);
    b.choose("unlock");
    assert!(lines().iter().any(|line| line.contains("Kijk in de kast. Zit er iets vreemds?")), "{:?}", lines());
    // The post tells the glass first, and then what it asked.
    b.glass.deliver(Event::Lock(false));
    assert_eq!(b.screen(), Screen::Message, "it is still asked");
    b.choose("yes");
    assert_eq!(machine.0.borrow().iter().filter(|asked| *asked == "Unlock(7)").count(), 1);
    assert_eq!(b.screen(), Screen::Rest);
    b.calm();
    b.glass.deliver(Event::Touch);
    assert_eq!(b.screen(), Screen::Choices);
}

#[test]
fn no_touch_begins_a_visit_at_a_locked_glass_and_nor_does_the_caretakers_screen() {
    let (b, machine) = bench();
    *machine.1.borrow_mut() = Facts { lock: Some(7), ..facts() };
    corners_locked(&b);
    keys(&b, "12345678");
    for event in [Event::Help, Event::Languages, Event::Touch, Event::Next, Event::Choose("question".into())] {
        b.glass.deliver(event);
    }
    assert!(b.log.kept.borrow().is_empty() && b.log.rung.borrow().is_empty(), "no call and no entry");
    b.glass.deliver(Event::Stop);
    assert!(b.glass.with_visit(|visit| visit.is_locked()) && b.screen() == Screen::Message);
    // Anywhere, and a first corner that no second one follows.
    for (x, y) in [(600.0, 300.0), (3.0, 3.0)] {
        b.calm();
        b.press_and_lift(LogicalPosition::new(x, y));
        b.wait(NEXT_CORNER_WITHIN + A_BIT);
        assert!(b.glass.with_visit(|visit| visit.is_locked()) && b.screen() == Screen::Message, "{x}, {y}");
    }
}

#[test]
fn a_case_that_is_opened_under_it_locks_the_glass_and_brings_the_way_to_end_that() {
    let (b, machine) = bench();
    corners(&b);
    keys(&b, "12345678");
    *machine.1.borrow_mut() = Facts { lock: Some(7), ..facts() };
    b.glass.deliver(Event::Lock(true));
    b.choose("unlock");
    assert_eq!(b.screen(), Screen::Message, "what the machine says now is known here");
    b.glass.deliver(Event::Stop);
    assert!(b.glass.with_visit(|visit| visit.is_locked()));
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
