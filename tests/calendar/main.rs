//! What the desk promises where a host's calendar decides about times too: against a real Radicale, with a cable between them that
//! can be cut anywhere.
//!
//! Needs a Python with what `tests/python.txt` names in `target/python`, and fails without: `.ci/run` makes it.
#![allow(dead_code, reason = "what several test binaries share has parts that this one does not use")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "../appointing/mod.rs"]
mod appointing;
mod away;
#[path = "../by_hand/mod.rs"]
mod by_hand;
mod cable;
mod claimed;
mod desk;
mod exactly_one;
#[path = "../staff_page/hands.rs"]
#[allow(dead_code, reason = "shared with the tests of the staff pages")]
mod hands;
mod pages;
#[path = "../python/mod.rs"]
mod python;
mod radicale;
#[path = "../team/mod.rs"]
mod team;
