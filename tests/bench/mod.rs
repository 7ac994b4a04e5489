//! The real screens with a real visit behind them, and bench twins for everything the glass acts through.
#![allow(dead_code, unreachable_pub, reason = "the gallery and the tests each use their part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a bench that cannot be set up stops the run")]

pub mod dice;
pub mod fits;
pub mod found;
pub mod held;
pub mod speaking;
pub mod stations;

use chrono::{NaiveDateTime, Weekday};
use i_slint_backend_testing::{ElementHandle, ElementRoot, TestingBackend, TestingBackendOptions, mock_elapsed_time};
use inloop::clock::{BenchClock, NO_EARLIER_THAN};
use inloop::entry::{Body, Draft, EntryId, GrantId, Secret, SlotId, SpreekuurId, Teken, Whom};
use inloop::kiosk::fingers::CALM_AFTER;
use inloop::kiosk::glass::{Glass, Keeper, Ports, Ringer, Settings, Signal, TicketPrinter};
use inloop::kiosk::layout::Panel;
use inloop::kiosk::listening::{Ear, Utterance, Voice};
use inloop::texts::Library;
use inloop::visit::{
    Appointment, Elsewhen, Event, HandIn, Helper, KeptReceipt, LeafletOrder, Loudness, Offer, OpenHours, Presence, Readers,
    SiteView, TRIES_WITHIN, TicketOrder, Visit, Way, When,
};
use inloop_ui::{App, FingersAdapter};
use slint::platform::{PointerEventButton, WindowEvent};
use slint::{ComponentHandle, LogicalPosition, PhysicalSize, Rgba8Pixel, SharedPixelBuffer};
use speaking::{BenchRecorder, Taped};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// The languages whose layout is checked: those whose every screen is drawn here, the first two in every dress. A kiosk offers
/// what its site turns on; a bundled language is on this list before any site is told to.
pub const LANGUAGES: [&str; 8] = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa"];

/// Those of [`LANGUAGES`] that are drawn in every dress in each test; the others take turns.
pub const ALWAYS: [&str; 2] = ["nl", "en"];

/// What the bench keeper does with what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    Keeps,
    /// Every commit fails and the words come back.
    Full,
    /// Answers nothing until the bench is told to.
    Slow,
    /// The right to the time is gone.
    HoldsNothing,
}

/// What somebody heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub words: String,
    pub ear: Ear,
    pub loudness: Loudness,
}

/// What came out of the glass.
#[derive(Default)]
pub struct Log {
    pub kept: RefCell<Vec<EntryId>>,
    /// Own words of each question that was handed in.
    pub words: RefCell<Vec<String>>,
    pub rung: RefCell<Vec<Signal>>,
    pub printed: RefCell<Vec<EntryId>>,
    pub leaflets: RefCell<Vec<LeafletOrder>>,
    /// What the recorder was told.
    pub taped: Taped,
    /// What was said aloud, and to whom.
    pub said: RefCell<Vec<Heard>>,
    /// The id of what is being said; 0 for nothing.
    pub saying: Cell<u64>,
}

struct BenchKeeper {
    disk: Rc<Cell<Disk>>,
    log: Rc<Log>,
}

impl Keeper for BenchKeeper {
    fn keep(&mut self, hand_in: HandIn, draft: Draft) -> Option<Event> {
        match self.disk.get() {
            Disk::Slow => return None,
            Disk::Full => return Some(Event::NotKept(hand_in, draft)),
            Disk::HoldsNothing => return Some(Event::NotHeld(hand_in, draft)),
            Disk::Keeps => {}
        }
        let mut kept = self.log.kept.borrow_mut();
        let entry = EntryId::new(1_793_491_200_000 + kept.len() as u64, [7; 10]);
        let call = matches!(draft.body, Body::Call(_));
        self.log.taped.kept.borrow_mut().extend(draft.recording.as_ref().map(|recording| recording.flac().to_vec()));
        if let Body::Question(question) = &draft.body {
            assert_eq!(question.spoken, draft.recording.as_ref().map(inloop::entry::Recording::spoken));
            self.log.words.borrow_mut().push(question.words.as_ref().map(|words| words.reveal().to_owned()).unwrap_or_default());
        }
        kept.push(entry);
        // Boom 27 for a question, Zon 08 for a call, Vis 14 for an appointment, as in the description of the screens.
        let teken = Teken::from_index(match draft.body {
            Body::Call(_) => 8 * 12 + 2,
            Body::Question(_) => 27 * 12,
            Body::Worry(_) | Body::Offering(_) | Body::Rating(_) => 27 * 12,
            Body::Booking(_) | Body::Change(_) | Body::Cancel(_) | Body::CheckIn(_) => 14 * 12 + 1,
        })
        .unwrap();
        let qr = (!call).then(|| Secret::new([0x5a; 16]).to_code());
        Some(Event::Kept(hand_in, KeptReceipt { entry, teken: Some(teken), qr }))
    }

    fn take(&mut self, hand_in: HandIn, _slot: SlotId) -> Option<Event> {
        match self.disk.get() {
            Disk::Slow => None,
            Disk::HoldsNothing => Some(Event::Lost(hand_in, Vec::new())),
            Disk::Keeps | Disk::Full => Some(Event::NotTaken(hand_in)),
        }
    }
}

struct BenchRinger(Rc<Log>);
impl Ringer for BenchRinger {
    fn ring(&mut self, signal: Signal) {
        self.0.rung.borrow_mut().push(signal);
    }
}

/// Says nothing until the bench lets it end; what was said is in the log.
struct BenchVoice(Rc<Log>);
impl Voice for BenchVoice {
    fn say(&mut self, utterance: Utterance) {
        self.0.saying.set(utterance.id);
        self.0.said.borrow_mut().push(Heard {
            words: utterance.words.to_string(),
            ear: utterance.ear,
            loudness: utterance.loudness,
        });
    }
    fn hush(&mut self) {
        self.0.saying.set(0);
    }
}

struct BenchPrinter(Rc<Log>);
impl TicketPrinter for BenchPrinter {
    /// The bench says what becomes of it.
    fn print(&mut self, order: TicketOrder) -> Option<Event> {
        self.0.printed.borrow_mut().push(order.entry);
        None
    }

    fn print_leaflet(&mut self, order: LeafletOrder) -> Option<Event> {
        self.0.leaflets.borrow_mut().push(order);
        None
    }
}

/// The *koppelkaart* of that post.
fn helpers() -> Vec<Helper> {
    let helper = |name: &str, offers: &[&str], place: &str, phone: &str, page: Option<&str>| Helper {
        name: name.to_owned(),
        offers: offers.iter().map(|offer| (*offer).to_owned()).collect(),
        place: Some(place.to_owned()),
        phone: Some(phone.to_owned()),
        page: page.map(str::to_owned),
    };
    let (team, page) = (["Hulp bij geld, wonen en zorg", "Samen een plan maken"], Some("https://example.nl/wijkteam"));
    vec![
        helper("Wijkteam Waterwijk", &team, "Kamer 1, elke ochtend", "0320 27 85 00", page),
        helper("Buurthuis", &["Koffie en samen eten", "Taalles en computerles"], "Grote zaal, elke dag", "0320 27 85 10", None),
        helper("Huisarts", &["Zorgen over uw gezondheid"], "Gezondheidscentrum, Markt 2", "0320 27 85 20", None),
    ]
}

/// A post with everything: staff in the hall, printer, every way of contact.
pub fn site() -> SiteView {
    SiteView {
        name: "Wijkpost Waterwijk".to_owned(),
        phone: Some("0320 27 85 00".to_owned()),
        hours: [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri]
            .map(|day| OpenHours { day, from: 9 * 60, until: 17 * 60 })
            .to_vec(),
        erased_after_days: Some(30),
        open_now: Some(true),
        presence: Presence::Somebody,
        readers: Readers::OurTeam,
        ways: Way::ALL.to_vec(),
        languages: LANGUAGES.iter().map(|code| code.parse().unwrap()).collect(),
        online: true,
        clock_trusted: true,
        printer_ready: true,
        scanner: true,
        may_speak: true,
        handset: true,
        // As Debian's espeak-ng: every language but Tigrinya.
        voices: LANGUAGES.iter().filter(|code| **code != "ti").map(|code| code.parse().unwrap()).collect(),
        ..SiteView::unknown()
    }
}

/// The same with a week of spreekuren, and two residents who are expected.
pub fn site_with_spreekuren() -> SiteView {
    let mut offers = Vec::new();
    for day in [23, 24, 25, 26, 27, 30] {
        for (number, time) in ["09:00", "09:30", "10:00", "10:15", "11:30", "13:45", "14:30", "16:00"].into_iter().enumerate() {
            offers.push(offer(Whom::Police, &format!("2026-11-{day}T{time}:00"), (number % 3 != 0).then_some(day)));
        }
    }
    SiteView {
        whoms: vec![Whom::Team, Whom::Police, Whom::Municipality, Whom::Housing, Whom::Street],
        offers,
        messages: vec![Way::Sms, Way::Email],
        helpers: helpers(),
        expected: vec![Appointment {
            id: EntryId::new(1_793_491_200_000, [1; 10]),
            whom: Some(Whom::Police),
            start: "2026-11-23T10:00:00".parse().unwrap(),
            teken: Teken::from_index(14 * 12 + 1).ok(),
            recognition: Some(Secret::new([1; 16]).recognition()),
        }],
        elsewhen: vec![Elsewhen {
            code: Some(Secret::new([2; 16]).recognition().hint()),
            teken: None,
            when: When::On("2026-11-30".parse().unwrap()),
        }],
        ..site()
    }
}

/// Everything that is called something, in one string.
pub fn all_words(bench: &Bench) -> String {
    let all = bench.app.root_element().query_descendants().find_all();
    all.iter().filter_map(ElementHandle::accessible_label).map(String::from).collect::<Vec<_>>().join("\n")
}

/// The QR code of the resident who is expected at ten, one of nobody, and one of the thirtieth.
pub fn codes() -> [String; 3] {
    [1, 77, 2].map(|number| Secret::new([number; 16]).to_code().to_string())
}

pub fn slot(whom: Whom, start: NaiveDateTime) -> SlotId {
    SlotId::new(SpreekuurId::new(whom as u32 + 1).unwrap(), u32::try_from(start.and_utc().timestamp() / 60).unwrap())
}

fn offer(whom: Whom, start: &str, held: Option<u64>) -> Offer {
    let start: NaiveDateTime = start.parse().unwrap();
    Offer { slot: slot(whom, start), whom, start, minutes: 15, held: held.map(|number| GrantId::new(number).unwrap()) }
}

/// One glass on the bench.
pub struct Bench {
    pub app: App,
    pub glass: Glass,
    pub clock: Arc<BenchClock>,
    pub panel: Panel,
    pub disk: Rc<Cell<Disk>>,
    pub log: Rc<Log>,
    pub touches: Cell<usize>,
}

impl Bench {
    /// A resting glass on this panel. The first of a thread also sets up the renderer without a display.
    pub fn new(panel: Panel) -> Self {
        Self::with_site(panel, site())
    }

    pub fn with_site(panel: Panel, site: SiteView) -> Self {
        Self::with_keeper(panel, site, |disk, log, _| Box::new(BenchKeeper { disk, log }))
    }

    /// The same as a site set it.
    pub fn with_settings(settings: Settings, site: SiteView) -> Self {
        Self::with_keeper(settings, site, |disk, log, _| Box::new(BenchKeeper { disk, log }))
    }

    /// The same with a keeper of its own.
    pub fn with_keeper(
        settings: impl Into<Settings>,
        site: SiteView,
        keeper: impl FnOnce(Rc<Cell<Disk>>, Rc<Log>, Arc<BenchClock>) -> Box<dyn Keeper>,
    ) -> Self {
        thread_local!(static READY: Cell<bool> = const { Cell::new(false) });
        if !READY.replace(true) {
            let options = TestingBackendOptions { mock_time: true, threading: false, renderer_name: Some("software".into()) };
            // Whoever measures what is painted has set a platform of its own.
            let _ = slint::platform::set_platform(Box::new(TestingBackend::new(options)));
            inloop_ui::register_fonts().expect("the bundled fonts can be read");
        }
        let settings: Settings = settings.into();
        let panel = settings.panel;
        let app = App::new().expect("the screens can be made");
        app.window().set_size(PhysicalSize::new(panel.pixels.0, panel.pixels.1));
        let clock = Arc::new(BenchClock::at(NO_EARLIER_THAN, true));
        let disk = Rc::new(Cell::new(Disk::Keeps));
        let log = Rc::new(Log::default());
        let ports = Ports {
            keeper: keeper(disk.clone(), log.clone(), clock.clone()),
            ringer: Box::new(BenchRinger(log.clone())),
            printer: Box::new(BenchPrinter(log.clone())),
            voice: Box::new(BenchVoice(log.clone())),
            recorder: Box::new(BenchRecorder(log.clone())),
            handset: true,
            clock: clock.clone(),
        };
        let texts = Library::parse(inloop_ui::languages()).expect("the translations can be read");
        let glass = Glass::new(&app, Visit::at_rest(site), texts, ports, settings);
        app.show().expect("a window without a display");
        Bench { app, glass, clock, panel, disk, log, touches: Cell::new(0) }
    }

    /// The next resident at the same glass, at a post where nothing is wrong.
    pub fn start_over(&self) {
        self.glass.deliver(Event::Lock(false));
        self.glass.deliver(Event::Stop);
        self.glass.deliver(Event::Site(site()));
        self.clock.advance(TRIES_WITHIN);
        self.disk.set(Disk::Keeps);
        self.touches.set(0);
        self.log.kept.borrow_mut().clear();
        self.log.words.borrow_mut().clear();
        self.log.rung.borrow_mut().clear();
        self.log.printed.borrow_mut().clear();
        self.log.said.borrow_mut().clear();
        self.log.taped.kept.borrow_mut().clear();
    }

    /// A finger draws the line of the first screen so long.
    pub fn draws_a_line(&self, pixels: f32) {
        self.app.global::<inloop_ui::MeasureAdapter>().invoke_drawn(pixels);
    }

    pub fn choose(&self, id: &str) {
        self.glass.deliver(Event::Choose(id.to_owned()));
    }

    /// On a keyboard that is plugged in.
    pub fn types(&self, words: &str) {
        for c in words.chars() {
            let text = slint::SharedString::from(c);
            self.app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
            self.app.window().dispatch_event(WindowEvent::KeyReleased { text });
            // As far apart as a fast typist's.
            self.wait(Duration::from_millis(60));
        }
    }

    /// A scanner that is plugged in: a keyboard that types faster than anybody.
    pub fn scans(&self, code: &str) {
        for c in code.chars().chain(['\n']) {
            let text = slint::SharedString::from(c);
            self.app.window().dispatch_event(WindowEvent::KeyPressed { text: text.clone() });
            self.app.window().dispatch_event(WindowEvent::KeyReleased { text });
            self.wait(Duration::from_millis(4));
        }
    }

    /// Lets time pass: on the clock, and for the timers of the glass.
    pub fn wait(&self, time: Duration) {
        const STEP: Duration = Duration::from_millis(250);
        let mut left = time;
        while !left.is_zero() {
            let step = left.min(STEP);
            self.clock.advance(step);
            mock_elapsed_time(step);
            left -= step;
        }
    }

    /// The element that can be touched and is called so.
    pub fn button(&self, label: &str) -> Option<ElementHandle> {
        self.buttons().into_iter().find(|button| button.accessible_label().is_some_and(|found| found == label))
    }

    /// Everything that can be touched now, each once.
    pub fn buttons(&self) -> Vec<ElementHandle> {
        found::buttons(&self.app)
    }

    pub fn labels(&self) -> Vec<String> {
        self.buttons().iter().filter_map(|button| button.accessible_label()).map(Into::into).collect()
    }

    /// Waits until the glass answers to a finger again.
    pub fn calm(&self) {
        if !self.app.global::<FingersAdapter<'_>>().get_calm() {
            self.wait(CALM_AFTER);
        }
    }

    /// A finger on the middle of what is called so, once the resident has seen it.
    #[track_caller]
    pub fn tap(&self, label: &str) {
        self.calm();
        let Some(button) = self.button(label) else {
            panic!("nothing here is called {label:?}, only {:?}", self.labels());
        };
        self.touches.set(self.touches.get() + 1);
        let (at, size) = (button.absolute_position(), button.size());
        self.press_and_lift(LogicalPosition::new(at.x + size.width / 2.0, at.y + size.height / 2.0));
    }

    pub fn press_and_lift(&self, position: LogicalPosition) {
        let button = PointerEventButton::Left;
        self.app.window().dispatch_event(WindowEvent::PointerMoved { position });
        self.app.window().dispatch_event(WindowEvent::PointerPressed { position, button });
        mock_elapsed_time(Duration::from_millis(50));
        self.app.window().dispatch_event(WindowEvent::PointerReleased { position, button });
        self.app.window().dispatch_event(WindowEvent::PointerExited);
        mock_elapsed_time(Duration::ZERO);
    }

    /// The question at the top.
    pub fn question(&self) -> String {
        self.app.global::<inloop_ui::FrameAdapter<'_>>().get_question().into()
    }

    pub fn screen(&self) -> inloop_ui::Screen {
        found::screen(&self.app)
    }

    pub fn picture(&self) -> SharedPixelBuffer<Rgba8Pixel> {
        self.app.window().take_snapshot().expect("the renderer draws without a display")
    }
}

impl Bench {
    /// "Meer" where the glass itself made pages; nothing where all is on one.
    pub fn turn_page(&self) {
        let files = inloop_ui::languages();
        let more: Vec<_> = files.filter_map(|(_, ftl)| ftl.lines().find_map(|line| line.strip_prefix("more = "))).collect();
        if let Some(label) = self.labels().into_iter().find(|label| more.contains(&label.as_str())) {
            self.tap(&label);
        }
    }

    /// Turns to "Lager", as a resident does.
    pub fn lower(&self) {
        self.glass.deliver(Event::Touch);
        self.glass.deliver(Event::Seeing);
        self.choose("aa-lower");
        self.glass.deliver(Event::Seeing);
    }

    /// Turns to another language and to Groter, as a resident does. Nothing is asked of a glass that rests.
    pub fn dress(&self, language: &str, larger: bool) {
        self.glass.deliver(Event::Touch);
        if language != "nl" {
            self.glass.deliver(Event::Languages);
            self.choose(language);
        }
        if larger {
            self.glass.deliver(Event::Size);
        }
    }
}
