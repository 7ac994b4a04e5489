//! The ticket printer: a port that takes a bitmap, and its bench twin. The printer of the hall is [`crate::escpos`].
//!
//! "Briefje" is offered only while [`PrinterStatus::prints`].

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::Bitmap;
use crate::ticket::Paper;
use crate::twin::{self, Look, TwinProblem};

/// A printer that can put a ticket on paper.
pub trait Printer: Send {
    /// The roll it holds: a ticket is rendered for it.
    fn paper(&self) -> Paper;

    /// Asks the printer how it is. Never blocks for longer than a touch may take to be answered (100 ms).
    fn status(&mut self) -> PrinterStatus;

    /// Prints the ticket and cuts it off. `Ok` means that the printer took all of it.
    ///
    /// # Errors
    /// [`PrinterProblem`]; part of the ticket may then be on paper.
    fn print(&mut self, ticket: &Bitmap) -> Result<(), PrinterProblem>;
}

/// How the printer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrinterStatus {
    /// It answers and has paper.
    Ready,
    /// It prints, and somebody has to bring a new roll soon.
    PaperLow,
    /// It answers and has no paper.
    OutOfPaper,
    /// Somebody opened it.
    CoverOpen,
    /// Its cutter or its head needs a person.
    Broken,
    /// It does not answer.
    Silent,
}

impl PrinterStatus {
    /// Whether a ticket can be asked of it.
    #[must_use]
    pub fn prints(self) -> bool {
        matches!(self, Self::Ready | Self::PaperLow)
    }

    /// Of two things that it says, the one that matters more.
    #[must_use]
    pub fn worse(self, other: Self) -> Self {
        // An open cover also looks like an end of paper: whoever comes is told what to close.
        let order = [Self::Ready, Self::PaperLow, Self::OutOfPaper, Self::Broken, Self::CoverOpen, Self::Silent];
        let place = |status| order.iter().position(|known| *known == status);
        if place(other) > place(self) { other } else { self }
    }

    /// Why it does not print; none where it does.
    #[must_use]
    pub fn problem(self) -> Option<PrinterProblem> {
        match self {
            Self::Ready | Self::PaperLow => None,
            Self::OutOfPaper => Some(PrinterProblem::OutOfPaper),
            Self::CoverOpen => Some(PrinterProblem::CoverOpen),
            Self::Broken => Some(PrinterProblem::Broken),
            Self::Silent => Some(PrinterProblem::Silent),
        }
    }
}

/// Why a ticket is not on paper. None of these is for a resident to read.
#[derive(Debug, thiserror::Error)]
pub enum PrinterProblem {
    /// The roll is empty.
    #[error("the printer is out of paper")]
    OutOfPaper,
    /// Somebody opened it.
    #[error("the printer's cover is open")]
    CoverOpen,
    /// Its cutter or its head needs a person.
    #[error("the printer has an error that needs a person")]
    Broken,
    /// It does not answer.
    #[error("the printer does not answer")]
    Silent,
    /// The ticket was drawn for other paper.
    #[error("the ticket is {ticket} dots wide, the paper {paper}")]
    WrongWidth {
        /// Dots across the ticket.
        ticket: u32,
        /// Dots across the paper.
        paper: u32,
    },
    /// Bus or file did not take all of it.
    #[error("the printer did not take the whole ticket")]
    Write(#[source] io::Error),
    /// The bench twin could not make its PNG.
    #[error("the ticket's picture cannot be made")]
    Twin(#[from] TwinProblem),
}

/// A printer without a printer: each ticket becomes `ticket-0001.png` and on in a directory. A clone is the same
/// printer, so that whoever set it up can pull its paper while a kiosk holds it.
#[derive(Clone, Debug)]
pub struct BenchPrinter {
    paper: Paper,
    directory: PathBuf,
    status: Arc<Mutex<PrinterStatus>>,
}

impl BenchPrinter {
    /// A printer with paper that puts its tickets into `directory`, which it makes with the first one.
    #[must_use]
    pub fn new(directory: PathBuf, paper: Paper) -> Self {
        Self { paper, directory, status: Arc::new(Mutex::new(PrinterStatus::Ready)) }
    }

    /// Makes it out of paper, silent or ready again.
    pub fn turn(&self, status: PrinterStatus) {
        *self.lock() = status;
    }

    fn lock(&self) -> MutexGuard<'_, PrinterStatus> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the next free number; a ticket of an earlier run stays.
    fn put(&self, png: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.directory)?;
        for number in 1_u32.. {
            let file = self.directory.join(format!("ticket-{number:04}.png"));
            match OpenOptions::new().write(true).create_new(true).open(file) {
                Ok(mut file) => return file.write_all(png),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }
}

impl Printer for BenchPrinter {
    fn paper(&self) -> Paper {
        self.paper
    }

    fn status(&mut self) -> PrinterStatus {
        *self.lock()
    }

    fn print(&mut self, ticket: &Bitmap) -> Result<(), PrinterProblem> {
        if let Some(problem) = self.status().problem() {
            return Err(problem);
        }
        if ticket.width() != self.paper.dots() {
            return Err(PrinterProblem::WrongWidth { ticket: ticket.width(), paper: self.paper.dots() });
        }
        self.put(&twin::png(ticket, Look::Paper, 1)?).map_err(PrinterProblem::Write)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bench() -> (tempfile::TempDir, BenchPrinter) {
        let directory = tempfile::tempdir().unwrap();
        let printer = BenchPrinter::new(directory.path().join("tickets"), Paper::Mm58);
        (directory, printer)
    }

    fn tickets(printer: &BenchPrinter) -> Vec<String> {
        let Ok(files) = fs::read_dir(&printer.directory) else {
            return Vec::new();
        };
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_printer_without_paper_says_so_and_prints_nothing() {
        let (_directory, mut printer) = bench();
        printer.clone().turn(PrinterStatus::OutOfPaper);
        assert_eq!(printer.status(), PrinterStatus::OutOfPaper);
        assert!(matches!(printer.print(&Bitmap::new(384, 8)), Err(PrinterProblem::OutOfPaper)));
        assert!(tickets(&printer).is_empty());
        printer.turn(PrinterStatus::Ready);
        printer.print(&Bitmap::new(384, 8)).unwrap();
        assert_eq!(tickets(&printer), ["ticket-0001.png"]);
    }

    #[test]
    fn tickets_of_an_earlier_run_are_kept() {
        let (_directory, mut printer) = bench();
        printer.print(&Bitmap::new(384, 8)).unwrap();
        let mut next_run = BenchPrinter::new(printer.directory.clone(), Paper::Mm58);
        next_run.print(&Bitmap::new(384, 8)).unwrap();
        assert_eq!(tickets(&printer), ["ticket-0001.png", "ticket-0002.png"]);
    }

    #[test]
    fn a_ticket_for_other_paper_is_refused() {
        let (_directory, mut printer) = bench();
        let refused = printer.print(&Bitmap::new(576, 8));
        assert!(matches!(refused, Err(PrinterProblem::WrongWidth { ticket: 576, paper: 384 })));
        assert!(tickets(&printer).is_empty());
    }

    #[test]
    fn a_silent_printer_is_told_from_an_empty_one() {
        let (_directory, mut printer) = bench();
        printer.turn(PrinterStatus::Silent);
        assert_eq!(printer.status(), PrinterStatus::Silent);
        assert!(matches!(printer.print(&Bitmap::new(384, 8)), Err(PrinterProblem::Silent)));
    }
}
