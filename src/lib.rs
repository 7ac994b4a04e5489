//! Inloop: a walk-in kiosk for a neighbourhood social team, and the desk where the team picks up what residents leave.
//!
//! The tour, in the order in which one entry travels:
//! - [`visit`] turns a resident's touches into a draft, and says what the glass shows;
//! - [`entry`] is what a resident leaves, and its frozen form on the wire;
//! - [`seal`](mod@seal) locks an entry for the team, so that nobody in the hall can read it;
//! - [`outbox`] keeps it on the post's disk until the desk has it;
//! - [`booking`] decides who may promise which time, so that no two residents ever get the same;
//! - [`delivery`] decides when the courier tries, waits, parks or pauses;
//! - [`wire`] is what kiosk and desk say to each other, and how each proves who it is;
//! - [`kiosk`] is the machine in the hall: glass, keeper, courier, enrolment;
//! - [`desk`] is the team's server: intake, store, staff pages;
//! - [`tryout`] runs both on one machine;
//! - [`texts`] reads the translation files; [`clock`] is the only file that asks the machine for time or luck.

pub mod booking;
#[cfg(feature = "kiosk")]
pub mod caretaker;
pub mod clock;
pub mod delivery;
#[cfg(feature = "desk")]
pub mod desk;
pub mod entry;
#[cfg(feature = "desk")]
pub mod followup;
#[cfg(feature = "kiosk")]
pub mod kiosk;
#[cfg(feature = "kiosk")]
pub mod outbox;
pub mod seal;
#[cfg(feature = "glass")]
pub mod setup;
pub mod texts;
#[cfg(feature = "tryout")]
pub mod tryout;
pub mod visit;
pub mod wire;
