//! What the desk promises of handing over to the municipality's contact register.
//!
//! `register` and `double` are the register as it was seen to behave, in two versions; the desk is the real one.
#![cfg(feature = "desk")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "../by_hand/mod.rs"]
mod by_hand;
mod changing;
mod double;
mod erasing;
mod exactly_one;
#[path = "../handing/mod.rs"]
mod handing;
mod register;
#[path = "../team/mod.rs"]
mod team;
mod told;
