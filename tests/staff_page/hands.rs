//! A browser without a window: keeps cookies, follows nothing by itself, and fills in the forms it is shown.

use crate::team;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use inloop::clock::{BenchClock, BenchLuck, Clock, Luck};
use inloop::desk::connect::caldav::Calendars;
use inloop::desk::store::{KiosksSince, News, Store, backup, posts, restore, retention};
use inloop::desk::{DeskKeys, DeskState, pages};
use inloop::entry::KioskId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower::ServiceExt;

pub const HOST: &str = "127.0.0.1:8080";

/// A desk with two workers and a kiosk; time is what the test says.
pub struct Desk {
    pub state: DeskState,
    pub clock: Arc<BenchClock>,
    pub kiosk: KioskId,
    router: Router,
    _closing: watch::Sender<bool>,
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Desk::made(tempfile::tempdir().unwrap())
    }

    /// The same, with these sections of `[connect]` in its configuration.
    pub fn connected(connect: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("connect.toml"), connect).unwrap();
        Desk::made(folder)
    }

    fn made(folder: tempfile::TempDir) -> Self {
        team::config_in(folder.path());
        let desk = Desk::open(folder, Arc::new(BenchClock::at(team::MONDAY_NOON, true)));
        for name in ["Fatma", "Bram", "Chidi"] {
            team::worker(&desk.state, name, false);
        }
        Desk { kiosk: team::kiosk(&desk.state, 1, "Hal"), ..desk }
    }

    fn open(folder: tempfile::TempDir, clock: Arc<BenchClock>) -> Self {
        let config = team::config_of(folder.path());
        Desk::opened(folder, clock, &config)
    }

    fn opened(folder: tempfile::TempDir, clock: Arc<BenchClock>, config: &inloop::desk::Config) -> Self {
        // A desk that starts again does not draw again what it drew before.
        let luck: Arc<dyn Luck> = Arc::new(BenchLuck::seeded(clock.stamp().at.timestamp() as u64));
        let store = Store::open(&config.data, &*clock, &*luck).unwrap();
        let site = config.site.clone();
        let days = config.retention.closed_days;
        let begun = store.write_waiting(News::Silent, move |conn| {
            retention::begin(conn, days)?;
            posts::begin(conn, &site, team::MONDAY_NOON)
        });
        begun.unwrap();
        let (closing, closed) = watch::channel(false);
        let keys = DeskKeys::load(&config.keys).unwrap();
        let state = DeskState::new(store, keys, clock.clone(), luck, config, closed);
        let kiosk = KioskId::new(1).unwrap();
        Desk { router: pages::router(state.clone()), state, clock, kiosk, _closing: closing, folder }
    }

    /// The desk is lost, and comes back an hour later as it is now. Who was logged in has another browser.
    pub fn restored(self, since: KiosksSince) -> Self {
        self.copy();
        self.restored_after(since, Duration::from_secs(3600))
    }

    /// A backup of the desk as it is now.
    pub fn copy(&self) {
        let copy = self.folder.path().join("copy.sqlite");
        if copy.exists() {
            std::fs::remove_file(&copy).unwrap();
        }
        backup(&self.data(), &copy, &*self.clock).unwrap();
    }

    /// The desk is lost, and comes back so much later out of the last backup.
    pub fn restored_after(self, since: KiosksSince, later: Duration) -> Self {
        let Desk { folder, clock, state, router, .. } = self;
        let copy = folder.path().join("copy.sqlite");
        drop((state, router));
        clock.advance(later);
        restore(&folder.path().join("data"), &copy, true, since, &*clock, &*team::luck()).unwrap();
        Desk::open(folder, clock)
    }

    /// The same folder under another configuration: everybody has to log in by two steps.
    pub fn asking_two_steps(self) -> Self {
        let Desk { folder, clock, state, router, .. } = self;
        drop((state, router));
        let mut config = team::config_of(folder.path());
        config.staff.two_factor = inloop::desk::config::TwoFactor::Required;
        Desk::opened(folder, clock, &config)
    }

    /// The time.
    pub fn clock_now(&self) -> chrono::DateTime<chrono::Utc> {
        self.clock.stamp().at
    }

    /// With the calendars of its configuration, as a desk starts; their passwords are these files of the keys folder.
    #[allow(dead_code, reason = "of the calendars' tests")]
    pub fn bound(mut self, secrets: &[(&str, &str)]) -> Self {
        let folder = self.folder.path().join("keys");
        for (name, text) in secrets {
            std::fs::write(folder.join(name), text).unwrap();
            std::fs::set_permissions(folder.join(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        let calendars = Calendars::new(&self.state.connect, &folder).unwrap();
        calendars.bind(&self.state.store).unwrap();
        self.state.calendars = Arc::new(calendars);
        self.router = pages::router(self.state.clone());
        self
    }

    /// The folder of the store.
    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// A browser that has seen nothing yet.
    pub fn browser(&self) -> Browser {
        Browser::of(self.router.clone())
    }

    /// A browser in which `name` has logged in.
    pub async fn worker(&self, name: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.log_in(name, team::PASSWORD).await;
        assert_eq!(answer.goes_to(), "/vandaag", "{name} logs in");
        browser
    }
}

#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub html: String,
}

impl Page {
    /// Where the browser is sent on to.
    pub fn goes_to(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.html);
        self.headers[header::LOCATION].to_str().unwrap()
    }

    /// The token of the form with this action; the action must be on the page.
    pub fn guard(&self, action: &str) -> String {
        let form = self
            .html
            .split(&format!("action=\"{action}\""))
            .nth(1)
            .unwrap_or_else(|| panic!("no form {action} in {}", self.html));
        let form = form.split("</form>").next().unwrap();
        form.split("name=\"guard\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    /// True where the page has a form with this action.
    pub fn offers(&self, action: &str) -> bool {
        self.html.contains(&format!("action=\"{action}\""))
    }

    /// The text of the page without its tags.
    pub fn text(&self) -> String {
        let body = self.html.split("<main").nth(1).unwrap_or(&self.html);
        let mut text = String::new();
        for piece in body.split('<').skip(1) {
            text.push_str(piece.split_once('>').map_or("", |(_, rest)| rest));
            text.push(' ');
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ").replace("&#39;", "'")
    }
}

impl Browser {
    /// A browser in front of these pages.
    pub fn of(router: Router) -> Self {
        Browser { router, cookies: BTreeMap::new() }
    }

    /// A request as a browser sends it, changed by `with`.
    pub async fn ask(&mut self, method: Method, path: &str, body: String, with: impl FnOnce(&mut HeaderMap)) -> Page {
        let answer = self.open(method, path, body, with).await;
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap();
        Page { status: parts.status, headers: parts.headers, html: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    /// The same, with the body still to come.
    pub async fn open(
        &mut self,
        method: Method,
        path: &str,
        body: String,
        with: impl FnOnce(&mut HeaderMap),
    ) -> axum::response::Response {
        let mut request = Request::builder().method(&method).uri(path).body(Body::from(body)).unwrap();
        let headers = request.headers_mut();
        headers.insert(header::HOST, HOST.parse().unwrap());
        if method == Method::POST {
            headers.insert(header::ORIGIN, format!("http://{HOST}").parse().unwrap());
            headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse().unwrap());
        }
        if !self.cookies.is_empty() {
            let line: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            headers.insert(header::COOKIE, line.join("; ").parse().unwrap());
        }
        with(headers);
        let answer = self.router.clone().oneshot(request).await.unwrap();
        for line in answer.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = line.to_str().unwrap().split_once('=').unwrap();
            match rest.split(';').next().unwrap() {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        answer
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.ask(Method::GET, path, String::new(), |_| {}).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.ask(Method::POST, path, serde_urlencoded::to_string(fields).unwrap(), |_| {}).await
    }

    /// Opens `page`, fills in the form with this action and sends it.
    pub async fn fill(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Page {
        let guard = self.get(page).await.guard(action);
        let all: Vec<(&str, &str)> = [("guard", guard.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post(action, &all).await
    }

    pub async fn log_in(&mut self, name: &str, password: &str) -> Page {
        self.fill("/login", "/login", &[("name", name), ("password", password), ("next", "/vandaag")]).await
    }
}
