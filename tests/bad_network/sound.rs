//! What was said comes to the team whole, behind all words, however bad the network is; and bad sound holds up nobody.

use crate::hands::Browser;
use crate::post::Post;
use crate::proxy::{DEADLINE, Fate, Request, Seen, Weather, answer};
use crate::{path_of, team};
use axum::http::Method;
use inloop::clock::{Clock, MachineClock};
use inloop::desk::pages;
use inloop::desk::store::recordings::{self, Arrival};
use inloop::entry::EntryId;
use inloop::wire::{HEALTH, SITE, attachment};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Three pieces of what no file of the post may hold.
fn flac() -> Vec<u8> {
    b"fLaC geheime stem ".iter().copied().cycle().take(300_000).collect()
}

fn is_sound(path: &str) -> bool {
    path.contains("/attachments/")
}

/// That something was put there and answered with success.
fn arrived(seen: &Seen) -> bool {
    seen.method == "PUT" && matches!(seen.status, Some(200 | 201))
}

impl Post {
    /// Waits until every piece is at the desk, and that is written down at the post.
    fn until_all_sound_is_delivered(&self) {
        let clock = MachineClock::new();
        let end = clock.now() + DEADLINE;
        loop {
            let (counts, sound) = (self.keeper().counts().unwrap(), self.keeper().health().unwrap().sound.unwrap());
            if counts.waiting + sound.waiting == 0 {
                return;
            }
            assert!(clock.now() < end, "still waiting: {counts:?}, {sound:?}");
            std::thread::yield_now();
        }
    }

    fn pieces_at_desk(&self, id: EntryId) -> u8 {
        self.desk().state().store.read_waiting(|conn| recordings::count(conn, id)).unwrap()
    }

    /// What a worker who logs in hears on the card.
    fn heard(&self, id: EntryId) -> Option<Vec<u8>> {
        let state = self.desk().state().clone();
        if self.at_desk(|conn, _| inloop::desk::store::workers::by_name(conn, "Fatma")).is_none() {
            team::worker(&state, "Fatma", false);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut browser = Browser::of(pages::router(state));
            assert_eq!(browser.log_in("Fatma", team::PASSWORD).await.goes_to(), "/vandaag");
            let answer = browser.open(Method::GET, &format!("/kaart/{id}/opname"), String::new(), |_| {}).await;
            let found = answer.status().is_success();
            let body = axum::body::to_bytes(answer.into_body(), 1 << 23).await.unwrap();
            found.then(|| body.to_vec())
        })
    }
}

#[test]
fn what_was_said_is_heard_at_the_card_byte_for_byte_and_stands_in_no_file_of_the_post() {
    let post = Post::open();
    let flac = flac();
    let id = post.said(&flac);
    post.until_delivered(&[id]);
    post.until_all_sound_is_delivered();
    assert!(post.heard(id).unwrap() == flac);
    post.is_all_there(1);
    let mut looked_at = 0;
    for file in std::fs::read_dir(post.kiosk_folder()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        looked_at += bytes.len();
        assert!(memchr::memmem::find(&bytes, b"geheime").is_none());
    }
    assert!(looked_at > 400_000, "{looked_at}");
}

#[test]
fn words_go_before_sound_however_long_they_waited() {
    let post = Post::open();
    post.proxy.set(Weather::Cut);
    let said = [post.said(&flac()), post.said(&flac())];
    let questions: Vec<EntryId> = (0..20).map(|_| post.question()).collect();
    let from = post.proxy.seen();
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[said.to_vec(), questions].concat());
    post.until_all_sound_is_delivered();
    post.proxy.wait_for("all of it in order", from, |seen| {
        let put: Vec<&Seen> = seen.iter().filter(|seen| arrived(seen)).collect();
        let first_sound = put.iter().position(|seen| is_sound(&seen.path)).unwrap_or(put.len());
        assert!(put[first_sound..].iter().all(|seen| is_sound(&seen.path)), "words behind sound: {put:#?}");
        put.len() - first_sound == 6
    });
    assert!(said.iter().all(|id| post.heard(*id).unwrap() == flac()));
}

#[test]
fn answers_that_are_lost_requests_that_come_late_or_twice_and_broken_lines_leave_one_whole_recording() {
    let mut post = Post::open();
    // Each piece meets each of these before it passes.
    let fates = [Fate::AnswerLost, Fate::Cut, Fate::Late, Fate::Twice];
    let met = Mutex::new(HashMap::<String, usize>::new());
    let weather = move |request: &Request| {
        if !is_sound(&request.path) {
            return Fate::Passed;
        }
        let mut met = met.lock().unwrap();
        let times = met.entry(request.path.clone()).or_default();
        *times += 1;
        fates.get(*times - 1).copied().unwrap_or(Fate::Passed)
    };
    post.proxy.set(Weather::Fates(Arc::new(weather)));
    let from = post.proxy.seen();
    let id = post.said(&flac());
    post.until_delivered(&[id]);
    post.proxy.wait_for("a try", from, |seen| seen.iter().any(|seen| is_sound(&seen.path)));
    for turn in 0.. {
        assert!(turn < 1000, "the sound does not come through");
        if turn == 5 {
            post.restart_kiosk();
            post.carry(crate::post::PATIENCE);
        }
        if post.keeper().health().unwrap().sound.unwrap().waiting == 0 {
            break;
        }
        // Nobody waits for the back-off: a line that comes up tries everything, and asks for the site.
        let from = post.proxy.seen();
        post.courier().link_came_up();
        post.proxy.wait_for("the site", from, |seen| seen.iter().any(|seen| seen.path == SITE));
    }
    assert!(post.proxy.seen() > from + 12, "every piece met everything");
    post.proxy.let_late_ones_through();
    assert_eq!(post.pieces_at_desk(id), 3);
    assert!(post.heard(id).unwrap() == flac());
    post.is_all_there(1);
}

#[test]
fn a_captive_portal_that_takes_sound_is_no_receipt_and_words_go_on() {
    let post = Post::open();
    let page = answer("200 OK", &[("content-type", "text/html")], b"<html>Accepteer de voorwaarden</html>");
    let portal = move |request: &Request| is_sound(&request.path).then(|| page.clone());
    let from = post.proxy.seen();
    post.proxy.set(Weather::Answer(Arc::new(portal)));
    let id = post.said(&flac());
    post.until_delivered(&[id]);
    post.proxy.wait_for("a try", from, |seen| seen.iter().any(|seen| is_sound(&seen.path)));
    let questions: Vec<EntryId> = (0..10).map(|_| post.question()).collect();
    post.until_delivered(&questions);
    assert_eq!((post.pieces_at_desk(id), post.keeper().health().unwrap().sound.unwrap().waiting), (0, 1));
    assert_eq!(post.heard(id), None);
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_all_sound_is_delivered();
    assert!(post.heard(id).unwrap() == flac());
}

#[test]
fn a_piece_that_the_desk_has_otherwise_is_parked_and_seen_and_holds_up_nobody() {
    let post = Post::open();
    post.proxy.set(Weather::Answer(Arc::new(|request: &Request| is_sound(&request.path).then(|| answer("503 No", &[], b"")))));
    let id = post.said(&flac());
    post.until_delivered(&[id]);
    let put = post.at_desk(move |conn, now| recordings::arrive(conn, id, 2, "another", b"other bytes", now));
    assert_eq!(put, Arrival::New);
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_all_sound_is_delivered();
    let parked = post.keeper().parked_pieces(9).unwrap();
    assert_eq!((parked.len(), parked[0].0.n, parked[0].1.as_str()), (1, 2, "the desk refuses it: OtherBody"));
    assert_eq!((post.pieces_at_desk(id), post.heard(id)), (3, None), "what is not what was said is not played");
    let next = post.said(&flac());
    post.until_delivered(&[next]);
    post.until_all_sound_is_delivered();
    assert!(post.heard(next).unwrap() == flac());
    // The desk tells staff of it, at the next report.
    let mut post = post;
    post.carry(crate::post::PATIENCE);
    let from = post.proxy.seen();
    post.proxy.wait_for("the report", from, |seen| seen.iter().any(|seen| seen.path == HEALTH && seen.status == Some(200)));
    let kiosk = post.identity().kiosk;
    let known = post.at_desk(move |conn, _| inloop::desk::store::kiosks::find(conn, kiosk)).unwrap();
    assert_eq!(known.health.map(|health| (health.sound_waiting, health.sound_parked)), Some((0, 1)));
}

#[test]
fn a_desk_that_comes_back_from_an_older_backup_gets_words_and_sound_again() {
    let mut post = Post::open();
    let before = post.said(&flac());
    post.until_delivered(&[before]);
    post.until_all_sound_is_delivered();
    let backup = post.backup();
    let after = post.said(&flac());
    post.until_delivered(&[after]);
    post.until_all_sound_is_delivered();
    post.restore(&backup);
    assert_eq!((post.pieces_at_desk(before), post.pieces_at_desk(after)), (3, 0));
    let from = post.proxy.seen();
    post.courier().link_came_up();
    post.until_delivered(&[before, after]);
    post.until_all_sound_is_delivered();
    post.is_all_there(2);
    for id in [before, after] {
        assert!(post.heard(id).unwrap() == flac());
        // What the backup had is known by its bytes.
        let wanted = if id == before { 200 } else { 201 };
        post.proxy.wait_for("the pieces", from, |seen| {
            let of = |n| seen.iter().any(|seen| seen.path == attachment(id, n) && seen.status == Some(wanted));
            (1..=3).all(of)
        });
    }
    post.proxy.wait_for("the words", from, |seen| seen.iter().any(|seen| seen.path == path_of(after) && arrived(seen)));
}

#[test]
fn what_was_said_before_a_restart_is_carried_after_it() {
    let mut post = Post::open();
    post.proxy.set(Weather::Cut);
    let id = post.said(&flac());
    post.restart_kiosk();
    post.proxy.set(Weather::Clear);
    post.carry(crate::post::PATIENCE);
    post.until_delivered(&[id]);
    post.until_all_sound_is_delivered();
    assert!(post.heard(id).unwrap() == flac());
}
