//! Every address of the router, asked for by every role.

use super::rights::{self, TABLE, Who};
use super::session::TokenHash;
use super::{router, routes};
use crate::clock::{BenchClock, BenchLuck, Clock, Luck, NO_EARLIER_THAN};
use crate::desk::config::{Config, SAMPLE};
use crate::desk::roles::{Role, Roles};
use crate::desk::store::workers::{self, Opens};
use crate::desk::store::{News, Store, posts};
use crate::desk::{DeskKeys, DeskState, keys};
use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use std::collections::BTreeSet;
use std::sync::Arc;
use tower::ServiceExt;

struct Bench {
    state: DeskState,
    router: Router,
    _closing: tokio::sync::watch::Sender<bool>,
    _folder: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::parse(SAMPLE).unwrap();
        (config.data, config.keys) = (folder.path().join("data"), folder.path().join("keys"));
        keys::make(&config.keys, &[], &BenchLuck::seeded(1)).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(BenchClock::at(NO_EARLIER_THAN + 86_400 * 365, true));
        let luck: Arc<dyn Luck> = Arc::new(BenchLuck::seeded(2));
        let store = Store::open(&config.data, &*clock, &*luck).unwrap();
        let site = config.site.clone();
        store.write_waiting(News::Silent, move |conn| posts::begin(conn, &site, 0)).unwrap();
        let (closing, closed) = tokio::sync::watch::channel(false);
        let state = DeskState::new(store, DeskKeys::load(&config.keys).unwrap(), clock, luck, &config, closed);
        Bench { router: router(state.clone()), state, _closing: closing, _folder: folder }
    }

    /// Logs somebody with these roles in; the cookie is their name.
    fn seat(&self, name: &'static str, roles: Roles) {
        let (now, hash) = (self.state.now(), TokenHash::of(name).0);
        let begun = self.state.store.write_waiting(News::Silent, move |conn| {
            let teams: &[i32] = if roles.sees_cards() { &[1] } else { &[] };
            let id = workers::add_as(conn, name, "x", false, roles, teams, now)?.unwrap();
            workers::begin_session(conn, &hash, id, "token", Opens::Pages, now, now + 3600)
        });
        begun.unwrap();
    }

    async fn ask(&self, method: &Method, path: &str, who: &str) -> (StatusCode, String, String) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header(header::ORIGIN, "http://127.0.0.1:8080")
            .header(header::COOKIE, format!("inloop-session={who}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from("guard=token"))
            .unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let goes = parts.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        // A page that stays open is not read to its end.
        let open = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/event"));
        let body = if open { Vec::new() } else { axum::body::to_bytes(body, 1 << 21).await.unwrap().to_vec() };
        (parts.status, goes, String::from_utf8_lossy(&body).into_owned())
    }
}

/// A path as somebody asks for it.
fn filled(route: &str) -> String {
    let id = "019a0000-0000-7000-8000-000000000000";
    let number = ["/spreekuren/{id}", "/inrichting", "/kiosken"].iter().any(|begin| route.starts_with(begin));
    let id = if number { "99" } else { id };
    let places = [
        ("{id}", id),
        ("{kiosk}", "99"),
        ("{line}", "1"),
        ("{day}", "2026-11-23"),
        ("{minute}", "29800000"),
        ("{name}", "x"),
        ("{n}", "1"),
    ];
    places.into_iter().fold(route.to_owned(), |path, (place, value)| path.replace(place, value))
}

#[test]
fn every_address_stands_in_the_table_of_who_may_once() {
    let routes: Vec<&str> = routes().into_iter().map(|(path, _)| path).collect();
    let table: Vec<&str> = TABLE.iter().map(|(path, ..)| *path).collect();
    for all in [&routes, &table] {
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "no address twice");
    }
    let set = |all: &[&'static str]| all.iter().copied().collect::<BTreeSet<_>>();
    assert_eq!(set(&routes), set(&table));
}

#[tokio::test]
async fn every_role_gets_every_page_of_the_table_and_no_other() {
    let bench = Bench::new();
    for role in Role::ALL {
        bench.seat(role.word(), Roles::of(&[role]));
    }
    bench.seat("nobody", Roles::NONE);
    let refused = "Dit is niet voor jou";
    for (route, _) in routes() {
        let path = filled(route);
        for method in [Method::GET, Method::POST] {
            // Logging out ends the session that is asked with; it is asked for last, below.
            if route == "/uitloggen" && method == Method::POST {
                continue;
            }
            let who = rights::who(route, &method);
            for (name, roles) in
                Role::ALL.map(|role| (role.word(), Roles::of(&[role]))).into_iter().chain([("nobody", Roles::NONE)])
            {
                let (status, goes, body) = bench.ask(&method, &path, name).await;
                let told = format!("{method} {path} by {name}: {status} {goes}");
                assert_ne!(status, StatusCode::SERVICE_UNAVAILABLE, "{told}");
                let away = body.contains(refused)
                    || (goes == "/daglijst" && roles.is_host() && path != "/" && path != "/login")
                    || (path == "/vandaag" && status == StatusCode::SEE_OTHER);
                match who {
                    Who::Nobody => assert!(away || status == StatusCode::NOT_FOUND || goes == "/daglijst", "{told}"),
                    Who::Anyone => assert!(!away, "{told}"),
                    Who::Only(those) => assert_eq!(!away, those.meets(roles), "{told}"),
                }
            }
            let (status, goes, _) = bench.ask(&method, &path, "who-is-that").await;
            match who {
                Who::Anyone => assert!(!goes.starts_with("/login?next="), "{method} {path} is for whoever comes"),
                Who::Only(_) => assert!(goes.starts_with("/login"), "{method} {path} without a log-in: {status} {goes}"),
                Who::Nobody => {
                    assert!(goes.starts_with("/login") || status == StatusCode::NOT_FOUND, "{method} {path}: {status}")
                }
            }
        }
    }
    for role in Role::ALL {
        assert_eq!(bench.ask(&Method::POST, "/uitloggen", role.word()).await.1, "/login?said=goodbye");
    }
}
