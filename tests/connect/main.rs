//! What the desk promises of handing over to other systems: the queue, and the team's own system.
#![cfg(feature = "desk")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "../by_hand/mod.rs"]
mod by_hand;
#[cfg(feature = "kiosk")]
mod glass;
#[path = "../handing/mod.rs"]
mod handing;
mod intake;
mod own_system;
mod receiver;
#[path = "../team/mod.rs"]
mod team;
