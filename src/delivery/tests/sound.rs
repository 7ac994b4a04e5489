//! What was said goes after what was written, and never holds it up.

use super::*;

fn sound(entry: u8, n: u8) -> Candidate {
    Candidate { item: Item::Sound(id(entry).entry(), n), urgent: false, spoken: false }
}

/// A courier in front of this.
fn before(found: Vec<Candidate>) -> (Delivery, Instant) {
    let now = start();
    let mut delivery = Delivery::new(now);
    assert_eq!(delivery.next(now), Step::Look { skip: vec![] });
    delivery.found(found, now);
    (delivery, now)
}

#[test]
fn sound_waits_for_every_entry_that_waits_or_is_under_way() {
    let (mut delivery, now) = before(vec![sound(9, 1), candidate(1, false), sound(9, 2), candidate(2, false)]);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    assert_eq!(delivery.next(now), Step::Send(id(2)));
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay), "both are under way");
    let _ = delivery.handle(id(1), Outcome::Delivered, now, &Unlucky);
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
    let _ = delivery.handle(id(2), Outcome::Delivered, now, &Unlucky);
    assert_eq!(delivery.next(now), Step::Send(sound(9, 1).item));
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay), "one piece at a time");
    // A new entry does not wait for the piece that is under way, and the next piece waits for it.
    delivery.kept(now);
    assert!(matches!(delivery.next(now), Step::Look { .. }));
    delivery.found(vec![candidate(3, false), sound(9, 2)], now);
    assert_eq!(delivery.next(now), Step::Send(id(3)));
    let _ = delivery.handle(sound(9, 1).item, Outcome::Delivered, now, &Unlucky);
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
}

#[test]
fn the_sound_of_an_entry_is_looked_for_as_soon_as_the_desk_has_its_words() {
    let (mut delivery, now) = before(vec![Candidate { spoken: true, ..candidate(1, false) }]);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    assert_eq!(delivery.next(now), Step::Wait(None, Why::UnderWay));
    let _ = delivery.handle(id(1), Outcome::Delivered, now, &Unlucky);
    assert_eq!(delivery.next(now), Step::Look { skip: vec![] });
}

#[test]
fn where_more_words_may_wait_than_were_looked_at_no_sound_goes() {
    let words = (0..WINDOW as u8).map(|n| candidate(n, false));
    let (mut delivery, now) = before(words.chain([sound(200, 1)]).collect());
    for _ in 0..WINDOW {
        let Step::Send(item) = delivery.next(now) else { panic!() };
        assert!(!item.is_sound());
        let _ = delivery.handle(item, Outcome::Delivered, now, &Unlucky);
    }
    assert!(matches!(delivery.next(now), Step::Look { .. }));
}

#[test]
fn whatever_befalls_sound_makes_sound_wait_and_no_words() {
    let weather =
        [Outcome::Lost, Outcome::Unreached, no_answer(413), no_answer(200), refused(Refusal::Busy), refused(Refusal::Later)];
    for outcome in weather {
        let (mut delivery, now) = before(vec![sound(9, 1), sound(9, 2)]);
        assert_eq!(delivery.next(now), Step::Send(sound(9, 1).item));
        assert_eq!(delivery.handle(sound(9, 1).item, outcome, now, &Unlucky), Verdict::Leave);
        assert!(matches!(delivery.next(now), Step::Look { .. }));
        delivery.found(vec![sound(9, 2)], now);
        assert!(matches!(delivery.next(now), Step::Wait(Some(_), Why::BackingOff(_))), "{outcome:?}");
        assert_eq!(delivery.mood().failures, 0, "{outcome:?}");
        delivery.kept(now);
        let _ = delivery.next(now);
        delivery.found(vec![candidate(1, false), sound(9, 2)], now);
        assert_eq!(delivery.next(now), Step::Send(id(1)), "{outcome:?}");
    }
}

#[test]
fn words_that_are_due_before_sound_may_go_are_not_overslept() {
    let (mut delivery, now) = before(vec![candidate(1, false)]);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    let _ = delivery.handle(id(1), Outcome::Lost, now, &Unlucky);
    delivery.link_came_up(now);
    delivery.desk_answered(now);
    let mut at = now;
    for _ in 0..20 {
        match delivery.next(at) {
            Step::Look { skip } => {
                let all = [candidate(1, false), sound(9, 1)];
                delivery.found(all.into_iter().filter(|c| !skip.contains(&c.item)).collect(), at);
            }
            Step::Send(item) => {
                let _ = delivery.handle(item, Outcome::Lost, at, &Unlucky);
                delivery.desk_answered(at);
            }
            Step::Wait(Some(until), _) => {
                let due = delivery.held[&id(1)].not_before;
                assert!(until <= due.max(at), "sleeps beyond the words");
                at = until;
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn sound_that_comes_too_early_waits_alone_and_is_never_parked() {
    let (mut delivery, now) = before(vec![sound(8, 1), sound(9, 1)]);
    assert_eq!(delivery.next(now), Step::Send(sound(8, 1).item));
    assert_eq!(delivery.handle(sound(8, 1).item, refused(Refusal::TooEarly), now, &Unlucky), Verdict::Leave);
    let Step::Look { skip } = delivery.next(now) else { panic!() };
    assert_eq!(skip, [sound(8, 1).item]);
    delivery.found(vec![sound(9, 1)], now);
    assert_eq!(delivery.next(now), Step::Send(sound(9, 1).item), "another entry's does not wait for it");
}

#[test]
fn a_piece_that_the_desk_refuses_is_parked_and_one_that_it_does_not_let_in_pauses_all() {
    let (mut delivery, now) = before(vec![sound(9, 1), sound(9, 2)]);
    let _ = delivery.next(now);
    let parked = delivery.handle(sound(9, 1).item, refused(Refusal::OtherBody), now, &Unlucky);
    assert_eq!(parked, Verdict::Park(Parking::Refused(Refusal::OtherBody)));
    delivery.parked(sound(9, 1).item);
    let _ = delivery.next(now);
    delivery.found(vec![sound(9, 2), candidate(1, false)], now);
    assert_eq!(delivery.next(now), Step::Send(id(1)));
    let _ = delivery.handle(id(1), Outcome::Delivered, now, &Unlucky);
    assert_eq!(delivery.next(now), Step::Send(sound(9, 2).item));
    let _ = delivery.handle(sound(9, 2).item, refused(Refusal::Revoked), now, &Unlucky);
    assert_eq!(delivery.mood().paused, Some(Pause::Revoked));
}

#[test]
fn a_piece_that_something_between_keeps_refusing_is_parked_where_staff_see_it() {
    let (mut delivery, mut now) = before(vec![]);
    delivery.kept(now);
    let mut tries = 0;
    let parked = (0..1000).find_map(|_| {
        match delivery.next(now) {
            Step::Look { skip } if skip.is_empty() => delivery.found(vec![sound(9, 1)], now),
            Step::Look { .. } => delivery.found(vec![], now),
            Step::Wait(until, _) => now = until.unwrap(),
            Step::Probe => panic!(),
            Step::Send(item) => {
                tries += 1;
                delivery.desk_answered(now);
                if let Verdict::Park(why) = delivery.handle(item, no_answer(413), now, &Unlucky) {
                    return Some(why);
                }
            }
        }
        None
    });
    assert_eq!((parked, tries), (Some(Parking::OnTheWay(413)), REFUSED_ON_THE_WAY + 1));
}
