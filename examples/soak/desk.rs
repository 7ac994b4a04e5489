//! The desk, and the proxy before it, in a process of their own: what is measured is the memory of the kiosk alone.

use crate::proxy::{Fate, FaultProxy, Pair, Weather, answer};
use chrono::{DateTime, TimeDelta, Utc};
use inloop::clock::{BenchClock, Clock, Luck, MachineClock, MachineLuck, Stamp};
use inloop::kiosk::identity::Identity;
use inloop::tryout::{Folder, enrol, open_office};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Monday 23 November 2026, 6:00 in Lelystad.
pub(crate) const MORNING: i64 = 1_795_410_000;
/// Of so many requests one loses its answer, and one comes twice, also in the best weather.
const ODD_ONE_OF: u64 = 20;

const FOLDER: &str = "INLOOP_SOAK_DESK";
const PACE: &str = "INLOOP_SOAK_PACE";

/// What the process of the desk was told.
pub(crate) fn orders() -> Option<(PathBuf, f64)> {
    let folder = std::env::var_os(FOLDER)?;
    Some((folder.into(), std::env::var(PACE).unwrap().parse().unwrap()))
}

/// What becomes of what the kiosk says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sky {
    Clear,
    /// Every connection breaks.
    Cut,
    /// The desk hears, and no answer comes back.
    Lost,
    /// A captive portal answers with its page.
    Portal,
    /// Somebody else's certificate.
    Stranger,
}

impl Sky {
    const ALL: [(&'static str, Sky); 5] =
        [("clear", Sky::Clear), ("cut", Sky::Cut), ("lost", Sky::Lost), ("portal", Sky::Portal), ("stranger", Sky::Stranger)];
}

/// The desk's process, from outside.
pub(crate) struct DeskProcess {
    child: Child,
    orders: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
}

impl DeskProcess {
    /// A desk, and in the same folder a kiosk that is enrolled with it through the proxy.
    pub(crate) fn start(folder: &Path, pace: f64) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(FOLDER, folder)
            .env(PACE, pace.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (orders, told) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut desk = DeskProcess { child, orders, told };
        desk.answers();
        desk
    }

    pub(crate) fn sky(&mut self, sky: Sky) {
        let (name, _) = Sky::ALL.iter().find(|(_, known)| *known == sky).unwrap();
        writeln!(self.orders.as_ref().unwrap(), "{name}").unwrap();
        self.answers();
    }

    fn answers(&mut self) {
        let mut line = String::new();
        self.told.read_line(&mut line).unwrap();
        assert_eq!(line, "done\n", "the desk's process ended early");
    }

    /// Ends it as a service manager does, and waits until its files are closed.
    pub(crate) fn end(&mut self) {
        self.orders = None;
        assert!(self.child.wait().unwrap().success());
    }
}

impl Drop for DeskProcess {
    fn drop(&mut self) {
        self.orders = None;
        // It ended with its orders, or has ended before.
        let _ = self.child.wait();
    }
}

/// Runs so much faster than the machine's own.
struct Quick {
    machine: MachineClock,
    begun: Instant,
    pace: f64,
}

impl Quick {
    fn new(pace: f64) -> Self {
        let machine = MachineClock::new();
        Quick { begun: machine.now(), machine, pace }
    }
}

impl Clock for Quick {
    fn now(&self) -> Instant {
        self.machine.now()
    }
    fn stamp(&self) -> Stamp {
        let since = (self.machine.now() - self.begun).mul_f64(self.pace);
        let at = DateTime::from_timestamp(MORNING, 0).unwrap() + TimeDelta::from_std(since).unwrap();
        Stamp { at, trusted: true }
    }
    fn learn(&self, _: DateTime<Utc>) {}
}

/// Obeys until nobody gives orders any more.
pub(crate) fn be_the_desk((path, pace): (PathBuf, f64)) {
    let folder = Folder::open(&path).unwrap();
    let luck: Arc<dyn Luck> = Arc::new(MachineLuck);
    let listen = || TcpListener::bind("127.0.0.1:0").unwrap();
    let (desk, _) = open_office(&folder, listen(), listen(), Arc::new(Quick::new(pace)), Arc::clone(&luck)).unwrap();
    enrol(&folder, &desk, Arc::new(BenchClock::at(MORNING, true)), luck).unwrap();
    let own = Pair::of_desk(&folder.keys());
    let proxy = FaultProxy::before(desk.kiosks(), &own);
    let mut identity = Identity::load(&folder.kiosk()).unwrap().unwrap();
    identity.desk = proxy.url().parse().unwrap();
    identity.store(&folder.kiosk()).unwrap();
    proxy.set(fair());
    println!("done");
    for line in std::io::stdin().lines() {
        let line = line.unwrap();
        let (_, sky) = *Sky::ALL.iter().find(|(name, _)| *name == line).unwrap();
        proxy.show(&if sky == Sky::Stranger { Pair::made(2020..2099) } else { Pair::of_desk(&folder.keys()) });
        proxy.set(match sky {
            Sky::Clear | Sky::Stranger => fair(),
            Sky::Cut => Weather::Cut,
            Sky::Lost => Weather::LoseAnswers,
            Sky::Portal => Weather::always(answer("200 OK", &[("content-type", "text/html")], b"<html>Accepteer</html>")),
        });
        println!("done");
    }
    drop(proxy);
    desk.shutdown();
}

/// As good as a network gets.
fn fair() -> Weather {
    let count = AtomicU64::new(0);
    Weather::Fates(Arc::new(move |_| match count.fetch_add(1, Ordering::Relaxed) % ODD_ONE_OF {
        7 => Fate::AnswerLost,
        13 => Fate::Twice,
        _ => Fate::Passed,
    }))
}
