//! What is known of the machine, and who is told when it changes.

use crate::wire::{Machine, Part, PrinterState};
use inloop_hardware::printer::PrinterStatus;
use std::sync::{Arc, Mutex, PoisonError};

type Tell = Box<dyn Fn(Machine) + Send>;

/// What is known of the machine. Clones know the same.
#[derive(Clone, Default)]
pub struct State(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    machine: Machine,
    /// How the printer itself says that it is; none where there is none, or it has not been asked.
    printer: Option<PrinterStatus>,
    /// The last ticket did not come out.
    failed: bool,
    tell: Option<Tell>,
}

impl State {
    /// Of a machine of which nothing is known, with or without a printer.
    #[must_use]
    pub fn new(printer: bool) -> Self {
        let state = State::default();
        if !printer {
            state.change(|known| known.machine.printer = PrinterState::None);
        }
        state
    }

    /// Tells `tell` how the machine is, now and whenever something of it changes, on whichever thread that is.
    pub fn tells(&self, tell: impl Fn(Machine) + Send + 'static) {
        let mut known = self.lock();
        tell(known.machine.clone());
        known.tell = Some(Box::new(tell));
    }

    /// How it is now.
    #[must_use]
    pub fn machine(&self) -> Machine {
        self.lock().machine.clone()
    }

    /// The printer says how it is.
    pub fn printer(&self, status: PrinterStatus) {
        self.change(|known| {
            // It was seen to after the last ticket, or is worse than that now.
            known.failed &= known.printer == Some(status);
            known.printer = Some(status);
            known.weigh();
        });
    }

    /// A ticket came out, or did not.
    pub fn ticket(&self, printed: bool) {
        self.change(|known| {
            known.failed = !printed;
            known.weigh();
        });
    }

    /// A part answers, or does not. What stopped answering is one line in the log, without a word of what it said.
    pub fn part(&self, part: Part, answers: bool) {
        self.change(|known| {
            let silent = &mut known.machine.silent;
            match (silent.contains(&part), answers) {
                (false, false) => {
                    silent.push(part);
                    silent.sort_unstable();
                    tracing::warn!(?part, "a part of the machine does not answer; the glass goes on without it");
                }
                (true, true) => {
                    silent.retain(|other| *other != part);
                    tracing::info!(?part, "a part of the machine answers again");
                }
                _ => {}
            }
        });
    }

    /// The case is open or shut.
    pub fn case(&self, open: bool) {
        self.change(|known| known.machine.case_open = Some(open));
    }

    /// Nobody is served under this lock; none: everybody is.
    pub fn locked(&self, lock: Option<u64>) {
        self.change(|known| known.machine.lock = lock);
    }

    fn change(&self, change: impl FnOnce(&mut Known)) {
        let mut known = self.lock();
        let before = known.machine.clone();
        change(&mut known);
        if known.machine != before
            && let Some(tell) = &known.tell
        {
            tell(known.machine.clone());
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn weigh(&mut self) {
        self.machine.printer = match self.printer {
            // What it says itself is what there is to do.
            Some(PrinterStatus::OutOfPaper) => PrinterState::OutOfPaper,
            Some(PrinterStatus::CoverOpen) => PrinterState::CoverOpen,
            Some(PrinterStatus::Broken) => PrinterState::Broken,
            Some(PrinterStatus::Silent) => PrinterState::Silent,
            _ if self.failed => PrinterState::Failed,
            Some(PrinterStatus::PaperLow) => PrinterState::PaperLow,
            Some(PrinterStatus::Ready) => PrinterState::Ready,
            None => PrinterState::Unknown,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn each_change_is_told_once_and_at_once() {
        let state = State::new(true);
        let (tell, told) = channel();
        state.tells(move |machine| tell.send(machine.printer).unwrap());
        for status in [PrinterStatus::Ready, PrinterStatus::Ready, PrinterStatus::OutOfPaper, PrinterStatus::Ready] {
            state.printer(status);
        }
        use PrinterState::{OutOfPaper, Ready, Unknown};
        assert_eq!(told.try_iter().collect::<Vec<_>>(), [Unknown, Ready, OutOfPaper, Ready]);
    }

    #[test]
    fn a_ticket_that_did_not_come_out_is_told_until_one_does_or_somebody_saw_to_the_printer() {
        let state = State::new(true);
        let printer = || state.machine().printer;
        state.printer(PrinterStatus::Ready);
        state.ticket(false);
        state.printer(PrinterStatus::Ready);
        assert_eq!(printer(), PrinterState::Failed, "it says that it is ready, and is not");
        state.ticket(true);
        assert_eq!(printer(), PrinterState::Ready);
        state.ticket(false);
        state.printer(PrinterStatus::CoverOpen);
        assert_eq!(printer(), PrinterState::CoverOpen, "somebody is at it");
        state.printer(PrinterStatus::Ready);
        assert_eq!(printer(), PrinterState::Ready);
    }

    #[test]
    fn without_a_printer_that_is_what_is_told_and_nothing_is_wrong() {
        let machine = State::new(false).machine();
        assert_eq!(machine, Machine { printer: PrinterState::None, ..Machine::default() });
        assert!(!machine.printer.needs_somebody());
    }

    #[test]
    fn a_part_that_does_not_answer_is_told_until_it_does() {
        let state = State::new(false);
        state.part(Part::Watchdog, false);
        state.part(Part::Switches, false);
        state.part(Part::Switches, false);
        assert_eq!(state.machine().silent, [Part::Switches, Part::Watchdog]);
        state.part(Part::Watchdog, true);
        assert_eq!(state.machine().silent, [Part::Switches]);
    }
}
