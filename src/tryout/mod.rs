//! Desk, kiosk and glass together on one machine, for whoever wants to see Inloop work.
//!
//! Nothing here is pretended: the kiosk enrols over TLS with a code and four words, has its own key and outbox, and forwards
//! to a desk that keeps its own store. Only the glass is different where there is no display: see [`web`].

mod args;
mod folder;
mod glass;
mod office;
mod run;
mod spreekuren;
pub mod web;

pub use args::{Args, GlassKind, PanelKind};
pub use folder::{BadFolder, Folder};
pub use glass::PageVoice;
pub use office::{Login, NoOffice, enrol, open_office};
pub use run::run;
