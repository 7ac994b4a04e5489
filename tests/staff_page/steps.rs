//! Logging in by two steps.

use crate::hands::{Browser, Desk, Page};
use crate::people::{give, seated};
use crate::team::PASSWORD;
use axum::http::StatusCode;
use inloop::clock::Clock;
use inloop::desk::roles::Role;
use inloop::desk::second::Seed;
use inloop::desk::store::{second_steps, workers};
use std::time::Duration;

const STEP: u64 = 30;

/// What the worker's phone holds.
fn phone(desk: &Desk, name: &str) -> Seed {
    let found = desk.state.store.read_waiting(|conn| {
        let id = workers::by_name(conn, name)?.unwrap().id;
        Ok((id, second_steps::find(conn, id)?.unwrap().locked))
    });
    let (id, locked) = found.unwrap();
    Seed::unlock(&locked, &desk.state.keys, id).unwrap()
}

pub fn code(desk: &Desk, name: &str, later: i64) -> String {
    phone(desk, name).code_at((desk.clock.stamp().at.timestamp() + later) as u64).unwrap()
}

fn next_step(desk: &Desk) {
    desk.clock.advance(Duration::from_secs(STEP));
}

/// Turns it on; the page with the codes for paper.
pub async fn turn_on(desk: &Desk, browser: &mut Browser, name: &str) -> Page {
    let shown = browser.fill("/tweestap", "/tweestap/begin", &[]).await;
    assert_eq!(shown.status, StatusCode::OK);
    let code = code(desk, name, 0);
    browser.fill("/tweestap", "/tweestap/aan", &[("code", &code)]).await
}

fn paper(page: &Page) -> Vec<String> {
    page.html.split("<li class=\"password\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

async fn second(browser: &mut Browser, code: &str) -> Page {
    browser.fill("/login/code", "/login/code", &[("code", code), ("next", "/kiosken")]).await
}

#[tokio::test]
async fn a_password_alone_opens_nothing_once_two_steps_are_on() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let begun = fatma.fill("/tweestap", "/tweestap/begin", &[]).await;
    let secret = phone(&desk, "Fatma").typed();
    assert!(begun.html.contains(&*secret) && begun.html.contains("<svg class=\"qr\""));
    assert!(!fatma.get("/tweestap").await.html.contains(&*secret), "shown once");
    assert_eq!(fatma.fill("/tweestap", "/tweestap/aan", &[("code", "000000")]).await.goes_to(), "/tweestap?said=second-wrong");
    desk.worker("Fatma").await;
    let codes = paper(&turn_on(&desk, &mut fatma, "Fatma").await);
    assert_eq!(codes.len(), 10);

    let mut browser = desk.browser();
    assert!(browser.log_in("Fatma", PASSWORD).await.goes_to().starts_with("/login/code"));
    for page in ["/vandaag", "/", "/nieuws", "/tweestap", "/wachtwoord", "/inrichting/mensen"] {
        assert!(browser.get(page).await.goes_to().starts_with("/login"), "{page}");
    }
    let used = code(&desk, "Fatma", 0);
    assert_eq!(second(&mut browser, &used).await.status, StatusCode::FORBIDDEN, "the code that turned it on was taken");
    next_step(&desk);
    let cookie = browser.cookies.clone();
    let fresh = code(&desk, "Fatma", 0);
    assert_eq!(second(&mut browser, &fresh).await.goes_to(), "/kiosken");
    assert_ne!(browser.cookies, cookie, "under a new session");
    assert_eq!(browser.get("/vandaag").await.status, StatusCode::OK);
    // In a second browser the same code is a replay, and an older one too; the next is not.
    let mut other = desk.browser();
    other.log_in("Fatma", PASSWORD).await;
    for replayed in [fresh, code(&desk, "Fatma", -30)] {
        assert_eq!(second(&mut other, &replayed).await.status, StatusCode::FORBIDDEN);
    }
    // A phone that is half a minute ahead is taken, one that is a minute ahead is not.
    assert_eq!(second(&mut other, &code(&desk, "Fatma", 60)).await.status, StatusCode::FORBIDDEN);
    assert_eq!(second(&mut other, &code(&desk, "Fatma", 30)).await.goes_to(), "/kiosken");
    let stored = std::fs::read(desk.data().join("desk.sqlite")).unwrap();
    let wal = std::fs::read(desk.data().join("desk.sqlite-wal")).unwrap_or_default();
    let plain = secret.replace(' ', "");
    for (file, hidden) in [&stored, &wal].into_iter().flat_map(|file| [(file, &plain), (file, &codes[0])]) {
        assert!(!file.windows(hidden.len()).any(|part| part == hidden.as_bytes()), "neither secret nor paper is in a file");
    }
}

#[tokio::test]
async fn a_paper_code_works_once_and_guessing_is_slowed_down() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let codes = paper(&turn_on(&desk, &mut fatma, "Fatma").await);
    let mut browser = desk.browser();
    browser.log_in("Fatma", PASSWORD).await;
    assert_eq!(second(&mut browser, &codes[3].to_uppercase()).await.goes_to(), "/kiosken");
    assert!(browser.get("/tweestap").await.text().contains("Papieren codes over: 9"));
    let mut again = desk.browser();
    again.log_in("Fatma", PASSWORD).await;
    assert_eq!(second(&mut again, &codes[3]).await.status, StatusCode::FORBIDDEN);
    for guess in ["000000", "", "abc", &"9".repeat(500)] {
        assert_eq!(second(&mut again, guess).await.status, StatusCode::FORBIDDEN, "{guess}");
    }
    assert_eq!(second(&mut again, &codes[4]).await.status, StatusCode::TOO_MANY_REQUESTS);
    // A right password in between takes none of that back.
    again.log_in("Fatma", PASSWORD).await;
    assert_eq!(second(&mut again, &codes[4]).await.status, StatusCode::TOO_MANY_REQUESTS);
    desk.clock.advance(Duration::from_secs(10 * 60));
    assert!(again.get("/login/code").await.goes_to().starts_with("/login"), "a password waits five minutes for its code");
    again.log_in("Fatma", PASSWORD).await;
    let foreign = again.post("/login/code", &[("guard", "x"), ("code", &codes[4]), ("next", "")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(second(&mut again, &codes[4]).await.goes_to(), "/kiosken");
}

#[tokio::test]
async fn a_manager_takes_a_lost_step_away_and_its_owner_turns_it_off_with_password_and_code() {
    let desk = Desk::new();
    let mut bram = desk.worker("Bram").await;
    turn_on(&desk, &mut bram, "Bram").await;
    let mut fatma = desk.worker("Fatma").await;
    let page = "/inrichting/mensen/2";
    assert!(fatma.get(page).await.text().contains("Haal de tweede stap weg"));
    assert_eq!(fatma.fill(page, &format!("{page}/tweestap"), &[]).await.goes_to(), format!("{page}?said=second-reset"));
    assert!(bram.get("/vandaag").await.goes_to().starts_with("/login"), "and ends their sessions");
    let mut bram = desk.worker("Bram").await;
    turn_on(&desk, &mut bram, "Bram").await;
    next_step(&desk);
    let fresh = code(&desk, "Bram", 0);
    for (password, code) in [("een ander wachtwoord", fresh.as_str()), (PASSWORD, "000000")] {
        let answer = bram.fill("/tweestap", "/tweestap/uit", &[("now", password), ("code", code)]).await;
        assert_eq!(answer.goes_to(), "/tweestap?said=second-wrong");
    }
    let off = bram.fill("/tweestap", "/tweestap/uit", &[("now", PASSWORD), ("code", &fresh)]).await;
    assert_eq!(off.goes_to(), "/tweestap?said=second-off");
    desk.worker("Bram").await;
}

#[tokio::test]
async fn where_everybody_has_to_nobody_sees_anything_before() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Auditor]);
    let desk = desk.asking_two_steps();
    for (name, home) in [("Fatma", "/vandaag"), ("Chidi", "/inrichting")] {
        let mut browser = seated(&desk, name).await;
        for page in ["/", "/vandaag", "/nieuws", "/inrichting/inzage", "/kiosken"] {
            assert_eq!(browser.get(page).await.goes_to(), "/tweestap", "{page}");
        }
        assert!(browser.get("/tweestap").await.text().contains("Hier logt iedereen in met twee stappen."));
        turn_on(&desk, &mut browser, name).await;
        assert_eq!(browser.get("/").await.goes_to(), home);
    }
}
