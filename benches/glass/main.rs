//! What the glass costs: time to its first picture and from a touch to the next one, memory, and what it does while nothing
//! happens.
//!
//! `cargo bench --bench glass --no-default-features --features glass`
//!
//! The kiosk's own post (outbox, courier to a desk that is not there, every screen) with the software renderer at 1280x800, in a
//! process of its own that is started anew for each run. The picture goes to memory instead of a panel. Touches are measured on
//! both panels, see `touch`.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs, reason = "this measures")]

#[path = "../../tests/bench/mod.rs"]
mod bench;
mod touch;

use inloop::clock::{Clock, Luck, MachineClock, MachineLuck};
use inloop::entry::{Epoch, KioskId, Language};
use inloop::kiosk::glass::{Ringer, Signal};
use inloop::kiosk::identity::Identity;
use inloop::kiosk::layout::Panel;
use inloop::kiosk::link::tls::Trust;
use inloop::kiosk::post::{Post, PostParts};
use inloop::seal::Recipients;
use inloop::wire::{DeskKey, KioskKey};
use slint::platform::software_renderer::{MinimalSoftwareWindow, PremultipliedRgbaColor, RepaintBufferType};
use slint::platform::{self, EventLoopProxy, Platform, WindowAdapter, WindowEvent};
use slint::{EventLoopError, PhysicalSize, PlatformError};
use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use zeroize::Zeroizing;

/// What is promised: first picture, memory, share of a core while idle.
const FIRST_PICTURE: Duration = Duration::from_millis(200);
const MEMORY_KIB: u64 = 42 * 1024;
const IDLE_SHARE: f64 = 0.001;

const RUNS: usize = 7;
const SETTLE: Duration = Duration::from_secs(3);
const IDLE: Duration = Duration::from_secs(30);

/// Set to the data folder in the process that is measured.
const CHILD: &str = "INLOOP_GLASS_FOLDER";

fn main() {
    match std::env::var_os(CHILD) {
        Some(folder) => be_the_kiosk(Path::new(&folder)),
        None if touch::is_child() => touch::be_touched(),
        None => {
            measure();
            touch::measure();
        }
    }
}

fn measure() {
    let clock = MachineClock::new();
    let folder = tempfile::tempdir().unwrap();
    identity().store(folder.path()).unwrap();
    let mut first = Vec::new();
    let mut idle = String::new();
    for run in 0..=RUNS {
        let begun = clock.now();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(CHILD, folder.path())
            .env("INLOOP_GLASS_STAY", if run == RUNS { "1" } else { "0" })
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "picture");
        // The first run warms the disk's cache, the last one stays to be idle.
        if run > 0 && run < RUNS {
            first.push(clock.now() - begun);
        }
        idle = lines.next().transpose().unwrap().unwrap_or(idle);
        child.wait().unwrap();
    }
    first.sort();
    let median = first[first.len() / 2];
    let parts: Vec<f64> = idle.split(' ').map(|part| part.parse().unwrap()).collect();
    let [pss, ticks, frames] = parts[..] else { panic!("{idle:?}") };
    let share = ticks / ticks_per_second() / IDLE.as_secs_f64();
    println!(
        "first picture   {median:>9.0?}   {:.2} of the {FIRST_PICTURE:?} allowed",
        median.as_secs_f64() / FIRST_PICTURE.as_secs_f64()
    );
    println!(
        "memory (PSS)    {:>6.1} MiB   {:.2} of the {} MiB allowed",
        pss / 1024.0,
        pss / MEMORY_KIB as f64,
        MEMORY_KIB / 1024
    );
    println!(
        "idle            {:>8.3} %   {:.2} of the {:.1} % of a core allowed",
        share * 100.0,
        share / IDLE_SHARE,
        IDLE_SHARE * 100.0
    );
    println!("pictures while nothing changed in {IDLE:?}: {frames}");
}

/// Linux counts processor time in hundredths of a second on every machine we run on.
fn ticks_per_second() -> f64 {
    100.0
}

/// A kiosk that was enrolled to a desk that is not there.
fn identity() -> Identity {
    let luck = MachineLuck;
    let mut seed = Zeroizing::new([0; 32]);
    luck.fill(&mut *seed).unwrap();
    Identity {
        key: KioskKey::from_seed(&seed),
        kiosk: KioskId::new(1).unwrap(),
        epoch: Epoch::FIRST,
        desk: "https://127.0.0.1:9".parse().unwrap(),
        desk_key: DeskKey::from_seed(&seed).public(),
        trust: Trust::Public,
        // Two public keys made for this bench; nobody has the private halves.
        recipients: Recipients::parse(TEAM, RECOVERY).unwrap(),
        desk_time: inloop::clock::NO_EARLIER_THAN,
    }
}

const TEAM: &str = "age1tcz0vreln005v59n9m0zpcf5n0rgwyvrz9zrsf4742vt44gd0elsska7ux";
const RECOVERY: &str = "age1psmz5pmc7c8fl22v7grncdd4pkhhpkajyucsfy2pd5zx5mqqxqlsx822l4";

struct Silent;

impl Ringer for Silent {
    fn ring(&mut self, _: Signal) {}
}

fn be_the_kiosk(folder: &Path) {
    let panel = Panel::LANDSCAPE_10;
    let (sender, inbox) = channel();
    let window = MinimalSoftwareWindow::new(RepaintBufferType::ReusedBuffer);
    let stay = std::env::var("INLOOP_GLASS_STAY").is_ok_and(|stay| stay == "1");
    let picture = vec![PremultipliedRgbaColor::default(); (panel.pixels.0 * panel.pixels.1) as usize];
    let state = RefCell::new((picture, 0));
    platform::set_platform(Box::new(Memory { window: window.clone(), sender, inbox, state, stay })).unwrap();
    window.dispatch_event(WindowEvent::ScaleFactorChanged { scale_factor: 1.0 });
    window.set_size(PhysicalSize::new(panel.pixels.0, panel.pixels.1));
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::new());
    let luck: Arc<dyn Luck> = Arc::new(MachineLuck);
    let parts = PostParts {
        folder: folder.to_owned(),
        clock,
        luck,
        glass: panel.into(),
        languages: vec![Language::NL],
        texts: None,
        scanner: false,
        ringer: Box::new(Silent),
        printer: None,
        voice: None,
        recorder: None,
        handset: false,
        proxy: None,
        machine: inloop::kiosk::machine::Parts::default(),
        care: Default::default(),
        set_up: None,
    };
    Post::start(parts).unwrap().run().unwrap();
}

enum Wake {
    Call(Box<dyn FnOnce() + Send>),
    Quit,
}

#[derive(Clone)]
struct Proxy(Sender<Wake>);

impl EventLoopProxy for Proxy {
    fn quit_event_loop(&self) -> Result<(), EventLoopError> {
        self.0.send(Wake::Quit).map_err(|_| EventLoopError::EventLoopTerminated)
    }
    fn invoke_from_event_loop(&self, call: Box<dyn FnOnce() + Send>) -> Result<(), EventLoopError> {
        self.0.send(Wake::Call(call)).map_err(|_| EventLoopError::EventLoopTerminated)
    }
}

/// Paints into memory; reports, and ends by itself.
struct Memory {
    window: Rc<MinimalSoftwareWindow>,
    sender: Sender<Wake>,
    inbox: Receiver<Wake>,
    /// The picture, and how often it was painted.
    state: RefCell<(Vec<PremultipliedRgbaColor>, u64)>,
    stay: bool,
}

impl Memory {
    fn paint(&self) {
        self.window.draw_if_needed(|renderer| {
            let (picture, painted) = &mut *self.state.borrow_mut();
            renderer.render(picture, self.window.size().width as usize);
            *painted += 1;
        });
    }

    /// Turns the loop for so long.
    fn turn(&self, time: Duration) {
        let clock = MachineClock::new();
        let end = clock.now() + time;
        loop {
            platform::update_timers_and_animations();
            self.paint();
            let left = end.saturating_duration_since(clock.now());
            if left.is_zero() {
                return;
            }
            let wait = platform::duration_until_next_timer_update().map_or(left, |timer| timer.min(left));
            match self.inbox.recv_timeout(wait) {
                Ok(Wake::Call(call)) => call(),
                Ok(Wake::Quit) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }
}

impl Platform for Memory {
    fn create_window_adapter(&self) -> Result<Rc<dyn WindowAdapter>, PlatformError> {
        Ok(self.window.clone())
    }
    fn new_event_loop_proxy(&self) -> Option<Box<dyn EventLoopProxy>> {
        Some(Box::new(Proxy(self.sender.clone())))
    }
    fn run_event_loop(&self) -> Result<(), PlatformError> {
        self.paint();
        println!("picture");
        if self.stay {
            self.turn(SETTLE);
            let before = (ticks(), self.state.borrow().1);
            self.turn(IDLE);
            println!("{} {} {}", pss(), ticks() - before.0, self.state.borrow().1 - before.1);
        }
        Ok(())
    }
}

/// This process's share of memory in KiB.
fn pss() -> u64 {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap();
    let line = rollup.lines().find(|line| line.starts_with("Pss:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Processor time this process has used, in hundredths of a second.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap().split_whitespace().collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}
