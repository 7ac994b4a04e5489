//! The machine in the hall, put together: outbox, courier and glass, each on its thread, and the news between them.
//!
//! Everything but the outbox may be absent or broken: then the glass says less and keeps what residents leave.

mod board;

pub use super::begun::OUTBOX;

use super::begun::{Begun, Forgot, NotBegun};
use super::care::{self, Places};
use super::courier::{Courier, NotStarted, Parts};
use super::glass::{Glass, GlassHandle, NoPrinter, Ports, Ringer, Settings, TicketPrinter};
use super::hall::Hall;
use super::keeper::{Keeper, KeeperHandle};
use super::layout::Panel;
use super::link::Patience;
use super::listening::{NoVoice, Voice};
use super::machine::light::Seen;
use super::machine::lock::{Lock, Who};
use super::machine::{self, Machine, State};
use super::recorder::{NoRecorder, Recorder, TapeRecorder};
use super::restart::{self, WhenIdle};
use super::ticket::{self, PrinterNews, Printing, Proofs};
use super::wording::{Current, Wording, say_unread};
use super::{recorder, setup, site, times, voice, wording};
use crate::clock::{Clock, Luck};
use crate::entry::Language;
use crate::texts::{BadTexts, Library};
use crate::visit::{Event, Visit};
use crate::wire;
use board::{Board, OnThread};
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::FontsProblem;
use inloop_ui as ui;
use slint::{ComponentHandle, Timer, TimerMode};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

/// How often the glass looks whether the post has opened or closed, because hours are told to the minute, and whether the site's
/// texts have changed.
const LOOK_AT_THE_CLOCK: Duration = Duration::from_secs(60);

/// What a post is made of.
pub struct PostParts {
    /// The data folder, for the kiosk's user alone.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// The screen and its keys.
    pub glass: Settings,
    /// The languages of the glass until the desk has told which; the glass rests in the first.
    pub languages: Vec<Language>,
    /// The folder of the site's own texts, where it has any.
    pub texts: Option<PathBuf>,
    /// Whether a scanner for residents' codes stands at the glass.
    pub scanner: bool,
    /// What sounds.
    pub ringer: Box<dyn Ringer>,
    /// What speaks; none where nothing is read aloud.
    pub voice: Option<voice::Parts>,
    /// What records; none where nobody is asked to speak.
    pub recorder: Option<recorder::Parts>,
    /// Whether a handset hangs beside the glass.
    pub handset: bool,
    /// What prints tickets; without one nothing is said of them.
    pub printer: Option<Box<dyn Printer>>,
    /// A proxy of the building, where there is one.
    pub proxy: Option<String>,
    /// The other devices of the machine.
    pub machine: machine::Parts,
    /// What the caretaker's screen can do with the machine.
    pub care: Places,
    /// What is known before anybody was asked; none where it is not set up at its glass. A kiosk that is not enrolled begins with that.
    pub set_up: Option<setup::Known>,
}

/// Why a post does not start. Each is one sentence for whoever looks after the machine.
#[derive(Debug, thiserror::Error)]
pub enum NoPost {
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
    Fonts(#[from] ui::FontError),
    /// The same, for tickets.
    #[error(transparent)]
    TicketFonts(#[from] FontsProblem),
    /// The printer's thread.
    #[error("the printer cannot be used")]
    Printer(#[source] std::io::Error),
    /// The screen.
    #[error("the screen cannot be used")]
    Screen(#[from] slint::PlatformError),
}

/// A running post. Dropping it ends the courier and closes the outbox.
pub struct Post {
    app: ui::App,
    // Dropped in this order: nobody speaks to what is gone.
    _look: Timer,
    idle: Timer,
    courier: Option<Courier>,
    glass: Rc<Glass>,
    keeper: Keeper,
    // Last of all: until here a watchdog brings back what hangs.
    _machine: Machine,
}

impl Post {
    /// Starts everything on this thread's event loop, which [`Post::run`] turns.
    ///
    /// # Errors
    /// [`NoPost`].
    pub fn start(parts: PostParts) -> Result<Self, NoPost> {
        let PostParts {
            folder,
            clock,
            luck,
            glass: settings,
            languages,
            texts,
            scanner,
            ringer,
            printer,
            voice,
            recorder,
            handset,
            proxy,
            machine: devices,
            care,
            set_up,
        } = parts;
        let prints = printer.is_some();
        let state = State::new(prints);
        let Begun { keeper, enrolled, forgot } = Begun::in_folder(&folder, &clock, &luck, proxy.clone(), Patience::default())?;
        if let Some(Forgot { why, .. }) = &forgot {
            tracing::error!(
                error = why as &dyn std::error::Error,
                "this kiosk does not know any more who it is: it asks at its glass"
            );
        }
        let (identity, link) = enrolled.unzip();
        if let (Some(identity), Some(rtc)) = (&identity, &devices.rtc) {
            rtc.begins(&keeper.handle(), identity.desk_time, &*clock);
        }

        let app = ui::App::new()?;
        ui::register_fonts()?;
        let seen = app.window().size();
        let (panel, wired) = (settings.panel.or_unmeasured((seen.width, seen.height)), devices.wired.clone());
        // What is measured anew is what is there.
        let mut measures = panel;
        if (seen.width, seen.height) != panel.pixels && seen.width > 0 {
            measures = Panel { pixels: (0, 0), ..panel }.or_unmeasured((seen.width, seen.height));
            tracing::error!(?panel.pixels, ?seen, "the panel has other pixels than were measured: everything on it has another size");
        }
        let settings = Settings { panel, ..settings };
        let mut wording = Wording::new(texts, &folder);
        let texts = wording.library()?;
        let board = Arc::new(Board {
            clock: Arc::clone(&clock),
            glass: GlassHandle::of(&app),
            hall: Mutex::new((first_hall(&folder, &texts, languages, scanner, handset), None)),
            rtc: devices.rtc.map(|rtc| (rtc, keeper.handle())),
            lock: Lock::in_folder(&folder, Arc::clone(&luck), state.clone()),
            trying: Arc::new(AtomicBool::new(set_up.is_some() && identity.is_none())),
            enrolled: identity.is_some() || forgot.is_some(),
        });
        let site = board.view();
        say_unread(&texts, &site.languages);
        let texts = Current::from(texts);
        let (voice, recorder) = (speaker(voice, &board), tapes(recorder, &board));
        let (taker, proofs) = (Arc::new(OnceLock::new()), Arc::new(Proofs::default()));
        let printer = match printer {
            None => Box::new(NoPrinter) as Box<dyn TicketPrinter>,
            Some(printer) => Box::new(print_by(printer, &texts, (&board, &state), Arc::clone(&proofs))?),
        };
        let on_thread = OnThread { keeper: keeper.handle(), board: Arc::clone(&board), taker: Arc::clone(&taker), proofs };
        let keeper_port = Box::new(on_thread);
        let ports = Ports { keeper: keeper_port, ringer, printer, voice, recorder, handset, clock: Arc::clone(&clock) };
        let glass = Rc::new(Glass::new(&app, Visit::at_rest(site), texts, ports, settings));
        if board.lock.stands() {
            glass.deliver(Event::Lock(true));
        }
        let mut machine = Machine::new(state.clone());
        machine.light(devices.light, Arc::clone(&clock));
        let (eye, switched) = (machine.eye(), Arc::clone(&board));
        glass.on_hands(move || eye.saw(Seen::Hand));
        machine.listen(devices.pins, move |event| switched.switched(event));

        if let Some(told) = set_up {
            let machine = setup::Parts {
                folder: folder.clone(),
                desk: told.said.desk.then(|| told.desk.clone()).flatten(),
                only: forgot.as_ref().map(|forgot| forgot.desk),
                proxy,
                patience: Patience::default(),
                pixels: measures.pixels,
                rotation: told.rotation,
                clock: Arc::clone(&clock),
                luck: Arc::clone(&luck),
                glass: board.glass.clone(),
            };
            let given = crate::setup::Given {
                forgot: forgot.is_some(),
                ..setup::given(&told, measures, identity.as_ref(), prints, &wired)
            };
            setup::offer(&glass, machine, given, Arc::clone(&board.trying), identity.is_none());
        }
        let cares = care::Parts {
            keeper: keeper.handle(),
            link: link.clone(),
            identity,
            status: None,
            machine: state.clone(),
            unlock: ender(&board),
            clock: Arc::clone(&clock),
            luck: Arc::clone(&luck),
            places: care,
            glass: board.glass.clone(),
        };
        let courier = match link {
            None => None,
            Some(link) => {
                let listener = Arc::clone(&board);
                let courier = Courier::start(Parts {
                    link,
                    keeper: keeper.handle(),
                    folder,
                    clock,
                    luck,
                    listener: Arc::new(move |news| listener.hear(news)),
                    check_texts: Some(wording::refuses),
                })?;
                state.tells(courier.machine_teller());
                // The glass takes no event before this function has returned.
                let _ = taker.set(courier.taker());
                Some(courier)
            }
        };
        care::let_in(&glass, care::Parts { status: courier.as_ref().map(care::teller), ..cares });
        if courier.is_none() {
            tracing::warn!("this kiosk is not enrolled: nothing can be kept until it is");
        }

        let tells_texts = courier.as_ref().map(Courier::texts_teller);
        let tell_texts = move |wording: &Wording| {
            if let Some(tell) = &tells_texts {
                tell(wording.wrong());
            }
        };
        tell_texts(&wording);
        let look = Timer::default();
        let shown = Rc::clone(&glass);
        look.start(TimerMode::Repeated, LOOK_AT_THE_CLOCK, move || {
            board.refresh();
            // Words do not change before somebody who reads them.
            if let Some(texts) = shown.is_resting().then(|| wording.changed()).flatten() {
                board.learn(|hall| hall.languages = texts.languages().collect());
                shown.reword(texts);
                tell_texts(&wording);
            }
        });
        if let Some(courier) = &courier {
            machine.tell(devices.told, courier.status_teller());
        }
        machine.watch(devices.watch);
        Ok(Post { app, _look: look, idle: Timer::default(), courier, glass, keeper, _machine: machine })
    }

    /// Shows the glass and turns the event loop until somebody ends it.
    ///
    /// # Errors
    /// Where the screen cannot be used.
    pub fn run(&self) -> Result<(), slint::PlatformError> {
        self.app.run()
    }

    /// Ends the event loop once `when` is due and nobody is at the glass.
    pub fn restart(&self, when: WhenIdle) {
        let glass = Rc::clone(&self.glass);
        self.idle.start(TimerMode::Repeated, restart::LOOK_EVERY, move || {
            if when.is_due(glass.is_resting()) {
                tracing::info!("a new program is here, and nobody is at the glass: starting anew");
                if let Err(error) = slint::quit_event_loop() {
                    tracing::error!(%error, "the glass does not end");
                }
            }
        });
    }

    /// The window, for whoever owns the back end.
    pub fn app(&self) -> &ui::App {
        &self.app
    }

    /// How the courier is doing; none where the kiosk is not enrolled.
    pub fn courier(&self) -> Option<&Courier> {
        self.courier.as_ref()
    }

    /// The outbox.
    pub fn keeper(&self) -> KeeperHandle {
        self.keeper.handle()
    }
}

/// What was known when the post last ran.
pub(super) fn first_hall(folder: &Path, texts: &Library, configured: Vec<Language>, scanner: bool, handset: bool) -> Hall {
    let site = site::last(folder).unwrap_or_else(|error| {
        tracing::warn!(%error, "the last site data cannot be used; until the desk is heard the glass is as it is configured");
        None
    });
    let presence = wire::Presence::Unknown;
    let (slots, today) = (times::last_slots(folder), times::last_today(folder));
    let told = |error| tracing::warn!(%error, "what was known of appointments cannot be used; the desk is asked again");
    Hall {
        site,
        presence,
        online: false,
        printer_ready: false,
        scanner,
        microphone: false,
        room_for_sound: true,
        handset,
        voices: Vec::new(),
        languages: texts.languages().collect(),
        configured,
        called: Vec::new(),
        slots: slots.map_err(told).ok().flatten(),
        held: Vec::new(),
        promised: Vec::new(),
        today: today.map_err(told).ok().flatten(),
    }
}

/// A voice on its own thread, which tells the board what it can speak, and the glass when it has spoken.
fn speaker(parts: Option<voice::Parts>, board: &Arc<Board>) -> Box<dyn Voice> {
    let Some(parts) = parts else { return Box::new(NoVoice) };
    let (knows, ends) = (Arc::clone(board), Arc::clone(board));
    let started = voice::Speaker::start(
        parts,
        move |voices| knows.learn(|hall| hall.voices = voices),
        move |id| {
            if ends.glass.said(id).is_err() {
                tracing::debug!("the voice ended after the glass had");
            }
        },
    );
    match started {
        Ok(speaker) => Box::new(speaker),
        Err(error) => {
            tracing::error!(%error, "nothing is read aloud: the voice could not be started");
            Box::new(NoVoice)
        }
    }
}

/// A recorder on its own thread, which tells the board whether there is a microphone, and the glass what it records.
fn tapes(parts: Option<recorder::Parts>, board: &Arc<Board>) -> Box<dyn Recorder> {
    let Some(parts) = parts else { return Box::new(NoRecorder) };
    let (knows, hears) = (Arc::clone(board), Arc::clone(board));
    let ready = move |ready| knows.learn(|hall| hall.microphone = ready);
    match TapeRecorder::start(parts, ready, move |event| hears.tell(event)) {
        Ok(recorder) => Box::new(recorder),
        Err(error) => {
            tracing::error!(%error, "nobody can speak here: the recorder could not be started");
            Box::new(NoRecorder)
        }
    }
}

/// Ends the lock that a caretaker saw.
fn ender(board: &Arc<Board>) -> Box<dyn Fn(u64) -> bool + Send> {
    let board = Arc::clone(board);
    Box::new(move |number| board.unlock(number, Who::Caretaker))
}

/// Starts the printer's thread: what it says goes to the glass.
fn print_by(
    printer: Box<dyn Printer>,
    texts: &Current,
    (board, machine): (&Arc<Board>, &State),
    proofs: Arc<Proofs>,
) -> Result<Printing, NoPost> {
    let drawing = (texts.clone(), ticket::fonts()?);
    let (listener, machine) = (Arc::clone(board), machine.clone());
    let hear = move |news| match news {
        PrinterNews::Is(status) => {
            machine.printer(status);
            listener.learn(|hall| hall.printer_ready = status.prints());
        }
        PrinterNews::Leaflet { printed } => {
            machine.ticket(printed);
            listener.tell(Event::LeafletPrinted(printed));
        }
        PrinterNews::Answer { entry, printed } => {
            machine.ticket(printed);
            listener.tell(if printed { Event::TicketPrinted(entry) } else { Event::TicketFailed(entry) });
        }
    };
    Printing::start(printer, drawing, proofs, Arc::clone(&board.clock), hear).map_err(NoPost::Printer)
}
