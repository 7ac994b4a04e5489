//! Whatever arrives, the desk stays up, believes only what is signed and sealed, and shows nobody anything that turns around.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod by_hand;
#[path = "bad_entries/fields.rs"]
mod fields;
#[path = "by_hand/socket.rs"]
mod socket;

use base64::{Engine, engine::general_purpose::STANDARD};
use by_hand::*;
use inloop::clock::{BenchClock, BenchLuck, Clock, ServerClock};
use inloop::desk::store::{News, cards, enrolment, entries};
use inloop::desk::{Desk, DeskKeys, Parts, RunningDesk, StartError, keys};
use inloop::entry::*;
use inloop::seal::{Recipients, TeamKey, seal};
use inloop::wire::*;
use serde_json::{Value, json};
use socket::Line;
use std::io::Write;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Puts `body` at the place of the entry `id`, signed by the kiosk.
fn put(kiosk: &Kiosk, id: &str, body: &[u8]) -> Signed {
    kiosk.sign("PUT", &format!("{ENTRIES}/{id}"), body, Duration::ZERO)
}

/// The envelope of question 1 as JSON, to be spoiled.
fn envelope(kiosk: &Kiosk, bench: &Bench) -> (String, Value) {
    let sealed = kiosk.question(1, bench);
    (sealed.header().id.to_string(), serde_json::from_slice(&sealed.envelope().to_bytes()).unwrap())
}

/// Writes the fields in their one order, as an envelope does.
fn spelled(envelope: &Value) -> Vec<u8> {
    let fields = ["v", "id", "kiosk", "epoch", "seq", "size", "sealed"].map(|name| format!("\"{name}\":{}", envelope[name]));
    format!("{{{}}}", fields.join(",")).into_bytes()
}

/// An envelope with `plain`, padded, sealed to this desk: whatever a kiosk with bad intentions could seal.
fn sealed_by_hand(kiosk: &Kiosk, bench: &Bench, plain: &Value) -> (String, Vec<u8>) {
    let (id, mut envelope) = envelope(kiosk, bench);
    let mut plain = plain.to_string().into_bytes();
    let size = [1024, 2048, 4096].into_iter().find(|step| plain.len() <= *step).unwrap();
    plain.resize(size, b' ');
    let recipients = bench.recipients();
    let both: Vec<age::x25519::Recipient> =
        [recipients.team(), recipients.recovery()].iter().map(|key| key.parse().unwrap()).collect();
    let encryptor = age::Encryptor::with_recipients(both.iter().map(|key| key as &dyn age::Recipient)).unwrap();
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(&plain).unwrap();
    writer.finish().unwrap();
    envelope["size"] = json!(size);
    envelope["sealed"] = json!(STANDARD.encode(sealed));
    (id, spelled(&envelope))
}

/// The plain JSON of question 1, as version 1 writes it.
fn plain(kiosk: &Kiosk, bench: &Bench) -> Value {
    let entry = kiosk.entry(1, bench.clock.stamp(), Body::Question(Question::default()));
    serde_json::from_slice(&v1::write(&entry).unwrap()).unwrap()
}

#[test]
fn what_is_not_signed_as_agreed_is_not_heard() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let good = || kiosk.put(kiosk.question(1, &bench).envelope());
    let header = |name: &str| good().headers.into_iter().find(|(known, _)| known == name).unwrap().1;
    let mut spoiled: Vec<Signed> = Vec::new();
    for name in
        ["signature", "signature-input", "content-digest", "inloop-kiosk", "inloop-epoch", "inloop-number", "inloop-waited"]
    {
        let mut without = good();
        without.headers.retain(|(known, _)| known != name);
        let mut twice = good();
        twice.headers.push((name.into(), header(name)));
        spoiled.extend([without, twice, good().with(name, ""), good().with(name, "ÿ"), good().with(name, "-1")]);
    }
    let number = header("inloop-number").parse::<u64>().unwrap() + 50;
    spoiled.push(good().with("inloop-number", &number.to_string()));
    spoiled.push(good().with("inloop-waited", "999"));
    spoiled.push(good().with("inloop-kiosk", "2"));
    spoiled.push(good().with("inloop-epoch", "2"));
    spoiled.push(Signed { method: "POST".into(), ..good() });
    spoiled.push(Signed { path: entry_path(kiosk.question(2, &bench).header().id), ..good() });
    spoiled.push(Signed { path: good().path + "?x=1", ..good() });
    spoiled.push(Signed { body: b"{}".to_vec(), ..good() });
    for (n, request) in spoiled.into_iter().enumerate() {
        // A hundred strangers in one second are too many: let time pass between them.
        bench.clock.advance(Duration::from_secs(2));
        let said = bench.ask(request);
        assert_eq!(said.refusal(), Refusal::Unsigned, "case {n}");
    }
    assert_eq!(bench.read(entries::count), 0);
    assert_eq!(bench.ask(good()).status, 201);
}

#[test]
fn who_is_never_recognised_is_soon_not_heard_at_all() {
    let (folder, desk) = running();
    let mut refused = Vec::new();
    // On a slow machine some are forgiven meanwhile: then it takes more.
    while refused.last() != Some(&429) && refused.len() < 5_000 {
        let mut line = Line::to(desk.kiosks(), &desk.state().enrol_answer);
        line.send(b"GET /api/kiosk/v1/site HTTP/1.1\r\nhost: localhost\r\n\r\n").unwrap();
        refused.push(line.answer().unwrap().0);
    }
    let heard = refused.len() - 1;
    assert_eq!((&refused[..heard], refused[heard]), ([401].repeat(heard).as_slice(), 429));
    assert!(heard >= 100, "{heard} are heard before");
    desk.shutdown();
    drop(folder);
}

#[test]
fn a_replayed_entry_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let request = kiosk.put(kiosk.question(1, &bench).envelope());
    assert_eq!(bench.ask(request.clone()).status, 201);
    assert_eq!(bench.ask(request).refusal(), Refusal::Replayed);
}

#[test]
fn a_truncated_entry_is_refused_wherever_it_is_cut() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.question(1, &bench);
    let (id, whole) = (sealed.header().id.to_string(), sealed.envelope().to_bytes());
    for cut in (0..whole.len()).step_by(101).chain([whole.len() - 1]) {
        assert_eq!(bench.ask(put(&kiosk, &id, &whole[..cut])).refusal(), Refusal::Malformed, "cut at {cut}");
    }
    let (id, mut envelope) = envelope(&kiosk, &bench);
    let sealed = STANDARD.decode(envelope["sealed"].as_str().unwrap()).unwrap();
    for cut in (0..sealed.len()).step_by(101).chain([sealed.len() - 1]) {
        envelope["sealed"] = json!(STANDARD.encode(&sealed[..cut]));
        assert_eq!(bench.ask(put(&kiosk, &id, &spelled(&envelope))).refusal(), Refusal::NotOurs, "sealed part cut at {cut}");
    }
    assert_eq!(bench.read(entries::count), 0);
}

#[test]
fn an_entry_that_is_too_long_is_refused_so_that_the_kiosk_can_believe_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let id = kiosk.question(1, &bench).header().id.to_string();
    let said = bench.ask(put(&kiosk, &id, &vec![b' '; MAX_ENVELOPE + 1]));
    assert_eq!(said.refusal(), Refusal::TooLong);
    assert!(said.signed);
    let said = bench.ask(put(&kiosk, &id, &vec![b' '; MAX_MESSAGE + 1]));
    assert_eq!(said.refusal(), Refusal::TooLong);
    assert!(!said.signed, "nobody was recognised: whoever swaps the body cannot make a kiosk give up");
}

#[test]
fn ten_megabytes_are_not_read_to_the_end() {
    let (folder, desk) = running();
    let kiosk = enrolled(&desk);
    let id = "01a0f7a4-7f00-7000-8000-000000000001";
    let (words, sound) = (id.to_owned(), format!("{id}/attachments/1"));
    for (under, announced) in [(&words, true), (&words, false), (&sound, true), (&sound, false)] {
        let request = put(&kiosk, under, &vec![b'a'; 10_000_000]);
        let mut line = Line::to(desk.kiosks(), &desk.state().enrol_answer);
        let mut bytes = request.to_bytes();
        if !announced {
            let head = String::from_utf8_lossy(&bytes[..2000]).into_owned();
            let end = head.find("content-length").unwrap();
            bytes = [&head.as_bytes()[..end], b"transfer-encoding: chunked\r\n\r\n989680\r\n", &request.body].concat();
        }
        // The desk may hang up before it was sent everything.
        let sent = line.send(&bytes);
        match line.answer() {
            Ok((status, _)) => assert_eq!(status, 413),
            Err(_) => assert!(sent.is_err(), "hung up without having been sent too much"),
        }
    }
    assert_eq!(Line::to(desk.kiosks(), &desk.state().enrol_answer).ask(&kiosk.get(SITE)).0, 200, "the desk is fine");
    desk.shutdown();
    drop(folder);
}

#[test]
fn a_connection_that_breaks_in_the_middle_leaves_nothing() {
    let (folder, desk) = running();
    let kiosk = enrolled(&desk);
    let sealed = {
        let entry = kiosk.entry(1, ServerClock.stamp(), Body::Call(CallReason::Help));
        seal(&entry, &desk.state().keys.recipients).unwrap()
    };
    let bytes = kiosk.put(sealed.envelope()).to_bytes();
    for part in [1, 20, 400, bytes.len() - 1] {
        let mut line = Line::to(desk.kiosks(), &desk.state().enrol_answer);
        line.send(&bytes[..part]).unwrap();
        line.hang_up();
    }
    let mut line = Line::to(desk.kiosks(), &desk.state().enrol_answer);
    assert_eq!(desk.state().store.read_waiting(entries::count).unwrap(), 0);
    assert_eq!(line.ask(&kiosk.put(sealed.envelope())).0, 201);
    assert_eq!(line.ask(&kiosk.put(sealed.envelope())).0, 200, "on the same connection");
    desk.shutdown();
    drop(folder);
}

#[test]
fn an_entry_sealed_to_others_or_altered_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let entry = kiosk.entry(1, bench.clock.stamp(), Body::Call(CallReason::Help));
    let others = Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap();
    assert_eq!(bench.ask(kiosk.put(seal(&entry, &others).unwrap().envelope())).refusal(), Refusal::NotOurs);
    let (id, mut envelope) = envelope(&kiosk, &bench);
    let mut sealed = STANDARD.decode(envelope["sealed"].as_str().unwrap()).unwrap();
    let last = sealed.len() - 1;
    sealed[last] ^= 1;
    envelope["sealed"] = json!(STANDARD.encode(sealed));
    assert_eq!(bench.ask(put(&kiosk, &id, &spelled(&envelope))).refusal(), Refusal::NotOurs);
}

#[test]
fn another_kiosks_entry_is_refused() {
    let bench = Bench::new();
    let (one, other) = (bench.enrol(1), bench.enrol(2));
    let sealed = one.question(1, &bench);
    let path = entry_path(sealed.header().id);
    let stolen = other.sign("PUT", &path, &sealed.envelope().to_bytes(), Duration::ZERO);
    assert_eq!(bench.ask(stolen).refusal(), Refusal::OtherKiosk);
}

#[test]
fn an_entry_under_another_name_or_no_name_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let body = kiosk.question(1, &bench).envelope().to_bytes();
    let other = kiosk.question(2, &bench).header().id.to_string();
    assert_eq!(bench.ask(put(&kiosk, &other, &body)).refusal(), Refusal::OtherKiosk);
    let hostile = [
        "..",
        "..%2f..%2fetc%2fpasswd",
        "%00",
        "1",
        "67e55044-10b1-426f-9247-bb680e5fe0c8",
        &other.to_uppercase(),
        &"a".repeat(5_000),
        "%F0%9F%98%80",
        "'%20OR%201=1--",
    ];
    for path in hostile {
        assert_eq!(bench.ask(put(&kiosk, path, &body)).refusal(), Refusal::Malformed, "{path}");
    }
    for path in ["../site", "a/b", "", "a/../../site"] {
        assert_eq!(bench.ask(put(&kiosk, path, &body)).refusal(), Refusal::Nothing, "{path}");
    }
    assert_eq!(bench.read(entries::count), 0);
}

#[test]
fn a_future_version_is_told_apart_outside_and_inside() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let (id, mut envelope) = envelope(&kiosk, &bench);
    envelope["v"] = json!(2);
    assert_eq!(bench.ask(put(&kiosk, &id, &spelled(&envelope))).refusal(), Refusal::Newer);
    let mut inside = plain(&kiosk, &bench);
    inside["v"] = json!(2);
    let (id, body) = sealed_by_hand(&kiosk, &bench, &inside);
    assert_eq!(bench.ask(put(&kiosk, &id, &body)).refusal(), Refusal::Newer);
}

#[test]
fn a_header_that_disagrees_with_its_sealed_part_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let id = kiosk.question(1, &bench).header().id.to_string();
    for (field, value) in [("seq", json!(2)), ("size", json!(2048))] {
        let (_, mut outside) = envelope(&kiosk, &bench);
        outside[field] = value;
        let refusal = bench.ask(put(&kiosk, &id, &spelled(&outside))).refusal();
        assert!(matches!(refusal, Refusal::OtherHeader | Refusal::NotOurs), "{field}: {refusal:?}");
    }
    for (field, value) in
        [("kiosk", json!(7)), ("epoch", json!(0)), ("seq", json!(9)), ("id", json!("01a0f7a4-7f00-7000-8000-000000000001"))]
    {
        let mut inside = plain(&kiosk, &bench);
        inside[field] = value;
        let (id, body) = sealed_by_hand(&kiosk, &bench, &inside);
        assert_eq!(bench.ask(put(&kiosk, &id, &body)).refusal(), Refusal::OtherHeader, "{field}");
    }
    assert_eq!(bench.read(entries::count), 0);
}

#[test]
fn another_spelling_of_the_same_envelope_is_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = kiosk.question(1, &bench);
    let spaced = [sealed.envelope().to_bytes(), b" ".to_vec()].concat();
    assert_eq!(bench.ask(put(&kiosk, &sealed.header().id.to_string(), &spaced)).refusal(), Refusal::Malformed);
}

#[test]
fn controls_and_direction_tricks_are_cleaned_and_emoji_stay_in_every_field() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let nasty = "a\u{0}\u{1b}[31mb\u{202e}c\u{2066}\u{200f}\u{feff}\u{7f}😀\u{e0041}";
    let clean = "a[31mbc😀";
    let mut inside = plain(&kiosk, &bench);
    inside["body"]["answers"] = json!({
        "topic": "home", "need": null, "words": nasty, "name": nasty, "goal": { "own": nasty },
        "contact": { "by": "email", "address": "jan@example.nl" },
    });
    let (id, body) = sealed_by_hand(&kiosk, &bench, &inside);
    let said = bench.ask(put(&kiosk, &id, &body));
    assert_eq!(said.status, 201, "{said:?}");
    let entry = bench.wait(bench.state.opened(id.parse().unwrap())).unwrap().unwrap();
    let Body::Question(question) = &entry.draft.body else { panic!("a question was left") };
    assert_eq!(question.words.as_ref().unwrap().reveal(), clean);
    assert_eq!(question.name.as_ref().unwrap().reveal(), clean);
    let Some(Goal::Own(goal)) = &question.goal else { panic!("an own goal was left") };
    assert_eq!(goal.reveal(), clean);
}

#[test]
fn what_no_field_takes_is_refused_whole() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let answers = |answers: Value| json!({ "kind": "question", "answers": answers });
    let nasty = "06\u{202e}12345678";
    let bodies = [
        answers(json!({ "words": "x".repeat(281) })),
        answers(json!({ "name": "😀".repeat(41) })),
        answers(json!({ "goal": { "own": "x".repeat(81) } })),
        answers(json!({ "topic": "\u{202e}home" })),
        answers(json!({ "need": "😀" })),
        answers(json!({ "contact": { "by": "sms", "number": nasty, "safe": null } })),
        answers(json!({ "contact": { "by": "sms", "number": "112", "safe": null } })),
        answers(json!({ "contact": { "by": "email", "address": "jan\n@example.nl" } })),
        answers(json!({ "contact": { "by": "email", "address": "😀@example.nl" } })),
        answers(json!({ "contact": { "by": "fax" } })),
        answers(json!({ "bsn": "111222333" })),
        json!({ "kind": "call", "answers": "\u{0}" }),
        json!({ "kind": "rating", "answers": 7 }),
        json!([]),
    ];
    let whole = plain(&kiosk, &bench);
    let mut cases: Vec<Value> = bodies.into_iter().map(|body| json!({ "body": body })).collect();
    cases.extend([
        json!({ "lang": "n\u{202e}" }),
        json!({ "lang": "../../x" }),
        json!({ "left_at": "gisteren" }),
        json!({ "left_at": "99999-01-01T00:00:00Z" }),
        json!({ "teken": 1200 }),
        json!({ "recognition": "AAAA" }),
        json!({ "clock_trusted": "ja" }),
    ]);
    for (n, case) in cases.iter().enumerate() {
        let mut inside = whole.clone();
        for (field, value) in case.as_object().unwrap() {
            inside[field] = value.clone();
        }
        let (id, body) = sealed_by_hand(&kiosk, &bench, &inside);
        let said = bench.ask(put(&kiosk, &id, &body));
        assert_eq!(said.refusal(), Refusal::Malformed, "case {n}: {case}");
        assert!(said.signed);
    }
    assert_eq!(bench.read(entries::count), 0);
}

#[test]
fn moments_at_both_ends_of_time_break_nothing() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    for left_at in ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"] {
        for kind in [json!({ "kind": "question", "answers": {} }), json!({ "kind": "call", "answers": "help" })] {
            let mut inside = plain(&kiosk, &bench);
            inside["left_at"] = json!(left_at);
            inside["body"] = kind;
            let (id, body) = sealed_by_hand(&kiosk, &bench, &inside);
            let status = bench.ask(put(&kiosk, &id, &body)).status;
            assert!(matches!(status, 201 | 409), "{left_at}: {status}");
        }
    }
    assert!(bench.read(|conn| cards::unclaimed(conn, &[1], 0, false, 10)).len() <= 1);
}

#[test]
fn a_path_that_is_not_there_is_told_only_to_a_kiosk_of_ours() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let said = bench.ask(kiosk.get("/api/kiosk/v1/slots"));
    assert_eq!((said.refusal(), said.signed), (Refusal::Nothing, true));
    assert_eq!(bench.ask(kiosk.sign("DELETE", SITE, b"", Duration::ZERO)).refusal(), Refusal::Nothing);
    let moved = Signed { path: "/api/kiosk/v1/slots".into(), ..kiosk.get(SITE) };
    assert_eq!(bench.ask(moved).refusal(), Refusal::Unsigned, "a proxy that moves a request gets no 404 that counts");
}

#[test]
fn messages_that_are_none_are_refused() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let deep = "[".repeat(50_000);
    for body in ["", "{}", "null", &deep, "{\"v\":1,\"waiting\":-1}", "\u{feff}{}"] {
        let said = bench.ask(kiosk.sign("POST", HEALTH, body.as_bytes(), Duration::ZERO));
        assert_eq!(said.refusal(), Refusal::Malformed, "{}", &body[..body.len().min(40)]);
        let enrolling = bench.ask(kiosk.sign("POST", ENROL, body.as_bytes(), Duration::ZERO));
        assert_eq!(enrolling.refusal(), Refusal::BadCode);
    }
    for version in ["x", "-1", "99999999999999999999", "%00"] {
        assert_eq!(bench.ask(kiosk.get(&format!("{CALLS}/{version}"))).refusal(), Refusal::Malformed, "{version}");
    }
}

#[test]
fn a_desk_that_does_not_know_the_time_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let refused = start(&folder, Arc::new(BenchClock::at(7, false))).unwrap_err().to_string();
    assert!(refused.contains("the machine's clock shows 1970-01-01"), "{refused}");
}

/// A desk behind real sockets.
fn running() -> (tempfile::TempDir, RunningDesk) {
    let folder = tempfile::tempdir().unwrap();
    let desk = start(&folder, Arc::new(ServerClock)).unwrap();
    (folder, desk)
}

fn start(folder: &tempfile::TempDir, clock: Arc<dyn Clock>) -> Result<RunningDesk, StartError> {
    let config = config_in(folder.path());
    keys::make(&config.keys, &[], &BenchLuck::seeded(1)).unwrap();
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    Desk::start(Parts {
        keys: DeskKeys::load(&config.keys).unwrap(),
        config,
        kiosks: listen(),
        staff: listen(),
        clock,
        luck: Arc::new(BenchLuck::seeded(2)),
        long_poll: Duration::from_millis(50),
    })
}

/// A kiosk of that desk.
fn enrolled(desk: &RunningDesk) -> Kiosk {
    let key = KioskKey::from_seed(&Zeroizing::new([1; 32]));
    let (state, public) = (desk.state(), key.public());
    let (luck, now) = (state.luck.clone(), state.now());
    let confirmed = state.store.write_waiting(News::Pages, move |conn| {
        let code = enrolment::new_code(conn, &*luck, now)?;
        enrolment::offer(conn, &code, &public, "0.1.0", now)?;
        let id = enrolment::pending(conn, now)?[0].id;
        enrolment::confirm(conn, id, "hal", None, now)
    });
    let enrolment::Confirmed::Enrolled(id, epoch) = confirmed.unwrap() else { panic!("a kiosk is taken in") };
    Kiosk { key, id, epoch, number: Default::default() }
}
