//! The devices of the machine in the hall, and what is told of them.
//!
//! 1. Each may be absent or fail: then the glass goes on, the log has one line without contents, and staff are told.
//! 2. Devices come in as ports of the crate `hardware`; what they mean for residents goes to the glass as an event.
//! 3. [`State`] is what is known of all of them; whoever changes it tells the desk at once.
//!
//! | file | what it is |
//! |---|---|
//! | `state` | what is known, and who is told |
//! | `switches` | keys, hook, sensor and case, from their pins |
//! | `lock` | what an opened case leaves until staff have looked |
//! | `watch` | watchdogs, fed by turns of the glass |
//! | `light` | the light behind the glass |
//! | `caretaker` | the panel behind the door, and systemd's status |
//! | `turned` | a panel that is mounted turned |
//! | `named` | what the configuration names, opened |
//! | `ending` | the end, asked for by a signal |

pub mod caretaker;
pub mod ending;
pub mod light;
pub mod lock;
pub mod named;
mod state;
pub mod switches;
pub mod turned;
pub mod watch;

pub use state::State;

use crate::clock::Clock;
use crate::kiosk::courier::Status;
use crate::kiosk::rtc::Rtc;
use crate::wire::Part;
use inloop_hardware::backlight::{Backlight, Rules};
use inloop_hardware::pins::{Event, Role};
use light::{Eye, Seen};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

/// The devices of a machine; any may be absent.
#[derive(Default)]
pub struct Parts {
    /// Keys, hook, sensor and case.
    pub pins: Option<switches::Open>,
    /// Which of them are wired.
    pub wired: Vec<Role>,
    /// The light behind the glass, and how light it is when.
    pub light: Option<(Box<dyn Backlight>, Rules)>,
    /// Who is told how the kiosk is.
    pub told: caretaker::Told,
    /// The clock on the battery, where there may be one.
    pub rtc: Option<Rtc>,
    /// What is fed by the glass.
    pub watch: Option<watch::Watch>,
}

/// The devices at work. Dropping it lets go of the watchdogs, last of all.
pub struct Machine {
    state: State,
    eye: Eye,
    caretaker: Option<Sender<()>>,
    watched: Option<watch::Watched>,
}

impl Machine {
    /// Of which nothing works yet.
    #[must_use]
    pub fn new(state: State) -> Self {
        Machine { state, eye: Eye::default(), caretaker: None, watched: None }
    }

    /// Starts the light, where there is one.
    pub fn light(&mut self, light: Option<(Box<dyn Backlight>, Rules)>, clock: Arc<dyn Clock>) {
        let Some((light, rules)) = light else { return };
        match light::start(light, rules, clock, self.state.clone()) {
            Ok(eye) => self.eye = eye,
            Err(error) => self.no_thread(Part::Backlight, &error),
        }
    }

    /// How the glass tells the light of hands.
    #[must_use]
    pub fn eye(&self) -> Eye {
        self.eye.clone()
    }

    /// Listens to the switches, where they are wired: the light hears of all of them, `hear` of what is more than light.
    pub fn listen(&self, pins: Option<switches::Open>, hear: impl Fn(Event) + Send + 'static) {
        let Some(open) = pins else { return };
        let eye = self.eye();
        let heard = move |event| {
            match event {
                Event::SomebodyCame => eye.saw(Seen::Somebody),
                Event::NobodyFor(_) => eye.saw(Seen::Nobody),
                Event::Pressed(_) | Event::HandsetLifted | Event::HandsetLaid => eye.saw(Seen::Hand),
                Event::CaseOpened | Event::CaseClosed => {}
            }
            hear(event);
        };
        if let Err(error) = switches::start(open, self.state.clone(), heard) {
            self.no_thread(Part::Switches, &error);
        }
    }

    /// Tells the caretaker how the kiosk is from now on.
    pub fn tell(&mut self, told: caretaker::Told, ask: impl Fn() -> Status + Send + 'static) {
        if told.panel.is_none() && told.systemd.is_none() {
            return;
        }
        let (until, ends) = channel();
        match caretaker::start(told, ask, self.state.clone(), ends) {
            Ok(()) => self.caretaker = Some(until),
            Err(error) => self.no_thread(Part::Panel, &error),
        }
    }

    /// Feeds the watchdogs by the turns of this thread's event loop, from its first one on.
    pub fn watch(&mut self, watch: Option<watch::Watch>) {
        self.watched = watch.map(|watch| watch::Watched::start(watch, self.state.clone()));
    }

    fn no_thread(&self, part: Part, error: &std::io::Error) {
        tracing::error!(%error, ?part, "a part of the machine was not started");
        self.state.part(part, false);
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        self.caretaker = None;
        self.watched = None;
    }
}
