//! A machine whose files are of no use still shows residents where to go, and whoever looks after it a number.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::clock::{BenchClock, MachineLuck};
use inloop::kiosk::closed::{self, Closed};
use inloop::kiosk::config::Config;
use inloop::kiosk::glass::NoRinger;
use inloop::kiosk::identity::FILE as IDENTITY;
use inloop::kiosk::machine;
use inloop::kiosk::post::{OUTBOX, Post, PostParts};
use inloop::kiosk::restart::{WANTED, WhenIdle};
use inloop::kiosk::setup::Known;
use inloop::kiosk::site;
use inloop::outbox::Outbox;
use inloop::seal::TeamKey;
use inloop::tryout::web::WebPlatform;
use inloop::visit::Fault;
use inloop::wire::{Presence, Site};
use inloop_ui::{App, FrameAdapter, MessageAdapter, Screen};
use rusqlite::Connection;
use slint::{ComponentHandle, Model, PhysicalSize};
use std::path::Path;
use std::sync::Arc;

/// As the desk last told of the post.
fn site() -> Site {
    Site {
        v: 1,
        name: "Wijkpost".into(),
        phone: Some("020 123 45 67".into()),
        hours: vec![],
        presence: Presence::Unknown,
        readers: vec![],
        contact: vec![],
        topics: vec![],
        messages: vec![],
        helpers: vec![],
        erased_after_days: None,
        languages: vec!["nl".into(), "en".into()],
        texts: vec![],
        tekens: vec![],
        team: TeamKey::generate().public(),
        recovery: TeamKey::generate().public(),
        store: "a".into(),
    }
}

fn begins(config: Config) -> Result<Post, Fault> {
    let parts = PostParts {
        folder: config.data,
        clock: Arc::new(BenchClock::at(0, false)),
        luck: Arc::new(MachineLuck),
        glass: config.panel.of_the_glass().into(),
        languages: config.languages,
        texts: None,
        scanner: false,
        ringer: Box::new(NoRinger),
        printer: None,
        voice: None,
        recorder: None,
        handset: false,
        proxy: None,
        machine: machine::Parts::default(),
        care: Default::default(),
        set_up: Some(Known { said: config.said, desk: config.desk.url, rotation: config.panel.rotation }),
    };
    Post::start(parts).map_err(|why| closed::fault(&why).unwrap())
}

fn closed(config: Config, fault: Fault) -> Closed {
    let parts = closed::Parts {
        folder: config.data,
        clock: Arc::new(BenchClock::at(0, false)),
        luck: Arc::new(MachineLuck),
        glass: config.panel.of_the_glass().into(),
        languages: config.languages,
        texts: None,
        machine: machine::Parts::default(),
    };
    Closed::start(parts, fault).unwrap()
}

/// What stands on it.
fn reads(app: &App) -> String {
    let frame = app.global::<FrameAdapter<'_>>();
    assert_eq!(frame.get_screen(), Screen::Message);
    assert!(frame.get_bar().iter().all(|item| !item.shown), "there is nothing to touch");
    let lines = app.global::<MessageAdapter<'_>>().get_lines();
    let all = [frame.get_question().to_string()].into_iter().chain(lines.iter().map(|line| line.to_string()));
    // Numbers are held together by spaces that do not break.
    all.collect::<Vec<_>>().join("\n").replace('\u{a0}', " ")
}

fn an_outbox(data: &Path) {
    drop(Outbox::open(&data.join(OUTBOX)).unwrap());
}

#[test]
fn whatever_of_its_files_is_of_no_use_the_glass_says_where_to_go_and_which_fault_it_is() {
    type Breaks = fn(&Path);
    let broken: [(Fault, Breaks); 5] = [
        (Fault::Newer, |data| {
            an_outbox(data);
            Connection::open(data.join(OUTBOX)).unwrap().pragma_update(None, "user_version", 999).unwrap();
        }),
        (Fault::Newer, |data| std::fs::write(data.join(IDENTITY), "{\"v\": 9}").unwrap()),
        (Fault::Kept, |data| {
            let other = Connection::open(data.join(OUTBOX)).unwrap();
            other.execute_batch("CREATE TABLE photos (id INTEGER); PRAGMA application_id = 7").unwrap();
        }),
        (Fault::Identity, |data| std::fs::write(data.join(IDENTITY), "{").unwrap()),
        (Fault::Identity, |data| std::fs::create_dir(data.join(IDENTITY)).unwrap()),
    ];
    let (_screen, _mailbox) = WebPlatform::install(PhysicalSize::new(1280, 800)).unwrap();
    for (fault, breaks) in broken {
        let folder = tempfile::tempdir().unwrap();
        let config = || Config::parse(&format!("data = {:?}\n", folder.path())).unwrap().with_told();
        breaks(folder.path());
        site::keep(folder.path(), &serde_json::to_vec(&site()).unwrap()).unwrap();
        assert_eq!(begins(config()).err(), Some(fault));
        let closed = closed(config(), fault);
        let said = reads(closed.app());
        assert!(said.contains("Deze zuil is even dicht."), "{said}");
        assert!(said.contains("Loop naar de balie of bel 020 123 45 67."), "the number that the desk told: {said}");
        assert!(said.contains(&format!("Voor de beheerder: storing {}.", fault.number())), "{said}");
        assert!(said.contains("This kiosk is closed for now."), "{said}");
    }

    // A new program is here: it ends, and is started.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(WANTED), "").unwrap();
    let ending = closed(Config::parse("").unwrap(), Fault::Settings);
    ending.ends(Some(WhenIdle::in_folder(folder.path())), || slint::quit_event_loop().unwrap());
    ending.run().unwrap();
    assert!(!folder.path().join(WANTED).exists());
    drop(ending);

    // Without anything that can be read it still says so.
    let config = Config::parse("data = \"/dev/null/nothing\"\n").unwrap().with_told();
    let closed = closed(config, Fault::Kept);
    let said = reads(closed.app());
    assert!(said.contains("Deze zuil is even dicht.\n") && said.contains("Loop naar de balie."), "{said}");
}
