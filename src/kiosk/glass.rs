//! The glass: owns the visit, hands it what happens, does what it asks, and shows what it says.
//!
//! 1. One way in: [`Glass::deliver`]. A touch, a key, the keeper's answer, the desk's news and time all come as events.
//! 2. Effects are done in order, through ports; an answer that a port gives at once is the next event.
//! 3. Nothing runs while nothing happens: one timer, set to the moment at which the visit wants to be woken.
//! 4. What leaves the glass is wiped from it before the next thing is drawn.
//!
//! Other threads hold a [`GlassHandle`]. Which back end paints (window, browser, panel) is not known here.

mod calm;
mod care;
mod dress;
mod handle;
mod keys;
mod listen;
mod ports;
mod set_up;
mod touches;

pub use care::CarePort;
pub use dress::{BadLook, PICTURE, TEXT, contrast, dress};
pub use handle::{GlassGone, GlassHandle};
pub use ports::{Keeper, NoPrinter, NoRinger, Ports, Ringer, Signal, TicketPrinter};
pub use set_up::{SetupParts, SetupPort};

use care::{Care, shown};

use super::fingers::Fingers;
use super::keyboard::{Does, KeyOrder, Keyboard};
use super::layout::{Panel, TextSize};
use super::listening::{Act, Listening};
use super::look::Look;
use super::scanner::Wedge;
use super::screens::{self, Drawn, Sheet};
use super::wording::Current;
use crate::texts::Library;
use crate::visit::{CoverButton, Effect, Event, Screen, View, Visit};
use inloop_ui as ui;
use slint::platform::Key;
use slint::{ComponentHandle, SharedString, Timer, TimerMode};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Duration;
use zeroize::Zeroizing;

/// The most tiles a page can hold: twelve on the standing panel and "Meer".
const MOST_TILES: usize = 13;
/// Deadlines are met this much late rather than early, because timers may round down.
const LATE: Duration = Duration::from_millis(1);
const SECOND: Duration = Duration::from_secs(1);

/// What a site chose of the glass, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The screen.
    pub panel: Panel,
    /// The order of Latin letters on the keys.
    pub keys: KeyOrder,
    /// Its own accent colour and logo.
    pub look: Look,
}

impl From<Panel> for Settings {
    /// As nobody chose otherwise.
    fn from(panel: Panel) -> Self {
        Settings { panel, keys: KeyOrder::default(), look: Look::default() }
    }
}

/// The screens with a visit behind them. It lives on the thread of the event loop, and stops acting when dropped.
pub struct Glass(Rc<Inner>);

struct Inner {
    app: ui::App,
    settings: Settings,
    texts: Current,
    timer: Timer,
    /// Set while keys are held that a scanner may be typing.
    quiet: Timer,
    /// Set while nothing answers, because something else can be touched than before.
    calm: Timer,
    /// What touching the glass meant when it was last drawn.
    meaning: Cell<Option<u64>>,
    fingers: RefCell<Fingers>,
    /// The resident wants to hear what is drawn next.
    wanted: Cell<bool>,
    /// What the voice has to do once everything is drawn.
    later: RefCell<Vec<Act>>,
    /// Who wants to know that a hand is at the glass.
    hands: RefCell<Option<Box<dyn Fn()>>>,
    /// What the caretaker's screen says, while it is open.
    care_texts: RefCell<Option<std::sync::Arc<Library>>>,
    state: RefCell<State>,
}

struct State {
    visit: Visit,
    ports: Ports,
    keyboard: Option<Keyboard>,
    wedge: Wedge,
    listening: Listening,
    care: Care,
    /// The page of a screen that says more than fits.
    page: usize,
    /// The question that is shown; another one begins at its first page.
    name: String,
    drawn: Option<Drawn>,
}

impl Glass {
    /// Puts `visit` behind the screens of `app` and draws it.
    #[must_use]
    pub fn new(app: &ui::App, visit: Visit, texts: impl Into<Current>, ports: Ports, settings: impl Into<Settings>) -> Self {
        let state = RefCell::new(State {
            visit,
            ports,
            keyboard: None,
            wedge: Wedge::default(),
            listening: Listening::default(),
            care: Care::default(),
            page: 0,
            name: String::new(),
            drawn: None,
        });
        let inner = Rc::new(Inner {
            app: app.clone_strong(),
            settings: settings.into(),
            texts: texts.into(),
            timer: Timer::default(),
            quiet: Timer::default(),
            calm: Timer::default(),
            meaning: Cell::default(),
            fingers: RefCell::default(),
            wanted: Cell::default(),
            later: RefCell::default(),
            hands: RefCell::default(),
            care_texts: RefCell::default(),
            state,
        });
        for refused in dress(app, &inner.settings.look) {
            tracing::warn!("{refused}");
        }
        handle::lives_here(&inner);
        inner.happen(Event::LowIsShort(Panel { lower: true, ..inner.settings.panel }.is_short()));
        inner.listen();
        inner.listen_to_fingers();
        inner.listen_to_what_is_held();
        inner.draw();
        Glass(inner)
    }

    /// For other threads.
    #[must_use]
    pub fn handle(&self) -> GlassHandle {
        GlassHandle::of(&self.0.app)
    }

    /// Hands an event to the visit, does what it asks, and shows the outcome.
    pub fn deliver(&self, event: Event) {
        self.0.deliver(event);
    }

    /// The voice has said the utterance of this id, or could not.
    pub fn said(&self, id: u64) {
        self.0.said(id);
    }

    /// The handset was lifted from its hook, or hung up.
    pub fn handset(&self, lifted: bool) {
        self.0.handset(lifted);
    }

    /// Tells `told` of each touch and key from now on.
    pub fn on_hands(&self, told: impl Fn() + 'static) {
        *self.0.hands.borrow_mut() = Some(Box::new(told));
    }

    /// True while nobody is at the glass.
    #[must_use]
    pub fn is_resting(&self) -> bool {
        let state = self.0.state.borrow();
        matches!(shown(&state.visit, &state.care).screen, Screen::Rest { .. } | Screen::Locked(_))
    }

    /// Says everything in other words from now on.
    pub fn reword(&self, texts: Library) {
        self.0.texts.set(texts);
        self.0.draw();
    }

    /// Lets a caretaker in, who asks this of the machine.
    pub fn let_caretakers_in(&self, port: Box<dyn CarePort>) {
        self.0.let_caretakers_in(port);
    }

    /// Looks at the visit.
    pub fn with_visit<T>(&self, look: impl FnOnce(&Visit) -> T) -> T {
        look(&self.0.state.borrow().visit)
    }
}

impl Drop for Glass {
    fn drop(&mut self) {
        self.0.timer.stop();
        self.0.quiet.stop();
        self.0.calm.stop();
        self.0.state.borrow_mut().ports.recorder.discard();
        for screen in ALL_SCREENS {
            screens::forget(&self.0.app, screen);
        }
    }
}

const ALL_SCREENS: [ui::Screen; 9] = [
    ui::Screen::Rest,
    ui::Screen::Choices,
    ui::Screen::Typing,
    ui::Screen::Number,
    ui::Screen::Overview,
    ui::Screen::Receipt,
    ui::Screen::Message,
    ui::Screen::Speaking,
    ui::Screen::Measure,
];

impl Inner {
    fn deliver(self: &Rc<Self>, event: Event) {
        if event.shows_somebody_is_there() {
            self.hand();
            // What was typed before a touch comes before it.
            if self.state.borrow().wedge.is_holding() {
                self.let_go();
            }
        }
        self.happen(event);
        self.draw();
    }

    /// A hand is at the glass.
    fn hand(&self) {
        if let Some(told) = &*self.hands.borrow() {
            told();
        }
    }

    /// Hands `event` and what follows from it to the visit.
    fn happen(&self, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let Some(event) = self.for_the_caretaker(event) else { continue };
            let effects = {
                let mut state = self.state.borrow_mut();
                let now = state.ports.clock.now();
                state.visit.handle(event, now)
            };
            for effect in effects {
                events.extend(self.act(effect));
            }
        }
    }

    fn act(&self, effect: Effect) -> Option<Event> {
        let state = &mut *self.state.borrow_mut();
        let ports = &mut state.ports;
        match effect {
            Effect::Keep(hand_in, draft) => return ports.keeper.keep(hand_in, draft),
            Effect::Take(hand_in, slot) => return ports.keeper.take(hand_in, slot),
            Effect::RingChime => ports.ringer.ring(Signal::Call),
            Effect::WarnOfTheEnd => ports.ringer.ring(Signal::StillThere),
            Effect::PrintTicket(order) => return ports.printer.print(order),
            Effect::PrintLeaflet(order) => return ports.printer.print_leaflet(order),
            Effect::Record(tape) => {
                self.later.borrow_mut().extend(state.listening.falls_quiet());
                return ports.recorder.record(tape);
            }
            Effect::Halt(tape) => ports.recorder.halt(tape),
            Effect::MaySpeak => ports.ringer.ring(Signal::MaySpeak),
            Effect::PlayBack(tape) => {
                self.later.borrow_mut().extend(state.listening.falls_quiet());
                let flac = state.visit.recording().map(|recording| Zeroizing::new(recording.flac().to_vec()));
                return flac.map_or(Some(Event::Played(tape)), |flac| ports.recorder.play(tape, flac));
            }
            Effect::Discard => ports.recorder.discard(),
            Effect::ReadAloud => self.wanted.set(true),
            Effect::ForgetEverything => {
                self.later.borrow_mut().extend(state.listening.forgets());
                for screen in ALL_SCREENS {
                    screens::forget(&self.app, screen);
                }
            }
        }
        None
    }

    /// Shows what the visit says, and sets the timer to when it wants to be woken.
    fn draw(self: &Rc<Self>) {
        self.fit();
        let mut guard = self.state.borrow_mut();
        let state = &mut *guard;
        let now = state.ports.clock.now();
        let view = shown(&state.visit, &state.care);

        let name = screens::name(&view.screen);
        if name != state.name {
            (state.name, state.page) = (name, 0);
        }
        state.keyboard = match &view.screen {
            Screen::Typing(typing) => {
                let fresh = Keyboard::new(typing.keys.into(), view.language, self.settings.keys);
                let fresh = if typing.used == 0 { fresh } else { fresh.within_words() };
                let same = |old: &Keyboard| old.field == fresh.field && old.language == fresh.language;
                let keyboard = state.keyboard.filter(same).unwrap_or(fresh);
                let cover = match view.bar.cover {
                    CoverButton::Cover if view.lower => Some(Does::Cover),
                    CoverButton::Uncover if view.lower => Some(Does::Uncover),
                    _ => None,
                };
                Some(keyboard.lower(self.panel(&view).is_short(), cover))
            }
            _ => None,
        };
        if let Some(still_there) = &view.still_there {
            let left = still_there.until.saturating_duration_since(now).as_secs_f64().ceil();
            self.app.global::<ui::IdleAdapter<'_>>().set_seconds_left(left as i32);
        }
        let drawn = screens::show(&self.sheet(&view, state.page), &view, state.keyboard);
        if let Some(before) = state.drawn.replace(drawn).filter(|before| before.screen != drawn.screen) {
            screens::forget(&self.app, before.screen);
        }
        let meaning = calm::meaning(&view, state.page);
        let ring = view.still_there.as_ref().map(|still_there| still_there.until);
        drop(view);
        drop(guard);
        self.calm(meaning);
        self.follow();
        let wake = {
            let state = self.state.borrow();
            let due = state.visit.wake_at().map(|(at, _)| at).into_iter().chain(state.care.wake_at()).min();
            due.map(|at| at.saturating_duration_since(now))
        };
        self.wake_in(wake, ring.map(|until| next_second(until.saturating_duration_since(now))));
    }

    /// Finds how many answers the page holds whole: from the most down, so that no page is emptier than it has to be.
    fn fit(&self) {
        let mut too_many = None;
        for tiles in (2..=MOST_TILES).rev() {
            self.happen(Event::TilesFit(tiles));
            let state = self.state.borrow();
            let view = shown(&state.visit, &state.care);
            let Screen::Choices(choices) = &view.screen else { return };
            let shown = choices.tiles.len();
            if too_many == Some(shown) {
                continue;
            }
            if screens::fits(&self.sheet(&view, state.page), &view) {
                return;
            }
            too_many = Some(shown);
        }
    }

    fn sheet(&self, view: &View<'_>, page: usize) -> Sheet<'_> {
        let size = if view.larger { TextSize::Groter } else { TextSize::Standard };
        let texts = self.care_texts.borrow().clone().unwrap_or_else(|| self.texts.get());
        Sheet { app: &self.app, texts, panel: self.panel(view), language: view.language, size, page }
    }

    /// The panel as this resident reaches it.
    fn panel(&self, view: &View<'_>) -> Panel {
        Panel { lower: view.lower, ..self.settings.panel }
    }

    /// Sets the one timer to the sooner of the two; none where time alone changes nothing.
    fn wake_in(self: &Rc<Self>, wake: Option<Duration>, ring: Option<Duration>) {
        let Some(wait) = wake.into_iter().chain(ring).min() else {
            self.timer.stop();
            return;
        };
        let tick = self.hears(|inner, ()| inner.deliver(Event::Tick));
        self.timer.start(TimerMode::SingleShot, wait + LATE, move || tick(()));
    }
}

/// How long until the ring shows a second less.
fn next_second(left: Duration) -> Duration {
    let rest = Duration::from_nanos(left.subsec_nanos().into());
    if rest.is_zero() { SECOND } else { rest }
}

fn special(key: Key) -> SharedString {
    SharedString::from(key)
}
