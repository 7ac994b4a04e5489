//! The pages in a real Chromium. Needs Debian's `chromium` and `chromium-driver`.
//!
//! With `INLOOP_PICTURES=DIR` every page that is looked at is also written there as PNG, for people to look at.
#![cfg(feature = "test-browser")]
#![allow(unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

mod caretaker;
mod chrome;
mod followup;
mod glass;
#[path = "../hall/mod.rs"]
mod hall;
mod keyboard;
mod machines;
mod patterns;
mod people;
mod posts;
mod spoken;
mod spreekuren;
mod staff;
#[path = "../team/mod.rs"]
mod team;
mod wording;
