//! The glass for the ear: what is shown is said, and three keys do what a finger does.

use super::Inner;
use super::care::shown;
use crate::kiosk::fingers::HOLD_TO_HEAR;
use crate::kiosk::listening::{Act, Script, Target, Utterance};
use crate::kiosk::screens;
use crate::visit::{Event, Screen};
use inloop_ui as ui;
use slint::platform::Key;
use slint::{ComponentHandle, Model, SharedString};
use std::rc::Rc;

/// Keys that go on, and back: the arrows of any keyboard, and of the three keys under the glass.
const ON: [Key; 3] = [Key::DownArrow, Key::RightArrow, Key::Tab];
const BACK: [Key; 2] = [Key::UpArrow, Key::LeftArrow];

/// Lifts the handset and hangs it up, where no hook tells: in the try-out, and with a headset that is plugged in.
const HOOK: Key = Key::F9;

impl Inner {
    pub(super) fn listen_to_what_is_held(self: &Rc<Self>) {
        let adapter = self.app.global::<ui::ListeningAdapter<'_>>();
        adapter.set_hold(HOLD_TO_HEAR.as_millis() as i64);
        adapter.on_held(self.hears(|inner, id: SharedString| inner.held(&id)));
    }

    /// One of the three keys; false where it is none.
    pub(super) fn three_keys(self: &Rc<Self>, text: &SharedString) -> bool {
        let is = |keys: &[Key]| keys.iter().any(|key| *text == SharedString::from(*key));
        if is(&[HOOK]) && self.state.borrow().ports.handset {
            let lifted = self.state.borrow().listening.is_lifted();
            self.handset(!lifted);
            return true;
        }
        if (is(&ON) || is(&BACK) || is(&[Key::Return])) && self.is_quiet() {
            self.ends_what_is_heard();
            return true;
        }
        let chooses = is(&[Key::Return]) && self.state.borrow().listening.at_keys();
        if !is(&ON) && !is(&BACK) && !chooses {
            return false;
        }
        let (rests, warned) = {
            let state = self.state.borrow();
            let view = shown(&state.visit, &state.care);
            (matches!(view.screen, Screen::Rest { .. }), view.still_there.is_some())
        };
        // The first key at a resting glass is its first touch, and the one that answers "Bent u er nog?" does nothing else.
        self.deliver(if rests { Event::Touch } else { Event::StillHere });
        if !warned {
            let acts = if chooses {
                self.state.borrow_mut().listening.chooses()
            } else {
                let (script, meaning) = self.script();
                self.state.borrow_mut().listening.moves(is(&ON), script, meaning)
            };
            self.perform(acts);
            self.draw();
        }
        true
    }

    /// One of the three keys beside the glass went down.
    pub(super) fn pressed(self: &Rc<Self>, key: inloop_hardware::pins::Key) {
        use inloop_hardware::pins::Key as Wired;
        self.typed(&SharedString::from(match key {
            Wired::Previous => Key::LeftArrow,
            Wired::Next => Key::RightArrow,
            Wired::Choose => Key::Return,
        }));
    }

    /// The microphone is on, or a recording plays: then nothing is said.
    fn is_quiet(&self) -> bool {
        let state = self.state.borrow();
        let view = shown(&state.visit, &state.care);
        view.still_there.is_none() && matches!(&view.screen, Screen::Speaking(speaking) if speaking.wants_quiet())
    }

    /// Any of the three keys does what the first tile does: whoever sees nothing need not look for it. A key that is held down
    /// since it began it does not end it.
    fn ends_what_is_heard(self: &Rc<Self>) {
        if self.app.global::<ui::FingersAdapter<'_>>().get_calm()
            && let Some(first) = self.app.global::<ui::SpeakingAdapter<'_>>().get_tiles().row_data(0)
        {
            self.pick(&first.id);
        }
    }

    /// A finger rests on an answer: it is said, and lifting the finger chooses nothing.
    fn held(self: &Rc<Self>, id: &str) {
        if !self.fingers.borrow_mut().holds() {
            return;
        }
        let (script, meaning) = self.script();
        let acts = self.state.borrow_mut().listening.says(&Target::Tile(id.to_owned()), script, meaning);
        self.deliver(Event::StillHere);
        self.perform(acts);
        self.draw();
    }

    /// A finger came down somewhere.
    pub(super) fn touched(self: &Rc<Self>) {
        self.hand();
        let acts = self.state.borrow_mut().listening.touched();
        if !acts.is_empty() {
            self.perform(acts);
            self.draw();
        }
    }

    pub(super) fn said(self: &Rc<Self>, id: u64) {
        let acts = self.state.borrow_mut().listening.ended(id);
        if !acts.is_empty() {
            self.perform(acts);
            self.draw();
        }
    }

    pub(super) fn handset(self: &Rc<Self>, lifted: bool) {
        if lifted {
            self.deliver(Event::Touch);
        }
        let (script, meaning) = self.script();
        let acts = self.state.borrow_mut().listening.handset(lifted, script, meaning);
        self.perform(acts);
        self.draw();
    }

    /// After each drawing: a screen that is new is said to whoever listens, and a warning to everybody.
    pub(super) fn follow(self: &Rc<Self>) {
        let wanted = self.wanted.take();
        let warned = self.app.global::<ui::IdleAdapter<'_>>().get_shown();
        let speaks = self.app.global::<ui::ListeningAdapter<'_>>().get_speaks();
        let follows = self.state.borrow().listening.follows();
        if wanted || follows || (warned && speaks) {
            let (script, meaning) = self.script();
            let listening = &mut self.state.borrow_mut().listening;
            let acts = if wanted { listening.reads_aloud(script, meaning) } else { listening.shows(script, meaning) };
            self.later.borrow_mut().extend(acts);
        }
        let acts = std::mem::take(&mut *self.later.borrow_mut());
        self.perform(acts);
    }

    fn script(&self) -> (Script, u64) {
        let state = self.state.borrow();
        let view = shown(&state.visit, &state.care);
        let script = screens::script(&self.sheet(&view, state.page), &view, state.ports.handset, state.ports.clock.now());
        (script, self.meaning.get().unwrap_or_default())
    }

    fn perform(self: &Rc<Self>, acts: Vec<Act>) {
        for act in acts {
            match act {
                Act::Say { id, said, ear } => {
                    let state = &mut *self.state.borrow_mut();
                    let (language, loudness) = {
                        let view = shown(&state.visit, &state.care);
                        (view.language, view.loudness)
                    };
                    state.ports.voice.say(Utterance { id, language, key: said.key, words: said.words, ear, loudness });
                }
                Act::Hush => self.state.borrow_mut().ports.voice.hush(),
                Act::Listens(listens) => self.happen(Event::Sound(listens)),
                Act::Choose(target) => self.chosen(target),
            }
        }
        self.light();
    }

    /// Does what a finger on it would do.
    fn chosen(self: &Rc<Self>, target: Target) {
        match target {
            Target::Tile(id) => self.pick(&id),
            Target::Line(id) => self.deliver(Event::Edit(id)),
            Target::Key(id) => self.press(&id),
            Target::Cover => self.cover(),
            Target::Bar(action) => self.bar(action),
            Target::Stay => self.deliver(Event::StillHere),
        }
    }

    /// Shows what is spoken of.
    fn light(&self) {
        let adapter = self.app.global::<ui::ListeningAdapter<'_>>();
        let state = self.state.borrow();
        let lit = state.listening.lit();
        adapter.set_lit(match lit {
            Some(Target::Tile(id)) => format!("tile {id}").into(),
            Some(Target::Line(id)) => format!("line {id}").into(),
            Some(Target::Key(id)) => format!("key {id}").into(),
            Some(Target::Stay) => "tile stay".into(),
            Some(Target::Cover) => "cover".into(),
            Some(Target::Bar(_)) | None => SharedString::new(),
        });
        let place = |action| self.app.global::<ui::FrameAdapter<'_>>().get_bar().iter().position(|item| item.action == action);
        adapter.set_bar(match lit {
            Some(Target::Bar(action)) => place(*action).and_then(|place| i32::try_from(place).ok()).unwrap_or(-1),
            _ => -1,
        });
    }
}
