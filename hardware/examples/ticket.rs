//! Prints a ticket on a printer that stands here, to see whether it does what a hall needs:
//! `cargo run -p inloop-hardware --example ticket -- /dev/usb/lp0 58`, or `192.168.1.50:9100 80`, or `/dev/ttyUSB0@19200 58`.
//!
//! It says how the printer is first; then try it with the cover open, without paper, and with the plug pulled.
#![allow(clippy::expect_used, reason = "whoever tries a printer reads what was wrong")]

#[path = "../tests/promises/samples.rs"]
#[allow(dead_code, reason = "the promises use all of them")]
mod samples;

use inloop_hardware::escpos::{EscPosPrinter, Place};
use inloop_hardware::printer::Printer;
use inloop_hardware::ticket::{Paper, render};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [place, paper] = args.as_slice() else {
        eprintln!("Say where the printer is, and 58 or 80 for its roll.");
        std::process::exit(2);
    };
    let place: Place = match place.parse() {
        Ok(place) => place,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let paper = if paper == "80" { Paper::Mm80 } else { Paper::Mm58 };
    let mut printer = EscPosPrinter::new(place, paper);
    println!("It says: {:?}", printer.status());
    for words in &samples::LANGUAGES[..3] {
        let ticket = render(&samples::ticket(words), paper, &samples::fonts()).expect("the sample can be drawn");
        match printer.print(&ticket) {
            Ok(()) => println!("The ticket in {} is on paper.", words.0),
            Err(error) => println!("The ticket in {} is not: {error}.", words.0),
        }
    }
    println!("It says: {:?}", printer.status());
}
