//! A keyboard that somebody plugged in, where `usb.allow` or a missing lock lets it.

use crate::bench::Bench;
use crate::bench::dice::Dice;
use crate::{PLACES, SECRET};
use inloop::entry::Words;
use inloop::kiosk::layout::Panel;
use inloop_ui::Screen;
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, SharedString};
use std::time::Duration;

/// Every key that has no character, and the characters that shortcuts are made with.
const KEYS: [Key; 57] = [
    Key::Backspace,
    Key::Tab,
    Key::Return,
    Key::Escape,
    Key::Backtab,
    Key::Delete,
    Key::Shift,
    Key::Control,
    Key::Alt,
    Key::AltGr,
    Key::CapsLock,
    Key::ShiftR,
    Key::ControlR,
    Key::Meta,
    Key::MetaR,
    Key::UpArrow,
    Key::DownArrow,
    Key::LeftArrow,
    Key::RightArrow,
    Key::F1,
    Key::F2,
    Key::F3,
    Key::F4,
    Key::F5,
    Key::F6,
    Key::F7,
    Key::F8,
    Key::F9,
    Key::F10,
    Key::F11,
    Key::F12,
    Key::F13,
    Key::F14,
    Key::F15,
    Key::F16,
    Key::F17,
    Key::F18,
    Key::F19,
    Key::F20,
    Key::F21,
    Key::F22,
    Key::F23,
    Key::F24,
    Key::Insert,
    Key::Home,
    Key::End,
    Key::PageUp,
    Key::PageDown,
    Key::ScrollLock,
    Key::Pause,
    Key::SysReq,
    Key::Stop,
    Key::Menu,
    Key::Back,
    Key::Space,
    Key::Escape,
    Key::Menu,
];
const LETTERS: [char; 14] = ['a', 'c', 'v', 'x', 'z', 'q', 'w', 'n', 't', 'l', 'r', 'd', '+', '-'];
const MODIFIERS: [&[Key]; 8] = [
    &[],
    &[Key::Control],
    &[Key::Alt],
    &[Key::Shift],
    &[Key::Meta],
    &[Key::Control, Key::Alt],
    &[Key::Control, Key::Shift],
    &[Key::Alt, Key::SysReq],
];
/// As fast as a board on a USB plug can.
const FASTEST: Duration = Duration::from_millis(1);

impl Bench {
    fn presses(&self, text: &SharedString) {
        self.app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
        self.app.window().dispatch_event(WindowEvent::KeyReleased { text: text.clone() });
    }

    /// One key while others are held.
    fn combines(&self, held: &[Key], text: &SharedString) {
        let window = self.app.window();
        held.iter().for_each(|key| window.dispatch_event(WindowEvent::KeyPressed { text: (*key).into() }));
        self.presses(text);
        held.iter().rev().for_each(|key| window.dispatch_event(WindowEvent::KeyReleased { text: (*key).into() }));
    }
}

#[test]
fn no_key_and_no_shortcut_leads_off_the_glass() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let keys = KEYS.iter().map(|key| SharedString::from(*key)).chain(LETTERS.iter().map(|letter| SharedString::from(*letter)));
    let keys: Vec<SharedString> = keys.collect();
    for place in PLACES {
        for held in MODIFIERS {
            bench.somebody_at(place);
            for key in &keys {
                bench.combines(held, key);
                bench.wait(Duration::from_millis(40));
                let shown = bench.screen();
                assert_eq!(bench.glass.is_resting(), shown == Screen::Rest, "{held:?} and {key:?} at {place}");
            }
            bench.ends_with_nothing_left(&format!("every key with {held:?} at {place}"));
        }
    }
}

#[test]
fn nothing_is_copied_out_of_a_field_or_pasted_into_one() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.somebody_at("typing");
    let before = bench.written();
    assert_eq!(before, SECRET);
    for (held, key) in [
        (&[Key::Control][..], 'a'),
        (&[Key::Control], 'c'),
        (&[Key::Control], 'x'),
        (&[Key::Control], 'z'),
        (&[Key::Control], 'v'),
        (&[Key::Control, Key::Shift], 'v'),
    ] {
        bench.combines(held, &SharedString::from(key));
        bench.wait(Duration::from_millis(80));
    }
    bench.combines(&[Key::Shift], &Key::Insert.into());
    bench.combines(&[Key::Shift], &Key::Delete.into());
    bench.wait(Duration::from_millis(80));
    // At most the letters themselves were typed: nothing was selected, taken away or brought from elsewhere.
    let typed = bench.written();
    assert!(typed.starts_with(SECRET) && typed.chars().count() <= SECRET.len() + 6, "{typed:?}");
    bench.ends_with_nothing_left("shortcuts of a clipboard");
}

#[test]
fn ten_thousand_keys_as_fast_as_they_can_be_sent_end_with_nothing_left() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let mut dice = Dice::new(11);
    bench.somebody_at("typing");
    for number in 0..10_000 {
        let key = match dice.below(3) {
            0 => SharedString::from(dice.of(&KEYS)),
            1 => SharedString::from(dice.of(&LETTERS)),
            _ => SharedString::from(char::from(33 + dice.below(94) as u8)),
        };
        match dice.below(4) {
            0 => bench.combines(dice.of(&MODIFIERS), &key),
            // Held down: it repeats, and is not always lifted.
            1 => bench.app.window().dispatch_event(WindowEvent::KeyPressRepeated { text: key }),
            _ => bench.presses(&key),
        }
        bench.wait(FASTEST);
        if number % 500 == 0 {
            bench.shows_only_itself(&format!("key {number}"));
        }
    }
    bench.ends_with_nothing_left("ten thousand keys");
    // And the next one types as if nothing had been.
    bench.somebody_at("typing");
    assert_eq!(bench.written(), SECRET);
}

#[test]
fn a_text_of_a_hundred_thousand_letters_fills_a_field_and_no_memory() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    bench.somebody_at("typing");
    for at in 0..100_000 {
        bench.presses(&SharedString::from(char::from(b'a' + (at % 26) as u8)));
        if at % 1_000 == 0 {
            bench.wait(FASTEST);
        }
    }
    bench.wait(Duration::from_millis(100));
    let limit = Words::<280>::MAX;
    assert!(bench.written().chars().count() <= limit, "{} letters stand there", bench.written().chars().count());
    bench.ends_with_nothing_left("a text that was pasted");
}
