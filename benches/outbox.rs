//! What keeping an entry costs, as ratios of one run: `cargo bench --bench outbox --no-default-features --features kiosk`.
//!
//! Each round keeps one entry, inserts the same bytes into a bare table of the same pragmas, and appends them to a file with
//! one sync; they take turns in an order drawn anew each round, so that a slow moment of the disk hits all of them and nobody
//! always follows the same one. Before that every journal is written past its first move into the file: until then a commit
//! also makes its file longer, which costs more, and whoever writes less would stay in that phase for longer.
//! `INLOOP_BENCH_DIR` names the disk to measure; without it, it is the one of `target/`.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]

use inloop::clock::{BenchLuck, Luck, Stamp};
use inloop::entry::{Body, Draft, Entry, EntryId, Epoch, Header, KioskId, Language, Question, Sequence, TekenBlock, Words};
use inloop::outbox::{Label, Outbox};
use inloop::seal::{Recipients, Sealed, seal};
use rusqlite::{Connection, params};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const ROUNDS: usize = 600;
const STARTS: usize = 200;
/// Commits before measuring: the smallest one writes two pages, and a journal moves at a thousand.
const WARM_UP: usize = 700;
const MANY: usize = 100_000;

/// Ratios that the outbox promises, of medians.
const KEEP_TO_BARE: f64 = 1.3;
const MANY_TO_EMPTY: f64 = 1.2;

fn main() {
    let place = std::env::var_os("INLOOP_BENCH_DIR").map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")), PathBuf::from);
    let folder = tempfile::tempdir_in(place).unwrap();
    let maker = Maker::new();

    let mut many = Outbox::open(&folder.path().join("many.sqlite")).unwrap();
    fill(&mut many, &maker);
    let mut empty = Outbox::open(&folder.path().join("empty.sqlite")).unwrap();
    for outbox in [&mut many, &mut empty] {
        outbox.grant_tekens(&[TekenBlock { first: 0, count: 120 }]).unwrap();
    }
    let bare = Bare::open(&folder.path().join("bare.sqlite"));
    let mut log = File::create(folder.path().join("log")).unwrap();

    for _ in 0..WARM_UP {
        let (one, two) = (maker.make(&mut empty), maker.make(&mut many));
        bare.insert(&one.0.envelope().to_bytes());
        empty.keep(&one.0, one.1).unwrap();
        many.keep(&two.0, two.1).unwrap();
    }
    assert!(bare.frames() < WARM_UP as u64 * 2, "the bare journal has not been written anew yet");

    let [mut keeps, mut inserts, mut appends, mut with_many] = [const { Vec::new() }; 4];
    for _ in 0..ROUNDS {
        let (one, two) = (maker.make(&mut empty), maker.make(&mut many));
        let bytes = one.0.envelope().to_bytes();
        for turn in maker.order() {
            match turn {
                0 => keeps.push(timed(|| {
                    empty.keep(&one.0, one.1).unwrap();
                })),
                1 => inserts.push(timed(|| bare.insert(&bytes))),
                2 => appends.push(timed(|| log.write_all(&bytes).and_then(|()| log.sync_data()).unwrap())),
                _ => with_many.push(timed(|| {
                    many.keep(&two.0, two.1).unwrap();
                })),
            }
        }
    }
    drop((empty, many, bare));

    let [mut start_empty, mut start_many] = [const { Vec::new() }; 2];
    // A file that holds ten entries, as "empty" holds hundreds by now; it has as many tekens to load.
    let few = folder.path().join("few.sqlite");
    let mut outbox = Outbox::open(&few).unwrap();
    outbox.grant_tekens(&[TekenBlock { first: 0, count: 120 }]).unwrap();
    for _ in 0..10 {
        let (sealed, label) = maker.make(&mut outbox);
        outbox.keep(&sealed, label).unwrap();
    }
    drop(outbox);
    for _ in 0..STARTS {
        // Even and odd first turns: who starts first is drawn.
        if maker.order()[0].is_multiple_of(2) {
            start_empty.push(start(&few));
            start_many.push(start(&folder.path().join("many.sqlite")));
        } else {
            start_many.push(start(&folder.path().join("many.sqlite")));
            start_empty.push(start(&few));
        }
    }

    println!("same disk, {ROUNDS} rounds of turns; {STARTS} starts");
    let keep = report("Outbox::keep", &mut keeps);
    let insert = report("bare WAL/FULL insert", &mut inserts);
    let append = report("append + fdatasync", &mut appends);
    let keep_many = report("Outbox::keep, 100 000 waiting", &mut with_many);
    let few = report("start, 10 waiting", &mut start_empty);
    let many = report("start, 100 000 waiting", &mut start_many);
    println!("memory of this process: {} KiB at most, {} KiB now", status("VmHWM"), status("VmRSS"));
    println!("keep / append + fdatasync      {:.2}", keep / append);
    let held = [
        judge("keep / bare insert            ", keep / insert, KEEP_TO_BARE),
        judge("keep, 100 000 waiting / empty ", keep_many / keep, MANY_TO_EMPTY),
        judge("start, 100 000 waiting / few  ", many / few, MANY_TO_EMPTY),
    ];
    if held.contains(&false) {
        std::process::exit(1);
    }
}

/// Opening, and finding the first entry to send.
fn start(file: &Path) -> Duration {
    let mut outbox = None;
    let time = timed(|| {
        let opened = Outbox::open(file).unwrap();
        assert!(opened.first_waiting(|_| false).unwrap().is_some());
        outbox = Some(opened);
    });
    drop(outbox);
    time
}

fn timed(job: impl FnOnce()) -> Duration {
    let start = Instant::now();
    job();
    start.elapsed()
}

/// Prints a line and answers the median in milliseconds.
fn report(name: &str, times: &mut [Duration]) -> f64 {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
    println!("{name:<32} p50 {:7.3} ms   p90 {:7.3} ms   p99 {:7.3} ms", at(50), at(90), at(99));
    at(50)
}

fn judge(name: &str, ratio: f64, most: f64) -> bool {
    println!("{name} {ratio:.2} (at most {most}) {}", if ratio <= most { "holds" } else { "DOES NOT HOLD" });
    ratio <= most
}

fn status(name: &str) -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).unwrap_or("?").to_owned()
}

/// A table with a key and the bytes, and the pragmas that promise the same.
struct Bare(Connection);

impl Bare {
    fn open(file: &Path) -> Self {
        let connection = Connection::open(file).unwrap();
        connection
            .execute_batch(
                "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;
                 CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)",
            )
            .unwrap();
        Bare(connection)
    }

    /// How many pages the journal holds that are not yet in the file.
    fn frames(&self) -> u64 {
        let frames = self.0.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| row.get::<_, i64>(1)).unwrap();
        frames as u64
    }

    fn insert(&self, bytes: &[u8]) {
        self.0.prepare_cached("INSERT INTO bare (bytes) VALUES (?1)").unwrap().execute(params![bytes]).unwrap();
    }
}

struct Maker {
    luck: BenchLuck,
    recipients: Recipients,
    at: Stamp,
}

impl Maker {
    fn new() -> Self {
        // Two public keys whose private halves nobody has.
        let team = "age1dksxp3tpp3k8j7mczn4200g7k0nl6shw0zfr9ngayt39nk6cvc6s7unxz8";
        let recovery = "age1j82p0kszx6yrnfkv3w7f9fu5gnwy57mxwh8fdywxascvqlf4gd8sxsvhqw";
        Maker {
            luck: BenchLuck::seeded(1),
            recipients: Recipients::parse(team, recovery).unwrap(),
            at: Stamp { at: chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap(), trusted: true },
        }
    }

    /// The four in an order of chance.
    fn order(&self) -> [u8; 4] {
        let mut order = [0, 1, 2, 3];
        for place in (1..4).rev() {
            order.swap(place, self.luck.below(place as u64 + 1).unwrap() as usize);
        }
        order
    }

    fn make(&self, outbox: &mut Outbox) -> (Sealed, Label) {
        let teken = outbox.draw_teken(self.at).unwrap();
        let mut random = [0; 10];
        self.luck.fill(&mut random).unwrap();
        let sequence: Sequence = outbox.next_sequence().unwrap();
        let header = Header {
            // A millisecond later each, as time goes.
            id: EntryId::new(1_800_000_000_000 + sequence.get(), random),
            kiosk: KioskId::new(1).unwrap(),
            epoch: Epoch::FIRST,
            sequence,
        };
        let words = Words::new("Ik krijg brieven over een rekening die ik niet begrijp.").ok();
        let draft =
            Draft { language: Language::NL, body: Body::Question(Question { words, ..Question::default() }), recording: None };
        let entry = Entry { header, left_at: self.at, teken, recognition: None, draft };
        (seal(&entry, &self.recipients).unwrap(), Label { urgent: false, teken, recognition: entry.recognition, at: self.at })
    }
}

/// 100 000 entries, without a sync for each: only their number counts here.
fn fill(outbox: &mut Outbox, maker: &Maker) {
    let path = outbox.path().to_owned();
    let (sealed, _) = maker.make(outbox);
    let bytes = sealed.envelope().to_bytes();
    let first = outbox.reserve(inloop::outbox::Count::Entries, MANY as u64).unwrap().start;
    let unused = path.with_extension("unused");
    *outbox = Outbox::open(&unused).unwrap();
    let mut connection = Connection::open(&path).unwrap();
    let step = connection.transaction().unwrap();
    let mut insert = step
        .prepare(
            "INSERT INTO entry (sequence, id, epoch, urgent, kept_at, kept_trusted, envelope) VALUES (?1, ?2, 1, 0, 0, 1, ?3)",
        )
        .unwrap();
    for place in first..first + MANY as u64 {
        let mut random = [0; 10];
        maker.luck.fill(&mut random).unwrap();
        let id = EntryId::new(1_800_000_000_000 + place, random);
        insert.execute(params![place as i64, id.as_bytes(), bytes]).unwrap();
    }
    drop(insert);
    step.commit().unwrap();
    drop(connection);
    *outbox = Outbox::open(&path).unwrap();
}
