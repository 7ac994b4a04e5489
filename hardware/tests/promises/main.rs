//! What ticket and panel promise, checked on their pixels.

#![allow(clippy::unwrap_used, reason = "a promise that cannot be checked is broken")]

mod panel;
mod samples;
mod ticket;
