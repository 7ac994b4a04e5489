//! Draws sample tickets in every language and the panel in several states, as PNG files to look at.
//!
//! `cargo run -p inloop-hardware --example pictures -- DIR`

#[path = "../tests/promises/samples.rs"]
mod samples;

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use inloop_hardware::Bitmap;
use inloop_hardware::chime;
use inloop_hardware::panel::{self, LastContact, PanelState};
use inloop_hardware::ticket::{self, Paper};
use inloop_hardware::twin::{self, Look};

/// Side of a teken on a 58 mm ticket, in dots.
const TEKEN: u32 = 152;

/// Side of its place on the sheet with all twelve.
const SQUARE: u32 = 176;

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args_os().nth(1).ok_or("name a directory for the pictures")?);
    fs::create_dir_all(&directory)?;
    let fonts = samples::fonts();
    for words in &samples::LANGUAGES {
        for (paper, width) in [(Paper::Mm58, 58), (Paper::Mm80, 80)] {
            let bitmap = ticket::render(&samples::ticket(words), paper, &fonts)?;
            let file = directory.join(format!("ticket-{}-{width}mm.png", words.0));
            fs::write(file, twin::png(&bitmap, Look::Paper, 1)?)?;
        }
    }
    let mut sheet = Bitmap::new(4 * SQUARE, 3 * SQUARE);
    for (place, (name, _)) in (0..).zip(samples::TEKENS) {
        sheet.stamp(&samples::picture(name).at(TEKEN), place % 4 * SQUARE + 12, place / 4 * SQUARE + 12);
    }
    fs::write(directory.join("tekens-58mm.png"), twin::png(&sheet, Look::Paper, 1)?)?;
    for (name, state) in panels() {
        fs::write(directory.join(format!("panel-{name}.png")), twin::png(&panel::picture(&state), Look::Panel, 6)?)?;
    }
    fs::write(directory.join("chime.wav"), chime::wav())?;
    println!("{}", directory.display());
    Ok(())
}

fn panels() -> [(&'static str, PanelState); 5] {
    let well = samples::well();
    [
        ("well", well.clone()),
        ("new", PanelState { last_contact: LastContact::Never, clock_trusted: false, address: None, ..well.clone() }),
        ("busy", PanelState { waiting: 128, parked: 3, last_contact: LastContact::MinutesAgo(47), ..well.clone() }),
        (
            "worst",
            PanelState {
                troubles: Vec::new(),
                waiting: 48_211,
                parked: 12_000,
                last_contact: LastContact::MinutesAgo(99 * 24 * 60),
                clock_trusted: false,
                address: Some("2001:0db8:85a3:0000:0000:8a2e:0370:7334".to_owned()),
            },
        ),
        ("name", PanelState { address: Some("inloop-kiosk-3.wijkteam-zuid.gemeente-voorbeeldstad.nl".to_owned()), ..well }),
    ]
}
