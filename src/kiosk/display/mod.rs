//! The screen in the hall that shows who is called: a machine of its own, enrolled like a kiosk, at which nobody leaves anything.
//!
//! 1. It asks the desk what every kiosk asks about calls, and shows teken and place. It is told nothing else of anybody.
//! 2. What the desk does not confirm is not shown: where it is not heard, what was called goes, and the screen says so.
//! 3. It takes no tekens and no times: the desk knows it as a display, and gives none.

#[cfg(feature = "glass")]
mod aloud;
pub mod config;
#[cfg(feature = "glass")]
mod wall;

#[cfg(feature = "glass")]
pub use aloud::Sounders;
#[cfg(feature = "glass")]
pub use running::{Display, NoDisplay, Parts};

#[cfg(feature = "glass")]
mod running;
