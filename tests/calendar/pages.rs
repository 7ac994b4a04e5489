//! A worker who books on the phone has the calendar asked first.

use crate::desk::{SECRETS, begins, section};
use crate::hands::Desk;
use crate::radicale::Radicale;
use inloop::desk::connect::caldav::READ_EVERY;
use inloop::entry::{SlotId, SpreekuurId};

/// Monday 30 November 2026, 10:00 in Lelystad.
const NEXT_MONDAY: u32 = (crate::team::MONDAY_NOON / 60) as u32 + 7 * 24 * 60 - 120;

#[test]
fn a_worker_books_and_moves_only_to_what_the_calendar_has_free() {
    let radicale = Radicale::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let desk = Desk::connected(&section(radicale.port));
        let mut fatma = desk.worker("Fatma").await;
        let new = [("whom", "police"), ("host", "Politie"), ("place", "Kamer 2"), ("minutes", "30")];
        fatma.fill("/spreekuren/nieuw", "/spreekuren/nieuw", &new).await;
        let hours = [("weekday", "0"), ("often", "weekly"), ("from", "10:00"), ("until", "12:00"), ("first", "2026-11-23")];
        fatma.fill("/spreekuren/1/inrichten", "/spreekuren/1/uren", &hours).await;
        let desk = desk.bound(&SECRETS);
        let mut fatma = desk.worker("Fatma").await;
        let spreekuur = SpreekuurId::new(1).unwrap();
        let slot = |ahead| SlotId::new(spreekuur, NEXT_MONDAY + ahead);
        let page = |ahead| format!("/spreekuren/1/tijd/{}", NEXT_MONDAY + ahead);
        let typed = [("name", ""), ("number", ""), ("words", "")];
        let refused = fatma.fill(&page(0), &page(0), &typed).await;
        assert!(refused.goes_to().ends_with("said=slot-calendar"), "nobody has read it yet");
        let week = "/spreekuren/1/week/2026-11-30";
        assert_eq!(fatma.get(week).await.html.matches("Agenda niet gelezen").count(), 4);
        desk.state.calendars.of(spreekuur).unwrap().turn(&desk.state).await.unwrap();
        let booked = fatma.fill(&page(0), &page(0), &typed).await.goes_to().to_owned();
        assert!(booked.ends_with("said=booked"), "{booked}");
        let own = booked.split('?').next().unwrap().to_owned();
        let other = slot(60).to_string();
        let moved = fatma.fill(&own, &format!("{own}/tijd"), &[("slot", &other)]).await;
        assert!(moved.goes_to().ends_with("said=moved"), "{}", moved.goes_to());
        desk.state.calendars.of(spreekuur).unwrap().turn(&desk.state).await.unwrap();
        // The host's own: from a quarter past eleven until twelve, which is in two of our times.
        let dentist =
            "UID:dentist\r\nDTSTART;TZID=Europe/Amsterdam:20261130T111500\r\nDTEND;TZID=Europe/Amsterdam:20261130T120000";
        std::thread::scope(|own| own.spawn(|| radicale.writes("dentist", dentist)).join().unwrap());
        desk.clock.advance(std::time::Duration::from_secs(READ_EVERY as u64));
        desk.state.calendars.of(spreekuur).unwrap().turn(&desk.state).await.unwrap();
        let seen = fatma.get(week).await.html;
        assert_eq!((seen.matches("Bezet in de agenda").count(), seen.matches("Agenda niet gelezen").count()), (1, 0), "{seen}");
        assert!(desk.state.calendars.bound().eq([spreekuur]));
        (begins(slot(0)), begins(slot(60)))
    });
    let there = radicale.ours();
    assert!(there.contains(&"20261130T100000Z".to_owned()), "{there:?}");
}
