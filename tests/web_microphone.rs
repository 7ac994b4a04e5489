//! A question that is spoken at the glass in a real Chromium, into a microphone that Chromium pretends. Needs Debian's `chromium`
//! and `chromium-driver`.
#![cfg(all(feature = "test-browser", feature = "tryout"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

#[path = "browser/chrome.rs"]
#[allow(dead_code, unreachable_pub, reason = "the pages' tests use all of it")]
mod chrome;

use chrome::{Browser, Driver, Screen};
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use i_slint_backend_testing::{AccessibleRole, ElementHandle, ElementRoot};
use inloop::clock::{Clock, MachineClock};
use inloop::entry::{Body, Draft, RECORDING_RATE};
use inloop::kiosk::glass::{Glass, GlassHandle, Keeper, NoPrinter, Ports, Ringer, Signal};
use inloop::kiosk::layout::Panel;
use inloop::kiosk::listening::NoVoice;
use inloop::kiosk::recorder::{Parts, TapeRecorder, decode};
use inloop::texts::Library;
use inloop::tryout::PageVoice;
use inloop::tryout::web::{Bell, PageMicrophone, Screen as Picture, WebGlass, WebPlatform, serve};
use inloop::visit::{Event, HandIn, SiteView, Visit};
use inloop_ui::{App, FingersAdapter, SpeakingAdapter};
use slint::{ComponentHandle, PhysicalSize, Weak};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
use tokio::runtime::Runtime;

const PATIENCE: Duration = Duration::from_secs(60);
/// What Chromium takes to pretend a microphone, and to let the page have it without asking.
const PRETENDS: &str = "--use-fake-device-for-media-stream";
const ALLOWS: &str = "--use-fake-ui-for-media-stream";
const REFUSES: &str = "--deny-permission-prompts";
/// Spoken for at least so many seconds.
const SPOKEN: u16 = 3;

/// Hands what was left to the test.
struct Catches(Sender<Draft>);

impl Keeper for Catches {
    fn keep(&mut self, _: HandIn, draft: Draft) -> Option<Event> {
        self.0.send(draft).unwrap();
        None
    }
}

struct PageChime(Bell);

impl Ringer for PageChime {
    fn ring(&mut self, signal: Signal) {
        self.0.ring(signal);
    }
}

/// A glass on a page, and nothing behind it but the test.
struct Stage {
    app: Weak<App>,
    web: SocketAddr,
    picture: Arc<Picture>,
    left: Receiver<Draft>,
}

impl Stage {
    fn open() -> Stage {
        let (say, told) = channel();
        let (leaves, left) = channel();
        std::thread::spawn(move || {
            let panel = Panel::LANDSCAPE_10;
            let (picture, mailbox) = WebPlatform::install(PhysicalSize::new(panel.pixels.0, panel.pixels.1)).unwrap();
            let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
            let web = listener.local_addr().unwrap();
            let (bell, microphone) = (Bell::new(), PageMicrophone::new());
            let page = WebGlass { screen: picture.clone(), mailbox, bell: bell.clone(), microphone: microphone.clone() };
            std::thread::spawn(move || {
                listener.set_nonblocking(true).unwrap();
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async { serve(tokio::net::TcpListener::from_std(listener).unwrap(), page).await.unwrap() });
            });
            let app = App::new().unwrap();
            inloop_ui::register_fonts().unwrap();
            let (tells, knows) = (GlassHandle::of(&app), GlassHandle::of(&app));
            let parts = Parts { microphone: Box::new(microphone), sounder: Box::new(PageVoice(bell.clone())) };
            let ready = move |may_speak| knows.send(Event::Site(SiteView { may_speak, ..SiteView::unknown() })).unwrap();
            let recorder = TapeRecorder::start(parts, ready, move |event| tells.send(event).unwrap()).unwrap();
            let ports = Ports {
                keeper: Box::new(Catches(leaves)),
                ringer: Box::new(PageChime(bell)),
                printer: Box::new(NoPrinter),
                voice: Box::new(NoVoice),
                recorder: Box::new(recorder),
                handset: false,
                clock: Arc::new(MachineClock::new()),
            };
            let texts = Library::parse(inloop_ui::languages()).unwrap();
            let _glass = Glass::new(&app, Visit::at_rest(SiteView::unknown()), texts, ports, panel);
            app.show().unwrap();
            say.send((app.as_weak(), web, picture)).unwrap();
            slint::run_event_loop_until_quit().unwrap();
        });
        let (app, web, picture) = told.recv_timeout(PATIENCE).unwrap();
        Stage { app, web, picture, left }
    }

    /// Looks at the glass on its own thread, until there is something to see.
    #[track_caller]
    fn until<T: Send + 'static>(&self, what: &str, look: impl Fn(&App) -> Option<T> + Send + Clone + 'static) -> T {
        let clock = MachineClock::new();
        let end = clock.now() + PATIENCE;
        let mut frames = self.picture.frames();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        loop {
            let (tell, told) = channel();
            let look = look.clone();
            self.app.upgrade_in_event_loop(move |app| drop(tell.send(look(&app)))).unwrap();
            if let Some(found) = told.recv_timeout(PATIENCE).unwrap() {
                return found;
            }
            assert!(clock.now() < end, "{what} does not come");
            // What is not painted may still have changed.
            runtime.block_on(async { drop(tokio::time::timeout(Duration::from_millis(100), frames.changed()).await) });
        }
    }
}

fn buttons(app: &App) -> Vec<ElementHandle> {
    app.root_element().query_descendants().match_accessible_role(AccessibleRole::Button).find_all()
}

/// Somebody at the page.
struct Visitor<'a> {
    stage: &'a Stage,
    browser: Browser,
    runtime: &'a Runtime,
}

impl Visitor<'_> {
    fn new<'a>(stage: &'a Stage, driver: &Driver, runtime: &'a Runtime, flags: &[&str]) -> Visitor<'a> {
        let browser = runtime.block_on(async {
            let browser = driver.browser_with(Screen::Desk, flags).await;
            browser.open(&format!("http://{}/", stage.web)).await;
            browser.wait_until("return document.querySelector('canvas').width === 1280").await;
            browser
        });
        Visitor { stage, browser, runtime }
    }

    fn taps(&self, label: &'static str) {
        let (x, y) = self.stage.until(label, move |app| {
            let calm = app.global::<FingersAdapter<'_>>().get_calm();
            let called = |button: &ElementHandle| button.accessible_label().is_some_and(|said| said == label);
            let button = buttons(app).into_iter().find(|button| called(button) && button.size().width > 0.0)?;
            let (at, size) = (button.absolute_position(), button.size());
            calm.then_some((at.x + size.width / 2.0, at.y + size.height / 2.0))
        });
        self.runtime.block_on(async {
            let script = "const c = document.querySelector('canvas'), at = c.getBoundingClientRect(); \
                          return [at.left, at.top, at.width / c.width]";
            let at: Vec<f64> = serde_json::from_value(self.browser.run(script).await).unwrap();
            let (x, y) = ((at[0] + f64::from(x) * at[2]).round(), (at[1] + f64::from(y) * at[2]).round());
            let finger = MouseActions::new("finger".into())
                .then(PointerAction::MoveTo { duration: None, x, y })
                .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
                .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            self.browser.client.perform_actions(finger).await.unwrap();
        });
    }

    fn goes_to_tell(&self) {
        for label in ["Welkom. Raak het scherm aan.", "Ik heb een vraag", "Brieven en formulieren", "Hulp bij papieren"] {
            self.taps(label);
        }
        self.sees("Ja, ik wil typen");
    }

    fn sees(&self, label: &'static str) {
        self.stage.until(label, move |app| {
            let all = app.root_element().query_descendants().find_all();
            all.iter().any(|one| one.accessible_label().is_some_and(|said| said == label)).then_some(())
        });
    }

    fn until(&self, script: &str) {
        self.runtime.block_on(self.browser.wait_until(script));
    }

    fn leaves(self) {
        self.runtime.block_on(self.browser.close());
    }
}

#[test]
fn a_question_is_spoken_into_the_page_and_is_a_flac_file_in_the_draft() {
    let stage = Stage::open();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let driver = runtime.block_on(async { Driver::start() });

    // A page without a microphone, and nobody is asked to speak.
    let visitor = Visitor::new(&stage, &driver, &runtime, &[]);
    let unplug = "navigator.mediaDevices.enumerateDevices = async () => []; \
                  navigator.mediaDevices.dispatchEvent(new Event('devicechange')); return true";
    visitor.until(unplug);
    visitor.goes_to_tell();
    stage.until("the question without speaking", |app| {
        let offered: Vec<_> = buttons(app).iter().filter_map(ElementHandle::accessible_label).collect();
        (!offered.iter().any(|label| label == "Ja, ik wil spreken")).then_some(())
    });
    visitor.taps("Stop");
    visitor.leaves();

    // One that may not be used: asked for when it is wanted, and typing is offered.
    let visitor = Visitor::new(&stage, &driver, &runtime, &[PRETENDS, REFUSES]);
    visitor.goes_to_tell();
    visitor.taps("Ja, ik wil spreken");
    visitor.taps("Begin met spreken");
    visitor.sees("De microfoon werkt nu niet.");
    visitor.taps("Ja, ik wil typen");
    visitor.taps("Stop");
    visitor.leaves();

    // One that beeps every second.
    let visitor = Visitor::new(&stage, &driver, &runtime, &[PRETENDS, ALLOWS]);
    visitor.goes_to_tell();
    visitor.taps("Ja, ik wil spreken");
    visitor.until("return document.body.dataset.hears !== 'yes'");
    visitor.taps("Begin met spreken");
    visitor.until("return document.body.dataset.heard === 'may-speak'");
    visitor.until("return document.body.dataset.hears === 'yes'");
    let long_enough = |app: &App| {
        let clock = app.global::<SpeakingAdapter<'_>>().get_clock();
        let seconds: u16 = clock.split_once(':')?.1.parse().ok()?;
        (seconds >= SPOKEN).then_some(())
    };
    stage.until("some seconds", long_enough);
    visitor.taps("Stop met spreken");
    visitor.until("return document.body.dataset.hears === 'no'");
    for label in ["Verder", "Ik kom zelf langs", "Ja, verstuur"] {
        visitor.taps(label);
    }
    let draft = stage.left.recv_timeout(PATIENCE).unwrap();
    let (Body::Question(question), Some(recording)) = (&draft.body, &draft.recording) else { panic!("{draft:?}") };
    assert_eq!(question.spoken, Some(recording.spoken()));
    assert!(recording.flac().starts_with(b"fLaC"));
    let samples = decode(recording.flac()).unwrap();
    let seconds = samples.len() as f64 / f64::from(RECORDING_RATE);
    assert!(seconds >= f64::from(SPOKEN) && seconds.ceil() as u16 == recording.spoken().seconds, "{seconds} s");
    assert!(samples.iter().map(|sample| sample.saturating_abs()).max() > Some(1_000), "it beeps, and nothing is heard");
    visitor.leaves();
}
