mod model;
mod sound;

use super::*;
use crate::clock::{BenchLuck, NoLuck};
use crate::entry::EntryId;

fn id(n: u8) -> Item {
    Item::Words(EntryId::new(1_800_000_000_000 + u64::from(n), [n; 10]))
}

fn candidate(n: u8, urgent: bool) -> Candidate {
    Candidate { item: id(n), urgent, spoken: false }
}

fn candidates(ids: &[u8]) -> Vec<Candidate> {
    ids.iter().map(|n| candidate(*n, false)).collect()
}

/// Draws the longest wait every time, so that a test can foresee it.
struct Unlucky;

impl Luck for Unlucky {
    fn fill(&self, _: &mut [u8]) -> Result<(), NoLuck> {
        Err(NoLuck)
    }
}

#[allow(clippy::disallowed_methods)]
fn start() -> Instant {
    Instant::now()
}

/// A courier in front of an outbox with these entries.
fn courier(ids: &[u8]) -> (Delivery, Instant) {
    let now = start();
    let mut delivery = Delivery::new(now);
    assert_eq!(delivery.next(now), Step::Look { skip: vec![] });
    delivery.found(candidates(ids), now);
    (delivery, now)
}

fn look_again(delivery: &mut Delivery, ids: &[u8], now: Instant) {
    match delivery.next(now) {
        Step::Look { skip } => {
            let left = candidates(ids).into_iter().filter(|c| !skip.contains(&c.item)).collect();
            delivery.found(left, now);
        }
        other => panic!("{other:?}"),
    }
}

fn no_answer(status: u16) -> Outcome {
    Outcome::NotTheDesk { status, retry_after: None }
}

fn refused(refusal: Refusal) -> Outcome {
    Outcome::Refused { refusal, retry_after: None }
}

#[test]
fn what_was_left_first_goes_first_and_a_call_before_everything() {
    let (mut delivery, now) = courier(&[1, 2]);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    delivery.kept(now);
    let Step::Look { skip } = delivery.next(now) else { panic!("a new entry was not looked for") };
    assert_eq!(skip, [id(1)]);
    delivery.found(vec![candidate(3, true), candidate(2, false)], now);
    assert_eq!(delivery.next(now), Step::Send(id(3)));
    assert_eq!(delivery.next(now), Step::Send(id(2)));
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
}

#[test]
fn a_call_finds_a_lane_when_all_are_taken() {
    let (mut delivery, now) = courier(&[1, 2, 3, 4, 5]);
    for n in 1..=LANES as u8 {
        assert_eq!(delivery.next(now), Step::Send(id(n)));
    }
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
    delivery.kept(now);
    let _ = delivery.next(now);
    delivery.found(vec![candidate(9, true), candidate(5, false)], now);
    assert_eq!(delivery.next(now), Step::Send(id(9)));
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
}

#[test]
fn nothing_waits_and_nothing_is_done() {
    let (mut delivery, now) = courier(&[]);
    assert_eq!(delivery.next(now), Step::Wait(None, Why::NothingWaits));
}

/// What each outcome does: whether the next entry goes at once, and what the courier says it is waiting for.
#[test]
fn every_outcome_is_delivered_parked_waited_out_or_paused() {
    enum Then {
        Next,
        ParkAndNext,
        WaitFor(Why),
    }
    use Then::*;
    let waits = |trouble| WaitFor(Why::BackingOff(trouble));
    let table = [
        (Outcome::Delivered, Next),
        (Outcome::Gone, Next),
        (Outcome::Unreached, waits(Trouble::Unreached)),
        (Outcome::Lost, waits(Trouble::Lost)),
        (Outcome::OwnDisk, waits(Trouble::OwnDisk)),
        (no_answer(200), waits(Trouble::NotTheDesk(200))),
        (no_answer(201), waits(Trouble::NotTheDesk(201))),
        (no_answer(401), waits(Trouble::NotTheDesk(401))),
        (no_answer(403), waits(Trouble::NotTheDesk(403))),
        (no_answer(413), waits(Trouble::NotTheDesk(413))),
        (no_answer(429), waits(Trouble::NotTheDesk(429))),
        (no_answer(500), waits(Trouble::NotTheDesk(500))),
        (refused(Refusal::Busy), waits(Trouble::DeskBusy)),
        (refused(Refusal::Later), waits(Trouble::DeskBusy)),
        (refused(Refusal::Replayed), waits(Trouble::DeskBusy)),
        (refused(Refusal::Unsigned), WaitFor(Why::Paused(Pause::Unknown))),
        (refused(Refusal::Revoked), WaitFor(Why::Paused(Pause::Revoked))),
        (refused(Refusal::Malformed), ParkAndNext),
        (refused(Refusal::TooLong), ParkAndNext),
        (refused(Refusal::Newer), ParkAndNext),
        (refused(Refusal::OtherKiosk), ParkAndNext),
        (refused(Refusal::NotOurs), ParkAndNext),
        (refused(Refusal::OtherHeader), ParkAndNext),
        (refused(Refusal::OtherBody), ParkAndNext),
    ];
    for (outcome, then) in table {
        let (mut delivery, now) = courier(&[1, 2]);
        assert_eq!(delivery.next(now), Step::Send(id(1)));
        let verdict = delivery.handle(id(1), outcome, now, &Unlucky);
        assert_eq!(matches!(verdict, Verdict::Park(_)), matches!(then, ParkAndNext), "{outcome:?}");
        if matches!(verdict, Verdict::Park(_)) {
            delivery.parked(id(1));
        }
        let mut step = delivery.next(now);
        if matches!(step, Step::Look { .. }) {
            delivery.found(candidates(&[2]), now);
            step = delivery.next(now);
        }
        match then {
            Next | ParkAndNext => assert_eq!(step, Step::Send(id(2)), "{outcome:?}"),
            WaitFor(why) => {
                let Step::Wait(Some(until), found) = step else { panic!("{outcome:?}: {step:?}") };
                assert_eq!(found, why, "{outcome:?}");
                assert!(until > now && until <= now + LONGEST_WAIT, "{outcome:?}");
            }
        }
    }
}

#[test]
fn after_weather_the_next_entry_feels_the_way() {
    let (mut delivery, now) = courier(&[1, 2]);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    let _ = delivery.handle(id(1), no_answer(413), now, &Unlucky);
    look_again(&mut delivery, &[1, 2], now);
    let Step::Wait(Some(until), Why::BackingOff(Trouble::NotTheDesk(413))) = delivery.next(now) else { panic!() };
    assert_eq!(until, now + FIRST_WAIT);
    assert_eq!(delivery.next(until), Step::Send(id(2)));
}

#[test]
fn waits_double_up_to_a_quarter_of_an_hour() {
    let longest = |failures| back_off(failures, LONGEST_WAIT).as_secs();
    assert_eq!([1, 2, 3, 4, 8, 9, 10, 11, 1000].map(longest), [2, 4, 8, 16, 256, 512, 900, 900, 900]);
    let luck = BenchLuck::seeded(1);
    let draws: Vec<Duration> = (0..200).map(|_| jitter(LONGEST_WAIT, &luck)).collect();
    assert!(draws.iter().all(|wait| *wait <= LONGEST_WAIT));
    assert!(draws.iter().any(|wait| *wait < LONGEST_WAIT / 10) && draws.iter().any(|wait| *wait > LONGEST_WAIT * 9 / 10));
}

/// A courier that has failed so often that it waits as long as it ever does.
fn despairing() -> (Delivery, Instant) {
    let (mut delivery, mut now) = courier(&[1]);
    for _ in 0..12 {
        loop {
            match delivery.next(now) {
                Step::Look { .. } => delivery.found(candidates(&[1]), now),
                Step::Send(_) => break,
                Step::Wait(until, _) => now = until.unwrap(),
                Step::Probe => panic!(),
            }
        }
        let _ = delivery.handle(id(1), Outcome::Unreached, now, &Unlucky);
    }
    look_again(&mut delivery, &[1], now);
    assert_eq!(delivery.next(now), Step::Wait(Some(now + LONGEST_WAIT), Why::HeldBack));
    (delivery, now)
}

#[test]
fn a_new_entry_and_the_link_coming_up_try_at_once_whatever_the_back_off() {
    let (mut delivery, now) = despairing();
    delivery.link_came_up(now);
    look_again(&mut delivery, &[1], now);
    assert_eq!(delivery.next(now), Step::Send(id(1)));

    let (mut delivery, now) = despairing();
    delivery.kept(now);
    look_again(&mut delivery, &[1, 2], now);
    assert_eq!(delivery.next(now), Step::Send(id(2)));
}

#[test]
fn retry_after_is_honoured_up_to_the_longest_wait_also_for_a_new_entry() {
    let wait_after = |asked: u64| {
        let (mut delivery, now) = courier(&[1, 2]);
        let _ = delivery.next(now);
        let busy = Outcome::Refused { refusal: Refusal::Busy, retry_after: Some(Duration::from_secs(asked)) };
        let _ = delivery.handle(id(1), busy, now, &Unlucky);
        delivery.kept(now);
        look_again(&mut delivery, &[1, 2], now);
        match delivery.next(now) {
            Step::Wait(Some(until), Why::DeskAsked) => until - now,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(wait_after(120), Duration::from_secs(120));
    assert_eq!(wait_after(1_000_000), LONGEST_WAIT);
}

#[test]
fn a_call_waits_no_longer_than_its_own_limit_whatever_the_desk_asks() {
    let (mut delivery, now) = courier(&[1]);
    let _ = delivery.next(now);
    let busy = Outcome::Refused { refusal: Refusal::Busy, retry_after: Some(LONGEST_WAIT) };
    let _ = delivery.handle(id(1), busy, now, &Unlucky);
    delivery.kept(now);
    let _ = delivery.next(now);
    delivery.found(vec![candidate(7, true)], now);
    assert_eq!(delivery.next(now), Step::Wait(Some(now + LONGEST_WAIT_FOR_A_CALL), Why::DeskAsked));
}

#[test]
fn a_closed_door_is_knocked_on_softly_and_opens() {
    let (mut delivery, now) = courier(&[1, 2]);
    let _ = delivery.next(now);
    let _ = delivery.handle(id(1), refused(Refusal::Revoked), now, &Unlucky);
    delivery.kept(now);
    let Step::Wait(Some(until), Why::Paused(Pause::Revoked)) = delivery.next(now) else { panic!() };
    // The calls are turned away meanwhile, and that does not put the question off.
    delivery.turned_away(Pause::Revoked, now + FIRST_WAIT);
    assert_eq!(delivery.mood().paused, Some(Pause::Revoked));
    assert_eq!(delivery.next(until), Step::Probe);
    assert_eq!(delivery.next(until), Step::Wait(None, Why::Paused(Pause::Revoked)));
    delivery.probed(Some(Err(Pause::Revoked)), until);
    let Step::Wait(Some(later), _) = delivery.next(until) else { panic!() };
    assert_eq!(delivery.next(later), Step::Probe);
    delivery.probed(None, later);
    assert_eq!(delivery.next(later), Step::Wait(Some(later + LONGEST_WAIT), Why::Paused(Pause::Revoked)));
    delivery.link_came_up(later);
    assert_eq!(delivery.next(later), Step::Probe);
    delivery.probed(Some(Ok(())), later);
    look_again(&mut delivery, &[1, 2], later);
    assert_eq!(delivery.mood().paused, None);
    // Not the one at which the door was closed.
    assert_eq!(delivery.next(later), Step::Send(id(2)));
}

/// Sends entry 1 until it is parked, with the desk answering others in between or not; answers after how many tries.
fn tries_until_parked(outcome: Outcome, desk_answers: bool, urgent: bool) -> Option<u32> {
    let (mut delivery, mut now) = courier(&[]);
    delivery.kept(now);
    let mut tries = 0;
    for _ in 0..1000 {
        match delivery.next(now) {
            Step::Look { skip } if skip.contains(&id(1)) => delivery.found(vec![], now),
            Step::Look { .. } => delivery.found(vec![candidate(1, urgent)], now),
            Step::Wait(until, _) => now = until.unwrap(),
            Step::Probe => panic!(),
            Step::Send(id) => {
                tries += 1;
                if desk_answers {
                    delivery.desk_answered(now);
                }
                if let Verdict::Park(why) = delivery.handle(id, outcome, now, &Unlucky) {
                    assert_eq!(why, Parking::OnTheWay(413));
                    return Some(tries);
                }
            }
        }
    }
    None
}

#[test]
fn what_something_between_keeps_refusing_is_parked_where_staff_see_it() {
    assert_eq!(tries_until_parked(no_answer(413), true, false), Some(REFUSED_ON_THE_WAY + 1));
    assert_eq!(Parking::OnTheWay(413).to_string(), "refused on the way, not by the desk (HTTP 413)");
}

#[test]
fn without_a_word_of_the_desk_a_lost_answer_and_a_call_are_never_parked() {
    assert_eq!(tries_until_parked(no_answer(413), false, false), None);
    assert_eq!(tries_until_parked(Outcome::Lost, true, false), None);
    assert_eq!(tries_until_parked(no_answer(413), true, true), None);
}

#[test]
fn those_that_leave_together_fail_as_one() {
    let (mut delivery, now) = courier(&[1, 2, 3, 4]);
    for n in 1..=4 {
        assert_eq!(delivery.next(now), Step::Send(id(n)));
    }
    for n in 1..=4 {
        let _ = delivery.handle(id(n), Outcome::Lost, now, &Unlucky);
    }
    assert_eq!(delivery.mood().failures, 1);
}

#[test]
fn what_met_weather_is_remembered_within_a_limit() {
    let mut now = start();
    let mut delivery = Delivery::new(now);
    let entry = |n: u64| Item::Words(EntryId::new(1_800_000_000_000 + n, [1; 10]));
    for n in 0..(MOST_HELD as u64 * 2) {
        delivery.link_came_up(now);
        let _ = delivery.next(now);
        delivery.found(vec![Candidate { item: entry(n), urgent: false, spoken: false }], now);
        assert_eq!(delivery.next(now), Step::Send(entry(n)));
        let _ = delivery.handle(entry(n), Outcome::Lost, now, &Unlucky);
        now += FIRST_WAIT;
    }
    assert_eq!(delivery.mood().held, MOST_HELD);
}
