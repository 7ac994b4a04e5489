//! Two browsers on one card, both with the page of before: one does it, and the other is told what the first did.

use crate::hands::{Browser, Desk, Page};
use crate::people::give;
use crate::team::{Left, arrive};
use axum::http::StatusCode;
use diesel::RunQueryDsl;
use inloop::desk::roles::Role;
use inloop::desk::store::{News, cards};
use inloop::entry::{Contact, EntryId, Question};
use std::time::Duration;

type Fields = &'static [(&'static str, &'static str)];

/// What is done before, by whom: the first worker, or the second.
type Before = &'static [(usize, &'static str, Fields)];

/// What two do at once: the act, what each fills in, and what each is told.
struct Race {
    before: Before,
    act: &'static str,
    fills: [Fields; 2],
    told: [&'static str; 2],
}

const BOTH: Before = &[(0, "oppakken", &[("place", "1")]), (1, "oppakken", &[("place", "2")])];
const CLOSED: Before = &[(0, "afronden", &[("outcome", "answered"), ("again", "two-weeks")])];
const ENDED: Before = &[(0, "afronden", &[("outcome", "answered")])];

const fn race(before: Before, act: &'static str, fills: [Fields; 2], told: [&'static str; 2]) -> Race {
    Race { before, act, fills, told }
}

/// Every act of which only one can be meant.
const RACES: [Race; 14] = [
    race(&[], "oppakken", [&[("place", "1")]; 2], ["claimed", "joined-after"]),
    race(&[], "vraag", [&[("colleague", "3")], &[("colleague", "4")]], ["asked", "no-just-now"]),
    race(&[], "roep", [&[("to", "Balie")], &[("to", "Desk")]], ["called", "no-just-now"]),
    race(BOTH, "kijken", [&[("help", "own")], &[("help", "none")]], ["looked", "no-just-now"]),
    race(
        BOTH,
        "plan",
        [&[("way", "call"), ("day", "2026-11-25")], &[("way", "call"), ("day", "2026-11-26")]],
        ["planned", "no-just-now"],
    ),
    race(&[], "afronden", [&[("outcome", "answered")], &[("outcome", "stopped")]], ["closed", "no-ended"]),
    race(CLOSED, "bellen", [&[("how", "again")], &[("how", "again"), ("again", "six-weeks")]], ["followed-again", "no-just-now"]),
    race(CLOSED, "bellen", [&[("how", "well")], &[("how", "again")]], ["followed-well", "no-no-call"]),
    race(CLOSED, "bellen", [&[("how", "open")], &[("how", "well")]], ["reopened", "no-no-call"]),
    race(ENDED, "heropen", [&[]; 2], ["reopened", "no-not-ended"]),
    race(&[], "over", [&[("team", "2")]; 2], ["handed-over", "no-gone"]),
    race(&[], "overgezet", [&[("number", "Z-1")], &[("number", "Z-2")]], ["handed", "handed-before"]),
    race(&[], "eerst", [&[]; 2], ["nudged", "nudged"]),
    // Both were in touch, and the first was first.
    race(BOTH, "gesproken", [&[]; 2], ["spoke", "spoke"]),
];

async fn town() -> (Desk, EntryId, [Browser; 2]) {
    let desk = Desk::connected("[connect]\npages = \"https://inloop.example.nl\"\n[connect.by_hand]\nreader = \"Welzijn\"\n");
    for name in ["Dewi", "Eva"] {
        crate::team::worker(&desk.state, name, false);
    }
    for name in ["Fatma", "Bram"] {
        give(&desk, name, &[Role::Worker, Role::Coordinator, Role::Manager]);
    }
    let made = desk.state.store.write_waiting(News::Pages, |conn| {
        Ok(diesel::sql_query("INSERT INTO team (id, name, made_at) VALUES (2, 'Noord', 0)").execute(conn)?)
    });
    made.unwrap();
    let id =
        arrive(&desk.state, desk.kiosk, Left::question(324, Question { contact: Some(Contact::Wait), ..Question::default() }));
    let both = [desk.worker("Fatma").await, desk.worker("Bram").await];
    (desk, id, both)
}

fn said(page: &Page) -> String {
    page.goes_to().split("said=").nth(1).unwrap().split('&').next().unwrap().to_owned()
}

#[tokio::test]
async fn of_two_who_do_the_same_at_once_one_does_it_and_the_other_is_told_kindly() {
    for Race { before, act, fills, told } in RACES {
        let (desk, id, mut both) = town().await;
        let page = format!("/kaart/{id}");
        for (who, act, fields) in before {
            both[*who].fill(&page, &format!("{page}/{act}"), fields).await;
        }
        let form = format!("{page}/{act}");
        let on = if act == "eerst" { "/overleg".to_owned() } else { page.clone() };
        if act == "eerst" {
            desk.clock.advance(Duration::from_secs(5 * 86_400));
            both = [desk.worker("Fatma").await, desk.worker("Bram").await];
        }
        let [one, two] = &mut both;
        let guards = [one.get(&on).await.guard(&form), two.get(&on).await.guard(&form)];
        let sent = |which: usize| -> Vec<(&str, &str)> {
            [("guard", guards[which].as_str())].into_iter().chain(fills[which].iter().copied()).collect()
        };
        let first = one.post(&form, &sent(0)).await;
        let before = desk.state.store.read_waiting(move |conn| cards::events(conn, id)).unwrap();
        let second = two.post(&form, &sent(1)).await;
        assert_eq!([said(&first), said(&second)], told, "{act} {fills:?}");
        let shown = two.get(second.goes_to()).await;
        assert_eq!(shown.status, StatusCode::OK, "{act}");
        if told[1].starts_with("no-") {
            assert!(shown.html.contains("<p class=\"notice kind\" role=\"status\">"), "{act}: {}", shown.text());
            let after = desk.state.store.read_waiting(move |conn| cards::events(conn, id)).unwrap();
            assert_eq!(before, after, "{act}: what the first did stands");
        }
    }
}

#[tokio::test]
async fn half_a_minute_later_the_colleague_has_seen_it_and_may() {
    let (desk, id, [mut fatma, mut bram]) = town().await;
    let (page, call) = (format!("/kaart/{id}"), format!("/kaart/{id}/roep"));
    fatma.fill(&page, &call, &[("to", "Balie")]).await;
    assert_eq!(said(&fatma.fill(&page, &call, &[("to", "Desk")]).await), "called", "her own may be put right at once");
    desk.clock.advance(Duration::from_secs(30));
    assert_eq!(said(&bram.fill(&page, &call, &[("to", "Balie")]).await), "no-just-now");
    desk.clock.advance(Duration::from_secs(1));
    assert_eq!(said(&bram.fill(&page, &call, &[("to", "Balie")]).await), "called");
}

#[tokio::test]
async fn one_worker_in_two_windows_takes_back_once() {
    let (desk, _, [mut fatma, _]) = town().await;
    for (act, told) in [("ongedaan", ["undone", "no-not-yours"]), ("terug", ["undone-now", "no-too-late"])] {
        let id = arrive(&desk.state, desk.kiosk, Left::question(12, Question::default()));
        let (page, form) = (format!("/kaart/{id}"), format!("/kaart/{id}/{act}"));
        fatma.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
        let guard = fatma.get(&page).await.guard(&form);
        let sent = [("guard", guard.as_str())];
        let (one, two) = (fatma.post(&form, &sent).await, fatma.post(&form, &sent).await);
        assert_eq!([said(&one), said(&two)], told, "{act}");
    }
}
