//! The display, put together: the courier that only listens, and the wall on a thread of its own.

use super::aloud::{Aloud, Sounders};
use super::wall::{Hears, Wall};
use crate::clock::{Clock, Luck, MachineClock, MachineLuck};
use crate::entry::Language;
use crate::kiosk::begun::{Begun, NotBegun};
use crate::kiosk::config::Config;
use crate::kiosk::courier::{self, Courier, NotStarted};
use crate::kiosk::keeper::Keeper;
use crate::kiosk::link::Patience;
use crate::kiosk::voice::PlayedSound;
use crate::kiosk::{ticket, wording};
use crate::texts::BadTexts;
use inloop_hardware::display::{Framebuffer, FramebufferProblem, LinuxFramebuffer, NoPanel, Panel};
use inloop_hardware::ticket::FontsProblem;
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What a display is made of.
pub struct Parts {
    /// The data folder.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// What is drawn into.
    pub framebuffer: Box<dyn Framebuffer>,
    /// Its size.
    pub panel: Panel,
    /// The languages until the desk has told which.
    pub languages: Vec<Language>,
    /// The folder of the site's own texts, where it has any.
    pub texts: Option<PathBuf>,
    /// What is heard; none where nothing is.
    pub aloud: Option<Sounders>,
    /// A proxy of the building, where there is one.
    pub proxy: Option<String>,
    /// How long things may take.
    pub patience: Patience,
}

/// Why a display does not start. Each is one sentence for whoever looks after the machine.
#[derive(Debug, thiserror::Error)]
pub enum NoDisplay {
    /// Nobody knows it.
    #[error("this display is not enrolled: make a code at the desk, and say `inloop-kiosk enrol CODE`")]
    NotEnrolled,
    /// The configuration.
    #[error("the configuration has no section [display]")]
    NotConfigured,
    /// Its size.
    #[error(transparent)]
    Panel(#[from] NoPanel),
    /// Its framebuffer has no name.
    #[error(transparent)]
    Framebuffer(#[from] FramebufferProblem),
    /// What every machine begins with.
    #[error(transparent)]
    Begun(#[from] NotBegun),
    /// The courier.
    #[error(transparent)]
    Courier(#[from] NotStarted),
    /// The texts that are built in.
    #[error(transparent)]
    Texts(#[from] BadTexts),
    /// The fonts that are built in.
    #[error(transparent)]
    Fonts(#[from] FontsProblem),
    /// No threads.
    #[error("the display's threads could not be started")]
    Threads(#[source] std::io::Error),
}

impl Parts {
    /// As configured, on this machine.
    ///
    /// # Errors
    /// [`NoDisplay`].
    pub fn of_this_machine(config: Config, folder: PathBuf) -> Result<Self, NoDisplay> {
        let settings = config.display.ok_or(NoDisplay::NotConfigured)?;
        let sounder = || Box::new(PlayedSound::default());
        Ok(Parts {
            folder,
            clock: Arc::new(MachineClock::new()),
            luck: Arc::new(MachineLuck),
            framebuffer: Box::new(LinuxFramebuffer::new(settings.device)?),
            panel: Panel::new(settings.width_mm, settings.height_mm)?,
            languages: config.languages,
            texts: config.texts,
            aloud: settings.sound.then(|| Sounders { chime: sounder(), voice: sounder(), program: PathBuf::from("espeak-ng") }),
            proxy: config.desk.proxy,
            patience: Patience::default(),
        })
    }
}

/// A running display. Dropping it ends it.
pub struct Display {
    // Dropped in this order: nobody speaks to what is gone.
    courier: Option<Courier>,
    end: Sender<Hears>,
    wall: Option<JoinHandle<()>>,
    _keeper: Keeper,
}

impl Display {
    /// Starts it; from then on it shows what holds, whether or not the desk or the television is there.
    ///
    /// # Errors
    /// [`NoDisplay`].
    pub fn start(parts: Parts) -> Result<Self, NoDisplay> {
        let Parts { folder, clock, luck, framebuffer, panel, languages, texts, aloud, proxy, patience } = parts;
        let Begun { keeper, enrolled, forgot } = Begun::in_folder(&folder, &clock, &luck, proxy, patience)?;
        // It has no glass to be enrolled at: whoever looks after it reads this in its log.
        if let Some(forgot) = forgot {
            return Err(NotBegun::from(forgot.why).into());
        }
        let (_, link) = enrolled.ok_or(NoDisplay::NotEnrolled)?;
        let aloud = aloud.map(Aloud::start).transpose().map_err(NoDisplay::Threads)?;
        let drawing = (framebuffer, panel, ticket::fonts()?);
        let wall = Wall::new(drawing, wording::Wording::new(texts, &folder), &folder, languages, aloud, Arc::clone(&clock))?;
        let (tell, news) = channel();
        let thread =
            std::thread::Builder::new().name("wall".into()).spawn(move || wall.run(&news)).map_err(NoDisplay::Threads)?;
        let listener = Mutex::new(tell.clone());
        let courier = Courier::listening(courier::Parts {
            link,
            keeper: keeper.handle(),
            folder,
            clock,
            luck,
            listener: Arc::new(move |news| {
                // It fails only where the wall has ended, and then nobody looks.
                let _ = listener.lock().unwrap_or_else(PoisonError::into_inner).send(Hears::News(news));
            }),
            check_texts: Some(wording::refuses),
        })?;
        Ok(Display { courier: Some(courier), end: tell, wall: Some(thread), _keeper: keeper })
    }

    /// Shows who is called until the machine ends it.
    pub fn run(mut self) {
        // It ends only where that thread has panicked, which the panic hook has told: systemd starts it anew.
        let _ = self.wall.take().map(JoinHandle::join);
    }

    /// How the courier is doing.
    pub fn courier(&self) -> Option<&Courier> {
        self.courier.as_ref()
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        self.courier = None;
        // Both fail only where the wall has ended already.
        let _ = self.end.send(Hears::End);
        let _ = self.wall.take().map(JoinHandle::join);
    }
}
