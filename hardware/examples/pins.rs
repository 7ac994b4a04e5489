//! Says what happens at switches that are wired here, and how each switch bounces:
//! `cargo run -p inloop-hardware --example pins -- /dev/gpiochip0 choose=17:low:up next=27:low:up hook=22:low:up presence=4`.
//!
//! Press each key ten times, and hold one: it has to say `Pressed` ten times and once. Lift and lay the handset. Walk away for half a
//! minute. Ctrl-C ends it.

use std::time::Duration;

use inloop_hardware::pins::{Edge, GpioPins, Hands, Pin, PinProblem, Pins, Role, Wiring};

/// Nobody is seen for so long before that is told.
const EMPTY: Duration = Duration::from_secs(30);

/// Says each edge before it is made sense of.
struct Loud(GpioPins);

impl Pins for Loud {
    fn levels(&mut self) -> Result<(Vec<(Role, bool)>, Duration), PinProblem> {
        self.0.levels()
    }

    fn next(&mut self, until: Option<Duration>) -> Result<Option<Edge>, PinProblem> {
        let edge = self.0.next(until)?;
        if let Some(Edge { role, active, at }) = edge {
            println!("  {:>12.6} s {role:?} {}", at.as_secs_f64(), if active { "active" } else { "at rest" });
        }
        Ok(edge)
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let chip = args.next().ok_or("Say which chip, and what is wired to its lines.")?;
    let pins = args.map(|pin| pin.parse()).collect::<Result<Vec<Pin>, _>>()?;
    let mut pins = Loud(GpioPins::open(Wiring::new(chip.into(), pins)?)?);
    let (levels, now) = pins.levels()?;
    println!("At the start: {levels:?}");
    let mut hands = Hands::new(&levels, now, EMPTY);
    loop {
        for event in hands.wait(&mut pins)? {
            println!("{event:?}");
        }
    }
}

fn main() {
    if let Err(error) = run() {
        eprintln!("{error} ({:?})", error.source());
        std::process::exit(2);
    }
}
