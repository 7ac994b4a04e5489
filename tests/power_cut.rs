//! The power goes at any moment: whatever was said to be kept is there when it comes back.
//!
//! `examples/keep.rs` runs under `strace`. Its writes are replayed up to every moment at which the disk changed, with what was
//! not synced by then dropped, kept, or torn into sectors; today's outbox opens each disk found that way. Killing the process
//! would prove nothing: what it has written survives it in the system's memory, but not a power cut.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "power_cut/disk.rs"]
mod disk;
#[path = "power_cut/rights.rs"]
mod rights;
#[path = "power_cut/trace.rs"]
mod trace;

use disk::{Cut, Disk};
use inloop::clock::{BenchLuck, Luck};
use inloop::entry::EntryId;
use inloop::entry::pieces::MAX_PIECES;
use inloop::outbox::Outbox;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use trace::Event;

const ALL_CUTS: [Cut; 7] = [Cut::Dropped, Cut::Kept, Cut::OnlyLast, Cut::TornLast, Cut::Random, Cut::Random, Cut::Random];

#[test]
fn a_power_cut_at_any_write_of_a_young_outbox_loses_nothing_that_was_said_to_be_kept() {
    let run = Run::watch(12);
    let states = run.replay(|_, _| true, &ALL_CUTS, 1);
    println!("{states} disks, from an empty folder to a closed outbox with 12 entries");
    assert!(states > 1_000, "only {states} disks were looked at");
}

#[test]
fn a_power_cut_at_any_write_of_a_booking_uses_its_right_once_with_its_entry_or_not_at_all() {
    let run = Run::watch_bookings(9);
    let states = run.replay(|_, _| true, &ALL_CUTS, 4);
    println!("{states} disks, from an empty folder to a closed outbox with 9 bookings and its mark");
    assert!(states > 1_500, "only {states} disks were looked at");
}

#[test]
fn a_power_cut_at_any_write_keeps_an_entry_with_all_that_was_said_or_neither() {
    let run = Run::watch_with(3, &["sound"]);
    assert_eq!(run.pieces.len(), 6);
    let states = run.replay(|_, _| true, &[Cut::Dropped, Cut::Kept, Cut::TornLast, Cut::Random], 5);
    println!("{states} disks, from an empty folder to a closed outbox with 3 entries and 6 pieces of sound");
    assert!(states > 2_000, "only {states} disks were looked at");
}

#[test]
fn a_power_cut_while_the_journal_moves_into_the_file_loses_nothing_that_was_said_to_be_kept() {
    // Enough for the journal to be moved, and written anew from its beginning.
    let run = Run::watch(260);
    let main = run.file.clone();
    let moved = std::cell::Cell::new(0_u32);
    let luck = BenchLuck::seeded(2);
    let interesting = |disk: &Disk, _: &Event| {
        let moving = disk.is_unsynced(&main);
        moved.set(moved.get() + u32::from(moving));
        // While it moves one moment in 6 (a thousand pages are alike), else one in 60.
        luck.below(if moving { 6 } else { 60 }).unwrap() == 0
    };
    let states = run.replay(interesting, &[Cut::Dropped, Cut::Kept, Cut::TornLast, Cut::Random], 3);
    println!("{states} disks, with {} moments while the journal was being moved", moved.get());
    assert!(states > 300 && moved.get() > 100, "{states} disks, {} moments", moved.get());
}

#[test]
fn a_disk_that_takes_no_more_bytes_ends_the_run_and_loses_nothing_that_was_said_to_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("outbox.sqlite");
    // No file may grow beyond 1 200 blocks of 512 bytes: writes fail from there on, as on a card that has worn out.
    let limited = "trap '' XFSZ; ulimit -f 1200; exec \"$0\" \"$@\"";
    let run = Command::new("sh").args(["-c", limited]).arg(keep()).arg(&file).arg("1000").output().unwrap();
    let said = String::from_utf8(run.stdout).unwrap();
    let said: HashSet<EntryId> = said.lines().filter_map(|line| kept(&Event::Said(line.to_owned()))).collect();
    let complaint = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!run.status.success() && complaint.contains("the disk of the outbox does not work"), "{complaint}");
    assert!(said.len() > 10 && said.len() < 1000, "{} were kept", said.len());

    let mut outbox = Outbox::open(&file).unwrap();
    assert!(outbox.set_aside().is_empty());
    let waiting: HashSet<EntryId> = outbox.waiting(usize::MAX, |_| false).unwrap().iter().map(|entry| entry.id).collect();
    assert!(said.is_subset(&waiting) && waiting.len() <= said.len() + 1);
    outbox.next_sequence().unwrap();
}

/// A run of the example, and what it said and left.
struct Run {
    events: Vec<Event>,
    file: PathBuf,
    /// The bytes of every entry.
    envelopes: HashMap<EntryId, Vec<u8>>,
    /// The bytes of every piece of sound.
    pieces: HashMap<(EntryId, u8), Vec<u8>>,
    _folder: tempfile::TempDir,
}

impl Run {
    fn watch(entries: u32) -> Run {
        Run::watch_with(entries, &[])
    }

    fn watch_bookings(entries: u32) -> Run {
        Run::watch_with(entries, &["bookings"])
    }

    fn watch_with(entries: u32, words: &[&str]) -> Run {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().canonicalize().unwrap().join("post");
        std::fs::create_dir(&at).unwrap();
        let (file, log) = (at.join("outbox.sqlite"), folder.path().join("trace"));
        let strace = Command::new("strace")
            .args(["-f", "-xx", "-s", "10000000", "-e", &format!("trace={}", trace::CALLS), "-o"])
            .arg(&log)
            .arg(keep())
            .arg(&file)
            .arg(entries.to_string())
            .args(words)
            .output()
            .expect("strace is installed");
        assert!(strace.status.success(), "{}", String::from_utf8_lossy(&strace.stderr));
        let events = trace::read(&std::fs::read_to_string(&log).unwrap(), &at);

        let outbox = Outbox::open(&file).unwrap();
        let waiting = outbox.waiting(usize::MAX, |_| false).unwrap();
        let envelopes: HashMap<_, _> = waiting.iter().map(|entry| (entry.id, outbox.envelope(entry.id).unwrap())).collect();
        let pieces = waiting.iter().flat_map(|entry| sound_of(&outbox, entry.id)).collect();
        let said = events.iter().filter_map(kept).collect::<HashSet<_>>();
        assert_eq!(said.len(), entries as usize);
        assert_eq!(said, envelopes.keys().copied().collect());
        Run { events, file, envelopes, pieces, _folder: folder }
    }

    /// Cuts the power after each event that changed the disk and that `interesting` picks; answers how many disks were opened.
    fn replay(&self, interesting: impl Fn(&Disk, &Event) -> bool, cuts: &[Cut], seed: u64) -> usize {
        let luck = BenchLuck::seeded(seed);
        let (mut disk, mut said, mut states) = (Disk::default(), HashSet::new(), 0);
        let mut told = rights::Told::default();
        for (moment, event) in self.events.iter().enumerate() {
            disk.follow(event);
            said.extend(kept(event));
            told.follow(event);
            if !interesting(&disk, event) {
                continue;
            }
            for cut in cuts {
                let found = disk.after(*cut, &luck);
                self.look_at(&found.into_iter().collect::<Vec<_>>(), &said, &told, &format!("moment {moment} ({cut:?})"));
                states += 1;
            }
        }
        states
    }

    fn look_at(&self, found: &[(PathBuf, Vec<u8>)], said: &HashSet<EntryId>, told: &rights::Told, moment: &str) {
        // In memory where there is such a folder: the disk of this machine is not what is being tested.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap();
        for (name, content) in found {
            std::fs::write(folder.path().join(name.file_name().unwrap()), content).unwrap();
        }
        let file = folder.path().join(self.file.file_name().unwrap());
        let mut outbox = Outbox::open(&file).unwrap_or_else(|e| panic!("{moment}: {e}: {:?}", std::error::Error::source(&e)));
        assert_eq!(outbox.set_aside(), &[] as &[PathBuf], "{moment}: a healthy outbox was set aside");

        let waiting = outbox.waiting(usize::MAX, |_| false).unwrap();
        let ids: HashSet<EntryId> = waiting.iter().map(|entry| entry.id).collect();
        assert_eq!(ids.len(), waiting.len(), "{moment}: an entry waits twice");
        let lost = said.difference(&ids).count();
        assert_eq!(lost, 0, "{moment}: {lost} of {} entries that were said to be kept are lost", said.len());
        for id in &ids {
            assert!(outbox.envelope(*id).unwrap() == self.envelopes[id], "{moment}: {id} has other bytes");
            let sound: HashMap<_, _> = sound_of(&outbox, *id).collect();
            assert_eq!(sound.len(), self.pieces.keys().filter(|(of, _)| of == id).count(), "{moment}: {id} lacks sound");
            assert!(sound.iter().all(|(place, sealed)| self.pieces[place] == *sealed), "{moment}: {id} has other sound");
        }
        assert!(ids.len() <= said.len() + 1, "{moment}: more than the one that was being written");
        told.holds_in(&mut outbox, &ids, moment);
        let highest = waiting.iter().map(|entry| entry.sequence).max();
        assert!(outbox.next_sequence().ok() > highest, "{moment}: a sequence is given twice");
        drop(outbox);

        let connection = rusqlite::Connection::open(&file).unwrap();
        let check: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
        assert_eq!(check, "ok", "{moment}");
    }
}

/// The pieces of sound that are there.
fn sound_of(outbox: &Outbox, id: EntryId) -> impl Iterator<Item = ((EntryId, u8), Vec<u8>)> {
    (1..=MAX_PIECES).map_while(move |n| outbox.piece(id, n).ok().map(|sealed| ((id, n), sealed)))
}

fn kept(event: &Event) -> Option<EntryId> {
    let Event::Said(line) = event else { return None };
    let id = line.strip_prefix("kept ").or_else(|| line.strip_prefix("booked ")?.split_once(' ').map(|(_, id)| id))?;
    Some(id.parse().unwrap())
}

/// The example, built with the features of this test so that nothing is compiled twice.
fn keep() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        build.args(["build", "--quiet", "--example", "keep", "--features", "test-strace", "--message-format", "json"]);
        if !cfg!(feature = "tryout") {
            build.arg("--no-default-features");
        }
        let built = build.output().unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let messages = String::from_utf8(built.stdout).unwrap();
        let program =
            messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok()).find_map(|message| {
                let ours = message["target"]["name"] == "keep";
                message["executable"].as_str().filter(|_| ours).map(PathBuf::from)
            });
        program.expect("cargo says where the example is")
    })
}
