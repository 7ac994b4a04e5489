//! The panel: what it shows is read back from its pixels.

use embedded_graphics::mono_font::ascii::{FONT_4X6, FONT_5X7, FONT_5X8, FONT_6X10, FONT_9X18_BOLD};
use embedded_graphics::mono_font::{MonoFont, MonoTextStyle};
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{Drawable, Point};
use embedded_graphics::text::{Baseline, Text};
use inloop_hardware::Bitmap;
use inloop_hardware::panel::{BenchPanel, HEIGHT, LastContact, Panel, PanelProblem, PanelState, WIDTH, draw, picture};
use inloop_hardware::twin::{self, Look};

use crate::samples::well;

#[test]
fn the_whole_panel_is_this_picture() {
    let busy = PanelState { waiting: 128, parked: 3, last_contact: LastContact::MinutesAgo(47), ..well() };
    let drawn = picture(&busy).to_string();
    assert_eq!(drawn, include_str!("panel-busy.txt"), "the panel now shows\n{drawn}");
}

#[test]
fn entries_set_apart_stand_out_and_none_do_not() {
    let light = |parked| picture(&PanelState { parked, ..well() }).cut(64, 0, 64, 27).set_pixels().count();
    assert!(light(1) > 64 * 27 / 2);
    assert!(light(0) < 64 * 27 / 4);
    assert!(reads(&PanelState { parked: 1, ..well() }, &FONT_5X8, "apart"));
    assert!(reads(&PanelState { parked: 37, ..well() }, &FONT_9X18_BOLD, "37"));
}

#[test]
fn counts_beyond_four_digits_say_so_and_stay_in_their_half() {
    assert!(reads(&PanelState { waiting: 9999, ..well() }, &FONT_9X18_BOLD, "9999"));
    let worst = PanelState { waiting: 10_000, parked: u32::MAX, ..well() };
    assert!(reads(&worst, &FONT_9X18_BOLD, "9999+"));
    let between = picture(&worst).cut(60, 0, 4, 27);
    assert_eq!(between.set_pixels().count(), 0);
}

#[test]
fn last_contact_is_told_in_words() {
    for (contact, words) in [
        (LastContact::Never, "Nog geen contact"),
        (LastContact::MinutesAgo(0), "Contact: zojuist"),
        (LastContact::MinutesAgo(1), "Contact: 1 min geleden"),
        (LastContact::MinutesAgo(59), "Contact: 59 min geleden"),
        (LastContact::MinutesAgo(60), "Contact: 1 uur geleden"),
        (LastContact::MinutesAgo(47 * 60 + 59), "Contact: 47 uur geleden"),
        (LastContact::MinutesAgo(48 * 60), "Contact: 2 dagen geleden"),
        (LastContact::MinutesAgo(99 * 24 * 60), "Contact: 99 dagen geleden"),
        (LastContact::MinutesAgo(u32::MAX), "Contact: lang geleden"),
    ] {
        assert!(reads(&PanelState { last_contact: contact, ..well() }, &FONT_5X8, words), "{words}");
    }
}

#[test]
fn a_clock_that_is_not_trusted_is_said_in_reverse() {
    assert!(reads(&well(), &FONT_5X8, "Klok klopt"));
    let doubtful = PanelState { clock_trusted: false, ..well() };
    assert!(reads(&doubtful, &FONT_5X8, "Klok klopt niet"));
    assert!(picture(&doubtful).get(WIDTH - 1, 42), "the bar goes to the edge");
}

#[test]
fn a_long_address_is_shown_whole() {
    let at = |address: &str| PanelState { address: Some(address.to_owned()), ..well() };
    assert!(reads(&at("192.168.178.24"), &FONT_6X10, "192.168.178.24"));
    assert!(reads(&at("kiosk-7.wijkpost.utrecht"), &FONT_5X8, "kiosk-7.wijkpost.utrecht"));
    let ipv6 = at("2001:0db8:85a3:0000:0000:8a2e:0370:7334");
    assert!(reads(&ipv6, &FONT_5X7, "2001:0db8:85a3:0000:0000:"));
    assert!(reads(&ipv6, &FONT_5X7, "8a2e:0370:7334"));
    let name = at("inloop-kiosk-3.wijkteam-zuid.gemeente-voorbeeldstad.nl");
    assert!(reads(&name, &FONT_4X6, "inloop-kiosk-3.wijkteam-zuid."));
    assert!(reads(&name, &FONT_4X6, "gemeente-voorbeeldstad.nl"));
}

#[test]
fn an_address_beyond_two_lines_keeps_its_start_and_its_end() {
    let address = format!("kiosk-7.{}.example.nl", "wijkpost-".repeat(20));
    let state = PanelState { address: Some(address), ..well() };
    assert!(reads(&state, &FONT_4X6, "kiosk-7.wijkpost-wijkpost-wijkp"));
    assert!(reads(&state, &FONT_4X6, "..wijkpost-wijkpost-.example.nl"));
}

#[test]
fn an_address_of_any_length_stays_below_its_rule() {
    for length in 0..200 {
        let state = PanelState { address: Some("8".repeat(length)), ..well() };
        let drawn = picture(&state);
        let gap = drawn.cut(0, 49, WIDTH, 1);
        assert_eq!(gap.set_pixels().count(), 0, "{length} signs");
        // A full last row would mean that the line went on below the glass.
        assert_eq!(drawn.cut(0, HEIGHT - 1, WIDTH, 1).set_pixels().count(), 0, "{length} signs");
    }
}

#[test]
fn without_a_network_it_says_so() {
    assert!(reads(&PanelState { address: None, ..well() }, &FONT_6X10, "Geen netwerk"));
}

#[test]
fn nothing_of_the_picture_before_is_left() {
    let mut display = Bitmap::new(WIDTH, HEIGHT);
    let before = PanelState { waiting: 88_888, parked: 8, clock_trusted: false, ..well() };
    let Ok(()) = draw(&before, &mut display);
    let Ok(()) = draw(&well(), &mut display);
    assert_eq!(display, picture(&well()));
}

#[test]
fn the_bench_panel_shows_each_picture_in_its_file() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("panel.png");
    let mut panel = BenchPanel::new(file.clone());
    for waiting in [0, 4] {
        let shown = picture(&PanelState { waiting, ..well() });
        panel.show(&shown).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), twin::png(&shown, Look::Panel, 4).unwrap());
    }
    let mut gone = BenchPanel::new(directory.path().join("not there").join("panel.png"));
    assert!(matches!(gone.show(&picture(&well())), Err(PanelProblem::Write(_))));
}

/// Whether the panel shows `text` in `font`, every pixel of it and nothing else in its box, upright or in reverse.
fn reads(state: &PanelState, font: &MonoFont<'_>, text: &str) -> bool {
    let panel = picture(state);
    let width = font.character_size.width * text.len() as u32;
    let mut wanted = Bitmap::new(width, font.character_size.height);
    let style = MonoTextStyle::new(font, BinaryColor::On);
    let Ok(_) = Text::with_baseline(text, Point::zero(), style, Baseline::Top).draw(&mut wanted);
    let mut reversed = Bitmap::new(width, wanted.height());
    for y in 0..wanted.height() {
        for x in 0..width {
            reversed.set(x, y, !wanted.get(x, y));
        }
    }
    (0..=HEIGHT - wanted.height()).any(|y| {
        (0..=WIDTH.saturating_sub(width)).any(|x| {
            let part = panel.cut(x, y, width, wanted.height());
            part == wanted || part == reversed
        })
    })
}
