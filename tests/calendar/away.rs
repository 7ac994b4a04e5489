//! A calendar that is gone, and one that says it has something else where we promised a time.

use crate::appointing::*;
use crate::desk::*;
use inloop::desk::connect::runner::Turn;
use inloop::desk::connect::{ConnectConfig, caldav::Calendars};
use inloop::desk::store::{calendars, outgoing};

#[test]
fn a_calendar_that_is_gone_pauses_and_says_so() {
    let world = World::new();
    world.radicale.loses_the_calendar();
    assert!(matches!(world.turn(), Turn::Closed(_)));
    let name = calendars::road_name(world.spreekuur);
    let road = world.bench.read(move |conn| outgoing::road(conn, &name));
    assert_eq!(road.paused.as_deref(), Some("address 404"));
}

#[test]
fn a_time_that_is_promised_here_and_taken_there_is_said_and_stays_promised() {
    let world = World::new();
    world.settle();
    let slot = world.slot(3);
    take(&world.bench, &world.kiosk, slot);
    world.radicale.writes("tandarts", "DTSTART:20261123T150000Z\r\nDTEND:20261123T153000Z");
    world.radicale.writes("later", &format!("DTSTART:{}\r\nDURATION:PT30M", begins(slot)));
    world.reads();
    let (id, now) = (world.spreekuur, world.bench.now());
    let standing = world.bench.read(move |conn| calendars::standing(conn, id, now)).unwrap();
    assert_eq!((standing.clashes, standing.held), (vec![slot], 1));
    world.agree();
}

#[test]
fn the_password_stands_in_no_file_of_the_store_and_prints_nowhere() {
    let world = World::new();
    world.settle();
    let calendars = Calendars::new(&world.bench.config.connect, &world.bench.config.keys).unwrap();
    assert!(!format!("{calendars:?}").contains("geheim"));
    for file in std::fs::read_dir(world.bench.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(memchr::memmem::find(&bytes, b"geheim-van-de-agenda").is_none());
        assert!(memchr::memmem::find(&bytes, b"Tandarts").is_none());
    }
    let none = Calendars::new(&ConnectConfig::default(), &world.bench.config.keys).unwrap();
    assert_eq!(none.bound().count(), 0);
}
