//! What the parts of the hall promise, checked on their pixels, bytes and states.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a promise that cannot be checked is broken")]

mod backlight;
mod display;
#[allow(dead_code, reason = "the example uses all of them")]
mod displays;
mod escpos;
mod framebuffer;
mod glass;
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
