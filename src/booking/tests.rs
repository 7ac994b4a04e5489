//! What the room promises, one rule at a time. `tests/booking_model.rs` checks them together.

use super::desk::{Arrival, Claim, Heard, Holder, Taken, may_give, next_grant};
use super::granting::{MOST_HELD, SMALL_BLOCK, Stock, Time};
use super::mark::{Mark, NAMED};
use super::post::{NotHeld, Overtaken, Right, Rights, State};
use crate::entry::{EntryId, Epoch, Grant, GrantId, KioskId, SlotId, SpreekuurId};
use chrono::NaiveDate;

#[test]
fn a_slot_that_a_kiosk_holds_is_nobody_elses() {
    let (holder, given) = Holder::Desk.grant(claim(1, 10)).unwrap();
    assert_eq!(given, grant(10));
    assert_eq!(holder.grant(claim(1, 11)), Ok((holder, grant(10))), "asking twice gives the same");
    assert_eq!(holder.grant(claim(2, 11)), Err(Taken));
    assert_eq!(holder.book_at_desk(entry(9)), Err(Taken));
    assert_eq!(holder.arrived(entry(2), claim(2, 9)), (holder, Arrival::Conflict));
    assert_eq!(holder.arrived(entry(1), claim(1, 10)), (Holder::Booked(entry(1)), Arrival::Booked));
}

#[test]
fn only_its_own_grant_gives_a_slot_back_and_a_replay_frees_nothing() {
    let holder = Holder::Kiosk(claim(1, 10));
    assert_eq!(holder.returned(kiosk(1), grant(9)), holder);
    assert_eq!(holder.returned(kiosk(2), grant(10)), holder);
    assert_eq!(holder.returned(kiosk(1), grant(10)), Holder::Desk);
    let again = Holder::Kiosk(claim(1, 11));
    assert_eq!(again.returned(kiosk(1), grant(10)), again);
    let booked = Holder::Booked(entry(1));
    assert_eq!(booked.returned(kiosk(1), grant(10)), booked);
}

#[test]
fn a_kiosk_that_was_written_off_leaves_its_slots_blocked_until_staff_accept_the_risk() {
    let blocked = Holder::Kiosk(claim(1, 10)).written_off(kiosk(1));
    assert_eq!(blocked, Holder::Blocked(claim(1, 10)));
    assert_eq!((blocked.grant(claim(2, 11)), blocked.book_at_desk(entry(2))), (Err(Taken), Err(Taken)));
    assert_eq!(blocked.arrived(entry(1), claim(1, 10)), (Holder::Booked(entry(1)), Arrival::Late));
    let (given, _) = blocked.risk_accepted().grant(claim(2, 11)).unwrap();
    assert_eq!(given.arrived(entry(1), claim(1, 10)), (given, Arrival::Conflict));
    assert_eq!(Holder::Kiosk(claim(2, 11)).written_off(kiosk(1)), Holder::Kiosk(claim(2, 11)));
    assert_eq!(Holder::Kiosk(claim(2, 11)).risk_accepted(), Holder::Kiosk(claim(2, 11)));
    // Found again and enrolled anew, it gives the old right back.
    assert_eq!(blocked.returned(kiosk(1), grant(10)), Holder::Desk);
}

#[test]
fn a_time_that_the_host_withdrew_is_booked_for_nobody_else_and_staff_hear_of_who_has_it() {
    let withdrawn = Holder::Kiosk(claim(1, 10)).withdrawn();
    assert_eq!(withdrawn.listed_for(kiosk(1), Epoch::FIRST), None);
    assert_eq!(withdrawn.offered(|_| false), Holder::Kiosk(claim(1, 10)));
    assert_eq!(withdrawn.offered(|claim| claim.kiosk == kiosk(1)), Holder::Blocked(claim(1, 10)));
    let (booked, arrival) = withdrawn.arrived(entry(1), claim(1, 10));
    assert_eq!((booked, arrival.needs_staff(), arrival.has_the_slot()), (Holder::Booked(entry(1)), true, true));
    assert_eq!(booked.withdrawn().offered(|_| false), booked);
    assert_eq!(booked.cancelled(entry(2)), booked);
    assert_eq!(booked.cancelled(entry(1)), Holder::Desk);
}

#[test]
fn a_desk_from_a_backup_learns_who_holds_what_and_gives_nothing_before() {
    assert_eq!(Holder::Desk.named(claim(1, 10)), Holder::Kiosk(claim(1, 10)));
    let old = Holder::Kiosk(claim(1, 10));
    assert_eq!(old.named(claim(2, 12)), Holder::Kiosk(claim(2, 12)), "given later, so the first had been given back");
    assert_eq!(Holder::Kiosk(claim(2, 12)).named(claim(1, 10)), Holder::Kiosk(claim(2, 12)));
    assert_eq!(Holder::Booked(entry(1)).named(claim(1, 10)), Holder::Booked(entry(1)));
    assert_eq!(Holder::Withdrawn(None).named(claim(1, 10)), Holder::Withdrawn(Some(claim(1, 10))));
    assert!(may_give([Heard::Synced, Heard::RiskAccepted]) && may_give([]));
    assert!(!may_give([Heard::Synced, Heard::Silent]));
    assert_eq!(next_grant(None, 0), Some(grant(1)));
    assert_eq!(next_grant(Some(grant(7)), 0), Some(grant(8)));
    let lost = next_grant(None, 1_800_000_000).unwrap();
    assert!(next_grant(Some(grant(7)), 1_800_000_001).unwrap() > next_grant(Some(lost), 1_800_000_000).unwrap());
    assert_eq!(next_grant(Some(GrantId::LAST), 0), None);
}

#[test]
fn a_right_is_booked_once() {
    let mut rights = holding(&[10]);
    let step = rights.book(right(10), entry(1)).unwrap();
    assert_eq!(step.uses_up, [right(10)]);
    rights.apply(&step);
    assert_eq!(rights.book(right(10), entry(2)).unwrap_err(), NotHeld);
    assert_eq!(rights.granted(right(10)).unwrap_err(), NotHeld);
    assert!(rights.give_up([grant(10)]).changes.is_empty());
    let wrong_slot = Grant { grant: grant(10), slot: right(11).slot };
    assert_eq!(holding(&[10]).book(wrong_slot, entry(1)).unwrap_err(), NotHeld);
}

#[test]
fn an_answer_adds_what_is_new_drops_what_is_gone_and_gives_back_what_was_known_before() {
    let mut rights = holding(&[10, 11, 12]);
    rights.apply(&rights.give_up([grant(12)]));
    let asked = rights.ask();
    assert_eq!((asked.returned.as_slice(), asked.holding.len()), ([grant(12)].as_slice(), 2));
    // The desk lists 11, one from before that is gone here, and a new one; 10 and 12 are off its list.
    let step = rights.take_up(&asked, &[right(5), right(11), right(13)], &[grant(11)]).unwrap();
    rights.apply(&step);
    let states: Vec<(u64, State)> = rights.known().map(|(grant, right)| (grant.get(), right.state)).collect();
    assert_eq!(states, [(5, State::Returning), (11, State::Returning), (13, State::Held)]);
    let later = rights.ask();
    assert_eq!(rights.take_up(&asked, &[], &[]), Err(Overtaken));
    assert!(rights.take_up(&later, &[right(5), right(11), right(13)], &[]).unwrap().is_empty(&rights));
}

#[test]
fn what_is_taken_for_the_resident_at_the_glass_survives_an_older_answer() {
    let mut rights = holding(&[10]);
    let asked = rights.ask();
    rights.apply(&rights.granted(right(12)).unwrap());
    rights.apply(&rights.take_up(&asked, &[right(10), right(11)], &[]).unwrap());
    assert_eq!(rights.held().map(|held| held.grant.get()).collect::<Vec<_>>(), [10, 11, 12]);
}

#[test]
fn an_older_copy_books_nothing_that_was_used_after_it_was_made() {
    let (copy, mut newest) = (holding(&[10, 11]), holding(&[10, 11]));
    let mut mark = Mark::default();
    let asked = newest.ask();
    newest.apply(&newest.take_up(&asked, &[right(10), right(11), right(12)], &[]).unwrap());
    for used in [10, 12] {
        let step = newest.book(right(used), entry(used as u8)).unwrap();
        mark = mark.next(&step.uses_up);
        newest.apply(&step);
    }
    assert_eq!(newest.found(mark.generation(), Some(&mark), true), None);
    let mut copy = copy;
    copy.apply(&copy.found(0, Some(&mark), true).unwrap());
    assert_eq!(copy.held().collect::<Vec<_>>(), [right(11)]);
    // The desk has heard of neither booking: it keeps both times for whoever has the promise.
    let asked = copy.ask();
    assert_eq!((asked.booked.as_slice(), asked.returned.len()), ([right(10), right(12)].as_slice(), 0));
    copy.apply(&copy.take_up(&asked, &[right(10), right(11), right(12)], &[]).unwrap());
    assert_eq!(copy.held().collect::<Vec<_>>(), [right(11)]);
}

#[test]
fn without_a_mark_or_with_too_old_a_copy_nothing_that_was_known_is_booked() {
    let mut mark = Mark::default();
    for number in 1..=NAMED as u64 + 1 {
        mark = mark.next(&[right(number)]);
    }
    let old = holding(&[300]);
    for (found, listed_later) in
        [(old.found(1, None, true), 301), (old.found(0, None, false), 301), (old.found(0, Some(&mark), true), 250)]
    {
        let mut copy = old.clone();
        copy.apply(&found.unwrap());
        assert_eq!(copy.held().count(), 0);
        let mut empty = Rights::default();
        empty.apply(&empty.all_in_doubt(copy.doubt()));
        let asked = empty.ask();
        empty.apply(&empty.take_up(&asked, &[right(listed_later)], &[]).unwrap());
        assert_eq!(empty.held().count(), 0, "it may have been used by the newer file");
        assert!(empty.granted(right(302)).is_ok(), "what is given from now on is good");
    }
    assert_eq!(old.found(0, None, true), None);
    assert_eq!(mark.used_since(1).map(|used| used.len()), Some(NAMED));
    assert_eq!((mark.used_since(0), mark.used_since(NAMED as u64 + 2)), (None, None));
}

#[test]
fn a_mark_is_read_as_it_was_written_and_half_a_mark_is_none() {
    let mut mark = Mark::default();
    for number in 1..=NAMED as u64 + 40 {
        mark = mark.next(&[right(number), right(number + 1)]);
        assert_eq!(Mark::parse(&mark.to_text()).as_ref(), Some(&mark));
    }
    let text = mark.to_text();
    for end in 0..text.len() {
        assert_eq!(Mark::parse(&text[..end]), None, "cut at {end}");
    }
    assert_eq!(Mark::parse(&format!("{text}x\n")), None);
    let lost = Mark::anew(7, mark.highest());
    assert_eq!((lost.used_since(6), lost.used_since(7)), (None, Some(Vec::new())));
    assert_eq!(Mark::parse(&lost.to_text()).as_ref(), Some(&lost));
    // A number that has no next is no number of ours: counting on from it would begin again at nothing.
    let endless = lost.to_text().replacen(&format!("generation {}", lost.generation()), &format!("generation {}", u64::MAX), 1);
    assert_eq!(Mark::parse(&endless), None);
}

#[test]
fn a_kiosk_gets_a_small_block_more_where_residents_book_and_never_more_than_a_third() {
    for (free, demand, expected) in [(2, 0, 0), (9, 0, 3), (60, 0, SMALL_BLOCK), (60, 21, 9), (60, 400, 20), (3, 400, 1)] {
        let stock = Stock { free: times(free), demand, ..Stock::default() };
        let given = stock.to_grant(MOST_HELD);
        assert_eq!(given.len(), expected, "{free} free, {demand} booked");
        assert_eq!(stock.to_grant(1).len(), expected.min(1));
        let held: Vec<Time> = stock.free.iter().copied().filter(|time| given.contains(&time.slot)).collect();
        let most = held.iter().map(|one| held.iter().filter(|other| other.day == one.day).count()).max().unwrap_or(0);
        assert!(most <= expected.div_ceil(6).max(1), "{most} of {expected} on one day");
    }
}

#[test]
fn what_is_above_the_share_is_asked_back_and_the_rest_only_where_the_desk_runs_short() {
    let held = |many| times(many).into_iter().zip(1..).map(|(time, number)| (grant(number), time)).collect::<Vec<_>>();
    let back = |free: usize, mine: usize, elsewhere, demand| {
        Stock { free: times(free), held: held(mine), elsewhere, demand }.to_ask_back().len()
    };
    assert_eq!(back(30, 10, 0, 0), 0, "nobody else needs them");
    assert_eq!(back(5, 10, 15, 0), 6, "the desk runs short: back to a small block");
    assert_eq!(back(5, 10, 15, 400), 0, "its residents book them");
    assert_eq!(back(6, 6, 0, 400), 2);
    assert_eq!(back(0, 1, 0, 400), 1);
}

fn kiosk(number: u32) -> KioskId {
    KioskId::new(number).unwrap()
}

fn grant(number: u64) -> GrantId {
    GrantId::new(number).unwrap()
}

fn entry(number: u8) -> EntryId {
    EntryId::new(u64::from(number), [number; 10])
}

fn claim(of: u32, number: u64) -> Claim {
    Claim { kiosk: kiosk(of), epoch: Epoch::FIRST, grant: grant(number) }
}

fn right(number: u64) -> Grant {
    Grant { grant: grant(number), slot: SlotId::new(SpreekuurId::new(1).unwrap(), 30 * number as u32) }
}

fn holding(grants: &[u64]) -> Rights {
    let held = |number: &u64| (grant(*number), Right { slot: right(*number).slot, state: State::Held });
    Rights::stored(grants.iter().map(held), grants.iter().max().map(|number| grant(*number)), None)
}

/// Spread over six days.
fn times(many: usize) -> Vec<Time> {
    let first = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let time = |place: usize| Time {
        slot: SlotId::new(SpreekuurId::new(1).unwrap(), 30_000_000 + (place % 6) as u32 * 1440 + (place / 6) as u32 * 30),
        day: first + chrono::Days::new(place as u64 % 6),
    };
    (0..many).map(time).collect()
}
