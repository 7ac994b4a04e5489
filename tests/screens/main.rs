//! The glass as a resident meets it: the real screens, touched by what they are called, measured in millimetres.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod appointments;
#[path = "../bench/mod.rs"]
mod bench;
mod caretaker;
mod closed;
mod ear;
mod fingers;
mod first;
mod keys;
mod look;
mod lower;
mod others;
mod speaking;
mod wiping;

use bench::fits::{self, edges};
use bench::held::all_that_is_held;
use bench::{ALWAYS, Bench, Disk, LANGUAGES, stations};
use i_slint_backend_testing::ElementHandle;
use inloop::kiosk::glass::{Signal, contrast};
use inloop::kiosk::layout::Panel;
use inloop::visit::{Event, LEFT_ALONE_AFTER, LEFT_ALONE_AT_KEYS_AFTER, Presence, SiteView};
use inloop_ui::{BarAction, FrameAdapter, IdleAdapter, MessageAdapter, NumberAdapter, Palette, Screen, Theme, TypingAdapter};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, Model};
use std::cell::RefCell;
use std::time::Duration;

const PANELS: [(&str, Panel); 2] = [("landscape", Panel::LANDSCAPE_10), ("portrait", Panel::PORTRAIT_15)];
const SECRET: &str = "verwarming";

// --- The shortest ways.

#[test]
fn a_question_takes_at_most_nine_touches() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    for label in ["Welkom. Raak het scherm aan.", "Ik heb een vraag", "Geld en schulden", "Uitleg"] {
        bench.tap(label);
    }
    for label in ["Nee, ik vertel het later zelf", "Ik kom zelf langs", "Rust", "Ja, verstuur"] {
        bench.tap(label);
    }
    assert_eq!(bench.screen(), Screen::Receipt);
    assert_eq!(bench.log.kept.borrow().len(), 1);
    assert!(bench.touches.get() <= 9, "{} touches", bench.touches.get());
}

#[test]
fn a_question_with_a_phone_number_takes_at_most_twenty_two_touches() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    for label in ["Welkom. Raak het scherm aan.", "Ik heb een vraag", "Geld en schulden", "Uitleg"] {
        bench.tap(label);
    }
    for label in ["Nee, ik vertel het later zelf", "Bel mij", "06", "1", "2", "3", "4", "5", "6", "7", "8", "Verder"] {
        bench.tap(label);
    }
    for label in ["Ochtend", "Verder", "Overslaan", "Rust", "Ja, verstuur"] {
        bench.tap(label);
    }
    assert_eq!(bench.screen(), Screen::Receipt);
    assert!(bench.touches.get() <= 22, "{} touches", bench.touches.get());
}

#[test]
fn somebody_to_talk_to_is_two_touches_away_and_rings_at_once() {
    let bench = Bench::new(Panel::PORTRAIT_15);
    bench.tap("Welkom. Raak het scherm aan.");
    bench.tap("Ik wil nu iemand spreken");
    assert_eq!(bench.touches.get(), 2);
    assert_eq!(bench.question(), "Wij roepen iemand.");
    assert_eq!(bench.log.rung.borrow().as_slice(), [Signal::Call]);
    assert_eq!(bench.app.global::<MessageAdapter<'_>>().get_digits(), "08");
}

#[test]
fn every_topic_can_be_reached_on_the_small_panel() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "topic");
    let mut seen = Vec::new();
    for _ in 0..2 {
        seen.extend(bench.labels());
        bench.tap("Meer");
    }
    for topic in ["Geld en schulden", "Buren en buurt", "Thuis en relatie", "Iets anders"] {
        assert!(seen.iter().any(|label| label == topic), "{topic} is on neither page: {seen:?}");
    }
    assert!(seen.iter().any(|label| label == "Dat zeg ik liever niet"));
}

// --- Every screen, both panels, both sizes, every language.

/// Visits every screen in every dress, in the two languages that are always drawn, one resident after the other.
fn everywhere(look: impl Fn(&Bench, &str)) {
    visit(|language, _| ALWAYS.contains(&language), look);
}

/// Visits every screen in each of the six other languages in one of the four dresses: the next for the next screen and the
/// next language. `cargo run --example gallery -- - all` visits them in all four.
fn in_turns(look: impl Fn(&Bench, &str)) {
    visit(|language, turn| !ALWAYS.contains(&language) && turn, look);
}

/// Visits the screens for which `wanted` says so of the language, and of whether it is this dress's turn.
fn visit(wanted: impl Fn(&str, bool) -> bool, look: impl Fn(&Bench, &str)) {
    for (at_panel, (panel_name, panel)) in PANELS.into_iter().enumerate() {
        let bench = Bench::new(panel);
        for (at_size, (size, larger)) in [("standard", false), ("groter", true)].into_iter().enumerate() {
            for (at_language, language) in LANGUAGES.into_iter().enumerate() {
                for (at, station) in stations::all().enumerate() {
                    if !wanted(language, (at + at_language) % 4 == 2 * at_panel + at_size) {
                        continue;
                    }
                    bench.start_over();
                    if !station.name.starts_with("rest") {
                        bench.dress(language, larger);
                    }
                    (station.go)(&bench);
                    look(&bench, &format!("{} ({panel_name}, {size}, {language})", station.name));
                }
            }
        }
    }
}

fn mm(bench: &Bench, pixels: f32) -> f32 {
    pixels / bench.panel.px_per_mm()
}

fn faces(bench: &Bench, id: &str) -> Vec<ElementHandle> {
    let mut seen = Vec::new();
    let all = ElementHandle::find_by_element_id(&bench.app, id);
    all.filter(|face| {
        let place = edges(face);
        let fresh = !seen.contains(&place);
        seen.push(place);
        fresh
    })
    .collect()
}

#[test]
fn whatever_can_be_touched_is_large_enough_apart_and_on_the_glass() {
    everywhere(|bench, place| {
        large_enough_for_a_finger(bench, place);
        far_enough_apart(bench, place);
        on_the_glass_and_apart(bench, place);
    });
}

fn large_enough_for_a_finger(bench: &Bench, place: &str) {
    for tile in faces(bench, "TileButton::face") {
        let height = mm(bench, tile.size().height);
        assert!(height >= 19.9, "{place}: {:?} is {height:.1} mm high", tile.accessible_label());
    }
    // Twelve keys in a row may be 13 mm wide.
    let across = bench.app.global::<TypingAdapter<'_>>().get_across();
    let least = if bench.screen() == Screen::Typing && across > 10.0 { 12.9 } else { 15.9 };
    for key in faces(bench, "KeyButton::face") {
        let (width, height) = (mm(bench, key.size().width), mm(bench, key.size().height));
        assert!(width >= least && height >= 15.9, "{place}: {:?} is {width:.1} x {height:.1} mm", key.accessible_label());
    }
    for button in bench.buttons() {
        let (width, height) = (mm(bench, button.size().width), mm(bench, button.size().height));
        assert!(width >= 12.9 && height >= 12.9, "{place}: {:?} is {width:.1} x {height:.1} mm", button.accessible_label());
    }
}

fn far_enough_apart(bench: &Bench, place: &str) {
    for (id, least) in [("TileButton::face", 5.8), ("KeyButton::face", 1.8)] {
        let faces = faces(bench, id);
        for (i, one) in faces.iter().enumerate() {
            for other in &faces[i + 1..] {
                let (a, b) = (edges(one), edges(other));
                let apart = (b.0 - a.2).max(a.0 - b.2).max(b.1 - a.3).max(a.1 - b.3);
                let gap = mm(bench, apart);
                let labels = (one.accessible_label(), other.accessible_label());
                assert!(gap >= least, "{place}: {labels:?} are {gap:.2} mm apart");
            }
        }
    }
}

fn on_the_glass_and_apart(bench: &Bench, place: &str) {
    let buttons = bench.buttons();
    let (width, height) = (bench.panel.pixels.0 as f32, bench.panel.pixels.1 as f32);
    for (i, one) in buttons.iter().enumerate() {
        let a = edges(one);
        assert!(
            a.0 >= 0.0 && a.1 >= 0.0 && a.2 <= width + 0.5 && a.3 <= height + 0.5,
            "{place}: {:?} leaves the glass: {a:?}",
            one.accessible_label()
        );
        // "Bent u er nog?" lies over a screen on purpose.
        if bench.app.global::<IdleAdapter<'_>>().get_shown() {
            continue;
        }
        for other in &buttons[i + 1..] {
            let b = edges(other);
            let over = a.0 < b.2 - 0.5 && b.0 < a.2 - 0.5 && a.1 < b.3 - 0.5 && b.1 < a.3 - 0.5;
            assert!(!over, "{place}: {:?} and {:?} overlap", one.accessible_label(), other.accessible_label());
        }
    }
}

#[test]
fn every_text_stands_whole_in_its_box_and_on_no_other() {
    everywhere(|bench, place| assert_eq!(fits::complaints(bench), [""; 0], "{place}"));
}

#[test]
fn six_more_languages_stand_whole_and_can_be_touched() {
    let all = RefCell::new(Vec::new());
    in_turns(|bench, place| {
        all.borrow_mut().extend(fits::complaints(bench).into_iter().map(|what| format!("{place}: {what}")));
        large_enough_for_a_finger(bench, place);
        far_enough_apart(bench, place);
        on_the_glass_and_apart(bench, place);
    });
    assert_eq!(all.into_inner(), [""; 0]);
}

#[test]
fn a_language_from_the_right_is_mirrored_and_its_arrows_point_the_other_way() {
    let bar = |language| {
        let bench = Bench::new(Panel::LANDSCAPE_10);
        bench.dress(language, false);
        bench.choose("question");
        assert_eq!(bench.app.global::<Theme<'_>>().get_rtl(), language != "nl");
        let items: Vec<_> = bench.app.global::<FrameAdapter<'_>>().get_bar().iter().collect();
        let icon = |action| items.iter().find(|item| item.action == action).map(|item| item.icon.clone());
        let first = items.first().map(|item| item.action);
        (
            first,
            icon(BarAction::Back) == Some(inloop_ui::icon("next")),
            icon(BarAction::Next) == Some(inloop_ui::icon("skip-rtl")),
        )
    };
    assert_eq!(bar("nl"), (Some(BarAction::Stop), false, false));
    for language in ["ar", "fa"] {
        assert_eq!(bar(language), (Some(BarAction::Next), true, true));
    }
}

#[test]
fn help_is_on_every_screen() {
    everywhere(|bench, place| {
        let label = if place.contains(", en)") && !place.starts_with("rest") { "Help" } else { "Hulp" };
        bench.log.rung.borrow_mut().clear();
        // A machine whose case was opened has nothing to touch.
        if place.starts_with("rest-locked") {
            return assert!(bench.app.global::<FrameAdapter<'_>>().get_bar().iter().all(|item| !item.shown), "{place}");
        }
        bench.tap(label);
        assert_eq!(bench.log.rung.borrow().as_slice(), [Signal::Call], "{place}: nobody hears it");
        assert_eq!(bench.screen(), Screen::Message, "{place}: nothing is said");
    });
}

#[test]
fn the_question_is_as_large_as_promised() {
    for (larger, question, answer, rest) in [(false, 7.4, 5.5, 4.8), (true, 9.0, 7.4, 7.4)] {
        for (_, panel) in PANELS {
            let bench = Bench::new(panel);
            bench.glass.deliver(Event::Touch);
            if larger {
                bench.glass.deliver(Event::Size);
            }
            let theme = bench.app.global::<Theme<'_>>();
            let capitals = |size: f32| size * 0.714 / panel.px_per_mm();
            assert!((capitals(theme.get_question()) - question).abs() < 0.05);
            assert!((capitals(theme.get_answer()) - answer).abs() < 0.05);
            assert!((capitals(theme.get_body()) - rest).abs() < 0.05);
        }
    }
}

// --- What is seen.

#[test]
fn text_has_seven_to_one_and_borders_four_and_a_half() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let theme = bench.app.global::<Theme<'_>>();
    for (name, palette) in [("warm", theme.get_warm()), ("stark", theme.get_stark())] {
        let Palette { ground, ink, soft, tile, edge, pressed, picked, tint, accent, on_accent, bar, care } = palette;
        let texts = [
            ("ink on ground", ink, ground),
            ("ink on tile", ink, tile),
            ("ink on pressed", ink, pressed),
            ("ink on picked", ink, picked),
            ("ink on tint", ink, tint),
            ("ink on bar", ink, bar),
            ("ink on care", ink, care),
            ("soft on ground", soft, ground),
            ("soft on tile", soft, tile),
            ("accent on ground", accent, ground),
            ("accent on tint", accent, tint),
            ("words on accent", on_accent, accent),
        ];
        for (pair, one, other) in texts {
            let ratio = contrast(one, other);
            assert!(ratio >= 7.0, "{name}: {pair} is {ratio:.1}:1");
        }
        for (pair, other) in [("ground", ground), ("tile", tile), ("bar", bar)] {
            let ratio = contrast(edge, other);
            assert!(ratio >= 4.5, "{name}: a border on {pair} is {ratio:.1}:1");
        }
    }
}

/// Whoever sees no colours, too: black beside another colour that is as dark says nothing.
#[test]
fn in_high_contrast_keys_that_hold_fingers_and_warnings_differ_by_lightness() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let Palette { ground, tile, pressed, tint, care, .. } = bench.app.global::<Theme<'_>>().get_stark();
    for (what, one, other) in [("held key", tint, tile), ("finger's place", pressed, tile), ("warning", care, ground)] {
        let ratio = contrast(one, other);
        assert!(ratio >= 1.7, "a {what} is {ratio:.2}:1");
    }
}

#[test]
fn a_tile_changes_under_the_finger_and_acts_when_it_is_lifted() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "topic");
    bench.calm();
    let before = bench.picture();
    let tile = bench.button("Wonen").expect("a topic");
    let (left, top, right, bottom) = edges(&tile);
    let position = LogicalPosition::new((left + right) / 2.0, bottom - 4.0);
    bench.app.window().dispatch_event(WindowEvent::PointerPressed { position, button: PointerEventButton::Left });
    let during = bench.picture();
    let changed = |x: f32, y: f32| {
        let at = y as usize * before.width() as usize + x as usize;
        before.as_slice()[at] != during.as_slice()[at]
    };
    assert!(changed((left + right) / 2.0, bottom - 6.0), "the tile looks the same");
    assert!(!changed(left - 10.0, top), "its neighbourhood changed");
    assert_eq!(bench.question(), "Waar gaat het over?", "nothing happens before the finger is lifted");
    bench.app.window().dispatch_event(WindowEvent::PointerReleased { position, button: PointerEventButton::Left });
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
}

#[test]
fn a_touch_in_the_gap_beside_a_tile_still_counts() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "topic");
    bench.calm();
    let (_, top, right, bottom) = edges(&bench.button("Geld en schulden").expect("a topic"));
    let beside = right + 2.5 * bench.panel.px_per_mm();
    bench.press_and_lift(LogicalPosition::new(beside, (top + bottom) / 2.0));
    assert_eq!(bench.question(), "Wat heeft u nu nodig?");
}

// --- Typing.

#[test]
fn words_are_typed_on_the_glass_and_on_a_keyboard_alike() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing-empty");
    for key in ["H", "o", "i", "spatie", "i", "wissen", "123", "1", "ABC", "punt"] {
        bench.tap(key);
    }
    bench.types("\u{8}!");
    assert_eq!(bench.app.global::<TypingAdapter<'_>>().get_words(), "Hoi 1!");
}

#[test]
fn the_keys_stay_where_they_are_while_somebody_types() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing");
    let rows = bench.app.global::<TypingAdapter<'_>>().get_rows();
    bench.tap("e");
    assert!(bench.app.global::<TypingAdapter<'_>>().get_rows() == rows, "the keyboard was built anew");
}

#[test]
fn covered_words_are_not_on_the_glass() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "typing");
    bench.tap("Verberg");
    assert!(!all_that_is_held(&bench).contains("brief"));
    bench.tap("Laat zien");
    assert!(all_that_is_held(&bench).contains("brief"));
}

#[test]
fn a_bsn_is_asked_about_and_never_blocks() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "bsn");
    assert_eq!(bench.question(), "Is dit uw BSN? Haal het weg, dat is veiliger.");
    bench.tap("Laat het staan");
    assert_eq!(bench.question(), "Hoe wilt u contact?");
}

// --- Promises.

#[test]
fn somebody_comes_only_after_somebody_said_so() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "talk-now");
    assert_eq!(bench.question(), "Wij roepen iemand.");
    let call = bench.log.kept.borrow()[0];
    bench.glass.deliver(Event::SomebodyComes(call));
    assert_eq!(bench.question(), "Er komt iemand.");
}

#[test]
fn nobody_in_the_hall_is_said_before_anybody_waits() {
    let bench = Bench::with_site(Panel::LANDSCAPE_10, SiteView { presence: Presence::Nobody, ..bench::site() });
    stations::go(&bench, "talk-now");
    assert_eq!(bench.question(), "Er is nu niemand.");
    assert!(bench.log.rung.borrow().is_empty());
    assert!(bench.button("Laat uw nummer achter").is_some());
}

#[test]
fn a_ticket_is_offered_only_where_a_printer_answers() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "receipt");
    bench.tap("Briefje");
    assert_eq!(bench.log.printed.borrow().len(), 1);
    assert!(bench.button("Briefje").is_none(), "once");
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "receipt-no-printer");
    assert!(bench.button("Briefje").is_none());
}

#[test]
fn another_language_is_two_touches_away_on_every_screen() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    stations::go(&bench, "need");
    bench.tap("Taal");
    bench.tap("English");
    assert_eq!(bench.question(), "What do you need now?");
}
