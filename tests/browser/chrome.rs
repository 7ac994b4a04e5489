//! One chromedriver for each test, and browsers with an empty profile.

use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// What a card or call may take to appear on an open page.
pub const SOON: Duration = Duration::from_secs(5);

const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A running chromedriver; ends with the test.
pub struct Driver {
    child: Child,
    url: String,
}

/// What sort of browser.
#[derive(Clone, Copy, PartialEq)]
pub enum Screen {
    /// 360 px wide, as a small phone.
    Phone,
    /// The same, with the pages' script kept out.
    PhoneWithoutScripts,
    /// 1280 px wide.
    Desk,
}

impl Driver {
    pub fn start() -> Self {
        let mut child =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap_or_else(
                |error| panic!("chromedriver does not start ({error}): install Debian's packages chromium and chromium-driver"),
            );
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse::<u16>().ok())
            .expect("chromedriver says on which port it listens");
        // Whoever writes to a pipe that nobody reads stops in the end.
        std::thread::spawn(move || lines.for_each(drop));
        Driver { child, url: format!("http://127.0.0.1:{port}") }
    }

    pub async fn browser(&self, screen: Screen) -> Browser {
        self.browser_with(screen, &[]).await
    }

    /// The same with more of Chromium's own flags.
    pub async fn browser_with(&self, screen: Screen, more: &[&str]) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut flags: Vec<String> = FLAGS.map(str::to_owned).to_vec();
        flags.extend(more.iter().map(|flag| (*flag).to_owned()));
        flags.push(format!("--user-data-dir={}", profile.path().display()));
        // A picture is of what the window holds.
        let (phone, desk) = if pictures().is_some() { (2700, 1700) } else { (740, 900) };
        flags.push(format!("--window-size=1280,{desk}"));
        let mut options = json!({ "args": flags });
        if screen != Screen::Desk {
            options["mobileEmulation"] = json!({ "deviceMetrics": { "width": 360, "height": phone, "pixelRatio": 1.0 } });
        }
        let mut wanted = serde_json::Map::new();
        wanted.insert("goog:chromeOptions".into(), options);
        let client = ClientBuilder::new(HttpConnector::new()).capabilities(wanted).connect(&self.url).await;
        let client = client.expect("Chromium starts");
        if screen == Screen::PhoneWithoutScripts {
            // With scripting off altogether chromedriver's own questions go unanswered too; so only ours is kept out.
            for (command, params) in [("Network.enable", json!({})), ("Network.setBlockedURLs", json!({ "urls": ["*/desk.js"] }))]
            {
                client.issue_cmd(Devtools(json!({ "cmd": command, "params": params }))).await.unwrap();
            }
        }
        Browser { client, _profile: profile }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone after this.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One Chromium with a profile of its own.
pub struct Browser {
    pub client: Client,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Opens the page, which must come before the browser forgets the pages that were left: it does so after a minute.
    pub async fn open(&self, url: &str) {
        let opened = tokio::time::timeout(Duration::from_secs(30), self.client.goto(url)).await;
        opened.unwrap_or_else(|_| panic!("{url} does not come")).unwrap();
    }

    /// Waits until something fits the selector, at most [`SOON`].
    pub async fn see(&self, css: &str) -> fantoccini::elements::Element {
        let found = self.client.wait().at_most(SOON).every(Duration::from_millis(50)).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} does not appear: {error}\n{}", self.text().await),
        }
    }

    pub async fn click(&self, css: &str) {
        self.see(css).await.click().await.unwrap();
    }

    pub async fn has(&self, css: &str) -> bool {
        !self.client.find_all(Locator::Css(css)).await.unwrap().is_empty()
    }

    pub async fn type_into(&self, css: &str, text: &str) {
        self.see(css).await.send_keys(text).await.unwrap();
    }

    /// What a person reads.
    pub async fn text(&self) -> String {
        self.client.find(Locator::Css("body")).await.unwrap().text().await.unwrap()
    }

    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    /// What a line of script in the page gives.
    pub async fn run(&self, script: &str) -> serde_json::Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Waits until a line of script gives true, at most [`SOON`].
    pub async fn wait_until(&self, script: &str) {
        let asked = async {
            while self.run(script).await != serde_json::Value::Bool(true) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(SOON, asked).await.unwrap_or_else(|_| panic!("never true: {script}"));
    }

    /// What axe-core finds wrong with the page by the rules of WCAG 2.2, levels A and AA.
    pub async fn axe(&self) -> serde_json::Value {
        const AXE: &str = include_str!("../fixtures/axe-core/axe.min.js");
        const RUN: &str = "const done = arguments[arguments.length - 1];
            const only = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
            const told = (one) => one.id + ': ' + one.nodes.map((node) => node.html.slice(0, 120) + ' ' + node.failureSummary).join(' | ');
            axe.run(document, { runOnly: only }).then((found) => {
              if (found.passes.length < 5) { done(['axe looked at nothing']); } else { done(found.violations.map(told)); }
            }, (error) => done([String(error)]));";
        self.client.execute(AXE, Vec::new()).await.unwrap();
        self.client.execute_async(RUN, Vec::new()).await.unwrap()
    }

    /// Writes the page as PNG where somebody asked for pictures.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = pictures() else { return };
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), self.client.screenshot().await.unwrap()).unwrap();
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }
}

/// Where pictures are wanted.
fn pictures() -> Option<PathBuf> {
    std::env::var_os("INLOOP_PICTURES").map(PathBuf::from)
}

/// chromedriver's own call for a DevTools command.
#[derive(Debug)]
struct Devtools(serde_json::Value);

impl fantoccini::wd::WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.0.to_string()))
    }
}
