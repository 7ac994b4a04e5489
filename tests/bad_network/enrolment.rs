//! Enrolment, with somebody between.

use crate::post::Post;
use crate::proxy::{Pair, Request, Weather, answer};
use base64::{Engine, engine::general_purpose::STANDARD};
use inloop::clock::{MachineClock, MachineLuck};
use inloop::kiosk::enrol::{self, NotEnrolled};
use inloop::wire::{AnswerHead, DeskKey, ENROL, EnrolAnswer, EnrolCode};
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use zeroize::Zeroizing;

fn post() -> Post {
    Post::unenrolled(Arc::new(MachineClock::new()))
}

#[test]
fn both_screens_show_the_same_words_and_the_identity_is_its_owners_alone() {
    let mut post = post();
    post.enrol();
    let identity = post.identity();
    assert_eq!(identity.desk_key, post.desk().state().keys.signing.public());
    assert!(identity.desk_time > inloop::clock::NO_EARLIER_THAN);
    let file = post.kiosk_folder().join(inloop::kiosk::identity::FILE);
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_wrong_code_is_told_in_a_sentence() {
    let post = post();
    let wrong = EnrolCode::parse("0000-0000").unwrap();
    let refused = enrol::ask(&post.way(), wrong, Arc::clone(&post.clock), &MachineLuck).unwrap_err();
    assert!(matches!(refused, NotEnrolled::BadCode), "{refused:?}");
    assert_eq!(refused.to_string(), "the desk does not know this code: ask for a new one, it lives for ten minutes");
}

#[test]
fn a_certificate_that_is_not_the_desks_is_noticed_before_any_word_is_shown() {
    let post = post();
    post.proxy.show(&Pair::made(2020..2099));
    let refused = enrol::ask(&post.way(), post.code(), Arc::clone(&post.clock), &MachineLuck).unwrap_err();
    assert!(matches!(refused, NotEnrolled::OtherCertificate), "{refused:?}");
}

#[test]
fn somebody_between_with_keys_of_their_own_makes_other_words() {
    let post = post();
    let theirs = Pair::made(2020..2099);
    post.proxy.show(&theirs);
    let key = DeskKey::from_seed(&Zeroizing::new([66; 32]));
    let real = Arc::clone(&post.desk().state().enrol_answer);
    let certificate = Some(STANDARD.encode(&theirs.certificate));
    let swapped = EnrolAnswer { desk_key: key.public().to_text(), certificate, ..(*real).clone() };
    // The code goes on to the desk with the kiosk's own key, so that staff see a kiosk waiting.
    let desk = Pair::of_desk(&post.kiosk_folder().join("../keys"));
    let onward = crate::proxy::FaultProxy::before(post.desk().kiosks(), &desk);
    let between = move |request: &Request| {
        if request.path != ENROL {
            return None;
        }
        onward.ask_desk(request);
        let body = serde_json::to_vec(&swapped).unwrap();
        let to = request.header("signature")?.strip_prefix("sig=:")?.strip_suffix(':')?;
        let head = AnswerHead { status: 200, time: chrono::DateTime::UNIX_EPOCH, request_signature: to, body: &body };
        let headers = head.sign(&key);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Some(answer("200 OK", &headers, &body))
    };
    post.proxy.set(Weather::Answer(Arc::new(between)));
    let offer = post.offer();
    assert_ne!(offer.words(), post.words_at_the_desk());
}

#[test]
fn what_is_no_desk_and_nobody_at_all_are_told_apart() {
    let post = post();
    post.proxy.set(Weather::always(answer("200 OK", &[], b"<html>")));
    let code = || EnrolCode::parse("0000-0000").unwrap();
    let ask = || enrol::ask(&post.way(), code(), Arc::clone(&post.clock), &MachineLuck).unwrap_err();
    assert!(matches!(ask(), NotEnrolled::NoDesk { status: 200, .. }));
    post.proxy.set(Weather::Cut);
    let nobody = ask();
    assert!(matches!(nobody, NotEnrolled::Unreached { .. }));
    assert!(nobody.to_string().starts_with("the desk cannot be reached at https://127.0.0.1:"));
}

#[test]
fn staff_who_say_no_are_heard() {
    let post = post();
    let compared = post.offer().words_are_the_same();
    assert!(post.at_desk(|conn, now| {
        let pending = inloop::desk::store::enrolment::pending(conn, now)?;
        inloop::desk::store::enrolment::refuse(conn, pending[0].id)
    }));
    assert!(matches!(compared.look(), Err((NotEnrolled::Refused, None))));
}
