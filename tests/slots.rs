//! What the desk promises about times: nobody's is given to somebody else.
#![allow(clippy::unwrap_used, clippy::panic, reason = "these are tests")]

mod appointing;
mod by_hand;
#[path = "slots/granted.rs"]
mod granted;
#[path = "slots/restored.rs"]
mod restored;

use appointing::*;
use base64::Engine;
use by_hand::*;
use diesel::connection::SimpleConnection;
use inloop::booking::desk::Holder;
use inloop::booking::granting::MOST_HELD;
use inloop::clock::Clock;
use inloop::desk::store::{appointments, bookings, entries, slots};
use inloop::entry::*;
use inloop::wire::*;
use std::time::Duration;

#[test]
fn a_kiosk_holds_at_most_a_third_of_a_hosts_time_and_the_desk_has_the_rest_to_give() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    let team = spreekuur(&bench, Whom::Team, &hours(1..=9));
    let first = sync(&bench, &one);
    assert_eq!(first.held.len(), 3);
    assert_eq!(first.spreekuren, [Spreekuur { id: team, whom: Whom::Team, minutes: 30 }]);
    assert_eq!(first.free.len(), 6);
    let second = sync(&bench, &two);
    assert_eq!(second.held.len(), 3);
    assert!(second.version > first.version, "who asked first hears that there is less");
    let all: Vec<SlotId> = first.held.iter().chain(&second.held).map(|right| right.slot).chain(second.free.clone()).collect();
    for slot in (1..=9).map(|hour| SlotId::new(team, NOON + hour * HOUR)) {
        assert_eq!(all.iter().filter(|given| **given == slot).count(), 1, "{slot} has one holder");
    }
}

#[test]
fn a_kiosk_whose_answer_was_lost_asks_again_and_gets_the_same() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let team = spreekuur(&bench, Whom::Team, &hours(1..=11));
    let lost = sync(&bench, &kiosk);
    let again = sync(&bench, &kiosk);
    assert_eq!((&again.held, again.version), (&lost.held, lost.version));
    assert_eq!(sync_with(&bench, &kiosk, &[], &lost.held, &[]), again);
    let slot = lost.free[0];
    let grant = take(&bench, &kiosk, slot).grant.unwrap();
    assert_eq!(take(&bench, &kiosk, slot).grant, Some(grant));
    assert!(sync(&bench, &kiosk).held.contains(&Grant { grant, slot }), "the next answer names it too");
    let held = lost.held[0];
    assert_eq!(take(&bench, &kiosk, held.slot).grant, Some(held.grant), "what it holds, it has");
    let envelope = booking(&bench, &kiosk, 1, Some(held), 1);
    let receipt = bench.ask(kiosk.put(&envelope)).receipt();
    assert_eq!(bench.ask(kiosk.put(&envelope)).receipt(), receipt);
    assert_eq!(holder(&bench, held.slot), Holder::Booked(envelope.header().id));
    assert_eq!(today(&bench, &kiosk).expected.len(), 1);
    assert_eq!(held.slot.spreekuur(), team);
}

#[test]
fn a_replayed_returned_frees_nothing() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=3));
    let old = sync(&bench, &one).held[0];
    bench.write(move |conn| slots::withdraw_others(conn, old.slot.spreekuur(), NOON, &[old.slot.minute()], MONDAY_NOON));
    let answer = sync_with(&bench, &one, &[old.grant], &[], &[]);
    assert!(!answer.held.contains(&old));
    let grant = take(&bench, &two, old.slot).grant.unwrap();
    assert!(grant > old.grant, "a number never comes back");
    let held = holder(&bench, old.slot);
    for liar in [&one, &two] {
        sync_with(&bench, liar, &[old.grant], &[], &[]);
        assert_eq!(holder(&bench, old.slot), held);
    }
    sync_with(&bench, &one, &[grant], &[old], &[old]);
    assert_eq!(holder(&bench, old.slot), held, "nobody gives back what is another's, or gets back what was given up");
}

#[test]
fn of_two_kiosks_that_take_the_last_time_one_gets_it_and_the_other_the_three_nearest() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    let police = spreekuur(&bench, Whom::Police, &hours([24, 1, 26, 48]));
    spreekuur(&bench, Whom::Team, &hours([24]));
    let colleague = spreekuur(&bench, Whom::Police, &hours([24, 27]));
    let wanted = SlotId::new(police, NOON + DAY);
    let (said_one, said_two) =
        bench.wait(async { tokio::join!(bench.asked(taking(&one, wanted)), bench.asked(taking(&two, wanted))) });
    let (said_one, said_two): (Taken, Taken) = (said_one.json(), said_two.json());
    let (won, lost) = if said_one.grant.is_some() { (said_one, said_two) } else { (said_two, said_one) };
    assert!(won.grant.is_some() && won.instead.is_empty());
    assert_eq!(lost.grant, None);
    let near =
        [SlotId::new(colleague, NOON + DAY), SlotId::new(police, NOON + 26 * HOUR), SlotId::new(colleague, NOON + 27 * HOUR)];
    assert_eq!(lost.instead, near, "with the same people, nearest first");
}

#[test]
fn a_kiosk_that_goes_on_taking_gets_no_more_than_it_may_hold_and_what_it_has_it_keeps() {
    let bench = Bench::new();
    let (wild, tame) = (bench.enrol(1), bench.enrol(2));
    let minutes: Vec<u32> = (1..=MOST_HELD as u32 + 5).map(|nth| NOON + 10 * nth).collect();
    let team = spreekuur(&bench, Whom::Team, &minutes);
    let slot = |nth: usize| SlotId::new(team, minutes[nth]);
    let taken: Vec<GrantId> = (0..MOST_HELD).map(|nth| take(&bench, &wild, slot(nth)).grant.unwrap()).collect();
    let refused = take(&bench, &wild, slot(MOST_HELD));
    assert_eq!((refused.grant, refused.instead.len()), (None, 3), "and it is told what others may have");
    assert_eq!(holder(&bench, slot(MOST_HELD)), Holder::Desk);
    assert_eq!(take(&bench, &wild, slot(0)).grant, Some(taken[0]), "asking again for what it holds");
    assert!(take(&bench, &tame, slot(MOST_HELD)).grant.is_some());
    // What it has booked, or given back, makes room.
    let used = Grant { grant: taken[0], slot: slot(0) };
    bench.ask(wild.put(&booking(&bench, &wild, 1, Some(used), 1))).receipt();
    assert!(take(&bench, &wild, slot(MOST_HELD + 1)).grant.is_some());
    assert_eq!(take(&bench, &wild, slot(MOST_HELD + 2)).grant, None);
}

#[test]
fn a_kiosk_learns_only_its_own_rights() {
    let bench = Bench::new();
    let (one, two) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let (first, second) = (sync(&bench, &one), sync(&bench, &two));
    assert!(!first.held.is_empty() && !second.held.is_empty());
    assert!(first.held.iter().all(|right| !second.held.contains(right)));
    let claimed = sync_with(&bench, &two, &[], &first.held, &first.held);
    assert_eq!(claimed.held, second.held, "to say it is not to have it");
    assert_eq!(sync(&bench, &one).held, first.held);
    let stolen = booking(&bench, &two, 1, Some(first.held[0]), 2);
    assert_eq!(bench.ask(two.put(&stolen)).status, 201, "kept, because nobody's words are dropped");
    assert!(matches!(holder(&bench, first.held[0].slot), Holder::Kiosk(_)), "and books nothing");
    assert_eq!(states(&bench), ["conflict"]);
}

#[test]
fn a_booking_of_a_kiosk_that_was_written_off_has_its_blocked_time_and_is_marked_late() {
    let bench = Bench::new();
    let (stolen, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=3));
    let right = sync(&bench, &stolen).held[0];
    let envelope = booking(&bench, &stolen, 1, Some(right), 1);
    let before = sync(&bench, &other).version;
    write_off(&bench, &stolen);
    assert!(matches!(holder(&bench, right.slot), Holder::Blocked(_)));
    assert!(sync(&bench, &other).version > before);
    assert_eq!(take(&bench, &other, right.slot).grant, None, "it may have been promised");
    assert_eq!(bench.ask(stolen.put(&envelope)).refusal(), Refusal::Revoked);
    let found = enrol_again(&bench, &stolen);
    assert!(!sync_with(&bench, &found, &[], &[right], &[right]).held.contains(&right), "of an enrolment that is over");
    assert_eq!(bench.ask(found.put(&envelope)).status, 201);
    assert_eq!(holder(&bench, right.slot), Holder::Booked(envelope.header().id));
    assert_eq!(late(&bench), [true]);
}

#[test]
fn a_time_that_was_promised_twice_is_a_conflict_that_both_residents_can_check_in_to() {
    let bench = Bench::new();
    let (stolen, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=3));
    let right = sync(&bench, &stolen).held[0];
    let first = booking(&bench, &stolen, 1, Some(right), 1);
    write_off(&bench, &stolen);
    let (id, now) = (stolen.id, bench.now());
    assert_eq!(bench.read(move |conn| slots::blocked(conn, id, NOON)), 1);
    assert_eq!(bench.write(move |conn| slots::accept_risk(conn, id, now)), 1, "staff accept that two may come");
    let grant = take(&bench, &other, right.slot).grant.unwrap();
    let second = booking(&bench, &other, 1, Some(Grant { grant, slot: right.slot }), 2);
    assert_eq!(bench.ask(other.put(&second)).status, 201);
    let found = enrol_again(&bench, &stolen);
    assert_eq!(bench.ask(found.put(&first)).status, 201);
    assert_eq!(holder(&bench, right.slot), Holder::Booked(second.header().id), "who came first has it");
    assert_eq!(states(&bench), ["booked", "conflict"]);
    let expected: Vec<EntryId> = today(&bench, &other).expected.iter().map(|expected| expected.id).collect();
    assert_eq!(expected.len(), 2);
    for id in expected {
        ask_for(&bench, &other, 10 + u64::from(id == first.header().id), Body::CheckIn(CheckIn { booking: id, teken: None }));
    }
    assert_eq!(count(&bench, "booking WHERE checked_in_at IS NOT NULL"), 2);
    cancel(&bench, &other, 20, 2);
    assert_eq!(holder(&bench, right.slot), Holder::Booked(first.header().id), "where one does not come, the other has it");
    assert_eq!(states(&bench), ["cancelled", "booked"]);
}

#[test]
fn cancelling_by_the_qr_code_frees_the_time_once() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=3));
    let right = sync(&bench, &kiosk).held[0];
    let booked = booking(&bench, &kiosk, 1, Some(right), 7);
    bench.ask(kiosk.put(&booked));
    assert_eq!(take(&bench, &kiosk, right.slot).grant, None);
    cancel(&bench, &kiosk, 2, 7);
    assert_eq!(holder(&bench, right.slot), Holder::Desk);
    let next = Grant { grant: take(&bench, &kiosk, right.slot).grant.unwrap(), slot: right.slot };
    let other = booking(&bench, &kiosk, 3, Some(next), 8);
    bench.ask(kiosk.put(&other));
    cancel(&bench, &kiosk, 4, 7);
    assert_eq!(holder(&bench, right.slot), Holder::Booked(other.header().id), "the old code is no right to the new booking");
    assert_eq!((states(&bench), count(&bench, "unmatched")), (vec!["cancelled".to_owned(), "booked".to_owned()], 0));
    assert_eq!(today(&bench, &kiosk).expected.len(), 1);
}

#[test]
fn another_time_frees_the_old_one_and_the_old_code_stays_good() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=9));
    let rights = sync(&bench, &kiosk).held;
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 1, Some(rights[0]), 7)));
    let new = change(&bench, &kiosk, 2, 7, Some(rights[1]));
    assert_eq!(holder(&bench, rights[0].slot), Holder::Desk);
    assert_eq!(holder(&bench, rights[1].slot), Holder::Booked(new));
    assert_eq!(states(&bench), ["moved", "booked"]);
    let expected = today(&bench, &kiosk).expected;
    assert_eq!(expected.iter().map(|one| one.slot).collect::<Vec<_>>(), [rights[1].slot]);
    assert!(expected[0].recognition.is_some() && expected[0].teken.is_some());
    cancel(&bench, &kiosk, 3, 7);
    assert_eq!(holder(&bench, rights[1].slot), Holder::Desk);
    assert_eq!(states(&bench), ["moved", "cancelled"]);
}

#[test]
fn who_cannot_have_another_time_keeps_the_old_one() {
    let bench = Bench::new();
    let (kiosk, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &hours(1..=9));
    let (rights, others) = (sync(&bench, &kiosk).held, sync(&bench, &other).held);
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 1, Some(rights[0]), 7)));
    let wish = change(&bench, &kiosk, 2, 7, None);
    let first = holder(&bench, rights[0].slot);
    assert!(matches!(first, Holder::Booked(_)), "until the team has agreed on another");
    assert_eq!(states(&bench), ["booked", "wish"]);
    change(&bench, &kiosk, 3, 7, Some(others[0]));
    assert_eq!(holder(&bench, rights[0].slot), first, "another's time is no time");
    assert_eq!(states(&bench), ["booked", "wish", "conflict"]);
    cancel(&bench, &kiosk, 4, 7);
    assert_eq!(states(&bench), ["cancelled", "cancelled", "cancelled"], "all that waited for it, {wish}");
    assert_eq!(holder(&bench, rights[0].slot), Holder::Desk);
}

#[test]
fn what_names_no_appointment_is_kept_for_staff_and_done_when_its_booking_comes_after_it() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=12));
    let rights = sync(&bench, &kiosk).held;
    cancel(&bench, &kiosk, 1, 7);
    let new = change(&bench, &kiosk, 2, 8, Some(rights[0]));
    ask_for(&bench, &kiosk, 3, Body::CheckIn(CheckIn { booking: EntryId::new(1, [1; 10]), teken: Teken::from_index(324).ok() }));
    assert_eq!((states(&bench), count(&bench, "unmatched")), (vec!["booked".to_owned()], 3));
    let here = bench.read(|conn| appointments::to_do(conn, MONDAY_NOON)).unmatched;
    assert!(here.iter().any(|one| one.kind == "checkin" && one.teken == Teken::from_index(324).ok()), "whom to look for");
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 4, Some(rights[1]), 7)));
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 5, Some(rights[2]), 8)));
    assert_eq!(states(&bench), ["booked", "cancelled", "moved"]);
    assert_eq!(holder(&bench, rights[0].slot), Holder::Booked(new));
    assert_eq!([1, 2].map(|n| holder(&bench, rights[n].slot)), [Holder::Desk; 2]);
    assert_eq!(count(&bench, "unmatched"), 1, "the check-in is left to staff");
}

#[test]
fn a_wish_is_kept_as_one() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let sealed = booking(&bench, &kiosk, 1, None, 1);
    assert_eq!(bench.ask(kiosk.put(&sealed)).status, 201);
    assert_eq!(states(&bench), ["wish"]);
    assert_eq!(count(&bench, "booking WHERE reaches AND contact = 'call' AND minute IS NULL"), 1);
    assert!(today(&bench, &kiosk).expected.is_empty());
}

#[test]
fn checking_in_is_for_today_and_staff_hear_of_it_at_once() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours([1, 2, 3, 24, 25, 26]));
    let held = sync(&bench, &kiosk).held;
    let (now, tomorrow) = (
        held.iter().find(|right| right.slot.minute() < NOON + DAY - 12 * HOUR),
        held.iter().find(|right| right.slot.minute() >= NOON + DAY),
    );
    let (now, tomorrow) = (*now.unwrap(), *tomorrow.unwrap());
    let booked = [(1, now), (2, tomorrow)].map(|(n, right)| {
        let sealed = booking(&bench, &kiosk, n, Some(right), n as u8);
        bench.ask(kiosk.put(&sealed));
        sealed.header().id
    });
    let expected = today(&bench, &kiosk).expected;
    assert_eq!(expected.iter().map(|one| one.id).collect::<Vec<_>>(), booked[..1]);
    let news = bench.state.store.news();
    let before = *news.borrow();
    ask_for(&bench, &kiosk, 3, Body::CheckIn(CheckIn { booking: booked[0], teken: None }));
    assert!(*news.borrow() > before);
    bench.clock.advance(Duration::from_secs(60));
    ask_for(&bench, &kiosk, 4, Body::CheckIn(CheckIn { booking: booked[0], teken: None }));
    assert_eq!(count(&bench, &format!("booking WHERE checked_in_at = {MONDAY_NOON}")), 1, "the first time counts");
    ask_for(&bench, &kiosk, 5, Body::CheckIn(CheckIn { booking: booked[1], teken: None }));
    assert_eq!(count(&bench, "booking WHERE checked_in_at IS NOT NULL"), 1);
    assert_eq!(count(&bench, "unmatched WHERE kind = 'checkin'"), 1, "a day early is something to look at");
}

#[test]
fn a_time_that_is_no_more_in_the_hours_is_nobodys_wherever_it_comes_back() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let team = spreekuur(&bench, Whom::Team, &hours(1..=9));
    let rights = sync(&bench, &kiosk).held;
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 1, Some(rights[0]), 7)));
    let promised_offline = booking(&bench, &kiosk, 2, Some(rights[1]), 8);
    let close = move |bench: &Bench| bench.write(move |conn| slots::withdraw_others(conn, team, NOON, &[], MONDAY_NOON));
    assert_eq!(close(&bench), 9);
    let told = sync(&bench, &kiosk);
    assert!(told.held.is_empty() && told.free.is_empty());
    assert!(matches!(holder(&bench, rights[0].slot), Holder::Booked(_)), "nobody's booking is dropped");
    bench.ask(kiosk.put(&promised_offline));
    assert_eq!(states(&bench), ["booked", "booked"], "and staff see whom they have to tell");
    cancel(&bench, &kiosk, 3, 7);
    assert_eq!(holder(&bench, rights[0].slot), Holder::Withdrawn(None));
    assert_eq!(take(&bench, &kiosk, rights[0].slot).grant, None);
    let back = [rights[0].slot.minute(), rights[2].slot.minute()];
    bench.write(move |conn| slots::offer(conn, team, &back, MONDAY_NOON));
    assert_eq!(holder(&bench, rights[0].slot), Holder::Desk);
    assert!(sync(&bench, &kiosk).held.contains(&rights[2]), "whoever may have promised it still may");
}

#[test]
fn a_kiosk_hears_in_the_answer_about_its_health_that_slots_have_changed() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let version = |bench: &Bench| {
        let health = Health {
            v: 1,
            waiting: 0,
            parked: 0,
            sound_waiting: 0,
            sound_parked: 0,
            disk: DiskState::Ok,
            clock_trusted: true,
            software: "0.1".into(),
            texts: None,
            machine: None,
        };
        let body = serde_json::to_vec(&health).unwrap();
        bench.ask(kiosk.sign("POST", HEALTH, &body, Duration::ZERO)).json::<HealthAnswer>().slots_version
    };
    let before = version(&bench);
    let team = spreekuur(&bench, Whom::Team, &hours(1..=3));
    let told = sync(&bench, &kiosk).version;
    assert!(told > before);
    assert_eq!(version(&bench), told, "asking changes nothing");
    bench.write(move |conn| slots::offer(conn, team, &[NOON + DAY], MONDAY_NOON));
    assert!(version(&bench) > told);
    let old: HealthAnswer = serde_json::from_str(r#"{"v":1,"store":"x","site_version":1}"#).unwrap();
    assert_eq!(old.slots_version, 0);
}

#[test]
fn what_no_kiosk_of_ours_says_is_refused_or_kept_and_gives_nothing() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    let team = spreekuur(&bench, Whom::Team, &hours([1, 2, 3]));
    let held = sync(&bench, &kiosk).held;
    let many: Vec<GrantId> = (0..1_001).map(|n| GrantId::new(n).unwrap()).collect();
    let post = |path, body: &str| bench.ask(kiosk.sign("POST", path, body.as_bytes(), Duration::ZERO));
    let too_many = SyncRequest { v: 1, store: None, returned: many, holding: vec![], booked: vec![] };
    assert_eq!(post(SLOTS_SYNC, &serde_json::to_string(&too_many).unwrap()).refusal(), Refusal::TooLong);
    assert_eq!(post(SLOTS_SYNC, &" ".repeat(MAX_MESSAGE + 1)).refusal(), Refusal::TooLong);
    for (path, body, refusal) in [
        (SLOTS_SYNC, r#"{"v":1}"#, Refusal::Malformed),
        (SLOTS_SYNC, r#"{"v":2,"returned":[],"holding":[],"booked":[]}"#, Refusal::Newer),
        (SLOTS_SYNC, r#"{"v":1,"returned":[18446744073709551615],"holding":[],"booked":[]}"#, Refusal::Malformed),
        (SLOTS_SYNC, r#"{"v":1,"returned":[],"holding":[],"booked":[],"more":1}"#, Refusal::Malformed),
        (SLOTS_TAKE, r#"{"v":1,"slot":"0-1"}"#, Refusal::Malformed),
        (SLOTS_TAKE, r#"{"v":3,"slot":"1-1"}"#, Refusal::Newer),
    ] {
        assert_eq!(post(path, body).refusal(), refusal, "{body}");
    }
    let beyond = SpreekuurId::new(u32::MAX).unwrap();
    let nothing = SlotId::new(SpreekuurId::new(9).unwrap(), NOON + HOUR);
    let odd =
        [SlotId::new(beyond, u32::MAX), nothing, SlotId::new(team, NOON + 7), SlotId::new(team, NOON), SlotId::new(team, 0)];
    for (n, slot) in odd.into_iter().enumerate() {
        assert_eq!(take(&bench, &kiosk, slot).grant, None, "{slot}");
        let invented = Grant { grant: GrantId::new(i64::MAX as u64).unwrap(), slot };
        assert!(!sync_with(&bench, &kiosk, &[], &[invented], &[invented]).held.contains(&invented));
        let sealed = booking(&bench, &kiosk, 10 + n as u64, Some(invented), 7);
        assert_eq!(bench.ask(kiosk.put(&sealed)).status, 201, "{slot}");
    }
    let swapped = Grant { grant: held[0].grant, slot: SlotId::new(team, sync(&bench, &kiosk).free[0].minute()) };
    let free = holder(&bench, swapped.slot);
    assert_eq!(free, Holder::Desk);
    assert_eq!(states(&bench), ["conflict"; 5]);
    assert_eq!(count(&bench, "slot"), 3, "nothing was made up");
    assert_eq!(bench.read(entries::count), 5);
    assert_eq!(bench.ask(Signed { path: TODAY.into(), ..kiosk.get(SITE) }).refusal(), Refusal::Unsigned);
}

#[test]
fn a_time_that_is_past_is_neither_given_nor_listed() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    spreekuur(&bench, Whom::Team, &hours(1..=3));
    let right = sync(&bench, &kiosk).held[0];
    let sealed = booking(&bench, &kiosk, 1, Some(right), 1);
    bench.clock.advance(Duration::from_secs(24 * 3600));
    let answer = sync(&bench, &kiosk);
    assert!(answer.held.is_empty() && answer.free.is_empty());
    assert_eq!(take(&bench, &kiosk, right.slot), Taken { v: 1, grant: None, instead: vec![] });
    bench.ask(kiosk.put(&sealed));
    assert_eq!(holder(&bench, right.slot), Holder::Booked(sealed.header().id), "what was promised in time is a booking");
}

#[test]
fn todays_list_and_the_free_times_fit_in_an_answer_that_a_kiosk_reads() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    for _ in 0..40 {
        spreekuur(&bench, Whom::Team, &hours(1..=10));
    }
    for (n, whom) in Whom::ALL.iter().enumerate() {
        let times: Vec<u32> = (0..10).flat_map(|day| (0..30).map(move |time| day * DAY + time * 10 + n as u32)).collect();
        spreekuur(&bench, *whom, &times.iter().map(|time| NOON + time + 1).collect::<Vec<_>>());
    }
    let said = bench.ask(syncing(&bench, &kiosk, &[], &[], &[]));
    assert!(said.body.len() < MAX_MESSAGE, "{}", said.body.len());
    let answer: Slots = said.json();
    assert!(answer.held.len() <= 400 && answer.free.len() <= 576, "{} {}", answer.held.len(), answer.free.len());
    let all = "INSERT INTO booking (id, spreekuur, minute, whom, state, teken, recognition, language, reaches, late, left_at, received_at) \
               SELECT CAST(x'019abc00000070008000' || printf('%06d', row_number() OVER ()) AS BLOB), spreekuur, minute, 'team', 'booked', 7, randomblob(32), 'nl', FALSE, FALSE, 0, 0 FROM slot";
    bench.write(move |conn| Ok(conn.batch_execute(all)?));
    let said = bench.ask(kiosk.get(TODAY));
    assert!(said.body.len() < MAX_MESSAGE, "{}", said.body.len());
    let today = said.json::<Today>();
    assert_eq!(today.expected.len(), bookings::MOST_EXPECTED);
    let others: Vec<usize> = today.others.iter().map(|other| other.codes.len()).collect();
    assert_eq!(others.iter().sum::<usize>(), bookings::MOST_OTHERS, "{others:?}");
    assert_eq!(today.others[0].day.to_string(), "2026-11-24", "the nearest that is to come first");
}

#[test]
fn a_kiosk_can_tell_a_code_of_another_day_from_no_code_at_all_and_learns_no_more() {
    let bench = Bench::new();
    let (kiosk, other) = (bench.enrol(1), bench.enrol(2));
    spreekuur(&bench, Whom::Team, &(0..9).map(|ahead| NOON + HOUR + ahead * DAY / 2).collect::<Vec<_>>());
    let rights = sync(&bench, &kiosk).held;
    let time = *rights.iter().find(|right| right.slot.minute() >= NOON + DAY).unwrap();
    bench.ask(kiosk.put(&booking(&bench, &kiosk, 1, Some(time), 7)));
    let day = time.slot.start().with_timezone(&chrono_tz::Europe::Amsterdam).date_naive();
    let hint = base64::engine::general_purpose::STANDARD.encode(secret(7).recognition().hint().as_bytes());
    let told = today(&bench, &other);
    assert!(told.expected.is_empty());
    assert_eq!(told.others, [OtherDay { day, codes: vec![hint.clone()] }]);
    let said = bench.ask(other.get(TODAY));
    let whole = base64::engine::general_purpose::STANDARD.encode(secret(7).recognition().as_bytes());
    assert!(!String::from_utf8_lossy(&said.body).contains(&whole[..14]), "nothing that checks in");
    bench.clock.advance(Duration::from_secs(u64::from(time.slot.minute() - NOON + DAY) * 60));
    assert!(today(&bench, &other).others[0].day < bench.clock.stamp().at.date_naive(), "yesterday's is no wrong code either");
    cancel(&bench, &kiosk, 2, 7);
    assert!(today(&bench, &other).others.is_empty(), "a cancelled one is of no day");
}
