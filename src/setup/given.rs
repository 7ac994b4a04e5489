//! What is known of the machine, and what is said between it and its first screen.

use crate::entry::{Language, Unarrived};
use crate::wire::EnrolCode;

/// What is known before anything is asked.
#[derive(Clone, Debug)]
pub struct Given {
    /// The configuration says which languages.
    pub languages_said: bool,
    /// It says how large the panel is.
    pub panel_said: bool,
    /// It says where the desk is.
    pub desk_said: bool,
    /// Where the desk is, as far as anybody said: a name and perhaps a port.
    pub address: Option<String>,
    /// The desk that this machine belongs to already; none the first time.
    pub enrolled: Option<String>,
    /// The picture, in pixels.
    pub pixels: (u32, u32),
    /// Pixels in a millimetre, as far as anybody knows.
    pub px_per_mm: f32,
    /// It has a printer.
    pub printer: bool,
    /// The switches that are wired.
    pub switches: Vec<Switch>,
    /// It is gone through again, by a caretaker.
    pub again: bool,
    /// It belonged to a desk, and what was written down of it is damaged.
    pub forgot: bool,
    /// What residents left on it and its desk does not have; none: nobody knows.
    pub left: Option<Unarrived>,
}

impl Given {
    /// Whether the address is asked for.
    pub(super) fn asks_address(&self) -> bool {
        !self.desk_said
    }
}

/// A switch of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// The key that goes back.
    Previous,
    /// The key that chooses.
    Choose,
    /// The key that goes on.
    Next,
    /// The hook of the handset.
    Hook,
    /// The sensor that sees people.
    Presence,
    /// The switch in the case.
    Case,
}

/// What has to be done.
#[derive(Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ring.
    Ring,
    /// Print a slip that says nothing of anybody; the answer is [`crate::visit::Event::LeafletPrinted`].
    Print(Language),
    /// Ask the desk at this address, or at the configured one, to take this machine in. What comes of it carries the number.
    Enrol(Ask, Option<String>, EnrolCode),
    /// Both people saw the words of this one: wait until staff have said so too.
    WordsAreTheSame(Ask),
    /// Whatever was asked of a desk is forgotten.
    Forget,
    /// Keep all of this, or nothing.
    Settle(Decided),
    /// End, to be started anew as what it is now.
    Restart,
}

/// What was decided; what is none was not asked.
#[derive(Debug)]
pub struct Decided {
    /// The languages, the one it rests in first.
    pub languages: Option<[Language; 2]>,
    /// Pixels in a millimetre.
    pub px_per_mm: Option<f32>,
    /// Where the desk is.
    pub address: Option<String>,
    /// It belongs to the desk that took it in just now.
    pub anew: bool,
}

impl PartialEq for Decided {
    fn eq(&self, other: &Self) -> bool {
        (self.languages, self.px_per_mm.map(f32::to_bits), &self.address, self.anew)
            == (other.languages, other.px_per_mm.map(f32::to_bits), &other.address, other.anew)
    }
}

impl Eq for Decided {}

/// A number for each time that a desk is asked, so that words that come late are never taken for those of another time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask(pub u32);

/// What the machine says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The desk offers to take it in: these are to be compared.
    Words(Ask, [&'static str; 4]),
    /// It is not taken in.
    NotEnrolled(Ask, Why),
    /// Whether the desk answers while staff are waited for.
    Reached(Ask, bool),
    /// Staff said yes.
    TakenIn(Ask),
    /// Whether what was decided is on the disk.
    Settled(bool),
}

/// Why it is not taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What was typed is no address.
    NoAddress,
    /// Nobody answers there.
    Unreached,
    /// Somebody does, and is no desk.
    NoDesk,
    /// A desk does, and not the one that this machine belongs to.
    OtherDesk,
    /// What was typed is no code.
    NoCode,
    /// The desk does not know the code.
    BadCode,
    /// Too many were tried.
    TooOften,
    /// Staff said no, or nothing.
    Refused,
    /// The words were not the same, or the certificate was not the desk's.
    OtherWords,
    /// The desk's program is another version.
    OtherVersion,
    /// Anything else; the log says what.
    Else,
}

impl Why {
    pub(super) fn is_of_the_address(self) -> bool {
        matches!(self, Why::NoAddress | Why::Unreached | Why::NoDesk | Why::OtherDesk)
    }
}
