//! What it costs the desk to tell a kiosk about times: `cargo bench --bench slots --no-default-features --features desk`.
//!
//! Forty hosts have a week of slots, every weekday from nine to three, and ten kiosks share them. A sync says what the kiosk holds and
//! learns what it may give; beside it, in the same run, the intake of one question. Both go through the desk's router, without
//! sockets, and wait for the disk. Then the same again for a desk that has run for a year: times that kiosks held and nobody
//! booked are over, and their rows are still there.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a bench that cannot run has nothing to say")]
#![allow(clippy::disallowed_methods, reason = "a bench measures the machine's own time")]
#![allow(missing_docs, reason = "nobody links to a bench")]

#[path = "../tests/appointing/mod.rs"]
#[allow(dead_code, reason = "shared with tests")]
mod appointing;
#[path = "../tests/by_hand/mod.rs"]
mod by_hand;

use appointing::*;
use by_hand::*;
use diesel::connection::SimpleConnection;
use inloop::booking::post::Rights;
use inloop::entry::{SlotId, Whom};
use std::time::{Duration, Instant};

const HOSTS: usize = 40;
const KIOSKS: u8 = 10;
/// Slots of twenty minutes.
const MINUTES: u32 = 20;
const A_DAY: u32 = 6 * 60 / MINUTES;
const DAYS: u32 = 5;
/// Times that each kiosk held in a year and nobody booked: some thirty a day.
const OVER: u32 = 10_000;
const ROUNDS: usize = 200;

/// The most that the middle sync may take: a worker's click waits behind it.
const AT_MOST: Duration = Duration::from_millis(50);

/// A kiosk, and what it may do.
struct Post {
    kiosk: Kiosk,
    rights: Rights,
}

impl Post {
    fn syncs(&mut self, bench: &Bench) -> Duration {
        let asked = self.rights.ask();
        let request = syncing(bench, &self.kiosk, &asked.returned, &asked.holding, &asked.booked);
        let begun = Instant::now();
        let said = bench.ask(request);
        let took = begun.elapsed();
        assert_eq!(said.status, 200);
        let said: inloop::wire::Slots = said.json();
        let step = self.rights.take_up(&asked, &said.held, &said.wanted_back).unwrap();
        self.rights.apply(&step);
        took
    }
}

fn main() {
    // `cargo test --benches` only wants to know that it starts.
    let rounds = if std::env::args().any(|arg| arg == "--bench") { ROUNDS } else { 1 };
    let bench = Bench::new();
    let hosts: Vec<_> = (0..HOSTS).map(|_| spreekuur(&bench, Whom::Team, &week())).collect();
    let mut posts: Vec<Post> = (1..=KIOSKS).map(|seed| Post { kiosk: bench.enrol(seed), rights: Rights::default() }).collect();

    let first = median(posts.iter_mut().map(|post| post.syncs(&bench)).collect());
    let held = posts[0].rights.held().count();
    println!("{} slots; the first sync gives {held} and takes {first:?}", count(&bench, "slot"));
    let young = measure(&bench, &mut posts, rounds, "a young desk");

    // Long ago, and never booked.
    for post in &posts {
        let (host, kiosk) = (hosts[0].get(), post.kiosk.id.get());
        let rows = format!(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {OVER})
             INSERT INTO slot (spreekuur, minute, state, kiosk, epoch, grant_id, offered, changed_at)
             SELECT {host}, {} - n, 'granted', {kiosk}, 1, n, TRUE, 0 FROM n",
            NOON - u32::from(kiosk as u8) * OVER
        );
        bench.write(move |conn| Ok(conn.batch_execute(&rows)?));
    }
    println!("{} slots after a year", count(&bench, "slot"));
    let old = measure(&bench, &mut posts, rounds, "a desk after a year");
    if rounds == ROUNDS {
        assert!(young.max(old) <= AT_MOST, "a sync takes {young:?}, after a year {old:?}");
    }
}

/// Syncs and questions in turn; the middle sync.
fn measure(bench: &Bench, posts: &mut [Post], rounds: usize, name: &str) -> Duration {
    let (mut syncs, mut takes, mut questions) = (Vec::new(), Vec::new(), Vec::new());
    // In the minutes of the same hosts, and nobody's: a resident's touch that comes too late.
    let gone = SlotId::new(bench.read(inloop::desk::store::spreekuren::all)[0].id, NOON + 1);
    for round in 0..rounds {
        let post = &mut posts[round % usize::from(KIOSKS)];
        syncs.push(post.syncs(bench));
        let request = taking(&post.kiosk, gone);
        let begun = Instant::now();
        assert_eq!(bench.ask(request).status, 200);
        takes.push(begun.elapsed());
        let number = count(bench, "entry") as u64 + 1;
        let request = post.kiosk.put(post.kiosk.question(number, bench).envelope());
        let begun = Instant::now();
        assert_eq!(bench.ask(request).status, 201);
        questions.push(begun.elapsed());
    }
    let (sync, take, question) = (median(syncs), median(takes), median(questions));
    let ratio = |one: Duration| one.as_secs_f64() / question.as_secs_f64();
    println!(
        "{name}: a sync {sync:?}, {:.1} times the intake of a question ({question:?}); a time that is gone {take:?}, {:.1} times",
        ratio(sync),
        ratio(take)
    );
    sync
}

fn median(mut all: Vec<Duration>) -> Duration {
    all.sort_unstable();
    all[all.len() / 2]
}

/// From tomorrow, Tuesday, to Monday.
fn week() -> Vec<u32> {
    let days = (1..).filter(|day| !matches!(day % 7, 5 | 6)).take(DAYS as usize);
    days.flat_map(|day| (0..A_DAY).map(move |nth| NOON - 3 * HOUR + day * DAY + nth * MINUTES)).collect()
}
