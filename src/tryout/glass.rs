//! Where the try-out's glass is shown: a window, or a page.

use super::web::{Bell, PageMicrophone, WebGlass, WebPlatform, serve};
use crate::kiosk::glass::{Ringer, Signal};
use crate::kiosk::layout::Panel;
use crate::kiosk::listening::Ear;
use crate::kiosk::voice::Sounder;
use slint::PhysicalSize;
use std::net::TcpListener;
use std::time::Duration;

/// A window no higher than this, in logical pixels, fits a small laptop's 768 with its title and the desktop's bar.
pub(super) const WINDOW_HEIGHT: u32 = 660;

/// Gives the window the panel's shape, for good: the screens are made for that panel and no other.
pub(super) fn in_a_window(app: &inloop_ui::App, panel: Panel) {
    let (width, height) = panel.pixels;
    app.set_window_width(width as f32);
    app.set_window_height(height as f32);
}

/// Rings on the page.
pub(super) struct PageChime(pub(super) Bell);

impl Ringer for PageChime {
    fn ring(&mut self, signal: Signal) {
        if !self.0.ring(signal) {
            tracing::warn!("the chime rang, and no page was open to hear it");
        }
    }
}

/// Speaks on the page.
pub struct PageVoice(pub Bell);

impl Sounder for PageVoice {
    fn play(&mut self, wav: &[u8], length: Duration, _: Ear, stopped: &dyn Fn() -> bool) -> bool {
        /// How often it looks whether the page should fall silent.
        const LOOK: Duration = Duration::from_millis(20);
        if !self.0.speak(wav) {
            return false;
        }
        let mut waited = Duration::ZERO;
        while waited < length {
            if stopped() {
                self.0.hush();
                return true;
            }
            std::thread::sleep(LOOK);
            waited += LOOK;
        }
        true
    }
}

/// Puts the glass on a page behind `listener`, served by a thread of its own.
pub(super) fn on_a_page(panel: Panel, listener: TcpListener, bell: Bell, microphone: PageMicrophone) -> anyhow::Result<()> {
    let (width, height) = panel.pixels;
    let (screen, mailbox) = WebPlatform::install(PhysicalSize::new(width, height))?;
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("web-glass".into()).spawn(move || {
        let served = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            serve(listener, WebGlass { screen, mailbox, bell, microphone }).await
        });
        if let Err(error) = served {
            tracing::error!(%error, "the page of the glass is gone");
        }
    })?;
    Ok(())
}
