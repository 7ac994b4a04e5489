//! What a day cost, and the limits of that.

use inloop::clock::{Clock, MachineClock};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

/// Hours in which everything is met once, and not compared: every language and sort of visit, the first outage and start.
const WARM: u64 = 6;
/// As long as the two times last that are compared: what stands after the warm hours, and the end.
const COMPARED: u64 = 4;

/// What memory may grow between the two: fragments of the heap; a thing that is kept for every visit or start would be more.
const MEMORY_SLACK: u64 = 6 << 20;
/// What open handles may: connections of the courier that the desk has not closed yet.
const HANDLES_SLACK: u64 = 12;
/// The journal of the outbox never grows beyond: 1000 pages, at which SQLite empties it, and one commit of the largest entry.
const WAL_AT_MOST: u64 = 8 << 20;
/// What a kept entry takes in the outbox, as its share of the file.
const FILE_PER_ENTRY: u64 = 64 << 10;
/// What is written to the disk for one, with its receipt, its journal and all that is remembered meanwhile.
const WRITTEN_PER_ENTRY: u64 = 512 << 10;
/// Of the visits that could, so many go as they were meant, in hundredths.
const WENT: u64 = 80;

/// Tried so often, a visit goes as it was meant at least once.
const OFTEN: u64 = 4;

/// What the hand counted.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) visits: usize,
    pub(crate) kept: u64,
    pub(crate) asked: u64,
    pub(crate) starts: u64,
    pub(crate) outages: u64,
}

struct Sample {
    hour: u64,
    memory: u64,
    handles: u64,
    file: u64,
    wal: u64,
}

/// What was looked at after each visit.
pub(crate) struct Record {
    samples: Vec<Sample>,
    written: u64,
}

impl Record {
    pub(crate) fn begin() -> Self {
        Record { samples: Vec::new(), written: written() }
    }

    pub(crate) fn note(&mut self, passed: Duration, folder: &Path) {
        let size = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |file| file.len());
        self.samples.push(Sample {
            hour: passed.as_secs() / 3600,
            memory: crate::bench::dice::resident() as u64,
            handles: std::fs::read_dir("/proc/self/fd").unwrap().count() as u64,
            file: size("outbox.sqlite"),
            wal: size("outbox.sqlite-wal"),
        });
    }

    /// Bytes that this process caused to be written to a disk since it began.
    pub(crate) fn written(&self) -> u64 {
        written() - self.written
    }

    fn most(&self, hours: std::ops::Range<u64>, of: impl Fn(&Sample) -> u64) -> u64 {
        self.samples.iter().filter(|sample| hours.contains(&sample.hour)).map(of).max().unwrap_or_default()
    }
}

fn written() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap();
    let line = io.lines().find_map(|line| line.strip_prefix("write_bytes: ")).unwrap();
    line.parse().unwrap()
}

/// The machine's own time.
pub(crate) fn machine_now() -> Instant {
    thread_local!(static MACHINE: OnceCell<MachineClock> = const { OnceCell::new() });
    MACHINE.with(|machine| machine.get_or_init(MachineClock::new).now())
}

/// What a day came to.
pub(crate) struct Figures {
    pub(crate) totals: Totals,
    pub(crate) record: Record,
    pub(crate) written: u64,
    /// Entries in the outbox and at the desk.
    pub(crate) outbox: BTreeSet<String>,
    pub(crate) desk: BTreeSet<String>,
    pub(crate) tickets: Vec<[u8; 32]>,
    /// Of each sort of visit: tried, and gone as meant.
    pub(crate) went: BTreeMap<String, (u64, u64)>,
}

impl Figures {
    fn pair(&self, of: impl Fn(&Sample) -> u64 + Copy) -> (u64, u64) {
        (self.record.most(WARM..WARM + COMPARED, of), self.record.most(24 - COMPARED..25, of))
    }

    fn per_entry(&self, bytes: u64) -> u64 {
        bytes / (self.outbox.len() as u64).max(1)
    }

    fn file(&self) -> u64 {
        self.record.most(0..25, |sample| sample.file)
    }

    pub(crate) fn tell(&self) {
        let (totals, kib) = (&self.totals, |bytes: u64| bytes >> 10);
        println!("visits {}, starts {}, outages {}", totals.visits, totals.starts, totals.outages);
        for (what, (tried, done)) in &self.went {
            println!("    {what:<14} {done:>4} of {tried}");
        }
        let (warm, end) = self.pair(|sample| sample.memory);
        let say = |what: &str, measured: String, limit: String| println!("| {what} | {measured} | {limit} |");
        say("memory when warm / at the end, KiB", format!("{} / {}", kib(warm), kib(end)), format!("{} more", kib(MEMORY_SLACK)));
        let (warm, end) = self.pair(|sample| sample.handles);
        say("open handles when warm / at the end", format!("{warm} / {end}"), format!("{HANDLES_SLACK} more"));
        let wal = self.record.most(0..25, |sample| sample.wal);
        say("journal of the outbox, KiB at most", kib(wal).to_string(), kib(WAL_AT_MOST).to_string());
        let share = self.per_entry(self.file());
        say("outbox, KiB for each entry", kib(share).to_string(), kib(FILE_PER_ENTRY).to_string());
        let share = self.per_entry(self.written);
        // A folder in memory has no disk below it, and a nought would look like a promise.
        let share = if self.written == 0 { "not measured: its folder is in memory".to_owned() } else { kib(share).to_string() };
        say("written to the disk, KiB for each entry", share, kib(WRITTEN_PER_ENTRY).to_string());
        let counts = format!("{} / {} / {}", totals.kept, self.outbox.len(), self.desk.len());
        say("called kept / in the outbox / at the desk", counts, "the same".to_owned());
        let distinct = self.tickets.iter().collect::<HashSet<_>>().len();
        let counts = format!("{} / {} / {distinct}", totals.asked, self.tickets.len());
        say("tickets asked for / printed / different", counts, "none twice".to_owned());
    }

    /// Fails with everything that is not as promised.
    pub(crate) fn hold(&self) {
        let mut wrong = Vec::new();
        let mut must = |holds: bool, what: &str| {
            if !holds {
                wrong.push(what.to_owned());
            }
        };
        let grew = |(warm, end): (u64, u64)| end.saturating_sub(warm);
        must(grew(self.pair(|sample| sample.memory)) <= MEMORY_SLACK, "memory grows");
        must(grew(self.pair(|sample| sample.handles)) <= HANDLES_SLACK, "open handles grow");
        must(self.record.most(0..25, |sample| sample.wal) <= WAL_AT_MOST, "the journal of the outbox grows");
        must(self.per_entry(self.file()) <= FILE_PER_ENTRY, "the outbox takes more for an entry");
        must(self.per_entry(self.written) <= WRITTEN_PER_ENTRY, "more is written for an entry");
        must(self.outbox == self.desk, "outbox and desk do not have the same entries");
        must(self.outbox.len() as u64 == self.totals.kept, "what was called kept is not what is in the outbox");
        let distinct = self.tickets.iter().collect::<HashSet<_>>().len();
        must(distinct == self.tickets.len(), "a ticket was printed twice");
        must(
            !self.tickets.is_empty() && self.tickets.len() as u64 <= self.totals.asked,
            "tickets that nobody asked for, or none",
        );
        let (tried, done) = self.went.values().fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        must(done * 100 >= tried * WENT, "most visits did not go as they were meant");
        for (what, (tried, done)) in &self.went {
            must(*tried < OFTEN || *done > 0, &format!("no visit of the sort {what} went as it was meant"));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("; "));
    }
}
