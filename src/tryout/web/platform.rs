//! A Slint platform whose screen is a picture in memory.

use super::Screen;
use slint::platform::software_renderer::{MinimalSoftwareWindow, RepaintBufferType};
use slint::platform::{self, EventLoopProxy, Platform, WindowAdapter, WindowEvent};
use slint::{EventLoopError, PhysicalSize, PlatformError};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// One step of an animation: 60 a second.
const FRAME: Duration = Duration::from_millis(16);

/// What wakes the event loop.
pub(super) enum Wake {
    Input(WindowEvent),
    Call(Box<dyn FnOnce() + Send>),
    Quit,
}

/// The event loop's letter box; also the proxy behind `slint::invoke_from_event_loop`.
#[derive(Clone)]
pub struct Mailbox(Sender<Wake>);

impl Mailbox {
    pub(super) fn post(&self, wake: Wake) -> Result<(), EventLoopError> {
        self.0.send(wake).map_err(|_| EventLoopError::EventLoopTerminated)
    }
}

impl EventLoopProxy for Mailbox {
    fn quit_event_loop(&self) -> Result<(), EventLoopError> {
        self.post(Wake::Quit)
    }

    fn invoke_from_event_loop(&self, call: Box<dyn FnOnce() + Send>) -> Result<(), EventLoopError> {
        self.post(Wake::Call(call))
    }
}

/// One window, painted by the software renderer into a [`Screen`].
pub struct WebPlatform {
    window: Rc<MinimalSoftwareWindow>,
    screen: Arc<Screen>,
    mailbox: Mailbox,
    inbox: Receiver<Wake>,
}

impl WebPlatform {
    /// Makes this thread the thread of the glass. Call it before the first component is made.
    ///
    /// # Errors
    /// Where this process has a glass already.
    pub fn install(size: PhysicalSize) -> Result<(Arc<Screen>, Mailbox), platform::SetPlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        let screen = Arc::new(Screen::new(size));
        let (sender, inbox) = channel();
        let mailbox = Mailbox(sender);
        let platform = WebPlatform { window: window.clone(), screen: screen.clone(), mailbox: mailbox.clone(), inbox };
        platform::set_platform(Box::new(platform))?;
        // The order matters: the size is converted with the scale factor of that moment.
        window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: 1.0 });
        window.set_size(size);
        window.dispatch_event(WindowEvent::WindowActiveChanged(true));
        Ok((screen, mailbox))
    }

    /// Sleeps until something happens; `None` when it is time for an animation or a timer.
    fn next(&self) -> Option<Wake> {
        let wait = match self.window.has_active_animations() {
            true => Some(FRAME),
            false => platform::duration_until_next_timer_update(),
        };
        let Some(wait) = wait else { return Some(self.inbox.recv().unwrap_or(Wake::Quit)) };
        match self.inbox.recv_timeout(wait) {
            Ok(wake) => Some(wake),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Wake::Quit),
        }
    }
}

impl Platform for WebPlatform {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }

    fn new_event_loop_proxy(&self) -> Option<Box<dyn EventLoopProxy>> {
        Some(Box::new(self.mailbox.clone()))
    }

    fn run_event_loop(&self) -> Result<(), PlatformError> {
        loop {
            platform::update_timers_and_animations();
            self.screen.paint(&self.window);
            let first = self.next();
            platform::update_timers_and_animations();
            // Everything that has arrived goes into one frame.
            for wake in first.into_iter().chain(self.inbox.try_iter()) {
                match wake {
                    Wake::Input(event) => {
                        self.window.dispatch_event_with_result(event)?;
                    }
                    Wake::Call(call) => call(),
                    Wake::Quit => return Ok(()),
                }
            }
        }
    }
}
