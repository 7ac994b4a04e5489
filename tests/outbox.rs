//! What the outbox promises the resident, the team and the machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "outbox/bookings.rs"]
mod bookings;
#[path = "outbox/common.rs"]
mod common;
#[path = "outbox/model.rs"]
mod model;
#[path = "outbox/rights.rs"]
mod rights;
#[path = "outbox/sound.rs"]
mod sound;

use common::*;
use inloop::clock::BenchLuck;
use inloop::entry::{EntryId, Sequence, TekenBlock};
use inloop::outbox::{Count, Fault, LARGEST, NotOpened, Outbox};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Bytes; what SQLite starts a file with.
const PAGE: usize = 4096;

#[test]
fn what_is_kept_is_there_after_opening_again() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(1));
    let mut outbox = post.open();
    let sealed = sealed(outbox.next_sequence().unwrap(), "mijn verwarming", &luck);
    let kept = outbox.keep(&sealed, label(false)).unwrap();
    drop(outbox);
    let mut outbox = post.open();
    assert_eq!(waiting(&outbox), [kept.id()]);
    assert_eq!(outbox.envelope(kept.id()).unwrap(), sealed.envelope().to_bytes());
    assert!(outbox.next_sequence().unwrap() > kept.sequence());
}

#[test]
fn no_word_of_a_resident_stands_in_any_file() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(2));
    let mut outbox = post.open();
    for place in 0..100 {
        let id = keep(&mut outbox, &format!("geheimwoord{place:03} en meer"), &luck);
        if place % 3 == 0 {
            outbox.delivered(id, b"receipt", at(NOW)).unwrap();
        }
    }
    let look = || {
        let mut looked_at = 0;
        for (name, bytes) in post.files() {
            looked_at += bytes.len();
            assert!(!bytes.windows(11).any(|part| part == b"geheimwoord"), "{name} holds a resident's words");
        }
        looked_at
    };
    assert!(look() > 200_000);
    drop(outbox);
    assert!(look() > 200_000);
}

#[test]
fn calls_go_first_and_a_parked_entry_blocks_nobody() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(3));
    let mut outbox = post.open();
    let (first, second) = (keep(&mut outbox, "1", &luck), keep(&mut outbox, "2", &luck));
    let call = sealed(outbox.next_sequence().unwrap(), "3", &luck);
    let call = outbox.keep(&call, label(true)).unwrap().id();
    assert_eq!(waiting(&outbox), [call, first, second]);
    outbox.park(first, &"é".repeat(1000)).unwrap();
    assert_eq!(outbox.first_waiting(|id| id == call).unwrap().unwrap().id, second);
    assert_eq!(outbox.parked(10).unwrap()[0].reason, "é".repeat(200));
    outbox.unpark(first).unwrap();
    assert_eq!(waiting(&outbox), [call, first, second]);
}

#[test]
fn a_delivered_entry_stays_seven_days_for_a_desk_restored_from_a_backup() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(4));
    let mut outbox = post.open();
    let ids: Vec<EntryId> = (0..3).map(|_| keep(&mut outbox, "vraag", &luck)).collect();
    let sequences: Vec<Sequence> = outbox.waiting(3, |_| false).unwrap().iter().map(|entry| entry.sequence).collect();
    let receipts: Vec<(EntryId, &[u8])> = ids.iter().map(|id| (*id, b"receipt".as_slice())).collect();
    outbox.delivered_all(&receipts, at(NOW)).unwrap();
    assert_eq!(outbox.counts().unwrap().waiting, 0);
    assert_eq!(outbox.tidy(at(NOW + 7 * DAY)).unwrap(), 0);
    assert_eq!(outbox.resend_since(sequences[1]).unwrap(), 2);
    assert_eq!(waiting(&outbox), ids[1..]);
    outbox.delivered_all(&receipts, at(NOW + DAY)).unwrap();
    assert_eq!(outbox.tidy(at(NOW + 7 * DAY + 1)).unwrap(), 1);
    assert_eq!(outbox.tidy(untrusted(NOW + 4000 * DAY)).unwrap(), 0);
    assert_eq!(outbox.tidy(at(NOW + 8 * DAY + 1)).unwrap(), 2);
    assert!(matches!(outbox.envelope(ids[0]), Err(Fault::NotHere(_))));
    assert!(matches!(outbox.delivered(ids[0], b"receipt", at(NOW)), Err(Fault::NotHere(_))));
}

#[test]
fn a_delivery_under_a_clock_in_1970_or_2099_counts_from_the_first_trusted_moment() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(5));
    let mut outbox = post.open();
    for wrong in [untrusted(0), at(NOW + 30_000 * DAY)] {
        let id = keep(&mut outbox, "vraag", &luck);
        outbox.delivered(id, b"receipt", wrong).unwrap();
        assert_eq!(outbox.tidy(at(NOW)).unwrap(), 0);
        assert_eq!(outbox.tidy(at(NOW + 7 * DAY)).unwrap(), 0);
        assert_eq!(outbox.tidy(at(NOW + 7 * DAY + 1)).unwrap(), 1);
    }
}

#[test]
fn a_full_disk_keeps_nothing_new_and_loses_nothing_old() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(6));
    let mut outbox = post.open();
    let mut kept = vec![keep(&mut outbox, "vraag", &luck)];
    outbox.limit(0).unwrap();
    let refused = loop {
        let sealed = sealed(outbox.next_sequence().unwrap(), "vraag", &luck);
        match outbox.keep(&sealed, label(false)) {
            Ok(more) => kept.push(more.id()),
            Err(fault) => break fault,
        }
    };
    assert!(matches!(refused, Fault::Full(_)), "{refused:?}");
    assert_eq!(waiting(&outbox), kept);
    outbox.limit(LARGEST).unwrap();
    kept.push(keep(&mut outbox, "vraag", &luck));
    drop(outbox);
    assert_eq!(waiting(&post.open()), kept);
}

#[test]
fn a_copy_of_the_card_sends_the_same_bytes_under_the_same_names() {
    let (post, other, luck) = (Post::new(), Post::new(), BenchLuck::seeded(7));
    let mut outbox = post.open();
    let ids: Vec<EntryId> = (0..5).map(|_| keep(&mut outbox, "vraag", &luck)).collect();
    copy(&post.file, &other.file);
    let copied = other.open();
    assert_eq!(waiting(&copied), ids);
    for id in ids {
        assert_eq!(outbox.envelope(id).unwrap(), copied.envelope(id).unwrap());
    }
}

#[test]
fn a_number_is_never_given_twice_not_even_by_a_crash() {
    let post = Post::new();
    let mut outbox = post.open();
    let mut highest = 0;
    for _ in 0..3 {
        for _ in 0..70 {
            let next = outbox.next_sequence().unwrap().get();
            assert!(next > highest);
            highest = next;
        }
        let crashed = Post::new();
        copy(&post.file, &crashed.file);
        assert!(crashed.open().next_sequence().unwrap().get() > highest);
    }
    assert_eq!(outbox.reserve(Count::Requests, 10).unwrap(), 1..11);
    assert_eq!(outbox.reserve(Count::Requests, 1).unwrap(), 11..12);
    outbox.raise(Count::Requests, 500).unwrap();
    outbox.raise(Count::Requests, 400).unwrap();
    assert_eq!(outbox.reserve(Count::Requests, 1).unwrap(), 500..501);
}

#[test]
fn the_same_entry_is_not_kept_twice() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(8));
    let mut outbox = post.open();
    let sealed = sealed(outbox.next_sequence().unwrap(), "vraag", &luck);
    outbox.keep(&sealed, label(false)).unwrap();
    assert!(matches!(outbox.keep(&sealed, label(false)), Err(Fault::AlreadyHere(_))));
    assert_eq!(outbox.counts().unwrap().waiting, 1);
}

#[test]
fn a_newer_file_is_refused_and_not_a_byte_of_it_changes() {
    let (post, newer, luck) = (Post::new(), Post::new(), BenchLuck::seeded(9));
    let mut outbox = post.open();
    keep(&mut outbox, "vraag", &luck);
    copy(&post.file, &newer.file);
    // The newer program's mark stands in the journal alone, as after a crash.
    let connection = rusqlite::Connection::open(&newer.file).unwrap();
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let before = newer.files();
    assert!(before.iter().any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty()));
    let refused = Outbox::open(&newer.file).unwrap_err();
    assert!(matches!(refused, NotOpened::Newer { found: 99, .. }), "{refused:?}");
    assert!(refused.is_permanent() && refused.to_string().contains("has schema 99, newer than the 4 this program knows"));
    assert_eq!(newer.files(), before);
}

#[test]
fn another_programs_database_is_refused_and_not_a_byte_of_it_changes() {
    let post = Post::new();
    rusqlite::Connection::open(&post.file).unwrap().execute_batch("CREATE TABLE theirs (x); PRAGMA user_version = 1").unwrap();
    let before = post.files();
    assert!(matches!(Outbox::open(&post.file), Err(NotOpened::NotOurs(_))));
    assert_eq!(post.files(), before);
}

#[test]
fn what_is_no_database_is_set_aside_whole_and_reported_until_somebody_takes_it_away() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(10));
    let garbage = vec![7; 20_000];
    std::fs::write(&post.file, &garbage).unwrap();
    let mut outbox = post.open();
    let aside = outbox.set_aside().to_vec();
    assert_eq!(aside, [PathBuf::from(format!("{}.set-aside-1", post.file.display()))]);
    assert_eq!(std::fs::read(&aside[0]).unwrap(), garbage);
    keep(&mut outbox, "vraag", &luck);
    drop(outbox);
    assert_eq!(post.open().set_aside(), aside);
    std::fs::remove_file(&aside[0]).unwrap();
    assert!(post.open().set_aside().is_empty());
}

#[test]
fn damage_inside_is_found_set_aside_and_what_can_be_read_waits_again() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(11));
    let mut outbox = post.open();
    outbox.remember(&[("who", Some(b"kiosk 3"))]).unwrap();
    outbox.grant_tekens(&[TekenBlock { first: 0, count: 5 }]).unwrap();
    let ids: Vec<EntryId> = (0..40).map(|_| keep(&mut outbox, "vraag", &luck)).collect();
    let highest = outbox.waiting(40, |_| false).unwrap()[39].sequence;
    drop(outbox);
    assert!(Outbox::open_checked(&post.file).unwrap().set_aside().is_empty(), "a healthy file stays");

    let mut bytes = std::fs::read(&post.file).unwrap();
    let pages = bytes.len() / PAGE;
    bytes[(pages - 3) * PAGE..(pages - 2) * PAGE].fill(0xAA);
    std::fs::write(&post.file, &bytes).unwrap();
    for _ in 0..2 {
        let mut outbox = Outbox::open_checked(&post.file).unwrap();
        let aside = outbox.set_aside().to_vec();
        assert_eq!(aside.len(), 1);
        assert_eq!(std::fs::read(&aside[0]).unwrap(), bytes, "the damaged file is only read");
        let rescued = waiting(&outbox);
        assert!(rescued.len() >= 38 && rescued.iter().all(|id| ids.contains(id)), "{} of 40", rescued.len());
        assert_eq!(outbox.recall("who").unwrap().as_deref(), Some(b"kiosk 3".as_slice()));
        assert_eq!(outbox.tekens(), 5);
        assert!(outbox.next_sequence().unwrap() > highest);
    }
}

#[test]
fn a_disk_that_cannot_be_written_says_so_and_works_once_it_can() {
    let post = Post::new();
    let journal = PathBuf::from(format!("{}-wal", post.file.display()));
    drop(post.open());
    // Stands where the journal has to be.
    std::fs::create_dir(&journal).unwrap();
    let refused = Outbox::open(&post.file).unwrap_err();
    assert!(matches!(refused, NotOpened::Fault(Fault::Broken(_))) && !refused.is_permanent(), "{refused:?}");
    std::fs::remove_dir(&journal).unwrap();
    assert!(waiting(&post.open()).is_empty());
    let nowhere = Outbox::open(&post.folder.path().join("no folder/outbox.sqlite")).unwrap_err();
    assert!(matches!(nowhere, NotOpened::Folder { .. }) && !nowhere.is_permanent());
}

#[test]
fn only_one_at_a_time_and_for_its_owner_alone() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(12));
    let mut outbox = post.open();
    keep(&mut outbox, "vraag", &luck);
    assert!(matches!(Outbox::open(&post.file), Err(NotOpened::InUse(_))));
    for (name, _) in post.files() {
        let mode = std::fs::metadata(post.folder.path().join(&name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    drop(outbox);
    std::fs::set_permissions(&post.file, std::fs::Permissions::from_mode(0o644)).unwrap();
    let _open = post.open();
    assert_eq!(std::fs::metadata(&post.file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_file_of_every_released_schema_opens_today() {
    for (version, entries) in [(1, 3)] {
        let post = Post::new();
        let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/outbox-v{version}.sqlite"));
        std::fs::copy(fixture, &post.file).unwrap();
        let mut outbox = post.open();
        assert!(outbox.set_aside().is_empty());
        let ids = waiting(&outbox);
        assert_eq!(ids.len(), entries);
        for id in ids {
            let envelope = inloop::entry::Envelope::parse(&outbox.envelope(id).unwrap()).unwrap();
            assert_eq!(envelope.header().id, id);
            outbox.delivered(id, b"receipt", at(NOW)).unwrap();
        }
        assert_eq!((outbox.counts().unwrap().waiting, outbox.tekens()), (0, 120));
        assert!(outbox.next_sequence().unwrap().get() > entries as u64);
        assert_eq!(outbox.rights().known().count(), 0);
        outbox.granted(rights::right(1)).unwrap();
        assert_eq!(outbox.held(), [rights::right(1)]);
    }
}

/// A folder with an outbox.
struct Post {
    file: PathBuf,
    folder: tempfile::TempDir,
}

impl Post {
    fn new() -> Self {
        let folder = folder();
        Post { file: folder.path().join("outbox.sqlite"), folder }
    }

    fn open(&self) -> Outbox {
        Outbox::open(&self.file).unwrap()
    }

    /// Every file with its bytes, but for the lock.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let files = std::fs::read_dir(self.folder.path()).unwrap().map(|file| file.unwrap().path());
        let mut files: Vec<_> = files
            .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
            .filter(|(name, _)| !name.ends_with(".lock"))
            .collect();
        files.sort();
        files
    }
}
