//! From a lifted finger to the painted answer.
//!
//! Residents with every language, in both sizes, go from the resting glass to the receipt: the real screens and the real visit,
//! touched where the buttons stand, painted into a buffer that is used again, as on the panel. Each panel is a process of its
//! own, so that everything is drawn for the first time once: that counts too. The calm after a change is stepped over and not
//! measured.

use crate::bench::found::{self, Place, Place::*};
use crate::bench::{Bench, LANGUAGES};
use inloop::clock::{Clock, MachineClock};
use inloop::kiosk::fingers::CALM_AFTER;
use inloop::kiosk::layout::Panel;
use inloop_ui::{BarAction, Screen};
use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType};
use slint::platform::{self, Platform, PointerEventButton, WindowAdapter, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalSize, PlatformError};
use std::cell::{Cell, RefCell};
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

/// What is promised for each panel.
const PANELS: [(&str, Panel, Duration); 2] =
    [("1280x800", Panel::LANDSCAPE_10, Duration::from_millis(50)), ("1080x1920", Panel::PORTRAIT_15, Duration::from_millis(120))];

/// Set to the panel's name in the process that is measured.
const CHILD: &str = "INLOOP_GLASS_TOUCH";

/// As long as a finger stays down.
const DOWN: Duration = Duration::from_millis(80);
/// Times a page is turned before an answer is given up.
const PAGES: usize = 6;
/// Pictures that one touch may need before everything stands still.
const STILL: usize = 4;
const LETTERS: usize = 12;
/// How many of the slowest touches are named.
const NAMED: usize = 3;

pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Prints what was measured.
pub(crate) fn measure() {
    for (name, _, limit) in PANELS {
        let child = Command::new(std::env::current_exe().unwrap()).env(CHILD, name).stderr(Stdio::inherit()).output().unwrap();
        assert!(child.status.success(), "the glass of {name} ended early");
        let said = String::from_utf8(child.stdout).unwrap();
        let mut touches: Vec<(u64, &str)> =
            said.lines().filter_map(|line| line.split_once(' ')).map(|(time, what)| (time.parse().unwrap(), what)).collect();
        touches.sort_unstable();
        let part = |hundredths: usize| Duration::from_micros(touches[(touches.len() - 1) * hundredths / 100].0);
        let (half, most) = (part(50), part(99));
        println!(
            "touch to picture at {name:<10} p50 {half:>7.1?}  p99 {most:>7.1?}   {:.2} of the {limit:?} allowed, {} touches",
            most.as_secs_f64() / limit.as_secs_f64(),
            touches.len()
        );
        for (time, what) in touches.iter().rev().take(NAMED) {
            println!("    slowest: {:>7.1?}  {what}", Duration::from_micros(*time));
        }
    }
}

/// Everybody touches the glass of this process's panel.
pub(crate) fn be_touched() {
    let name = std::env::var(CHILD).unwrap();
    let (_, panel, _) = PANELS.into_iter().find(|(known, ..)| *known == name).unwrap();
    let glass = Measured::new(panel);
    for larger in [false, true] {
        for language in LANGUAGES {
            glass.visit(language, larger);
        }
    }
}

struct Measured {
    bench: Bench,
    window: Rc<MinimalSoftwareWindow>,
    /// What the toolkit takes for the time.
    time: Rc<Cell<Duration>>,
    picture: RefCell<Vec<PremultipliedRgbaColor>>,
    clock: MachineClock,
}

impl Measured {
    fn new(panel: Panel) -> Self {
        let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
        let time = Rc::new(Cell::default());
        platform::set_platform(Box::new(Stepped { window: window.clone(), time: Rc::clone(&time) })).unwrap();
        window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: 1.0 });
        window.set_size(PhysicalSize::new(panel.pixels.0, panel.pixels.1));
        let picture = RefCell::new(vec![PremultipliedRgbaColor::default(); (panel.pixels.0 * panel.pixels.1) as usize]);
        let glass = Measured { bench: Bench::new(panel), window, time, picture, clock: MachineClock::new() };
        glass.paint();
        glass
    }

    /// From the resting glass to the receipt and back, with a look at most of what can be touched on the way.
    fn visit(&self, language: &'static str, larger: bool) {
        let go = |places: &[Place]| places.iter().for_each(|place| self.touch(*place, language, larger));
        go(&[Glass, Bar(BarAction::Language), Answer(language)]);
        if larger {
            go(&[Bar(BarAction::Size), Answer("aa-contrast"), Answer("aa-contrast"), Answer("aa-larger"), Bar(BarAction::Back)]);
        }
        go(&[Answer("question"), Answer("topic-letters"), Bar(BarAction::Back), Answer("topic-letters")]);
        go(&[Bar(BarAction::Help), Bar(BarAction::Back), Answer("need-papers"), Answer("tell-type")]);
        (0..LETTERS).for_each(|letter| go(&[Letter(letter)]));
        go(&[Key("signs"), Letter(1), Key("backspace"), Bar(BarAction::Next)]);
        go(&[Answer("contact-call"), Key("zero-six")]);
        go(&["1", "2", "3", "4", "5", "6", "7", "8"].map(Key));
        go(&[Bar(BarAction::Next), Answer("when-morning"), Bar(BarAction::Next), Bar(BarAction::Next)]);
        go(&[Answer("goal-people"), Answer("privacy"), Bar(BarAction::Back), Bar(BarAction::Next)]);
        assert_eq!(self.bench.screen(), Screen::Receipt, "{language} is not there");
        go(&[Bar(BarAction::Stop)]);
        assert_eq!(self.bench.screen(), Screen::Rest);
    }

    /// Touches it, on whichever page it stands, and prints how long the picture took.
    fn touch(&self, place: Place, language: &str, larger: bool) {
        for _ in 0..PAGES {
            if let Some(label) = found::label(&self.bench.app, place) {
                return self.touch_label(&label, place, language, larger);
            }
            let more = found::label(&self.bench.app, Answer("more")).unwrap_or_else(|| panic!("no {place:?} in {language}"));
            self.touch_label(&more, Answer("more"), language, larger);
        }
        panic!("no {place:?} on any page in {language}, only {:?}", self.bench.labels());
    }

    fn touch_label(&self, label: &str, place: Place, language: &str, larger: bool) {
        let from = self.bench.question();
        let button = self.bench.button(label).unwrap_or_else(|| panic!("{place:?} is not on the glass: {label:?}"));
        let (at, size) = (button.absolute_position(), button.size());
        let position = LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0);
        let window = self.bench.app.window();
        let button = PointerEventButton::Left;
        window.dispatch_event(WindowEvent::PointerMoved { position });
        window.dispatch_event(WindowEvent::PointerPressed { position, button });
        self.step(DOWN);

        let begun = self.clock.now();
        window.dispatch_event(WindowEvent::PointerReleased { position, button });
        window.dispatch_event(WindowEvent::PointerExited);
        platform::update_timers_and_animations();
        let painted = self.paint();
        let took = self.clock.now() - begun;

        assert!(painted, "{place:?} changed nothing in {language}");
        let size = if larger { "groter" } else { "standard" };
        println!("{} {place:?} at {from:?} ({language}, {size})", took.as_micros());
        self.step(CALM_AFTER + Duration::from_millis(1));
    }

    /// Lets so much time pass without waiting for it.
    fn step(&self, time: Duration) {
        self.time.set(self.time.get() + time);
        self.bench.clock.advance(time);
        platform::update_timers_and_animations();
        self.paint();
    }

    /// Paints until nothing is left to be; false where nothing was.
    fn paint(&self) -> bool {
        let width = self.window.size().width as usize;
        let draw = || {
            self.window.draw_if_needed(|renderer| {
                renderer.render(&mut self.picture.borrow_mut(), width);
            })
        };
        let painted = (0..STILL).take_while(|_| draw()).count();
        assert!(painted < STILL, "the glass paints on and on");
        painted > 0
    }
}

/// A platform whose time passes when it is told to.
struct Stepped {
    window: Rc<MinimalSoftwareWindow>,
    time: Rc<Cell<Duration>>,
}

impl Platform for Stepped {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }
    fn duration_since_start(&self) -> Duration {
        self.time.get()
    }
}
