//! What ticket and panel promise, checked on their pixels.

#![allow(clippy::unwrap_used, reason = "a promise that cannot be checked is broken")]

mod escpos;
mod machine;
mod oled;
mod panel;
#[cfg(feature = "test-paper")]
mod paper;
mod pins;
mod samples;
mod ssd1306;
mod ticket;
mod watchdog;
