//! Shows the caretaker's panel on a display that stands here:
//! `cargo run -p inloop-hardware --example panel -- /dev/i2c-1`, or `/dev/i2c-1@3d`.
//!
//! The glass has to count up from 0 for half a minute. Pull its plug meanwhile: the name of the fault is said; plug it in again, and
//! the next picture is whole.

use std::time::Duration;

use inloop_hardware::panel::{LastContact, Panel, PanelState, picture};
use inloop_hardware::ssd1306::{Place, Ssd1306};

/// Half a minute, a picture a second.
const PICTURES: u32 = 30;

fn main() {
    let place = std::env::args().nth(1).unwrap_or_default();
    let place: Place = match place.parse() {
        Ok(place) => place,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2);
        }
    };
    let mut panel = Ssd1306::new(place);
    for number in 0..PICTURES {
        let state = PanelState {
            troubles: Vec::new(),
            waiting: number,
            parked: number / 10,
            last_contact: LastContact::MinutesAgo(number),
            clock_trusted: number % 10 < 5,
            address: Some("192.168.178.24".to_owned()),
        };
        match panel.show(&picture(&state)) {
            Ok(()) => println!("It shows {number} that wait."),
            Err(error) => println!("It shows nothing new: {error} ({:?})", std::error::Error::source(&error)),
        }
        std::thread::sleep(Duration::from_secs(1));
    }
}
