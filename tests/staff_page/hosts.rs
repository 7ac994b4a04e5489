//! One host with two spreekuren at the same time: said, never forbidden.

use crate::appointments::{NEXT_MONDAY, book, holder, police};
use crate::hands::{Browser, Desk};
use inloop::desk::store::appointments::Holder;
use inloop::desk::store::{News, spreekuren, workers};
use inloop::entry::{SlotId, SpreekuurId};

const SAME: &str = "met dezelfde spreekuurhouder";

/// A spreekuur on Mondays, half an hour each.
async fn another(worker: &mut Browser, whom: &str, host: &str, from: &str, until: &str) -> SpreekuurId {
    let typed = [("whom", whom), ("host", host), ("place", ""), ("minutes", "30")];
    let made = worker.fill("/spreekuren/nieuw", "/spreekuren/nieuw", &typed).await;
    let page = made.goes_to().split('?').next().unwrap().to_owned();
    let id: u32 = page.split('/').nth(2).unwrap().parse().unwrap();
    let hours = [("weekday", "0"), ("often", "weekly"), ("from", from), ("until", until), ("first", "2026-11-23")];
    worker.fill(&page, &format!("/spreekuren/{id}/uren"), &hours).await;
    SpreekuurId::new(id).unwrap()
}

fn arrange(id: SpreekuurId) -> String {
    format!("/spreekuren/{}/inrichten", id.get())
}

#[tokio::test]
async fn two_spreekuren_of_one_host_at_the_same_time_are_said_where_hours_are_made() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let first = police(&mut fatma).await;
    let after = another(&mut fatma, "police", "Politie", "12:00", "13:00").await;
    let others = another(&mut fatma, "police", "Gemeente", "10:00", "12:00").await;
    let nobody = another(&mut fatma, "street", "Politie", "10:00", "12:00").await;
    for page in ["/spreekuren".to_owned(), arrange(first), arrange(after), arrange(others), arrange(nobody)] {
        assert!(!fatma.get(&page).await.text().contains(SAME), "{page}: at another time, or somebody else");
    }
    let second = another(&mut fatma, "police", " politie ", "11:45", "12:45").await;
    for page in ["/spreekuren".to_owned(), arrange(first), arrange(second)] {
        let shown = fatma.get(&page).await;
        assert!(
            shown.text().contains(SAME) && shown.text().contains("Het eerst op ma 30 nov 11:30."),
            "{page}: {}",
            shown.text()
        );
    }
    assert!(!fatma.get(&arrange(others)).await.text().contains(SAME));
    fatma.fill(&arrange(second), &format!("/spreekuren/{}/pauze", second.get()), &[("is", "paused")]).await;
    assert!(!fatma.get(&arrange(first)).await.text().contains(SAME), "nobody waits at a spreekuur that pauses");
}

#[tokio::test]
async fn one_login_for_two_spreekuren_is_one_host_whatever_was_typed() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let first = police(&mut fatma).await;
    let second = another(&mut fatma, "team", "", "10:15", "11:00").await;
    assert!(!fatma.get("/spreekuren").await.text().contains(SAME));
    let now = desk.state.now();
    let made = desk.state.store.write_waiting(News::Pages, move |conn| {
        let wouter = workers::add(conn, "Wouter", "x", false, now)?.unwrap();
        Ok(spreekuren::make_host(conn, wouter, first)? && spreekuren::make_host(conn, wouter, second)?)
    });
    assert!(made.unwrap());
    assert!(
        fatma.get("/spreekuren").await.text().contains("Wijkteam en Wijkagent · Politie zijn tegelijk")
            || fatma.get("/spreekuren").await.text().contains("Wijkagent · Politie en Wijkteam zijn tegelijk")
    );
}

#[tokio::test]
async fn a_second_appointment_of_one_host_at_the_same_time_is_booked_only_with_a_tick() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let first = police(&mut fatma).await;
    let second = another(&mut fatma, "police", "Politie", "10:15", "11:45").await;
    let one = book(&mut fatma, SlotId::new(first, NEXT_MONDAY), &[]).await;
    let slot = SlotId::new(second, NEXT_MONDAY + 15);
    let page = format!("/spreekuren/{}/tijd/{}", second.get(), slot.minute());
    let shown = fatma.get(&page).await;
    assert!(shown.text().contains("De spreekuurhouder heeft dan al een afspraak bij Wijkagent · Politie."), "{}", shown.text());
    let typed = [("name", ""), ("number", ""), ("words", "")];
    assert!(fatma.fill(&page, &page, &typed).await.goes_to().ends_with("?said=slot-double"));
    assert_eq!(holder(&desk, slot), Holder::Free);
    let free = format!("/spreekuren/{}/tijd/{}", second.get(), slot.minute() + 30);
    assert!(!fatma.get(&free).await.html.contains("name=\"double\""), "half an hour later there is nobody else");
    let two = book(&mut fatma, slot, &[("double", "yes")]).await;
    assert!(matches!(holder(&desk, slot), Holder::Booked(booked) if booked.id == two));
    // Another time for the first: the second is in its way, and it is not in its own.
    let (page, to) = (format!("/afspraak/{one}"), format!("/afspraak/{one}/tijd"));
    let shown = fatma.get(&page).await;
    assert!(
        shown.text().contains("10:30 · heeft dan al een afspraak") && shown.html.contains("name=\"double\""),
        "{}",
        shown.text()
    );
    let busy = SlotId::new(first, NEXT_MONDAY + 30).to_string();
    assert_eq!(fatma.fill(&page, &to, &[("slot", &busy)]).await.goes_to(), format!("{page}?said=slot-double"));
    let free = SlotId::new(second, NEXT_MONDAY + 45).to_string();
    assert_eq!(fatma.fill(&page, &to, &[("slot", &free)]).await.goes_to(), format!("{page}?said=moved"));
    fatma.fill(&page, &to, &[("slot", &busy), ("double", "yes")]).await;
    assert!(matches!(holder(&desk, SlotId::new(first, NEXT_MONDAY + 30)), Holder::Booked(booked) if booked.id == one));
}
