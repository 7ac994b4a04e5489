//! The web glass: the kiosk's own screen in a browser on this machine, for where there is no display.
//!
//! 1. The screen is painted by the same software renderer as on the device, into memory; only changed rectangles travel.
//! 2. Nothing is painted, sent or woken up while nothing changes.
//! 3. It listens on loopback only, and speaks to its own page only: a foreign `Host` or `Origin` is refused.
//! 4. It is part of the try-out. A kiosk's release is built without it.

mod input;
mod microphone;
mod platform;
mod screen;
mod serve;

pub use microphone::PageMicrophone;
pub use platform::{Mailbox, WebPlatform};
pub use screen::Screen;
pub use serve::{Bell, WebGlass, serve};
