//! Every state that two kiosks and a desk can reach over one slot, through crashes, lost, late and doubled messages, older
//! copies of either side, kiosks written off and hours that change: no two residents are promised it, unless staff accepted that before, every
//! promise that arrives has it, and no booking disappears from the sight of staff.
//!
//! The functions under test are those of `inloop::booking`, called as the desk's store and the outbox call them. Each rule is
//! also broken once, to see that the checker finds what the rule is for; and leases by time are kept as the design that fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "booking_model/leases.rs"]
mod leases;
#[path = "booking_model/world.rs"]
mod world;

use leases::Leases;
use stateright::{Checker, HasDiscoveries, Model};
use world::{
    CONFLICT, DOUBTED, EVERY_PROMISE, LATE, Limits, NOTHING_SILENT, ONE_PROMISE, ONLY_IN_THE_HOURS, OUTSIDE, PASSED_ON,
    STAYS_KNOWN, Wrong,
};

/// The first kiosk asks twice and the other once; two grants, two bookings.
const TWO_KIOSKS: Limits = Limits {
    asks: [2, 1],
    grants: 2,
    bookings: 2,
    crashes: 0,
    old_disks: 0,
    old_desks: 0,
    written_off: 0,
    risks: 0,
    cancels: 0,
    withdrawn: 0,
    takes: false,
    replays: false,
    gives_up: true,
    by_staff: false,
    wrong: None,
};

const REPLAYS: Limits = Limits { grants: 3, replays: true, ..TWO_KIOSKS };
const HOURS_CHANGE: Limits = Limits { withdrawn: 1, ..TWO_KIOSKS };
const ONE_OLD_DISK: Limits = Limits { old_disks: 1, ..TWO_KIOSKS };
const ONE_OLD_DESK: Limits = Limits { old_desks: 1, ..TWO_KIOSKS };

#[test]
fn two_kiosks_and_staff_never_promise_one_time_twice() {
    TWO_KIOSKS.hold(&[PASSED_ON]);
    Limits { asks: [3, 1], gives_up: false, ..TWO_KIOSKS }.hold(&[PASSED_ON]);
    Limits { crashes: 1, cancels: 1, by_staff: true, ..TWO_KIOSKS }.hold(&[DOUBTED, PASSED_ON]);
    Limits { takes: true, crashes: 1, ..TWO_KIOSKS }.hold(&[DOUBTED, PASSED_ON]);
}

#[test]
fn a_replayed_question_frees_nothing_and_gives_nothing_twice() {
    REPLAYS.hold(&[PASSED_ON]);
    Limits { wrong: Some(Wrong::AnyReturn), ..REPLAYS }.double_book();
}

#[test]
fn a_kiosk_that_was_written_off_and_books_late_meets_nobody_unless_staff_accepted_it() {
    Limits { written_off: 1, ..TWO_KIOSKS }.hold(&[LATE]);
    Limits { written_off: 1, risks: 1, ..TWO_KIOSKS }.hold(&[CONFLICT, LATE]);
    Limits { written_off: 1, wrong: Some(Wrong::FreedByWriteOff), ..TWO_KIOSKS }.double_book();
}

#[test]
fn a_time_that_leaves_the_hours_and_comes_back_stays_whoever_may_have_promised_it() {
    HOURS_CHANGE.hold(&[OUTSIDE, PASSED_ON]);
    Limits { cancels: 1, by_staff: true, ..HOURS_CHANGE }.hold(&[OUTSIDE]);
    Limits { written_off: 1, ..HOURS_CHANGE }.hold(&[LATE, OUTSIDE]);
    Limits { old_disks: 1, ..HOURS_CHANGE }.hold(&[DOUBTED, OUTSIDE]);
    Limits { old_desks: 1, ..HOURS_CHANGE }.hold(&[OUTSIDE]);
    for wrong in [Wrong::ForgottenOutsideTheHours, Wrong::FreeOnceOffered] {
        Limits { wrong: Some(wrong), ..HOURS_CHANGE }.double_book();
        Limits { wrong: Some(wrong), ..HOURS_CHANGE }.fail(STAYS_KNOWN);
    }
    Limits { cancels: 1, wrong: Some(Wrong::GivenOutsideTheHours), ..HOURS_CHANGE }.fail(ONLY_IN_THE_HOURS);
}

#[test]
fn an_older_copy_of_a_kiosks_disk_books_nothing_that_may_have_been_booked() {
    ONE_OLD_DISK.hold(&[DOUBTED]);
    for wrong in [Wrong::NoMark, Wrong::DeskClearsDoubt] {
        Limits { wrong: Some(wrong), ..ONE_OLD_DISK }.double_book();
    }
}

#[test]
fn a_desk_from_a_backup_gives_nothing_that_a_kiosk_may_have_promised() {
    ONE_OLD_DESK.hold(&[PASSED_ON]);
    Limits { risks: 1, ..ONE_OLD_DESK }.hold(&[CONFLICT]);
    for wrong in [Wrong::NoHearing, Wrong::AnyStore] {
        Limits { wrong: Some(wrong), ..ONE_OLD_DESK }.double_book();
    }
    Limits { asks: [3, 1], wrong: Some(Wrong::OldGrants), ..ONE_OLD_DESK }.double_book();
    Limits { wrong: Some(Wrong::NotNamed), ..ONE_OLD_DESK }.fail(EVERY_PROMISE);
}

#[test]
fn a_desk_and_a_kiosk_that_both_come_back_older_promise_nothing_twice() {
    Limits { grants: 1, by_staff: true, old_disks: 1, old_desks: 1, ..TWO_KIOSKS }.hold(&[DOUBTED]);
}

#[test]
fn leases_by_time_promise_one_time_twice_with_perfect_clocks_and_any_guard() {
    for guard in 0..=4 {
        let checker = Leases { guard }.checker().spawn_bfs().join();
        checker.assert_any_discovery(leases::ONE_PROMISE);
    }
}

impl Limits {
    /// Walks every state; each of `reached` comes about on the way.
    fn hold(self, reached: &[&'static str]) {
        let checker = self.checker().threads(2).spawn_bfs().join();
        println!("{} states", checker.unique_state_count());
        for always in [ONE_PROMISE, EVERY_PROMISE, STAYS_KNOWN, ONLY_IN_THE_HOURS, NOTHING_SILENT] {
            checker.assert_no_discovery(always);
        }
        for name in reached {
            checker.assert_any_discovery(name);
        }
    }

    /// A broken rule is found: two residents are promised the slot and nobody was asked.
    fn double_book(self) {
        self.fail(ONE_PROMISE);
    }

    /// A broken rule is found by what no longer holds.
    fn fail(self, always: &'static str) {
        let failure = HasDiscoveries::AnyOf([always].into());
        let checker = self.checker().threads(2).finish_when(failure).spawn_bfs().join();
        println!("{} states", checker.unique_state_count());
        checker.assert_any_discovery(always);
    }
}
