//! Who takes a kiosk's disk, or copies it: what they can read, and that a copy which speaks is noticed.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod copied;
mod disk;
mod image;
mod many;
#[path = "../bad_network/post.rs"]
#[allow(dead_code, reason = "shared with the tests of a bad network")]
mod post;
#[path = "../bad_network/proxy.rs"]
#[allow(dead_code, reason = "shared with the tests of a bad network")]
mod proxy;
