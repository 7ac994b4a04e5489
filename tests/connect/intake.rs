//! What intake and the glass have to do with it.

use crate::by_hand::*;
use crate::receiver::section;
use inloop::desk::config::{Config, SAMPLE};
use inloop::desk::connect::WEBHOOK;
use inloop::desk::store::outgoing;
use inloop::entry::*;
use inloop::seal::seal;
use inloop::wire::{SITE, Site};

/// Nothing answers there.
const DEAD: &str = "http://127.0.0.1:9/haak";

fn waiting(bench: &Bench) -> i64 {
    bench.read(|conn| outgoing::queue(conn, WEBHOOK)).waiting
}

#[test]
fn an_entry_is_queued_with_its_own_commit_once_and_only_where_the_site_sends_its_sort() {
    let bench = Bench::connected(&section(DEAD, "send = [\"question\", \"wish\"]"));
    let kiosk = bench.enrol(1);
    let now = inloop::clock::Clock::stamp(&*bench.clock);
    let bodies: Vec<(Body, i64)> = vec![
        (Body::Question(Question::default()), 1),
        (Body::Worry(Worry::default()), 1),
        (Body::Booking(Booking { whom: Whom::Team, time: None, contact: None }), 2),
        (Body::Call(CallReason::Help), 2),
        (Body::Rating(Rating { face: Face::One, mark: None }), 2),
    ];
    for (n, (body, queued)) in bodies.into_iter().enumerate() {
        let sealed = seal(&kiosk.entry(n as u64 + 1, now, body), &bench.recipients()).unwrap();
        assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 201, "a system that is dead holds up nobody");
        assert_eq!(bench.ask(kiosk.put(sealed.envelope())).status, 200);
        assert_eq!(waiting(&bench), queued, "entry {n}");
    }
    assert_eq!(waiting(&bench.restarted()), 2);
}

#[test]
fn without_a_word_in_the_configuration_nothing_is_queued() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    assert_eq!(bench.ask(kiosk.put(kiosk.question(1, &bench).envelope())).status, 201);
    assert_eq!(waiting(&bench), 0);
}

#[test]
fn kiosks_are_told_who_reads_in_the_other_systems() {
    let readers = |bench: &Bench| {
        let kiosk = bench.enrol(1);
        bench.ask(kiosk.get(SITE)).json::<Site>().readers
    };
    assert_eq!(readers(&Bench::connected(&section(DEAD, "words = true"))), ["Het wijkteam", "Welzijn"]);
    assert_eq!(readers(&Bench::new()), [""; 0]);
}

#[test]
fn a_connector_asks_the_site_to_name_its_own_team_too() {
    let refused = Config::parse(&format!("{SAMPLE}\n{}", section(DEAD, ""))).unwrap_err().to_string();
    assert!(refused.contains("site.readers"), "{refused}");
}

#[test]
fn an_address_that_could_be_listened_in_on_is_refused() {
    let named = SAMPLE.replacen("readers = []", "readers = [\"Het wijkteam\"]", 1);
    let parse = |url: &str| Config::parse(&format!("{named}\n{}", section(url, ""))).map(drop).map_err(|error| error.to_string());
    for url in ["http://example.nl/haak", "ftp://example.nl", "https://naam:geheim@example.nl", "haak"] {
        assert!(parse(url).unwrap_err().contains("connect.webhook.url"), "{url}");
    }
    for url in ["https://example.nl/haak", "http://127.0.0.1:8000/haak", "http://localhost/haak"] {
        assert_eq!(parse(url), Ok(()), "{url}");
    }
}
