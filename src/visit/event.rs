//! What goes into a visit and what comes out.

use super::locked::Fault;
use super::site::{Offer, SiteView};
use super::ticket::{LeafletOrder, TicketOrder};
use crate::entry::{Draft, EntryId, Grant, Recording, SlotId, Teken};
use chrono::Weekday;
use std::fmt;
use std::time::Duration;
use zeroize::Zeroizing;

/// What the visit calls one thing it hands in, from [`Effect::Keep`] until the keeper answers. Never used twice, so that an
/// answer that comes after the resident left reaches nobody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandIn(pub(super) u64);

/// What the visit calls one recording, or one time that it is played. Never used twice, so that a recording that comes after the
/// resident left reaches nobody else. Never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tape(pub(super) u64);

impl Tape {
    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// What the microphone hears now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How long the recording is.
    pub length: Duration,
    /// 0 to [`Level::MOST`].
    pub loudness: u8,
}

impl Level {
    /// As loud as is shown.
    pub const MOST: u8 = 10;
    /// Somebody speaks: an empty hall is below it.
    pub const SPEECH: u8 = 3;
}

/// One character of a resident's words. It does not print.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Letter(pub(super) char);

impl From<char> for Letter {
    fn from(c: char) -> Self {
        Letter(c)
    }
}

impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Letter(..)")
    }
}

impl Letter {
    /// The character, for whoever types no words of a resident.
    #[cfg(feature = "glass")]
    pub(crate) fn reveal(self) -> char {
        self.0
    }
}

/// What a scanner read: a secret, or whatever somebody held before it. It does not print.
pub struct Scan(pub(super) Zeroizing<String>);

impl Scan {
    /// Characters that are looked at: more than twice as many as a code has. What comes after them is dropped.
    pub const MAX: usize = 64;
}

impl From<&str> for Scan {
    fn from(read: &str) -> Self {
        Scan(Zeroizing::new(read.trim().chars().take(Scan::MAX).collect()))
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scan(..)")
    }
}

/// What the keeper gives for a thing that is committed to disk.
pub struct KeptReceipt {
    /// The entry's name, by which news from the desk speaks of it.
    pub entry: EntryId,
    /// To be found and called by; none where the kiosk had none left.
    pub teken: Option<Teken>,
    /// What the QR code holds; none where no secret was given out.
    pub qr: Option<Zeroizing<String>>,
}

impl fmt::Debug for KeptReceipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptReceipt").field("entry", &self.entry).field("teken", &self.teken).finish_non_exhaustive()
    }
}

/// What happened: at the glass, at the keeper, at the desk.
#[allow(clippy::large_enum_variant, reason = "one event at a time is moved, once; the large one comes with the minute")]
#[derive(Debug)]
pub enum Event {
    /// A touch on the resting glass, or one that means nothing else.
    Touch,
    /// A tile, by its id; `more` shows the next page of a list.
    Choose(String),
    /// A key with a character.
    Typed(Letter),
    /// The number pad's key "06": one touch, two digits.
    ZeroSix,
    /// The last character away.
    Backspace,
    /// The bar's way on, whatever it says: Verder, Overslaan, Ja (hand in), Klaar.
    Next,
    /// "Vorige".
    Back,
    /// "Stop": wipes at once.
    Stop,
    /// "Hulp".
    Help,
    /// "Taal": opens the list, and closes it again.
    Languages,
    /// "Aa": how the glass looks and sounds; closes it again.
    Seeing,
    /// Letters larger, or as they were.
    Size,
    /// "Voorlezen".
    ReadAloud,
    /// Something is said aloud to the resident, or no longer: as long as somebody listens, nobody is away.
    Sound(bool),
    /// "Verberg".
    Cover,
    /// "Laat zien".
    Uncover,
    /// A line of the overview, by its id.
    Edit(String),
    /// "Ja, ik ga door", or any touch that only means that somebody is there.
    StillHere,
    /// The moment of [`super::Visit::wake_at`] has come.
    Tick,
    /// How many tiles fit whole on a page of the glass.
    TilesFit(usize),
    /// Whether "Lager" leaves no room for smaller answers below the tiles, as on a glass that lies: ways out are tiles then, the last.
    LowIsShort(bool),
    /// Somebody opened the case: nobody is served from now on. False: staff have looked.
    Lock(bool),
    /// The machine has nothing to serve anybody with, and will not have it before it starts anew.
    CannotBegin(Fault),
    /// The post changed: staff came or went, the desk was heard or lost, paper ran out.
    Site(SiteView),
    /// Committed to disk.
    Kept(HandIn, KeptReceipt),
    /// Could not be committed: the words come back.
    NotKept(HandIn, Draft),
    /// The right to that time is not ours any more: the answers come back, and another time is looked for.
    NotHeld(HandIn, Draft),
    /// The answer to [`Effect::Take`]: the right to book that time is on this kiosk's disk.
    Taken(HandIn, Grant),
    /// Somebody else was faster. With it the nearest times that are free, as the desk knows them.
    Lost(HandIn, Vec<Offer>),
    /// The desk could not be asked: only times that this kiosk holds can be booked.
    NotTaken(HandIn),
    /// The printer took all of the ticket.
    TicketPrinted(EntryId),
    /// It did not, and will not.
    TicketFailed(EntryId),
    /// Whether the printer took all of what is said of a helper.
    LeafletPrinted(bool),
    /// A code was held before the scanner.
    Scanned(Scan),
    /// The call reached the desk.
    CallDelivered(EntryId),
    /// A worker pressed "Ik kom".
    SomebodyComes(EntryId),
    /// The desk has the entry, and says by which working day the resident hears.
    DeskReceipt(EntryId, Option<Weekday>),
    /// The microphone is on, and hears so much: told about ten times a second.
    Level(Tape, Level),
    /// The answer to [`Effect::Halt`]; also unasked, once the recording is as long as may be.
    Recorded(Tape, Recording),
    /// The microphone could not be turned on, or failed. With it what was recorded until then.
    RecordingFailed(Tape, Option<Recording>),
    /// The answer to [`Effect::PlayBack`]: it has been played to its end, or could not be.
    Played(Tape),
}

impl Event {
    /// True where it is the resident who does it, and not the post, the desk or time.
    pub fn shows_somebody_is_there(&self) -> bool {
        match self {
            Event::Touch | Event::Choose(_) | Event::Typed(_) | Event::ZeroSix | Event::Backspace | Event::Next => true,
            Event::Back | Event::Stop | Event::Help | Event::Languages | Event::Size | Event::Cover | Event::Uncover => true,
            Event::Seeing | Event::ReadAloud | Event::Sound(_) | Event::Edit(_) | Event::StillHere | Event::Scanned(_) => true,
            Event::Lock(_)
            | Event::CannotBegin(_)
            | Event::Tick
            | Event::TilesFit(_)
            | Event::LowIsShort(_)
            | Event::Site(_)
            | Event::Kept(..)
            | Event::NotKept(..) => false,
            Event::NotHeld(..) | Event::Taken(..) | Event::Lost(..) | Event::NotTaken(_) => false,
            Event::TicketPrinted(_) | Event::TicketFailed(_) | Event::LeafletPrinted(_) => false,
            Event::CallDelivered(_) | Event::SomebodyComes(_) | Event::DeskReceipt(..) => false,
            Event::Level(..) | Event::Recorded(..) | Event::RecordingFailed(..) | Event::Played(_) => false,
        }
    }
}

/// What has to be done now.
#[derive(Debug)]
pub enum Effect {
    /// Commit this, then answer with [`Event::Kept`] or give it back with [`Event::NotKept`]. The words have left the visit.
    Keep(HandIn, Draft),
    /// Ask the desk for the right to book this time, and answer with [`Event::Taken`], [`Event::Lost`] or
    /// [`Event::NotTaken`]; always, and the last of them where nobody answers in time.
    Take(HandIn, SlotId),
    /// Ring the kiosk's own chime, now, network or not.
    RingChime,
    /// Print this, of an entry that is kept; answer with [`Event::TicketPrinted`] or [`Event::TicketFailed`], and never print it
    /// later or again.
    PrintTicket(TicketOrder),
    /// Print this about a helper; answer with [`Event::LeafletPrinted`], and never print it later.
    PrintLeaflet(LeafletOrder),
    /// Turn the microphone on; tell [`Event::Level`], then [`Event::Recorded`] or [`Event::RecordingFailed`].
    Record(Tape),
    /// Turn it off, and hand over what was said.
    Halt(Tape),
    /// The microphone hears now: a short tone says so.
    MaySpeak,
    /// Play what [`super::Visit::recording`] has, into the handset alone; answer with [`Event::Played`].
    PlayBack(Tape),
    /// Turn the microphone off at once, play nothing, and wipe what was not handed over. No answer.
    Discard,
    /// A sound and a spoken question: the countdown has begun.
    WarnOfTheEnd,
    /// Read aloud what the glass shows, or fall silent.
    ReadAloud,
    /// The resident is gone: clear every model, buffer and picture of the glass.
    ForgetEverything,
}

/// Why a visit wants to be woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody touched the glass: time to ask.
    LeftAlone,
    /// Nobody said "Ja, ik ga door": time to wipe.
    CountdownOver,
    /// The last screen has stood long enough: time to wipe.
    ReceiptShownLongEnough,
    /// A call has not been answered in time: time to say where to go.
    NobodyCame,
    /// A recording is as long as may be: time to end it.
    SpokenLongEnough,
    /// The recorder has not answered: time to offer something else.
    RecorderSilent,
}
