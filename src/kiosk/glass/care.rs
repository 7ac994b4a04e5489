//! The caretaker's screen over the resting or the locked glass: how it opens, what reaches it, and what it asks of the machine.

use super::set_up::Setting;
use super::{ALL_SCREENS, GlassHandle, Inner, Signal, State};
use crate::caretaker::{Answer, Caretaker, Corners, Effect, Happened, Place, Said, TEXTS, Touched};
use crate::entry::Language;
use crate::kiosk::screens;
use crate::texts::{Library, Text};
use crate::visit::{Event, LeafletOrder, View, Visit};
use inloop_ui as ui;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

/// What is asked of the machine.
pub trait CarePort {
    /// Does it, and does not wait for it. The answer is returned where it is known at once, else sent later through a
    /// [`GlassHandle`].
    fn does(&mut self, effect: Effect) -> Option<Answer>;
}

/// The way in, and what is behind it.
#[derive(Default)]
pub(super) struct Care {
    /// None where nobody is let in: then a corner is a touch as any other.
    port: Option<Box<dyn CarePort>>,
    corners: Corners,
    open: Option<Caretaker>,
    /// The first screen of a machine.
    pub(super) setting: Setting,
}

/// What the glass shows: the first screen or the caretaker's where it is open, else the visit.
pub(super) fn shown<'a>(visit: &'a Visit, care: &'a Care) -> View<'a> {
    match (&care.setting.open, &care.open) {
        (Some(setup), _) => setup.view(),
        (None, Some(caretaker)) => caretaker.view(),
        (None, None) => visit.view(),
    }
}

/// The residents' texts of these languages, with texts of a screen that is not theirs.
pub(super) fn texts_of(own: [(&'static str, &'static str); 2]) -> Option<Library> {
    let own = own.map(|(code, own)| {
        let bundled = ui::languages().find(|(known, _)| *known == code).map_or("", |(_, ftl)| ftl);
        (code, format!("{bundled}\n{own}"))
    });
    Library::parse(own.iter().map(|(code, ftl)| (*code, ftl.as_str())))
        // They are part of the program and a test reads them.
        .inspect_err(|error| tracing::error!(%error, "texts of the machine's own screens"))
        .ok()
}

impl Care {
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// When time alone changes something.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.open.as_ref().map(Caretaker::wake_at).or(self.corners.due()).or(self.setting.wake_at())
    }
}

impl Inner {
    pub(super) fn let_caretakers_in(&self, port: Box<dyn CarePort>) {
        self.state.borrow_mut().care.port = Some(port);
    }

    /// The resting or the locked glass was touched; of a locked one any other touch is nobody's.
    pub(super) fn rest_touched(self: &Rc<Self>, place: Place) {
        let touched = {
            let State { care, ports, .. } = &mut *self.state.borrow_mut();
            let waits = care.port.is_some() && !care.is_open();
            if waits { care.corners.touch(place, ports.clock.now()) } else { Touched::Begins }
        };
        match touched {
            Touched::Begins => self.deliver(Event::Touch),
            Touched::Waits => self.draw(),
            Touched::Opens => {
                self.open_care();
                self.draw();
            }
        }
    }

    fn open_care(&self) {
        let State { care, ports, visit, .. } = &mut *self.state.borrow_mut();
        let Some(texts) = texts_of(TEXTS) else { return };
        *self.care_texts.borrow_mut() = Some(Arc::new(texts));
        tracing::info!("the caretaker's screen was opened");
        care.open = Some(Caretaker::open(visit.view().language, care.setting.is_there(), ports.clock.now()));
    }

    /// While it is open, what is done at the glass is for it, and what the post, the desk and time tell is for the visit; gives what
    /// is for the visit.
    pub(super) fn for_the_caretaker(&self, event: Event) -> Option<Event> {
        let event = self.for_the_setup(event)?;
        {
            let State { care, ports, .. } = &mut *self.state.borrow_mut();
            if !care.is_open() {
                if matches!(event, Event::Tick) && care.corners.is_over(ports.clock.now()) {
                    return Some(Event::Touch);
                }
                if event.shows_somebody_is_there() {
                    care.corners.forget();
                }
                return Some(event);
            }
        }
        if matches!(event, Event::Lock(_)) {
            self.care(Happened::Changed);
        }
        let (happened, rest) = split(event);
        if let Some(happened) = happened {
            self.care(happened);
        }
        rest
    }

    /// The machine answered.
    pub(super) fn care_hears(self: &Rc<Self>, answer: Answer) {
        if self.state.borrow().care.is_open() {
            self.care(Happened::Answer(answer));
            self.draw();
        }
    }

    fn care(&self, happened: Happened) {
        let (mut next, mut sets_up) = (Some(happened), None);
        while let Some(happened) = next.take() {
            let State { care, ports, .. } = &mut *self.state.borrow_mut();
            let Some(open) = &mut care.open else { return };
            let effect = open.handle(happened, ports.clock.now());
            if open.is_over() {
                (care.open, care.corners) = (None, Corners::default());
                *self.care_texts.borrow_mut() = None;
                for screen in ALL_SCREENS {
                    screens::forget(&self.app, screen);
                }
                return tracing::info!("the caretaker's screen was closed");
            }
            let answer = match effect {
                None => None,
                Some(Effect::SetUp { left }) => {
                    (care.open, care.corners, sets_up) = (None, Corners::default(), Some(left));
                    None
                }
                Some(Effect::Ring) => {
                    ports.ringer.ring(Signal::Call);
                    None
                }
                Some(Effect::Print(language)) => match ports.printer.print_leaflet(self.slip(language)) {
                    Some(Event::LeafletPrinted(printed)) => Some(slip_said(printed)),
                    _ => None,
                },
                Some(effect) => care.port.as_mut().and_then(|port| port.does(effect)),
            };
            next = answer.map(Happened::Answer);
        }
        if let Some(left) = sets_up {
            self.open_setup(true, left);
        }
    }

    /// A slip that says nothing of anybody.
    fn slip(&self, language: Language) -> LeafletOrder {
        let texts = self.care_texts.borrow();
        let say = |key| texts.as_ref().map(|texts| texts.say(language, &Text::key(key))).unwrap_or_default();
        let (title, line) = (say("care-slip-title"), Text::verbatim(say("care-slip")));
        LeafletOrder { language, place: "Inloop".to_owned(), title, lines: vec![line], page: None }
    }
}

fn slip_said(printed: bool) -> Answer {
    Answer::Done(if printed { Said::Printed } else { Said::NotPrinted })
}

/// What of an event is the caretaker's, and what the visit's.
fn split(event: Event) -> (Option<Happened>, Option<Event>) {
    let happened = match event {
        Event::Choose(id) => Happened::Choose(id),
        Event::Typed(letter) => Happened::Typed(letter.reveal()),
        Event::Backspace => Happened::Backspace,
        Event::Back => Happened::Back,
        Event::Stop => Happened::Stop,
        Event::Seeing | Event::Size => Happened::Size,
        Event::TilesFit(tiles) => Happened::TilesFit(tiles),
        Event::LeafletPrinted(printed) => Happened::Answer(slip_said(printed)),
        Event::Tick => return (Some(Happened::Tick), Some(Event::Tick)),
        Event::Sound(_) => return (None, Some(event)),
        event if event.shows_somebody_is_there() => Happened::Touched,
        event => return (None, Some(event)),
    };
    (Some(happened), None)
}

impl GlassHandle {
    /// Tells the caretaker's screen, on the glass's thread; nobody hears it where that is closed.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn care(&self, answer: Answer) -> Result<(), super::GlassGone> {
        self.reach(move |inner| inner.care_hears(answer))
    }

    /// Ends the program: what runs it starts it anew.
    ///
    /// # Errors
    /// Where the event loop has ended.
    pub fn end(&self) -> Result<(), super::GlassGone> {
        self.reach(|_| {
            if let Err(error) = slint::quit_event_loop() {
                tracing::error!(%error, "the glass cannot end");
            }
        })
    }
}
