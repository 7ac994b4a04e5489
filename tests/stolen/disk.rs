//! The disk of a kiosk that a thief takes out, as one image, with all that was logged.

use crate::image::{self, Needles, WAYS, ways};
use crate::many::resident;
use crate::post::{PATIENCE, Post};
use crate::proxy::Weather;
use inloop::clock::{BenchClock, Clock, MachineLuck};
use inloop::desk::store::own_texts;
use inloop::entry::{KEPT_AFTER_RECEIPT, Language};
use inloop::kiosk::config::Told;
use inloop::kiosk::courier::News;
use inloop::kiosk::machine::State;
use inloop::kiosk::machine::lock::Lock;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How many of them are at the desk, wait, and are parked when the disk is taken.
const AT_THE_DESK: usize = 500;
const ALL: usize = 1_000;
const PARKED: usize = 50;
/// How often it is looked whether the keeper has tidied.
const ROUNDS: usize = 50;
/// What a thousand entries and their sound take at least.
const LARGE: usize = 10 << 20;

/// Everything that may stand in the folder of a kiosk.
const FILES: [&str; 11] = [
    "identity.json",
    "locked",
    "set-up.toml",
    "outbox.sqlite",
    "outbox.sqlite-wal",
    "outbox.sqlite.lock",
    "outbox.sqlite.rights",
    "site.json",
    "slots.json",
    "today.json",
    "desk-texts.json",
];

/// Everything that is logged, at every level.
#[derive(Clone, Default)]
struct Records(Arc<Mutex<Vec<u8>>>);

impl Records {
    fn of_everything() -> Self {
        let records = Records::default();
        let to = records.clone();
        let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || to.clone());
        tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
        records
    }

    fn so_far(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Write for Records {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn no_word_of_a_thousand_residents_stands_on_the_disk_or_in_the_log_however_it_is_written() {
    let records = Records::of_everything();
    let clock = Arc::new(BenchClock::at(inloop::clock::NO_EARLIER_THAN, true));
    let mut post = Post::unenrolled(Arc::clone(&clock) as Arc<dyn Clock>);
    post.enrol();
    post.carry(PATIENCE);
    // What the site says otherwise is kept there too.
    post.at_desk(|conn, _| own_texts::say(conn, Language::NL, "home-ask", "Ik wil iets vragen"));
    post.courier().link_came_up();
    post.until("the desk's texts", |news| matches!(news, News::Texts).then_some(()));
    // What was told at its glass, and the lock that whoever takes it leaves.
    let said = Told { languages: Some(vec![Language::NL]), ..Told::default() };
    said.store(&post.kiosk_folder()).unwrap();
    let lock = Lock::in_folder(&post.kiosk_folder(), Arc::new(MachineLuck), State::default());
    lock.shut();
    let mut needles = Needles::default();
    let mut left = Vec::new();
    for number in 0..ALL {
        if number == AT_THE_DESK {
            post.until_delivered(&left);
            post.proxy.set(Weather::Cut);
        }
        let one = resident(number);
        one.words.iter().for_each(|word| needles.add(word));
        left.push(post.leave(one.body, one.recording));
    }
    assert!(needles.words() > 3 * ALL);
    for id in left.iter().rev().take(PARKED) {
        post.keeper().park(*id, "the desk refused it").unwrap();
    }
    let counts = post.keeper().counts().unwrap();
    assert_eq!((counts.waiting as usize, counts.parked as usize), (ALL - AT_THE_DESK - PARKED, PARKED));

    // While it runs: file, journal, marks, and what it was told.
    let nothing = |what: &str| {
        let (image, names) = image::of_files(&post.kiosk_folder());
        assert!(image.len() > LARGE, "{what}: {} bytes", image.len());
        let unknown: Vec<_> = names.iter().filter(|name| !FILES.contains(&name.as_str())).collect();
        assert!(unknown.is_empty(), "{what}: files that nobody looked at: {unknown:?}");
        for wanted in
            ["identity.json", "locked", "set-up.toml", "outbox.sqlite", "outbox.sqlite-wal", "site.json", "desk-texts.json"]
        {
            assert!(names.contains(wanted), "{what}: {wanted} is not among {names:?}");
        }
        assert_eq!(needles.found_in(&image), [].into(), "{what}, on the disk");
        let said = records.so_far();
        assert!(!said.is_empty());
        assert_eq!(needles.found_in(&said), [].into(), "{what}, in the log");
        image.len()
    };
    nothing("taken while it runs");

    // What was removed is not there either, and a start reads all of it again.
    post.restart_kiosk();
    clock.advance(KEPT_AFTER_RECEIPT + Duration::from_secs(3600));
    // Each question lets the keeper tidy a part of it. What still has sound to send stays whole.
    let words_alone = left[..AT_THE_DESK].iter().enumerate().filter(|(number, _)| resident(*number).recording.is_none());
    let words_alone: Vec<_> = words_alone.map(|(_, id)| *id).collect();
    let gone = |id| matches!(post.keeper().envelope(id), Err(trouble) if trouble.is_not_here());
    let all_gone = (0..ROUNDS).any(|_| words_alone.iter().all(|id| gone(*id)));
    assert!(all_gone && words_alone.len() > AT_THE_DESK / 2, "what the desk has for longer than that is still here");
    let (image, _) = image::of_files(&post.kiosk_folder());
    assert_eq!(needles.found_in(&image), [].into(), "after what the desk has was removed");
    drop(image);

    // The same search finds one word that does stand there, in every way.
    let word = resident(7).words.remove(0);
    let planted = ways(&word).into_iter().map(|(way, bytes)| (format!("planted {way}"), Some(bytes))).collect();
    post.keeper().remember(planted).unwrap();
    let (image, _) = image::of_files(&post.kiosk_folder());
    let found = needles.found_in(&image);
    for (way, _) in ways(&word) {
        assert!(found.contains(&(word.clone(), way)), "{way} is not found in the outbox");
    }
    assert_eq!(ways(&word).len(), WAYS.len());
    tracing::info!("{word}");
    assert!(needles.found_in(&records.so_far()).contains(&(word, WAYS[0])), "the log is looked at");
}
