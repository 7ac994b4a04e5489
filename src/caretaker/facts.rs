//! What the caretaker is told of the machine: numbers, minutes and reasons, and nothing that anybody left.

use crate::entry::Unarrived;
use crate::texts::Text;

/// How many entries and faults are listed: more than anybody reads in a hall.
pub const MOST_LISTED: usize = 24;

/// How a part of the machine is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// It works.
    Fine,
    /// It does not.
    Wrong,
    /// There is none.
    Absent,
}

/// One entry that is not at the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its place in the kiosk's count.
    pub number: u64,
    /// How many minutes ago it was left; none where the clock does not tell.
    pub minutes: Option<u32>,
    /// Why it was refused for good; none where it only waits.
    pub parked: Option<Refused>,
}

/// Why an entry was refused for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is longer than the desk takes.
    TooLong,
    /// This program is newer than the desk.
    Newer,
    /// It is not sealed to this team, or was altered.
    NotOurs,
    /// The desk has another under its name.
    OtherBody,
    /// The desk cannot read it.
    Damaged,
    /// Something between this machine and the desk refuses it.
    OnTheWay,
    /// None of these.
    Else,
}

/// How the machine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether any line to the outside is up.
    pub network: Part,
    /// Whether the desk answers.
    pub desk: Part,
    /// Whether the desk lets this kiosk in.
    pub let_in: bool,
    /// How many minutes ago the desk last answered.
    pub silent_minutes: Option<u32>,
    /// The ticket printer.
    pub printer: Part,
    /// Whether the disk takes what is kept.
    pub disk: Part,
    /// Whether the disk is full.
    pub disk_full: bool,
    /// Damaged files that were set aside, for somebody to look at.
    pub set_aside: u32,
    /// Nobody is served under this lock; none: everybody is.
    pub lock: Option<u64>,
    /// Whether the switch of the case says that it is open.
    pub case_open: bool,
    /// Whether the clock is believed.
    pub clock: bool,
    /// The program's version.
    pub software: String,
    /// How many entries wait and were refused, and recordings of both.
    pub waiting: u64,
    /// Refused for good.
    pub parked: u64,
    /// Recordings that are not wholly at the desk.
    pub sound_waiting: u64,
    /// How many entries the desk does not have, each once; none: what is kept here cannot be read, and nothing of the above is known.
    pub unarrived: Option<Unarrived>,
    /// The first of them.
    pub entries: Vec<Line>,
    /// What went wrong last, in our own words.
    pub faults: Vec<Text>,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// The printer took all of the slip.
    Printed,
    /// It did not.
    NotPrinted,
    /// It was rung.
    Rang,
    /// So many entries are on the stick.
    Copied(u32),
    /// They are not.
    NotCopied(NotCopied),
    /// It cannot by itself.
    NotOff,
    /// The lock has ended.
    Unlocked,
    /// It stands, because the case is open.
    CaseOpen,
    /// The case was opened once more since somebody looked, or the lock was ended elsewhere.
    OtherLock,
}

/// Why nothing is on the stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCopied {
    /// This kiosk takes no stick.
    NoPlace,
    /// None was put in.
    NoStick,
    /// It is full.
    Full,
    /// It cannot be written on.
    ReadOnly,
    /// It was pulled out, or does not work.
    Gone,
    /// What is kept here cannot be read.
    NotRead,
    /// The kiosk is not enrolled.
    NotEnrolled,
}
