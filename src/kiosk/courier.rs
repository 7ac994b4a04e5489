//! The courier: carries sealed entries to the desk, and news back to the glass.
//!
//! One thread thinks ([`Delivery`](crate::delivery::Delivery) decides, the keeper writes down), and others wait for the network in its place:
//! - a few lanes send entries, one each at a time;
//! - one holds the long question about calls, which is also what notices that the line is back;
//! - one asks about times that can be booked, and for the one that a resident chose;
//! - one runs errands: the site, the health report, the small question at a closed door.
//!
//! Nothing is lost when any of them stops at any moment: an entry leaves the outbox only when its receipt is committed there.

mod errands;
mod hall;
mod lanes;
mod mind;
mod slots;
mod status;

pub use errands::HEALTH_EVERY;
pub use hall::{CALLS_LONGEST_WAIT, GLANCE_EVERY};
pub use slots::{A_RESIDENT_WAITS, TakeAnswer, Taker};
pub use status::Status;

use super::keeper::{KeeperHandle, Trouble};
use super::link::Link;
use super::told_texts::Check;
use crate::clock::{Clock, Luck};
use crate::delivery::Pause;
use crate::entry::{EntryId, Grant};
use crate::outbox::Promised;
use crate::wire::{CallState, CalledNow, Machine, Presence, Site, Slots, Today};
use chrono::NaiveDate;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

/// What the glass wants to hear.
#[derive(Clone, Debug)]
pub enum News {
    /// The desk has it, and that is written down here.
    Delivered {
        /// Which.
        id: EntryId,
        /// The day before which the team will have been in touch, where the desk promised one.
        before: Option<NaiveDate>,
    },
    /// It is parked: staff have to look.
    Parked {
        /// Which.
        id: EntryId,
    },
    /// How a call of this kiosk is doing.
    Call {
        /// Which.
        id: EntryId,
        /// How.
        state: CallState,
    },
    /// Whether somebody is there, as staff say.
    Presence(Presence),
    /// Whether the disk has room for another recording.
    RoomForSound(bool),
    /// Who is called from the hall, the latest first.
    Called(Vec<CalledNow>),
    /// Whether the desk answers.
    Online(bool),
    /// Whether the desk lets this kiosk in; where not, nothing is sent until it does.
    Paused(Option<Pause>),
    /// The desk tells something new about the post.
    Site(Arc<Site>),
    /// What it says otherwise than the bundled texts has changed: the good copies in the data folder are new.
    Texts,
    /// What it tells about times that can be booked.
    Slots(Arc<Slots>),
    /// The times that this kiosk may give by itself.
    Held(Vec<Grant>),
    /// The times that were booked here.
    Promised(Vec<Promised>),
    /// Who is expected.
    Today(Arc<Today>),
    /// Staff looked at the machine: the lock of this number ends.
    Unlock(u64),
}

/// Who hears the news, on a thread of the courier: answer soon, and do not call back.
pub trait Listener: Send + Sync {
    /// One piece of news.
    fn hear(&self, news: News);
}

impl<F: Fn(News) + Send + Sync> Listener for F {
    fn hear(&self, news: News) {
        self(news);
    }
}

/// Everything a courier is made of.
pub struct Parts {
    /// The line to the desk.
    pub link: Arc<Link>,
    /// The outbox.
    pub keeper: KeeperHandle,
    /// Where `site.json` is kept.
    pub folder: PathBuf,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The randomness.
    pub luck: Arc<dyn Luck>,
    /// Who hears the news.
    pub listener: Arc<dyn Listener>,
    /// Looks at what the desk says otherwise than the bundled texts; none where no glass would say it.
    pub check_texts: Option<Check>,
}

/// Why the courier did not start.
#[derive(Debug, thiserror::Error)]
pub enum NotStarted {
    /// The keeper.
    #[error("the outbox does not answer")]
    Keeper(#[from] Trouble),
    /// No threads.
    #[error("the courier's threads could not be started")]
    Threads(#[from] std::io::Error),
}

/// What the thinking thread is told.
enum Word {
    /// Something was kept.
    Kept(EntryId),
    /// A lane is back.
    Back(lanes::Back),
    /// The desk gave a signed answer to something else.
    Answered,
    /// The line was down and is up.
    LinkUp,
    /// The desk did not let in something else than an entry.
    TurnedAway(Pause),
    /// What came of the small question at a closed door.
    Probed(Option<Result<(), Pause>>),
    /// The desk names its store: another name than before means that it came back from a backup.
    Store(String),
    /// Look at the outbox again.
    LookAgain,
    /// The courier is to stop.
    Stop,
}

/// What all threads of a courier share.
struct Shared {
    link: Arc<Link>,
    keeper: KeeperHandle,
    folder: PathBuf,
    clock: Arc<dyn Clock>,
    luck: Arc<dyn Luck>,
    listener: Arc<dyn Listener>,
    check_texts: Option<Check>,
    status: Mutex<status::Board>,
    /// What is wrong with the texts that the glass has.
    texts: Mutex<Option<String>>,
    /// How the machine is; none where nobody says.
    machine: Mutex<Option<Machine>>,
}

/// The running courier. Dropping it stops it; what is under way then is sent again by the next one.
pub struct Courier {
    mind: Sender<Word>,
    errands: Sender<errands::Errand>,
    hall: Sender<hall::Nudge>,
    slots: Sender<slots::Ask>,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Courier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Courier").field("link", &self.shared.link).finish_non_exhaustive()
    }
}

impl Courier {
    /// Says what is wrong with the site's own texts: the desk is told with the next word about how this kiosk is.
    pub fn texts_teller(&self) -> impl Fn(Option<String>) + use<> {
        let shared = Arc::clone(&self.shared);
        move |wrong| *shared.texts.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = wrong
    }

    /// Says how the machine is: the desk is told at once, or as soon as it can be heard again. It does not keep the courier: what the
    /// courier tells of may lead to whoever has this.
    pub fn machine_teller(&self) -> impl Fn(Machine) + use<> {
        let (shared, errands) = (Arc::downgrade(&self.shared), self.errands.clone());
        move |machine| {
            let Some(shared) = shared.upgrade() else { return };
            *shared.machine.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = Some(machine);
            // It fails only where the courier has stopped.
            let _ = errands.send(errands::Errand::Health);
        }
    }

    /// Starts carrying.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn start(parts: Parts) -> Result<Self, NotStarted> {
        Courier::begin(parts, slots::start)
    }

    /// Starts asking, for a display: it takes no times, and has nothing to carry.
    ///
    /// # Errors
    /// [`NotStarted`].
    pub fn listening(parts: Parts) -> Result<Self, NotStarted> {
        Courier::begin(parts, |_, _, asks| slots::ask_nothing(asks))
    }

    fn begin(
        parts: Parts,
        start_slots: impl FnOnce(Arc<Shared>, Sender<Word>, Receiver<slots::Ask>) -> std::io::Result<()>,
    ) -> Result<Self, NotStarted> {
        let Parts { link, keeper, folder, clock, luck, listener, check_texts } = parts;
        let status = Mutex::new(status::Board::new(link.desk().to_string()));
        let (texts, machine) = (Mutex::default(), Mutex::default());
        let shared = Arc::new(Shared { link, keeper, folder, clock, luck, listener, check_texts, status, texts, machine });
        let (mind, words) = channel();
        let (errands, errands_to_run) = channel();
        let (hall, nudges) = channel();
        let (slots, asks) = channel();

        let bell = Mutex::new((mind.clone(), slots.clone()));
        shared.keeper.on_kept(move |kept, _| {
            // The thinking thread has ended: the next courier finds the entry in the outbox.
            let bell = bell.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let _ = bell.0.send(Word::Kept(kept.id()));
            let _ = bell.1.send(slots::Ask::Booked);
        })?;

        errands::start(Arc::clone(&shared), mind.clone(), hall.clone(), slots.clone(), errands_to_run)?;
        start_slots(Arc::clone(&shared), mind.clone(), asks)?;
        hall::start(Arc::clone(&shared), mind.clone(), errands.clone(), nudges)?;
        let lanes = lanes::start(&shared, &mind)?;
        let thread = mind::start(Arc::clone(&shared), words, lanes, errands.clone())?;
        Ok(Courier { mind, errands, hall, slots, shared, thread: Some(thread) })
    }

    /// The network is back, says whoever knows: everything is tried at once.
    pub fn link_came_up(&self) {
        // Each of these fails only where the courier has stopped.
        let _ = self.mind.send(Word::LinkUp);
        let _ = self.hall.send(hall::Nudge::TryNow);
        let _ = self.errands.send(errands::Errand::Site);
        let _ = self.slots.send(slots::Ask::Sync(None));
    }

    /// How the glass asks the desk for one time.
    pub fn taker(&self) -> Taker {
        Taker(self.slots.clone())
    }

    /// Staff have put a parked entry back: look at the outbox again.
    pub fn look_again(&self) {
        let _ = self.mind.send(Word::LookAgain);
    }

    /// Tells how it is doing, from any thread.
    pub fn status_teller(&self) -> impl Fn() -> Status + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || status::read(&shared)
    }

    /// How it is doing, for the caretaker's panel.
    pub fn status(&self) -> Status {
        status::read(&self.shared)
    }

    /// Stops thinking. Whoever still waits for the network then ends by itself, within the time of one request, and touches
    /// nothing.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.mind.send(Word::Stop);
        let _ = self.errands.send(errands::Errand::Stop);
        let _ = self.hall.send(hall::Nudge::Stop);
        let _ = self.slots.send(slots::Ask::Stop);
        // It fails only where that thread has panicked, which the panic hook has told.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        self.end();
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run)
}

type Words = Receiver<Word>;
