//! The *briefje*: from a visit's order, and the proof that the entry is kept, to what the printer draws, and to the printer.
//!
//! 1. Nothing is drawn without a [`Kept`]: [`ticket`] asks for it, and [`Proofs`] gives each out once, so that nothing is
//!    printed twice.
//! 2. The printer has a thread of its own, and one order at a time: one that has waited is not printed later.
//! 3. Whatever happens, the order is answered; a printer that fails costs nobody more than the paper.

use super::glass::TicketPrinter;
use super::screens::unbroken;
use super::wording::Current;
use crate::clock::Clock;
use crate::entry::{EntryId, Language};
use crate::outbox::Kept;
use crate::texts::Library;
use crate::visit::{Event, LeafletOrder, TicketOrder};
use inloop_hardware::printer::{Printer, PrinterProblem, PrinterStatus};
use inloop_hardware::qr::{NotASecret, QrSecret};
use inloop_hardware::ticket::{
    Direction, Fonts, FontsProblem, Leaflet, Picture, PictureProblem, Ticket, TicketProblem, TwoDigits, leaflet, render,
};
use inloop_ui as ui;
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// An order that has waited longer is not printed: whoever asked for it has been told that it does not work, or has left.
pub const NO_LATER_THAN: Duration = Duration::from_secs(5);

/// How often the printer is asked how it is: somebody puts paper in, and the next resident is offered a ticket.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// How many proofs are kept: one resident leaves a few things, and asks for a ticket of the last.
const PROOFS: usize = 8;

/// Why there is no ticket. For the log: no resident reads it.
#[derive(Debug, thiserror::Error)]
pub enum NoTicket {
    /// The proof is that of something else.
    #[error("the ticket is of another entry than the proof")]
    NotThatOne,
    /// What was kept has another teken, or none.
    #[error("the teken is not the one that was given out")]
    NotThatTeken,
    /// No such pictogram.
    #[error("the teken has no picture")]
    NoPicture,
    /// The pictogram.
    #[error(transparent)]
    Picture(#[from] PictureProblem),
    /// The code.
    #[error(transparent)]
    Code(#[from] NotASecret),
    /// It cannot be drawn.
    #[error(transparent)]
    Draw(#[from] TicketProblem),
    /// The printer.
    #[error(transparent)]
    Printer(#[from] PrinterProblem),
}

/// What the printer draws for `order`, of what `kept` proves to be on the disk.
///
/// # Errors
/// [`NoTicket`]; a text that no font can draw is found by [`render`].
pub fn ticket(kept: &Kept, order: &TicketOrder, texts: &Library) -> Result<Ticket, NoTicket> {
    if kept.id() != order.entry {
        return Err(NoTicket::NotThatOne);
    }
    let teken = kept.teken().filter(|teken| *teken == order.teken).ok_or(NoTicket::NotThatTeken)?;
    let picture = ui::icon_file(&format!("teken-{}", teken.picture().word())).ok_or(NoTicket::NoPicture)?;
    let say = |text| unbroken(&texts.say(order.language, text));
    Ok(Ticket {
        language: order.language.code().to_owned(),
        direction: direction(texts, order.language),
        site: order.place.clone(),
        picture: Picture::from_svg(picture)?,
        number: TwoDigits::new(teken.number()).ok_or(NoTicket::NotThatTeken)?,
        teken: say(&order.said),
        moment: order.moment.as_ref().map(say),
        follows: order.follows.iter().map(say).collect(),
        secret: order.code.as_ref().map(|code| QrSecret::new(code)).transpose()?,
    })
}

/// What the printer draws for `order`.
pub fn says(order: &LeafletOrder, texts: &Library) -> Leaflet {
    Leaflet {
        language: order.language.code().to_owned(),
        direction: direction(texts, order.language),
        site: order.place.clone(),
        title: order.title.clone(),
        lines: order.lines.iter().map(|line| unbroken(&texts.say(order.language, line))).collect(),
        page: order.page.clone(),
    }
}

fn direction(texts: &Library, language: Language) -> Direction {
    if texts.reads_from_the_right(language) { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// The fonts of the glass.
///
/// # Errors
/// Where the build is broken.
pub fn fonts() -> Result<Fonts, FontsProblem> {
    let of = |first: usize| ui::FONTS.iter().skip(first).step_by(2).copied().collect::<Vec<_>>();
    Fonts::new(&of(0), &of(1))
}

/// The proofs of what was kept last, each good for one ticket.
#[derive(Debug, Default)]
pub struct Proofs(Mutex<VecDeque<Kept>>);

impl Proofs {
    /// Takes one in; the oldest goes.
    pub fn add(&self, kept: Kept) {
        let mut proofs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        proofs.truncate(PROOFS - 1);
        proofs.push_front(kept);
    }

    /// Gives the proof of `entry` out, for good.
    pub fn take(&self, entry: EntryId) -> Option<Kept> {
        let mut proofs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = proofs.iter().position(|kept| kept.id() == entry)?;
        proofs.remove(place)
    }
}

/// What the printer's thread says.
#[derive(Debug)]
pub enum PrinterNews {
    /// How the printer is; said at the beginning, and where it has changed.
    Is(PrinterStatus),
    /// What became of the order of this entry's ticket.
    Answer {
        /// Whose.
        entry: EntryId,
        /// The printer took all of it; else it did not, and will not.
        printed: bool,
    },
    /// The same for what is said of a helper.
    Leaflet {
        /// The printer took all of it; else it did not, and will not.
        printed: bool,
    },
}

enum Job {
    Print { kept: Kept, order: Box<TicketOrder>, at: Instant },
    Leaflet { order: LeafletOrder, at: Instant },
    End,
}

/// The printer's thread. Dropping it ends what is being printed.
pub struct Printing {
    jobs: SyncSender<Job>,
    thread: Option<JoinHandle<()>>,
    proofs: Arc<Proofs>,
    clock: Arc<dyn Clock>,
}

impl Printing {
    /// Starts it.
    ///
    /// # Errors
    /// Where the machine gives no thread.
    pub fn start(
        printer: Box<dyn Printer>,
        drawing: (impl Into<Current>, Fonts),
        proofs: Arc<Proofs>,
        clock: Arc<dyn Clock>,
        listener: impl Fn(PrinterNews) + Send + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, to_do) = sync_channel(1);
        let (texts, fonts) = drawing;
        let work =
            Work { printer, texts: texts.into(), fonts, clock: Arc::clone(&clock), listener: Box::new(listener), was: None };
        let thread = std::thread::Builder::new().name("printer".into()).spawn(move || work.run(&to_do))?;
        Ok(Printing { jobs, thread: Some(thread), proofs, clock })
    }
}

impl TicketPrinter for Printing {
    fn print(&mut self, order: TicketOrder) -> Option<Event> {
        let entry = order.entry;
        let Some(kept) = self.proofs.take(entry) else {
            tracing::error!(%entry, "a ticket was asked for without a proof that the entry is kept, or for the second time");
            return Some(Event::TicketFailed(entry));
        };
        // Where one waits already, the printer does not answer: this one is not printed when it does.
        let given = self.jobs.try_send(Job::Print { kept, order: Box::new(order), at: self.clock.now() });
        given.is_err().then_some(Event::TicketFailed(entry))
    }

    fn print_leaflet(&mut self, order: LeafletOrder) -> Option<Event> {
        let given = self.jobs.try_send(Job::Leaflet { order, at: self.clock.now() });
        given.is_err().then_some(Event::LeafletPrinted(false))
    }
}

impl Drop for Printing {
    fn drop(&mut self) {
        // Both fail only where the thread has ended already.
        let _ = self.jobs.send(Job::End);
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

struct Work {
    printer: Box<dyn Printer>,
    texts: Current,
    fonts: Fonts,
    clock: Arc<dyn Clock>,
    listener: Box<dyn Fn(PrinterNews) + Send>,
    was: Option<PrinterStatus>,
}

impl Work {
    fn run(mut self, jobs: &Receiver<Job>) {
        loop {
            self.look();
            match jobs.recv_timeout(LOOK_EVERY) {
                Ok(Job::Print { kept, order, at }) => self.print(&kept, &order, at),
                Ok(Job::Leaflet { order, at }) => self.print_leaflet(&order, at),
                Err(RecvTimeoutError::Timeout) => {}
                Ok(Job::End) | Err(RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn look(&mut self) {
        let is = self.printer.status();
        if self.was.replace(is) != Some(is) {
            (self.listener)(PrinterNews::Is(is));
        }
    }

    fn print(&mut self, kept: &Kept, order: &TicketOrder, at: Instant) {
        let late = self.clock.now().saturating_duration_since(at) > NO_LATER_THAN;
        let printed = if late { Err(PrinterProblem::Silent.into()) } else { self.put_on_paper(kept, order) };
        if let Err(error) = &printed {
            tracing::warn!(error = error as &dyn std::error::Error, "a ticket was not printed");
        }
        (self.listener)(PrinterNews::Answer { entry: order.entry, printed: printed.is_ok() });
    }

    fn print_leaflet(&mut self, order: &LeafletOrder, at: Instant) {
        let late = self.clock.now().saturating_duration_since(at) > NO_LATER_THAN;
        let printed = if late { Err(PrinterProblem::Silent.into()) } else { self.put_leaflet_on_paper(order) };
        if let Err(error) = &printed {
            tracing::warn!(error = error as &dyn std::error::Error, "what is said of a helper was not printed");
        }
        (self.listener)(PrinterNews::Leaflet { printed: printed.is_ok() });
    }

    fn put_leaflet_on_paper(&mut self, order: &LeafletOrder) -> Result<(), NoTicket> {
        let says = says(order, &self.texts.get());
        Ok(self.printer.print(&leaflet(&says, self.printer.paper(), &self.fonts)?)?)
    }

    fn put_on_paper(&mut self, kept: &Kept, order: &TicketOrder) -> Result<(), NoTicket> {
        let drawn = render(&ticket(kept, order, &self.texts.get())?, self.printer.paper(), &self.fonts)?;
        Ok(self.printer.print(&drawn)?)
    }
}
