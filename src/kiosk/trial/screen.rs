//! A screen in memory that nobody sees, for as long as a trial lasts.

use crate::clock::Clock;
use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType};
use slint::platform::{self, Platform, WindowAdapter, WindowEvent};
use slint::{PhysicalSize, PlatformError};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A picture that has fewer colours than this shows a ground and nothing on it; letters alone have dozens, at their edges.
const COLOURS: usize = 8;

/// One window and its picture.
pub(super) struct TrialScreen {
    window: Rc<MinimalSoftwareWindow>,
    pixels: Vec<PremultipliedRgbaColor>,
    width: usize,
}

impl TrialScreen {
    /// Makes this thread that of a glass of so many pixels. Call it before the first component is made.
    ///
    /// # Errors
    /// Where this process has a glass already.
    pub(super) fn install((width, height): (u32, u32), clock: Arc<dyn Clock>) -> Result<Self, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::NewBuffer);
        let platform = TrialPlatform { window: Rc::clone(&window), begun: clock.now(), clock };
        platform::set_platform(Box::new(platform)).map_err(|error| PlatformError::Other(error.to_string()))?;
        window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: 1.0 });
        window.set_size(PhysicalSize::new(width, height));
        let pixels = vec![PremultipliedRgbaColor::default(); width as usize * height as usize];
        Ok(TrialScreen { window, pixels, width: width as usize })
    }

    /// Draws all of it, and looks whether there is anything to see.
    pub(super) fn shows_something(&mut self) -> bool {
        platform::update_timers_and_animations();
        self.window.request_redraw();
        let (pixels, width) = (&mut self.pixels, self.width);
        let drawn = self.window.draw_if_needed(|renderer| {
            renderer.render(pixels, width);
        });
        drawn && is_something(self.pixels.iter().map(|pixel| (pixel.red, pixel.green, pixel.blue)))
    }
}

/// Whether a picture of these colours has more on it than a ground.
fn is_something(pixels: impl Iterator<Item = (u8, u8, u8)>) -> bool {
    let mut colours: Vec<(u8, u8, u8)> = Vec::with_capacity(COLOURS);
    for colour in pixels {
        if !colours.contains(&colour) {
            colours.push(colour);
            if colours.len() == COLOURS {
                return true;
            }
        }
    }
    false
}

struct TrialPlatform {
    window: Rc<MinimalSoftwareWindow>,
    clock: Arc<dyn Clock>,
    begun: Instant,
}

impl Platform for TrialPlatform {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn duration_since_start(&self) -> Duration {
        self.clock.now().saturating_duration_since(self.begun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::MachineClock;
    use crate::kiosk::layout::Panel;
    use inloop_ui as ui;
    use slint::ComponentHandle;

    #[test]
    fn a_screen_that_shows_nothing_is_noticed_and_one_with_words_is_not_taken_for_it() {
        let mut screen = TrialScreen::install(Panel::LANDSCAPE_10.pixels, Arc::new(MachineClock::new())).unwrap();
        assert!(!screen.shows_something(), "nothing was ever made");
        ui::register_fonts().unwrap();
        let app = ui::App::new().unwrap();
        app.show().unwrap();
        app.global::<ui::FrameAdapter<'_>>().set_screen(ui::Screen::Message);
        assert!(screen.shows_something(), "a card with an edge");
        // A ground, and the two colours of a bar without anything on it.
        for few in 1..COLOURS {
            let ground = (0..few).flat_map(|n| std::iter::repeat_n((n as u8, 0, 0), 1000));
            assert!(!is_something(ground), "{few}");
        }
    }
}
