//! A machine that is nobody's: switched on with an empty configuration, it becomes a kiosk at its own glass, at a real desk, by two people.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::clock::{Clock, MachineClock, MachineLuck, ServerClock};
use inloop::desk::config::{self, Config as DeskConfig};
use inloop::desk::serve::{Desk, Parts as DeskParts, RunningDesk};
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::{News, entries, posts};
use inloop::desk::{DeskKeys, keys};
use inloop::entry::{Body, Draft, KioskId, Language, Question, Words};
use inloop::kiosk::config::{Config, TOLD_FILE};
use inloop::kiosk::glass::{Ringer, Signal};
use inloop::kiosk::identity::{FILE as IDENTITY, Identity};
use inloop::kiosk::keeper::Keeper;
use inloop::kiosk::machine::lock;
use inloop::kiosk::machine::{self, switches};
use inloop::kiosk::post::{Post, PostParts};
use inloop::kiosk::setup::Known;
use inloop::tryout::web::WebPlatform;
use inloop::visit::Event;
use inloop::wire::words::four_words;
use inloop_hardware::pins::{BenchPins, Edge, PinProblem, Pins, Role, SETTLES, since_start};
use inloop_ui::{App, ChoicesAdapter, FrameAdapter, MeasureAdapter, MessageAdapter, Screen, TypingAdapter};
use slint::{ComponentHandle, Model, PhysicalSize, Weak};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long the machine may take for anything: a slow one hashes the words for seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// The line, once it is as long as a card: 7.5 pixels in a millimetre.
const LINE: f32 = 642.0;

const PIXELS: (u32, u32) = (1280, 800);

/// The machine's own time, to know when to give up.
fn now() -> Instant {
    MachineClock::new().now()
}

fn desk(folder: &Path) -> RunningDesk {
    let mut config = DeskConfig::parse(config::SAMPLE).unwrap();
    (config.data, config.keys) = (folder.join("desk"), folder.join("keys"));
    keys::make(&config.keys, &["127.0.0.1".to_owned()], &MachineLuck).unwrap();
    let keys = DeskKeys::load(&config.keys).unwrap();
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let (clock, luck, long_poll) = (Arc::new(ServerClock), Arc::new(MachineLuck), Duration::from_secs(1));
    Desk::start(DeskParts { config, keys, kiosks: listen(), staff: listen(), clock, luck, long_poll }).unwrap()
}

fn parts(data: &Path, pins: BenchPins) -> PostParts {
    let config = Config::parse(&format!("data = {data:?}\n")).unwrap().with_told();
    let mut pins = Some(pins);
    let open: switches::Open = Box::new(move || pins.take().map(|pins| Box::new(pins) as Box<dyn Pins>).ok_or(PinProblem::Gone));
    PostParts {
        folder: config.data,
        clock: Arc::new(MachineClock::new()),
        luck: Arc::new(MachineLuck),
        glass: config.panel.of_the_glass().into(),
        languages: config.languages,
        texts: None,
        scanner: false,
        ringer: Box::new(Silent),
        printer: None,
        voice: None,
        recorder: None,
        handset: true,
        proxy: None,
        machine: machine::Parts { pins: Some(open), wired: vec![Role::Choose, Role::Case], ..Default::default() },
        care: Default::default(),
        set_up: Some(Known { said: config.said, desk: config.desk.url, rotation: config.panel.rotation }),
    }
}

struct Silent;

impl Ringer for Silent {
    fn ring(&mut self, _: Signal) {}
}

/// Somebody left it here, and nobody has sent it yet.
fn leaves_a_question(data: &Path) {
    let keeper = Keeper::start(&data.join("outbox.sqlite"), Arc::new(MachineClock::new()), Arc::new(MachineLuck)).unwrap();
    let body = Body::Question(Question { words: Words::new("mijn verwarming is stuk").ok(), ..Question::default() });
    let (answer, answers) = channel();
    keeper
        .handle()
        .hand_in(Draft { language: Language::NL, body, recording: None }, move |kept| answer.send(kept.is_ok()).unwrap());
    assert!(answers.recv_timeout(PATIENCE).unwrap());
}

fn entries_at(desk: &RunningDesk) -> i64 {
    desk.state().store.read_waiting(entries::count).unwrap()
}

type Between = Arc<Mutex<Option<Box<dyn FnOnce() + Send>>>>;

/// The machine in the hall, which begins anew whenever its program ends.
struct Machine {
    app: Weak<App>,
    hand: Sender<Edge>,
    starts: Receiver<(Weak<App>, Sender<Edge>)>,
    between: Between,
}

impl Machine {
    fn on(data: PathBuf) -> Self {
        let (tell, starts) = channel();
        let between = Between::default();
        let next = Arc::clone(&between);
        std::thread::spawn(move || {
            let (_screen, _mailbox) = WebPlatform::install(PhysicalSize::new(PIXELS.0, PIXELS.1)).unwrap();
            loop {
                if let Some(happens) = next.lock().unwrap().take() {
                    happens();
                }
                let (hand, pins) = BenchPins::new();
                let post = Post::start(parts(&data, pins)).unwrap();
                if tell.send((post.app().as_weak(), hand)).is_err() {
                    return;
                }
                // Not `Post::run`: hiding the last window would end the next loop before it has begun.
                post.app().show().unwrap();
                slint::run_event_loop_until_quit().unwrap();
            }
        });
        let (app, hand) = starts.recv_timeout(PATIENCE).unwrap();
        Machine { app, hand, starts, between }
    }

    /// It ends, and this happens to it.
    fn before_the_next_start(&self, happens: impl FnOnce() + Send + 'static) {
        *self.between.lock().unwrap() = Some(Box::new(happens));
        slint::quit_event_loop().unwrap();
    }

    fn begins_anew(&mut self) {
        (self.app, self.hand) = self.starts.recv_timeout(PATIENCE).unwrap();
    }

    fn look<T: Send + 'static>(&self, look: impl FnOnce(&App) -> T + Send + 'static) -> T {
        let (tell, told) = channel();
        self.app.upgrade_in_event_loop(move |app| drop(tell.send(look(&app)))).unwrap();
        told.recv_timeout(PATIENCE).unwrap()
    }

    fn does(&self, event: Event) {
        let handle = self.look(inloop::kiosk::glass::GlassHandle::of);
        handle.send(event).unwrap();
    }

    fn choose(&self, id: &str) {
        self.does(Event::Choose(id.to_owned()));
    }

    fn types(&self, words: &str) {
        words.chars().for_each(|c| self.does(Event::Typed(c.into())));
    }

    /// Waits until the glass asks or says this.
    #[track_caller]
    fn until(&self, words: &str) {
        let end = now() + PATIENCE;
        let mut asked = String::new();
        while now() < end {
            asked = self.look(|app| app.global::<FrameAdapter<'_>>().get_question().to_string());
            if asked.contains(words) {
                return;
            }
            std::thread::yield_now();
        }
        panic!("the glass says {asked:?} and not {words:?}");
    }

    fn lines(&self) -> Vec<String> {
        self.look(|app| app.global::<MessageAdapter<'_>>().get_lines().iter().map(|line| line.to_string()).collect())
    }

    /// Waits until a line says this.
    #[track_caller]
    fn waits(&self, words: &str) {
        let end = now() + PATIENCE;
        while !self.lines().iter().any(|line| line.contains(words)) {
            assert!(now() < end, "{words} is not said, only {:?}", self.lines());
        }
    }

    fn moves(&self, role: Role, active: bool) {
        self.hand.send(Edge { role, active, at: since_start() }).unwrap();
    }
}

fn code(desk: &RunningDesk) -> String {
    let at = ServerClock.stamp().at.timestamp();
    let made = move |conn: &mut _| enrolment::new_code_in(conn, posts::FIRST, &MachineLuck, at);
    desk.state().store.write_waiting(News::Hall, made).unwrap().reveal().to_owned()
}

#[test]
fn an_empty_machine_becomes_a_kiosk_at_its_own_glass_and_a_power_cut_on_the_way_leaves_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let (desk, data) = (desk(folder.path()), folder.path().join("kiosk"));
    std::fs::create_dir(&data).unwrap();
    let nothing_is_kept_of_who_it_is = || assert!(Identity::load(&data).unwrap().is_none());
    let nothing_is_decided = || {
        assert!(!data.join(TOLD_FILE).exists());
        nothing_is_kept_of_who_it_is();
    };
    let mut machine = Machine::on(data.clone());

    // Language, size, sound, switches. The case stands open, because somebody is building.
    machine.until("Welke taal?");
    assert_eq!(machine.look(|app| app.global::<ChoicesAdapter<'_>>().get_tiles().row_count()), 2);
    machine.moves(Role::Case, true);
    machine.choose("nl");
    machine.until("Hoe groot is dit scherm?");
    machine.look(|app| app.global::<MeasureAdapter<'_>>().invoke_drawn(LINE));
    machine.choose("fits");
    machine.until("Hoort u de bel?");
    machine.choose("yes");
    machine.until("Probeer elke schakelaar");
    machine.moves(Role::Choose, true);
    std::thread::sleep(2 * SETTLES);
    machine.moves(Role::Choose, false);
    machine.waits("Druk op toets Kiezen: goed.");
    machine.waits("Open de kast: goed, en nu open.");
    assert!(!data.join(lock::FILE).exists(), "a case that somebody builds locks nothing");
    machine.choose("on");

    // Nobody answers at the first address, and the desk does not know the first code.
    machine.until("Internetadres van de balie");
    machine.types("127.0.0.1:1");
    machine.does(Event::Next);
    machine.until("Typ de code");
    machine.types("k7m4p9qx");
    machine.until("Op dit adres antwoordt niemand");
    machine.choose("on");
    machine.until("Internetadres van de balie");
    (0..20).for_each(|_| machine.does(Event::Backspace));
    machine.types(&desk.kiosks().to_string());
    machine.does(Event::Next);
    machine.until("Typ de code");
    machine.types("k7m4p9qx");
    machine.until("kent deze code niet");
    machine.choose("on");
    nothing_is_decided();

    // Two people compare, and the disk refuses the last file: as a power cut between the two would leave it.
    let compare = |machine: &Machine, was: Option<KioskId>| {
        machine.types(&code(&desk));
        machine.until("dezelfde vier woorden");
        let at = ServerClock.stamp().at.timestamp();
        let pending = desk.state().store.read_waiting(move |conn| enrolment::pending(conn, at)).unwrap();
        let words = four_words(&pending[0].key, &desk.state().enrol_answer).unwrap();
        let shown: Vec<String> = words.iter().enumerate().map(|(at, word)| format!("{}\u{a0}{word}", at + 1)).collect();
        assert_eq!(machine.lines(), [shown.join("   ")]);
        machine.choose("yes");
        machine.until("Wacht op uw collega");
        assert!(!matches!(Identity::load(&data), Ok(Some(_))), "nothing is kept of who it is");
        let id = pending[0].id;
        let confirm = move |conn: &mut _| enrolment::confirm(conn, id, "hal", was, at);
        assert!(matches!(desk.state().store.write_waiting(News::Hall, confirm).unwrap(), Confirmed::Enrolled(..)));
    };
    std::fs::create_dir(data.join(format!("{IDENTITY}.new"))).unwrap();
    compare(&machine, None);
    machine.until("Het is nog niet bewaard");
    slint::quit_event_loop().unwrap();
    machine.begins_anew();
    std::fs::remove_dir(data.join(format!("{IDENTITY}.new"))).unwrap();

    // It is asked again, with what was answered filled in. The desk has one that never came, which staff write off.
    machine.until("Welke taal?");
    machine.choose("nl");
    machine.until("Hoe groot is dit scherm?");
    assert_eq!(machine.look(|app| app.global::<MeasureAdapter<'_>>().get_line()), LINE);
    machine.choose("fits");
    machine.choose("no");
    machine.choose("on");
    machine.until("Probeer elke schakelaar");
    machine.choose("on");
    machine.until("Internetadres van de balie");
    assert_eq!(machine.look(|app| app.global::<TypingAdapter<'_>>().get_words()), desk.kiosks().to_string());
    machine.does(Event::Next);
    machine.until("Typ de code");
    compare(&machine, None);
    machine.until("Bijna klaar");

    // Nothing begins with an open case.
    machine.moves(Role::Case, true);
    machine.waits("Doe de kast dicht.");
    machine.choose("begin");
    machine.moves(Role::Case, false);
    machine.waits("Begin, en laat");
    machine.choose("begin");

    // It is a kiosk now, of the size that was measured, and what a caretaker does again begins with what holds.
    machine.begins_anew();
    assert_eq!(machine.look(|app| app.global::<FrameAdapter<'_>>().get_screen()), Screen::Rest);
    let theme = machine.look(|app| app.global::<inloop_ui::Theme<'_>>().get_mm());
    assert!((theme - LINE / 85.6).abs() < 0.01, "{theme}");
    let identity = Identity::load(&data).unwrap().unwrap();
    assert_eq!((identity.kiosk.get(), identity.desk.to_string()), (2, format!("https://{}", desk.kiosks())));
    machine.moves(Role::Case, true);
    let end = now() + PATIENCE;
    while !data.join(lock::FILE).exists() {
        assert!(now() < end, "the case of a kiosk locks it");
        std::thread::yield_now();
    }
    machine.moves(Role::Case, false);

    // Its disk loses who it is, while a question waits. The glass says so; its case still locks.
    let (kiosk, at) = (identity.kiosk, data.clone());
    machine.before_the_next_start(move || {
        leaves_a_question(&at);
        let whole = std::fs::read(at.join(IDENTITY)).unwrap();
        std::fs::write(at.join(IDENTITY), &whole[..whole.len() / 2]).unwrap();
    });
    machine.begins_anew();
    machine.until("Welke taal?");
    machine.choose("nl");
    machine.until("weet niet meer bij welke balie");
    assert!(machine.lines()[0].starts_with("Meld hem opnieuw aan."), "{:?}", machine.lines());
    let number = || std::fs::read(data.join(lock::FILE)).unwrap();
    let locked = number();
    machine.moves(Role::Case, true);
    let end = now() + PATIENCE;
    while number() == locked {
        assert!(now() < end, "the case of a kiosk that forgot who it is locks it");
        std::thread::yield_now();
    }
    machine.moves(Role::Case, false);
    machine.choose("on");
    machine.until("Hoe groot is dit scherm?");
    ["fits", "no", "on"].iter().for_each(|id| machine.choose(id));
    machine.until("Probeer elke schakelaar");
    machine.choose("on");

    // Whoever passes by cannot lead it to a desk of their own, and gets to see no words.
    let elsewhere = tempfile::tempdir().unwrap();
    let strange = self::desk(elsewhere.path());
    let types_address = |machine: &Machine, address: &str| {
        machine.until("Internetadres van de balie");
        (0..20).for_each(|_| machine.does(Event::Backspace));
        machine.types(address);
        machine.does(Event::Next);
        machine.until("Typ de code");
    };
    types_address(&machine, &strange.kiosks().to_string());
    machine.types(&code(&strange));
    machine.until("hoort bij een andere balie");
    machine.choose("on");
    assert!(Identity::load(&data).is_err(), "nothing was kept");
    strange.shutdown();

    // At its own desk, in its own place, it is again what it was, and what waited is there.
    types_address(&machine, &desk.kiosks().to_string());
    assert_eq!(entries_at(&desk), 0);
    compare(&machine, Some(kiosk));
    machine.until("Bijna klaar");
    machine.choose("begin");
    machine.begins_anew();
    let again = Identity::load(&data).unwrap().unwrap();
    assert_eq!((again.kiosk, again.epoch.get()), (kiosk, identity.epoch.get() + 1));
    let end = now() + PATIENCE;
    while entries_at(&desk) == 0 {
        assert!(now() < end, "what waited is not at the desk");
        std::thread::yield_now();
    }

    // A file that is gone is no new machine.
    let at = data.clone();
    machine.before_the_next_start(move || std::fs::remove_file(at.join(IDENTITY)).unwrap());
    machine.begins_anew();
    machine.until("Welke taal?");
    machine.choose("nl");
    machine.until("weet niet meer bij welke balie");
    desk.shutdown();
}
