//! What the staff pages promise, over HTTP without a socket.
#![cfg(feature = "desk")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod appointments;
mod audited;
mod followup;
mod hands;
mod hosts;
mod links;
mod messages;
mod others;
mod people;
mod promised;
mod restored;
mod safety;
mod spoken;
mod steps;
#[path = "../team/mod.rs"]
mod team;
mod teams;
mod work;
