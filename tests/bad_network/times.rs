//! What the courier promises about times that can be booked when the network is bad.

use crate::post::Post;
use crate::proxy::Weather;
use inloop::booking::desk::Holder;
use inloop::desk::store::slots;
use inloop::desk::store::spreekuren::{self, New};
use inloop::entry::{Body, Booking, Grant, SlotId, SpreekuurId, Whom};
use inloop::kiosk::courier::{News, TakeAnswer};
use std::sync::mpsc::channel;

/// A post whose team has twelve times tomorrow, of which the kiosk has been given some.
fn with_times() -> (Post, Vec<SlotId>, Vec<Grant>) {
    let post = Post::open();
    let slots = post.at_desk(|conn, now| {
        let (host, place, feed) = ("Wijkteam".to_owned(), "Kamer 1".to_owned(), "feed".to_owned());
        let id: SpreekuurId = spreekuren::add(conn, &New { whom: Whom::Team, host, place, minutes: 30, feed }, now)?;
        let tomorrow = u32::try_from(now / 60).unwrap() + 24 * 60;
        let minutes: Vec<u32> = (0..12).map(|nth| tomorrow + nth * 30).collect();
        slots::offer(conn, id, &minutes, now)?;
        Ok(minutes.into_iter().map(|minute| SlotId::new(id, minute)).collect())
    });
    let held = held_after_sync(&post);
    (post, slots, held)
}

/// Syncs, and gives what the kiosk may book by itself then.
fn held_after_sync(post: &Post) -> Vec<Grant> {
    post.courier().link_came_up();
    post.until("times", |told| match told {
        News::Held(held) if !held.is_empty() => Some(held),
        _ => None,
    })
}

fn take(post: &Post, slot: SlotId) -> TakeAnswer {
    let (answer, answers) = channel();
    post.courier().taker().take(slot, move |taken| answer.send(taken).unwrap());
    answers.recv().unwrap()
}

fn booking(time: Grant) -> Body {
    Body::Booking(Booking { whom: Whom::Team, time: Some(time), contact: None })
}

fn holder(post: &Post, slot: SlotId) -> Holder {
    post.at_desk(move |conn, _| slots::find(conn, slot)).unwrap().holder
}

#[test]
fn a_time_that_is_booked_without_network_is_nobody_elses_and_arrives_once() {
    let (post, _, held) = with_times();
    let mine = held[0];
    post.proxy.set(Weather::Cut);
    let id = post.hand_in(booking(mine));
    assert!(!post.keeper().held().unwrap().contains(&mine), "it is used up");
    let taken = post.at_desk(move |conn, now| slots::book(conn, mine.slot, id, now));
    assert!(taken.is_err(), "staff cannot give it to another");
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until_delivered(&[id]);
    assert_eq!(holder(&post, mine.slot), Holder::Booked(id));
    post.is_all_there(1);
}

#[test]
fn a_time_of_the_desk_is_taken_first_and_who_comes_second_is_offered_others() {
    let (post, slots, held) = with_times();
    let of_the_desk = |slot: &&SlotId| !held.iter().any(|right| right.slot == **slot);
    let free: Vec<SlotId> = slots.iter().filter(of_the_desk).copied().collect();
    let TakeAnswer::Granted(grant) = take(&post, free[0]) else { panic!("the desk had it") };
    let id = post.hand_in(booking(grant));
    post.until_delivered(&[id]);
    assert_eq!(holder(&post, free[0]), Holder::Booked(id));
    let TakeAnswer::Lost(instead) = take(&post, free[0]) else { panic!("it is booked") };
    assert!(!instead.is_empty() && instead.len() <= 3 && !instead.contains(&free[0]), "{instead:?}");
}

#[test]
fn a_time_whose_answer_was_lost_is_this_kiosks_after_the_next_sync() {
    let (post, slots, held) = with_times();
    let free = *slots.iter().find(|slot| !held.iter().any(|right| right.slot == **slot)).unwrap();
    post.proxy.set(Weather::LoseAnswers);
    assert_eq!(take(&post, free), TakeAnswer::NotNow);
    assert!(!post.keeper().held().unwrap().iter().any(|right| right.slot == free), "nothing is promised without an answer");
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    let grant = post.until("the time", |told| match told {
        News::Held(held) => held.into_iter().find(|right| right.slot == free),
        _ => None,
    });
    let id = post.hand_in(booking(grant));
    post.until_delivered(&[id]);
    assert_eq!(holder(&post, free), Holder::Booked(id));
}

#[test]
fn what_is_held_survives_a_restart_without_network() {
    let (mut post, _, held) = with_times();
    post.proxy.set(Weather::Cut);
    post.restart_kiosk();
    assert_eq!(post.keeper().held().unwrap(), held);
    let id = post.hand_in(booking(held[0]));
    post.proxy.set(Weather::Clear);
    post.carry(crate::post::PATIENCE);
    post.until_delivered(&[id]);
    assert_eq!(holder(&post, held[0].slot), Holder::Booked(id));
}
