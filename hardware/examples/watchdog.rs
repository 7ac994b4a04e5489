//! Feeds the watchdogs of this machine with twelve turns, and then hangs, to see whether they bite:
//! `cargo run -p inloop-hardware --example watchdog -- /dev/watchdog 16` with the driver's period in seconds,
//! with a third word `end` to let go in order instead. THE MACHINE STARTS ANEW where that is not said.
//!
//! systemd's is fed as well where it started this program:
//! `systemd-run --wait -p Type=notify -p WatchdogSec=8 target/debug/examples/watchdog - 8`.

use std::time::Duration;

use inloop_hardware::pins::since_start;
use inloop_hardware::watchdog::{DeviceDog, Keeper, Status, Systemd, Turns, Watchdog, WatchdogProblem};

/// Turns before it hangs.
const TURNS: u32 = 12;

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [device, period, rest @ ..] = args.as_slice() else {
        return Err("Say which device, or -, and its period in seconds.".into());
    };
    let mut keeper = Keeper::new(Duration::from_secs(period.parse()?));
    let mut dogs: Vec<Box<dyn Watchdog>> = Vec::new();
    if device != "-" {
        dogs.push(Box::new(DeviceDog::new(device.into())));
    }
    if let Some(socket) = std::env::var_os("NOTIFY_SOCKET") {
        Systemd::new(&socket)?.status(Status { waiting: 0, parked: 0, online: None, keeps: true })?;
        dogs.push(Box::new(Systemd::new(&socket)?));
    }
    let mut glass = Turns::default();
    for _ in 0..TURNS {
        let turn = glass.begin();
        if let Some(feed) = keeper.fed_by(turn.done(since_start())) {
            println!("Turn {} feeds {} watchdogs.", feed.turn(), dogs.len());
            dogs.iter_mut().try_for_each(|dog| dog.feed(&feed))?;
        }
        std::thread::sleep(keeper.every());
    }
    if rest.first().is_some_and(|word| word == "end") {
        println!("It ends in order: nothing may start anew.");
        return Ok(dogs.into_iter().try_for_each(|dog: Box<dyn Watchdog>| -> Result<(), WatchdogProblem> { dog.end() })?);
    }
    println!("Now the glass hangs: within the period the machine, or this program, has to be started anew.");
    loop {
        std::thread::park();
    }
}

fn main() {
    if let Err(error) = run() {
        eprintln!("{error} ({:?})", error.source());
        std::process::exit(2);
    }
}
