//! A question that is spoken, at the glass.

use super::*;
use crate::bench::speaking::SAID;
use inloop::visit::{LISTENS_AT_MOST, Level, Visit};
use inloop_ui::SpeakingAdapter;

#[test]
fn a_spoken_question_takes_at_most_ten_touches_and_twenty_two_with_a_phone_number() {
    let speaks = |bench: &Bench| {
        for label in ["Welkom. Raak het scherm aan.", "Ik heb een vraag", "Geld en schulden", "Uitleg", "Ja, ik wil spreken"] {
            bench.tap(label);
        }
        bench.tap("Begin met spreken");
        assert_eq!(bench.question(), "Wij nemen nu op.");
        bench.hears_somebody(9, 6);
        bench.tap("Stop met spreken");
        bench.hands_over(9);
        bench.tap("Verder");
    };
    let bench = Bench::new(Panel::LANDSCAPE_10);
    speaks(&bench);
    bench.tap("Ik kom zelf langs");
    bench.tap("Ja, verstuur");
    assert_eq!(bench.screen(), Screen::Receipt);
    assert!(bench.touches.get() <= 10, "{} touches", bench.touches.get());
    assert_eq!(bench.log.taped.kept.borrow().as_slice(), [SAID.as_bytes()]);

    let bench = Bench::new(Panel::LANDSCAPE_10);
    speaks(&bench);
    for label in ["Bel mij", "06", "1", "2", "3", "4", "5", "6", "7", "8", "Verder"] {
        bench.tap(label);
    }
    for label in ["Overslaan", "Overslaan", "Ja, verstuur"] {
        bench.tap(label);
    }
    assert_eq!(bench.screen(), Screen::Receipt);
    assert!(bench.touches.get() <= 22, "{} touches", bench.touches.get());
}

#[test]
fn what_the_microphone_hears_is_shown_and_only_a_change_is_painted() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "speak-recording");
    let adapter = bench.app.global::<SpeakingAdapter<'_>>();
    assert_eq!((adapter.get_level(), adapter.get_clock().as_str(), adapter.get_records()), (7, "0:12", true));
    let bars = |bench: &Bench| ElementHandle::find_by_element_type_name(&bench.app, "Meter").count();
    assert_eq!(bars(&bench), 1);
    let picture = |bench: &Bench| bench.picture().as_bytes().to_vec();
    let before = picture(&bench);
    bench.hears_somebody(12, 7);
    assert!(picture(&bench) == before, "nothing has changed");
    let tiles = adapter.get_tiles();
    bench.hears_somebody(12, 3);
    assert!(picture(&bench) != before);
    assert!(adapter.get_tiles() == tiles, "the tile was built anew");
    bench.hears_somebody(12, Level::MOST + 9);
    assert_eq!(adapter.get_level(), i32::from(Level::MOST));
}

#[test]
fn a_full_bar_differs_from_an_empty_one_by_lightness_in_every_dress() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let theme = bench.app.global::<Theme<'_>>();
    for palette in [theme.get_warm(), theme.get_stark()] {
        let ratio = contrast(palette.accent, palette.ground);
        assert!(ratio >= 4.5, "{ratio:.1}:1");
    }
}

#[test]
fn the_microphone_is_on_only_while_the_glass_says_so() {
    for (out, on) in [("Stop", false), ("Hulp", false), ("Taal", false), ("Aa", false), ("Stop met spreken", false)] {
        let bench = Bench::new(Panel::LANDSCAPE_10);
        stations::go(&bench, "speak-ready");
        assert_eq!(bench.log.taped.on.get(), None);
        bench.tap("Begin met spreken");
        bench.hears_somebody(3, 6);
        assert!(bench.log.taped.on.get().is_some());
        bench.tap(out);
        assert_eq!(bench.log.taped.on.get().is_some(), on, "{out}");
    }
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "speak-recording");
    let log = bench.log.clone();
    drop(bench);
    assert_eq!(log.taped.on.get(), None, "a glass that ends turns it off");
}

#[test]
fn stop_and_walking_away_leave_no_recording() {
    for at in ["speak-recording", "speak-recorded", "speak-playing", "speak-failed", "overview-spoken"] {
        for away in [false, true] {
            let bench = Bench::new(Panel::LANDSCAPE_10);
            stations::go(&bench, at);
            if away {
                bench.wait(LISTENS_AT_MOST + Duration::from_secs(240));
            } else {
                bench.tap("Stop");
            }
            assert_eq!(bench.screen(), Screen::Rest, "{at}");
            assert!(bench.glass.with_visit(Visit::holds_no_words), "{at}");
            assert_eq!((bench.log.taped.on.get(), bench.log.taped.plays.get()), (None, None), "{at}");
            let held = all_that_is_held(&bench);
            assert!(!held.contains("0:42") && !held.contains("opname"), "{at}: {held}");
            // What comes late is wiped where it arrives.
            bench.hands_over(9);
            assert!(bench.glass.with_visit(Visit::holds_no_words), "{at}");
        }
    }
}

#[test]
fn a_tone_says_when_the_microphone_hears_and_nothing_is_read_aloud_meanwhile() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "speak-ready");
    bench.tap("Voorlezen");
    assert_ne!(bench.log.saying.get(), 0);
    bench.tap("Begin met spreken");
    assert_eq!(bench.log.saying.get(), 0);
    bench.log.said.take();
    assert!(bench.log.rung.borrow().is_empty());
    bench.hears_somebody(0, 1);
    assert_eq!(bench.log.rung.borrow().as_slice(), [Signal::MaySpeak]);
    bench.glass.deliver(Event::ReadAloud);
    bench.hears_somebody(3, 6);
    assert!(bench.log.said.borrow().is_empty());
}

#[test]
fn a_hand_that_trembles_does_not_end_what_it_began() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "speak-ready");
    bench.calm();
    let (left, top, right, bottom) = edges(&bench.button("Begin met spreken").expect("it can be begun"));
    let at = LogicalPosition::new((left + right) / 2.0, (top + bottom) / 2.0);
    bench.press_and_lift(at);
    bench.press_and_lift(at);
    assert!(bench.log.taped.on.get().is_some());
    bench.calm();
    bench.press_and_lift(at);
    assert_eq!(bench.log.taped.on.get(), None);
}

#[test]
fn a_full_disk_gives_the_recording_back() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "overview-spoken");
    bench.disk.set(Disk::Full);
    bench.tap("Ja, verstuur");
    assert_eq!(bench.question(), "Sorry, bewaren lukt nu niet.");
    bench.disk.set(Disk::Keeps);
    bench.tap("Nog een keer");
    assert_eq!(bench.log.taped.kept.borrow().as_slice(), [SAID.as_bytes()]);
}
