//! Spreekuren and their appointments, as a worker, a host and a calendar see them.

use crate::hands::{Browser, Desk};
use crate::team::{self, Left, arrive};
use axum::http::{Method, StatusCode};
use diesel::prelude::*;
use icalendar::parser::{read_calendar, unfold};
use inloop::desk::store::appointing::{self, Booked};
use inloop::desk::store::appointments::{self, Holder, State};
use inloop::desk::store::{News, spreekuren};
use inloop::entry::{Body, Booking, Contact, EntryId, PhoneNumber, SlotId, SpreekuurId, Whom};
use std::time::Duration;

/// Monday 30 November 2026, 10:00 in Lelystad: a week after the desk's now.
pub const NEXT_MONDAY: u32 = (team::MONDAY_NOON / 60) as u32 + 7 * 24 * 60 - 120;

/// A police spreekuur on Mondays from 10 to 12, half an hour each, made on the pages.
pub async fn police(worker: &mut Browser) -> SpreekuurId {
    let made = worker
        .fill(
            "/spreekuren/nieuw",
            "/spreekuren/nieuw",
            &[("whom", "police"), ("host", "Politie"), ("place", "Kamer 2"), ("minutes", "30")],
        )
        .await;
    let page = made.goes_to().split('?').next().unwrap().to_owned();
    let id = page.split('/').nth(2).unwrap().parse().unwrap();
    let hours = [("weekday", "0"), ("often", "weekly"), ("from", "10:00"), ("until", "12:00"), ("first", "2026-11-23")];
    let added = worker.fill(&page, &format!("/spreekuren/{id}/uren"), &hours).await;
    assert_eq!(added.goes_to(), format!("{page}?said=added"));
    SpreekuurId::new(id).unwrap()
}

/// Books a time on the page and gives the appointment's name.
pub async fn book(worker: &mut Browser, slot: SlotId, fields: &[(&str, &str)]) -> EntryId {
    let page = format!("/spreekuren/{}/tijd/{}", slot.spreekuur().get(), slot.minute());
    let all: Vec<(&str, &str)> = [("name", ""), ("number", ""), ("words", "")]
        .into_iter()
        .filter(|(name, _)| fields.iter().all(|(given, _)| given != name))
        .chain(fields.iter().copied())
        .collect();
    let booked = worker.fill(&page, &page, &all).await;
    let to = booked.goes_to().to_owned();
    assert!(to.ends_with("?said=booked"), "{to}");
    to.split(['/', '?']).nth(2).unwrap().parse().unwrap()
}

pub fn holder(desk: &Desk, slot: SlotId) -> Holder {
    desk.state.store.read_waiting(|conn| appointments::time(conn, slot)).unwrap().unwrap().holder
}

pub fn stands(desk: &Desk, id: EntryId) -> State {
    desk.state.store.read_waiting(|conn| appointments::find(conn, id)).unwrap().unwrap().state
}

/// Runs a line of SQL that stands for what a kiosk did.
pub fn as_a_kiosk_did(desk: &Desk, sql: String) {
    let done = desk.state.store.write_waiting(News::Pages, move |conn| Ok(diesel::sql_query(sql).execute(conn)?));
    assert_eq!(done.unwrap(), 1);
}

/// Somebody left a wish for a time at the kiosk.
pub fn wish(desk: &Desk) -> EntryId {
    let contact = Contact::Call { number: PhoneNumber::parse("0612345678").ok(), when: None, voicemail: false, safe: Some(true) };
    let body = Body::Booking(Booking { whom: Whom::Police, time: None, contact: Some(contact) });
    let id = arrive(&desk.state, desk.kiosk, Left { teken: 324, language: "tr", late: false, body });
    let (now, hex) = (desk.state.now(), hex(id));
    as_a_kiosk_did(
        desk,
        format!(
            "INSERT INTO booking (id, entry, whom, state, teken, language, contact, reaches, kiosk, late, left_at, received_at) \
             VALUES (x'{hex}', x'{hex}', 'police', 'wish', 324, 'tr', 'call', TRUE, 1, FALSE, {now}, {now})"
        ),
    );
    id
}

pub fn hex(id: EntryId) -> String {
    id.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_spreekuur_made_on_the_page_has_its_times_at_once_for_six_weeks() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = police(&mut fatma).await;
    let week = fatma.get(&format!("/spreekuren/{}/week/2026-11-30", id.get())).await;
    for shown in ["Wijkagent · Politie", "Kamer 2", "maandag 30 november", "10:00 Vrij", "11:30 Vrij"] {
        assert!(week.text().contains(shown), "{shown}: {}", week.text());
    }
    assert!(!week.text().contains("12:00 Vrij"), "the last time ends at twelve");
    let christmas = fatma.get(&format!("/spreekuren/{}/week/2026-12-21", id.get())).await;
    assert!(christmas.text().contains("Kerstmis") && christmas.text().contains("10:00 Vrij"), "{}", christmas.text());
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("elke maandag 10:00–12:00") && list.text().contains("0 geboekt"), "{}", list.text());
    let starts = desk.state.store.read_waiting(|conn| appointments::times(conn, id, 0, i64::MAX)).unwrap();
    assert_eq!(starts.len(), 5 * 4 + 4, "five Mondays, and the one that ends the sixth week before noon");
}

#[tokio::test]
async fn the_days_go_by_and_the_horizon_with_them() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = police(&mut fatma).await;
    desk.clock.advance(Duration::from_secs(14 * 24 * 3600));
    inloop::desk::rota::offer(&desk.state).await.unwrap();
    inloop::desk::rota::offer(&desk.state).await.unwrap();
    let last = SlotId::new(id, NEXT_MONDAY + 6 * 7 * 24 * 60);
    assert_eq!(holder(&desk, last), Holder::Free, "11 January 2027, seven weeks after the spreekuur was made");
}

#[tokio::test]
async fn a_time_is_booked_on_the_phone_and_what_was_typed_is_sealed() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let id = book(&mut fatma, slot, &[("name", "Jannie"), ("number", "06 12345678"), ("words", "komt met een rolstoel")]).await;
    let opened = fatma.get(&format!("/afspraak/{id}")).await;
    for shown in ["Jannie", "Bel 06 12 34 56 78", "rolstoel", "maandag 30 november 10:00", "Wijkagent · Politie", "Appel 99"] {
        assert!(opened.text().contains(shown), "{shown}: {}", opened.text());
    }
    let week = fatma.get(&format!("/spreekuren/{}/week/2026-11-30", slot.spreekuur().get())).await;
    assert!(week.text().contains("10:00 Appel 99") && !week.html.contains("Jannie") && !week.html.contains("0612345678"));
    for file in std::fs::read_dir(desk.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for word in ["Jannie", "0612345678", "rolstoel"] {
            assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word} stands in the store in the clear");
        }
    }
}

#[tokio::test]
async fn two_workers_who_book_the_same_time_do_not_both_have_it() {
    let desk = Desk::new();
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let page = format!("/spreekuren/{}/tijd/{}", slot.spreekuur().get(), slot.minute());
    let late = bram.get(&page).await.guard(&page);
    let id = book(&mut fatma, slot, &[]).await;
    let refused = bram.post(&page, &[("guard", &late), ("name", ""), ("number", ""), ("words", "")]).await;
    assert!(refused.goes_to().ends_with("said=slot-taken"));
    assert!(matches!(holder(&desk, slot), Holder::Booked(one) if one.id == id));
    assert_eq!(bram.get(&page).await.goes_to(), format!("/afspraak/{id}"), "he is shown whose it is");
}

#[tokio::test]
async fn what_a_kiosk_holds_is_not_taken_and_what_may_be_double_asks_for_a_tick() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let set = |state: &str| {
        let minute = slot.minute();
        format!("UPDATE slot SET state = '{state}', kiosk = 1, epoch = 1, grant_id = 7 WHERE minute = {minute}")
    };
    let page = format!("/spreekuren/{}/tijd/{}", slot.spreekuur().get(), slot.minute());
    let guard = fatma.get(&page).await.guard(&page);
    let typed = [("guard", guard.as_str()), ("name", ""), ("number", ""), ("words", ""), ("double", "yes")];
    as_a_kiosk_did(&desk, set("granted"));
    let shown = fatma.get(&page).await;
    assert!(shown.text().contains("Deze tijd is nu bij Hal") && !shown.offers(&page));
    assert!(fatma.post(&page, &typed).await.goes_to().ends_with("said=slot-taken"));

    as_a_kiosk_did(&desk, set("blocked"));
    let shown = fatma.get(&page).await;
    assert!(shown.text().contains("Kans op dubbele afspraak. Hal is afgeschreven"), "{}", shown.text());
    assert!(fatma.post(&page, &typed[..4]).await.goes_to().ends_with("said=slot-double"));
    assert!(matches!(holder(&desk, slot), Holder::Blocked(_)));
    assert!(fatma.post(&page, &typed).await.goes_to().ends_with("said=booked"));
    assert!(matches!(holder(&desk, slot), Holder::Booked(_)));
}

#[tokio::test]
async fn what_a_written_off_kiosk_may_have_promised_is_free_once_somebody_accepts_that() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let minute = slot.minute();
    let blocked = format!("UPDATE slot SET state = 'blocked', kiosk = 1, epoch = 1, grant_id = 7 WHERE minute = {minute}");
    as_a_kiosk_did(&desk, blocked);
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("Hal is afgeschreven. Geblokkeerde tijden: 1."), "{}", list.text());
    let unread = fatma.fill("/spreekuren", "/spreekuren/risico/1", &[]).await;
    assert_eq!(unread.goes_to(), "/spreekuren?said=slot-double", "without the tick nothing happens");
    assert!(matches!(holder(&desk, slot), Holder::Blocked(_)));
    let accepted = fatma.fill("/spreekuren", "/spreekuren/risico/1", &[("double", "yes")]).await;
    assert!(!fatma.get(accepted.goes_to()).await.text().contains("Geblokkeerde tijden"));
    assert_eq!(holder(&desk, slot), Holder::Free);
}

#[tokio::test]
async fn an_appointment_moves_with_its_teken_and_frees_its_time_and_so_does_cancelling() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let one = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let other = SlotId::new(one.spreekuur(), NEXT_MONDAY + 30);
    let id = book(&mut fatma, one, &[]).await;
    let (page, to, cancel) = (format!("/afspraak/{id}"), format!("/afspraak/{id}/tijd"), format!("/afspraak/{id}/afzeggen"));
    let moved = fatma.fill(&page, &to, &[("slot", &other.to_string())]).await;
    let moved = fatma.get(moved.goes_to()).await;
    assert!(moved.text().contains("30 november 10:30") && moved.text().contains("Appel 99"), "{}", moved.text());
    assert_eq!(holder(&desk, one), Holder::Free);
    let again = fatma.fill(&page, &to, &[("slot", "1-1")]).await;
    assert!(again.goes_to().ends_with("said=slot-taken"), "a time that never was");
    let cancelled = fatma.fill(&page, &cancel, &[]).await;
    assert!(fatma.get(cancelled.goes_to()).await.text().contains("Afgezegd"));
    assert_eq!((holder(&desk, other), stands(&desk, id)), (Holder::Free, State::Cancelled));
}

#[tokio::test]
async fn a_wish_stands_among_those_to_call_until_it_has_a_time() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let id = wish(&desk);
    for page in ["/vandaag", "/spreekuren"] {
        let list = fatma.get(page).await;
        assert!(list.text().contains("Boom 27") && list.html.contains(&format!("/afspraak/{id}")), "{}", list.text());
        assert!(!list.html.contains("0612345678"));
    }
    let page = format!("/afspraak/{id}");
    assert!(fatma.get(&page).await.text().contains("Bel 06 12 34 56 78"));
    fatma.fill(&page, &format!("{page}/tijd"), &[("slot", &slot.to_string())]).await;
    assert!(matches!(holder(&desk, slot), Holder::Booked(one) if one.id == id && one.teken.is_some()));
    assert!(!fatma.get("/spreekuren").await.html.contains(&page));
}

#[tokio::test]
async fn a_cancelled_day_tells_whom_to_call_and_whom_nobody_can_reach() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let at = |ahead: u32| SlotId::new(spreekuur, NEXT_MONDAY + ahead);
    let reached = book(&mut fatma, at(0), &[("number", "0612345678")]).await;
    let unreached = book(&mut fatma, at(30), &[]).await;
    let gone = book(&mut fatma, at(60), &[("number", "0612345678")]).await;
    desk.state.store.write_waiting(News::Pages, move |conn| appointing::cancel(conn, gone, true, 0)).unwrap();
    let page = format!("/spreekuren/{}/dag/2026-11-30/afzeggen", spreekuur.get());
    let asked = fatma.get(&page).await;
    let (no_one, rest) = asked.html.split_once("id=\"reachable\"").unwrap();
    assert!(no_one.contains(&unreached.to_string()) && rest.contains(&reached.to_string()));
    let done = fatma.fill(&page, &page, &[("reason", "Ziek")]).await;
    let list = fatma.get(done.goes_to()).await;
    for id in [reached, unreached] {
        assert!(list.html.contains(&format!("/afspraak/{id}")), "{id}");
        assert_eq!(stands(&desk, id), State::Cancelled);
    }
    assert!(!list.html.contains(&gone.to_string()), "who cancelled before needs no call");
    let week = fatma.get(&format!("/spreekuren/{}/week/2026-11-30", spreekuur.get())).await;
    assert!(week.text().contains("Geen spreekuur: Ziek") && !week.text().contains("Vrij"), "{}", week.text());
    let told = format!("/afspraak/{reached}");
    fatma.fill(&told, &format!("{told}/gezien"), &[]).await;
    let list = fatma.get("/spreekuren").await;
    assert!(!list.html.contains(&told) && list.html.contains(&unreached.to_string()));
}

#[tokio::test]
async fn hours_that_change_leave_appointments_standing_and_say_so_first() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY), &[("number", "0612345678")]).await;
    let arrange = format!("/spreekuren/{}/inrichten", spreekuur.get());
    fatma.fill(&arrange, &format!("/spreekuren/{}/pauze", spreekuur.get()), &[("is", "paused")]).await;
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("Er is dan geen spreekuur 1") && list.html.contains(&id.to_string()), "{}", list.text());
    assert!(fatma.get("/vandaag").await.text().contains("Afspraken waar iemand naar moet kijken: 1."));
    assert_eq!(stands(&desk, id), State::Booked);
    assert_eq!(holder(&desk, SlotId::new(spreekuur, NEXT_MONDAY + 30)), Holder::Withdrawn);
}

#[tokio::test]
async fn a_conflict_stands_first_and_is_settled_with_another_time() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    let booked = book(&mut fatma, slot, &[]).await;
    let id = wish(&desk);
    let (hex, minute) = (hex(id), slot.minute());
    as_a_kiosk_did(&desk, format!("UPDATE booking SET state = 'conflict', spreekuur = 1, minute = {minute} WHERE id = x'{hex}'"));
    let list = fatma.get("/spreekuren").await;
    assert!(list.text().contains("Twee mensen, dezelfde tijd 1") && list.html.contains(&id.to_string()), "{}", list.text());
    let store = &desk.state.store;
    let other = SlotId::new(slot.spreekuur(), NEXT_MONDAY + 30);
    let settled = store.write_waiting(News::Pages, move |conn| appointing::settle(conn, id, other, false, team::MONDAY_NOON));
    assert!(matches!(settled.unwrap(), Booked::Done(Some(_))));
    assert!(matches!(holder(&desk, slot), Holder::Booked(one) if one.id == booked), "the other keeps the time");
}

#[tokio::test]
async fn a_host_sees_the_day_list_and_nothing_else() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (own, other) = (police(&mut fatma).await, police(&mut fatma).await);
    let today = |id| SlotId::new(id, NEXT_MONDAY);
    let mine = book(&mut fatma, today(own), &[("name", "Jannie"), ("number", "0612345678")]).await;
    // To the same organisation at the same time: she has to know.
    book(&mut fatma, today(other), &[("double", "yes")]).await;
    let (arrange, add) = (format!("/spreekuren/{}/inrichten", own.get()), format!("/spreekuren/{}/host", own.get()));
    let made = fatma.fill(&arrange, &add, &[("name", "Wouter")]).await;
    let code = crate::people::code(&made);
    assert!(!fatma.get(&arrange).await.html.contains(&code), "the code stands in one answer alone");
    assert!(fatma.fill(&arrange, &add, &[("name", "Wouter")]).await.goes_to().ends_with("said=name-taken"));
    let mut host = desk.browser();
    assert_eq!(host.log_in("Wouter", &code.replace('-', "")).await.status, StatusCode::FORBIDDEN, "a code is no password");
    let chosen = [("code", code.as_str()), ("new", team::PASSWORD), ("again", team::PASSWORD)];
    let join = "/uitnodiging";
    assert_eq!(host.fill(join, join, &chosen).await.goes_to(), "/login?said=welcome");
    assert_eq!(host.fill(join, join, &chosen).await.status, StatusCode::FORBIDDEN, "it works once");
    desk.clock.advance(Duration::from_secs(7 * 24 * 3600 - 3 * 3600));
    assert_eq!(host.log_in("Wouter", team::PASSWORD).await.goes_to(), "/vandaag");
    assert_eq!(host.get("/vandaag").await.goes_to(), "/daglijst");
    let list = host.get("/daglijst").await;
    assert!(list.text().contains("10:00 Appel 99") && !list.text().contains("Is er"), "{}", list.text());
    for hidden in ["Jannie", "0612345678", &mine.to_string() as &str, "/kiosken", "/vandaag\""] {
        let shown = list.html.split("data-id").next().unwrap().contains(hidden) || list.text().contains(hidden);
        assert!(!shown, "{hidden}");
    }
    assert_eq!(list.text().matches("Appel").count(), 1, "the other spreekuur is not theirs");
    for closed in [
        "/vandaag",
        "/kiosken",
        "/spreekuren",
        &format!("/spreekuren/{}", own.get()),
        &format!("/spreekuren/{}/inrichten", own.get()),
        &format!("/afspraak/{mine}"),
        "/kaart/019a0000-0000-7000-8000-000000000000",
    ] {
        assert_eq!(host.get(closed).await.goes_to(), "/daglijst", "{closed}");
    }
    let cancelled = host.post(&format!("/afspraak/{mine}/afzeggen"), &[("guard", "x")]).await;
    assert_eq!(cancelled.goes_to(), "/daglijst");
    assert_eq!(stands(&desk, mine), State::Booked, "a host changes nothing");
    let hex = hex(mine);
    as_a_kiosk_did(&desk, format!("UPDATE booking SET checked_in_at = 1 WHERE id = x'{hex}'"));
    assert!(host.get("/daglijst").await.text().contains("Is er"));
    assert!(
        fatma.get("/login").await.status == StatusCode::OK || fatma.log_in("Fatma", team::PASSWORD).await.status.is_redirection()
    );
}

#[tokio::test]
async fn todays_visitors_stand_on_vandaag_and_who_checked_in_is_there() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let spreekuur = police(&mut fatma).await;
    let id = book(&mut fatma, SlotId::new(spreekuur, NEXT_MONDAY), &[]).await;
    assert!(!fatma.get("/vandaag").await.text().contains("Appel 99"), "not today");
    desk.clock.advance(Duration::from_secs(7 * 24 * 3600 - 3 * 3600));
    let mut bram = desk.worker("Bram").await;
    let today = bram.get("/vandaag").await;
    assert!(today.text().contains("Spreekuren vandaag") && today.text().contains("10:00 Appel 99"), "{}", today.text());
    let version = today.html.split("data-version=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let hex = hex(id);
    as_a_kiosk_did(&desk, format!("UPDATE booking SET checked_in_at = 1 WHERE id = x'{hex}'"));
    let fresh = bram.get("/vandaag").await;
    assert!(fresh.text().contains("Appel 99 Is er") && !fresh.html.contains(&format!("data-version=\"{version}\"")));
}

#[tokio::test]
async fn a_calendar_reads_the_times_and_learns_nothing_else() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let slot = SlotId::new(police(&mut fatma).await, NEXT_MONDAY);
    book(&mut fatma, slot, &[("name", "Jannie"), ("number", "0612345678"), ("words", "rolstoel")]).await;
    let arrange = format!("/spreekuren/{}/inrichten", slot.spreekuur().get());
    let address = fatma.get(&arrange).await.html.split("href=\"/agenda/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let address = format!("/agenda/{address}");
    let mut calendar = desk.browser();
    let feed = calendar.get(&address).await;
    assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
    let (unfolded, mut uids) = (unfold(&feed.html), Vec::new());
    let read = read_calendar(&unfolded).unwrap();
    assert_eq!(read.components.len(), 1, "free times are nobody's appointment");
    for event in &read.components {
        let say = |name: &str| event.find_prop(name).map(|property| property.val.to_string());
        assert_eq!(event.name, "VEVENT");
        assert_eq!(say("DTSTART").as_deref(), Some("20261130T090000Z"));
        assert_eq!(say("DTEND").as_deref(), Some("20261130T093000Z"));
        assert_eq!(say("CLASS").as_deref(), Some("PRIVATE"));
        assert_eq!(say("SUMMARY").as_deref(), Some("Afspraak"));
        assert!(say("DTSTAMP").is_some() && say("ATTENDEE").is_none() && say("DESCRIPTION").is_none());
        uids.push(say("UID").unwrap());
    }
    for hidden in ["Jannie", "0612345678", "rolstoel", "Politie", "Wijkagent", "Appel", "Kamer"] {
        assert!(!feed.html.contains(hidden), "{hidden}");
    }
    assert!(feed.html.lines().all(|line| line.len() <= 75));
    desk.clock.advance(Duration::from_secs(3600));
    assert!(calendar.get(&address).await.html.contains(&uids[0]), "the same event keeps its name");

    let wrong = format!("/agenda/{}.ics", "A".repeat(43));
    assert_eq!(calendar.get(&wrong).await.status, StatusCode::NOT_FOUND);
    fatma.fill(&arrange, &format!("/spreekuren/{}/agenda", slot.spreekuur().get()), &[]).await;
    assert_eq!(calendar.get(&address).await.status, StatusCode::NOT_FOUND, "the old address is dead");
}

#[tokio::test]
async fn what_cannot_be_is_not_taken_from_a_form() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for minutes in ["", "0", "4", "241", "-30", "30.5"] {
        let typed = [("whom", "police"), ("host", ""), ("place", ""), ("minutes", minutes)];
        let refused = fatma.fill("/spreekuren/nieuw", "/spreekuren/nieuw", &typed).await;
        assert!(refused.goes_to().ends_with("said=typed-wrong"), "{minutes}");
    }
    let id = police(&mut fatma).await;
    let arrange = format!("/spreekuren/{}/inrichten", id.get());
    for (weekday, often, from, until, first) in [
        ("7", "weekly", "10:00", "12:00", "2026-11-23"),
        ("0", "FREQ=SECONDLY", "10:00", "12:00", "2026-11-23"),
        ("0", "weekly", "12:00", "10:00", "2026-11-23"),
        ("0", "weekly", "10:00", "10:20", "2026-11-23"),
        ("0", "weekly", "10:00", "25:00", "2026-11-23"),
        ("0", "weekly", "10:00", "12:00", "maandag"),
    ] {
        let typed = [("weekday", weekday), ("often", often), ("from", from), ("until", until), ("first", first)];
        let refused = fatma.fill(&arrange, &format!("/spreekuren/{}/uren", id.get()), &typed).await;
        assert!(refused.goes_to().ends_with("said=typed-wrong"), "{weekday} {often} {from} {until} {first}");
    }
    let slot = format!("/spreekuren/{}/tijd/{NEXT_MONDAY}", id.get());
    let refused = fatma.fill(&slot, &slot, &[("name", ""), ("number", "bel mij"), ("words", "")]).await;
    assert!(refused.goes_to().ends_with("said=typed-wrong"));
    for nothing in ["/spreekuren/0", "/spreekuren/99", "/spreekuren/x/inrichten", "/afspraak/x", "/agenda/x.ics"] {
        assert_eq!(fatma.get(nothing).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let unsigned = fatma.ask(Method::POST, &format!("/spreekuren/{}/pauze", id.get()), "is=paused".into(), |_| {}).await;
    assert_eq!(unsigned.status, StatusCode::FORBIDDEN);
    let outside = desk.browser().get("/spreekuren").await;
    assert!(outside.goes_to().starts_with("/login?next=/spreekuren"));
    let known = desk.state.store.read_waiting(|conn| spreekuren::hours(conn, id)).unwrap();
    assert_eq!(known.len(), 1);
}

#[tokio::test]
async fn other_hours_never_make_a_time_that_overlaps_an_appointment() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = police(&mut fatma).await;
    book(&mut fatma, SlotId::new(id, NEXT_MONDAY), &[]).await;
    let arrange = format!("/spreekuren/{}/inrichten", id.get());
    let line = desk.state.store.read_waiting(|conn| spreekuren::hours(conn, id)).unwrap()[0].id;
    fatma.fill(&arrange, &format!("/spreekuren/{}/uren/{line}/weg", id.get()), &[]).await;
    let hours = [("weekday", "0"), ("often", "weekly"), ("from", "09:45"), ("until", "12:00"), ("first", "2026-11-23")];
    fatma.fill(&arrange, &format!("/spreekuren/{}/uren", id.get()), &hours).await;
    let day = i64::from(NEXT_MONDAY) - 600;
    let times = desk.state.store.read_waiting(|conn| appointments::times(conn, id, day, day + 24 * 60)).unwrap();
    let free: Vec<u32> =
        times.iter().filter(|time| time.holder == Holder::Free).map(|time| time.slot.minute() - NEXT_MONDAY).collect();
    assert_eq!(free, [45, 75], "09:45 and 10:15 would overlap ten o'clock; the last ends at noon");
}
