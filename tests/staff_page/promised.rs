//! Whom staff still have to tell, who stands in the hall, and who gets a time that comes free.

use crate::appointments::*;
use crate::hands::Desk;
use crate::team;
use inloop::desk::store::appointing::{self, Booked};
use inloop::desk::store::appointments::{self, Holder, State};
use inloop::desk::store::{News, spreekuren};
use inloop::entry::{EntryId, SlotId};
use std::time::Duration;

#[tokio::test]
async fn a_day_that_is_cancelled_twice_or_opened_again_still_tells_whom_to_call() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY), &[("number", "0612345678")]).await;
    let page = format!("/spreekuren/{}/dag/2026-11-30/afzeggen", spreekuur.get());
    for _ in 0..2 {
        fatma.fill(&page, &page, &[("reason", "Ziek")]).await;
        assert!(fatma.get("/spreekuren").await.html.contains(&format!("/afspraak/{id}")), "nobody has called yet");
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
    let lines = desk.state.store.read_waiting(move |conn| spreekuren::exceptions(conn, spreekuur, day)).unwrap();
    for line in lines {
        let arrange = format!("/spreekuren/{}/inrichten", spreekuur.get());
        fatma.fill(&arrange, &format!("/spreekuren/{}/uitzondering/{}/weg", spreekuur.get(), line.id), &[]).await;
    }
    assert!(fatma.get("/spreekuren").await.html.contains(&format!("/afspraak/{id}")), "their time is gone all the same");
    let told = format!("/afspraak/{id}");
    fatma.fill(&told, &format!("{told}/gezien"), &[]).await;
    assert!(!fatma.get("/spreekuren").await.html.contains(&told));
}

/// Somebody else was promised the time of `slot` as well.
fn conflict(desk: &Desk, slot: SlotId) -> EntryId {
    let id = wish(desk);
    let (hex, minute) = (hex(id), slot.minute());
    as_a_kiosk_did(desk, format!("UPDATE booking SET state = 'conflict', spreekuur = 1, minute = {minute} WHERE id = x'{hex}'"));
    id
}

#[tokio::test]
async fn who_was_promised_a_time_that_somebody_else_has_stands_on_the_day_list_too() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    book(&mut fatma, slot, &[]).await;
    let id = conflict(&desk, slot);
    desk.clock.advance(Duration::from_secs(7 * 24 * 3600 - 3 * 3600));
    let mut bram = desk.worker("Bram").await;
    let hex = hex(id);
    as_a_kiosk_did(&desk, format!("UPDATE booking SET checked_in_at = 1 WHERE id = x'{hex}'"));
    assert!(bram.get("/vandaag").await.text().contains("10:00 Boom 27 Is er"));
    let page = format!("/spreekuren/{}/dag/2026-11-30/afzeggen", slot.spreekuur().get());
    bram.fill(&page, &page, &[("reason", "Ziek")]).await;
    assert_eq!(stands(&desk, id), State::Cancelled);
    assert!(bram.get("/spreekuren").await.html.contains(&format!("/afspraak/{id}")));
}

#[tokio::test]
async fn a_time_that_comes_free_is_whoevers_it_was_promised_to_as_well() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let minute = slot.minute();
    as_a_kiosk_did(
        &desk,
        format!("UPDATE slot SET state = 'blocked', kiosk = 1, epoch = 1, grant_id = 7 WHERE minute = {minute}"),
    );
    let id = conflict(&desk, slot);
    let (kiosk, now) = (desk.kiosk, desk.state.now());
    desk.state.store.write_waiting(News::Hall, move |conn| inloop::desk::store::slots::accept_risk(conn, kiosk, now)).unwrap();
    assert!(matches!(holder(&desk, slot), Holder::Booked(one) if one.id == id), "before anybody else");
    assert_eq!(stands(&desk, id), State::Booked);
}

#[tokio::test]
async fn what_waited_for_a_wish_that_waited_itself_is_moved_with_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let other = SlotId::new(slot.spreekuur(), NEXT_MONDAY + 30);
    let first = book(&mut fatma, slot, &[]).await;
    let (then, last) = (wish(&desk), wish(&desk));
    for (old, new) in [(first, then), (then, last)] {
        as_a_kiosk_did(&desk, format!("UPDATE booking SET moved_to = x'{}' WHERE id = x'{}'", hex(new), hex(old)));
    }
    let settled =
        desk.state.store.write_waiting(News::Pages, move |conn| appointing::settle(conn, last, other, false, team::MONDAY_NOON));
    assert!(matches!(settled.unwrap(), Booked::Done(Some(_))));
    assert_eq!([first, then, last].map(|id| stands(&desk, id)), [State::Moved, State::Moved, State::Booked]);
    assert_eq!(holder(&desk, slot), Holder::Free, "nobody comes at the old time");
}

#[tokio::test]
async fn other_hours_never_make_a_time_that_overlaps_what_a_kiosk_may_have_promised() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = police(&mut fatma).await;
    let minute = NEXT_MONDAY;
    as_a_kiosk_did(
        &desk,
        format!("UPDATE slot SET state = 'granted', kiosk = 1, epoch = 1, grant_id = 7 WHERE minute = {minute}"),
    );
    let arrange = format!("/spreekuren/{}/inrichten", id.get());
    let line = desk.state.store.read_waiting(move |conn| spreekuren::hours(conn, id)).unwrap()[0].id;
    fatma.fill(&arrange, &format!("/spreekuren/{}/uren/{line}/weg", id.get()), &[]).await;
    let hours = [("weekday", "0"), ("often", "weekly"), ("from", "09:45"), ("until", "12:00"), ("first", "2026-11-23")];
    fatma.fill(&arrange, &format!("/spreekuren/{}/uren", id.get()), &hours).await;
    let day = i64::from(NEXT_MONDAY) - 600;
    let times = desk.state.store.read_waiting(move |conn| appointments::times(conn, id, day, day + 24 * 60)).unwrap();
    let free: Vec<u32> =
        times.iter().filter(|time| time.holder == Holder::Free).map(|time| time.slot.minute() - NEXT_MONDAY).collect();
    assert_eq!(free, [45, 75], "09:45 and 10:15 would overlap the ten o'clock that a resident may have been promised");
}
