//! A Radicale with one user and one calendar, in a folder of its own; ends with the test.

use crate::python::python;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

pub const USER: &str = "inloop";
pub const PASSWORD: &str = "geheim-van-de-agenda";

pub struct Radicale {
    child: Child,
    _folder: tempfile::TempDir,
    pub port: u16,
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
}

impl Drop for Radicale {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Radicale {
    /// Answers once this returns, and has an empty calendar.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let users = folder.path().join("users");
        std::fs::write(&users, format!("{USER}:{PASSWORD}\n")).unwrap();
        // Another process may take the port in between; then it does not get ready, and another is tried.
        let (child, port) = (0..5).find_map(|_| ready(&folder, &users)).expect("Radicale does not start");
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let radicale = Radicale { child, _folder: folder, port, runtime, client };
        radicale.say("MKCOL", "", "").unwrap_or(201);
        assert_eq!(radicale.say("MKCALENDAR", "spreekuur/", "").unwrap(), 201);
        radicale
    }

    /// The address of the calendar at `port`.
    pub fn url(port: u16) -> String {
        format!("http://127.0.0.1:{port}/{USER}/spreekuur/")
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Option<(u16, String)> {
        let url = format!("http://127.0.0.1:{}/{USER}/{path}", self.port);
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.client.request(method, url).basic_auth(USER, Some(PASSWORD)).body(body.to_owned());
        let request = request.header("content-type", if body.starts_with("BEGIN") { "text/calendar" } else { "text/xml" });
        self.runtime.block_on(async {
            let answer = request.send().await.ok()?;
            Some((answer.status().as_u16(), answer.text().await.ok()?))
        })
    }

    fn say(&self, method: &str, path: &str, body: &str) -> Option<u16> {
        self.ask(method, path, body).map(|(status, _)| status)
    }

    /// The host writes something into the calendar, as their own program does.
    pub fn writes(&self, name: &str, lines: &str) {
        let uid = if lines.contains("UID:") { String::new() } else { format!("UID:{name}\r\n") };
        let event = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Host//NL\r\nBEGIN:VEVENT\r\n{uid}\
             DTSTAMP:20261101T000000Z\r\nSUMMARY:Tandarts\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let status = self.say("PUT", &format!("spreekuur/{name}.ics"), &event).unwrap();
        assert!(matches!(status, 201 | 204), "{status}");
    }

    /// The host takes something away.
    pub fn removes(&self, name: &str) {
        assert_eq!(self.say("DELETE", &format!("spreekuur/{name}"), ""), Some(200));
    }

    /// The calendar itself is gone.
    pub fn loses_the_calendar(&self) {
        assert_eq!(self.say("DELETE", "spreekuur/", ""), Some(200));
    }

    /// Everything in the calendar.
    pub fn holds(&self) -> String {
        self.ask("GET", "spreekuur/", "").unwrap().1.replace("\r\n ", "")
    }

    /// The moments at which our events begin, in order, with how often each is there.
    pub fn ours(&self) -> Vec<String> {
        let all = self.holds();
        let events = all.split("BEGIN:VEVENT").skip(1).filter(|event| event.contains("SUMMARY:Inloop"));
        let start = |event: &str| event.split("DTSTART:").nth(1).unwrap().lines().next().unwrap().trim().to_owned();
        let mut starts: Vec<String> = events.map(start).collect();
        starts.sort();
        starts
    }
}

fn ready(folder: &tempfile::TempDir, users: &std::path::Path) -> Option<(Child, u16)> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let mut child = Command::new(python())
        .args(["-m", "radicale", "--config", "", "--hosts", &format!("127.0.0.1:{port}"), "--auth-type", "htpasswd"])
        .args(["--auth-htpasswd-encryption", "plain", "--auth-htpasswd-filename"])
        .arg(users)
        .args(["--rights-type", "owner_only", "--storage-filesystem-folder"])
        .arg(folder.path().join("storage"))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let found = lines.by_ref().map_while(Result::ok).any(|line| line.contains("server ready"));
    if !found {
        let _ = child.wait();
        return None;
    }
    // It stops where nobody reads what it says.
    std::thread::spawn(move || lines.for_each(drop));
    Some((child, port))
}
