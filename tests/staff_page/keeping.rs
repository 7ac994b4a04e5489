//! For how long things are kept, as a manager changes it, and what residents were promised before.

use crate::appointments::{NEXT_MONDAY, police};
use crate::hands::{Browser, Desk, Page};
use crate::people::{give, seated};
use crate::retention::{DAY, call, close, count};
use crate::team::{self, Left, arrive};
use axum::http::StatusCode;
use diesel::RunQueryDsl;
use inloop::desk::retention::sweep;
use inloop::desk::roles::Role;
use inloop::desk::store::bookings::{Ask, Wanted};
use inloop::desk::store::outgoing::{self, Work};
use inloop::desk::store::{KiosksSince, News, meta, retention};
use inloop::entry::*;
use std::time::Duration;

const PAGE: &str = "/inrichting/bewaren";
const SECOND: Duration = Duration::from_secs(1);

async fn keep(manager: &mut Browser, days: &str, sure: &str) -> Page {
    manager.fill(PAGE, PAGE, &[("days", days), ("sure", sure)]).await
}

fn newest(desk: &Desk) -> u16 {
    desk.state.store.read_waiting(|conn| retention::history(conn, 30)).unwrap().newest().days
}

/// A question that was ended today.
async fn ended(desk: &Desk, worker: &mut Browser, teken: u16) -> EntryId {
    let id = arrive(&desk.state, desk.kiosk, Left::question(teken, call("06 12345678")));
    close(worker, id, "never").await;
    id
}

/// The desk tells its kiosk how long things are kept, as a `GET site` does.
fn told(desk: &Desk) {
    let (kiosk, days, now) = (desk.kiosk, newest(desk), desk.state.now());
    desk.state.store.write_waiting(News::Silent, move |conn| retention::note_told(conn, kiosk, days, now)).unwrap();
}

async fn is_there(desk: &Desk, id: EntryId) -> bool {
    sweep(&desk.state).await.unwrap();
    desk.state.opened(id).await.unwrap().is_some()
}

#[tokio::test]
async fn a_longer_term_holds_only_for_what_is_left_after_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let before = ended(&desk, &mut fatma, 324).await;
    desk.clock.advance(SECOND);
    let saved = keep(&mut fatma, "60", "").await;
    assert_eq!(saved.goes_to(), format!("{PAGE}?said=keeping-longer"));
    desk.clock.advance(SECOND);
    let after = ended(&desk, &mut fatma, 325).await;

    desk.clock.advance(30 * DAY - 10 * SECOND);
    assert!(is_there(&desk, before).await);
    desk.clock.advance(20 * SECOND);
    assert!(!is_there(&desk, before).await, "its resident read thirty days");
    assert!(is_there(&desk, after).await);
    desk.clock.advance(30 * DAY - 30 * SECOND);
    assert!(is_there(&desk, after).await);
    desk.clock.advance(60 * SECOND);
    assert!(!is_there(&desk, after).await);
}

#[tokio::test]
async fn a_shorter_term_holds_for_everything_at_once_and_the_page_first_says_how_much_goes() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (one, two) = (ended(&desk, &mut fatma, 324).await, ended(&desk, &mut fatma, 325).await);
    let open = arrive(&desk.state, desk.kiosk, Left::question(326, call("06 87654321")));
    desk.clock.advance(10 * DAY);
    let mut fatma = desk.worker("Fatma").await;
    let young = ended(&desk, &mut fatma, 327).await;

    let asked = keep(&mut fatma, "7", "").await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked.text().contains("Van 30 naar 7 dagen?") && asked.text().contains("worden er 2 dingen gewist"),
        "{}",
        asked.text()
    );
    assert_eq!(newest(&desk), 30, "nothing has changed before somebody is sure");
    assert!(is_there(&desk, one).await);
    let nothing = keep(&mut fatma, "29", "").await;
    assert!(nothing.text().contains("wordt er niets gewist"), "{}", nothing.text());

    let sure = [("guard", asked.guard(PAGE)), ("days", "7".to_owned()), ("sure", "yes".to_owned())];
    let sure: Vec<(&str, &str)> = sure.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(fatma.post(PAGE, &sure).await.goes_to(), format!("{PAGE}?said=keeping-shorter"));
    assert_eq!(sweep(&desk.state).await.unwrap().erased, 2, "as many as the page said");
    assert!(!is_there(&desk, one).await && !is_there(&desk, two).await);
    assert!(is_there(&desk, young).await && is_there(&desk, open).await);
    // Whoever lengthens it again promises nothing to those who read the shorter one.
    desk.clock.advance(SECOND);
    keep(&mut fatma, "90", "").await;
    desk.clock.advance(7 * DAY + SECOND);
    assert!(!is_there(&desk, young).await);
}

#[tokio::test]
async fn a_kiosk_that_was_not_told_yet_goes_on_promising_the_shorter_term_and_that_is_kept() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    told(&desk);
    desk.clock.advance(SECOND);
    keep(&mut fatma, "60", "").await;
    desk.clock.advance(DAY);
    let mut fatma = desk.worker("Fatma").await;
    let offline = ended(&desk, &mut fatma, 324).await;
    desk.clock.advance(SECOND);
    told(&desk);
    desk.clock.advance(SECOND);
    let heard = ended(&desk, &mut fatma, 325).await;
    let days = |id| desk.state.store.read_waiting(move |conn| retention::days_of(conn, id, 30)).unwrap();
    assert_eq!((days(offline), days(heard)), (30, 60));
    desk.clock.advance(30 * DAY + SECOND);
    assert!(!is_there(&desk, offline).await, "thirty days stood on that glass");
    assert!(is_there(&desk, heard).await);
}

#[tokio::test]
async fn appointments_calls_and_what_other_systems_have_follow_the_same_rule_in_both_directions() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let book = |minute: u32, secret: u8| {
        let time = Some(team::right(&desk.state, desk.kiosk, SlotId::new(spreekuur, minute)));
        let body = Body::Booking(Booking { whom: Whom::Police, time, contact: None });
        let left = Left { teken: 400 + u16::from(secret), language: "nl", late: false, body };
        let ask = Ask::Book(Wanted { whom: Whom::Police, time });
        team::ask_for(&desk.state, desk.kiosk, left, ask, &Secret::new([secret; 16]))
    };
    let called = |teken| arrive(&desk.state, desk.kiosk, Left::call(teken, CallReason::TalkNow));
    let (booked, call_before, question) = (book(NEXT_MONDAY, 1), called(2), ended(&desk, &mut fatma, 324).await);
    let now = desk.state.now();
    let sent = desk.state.store.write_waiting(News::Pages, move |conn| {
        outgoing::enqueue(conn, "webhook", question, now - 60)?;
        outgoing::take(conn, "webhook", now).map(drop)
    });
    sent.unwrap();
    desk.clock.advance(SECOND);
    keep(&mut fatma, "60", "").await;
    desk.clock.advance(SECOND);
    let (booked_after, call_after) = (book(NEXT_MONDAY + 30, 3), called(4));

    desk.clock.advance(31 * DAY);
    assert!(!is_there(&desk, call_before).await && is_there(&desk, call_after).await);
    let there = desk.state.store.read_waiting(move |conn| outgoing::of(conn, question)).unwrap();
    assert_eq!(there.iter().map(|(out, _)| out.work).collect::<Vec<_>>(), [Work::Erase], "there too");
    assert!(is_there(&desk, booked).await, "its time was a week later");
    desk.clock.advance(7 * DAY);
    assert!(!is_there(&desk, booked).await && is_there(&desk, booked_after).await);

    let mut fatma = desk.worker("Fatma").await;
    let asked = keep(&mut fatma, "7", "").await;
    assert!(asked.text().contains("worden er 2 dingen gewist"), "{}", asked.text());
    keep(&mut fatma, "7", "yes").await;
    assert!(!is_there(&desk, booked_after).await && !is_there(&desk, call_after).await);
}

#[tokio::test]
async fn what_is_no_number_of_days_is_told_at_its_field_and_changes_nothing() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for (typed, sure) in [("0", ""), ("366", "yes"), ("", ""), ("tien", "yes"), ("-1", "yes"), ("7.5", ""), ("99999", "yes")] {
        let page = keep(&mut fatma, typed, sure).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{typed}");
        assert!(page.text().contains("Kies een getal van 1 tot en met 365.") && page.html.contains("aria-invalid"), "{typed}");
        assert!(page.html.contains(&format!("value=\"{typed}\"")), "what was typed is still there");
    }
    assert!(keep(&mut fatma, "30", "").await.goes_to().contains("keeping-same"));
    assert_eq!((newest(&desk), count(&desk, "audit WHERE what = 'retention'")), (30, 0));
    fatma.fill(PAGE, "/taal", &[("back", PAGE)]).await;
    assert!(keep(&mut fatma, "0", "").await.text().contains("Choose a number from 1 up to and including 365."));
}

#[tokio::test]
async fn only_a_manager_changes_it_it_is_in_the_audit_log_and_kiosks_fetch_it() {
    let desk = Desk::new();
    give(&desk, "Bram", &[Role::Worker, Role::Coordinator]);
    let mut bram = seated(&desk, "Bram").await;
    assert_ne!(bram.get(PAGE).await.status, StatusCode::OK);
    assert_ne!(bram.post(PAGE, &[("days", "60"), ("guard", "x")]).await.status, StatusCode::SEE_OTHER);
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.post(PAGE, &[("days", "60"), ("guard", "x")]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(newest(&desk), 30);
    let before = desk.state.store.read_waiting(meta::site_version).unwrap();
    keep(&mut fatma, "60", "").await;
    assert_eq!(count(&desk, "audit WHERE what = 'retention' AND detail = '30 > 60' AND worker = 1"), 1);
    assert!(desk.state.store.read_waiting(meta::site_version).unwrap() > before);
    desk.clock.advance(DAY);
    let mut fatma = desk.worker("Fatma").await;
    keep(&mut fatma, "90", "").await;
    let page = fatma.get(PAGE).await.text();
    assert!(page.contains("Nu: 90 dagen, sinds dinsdag 24 november"), "{page}");
    assert!(page.contains("Sinds maandag 23 november: 60 dagen Vanaf het begin: 30 dagen"), "{page}");
}

#[tokio::test]
async fn the_number_of_the_configuration_fills_a_new_desk_and_nothing_else() {
    let desk = Desk::new();
    let said = |configured: u16| {
        desk.state.store.write_waiting(News::Silent, move |conn| {
            retention::begin(conn, configured)?;
            Ok(retention::history(conn, configured)?.newest().days)
        })
    };
    assert_eq!(said(45).unwrap(), 30, "this one has begun");
    desk.state.store.write_waiting(News::Silent, |conn| Ok(diesel::sql_query("DELETE FROM retention").execute(conn)?)).unwrap();
    assert_eq!(said(45).unwrap(), 45);
    assert_eq!(said(10).unwrap(), 45, "a desk that starts again keeps what it said");
}

#[tokio::test]
async fn the_paper_of_a_card_says_what_was_promised_with_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    desk.clock.advance(SECOND);
    keep(&mut fatma, "60", "").await;
    let card = format!("/kaart/{id}");
    let paper = fatma.fill(&card, &format!("{card}/verzoek/inzage"), &[("known", "yes")]).await;
    assert!(paper.text().contains("30 dagen") && !paper.text().contains("60 dagen"), "{}", paper.text());
}

#[tokio::test]
async fn a_desk_out_of_a_backup_keeps_what_was_promised_since() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    keep(&mut fatma, "60", "").await;
    desk.copy();
    desk.clock.advance(SECOND);
    keep(&mut fatma, "10", "yes").await;
    told(&desk);
    let before = desk.state.store.read_waiting(meta::site_version).unwrap();
    drop(fatma);
    let desk = desk.restored_after(KiosksSince::None, DAY);
    assert_eq!(newest(&desk), 10);
    assert_eq!(count(&desk, "retention_told WHERE days = 10"), 1);
    let after = desk.state.store.read_waiting(meta::site_version).unwrap();
    assert!(after > before, "every kiosk fetches the site again, whatever it had");
}
