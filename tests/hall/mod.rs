//! A hall for tests: the try-out's own desk, post and web glass in this process, with a finger that finds things by their label.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]
#![allow(dead_code, unreachable_pub)]

use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementRoot};
use inloop::clock::{Clock, Luck, MachineClock, MachineLuck, ServerClock};
use inloop::desk::RunningDesk;
use inloop::desk::store::{Conn, StoreError};
use inloop::entry::Language;
use inloop::kiosk::glass::{Ringer, Signal};
use inloop::kiosk::layout::Panel;
use inloop::kiosk::machine;
use inloop::kiosk::post::{Post, PostParts};
use inloop::kiosk::recorder;
use inloop::kiosk::times;
use inloop::kiosk::voice::Parts;
use inloop::tryout::web::{Bell, PageMicrophone, Screen, WebGlass, WebPlatform, serve};
use inloop::tryout::{Folder, Login, PageVoice, enrol, open_office};
use inloop_hardware::printer::{BenchPrinter, Printer};
use inloop_hardware::ticket::Paper;
use inloop_ui::{App, ChoicesAdapter, FingersAdapter, FrameAdapter};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, Model, PhysicalSize, SharedString, Weak};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// Nothing here takes longer, also on a slow machine with much else to do.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Hall {
    pub folder: Folder,
    _dir: tempfile::TempDir,
    desk: Option<RunningDesk>,
    pub login: Option<Login>,
    addresses: (SocketAddr, SocketAddr),
    pub web: SocketAddr,
    pub screen: Arc<Screen>,
    starts: Sender<PathBuf>,
    ended: Receiver<()>,
    app: Option<Weak<App>>,
    started: Receiver<Weak<App>>,
}

struct PageChime(Bell);

impl Ringer for PageChime {
    fn ring(&mut self, signal: Signal) {
        self.0.ring(signal);
    }
}

fn loopback(port: u16) -> TcpListener {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap()
}

fn clock() -> Arc<dyn Clock> {
    Arc::new(MachineClock::new())
}

/// The machine's own time, to know when to give up.
pub fn now() -> Instant {
    MachineClock::new().now()
}

fn luck() -> Arc<dyn Luck> {
    Arc::new(MachineLuck)
}

/// The site's own recording of one text: a second of a tone.
fn record(sounds: &std::path::Path) {
    const RATE: u32 = 16_000;
    let folder = sounds.join("nl");
    std::fs::create_dir_all(&folder).unwrap();
    let spec = hound::WavSpec { channels: 1, sample_rate: RATE, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(folder.join("home-question.wav"), spec).unwrap();
    (0..RATE).for_each(|at| writer.write_sample(if at / 20 % 2 == 0 { 8_000_i16 } else { -8_000 }).unwrap());
    writer.finalize().unwrap();
}

impl Hall {
    /// A desk with a kiosk enrolled to it, and the kiosk's glass on a page. One in a process.
    pub fn open() -> Hall {
        Hall::with(machine::Parts::default)
    }

    /// The same with devices, made anew at each start of the kiosk.
    pub fn with(devices: impl Fn() -> machine::Parts + Send + 'static) -> Hall {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(&dir.path().join("data")).unwrap();
        let panel = Panel::LANDSCAPE_10;
        let bell = Bell::new();
        let (starts, to_start) = channel::<PathBuf>();
        let (say_started, started) = channel();
        let (say_ended, ended) = channel();
        let (say_web, web) = channel();
        let page_bell = bell.clone();
        let microphone = PageMicrophone::new();
        let page_microphone = microphone.clone();
        let sounds = dir.path().join("sounds");
        record(&sounds);
        std::thread::spawn(move || {
            let (width, height) = panel.pixels;
            let (screen, mailbox) = WebPlatform::install(PhysicalSize::new(width, height)).unwrap();
            let listener = loopback(0);
            say_web.send((screen.clone(), listener.local_addr().unwrap())).unwrap();
            std::thread::spawn(move || {
                listener.set_nonblocking(true).unwrap();
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async {
                    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                    serve(listener, WebGlass { screen, mailbox, bell: page_bell, microphone: page_microphone }).await.unwrap();
                });
            });
            for folder in to_start {
                let ringer = Box::new(PageChime(bell.clone()));
                let printer: Box<dyn Printer> = Box::new(BenchPrinter::new(folder.with_file_name("tickets"), Paper::Mm58));
                let parts = PostParts {
                    folder,
                    clock: clock(),
                    luck: luck(),
                    glass: panel.into(),
                    languages: vec![Language::NL, Language::EN],
                    texts: None,
                    scanner: true,
                    ringer,
                    printer: Some(printer),
                    voice: Some(Parts::new(Box::new(PageVoice(bell.clone())), Some(sounds.clone()))),
                    recorder: Some(recorder::Parts {
                        microphone: Box::new(microphone.clone()),
                        sounder: Box::new(PageVoice(bell.clone())),
                    }),
                    handset: false,
                    proxy: None,
                    machine: devices(),
                    care: Default::default(),
                    set_up: None,
                };
                let post = Post::start(parts).unwrap();
                say_started.send(post.app().as_weak()).unwrap();
                // Not `Post::run`: hiding the last window would end the next loop before it has begun.
                post.app().show().unwrap();
                slint::run_event_loop_until_quit().unwrap();
                drop(post);
                if say_ended.send(()).is_err() {
                    return;
                }
            }
        });
        let (screen, web) = web.recv().unwrap();
        let (staff, kiosks) = (loopback(0), loopback(0));
        let addresses = (staff.local_addr().unwrap(), kiosks.local_addr().unwrap());
        let (desk, login) = open_office(&folder, staff, kiosks, Arc::new(ServerClock), luck()).unwrap();
        enrol(&folder, &desk, clock(), luck()).unwrap();
        let mut hall = Hall {
            folder,
            _dir: dir,
            desk: Some(desk),
            login: Some(login),
            addresses,
            web,
            screen,
            starts,
            ended,
            app: None,
            started,
        };
        hall.bring_the_kiosk();
        hall
    }

    pub fn desk(&self) -> &RunningDesk {
        self.desk.as_ref().expect("the desk is there")
    }

    pub fn take_the_desk_away(&mut self) {
        self.desk.take().expect("the desk is there").shutdown();
    }

    pub fn bring_the_desk_back(&mut self) {
        let (staff, kiosks) = (loopback(self.addresses.0.port()), loopback(self.addresses.1.port()));
        let (desk, login) = open_office(&self.folder, staff, kiosks, Arc::new(ServerClock), luck()).unwrap();
        (self.desk, self.login) = (Some(desk), Some(login));
    }

    pub fn take_the_kiosk_away(&mut self) {
        self.app = None;
        slint::quit_event_loop().unwrap();
        self.ended.recv_timeout(PATIENCE).unwrap();
    }

    pub fn bring_the_kiosk(&mut self) {
        self.starts.send(self.folder.kiosk()).unwrap();
        self.app = Some(self.started.recv_timeout(PATIENCE).unwrap());
    }

    /// Looks at the glass, on its own thread.
    fn look<T: Send + 'static>(&self, look: impl FnOnce(&App) -> T + Send + 'static) -> T {
        let (tell, told) = channel();
        let app = self.app.clone().expect("the kiosk is there");
        app.upgrade_in_event_loop(move |app| drop(tell.send(look(&app)))).unwrap();
        told.recv_timeout(PATIENCE).unwrap()
    }

    /// Waits until the glass shows it.
    #[track_caller]
    fn until<T: Send + 'static>(&self, what: &str, look: impl Fn(&App) -> Option<T> + Send + Clone + 'static) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut frames = self.screen.frames();
        let end = now() + PATIENCE;
        loop {
            frames.mark_unchanged();
            if let Some(found) = self.look(look.clone()) {
                return found;
            }
            assert!(now() < end, "{what} is not shown, only {:?}", self.said());
            // What is not painted may still have changed: looked at ten times a second whatever happens.
            let painted = async { drop(tokio::time::timeout(Duration::from_millis(100), frames.changed()).await) };
            runtime.block_on(painted);
        }
    }

    /// Waits until the kiosk has the desk's list of today, and the time that begins at `minute` (since 1970) on it. What the kiosk
    /// has written down it has told the glass, long before a finger has found anything.
    #[track_caller]
    pub fn knows_of_today(&self, minute: u32) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (folder, mut frames) = (self.folder.kiosk(), self.screen.frames());
        let end = now() + PATIENCE;
        let named = || {
            let today = times::last_today(&folder).unwrap();
            today.is_some_and(|today| today.expected.iter().any(|expected| expected.slot.minute() == minute))
        };
        while !named() {
            assert!(now() < end, "the kiosk never hears who is expected today");
            // A file tells nobody that it changed: looked at ten times a second.
            runtime.block_on(async { drop(tokio::time::timeout(Duration::from_millis(100), frames.changed()).await) });
        }
    }

    /// Every text on the glass.
    pub fn said(&self) -> Vec<String> {
        self.look(said)
    }

    #[track_caller]
    pub fn reads(&self, words: &'static str) {
        self.until(words, move |app| said(app).iter().any(|text| text.contains(words)).then_some(()));
    }

    /// The middle of what is called so, in pixels, once the glass answers to a finger there.
    #[track_caller]
    pub fn place(&self, label: &str) -> (f32, f32) {
        let wanted = label.to_owned();
        self.until(label, move |app| place(app, &wanted).filter(|_| is_calm(app)))
    }

    /// The first tile of the screen that asks this.
    #[track_caller]
    pub fn first_tile(&self, question: &'static str) -> String {
        self.until(question, move |app| {
            let shown = app.global::<FrameAdapter<'_>>().get_question() == question;
            let tile = app.global::<ChoicesAdapter<'_>>().get_tiles().row_data(0)?;
            shown.then(|| tile.label.to_string())
        })
    }

    /// Whether something is called so now.
    pub fn shows(&self, label: &str) -> bool {
        let wanted = label.to_owned();
        self.look(move |app| place(app, &wanted).is_some())
    }

    /// What the desk's store holds, once it does.
    #[track_caller]
    pub fn at_the_desk<T: Send + 'static>(
        &self,
        what: &str,
        look: impl Fn(&mut Conn) -> Result<Option<T>, StoreError> + Send + Clone + 'static,
    ) -> T {
        let state = self.desk().state();
        let mut news = state.store.news();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let end = now() + PATIENCE;
        loop {
            news.mark_unchanged();
            if let Some(found) = state.store.read_waiting(look.clone()).unwrap() {
                return found;
            }
            assert!(now() < end, "{what} does not reach the desk");
            runtime.block_on(async { drop(tokio::time::timeout(PATIENCE, news.changed()).await) });
        }
    }

    /// A finger on what is called so: found and touched in one turn of the glass, so that nothing moves in between.
    #[track_caller]
    pub fn tap(&self, label: &str) {
        let wanted = label.to_owned();
        self.until(label, move |app| {
            let (x, y) = place(app, &wanted).filter(|_| is_calm(app))?;
            touch(app, LogicalPosition::new(x, y));
            Some(())
        });
    }

    pub fn wake(&self) {
        self.until("the resting glass", |app| is_calm(app).then(|| touch(app, LogicalPosition::new(640.0, 300.0))));
    }

    /// The four corners of the glass, as whoever looks after the machine touches them.
    pub fn corners(&self) {
        for (x, y) in [(3.0, 3.0), (1277.0, 3.0), (1277.0, 640.0), (3.0, 640.0)] {
            self.until("the glass", move |app| is_calm(app).then(|| touch(app, LogicalPosition::new(x, y))));
        }
    }

    pub fn types(&self, words: &'static str) {
        self.look(move |app| {
            for letter in words.chars() {
                let text = SharedString::from(letter);
                app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
                app.window().dispatch_event(WindowEvent::KeyReleased { text });
            }
        });
    }
}

fn touch(app: &App, position: LogicalPosition) {
    let button = PointerEventButton::Left;
    app.window().dispatch_event(WindowEvent::PointerPressed { position, button });
    app.window().dispatch_event(WindowEvent::PointerReleased { position, button });
    app.window().dispatch_event(WindowEvent::PointerExited);
}

fn place(app: &App, label: &str) -> Option<(f32, f32)> {
    let buttons = app.root_element().query_descendants().match_accessible_role(AccessibleRole::Button).find_all();
    let found =
        buttons.into_iter().find(|button| shown(button) && button.accessible_label().is_some_and(|said| said == label))?;
    let (at, size) = (found.absolute_position(), found.size());
    Some((at.x + size.width / 2.0, at.y + size.height / 2.0))
}

fn is_calm(app: &App) -> bool {
    app.global::<FingersAdapter<'_>>().get_calm()
}

fn shown(element: &ElementHandle) -> bool {
    element.size().width > 0.0
}

fn said(app: &App) -> Vec<String> {
    let all = app.root_element().query_descendants().find_all();
    let mut texts: Vec<String> = all.iter().filter_map(|e| e.accessible_label()).map(String::from).collect();
    texts.dedup();
    texts
}
