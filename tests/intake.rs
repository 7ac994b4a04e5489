//! What the desk promises the kiosks.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod by_hand;
#[path = "intake/caretaker.rs"]
mod caretaker;
#[path = "intake/sound.rs"]
mod sound;
#[path = "intake/told.rs"]
mod told;

use by_hand::*;
use inloop::clock::{BenchLuck, Clock, Stamp};

use inloop::desk::store::cards::{self, Done};
use inloop::desk::store::{KiosksSince, News, backup, calls, enrolment, entries, kiosks, presence, ratings, restore, workers};
use inloop::entry::*;
use inloop::followup::{Act, No};
use inloop::seal::seal;
use inloop::wire::*;
use std::collections::HashSet;
use std::time::Duration;
use zeroize::Zeroizing;

#[test]
fn an_entry_is_taken_in_once_and_its_receipt_is_the_same_for_ever() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.question(1, &bench);
    let first = bench.ask(kiosk.put(sealed.envelope()));
    assert_eq!(first.status, 201, "{first:?}");
    bench.clock.advance(Duration::from_secs(9 * 24 * 3600));
    let again = bench.ask(kiosk.put(sealed.envelope()));
    assert_eq!(again.status, 200);
    assert_eq!(first.receipt(), again.receipt());
    assert_eq!(first.receipt().digest, signature::digest(&sealed.envelope().to_bytes()));
    assert_eq!(bench.read(entries::count), 1);
    let bench = bench.restarted();
    kiosk.number.store(5_000, std::sync::atomic::Ordering::Relaxed);
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).receipt(), first.receipt());
    assert_eq!(bench.read(entries::count), 1);
}

#[test]
fn the_words_can_be_shown_and_stand_nowhere_in_the_clear() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let id = kiosk.question(1, &bench).header().id;
    assert_eq!(bench.ask(kiosk.put(kiosk.question(1, &bench).envelope())).status, 201);
    let entry = bench.wait(bench.state.opened(id)).unwrap().unwrap();
    let Body::Question(question) = &entry.draft.body else { panic!("a question was left") };
    assert_eq!(question.words.as_ref().unwrap().reveal(), "mijn verwarming doet het niet");
    let listed = bench.read(move |conn| entries::listed(conn, id)).unwrap();
    assert_eq!((listed.topic, listed.contact.as_deref(), listed.reaches), (Some(Topic::Home), Some("sms"), true));
    for file in std::fs::read_dir(bench.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for secret in ["verwarming", "612345678"] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
        }
    }
}

#[test]
fn other_bytes_under_a_known_name_are_refused_and_change_nothing() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let (one, other) = (kiosk.question(1, &bench), kiosk.question(1, &bench));
    assert_ne!(one.envelope(), other.envelope(), "sealed twice, the bytes differ");
    let receipt = bench.ask(kiosk.put(one.envelope())).receipt();
    assert_eq!(bench.ask(kiosk.put(other.envelope())).refusal(), Refusal::OtherBody);
    assert_eq!(bench.ask(kiosk.put(one.envelope())).receipt(), receipt);
}

#[test]
fn a_day_is_named_only_from_a_clock_that_can_be_believed() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let now = bench.clock.stamp();
    let question = || Body::Question(Question::default());
    let ahead = Stamp { at: now.at + chrono::TimeDelta::days(3), trusted: true };
    let cases = [
        (question(), now, Some("2026-11-26".parse().unwrap())),
        (question(), Stamp { trusted: false, ..now }, None),
        (question(), ahead, None),
        (Body::Call(CallReason::TalkNow), now, None),
    ];
    for (n, (body, left_at, before)) in cases.into_iter().enumerate() {
        let sealed = seal(&kiosk.entry(n as u64 + 1, left_at, body), &bench.recipients()).unwrap();
        let receipt = bench.ask(kiosk.put(sealed.envelope())).receipt();
        assert_eq!(receipt.before, before, "case {n}");
    }
}

#[test]
fn parallel_requests_of_one_kiosk_pass_and_a_replayed_one_does_not() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let mut requests: Vec<Signed> = (1..=40).map(|n| kiosk.put(kiosk.question(n, &bench).envelope())).collect();
    requests.reverse();
    let replayed = requests[7].clone();
    let all = requests.into_iter().map(|request| bench.asked(request));
    let said = bench.wait(async {
        let mut said = Vec::new();
        for asked in all {
            said.push(asked.await);
        }
        said
    });
    assert!(said.iter().all(|said| said.status == 201));
    let refused = bench.ask(replayed);
    assert_eq!(refused.refusal(), Refusal::Replayed);
    assert_eq!(refused.json::<Problem>().next, Some(41));
    assert!(refused.signed);
}

#[test]
fn after_a_restart_old_numbers_stay_spent_and_next_leads_on() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let old = kiosk.get(SITE);
    assert_eq!(bench.ask(old.clone()).status, 200);
    let bench = bench.restarted();
    assert_eq!(bench.ask(old).refusal(), Refusal::Replayed);
    let next = bench.ask(kiosk.get(SITE)).json::<Problem>().next.unwrap();
    let request = kiosk.sign_numbered("GET", SITE, b"", Duration::ZERO, next);
    assert_eq!(bench.ask(request).status, 200);
}

#[test]
fn an_unknown_kiosk_and_a_bad_signature_get_the_same_answer() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let mut stranger = bench.enrol(2);
    stranger.id = KioskId::new(99).unwrap();
    let mut liar = bench.enrol(3);
    liar.id = kiosk.id;
    let (unknown, wrong) = (bench.ask(stranger.get(SITE)), bench.ask(liar.get(SITE)));
    assert_eq!(unknown.refusal(), Refusal::Unsigned);
    assert_eq!((unknown.status, &unknown.body), (wrong.status, &wrong.body));
    assert_eq!(bench.ask(kiosk.get(SITE)).status, 200);
}

#[test]
fn a_kiosk_that_was_written_off_is_known_no_longer() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let (id, now) = (kiosk.id, bench.now());
    assert!(bench.write(move |conn| kiosks::write_off(conn, id, now)));
    assert!(!bench.write(move |conn| kiosks::write_off(conn, id, now)), "once");
    for request in [kiosk.get(SITE), kiosk.put(kiosk.question(1, &bench).envelope())] {
        assert_eq!(bench.ask(request).refusal(), Refusal::Revoked);
    }
    assert_eq!(bench.read(entries::count), 0);
    let mut guesses_the_epoch = kiosk;
    guesses_the_epoch.epoch = Epoch::new(2);
    assert_eq!(bench.ask(guesses_the_epoch.get(SITE)).refusal(), Refusal::Revoked);
}

#[test]
fn the_same_device_enrolled_anew_brings_what_waited_on_it() {
    let bench = Bench::new();
    let before = bench.enrol(1);
    let waiting = before.question(1, &bench);
    let (id, now) = (before.id, bench.now());
    bench.write(move |conn| kiosks::write_off(conn, id, now));
    let key = KioskKey::from_seed(&Zeroizing::new([7; 32]));
    bench.offer(&key, &bench.new_code(), 1);
    let pending = bench.read(move |conn| enrolment::pending(conn, now)).pop().unwrap();
    let confirmed = bench.write(move |conn| enrolment::confirm(conn, pending.id, "hal", Some(id), now));
    let enrolment::Confirmed::Enrolled(same, epoch) = confirmed else { panic!("{confirmed:?}") };
    assert_eq!((same, epoch), (id, Epoch::new(3)));
    let after = Kiosk { key, id, epoch, number: Default::default() };
    assert_eq!(bench.ask(after.put(waiting.envelope())).status, 201);
    let late = waiting.header().id;
    assert!(bench.read(move |conn| entries::listed(conn, late)).unwrap().late);
    assert_eq!(bench.ask(before.get(SITE)).refusal(), Refusal::Unsigned, "the old key is another's");
}

#[test]
fn a_hundred_unsigned_requests_are_heard_at_once_and_then_one_in_two_seconds() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let unsigned = || kiosk.get(SITE).with("inloop-waited", "7");
    for _ in 0..100 {
        assert_eq!(bench.ask(unsigned()).refusal(), Refusal::Unsigned);
    }
    let busy = bench.ask(unsigned());
    assert_eq!((busy.refusal(), busy.headers["retry-after"].to_str().unwrap()), (Refusal::Busy, "2"));
    bench.clock.advance(Duration::from_secs(2));
    assert_eq!(bench.ask(kiosk.get(SITE)).status, 200);
}

#[test]
fn the_site_names_the_tekens_of_this_kiosk_alone() {
    let bench = Bench::new();
    let kiosks: Vec<Kiosk> = (1..=12).map(|seed| bench.enrol(seed)).collect();
    let mut given = HashSet::new();
    for kiosk in &kiosks {
        let site: Site = bench.ask(kiosk.get(SITE)).json();
        assert_eq!(site.languages, ["nl", "en"]);
        assert_eq!(site.presence, Presence::Unknown);
        for teken in site.tekens.iter().flat_map(|block| block.tekens()) {
            assert!(given.insert(teken), "{teken} was given twice");
        }
    }
    assert_eq!(given.len(), usize::from(TEKENS));
    let (id, now) = (kiosks[4].id, bench.now());
    bench.offer(&KioskKey::from_seed(&Zeroizing::new([13; 32])), &bench.new_code(), 1);
    let pending = bench.read(move |conn| enrolment::pending(conn, now)).pop().unwrap().id;
    let confirm = move |bench: &Bench| bench.write(move |conn| enrolment::confirm(conn, pending, "hal", None, now));
    assert_eq!(confirm(&bench), enrolment::Confirmed::NoTekens);
    bench.write(move |conn| kiosks::write_off(conn, id, now));
    let enrolment::Confirmed::Enrolled(thirteenth, _) = confirm(&bench) else { panic!("there is room now") };
    assert_eq!(thirteenth, KioskId::new(13).unwrap(), "a number is never given twice");
    let blocks = bench.read(kiosks::all);
    assert_eq!(blocks[12].tekens, blocks[4].tekens);
}

#[test]
fn a_call_rings_until_somebody_comes_and_the_kiosk_hears_of_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let worker = bench.write(|conn| workers::add(conn, "Fatma", "x", false, 0)).unwrap();
    let sealed = kiosk.call(1, &bench);
    let id = sealed.header().id;
    assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 201);
    let first: Calls = bench.ask(kiosk.get(&format!("{CALLS}/0"))).json();
    assert_eq!(first.calls, [KnownCall { id, state: CallState::Ringing }]);
    let now = bench.now();
    let waiting = kiosk.get(&format!("{CALLS}/{}", first.version));
    let told: Calls = bench.wait(async {
        let store = bench.state.store.clone();
        let come = store.write(inloop::desk::store::News::Hall, move |conn| calls::come(conn, id, worker, now));
        let (said, came) = tokio::join!(bench.asked(waiting), come);
        assert!(came.unwrap());
        said.json()
    });
    assert!(told.version > first.version);
    assert_eq!(told.calls, [KnownCall { id, state: CallState::Coming }]);
    assert!(!bench.write(move |conn| calls::come(conn, id, worker, now)), "only once");
    let open = bench.read(move |conn| calls::open(conn, &[1], now, 10));
    assert_eq!(open[0].worker.as_deref(), Some("Fatma"));
}

#[test]
fn a_call_that_nobody_took_is_missed_after_ten_minutes() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.call(1, &bench);
    let id = sealed.header().id;
    bench.ask(kiosk.put(sealed.envelope()));
    bench.clock.advance(Duration::from_secs(601));
    let told: Calls = bench.ask(kiosk.get(&format!("{CALLS}/0"))).json();
    assert_eq!(told.calls[0].state, CallState::Missed, "before any row says so");
    let now = bench.now();
    assert!(!bench.write(move |conn| calls::come(conn, id, 1, now)), "too late to come");
    assert!(bench.read(move |conn| calls::any_over(conn, now)));
    assert_eq!(bench.write(move |conn| calls::expire(conn, now)), 1);
    assert_eq!(bench.write(move |conn| calls::expire(conn, now)), 0);
    assert_eq!(bench.read(move |conn| calls::open(conn, &[1], now, 10)).len(), 1);
    assert!(bench.write(move |conn| calls::seen(conn, id, now)));
    assert!(bench.read(move |conn| calls::open(conn, &[1], now, 10)).is_empty());
}

#[test]
fn a_call_that_waited_too_long_on_the_kiosk_never_rings() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    // By what the kiosk counted, though its clock is wrong; and by a clock that is right, though it counted nothing.
    let wrong = Stamp { at: chrono::DateTime::UNIX_EPOCH, trusted: false };
    let long_ago = Stamp { at: bench.clock.stamp().at - chrono::TimeDelta::minutes(11), trusted: true };
    for (n, left_at, waited, state) in [
        (1, wrong, 601, CallState::Missed),
        (2, wrong, 599, CallState::Ringing),
        (3, long_ago, 0, CallState::Missed),
        (4, wrong, i64::MAX as u64, CallState::Missed),
    ] {
        let sealed = seal(&kiosk.entry(n, left_at, Body::Call(CallReason::Urgent)), &bench.recipients()).unwrap();
        let path = entry_path(sealed.header().id);
        let request = kiosk.sign("PUT", &path, &sealed.envelope().to_bytes(), Duration::from_secs(waited));
        assert_eq!(bench.ask(request).status, 201);
        let now = bench.now();
        let call =
            bench.read(move |conn| calls::open(conn, &[1], now, 10)).into_iter().find(|call| call.id == sealed.header().id);
        assert_eq!(call.unwrap().state, state, "case {n}");
    }
}

#[test]
fn presence_reaches_a_kiosk_that_waits_for_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let worker = bench.write(|conn| workers::add(conn, "Fatma", "x", false, 0)).unwrap();
    let first: Calls = bench.ask(kiosk.get(&format!("{CALLS}/0"))).json();
    assert_eq!(first.presence, Presence::Unknown);
    for said in [Presence::Present, Presence::Nobody, Presence::Unknown] {
        bench.write(move |conn| presence::say(conn, 1, said, worker, 0));
        let told: Calls = bench.ask(kiosk.get(&format!("{CALLS}/{}", first.version))).json();
        assert_eq!(told.presence, said);
    }
}

#[test]
fn without_news_the_question_about_calls_is_answered_in_time() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let first: Calls = bench.ask(kiosk.get(&format!("{CALLS}/0"))).json();
    let same: Calls = bench.ask(kiosk.get(&format!("{CALLS}/{}", first.version))).json();
    assert_eq!(first, same);
}

#[test]
fn health_is_kept_and_answered_with_the_store_and_the_site() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let health = Health {
        v: 1,
        waiting: 3,
        parked: 1,
        sound_waiting: 2,
        sound_parked: 1,
        disk: DiskState::SetAside,
        clock_trusted: false,
        software: "0.1\u{202e}".into(),
        texts: Some("nl.ftl, line 2:\u{7} no such text".into()),
        machine: None,
    };
    let body = serde_json::to_vec(&health).unwrap();
    let said = bench.ask(kiosk.sign("POST", HEALTH, &body, Duration::ZERO));
    let site: Site = bench.ask(kiosk.get(SITE)).json();
    assert_eq!(said.json::<HealthAnswer>().store, site.store);
    let id = kiosk.id;
    let known = bench.read(move |conn| kiosks::find(conn, id)).unwrap();
    let last = known.health.unwrap();
    assert_eq!((last.waiting, last.parked, last.disk, last.clock_trusted), (3, 1, DiskState::SetAside, false));
    assert_eq!(last.texts.as_deref(), Some("nl.ftl, line 2: no such text"));
    assert_eq!((known.software.as_str(), known.last_seen), ("0.1", Some(bench.clock.stamp().at)));
}

#[test]
fn of_two_workers_at_once_each_gets_a_place_of_their_own_and_a_third_none() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.question(1, &bench);
    let id = sealed.header().id;
    bench.ask(kiosk.put(sealed.envelope()));
    let workers = ["Fatma", "Jan", "Ola"].map(|name| bench.write(move |conn| workers::add(conn, name, "x", false, 0)).unwrap());
    let does = |worker: i32, act: Act| {
        let now = bench.clock.stamp().at;
        bench.state.store.write(News::Pages, move |conn| cards::act(conn, id, &[1], worker, act, now))
    };
    let claim = |worker| does(worker, Act::Claim);
    let (one, two, three) = bench.wait(async { tokio::join!(claim(workers[0]), claim(workers[1]), claim(workers[2])) });
    let outcomes = [one, two, three].map(Result::unwrap);
    assert_eq!(outcomes.iter().filter(|outcome| matches!(outcome, Done::Yes(_))).count(), 2);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Done::No(No::Full)).count(), 1);
    let first = bench.read(move |conn| cards::holders(conn, id))[0].unwrap();
    assert_eq!(bench.wait(claim(first)).unwrap(), Done::No(No::YoursAlready));
    assert!(matches!(bench.wait(does(first, Act::Release)).unwrap(), Done::Yes(_)));
    let left = bench.read(move |conn| cards::holders(conn, id));
    assert!(left[0].is_none() && left[1].is_some());
    assert_eq!(bench.read(|conn| cards::held(conn, &[1], false, 10)).len(), 1);
    let other_team = bench
        .state
        .store
        .write(News::Pages, move |conn| cards::act(conn, id, &[2], first, Act::Claim, chrono::DateTime::UNIX_EPOCH));
    assert_eq!(bench.wait(other_team).unwrap(), Done::NotThere, "another team's card");
}

fn may_be_called() -> Option<Contact> {
    let number = PhoneNumber::parse("0612345678").ok();
    Some(Contact::Call { number, when: None, voicemail: false, safe: None })
}

fn worry(danger: Option<bool>, contact: Option<Contact>) -> Body {
    let words = Words::new("de gordijnen blijven dicht").ok();
    let (about, sign) = (Some(About::Neighbour), Some(Sign::Fights));
    Body::Worry(Worry { danger, about, sign, knows: Some(false), words, contact, name: Words::new("Jannie").ok() })
}

fn offering() -> Body {
    let deeds = vec![Deed::Meal, Deed::Jobs];
    Body::Offering(Offering { deeds, free: Some(Free::Weekend), contact: may_be_called(), name: None })
}

fn rating(face: Face, mark: u8) -> Body {
    Body::Rating(Rating { face, mark: Mark::try_from(mark).ok() })
}

#[test]
fn a_worry_an_offer_and_a_rating_each_arrive_once_and_another_body_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let bodies = [|| worry(Some(true), may_be_called()), offering, || rating(Face::Four, 8)];
    for (n, body) in bodies.into_iter().enumerate() {
        let sealed = || seal(&kiosk.entry(n as u64 + 1, bench.clock.stamp(), body()), &bench.recipients()).unwrap();
        let (one, other) = (sealed(), sealed());
        let first = bench.ask(kiosk.put(one.envelope()));
        assert_eq!(first.status, 201, "{first:?}");
        assert_eq!(bench.ask(kiosk.put(one.envelope())).receipt(), first.receipt());
        assert_eq!(bench.ask(kiosk.put(other.envelope())).refusal(), Refusal::OtherBody);
        assert_eq!(bench.read(entries::count), n as i64 + 1);
    }
    assert_eq!(bench.read(|conn| cards::unclaimed(conn, &[1], 0, false, 10)).len(), 1, "the worry");
    assert_eq!(bench.read(|conn| cards::unclaimed(conn, &[1], 0, true, 10)).len(), 1, "the offer");
    assert_eq!(bench.read(ratings::all), [("2026-W48".to_owned(), 4, 8, 1)]);
}

#[test]
fn of_a_worry_only_its_danger_stands_outside_the_seal() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let entry = kiosk.entry(1, bench.clock.stamp(), worry(Some(true), may_be_called()));
    let id = entry.header.id;
    assert_eq!(bench.ask(kiosk.put(seal(&entry, &bench.recipients()).unwrap().envelope())).status, 201);
    let listed = bench.read(move |conn| entries::listed(conn, id)).unwrap();
    assert!(listed.raised && listed.reaches && listed.is_card());
    assert_eq!((listed.topic, listed.need, listed.contact.as_deref()), (None, None, Some("call")));
    for file in std::fs::read_dir(bench.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        // The post's own topics have "neighbours" among them.
        let stands = |secret: &str| {
            let mut parts = bytes.windows(secret.len()).enumerate();
            parts.any(|(at, part)| part == secret.as_bytes() && bytes.get(at + secret.len()) != Some(&b's'))
        };
        for secret in ["gordijnen", "fights", "neighbour", "612345678", "Jannie"] {
            assert!(!stands(secret), "{secret}");
        }
    }
}

#[test]
fn a_day_is_named_to_who_worries_only_where_somebody_can_call_and_never_to_who_offers_or_rates() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let day = Some("2026-11-26".parse().unwrap());
    let no_number = Some(Contact::Call { number: None, when: None, voicemail: false, safe: None });
    let cases = [
        (worry(None, may_be_called()), day),
        (worry(Some(true), None), None),
        (worry(None, no_number), None),
        (offering(), None),
        (rating(Face::One, 1), None),
    ];
    for (n, (body, before)) in cases.into_iter().enumerate() {
        let sealed = seal(&kiosk.entry(n as u64 + 1, bench.clock.stamp(), body), &bench.recipients()).unwrap();
        assert_eq!(bench.ask(kiosk.put(sealed.envelope())).receipt().before, before, "case {n}");
    }
}

#[test]
fn a_rating_is_counted_in_its_week_and_its_envelope_is_not_kept() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let last_week = Stamp { at: bench.clock.stamp().at - chrono::TimeDelta::days(3), trusted: true };
    let given =
        [(rating(Face::Five, 9), bench.clock.stamp()), (rating(Face::Five, 9), last_week), (rating(Face::Two, 0), last_week)];
    for (n, (body, left_at)) in given.into_iter().enumerate() {
        let entry = kiosk.entry(n as u64 + 1, left_at, body);
        let id = entry.header.id;
        let sealed = seal(&entry, &bench.recipients()).unwrap();
        for status in [201, 200, 200] {
            assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, status);
        }
        assert!(bench.read(move |conn| entries::envelope(conn, id)).is_none(), "nobody opens a rating");
    }
    let week = |week: &str, face, mark| (week.to_owned(), face, mark, 1);
    assert_eq!(bench.read(ratings::all), [week("2026-W47", 2, 0), week("2026-W47", 5, 9), week("2026-W48", 5, 9)]);
}

#[test]
fn after_a_restore_a_rating_counts_again_only_where_the_lost_store_had_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = |n| seal(&kiosk.entry(n, bench.clock.stamp(), rating(Face::Three, 6)), &bench.recipients()).unwrap();
    let (kept, lost) = (sealed(1), sealed(2));
    let (data, copy) = (bench.data(), bench.folder.path().join("copy.sqlite"));
    assert_eq!(bench.ask(kiosk.put(kept.envelope())).status, 201);
    backup(&data, &copy, &*bench.clock).unwrap();
    assert_eq!(bench.ask(kiosk.put(lost.envelope())).status, 201);
    let clock = bench.clock.clone();
    let closed = bench.closed();
    restore(&data, &copy, true, KiosksSince::None, &*clock, &BenchLuck::seeded(9)).unwrap();
    let bench = closed.opened();
    kiosk.number.store(5_000, std::sync::atomic::Ordering::Relaxed);
    for (envelope, status) in [(&kept, 200), (&lost, 201), (&kept, 200), (&lost, 200)] {
        assert_eq!(bench.ask(kiosk.put(envelope.envelope())).status, status);
    }
    assert_eq!(bench.read(ratings::all), [("2026-W48".to_owned(), 3, 6, 2)]);
}
