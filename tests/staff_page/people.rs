//! Who comes in: invitations, roles, and that nobody is left without a manager. Never what somebody did.

use crate::hands::{Browser, Desk, Page};
use crate::team::{Left, PASSWORD, arrive};
use axum::http::StatusCode;
use inloop::desk::roles::{Role, Roles};
use inloop::desk::store::people::{self, INVITED_FOR, Person};
use inloop::desk::store::{News, workers};
use std::time::Duration;

const PEOPLE: &str = "/inrichting/mensen";
const OWN: &str = "een zelf gekozen zin";

/// Gives a worker of the bench these roles in the first team, where they see cards.
pub fn give(desk: &Desk, name: &'static str, roles: &'static [Role]) {
    let given = desk.state.store.write_waiting(News::Pages, move |conn| {
        let id = workers::by_name(conn, name)?.unwrap().id;
        let roles = Roles::of(roles);
        people::set_roles(conn, id, roles, if roles.sees_cards() { &[1] } else { &[] })
    });
    given.unwrap();
}

/// A browser in which `name` has logged in, wherever they begin.
pub async fn seated(desk: &Desk, name: &str) -> Browser {
    let mut browser = desk.browser();
    assert_eq!(browser.log_in(name, PASSWORD).await.status, StatusCode::SEE_OTHER);
    browser
}

fn person(desk: &Desk, name: &str) -> Person {
    desk.state.store.read_waiting(people::all).unwrap().into_iter().find(|one| one.name == name).unwrap()
}

pub fn code(page: &Page) -> String {
    page.html.split("id=\"code\">").nth(1).unwrap_or_else(|| panic!("{}", page.html)).split('<').next().unwrap().to_owned()
}

async fn choose(browser: &mut Browser, code: &str, new: &str, again: &str) -> Page {
    browser.fill("/uitnodiging", "/uitnodiging", &[("code", code), ("new", new), ("again", again)]).await
}

async fn invite(manager: &mut Browser, name: &str) -> (Page, String) {
    let made = manager.fill(PEOPLE, PEOPLE, &[("name", name), ("role", "worker"), ("team", "1")]).await;
    assert_eq!(made.status, StatusCode::OK, "{}", made.html);
    let code = code(&made);
    (made, code)
}

#[tokio::test]
async fn who_is_invited_chooses_a_password_once_and_within_three_days() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (made, first) = invite(&mut fatma, "Noor").await;
    assert!(!made.html.contains("$argon2"));
    let noor = person(&desk, "Noor");
    let page = format!("{PEOPLE}/{}", noor.id);
    assert!(!fatma.get(&page).await.html.contains(&first), "the code stands in one answer alone");
    let stored = std::fs::read(desk.data().join("desk.sqlite")).unwrap();
    let plain = first.replace('-', "");
    assert!(!stored.windows(plain.len()).any(|part| part == plain.as_bytes()), "and in no file");

    let mut browser = desk.browser();
    assert_eq!(browser.log_in("Noor", &plain).await.status, StatusCode::FORBIDDEN, "a code is no password");
    for (code, new, again) in
        [("0000-0000-0000-0000", OWN, OWN), ("", OWN, OWN), (&first, "kort", "kort"), (&first, OWN, PASSWORD)]
    {
        assert_eq!(choose(&mut browser, code, new, again).await.status, StatusCode::FORBIDDEN, "{code} {new}");
    }
    let typed = first.to_uppercase().replace('-', " ");
    assert_eq!(choose(&mut browser, &typed, OWN, OWN).await.goes_to(), "/login?said=welcome");
    assert_eq!(choose(&mut browser, &first, PASSWORD, PASSWORD).await.status, StatusCode::FORBIDDEN, "it works once");
    assert_eq!(browser.log_in("Noor", OWN).await.goes_to(), "/vandaag");

    // Anew: the old password and the session end at once, and the code before with them.
    let second = code(&fatma.fill(&page, &format!("{page}/uitnodiging"), &[]).await);
    let third = code(&fatma.fill(&page, &format!("{page}/uitnodiging"), &[]).await);
    assert!(browser.get("/vandaag").await.goes_to().starts_with("/login"));
    assert_eq!(desk.browser().log_in("Noor", OWN).await.status, StatusCode::FORBIDDEN);
    assert_eq!(choose(&mut browser, &second, OWN, OWN).await.status, StatusCode::FORBIDDEN, "a newer one took its place");
    desk.clock.advance(Duration::from_secs(INVITED_FOR.num_seconds() as u64));
    assert_eq!(choose(&mut browser, &third, OWN, OWN).await.status, StatusCode::FORBIDDEN, "it has run out");
    let mut fatma = desk.worker("Fatma").await;
    assert!(fatma.get(&page).await.text().contains("Uitnodiging verlopen"));
}

#[tokio::test]
async fn guessing_at_invitations_is_slowed_down() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    for _ in 0..5 {
        assert_eq!(choose(&mut browser, "abcd-efgh-jkmn-pqrs", OWN, OWN).await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(choose(&mut browser, "abcd-efgh-jkmn-pqrs", OWN, OWN).await.status, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn another_role_ends_every_session_and_who_does_not_come_any_more_is_out_everywhere() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (mut one, mut two) = (desk.worker("Bram").await, desk.worker("Bram").await);
    let page = format!("{PEOPLE}/{}", person(&desk, "Bram").id);
    let ticked = [("role", "worker"), ("role", "auditor"), ("team", "1")];
    assert_eq!(fatma.fill(&page, &page, &ticked).await.goes_to(), format!("{page}?said=changed"));
    for browser in [&mut one, &mut two] {
        assert!(browser.get("/vandaag").await.goes_to().starts_with("/login"));
    }
    assert_eq!(person(&desk, "Bram").roles, Roles::of(&[Role::Worker, Role::Auditor]));
    let mut bram = desk.worker("Bram").await;
    assert_eq!(fatma.fill(&page, &page, &ticked).await.goes_to(), format!("{page}?said=same-as-before"));
    assert_eq!(bram.get("/inrichting/inzage").await.status, StatusCode::OK, "what changes nothing ends nothing");
    fatma.fill(&page, &format!("{page}/sessies"), &[]).await;
    assert!(bram.get("/vandaag").await.goes_to().starts_with("/login"));

    let mut bram = desk.worker("Bram").await;
    fatma.fill(&page, &format!("{page}/actief"), &[("is", "no")]).await;
    assert!(bram.get("/vandaag").await.goes_to().starts_with("/login"));
    assert_eq!(desk.browser().log_in("Bram", PASSWORD).await.status, StatusCode::FORBIDDEN);
    fatma.fill(&page, &format!("{page}/actief"), &[("is", "yes")]).await;
    desk.worker("Bram").await;
}

#[tokio::test]
async fn a_desk_keeps_a_manager() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let page = format!("{PEOPLE}/{}", person(&desk, "Fatma").id);
    let last = format!("{page}?said=last-manager");
    assert_eq!(fatma.fill(&page, &page, &[("role", "worker"), ("team", "1")]).await.goes_to(), last);
    assert_eq!(fatma.fill(&page, &format!("{page}/actief"), &[("is", "no")]).await.goes_to(), last);
    give(&desk, "Bram", &[Role::Manager]);
    assert_eq!(fatma.fill(&page, &page, &[("role", "worker"), ("team", "1")]).await.goes_to(), format!("{page}?said=changed"));
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.get(PEOPLE).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_manager_without_a_team_opens_no_card_and_begins_at_inrichting() {
    let desk = Desk::new();
    give(&desk, "Bram", &[Role::Manager]);
    let id = arrive(&desk.state, desk.kiosk, Left::words(324, "Alleen voor het team."));
    let mut bram = seated(&desk, "Bram").await;
    assert_eq!(bram.get("/").await.goes_to(), "/inrichting");
    assert_eq!(bram.get("/vandaag").await.goes_to(), "/inrichting");
    let card = bram.get(&format!("/kaart/{id}")).await;
    assert!(card.status == StatusCode::FORBIDDEN && !card.html.contains("Alleen voor"));
    for page in ["/inrichting", PEOPLE, "/inrichting/teams", "/kiosken", "/koppelingen"] {
        let shown = bram.get(page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        assert!(!shown.html.contains("/vandaag\"") && !shown.html.contains(&id.to_string()), "{page}");
    }
}

#[tokio::test]
async fn what_cannot_be_meant_makes_nobody_and_changes_nobody() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let before = desk.state.store.read_waiting(people::all).unwrap();
    let long = "x".repeat(61);
    let wrong: [&[(&str, &str)]; 9] = [
        &[("name", ""), ("role", "worker"), ("team", "1")],
        &[("name", &long), ("role", "worker"), ("team", "1")],
        &[("name", "Noor"), ("team", "1")],
        &[("name", "Noor"), ("role", "worker")],
        &[("name", "Noor"), ("role", "worker"), ("team", "99")],
        &[("name", "Noor"), ("role", "worker"), ("team", "een")],
        &[("name", "Noor"), ("role", "host"), ("team", "1")],
        &[("name", "Noor"), ("role", "root"), ("team", "1")],
        &[("role", "worker"), ("team", "1")],
    ];
    for typed in wrong {
        assert_eq!(fatma.fill(PEOPLE, PEOPLE, typed).await.goes_to(), format!("{PEOPLE}?said=typed-wrong"), "{typed:?}");
    }
    let taken = [("name", "Bram"), ("role", "worker"), ("team", "1")];
    assert_eq!(fatma.fill(PEOPLE, PEOPLE, &taken).await.goes_to(), format!("{PEOPLE}?said=name-taken"));
    // A token of another session, and one that ended.
    let guard = desk.worker("Chidi").await.get("/vandaag").await.guard("/aanwezig");
    let foreign = [("guard", guard.as_str()), ("name", "Noor"), ("role", "worker"), ("team", "1")];
    assert_eq!(fatma.post(PEOPLE, &foreign).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.state.store.read_waiting(people::all).unwrap(), before);
    for path in ["/inrichting/mensen/99", "/inrichting/mensen/x", "/inrichting/mensen/-1"] {
        assert_eq!(fatma.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let own = fatma.get(PEOPLE).await.guard(PEOPLE);
    for path in ["uitnodiging", "sessies", "tweestap", "actief"] {
        let answer = fatma.post(&format!("{PEOPLE}/99/{path}"), &[("guard", &own), ("is", "no")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    // A name is shown as it was typed, and runs nothing.
    let (made, _) = invite(&mut fatma, "<script>alert(1)</script>").await;
    assert!(!made.html.contains("<script>alert") && made.html.contains("&#60;script&#62;alert(1)"), "{}", made.html);
}

#[tokio::test]
async fn no_page_tells_a_figure_of_what_a_worker_did() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Worker, Role::Coordinator, Role::Manager, Role::Auditor]);
    // Bram opens 37 cards and picks them up, and Fatma one; 37 stands nowhere.
    let mut bram = desk.worker("Bram").await;
    for teken in 0..37u16 {
        let id = arrive(&desk.state, desk.kiosk, Left::words(12 * 50 + teken % 12, "hallo"));
        let page = format!("/kaart/{id}");
        bram.fill(&page, &format!("{page}/oppakken"), &[("place", "1")]).await;
    }
    let mut fatma = desk.worker("Fatma").await;
    let id = arrive(&desk.state, desk.kiosk, Left::words(12 * 50, "hallo"));
    fatma.fill(&format!("/kaart/{id}"), &format!("/kaart/{id}/oppakken"), &[("place", "1")]).await;
    let mut chidi = desk.worker("Chidi").await;
    let bram = person(&desk, "Bram").id;
    let one = format!("{PEOPLE}/{bram}");
    for page in
        ["/vandaag", "/overleg", "/inrichting", PEOPLE, &one, "/inrichting/teams", "/kiosken", "/koppelingen", "/spreekuren"]
    {
        let text = chidi.get(page).await.text();
        assert!(!text.split(|c: char| !c.is_ascii_digit()).any(|number| number == "37"), "{page}: {text}");
    }
    let log = chidi.get("/inrichting/inzage").await;
    assert!(!log.text().contains("Bram"), "the log tells of nobody before an entry is asked about");
}
