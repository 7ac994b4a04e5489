//! The first screen of a machine: before everything else, and away from every visit.

use crate::bench::stations::care::{Machine as Cared, corners, keys};
use crate::bench::stations::first::{Machine, OF_BEFORE, at, given, in_language, of_before, opened_with, typed};
use crate::bench::{Bench, fits};
use inloop::kiosk::glass::Signal;
use inloop::kiosk::layout::Panel;
use inloop::setup::{Given, LEFT_ALONE_AFTER, LINE_STEP};
use inloop::visit::Event;
use inloop_ui::{FrameAdapter, MeasureAdapter, Screen};
use slint::{ComponentHandle, LogicalPosition, Model};

fn line(b: &Bench) -> f32 {
    b.app.global::<MeasureAdapter>().get_line()
}

#[test]
fn the_bar_ends_where_the_finger_is_and_a_touch_makes_it_a_little_longer() {
    for panel in [Panel::LANDSCAPE_10, Panel::PORTRAIT_15] {
        let b = Bench::new(panel);
        drop(at(&b, "line"));
        assert_eq!(b.screen(), Screen::Measure);
        b.calm();
        let middle = panel.pixels.1 as f32 * 0.4;
        b.press_and_lift(LogicalPosition::new(333.0, middle));
        assert!((line(&b) - 333.0).abs() <= 1.0, "{}", line(&b));
        let before = line(&b);
        b.tap("Langer");
        assert!((line(&b) - before - LINE_STEP as f32).abs() < 0.1);
        b.tap("Korter");
        b.tap("Korter");
        assert!((line(&b) - before + LINE_STEP as f32).abs() < 0.1);
    }
}

#[test]
fn everything_on_it_fits_in_both_sizes_on_both_panels() {
    for panel in [Panel::LANDSCAPE_10, Panel::PORTRAIT_15] {
        for larger in [false, true] {
            for page in ["language", "line", "sound", "paper", "switches", "address", "code", "words", "done"] {
                for language in ["nl", "en"] {
                    let b = Bench::new(panel);
                    drop(in_language(&b, language, page));
                    if larger {
                        b.glass.deliver(Event::Size);
                    }
                    assert_eq!(fits::complaints(&b), Vec::<String>::new(), "{page}, {language}, larger: {larger}");
                }
            }
            for (language, page) in OF_BEFORE.into_iter().flat_map(|page| [("nl", page), ("en", page)]) {
                let b = Bench::new(panel);
                of_before(&b, language, page);
                if larger {
                    b.glass.deliver(Event::Size);
                }
                assert_eq!(fits::complaints(&b), Vec::<String>::new(), "{page}, {language}, larger: {larger}");
            }
        }
    }
}

#[test]
fn no_visit_begins_before_it_is_over_and_nothing_ends_it() {
    let b = Bench::new(Panel::LANDSCAPE_10);
    let machine = opened_with(&b, given(&b), true);
    for event in [Event::Touch, Event::Stop, Event::Help, Event::Languages, Event::Back] {
        b.glass.deliver(event);
        assert_eq!(b.question(), "Welke taal? Which language?");
        let rests = b.glass.with_visit(|visit| matches!(visit.view().screen, inloop::visit::Screen::Rest { .. }));
        assert!(rests, "nor does one begin behind it");
    }
    b.wait(10 * LEFT_ALONE_AFTER);
    assert_eq!(b.question(), "Welke taal? Which language?");
    assert!(machine.0.borrow().is_empty() && !b.glass.is_resting());
}

#[test]
fn a_caretaker_opens_it_again_and_where_they_leave_it_everything_is_as_it_was() {
    let again = |b: &Bench| {
        b.glass.let_caretakers_in(Box::new(Cared::default()));
        let given = Given { enrolled: Some("balie.example.nl (kiosk 3)".to_owned()), ..given(b) };
        let machine: Machine = opened_with(b, given, false);
        assert!(b.glass.is_resting(), "a kiosk that is enrolled begins as a kiosk");
        corners(b);
        keys(b, "12345678");
        b.choose("set-up");
        assert_eq!(b.question(), "Welke taal? Which language?");
        machine
    };
    let b = Bench::new(Panel::LANDSCAPE_10);
    let machine = again(&b);
    b.choose("nl");
    b.choose("fits");
    b.glass.deliver(Event::Stop);
    assert_eq!((b.screen(), machine.0.borrow().as_slice()), (Screen::Rest, ["Forget".to_owned()].as_slice()));

    let b = Bench::new(Panel::LANDSCAPE_10);
    let machine = again(&b);
    b.wait(2 * LEFT_ALONE_AFTER);
    assert_eq!((b.screen(), machine.0.borrow().as_slice()), (Screen::Rest, ["Forget".to_owned()].as_slice()));
    b.glass.deliver(Event::Touch);
    assert_eq!(b.screen(), Screen::Choices, "residents are served again");
}

#[test]
fn the_bell_rings_and_the_slip_says_nothing_of_anybody() {
    let b = Bench::new(Panel::LANDSCAPE_10);
    drop(at(&b, "sound"));
    assert_eq!(b.log.rung.borrow().as_slice(), [Signal::Call]);
    b.choose("again");
    assert_eq!(b.log.rung.borrow().len(), 2);
    b.choose("yes");
    b.choose("print");
    let order = b.log.leaflets.borrow().last().cloned().unwrap();
    assert_eq!((order.title.as_str(), order.place.as_str(), order.page), ("Proef", "Inloop", None));
    b.glass.deliver(Event::LeafletPrinted(false));
    let lines = || b.app.global::<inloop_ui::MessageAdapter>().get_lines().iter().next().unwrap();
    assert!(lines().contains("Zit er een rol in?"), "{}", lines());
    b.choose("print");
    b.glass.deliver(Event::LeafletPrinted(true));
    assert!(lines().contains("Staat er tekst op?"), "{}", lines());
}

#[test]
fn a_glass_without_it_offers_it_to_no_caretaker() {
    let b = Bench::new(Panel::LANDSCAPE_10);
    b.glass.let_caretakers_in(Box::new(Cared::default()));
    corners(&b);
    keys(&b, "12345678");
    b.choose("set-up");
    assert!(!b.labels().iter().any(|label| label == "Stel opnieuw in"));
    assert_eq!(b.app.global::<FrameAdapter>().get_question(), "Zorg voor deze machine");
}

#[test]
fn a_code_is_not_left_on_the_glass() {
    let b = Bench::new(Panel::LANDSCAPE_10);
    drop(at(&b, "code"));
    typed(&b, "k7m4");
    b.glass.deliver(Event::Back);
    b.glass.deliver(Event::Next);
    typed(&b, "p9qx");
    assert_eq!(b.screen(), Screen::Message, "what was typed is there until the desk was asked");
    b.glass.deliver(Event::Back);
    let shown = b.app.global::<inloop_ui::TypingAdapter>().get_words();
    assert_eq!(shown, "", "and gone after it");
}
