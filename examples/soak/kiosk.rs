//! The kiosk of this process: the real post, on a stage that paints into memory and whose time passes when it is told to.

use crate::bench::found::{self, Place};
use inloop::clock::{BenchClock, Clock, MachineClock, MachineLuck};
use inloop::entry::{Language, RECORDING_RATE};
use inloop::kiosk::fingers::CALM_AFTER;
use inloop::kiosk::glass::{Ringer, Signal};
use inloop::kiosk::layout::Panel;
use inloop::kiosk::listening::Ear;
use inloop::kiosk::post::{Post, PostParts};
use inloop::kiosk::recorder::{self, SoundFile, Then};
use inloop::kiosk::voice::Sounder;
use inloop_hardware::printer::BenchPrinter;
use inloop_ui::App;
use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType};
use slint::platform::{self, EventLoopProxy, Platform, PointerEventButton, WindowAdapter, WindowEvent};
use slint::{ComponentHandle, EventLoopError, LogicalPosition, PhysicalSize, PlatformError, SharedString};
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

const PANEL: Panel = Panel::LANDSCAPE_10;
/// As long as a finger stays down.
const DOWN: Duration = Duration::from_millis(80);
/// Keys of a fast typist follow each other so.
const KEYS_APART: Duration = Duration::from_millis(60);
/// Time passes in steps of this at most, so that no deadline is seen much too late.
const STEP: Duration = Duration::from_millis(250);
/// The machine's own time that anything here may take before the run has failed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often somebody who waits for another thread looks.
const LOOK: Duration = Duration::from_millis(5);
/// Times a page is turned before an answer is given up.
const PAGES: usize = 6;
/// What the microphone hears, in seconds.
const SPOKEN: u32 = 4;

type Call = Box<dyn FnOnce() + Send>;

/// What all kiosks of this process stand on, one after another.
pub(crate) struct Stage {
    windows: RefCell<Vec<Rc<MinimalSoftwareWindow>>>,
    /// What has passed for the kiosk.
    passed: Cell<Duration>,
    begun: Instant,
    machine: MachineClock,
    pace: f64,
    inbox: Receiver<Call>,
    picture: RefCell<Vec<PremultipliedRgbaColor>>,
}

#[derive(Clone)]
struct Proxy(Sender<Call>);

impl EventLoopProxy for Proxy {
    fn quit_event_loop(&self) -> Result<(), EventLoopError> {
        Ok(())
    }
    fn invoke_from_event_loop(&self, call: Call) -> Result<(), EventLoopError> {
        self.0.send(call).map_err(|_| EventLoopError::EventLoopTerminated)
    }
}

struct Theatre(Rc<Stage>, Sender<Call>);

impl Platform for Theatre {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        self.0.windows.replace(vec![Rc::clone(&window)]);
        Ok(window)
    }
    fn duration_since_start(&self) -> Duration {
        self.0.passed.get()
    }
    fn new_event_loop_proxy(&self) -> Option<Box<dyn EventLoopProxy>> {
        Some(Box::new(Proxy(self.1.clone())))
    }
}

impl Stage {
    /// `pace` is how much faster the kiosk's time passes than the machine's.
    pub(crate) fn set(pace: f64) -> Rc<Stage> {
        let (sender, inbox) = channel();
        let machine = MachineClock::new();
        let picture = RefCell::new(vec![PremultipliedRgbaColor::default(); (PANEL.pixels.0 * PANEL.pixels.1) as usize]);
        let (windows, passed, begun) = (RefCell::default(), Cell::default(), machine.now());
        let stage = Rc::new(Stage { windows, passed, begun, machine, pace, inbox, picture });
        platform::set_platform(Box::new(Theatre(Rc::clone(&stage), sender))).unwrap();
        inloop_ui::register_fonts().unwrap();
        stage
    }

    /// How long the kiosk has lived in its own time.
    pub(crate) fn passed(&self) -> Duration {
        self.passed.get()
    }

    /// How long it should have by now.
    pub(crate) fn due(&self) -> Duration {
        (self.machine.now() - self.begun).mul_f64(self.pace)
    }

    fn turn(&self) {
        platform::update_timers_and_animations();
        self.inbox.try_iter().for_each(|call| call());
        for window in &*self.windows.borrow() {
            window.draw_if_needed(|renderer| {
                renderer.render(&mut self.picture.borrow_mut(), PANEL.pixels.0 as usize);
            });
        }
    }

    /// Lets other threads go on for so long.
    fn listen(&self, time: Duration) {
        if let Ok(call) = self.inbox.recv_timeout(time) {
            call();
        }
    }
}

/// One start of the machine.
pub(crate) struct Kiosk {
    stage: Rc<Stage>,
    pub(crate) post: Post,
    pub(crate) clock: Arc<BenchClock>,
}

struct Quiet;

impl Ringer for Quiet {
    fn ring(&mut self, _: Signal) {}
}

impl Sounder for Quiet {
    fn play(&mut self, _: &[u8], _: Duration, _: Ear, _: &dyn Fn() -> bool) -> bool {
        true
    }
}

impl Kiosk {
    /// Switches the machine on, with a clock that shows `at` and is believed or not.
    pub(crate) fn start(stage: &Rc<Stage>, folder: &Path, printer: &BenchPrinter, at: (i64, bool)) -> Self {
        let clock = Arc::new(BenchClock::at(at.0, at.1));
        let tone = (0..SPOKEN * RECORDING_RATE).map(|at| if at / 40 % 2 == 0 { 6_000 } else { -6_000 }).collect();
        let microphone = Box::new(SoundFile::of(tone, Then::Hangs));
        let parts = PostParts {
            folder: folder.to_owned(),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            luck: Arc::new(MachineLuck),
            glass: PANEL.into(),
            languages: vec![Language::NL],
            texts: None,
            scanner: true,
            ringer: Box::new(Quiet),
            printer: Some(Box::new(printer.clone())),
            voice: None,
            recorder: Some(recorder::Parts { microphone, sounder: Box::new(Quiet) }),
            handset: true,
            proxy: None,
            machine: Default::default(),
            care: Default::default(),
            set_up: None,
        };
        let post = Post::start(parts).unwrap();
        let window = post.app().window();
        window.set_size(PhysicalSize::new(PANEL.pixels.0, PANEL.pixels.1));
        window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: 1.0 });
        post.app().show().unwrap();
        Kiosk { stage: Rc::clone(stage), post, clock }
    }

    pub(crate) fn app(&self) -> &App {
        self.post.app()
    }

    /// Lets so much time pass for the kiosk, not faster than its pace.
    pub(crate) fn pass(&self, time: Duration) {
        let mut left = time;
        loop {
            self.stage.turn();
            if left.is_zero() {
                return;
            }
            let timer = platform::duration_until_next_timer_update().unwrap_or(STEP).max(Duration::from_millis(1));
            let step = left.min(timer).min(STEP);
            self.stage.passed.set(self.stage.passed() + step);
            self.clock.advance(step);
            left -= step;
            self.stage.listen(self.stage.passed().saturating_sub(self.stage.due()).div_f64(self.stage.pace));
        }
    }

    /// Waits for another thread while no time passes for the kiosk; false where it did not come.
    pub(crate) fn until(&self, mut there: impl FnMut() -> bool) -> bool {
        let begun = self.stage.machine.now();
        loop {
            self.stage.turn();
            if there() {
                return true;
            }
            if self.stage.machine.now() - begun > PATIENCE {
                return false;
            }
            self.stage.listen(LOOK);
        }
    }

    /// A finger on it, on whichever page it stands; false where there is none.
    pub(crate) fn touch(&self, place: Place) -> bool {
        self.pass(CALM_AFTER + Duration::from_millis(1));
        for _ in 0..PAGES {
            if let Some(at) = found::label(self.app(), place).and_then(|label| found::middle(self.app(), &label)) {
                self.tap(at);
                return true;
            }
            let Some(more) = found::label(self.app(), Place::Answer("more")) else { return false };
            let Some(at) = found::middle(self.app(), &more) else { return false };
            self.tap(at);
            self.pass(CALM_AFTER + Duration::from_millis(1));
        }
        false
    }

    fn tap(&self, position: LogicalPosition) {
        let button = PointerEventButton::Left;
        let window = self.app().window();
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        self.pass(DOWN);
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
        self.pass(Duration::ZERO);
    }

    /// On a keyboard that somebody plugged in.
    pub(crate) fn types(&self, words: &str) {
        for c in words.chars() {
            let text = SharedString::from(c);
            self.app().window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
            self.app().window().dispatch_event(WindowEvent::KeyReleased { text });
            self.pass(KEYS_APART);
        }
    }
}
