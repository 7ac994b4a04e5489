//! A resident who asks to see, change or erase, after a worker looked who it is.

use crate::hands::Desk;
use crate::retention::{bytes, call, count, holds, part_of};
use crate::team::{self, Left, arrive};
use inloop::desk::store::News;
use inloop::desk::store::{entries, erasing, workers};
use inloop::entry::{Contact, Question};
use std::time::Duration;

#[tokio::test]
async fn nothing_is_shown_changed_or_erased_before_a_worker_says_that_they_looked_who_it_is() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    let page = format!("/kaart/{id}");
    for (way, fields) in [("inzage", vec![]), ("contact", vec![("way", "call"), ("value", "0687654321")]), ("wissen", vec![])] {
        for known in [None, Some(("known", "")), Some(("known", "no"))] {
            let fields: Vec<_> = fields.iter().copied().chain(known).collect();
            let answer = fatma.fill(&page, &format!("{page}/verzoek/{way}"), &fields).await;
            assert_eq!(answer.goes_to(), format!("{page}?said=tick-first"));
        }
        assert_eq!(fatma.get(&format!("{page}/verzoek/{way}")).await.status, 404, "no address shows it by itself");
    }
    assert!(fatma.get(&page).await.text().contains("06 12 34 56 78"));
}

#[tokio::test]
async fn the_sheet_holds_everything_that_is_kept_and_no_name_of_a_worker() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    let page = format!("/kaart/{id}");
    fatma.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    fatma.fill(&page, &format!("{page}/plan"), &[("way", "call"), ("day", "2026-11-25")]).await;
    let sheet = fatma.fill(&page, &format!("{page}/verzoek/inzage"), &[("known", "yes")]).await;
    assert_eq!(sheet.status, 200);
    for shown in [
        "Dit bewaren wij van u",
        "Boom 27",
        "Geld en schulden",
        "mijn huur is te laat",
        "Jannie",
        "06 12 34 56 78",
        "Hal",
        "Nederlands",
        "Een medewerker pakt dit op",
        "Bellen op woensdag 25 november",
        "na 30 dagen",
        "code waar het nummer",
    ] {
        assert!(sheet.text().contains(shown), "{shown}: {}", sheet.text());
    }
    assert!(!sheet.text().contains("Fatma"));
    let english = arrive(&desk.state, desk.kiosk, Left { language: "en", ..Left::question(2, Question::default()) });
    let page = format!("/kaart/{english}");
    let sheet = fatma.fill(&page, &format!("{page}/verzoek/inzage"), &[("known", "yes")]).await;
    assert!(sheet.html.contains("<html lang=\"en\">") && sheet.text().contains("What we keep of you"));
}

#[tokio::test]
async fn a_changed_contact_is_sealed_as_the_old_one_was_and_the_old_one_is_gone() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let said = team::said(&desk.state, desk.kiosk, include_bytes!("../fixtures/spoken.flac"), Duration::from_secs(2));
    for id in [arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678"))), said.header().id] {
        let before = desk.state.store.read_waiting(|conn| entries::envelope(conn, id)).unwrap().unwrap();
        let old = part_of(&before.to_bytes()[250..], &bytes(&desk)).to_vec();
        let page = format!("/kaart/{id}");
        let form = format!("{page}/verzoek/contact");
        for (way, value) in [("call", "geen nummer"), ("email", "06 12345678"), ("pigeon", "06 12345678"), ("call", "")] {
            let wrong = fatma.fill(&page, &form, &[("known", "yes"), ("way", way), ("value", value)]).await;
            assert_eq!(wrong.goes_to(), format!("{page}?said=typed-wrong"), "{way} {value}");
        }
        let fields = [("known", "yes"), ("way", "sms"), ("value", "06 87654321"), ("safe", "yes")];
        assert_eq!(fatma.fill(&page, &form, &fields).await.goes_to(), format!("{page}?said=contact-changed"));
        let entry = desk.state.opened(id).await.unwrap().unwrap();
        let inloop::entry::Body::Question(question) = entry.draft.body else { panic!() };
        let Some(Contact::Sms { number: Some(number), safe: Some(true) }) = question.contact else { panic!() };
        assert_eq!(number.reveal(), "0687654321");
        assert!(fatma.get(&page).await.text().contains("06 87 65 43 21"));
        assert!(!holds(&bytes(&desk), &old), "the old seal stands nowhere");
        let arrived = desk.state.store.write_waiting(News::Pages, move |conn| {
            let listed = entries::listed(conn, id)?.unwrap();
            entries::arrive(conn, &before, &inloop::wire::signature::digest(&before.to_bytes()), &listed)
        });
        assert!(matches!(arrived.unwrap(), entries::Arrival::Known(_)), "its kiosk is told as before");
    }
}

#[tokio::test]
async fn erased_at_once_is_gone_at_once_and_the_log_says_that_somebody_asked() {
    let desk = Desk::new();
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    let page = format!("/kaart/{id}");
    let guard = bram.get(&page).await.guard(&format!("{page}/verzoek/wissen"));
    let erased = fatma.fill(&page, &format!("{page}/verzoek/wissen"), &[("known", "yes")]).await;
    assert!(fatma.get(erased.goes_to()).await.text().contains("Gewist"));
    assert_eq!((fatma.get(&page).await.status.as_u16(), count(&desk, "card")), (404, 0));
    let log = desk.state.store.read_waiting(|conn| erasing::log(conn, 0, 10)).unwrap();
    assert_eq!((log.len(), log[0].asked, log[0].by_worker), (1, true, true));
    let second = bram.post(&format!("{page}/verzoek/wissen"), &[("guard", &guard), ("known", "yes")]).await;
    assert_eq!(second.status, 404);
}

#[tokio::test]
async fn nobody_of_another_team_can_do_any_of_it() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::question(324, call("06 12345678")));
    let mut fatma = desk.worker("Fatma").await;
    let page = format!("/kaart/{id}");
    let guard = fatma.get(&page).await.guard(&format!("{page}/verzoek/wissen"));
    let moved = desk.state.store.write_waiting(News::Pages, move |conn| {
        let fatma = workers::by_name(conn, "Fatma")?.unwrap().id;
        let sql = format!("DELETE FROM worker_team WHERE worker = {fatma}");
        Ok(diesel::RunQueryDsl::execute(diesel::sql_query(sql), conn)?)
    });
    assert_eq!(moved.unwrap(), 1);
    for way in ["inzage", "contact", "wissen"] {
        let fields = [("guard", guard.as_str()), ("known", "yes"), ("way", "call"), ("value", "0687654321")];
        assert_eq!(fatma.post(&format!("{page}/verzoek/{way}"), &fields).await.status, 404, "{way}");
    }
    assert!(desk.state.opened(id).await.unwrap().is_some());
}
