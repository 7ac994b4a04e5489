//! The ticket printer, held against a machine that reads its bytes by itself: on the network, on a serial line, as a USB device.

use std::time::Duration;

use inloop_hardware::Bitmap;
use inloop_hardware::escpos::{EscPosPrinter, Patience, Place, Rate};
use inloop_hardware::printer::{Printer, PrinterProblem, PrinterStatus};
use inloop_hardware::ticket::{Paper, render};

use crate::machine::Machine;
use crate::samples::{self, LANGUAGES};

fn drawn(language: usize, paper: Paper) -> Bitmap {
    render(&samples::ticket(&LANGUAGES[language]), paper, &samples::fonts()).unwrap()
}

/// A busy machine answers late, and is no worse a printer for it.
pub(crate) fn printer(place: Place, paper: Paper) -> EscPosPrinter {
    let patience =
        Patience { answers: Duration::from_millis(500), prints: Duration::from_secs(3), takes: Duration::from_secs(10) };
    EscPosPrinter::waited_for(place, paper, patience)
}

fn on_network() -> (Machine, EscPosPrinter) {
    let (machine, address) = Machine::on_network();
    (machine, printer(Place::Network(address), Paper::Mm58))
}

#[test]
fn what_is_drawn_is_what_lies_in_the_tray_by_every_cable() {
    let ((a, address), (b, line), (c, device)) = (Machine::on_network(), Machine::on_line(), Machine::on_line());
    let all = [(a, Place::Network(address)), (b, Place::Serial(line, Rate::new(115_200).unwrap())), (c, Place::Usb(device))];
    for (machine, place) in all {
        let paper = if matches!(place, Place::Network(_)) { Paper::Mm80 } else { Paper::Mm58 };
        let mut printer = self::printer(place.clone(), paper);
        assert_eq!(printer.status(), PrinterStatus::Ready, "{place:?}");
        // One that reads from the left, one from the right.
        for language in [0, 2] {
            printer.print(&drawn(language, paper)).unwrap();
        }
        machine.with(|inside| {
            assert_eq!(inside.cuts.len(), 2, "{place:?}");
            assert!(inside.ticket(0) == drawn(0, paper) && inside.ticket(1) == drawn(2, paper), "{place:?}");
        });
    }
}

#[test]
fn before_anybody_is_offered_a_ticket_it_says_how_it_is() {
    let (machine, mut printer) = on_network();
    assert_eq!(printer.status(), PrinterStatus::Ready);
    machine.with(|inside| inside.nearly_out = true);
    assert_eq!(printer.status(), PrinterStatus::PaperLow);
    assert!(printer.status().prints());
    machine.with(|inside| inside.open = true);
    assert_eq!(printer.status(), PrinterStatus::CoverOpen);
    machine.with(|inside| (inside.open, inside.roll) = (false, Some(0)));
    assert_eq!(printer.status(), PrinterStatus::OutOfPaper);
    machine.with(|inside| (inside.roll, inside.broken) = (None, true));
    assert_eq!(printer.status(), PrinterStatus::Broken);
    machine.with(|inside| (inside.broken, inside.mute) = (false, true));
    assert_eq!(printer.status(), PrinterStatus::Silent);
    assert!(matches!(printer.print(&drawn(0, Paper::Mm58)), Err(PrinterProblem::Silent)));
    machine.with(|inside| (inside.mute, inside.nearly_out, inside.chatty) = (false, false, true));
    assert_eq!(printer.status(), PrinterStatus::Ready, "what it says unasked is no answer");
    assert_eq!(machine.with(|inside| inside.rows.len()), 0, "asking prints nothing");
}

#[test]
fn a_printer_that_is_not_there_is_silent_and_is_found_once_it_is_plugged_in() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lp0");
    let mut printer = self::printer(Place::Usb(path.clone()), Paper::Mm58);
    assert_eq!(printer.status(), PrinterStatus::Silent);
    assert!(matches!(printer.print(&drawn(0, Paper::Mm58)), Err(PrinterProblem::Silent)));
    let (machine, device) = Machine::on_line();
    std::os::unix::fs::symlink(device, path).unwrap();
    assert_eq!(printer.status(), PrinterStatus::Ready);
    printer.print(&drawn(0, Paper::Mm58)).unwrap();
    assert_eq!(machine.with(|inside| inside.cuts.len()), 1);
}

#[test]
fn of_half_a_ticket_the_rest_never_comes_out_and_the_next_one_is_whole() {
    let ticket = drawn(0, Paper::Mm58);
    for (stop, problem) in [("paper", "out of paper"), ("cover", "cover is open"), ("cutter", "needs a person")] {
        let (machine, mut printer) = on_network();
        assert_eq!(printer.status(), PrinterStatus::Ready);
        // It stops within the second band.
        machine.with(|inside| inside.roll = Some(200));
        let opener = machine.clone();
        let cause = match stop {
            "paper" => None,
            other => Some(std::thread::spawn(move || {
                // Somebody opens it, or the cutter jams, at the moment at which the roll ends.
                loop {
                    let done = opener.with(|inside| {
                        let now = inside.roll == Some(0);
                        if now {
                            (inside.roll, inside.open, inside.broken) = (None, other == "cover", other == "cutter");
                        }
                        now
                    });
                    if done {
                        return;
                    }
                    std::thread::yield_now();
                }
            })),
        };
        let failed = printer.print(&ticket).unwrap_err();
        assert!(failed.to_string().contains(problem), "{stop}: {failed}");
        drop(cause.map(std::thread::JoinHandle::join));
        let half = machine.with(|inside| {
            (inside.roll, inside.open, inside.broken) = (None, false, false);
            inside.rows.len()
        });
        assert!(half < ticket.height() as usize, "{stop}: it was only half");
        // Somebody mends it; the next resident gets their own ticket and nothing else.
        assert_eq!(printer.status(), PrinterStatus::Ready, "{stop}");
        assert_eq!(machine.with(|inside| inside.rows.len()), half, "{stop}: nothing came out by itself");
        let next = drawn(1, Paper::Mm58);
        printer.print(&next).unwrap();
        machine.with(|inside| {
            assert_eq!(inside.rows.len(), half + next.height() as usize, "{stop}");
            let whole: Vec<u8> = inside.rows[half..].concat();
            assert_eq!(whole, next.bytes(), "{stop}");
        });
    }
}

#[test]
fn a_cable_that_is_pulled_in_the_middle_is_a_failure_and_what_is_left_in_the_printer_is_forgotten() {
    let (machine, mut printer) = on_network();
    machine.with(|inside| inside.pulled_at = Some(100));
    assert!(printer.print(&drawn(0, Paper::Mm58)).is_err());
    let half = machine.with(|inside| inside.rows.len());
    assert_eq!(printer.status(), PrinterStatus::Ready, "plugged in again");
    let next = drawn(1, Paper::Mm58);
    printer.print(&next).unwrap();
    machine.with(|inside| assert_eq!(inside.rows[half..].concat(), next.bytes()));
}

#[test]
fn a_ticket_for_other_paper_is_refused_before_a_byte_is_sent() {
    let (machine, mut printer) = on_network();
    let refused = printer.print(&Bitmap::new(576, 8));
    assert!(matches!(refused, Err(PrinterProblem::WrongWidth { ticket: 576, paper: 384 })));
    assert_eq!(machine.with(|inside| inside.rows.len()), 0);
}

#[test]
fn only_rates_that_printers_have_are_rates() {
    assert!(Rate::new(9_600).is_ok());
    for wrong in [0, 300, 1_000_000] {
        assert!(Rate::new(wrong).unwrap_err().to_string().contains("115200"));
    }
}

#[test]
fn a_place_is_a_device_a_line_or_an_address() {
    assert_eq!("/dev/usb/lp0".parse(), Ok(Place::Usb("/dev/usb/lp0".into())));
    assert_eq!("/dev/ttyUSB0@19200".parse(), Ok(Place::Serial("/dev/ttyUSB0".into(), Rate::new(19_200).unwrap())));
    assert_eq!("192.168.1.50:9100".parse(), Ok(Place::Network(([192, 168, 1, 50], 9100).into())));
    for wrong in ["", "lp0", "printer.local:9100", "192.168.1.50", "/dev/ttyUSB0@x", "/dev/ttyUSB0@300", "ttyUSB0@9600"] {
        assert!(wrong.parse::<Place>().is_err(), "{wrong}");
    }
}
