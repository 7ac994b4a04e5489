//! The first screen of a machine, over everything else: what reaches it, and what it asks of the machine.

use super::care::texts_of;
use super::{ALL_SCREENS, Glass, GlassHandle, Inner, Signal, State};
use crate::entry::Unarrived;
use crate::kiosk::screens;
use crate::setup::{Answer, Effect, Given, Setup, Switch, TEXTS};
use crate::texts::Text;
use crate::visit::{Event, LeafletOrder};
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What is asked of the machine.
pub trait SetupPort {
    /// Does it, and does not wait for it. The answer is returned where it is known at once, else sent later through a
    /// [`GlassHandle`].
    fn does(&mut self, effect: Effect) -> Option<Answer>;
}

/// What a machine needs to be set up at its glass.
pub struct SetupParts {
    /// What is known of it.
    pub given: Given,
    /// Who does what is decided.
    pub port: Box<dyn SetupPort>,
    /// Is true while the screen is open: switches are tried then, and mean nothing else.
    pub open: Arc<AtomicBool>,
}

/// The screen where it is open, and what opens it.
#[derive(Default)]
pub(super) struct Setting {
    parts: Option<SetupParts>,
    pub(super) open: Option<Setup>,
}

impl Setting {
    pub(super) fn is_there(&self) -> bool {
        self.parts.is_some()
    }

    /// When time alone changes something.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.open.as_ref().and_then(Setup::wake_at)
    }

    fn stands(&self) {
        if let Some(parts) = &self.parts {
            parts.open.store(self.open.is_some(), Ordering::Release);
        }
    }
}

impl Glass {
    /// Lets this machine be set up from its caretaker's screen; where `now` is true, at once and before anything else.
    pub fn can_be_set_up(&self, parts: SetupParts, now: bool) {
        self.0.state.borrow_mut().care.setting.parts = Some(parts);
        if now {
            self.0.open_setup(false, Some(Unarrived::default()));
            self.0.draw();
        }
    }
}

impl Glass {
    /// A switch moved while it is open.
    pub fn tried(&self, switch: Switch, active: bool) {
        self.0.tried(switch, active);
    }
}

impl Inner {
    fn tried(self: &Rc<Self>, switch: Switch, active: bool) {
        self.sets_up(|setup, now| {
            setup.switched(switch, active, now);
            None
        });
        self.draw();
    }

    /// Opens it; `again` on a machine that works, with what its desk does not have (`left`).
    pub(super) fn open_setup(&self, again: bool, left: Option<Unarrived>) {
        let Some(texts) = texts_of(TEXTS) else { return };
        let State { care, ports, visit, .. } = &mut *self.state.borrow_mut();
        let Some(parts) = &care.setting.parts else { return };
        *self.care_texts.borrow_mut() = Some(Arc::new(texts));
        tracing::info!(again, "this machine is being set up");
        let given = Given { again, left, ..parts.given.clone() };
        care.setting.open = Some(Setup::open(given, visit.view().language, ports.clock.now()));
        care.setting.stands();
    }

    /// While it is open, what is done at the glass is for it, and what the post, the desk and time tell is for the visit; gives what
    /// is for the visit.
    pub(super) fn for_the_setup(&self, event: Event) -> Option<Event> {
        if self.state.borrow().care.setting.open.is_none() {
            return Some(event);
        }
        self.sets_up(|setup, now| setup.handle(&event, now));
        let of_the_glass = event.shows_somebody_is_there() || matches!(event, Event::TilesFit(_) | Event::LeafletPrinted(_));
        let heard = matches!(event, Event::Sound(_));
        (!of_the_glass || heard).then_some(event)
    }

    /// A finger drew the line so long, in pixels.
    pub(super) fn drew(self: &Rc<Self>, pixels: f32) {
        self.sets_up(|setup, now| {
            // A finger left of the glass draws nothing.
            setup.line(pixels.max(0.0) as u32, now);
            None
        });
        self.draw();
    }

    fn setup_hears(self: &Rc<Self>, answer: Answer) {
        self.sets_up(|setup, _| setup.hears(answer));
        self.draw();
    }

    fn sets_up(&self, happens: impl FnOnce(&mut Setup, Instant) -> Option<Effect>) {
        let happens = Cell::new(Some(happens));
        let mut answered: Option<Answer> = None;
        loop {
            let State { care, ports, .. } = &mut *self.state.borrow_mut();
            let Some(open) = &mut care.setting.open else { return };
            let effect = match (happens.take(), answered.take()) {
                (Some(happens), _) => happens(open, ports.clock.now()),
                (None, Some(answer)) => open.hears(answer),
                (None, None) => return,
            };
            if open.is_over() {
                care.setting.open = None;
                care.setting.stands();
                *self.care_texts.borrow_mut() = None;
                for screen in ALL_SCREENS {
                    screens::forget(&self.app, screen);
                }
                tracing::info!("nothing was changed by setting up");
            }
            answered = match effect {
                None => None,
                Some(Effect::Ring) => {
                    ports.ringer.ring(Signal::Call);
                    None
                }
                Some(Effect::Print(language)) => {
                    let texts = self.care_texts.borrow();
                    let say = |key| texts.as_ref().map(|texts| texts.say(language, &Text::key(key))).unwrap_or_default();
                    let lines = vec![Text::verbatim(say("setup-slip"))];
                    let place = "Inloop".to_owned();
                    let slip = LeafletOrder { language, place, title: say("setup-slip-title"), lines, page: None };
                    if let (Some(printed), Some(open)) = (ports.printer.print_leaflet(slip), &mut care.setting.open) {
                        // What a slip says at once asks for nothing.
                        let _ = open.handle(&printed, ports.clock.now());
                    }
                    None
                }
                Some(effect) => care.setting.parts.as_mut().and_then(|parts| parts.port.does(effect)),
            };
        }
    }
}

impl GlassHandle {
    /// Tells the first screen, on the glass's thread; nobody hears it where that is closed.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn set_up(&self, answer: Answer) -> Result<(), super::GlassGone> {
        self.reach(move |inner| inner.setup_hears(answer))
    }

    /// A switch moved while it is open.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn tried(&self, switch: Switch, active: bool) -> Result<(), super::GlassGone> {
        self.reach(move |inner| inner.tried(switch, active))
    }
}
