//! A desk that comes back out of a backup, and what kiosks were promised meanwhile.

use super::*;
use inloop::booking::desk::Heard;
use inloop::clock::{BenchClock, BenchLuck};
use inloop::desk::store::{KiosksSince, backup, grants, kiosks, meta, restore};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

#[test]
fn a_desk_out_of_a_backup_gives_nothing_before_every_kiosk_has_spoken_and_learns_what_they_hold() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    sync(&bench, &two);
    let file = bench.folder.path().join("copy.sqlite");
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    let lost = sync(&bench, &one).held;
    let free = sync(&bench, &one).free[0];
    let sent = booking(&bench, &one, 1, Some(lost[1]), 1);
    bench.ask(one.put(&sent));
    let bench = restored(bench, &file);
    one.number.store(10_000, Ordering::Relaxed);
    two.number.store(10_000, Ordering::Relaxed);
    assert_eq!(holder(&bench, lost[0].slot), Holder::Desk, "it knows nothing of that");
    let heard = sync(&bench, &two);
    assert!(heard.free.is_empty(), "it does not know what is free");
    assert_eq!(take(&bench, &two, lost[0].slot), Taken { v: 1, grant: None, instead: vec![] });
    assert_eq!(bench.read(grants::heard), [(one.id, Heard::Silent), (two.id, Heard::Synced)]);
    assert_eq!(bench.ask(one.put(&sent)).status, 201, "what was sent before comes again");
    assert_eq!((states(&bench), late(&bench)), (vec!["booked".to_owned()], vec![false]));
    let spoken = sync_with(&bench, &one, &[], &lost[..1], &lost[1..]);
    assert!(spoken.held.contains(&lost[0]), "it has learned");
    assert!(!spoken.held.contains(&lost[1]), "used up is used up");
    assert!(spoken.held.iter().all(|right| lost.contains(right) || right.grant > lost[2].grant), "numbers only go up");
    let grant = take(&bench, &two, free).grant.unwrap();
    assert!(grant > lost[2].grant);
    let late_lie = Grant { grant: lost[2].grant, slot: spoken.free[0] };
    assert!(!sync_with(&bench, &one, &[], &[late_lie], &[]).held.contains(&late_lie), "it learns once");
}

#[test]
fn a_restored_desk_waits_for_its_kiosks_and_not_for_itself() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let team = spreekuur(&bench, Whom::Team, &hours([2]));
    bench.write(|conn| kiosks::of_desk(conn, (1, 1), &[0; 32], "Balie", MONDAY_NOON));
    let file = bench.folder.path().join("copy.sqlite");
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    let bench = restored(bench, &file);
    kiosk.number.store(10_000, Ordering::Relaxed);
    assert_eq!(bench.read(grants::heard), [(kiosk.id, Heard::Silent)], "cards that workers write promise no times");
    sync(&bench, &kiosk);
    assert!(bench.read(grants::may_give));
    assert!(take(&bench, &kiosk, SlotId::new(team, NOON + 2 * HOUR)).grant.is_some());
}

#[test]
fn a_question_asked_of_the_lost_desk_is_not_a_kiosks_first_word_to_the_restored_one() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = bench.folder.path().join("copy.sqlite");
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    one.number.store(10_000, Ordering::Relaxed);
    two.number.store(10_000, Ordering::Relaxed);
    let on_its_way = syncing(&bench, &one, &[], &[], &[]);
    let promised = sync(&bench, &one).held;
    let bench = restored(bench, &file);
    let answer: Slots = bench.ask(on_its_way).json();
    assert_eq!(answer.store, bench.read(meta::store_id), "the kiosk learns whom to ask");
    sync(&bench, &two);
    assert_eq!(bench.read(grants::heard), [(one.id, Heard::Silent), (two.id, Heard::Synced)]);
    assert_eq!(take(&bench, &two, promised[0].slot).grant, None, "the first kiosk may have promised it");
    assert_eq!(sync_with(&bench, &one, &[], &promised, &[]).held, promised);
    assert_eq!(bench.read(grants::heard), [(one.id, Heard::Synced), (two.id, Heard::Synced)]);
}

#[test]
fn a_restored_desk_learns_from_a_booking_what_the_lost_one_gave() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    let team = spreekuur(&bench, Whom::Team, &hours([2]));
    let slot = SlotId::new(team, NOON + 2 * HOUR);
    let first = take(&bench, &one, slot).grant.unwrap();
    let file = bench.folder.path().join("copy.sqlite");
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    sync_with(&bench, &one, &[first], &[], &[]);
    let second = take(&bench, &two, slot).grant.unwrap();
    let promised = booking(&bench, &two, 1, Some(Grant { grant: second, slot }), 1);
    let bench = restored(bench, &file);
    assert!(matches!(holder(&bench, slot), Holder::Kiosk(claim) if claim.grant == first), "the copy is older");
    two.number.store(10_000, Ordering::Relaxed);
    assert_eq!(bench.ask(two.put(&promised)).status, 201);
    assert_eq!(holder(&bench, slot), Holder::Booked(promised.header().id), "the first kiosk had given it back");
    assert_eq!((states(&bench), late(&bench)), (vec!["booked".to_owned()], vec![false]));
}

#[test]
fn a_silent_kiosk_holds_a_restored_desk_up_until_staff_accept_the_risk() {
    let bench = Bench::new();
    let (silent, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = bench.folder.path().join("copy.sqlite");
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    let bench = restored(bench, &file);
    other.number.store(10_000, Ordering::Relaxed);
    assert!(sync(&bench, &other).held.is_empty());
    write_off(&bench, &silent);
    assert!(sync(&bench, &other).held.is_empty(), "what it promised nobody can ask it");
    let newcomer = bench.enrol(3);
    assert!(sync(&bench, &newcomer).held.is_empty());
    let (id, now) = (silent.id, bench.now());
    bench.write(move |conn| slots::accept_risk(conn, id, now));
    assert!(!sync(&bench, &other).held.is_empty());
    assert!(!sync(&bench, &newcomer).held.is_empty(), "who is new holds nothing that could be forgotten");
}

#[test]
fn a_kiosk_that_the_backup_does_not_know_holds_a_restored_desk_up_until_staff_accept_the_risk() {
    let bench = Bench::new();
    let known = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = copy_of(&bench);
    let promised = sync(&bench, &bench.enrol(2)).held[0].slot;
    let bench = restored_since(bench, &file, KiosksSince::Some);
    goes_on_above(&known);
    assert!(sync(&bench, &known).held.is_empty(), "every kiosk that is known has spoken");
    assert_eq!(bench.read(grants::heard), [(known.id, Heard::Synced)]);
    assert_eq!(bench.read(grants::strangers), Some(Heard::Silent));
    assert_eq!(take(&bench, &known, promised).grant, None, "who is not known may have promised it");
    let bench = bench.restarted();
    goes_on_above(&known);
    assert!(sync(&bench, &known).free.is_empty(), "it is remembered");
    let (now, before) = (bench.now(), sync(&bench, &known).version);
    bench.write(move |conn| grants::accept_strangers(conn, now));
    let told = sync(&bench, &known);
    assert!(told.version > before && !told.held.is_empty() && !told.free.is_empty());
    let again = copy_of(&bench);
    let bench = restored(bench, &again);
    assert_eq!(bench.read(grants::strangers), Some(Heard::RiskAccepted), "what staff accepted stays accepted");
}

#[test]
fn a_backup_of_a_desk_in_doubt_is_in_doubt_whatever_is_said_of_the_time_since() {
    let bench = Bench::new();
    let known = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = copy_of(&bench);
    let bench = restored_since(bench, &file, KiosksSince::Some);
    let again = copy_of(&bench);
    let bench = restored_since(bench, &again, KiosksSince::None);
    goes_on_above(&known);
    assert!(sync(&bench, &known).free.is_empty());
    assert_eq!(bench.read(grants::strangers), Some(Heard::Silent));
}

#[test]
fn a_kiosk_that_is_new_only_to_a_restored_desk_tells_it_what_it_promised() {
    let bench = Bench::new();
    let known = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = copy_of(&bench);
    let lost = sync(&bench, &bench.enrol(2)).held;
    let bench = restored_since(bench, &file, KiosksSince::Some);
    let (same, now) = (bench.enrol(2), bench.now());
    bench.write(move |conn| grants::accept_strangers(conn, now));
    goes_on_above(&known);
    assert!(sync(&bench, &known).held.is_empty(), "it has yet to speak");
    sync_with(&bench, &same, &[], &[], &lost[1..2]);
    let others = sync(&bench, &known);
    assert!(!others.held.is_empty());
    assert!(
        matches!(holder(&bench, lost[1].slot), Holder::Kiosk(claim) if claim.kiosk == same.id),
        "promised, and nobody else's"
    );
    assert_eq!(take(&bench, &known, lost[1].slot).grant, None);
}

#[test]
fn the_enrolment_that_the_backup_knows_does_not_speak_for_the_one_after_it() {
    let bench = Bench::new();
    let before = bench.enrol(1);
    let team = spreekuur(&bench, Whom::Team, &hours([2]));
    let slot = SlotId::new(team, NOON + 2 * HOUR);
    let file = copy_of(&bench);
    let after = enrol_again(&bench, &before);
    let right = Grant { grant: take(&bench, &after, slot).grant.unwrap(), slot };
    let promised = booking(&bench, &after, 1, Some(right), 1);
    let bench = restored_since(bench, &file, KiosksSince::Some);
    goes_on_above(&before);
    assert!(sync(&bench, &before).free.is_empty(), "its old key is good again, and knows nothing of the promise");
    assert_eq!(bench.read(grants::heard), [(before.id, Heard::Synced)]);
    goes_on_above(&after);
    assert_eq!(bench.ask(after.put(&promised)).status, 401, "its new key is not known");
    let again = enrol_again(&bench, &before);
    assert!(again.epoch > after.epoch, "no two keys share an epoch");
    assert_eq!(bench.ask(again.put(&promised)).status, 201, "what it promised arrives");
    assert_eq!((states(&bench), late(&bench)), (vec!["booked".to_owned()], vec![true]), "and staff look at it");
}

#[test]
fn another_machine_in_a_silent_kiosks_place_does_not_speak_for_it() {
    let bench = Bench::new();
    let (silent, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let file = copy_of(&bench);
    sync(&bench, &silent);
    let bench = restored(bench, &file);
    goes_on_above(&other);
    let machine = enrol_again(&bench, &silent);
    sync(&bench, &machine);
    assert!(sync(&bench, &other).free.is_empty(), "what the first one promised nobody has told");
    assert_eq!(bench.read(grants::heard), [(silent.id, Heard::Synced), (other.id, Heard::Synced)]);
    assert_eq!(bench.read(grants::strangers), Some(Heard::Silent));
    let now = bench.now();
    bench.write(move |conn| grants::accept_strangers(conn, now));
    assert!(!sync(&bench, &other).free.is_empty());
    let once_more = enrol_again(&bench, &machine);
    sync(&bench, &once_more);
    assert_eq!(bench.read(grants::strangers), Some(Heard::RiskAccepted), "who has spoken leaves no doubt");
}

fn copy_of(bench: &Bench) -> PathBuf {
    let file = bench.folder.path().join(format!("copy-{}.sqlite", bench.read(meta::store_id)));
    backup(&bench.data(), &file, &*bench.clock).unwrap();
    file
}

/// Its requests are numbered above all that a desk from a backup holds for used.
fn goes_on_above(kiosk: &Kiosk) {
    kiosk.number.fetch_add(10_000, Ordering::Relaxed);
}

/// The desk is lost, and comes back a minute later as it was when the copy was made.
fn restored(bench: Bench, copy: &Path) -> Bench {
    restored_since(bench, copy, KiosksSince::None)
}

/// The same, by somebody who says which kiosks came since.
fn restored_since(bench: Bench, copy: &Path, since: KiosksSince) -> Bench {
    let (data, later) = (bench.data(), bench.now() + 60);
    bench.clock.advance(Duration::from_secs(60));
    let down = bench.closed();
    restore(&data, copy, true, since, &BenchClock::at(later, true), &BenchLuck::seeded(9)).unwrap();
    down.opened()
}
