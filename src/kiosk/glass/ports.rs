//! What the glass acts through.

use crate::clock::Clock;
use crate::entry::{Draft, SlotId};
use crate::kiosk::listening::Voice;
use crate::kiosk::recorder::Recorder;
use crate::visit::{Event, HandIn, LeafletOrder, TicketOrder};
use std::sync::Arc;

/// Commits what a resident leaves.
pub trait Keeper {
    /// Commits `draft`. The answer is [`Event::Kept`] or [`Event::NotKept`] for this `hand_in`: returned where it is known
    /// at once, else sent later through a [`super::GlassHandle`]. The words are never dropped unanswered.
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event>;

    /// Asks the desk for the right to book `slot`, and has it on the disk before it answers [`Event::Taken`]. The other
    /// answers are [`Event::Lost`] and [`Event::NotTaken`]; returned or sent as those of [`Keeper::keep`].
    fn take(&mut self, hand_in: HandIn, _slot: SlotId) -> Option<Event> {
        Some(Event::NotTaken(hand_in))
    }
}

/// What the kiosk's own loudspeaker says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Somebody is wanted in the hall.
    Call,
    /// "Bent u er nog?": the countdown has begun.
    StillThere,
    /// The microphone hears: one short tone.
    MaySpeak,
}

/// Sounds, network or not. A port without sound does nothing.
pub trait Ringer {
    /// Sounds at once and does not wait for the end.
    fn ring(&mut self, signal: Signal);
}

/// A machine that is silent.
#[derive(Debug)]
pub struct NoRinger;

impl Ringer for NoRinger {
    fn ring(&mut self, _: Signal) {}
}

/// Prints tickets.
pub trait TicketPrinter {
    /// Prints this ticket, and does not wait for it. The answer is [`Event::TicketPrinted`] or [`Event::TicketFailed`]: returned
    /// where it is known at once, else sent later through a [`super::GlassHandle`]. What failed is never printed later.
    fn print(&mut self, order: TicketOrder) -> Option<Event>;

    /// The same for what is said of a helper; the answer is [`Event::LeafletPrinted`].
    fn print_leaflet(&mut self, order: LeafletOrder) -> Option<Event>;
}

/// A machine without a printer. [`crate::visit::SiteView::printer_ready`] is false there, and no ticket is offered.
#[derive(Debug)]
pub struct NoPrinter;

impl TicketPrinter for NoPrinter {
    fn print(&mut self, order: TicketOrder) -> Option<Event> {
        Some(Event::TicketFailed(order.entry))
    }

    fn print_leaflet(&mut self, _: LeafletOrder) -> Option<Event> {
        Some(Event::LeafletPrinted(false))
    }
}

/// What the glass acts through.
pub struct Ports {
    /// Commits to disk.
    pub keeper: Box<dyn Keeper>,
    /// Sounds.
    pub ringer: Box<dyn Ringer>,
    /// Prints.
    pub printer: Box<dyn TicketPrinter>,
    /// Speaks.
    pub voice: Box<dyn Voice>,
    /// Records, and plays what was recorded.
    pub recorder: Box<dyn Recorder>,
    /// Whether a handset hangs beside the glass.
    pub handset: bool,
    /// Says when it is.
    pub clock: Arc<dyn Clock>,
}
