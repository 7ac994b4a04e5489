//! Keys of a keyboard that somebody plugged in, and of a scanner, which is one too.

use super::care::shown;
use super::{Inner, LATE, special};
use crate::kiosk::keyboard::Does;
use crate::kiosk::scanner::{APART, Run};
use crate::visit::{Event, Letter, Screen};
use slint::platform::Key;
use slint::{SharedString, TimerMode};
use std::rc::Rc;

impl Inner {
    /// A key went down. Characters wait until it is clear that no scanner types them.
    pub(super) fn typed(self: &Rc<Self>, text: &SharedString) {
        if !self.state.borrow().wedge.is_holding() && self.three_keys(text) {
            return;
        }
        let held = {
            let mut state = self.state.borrow_mut();
            let now = state.ports.clock.now();
            match text.chars().next() {
                Some(c) if *text != special(Key::Return) && !c.is_control() && !is_special(c) => Some(state.wedge.key(c, now)),
                _ if *text == special(Key::Return) => {
                    let run = state.wedge.enter(now);
                    drop(state);
                    return match run {
                        Some(Run::Scan(scan)) => self.deliver(Event::Scanned(scan)),
                        typed => {
                            self.over(typed);
                            self.key(text);
                        }
                    };
                }
                // A scanner holds Shift for its capitals.
                _ if SHIFTS.iter().any(|key| *text == SharedString::from(*key)) => return,
                _ => None,
            }
        };
        match held {
            Some(before) => {
                self.over(before);
                let quiet = self.hears(|inner, ()| inner.let_go());
                self.quiet.start(TimerMode::SingleShot, APART + LATE, move || quiet(()));
            }
            None => {
                self.let_go();
                self.key(text);
            }
        }
    }

    /// What was held is over, whatever it was.
    pub(super) fn let_go(self: &Rc<Self>) {
        self.quiet.stop();
        let run = self.state.borrow_mut().wedge.quiet();
        self.over(run);
    }

    fn over(self: &Rc<Self>, run: Option<Run>) {
        match run {
            None => {}
            Some(Run::Scan(scan)) => self.deliver(Event::Scanned(scan)),
            Some(Run::Typed(words)) => words.chars().for_each(|c| self.key(&SharedString::from(c))),
        }
    }

    /// A person's key.
    fn key(self: &Rc<Self>, text: &SharedString) {
        let (resting, at_keys) = {
            let state = self.state.borrow();
            let screen = shown(&state.visit, &state.care).screen;
            (matches!(screen, Screen::Rest { .. }), matches!(screen, Screen::Typing(_)))
        };
        let event = match text {
            _ if resting => Event::Touch,
            text if *text == special(Key::Backspace) => Event::Backspace,
            text if *text == special(Key::Return) && at_keys => Event::Next,
            text => match text.chars().next() {
                Some(c) if at_keys && !c.is_control() && !is_special(c) => {
                    let mut state = self.state.borrow_mut();
                    state.keyboard = state.keyboard.map(|keyboard| keyboard.after(Does::Types(c)));
                    Event::Typed(Letter::from(c))
                }
                _ => Event::StillHere,
            },
        };
        self.deliver(event);
    }
}

const SHIFTS: [Key; 3] = [Key::Shift, Key::ShiftR, Key::CapsLock];

/// Slint names keys without a character by characters that nothing else uses.
fn is_special(c: char) -> bool {
    ('\u{f700}'..='\u{f8ff}').contains(&c)
}
