//! Watchdogs: real sockets, and files in place of the device. Who feeds is the glass.

use std::ffi::OsString;
use std::io;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use inloop_hardware::watchdog::{BenchDog, DeviceDog, Feed, Keeper, Status, Systemd, Turns, Watchdog, WatchdogProblem, period};

const PERIOD: Duration = Duration::from_secs(20);

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What so many turns of a glass feed with, as far apart as a watchdog is fed.
fn feeds(turns: u64) -> Vec<Feed> {
    let (mut glass, mut keeper) = (Turns::default(), Keeper::new(PERIOD));
    (0..turns).filter_map(|turn| keeper.fed_by(glass.begin().done(seconds(turn * 5)))).collect()
}

/// systemd, as far as it listens.
struct Listener(UnixDatagram);

impl Listener {
    fn at(path: PathBuf) -> (Self, OsString) {
        let socket = UnixDatagram::bind(&path).unwrap();
        socket.set_nonblocking(true).unwrap();
        (Self(socket), path.into())
    }

    /// All that was said; a datagram to a socket of this machine is there as soon as it was sent.
    fn heard(&self) -> Vec<String> {
        let mut buffer = [0; 256];
        let mut heard = Vec::new();
        loop {
            match self.0.recv(&mut buffer) {
                Ok(length) => heard.push(String::from_utf8(buffer[..length].to_vec()).unwrap()),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return heard,
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[test]
fn no_turn_no_byte() {
    let folder = tempfile::tempdir().unwrap();
    let (listener, socket) = Listener::at(folder.path().join("notify"));
    let device = folder.path().join("watchdog");
    std::fs::write(&device, "").unwrap();
    let mut dogs: [Box<dyn Watchdog>; 2] = [Box::new(Systemd::new(&socket).unwrap()), Box::new(DeviceDog::new(device.clone()))];

    // A turn is begun, and the glass hangs in it.
    let (mut glass, mut keeper) = (Turns::default(), Keeper::new(PERIOD));
    let hangs = glass.begin();
    assert!(listener.heard().is_empty());
    assert_eq!(std::fs::read(&device).unwrap(), b"");

    // It comes through after all.
    let feed = keeper.fed_by(hangs.done(seconds(90))).unwrap();
    for dog in &mut dogs {
        dog.feed(&feed).unwrap();
    }
    assert_eq!(listener.heard(), ["READY=1\nWATCHDOG=1"]);
    assert_eq!(std::fs::read(&device).unwrap(), b"\0");
}

#[test]
fn it_is_ready_with_the_first_turn_and_is_fed_by_those_that_follow() {
    let folder = tempfile::tempdir().unwrap();
    let (listener, socket) = Listener::at(folder.path().join("notify"));
    let mut systemd = Systemd::new(&socket).unwrap();
    for feed in feeds(3) {
        systemd.feed(&feed).unwrap();
    }
    systemd.status(Status { waiting: 128, parked: 3, online: Some(false), keeps: false }).unwrap();
    Box::new(systemd).end().unwrap();
    let status = "STATUS=128 waiting, 3 set apart; the desk does not answer; the disk keeps nothing";
    let said = ["READY=1\nWATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1", status, "STOPPING=1"];
    assert_eq!(listener.heard(), said);
}

#[test]
fn a_socket_may_have_an_abstract_name() {
    let name = format!("inloop-promise-{}", std::process::id());
    let socket = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&name).unwrap()).unwrap();
    socket.set_nonblocking(true).unwrap();
    Systemd::new(&OsString::from(format!("@{name}"))).unwrap().feed(&feeds(1)[0]).unwrap();
    assert_eq!(Listener(socket).heard(), ["READY=1\nWATCHDOG=1"]);
    for wrong in ["", "notify", "vsock:2:1234"] {
        assert!(Systemd::new(&OsString::from(wrong)).is_err(), "{wrong}");
    }
}

#[test]
fn a_systemd_that_does_not_hear_is_an_error_and_hears_ready_once_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let mut systemd = Systemd::new(path.as_os_str()).unwrap();
    let feeds = feeds(2);
    assert!(matches!(systemd.feed(&feeds[0]), Err(WatchdogProblem::Systemd(_))));
    let (listener, _) = Listener::at(path);
    systemd.feed(&feeds[1]).unwrap();
    assert_eq!(listener.heard(), ["READY=1\nWATCHDOG=1"]);
}

#[test]
fn the_glass_never_waits_for_a_systemd_that_reads_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (_deaf, socket) = Listener::at(folder.path().join("notify"));
    let mut systemd = Systemd::new(&socket).unwrap();
    // More than a socket holds.
    assert!(feeds(10_000).iter().any(|feed| systemd.feed(feed).is_err()));
}

#[test]
fn the_device_is_let_go_of_only_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let device = folder.path().join("watchdog");
    for (in_order, wanted) in [(false, b"\0\0\0".as_slice()), (true, b"\0\0\0V")] {
        std::fs::write(&device, "").unwrap();
        let mut dog = DeviceDog::new(device.clone());
        for feed in feeds(3) {
            dog.feed(&feed).unwrap();
        }
        if in_order {
            Box::new(dog).end().unwrap()
        } else {
            drop(dog)
        }
        assert_eq!(std::fs::read(&device).unwrap(), wanted);
    }
}

#[test]
fn a_device_that_was_never_fed_is_not_started_by_the_end_either() {
    let folder = tempfile::tempdir().unwrap();
    let device = folder.path().join("watchdog");
    std::fs::write(&device, "").unwrap();
    Box::new(DeviceDog::new(device.clone())).end().unwrap();
    assert_eq!(std::fs::read(&device).unwrap(), b"");
}

#[test]
fn a_board_without_a_watchdog_says_which() {
    let folder = tempfile::tempdir().unwrap();
    let device = folder.path().join("watchdog");
    let refused = DeviceDog::new(device.clone()).feed(&feeds(1)[0]).unwrap_err();
    assert!(refused.to_string().contains(&*device.to_string_lossy()), "{refused}");
    assert!(!device.exists(), "nothing is made in its place");
}

#[test]
fn a_glass_that_turns_often_feeds_four_times_in_a_period() {
    let (mut glass, mut keeper) = (Turns::default(), Keeper::new(PERIOD));
    assert_eq!(keeper.every(), PERIOD / 4);
    let turns = 60 * PERIOD.as_secs();
    let fed = (0..turns).filter(|turn| keeper.fed_by(glass.begin().done(PERIOD * *turn as u32 / turns as u32)).is_some());
    assert_eq!(fed.count(), 4);
}

#[test]
fn turns_of_before_feed_nothing() {
    let (mut glass, mut keeper) = (Turns::default(), Keeper::new(PERIOD));
    let (first, second) = (glass.begin(), glass.begin());
    assert_eq!(keeper.fed_by(second.done(seconds(10))).map(|feed| feed.turn()), Some(2));
    assert_eq!(keeper.fed_by(first.done(seconds(60))), None);
}

#[test]
fn the_bench_twin_tells_which_turns_fed_it() {
    let (sender, fed) = channel();
    let mut dog = BenchDog(sender);
    for feed in feeds(3) {
        dog.feed(&feed).unwrap();
    }
    assert_eq!(fed.try_iter().collect::<Vec<_>>(), [1, 2, 3]);
    drop(fed);
    assert!(matches!(dog.feed(&feeds(1)[0]), Err(WatchdogProblem::Gone)));
}

#[test]
fn the_period_is_what_systemd_says_to_this_process() {
    assert_eq!(period(Some("20000000"), None, 7), Some(PERIOD));
    assert_eq!(period(Some("20000000"), Some("7"), 7), Some(PERIOD));
    for (usec, pid) in [(Some("20000000"), Some("8")), (Some("0"), None), (Some("soon"), None), (None, Some("7"))] {
        assert_eq!(period(usec, pid, 7), None, "{usec:?} {pid:?}");
    }
}
