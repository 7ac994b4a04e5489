//! How many entries a second the desk takes in: over TLS, signature and seal checked, on the disk before the receipt.
//!
//! `cargo bench --no-default-features --features desk --bench intake`
//!
//! Entries are sealed and signed beforehand; clients and desk share the machine's processors. Beside it, in the same folder:
//! the bare inserts of the same bytes, committed in groups of as many as there are connections.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot run has nothing to say")]
#![allow(clippy::disallowed_methods, reason = "a bench measures the machine's own time")]
#![allow(missing_docs, reason = "nobody links to a bench")]

#[path = "../tests/by_hand/mod.rs"]
mod by_hand;
#[path = "../tests/by_hand/socket.rs"]
mod socket;

use by_hand::*;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use inloop::clock::{BenchLuck, Clock, MachineLuck, ServerClock};
use inloop::desk::store::{News, enrolment, entries};
use inloop::desk::{Desk, DeskKeys, Parts, RunningDesk, keys};
use inloop::entry::*;
use inloop::seal::{Sealed, seal};
use inloop::wire::{self, KioskKey};
use socket::Line;
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Connections at once, shared by [`KIOSKS`].
const CONNECTIONS: usize = 16;
const KIOSKS: usize = 4;
/// Entries of one run.
const ENTRIES: usize = 16_000;
const RUNS: usize = 3;

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    let entries = if std::env::args().any(|arg| arg == "--bench") { ENTRIES } else { CONNECTIONS };
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut best = (0.0, 0.0);
    for run in 1..=RUNS {
        let folder = folder.path().join(run.to_string());
        std::fs::create_dir(&folder).unwrap();
        let (desk, kiosks) = desk(&folder);
        let sealed = sealed(&kiosks, &desk, entries);
        let requests = sealed.iter().enumerate().map(|(n, sealed)| kiosks[n % KIOSKS].put(sealed.envelope()).to_bytes());
        let (taken, slowest) = take_in(&desk, requests.collect());
        assert_eq!(desk.state().store.read_waiting(entries::count).unwrap(), entries as i64, "each once");
        desk.shutdown();
        let bare = bare(&folder, &sealed);
        println!(
            "run {run}: {taken:.0} entries/s (slowest answer {slowest:?}); bare grouped inserts {bare:.0}/s; ratio {:.2}",
            taken / bare
        );
        if taken > best.0 {
            best = (taken, bare);
        }
    }
    println!(
        "desk intake: {:.0} entries/s over {CONNECTIONS} connections; {:.2} of bare inserts in groups of {CONNECTIONS}",
        best.0,
        best.0 / best.1
    );
}

/// Sends every request over its connection; entries a second, and the longest wait for an answer.
fn take_in(desk: &RunningDesk, requests: Vec<Vec<u8>>) -> (f64, Duration) {
    let count = requests.len();
    let mut shares: Vec<Vec<Vec<u8>>> = (0..CONNECTIONS).map(|_| Vec::new()).collect();
    for (n, request) in requests.into_iter().enumerate() {
        shares[n % CONNECTIONS].push(request);
    }
    let ready = Arc::new(Barrier::new(CONNECTIONS + 1));
    let workers: Vec<_> = shares
        .into_iter()
        .map(|share| {
            let mut line = Line::to(desk.kiosks(), &desk.state().enrol_answer);
            let ready = Arc::clone(&ready);
            std::thread::spawn(move || {
                ready.wait();
                let mut slowest = Duration::ZERO;
                for request in share {
                    let asked = Instant::now();
                    line.send(&request).unwrap();
                    let (status, body) = line.answer().unwrap();
                    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&body));
                    slowest = slowest.max(asked.elapsed());
                }
                slowest
            })
        })
        .collect();
    ready.wait();
    let begun = Instant::now();
    let slowest = workers.into_iter().map(|worker| worker.join().unwrap()).max().unwrap();
    (count as f64 / begun.elapsed().as_secs_f64(), slowest)
}

diesel::table! {
    bare (id) {
        id -> Binary,
        envelope -> Binary,
    }
}

/// The same bytes into a bare table: WAL, `synchronous = FULL`, one commit for each group of [`CONNECTIONS`].
fn bare(folder: &Path, sealed: &[Sealed]) -> f64 {
    let mut conn = SqliteConnection::establish(&folder.join("bare.sqlite").to_string_lossy()).unwrap();
    conn.batch_execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE bare (id BLOB NOT NULL PRIMARY KEY, envelope BLOB NOT NULL);",
    )
    .unwrap();
    let rows: Vec<_> = sealed.iter().map(|sealed| (sealed.header().id, sealed.envelope().to_bytes())).collect();
    let begun = Instant::now();
    for group in rows.chunks(CONNECTIONS) {
        let insert = |conn: &mut SqliteConnection| -> QueryResult<()> {
            for (id, envelope) in group {
                let row = (bare::id.eq(id.as_bytes().as_slice()), bare::envelope.eq(envelope));
                diesel::insert_into(bare::table).values(row).execute(conn)?;
            }
            Ok(())
        };
        conn.immediate_transaction(insert).unwrap();
    }
    sealed.len() as f64 / begun.elapsed().as_secs_f64()
}

fn desk(folder: &Path) -> (RunningDesk, Vec<Kiosk>) {
    let config = config_in(folder);
    keys::make(&config.keys, &[], &MachineLuck).unwrap();
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let desk = Desk::start(Parts {
        keys: DeskKeys::load(&config.keys).unwrap(),
        config,
        kiosks: listen(),
        staff: listen(),
        clock: Arc::new(ServerClock),
        luck: Arc::new(BenchLuck::seeded(2)),
        long_poll: wire::LONG_POLL,
    })
    .unwrap();
    let kiosks = (1..=KIOSKS as u8).map(|seed| kiosk(&desk, seed)).collect();
    (desk, kiosks)
}

fn kiosk(desk: &RunningDesk, seed: u8) -> Kiosk {
    let key = KioskKey::from_seed(&Zeroizing::new([seed; 32]));
    let (state, public) = (desk.state(), key.public());
    let (luck, now) = (state.luck.clone(), state.now());
    let confirmed = state.store.write_waiting(News::Pages, move |conn| {
        let code = enrolment::new_code(conn, &*luck, now)?;
        enrolment::offer(conn, &code, &public, "bench", now)?;
        let id = enrolment::pending(conn, now)?[0].id;
        enrolment::confirm(conn, id, "hal", None, now)
    });
    match confirmed.unwrap() {
        enrolment::Confirmed::Enrolled(id, epoch) => Kiosk { key, id, epoch, number: Default::default() },
        other => panic!("{other:?}"),
    }
}

fn sealed(kiosks: &[Kiosk], desk: &RunningDesk, count: usize) -> Vec<Sealed> {
    let question = || Question {
        topic: Some(Topic::Home),
        words: Words::new("mijn verwarming doet het niet en de verhuurder belt niet terug").ok(),
        contact: Some(Contact::Sms { number: PhoneNumber::parse("0612345678").ok(), safe: Some(true) }),
        ..Question::default()
    };
    let entry = |n: usize| kiosks[n % KIOSKS].entry(n as u64, ServerClock.stamp(), Body::Question(question()));
    (0..count).map(|n| seal(&entry(n), &desk.state().keys.recipients).unwrap()).collect()
}
