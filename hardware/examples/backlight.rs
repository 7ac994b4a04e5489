//! Plays an evening and a morning on the backlight of this board, a step every three seconds:
//! `cargo run -p inloop-hardware --example backlight`, or with its name behind `--`.
//!
//! Somebody stands there, leaves, it gets quiet, it gets dark, somebody comes. It ends as light as it can be.

use std::time::Duration;

use inloop_hardware::backlight::{Backlight, Hall, Percent, Quiet, Rules, SysfsLight};

/// Long enough to see each step.
const STEP: Duration = Duration::from_secs(3);

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let mut light = SysfsLight::new("/sys/class/backlight".into(), std::env::args().nth(1));
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    let rules = Rules {
        quiet: Some(Quiet { from: "20:00".parse()?, to: "07:30".parse()? }),
        full: Percent::new(100)?,
        dim: Percent::new(30)?,
        dims_after: minutes(5),
        dark_after: minutes(10),
    };
    for (what, time, somebody, idle) in [
        ("Somebody is there", "19:00", true, 0),
        ("Nobody is there", "19:10", false, 10),
        ("It is quiet hours", "20:00", false, 60),
        ("Somebody comes at night", "03:00", true, 480),
        ("They left", "03:20", false, 500),
        ("It is morning", "07:30", false, 750),
        ("Somebody touches the glass", "08:00", true, 0),
    ] {
        let wanted = rules.light(Hall { now: Some(time.parse()?), somebody: Some(somebody), idle: minutes(idle) });
        println!("{time} {what}: {wanted:?}, {:?}", light.set(wanted)?);
        std::thread::sleep(STEP);
    }
    Ok(())
}

fn main() {
    if let Err(error) = run() {
        eprintln!("{error} ({:?})", error.source());
        std::process::exit(2);
    }
}
