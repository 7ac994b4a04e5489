//! A machine that cannot begin still has a screen: a black one is asked nothing and believed to be broken for good. Residents read that it
//! is closed and where to go, in as many languages of the site as there is room for; whoever looks after it reads a number (see
//! [`Fault`]).
//!
//! Nobody can leave anything here; nothing is sent, printed or said. It ends after a while, so that whoever started it starts it again: a
//! disk may have come back. Only a case that is opened meanwhile means what it always means.

use super::begun::NotBegun;
use super::glass::{Glass, Keeper, NoPrinter, NoRinger, Ports, Settings};
use super::identity::{BadIdentity, FILE as IDENTITY};
use super::link::NoLink;
use super::listening::NoVoice;
use super::machine::light::Seen;
use super::machine::lock::Lock;
use super::machine::{self, Machine, State};
use super::post::{NoPost, first_hall};
use super::recorder::NoRecorder;
use super::restart::{self, WhenIdle};
use super::wording::Wording;
use crate::clock::{Clock, Luck};
use crate::entry::{Draft, Language};
use crate::outbox::NotOpened;
use crate::visit::{Event, Fault, HandIn, Visit};
use inloop_hardware::pins::Event as Switched;
use inloop_ui as ui;
use slint::{ComponentHandle, Timer, TimerMode};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long the screen stands before everything is tried again. Trying draws all screens and leaves the glass dark for seconds, up to some
/// ten on the smallest board, in which nobody reads where to go.
pub const BEGINS_ANEW_AFTER: Duration = Duration::from_secs(10 * 60);

/// The same where it is the disk, which may come late, or be freed, or be in use by somebody who copies from it.
pub const LOOKS_AT_THE_DISK_AFTER: Duration = Duration::from_secs(2 * 60);

/// Which fault the glass says; none where it is the screen itself, or was met with the screen in hand: the program ends then.
#[must_use]
pub fn fault(why: &NoPost) -> Option<Fault> {
    let NoPost::Begun(why) = why else { return None };
    Some(match why {
        NotBegun::Outbox(NotOpened::Newer { .. }) | NotBegun::Identity(BadIdentity::Newer(_)) => Fault::Newer,
        NotBegun::Outbox(_) | NotBegun::Keeper(_) | NotBegun::Link(NoLink::Keeper(_)) => Fault::Kept,
        NotBegun::Identity(_) => Fault::Identity,
        NotBegun::Link(NoLink::Certificate(_) | NoLink::Client(_)) => Fault::Line,
    })
}

/// What a closed machine is made of.
pub struct Parts {
    /// The data folder, where it can be read: what the desk last told of the post says where to go.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// The screen.
    pub glass: Settings,
    /// The languages of the glass until the desk has told which.
    pub languages: Vec<Language>,
    /// The folder of the site's own texts, where it has any.
    pub texts: Option<PathBuf>,
    /// Its light, its watchdogs and the switch at its case; the rest is left alone.
    pub machine: machine::Parts,
}

/// The screen that says so.
pub struct Closed {
    app: ui::App,
    again_after: Duration,
    anew: Timer,
    updated: Timer,
    _glass: Glass,
    // Last of all: until here a watchdog brings back what hangs.
    _machine: Machine,
}

impl Closed {
    /// Shows `fault` on this thread's event loop, which [`Closed::run`] turns.
    ///
    /// # Errors
    /// [`NoPost`], where there is no screen to say it on either.
    pub fn start(parts: Parts, fault: Fault) -> Result<Self, NoPost> {
        let Parts { folder, clock, luck, glass: settings, languages, texts, machine: devices } = parts;
        let app = ui::App::new()?;
        ui::register_fonts()?;
        let seen = app.window().size();
        let settings = Settings { panel: settings.panel.or_unmeasured((seen.width, seen.height)), ..settings };
        let texts = Wording::new(texts, &folder).library()?;
        let site = first_hall(&folder, &texts, languages, false, false).view(clock.stamp());
        let ports = Ports {
            keeper: Box::new(KeepsNothing),
            ringer: Box::new(NoRinger),
            printer: Box::new(NoPrinter),
            voice: Box::new(NoVoice),
            recorder: Box::new(NoRecorder),
            handset: false,
            clock: Arc::clone(&clock),
        };
        let glass = Glass::new(&app, Visit::at_rest(site), texts, ports, settings);
        glass.deliver(Event::CannotBegin(fault));
        let state = State::new(false);
        let mut machine = Machine::new(state.clone());
        machine.light(devices.light, clock);
        let eye = machine.eye();
        glass.on_hands(move || eye.saw(Seen::Hand));
        // There is something to lock where it was enrolled.
        let lock = folder.join(IDENTITY).exists().then(|| Lock::in_folder(&folder, luck, state));
        machine.listen(devices.pins, move |event| {
            if let (Switched::CaseOpened, Some(lock)) = (event, &lock) {
                lock.shut();
            }
        });
        machine.watch(devices.watch);
        Ok(Closed {
            again_after: if fault == Fault::Kept { LOOKS_AT_THE_DISK_AFTER } else { BEGINS_ANEW_AFTER },
            app,
            anew: Timer::default(),
            updated: Timer::default(),
            _glass: glass,
            _machine: machine,
        })
    }

    /// Calls `end` once it is time to try again, and where `update` says that a new program is here.
    pub fn ends(&self, update: Option<WhenIdle>, end: fn()) {
        self.anew.start(TimerMode::SingleShot, self.again_after, end);
        if let Some(update) = update {
            self.updated.start(TimerMode::Repeated, restart::LOOK_EVERY, move || {
                if update.is_due(true) {
                    end();
                }
            });
        }
    }

    /// Shows the screen and turns the event loop until somebody ends it.
    ///
    /// # Errors
    /// Where the screen cannot be used.
    pub fn run(&self) -> Result<(), slint::PlatformError> {
        self.app.run()
    }

    /// The window, for whoever owns the back end.
    pub fn app(&self) -> &ui::App {
        &self.app
    }
}

/// Nobody is let in who could hand something in.
struct KeepsNothing;

impl Keeper for KeepsNothing {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        Some(Event::NotKept(hand_in, draft))
    }
}
