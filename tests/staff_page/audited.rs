//! The audit log: one line for each opening, a chain that shows what was done to it, and no way to ask about a worker.

use crate::hands::{Browser, Desk};
use crate::people::{give, seated};
use crate::team::{Left, arrive};
use axum::http::{Method, StatusCode};
use diesel::connection::SimpleConnection;
use inloop::desk::roles::Role;
use inloop::desk::store::audit::{self, Fault, KEPT_FOR, Verdict};
use inloop::desk::store::{KiosksSince, News};
use inloop::entry::EntryId;
use std::time::Duration;

const LOG: &str = "/inrichting/inzage";

fn verdict(desk: &Desk) -> Verdict {
    let key = desk.state.audit.clone();
    desk.state.store.read_waiting(|conn| audit::verify(conn, &key)).unwrap()
}

fn lines(desk: &Desk, id: EntryId) -> Vec<(String, Option<String>)> {
    let seen = desk.state.store.read_waiting(|conn| audit::of_entry(conn, id, 100)).unwrap();
    seen.into_iter().map(|one| (one.what, one.worker)).collect()
}

/// As somebody does who can write the database, and has read how it guards itself.
fn tamper(desk: &Desk, sql: &'static str) {
    let all = format!("DROP TRIGGER IF EXISTS audit_stays; DROP TRIGGER IF EXISTS audit_is_kept; {sql}");
    desk.state.store.write_waiting(News::Silent, move |conn| Ok(conn.batch_execute(&all)?)).unwrap();
}

async fn some_openings(desk: &Desk) -> (Browser, EntryId) {
    let id = arrive(&desk.state, desk.kiosk, Left::words(324, "hallo"));
    let mut fatma = desk.worker("Fatma").await;
    for _ in 0..5 {
        fatma.get(&format!("/kaart/{id}")).await;
    }
    (fatma, id)
}

#[tokio::test]
async fn each_opening_of_a_card_is_one_line_and_a_page_that_draws_itself_again_is_none() {
    let desk = Desk::new();
    let (mut fatma, id) = some_openings(&desk).await;
    let card = format!("/kaart/{id}");
    assert_eq!(lines(&desk, id), vec![("card".to_owned(), Some("Fatma".to_owned())); 5]);
    let by_itself = |headers: &mut axum::http::HeaderMap| drop(headers.insert("x-inloop-live", "1".parse().unwrap()));
    fatma.ask(Method::GET, &card, String::new(), by_itself).await;
    assert_eq!(lines(&desk, id).len(), 5);
    // Whoever says that a page draws itself, which they never opened, has opened it.
    let mut bram = desk.worker("Bram").await;
    bram.ask(Method::GET, &card, String::new(), by_itself).await;
    bram.ask(Method::GET, &card, String::new(), by_itself).await;
    assert_eq!(lines(&desk, id).iter().filter(|(_, who)| who.as_deref() == Some("Bram")).count(), 1);
    // What is refused opens nothing.
    give(&desk, "Chidi", &[Role::Manager]);
    seated(&desk, "Chidi").await.get(&card).await;
    assert_eq!(lines(&desk, id).len(), 6);
    assert_eq!(verdict(&desk).fault, None);
}

#[tokio::test]
async fn what_is_done_to_the_log_shows() {
    type Done = (&'static str, fn(&Verdict) -> bool);
    let done: [Done; 7] = [
        ("UPDATE audit SET worker = 2 WHERE number = 2", |it| it.fault == Some(Fault::Changed(2))),
        ("UPDATE audit SET about = 'x' WHERE number = 5", |it| it.fault == Some(Fault::Changed(5))),
        ("DELETE FROM audit WHERE number = 3", |it| it.fault == Some(Fault::MissingAfter(2))),
        ("DELETE FROM audit WHERE number = 1", |it| it.fault == Some(Fault::MissingAfter(0))),
        ("DELETE FROM audit WHERE number > 3", |it| it.fault == Some(Fault::End(3))),
        (
            "UPDATE audit SET number = number + 100 WHERE number > 3; UPDATE audit SET number = number - 99 WHERE number > 100; \
             INSERT INTO audit SELECT 4, at, 2, what, about, teken, day, detail, hash FROM audit WHERE number = 3",
            |it| it.fault == Some(Fault::Changed(4)),
        ),
        ("INSERT INTO audit SELECT 6, at, 2, what, about, teken, day, detail, hash FROM audit WHERE number = 5", |it| {
            it.fault == Some(Fault::Changed(6))
        }),
    ];
    for (sql, shows) in done {
        let desk = Desk::new();
        let (mut fatma, id) = some_openings(&desk).await;
        assert_eq!((verdict(&desk).fault, verdict(&desk).lines), (None, 5));
        tamper(&desk, sql);
        assert!(shows(&verdict(&desk)), "{sql}: {:?}", verdict(&desk));
        // The desk goes on, and what it writes after that heals nothing.
        assert_eq!(fatma.get(&format!("/kaart/{id}")).await.status, StatusCode::OK);
        assert!(verdict(&desk).fault.is_some(), "{sql}");
    }
    // The end is cut off and its mark put right as far as one can without the key.
    let desk = Desk::new();
    let (mut fatma, id) = some_openings(&desk).await;
    tamper(
        &desk,
        "DELETE FROM audit WHERE number > 3; \
         UPDATE meta SET value = '3:' || (SELECT lower(hex(hash)) FROM audit WHERE number = 3) || substr(value, 67) WHERE name = 'audit-head'",
    );
    assert_eq!(verdict(&desk).fault, Some(Fault::End(3)));
    fatma.get(&format!("/kaart/{id}")).await;
    assert_eq!(verdict(&desk).fault, Some(Fault::Noticed(4)));
}

#[tokio::test]
async fn the_store_itself_changes_and_removes_no_line() {
    let desk = Desk::new();
    some_openings(&desk).await;
    for sql in ["UPDATE audit SET at = 0", "DELETE FROM audit", "DELETE FROM audit WHERE number = 5"] {
        let refused = desk.state.store.write_waiting(News::Silent, move |conn| Ok(conn.batch_execute(sql)?));
        assert!(refused.is_err(), "{sql}");
    }
    assert_eq!(verdict(&desk).fault, None);
}

#[tokio::test]
async fn after_a_restore_the_log_goes_on_with_a_gap_that_says_so() {
    let desk = Desk::new();
    let (mut fatma, id) = some_openings(&desk).await;
    desk.copy();
    fatma.get(&format!("/kaart/{id}")).await;
    drop(fatma);
    let desk = desk.restored_after(KiosksSince::None, Duration::from_secs(3600));
    give(&desk, "Chidi", &[Role::Auditor]);
    assert_eq!(verdict(&desk).lines, 5, "what came after the backup is not there");
    desk.worker("Fatma").await.get(&format!("/kaart/{id}")).await;
    let after = verdict(&desk);
    assert_eq!((after.fault, after.lines, after.gaps.len()), (None, 7, 1));
    assert_eq!(after.gaps[0].1, Some(crate::team::MONDAY_NOON));
    let page = seated(&desk, "Chidi").await.get(LOG).await.text();
    assert!(page.contains("De keten is heel") && page.contains("Er is een reservekopie teruggezet."), "{page}");
}

#[tokio::test]
async fn lines_go_after_five_years_from_the_old_end_and_the_rest_stays_whole() {
    let desk = Desk::new();
    let (_, id) = some_openings(&desk).await;
    desk.clock.advance(Duration::from_secs(KEPT_FOR.num_seconds() as u64 - 100));
    desk.worker("Bram").await.get(&format!("/kaart/{id}")).await;
    let forget = |desk: &Desk| {
        let (key, now) = (desk.state.audit.clone(), desk.state.now());
        let before = now - KEPT_FOR.num_seconds();
        desk.state.store.write_waiting(News::Silent, move |conn| audit::forget(conn, &key, before, now)).unwrap()
    };
    assert_eq!(forget(&desk), 0, "not a second sooner");
    desk.clock.advance(Duration::from_secs(101));
    assert_eq!(forget(&desk), 5);
    assert_eq!(lines(&desk, id), [("card".to_owned(), Some("Bram".to_owned()))]);
    assert_eq!((verdict(&desk).fault, verdict(&desk).lines), (None, 2), "and a line that says so");
    tamper(&desk, "DELETE FROM audit WHERE number = 6");
    assert!(verdict(&desk).fault.is_some(), "nobody else moves the old end");
}

#[tokio::test]
async fn an_auditor_asks_by_entry_and_is_in_the_log_too() {
    let desk = Desk::new();
    let (_, id) = some_openings(&desk).await;
    give(&desk, "Chidi", &[Role::Auditor]);
    let mut chidi = seated(&desk, "Chidi").await;
    assert_eq!(chidi.get("/inrichting").await.goes_to(), LOG);
    let shown = chidi.get(LOG).await;
    assert!(shown.text().contains("De keten is heel: 5 regels") && !shown.text().contains("Opende de kaart"));
    let fields: Vec<&str> = shown.html.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(!fields.iter().any(|field| field.contains("worker") || field.contains("who")), "{fields:?}");
    let by_teken = [("picture", "boom"), ("number", "27"), ("day", "2026-11-23"), ("link", "")];
    let by_link = format!("https://inloop.example.nl/kaart/{id}?said=claimed");
    let by_link = [("picture", "boom"), ("number", ""), ("day", ""), ("link", by_link.as_str())];
    for asked in [&by_teken, &by_link] {
        let found = chidi.fill(LOG, LOG, asked).await.text();
        assert!(found.contains("Fatma Opende de kaart · Boom 27"), "{found}");
    }
    assert_eq!(lines(&desk, id)[0], ("looked".to_owned(), Some("Chidi".to_owned())));
    let other_day = [("picture", "boom"), ("number", "27"), ("day", "2026-11-22"), ("link", "")];
    assert!(chidi.fill(LOG, LOG, &other_day).await.text().contains("Niets gevonden."));
    for wrong in [
        [("picture", "boom"), ("number", "x"), ("day", "2026-11-23"), ("link", "")],
        [("picture", "root"), ("number", "27"), ("day", "2026-11-23"), ("link", "")],
        [("picture", "boom"), ("number", "27"), ("day", "<script>"), ("link", "")],
        [("picture", ""), ("number", ""), ("day", ""), ("link", "Fatma")],
    ] {
        let answer = chidi.fill(LOG, LOG, &wrong).await;
        assert!(answer.text().contains("Dat kan niet") || answer.html.contains("notice kind"), "{wrong:?}");
        assert!(!answer.html.contains("<script>") && !answer.text().contains("Gevonden"));
    }
    assert_eq!(chidi.get("/vandaag").await.goes_to(), "/inrichting");
}

#[tokio::test]
async fn what_a_manager_changes_is_in_the_log() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Auditor]);
    let mut fatma = desk.worker("Fatma").await;
    fatma.fill("/inrichting/mensen", "/inrichting/mensen", &[("name", "Noor"), ("role", "auditor")]).await;
    let page = "/inrichting/mensen/2";
    fatma.fill(page, page, &[("role", "coordinator"), ("team", "1")]).await;
    fatma.fill(page, &format!("{page}/actief"), &[("is", "no")]).await;
    fatma.fill("/inrichting/teams", "/inrichting/teams", &[("name", "Noord")]).await;
    fatma.fill("/inrichting/teams", "/inrichting/teams/kiosk/1", &[("team", "2")]).await;
    let log = seated(&desk, "Chidi").await.get(LOG).await.text();
    for told in [
        "Nodigde iemand uit · persoon 4 · Inzage",
        "Veranderde wat iemand mag · persoon 2 · Coördinator, team 1",
        "Laat iemand niet meer binnen · persoon 2",
        "Maakte een team · team 2 · Noord",
        "Gaf een kiosk aan een team · kiosk 1 · team 2",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    assert_eq!(verdict(&desk).lines, 5);
}
