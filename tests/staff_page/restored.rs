//! A desk that came out of a backup, as staff see it: why no times are given, and what they are asked before they are again.

use crate::appointments::{NEXT_MONDAY, book, holder, police, wish};
use crate::hands::Desk;
use axum::http::StatusCode;
use inloop::booking::desk::Heard;
use inloop::desk::store::appointments::Holder;
use inloop::desk::store::{KiosksSince, News, grants, slots};
use inloop::entry::SlotId;
use std::time::Duration;

const UNKNOWN: &str = "Misschien is er na de reservekopie een kiosk toegevoegd, of opnieuw toegevoegd.";
const NO_TIMES: &str = "De desk komt uit een reservekopie en geeft nog geen tijden aan kiosken.";

/// A desk with a spreekuur; the first time of next Monday.
async fn with_police() -> (Desk, SlotId) {
    let desk = Desk::new();
    let id = police(&mut desk.worker("Fatma").await).await;
    (desk, SlotId::new(id, NEXT_MONDAY))
}

/// Staff accepted what the kiosk in the hall may have promised.
fn hall_is_settled(desk: &Desk) {
    let (hall, now) = (desk.kiosk, desk.state.now());
    desk.state.store.write_waiting(News::Hall, move |conn| slots::accept_risk(conn, hall, now)).unwrap();
}

fn gives(desk: &Desk) -> bool {
    desk.state.store.read_waiting(grants::may_give).unwrap()
}

#[tokio::test]
async fn kiosks_that_nobody_knows_are_accepted_on_the_kiosks_page_and_with_a_tick() {
    let (desk, _) = with_police().await;
    let desk = desk.restored(KiosksSince::Some);
    hall_is_settled(&desk);
    let mut fatma = desk.worker("Fatma").await;
    let action = "/kiosken/risico/onbekend";
    for page in ["/kiosken", "/spreekuren"] {
        let shown = fatma.get(page).await;
        assert!(shown.text().contains(UNKNOWN), "{page}: {}", shown.text());
        assert_eq!(shown.offers(action), page == "/kiosken");
    }
    assert!(fatma.get("/vandaag").await.text().contains(NO_TIMES));
    let unread = fatma.fill("/kiosken", action, &[]).await;
    assert!(fatma.get(unread.goes_to()).await.text().contains("Zet een vinkje als je dat weet."));
    assert!(!gives(&desk));
    let accepted = fatma.fill("/kiosken", action, &[("double", "yes")]).await;
    let told = fatma.get(accepted.goes_to()).await;
    assert!(told.text().contains("Komt er toch een dubbele afspraak binnen") && !told.text().contains(UNKNOWN));
    assert!(gives(&desk));
    assert!(!fatma.get("/vandaag").await.text().contains(NO_TIMES));
    assert_eq!(desk.state.store.read_waiting(grants::strangers).unwrap(), Some(Heard::RiskAccepted));
}

#[tokio::test]
async fn a_desk_that_knows_every_kiosk_asks_about_the_silent_ones_alone() {
    let desk = Desk::new();
    assert!(!desk.worker("Fatma").await.get("/vandaag").await.text().contains(NO_TIMES), "a desk that was never lost");
    let desk = desk.restored(KiosksSince::None);
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get("/vandaag").await.text().contains(NO_TIMES));
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("Hal is niet meer gehoord sinds de desk uit een reservekopie kwam"), "{}", list.text());
    assert!(!list.text().contains(UNKNOWN) && !fatma.get("/kiosken").await.text().contains(UNKNOWN));
    fatma.fill("/spreekuren", "/spreekuren/risico/1", &[("double", "yes")]).await;
    assert!(gives(&desk) && !fatma.get("/vandaag").await.text().contains(NO_TIMES));
}

#[tokio::test]
async fn a_free_time_is_booked_on_the_phone_only_by_who_ticks_that_it_may_be_double() {
    let (desk, slot) = with_police().await;
    let desk = desk.restored(KiosksSince::None);
    let mut fatma = desk.worker("Fatma").await;
    let page = format!("/spreekuren/{}/tijd/{}", slot.spreekuur().get(), slot.minute());
    let shown = fatma.get(&page).await;
    assert!(
        shown.text().contains("heeft nog niet elke kiosk gesproken") && shown.html.contains("name=\"double\""),
        "{}",
        shown.text()
    );
    let typed = [("name", ""), ("number", ""), ("words", "")];
    assert!(fatma.fill(&page, &page, &typed).await.goes_to().ends_with("?said=slot-double"));
    assert_eq!(holder(&desk, slot), Holder::Free);
    book(&mut fatma, slot, &[("double", "yes")]).await;
    assert!(matches!(holder(&desk, slot), Holder::Booked(_)));
    hall_is_settled(&desk);
    let other = format!("/spreekuren/{}/tijd/{}", slot.spreekuur().get(), slot.minute() + 30);
    assert!(!fatma.get(&other).await.html.contains("name=\"double\""), "and of nobody when all have spoken");
}

#[tokio::test]
async fn a_wish_gets_a_time_only_by_who_ticks_that_it_may_be_double() {
    let (desk, slot) = with_police().await;
    let id = wish(&desk);
    let desk = desk.restored(KiosksSince::None);
    let mut fatma = desk.worker("Fatma").await;
    let (page, to, time) = (format!("/afspraak/{id}"), format!("/afspraak/{id}/tijd"), slot.to_string());
    assert!(fatma.get(&page).await.html.contains("name=\"double\""));
    assert_eq!(fatma.fill(&page, &to, &[("slot", &time)]).await.goes_to(), format!("{page}?said=slot-double"));
    assert_eq!(holder(&desk, slot), Holder::Free);
    fatma.fill(&page, &to, &[("slot", &time), ("double", "yes")]).await;
    assert!(matches!(holder(&desk, slot), Holder::Booked(one) if one.id == id));
    hall_is_settled(&desk);
    assert!(!fatma.get(&page).await.html.contains("name=\"double\""));
}

#[tokio::test]
async fn what_the_team_booked_since_the_backup_is_gone_and_the_page_says_so_until_somebody_ticks_it() {
    let (desk, slot) = with_police().await;
    assert!(!desk.worker("Fatma").await.get("/spreekuren").await.text().contains("reservekopie"), "a desk that was never lost");
    desk.copy();
    let mut fatma = desk.worker("Fatma").await;
    book(&mut fatma, slot, &[]).await;
    drop(fatma);
    let desk = desk.restored_after(KiosksSince::None, Duration::from_secs(6 * 24 * 3600));
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(holder(&desk, slot), Holder::Free, "nobody knows of it any more");
    let shown = fatma.get("/spreekuren").await;
    for said in ["Deze desk komt uit een reservekopie van maandag 23 november, 12:00 uur.", "aan de telefoon boekte"] {
        assert!(shown.text().contains(said), "{said}: {}", shown.text());
    }
    assert!(!shown.text().contains("Een kiosk stuurt alleen de laatste"), "six days are sent again");
    let action = "/spreekuren/reservekopie";
    let unread = fatma.fill("/spreekuren", action, &[]).await;
    assert!(fatma.get(unread.goes_to()).await.text().contains("Zet eerst het vinkje."));
    assert!(fatma.get("/spreekuren").await.offers(action));
    let read = fatma.fill("/spreekuren", action, &[("read", "yes")]).await;
    assert!(!fatma.get(read.goes_to()).await.offers(action));
    drop(fatma);
    // A backup of a desk that was restored before says its own moment, and what is read is read.
    let desk = desk.restored(KiosksSince::None);
    let again = desk.worker("Fatma").await.get("/spreekuren").await;
    assert!(again.text().contains("reservekopie van zondag 29 november, 12:00 uur."), "{}", again.text());
}

#[tokio::test]
async fn a_backup_older_than_what_kiosks_send_again_has_lost_more_and_the_page_says_so() {
    let (desk, _) = with_police().await;
    desk.copy();
    let desk = desk.restored_after(KiosksSince::None, Duration::from_secs(8 * 24 * 3600));
    let mut fatma = desk.worker("Fatma").await;
    let shown = fatma.get("/spreekuren").await;
    assert!(shown.text().contains("Een kiosk stuurt alleen de laatste 7 dagen opnieuw."), "{}", shown.text());
    assert_eq!(fatma.post("/spreekuren/reservekopie", &[("read", "yes")]).await.status, StatusCode::FORBIDDEN);
    drop(fatma);
    // Lost once more before anybody read it: what is gone is gone since the first.
    let desk = desk.restored(KiosksSince::None);
    let again = desk.worker("Fatma").await.get("/spreekuren").await;
    assert!(again.text().contains("reservekopie van maandag 23 november, 12:00 uur."), "{}", again.text());
}

#[tokio::test]
async fn nobody_accepts_a_risk_without_the_sessions_own_form() {
    let desk = Desk::new().restored(KiosksSince::Some);
    let mut fatma = desk.worker("Fatma").await;
    for action in ["/kiosken/risico/onbekend", "/spreekuren/risico/1"] {
        assert_eq!(fatma.post(action, &[("double", "yes")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(fatma.get(action).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!gives(&desk));
}
