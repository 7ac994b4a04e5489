//! What nobody gets out of the pages, and nothing gets into them.

use crate::hands::{Browser, Desk, HOST, Page};
use crate::team::{self, Left, arrive};
use axum::http::{Method, StatusCode, header};
use diesel::connection::SimpleConnection;
use inloop::desk::roles::Role;
use inloop::desk::store::{Conn, News, cards, presence};
use inloop::entry::{CallReason, Goal, Question, Words};
use inloop::wire::Presence;
use std::time::Duration;

/// Every page there is, with an entry, a call and a kiosk to show.
async fn all_pages(desk: &Desk) -> Vec<String> {
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    arrive(&desk.state, desk.kiosk, Left::call(1, CallReason::Help));
    team::offer(&desk.state, 9);
    [
        "/vandaag",
        "/overleg",
        "/kaart/nieuw",
        "/inrichting",
        "/inrichting/mensen",
        "/inrichting/inzage",
        "/kiosken",
        "/koppelingen",
        "/kiosken/code",
        "/kiosken/1/afschrijven",
        "/wachtwoord",
        "/er-is-niets",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([format!("/kaart/{id}")])
    .collect()
}

#[tokio::test]
async fn nobody_sees_a_page_without_logging_in() {
    let desk = Desk::new();
    let mut stranger = desk.browser();
    for path in all_pages(&desk).await {
        assert_eq!(stranger.get(&path).await.goes_to(), format!("/login?next={path}"), "{path}");
        assert_eq!(stranger.post(&path, &[]).await.goes_to(), "/login?next=/vandaag", "{path}");
    }
    assert_eq!(stranger.get("/").await.goes_to(), "/login?next=/");
    assert_eq!(stranger.get("/nieuws").await.goes_to(), "/login?next=/nieuws");
    let by_itself =
        stranger.ask(Method::GET, "/vandaag", String::new(), |h| drop(h.insert("x-inloop-live", "1".parse().unwrap()))).await;
    assert_eq!(by_itself.status, StatusCode::UNAUTHORIZED);
    stranger.cookies.insert("inloop-session".into(), "A".repeat(43));
    assert_eq!(stranger.get("/vandaag").await.goes_to(), "/login?next=/vandaag&said=ended", "a made-up token is none");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    let wrong = browser.log_in("Fatma", "niet het wachtwoord").await;
    let unknown = browser.log_in("Zelda", "niet het wachtwoord").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.text().contains("horen niet bij elkaar"));
    assert_eq!((unknown.status, unknown.html.replace("Zelda", "Fatma")), (wrong.status, wrong.html));
    assert!(!browser.cookies.contains_key("inloop-session"));
}

#[tokio::test]
async fn guessing_is_slowed_down_and_waiting_helps() {
    let desk = Desk::new();
    let mut browser = desk.browser();
    for _ in 0..5 {
        assert_eq!(browser.log_in("Fatma", "gok").await.status, StatusCode::FORBIDDEN);
    }
    let slowed = browser.log_in("Fatma", team::PASSWORD).await;
    assert_eq!(slowed.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(slowed.headers[header::RETRY_AFTER], "600");
    assert!(slowed.text().contains("over 10 min"));
    assert_eq!(browser.log_in("Bram", team::PASSWORD).await.goes_to(), "/vandaag", "a colleague is not held up");
    desk.clock.advance(Duration::from_secs(600));
    let mut later = desk.browser();
    assert_eq!(later.log_in("Fatma", team::PASSWORD).await.goes_to(), "/vandaag");
}

#[tokio::test]
async fn a_session_ends_when_nobody_touches_the_page_and_after_a_working_day() {
    let desk = Desk::new();
    let (mut idle, mut busy) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    for _ in 0..3 {
        desk.clock.advance(Duration::from_secs(3 * 3600));
        assert_eq!(busy.get("/vandaag").await.status, StatusCode::OK);
        // What the page does by itself is no touch.
        idle.ask(Method::GET, "/vandaag", String::new(), |h| drop(h.insert("x-inloop-live", "1".parse().unwrap()))).await;
    }
    assert_eq!(idle.get("/vandaag").await.goes_to(), "/login?next=/vandaag&said=ended");
    desk.clock.advance(Duration::from_secs(3 * 3600));
    assert_eq!(busy.get("/vandaag").await.goes_to(), "/login?next=/vandaag&said=ended");
}

#[tokio::test]
async fn logging_out_ends_the_session_for_every_copy_of_its_cookie() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (mut copy, guard) = (fatma.clone(), fatma.get("/vandaag").await.guard("/aanwezig"));
    assert_eq!(fatma.fill("/vandaag", "/uitloggen", &[]).await.goes_to(), "/login?said=goodbye");
    assert!(!fatma.cookies.contains_key("inloop-session"));
    assert!(copy.get("/vandaag").await.goes_to().starts_with("/login"));
    let replayed = copy.post("/aanwezig", &[("guard", &guard), ("is", "present")]).await;
    assert!(replayed.goes_to().starts_with("/login"));
    assert_eq!(desk.state.store.read_waiting(|conn| presence::current(conn, 1)).unwrap(), Presence::Unknown);
}

#[tokio::test]
async fn a_form_without_its_own_sessions_token_changes_nothing() {
    let desk = Desk::new();
    let id = arrive(&desk.state, desk.kiosk, Left::words(0, "hallo"));
    let action = format!("/kaart/{id}/oppakken");
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    let foreign = bram.get("/vandaag").await.guard("/aanwezig");
    for fields in [vec![], vec![("guard", "")], vec![("guard", foreign.as_str())]] {
        let fields: Vec<_> = fields.into_iter().chain([("place", "1")]).collect();
        let refused = fatma.post(&action, &fields).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{fields:?}");
        assert!(refused.text().contains("Dit formulier is verlopen"));
    }
    let own = fatma.get("/vandaag").await.guard("/aanwezig");
    let twice = fatma.post(&action, &[("guard", &own), ("guard", &own), ("place", "1")]).await;
    assert_eq!(twice.status, StatusCode::FORBIDDEN);
    let long = "x".repeat(7000);
    assert_eq!(fatma.post(&action, &[("guard", &own), ("place", &long)]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(desk.state.store.read_waiting(|conn| cards::holders(conn, id)).unwrap(), [None, None]);
}

#[tokio::test]
async fn a_log_in_form_belongs_to_the_browser_that_asked_for_it() {
    let desk = Desk::new();
    let guard = desk.browser().get("/login").await.guard("/login");
    let mut victim = desk.browser();
    victim.get("/login").await;
    let answer = victim.post("/login", &[("guard", &guard), ("name", "Fatma"), ("password", team::PASSWORD), ("next", "")]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!victim.cookies.contains_key("inloop-session"));
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_refused() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let guard = fatma.get("/vandaag").await.guard("/aanwezig");
    let body = format!("guard={guard}&is=present");
    for (name, value) in [(header::HOST, "evil.example"), (header::ORIGIN, "http://evil.example"), (header::ORIGIN, "null")] {
        let answer = fatma.ask(Method::POST, "/aanwezig", body.clone(), |h| drop(h.insert(&name, value.parse().unwrap()))).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{name} {value}");
    }
    let silent = fatma.ask(Method::POST, "/aanwezig", body.clone(), |h| drop(h.remove(header::ORIGIN))).await;
    assert_eq!(silent.status, StatusCode::FORBIDDEN);
    let read = fatma
        .ask(Method::GET, "/vandaag", String::new(), |h| drop(h.insert(header::HOST, "evil.example:8080".parse().unwrap())))
        .await;
    assert_eq!(read.status, StatusCode::FORBIDDEN);
    assert!(!read.html.contains("Fatma"));
    assert_eq!(desk.state.store.read_waiting(|conn| presence::current(conn, 1)).unwrap(), Presence::Unknown);
    let right = fatma.ask(Method::POST, "/aanwezig", body, |_| {}).await;
    assert_eq!(right.goes_to(), "/vandaag?said=presence", "and ours at {HOST} is not");
}

#[tokio::test]
async fn unknown_cards_calls_and_kiosks_are_kindly_not_there() {
    let desk = Desk::new();
    let call = arrive(&desk.state, desk.kiosk, Left::call(1, CallReason::Help));
    let mut fatma = desk.worker("Fatma").await;
    let missing = "01976a6b-0000-7000-8000-000000000000";
    for path in [
        format!("/kaart/{missing}"),
        format!("/kaart/{call}"),
        "/kaart/1".into(),
        "/kaart/..%2f..%2fetc%2fpasswd".into(),
        "/kaart/%F0%9F%98%80".into(),
        "/kiosken/99/afschrijven".into(),
        "/kiosken/0/afschrijven".into(),
        "/static".into(),
        "/api/kiosk/v1/site".into(),
    ] {
        let answer = fatma.get(&path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.text().contains("Deze pagina is er niet") && answer.offers("/uitloggen"), "{path}");
    }
    let guard = fatma.get("/vandaag").await.guard("/aanwezig");
    for action in [format!("/kaart/{missing}/oppakken"), format!("/kaart/{call}/oppakken"), format!("/kaart/{missing}/ongedaan")]
    {
        assert_eq!(fatma.post(&action, &[("guard", &guard), ("place", "1")]).await.status, StatusCode::NOT_FOUND, "{action}");
    }
}

#[tokio::test]
async fn an_address_that_nobody_made_gets_a_page_of_ours_in_the_workers_language() {
    let desk = Desk::new();
    crate::people::give(&desk, "Bram", &[Role::Worker, Role::Manager]);
    let (mut fatma, mut bram) = (desk.worker("Fatma").await, desk.worker("Bram").await);
    bram.fill("/vandaag", "/taal", &[("back", "/vandaag")]).await;
    for path in [
        "/spreekuren/1/tijd/x",
        "/spreekuren/1/tijd/-1",
        "/spreekuren/1/tijd/4294967296",
        "/spreekuren/1/week/gisteren",
        "/spreekuren/1/dag/2026-02-30/afzeggen",
        "/spreekuren/1/uren/x/weg",
        "/spreekuren/1/uitzondering/99999999999/weg",
        "/kiosken/aanvraag/x/ja",
        "/kaart/%FF",
        "/afspraak/%00",
    ] {
        for (worker, says) in [(&mut fatma, "Deze pagina is er niet"), (&mut bram, "This page is not here")] {
            let guard = worker.get("/vandaag").await.guard("/aanwezig");
            for answer in [worker.get(path).await, worker.post(path, &[("guard", &guard)]).await] {
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
                assert!(answer.text().contains(says) && answer.offers("/uitloggen"), "{path}: {}", answer.html);
            }
        }
        assert_eq!(desk.browser().get(path).await.goes_to(), format!("/login?next={path}"));
    }
    for path in ["/vandaag?said=seen&said=seen", "/vandaag?said=%FF", "/spreekuren?%", "/kiosken?said"] {
        let answer = fatma.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.html);
    }
    assert_eq!(desk.browser().get("/login?next=/vandaag&next=/kiosken").await.status, StatusCode::OK);
    assert_eq!(desk.browser().get("/agenda/%FF").await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.browser().get("/static/%FF").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_desk_in_trouble_says_so_on_a_page_of_its_own() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let page = fatma.get("/vandaag").await;
    let lost = |conn: &mut Conn| Ok(conn.batch_execute("ALTER TABLE presence RENAME TO lost")?);
    desk.state.store.write_waiting(News::Silent, lost).unwrap();
    let fields = [("guard", page.guard("/aanwezig")), ("is", "present".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    for answer in [fatma.get("/vandaag").await, fatma.post("/aanwezig", &fields).await] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.text().contains("Dit lukte niet") && answer.offers("/uitloggen"), "{}", answer.html);
    }
    assert_eq!(fatma.get("/kiosken").await.status, StatusCode::OK, "and of the rest nothing is lost");
}

const NASTY: &str = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>\n\u{202e}evil\u{2066}ولد 😀";

#[tokio::test]
async fn own_words_are_shown_as_they_are_and_do_nothing() {
    let desk = Desk::new();
    let question = Question {
        words: Words::new(NASTY).ok(),
        name: Words::new("<b>Eva</b>").ok(),
        goal: Words::new("</bdi></main><script>1</script>").ok().map(Goal::Own),
        ..Question::default()
    };
    let id = arrive(
        &desk.state,
        desk.kiosk,
        Left { teken: 3, language: "ar", late: false, body: inloop::entry::Body::Question(question) },
    );
    let card = desk.worker("Fatma").await.get(&format!("/kaart/{id}")).await;
    assert_only_our_script(&card);
    for raw in ["<script>alert", "<img", "<b>Eva", "</bdi></main>"] {
        assert!(!card.html.contains(raw), "{raw}");
    }
    assert!(card.html.contains("😀") && card.html.contains("ولد"));
    assert!(!card.html.contains('\u{202e}') && !card.html.contains('\u{2066}'), "nothing turns what follows");
    let words = card.html.split("<blockquote").nth(1).unwrap();
    assert!(words.contains("dir=\"auto\"") && words.contains("lang=\"ar\""));
    assert!(words.contains("\nevil"), "a new line stays one");
}

/// One script, ours; no style, no handler and no script in an address. Text is escaped, so every `<` begins a tag of ours.
fn assert_only_our_script(page: &Page) {
    assert_eq!(page.html.matches("<script").count(), 1, "{}", page.html);
    assert!(page.html.contains("<script src=\"/static/desk.js\" defer></script>"));
    for tag in page.html.split('<').skip(1).map(|piece| piece.split('>').next().unwrap().to_lowercase()) {
        assert!(!tag.starts_with("style"), "{tag}");
        for inline in [" style=", "javascript:", " onclick=", " onload=", " onerror=", " onsubmit="] {
            assert!(!tag.contains(inline), "{tag}");
        }
    }
}

async fn assert_guarded(browser: &mut Browser, path: &str) -> Page {
    let page = browser.get(path).await;
    let policy =
        page.headers.get(header::CONTENT_SECURITY_POLICY).unwrap_or_else(|| panic!("{path} has no policy")).to_str().unwrap();
    for part in ["default-src 'none'", "script-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{path}: {part}");
    }
    assert!(!policy.contains("unsafe"), "{path}");
    assert_eq!(page.headers["x-content-type-options"], "nosniff", "{path}");
    assert_eq!(page.headers["referrer-policy"], "same-origin", "{path}");
    page
}

#[tokio::test]
async fn every_answer_is_guarded_and_nothing_of_a_card_is_kept_by_a_browser() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for path in all_pages(&desk).await {
        let page = assert_guarded(&mut fatma, &path).await;
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store", "{path}");
        assert_only_our_script(&page);
    }
    for asset in ["desk.css", "desk.js", "icon.svg", "icons.svg"] {
        let answer = assert_guarded(&mut fatma, &format!("/static/{asset}")).await;
        let tag = answer.headers[header::ETAG].clone();
        let again = fatma
            .ask(Method::GET, &format!("/static/{asset}"), String::new(), |h| drop(h.insert(header::IF_NONE_MATCH, tag)))
            .await;
        assert_eq!((answer.status, again.status), (StatusCode::OK, StatusCode::NOT_MODIFIED), "{asset}");
    }
    let mut stranger = desk.browser();
    let login = assert_guarded(&mut stranger, "/login").await;
    assert_only_our_script(&login);
}

#[tokio::test]
async fn the_session_cookie_is_for_the_browser_and_this_site_alone() {
    let desk = Desk::new();
    let answer = desk.browser().log_in("Fatma", team::PASSWORD).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let token = cookie.strip_prefix("inloop-session=").unwrap().split(';').next().unwrap();
    assert_eq!(token.len(), 43, "256 bits");
    for file in std::fs::read_dir(desk.data()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(token.len()).any(|part| part == token.as_bytes()), "the store knows its hash alone");
    }
}

#[tokio::test]
async fn every_page_has_one_heading_a_language_and_a_label_for_each_field() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let mut pages = all_pages(&desk).await;
    pages.extend(["/login", "/uitnodiging"].map(String::from));
    for path in pages {
        let mut browser = if path == "/login" || path == "/uitnodiging" { desk.browser() } else { fatma.clone() };
        let page = browser.get(&path).await;
        assert_eq!(page.html.matches("<h1").count(), 1, "{path}");
        assert!(page.html.contains("<html lang=\"nl\">"), "{path}");
        for field in ["<input ", "<select ", "<textarea "].iter().flat_map(|tag| page.html.split(tag).skip(1)) {
            let field = field.split('>').next().unwrap();
            if field.contains("type=\"hidden\"") {
                continue;
            }
            let id = field.split("id=\"").nth(1).unwrap_or_else(|| panic!("{path}: {field}")).split('"').next().unwrap();
            assert!(page.html.contains(&format!("<label for=\"{id}\"")), "{path}: {id}");
        }
        let ids: Vec<&str> = page.html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        let distinct: std::collections::HashSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: {ids:?}");
    }
    fatma.get("/vandaag").await;
}
