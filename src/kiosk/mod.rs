//! The machine in the hall.

#[cfg(feature = "glass")]
pub mod chime;
#[cfg(feature = "glass")]
pub mod cli;
pub mod config;
pub mod courier;
pub mod enrol;
pub mod files;
#[cfg(feature = "glass")]
pub mod fingers;
#[cfg(feature = "glass")]
pub mod glass;
#[cfg(feature = "glass")]
pub mod hall;
pub mod identity;
pub mod keeper;
pub mod keyboard;
#[cfg(feature = "glass")]
pub mod layout;
pub mod link;
#[cfg(feature = "glass")]
pub mod listening;
#[cfg(feature = "glass")]
pub mod post;
#[cfg(feature = "glass")]
pub mod scanner;
#[cfg(feature = "glass")]
mod screens;
pub mod site;
#[cfg(feature = "glass")]
pub mod ticket;
pub mod times;
#[cfg(feature = "glass")]
pub mod voice;
#[cfg(feature = "glass")]
pub mod wording;
