//! One event for each time that somebody has, wherever a request or its answer is lost, the desk dies, or comes out of a backup.

use crate::appointing::*;
use crate::cable::Harm;
use crate::desk::*;
use inloop::booking::desk::Holder;
use inloop::entry::*;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// A kiosk gets times and gives one back; a resident takes one more.
fn an_afternoon(world: World) -> World {
    world.settle();
    sync(&world.bench, &world.kiosk);
    world.settle();
    take(&world.bench, &world.kiosk, world.slot(2));
    world.settle();
    let held = sync(&world.bench, &world.kiosk).held;
    let back = [held[0].grant];
    sync_with(&world.bench, &world.kiosk, &back, &held[1..], &[]);
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    sync(&world.bench, &world.kiosk);
    world.settle();
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    world
}

#[test]
fn wherever_a_request_or_an_answer_is_lost_there_is_one_event_for_each_time() {
    let world = an_afternoon(World::new());
    world.agree();
    let requests = world.cable.asked().len();
    assert!(world.cable.asked().contains(&"DELETE".to_owned()) && requests > 10, "{:?}", world.cable.asked());
    for harm in [Harm::Lost, Harm::AnswerLost, Harm::Says(500)] {
        for place in 0..requests {
            let world = World::new();
            world.cable.harm(place, harm);
            let world = an_afternoon(world);
            assert_eq!(world.radicale.ours(), world.needed(), "{harm:?} at {place}");
        }
    }
}

#[test]
fn wherever_the_desk_dies_it_goes_on_where_it_was() {
    // A turn that is dropped at its n-th request is a desk that died there.
    for place in 0..8 {
        let world = World::new();
        world.settle();
        world.cable.harm(place, Harm::Silence);
        sync(&world.bench, &world.kiosk);
        let calendar = world.bench.state.calendars.of(world.spreekuur).unwrap();
        let cut = world.bench.wait(async {
            let before = world.cable.asked().len();
            let all = async {
                for _ in 0..8 {
                    calendar.turn(&world.bench.state).await.unwrap();
                }
            };
            let dies = async {
                while world.cable.asked().len() <= before + place {
                    tokio::task::yield_now().await;
                }
                // What it asks is done there; nobody hears of it any more.
                while world.cable.answered() < before + place + 1 {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                () = all => false,
                () = dies => true,
            }
        });
        assert!(cut, "there are fewer than {place} requests");
        let world = world.restarted();
        world.kiosk.number.store(10_000, Ordering::Relaxed);
        world.settle();
        assert_eq!(sync(&world.bench, &world.kiosk).held.len(), 4, "at {place}");
        world.agree();
    }
}

#[test]
fn a_desk_out_of_a_backup_finds_its_events_and_takes_away_what_nobody_has() {
    let world = World::new();
    world.settle();
    sync(&world.bench, &world.kiosk);
    world.settle();
    let before = sync(&world.bench, &world.kiosk).held;
    let copy = world.copy();
    // After the backup one is given back, another is given, and one is claimed that nobody ever gets.
    sync_with(&world.bench, &world.kiosk, &[before[0].grant], &before[1..], &[]);
    let slot = world.slot(2);
    let later = Grant { grant: take(&world.bench, &world.kiosk, slot).grant.unwrap(), slot };
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    sync(&world.bench, &world.kiosk);
    world.settle();
    let there = world.radicale.ours();
    assert!(there.len() > before.len(), "{there:?}");
    let world = world.restored(&copy);
    world.kiosk.number.store(10_000, Ordering::Relaxed);
    world.reads();
    for event in &there {
        assert!(world.radicale.ours().contains(event), "nothing goes before every kiosk has said what it holds");
    }
    let holding: Vec<Grant> = before[1..].iter().copied().chain([later]).collect();
    let spoken = sync_with(&world.bench, &world.kiosk, &[before[0].grant], &holding, &[]);
    assert!(holding.iter().all(|grant| spoken.held.contains(grant)), "{spoken:?}");
    world.reads();
    world.reads();
    world.agree();
    assert!(matches!(holder(&world.bench, slot), Holder::Kiosk(_)));
}

#[test]
fn what_was_given_after_the_backup_keeps_its_event_until_its_kiosk_has_spoken() {
    let world = World::new();
    world.settle();
    sync(&world.bench, &world.kiosk);
    world.settle();
    // Claimed for the kiosk, and not given yet.
    let copy = world.copy();
    let given = sync(&world.bench, &world.kiosk).held;
    assert_eq!(given.len(), 4);
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    let world = world.restored(&copy);
    world.kiosk.number.store(10_000, Ordering::Relaxed);
    world.reads();
    assert_eq!(world.radicale.ours().len(), 4);
    assert_eq!(sync_with(&world.bench, &world.kiosk, &[], &given, &[]).held, given);
    world.reads();
    world.agree();
}
