//! What the courier promises when the network between hall and desk is bad: nothing is lost, nothing arrives twice, one bad
//! entry does not hold up the next, and it heals. A real kiosk and a real desk, with a proxy between them that breaks things.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod caretaker;
#[cfg(feature = "glass")]
mod display;
mod enrolment;
#[path = "../staff_page/hands.rs"]
#[allow(dead_code, unreachable_pub, reason = "shared with the tests of the staff pages")]
mod hands;
#[cfg(feature = "glass")]
mod machine;
mod post;
#[allow(dead_code, reason = "shared with the tests of races")]
mod proxy;
mod sound;
#[path = "../team/mod.rs"]
mod team;
#[cfg(feature = "glass")]
mod texts;
mod times;
mod told_site;

use chrono::DateTime;
use inloop::clock::{Clock, MachineClock, Stamp};
use inloop::delivery::Pause;
use inloop::desk::store::{calls, cards, kiosks, workers};
use inloop::entry::{Body, Contact, EntryId, Question, TekenBlock};
use inloop::kiosk::courier::News;
use inloop::kiosk::link::numbers::Fresh;
use inloop::kiosk::link::tls::{DeskTime, Trust};
use inloop::kiosk::link::{Failure, Link, Patience};
use inloop::kiosk::site;
use inloop::wire::{AnswerHead, CallState, DeskKey, DiskState, ENTRIES, HEALTH, Presence, Receipt, signature};
use post::{PATIENCE, Post};
use proxy::{Pair, Request, Weather, answer};
use std::sync::Arc;
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

fn path_of(id: EntryId) -> String {
    format!("{ENTRIES}/{id}")
}

/// Tries to send one question in this weather, then another, then lets the weather clear; both arrive, once.
fn weathers(weather: Weather, tried: impl Fn(&proxy::Seen) -> bool) {
    let post = Post::open();
    let calm = post.question();
    post.until_delivered(&[calm]);
    let from = post.proxy.seen();
    post.proxy.set(weather);
    let (one, two) = (post.question(), post.question());
    post.proxy.wait_for("a try", from, |seen| seen.iter().any(&tried));
    assert_eq!(post.keeper().counts().unwrap().waiting, 2);
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[one, two]);
    post.is_all_there(3);
}

fn put_with(status: u16) -> impl Fn(&proxy::Seen) -> bool {
    move |seen| seen.method == "PUT" && seen.status == Some(status)
}

#[test]
fn an_answer_that_is_lost_after_the_desks_commit_makes_no_second_entry() {
    weathers(Weather::LoseAnswers, |seen| seen.method == "PUT");
}

#[test]
fn the_page_of_a_captive_portal_is_no_receipt() {
    let page = answer("200 OK", &[("content-type", "text/html")], b"<html>Accepteer de voorwaarden</html>");
    weathers(Weather::always(page), put_with(200));
}

#[test]
fn a_redirect_is_not_followed() {
    weathers(Weather::always(answer("302 Found", &[("location", "https://elsewhere.invalid/")], b"")), put_with(302));
}

#[test]
fn a_server_error_and_a_proxys_own_401_and_403_are_weather() {
    for status in ["500 Internal Server Error", "502 Bad Gateway", "401 Unauthorized", "403 Forbidden"] {
        let number = status[..3].parse().unwrap();
        weathers(Weather::always(answer(status, &[], b"no")), put_with(number));
    }
}

#[test]
fn a_429_of_something_between_is_waited_out_and_a_link_that_comes_up_ends_the_wait() {
    let hour = answer("429 Too Many Requests", &[("retry-after", "3600")], b"");
    weathers(Weather::always(hour), put_with(429));
}

#[test]
fn a_receipt_that_another_key_signed_is_no_receipt() {
    let forger = Arc::new(DeskKey::from_seed(&Zeroizing::new([66; 32])));
    let forge = move |request: &Request| {
        let id: EntryId = request.path.strip_prefix(&format!("{ENTRIES}/"))?.parse().ok()?;
        let receipt = Receipt { v: 1, id, digest: signature::digest(&request.body), before: None };
        let body = serde_json::to_vec(&receipt).unwrap();
        let to = request.header("signature")?.strip_prefix("sig=:")?.strip_suffix(':')?;
        let head = AnswerHead { status: 201, time: chrono::DateTime::UNIX_EPOCH, request_signature: to, body: &body };
        let headers = head.sign(&forger);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(answer("201 Created", &headers, &body))
    };
    weathers(Weather::Answer(Arc::new(forge)), put_with(201));
}

#[test]
fn a_receipt_of_the_desk_for_another_request_is_no_receipt() {
    let post = Post::open();
    // Something between keeps the first receipt and gives it to every entry that follows.
    let kept = std::sync::Mutex::new(None::<Vec<u8>>);
    let desk = Pair::of_desk(&post.kiosk_folder().join("../keys"));
    let onward = proxy::FaultProxy::before(post.desk().kiosks(), &desk);
    let replay = move |request: &Request| {
        if request.method != "PUT" {
            return None;
        }
        let mut kept = kept.lock().unwrap();
        match &*kept {
            Some(receipt) => Some(receipt.clone()),
            None => {
                let receipt = onward.ask_desk(request);
                *kept = Some(receipt.clone());
                Some(receipt)
            }
        }
    };
    let from = post.proxy.seen();
    post.proxy.set(Weather::Answer(Arc::new(replay)));
    let one = post.question();
    post.until_delivered(&[one]);
    let two = post.question();
    post.proxy
        .wait_for("the replayed receipt", from, |seen| seen.iter().any(|s| s.path == path_of(two) && s.status == Some(201)));
    assert_eq!(post.keeper().counts().unwrap().waiting, 1);
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[two]);
    post.is_all_there(2);
}

#[test]
fn one_entry_that_something_between_refuses_does_not_hold_up_the_next() {
    let post = Post::open();
    let calm = post.question();
    post.until_delivered(&[calm]);
    post.proxy.set(Weather::Cut);
    let refused = post.question();
    let from = post.proxy.seen();
    post.proxy.set(Weather::only(path_of(refused), answer("413 Payload Too Large", &[], b"<html>too long</html>")));
    post.courier().link_came_up();
    post.proxy.wait_for("the refusal", from, |seen| seen.iter().any(put_with(413)));
    let others: Vec<EntryId> = (0..20).map(|_| post.question()).collect();
    post.until_delivered(&others);
    let counts = post.keeper().counts().unwrap();
    assert_eq!((counts.waiting, counts.parked), (1, 0));
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[refused]);
    post.is_all_there(22);
}

#[test]
fn a_line_that_is_cut_heals_by_itself() {
    let post = Post::open();
    post.until("the line", |told| matches!(told, News::Online(true)).then_some(()));
    post.proxy.set(Weather::Cut);
    post.until("the cut", |told| matches!(told, News::Online(false)).then_some(()));
    let left: Vec<EntryId> = (0..5).map(|_| post.question()).collect();
    post.proxy.set(Weather::Clear);
    // Nobody tells the courier: the question about calls finds it out, within its own wait.
    post.until_delivered(&left);
    post.is_all_there(5);
    assert_eq!(post.courier().status().online, Some(true));
}

#[test]
fn a_server_that_trickles_does_not_hold_a_request_for_ever() {
    let mut post = Post::open();
    let patience = Patience { whole: Duration::from_secs(2), ..PATIENCE };
    post.carry(patience);
    post.proxy.set(Weather::Trickle);
    let id = post.question();
    let from = post.proxy.seen();
    let began = MachineClock::new();
    let start = began.now();
    // The second try proves that the first was given up.
    post.proxy.wait_for("a second try", from, |seen| seen.iter().filter(|s| s.path == path_of(id)).count() >= 2);
    assert!(began.now() - start >= Duration::from_secs(1), "the first try was not waited for");
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[id]);
    post.is_all_there(1);
}

#[test]
fn a_wrong_certificate_is_told_nothing() {
    let post = Post::open();
    post.until("the line", |told| matches!(told, News::Online(true)).then_some(()));
    let wrong = post.proxy.show(&Pair::made(2020..2099));
    let id = post.question();
    post.until("the failure", |told| matches!(told, News::Online(false)).then_some(()));
    assert_eq!(post.keeper().counts().unwrap().waiting, 1);
    let told = post.proxy.said_to(wrong);
    assert!(told.is_empty(), "{told:?}");
    post.proxy.show(&Pair::of_desk(&post.kiosk_folder().join("../keys")));
    post.courier().link_came_up();
    post.until_delivered(&[id]);
    post.is_all_there(1);
}

/// A board without a battery: 1970, until the desk tells the time.
struct Board(MachineClock);

impl Clock for Board {
    fn now(&self) -> Instant {
        self.0.now()
    }
    fn stamp(&self) -> Stamp {
        let stamp = self.0.stamp();
        if stamp.trusted { stamp } else { Stamp { at: chrono::DateTime::UNIX_EPOCH, trusted: false } }
    }
    fn learn(&self, at: chrono::DateTime<chrono::Utc>) {
        self.0.learn(at);
    }
}

#[test]
fn a_board_that_believes_it_is_1970_checks_certificates_and_learns_the_time() {
    let mut post = Post::unenrolled(Arc::new(Board(MachineClock::new())));
    post.enrol();
    assert!(!post.clock.stamp().trusted || post.clock.stamp().at.timestamp() > inloop::clock::NO_EARLIER_THAN);
    // As after a power cut: the clock has forgotten, the identity has not.
    post.clock = Arc::new(Board(MachineClock::new()));
    let identity = post.identity();
    assert_eq!(post.clock.stamp().at.timestamp(), 0);

    post.proxy.show(&Pair::made(2020..2099));
    let wrong = post.link(&identity, PATIENCE).site();
    assert!(matches!(wrong, Err(Failure::Unreached(_))), "{wrong:?}");

    let expired = Pair::made(2020..2025);
    let mut duped = post.identity();
    duped.trust = Trust::Own(expired.certificate.to_vec());
    post.proxy.show(&expired);
    let refused = post.link(&duped, PATIENCE).site();
    assert!(matches!(refused, Err(Failure::Unreached(_))), "an expired certificate was taken: {refused:?}");
    assert!(!post.clock.stamp().trusted);

    post.proxy.show(&Pair::of_desk(&post.kiosk_folder().join("../keys")));
    post.carry(PATIENCE);
    let id = post.question();
    post.until_delivered(&[id]);
    let status = post.courier().status();
    assert!(status.clock.trusted && status.clock.at.timestamp() > inloop::clock::NO_EARLIER_THAN);
    post.is_all_there(1);
}

#[test]
fn a_desk_that_comes_back_from_an_older_backup_gets_everything_again_once() {
    let mut post = Post::open();
    let before = post.question();
    post.until_delivered(&[before]);
    let backup = post.backup();
    let after = [post.question(), post.question()];
    post.until_delivered(&after);
    post.is_all_there(3);
    post.restore(&backup);
    assert_eq!(post.entries_at_desk(), 1);
    post.courier().link_came_up();
    post.until_delivered(&[before, after[0], after[1]]);
    post.is_all_there(3);
}

#[test]
fn a_kiosk_that_was_written_off_pauses_and_says_so_and_drops_nothing() {
    let post = Post::open();
    let id = post.question();
    post.until_delivered(&[id]);
    let kiosk = post.identity().kiosk;
    assert!(post.at_desk(move |conn, now| kiosks::write_off(conn, kiosk, now)));
    post.question();
    let why = post.until("the pause", |told| match told {
        News::Paused(why) => Some(why),
        _ => None,
    });
    assert_eq!(why, Some(Pause::Revoked));
    let status = post.courier().status();
    assert_eq!((status.paused, status.waiting, status.parked), (Some(Pause::Revoked), Some(1), Some(0)));
    assert_eq!(post.entries_at_desk(), 1);
}

#[test]
fn what_was_left_before_a_restart_is_carried_after_it() {
    let mut post = Post::open();
    post.proxy.set(Weather::Cut);
    let left: Vec<EntryId> = (0..3).map(|_| post.question()).collect();
    post.restart_kiosk();
    post.proxy.set(Weather::Clear);
    post.carry(PATIENCE);
    post.until_delivered(&left);
    post.is_all_there(3);
}

#[test]
fn a_call_rings_at_the_desk_and_the_hall_hears_who_comes() {
    let post = Post::open();
    // The hall hears of the ringing before or after the receipt, as it comes.
    let id = post.call();
    let ringing = |told| match told {
        News::Call { id: about, state } if about == id => Some(state),
        _ => None,
    };
    assert_eq!(post.until("the ringing", ringing), CallState::Ringing);
    assert!(post.at_desk(move |conn, now| {
        let worker = workers::add(conn, "anna", "unused", false, now)?.unwrap();
        inloop::desk::store::presence::say(conn, 1, Presence::Present, worker, now)?;
        calls::come(conn, id, worker, now)
    }));
    let (mut coming, mut present) = (false, false);
    post.until("who comes", |told| {
        match told {
            News::Call { id: about, state } if about == id => coming |= state == CallState::Coming,
            News::Presence(presence) => present |= presence == Presence::Present,
            _ => {}
        }
        (coming && present).then_some(())
    });
}

#[test]
fn who_is_called_from_the_hall_is_known_there_by_teken_and_place() {
    let post = Post::open();
    post.until("the site, with tekens", |told| matches!(told, News::Site(_)).then_some(()));
    let id = post.hand_in(Body::Question(Question { contact: Some(Contact::Wait), ..Question::default() }));
    post.until_delivered(&[id]);
    let called = post.at_desk(move |conn, now| {
        let worker = workers::add(conn, "anna", "unused", false, now)?.unwrap();
        let at = DateTime::from_timestamp(now, 0).unwrap();
        cards::call_next(conn, (&[1], None), worker, "Kamer 2", at)
    });
    assert_eq!(called, Some(id));
    let shown = post.until("the call", |told| match told {
        News::Called(called) => called.into_iter().next(),
        _ => None,
    });
    assert_eq!((shown.teken.index(), shown.place.as_str()), (0, "Kamer 2"));
}

#[test]
fn the_kiosk_learns_its_post_and_the_desk_learns_how_the_kiosk_is() {
    let post = Post::open();
    let told = post.until("the site", |told| match told {
        News::Site(site) => Some(site),
        _ => None,
    });
    assert_eq!(site::last(&post.kiosk_folder()).unwrap().as_ref(), Some(&*told));
    assert_eq!(told.tekens, [TekenBlock { first: 0, count: 100 }]);
    assert_eq!(post.keeper().health().unwrap().tekens, 100);
    post.proxy.wait_for("the health report", 0, |seen| seen.iter().any(|s| s.path == HEALTH && s.status == Some(200)));
    let kiosk = post.identity().kiosk;
    let known = post.at_desk(move |conn, _| kiosks::find(conn, kiosk)).unwrap();
    assert_eq!(known.health.map(|health| (health.disk, health.parked)), Some((DiskState::Ok, 0)));
}

#[test]
fn an_older_copy_of_the_outbox_takes_up_the_request_numbers_where_the_desk_is() {
    let mut post = Post::unenrolled(Arc::new(MachineClock::new()));
    post.enrol();
    let from_one = || {
        let (identity, time) = (post.identity(), Arc::new(DeskTime::new(Arc::clone(&post.clock), 0)));
        Link::new(identity.peer(None), identity.sender(), Box::new(Fresh::new()), time, PATIENCE).unwrap()
    };
    from_one().site().unwrap();
    let from = post.proxy.seen();
    from_one().site().unwrap();
    let statuses = |seen: &[proxy::Seen]| seen.iter().map(|s| s.status).collect::<Vec<_>>();
    post.proxy.wait_for("the number used twice", from, |seen| statuses(seen) == [Some(401), Some(200)]);
}
