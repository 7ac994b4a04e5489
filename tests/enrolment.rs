//! How a kiosk becomes the desk's: what the desk promises whoever stands at both ends.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod by_hand;

use by_hand::*;
use inloop::desk::store::enrolment::{self, Confirmed, TRIES};
use inloop::entry::{Epoch, KioskId};
use inloop::wire::words::four_words;
use inloop::wire::*;
use std::time::Duration;
use zeroize::Zeroizing;

fn key(seed: u8) -> KioskKey {
    KioskKey::from_seed(&Zeroizing::new([seed; 32]))
}

fn wrong() -> EnrolCode {
    EnrolCode::parse("00000000").unwrap()
}

fn pending(bench: &Bench) -> Vec<enrolment::Pending> {
    let now = bench.now();
    bench.read(move |conn| enrolment::pending(conn, now))
}

fn state(bench: &Bench, key: &KioskKey) -> EnrolState {
    bench.enrol_state(key, 2).json()
}

#[test]
fn both_ends_show_the_same_words_and_staff_decide() {
    let bench = Bench::new();
    let code = bench.new_code();
    let told: EnrolAnswer = bench.offer(&key(1), &code, 1).json();
    assert!(told.certificate.is_some(), "the desk's own certificate is pinned");
    let at_the_kiosk = four_words(&key(1).public(), &told).unwrap();
    let offered = pending(&bench).pop().unwrap();
    let at_the_desk = four_words(&offered.key, &bench.state.enrol_answer).unwrap();
    assert_eq!(at_the_kiosk, at_the_desk);
    assert_eq!(state(&bench, &key(1)), EnrolState::Waiting);
    let now = bench.now();
    let confirmed = bench.write(move |conn| enrolment::confirm(conn, offered.id, "hal", None, now));
    let first = KioskId::new(1).unwrap();
    assert_eq!(confirmed, Confirmed::Enrolled(first, Epoch::FIRST));
    assert_eq!(state(&bench, &key(1)), EnrolState::Enrolled { kiosk: first, epoch: Epoch::FIRST });
    assert_eq!(bench.enrol_state(&key(2), 2).refusal(), Refusal::Unsigned, "another key learns nothing");
    let again = bench.write(move |conn| enrolment::confirm(conn, offered.id, "hal", None, now));
    assert_eq!(again, Confirmed::TooLate, "decided already");
}

#[test]
fn what_staff_refuse_is_refused() {
    let bench = Bench::new();
    bench.offer(&key(1), &bench.new_code(), 1);
    let id = pending(&bench)[0].id;
    assert!(bench.write(move |conn| enrolment::refuse(conn, id)));
    assert_eq!(state(&bench, &key(1)), EnrolState::Refused);
    assert!(pending(&bench).is_empty());
}

#[test]
fn a_code_is_closed_after_five_wrong_ones() {
    let bench = Bench::new();
    let code = bench.new_code();
    for _ in 0..TRIES {
        assert_eq!(bench.offer(&key(1), &wrong(), 1).refusal(), Refusal::BadCode);
    }
    assert_eq!(bench.offer(&key(1), &code, 1).refusal(), Refusal::BadCode);
    assert!(pending(&bench).is_empty());
}

#[test]
fn four_wrong_ones_leave_the_fifth_try() {
    let bench = Bench::new();
    let code = bench.new_code();
    for _ in 1..TRIES {
        bench.offer(&key(1), &wrong(), 1);
    }
    assert_eq!(bench.offer(&key(1), &code, 1).status, 200);
}

#[test]
fn a_code_is_dead_after_ten_minutes_and_so_is_an_offer() {
    let bench = Bench::new();
    let (old, fresh) = (bench.new_code(), bench.new_code());
    bench.clock.advance(Duration::from_secs(599));
    assert_eq!(bench.offer(&key(2), &fresh, 1).status, 200);
    bench.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.offer(&key(1), &old, 1).refusal(), Refusal::BadCode);
    let offered = pending(&bench)[0].id;
    bench.clock.advance(Duration::from_secs(599));
    assert!(pending(&bench).is_empty());
    assert_eq!(state(&bench, &key(2)), EnrolState::Refused);
    let now = bench.now();
    assert_eq!(bench.write(move |conn| enrolment::confirm(conn, offered, "hal", None, now)), Confirmed::TooLate);
}

#[test]
fn a_code_works_once_and_a_lost_answer_can_be_asked_for_again() {
    let bench = Bench::new();
    let code = bench.new_code();
    let first = bench.offer(&key(1), &code, 1);
    let again = bench.offer(&key(1), &code, 2);
    assert_eq!(first.json::<EnrolAnswer>(), again.json::<EnrolAnswer>());
    assert_eq!(pending(&bench).len(), 1);
    assert_eq!(bench.offer(&key(2), &code, 1).refusal(), Refusal::BadCode);
    assert_eq!(pending(&bench)[0].key, key(1).public());
}

#[test]
fn whoever_offers_a_key_must_hold_it() {
    let bench = Bench::new();
    let code = bench.new_code();
    let body = EnrolRequest { v: 1, code, key: key(1).public().to_text(), software: "0.1.0".into(), sort: Sort::Kiosk };
    let body = serde_json::to_vec(&body).unwrap();
    let head = RequestHead {
        method: "POST",
        path: ENROL,
        kiosk: None,
        epoch: Epoch::new(0),
        number: RequestNumber(1),
        waited: Duration::ZERO,
        body: &body,
    };
    assert_eq!(bench.ask(Signed::new(&head, &key(2))).refusal(), Refusal::Unsigned);
    assert!(pending(&bench).is_empty());
}

#[test]
fn a_code_does_not_stand_in_the_store() {
    let bench = Bench::new();
    let code = bench.new_code();
    for file in std::fs::read_dir(bench.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(8).any(|part| part == code.reveal().as_bytes()));
    }
}
