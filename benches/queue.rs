//! A desk that has run for years: how long *Vandaag* takes beside a new one, and a city's kiosks that all come back at once.
//!
//! `cargo bench --bench queue`, or in the profile that is compiled already:
//! `cargo bench --profile dev --bench queue -- --each 20`
//!
//! 1. Two stores, with 1 000 entries and with 200 000: of both the same cards are open; the rest has ended or is erased. The pages are
//!    asked for in turn, through the router, without sockets.
//! 2. Two hundred kiosks with two hundred entries each, sealed and signed, put through the desk's router at once.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot run has nothing to say")]
#![allow(clippy::disallowed_methods, reason = "a bench measures the machine's own time")]
#![allow(missing_docs, reason = "nobody links to a bench")]

#[path = "../tests/by_hand/mod.rs"]
mod by_hand;
#[path = "../tests/staff_page/hands.rs"]
#[allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, reason = "shared with tests")]
mod hands;
#[path = "../tests/team/mod.rs"]
mod team;

use by_hand::{Bench, Kiosk};
use diesel::connection::SimpleConnection;
use hands::Desk;
use inloop::desk::store::{News, entries};
use inloop::entry::{Epoch, KioskId};
use inloop::wire::KioskKey;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Entries of the two stores.
const STORES: [usize; 2] = [1_000, 200_000];
/// Times that each page is asked for.
const ROUNDS: usize = 300;
/// What the large store may take of the small one's time.
const AT_MOST: f64 = 2.0;
/// Kiosks that come back, and entries that each has.
const KIOSKS: u32 = 200;
const EACH: u64 = 200;
/// Memory that they may take, in MiB: an eighth of the smallest board that a desk runs on.
const MEMORY_AT_MOST: u64 = 256;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    // `cargo test --benches` only wants to know that it starts.
    let whole = args.iter().any(|arg| arg == "--bench");
    let each = args.iter().position(|arg| arg == "--each").and_then(|place| args.get(place + 1)?.parse().ok()).unwrap_or(EACH);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(today(if whole { (STORES, ROUNDS) } else { ([200, 400], 3) }));
    come_back(&runtime, if whole { (KIOSKS, each) } else { (4, 3) });
}

/// A store with so many entries, of which the same are open.
fn desk(entries: usize) -> Desk {
    let desk = Desk::new();
    for _ in 0..8 {
        team::a_busy_morning(&desk.state, desk.kiosk);
        team::other_cards(&desk.state, desk.kiosk);
    }
    let open = desk.state.store.read_waiting(entries::count).unwrap() as usize;
    let (rest, now) = (entries - open, desk.state.now());
    // A month of ends is not erased yet: one in thirteen of a year, and all there is of a small store.
    let ended = rest.min(3_000);
    let row = "kiosk, epoch, seq, digest, received_at, waited, late, left_at, left_trusted, language, reaches, raised, pieces";
    let many = |n: usize| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})");
    let sql = format!(
        "{} INSERT INTO entry (id, envelope, kind, {row})
           SELECT randomblob(16), randomblob(1500), 'question', 1, 1, i, 'x', {now} - i * 600, 0, 0, 0, 1, 'nl', 0, 0, 0 FROM n;
         INSERT INTO card (entry, first_team, opened_at, due, amber, waits, offer, team, stage, first, acts, closed_at, counted)
           SELECT id, 1, received_at, '2026-11-01', '2026-11-01', 0, 0, 1, 'closed', 1, 3, received_at, 1 FROM entry WHERE digest = 'x';
         {} INSERT INTO entry (id, envelope, kind, erased_at, {row})
           SELECT randomblob(16), x'', CASE i % 5 WHEN 0 THEN 'booking' ELSE 'question' END, {now}, 1, 1, i, 'y', {now} - 2592000 - i * 900,
                  0, 0, 0, 0, 'und', 0, 0, 0 FROM n WHERE i <= {};
         INSERT INTO booking (id, entry, spreekuur, minute, whom, state, language, reaches, late, left_at, received_at, seen_at, erased_at)
           SELECT id, id, 1, received_at / 60, 'team', 'booked', 'und', 0, 0, 0, received_at, {now}, {now} FROM entry
           WHERE kind = 'booking' AND digest = 'y';
         INSERT INTO erasure SELECT id, kind, 'term', 0, {now} FROM entry WHERE digest = 'y';",
        many(ended),
        many((rest - ended).max(1)),
        rest - ended,
    );
    desk.state.store.write_waiting(News::Pages, move |conn| Ok(conn.batch_execute(&sql)?)).unwrap();
    assert_eq!(desk.state.store.read_waiting(entries::count).unwrap() as usize, entries);
    desk
}

/// The time within which 99 of 100 came.
fn p99(times: &mut [Duration]) -> Duration {
    times.sort();
    times[(times.len() * 99).div_ceil(100) - 1]
}

async fn today((stores, rounds): ([usize; 2], usize)) {
    let desks = stores.map(desk);
    let mut browsers = Vec::new();
    for desk in &desks {
        browsers.push(desk.worker("Fatma").await);
    }
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..rounds + 5 {
        for (browser, times) in browsers.iter_mut().zip(&mut times) {
            let asked = Instant::now();
            let page = browser.get("/vandaag").await;
            assert!(page.html.contains("list-new"));
            // The first fill the caches.
            if round >= 5 {
                times.push(asked.elapsed());
            }
        }
    }
    let [small, large] = times.map(|mut times| p99(&mut times));
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    println!(
        "Vandaag p99: {small:?} with {} entries, {large:?} with {}; ratio {ratio:.2} (at most {AT_MOST})",
        stores[0], stores[1]
    );
    if rounds == ROUNDS {
        assert!(ratio <= AT_MOST, "a desk gets slower with the years");
    }
}

/// The most memory of this process so far, in MiB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1024
}

fn come_back(runtime: &tokio::runtime::Runtime, (kiosks, each): (u32, u64)) {
    let bench = Arc::new(Bench::new());
    let all: Vec<Kiosk> = (1..=kiosks).map(|number| enrolled(&bench, number)).collect();
    let (polite, begun, before) = (Arc::new(AtomicUsize::new(0)), Instant::now(), most_memory());
    runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for kiosk in all {
            let (bench, polite) = (Arc::clone(&bench), Arc::clone(&polite));
            tasks.spawn(async move {
                for n in 1..=each {
                    let sealed = kiosk.question(n, &bench);
                    loop {
                        let said = bench.asked(kiosk.put(sealed.envelope())).await;
                        match said.status {
                            201 => break,
                            429 => {
                                polite.fetch_add(1, Ordering::Relaxed);
                                tokio::time::sleep(Duration::from_millis(50)).await;
                            }
                            _ => panic!("{said:?}"),
                        }
                    }
                }
            });
        }
        while let Some(done) = tasks.join_next().await {
            done.unwrap();
        }
    });
    let many = u64::from(kiosks) * each;
    assert_eq!(bench.read(entries::count) as u64, many, "each once");
    let (took, memory) = (begun.elapsed(), most_memory() - before);
    println!(
        "{kiosks} kiosks with {each} entries each: {many} in {took:.1?}, {:.0} a second, {} polite refusals, {memory} MiB more memory \
         (at most {MEMORY_AT_MOST})",
        many as f64 / took.as_secs_f64(),
        polite.load(Ordering::Relaxed)
    );
    assert!(memory <= MEMORY_AT_MOST, "memory grows with who comes back");
}

/// A kiosk more than a post has tekens for: a city's.
fn enrolled(bench: &Bench, number: u32) -> Kiosk {
    let key = KioskKey::from_seed(&Zeroizing::new([number as u8; 32]));
    let hex: String = key.public().as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let row = format!(
        "INSERT INTO kiosk (id, name, public_key, epoch, state, enrolled_at, software, teken_first, teken_count)
         VALUES ({number}, 'hal {number}', x'{hex}', 1, 'active', 0, '', 0, 100)"
    );
    bench.write(move |conn| Ok(conn.batch_execute(&row)?));
    Kiosk { key, id: KioskId::new(number).unwrap(), epoch: Epoch::FIRST, number: AtomicU64::new(0) }
}
