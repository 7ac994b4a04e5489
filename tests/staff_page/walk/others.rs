//! Forms of another session, and of things that are another team's or are not there.

use super::{Filled, fresh, send, working};
use axum::http::StatusCode;
use std::io::Write;
use std::sync::{Arc, Mutex};

/// Routes to which anybody may send a form: they have a token of their own or change nothing.
const OUTSIDE: [&str; 4] = ["/login", "/login/code", "/uitnodiging", "/taal"];

fn with(fields: &Filled, guard: Option<&str>) -> Filled {
    let mut fields: Vec<_> = fields.iter().filter(|(name, _)| name != "guard").cloned().collect();
    fields.extend(guard.map(|guard| ("guard".to_owned(), vec![guard.to_owned()])));
    fields
}

#[tokio::test]
async fn a_form_without_its_sessions_token_or_after_its_session_changes_nothing() {
    let town = super::town().await;
    let (working, before) = working(&town).await;
    let foreign = town.foreign_guard.clone();
    let outside = town.desk.browser().get("/login").await.guard("/login");
    for (one, meant) in &working {
        for guard in [None, Some(""), Some(foreign.as_str()), Some(outside.as_str())] {
            if one.route == "/taal" {
                continue;
            }
            let (page, _) = send(&fresh(&town, one), &one.form.action, &with(meant, guard)).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{} with {guard:?}: {}", one.route, page.html);
            assert!(page.text().contains("verlopen"), "{}: {}", one.route, page.text());
        }
        // As somebody who was here and is gone: the cookie is one that no session has any more.
        if !OUTSIDE.contains(&one.route) {
            let mut gone = fresh(&town, one);
            gone.cookies.insert("inloop-session".into(), "A".repeat(43));
            let (page, _) = send(&gone, &one.form.action, meant).await;
            assert!(page.goes_to().starts_with("/login?next=/vandaag"), "{}: {}", one.route, page.goes_to());
        }
        let changed = before.otherwise(&town.desk);
        assert!(changed.is_empty(), "{}: {changed:#?}", one.route);
    }
    // And after logging out, with what was good before.
    let (one, meant) = working.iter().find(|(one, _)| one.route == "/aanwezig").unwrap();
    let (out, _) = working.iter().find(|(out, _)| out.route == "/uitloggen" && out.who == one.who).unwrap();
    let guard: Vec<_> = meant.iter().filter(|(name, _)| name == "guard").cloned().collect();
    send(&one.browser, &out.form.action, &guard).await;
    let (page, _) = send(&one.browser, &one.form.action, meant).await;
    assert!(page.goes_to().starts_with("/login?next=/vandaag"));
}

/// The address with one of its places filled in otherwise.
fn instead(route: &str, action: &str, place: usize, with: &str) -> Option<String> {
    let (pattern, mut parts): (Vec<&str>, Vec<&str>) = (route.split('/').collect(), action.split('/').collect());
    let at = (0..pattern.len()).filter(|at| pattern[*at].starts_with('{')).nth(place)?;
    parts[at] = with;
    Some(parts.join("/"))
}

/// Keeps what is logged on this thread.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn what_is_another_teams_or_not_there_is_not_found_and_leaves_a_line_in_the_log() {
    let town = super::town().await;
    let (working, before) = working(&town).await;
    let log = Log::default();
    let kept = log.clone();
    let subscriber = tracing_subscriber::fmt().with_writer(move || kept.clone()).with_ansi(false).finish();
    let _listening = tracing::subscriber::set_default(subscriber);
    let (card, call) = (town.foreign_card.to_string(), town.foreign_call.to_string());
    let mut asked = 0;
    for (one, meant) in working.iter().filter(|(one, _)| one.route.contains('{')) {
        for place in 0..3 {
            let nowhere = [
                "01976a6b-0000-7000-8000-000000000000",
                "4711",
                "x",
                "-1",
                "99999999999999999999",
                "%00",
                "..%2f..",
                "%FF",
                card.as_str(),
                call.as_str(),
            ];
            for id in nowhere {
                let Some(action) = instead(one.route, &one.form.action, place, id) else { continue };
                log.0.lock().unwrap().clear();
                let (page, _) = send(&fresh(&town, one), &action, meant).await;
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{} at {action}: {:?}", one.who, page.headers);
                assert!(page.text().contains("Deze pagina is er niet"), "{action}");
                let said = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
                assert!(said.contains("something that is not there was asked for"), "{action}: {said}");
                let changed = before.otherwise(&town.desk);
                assert!(changed.is_empty(), "{action}: {changed:#?}");
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "{asked}");
}
