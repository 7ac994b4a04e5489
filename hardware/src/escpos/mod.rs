//! A ticket printer that speaks ESC/POS: on a USB character device, a serial line, or TCP port 9100.
//!
//! 1. The ticket is one raster (`GS v 0`): no code page knows Arabic or Ge'ez, and no text goes over the wire.
//! 2. It goes in bands, and the next one only after the printer said that the last is on paper (`GS r 1`, which is answered in its
//!    turn). A printer that stops in between holds at most one band.
//! 3. What it still holds after a failure is taken from it before it is used again: nothing comes out later, in front of others.
//! 4. How it is, it says itself (`DLE EOT`). One that answers nothing is [`PrinterStatus::Silent`], and nobody is offered a ticket.
//!
//! The crates that speak ESC/POS write and do not wait: they cannot keep 2 and 3, so the few bytes are made here
//! (Epson's command reference for TM printers is the source of all of them).

pub mod bytes;
mod cable;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use crate::Bitmap;
use crate::printer::{Printer, PrinterProblem, PrinterStatus};
use crate::ticket::Paper;
use bytes::{Ask, Heard};
pub use cable::{BadRate, Rate};
use cable::{Cable, Plug};

/// Bytes that a printer can say unasked, or to a question of before.
const MOST_SAID: usize = 64;

/// How long the printer is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For each of the three questions about how it is.
    pub answers: Duration,
    /// For it to say that a band is on paper.
    pub prints: Duration,
    /// For it to take any byte at all: it stops taking them while its buffer is full.
    pub takes: Duration,
}

impl Patience {
    /// With a printer in the same room: three answers, and what it says to being cleared, stay together below the 100 ms that a touch
    /// may take; the slowest heads feed 50 mm a second, so that a band of 16 mm takes a third of one.
    pub const OF_A_HALL: Self =
        Self { answers: Duration::from_millis(25), prints: Duration::from_secs(3), takes: Duration::from_secs(3) };
}

/// Where the printer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A character device of the kernel's USB printer class: `/dev/usb/lp0`.
    Usb(PathBuf),
    /// A serial line: `/dev/ttyUSB0`, with its rate.
    Serial(PathBuf, Rate),
    /// `192.168.1.50:9100`.
    Network(std::net::SocketAddr),
}

/// No place of a printer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPlace {
    /// Neither a device nor an address.
    #[error("{0:?} is no printer: /dev/usb/lp0, /dev/ttyUSB0@19200, or an address with a port as 192.168.1.50:9100")]
    Neither(String),
    /// A rate that no printer has.
    #[error(transparent)]
    Rate(#[from] BadRate),
}

impl std::str::FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let neither = || BadPlace::Neither(text.to_owned());
        if let Some((line, rate)) = text.split_once('@') {
            let rate = Rate::new(rate.parse().map_err(|_| neither())?)?;
            return if line.starts_with('/') { Ok(Self::Serial(line.into(), rate)) } else { Err(neither()) };
        }
        if text.starts_with('/') { Ok(Self::Usb(text.into())) } else { text.parse().map(Self::Network).map_err(|_| neither()) }
    }
}

/// A printer that speaks ESC/POS.
#[derive(Debug)]
pub struct EscPosPrinter {
    paper: Paper,
    plug: Plug,
    cable: Option<Cable>,
    patience: Patience,
    /// It may still hold part of a ticket that failed.
    holds: bool,
}

impl EscPosPrinter {
    /// The printer at `place`, with this roll. Nothing is asked of it yet; it may be plugged in later.
    #[must_use]
    pub fn new(place: Place, paper: Paper) -> Self {
        Self::waited_for(place, paper, Patience::OF_A_HALL)
    }

    /// The same, waited for so long.
    #[must_use]
    pub fn waited_for(place: Place, paper: Paper, patience: Patience) -> Self {
        // Whoever used it last may have left something in it.
        Self { paper, plug: Plug(place), cable: None, patience, holds: true }
    }

    /// The cable, opened where it is not, with nothing in the printer that was meant for paper before.
    fn cable(&mut self) -> io::Result<&mut Cable> {
        let mut cable = match self.cable.take() {
            Some(cable) => cable,
            None => self.plug.open()?,
        };
        if self.holds {
            cable.send(&bytes::FORGET, self.patience.takes)?;
            // Some say that they did; that is no answer to what is asked next.
            for _ in 0..MOST_SAID {
                if cable.hear(self.patience.answers)?.is_none() {
                    break;
                }
            }
            self.holds = false;
        }
        Ok(self.cable.insert(cable))
    }

    /// Asks, and waits for the answer to just that.
    fn ask(&mut self, ask: Ask, within: Duration) -> io::Result<Option<Heard>> {
        let takes = self.patience.takes;
        let cable = self.cable()?;
        // What was said before it was asked is no answer.
        for _ in 0..MOST_SAID {
            if cable.hear(Duration::ZERO)?.is_none() {
                break;
            }
        }
        cable.send(&ask.bytes(), takes)?;
        for _ in 0..MOST_SAID {
            match cable.hear(within)?.map(|byte| ask.read(byte)) {
                Some(Some(heard)) => return Ok(Some(heard)),
                // Something else that it had to say.
                Some(None) => {}
                None => break,
            }
        }
        Ok(None)
    }

    fn look(&mut self) -> io::Result<PrinterStatus> {
        let mut status = PrinterStatus::Ready;
        for ask in [Ask::Paper, Ask::Offline, Ask::Error] {
            match self.ask(ask, self.patience.answers)? {
                None => return Ok(PrinterStatus::Silent),
                Some(heard) => status = status.worse(heard.status()),
            }
        }
        Ok(status)
    }

    /// Sends it, and waits until all of it has been done.
    fn carry(&mut self, what: &[u8]) -> Result<(), PrinterProblem> {
        let Patience { prints, takes, .. } = self.patience;
        self.cable().and_then(|cable| cable.send(what, takes)).map_err(PrinterProblem::Write)?;
        match self.ask(Ask::Done, prints).map_err(PrinterProblem::Write)? {
            Some(heard) if heard.status().prints() => Ok(()),
            _ => Err(self.look().unwrap_or(PrinterStatus::Silent).problem().unwrap_or(PrinterProblem::Silent)),
        }
    }

    fn put(&mut self, ticket: &Bitmap) -> Result<(), PrinterProblem> {
        self.carry(&bytes::BEGIN)?;
        for band in bytes::bands(ticket) {
            self.carry(&band)?;
        }
        self.carry(&bytes::CUT)
    }

    /// After this nothing that it was given comes out, at the latest when it is heard again.
    fn take_back(&mut self) {
        self.holds = true;
        if self.cable().is_err() {
            self.cable = None;
            self.holds = true;
        }
    }
}

impl Printer for EscPosPrinter {
    fn paper(&self) -> Paper {
        self.paper
    }

    fn status(&mut self) -> PrinterStatus {
        let was_open = self.cable.is_some();
        let mut looked = self.look();
        if looked.is_err() {
            (self.cable, self.holds) = (None, true);
            // The cable was pulled, and may be in again.
            if was_open {
                looked = self.look();
            }
        }
        looked.unwrap_or_else(|_| {
            // It is not there: opened again the next time it is asked.
            (self.cable, self.holds) = (None, true);
            PrinterStatus::Silent
        })
    }

    fn print(&mut self, ticket: &Bitmap) -> Result<(), PrinterProblem> {
        if ticket.width() != self.paper.dots() {
            return Err(PrinterProblem::WrongWidth { ticket: ticket.width(), paper: self.paper.dots() });
        }
        if let Some(problem) = self.status().problem() {
            return Err(problem);
        }
        self.put(ticket).inspect_err(|_| self.take_back())
    }
}
