//! A day of a kiosk in ten minutes: everything real but the panel, the paper and the hand.
//!
//! `cargo run --example soak -- --minutes 10` plays 24 hours of the kiosk's own clock in so many minutes. In this process stands
//! the kiosk as it stands in the hall (`Post`: glass with the software renderer, keeper, outbox on a real file, courier), in
//! another one a real desk behind a proxy that breaks what it is told to. A hand goes through visits of every sort in eight
//! languages, by touching what the glass shows; paper runs out, the network goes for minutes and hours, certificates are
//! those of strangers, clocks are wrong, and the machine is switched off and on.
//!
//! What it measures is printed, and the run fails where a figure leaves its limit, see `figures`. Times to wait for the network
//! are real ones, so that the desk is asked as often as in ten minutes, not as in a day.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "this measures")]

#[path = "../../tests/bench/mod.rs"]
mod bench;
mod day;
mod desk;
mod figures;
mod hand;
mod kiosk;
#[path = "../../tests/bad_network/proxy.rs"]
#[allow(dead_code, reason = "shared with the tests of a bad network")]
mod proxy;

use std::time::Duration;

/// What a run takes where nobody says otherwise.
const MINUTES: f64 = 10.0;
/// As the kiosk's unit sets it: else each thread of each start has a heap of its own, and in a process that starts a kiosk over and
/// over their leftovers add up, which no machine in a hall does.
const ONE_HEAP: &str = "MALLOC_ARENA_MAX";
/// A shorter one meets too little to say anything.
const SHORTEST: f64 = 1.0;

fn main() {
    if let Some(orders) = desk::orders() {
        return desk::be_the_desk(orders);
    }
    if std::env::var_os(ONE_HEAP).is_none() {
        let again = std::env::current_exe().expect("the program's own name");
        let ended = std::process::Command::new(again).args(std::env::args_os().skip(1)).env(ONE_HEAP, "1").status();
        std::process::exit(ended.expect("the program starts again").code().unwrap_or(1));
    }
    let minutes = match std::env::args().skip(1).collect::<Vec<_>>().as_slice() {
        [] => MINUTES,
        [flag, minutes] if flag == "--minutes" => minutes.parse().expect("--minutes takes a number"),
        other => panic!("soak [--minutes N], not {other:?}"),
    };
    assert!(minutes >= SHORTEST, "--minutes {SHORTEST} at least");
    day::play(Duration::from_secs_f64(minutes * 60.0));
}
