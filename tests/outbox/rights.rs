//! What the outbox promises about rights to book: used once, with their entry, and never by a file that is older than it was.

use super::Post;
use crate::common::*;
use inloop::booking::post::State;
use inloop::clock::BenchLuck;
use inloop::entry::{EntryId, Grant, GrantId, Recognition, SlotId, SpreekuurId, Teken, TekenBlock};
use inloop::outbox::{Fault, Kept, LARGEST, Label, Outbox, Promised};
use std::path::{Path, PathBuf};

#[test]
fn a_booking_is_kept_and_its_right_used_up_in_one_commit() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(21));
    let mut outbox = post.open();
    hold(&mut outbox, &[1, 2]);
    let kept = book(&mut outbox, 1, &luck).unwrap();
    for _ in 0..2 {
        assert_eq!(outbox.held(), [right(2)]);
        assert_eq!(waiting(&outbox), [kept.id()]);
        assert!(matches!(book(&mut outbox, 1, &luck), Err(Fault::NotHeld(_))));
        assert_eq!(outbox.counts().unwrap().waiting, 1, "nothing was kept beside it");
        drop(outbox);
        outbox = post.open();
    }
    assert_eq!(outbox.ask_for_slots().booked, [right(1)]);
}

#[test]
fn a_time_that_has_begun_is_not_booked_by_a_clock_that_is_trusted() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(22));
    let mut outbox = post.open();
    hold(&mut outbox, &[1, 2]);
    let begins = right(1).slot.start().timestamp();
    let mut books_at = |stamp, by| {
        let sealed = sealed(outbox.next_sequence().unwrap(), "afspraak", &luck);
        let booked = outbox.book(&sealed, Label { at: stamp, ..label(false) }, by);
        (booked, outbox.held(), outbox.counts().unwrap().waiting)
    };
    let (refused, held, waiting) = books_at(at(begins + 1), right(1));
    assert!(matches!(refused, Err(Fault::Begun(slot)) if slot == right(1).slot), "{refused:?}");
    assert_eq!((held, waiting), (vec![right(1), right(2)], 0), "nothing is used and nothing kept");
    let (booked, ..) = books_at(at(begins), right(1));
    booked.unwrap();
    let (booked, ..) = books_at(untrusted(begins + 10 * DAY), right(2));
    booked.expect("a clock that nobody believes refuses nothing");
}

#[test]
fn who_was_promised_a_time_is_known_by_teken_and_code_until_the_entry_goes() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(20));
    let mut outbox = post.open();
    hold(&mut outbox, &[1, 2]);
    let (teken, recognition) = (Teken::from_index(27).unwrap(), Recognition::new([9; 32]));
    let sealed = sealed(outbox.next_sequence().unwrap(), "afspraak", &luck);
    let label = Label { teken: Some(teken), recognition: Some(recognition), ..label(false) };
    let kept = outbox.book(&sealed, label, right(2)).unwrap();
    let mut promised =
        Promised { id: kept.id(), slot: right(2).slot, teken: Some(teken), recognition: Some(recognition), delivered: false };
    for _ in 0..2 {
        assert_eq!(outbox.promised().unwrap(), std::slice::from_ref(&promised));
        outbox.delivered(kept.id(), b"receipt", at(NOW)).unwrap();
        promised.delivered = true;
        assert_eq!(outbox.promised().unwrap(), std::slice::from_ref(&promised));
        drop(outbox);
        outbox = post.open();
    }
}

#[test]
fn a_teken_that_somebody_comes_back_with_is_given_to_nobody_else_before() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(19));
    let mut outbox = post.open();
    outbox.grant_tekens(&[TekenBlock { first: 0, count: 3 }]).unwrap();
    hold(&mut outbox, &[1]);
    let first = outbox.draw_teken(at(NOW)).unwrap();
    let sealed = sealed(outbox.next_sequence().unwrap(), "afspraak", &luck);
    outbox.book(&sealed, Label { teken: first, ..label(false) }, right(1)).unwrap();
    let mut draws = |moment| outbox.draw_teken(at(moment)).unwrap();
    assert!((0..9).all(|_| draws(NOW) != first), "the time is still to come");
    let after = right(1).slot.start().timestamp() + 2 * DAY;
    assert!((0..3).any(|_| draws(after) == first), "it has been");
}

#[test]
fn a_full_disk_uses_no_right_up() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(22));
    let mut outbox = post.open();
    let all: Vec<u64> = (1..200).collect();
    hold(&mut outbox, &all);
    outbox.limit(0).unwrap();
    let mut booked = 0;
    let refused = loop {
        match book(&mut outbox, booked + 1, &luck) {
            Ok(_) => booked += 1,
            Err(fault) => break fault,
        }
    };
    assert!(matches!(refused, Fault::Full(_)), "{refused:?}");
    assert_eq!((outbox.held().len() as u64, outbox.counts().unwrap().waiting), (199 - booked, booked));
    outbox.limit(LARGEST).unwrap();
    book(&mut outbox, booked + 1, &luck).unwrap();
    drop(outbox);
    assert_eq!(post.open().held().len() as u64, 198 - booked);
}

#[test]
fn a_mark_that_cannot_be_written_uses_no_right_up_and_keeps_no_booking() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(23));
    let mut outbox = post.open();
    hold(&mut outbox, &[1]);
    // Stands where the mark is written.
    let new = PathBuf::from(format!("{}.rights-new", post.file.display()));
    std::fs::create_dir(&new).unwrap();
    assert!(matches!(book(&mut outbox, 1, &luck), Err(Fault::Broken(_))));
    assert_eq!((outbox.held(), outbox.counts().unwrap().waiting), (vec![right(1)], 0));
    std::fs::remove_dir(&new).unwrap();
    book(&mut outbox, 1, &luck).unwrap();
}

#[test]
fn an_older_copy_books_only_what_was_not_used_since() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(24));
    let mut outbox = post.open();
    hold(&mut outbox, &[1, 2, 3]);
    let copy = folder();
    copy_database(&post.file, copy.path());
    book(&mut outbox, 1, &luck).unwrap();
    outbox.give_up(&[right(2).grant]).unwrap();
    hold(&mut outbox, &[4, 5]);
    book(&mut outbox, 4, &luck).unwrap();
    drop(outbox);

    let old = Post::new();
    copy_database(&copy.path().join("outbox.sqlite"), old.folder.path());
    std::fs::copy(mark(&post.file), mark(&old.file)).unwrap();
    let mut outbox = old.open();
    assert_eq!(outbox.held(), [right(3)]);
    // Whatever the desk still lists, of what was used nothing is booked, nor given back: somebody may have the promise.
    let asked = outbox.ask_for_slots();
    assert_eq!(asked.booked, [right(1), right(2), right(4)]);
    outbox.take_up(&asked, &[right(1), right(2), right(3), right(4), right(5)], &[]).unwrap();
    assert_eq!((outbox.held(), outbox.ask_for_slots().returned), (vec![right(3), right(5)], vec![]));
    book(&mut outbox, 5, &luck).unwrap();
    drop(outbox);
    let states: Vec<State> = old.open().rights().known().map(|(_, right)| right.state).collect();
    assert_eq!(states[..4], [State::Unsure, State::Unsure, State::Held, State::Unsure]);
}

#[test]
fn without_its_mark_a_file_books_nothing_it_held() {
    for damage in [None, Some("inloop rights 1\ngeneration 1 since 0 hi")] {
        let (post, luck) = (Post::new(), BenchLuck::seeded(25));
        let mut outbox = post.open();
        hold(&mut outbox, &[1, 2]);
        book(&mut outbox, 1, &luck).unwrap();
        drop(outbox);
        match damage {
            None => std::fs::remove_file(mark(&post.file)).unwrap(),
            Some(half) => std::fs::write(mark(&post.file), half).unwrap(),
        }
        let mut outbox = post.open();
        assert_eq!((outbox.held(), outbox.set_aside().len()), (vec![], 0));
        hold(&mut outbox, &[2, 3]);
        assert_eq!(outbox.held(), [], "the desk may list what the newer file had booked");
        hold(&mut outbox, &[4]);
        assert_eq!(outbox.held(), [right(4)]);
        drop(outbox);
        assert_eq!(post.open().held(), [right(4)], "it is doubted once");
    }
}

#[test]
fn what_comes_out_of_a_damaged_file_is_no_right_to_book() {
    for mark_is_lost in [false, true] {
        let (post, luck) = (Post::new(), BenchLuck::seeded(26));
        let mut outbox = post.open();
        hold(&mut outbox, &[1, 2]);
        let booked = book(&mut outbox, 1, &luck).unwrap().id();
        drop(outbox);
        // The page with the index on names: the rows can still be read.
        let mut bytes = std::fs::read(&post.file).unwrap();
        for page in bytes.chunks_mut(4096).skip(1).filter(|page| page[0] == 0x0a) {
            page[1..].fill(0xAA);
        }
        std::fs::write(&post.file, &bytes).unwrap();
        if mark_is_lost {
            std::fs::remove_file(mark(&post.file)).unwrap();
        }
        let mut outbox = Outbox::open_checked(&post.file).unwrap();
        assert_eq!((outbox.set_aside().len(), waiting(&outbox)), (1, vec![booked]));
        assert_eq!(outbox.held(), []);
        // With the mark it is known that 2 was not used; without, the desk's list is no proof.
        hold(&mut outbox, &[1, 2]);
        assert_eq!(outbox.held(), if mark_is_lost { vec![] } else { vec![right(2)] });
        hold(&mut outbox, &[3]);
        assert!(outbox.held().contains(&right(3)));
    }
}

#[test]
fn enrolling_anew_gives_every_right_back() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(27));
    let mut outbox = post.open();
    hold(&mut outbox, &[1, 2, 3]);
    book(&mut outbox, 1, &luck).unwrap();
    outbox.enrol(&[("who", Some(b"kiosk 3"))]).unwrap();
    drop(outbox);
    let mut outbox = post.open();
    assert_eq!((outbox.held(), outbox.recall("who").unwrap().as_deref()), (vec![], Some(b"kiosk 3".as_slice())));
    let asked = outbox.ask_for_slots();
    assert_eq!((asked.returned, asked.booked), (vec![right(2).grant, right(3).grant], vec![right(1)]));
}

#[test]
fn a_booked_right_is_forgotten_when_its_entry_is_and_the_desk_lists_it_no_more() {
    let (post, luck) = (Post::new(), BenchLuck::seeded(28));
    let mut outbox = post.open();
    hold(&mut outbox, &[1]);
    let id = book(&mut outbox, 1, &luck).unwrap().id();
    outbox.delivered(id, b"receipt", at(NOW)).unwrap();
    let asked = outbox.ask_for_slots();
    outbox.take_up(&asked, &[], &[]).unwrap();
    assert_eq!(outbox.ask_for_slots().booked, [right(1)], "a desk restored from a backup has to hear of it");
    assert_eq!(outbox.tidy(at(NOW + 7 * DAY + 1)).unwrap(), 1);
    let asked = outbox.ask_for_slots();
    assert_eq!(asked.booked, []);
    outbox.take_up(&asked, &[], &[]).unwrap();
    assert_eq!(outbox.rights().known().count(), 0);
    drop(outbox);
    assert_eq!(post.open().rights().known().count(), 0);
}

/// A right to a slot of its own.
pub(crate) fn right(number: u64) -> Grant {
    let slot = SlotId::new(SpreekuurId::new(1).unwrap(), 30_000_000 + 30 * number as u32);
    Grant { grant: GrantId::new(number).unwrap(), slot }
}

/// The desk gives these, beside what is held.
fn hold(outbox: &mut Outbox, grants: &[u64]) {
    let asked = outbox.ask_for_slots();
    let listed: Vec<Grant> = asked.holding.iter().copied().chain(grants.iter().map(|number| right(*number))).collect();
    outbox.take_up(&asked, &listed, &[]).unwrap();
}

fn book(outbox: &mut Outbox, number: u64, luck: &BenchLuck) -> Result<Kept, Fault> {
    let sealed = sealed(outbox.next_sequence()?, "afspraak", luck);
    outbox.book(&sealed, label(false), right(number))
}

/// Where the mark of an outbox lies.
pub(crate) fn mark(file: &Path) -> PathBuf {
    PathBuf::from(format!("{}.rights", file.display()))
}

/// Copies the database alone, as somebody does who does not know of the mark.
pub(crate) fn copy_database(file: &Path, to: &Path) {
    for suffix in ["", "-wal"] {
        let from = PathBuf::from(format!("{}{suffix}", file.display()));
        let to = to.join(format!("outbox.sqlite{suffix}"));
        if from.exists() {
            std::fs::copy(from, to).unwrap();
        } else if to.exists() {
            std::fs::remove_file(to).unwrap();
        }
    }
}

/// The entry that booked by each grant, as far as it is here.
pub(crate) fn booked(outbox: &Outbox) -> Vec<(GrantId, EntryId)> {
    let booked = |(grant, right): (GrantId, inloop::booking::post::Right)| match right.state {
        State::Booked(Some(entry)) => Some((grant, entry)),
        State::Booked(None) | State::Held | State::Returning | State::Unsure => None,
    };
    outbox.rights().known().filter_map(booked).collect()
}
