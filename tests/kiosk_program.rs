//! The kiosk's program as it is installed: it is enrolled at a real desk by two people, and is fit afterwards.
//!
//! `INLOOP_KIOSK` names another build of it, with what runs it: `hardware/deploy/test/arm64` tries the one for arm64 like this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "these are tests")]

use inloop::clock::{Clock, MachineLuck, ServerClock};
use inloop::desk::config::{self, Config};
use inloop::desk::serve::{Desk, Parts, RunningDesk};
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::{News, posts};
use inloop::desk::{DeskKeys, keys};
use inloop::kiosk::config::SAMPLE;
use inloop::wire::words::four_words;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

fn kiosk(folder: &Path, args: &[&str]) -> Command {
    let named = std::env::var("INLOOP_KIOSK").unwrap_or_else(|_| env!("CARGO_BIN_EXE_inloop-kiosk").to_owned());
    let mut words = named.split_whitespace();
    let mut command = Command::new(words.next().expect("INLOOP_KIOSK names a program"));
    command.args(words).args(args).arg("--config").arg(folder.join("kiosk.toml"));
    command
}

fn desk(folder: &Path) -> RunningDesk {
    let mut config = Config::parse(config::SAMPLE).unwrap();
    (config.data, config.keys) = (folder.join("desk"), folder.join("keys"));
    keys::make(&config.keys, &["127.0.0.1".to_owned()], &MachineLuck).unwrap();
    let keys = DeskKeys::load(&config.keys).unwrap();
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let (clock, luck, long_poll) = (Arc::new(ServerClock), Arc::new(MachineLuck), Duration::from_secs(1));
    Desk::start(Parts { config, keys, kiosks: listen(), staff: listen(), clock, luck, long_poll }).unwrap()
}

#[test]
fn a_machine_of_which_nothing_is_known_is_fit_to_ask() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("kiosk.toml"), format!("data = {:?}\n", folder.path().join("kiosk"))).unwrap();
    let fit = kiosk(folder.path(), &["check"]).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&fit.stdout), String::from_utf8_lossy(&fit.stderr));
    assert!(fit.status.success() && said.contains("not enrolled"), "{said}{errors}");
    let enrols = kiosk(folder.path(), &["enrol", "ABCD-1234"]).output().unwrap();
    let errors = String::from_utf8_lossy(&enrols.stderr);
    assert!(!enrols.status.success() && errors.contains("does not say where the desk is"), "{errors}");
}

#[test]
fn two_people_enrol_it_over_the_line_and_then_it_keeps_questions() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let url = format!("https://{}", desk.kiosks());
    let data = folder.path().join("kiosk");
    let text = SAMPLE.replace("https://desk.example.nl:8443", &url).replace("/var/lib/inloop-kiosk", data.to_str().unwrap());
    std::fs::write(folder.path().join("kiosk.toml"), text).unwrap();

    let now = || ServerClock.stamp().at.timestamp();
    let store = &desk.state().store;
    let at = now();
    let code = store.write_waiting(News::Hall, move |conn| enrolment::new_code_in(conn, posts::FIRST, &MachineLuck, at)).unwrap();
    let mut enrols = kiosk(folder.path(), &["enrol", code.reveal()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(enrols.stdout.take().unwrap());
    let mut line = String::new();
    // The words stand on the first line that is not empty.
    while line.trim().is_empty() && out.read_line(&mut line).unwrap() > 0 {}
    let at_the_kiosk: Vec<&str> = line.split_whitespace().collect();
    let pending = store.read_waiting(move |conn| enrolment::pending(conn, at)).unwrap();
    assert_eq!(at_the_kiosk, four_words(&pending[0].key, &desk.state().enrol_answer).unwrap());
    enrols.stdin.take().unwrap().write_all(b"ja\n").unwrap();
    let (id, at) = (pending[0].id, now());
    let confirmed = store.write_waiting(News::Hall, move |conn| enrolment::confirm(conn, id, "hal", None, at)).unwrap();
    assert!(matches!(confirmed, Confirmed::Enrolled(..)));
    let mut told = String::new();
    out.read_to_string(&mut told).unwrap();
    assert!(enrols.wait().unwrap().success() && told.contains("This is kiosk 1 now"), "{told}");
    assert_eq!(data.join("identity.json").metadata().unwrap().permissions().mode() & 0o777, 0o600);

    let fit = kiosk(folder.path(), &["check"]).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&fit.stdout), String::from_utf8_lossy(&fit.stderr));
    assert!(fit.status.success() && said.contains("2 questions sealed, kept and counted"), "{said}{errors}");
    desk.shutdown();
}

#[test]
fn what_systemd_starts_and_cannot_begin_says_so_on_its_glass() {
    let folder = tempfile::tempdir().unwrap();
    let text = format!("data = {:?}\nscanner = 3\n", folder.path().join("kiosk"));
    std::fs::write(folder.path().join("kiosk.toml"), text).unwrap();
    let socket = folder.path().join("notify");
    let _systemd = UnixDatagram::bind(&socket).unwrap();
    // Neither has a screen here: what it would show, tests/closed.rs says.
    let errors = |started_by: Option<&Path>| {
        let mut run = kiosk(folder.path(), &["run"]);
        for name in ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "NOTIFY_SOCKET"] {
            run.env_remove(name);
        }
        if let Some(socket) = started_by {
            run.env("NOTIFY_SOCKET", socket);
        }
        let ended = run.output().unwrap();
        assert!(!ended.status.success());
        String::from_utf8_lossy(&ended.stderr).into_owned()
    };
    let typed = errors(None);
    assert!(typed.contains("line 2: ") && !typed.contains("glass"), "who types it reads why: {typed}");
    let started = errors(Some(&socket));
    assert!(started.contains("says so on its glass") && started.contains("line 2: "), "{started}");
    assert!(started.contains("fault=1") || started.contains("fault\u{1b}"), "{started}");
}
