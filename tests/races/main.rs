//! Many who want the same time: what desk, kiosks and staff promise one another when they really race, over real lines that lose,
//! double and delay, with real outboxes and a real desk.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod last_slot;
mod offline_week;
#[allow(dead_code, reason = "shared with the tests of the network")]
#[path = "../bad_network/proxy.rs"]
mod proxy;
mod town;
