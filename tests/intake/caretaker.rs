//! Whether digits that somebody pressed at the glass are the caretaker's code.

use super::*;
use inloop::desk::passwords;
use inloop::desk::store::audit;
use inloop::desk::store::caretaker::{self, Code};
use inloop::desk::store::{machine, posts};

fn has_code(bench: &Bench, digits: &str, which: u64) {
    let hash = passwords::hash(digits, &*bench.state.luck).unwrap();
    let code = Code { which, hash, made_at: bench.clock.stamp().at };
    bench.write(move |conn| caretaker::keep(conn, posts::FIRST, &code));
}

fn tried(bench: &Bench, kiosk: &Kiosk, digits: &str) -> Said {
    let body = serde_json::to_vec(&CaretakerCode { v: 1, digits: digits.to_owned() }).unwrap();
    bench.ask(kiosk.sign("POST", CARETAKER, &body, Duration::ZERO))
}

fn answer(bench: &Bench, kiosk: &Kiosk, digits: &str) -> (bool, u64) {
    let said = tried(bench, kiosk, digits);
    assert!(said.signed && said.status == 200, "{said:?}");
    let CaretakerAnswer { right, which, .. } = said.json();
    (right, which)
}

#[test]
fn a_caretakers_code_is_right_at_its_post_until_it_is_replaced_or_taken_away() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    assert_eq!(answer(&bench, &kiosk, "12345678"), (false, 0), "where there is no code");
    has_code(&bench, "12345678", 7);
    assert_eq!(answer(&bench, &kiosk, "12345678"), (true, 7));
    assert_eq!(answer(&bench, &kiosk, "12345679"), (false, 0));
    has_code(&bench, "87654321", 8);
    assert_eq!(answer(&bench, &kiosk, "12345678"), (false, 0));
    assert_eq!(healthy(&bench, &kiosk).caretaker, 8, "every health report tells which code holds");
    assert!(bench.write(|conn| caretaker::take_away(conn, posts::FIRST)));
    assert_eq!(answer(&bench, &kiosk, "87654321"), (false, 0));
    assert_eq!(healthy(&bench, &kiosk).caretaker, 0);
}

fn healthy(bench: &Bench, kiosk: &Kiosk) -> HealthAnswer {
    let health = br#"{"v":1,"waiting":0,"parked":0,"disk":"ok","clock_trusted":true,"software":"0.1.0"}"#;
    bench.ask(kiosk.sign("POST", HEALTH, health, Duration::ZERO)).json()
}

#[test]
fn digits_are_tried_five_times_at_once_and_then_once_a_minute_by_each_kiosk_for_itself() {
    let bench = Bench::new();
    let (one, other) = (bench.enrol(1), bench.enrol(2));
    has_code(&bench, "12345678", 7);
    for n in 0..5 {
        assert_eq!(answer(&bench, &one, &format!("0000000{n}")), (false, 0));
    }
    let said = tried(&bench, &one, "12345678");
    assert_eq!((said.refusal(), said.headers["retry-after"].to_str().unwrap()), (Refusal::Busy, "60"));
    assert_eq!(answer(&bench, &other, "12345678"), (true, 7));
    bench.clock.advance(Duration::from_secs(60));
    assert_eq!(answer(&bench, &one, "12345678"), (true, 7));
}

#[test]
fn a_lock_that_ends_at_the_glass_is_a_line_in_the_log_and_one_that_staff_ended_is_not_told_twice() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let lines = || {
        let noted = bench.read(|conn| audit::of_setup(conn, 20));
        noted.into_iter().filter(|line| line.what == "kiosk-unlocked-there").map(|line| line.about).collect::<Vec<_>>()
    };
    let says = |lock: Option<u64>| {
        let machine = inloop::wire::Machine { lock, ..Default::default() };
        let health = serde_json::json!({
            "v": 1, "waiting": 0, "parked": 0, "disk": "ok", "clock_trusted": true, "software": "0.1.0", "machine": machine,
        });
        bench.ask(kiosk.sign("POST", HEALTH, health.to_string().as_bytes(), Duration::ZERO)).json::<HealthAnswer>()
    };
    says(None);
    says(Some(7));
    says(Some(8));
    assert!(lines().is_empty(), "it is locked");
    says(None);
    says(None);
    assert_eq!(lines(), [format!("kiosk:{}", kiosk.id)], "once");
    says(Some(9));
    let id = kiosk.id;
    assert!(bench.write(move |conn| machine::unlock(conn, id, 9)));
    says(None);
    assert_eq!(lines().len(), 1, "who ended that one stands in the log already");
}

#[test]
fn each_try_is_a_line_in_the_log_without_its_digits() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    has_code(&bench, "12345678", 7);
    answer(&bench, &kiosk, "11111111");
    answer(&bench, &kiosk, "12345678");
    let key = bench.state.audit.clone();
    assert_eq!(bench.read(move |conn| audit::verify(conn, &key)).lines, 2);
    let store = std::fs::read(bench.data().join(inloop::desk::store::FILE)).unwrap();
    let journal = std::fs::read(bench.data().join(format!("{}-wal", inloop::desk::store::FILE))).unwrap_or_default();
    for digits in ["11111111", "12345678"] {
        assert!([&store, &journal].iter().all(|file| memchr::memmem::find(file, digits.as_bytes()).is_none()), "{digits}");
    }
    assert!(!format!("{:?}", CaretakerCode { v: 1, digits: "12345678".into() }).contains("1234"));
}
