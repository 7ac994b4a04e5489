//! What was said beside an entry: in its commit, behind all words, and gone with it.

use super::Post;
use crate::common::*;
use inloop::clock::{BenchLuck, Luck};
use inloop::entry::pieces::SOUND_IN_A_PIECE;
use inloop::entry::*;
use inloop::outbox::{Fault, LARGEST, MOST_PIECES, Outbox, SoundCounts, WaitingPiece};
use inloop::seal::Sealed;
use std::path::Path;
use std::time::Duration;

/// What a microphone could not say by chance.
const VOICE: &[u8] = b"fLaC geheime stem ";

/// A FLAC file of so many bytes, as far as anybody here can tell.
fn flac(bytes: usize) -> Vec<u8> {
    VOICE.iter().copied().cycle().take(bytes).collect()
}

/// A question of which this was said.
fn spoken(outbox: &mut Outbox, bytes: usize, luck: &BenchLuck) -> Sealed {
    let recording = Recording::new(flac(bytes).into(), Duration::from_secs(9)).unwrap();
    sealed_with(outbox.next_sequence().unwrap(), "vraag", Some(recording), luck)
}

fn say(outbox: &mut Outbox, bytes: usize, luck: &BenchLuck) -> Sealed {
    let sealed = spoken(outbox, bytes, luck);
    outbox.keep(&sealed, label(false)).unwrap();
    sealed
}

fn pieces(outbox: &Outbox) -> Vec<(EntryId, u8)> {
    let waiting = outbox.waiting_pieces(usize::MAX, |_, _| false).unwrap();
    waiting.into_iter().map(|WaitingPiece { entry, n }| (entry, n)).collect()
}

fn delivered(outbox: &mut Outbox, sealed: &Sealed, now: i64) {
    let id = sealed.header().id;
    outbox.delivered(id, b"receipt", at(now)).unwrap();
    for piece in sealed.pieces() {
        outbox.pieces_delivered(&[(id, piece.place().n, b"receipt")], at(now)).unwrap();
    }
}

#[test]
fn sound_is_there_after_opening_again_and_waits_for_its_entrys_receipt() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(30));
    let mut outbox = post.open();
    let (one, other) = (say(&mut outbox, 300_000, &luck), say(&mut outbox, 1000, &luck));
    let (id, second) = (one.header().id, other.header().id);
    assert!(outbox.waiting(9, |_| false).unwrap().iter().all(|entry| entry.spoken));
    assert_eq!(pieces(&outbox), [], "the desk has no entry that they could belong to");
    assert_eq!(outbox.sound_counts().unwrap(), SoundCounts { waiting: 2, parked: 0 });
    outbox.delivered(second, b"receipt", at(NOW)).unwrap();
    assert_eq!(pieces(&outbox), [(second, 1)]);
    outbox.delivered(id, b"receipt", at(NOW)).unwrap();
    drop(outbox);
    let mut outbox = post.open();
    assert_eq!(pieces(&outbox), [(id, 1), (id, 2), (id, 3), (second, 1)], "in the order in which they were said");
    for piece in one.pieces() {
        assert!(outbox.piece(id, piece.place().n).unwrap() == piece.sealed());
    }
    assert!(matches!(outbox.piece(id, 4), Err(Fault::NotHere(_))));
    outbox.pieces_delivered(&[(id, 2, b"receipt"), (second, 1, b"receipt"), (second, 9, b"of nothing")], at(NOW)).unwrap();
    assert_eq!(outbox.waiting_pieces(9, |_, n| n == 1).unwrap(), [WaitingPiece { entry: id, n: 3 }]);
    assert_eq!(outbox.sound_counts().unwrap(), SoundCounts { waiting: 1, parked: 0 });
}

#[test]
fn no_byte_of_a_recording_stands_in_any_file() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(31));
    let mut outbox = post.open();
    let look = |outbox: Option<Outbox>| {
        let mut looked_at = 0;
        for (name, bytes) in post.files() {
            looked_at += bytes.len();
            assert!(memchr::memmem::find(&bytes, b"geheime").is_none(), "{name} holds a resident's voice");
        }
        assert!(looked_at > 3_000_000, "{looked_at}");
        outbox
    };
    let all: Vec<Sealed> = (0..6).map(|_| say(&mut outbox, 600_000, &luck)).collect();
    let mut outbox = look(Some(outbox)).unwrap();
    delivered(&mut outbox, &all[0], NOW);
    outbox.park_piece(all[1].header().id, 2, "refused").unwrap();
    look(Some(outbox));
    look(None);
}

#[test]
fn a_full_disk_keeps_neither_words_nor_sound_of_what_does_not_fit() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(32));
    let mut outbox = post.open();
    let first = say(&mut outbox, 300_000, &luck);
    outbox.limit(0).unwrap();
    assert!(!outbox.room_for_sound().unwrap());
    let refused = spoken(&mut outbox, 300_000, &luck);
    assert!(matches!(outbox.keep(&refused, label(false)), Err(Fault::Full(_))));
    assert_eq!(waiting(&outbox), [first.header().id]);
    assert_eq!(outbox.sound_counts().unwrap().waiting, 1);
    outbox.limit(LARGEST).unwrap();
    assert!(outbox.room_for_sound().unwrap());
    outbox.keep(&refused, label(false)).unwrap();
    drop(outbox);
    assert_eq!(waiting(&post.open()).len(), 2);
}

#[test]
fn sound_has_a_limit_of_its_own_and_takes_no_room_from_words() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(33));
    let mut outbox = post.open();
    let longest = spoken(&mut outbox, MAX_RECORDING, &luck);
    assert_eq!(longest.pieces().len(), 31);
    // As many as there may be, without the hour it takes to seal them.
    drop(outbox);
    let mut connection = rusqlite::Connection::open(&post.file).unwrap();
    let step = connection.transaction().unwrap();
    let full = MOST_PIECES - 31;
    for entry in 0..=full / 31 {
        step.execute(
            "INSERT INTO entry (sequence, id, epoch, urgent, kept_at, kept_trusted, envelope) VALUES (?1, ?2, 1, 0, 0, 0, x'00')",
            rusqlite::params![1_000_000 + entry as i64, u128::from(entry).to_be_bytes()],
        )
        .unwrap();
        for n in 1..=(full - entry * 31).min(31) {
            let key = rusqlite::params![1_000_000 + entry as i64, n as i64];
            step.execute("INSERT INTO piece (entry, n) VALUES (?1, ?2)", key).unwrap();
        }
    }
    step.commit().unwrap();
    drop(connection);
    let mut outbox = post.open();
    assert!(outbox.room_for_sound().unwrap());
    outbox.keep(&longest, label(false)).unwrap();
    assert!(!outbox.room_for_sound().unwrap());
    let more = spoken(&mut outbox, 10, &luck);
    let refused = outbox.keep(&more, label(false)).unwrap_err();
    assert!(matches!(refused, Fault::NoRoomForSound), "{refused:?}");
    assert!(matches!(outbox.envelope(more.header().id), Err(Fault::NotHere(_))), "nor its words");
    keep(&mut outbox, "woorden", &luck);
}

#[test]
fn what_the_desk_does_not_have_is_counted_by_entries_and_each_of_them_once() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(35));
    let mut outbox = post.open();
    let left = |outbox: &Outbox| outbox.unarrived().map(|left| (left.waiting, left.parked)).unwrap();
    assert_eq!(left(&outbox), (0, 0));
    for _ in 0..3 {
        keep(&mut outbox, "woorden", &luck);
    }
    let spoken: Vec<Sealed> = (0..4).map(|_| say(&mut outbox, 300_000, &luck)).collect();
    assert_eq!(left(&outbox), (7, 0), "words and sound of one are one");
    let id = |n: usize| spoken[n].header().id;
    outbox.delivered(id(0), b"receipt", at(NOW)).unwrap();
    assert_eq!(left(&outbox), (7, 0), "its words are there, and its sound is not");
    delivered(&mut outbox, &spoken[1], NOW);
    assert_eq!(left(&outbox), (6, 0));
    outbox.park(id(2), "refused").unwrap();
    assert_eq!(left(&outbox), (5, 1));
    outbox.delivered(id(3), b"receipt", at(NOW)).unwrap();
    outbox.park_piece(id(3), 2, "refused").unwrap();
    assert_eq!(left(&outbox), (5, 1), "the rest of it is still sent");
    outbox.pieces_delivered(&[(id(3), 1, b"receipt"), (id(3), 3, b"receipt")], at(NOW)).unwrap();
    assert_eq!(left(&outbox), (4, 2));
}

#[test]
fn a_parked_piece_holds_up_nobody_and_goes_again_when_staff_say_so() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(34));
    let mut outbox = post.open();
    let (one, other) = (say(&mut outbox, 300_000, &luck), say(&mut outbox, 1000, &luck));
    let (id, second) = (one.header().id, other.header().id);
    for sealed in [&one, &other] {
        outbox.delivered(sealed.header().id, b"receipt", at(NOW)).unwrap();
    }
    outbox.park_piece(id, 2, &"é".repeat(1000)).unwrap();
    assert_eq!(pieces(&outbox), [(id, 1), (id, 3), (second, 1)]);
    assert_eq!(outbox.parked_pieces(9).unwrap(), [(WaitingPiece { entry: id, n: 2 }, "é".repeat(200))]);
    assert_eq!(outbox.sound_counts().unwrap(), SoundCounts { waiting: 2, parked: 1 });
    assert_eq!((outbox.unpark_pieces(id).unwrap(), outbox.unpark_pieces(id).unwrap()), (1, 0));
    assert_eq!(pieces(&outbox).len(), 4);
}

#[test]
fn sound_stays_seven_days_after_its_last_receipt_and_goes_with_its_entry() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(35));
    let mut outbox = post.open();
    let (one, other) = (say(&mut outbox, 300_000, &luck), say(&mut outbox, 300_000, &luck));
    let (id, second) = (one.header().id, other.header().id);
    let words = keep(&mut outbox, "woorden", &luck);
    for entry in [id, second, words] {
        outbox.delivered(entry, b"receipt", at(NOW)).unwrap();
    }
    outbox.pieces_delivered(&[(id, 1, b"r"), (id, 2, b"r")], at(NOW)).unwrap();
    outbox.pieces_delivered(&[(id, 3, b"r")], at(NOW + 6 * DAY)).unwrap();
    // The other's third piece has not come to the desk.
    outbox.pieces_delivered(&[(second, 1, b"r"), (second, 2, b"r")], at(NOW)).unwrap();
    assert_eq!(outbox.tidy(at(NOW + 8 * DAY)).unwrap(), 1, "words without sound");
    assert!(!outbox.tidy_sound(at(NOW + 8 * DAY)).unwrap());
    // A desk that comes back from a backup gets all of it again, its words first.
    assert_eq!(outbox.resend_since(Sequence::new(0).unwrap()).unwrap(), 2);
    assert_eq!((waiting(&outbox).len(), pieces(&outbox).len()), (2, 0));
    delivered(&mut outbox, &one, NOW + 8 * DAY);
    outbox.delivered(second, b"receipt", at(NOW + 8 * DAY)).unwrap();
    assert_eq!(pieces(&outbox), [(second, 1), (second, 2), (second, 3)]);
    outbox.park_piece(second, 1, "refused").unwrap();
    outbox.pieces_delivered(&[(second, 2, b"r"), (second, 3, b"r")], at(NOW + 8 * DAY)).unwrap();

    assert!(!outbox.tidy_sound(untrusted(NOW + 4000 * DAY)).unwrap());
    assert_eq!(outbox.tidy(at(NOW + 15 * DAY + 1)).unwrap(), 0);
    assert!(outbox.tidy_sound(at(NOW + 15 * DAY + 1)).unwrap());
    assert!(matches!(outbox.envelope(id), Err(Fault::NotHere(_))));
    assert!(matches!(outbox.piece(id, 1), Err(Fault::NotHere(_))));
    assert!(!outbox.tidy_sound(at(NOW + 4000 * DAY)).unwrap(), "a parked piece keeps its entry");
    drop(outbox);
    // What is removed is overwritten: neither file has a byte of it.
    let gone = &one.pieces()[2].sealed()[70_000..70_032];
    let kept = &other.pieces()[2].sealed()[70_000..70_032];
    let stands = |part: &[u8]| post.files().iter().any(|(_, bytes)| memchr::memmem::find(bytes, part).is_some());
    assert!(!stands(gone) && stands(kept));
}

#[test]
fn what_can_be_read_of_sound_comes_out_of_a_damaged_file() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(36));
    let mut outbox = post.open();
    let all: Vec<Sealed> = (0..5).map(|_| say(&mut outbox, 2 * SOUND_IN_A_PIECE, &luck)).collect();
    delivered(&mut outbox, &all[0], NOW);
    outbox.park_piece(all[1].header().id, 1, "refused").unwrap();
    drop(outbox);
    let mut bytes = std::fs::read(&post.file).unwrap();
    // A page in the middle of a piece: that one is lost, and no other.
    let part = &all[3].pieces()[1].sealed()[60_000..60_032];
    let hole = memchr::memmem::find(&bytes, part).unwrap() / 4096 * 4096;
    bytes[hole..hole + 4096].fill(0xAA);
    std::fs::write(&post.file, &bytes).unwrap();
    let mut outbox = Outbox::open_checked(&post.file).unwrap();
    assert_eq!(outbox.set_aside().len(), 1);
    assert_eq!(waiting(&outbox).len(), 4);
    assert_eq!(outbox.parked_pieces(9).unwrap().len(), 1);
    assert_eq!(pieces(&outbox), [], "what the desk has is not sent again, and the rest waits for its words");
    for sealed in &all[1..] {
        outbox.delivered(sealed.header().id, b"receipt", at(NOW)).unwrap();
    }
    let rescued = pieces(&outbox);
    let expected = [(1, 2), (2, 1), (2, 2), (3, 1), (4, 1), (4, 2)].map(|(place, n)| (all[place].header().id, n));
    assert_eq!(rescued, expected);
    for (id, n) in rescued {
        let piece = all.iter().find(|sealed| sealed.header().id == id).unwrap().pieces()[usize::from(n) - 1].sealed();
        assert!(outbox.piece(id, n).unwrap() == piece);
    }
}

#[test]
fn a_file_of_before_there_was_sound_is_rescued_too() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(37));
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/outbox-v1.sqlite");
    let aside = format!("{}.set-aside-1", post.file.display());
    std::fs::copy(fixture, aside).unwrap();
    let mut outbox = post.open();
    assert_eq!(waiting(&outbox).len(), 3);
    assert!(luck.below(2).is_ok() && outbox.counts().unwrap().waiting == 3);
}
