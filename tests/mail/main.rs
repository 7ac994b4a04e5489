//! What the desk promises of mail, against a real server on this machine.
//!
//! Needs a Python with what `tests/python.txt` names in `target/python`, and fails without: `.ci/run` makes it.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "../handing/mod.rs"]
mod handing;
mod invited;
mod office;
#[path = "../python/mod.rs"]
mod python;
mod refused;
mod server;
#[path = "../team/mod.rs"]
mod team;
mod told;
