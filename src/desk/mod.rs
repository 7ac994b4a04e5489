//! The team's server: takes in what kiosks send, keeps it sealed, and shows it to the team.
//!
//! - [`store`] keeps everything, durably, before anyone is told that it is kept;
//! - [`intake`] answers the kiosks, and believes only what is signed;
//! - [`pages`] is what staff see in their browser;
//! - [`keys`] makes and reads the keys, [`passwords`] those of staff and [`second`] their second step, [`config`] the configuration;
//! - [`roles`] is what somebody may do here;
//! - [`calendar`] knows working days and holidays, [`hours`] makes times out of the weekly hours of a spreekuur,
//!   [`rota`] sees to it that they are offered; [`note`] is what a worker writes down of whom they book for, and
//!   [`recording`] what a resident said, put together to be listened to;
//! - [`connect`] hands over to other systems what a site chose, each off by default and none able to block intake;
//! - [`wording`] is what the site says otherwise than the bundled texts of the glass;
//! - [`copies`] notices that two machines speak as one kiosk;
//! - [`retention`] erases what is over, [`patterns`] says what may be told of many;
//! - [`seed`] makes a city that nobody lives in, for trying and measuring;
//! - [`serve`] puts these behind two sockets; [`cli`] is the command line of `inloop-desk`.
//!
//! What is deliberately absent: nothing here sends an entry back to a kiosk, and nothing here writes a resident's words, number
//! or address into a log line or a column in the clear.

mod audited;
pub mod calendar;
mod carried;
pub mod cli;
pub mod config;
pub mod connect;
pub mod copies;
mod crowd;
pub mod given;
pub mod hours;
pub mod intake;
pub mod keys;
pub mod listing;
pub mod messages;
pub mod note;
pub mod pages;
pub mod passwords;
pub mod patterns;
pub mod recording;
pub mod retention;
pub mod roles;
pub mod rota;
pub mod second;
pub mod seed;
pub mod serve;
pub mod state;
pub mod store;
pub mod wording;

pub use config::Config;
pub use keys::DeskKeys;
#[cfg(feature = "tryout")]
pub(crate) use pages::fresh_token;
pub use serve::{Desk, Parts, RunningDesk, StartError};
pub use state::DeskState;
