//! What the calendar says comes first, and what it is told names nobody.

use crate::appointing::*;
use crate::cable::Harm;
use crate::desk::*;
use inloop::booking::desk::Holder;
use inloop::desk::connect::runner::Turn;
use inloop::desk::store::appointing::{self, Booked, ByPhone};
use inloop::desk::store::calendars::{FRESH, State};
use inloop::desk::store::posts;
use inloop::entry::*;
use std::time::Duration;

fn by_phone(world: &World, slot: SlotId, n: u64) -> Booked {
    let (now, state) = (world.bench.now(), world.bench.state.clone());
    world.bench.wait(state.calendars.claim(&state, slot)).unwrap();
    let by = ByPhone { id: EntryId::new(n, [7; 10]), note: None, reaches: false, worker: 1 };
    world.bench.write(move |conn| {
        diesel::connection::SimpleConnection::batch_execute(
            conn,
            "INSERT OR IGNORE INTO worker (id, name, password, active, must_change, made_at) VALUES (1, 'Fatma', '', TRUE, FALSE, 0)",
        )?;
        appointing::book(conn, slot, &by, true, now)
    })
}

#[test]
fn nothing_is_given_or_offered_before_the_calendar_was_read() {
    let world = World::new();
    let said = sync(&world.bench, &world.kiosk);
    assert!(said.held.is_empty() && said.free.is_empty(), "{said:?}");
    assert_eq!(take(&world.bench, &world.kiosk, world.slot(1)).grant, None);
    assert_eq!(by_phone(&world, world.slot(1), 1), Booked::Calendar);
    assert!(world.cable.asked().is_empty(), "nobody waited for it either");
    world.settle();
    assert_eq!(sync(&world.bench, &world.kiosk).free.len(), 12);
}

#[test]
fn a_time_is_claimed_there_before_a_kiosk_gets_it() {
    let world = World::new();
    world.settle();
    let first = sync(&world.bench, &world.kiosk);
    assert!(first.held.is_empty(), "not yet");
    assert!(world.radicale.ours().is_empty());
    world.settle();
    let second = sync(&world.bench, &world.kiosk);
    assert_eq!(second.held.len(), 4);
    assert!(second.version > first.version, "the kiosk hears that it may ask again");
    world.agree();
    assert_eq!(sync(&world.bench, &world.kiosk).held, second.held, "and it stays at that");
    world.settle();
    world.agree();
}

#[test]
fn who_waits_at_the_glass_or_on_the_phone_gets_a_time_that_is_claimed_meanwhile() {
    let world = World::new();
    world.settle();
    assert!(take(&world.bench, &world.kiosk, world.slot(3)).grant.is_some());
    assert!(matches!(by_phone(&world, world.slot(5), 1), Booked::Done(_)));
    assert_eq!(world.radicale.ours(), [begins(world.slot(3)), begins(world.slot(5))]);
    world.agree();
    assert_eq!(take(&world.bench, &world.kiosk, world.slot(5)).grant, None, "that is booked");
}

#[test]
fn a_kiosk_of_another_post_has_nothing_claimed_in_a_calendar_of_this_one() {
    let world = World::new();
    world.settle();
    let now = world.bench.now();
    let added = world.bench.write(move |conn| {
        let mut site = posts::find(conn, posts::FIRST)?.unwrap().site;
        site.name = "Noord".into();
        posts::add(conn, &site, now)
    });
    let posts::Added::Yes(noord) = added else { panic!("{added:?}") };
    let kiosk = world.bench.enrolled_in(noord, 9).unwrap();
    let asked = world.cable.asked().len();
    let refused = take(&world.bench, &kiosk, world.slot(3));
    assert_eq!((refused.grant, refused.instead), (None, Vec::new()), "as a time that is not there");
    assert_eq!(world.cable.asked().len(), asked, "the calendar hears nothing of it");
    assert!(world.radicale.ours().is_empty());
    assert!(take(&world.bench, &world.kiosk, world.slot(3)).grant.is_some());
}

#[test]
fn the_event_is_private_says_inloop_and_names_nobody() {
    let world = World::new();
    world.settle();
    let grant = take(&world.bench, &world.kiosk, world.slot(3)).grant.unwrap();
    let time = Grant { grant, slot: world.slot(3) };
    let sent = booking(&world.bench, &world.kiosk, 1, Some(time), 1);
    assert_eq!(world.bench.ask(world.kiosk.put(&sent)).status, 201);
    world.settle();
    let all = world.radicale.holds();
    let event = all.split("BEGIN:VEVENT").nth(1).unwrap().split("END:VEVENT").next().unwrap();
    let mut lines: Vec<&str> = event.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    let names: Vec<&str> = lines.iter().map(|line| line.split([':', ';']).next().unwrap()).collect();
    assert_eq!(names, ["CLASS", "DTEND", "DTSTAMP", "DTSTART", "STATUS", "SUMMARY", "TRANSP", "UID"], "{event}");
    assert!(lines.contains(&"CLASS:PRIVATE") && lines.contains(&"SUMMARY:Inloop"), "{event}");
    assert!(!all.contains("0612345678") && !all.contains(&sent.header().id.to_string()) && !all.contains("olice"), "{all}");
}

#[test]
fn what_the_host_has_there_is_not_offered_however_it_was_written_down() {
    let world = World::with(&hours([1, 2, 3, 4, 27, 28, 49]));
    // 12:00 in Lelystad is the desk's noon; the times begin on the hour.
    world.radicale.writes("utc", "DTSTART:20261123T120500Z\r\nDTEND:20261123T121000Z");
    world.radicale.writes("zone", "DTSTART;TZID=Europe/Amsterdam:20261123T135000\r\nDURATION:PT20M");
    world.radicale.writes("row", "DTSTART:20261123T140000Z\r\nDTEND:20261123T143000Z\r\nRRULE:FREQ=DAILY;COUNT=3");
    world.radicale.writes("free", "DTSTART:20261123T150000Z\r\nDTEND:20261123T160000Z\r\nTRANSP:TRANSPARENT");
    world.radicale.writes("day", "DTSTART;VALUE=DATE:20261125\r\nDTEND;VALUE=DATE:20261126");
    world.settle();
    let free = sync(&world.bench, &world.kiosk).free;
    assert_eq!(free, [world.slot(4), world.slot(28)], "{free:?}");
    assert_eq!(take(&world.bench, &world.kiosk, world.slot(1)).grant, None);
    assert!(world.radicale.ours().is_empty());
}

#[test]
fn where_the_host_was_first_by_a_moment_the_time_is_not_given_and_our_event_goes_away() {
    let world = World::new();
    world.settle();
    world.radicale.writes("tandarts", "DTSTART:20261123T135500Z\r\nDTEND:20261123T142500Z");
    let taken = take(&world.bench, &world.kiosk, world.slot(3));
    assert_eq!(taken.grant, None);
    assert!(!taken.instead.is_empty() && !taken.instead.contains(&world.slot(3)), "{taken:?}");
    world.settle();
    world.agree();
    assert!(world.radicale.holds().contains("Tandarts"), "that of the host stays");
    assert!(!sync(&world.bench, &world.kiosk).free.contains(&world.slot(3)));
}

#[test]
fn a_name_that_is_somebody_elses_is_taken() {
    let world = World::new();
    world.settle();
    let name = format!("inloop-{}", world.slot(3));
    world.radicale.writes(&name, "DTSTART:20261224T135500Z\r\nDTEND:20261224T142500Z");
    assert_eq!(take(&world.bench, &world.kiosk, world.slot(3)).grant, None);
    assert_eq!(world.claim(world.slot(3)), Some(State::Taken));
    world.reads();
    assert!(world.radicale.holds().contains("Tandarts"), "and nobody touches it");
}

#[test]
fn a_time_that_comes_back_or_is_cancelled_is_free_there_too() {
    let world = World::new();
    world.settle();
    let slot = world.slot(3);
    let time = Grant { grant: take(&world.bench, &world.kiosk, slot).grant.unwrap(), slot };
    world.bench.ask(world.kiosk.put(&booking(&world.bench, &world.kiosk, 1, Some(time), 1)));
    let other = world.slot(5);
    let given_back = take(&world.bench, &world.kiosk, other).grant.unwrap();
    world.settle();
    assert_eq!(world.radicale.ours(), [begins(slot), begins(other)]);
    cancel(&world.bench, &world.kiosk, 2, 1);
    sync_with(&world.bench, &world.kiosk, &[given_back], &[], &[]);
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    assert_eq!(holder(&world.bench, slot), Holder::Desk);
    for gone in [slot, other] {
        assert!(!world.radicale.ours().contains(&begins(gone)), "{:?}", world.radicale.ours());
    }
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    world.agree();
    assert!(take(&world.bench, &world.kiosk, slot).grant.is_some(), "and can be given again");
    world.agree();
}

#[test]
fn what_the_host_takes_away_there_comes_back_and_what_they_change_is_still_taken_away_in_the_end() {
    let world = World::new();
    world.settle();
    let (one, two) = (world.slot(3), world.slot(5));
    take(&world.bench, &world.kiosk, one);
    let grant = take(&world.bench, &world.kiosk, two).grant.unwrap();
    world.radicale.removes(&format!("inloop-{one}.ics"));
    world.reads();
    assert!(world.radicale.ours().contains(&begins(one)));
    let made_at = 0;
    world.radicale.writes(
        &format!("inloop-{two}"),
        &format!("DTSTART:{}\r\nDURATION:PT30M\r\nX-NOTE:koffie\r\nUID:{two}-{made_at}@inloop", begins(two)),
    );
    sync_with(&world.bench, &world.kiosk, &[grant], &[], &[]);
    world.reads();
    world.bench.clock.advance(Duration::from_secs(16 * 60));
    world.settle();
    assert!(!world.radicale.holds().contains("koffie"), "{}", world.radicale.holds());
}

#[test]
fn a_calendar_that_does_not_answer_gives_nothing_new_and_takes_nothing_back() {
    let world = World::with(&hours(1..=40));
    world.settle();
    let slot = world.slot(39);
    let held = take(&world.bench, &world.kiosk, slot).grant.unwrap();
    for harm in [Harm::Says(503), Harm::Lost, Harm::Says(401), Harm::Says(404), Harm::Says(302), Harm::Says(200)] {
        world.cable.always(Some(harm));
        world.bench.clock.advance(Duration::from_secs(FRESH as u64));
        assert!(matches!(world.turn(), Turn::Closed(_)), "{harm:?}");
        let said = sync(&world.bench, &world.kiosk);
        assert!(said.free.is_empty(), "{harm:?}");
        assert!(said.held.contains(&Grant { grant: held, slot }), "{harm:?}");
        assert_eq!(take(&world.bench, &world.kiosk, world.slot(38)).grant, None, "{harm:?}");
        assert_eq!(by_phone(&world, world.slot(38), 1), Booked::Calendar, "{harm:?}");
        world.cable.always(None);
        world.bench.clock.advance(Duration::from_secs(3601));
        world.settle();
        assert!(!sync(&world.bench, &world.kiosk).free.is_empty(), "{harm:?}");
    }
    let sent = booking(&world.bench, &world.kiosk, 1, Some(Grant { grant: held, slot }), 1);
    world.cable.always(Some(Harm::Lost));
    assert_eq!(world.bench.ask(world.kiosk.put(&sent)).status, 201, "what was given can be booked all the while");
}
