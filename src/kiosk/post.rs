//! The machine in the hall, put together: outbox, courier and glass, each on its thread, and the news between them.
//!
//! Everything but the outbox may be absent or broken: then the glass says less and keeps what residents leave.

use super::care::{self, Places};
use super::courier::{Courier, News, NotStarted, Parts, TakeAnswer, Taker};
use super::glass::{Glass, GlassHandle, Keeper as KeeperPort, NoPrinter, Ports, Ringer, Settings, TicketPrinter};
use super::hall::Hall;
use super::identity::{BadIdentity, Identity};
use super::keeper::{Keeper, KeeperHandle, NotKept, Trouble, Why};
use super::link::numbers::Reserved;
use super::link::tls::DeskTime;
use super::link::{Link, NoLink, Patience};
use super::listening::{NoVoice, Voice};
use super::recorder::{NoRecorder, Recorder, TapeRecorder};
use super::ticket::{self, PrinterNews, Printing, Proofs};
use super::wording::{Current, Wording, say_unread};
use super::{recorder, site, times, voice, wording};
use crate::caretaker::Part;
use crate::clock::{Clock, Luck};
use crate::entry::{Draft, Language, SlotId};
use crate::outbox::NotOpened;
use crate::texts::{BadTexts, Library};
use crate::visit::{Event, HandIn, KeptReceipt, Offer, SiteView, Visit};
use crate::wire::{self, CallState, Site, Slots, Today};
use chrono::{Datelike, NaiveDate, Weekday};
use chrono_tz::Europe::Amsterdam;
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::FontsProblem;
use inloop_ui as ui;
use slint::{ComponentHandle, Timer, TimerMode};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// The file in the data folder that keeps what residents leave.
pub const OUTBOX: &str = "outbox.sqlite";

/// How often the glass looks whether the post has opened or closed, because hours are told to the minute, and whether the site's
/// texts have changed.
const LOOK_AT_THE_CLOCK: Duration = Duration::from_secs(60);

/// A weekday names one day only within this many days.
const DAYS_IN_A_WEEK: i64 = 7;

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
    /// What the caretaker's screen can do with the machine.
    pub care: Places,
}

/// Why a post does not start. Each is one sentence for whoever looks after the machine.
#[derive(Debug, thiserror::Error)]
pub enum NoPost {
    /// The outbox holds something that trying again does not mend.
    #[error(transparent)]
    Outbox(#[from] NotOpened),
    /// Who this kiosk is.
    #[error(transparent)]
    Identity(#[from] BadIdentity),
    /// The keeper.
    #[error(transparent)]
    Keeper(#[from] Trouble),
    /// The line to the desk.
    #[error(transparent)]
    Link(#[from] NoLink),
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
    courier: Option<Courier>,
    _glass: Rc<Glass>,
    keeper: Keeper,
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
            care,
        } = parts;
        let keeper = Keeper::start(&folder.join(OUTBOX), Arc::clone(&clock), Arc::clone(&luck))?;
        let identity = Identity::load(&folder)?;

        let app = ui::App::new()?;
        ui::register_fonts()?;
        let mut wording = Wording::new(texts, &folder);
        let texts = wording.library()?;
        let board = Arc::new(Board {
            clock: Arc::clone(&clock),
            glass: GlassHandle::of(&app),
            hall: Mutex::new((first_hall(&folder, &texts, languages, scanner, handset), None)),
        });
        let site = board.view();
        say_unread(&texts, &site.languages);
        let texts = Current::from(texts);
        let (voice, recorder) = (speaker(voice, &board), tapes(recorder, &board));
        let (taker, proofs) = (Arc::new(OnceLock::new()), Arc::new(Proofs::default()));
        let prints = printer.is_some();
        let printer = match printer {
            None => Box::new(NoPrinter) as Box<dyn TicketPrinter>,
            Some(printer) => Box::new(print_by(printer, &texts, &board, Arc::clone(&proofs))?),
        };
        let on_thread = OnThread { keeper: keeper.handle(), board: Arc::clone(&board), taker: Arc::clone(&taker), proofs };
        let keeper_port = Box::new(on_thread);
        let ports = Ports { keeper: keeper_port, ringer, printer, voice, recorder, handset, clock: Arc::clone(&clock) };
        let glass = Rc::new(Glass::new(&app, Visit::at_rest(site), texts, ports, settings));

        let link = match &identity {
            None => None,
            Some(identity) => Some(Arc::new(link(identity, &keeper.handle(), &clock, proxy)?)),
        };
        let cares = care::Parts {
            keeper: keeper.handle(),
            link: link.clone(),
            identity,
            status: None,
            printer: Box::new(printer_of(&board, prints)),
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
        Ok(Post { app, _look: look, courier, _glass: glass, keeper })
    }

    /// Shows the glass and turns the event loop until somebody ends it.
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
fn first_hall(folder: &Path, texts: &Library, configured: Vec<Language>, scanner: bool, handset: bool) -> Hall {
    let site = site::last(folder).unwrap_or_else(|error| {
        tracing::warn!(%error, "the last site data cannot be used; the desk is asked again");
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

fn link(identity: &Identity, keeper: &KeeperHandle, clock: &Arc<dyn Clock>, proxy: Option<String>) -> Result<Link, NoPost> {
    if keeper.enrolment()?.is_none() {
        keeper.enrol(identity.enrolment(), Vec::new())?;
    }
    let time = Arc::new(DeskTime::new(Arc::clone(clock), identity.desk_time));
    let numbers = Box::new(Reserved::new(keeper.clone()));
    Ok(Link::new(identity.peer(proxy), identity.sender(), numbers, time, Patience::default())?)
}

/// How the printer is, as the board knows it.
fn printer_of(board: &Arc<Board>, there: bool) -> impl Fn() -> Part + Send + use<> {
    let board = Arc::clone(board);
    move || match board.hall.lock().unwrap_or_else(PoisonError::into_inner).0.printer_ready {
        _ if !there => Part::Absent,
        true => Part::Fine,
        false => Part::Wrong,
    }
}

/// Starts the printer's thread: what it says goes to the glass.
fn print_by(printer: Box<dyn Printer>, texts: &Current, board: &Arc<Board>, proofs: Arc<Proofs>) -> Result<Printing, NoPost> {
    let drawing = (texts.clone(), ticket::fonts()?);
    let listener = Arc::clone(board);
    let hear = move |news| match news {
        PrinterNews::Ready(ready) => listener.learn(|hall| hall.printer_ready = ready),
        PrinterNews::Leaflet { printed } => listener.tell(Event::LeafletPrinted(printed)),
        PrinterNews::Answer { entry, printed: true } => listener.tell(Event::TicketPrinted(entry)),
        PrinterNews::Answer { entry, printed: false } => listener.tell(Event::TicketFailed(entry)),
    };
    Printing::start(printer, drawing, proofs, Arc::clone(&board.clock), hear).map_err(NoPost::Printer)
}

/// Where the desk's news becomes what the glass may say.
struct Board {
    clock: Arc<dyn Clock>,
    glass: GlassHandle,
    /// What is known, and what of it the glass was told last.
    hall: Mutex<(Hall, Option<SiteView>)>,
}

impl Board {
    fn view(&self) -> SiteView {
        let mut hall = self.hall.lock().unwrap_or_else(PoisonError::into_inner);
        let view = hall.0.view(self.clock.stamp());
        hall.1 = Some(view.clone());
        view
    }

    /// Tells the glass where what it may say has changed: it repaints nothing otherwise.
    fn refresh(&self) {
        let before = self.hall.lock().unwrap_or_else(PoisonError::into_inner).1.clone();
        let now = self.view();
        if before.as_ref() != Some(&now) {
            self.tell(Event::Site(now));
        }
    }

    fn learn(&self, change: impl FnOnce(&mut Hall)) {
        change(&mut self.hall.lock().unwrap_or_else(PoisonError::into_inner).0);
        self.refresh();
    }

    /// Times as the glass offers them.
    fn offers(&self, slots: &[SlotId]) -> Vec<Offer> {
        let hall = self.hall.lock().unwrap_or_else(PoisonError::into_inner);
        slots.iter().filter_map(|slot| hall.0.offer(*slot, None)).collect()
    }

    fn tell(&self, event: Event) {
        if self.glass.send(event).is_err() {
            tracing::debug!("news came after the glass had ended");
        }
    }

    fn hear(&self, news: News) {
        match news {
            News::Delivered { id, before } => {
                self.tell(Event::CallDelivered(id));
                self.tell(Event::DeskReceipt(id, before.and_then(|day| self.named(day))));
            }
            News::Call { id, state: CallState::Ringing } => self.tell(Event::CallDelivered(id)),
            News::Call { id, state: CallState::Coming } => self.tell(Event::SomebodyComes(id)),
            // The glass has told the resident where to go a minute after the call, desk or no desk.
            News::Call { state: CallState::Missed, .. } | News::Parked { .. } => {}
            // For staff and the caretaker, who see it in the health report; a resident is kept from nothing by it.
            News::Paused(_) => {}
            News::Presence(presence) => self.learn(|hall| hall.presence = presence),
            News::RoomForSound(room) => self.learn(|hall| hall.room_for_sound = room),
            News::Called(called) => self.learn(|hall| hall.called = called),
            News::Online(online) => self.learn(|hall| hall.online = online),
            News::Site(site) => self.learn(|hall| hall.site = Some(Site::clone(&site))),
            // The glass looks at the good copies when it rests.
            News::Texts => {}
            News::Slots(slots) => self.learn(|hall| hall.slots = Some(Slots::clone(&slots))),
            News::Held(held) => self.learn(|hall| hall.held = held),
            News::Promised(promised) => self.learn(|hall| hall.promised = promised),
            News::Today(today) => self.learn(|hall| hall.today = Some(Today::clone(&today))),
        }
    }

    /// The weekday of `day`, where the clock is believed and no other day before it has that name.
    fn named(&self, day: NaiveDate) -> Option<Weekday> {
        let stamp = self.clock.stamp();
        let today = stamp.at.with_timezone(&Amsterdam).date_naive();
        let ahead = (day - today).num_days();
        (stamp.trusted && (1..DAYS_IN_A_WEEK).contains(&ahead)).then(|| day.weekday())
    }
}

/// Keeps on the keeper's thread; the answer comes as an event.
struct OnThread {
    keeper: KeeperHandle,
    board: Arc<Board>,
    /// None where the kiosk is not enrolled.
    taker: Arc<OnceLock<Taker>>,
    /// What may have a ticket.
    proofs: Arc<Proofs>,
}

impl KeeperPort for OnThread {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        let (board, proofs) = (Arc::clone(&self.board), Arc::clone(&self.proofs));
        self.keeper.hand_in(draft, move |answer| {
            let event = match answer {
                Ok(receipt) => {
                    let (kept, qr) = receipt.into_parts();
                    let (entry, teken) = (kept.id(), kept.teken());
                    proofs.add(kept);
                    Event::Kept(hand_in, KeptReceipt { entry, teken, qr })
                }
                Err(NotKept { draft, why: Why::NotHeld }) => {
                    tracing::warn!("a time could not be booked: it has begun, or this kiosk does not hold it any more");
                    Event::NotHeld(hand_in, *draft)
                }
                Err(not_kept) => {
                    tracing::error!(why = %not_kept.why, "an entry could not be kept; the words went back to the glass");
                    Event::NotKept(hand_in, *not_kept.draft)
                }
            };
            board.tell(event);
        });
        None
    }

    fn take(&mut self, hand_in: HandIn, slot: SlotId) -> Option<Event> {
        let Some(taker) = self.taker.get() else { return Some(Event::NotTaken(hand_in)) };
        let board = Arc::clone(&self.board);
        taker.take(slot, move |answer| {
            board.tell(match answer {
                TakeAnswer::Granted(grant) => Event::Taken(hand_in, grant),
                TakeAnswer::Lost(instead) => Event::Lost(hand_in, board.offers(&instead)),
                TakeAnswer::NotNow => Event::NotTaken(hand_in),
            });
        });
        None
    }
}
