//! The screens that are no resident's: the caretaker's, and the first one of a machine.

use crate::OPENS;
use crate::bench::dice::Dice;
use crate::bench::stations::care::{CARE, opened};
use crate::bench::stations::first::{FIRST, given};
use crate::bench::{Bench, site};
use i_slint_backend_testing::ElementHandle;
use inloop::caretaker::LEFT_ALONE_AFTER;
use inloop::kiosk::glass::{SetupParts, SetupPort};
use inloop::kiosk::layout::Panel;
use inloop::setup::{Answer, Effect};
use inloop::visit::Event;
use inloop_ui::Screen;
use slint::platform::{Key, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, SharedString};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// Touches and keys that are tried at each screen.
const TRIES: usize = 40;
/// As fast as a nail drums.
const DRUM: Duration = Duration::from_millis(20);
const KEYS: [Key; 12] = [
    Key::Return,
    Key::Escape,
    Key::Tab,
    Key::Backtab,
    Key::Space,
    Key::F1,
    Key::F9,
    Key::F11,
    Key::Menu,
    Key::Meta,
    Key::SysReq,
    Key::Delete,
];

impl Bench {
    /// A finger anywhere, or a key of a keyboard that somebody plugged in.
    fn is_tried(&self, dice: &mut Dice) {
        let window = self.app.window();
        match dice.below(4) {
            0 => {
                let key = SharedString::from(dice.of(&KEYS));
                window.dispatch_event(WindowEvent::KeyPressed { text: key.clone() });
                window.dispatch_event(WindowEvent::KeyReleased { text: key });
            }
            1 => {
                let letter = SharedString::from(char::from(33 + dice.below(94) as u8));
                window.dispatch_event(WindowEvent::KeyPressed { text: letter.clone() });
                window.dispatch_event(WindowEvent::KeyReleased { text: letter });
            }
            _ => {
                let (width, height) = self.panel.pixels;
                let at = LogicalPosition::new(dice.below(width as usize) as f32, dice.below(height as usize) as f32);
                self.press_and_lift(at);
            }
        }
        self.wait(DRUM);
    }

    #[track_caller]
    fn is_a_screen_of_its_own(&self, what: &str) {
        for part in OPENS {
            assert_eq!(ElementHandle::find_by_element_type_name(&self.app, part).count(), 0, "{what}: a {part} stands there");
        }
        assert!(self.app.window().is_visible(), "{what}: the window is gone");
        assert!(self.screen() == Screen::Rest || !self.question().is_empty(), "{what}: nothing is asked");
    }
}

#[test]
fn no_finger_and_no_key_opens_a_window_over_the_screens_that_are_no_residents() {
    let mut dice = Dice::new(21);
    for station in CARE.iter().chain(FIRST) {
        let bench = Bench::with_site(Panel::LANDSCAPE_10, site());
        (station.go)(&bench);
        for _ in 0..TRIES {
            bench.is_tried(&mut dice);
            bench.is_a_screen_of_its_own(station.name);
        }
    }
}

#[test]
fn who_finds_the_four_corners_and_has_no_code_gets_an_answer_to_the_code_and_nothing_else() {
    let mut dice = Dice::new(22);
    let bench = Bench::with_site(Panel::LANDSCAPE_10, site());
    let mut checked = 0;
    for round in 0..20 {
        let machine = opened(&bench);
        for _ in 0..2 * TRIES {
            bench.is_tried(&mut dice);
            bench.is_a_screen_of_its_own(&format!("round {round}"));
        }
        // They go away.
        bench.wait(2 * LEFT_ALONE_AFTER);
        bench.glass.deliver(Event::Stop);
        assert_eq!(bench.screen(), Screen::Rest, "round {round}");
        let asked = machine.0.borrow();
        assert!(asked.iter().all(|asked| asked.starts_with("Check ") && asked != "Check 12345678"), "{asked:?}");
        checked += asked.len();
    }
    assert!(checked > 0, "no code was tried at all");
}

/// A desk that shows words for every code, where no staff ever say yes; and all that it was asked.
#[derive(Clone, Default)]
struct Alone(Rc<RefCell<Vec<Effect>>>);

impl SetupPort for Alone {
    fn does(&mut self, effect: Effect) -> Option<Answer> {
        let answer = match &effect {
            Effect::Enrol(ask, ..) => Some(Answer::Words(*ask, ["appel", "fiets", "molen", "wolk"])),
            Effect::WordsAreTheSame(ask) => Some(Answer::Reached(*ask, true)),
            _ => None,
        };
        self.0.borrow_mut().push(effect);
        answer
    }
}

#[test]
fn at_a_machine_that_is_nobodys_nothing_is_decided_as_long_as_no_staff_say_yes() {
    let mut dice = Dice::new(23);
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let desk = Alone::default();
    let parts = SetupParts { given: given(&bench), port: Box::new(desk.clone()), open: Arc::new(AtomicBool::new(true)) };
    bench.glass.can_be_set_up(parts, true);
    for _ in 0..60 * TRIES {
        bench.is_tried(&mut dice);
        bench.is_a_screen_of_its_own("a machine that is nobody's");
        assert_ne!(bench.screen(), Screen::Rest, "residents are asked by nobody's kiosk");
    }
    let asked = desk.0.borrow();
    let said_yes = |effect: &Effect| matches!(effect, Effect::WordsAreTheSame(_));
    assert!(asked.iter().any(said_yes), "the fingers never got as far as the words: {asked:?}");
    let decides = |effect: &Effect| matches!(effect, Effect::Settle(_) | Effect::Restart);
    assert!(!asked.iter().any(decides), "{asked:?}");
}
