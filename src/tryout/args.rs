//! The command line of `inloop`.

use crate::kiosk::layout::Panel;
use std::path::PathBuf;

/// Inloop's try-out: the desk, a kiosk enrolled to it, and the kiosk's screen, all on this machine.
#[derive(Clone, Debug, clap::Parser)]
#[command(version, about)]
pub struct Args {
    /// Where everything is kept; it is there at the next start.
    #[arg(long, value_name = "DIR", default_value = "inloop-data")]
    pub data: PathBuf,
    /// Where the kiosk's screen is shown: a window needs a display.
    #[arg(long, value_enum)]
    pub glass: Option<GlassKind>,
    /// Which screen the kiosk has.
    #[arg(long, value_enum, default_value_t = PanelKind::Landscape)]
    pub panel: PanelKind,
    /// The port of the staff pages.
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub desk_port: u16,
    /// The port of the kiosk's screen in the browser.
    #[arg(long, value_name = "PORT", default_value_t = 8081)]
    pub glass_port: u16,
    /// A USB scanner for residents' codes is plugged in.
    #[arg(long)]
    pub scanner: bool,
    /// The port at which the kiosk reaches the desk.
    #[arg(long, value_name = "PORT", default_value_t = 8082)]
    pub kiosk_port: u16,
    /// Start the kiosk alone, as when the desk or the network is down.
    #[arg(long)]
    pub without_desk: bool,
}

/// Where the kiosk's screen is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum GlassKind {
    /// A window on this machine's display.
    Window,
    /// A page in the browser.
    Web,
}

/// One of the two reference panels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum PanelKind {
    /// 10.1 inch, 1280x800, lying.
    Landscape,
    /// 15.6 inch, 1080x1920, standing.
    Portrait,
}

impl PanelKind {
    /// Its measures.
    pub fn panel(self) -> Panel {
        match self {
            PanelKind::Landscape => Panel::LANDSCAPE_10,
            PanelKind::Portrait => Panel::PORTRAIT_15,
        }
    }
}

impl Args {
    /// What was asked for, else a window where there is a display.
    pub fn glass_kind(&self) -> GlassKind {
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let display = set("DISPLAY") || set("WAYLAND_DISPLAY");
        self.glass.unwrap_or(if display { GlassKind::Window } else { GlassKind::Web })
    }
}
